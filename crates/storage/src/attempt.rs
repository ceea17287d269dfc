//! Counting tries, so that nobody guesses their way in: exact over a sliding window, not an estimate.

use sqlx::query;
use tongxing_domain::time::Timestamp;

use crate::error::StorageError;
use crate::row::{Columns, FromRow};
use crate::store::Db;

const OPEN: &str = "INSERT INTO attempt (scope, key_hash, instants, expires_at) VALUES ($1, $2, '[]', $3) \
     ON CONFLICT (scope, key_hash) DO NOTHING";
const LOCK: &str = "SELECT key_hash, instants FROM attempt WHERE scope = $1 AND key_hash = $2{lock}";
const SAVE: &str = "UPDATE attempt SET instants = $3, expires_at = $4 WHERE scope = $1 AND key_hash = $2";

/// How often something may be tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// What is counted, e.g. `query-person`. Scopes are counted apart from each other.
    pub scope: &'static str,
    /// So many tries …
    pub tries: usize,
    /// … within so many milliseconds.
    pub window_millis: i64,
}

/// May this try go ahead?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attempt {
    /// Yes, and it is counted.
    Allowed,
    /// No, and it is not counted, so waiting helps.
    Refused {
        /// When the next try is allowed.
        until: Timestamp,
    },
}

impl Attempt {
    /// The minutes to wait, at least one, when the try was refused.
    pub fn minutes_to_wait(self, now: Timestamp) -> Option<i64> {
        match self {
            Self::Allowed => None,
            Self::Refused { until } => Some((until.millis() - now.millis()).max(0).div_euclid(60_000) + 1),
        }
    }
}

/// Counts a try of whoever `key` names: a person, an address. The key is stored as a keyed hash. Commit even when
/// the thing tried fails, or the count is lost.
pub async fn record(db: &mut Db, limit: Limit, key: &str, at: Timestamp) -> Result<Attempt, StorageError> {
    let key = db.hash("attempt", key).to_string();
    let end = at.plus_millis(limit.window_millis).millis();
    db.run(query(OPEN).bind(limit.scope).bind(key.clone()).bind(end)).await?;
    let sql = db.sql(LOCK);
    let mut tries = db
        .one::<Tries>(query(sql).bind(limit.scope).bind(key.clone()))
        .await?
        .map(|row| row.0)
        .unwrap_or_default();
    tries.retain(|instant| instant.saturating_add(limit.window_millis) > at.millis());
    if tries.len() >= limit.tries {
        let oldest = tries.len() - limit.tries;
        let freed = tries.get(oldest).copied().unwrap_or_else(|| at.millis());
        return Ok(Attempt::Refused {
            until: Timestamp::from_millis(freed).plus_millis(limit.window_millis),
        });
    }
    tries.push(at.millis());
    let text = serde_json::to_string(&tries).map_err(StorageError::failure)?;
    db.run_one(query(SAVE).bind(limit.scope).bind(key).bind(text).bind(end)).await?;
    Ok(Attempt::Allowed)
}

/// Forgets the tries of a key, for example after a success.
pub async fn forget(db: &mut Db, limit: Limit, key: &str) -> Result<(), StorageError> {
    let key = db.hash("attempt", key).to_string();
    let query = query("DELETE FROM attempt WHERE scope = $1 AND key_hash = $2").bind(limit.scope).bind(key);
    db.run(query).await.map(drop)
}

/// Removes counts whose window has passed; says how many.
pub async fn delete_expired(db: &mut Db, now: Timestamp) -> Result<u64, StorageError> {
    db.run(query("DELETE FROM attempt WHERE expires_at <= $1").bind(now.millis())).await
}

struct Tries(Vec<i64>);

impl FromRow for Tries {
    const TABLE: &'static str = "attempt";
    const KEY: &'static str = "key_hash";

    fn from_row(row: &Columns<'_>) -> Result<Self, StorageError> {
        row.json("instants").map(Self)
    }
}
