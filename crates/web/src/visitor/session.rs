//! Sessions of staff and of applicants: the cookie, and the extractors that cannot be built without one.

use std::net::IpAddr;

use axum::extract::FromRequestParts;
use http::{HeaderMap, HeaderValue, request::Parts};
use tongxing_usecases::{Actor, Applicant, Campus};

use super::{Visitor, cookies, csrf};
use crate::{state::Shell, trouble::Trouble};

/// The cookie of a member of staff's session.
pub const STAFF: &str = "tx_session";

/// The cookie of an applicant's session.
pub const APPLICANT: &str = "tx_applicant";

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

/// Whoever the cookies say, if their sessions still live.
#[allow(clippy::unused_async, reason = "filled by the sessions of usecases")]
pub(super) async fn resume(
    _campus: &Campus,
    _shell: &Shell,
    _headers: &HeaderMap,
    _address: IpAddr,
) -> (Option<Actor>, Option<Applicant>) {
    (None, None)
}
