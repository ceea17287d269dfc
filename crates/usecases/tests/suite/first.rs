//! Accounts opened on the machine itself.

use tongxing_domain::role::Role;
use tongxing_storage::account;
use tongxing_testkit::TestCampus;
use tongxing_usecases::account::{
    create,
    first::{self, First},
    resume_session, sign_in,
};

const SYSTEM: First = First { role: Role::SystemAdministrator, unit: None, below: false };
const AUDIT: First = First { role: Role::AuditAdministrator, unit: None, below: false };

fn somebody() -> create::Input {
    create::Input { login: "first".to_owned(), name: "钱测试".to_owned(), ..Default::default() }
}

#[tokio::test]
async fn the_first_administrator_signs_in_and_has_to_choose_a_password() {
    for (kept, must_change) in [(false, true), (true, false)] {
        let town = TestCampus::empty().await;
        let opened = first::run(&town.campus, somebody(), &[SYSTEM], kept).await.unwrap();
        let input = sign_in::Input {
            login: "first".to_owned(),
            password: opened.password,
            code: String::new(),
            address: "127.0.0.1".to_owned(),
            agent: String::new(),
        };
        let session = sign_in::run(&town.campus, input).await.unwrap();
        let resumed = resume_session::run(&town.campus, &session.token, "127.0.0.1").await.unwrap().unwrap();
        assert_eq!(resumed.must_change, must_change);
        // Who still has to choose a password may do nothing else.
        assert_eq!(resumed.actor.roles().is_empty(), must_change);
    }
}

#[tokio::test]
async fn a_refused_role_leaves_no_account_behind() {
    for town in TestCampus::each().await {
        let refused = first::run(&town.campus, somebody(), &[SYSTEM, AUDIT], false).await;
        assert!(refused.err().unwrap().to_string().contains("roles-exclude"));
        let mut db = town.campus.store.read().await.unwrap();
        assert_eq!(account::count(&mut db).await.unwrap(), 0);
    }
}
