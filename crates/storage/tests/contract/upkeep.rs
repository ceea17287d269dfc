use tongxing_storage::testing::{keys, stores};
use tongxing_storage::{Store, StoreConfig, unit, upkeep};

use crate::samples;

#[tokio::test]
async fn a_migrated_database_is_up_to_date_and_sound() {
    for db in stores().await {
        let schema = upkeep::schema(&db.store).await.unwrap();
        assert!(schema.known > 0);
        assert_eq!(schema.applied, schema.known);
        assert_eq!(upkeep::faults(&db.store).await.unwrap(), Vec::<String>::new());
    }
}

#[tokio::test]
async fn a_snapshot_holds_what_was_committed_and_nothing_else() {
    for db in stores().await {
        let mut tx = db.store.begin().await.unwrap();
        unit::insert(&mut tx, &samples::a_unit(1, None)).await.unwrap();
        tx.commit().await.unwrap();
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("副本 1.db");
        upkeep::snapshot(&db.store, &file).await.unwrap();

        let mut tx = db.store.begin().await.unwrap();
        unit::insert(&mut tx, &samples::a_unit(2, None)).await.unwrap();
        tx.commit().await.unwrap();
        let copy = Store::open(&StoreConfig::sqlite_file(&file, keys())).await.unwrap();
        let mut read = copy.read().await.unwrap();
        assert_eq!(unit::list(&mut read).await.unwrap(), [samples::a_unit(1, None)]);
        assert!(upkeep::snapshot(&db.store, &file).await.is_err(), "a file that exists is not overwritten");
    }
}
