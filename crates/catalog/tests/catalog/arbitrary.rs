//! Whatever arrives, the check answers; and what it has answered once it answers again.

use std::sync::LazyLock;

use proptest::prelude::*;
use serde_json::{Map, Value, json};
use tongxing_catalog::{Service, Values, input, inspect};

use super::world::{self, REGISTRATION, context};

static ROOM: LazyLock<Service> = LazyLock::new(world::meeting_room);
static PERSONNEL: LazyLock<Service> = LazyLock::new(world::registration);

fn texts() -> impl Strategy<Value = Value> {
    prop_oneof![
        any::<String>().prop_map(Value::from),
        prop::sample::select(vec![
            "",
            " ",
            "张三",
            "150100198001010003",
            "15010019800101000X",
            "resident_id",
            "passport_cn",
            "E12345678",
            "01",
            "1",
            "2026-12-01",
            "2012-11-23",
            "2027-01-31",
            "u-1",
            "f-1",
            "蒙B12345",
            "blue",
            "agreed",
            "family",
            "13800000001",
            "+86 138 0000 0001",
            "hall",
            "<script>",
            "\u{202e}abc",
            "\u{200b}",
            "110101",
            "９９",
            "a@b.cn",
        ])
        .prop_map(Value::from),
    ]
}

fn anything() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(|n| json!(n)),
        texts(),
    ];
    let parts =
        prop::sample::select(vec!["type", "number", "from", "until", "code", "name", "file", "colour"]);
    leaf.prop_recursive(3, 24, 5, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::vec((parts.clone(), inner), 0..5).prop_map(|entries| entries
                .into_iter()
                .map(|(k, v)| (k.to_owned(), v))
                .collect::<Map<_, _>>()
                .into()),
        ]
    })
}

fn answers(service: &Service) -> impl Strategy<Value = Values> + use<> {
    let mut keys: Vec<String> = service.fields().map(|field| field.key.clone()).collect();
    keys.push("unknown".to_owned());
    prop::collection::vec((prop::sample::select(keys), anything()), 0..40)
        .prop_map(|all| all.into_iter().collect())
}

fn holds(service: &Service, values: &Values) {
    let context = context();
    let checked = service.check_all(values, &context).unwrap();
    assert!(checked.values.keys().all(|key| service.field(key).is_some()));
    for problem in &checked.problems {
        assert!(service.field(problem.field()).is_some(), "{}", problem.path);
    }
    let again = service.check_all(&checked.values, &context).unwrap();
    let right = |checked: &tongxing_catalog::Checked| -> Values {
        let wrong: Vec<&str> = checked.problems.iter().map(tongxing_catalog::FieldProblem::field).collect();
        let right = checked.values.iter().filter(|(key, _)| !wrong.contains(&key.as_str()));
        right.map(|(key, value)| (key.clone(), value.clone())).collect()
    };
    let (first, second) = (right(&checked), right(&again));
    for (key, value) in &first {
        // An answer of another shape is dropped the first time; nothing may then depend on it.
        assert_eq!(second.get(key), Some(value), "{key}");
    }
    for section in &service.form.sections {
        service.check_section(&section.key, values, &context).unwrap();
        let states = service.section_state(&section.key, values, &context).unwrap();
        assert_eq!(states.len(), section.fields.len());
        input::write(section, values);
    }
    assert!(!service.material_changed(&checked.values, &checked.values));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn any_answers_to_the_registration(values in answers(&PERSONNEL)) {
        holds(&PERSONNEL, &values);
    }

    #[test]
    fn any_answers_to_another_service(values in answers(&ROOM)) {
        holds(&ROOM, &values);
    }

    #[test]
    fn any_posted_pairs(pairs in prop::collection::vec((
        prop_oneof![any::<String>(), prop::sample::select(vec![
            "name", "document.type", "document.number", "plates", "plates.0.number", "plates.19.colour", "period.from",
        ]).prop_map(str::to_owned)], any::<String>()), 0..20))
    {
        let service = &PERSONNEL;
        for section in &service.form.sections {
            let read = input::read(section, &pairs);
            prop_assert!(read.keys().all(|key| section.field(key).is_some()));
            service.check_section(&section.key, &read, &context()).unwrap();
        }
    }

    /// A file that was cut, or has a piece replaced, gives remarks and never more.
    #[test]
    fn any_damage_to_a_file(at in 0..REGISTRATION.len(), length in 0_usize..40, piece in "[a-z:{}\\[\\]'\"&*!|>#\n -]{0,6}") {
        let edge = |mut at: usize| { while !REGISTRATION.is_char_boundary(at) { at -= 1; } at };
        let from = edge(at);
        let until = edge((at + length).min(REGISTRATION.len()));
        let damaged = format!("{}{piece}{}", &REGISTRATION[..from], &REGISTRATION[until..]);
        let (service, remarks) = inspect("damaged.yaml", &damaged);
        prop_assert_eq!(service.is_none(), remarks.iter().any(tongxing_catalog::Diagnostic::is_error));
        for remark in remarks {
            prop_assert!(remark.line >= 1 && remark.column >= 1 && !remark.message.is_empty() && !remark.fix.is_empty());
        }
    }
}
