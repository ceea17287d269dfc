//! The two engines, and every difference between them.
//!
//! SQL in this crate is one text for both. What cannot be the same is written as a marker, replaced here when
//! the text is used and nowhere else:
//!
//! | written | SQLite | PostgreSQL |
//! |---|---|---|
//! | `{lock}` at the end of a SELECT | nothing: `BEGIN IMMEDIATE` already keeps other writers out | `FOR NO KEY UPDATE` |
//! | `{claim}` at the end of a SELECT | nothing, likewise | `FOR NO KEY UPDATE SKIP LOCKED` |
//! | `{each $n}` | rows of the JSON array bound to `$n` | the same |
//!
//! (`NO KEY` lets others refer to a locked row meanwhile; ids never change.)
//!
//! In migrations two type names are exchanged: `BYTEA` becomes `BLOB` on SQLite, and `TEXT` becomes
//! `TEXT COLLATE "C"` on PostgreSQL, so that text sorts by its bytes on both engines. Folding of letter case
//! happens in Rust before a value reaches SQL, for the same reason.

use sqlx::{AssertSqlSafe, SqlSafeStr, SqlStr};

/// The database engine behind a store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// The embedded default: one file, one writer.
    Sqlite,
    /// A server shared by any number of processes.
    Postgres,
}

impl Dialect {
    /// Which engine a database address names.
    pub(crate) fn of(url: &str) -> Option<Self> {
        match url.split_once(':')?.0 {
            "sqlite" => Some(Self::Sqlite),
            "postgres" | "postgresql" => Some(Self::Postgres),
            _ => None,
        }
    }

    /// What keeps the rows of a SELECT from others until the transaction ends.
    pub(crate) const fn lock(self) -> &'static str {
        match self {
            Self::Sqlite => "",
            Self::Postgres => " FOR NO KEY UPDATE",
        }
    }

    /// Replaces the markers of a statement.
    pub(crate) fn sql(self, text: &'static str) -> SqlStr {
        if !text.contains('{') {
            return text.into_sql_str();
        }
        let (claim, each_open, each_close) = match self {
            Self::Sqlite => ("", "(SELECT value FROM json_each(", "))"),
            Self::Postgres => (
                " FOR NO KEY UPDATE SKIP LOCKED",
                "(SELECT value FROM json_array_elements_text(CAST(",
                " AS json)))",
            ),
        };
        let mut out = String::with_capacity(text.len() + 64);
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            let (marker, tail) = after.split_once('}').unwrap_or((after, ""));
            out.push_str(before);
            match marker.strip_prefix("each ") {
                Some(placeholder) => {
                    out.push_str(each_open);
                    out.push_str(placeholder);
                    out.push_str(each_close);
                }
                None => out.push_str(if marker == "claim" { claim } else { self.lock() }),
            }
            rest = tail;
        }
        out.push_str(rest);
        AssertSqlSafe(out).into_sql_str()
    }

    /// A migration in this engine's words.
    pub(crate) fn schema(self, text: &str) -> String {
        match self {
            Self::Sqlite => text.replace(" BYTEA", " BLOB"),
            Self::Postgres => text.replace(" TEXT", " TEXT COLLATE \"C\""),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Dialect;

    #[test]
    fn statements_without_markers_stay_as_they_are() {
        assert_eq!(Dialect::Postgres.sql("SELECT 1").as_str(), "SELECT 1");
    }

    #[test]
    fn markers_become_the_words_of_the_engine() {
        let text = "SELECT id FROM t WHERE unit IN {each $1} AND id = $2{lock}";
        assert_eq!(
            Dialect::Sqlite.sql(text).as_str(),
            "SELECT id FROM t WHERE unit IN (SELECT value FROM json_each($1)) AND id = $2"
        );
        assert_eq!(
            Dialect::Postgres.sql(text).as_str(),
            "SELECT id FROM t WHERE unit IN (SELECT value FROM json_array_elements_text(CAST($1 AS json))) \
             AND id = $2 FOR NO KEY UPDATE"
        );
        assert_eq!(
            Dialect::Postgres.sql("SELECT 1{claim}").as_str(),
            "SELECT 1 FOR NO KEY UPDATE SKIP LOCKED"
        );
    }

    #[test]
    fn types_of_migrations_are_exchanged() {
        let text = "CREATE TABLE t (id TEXT PRIMARY KEY, photo BYTEA)";
        assert_eq!(Dialect::Sqlite.schema(text), "CREATE TABLE t (id TEXT PRIMARY KEY, photo BLOB)");
        assert_eq!(
            Dialect::Postgres.schema(text),
            "CREATE TABLE t (id TEXT COLLATE \"C\" PRIMARY KEY, photo BYTEA)"
        );
    }

    #[test]
    fn the_engine_is_read_from_the_address() {
        assert_eq!(Dialect::of("sqlite:data/t.db"), Some(Dialect::Sqlite));
        assert_eq!(Dialect::of("postgresql://h/t"), Some(Dialect::Postgres));
        assert_eq!(Dialect::of("mysql://h/t"), None);
        assert_eq!(Dialect::of("data"), None);
    }
}
