//! Units: the tree and its import.

mod import;
mod save;
