use super::*;

fn parse(input: &str) -> Result<Plate, PlateError> {
    Plate::parse(input, None)
}

#[test]
fn each_mistake_has_its_own_name() {
    use PlateError as E;
    let wrong = |input| parse(input).unwrap_err();
    assert_eq!(wrong(" · "), E::Empty);
    assert_eq!(wrong("无"), E::NoVehicle);
    assert_eq!(wrong("蒙B\u{200b}2345"), E::Unfit { position: 3, unfit: crate::text::Unfit::Invisible });
    assert_eq!(wrong("津"), E::Length { count: 1 });
    assert_eq!(wrong("浙F6167"), E::Length { count: 6 });
    assert_eq!(wrong("国A93081"), E::Province { character: '国' });
    assert_eq!(wrong("警津93261"), E::Province { character: '警' });
    assert_eq!(wrong("冀977550"), E::IssuingLetter { character: '9' });
    assert_eq!(wrong("冀I34110"), E::Letter { position: 2, letter: 'I' });
    assert_eq!(wrong("蒙BO7875"), E::Letter { position: 3, letter: 'O' });
    assert_eq!(wrong("赣D4965<b>"), E::Length { count: 9 });
    assert_eq!(wrong("晋A0233甲"), E::Character { position: 7, character: '甲' });
    assert_eq!(wrong("豫DABC50"), E::TooManyLetters { count: 3 });
    assert_eq!(wrong("津A139124"), E::NewEnergyLetter);
    assert_eq!(wrong("鲁FDI6220"), E::Letter { position: 4, letter: 'I' });
    assert_eq!(wrong("渝CD1U011"), E::NotDigit { position: 5, character: 'U' });
    assert_eq!(wrong("鄂E7367RD"), E::NotDigit { position: 7, character: 'R' });
    assert_eq!(wrong("青B45956警"), E::SuffixLength { suffix: '警', count: 8 });
    assert_eq!(wrong("京A6026港"), E::SuffixNeedsGuangdongZ { suffix: '港' });
    assert_eq!(wrong("粤Z31173"), E::GuangdongZNeedsSuffix);
    assert_eq!(wrong("粤ZD12345"), E::GuangdongZNeedsSuffix);
    assert_eq!(wrong("粤Z3117警"), E::GuangdongZNeedsSuffix);
    assert_eq!(wrong("13197使"), E::Embassy);
    assert_eq!(wrong("沪A0023领"), E::Consulate);
    assert_eq!(wrong("苏A7978应急"), E::Emergency);
    assert_eq!(wrong("WJ77132"), E::Wujing);
    assert_eq!(wrong("WJ京7884A"), E::Wujing);
    assert_eq!(wrong("A粤69206"), E::Military);
    assert_eq!(wrong("WA37424"), E::Military);
}

#[test]
fn a_plate_without_colour_gets_the_usual_one() {
    for (number, colour) in [
        ("蒙B12345", PlateColour::Blue),
        ("蒙AD12345", PlateColour::GradientGreen),
        ("蒙A12345D", PlateColour::YellowGreen),
        ("桂C474P挂", PlateColour::Yellow),
        ("粤Z427A澳", PlateColour::Black),
        ("WJ京7884T", PlateColour::White),
    ] {
        let plate = parse(number).unwrap();
        assert_eq!((plate.colour(), plate.notes()), (colour, vec![]), "{number}");
    }
    assert_eq!(Plate::parse("蒙B12345", Some(PlateColour::Yellow)).unwrap().colour(), PlateColour::Yellow);
}

#[test]
fn the_letter_tells_what_drives_a_new_energy_vehicle() {
    assert_eq!(parse("蒙AD12345").unwrap().power(), Some(Power::Battery));
    assert_eq!(parse("蒙A12345K").unwrap().power(), Some(Power::Other));
    assert_eq!(parse("蒙B12345").unwrap().power(), None);
}

#[test]
fn another_form_is_taken_when_it_is_declared_and_left_to_the_reviewer() {
    let other = |input| Plate::parse(input, Some(PlateColour::Other));
    let consulate = other("沪A0023领").unwrap();
    assert_eq!((consulate.kind(), consulate.notes()), (PlateKind::Other, vec![PlateNote::NotChecked]));
    assert_eq!(other("民航B1234").unwrap().kind(), PlateKind::Other);
    assert_eq!(other("无"), Err(PlateError::NoVehicle));
    for input in ["民航", "<b>1</b>", "1234567890123", "民航\u{3002}12", "甲1"] {
        assert_eq!(other(input), Err(PlateError::OtherForm), "{input}");
    }
}

#[test]
fn reviewers_see_what_is_unusual() {
    assert_eq!(parse("宁D12345").unwrap().notes(), [PlateNote::LetterNotListed]);
    let blue = Plate::parse("蒙AD12345", Some(PlateColour::Blue)).unwrap();
    assert_eq!(blue.notes(), [PlateNote::UnusualColour]);
}

#[test]
fn a_plate_is_stored_with_its_colour_and_printed_masked() {
    let plate = parse("蒙b·12345").unwrap();
    let json = serde_json::to_string(&plate).unwrap();
    assert_eq!(json, r#"{"number":"蒙B12345","colour":"blue"}"#);
    assert_eq!(serde_json::from_str::<Plate>(&json).unwrap(), plate);
    assert!(serde_json::from_str::<Plate>(r#"{"number":"蒙B1234O","colour":"blue"}"#).is_err());
    assert_eq!(format!("{plate:?}"), "Plate(蒙B***45 blue)");
}

#[test]
fn the_keypad_and_the_grammar_know_the_same_provinces() {
    let keypad: String = provinces().iter().map(|province| province.abbreviation).collect();
    assert_eq!(keypad, grammar::PROVINCES);
    assert!(provinces().iter().all(|province| !province.name_en.is_empty() && !province.letters.is_empty()));
}

#[test]
fn colours_are_the_same_in_table_and_code() {
    let table = crate::table::by_name("plate-colour").unwrap();
    let keys: Vec<_> = table.offered().map(|item| item.code).collect();
    assert_eq!(keys, PlateColour::ALL.map(PlateColour::key));
    for colour in PlateColour::ALL {
        assert_eq!(colour.key().parse(), Ok(colour));
        assert_eq!(serde_json::to_value(colour).unwrap(), colour.key());
    }
}
