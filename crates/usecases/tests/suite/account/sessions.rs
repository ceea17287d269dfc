//! How long a session lives, and who may end it.

use tongxing_domain::{id::Id, role::Role};
use tongxing_testkit::{HOUR, MINUTE, TestCampus};
use tongxing_usecases::{
    Error,
    account::{change_password, disable, end_sessions, resume_session, sign_out, token},
};

async fn lives(town: &TestCampus, token: &str) -> bool {
    resume_session::run(&town.campus, token, "192.0.2.7").await.unwrap().is_some()
}

#[tokio::test]
async fn a_session_ends_when_it_is_idle_and_at_the_latest_after_twelve_hours() {
    for town in TestCampus::each().await {
        let signed_in = town.staff("zhao", Role::Guard, None).await;
        assert!(!lives(&town, "no such token").await);
        for _ in 0..51 {
            town.clock.advance_millis(14 * MINUTE);
            assert!(lives(&town, &signed_in.token).await, "used every 14 minutes");
        }
        town.clock.advance_millis(12 * HOUR - 51 * 14 * MINUTE);
        assert!(!lives(&town, &signed_in.token).await, "twelve hours are over");

        let idle = town.sign_in(signed_in.account).await;
        town.clock.advance_millis(15 * MINUTE - 1);
        assert!(lives(&town, &idle.token).await);
        town.clock.advance_millis(15 * MINUTE);
        assert!(!lives(&town, &idle.token).await, "idle for fifteen minutes");
    }
}

#[tokio::test]
async fn people_end_their_own_sessions_and_nobody_elses() {
    for town in TestCampus::each().await {
        let here = town.staff("zhao", Role::Guard, None).await;
        let there = town.sign_in(here.account).await;
        let elsewhere = town.sign_in(here.account).await;
        let stranger = town.staff("qian", Role::Guard, None).await;
        assert_eq!(end_sessions::list(&town.campus, &here.actor).await.unwrap().len(), 3);

        let foreign = end_sessions::one(&town.campus, &stranger.actor, here.actor.session()).await;
        assert!(matches!(foreign, Err(Error::NotFound)));
        end_sessions::one(&town.campus, &here.actor, there.actor.session()).await.unwrap();
        assert_eq!(end_sessions::others(&town.campus, &here.actor).await.unwrap(), 1);
        assert!(lives(&town, &here.token).await);
        assert!(!lives(&town, &there.token).await && !lives(&town, &elsewhere.token).await);
        sign_out::run(&town.campus, &here.actor).await.unwrap();
        assert!(!lives(&town, &here.token).await);
        assert!(lives(&town, &stranger.token).await);
        let gone =
            end_sessions::one(&town.campus, &stranger.actor, Id::new(town.campus.now(), [0; 10])).await;
        assert!(matches!(gone, Err(Error::NotFound)));
    }
}

#[tokio::test]
async fn a_new_password_ends_the_other_sessions_and_a_closed_account_all_of_them() {
    for town in TestCampus::each().await {
        let (account, password) = town.account_with_password("zhaoliu").await;
        let (here, there) = (town.sign_in(account).await, town.sign_in(account).await);
        let change = |current: &str, new: &str, again: &str| change_password::Input {
            current: current.to_owned(),
            new: new.to_owned(),
            again: again.to_owned(),
        };
        let new = "correct horse battery";
        for (typed, field, code) in [
            (change(&password, "short", "short"), "new", "password-too-short"),
            (change(&password, "zhaoliu12345", "zhaoliu12345"), "new", "password-known"),
            (change(&password, new, "another one here"), "again", "password-differs"),
            (change("wrong", new, new), "current", "password-wrong"),
            (change(&password, &password, &password), "new", "password-same"),
        ] {
            let Err(Error::Refused(refusal)) = change_password::run(&town.campus, &here.actor, typed).await
            else {
                panic!("{code} was accepted");
            };
            assert_eq!((refusal.problems[0].path.as_str(), refusal.code()), (field, code));
        }
        assert!(lives(&town, &there.token).await, "nothing was changed");
        change_password::run(&town.campus, &here.actor, change(&password, new, new)).await.unwrap();
        assert!(lives(&town, &here.token).await && !lives(&town, &there.token).await);

        let administrator = town.staff("sys", Role::SystemAdministrator, None).await;
        disable::close(&town.campus, &administrator.actor, account).await.unwrap();
        assert!(!lives(&town, &here.token).await);
        disable::reopen(&town.campus, &administrator.actor, account).await.unwrap();
        assert!(!lives(&town, &here.token).await, "the old sessions stay ended");
    }
}

#[tokio::test]
async fn a_token_works_for_a_program_until_its_day_and_ends_with_the_password() {
    for town in TestCampus::each().await {
        let (account, password) = town.account_with_password("zhao").await;
        let zhao = town.sign_in(account).await;
        let wanted = |days: u16, password: &str| token::Input {
            purpose: " 数据中心同步 ".to_owned(),
            days,
            password: password.to_owned(),
        };
        let wrong = token::create(&town.campus, &zhao.actor, wanted(30, "not the password")).await;
        assert!(matches!(wrong, Err(Error::Refused(r)) if r.code() == "password-wrong"));
        let endless = token::create(&town.campus, &zhao.actor, wanted(9999, &password)).await;
        assert!(matches!(endless, Err(Error::Refused(r)) if r.code() == "token-days"));
        let secret = token::create(&town.campus, &zhao.actor, wanted(30, &password)).await.unwrap();
        assert!(secret.starts_with("tongxing_"));
        let program = |secret: String| {
            let campus = town.campus.clone();
            async move { resume_session::of_program(&campus, &secret, "192.0.2.9").await.unwrap() }
        };
        assert!(!lives(&town, &secret).await, "a token is no cookie");
        assert!(program(zhao.token.clone()).await.is_none(), "a cookie is no token");
        let listed = token::list(&town.campus, &zhao.actor).await.unwrap();
        assert_eq!(listed[0].purpose.as_deref(), Some("数据中心同步"));
        assert_eq!(end_sessions::list(&town.campus, &zhao.actor).await.unwrap().len(), 1);

        town.clock.advance_millis(29 * 24 * HOUR);
        assert!(program(secret.clone()).await.is_some(), "it does not fall asleep");
        town.clock.advance_millis(24 * HOUR);
        assert!(program(secret).await.is_none(), "its day has come");

        let zhao = town.sign_in(account).await;
        let secret = token::create(&town.campus, &zhao.actor, wanted(30, &password)).await.unwrap();
        let new = "a much longer new password".to_owned();
        let input = change_password::Input { current: password, new: new.clone(), again: new };
        change_password::run(&town.campus, &zhao.actor, input).await.unwrap();
        assert!(program(secret).await.is_none());
    }
}
