//! The site through its router, as browsers meet it, and every sample of every page.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod approval;
mod browser;
mod pages;
mod phone;
mod records;
mod registration;
mod requests;
mod roles;
mod services_by_files;
mod staff;
mod texts;
