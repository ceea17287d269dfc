//! All routes in one table, grouped by who uses them: path, who may, what answers.
//!
//! The table is data: the menus read it, the guard of each route enforces it, and the router test runs each route
//! as each role and compares with the recorded outcome. Use cases authorise again: the table is the first door,
//! not the only one.

use std::{convert::Infallible, sync::LazyLock, time::Duration};

use axum::{
    Router,
    extract::{DefaultBodyLimit, Request},
    handler::Handler,
    middleware::{self, Next},
    response::{IntoResponse, Redirect, Response},
    routing::MethodRouter,
};

use tongxing_usecases::Permission;

use crate::{
    account, audit, delivery, desk, home, person, prefs, privacy, sign_in, state::AppState, trouble::Trouble,
    unit, vehicle, visitor::Visitor,
