//! Taking over units: all rows or none.

use bytes::Bytes;
use tongxing_domain::{locale::Locale, role::Role};
use tongxing_testkit::TestCampus;
use tongxing_usecases::{
    Actor, Error,
    import::Report,
    unit::{import, list},
};

async fn run(town: &TestCampus, actor: &Actor, sheet: &str) -> Report {
    import::run(&town.campus, actor, Bytes::copy_from_slice(sheet.as_bytes())).await.unwrap()
}

fn problems(report: &Report) -> Vec<(usize, &str, &str)> {
    report.problems.iter().map(|p| (p.row, p.column.as_str(), p.problem.code.as_ref())).collect()
}

async fn tree(town: &TestCampus, actor: &Actor) -> Vec<String> {
    let units = list::run(&town.campus, actor).await.unwrap();
    units.into_iter().map(|b| format!("{}{} {}", "-".repeat(b.depth), b.unit.code, b.unit.name_zh)).collect()
}

#[tokio::test]
async fn a_tree_is_taken_over_whatever_the_order_of_its_rows() {
    for town in TestCampus::each().await {
        let system = town.staff("sys", Role::SystemAdministrator, None).await;
        town.unit("02", "旧名").await;
        let sheet = "单位编号,单位名称,上级单位编号\n0201,膳食中心,02\n02,后勤保障处,00\n\n00,云麓大学,\n";
        let report = run(&town, &system.actor, sheet).await;
        assert_eq!((report.added, report.changed, problems(&report)), (2, 1, Vec::new()));
        let expected = ["00 云麓大学", "-02 后勤保障处", "--0201 膳食中心"];
        assert_eq!(tree(&town, &system.actor).await, expected);

        // A column that is not there changes nothing.
        run(&town, &system.actor, "code,name_zh\n02,总务处\n").await;
        assert_eq!(tree(&town, &system.actor).await, ["00 云麓大学", "-02 总务处", "--0201 膳食中心"]);
    }
}

#[tokio::test]
async fn one_bad_row_and_the_tree_stays_as_it_was() {
    for town in TestCampus::each().await {
        let system = town.staff("sys", Role::SystemAdministrator, None).await;
        let campus = town.unit("00", "云麓大学").await;
        town.unit_below(campus, "01", "图书馆").await;
        let sheet = "code,name_zh,parent\n02,后勤保障处,00\n\n0 3,坏编号,00\n02,又一个,\n04,,\n05,教务处,99\n00,云麓大学,01\n";
        let report = run(&town, &system.actor, sheet).await;
        assert_eq!(
            problems(&report),
            [
                (4, "code", "unit-code-form"),
                (5, "code", "import-twice"),
                (6, "name_zh", "text-empty"),
                (7, "parent", "import-unknown-unit"),
                (8, "parent", "unit-below-itself"),
            ]
        );
        assert_eq!(tree(&town, &system.actor).await, ["00 云麓大学", "-01 图书馆"]);
    }
}

#[tokio::test]
async fn files_that_are_no_sheet_or_lack_a_column_are_refused_beside_the_file() {
    let town = TestCampus::empty().await;
    let system = town.staff("sys", Role::SystemAdministrator, None).await;
    for (bytes, code) in [
        (&b""[..], "sheet-empty"),
        (b"PK\x03\x04x", "sheet-unreadable"),
        (b"code\n01\n", "sheet-column-missing"),
    ] {
        match import::run(&town.campus, &system.actor, Bytes::from_static(bytes)).await {
            Err(Error::Refused(refusal)) => {
                assert_eq!((refusal.problems[0].path.as_str(), refusal.code()), ("file", code));
            }
            other => panic!("{code}: {other:?}"),
        }
    }
    let file = import::template(&system.actor, Locale::ZhCn).unwrap();
    assert_eq!(import::run(&town.campus, &system.actor, file).await.unwrap().added, 1);
    let security = town.staff("sec", Role::SecurityAdministrator, None).await;
    let forbidden = import::run(&town.campus, &security.actor, Bytes::new()).await;
    assert!(matches!(forbidden, Err(Error::Forbidden)));
}
