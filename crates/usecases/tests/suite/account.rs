//! Accounts: signing in, sessions, roles.

mod sign_in;
