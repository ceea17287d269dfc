//! Units of the campus, and the tree they form.

use sqlx::query;
use tongxing_domain::id::UnitId;
use tongxing_domain::unit::Unit;

use crate::error::StorageError;
use crate::row::{Columns, FromRow};
use crate::store::Db;

macro_rules! select {
    ($rest:literal) => {
        concat!("SELECT id, parent, code, name_zh, name_en, active FROM unit ", $rest)
    };
}

const INSERT: &str =
    "INSERT INTO unit (id, parent, code, name_zh, name_en, active) VALUES ($1, $2, $3, $4, $5, $6)";
const UPDATE: &str =
    "UPDATE unit SET parent = $2, code = $3, name_zh = $4, name_en = $5, active = $6 WHERE id = $1";
// The depth is bounded so that a circle, should one ever be written, ends in a wrong answer and not in none.
const PATH: &str = "WITH RECURSIVE path (id, parent, depth) AS ( \
         SELECT id, parent, CAST(0 AS BIGINT) FROM unit WHERE id = $1 \
         UNION ALL \
         SELECT u.id, u.parent, path.depth + 1 FROM path JOIN unit u ON u.id = path.parent WHERE path.depth < 50 \
     ) SELECT id FROM path ORDER BY depth";
const BELOW: &str = "WITH RECURSIVE below (id) AS ( \
         SELECT id FROM unit WHERE id = $1 \
         UNION \
         SELECT u.id FROM below JOIN unit u ON u.parent = below.id \
     ) SELECT id FROM below ORDER BY id";

/// Adds a unit. `Conflict`: its code is taken.
pub async fn insert(db: &mut Db, unit: &Unit) -> Result<(), StorageError> {
    db.run_one(bind(query(INSERT), unit)).await
}

/// Writes all of a unit anew. `Conflict`: its code is taken, or it is gone.
pub async fn update(db: &mut Db, unit: &Unit) -> Result<(), StorageError> {
    db.run_one(bind(query(UPDATE), unit)).await
}

/// One unit.
pub async fn find(db: &mut Db, id: UnitId) -> Result<Option<Unit>, StorageError> {
    db.one(query(select!("WHERE id = $1")).bind(id.to_string())).await
}

/// The unit that the campus calls by this code.
pub async fn find_by_code(db: &mut Db, code: &str) -> Result<Option<Unit>, StorageError> {
    db.one(query(select!("WHERE code = $1")).bind(code.to_owned())).await
}

/// Every unit, by code. A campus has hundreds of them, so this is no page.
pub async fn list(db: &mut Db) -> Result<Vec<Unit>, StorageError> {
    db.all(query(select!("ORDER BY code"))).await
}

/// Keeps the whole tree from others until the transaction ends: whoever moves units must see it stand still, or two
/// moves at once could make a circle.
pub async fn lock_tree(db: &mut Db) -> Result<(), StorageError> {
    let sql = db.sql(select!("ORDER BY id{lock}"));
    db.all::<Unit>(query(sql)).await.map(drop)
}

/// The unit itself, then its parent, up to the campus. Empty when there is no such unit.
pub async fn path(db: &mut Db, id: UnitId) -> Result<Vec<UnitId>, StorageError> {
    ids(db, PATH, id).await
}

/// The unit itself and every unit below it.
pub async fn below(db: &mut Db, id: UnitId) -> Result<Vec<UnitId>, StorageError> {
    ids(db, BELOW, id).await
}

async fn ids(db: &mut Db, sql: &'static str, id: UnitId) -> Result<Vec<UnitId>, StorageError> {
    let rows: Vec<Key> = db.all(query(sql).bind(id.to_string())).await?;
    Ok(rows.into_iter().map(|key| key.0).collect())
}

fn bind(query: crate::row::Query, unit: &Unit) -> crate::row::Query {
    query
        .bind(unit.id.to_string())
        .bind(unit.parent.map(|id| id.to_string()))
        .bind(unit.code.clone())
        .bind(unit.name_zh.clone())
        .bind(unit.name_en.clone())
        .bind(i64::from(unit.active))
}

impl FromRow for Unit {
    const TABLE: &'static str = "unit";

    fn from_row(row: &Columns<'_>) -> Result<Self, StorageError> {
        Ok(Self {
            id: row.parsed("id")?,
            parent: row.optional_parsed("parent")?,
            code: row.text("code")?,
            name_zh: row.text("name_zh")?,
            name_en: row.text("name_en")?,
            active: row.truth("active")?,
        })
    }
}

struct Key(UnitId);

impl FromRow for Key {
    const TABLE: &'static str = "unit";

    fn from_row(row: &Columns<'_>) -> Result<Self, StorageError> {
        row.parsed("id").map(Self)
    }
}
