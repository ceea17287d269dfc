use tongxing_storage::testing::stores;
use tongxing_storage::{StorageError, unit};

use crate::samples::{a_unit, id, insert_unit};

#[tokio::test]
async fn a_unit_is_written_found_and_changed() {
    for db in stores().await {
        let mut tx = db.store.begin().await.unwrap();
        let mut one = a_unit(1, None);
        unit::insert(&mut tx, &one).await.unwrap();
        assert_eq!(unit::find(&mut tx, one.id).await.unwrap(), Some(one.clone()));
        assert_eq!(unit::find_by_code(&mut tx, "U001").await.unwrap(), Some(one.clone()));
        assert_eq!(unit::find(&mut tx, id(9)).await.unwrap(), None);
        one.name_zh = "后勤处".to_owned();
        one.active = false;
        unit::update(&mut tx, &one).await.unwrap();
        assert_eq!(unit::list(&mut tx).await.unwrap(), vec![one]);
    }
}

#[tokio::test]
async fn a_code_names_one_unit_and_a_missing_unit_cannot_be_changed() {
    for db in stores().await {
        let mut tx = db.store.begin().await.unwrap();
        assert!(matches!(unit::update(&mut tx, &a_unit(7, None)).await, Err(StorageError::Conflict)));
        insert_unit(&mut tx, 1, None).await;
        let mut twin = a_unit(2, None);
        twin.code = "U001".to_owned();
        assert!(matches!(unit::insert(&mut tx, &twin).await, Err(StorageError::Conflict)));
    }
}

#[tokio::test]
async fn the_tree_is_walked_both_ways() {
    for db in stores().await {
        let mut tx = db.store.begin().await.unwrap();
        let campus = insert_unit(&mut tx, 1, None).await;
        let faculty = insert_unit(&mut tx, 2, Some(campus)).await;
        let office = insert_unit(&mut tx, 3, Some(faculty)).await;
        let other = insert_unit(&mut tx, 4, Some(campus)).await;
        assert_eq!(unit::path(&mut tx, office).await.unwrap(), vec![office, faculty, campus]);
        assert_eq!(unit::path(&mut tx, id(9)).await.unwrap(), vec![]);
        assert_eq!(unit::below(&mut tx, faculty).await.unwrap(), vec![faculty, office]);
        assert_eq!(unit::below(&mut tx, campus).await.unwrap(), vec![campus, faculty, office, other]);
    }
}

#[tokio::test]
async fn a_circle_does_not_hang_the_tree() {
    for db in stores().await {
        let mut tx = db.store.begin().await.unwrap();
        let one = insert_unit(&mut tx, 1, None).await;
        let two = insert_unit(&mut tx, 2, Some(one)).await;
        unit::update(&mut tx, &a_unit(1, Some(two))).await.unwrap();
        assert_eq!(unit::path(&mut tx, one).await.unwrap().len(), 51);
        assert_eq!(unit::below(&mut tx, one).await.unwrap(), vec![one, two]);
    }
}

#[tokio::test]
async fn a_parent_must_exist_when_all_is_said() {
    for db in stores().await {
        let mut tx = db.store.begin().await.unwrap();
        unit::insert(&mut tx, &a_unit(2, Some(id(1)))).await.unwrap();
        let refused = tx.commit().await;
        assert!(matches!(refused, Err(StorageError::Failure(_))), "{refused:?}");
        let mut tx = db.store.begin().await.unwrap();
        unit::insert(&mut tx, &a_unit(2, Some(id(1)))).await.unwrap();
        unit::insert(&mut tx, &a_unit(1, None)).await.unwrap();
        tx.commit().await.unwrap();
    }
}
