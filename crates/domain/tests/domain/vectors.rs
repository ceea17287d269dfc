//! Every item of the vector files: the verdict, the stored value, what is derived, and the warnings.
//!
//! The files are copies and stay as they came. Where an item contradicts the tables it is named here, not in the code.

use jiff::civil::{Date, date};
use serde_json::Value;
use tongxing_domain::document::{
    DocumentError, DocumentType, Gender, IdentityDocument, ReviewNote, convert_fifteen,
};
use tongxing_domain::name::PersonName;
use tongxing_domain::phone::Phone;
use tongxing_domain::plate::{Plate, Power};
use tongxing_domain::table;

const TODAY: Date = date(2026, 11, 22);

/// The vectors call these two area codes abolished, but the list of 2024 holds both (土默特左旗, 阜康市). The verdict on
/// the numbers is the same; only the grey note for the reviewer is not made.
const AREA_IS_IN_THE_LIST: [&str; 2] = ["150121", "652302"];

/// The items of a file, with a check that none got lost on the way.
fn items(file: &str) -> Vec<Value> {
    let list: Value = serde_json::from_str(file).unwrap();
    let items = list["items"].as_array().unwrap().clone();
    assert_eq!(items.len(), list["count"], "items");
    assert_eq!(items.iter().filter(|item| item["valid"] == true).count(), list["valid"], "valid items");
    items
}

/// Holds one outcome to one item; says which, when they differ.
fn judge(item: &Value, stored: &Result<&str, String>) -> Option<String> {
    let wanted = item["valid"] == true;
    let value = item["normalized"].as_str().or(item["input"].as_str());
    let fine = match stored {
        Ok(stored) => wanted && Some(*stored) == value,
        Err(_) => !wanted,
    };
    (!fine).then(|| format!("{} → {stored:?}, but {}", item["input"], item["why"]))
}

fn assert_none(differences: &[String]) {
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

#[test]
fn names() {
    let mut differences = Vec::new();
    for item in items(include_str!("../vectors/names-open.json")) {
        let input = item["input"].as_str().unwrap();
        let of_kind = match item["kind"].as_str().unwrap() {
            "zh" => PersonName::parse_chinese(input),
            "foreign" => PersonName::parse_latin(input),
            kind => panic!("unknown kind {kind}"),
        };
        for name in [of_kind, PersonName::parse(input)] {
            let stored = name.as_ref().map(PersonName::as_str).map_err(ToString::to_string);
            differences.extend(judge(&item, &stored));
        }
    }
    assert_none(&differences);
}

#[test]
fn phones() {
    let mut differences = Vec::new();
    for item in items(include_str!("../vectors/phones-open.json")) {
        let phone = Phone::parse(item["input"].as_str().unwrap());
        let stored = phone.as_ref().map(Phone::as_str).map_err(ToString::to_string);
        differences.extend(judge(&item, &stored));
    }
    assert_none(&differences);
}

#[test]
fn plates() {
    let mut differences = Vec::new();
    for item in items(include_str!("../vectors/plates-open.json")) {
        let plate = Plate::parse(item["input"].as_str().unwrap(), None);
        let stored = plate.as_ref().map(Plate::number).map_err(ToString::to_string);
        differences.extend(judge(&item, &stored));
        let Ok(plate) = plate else { continue };
        if let Some(kind) = item["kind"].as_str() {
            assert_eq!(serde_json::to_value(plate.kind()).unwrap(), kind, "{item}");
        }
        match item["power"].as_str() {
            Some("battery") => assert_eq!(plate.power(), Some(Power::Battery), "{item}"),
            Some(_) => assert_eq!(plate.power(), Some(Power::Other), "{item}"),
            None => {}
        }
    }
    assert_none(&differences);
}

#[test]
fn identity_documents() {
    let mut differences = Vec::new();
    for item in items(include_str!("../vectors/id-numbers-open.json")) {
        let kind = match item["type"].as_str().unwrap() {
            "cross" => {
                differences.extend(judge_cross(&item));
                continue;
            }
            "resident_id_15" => {
                differences.extend(judge_fifteen(&item));
                continue;
            }
            "resident_id" => DocumentType::ResidentId,
            "hmt_residence_permit" => DocumentType::HmtResidencePermit,
            "fpr_2023" | "fpr_2017" => DocumentType::FprId,
            "hkm_travel_permit" => DocumentType::HkmTravelPermit,
            "tw_travel_permit" => DocumentType::TwTravelPermit,
            "cn_passport" => DocumentType::PassportCn,
            "foreign_passport" => DocumentType::PassportForeign,
            other => panic!("unknown type {other}"),
        };
        let document = IdentityDocument::parse(kind, item["input"].as_str().unwrap(), TODAY);
        let stored = document.as_ref().map(IdentityDocument::number).map_err(ToString::to_string);
        differences.extend(judge(&item, &stored));
        if let Ok(document) = document {
            assert_derived(&item, &document);
            assert_warning(&item, &document);
        }
    }
    assert_none(&differences);
}

/// A number, a gender and a birth date that must agree.
fn judge_cross(item: &Value) -> Option<String> {
    let input = &item["input"];
    let gender = table::by_name("gender").unwrap().find_label(input["gender"].as_str().unwrap()).unwrap();
    let birth: Date = input["birth"].as_str().unwrap().parse().unwrap();
    let number = input["id"].as_str().unwrap();
    let agrees = match IdentityDocument::parse(DocumentType::ResidentId, number, TODAY) {
        Ok(document) => document.disagreements(Some(gender.code), Some(birth)).is_empty(),
        Err(_) => false,
    };
    (agrees != (item["valid"] == true)).then(|| format!("{input} → {agrees}, but {}", item["why"]))
}

/// A number of the first generation: refused as a document, converted in a migration.
fn judge_fifteen(item: &Value) -> Option<String> {
    let input = item["input"].as_str().unwrap();
    let refused = IdentityDocument::parse(DocumentType::ResidentId, input, TODAY).unwrap_err();
    if input.len() == 15 {
        assert_eq!(refused, DocumentError::FirstGeneration);
    }
    let converted = convert_fifteen(input);
    let fine = match &converted {
        Ok(document) => item["valid"] == true && Some(document.number()) == item["converted"].as_str(),
        Err(_) => item["valid"] == false,
    };
    (!fine).then(|| format!("{input} → {converted:?}, but {}", item["why"]))
}

fn assert_derived(item: &Value, document: &IdentityDocument) {
    let Some(wanted) = item["derived"].as_object() else { return };
    let derived = document.derived().unwrap();
    assert_eq!(derived.birth_date.to_string(), wanted["birth"], "{item}");
    let gender = match derived.gender {
        Gender::Male => "男",
        Gender::Female => "女",
    };
    assert_eq!(gender, wanted["gender"], "{item}");
    let country = wanted.get("country").and_then(Value::as_str);
    assert_eq!(derived.country.as_deref(), country, "{item}");
}

fn assert_warning(item: &Value, document: &IdentityDocument) {
    let notes = document.notes(TODAY);
    let Some(warning) = item["warning"].as_str() else {
        let unexpected = notes.iter().find(|note| !matches!(note, ReviewNote::AgeUnder14 { .. }));
        assert_eq!(unexpected, None, "{item}");
        return;
    };
    if AREA_IS_IN_THE_LIST.iter().any(|area| document.number().starts_with(area)) {
        assert_eq!((warning, notes.as_slice()), ("area_code_not_current", [].as_slice()), "{item}");
        return;
    }
    let found = notes.iter().any(|note| match note {
        ReviewNote::AreaNotCurrent { .. } => warning == "area_code_not_current",
        ReviewNote::AgeOver120 { .. } => warning == "age_over_120",
        ReviewNote::ProbablyExpired => warning == "probably_expired",
        ReviewNote::AgeUnder14 { .. } | ReviewNote::NumberNotChecked => false,
    });
    assert!(found, "{item}: {notes:?}");
}
