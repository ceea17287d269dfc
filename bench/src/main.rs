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
use report::Report;

#[tokio::main]
async fn main() {
    let options = Options::read(env::args().skip(1)).unwrap_or_else(|wrong| panic!("{wrong}"));
    let filling = measure::Watch::start();
    let town = fill::town(&options).await;
    let filled_in = filling.elapsed();
    println!("{} applications in {filled_in:.1?}", options.applications);
    let served = site::serve(&town).await;
    let asking = measure::Watch::start();
    let pages = pages::all(&town, &served, &options).await;
    let lists = lists::all(&town, &options).await;
    println!("asked for {:.1?}", asking.elapsed());
    let report = Report { options: &options, filled_in, pages, lists, database_bytes: town.bytes_on_disk() };
    fs::write(&options.out, report.to_string()).unwrap_or_else(|e| panic!("{}: {e}", options.out.display()));
    println!("written to {}", options.out.display());
}
