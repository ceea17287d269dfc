use tongxing_storage::KeyedHash;
use tongxing_storage::confirmation::{self, Confirmation, Confirmed};
use tongxing_storage::testing::stores;

use crate::samples::{NOW, id, later};

fn a_phone() -> KeyedHash {
    KeyedHash::try_from("cd".repeat(32)).unwrap()
}

fn a_code<'a>(n: u8, request: &'a str, code: &'a str) -> Confirmation<'a> {
    let expires_at = later(600);
    Confirmation {
        id: id(n),
        request,
        application: id(7),
        phone: a_phone(),
        code,
        created_at: NOW,
        expires_at,
    }
}

#[tokio::test]
async fn a_code_is_good_once_for_its_request_and_for_a_while() {
    for db in stores().await {
        let mut tx = db.store.begin().await.unwrap();
        confirmation::put(&mut tx, &a_code(1, "mine", "123456")).await.unwrap();
        confirmation::put(&mut tx, &a_code(2, "theirs", "654321")).await.unwrap();
        assert_eq!(confirmation::try_code(&mut tx, "theirs", "123456", 5, NOW).await.unwrap(), None);
        assert_eq!(confirmation::try_code(&mut tx, "nobody", "123456", 5, NOW).await.unwrap(), None);
        assert_eq!(confirmation::try_code(&mut tx, "mine", "123456", 5, later(600)).await.unwrap(), None);
        let right = Confirmed { application: id(7), phone: a_phone() };
        assert_eq!(
            confirmation::try_code(&mut tx, "mine", "123456", 5, later(599)).await.unwrap(),
            Some(right)
        );
        assert_eq!(confirmation::try_code(&mut tx, "mine", "123456", 5, NOW).await.unwrap(), None, "used up");
    }
}

#[tokio::test]
async fn too_many_wrong_tries_spoil_a_code_and_a_new_one_replaces_it() {
    for db in stores().await {
        let mut tx = db.store.begin().await.unwrap();
        confirmation::put(&mut tx, &a_code(1, "mine", "123456")).await.unwrap();
        for _ in 0..3 {
            assert_eq!(confirmation::try_code(&mut tx, "mine", "000000", 3, NOW).await.unwrap(), None);
        }
        assert_eq!(confirmation::try_code(&mut tx, "mine", "123456", 3, NOW).await.unwrap(), None);
        confirmation::put(&mut tx, &a_code(2, "mine", "222222")).await.unwrap();
        assert_eq!(confirmation::try_code(&mut tx, "mine", "123456", 3, NOW).await.unwrap(), None);
        assert!(confirmation::try_code(&mut tx, "mine", "222222", 3, NOW).await.unwrap().is_some());
    }
}

#[tokio::test]
async fn what_is_too_old_goes() {
    for db in stores().await {
        let mut tx = db.store.begin().await.unwrap();
        confirmation::put(&mut tx, &a_code(1, "mine", "123456")).await.unwrap();
        assert_eq!(confirmation::delete_expired(&mut tx, later(599)).await.unwrap(), 0);
        assert_eq!(confirmation::delete_expired(&mut tx, later(600)).await.unwrap(), 1);
    }
}
