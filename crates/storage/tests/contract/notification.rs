use std::collections::BTreeMap;

use tongxing_domain::id::NotificationId;
use tongxing_storage::notification::{self, Notification, Recipient};
use tongxing_storage::testing::stores;
use tongxing_storage::{KeyedHash, Page, PageRequest};

use crate::samples::{id, insert_account, later};

fn a_notification(n: u8, recipient: Recipient) -> Notification {
    Notification {
        id: id(n),
        recipient,
        kind: "task-arrived".to_owned(),
        params: BTreeMap::from([("name".to_owned(), "张三".to_owned())]),
        link: Some(format!("/tasks/{n}")),
        created_at: later(i64::from(n / 2)),
        read_at: None,
    }
}

fn ids(page: &Page<Notification>) -> Vec<NotificationId> {
    page.items.iter().map(|one| one.id).collect()
}

#[tokio::test]
async fn everyone_sees_their_own_the_latest_first() {
    for db in stores().await {
        let mut tx = db.store.begin().await.unwrap();
        let mine = Recipient::Account(insert_account(&mut tx, 1).await);
        let theirs = Recipient::Account(insert_account(&mut tx, 2).await);
        let applicant = Recipient::Applicant(KeyedHash::try_from("ab".repeat(32)).unwrap());
        for (n, to) in [(1, &mine), (2, &mine), (3, &mine), (4, &theirs), (5, &applicant)] {
            notification::insert(&mut tx, &a_notification(n, to.clone())).await.unwrap();
        }
        let first = notification::list(&mut tx, &mine, &PageRequest::first(2)).await.unwrap();
        assert_eq!(ids(&first), vec![id(3), id(2)], "at one instant, by id");
        let second = PageRequest::after(first.next.unwrap(), 2);
        let second = notification::list(&mut tx, &mine, &second).await.unwrap();
        assert_eq!((ids(&second), &second.next), (vec![id(1)], &None));
        let of_applicant = notification::list(&mut tx, &applicant, &PageRequest::first(2)).await.unwrap();
        assert_eq!(of_applicant.items, vec![a_notification(5, applicant)]);
        assert_eq!(notification::find(&mut tx, id(4)).await.unwrap(), Some(a_notification(4, theirs)));
        assert_eq!(notification::find(&mut tx, id(9)).await.unwrap(), None);
    }
}

#[tokio::test]
async fn reading_counts_once_and_only_for_the_reader() {
    for db in stores().await {
        let mut tx = db.store.begin().await.unwrap();
        let me = insert_account(&mut tx, 1).await;
        let them = insert_account(&mut tx, 2).await;
        for (n, to) in [(1, me), (2, me), (3, me), (4, them)] {
            notification::insert(&mut tx, &a_notification(n, Recipient::Account(to))).await.unwrap();
        }
        assert_eq!(notification::count_unread(&mut tx, me).await.unwrap(), 3);
        assert!(notification::mark_read(&mut tx, me, id(1), later(9)).await.unwrap());
        assert!(!notification::mark_read(&mut tx, me, id(1), later(9)).await.unwrap());
        assert!(!notification::mark_read(&mut tx, me, id(4), later(9)).await.unwrap());
        assert_eq!(notification::mark_all_read(&mut tx, me, later(9)).await.unwrap(), 2);
        assert_eq!(notification::count_unread(&mut tx, me).await.unwrap(), 0);
        assert_eq!(notification::count_unread(&mut tx, them).await.unwrap(), 1);
    }
}
