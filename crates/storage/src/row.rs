//! From rows to domain values. Whatever cannot be read is named by table, column and id, and its content is
//! never part of the message.

use std::str::FromStr;
use std::sync::Arc;

use serde::de::DeserializeOwned;
use sqlx::Row as _;
use sqlx::any::AnyRow;
use tongxing_domain::time::{Period, Timestamp};

use crate::cipher::{Cipher, Place};
use crate::error::StorageError;
use crate::store::Db;

/// How a row becomes a value.
pub(crate) trait FromRow: Sized {
    /// The table, as named in messages about broken rows and in the associated data of ciphertexts.
    const TABLE: &'static str;
    /// The column that names a row.
    const KEY: &'static str = "id";

    fn from_row(row: &Columns<'_>) -> Result<Self, StorageError>;
}

/// The columns of one row.
pub(crate) struct Columns<'a> {
    row: &'a AnyRow,
    cipher: &'a Arc<Cipher>,
    table: &'static str,
    id: String,
}

type Read<T> = Result<T, StorageError>;

impl<'a> Columns<'a> {
    fn of<T: FromRow>(row: &'a AnyRow, cipher: &'a Arc<Cipher>) -> Self {
        let id = row
            .try_get::<String, _>(T::KEY)
            .or_else(|_| row.try_get::<i64, _>(T::KEY).map(|number| number.to_string()))
            .unwrap_or_else(|_| "?".to_owned());
        Self { row, cipher, table: T::TABLE, id }
    }

    pub(crate) fn corrupt(&self, column: &'static str) -> StorageError {
        StorageError::Corrupt { table: self.table, column, id: self.id.clone() }
    }

    pub(crate) fn text(&self, column: &'static str) -> Read<String> {
        self.row.try_get(column).map_err(|_| self.corrupt(column))
    }

    pub(crate) fn optional_text(&self, column: &'static str) -> Read<Option<String>> {
        self.row.try_get(column).map_err(|_| self.corrupt(column))
    }

    pub(crate) fn int(&self, column: &'static str) -> Read<i64> {
        self.row.try_get(column).map_err(|_| self.corrupt(column))
    }

    /// A number of a narrower type.
    pub(crate) fn number<N: TryFrom<i64>>(&self, column: &'static str) -> Read<N> {
        N::try_from(self.int(column)?).map_err(|_| self.corrupt(column))
    }

    pub(crate) fn truth(&self, column: &'static str) -> Read<bool> {
        match self.int(column)? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(self.corrupt(column)),
        }
    }

    pub(crate) fn at(&self, column: &'static str) -> Read<Timestamp> {
        Ok(Timestamp::from_millis(self.int(column)?))
    }

    pub(crate) fn optional_at(&self, column: &'static str) -> Read<Option<Timestamp>> {
        let millis: Option<i64> = self.row.try_get(column).map_err(|_| self.corrupt(column))?;
        Ok(millis.map(Timestamp::from_millis))
    }

    /// Text that is the written form of a type: an id, a state.
    pub(crate) fn parsed<T: FromStr>(&self, column: &'static str) -> Read<T> {
        self.text(column)?.parse().map_err(|_| self.corrupt(column))
    }

    pub(crate) fn optional_parsed<T: FromStr>(&self, column: &'static str) -> Read<Option<T>> {
        let text = self.optional_text(column)?;
        text.map(|text| text.parse().map_err(|_| self.corrupt(column))).transpose()
    }

    /// Text that a type takes over whole: a name, a hash.
    pub(crate) fn made<T: TryFrom<String>>(&self, column: &'static str) -> Read<T> {
        T::try_from(self.text(column)?).map_err(|_| self.corrupt(column))
    }

    pub(crate) fn optional_made<T: TryFrom<String>>(&self, column: &'static str) -> Read<Option<T>> {
        let text = self.optional_text(column)?;
        text.map(|text| T::try_from(text).map_err(|_| self.corrupt(column))).transpose()
    }

    /// A half-open period over two columns.
    pub(crate) fn period(&self, from: &'static str, until: &'static str) -> Read<Period> {
        Period::new(self.at(from)?, self.at(until)?).map_err(|_| self.corrupt(until))
    }

    pub(crate) fn json<T: DeserializeOwned>(&self, column: &'static str) -> Read<T> {
        serde_json::from_str(&self.text(column)?).map_err(|_| self.corrupt(column))
    }

    /// An encrypted text.
    pub(crate) fn sealed(&self, column: &'static str) -> Read<String> {
        self.optional_sealed(column)?.ok_or_else(|| self.corrupt(column))
    }

    pub(crate) fn optional_sealed(&self, column: &'static str) -> Read<Option<String>> {
        let sealed: Option<Vec<u8>> = self.row.try_get(column).map_err(|_| self.corrupt(column))?;
        let Some(sealed) = sealed else { return Ok(None) };
        let place = Place { table: self.table, id: &self.id, column };
        let plain = self.cipher.open(place, &sealed).ok_or_else(|| self.corrupt(column))?;
        let text = std::str::from_utf8(&plain).map_err(|_| self.corrupt(column))?;
        Ok(Some(text.to_owned()))
    }

    pub(crate) fn sealed_made<T: TryFrom<String>>(&self, column: &'static str) -> Read<T> {
        T::try_from(self.sealed(column)?).map_err(|_| self.corrupt(column))
    }

    pub(crate) fn optional_sealed_made<T: TryFrom<String>>(&self, column: &'static str) -> Read<Option<T>> {
        let text = self.optional_sealed(column)?;
        text.map(|text| T::try_from(text).map_err(|_| self.corrupt(column))).transpose()
    }

    pub(crate) fn optional_sealed_json<T: DeserializeOwned>(&self, column: &'static str) -> Read<Option<T>> {
        let text = self.optional_sealed(column)?;
        text.map(|text| serde_json::from_str(&text).map_err(|_| self.corrupt(column))).transpose()
    }

    pub(crate) fn sealed_json<T: DeserializeOwned>(&self, column: &'static str) -> Read<T> {
        serde_json::from_str(&self.sealed(column)?).map_err(|_| self.corrupt(column))
    }
}

/// A bound query, ready to be read into values.
pub(crate) type Query = sqlx::query::Query<'static, sqlx::Any, sqlx::any::AnyArguments>;

impl Db {
    /// The one row, if there is one.
    pub(crate) async fn one<T: FromRow>(&mut self, query: Query) -> Read<Option<T>> {
        let cipher = Arc::clone(self.cipher());
        let row = query.fetch_optional(self.connection()).await?;
        row.map(|row| T::from_row(&Columns::of::<T>(&row, &cipher))).transpose()
    }

    /// All rows.
    pub(crate) async fn all<T: FromRow>(&mut self, query: Query) -> Read<Vec<T>> {
        let cipher = Arc::clone(self.cipher());
        let rows = query.fetch_all(self.connection()).await?;
        rows.iter().map(|row| T::from_row(&Columns::of::<T>(row, &cipher))).collect()
    }

    /// The number in the only column of the only row.
    pub(crate) async fn number(&mut self, query: Query) -> Read<i64> {
        Ok(query.fetch_one(self.connection()).await?.try_get(0)?)
    }

    /// Runs a change and tells how many rows it touched.
    pub(crate) async fn run(&mut self, query: Query) -> Read<u64> {
        Ok(query.execute(self.connection()).await?.rows_affected())
    }

    /// Runs a change that must touch exactly one row; another count means someone was faster.
    pub(crate) async fn run_one(&mut self, query: Query) -> Read<()> {
        if self.run(query).await? == 1 { Ok(()) } else { Err(StorageError::Conflict) }
    }
}
