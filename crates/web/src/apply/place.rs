//! Administrative divisions: what a picker leads through and searches, and what was meant by what people typed without
//! one.

use axum::{Json, extract::Query};
use serde::{Deserialize, Serialize};
use tongxing_catalog::{FieldType, form::Section};
use tongxing_domain::division::{self, Division};

/// How many places are offered for a name that fits several.
const MOST: usize = 8;

/// How many places a search shows in the picker.
const FOUND: usize = 40;

/// What a picker asks for: places that fit what was typed, those of a province or city, or the provinces.
#[derive(Deserialize)]
pub struct Wanted {
    #[serde(default)]
    q: String,
    #[serde(default)]
    under: String,
}

/// A place in the picker.
#[derive(Serialize)]
pub struct Place {
    code: &'static str,
    name: &'static str,
    full: &'static str,
    /// Whether there are places below it.
    more: bool,
    /// Whether it only heads a part of the list and is no place to be chosen.
    heading: bool,
}

/// `GET /places`, as JSON, for the script module `place`.
pub async fn offer(Query(wanted): Query<Wanted>) -> Json<Vec<Place>> {
    let found = match (wanted.q.trim(), wanted.under.as_str()) {
        ("", "") => division::provinces().collect(),
        ("", under) => below(under),
        (typed, _) => division::search(typed, FOUND),
    };
    Json(found.into_iter().map(Place::of).collect())
}

impl Place {
    fn of(division: &'static Division) -> Self {
        Self {
            code: division.code,
            name: division.name,
            full: &division.full_name,
            more: !division::children(division.code).is_empty(),
            heading: !division.full_name.ends_with(division.name),
        }
    }
}

/// The next column. A municipality has one city, itself: nobody has to choose that.
fn below(code: &str) -> Vec<&'static Division> {
    let places = division::children(code);
    match places.as_slice() {
        [only] if division::find(code).is_some_and(|above| above.name == only.name) => {
            division::children(only.code)
        }
        _ => places,
    }
}

/// The places that may be meant, when it is not clear which.
pub fn candidates(typed: &str) -> Vec<&'static Division> {
    if typed.trim().is_empty() { Vec::new() } else { division::search(typed, MOST) }
}

/// Puts a code beside each name that was typed. A name that fits several places or none becomes a code that no place
/// has: the check says so, and the page offers what fits.
pub fn resolve(section: &Section, pairs: &mut Vec<(String, String)>) {
    for field in section.fields.iter().filter(|field| matches!(field.kind, FieldType::Division(_))) {
        let (name, code) = (format!("{}.name", field.key), format!("{}.code", field.key));
        let Some(typed) = last(pairs, &name) else { continue };
        let chosen = last(pairs, &code).filter(|code| division::find(code).is_some());
        let meant = match (typed.trim(), chosen) {
            ("", _) => String::new(),
            (_, Some(chosen)) => chosen,
            (typed, None) => meant(typed).map_or_else(|| typed.to_owned(), |place| place.code.to_owned()),
        };
        pairs.retain(|(posted, _)| *posted != code);
        pairs.push((code, meant));
    }
}

fn last(pairs: &[(String, String)], name: &str) -> Option<String> {
    pairs.iter().rev().find(|(posted, _)| posted == name).map(|(_, value)| value.clone())
}

fn meant(typed: &str) -> Option<&'static Division> {
    let compact: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    let found = division::search(typed, MOST);
    let exact = |place: &&&Division| place.full_name == compact || place.code == compact;
    match found.as_slice() {
        [only] => Some(only),
        several => several.iter().find(exact).copied(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn section() -> Section {
        let yaml = include_str!("../../../../services/other-personnel-registration.yaml");
        let service = tongxing_catalog::load("registration.yaml", yaml).unwrap();
        service.section_of("household").unwrap().clone()
    }

    fn code_of(typed: &str, chosen: &str) -> String {
        let mut pairs = vec![
            ("household.name".to_owned(), typed.to_owned()),
            ("household.code".to_owned(), chosen.to_owned()),
        ];
        resolve(&section(), &mut pairs);
        last(&pairs, "household.code").unwrap()
    }

    #[test]
    fn a_full_name_is_a_place_and_half_a_name_is_not() {
        assert_eq!(code_of("内蒙古自治区呼和浩特市新城区", ""), "150102");
        assert_eq!(code_of("150102", ""), "150102");
        assert_eq!(code_of("新城区", ""), "新城区", "there are several");
        assert_eq!(code_of("新城区", "150102"), "150102", "one of them was chosen");
        assert_eq!(code_of("  ", "150102"), "");
        assert!(candidates("新城区").len() > 1 && candidates("").is_empty());
    }

    #[test]
    fn a_picker_leads_down_to_counties_and_skips_the_city_that_is_the_municipality() {
        let names = |code| below(code).iter().map(|place| place.name).collect::<Vec<_>>();
        assert_eq!(names("110000").first(), Some(&"东城区"));
        assert_eq!(names("150000").first(), Some(&"呼和浩特市"));
        assert_eq!(names("150102"), Vec::<&str>::new());
        let place = |code| Place::of(division::find(code).unwrap());
        assert!(place("150100").more && !place("150102").more);
        assert!(place("429000").heading && !place("150100").heading);
    }
}
