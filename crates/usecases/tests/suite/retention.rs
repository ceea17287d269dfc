//! What the notice promises about how long data stays, kept by the sweep.

use bytes::Bytes;
use serde_json::json;
use tongxing_domain::{
    audit::AuditActor,
    document::{DocumentType, IdentityDocument},
    id::{ApplicationId, FileId, PersonId, UnitId},
    name::PersonName,
    person::{Person, PersonState},
    phone::Phone,
    plate::Plate,
    time::Period,
    vehicle::{PermitState, VehiclePermit},
};
use tongxing_ports::{FileKey, FileStore};
use tongxing_storage::{
    PageRequest,
    application::{self, Application},
    audit::{self, AuditFilter},
    delivery,
    draft::{self, Draft},
    file::{self, FileOwner, FileState, StoredFile},
    person, vehicle,
};
use tongxing_testkit::{DAY, HOUR, TestCampus};
use tongxing_usecases::{application::save_step, job::schedule_sweep};
use tongxing_workflow::{ActorId, Instance, State};

const SERVICE: &str = "other-personnel-registration";

fn document() -> IdentityDocument {
    IdentityDocument::restore(DocumentType::PassportForeign, "AB123456").unwrap()
}

/// Days go by, and the hourly sweep runs on the last one.
async fn days_pass(town: &TestCampus, days: i64) {
    town.clock.advance_millis(days * DAY);
    schedule_sweep(&town.campus).await.unwrap();
    town.clock.advance_millis(HOUR);
    town.run_jobs().await;
}

/// An application that ended just now.
async fn ended(town: &TestCampus, unit: UnitId, number: &str, state: State) -> ApplicationId {
    let now = town.campus.now();
    let mut instance = Instance::new();
    instance.state = state;
    let new = Application {
        id: town.campus.new_id(),
        number: number.to_owned(),
        draft: None,
        service: SERVICE.to_owned(),
        version: 1,
        unit: Some(unit),
        initiator: ActorId::new("system"),
        applicant_name: Some(PersonName::parse("张三").unwrap()),
        applicant_document: Some(document()),
        form: json!({ "address": "内蒙古呼和浩特市" }).as_object().unwrap().clone(),
        instance,
        row_version: 1,
        submitted_at: now,
        updated_at: now,
        finished_at: Some(now),
    };
    let mut tx = town.campus.store.begin().await.unwrap();
    application::insert(&mut tx, &new).await.unwrap();
    tx.commit().await.unwrap();
    new.id
}

/// A stored photo with its small copy.
async fn photo(town: &TestCampus, owner: FileOwner, expires: Option<i64>) -> FileId {
    let id: FileId = town.campus.new_id();
    for name in [format!("{id}.jpg"), format!("{id}.small.jpg")] {
        town.files.put(&FileKey::parse(&name).unwrap(), Bytes::from_static(b"jpeg")).await.unwrap();
    }
    let row = StoredFile {
        id,
        owner,
        kind: "portrait".to_owned(),
        mime: "image/jpeg".to_owned(),
        size: 4,
        sha256: "ab".repeat(32),
        store_key: format!("{id}.jpg"),
        state: FileState::Kept,
        created_at: town.campus.now(),
        expires_at: expires.map(|days| town.campus.now().plus_days(days)),
    };
    let mut tx = town.campus.store.begin().await.unwrap();
    file::insert(&mut tx, &row).await.unwrap();
    tx.commit().await.unwrap();
    id
}

/// Somebody who may stay for ten days, with a plate that was brought outside.
async fn guest(town: &TestCampus, unit: UnitId, application: ApplicationId) -> PersonId {
    let now = town.campus.now();
    let valid = Period::new(now, now.plus_days(10)).unwrap();
    let one = Person {
        id: town.campus.new_id(),
        name: PersonName::parse("张三").unwrap(),
        document: document(),
        phone: Phone::parse("13800000001").unwrap(),
        unit,
        kind: "contractor".to_owned(),
        staff_number: "13800000001".to_owned(),
        valid,
        state: PersonState::Active,
        state_since: now,
        application: Some(application),
        values: serde_json::Map::new(),
    };
    let permit = VehiclePermit {
        id: town.campus.new_id(),
        person: one.id,
        plate: Plate::parse("蒙B12345", None).unwrap(),
        valid,
        state: PermitState::Active,
        state_since: now,
        application: Some(application),
    };
    let mut row = delivery_of(town, &permit);
    row.send(now).unwrap();
    row.confirm(row.version, now).unwrap();
    let mut tx = town.campus.store.begin().await.unwrap();
    person::insert(&mut tx, &one, now).await.unwrap();
    vehicle::insert(&mut tx, &permit, now).await.unwrap();
    delivery::insert(&mut tx, &row).await.unwrap();
    tx.commit().await.unwrap();
    one.id
}

fn delivery_of(town: &TestCampus, permit: &VehiclePermit) -> tongxing_domain::delivery::Delivery {
    use tongxing_domain::delivery::{Delivery, DeliveryKind, Subject};
    let target = town.campus.settings.vehicle_system.as_ref().unwrap().name.clone();
    let subject = Subject::Permit(permit.id);
    Delivery::new(town.campus.new_id(), subject, DeliveryKind::VehiclePermit, target, town.campus.now())
}

async fn is_there(town: &TestCampus, id: ApplicationId) -> bool {
    let mut db = town.campus.store.read().await.unwrap();
    application::find(&mut db, id).await.unwrap().is_some()
}

async fn person_is_there(town: &TestCampus, id: PersonId) -> bool {
    let mut db = town.campus.store.read().await.unwrap();
    person::find(&mut db, id).await.unwrap().is_some()
}

/// What the trail says was deleted, the first first.
async fn deletions(town: &TestCampus) -> Vec<(String, String, String)> {
    let mut db = town.campus.store.read().await.unwrap();
    let page = audit::list(&mut db, &AuditFilter::default(), &PageRequest::first(50)).await.unwrap();
    let entries = page.items.into_iter().rev().map(|line| line.entry);
    let deleted = entries.filter(|e| e.action.contains(".delete"));
    deleted
        .map(|e| {
            assert_eq!(e.actor, AuditActor::System);
            assert_eq!(e.details.len(), 3 + usize::from(e.action == "person.delete"), "{:?}", e.details);
            (e.action, e.subject_id, e.details["files"].clone())
        })
        .collect()
}

#[tokio::test]
async fn an_application_that_came_to_nothing_loses_its_photos_and_then_goes() {
    for town in TestCampus::each().await {
        town.publish_services().await;
        let unit = town.unit("01", "后勤保障处").await;
        let rejected = ended(&town, unit, "QT20261122-0001", State::Rejected).await;
        let running = ended(&town, unit, "QT20261122-0002", State::Running).await;
        photo(&town, FileOwner::Application(rejected), None).await;
        photo(&town, FileOwner::Application(running), None).await;
        days_pass(&town, 29).await;
        assert_eq!(town.files.list().await.unwrap().len(), 4, "not a day early");
        days_pass(&town, 1).await;
        assert_eq!(town.files.list().await.unwrap().len(), 2, "the small copy goes too");
        assert!(is_there(&town, rejected).await);
        days_pass(&town, 59).await;
        assert!(is_there(&town, rejected).await, "not a day early");
        days_pass(&town, 1).await;
        assert!(!is_there(&town, rejected).await);
        assert!(is_there(&town, running).await);
        let subject = rejected.to_string();
        let said = |action: &str, files: &str| (action.to_owned(), subject.clone(), files.to_owned());
        let expected = [said("application.delete-photos", "1"), said("application.delete", "0")];
        assert_eq!(deletions(&town).await, expected);
    }
}

#[tokio::test]
async fn a_person_whose_stay_is_over_loses_photos_and_permits_and_then_goes() {
    for town in TestCampus::each().await {
        town.publish_services().await;
        let unit = town.unit("01", "后勤保障处").await;
        let application = ended(&town, unit, "QT20261122-0001", State::Approved).await;
        photo(&town, FileOwner::Application(application), None).await;
        let guest = guest(&town, unit, application).await;
        days_pass(&town, 39).await;
        assert_eq!(town.files.list().await.unwrap().len(), 2, "not a day early");
        days_pass(&town, 1).await;
        assert!(town.files.list().await.unwrap().is_empty());
        let told: Vec<_> = town.webhook.calls().into_iter().map(|call| call.kind).collect();
        assert_eq!(told, ["vehicle-permit.withdrawn"], "the gate is asked to forget");
        assert!(is_there(&town, application).await && person_is_there(&town, guest).await);
        days_pass(&town, 149).await;
        assert!(person_is_there(&town, guest).await, "not a day early");
        days_pass(&town, 1).await;
        assert!(!is_there(&town, application).await && !person_is_there(&town, guest).await);
        let actions: Vec<_> = deletions(&town).await.into_iter().map(|(action, ..)| action).collect();
        assert_eq!(actions, ["person.delete-photos", "person.delete"]);
    }
}

#[tokio::test]
async fn a_gate_is_asked_to_forget_before_the_record_goes() {
    let town = TestCampus::empty().await;
    town.publish_services().await;
    let unit = town.unit("01", "后勤保障处").await;
    let application = ended(&town, unit, "QT20261122-0001", State::Approved).await;
    let guest = guest(&town, unit, application).await;
    days_pass(&town, 190).await;
    assert!(person_is_there(&town, guest).await, "asked now, gone by the next sweep");
    assert_eq!(town.webhook.calls().len(), 1);
    town.clock.advance_millis(HOUR);
    town.run_jobs().await;
    assert!(!person_is_there(&town, guest).await);
}

#[tokio::test]
async fn photos_stay_as_long_as_the_draft_they_belong_to() {
    for town in TestCampus::each().await {
        town.publish_services().await;
        let now = town.campus.now();
        let new = Draft {
            id: town.campus.new_id(),
            application: None,
            service: SERVICE.to_owned(),
            version: 1,
            form: serde_json::Map::new(),
            section: "basic".to_owned(),
            row_version: 1,
            created_at: now,
            updated_at: now,
            expires_at: now.plus_days(7),
        };
        let mut tx = town.campus.store.begin().await.unwrap();
        draft::insert(&mut tx, &new, "token").await.unwrap();
        tx.commit().await.unwrap();
        photo(&town, FileOwner::Draft(new.id), Some(7)).await;
        days_pass(&town, 5).await;
        let input = save_step::Input { token: "token", section: "basic", pairs: &[] };
        save_step::keep(&town.campus, input).await.unwrap();
        days_pass(&town, 5).await;
        assert_eq!(town.files.list().await.unwrap().len(), 2, "the draft was saved in between");
        days_pass(&town, 3).await;
        assert!(town.files.list().await.unwrap().is_empty());
    }
}
