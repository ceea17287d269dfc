//! Nothing of a service is in the code: a field and a step added by text, and a service nobody has heard of, work
//! through the same pages as soon as their files are published.

use http::StatusCode;
use tongxing_domain::{document::IdentityDocument, id::UnitId, role::Role};
use tongxing_storage::person;
use tongxing_testkit::{SignedIn, TestCampus};
use tongxing_usecases::{
    actor::By,
    service::{Published, publish},
};

use crate::phone::Phone;

const SHIPPED: &str = include_str!("../../../../services/other-personnel-registration.yaml");
const KEY_LOAN: &str = include_str!("services_by_files/key-loan.yaml");
const HERE: &str = "/s/other-personnel-registration";
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
