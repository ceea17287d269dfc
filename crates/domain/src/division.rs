//! Administrative divisions of GB/T 2260: provinces, cities, counties, in the list of one year.
//!
//! Divisions come and go, so a record keeps the code and the name as chosen at the time, and a code that is not here
//! may still be right in an identity number.

use std::sync::LazyLock;

use serde::Deserialize;

/// A province, city or county of the current list.
#[derive(Debug, PartialEq, Eq)]
pub struct Division {
    /// Its six digits; provinces end in 0000, cities in 00.
    pub code: &'static str,
    /// Its own name: 新城区.
    pub name: &'static str,
    /// Its name from the province down: 内蒙古自治区呼和浩特市新城区.
    pub full_name: String,
}

/// How high a division stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// A province, autonomous region or municipality.
    Province,
    /// A city or prefecture.
    City,
    /// A county, district or county-level city.
    County,
}

impl Division {
    /// How high it stands.
    pub fn level(&self) -> Level {
        if self.code.ends_with("0000") {
            Level::Province
        } else if self.code.ends_with("00") {
            Level::City
        } else {
            Level::County
        }
    }
}

/// Every division, by code.
pub fn all() -> &'static [Division] {
    &DIVISIONS
}

/// The division with that code in the current list.
pub fn find(code: &str) -> Option<&'static Division> {
    let index = all().binary_search_by(|place| place.code.cmp(code)).ok()?;
    all().get(index)
}

/// Is the code in the current list? An identity number with another one may be perfectly right.
pub fn is_current(code: &str) -> bool {
    find(code).is_some()
}

/// The provinces, the first column of a picker.
pub fn provinces() -> impl Iterator<Item = &'static Division> {
    all().iter().filter(|place| place.level() == Level::Province)
}

/// The cities of a province or the counties of a city, the next column of a picker.
pub fn children(code: &str) -> Vec<&'static Division> {
    let Some(parent) = find(code) else { return Vec::new() };
    let prefix_length = match parent.level() {
        Level::Province => 2,
        Level::City => 4,
        Level::County => return Vec::new(),
    };
    let prefix = parent.code.get(..prefix_length).unwrap_or(parent.code);
    all()
        .iter()
        .filter(|place| place.code.starts_with(prefix) && place.level() > parent.level())
        .filter(|place| parent.level() == Level::City || place.level() == Level::City)
        .collect()
}

/// What somebody may mean who types a name or a code, at most `limit`, best first; provinces when nothing is typed.
pub fn search(query: &str, limit: usize) -> Vec<&'static Division> {
    let query = crate::text::compact(query);
    if query.is_empty() {
        return provinces().take(limit).collect();
    }
    let rank = |place: &Division| {
        if place.code == query || place.name == query {
            Some(0)
        } else if place.name.starts_with(&query) || place.code.starts_with(&query) {
            Some(1)
        } else if place.name.contains(&query) {
            Some(2)
        } else if place.full_name.contains(&query) {
            Some(3)
        } else {
            None
        }
    };
    let mut found: Vec<_> = all().iter().filter_map(|place| rank(place).map(|rank| (rank, place))).collect();
    found.sort_by_key(|(rank, _)| *rank);
    found.into_iter().take(limit).map(|(_, place)| place).collect()
}

#[derive(Deserialize)]
struct List {
    #[serde(borrow)]
    items: Vec<(&'static str, &'static str)>,
}

// A list that cannot be read is an empty one and not a crash; a test proves that it can be read.
static DIVISIONS: LazyLock<Vec<Division>> = LazyLock::new(|| {
    let list: Option<List> = serde_json::from_str(include_str!("../data/division.json")).ok();
    let mut items = list.map(|list| list.items).unwrap_or_default();
    items.sort_unstable();
    items
        .iter()
        .map(|&(code, name)| Division { code, name, full_name: full_name(&items, code, name) })
        .collect()
});

fn full_name(items: &[(&str, &str)], code: &str, name: &str) -> String {
    let above = |digits: usize| {
        let prefix = code.get(..digits).unwrap_or(code);
        let parent = format!("{prefix:0<6}");
        let index = items.binary_search_by(|(code, _)| code.cmp(&parent.as_str())).ok()?;
        items.get(index).map(|(_, name)| *name)
    };
    let mut names: Vec<&str> = [above(2), above(4), Some(name)].into_iter().flatten().collect();
    // 省直辖县级行政区划 is a heading of the list and no place.
    names.retain(|name| !name.ends_with("行政区划"));
    names.dedup();
    names.concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(places: &[&Division]) -> Vec<&'static str> {
        places.iter().map(|place| place.name).collect()
    }

    #[test]
    fn the_list_is_the_one_of_2024() {
        assert_eq!(all().len(), 3225);
        assert!(all().windows(2).all(|pair| pair[0].code < pair[1].code));
        for place in ["和安县", "和康县", "白杨市", "西沙区"] {
            assert!(all().iter().any(|division| division.name == place), "{place}");
        }
    }

    #[test]
    fn full_names_read_as_people_write_them() {
        let full = |code| find(code).map(|place| place.full_name.as_str());
        assert_eq!(full("150102"), Some("内蒙古自治区呼和浩特市新城区"));
        assert_eq!(full("110101"), Some("北京市东城区"));
        assert_eq!(full("110000"), Some("北京市"));
        assert_eq!(full("469001"), Some("海南省五指山市"));
        assert_eq!(full("810000"), Some("香港特别行政区"));
        assert_eq!(full("120107"), None, "塘沽区 is part of 滨海新区 today");
        assert_eq!(full(""), None);
    }

    #[test]
    fn three_columns_lead_from_province_to_county() {
        assert_eq!(provinces().count(), 34);
        let cities = names(&children("150000"));
        assert_eq!((cities.len(), cities[0]), (12, "呼和浩特市"));
        let counties = names(&children("150100"));
        assert!(counties.contains(&"新城区") && !counties.contains(&"呼和浩特市"), "{counties:?}");
        assert_eq!(children("150102"), Vec::<&Division>::new());
        assert_eq!(children("999999"), Vec::<&Division>::new());
    }

    #[test]
    fn people_find_a_place_by_name_part_of_it_or_code() {
        assert_eq!(names(&search("呼和浩特", 3)), ["呼和浩特市", "新城区", "回民区"]);
        assert_eq!(search("呼和浩特市 新城", 1)[0].code, "150102");
        assert_eq!(search("150102", 1)[0].name, "新城区");
        assert_eq!(search("内蒙", 1)[0].code, "150000");
        assert_eq!(search("", 2).len(), 2);
        assert_eq!(search("Ａ", 5), Vec::<&Division>::new());
    }
}
