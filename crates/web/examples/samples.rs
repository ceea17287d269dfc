//! Serves the site and every sample page on loopback, to look at them while working on templates:
//! `cargo run -p tongxing-web --example samples`, then `http://127.0.0.1:8090/samples`.
//! Add `?lang=en` to a sample's address for English.

use std::fmt::Write;

use axum::{
    Router,
    extract::{Path, Query},
    response::Html,
    routing::get,
};
use serde::Deserialize;
use tongxing_testkit::TestCampus;
use tongxing_web::{AppState, router, samples, texts::Lang};

#[derive(Deserialize)]
struct Asked {
    lang: Option<String>,
    theme: Option<String>,
    #[serde(default)]
    large: bool,
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let samples = Router::new().route("/samples", get(list)).route("/samples/{number}", get(show));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:8090").await?;
    let campus = TestCampus::empty().await;
    axum::serve(listener, samples.merge(router(AppState::new(campus.campus.clone())))).await
}

async fn list() -> Html<String> {
    let mut page = String::from("<!doctype html><meta charset=utf-8><ol start=0>");
    for (i, sample) in samples::samples(&samples::visitor(Lang::ZhCn)).iter().enumerate() {
        let _ = write!(
            page,
            "<li><a href='/samples/{i}'>{}</a> <a href='/samples/{i}?lang=en'>en</a>",
            sample.name
        );
    }
    Html(page)
}

async fn show(Path(number): Path<usize>, Query(asked): Query<Asked>) -> Html<String> {
    let lang = asked.lang.as_deref().and_then(Lang::parse).unwrap_or_default();
    let theme = asked.theme.as_deref().and_then(tongxing_web::visitor::prefs::theme);
    let visitor = samples::visitor_with(lang, tongxing_web::visitor::Prefs { theme, large: asked.large });
    let sample = samples::samples(&visitor).into_iter().nth(number);
    Html(sample.and_then(|s| s.html.ok()).unwrap_or_default())
}
