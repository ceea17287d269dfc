//! Every fact has a code, every code has its sentence in both languages, and no sentence asks for a detail that the
//! fact does not bring.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};
use jiff::civil::date;
use tongxing_domain::delivery::DeliveryRefusal;
use tongxing_domain::document::{Disagreement, DocumentError, DocumentType, ReviewNote};
use tongxing_domain::email::EmailError;
use tongxing_domain::name::NameError;
use tongxing_domain::person::PersonRefusal;
use tongxing_domain::phone::PhoneError;
use tongxing_domain::plate::{PlateError, PlateNote};
use tongxing_domain::problem::{CODES, Problem};
use tongxing_domain::reason::ReasonError;
use tongxing_domain::text::{TextError, Unfit};
use tongxing_domain::time::PeriodError;
use tongxing_domain::vehicle::PermitRefusal;

const ZH_CN: &str = include_str!("../../../web/locales/zh-CN/problem.ftl");
const EN: &str = include_str!("../../../web/locales/en/problem.ftl");

/// One problem of every kind.
fn samples() -> Vec<Problem> {
    let (position, count, character) = (3, 19, 'O');
    let mut problems = Vec::new();
    problems.extend(document_errors().map(Problem::from));
    problems.extend(plate_errors().map(Problem::from));
    problems.extend(
        [
            TextError::Empty,
            TextError::TooLong { max: 5, count },
            TextError::LineBreak { position },
            TextError::Unfit { position, unfit: Unfit::Control },
            TextError::Unfit { position, unfit: Unfit::Invisible },
            TextError::Unfit { position, unfit: Unfit::PrivateUse },
            TextError::Unfit { position, unfit: Unfit::Unreadable },
        ]
        .map(Problem::from),
    );
    problems.extend([PeriodError::EndBeforeStart, PeriodError::OutOfCalendar].map(Problem::from));
    problems.extend(
        [
            NameError::Empty,
            NameError::TooShort,
            NameError::TooLong { max: 50, count },
            NameError::Character { position, character },
            NameError::SeparatorAtEdge,
            NameError::SeparatorDoubled,
            NameError::NoLetter,
        ]
        .map(Problem::from),
    );
    problems.extend(
        [
            PhoneError::Empty,
            PhoneError::Character { character },
            PhoneError::Length { count },
            PhoneError::NotMobile,
            PhoneError::NotMainland,
            PhoneError::CountryCode,
            PhoneError::InternationalLength { count },
        ]
        .map(Problem::from),
    );
    problems.extend(
        [
            EmailError::Empty,
            EmailError::Character { character },
            EmailError::TooLong,
            EmailError::NoAt,
            EmailError::LocalPart,
            EmailError::Domain,
        ]
        .map(Problem::from),
    );
    problems.extend(decisions());
    problems
}

fn document_errors() -> impl Iterator<Item = DocumentError> {
    use DocumentError as E;
    let (position, count, character) = (3, 19, 'O');
    let forms = [
        DocumentType::HkmTravelPermit,
        DocumentType::TwTravelPermit,
        DocumentType::FprId,
        DocumentType::PassportCn,
    ];
    let others = [DocumentType::ResidentId, DocumentType::HmtResidencePermit, DocumentType::FprId];
    [
        E::Empty,
        E::Unfit { position, unfit: Unfit::Invisible },
        E::Length { expected: 18, count },
        E::LengthBetween { min: 4, max: 20, count },
        E::FirstGeneration,
        E::NotDigit { position, character },
        E::LastCharacter { character },
        E::Character { position, character },
        E::Province { code: "24".into() },
        E::ImpossibleDate { year: 1999, month: 2, day: 30 },
        E::FutureDate { date: date(2027, 1, 2) },
        E::CheckDigit,
        E::ResidencePermitArea,
        E::PermanentResidenceStart,
        E::PermanentResidenceCountry,
        E::ExitPermit,
    ]
    .into_iter()
    .chain(forms.map(|kind| E::Form { kind }))
    .chain(others.map(|suggested| E::OtherType { suggested }))
}

fn plate_errors() -> impl Iterator<Item = PlateError> {
    use PlateError as E;
    let (position, count, character) = (3, 9, 'O');
    [
        E::Empty,
        E::NoVehicle,
        E::Unfit { position, unfit: Unfit::Invisible },
        E::Length { count },
        E::Province { character },
        E::IssuingLetter { character },
        E::Letter { position, letter: 'O' },
        E::Character { position, character },
        E::NotDigit { position, character },
        E::TooManyLetters { count },
        E::NewEnergyLetter,
        E::SuffixLength { suffix: '警', count },
        E::SuffixNeedsGuangdongZ { suffix: '港' },
        E::GuangdongZNeedsSuffix,
        E::Embassy,
        E::Consulate,
        E::Emergency,
        E::Wujing,
        E::Military,
        E::OtherForm,
    ]
    .into_iter()
}

fn decisions() -> Vec<Problem> {
    let mut problems = vec![
        ReasonError::Missing.into(),
        Disagreement::Gender.into(),
        Disagreement::BirthDate.into(),
        PermitRefusal::AlreadyWithdrawn.into(),
        PermitRefusal::NotLonger.into(),
        DeliveryRefusal::AlreadyConfirmed.into(),
        DeliveryRefusal::Superseded.into(),
        DeliveryRefusal::NotSent.into(),
    ];
    problems.extend(
        [
            PersonRefusal::Ended,
            PersonRefusal::AlreadySuspended,
            PersonRefusal::NotSuspended,
            PersonRefusal::NotLonger,
            PersonRefusal::TooLateToRenew,
        ]
        .map(Problem::from),
    );
    let notes = [
        ReviewNote::AgeOver120 { age: 146 },
        ReviewNote::AgeUnder14 { age: 13 },
        ReviewNote::AreaNotCurrent { area: "120107".into() },
        ReviewNote::ProbablyExpired,
        ReviewNote::NumberNotChecked,
    ];
    problems.extend(notes.iter().map(Problem::from));
    problems.extend(
        [PlateNote::NotChecked, PlateNote::LetterNotListed, PlateNote::UnusualColour].map(Problem::from),
    );
    problems
}

/// The sentence for a problem as a page shows it; a missing one or one that asks for a detail in vain fails.
fn sentence(bundle: &FluentBundle<FluentResource>, problem: &Problem) -> String {
    let key = problem.message_key();
    let message = bundle.get_message(&key).unwrap_or_else(|| panic!("{key} is missing"));
    let details: FluentArgs = problem
        .params
        .iter()
        .map(|(name, value)| (name.as_ref(), FluentValue::from(value.as_str())))
        .collect();
    let mut errors = Vec::new();
    let text = bundle.format_pattern(message.value().unwrap(), Some(&details), &mut errors).into_owned();
    assert!(errors.is_empty(), "{key}: {errors:?}");
    text
}

fn bundle(language: &str, file: &str) -> FluentBundle<FluentResource> {
    let mut bundle = FluentBundle::new(vec![language.parse().unwrap()]);
    bundle.set_use_isolating(false);
    let resource =
        FluentResource::try_new(file.to_owned()).unwrap_or_else(|(_, errors)| panic!("{errors:?}"));
    bundle.add_resource(resource).unwrap();
    bundle
}

#[test]
fn the_list_of_codes_is_the_list_of_facts() {
    let of_facts: BTreeSet<String> = samples().iter().map(|problem| problem.code.to_string()).collect();
    let listed: BTreeSet<String> = CODES.iter().map(ToString::to_string).collect();
    assert_eq!(of_facts, listed);
    assert_eq!(CODES.len(), listed.len(), "a code stands twice");
}

#[test]
fn every_code_written_in_the_source_is_in_the_list() {
    let mut written = BTreeSet::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let source = std::fs::read_to_string(path).unwrap();
            // The conversions end with the first line that closes their block.
            for conversion in source.split(" for Problem {\n").skip(1) {
                let body = conversion.split("\n}\n").next().unwrap();
                let literals = body.split('"').skip(1).step_by(2);
                written.extend(literals.filter(|text| text.contains('-')).map(str::to_owned));
            }
        }
    }
    let listed: BTreeSet<String> = CODES.iter().map(ToString::to_string).collect();
    let unlisted: Vec<_> = written.difference(&listed).collect();
    assert_eq!(unlisted, Vec::<&String>::new());
    assert!(written.len() > 70, "the scan finds the conversions: {}", written.len());
}

#[test]
fn every_fact_has_its_sentence_in_both_languages() {
    let bundles = [bundle("zh-CN", ZH_CN), bundle("en", EN)];
    let mut page = String::new();
    for problem in samples() {
        let [zh_cn, en] = bundles.each_ref().map(|bundle| sentence(bundle, &problem));
        writeln!(page, "{problem}\n  {zh_cn}\n  {en}").unwrap();
    }
    insta::assert_snapshot!("sentences", page);
}

#[test]
fn sentences_are_calm() {
    for (language, file) in [("zh-CN", ZH_CN), ("en", EN)] {
        let bundle = bundle(language, file);
        for problem in samples() {
            let text = sentence(&bundle, &problem).to_lowercase();
            let loud = ["!", "！", "错误", "非法", "error", "invalid", "illegal", "wrong"];
            assert_eq!(loud.iter().find(|word| text.contains(*word)), None, "{problem}: {text}");
        }
    }
}
