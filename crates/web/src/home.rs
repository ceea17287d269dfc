//! The first page on a phone: what can be done here.

use askama::Template;
use axum::response::Response;

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
pub async fn show(visitor: Visitor) -> Result<Response, Trouble> {
    page::show(&HomePage::new(&visitor, Vec::new()))
}
