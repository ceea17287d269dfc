//! The 31 provinces as plates write them, and the letters their authorities are known to issue.

use std::sync::LazyLock;

use serde::Deserialize;

/// A province on a plate.
#[derive(Debug, Deserialize)]
pub struct PlateProvince {
    /// The one character on the plate: 蒙.
    #[serde(borrow)]
    pub abbreviation: &'static str,
    /// The short name: 内蒙古.
    #[serde(rename = "zh", borrow)]
    pub name_zh: &'static str,
    /// The name in English.
    #[serde(rename = "en", borrow)]
    pub name_en: &'static str,
    /// The letters known to be issued; others may have been added since.
    #[serde(borrow)]
    pub letters: &'static str,
}

/// Every province, in the order of a plate keypad.
pub fn provinces() -> &'static [PlateProvince] {
    &PROVINCES
}

/// Is the second character of the plate a letter its province is known to issue?
pub(super) fn issues_letter_of(number: &str) -> bool {
    let mut characters = number.chars();
    let (province, letter) = (characters.next(), characters.next());
    provinces()
        .iter()
        .find(|known| province.is_some_and(|p| known.abbreviation.starts_with(p)))
        .is_some_and(|known| letter.is_some_and(|letter| known.letters.contains(letter)))
}

#[derive(Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
struct List {
    items: Vec<PlateProvince>,
}

// A list that cannot be read is an empty one and not a crash; a test proves that it can be read.
static PROVINCES: LazyLock<Vec<PlateProvince>> = LazyLock::new(|| {
    let list: Option<List> = serde_json::from_str(include_str!("../../data/plate-provinces.json")).ok();
    list.map(|list| list.items).unwrap_or_default()
});
