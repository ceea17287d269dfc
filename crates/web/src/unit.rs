//! Units: the tree, one unit with its people, taking the tree over from a spreadsheet.

use std::collections::BTreeMap;

use tongxing_domain::id::UnitId;
use tongxing_usecases::unit::list::Branch;

use crate::{texts::Lang, ui::Choice};

pub mod import;
pub mod list;
pub mod save;

/// The units to choose from, indented as the tree is, found by their codes too.
pub fn choices(lang: Lang, units: &[Branch], offered: impl Fn(&Branch) -> bool) -> Vec<Choice> {
    let indented = |b: &Branch| {
        let name = lang.pick(&b.unit.name_zh, &b.unit.name_en);
        Choice::new(b.unit.id, format!("{}{name}", "\u{3000}".repeat(b.depth))).found_by(&b.unit.code)
    };
    units.iter().filter(|b| offered(b)).map(indented).collect()
}

/// The names of the units.
pub fn names(lang: Lang, units: &[Branch]) -> BTreeMap<UnitId, String> {
    units.iter().map(|b| (b.unit.id, lang.pick(&b.unit.name_zh, &b.unit.name_en).to_owned())).collect()
}
