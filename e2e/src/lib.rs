//! Stories: what people on campus do, done by a real browser against the real program.
//!
//! ```no_run
//! use tongxing_e2e::story;
//!
//! story("a visitor reads the first page", |campus| {
//!     let phone = campus.phone();
//!     phone.open("/");
//!     phone.see("查询登记记录");
//!     phone.axe();
//! });
//! ```
//!
//! Each story has its own server process on its own copy of the demonstration campus, and its own browser. Steps are
//! written in the words a person reads on the page: [`Page::fill`] finds a field by its label, [`Page::click`] a button
//! or link by its name. Every step waits until it can be done, and a step that cannot be done ends the story with a
//! screenshot, the text of the page, the steps so far and the end of the server's log. A story also fails when a page
//! wrote an error to its console.
//!
//! This crate never calls the product's code: it knows the binary (one seam, [`product`]), its pages and its messages.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stderr,
    clippy::missing_panics_doc,
    reason = "a test harness: a broken expectation ends the story, and says so on the terminal"
)]

mod browser;
mod driver;
mod page;
mod patience;
pub mod product;
mod server;
mod story;
mod target;
mod visitor;

pub use browser::{Device, Language, Look};
pub use page::Page;
pub use server::Server;
pub use story::{Story, story, story_on};
pub use visitor::{Reply, Upload, Visitor};
