//! What people see of the example vehicle system: its list of plates, as a page and as JSON.

mod words;

use std::sync::Arc;

use axum::{
    Json,
    extract::State,
    http::{HeaderMap, HeaderName, header},
    response::{Html, IntoResponse, Response},
};
use jiff::tz::TimeZone;
use tongxing_domain::time::Timestamp;

use self::words::{Language, escape};
use super::{
    Shared,
    register::{Entry, EventKind},
};

/// Nothing but our own style sheet and script runs on the page.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; \
     form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
const NO_STORE: (HeaderName, &str) = (header::CACHE_CONTROL, "no-store");

const PAGE: &str = include_str!("../../../assets/vehicle_system.html");
const STYLE: &str = include_str!("../../../assets/vehicle_system.css");
const SCRIPT: &str = include_str!("../../../assets/vehicle_system.js");

/// The list of plates.
pub async fn page(State(shared): State<Arc<Shared>>, headers: HeaderMap) -> Response {
    let wanted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    let language = Language::wanted(wanted.unwrap_or_default());
    let now = shared.clock.now();
    let register = shared.register.lock().await;
    let html = render(&register.entries(), register.down, now, &shared.zone, language);
    drop(register);
    ([(header::CONTENT_SECURITY_POLICY, POLICY), NO_STORE], Html(html)).into_response()
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
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], STYLE).into_response()
}

/// Loads the page again when something has come in.
pub async fn script() -> Response {
    ([(header::CONTENT_TYPE, "text/javascript; charset=utf-8")], SCRIPT).into_response()
}

fn render(entries: &[&Entry], down: bool, now: Timestamp, zone: &TimeZone, language: Language) -> String {
    let say = |chinese, english| language.pick(chinese, english);
    let (mood, condition, switch_to, switch) = if down {
        let condition = say(
            "正在模拟故障：推送会得到 503，稍后自动重试。",
            "Pretending to be out of order: deliveries get a 503 and are tried again.",
        );
        ("", condition, "no", say("恢复正常", "Back in order"))
    } else {
        (" ok", say("运行正常", "In order"), "yes", say("模拟故障", "Pretend to be out of order"))
    };
    let about = say(
        "扮演校方已有的车辆管理系统：通行审批通过后，车牌经签名推送自动到达这里。",
        "Plays the vehicle system a campus already has: plates arrive here by signed delivery once they are approved.",
    );
    let list = if entries.is_empty() {
        format!("<p class=\"empty\">{}</p>", say("还没有收到车牌。", "No plates yet."))
    } else {
        table(entries, now, zone, language)
    };
    // The list comes last: whatever a sender wrote into it is not looked at again.
    PAGE.replace("{lang}", language.tag())
        .replace("{version}", &version(entries, down))
        .replace("{title}", say("示例车辆管理系统", "Example vehicle system"))
        .replace("{about}", about)
        .replace("{mood}", mood)
        .replace("{condition}", condition)
        .replace("{switch_to}", switch_to)
        .replace("{switch}", switch)
        .replace("{list}", &list)
}

fn table(entries: &[&Entry], now: Timestamp, zone: &TimeZone, language: Language) -> String {
    let count = entries.len();
    let caption = match language {
        Language::Chinese => format!("车牌 {count} 个，最近到达的在前"),
        Language::English => format!("{count} plates, the latest first"),
    };
    let headings = [("车牌", "Plate"), ("状态", "State"), ("有效期", "Valid"), ("到达时间", "Received")]
        .map(|(chinese, english)| format!("<th scope=\"col\">{}</th>", language.pick(chinese, english)));
    let rows: Vec<String> = entries.iter().map(|entry| row(entry, now, zone, language)).collect();
    format!(
        "<table>\n<caption>{caption}</caption>\n<thead><tr>{}</tr></thead>\n<tbody>\n{}</tbody>\n</table>",
        headings.concat(),
        rows.concat()
    )
}

fn row(entry: &Entry, now: Timestamp, zone: &TimeZone, language: Language) -> String {
    let permit = &entry.permit;
    let passage = Passage::of(entry, now);
    format!(
        "<tr>\n  <td><span class=\"plate {}\">{}</span></td>\n  <td><span class=\"tag {}\">{}</span></td>\n  \
         <td><time>{}</time> – <time>{}</time></td>\n  <td><time>{}</time></td>\n</tr>\n",
        colour_class(&permit.colour),
        escape(&split(&permit.plate)),
        passage.class(),
        passage.words(language),
        permit.valid_from.date(zone),
        permit.valid_until.plus_millis(-1).date(zone),
        entry.received.civil(zone).strftime("%m-%d %H:%M:%S"),
    )
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
        match entry.kind {
            EventKind::Withdrawn => Self::Withdrawn,
            EventKind::Granted if now < entry.permit.valid_from => Self::NotYet,
            EventKind::Granted if now >= entry.permit.valid_until => Self::Over,
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

    fn words(self, language: Language) -> &'static str {
        match self {
            Self::Valid => language.pick("放行", "may pass"),
            Self::NotYet => language.pick("未生效", "not yet"),
            Self::Over => language.pick("已到期", "over"),
            Self::Withdrawn => language.pick("已停用", "withdrawn"),
        }
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

/// Changes whenever the page would: the number of permits, their versions and the newest receipt do.
fn version(entries: &[&Entry], down: bool) -> String {
    let newest = entries.first().map_or(0, |entry| entry.received.millis());
    let changes = entries.iter().fold(0_i64, |sum, entry| sum.wrapping_add(entry.permit.version));
    format!("{newest}-{}-{changes}-{}", entries.len(), u8::from(down))
}
