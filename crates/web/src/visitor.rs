//! Whoever is looking: language, display preferences, address, the secret that binds forms to this browser,
//! and, if signed in, who they are. Made once per request, before any handler runs.

use std::{net::IpAddr, ops::Deref, sync::Arc};

use axum::{
    extract::{FromRequestParts, Request, State},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};
use http::{HeaderMap, HeaderValue, header, request::Parts};

use tongxing_usecases::{Actor, Applicant};

use crate::{
    http::{RequestId, observe::ActedAs},
    state::{AppState, Shell},
    texts::{Lang, Message, When},
    trouble::{self, Trouble},
};

pub use self::{csrf::CsrfSecret, prefs::Prefs};

pub mod address;
pub mod cookies;
pub mod csrf;
pub mod prefs;
pub mod session;

/// Whoever is looking at a page. Available to every handler, signed in or not.
#[derive(Clone)]
pub struct Visitor(Arc<Known>);

/// What is known about a visitor.
pub struct Known {
    /// What pages are made with.
    pub shell: Shell,
    /// The language to answer in.
    pub lang: Lang,
    /// Theme and text size.
    pub prefs: Prefs,
    /// Where the request came from.
    pub address: IpAddr,
    /// The path and query asked for.
    pub path: String,
    /// The number of this request, which people read to us when something went wrong.
    pub request_id: RequestId,
    /// Whether a person asked for a page by following a link, rather than sending a form.
    pub asks_for_page: bool,
    /// Whether one of our scripts asks: it wants data, not a page.
    pub from_script: bool,
    /// The member of staff who is signed in.
    pub actor: Option<Actor>,
    /// Whether that person has to choose a new password before anything else.
    pub must_change: bool,
    /// How many tasks wait for that person, and how many messages are unread; counted when a page is asked for.
    pub waiting: Option<(u64, u64)>,
    /// The applicant who proved who they are.
    pub applicant: Option<Applicant>,
    /// The token of the form this browser is filling in, if any.
    pub draft: Option<String>,
    csrf: CsrfSecret,
}

impl Visitor {
    /// A text in the visitor's language.
    pub fn t<'a>(&self, key: impl Into<std::borrow::Cow<'a, str>>) -> Message<'a> {
        self.lang.t(key)
    }

    /// Words for instants, in the visitor's language and the campus's zone.
    pub fn when(&self) -> When {
        When::new(self.lang, self.shell.now(), self.shell.zone())
    }

    /// A fresh token for a form of this visitor.
    pub fn csrf_token(&self) -> String {
        self.csrf.token(&self.shell)
    }

    /// Whether a token that came back was given to this visitor.
    pub fn owns_csrf_token(&self, token: &str) -> bool {
        self.csrf.accepts(token)
    }

    /// Whether a member of staff is signed in.
    pub fn is_staff(&self) -> bool {
        self.actor.is_some()
    }

    /// Whether somebody proved to be an applicant.
    pub fn is_applicant(&self) -> bool {
        self.applicant.is_some()
    }

    /// The name of the member of staff who is signed in.
    pub fn user_name(&self) -> Option<&str> {
        self.actor.as_ref().map(Actor::name)
    }

    /// Sends a person to where they can prove who they are, and back here afterwards.
    pub fn redirect_to_proof(&self, at: &str) -> Response {
        let then = serde_urlencoded::to_string([("then", &self.path)]).unwrap_or_default();
        Redirect::to(&format!("{at}?{then}")).into_response()
    }

    /// For the tests that render pages without a request.
    pub fn sample(shell: Shell, lang: Lang, prefs: Prefs) -> Self {
        Self(Arc::new(Known {
            shell,
            lang,
            prefs,
            address: IpAddr::from([127, 0, 0, 1]),
            path: "/".to_owned(),
            request_id: RequestId::sample(),
            asks_for_page: true,
            from_script: false,
            actor: None,
            must_change: false,
            waiting: None,
            applicant: None,
            draft: None,
            csrf: CsrfSecret::derive("sample"),
        }))
    }
}

impl Deref for Visitor {
    type Target = Known;

    fn deref(&self) -> &Known {
        &self.0
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Visitor {
    type Rejection = Trouble;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Trouble> {
        parts
            .extensions
            .get::<Self>()
            .cloned()
            .ok_or_else(|| Trouble::broken("a route outside the visitor layer"))
    }
}

/// The layer that gets to know the visitor before the handler, and afterwards keeps what should be remembered
/// in cookies and puts a page in their language around a bare error.
pub async fn introduce(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let id = parts.extensions.get::<RequestId>().cloned().unwrap_or_else(|| RequestId::fresh(&state.shell));
    let mut remember = Vec::new();
    let mut known = recognise(&state.shell, id, &parts, &mut remember);
    let resumed = session::resume(&state.campus, &parts.headers, &mut known).await;
    let visitor = Visitor(Arc::new(known));
    parts.extensions.insert(visitor.clone());
    let answer = match resumed {
        Ok(()) => next.run(Request::from_parts(parts, body)).await,
        // Not knowing who somebody is must never pass for nobody.
        Err(error) => Trouble::from(error).into_response(),
    };
    let mut response = trouble::explain(&visitor, answer);
    if let Some(actor) = &visitor.actor {
        response.extensions_mut().insert(ActedAs(actor.account().to_string()));
    }
    for cookie in remember {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

fn recognise(
    shell: &Shell,
    request_id: RequestId,
    request: &Parts,
    remember: &mut Vec<HeaderValue>,
) -> Known {
    let headers = &request.headers;
    let asked = request.uri.query().and_then(asked_language);
    if let Some(lang) = asked {
        remember.extend(cookies::open(shell, prefs::LANG, lang.tag()));
    }
    let binding = cookies::read(shell, headers, csrf::COOKIE).map(str::to_owned);
    let binding = binding.unwrap_or_else(|| {
        let fresh = csrf::fresh_binding(shell);
        remember.extend(cookies::closed(shell, csrf::COOKIE, &fresh, None));
        fresh
    });
    let from_script = headers.contains_key(csrf::HEADER);
    Known {
        shell: shell.clone(),
        lang: asked.unwrap_or_else(|| preferred_language(headers)),
        prefs: Prefs::read(headers),
        address: address::of(request),
        path: request.uri.path_and_query().map_or("/", |p| p.as_str()).to_owned(),
        request_id,
        asks_for_page: request.method.is_safe() && !from_script,
        from_script,
        actor: None,
        must_change: false,
        waiting: None,
        applicant: None,
        draft: None,
        csrf: CsrfSecret::derive(&binding),
    }
}

fn asked_language(query: &str) -> Option<Lang> {
    query.split('&').find_map(|pair| pair.strip_prefix("lang=")).and_then(Lang::parse)
}

fn preferred_language(headers: &HeaderMap) -> Lang {
    cookies::read_plain(headers, prefs::LANG)
        .and_then(Lang::parse)
        .or_else(|| Lang::negotiate(headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?))
        .unwrap_or_default()
}
