use tongxing_storage::consent::{self, Consent};
use tongxing_storage::testing::stores;
use tongxing_storage::{KeyedHash, StorageError};

use crate::samples::{id, later};

fn an_answer(n: u8, given: bool) -> Consent {
    Consent {
        id: id(n),
        draft: Some(id(9)),
        application: None,
        document: None,
        item: "document-photos".to_owned(),
        text_version: "2026-11".to_owned(),
        given,
        channel: "phone".to_owned(),
        at: later(i64::from(n)),
        withdrawn_at: None,
    }
}

#[tokio::test]
async fn answers_follow_the_draft_to_its_application() {
    for db in stores().await {
        let mut tx = db.store.begin().await.unwrap();
        let document = KeyedHash::try_from("ab".repeat(32)).unwrap();
        let (yes, no) = (an_answer(1, true), an_answer(2, false));
        consent::insert(&mut tx, &yes).await.unwrap();
        consent::insert(&mut tx, &no).await.unwrap();
        assert_eq!(consent::of_draft(&mut tx, id(9)).await.unwrap(), vec![yes, no]);
        assert_eq!(consent::attach(&mut tx, id(9), id(7), Some(&document)).await.unwrap(), 2);
        let attached = consent::of_application(&mut tx, id(7)).await.unwrap();
        assert_eq!(attached.len(), 2);
        assert!(attached.iter().all(|one| one.document.as_ref() == Some(&document)));
        assert_eq!(consent::of_document(&mut tx, &document).await.unwrap(), attached);
    }
}

#[tokio::test]
async fn a_yes_is_taken_back_once_and_stays_on_record() {
    for db in stores().await {
        let mut tx = db.store.begin().await.unwrap();
        consent::insert(&mut tx, &an_answer(1, true)).await.unwrap();
        consent::insert(&mut tx, &an_answer(2, false)).await.unwrap();
        consent::withdraw(&mut tx, id(1), later(50)).await.unwrap();
        assert!(matches!(consent::withdraw(&mut tx, id(1), later(60)).await, Err(StorageError::Conflict)));
        assert!(matches!(consent::withdraw(&mut tx, id(2), later(60)).await, Err(StorageError::Conflict)));
        let answers = consent::of_draft(&mut tx, id(9)).await.unwrap();
        assert_eq!(answers[0].withdrawn_at, Some(later(50)));
        assert_eq!(answers[1].withdrawn_at, None);
    }
}
