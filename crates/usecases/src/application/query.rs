//! 查询登记记录: name and document number together open one's own registrations.
//!
//! Both are known to many people, so the answer to anything wrong is always the same, tries are few, and what is shown
//! afterwards is masked.

use tongxing_domain::{
    document::{DocumentType, IdentityDocument},
    name::PersonName,
    problem::Problem,
};
use tongxing_storage::{
    Db, KeyedHash, application,
    attempt::{self, Attempt, Limit},
    session::{self, ApplicantSession},
};

use super::resume_applicant::SESSION_MILLIS;
use crate::{Campus, Error, network};

/// What was typed.
pub struct Input<'a> {
    /// The name.
    pub name: &'a str,
    /// The number of whatever document was registered with.
    pub number: &'a str,
    /// The network address.
    pub address: &'a str,
}

const PER_PERSON: Limit = Limit { scope: "query-person", tries: 5, window_millis: 15 * 60 * 1000 };
const PER_ADDRESS: Limit = Limit { scope: "query-address", tries: 20, window_millis: 15 * 60 * 1000 };

/// Opens a visit; says the token for the cookie.
///
/// # Errors
/// `query-failed` whatever was wrong; `too-many-tries` with the minutes to wait.
pub async fn run(campus: &Campus, input: Input<'_>) -> Result<String, Error> {
    let now = campus.now();
    let person = person_asked_for(campus, input.number);
    let network = network::of(input.address);
    let mut tx = campus.store.begin().await?;
    for (limit, key) in [(PER_ADDRESS, network.as_str()), (PER_PERSON, person.as_str())] {
        if let Attempt::Refused { until } = attempt::record(&mut tx, limit, key, now).await? {
            tx.commit().await?;
            let minutes = (until.millis() - now.millis()).div_euclid(60_000) + 1;
            return Err(Error::refused_field("", Problem::new("too-many-tries").with("minutes", minutes)));
        }
    }
    let found = match PersonName::parse(input.name) {
        Ok(name) => verified(campus, &mut tx, &name, input.number).await?.map(|document| (name, document)),
        Err(_) => None,
    };
    let Some((name, document)) = found else {
        tx.commit().await?;
        return Err(Error::refused("query-failed"));
    };
    let token = campus.new_token();
    let visit = ApplicantSession {
        id: campus.new_id(),
        name,
        document,
        created_at: now,
        expires_at: now.plus_millis(SESSION_MILLIS),
    };
    session::insert_applicant(&mut tx, &visit, &token).await?;
    attempt::forget(&mut tx, PER_PERSON, &person).await?;
    tx.commit().await?;
    Ok(token)
}

/// Whom the tries are counted against: the number as it is compared, so that another way of writing it (full-width
/// digits, spaces, a count of issues) is not another person with five tries more.
fn person_asked_for(campus: &Campus, number: &str) -> String {
    let mut readings =
        DocumentType::ALL.into_iter().map(|kind| IdentityDocument::parse(kind, number, campus.today()));
    match readings.find_map(Result::ok) {
        Some(document) => document.match_key(),
        None => number.chars().take(40).collect(),
    }
}

/// The document that this number belongs to, if somebody of this name applied with it. Nobody is asked for the kind of
/// their document: the number is tried as each kind that it can be.
async fn verified(
    campus: &Campus,
    db: &mut Db,
    name: &PersonName,
    number: &str,
) -> Result<Option<KeyedHash>, Error> {
    for kind in DocumentType::ALL {
        let Ok(document) = IdentityDocument::parse(kind, number, campus.today()) else { continue };
        let hash = db.document_hash(&document);
        let theirs = application::of_document(db, &hash).await?;
        if theirs.iter().any(|a| a.applicant_name.as_ref() == Some(name)) {
            return Ok(Some(hash));
        }
    }
    Ok(None)
}
