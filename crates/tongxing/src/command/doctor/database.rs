//! The database: sound, up to date, and with an unbroken audit log that does not end in the future.

use tongxing_connectors::SystemClock;
use tongxing_ports::Clock;
use tongxing_storage::{PageRequest, StorageError, Store, audit as trail, upkeep};

use super::Finding;
use crate::{command::audit, stop::chain};

/// Clocks of a few machines differ by so much without harm.
const TOLERANCE_MILLIS: i64 = 60_000;

pub async fn look(store: &Store) -> Vec<Finding> {
    vec![soundness(store).await, schema(store).await, trail(store).await, clock(store).await]
}

async fn soundness(store: &Store) -> Finding {
    match upkeep::faults(store).await {
        Ok(faults) => match faults.first() {
            None => Finding::good("the database is sound"),
            Some(fault) => Finding::bad(
                format!("the database is damaged in {} places: {fault}", faults.len()),
                "stop the program, keep a copy of the folder, and restore the latest backup",
            ),
        },
        Err(error) => unreadable(&error),
    }
}

async fn schema(store: &Store) -> Finding {
    match upkeep::schema(store).await {
        Ok(schema) if schema.applied == schema.known => {
            Finding::good(format!("the database is at schema version {}", schema.applied))
        }
        Ok(schema) if schema.applied < schema.known => Finding::warning(
            format!(
                "the database is at schema version {}, this program knows {}",
                schema.applied, schema.known
            ),
            "tongxing migrate",
        ),
        Ok(schema) => Finding::bad(
            format!("the database is at schema version {}, newer than this program", schema.applied),
            "use the newer program",
        ),
        Err(error) => unreadable(&error),
    }
}

async fn trail(store: &Store) -> Finding {
    match audit::proven(store, None).await {
        Ok((entries, head)) => Finding::good(format!(
            "the audit log is whole: {entries} entries, ending with {}:{}",
            head.seq, head.hash
        )),
        Err(stop) => Finding::bad(chain(&stop), "find out who changed the database; compare with a backup"),
    }
}

/// Time went backwards if the latest entry lies in the future: everything that expires would expire late.
async fn clock(store: &Store) -> Finding {
    let newest = async {
        let mut db = store.read().await?;
        let page = trail::list(&mut db, &trail::AuditFilter::default(), &PageRequest::first(1)).await?;
        Ok::<_, StorageError>(page.items.first().map(|logged| logged.entry.at))
    };
    match newest.await {
        Ok(Some(at)) if at > SystemClock.now().plus_millis(TOLERANCE_MILLIS) => Finding::bad(
            "the clock of this machine is behind the latest audit entry",
            "set the clock (NTP) before anything else: validity and retention depend on it",
        ),
        Ok(_) => Finding::good("the clock is not behind what was recorded"),
        Err(error) => unreadable(&error),
    }
}

fn unreadable(error: &StorageError) -> Finding {
    Finding::bad(chain(error), "see that the database runs and the master key is the right one")
}
