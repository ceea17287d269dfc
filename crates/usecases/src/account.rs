//! Accounts: staff who can sign in, what they prove it with, and the roles they hold.

pub mod change_password;
pub mod create;
pub mod disable;
pub mod end_sessions;
pub mod first;
pub mod give_role;
pub mod import;
pub mod list;
pub mod own;
pub mod resume_session;
pub mod second_factor;
pub mod sign_in;
pub mod sign_out;
pub mod take_role;
pub mod token;

mod password;

/// How long a signed-in member of staff may be idle (GB/T 22239-2019, level 2: staff 15 minutes).
pub const IDLE_MILLIS: i64 = 15 * 60 * 1000;
/// How long a session lasts at most, whatever happens.
pub const ABSOLUTE_MILLIS: i64 = 12 * 60 * 60 * 1000;

/// The codes of the refusals of these use cases; each has its sentence in both languages.
pub const CODES: &[&str] = &[
    "sign-in-failed",
    "sign-in-locked",
    "too-many-tries",
    "code-required",
    "code-wrong",
    "second-factor-not-begun",
    "second-factor-on",
    "password-too-short",
    "password-too-long",
    "password-known",
    "password-differs",
    "password-wrong",
    "password-same",
    "token-days",
    "token-too-many",
    "login-form",
    "login-taken",
    "own-account",
    "password-drawn",
    "separated-account",
    "own-role",
    "roles-exclude",
    "role-held",
    "role-campus-only",
];
