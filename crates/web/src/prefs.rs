//! How pages look: theme, 关怀模式 and language. Buttons anywhere post here; without script the answer leads
//! back to where the person was.

use askama::Template;
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use http::header;
use serde::Deserialize;

use crate::{
    forms::Form,
    page::{self, Page},
    texts::Lang,
    trouble::Trouble,
    visitor::{Visitor, cookies, prefs},
};

/// The page where all of it can be chosen.
#[derive(Template)]
#[template(path = "prefs.html")]
pub struct PrefsPage {
    /// The frame.
    pub p: Page,
}

impl PrefsPage {
    /// The page.
    pub fn new(visitor: &Visitor) -> Self {
        Self { p: Page::new(visitor, visitor.t("prefs-title")) }
    }
}

/// One press on one button.
#[derive(Debug, Default, Deserialize)]
pub struct Choice {
    theme: Option<String>,
    size: Option<String>,
    lang: Option<String>,
    to: Option<String>,
}

/// `GET /prefs`
pub async fn show(visitor: Visitor) -> Result<Response, Trouble> {
    page::show(&PrefsPage::new(&visitor))
}

/// `POST /prefs`
pub async fn save(visitor: Visitor, Form(choice): Form<Choice>) -> Response {
    let shell = &visitor.shell;
    let theme = choice.theme.as_deref().map(|t| (prefs::THEME, prefs::theme(t).unwrap_or("auto")));
    let size = choice.size.as_deref().map(|s| (prefs::SIZE, if s == "large" { "large" } else { "normal" }));
    let lang = choice.lang.as_deref().and_then(Lang::parse).map(|l| (prefs::LANG, l.tag()));
    let chosen = [theme, size, lang].into_iter().flatten();
    let cookies =
        chosen.filter_map(|(name, value)| Some((header::SET_COOKIE, cookies::open(shell, name, value)?)));
    let to = own_path(choice.to.as_deref().unwrap_or("/"));
    (AppendHeaders(cookies), Redirect::to(&to)).into_response()
}

/// A path on this very site, or the first page: nobody is sent elsewhere. A language in the query would undo the
/// choice just made, so it is dropped.
pub fn own_path(to: &str) -> String {
    let own = to.starts_with('/') && !to.starts_with("//") && !to.contains(['\\', '\r', '\n', '\t']);
    if !own {
        return "/".to_owned();
    }
    let Some((path, query)) = to.split_once('?') else { return to.to_owned() };
    let rest: Vec<&str> = query.split('&').filter(|pair| !pair.starts_with("lang=")).collect();
    if rest.is_empty() { path.to_owned() } else { format!("{path}?{}", rest.join("&")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_sent_to_another_site() {
        for away in
            ["https://evil.example/", "//evil.example", "/\\evil.example", "\\\\evil", "javascript:1", ""]
        {
            assert_eq!(own_path(away), "/", "{away}");
        }
    }

    #[test]
    fn the_way_back_keeps_its_query_but_not_the_old_language() {
        assert_eq!(own_path("/persons?q=3&lang=en&page=2"), "/persons?q=3&page=2");
        assert_eq!(own_path("/?lang=en"), "/");
        assert_eq!(own_path("/my"), "/my");
    }
}
