//! People on record and their vehicles, as approvals would have made them.

use serde_json::Map;
use tongxing_domain::{
    delivery::{Delivery, DeliveryKind, Subject},
    document::{DocumentType, IdentityDocument},
    id::{PersonId, UnitId},
    name::PersonName,
    person::{Person, PersonState},
    phone::Phone,
    plate::Plate,
    time::Period,
    vehicle::{PermitState, VehiclePermit},
};
use tongxing_storage::{delivery, job, person, vehicle};
use tongxing_usecases::job::Job;

use crate::{DAY, TestCampus};

impl TestCampus {
    /// A person of a unit, on record since yesterday and for sixty days; `n` tells the people of a test apart.
    pub async fn person(&self, name: &str, n: u8, unit: UnitId) -> Person {
        let now = self.campus.now();
        let phone = Phone::parse(&format!("138000000{n:02}")).unwrap();
        let person = Person {
            id: self.campus.new_id(),
            name: PersonName::parse(name).unwrap(),
            document: IdentityDocument::restore(DocumentType::PassportForeign, &format!("AB{n:06}")).unwrap(),
            staff_number: phone.as_str().to_owned(),
            phone,
            unit,
            kind: "external_staff".to_owned(),
            valid: Period::new(now.plus_millis(-DAY), now.plus_millis(60 * DAY)).unwrap(),
            state: PersonState::Active,
            state_since: now,
            application: None,
            values: Map::new(),
        };
        let mut tx = self.campus.store.begin().await.unwrap();
        person::insert(&mut tx, &person, now).await.unwrap();
        tx.commit().await.unwrap();
        person
    }

    /// A permit for as long as the person stays, wanted by the vehicle management system.
    pub async fn permit(&self, holder: &Person, plate: &str) -> (VehiclePermit, Delivery) {
        let now = self.campus.now();
        let permit = VehiclePermit {
            id: self.campus.new_id(),
            person: holder.id,
            plate: Plate::parse(plate, None).unwrap(),
            valid: holder.valid,
            state: PermitState::Active,
            state_since: now,
            application: None,
        };
        let row = Delivery::new(
            self.campus.new_id(),
            Subject::Permit(permit.id),
            DeliveryKind::VehiclePermit,
            "vehicle-system".to_owned(),
            now,
        );
        let work = job::NewJob {
            id: self.campus.new_id(),
            kind: "deliver",
            payload: &Job::Deliver { delivery: row.id },
            key: Some(format!("delivery:{}", row.id)),
            run_at: now,
        };
        let mut tx = self.campus.store.begin().await.unwrap();
        vehicle::insert(&mut tx, &permit, now).await.unwrap();
        delivery::insert(&mut tx, &row).await.unwrap();
        job::enqueue(&mut tx, &work, now).await.unwrap();
        tx.commit().await.unwrap();
        (permit, row)
    }

    /// The record as it is stored now.
    pub async fn stored_person(&self, id: PersonId) -> Person {
        let mut db = self.campus.store.read().await.unwrap();
        person::find(&mut db, id).await.unwrap().unwrap()
    }

    /// The deliveries of a permit as they are stored now.
    pub async fn deliveries_of(&self, permit: &VehiclePermit) -> Vec<Delivery> {
        let mut db = self.campus.store.read().await.unwrap();
        delivery::of_subject(&mut db, Subject::Permit(permit.id)).await.unwrap()
    }
}
