//! One log line and one measurement per request. Never the query string, the address or anything typed.

use std::{fmt, sync::Arc};

use axum::{
    extract::{MatchedPath, Request, State},
    middleware::Next,
    response::Response,
};
use http::HeaderValue;

use crate::state::Shell;

/// The number of a request, short enough to be read out on the phone: `R-8F3K-1W2M`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestId(Arc<str>);

impl RequestId {
    /// A new one.
    pub fn fresh(shell: &Shell) -> Self {
        /// Crockford's letters: none that is mistaken for another.
        const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
        let letter = |b: u8| char::from(*LETTERS.get(usize::from(b % 32)).unwrap_or(&b'0'));
        let half = || shell.random::<4>().map(letter).iter().collect::<String>();
        Self(format!("R-{}-{}", half(), half()).into())
    }

    /// The one in samples.
    pub fn sample() -> Self {
        Self("R-8F3K-1632".into())
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Who was acting, noted on the response by the visitor layer for the log line.
#[derive(Debug, Clone)]
pub struct ActedAs(pub String);

/// The outermost layer.
pub async fn observe(State(shell): State<Shell>, mut request: Request, next: Next) -> Response {
    let started = tokio::time::Instant::now();
    let id = RequestId::fresh(&shell);
    request.extensions_mut().insert(id.clone());
    let method = known_method(request.method());
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or_else(|| Arc::from("(none)"), |m| Arc::<str>::from(m.as_str()));
    let mut response = next.run(request).await;
    let (took, status) = (started.elapsed(), response.status().as_u16());
    let actor = response.extensions().get::<ActedAs>().map(|a| a.0.clone());
    let duration_ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
    tracing::info!(
        target: "tongxing::request",
        {
            request.id = %id,
            http.method = method,
            http.route = %route,
            http.status = status,
            duration_ms,
            actor.id = actor.as_deref(),
        },
        "request answered"
    );
    let labels =
        [("method", method.to_owned()), ("route", route.to_string()), ("status", status.to_string())];
    metrics::counter!("tongxing_http_requests_total", &labels).increment(1);
    metrics::histogram!("tongxing_http_request_seconds", &labels).record(took.as_secs_f64());
    if let Ok(value) = HeaderValue::try_from(id.to_string()) {
        response.headers_mut().insert("x-request-id", value);
    }
    response
}

/// A made-up method must not make a new time series.
fn known_method(method: &http::Method) -> &'static str {
    ["GET", "POST", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS"]
        .into_iter()
        .find(|m| *m == method.as_str())
        .unwrap_or("(other)")
}
