//! After a new key was added to the ring: moves every encrypted value under it, a batch of rows at a time, while the
//! program runs. When a sweep has gone through, only the founding key and the current one are still needed.

use std::fmt;
use std::str::FromStr;

use sqlx::{AssertSqlSafe, Row as _, SqlSafeStr, query};

use crate::cipher::Place;
use crate::error::StorageError;
use crate::store::Db;

/// The encrypted columns of a table. A test compares this list with the schema.
pub(crate) struct Sealed {
    pub(crate) table: &'static str,
    key: &'static str,
    pub(crate) columns: &'static [&'static str],
}

const fn sealed(table: &'static str, columns: &'static [&'static str]) -> Sealed {
    Sealed { table, key: "id", columns }
}

pub(crate) const SEALED: &[Sealed] = &[
    sealed("account", &["phone", "email"]),
    Sealed { table: "sign_in", key: "account", columns: &["totp_secret"] },
    sealed("applicant_session", &["name"]),
    sealed("draft", &["form"]),
    sealed("application", &["applicant_name", "applicant_document", "form", "instance"]),
    sealed("operation", &["operation"]),
    sealed("person", &["name", "document", "phone", "staff_number", "state_reason", "form"]),
    sealed("vehicle_permit", &["state_reason"]),
    sealed("notification", &["params"]),
    sealed("message", &["recipient", "content"]),
];

/// How far a sweep has come. As text it can be kept, to go on after an interruption.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Position {
    table: usize,
    after: String,
}

/// What one step of a sweep did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Values that are now under the current key and were not before.
    pub changed: u64,
    /// Where to go on; `None` when everything is done.
    pub next: Option<Position>,
}

/// Does up to `rows` rows, from a position on. Commit after each step; begin with `Position::default()`.
pub async fn step(db: &mut Db, from: &Position, rows: u32) -> Result<Step, StorageError> {
    let Some(sealed) = SEALED.get(from.table) else { return Ok(Step { changed: 0, next: None }) };
    let sql = format!(
        "SELECT {key}, {columns} FROM {table} WHERE {key} > $1 ORDER BY {key} LIMIT $2{lock}",
        key = sealed.key,
        columns = sealed.columns.join(", "),
        table = sealed.table,
        lock = db.dialect().lock(),
    );
    let select = query(AssertSqlSafe(sql).into_sql_str()).bind(from.after.clone()).bind(i64::from(rows));
    let found = select.fetch_all(db.connection()).await?;
    let mut changed = 0;
    let mut after = String::new();
    for row in &found {
        after = row.try_get(sealed.key)?;
        for column in sealed.columns {
            if let Some(value) = row.try_get::<Option<Vec<u8>>, _>(column)? {
                changed += reseal(db, sealed, &after, column, &value).await?;
            }
        }
    }
    let next = if found.is_empty() {
        Position { table: from.table + 1, after: String::new() }
    } else {
        Position { table: from.table, after }
    };
    Ok(Step { changed, next: (next.table < SEALED.len()).then_some(next) })
}

async fn reseal(
    db: &mut Db,
    sealed: &Sealed,
    id: &str,
    column: &'static str,
    value: &[u8],
) -> Result<u64, StorageError> {
    let cipher = db.cipher();
    if cipher.is_current(value) {
        return Ok(0);
    }
    let place = Place { table: sealed.table, id, column };
    let plain = cipher.open(place, value).ok_or_else(|| StorageError::Corrupt {
        table: sealed.table,
        column,
        id: id.to_owned(),
    })?;
    let value = cipher.seal(place, &plain)?;
    let sql = format!("UPDATE {} SET {column} = $2 WHERE {} = $1", sealed.table, sealed.key);
    db.run(query(AssertSqlSafe(sql).into_sql_str()).bind(id.to_owned()).bind(value)).await
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.table, self.after)
    }
}

/// The text is not a position of a sweep.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is not a position of a sweep")]
pub struct PositionError;

impl FromStr for Position {
    type Err = PositionError;

    fn from_str(text: &str) -> Result<Self, PositionError> {
        let (table, after) = text.split_once('.').ok_or(PositionError)?;
        Ok(Self { table: table.parse().map_err(|_| PositionError)?, after: after.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeSet, fs};

    use super::SEALED;

    #[test]
    fn every_bytea_column_of_the_schema_is_swept() {
        let mut in_schema = BTreeSet::new();
        for step in fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/migrations")).unwrap() {
            let text = fs::read_to_string(step.unwrap().path()).unwrap();
            in_schema.extend(sealed_columns(&text));
        }
        let columns = |sealed: &'static super::Sealed| {
            sealed.columns.iter().map(move |column| format!("{}.{column}", sealed.table))
        };
        assert_eq!(in_schema, SEALED.iter().flat_map(columns).collect());
    }

    /// `table.column` of each BYTEA column that a migration makes, in a new table or an old one.
    fn sealed_columns(migration: &str) -> Vec<String> {
        let mut columns = Vec::new();
        let mut table = "";
        for line in migration.lines().filter(|line| !line.trim_start().starts_with("--")) {
            if let Some(name) = line.strip_prefix("CREATE TABLE ").or(line.strip_prefix("ALTER TABLE ")) {
                table = name.split([' ', '(']).next().unwrap();
            }
            if let Some((column, _)) = line.split_once(" BYTEA") {
                columns.push(format!("{table}.{}", column.split_whitespace().last().unwrap()));
            }
        }
        columns
    }

    #[test]
    fn a_column_is_found_in_a_new_table_and_in_an_old_one() {
        let migration = "-- BYTEA is encrypted\nCREATE TABLE card (\n    id TEXT,\n    uid BYTEA NOT NULL\n);\n\
            ALTER TABLE person ADD COLUMN card BYTEA;";
        assert_eq!(sealed_columns(migration), ["card.uid", "person.card"]);
    }
}
