//! Registering: drafts, submission, the query page, correction, withdrawal.

mod confirm;
mod strangers;

use bytes::Bytes;
use tongxing_domain::{id::UnitId, locale::Locale, role::Role};
use tongxing_storage::{PageRequest, application, consent, draft as stored};
use tongxing_testkit::{DAY, HOUR, MINUTE, SignedIn, TestCampus};
use tongxing_usecases::{
    Applicant, Error,
    application::{
        cancel, correct, draft, mine, progress, query, resume_applicant, save_step, show, start, submit,
        upload, urge,
    },
    approval,
    job::schedule_sweep,
};
use tongxing_workflow::State;

const SERVICE: &str = "other-personnel-registration";
const NAME: &str = "张测试";
const NUMBER: &str = "110101199003070038";
const ADDRESS: &str = "192.0.2.9";

/// A campus with one unit and those who decide for it.
struct Place {
    town: TestCampus,
    unit: UnitId,
    administrator: SignedIn,
    head: SignedIn,
}

impl Place {
    async fn of(town: TestCampus) -> Self {
        town.publish_services().await;
        let unit = town.unit("01", "后勤保障处").await;
        let administrator = town.staff("zhao", Role::UnitAdministrator, Some(unit)).await;
        let head = town.staff("qian", Role::UnitHead, Some(unit)).await;
        Self { town, unit, administrator, head }
    }

    async fn each() -> Vec<Self> {
        let mut places = Vec::new();
        for town in TestCampus::each().await {
            places.push(Self::of(town).await);
        }
        places
    }

    async fn begin(&self) -> String {
        let given = vec!["rules".to_owned(), "identity".to_owned()];
        start::run(&self.town.campus, start::Input { service: SERVICE, given, address: ADDRESS })
            .await
            .unwrap()
    }

    async fn save(
        &self,
        token: &str,
        section: &str,
        pairs: &[(&str, &str)],
    ) -> Result<Option<String>, Error> {
        let pairs: Vec<_> = pairs.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
        save_step::run(&self.town.campus, save_step::Input { token, section, pairs: &pairs }).await
    }

    async fn upload(&self, token: &str, field: &str) {
        let bytes = Bytes::from(field.to_owned());
        let input = upload::Input { token, field, bytes, address: ADDRESS };
        upload::run(&self.town.campus, input).await.unwrap();
    }

    /// A draft with everything in it.
    async fn filled(&self) -> String {
        let token = self.begin().await;
        let document = [("document.type", "resident_id"), ("document.number", NUMBER)];
        let basic = [&[("name", NAME), ("ethnic", "01")][..], &document].concat();
        self.save(&token, "basic", &basic).await.unwrap();
        let unit = self.unit.to_string();
        let period = [("period.from", "2026-12-01"), ("period.until", "2027-01-31")];
        let stay =
            [("kind", "external_staff"), ("unit", &unit), ("phone", "13800000001"), ("reason", "食堂面点")];
        self.save(&token, "campus", &[&stay[..], &period].concat()).await.unwrap();
        for field in ["portrait", "document_front", "document_back"] {
            self.upload(&token, field).await;
        }
        self.save(&token, "vehicles", &[("plates.0.number", "京A12345")]).await.unwrap();
        token
    }

    async fn submit(&self, token: &str, note: &str) -> Result<submit::Output, Error> {
        let input = submit::Input { token, note: note.to_owned(), address: ADDRESS };
        submit::run(&self.town.campus, input).await
    }

    async fn applicant(&self, session: &str) -> Applicant {
        resume_applicant::run(&self.town.campus, session, ADDRESS).await.unwrap().expect("a living visit")
    }

    /// Registers; says the number, and who may follow it.
    async fn registered(&self) -> (String, Applicant) {
        let done = self.submit(&self.filled().await, "").await.unwrap();
        let applicant = self.applicant(&done.applicant_token.unwrap()).await;
        (done.number, applicant)
    }

    async fn ask(&self, name: &str, number: &str, address: &str) -> Result<String, Error> {
        let input = query::Input { name, number, address, locale: Locale::ZhCn, earlier: None };
        match query::run(&self.town.campus, input).await? {
            query::Outcome::Opened(token) => Ok(token),
            query::Outcome::CodeSent(_) => panic!("no text messages can be sent here"),
        }
    }

    async fn task_of(&self, somebody: &SignedIn) -> tongxing_domain::id::TaskId {
        let page = PageRequest::first(10);
        let inbox = approval::inbox::run(&self.town.campus, &somebody.actor, &page).await.unwrap();
        inbox.items[0].task.id
    }

    async fn send_back(&self, reason: &str) {
        let task = self.task_of(&self.administrator).await;
        let actor = &self.administrator.actor;
        let input = approval::return_back::Input::to_initiator(reason, "back");
        approval::return_back::run(&self.town.campus, actor, task, input).await.unwrap();
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

#[tokio::test]
async fn a_second_submit_of_the_same_draft_gets_the_same_number_and_nothing_else() {
    for place in Place::each().await {
        let token = place.filled().await;
        let first = place.submit(&token, "").await.unwrap();
        let second = place.submit(&token, "").await.unwrap();
        assert_eq!(first.number, second.number);
        let applicant = place.applicant(&second.applicant_token.unwrap()).await;
        assert_eq!(mine::run(&place.town.campus, &applicant, Locale::ZhCn).await.unwrap().len(), 1);
        let inbox = approval::inbox::count(&place.town.campus, &place.administrator.actor).await.unwrap();
        assert_eq!(inbox, 1);
        // An hour later the number is still the same, but the browser proves nothing any more; a day later it is gone.
        place.town.clock.advance_millis(60 * MINUTE);
        assert_eq!(place.submit(&token, "").await.unwrap().applicant_token, None);
        place.town.clock.advance_millis(DAY);
        assert_eq!(code_of(place.submit(&token, "").await), "draft-gone");
    }
}

#[tokio::test]
async fn two_submits_at_once_make_one_application() {
    for place in Place::each().await {
        let token = place.filled().await;
        let (first, second) = tokio::join!(place.submit(&token, ""), place.submit(&token, ""));
        assert_eq!(first.unwrap().number, second.unwrap().number);
        let inbox = approval::inbox::count(&place.town.campus, &place.administrator.actor).await.unwrap();
        assert_eq!(inbox, 1);
    }
}

#[tokio::test]
async fn what_is_missing_is_said_and_the_draft_stays() {
    for place in Place::each().await {
        let token = place.begin().await;
        place.save(&token, "basic", &[("name", NAME)]).await.unwrap_err();
        let Err(Error::Refused(refusal)) = place.submit(&token, "").await else { panic!("it is empty") };
        let paths: Vec<_> = refusal.problems.iter().map(|p| p.path.as_str()).collect();
        assert!(paths.contains(&"document.number") && paths.contains(&"portrait.file"), "{paths:?}");
        let opened = draft::open(&place.town.campus, &token).await.unwrap();
        assert_eq!(opened.values()["name"], NAME);
        assert_eq!(opened.draft.section, "basic", "the next step waits for this one");
    }
}

#[tokio::test]
async fn a_person_has_one_registration_under_way() {
    for place in Place::each().await {
        let (_, applicant) = place.registered().await;
        let second = place.filled().await;
        assert_eq!(code_of(place.submit(&second, "").await), "open-application");
        let number = &mine::summaries(&place.town.campus, &applicant).await.unwrap()[0].number.clone();
        cancel::run(&place.town.campus, &applicant, number, "不来了", "key").await.unwrap();
        assert_eq!(code_of(place.submit(&second, "").await), "ok");
    }
}

#[tokio::test]
async fn the_query_gives_one_answer_and_few_tries() {
    for place in Place::each().await {
        let (number, _) = place.registered().await;
        for (name, typed) in [("李测试", NUMBER), (NAME, "110101198504120027"), ("", ""), (NAME, "'; --")]
        {
            assert_eq!(code_of(place.ask(name, typed, ADDRESS).await), "query-failed", "{name} {typed}");
        }
        let session = place.ask(NAME, " 110101 19900307 0038 ", ADDRESS).await.unwrap();
        let applicant = place.applicant(&session).await;
        let found = mine::run(&place.town.campus, &applicant, Locale::ZhCn).await.unwrap();
        assert_eq!(found[0].application.number, number);
        // The right answer forgot the wrong ones of this person; five more are too many, whoever asks, also for the right one.
        for try_ in 0..5 {
            let address = format!("192.0.2.{try_}");
            assert_eq!(code_of(place.ask("王测试", NUMBER, &address).await), "query-failed");
        }
        assert_eq!(code_of(place.ask(NAME, NUMBER, "192.0.2.77").await), "too-many-tries");
        place.town.clock.advance_millis(16 * MINUTE);
        assert_eq!(code_of(place.ask(NAME, NUMBER, "192.0.2.77").await), "ok");
    }
}

#[tokio::test]
async fn one_address_cannot_try_person_after_person() {
    for place in Place::each().await {
        let mut answers = Vec::new();
        for person in 0..21 {
            answers.push(code_of(place.ask(NAME, &format!("E2653{person:04}"), ADDRESS).await));
        }
        assert_eq!(answers[19..], ["query-failed", "too-many-tries"]);
        assert_eq!(code_of(place.ask(NAME, "E26530001", "192.0.2.10").await), "query-failed");
    }
}

#[tokio::test]
async fn a_visit_ends_by_itself() {
    for place in Place::each().await {
        let done = place.submit(&place.filled().await, "").await.unwrap();
        let session = done.applicant_token.unwrap();
        place.town.clock.advance_millis(31 * MINUTE);
        assert!(resume_applicant::run(&place.town.campus, &session, ADDRESS).await.unwrap().is_none());
    }
}

#[tokio::test]
async fn a_returned_registration_is_corrected_and_goes_on() {
    for place in Place::each().await {
        let campus = &place.town.campus;
        let (number, applicant) = place.registered().await;
        assert_eq!(code_of(correct::run(campus, &applicant, &number).await), "not-returned");
        place.send_back("结束日期有误，请修改").await;
        let (token, opened) = correct::run(campus, &applicant, &number).await.unwrap();
        assert_eq!(opened.service, SERVICE);
        let opened = draft::open(campus, &token).await.unwrap();
        assert_eq!(opened.returned, Some(Some("结束日期有误，请修改".to_owned())));
        let period = [("period.from", "2026-12-01"), ("period.until", "2026-12-31")];
        place.save(&token, "campus", &period).await.unwrap();
        place.upload(&token, "portrait").await;
        // Until it is submitted nothing of the application has changed.
        let before = show::run(campus, &applicant, &number, Locale::ZhCn).await.unwrap().application;
        assert_eq!(before.form["period"]["until"], "2027-01-31");
        let done = place.submit(&token, "合同期已更正").await.unwrap();
        assert_eq!(place.submit(&token, "").await.unwrap().number, done.number);
        assert_eq!(done.number, number);
        let (after, story) = progress::run(campus, &applicant, &number).await.unwrap();
        assert_eq!(
            (after.form["period"]["until"].as_str(), &after.instance.state),
            (Some("2026-12-31"), &State::Running)
        );
        assert_ne!(after.form["portrait"], before.form["portrait"]);
        let told: Vec<_> = story.events.iter().map(|e| (e.kind.code(), e.opinion.as_str())).collect();
        let expected =
            [("submitted", ""), ("returned", "结束日期有误，请修改"), ("resubmitted", "合同期已更正")];
        assert_eq!(told, expected);
    }
}

#[tokio::test]
async fn both_approvals_complete_it() {
    for place in Place::each().await {
        let campus = &place.town.campus;
        let (number, applicant) = place.registered().await;
        for somebody in [&place.administrator, &place.head] {
            let task = place.task_of(somebody).await;
            approval::approve::run(campus, &somebody.actor, task, approval::approve::Input::default())
                .await
                .unwrap();
        }
        place.town.run_jobs().await;
        let (application, story) = progress::run(campus, &applicant, &number).await.unwrap();
        assert_eq!(application.instance.state, State::Approved);
        assert!(story.holding.is_empty() && story.ahead.is_empty());
        let (permit, deliveries) = &story.deliveries[0];
        assert_eq!((permit.plate.number(), deliveries.len()), ("京A12345", 1));
        assert_eq!(code_of(cancel::run(campus, &applicant, &number, "", "late").await), "finished");
    }
}

#[tokio::test]
async fn reminding_has_its_limit() {
    for place in Place::each().await {
        let campus = &place.town.campus;
        let (number, applicant) = place.registered().await;
        urge::run(campus, &applicant, &number, "one").await.unwrap();
        assert_eq!(code_of(urge::run(campus, &applicant, &number, "one").await), "ok", "the same press");
        assert_eq!(code_of(urge::run(campus, &applicant, &number, "two").await), "urged-too-soon");
        let (_, story) = progress::run(campus, &applicant, &number).await.unwrap();
        assert!(story.urge_again_at.is_some());
        place.town.clock.advance_millis(DAY);
        assert_eq!(code_of(urge::run(campus, &applicant, &number, "three").await), "ok");
    }
}

#[tokio::test]
async fn a_draft_ends_after_its_days_and_never_shows_to_another_token() {
    for place in Place::each().await {
        let token = place.filled().await;
        assert_eq!(code_of(draft::open(&place.town.campus, "another").await.map(|_| ())), "draft-gone");
        let left = draft::open(&place.town.campus, &token).await.unwrap().draft.id;
        let other = place.registered().await;
        place.town.clock.advance_millis(7 * DAY + MINUTE);
        assert_eq!(code_of(draft::open(&place.town.campus, &token).await.map(|_| ())), "draft-gone");
        schedule_sweep(&place.town.campus).await.unwrap();
        place.town.clock.advance_millis(HOUR);
        place.town.run_jobs().await;
        let mut db = place.town.campus.store.read().await.unwrap();
        assert!(stored::find(&mut db, &token, place.town.campus.now()).await.unwrap().is_none());
        // What was agreed to goes with a form that came to nothing, and stays with one that was submitted.
        assert!(consent::of_draft(&mut db, left).await.unwrap().is_empty());
        let kept = application::find_by_number(&mut db, &other.0).await.unwrap().unwrap();
        assert_eq!(consent::of_application(&mut db, kept.id).await.unwrap().len(), 3);
    }
}
