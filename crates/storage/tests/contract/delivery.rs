use tongxing_domain::delivery::{Delivery, DeliveryKind, FailureReason, Stage, Subject, Wanted};
use tongxing_domain::id::DeliveryId;
use tongxing_storage::delivery::{self, AttemptOutcome, DeliveryAttempt, DeliveryCounts, DeliveryFilter};
use tongxing_storage::testing::stores;
use tongxing_storage::{Db, StorageError};

use crate::samples::{NOW, id, later, walk};

fn a_delivery(n: u8, target: &str) -> Delivery {
    let at = later(i64::from(n));
    Delivery::new(id(n), Subject::Permit(id(n)), DeliveryKind::VehiclePermit, target.to_owned(), at)
}

async fn insert(db: &mut Db, n: u8) -> Delivery {
    let one = a_delivery(n, "vehicle-system");
    delivery::insert(db, &one).await.unwrap();
    one
}

async fn list(db: &mut Db, filter: &DeliveryFilter) -> Vec<DeliveryId> {
    let found = walk(async |page| delivery::list(db, filter, &page).await.unwrap()).await;
    found.into_iter().map(|one| one.id).collect()
}

#[tokio::test]
async fn a_delivery_goes_its_way_and_every_state_is_read_back() {
    for db in stores().await {
        let mut tx = db.store.begin().await.unwrap();
        let mut one = insert(&mut tx, 1).await;
        assert_eq!(delivery::find(&mut tx, one.id).await.unwrap(), Some(one.clone()));
        let version = one.send(later(10)).unwrap();
        delivery::update(&mut tx, &one).await.unwrap();
        assert_eq!(delivery::lock(&mut tx, one.id).await.unwrap(), Some(one.clone()));
        one.fail(version, FailureReason::Busy, Some("稍后再试".to_owned()), later(20), 0).unwrap();
        delivery::update(&mut tx, &one).await.unwrap();
        assert_eq!(delivery::find(&mut tx, one.id).await.unwrap(), Some(one.clone()));
        one.send(later(30)).unwrap();
        one.confirm(version, later(40)).unwrap();
        one.want(Wanted::Removed, later(50));
        delivery::update(&mut tx, &one).await.unwrap();
        assert_eq!(delivery::of_subject(&mut tx, one.subject).await.unwrap(), vec![one.clone()]);
        assert_eq!(delivery::lock_of_subject(&mut tx, one.subject).await.unwrap(), vec![one]);
        assert_eq!(delivery::find(&mut tx, id(9)).await.unwrap(), None);
    }
}

#[tokio::test]
async fn a_subject_has_one_delivery_per_target() {
    for db in stores().await {
        let mut tx = db.store.begin().await.unwrap();
        let one = insert(&mut tx, 1).await;
        let other = Delivery { id: id(2), target: "guard-room".to_owned(), ..one.clone() };
        delivery::insert(&mut tx, &other).await.unwrap();
        assert_eq!(delivery::of_subject(&mut tx, one.subject).await.unwrap(), vec![other, one.clone()]);
        let twin = Delivery { id: id(3), ..one };
        assert!(matches!(delivery::insert(&mut tx, &twin).await, Err(StorageError::Conflict)));
    }
}

#[tokio::test]
async fn the_ledger_is_listed_and_counted_by_stage_and_target() {
    for db in stores().await {
        let mut tx = db.store.begin().await.unwrap();
        for n in 1..=5 {
            insert(&mut tx, n).await;
        }
        let elsewhere = a_delivery(6, "guard-room");
        delivery::insert(&mut tx, &elsewhere).await.unwrap();
        for n in 3..=5 {
            let mut one = a_delivery(n, "vehicle-system");
            if n == 5 {
                one.want(Wanted::Removed, later(5));
            }
            let version = one.send(later(i64::from(n))).unwrap();
            if n == 4 {
                one.fail(version, FailureReason::Rejected, None, later(4), 0).unwrap();
            }
            delivery::update(&mut tx, &one).await.unwrap();
        }
        let stage = |stage| DeliveryFilter { stage: Some(stage), ..DeliveryFilter::default() };
        let filters = [
            (DeliveryFilter::default(), vec![6, 5, 4, 3, 2, 1]),
            (stage(Stage::Wanted), vec![6, 2, 1]),
            (stage(Stage::Sent), vec![3]),
            (stage(Stage::RemovalSent), vec![5]),
            (stage(Stage::Failed), vec![4]),
            (stage(Stage::RemovalConfirmed), vec![]),
            (DeliveryFilter { target: Some("guard-room".to_owned()), ..DeliveryFilter::default() }, vec![6]),
            (DeliveryFilter { state: Some("sent"), ..DeliveryFilter::default() }, vec![5, 3]),
        ];
        for (filter, wanted) in filters {
            let wanted: Vec<DeliveryId> = wanted.into_iter().map(id).collect();
            assert_eq!(list(&mut tx, &filter).await, wanted, "{filter:?}");
        }
        let counts = DeliveryCounts { wanted: 3, sent: 2, confirmed: 0, failed: 1 };
        assert_eq!(delivery::count(&mut tx, None).await.unwrap(), counts);
    }
}

#[tokio::test]
async fn what_is_due_by_itself_is_found_the_longest_waiting_first() {
    for db in stores().await {
        let mut tx = db.store.begin().await.unwrap();
        let wanted = insert(&mut tx, 1).await;
        let mut unanswered = insert(&mut tx, 2).await;
        unanswered.send(later(2)).unwrap();
        let mut failed = insert(&mut tx, 3).await;
        let version = failed.send(later(3)).unwrap();
        failed.fail(version, FailureReason::Unreachable, None, later(3), 0).unwrap();
        let mut hopeless = insert(&mut tx, 4).await;
        let version = hopeless.send(later(4)).unwrap();
        hopeless.fail(version, FailureReason::Rejected, None, later(4), 0).unwrap();
        for one in [&unanswered, &failed, &hopeless] {
            delivery::update(&mut tx, one).await.unwrap();
        }
        for at in [0, 1, 100, 5_000, 60_001, 60_002, 86_400_000] {
            let due = delivery::list_due(&mut tx, later(at), 10).await.unwrap();
            let all = [&wanted, &unanswered, &failed, &hopeless];
            let right: Vec<Delivery> = all
                .into_iter()
                .filter(|one| one.is_due(later(at)) && one.changed_at <= later(at))
                .cloned()
                .collect();
            assert_eq!(due, right, "at {at}");
        }
        assert_eq!(delivery::list_due(&mut tx, later(86_400_000), 2).await.unwrap().len(), 2);
    }
}

#[tokio::test]
async fn every_sending_is_on_record() {
    for db in stores().await {
        let mut tx = db.store.begin().await.unwrap();
        let one = insert(&mut tx, 1).await;
        let failed = AttemptOutcome::Failed { reason: FailureReason::Auth, detail: Some("401".to_owned()) };
        let outcomes = [failed, AttemptOutcome::Accepted, AttemptOutcome::Confirmed];
        let mut wanted = Vec::new();
        for (outcome, number) in outcomes.into_iter().zip(1..) {
            let attempt = DeliveryAttempt { delivery: one.id, number, version: 1, at: NOW, outcome };
            delivery::insert_attempt(&mut tx, &attempt).await.unwrap();
            wanted.push(attempt);
        }
        assert_eq!(delivery::attempts(&mut tx, one.id).await.unwrap(), wanted);
        assert_eq!(delivery::attempts(&mut tx, id(2)).await.unwrap(), vec![]);
    }
}
