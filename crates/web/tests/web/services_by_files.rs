//! Nothing of a service is in the code: a field and a step added by text, and a service nobody has heard of, work
//! through the same pages as soon as their files are published.

use http::StatusCode;
use tongxing_domain::{document::IdentityDocument, id::UnitId, role::Role};
use tongxing_storage::person;
use tongxing_testkit::{SignedIn, TestCampus};
use tongxing_usecases::{
    actor::By,
    campus::Services,
    service::{Published, publish},
};

use crate::phone::Phone;

const SHIPPED: &str = include_str!("../../../../services/other-personnel-registration.yaml");
const KEY_LOAN: &str = include_str!("services_by_files/key-loan.yaml");
const HERE: &str = "/s/other-personnel-registration";
const EVERY_ANSWER: &str = include_str!("services_by_files/every-answer.yaml");
const EVERYTHING: &str = "/s/every-answer";
const NUMBER: &str = "110101199003070038";

/// The shipped service with one more field and one more step.
fn extended() -> String {
    let field = "        - key: emergency_contact\n          \
                 type: { text: { max: 40 } }\n          \
                 label: { zh: 紧急联系人, en: Emergency contact }\n          \
                 required: true\n          \
                 purpose: contact\n";
    let step = "    - step:\n        \
                key: filing\n        \
                title: { zh: 保卫处备案, en: Filing by Security }\n        \
                doer: { zh: 保卫处, en: security }\n        \
                by:\n          - account: beian\n        \
                fields: { masked: [form.document, form.phone] }\n";
    let before_field = "        - key: education\n";
    let before_step = "\noutcome:\n";
    for place in [before_field, before_step] {
        assert_eq!(SHIPPED.matches(place).count(), 1, "the shipped file changed at {place:?}");
    }
    SHIPPED
        .replace(before_field, &format!("{field}{before_field}"))
        .replace(before_step, &format!("\n{step}{before_step}"))
}

async fn published(town: &TestCampus, file: &str, text: &str) -> u32 {
    match publish(&town.campus, &By::system(), file, text).await.unwrap() {
        Published::Version(version) => version,
        other => panic!("{file}: {other:?}"),
    }
}

/// Approves the one thing that waits for this person.
async fn approve(town: &TestCampus, who: &SignedIn, expected: &str) {
    let mut desk = Phone::at(town);
    desk.carry("tx_session", &who.token);
    desk.open("/tasks").await;
    let tasks: Vec<_> =
        desk.all("a[href^='/tasks/']", "href").into_iter().filter(|href| href != "/tasks/done").collect();
    desk.open(tasks.first().unwrap_or_else(|| panic!("nothing waits: {}", desk.text()))).await;
    assert!(desk.text().contains(expected), "{expected} on {}", desk.at);
    let key = desk.all("form[action*='/approve'] input[name=key]", "value")[0].clone();
    let action = desk.all("form[action*='/approve']", "action")[0].split('#').next().unwrap().to_owned();
    desk.post(&action, &[("key", &key), ("opinion", "同意")]).await;
    assert!(desk.at.starts_with("/tasks?done="), "{}: {}", desk.at, desk.text());
}

async fn nothing_waits(town: &TestCampus, who: &SignedIn) {
    let mut desk = Phone::at(town);
    desk.carry("tx_session", &who.token);
    desk.open("/tasks").await;
    let tasks: Vec<_> =
        desk.all("a[href^='/tasks/']", "href").into_iter().filter(|href| href != "/tasks/done").collect();
    assert!(tasks.is_empty(), "{tasks:?}");
}

async fn register(phone: &mut Phone, unit: UnitId) -> String {
    phone.open(HERE).await.post(HERE, &[("consent", "rules"), ("consent", "identity")]).await;
    let basic = [
        ("name", "张测试"),
        ("document.type", "resident_id"),
        ("document.number", NUMBER),
        ("birth_date", ""),
        ("ethnic", "01"),
    ];
    phone.fill(&basic).await;
    assert!(phone.text().contains("紧急联系人"), "the new field stands in its step");
    let unit = unit.to_string();
    let campus = [
        ("kind", "external_staff"),
        ("unit", unit.as_str()),
        ("phone", "13800000001"),
        ("period.from", "2026-12-01"),
        ("period.until", "2027-01-31"),
        ("reason", "第三食堂面点岗位"),
    ];
    phone.fill(&campus).await;
    assert_eq!(phone.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(phone.errors().contains_key("f-emergency_contact-e"), "{:?}", phone.errors());
    phone.fill(&[&campus[..], &[("emergency_contact", "李测试 13900000002")]].concat()).await;
    assert_eq!(phone.at, format!("{HERE}/photos"), "{:?}", phone.errors());
    let files: [(&str, &[u8]); 3] =
        [("portrait", b"portrait"), ("document_front", b"front"), ("document_back", b"back")];
    phone.send_files(&format!("{HERE}/photos"), &[], &files).await;
    phone.fill(&[("plates", ""), ("do", "next")]).await;
    phone.at.strip_prefix(&format!("{HERE}/submitted/")).expect(&phone.at).to_owned()
}

#[tokio::test]
async fn a_field_and_a_step_are_added_by_text_alone() {
    let town = TestCampus::empty().await;
    town.publish_services().await;
    let unit = town.unit("01", "后勤保障处").await;
    let administrator = town.staff("zhao", Role::UnitAdministrator, Some(unit)).await;
    let head = town.staff("qian", Role::UnitHead, Some(unit)).await;
    let filing = town.staff("beian", Role::Guard, None).await;
    assert_eq!(published(&town, "registration.yaml", &extended()).await, 2);

    let mut phone = Phone::at(&town);
    let number = register(&mut phone, unit).await;
    assert!(phone.text().contains("保卫处备案"), "the new step lies ahead");
    nothing_waits(&town, &filing).await;
    approve(&town, &administrator, "李测试 13900000002").await;
    approve(&town, &head, "李测试 13900000002").await;
    let document =
        IdentityDocument::parse("resident_id".parse().unwrap(), NUMBER, town.campus.today()).unwrap();
    let mut db = town.campus.store.read().await.unwrap();
    assert!(person::find_by_document(&mut db, &document).await.unwrap().is_none(), "not before the new step");
    approve(&town, &filing, &number).await;

    let record = person::find_by_document(&mut db, &document).await.unwrap().expect("the record");
    assert_eq!(record.values["emergency_contact"], "李测试 13900000002");
    phone.open(&format!("/my/{number}")).await;
    assert!(phone.text().contains("紧急联系人") && phone.text().contains("李测试 13900000002"));
    phone.open(&format!("/my/{number}/progress")).await;
    assert!(phone.text().contains("登记完成，信息入库成功"), "{}", phone.text());
}

/// Somebody hands in the form of the key loan; gives its number.
async fn borrow(phone: &mut Phone, role: &str, keys: &str) -> String {
    let here = "/s/key-loan";
    phone.open("/").await;
    assert!(phone.text().contains("钥匙借用"), "the first page offers it");
    phone.open(here).await;
    assert!(phone.text().contains("钥匙不得转借"));
    phone.post(here, &[("consent", "careful"), ("consent", "paper")]).await;
    assert_eq!(phone.at, format!("{here}/who"), "{}", phone.text());
    let who = [
        ("borrower", "王测试"),
        ("paper.type", "resident_id"),
        ("paper.number", NUMBER),
        ("role", role),
        ("tutor", if role == "student" { "孙测试" } else { "" }),
    ];
    phone.fill(&who).await;
    assert_eq!(phone.at, format!("{here}/what"), "{:?}", phone.errors());
    phone.fill(&[("room", "A301"), ("keys", "many"), ("until", "2026-12-01")]).await;
    assert_eq!(phone.status, StatusCode::UNPROCESSABLE_ENTITY);
    phone.fill(&[("room", "A301"), ("keys", keys), ("until", "2026-12-01")]).await;
    let number = phone.at.strip_prefix(&format!("{here}/submitted/")).expect(&phone.at).to_owned();
    assert!(number.starts_with("YS20261122-"), "{number}");
    assert!(phone.text().contains("借用申请已交") && phone.text().contains("请等短信"));
    number
}

#[tokio::test]
async fn a_service_nobody_has_heard_of_works_through_the_same_pages() {
    let town = TestCampus::empty().await;
    town.publish_services().await;
    let desk = town.staff("wuye", Role::Guard, None).await;
    let students = town.staff("xuegong", Role::Guard, None).await;
    let security = town.staff("baowei", Role::Guard, None).await;
    assert_eq!(published(&town, "key-loan.yaml", KEY_LOAN).await, 1);

    let mut student = Phone::at(&town);
    let number = borrow(&mut student, "student", "3").await;
    approve(&town, &students, "孙测试").await;
    nothing_waits(&town, &security).await;
    approve(&town, &desk, "A301").await;
    approve(&town, &security, &number).await;
    student.open(&format!("/my/{number}/progress")).await;
    assert!(student.text().contains("可以来取钥匙了"), "{}", student.text());

    // A teacher with one key: the conditions leave one step.
    let mut teacher = Phone::at(&town);
    let number = borrow(&mut teacher, "teacher", "1").await;
    nothing_waits(&town, &students).await;
    approve(&town, &desk, &number).await;
    nothing_waits(&town, &security).await;
    teacher.open(&format!("/my/{number}/progress")).await;
    assert!(teacher.text().contains("可以来取钥匙了"), "{}", teacher.text());
}

const PROOF: &[u8] = b"%PDF-1.7\nproof\n%%EOF\n";

/// The last step: an attachment is what its content says, and only of a kind that the field takes.
async fn hand_in(phone: &mut Phone) {
    let things = format!("{EVERYTHING}/things");
    phone.open(&format!("{things}/template/proof")).await;
    assert!(String::from_utf8_lossy(&phone.body).starts_with(r"{\rtf1"), "a template to fill in");
    phone.open(&format!("{things}/template/face")).await;
    assert_eq!(phone.status, StatusCode::NOT_FOUND);
    phone.open(&things).await;
    for wrong in [&b"<html>%PDF-1.7 %%EOF"[..], b"\x89PNG\r\n\x1a\n", b"%PDF-1.7 cut off"] {
        phone.send_files(&things, &[("cars.0.number", "京A12345")], &[("proof", wrong)]).await;
        assert_eq!(phone.status, StatusCode::UNPROCESSABLE_ENTITY);
        let said = &phone.errors()["f-proof-e"];
        assert!(said.contains("PDF / JPG"), "{said}");
    }
    phone.send_files(&things, &[], &[("proof", PROOF)]).await;
    assert!(!phone.errors().contains_key("f-proof-e") && phone.text().contains("已收到 PDF 文件（1 KB）"));
    let files: [(&str, &[u8]); 2] = [("face", b"face"), ("page", b"page")];
    phone.send_files(&things, &[("cars.0.number", "京A12345")], &files).await;
}

#[tokio::test]
async fn every_kind_of_answer_is_asked_and_shown() {
    let town = TestCampus::empty().await;
    let mut services = Services::default();
    town.publish(&mut services, "every-answer.yaml", EVERY_ANSWER).await;
    town.campus.replace_services(services);
    let unit = town.unit("01", "后勤保障处").await;
    town.staff("qian", Role::UnitHead, Some(unit)).await;
    let unit = unit.to_string();
    let mut phone = Phone::at(&town);
    assert!(phone.open("/").await.text().contains("样样都问"));
    phone.open(EVERYTHING).await.post(EVERYTHING, &[("consent", "rules")]).await;
    assert_eq!(phone.at, format!("{EVERYTHING}/words"));

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
    assert_eq!(phone.at, format!("{EVERYTHING}/choices"), "{:?}", phone.errors());
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
    assert_eq!(phone.at, format!("{EVERYTHING}/things"), "{:?}", phone.errors());
    hand_in(&mut phone).await;
    assert_eq!(phone.status, StatusCode::OK, "{:?}", phone.errors());
    assert!(phone.at.starts_with(&format!("{EVERYTHING}/submitted/YY20261122-0001")), "{}", phone.at);
    assert!(phone.text().contains("已经交上") && phone.text().contains("看一看"));
    let number = phone.at.rsplit('/').next().unwrap().to_owned();
    phone.open("/query").await.post("/query", &[("name", "张测试"), ("number", "E26538716")]).await;
    assert!(phone.text().contains(&number) && phone.text().contains("我的申请"));
    phone.open(&format!("/my/{number}")).await;
    let proof = phone.all("a[download]", "href")[0].clone();
    phone.open(&proof).await;
    assert_eq!(phone.body, PROOF);
    let header = |name: &str| phone.headers.get(name).unwrap().to_str().unwrap();
    assert_eq!(header("content-type"), "application/pdf");
    assert_eq!(header("content-disposition"), "attachment; filename=\"file.pdf\"");
    assert!(header("content-security-policy").contains("sandbox"));
    phone.open(&format!("{proof}/small")).await;
    assert_eq!(phone.status, StatusCode::NOT_FOUND, "an attachment has no picture");
    phone.open(&format!("/my/{number}")).await;
    for words in ["乙", "因为", "2026年12月1日 至 2026年12月31日", "京A·12345", "两行", "138****0001"]
    {
        assert!(phone.text().contains(words), "{words}");
    }
}
