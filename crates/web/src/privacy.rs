//! How personal information is used, kept and deleted: what the published services say, on one page.

use std::sync::Arc;

use askama::Template;
use axum::{extract::State, response::Response};
use tongxing_catalog::Service;
use tongxing_usecases::Campus;

use crate::{
    page::{self, Page},
    trouble::Trouble,
    visitor::Visitor,
};

/// The page.
#[derive(Template)]
#[template(path = "privacy.html")]
pub struct PrivacyPage {
    /// The frame.
    pub p: Page,
    /// What each service says, in the page's language.
    pub notices: Vec<NoticeText>,
}

/// What one service says.
pub struct NoticeText {
    /// The service's name.
    pub service: String,
    /// Who processes the data and whom to ask.
    pub processor: String,
    /// What is asked for: kind of data, why, how long it is kept.
    pub purposes: Vec<(String, String, String)>,
    /// The rules, one entry per paragraph.
    pub rules: Vec<String>,
}

impl PrivacyPage {
    /// The page with what these services say.
    pub fn new<'a>(visitor: &Visitor, services: impl Iterator<Item = &'a Service>) -> Self {
        let p = Page::new(visitor, visitor.t("privacy-title"));
        let notices = services.map(|service| NoticeText::new(&p, service)).collect();
        Self { p, notices }
    }
}

impl NoticeText {
    fn new(p: &Page, service: &Service) -> Self {
        let notice = &service.notice;
        let purposes = notice.purposes.iter().map(|u| (p.say(&u.title), p.say(&u.why), p.say(&u.kept)));
        Self {
            service: p.say(&service.title),
            processor: p.say(&notice.processor),
            purposes: purposes.collect(),
            rules: notice.rules.iter().map(|rule| p.say(rule)).collect(),
        }
    }
}

/// `GET /privacy`
pub async fn show(visitor: Visitor, State(campus): State<Arc<Campus>>) -> Result<Response, Trouble> {
    let services = campus.services();
    let public = services.all().map(|published| &published.service).filter(|service| service.audience.public);
    page::show(&PrivacyPage::new(&visitor, public))
}
