//! 消息通知: what whoever is signed in was told; opening one marks it as read.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;
use tongxing_domain::id::NotificationId;
use tongxing_usecases::{
    Campus, PageRequest,
    notification::{list, read},
};

use crate::{
    forms::Pairs,
    page::{self, Page},
    trouble::Trouble,
    visitor::{Visitor, session::Staff},
};

/// So many stand on one page.
const LINES: u32 = 30;

/// The list of messages.
#[derive(Template)]
#[template(path = "notification/list.html")]
pub struct NotificationsPage {
    /// The frame.
    pub p: Page,
    /// Today's.
    pub today: Vec<Line>,
    /// Those before.
    pub earlier: Vec<Line>,
    /// The address of the next page; empty on the last one.
    pub next: String,
    /// The address of the first page; empty on it.
    pub first: &'static str,
}

/// One message as it is shown.
pub struct Line {
    /// Where pressing it is sent.
    pub action: String,
    /// What happened, by its word.
    pub kind: String,
    /// The kind and the icon of its mark.
    pub mark: (&'static str, &'static str),
    /// What it is about.
    pub about: String,
    /// The reason that was given.
    pub reason: String,
    /// When.
    pub at: String,
    /// Not read yet.
    pub unread: bool,
}

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    /// Where the page before ended.
    #[serde(default)]
    after: String,
}

/// `GET /notifications`
pub async fn show(
    visitor: Visitor,
    Staff(actor): Staff,
    State(campus): State<Arc<Campus>>,
    Query(asked): Query<Asked>,
) -> Result<Response, Trouble> {
    let wanted = PageRequest { after: asked.after.parse().ok(), limit: LINES };
    let found = list::run(&campus, &actor, &wanted).await?;
    let p =
        page::for_staff(&campus, &visitor, visitor.t("notification-title")).await?.place("/notifications");
    let p = p.crumb(visitor.t("menu-desk"), Some("/desk")).crumb(visitor.t("notification-title"), None);
    let today = visitor.when().day(campus.now());
    let (today, earlier): (Vec<_>, Vec<_>) =
        found.items.iter().partition(|n| visitor.when().day(n.created_at) == today);
    let lines = |of: Vec<&list::Notification>| of.into_iter().map(|n| line(&visitor, n)).collect();
    page::show(&NotificationsPage {
        p,
        today: lines(today),
        earlier: lines(earlier),
        next: found.next.map(|at| format!("/notifications?after={at}")).unwrap_or_default(),
        first: if asked.after.is_empty() { "" } else { "/notifications" },
    })
}

/// `POST /notifications/{id}`: marks it and leads to what it is about.
pub async fn open(
    Staff(actor): Staff,
    State(campus): State<Arc<Campus>>,
    Path(id): Path<NotificationId>,
    _: Pairs,
) -> Result<Response, Trouble> {
    let link = read::one(&campus, &actor, id).await?;
    Ok(Redirect::to(link.as_deref().unwrap_or("/notifications")).into_response())
}

/// `POST /notifications/read`: marks all.
pub async fn read_all(
    Staff(actor): Staff,
    State(campus): State<Arc<Campus>>,
    _: Pairs,
) -> Result<Response, Trouble> {
    read::all(&campus, &actor).await?;
    Ok(Redirect::to("/notifications").into_response())
}

fn line(visitor: &Visitor, told: &list::Notification) -> Line {
    let param = |name: &str| told.params.get(name).map(String::as_str).unwrap_or_default();
    let both =
        |name: &str| visitor.lang.pick(param(&format!("{name}_zh")), param(&format!("{name}_en"))).to_owned();
    let parts = [both("service"), both("step"), param("name").to_owned(), param("number").to_owned()];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    Line {
        action: format!("/notifications/{}", told.id),
        mark: mark(&told.kind),
        kind: told.kind.clone(),
        about: parts.join(" · "),
        reason: param("reason").to_owned(),
        at: visitor.when().short(told.created_at),
        unread: told.read_at.is_none(),
    }
}

fn mark(kind: &str) -> (&'static str, &'static str) {
    match kind {
        "task-arrived" => ("", "todo"),
        "urged" => ("warn", "urge"),
        "task-taken-back" | "application-returned" => ("sign", "undo"),
        "application-approved" => ("ok", "check"),
        "application-rejected" | "application-terminated" => ("bad", "x"),
        "copied" => ("", "file"),
        "revealed" => ("", "lock"),
        _ => ("", "bell"),
    }
}
