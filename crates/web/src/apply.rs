//! Applying for a service on the phone: the notice, the form step by step, what came of it. The form is shown as its
//! service definition describes it; no field and no service is named here.

use http::header;

use axum::response::{IntoResponse, Redirect, Response};
use tongxing_catalog::Service;
use tongxing_usecases::{
    Campus, Error,
    application::{
        draft::{self, Opened},
        resume_applicant::SESSION_MILLIS,
        submit,
    },
};

use crate::{
    ui::Steps,
    visitor::{Visitor, cookies, session},
};

pub mod consent;
pub mod form;
pub mod keep;
pub mod photo;
pub mod place;
pub mod review;
pub mod sent;
pub mod step;
pub mod submitted;
pub mod template;

/// What a step without scripts sends at most: several photos as the phone took them.
pub const MOST_BYTES: usize = 40 * 1024 * 1024;

/// The form that this browser is filling in for this service.
///
/// # Errors
/// `draft-gone` without one.
async fn opened(campus: &Campus, visitor: &Visitor, service: &str) -> Result<Opened, Error> {
    let token = visitor.draft.as_deref().ok_or_else(|| Error::refused("draft-gone"))?;
    let opened = draft::open(campus, token).await?;
    if opened.published.service.key == service { Ok(opened) } else { Err(Error::refused("draft-gone")) }
}

/// The step bar with the step at this place (from 0) at hand; the last one is the end.
fn steps(visitor: &Visitor, service: &Service, current: usize) -> Steps {
    let sections = service.form.sections.iter().map(|section| &section.title);
    let names = sections.chain([&service.entry.finished_step]).map(|title| visitor.lang.of(title).to_owned());
    Steps::new(visitor.lang, names.collect(), current + 1)
}

/// Where a step of the form stands.
pub fn address(service: &str, section: &str) -> String {
    format!("/s/{service}/{section}")
}

/// Submits and leads on to what came of it.
async fn submit(
    campus: &Campus,
    visitor: &Visitor,
    service: &str,
    token: &str,
    note: String,
) -> Result<Response, Error> {
    let address = visitor.address.to_string();
    let done = submit::run(campus, submit::Input { token, note, address: &address }).await?;
    let mut response = Redirect::to(&format!("/s/{service}/submitted/{}", done.number)).into_response();
    let seconds = u32::try_from(SESSION_MILLIS / 1000).ok();
    // The binding of the browser stays, so that a second press of the button is answered like the first.
    let cookie = done
        .applicant_token
        .and_then(|token| cookies::closed(&visitor.shell, session::APPLICANT, &token, seconds));
    if let Some(cookie) = cookie {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(response)
}
