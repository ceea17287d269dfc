//! The services of these tests, and the little world around a form.

use std::sync::LazyLock;

use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use serde_json::Value;
use tongxing_catalog::expression::Party;
use tongxing_catalog::{Checked, Context, Service, Values, load};

pub const REGISTRATION: &str =
    include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../services/other-personnel-registration.yaml"));
pub const MEETING_ROOM: &str = include_str!("meeting-room.yaml");
pub const TODAY: Date = date(2026, 11, 22);

pub fn registration() -> Service {
    service("other-personnel-registration.yaml", REGISTRATION)
}

pub fn meeting_room() -> Service {
    service("meeting-room.yaml", MEETING_ROOM)
}

fn service(file: &str, text: &str) -> Service {
    load(file, text).unwrap_or_else(|remarks| {
        panic!("{}", remarks.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n\n"))
    })
}

/// A campus with the unit `u-1`, and a draft that owns the files `f-1`, `f-2` and `f-3`.
pub fn context() -> Context<'static> {
    static ZONE: LazyLock<TimeZone> = LazyLock::new(|| TimeZone::get("Asia/Shanghai").unwrap());
    static NOBODY: LazyLock<Party> = LazyLock::new(Party::default);
    Context {
        today: TODAY,
        zone: &ZONE,
        initiator: &NOBODY,
        applicant: &NOBODY,
        accepts_unit: &|unit| unit == "u-1",
        owns_file: &|file| ["f-1", "f-2", "f-3"].contains(&file),
    }
}

pub fn values(json: Value) -> Values {
    match json {
        Value::Object(map) => map,
        _ => panic!("an object is wanted"),
    }
}

/// `path code` of every problem, in order.
pub fn problems(checked: &Checked) -> Vec<String> {
    checked.problems.iter().map(|p| format!("{} {}", p.path, p.problem.code)).collect()
}
