//! Giving and taking roles; the three administrators are three people.

use tongxing_domain::{id::AccountId, role::Role, time::Period};
use tongxing_testkit::{DAY, TestCampus};
use tongxing_usecases::{
    Error, Permission,
    account::{give_role, list, take_role},
};

fn wanted(town: &TestCampus, account: AccountId, role: Role) -> give_role::Input {
    let valid = Period::open_ended(town.campus.now()).unwrap();
    give_role::Input { account, role, unit: None, below: false, valid }
}

fn refusal<T>(outcome: Result<T, Error>) -> String {
    match outcome {
        Err(Error::Refused(refusal)) => refusal.code().to_owned(),
        Err(other) => other.to_string(),
        Ok(_) => "ok".to_owned(),
    }
}

#[tokio::test]
async fn only_the_security_administrator_gives_roles_and_none_to_themselves() {
    for town in TestCampus::each().await {
        let security = town.staff("sec", Role::SecurityAdministrator, None).await;
        let system = town.staff("sys", Role::SystemAdministrator, None).await;
        let zhao = town.account("zhao").create().await;
        let give = |input| give_role::run(&town.campus, &security.actor, input);

        let forbidden = give_role::run(&town.campus, &system.actor, wanted(&town, zhao, Role::Guard)).await;
        assert!(matches!(forbidden, Err(Error::Forbidden)));
        assert_eq!(refusal(give(wanted(&town, security.account, Role::Guard)).await), "own-role");
        assert_eq!(
            refusal(give(wanted(&town, system.account, Role::AuditAdministrator)).await),
            "roles-exclude"
        );
        assert_eq!(refusal(give(wanted(&town, zhao, Role::AuditAdministrator)).await), "ok");
        assert_eq!(refusal(give(wanted(&town, zhao, Role::AuditAdministrator)).await), "role-held");
        let unit = town.unit("01", "后勤保障处").await;
        let narrow = give_role::Input { unit: Some(unit), ..wanted(&town, zhao, Role::SystemAdministrator) };
        assert_eq!(refusal(give(narrow).await), "role-campus-only");
        assert!(town.sign_in(zhao).await.actor.may(Permission::ViewAudit));

        let own = list::one(&town.campus, &security.actor, security.account).await.unwrap().roles[0].id;
        assert_eq!(refusal(take_role::run(&town.campus, &security.actor, own).await), "own-role");
    }
}

#[tokio::test]
async fn a_role_holds_in_its_period_and_where_it_reaches() {
    for town in TestCampus::each().await {
        let security = town.staff("sec", Role::SecurityAdministrator, None).await;
        let campus = town.unit("00", "云麓大学").await;
        let office = town.unit_below(campus, "01", "后勤保障处").await;
        let zhao = town.account("zhao").create().await;
        let tomorrow = town.campus.now().plus_millis(DAY);
        let valid = Period::new(tomorrow, tomorrow.plus_millis(DAY)).unwrap();
        let input = give_role::Input {
            unit: Some(campus),
            below: true,
            valid,
            ..wanted(&town, zhao, Role::UnitAdministrator)
        };
        let given = give_role::run(&town.campus, &security.actor, input).await.unwrap();
        assert!(!town.sign_in(zhao).await.actor.may(Permission::ViewPersons), "from tomorrow on");
        town.clock.set(tomorrow);
        let actor = town.sign_in(zhao).await.actor;
        actor.require_in(Permission::ViewPersons, Some(office)).unwrap();
        assert!(matches!(actor.require_in(Permission::ViewPersons, None), Err(Error::NotFound)));
        assert!(matches!(actor.require_in(Permission::ViewAudit, None), Err(Error::Forbidden)));

        let security = town.sign_in(security.account).await;
        town.clock.advance_millis(1);
        take_role::run(&town.campus, &security.actor, given).await.unwrap();
        assert!(!town.sign_in(zhao).await.actor.may(Permission::ViewPersons));
        let again = take_role::run(&town.campus, &security.actor, given).await;
        assert!(matches!(again, Err(Error::NotFound)));
        let kept = list::one(&town.campus, &security.actor, zhao).await.unwrap().roles;
        assert_eq!(kept.len(), 1, "that it was held stays on record");
    }
}
