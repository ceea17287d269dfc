//! Sessions of staff and of applicants: the cookie, and the extractors that cannot be built without one.

use axum::extract::FromRequestParts;
use http::{HeaderMap, HeaderValue, request::Parts};
use tongxing_usecases::{self as usecases, Actor, Applicant, Campus, account, application, desk};

use super::{Known, Visitor, cookies, csrf};
use crate::{state::Shell, trouble::Trouble};

/// The cookie of a member of staff's session.
pub const STAFF: &str = "tx_session";

/// The cookie of an applicant's session.
pub const APPLICANT: &str = "tx_applicant";

/// The cookie of a form that is being filled in.
pub const DRAFT: &str = "tx_draft";

/// The cookie that says which request for a code is answered.
pub const CODE: &str = "tx_code";

/// The member of staff who is signed in: `Staff(actor): Staff`.
pub struct Staff(pub Actor);

/// The applicant who proved who they are: `Proven(applicant): Proven`.
pub struct Proven(pub Applicant);

impl<S: Send + Sync> FromRequestParts<S> for Staff {
    type Rejection = Trouble;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Trouble> {
        let visitor = Visitor::from_request_parts(parts, state).await?;
        visitor.actor.clone().map(Self).ok_or(Trouble::SignedOut { at: "/sign-in" })
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Proven {
    type Rejection = Trouble;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Trouble> {
        let visitor = Visitor::from_request_parts(parts, state).await?;
        visitor.applicant.clone().map(Self).ok_or(Trouble::SignedOut { at: "/query" })
    }
}

/// The cookies that begin a session ([`STAFF`] or [`APPLICANT`]). The browser's binding is renewed with it, so that no
/// form from before works after.
pub fn begun(shell: &Shell, name: &str, token: &str, seconds: Option<u32>) -> Vec<HeaderValue> {
    let binding = csrf::fresh_binding(shell);
    let session = cookies::closed(shell, name, token, seconds);
    session.into_iter().chain(cookies::closed(shell, csrf::COOKIE, &binding, None)).collect()
}

/// The cookies that end it.
pub fn ended(shell: &Shell, name: &str) -> Vec<HeaderValue> {
    let binding = csrf::fresh_binding(shell);
    let session = cookies::gone(shell, name);
    session.into_iter().chain(cookies::closed(shell, csrf::COOKIE, &binding, None)).collect()
}

/// The token of a session, for the use case that ends it.
pub fn token<'a>(shell: &Shell, headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    cookies::read(shell, headers, name)
}

/// Fills in whoever the cookies say, if their sessions still live. Without cookies it costs nothing.
pub(super) async fn resume(
    campus: &Campus,
    headers: &HeaderMap,
    known: &mut Known,
) -> Result<(), usecases::Error> {
    if let Some(token) = token(&known.shell, headers, STAFF)
        && let Some(resumed) = account::resume_session::run(campus, token, &known.address.to_string()).await?
    {
        if known.asks_for_page {
            known.waiting = Some(desk::counts(campus, &resumed.actor).await?);
        }
        known.actor = Some(resumed.actor);
        known.must_change = resumed.must_change;
    }
    if let Some(token) = token(&known.shell, headers, APPLICANT) {
        let address = known.address.to_string();
        known.applicant = application::resume_applicant::run(campus, token, &address).await?;
    }
    known.draft = token(&known.shell, headers, DRAFT).map(str::to_owned);
    Ok(())
}
