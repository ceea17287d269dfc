//! Administrative divisions as people type them: suggestions while they type, and what was meant by what they typed.

use axum::{Json, extract::Query};
use serde::Deserialize;
use tongxing_catalog::{FieldType, form::Section};
use tongxing_domain::division::{self, Division};

/// How many places are suggested.
const MOST: usize = 8;

/// What was typed so far.
#[derive(Deserialize)]
pub struct Typed {
    #[serde(default)]
    q: String,
}

/// `GET /places`: full names that fit, as JSON, for the script module `lookup`.
pub async fn suggest(Query(typed): Query<Typed>) -> Json<Vec<&'static str>> {
    Json(division::search(&typed.q, MOST).into_iter().map(|place| place.full_name.as_str()).collect())
}

/// The places that may be meant, when it is not clear which.
pub fn candidates(typed: &str) -> Vec<&'static Division> {
    if typed.trim().is_empty() { Vec::new() } else { division::search(typed, MOST) }
}

/// Puts a code beside each name that was typed. A name that fits several places or none becomes a code that no place
/// has: the check says so, and the page offers what fits.
pub fn resolve(section: &Section, pairs: &mut Vec<(String, String)>) {
    for field in section.fields.iter().filter(|field| matches!(field.kind, FieldType::Division(_))) {
        let (name, code) = (format!("{}.name", field.key), format!("{}.code", field.key));
        let Some(typed) = last(pairs, &name) else { continue };
        let chosen = last(pairs, &code).filter(|code| division::find(code).is_some());
        let meant = match (typed.trim(), chosen) {
            ("", _) => String::new(),
            (_, Some(chosen)) => chosen,
            (typed, None) => meant(typed).map_or_else(|| typed.to_owned(), |place| place.code.to_owned()),
        };
        pairs.retain(|(posted, _)| *posted != code);
        pairs.push((code, meant));
    }
}

fn last(pairs: &[(String, String)], name: &str) -> Option<String> {
    pairs.iter().rev().find(|(posted, _)| posted == name).map(|(_, value)| value.clone())
}

fn meant(typed: &str) -> Option<&'static Division> {
    let compact: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    let found = division::search(typed, MOST);
    let exact = |place: &&&Division| place.full_name == compact || place.code == compact;
    match found.as_slice() {
        [only] => Some(only),
        several => several.iter().find(exact).copied(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn section() -> Section {
        let yaml = include_str!("../../../../services/other-personnel-registration.yaml");
        let service = tongxing_catalog::load("registration.yaml", yaml).unwrap();
        service.section_of("household").unwrap().clone()
    }

    fn code_of(typed: &str, chosen: &str) -> String {
        let mut pairs = vec![
            ("household.name".to_owned(), typed.to_owned()),
            ("household.code".to_owned(), chosen.to_owned()),
        ];
        resolve(&section(), &mut pairs);
        last(&pairs, "household.code").unwrap()
    }

    #[test]
    fn a_full_name_is_a_place_and_half_a_name_is_not() {
        assert_eq!(code_of("内蒙古自治区呼和浩特市新城区", ""), "150102");
        assert_eq!(code_of("150102", ""), "150102");
        assert_eq!(code_of("新城区", ""), "新城区", "there are several");
        assert_eq!(code_of("新城区", "150102"), "150102", "one of them was chosen");
        assert_eq!(code_of("  ", "150102"), "");
        assert!(candidates("新城区").len() > 1 && candidates("").is_empty());
    }
}
