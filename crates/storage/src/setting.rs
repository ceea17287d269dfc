//! Settings of the campus that are changed while the program runs, each one JSON value under a key.

use serde::Serialize;
use serde::de::DeserializeOwned;
use sqlx::query;
use tongxing_domain::time::Timestamp;

use crate::error::StorageError;
use crate::row::{Columns, FromRow};
use crate::store::Db;

const FIND: &str = "SELECT key, value FROM setting WHERE key = $1";
const PUT: &str = "INSERT INTO setting (key, value, updated_at) VALUES ($1, $2, $3) \
     ON CONFLICT (key) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at";

/// The value under a key.
pub async fn find<T: DeserializeOwned>(db: &mut Db, key: &'static str) -> Result<Option<T>, StorageError> {
    Ok(db.one::<Stored<T>>(query(FIND).bind(key)).await?.map(|stored| stored.0))
}

/// Sets the value under a key, replacing what was there.
pub async fn put<T: Serialize>(
    db: &mut Db,
    key: &'static str,
    value: &T,
    at: Timestamp,
) -> Result<(), StorageError> {
    let value = serde_json::to_string(value).map_err(StorageError::failure)?;
    db.run_one(query(PUT).bind(key).bind(value).bind(at.millis())).await
}

struct Stored<T>(T);

impl<T: DeserializeOwned> FromRow for Stored<T> {
    const TABLE: &'static str = "setting";
    const KEY: &'static str = "key";

    fn from_row(row: &Columns<'_>) -> Result<Self, StorageError> {
        row.json("value").map(Self)
    }
}
