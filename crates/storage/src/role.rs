//! Roles given to accounts, and who holds a role for a unit.

use sqlx::query;
use tongxing_domain::id::{AccountId, RoleId, UnitId};
use tongxing_domain::role::{Role, RoleAssignment};
use tongxing_domain::time::Timestamp;

use crate::error::StorageError;
use crate::row::{Columns, FromRow};
use crate::store::Db;

macro_rules! select {
    ($rest:literal) => {
        concat!("SELECT id, account, role, unit, below, valid_from, valid_until FROM role_assignment ", $rest)
    };
}

const INSERT: &str = "INSERT INTO role_assignment (id, account, role, unit, below, valid_from, valid_until) \
     VALUES ($1, $2, $3, $4, $5, $6, $7)";
const END: &str = "UPDATE role_assignment SET valid_until = $2 WHERE id = $1 AND valid_from < $2 \
     AND valid_until > $2";
// The nearest first: for the unit itself, then for the units above it, then for the whole campus.
pub(crate) const COVERING: &str = "WITH RECURSIVE path (id, parent, depth) AS ( \
         SELECT id, parent, CAST(0 AS BIGINT) FROM unit WHERE id = $2 \
         UNION ALL \
         SELECT u.id, u.parent, path.depth + 1 FROM path JOIN unit u ON u.id = path.parent WHERE path.depth < 50 \
     ) \
     SELECT r.id, r.account, r.role, r.unit, r.below, r.valid_from, r.valid_until \
     FROM role_assignment r \
     JOIN account a ON a.id = r.account AND a.state = 'active' \
     LEFT JOIN path p ON p.id = r.unit \
     WHERE r.role = $1 AND r.valid_from <= $3 AND r.valid_until > $3 \
     AND (r.unit IS NULL OR p.depth = 0 OR (r.below = 1 AND p.depth > 0)) \
     ORDER BY COALESCE(p.depth, 1000), r.account, r.id";

/// Gives a role.
pub async fn insert(db: &mut Db, given: &RoleAssignment) -> Result<(), StorageError> {
    let query = query(INSERT)
        .bind(given.id.to_string())
        .bind(given.account.to_string())
        .bind(given.role.as_str())
        .bind(given.unit.map(|id| id.to_string()))
        .bind(i64::from(given.below))
        .bind(given.valid.from().millis())
        .bind(given.valid.until().millis());
    db.run_one(query).await
}

/// Takes a role back from an instant on; that it was held stays on record. `Conflict`: it has ended already, or has
/// not begun (then [`delete`] it).
pub async fn end(db: &mut Db, id: RoleId, at: Timestamp) -> Result<(), StorageError> {
    db.run_one(query(END).bind(id.to_string()).bind(at.millis())).await
}

/// Removes a role that was given by mistake and never used.
pub async fn delete(db: &mut Db, id: RoleId) -> Result<(), StorageError> {
    db.run_one(query("DELETE FROM role_assignment WHERE id = $1").bind(id.to_string())).await
}

/// One assignment.
pub async fn find(db: &mut Db, id: RoleId) -> Result<Option<RoleAssignment>, StorageError> {
    db.one(query(select!("WHERE id = $1")).bind(id.to_string())).await
}

/// Everything an account was ever given, oldest first.
pub async fn of_account(db: &mut Db, account: AccountId) -> Result<Vec<RoleAssignment>, StorageError> {
    db.all(query(select!("WHERE account = $1 ORDER BY valid_from, id")).bind(account.to_string())).await
}

/// Who may use a role for a unit at an instant: active accounts only, the nearest assignment first.
pub async fn covering(
    db: &mut Db,
    role: Role,
    unit: UnitId,
    at: Timestamp,
) -> Result<Vec<RoleAssignment>, StorageError> {
    db.all(query(COVERING).bind(role.as_str()).bind(unit.to_string()).bind(at.millis())).await
}

/// Everybody who was given a role, whenever and wherever.
pub async fn of_role(db: &mut Db, role: Role) -> Result<Vec<RoleAssignment>, StorageError> {
    db.all(query(select!("WHERE role = $1 ORDER BY unit, account, id")).bind(role.as_str())).await
}

/// Everything given for one unit.
pub async fn of_unit(db: &mut Db, unit: UnitId) -> Result<Vec<RoleAssignment>, StorageError> {
    db.all(query(select!("WHERE unit = $1 ORDER BY role, account, id")).bind(unit.to_string())).await
}

impl FromRow for RoleAssignment {
    const TABLE: &'static str = "role_assignment";

    fn from_row(row: &Columns<'_>) -> Result<Self, StorageError> {
        Ok(Self {
            id: row.parsed("id")?,
            account: row.parsed("account")?,
            role: row.parsed("role")?,
            unit: row.optional_parsed("unit")?,
            below: row.truth("below")?,
            valid: row.period("valid_from", "valid_until")?,
        })
    }
}
