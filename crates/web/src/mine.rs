//! One's own applications, for somebody who proved who they are: the list, what was filled in, where it stands, and
//! what can still be done about it.

use std::sync::Arc;

use tongxing_catalog::{Service, Text};
use tongxing_usecases::{Campus, application::progress::Holding, campus::PublishedService};

use crate::{trouble::Trouble, visitor::Visitor};

pub mod act;
pub mod confirm;
pub mod list;
pub mod progress;
pub mod query;
pub mod show;

/// The service in the version that an application follows.
///
/// # Errors
/// Our fault, when it is missing.
pub fn service_of(campus: &Campus, service: &str, version: u32) -> Result<Arc<PublishedService>, Trouble> {
    let found = campus.services().version(service, version);
    found.ok_or_else(|| Trouble::broken("the service of an application is missing"))
}

/// What a state means: the colour of its tag.
pub fn colour_of(state: &str) -> &'static str {
    match state {
        "running" => "warn",
        "returned" => "sign",
        "approved" => "ok",
        "rejected" | "terminated" => "bad",
        _ => "",
    }
}

/// Every state's word, for the test that each has its words.
pub const STATES: [&str; 7] =
    ["draft", "running", "returned", "approved", "rejected", "cancelled", "terminated"];

/// A step's title.
fn step_title<'a>(service: &'a Service, step: &'a str) -> Option<&'a Text> {
    service.step(step).map(|step| &step.title)
}

/// 部门管理员审核（赵六）, 已等待 3 小时: each who holds it.
fn waiting(visitor: &Visitor, service: &Service, holding: &[Holding]) -> Vec<String> {
    let line = |held: &Holding| {
        let title = step_title(service, &held.step).map(|title| visitor.lang.of(title)).unwrap_or_default();
        let said = visitor.t("my-waiting").arg("step", title).arg("who", &held.who);
        said.arg("since", visitor.when().since(held.since)).to_string()
    };
    holding.iter().map(line).collect()
}
