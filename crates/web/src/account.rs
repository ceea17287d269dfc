//! Accounts: one's own, and those of the campus with their roles.

pub mod create;
pub mod import;
pub mod list;
pub mod manage;
pub mod own;
pub mod password;
pub mod roles;
pub mod second_factor;
pub mod sessions;
pub mod tokens;
