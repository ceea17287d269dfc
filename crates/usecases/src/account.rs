//! Accounts: staff who can sign in, what they prove it with, and the roles they hold.

pub mod change_password;
pub mod create;
pub mod disable;
pub mod end_sessions;
pub mod give_role;
pub mod list;
pub mod resume_session;
pub mod second_factor;
pub mod sign_in;
pub mod sign_out;
pub mod take_role;

mod password;

/// How long a signed-in member of staff may be idle (GB/T 22239-2019, level 2: staff 15 minutes).
pub const IDLE_MILLIS: i64 = 15 * 60 * 1000;
/// How long a session lasts at most, whatever happens.
pub const ABSOLUTE_MILLIS: i64 = 12 * 60 * 60 * 1000;
