//! Seeing one masked value in full: with a reason, audited, and the person is told.

use std::collections::BTreeMap;

use tongxing_domain::{id::PersonId, person::Person, reason::Reason};
use tongxing_storage::person;

use crate::{
    Actor, Campus, Error, Permission, audit,
    notification::{self, Kind, Notice, To},
};

/// Which value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value {
    /// The document number.
    Document,
    /// The phone number.
    Phone,
}

impl Value {
    /// The word used in addresses, the audit log and translation keys.
    pub fn code(self) -> &'static str {
        match self {
            Self::Document => "document",
            Self::Phone => "phone",
        }
    }

    /// Reads the word.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Document, Self::Phone].into_iter().find(|v| v.code() == word)
    }

    fn of(self, person: &Person) -> String {
        match self {
            Self::Document => person.document.number().to_owned(),
            Self::Phone => person.phone.as_str().to_owned(),
        }
    }
}

/// Reveals one value. The answer leaves only if the entry in the audit log stands.
///
/// # Errors
/// What is wrong with the reason, beside it; not found outside the reader's reach; forbidden without `RevealPersons`.
pub async fn run(
    campus: &Campus,
    actor: &Actor,
    id: PersonId,
    value: Value,
    reason: &str,
) -> Result<String, Error> {
    actor.require(Permission::RevealPersons)?;
    let mut tx = campus.store.begin().await?;
    let person = person::find(&mut tx, id).await?.ok_or(Error::NotFound)?;
    actor.require_in(Permission::RevealPersons, Some(person.unit))?;
    let reason = Reason::parse(reason).map_err(|e| Error::refused_field("reason", e))?;
    let params = [("who", actor.name()), ("value", value.code()), ("reason", reason.as_str())];
    let notice = Notice {
        to: To::Applicant(tx.document_hash(&person.document)),
        kind: Kind::Revealed,
        params: params
            .map(|(name, text)| (name.to_owned(), text.to_owned()))
            .into_iter()
            .collect::<BTreeMap<_, _>>(),
        link: "/my".to_owned(),
    };
    notification::tell(campus, &mut tx, notice).await?;
    let details = serde_json::json!({ "value": value.code(), "reason": reason.as_str() });
    audit::record(campus, &mut tx, &actor.into(), "person.reveal", &id.to_string(), &details).await?;
    tx.commit().await?;
    Ok(value.of(&person))
}
