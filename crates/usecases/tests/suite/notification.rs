//! Messages that leave the portal.

use tongxing_domain::role::Role;
use tongxing_ports::SendError;
use tongxing_storage::testing::stores;
use tongxing_testkit::{MINUTE, TestCampus};
use tongxing_usecases::{PageRequest, account::disable, job::run_due, notification::list};

fn busy() -> SendError {
    SendError::Retry { reason: "the gateway is down".to_owned(), after: None, source: None }
}

#[tokio::test]
async fn whoever_owns_an_account_is_told_that_its_password_was_reset() {
    for town in TestCampus::each().await {
        let system = town.staff("sys", Role::SystemAdministrator, None).await;
        let zhao =
            town.account("zhao").with_email("zhao@example.edu").with_phone("13800000001").create().await;
        disable::reset_password(&town.campus, &system.actor, zhao, None).await.unwrap();
        town.run_jobs().await;
        let sent = town.email.sent();
        assert_eq!(sent.len(), 1);
        assert!(
            sent[0].subject.contains("密码已被重置") && sent[0].text.contains("zhao"),
            "{}",
            sent[0].text
        );
        let signed_in = town.sign_in(zhao).await;
        let page = list::run(&town.campus, &signed_in.actor, &PageRequest::first(5)).await.unwrap();
        assert_eq!(page.items[0].kind, "password-reset");
    }
}

#[tokio::test]
async fn a_way_that_fails_is_tried_again_without_the_others() {
    for database in stores().await {
        let town = TestCampus::with_texts(database);
        let system = town.staff("sys", Role::SystemAdministrator, None).await;
        let zhao =
            town.account("zhao").with_email("zhao@example.edu").with_phone("13800000001").create().await;
        town.sms.fail_next(busy());
        disable::reset_password(&town.campus, &system.actor, zhao, None).await.unwrap();
        while run_due(&town.campus, 10).await.unwrap() > 0 {}
        assert_eq!((town.email.sent().len(), town.sms.sent().len()), (1, 0));
        town.clock.advance_millis(10 * MINUTE);
        town.run_jobs().await;
        assert_eq!(
            (town.email.sent().len(), town.sms.sent().len()),
            (1, 1),
            "nobody gets the same mail twice"
        );
    }
}
