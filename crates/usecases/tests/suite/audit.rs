//! Reading the audit log and checking that it is whole.

use tongxing_domain::role::Role;
use tongxing_storage::audit::Verdict;
use tongxing_testkit::{DAY, TestCampus};
use tongxing_usecases::{
    Error, PageRequest,
    account::{disable, sign_out},
    audit::{
        list::{self, Filter},
        verify,
    },
    unit::save,
};

#[tokio::test]
async fn entries_are_found_by_who_what_to_what_and_when_with_names_beside_ids() {
    for town in TestCampus::each().await {
        let system = town.staff("sys", Role::SystemAdministrator, None).await;
        let auditor = town.account("aud").named("吴十").with(Role::AuditAdministrator, None).create().await;
        let zhao = town.account("zhao").named("赵六").create().await;
        let new = save::Input {
            code: "01".into(),
            name_zh: "后勤保障处".into(),
            active: true,
            ..Default::default()
        };
        save::add(&town.campus, &system.actor, new).await.unwrap();
        disable::close(&town.campus, &system.actor, zhao).await.unwrap();
        town.clock.advance_millis(DAY);
        let signed_in = town.sign_in(auditor).await;
        sign_out::run(&town.campus, &signed_in.actor).await.unwrap();
        let auditor = town.sign_in(auditor).await.actor;

        let find = async |filter: Filter| {
            let (page, _) =
                list::run(&town.campus, &auditor, &filter, &PageRequest::first(10)).await.unwrap();
            let told = page.items.into_iter().map(|line| {
                let actor = line.actor.unwrap_or_default();
                format!("{actor} {} {}", line.logged.entry.action, line.subject.unwrap_or_default())
            });
            told.collect::<Vec<_>>()
        };
        let all = ["吴十 account.sign-out 吴十", "钱测试 account.close 赵六", "钱测试 unit.add 后勤保障处"];
        assert_eq!(find(Filter::default()).await, all);
        let by = |actor: &str| Filter { actor: actor.to_owned(), ..Filter::default() };
        let about = |subject: &str| Filter { subject: subject.to_owned(), ..Filter::default() };
        assert_eq!(find(by("AUD")).await, all[..1]);
        assert_eq!(find(by("nobody")).await, [""; 0]);
        assert_eq!(find(about("zhao")).await, all[1..2]);
        assert_eq!(find(about("01")).await, all[2..]);
        assert_eq!(find(Filter { action: "unit.add".into(), ..Filter::default() }).await, all[2..]);
        let today = town.campus.today();
        assert_eq!(find(Filter { day: Some(today), ..Filter::default() }).await, all[..1]);
        assert_eq!(
            find(Filter { day: Some(today.yesterday().unwrap()), ..Filter::default() }).await,
            all[1..]
        );

        let first = PageRequest::first(2);
        let (page, head) = list::run(&town.campus, &auditor, &Filter::default(), &first).await.unwrap();
        let rest = PageRequest::after(page.next.unwrap(), 2);
        let (rest, _) = list::run(&town.campus, &auditor, &Filter::default(), &rest).await.unwrap();
        assert_eq!((page.items.len(), rest.items.len(), rest.next, head.seq), (2, 1, None, 3));
    }
}

#[tokio::test]
async fn the_chain_is_checked_and_the_check_is_written_down() {
    for town in TestCampus::each().await {
        let auditor = town.staff("aud", Role::AuditAdministrator, None).await.actor;
        let system = town.staff("sys", Role::SystemAdministrator, None).await.actor;
        assert_eq!(verify::run(&town.campus, &auditor).await.unwrap(), Verdict::Whole { entries: 0 });
        assert_eq!(verify::run(&town.campus, &auditor).await.unwrap(), Verdict::Whole { entries: 1 });
        assert!(matches!(verify::run(&town.campus, &system).await, Err(Error::Forbidden)));
        let seen = list::run(&town.campus, &system, &Filter::default(), &PageRequest::first(1)).await;
        assert!(matches!(seen, Err(Error::Forbidden)));
    }
}
