//! Log lines and figures about the program itself.
//!
//! Logs go to standard error: lines for people at a terminal, one JSON object per line otherwise. Neither logs nor
//! figures ever carry names, numbers, photos or tokens of people; libraries that might are turned down to warnings.

use std::io::IsTerminal;

use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use tracing_subscriber::EnvFilter;

use crate::stop::Stop;

/// What is logged unless `TONGXING_LOG` says otherwise.
const DEFAULT_FILTER: &str = "info,sqlx=warn,hyper=warn,reqwest=warn,lettre=warn,rustls=warn";

/// Starts logging. `quiet` keeps one-off commands to warnings, for their result is on standard output.
pub fn start_logging(quiet: bool) -> Result<(), Stop> {
    let default = if quiet { "warn" } else { DEFAULT_FILTER };
    let filter = match std::env::var("TONGXING_LOG") {
        Ok(wanted) => EnvFilter::try_new(&wanted).map_err(|error| {
            Stop::because("TONGXING_LOG is not a filter such as info or debug,sqlx=warn", error)
        })?,
        Err(_) => EnvFilter::new(default),
    };
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    let started = if std::io::stderr().is_terminal() {
        lines.compact().with_target(false).try_init()
    } else {
        lines.json().flatten_event(true).with_current_span(false).try_init()
    };
    started.map_err(|error| Stop::because("logging could not be started", error))
}

/// Starts counting. The handle prints the figures for `/metrics` in Prometheus's text format.
pub fn start_counting() -> Result<PrometheusHandle, Stop> {
    let handle = PrometheusBuilder::new()
        .install_recorder()
        .map_err(|error| Stop::because("the counters could not be started", error))?;
    metrics::describe_gauge!("tongxing_build_info", "the running version, always 1");
    metrics::gauge!("tongxing_build_info", "version" => env!("CARGO_PKG_VERSION")).set(1.0);
    Ok(handle)
}
