//! One's own account: data, roles, how one signs in, where one is signed in, the language.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Query, State},
    response::{AppendHeaders, IntoResponse, Redirect, Response},
};
use http::header;
use serde::Deserialize;
use tongxing_domain::unit::Unit;
use tongxing_usecases::{
    Campus,
    account::{
        end_sessions::{self, Session},
        own::{self, Own},
    },
};

use super::password::PasswordPage;
use crate::{
    forms::Form,
    page::{self, Page},
    texts::Lang,
    trouble::Trouble,
    visitor::{Visitor, cookies, prefs, session::Staff},
};

/// The page.
#[derive(Template)]
#[template(path = "account/own.html")]
pub struct OwnPage {
    /// The frame.
    pub p: Page,
    /// What is known.
    pub own: Own,
    /// The running sessions, and whether each is the one in use.
    pub sessions: Vec<(Session, bool)>,
    /// What has just been done.
    pub done: &'static str,
}

/// What has just been done.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    done: String,
}

/// The language wanted.
#[derive(Deserialize)]
pub struct Language {
    locale: String,
}

/// Everything that may have been done before coming back to this page: the texts `account-done-…`.
pub const DONE: [&str; 5] = ["password", "factor-on", "factor-off", "sessions", "language"];

impl OwnPage {
    /// The page.
    pub fn new(visitor: &Visitor, own: Own, sessions: Vec<(Session, bool)>, done: &str) -> Self {
        let done = DONE.into_iter().find(|known| *known == done).unwrap_or_default();
        let p = Page::new(visitor, visitor.t("account-title")).crumb(visitor.t("account-title"), None);
        Self { p, own, sessions, done }
    }

    /// A unit's name in the page's language.
    pub fn name_of<'a>(&self, unit: &'a Unit) -> &'a str {
        self.p.lang().pick(&unit.name_zh, &unit.name_en)
    }
}

/// The frame of a page below the one about one's own account.
pub(super) fn frame(visitor: &Visitor, title: &str) -> Page {
    Page::new(visitor, title).crumb(visitor.t("account-title"), Some("/account")).crumb(title, None)
}

/// `GET /account`. Whoever still has a password that somebody else drew is asked for a new one first.
pub async fn show(
    visitor: Visitor,
    State(campus): State<Arc<Campus>>,
    Staff(actor): Staff,
    Query(asked): Query<Asked>,
) -> Result<Response, Trouble> {
    if visitor.must_change {
        return page::show(&PasswordPage::new(&visitor));
    }
    let own = own::run(&campus, &actor).await?;
    let sessions = end_sessions::list(&campus, &actor).await?;
    let sessions = sessions
        .into_iter()
        .map(|s| {
            let here = s.id == actor.session();
            (s, here)
        })
        .collect();
    page::show(&OwnPage::new(&visitor, own, sessions, &asked.done))
}

/// `POST /account/language`
pub async fn choose_language(
    visitor: Visitor,
    State(campus): State<Arc<Campus>>,
    Staff(actor): Staff,
    Form(wanted): Form<Language>,
) -> Result<Response, Trouble> {
    let locale = wanted.locale.parse().map_err(|_| Trouble::Malformed)?;
    own::choose_language(&campus, &actor, locale).await?;
    let lang = Lang::parse(locale.tag()).unwrap_or_default();
    let cookie = cookies::open(&visitor.shell, prefs::LANG, lang.tag());
    let cookies = AppendHeaders(cookie.into_iter().map(|c| (header::SET_COOKIE, c)));
    Ok((cookies, Redirect::to("/account?done=language")).into_response())
}
