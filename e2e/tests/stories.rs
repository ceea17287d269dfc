//! Every story, in one integration binary. `cargo xtask test --only e2e` installs what they need and runs them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

/// Named so that `cargo test -- --skip in_the_browser::` leaves out these and nothing else.
#[path = "stories"]
mod in_the_browser {
    mod harness;

    mod applicant;
    mod approver;
    mod registration;
    mod words;

    mod as_one_types;
    mod bad_input;
    mod english;
    mod journey;
    mod pages;
    mod rejected;
    mod returned;
    mod without_scripts;
}
