//! The whole database as one text file: for backups, for restoring them, and for moving from one engine to the other.
//!
//! One JSON value per line: first what the file is, then for each table its columns and after it its rows, at the end
//! how many rows there are and the SHA-256 of everything before, so that a file cut short or changed by accident is
//! refused. Encrypted values stay encrypted: the file is of use only together with the keys.

use std::io;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use futures_util::TryStreamExt as _;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};
use sqlx::any::{AnyRow, AnyTypeInfoKind};
use sqlx::{AssertSqlSafe, Column as _, Executor as _, Row as _, SqlSafeStr, SqlStr, Statement as _, query};
use tokio::io::{AsyncBufRead, AsyncBufReadExt, AsyncWrite, AsyncWriteExt, BufReader};

use crate::error::StorageError;
use crate::migrate;
use crate::row::Query;
use crate::store::{Db, Store};

/// Every table, each after those it refers to. A test compares this list with the schema.
pub(crate) const TABLES: &[&str] = &[
    "unit",
    "account",
    "sign_in",
    "role_assignment",
    "session",
    "applicant_session",
    "confirmation",
    "attempt",
    "service_version",
    "number_sequence",
    "draft",
    "application",
    "operation",
    "task",
    "consent",
    "file",
    "person",
    "vehicle_permit",
    "delivery",
    "delivery_attempt",
    "job",
    "notification",
    "message",
    "audit",
    "audit_head",
    "setting",
];

/// Why a database was not written to a file or read from one; the words go to the operator.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    /// The database.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// The file.
    #[error("the file cannot be read or written")]
    File(#[from] io::Error),
    /// A line of the file is not what stands in such a file.
    #[error("line {0} of the file is not part of an archive of this program")]
    Line(usize),
    /// The file is cut short, or was changed.
    #[error("the file is damaged: its end does not agree with what stands before")]
    Damaged,
    /// The file comes from a program with another schema.
    #[error(
        "the file has schema {file}, this program has {program}: restore it with the program that wrote it"
    )]
    OtherSchema {
        /// The file's.
        file: i64,
        /// This program's.
        program: i64,
    },
    /// There is something in the database already.
    #[error("the database is not empty: table {0} has rows")]
    NotEmpty(&'static str),
}

#[derive(Serialize, Deserialize)]
struct Header {
    tongxing_archive: u32,
    schema: i64,
}

#[derive(Serialize, Deserialize)]
struct TableLine {
    table: String,
    columns: Vec<String>,
}

#[derive(Serialize, Deserialize)]
struct End {
    rows: u64,
    sha256: String,
}

const FORMAT: u32 = 1;
/// Bytes that the writer may be ahead of the reader when one database is copied into another.
const PIPE: usize = 256 * 1024;

/// Writes everything that is in the database; says how many rows that is. `db` comes from
/// [`crate::Store::snapshot`], so that the file shows one instant.
pub async fn write(db: &mut Db, out: &mut (impl AsyncWrite + Unpin)) -> Result<u64, ArchiveError> {
    let mut out = Hashing { out, sha256: Sha256::new() };
    out.line(&Header { tongxing_archive: FORMAT, schema: migrate::newest() }).await?;
    let mut count = 0;
    for table in TABLES {
        let shape = shape(db, table).await?;
        let columns = shape.iter().map(|column| column.name.clone()).collect();
        out.line(&TableLine { table: (*table).to_owned(), columns }).await?;
        let sql = format!("SELECT {} FROM {table} ORDER BY 1", names(&shape));
        let mut rows = query(dynamic(sql)).fetch(db.connection());
        while let Some(row) = rows.try_next().await.map_err(StorageError::from)? {
            out.line(&encode(&row, &shape)?).await?;
            count += 1;
        }
    }
    let sha256 = hex::encode(out.sha256.clone().finalize());
    out.line(&End { rows: count, sha256 }).await?;
    out.out.flush().await?;
    Ok(count)
}

/// Brings everything that is in one database, as of this instant, into another one that is migrated and empty: from
/// any engine to any engine; says how many rows that is. Others read and write the first one meanwhile.
pub async fn copy(from: &Store, to: &Store) -> Result<u64, ArchiveError> {
    let (mut source, mut target) = (from.snapshot().await?, to.begin().await?);
    let (mut here, there) = tokio::io::duplex(PIPE);
    let written = async {
        let rows = write(&mut source, &mut here).await?;
        // The reader looks whether anything stands after the end.
        drop(here);
        Ok(rows)
    };
    let mut there = BufReader::new(there);
    // Whichever fails first ends the other, which would wait for it otherwise.
    let (rows, _) = tokio::try_join!(written, read(&mut target, &mut there))?;
    target.commit().await?;
    Ok(rows)
}

/// Fills an empty, migrated database from a file; says how many rows there were. Commit afterwards: until then nothing
/// has happened, so a damaged file leaves nothing half-done.
pub async fn read(db: &mut Db, input: &mut (impl AsyncBufRead + Unpin)) -> Result<u64, ArchiveError> {
    require_empty(db).await?;
    let mut lines = Lines { input, number: 0, sha256: Sha256::new(), text: String::new() };
    let header: Header = lines.next().await?.parse()?;
    if header.tongxing_archive != FORMAT {
        return Err(ArchiveError::Line(1));
    }
    if header.schema != migrate::newest() {
        return Err(ArchiveError::OtherSchema { file: header.schema, program: migrate::newest() });
    }
    let mut count = 0;
    let mut target: Option<Target> = None;
    loop {
        let before = hex::encode(lines.sha256.clone().finalize());
        let line = lines.next().await?;
        if line.text.starts_with('[') {
            let target = target.as_ref().ok_or(ArchiveError::Line(line.number))?;
            db.run_one(target.insert(&line)?).await?;
            count += 1;
        } else if line.text.starts_with("{\"rows\"") {
            let end: End = line.parse()?;
            let whole = end.rows == count && end.sha256 == before && !lines.has_more().await?;
            return if whole { Ok(count) } else { Err(ArchiveError::Damaged) };
        } else {
            target = Some(Target::of(db, &line).await?);
        }
    }
}

/// The head of the audit trail is there from the first migration on and gives way to the one of the file.
async fn require_empty(db: &mut Db) -> Result<(), ArchiveError> {
    for table in TABLES {
        let sql = if *table == "audit_head" {
            "SELECT COUNT(*) FROM audit_head WHERE seq > 0".to_owned()
        } else {
            format!("SELECT COUNT(*) FROM {table}")
        };
        if db.number(query(dynamic(sql))).await? > 0 {
            return Err(ArchiveError::NotEmpty(table));
        }
    }
    db.run(query("DELETE FROM audit_head")).await?;
    Ok(())
}

/// One column of a table: its values are text, numbers or bytes.
struct Shape {
    name: String,
    kind: AnyTypeInfoKind,
}

async fn shape(db: &mut Db, table: &str) -> Result<Vec<Shape>, StorageError> {
    let statement = db.connection().prepare(dynamic(format!("SELECT * FROM {table}"))).await?;
    let columns = statement.columns().iter();
    Ok(columns
        .map(|column| Shape { name: column.name().to_owned(), kind: column.type_info().kind() })
        .collect())
}

fn names(shape: &[Shape]) -> String {
    shape.iter().map(|column| column.name.as_str()).collect::<Vec<_>>().join(", ")
}

/// Table and column names come from the lists of this program and from the schema, never from a file or a person.
fn dynamic(sql: String) -> SqlStr {
    AssertSqlSafe(sql).into_sql_str()
}

fn encode(row: &AnyRow, shape: &[Shape]) -> Result<Vec<Value>, StorageError> {
    let mut values = Vec::with_capacity(shape.len());
    for (index, column) in shape.iter().enumerate() {
        values.push(match column.kind {
            AnyTypeInfoKind::Text => row.try_get::<Option<String>, _>(index)?.into(),
            AnyTypeInfoKind::Blob => {
                row.try_get::<Option<Vec<u8>>, _>(index)?.map(|bytes| BASE64_STANDARD.encode(bytes)).into()
            }
            _ => row.try_get::<Option<i64>, _>(index)?.into(),
        });
    }
    Ok(values)
}

/// The table that rows go to.
struct Target {
    sql: String,
    shape: Vec<Shape>,
}

impl Target {
    async fn of(db: &mut Db, line: &Line<'_>) -> Result<Self, ArchiveError> {
        let wanted: TableLine = line.parse()?;
        let table = TABLES.iter().find(|table| **table == wanted.table);
        let table = table.ok_or(ArchiveError::Line(line.number))?;
        let mut shape = shape(db, table).await?;
        // The order of columns may differ between a database that grew and one that was made at once.
        let place = |column: &Shape| wanted.columns.iter().position(|name| *name == column.name);
        if wanted.columns.len() != shape.len() || shape.iter().any(|column| place(column).is_none()) {
            return Err(ArchiveError::Line(line.number));
        }
        shape.sort_by_key(place);
        let values: Vec<String> = (1..=shape.len()).map(|n| format!("${n}")).collect();
        let sql = format!("INSERT INTO {table} ({}) VALUES ({})", names(&shape), values.join(", "));
        Ok(Self { sql, shape })
    }

    fn insert(&self, line: &Line<'_>) -> Result<Query, ArchiveError> {
        let refused = || ArchiveError::Line(line.number);
        let values: Vec<Value> = line.parse()?;
        if values.len() != self.shape.len() {
            return Err(refused());
        }
        let mut insert = query(dynamic(self.sql.clone()));
        for (column, value) in self.shape.iter().zip(values) {
            insert = match (column.kind, value) {
                (AnyTypeInfoKind::Text, Value::Null) => insert.bind(None::<String>),
                (AnyTypeInfoKind::Text, Value::String(text)) => insert.bind(text),
                (AnyTypeInfoKind::Blob, Value::Null) => insert.bind(None::<Vec<u8>>),
                (AnyTypeInfoKind::Blob, Value::String(text)) => {
                    insert.bind(BASE64_STANDARD.decode(text).map_err(|_| refused())?)
                }
                (AnyTypeInfoKind::BigInt, Value::Null) => insert.bind(None::<i64>),
                (AnyTypeInfoKind::BigInt, Value::Number(number)) => {
                    insert.bind(number.as_i64().ok_or_else(refused)?)
                }
                _ => return Err(refused()),
            };
        }
        Ok(insert)
    }
}

/// Writes lines and keeps the hash of what was written.
struct Hashing<'a, W> {
    out: &'a mut W,
    sha256: Sha256,
}

impl<W: AsyncWrite + Unpin> Hashing<'_, W> {
    async fn line(&mut self, value: &impl Serialize) -> Result<(), ArchiveError> {
        let mut text = serde_json::to_vec(value).map_err(StorageError::failure)?;
        text.push(b'\n');
        self.sha256.update(&text);
        self.out.write_all(&text).await?;
        Ok(())
    }
}

/// Reads lines and keeps the hash of what was read.
struct Lines<'a, R> {
    input: &'a mut R,
    number: usize,
    sha256: Sha256,
    text: String,
}

struct Line<'a> {
    number: usize,
    text: &'a str,
}

impl<R: AsyncBufRead + Unpin> Lines<'_, R> {
    async fn next(&mut self) -> Result<Line<'_>, ArchiveError> {
        self.text.clear();
        self.number += 1;
        if self.input.read_line(&mut self.text).await? == 0 {
            return Err(ArchiveError::Damaged);
        }
        self.sha256.update(self.text.as_bytes());
        Ok(Line { number: self.number, text: &self.text })
    }

    async fn has_more(&mut self) -> Result<bool, ArchiveError> {
        Ok(!self.input.fill_buf().await?.is_empty())
    }
}

impl Line<'_> {
    fn parse<'a, T: Deserialize<'a>>(&'a self) -> Result<T, ArchiveError> {
        serde_json::from_str(self.text).map_err(|_| ArchiveError::Line(self.number))
    }
}
