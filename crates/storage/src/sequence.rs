//! Numbers that people read out over the phone: 1, 2, 3, … per key, without gaps among what was committed.

use sqlx::query;

use crate::error::StorageError;
use crate::store::Db;

const NEXT: &str = "INSERT INTO number_sequence (key, value) VALUES ($1, 1) \
     ON CONFLICT (key) DO UPDATE SET value = number_sequence.value + 1 RETURNING value";

/// The next number under a key, e.g. `TX20261122`. Others wait until this transaction ends: take it late.
pub async fn next(db: &mut Db, key: &str) -> Result<i64, StorageError> {
    db.number(query(NEXT).bind(key.to_owned())).await
}
