//! What a name and a number open, and what only the applicant can.

use tongxing_catalog::display::Shown;
use tongxing_domain::{locale::Locale, role::Role};
use tongxing_storage::{file, testing::stores};
use tongxing_testkit::{
    MINUTE, Submitted, TestCampus,
    application::{PHONE, resident_id},
};
use tongxing_usecases::{
    Applicant, Error,
    application::{
        cancel,
        confirm::{self, Way},
        correct, mine, query, resume_applicant, show, urge,
    },
    approval::return_back,
    file::{Size, Viewer, view},
};

const HERE: &str = "192.0.2.40";

/// A campus where somebody's registration was returned to them.
async fn returned(town: &TestCampus) -> Submitted {
    town.publish_services().await;
    let unit = town.unit("01", "后勤保障处").await;
    let administrator = town.staff("zhao", Role::UnitAdministrator, Some(unit)).await;
    town.staff("qian", Role::UnitHead, Some(unit)).await;
    let submitted = town.an_application(unit).named("张三").with_plates(&["云AT0001"]).submit().await;
    let task = town.open_task(submitted.id).await;
    let back = return_back::Input::to_initiator("请补充", "k");
    return_back::run(&town.campus, &administrator.actor, task, back).await.unwrap();
    submitted
}

async fn ask(town: &TestCampus, earlier: Option<&Applicant>) -> Result<query::Outcome, Error> {
    let number = resident_id(1);
    let input =
        query::Input { name: "张三", number: &number, address: HERE, locale: Locale::ZhCn, earlier };
    query::run(&town.campus, input).await
}

async fn visit(town: &TestCampus, token: &str) -> Applicant {
    resume_applicant::run(&town.campus, token, HERE).await.unwrap().expect("a living visit")
}

/// Somebody who knows name and number.
async fn queried(town: &TestCampus) -> Applicant {
    match ask(town, None).await.unwrap() {
        query::Outcome::Opened(token) => visit(town, &token).await,
        query::Outcome::CodeSent(_) => panic!("no text messages can be sent here"),
    }
}

fn code_of<T>(outcome: Result<T, Error>) -> String {
    match outcome {
        Err(Error::Refused(refusal)) => refusal.code().to_owned(),
        Err(Error::NotFound) => "not found".to_owned(),
        Err(other) => panic!("{other:?}"),
        Ok(_) => "ok".to_owned(),
    }
}

/// How many of an application's pictures, in either size, somebody gets to see.
async fn pictures(town: &TestCampus, of: &Submitted, by: &Applicant) -> usize {
    let mut db = town.campus.store.read().await.unwrap();
    let files = file::of_application(&mut db, of.id).await.unwrap();
    drop(db);
    let mut seen = 0;
    for one in files {
        for size in [Size::Full, Size::Small] {
            let shown = view(&town.campus, &[Viewer::Applicant(by)], one.id, size).await;
            seen += usize::from(shown.is_ok());
        }
    }
    seen
}

/// The last code that was sent, and to whom.
fn code(town: &TestCampus) -> (String, String) {
    let last = town.sms.sent().pop().expect("a text message");
    let digits: String = last.text.chars().skip_while(|c| !c.is_ascii_digit()).take(6).collect();
    assert!(digits.chars().all(|c| c.is_ascii_digit()), "{}", last.text);
    (last.to, digits)
}

#[tokio::test]
async fn name_and_number_show_stars_and_states_and_change_nothing() {
    for town in TestCampus::each().await {
        let theirs = returned(&town).await;
        let stranger = queried(&town).await;
        let detail = show::run(&town.campus, &stranger, &theirs.number, Locale::ZhCn).await.unwrap();
        assert!(!detail.confirmed);
        let mut words = Vec::new();
        for line in detail.sections.iter().flat_map(|section| &section.lines) {
            match &line.shown {
                Shown::Words(text) => words.push((line.field.as_str(), text.as_str())),
                Shown::Plates(plates) => assert_eq!(plates[0].0, "云A***01"),
                Shown::File { .. } | Shown::Attachment(_) => {}
            }
        }
        let said = |field: &str| -> Vec<&str> {
            words.iter().filter(|(key, _)| *key == field).map(|(_, text)| *text).collect()
        };
        assert_eq!(said("birth_date"), ["****"]);
        assert_eq!(said("phone"), ["****"], "what is typed in to confirm is not hinted at");
        assert_eq!(said("staff_number"), ["****"]);
        assert_eq!(said("ethnic"), ["****"]);
        assert_eq!(said("kind"), ["外聘人员"], "what lists show stays");
        assert!(said("document")[1].contains("****"));
        assert_eq!(pictures(&town, &theirs, &stranger).await, 0);
        assert_eq!(code_of(correct::run(&town.campus, &stranger, &theirs.number).await), "confirm-needed");
        let cancelled = cancel::run(&town.campus, &stranger, &theirs.number, "", "k").await;
        assert_eq!(code_of(cancelled), "confirm-needed");
        assert_ne!(code_of(urge::run(&town.campus, &stranger, &theirs.number, "k2").await), "confirm-needed");
        // The browser it was submitted from sees it whole and corrects it.
        let detail = show::run(&town.campus, &theirs.applicant, &theirs.number, Locale::ZhCn).await.unwrap();
        assert!(detail.confirmed);
        assert_eq!(pictures(&town, &theirs, &theirs.applicant).await, 6);
        assert_eq!(code_of(correct::run(&town.campus, &theirs.applicant, &theirs.number).await), "ok");
    }
}

#[tokio::test]
async fn without_a_gateway_the_whole_phone_number_confirms() {
    for town in TestCampus::each().await {
        let theirs = returned(&town).await;
        let stranger = queried(&town).await;
        let number = &theirs.number;
        assert_eq!(confirm::way(&town.campus, &stranger, number).await.unwrap(), Way::Phone);
        assert_eq!(
            code_of(confirm::send_code(&town.campus, &stranger, number, Locale::En).await),
            "not found"
        );
        for wrong in ["13000002701", "2702", "", "张三"] {
            let answer = confirm::run(&town.campus, &stranger, number, wrong).await;
            assert_eq!(code_of(answer), "confirm-failed", "{wrong}");
        }
        let token = confirm::run(&town.campus, &stranger, number, " 130 0000-2702").await.unwrap();
        let owner = visit(&town, &token).await;
        assert_eq!(confirm::way(&town.campus, &owner, number).await.unwrap(), Way::Done);
        assert_eq!(pictures(&town, &theirs, &owner).await, 6);
        assert_eq!(code_of(correct::run(&town.campus, &owner, number).await), "ok");
        // The weaker visit is over.
        assert_ne!(owner.session(), stranger.session());
        // Asking again in the same browser takes nothing away.
        let Ok(query::Outcome::Opened(token)) = ask(&town, Some(&owner)).await else { panic!("a visit") };
        assert_eq!(confirm::way(&town.campus, &visit(&town, &token).await, number).await.unwrap(), Way::Done);
    }
}

#[tokio::test]
async fn nobody_tries_one_phone_number_after_the_other() {
    for town in TestCampus::each().await {
        let theirs = returned(&town).await;
        for guess in 0..5 {
            // Another visit and another address each time.
            let stranger = queried(&town).await;
            let typed = format!("1300000000{guess}");
            let answer = confirm::run(&town.campus, &stranger, &theirs.number, &typed).await;
            assert_eq!(code_of(answer), "confirm-failed");
        }
        let stranger = queried(&town).await;
        let right = confirm::run(&town.campus, &stranger, &theirs.number, PHONE).await;
        assert_eq!(code_of(right), "too-many-tries");
        town.clock.advance_millis(16 * MINUTE);
        let later = queried(&town).await;
        assert_eq!(code_of(confirm::run(&town.campus, &later, &theirs.number, PHONE).await), "ok");
    }
}

#[tokio::test]
async fn what_was_proved_opens_nothing_that_was_registered_with_another_phone() {
    for town in TestCampus::each().await {
        let theirs = returned(&town).await;
        cancel::run(&town.campus, &theirs.applicant, &theirs.number, "", "k").await.unwrap();
        let unit = town.unit("02", "基建处").await;
        town.staff("sun", Role::UnitAdministrator, Some(unit)).await;
        town.staff("li", Role::UnitHead, Some(unit)).await;
        // Somebody who knows name and number registers in that name, with a phone of their own.
        let bait = town.an_application(unit).named("张三").reached_at("13900000009").submit().await;
        assert_eq!(mine::summaries(&town.campus, &bait.applicant).await.unwrap().len(), 2);
        assert_eq!(pictures(&town, &bait, &bait.applicant).await, 6);
        assert_eq!(pictures(&town, &theirs, &bait.applicant).await, 0);
        let token = confirm::run(&town.campus, &bait.applicant, &bait.number, "13900000009").await;
        // It is theirs already; and however often they prove that, the other one stays closed.
        let stronger = visit(&town, &token.unwrap()).await;
        assert_eq!(pictures(&town, &theirs, &stronger).await, 0);
        let way = confirm::way(&town.campus, &stronger, &theirs.number).await.unwrap();
        assert_eq!(way, Way::Phone);
        let other = confirm::run(&town.campus, &stronger, &theirs.number, "13900000009").await;
        assert_eq!(code_of(other), "confirm-failed");
    }
}

async fn with_texts() -> Vec<TestCampus> {
    stores().await.into_iter().map(TestCampus::with_texts).collect()
}

#[tokio::test]
async fn with_a_gateway_the_query_asks_for_a_code() {
    for town in with_texts().await {
        let theirs = returned(&town).await;
        let Ok(query::Outcome::CodeSent(request)) = ask(&town, None).await else { panic!("a code") };
        town.run_jobs().await;
        let (to, digits) = code(&town);
        assert_eq!(to, PHONE);
        let answer =
            async |request: &str, typed: &str| query::answer(&town.campus, request, typed, HERE, None).await;
        assert_eq!(code_of(answer(&request, "000000").await), "confirm-failed");
        assert_eq!(code_of(answer("another request", &digits).await), "confirm-failed");
        let owner = visit(&town, &answer(&request, &digits).await.unwrap()).await;
        assert_eq!(pictures(&town, &theirs, &owner).await, 6, "the phone is at hand");
        assert_eq!(code_of(answer(&request, &digits).await), "confirm-failed", "once");
        // A wrong name gets the same answer, and no message.
        let sent = town.sms.sent().len();
        let number = resident_id(1);
        let wrong =
            query::Input {
                name: "李四", number: &number, address: HERE, locale: Locale::En, earlier: None
            };
        assert!(matches!(query::run(&town.campus, wrong).await, Ok(query::Outcome::CodeSent(_))));
        town.run_jobs().await;
        assert_eq!(town.sms.sent().len(), sent);
    }
}

#[tokio::test]
async fn a_code_is_for_one_visit_one_application_ten_minutes_and_five_tries() {
    for town in with_texts().await {
        let theirs = returned(&town).await;
        let number = &theirs.number;
        // A visit that has proved nothing yet: of the browser that submitted something else.
        let unit = town.unit("02", "基建处").await;
        town.staff("sun", Role::UnitAdministrator, Some(unit)).await;
        town.staff("li", Role::UnitHead, Some(unit)).await;
        cancel::run(&town.campus, &theirs.applicant, number, "", "k").await.unwrap();
        let bait = town.an_application(unit).named("张三").reached_at("13900000009").submit().await;
        let other = town.an_application(unit).of_person(2).named("李四").submit().await;
        assert_eq!(confirm::way(&town.campus, &bait.applicant, number).await.unwrap(), Way::Code);
        confirm::send_code(&town.campus, &bait.applicant, number, Locale::ZhCn).await.unwrap();
        town.run_jobs().await;
        let (to, digits) = code(&town);
        assert_eq!(to, PHONE, "it goes to the phone of the application, not of whoever asks");
        let try_it = async |by: &Applicant, number: &str, typed: &str| {
            confirm::run(&town.campus, by, number, typed).await
        };
        assert_eq!(code_of(try_it(&other.applicant, &other.number, &digits).await), "confirm-failed");
        assert_eq!(code_of(try_it(&bait.applicant, &bait.number, &digits).await), "confirm-failed");
        town.clock.advance_millis(10 * MINUTE);
        assert_eq!(code_of(try_it(&bait.applicant, number, &digits).await), "confirm-failed", "too late");
        confirm::send_code(&town.campus, &bait.applicant, number, Locale::ZhCn).await.unwrap();
        town.run_jobs().await;
        let (_, digits) = code(&town);
        let token = try_it(&bait.applicant, number, &format!(" {digits}")).await.unwrap();
        assert_eq!(pictures(&town, &theirs, &visit(&town, &token).await).await, 6);
    }
}

#[tokio::test]
async fn no_phone_is_made_to_ring_all_day() {
    for town in with_texts().await {
        returned(&town).await;
        for _ in 0..5 {
            assert!(matches!(ask(&town, None).await, Ok(query::Outcome::CodeSent(_))), "told alike");
        }
        town.run_jobs().await;
        assert_eq!(town.sms.sent().len(), 3, "three in ten minutes");
        for _ in 0..12 {
            town.clock.advance_millis(16 * MINUTE);
            ask(&town, None).await.unwrap();
            ask(&town, None).await.unwrap();
        }
        town.run_jobs().await;
        assert!(town.sms.sent().len() <= 10, "ten a day: {}", town.sms.sent().len());
    }
}
