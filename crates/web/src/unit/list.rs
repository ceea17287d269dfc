//! The tree of units.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use serde::Deserialize;
use tongxing_usecases::{
    Campus,
    unit::list::{self, Branch},
};

use crate::{
    page::{self, Page},
    trouble::Trouble,
    visitor::{Visitor, session::Staff},
};

/// The page.
#[derive(Template)]
#[template(path = "unit/list.html")]
pub struct UnitsPage {
    /// The frame.
    pub p: Page,
    /// Every unit, each after its parent.
    pub units: Vec<Branch>,
    /// What has just been done.
    pub done: &'static str,
}

/// What has just been done.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    done: String,
}

/// Everything that may have been done before coming back to this page: the texts `units-done-…`.
pub const DONE: [&str; 2] = ["added", "changed"];

impl UnitsPage {
    /// The page of a tree.
    pub fn new(visitor: &Visitor, units: Vec<Branch>, done: &str) -> Self {
        let title = visitor.t("units-title");
        let done = DONE.into_iter().find(|known| *known == done).unwrap_or_default();
        Self { p: Page::new(visitor, &title).place("/units").crumb(title, None), units, done }
    }

    /// A unit's name.
    pub fn name<'a>(&self, branch: &'a Branch) -> &'a str {
        self.p.lang().pick(&branch.unit.name_zh, &branch.unit.name_en)
    }

    /// How far in a unit stands.
    pub fn indent(&self, branch: &Branch) -> String {
        "\u{3000}".repeat(branch.depth)
    }
}

/// `GET /units`
pub async fn show(
    visitor: Visitor,
    State(campus): State<Arc<Campus>>,
    Staff(actor): Staff,
    Query(asked): Query<Asked>,
) -> Result<Response, Trouble> {
    let units = list::run(&campus, &actor).await?;
    page::show(&UnitsPage::new(&visitor, units, &asked.done))
}
