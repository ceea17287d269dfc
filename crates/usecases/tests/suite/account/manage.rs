//! Opening, closing and resetting accounts.

use tongxing_domain::role::Role;
use tongxing_testkit::TestCampus;
use tongxing_usecases::{
    Error, Permission,
    account::{create, disable, list, resume_session, sign_in},
};

fn input(login: &str, name: &str) -> create::Input {
    create::Input { login: login.to_owned(), name: name.to_owned(), ..Default::default() }
}

#[tokio::test]
async fn a_new_account_has_no_role_before_its_first_password_is_changed() {
    for town in TestCampus::each().await {
        let system = town.staff("sys", Role::SystemAdministrator, None).await;
        let opened = create::run(&town.campus, &system.actor, input("zhao", "赵六")).await.unwrap();
        town.give(opened.account, Role::UnitHead, None).await;
        let first = sign_in::Input {
            login: "zhao".to_owned(),
            password: opened.password,
            code: String::new(),
            address: "192.0.2.7".to_owned(),
            agent: String::new(),
        };
        let begun = sign_in::run(&town.campus, first).await.unwrap();
        assert!(begun.must_change);
        let resumed = resume_session::run(&town.campus, &begun.token, "192.0.2.7").await.unwrap().unwrap();
        assert!(resumed.must_change && resumed.actor.roles().is_empty());
        assert!(!resumed.actor.may(Permission::ViewPersons));
    }
}

#[tokio::test]
async fn what_is_wrong_with_a_new_account_is_said_beside_its_fields() {
    for town in TestCampus::each().await {
        let system = town.staff("sys", Role::SystemAdministrator, None).await;
        let bad = create::Input { email: "@".into(), phone: "12".into(), ..input("a b", "") };
        let Err(Error::Refused(refusal)) = create::run(&town.campus, &system.actor, bad).await else {
            panic!("accepted");
        };
        let fields: Vec<_> = refusal.problems.iter().map(|p| p.path.as_str()).collect();
        assert_eq!(fields, ["login", "name", "phone", "email"]);
        let Err(Error::Refused(taken)) = create::run(&town.campus, &system.actor, input("SYS", "赵六")).await
        else {
            panic!("accepted");
        };
        assert_eq!((taken.problems[0].path.as_str(), taken.code()), ("login", "login-taken"));
    }
}

#[tokio::test]
async fn a_password_is_drawn_once_however_often_the_page_is_loaded() {
    for town in TestCampus::each().await {
        let system = town.staff("sys", Role::SystemAdministrator, None).await;
        let opened = create::run(&town.campus, &system.actor, input("zhao", "赵六")).await.unwrap();
        let known = disable::password_set_at(&town.campus, &system.actor, opened.account).await.unwrap();
        town.clock.advance_millis(1);
        let reset = || disable::reset_password(&town.campus, &system.actor, opened.account, known);
        let drawn = reset().await.unwrap();
        assert_ne!(drawn, opened.password);
        assert!(matches!(reset().await, Err(Error::Refused(r)) if r.code() == "password-drawn"));
        let known = disable::password_set_at(&town.campus, &system.actor, opened.account).await.unwrap();
        let again = disable::reset_password(&town.campus, &system.actor, opened.account, known).await;
        assert_ne!(again.unwrap(), drawn, "asked for once more");
    }
}

#[tokio::test]
async fn nobody_closes_or_resets_their_own_account_and_only_the_system_administrator_others() {
    let town = TestCampus::empty().await;
    let system = town.staff("sys", Role::SystemAdministrator, None).await;
    let security = town.staff("sec", Role::SecurityAdministrator, None).await;
    for outcome in [
        disable::close(&town.campus, &system.actor, system.account).await,
        disable::reset_password(&town.campus, &system.actor, system.account, None).await.map(drop),
    ] {
        assert!(matches!(outcome, Err(Error::Refused(r)) if r.code() == "own-account"));
    }
    let auditor = town.staff("audit", Role::AuditAdministrator, None).await;
    for outcome in [
        disable::close(&town.campus, &system.actor, auditor.account).await,
        disable::reset_password(&town.campus, &system.actor, security.account, None).await.map(drop),
    ] {
        assert!(
            matches!(outcome, Err(Error::Refused(r)) if r.code() == "separated-account"),
            "whoever resets a password can sign in with it"
        );
    }
    let forbidden = disable::close(&town.campus, &security.actor, system.account).await;
    assert!(matches!(forbidden, Err(Error::Forbidden)));
    let head = town.staff("head", Role::UnitHead, None).await;
    assert!(matches!(list::one(&town.campus, &head.actor, system.account).await, Err(Error::Forbidden)));
}
