//! Free text that people type: cleaned, limited, and without characters that nobody can see.
//!
//! Invisible and direction-changing characters make a text read differently from what it is, and private-use
//! characters are the trace of an old system with home-made glyphs: both are refused with the place, never removed
//! silently. Lengths count characters, not bytes.

use unicode_normalization::UnicodeNormalization as _;
use unicode_properties::{GeneralCategory, UnicodeGeneralCategory as _};

use crate::problem::Problem;

/// One line of text: trimmed, every kind of space made a plain one, no line break, at most `max` characters.
pub fn line(input: &str, max: usize) -> Result<String, TextError> {
    let text: String = input.trim().nfc().map(|c| if is_space(c) { ' ' } else { c }).collect();
    if let Some(position) = text.chars().position(is_line_break) {
        return Err(TextError::LineBreak { position: position + 1 });
    }
    checked(text.trim(), max)
}

/// Several lines of text: trimmed, line breaks written `\n`, tabs made spaces, at most `max` characters.
pub fn paragraph(input: &str, max: usize) -> Result<String, TextError> {
    let unified = input.replace("\r\n", "\n");
    let text: String = unified
        .trim()
        .nfc()
        .map(|c| match c {
            '\t' => ' ',
            _ if is_line_break(c) => '\n',
            _ => c,
        })
        .collect();
    checked(text.trim(), max)
}

/// Why a text cannot be taken. Positions count characters from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// Nothing was typed, or only spaces.
    #[error("the text is empty")]
    Empty,
    /// More characters than the field holds.
    #[error("the text has {count} characters, at most {max} are possible")]
    TooLong {
        /// The most characters the field holds.
        max: usize,
        /// How many there are.
        count: usize,
    },
    /// A line break in a field of one line.
    #[error("character {position} is a line break")]
    LineBreak {
        /// Its place.
        position: usize,
    },
    /// A character that cannot stand in any text.
    #[error("character {position} cannot be kept: {unfit}")]
    Unfit {
        /// Its place.
        position: usize,
        /// What is wrong with it.
        unfit: Unfit,
    },
}

impl From<TextError> for Problem {
    fn from(error: TextError) -> Self {
        match error {
            TextError::Empty => Self::new("text-empty"),
            TextError::TooLong { max, count } => {
                Self::new("text-too-long").with("max", max).with("count", count)
            }
            TextError::LineBreak { position } => Self::new("text-line-break").with("position", position),
            TextError::Unfit { position, unfit } => unfit.problem(position),
        }
    }
}

/// What makes a character unfit for any text we keep.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// A control character such as NUL.
    #[error("a control character")]
    Control,
    /// A character nobody sees: zero width, change of direction, filler.
    #[error("an invisible character")]
    Invisible,
    /// A private-use character: some old system drew its own glyph; the real character is wanted.
    #[error("a private-use character")]
    PrivateUse,
    /// The trace of a broken character set, or a code that no character has.
    #[error("an unreadable character")]
    Unreadable,
}

impl Unfit {
    /// What is wrong with this character, if anything. Line feeds are the caller's business.
    pub fn of(c: char) -> Option<Self> {
        match c.general_category() {
            GeneralCategory::Control => Some(Self::Control),
            GeneralCategory::Format => Some(Self::Invisible),
            GeneralCategory::PrivateUse => Some(Self::PrivateUse),
            GeneralCategory::Unassigned | GeneralCategory::Surrogate => Some(Self::Unreadable),
            _ if c == char::REPLACEMENT_CHARACTER => Some(Self::Unreadable),
            _ if is_filler(c) => Some(Self::Invisible),
            _ => None,
        }
    }

    /// This fact about the character at that place (counted from 1).
    pub fn problem(self, position: usize) -> Problem {
        Problem::new(match self {
            Self::Control => "text-control-character",
            Self::Invisible => "text-invisible-character",
            Self::PrivateUse => "text-private-use-character",
            Self::Unreadable => "text-unreadable-character",
        })
        .with("position", position)
    }
}

/// A number or code as people paste it, made comparable: NFKC (full-width digits become plain), no spaces, ASCII
/// letters upper case. Other scripts' digits and look-alike letters stay what they are, so that the caller refuses them.
pub fn compact(input: &str) -> String {
    let plain: String =
        input.trim().nfkc().filter(|c| !is_space(*c)).map(|c| c.to_ascii_uppercase()).collect();
    // Taking out a space can bring a letter and a mark together; composing them now keeps the result stable.
    plain.nfkc().collect()
}

/// Spaces of every width, but no tabs and no line breaks.
pub(crate) fn is_space(c: char) -> bool {
    c.general_category() == GeneralCategory::SpaceSeparator
}

fn is_line_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Letters and symbols that are drawn as nothing although they are not format characters.
fn is_filler(c: char) -> bool {
    matches!(
        c,
        '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{2800}' | '\u{3164}' | '\u{ffa0}'
    )
}

fn checked(text: &str, max: usize) -> Result<String, TextError> {
    if text.is_empty() {
        return Err(TextError::Empty);
    }
    let count = text.chars().count();
    if count > max {
        return Err(TextError::TooLong { max, count });
    }
    let unfit = text
        .chars()
        .enumerate()
        .filter(|(_, c)| *c != '\n')
        .find_map(|(index, c)| Unfit::of(c).map(|unfit| (index + 1, unfit)));
    match unfit {
        Some((position, unfit)) => Err(TextError::Unfit { position, unfit }),
        None => Ok(text.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_trimmed_and_keeps_its_punctuation() {
        assert_eq!(line("  大学街１号，3\u{3000}栋（西）\n", 50).unwrap(), "大学街１号，3 栋（西）");
        assert_eq!(line("e\u{301}cole", 5).unwrap(), "école");
        assert_eq!(line("<script>alert(1)</script>", 50).unwrap(), "<script>alert(1)</script>");
    }

    #[test]
    fn a_paragraph_keeps_its_lines() {
        assert_eq!(paragraph("一\r\n二\r三\t四\u{2028}五 \n", 50).unwrap(), "一\n二\n三 四\n五");
    }

    #[test]
    fn what_cannot_be_kept_is_named_with_its_place() {
        let unfit = |position, unfit| Err(TextError::Unfit { position, unfit });
        assert_eq!(line(" \t\n", 5), Err(TextError::Empty));
        assert_eq!(line("", 5), Err(TextError::Empty));
        assert_eq!(line("一二三", 2), Err(TextError::TooLong { max: 2, count: 3 }));
        assert_eq!(line("𠅤𠅤", 2).unwrap(), "𠅤𠅤");
        assert_eq!(line("一\n二", 5), Err(TextError::LineBreak { position: 2 }));
        assert_eq!(line("一\u{2029}二", 5), Err(TextError::LineBreak { position: 2 }));
        assert_eq!(line("一\0", 5), unfit(2, Unfit::Control));
        assert_eq!(line("一\t二", 5), unfit(2, Unfit::Control));
        assert_eq!(line("一\u{202e}二", 5), unfit(2, Unfit::Invisible));
        assert_eq!(line("\u{200b}", 5), unfit(1, Unfit::Invisible));
        assert_eq!(line("\u{3164}", 5), unfit(1, Unfit::Invisible));
        assert_eq!(line("一\u{e000}", 5), unfit(2, Unfit::PrivateUse));
        assert_eq!(line("一\u{fffd}", 5), unfit(2, Unfit::Unreadable));
        assert_eq!(line("一\u{ffff}", 5), unfit(2, Unfit::Unreadable));
        assert_eq!(paragraph("一\n\u{200d}", 5), unfit(3, Unfit::Invisible));
    }
}
