//! One registration by the use cases, as its pages would drive them.

use bytes::Bytes;
use tongxing_domain::id::{TaskId, UnitId};
use tongxing_storage::{application, task};
use tongxing_testkit::TestCampus;
use tongxing_usecases::{
    Actor,
    application::{save_step, start, submit, upload},
    approval::{approve, reject, return_back},
};

use crate::made_up;

/// The shipped service.
pub const SERVICE: &str = "other-personnel-registration";

/// What a submitted registration is known by.
pub struct Sent {
    /// Its number.
    pub number: String,
    /// The token of the applicant's cookie.
    pub applicant: String,
}

/// A form filled in up to the vehicles; gives the token of the draft's cookie.
pub async fn begin(kit: &TestCampus, unit: UnitId, who: usize) -> String {
    let given = vec!["rules".to_owned(), "identity".to_owned()];
    let address = address_of(who);
    let token =
        start::run(&kit.campus, start::Input { service: SERVICE, given, address: &address }).await.unwrap();
    let basic = [
        ("name", made_up::name(who).as_str().to_owned()),
        ("document.type", "resident_id".to_owned()),
        ("document.number", made_up::document_number(who)),
        ("ethnic", "01".to_owned()),
    ];
    step(kit, &token, "basic", &basic).await;
    let campus = [
        ("kind", "external_staff".to_owned()),
        ("unit", unit.to_string()),
        ("phone", made_up::phone(who).as_str().to_owned()),
        ("period.from", "2026-11-22".to_owned()),
        ("period.until", "2027-06-30".to_owned()),
        ("reason", "第三食堂面点岗位外聘，每日到校".to_owned()),
    ];
    step(kit, &token, "campus", &campus).await;
    for field in ["portrait", "document_front", "document_back"] {
        let bytes = Bytes::from(vec![0; 40_000]);
        let input = upload::Input { token: &token, field, bytes, address: &address };
        upload::run(&kit.campus, input).await.unwrap();
    }
    step(kit, &token, "photos", &[]).await;
    token
}

/// Everybody comes from elsewhere: limits count each address for itself.
fn address_of(who: usize) -> String {
    format!("10.0.{}.{}", who / 256, who % 256)
}

/// A whole form, submitted.
pub async fn submit(kit: &TestCampus, unit: UnitId, who: usize) -> Sent {
    let token = begin(kit, unit, who).await;
    let address = address_of(who);
    let plate = made_up::plate(700_000 + who).number().to_owned();
    step(kit, &token, "vehicles", &[("plates.0.number", plate), ("plates.0.colour", "blue".to_owned())])
        .await;
    let input = submit::Input { token: &token, note: String::new(), address: &address };
    let sent = submit::run(&kit.campus, input).await.unwrap();
    Sent { number: sent.number, applicant: sent.applicant_token.unwrap() }
}

/// 通过.
pub async fn approve(kit: &TestCampus, actor: &Actor, number: &str) {
    let task = open_task(kit, number).await;
    let input =
        approve::Input { opinion: "同意".to_owned(), key: format!("approve {task}"), ..Default::default() };
    approve::run(&kit.campus, actor, task, input).await.unwrap();
}

/// 不通过.
pub async fn reject(kit: &TestCampus, actor: &Actor, number: &str) {
    let task = open_task(kit, number).await;
    reject::run(&kit.campus, actor, task, "非本单位接待人员", &format!("reject {task}")).await.unwrap();
}

/// 驳回.
pub async fn send_back(kit: &TestCampus, actor: &Actor, number: &str) {
    let task = open_task(kit, number).await;
    let input = return_back::Input::to_initiator("照片不清晰，请重拍", format!("return {number}"));
    return_back::run(&kit.campus, actor, task, input).await.unwrap();
}

async fn open_task(kit: &TestCampus, number: &str) -> TaskId {
    let mut db = kit.campus.store.read().await.unwrap();
    let application = application::find_by_number(&mut db, number).await.unwrap().unwrap();
    let tasks = task::of_application(&mut db, application.id).await.unwrap();
    tasks.iter().find(|t| t.state == tongxing_workflow::TaskState::Open).unwrap().id
}

async fn step(kit: &TestCampus, token: &str, section: &str, pairs: &[(&str, String)]) {
    let pairs: Vec<_> = pairs.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
    save_step::run(&kit.campus, save_step::Input { token, section, pairs: &pairs }).await.unwrap();
}
