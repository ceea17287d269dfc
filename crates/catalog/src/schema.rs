//! The JSON Schema of service files, made from the types, so that editors complete and check them while one writes.

use schemars::{Schema, SchemaGenerator, json_schema};
use serde_json::Value;
use tongxing_domain::document::DocumentType;
use tongxing_domain::role::Role;

use crate::service::Service;

/// The schema of a service file; `services/service.schema.json` holds it.
pub fn json_schema() -> Value {
    let mut schema = schemars::schema_for!(Service).to_value();
    let title = "Tongxing service definition 办事事项";
    if let Value::Object(map) = &mut schema {
        map.insert("title".to_owned(), Value::from(title));
    }
    allow_bare_words(&mut schema);
    schema
}

/// The schema as the file holds it.
pub fn json_schema_text() -> String {
    let mut text = serde_json::to_string_pretty(&json_schema()).unwrap_or_default();
    text.push('\n');
    text
}

pub(crate) fn role(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "string", "enum": Role::ALL.map(Role::as_str) })
}

pub(crate) fn roles(generator: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "array", "items": role(generator) })
}

pub(crate) fn document_types(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "array", "items": { "type": "string", "enum": DocumentType::ALL.map(DocumentType::key) } })
}

pub(crate) fn policy(_: &mut SchemaGenerator) -> Schema {
    json_schema!({
        "description": "How many of the candidates it takes.",
        "oneOf": [
            { "type": "string", "enum": ["one", "any", "all", "in-order"] },
            {
                "type": "object",
                "properties": { "ratio": { "type": "integer", "minimum": 1, "maximum": 100 } },
                "required": ["ratio"],
                "additionalProperties": false,
            },
        ],
    })
}

pub(crate) fn offers(_: &mut SchemaGenerator) -> Schema {
    json_schema!({
        "type": "array",
        "items": {
            "type": "string",
            "enum": [
                "reject", "return-to-step", "return-to-initiator", "abstain", "add-signers", "transfer", "delegate",
                "copy",
            ],
        },
    })
}

pub(crate) fn overdue(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "string", "enum": ["remind", "escalate", "approve", "reject"] })
}

pub(crate) fn resubmit(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "string", "enum": ["step-by-step", "straight-back", "returner-chooses"] })
}

/// `type: text` is short for `type: { text: {} }`: where all settings are optional, the word alone is allowed.
fn allow_bare_words(schema: &mut Value) {
    let bare = |name: &str, definitions: &Value| -> bool {
        let required = definitions.get(name).and_then(|definition| definition.get("required"));
        definitions.get(name).is_some() && required.is_none()
    };
    let Some(definitions) = schema.get("$defs").cloned() else { return };
    let Some(variants) = schema
        .get_mut("$defs")
        .and_then(|defs| defs.get_mut("FieldType"))
        .and_then(|kind| kind.get_mut("oneOf"))
        .and_then(Value::as_array_mut)
    else {
        return;
    };
    let mut words = Vec::new();
    for variant in variants.iter() {
        let Some(Value::Object(properties)) = variant.get("properties") else { continue };
        for (word, settings) in properties {
            let target = settings.get("$ref").and_then(Value::as_str).unwrap_or_default();
            if bare(target.trim_start_matches("#/$defs/"), &definitions) {
                words.push(Value::from(word.as_str()));
            }
        }
    }
    variants.push(serde_json::json!({ "description": "A type with none of its settings.", "enum": words }));
}
