//! The pages of staff, by forms alone: signing in, one's own account, accounts, units, imports, the audit log.

use http::StatusCode;
use tongxing_domain::role::Role;
use tongxing_testkit::TestCampus;

use crate::browser::Browser;

#[tokio::test]
async fn signing_in_leads_to_the_page_asked_for_and_signing_out_ends_it() {
    let town = TestCampus::empty().await;
    let (account, password) = town.account_with_password("zhaoliu").await;
    town.give(account, Role::AuditAdministrator, None).await;
    let browser = Browser::at(&town);
    let away = browser.get("/audit?action=unit.add").await;
    assert_eq!(away.location(), "/sign-in?then=%2Faudit%3Faction%3Dunit.add");
    let page = browser.get(away.location()).await;
    assert_eq!(page.value("then"), "/audit?action=unit.add");
    let typed = |password: &str| {
        [("login", "ZhaoLiu"), ("password", password), ("then", "/audit?action=unit.add")]
            .map(|(n, v)| (n.to_owned(), v.to_owned()))
    };
    let wrong = typed("wrong");
    let wrong: Vec<_> = wrong.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    let refused = browser.fill(away.location(), "/sign-in", &wrong).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!((refused.value("login"), refused.value("password")), ("ZhaoLiu", ""));
    assert!(refused.text.contains("登录失败"), "{}", refused.text);
    let right = typed(&password);
    let right: Vec<_> = right.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    let done = browser.fill(away.location(), "/sign-in", &right).await;
    assert_eq!((done.status, done.location()), (StatusCode::SEE_OTHER, "/audit?action=unit.add"));
    assert!(done.headers.get_all("set-cookie").iter().any(|c| c.to_str().unwrap().contains("HttpOnly")));
    assert_eq!(browser.get("/desk").await.status, StatusCode::OK);
    assert_eq!(browser.get("/accounts").await.status, StatusCode::FORBIDDEN);
    let out = browser.fill("/desk", "/sign-out", &[]).await;
    assert_eq!(out.location(), "/sign-in?out=1");
    assert_eq!(browser.get("/desk").await.location(), "/sign-in?then=%2Fdesk");
}

#[tokio::test]
async fn a_form_without_its_token_signs_nobody_in_and_changes_nothing() {
    let town = TestCampus::empty().await;
    let (_, password) = town.account_with_password("zhaoliu").await;
    let browser = Browser::at(&town);
    let answer = browser.post("/sign-in", &[("login", "zhaoliu"), ("password", &password)]).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    let system = town.staff("sys", Role::SystemAdministrator, None).await;
    let browser = Browser::of(&town, &system);
    let unit = [("code", "01"), ("name_zh", "后勤保障处"), ("parent", "top")];
    assert_eq!(browser.post("/units/new", &unit).await.status, StatusCode::FORBIDDEN);
    assert!(!browser.get("/units").await.text.contains("后勤保障处"));
}

#[tokio::test]
async fn a_first_password_has_to_be_changed_before_anything_else() {
    let town = TestCampus::empty().await;
    let system = Browser::of(&town, &town.staff("sys", Role::SystemAdministrator, None).await);
    let opened = system.fill("/accounts/new", "/accounts/new", &[("login", "zhao"), ("name", "赵六")]).await;
    assert_eq!(opened.status, StatusCode::CREATED);
    let first =
        opened.text.split("<b class=\"mono xl\">").nth(1).unwrap().split('<').next().unwrap().to_owned();
    let again = system.fill("/accounts/new", "/accounts/new", &[("login", "zhao"), ("name", "赵六")]).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "a double tap opens nothing twice");
    assert!(!again.text.contains("mono xl"));

    let zhao = Browser::at(&town);
    let typed = [("login", "zhao"), ("password", first.as_str()), ("then", "")];
    assert_eq!(zhao.fill("/sign-in", "/sign-in", &typed).await.location(), "/desk");
    for path in ["/desk", "/", "/my", "/files/0198aaaa-0000-7000-8000-000000000000", "/account/second-factor"]
    {
        assert_eq!(zhao.get(path).await.location(), "/account", "{path}");
    }
    let page = zhao.get("/account").await;
    assert!(page.text.contains("首次登录"), "{}", page.text);
    let new = "correct horse battery";
    let short = [("current", first.as_str()), ("new", "short"), ("again", "short")];
    let refused = zhao.fill("/account", "/account/password", &short).await;
    assert!(refused.text.contains("aria-invalid=\"true\""), "{}", refused.text);
    let good = [("current", first.as_str()), ("new", new), ("again", new)];
    assert_eq!(zhao.fill("/account", "/account/password", &good).await.location(), "/desk");
    assert_eq!(zhao.get("/desk").await.status, StatusCode::OK);
}

#[tokio::test]
async fn bad_input_keeps_what_was_typed_in_both_languages() {
    let town = TestCampus::empty().await;
    let browser = Browser::of(&town, &town.staff("sys", Role::SystemAdministrator, None).await);
    for (lang, words) in [("zh-CN", "电子邮箱中缺少 @"), ("en", "@")] {
        browser.get(&format!("/accounts/new?lang={lang}")).await;
        let typed =
            [("login", "<b>"), ("name", "赵六"), ("email", "nobody.example"), ("phone", "1\u{202e}3")];
        let answer = browser.fill("/accounts/new", "/accounts/new", &typed).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.text.contains(&format!("<html lang=\"{lang}\"")));
        assert_eq!((answer.value("name"), answer.value("email")), ("赵六", "nobody.example"));
        assert_eq!(answer.value("login"), "&#60;b&#62;");
        assert!(answer.text.contains(words), "{}", answer.text);
        assert_eq!(answer.text.matches("aria-invalid=\"true\"").count(), 3, "{}", answer.text);
    }
}

#[tokio::test]
async fn roles_are_given_and_taken_on_the_page_of_the_account() {
    let town = TestCampus::empty().await;
    let unit = town.unit("01", "后勤保障处").await.to_string();
    let zhao = town.account("zhao").named("赵六").create().await;
    let browser = Browser::of(&town, &town.staff("sec", Role::SecurityAdministrator, None).await);
    let (page, action) = (format!("/accounts/{zhao}"), format!("/accounts/{zhao}/roles"));
    let typed = |last| {
        [
            ("role", "unit-head"),
            ("unit", unit.as_str()),
            ("below", "yes"),
            ("first", "2026-11-22"),
            ("last", last),
        ]
    };
    let refused = browser.fill(&page, &action, &typed("2026-11-01")).await;
    assert_eq!((refused.status, refused.value("last")), (StatusCode::UNPROCESSABLE_ENTITY, "2026-11-01"));
    let given = browser.fill(&page, &action, &typed("2026-12-31")).await;
    assert_eq!(given.location(), format!("{page}?done=given"));
    let shown = browser.get(given.location()).await;
    assert!(
        shown.text.contains("角色已授予") && shown.text.contains("2026-11-22 – 2026-12-31"),
        "{}",
        shown.text
    );
    let take = shown.text.split(&format!("action=\"{action}/")).nth(1).unwrap().split('"').next().unwrap();
    town.clock.advance_millis(1);
    let taken = browser.fill(&page, &format!("{action}/{take}"), &[]).await;
    assert_eq!(taken.location(), format!("{page}?done=taken"));
    for gone in ["/accounts/0198aaaa-0000-7000-8000-000000000000", "/accounts/x", "/units/x"] {
        assert_eq!(browser.get(gone).await.status, StatusCode::NOT_FOUND, "{gone}");
    }
    assert_eq!(browser.get(&format!("/units/{unit}")).await.status, StatusCode::OK);
}

#[tokio::test]
async fn an_import_names_every_bad_row_and_then_takes_the_mended_file() {
    let town = TestCampus::empty().await;
    let browser = Browser::of(&town, &town.staff("sys", Role::SystemAdministrator, None).await);
    let bad = "code,name_zh,parent\n00,云麓大学,\n01,后勤保障处,99\n";
    let refused = browser.upload("/units/import", "/units/import", bad).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("第 3 行") && refused.text.contains("上级单位编号"), "{}", refused.text);
    assert!(!browser.get("/units").await.text.contains("云麓大学</a>"));
    let done = browser.upload("/units/import", "/units/import", &bad.replace("99", "00")).await;
    assert_eq!(done.status, StatusCode::OK);
    assert!(done.text.contains("新增 2 条"), "{}", done.text);
    assert!(browser.get("/units").await.text.contains("后勤保障处"));
    let nothing = browser.upload("/accounts/import", "/accounts/import", "").await;
    assert!(nothing.text.contains("请选择"), "{}", nothing.text);
    let template = browser.get("/accounts/import/template").await;
    assert_eq!(template.headers["content-disposition"], "attachment; filename=\"accounts.xlsx\"");
}

#[tokio::test]
async fn one_s_own_sessions_are_ended_and_nobody_else_s() {
    let town = TestCampus::empty().await;
    let zhao = town.staff("zhao", Role::Guard, None).await;
    let other = town.sign_in(zhao.account).await;
    let stranger = town.staff("qian", Role::Guard, None).await;
    let browser = Browser::of(&town, &zhao);
    let end = |session| format!("/account/sessions/{session}/end");
    let foreign = browser.fill("/account", &end(stranger.actor.session()), &[]).await;
    assert_eq!(foreign.status, StatusCode::NOT_FOUND);
    assert_eq!(Browser::of(&town, &stranger).get("/desk").await.status, StatusCode::OK);
    let own = browser.fill("/account", &end(other.actor.session()), &[]).await;
    assert_eq!(own.location(), "/account?done=sessions");
    assert_eq!(Browser::of(&town, &other).get("/desk").await.location(), "/sign-in?then=%2Fdesk");
}

#[tokio::test]
async fn the_second_factor_is_drawn_shown_again_after_a_wrong_code_and_kept() {
    let town = TestCampus::empty().await;
    let (account, password) = town.account_with_password("zhaoliu").await;
    let browser = Browser::of(&town, &town.sign_in(account).await);
    let page = "/account/second-factor";
    let wrong = browser.fill(page, page, &[("password", "wrong")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(browser.fill(page, page, &[("password", password.as_str())]).await.location(), page);
    let shown = browser.get(page).await.text;
    let secret = |text: &str| text.split("<br><span class=\"mono\">").nth(1).unwrap()[..39].to_owned();
    let refused = browser.fill(page, "/account/second-factor/confirm", &[("code", "000000")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(secret(&refused.text), secret(&shown), "the same secret is still there to scan");
    assert!(shown.contains("<svg class=\"code\" role=\"img\""), "{shown}");
}

#[tokio::test]
async fn the_audit_log_is_read_and_checked() {
    let town = TestCampus::empty().await;
    let system = Browser::of(&town, &town.staff("sys", Role::SystemAdministrator, None).await);
    let unit = [("code", "01"), ("name_zh", "后勤保障处"), ("parent", "top"), ("active", "yes")];
    assert_eq!(system.fill("/units/new", "/units/new", &unit).await.location(), "/units?done=added");
    let auditor = Browser::of(&town, &town.staff("aud", Role::AuditAdministrator, None).await);
    let log = auditor.get("/audit?subject=01&day=2026-11-22").await.text;
    assert!(log.contains("<b>添加单位</b>") && log.contains("后勤保障处") && log.contains("钱测试"), "{log}");
    assert!(auditor.get("/audit?actor=nobody").await.text.contains("没有符合条件的记录"));
    assert_eq!(auditor.get("/audit?after=nonsense&day=x").await.status, StatusCode::OK);
    let checked = auditor.fill("/audit", "/audit/verify", &[]).await;
    assert!(checked.text.contains("哈希链完整：1 — 1"), "{}", checked.text);
}
