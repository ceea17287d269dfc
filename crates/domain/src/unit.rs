//! Units of the campus: faculties, offices, centres. They form a tree.

use serde::{Deserialize, Serialize};

use crate::id::UnitId;

/// A unit 单位/部门 that people belong to and are registered with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unit {
    /// Its id.
    pub id: UnitId,
    /// The unit above it; `None` for the campus itself.
    pub parent: Option<UnitId>,
    /// The short code the campus uses for it, unique.
    pub code: String,
    /// Its name in Chinese.
    pub name_zh: String,
    /// Its name in English.
    pub name_en: String,
    /// Can people still be registered with it? A unit that was dissolved stays for the records that name it.
    pub active: bool,
}
