use tongxing_domain::document::{DocumentType, IdentityDocument};
use tongxing_domain::id::PersonId;
use tongxing_domain::name::PersonName;
use tongxing_domain::person::EffectiveState;
use tongxing_domain::phone::Phone;
use tongxing_domain::time::Period;
use tongxing_storage::person::{self, PersonFilter, PersonKey};
use tongxing_storage::testing::stores;
use tongxing_storage::{Db, PageRequest, StorageError};

use crate::samples::{NOW, a_document, a_person, id, insert_person, insert_unit, later, reason, walk};

async fn list(db: &mut Db, filter: &PersonFilter, at: i64) -> Vec<PersonId> {
    let people = walk(async |page| person::list(db, filter, later(at), &page).await.unwrap()).await;
    people.into_iter().map(|one| one.id).collect()
}

#[tokio::test]
async fn a_person_is_written_found_and_changed() {
    for db in stores().await {
        let mut tx = db.store.begin().await.unwrap();
        let unit = insert_unit(&mut tx, 1, None).await;
        let mut one = insert_person(&mut tx, 1, unit).await;
        assert_eq!(person::find(&mut tx, one.id).await.unwrap(), Some(one.clone()));
        assert_eq!(person::find(&mut tx, id(9)).await.unwrap(), None);
        assert_eq!(person::find_by_document(&mut tx, &a_document(1)).await.unwrap(), Some(one.clone()));
        assert_eq!(person::lock_by_document(&mut tx, &a_document(2)).await.unwrap(), None);
        one.suspend(reason("合同到期"), later(5)).unwrap();
        one.phone = Phone::parse("13912345678").unwrap();
        person::update(&mut tx, &one, later(5)).await.unwrap();
        assert_eq!(person::lock(&mut tx, one.id).await.unwrap(), Some(one.clone()));
        one.end(reason("离校"), later(6)).unwrap();
        person::update(&mut tx, &one, later(6)).await.unwrap();
        assert_eq!(person::find(&mut tx, one.id).await.unwrap(), Some(one));
        let gone = person::update(&mut tx, &a_person(9, unit), NOW).await;
        assert!(matches!(gone, Err(StorageError::Conflict)));
    }
}

#[tokio::test]
async fn one_document_has_one_record_also_after_it_was_renewed() {
    for db in stores().await {
        let mut tx = db.store.begin().await.unwrap();
        let unit = insert_unit(&mut tx, 1, None).await;
        let permit = |number| IdentityDocument::restore(DocumentType::HkmTravelPermit, number).unwrap();
        let mut one = a_person(1, unit);
        one.document = permit("H1234567801");
        person::insert(&mut tx, &one, NOW).await.unwrap();
        let found = person::find_by_document(&mut tx, &permit("H1234567802")).await.unwrap();
        assert_eq!(found.map(|one| one.id), Some(id(1)));
        let mut twin = a_person(2, unit);
        twin.document = permit("H1234567802");
        assert!(matches!(person::insert(&mut tx, &twin, NOW).await, Err(StorageError::Conflict)));
    }
}

#[tokio::test]
async fn people_are_listed_by_change_unit_kind_and_what_is_known_of_them() {
    for db in stores().await {
        let mut tx = db.store.begin().await.unwrap();
        let here = insert_unit(&mut tx, 1, None).await;
        let there = insert_unit(&mut tx, 2, None).await;
        for n in [1, 3, 5] {
            insert_person(&mut tx, n, here).await;
        }
        for n in [2, 4] {
            let mut one = a_person(n, there);
            one.kind = "family".to_owned();
            one.name = PersonName::parse("Anna Maria Smith").unwrap();
            person::insert(&mut tx, &one, later(i64::from(n))).await.unwrap();
        }
        let by = |key| PersonFilter { by: Some(key), ..PersonFilter::default() };
        let name = |words| by(PersonKey::Name(PersonName::parse(words).unwrap()));
        let in_units = |units| PersonFilter { units: Some(units), ..PersonFilter::default() };
        let filters = [
            (PersonFilter::default(), vec![5, 4, 3, 2, 1]),
            (in_units(vec![here]), vec![5, 3, 1]),
            (in_units(vec![there, here]), vec![5, 4, 3, 2, 1]),
            (in_units(vec![]), vec![]),
            (PersonFilter { kind: Some("family".to_owned()), ..PersonFilter::default() }, vec![4, 2]),
            (name("张三"), vec![5, 3, 1]),
            (name("anna maria SMITH"), vec![4, 2]),
            (name("张三丰"), vec![]),
            (by(PersonKey::Document(a_document(3))), vec![3]),
            (by(PersonKey::Phone(Phone::parse("13800000004").unwrap())), vec![4]),
            (by(PersonKey::StaffNumber("13800000005".to_owned())), vec![5]),
            (PersonFilter { units: Some(vec![there]), ..name("张三") }, vec![]),
        ];
        for (filter, wanted) in filters {
            let wanted: Vec<PersonId> = wanted.into_iter().map(id).collect();
            assert_eq!(list(&mut tx, &filter, 0).await, wanted, "{filter:?}");
            if filter.by.is_none() {
                let count = person::count(&mut tx, &filter, NOW).await.unwrap();
                assert_eq!(usize::try_from(count).unwrap(), wanted.len(), "{filter:?}");
            }
        }
    }
}

#[tokio::test]
async fn a_state_means_what_holds_at_the_instant_asked_for() {
    for db in stores().await {
        let mut tx = db.store.begin().await.unwrap();
        let unit = insert_unit(&mut tx, 1, None).await;
        for n in 1..=5 {
            let mut one = a_person(n, unit);
            one.valid = Period::new(later(100), later(200)).unwrap();
            match n {
                1 => one.suspend(reason("r"), NOW).unwrap(),
                2 => one.end(reason("r"), NOW).unwrap(),
                _ => {}
            }
            person::insert(&mut tx, &one, later(i64::from(n))).await.unwrap();
        }
        let (all, page) = (PersonFilter::default(), PageRequest::first(9));
        let everyone = person::list(&mut tx, &all, NOW, &page).await.unwrap().items;
        let states = [
            EffectiveState::NotYetValid,
            EffectiveState::Active,
            EffectiveState::Suspended,
            EffectiveState::Expired,
            EffectiveState::Ended,
        ];
        for at in [0, 99, 100, 199, 200, 300] {
            for state in states {
                let wanted: Vec<PersonId> = everyone
                    .iter()
                    .filter(|one| one.effective_state(later(at)) == state)
                    .map(|one| one.id)
                    .collect();
                let filter = PersonFilter { state: Some(state), ..PersonFilter::default() };
                assert_eq!(list(&mut tx, &filter, at).await, wanted, "{state:?} at {at}");
                let filter = PersonFilter { units: Some(vec![unit]), ..filter };
                assert_eq!(list(&mut tx, &filter, at).await, wanted, "{state:?} at {at} in the unit");
                let count = person::count(&mut tx, &filter, later(at)).await.unwrap();
                assert_eq!(usize::try_from(count).unwrap(), wanted.len());
            }
        }
    }
}

#[tokio::test]
async fn ends_that_come_near_are_found_in_their_order() {
    for db in stores().await {
        let mut tx = db.store.begin().await.unwrap();
        let unit = insert_unit(&mut tx, 1, None).await;
        for (n, end) in [(1, 300), (2, 100), (3, 200), (4, 150)] {
            let mut one = a_person(n, unit);
            one.valid = Period::new(NOW, later(end)).unwrap();
            if n == 4 {
                one.end(reason("r"), NOW).unwrap();
            }
            person::insert(&mut tx, &one, NOW).await.unwrap();
        }
        let found = person::list_ending(&mut tx, later(100), later(300), 10).await.unwrap();
        assert_eq!(found.into_iter().map(|one| one.id).collect::<Vec<_>>(), vec![id(3), id(1)]);
        let found = person::list_ending(&mut tx, NOW, later(300), 1).await.unwrap();
        assert_eq!(found.into_iter().map(|one| one.id).collect::<Vec<_>>(), vec![id(2)]);
    }
}

#[tokio::test]
async fn nothing_that_identifies_a_person_is_in_the_file() {
    let db = tongxing_storage::testing::TestStore::sqlite().await;
    let mut tx = db.store.begin().await.unwrap();
    let unit = insert_unit(&mut tx, 1, None).await;
    insert_person(&mut tx, 1, unit).await;
    tx.commit().await.unwrap();
    let path = db.config.url.trim_start_matches("sqlite:");
    let mut bytes = std::fs::read(path).unwrap();
    bytes.extend(std::fs::read(format!("{path}-wal")).unwrap());
    let holds = |text: &str| bytes.windows(text.len()).any(|part| part == text.as_bytes());
    assert!(holds("contractor"), "the test looks at the right bytes");
    for secret in ["张三", "AB000001", "13800000001", "呼和浩特"] {
        assert!(!holds(secret), "{secret} is in the file");
    }
}
