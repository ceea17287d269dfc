use tongxing_domain::id::AccountId;
use tongxing_domain::name::PersonName;
use tongxing_storage::session::{self, ApplicantSession, Session};
use tongxing_storage::testing::stores;
use tongxing_storage::{KeyedHash, StorageError};

use crate::samples::{NOW, id, insert_account, later};

fn a_session(n: u8, account: AccountId) -> Session {
    Session {
        id: id(n),
        account,
        created_at: NOW,
        last_seen_at: later(i64::from(n)),
        expires_at: later(1000),
        address: "10.0.0.7".to_owned(),
        agent: "Firefox".to_owned(),
        purpose: (n == 3).then(|| "数据中心同步".to_owned()),
    }
}

#[tokio::test]
async fn a_session_is_opened_by_its_token_until_its_end() {
    for db in stores().await {
        let mut tx = db.store.begin().await.unwrap();
        let account = insert_account(&mut tx, 1).await;
        let mut one = a_session(1, account);
        session::insert(&mut tx, &one, "token").await.unwrap();
        assert_eq!(session::find(&mut tx, "token", later(999)).await.unwrap(), Some(one.clone()));
        assert_eq!(session::find(&mut tx, "token", later(1000)).await.unwrap(), None);
        assert_eq!(session::find(&mut tx, "Token", NOW).await.unwrap(), None);
        session::touch(&mut tx, one.id, later(50)).await.unwrap();
        session::touch(&mut tx, one.id, later(40)).await.unwrap();
        one.last_seen_at = later(50);
        assert_eq!(session::find(&mut tx, "token", NOW).await.unwrap(), Some(one));
        let twin = session::insert(&mut tx, &a_session(2, account), "token").await;
        assert!(matches!(twin, Err(StorageError::Conflict)));
    }
}

#[tokio::test]
async fn a_staff_member_ends_own_sessions_only() {
    for db in stores().await {
        let mut tx = db.store.begin().await.unwrap();
        let mine = insert_account(&mut tx, 1).await;
        let theirs = insert_account(&mut tx, 2).await;
        for (n, account) in [(1, mine), (2, mine), (3, mine), (4, theirs)] {
            session::insert(&mut tx, &a_session(n, account), &n.to_string()).await.unwrap();
        }
        let ids = |sessions: Vec<Session>| sessions.into_iter().map(|one| one.id).collect::<Vec<_>>();
        assert_eq!(ids(session::of_account(&mut tx, mine, NOW).await.unwrap()), vec![id(3), id(2), id(1)]);
        assert!(!session::delete(&mut tx, mine, id(4)).await.unwrap());
        assert!(session::delete(&mut tx, mine, id(1)).await.unwrap());
        assert_eq!(session::delete_all(&mut tx, mine, Some(id(3))).await.unwrap(), 1);
        assert_eq!(ids(session::of_account(&mut tx, mine, NOW).await.unwrap()), vec![id(3)]);
        assert_eq!(session::delete_all(&mut tx, mine, None).await.unwrap(), 1);
        assert_eq!(ids(session::of_account(&mut tx, theirs, NOW).await.unwrap()), vec![id(4)]);
        assert_eq!(ids(session::of_account(&mut tx, theirs, later(1000)).await.unwrap()), vec![]);
    }
}

#[tokio::test]
async fn an_applicant_visits_under_a_name_and_a_document() {
    for db in stores().await {
        let mut tx = db.store.begin().await.unwrap();
        let account = insert_account(&mut tx, 1).await;
        session::insert(&mut tx, &a_session(1, account), "staff").await.unwrap();
        let visit = |n, end| ApplicantSession {
            id: id(n),
            name: PersonName::parse("张三").unwrap(),
            document: KeyedHash::try_from("ab".repeat(32)).unwrap(),
            submitted: (n == 1).then(|| id(9)),
            phone: (n == 2).then(|| KeyedHash::try_from("cd".repeat(32)).unwrap()),
            created_at: NOW,
            expires_at: later(end),
        };
        session::insert_applicant(&mut tx, &visit(1, 1000), "one").await.unwrap();
        session::insert_applicant(&mut tx, &visit(2, 2000), "two").await.unwrap();
        assert_eq!(session::find_applicant(&mut tx, "one", NOW).await.unwrap(), Some(visit(1, 1000)));
        assert_eq!(session::find_applicant(&mut tx, "one", later(1000)).await.unwrap(), None);
        assert_eq!(session::delete_expired(&mut tx, later(1000)).await.unwrap(), 2, "staff and one");
        assert_eq!(session::find_applicant(&mut tx, "two", NOW).await.unwrap(), Some(visit(2, 2000)));
        session::delete_applicant(&mut tx, id(2)).await.unwrap();
        assert_eq!(session::find_applicant(&mut tx, "two", NOW).await.unwrap(), None);
    }
}
