//! The forms of GA 36-2018. The ending or the beginning of a number says which form is meant; the number is then held
//! to that form, so that the message is about the plate the person has.

use super::PlateKind;
use super::error::PlateError;
use crate::text::Unfit;

pub(super) const PROVINCES: &str = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新";
const NEW_ENERGY_LETTERS: &str = "DABCEFGHJK";
const WUJING_LAST_LETTERS: &str = "TDSHBXJ";
/// What people type to say that they do not drive.
const NO_VEHICLE: [&str; 9] = ["无", "无车", "没有", "没车", "无车牌", "暂无", "NO", "NONE", "N/A"];

/// Which kind of plate the number is, or what is wrong with it.
pub(super) fn classify(number: &str) -> Result<PlateKind, PlateError> {
    require_plain(number)?;
    if let Some(body) = number.strip_suffix("应急") {
        return emergency(body);
    }
    if let Some(body) = number.strip_suffix('使') {
        return embassy(body);
    }
    if let Some(body) = number.strip_suffix('领') {
        return consulate(body);
    }
    if number.starts_with("WJ") {
        return wujing(number);
    }
    let characters: Vec<char> = number.chars().collect();
    let suffix = characters.last().and_then(|last| suffix_kind(*last).map(|kind| (*last, kind)));
    match (characters.as_slice(), suffix) {
        ([first, ..], None) if first.is_ascii_alphabetic() => military(&characters),
        ([first, ..], _) if !PROVINCES.contains(*first) => Err(PlateError::Province { character: *first }),
        (_, Some((suffix, kind))) => with_suffix(&characters, suffix, kind),
        (_, None) => civil(&characters),
    }
}

/// A plate that was declared to be of another form: only what could be no plate at all is refused.
pub(super) fn check_other(number: &str) -> Result<(), PlateError> {
    require_plain(number)?;
    let length_fits = (3..=12).contains(&number.chars().count());
    let has_digit = number.bytes().any(|b| b.is_ascii_digit());
    let fits =
        |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || ('\u{4e00}'..='\u{9fff}').contains(&c);
    if length_fits && has_digit && number.chars().all(fits) { Ok(()) } else { Err(PlateError::OtherForm) }
}

fn require_plain(number: &str) -> Result<(), PlateError> {
    if number.is_empty() {
        return Err(PlateError::Empty);
    }
    if NO_VEHICLE.contains(&number) {
        return Err(PlateError::NoVehicle);
    }
    let unfit =
        number.chars().enumerate().find_map(|(index, c)| Unfit::of(c).map(|unfit| (index + 1, unfit)));
    unfit.map_or(Ok(()), |(position, unfit)| Err(PlateError::Unfit { position, unfit }))
}

fn suffix_kind(suffix: char) -> Option<PlateKind> {
    match suffix {
        '警' => Some(PlateKind::Police),
        '学' => Some(PlateKind::Training),
        '挂' => Some(PlateKind::Trailer),
        '试' => Some(PlateKind::Test),
        '超' => Some(PlateKind::Oversize),
        '港' => Some(PlateKind::Hongkong),
        '澳' => Some(PlateKind::Macao),
        _ => None,
    }
}

/// Province, letter, four characters and the suffix; 港 and 澳 with 粤Z, and 粤Z with nothing else.
fn with_suffix(characters: &[char], suffix: char, kind: PlateKind) -> Result<PlateKind, PlateError> {
    require_issuing_letter(characters)?;
    let count = characters.len();
    if count != 7 {
        return Err(PlateError::SuffixLength { suffix, count });
    }
    let guangdong_z = is_guangdong_z(characters);
    let across_the_border = matches!(kind, PlateKind::Hongkong | PlateKind::Macao);
    match (guangdong_z, across_the_border) {
        (false, true) => return Err(PlateError::SuffixNeedsGuangdongZ { suffix }),
        (true, false) => return Err(PlateError::GuangdongZNeedsSuffix),
        _ => {}
    }
    require_serial(characters, 2..6)?;
    Ok(kind)
}

/// Ordinary plates of seven characters, new-energy plates of eight.
fn civil(characters: &[char]) -> Result<PlateKind, PlateError> {
    match characters.len() {
        7 | 8 => {}
        count => return Err(PlateError::Length { count }),
    }
    require_issuing_letter(characters)?;
    if is_guangdong_z(characters) {
        return Err(PlateError::GuangdongZNeedsSuffix);
    }
    require_serial(characters, 2..characters.len())?;
    if characters.len() == 8 {
        return new_energy(characters);
    }
    let count = characters.iter().skip(2).filter(|c| c.is_ascii_uppercase()).count();
    if count > 2 { Err(PlateError::TooManyLetters { count }) } else { Ok(PlateKind::Ordinary) }
}

/// Small: letter, character, four digits. Large: five digits, letter.
fn new_energy(characters: &[char]) -> Result<PlateKind, PlateError> {
    let is_letter = |place: usize| characters.get(place).is_some_and(|c| NEW_ENERGY_LETTERS.contains(*c));
    let third_is_digit = characters.get(2).is_some_and(char::is_ascii_digit);
    if third_is_digit && is_letter(7) {
        require_digits(characters, 2..7)?;
        Ok(PlateKind::NewEnergyLarge)
    } else if is_letter(2) {
        require_digits(characters, 4..8)?;
        Ok(PlateKind::NewEnergySmall)
    } else {
        Err(PlateError::NewEnergyLetter)
    }
}

fn emergency(body: &str) -> Result<PlateKind, PlateError> {
    let mut characters = body.chars();
    let province = characters.next().is_some_and(|c| PROVINCES.contains(c));
    let brigade = characters.next().is_some_and(|c| matches!(c, 'X' | 'S'));
    if province && brigade && is_digits(characters.as_str(), 4) {
        Ok(PlateKind::Emergency)
    } else {
        Err(PlateError::Emergency)
    }
}

fn embassy(body: &str) -> Result<PlateKind, PlateError> {
    if is_digits(body, 6) { Ok(PlateKind::Embassy) } else { Err(PlateError::Embassy) }
}

fn consulate(body: &str) -> Result<PlateKind, PlateError> {
    let mut characters = body.chars();
    let province = characters.next().is_some_and(|c| PROVINCES.contains(c));
    let mission = characters.by_ref().take(3).filter(char::is_ascii_digit).count() == 3;
    let sequence = characters.as_str();
    let fits = province && mission && sequence.len() == 2 && sequence.chars().all(is_serial);
    if fits { Ok(PlateKind::Consulate) } else { Err(PlateError::Consulate) }
}

fn wujing(number: &str) -> Result<PlateKind, PlateError> {
    let mut characters = number.chars().skip(2);
    let province = characters.next().is_some_and(|c| PROVINCES.contains(c));
    let sequence: Vec<char> = characters.collect();
    let fits = match sequence.as_slice() {
        [digits @ .., last] if digits.len() == 4 => {
            digits.iter().all(char::is_ascii_digit)
                && (last.is_ascii_digit() || WUJING_LAST_LETTERS.contains(*last))
        }
        _ => false,
    };
    if province && fits { Ok(PlateKind::Wujing) } else { Err(PlateError::Wujing) }
}

fn military(characters: &[char]) -> Result<PlateKind, PlateError> {
    let letters = characters.iter().take(2).all(char::is_ascii_uppercase);
    let digits = characters.iter().skip(2).all(char::is_ascii_digit);
    let fits = characters.len() == 7 && letters && digits && characters.first() != Some(&'W');
    if fits { Ok(PlateKind::Military) } else { Err(PlateError::Military) }
}

fn is_guangdong_z(characters: &[char]) -> bool {
    characters.starts_with(&['粤', 'Z'])
}

fn require_issuing_letter(characters: &[char]) -> Result<(), PlateError> {
    match characters.get(1) {
        None => Err(PlateError::Length { count: characters.len() }),
        Some('I') => Err(PlateError::Letter { position: 2, letter: 'I' }),
        Some(c) if c.is_ascii_uppercase() => Ok(()),
        Some(c) => Err(PlateError::IssuingLetter { character: *c }),
    }
}

fn require_serial(characters: &[char], places: std::ops::Range<usize>) -> Result<(), PlateError> {
    let wrong =
        characters.iter().enumerate().take(places.end).skip(places.start).find(|(_, c)| !is_serial(**c));
    match wrong {
        Some((index, letter @ ('I' | 'O'))) => {
            Err(PlateError::Letter { position: index + 1, letter: *letter })
        }
        Some((index, character)) => Err(PlateError::Character { position: index + 1, character: *character }),
        None => Ok(()),
    }
}

fn require_digits(characters: &[char], places: std::ops::Range<usize>) -> Result<(), PlateError> {
    let mut wanted = characters.iter().enumerate().take(places.end).skip(places.start);
    match wanted.find(|(_, c)| !c.is_ascii_digit()) {
        Some((index, character)) => Err(PlateError::NotDigit { position: index + 1, character: *character }),
        None => Ok(()),
    }
}

/// Digits and letters without I and O.
fn is_serial(c: char) -> bool {
    c.is_ascii_digit() || (c.is_ascii_uppercase() && !matches!(c, 'I' | 'O'))
}

fn is_digits(text: &str, count: usize) -> bool {
    text.len() == count && text.bytes().all(|b| b.is_ascii_digit())
}
