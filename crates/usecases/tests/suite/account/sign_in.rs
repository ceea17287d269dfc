//! Signing in, being locked out, second factors.

use tongxing_testkit::{FakeClock, MINUTE, TestCampus};
use tongxing_usecases::{
    Error,
    account::{change_password, second_factor, sign_in},
};

async fn try_with(
    town: &TestCampus,
    login: &str,
    password: &str,
    code: &str,
) -> Result<sign_in::Output, Error> {
    let input = sign_in::Input {
        login: login.to_owned(),
        password: password.to_owned(),
        code: code.to_owned(),
        address: "192.0.2.7".to_owned(),
        agent: "test".to_owned(),
    };
    sign_in::run(&town.campus, input).await
}

fn code_of<T>(outcome: Result<T, Error>) -> String {
    match outcome {
        Err(Error::Refused(refusal)) => refusal.code().to_owned(),
        Err(other) => panic!("{other:?}"),
        Ok(_) => "ok".to_owned(),
    }
}

#[tokio::test]
async fn whatever_was_wrong_the_answer_is_the_same() {
    for town in TestCampus::each().await {
        let (_, password) = town.account_with_password("zhaoliu").await;
        town.account("nopassword").create().await;
        for (login, password) in [("zhaoliu", "wrong"), ("nobody", &password), ("nopassword", ""), ("", "")] {
            assert_eq!(code_of(try_with(&town, login, password, "").await), "sign-in-failed", "{login}");
        }
        assert_eq!(code_of(try_with(&town, " ZhaoLiu ", &password, "").await), "ok");
    }
}

#[tokio::test]
async fn five_failures_lock_and_time_unlocks() {
    for town in TestCampus::each().await {
        let (_, password) = town.account_with_password("zhaoliu").await;
        for _ in 0..5 {
            assert_eq!(code_of(try_with(&town, "zhaoliu", "wrong", "").await), "sign-in-failed");
        }
        assert_eq!(code_of(try_with(&town, "zhaoliu", &password, "").await), "sign-in-locked");
        town.clock.advance_millis(15 * MINUTE - 1);
        assert_eq!(code_of(try_with(&town, "zhaoliu", &password, "").await), "sign-in-locked");
        town.clock.advance_millis(1);
        assert_eq!(code_of(try_with(&town, "zhaoliu", "wrong", "").await), "sign-in-failed");
        town.clock.advance_millis(29 * MINUTE);
        assert_eq!(code_of(try_with(&town, "zhaoliu", &password, "").await), "sign-in-locked", "it doubles");
        town.clock.advance_millis(MINUTE);
        assert_eq!(code_of(try_with(&town, "zhaoliu", &password, "").await), "ok");
        assert_eq!(code_of(try_with(&town, "zhaoliu", "wrong", "").await), "sign-in-failed");
        assert_eq!(code_of(try_with(&town, "zhaoliu", &password, "").await), "ok", "the count began anew");
    }
}

#[tokio::test]
async fn a_lock_does_not_tell_who_has_an_account() {
    for town in TestCampus::each().await {
        town.account_with_password("zhaoliu").await;
        let mut answers = Vec::new();
        for login in ["zhaoliu", "nobody"] {
            let mut said = Vec::new();
            for _ in 0..7 {
                said.push(code_of(try_with(&town, login, "wrong", "").await));
            }
            answers.push(said);
        }
        assert_eq!(answers[0], answers[1]);
        assert_eq!(answers[0][5], "sign-in-locked");
    }
}

#[tokio::test]
async fn an_address_that_tries_many_accounts_is_stopped() {
    let town = TestCampus::empty().await;
    for n in 0..30 {
        assert_eq!(code_of(try_with(&town, &format!("guess{n}"), "x", "").await), "sign-in-failed");
    }
    assert_eq!(code_of(try_with(&town, "guess", "x", "").await), "too-many-tries");
    town.clock.advance_millis(15 * MINUTE);
    assert_eq!(code_of(try_with(&town, "guess", "x", "").await), "sign-in-failed");
}

#[tokio::test]
async fn a_second_factor_is_asked_for_and_each_code_counts_once() {
    for town in TestCampus::each().await {
        let (account, password) = town.account_with_password("zhaoliu").await;
        let signed_in = town.sign_in(account).await;
        let wrong = second_factor::begin(&town.campus, &signed_in.actor, "wrong".into()).await;
        assert_eq!(code_of(wrong), "password-wrong");
        let offer = second_factor::begin(&town.campus, &signed_in.actor, password.clone()).await.unwrap();
        assert!(offer.address.starts_with("otpauth://totp/"), "{}", offer.address);
        assert_eq!(code_of(try_with(&town, "zhaoliu", &password, "").await), "ok", "not confirmed yet");

        let code = code_now(&offer.secret, &town.clock);
        assert_eq!(
            code_of(second_factor::confirm(&town.campus, &signed_in.actor, "000000").await),
            "code-wrong"
        );
        second_factor::confirm(&town.campus, &signed_in.actor, &code).await.unwrap();
        assert_eq!(code_of(try_with(&town, "zhaoliu", &password, "").await), "code-required");
        assert_eq!(
            code_of(try_with(&town, "zhaoliu", &password, &code).await),
            "sign-in-failed",
            "used before"
        );
        town.clock.advance_millis(MINUTE);
        let code = code_now(&offer.secret, &town.clock);
        assert_eq!(code_of(try_with(&town, "zhaoliu", "wrong", &code).await), "sign-in-failed");
        assert_eq!(code_of(try_with(&town, "zhaoliu", &password, &code).await), "ok");
        assert_eq!(
            code_of(try_with(&town, "zhaoliu", &password, &code).await),
            "sign-in-failed",
            "used before"
        );
    }
}

fn code_now(secret: &str, clock: &FakeClock) -> String {
    use tongxing_ports::Clock;
    let seconds = u64::try_from(clock.now().millis() / 1000).unwrap();
    let secret = totp_rs::Secret::try_from_base32(secret).unwrap();
    let generator = totp_rs::Builder::new().with_secret(secret).build().unwrap();
    generator.generate(seconds).to_string()
}

#[tokio::test]
async fn whoever_finds_a_screen_unlocked_cannot_guess_the_password() {
    for town in TestCampus::each().await {
        let (account, password) = town.account_with_password("zhaoliu").await;
        let actor = town.sign_in(account).await.actor;
        for _ in 0..5 {
            assert_eq!(
                code_of(second_factor::remove(&town.campus, &actor, "wrong".into()).await),
                "password-wrong"
            );
        }
        let input = change_password::Input {
            current: password.clone(),
            new: "correct horse battery".into(),
            again: "correct horse battery".into(),
        };
        let refused = code_of(change_password::run(&town.campus, &actor, input).await);
        assert_eq!(refused, "too-many-tries", "one count for every place that asks");
        town.clock.advance_millis(15 * MINUTE);
        assert_eq!(code_of(second_factor::remove(&town.campus, &actor, password).await), "ok");
    }
}

#[tokio::test]
async fn a_second_factor_is_not_taken_off_by_beginning_another() {
    for town in TestCampus::each().await {
        let (account, password) = town.account_with_password("zhaoliu").await;
        let actor = town.sign_in(account).await.actor;
        let offer = second_factor::begin(&town.campus, &actor, password.clone()).await.unwrap();
        let code = code_now(&offer.secret, &town.clock);
        second_factor::confirm(&town.campus, &actor, &code).await.unwrap();
        let again = second_factor::begin(&town.campus, &actor, password.clone()).await;
        assert_eq!(code_of(again), "second-factor-on");
        assert_eq!(code_of(try_with(&town, "zhaoliu", &password, "").await), "code-required");
    }
}
