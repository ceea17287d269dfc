//! The schema, one step per file of `migrations/`, applied in order and never edited after a release.

use std::borrow::Cow;

use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::{AssertSqlSafe, SqlSafeStr};

use crate::dialect::Dialect;

/// Number, words, text. A new file is added here; a test compares the list with the folder.
const STEPS: &[(i64, &str, &str)] = &[(1, "foundation", include_str!("../migrations/0001_foundation.sql"))];

/// All steps in the words of an engine.
pub(crate) fn migrator(dialect: Dialect) -> Migrator {
    let steps = STEPS
        .iter()
        .map(|(version, words, text)| {
            let sql = AssertSqlSafe(dialect.schema(text)).into_sql_str();
            Migration::new(*version, Cow::Borrowed(*words), MigrationType::Simple, sql, false)
        })
        .collect();
    Migrator::with_migrations(steps)
}

/// The number of the last step: the schema this program works with.
pub(crate) fn newest() -> i64 {
    STEPS.last().map_or(0, |(version, ..)| *version)
}

#[cfg(test)]
mod tests {
    use super::STEPS;

    #[test]
    fn every_file_of_the_folder_is_a_step() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/migrations");
        let mut files: Vec<String> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        files.sort();
        let steps: Vec<String> =
            STEPS.iter().map(|(version, words, _)| format!("{version:04}_{words}.sql")).collect();
        assert_eq!(files, steps);
    }
}
