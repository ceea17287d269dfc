//! Units of the campus: the tree, and taking it and its people over from a spreadsheet.

pub mod import;
pub mod list;
pub mod save;
pub mod show;

/// The codes of the refusals of these use cases; each has its sentence in both languages.
pub const CODES: &[&str] = &["unit-code-form", "unit-below-itself", "code-taken"];
