use serde_json::json;
use tongxing_domain::delivery::{Delivery, DeliveryKind, Subject};
use tongxing_domain::plate::Plate;
use tongxing_domain::time::Period;
use tongxing_domain::vehicle::{PermitState, VehiclePermit};
use tongxing_storage::application::{self, Application};
use tongxing_storage::delivery::{AttemptOutcome, DeliveryAttempt};
use tongxing_storage::file::{self, FileOwner, FileState, StoredFile};
use tongxing_storage::notification::{self, Notification, Recipient};
use tongxing_storage::retention::{self, Rule};
use tongxing_storage::testing::stores;
use tongxing_storage::{Db, delivery, operation, person, task, vehicle};
use tongxing_workflow::State;

use crate::application::submitted;
use crate::samples::{NOW, id, insert_account, insert_person, insert_unit, later, reason};

const SERVICE: &str = "other-personnel-registration";

fn rule(before: i64) -> Rule<'static> {
    Rule { service: SERVICE, version: 1, before: later(before), limit: 10 }
}

/// An application in this state since an instant, with its log and tasks.
async fn ended(db: &mut Db, n: u8, state: State, at: i64) -> Application {
    let unit = insert_unit(db, n, None).await;
    let (mut one, log) = submitted(n, unit);
    one.instance.state = state;
    one.finished_at = Some(later(at));
    application::insert(db, &one).await.unwrap();
    operation::append(db, one.id, &log).await.unwrap();
    let mut number = 20 * n;
    let mut fresh = || {
        number += 1;
        id(number)
    };
    task::project(db, one.id, &one.instance, |_| fresh()).await.unwrap();
    one
}

async fn photo(db: &mut Db, n: u8, of: &Application) {
    let one = StoredFile {
        id: id(n),
        owner: FileOwner::Application(of.id),
        kind: "portrait".to_owned(),
        mime: "image/jpeg".to_owned(),
        size: 1,
        sha256: "ab".repeat(32),
        store_key: format!("{n}.jpg"),
        state: FileState::Kept,
        created_at: NOW,
        expires_at: None,
    };
    file::insert(db, &one).await.unwrap();
}

#[tokio::test]
async fn closed_applications_are_due_from_their_end_on_and_leave_with_everything() {
    for db in stores().await {
        let mut tx = db.store.begin().await.unwrap();
        let rejected = ended(&mut tx, 1, State::Rejected, 10).await;
        let cancelled = ended(&mut tx, 2, State::Cancelled, 5).await;
        ended(&mut tx, 3, State::Approved, 1).await;
        photo(&mut tx, 7, &rejected).await;
        assert_eq!(retention::closed(&mut tx, rule(9)).await.unwrap(), vec![cancelled.id]);
        assert_eq!(retention::closed(&mut tx, rule(10)).await.unwrap(), vec![cancelled.id, rejected.id]);
        assert_eq!(retention::closed(&mut tx, Rule { version: 2, ..rule(10) }).await.unwrap(), vec![]);
        assert_eq!(retention::closed_with_files(&mut tx, rule(10)).await.unwrap(), vec![rejected.id]);

        assert_eq!(file::leave_application(&mut tx, rejected.id).await.unwrap(), 1);
        assert_eq!(retention::closed_with_files(&mut tx, rule(10)).await.unwrap(), vec![]);
        retention::delete_application(&mut tx, rejected.id).await.unwrap();
        assert_eq!(application::find(&mut tx, rejected.id).await.unwrap(), None);
        assert!(operation::of_application(&mut tx, rejected.id).await.unwrap().is_empty());
        assert!(task::of_application(&mut tx, rejected.id).await.unwrap().is_empty());
        assert!(application::find(&mut tx, cancelled.id).await.unwrap().is_some());
        assert_eq!(file::list_leaving(&mut tx, 10).await.unwrap().len(), 1, "the bytes go by themselves");
    }
}

#[tokio::test]
async fn people_are_due_from_the_end_of_their_stay_or_from_the_day_it_was_ended() {
    for db in stores().await {
        let mut tx = db.store.begin().await.unwrap();
        let first = ended(&mut tx, 1, State::Approved, 1).await;
        ended(&mut tx, 2, State::Approved, 1).await;
        photo(&mut tx, 7, &first).await;
        let unit = insert_unit(&mut tx, 9, None).await;
        let stays = insert_person(&mut tx, 1, unit).await;
        let mut leaves = insert_person(&mut tx, 2, unit).await;
        leaves.end(reason("离校"), later(20)).unwrap();
        person::update(&mut tx, &leaves, later(20)).await.unwrap();
        assert_eq!(retention::over(&mut tx, rule(19)).await.unwrap(), vec![]);
        assert_eq!(retention::over(&mut tx, rule(20)).await.unwrap(), vec![leaves.id]);
        assert_eq!(retention::over(&mut tx, rule(1000)).await.unwrap(), vec![stays.id, leaves.id]);
        assert_eq!(retention::over_with_files(&mut tx, rule(1000)).await.unwrap(), vec![stays.id]);
    }
}

#[tokio::test]
async fn a_person_leaves_with_permits_and_deliveries() {
    for db in stores().await {
        let mut tx = db.store.begin().await.unwrap();
        let unit = insert_unit(&mut tx, 1, None).await;
        let (gone, other) = (insert_person(&mut tx, 1, unit).await, insert_person(&mut tx, 2, unit).await);
        for (n, person) in [(1, gone.id), (2, other.id)] {
            let permit = VehiclePermit {
                id: id(n),
                person,
                plate: Plate::parse(&format!("蒙B1234{n}"), None).unwrap(),
                valid: Period::new(NOW, later(1000)).unwrap(),
                state: PermitState::Active,
                state_since: NOW,
                application: None,
            };
            vehicle::insert(&mut tx, &permit, NOW).await.unwrap();
            let subject = Subject::Permit(permit.id);
            let row = Delivery::new(id(n), subject, DeliveryKind::VehiclePermit, "gate".to_owned(), NOW);
            delivery::insert(&mut tx, &row).await.unwrap();
            let outcome = AttemptOutcome::Confirmed;
            let sent = DeliveryAttempt { delivery: row.id, number: 1, version: 1, at: NOW, outcome };
            delivery::insert_attempt(&mut tx, &sent).await.unwrap();
        }
        retention::delete_person(&mut tx, gone.id).await.unwrap();
        assert_eq!(person::find(&mut tx, gone.id).await.unwrap(), None);
        assert_eq!(vehicle::find(&mut tx, id(1)).await.unwrap(), None);
        assert_eq!(delivery::find(&mut tx, id(1)).await.unwrap(), None);
        assert_eq!(person::find(&mut tx, other.id).await.unwrap(), Some(other));
        assert!(vehicle::find(&mut tx, id(2)).await.unwrap().is_some());
        assert_eq!(delivery::attempts(&mut tx, id(2)).await.unwrap().len(), 1);
    }
}

#[tokio::test]
async fn old_notifications_go_the_oldest_first() {
    for db in stores().await {
        let mut tx = db.store.begin().await.unwrap();
        let account = insert_account(&mut tx, 1).await;
        for n in 1..=3 {
            let one = Notification {
                id: id(n),
                recipient: Recipient::Account(account),
                kind: "task-arrived".to_owned(),
                params: serde_json::from_value(json!({ "name": "张三" })).unwrap(),
                link: None,
                created_at: later(i64::from(n)),
                read_at: None,
            };
            notification::insert(&mut tx, &one).await.unwrap();
        }
        assert_eq!(retention::delete_notifications(&mut tx, later(2), 1).await.unwrap(), 1);
        assert_eq!(notification::find(&mut tx, id(1)).await.unwrap(), None);
        assert_eq!(retention::delete_notifications(&mut tx, later(2), 9).await.unwrap(), 1);
        assert!(notification::find(&mut tx, id(3)).await.unwrap().is_some());
    }
}
