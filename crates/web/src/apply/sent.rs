//! What the form of a step brought: answers, photos, and which of its buttons was pressed.

use tongxing_catalog::form::Section;

use crate::{
    apply::place,
    forms::{Files, SentFile},
};

/// A step's form.
pub struct Sent {
    /// The answers. Uploads are not among them: those the draft holds already.
    pub pairs: Vec<(String, String)>,
    /// The photos that came along, each for a field of the section.
    pub files: Vec<SentFile>,
    /// What is wanted.
    pub wish: Wish,
    /// A word to the reviewers, with a correction.
    pub note: String,
}

/// The button that was pressed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wish {
    /// 下一步, 提交.
    Next,
    /// 上一步.
    Back,
    /// 稍后继续.
    Later,
    /// One more row of a list.
    Add(String),
    /// This row of a list is to be changed.
    Edit(String, usize),
    /// This row of a list has been taken out.
    Removed(String),
}

impl Sent {
    /// Reads the form of this section.
    pub fn read(section: &Section, form: Files) -> Self {
        let Files { mut pairs, mut files } = form;
        let mut take = |name: &str| {
            let at = pairs.iter().position(|(posted, _)| posted == name)?;
            Some(pairs.remove(at).1)
        };
        let (wanted, note) = (take("do").unwrap_or_default(), take("note").unwrap_or_default());
        let is_upload = |key: &str| section.field(key).is_some_and(|field| field.kind.is_upload());
        pairs.retain(|(name, _)| {
            !name.split_once('.').is_some_and(|(key, part)| part == "file" && is_upload(key))
        });
        files.retain(|file| is_upload(&file.field));
        place::resolve(section, &mut pairs);
        let wish = wish(section, &wanted, &mut pairs);
        Self { pairs, files, wish, note }
    }
}

fn wish(section: &Section, wanted: &str, pairs: &mut Vec<(String, String)>) -> Wish {
    let mut words = wanted.split(' ');
    let verb = words.next().unwrap_or_default();
    let list = words.next().filter(|key| section.field(key).is_some()).map(str::to_owned);
    let row = words.next().and_then(|row| row.parse().ok());
    match (verb, list, row) {
        ("back", ..) => Wish::Back,
        ("later", ..) => Wish::Later,
        ("add", Some(list), _) => Wish::Add(list),
        ("edit", Some(list), Some(row)) => Wish::Edit(list, row),
        ("remove", Some(list), Some(row)) => {
            remove_row(pairs, &list, row);
            Wish::Removed(list)
        }
        _ => Wish::Next,
    }
}

/// Takes a row out; those behind it move up.
fn remove_row(pairs: &mut Vec<(String, String)>, list: &str, row: usize) {
    let position = |name: &str| -> Option<(usize, String)> {
        let (at, part) = name.strip_prefix(list)?.strip_prefix('.')?.split_once('.')?;
        Some((at.parse().ok()?, part.to_owned()))
    };
    pairs.retain(|(name, _)| position(name).is_none_or(|(at, _)| at != row));
    for (name, _) in pairs.iter_mut() {
        if let Some((at, part)) = position(name).filter(|(at, _)| *at > row) {
            *name = format!("{list}.{}.{part}", at - 1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn section(field: &str) -> Section {
        let yaml = include_str!("../../../../services/other-personnel-registration.yaml");
        let service = tongxing_catalog::load("registration.yaml", yaml).unwrap();
        service.section_of(field).unwrap().clone()
    }

    fn sent(field: &str, pairs: &[(&str, &str)]) -> Sent {
        let pairs = pairs.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
        Sent::read(&section(field), Files { pairs, files: Vec::new() })
    }

    #[test]
    fn a_row_is_taken_out_and_those_behind_it_move_up() {
        let rows = [("plates.0.number", "甲"), ("plates.1.number", "乙"), ("plates.2.number", "丙")];
        let sent = sent("plates", &[&rows[..], &[("do", "remove plates 1")]].concat());
        assert_eq!(sent.wish, Wish::Removed("plates".to_owned()));
        let left: Vec<_> = sent.pairs.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        assert_eq!(left, [("plates.0.number", "甲"), ("plates.1.number", "丙")]);
    }

    #[test]
    fn an_upload_is_never_taken_from_the_answers() {
        let sent = sent("portrait", &[("portrait.file", "somebody-elses"), ("other", "x"), ("do", "back")]);
        assert_eq!(sent.wish, Wish::Back);
        assert_eq!(sent.pairs, [("other".to_owned(), "x".to_owned())]);
    }

    #[test]
    fn a_button_nobody_made_is_the_plain_one() {
        for wanted in ["", "next", "remove nothing 0", "edit plates x", "add"] {
            assert_eq!(sent("plates", &[("do", wanted)]).wish, Wish::Next, "{wanted}");
        }
    }
}
