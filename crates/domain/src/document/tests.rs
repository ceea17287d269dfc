use jiff::civil::date;

use super::*;

const TODAY: Date = date(2026, 11, 22);

fn parse(kind: DocumentType, input: &str) -> Result<IdentityDocument, DocumentError> {
    IdentityDocument::parse(kind, input, TODAY)
}

fn wrong(kind: DocumentType, input: &str) -> DocumentError {
    parse(kind, input).unwrap_err()
}

#[test]
fn each_mistake_in_a_resident_number_has_its_own_name() {
    use DocumentError as E;
    let wrong = |input| wrong(DocumentType::ResidentId, input);
    assert_eq!(wrong(" "), E::Empty);
    assert_eq!(wrong("31010019970304957"), E::Length { expected: 18, count: 17 });
    assert_eq!(wrong("630100350730992"), E::FirstGeneration);
    assert_eq!(wrong("35010O198509169864"), E::NotDigit { position: 6, character: 'O' });
    assert_eq!(wrong("3301001990101594X4"), E::NotDigit { position: 17, character: 'X' });
    assert_eq!(wrong("54010019481104957Х"), E::LastCharacter { character: 'Х' });
    assert_eq!(wrong("1401001985\u{200b}9219818"), E::Unfit { position: 11, unfit: Unfit::Invisible });
    assert_eq!(wrong("240100200408169309"), E::Province { code: "24".into() });
    assert_eq!(wrong("710000196611269178"), E::Province { code: "71".into() });
    assert_eq!(wrong("370100199902309593"), E::ImpossibleDate { year: 1999, month: 2, day: 30 });
    assert_eq!(wrong("130100197502249395"), E::CheckDigit);
    let other = |suggested| E::OtherType { suggested };
    assert_eq!(wrong("830000195409299923"), other(DocumentType::HmtResidencePermit));
    assert_eq!(wrong("932682198501010017"), other(DocumentType::FprId));
}

#[test]
fn a_birth_date_may_be_today_and_not_tomorrow() {
    let born = date(2026, 11, 22);
    let number = resident_number("150100", born, 1).unwrap();
    let on = |day| IdentityDocument::parse(DocumentType::ResidentId, number.number(), day);
    assert!(on(born).is_ok());
    assert_eq!(on(date(2026, 11, 21)), Err(DocumentError::FutureDate { date: born }));
}

#[test]
fn each_mistake_in_other_documents_has_its_own_name() {
    use DocumentError as E;
    use DocumentType as T;
    let form = |kind| E::Form { kind };
    assert_eq!(wrong(T::HmtResidencePermit, "810100197201069687"), E::ResidencePermitArea);
    let other = E::OtherType { suggested: T::ResidentId };
    assert_eq!(wrong(T::HmtResidencePermit, "420100199811239563"), other);
    assert_eq!(wrong(T::FprId, "811840196204169638"), E::PermanentResidenceStart);
    assert_eq!(wrong(T::FprId, "911156197806049247"), E::PermanentResidenceCountry);
    assert_eq!(wrong(T::FprId, "999840195306149604"), E::Province { code: "99".into() });
    assert_eq!(wrong(T::FprId, "USA64006103231"), form(T::FprId));
    assert_eq!(wrong(T::FprId, "美国64006103231"), form(T::FprId));
    assert_eq!(wrong(T::HkmTravelPermit, "C68513996"), E::ExitPermit);
    assert_eq!(wrong(T::PassportCn, "CA1234567"), E::ExitPermit);
    assert_eq!(wrong(T::HkmTravelPermit, "M131837609"), form(T::HkmTravelPermit));
    assert_eq!(wrong(T::TwTravelPermit, "٤٨١٢٨٧٠٩"), form(T::TwTravelPermit));
    assert_eq!(wrong(T::PassportCn, "EO8880980"), form(T::PassportCn));
    assert_eq!(wrong(T::PassportForeign, "AB12"), E::LengthBetween { min: 5, max: 20, count: 4 });
    assert_eq!(wrong(T::PassportForeign, "AB<1234567"), E::Character { position: 3, character: '<' });
    assert_eq!(wrong(T::Other, "123"), E::LengthBetween { min: 4, max: 20, count: 3 });
}

#[test]
fn numbers_tell_birth_date_gender_and_country() {
    let woman = parse(DocumentType::ResidentId, "11010519491231002x").unwrap().derived().unwrap();
    assert_eq!(woman, Derived { birth_date: date(1949, 12, 31), gender: Gender::Female, country: None });
    let saudi = parse(DocumentType::FprId, "932682198501010017").unwrap().derived().unwrap();
    assert_eq!((saudi.gender, saudi.country.as_deref()), (Gender::Male, Some("682")));
    for (kind, number) in [(DocumentType::FprId, "USA640061032312"), (DocumentType::PassportCn, "E26538716")]
    {
        assert_eq!(parse(kind, number).unwrap().derived(), None);
    }
}

#[test]
fn what_differs_from_the_number_is_named() {
    let woman = parse(DocumentType::ResidentId, "150100198001010003").unwrap();
    let (gender, born) = (Disagreement::Gender, Disagreement::BirthDate);
    let (day, next) = (date(1980, 1, 1), date(1980, 1, 2));
    assert_eq!(woman.disagreements(Some("2"), Some(day)), []);
    assert_eq!(woman.disagreements(None, None), []);
    assert_eq!(woman.disagreements(Some("1"), Some(day)), [gender]);
    assert_eq!(woman.disagreements(Some("9"), Some(next)), [gender, born]);
    let passport = parse(DocumentType::PassportCn, "E26538716").unwrap();
    assert_eq!(passport.disagreements(Some("1"), Some(next)), []);
}

#[test]
fn renewing_a_document_keeps_its_key() {
    let key = |kind, number| parse(kind, number).unwrap().match_key();
    assert_eq!(
        key(DocumentType::HkmTravelPermit, "H1407749401"),
        key(DocumentType::HkmTravelPermit, "H14077494")
    );
    assert_eq!(
        key(DocumentType::TempResidentId, "150100198001010003"),
        key(DocumentType::ResidentId, "150100198001010003")
    );
    assert_ne!(key(DocumentType::Other, "48128709"), key(DocumentType::TwTravelPermit, "48128709"));
}

#[test]
fn reviewers_get_notes_and_nobody_is_refused_for_them() {
    let notes = |kind, number| parse(kind, number).unwrap().notes(TODAY);
    let resident = |number| notes(DocumentType::ResidentId, number);
    assert_eq!(resident("150100198001010003"), []);
    // The standard's own example: both the age and the area code are of another time.
    let of_1880 = [ReviewNote::AgeOver120 { age: 146 }, ReviewNote::AreaNotCurrent { area: "440524".into() }];
    assert_eq!(resident("440524188001010014"), of_1880);
    assert_eq!(resident("120107195810029025"), [ReviewNote::AreaNotCurrent { area: "120107".into() }]);
    let child = resident_number("150100", date(2012, 11, 23), 4).unwrap();
    assert_eq!(child.notes(TODAY), [ReviewNote::AgeUnder14 { age: 13 }]);
    assert_eq!(child.notes(date(2026, 11, 23)), []);
    assert_eq!(notes(DocumentType::PassportCn, "G84733664"), [ReviewNote::ProbablyExpired]);
    assert_eq!(notes(DocumentType::MilitaryOfficer, "南字第01234567号"), [ReviewNote::NumberNotChecked]);
    // Taiwan residents' permits begin with 830000, which no list of divisions holds.
    assert_eq!(notes(DocumentType::HmtResidencePermit, "830000195804299501"), []);
}

#[test]
fn a_document_is_stored_whole_and_printed_masked() {
    let document = parse(DocumentType::ResidentId, "150100198001010003").unwrap();
    let json = serde_json::to_string(&document).unwrap();
    assert_eq!(json, r#"{"type":"resident_id","number":"150100198001010003"}"#);
    assert_eq!(serde_json::from_str::<IdentityDocument>(&json).unwrap(), document);
    assert!(serde_json::from_str::<IdentityDocument>(&json.replace("0003", "0004")).is_err());
    assert_eq!(format!("{document:?}"), "IdentityDocument(resident_id 150100********0003)");
}

#[test]
fn kinds_and_words_translate_both_ways() {
    for kind in DocumentType::ALL {
        assert_eq!(kind.key().parse(), Ok(kind));
        assert_eq!(serde_json::to_value(kind).unwrap(), kind.key());
    }
    assert!("visa".parse::<DocumentType>().is_err());
}

#[test]
fn nobody_builds_a_number_for_an_area_that_does_not_exist() {
    let day = date(1980, 1, 1);
    assert_eq!(resident_number("150100", day, 0).unwrap().number(), "150100198001010003");
    assert_eq!(resident_number("150100", day, 1).unwrap().number(), "150100198001010011");
    assert!(resident_number("990100", day, 1).is_err());
    assert!(resident_number("15010", day, 1).is_err());
    assert!(resident_number("150100", day, 1000).is_err());
}
