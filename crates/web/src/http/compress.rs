//! Pages above 4 KB leave compressed, at the fastest setting: below that, and above it, time is worth more.

use std::io::Write;

use axum::{
    body::{Body, HttpBody, to_bytes},
    extract::Request,
    middleware::Next,
    response::Response,
};
use flate2::{Compression, write::GzEncoder};
use http::{HeaderMap, HeaderValue, header};

const WORTH_IT: u64 = 4096;
const MOST: u64 = 4 * 1024 * 1024;

/// The layer.
pub async fn compress(request: Request, next: Next) -> Response {
    let takes_gzip = takes_gzip(request.headers());
    let response = next.run(request).await;
    if takes_gzip && is_worth_it(&response) { packed(response).await } else { response }
}

/// Whether the browser takes gzip.
pub fn takes_gzip(headers: &HeaderMap) -> bool {
    let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|v| v.to_str().ok()).unwrap_or_default();
    accepted.split(',').any(|coding| {
        let (name, weight) = coding.split_once(';').unwrap_or((coding, ""));
        matches!(name.trim(), "gzip" | "*")
            && !matches!(weight.trim(), "q=0" | "q=0.0" | "q=0.00" | "q=0.000")
    })
}

fn is_worth_it(response: &Response) -> bool {
    let kind = response.headers().get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let size = response.body().size_hint().exact().unwrap_or(0);
    (kind.starts_with("text/") || kind.starts_with("application/json"))
        && !response.headers().contains_key(header::CONTENT_ENCODING)
        && (WORTH_IT..=MOST).contains(&size)
}

async fn packed(response: Response) -> Response {
    let (mut parts, body) = response.into_parts();
    // The size is known and the body lies in memory already, so neither step fails.
    let Ok(plain) = to_bytes(body, usize::MAX).await else {
        return Response::from_parts(parts, Body::empty());
    };
    let mut encoder = GzEncoder::new(Vec::with_capacity(plain.len() / 3), Compression::fast());
    let Some(gzip) = encoder.write_all(&plain).ok().and_then(|()| encoder.finish().ok()) else {
        return Response::from_parts(parts, Body::from(plain));
    };
    parts.headers.remove(header::CONTENT_LENGTH);
    parts.headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    parts.headers.append(header::VARY, HeaderValue::from_static("accept-encoding"));
    Response::from_parts(parts, Body::from(gzip))
}
