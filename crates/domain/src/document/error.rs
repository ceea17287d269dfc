//! What can be wrong with the number of an identity document.

use super::DocumentType;
use crate::problem::Problem;
use crate::text::Unfit;

/// Why a number cannot be the one of such a document. Positions count characters from 1, without spaces.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DocumentError {
    /// Nothing was typed.
    #[error("no document number was given")]
    Empty,
    /// An invisible, private-use or unreadable character was pasted in.
    #[error("character {position} cannot be kept: {unfit}")]
    Unfit {
        /// Its place.
        position: usize,
        /// What is wrong with it.
        unfit: Unfit,
    },
    /// Not as many characters as these documents have.
    #[error("the number has {count} characters instead of {expected}")]
    Length {
        /// How many there should be.
        expected: usize,
        /// How many there are.
        count: usize,
    },
    /// Fewer or more characters than these documents can have.
    #[error("the number has {count} characters, {min} to {max} are possible")]
    LengthBetween {
        /// The fewest.
        min: usize,
        /// The most.
        max: usize,
        /// How many there are.
        count: usize,
    },
    /// Fifteen digits: cards with such numbers lost their validity on 2013-01-01.
    #[error("a number of fifteen digits, of a card that is no longer valid")]
    FirstGeneration,
    /// Something other than a digit where only a digit can stand.
    #[error("character {position} is {character:?} where a digit is wanted")]
    NotDigit {
        /// Its place.
        position: usize,
        /// What stands there.
        character: char,
    },
    /// The last of eighteen characters is neither a digit nor X.
    #[error("the last character is {character:?} where a digit or X is wanted")]
    LastCharacter {
        /// What stands there.
        character: char,
    },
    /// Something other than letters A to Z and digits.
    #[error("character {position} is {character:?} where a letter or digit is wanted")]
    Character {
        /// Its place.
        position: usize,
        /// What stands there.
        character: char,
    },
    /// No province has that code.
    #[error("no province has the code {code}")]
    Province {
        /// The two digits.
        code: String,
    },
    /// The birth date in the number is on no calendar.
    #[error("there is no day {year:04}-{month:02}-{day:02}")]
    ImpossibleDate {
        /// Its year.
        year: i16,
        /// Its month.
        month: i8,
        /// Its day.
        day: i8,
    },
    /// The birth date in the number has not come yet.
    #[error("the birth date in the number lies in the future")]
    FutureDate {
        /// The date.
        date: jiff::civil::Date,
    },
    /// The check digit does not fit the other seventeen: a digit is wrong or two are swapped.
    #[error("the check digit does not fit")]
    CheckDigit,
    /// A residence permit of Hong Kong, Macao and Taiwan residents begins with 810000, 820000 or 830000.
    #[error("a residence permit number begins with 810000, 820000 or 830000")]
    ResidencePermitArea,
    /// A permanent residence card of 2023 begins with 9.
    #[error("a permanent residence number begins with 9")]
    PermanentResidenceStart,
    /// A permanent residence card names China as the holder's country.
    #[error("the country in the number is China")]
    PermanentResidenceCountry,
    /// The number belongs to another kind of document.
    #[error("this is the number of another kind of document: {suggested}")]
    OtherType {
        /// The kind to choose instead.
        suggested: DocumentType,
    },
    /// 往来港澳通行证: a travel permit of mainland residents, not an identity document for registration.
    #[error("an exit permit is no identity document for registration")]
    ExitPermit,
    /// Letters and digits do not stand as they do on these documents.
    #[error("the number does not have the form of a {kind}")]
    Form {
        /// The kind that was chosen.
        kind: DocumentType,
    },
}

impl From<DocumentError> for Problem {
    fn from(error: DocumentError) -> Self {
        use DocumentError as E;
        match error {
            E::Empty => Self::new("document-empty"),
            E::Unfit { position, unfit } => unfit.problem(position),
            E::Length { expected, count } => {
                Self::new("document-length").with("expected", expected).with("count", count)
            }
            E::LengthBetween { min, max, count } => {
                Self::new("document-length-between").with("min", min).with("max", max).with("count", count)
            }
            E::FirstGeneration => Self::new("document-first-generation"),
            E::NotDigit { position, character } => {
                Self::new("document-not-digit").with("position", position).with("character", character)
            }
            E::LastCharacter { character } => {
                Self::new("document-last-character").with("character", character)
            }
            E::Character { position, character } => {
                Self::new("document-character").with("position", position).with("character", character)
            }
            E::Province { code } => Self::new("document-province").with("code", code),
            E::ImpossibleDate { year, month, day } => {
                with_date(Self::new("document-impossible-date"), year, month, day)
            }
            E::FutureDate { date } => {
                with_date(Self::new("document-future-date"), date.year(), date.month(), date.day())
            }
            E::CheckDigit => Self::new("document-check-digit"),
            E::ResidencePermitArea => Self::new("document-residence-permit-area"),
            E::PermanentResidenceStart => Self::new("document-permanent-residence-start"),
            E::PermanentResidenceCountry => Self::new("document-permanent-residence-country"),
            E::OtherType { suggested } => Self::new("document-other-type").with("type", suggested),
            E::ExitPermit => Self::new("document-exit-permit"),
            E::Form { kind } => Self::new("document-form").with("type", kind),
        }
    }
}

/// A fact given beside the number that differs from the one in the number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Disagreement {
    /// 性别与身份证号不一致.
    #[error("the gender differs from the one in the document number")]
    Gender,
    /// 出生日期与身份证号不一致.
    #[error("the birth date differs from the one in the document number")]
    BirthDate,
}

impl From<Disagreement> for Problem {
    fn from(disagreement: Disagreement) -> Self {
        Self::new(match disagreement {
            Disagreement::Gender => "document-gender-differs",
            Disagreement::BirthDate => "document-birth-date-differs",
        })
    }
}

/// The date as its digits stand in the number.
fn with_date(problem: Problem, year: i16, month: i8, day: i8) -> Problem {
    problem
        .with("year", format!("{year:04}"))
        .with("month", format!("{month:02}"))
        .with("day", format!("{day:02}"))
}
