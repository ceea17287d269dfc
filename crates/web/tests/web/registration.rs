//! The applicant's whole way, by forms and links alone.

use http::StatusCode;
use tongxing_domain::{id::UnitId, role::Role};
use tongxing_ports::PhotoProblem;
use tongxing_testkit::TestCampus;

use tongxing_web::http::assets::{self, Asset};

use crate::phone::Phone;

const HERE: &str = "/s/other-personnel-registration";
const NAME: &str = "张测试";
const NUMBER: &str = "110101199003070038";

/// A campus with one unit, its administrator and its head, and the published services.
async fn town() -> (TestCampus, UnitId) {
    let town = TestCampus::empty().await;
    town.publish_services().await;
    let unit = town.unit("01", "后勤保障处").await;
    town.staff("zhao", Role::UnitAdministrator, Some(unit)).await;
    town.staff("qian", Role::UnitHead, Some(unit)).await;
    (town, unit)
}

const BASIC: [(&str, &str); 5] = [
    ("name", NAME),
    ("document.type", "resident_id"),
    ("document.number", NUMBER),
    ("birth_date", ""),
    ("ethnic", "01"),
];

fn campus_answers(unit: &str) -> Vec<(&str, &str)> {
    vec![
        ("kind", "external_staff"),
        ("unit", unit),
        ("phone", "13800000001"),
        ("staff_number", ""),
        ("period.from", "2026-12-01"),
        ("period.until", "2027-01-31"),
        ("reason", "第三食堂面点岗位"),
        ("household.name", "内蒙古自治区呼和浩特市新城区"),
    ]
}

async fn agree(phone: &mut Phone) {
    phone.open(HERE).await.post(HERE, &[("consent", "rules"), ("consent", "identity")]).await;
    assert_eq!(phone.at, format!("{HERE}/basic"));
}

async fn photos(phone: &mut Phone) {
    let files: [(&str, &[u8]); 3] =
        [("portrait", b"portrait"), ("document_front", b"front"), ("document_back", b"back")];
    phone.send_files(&format!("{HERE}/photos"), &[], &files).await;
    assert_eq!(phone.at, format!("{HERE}/vehicles"), "{}", phone.text());
}

/// Everything up to the last step, which is on the screen then.
async fn fill_in(phone: &mut Phone, unit: UnitId) {
    agree(phone).await;
    phone.fill(&BASIC).await;
    assert_eq!(phone.at, format!("{HERE}/campus"), "{:?}", phone.errors());
    phone.fill(&campus_answers(&unit.to_string())).await;
    assert_eq!(phone.at, format!("{HERE}/photos"), "{:?}", phone.errors());
    photos(phone).await;
}

async fn register(phone: &mut Phone, unit: UnitId) -> String {
    fill_in(phone, unit).await;
    phone.fill(&[("plates.0.number", "京A12345"), ("plates.1.number", "京AD12345"), ("do", "next")]).await;
    let number = phone.at.strip_prefix(&format!("{HERE}/submitted/")).expect(&phone.at).to_owned();
    assert_eq!(phone.status, StatusCode::OK);
    number
}

#[tokio::test]
async fn from_the_first_page_to_the_progress_without_scripts() {
    let (town, unit) = town().await;
    let mut phone = Phone::at(&town);
    let number = register(&mut phone, unit).await;
    let page = phone.text();
    for words in ["已完成提交，等待审核", &number, "部门管理员审核", "部门负责人审核", "提交完成"]
    {
        assert!(page.contains(words), "{words}");
    }
    let mut another = Phone::at(&town);
    another.open("/query").await.post("/query", &[("name", NAME), ("number", NUMBER)]).await;
    assert_eq!(another.at, "/my");
    for words in [&number, "审批中", "外聘人员 · 后勤保障处", "110101********0038"] {
        assert!(another.text().contains(words), "{words}: {}", another.text());
    }
    another.open(&format!("/my/{number}")).await;
    for words in ["张测试", "已提交", "外聘人员", "确认是本人", "****"] {
        assert!(another.text().contains(words), "{words}: {}", another.text());
    }
    for words in ["1990年3月7日", "138****0001", "京A·12345", "新城区"] {
        assert!(!another.text().contains(words), "{words}: {}", another.text());
    }
    assert!(another.all("img", "src").is_empty(), "a picture for whoever knows name and number");
    another.open(&format!("/my/{number}/confirm")).await;
    another.post(&format!("/my/{number}/confirm"), &[("proof", "13800000002")]).await;
    assert_eq!(another.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(another.text().contains("验证失败"), "{}", another.text());
    another.post(&format!("/my/{number}/confirm"), &[("proof", "138 0000 0001")]).await;
    assert_eq!(another.at, format!("/my/{number}"));
    for words in [
        "张测试",
        "1990年3月7日",
        "男",
        "138****0001",
        "京A·12345",
        "京A·D12345",
        "内蒙古自治区呼和浩特市新城区",
    ] {
        assert!(another.text().contains(words), "{words}: {}", another.text());
    }
    assert!(!another.text().contains(NUMBER), "a document number in full");
    let picture = another.all(".shots img", "src")[0].clone();
    another.open(&picture).await;
    assert_eq!((another.status, another.body.as_slice()), (StatusCode::OK, b"portrait".as_slice()));
    another.open(&format!("/my/{number}/progress")).await;
    assert!(another.text().contains("正在等待") && another.text().contains("催办"), "{}", another.text());
}

#[tokio::test]
async fn an_english_reader_gets_english_pages() {
    let (town, unit) = town().await;
    let mut phone = Phone::at(&town);
    phone.lang = "en";
    let number = register(&mut phone, unit).await;
    assert!(phone.text().contains("Submitted and waiting for review"));
    phone.open(&format!("/my/{number}/progress")).await;
    assert!(phone.text().contains("Waiting for") && phone.text().contains("Remind"));
}

#[tokio::test]
async fn nothing_is_ticked_beforehand_and_nothing_begins_without_consent() {
    let (town, _) = town().await;
    let mut phone = Phone::at(&town);
    phone.open(HERE).await;
    assert!(phone.all("input[type=checkbox][checked]", "name").is_empty());
    phone.post(HERE, &[("consent", "face")]).await;
    assert_eq!(phone.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(phone.errors().len(), 2, "{:?}", phone.errors());
    assert!(phone.cookie("tx_draft").is_none());
    assert_eq!(phone.all("input[checked]", "value"), ["face"]);
}

#[tokio::test]
async fn what_is_wrong_is_said_beside_it_and_what_was_typed_stays() {
    let (town, _) = town().await;
    let mut phone = Phone::at(&town);
    agree(&mut phone).await;
    let wrong = [
        ("name", "<b>"),
        ("document.type", "resident_id"),
        ("document.number", "110101199003070039"),
        ("birth_date", "1990-02-31"),
        ("gender", "7"),
    ];
    phone.fill(&wrong).await;
    assert_eq!(
        (phone.status, phone.at.as_str()),
        (StatusCode::UNPROCESSABLE_ENTITY, &*format!("{HERE}/basic"))
    );
    let errors = phone.errors();
    assert_eq!(errors["f-document-number-e"], "第 18 位校验码不正确，请核对");
    for id in ["f-name-e", "f-birth_date-e", "f-gender-e", "f-ethnic-e"] {
        assert!(errors.contains_key(id), "{id}: {errors:?}");
    }
    assert_eq!(
        (phone.value("name").as_str(), phone.value("document.number").as_str()),
        ("<b>", "110101199003070039")
    );
    assert!(!phone.text().contains("<b></"), "what was typed is escaped");
    let links = phone.all(".notice[role=alert] a", "href");
    let ids = phone.all("[id]", "id");
    assert!(
        links.len() >= 4 && links.iter().all(|link| ids.iter().any(|id| link == &format!("#{id}"))),
        "{links:?}"
    );
    phone.open(&format!("{HERE}/campus")).await;
    assert_eq!(phone.at, format!("{HERE}/basic"), "a step is reached by the one before it");
}

#[tokio::test]
async fn a_resident_number_fills_in_and_locks_birth_date_and_gender() {
    let (town, _) = town().await;
    let mut phone = Phone::at(&town);
    agree(&mut phone).await;
    phone.fill(&BASIC).await.open(&format!("{HERE}/basic")).await;
    assert_eq!(phone.all("#f-birth_date[readonly]:not([name])", "value"), ["1990-03-07"]);
    assert_eq!(phone.all("#f-gender[disabled] option[selected]", "value"), ["1"]);
    // Another number: what was read off the old one goes.
    let other = [
        ("name", NAME),
        ("document.type", "resident_id"),
        ("document.number", "110101198504120027"),
        ("ethnic", "01"),
    ];
    phone.fill(&other).await.open(&format!("{HERE}/basic")).await;
    assert_eq!(phone.all("#f-birth_date", "value"), ["1985-04-12"]);
}

#[tokio::test]
async fn a_child_needs_a_guardian() {
    let (town, _) = town().await;
    let mut phone = Phone::at(&town);
    agree(&mut phone).await;
    let child = [
        ("name", NAME),
        ("document.type", "resident_id"),
        ("document.number", "110101201806120019"),
        ("ethnic", "01"),
    ];
    phone.fill(&child).await;
    assert_eq!(phone.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(phone.errors().contains_key("f-guardian_name-e"), "{:?}", phone.errors());
    assert_eq!(phone.value("name"), NAME);
}

#[tokio::test]
async fn a_photo_is_refused_with_a_hint_and_the_others_stay() {
    let (town, unit) = town().await;
    let mut phone = Phone::at(&town);
    agree(&mut phone).await;
    phone.fill(&BASIC).await.fill(&campus_answers(&unit.to_string())).await;
    town.photos.refuse_next(vec![PhotoProblem::Blurred]);
    let at = format!("{HERE}/photos");
    phone.send_files(&at, &[], &[("portrait", b"x"), ("document_front", b"front")]).await;
    assert_eq!(phone.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(phone.errors()["f-portrait-e"], "照片太模糊");
    assert!(phone.text().contains("请擦净镜头") && phone.errors().contains_key("f-document_back-e"));
    let kept = phone.all(".upl img", "src");
    assert_eq!(kept.len(), 1, "the front was kept");
    phone.send_files(&at, &[], &[("portrait", b"p"), ("document_back", b"b")]).await;
    assert_eq!(phone.at, format!("{HERE}/vehicles"));
    // By script, one by one.
    phone.open(&at).await;
    town.photos.refuse_next(vec![PhotoProblem::NoFace]);
    phone.send_files(&format!("{at}/photo/portrait"), &[], &[("file", b"x")]).await;
    assert_eq!(phone.status, StatusCode::UNPROCESSABLE_ENTITY);
    let said: serde_json::Value = serde_json::from_slice(&phone.body).unwrap();
    assert_eq!(said["message"], "未检测到人脸");
    assert!(said["hint"].as_str().unwrap().contains("正对镜头"));
}

#[tokio::test]
async fn plates_are_added_changed_and_removed_by_buttons() {
    let (town, unit) = town().await;
    let mut phone = Phone::at(&town);
    fill_in(&mut phone, unit).await;
    phone.fill(&[("plates.0.number", "京a12345"), ("do", "add plates")]).await;
    assert_eq!(
        (phone.value("plates.0.number").as_str(), phone.value("plates.0.colour").as_str()),
        ("京A12345", "blue")
    );
    let first = [("plates.0.number", "京A12345"), ("plates.0.colour", "blue")];
    phone.fill(&[&first[..], &[("plates.1.number", "京AO2345"), ("do", "add plates")]].concat()).await;
    assert_eq!(phone.errors()["f-plates-1-number-e"], "车牌第 3 位不能是字母 O");
    assert_eq!(phone.value("plates.1.number"), "京AO2345");
    phone.fill(&[&first[..], &[("plates.1.number", "京AD12345"), ("do", "add plates")]].concat()).await;
    assert_eq!(phone.all(".cell .plate", "class"), ["plate", "plate green"]);
    let both =
        [&first[..], &[("plates.1.number", "京AD12345"), ("plates.1.colour", "gradient_green")]].concat();
    phone.fill(&[&both[..], &[("do", "edit plates 1")]].concat()).await;
    assert_eq!(phone.all(".cell .plate", "class"), ["plate"]);
    phone.fill(&[&both[..], &[("do", "remove plates 0")]].concat()).await;
    assert_eq!(phone.value("plates.0.number"), "京AD12345");
    phone.fill(&[("plates", ""), ("plates.0.number", "京AD12345"), ("do", "remove plates 0")]).await;
    assert!(phone.all(".cell .plate", "class").is_empty());
}

#[tokio::test]
async fn a_second_submit_gets_the_same_number() {
    let (town, unit) = town().await;
    let mut phone = Phone::at(&town);
    fill_in(&mut phone, unit).await;
    let (token, browser) = (phone.token(), phone.cookie("tx_browser").unwrap().clone());
    let last = format!("{HERE}/vehicles");
    phone.fill(&[]).await;
    let first = phone.at.clone();
    assert!(first.contains("/submitted/"), "{first}");
    let mut again = Phone::at(&town);
    again.carry("tx_browser", &browser);
    again.carry("tx_draft", phone.cookie("tx_draft").unwrap());
    again.post(&last, &[("csrf", &token)]).await;
    assert_eq!((again.at.as_str(), again.status), (first.as_str(), StatusCode::OK));
    // Whoever goes back to the form reads what came of it, and somebody else's browser begins anew.
    phone.open(&last).await;
    assert_eq!(phone.at, first);
    let mut stranger = Phone::at(&town);
    stranger.open(&last).await;
    assert_eq!(stranger.at, HERE);
}

#[tokio::test]
async fn the_same_person_cannot_have_two_under_way() {
    let (town, unit) = town().await;
    let number = register(&mut Phone::at(&town), unit).await;
    let mut phone = Phone::at(&town);
    fill_in(&mut phone, unit).await;
    phone.fill(&[]).await;
    assert_eq!(phone.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(phone.text().contains(&number) && phone.text().contains("正在办理"), "{}", phone.text());
}

#[tokio::test]
async fn a_stale_draft_is_said_calmly() {
    let (town, _) = town().await;
    let mut phone = Phone::at(&town);
    agree(&mut phone).await;
    town.clock.advance_millis(8 * tongxing_testkit::DAY);
    let token = phone.token();
    phone.post(&format!("{HERE}/basic"), &[("csrf", &token), ("name", NAME)]).await;
    assert_eq!(phone.status, StatusCode::CONFLICT);
    assert!(phone.text().contains("草稿已超过保存期限"), "{}", phone.text());
    phone.open(&format!("{HERE}/basic")).await;
    assert_eq!(phone.at, HERE);
}

#[tokio::test]
async fn a_draft_is_continued_where_it_was_left() {
    let (town, _) = town().await;
    let mut phone = Phone::at(&town);
    agree(&mut phone).await;
    phone.fill(&BASIC).await.fill(&[("phone", "13800000001"), ("do", "later")]).await;
    assert_eq!(phone.at, "/");
    assert!(phone.text().contains("继续填写草稿") && phone.text().contains("在校信息"));
    phone.open(&format!("{HERE}/campus")).await;
    assert_eq!(phone.value("phone"), "13800000001");
    assert_eq!(phone.all("#f-staff_number", "placeholder"), ["13800000001"]);
    phone.fill(&[("do", "back")]).await;
    assert_eq!(phone.at, format!("{HERE}/basic"));
    phone.open(HERE).await;
    assert!(phone.text().contains("有一份未提交的草稿"));
}

#[tokio::test]
async fn what_a_script_keeps_says_what_follows_from_it() {
    let (town, _) = town().await;
    let mut phone = Phone::at(&town);
    agree(&mut phone).await;
    let typed = [("document.type", "resident_id"), ("document.number", NUMBER)];
    phone.post(&format!("{HERE}/basic/keep"), &typed).await;
    let kept: serde_json::Value = serde_json::from_slice(&phone.body).unwrap();
    assert_eq!(kept["locked"], serde_json::json!({ "birth_date": "1990-03-07", "gender": "1" }));
    assert_eq!(kept["asked"]["ethnic"], true);
    assert_eq!(kept["asked"]["political"], false, "asked, and may stay empty");
    assert!(kept["asked"].get("guardian_name").is_none(), "not of a grown-up");
}

#[tokio::test]
async fn what_is_asked_only_sometimes_stands_unseen_in_its_place() {
    let (town, _) = town().await;
    let mut phone = Phone::at(&town);
    agree(&mut phone).await;
    let unseen = "[data-part][hidden] [data-of=guardian_name][hidden] input[name=guardian_name][disabled]";
    assert_eq!(phone.all(unseen, "id"), ["f-guardian_name"]);
    assert!(phone.all("[data-part]:not([hidden]) input[name=guardian_name]", "id").is_empty());
    let child = [("document.type", "passport_foreign"), ("document.number", "AB1234567")];
    phone.post(&format!("{HERE}/basic/keep"), &[&child[..], &[("birth_date", "2020-03-07")]].concat()).await;
    let kept: serde_json::Value = serde_json::from_slice(&phone.body).unwrap();
    assert_eq!(kept["asked"]["guardian_name"], true);
    phone.open(&format!("{HERE}/basic")).await;
    assert!(phone.all(unseen, "id").is_empty(), "now it is asked");
    assert_eq!(phone.all("[data-of=guardian_name] input:not([disabled])", "name"), ["guardian_name"]);
}

#[tokio::test]
async fn a_picker_is_led_from_province_to_county() {
    let (town, _) = town().await;
    let mut phone = Phone::at(&town);
    for (asked, first, more) in
        [("", "北京市", true), ("?under=150000", "呼和浩特市", true), ("?under=150100", "新城区", false)]
    {
        phone.open(&format!("/places{asked}")).await;
        let places: serde_json::Value = serde_json::from_slice(&phone.body).unwrap();
        assert_eq!((&places[0]["name"], &places[0]["more"]), (&first.into(), &more.into()), "{asked}");
    }
}

#[tokio::test]
async fn a_place_that_fits_several_is_chosen_from_a_list() {
    let (town, unit) = town().await;
    let mut phone = Phone::at(&town);
    agree(&mut phone).await;
    let unit = unit.to_string();
    let mut answers = campus_answers(&unit);
    *answers.last_mut().unwrap() = ("household.name", "新城区");
    phone.fill(&BASIC).await.fill(&answers).await;
    assert!(phone.errors().contains_key("f-household-name-e"), "{:?}", phone.errors());
    let offered = phone.all("select[name='household.code'] option", "value");
    assert!(offered.contains(&"150102".to_owned()), "{offered:?}");
    answers.push(("household.code", "150102"));
    phone.fill(&answers).await.open(&format!("{HERE}/campus")).await;
    assert_eq!(phone.value("household.name"), "内蒙古自治区呼和浩特市新城区");
    phone.open("/places?q=%E5%91%BC%E5%92%8C%E6%B5%A9%E7%89%B9").await;
    assert!(phone.text().contains("内蒙古自治区呼和浩特市"));
}

#[tokio::test]
async fn what_is_somebody_elses_does_not_exist() {
    let (town, unit) = town().await;
    let number = register(&mut Phone::at(&town), unit).await;
    let mut owner = Phone::at(&town);
    owner.open("/query").await.post("/query", &[("name", NAME), ("number", NUMBER)]).await;
    owner.open(&format!("/my/{number}/confirm")).await;
    owner.post(&format!("/my/{number}/confirm"), &[("proof", "13800000001")]).await;
    owner.open(&format!("/my/{number}")).await;
    let picture = owner.all(".shots img", "src")[0].clone();

    let mut stranger = Phone::at(&town);
    stranger.open(&format!("/my/{number}")).await;
    assert!(stranger.at.starts_with("/query"), "{}", stranger.at);
    stranger.open(&picture).await;
    assert_eq!(stranger.status, StatusCode::NOT_FOUND);
    fill_in_as(&mut stranger, unit, "李测试", "110101198504120027").await;
    for path in ["", "/progress"] {
        stranger.open(&format!("/my/{number}{path}")).await;
        assert_eq!(stranger.status, StatusCode::NOT_FOUND, "{path}");
    }
    stranger.open(&format!("{HERE}/submitted/{number}")).await;
    assert_eq!(stranger.status, StatusCode::NOT_FOUND);
    for act in ["urge", "cancel", "correct", "confirm", "confirm/code"] {
        stranger.open("/my").await.post(&format!("/my/{number}/{act}"), &[("key", "k")]).await;
        assert_eq!(stranger.status, StatusCode::NOT_FOUND, "{act}");
    }
    stranger.open(&picture).await;
    assert_eq!(stranger.status, StatusCode::NOT_FOUND);
    stranger.open("/my").await.post("/my/exit", &[]).await;
    assert!(stranger.cookie("tx_applicant").is_none());
}

async fn fill_in_as(phone: &mut Phone, unit: UnitId, name: &str, number: &str) {
    agree(phone).await;
    let basic =
        [("name", name), ("document.type", "resident_id"), ("document.number", number), ("ethnic", "01")];
    phone.fill(&basic).await.fill(&campus_answers(&unit.to_string())).await;
    photos(phone).await;
    phone.fill(&[]).await;
    assert!(phone.at.contains("/submitted/"), "{}", phone.at);
}

#[tokio::test]
async fn the_query_has_one_answer_and_few_tries() {
    let (town, unit) = town().await;
    register(&mut Phone::at(&town), unit).await;
    let mut phone = Phone::at(&town);
    let mut answers = Vec::new();
    for (name, number) in [("李测试", NUMBER), (NAME, "110101198504120027"), (NAME, "x"), ("", "")] {
        phone.open("/query").await.post("/query", &[("name", name), ("number", number)]).await;
        assert_eq!(phone.status, StatusCode::UNPROCESSABLE_ENTITY);
        let page = phone.text();
        assert!(!page.contains(NUMBER));
        let alert = page.split("role=\"alert\"").nth(1).unwrap().split("</div>").next().unwrap().to_owned();
        answers.push(alert);
    }
    answers.dedup();
    assert_eq!(answers.len(), 1, "{answers:?}");
    assert!(answers[0].contains("验证失败"));
    for _ in 0..5 {
        phone.open("/query").await.post("/query", &[("name", "王测试"), ("number", NUMBER)]).await;
    }
    assert_eq!(phone.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(phone.text().contains("分钟后再试"));
}

#[tokio::test]
async fn reminding_and_withdrawing() {
    let (town, unit) = town().await;
    let mut phone = Phone::at(&town);
    let number = register(&mut phone, unit).await;
    let progress = format!("/my/{number}/progress");
    town.clock.advance_millis(25 * tongxing_testkit::MINUTE);
    phone.open(&progress).await;
    let key = phone.value("key");
    phone.post(&format!("/my/{number}/urge"), &[("key", &key)]).await;
    assert!(
        phone.text().contains("已提醒当前审批人") && phone.text().contains("后可以再次催办"),
        "{}",
        phone.text()
    );
    phone.post(&format!("/my/{number}/urge"), &[("key", "another")]).await;
    assert_eq!(phone.status, StatusCode::CONFLICT);
    assert!(phone.text().contains("刚刚催办过"));
    let key = phone.value("key");
    phone.post(&format!("/my/{number}/cancel"), &[("key", &key), ("reason", "不来了")]).await;
    assert_eq!(phone.at, progress);
    assert!(phone.text().contains("已撤销") && !phone.text().contains("dlg-cancel"));
    phone.post(&format!("/my/{number}/correct"), &[]).await;
    assert_eq!(phone.status, StatusCode::FORBIDDEN, "no form of the page offers it");
}

#[tokio::test]
async fn pictures_are_pictures_and_nothing_else() {
    let (town, unit) = town().await;
    let mut phone = Phone::at(&town);
    fill_in(&mut phone, unit).await;
    phone.open(&format!("{HERE}/photos")).await;
    let picture = phone.all(".upl img", "src")[0].clone();
    phone.open(&picture).await;
    let header = |name: &str| phone.headers.get(name).unwrap().to_str().unwrap();
    assert_eq!(header("content-type"), "image/jpeg");
    assert_eq!(header("x-content-type-options"), "nosniff");
    assert_eq!(header("cache-control"), "no-store, private");
    assert!(header("content-security-policy").contains("sandbox"));
    assert!(header("content-disposition").starts_with("inline"));
}

#[tokio::test]
async fn a_returned_registration_is_corrected_and_completed() {
    let (town, unit) = town().await;
    let mut phone = Phone::at(&town);
    let number = register(&mut phone, unit).await;
    decide(&town, "zhao", Some("结束日期有误，请修改")).await;
    phone.open(&format!("/my/{number}/progress")).await;
    assert!(phone.text().contains("结束日期有误，请修改") && phone.text().contains("退回待修改"));
    phone.post(&format!("/my/{number}/correct"), &[]).await;
    assert_eq!(phone.at, format!("{HERE}/submit"));
    assert!(
        phone.text().contains("已退回") && phone.text().contains("“结束日期有误，请修改”"),
        "{}",
        phone.text()
    );
    phone.open(&format!("{HERE}/campus")).await;
    assert!(phone.text().contains("已退回"));
    phone.fill(&[("period.from", "2026-12-01"), ("period.until", "2026-11-01")]).await;
    assert_eq!(phone.errors()["f-period-until-e"], "结束日期不能早于开始日期，请核对");
    phone.fill(&[("period.from", "2026-12-01"), ("period.until", "2026-12-31")]).await;
    assert_eq!(phone.at, format!("{HERE}/submit"));
    phone.fill(&[("note", "合同期已更正")]).await;
    assert_eq!(phone.at, format!("{HERE}/submitted/{number}"));
    assert!(phone.text().contains("合同期已更正") && phone.text().contains("重新提交"));
    decide(&town, "zhao", None).await;
    decide(&town, "qian", None).await;
    town.run_jobs().await;
    phone.open(&format!("/my/{number}/progress")).await;
    let page = phone.text();
    assert!(page.contains("登记完成，信息入库成功") && page.contains("已下发"), "{page}");
    phone.open("/my").await;
    assert!(phone.text().contains("登记完成，信息入库成功") && phone.text().contains("已通过 1"));
}

/// Decides the one task of this person: sends it back for this reason, or approves.
async fn decide(town: &TestCampus, login: &str, back: Option<&str>) {
    use tongxing_usecases::approval::{approve, inbox, return_back};
    let campus = &town.campus;
    let mut db = campus.store.read().await.unwrap();
    let account = tongxing_storage::account::find_by_login(&mut db, login).await.unwrap().unwrap();
    drop(db);
    let actor = town.sign_in(account.id).await.actor;
    let waiting = inbox::run(campus, &actor, &tongxing_usecases::PageRequest::first(5)).await.unwrap();
    let task = waiting.items[0].task.id;
    match back {
        Some(reason) => {
            let input = return_back::Input::to_initiator(reason, "back");
            return_back::run(campus, &actor, task, input).await.unwrap();
        }
        None => {
            approve::run(campus, &actor, task, approve::Input::default()).await.unwrap();
        }
    }
}

#[tokio::test]
async fn each_step_weighs_little() {
    let (town, unit) = town().await;
    let mut phone = Phone::at(&town);
    fill_in(&mut phone, unit).await;
    for path in ["", "/basic", "/campus", "/photos", "/vehicles"] {
        phone.open(&format!("{HERE}{path}")).await;
        let scripts = phone.all("script[src]", "src").concat();
        let used = |asset: &&Asset| {
            scripts.contains(asset.served) || ["tongxing.css", "favicon.svg"].contains(&asset.name)
        };
        let assets: usize = assets::ALL.iter().filter(used).map(Asset::wire_size).sum();
        let total = packed(&phone.body) + assets;
        assert!(total < 40 * 1024, "{path}: {total} bytes");
    }
}

fn packed(body: &[u8]) -> usize {
    use std::io::Write;
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gz.write_all(body).unwrap();
    gz.finish().unwrap().len()
}

#[tokio::test]
async fn correcting_on_another_phone_asks_who_it_is_and_then_goes_on() {
    let (town, unit) = town().await;
    let number = register(&mut Phone::at(&town), unit).await;
    decide(&town, "zhao", Some("请补充")).await;
    let mut another = Phone::at(&town);
    another.open("/query").await.post("/query", &[("name", NAME), ("number", NUMBER)]).await;
    another.open(&format!("/my/{number}")).await;
    another.post(&format!("/my/{number}/correct"), &[]).await;
    assert_eq!(another.at, format!("/my/{number}/confirm?then=correct"));
    assert!(another.text().contains("登记时填写的手机号"), "{}", another.text());
    another.post(&format!("/my/{number}/confirm"), &[("proof", "13800000001"), ("then", "correct")]).await;
    assert_eq!(another.at, format!("{HERE}/submit"));
    assert!(another.text().contains("请补充"));
    another.open(&format!("/my/{number}")).await;
    assert!(!another.all(".shots img", "src").is_empty());
}

#[tokio::test]
async fn where_texts_can_be_sent_the_query_asks_for_the_code() {
    let town = TestCampus::with_texts(tongxing_storage::testing::TestStore::sqlite().await);
    town.publish_services().await;
    let unit = town.unit("01", "后勤保障处").await;
    town.staff("zhao", Role::UnitAdministrator, Some(unit)).await;
    town.staff("qian", Role::UnitHead, Some(unit)).await;
    let number = register(&mut Phone::at(&town), unit).await;
    let mut another = Phone::at(&town);
    for name in ["李测试", NAME] {
        another.open("/query").await.post("/query", &[("name", name), ("number", NUMBER)]).await;
        assert!(another.at.starts_with("/query/code"), "{}", another.at);
        another.post("/query/code", &[("proof", "")]).await;
        assert_eq!(another.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(another.text().contains("验证失败"), "{}", another.text());
    }
    town.run_jobs().await;
    let sent = town.sms.sent();
    assert_eq!(sent.len(), 1, "only for the right name");
    let code: String = sent[0].text.chars().skip_while(|c| !c.is_ascii_digit()).take(6).collect();
    another.post("/query/code", &[("proof", &code), ("then", &format!("/my/{number}"))]).await;
    assert_eq!(another.at, format!("/my/{number}"));
    assert!(another.text().contains("1990年3月7日"), "the phone is at hand: {}", another.text());
    assert!(another.cookie("tx_code").is_none());
}
