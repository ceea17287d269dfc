//! Work that follows from a change and happens after it: written into the change's transaction, done afterwards,
//! again after a crash, at least once. Every handler may therefore run twice and must not mind.

use serde::{Deserialize, Serialize};
use tongxing_domain::id::{DeliveryId, NotificationId};
use tongxing_ports::Channel;
use tongxing_storage::{
    Dialect, Tx,
    job::{self, NewJob},
    message::MessageId,
};

use crate::{Campus, Error, delivery, message, notification, sweep};

/// What there is to do. Payloads hold ids, never personal data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "job", rename_all = "kebab-case")]
pub enum Job {
    /// Take a notice beyond the portal, by one way: a way that fails is tried again without the others.
    SendNotification {
        /// Which.
        notification: NotificationId,
        /// By which way.
        channel: Channel,
    },
    /// Send a message to one address.
    SendMessage {
        /// Which.
        message: MessageId,
    },
    /// Bring an outside system up to date.
    Deliver {
        /// Which row of the ledger.
        delivery: DeliveryId,
    },
    /// Remove drafts, sessions, counts and files whose time has passed.
    Sweep,
}

impl Job {
    fn kind(&self) -> &'static str {
        match self {
            Self::SendNotification { .. } => "send-notification",
            Self::SendMessage { .. } => "send-message",
            Self::Deliver { .. } => "deliver",
            Self::Sweep => "sweep",
        }
    }

    /// Jobs with the same key are one: a newer wish for the same delivery does not wait behind an older one.
    fn key(&self) -> String {
        match self {
            Self::SendNotification { notification, channel } => {
                format!("notification:{notification}:{}", channel.code())
            }
            Self::SendMessage { message } => format!("message:{message}"),
            Self::Deliver { delivery } => format!("delivery:{delivery}"),
            Self::Sweep => "sweep".to_owned(),
        }
    }
}

/// How long a worker may be at a job before another one takes it over.
const LEASE_MILLIS: i64 = 2 * 60 * 1000;
/// Tries before a person has to look. A delivery decides for itself when to give up.
const TRIES: u32 = 12;
/// How often what has expired is removed.
const SWEEP_MILLIS: i64 = 60 * 60 * 1000;

/// Writes a job down, due now.
pub(crate) async fn enqueue(campus: &Campus, tx: &mut Tx, job: &Job) -> Result<(), Error> {
    enqueue_at(campus, tx, job, campus.now()).await
}

/// Writes a job down for later.
pub(crate) async fn enqueue_at(
    campus: &Campus,
    tx: &mut Tx,
    job: &Job,
    run_at: tongxing_domain::time::Timestamp,
) -> Result<(), Error> {
    let new = NewJob { id: campus.new_id(), kind: job.kind(), payload: job, key: Some(job.key()), run_at };
    Ok(job::enqueue(tx, &new, campus.now()).await?)
}

/// Does what is due, up to `most` jobs; says how many were done or failed.
///
/// # Errors
/// Only when the database fails: a job that fails is put back for later and logged.
pub async fn run_due(campus: &Campus, most: u32) -> Result<u32, Error> {
    for done in 0..most {
        // A look first: most of the time nothing is due, and claiming would keep others from writing.
        let next = job::next_due(&mut campus.store.read().await?).await?;
        if next.is_none_or(|due| due > campus.now()) {
            return Ok(done);
        }
        // One at a time: a lease that covered several would run out behind a slow one.
        let mut tx = campus.store.begin().await?;
        let claimed = job::claim(&mut tx, campus.now(), LEASE_MILLIS, 1).await?.into_iter().next();
        tx.commit().await?;
        let Some(due) = claimed else { return Ok(done) };
        let outcome = match serde_json::from_value::<Job>(due.payload.clone()) {
            Ok(job) => handle(campus, job).await,
            Err(error) => Err(Error::failed("a job that this program does not know", error)),
        };
        let mut tx = campus.store.begin().await?;
        match outcome {
            Ok(()) => job::complete(&mut tx, &due).await?,
            Err(error) => {
                let words = error.chain();
                tracing::warn!(job.kind = due.kind, job.id = %due.id, job.attempts = due.attempts, error = words, "job failed");
                job::fail(&mut tx, &due, &words, campus.now(), TRIES).await?;
            }
        }
        tx.commit().await?;
    }
    Ok(most)
}

async fn handle(campus: &Campus, job: Job) -> Result<(), Error> {
    match job {
        Job::SendNotification { notification, channel } => {
            notification::send::run(campus, notification, channel).await
        }
        Job::SendMessage { message } => message::send(campus, message).await,
        Job::Deliver { delivery } => delivery::send::run(campus, delivery).await,
        Job::Sweep => {
            // Whatever becomes of this one, the next one comes: what has expired must go even after a bad day.
            if let Err(error) = sweep::run(campus).await {
                tracing::error!(
                    error = error.chain(),
                    "the sweep did not finish; the next one comes in an hour"
                );
            }
            schedule_sweep(campus).await
        }
    }
}

/// What the program does about jobs when it starts: the next sweep is on the list, and what a killed predecessor was at
/// comes due at once. On a database server another program may be at those jobs, so there the end of their lease decides.
///
/// # Errors
/// When the database fails.
pub async fn resume(campus: &Campus) -> Result<(), Error> {
    if campus.store.dialect() == Dialect::Sqlite {
        let mut tx = campus.store.begin().await?;
        let interrupted = job::take_over(&mut tx, campus.now()).await?;
        tx.commit().await?;
        if interrupted > 0 {
            tracing::warn!(jobs = interrupted, "ended in the middle of jobs; they are done again");
        }
    }
    schedule_sweep(campus).await
}

/// Makes sure that the next sweep is on the list. Called when the program starts, and by each sweep.
pub async fn schedule_sweep(campus: &Campus) -> Result<(), Error> {
    let mut tx = campus.store.begin().await?;
    enqueue_at(campus, &mut tx, &Job::Sweep, campus.now().plus_millis(SWEEP_MILLIS)).await?;
    tx.commit().await?;
    Ok(())
}
