//! Another service lives by its file alone.

use std::collections::BTreeSet;

use serde_json::json;
use tongxing_catalog::expression::{Party, Scope};
use tongxing_catalog::process::{ByRule, Offer, Permission, Policy, UnitRef};
use tongxing_workflow as workflow;
use workflow::StepKey;

use super::world::{TODAY, context, meeting_room, problems, registration, values};

#[test]
fn its_form_has_its_own_rules() {
    let service = meeting_room();
    let small = values(json!({
        "host": "欧阳 娜娜", "unit": "u-1", "room": "small", "day": "2026/12/1", "people": "12",
        "stage": "两支话筒", "badge": null
    }));
    let checked = service.check_all(&small, &context()).unwrap();
    assert_eq!(problems(&checked), Vec::<String>::new());
    assert_eq!(
        serde_json::Value::Object(checked.values),
        json!({ "host": "欧阳娜娜", "unit": "u-1", "room": "small", "day": "2026-12-01", "people": 12, "badge": "000" }),
        "the stage is not asked for a small room, and what is not asked is not kept"
    );

    let hall = values(json!({
        "host": "Anna Sophia", "unit": "u-9", "room": "hall", "day": "2027-12-01", "people": 501, "badge": "A1"
    }));
    let checked = service.check_all(&hall, &context()).unwrap();
    assert_eq!(
        problems(&checked),
        [
            "mail answer-missing",
            "unit unit-unavailable",
            "day date-too-late",
            "people integer-too-large",
            "stage answer-missing",
            "badge text-digits",
        ],
        "with a wrong number of people, nothing depends on it"
    );
    let full = values(json!({ "people": 101, "plan": { "file": "f-9" } }));
    let checked = service.check_section("details", &full, &context()).unwrap();
    assert_eq!(problems(&checked), ["plan.file upload-unavailable"]);
}

#[test]
fn its_process_reaches_the_engine() {
    let service = meeting_room();
    let definition = service.definition();
    assert_eq!(definition.check(), Ok(()));
    assert!(definition.pass_duplicates);
    let workflow::Block::Parallel(branches) = &definition.blocks[1] else { panic!("a parallel block") };
    let workflow::Block::Step(safety) = &branches[0][0] else { panic!("a step") };
    assert_eq!(safety.policy, Policy::Ratio(60));
    assert_eq!(safety.offers, BTreeSet::from([Offer::Reject, Offer::Abstain, Offer::AddSigners]));
    assert!(service.step("av").unwrap().opinion_required);

    let scope = |people| {
        Scope::new(&values(json!({ "people": people })), &Party::default(), &Party::default(), TODAY)
    };
    let takes_place = |people| service.conditions(&scope(people)).unwrap()[&StepKey::new("safety")];
    assert!(takes_place(101));
    assert!(!takes_place(100));
    assert!(service.conditions(&scope(100)).unwrap()[&StepKey::new("office")], "no condition, always");
}

#[test]
fn its_rules_are_data() {
    let service = meeting_room();
    let office = service.step("office").unwrap();
    let ByRule::HeadOf(head) = &office.by[0] else { panic!("a head") };
    assert_eq!((&head.unit, head.levels_up), (&UnitRef::Initiator, 1));
    assert_eq!(office.by[1], ByRule::Account("zhaoliu".to_owned()));
    assert_eq!(office.operations, [Offer::Reject, Offer::ReturnToInitiator], "what steps usually offer");
}

#[test]
fn a_returned_application_counts_as_changed_only_where_it_matters() {
    let service = registration();
    let old = values(json!({ "name": "张三", "phone": "13800000001", "address": null }));
    let mut new = old.clone();
    new["phone"] = json!("13800000002");
    new.remove("address");
    assert!(!service.material_changed(&old, &new));
    new["name"] = json!("李四");
    assert!(service.material_changed(&old, &new));
    assert!(service.material_changed(&old, &values(json!({}))), "taking an answer away is a change");
}

#[test]
fn a_step_sees_what_the_file_says() {
    let service = registration();
    let step = service.step("unit-administrator").unwrap();
    assert_eq!(step.fields.of("document"), Permission::Masked);
    assert_eq!(step.fields.of("portrait"), Permission::Read);
    assert_eq!(step.fields.of("name"), Permission::Read);
}
