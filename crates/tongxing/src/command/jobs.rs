//! `tongxing jobs`: what was given up after many tries, and letting it run again once the cause is mended.

use jiff::tz::TimeZone;
use tongxing_connectors::SystemClock;
use tongxing_ports::Clock;
use tongxing_storage::{
    PageRequest, StorageError, Store,
    job::{self, Job},
};

use crate::{
    cli,
    installation::Installation,
    stop::Stop,
    terminal::{say, table},
};

/// So many are shown and let run again in one go.
const AT_ONCE: u32 = 200;

/// Lists them, or lets them run again.
pub async fn run(retry: bool, args: &cli::Installation) -> Result<(), Stop> {
    let installation = Installation::named(args)?;
    let store = installation.open_store(installation.keys()?).await?;
    let failed = |error| Stop::because("the jobs cannot be read", error);
    if retry {
        let again = let_run_again(&store).await.map_err(failed)?;
        say(format!("{again} jobs run again, as soon as the program runs"));
    } else {
        let mut db = store.read().await.map_err(failed)?;
        let given_up = job::list_failed(&mut db, &PageRequest::first(AT_ONCE)).await.map_err(failed)?.items;
        drop(db);
        if given_up.is_empty() {
            say("no job was given up");
        } else {
            say(lines(&given_up, &installation.config.campus.zone.zone().clone()));
            say("once the cause is mended: tongxing jobs --retry");
        }
    }
    store.close().await.map_err(|error| Stop::because("the database cannot be closed", error))
}

async fn let_run_again(store: &Store) -> Result<usize, StorageError> {
    let mut tx = store.begin().await?;
    let given_up = job::list_failed(&mut tx, &PageRequest::first(AT_ONCE)).await?.items;
    for one in &given_up {
        job::retry(&mut tx, one.id, SystemClock.now()).await?;
    }
    tx.commit().await?;
    Ok(given_up.len())
}

fn lines(jobs: &[Job], zone: &TimeZone) -> String {
    let head = ["since", "job", "tries", "why"].map(str::to_owned).to_vec();
    let line = |job: &Job| {
        vec![
            job.run_at.civil(zone).strftime("%Y-%m-%d %H:%M").to_string(),
            job.kind.clone(),
            job.attempts.to_string(),
            job.last_error.clone().unwrap_or_default(),
        ]
    };
    table(&std::iter::once(head).chain(jobs.iter().map(line)).collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use tongxing_domain::{id::Id, time::Timestamp};
    use tongxing_storage::{job::NewJob, testing::TestStore};

    use super::*;

    #[tokio::test]
    async fn what_was_given_up_is_told_and_runs_again_when_asked() {
        let db = TestStore::sqlite().await;
        let now = Timestamp::from_millis(0);
        let mut tx = db.store.begin().await.unwrap();
        let new = NewJob { id: Id::new(now, [1; 10]), kind: "deliver", payload: (), key: None, run_at: now };
        job::enqueue(&mut tx, &new, now).await.unwrap();
        let claimed = job::claim(&mut tx, now, 1000, 1).await.unwrap();
        job::fail(&mut tx, &claimed[0], "nobody answers", now, 1).await.unwrap();
        let given_up = job::list_failed(&mut tx, &PageRequest::first(9)).await.unwrap().items;
        tx.commit().await.unwrap();
        let told = lines(&given_up, &TimeZone::UTC);
        assert!(told.contains("deliver") && told.contains("nobody answers"), "{told}");

        assert_eq!(let_run_again(&db.store).await.unwrap(), 1);
        let counts = job::count(&mut db.store.read().await.unwrap()).await.unwrap();
        assert_eq!((counts.waiting, counts.failed), (1, 0));
    }
}
