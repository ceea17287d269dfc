//! Vehicle permits 车辆通行授权.

use std::collections::BTreeMap;

use sqlx::query;
use tongxing_domain::id::{PermitId, PersonId, UnitId};
use tongxing_domain::plate::{self, Plate};
use tongxing_domain::time::Timestamp;
use tongxing_domain::vehicle::{PermitState, VehiclePermit};

use crate::error::StorageError;
use crate::page::{Bounds, Listed, Page, PageRequest};
use crate::row::{Columns, FromRow, Query};
use crate::store::Db;

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT v.id, v.person, v.plate, v.colour, v.valid_from, v.valid_until, v.state, v.state_reason, \
             v.state_since, v.application, v.updated_at FROM vehicle_permit v ",
            $rest
        )
    };
}

const INSERT: &str = "INSERT INTO vehicle_permit (id, person, plate, colour, valid_from, valid_until, state, \
     state_reason, state_since, application, updated_at, created_at) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11)";
const UPDATE: &str = "UPDATE vehicle_permit SET person = $2, plate = $3, colour = $4, valid_from = $5, \
     valid_until = $6, state = $7, state_reason = $8, state_since = $9, application = $10, updated_at = $11 \
     WHERE id = $1";
pub(crate) const OF_PERSON: &str = select!("WHERE v.person = $1 ORDER BY v.plate, v.id");
const LOCK_OF_PERSON: &str = select!("WHERE v.person = $1 ORDER BY v.plate, v.id{lock}");
pub(crate) const LIST: &str = select!(
    "WHERE ($1 IS NULL OR v.plate >= $1) AND ($2 IS NULL OR v.plate < $2) AND ($3 IS NULL OR v.state = $3) \
     AND ($4 IS NULL OR EXISTS (SELECT 1 FROM person p WHERE p.id = v.person AND p.unit IN {each $4})) \
     AND (v.updated_at, v.id) < ($5, $6) ORDER BY v.updated_at DESC, v.id DESC LIMIT $7"
);
pub(crate) const LIST_BY_PLATE: &str = select!(
    "WHERE v.plate >= $1 AND v.plate < $2 AND ($3 IS NULL OR v.state = $3) \
     AND ($4 IS NULL OR EXISTS (SELECT 1 FROM person p WHERE p.id = v.person AND p.unit IN {each $4})) \
     AND (v.updated_at, v.id) < ($5, $6) ORDER BY v.updated_at DESC, v.id DESC LIMIT $7"
);
pub(crate) const LIST_IN_UNITS: &str = select!(
    "JOIN person p ON p.id = v.person WHERE p.unit IN {each $4} \
     AND ($1 IS NULL OR v.plate >= $1) AND ($2 IS NULL OR v.plate < $2) AND ($3 IS NULL OR v.state = $3) \
     AND (v.updated_at, v.id) < ($5, $6) ORDER BY v.updated_at DESC, v.id DESC LIMIT $7"
);
const COUNT_OF_PERSONS: &str = "SELECT person AS id, COUNT(*) AS amount FROM vehicle_permit \
     WHERE person IN {each $1} AND state = 'active' GROUP BY person";
const COUNT: &str = "SELECT COUNT(*) FROM vehicle_permit WHERE state = $1";

/// Which permits are wanted.
#[derive(Clone, Debug, Default)]
pub struct PermitFilter {
    /// Whose plate begins so, as typed.
    pub plate_prefix: Option<String>,
    /// Active or withdrawn: the word of the stored state.
    pub state: Option<&'static str>,
    /// Whose person is registered with one of these units; `None` means any.
    pub units: Option<Vec<UnitId>>,
}

/// Adds a permit.
pub async fn insert(db: &mut Db, permit: &VehiclePermit, at: Timestamp) -> Result<(), StorageError> {
    let query = bind(db, query(INSERT), permit, at)?;
    db.run_one(query).await
}

/// Writes all of a permit anew. `Conflict`: it is gone.
pub async fn update(db: &mut Db, permit: &VehiclePermit, at: Timestamp) -> Result<(), StorageError> {
    let query = bind(db, query(UPDATE), permit, at)?;
    db.run_one(query).await
}

/// One permit.
pub async fn find(db: &mut Db, id: PermitId) -> Result<Option<VehiclePermit>, StorageError> {
    db.one(query(select!("WHERE v.id = $1")).bind(id.to_string())).await
}

/// One permit, kept from others until the transaction ends.
pub async fn lock(db: &mut Db, id: PermitId) -> Result<Option<VehiclePermit>, StorageError> {
    let sql = db.sql(select!("WHERE v.id = $1{lock}"));
    db.one(query(sql).bind(id.to_string())).await
}

/// Every permit a person was given, by plate.
pub async fn of_person(db: &mut Db, person: PersonId) -> Result<Vec<VehiclePermit>, StorageError> {
    db.all(query(OF_PERSON).bind(person.to_string())).await
}

/// The same, kept from others until the transaction ends.
pub async fn lock_of_person(db: &mut Db, person: PersonId) -> Result<Vec<VehiclePermit>, StorageError> {
    let sql = db.sql(LOCK_OF_PERSON);
    db.all(query(sql).bind(person.to_string())).await
}

/// Permits, the latest change first.
pub async fn list(
    db: &mut Db,
    filter: &PermitFilter,
    page: &PageRequest,
) -> Result<Page<VehiclePermit>, StorageError> {
    let bounds = Bounds::of(page);
    let prefix = filter.plate_prefix.as_deref().map(plate::normalise).filter(|prefix| !prefix.is_empty());
    let units =
        filter.units.as_ref().map(serde_json::to_string).transpose().map_err(StorageError::failure)?;
    let sql = db.sql(match (&prefix, &units) {
        (Some(_), _) => LIST_BY_PLATE,
        (None, Some(_)) => LIST_IN_UNITS,
        (None, None) => LIST,
    });
    let query = query(sql)
        .bind(prefix.clone())
        .bind(prefix.map(|prefix| format!("{prefix}\u{10ffff}")))
        .bind(filter.state)
        .bind(units)
        .bind(bounds.at)
        .bind(bounds.id.clone())
        .bind(bounds.limit);
    let rows: Vec<Listed<VehiclePermit>> = db.all(query).await?;
    Ok(bounds.listed(rows))
}

/// How many active permits each of these people holds; who holds none is left out.
pub async fn count_of_persons(
    db: &mut Db,
    persons: &[PersonId],
) -> Result<BTreeMap<PersonId, i64>, StorageError> {
    let persons = serde_json::to_string(persons).map_err(StorageError::failure)?;
    let sql = db.sql(COUNT_OF_PERSONS);
    let rows: Vec<Held> = db.all(query(sql).bind(persons)).await?;
    Ok(rows.into_iter().map(|held| (held.person, held.amount)).collect())
}

/// How many permits are in a state.
pub async fn count(db: &mut Db, state: &PermitState) -> Result<i64, StorageError> {
    db.number(query(COUNT).bind(state.as_str())).await
}

fn bind(db: &Db, query: Query, permit: &VehiclePermit, at: Timestamp) -> Result<Query, StorageError> {
    let reason = permit.state.reason().map(ToString::to_string);
    let reason = db.sealer("vehicle_permit", permit.id).optional("state_reason", reason.as_deref())?;
    Ok(query
        .bind(permit.id.to_string())
        .bind(permit.person.to_string())
        .bind(permit.plate.number().to_owned())
        .bind(permit.plate.colour().to_string())
        .bind(permit.valid.from().millis())
        .bind(permit.valid.until().millis())
        .bind(permit.state.as_str())
        .bind(reason)
        .bind(permit.state_since.millis())
        .bind(permit.application.map(|id| id.to_string()))
        .bind(at.millis()))
}

struct Held {
    person: PersonId,
    amount: i64,
}

impl FromRow for Held {
    const TABLE: &'static str = "vehicle_permit";

    fn from_row(row: &Columns<'_>) -> Result<Self, StorageError> {
        Ok(Self { person: row.parsed("id")?, amount: row.int("amount")? })
    }
}

impl FromRow for VehiclePermit {
    const TABLE: &'static str = "vehicle_permit";

    fn from_row(row: &Columns<'_>) -> Result<Self, StorageError> {
        let colour = row.parsed("colour")?;
        let plate = Plate::parse(&row.text("plate")?, Some(colour)).map_err(|_| row.corrupt("plate"))?;
        let state = PermitState::restore(&row.text("state")?, row.optional_sealed_made("state_reason")?);
        Ok(Self {
            id: row.parsed("id")?,
            person: row.parsed("person")?,
            plate,
            valid: row.period("valid_from", "valid_until")?,
            state: state.ok_or_else(|| row.corrupt("state"))?,
            state_since: row.at("state_since")?,
            application: row.optional_parsed("application")?,
        })
    }
}
