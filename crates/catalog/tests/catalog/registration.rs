//! 其他人员登记 as people fill it in.

use serde_json::{Value, json};
use tongxing_catalog::display::{Shown, View};
use tongxing_catalog::process::Permission;
use tongxing_catalog::{CheckError, Values, input};
use tongxing_domain::locale::Locale;

use super::world::{context, problems, registration, values};

fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// What a careful person fills in.
fn complete() -> Values {
    values(json!({
        "name": "张三", "document": { "type": "resident_id", "number": "150100198001010003" }, "ethnic": "02",
        "kind": "construction", "unit": "u-1", "phone": "13800000001",
        "period": { "from": "2026-12-01", "until": "2027-01-31" }, "reason": "图书馆改造",
        "portrait": { "file": "f-1" }, "document_front": { "file": "f-2" }, "document_back": { "file": "f-3" },
        "plates": [{ "number": "蒙B12345", "colour": null }, { "number": "蒙bd12345", "colour": "" }]
    }))
}

fn changed(key: &str, value: Value) -> Vec<String> {
    let mut values = complete();
    values.insert(key.to_owned(), value);
    problems(&registration().check_all(&values, &context()).unwrap())
}

#[test]
fn a_complete_form_is_stored_in_its_normal_form() {
    let checked = registration().check_all(&complete(), &context()).unwrap();
    assert_eq!(problems(&checked), Vec::<String>::new());
    let stored = &checked.values;
    assert_eq!(stored["birth_date"], "1980-01-01", "read off the number");
    assert_eq!(stored["gender"], "2");
    assert_eq!(stored["staff_number"], "13800000001", "the phone number just entered");
    assert_eq!(
        stored["plates"],
        json!([{ "number": "蒙B12345", "colour": "blue" }, { "number": "蒙BD12345", "colour": "gradient_green" }])
    );
    assert!(!stored.contains_key("guardian_name"));
    let again = registration().check_all(stored, &context()).unwrap();
    assert_eq!(again, checked, "checking a checked form changes nothing");
}

#[test]
fn an_empty_form_names_every_required_answer_and_no_other() {
    let checked = registration().check_all(&Values::new(), &context()).unwrap();
    assert_eq!(
        problems(&checked),
        [
            "name answer-missing",
            "document.type choice-missing",
            "document.number answer-missing",
            "birth_date choice-missing",
            "gender choice-missing",
            "ethnic choice-missing",
            "kind choice-missing",
            "unit choice-missing",
            "phone answer-missing",
            "period.from period-from-missing",
            "period.until period-until-missing",
            "reason answer-missing",
            "portrait.file upload-missing",
            "document_front.file upload-missing",
            "document_back.file upload-missing",
        ]
    );
    let number = &checked.problems[2].problem;
    assert_eq!(number.params["label_zh"], "身份证件号");
    assert_eq!(number.params["label_en"], "Document number");
}

#[test]
fn birth_date_and_gender_are_locked_to_a_resident_number() {
    let service = registration();
    let section = service.section("basic").unwrap();
    let locked = |values: &Values| -> Vec<String> {
        let states = service.section_state("basic", values, &context()).unwrap();
        states.iter().filter(|state| state.locked).map(|state| state.field.key.clone()).collect()
    };
    assert_eq!(locked(&complete()), ["birth_date", "gender"]);

    let mut differs = complete();
    differs.insert("birth_date".to_owned(), json!("1980-10-01"));
    differs.insert("gender".to_owned(), json!("1"));
    let checked = service.check_section("basic", &differs, &context()).unwrap();
    assert_eq!(
        problems(&checked),
        ["birth_date document-birth-date-differs", "gender document-gender-differs"]
    );
    assert_eq!(checked.values["birth_date"], "1980-10-01", "what was typed is kept");
    assert_eq!(checked.problems[0].problem.params["expected"], "1980-01-01");
    assert_eq!(locked(&differs), Vec::<String>::new());

    // A page posts no locked field. A corrected number must not be held against what was read off the old one.
    let mut draft = service.check_section("basic", &complete(), &context()).unwrap().values;
    let posted = pairs(&[("document.type", "passport_foreign"), ("document.number", "X1234567")]);
    draft.extend(input::read(section, &posted));
    let checked = service.check_section("basic", &draft, &context()).unwrap();
    assert_eq!(problems(&checked), ["birth_date choice-missing", "gender choice-missing"]);
}

#[test]
fn a_childs_guardian_is_asked_for() {
    let service = registration();
    let child = values(json!({
        "name": "王小", "document": { "type": "passport_foreign", "number": "X1234567" },
        "birth_date": "2012-11-23", "gender": "1", "ethnic": "01"
    }));
    let checked = service.check_section("basic", &child, &context()).unwrap();
    assert_eq!(
        problems(&checked),
        [
            "guardian_name answer-missing",
            "guardian_relation choice-missing",
            "guardian_document.type choice-missing",
            "guardian_document.number answer-missing",
            "guardian_phone answer-missing",
            "guardian_consent choice-missing",
        ],
        "13 until tomorrow"
    );
    let mut fourteen = child;
    fourteen.insert("birth_date".to_owned(), json!("2012-11-22"));
    fourteen.insert("guardian_name".to_owned(), json!("王大"));
    let checked = service.check_section("basic", &fourteen, &context()).unwrap();
    assert!(checked.is_valid());
    assert!(!checked.values.contains_key("guardian_name"), "what is no longer asked is no longer kept");
}

#[test]
fn documents_are_photographed_as_they_are() {
    let passport = json!({ "type": "passport_cn", "number": "E12345678" });
    let mut values = complete();
    values.insert("document".to_owned(), passport);
    values.insert("birth_date".to_owned(), json!("1980-01-01"));
    values.insert("gender".to_owned(), json!("1"));
    let checked = registration().check_all(&values, &context()).unwrap();
    assert_eq!(problems(&checked), Vec::<String>::new());
    assert!(!checked.values.contains_key("document_back"), "a passport has one data page");
    values.remove("document_front");
    let checked = registration().check_all(&values, &context()).unwrap();
    assert_eq!(problems(&checked), ["document_front.file upload-missing"]);
}

#[test]
fn the_period_of_stay_has_its_limits() {
    let period = |from: &str, until: &str| changed("period", json!({ "from": from, "until": until }));
    let fine = Vec::<String>::new();
    assert_eq!(period("2026-11-22", "2026-11-22"), fine, "one day");
    assert_eq!(period("2026-12-01", "2027-11-30"), fine, "twelve months, first and last day included");
    assert_eq!(period("2026-12-01", "2027-12-01"), ["period.until period-too-long"]);
    assert_eq!(period("2026-12-01", "2026-11-30"), ["period.until period-end-before-start"]);
    assert_eq!(period("2026-10-23", "2026-11-22"), fine, "thirty days back, as after a return");
    assert_eq!(period("2026-10-22", "2026-11-22"), ["period.from date-too-early"]);
    assert_eq!(period("2026-10-23", "2026-11-21"), ["period.until period-over"]);
    assert_eq!(period("2027-05-22", "2027-06-01"), ["period.from date-too-late"]);
    assert_eq!(period("next week", ""), ["period.from date-format", "period.until period-until-missing"]);
    assert_eq!(
        period("9999-12-31", "9999-12-31"),
        ["period.from date-too-late", "period.until period-out-of-calendar"]
    );
}

#[test]
fn the_staff_number_follows_the_phone_until_the_form_is_handed_in() {
    let service = registration();
    let staff_number = |values: &Values| {
        let states = service.section_state("campus", values, &context()).unwrap();
        let state = states.into_iter().find(|state| state.field.key == "staff_number").unwrap();
        (state.value, state.default)
    };
    let first = service.check_section("campus", &complete(), &context()).unwrap().values;
    assert_eq!(staff_number(&first), (None, Some(json!("13800000001"))));
    let mut corrected = first;
    corrected.insert("phone".to_owned(), json!("13900000002"));
    assert_eq!(service.check_all(&corrected, &context()).unwrap().values["staff_number"], "13900000002");
    corrected.insert("staff_number".to_owned(), json!("ｗ-１７"));
    assert_eq!(staff_number(&corrected), (Some(json!("W-17")), Some(json!("13900000002"))));
}

#[test]
fn plates_are_told_apart_by_row() {
    let rows = json!([
        { "number": "", "colour": "blue" }, { "number": "蒙B12345" }, { "number": "蒙 b12345" },
        { "number": "蒙BO2345" }, { "number": "蒙B00001", "colour": "pink" }
    ]);
    assert_eq!(
        changed("plates", rows),
        ["plates.2.number plate-twice", "plates.3.number plate-letter", "plates.4.colour choice-unknown"]
    );
    let many: Value = (1..=4).map(|n| json!({ "number": format!("蒙B1234{n}") })).collect();
    assert_eq!(changed("plates", many), ["plates.3.number plates-too-many"]);
    assert_eq!(changed("plates", json!([{ "number": " ", "colour": "blue" }])), Vec::<String>::new());
}

#[test]
fn answers_of_another_shape_are_refused_and_not_kept() {
    for (key, value) in [
        ("name", json!(["张三"])),
        ("document", json!("150100198001010003")),
        ("period", json!({ "from": 20_261_201 })),
        ("plates", json!({ "number": "蒙B12345" })),
        ("portrait", json!({ "file": { "$ne": null } })),
        ("ethnic", json!(true)),
    ] {
        let mut values = complete();
        values.insert(key.to_owned(), value);
        let checked = registration().check_all(&values, &context()).unwrap();
        assert!(
            problems(&checked).contains(&format!("{key} answer-shape")),
            "{key}: {:?}",
            problems(&checked)
        );
        assert!(!checked.values.contains_key(key), "{key}");
    }
    assert_eq!(changed("ethnic", json!("99")), ["ethnic choice-unknown"]);
    assert_eq!(changed("unit", json!("u-2")), ["unit unit-unavailable"]);
    assert_eq!(changed("portrait", json!({ "file": "someone-elses" })), ["portrait.file upload-unavailable"]);
    assert_eq!(changed("reason", json!("字".repeat(201))), ["reason text-too-long"]);
    assert_eq!(changed("household", json!({ "code": "999999" })), ["household.code division-unknown"]);
}

#[test]
fn names_the_form_does_not_know_are_never_stored() {
    let service = registration();
    let section = service.section("basic").unwrap();
    let posted = pairs(&[
        ("name", "张三"),
        ("document.number", "150100198001010003"),
        ("document.verified", "true"),
        ("state", "approved"),
        ("phone", "13800000001"),
        ("csrf", "x"),
    ]);
    let read = input::read(section, &posted);
    assert_eq!(
        Value::Object(read.clone()),
        json!({ "name": "张三", "document": { "number": "150100198001010003" }, "birth_date": null, "gender": null }),
        "only this section's inputs; what the document tells is read off it again"
    );
    let mut values = read;
    values.insert("state".to_owned(), json!("approved"));
    values.insert("document".to_owned(), json!({ "type": "resident_id", "number": "1", "verified": true }));
    let checked = service.check_section("basic", &values, &context()).unwrap();
    assert!(!checked.values.contains_key("state"));
    assert_eq!(checked.values["document"], json!({ "type": "resident_id", "number": "1" }));
}

#[test]
fn a_post_leaves_alone_what_it_does_not_name() {
    let service = registration();
    let photos = service.section("photos").unwrap();
    assert_eq!(input::read(photos, &pairs(&[("portrait.file", "f-1")])).len(), 1);
    let vehicles = service.section("vehicles").unwrap();
    assert_eq!(input::read(vehicles, &[]).len(), 0);
    assert_eq!(
        input::read(vehicles, &pairs(&[("plates", "")]))["plates"],
        Value::Null,
        "the last row was removed"
    );
    let rows =
        pairs(&[("plates.1.number", "蒙B12345"), ("plates.1.colour", "blue"), ("plates.99.number", "x")]);
    assert_eq!(
        input::read(vehicles, &rows)["plates"],
        json!([{}, { "number": "蒙B12345", "colour": "blue" }]),
        "rows keep their places, so that messages find them"
    );
}

#[test]
fn a_section_writes_what_it_reads() {
    let service = registration();
    let stored = service.check_all(&complete(), &context()).unwrap().values;
    for section in &service.form.sections {
        let read = input::read(section, &input::write(section, &stored));
        for (key, value) in &read {
            let mut wanted = stored.get(key).cloned().unwrap_or(Value::Null);
            if let Some(object) = wanted.as_object_mut() {
                object.retain(|_, part| !part.is_null());
            }
            assert_eq!(*value, wanted, "{key}");
        }
    }
}

#[test]
fn sections_are_checked_alone() {
    let service = registration();
    let later = values(json!({ "plates": "nonsense", "phone": "138 0000 0001", "name": "" }));
    let checked = service.check_section("campus", &later, &context()).unwrap();
    assert!(
        !problems(&checked)
            .iter()
            .any(|problem| problem.starts_with("name") || problem.starts_with("plates"))
    );
    assert_eq!(checked.values["plates"], "nonsense", "handed back as it was");
    assert_eq!(checked.values["phone"], "13800000001");
    let nowhere = service.check_section("nowhere", &later, &context());
    assert_eq!(nowhere, Err(CheckError::UnknownSection("nowhere".to_owned())));
}

#[test]
fn a_detail_page_shows_words_and_stars() {
    let service = registration();
    let stored = service.check_all(&complete(), &context()).unwrap().values;
    let step = service.step("unit-administrator").unwrap();
    let unit_name = |_: &str| Some("后勤保障处".to_owned());
    let page = |locale| {
        let view = View { locale, unit_name: &unit_name };
        let mut words = Vec::new();
        for (section, lines) in service.lines(&stored, &|key| step.fields.of(key), view) {
            words.push(format!("# {}", section.title.get(locale)));
            words.extend(lines.into_iter().map(|line| match line.shown {
                Shown::Words(text) => format!("{}: {text}", line.label),
                Shown::File { id, masked } => {
                    format!("{}: {id}{}", line.label, if masked { " (masked)" } else { "" })
                }
                Shown::Attachment(id) => format!("{}: {id}", line.label),
                Shown::Plates(plates) => format!("{}: {plates:?}", line.label),
            }));
        }
        words.join("\n")
    };
    insta::assert_snapshot!("detail_zh", page(Locale::ZhCn));
    insta::assert_snapshot!("detail_en", page(Locale::En));

    let view = View { locale: Locale::ZhCn, unit_name: &unit_name };
    let overview = service.overview_lines(&stored, view);
    let overview: Vec<&str> = overview
        .iter()
        .filter_map(|line| match &line.shown {
            Shown::Words(words) => Some(words.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(overview, ["施工人员", "后勤保障处", "2026年12月1日 至 2027年1月31日"]);
    let hidden = service.lines(&stored, &|_| Permission::Hidden, view);
    assert!(hidden.is_empty());
    assert_eq!(service.label_of("document.number", Locale::En), Some("Document number"));
    assert_eq!(service.label_of("plates.0.number", Locale::ZhCn), Some("车牌号"));
}
