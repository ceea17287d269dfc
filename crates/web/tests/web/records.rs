//! The pages of people on record, vehicle permits and deliveries, by forms alone.

use http::StatusCode;
use tongxing_domain::{id::UnitId, person::Person, role::Role};
use tongxing_ports::{DeliverError, Reason};
use tongxing_testkit::TestCampus;

use crate::browser::Browser;

struct Scene {
    town: TestCampus,
    unit: UnitId,
    person: Person,
    manager: Browser,
    page: String,
}

impl Scene {
    async fn new() -> Self {
        let town = TestCampus::empty().await;
        town.publish_services().await;
        let unit = town.unit("01", "后勤保障处").await;
        let person = town.person("张三", 1, unit).await;
        let manager = Browser::of(&town, &town.staff("zhao", Role::UnitAdministrator, Some(unit)).await);
        let page = format!("/persons/{}", person.id);
        Self { town, unit, person, manager, page }
    }

    async fn in_state(&self, state: &str) -> bool {
        self.town.stored_person(self.person.id).await.state.as_str() == state
    }
}

#[tokio::test]
async fn values_are_masked_on_every_page_and_no_address_holds_a_name() {
    let scene = Scene::new().await;
    scene.town.permit(&scene.person, "云AT0001").await;
    for path in ["/persons", &scene.page, "/vehicles", "/deliveries"] {
        for lang in ["zh-CN", "en"] {
            let seen = scene.manager.get(&format!("{path}?lang={lang}")).await;
            assert_eq!(seen.status, StatusCode::OK, "{path}");
            for hidden in ["AB000001", "13800000001"] {
                assert!(!seen.text.contains(hidden), "{hidden} on {path}");
            }
            assert!(!seen.text.contains('⟦'), "{path} in {lang}");
        }
    }
    scene.manager.get("/persons?lang=zh-CN").await;
    let seen = scene.manager.get(&scene.page).await.text;
    assert!(seen.contains("张三") && seen.contains("138****0001") && seen.contains("外聘人员"), "{seen}");
    let ledger = scene.manager.get("/deliveries").await.text;
    assert!(ledger.contains("云A·T0001") && ledger.contains("待下发"), "{ledger}");
    // Words are posted; an address that holds some is not looked up.
    let found = scene.manager.fill("/persons", "/persons", &[("q", "13800000001")]).await;
    assert!(found.status == StatusCode::OK && found.text.contains("张三"));
    let nobody = scene.manager.fill("/persons", "/persons", &[("q", "李四")]).await;
    assert!(nobody.text.contains("没有符合条件的人员"), "{}", nobody.text);
    let by_unit = [("q", ""), ("unit", &*scene.unit.to_string()), ("kind", ""), ("state", "active")];
    let away = scene.manager.fill("/persons", "/persons", &by_unit).await;
    assert_eq!(away.location(), format!("/persons?unit={}&state=active", scene.unit));
    assert!(scene.manager.get(away.location()).await.text.contains("张三"));
    assert!(!scene.manager.get("/persons?state=ended").await.text.contains("张三"));
}

#[tokio::test]
async fn what_belongs_to_another_unit_is_not_found() {
    let scene = Scene::new().await;
    let (permit, row) = scene.town.permit(&scene.person, "云AT0001").await;
    let other = scene.town.unit("02", "图书馆").await;
    let far = Browser::of(&scene.town, &scene.town.staff("far", Role::UnitAdministrator, Some(other)).await);
    let withdraw = format!("/vehicles/{}/withdraw", permit.id);
    let ledger = format!("/deliveries/{}", row.id);
    for path in
        [&scene.page, &format!("{}/reveal", scene.page), &format!("{}/end", scene.page), &withdraw, &ledger]
    {
        assert_eq!(far.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    for (path, field) in [("reveal", ("value", "phone")), ("suspend", ("value", "")), ("end", ("value", ""))]
    {
        let action = format!("{}/{path}", scene.page);
        let answer = far.fill("/persons", &action, &[field, ("reason", "想看看")]).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        assert!(!answer.text.contains("13800000001"));
    }
    assert_eq!(far.fill("/persons", &withdraw, &[("reason", "r")]).await.status, StatusCode::NOT_FOUND);
    assert!(scene.in_state("active").await);
    for list in ["/persons", "/vehicles", "/deliveries"] {
        let seen = far.get(list).await.text;
        assert!(!seen.contains("张三") && !seen.contains("T0001"), "{list}");
    }
}

#[tokio::test]
async fn a_form_without_its_token_changes_nothing() {
    let scene = Scene::new().await;
    let (permit, row) = scene.town.permit(&scene.person, "云AT0001").await;
    for path in ["suspend", "resume", "renew", "end", "reveal"].map(|word| format!("{}/{word}", scene.page)) {
        let answer = scene.manager.post(&path, &[("reason", "r"), ("value", "phone")]).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path}");
        assert!(!answer.text.contains("13800000001"), "{path}");
    }
    for path in ["/persons/export".to_owned(), format!("/vehicles/{}/withdraw", permit.id)] {
        assert_eq!(
            scene.manager.post(&path, &[("reason", "r")]).await.status,
            StatusCode::FORBIDDEN,
            "{path}"
        );
    }
    let keeper = scene.town.staff("keeper", Role::VehicleAdministrator, None).await;
    let resend = Browser::of(&scene.town, &keeper).post(&format!("/deliveries/{}/resend", row.id), &[]).await;
    assert_eq!(resend.status, StatusCode::FORBIDDEN);
    assert!(scene.in_state("active").await);
}

#[tokio::test]
async fn a_record_is_suspended_resumed_renewed_and_ended_with_reasons() {
    let scene = Scene::new().await;
    let act = async |word: &str, fields: &[(&str, &str)]| {
        scene.manager.fill(&scene.page, &format!("{}/{word}", scene.page), fields).await
    };
    let refused = act("suspend", &[("reason", "  ")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("请输入原因") && refused.text.contains("随时恢复"), "{}", refused.text);
    let done = act("suspend", &[("reason", "核实信息")]).await;
    assert_eq!((done.status, done.location()), (StatusCode::SEE_OTHER, scene.page.as_str()));
    let seen = scene.manager.get(&scene.page).await.text;
    assert!(seen.contains("已暂停") && seen.contains("原因：核实信息"), "{seen}");
    assert!(seen.contains("dlg-resume") && !seen.contains("dlg-suspend"), "only what can be done is offered");
    let twice = act("suspend", &[("reason", "核实信息")]).await;
    assert!(twice.text.contains("已处于暂停状态"), "{}", twice.text);
    assert_eq!(act("resume", &[("reason", "已核实")]).await.location(), scene.page);

    let refused = act("renew", &[("until", "soon"), ("reason", "合同续签")]).await;
    assert!(refused.text.contains("请填写日期"), "{}", refused.text);
    assert!(refused.text.contains("合同续签"), "what was typed is kept");
    act("renew", &[("until", "2027-06-30"), ("reason", "合同续签")]).await;
    assert!(scene.manager.get(&scene.page).await.text.contains("2027-06-30"));
    assert_eq!(act("end", &[("reason", "<b>已离校</b>")]).await.location(), scene.page);
    let seen = scene.manager.get(&scene.page).await.text;
    assert!(seen.contains("已注销") && !seen.contains("<b>已离校"), "{seen}");
    assert!(scene.in_state("ended").await);
    assert_eq!(act("explode", &[("reason", "r")]).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_value_is_shown_for_a_minute_after_a_reason() {
    let scene = Scene::new().await;
    let action = format!("{}/reveal", scene.page);
    for lang in ["zh-CN", "en"] {
        scene.manager.get(&format!("/persons?lang={lang}")).await;
        let refused =
            scene.manager.fill(&scene.page, &action, &[("value", "document"), ("reason", "")]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(!refused.text.contains("AB000001"));
        let seen =
            scene.manager.fill(&scene.page, &action, &[("value", "document"), ("reason", "核验")]).await;
        assert!(seen.status == StatusCode::OK && seen.text.contains("AB000001"), "{}", seen.text);
        assert!(!seen.text.contains("13800000001"), "only what was asked for");
        let leaves = format!("<meta http-equiv=\"refresh\" content=\"60; url={}\">", scene.page);
        assert!(seen.text.contains(&leaves), "{}", seen.text);
        assert_eq!(seen.headers.get("cache-control").unwrap(), "no-store");
    }
    let odd = scene.manager.fill(&scene.page, &action, &[("value", "name"), ("reason", "r")]).await;
    assert_eq!(odd.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn the_list_is_taken_away_with_a_purpose() {
    let scene = Scene::new().await;
    let refused =
        scene.manager.fill("/persons", "/persons/export", &[("state", "active"), ("reason", "")]).await;
    assert_eq!((refused.status, refused.value("state")), (StatusCode::UNPROCESSABLE_ENTITY, "active"));
    let file = scene.manager.fill("/persons", "/persons/export", &[("reason", "月度核对")]).await;
    assert_eq!(file.status, StatusCode::OK);
    let name = file.headers.get("content-disposition").unwrap().to_str().unwrap();
    assert_eq!(name, "attachment; filename=\"persons-2026-11-22.xlsx\"");
    assert!(file.text.starts_with("PK"));
}

#[tokio::test]
async fn a_rejected_delivery_tells_the_other_sides_words_and_is_sent_again() {
    let scene = Scene::new().await;
    let (permit, row) = scene.town.permit(&scene.person, "云AT0001").await;
    scene.town.webhook.answer_next(Err(DeliverError {
        target: "vehicle-system".to_owned(),
        reason: Reason::Rejected,
        detail: "422 plate <unknown>".to_owned(),
        retry_after: None,
        source: None,
    }));
    scene.town.run_jobs().await;
    let page = format!("/deliveries/{}", row.id);
    let near = scene.manager.get(&page).await.text;
    assert!(near.contains("对方拒绝") && near.contains("422 plate &#60;unknown&#62;"), "{near}");
    assert!(near.contains("等待人工处理") && !near.contains("重新下发"), "{near}");
    let keeper =
        Browser::of(&scene.town, &scene.town.staff("keeper", Role::VehicleAdministrator, None).await);
    assert!(keeper.get("/deliveries?state=failed").await.text.contains("重新下发"));
    assert!(!keeper.get("/deliveries?stage=confirmed").await.text.contains("T0001"));
    let found = keeper.fill("/deliveries", "/deliveries", &[("q", "云at")]).await;
    assert!(found.text.contains("T0001"), "{}", found.text);
    let sent = keeper.fill(&page, &format!("{page}/resend"), &[]).await;
    assert_eq!((sent.status, sent.location()), (StatusCode::SEE_OTHER, page.as_str()));
    scene.town.run_jobs().await;
    assert!(keeper.get(&page).await.text.contains("对方已确认"));
    assert!(scene.manager.get("/vehicles").await.text.contains("已下发"));

    let withdraw = format!("/vehicles/{}/withdraw", permit.id);
    assert!(scene.manager.get(&withdraw).await.text.contains("不能恢复"));
    assert_eq!(
        scene.manager.fill(&withdraw, &withdraw, &[("reason", "已换车")]).await.location(),
        scene.page
    );
    scene.town.run_jobs().await;
    let found = scene.manager.fill("/vehicles", "/vehicles", &[("q", "云AT"), ("state", "withdrawn")]).await;
    assert!(found.text.contains("已清除") && found.text.contains("已收回"), "{}", found.text);
}

#[tokio::test]
async fn several_are_chosen_asked_about_and_done_each_with_its_result() {
    let scene = Scene::new().await;
    let other = scene.town.person("李四", 2, scene.unit).await;
    let list = scene.manager.get("/persons").await.text;
    assert!(
        list.contains("批量续期") && list.contains(&format!(r#"name="id" value="{}""#, other.id)),
        "{list}"
    );
    let (one, two) = (scene.person.id.to_string(), other.id.to_string());
    let chosen = [("id", one.as_str()), ("id", two.as_str())];
    let nobody = scene.manager.fill("/persons", "/persons/several/end", &[]).await;
    assert_eq!(nobody.location(), "/persons");

    let asked = scene.manager.fill("/persons", "/persons/several/end", &chosen).await;
    assert!(
        asked.status == StatusCode::OK && asked.text.contains("将注销 2 人：张三、李四"),
        "{}",
        asked.text
    );
    assert!(scene.in_state("active").await, "nothing is done before the answer");
    let empty = [&chosen[..], &[("reason", " ")]].concat();
    let refused = scene.manager.fill("/persons", "/persons/several/end", &empty).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let answered = [&chosen[..], &[("reason", "工程结束")]].concat();
    let done = scene.manager.fill("/persons", "/persons/several/end", &answered).await;
    assert!(done.text.contains("2 人中已办理 2 人"), "{}", done.text);
    assert!(scene.in_state("ended").await);
    let again = scene.manager.fill("/persons", "/persons/several/end", &answered).await;
    assert!(again.text.contains("2 人中已办理 0 人"), "loaded again it changes nothing: {}", again.text);
    assert_eq!(scene.manager.get("/persons/several/end").await.location(), "/persons");
}
