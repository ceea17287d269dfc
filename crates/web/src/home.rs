//! The first page on a phone: what can be done here.

use std::sync::Arc;

use askama::Template;
use axum::{extract::State, response::Response};
use tongxing_usecases::{Campus, application};

use crate::{
    menu::Tab,
    page::{self, Page},
    trouble::Trouble,
    visitor::Visitor,
};

/// The first page.
#[derive(Template)]
#[template(path = "home.html")]
pub struct HomePage {
    /// The frame.
    pub p: Page,
    /// What can be applied for.
    pub services: Vec<ServiceTile>,
    /// The form that this browser began: where it goes on, and the name of the step.
    pub draft: Option<(String, String)>,
}

/// One service that anybody may apply for.
pub struct ServiceTile {
    /// Its consent page.
    pub href: String,
    /// Its name.
    pub title: String,
    /// Who it is for.
    pub summary: String,
}

impl HomePage {
    /// The page with these services on offer, and the form that was begun.
    pub fn new(p: Page, services: Vec<ServiceTile>, draft: Option<(String, String)>) -> Self {
        Self { p: p.tab(Tab::Services), services, draft }
    }
}

/// `GET /`
pub async fn show(visitor: Visitor, State(campus): State<Arc<Campus>>) -> Result<Response, Trouble> {
    let services = campus.services();
    let public = services.all().map(|published| &published.service).filter(|service| service.audience.public);
    let tiles = public.map(|service| ServiceTile {
        href: format!("/s/{}", service.key),
        title: visitor.lang.of(&service.title).to_owned(),
        summary: visitor.lang.of(&service.summary).to_owned(),
    });
    let draft = begun(&campus, &visitor).await?;
    let p = page::for_staff(&campus, &visitor, visitor.t("home-title")).await?;
    page::show(&HomePage::new(p, tiles.collect(), draft))
}

/// The form that this browser began, if it can be continued.
async fn begun(campus: &Campus, visitor: &Visitor) -> Result<Option<(String, String)>, Trouble> {
    let Some(token) = &visitor.draft else { return Ok(None) };
    let Some(opened) = application::draft::find(campus, token).await? else { return Ok(None) };
    let (service, at) = (&opened.published.service, &opened.draft.section);
    let section = service.form.sections.iter().find(|section| section.key == *at);
    let name = section.map(|section| visitor.lang.of(&section.title).to_owned()).unwrap_or_default();
    Ok(Some((format!("/s/{}/{at}", service.key), name)))
}
