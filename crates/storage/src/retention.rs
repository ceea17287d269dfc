//! What has had its time, and its removal with everything that hangs on it. The audit trail and the evidence of
//! consent stay: they hold ids and keyed hashes, no personal data.

use sqlx::query;
use tongxing_domain::id::{ApplicationId, Id, PersonId};
use tongxing_domain::time::Timestamp;

use crate::error::StorageError;
use crate::row::{Columns, FromRow};
use crate::store::Db;

// An application that ended without success, of one version of a service.
macro_rules! closed {
    ($and:literal) => {
        concat!(
            "SELECT id FROM application WHERE state IN ('rejected', 'cancelled', 'terminated') \
             AND finished_at <= $3 AND service = $1 AND version = $2",
            $and,
            " ORDER BY finished_at, id LIMIT $4"
        )
    };
}

// A person whose stay is over, registered by one version of a service.
macro_rules! over {
    ($and:literal) => {
        concat!(
            "SELECT p.id AS id FROM person p JOIN application a ON a.id = p.application \
             WHERE p.id IN (SELECT id FROM person WHERE valid_until <= $3 \
             UNION SELECT id FROM person WHERE state = 'ended' AND state_since <= $3) \
             AND a.service = $1 AND a.version = $2",
            $and,
            " LIMIT $4"
        )
    };
}

pub(crate) const CLOSED: &str = closed!("");
pub(crate) const CLOSED_WITH_FILES: &str = closed!(
    " AND EXISTS (SELECT 1 FROM file f WHERE f.application = application.id AND f.state <> 'leaving')"
);
pub(crate) const OVER: &str = over!("");
// Nothing is appended to the state so that its index, which most people share, is not taken for the document's.
pub(crate) const OVER_WITH_FILES: &str = over!(
    " AND EXISTS (SELECT 1 FROM application o JOIN file f ON f.application = o.id \
     WHERE o.document_hash = p.document_hash AND o.service = $1 AND o.state || '' = 'approved' \
     AND f.state <> 'leaving')"
);
pub(crate) const OLD_NOTIFICATIONS: &str = "DELETE FROM notification WHERE id IN \
     (SELECT id FROM notification WHERE created_at <= $1 ORDER BY created_at, id LIMIT $2)";

/// Which rows a rule of one version of a service reaches.
#[derive(Clone, Copy, Debug)]
pub struct Rule<'a> {
    /// The service.
    pub service: &'a str,
    /// The version of its definition.
    pub version: u32,
    /// What ended at this instant or before.
    pub before: Timestamp,
    /// Not more at once.
    pub limit: u32,
}

/// Applications that ended without success, the longest ended first.
pub async fn closed(db: &mut Db, rule: Rule<'_>) -> Result<Vec<ApplicationId>, StorageError> {
    ids(db, CLOSED, rule).await
}

/// Those of them that still have files.
pub async fn closed_with_files(db: &mut Db, rule: Rule<'_>) -> Result<Vec<ApplicationId>, StorageError> {
    ids(db, CLOSED_WITH_FILES, rule).await
}

/// People whose stay is over, by its own end or because it was ended.
pub async fn over(db: &mut Db, rule: Rule<'_>) -> Result<Vec<PersonId>, StorageError> {
    ids(db, OVER, rule).await
}

/// Those of them of whom there are still files.
pub async fn over_with_files(db: &mut Db, rule: Rule<'_>) -> Result<Vec<PersonId>, StorageError> {
    ids(db, OVER_WITH_FILES, rule).await
}

/// Removes an application with its history and its tasks. Its files leave by themselves.
pub async fn delete_application(db: &mut Db, id: ApplicationId) -> Result<(), StorageError> {
    for text in ["DELETE FROM operation WHERE application = $1", "DELETE FROM task WHERE application = $1"] {
        db.run(query(text).bind(id.to_string())).await?;
    }
    db.run_one(query("DELETE FROM application WHERE id = $1").bind(id.to_string())).await
}

/// Removes a person's record with the permits and what is known of their deliveries.
pub async fn delete_person(db: &mut Db, id: PersonId) -> Result<(), StorageError> {
    for text in [
        "DELETE FROM delivery_attempt WHERE delivery IN (SELECT id FROM delivery WHERE subject IN \
         (SELECT id FROM vehicle_permit WHERE person = $1))",
        "DELETE FROM delivery WHERE subject IN (SELECT id FROM vehicle_permit WHERE person = $1)",
        "DELETE FROM vehicle_permit WHERE person = $1",
    ] {
        db.run(query(text).bind(id.to_string())).await?;
    }
    db.run_one(query("DELETE FROM person WHERE id = $1").bind(id.to_string())).await
}

/// Removes up to so many notifications, the oldest first, read or not; says how many.
pub async fn delete_notifications(db: &mut Db, before: Timestamp, most: u32) -> Result<u64, StorageError> {
    db.run(query(OLD_NOTIFICATIONS).bind(before.millis()).bind(i64::from(most))).await
}

async fn ids<K>(db: &mut Db, text: &'static str, rule: Rule<'_>) -> Result<Vec<Id<K>>, StorageError>
where
    Key<K>: FromRow,
{
    let query = query(text)
        .bind(rule.service.to_owned())
        .bind(i64::from(rule.version))
        .bind(rule.before.millis())
        .bind(i64::from(rule.limit));
    let rows: Vec<Key<K>> = db.all(query).await?;
    Ok(rows.into_iter().map(|key| key.0).collect())
}

struct Key<K>(Id<K>);

impl<K> FromRow for Key<K> {
    const TABLE: &'static str = "application";

    fn from_row(row: &Columns<'_>) -> Result<Self, StorageError> {
        row.parsed("id").map(Self)
    }
}
