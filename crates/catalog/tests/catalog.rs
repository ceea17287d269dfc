//! The catalog seen from outside: the shipped file, files with mistakes, a second service, arbitrary answers.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod catalog {
    mod arbitrary;
    mod mistakes;
    mod registration;
    mod scenarios;
    mod second_service;
    mod shipped;
    mod translations;
    mod world;
}
