//! Accounts: signing in, sessions, roles, imports.

mod import;
mod manage;
mod roles;
mod sessions;
mod sign_in;
