//! Adding, changing and moving units.

use tongxing_domain::role::Role;
use tongxing_testkit::TestCampus;
use tongxing_usecases::{
    Error,
    unit::{list, save, show},
};

fn input(code: &str, name: &str) -> save::Input {
    save::Input { code: code.to_owned(), name_zh: name.to_owned(), active: true, ..Default::default() }
}

#[tokio::test]
async fn a_unit_is_added_moved_and_never_below_itself() {
    for town in TestCampus::each().await {
        let system = town.staff("sys", Role::SystemAdministrator, None).await;
        let security = town.staff("sec", Role::SecurityAdministrator, None).await;
        let top = save::add(&town.campus, &system.actor, input("00", "云麓大学")).await.unwrap();
        let below = save::Input { parent: Some(top), ..input("01", "后勤保障处") };
        let office = save::add(&town.campus, &system.actor, below.clone()).await.unwrap();
        for (id, wrong, field, code) in [
            (
                top,
                save::Input { parent: Some(office), ..input("00", "云麓大学") },
                "parent",
                "unit-below-itself",
            ),
            (
                top,
                save::Input { parent: Some(top), ..input("00", "云麓大学") },
                "parent",
                "unit-below-itself",
            ),
            (office, input("00", "后勤保障处"), "code", "code-taken"),
            (office, input("0\u{200b}", "后勤保障处"), "code", "unit-code-form"),
            (office, input("01", "后\u{202e}勤"), "name_zh", "text-invisible-character"),
        ] {
            let Err(Error::Refused(refusal)) = save::change(&town.campus, &system.actor, id, wrong).await
            else {
                panic!("{code} was accepted");
            };
            assert_eq!((refusal.problems[0].path.as_str(), refusal.code()), (field, code));
        }
        let closed = save::Input { active: false, ..below };
        save::change(&town.campus, &system.actor, office, closed).await.unwrap();
        let open = list::open_for_registration(&town.campus).await.unwrap();
        assert_eq!(open.iter().map(|b| b.unit.id).collect::<Vec<_>>(), [top]);
        let seen = show::run(&town.campus, &security.actor, office).await.unwrap().unit;
        assert_eq!((seen.active, seen.parent, seen.name_en.as_str()), (false, Some(top), "后勤保障处"));
        let forbidden = save::add(&town.campus, &security.actor, input("02", "图书馆")).await;
        assert!(matches!(forbidden, Err(Error::Forbidden)));
    }
}
