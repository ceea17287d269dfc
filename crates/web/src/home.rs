//! The first page on a phone: what can be done here.

use std::sync::Arc;

use askama::Template;
use axum::{extract::State, response::Response};
use tongxing_usecases::Campus;

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
    /// The page with these services on offer.
    pub fn new(visitor: &Visitor, services: Vec<ServiceTile>) -> Self {
        Self { p: Page::new(visitor, visitor.t("home-title")).tab(Tab::Services), services }
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
    page::show(&HomePage::new(&visitor, tiles.collect()))
}
