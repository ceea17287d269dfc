//! The program `tongxing`: one file that is a whole campus access platform.
//!
//! This crate reads the configuration, prepares the data folder, puts the parts together (`wiring`) and runs one
//! subcommand. It never decides a rule of the business, never speaks SQL and never draws a page of the product; the
//! only page here belongs to the example vehicle system of the demonstration, which plays a foreign program.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing))]

mod accept;
mod archive;
mod cli;
mod command;
mod config;
mod data_dir;
mod demo;
mod health;
mod installation;
mod key_file;
mod network;
mod private;
mod proxy;
mod serve;
mod shipped;
mod shutdown;
mod stop;
mod telemetry;
mod terminal;
mod wiring;

use std::process::ExitCode;

use clap::Parser;

use crate::cli::Cli;

fn main() -> ExitCode {
    // Before anything can open a connection: every TLS user of the program shares this provider. The only way
    // to fail is that one is installed already, and then it is this one.
    let _ = rustls::crypto::ring::default_provider().install_default();
    match command::run(Cli::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(stop) => {
            terminal::complain(&stop);
            ExitCode::FAILURE
        }
    }
}
