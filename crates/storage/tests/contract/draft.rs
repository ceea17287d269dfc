use serde_json::json;
use tongxing_storage::draft::{self, Draft};
use tongxing_storage::testing::stores;
use tongxing_storage::{Db, StorageError};

use crate::samples::{NOW, id, later};

pub fn a_draft(n: u8) -> Draft {
    Draft {
        id: id(n),
        application: None,
        service: "other-personnel-registration".to_owned(),
        version: 1,
        form: json!({ "name": "张三", "document": { "type": "resident", "number": "150402199001011234" } })
            .as_object()
            .unwrap()
            .clone(),
        section: "stay".to_owned(),
        row_version: 1,
        created_at: NOW,
        updated_at: NOW,
        expires_at: later(1000 + i64::from(n)),
    }
}

pub async fn insert_draft(db: &mut Db, n: u8) -> Draft {
    let one = a_draft(n);
    draft::insert(db, &one, &format!("token-{n}")).await.unwrap();
    one
}

#[tokio::test]
async fn a_draft_is_opened_by_its_token_until_its_time_has_passed() {
    for db in stores().await {
        let mut tx = db.store.begin().await.unwrap();
        let one = insert_draft(&mut tx, 1).await;
        assert_eq!(draft::find(&mut tx, "token-1", later(1000)).await.unwrap(), Some(one.clone()));
        assert_eq!(draft::lock(&mut tx, "token-1", later(1000)).await.unwrap(), Some(one));
        assert_eq!(draft::find(&mut tx, "token-1", later(1001)).await.unwrap(), None);
        assert_eq!(draft::find(&mut tx, "token-2", NOW).await.unwrap(), None);
    }
}

#[tokio::test]
async fn a_stale_tab_does_not_overwrite_a_newer_one() {
    for db in stores().await {
        let mut tx = db.store.begin().await.unwrap();
        let mut newer = insert_draft(&mut tx, 1).await;
        let mut stale = newer.clone();
        newer.form.insert("phone".to_owned(), json!("13812345678"));
        newer.section = "photos".to_owned();
        newer.updated_at = later(5);
        draft::save(&mut tx, &mut newer).await.unwrap();
        assert_eq!(newer.row_version, 2);
        assert!(matches!(draft::save(&mut tx, &mut stale).await, Err(StorageError::Conflict)));
        assert_eq!(draft::find(&mut tx, "token-1", NOW).await.unwrap(), Some(newer.clone()));
        draft::save(&mut tx, &mut newer).await.unwrap();
    }
}

#[tokio::test]
async fn drafts_are_removed_by_hand_and_found_by_the_sweep() {
    for db in stores().await {
        let mut tx = db.store.begin().await.unwrap();
        for n in [2, 1, 3] {
            insert_draft(&mut tx, n).await;
        }
        assert_eq!(draft::list_expired(&mut tx, later(1002), 10).await.unwrap(), vec![id(1), id(2)]);
        assert_eq!(draft::list_expired(&mut tx, later(1002), 1).await.unwrap(), vec![id(1)]);
        assert!(draft::delete(&mut tx, id(1)).await.unwrap());
        assert!(!draft::delete(&mut tx, id(1)).await.unwrap());
        assert_eq!(draft::find(&mut tx, "token-1", NOW).await.unwrap(), None);
    }
}
