//! The record of other personnel 其他人员管理.

use sqlx::query;
use tongxing_domain::document::IdentityDocument;
use tongxing_domain::id::{PersonId, UnitId};
use tongxing_domain::name::PersonName;
use tongxing_domain::person::{EffectiveState, Person, PersonState};
use tongxing_domain::phone::Phone;
use tongxing_domain::time::Timestamp;

use crate::error::StorageError;
use crate::page::{Bounds, FEW_UNITS, Listed, Page, PageRequest};
use crate::row::{Columns, FromRow, Query};
use crate::store::Db;

macro_rules! columns {
    () => {
        "id, name, document, phone, unit, kind, staff_number, valid_from, valid_until, state, state_reason, \
         state_since, application, form, updated_at"
    };
}

macro_rules! select {
    ($rest:literal) => {
        concat!("SELECT ", columns!(), " FROM person ", $rest)
    };
}

// The first condition decides which index is used; the others filter, and a plus keeps their indexes out of it.
// Every text binds the same values.
macro_rules! filter {
    ($first:literal) => {
        concat!(
            "FROM person WHERE ",
            $first,
            " AND ($2 IS NULL OR unit IN {each $2}) AND ($3 IS NULL OR kind = $3) AND ($4 IS NULL OR state = $4) \
             AND +valid_from > $5 AND +valid_from <= $6 AND +valid_until > $7 AND +valid_until <= $8"
        )
    };
}

// Which rows make the page is decided inside an index; only those few are then read whole.
macro_rules! list {
    ($first:literal) => {
        concat!(
            "SELECT ",
            columns!(),
            " FROM person WHERE id IN (SELECT id ",
            filter!($first),
            " AND (updated_at, id) < ($9, $10) ORDER BY updated_at DESC, id DESC LIMIT $11) \
             ORDER BY updated_at DESC, id DESC"
        )
    };
}

const INSERT: &str = "INSERT INTO person (id, name, name_hash, document, document_hash, phone, phone_hash, unit, \
     kind, staff_number, staff_number_hash, valid_from, valid_until, state, state_reason, state_since, application, \
     form, updated_at, created_at) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $19)";
const UPDATE: &str = "UPDATE person SET name = $2, name_hash = $3, document = $4, document_hash = $5, phone = $6, \
     phone_hash = $7, unit = $8, kind = $9, staff_number = $10, staff_number_hash = $11, valid_from = $12, \
     valid_until = $13, state = $14, state_reason = $15, state_since = $16, application = $17, form = $18, \
     updated_at = $19 WHERE id = $1";
pub(crate) const LIST: &str = list!("$1 IS NULL");
pub(crate) const LIST_IN_UNITS: &str = list!("$1 IS NULL AND unit IN {each $2}");
pub(crate) const LIST_IN_STATE: &str = list!("$1 IS NULL AND state = $4");
pub(crate) const LIST_BY_NAME: &str = list!("name_hash = $1");
pub(crate) const LIST_BY_DOCUMENT: &str = list!("document_hash = $1");
pub(crate) const LIST_BY_PHONE: &str = list!("phone_hash = $1");
pub(crate) const LIST_BY_STAFF_NUMBER: &str = list!("staff_number_hash = $1");
pub(crate) const COUNT: &str = concat!("SELECT COUNT(*) ", filter!("$1 IS NULL"));
// What is counted stands in the order of [`StateCounts`].
pub(crate) const COUNT_BY_STATE: &str = "SELECT \
     COALESCE(SUM(CASE WHEN state = 'active' AND valid_from <= $3 AND valid_until > $3 THEN 1 ELSE 0 END), 0) \
     AS active, \
     COALESCE(SUM(CASE WHEN state = 'active' AND valid_from > $3 THEN 1 ELSE 0 END), 0) AS early, \
     COALESCE(SUM(CASE WHEN state = 'suspended' THEN 1 ELSE 0 END), 0) AS suspended, \
     COALESCE(SUM(CASE WHEN state = 'active' AND valid_until <= $3 THEN 1 ELSE 0 END), 0) AS expired, \
     COALESCE(SUM(CASE WHEN state = 'ended' THEN 1 ELSE 0 END), 0) AS ended \
     FROM person WHERE ($1 IS NULL OR unit IN {each $1}) AND ($2 IS NULL OR kind = $2)";
pub(crate) const LIST_ENDING: &str = select!(
    "WHERE valid_until > $1 AND valid_until <= $2 AND state <> 'ended' ORDER BY valid_until, id LIMIT $3"
);

/// Which people are wanted.
#[derive(Clone, Debug, Default)]
pub struct PersonFilter {
    /// Registered with one of these units; `None` means any. An empty list finds nobody.
    pub units: Option<Vec<UnitId>>,
    /// Of this kind.
    pub kind: Option<String>,
    /// In this state at the instant asked for.
    pub state: Option<EffectiveState>,
    /// Whose stay ends by this instant.
    pub ends_by: Option<Timestamp>,
    /// Found by one thing known about them.
    pub by: Option<PersonKey>,
}

/// How many people are in which state at an instant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StateCounts {
    /// May be on the campus.
    pub active: i64,
    /// Their stay has not begun.
    pub not_yet_valid: i64,
    /// Suspended.
    pub suspended: i64,
    /// Their stay is over.
    pub expired: i64,
    /// Ended for good.
    pub ended: i64,
}

impl StateCounts {
    /// How many are in this state.
    pub const fn of(&self, state: EffectiveState) -> i64 {
        match state {
            EffectiveState::Active => self.active,
            EffectiveState::NotYetValid => self.not_yet_valid,
            EffectiveState::Suspended => self.suspended,
            EffectiveState::Expired => self.expired,
            EffectiveState::Ended => self.ended,
        }
    }

    /// How many there are in all.
    pub const fn all(&self) -> i64 {
        self.active + self.not_yet_valid + self.suspended + self.expired + self.ended
    }
}

/// One thing that is known about a person, whole.
#[derive(Clone, Debug)]
pub enum PersonKey {
    /// The name.
    Name(PersonName),
    /// The document, or an earlier one of the same person.
    Document(IdentityDocument),
    /// The phone number.
    Phone(Phone),
    /// 职工号.
    StaffNumber(String),
}

/// Adds a person. `Conflict`: there is a record with this document.
pub async fn insert(db: &mut Db, person: &Person, at: Timestamp) -> Result<(), StorageError> {
    let query = bind(db, query(INSERT), person, at)?;
    db.run_one(query).await
}

/// Writes all of a person anew. `Conflict`: another record has this document, or the record is gone. Take the record
/// with [`lock`] first.
pub async fn update(db: &mut Db, person: &Person, at: Timestamp) -> Result<(), StorageError> {
    let query = bind(db, query(UPDATE), person, at)?;
    db.run_one(query).await
}

/// One person.
pub async fn find(db: &mut Db, id: PersonId) -> Result<Option<Person>, StorageError> {
    db.one(query(select!("WHERE id = $1")).bind(id.to_string())).await
}

/// One person, kept from others until the transaction ends.
pub async fn lock(db: &mut Db, id: PersonId) -> Result<Option<Person>, StorageError> {
    let sql = db.sql(select!("WHERE id = $1{lock}"));
    db.one(query(sql).bind(id.to_string())).await
}

/// The person with this document, or with one it replaced.
pub async fn find_by_document(
    db: &mut Db,
    document: &IdentityDocument,
) -> Result<Option<Person>, StorageError> {
    let hash = db.document_hash(document).to_string();
    db.one(query(select!("WHERE document_hash = $1")).bind(hash)).await
}

/// The same, kept from others until the transaction ends.
pub async fn lock_by_document(
    db: &mut Db,
    document: &IdentityDocument,
) -> Result<Option<Person>, StorageError> {
    let hash = db.document_hash(document).to_string();
    let sql = db.sql(select!("WHERE document_hash = $1{lock}"));
    db.one(query(sql).bind(hash)).await
}

/// People, the latest change first.
pub async fn list(
    db: &mut Db,
    filter: &PersonFilter,
    now: Timestamp,
    page: &PageRequest,
) -> Result<Page<Person>, StorageError> {
    let bounds = Bounds::of(page);
    let sql = db.sql(match (&filter.by, &filter.units, filter.state) {
        (Some(PersonKey::Name(_)), ..) => LIST_BY_NAME,
        (Some(PersonKey::Document(_)), ..) => LIST_BY_DOCUMENT,
        (Some(PersonKey::Phone(_)), ..) => LIST_BY_PHONE,
        (Some(PersonKey::StaffNumber(_)), ..) => LIST_BY_STAFF_NUMBER,
        (None, Some(units), _) if units.len() <= FEW_UNITS => LIST_IN_UNITS,
        (None, None, Some(EffectiveState::Suspended | EffectiveState::Ended)) => LIST_IN_STATE,
        (None, ..) => LIST,
    });
    let query =
        bind_filter(db, query(sql), filter, now)?.bind(bounds.at).bind(bounds.id.clone()).bind(bounds.limit);
    let rows: Vec<Listed<Person>> = db.all(query).await?;
    Ok(bounds.listed(rows))
}

/// How many people fit; what they are found `by` is left out.
pub async fn count(db: &mut Db, filter: &PersonFilter, now: Timestamp) -> Result<i64, StorageError> {
    let filter = PersonFilter { by: None, ..filter.clone() };
    let sql = db.sql(COUNT);
    let query = bind_filter(db, query(sql), &filter, now)?;
    db.number(query).await
}

/// How many people of these units and this kind are in which state.
pub async fn count_by_state(
    db: &mut Db,
    units: Option<&[UnitId]>,
    kind: Option<&str>,
    now: Timestamp,
) -> Result<StateCounts, StorageError> {
    let units = units.map(serde_json::to_string).transpose().map_err(StorageError::failure)?;
    let sql = db.sql(COUNT_BY_STATE);
    let query = query(sql).bind(units).bind(kind.map(str::to_owned)).bind(now.millis());
    Ok(db.one(query).await?.unwrap_or_default())
}

/// People whose period of stay ends after one instant and up to another, the earliest first.
pub async fn list_ending(
    db: &mut Db,
    after: Timestamp,
    until: Timestamp,
    limit: u32,
) -> Result<Vec<Person>, StorageError> {
    db.all(query(LIST_ENDING).bind(after.millis()).bind(until.millis()).bind(i64::from(limit))).await
}

fn bind(db: &Db, query: Query, person: &Person, at: Timestamp) -> Result<Query, StorageError> {
    let seal = db.sealer("person", person.id);
    let document = serde_json::to_string(&person.document).map_err(StorageError::failure)?;
    let form = serde_json::to_string(&person.values).map_err(StorageError::failure)?;
    Ok(query
        .bind(person.id.to_string())
        .bind(seal.text("name", person.name.as_str())?)
        .bind(db.name_hash(&person.name).to_string())
        .bind(seal.text("document", &document)?)
        .bind(db.document_hash(&person.document).to_string())
        .bind(seal.text("phone", person.phone.as_str())?)
        .bind(db.phone_hash(&person.phone).to_string())
        .bind(person.unit.to_string())
        .bind(person.kind.clone())
        .bind(seal.text("staff_number", &person.staff_number)?)
        .bind(db.staff_number_hash(&person.staff_number).to_string())
        .bind(person.valid.from().millis())
        .bind(person.valid.until().millis())
        .bind(person.state.as_str())
        .bind(seal.optional("state_reason", person.state.reason().map(ToString::to_string).as_deref())?)
        .bind(person.state_since.millis())
        .bind(person.application.map(|id| id.to_string()))
        .bind(seal.text("form", &form)?)
        .bind(at.millis()))
}

fn bind_filter(db: &Db, query: Query, filter: &PersonFilter, now: Timestamp) -> Result<Query, StorageError> {
    let key = filter.by.as_ref().map(|key| match key {
        PersonKey::Name(name) => db.name_hash(name).to_string(),
        PersonKey::Document(document) => db.document_hash(document).to_string(),
        PersonKey::Phone(phone) => db.phone_hash(phone).to_string(),
        PersonKey::StaffNumber(number) => db.staff_number_hash(number).to_string(),
    });
    let units =
        filter.units.as_ref().map(serde_json::to_string).transpose().map_err(StorageError::failure)?;
    let (state, from, until) = clock(filter.state, now.millis());
    let ends_by = filter.ends_by.map_or(i64::MAX, Timestamp::millis);
    Ok(query
        .bind(key)
        .bind(units)
        .bind(filter.kind.clone())
        .bind(state)
        .bind(from.0)
        .bind(from.1)
        .bind(until.0)
        .bind(until.1.min(ends_by)))
}

/// What an effective state means for the stored state, the first instant and the first instant after (each above the
/// first and up to the second bound).
fn clock(state: Option<EffectiveState>, now: i64) -> (Option<&'static str>, (i64, i64), (i64, i64)) {
    let any = (i64::MIN, i64::MAX);
    match state {
        None => (None, any, any),
        Some(EffectiveState::NotYetValid) => (Some("active"), (now, i64::MAX), any),
        Some(EffectiveState::Active) => (Some("active"), (i64::MIN, now), (now, i64::MAX)),
        Some(EffectiveState::Expired) => (Some("active"), any, (i64::MIN, now)),
        Some(EffectiveState::Suspended) => (Some("suspended"), any, any),
        Some(EffectiveState::Ended) => (Some("ended"), any, any),
    }
}

impl FromRow for StateCounts {
    const TABLE: &'static str = "person";

    fn from_row(row: &Columns<'_>) -> Result<Self, StorageError> {
        Ok(Self {
            active: row.int("active")?,
            not_yet_valid: row.int("early")?,
            suspended: row.int("suspended")?,
            expired: row.int("expired")?,
            ended: row.int("ended")?,
        })
    }
}

impl FromRow for Person {
    const TABLE: &'static str = "person";

    fn from_row(row: &Columns<'_>) -> Result<Self, StorageError> {
        let state = PersonState::restore(&row.text("state")?, row.optional_sealed_made("state_reason")?);
        Ok(Self {
            id: row.parsed("id")?,
            name: row.sealed_made("name")?,
            document: row.sealed_json("document")?,
            phone: row.sealed_made("phone")?,
            unit: row.parsed("unit")?,
            kind: row.text("kind")?,
            staff_number: row.sealed("staff_number")?,
            valid: row.period("valid_from", "valid_until")?,
            state: state.ok_or_else(|| row.corrupt("state"))?,
            state_since: row.at("state_since")?,
            application: row.optional_parsed("application")?,
            values: row.sealed_json("form")?,
        })
    }
}
