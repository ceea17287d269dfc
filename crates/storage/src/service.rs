//! Published versions of service definitions. An application follows the version it was begun with, so no version is
//! ever changed or removed.

use sha2::{Digest, Sha256};
use sqlx::query;
use tongxing_domain::time::Timestamp;

use crate::error::StorageError;
use crate::row::{Columns, FromRow};
use crate::store::Db;

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT service, version, text, text_sha256, published_at, published_by FROM service_version ",
            $rest
        )
    };
}

const INSERT: &str = "INSERT INTO service_version \
     (service, version, text, text_sha256, published_at, published_by) VALUES ($1, $2, $3, $4, $5, $6)";
const LIST_LATEST: &str = select!(
    "s WHERE version = (SELECT MAX(version) FROM service_version l WHERE l.service = s.service) ORDER BY service"
);

/// One published version of a service's definition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceVersion {
    /// The service's key.
    pub service: String,
    /// 1, 2, 3, …
    pub version: u32,
    /// The definition file, as it was.
    pub text: String,
    /// When it was published.
    pub published_at: Timestamp,
    /// Who published it.
    pub published_by: String,
}

/// Publishes a version. `Conflict`: that number is taken.
pub async fn insert(db: &mut Db, version: &ServiceVersion) -> Result<(), StorageError> {
    let query = query(INSERT)
        .bind(version.service.clone())
        .bind(i64::from(version.version))
        .bind(version.text.clone())
        .bind(digest(&version.text))
        .bind(version.published_at.millis())
        .bind(version.published_by.clone());
    db.run_one(query).await
}

/// One version of a service.
pub async fn find(db: &mut Db, service: &str, version: u32) -> Result<Option<ServiceVersion>, StorageError> {
    let query = query(select!("WHERE service = $1 AND version = $2"));
    db.one(query.bind(service.to_owned()).bind(i64::from(version))).await
}

/// The version that new applications follow.
pub async fn find_latest(db: &mut Db, service: &str) -> Result<Option<ServiceVersion>, StorageError> {
    let query = query(select!("WHERE service = $1 ORDER BY version DESC LIMIT 1"));
    db.one(query.bind(service.to_owned())).await
}

/// The latest version of every service.
pub async fn list_latest(db: &mut Db) -> Result<Vec<ServiceVersion>, StorageError> {
    db.all(query(LIST_LATEST)).await
}

/// How many versions of all services there are.
pub async fn count(db: &mut Db) -> Result<i64, StorageError> {
    db.number(query("SELECT COUNT(*) FROM service_version")).await
}

/// Every version of a service, the latest first.
pub async fn list(db: &mut Db, service: &str) -> Result<Vec<ServiceVersion>, StorageError> {
    db.all(query(select!("WHERE service = $1 ORDER BY version DESC")).bind(service.to_owned())).await
}

fn digest(text: &str) -> String {
    hex::encode(Sha256::digest(text.as_bytes()))
}

impl FromRow for ServiceVersion {
    const TABLE: &'static str = "service_version";
    const KEY: &'static str = "service";

    fn from_row(row: &Columns<'_>) -> Result<Self, StorageError> {
        let text = row.text("text")?;
        if digest(&text) != row.text("text_sha256")? {
            return Err(row.corrupt("text"));
        }
        Ok(Self {
            service: row.text("service")?,
            version: row.number("version")?,
            text,
            published_at: row.at("published_at")?,
            published_by: row.text("published_by")?,
        })
    }
}
