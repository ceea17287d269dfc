//! Reading single answers out of a form.

use serde_json::Value;
use tongxing_catalog::Values;
use tongxing_domain::document::{DocumentType, IdentityDocument};

/// The identity document in a field that was checked before.
pub fn document(form: &Values, key: &str) -> Option<IdentityDocument> {
    let part = |name: &str| form.get(key)?.get(name).and_then(Value::as_str);
    let kind: DocumentType = part("type")?.parse().ok()?;
    IdentityDocument::restore(kind, part("number")?).ok()
}
