//! Travel permits, passports and other documents: format checks, there is no check digit to hold them to.

use super::error::DocumentError;
use super::kind::DocumentType;

/// 港澳居民来往内地通行证: H or M and eight digits for life; older cards add the two-digit count of issues.
pub(super) fn check_hkm_travel_permit(number: &str) -> Result<(), DocumentError> {
    if is_exit_permit(number) {
        return Err(DocumentError::ExitPermit);
    }
    let fits = |digits| matches(number, |c| matches!(c, 'H' | 'M'), digits);
    accept(fits(8) || fits(10), DocumentType::HkmTravelPermit)
}

/// 台湾居民来往大陆通行证: eight digits.
pub(super) fn check_tw_travel_permit(number: &str) -> Result<(), DocumentError> {
    accept(number.len() == 8 && all_digits(number), DocumentType::TwTravelPermit)
}

/// 中国护照: E or G and eight digits; E, a letter (no I, no O) and seven digits; SE, DE or PE and seven digits.
pub(super) fn check_passport_cn(number: &str) -> Result<(), DocumentError> {
    if is_exit_permit(number) {
        return Err(DocumentError::ExitPermit);
    }
    let one_letter = matches(number, |c| matches!(c, 'E' | 'G'), 8);
    let second_letter = number.strip_prefix('E').is_some_and(|rest| matches(rest, is_serial_letter, 7));
    let on_duty = ["SE", "DE", "PE"]
        .iter()
        .any(|p| number.strip_prefix(p).is_some_and(|rest| rest.len() == 7 && all_digits(rest)));
    accept(one_letter || second_letter || on_duty, DocumentType::PassportCn)
}

/// Passports of other countries: five to twenty letters and digits.
pub(super) fn check_passport_foreign(number: &str) -> Result<(), DocumentError> {
    require_length_between(number, 5, 20)?;
    match number.chars().enumerate().find(|(_, c)| !c.is_ascii_alphanumeric()) {
        Some((index, character)) => Err(DocumentError::Character { position: index + 1, character }),
        None => Ok(()),
    }
}

/// 外国人永久居留身份证 of 2017: three letters and twelve digits.
pub(super) fn check_permanent_residence_2017(number: &str) -> Result<(), DocumentError> {
    let (letters, digits) = number.split_at_checked(3).unwrap_or_default();
    let letters_fit = letters.bytes().all(|b| b.is_ascii_uppercase());
    accept(letters_fit && digits.len() == 12 && all_digits(digits), DocumentType::FprId)
}

/// 军官证 and others: four to twenty characters, the reviewer decides.
pub(super) fn check_free(number: &str) -> Result<(), DocumentError> {
    require_length_between(number, 4, 20)
}

/// A passport series whose last booklets ran out in 2022.
pub(super) fn is_expired_series(number: &str) -> bool {
    number.starts_with('G')
}

/// 往来港澳通行证: C and eight digits, or C, a letter (no I, no O) and seven digits.
fn is_exit_permit(number: &str) -> bool {
    matches(number, |c| c == 'C', 8)
        || number.strip_prefix('C').is_some_and(|rest| matches(rest, is_serial_letter, 7))
}

fn is_serial_letter(c: char) -> bool {
    c.is_ascii_uppercase() && !matches!(c, 'I' | 'O')
}

/// One character of some kind, then so many digits.
fn matches(text: &str, first: impl FnOnce(char) -> bool, digits: usize) -> bool {
    let mut rest = text.chars();
    rest.next().is_some_and(first) && rest.as_str().len() == digits && all_digits(rest.as_str())
}

fn all_digits(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit())
}

fn accept(fits: bool, kind: DocumentType) -> Result<(), DocumentError> {
    if fits { Ok(()) } else { Err(DocumentError::Form { kind }) }
}

fn require_length_between(number: &str, min: usize, max: usize) -> Result<(), DocumentError> {
    let count = number.chars().count();
    if (min..=max).contains(&count) { Ok(()) } else { Err(DocumentError::LengthBetween { min, max, count }) }
}
