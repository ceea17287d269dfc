use std::collections::BTreeMap;

use tongxing_storage::message::{self, Content, Message, MessageState, Outcome};
use tongxing_storage::testing::stores;
use tongxing_storage::{PageRequest, StorageError};

use crate::samples::{id, later};

fn a_message(n: u8) -> Message {
    let at = later(i64::from(n));
    Message {
        id: id(n),
        channel: "email".to_owned(),
        recipient: "zhang@example.com".to_owned(),
        content: Content {
            locale: "zh-CN".to_owned(),
            subject: "审核通过".to_owned(),
            text: "登记完成".to_owned(),
            params: BTreeMap::from([("number".to_owned(), "TX1".to_owned())]),
        },
        kind: "application-approved".to_owned(),
        state: MessageState::Wanted,
        reference: None,
        reason: None,
        attempts: 0,
        created_at: at,
        updated_at: at,
    }
}

#[tokio::test]
async fn a_message_is_tried_until_it_leaves() {
    for db in stores().await {
        let mut tx = db.store.begin().await.unwrap();
        message::insert(&mut tx, &a_message(1)).await.unwrap();
        assert_eq!(message::find(&mut tx, id(1)).await.unwrap(), Some(a_message(1)));
        let delayed = Outcome::Delayed { reason: "no answer".to_owned() };
        message::record(&mut tx, id(1), &delayed, later(10)).await.unwrap();
        let sent = Outcome::Sent { reference: Some("r-1".to_owned()) };
        message::record(&mut tx, id(1), &sent, later(20)).await.unwrap();
        let one = message::find(&mut tx, id(1)).await.unwrap().unwrap();
        assert_eq!((one.state, one.attempts, one.reason), (MessageState::Sent, 2, None));
        assert_eq!((one.reference.as_deref(), one.updated_at), (Some("r-1"), later(20)));
        assert!(matches!(
            message::record(&mut tx, id(1), &sent, later(30)).await,
            Err(StorageError::Conflict)
        ));
        assert_eq!(message::find(&mut tx, id(2)).await.unwrap(), None);
    }
}

#[tokio::test]
async fn messages_are_listed_by_state_and_removed_when_old() {
    for db in stores().await {
        let mut tx = db.store.begin().await.unwrap();
        for n in 1..=4 {
            message::insert(&mut tx, &a_message(n)).await.unwrap();
        }
        let failed = Outcome::Failed { reason: "no such address".to_owned() };
        for n in [1, 2, 3] {
            message::record(&mut tx, id(n), &failed, later(10 + i64::from(n))).await.unwrap();
        }
        let first = message::list(&mut tx, MessageState::Failed, &PageRequest::first(2)).await.unwrap();
        assert_eq!(first.items.iter().map(|one| one.id).collect::<Vec<_>>(), vec![id(3), id(2)]);
        let rest = PageRequest::after(first.next.unwrap(), 2);
        let rest = message::list(&mut tx, MessageState::Failed, &rest).await.unwrap();
        assert_eq!((rest.items[0].id, rest.items[0].reason.as_deref()), (id(1), Some("no such address")));
        assert_eq!(message::delete_before(&mut tx, later(13)).await.unwrap(), 2);
        assert!(message::find(&mut tx, id(4)).await.unwrap().is_some(), "still wanted, however old");
    }
}
