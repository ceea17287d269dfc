//! Units of the campus: the tree, and taking it and its people over from a spreadsheet.

pub mod import;
pub mod list;
pub mod save;

mod sheet;
