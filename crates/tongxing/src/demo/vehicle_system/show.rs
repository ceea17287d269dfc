//! What people see of the example vehicle system: its list of plates, as a page and as JSON.

use std::sync::Arc;

use askama::Template;
use axum::{
    Json,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use jiff::tz::TimeZone;
use tongxing_domain::time::Timestamp;

use super::{
    Shared,
    register::{Entry, EventKind},
};

/// Nothing but our own style sheet and script runs on the page.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; \
     form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

#[derive(Template)]
#[template(path = "vehicle_system.html")]
struct Page {
    zh: bool,
    down: bool,
    rows: Vec<Row>,
    version: String,
}

/// One plate on the page.
struct Row {
    plate: String,
    colour: &'static str,
    valid_from: String,
    last_day: String,
    state: Passage,
    received: String,
}

/// Whether the barrier would open for the plate.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Passage {
    Valid,
    NotYet,
    Over,
    Withdrawn,
}

impl Passage {
    fn of(entry: &Entry, now: Timestamp) -> Self {
        let (from, until) = (entry.permit.valid_from, entry.permit.valid_until);
        match entry.kind {
            EventKind::Withdrawn => Self::Withdrawn,
            EventKind::Granted if now < from => Self::NotYet,
            EventKind::Granted if now >= until => Self::Over,
            EventKind::Granted => Self::Valid,
        }
    }

    fn class(self) -> &'static str {
        match self {
            Self::Valid => "ok",
            Self::NotYet => "wait",
            Self::Over | Self::Withdrawn => "no",
        }
    }

    fn words(self, zh: bool) -> &'static str {
        match (self, zh) {
            (Self::Valid, true) => "放行",
            (Self::Valid, false) => "may pass",
            (Self::NotYet, true) => "未生效",
            (Self::NotYet, false) => "not yet",
            (Self::Over, true) => "已到期",
            (Self::Over, false) => "over",
            (Self::Withdrawn, true) => "已停用",
            (Self::Withdrawn, false) => "withdrawn",
        }
    }
}

/// The list of plates.
pub async fn page(state: State<Arc<Shared>>, headers: HeaderMap) -> Response {
    let State(shared) = state;
    let now = shared.clock.now();
    let register = shared.register.lock().await;
    let rows: Vec<_> = register.entries().into_iter().map(|entry| row(entry, now, &shared.zone)).collect();
    let page = Page {
        zh: prefers_chinese(&headers),
        down: register.down,
        version: version(&register.entries(), register.down),
        rows,
    };
    drop(register);
    match page.render() {
        Ok(html) => ([(header::CONTENT_SECURITY_POLICY, POLICY), NO_STORE], Html(html)).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// The same list for programs.
pub async fn permits(State(shared): State<Arc<Shared>>) -> Response {
    let register = shared.register.lock().await;
    let entries = register.entries();
    let body = serde_json::json!({
        "version": version(&entries, register.down),
        "down": register.down,
        "permits": entries,
    });
    ([NO_STORE], Json(body)).into_response()
}

/// The page's style sheet.
pub async fn style() -> Response {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], include_str!("../../../assets/vehicle_system.css"))
        .into_response()
}

/// Loads the page again when something has come in.
pub async fn script() -> Response {
    (
        [(header::CONTENT_TYPE, "text/javascript; charset=utf-8")],
        include_str!("../../../assets/vehicle_system.js"),
    )
        .into_response()
}

const NO_STORE: (header::HeaderName, &str) = (header::CACHE_CONTROL, "no-store");

fn row(entry: &Entry, now: Timestamp, zone: &TimeZone) -> Row {
    let permit = &entry.permit;
    Row {
        plate: split(&permit.plate),
        colour: colour_class(&permit.colour),
        valid_from: permit.valid_from.date(zone).to_string(),
        last_day: permit.valid_until.plus_millis(-1).date(zone).to_string(),
        state: Passage::of(entry, now),
        received: entry.received.civil(zone).strftime("%m-%d %H:%M:%S").to_string(),
    }
}

/// 蒙B12345 is read as 蒙B·12345.
fn split(plate: &str) -> String {
    let head: String = plate.chars().take(2).collect();
    let rest: String = plate.chars().skip(2).collect();
    format!("{head}·{rest}")
}

/// The class that paints the plate; an unknown colour is shown in black and white rather than in a wrong one.
fn colour_class(colour: &str) -> &'static str {
    match colour {
        "blue" => "blue",
        "gradient_green" | "farm_green" => "green",
        "yellow" => "yellow",
        "yellow_green" => "yellow-green",
        "black" => "black",
        _ => "white",
    }
}

/// Changes whenever the page would: the number of permits and the newest receipt do.
fn version(entries: &[&Entry], down: bool) -> String {
    let newest = entries.first().map_or(0, |entry| entry.received.millis());
    let changes: i64 = entries.iter().map(|entry| entry.permit.version).sum();
    format!("{newest}-{}-{changes}-{}", entries.len(), u8::from(down))
}

/// Chinese unless the browser names English before it.
fn prefers_chinese(headers: &HeaderMap) -> bool {
    let wanted =
        headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let place = |language| wanted.to_ascii_lowercase().find(language);
    match (place("zh"), place("en")) {
        (Some(zh), Some(en)) => zh < en,
        (zh, en) => zh.is_some() || en.is_none(),
    }
}
