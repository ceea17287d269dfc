//! Looking after the database: a copy of it while it is in use, and questions about its condition.

use std::path::Path;

use sqlx::{Row as _, query};

use crate::archive::{self, ArchiveError};
use crate::dialect::Dialect;
use crate::error::StorageError;
use crate::migrate;
use crate::store::Store;

const SCHEMA: &str = "SELECT COALESCE(MAX(version), 0) FROM _sqlx_migrations";

/// How far the schema has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Schema {
    /// The last step that was applied to this database.
    pub applied: i64,
    /// The last step that this program knows.
    pub known: i64,
}

/// Writes a copy of the embedded database as of this instant into a file that must not exist; others read and write
/// meanwhile. The copy is on the disk when this returns. From PostgreSQL it
/// becomes an embedded database too: one kind of copy, that either engine can be filled from ([`crate::archive::copy`]).
pub async fn snapshot(store: &Store, file: &Path) -> Result<(), ArchiveError> {
    match store.dialect() {
        Dialect::Sqlite => vacuum_into(store, file).await?,
        Dialect::Postgres => {
            let copy = store.embedded(file).await?;
            copy.migrate().await?;
            archive::copy(store, &copy).await?;
            copy.close().await?;
        }
    }
    let copy = tokio::fs::File::open(file).await?;
    Ok(copy.sync_all().await?)
}

async fn vacuum_into(store: &Store, file: &Path) -> Result<(), StorageError> {
    let name = file.to_str().ok_or_else(|| StorageError::failure("the name of the copy is not Unicode"))?;
    query("VACUUM INTO $1").bind(name.to_owned()).execute(store.writer()).await?;
    Ok(())
}

/// What the engine finds wrong with its own files, in its words; nothing when all is well. PostgreSQL looks after its
/// files itself.
pub async fn faults(store: &Store) -> Result<Vec<String>, StorageError> {
    if store.dialect() != Dialect::Sqlite {
        return Ok(Vec::new());
    }
    let mut faults = Vec::new();
    for row in query("PRAGMA integrity_check").fetch_all(store.writer()).await? {
        let words: String = row.try_get(0)?;
        if words != "ok" {
            faults.push(words);
        }
    }
    for row in query("PRAGMA foreign_key_check").fetch_all(store.writer()).await? {
        let table: String = row.try_get(0)?;
        faults.push(format!("a row of {table} refers to one that is gone"));
    }
    Ok(faults)
}

/// How far the schema of this database has come, and how far this program would bring it.
pub async fn schema(store: &Store) -> Result<Schema, StorageError> {
    let applied = query(SCHEMA).fetch_one(store.writer()).await?.try_get(0)?;
    Ok(Schema { applied, known: migrate::newest() })
}
