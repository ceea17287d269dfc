//! A YAML file as a tree that knows where everything stands.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_saphyr::{Location, Spanned};

use super::place::Place;

/// A value of the file.
#[derive(Debug)]
pub(crate) struct Node {
    pub(crate) kind: NodeKind,
    pub(crate) place: Place,
    /// The first character as written, to know about quotes.
    first: Option<char>,
}

#[derive(Debug)]
pub(crate) enum NodeKind {
    Null,
    Scalar(Scalar),
    Seq(Vec<Node>),
    Map(Vec<Entry>),
}

#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) key: String,
    pub(crate) place: Place,
    pub(crate) value: Node,
}

/// A scalar: what YAML takes it for, and the text as written. `code: 01` is a number to YAML and a code to us.
#[derive(Debug)]
pub(crate) struct Scalar {
    pub(crate) text: String,
    pub(crate) meaning: Meaning,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Meaning {
    Text,
    Bool(bool),
    Int(i64),
    Float(f64),
}

/// Why the file is not YAML that we read.
#[derive(Debug)]
pub(crate) struct NotYaml {
    pub(crate) place: Place,
    pub(crate) message: String,
    pub(crate) fix: String,
}

pub(crate) fn parse(text: &str) -> Result<Node, NotYaml> {
    let options = serde_saphyr::options! {
        budget: serde_saphyr::budget! { max_nodes: 60_000, max_depth: 48, max_aliases: 200 },
        with_snippet: false,
    };
    let raw: Spanned<Raw> =
        serde_saphyr::from_str_with_options(text, options).map_err(|error| not_yaml(&error))?;
    Ok(node(raw, text))
}

impl Node {
    /// Settings that are not written, at a place.
    pub(crate) fn nothing(place: Place) -> Self {
        Self { kind: NodeKind::Null, place, first: None }
    }

    /// What nobody wrote: it stands nowhere, so messages about it point to the beginning of the file.
    pub(super) fn at_start(kind: NodeKind) -> Self {
        Self { kind, place: Place::START, first: None }
    }

    /// Where a reader looks for it: a list item that is a mapping begins at its first key.
    pub(crate) fn first_place(&self) -> Place {
        match &self.kind {
            NodeKind::Map(entries) => entries.first().map_or(self.place, |entry| entry.place),
            NodeKind::Seq(items) => items.first().map_or(self.place, Self::first_place),
            _ => self.place,
        }
    }

    /// How many characters stand before the text itself.
    pub(crate) fn quote_width(&self) -> usize {
        usize::from(matches!(self.first, Some('"' | '\'')))
    }

    /// Removes the entry whose key stands there.
    pub(crate) fn remove_key_at(&mut self, place: Place) -> bool {
        match &mut self.kind {
            NodeKind::Map(entries) => {
                let before = entries.len();
                entries.retain(|entry| entry.place != place);
                entries.len() < before || entries.iter_mut().any(|entry| entry.value.remove_key_at(place))
            }
            NodeKind::Seq(items) => items.iter_mut().any(|item| item.remove_key_at(place)),
            _ => false,
        }
    }

    /// Puts another word in the place of a scalar.
    pub(crate) fn replace_scalar_at(&mut self, place: Place, word: &str) -> bool {
        if self.place == place
            && let NodeKind::Scalar(scalar) = &mut self.kind
        {
            *scalar = Scalar { text: word.to_owned(), meaning: Meaning::Text };
            return true;
        }
        match &mut self.kind {
            NodeKind::Map(entries) => {
                entries.iter_mut().any(|entry| entry.value.replace_scalar_at(place, word))
            }
            NodeKind::Seq(items) => items.iter_mut().any(|item| item.replace_scalar_at(place, word)),
            _ => false,
        }
    }
}

fn not_yaml(error: &serde_saphyr::Error) -> NotYaml {
    let place = error.location().map_or(Place::START, |location| place(&location));
    let (message, fix) = match error.without_snippet() {
        serde_saphyr::Error::DuplicateMappingKey { key, .. } => (
            format!("`{}` is written twice in the same place", key.as_deref().unwrap_or("this key")),
            "keep one of the two",
        ),
        serde_saphyr::Error::MultipleDocuments { .. } => {
            ("the file holds more than one document".to_owned(), "keep one service per file and remove `---`")
        }
        serde_saphyr::Error::Budget { .. } => {
            ("the file is nested too deep or has too many parts".to_owned(), "split it into several services")
        }
        other => {
            let words = other.to_string();
            let words = words.split(" at line ").next().unwrap_or_default();
            let words = words
                .split_once(": ")
                .map_or(words, |(place, rest)| if place.contains("line ") { rest } else { words });
            (
                format!("this is not YAML: {words}"),
                "look at the indentation, and put quotes around texts that hold `: `, `#`, `[` or `{`",
            )
        }
    };
    NotYaml { place, message, fix: fix.to_owned() }
}

fn place(location: &Location) -> Place {
    let number = |n: u64| usize::try_from(n).unwrap_or(1).max(1);
    let width = usize::try_from(location.span().len()).unwrap_or(1).max(1);
    Place { line: number(location.line()), column: number(location.column()), width }
}

fn written<'a>(location: &Location, text: &'a str) -> &'a str {
    let range = || {
        let start = usize::try_from(location.span().byte_offset()?).ok()?;
        let end = start.checked_add(usize::try_from(location.span().byte_len()?).ok()?)?;
        text.get(start..end)
    };
    range().unwrap_or_default()
}

fn node(raw: Spanned<Raw>, text: &str) -> Node {
    let written = written(&raw.defined, text);
    let scalar = |meaning| NodeKind::Scalar(Scalar { text: written.trim().to_owned(), meaning });
    let kind = match raw.value {
        Raw::Null => NodeKind::Null,
        Raw::Bool(value) => scalar(Meaning::Bool(value)),
        Raw::Int(value) => scalar(Meaning::Int(value)),
        Raw::Float(value) => scalar(Meaning::Float(value)),
        Raw::Text(text) => NodeKind::Scalar(Scalar { text, meaning: Meaning::Text }),
        Raw::Seq(items) => NodeKind::Seq(items.into_iter().map(|item| node(item, text)).collect()),
        Raw::Map(entries) => NodeKind::Map(
            entries
                .into_iter()
                .map(|(key, value)| Entry {
                    key: key.value,
                    place: place(&key.referenced),
                    value: node(value, text),
                })
                .collect(),
        ),
    };
    Node { kind, place: place(&raw.referenced), first: written.chars().next() }
}

/// What the YAML reader gives, before we add the text as written.
enum Raw {
    Null,
    Bool(bool),
    Int(i64),
    Float(f64),
    Text(String),
    Seq(Vec<Spanned<Raw>>),
    Map(Vec<(Spanned<String>, Spanned<Raw>)>),
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RawVisitor)
    }
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = Raw;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_none<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Raw, E> {
        Ok(Raw::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Raw, E> {
        Ok(Raw::Int(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Raw, E> {
        Ok(i64::try_from(value).map_or(Raw::Float(f64::MAX), Raw::Int))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Raw, E> {
        Ok(Raw::Float(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Raw, E> {
        Ok(Raw::Text(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<Raw, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = sequence.next_element()? {
            items.push(item);
        }
        Ok(Raw::Seq(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Raw, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(Raw::Map(entries))
    }
}
