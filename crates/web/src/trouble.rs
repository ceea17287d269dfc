//! How a request ends when it cannot be answered: a calm page in the visitor's language that says what to do.
//!
//! A handler returns [`Trouble`]; the visitor layer turns it, and every bare error of the layers below (405, 408,
//! 413 …), into that page. A failure is logged here, once, with its whole chain of causes.

use std::{error::Error, sync::Arc};

use askama::Template;
use axum::response::{IntoResponse, Response};
use http::{StatusCode, header};
use tongxing_domain::problem::Problem;
use tongxing_usecases as usecases;

use crate::{page::Page, texts::Html, visitor::Visitor};

/// Why a request is not answered.
#[derive(Debug, Clone)]
pub enum Trouble {
    /// There is no such page or thing, or this person may not even know that there is.
    NotFound,
    /// It exists, and it is not theirs.
    Forbidden,
    /// Somebody has to sign in first; a page asked for sends there, anything else says so.
    SignedOut {
        /// Where to sign in or prove who one is.
        at: &'static str,
    },
    /// The form was not made for this browser, or long ago.
    StaleForm,
    /// What came in does not parse: only a broken or hand-made client sends this.
    Malformed,
    /// More was sent than this page takes.
    TooLarge,
    /// Too many attempts.
    TooMany,
    /// A refusal for which there is no form to show it in.
    Refused(Problem),
    /// Our fault: the chain of causes, without personal data.
    Failed(Arc<str>),
}

/// The error page.
#[derive(Template)]
#[template(path = "error.html")]
pub struct ErrorPage {
    /// The frame.
    pub p: Page,
    /// The status, large.
    pub status: u16,
    /// What to do.
    pub advice: Html,
    /// Where the main button leads, and its text.
    pub main: (String, String),
    /// The second button.
    pub other: Option<(String, String)>,
}

impl Trouble {
    /// A failure from an error and its sources.
    pub fn failed(error: &(dyn Error + 'static)) -> Self {
        let mut chain = error.to_string();
        let mut source = error.source();
        while let Some(cause) = source {
            chain = format!("{chain}: {cause}");
            source = cause.source();
        }
        Self::Failed(chain.into())
    }

    /// A failure without a deeper cause: something that must hold does not.
    pub fn broken(what: &str) -> Self {
        Self::Failed(what.into())
    }

    fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Forbidden | Self::StaleForm => StatusCode::FORBIDDEN,
            Self::SignedOut { .. } => StatusCode::UNAUTHORIZED,
            Self::Malformed => StatusCode::BAD_REQUEST,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooMany => StatusCode::TOO_MANY_REQUESTS,
            Self::Refused(_) => StatusCode::CONFLICT,
            Self::Failed(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn of_status(status: StatusCode) -> Option<Self> {
        Some(match status {
            StatusCode::NOT_FOUND => Self::NotFound,
            StatusCode::FORBIDDEN => Self::Forbidden,
            StatusCode::PAYLOAD_TOO_LARGE => Self::TooLarge,
            StatusCode::TOO_MANY_REQUESTS => Self::TooMany,
            s if s.is_server_error() => Self::broken("a layer gave up"),
            s if s.is_client_error() => Self::Malformed,
            _ => return None,
        })
    }

    fn key(&self, status: StatusCode) -> &'static str {
        match self {
            _ if status == StatusCode::METHOD_NOT_ALLOWED => "wrong-method",
            _ if status == StatusCode::REQUEST_TIMEOUT => "timeout",
            Self::NotFound => "not-found",
            Self::Forbidden => "forbidden",
            Self::SignedOut { .. } => "signed-out",
            Self::StaleForm => "stale-form",
            Self::Malformed => "malformed",
            Self::TooLarge => "too-large",
            Self::TooMany => "too-many",
            Self::Refused(_) => "refused",
            Self::Failed(_) => "failed",
        }
    }
}

/// Every word in `trouble-…-title` and `trouble-…-advice`; the test over the texts asks for each.
pub const KEYS: [&str; 11] = [
    "wrong-method",
    "timeout",
    "not-found",
    "forbidden",
    "signed-out",
    "stale-form",
    "malformed",
    "too-large",
    "too-many",
    "refused",
    "failed",
];

impl IntoResponse for Trouble {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

impl From<usecases::Error> for Trouble {
    fn from(error: usecases::Error) -> Self {
        match error {
            usecases::Error::NotFound => Self::NotFound,
            usecases::Error::Forbidden => Self::Forbidden,
            usecases::Error::SignedOut => Self::SignedOut { at: "/sign-in" },
            usecases::Error::Refused(refusal) => {
                let first = refusal.problems.into_iter().next();
                first
                    .map_or_else(|| Self::broken("a refusal without a problem"), |p| Self::Refused(p.problem))
            }
            usecases::Error::Failed(failure) => Self::failed(&failure),
        }
    }
}

impl From<askama::Error> for Trouble {
    fn from(error: askama::Error) -> Self {
        Self::failed(&error)
    }
}

/// Puts the page around a bare error; every other response passes through.
pub fn explain(visitor: &Visitor, mut response: Response) -> Response {
    let status = response.status();
    let Some(trouble) = response.extensions_mut().remove::<Trouble>().or_else(|| bare(&response)) else {
        return response;
    };
    if let Trouble::Failed(chain) = &trouble {
        tracing::error!(request.id = %visitor.request_id, "could not answer: {chain}");
    }
    if let Trouble::SignedOut { at } = &trouble
        && visitor.asks_for_page
    {
        return visitor.redirect_to_proof(at);
    }
    let page = ErrorPage::new(visitor, &trouble, status);
    let mut explained = page.render_or_plain(visitor, status);
    if let Some(allow) = response.headers_mut().remove(header::ALLOW) {
        explained.headers_mut().insert(header::ALLOW, allow);
    }
    explained
}

/// Errors of the layers carry no page: no body, or a line of plain text.
fn bare(response: &Response) -> Option<Trouble> {
    let kind = response.headers().get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    if kind.is_empty() || kind.starts_with("text/plain") {
        Trouble::of_status(response.status())
    } else {
        None
    }
}

impl ErrorPage {
    /// The page for a trouble.
    pub fn new(visitor: &Visitor, trouble: &Trouble, status: StatusCode) -> Self {
        let key = trouble.key(status);
        let title = visitor.lang.t_of("trouble", &format!("{key}-title"));
        let advice = match trouble {
            Trouble::Refused(problem) => Html::text(&visitor.lang.problem(problem).to_string()),
            _ => visitor
                .lang
                .t_of("trouble", &format!("{key}-advice"))
                .arg("number", visitor.request_id.to_string())
                .html(),
        };
        let home = || ("/".to_owned(), visitor.t("trouble-home").into());
        let again = || (visitor.path.clone(), visitor.t("trouble-again").into());
        let (main, other) = match trouble {
            Trouble::Failed(_) | Trouble::StaleForm | Trouble::TooMany => (again(), Some(home())),
            Trouble::NotFound => (home(), Some(("/query".to_owned(), visitor.t("trouble-query").into()))),
            Trouble::SignedOut { at } => {
                (((*at).to_owned(), visitor.t("trouble-sign-in").into()), Some(home()))
            }
            _ => (home(), None),
        };
        Self { p: Page::new(visitor, title), status: status.as_u16(), advice, main, other }
    }

    fn render_or_plain(&self, visitor: &Visitor, status: StatusCode) -> Response {
        match crate::page::render(self) {
            Ok(html) if visitor.asks_for_page || !visitor.from_script => {
                (status, [(header::CONTENT_TYPE, "text/html; charset=utf-8")], html).into_response()
            }
            _ => {
                let body =
                    serde_json::json!({ "message": self.p.title, "number": visitor.request_id.to_string() });
                (status, axum::Json(body)).into_response()
            }
        }
    }
}
