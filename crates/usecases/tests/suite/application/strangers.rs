//! What nobody can open, or hold up, with somebody else's number.

use tongxing_domain::{id::FileId, locale::Locale, role::Role};
use tongxing_storage::file;
use tongxing_testkit::{
    Submitted, TestCampus,
    application::{fill, pair, resident_id},
};
use tongxing_usecases::{
    Actor, Error,
    application::{correct, mine, query, submit},
    approval::{approve, return_back},
    file::{Size, Viewer, view},
};

async fn ask(town: &TestCampus, name: &str, number: &str, address: &str) -> Result<String, Error> {
    let input = query::Input { name, number, address, locale: Locale::ZhCn, earlier: None };
    match query::run(&town.campus, input).await? {
        query::Outcome::Opened(token) => Ok(token),
        query::Outcome::CodeSent(_) => panic!("no text messages can be sent here"),
    }
}

async fn send(town: &TestCampus, token: &str) -> Result<submit::Output, Error> {
    let input = submit::Input { token, note: String::new(), address: "192.0.2.7" };
    submit::run(&town.campus, input).await
}

fn code_of<T>(outcome: Result<T, Error>) -> String {
    match outcome {
        Err(Error::Refused(refusal)) => refusal.code().to_owned(),
        Err(other) => panic!("{other:?}"),
        Ok(_) => "ok".to_owned(),
    }
}

async fn photos(town: &TestCampus, of: &Submitted) -> Vec<(String, FileId)> {
    let mut db = town.campus.store.read().await.unwrap();
    let files = file::of_application(&mut db, of.id).await.unwrap();
    files.into_iter().map(|f| (f.kind, f.id)).collect()
}

async fn approve_all(town: &TestCampus, of: &Submitted, by: &[&Actor]) {
    for actor in by {
        let task = town.open_task(of.id).await;
        approve::run(&town.campus, actor, task, approve::Input::default()).await.unwrap();
    }
}

#[tokio::test]
async fn a_form_with_somebody_elses_number_does_not_open_what_they_submitted() {
    for town in TestCampus::each().await {
        town.publish_services().await;
        let unit = town.unit("01", "后勤保障处").await;
        let administrator = town.staff("zhao", Role::UnitAdministrator, Some(unit)).await;
        let head = town.staff("qian", Role::UnitHead, Some(unit)).await;
        let owner = town.an_application(unit).named("张三").submit().await;
        approve_all(&town, &owner, &[&administrator.actor, &head.actor]).await;
        let intruder = town.an_application(unit).named("王五").submit().await;
        let numbers = async |who: &Submitted| -> Vec<String> {
            let all = mine::summaries(&town.campus, &who.applicant).await.unwrap();
            all.into_iter().map(|one| one.number).collect()
        };
        assert_eq!(numbers(&intruder).await, std::slice::from_ref(&intruder.number));
        assert_eq!(numbers(&owner).await, std::slice::from_ref(&owner.number));
        let taken = correct::run(&town.campus, &intruder.applicant, &owner.number).await;
        assert!(matches!(taken, Err(Error::NotFound)));
        for (_, photo) in photos(&town, &owner).await {
            let seen = view(&town.campus, &[Viewer::Applicant(&intruder.applicant)], photo, Size::Full).await;
            assert!(matches!(seen, Err(Error::NotFound)));
            view(&town.campus, &[Viewer::Applicant(&owner.applicant)], photo, Size::Full).await.unwrap();
        }
    }
}

#[tokio::test]
async fn another_way_of_writing_a_number_gives_no_more_tries() {
    for town in TestCampus::each().await {
        let number = resident_id(1);
        let wide: String = number.chars().map(|c| char::from_u32(u32::from(c) + 0xFEE0).unwrap()).collect();
        for n in 0..5 {
            let address = format!("192.0.2.{n}");
            assert_eq!(code_of(ask(&town, "张三", &number, &address).await), "query-failed");
        }
        for other in [number.clone(), wide, format!(" {number} ")] {
            assert_eq!(code_of(ask(&town, "张三", &other, "192.0.2.9").await), "too-many-tries");
        }
    }
}

#[tokio::test]
async fn one_line_has_one_count_however_many_addresses_it_has() {
    let town = TestCampus::empty().await;
    for n in 0..20_u16 {
        let address = format!("2001:db8::{n:x}");
        assert_eq!(code_of(ask(&town, "张三", &resident_id(n), &address).await), "query-failed");
    }
    assert_eq!(code_of(ask(&town, "张三", &resident_id(99), "2001:db8::ffff").await), "too-many-tries");
    assert_eq!(code_of(ask(&town, "张三", &resident_id(99), "2001:db8:0:1::1").await), "query-failed");
}

#[tokio::test]
async fn of_two_submits_in_the_same_moment_one_opens_an_application() {
    for town in TestCampus::each().await {
        town.publish_services().await;
        let unit = town.unit("01", "后勤保障处").await;
        town.staff("zhao", Role::UnitAdministrator, Some(unit)).await;
        town.staff("qian", Role::UnitHead, Some(unit)).await;
        let (one, two) =
            (town.an_application(unit).fill_in().await, town.an_application(unit).fill_in().await);
        let (first, second) = tokio::join!(send(&town, &one), send(&town, &two));
        let mut codes = [code_of(first), code_of(second)];
        codes.sort();
        assert_eq!(codes, ["ok", "open-application"]);
    }
}

#[tokio::test]
async fn a_correction_cannot_take_the_number_of_somebody_under_way() {
    for town in TestCampus::each().await {
        town.publish_services().await;
        let unit = town.unit("01", "后勤保障处").await;
        let administrator = town.staff("zhao", Role::UnitAdministrator, Some(unit)).await;
        town.staff("qian", Role::UnitHead, Some(unit)).await;
        let other = town.an_application(unit).named("王五").of_person(2).submit().await;
        let returned = town.an_application(unit).named("张三").submit().await;
        let task = town.open_task(returned.id).await;
        let back = return_back::Input::to_initiator("请补充", "k");
        return_back::run(&town.campus, &administrator.actor, task, back).await.unwrap();
        let (token, _) = correct::run(&town.campus, &returned.applicant, &returned.number).await.unwrap();
        let swapped = [
            pair("name", "张三"),
            pair("document.type", "resident_id"),
            pair("document.number", &resident_id(2)),
            pair("ethnic", "01"),
        ];
        fill(&town, &token, "basic", &swapped).await;
        assert_eq!(code_of(send(&town, &token).await), "open-application");
        assert_eq!(town.state_of(other.id).await, "running");
        assert_eq!(town.state_of(returned.id).await, "returned");
    }
}

#[tokio::test]
async fn the_record_shows_a_guard_the_face_and_never_the_document() {
    for town in TestCampus::each().await {
        town.publish_services().await;
        let unit = town.unit("01", "后勤保障处").await;
        let administrator = town.staff("zhao", Role::UnitAdministrator, Some(unit)).await;
        let head = town.staff("qian", Role::UnitHead, Some(unit)).await;
        let guard = town.staff("sun", Role::Guard, Some(unit)).await;
        let clerk = town.staff("li", Role::CardClerk, Some(unit)).await;
        let submitted = town.an_application(unit).submit().await;
        let sees = async |who: &Actor, size: Size| -> Vec<String> {
            let mut seen = Vec::new();
            for (kind, photo) in photos(&town, &submitted).await {
                if view(&town.campus, &[Viewer::Staff(who)], photo, size).await.is_ok() {
                    seen.push(kind);
                }
            }
            seen
        };
        assert!(sees(&guard.actor, Size::Full).await.is_empty(), "nobody is registered yet");
        approve_all(&town, &submitted, &[&administrator.actor, &head.actor]).await;
        assert_eq!(sees(&guard.actor, Size::Full).await, ["portrait"]);
        assert_eq!(
            sees(&clerk.actor, Size::Small).await,
            ["portrait"],
            "documents are seen with a trace only"
        );
        assert_eq!(sees(&clerk.actor, Size::Full).await.len(), 3);
    }
}
