//! Reading a service file.
//!
//! Two rounds, each of which tells everything it finds. First the file's shape: is it YAML, are all keys known, is
//! nothing missing. Then, if the shape is right, its meaning (`lint`): do references lead somewhere, can the
//! process finish, is every text there in both languages.

mod place;
mod reader;
mod sketch;
mod suggest;
mod tree;

pub(crate) use place::{Cursor, Findings, Place};
pub(crate) use suggest::{did_you_mean, one_of};

use serde::de::DeserializeOwned;

use crate::diagnostic::{Diagnostic, Severity};
use crate::lint;
use crate::service::Service;
use crate::simulate::Directory;
use reader::{Mistake, Reader, Wrong};
pub(crate) use tree::Node;
use tree::NodeKind;

/// The largest file that is read.
const MOST_BYTES: usize = 256 * 1024;
/// How many unknown keys are taken out before we stop trying to read the rest.
const MOST_REPAIRS: usize = 40;

/// Reads a service file. `file` is the name that messages show.
///
/// # Errors
/// Everything that keeps the file from being published, in the order of the file, warnings included.
pub fn load(file: &str, text: &str) -> Result<Service, Vec<Diagnostic>> {
    match inspect(file, text) {
        (Some(service), _) => Ok(service),
        (None, diagnostics) => Err(diagnostics),
    }
}

/// Reads a service file and gives the warnings too, also when it can be published.
pub fn inspect(file: &str, text: &str) -> (Option<Service>, Vec<Diagnostic>) {
    let mut findings = Findings::new(file, text);
    let service = read::<Service>(text, &mut findings).and_then(|(service, tree)| {
        lint::check(&service, &Cursor::root(&tree), &mut findings);
        (!findings.has_errors()).then_some(service)
    });
    (service, findings.into_sorted())
}

/// Reads a service file and asks besides whether the people of a directory could decide its steps today.
pub fn inspect_with(file: &str, text: &str, directory: &Directory) -> (Option<Service>, Vec<Diagnostic>) {
    let mut findings = Findings::new(file, text);
    let service = read::<Service>(text, &mut findings).and_then(|(service, tree)| {
        lint::check(&service, &Cursor::root(&tree), &mut findings);
        lint::check_people(&service, directory, &Cursor::root(&tree), &mut findings);
        (!findings.has_errors()).then_some(service)
    });
    (service, findings.into_sorted())
}

/// Reads a directory file: units, people, groups and substitutes as a scenario's `directory:` holds them.
///
/// # Errors
/// What is wrong with the file.
pub fn load_directory(file: &str, text: &str) -> Result<Directory, Vec<Diagnostic>> {
    let mut findings = Findings::new(file, text);
    match read::<Directory>(text, &mut findings) {
        Some((directory, _)) => Ok(directory),
        None => Err(findings.into_sorted()),
    }
}

/// Reads a service file for the simulator, where a sketch will do: a file without `service:` needs nothing but its
/// `process:`; head, notice and titles are filled in. A sketch cannot be published.
pub(crate) fn inspect_sketch(file: &str, text: &str) -> (Option<Service>, Vec<Diagnostic>) {
    let mut findings = Findings::new(file, text);
    let service = parse(text, &mut findings)
        .map(|mut tree| {
            sketch::complete(&mut tree);
            tree
        })
        .and_then(|tree| read_tree::<Service>(tree, &mut findings))
        .and_then(|(service, tree)| {
            lint::check(&service, &Cursor::root(&tree), &mut findings);
            (!findings.has_errors()).then_some(service)
        });
    (service, findings.into_sorted())
}

/// The file as its types, if its shape is right.
pub(crate) fn read<T: DeserializeOwned>(text: &str, findings: &mut Findings) -> Option<(T, Node)> {
    let tree = parse(text, findings)?;
    read_tree(tree, findings)
}

fn parse(text: &str, findings: &mut Findings) -> Option<Node> {
    if text.len() > MOST_BYTES {
        findings.add(
            Severity::Error,
            Place::START,
            "the file is larger than 256 KB",
            "split it into several services",
        );
        return None;
    }
    let tree = match tree::parse(text) {
        Ok(tree) => tree,
        Err(mistake) => {
            findings.add(Severity::Error, mistake.place, &mistake.message, &mistake.fix);
            return None;
        }
    };
    if matches!(&tree.kind, NodeKind::Null) {
        findings.add(Severity::Error, Place::START, "the file is empty", "begin with `service:` and its key");
        return None;
    }
    Some(tree)
}

fn read_tree<T: DeserializeOwned>(mut tree: Node, findings: &mut Findings) -> Option<(T, Node)> {
    for _ in 0..MOST_REPAIRS {
        match T::deserialize(Reader(&tree)) {
            Ok(read) if findings.is_empty() => return Some((read, tree)),
            Ok(_) => return None,
            Err(mistake) => {
                mistake.tell(findings);
                if !repair(&mut tree, &mistake) {
                    return None;
                }
            }
        }
    }
    None
}

/// Takes what was not understood out of the tree, so that the next mistake can be found in the same round.
fn repair(tree: &mut Node, mistake: &Mistake) -> bool {
    let Some(place) = mistake.place else { return false };
    match &mistake.wrong {
        Wrong::UnknownKey { .. } => tree.remove_key_at(place),
        Wrong::UnknownWord { expected, .. } => {
            expected.first().is_some_and(|word| tree.replace_scalar_at(place, word))
        }
        Wrong::Missing { .. } | Wrong::Other { .. } => false,
    }
}
