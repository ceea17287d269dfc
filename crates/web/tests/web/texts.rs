//! No key without a text, in either language, wherever the key stands.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use fluent_bundle::FluentResource;
use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use tongxing_domain::role::Role;
use tongxing_usecases::{self as usecases, application::progress::EventKind, notification::Kind};
use tongxing_web::{
    account::{manage, own},
    audit, desk, import, menu, mine,
    texts::{FILES, Lang},
    trouble, unit,
};

fn folder(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// Every file below a folder, with its content.
fn sources(folder: &Path, out: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        if entry.path().is_dir() {
            sources(&entry.path(), out);
        } else {
            out.push((entry.path().display().to_string(), fs::read_to_string(entry.path()).unwrap()));
        }
    }
}

/// The keys in `t("…")`.
fn keys_in(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices("t(\"").filter_map(|(at, found)| {
        let before = text[..at].chars().next_back();
        let is_word = before.is_some_and(|c| c.is_alphanumeric() || c == '_');
        (!is_word).then(|| text[at + found.len()..].split('"').next().unwrap())
    })
}

#[test]
fn both_languages_have_every_key_that_is_asked_for() {
    let mut files = Vec::new();
    sources(&folder("src"), &mut files);
    sources(&folder("templates"), &mut files);
    let mut missing = BTreeSet::new();
    let mut seen = 0;
    for (file, text) in &files {
        for key in keys_in(text).filter(|k| *k != "no-such-key" && *k != "key") {
            seen += 1;
            for lang in Lang::ALL.into_iter().filter(|lang| !lang.has(key)) {
                missing.insert(format!("{key} ({}), asked for in {file}", lang.tag()));
            }
        }
    }
    assert!(seen > 60, "the scan found only {seen} keys");
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn both_languages_have_the_keys_that_are_put_together_when_running() {
    let troubles =
        trouble::KEYS.iter().flat_map(|k| [format!("trouble-{k}-title"), format!("trouble-{k}-advice")]);
    let menus = menu::keys().map(str::to_owned);
    let roles = Role::ALL.into_iter().map(|role| format!("role-{role}"));
    let notices = Kind::ALL.iter().map(|kind| format!("notification-{}", kind.code()));
    let desk = desk::keys().map(str::to_owned);
    let columns = import::COLUMNS.into_iter().map(|c| format!("import-column-{}", c.replace('_', "-")));
    let done = [
        own::DONE.map(|done| format!("account-done-{done}")).to_vec(),
        manage::DONE.map(|done| format!("accounts-done-{done}")).to_vec(),
        unit::list::DONE.map(|done| format!("units-done-{done}")).to_vec(),
    ];
    let events = EventKind::ALL.iter().map(|event| format!("event-{}", event.code()));
    let states = mine::STATES.into_iter().map(|state| format!("application-state-{state}"));
    let filters = mine::list::FILTERS.into_iter().map(|filter| format!("my-filter-{filter}"));
    let applicants = events.chain(states).chain(filters);
    let staff = roles.chain(notices).chain(desk).chain(columns).chain(done.concat());
    for key in troubles.chain(menus).chain(staff).chain(applicants) {
        for lang in Lang::ALL {
            assert!(lang.has(&key), "{key} in {}", lang.tag());
        }
    }
}

/// Every action that the use cases write into the audit log: a noun, a dot, a verb.
fn audited_actions() -> BTreeSet<String> {
    let mut files = Vec::new();
    sources(&folder("../usecases/src"), &mut files);
    let mut actions = BTreeSet::new();
    for (_, text) in &files {
        let quoted = text.split('"').filter(|word| {
            let parts: Vec<&str> = word.split('.').collect();
            let plain =
                |part: &&str| !part.is_empty() && part.chars().all(|c| c.is_ascii_lowercase() || c == '-');
            parts.len() == 2 && parts.iter().all(plain)
        });
        // What outside systems are told has names of the same form.
        actions.extend(quoted.filter(|word| !word.starts_with("vehicle-permit.")).map(str::to_owned));
    }
    assert!(actions.contains("account.sign-in"), "the scan finds nothing: {actions:?}");
    actions
}

#[test]
fn every_action_in_the_audit_log_has_its_words_and_can_be_looked_for() {
    let offered: BTreeSet<String> = audit::list::ACTIONS.iter().map(|a| (*a).to_owned()).collect();
    let missing: Vec<String> = audited_actions().difference(&offered).cloned().collect();
    assert!(missing.is_empty(), "not in ACTIONS of web/src/audit/list.rs: {missing:?}");
    for action in offered {
        let key = format!("audit-action-{}", action.replace('.', "-"));
        assert!(Lang::ALL.into_iter().all(|lang| lang.has(&key)), "{key}");
    }
}

#[test]
fn every_text_that_a_script_module_shows_exists() {
    let mut files = Vec::new();
    sources(&folder("assets"), &mut files);
    for (file, script) in
        files.iter().filter(|(file, _)| Path::new(file).extension().is_some_and(|e| e == "js"))
    {
        let module = Path::new(file).file_stem().unwrap().to_str().unwrap();
        for (at, found) in script.match_indices("T.") {
            let rest = &script[at + found.len()..];
            let name = &rest[..rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap()];
            let hyphens = name.chars().map(|c| {
                if c.is_ascii_uppercase() { format!("-{}", c.to_ascii_lowercase()) } else { c.to_string() }
            });
            let key = format!("js-{module}-{}", hyphens.collect::<String>());
            assert!(Lang::ALL.into_iter().all(|lang| lang.has(&key)), "{key}, shown by {file}");
        }
    }
}

/// The codes in `refused("…")` and `Problem::new("…")` of the use cases.
fn refusals_of_use_cases() -> BTreeSet<String> {
    let mut files = Vec::new();
    sources(&folder("../usecases/src"), &mut files);
    let shipped = files.iter().map(|(_, text)| text.split("#[cfg(test)]").next().unwrap());
    let mut codes = BTreeSet::new();
    for text in shipped {
        for before in ["refused(\"", "wait(\"", "Problem::new(\""] {
            let found = text.split(before).skip(1).map(|rest| rest.split('"').next().unwrap().to_owned());
            codes.extend(found);
        }
    }
    assert!(codes.contains("changed-meanwhile"), "the scan finds nothing: {codes:?}");
    codes
}

#[test]
fn everything_that_can_be_wrong_has_a_sentence_in_both_languages() {
    let mut codes = refusals_of_use_cases();
    let listed: [&[&str]; 7] = [
        tongxing_domain::problem::CODES,
        &tongxing_catalog::check::CODES,
        tongxing_testkit::codes::of_workflow(),
        usecases::account::CODES,
        usecases::unit::CODES,
        usecases::import::CODES,
        usecases::error::CODES,
    ];
    codes.extend(listed.concat().into_iter().map(str::to_owned));
    let mut keys: Vec<String> = codes.iter().map(|code| format!("problem-{code}")).collect();
    for code in tongxing_testkit::codes::of_photos() {
        keys.extend([format!("problem-{code}"), format!("hint-{code}")]);
    }
    let missing: Vec<String> = Lang::ALL
        .into_iter()
        .flat_map(|lang| {
            keys.iter().filter(move |k| !lang.has(k)).map(move |k| format!("{k} ({})", lang.tag()))
        })
        .collect();
    assert!(missing.is_empty(), "{missing:#?}");
}

/// Key → names of its variables, of one language.
fn messages(lang: Lang) -> BTreeMap<String, BTreeSet<String>> {
    let mut found = BTreeMap::new();
    for (_, name, text) in FILES.iter().filter(|(tag, ..)| *tag == lang.tag()) {
        let resource = FluentResource::try_new((*text).to_owned())
            .unwrap_or_else(|(_, errors)| panic!("locales/{}/{name}: {errors:?}", lang.tag()));
        for entry in resource.entries() {
            let Entry::Message(message) = entry else { continue };
            let mut variables = BTreeSet::new();
            if let Some(pattern) = &message.value {
                variables_of(pattern, &mut variables);
            }
            let twice = found.insert(message.id.name.to_owned(), variables);
            assert!(twice.is_none(), "{} stands twice in {}", message.id.name, lang.tag());
        }
    }
    found
}

fn variables_of(pattern: &Pattern<&str>, out: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        match element {
            PatternElement::Placeable { expression: Expression::Inline(inline) } => variable(inline, out),
            PatternElement::Placeable { expression: Expression::Select { selector, variants } } => {
                variable(selector, out);
                for variant in variants {
                    variables_of(&variant.value, out);
                }
            }
            PatternElement::TextElement { .. } => {}
        }
    }
}

fn variable(expression: &InlineExpression<&str>, out: &mut BTreeSet<String>) {
    if let InlineExpression::VariableReference { id } = expression {
        // A label comes in both languages, and each sentence takes its own.
        out.insert(id.name.trim_end_matches("_zh").trim_end_matches("_en").to_owned());
    }
}

#[test]
fn the_languages_have_the_same_keys_with_the_same_variables() {
    let (zh, en) = (messages(Lang::ZhCn), messages(Lang::En));
    for (key, variables) in &zh {
        assert_eq!(en.get(key), Some(variables), "{key} in English");
    }
    for key in en.keys() {
        assert!(zh.contains_key(key), "{key} in Chinese");
    }
}

#[test]
fn the_languages_have_the_same_files() {
    let names = |lang: Lang| FILES.iter().filter(|f| f.0 == lang.tag()).map(|f| f.1).collect::<Vec<_>>();
    assert_eq!(names(Lang::ZhCn), names(Lang::En));
}
