//! Applications 申请: filling in a form, submitting it, and following it to its end.

pub mod cancel;
pub(crate) mod code;
pub mod confirm;
pub mod correct;
pub mod draft;
pub mod mine;
pub mod progress;
pub mod query;
pub mod resume_applicant;
pub mod save_step;
pub mod show;
pub mod start;
pub mod submit;
pub mod upload;
pub mod urge;
pub mod values;

/// A press of a button carries the key of the page it stood on; without one, a second tap would be a second deed.
fn require_key(key: &str) -> Result<(), crate::Error> {
    if key.trim().is_empty() { Err(crate::Error::refused("page-stale")) } else { Ok(()) }
}
