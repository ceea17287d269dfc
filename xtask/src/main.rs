//! Repository rules as code, and the one command that proves a tree: `cargo xtask test`.
//!
//! It installs or starts what the tests need, runs every ring in order and says how long each took. It never
//! skips a ring silently, never becomes part of the product, and depends on nothing that takes long to build.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command-line tool speaks to its user")]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing))]

mod arrows;
mod axe;
mod findings;
mod generate;
mod needs;
mod postgres;
mod process;
mod rules;
mod rust_text;
mod stopwatch;
mod test;
mod tree;

use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask test [--only fmt|arrows|rules|clippy|unit|e2e] [--quick]
                          everything that must hold; --only may be repeated; --quick leaves out
                          the browser stories and the doc tests, and says so
cargo xtask arrows        which crate imports which, against the table in xtask/src/arrows/table.rs
cargo xtask rules         the repository rules, and the longest files and functions
cargo xtask generate [--check]
                          write (or compare) the files that are made from code
cargo xtask postgres      start a throw-away PostgreSQL, print its address, stop it on Ctrl-C
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match run(&words) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("\n{message}");
            ExitCode::FAILURE
        }
    }
}

fn run(words: &[&str]) -> Result<(), String> {
    match words {
        ["test", options @ ..] => test::run(&test::Options::parse(options)?),
        ["arrows"] => findings::report("arrows", &arrows::check(&tree::root()?)?),
        ["rules"] => rules::run(&tree::root()?),
        ["generate"] => generate::write(&tree::root()?),
        ["generate", "--check"] => findings::report("generated files", &generate::check(&tree::root()?)?),
        ["postgres"] => postgres::hold(),
        ["help" | "--help" | "-h"] => {
            print!("{USAGE}");
            Ok(())
        }
        _ => Err(USAGE.to_owned()),
    }
}
