//! What can go wrong below the use cases.

use std::error::Error;

/// Why a storage function gave up. "Not there" is not an error: those functions answer `Option`.
#[derive(Debug, thiserror::Error)]
pub enum StorageError {
    /// The database could not do it: unreachable, full, or asked something wrong. Nobody on campus can act on
    /// it; the operator finds the chain of causes in the log.
    #[error("the database did not carry out the request")]
    Failure(#[source] Box<dyn Error + Send + Sync>),
    /// Someone else changed or created the same thing first: load it again and decide again.
    #[error("someone else changed this first")]
    Conflict,
    /// A stored value is not what this program wrote there: a damaged row, a foreign editor, or a missing key.
    #[error("column {column} of {table} {id} cannot be read")]
    Corrupt {
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
        /// The row.
        id: String,
    },
}

impl StorageError {
    pub(crate) fn failure(source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::Failure(source.into())
    }
}

/// PostgreSQL's words for "two transactions met": serialization failure and deadlock.
const LOST_RACE: [&str; 2] = ["40001", "40P01"];

impl From<sqlx::Error> for StorageError {
    fn from(error: sqlx::Error) -> Self {
        match error.as_database_error() {
            Some(e) if e.is_unique_violation() => Self::Conflict,
            Some(e) if e.code().is_some_and(|code| LOST_RACE.contains(&code.as_ref())) => Self::Conflict,
            _ => Self::failure(error),
        }
    }
}

impl From<sqlx::migrate::MigrateError> for StorageError {
    fn from(error: sqlx::migrate::MigrateError) -> Self {
        Self::failure(error)
    }
}
