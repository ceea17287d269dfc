use tongxing_domain::account::AccountState;
use tongxing_domain::email::Email;
use tongxing_domain::locale::Locale;
use tongxing_domain::name::PersonName;
use tongxing_domain::phone::Phone;
use tongxing_storage::account::AccountFilter;
use tongxing_storage::sign_in::SignIn;
use tongxing_storage::testing::stores;
use tongxing_storage::{PageRequest, StorageError, account, sign_in};

use crate::samples::{NOW, an_account, id, insert_account, insert_unit, later};

#[tokio::test]
async fn an_account_is_written_found_and_changed() {
    for db in stores().await {
        let mut tx = db.store.begin().await.unwrap();
        let mut one = an_account(1);
        one.phone = Some(Phone::parse("13812345678").unwrap());
        one.email = Some(Email::parse("wang@example.edu.cn").unwrap());
        one.unit = Some(insert_unit(&mut tx, 1, None).await);
        one.locale = Some(Locale::En);
        account::insert(&mut tx, &one, NOW).await.unwrap();
        assert_eq!(account::find(&mut tx, one.id).await.unwrap(), Some(one.clone()));
        one.state = AccountState::Disabled;
        one.phone = None;
        account::update(&mut tx, &one).await.unwrap();
        assert_eq!(account::find(&mut tx, one.id).await.unwrap(), Some(one));
        assert_eq!(account::find(&mut tx, id(9)).await.unwrap(), None);
        assert_eq!(account::count(&mut tx).await.unwrap(), 1);
    }
}

#[tokio::test]
async fn letter_case_makes_no_second_login() {
    for db in stores().await {
        let mut tx = db.store.begin().await.unwrap();
        let one = insert_account(&mut tx, 1).await;
        let found = account::find_by_login(&mut tx, " sTAFF001 ").await.unwrap().unwrap();
        assert_eq!(found.id, one);
        let mut twin = an_account(2);
        twin.login = "STAFF001".to_owned();
        assert!(matches!(account::insert(&mut tx, &twin, NOW).await, Err(StorageError::Conflict)));
    }
}

#[tokio::test]
async fn accounts_are_listed_by_login_page_by_page() {
    for db in stores().await {
        let mut tx = db.store.begin().await.unwrap();
        for n in [3, 1, 5, 2, 4] {
            insert_account(&mut tx, n).await;
        }
        let all = AccountFilter::default();
        let mut page = account::list(&mut tx, &all, &PageRequest::first(2)).await.unwrap();
        let mut logins = Vec::new();
        loop {
            logins.extend(page.items.into_iter().map(|one| one.login));
            let Some(next) = page.next else { break };
            page = account::list(&mut tx, &all, &PageRequest::after(next, 2)).await.unwrap();
        }
        assert_eq!(logins, ["Staff001", "Staff002", "Staff003", "Staff004", "Staff005"]);
    }
}

#[tokio::test]
async fn a_filter_leaves_out_what_does_not_fit() {
    for db in stores().await {
        let mut tx = db.store.begin().await.unwrap();
        let unit = insert_unit(&mut tx, 1, None).await;
        let mut here = an_account(1);
        here.unit = Some(unit);
        let mut gone = an_account(2);
        gone.state = AccountState::Disabled;
        let mut other = an_account(3);
        other.login = "guard-蒙".to_owned();
        other.name = PersonName::parse("李四").unwrap();
        for one in [&here, &gone, &other] {
            account::insert(&mut tx, one, NOW).await.unwrap();
        }
        let filters = [
            (AccountFilter { unit: Some(unit), ..Default::default() }, &here),
            (AccountFilter { state: Some(AccountState::Disabled), ..Default::default() }, &gone),
            (AccountFilter { name: Some("李四".to_owned()), ..Default::default() }, &other),
            (AccountFilter { login_prefix: Some("GUARD-蒙".to_owned()), ..Default::default() }, &other),
        ];
        for (filter, wanted) in filters {
            let page = account::list(&mut tx, &filter, &PageRequest::first(10)).await.unwrap();
            assert_eq!(page.items, vec![wanted.clone()], "{filter:?}");
            assert_eq!(page.next, None);
        }
        let both = account::find_all(&mut tx, &[other.id, here.id, id(9)]).await.unwrap();
        assert_eq!(both, vec![other, here]);
    }
}

#[tokio::test]
async fn what_one_signs_in_with_is_kept_apart() {
    for db in stores().await {
        let mut tx = db.store.begin().await.unwrap();
        let account = insert_account(&mut tx, 1).await;
        assert!(sign_in::find(&mut tx, account).await.unwrap().is_none());
        let mut one = SignIn::none(account);
        one.password_hash = Some("$argon2id$…".to_owned());
        one.password_set_at = Some(NOW);
        one.totp_secret = Some("JBSWY3DPEHPK3PXP".to_owned());
        sign_in::save(&mut tx, &one).await.unwrap();
        assert!(sign_in::lock(&mut tx, account).await.unwrap() == Some(one.clone()));
        one.must_change = true;
        one.totp_confirmed = true;
        one.totp_last_step = 59_666_666;
        one.failed = 5;
        one.locked_until = Some(later(900_000));
        one.last_at = Some(later(-5));
        sign_in::save(&mut tx, &one).await.unwrap();
        assert!(sign_in::find(&mut tx, account).await.unwrap() == Some(one));
    }
}
