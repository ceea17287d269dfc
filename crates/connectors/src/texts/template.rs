//! The body of a request with its places to fill in. They are filled inside JSON texts, so no message can change the
//! shape of the body, whatever it says.

use serde_json::Value;

/// Whether a place to fill in stands somewhere in the body.
pub(super) fn holds(body: &Value, place: &str) -> bool {
    match body {
        Value::String(text) => text.contains(place),
        Value::Array(items) => items.iter().any(|item| holds(item, place)),
        Value::Object(fields) => fields.values().any(|field| holds(field, place)),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

/// The body for one message.
pub(super) fn fill(body: &Value, phone: &str, text: &str) -> Value {
    match body {
        Value::String(words) => Value::String(fill_text(words, phone, text)),
        Value::Array(items) => items.iter().map(|item| fill(item, phone, text)).collect(),
        Value::Object(fields) => Value::Object(
            fields.iter().map(|(name, field)| (name.clone(), fill(field, phone, text))).collect(),
        ),
        plain => plain.clone(),
    }
}

/// In one pass, so that words which look like a place are not filled again.
fn fill_text(words: &str, phone: &str, text: &str) -> String {
    let mut filled = String::with_capacity(words.len() + text.len());
    let mut rest = words;
    while let Some(at) = rest.find('{') {
        let (before, from) = rest.split_at(at);
        filled.push_str(before);
        let place = [("{phone}", phone), ("{text}", text)];
        let found = place.iter().find_map(|(name, value)| Some((from.strip_prefix(name)?, value)));
        rest = if let Some((after, value)) = found {
            filled.push_str(value);
            after
        } else {
            filled.push('{');
            from.get(1..).unwrap_or_default()
        };
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn places_are_filled_wherever_they_stand_and_once() {
        let body = json!({ "a": ["+86{phone}", 7], "b": { "words": "[{x}] {text}{phone}" }, "c": null });
        assert!(holds(&body, "{phone}") && holds(&body, "{text}") && !holds(&body, "{code}"));
        let filled = fill(&body, "13800000000", "say \"{phone}\" {text}");
        let words = "[{x}] say \"{phone}\" {text}13800000000";
        assert_eq!(filled, json!({ "a": ["+8613800000000", 7], "b": { "words": words }, "c": null }));
    }
}
