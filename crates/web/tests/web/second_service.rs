//! A service that comes by its file alone, with every kind of answer, through the same pages.

use http::StatusCode;
use tongxing_domain::role::Role;
use tongxing_testkit::TestCampus;
use tongxing_usecases::campus::Services;

use crate::phone::Phone;

const HERE: &str = "/s/every-answer";

#[tokio::test]
async fn a_service_comes_by_its_file_alone() {
    let town = TestCampus::empty().await;
    let mut services = Services::default();
    town.publish(&mut services, "every-answer.yaml", include_str!("every-answer.yaml")).await;
    town.campus.replace_services(services);
    let unit = town.unit("01", "后勤保障处").await;
    town.staff("qian", Role::UnitHead, Some(unit)).await;
    let unit = unit.to_string();
    let mut phone = Phone::at(&town);
    assert!(phone.open("/").await.text().contains("样样都问"));
    phone.open(HERE).await.post(HERE, &[("consent", "rules")]).await;
    assert_eq!(phone.at, format!("{HERE}/words"));

    phone.fill(&[]).await;
    let asked = ["who", "paper-type", "paper-number", "line", "lines", "count", "mobile", "mail", "home"];
    for id in asked {
        assert!(phone.errors().contains_key(&format!("f-{id}-e")), "{id}: {:?}", phone.errors());
    }
    let wrong = [
        ("who", "张测试"),
        ("line", "12a"),
        ("lines", "x"),
        ("count", "10"),
        ("mobile", "12"),
        ("mail", "a@"),
    ];
    phone.fill(&wrong).await;
    for (name, typed) in wrong.into_iter().filter(|(name, _)| *name != "lines") {
        assert_eq!(phone.value(name), typed, "what was typed stays");
    }
    let right = [
        ("who", "张测试"),
        ("paper.type", "passport_cn"),
        ("paper.number", "e26538716"),
        ("line", "12"),
        ("lines", "两行"),
        ("count", "3"),
        ("mobile", "13800000001"),
        ("mail", "a@example.cn"),
        ("home", "示例路 1 号"),
    ];
    phone.fill(&right).await;
    assert_eq!(phone.at, format!("{HERE}/choices"), "{:?}", phone.errors());
    let chosen = [
        ("one", "b"),
        ("day", "2026-12-01"),
        ("span.from", "2026-12-01"),
        ("span.until", "2026-12-31"),
        ("where.name", "内蒙古自治区呼和浩特市新城区"),
        ("unit", &unit),
    ];
    phone.fill(&chosen).await;
    assert_eq!(phone.errors().keys().collect::<Vec<_>>(), ["f-more-e"], "asked because of another answer");
    phone.fill(&[&chosen[..], &[("more", "因为")]].concat()).await;
    assert_eq!(phone.at, format!("{HERE}/things"), "{:?}", phone.errors());
    let files: [(&str, &[u8]); 3] = [("face", b"face"), ("page", b"page"), ("proof", b"proof")];
    phone.send_files(&format!("{HERE}/things"), &[("cars.0.number", "京A12345")], &files).await;
    assert_eq!(phone.status, StatusCode::OK, "{:?}", phone.errors());
    assert!(phone.at.starts_with(&format!("{HERE}/submitted/YY20261122-0001")), "{}", phone.at);
    assert!(phone.text().contains("已经交上") && phone.text().contains("看一看"));
    let number = phone.at.rsplit('/').next().unwrap().to_owned();
    phone.open("/query").await.post("/query", &[("name", "张测试"), ("number", "E26538716")]).await;
    assert!(phone.text().contains(&number) && phone.text().contains("我的申请"));
    phone.open(&format!("/my/{number}")).await;
    for words in ["乙", "因为", "2026年12月1日 至 2026年12月31日", "京A·12345", "两行", "138****0001"]
    {
        assert!(phone.text().contains(words), "{words}");
    }
}
