//! Names of people, in Han characters or in Latin letters.
//!
//! Chinese names follow 民委发〔2016〕33号: any Han character of Unicode (also the rare ones of the extension planes),
//! parts joined by `·` U+00B7, at least fifty characters of room. What people's keyboards offer instead of `·` is
//! mapped to it; a Kangxi radical becomes the character it looks like.

use std::fmt;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization as _;
use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory as _};
use unicode_script::{Script, UnicodeScript as _};

use crate::problem::Problem;
use crate::text::{Unfit, is_space};

/// The name of a person as it is stored and printed.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PersonName(String);

const SEPARATOR: char = '·';
const LONGEST_CHINESE: usize = 50;
const LONGEST_LATIN: usize = 120;

impl PersonName {
    /// Reads a name; one Han character makes it a Chinese name, otherwise it is one in Latin letters.
    pub fn parse(input: &str) -> Result<Self, NameError> {
        if input.nfkc().any(is_han) { Self::parse_chinese(input) } else { Self::parse_latin(input) }
    }

    /// Reads a name that must be Chinese, such as the one on a resident identity card.
    pub fn parse_chinese(input: &str) -> Result<Self, NameError> {
        // Mapped before NFKC, which would make a full stop of the full-width one.
        let name: String = input
            .trim()
            .chars()
            .map(|c| if is_separator_look_alike(c) { SEPARATOR } else { c })
            .nfkc()
            .filter(|c| !is_space(*c))
            .collect();
        check_length(&name, LONGEST_CHINESE)?;
        check_characters(&name, |c| is_han(c) || c == SEPARATOR)?;
        if name.starts_with(SEPARATOR) || name.ends_with(SEPARATOR) {
            return Err(NameError::SeparatorAtEdge);
        }
        if name.contains("··") {
            return Err(NameError::SeparatorDoubled);
        }
        Ok(Self(name))
    }

    /// Reads a name that must be in Latin letters, such as the one in a foreign passport.
    pub fn parse_latin(input: &str) -> Result<Self, NameError> {
        let plain: String = input.trim().nfkc().map(plain_punctuation).collect();
        let name = single_spaces(&plain);
        check_length(&name, LONGEST_LATIN)?;
        check_characters(&name, |c| is_latin(c) || matches!(c, ' ' | ',' | '\'' | '-' | '.'))?;
        check_marks(&name)?;
        if name.chars().any(char::is_alphabetic) { Ok(Self(name)) } else { Err(NameError::NoLetter) }
    }

    /// The name as it is stored.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Is it written in Han characters?
    pub fn is_chinese(&self) -> bool {
        self.0.chars().any(is_han)
    }
}

/// Never the whole name: debug output ends up in logs.
impl fmt::Debug for PersonName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PersonName({})", crate::mask::name(&self.0))
    }
}

impl fmt::Display for PersonName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<PersonName> for String {
    fn from(name: PersonName) -> Self {
        name.0
    }
}

impl TryFrom<String> for PersonName {
    type Error = NameError;

    fn try_from(stored: String) -> Result<Self, NameError> {
        Self::parse(&stored)
    }
}

/// Why a text is no name. Positions count characters from 1, without spaces in a Chinese name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// Nothing was typed.
    #[error("no name was given")]
    Empty,
    /// Only one character.
    #[error("the name has only one character")]
    TooShort,
    /// More characters than a name can have.
    #[error("the name has {count} characters, at most {max} are possible")]
    TooLong {
        /// The most a name can have.
        max: usize,
        /// How many there are.
        count: usize,
    },
    /// A digit, symbol or letter that is not possible in this kind of name.
    #[error("character {position} of the name is {character:?}")]
    Character {
        /// Its place.
        position: usize,
        /// What stands there.
        character: char,
    },
    /// An invisible, private-use or unreadable character.
    #[error("character {position} of the name cannot be kept: {unfit}")]
    Unfit {
        /// Its place.
        position: usize,
        /// What is wrong with it.
        unfit: Unfit,
    },
    /// The separator stands first or last.
    #[error("the name begins or ends with a separator")]
    SeparatorAtEdge,
    /// Two separators stand together.
    #[error("two separators stand together")]
    SeparatorDoubled,
    /// Only punctuation.
    #[error("the name has no letter")]
    NoLetter,
}

impl From<NameError> for Problem {
    fn from(error: NameError) -> Self {
        match error {
            NameError::Empty => Self::new("name-empty"),
            NameError::TooShort => Self::new("name-too-short"),
            NameError::TooLong { max, count } => {
                Self::new("name-too-long").with("max", max).with("count", count)
            }
            NameError::Character { position, character } => {
                Self::new("name-character").with("position", position).with("character", character)
            }
            NameError::Unfit { position, unfit } => unfit.problem(position),
            NameError::SeparatorAtEdge => Self::new("name-separator-at-edge"),
            NameError::SeparatorDoubled => Self::new("name-separator-doubled"),
            NameError::NoLetter => Self::new("name-no-letter"),
        }
    }
}

fn check_length(name: &str, max: usize) -> Result<(), NameError> {
    match name.chars().count() {
        0 => Err(NameError::Empty),
        1 => Err(NameError::TooShort),
        count if count > max => Err(NameError::TooLong { max, count }),
        _ => Ok(()),
    }
}

fn check_characters(name: &str, allowed: impl Fn(char) -> bool) -> Result<(), NameError> {
    for (index, character) in name.chars().enumerate() {
        let position = index + 1;
        if let Some(unfit) = Unfit::of(character) {
            return Err(NameError::Unfit { position, unfit });
        }
        if !allowed(character) {
            return Err(NameError::Character { position, character });
        }
    }
    Ok(())
}

/// Marks stand on letters, and no more than two on one: what NFKC cannot compose is rare, towers of marks are mischief.
fn check_marks(name: &str) -> Result<(), NameError> {
    let mut room = 0;
    for (index, character) in name.chars().enumerate() {
        if character.general_category_group() == GeneralCategoryGroup::Mark {
            if room == 0 {
                return Err(NameError::Character { position: index + 1, character });
            }
            room -= 1;
        } else {
            room = if character.is_alphabetic() { 2 } else { 0 };
        }
    }
    Ok(())
}

fn is_han(c: char) -> bool {
    c == '〇' || c.script() == Script::Han
}

/// Latin letters, and the marks that stand on them.
fn is_latin(c: char) -> bool {
    match c.general_category_group() {
        GeneralCategoryGroup::Letter => c.script() == Script::Latin,
        GeneralCategoryGroup::Mark => c.script() == Script::Inherited,
        _ => false,
    }
}

/// Bullets and dots that keyboards offer in place of U+00B7.
fn is_separator_look_alike(c: char) -> bool {
    matches!(c, '•' | '・' | '･' | '‧' | '∙' | '⋅' | '．')
}

fn plain_punctuation(c: char) -> char {
    match c {
        '\u{2018}' | '\u{2019}' | '\u{2bb}' | '\u{2bc}' => '\'',
        '\u{2010}' => '-',
        _ => c,
    }
}

fn single_spaces(text: &str) -> String {
    text.split(is_space).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_mistake_has_its_own_name() {
        let wrong = |input: &str| PersonName::parse(input).unwrap_err();
        assert_eq!(wrong("   "), NameError::Empty);
        assert_eq!(wrong("张"), NameError::TooShort);
        assert_eq!(wrong(&"阿".repeat(51)), NameError::TooLong { max: 50, count: 51 });
        assert_eq!(wrong("张三1"), NameError::Character { position: 3, character: '1' });
        assert_eq!(wrong("张 John"), NameError::Character { position: 2, character: 'J' });
        assert_eq!(wrong("张\u{200b}三"), NameError::Unfit { position: 2, unfit: Unfit::Invisible });
        assert_eq!(wrong("张\u{e000}"), NameError::Unfit { position: 2, unfit: Unfit::PrivateUse });
        assert_eq!(wrong("张\u{fffd}"), NameError::Unfit { position: 2, unfit: Unfit::Unreadable });
        assert_eq!(wrong("张三\n李四"), NameError::Unfit { position: 3, unfit: Unfit::Control });
        assert_eq!(wrong("·买买提"), NameError::SeparatorAtEdge);
        assert_eq!(wrong("买买提・"), NameError::SeparatorAtEdge);
        assert_eq!(wrong("阿依古丽·•买买提"), NameError::SeparatorDoubled);
        assert_eq!(wrong("--"), NameError::NoLetter);
        assert_eq!(wrong("=HYPERLINK"), NameError::Character { position: 1, character: '=' });
        assert_eq!(wrong("\u{301}Ann"), NameError::Character { position: 1, character: '\u{301}' });
        assert_eq!(
            wrong("Bo\u{334}\u{334}\u{334}"),
            NameError::Character { position: 5, character: '\u{334}' }
        );
        assert_eq!(wrong("Иванов"), NameError::Character { position: 1, character: 'И' });
    }

    #[test]
    fn latin_names_get_plain_punctuation_and_single_spaces() {
        assert_eq!(PersonName::parse("Ｏ’Ｎｅｉｌｌ\u{a0} Zoe\u{308}").unwrap().as_str(), "O'Neill Zoë");
        assert!(!PersonName::parse("SMITH, JOHN").unwrap().is_chinese());
        assert!(PersonName::parse("陈〇").unwrap().is_chinese());
    }

    #[test]
    fn a_name_is_never_printed_whole_by_accident() {
        assert_eq!(format!("{:?}", PersonName::parse("李晓梅").unwrap()), "PersonName(李**)");
    }
}
