//! The question before something serious is done: what will follow from it, and why it is done. A dialog on the page
//! it belongs to; a page of its own where no dialog opens, and when the answer was refused.

use std::fmt::Display;

use askama::Template;
use axum::response::{IntoResponse, Response};
use http::StatusCode;

use crate::{
    page::{self, Page},
    texts::Lang,
    trouble::Trouble,
    ui::{Field, Problems},
};

/// A question.
#[derive(Debug, Clone)]
pub struct Ask {
    /// The word for it in addresses and ids.
    pub key: &'static str,
    /// The heading.
    pub title: String,
    /// What will follow, in a sentence.
    pub consequence: String,
    /// Where the answer is sent.
    pub action: String,
    /// The verb on the button.
    pub ok: String,
    /// How the button looks: `main` or `bad`.
    pub kind: &'static str,
    /// What else is sent along.
    pub hidden: Vec<(&'static str, String)>,
    /// Usual reasons, filled in by a press where scripts run.
    pub phrases: Vec<String>,
    /// The answer is a file: the page stays.
    pub downloads: bool,
    fields: Vec<Field>,
}

impl Ask {
    /// A question whose words are `ask-<key>-title`, `ask-<key>-about` and `ask-<key>-ok`.
    pub fn new(lang: Lang, key: &'static str, action: impl Into<String>) -> Self {
        let words = |part: &str| lang.t(format!("ask-{key}-{part}")).to_string();
        Self {
            key,
            title: words("title"),
            consequence: words("about"),
            action: action.into(),
            ok: words("ok"),
            kind: "main",
            hidden: Vec::new(),
            phrases: Vec::new(),
            downloads: false,
            fields: Vec::new(),
        }
    }

    /// Another heading.
    #[must_use]
    pub fn titled(mut self, title: impl Display) -> Self {
        self.title = title.to_string();
        self
    }

    /// Its answer is a file.
    #[must_use]
    pub fn downloads(mut self) -> Self {
        self.downloads = true;
        self
    }

    /// Its button warns.
    #[must_use]
    pub fn bad(mut self) -> Self {
        self.kind = "bad";
        self
    }

    /// Says about whom or what it is.
    #[must_use]
    pub fn about(mut self, words: impl Display) -> Self {
        self.consequence = words.to_string();
        self
    }

    /// Asks for this too.
    #[must_use]
    pub fn with(mut self, field: Field) -> Self {
        self.fields.push(field);
        self
    }

    /// Sends this along.
    #[must_use]
    pub fn carrying(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.hidden.push((name, value.into()));
        self
    }

    /// Asks why, with what was typed before; usual reasons stand in one text, one per line.
    #[must_use]
    pub fn why(mut self, lang: Lang, typed: &str, usual: &str) -> Self {
        self.phrases = usual.lines().map(str::trim).filter(|l| !l.is_empty()).map(str::to_owned).collect();
        let label = lang.t(format!("ask-{}-reason", self.key));
        self.with(
            Field::new("reason", label)
                .in_language(lang)
                .area()
                .required()
                .value(typed)
                .attr("maxlength", 500),
        )
    }

    /// The fields of the dialog. Several dialogs stand on one page, so each field is named after its question.
    pub fn in_dialog(&self) -> Vec<Field> {
        let id = |field: &Field| format!("f-{}-{}", self.key, field.name);
        self.fields.iter().map(|field| field.clone().id(id(field))).collect()
    }

    /// The fields on a page of their own.
    pub fn on_page(&self, problems: &Problems) -> Vec<Field> {
        self.fields.iter().map(|field| field.clone().problems(problems)).collect()
    }
}

/// The question on a page of its own.
#[derive(Template)]
#[template(path = "ask/page.html")]
pub struct AskPage {
    /// The frame; its arrow back is the way out.
    pub p: Page,
    /// The question.
    pub ask: Ask,
    /// What was wrong with the answer.
    pub problems: Problems,
}

impl AskPage {
    /// The page, refused when something was wrong.
    pub fn answer(self) -> Result<Response, Trouble> {
        let refused = !self.problems.is_empty();
        let page = page::show(&self)?;
        Ok(if refused { (StatusCode::UNPROCESSABLE_ENTITY, page).into_response() } else { page })
    }
}
