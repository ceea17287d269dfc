//! Code tables: the short lists of national standards from which people choose, in both languages.
//!
//! The data lies in `data/*.json` and is part of the program. What the form offers is often less than the standard
//! holds; the rest stays so that codes of other systems can be read. Pinyin has no tones and a space between
//! syllables, so that `mengguzu`, `meng gu zu` and `mgz` all find 蒙古族.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::division;
use crate::locale::Locale;
use crate::text::compact;

/// One list of codes.
#[derive(Debug, Deserialize)]
pub struct Table {
    /// The standard it comes from.
    #[serde(borrow)]
    pub standard: &'static str,
    /// Its title in Chinese.
    #[serde(borrow)]
    pub title: &'static str,
    /// Every code, in the order in which lists show them.
    pub items: Vec<Item>,
}

/// One code and what it means.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Item {
    /// What is stored.
    #[serde(borrow)]
    pub code: &'static str,
    /// What people read in Chinese.
    #[serde(rename = "zh", borrow)]
    pub label_zh: &'static str,
    /// What people read in English.
    #[serde(rename = "en", borrow)]
    pub label_en: &'static str,
    /// The Chinese label in Latin letters without tones, one syllable a word; empty where nobody searches by it.
    #[serde(borrow)]
    pub pinyin: &'static str,
    /// Is it one of the choices on a form? The others are only understood.
    #[serde(default = "yes")]
    pub offered: bool,
    /// Other Chinese names for it: of the standard, of identity cards, from former times.
    #[serde(default, borrow)]
    pub also: Vec<&'static str>,
}

fn yes() -> bool {
    true
}

/// The names of all tables, as form definitions use them.
pub const NAMES: [&str; 8] =
    ["gender", "marital", "ethnic", "political", "education", "id-document-type", "plate-colour", "division"];

/// The table of that name; `None` when there is no such table.
pub fn by_name(name: &str) -> Option<&'static Table> {
    match name {
        "gender" => GENDER.as_ref(),
        "marital" => MARITAL.as_ref(),
        "ethnic" => ETHNIC.as_ref(),
        "political" => POLITICAL.as_ref(),
        "education" => EDUCATION.as_ref(),
        "id-document-type" => ID_DOCUMENT_TYPE.as_ref(),
        "plate-colour" => PLATE_COLOUR.as_ref(),
        "division" => Some(&DIVISION),
        _ => None,
    }
}

// A table that cannot be read is an empty answer and not a crash; a test proves that every one can be read.
static GENDER: LazyLock<Option<Table>> = LazyLock::new(|| read(include_str!("../data/gender.json")));
static MARITAL: LazyLock<Option<Table>> = LazyLock::new(|| read(include_str!("../data/marital.json")));
static ETHNIC: LazyLock<Option<Table>> = LazyLock::new(|| read(include_str!("../data/ethnic.json")));
static POLITICAL: LazyLock<Option<Table>> = LazyLock::new(|| read(include_str!("../data/political.json")));
static EDUCATION: LazyLock<Option<Table>> = LazyLock::new(|| read(include_str!("../data/education.json")));
static ID_DOCUMENT_TYPE: LazyLock<Option<Table>> =
    LazyLock::new(|| read(include_str!("../data/id-document-type.json")));
static PLATE_COLOUR: LazyLock<Option<Table>> =
    LazyLock::new(|| read(include_str!("../data/plate-colour.json")));
static DIVISION: LazyLock<Table> = LazyLock::new(divisions);

impl Table {
    /// The item with that code, offered or not.
    pub fn get(&self, code: &str) -> Option<&Item> {
        self.items.iter().find(|item| item.code == code)
    }

    /// The choices of a form, in their order.
    pub fn offered(&self) -> impl Iterator<Item = &Item> {
        self.items.iter().filter(|item| item.offered)
    }

    /// The item that a spreadsheet means: by code, by either label, or by another name for it.
    pub fn find_label(&self, text: &str) -> Option<&Item> {
        let text = text.trim();
        let named = |item: &&Item| {
            item.label_zh == text || item.label_en.eq_ignore_ascii_case(text) || item.also.contains(&text)
        };
        self.get(text).or_else(|| self.offered().find(named)).or_else(|| self.items.iter().find(named))
    }

    /// The choices that fit what somebody types: code, Chinese, English, pinyin or its initials; best first.
    pub fn search(&self, query: &str) -> Vec<&Item> {
        let query = compact(query).to_lowercase();
        let mut found: Vec<(Fit, &Item)> =
            self.offered().filter_map(|item| item.fit(&query).map(|fit| (fit, item))).collect();
        found.sort_by_key(|(fit, _)| *fit);
        found.into_iter().map(|(_, item)| item).collect()
    }
}

impl Item {
    /// What people read in that language.
    pub fn label(&self, locale: Locale) -> &'static str {
        match locale {
            Locale::ZhCn => self.label_zh,
            Locale::En => self.label_en,
        }
    }

    fn fit(&self, query: &str) -> Option<Fit> {
        let english = self.label_en.to_lowercase();
        let joined: String = self.pinyin.split(' ').collect();
        let initials: String =
            self.pinyin.split(' ').filter_map(|syllable| syllable.chars().next()).collect();
        let spaceless = |text: &str| text.replace(' ', "");
        if self.code == query || self.label_zh == query || joined == query {
            Some(Fit::Whole)
        } else if self.label_zh.starts_with(query)
            || self.code.starts_with(query)
            || spaceless(&english).starts_with(query)
            || joined.starts_with(query)
            || initials.starts_with(query)
        {
            Some(Fit::Start)
        } else if self.label_zh.contains(query)
            || english.split(' ').any(|word| word.starts_with(query))
            || self.also.iter().any(|name| name.contains(query))
        {
            Some(Fit::Within)
        } else {
            None
        }
    }
}

/// How well an item fits what was typed, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    Whole,
    Start,
    Within,
}

fn read(json: &'static str) -> Option<Table> {
    serde_json::from_str(json).ok()
}

fn divisions() -> Table {
    let items = division::all()
        .iter()
        .map(|place| Item {
            code: place.code,
            label_zh: place.name,
            label_en: place.name,
            pinyin: "",
            offered: true,
            also: Vec::new(),
        })
        .collect();
    Table { standard: "GB/T 2260", title: "县以上行政区划代码", items }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::DocumentType;

    fn codes(items: &[&Item]) -> Vec<&'static str> {
        items.iter().map(|item| item.code).collect()
    }

    #[test]
    fn every_table_can_be_read_and_every_choice_has_its_labels() {
        let sizes: Vec<_> = NAMES
            .iter()
            .map(|name| {
                let table = by_name(name).unwrap();
                (*name, table.items.len(), table.offered().count())
            })
            .collect();
        assert_eq!(
            sizes,
            [
                ("gender", 4, 2),
                ("marital", 8, 5),
                ("ethnic", 58, 58),
                ("political", 13, 13),
                ("education", 40, 9),
                ("id-document-type", 11, 11),
                ("plate-colour", 8, 8),
                ("division", 3225, 3225),
            ]
        );
        assert!(by_name("nothing").is_none());
        for name in NAMES {
            let table = by_name(name).unwrap();
            let distinct: std::collections::HashSet<_> = table.items.iter().map(|item| item.code).collect();
            assert_eq!(distinct.len(), table.items.len(), "{name} has a code twice");
            for item in table.offered() {
                assert!(!item.label_zh.is_empty() && !item.label_en.is_empty(), "{name} {}", item.code);
                assert!(name == "division" || !item.pinyin.is_empty(), "{name} {}", item.code);
                assert!(item.pinyin.bytes().all(|b| b == b' ' || b.is_ascii_lowercase()));
            }
        }
    }

    #[test]
    fn the_mistakes_of_public_copies_are_not_here() {
        let label = |table: &str, code| by_name(table).unwrap().get(code).map(|item| item.label_zh);
        assert_eq!(label("marital", "30"), Some("丧偶"));
        assert_eq!(label("marital", "24"), None);
        assert_eq!(label("ethnic", "36"), Some("毛南族"));
        assert_eq!(label("ethnic", "46"), Some("德昂族"));
        assert_eq!(label("political", "99"), None);
        assert_eq!(label("education", "21"), Some("本科"));
    }

    #[test]
    fn people_find_their_group_as_they_type() {
        let table = by_name("ethnic").unwrap();
        for typed in ["mengguzu", "meng gu", "mgz", "Mongol", "蒙古", "02", "ｍｅｎｇｇｕ"] {
            assert_eq!(codes(&table.search(typed)).first(), Some(&"02"), "{typed}");
        }
        assert_eq!(codes(&table.search("")).first(), Some(&"01"), "汉族 comes first");
        assert_eq!(codes(&table.search("土")), ["15", "30"]);
        assert_eq!(codes(&table.search("tuzu")), ["30"]);
        assert_eq!(codes(&table.search("korean)")), Vec::<&str>::new());
        assert_eq!(codes(&table.search("毛难")), ["36"]);
    }

    #[test]
    fn spreadsheets_may_write_what_identity_cards_print() {
        let code = |table: &str, text| by_name(table).unwrap().find_label(text).map(|item| item.code);
        assert_eq!(code("ethnic", "汉"), Some("01"));
        assert_eq!(code("ethnic", "崩龙族"), Some("46"));
        assert_eq!(code("gender", " 女 "), Some("2"));
        assert_eq!(code("gender", "female"), Some("2"));
        assert_eq!(code("education", "大学本科毕业"), Some("21"));
        assert_eq!(code("education", "其他"), Some("90"));
        assert_eq!(code("political", "中国共产党党员"), Some("01"));
        assert_eq!(code("gender", "x"), None);
    }

    #[test]
    fn document_types_are_the_same_in_table_and_code() {
        let table = by_name("id-document-type").unwrap();
        let keys: Vec<_> = DocumentType::ALL.iter().map(|kind| kind.key()).collect();
        assert_eq!(codes(&table.offered().collect::<Vec<_>>()), keys);
        let data: serde_json::Value =
            serde_json::from_str(include_str!("../data/id-document-type.json")).unwrap();
        for (item, kind) in data["items"].as_array().unwrap().iter().zip(DocumentType::ALL) {
            assert_eq!(item["two_sided"], kind.two_sided(), "{kind}");
        }
    }
}
