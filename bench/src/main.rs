//! How quick the pages are with a large campus behind them.
//!
//! Fills a throw-away database through the storage functions, serves it with the real router beside a bare axum server,
//! asks both in turn over loopback HTTP, and writes what it found to `docs/benchmarks.md`. Development only: it never
//! ships, nothing imports it, and it never touches a database that somebody owns.
//!
//! ```text
//! cargo run --release -p tongxing-bench -- --date 2026-11-22
//! ```
#![allow(clippy::struct_field_names, reason = "a day is called a day")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a tool for developers: a broken expectation ends it and says so"
)]

mod client;
mod fill;
mod lists;
mod made_up;
mod measure;
mod options;
mod pages;
mod report;
mod site;

use std::{env, fs};

use options::Options;
use report::{Report, Section};
use tongxing_storage::Dialect;

#[tokio::main]
async fn main() {
    let options = Options::read(env::args().skip(1)).unwrap_or_else(|wrong| panic!("{wrong}"));
    let mut sections = Vec::new();
    for engine in &options.engines {
        sections.push(measure_on(*engine, &options).await);
    }
    let report = Report { options: &options, sections };
    fs::write(&options.out, report.to_string()).unwrap_or_else(|e| panic!("{}: {e}", options.out.display()));
    println!("written to {}", options.out.display());
}

/// Fills a database, asks for everything, and lets the database go.
async fn measure_on(engine: Dialect, options: &Options) -> Section {
    let filling = measure::Watch::start();
    let town = fill::town(options, engine).await;
    let filled_in = filling.elapsed();
    println!("{engine:?}: {} applications in {filled_in:.1?}", options.applications);
    let served = site::serve(&town).await;
    let asking = measure::Watch::start();
    let pages = pages::all(&town, &served, options).await;
    let lists = lists::all(&town, options).await;
    println!("asked for {:.1?}", asking.elapsed());
    Section { engine, filled_in, pages, lists, database_bytes: town.bytes_on_disk(), load: report::load() }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// So that the tool does not rot between two measurements: every page of a small campus answers, and is in the document.
    #[tokio::test]
    async fn a_small_campus_is_measured() {
        let words = ["--date", "2026-11-22", "--applications", "200", "--times", "1"];
        let options = Options::read(words.iter().map(|word| (*word).to_owned())).unwrap();
        let section = measure_on(Dialect::Sqlite, &options).await;
        let pages: Vec<_> = section.pages.iter().map(|page| page.route).collect();
        assert!(section.lists.iter().all(|list| list.rows > 0), "an empty list is quick");
        let text = Report { options: &options, sections: vec![section] }.to_string();
        for route in pages {
            assert!(text.contains(&format!("| `{route}` |")), "{route} is missing in {text}");
        }
    }
}
