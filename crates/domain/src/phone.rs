//! Telephone numbers.
//!
//! A mainland mobile number is `1[3-9]` and nine digits more, nothing else is checked: lists of prefixes are always
//! out of date, and only a code by SMS proves that the number is somebody's. Numbers from elsewhere have their own
//! form (E.164) and their own field.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::problem::Problem;
use crate::text::{Unfit, compact};

/// A phone number as it is stored: eleven digits for the mainland, `+` and digits for elsewhere.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Phone(String);

impl Phone {
    /// Reads a mainland mobile number; spaces, hyphens, full-width digits and +86, 0086 or 86 in front are fine.
    pub fn parse(input: &str) -> Result<Self, PhoneError> {
        let typed = without_hyphens(input);
        if typed.is_empty() {
            return Err(PhoneError::Empty);
        }
        let number = ["+86", "0086", "86"].iter().find_map(|code| typed.strip_prefix(code)).unwrap_or(&typed);
        if number.starts_with('+') || number.starts_with("00") {
            return Err(PhoneError::NotMainland);
        }
        all_digits(number)?;
        if number.starts_with('0') {
            return Err(PhoneError::NotMobile);
        }
        let count = number.len();
        if count != 11 {
            return Err(PhoneError::Length { count });
        }
        let mut digits = number.bytes();
        match (digits.next(), digits.next()) {
            (Some(b'1'), Some(b'3'..=b'9')) => Ok(Self(number.to_owned())),
            _ => Err(PhoneError::NotMobile),
        }
    }

    /// Reads a number from anywhere with its country code, `+852 5131 1945`; one of +86 is held to the mainland rule.
    pub fn parse_international(input: &str) -> Result<Self, PhoneError> {
        let typed = without_hyphens(input);
        if typed.is_empty() {
            return Err(PhoneError::Empty);
        }
        let number = typed.strip_prefix('+').ok_or(PhoneError::CountryCode)?;
        if number.starts_with("86") {
            return Self::parse(&typed);
        }
        all_digits(number)?;
        if number.starts_with('0') {
            return Err(PhoneError::CountryCode);
        }
        let count = number.len();
        // E.164: at most fifteen digits. Eight is the shortest a country code and a subscriber number come to.
        if !(8..=15).contains(&count) {
            return Err(PhoneError::InternationalLength { count });
        }
        Ok(Self(typed))
    }

    /// The number as it is stored and dialled.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Never the number itself: debug output ends up in logs.
impl fmt::Debug for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Phone({})", crate::mask::phone(&self.0))
    }
}

impl From<Phone> for String {
    fn from(phone: Phone) -> Self {
        phone.0
    }
}

/// For numbers that were stored before; either form.
impl TryFrom<String> for Phone {
    type Error = PhoneError;

    fn try_from(stored: String) -> Result<Self, PhoneError> {
        if stored.starts_with('+') { Self::parse_international(&stored) } else { Self::parse(&stored) }
    }
}

/// Why a text is no phone number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PhoneError {
    /// Nothing was typed.
    #[error("no phone number was given")]
    Empty,
    /// Something other than a digit stands in the number.
    #[error("the phone number contains {character:?}, which is no digit")]
    Character {
        /// What stands there.
        character: char,
    },
    /// An invisible or unreadable character was pasted in.
    #[error("the phone number contains {unfit} at place {position}")]
    Unfit {
        /// Its place after spaces and hyphens are gone.
        position: usize,
        /// What is wrong with it.
        unfit: Unfit,
    },
    /// Not eleven digits.
    #[error("the phone number has {count} digits instead of 11")]
    Length {
        /// How many digits there are.
        count: usize,
    },
    /// A landline, or no number that a mobile phone can have.
    #[error("not a mobile number: these begin with 13 to 19")]
    NotMobile,
    /// A number with another country's code in a field for mainland numbers.
    #[error("a number from outside the mainland")]
    NotMainland,
    /// The country code is missing in a field for numbers from anywhere.
    #[error("the country code is missing")]
    CountryCode,
    /// Too few or too many digits for a number from anywhere.
    #[error("the number has {count} digits, 8 to 15 are possible")]
    InternationalLength {
        /// How many digits there are, country code included.
        count: usize,
    },
}

impl From<PhoneError> for Problem {
    fn from(error: PhoneError) -> Self {
        match error {
            PhoneError::Empty => Self::new("phone-empty"),
            PhoneError::Character { character } => Self::new("phone-character").with("character", character),
            PhoneError::Unfit { position, unfit } => unfit.problem(position),
            PhoneError::Length { count } => Self::new("phone-length").with("count", count),
            PhoneError::NotMobile => Self::new("phone-not-mobile"),
            PhoneError::NotMainland => Self::new("phone-not-mainland"),
            PhoneError::CountryCode => Self::new("phone-country-code"),
            PhoneError::InternationalLength { count } => {
                Self::new("phone-international-length").with("count", count)
            }
        }
    }
}

fn without_hyphens(input: &str) -> String {
    // U+2010 and U+2011 are what word processors make of a hyphen.
    compact(input).replace(['-', '\u{2010}', '\u{2011}'], "")
}

fn all_digits(number: &str) -> Result<(), PhoneError> {
    for (index, character) in number.chars().enumerate() {
        if let Some(unfit) = Unfit::of(character) {
            return Err(PhoneError::Unfit { position: index + 1, unfit });
        }
        if !character.is_ascii_digit() {
            return Err(PhoneError::Character { character });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_mistake_has_its_own_name() {
        let wrong = |input| Phone::parse(input).unwrap_err();
        assert_eq!(wrong(" "), PhoneError::Empty);
        assert_eq!(wrong("+86"), PhoneError::Length { count: 0 });
        assert_eq!(wrong("15000O01449"), PhoneError::Character { character: 'O' });
        assert_eq!(wrong("150000\u{200b}1449"), PhoneError::Unfit { position: 7, unfit: Unfit::Invisible });
        assert_eq!(wrong("1860000038"), PhoneError::Length { count: 10 });
        assert_eq!(wrong("010-87602219"), PhoneError::NotMobile);
        assert_eq!(wrong("12000001449"), PhoneError::NotMobile);
        assert_eq!(wrong("00000000000"), PhoneError::NotMainland);
        assert_eq!(wrong("+85251311945"), PhoneError::NotMainland);
        assert_eq!(wrong("0085251311945"), PhoneError::NotMainland);
    }

    #[test]
    fn numbers_from_elsewhere_have_their_own_form() {
        assert_eq!(Phone::parse_international("+852 5131-1945").unwrap().as_str(), "+85251311945");
        assert_eq!(Phone::parse_international("+86 150 0000 1449").unwrap().as_str(), "15000001449");
        let wrong = |input| Phone::parse_international(input).unwrap_err();
        assert_eq!(wrong("85251311945"), PhoneError::CountryCode);
        assert_eq!(wrong("+05251311945"), PhoneError::CountryCode);
        assert_eq!(wrong("+8525131"), PhoneError::InternationalLength { count: 7 });
        assert_eq!(wrong("+1234567890123456"), PhoneError::InternationalLength { count: 16 });
    }

    #[test]
    fn a_stored_number_is_read_back_and_never_printed_whole() {
        for stored in ["15000001449", "+85251311945"] {
            let phone = Phone::try_from(stored.to_owned()).unwrap();
            assert_eq!(String::from(phone.clone()), stored);
            assert!(!format!("{phone:?}").contains(stored));
        }
        assert!(serde_json::from_str::<Phone>("\"1\"").is_err());
    }
}
