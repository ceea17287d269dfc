//! 提交完成: that it arrived, its number, what happens next and by whom. Nobody is sent on before they have read it.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use tongxing_usecases::{Campus, application::progress};

use crate::{
    apply, mine,
    page::{self, Page},
    trouble::Trouble,
    ui::{Steps, Timeline},
    visitor::{Visitor, session::Proven},
};

/// The page.
#[derive(Template)]
#[template(path = "apply/submitted.html")]
pub struct SubmittedPage {
    /// The frame.
    pub p: Page,
    /// The step bar, at its end.
    pub steps: Steps,
    /// What the service says: 已完成提交，等待审核.
    pub said: String,
    /// What happens next.
    pub next: String,
    /// The application's number.
    pub number: String,
    /// What happened and what comes.
    pub timeline: Timeline,
}

/// `GET /s/{service}/submitted/{number}`
pub async fn show(
    visitor: Visitor,
    Proven(applicant): Proven,
    State(campus): State<Arc<Campus>>,
    Path((service, number)): Path<(String, String)>,
) -> Result<Response, Trouble> {
    let (application, progress) = progress::run(&campus, &applicant, &number).await?;
    let published = mine::service_of(&campus, &application.service, application.version)?;
    if application.service != service {
        return Err(Trouble::NotFound);
    }
    let form = &published.service;
    page::show(&SubmittedPage {
        p: Page::new(&visitor, visitor.lang.of(&form.title)),
        steps: apply::steps(&visitor, form, form.form.sections.len()),
        said: visitor.lang.of(&form.entry.submitted).to_owned(),
        next: visitor.lang.of(&form.entry.submitted_next).to_owned(),
        timeline: mine::progress::timeline(&visitor, form, application.instance.state.code(), &progress),
        number,
    })
}
