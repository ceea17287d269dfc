use tongxing_domain::id::{DraftId, FileId};
use tongxing_storage::file::{self, FileOwner, FileState, StoredFile};
use tongxing_storage::testing::stores;
use tongxing_storage::{Db, StorageError};

use crate::samples::{NOW, id, later};

fn a_file(n: u8, draft: DraftId) -> StoredFile {
    StoredFile {
        id: id(n),
        owner: FileOwner::Draft(draft),
        kind: "portrait".to_owned(),
        mime: "image/jpeg".to_owned(),
        size: 250_000,
        sha256: "ab".repeat(32),
        store_key: format!("2026/11/{n}"),
        state: FileState::Arriving,
        created_at: later(i64::from(n)),
        expires_at: Some(later(1000 + i64::from(n))),
    }
}

async fn kept(db: &mut Db, n: u8, draft: DraftId) -> StoredFile {
    let one = a_file(n, draft);
    file::insert(db, &one).await.unwrap();
    file::keep(db, one.id).await.unwrap();
    StoredFile { state: FileState::Kept, ..one }
}

fn ids(files: Vec<StoredFile>) -> Vec<FileId> {
    files.into_iter().map(|one| one.id).collect()
}

#[tokio::test]
async fn a_file_shows_only_when_its_bytes_are_there() {
    for db in stores().await {
        let mut tx = db.store.begin().await.unwrap();
        let arriving = a_file(1, id(9));
        file::insert(&mut tx, &arriving).await.unwrap();
        assert_eq!(file::find(&mut tx, arriving.id).await.unwrap(), Some(arriving.clone()));
        assert_eq!(file::of_draft(&mut tx, id(9)).await.unwrap(), vec![]);
        file::keep(&mut tx, arriving.id).await.unwrap();
        let kept = StoredFile { state: FileState::Kept, ..arriving };
        assert_eq!(file::of_draft(&mut tx, id(9)).await.unwrap(), vec![kept.clone()]);
        assert!(file::leave(&mut tx, kept.id).await.unwrap());
        assert!(!file::leave(&mut tx, kept.id).await.unwrap());
        assert!(matches!(file::keep(&mut tx, kept.id).await, Err(StorageError::Conflict)));
        assert_eq!(file::of_draft(&mut tx, id(9)).await.unwrap(), vec![]);
    }
}

#[tokio::test]
async fn submitting_hands_over_the_files_of_the_form_and_no_others() {
    for db in stores().await {
        let mut tx = db.store.begin().await.unwrap();
        let (mine, theirs, application) = (id(8), id(9), id(7));
        for (n, draft) in [(1, mine), (2, mine), (3, mine), (4, theirs)] {
            kept(&mut tx, n, draft).await;
        }
        file::hand_over(&mut tx, mine, application, &[id(1), id(3)]).await.unwrap();
        let handed = file::of_application(&mut tx, application).await.unwrap();
        assert!(handed.iter().all(|one| one.expires_at.is_none()));
        assert_eq!(ids(handed), vec![id(1), id(3)]);
        assert_eq!(ids(file::of_draft(&mut tx, mine).await.unwrap()), vec![id(2)]);
        assert_eq!(file::leave_draft(&mut tx, mine).await.unwrap(), 1);
        assert_eq!(ids(file::list_leaving(&mut tx, 10).await.unwrap()), vec![id(2)]);
        let stolen = file::hand_over(&mut tx, mine, application, &[id(4)]).await;
        assert!(matches!(stolen, Err(StorageError::Conflict)));
        assert_eq!(ids(file::of_draft(&mut tx, theirs).await.unwrap()), vec![id(4)]);
    }
}

#[tokio::test]
async fn what_has_expired_leaves_and_what_has_left_is_deleted() {
    for db in stores().await {
        let mut tx = db.store.begin().await.unwrap();
        kept(&mut tx, 1, id(9)).await;
        file::insert(&mut tx, &a_file(2, id(9))).await.unwrap();
        kept(&mut tx, 3, id(9)).await;
        assert_eq!(ids(file::list_expired(&mut tx, later(1002), 10).await.unwrap()), vec![id(1), id(2)]);
        file::expire(&mut tx, id(1), None).await.unwrap();
        file::expire(&mut tx, id(3), Some(later(1))).await.unwrap();
        assert_eq!(ids(file::list_expired(&mut tx, later(1002), 10).await.unwrap()), vec![id(3), id(2)]);
        assert!(
            matches!(file::delete(&mut tx, id(2)).await, Err(StorageError::Conflict)),
            "bytes may be there"
        );
        file::leave(&mut tx, id(2)).await.unwrap();
        assert_eq!(ids(file::list_expired(&mut tx, later(1002), 10).await.unwrap()), vec![id(3)]);
        file::delete(&mut tx, id(2)).await.unwrap();
        assert_eq!(file::find(&mut tx, id(2)).await.unwrap(), None);
    }
}

#[tokio::test]
async fn no_two_files_share_a_place() {
    for db in stores().await {
        let mut tx = db.store.begin().await.unwrap();
        let one = kept(&mut tx, 1, id(9)).await;
        let mut twin = a_file(2, id(9));
        twin.store_key = one.store_key;
        assert_eq!(twin.created_at, NOW.plus_millis(2));
        assert!(matches!(file::insert(&mut tx, &twin).await, Err(StorageError::Conflict)));
    }
}
