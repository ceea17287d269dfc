//! A campus being served: requests, and the jobs that follow from them, until the program is asked to stop.
//!
//! Stopping is in order: no new connections, requests under way are finished, the job under way is finished, the
//! database is closed. Whoever cannot wait kills the process; nothing that was acknowledged is lost by that either.

use std::{sync::Arc, time::Duration};

use axum::{Router, middleware};
use tokio::{net::TcpListener, sync::watch};
use tongxing_usecases::{Campus, job, service};
use tongxing_web::AppState;

use crate::{
    accept, config::NetworkConfig, health::Health, proxy, shutdown::Shutdown, stop::Stop, telemetry,
};

/// Between two looks for due jobs when there was nothing to do.
const IDLE: Duration = Duration::from_millis(250);
/// After the database failed, so that the log is not flooded.
const AFTER_FAILURE: Duration = Duration::from_secs(5);
/// So many jobs are under way at once: one outside system that does not answer must not hold up the mail.
const WORKERS: usize = 4;
/// Between two looks whether another process, or a command, has published a service.
const CATCH_UP: Duration = Duration::from_secs(2);
/// Requests and jobs that are not finished by then are cut off.
const FAREWELL: Duration = Duration::from_secs(25);

/// Serves until the program is asked to stop.
pub async fn run(
    campus: Arc<Campus>,
    listener: TcpListener,
    network: &NetworkConfig,
    shutdown: Shutdown,
) -> Result<(), Stop> {
    let (tell_stop, stop) = watch::channel(false);
    let health = Health::new(campus.store.clone(), telemetry::start_counting()?, &network.metrics_from);
    let mut jobs = tokio::task::JoinSet::new();
    for _ in 0..WORKERS {
        jobs.spawn(work(Arc::clone(&campus), stop.clone()));
    }
    jobs.spawn(keep_up(Arc::clone(&campus), stop.clone()));
    let site = site(Arc::clone(&campus), health.clone(), network);
    let mut serving = tokio::spawn(accept::serve(listener, site, stop));
    tokio::select! {
        () = shutdown.asked() => {}
        ended = &mut serving => {
            let why: Box<dyn std::error::Error + Send + Sync> =
                ended.err().map_or_else(|| "nobody asked it to".into(), Into::into);
            return Err(Stop::because("the server ended by itself", why));
        }
    }
    tracing::info!("stopping: finishing what is under way");
    health.announce_stop();
    let _ = tell_stop.send(true);
    if tokio::time::timeout(FAREWELL, async { tokio::join!(serving, jobs.join_all()) }).await.is_err() {
        tracing::warn!(
            "some requests or jobs did not finish in time; unfinished jobs are done after the next start"
        );
    }
    campus.store.close().await.map_err(|error| Stop::because("the database cannot be closed", error))
}

/// Pages, health and metrics, behind the proxies that are trusted.
fn site(campus: Arc<Campus>, health: Health, network: &NetworkConfig) -> Router {
    let trusted = Arc::from(network.trusted_proxies.clone());
    tongxing_web::router(AppState::new(campus))
        .merge(health.router())
        .layer(middleware::from_fn_with_state(trusted, proxy::see_through))
}

/// Does due jobs, and looks again soon.
async fn work(campus: Arc<Campus>, stop: watch::Receiver<bool>) {
    while !*stop.borrow() {
        let pause = match job::run_due(&campus, 1).await {
            Ok(0) => IDLE,
            Ok(_) => continue,
            Err(error) => {
                tracing::error!(error = error.chain(), "jobs cannot be run");
                AFTER_FAILURE
            }
        };
        rest(pause, &stop).await;
    }
}

/// Takes up what is published while the program runs.
async fn keep_up(campus: Arc<Campus>, stop: watch::Receiver<bool>) {
    while !*stop.borrow() {
        if let Err(error) = service::keep_up(&campus).await {
            tracing::error!(error = error.chain(), "published services cannot be read");
        }
        rest(CATCH_UP, &stop).await;
    }
}

/// A pause that ends early when it is time to stop.
async fn rest(pause: Duration, stop: &watch::Receiver<bool>) {
    let mut stop = stop.clone();
    tokio::select! {
        () = tokio::time::sleep(pause) => {}
        _ = stop.wait_for(|stopping| *stopping) => {}
    }
}
