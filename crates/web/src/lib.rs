//! What people see and send: routes, forms, pages, templates, assets.
//!
//! A handler parses, calls one use case, and shows a page or sends people on. Pages are rendered here and work
//! without scripts, in Chinese and English. This crate never contains SQL, never imports the storage, and decides
//! nothing about the business: that is `tongxing-usecases`.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing))]

use axum::{
    Router, middleware,
    response::{IntoResponse, Response},
    routing::get,
};
use tower_http::catch_panic::CatchPanicLayer;

pub mod account;
pub mod apply;
pub mod approval;
pub mod ask;
pub mod audit;
pub mod delivery;
pub mod desk;
pub mod files;
pub mod forms;
pub mod home;
pub mod http;
pub mod icons;
pub mod import;
pub mod menu;
pub mod mine;
pub mod notification;
pub mod page;
pub mod paging;
pub mod person;
pub mod prefs;
pub mod privacy;
pub mod routes;
pub mod samples;
pub mod sign_in;
pub mod state;
pub mod texts;
pub mod trouble;
pub mod ui;
pub mod unit;
pub mod vehicle;
pub mod visitor;

pub use state::{AppState, Shell, Site};

/// The whole site: every route of [`routes::table`] inside the layers that all of them need. Read from the last
/// layer up: that is the order a request passes them in. Assets are the same for everybody and are cached by
/// everybody: they stand outside the layer that knows the visitor.
pub fn router(state: AppState) -> Router {
    routes::router()
        .layer(CatchPanicLayer::custom(panicked))
        .layer(middleware::from_fn_with_state(state.clone(), visitor::introduce))
        .route("/assets/{name}", get(http::assets::show))
        .layer(middleware::from_fn(http::compress::compress))
        .layer(middleware::from_fn_with_state(state.shell.clone(), http::headers::protect))
        .layer(middleware::from_fn_with_state(state.shell.clone(), http::observe::observe))
        .with_state(state)
}

/// What a panic says may hold what people typed, so only its happening goes into the log; the place is printed by
/// the panic hook.
#[allow(clippy::needless_pass_by_value, reason = "the layer hands it over")]
fn panicked(_said: Box<dyn std::any::Any + Send + 'static>) -> Response {
    trouble::Trouble::broken("a handler panicked").into_response()
}
