use tongxing_domain::id::{PermitId, PersonId};
use tongxing_domain::plate::{Plate, PlateColour};
use tongxing_domain::time::Period;
use tongxing_domain::vehicle::{PermitState, VehiclePermit};
use tongxing_storage::testing::stores;
use tongxing_storage::vehicle::{self, PermitFilter};
use tongxing_storage::{Db, StorageError};

use crate::samples::{NOW, id, insert_person, insert_unit, later, reason, walk};

fn a_permit(n: u8, person: PersonId, plate: &str) -> VehiclePermit {
    VehiclePermit {
        id: id(n),
        person,
        plate: Plate::parse(plate, None).unwrap(),
        valid: Period::new(NOW, later(1000)).unwrap(),
        state: PermitState::Active,
        state_since: NOW,
        application: Some(id(8)),
    }
}

async fn list(db: &mut Db, filter: &PermitFilter) -> Vec<PermitId> {
    let permits = walk(async |page| vehicle::list(db, filter, &page).await.unwrap()).await;
    permits.into_iter().map(|one| one.id).collect()
}

#[tokio::test]
async fn a_permit_is_written_found_and_withdrawn() {
    for db in stores().await {
        let mut tx = db.store.begin().await.unwrap();
        let unit = insert_unit(&mut tx, 1, None).await;
        let person = insert_person(&mut tx, 1, unit).await.id;
        let mut one = a_permit(1, person, "蒙AD12345");
        vehicle::insert(&mut tx, &one, NOW).await.unwrap();
        assert_eq!(vehicle::find(&mut tx, one.id).await.unwrap(), Some(one.clone()));
        one.withdraw(reason("离校"), later(5)).unwrap();
        vehicle::update(&mut tx, &one, later(5)).await.unwrap();
        assert_eq!(vehicle::lock(&mut tx, one.id).await.unwrap(), Some(one.clone()));
        assert_eq!(vehicle::count(&mut tx, &one.state).await.unwrap(), 1);
        assert_eq!(vehicle::count(&mut tx, &PermitState::Active).await.unwrap(), 0);
        let gone = vehicle::update(&mut tx, &a_permit(9, person, "蒙B12345"), NOW).await;
        assert!(matches!(gone, Err(StorageError::Conflict)));
        let mut odd = a_permit(2, person, "蒙B12345");
        odd.plate = Plate::parse("民航A0012", Some(PlateColour::Other)).unwrap();
        vehicle::insert(&mut tx, &odd, NOW).await.unwrap();
        assert_eq!(vehicle::find(&mut tx, odd.id).await.unwrap(), Some(odd));
    }
}

#[tokio::test]
async fn permits_are_found_by_person_plate_state_and_unit() {
    for db in stores().await {
        let mut tx = db.store.begin().await.unwrap();
        let here = insert_unit(&mut tx, 1, None).await;
        let there = insert_unit(&mut tx, 2, None).await;
        let one = insert_person(&mut tx, 1, here).await.id;
        let two = insert_person(&mut tx, 2, there).await.id;
        for (n, person, plate) in
            [(1, one, "蒙B12345"), (2, one, "蒙AD12345"), (3, two, "蒙B12399"), (4, two, "京B12345")]
        {
            let mut permit = a_permit(n, person, plate);
            if n == 4 {
                permit.withdraw(reason("r"), NOW).unwrap();
            }
            vehicle::insert(&mut tx, &permit, later(i64::from(n))).await.unwrap();
        }
        let of_one = vehicle::of_person(&mut tx, one).await.unwrap();
        assert_eq!(of_one.iter().map(|permit| permit.id).collect::<Vec<_>>(), vec![id(2), id(1)]);
        assert_eq!(vehicle::lock_of_person(&mut tx, one).await.unwrap(), of_one);
        let prefix =
            |text: &str| PermitFilter { plate_prefix: Some(text.to_owned()), ..PermitFilter::default() };
        let filters = [
            (PermitFilter::default(), vec![4, 3, 2, 1]),
            (prefix("蒙b·123"), vec![3, 1]),
            (prefix("蒙"), vec![3, 2, 1]),
            (prefix("沪"), vec![]),
            (PermitFilter { state: Some("withdrawn"), ..PermitFilter::default() }, vec![4]),
            (PermitFilter { units: Some(vec![here]), ..PermitFilter::default() }, vec![2, 1]),
            (PermitFilter { units: Some(vec![]), ..PermitFilter::default() }, vec![]),
            (PermitFilter { units: Some(vec![there]), ..prefix("蒙") }, vec![3]),
        ];
        for (filter, wanted) in filters {
            let wanted: Vec<PermitId> = wanted.into_iter().map(id).collect();
            assert_eq!(list(&mut tx, &filter).await, wanted, "{filter:?}");
        }
    }
}
