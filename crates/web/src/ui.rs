//! The pieces that pages are made of, where data decides their shape: fields, step bar, timeline, diagram.
//! Pieces that are mere markup are macros in `templates/ui.html`. Both follow the design one to one.

pub use self::{
    field::{Choice, Field},
    flow::{Flow, FlowBox},
    plate::PlateTag,
    problems::Problems,
    steps::Steps,
    timeline::{Event, Timeline},
};

pub mod field;
pub mod flow;
pub mod plate;
pub mod problems;
pub mod steps;
pub mod timeline;

/// The icon of a notice: the one asked for, or the usual one of its kind.
pub fn notice_icon(kind: impl AsRef<str>, asked: impl AsRef<str>) -> String {
    let usual = match kind.as_ref() {
        "ok" => "done",
        "info" => "info",
        "sign" => "useradd",
        _ => "alert",
    };
    Some(asked.as_ref()).filter(|icon| !icon.is_empty()).unwrap_or(usual).to_owned()
}
