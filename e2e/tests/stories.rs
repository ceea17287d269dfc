//! Every story, in one integration binary. `cargo xtask test --only e2e` installs what they need and runs them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod stories {
    mod harness;
}
