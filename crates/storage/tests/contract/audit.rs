use sqlx::{AssertSqlSafe, Connection, Executor};
use tongxing_domain::audit::{AuditActor, Entry};
use tongxing_domain::id::AccountId;
use tongxing_storage::audit::{self, AuditFilter, Breach, Head, Logged, Verdict};
use tongxing_storage::testing::{TestStore, stores};
use tongxing_storage::{Db, PageRequest};

use crate::samples::{id, later};

fn actor(n: u8) -> AccountId {
    id(n)
}

fn an_entry(n: u8) -> Entry {
    let mut entry = Entry::new(
        later(i64::from(n)),
        AuditActor::Account(actor(n % 2)),
        format!("action-{}", n % 3),
        "person",
        format!("subject-{}", n % 4),
    );
    entry.address = Some("10.0.0.7".to_owned());
    entry.because("合同到期").with("before", "active")
}

async fn append(db: &mut Db, n: i64) {
    let entry = an_entry(u8::try_from(n % 200).unwrap());
    assert_eq!(audit::append(db, &entry).await.unwrap(), n);
}

async fn a_trail(db: &TestStore, entries: i64) {
    let mut tx = db.store.begin().await.unwrap();
    for n in 1..=entries {
        append(&mut tx, n).await;
    }
    tx.commit().await.unwrap();
}

/// Edits the database behind the program's back.
async fn tamper(db: &TestStore, sql: &str) {
    let mut connection = sqlx::AnyConnection::connect(&db.config.url).await.unwrap();
    connection.execute(sqlx::raw_sql(AssertSqlSafe(sql))).await.unwrap();
    connection.close().await.unwrap();
}

async fn verify(db: &TestStore, anchor: Option<&Head>) -> Verdict {
    audit::verify(&mut db.store.read().await.unwrap(), anchor, |_| ()).await.unwrap()
}

fn broken(seq: i64, breach: Breach) -> Verdict {
    Verdict::Broken { seq, breach }
}

#[tokio::test]
async fn an_untouched_trail_is_whole_however_long() {
    for db in stores().await {
        assert_eq!(verify(&db, None).await, Verdict::Whole { entries: 0 });
        a_trail(&db, 1203).await;
        let mut reached = Vec::new();
        let mut read = db.store.read().await.unwrap();
        let verdict = audit::verify(&mut read, None, |seq| reached.push(seq)).await.unwrap();
        assert_eq!(verdict, Verdict::Whole { entries: 1203 });
        assert_eq!(reached, [500, 1000, 1203]);
    }
}

#[tokio::test]
async fn each_way_of_editing_is_found_at_its_first_entry() {
    let edits = [
        (
            "UPDATE audit SET actor = '01a1ef62-be7b-7fff-bfff-ffffffffffff' WHERE seq = 3",
            broken(3, Breach::Altered),
        ),
        ("UPDATE audit SET actor = 'someone' WHERE seq = 3", broken(3, Breach::Altered)),
        ("UPDATE audit SET actor_kind = 'system', actor = NULL WHERE seq = 3", broken(3, Breach::Altered)),
        ("UPDATE audit SET reason = NULL WHERE seq = 4", broken(4, Breach::Altered)),
        ("UPDATE audit SET address = '10.0.0.8' WHERE seq = 4", broken(4, Breach::Altered)),
        ("UPDATE audit SET subject_kind = 'unit' WHERE seq = 4", broken(4, Breach::Altered)),
        ("UPDATE audit SET action = 'nothing' WHERE seq = 1", broken(1, Breach::Altered)),
        ("UPDATE audit SET subject = 'x' WHERE seq = 5", broken(5, Breach::Altered)),
        ("UPDATE audit SET at = at + 1 WHERE seq = 5", broken(5, Breach::Altered)),
        ("UPDATE audit SET details = '{}' WHERE seq = 2", broken(2, Breach::Altered)),
        ("UPDATE audit SET hash = prev_hash WHERE seq = 2", broken(2, Breach::Altered)),
        ("DELETE FROM audit WHERE seq = 4", broken(4, Breach::Missing)),
        ("DELETE FROM audit WHERE seq = 6", broken(6, Breach::Missing)),
        ("DELETE FROM audit", broken(1, Breach::Missing)),
        (
            "DELETE FROM audit WHERE seq = 4; UPDATE audit SET seq = seq - 1 WHERE seq = 5",
            broken(4, Breach::Altered),
        ),
        ("UPDATE audit_head SET hash = 'x'", broken(6, Breach::HeadDiffers)),
    ];
    for (edit, verdict) in edits {
        for db in stores().await {
            a_trail(&db, 6).await;
            tamper(&db, edit).await;
            assert_eq!(verify(&db, None).await, verdict, "{edit}");
        }
    }
}

#[tokio::test]
async fn a_cut_off_end_is_found_with_a_head_that_was_written_down() {
    for db in stores().await {
        a_trail(&db, 6).await;
        let written_down = audit::head(&mut db.store.read().await.unwrap()).await.unwrap();
        assert_eq!(verify(&db, Some(&written_down)).await, Verdict::Whole { entries: 6 });
        tamper(
            &db,
            "UPDATE audit_head SET seq = 4, hash = (SELECT hash FROM audit WHERE seq = 4); \
             DELETE FROM audit WHERE seq > 4",
        )
        .await;
        assert_eq!(
            verify(&db, None).await,
            Verdict::Whole { entries: 4 },
            "this is why heads are written down"
        );
        assert_eq!(verify(&db, Some(&written_down)).await, broken(6, Breach::AnchorDiffers));
        let other = Head { seq: 2, hash: written_down.hash };
        assert_eq!(verify(&db, Some(&other)).await, broken(2, Breach::AnchorDiffers));
    }
}

#[tokio::test]
async fn entries_at_the_same_time_form_one_chain() {
    for db in stores().await {
        let mut writers = Vec::new();
        for n in 0..12 {
            let store = db.store.clone();
            writers.push(tokio::spawn(async move {
                let mut tx = store.begin().await.unwrap();
                let entry = an_entry(n);
                audit::append(&mut tx, &entry).await.unwrap();
                tx.commit().await.unwrap();
            }));
        }
        for writer in writers {
            writer.await.unwrap();
        }
        assert_eq!(verify(&db, None).await, Verdict::Whole { entries: 12 });
    }
}

#[tokio::test]
async fn the_trail_is_read_backwards_by_actor_subject_action_and_time() {
    for db in stores().await {
        a_trail(&db, 12).await;
        let mut read = db.store.read().await.unwrap();
        let filters = [
            (AuditFilter::default(), vec![12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]),
            (
                AuditFilter { actor: Some(actor(1).to_string()), ..Default::default() },
                vec![11, 9, 7, 5, 3, 1],
            ),
            (AuditFilter { action: Some("action-0".to_owned()), ..Default::default() }, vec![12, 9, 6, 3]),
            (AuditFilter { subject: Some("subject-2".to_owned()), ..Default::default() }, vec![10, 6, 2]),
            (
                AuditFilter {
                    subject: Some("subject-2".to_owned()),
                    action: Some("action-0".to_owned()),
                    ..Default::default()
                },
                vec![6],
            ),
            (AuditFilter { from: Some(later(4)), until: Some(later(6)), ..Default::default() }, vec![5, 4]),
        ];
        for (filter, wanted) in filters {
            let mut seen: Vec<Logged> = Vec::new();
            let mut request = PageRequest::first(2);
            loop {
                let page = audit::list(&mut read, &filter, &request).await.unwrap();
                seen.extend(page.items);
                let Some(next) = page.next else { break };
                request = PageRequest::after(next, 2);
            }
            assert_eq!(seen.iter().map(|entry| entry.seq).collect::<Vec<_>>(), wanted, "{filter:?}");
        }
        let one = audit::find(&mut read, 3).await.unwrap().unwrap();
        assert_eq!(one.entry, an_entry(3));
        assert_eq!(audit::find(&mut read, 13).await.unwrap(), None);
    }
}
