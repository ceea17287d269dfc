//! The service files that ship with the product.

use tongxing_catalog::{inspect, schema};

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../services/other-personnel-registration.yaml");

#[test]
fn the_shipped_file_is_published_without_a_remark() {
    let text = std::fs::read_to_string(FILE).unwrap();
    let (service, remarks) = inspect("other-personnel-registration.yaml", &text);
    let remarks: Vec<String> = remarks.iter().map(ToString::to_string).collect();
    assert!(remarks.is_empty(), "{}", remarks.join("\n\n"));
    assert_eq!(service.unwrap().key, "other-personnel-registration");
}

/// `TONGXING_BLESS=1 cargo test -p tongxing-catalog` writes the file anew.
#[test]
fn the_schema_file_is_current() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../services/service.schema.json");
    let current = schema::json_schema_text();
    if std::env::var_os("TONGXING_BLESS").is_some() {
        std::fs::write(file, &current).unwrap();
    }
    let stored = std::fs::read_to_string(file).unwrap_or_default();
    assert!(stored == current, "services/service.schema.json is out of date: run with TONGXING_BLESS=1");
}
