//! Whoever is looking: language, display preferences, address, the secret that binds forms to this browser,
//! and, if signed in, who they are. Made once per request, before any handler runs.

use std::{net::IpAddr, ops::Deref, sync::Arc};

use axum::{
    extract::{FromRequestParts, Request, State},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};
use http::{HeaderMap, HeaderValue, header, request::Parts};

use crate::{
    http::RequestId,
    state::AppState,
    texts::{Lang, Message, When},
    trouble::{self, Trouble},
};

pub use self::{csrf::CsrfSecret, prefs::Prefs};

pub mod address;
pub mod cookies;
pub mod csrf;
pub mod prefs;

/// Whoever is looking at a page. Available to every handler, signed in or not.
#[derive(Clone)]
pub struct Visitor(Arc<Known>);

/// What is known about a visitor.
pub struct Known {
    /// The shared parts of the program.
    pub state: AppState,
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
    csrf: CsrfSecret,
}

impl Visitor {
    /// A text in the visitor's language.
    pub fn t<'a>(&self, key: impl Into<std::borrow::Cow<'a, str>>) -> Message<'a> {
        self.lang.t(key)
    }

    /// Words for instants, in the visitor's language and the campus's zone.
    pub fn when(&self) -> When {
        When::new(self.lang, self.state.now(), self.state.zone())
    }

    /// A fresh token for a form of this visitor.
    pub fn csrf_token(&self) -> String {
        self.csrf.token(&self.state)
    }

    /// Whether a token that came back was given to this visitor.
    pub fn owns_csrf_token(&self, token: &str) -> bool {
        self.csrf.accepts(token)
    }

    /// Whether a member of staff is signed in.
    pub fn is_staff(&self) -> bool {
        false
    }

    /// Whether somebody proved to be an applicant.
    pub fn is_applicant(&self) -> bool {
        false
    }

    /// The name of the member of staff who is signed in.
    pub fn user_name(&self) -> Option<&str> {
        None
    }

    /// Sends a person to where they can prove who they are, and back here afterwards.
    pub fn redirect_to_proof(&self, at: &str) -> Response {
        let then = serde_urlencoded::to_string([("then", &self.path)]).unwrap_or_default();
        Redirect::to(&format!("{at}?{then}")).into_response()
    }

    /// For the tests that render pages without a request.
    pub fn sample(state: AppState, lang: Lang, prefs: Prefs) -> Self {
        Self(Arc::new(Known {
            state,
            lang,
            prefs,
            address: IpAddr::from([127, 0, 0, 1]),
            path: "/".to_owned(),
            request_id: RequestId::sample(),
            asks_for_page: true,
            from_script: false,
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
pub async fn introduce(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let id = request.extensions().get::<RequestId>().cloned().unwrap_or_else(|| RequestId::fresh(&state));
    let (visitor, remember) = recognise(&state, id, &request);
    request.extensions_mut().insert(visitor.clone());
    let mut response = trouble::explain(&visitor, next.run(request).await);
    for cookie in remember {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

fn recognise(state: &AppState, request_id: RequestId, request: &Request) -> (Visitor, Vec<HeaderValue>) {
    let mut remember = Vec::new();
    let headers = request.headers();
    let asked = request.uri().query().and_then(asked_language);
    if let Some(lang) = asked {
        remember.extend(cookies::open(state, prefs::LANG, lang.tag()));
    }
    let binding = cookies::read(state, headers, csrf::COOKIE).map(str::to_owned).unwrap_or_else(|| {
        let fresh = csrf::fresh_binding(state);
        remember.extend(cookies::closed(state, csrf::COOKIE, &fresh, None));
        fresh
    });
    let from_script = headers.contains_key(csrf::HEADER);
    let known = Known {
        state: state.clone(),
        lang: asked.unwrap_or_else(|| preferred_language(headers)),
        prefs: Prefs::read(headers),
        address: address::of(request),
        path: request.uri().path_and_query().map_or("/", |p| p.as_str()).to_owned(),
        request_id,
        asks_for_page: request.method().is_safe() && !from_script,
        from_script,
        csrf: CsrfSecret::derive(&binding),
    };
    (Visitor(Arc::new(known)), remember)
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
