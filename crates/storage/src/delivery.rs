//! The delivery ledger: what each outside system should hold, and what it has confirmed.

use sqlx::query;
use tongxing_domain::delivery::{Delivery, DeliveryKind, DeliveryState, FailureReason, Stage, Subject};
use tongxing_domain::id::{DeliveryId, UnitId};
use tongxing_domain::plate;
use tongxing_domain::time::Timestamp;

use crate::error::StorageError;
use crate::page::{Bounds, Cursor, Page, PageRequest};
use crate::row::{Columns, FromRow, Query};
use crate::store::Db;

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, subject_kind, subject, kind, target, wanted, version, confirmed_version, state, reason, \
             detail, next_try_at, attempts, changed_at FROM delivery ",
            $rest
        )
    };
}

const INSERT: &str = "INSERT INTO delivery (id, subject_kind, subject, kind, target, wanted, version, \
     confirmed_version, state, reason, detail, next_try_at, attempts, changed_at) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";
const UPDATE: &str = "UPDATE delivery SET subject_kind = $2, subject = $3, kind = $4, target = $5, wanted = $6, \
     version = $7, confirmed_version = $8, state = $9, reason = $10, detail = $11, next_try_at = $12, \
     attempts = $13, changed_at = $14 WHERE id = $1";
// Of a permit whose person is registered with one of the units, and whose plate lies between two texts.
macro_rules! about {
    ($units:literal, $from:literal, $to:literal) => {
        concat!(
            "EXISTS (SELECT 1 FROM vehicle_permit v JOIN person p ON p.id = v.person \
             WHERE v.id = delivery.subject AND (",
            $units,
            " IS NULL OR p.unit IN {each ",
            $units,
            "}) AND (",
            $from,
            " IS NULL OR v.plate >= ",
            $from,
            ") AND (",
            $to,
            " IS NULL OR v.plate < ",
            $to,
            "))"
        )
    };
}

macro_rules! list {
    ($first:literal) => {
        concat!(
            select!("WHERE "),
            $first,
            " AND ($2 IS NULL OR wanted = $2) AND ($3 IS NULL OR target = $3) \
             AND (changed_at, id) < ($4, $5) AND (($7 IS NULL AND $8 IS NULL) OR ",
            about!("$7", "$8", "$9"),
            ") ORDER BY changed_at DESC, id DESC LIMIT $6"
        )
    };
}

pub(crate) const LIST: &str = list!("($1 IS NULL OR state = $1)");
pub(crate) const LIST_IN_STATE: &str = list!("state = $1");
const COUNT: &str = concat!(
    "SELECT state AS id, COUNT(*) AS amount FROM delivery WHERE $1 IS NULL OR ",
    about!("$1", "$2", "$3"),
    " GROUP BY state"
);
// Each half uses its own index; how long an unanswered sending is waited for is the domain's business.
pub(crate) const LIST_UNFINISHED: &str = select!(
    "WHERE (state IN ('wanted', 'sent') AND changed_at <= $1) OR (state = 'failed' AND next_try_at <= $1) \
     ORDER BY changed_at, id LIMIT $2"
);
const INSERT_ATTEMPT: &str = "INSERT INTO delivery_attempt (delivery, number, version, at, outcome, reason, detail) \
     VALUES ($1, (SELECT COALESCE(MAX(number), 0) + 1 FROM delivery_attempt WHERE delivery = $1), \
     $2, $3, $4, $5, $6)";
const ATTEMPTS: &str = "SELECT delivery, number, version, at, outcome, reason, detail FROM delivery_attempt \
     WHERE delivery = $1 ORDER BY number";

/// Which deliveries are wanted.
#[derive(Clone, Debug, Default)]
pub struct DeliveryFilter {
    /// That stand here.
    pub stage: Option<Stage>,
    /// In this state, additions and removals alike: the word of the stored state. A stage says more and goes first.
    pub state: Option<&'static str>,
    /// Of permits whose person is registered with one of these units; `None` means any.
    pub units: Option<Vec<UnitId>>,
    /// Of permits whose plate begins so, as typed.
    pub plate_prefix: Option<String>,
    /// To this outside system.
    pub target: Option<String>,
}

/// One sending, and what came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeliveryAttempt {
    /// Of which delivery.
    pub delivery: DeliveryId,
    /// 1, 2, 3, … per delivery; set by [`insert_attempt`].
    pub number: u32,
    /// Which version was sent.
    pub version: u64,
    /// When it ended.
    pub at: Timestamp,
    /// How it ended.
    pub outcome: AttemptOutcome,
}

/// How one sending ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AttemptOutcome {
    /// The other side took it and will confirm later.
    Accepted,
    /// The other side has it.
    Confirmed,
    /// It did not arrive.
    Failed {
        /// Why, as far as a program can tell.
        reason: FailureReason,
        /// The other side's own words, if it had any.
        detail: Option<String>,
    },
}

/// How many deliveries stand where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DeliveryCounts {
    /// To be sent.
    pub wanted: i64,
    /// Sent, not answered.
    pub sent: i64,
    /// Held by the other side.
    pub confirmed: i64,
    /// Did not arrive.
    pub failed: i64,
}

/// Adds a delivery. `Conflict`: this subject has one of this kind to this target already.
pub async fn insert(db: &mut Db, delivery: &Delivery) -> Result<(), StorageError> {
    let query = bind(query(INSERT), delivery)?;
    db.run_one(query).await
}

/// Writes all of a delivery anew. Take it with [`lock`] first.
pub async fn update(db: &mut Db, delivery: &Delivery) -> Result<(), StorageError> {
    let query = bind(query(UPDATE), delivery)?;
    db.run_one(query).await
}

/// One delivery.
pub async fn find(db: &mut Db, id: DeliveryId) -> Result<Option<Delivery>, StorageError> {
    db.one(query(select!("WHERE id = $1")).bind(id.to_string())).await
}

/// One delivery, kept from others until the transaction ends.
pub async fn lock(db: &mut Db, id: DeliveryId) -> Result<Option<Delivery>, StorageError> {
    let sql = db.sql(select!("WHERE id = $1{lock}"));
    db.one(query(sql).bind(id.to_string())).await
}

/// Everything delivered about one thing, by target.
pub async fn of_subject(db: &mut Db, subject: Subject) -> Result<Vec<Delivery>, StorageError> {
    db.all(query(select!("WHERE subject = $1 ORDER BY target, kind")).bind(subject.id_text())).await
}

/// The same, kept from others until the transaction ends.
pub async fn lock_of_subject(db: &mut Db, subject: Subject) -> Result<Vec<Delivery>, StorageError> {
    let sql = db.sql(select!("WHERE subject = $1 ORDER BY target, kind{lock}"));
    db.all(query(sql).bind(subject.id_text())).await
}

/// Deliveries, the latest change first.
pub async fn list(
    db: &mut Db,
    filter: &DeliveryFilter,
    page: &PageRequest,
) -> Result<Page<Delivery>, StorageError> {
    let bounds = Bounds::of(page);
    let (state, wanted) = filter.stage.map(words).unzip();
    let state = state.or(filter.state);
    let prefix = filter.plate_prefix.as_deref().map(plate::normalise).filter(|prefix| !prefix.is_empty());
    let sql = db.sql(if state.is_some() { LIST_IN_STATE } else { LIST });
    let query = query(sql)
        .bind(state)
        .bind(wanted)
        .bind(filter.target.clone())
        .bind(bounds.at)
        .bind(bounds.id.clone())
        .bind(bounds.limit)
        .bind(as_json(filter.units.as_deref())?)
        .bind(prefix.clone())
        .bind(prefix.map(|prefix| format!("{prefix}\u{10ffff}")));
    let deliveries = db.all(query).await?;
    Ok(bounds.page(deliveries, |one: &Delivery| Cursor::new(one.changed_at, one.id)))
}

/// Deliveries that should be sent at this instant, by themselves, the longest waiting first.
pub async fn list_due(db: &mut Db, now: Timestamp, limit: u32) -> Result<Vec<Delivery>, StorageError> {
    let mut found: Vec<Delivery> =
        db.all(query(LIST_UNFINISHED).bind(now.millis()).bind(i64::from(limit))).await?;
    found.retain(|delivery| delivery.is_due(now));
    Ok(found)
}

/// How many stand where, of permits of these units; `None` means all.
pub async fn count(db: &mut Db, units: Option<&[UnitId]>) -> Result<DeliveryCounts, StorageError> {
    let mut counts = DeliveryCounts::default();
    let no_plate: Option<String> = None;
    let by_state = query(db.sql(COUNT)).bind(as_json(units)?).bind(no_plate.clone()).bind(no_plate);
    for row in db.all::<Amount>(by_state).await? {
        match row.state.as_str() {
            "wanted" => counts.wanted = row.amount,
            "sent" => counts.sent = row.amount,
            "confirmed" => counts.confirmed = row.amount,
            _ => counts.failed = row.amount,
        }
    }
    Ok(counts)
}

/// Writes down what came of a sending; its number is the next one of the delivery, whatever the field says.
pub async fn insert_attempt(db: &mut Db, attempt: &DeliveryAttempt) -> Result<(), StorageError> {
    let version = i64::try_from(attempt.version).map_err(StorageError::failure)?;
    let (outcome, reason, detail) = match &attempt.outcome {
        AttemptOutcome::Accepted => ("accepted", None, None),
        AttemptOutcome::Confirmed => ("confirmed", None, None),
        AttemptOutcome::Failed { reason, detail } => ("failed", Some(reason.as_str()), detail.clone()),
    };
    let query = query(INSERT_ATTEMPT)
        .bind(attempt.delivery.to_string())
        .bind(version)
        .bind(attempt.at.millis())
        .bind(outcome)
        .bind(reason)
        .bind(detail);
    db.run_one(query).await
}

/// Every sending of a delivery, oldest first.
pub async fn attempts(db: &mut Db, delivery: DeliveryId) -> Result<Vec<DeliveryAttempt>, StorageError> {
    db.all(query(ATTEMPTS).bind(delivery.to_string())).await
}

fn bind(query: Query, delivery: &Delivery) -> Result<Query, StorageError> {
    let version = i64::try_from(delivery.version).map_err(StorageError::failure)?;
    let confirmed = i64::try_from(delivery.confirmed_version).map_err(StorageError::failure)?;
    let (reason, detail, next_try) = match &delivery.state {
        DeliveryState::Failed { reason, detail, next_try } => {
            (Some(reason.as_str()), detail.clone(), *next_try)
        }
        DeliveryState::Wanted | DeliveryState::Sent | DeliveryState::Confirmed => (None, None, None),
    };
    Ok(query
        .bind(delivery.id.to_string())
        .bind(delivery.subject.kind())
        .bind(delivery.subject.id_text())
        .bind(delivery.kind.as_str())
        .bind(delivery.target.clone())
        .bind(delivery.wanted.as_str())
        .bind(version)
        .bind(confirmed)
        .bind(delivery.state.as_str())
        .bind(reason)
        .bind(detail)
        .bind(next_try.map(Timestamp::millis))
        .bind(i64::from(delivery.attempts))
        .bind(delivery.changed_at.millis()))
}

fn as_json(units: Option<&[UnitId]>) -> Result<Option<String>, StorageError> {
    units.map(serde_json::to_string).transpose().map_err(StorageError::failure)
}

/// The stored words of a stage: state, and what is wanted.
const fn words(stage: Stage) -> (&'static str, &'static str) {
    match stage {
        Stage::Wanted => ("wanted", "present"),
        Stage::Sent => ("sent", "present"),
        Stage::Confirmed => ("confirmed", "present"),
        Stage::Failed => ("failed", "present"),
        Stage::RemovalWanted => ("wanted", "removed"),
        Stage::RemovalSent => ("sent", "removed"),
        Stage::RemovalConfirmed => ("confirmed", "removed"),
        Stage::RemovalFailed => ("failed", "removed"),
    }
}

impl FromRow for Delivery {
    const TABLE: &'static str = "delivery";

    fn from_row(row: &Columns<'_>) -> Result<Self, StorageError> {
        let subject = Subject::restore(&row.text("subject_kind")?, &row.text("subject")?);
        let state = match row.text("state")?.as_str() {
            "wanted" => DeliveryState::Wanted,
            "sent" => DeliveryState::Sent,
            "confirmed" => DeliveryState::Confirmed,
            "failed" => DeliveryState::Failed {
                reason: row.parsed("reason")?,
                detail: row.optional_text("detail")?,
                next_try: row.optional_at("next_try_at")?,
            },
            _ => return Err(row.corrupt("state")),
        };
        Ok(Self {
            id: row.parsed("id")?,
            subject: subject.ok_or_else(|| row.corrupt("subject"))?,
            kind: row.parsed::<DeliveryKind>("kind")?,
            target: row.text("target")?,
            wanted: row.parsed("wanted")?,
            version: row.number("version")?,
            confirmed_version: row.number("confirmed_version")?,
            state,
            attempts: row.number("attempts")?,
            changed_at: row.at("changed_at")?,
        })
    }
}

impl FromRow for DeliveryAttempt {
    const TABLE: &'static str = "delivery_attempt";
    const KEY: &'static str = "delivery";

    fn from_row(row: &Columns<'_>) -> Result<Self, StorageError> {
        let outcome = match row.text("outcome")?.as_str() {
            "accepted" => AttemptOutcome::Accepted,
            "confirmed" => AttemptOutcome::Confirmed,
            "failed" => {
                AttemptOutcome::Failed { reason: row.parsed("reason")?, detail: row.optional_text("detail")? }
            }
            _ => return Err(row.corrupt("outcome")),
        };
        Ok(Self {
            delivery: row.parsed("delivery")?,
            number: row.number("number")?,
            version: row.number("version")?,
            at: row.at("at")?,
            outcome,
        })
    }
}

struct Amount {
    state: String,
    amount: i64,
}

impl FromRow for Amount {
    const TABLE: &'static str = "delivery";

    fn from_row(row: &Columns<'_>) -> Result<Self, StorageError> {
        Ok(Self { state: row.text("id")?, amount: row.int("amount")? })
    }
}
