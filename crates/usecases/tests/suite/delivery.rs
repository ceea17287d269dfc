//! Bringing permits to the vehicle management system, and proving that they are there.

use tongxing_domain::{
    delivery::{DeliveryState, FailureReason, Stage},
    id::{DeliveryId, UnitId},
    role::Role,
    vehicle::VehiclePermit,
};
use tongxing_ports::{Answer, Clock, DeliverError, Reason};
use tongxing_testkit::{HOUR, MINUTE, TestCampus};
use tongxing_usecases::{
    Actor, Error, PageRequest,
    delivery::{
        list::{self, AttemptOutcome, Filter},
        resend,
    },
    job::run_due,
    person::change,
    vehicle,
};

const SECOND: i64 = 1000;

/// A campus with one permit on its way, and whoever looks after vehicles.
struct Scene {
    town: TestCampus,
    unit: UnitId,
    permit: VehiclePermit,
    row: DeliveryId,
    keeper: Actor,
}

async fn scenes() -> Vec<Scene> {
    let mut scenes = Vec::new();
    for town in TestCampus::each().await {
        let unit = town.unit("01", "后勤保障处").await;
        let holder = town.person("张三", 1, unit).await;
        let (permit, row) = town.permit(&holder, "云AT0001").await;
        let keeper = town.staff("keeper", Role::VehicleAdministrator, None).await.actor;
        scenes.push(Scene { town, unit, permit, row: row.id, keeper });
    }
    scenes
}

impl Scene {
    async fn stage(&self) -> Stage {
        self.town.deliveries_of(&self.permit).await[0].stage()
    }

    async fn state(&self) -> DeliveryState {
        self.town.deliveries_of(&self.permit).await[0].state.clone()
    }

    async fn outcomes(&self) -> Vec<AttemptOutcome> {
        let (_, attempts) = list::one(&self.town.campus, &self.keeper, self.row).await.unwrap();
        attempts.into_iter().map(|attempt| attempt.outcome).collect()
    }

    fn refuse_next(&self, reason: Reason, detail: &str) {
        self.town.webhook.answer_next(Err(DeliverError {
            target: "vehicle-system".to_owned(),
            reason,
            detail: detail.to_owned(),
            retry_after: None,
            source: None,
        }));
    }

    fn calls(&self) -> Vec<(String, String)> {
        self.town.webhook.calls().into_iter().map(|call| (call.id, call.kind)).collect()
    }

    async fn later(&self, millis: i64) {
        self.town.clock.advance_millis(millis);
        self.town.run_jobs().await;
    }
}

#[tokio::test]
async fn what_is_wanted_is_sent_once_and_confirmed() {
    for scene in scenes().await {
        assert_eq!(scene.stage().await, Stage::Wanted);
        scene.town.run_jobs().await;
        assert_eq!(scene.stage().await, Stage::Confirmed);
        scene.later(24 * HOUR).await;
        assert_eq!(scene.calls(), [(format!("{}.1", scene.row), "vehicle-permit.granted".to_owned())]);
        let call = scene.town.webhook.calls().remove(0);
        assert_eq!(call.data["plate"], "云AT0001");
        let told = call.data.to_string();
        assert!(!told.contains("张三") && !told.contains("AB000001") && !told.contains("138"), "{told}");
        assert_eq!(scene.outcomes().await, [AttemptOutcome::Confirmed]);
    }
}

#[tokio::test]
async fn a_system_that_cannot_be_reached_is_tried_again_and_again_with_growing_pauses() {
    for scene in scenes().await {
        for _ in 0..4 {
            scene.refuse_next(Reason::Unreachable, "connection refused");
        }
        scene.town.run_jobs().await;
        // 1 s, 2 s, 4 s, 8 s, and up to a quarter more by chance.
        for (pause, tries) in [(1, 1), (2, 2), (4, 3), (8, 4)] {
            let DeliveryState::Failed { reason, detail, next_try: Some(at) } = scene.state().await else {
                panic!("it should have failed")
            };
            assert_eq!((reason, detail.as_deref()), (FailureReason::Unreachable, Some("connection refused")));
            let wait = at.millis() - scene.town.clock.now().millis();
            assert!(
                (pause * SECOND..=pause * SECOND * 5 / 4).contains(&wait),
                "{wait} ms after {tries} tries"
            );
            scene.later(wait - 1).await;
            assert_eq!(scene.calls().len(), tries, "not before its time");
            scene.later(1).await;
            assert_eq!(scene.calls().len(), tries + 1);
        }
        assert_eq!(scene.stage().await, Stage::Confirmed);
        let same: Vec<String> = scene.calls().into_iter().map(|(id, _)| id).collect();
        assert!(
            same.iter().all(|id| *id == same[0]),
            "the other side can tell that it is the same: {same:?}"
        );
    }
}

#[tokio::test]
async fn a_refused_key_is_tried_twice_and_then_waits_for_a_person() {
    for scene in scenes().await {
        scene.refuse_next(Reason::Auth, "401");
        scene.refuse_next(Reason::Auth, "401");
        scene.town.run_jobs().await;
        scene.later(2 * SECOND).await;
        assert_eq!(scene.calls().len(), 2);
        assert!(matches!(scene.state().await, DeliveryState::Failed { next_try: None, .. }));
        scene.later(MINUTE).await;
        scene.later(24 * HOUR).await;
        assert_eq!(scene.calls().len(), 2, "nobody knocks a third time");
    }
}

#[tokio::test]
async fn what_is_rejected_waits_and_is_sent_again_by_hand() {
    for scene in scenes().await {
        scene.refuse_next(Reason::Rejected, "plate unknown");
        scene.town.run_jobs().await;
        scene.later(24 * HOUR).await;
        assert_eq!(scene.calls().len(), 1);
        assert_eq!(scene.stage().await, Stage::Failed);
        resend::run(&scene.town.campus, &scene.keeper, scene.row).await.unwrap();
        assert_eq!(scene.stage().await, Stage::Wanted);
        scene.town.run_jobs().await;
        assert_eq!(scene.stage().await, Stage::Confirmed);
        assert_eq!(scene.calls()[0], scene.calls()[1], "the same version");
        // Once more although it is there: a new version, or the other side would take it for a repetition.
        resend::run(&scene.town.campus, &scene.keeper, scene.row).await.unwrap();
        scene.town.run_jobs().await;
        assert_eq!(scene.calls()[2].0, format!("{}.2", scene.row));
    }
}

#[tokio::test]
async fn only_the_newest_wish_is_sent() {
    for scene in scenes().await {
        let manager = scene.town.staff("zhao", Role::UnitAdministrator, Some(scene.unit)).await.actor;
        scene.refuse_next(Reason::Unreachable, "");
        scene.town.run_jobs().await;
        change::suspend(&scene.town.campus, &manager, scene.permit.person, "核实信息").await.unwrap();
        scene.town.run_jobs().await;
        assert_eq!(scene.calls()[1], (format!("{}.2", scene.row), "vehicle-permit.withdrawn".to_owned()));
        assert_eq!(scene.stage().await, Stage::RemovalConfirmed);
        scene.later(24 * HOUR).await;
        assert_eq!(scene.calls().len(), 2, "the older wish is forgotten");
    }
}

#[tokio::test]
async fn a_wish_that_changes_while_the_old_one_is_on_its_way_is_sent_too() {
    for scene in scenes().await {
        let manager = scene.town.staff("zhao", Role::UnitAdministrator, Some(scene.unit)).await.actor;
        // Accepted is not confirmed: it stays sent and is asked about again.
        scene.town.webhook.answer_next(Ok(Answer::Accepted));
        run_due(&scene.town.campus, 1).await.unwrap();
        assert_eq!(scene.stage().await, Stage::Sent);
        change::end(&scene.town.campus, &manager, scene.permit.person, "已离校").await.unwrap();
        scene.town.run_jobs().await;
        assert_eq!(scene.stage().await, Stage::RemovalConfirmed);
        let row = scene.town.deliveries_of(&scene.permit).await.remove(0);
        assert_eq!((row.version, row.confirmed_version), (2, 2));
        assert_eq!(scene.outcomes().await, [AttemptOutcome::Accepted, AttemptOutcome::Confirmed]);
    }
}

#[tokio::test]
async fn what_was_sent_and_never_answered_is_sent_again_after_a_minute() {
    for scene in scenes().await {
        scene.town.webhook.answer_next(Ok(Answer::Accepted));
        scene.town.run_jobs().await;
        scene.later(MINUTE - 1).await;
        assert_eq!((scene.stage().await, scene.calls().len()), (Stage::Sent, 1));
        scene.later(1).await;
        assert_eq!((scene.stage().await, scene.calls().len()), (Stage::Confirmed, 2));
    }
}

#[tokio::test]
async fn a_process_that_died_between_sending_and_the_answer_sends_again() {
    for scene in scenes().await {
        // As a killed process leaves it: the job claimed, the row sent, no answer.
        let mut tx = scene.town.campus.store.begin().await.unwrap();
        let now = scene.town.campus.now();
        let claimed = tongxing_storage::job::claim(&mut tx, now, 2 * MINUTE, 1).await.unwrap();
        assert_eq!(claimed.len(), 1);
        let mut row = tongxing_storage::delivery::lock(&mut tx, scene.row).await.unwrap().unwrap();
        row.send(now).unwrap();
        tongxing_storage::delivery::update(&mut tx, &row).await.unwrap();
        tx.commit().await.unwrap();
        scene.later(MINUTE).await;
        assert_eq!(scene.calls().len(), 0, "the dead worker still holds the job");
        scene.later(MINUTE).await;
        assert_eq!((scene.stage().await, scene.calls().len()), (Stage::Confirmed, 1));
        assert_eq!(scene.calls()[0].0, format!("{}.1", scene.row), "the same key: the other side can tell");
    }
}

#[tokio::test]
async fn a_withdrawn_permit_is_removed_and_the_person_stays() {
    for scene in scenes().await {
        scene.town.run_jobs().await;
        let manager = scene.town.staff("zhao", Role::UnitAdministrator, Some(scene.unit)).await.actor;
        let campus = &scene.town.campus;
        vehicle::withdraw::run(campus, &manager, scene.permit.id, "已换车").await.unwrap();
        scene.town.run_jobs().await;
        assert_eq!(scene.stage().await, Stage::RemovalConfirmed);
        let again = vehicle::withdraw::run(campus, &manager, scene.permit.id, "已换车").await;
        assert!(matches!(again, Err(Error::Refused(r)) if r.code() == "permit-already-withdrawn"));
        let person = scene.town.stored_person(scene.permit.person).await;
        assert_eq!(person.state.as_str(), "active");
    }
}

#[tokio::test]
async fn the_ledger_ends_at_the_readers_units() {
    for scene in scenes().await {
        let town = &scene.town;
        let other = town.unit("02", "图书馆").await;
        let near = town.staff("near", Role::UnitAdministrator, Some(scene.unit)).await.actor;
        let far = town.staff("far", Role::UnitAdministrator, Some(other)).await.actor;
        let far_keeper = town.staff("fark", Role::VehicleAdministrator, Some(other)).await.actor;
        let page = PageRequest::first(10);
        for (reader, seen) in [(&near, 1), (&far, 0), (&scene.keeper, 1)] {
            let found = list::run(&town.campus, reader, Filter::default(), &page).await.unwrap();
            assert_eq!(found.items.len(), seen);
            let counts = list::counts(&town.campus, reader).await.unwrap();
            assert_eq!(counts.wanted, i64::try_from(seen).unwrap());
            let permits = vehicle::list::run(&town.campus, reader, vehicle::list::Filter::default(), &page)
                .await
                .unwrap();
            assert_eq!(permits.items.len(), seen);
        }
        assert!(matches!(list::one(&town.campus, &far, scene.row).await, Err(Error::NotFound)));
        assert!(matches!(resend::run(&town.campus, &near, scene.row).await, Err(Error::Forbidden)));
        assert!(matches!(resend::run(&town.campus, &far_keeper, scene.row).await, Err(Error::NotFound)));
        let by_plate = |prefix: &str| Filter { plate_prefix: Some(prefix.to_owned()), ..Filter::default() };
        for (prefix, seen) in [("云a·t0", 1), ("云B", 0)] {
            let found = list::run(&town.campus, &near, by_plate(prefix), &page).await.unwrap();
            assert_eq!(found.items.len(), seen, "{prefix}");
        }
    }
}
