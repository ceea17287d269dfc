//! A sketch of a service: nothing but a process, and perhaps a form, to try out before the words are written.
//!
//! The simulator takes it. What a service file must say besides is filled in here, in the tree, so that everything after
//! reads and checks a sketch exactly like a service.

use super::place::Place;
use super::tree::{Entry, Meaning, Node, NodeKind, Scalar};

/// Fills in what a file without `service:` does not say. Any other file is left as it is.
pub(super) fn complete(tree: &mut Node) {
    let NodeKind::Map(entries) = &mut tree.kind else { return };
    let written = |key: &str| entries.iter().any(|entry| entry.key == key);
    if written("service") || !written("process") {
        return;
    }
    let words =
        ["query", "query_summary", "mine", "submitted", "submitted_next", "completed", "finished_step"];
    let entry = words.iter().map(|key| (*key, text("sketch"))).collect();
    let purpose = map(vec![
        ("key", word("sketch")),
        ("title", text("sketch")),
        ("why", text("sketch")),
        ("kept", text("sketch")),
    ]);
    let notice = map(vec![
        ("version", number("1", 1)),
        ("title", text("sketch")),
        ("introduction", text("sketch")),
        ("processor", text("sketch")),
        ("rules", list(vec![text("sketch")])),
        ("purposes", list(vec![purpose])),
        ("consents", list(Vec::new())),
    ]);
    let head = vec![
        ("service", word("sketch")),
        ("title", text("sketch")),
        ("summary", text("sketch")),
        ("number_prefix", word("SK")),
        ("audience", map(vec![("roles", list(vec![word("unit-office-director")]))])),
        ("entry", map(entry)),
        ("notice", notice),
        ("applicant", map(vec![("name", word("form.applicant_name"))])),
        ("form", map(vec![("sections", list(Vec::new()))])),
        ("outcome", list(vec![map(vec![("notify", map(vec![("text", text("sketch"))]))])])),
    ];
    fill(entries, head);
    for entry in entries.iter_mut() {
        match entry.key.as_str() {
            "process" => complete_process(&mut entry.value),
            "form" => complete_form(&mut entry.value),
            _ => {}
        }
    }
}

/// The applicant's name stands in a section of its own behind those that are written.
fn applicant_section() -> Node {
    let name = map(vec![
        ("key", word("applicant_name")),
        ("type", word("person_name")),
        ("label", text("name")),
        ("purpose", word("sketch")),
    ]);
    map(vec![("key", word("sketch-applicant")), ("title", text("applicant")), ("fields", list(vec![name]))])
}

fn complete_form(form: &mut Node) {
    let NodeKind::Map(entries) = &mut form.kind else { return };
    for entry in entries.iter_mut().filter(|entry| entry.key == "sections") {
        let NodeKind::Seq(sections) = &mut entry.value.kind else { continue };
        for section in sections.iter_mut() {
            let NodeKind::Map(parts) = &mut section.kind else { continue };
            name_titles(parts, &["title"]);
            for part in parts.iter_mut().filter(|part| part.key == "fields") {
                let NodeKind::Seq(fields) = &mut part.value.kind else { continue };
                for field in fields.iter_mut() {
                    let NodeKind::Map(parts) = &mut field.kind else { continue };
                    name_titles(parts, &["label"]);
                    fill(parts, vec![("purpose", word("sketch"))]);
                }
            }
        }
        sections.push(applicant_section());
    }
}

fn complete_process(process: &mut Node) {
    let NodeKind::Map(entries) = &mut process.kind else { return };
    for entry in entries.iter_mut().filter(|entry| entry.key == "blocks") {
        complete_blocks(&mut entry.value);
    }
}

fn complete_blocks(blocks: &mut Node) {
    let NodeKind::Seq(blocks) = &mut blocks.kind else { return };
    for block in blocks {
        let NodeKind::Map(entries) = &mut block.kind else { continue };
        for entry in entries {
            let NodeKind::Map(parts) = &mut entry.value.kind else { continue };
            match entry.key.as_str() {
                "step" => name_titles(parts, &["title", "doer"]),
                "parallel" => {
                    name_titles(parts, &["title"]);
                    for part in parts.iter_mut().filter(|part| part.key == "branches") {
                        let NodeKind::Seq(branches) = &mut part.value.kind else { continue };
                        branches.iter_mut().for_each(complete_blocks);
                    }
                }
                _ => {}
            }
        }
    }
}

/// What is not titled is called by its key.
fn name_titles(parts: &mut Vec<Entry>, titles: &[&'static str]) {
    let key = parts.iter().find(|part| part.key == "key").and_then(|part| match &part.value.kind {
        NodeKind::Scalar(scalar) => Some(scalar.text.clone()),
        _ => None,
    });
    let key = key.unwrap_or_default();
    fill(parts, titles.iter().map(|title| (*title, text(&key))).collect());
}

fn fill(entries: &mut Vec<Entry>, defaults: Vec<(&'static str, Node)>) {
    for (key, value) in defaults {
        if !entries.iter().any(|entry| entry.key == key) {
            entries.push(Entry { key: key.to_owned(), place: Place::START, value });
        }
    }
}

fn map(entries: Vec<(&'static str, Node)>) -> Node {
    let entry =
        |(key, value): (&'static str, Node)| Entry { key: key.to_owned(), place: Place::START, value };
    Node::at_start(NodeKind::Map(entries.into_iter().map(entry).collect()))
}

fn list(items: Vec<Node>) -> Node {
    Node::at_start(NodeKind::Seq(items))
}

fn word(word: &str) -> Node {
    Node::at_start(NodeKind::Scalar(Scalar { text: word.to_owned(), meaning: Meaning::Text }))
}

fn number(written: &str, number: i64) -> Node {
    Node::at_start(NodeKind::Scalar(Scalar { text: written.to_owned(), meaning: Meaning::Int(number) }))
}

/// The same words in both languages: nobody reads them.
fn text(words: &str) -> Node {
    map(vec![("zh", word(words)), ("en", word(words))])
}
