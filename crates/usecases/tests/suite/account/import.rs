//! Taking over people and roles: all rows or none, in two hands.

use bytes::Bytes;
use tongxing_domain::{account::AccountState, locale::Locale, role::Role};
use tongxing_storage::{account, audit};
use tongxing_testkit::TestCampus;
use tongxing_usecases::{Actor, Error, account::import, import::Report};

async fn run(town: &TestCampus, actor: &Actor, sheet: &str) -> Report {
    import::run(&town.campus, actor, Bytes::copy_from_slice(sheet.as_bytes())).await.unwrap()
}

fn problems(report: &Report) -> Vec<(usize, &str, &str)> {
    report.problems.iter().map(|p| (p.row, p.column.as_str(), p.problem.code.as_ref())).collect()
}

const SHEET: &str = "账号,姓名,手机号,所在单位编号,角色,角色单位编号\n\
    20010001,赵六,13800000001,01,部门管理员,\n\
    20010001,赵六,13800000001,01,unit-head,01\n\
    20010002,钱七,,01,,\n\
    ,,,,,\n\
    20010003,孙八,,,审计管理员,\n";

#[tokio::test]
async fn one_bad_cell_and_nothing_is_taken_over() {
    for town in TestCampus::each().await {
        let system = town.staff("sys", Role::SystemAdministrator, None).await;
        town.unit("01", "后勤保障处").await;
        let sheet =
            SHEET.replace("13800000001,01,unit-head", "138,99,unit-head").replace("审计管理员", "国王");
        let report = run(&town, &system.actor, &sheet).await;
        assert_eq!(
            problems(&report),
            [
                (3, "phone", "phone-length"),
                (3, "unit", "import-unknown-unit"),
                (6, "role", "import-unknown-role")
            ]
        );
        assert_eq!((report.added, report.changed), (0, 0));
        let mut db = town.campus.store.read().await.unwrap();
        assert!(account::find_by_login(&mut db, "20010001").await.unwrap().is_none());
        assert_eq!(audit::head(&mut db).await.unwrap().seq, 0);
    }
}

#[tokio::test]
async fn people_first_and_their_roles_by_the_other_administrator() {
    for town in TestCampus::each().await {
        let system = town.staff("sys", Role::SystemAdministrator, None).await;
        let security = town.staff("sec", Role::SecurityAdministrator, None).await;
        town.unit("01", "后勤保障处").await;
        let early = run(&town, &security.actor, SHEET).await;
        assert_eq!(problems(&early)[0], (2, "login", "import-unknown-account"));

        let report = run(&town, &system.actor, SHEET).await;
        assert_eq!((report.added, report.changed, report.roles_given, report.roles_left), (3, 0, 0, 3));
        let again = run(&town, &system.actor, SHEET).await;
        assert_eq!((again.added, again.changed), (0, 0), "the same file changes nothing");
        let roles = run(&town, &security.actor, SHEET).await;
        assert_eq!((roles.roles_given, problems(&roles)), (3, Vec::new()));
        assert_eq!(run(&town, &security.actor, SHEET).await.roles_given, 0, "they are held already");

        let mut db = town.campus.store.read().await.unwrap();
        let zhao = account::find_by_login(&mut db, "20010001").await.unwrap().unwrap();
        assert_eq!(zhao.state, AccountState::Active);
        drop(db);
        let zhao = town.sign_in(zhao.id).await.actor;
        let held: Vec<_> = zhao.roles().iter().map(|r| r.role).collect();
        assert_eq!(held, [], "without a password of their own they hold no role yet");
    }
}

#[tokio::test]
async fn roles_stay_separated_in_a_sheet_too() {
    for town in TestCampus::each().await {
        let security = town.staff("sec", Role::SecurityAdministrator, None).await;
        town.staff("sys", Role::SystemAdministrator, None).await;
        let sheet = "login,role,role_unit\nsys,audit-administrator,\nsec,guard,*\nsys,unit-head,\nsys,guard,*\nSYS,guard,*\n";
        let report = run(&town, &security.actor, sheet).await;
        assert_eq!(
            problems(&report),
            [
                (2, "role", "roles-exclude"),
                (3, "login", "own-role"),
                (4, "role_unit", "import-unknown-unit"),
                (6, "login", "import-twice"),
            ]
        );
    }
}

#[tokio::test]
async fn the_template_can_be_imported_once_its_unit_is_there() {
    for town in TestCampus::each().await {
        let system = town.staff("sys", Role::SystemAdministrator, None).await;
        town.unit("01", "后勤保障处").await;
        for locale in Locale::ALL {
            let file = import::template(&system.actor, locale).unwrap();
            let report = import::run(&town.campus, &system.actor, file).await.unwrap();
            assert_eq!((problems(&report), report.roles_left), (Vec::new(), 1), "{locale}");
        }
        let head = town.staff("head", Role::UnitHead, None).await;
        let forbidden = import::run(&town.campus, &head.actor, Bytes::new()).await;
        assert!(matches!(forbidden, Err(Error::Forbidden)));
        assert!(matches!(import::template(&head.actor, Locale::En), Err(Error::Forbidden)));
    }
}
