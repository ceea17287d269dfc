//! What machines ask: is the process alive, may it get requests, how is it doing.
//!
//! `/health/live` says only that the process answers: a restart would help if it did not. `/health/ready` says that
//! the database answers and that no shutdown is under way: a load balancer sends people elsewhere when it is not.
//! `/metrics` is for the addresses that the configuration names, and does not exist for others.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use axum::{
    Router,
    extract::{ConnectInfo, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use metrics_exporter_prometheus::PrometheusHandle;
use tongxing_storage::Store;

use crate::network::AddressRange;

/// A database that has not answered by then is as good as none.
const PATIENCE: Duration = Duration::from_secs(2);

/// What the answers are made of.
#[derive(Clone)]
pub struct Health {
    store: Store,
    metrics: PrometheusHandle,
    metrics_from: Arc<[AddressRange]>,
    stopping: Arc<AtomicBool>,
}

impl Health {
    /// Answers about this database, and gives the figures to these addresses.
    pub fn new(store: Store, metrics: PrometheusHandle, metrics_from: &[AddressRange]) -> Self {
        Self { store, metrics, metrics_from: metrics_from.into(), stopping: Arc::default() }
    }

    /// From now on the process is not ready, though it still answers.
    pub fn announce_stop(&self) {
        self.stopping.store(true, Ordering::Relaxed);
    }

    /// The addresses.
    pub fn router(self) -> Router {
        Router::new()
            .route("/health/live", get(live))
            .route("/health/ready", get(ready))
            .route("/metrics", get(figures))
            .with_state(self)
    }

    async fn database_answers(&self) -> bool {
        let asked = async {
            let mut db = self.store.read().await?;
            tongxing_storage::setting::find::<serde_json::Value>(&mut db, "ready").await
        };
        matches!(tokio::time::timeout(PATIENCE, asked).await, Ok(Ok(_)))
    }
}

async fn live() -> Response {
    answer(StatusCode::OK, "live")
}

async fn ready(State(health): State<Health>) -> Response {
    if health.stopping.load(Ordering::Relaxed) {
        answer(StatusCode::SERVICE_UNAVAILABLE, "stopping")
    } else if health.database_answers().await {
        answer(StatusCode::OK, "ready")
    } else {
        answer(StatusCode::SERVICE_UNAVAILABLE, "the database does not answer")
    }
}

async fn figures(State(health): State<Health>, ConnectInfo(from): ConnectInfo<SocketAddr>) -> Response {
    if health.metrics_from.iter().any(|range| range.contains(from.ip())) {
        let text = [(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")];
        (text, health.metrics.render()).into_response()
    } else {
        StatusCode::NOT_FOUND.into_response()
    }
}

fn answer(status: StatusCode, words: &'static str) -> Response {
    (status, [(header::CACHE_CONTROL, "no-store")], words).into_response()
}

#[cfg(test)]
mod tests {
    use axum::{body::Body, http::Request};
    use metrics_exporter_prometheus::PrometheusBuilder;
    use tongxing_storage::testing::TestStore;
    use tower::ServiceExt;

    use super::*;

    async fn ask(health: &Health, path: &str, from: &str) -> StatusCode {
        let from: SocketAddr = format!("{from}:1").parse().unwrap();
        let request = Request::get(path).extension(ConnectInfo(from)).body(Body::empty()).unwrap();
        health.clone().router().oneshot(request).await.unwrap().status()
    }

    #[tokio::test]
    async fn ready_means_that_work_can_be_done() {
        let test = TestStore::sqlite().await;
        let metrics = PrometheusBuilder::new().build_recorder().handle();
        let health = Health::new(test.store.clone(), metrics, &["10.0.0.0/8".parse().unwrap()]);
        assert_eq!(ask(&health, "/health/live", "203.0.113.9").await, StatusCode::OK);
        assert_eq!(ask(&health, "/health/ready", "203.0.113.9").await, StatusCode::OK);
        assert_eq!(ask(&health, "/metrics", "203.0.113.9").await, StatusCode::NOT_FOUND);
        assert_eq!(ask(&health, "/metrics", "10.1.2.3").await, StatusCode::OK);

        health.announce_stop();
        assert_eq!(ask(&health, "/health/ready", "203.0.113.9").await, StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(ask(&health, "/health/live", "203.0.113.9").await, StatusCode::OK);
    }

    #[tokio::test]
    async fn a_closed_database_is_not_ready() {
        let test = TestStore::sqlite().await;
        let metrics = PrometheusBuilder::new().build_recorder().handle();
        let health = Health::new(test.store.clone(), metrics, &[]);
        test.store.close().await.unwrap();
        assert_eq!(ask(&health, "/health/ready", "127.0.0.1").await, StatusCode::SERVICE_UNAVAILABLE);
    }
}
