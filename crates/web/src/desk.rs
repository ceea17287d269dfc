//! The portal's first page: what waits, what one may do here, what happened lately.

use std::sync::Arc;

use askama::Template;
use axum::{extract::State, response::Response};
use tongxing_domain::time::Timestamp;
use tongxing_usecases::{
    Campus,
    campus::PublishedService,
    desk::{self, Desk},
};

use crate::{
    menu,
    page::{self, Page},
    trouble::Trouble,
    visitor::{Visitor, session::Staff},
};

/// The page.
#[derive(Template)]
#[template(path = "desk.html")]
pub struct DeskPage {
    /// The frame.
    pub p: Page,
    /// The greeting with the person's name.
    pub greeting: String,
    /// How many tasks wait.
    pub open: u64,
    /// How many were decided this week.
    pub done: u64,
    /// How many messages are unread.
    pub unread: u64,
    /// The latest tasks.
    pub tasks: Vec<DeskLine>,
    /// What the person filed.
    pub filed: Vec<DeskLine>,
    /// The latest messages.
    pub notices: Vec<DeskNotice>,
    /// What the person may do, with an icon and a sentence.
    pub shortcuts: Vec<Shortcut>,
}

/// A task or an application in a short list.
pub struct DeskLine {
    /// Its page.
    pub href: String,
    /// The service.
    pub title: String,
    /// The number people say.
    pub number: String,
    /// For whom.
    pub about: String,
    /// The step that waits.
    pub step: String,
    /// The state's code, for its word and colour.
    pub state: String,
    /// Since when.
    pub since: Timestamp,
}

/// A message in a short list.
pub struct DeskNotice {
    /// Its page, if it leads anywhere.
    pub href: String,
    /// What about.
    pub kind: String,
    /// The number of the application.
    pub number: String,
    /// Whether it is unread.
    pub unread: bool,
    /// When.
    pub at: Timestamp,
}

/// A way to a page that this person may open.
pub struct Shortcut {
    /// The page.
    pub path: &'static str,
    /// Its icon.
    pub icon: &'static str,
    /// Its name.
    pub title: String,
    /// What it is for.
    pub about: String,
}

/// What the desk offers beside the office itself, in the order of the page: path, key of the sentence.
const SHORTCUTS: [(&str, &str); 6] = [
    ("/persons", "desk-about-persons"),
    ("/vehicles", "desk-about-vehicles"),
    ("/deliveries", "desk-about-deliveries"),
    ("/units", "desk-about-units"),
    ("/accounts", "desk-about-accounts"),
    ("/audit", "desk-about-audit"),
];

/// The keys of the sentences beside the shortcuts; asked for by the test over the texts.
pub fn keys() -> impl Iterator<Item = &'static str> {
    SHORTCUTS.iter().map(|(_, key)| *key)
}

impl DeskPage {
    /// The page of what stands on the desk.
    pub fn new(visitor: &Visitor, desk: Desk) -> Self {
        let name = visitor.user_name().unwrap_or_default();
        let greeting = visitor.t(greeting_at(visitor)).arg("name", name).to_string();
        let lang = visitor.lang;
        let step = |service: &Option<Arc<PublishedService>>, key: &str| {
            let found = service.as_ref().and_then(|s| s.service.step(key));
            found.map(|s| lang.of(&s.title).to_owned()).unwrap_or_default()
        };
        let title = |service: &Option<Arc<PublishedService>>, key: &str| {
            service.as_ref().map_or_else(|| key.to_owned(), |s| lang.of(&s.service.title).to_owned())
        };
        let tasks = desk.tasks.iter().map(|(entry, service)| DeskLine {
            href: format!("/tasks/{}", entry.task.id),
            title: title(service, &entry.application.service),
            number: entry.application.number.clone(),
            about: entry.application.applicant_name.as_ref().map_or("", |n| n.as_str()).to_owned(),
            step: step(service, entry.task.step.as_str()),
            state: entry.application.state.clone(),
            since: entry.task.since,
        });
        let filed = desk.filed.iter().map(|(filed, service)| DeskLine {
            href: format!("/my/{}", filed.number),
            title: title(service, &filed.service),
            number: filed.number.clone(),
            about: filed.applicant_name.as_ref().map_or("", |n| n.as_str()).to_owned(),
            step: filed.waiting_step.as_ref().map(|k| step(service, k.as_str())).unwrap_or_default(),
            state: filed.state.clone(),
            since: filed.updated_at,
        });
        let notices = desk.notices.into_iter().map(|n| DeskNotice {
            href: n.link.unwrap_or_else(|| "/notifications".to_owned()),
            kind: n.kind,
            number: n.params.get("number").cloned().unwrap_or_default(),
            unread: n.read_at.is_none(),
            at: n.created_at,
        });
        Self {
            p: Page::new(visitor, visitor.t("menu-desk"))
                .place("/desk")
                .crumb(visitor.t("menu-desk"), None)
                .counts(desk.open, desk.unread),
            greeting,
            open: desk.open,
            done: desk.done_this_week,
            unread: desk.unread,
            tasks: tasks.collect(),
            filed: filed.collect(),
            notices: notices.collect(),
            shortcuts: shortcuts(visitor),
        }
    }
}

/// `GET /desk`
pub async fn show(
    visitor: Visitor,
    State(campus): State<Arc<Campus>>,
    Staff(actor): Staff,
) -> Result<Response, Trouble> {
    let desk = desk::run(&campus, &actor).await?;
    page::show(&DeskPage::new(&visitor, desk))
}

fn greeting_at(visitor: &Visitor) -> &'static str {
    match visitor.when().hour() {
        5..12 => "desk-morning",
        12..18 => "desk-afternoon",
        _ => "desk-evening",
    }
}

fn shortcuts(visitor: &Visitor) -> Vec<Shortcut> {
    let groups = menu::groups(visitor);
    let items: Vec<_> = groups.into_iter().flat_map(|g| g.items).collect();
    let shortcut = |(path, about): &(&'static str, &'static str)| {
        let item = items.iter().find(|i| i.path == *path)?;
        let about = visitor.t(*about).to_string();
        Some(Shortcut { path, icon: item.icon, title: item.text.clone(), about })
    };
    SHORTCUTS.iter().filter_map(shortcut).collect()
}
