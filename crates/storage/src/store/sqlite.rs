//! How the embedded database is opened. The arrangement decides correctness and the slowest requests.

use std::fmt::Write as _;
use std::path::Path;
use std::time::Duration;

use sqlx::any::AnyPoolOptions;
use sqlx::{AnyPool, Executor};

use super::options;
use crate::error::StorageError;

/// `synchronous=FULL`: an acknowledged decision survives a power cut, for a tenth or two of the speed.
const PRAGMAS: &str = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=30000; \
     PRAGMA foreign_keys=ON; PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY; \
     PRAGMA wal_autocheckpoint=4000;";

const READER_PRAGMAS: &str = "PRAGMA busy_timeout=30000; PRAGMA foreign_keys=ON; PRAGMA cache_size=-65536; \
     PRAGMA temp_store=MEMORY; PRAGMA query_only=1;";

const READERS: u32 = 4;

/// The writer of one connection, and the readers.
pub(super) async fn pools(url: &str) -> Result<(AnyPool, AnyPool), StorageError> {
    let url = if url.contains("mode=") {
        url.to_owned()
    } else {
        let joint = if url.contains('?') { '&' } else { '?' };
        format!("{url}{joint}mode=rwc")
    };
    let writer = pool(&url, 1, PRAGMAS).await?;
    let readers = pool(&url, READERS, READER_PRAGMAS).await?;
    Ok((writer, readers))
}

/// Lets the planner write down what it learned; part of an orderly end.
pub(super) async fn optimize(writer: &AnyPool) -> Result<(), StorageError> {
    sqlx::raw_sql("PRAGMA optimize").execute(writer).await?;
    Ok(())
}

/// The address of a file, whatever its name.
pub(super) fn url(path: &Path) -> String {
    let mut url = String::from("sqlite:");
    for byte in path.to_string_lossy().bytes() {
        if byte.is_ascii_alphanumeric() || b"/._-".contains(&byte) {
            url.push(char::from(byte));
        } else {
            let _ = write!(url, "%{byte:02X}");
        }
    }
    url
}

async fn pool(url: &str, size: u32, pragmas: &'static str) -> Result<AnyPool, StorageError> {
    let pool = AnyPoolOptions::new()
        .min_connections(size)
        .max_connections(size)
        .acquire_timeout(Duration::from_secs(5))
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false)
        .after_connect(move |connection, _| {
            Box::pin(async move { connection.execute(sqlx::raw_sql(pragmas)).await.map(drop) })
        })
        .connect_with(options(url)?)
        .await?;
    Ok(pool)
}

#[cfg(test)]
mod tests {
    use super::url;
    use std::path::Path;

    #[test]
    fn odd_file_names_are_spelled_safely() {
        assert_eq!(url(Path::new("/a b/通?.db")), "sqlite:/a%20b/%E9%80%9A%3F.db");
    }
}
