//! What must hold for every text and every number, not only for those we thought of.

use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use proptest::prelude::*;
use proptest::sample::select;
use tongxing_domain::document::{DocumentType, Gender, IdentityDocument, resident_number};
use tongxing_domain::email::Email;
use tongxing_domain::name::PersonName;
use tongxing_domain::phone::Phone;
use tongxing_domain::plate::{Plate, PlateColour, PlateKind, provinces};
use tongxing_domain::{division, mask, table, text};

const TODAY: Date = date(2026, 11, 22);

/// Texts near the border between valid and not: the alphabets of all validators, look-alikes, invisible characters.
fn any_text() -> impl Strategy<Value = String> {
    let near = select(
        "0123456789XxEGHMCSDPWJIO京粤Z领使警应急李·•．〇人⼈１Ａ-+.@ \u{3000}\t\n\0\u{200b}\u{202e}\u{e000}\u{fffd}\u{301}\u{a8}"
            .chars()
            .collect::<Vec<_>>(),
    );
    prop_oneof![any::<String>(), prop::collection::vec(near, 0..24).prop_map(String::from_iter)]
}

/// Areas that issue no numbers: a whole city.
fn any_area() -> impl Strategy<Value = &'static str> {
    select(vec!["110100", "150100", "310100", "440100", "540100", "650100"])
}

fn any_birth_date() -> impl Strategy<Value = Date> {
    (0..50_000_i64).prop_map(|days| TODAY.checked_sub(days.days()).unwrap())
}

fn any_resident_number() -> impl Strategy<Value = (IdentityDocument, Date, u16)> {
    (any_area(), any_birth_date(), 0..1000_u16).prop_map(|(area, birth, sequence)| {
        (resident_number(area, birth, sequence).unwrap(), birth, sequence)
    })
}

/// Ordinary and new-energy plates, built from the standard's table and not from our grammar.
fn any_civil_plate() -> impl Strategy<Value = (String, PlateKind)> {
    let province =
        select((0..31_usize).collect::<Vec<_>>()).prop_map(|index| provinces()[index].abbreviation);
    let ordinary = (province.clone(), "[A-F][0-9]{3}[A-HJ-NP-Z][0-9A-HJ-NP-Z]")
        .prop_map(|(province, rest)| (format!("{province}{rest}"), PlateKind::Ordinary));
    let small = (province.clone(), "[A-F][DABCEFGHJK][0-9A-HJ-NP-Z][0-9]{4}")
        .prop_map(|(province, rest)| (format!("{province}{rest}"), PlateKind::NewEnergySmall));
    let large = (province, "[A-F][0-9]{5}[DABCEFGHJK]")
        .prop_map(|(province, rest)| (format!("{province}{rest}"), PlateKind::NewEnergyLarge));
    prop_oneof![ordinary, small, large]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_makes_anything_crash_and_what_is_stored_is_stored_again(input in any_text()) {
        for kind in DocumentType::ALL {
            if let Ok(document) = IdentityDocument::parse(kind, &input, TODAY) {
                let again = IdentityDocument::parse(kind, document.number(), TODAY);
                prop_assert_eq!(again.as_ref(), Ok(&document));
                document.notes(TODAY);
                document.derived();
                prop_assert!(!document.match_key().is_empty());
            }
        }
        for colour in [None, Some(PlateColour::Other)] {
            if let Ok(plate) = Plate::parse(&input, colour) {
                prop_assert_eq!(Plate::parse(plate.number(), Some(plate.colour())), Ok(plate.clone()));
                plate.notes();
            }
        }
        for name in [PersonName::parse(&input), PersonName::parse_latin(&input)].into_iter().flatten() {
            prop_assert_eq!(PersonName::parse(name.as_str()), Ok(name.clone()));
        }
        for phone in [Phone::parse(&input), Phone::parse_international(&input)].into_iter().flatten() {
            prop_assert_eq!(Phone::try_from(phone.as_str().to_owned()), Ok(phone.clone()));
        }
        if let Ok(email) = Email::parse(&input) {
            prop_assert_eq!(Email::parse(email.as_str()), Ok(email.clone()));
        }
        if let Ok(line) = text::line(&input, 100) {
            prop_assert_eq!(text::line(&line, 100), Ok(line.clone()));
        }
        if let Ok(paragraph) = text::paragraph(&input, 100) {
            prop_assert_eq!(text::paragraph(&paragraph, 100), Ok(paragraph.clone()));
        }
    }

    #[test]
    fn searching_and_masking_take_any_text(input in any_text()) {
        for name in table::NAMES {
            let table = table::by_name(name).unwrap();
            prop_assert!(table.search(&input).iter().all(|item| item.offered));
            table.find_label(&input);
        }
        prop_assert!(division::search(&input, 5).len() <= 5);
        division::children(&input);
        for mask in [mask::document, mask::phone, mask::plate] {
            prop_assert_eq!(mask(&input).chars().count(), input.chars().count());
        }
        mask::name(&input);
        mask::address(&input);
        mask::email(&input);
    }

    #[test]
    fn a_built_number_is_valid_and_tells_what_it_was_built_from(
        (document, birth, sequence) in any_resident_number(),
    ) {
        let again = IdentityDocument::parse(DocumentType::ResidentId, document.number(), TODAY);
        prop_assert_eq!(again.as_ref(), Ok(&document));
        let derived = document.derived().unwrap();
        prop_assert_eq!(derived.birth_date, birth);
        let gender = if sequence % 2 == 1 { Gender::Male } else { Gender::Female };
        prop_assert_eq!(derived.gender, gender);
    }

    #[test]
    fn one_wrong_digit_never_passes((document, ..) in any_resident_number(), place in 0..18_usize, by in 1..10_u8) {
        let mut number: Vec<u8> = document.number().bytes().collect();
        // X stands for ten: any digit in its place is wrong.
        number[place] = if number[place] == b'X' { b'0' + by } else { (number[place] - b'0' + by) % 10 + b'0' };
        let wrong = String::from_utf8(number).unwrap();
        for kind in [DocumentType::ResidentId, DocumentType::HmtResidencePermit] {
            prop_assert!(IdentityDocument::parse(kind, &wrong, TODAY).is_err(), "{}", wrong);
        }
    }

    #[test]
    fn two_swapped_neighbours_never_pass((document, ..) in any_resident_number(), place in 0..16_usize) {
        let mut number: Vec<u8> = document.number().bytes().collect();
        prop_assume!(number[place] != number[place + 1]);
        number.swap(place, place + 1);
        let wrong = String::from_utf8(number).unwrap();
        prop_assert!(IdentityDocument::parse(DocumentType::ResidentId, &wrong, TODAY).is_err(), "{}", wrong);
    }

    #[test]
    fn plates_of_the_standard_pass_and_an_o_or_i_in_them_does_not(
        (number, kind) in any_civil_plate(),
        place in 2..8_usize,
        letter in select(vec!['I', 'O']),
    ) {
        // 粤Z belongs to plates of Hong Kong and Macao; the letters built here end at F.
        let plate = Plate::parse(&number, None).unwrap();
        prop_assert_eq!((plate.kind(), plate.number()), (kind, number.as_str()));
        let mut characters: Vec<char> = number.chars().collect();
        let place = place.min(characters.len() - 1);
        characters[place] = letter;
        prop_assert!(Plate::parse(&String::from_iter(characters), None).is_err());
    }

    #[test]
    fn a_mask_never_shows_a_whole_number((document, ..) in any_resident_number()) {
        let shown = document.masked();
        prop_assert_eq!(shown.matches('*').count(), 8);
        let printed = format!("{document:?}");
        prop_assert!(!printed.contains(document.number()));
    }
}
