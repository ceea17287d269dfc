//! 我的登记: the list, each with its state and who holds it since when.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use serde::Deserialize;
use tongxing_catalog::display::Shown;
use tongxing_domain::mask;
use tongxing_usecases::{
    Campus,
    application::mine::{self as all, Mine},
};

use crate::{
    menu::Tab,
    mine,
    page::{self, Page},
    trouble::Trouble,
    visitor::{Visitor, session::Proven},
};

/// The page.
#[derive(Template)]
#[template(path = "mine/list.html")]
pub struct MyPage {
    /// The frame.
    pub p: Page,
    /// Whose they are.
    pub name: String,
    /// Their document, starred out.
    pub document: String,
    /// Filters: text, how many, address, whether it is the one chosen.
    pub filters: Vec<(String, usize, String, bool)>,
    /// The applications.
    pub items: Vec<Item>,
}

/// One application in the list.
pub struct Item {
    /// Its page.
    pub href: String,
    /// What it is about.
    pub title: String,
    /// Its state's word in data.
    pub state: String,
    /// The state's colour.
    pub colour: &'static str,
    /// Its number, and when it was submitted or ended.
    pub about: String,
    /// Who holds it, or why it came back or ended.
    pub lines: Vec<String>,
}

/// Which are shown.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    state: String,
}

/// The filters beside 全部; everything that ended without approval stands under the last.
pub const FILTERS: [&str; 4] = ["running", "returned", "approved", "ended"];

/// `GET /my`
pub async fn show(
    visitor: Visitor,
    Proven(applicant): Proven,
    State(campus): State<Arc<Campus>>,
    Query(asked): Query<Asked>,
) -> Result<Response, Trouble> {
    let found = all::run(&campus, &applicant, visitor.lang.locale()).await?;
    let document = found.iter().find_map(|m| m.application.applicant_document.as_ref());
    let document = document.map(|document| mask::document(document.number())).unwrap_or_default();
    let title = found.first().map_or_else(
        || visitor.t("home-my-applications").to_string(),
        |mine| visitor.lang.of(&mine.published.service.entry.mine).to_owned(),
    );
    let chosen = FILTERS.into_iter().find(|filter| *filter == asked.state).unwrap_or_default();
    let shown = found.iter().filter(|mine| belongs(mine, chosen)).map(|mine| item(&visitor, mine));
    page::show(&MyPage {
        p: Page::new(&visitor, title).tab(Tab::Mine),
        name: applicant.name().to_owned(),
        document,
        filters: filters(&visitor, &found, chosen),
        items: shown.collect(),
    })
}

fn filters(visitor: &Visitor, found: &[Mine], chosen: &str) -> Vec<(String, usize, String, bool)> {
    let all = (visitor.t("my-all").to_string(), found.len(), "/my".to_owned(), chosen.is_empty());
    let more = FILTERS.into_iter().filter_map(|filter| {
        let count = found.iter().filter(|mine| belongs(mine, filter)).count();
        let text = visitor.lang.t_of("my-filter", filter).to_string();
        (count > 0 || filter == chosen)
            .then(|| (text, count, format!("/my?state={filter}"), filter == chosen))
    });
    std::iter::once(all).chain(more).collect()
}

fn belongs(mine: &Mine, filter: &str) -> bool {
    let state = mine.application.instance.state.code();
    match filter {
        "" => true,
        "ended" => matches!(state, "rejected" | "cancelled" | "terminated"),
        _ => state == filter,
    }
}

fn item(visitor: &Visitor, found: &Mine) -> Item {
    let application = &found.application;
    let service = &found.published.service;
    let state = application.instance.state.code();
    let words = found.overview.iter().filter_map(|line| match &line.shown {
        Shown::Words(words) => Some(words.as_str()),
        Shown::File { .. } | Shown::Attachment(_) | Shown::Plates(_) => None,
    });
    let title = words.collect::<Vec<_>>().join(" · ");
    let about = match application.finished_at {
        Some(at) => visitor.t("my-ended").arg("when", visitor.when().short(at)),
        None => visitor.t("my-submitted").arg("when", visitor.when().short(application.submitted_at)),
    };
    let mut lines = mine::waiting(visitor, service, &found.holding);
    lines.extend(
        found.reason.as_ref().map(|reason| visitor.t("apply-quoted").arg("text", reason).to_string()),
    );
    if state == "approved" {
        lines.push(visitor.lang.of(&service.entry.completed).to_owned());
    }
    Item {
        href: match state {
            "running" | "returned" => format!("/my/{}/progress", application.number),
            _ => format!("/my/{}", application.number),
        },
        title: if title.is_empty() { visitor.lang.of(&service.title).to_owned() } else { title },
        colour: mine::colour_of(state),
        state: state.to_owned(),
        about: format!("{} · {about}", application.number),
        lines,
    }
}
