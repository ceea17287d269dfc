//! What can be said on the command line.

use std::path::{Path, PathBuf};

use tongxing_storage::Dialect;

/// How much is measured, and where it is written.
pub struct Options {
    /// Applications in the database.
    pub applications: usize,
    /// How often each page is asked for by each client, and each list of the database.
    pub times: usize,
    /// The day, for the document: the machine's clock is nobody's witness.
    pub date: String,
    /// The engines that hold them, one after the other; PostgreSQL is reached through `TONGXING_TEST_POSTGRES`.
    pub engines: Vec<Dialect>,
    /// The document.
    pub out: PathBuf,
}

impl Options {
    /// Reads `--applications N`, `--times N`, `--date DAY`, `--engines sqlite,postgres`, `--out FILE`.
    pub fn read(mut words: impl Iterator<Item = String>) -> Result<Self, String> {
        let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/benchmarks.md");
        let mut read = Self {
            applications: 100_000,
            times: 100,
            date: String::new(),
            engines: vec![Dialect::Sqlite],
            out: docs,
        };
        while let Some(word) = words.next() {
            let value = words.next().ok_or_else(|| format!("{word} needs a value"))?;
            let number = || value.parse().map_err(|_| format!("{word} needs a number, not `{value}`"));
            match word.as_str() {
                "--applications" => read.applications = number()?,
                "--times" => read.times = number()?,
                "--date" => read.date = value,
                "--engines" => read.engines = value.split(',').map(engine).collect::<Result<_, _>>()?,
                "--out" => read.out = PathBuf::from(value),
                other => return Err(format!("{other} is no option; see bench/src/options.rs")),
            }
        }
        if read.date.is_empty() { Err("say which day it is: --date 2026-11-22".to_owned()) } else { Ok(read) }
    }
}

fn engine(word: &str) -> Result<Dialect, String> {
    match word {
        "sqlite" => Ok(Dialect::Sqlite),
        "postgres" => Ok(Dialect::Postgres),
        other => Err(format!("{other} is no engine: sqlite, postgres")),
    }
}
