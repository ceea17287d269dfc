//! What people get wrong in a service file, and what they are told. The snapshot is read like a page of a manual.

use std::fmt::Write as _;

use tongxing_catalog::inspect;
use tongxing_catalog::simulate::{Source, simulate};

use super::world::{MEETING_ROOM, REGISTRATION};

/// A mistake: what it is about, what stands in a sound file, what is written instead.
const MISTAKES: &[(&str, &str, &str)] = &[
    ("a key with a slip", "summary: {", "sumary: {"),
    ("several unknown keys at once", "number_prefix: HY", "number_prefix: HY\nprefix: HY\ncolour: red"),
    ("a missing key", "number_prefix: HY\n", ""),
    ("a key twice", "number_prefix: HY\n", "number_prefix: HY\nnumber_prefix: HZ\n"),
    ("a comma outside quotes", "en: Small room", "en: Small, but nice"),
    ("a text in one language only", "{ zh: 会议室, en: Room }", "{ zh: 会议室 }"),
    ("a plain text where two languages belong", "{ zh: 会议室, en: Room }", "会议室"),
    ("not YAML", "audience: {", "audience: ["),
    (
        "a number where a truth value belongs",
        "required_when: \"form.host != null",
        "required: 1, hint: { zh: a, en: b }, required_when: \"form.host != null",
    ),
    ("an unknown field type", "type: email", "type: e-mail"),
    ("settings for a type that takes none", "type: email", "type: { email: { max: 3 } }"),
    ("an unknown setting of a type", "{ min: 2, max: 500 }", "{ min: 2, maximum: 500 }"),
    ("a limit that is no date", "earliest: today,", "earliest: tomorrow,"),
    ("a table that does not exist", "type: email", "type: { choice: { table: ethnics } }"),
    ("a code the table does not have", "type: email", "type: { choice: { table: gender, only: [\"3\"] } }"),
    ("nothing to choose", "type: email", "type: choice"),
    ("a field twice", "key: mail", "key: host"),
    ("a field key that cannot be one", "key: mail", "key: e-mail"),
    ("a section with an address of the product", "key: details", "key: submitted"),
    (
        "a purpose the notice does not have",
        "required: true, purpose: booking }\n        - { key: mail",
        "required: true, purpose: bookings }\n        - { key: mail",
    ),
    (
        "a condition that does not parse",
        "visible_when: form.room == 'hall'",
        "visible_when: form.room = 'hall'",
    ),
    ("a condition that ends too early", "form.host.size() > 6\"", "form.host.size() >\""),
    (
        "a condition over an unknown field",
        "visible_when: form.room == 'hall'",
        "visible_when: form.rom == 'hall'",
    ),
    (
        "a condition over a code that does not exist",
        "visible_when: form.room == 'hall'",
        "visible_when: form.room == 'hal'",
    ),
    (
        "a condition over a later field",
        "required_when: \"form.host != null && form.host.size() > 6\"",
        "required_when: form.day != null",
    ),
    (
        "a condition that an empty field breaks",
        "form.people != null && form.people > 100",
        "form.people > 100",
    ),
    ("a condition that is no condition", "form.people != null && form.people > 100", "form.people"),
    ("a condition that never changes", "when: form.people > 100", "when: 1 > 2"),
    ("an unknown function", "default: \"'000'\"", "default: \"now()\""),
    ("an unknown role", "roles: [unit-office-director,", "roles: [unit-office-directer,"),
    ("a unit that is no unit field", "unit: initiator, levels_up: 1", "unit: form.room, levels_up: 1"),
    ("a unit that is nothing", "unit: initiator, levels_up: 1", "unit: mine, levels_up: 1"),
    ("nobody decides", "- group: av-team", "[]"),
    ("a step twice", "key: av\n", "key: office\n"),
    ("abstaining without a ratio", "policy: { ratio: 60 }", "policy: all"),
    ("a ratio above everyone", "ratio: 60", "ratio: 160"),
    (
        "a branch alone",
        "          - - step:\n                key: av",
        "            - step:\n                key: av",
    ),
    ("an action of a later release", "- notify: {", "- grant_access: {"),
    ("an unknown action", "- notify: {", "- notfy: {"),
    ("no outcome", "  - notify: { text: { zh: 借用成功, en: Booked } }", "  []"),
    ("an applicant without a name", "applicant: { name: form.host }", "applicant: { name: form.room }"),
    ("a field reference without form", "overview: [form.room,", "overview: [room,"),
    (
        "nobody may start it",
        "audience: { roles: [unit-office-director, unit-administrator] }",
        "audience: {}",
    ),
];

/// Mistakes in a service with sensitive data.
const SENSITIVE: &[(&str, &str, &str)] = &[
    ("a list of sensitive data", "overview: [form.kind,", "overview: [form.document,"),
    (
        "a condition that asks whether a field is there",
        "visible_when: form.birth_date != null &&",
        "visible_when: has(form.birth_date) &&",
    ),
    (
        "a sensitive field without consent",
        "covers: [form.document, form.guardian_document, form.portrait,",
        "covers: [form.document, form.portrait,",
    ),
    (
        "a sensitive field shown without need",
        "          read: [form.portrait, form.document_front,",
        "          read: [form.portrait,",
    ),
    (
        "a document that is not marked",
        "          required: true\n          sensitive: sensitive\n          purpose: identity",
        "          required: true\n          purpose: identity",
    ),
    ("an outcome from the wrong field", "      name: form.name\n", "      name: form.kind\n"),
    (
        "an outcome from a field that may be empty",
        "      phone: form.phone\n",
        "      phone: form.guardian_phone\n",
    ),
    ("a record without an approval that grants access", "        grants_access: true\n", ""),
    (
        "the public having a unit",
        "          - head_of: { unit: form.unit }",
        "          - head_of: { unit: initiator }",
    ),
    ("the public deciding", "          - head_of: { unit: form.unit }", "          - initiator"),
    (
        "a derived date without its document",
        "derive: form.document.birth_date",
        "derive: form.name.birth_date",
    ),
    (
        "a derived gender of the wrong type",
        "derive: form.document.birth_date",
        "derive: form.document.gender",
    ),
    (
        "a scan of a document asked later",
        "document_scan: { document: form.document, side: front }",
        "document_scan: { document: form.documents, side: front }",
    ),
];

#[test]
fn every_mistake_is_told_with_its_place_and_its_cure() {
    let mut page = String::new();
    for (sound, mistakes) in [(MEETING_ROOM, MISTAKES), (REGISTRATION, SENSITIVE)] {
        for (about, written, instead) in mistakes {
            assert!(sound.contains(written), "{about}: the sound file has no {written:?}");
            let (_, remarks) = inspect("service.yaml", &sound.replace(written, instead));
            assert!(!remarks.is_empty(), "{about}: nothing was said");
            writeln!(page, "== {about}").unwrap();
            for remark in remarks {
                writeln!(page, "{remark}\n").unwrap();
            }
        }
    }
    insta::assert_snapshot!("mistakes", page);
}

/// Mistakes in a directory that a service is checked against: what stands in a sound one, what is written instead.
const DIRECTORY: &str = "\
units: { campus: {}, BW01: { parent: campus }, library: { parent: campus } }
people:
  zhaoliu: { unit: library }
  wang: { unit: campus, roles: [unit-head] }
  li: { unit: BW01, roles: [door-owner] }
groups: { av-team: [wang] }
";
const PEOPLE: &[(&str, &str, &str)] = &[
    ("an account that is not there", "zhaoliu: {", "zhaoliou: {"),
    ("a group that is not there", "av-team: [", "av-teams: ["),
    ("a unit that is not there", "BW01: { parent", "BW02: { parent"),
    ("a role that nobody holds", "[door-owner]", "[]"),
    ("nobody who can act", "wang: { unit: campus,", "wang: { active: false, unit: campus,"),
    ("a key with a slip", "groups:", "group:"),
    ("a role that does not exist", "[unit-head]", "[unit-hed]"),
];

#[test]
fn steps_that_nobody_could_decide_are_told() {
    let mut page = String::new();
    let sound = tongxing_catalog::load_directory("campus.yaml", DIRECTORY).unwrap();
    let (service, remarks) = tongxing_catalog::inspect_with("service.yaml", MEETING_ROOM, &sound);
    assert!(service.is_some() && remarks.is_empty(), "{remarks:?}");
    for (about, written, instead) in PEOPLE {
        assert!(DIRECTORY.contains(written), "{about}: the sound directory has no {written:?}");
        let remarks =
            match tongxing_catalog::load_directory("campus.yaml", &DIRECTORY.replace(written, instead)) {
                Ok(directory) => tongxing_catalog::inspect_with("service.yaml", MEETING_ROOM, &directory).1,
                Err(remarks) => remarks,
            };
        assert!(!remarks.is_empty(), "{about}: nothing was said");
        writeln!(page, "== {about}").unwrap();
        for remark in remarks {
            writeln!(page, "{remark}\n").unwrap();
        }
    }
    let (_, remarks) = tongxing_catalog::inspect_with("service.yaml", REGISTRATION, &sound);
    writeln!(page, "== units without anybody who decides").unwrap();
    for remark in remarks {
        writeln!(page, "{remark}\n").unwrap();
    }
    insta::assert_snapshot!("people", page);
}

/// Mistakes in a scenario.
const SCENARIO: &str = "\
scenario: a try
start: 2026-11-23 09:00
directory:
  units: { library: {} }
  people: { ann: { unit: library }, bob: { roles: [unit-head] } }
initiator: ini
form: { what: projector }
steps:
  - { actor: ini, do: submit }
  - { at: +1h, actor: ann, do: return, to: office, reason: again }
  - { actor: ann, do: add-signers, signers: [bob], place: before, mode: any }
  - { actor: bob, do: migrate, version: 1, reason: why }
";
const SKETCH: &str = "\
form: { sections: [{ key: one, fields: [{ key: what, type: text }] }] }
process: { blocks: [{ step: { key: office, by: [account: ann] } }] }
";
const SCENARIOS: &[(&str, &str, &str)] = &[
    ("a command with a slip", "do: submit", "do: sumbit"),
    ("an argument that is not the command's", "do: submit", "do: submit, reason: why"),
    ("an argument that is missing", "to: office, ", ""),
    ("somebody who is not there", "actor: ann, do: return", "actor: an, do: return"),
    ("a signer who is not there", "signers: [bob]", "signers: [bob, boob]"),
    ("a step that is not there", "to: office", "to: offices"),
    ("a field that is not there", "form: { what:", "form: { waht:"),
    ("a unit that is not there", "ann: { unit: library }", "ann: { unit: libary }"),
    ("a role that does not exist", "[unit-head]", "[unit-hed]"),
    ("a time before the one above", "at: +1h", "at: 2026-11-22 09:00"),
    ("a time that is none", "at: +1h", "at: later"),
    ("a time zone that is none", "initiator: ini", "zone: Mars\ninitiator: ini"),
    ("a version that is not there", "version: 1", "version: 2"),
    ("a mode where there is none", "place: before", "place: parallel"),
    ("a file that is not there", "initiator: ini", "versions: [next.yaml]\ninitiator: ini"),
    ("an unknown key", "initiator: ini", "initiater: ini"),
];

#[test]
fn mistakes_in_a_scenario_are_told_with_their_place() {
    let service = Source { name: "sketch.yaml", text: SKETCH };
    let nothing = |name: &str| Err(format!("there is no {name}"));
    let run = |text: &str| simulate(service, Source { name: "scenario.yaml", text }, &nothing);
    run(SCENARIO).unwrap();
    let mut page = String::new();
    for (about, written, instead) in SCENARIOS {
        assert!(SCENARIO.contains(written), "{about}: the sound scenario has no {written:?}");
        let remarks = run(&SCENARIO.replace(written, instead)).expect_err(about);
        writeln!(page, "== {about}").unwrap();
        for remark in remarks {
            writeln!(page, "{remark}\n").unwrap();
        }
    }
    insta::assert_snapshot!("scenarios", page);
}

#[test]
fn absurd_files_are_refused() {
    let deep = format!("{}1{}", "[".repeat(5000), "]".repeat(5000));
    let large = "# comment\n".repeat(40_000);
    let bomb = format!(
        "a: &a [1,1,1]\nb: &b [{0}]\nc: &c [{1}]\nd: [{2}]\n",
        ["*a"; 50].join(","),
        ["*b"; 50].join(","),
        ["*c"; 50].join(",")
    );
    for text in
        ["", "~", "[]", "service", "\u{0}", "---\n---\n", deep.as_str(), large.as_str(), bomb.as_str()]
    {
        let (service, remarks) = inspect("absurd.yaml", text);
        assert!(service.is_none());
        assert!(!remarks.is_empty());
    }
}
