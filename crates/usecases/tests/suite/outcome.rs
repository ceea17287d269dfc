//! What the last approval brings about, and what it leaves in the trail.

use tongxing_domain::{person::PersonState, role::Role};
use tongxing_storage::{PageRequest as StoragePage, audit, person};
use tongxing_testkit::{SignedIn, Submitted, TestCampus};
use tongxing_usecases::{
    Error,
    application::{cancel, urge},
    approval::{approve, show},
    person::change,
};

use tongxing_domain::locale::Locale;

async fn approve_all(town: &TestCampus, of: &Submitted, by: &[&SignedIn]) {
    for somebody in by {
        let task = town.open_task(of.id).await;
        approve::run(&town.campus, &somebody.actor, task, approve::Input::default()).await.unwrap();
    }
}

async fn logged(town: &TestCampus, action: &str) -> Vec<audit::Logged> {
    let mut db = town.campus.store.read().await.unwrap();
    let page = audit::list(&mut db, &audit::AuditFilter::default(), &StoragePage::first(100)).await.unwrap();
    page.items.into_iter().filter(|logged| logged.entry.action == action).collect()
}

#[tokio::test]
async fn a_record_and_each_permit_leave_their_own_entry() {
    for town in TestCampus::each().await {
        town.publish_services().await;
        let unit = town.unit("01", "后勤保障处").await;
        let administrator = town.staff("zhao", Role::UnitAdministrator, Some(unit)).await;
        let head = town.staff("qian", Role::UnitHead, Some(unit)).await;
        let one = town.an_application(unit).with_plates(&["云AT0001", "云AT0002"]).submit().await;
        approve_all(&town, &one, &[&administrator]).await;
        assert!(logged(&town, "person.register").await.is_empty());
        approve_all(&town, &one, &[&head]).await;
        let registered = logged(&town, "person.register").await;
        let granted = logged(&town, "permit.grant").await;
        assert_eq!((registered.len(), granted.len()), (1, 2));
        for entry in registered.iter().chain(&granted) {
            assert_eq!(entry.entry.details["application"], one.id.to_string());
            assert_eq!(entry.entry.actor, tongxing_domain::audit::AuditActor::Account(head.account));
        }
    }
}

#[tokio::test]
async fn another_approval_does_not_lift_a_suspension_nor_take_the_person_over() {
    for town in TestCampus::each().await {
        town.publish_services().await;
        let unit = town.unit("01", "后勤保障处").await;
        let administrator = town.staff("zhao", Role::UnitAdministrator, Some(unit)).await;
        let head = town.staff("qian", Role::UnitHead, Some(unit)).await;
        let one = town.an_application(unit).submit().await;
        approve_all(&town, &one, &[&administrator, &head]).await;
        let id = logged(&town, "person.register").await[0].entry.subject_id.parse().unwrap();
        change::suspend(&town.campus, &administrator.actor, id, "核查中").await.unwrap();

        let other = town.unit("02", "基建处").await;
        let sun = town.staff("sun", Role::UnitAdministrator, Some(other)).await;
        let li = town.staff("li", Role::UnitHead, Some(other)).await;
        let again = town.an_application(other).with_plates(&["云AT0001"]).submit().await;
        let task = town.open_task(again.id).await;
        let shown = show::run(&town.campus, &sun.actor, task, Locale::ZhCn).await.unwrap();
        assert!(shown.suspended, "whoever approves is told");
        approve_all(&town, &again, &[&sun, &li]).await;
        town.run_jobs().await;

        let mut db = town.campus.store.read().await.unwrap();
        let found = person::find(&mut db, id).await.unwrap().unwrap();
        assert!(matches!(&found.state, PersonState::Suspended { reason } if reason.as_str() == "核查中"));
        assert_eq!((found.unit, found.application), (unit, Some(again.id)));
        drop(db);
        assert!(town.webhook.calls().is_empty(), "no plate of somebody suspended goes to the gate");
        let registered = logged(&town, "person.register").await;
        assert_eq!(registered[0].entry.details["suspended"], "true");
    }
}

#[tokio::test]
async fn a_press_without_a_key_does_nothing() {
    for town in TestCampus::each().await {
        town.publish_services().await;
        let unit = town.unit("01", "后勤保障处").await;
        town.staff("zhao", Role::UnitAdministrator, Some(unit)).await;
        town.staff("qian", Role::UnitHead, Some(unit)).await;
        let one = town.an_application(unit).submit().await;
        for outcome in [
            urge::run(&town.campus, &one.applicant, &one.number, " ").await,
            cancel::run(&town.campus, &one.applicant, &one.number, "", "").await,
        ] {
            assert!(matches!(outcome, Err(Error::Refused(r)) if r.code() == "page-stale"));
        }
        assert_eq!(town.state_of(one.id).await, "running");
    }
}
