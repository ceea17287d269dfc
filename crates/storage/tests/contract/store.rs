//! Opening, transactions, and the arrangement of the engines.

use std::time::Duration;

use sqlx::{Connection, Executor};
use tongxing_domain::time::Timestamp;
use tongxing_storage::testing::{TestStore, stores};
use tongxing_storage::{Dialect, StorageError, Store, setting};

const NOW: Timestamp = Timestamp::from_millis(1_790_000_000_000);

#[tokio::test]
async fn what_is_committed_stays_and_what_is_dropped_never_was() {
    for db in stores().await {
        let mut tx = db.store.begin().await.unwrap();
        setting::put(&mut tx, "kept", &1, NOW).await.unwrap();
        tx.commit().await.unwrap();
        let mut tx = db.store.begin().await.unwrap();
        setting::put(&mut tx, "dropped", &1, NOW).await.unwrap();
        drop(tx);
        let mut read = db.store.read().await.unwrap();
        assert_eq!(setting::find::<i64>(&mut read, "kept").await.unwrap(), Some(1));
        assert_eq!(setting::find::<i64>(&mut read, "dropped").await.unwrap(), None);
    }
}

#[tokio::test]
async fn migrating_again_changes_nothing_and_a_second_process_sees_the_data() {
    for db in stores().await {
        let mut tx = db.store.begin().await.unwrap();
        setting::put(&mut tx, "a", &"x", NOW).await.unwrap();
        tx.commit().await.unwrap();
        db.store.migrate().await.unwrap();
        let again = Store::open(&db.config).await.unwrap();
        again.migrate().await.unwrap();
        let mut read = again.read().await.unwrap();
        assert_eq!(setting::find::<String>(&mut read, "a").await.unwrap().as_deref(), Some("x"));
        drop(read);
        again.close().await.unwrap();
    }
}

#[tokio::test]
async fn processes_that_start_together_migrate_once() {
    for db in stores().await {
        let mut connection = sqlx::AnyConnection::connect(&db.config.url).await.unwrap();
        let forget = match db.store.dialect() {
            Dialect::Sqlite => None,
            Dialect::Postgres => Some("DROP SCHEMA public CASCADE; CREATE SCHEMA public"),
        };
        let mut config = db.config.clone();
        match forget {
            Some(sql) => drop(connection.execute(sqlx::raw_sql(sql)).await.unwrap()),
            None => config.url = format!("{}-new", config.url),
        }
        let mut starting = Vec::new();
        for _ in 0..4 {
            let config = config.clone();
            starting.push(tokio::spawn(async move {
                let store = Store::open(&config).await?;
                store.migrate().await?;
                store.close().await
            }));
        }
        for one in starting {
            one.await.unwrap().unwrap();
        }
    }
}

#[tokio::test]
async fn many_writers_at_once_all_succeed() {
    for db in stores().await {
        let mut writers = Vec::new();
        for _ in 0..16 {
            let store = db.store.clone();
            writers.push(tokio::spawn(async move {
                for _ in 0..5 {
                    let mut tx = store.begin().await.unwrap();
                    setting::find::<i64>(&mut tx, "n").await.unwrap();
                    setting::put(&mut tx, "n", &1, NOW).await.unwrap();
                    tx.commit().await.unwrap();
                }
            }));
        }
        for writer in writers {
            tokio::time::timeout(Duration::from_secs(30), writer).await.unwrap().unwrap();
        }
    }
}

#[tokio::test]
async fn a_reader_cannot_write_on_sqlite() {
    let db = TestStore::open(Dialect::Sqlite).await;
    let mut read = db.store.read().await.unwrap();
    let refused = setting::put(&mut read, "a", &1, NOW).await;
    assert!(matches!(refused, Err(StorageError::Failure(_))), "{refused:?}");
}

#[tokio::test]
async fn a_value_of_another_shape_is_reported_by_its_place() {
    for db in stores().await {
        let mut tx = db.store.begin().await.unwrap();
        setting::put(&mut tx, "a", &"text", NOW).await.unwrap();
        let broken = setting::find::<i64>(&mut tx, "a").await;
        match broken {
            Err(StorageError::Corrupt { table, column, id }) => {
                assert_eq!((table, column, id.as_str()), ("setting", "value", "a"));
            }
            other => panic!("{other:?}"),
        }
    }
}
