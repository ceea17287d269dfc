//! Submitted, approved, approved: a record, permits, deliveries, notices, a trail.

use tongxing_domain::{
    delivery::Subject, locale::Locale, person::PersonState, role::Role, vehicle::PermitState,
};
use tongxing_storage::{
    PageRequest, Turn, application, audit, delivery,
    notification::{self, Recipient},
    person, role, vehicle,
};
use tongxing_testkit::TestCampus;
use tongxing_usecases::{
    Error,
    account::take_role,
    approval::{all, done, inbox, show::Then},
};

use super::Office;

#[tokio::test]
async fn two_approvals_make_a_person_with_permits_and_deliveries() {
    for office in Office::each().await {
        let campus = &office.town.campus;
        let (submitted, task) = office.half_way().await;
        let decided = office.approve(&office.head, task, "the last one").await.unwrap();
        assert_eq!((decided.state.code(), decided.number.as_str()), ("approved", submitted.number.as_str()));

        let mut db = campus.store.read().await.unwrap();
        let approved = application::find(&mut db, submitted.id).await.unwrap().unwrap();
        let document = approved.applicant_document.unwrap();
        let registered = person::find_by_document(&mut db, &document).await.unwrap().unwrap();
        assert_eq!(registered.name.as_str(), "张三");
        assert_eq!(registered.state, PersonState::Active);
        assert_eq!(registered.unit, office.unit);
        assert_eq!(registered.staff_number, "13000002702", "the phone number stands in");
        let permits = vehicle::of_person(&mut db, registered.id).await.unwrap();
        let mut plates: Vec<_> = permits.iter().map(|p| p.plate.number()).collect();
        plates.sort_unstable();
        assert_eq!(plates, ["云AD00001", "云AT0001"]);
        for permit in permits {
            assert_eq!((&permit.state, permit.valid), (&PermitState::Active, registered.valid));
            let wanted = delivery::of_subject(&mut db, Subject::Permit(permit.id)).await.unwrap();
            assert_eq!(wanted.len(), 1, "{permit:?}");
        }
    }
}

#[tokio::test]
async fn everybody_concerned_is_told_and_everything_is_on_record() {
    for office in Office::each().await {
        let (submitted, task) = office.half_way().await;
        office.approve(&office.head, task, "the last one").await.unwrap();
        assert_eq!(kinds(&office.town, office.administrator.account).await, ["task-arrived"]);
        assert_eq!(kinds(&office.town, office.head.account).await, ["task-arrived"]);
        let mut db = office.town.campus.store.read().await.unwrap();
        let hash = submitted.applicant.document_hash().clone();
        let told =
            notification::list(&mut db, &Recipient::Applicant(hash), &PageRequest::first(9)).await.unwrap();
        let told: Vec<_> = told.items.iter().map(|n| n.kind.as_str()).collect();
        assert_eq!(told, ["application-approved"]);
        let logged =
            audit::list(&mut db, &audit::AuditFilter::default(), &PageRequest::first(99)).await.unwrap();
        let actions: Vec<_> = logged.items.iter().map(|e| e.entry.action.as_str()).collect();
        assert_eq!(actions.iter().filter(|a| **a == "approval.approve").count(), 2, "{actions:?}");
        assert!(actions.contains(&"application.submit"), "{actions:?}");
    }
}

#[tokio::test]
async fn a_role_that_was_taken_decides_nothing_and_shows_nothing() {
    for office in Office::each().await {
        let campus = &office.town.campus;
        let submitted = office.registration().await;
        let task = office.town.open_task(submitted.id).await;
        let security = office.town.staff("sec", Role::SecurityAdministrator, None).await;
        let mut db = campus.store.read().await.unwrap();
        let held = role::of_account(&mut db, office.administrator.account).await.unwrap();
        drop(db);
        for given in held {
            take_role::run(campus, &security.actor, given.id).await.unwrap();
        }
        let before = office.approve(&office.administrator, task, "the tab was open").await;
        assert!(matches!(before, Err(Error::Forbidden)), "{before:?}");
        let now = office.town.sign_in(office.administrator.account).await;
        let after = office.approve(&now, task, "no role at all").await;
        assert!(matches!(after, Err(Error::Forbidden)), "{after:?}");
        let shown = office.look(&now.actor, task).await.unwrap();
        assert!(shown.closed_to && shown.sections.is_empty() && !shown.can.approve);
    }
}

#[tokio::test]
async fn the_task_page_says_what_the_next_press_leads_to() {
    for office in Office::each().await {
        let submitted = office.registration().await;
        let first = office.town.open_task(submitted.id).await;
        let shown = office.look(&office.administrator.actor, first).await.unwrap();
        assert!(shown.can.approve && shown.can.reject && shown.can.return_to_initiator && shown.can.comment);
        assert!(!shown.can.withdraw && shown.closed.is_none() && !shown.registered);
        let Some(Then::Next(next)) = shown.then else { panic!("somebody gets it next") };
        assert_eq!(
            (next[0].step.as_str(), next[0].names.as_slice()),
            ("unit-head", ["钱七".to_owned()].as_slice())
        );

        office.approve(&office.administrator, first, "once").await.unwrap();
        let shown = office.look(&office.administrator.actor, first).await.unwrap();
        assert!(!shown.can.approve && shown.can.withdraw && shown.then.is_none());
        assert!(shown.closed.is_some_and(|c| c.own && c.who == "赵六" && c.kind.code() == "approved"));

        let second = office.town.open_task(submitted.id).await;
        let shown = office.look(&office.head.actor, second).await.unwrap();
        assert!(matches!(shown.then, Some(Then::Outcome)));
        let words = format!("{:?}", shown.sections.iter().flat_map(|s| &s.lines).collect::<Vec<_>>());
        assert!(
            words.contains("130****2702") && !words.contains("13000002702"),
            "the step sees it masked: {words}"
        );
    }
}

#[tokio::test]
async fn the_lists_follow() {
    for office in Office::each().await {
        let campus = &office.town.campus;
        let first = PageRequest::first(20);
        let submitted = office.registration().await;
        let waiting = inbox::run(campus, &office.administrator.actor, &first).await.unwrap();
        assert_eq!(waiting.items.len(), 1);
        assert_eq!(waiting.items[0].application.number, submitted.number);
        assert!(!waiting.items[0].late);
        for (number, service, wanted) in [
            (Some(submitted.number[4..].to_lowercase()), None, 1),
            (Some("9999".to_owned()), None, 0),
            (Some("%_".to_owned()), None, 1),
            (None, Some("other-personnel-registration".to_owned()), 1),
            (None, Some("another".to_owned()), 0),
        ] {
            let filter = inbox::TaskFilter { service, number };
            let found =
                inbox::find(campus, &office.administrator.actor, &filter, &Turn::First, 9).await.unwrap();
            assert_eq!(found.items.len(), wanted, "{filter:?}");
        }
        office.town.clock.advance_millis(5 * tongxing_testkit::DAY);
        let waiting = inbox::run(campus, &office.administrator.actor, &first).await.unwrap();
        assert!(waiting.items[0].late, "two working days have passed");
        let task = office.town.open_task(submitted.id).await;
        office.approve(&office.administrator, task, "once").await.unwrap();
        assert_eq!(inbox::count(campus, &office.administrator.actor).await.unwrap(), 0);
        assert_eq!(inbox::count(campus, &office.head.actor).await.unwrap(), 1);
        let decided = done::run(campus, &office.administrator.actor, &Turn::First, 9).await.unwrap();
        assert_eq!(decided.items[0].decision(), Some("approved"));
    }
}

async fn kinds(town: &TestCampus, account: tongxing_domain::id::AccountId) -> Vec<String> {
    let mut db = town.campus.store.read().await.unwrap();
    let told =
        notification::list(&mut db, &Recipient::Account(account), &PageRequest::first(9)).await.unwrap();
    told.items.into_iter().map(|n| n.kind).collect()
}

#[tokio::test]
async fn who_looks_after_a_unit_sees_all_its_applications_and_no_others() {
    for office in Office::each().await {
        let campus = &office.town.campus;
        let page = PageRequest::first(20);
        let other = office.town.unit("02", "图书馆").await;
        let administrator = office.town.staff("liu", Role::ProcessAdministrator, None).await;
        let (mine, task) = office.half_way().await;
        let theirs = office.town.an_application(other).of_person(2).submit().await;
        let listed = async |actor, wanted: all::Wanted| {
            let found = all::run(campus, actor, &wanted, &page).await.unwrap();
            found.items.into_iter().map(|line| line.application.number).collect::<Vec<_>>()
        };
        let actor = &office.head.actor;
        assert_eq!(listed(actor, all::Wanted::default()).await, std::slice::from_ref(&mine.number));
        let wanted = |state: &str, text: &str| all::Wanted { state: state.to_owned(), text: text.to_owned() };
        assert_eq!(listed(actor, wanted("running", "张三")).await, std::slice::from_ref(&mine.number));
        assert_eq!(listed(actor, wanted("", &theirs.number)).await, [""; 0], "outside the unit");
        assert_eq!(listed(actor, wanted("approved", "")).await, [""; 0]);
        assert_eq!(listed(&administrator.actor, all::Wanted::default()).await.len(), 2);
        let guard = office.town.staff("guard", Role::Guard, None).await;
        assert!(matches!(
            all::run(campus, &guard.actor, &all::Wanted::default(), &page).await,
            Err(Error::Forbidden)
        ));

        let seen = all::one(campus, &administrator.actor, &mine.number, Locale::ZhCn).await.unwrap();
        assert!(!seen.can.approve && seen.can.comment, "to read, and to say something about it");
        assert_eq!(seen.task.id, task);
        let hidden = all::one(campus, actor, &theirs.number, Locale::ZhCn).await;
        assert!(matches!(hidden, Err(Error::NotFound)));
    }
}
