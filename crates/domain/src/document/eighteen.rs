//! Numbers of eighteen characters after GB 11643-1999: six digits of area, eight of birth date, three of sequence
//! (odd for men, even for women) and a check digit after ISO 7064 MOD 11-2, in which ten is written X.

use jiff::civil::Date;

use super::error::DocumentError;
use super::kind::DocumentType;
use super::{Gender, IdentityDocument};

/// The 31 provinces that issue resident numbers, as the first two digits of an area code.
const PROVINCES: [&str; 31] = [
    "11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37", "41", "42",
    "43", "44", "45", "46", "50", "51", "52", "53", "54", "61", "62", "63", "64", "65",
];
const RESIDENCE_PERMIT_AREAS: [&str; 3] = ["810000", "820000", "830000"];
const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECK_CHARACTERS: [char; 11] = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'];
/// ISO 3166 numeric code of China.
const CHINA: &str = "156";

/// Builds a valid resident number for demonstrations and tests: area, birth date and sequence (odd for men).
///
/// Only made-up people get such numbers: choose an area that issues none, such as a whole city (`150100`).
pub fn resident_number(area: &str, birth: Date, sequence: u16) -> Result<IdentityDocument, DocumentError> {
    let first = format!("{area}{:04}{:02}{:02}{sequence:03}", birth.year(), birth.month(), birth.day());
    let number = format!("{first}{}", check_character(&first));
    IdentityDocument::parse(DocumentType::ResidentId, &number, birth)
}

/// Converts a first-generation number of fifteen digits, for the migration of old data only: such cards are void.
pub fn convert_fifteen(input: &str) -> Result<IdentityDocument, DocumentError> {
    let old = crate::text::compact(input);
    require_length(&old, 15)?;
    require_digits(&old)?;
    let (area, rest) = old.split_at_checked(6).unwrap_or_default();
    let first = format!("{area}19{rest}");
    let number = format!("{first}{}", check_character(&first));
    IdentityDocument::restore(DocumentType::ResidentId, &number)
}

/// Checks 居民身份证 and its temporary form.
pub(super) fn check_resident(number: &str, today: Date) -> Result<(), DocumentError> {
    if number.len() == 15 && number.bytes().all(|b| b.is_ascii_digit()) {
        return Err(DocumentError::FirstGeneration);
    }
    require_shape(number)?;
    if RESIDENCE_PERMIT_AREAS.contains(&area(number)) {
        return Err(DocumentError::OtherType { suggested: DocumentType::HmtResidencePermit });
    }
    if number.starts_with('9') {
        return Err(DocumentError::OtherType { suggested: DocumentType::FprId });
    }
    require_province(number.get(..2).unwrap_or_default())?;
    require_birth_date_and_check_digit(number, today)
}

/// Checks 港澳台居民居住证.
pub(super) fn check_residence_permit(number: &str, today: Date) -> Result<(), DocumentError> {
    require_shape(number)?;
    if !RESIDENCE_PERMIT_AREAS.contains(&area(number)) {
        let mainland = PROVINCES.iter().any(|province| number.starts_with(province));
        return Err(if mainland {
            DocumentError::OtherType { suggested: DocumentType::ResidentId }
        } else {
            DocumentError::ResidencePermitArea
        });
    }
    require_birth_date_and_check_digit(number, today)
}

/// Checks 外国人永久居留身份证 of 2023: 9, province, country, birth date, sequence, check digit.
pub(super) fn check_permanent_residence(number: &str, today: Date) -> Result<(), DocumentError> {
    require_shape(number)?;
    if !number.starts_with('9') {
        return Err(DocumentError::PermanentResidenceStart);
    }
    require_province(number.get(1..3).unwrap_or_default())?;
    if number.get(3..6) == Some(CHINA) {
        return Err(DocumentError::PermanentResidenceCountry);
    }
    require_birth_date_and_check_digit(number, today)
}

/// The area code: where the number was first registered.
pub(super) fn area(number: &str) -> &str {
    number.get(..6).unwrap_or_default()
}

/// The birth date in the number.
pub(super) fn birth_date(number: &str) -> Result<Date, DocumentError> {
    let part = |range| number.get(range).unwrap_or_default();
    let year = part(6..10).parse().unwrap_or(0);
    let month = part(10..12).parse().unwrap_or(0);
    let day = part(12..14).parse().unwrap_or(0);
    Date::new(year, month, day).map_err(|_| DocumentError::ImpossibleDate { year, month, day })
}

/// The gender in the number.
pub(super) fn gender(number: &str) -> Option<Gender> {
    let digit = number.as_bytes().get(16)?;
    Some(if digit % 2 == 1 { Gender::Male } else { Gender::Female })
}

fn require_shape(number: &str) -> Result<(), DocumentError> {
    require_length(number, 18)?;
    let mut body = number.chars();
    let last = body.next_back();
    require_digits(body.as_str())?;
    match last {
        Some(c) if !(c.is_ascii_digit() || c == 'X') => Err(DocumentError::LastCharacter { character: c }),
        _ => Ok(()),
    }
}

fn require_length(number: &str, expected: usize) -> Result<(), DocumentError> {
    let count = number.chars().count();
    if count == expected { Ok(()) } else { Err(DocumentError::Length { expected, count }) }
}

/// ASCII digits only: a Unicode-aware test would let Arabic-Indic digits through.
fn require_digits(text: &str) -> Result<(), DocumentError> {
    match text.chars().enumerate().find(|(_, c)| !c.is_ascii_digit()) {
        Some((index, character)) => Err(DocumentError::NotDigit { position: index + 1, character }),
        None => Ok(()),
    }
}

fn require_province(code: &str) -> Result<(), DocumentError> {
    if PROVINCES.contains(&code) { Ok(()) } else { Err(DocumentError::Province { code: code.to_owned() }) }
}

fn require_birth_date_and_check_digit(number: &str, today: Date) -> Result<(), DocumentError> {
    let birth = birth_date(number)?;
    if birth > today {
        return Err(DocumentError::FutureDate { date: birth });
    }
    if number.ends_with(check_character(number)) { Ok(()) } else { Err(DocumentError::CheckDigit) }
}

/// The check character that belongs to the first seventeen digits.
fn check_character(number: &str) -> char {
    let sum: u32 =
        number.bytes().zip(WEIGHTS).map(|(byte, weight)| u32::from(byte.wrapping_sub(b'0')) * weight).sum();
    let remainder = usize::try_from(sum % 11).unwrap_or(0);
    CHECK_CHARACTERS.get(remainder).copied().unwrap_or('X')
}
