use tongxing_domain::phone::Phone;
use tongxing_storage::reencrypt::{self, Position};
use tongxing_storage::testing::{TestStore, keys, stores};
use tongxing_storage::{Keyring, MasterKey, StorageError, Store, StoreConfig, account, draft};

use crate::draft::{a_draft, insert_draft};
use crate::samples::{NOW, an_account, id};

fn ring(ids: &[u16]) -> Keyring {
    let first = keys().founding().clone();
    let others = ids.iter().filter(|id| **id != 1).map(|id| MasterKey::new(*id, [7; 32]));
    Keyring::new(std::iter::once(first).chain(others).collect()).unwrap()
}

async fn open(db: &TestStore, keys: Keyring) -> Store {
    Store::open(&StoreConfig { keys, ..db.config.clone() }).await.unwrap()
}

#[tokio::test]
async fn a_sweep_moves_everything_to_the_new_key_and_can_be_interrupted() {
    for db in stores().await {
        let mut tx = db.store.begin().await.unwrap();
        for n in 1..=5 {
            let mut one = an_account(n);
            one.phone = Some(Phone::parse("13812345678").unwrap());
            account::insert(&mut tx, &one, NOW).await.unwrap();
            insert_draft(&mut tx, n).await;
        }
        tx.commit().await.unwrap();

        let rotated = open(&db, ring(&[1, 2])).await;
        let mut position = Some(Position::default());
        let mut changed = 0;
        while let Some(from) = position {
            let from: Position = from.to_string().parse().unwrap();
            let mut tx = rotated.begin().await.unwrap();
            let step = reencrypt::step(&mut tx, &from, 2).await.unwrap();
            tx.commit().await.unwrap();
            changed += step.changed;
            position = step.next;
        }
        assert_eq!(changed, 10);

        let mut tx = rotated.begin().await.unwrap();
        assert_eq!(draft::find(&mut tx, "token-3", NOW).await.unwrap(), Some(a_draft(3)));
        assert!(account::find(&mut tx, id(3)).await.unwrap().unwrap().phone.is_some());
        drop(tx);
        let without = open(&db, ring(&[1])).await;
        let lost = draft::find(&mut without.read().await.unwrap(), "token-3", NOW).await;
        assert!(
            matches!(lost, Err(StorageError::Corrupt { table: "draft", column: "form", .. })),
            "{lost:?}"
        );
        rotated.close().await.unwrap();
        without.close().await.unwrap();
    }
}

#[tokio::test]
async fn with_one_key_there_is_nothing_to_move() {
    for db in stores().await {
        let mut tx = db.store.begin().await.unwrap();
        insert_draft(&mut tx, 1).await;
        let mut position = Some(Position::default());
        while let Some(from) = position {
            let step = reencrypt::step(&mut tx, &from, 100).await.unwrap();
            assert_eq!(step.changed, 0);
            position = step.next;
        }
    }
}

#[test]
fn a_bad_position_is_refused() {
    for text in ["", "x.1", "1"] {
        assert!(text.parse::<Position>().is_err(), "{text:?}");
    }
}
