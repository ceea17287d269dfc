//! Work that waits: jobs that were given up, deliveries that wait for a person.

use tongxing_connectors::SystemClock;
use tongxing_ports::Clock;
use tongxing_storage::{StorageError, Store, delivery, job};

use super::Finding;
use crate::stop::chain;

/// A job that is due for longer than this has no runner.
const OVERDUE_MILLIS: i64 = 10 * 60 * 1000;

pub async fn look(store: &Store) -> Vec<Finding> {
    match read(store).await {
        Ok(waiting) => judge(&waiting),
        Err(error) => vec![Finding::bad(chain(&error), "see that the database runs")],
    }
}

/// What waits, in numbers.
#[derive(Debug, Clone, Copy, Default)]
struct Waiting {
    jobs_given_up: i64,
    overdue_millis: i64,
    deliveries_failed: i64,
    deliveries_open: i64,
}

async fn read(store: &Store) -> Result<Waiting, StorageError> {
    let mut db = store.read().await?;
    let jobs = job::count(&mut db).await?;
    let next = job::next_due(&mut db).await?;
    let deliveries = delivery::count(&mut db, None).await?;
    Ok(Waiting {
        jobs_given_up: jobs.failed,
        overdue_millis: next.map_or(0, |due| SystemClock.now().millis() - due.millis()),
        deliveries_failed: deliveries.failed,
        deliveries_open: deliveries.wanted + deliveries.sent,
    })
}

fn judge(waiting: &Waiting) -> Vec<Finding> {
    let mut findings = Vec::new();
    findings.push(if waiting.jobs_given_up > 0 {
        Finding::warning(
            format!("{} jobs were given up after many tries", waiting.jobs_given_up),
            "`tongxing jobs` says why; once that is mended, `tongxing jobs --retry`",
        )
    } else if waiting.overdue_millis > OVERDUE_MILLIS {
        let minutes = waiting.overdue_millis / 60_000;
        Finding::warning(
            format!("a job is due for {minutes} minutes"),
            "start the program: nobody is doing the jobs",
        )
    } else {
        Finding::good("no job is stuck")
    });
    findings.push(if waiting.deliveries_failed > 0 {
        Finding::warning(
            format!(
                "{} deliveries failed: outside systems do not hold what they should",
                waiting.deliveries_failed
            ),
            "open the page of deliveries (对接投递) and send them again",
        )
    } else {
        Finding::good(format!(
            "outside systems hold what they should ({} on the way)",
            waiting.deliveries_open
        ))
    });
    findings
}

#[cfg(test)]
mod tests {
    use super::{super::Grade, *};

    fn grades(waiting: Waiting) -> Vec<Grade> {
        judge(&waiting).into_iter().map(|finding| finding.grade).collect()
    }

    #[test]
    fn what_waits_for_a_person_is_told() {
        assert_eq!(grades(Waiting::default()), [Grade::Good, Grade::Good]);
        let given_up = Waiting { jobs_given_up: 1, ..Waiting::default() };
        assert_eq!(grades(given_up), [Grade::Warning, Grade::Good]);
        let nobody_works = Waiting { overdue_millis: OVERDUE_MILLIS + 1, ..Waiting::default() };
        assert_eq!(grades(nobody_works), [Grade::Warning, Grade::Good]);
        let failed = Waiting { deliveries_failed: 2, ..Waiting::default() };
        assert_eq!(grades(failed), [Grade::Good, Grade::Warning]);
        let on_the_way = Waiting { deliveries_open: 5, ..Waiting::default() };
        assert_eq!(grades(on_the_way), [Grade::Good, Grade::Good]);
    }
}
