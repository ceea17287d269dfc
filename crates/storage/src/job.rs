//! Work to be done later, written in the transaction of the change that asks for it: either both happen or neither.
//!
//! A worker claims a job for the length of a lease. Should the worker die, the lease runs out and the job comes due
//! again, so every handler must bear being run twice. A job with a key stands for "bring this up to date": asked for
//! again while it waits, it stays one job; asked for again while it runs, it runs once more at the instant asked for,
//! because the running one may have looked too early.

use serde::Serialize;
use sqlx::query;
use tongxing_domain::id::JobId;
use tongxing_domain::time::Timestamp;

use crate::error::StorageError;
use crate::page::{Bounds, Cursor, Page, PageRequest};
use crate::row::{Columns, FromRow};
use crate::store::Db;

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, kind, payload, key, state, run_at, leased, attempts, claims, last_error, created_at FROM job ",
            $rest
        )
    };
}

const ENQUEUE: &str = "INSERT INTO job \
     (id, kind, payload, key, state, run_at, leased, again_at, attempts, claims, last_error, created_at) \
     VALUES ($1, $2, $3, $4, 'waiting', $5, 0, NULL, 0, 0, NULL, $6) \
     ON CONFLICT (key) DO UPDATE SET payload = excluded.payload, state = 'waiting', \
     again_at = CASE WHEN job.leased = 0 THEN NULL \
         WHEN job.again_at < excluded.run_at THEN job.again_at ELSE excluded.run_at END, \
     attempts = CASE WHEN job.state = 'failed' THEN 0 ELSE job.attempts END, \
     run_at = CASE WHEN job.leased = 0 AND (excluded.run_at < job.run_at OR job.state = 'failed') \
         THEN excluded.run_at ELSE job.run_at END";
pub(crate) const DUE: &str =
    select!("WHERE state = 'waiting' AND run_at <= $1 ORDER BY run_at, id LIMIT $2{claim}");
const CLAIM: &str = "UPDATE job SET leased = 1, again_at = NULL, run_at = $2, attempts = attempts + 1, \
     claims = claims + 1 WHERE id = $1";
const RENEW: &str = "UPDATE job SET run_at = $3 WHERE id = $1 AND claims = $2 AND leased = 1";
const TAKE_OVER: &str = "UPDATE job SET leased = 0, again_at = NULL, run_at = $1 WHERE leased = 1";
const COMPLETE: &str = "DELETE FROM job WHERE id = $1 AND claims = $2 AND again_at IS NULL";
const RUN_AGAIN: &str = "UPDATE job SET leased = 0, run_at = again_at, again_at = NULL, attempts = 0, last_error = NULL \
     WHERE id = $1 AND claims = $2 AND again_at IS NOT NULL";
const FAIL: &str = "UPDATE job SET leased = 0, again_at = NULL, state = $3, run_at = $4, last_error = $5 \
     WHERE id = $1 AND claims = $2";
const RETRY: &str =
    "UPDATE job SET state = 'waiting', attempts = 0, run_at = $2 WHERE id = $1 AND state = 'failed'";
pub(crate) const FAILED: &str =
    select!("WHERE state = 'failed' AND (run_at, id) < ($1, $2) ORDER BY run_at DESC, id DESC LIMIT $3");

/// Work to be written down.
#[derive(Clone, Debug)]
pub struct NewJob<P> {
    /// Its id.
    pub id: JobId,
    /// Which handler does it.
    pub kind: &'static str,
    /// What it is about: ids, never personal data.
    pub payload: P,
    /// Names the thing to bring up to date; at most one job per key waits.
    pub key: Option<String>,
    /// Not before this instant.
    pub run_at: Timestamp,
}

/// A job as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// Its id.
    pub id: JobId,
    /// Which handler does it.
    pub kind: String,
    /// What it is about, as JSON.
    pub payload: serde_json::Value,
    /// Names the thing to bring up to date.
    pub key: Option<String>,
    /// Given up after too many tries; an operator can try it again.
    pub failed: bool,
    /// When it is due; while a worker has it, the end of the lease.
    pub run_at: Timestamp,
    /// Is a worker at it (or was, when it died)?
    pub leased: bool,
    /// Tries so far, with the one under way.
    pub attempts: u32,
    /// Why the last try failed.
    pub last_error: Option<String>,
    /// When it was written down.
    pub created_at: Timestamp,
    /// How often it was claimed: a worker whose lease ran out cannot finish what another one took over.
    claims: i64,
}

/// What became of a failed job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failed {
    /// It comes due again.
    TriedAgain {
        /// When.
        at: Timestamp,
    },
    /// That was the last try.
    GivenUp,
}

/// How many jobs there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct JobCounts {
    /// Waiting for their time or for a worker, or being worked on.
    pub waiting: i64,
    /// Given up.
    pub failed: i64,
}

/// Writes a job down, in the transaction of the change it follows from.
pub async fn enqueue<P: Serialize>(db: &mut Db, job: &NewJob<P>, at: Timestamp) -> Result<(), StorageError> {
    let payload = serde_json::to_string(&job.payload).map_err(StorageError::failure)?;
    let query = query(ENQUEUE)
        .bind(job.id.to_string())
        .bind(job.kind)
        .bind(payload)
        .bind(job.key.clone())
        .bind(job.run_at.millis())
        .bind(at.millis());
    db.run_one(query).await
}

/// Takes due jobs for the length of a lease, the longest waiting first. Commit before working on them.
pub async fn claim(
    db: &mut Db,
    now: Timestamp,
    lease_millis: i64,
    limit: u32,
) -> Result<Vec<Job>, StorageError> {
    let sql = db.sql(DUE);
    let mut jobs: Vec<Job> = db.all(query(sql).bind(now.millis()).bind(i64::from(limit))).await?;
    let lease_end = now.plus_millis(lease_millis);
    for job in &mut jobs {
        db.run_one(query(CLAIM).bind(job.id.to_string()).bind(lease_end.millis())).await?;
        job.attempts += 1;
        job.claims += 1;
        job.leased = true;
        job.run_at = lease_end;
    }
    Ok(jobs)
}

/// Jobs that a killed program was at come due at once instead of at the end of their lease; says how many. Only for a
/// program that has just started and knows that no other one works on this database.
pub async fn take_over(db: &mut Db, now: Timestamp) -> Result<u64, StorageError> {
    db.run(query(TAKE_OVER).bind(now.millis())).await
}

/// Lengthens the lease of a job that takes long. `Conflict`: another worker has taken it over; stop.
pub async fn renew(db: &mut Db, job: &Job, until: Timestamp) -> Result<(), StorageError> {
    let query = query(RENEW).bind(job.id.to_string()).bind(job.claims).bind(until.millis());
    db.run_one(query).await
}

/// The job is done: it disappears, or comes due once more if it was asked for meanwhile. A worker whose lease another one
/// took over changes nothing.
pub async fn complete(db: &mut Db, job: &Job) -> Result<(), StorageError> {
    let done = query(COMPLETE).bind(job.id.to_string()).bind(job.claims);
    if db.run(done).await? == 0 {
        let again = query(RUN_AGAIN).bind(job.id.to_string()).bind(job.claims);
        db.run(again).await?;
    }
    Ok(())
}

/// The try failed: the job comes due again after a growing pause, or is given up after `most` tries. The error text
/// is for the operator and holds no personal data.
pub async fn fail(
    db: &mut Db,
    job: &Job,
    error: &str,
    now: Timestamp,
    most: u32,
) -> Result<Failed, StorageError> {
    let given_up = job.attempts >= most;
    let at = now.plus_millis(pause_millis(job.attempts));
    let (state, run_at) = if given_up { ("failed", now) } else { ("waiting", at) };
    let query = query(FAIL)
        .bind(job.id.to_string())
        .bind(job.claims)
        .bind(state)
        .bind(run_at.millis())
        .bind(error.chars().take(1000).collect::<String>());
    db.run(query).await?;
    Ok(if given_up { Failed::GivenUp } else { Failed::TriedAgain { at } })
}

/// The pause after so many tries: 5 seconds, doubled each time, an hour at most.
pub fn pause_millis(attempts: u32) -> i64 {
    let doublings = attempts.saturating_sub(1).min(20);
    (5_000_i64 << doublings).min(3_600_000)
}

/// Lets a job that was given up run again; says whether there was one.
pub async fn retry(db: &mut Db, id: JobId, now: Timestamp) -> Result<bool, StorageError> {
    Ok(db.run(query(RETRY).bind(id.to_string()).bind(now.millis())).await? > 0)
}

/// One job.
pub async fn find(db: &mut Db, id: JobId) -> Result<Option<Job>, StorageError> {
    db.one(query(select!("WHERE id = $1")).bind(id.to_string())).await
}

/// The jobs that were given up, the latest first.
pub async fn list_failed(db: &mut Db, page: &PageRequest) -> Result<Page<Job>, StorageError> {
    let bounds = Bounds::of(page);
    let query = query(FAILED).bind(bounds.at).bind(bounds.id.clone()).bind(bounds.limit);
    let jobs = db.all(query).await?;
    Ok(bounds.page(jobs, |job: &Job| Cursor::new(job.run_at, job.id)))
}

/// How many jobs wait and how many were given up.
pub async fn count(db: &mut Db) -> Result<JobCounts, StorageError> {
    let waiting = db.number(query("SELECT COUNT(*) FROM job WHERE state = 'waiting'")).await?;
    let failed = db.number(query("SELECT COUNT(*) FROM job WHERE state = 'failed'")).await?;
    Ok(JobCounts { waiting, failed })
}

/// When the next job comes due, so that the runner can sleep until then.
pub async fn next_due(db: &mut Db) -> Result<Option<Timestamp>, StorageError> {
    let sql = select!("WHERE state = 'waiting' ORDER BY run_at, id LIMIT 1");
    Ok(db.one::<Job>(query(sql)).await?.map(|job| job.run_at))
}

impl FromRow for Job {
    const TABLE: &'static str = "job";

    fn from_row(row: &Columns<'_>) -> Result<Self, StorageError> {
        Ok(Self {
            id: row.parsed("id")?,
            kind: row.text("kind")?,
            payload: row.json("payload")?,
            key: row.optional_text("key")?,
            failed: match row.text("state")?.as_str() {
                "waiting" => false,
                "failed" => true,
                _ => return Err(row.corrupt("state")),
            },
            run_at: row.at("run_at")?,
            leased: row.truth("leased")?,
            attempts: row.number("attempts")?,
            last_error: row.optional_text("last_error")?,
            created_at: row.at("created_at")?,
            claims: row.int("claims")?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::pause_millis;

    #[test]
    fn pauses_grow_and_stay_within_an_hour() {
        assert_eq!(
            [1, 2, 3, 10, 11, 400].map(pause_millis),
            [5_000, 10_000, 20_000, 2_560_000, 3_600_000, 3_600_000]
        );
    }
}
