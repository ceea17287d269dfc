use std::collections::HashSet;

use serde_json::json;
use tongxing_storage::job::{self, Failed, Job, JobCounts, NewJob};
use tongxing_storage::testing::stores;
use tongxing_storage::{Db, PageRequest, StorageError};

use crate::samples::{NOW, id, later};

const LEASE: i64 = 60_000;

async fn enqueue(db: &mut Db, n: u8, key: Option<&str>, at: i64) {
    let job = NewJob {
        id: id(n),
        kind: "notify",
        payload: json!({ "task": n }),
        key: key.map(str::to_owned),
        run_at: later(at),
    };
    job::enqueue(db, &job, NOW).await.unwrap();
}

async fn claim(db: &mut Db, at: i64) -> Vec<Job> {
    job::claim(db, later(at), LEASE, 10).await.unwrap()
}

#[tokio::test]
async fn a_job_exists_only_when_its_change_does() {
    for db in stores().await {
        let mut tx = db.store.begin().await.unwrap();
        enqueue(&mut tx, 1, None, 0).await;
        drop(tx);
        let mut tx = db.store.begin().await.unwrap();
        assert_eq!(claim(&mut tx, 0).await, vec![]);
    }
}

#[tokio::test]
async fn due_jobs_are_claimed_once_in_order_and_disappear_when_done() {
    for db in stores().await {
        let mut tx = db.store.begin().await.unwrap();
        enqueue(&mut tx, 1, None, 20).await;
        enqueue(&mut tx, 2, None, 10).await;
        enqueue(&mut tx, 3, None, 21).await;
        assert_eq!(job::next_due(&mut tx).await.unwrap(), Some(later(10)));
        let jobs = claim(&mut tx, 20).await;
        assert_eq!(jobs.iter().map(|job| job.id).collect::<Vec<_>>(), vec![id(2), id(1)]);
        assert_eq!(jobs[0].payload, json!({ "task": 2 }));
        assert_eq!((jobs[0].attempts, jobs[0].leased, jobs[0].run_at), (1, true, later(20 + LEASE)));
        assert_eq!(job::find(&mut tx, id(2)).await.unwrap().as_ref(), Some(&jobs[0]));
        assert_eq!(claim(&mut tx, 20).await, vec![], "claimed jobs are nobody else's");
        for done in &jobs {
            job::complete(&mut tx, done).await.unwrap();
        }
        assert_eq!(job::find(&mut tx, id(1)).await.unwrap(), None);
        assert_eq!(job::count(&mut tx).await.unwrap(), JobCounts { waiting: 1, failed: 0 });
    }
}

#[tokio::test]
async fn the_job_of_a_killed_worker_comes_due_again_and_the_dead_one_cannot_finish_it() {
    for db in stores().await {
        let mut tx = db.store.begin().await.unwrap();
        enqueue(&mut tx, 1, None, 0).await;
        let dead = claim(&mut tx, 0).await.remove(0);
        assert_eq!(claim(&mut tx, LEASE - 1).await, vec![]);
        let alive = claim(&mut tx, LEASE).await.remove(0);
        assert_eq!(alive.attempts, 2);
        job::complete(&mut tx, &dead).await.unwrap();
        assert!(matches!(job::renew(&mut tx, &dead, later(9 * LEASE)).await, Err(StorageError::Conflict)));
        assert!(job::find(&mut tx, id(1)).await.unwrap().is_some());
        job::renew(&mut tx, &alive, later(5 * LEASE)).await.unwrap();
        assert_eq!(claim(&mut tx, 4 * LEASE).await, vec![]);
        job::complete(&mut tx, &alive).await.unwrap();
        assert_eq!(job::find(&mut tx, id(1)).await.unwrap(), None);
    }
}

#[tokio::test]
async fn whoever_starts_after_a_kill_does_not_wait_for_the_lease_to_run_out() {
    for db in stores().await {
        let mut tx = db.store.begin().await.unwrap();
        enqueue(&mut tx, 1, Some("delivery"), 0).await;
        enqueue(&mut tx, 2, None, 50).await;
        let dead = claim(&mut tx, 0).await.remove(0);
        enqueue(&mut tx, 3, Some("delivery"), 40).await;
        assert_eq!(job::take_over(&mut tx, later(5)).await.unwrap(), 1, "what only waits stays as it is");
        let mut again = claim(&mut tx, 5).await;
        assert_eq!(again.iter().map(|job| (job.id, job.attempts)).collect::<Vec<_>>(), [(id(1), 2)]);
        job::complete(&mut tx, &dead).await.unwrap();
        assert!(job::find(&mut tx, id(1)).await.unwrap().is_some(), "the dead one finishes nothing");
        job::complete(&mut tx, &again.remove(0)).await.unwrap();
        assert_eq!(job::find(&mut tx, id(1)).await.unwrap(), None);
        assert_eq!(job::take_over(&mut tx, later(6)).await.unwrap(), 0);
    }
}

#[tokio::test]
async fn a_failed_try_waits_longer_each_time_and_is_given_up_in_the_end() {
    for db in stores().await {
        let mut tx = db.store.begin().await.unwrap();
        enqueue(&mut tx, 1, Some("permit:1"), 0).await;
        let first = claim(&mut tx, 0).await.remove(0);
        let failed = job::fail(&mut tx, &first, "no answer", NOW, 2).await.unwrap();
        assert_eq!(failed, Failed::TriedAgain { at: later(5_000) });
        assert_eq!(claim(&mut tx, 4_999).await, vec![]);
        let second = claim(&mut tx, 5_000).await.remove(0);
        assert_eq!(second.last_error.as_deref(), Some("no answer"));
        assert_eq!(job::fail(&mut tx, &second, "no", later(5_000), 2).await.unwrap(), Failed::GivenUp);
        assert_eq!(claim(&mut tx, 10 * LEASE).await, vec![]);
        assert_eq!(job::count(&mut tx).await.unwrap(), JobCounts { waiting: 0, failed: 1 });
        let given_up = job::list_failed(&mut tx, &PageRequest::first(10)).await.unwrap();
        assert!(given_up.items[0].failed && given_up.next.is_none());

        assert!(job::retry(&mut tx, id(1), later(6_000)).await.unwrap());
        assert!(!job::retry(&mut tx, id(1), later(6_000)).await.unwrap());
        assert_eq!(claim(&mut tx, 6_000).await[0].attempts, 1);
    }
}

#[tokio::test]
async fn asked_for_twice_a_keyed_job_is_one_and_the_earlier_time_wins() {
    for db in stores().await {
        let mut tx = db.store.begin().await.unwrap();
        enqueue(&mut tx, 1, Some("gate:1"), 50).await;
        enqueue(&mut tx, 2, Some("gate:1"), 40).await;
        enqueue(&mut tx, 3, Some("gate:1"), 60).await;
        let jobs = claim(&mut tx, 40).await;
        assert_eq!(jobs.len(), 1);
        assert_eq!((jobs[0].id, &jobs[0].payload), (id(1), &json!({ "task": 3 })));
    }
}

#[tokio::test]
async fn asked_for_while_it_runs_a_keyed_job_runs_once_more() {
    for db in stores().await {
        let mut tx = db.store.begin().await.unwrap();
        enqueue(&mut tx, 1, Some("gate:1"), 0).await;
        let running = claim(&mut tx, 0).await.remove(0);
        enqueue(&mut tx, 2, Some("gate:1"), 50).await;
        enqueue(&mut tx, 2, Some("gate:1"), 20).await;
        enqueue(&mut tx, 2, Some("gate:1"), 30).await;
        assert_eq!(claim(&mut tx, 100).await, vec![], "still with its worker");
        job::complete(&mut tx, &running).await.unwrap();
        assert_eq!(claim(&mut tx, 19).await, vec![], "not before the instant asked for");
        let again = claim(&mut tx, 20).await.remove(0);
        assert_eq!(again.payload, json!({ "task": 2 }));
        job::complete(&mut tx, &again).await.unwrap();
        assert_eq!(job::count(&mut tx).await.unwrap(), JobCounts::default());
    }
}

#[tokio::test]
async fn a_given_up_keyed_job_comes_back_when_asked_for_again() {
    for db in stores().await {
        let mut tx = db.store.begin().await.unwrap();
        enqueue(&mut tx, 1, Some("gate:1"), 0).await;
        let only = claim(&mut tx, 0).await.remove(0);
        job::fail(&mut tx, &only, "no", NOW, 1).await.unwrap();
        enqueue(&mut tx, 2, Some("gate:1"), 100).await;
        assert_eq!(claim(&mut tx, 99).await, vec![]);
        assert_eq!(claim(&mut tx, 100).await[0].attempts, 1);
    }
}

#[tokio::test]
async fn workers_at_the_same_time_share_the_jobs_without_overlap() {
    for db in stores().await {
        let mut tx = db.store.begin().await.unwrap();
        for n in 0..40 {
            enqueue(&mut tx, n, None, 0).await;
        }
        tx.commit().await.unwrap();
        let mut workers = Vec::new();
        for _ in 0..4 {
            let store = db.store.clone();
            workers.push(tokio::spawn(async move {
                let mut mine = Vec::new();
                loop {
                    let mut tx = store.begin().await.unwrap();
                    let jobs = job::claim(&mut tx, NOW, LEASE, 3).await.unwrap();
                    tx.commit().await.unwrap();
                    if jobs.is_empty() {
                        return mine;
                    }
                    mine.extend(jobs.into_iter().map(|job| job.id));
                }
            }));
        }
        let mut all = Vec::new();
        for worker in workers {
            all.extend(worker.await.unwrap());
        }
        assert_eq!(all.len(), 40);
        assert_eq!(all.into_iter().collect::<HashSet<_>>().len(), 40);
    }
}
