use tongxing_domain::audit::{AuditActor, Entry};
use tongxing_domain::phone::Phone;
use tongxing_storage::archive::{self, ArchiveError};
use tongxing_storage::audit::{self, Verdict};
use tongxing_storage::testing::{TestStore, engines, stores, tables};
use tongxing_storage::{Store, account, draft, person, setting, unit};

use crate::draft::{a_draft, insert_draft};
use crate::samples::{NOW, a_unit, an_account, id, insert_person};

/// A little of everything: numbers, text, bytes, nothing; a child before its parent.
async fn fill(store: &Store) {
    let mut tx = store.begin().await.unwrap();
    unit::insert(&mut tx, &a_unit(1, Some(id(2)))).await.unwrap();
    unit::insert(&mut tx, &a_unit(2, None)).await.unwrap();
    let mut staff = an_account(1);
    staff.phone = Some(Phone::parse("13812345678").unwrap());
    account::insert(&mut tx, &staff, NOW).await.unwrap();
    insert_draft(&mut tx, 1).await;
    insert_person(&mut tx, 1, id(1)).await;
    setting::put(&mut tx, "notice", &"第一行\n\"第二行\"", NOW).await.unwrap();
    for n in 0..3 {
        let entry = Entry::new(NOW, AuditActor::System, "demo.seed", "unit", n);
        audit::append(&mut tx, &entry).await.unwrap();
    }
    tx.commit().await.unwrap();
}

async fn written(store: &Store) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut db = store.snapshot().await.unwrap();
    assert_eq!(archive::write(&mut db, &mut bytes).await.unwrap(), 10);
    bytes
}

async fn read(store: &Store, bytes: &[u8]) -> Result<u64, ArchiveError> {
    let mut tx = store.begin().await?;
    let rows = archive::read(&mut tx, &mut &*bytes).await?;
    tx.commit().await?;
    Ok(rows)
}

async fn assert_same(store: &Store) {
    let mut db = store.read().await.unwrap();
    assert_eq!(unit::list(&mut db).await.unwrap(), vec![a_unit(1, Some(id(2))), a_unit(2, None)]);
    assert_eq!(draft::find(&mut db, "token-1", NOW).await.unwrap(), Some(a_draft(1)));
    assert!(person::find(&mut db, id(1)).await.unwrap().is_some());
    let notice: Option<String> = setting::find(&mut db, "notice").await.unwrap();
    assert_eq!(notice.as_deref(), Some("第一行\n\"第二行\""));
    let staff = account::find(&mut db, id(1)).await.unwrap().unwrap();
    assert_eq!((staff.phone.is_some(), staff.email), (true, None));
    let verdict = audit::verify(&mut db, None, |_| ()).await.unwrap();
    assert_eq!(verdict, Verdict::Whole { entries: 3 });
}

#[tokio::test]
async fn a_campus_moves_from_any_engine_to_any_engine() {
    for from in engines() {
        for to in engines() {
            let old = TestStore::open(from).await;
            fill(&old.store).await;
            let file = written(&old.store).await;
            let new = TestStore::open(to).await;
            assert_eq!(read(&new.store, &file).await.unwrap(), 10);
            let third = TestStore::open(to).await;
            assert_eq!(archive::copy(&old.store, &third.store).await.unwrap(), 10);
            assert_same(&third.store).await;
            let full = archive::copy(&old.store, &third.store).await;
            assert!(matches!(full, Err(ArchiveError::NotEmpty("unit"))), "{full:?}");
            assert_same(&new.store).await;
            assert_eq!(written(&new.store).await, file, "from {from:?} to {to:?}");
            let mut tx = new.store.begin().await.unwrap();
            let entry = Entry::new(NOW, AuditActor::System, "restore", "campus", 1);
            assert_eq!(audit::append(&mut tx, &entry).await.unwrap(), 4);
        }
    }
}

#[tokio::test]
async fn a_full_database_is_not_written_over() {
    for db in stores().await {
        fill(&db.store).await;
        let file = written(&db.store).await;
        let refused = read(&db.store, &file).await;
        assert!(matches!(refused, Err(ArchiveError::NotEmpty("unit"))), "{refused:?}");
        assert_same(&db.store).await;
    }
}

#[tokio::test]
async fn a_damaged_file_is_refused_and_leaves_nothing() {
    let old = TestStore::sqlite().await;
    fill(&old.store).await;
    let file = String::from_utf8(written(&old.store).await).unwrap();
    let lines: Vec<&str> = file.lines().collect();
    let without_end = format!("{}\n", lines[..lines.len() - 1].join("\n"));
    let without_a_row = lines.iter().filter(|line| !line.contains("U002")).copied().collect::<Vec<_>>().join(
        "
",
    );
    let damaged = [
        String::new(),
        file[..file.len() / 2].to_owned(),
        without_end,
        without_a_row,
        file.replace("Faculty 2", "Faculty 3"),
        format!("{file}{}\n", lines[0]),
        file.replace("\"schema\":1", "\"schema\":99"),
        file.replace("\"table\":\"unit\"", "\"table\":\"units\""),
        "{\"some\":\"other\"}\n".to_owned(),
    ];
    for text in damaged {
        let new = TestStore::sqlite().await;
        assert!(read(&new.store, text.as_bytes()).await.is_err(), "{text}");
        assert_eq!(unit::list(&mut new.store.read().await.unwrap()).await.unwrap(), vec![]);
        read(&new.store, file.as_bytes()).await.unwrap();
    }
}

#[tokio::test]
async fn every_table_of_the_schema_is_in_the_file() {
    let db = TestStore::sqlite().await;
    fill(&db.store).await;
    let file = String::from_utf8(written(&db.store).await).unwrap();
    let mut in_file: Vec<String> = file
        .lines()
        .filter_map(|line| line.strip_prefix("{\"table\":\"")?.split('"').next())
        .map(str::to_owned)
        .collect();
    in_file.sort();
    assert_eq!(in_file, tables(&db.store).await);
}

#[tokio::test]
async fn a_snapshot_does_not_see_what_came_later() {
    for db in stores().await {
        fill(&db.store).await;
        let mut before = db.store.snapshot().await.unwrap();
        let mut tx = db.store.begin().await.unwrap();
        unit::insert(&mut tx, &a_unit(3, None)).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(unit::list(&mut before).await.unwrap().len(), 2);
    }
}
