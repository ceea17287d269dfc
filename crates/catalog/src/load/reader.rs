//! From the tree to the types, with mistakes that know their place and their cure.

use std::fmt;

use serde::de::value::StringDeserializer;
use serde::de::{
    self, DeserializeSeed, Deserializer, EnumAccess, Expected, MapAccess, SeqAccess, Unexpected,
    VariantAccess, Visitor,
};

use super::place::{Findings, Place};
use super::suggest;
use super::tree::{Entry, Meaning, Node, NodeKind, Scalar};
use crate::diagnostic::Severity;
use crate::expression::PLACED;

/// What the model of APPROVALS knows and this release does not do yet.
const LATER: [(&str, &str); 3] = [
    ("open_card_order", "card orders come with the card desk"),
    ("grant_access", "access grants come with doors and gates"),
    ("webhook", "deliveries to the vehicle management system are already part of `permit_vehicles`"),
];

/// What keeps the tree from being read as the types.
#[derive(Debug)]
pub(super) struct Mistake {
    pub(super) place: Option<Place>,
    pub(super) wrong: Wrong,
}

#[derive(Debug)]
pub(super) enum Wrong {
    UnknownKey { key: String, expected: &'static [&'static str] },
    UnknownWord { word: String, expected: &'static [&'static str] },
    Missing { key: String },
    Other { message: String },
}

impl Mistake {
    pub(super) fn tell(&self, findings: &mut Findings<'_>) {
        let (message, fix) = match &self.wrong {
            Wrong::UnknownKey { key, expected } if key.contains(' ') => (
                format!("`{key}` is read as a key of its own"),
                "put quotes around a text that holds a comma".to_owned()
                    + if expected.contains(&"zh") { "" } else { " or a colon" },
            ),
            Wrong::UnknownKey { key, expected } => {
                (format!("`{key}` is not known here"), suggest::did_you_mean(key, expected.iter().copied()))
            }
            Wrong::UnknownWord { word, expected } => match LATER.iter().find(|(later, _)| later == word) {
                Some((_, why)) => (
                    format!("`{word}` is not available in this release: {why}"),
                    format!("remove it, or {}", suggest::one_of(expected.iter().copied())),
                ),
                None => (
                    format!("`{word}` is not known here"),
                    suggest::did_you_mean(word, expected.iter().copied()),
                ),
            },
            Wrong::Missing { key } => (format!("`{key}` is missing here"), format!("add `{key}:`")),
            Wrong::Other { message } => match message.split_once(": write ") {
                Some((what, write)) => (what.to_owned(), format!("write {write}")),
                None => (message.clone(), "see the comments in services/service.schema.json".to_owned()),
            },
        };
        findings.add(Severity::Error, self.place.unwrap_or(Place::START), &message, &fix);
    }

    fn other(message: impl Into<String>) -> Self {
        Self { place: None, wrong: Wrong::Other { message: message.into() } }
    }

    /// The innermost place counts.
    fn at(mut self, place: Place) -> Self {
        self.place.get_or_insert(place);
        self
    }
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.wrong)
    }
}

impl std::error::Error for Mistake {}

impl de::Error for Mistake {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::other(message.to_string())
    }

    fn invalid_type(found: Unexpected, expected: &dyn Expected) -> Self {
        Self::other(format!("{} stands here: write {}", in_words(&found), wanted(&expected.to_string())))
    }

    fn invalid_value(found: Unexpected, expected: &dyn Expected) -> Self {
        Self::other(format!(
            "{} does not fit here: write {}",
            in_words(&found),
            wanted(&expected.to_string())
        ))
    }

    fn unknown_field(key: &str, expected: &'static [&'static str]) -> Self {
        Self { place: None, wrong: Wrong::UnknownKey { key: key.to_owned(), expected } }
    }

    fn unknown_variant(word: &str, expected: &'static [&'static str]) -> Self {
        Self { place: None, wrong: Wrong::UnknownWord { word: word.to_owned(), expected } }
    }

    fn missing_field(key: &'static str) -> Self {
        Self { place: None, wrong: Wrong::Missing { key: key.to_owned() } }
    }
}

fn in_words(found: &Unexpected) -> String {
    match found {
        Unexpected::Str(text) => format!("the text `{text}`"),
        Unexpected::Bool(value) => format!("`{value}`"),
        Unexpected::Signed(value) => format!("the number {value}"),
        Unexpected::Unsigned(value) => format!("the number {value}"),
        Unexpected::Float(value) => format!("the number {value}"),
        Unexpected::Seq => "a list".to_owned(),
        Unexpected::Map => "a group of keys".to_owned(),
        Unexpected::Unit | Unexpected::Option => "nothing".to_owned(),
        other => other.to_string(),
    }
}

/// The types' names mean nothing to who writes a service file.
fn wanted(expected: &str) -> String {
    match expected {
        "struct Text" => "the words in both languages, `{ zh: …, en: … }`".to_owned(),
        "a boolean" => "`true` or `false`".to_owned(),
        "a sequence" => "a list, each item behind `- `".to_owned(),
        "a string" => "a text".to_owned(),
        "i8" | "i16" | "i32" | "i64" => "a whole number".to_owned(),
        "u8" | "u16" | "u32" | "u64" => "a whole number that is not negative".to_owned(),
        other => match other.strip_prefix("struct ").or_else(|| other.strip_prefix("struct variant ")) {
            Some(_) => "its keys, indented below".to_owned(),
            None => other.to_owned(),
        },
    }
}

/// Reads one value of the tree.
#[derive(Clone, Copy)]
pub(super) struct Reader<'a>(pub(super) &'a Node);

impl<'a> Reader<'a> {
    fn any<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        match &self.0.kind {
            NodeKind::Null => visitor.visit_unit(),
            NodeKind::Scalar(scalar) => match scalar.meaning {
                Meaning::Text => visitor.visit_str(&scalar.text),
                Meaning::Bool(value) => visitor.visit_bool(value),
                Meaning::Int(value) => visitor.visit_i64(value),
                Meaning::Float(value) => visitor.visit_f64(value),
            },
            NodeKind::Seq(items) => visitor.visit_seq(Items(items.iter())),
            NodeKind::Map(entries) => visitor.visit_map(Entries { rest: entries.iter(), value: None }),
        }
        .map_err(|mistake| mistake.at(self.0.first_place()))
    }

    fn scalar(self) -> Option<&'a Scalar> {
        match &self.0.kind {
            NodeKind::Scalar(scalar) => Some(scalar),
            _ => None,
        }
    }
}

impl<'de> Deserializer<'de> for Reader<'_> {
    type Error = Mistake;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        self.any(visitor)
    }

    /// Where a text is wanted, `01` and `yes` are texts.
    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        match self.scalar() {
            Some(scalar) => {
                visitor.visit_str(&scalar.text).map_err(|mistake: Mistake| mistake.at(self.0.place))
            }
            None => self.any(visitor),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        match &self.0.kind {
            NodeKind::Null => visitor.visit_none(),
            _ => visitor.visit_some(self).map_err(|mistake: Mistake| mistake.at(self.0.first_place())),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Mistake> {
        match self.scalar() {
            Some(scalar) if name == PLACED => {
                let place = self.0.place;
                visitor.visit_seq(Placed {
                    text: Some(&scalar.text),
                    numbers: [place.line, place.column].into_iter(),
                })
            }
            None if name == PLACED => Err(Mistake::other(
                "a condition is expected here: write it on one line, in quotes if it holds `: ` or `#`",
            )
            .at(self.0.first_place())),
            _ => visitor
                .visit_newtype_struct(self)
                .map_err(|mistake: Mistake| mistake.at(self.0.first_place())),
        }
    }

    /// A group of keys that are all optional may be left empty.
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mistake> {
        match &self.0.kind {
            NodeKind::Null => visitor
                .visit_map(Entries { rest: [].iter(), value: None })
                .map_err(|mistake: Mistake| mistake.at(self.0.place)),
            NodeKind::Map(_) => self.any(visitor),
            NodeKind::Scalar(scalar) => Err(de::Error::invalid_type(Unexpected::Str(&scalar.text), &visitor)),
            NodeKind::Seq(_) => Err(de::Error::invalid_type(Unexpected::Seq, &visitor)),
        }
        .map_err(|mistake: Mistake| mistake.at(self.0.first_place()))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mistake> {
        let variant = match &self.0.kind {
            NodeKind::Scalar(scalar) => Variant { word: &scalar.text, place: self.0.place, value: None },
            NodeKind::Map(entries) => match entries.as_slice() {
                [entry] => Variant { word: &entry.key, place: entry.place, value: Some(&entry.value) },
                [_, second, ..] => {
                    return Err(Mistake::other(format!(
                        "`{}` does not belong here: write one key, and its settings indented below it",
                        second.key
                    ))
                    .at(second.place));
                }
                [] => return Err(Mistake::other("nothing stands here: write one word").at(self.0.place)),
            },
            _ => {
                return Err(Mistake::other(
                    "one word is expected here: write it, and its settings indented below",
                )
                .at(self.0.first_place()));
            }
        };
        let place = variant.place;
        visitor.visit_enum(variant).map_err(|mistake: Mistake| mistake.at(place))
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char bytes byte_buf unit unit_struct seq tuple
        tuple_struct map identifier ignored_any
    }
}

struct Items<'a>(std::slice::Iter<'a, Node>);

impl<'de> SeqAccess<'de> for Items<'_> {
    type Error = Mistake;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Mistake> {
        self.0.next().map(|node| seed.deserialize(Reader(node))).transpose()
    }
}

struct Entries<'a> {
    rest: std::slice::Iter<'a, Entry>,
    value: Option<&'a Node>,
}

impl<'de> MapAccess<'de> for Entries<'_> {
    type Error = Mistake;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Mistake> {
        let Some(entry) = self.rest.next() else { return Ok(None) };
        self.value = Some(&entry.value);
        let key: StringDeserializer<Mistake> = de::IntoDeserializer::into_deserializer(entry.key.clone());
        seed.deserialize(key).map(Some).map_err(|mistake| mistake.at(entry.place))
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Mistake> {
        match self.value.take() {
            Some(node) => seed.deserialize(Reader(node)),
            None => Err(Mistake::other("a value is missing here")),
        }
    }
}

/// The text of an expression and where it stands.
struct Placed<'a> {
    text: Option<&'a str>,
    numbers: std::array::IntoIter<usize, 2>,
}

impl<'de> SeqAccess<'de> for Placed<'_> {
    type Error = Mistake;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Mistake> {
        if let Some(text) = self.text.take() {
            let text: StringDeserializer<Mistake> = de::IntoDeserializer::into_deserializer(text.to_owned());
            return seed.deserialize(text).map(Some);
        }
        self.numbers
            .next()
            .map(|number| seed.deserialize(de::IntoDeserializer::<Mistake>::into_deserializer(number)))
            .transpose()
    }
}

/// One word of several, perhaps with settings below it. A word alone has none of them set.
struct Variant<'a> {
    word: &'a str,
    place: Place,
    value: Option<&'a Node>,
}

impl<'de> EnumAccess<'de> for Variant<'_> {
    type Error = Mistake;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), Mistake> {
        let word: StringDeserializer<Mistake> = de::IntoDeserializer::into_deserializer(self.word.to_owned());
        let value = seed.deserialize(word).map_err(|mistake| mistake.at(self.place))?;
        Ok((value, self))
    }
}

impl<'de> VariantAccess<'de> for Variant<'_> {
    type Error = Mistake;

    fn unit_variant(self) -> Result<(), Mistake> {
        match self.value.map(|node| &node.kind) {
            None | Some(NodeKind::Null) => Ok(()),
            Some(NodeKind::Map(entries)) if entries.is_empty() => Ok(()),
            Some(_) => {
                Err(Mistake::other(format!("`{}` takes no settings: write the word alone", self.word))
                    .at(self.place))
            }
        }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Mistake> {
        let bare = Node::nothing(self.place);
        seed.deserialize(Reader(self.value.unwrap_or(&bare))).map_err(|mistake| mistake.at(self.place))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _len: usize, visitor: V) -> Result<V::Value, Mistake> {
        let bare = Node::nothing(self.place);
        Reader(self.value.unwrap_or(&bare)).any(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mistake> {
        let bare = Node::nothing(self.place);
        Reader(self.value.unwrap_or(&bare)).deserialize_struct("", fields, visitor)
    }
}
