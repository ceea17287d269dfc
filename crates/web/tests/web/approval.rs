//! The approver's pages, by forms alone.

use http::StatusCode;
use tongxing_domain::{id::UnitId, role::Role};
use tongxing_testkit::{SignedIn, Submitted, TestCampus};

use crate::browser::{Browser, Seen};

struct Office {
    town: TestCampus,
    unit: UnitId,
    administrator: SignedIn,
    head: SignedIn,
}

impl Office {
    async fn new() -> Self {
        let town = TestCampus::empty().await;
        town.publish_services().await;
        Self::in_town(town).await
    }

    /// The same with every operation offered in every step.
    async fn offering_everything() -> Self {
        let town = TestCampus::empty().await;
        town.publish_services_offering_everything().await;
        Self::in_town(town).await
    }

    async fn in_town(town: TestCampus) -> Self {
        let unit = town.unit("01", "后勤保障处").await;
        let administrator =
            town.account("zhao").named("赵六").with(Role::UnitAdministrator, unit).create().await;
        let head = town.account("qian").named("钱七").with(Role::UnitHead, unit).create().await;
        let (administrator, head) = (town.sign_in(administrator).await, town.sign_in(head).await);
        Self { town, unit, administrator, head }
    }

    /// A registration with a plate, and the address of the task it waits in.
    async fn registration(&self) -> (Submitted, String) {
        let submitted = self.town.an_application(self.unit).with_plates(&["云AT0001"]).submit().await;
        let task = self.town.open_task(submitted.id).await;
        (submitted, format!("/tasks/{task}"))
    }

    async fn task(&self, submitted: &Submitted) -> String {
        format!("/tasks/{}", self.town.open_task(submitted.id).await)
    }
}

/// Presses the button of one dialog of a task page.
async fn press(browser: &Browser, task: &str, verb: &str, fields: &[(&str, &str)]) -> Seen {
    let page = browser.get(task).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    let key = key_of(&page, task, verb);
    let token = page.value("csrf").to_owned();
    let own = [("csrf", token.as_str()), ("key", key.as_str())];
    browser.post(&format!("{task}/{verb}"), &[&own, fields].concat()).await
}

/// The name of the press that the page's form for this verb carries.
fn key_of(page: &Seen, task: &str, verb: &str) -> String {
    let form = page
        .text
        .split(&format!("action=\"{task}/{verb}"))
        .nth(1)
        .unwrap_or_else(|| panic!("no form for {verb}"));
    form.split("name=\"key\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn two_people_approve_and_each_is_told_what_became_of_it() {
    let office = Office::new().await;
    let (submitted, task) = office.registration().await;
    let zhao = Browser::of(&office.town, &office.administrator);
    let list = zhao.get("/tasks").await;
    assert!(list.text.contains(&submitted.number) && list.text.contains(&task) && list.text.contains("张三"));
    let page = zhao.get(&task).await;
    for seen in
        ["张三", "110000********0013", "130****2702", "云A·T0001", "部门负责人 钱七", "审批历史", "待您处理"]
    {
        assert!(page.text.contains(seen), "{seen} is missing: {}", page.text);
    }
    assert!(page.text.contains("审核通过后此人员将成为学校其他人员，是否确认通过？"));
    let done = press(&zhao, &task, "approve", &[("opinion", "同意")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    let after = zhao.get(done.location().split('#').next().unwrap()).await;
    assert!(after.text.contains("已通过，转到部门负责人 钱七"), "{}", after.text);
    assert!(after.text.contains(&format!("{task}#dlg-withdraw")), "it can be taken back");

    let qian = Browser::of(&office.town, &office.head);
    let task = office.task(&submitted).await;
    assert!(qian.get(&task).await.text.contains("立即生效"));
    let done = press(&qian, &task, "approve", &[("opinion", "")]).await;
    let after = qian.get(done.location().split('#').next().unwrap()).await;
    assert!(after.text.contains("审批完成") && !after.text.contains("dlg-withdraw"), "{}", after.text);
    assert_eq!(office.town.state_of(submitted.id).await, "approved");
    let list = qian.get("/tasks/done").await;
    assert!(list.text.contains(&submitted.number) && list.text.contains("已通过"));
}

#[tokio::test]
async fn a_missing_reason_keeps_the_dialog_and_what_was_typed() {
    let office = Office::new().await;
    let (submitted, task) = office.registration().await;
    let zhao = Browser::of(&office.town, &office.administrator);
    assert!(
        zhao.get(&task).await.text.contains(&format!("{task}/reject#dlg-no")),
        "the answer opens the dialog again"
    );
    let refused = press(&zhao, &task, "reject", &[("reason", " ")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("aria-invalid=\"true\" required"), "{}", refused.text);
    let long = "字".repeat(501);
    let refused = press(&zhao, &task, "return", &[("to", "initiator"), ("reason", &long)]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains(&long), "nothing that was typed is lost");
    assert_eq!(
        press(&zhao, &task, "return", &[("to", "elsewhere"), ("reason", "…")]).await.status,
        StatusCode::BAD_REQUEST
    );
    assert_eq!(office.town.state_of(submitted.id).await, "running");

    let done = press(&zhao, &task, "reject", &[("reason", "非本单位接待人员")]).await;
    let after = zhao.get(done.location().split('#').next().unwrap()).await;
    assert!(after.text.contains("不通过，申请结束"), "{}", after.text);
    assert_eq!(office.town.state_of(submitted.id).await, "rejected");
}

#[tokio::test]
async fn a_return_can_be_taken_back_and_a_comment_stays() {
    let office = Office::new().await;
    let (submitted, task) = office.registration().await;
    let zhao = Browser::of(&office.town, &office.administrator);
    let said = press(&zhao, &task, "comment", &[("reason", "已电话核实")]).await;
    assert_eq!(said.location(), format!("{task}?did=comment#history"));
    let done = press(&zhao, &task, "return", &[("to", "initiator"), ("reason", "照片不清晰，请重拍")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    assert_eq!(office.town.state_of(submitted.id).await, "returned");
    let back = press(&zhao, &task, "withdraw", &[]).await;
    assert_eq!(back.location(), format!("{task}?did=withdraw#main"));
    let page = zhao.get(&task).await;
    for said in ["已电话核实", "照片不清晰，请重拍", "收回意见", "待您处理"] {
        assert!(page.text.contains(said), "{said}");
    }
}

#[tokio::test]
async fn a_double_tap_is_one_decision_and_a_stale_page_says_who_decided() {
    let office = Office::new().await;
    let (submitted, task) = office.registration().await;
    let zhao = Browser::of(&office.town, &office.administrator);
    let stale = zhao.get(&task).await;
    let token = stale.value("csrf").to_owned();
    let key = key_of(&stale, &task, "approve");
    let fields = [("csrf", token.as_str()), ("key", key.as_str()), ("opinion", "同意")];
    let first = zhao.post(&format!("{task}/approve"), &fields).await;
    let second = zhao.post(&format!("{task}/approve"), &fields).await;
    assert_eq!((first.status, first.location()), (second.status, second.location()));
    let key = key_of(&stale, &task, "reject");
    let fields = [("csrf", token.as_str()), ("key", key.as_str()), ("reason", "证件信息不一致")];
    let late = zhao.post(&format!("{task}/reject"), &fields).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.text.contains("这项待办已经办结") && late.text.contains("已通过，转到"), "{}", late.text);
    assert_eq!(zhao.get(&format!("{task}/reject")).await.location(), task, "a reload leads back");
    assert_eq!(office.town.state_of(submitted.id).await, "running");
}

#[tokio::test]
async fn forms_that_are_not_ours_and_tasks_of_others_are_refused() {
    let office = Office::new().await;
    let (submitted, task) = office.registration().await;
    let zhao = Browser::of(&office.town, &office.administrator);
    let forged = zhao.post(&format!("{task}/approve"), &[("opinion", ""), ("key", "0123456789abcdef")]).await;
    assert_eq!(forged.status, StatusCode::FORBIDDEN);
    let token = zhao.get(&task).await.value("csrf").to_owned();
    let nameless = zhao.post(&format!("{task}/approve"), &[("csrf", token.as_str()), ("key", "")]).await;
    assert_eq!(nameless.status, StatusCode::BAD_REQUEST);

    let other = office.town.unit("02", "图书馆").await;
    let stranger = office.town.staff("stranger", Role::UnitAdministrator, Some(other)).await;
    let stranger = Browser::of(&office.town, &stranger);
    assert_eq!(stranger.get(&task).await.status, StatusCode::NOT_FOUND);
    let token = stranger.get("/tasks").await.value("csrf").to_owned();
    let stolen = [("csrf", token.as_str()), ("key", "0123456789abcdef"), ("reason", "…")];
    assert_eq!(stranger.post(&format!("{task}/reject"), &stolen).await.status, StatusCode::FORBIDDEN);
    assert_eq!(stranger.get("/tasks/not-a-task").await.status, StatusCode::BAD_REQUEST);
    assert_eq!(office.town.state_of(submitted.id).await, "running");
}

#[tokio::test]
async fn the_lists_are_narrowed_and_all_applications_are_there_to_read() {
    let office = Office::new().await;
    let (submitted, task) = office.registration().await;
    let zhao = Browser::of(&office.town, &office.administrator);
    assert!(zhao.get(&format!("/tasks?q={}", &submitted.number[6..])).await.text.contains(&task));
    let nothing = zhao.get("/tasks?q=9999&service=other-personnel-registration").await;
    assert!(nothing.text.contains("没有找到") && nothing.text.contains("value=\"9999\""));
    let qian = Browser::of(&office.town, &office.head);
    assert!(!qian.get("/tasks").await.text.contains(&submitted.number));
    let address = format!("/applications/{}", submitted.number);
    assert!(qian.get("/applications?state=running").await.text.contains(&address));
    assert!(!qian.get("/applications?state=approved").await.text.contains(&address));
    let found = qian.fill("/applications", "/applications", &[("q", "张三"), ("state", "")]).await;
    assert!(found.text.contains(&address));
    let page = qian.get(&address).await;
    assert!(page.text.contains("110000********0013") && !page.text.contains("#dlg-ok"), "to read only");
    assert_eq!(qian.get("/applications/QT20260101-0001").await.status, StatusCode::NOT_FOUND);
    let guard = Browser::of(&office.town, &office.town.staff("guard", Role::Guard, None).await);
    assert_eq!(guard.get(&address).await.status, StatusCode::NOT_FOUND);
    assert_eq!(guard.get("/applications").await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn people_are_found_and_asked_by_forms_alone() {
    let office = Office::offering_everything().await;
    let wu = office.town.account("wushi").named("吴十").create().await;
    let wu = office.town.sign_in(wu).await;
    let (submitted, task) = office.registration().await;
    let zhao = Browser::of(&office.town, &office.administrator);
    let looked_for = [("do", "find"), ("find", "吴十"), ("reason", "请确认时段"), ("placement", "before")];
    let found = press(&zhao, &task, "sign", &looked_for).await;
    let id = wu.account.to_string();
    assert_eq!(found.status, StatusCode::OK, "looking for somebody decides nothing");
    for seen in ["<b>吴十</b>", "请确认时段", "value=\"before\" id=\"f-placement\" checked", &id] {
        assert!(found.text.contains(seen), "{seen}: {}", found.text);
    }
    let nobody = press(&zhao, &task, "sign", &[("placement", "before")]).await;
    assert_eq!(nobody.status, StatusCode::CONFLICT);
    assert!(nobody.text.contains("请至少选择一人"));
    let asks = [("placement", "before"), ("mode", "all"), ("who", id.as_str()), ("reason", "请确认时段")];
    let done = press(&zhao, &task, "sign", &asks).await;
    assert_eq!(done.location(), format!("{task}?did=sign#main"));
    let page = zhao.get(&format!("{task}?did=sign")).await;
    for seen in ["加签已发出", "您已请他人办理", "#dlg-unsign", "赵六 → 吴十"] {
        assert!(page.text.contains(seen), "{seen}: {}", page.text);
    }

    let asked = Browser::of(&office.town, &wu);
    let theirs = office.task(&submitted).await;
    let page = asked.get(&theirs).await;
    assert!(page.text.contains("#dlg-opine") && !page.text.contains("#dlg-ok"), "an opinion, not a decision");
    let silent = press(&asked, &theirs, "opine", &[("agree", "no"), ("reason", "")]).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    let answer = press(&asked, &theirs, "opine", &[("agree", "yes"), ("reason", "时段合适")]).await;
    let after = asked.get(answer.location().split('#').next().unwrap()).await;
    assert!(after.text.contains("已答复同意"), "{}", after.text);
    assert!(zhao.get(&task).await.text.contains("时段合适"));
    assert_eq!(press(&zhao, &task, "approve", &[]).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_task_is_handed_on_copied_and_returned_with_parts_marked() {
    let office = Office::offering_everything().await;
    let wu = office.town.account("wushi").named("吴十").create().await;
    let wu = office.town.sign_in(wu).await;
    let id = wu.account.to_string();
    let (submitted, task) = office.registration().await;
    let zhao = Browser::of(&office.town, &office.administrator);
    let copied = press(&zhao, &task, "copy", &[("who", &id)]).await;
    assert_eq!(copied.location(), format!("{task}?did=copy#main"));
    let reader = Browser::of(&office.town, &wu);
    let address = format!("/applications/{}", submitted.number);
    assert!(reader.get("/notifications").await.text.contains("有事项抄送给您"));
    assert!(reader.get(&address).await.text.contains("110000********0013"));
    let given = press(&zhao, &task, "transfer", &[("who", &id), ("reason", "我出差")]).await;
    assert_eq!(given.location(), format!("{task}?did=transfer#main"));
    assert!(!zhao.get(&task).await.text.contains("#dlg-ok"), "the former holder may only read");
    let back = [("to", "initiator"), ("part", "photos"), ("then", "step-by-step"), ("reason", "请重拍")];
    let returned = press(&reader, &task, "return", &back).await;
    assert_eq!(returned.status, StatusCode::SEE_OTHER, "{}", returned.text);
    assert!(reader.get(&task).await.text.contains("需要修改：照片信息"));
    assert_eq!(office.town.state_of(submitted.id).await, "returned");
}

#[tokio::test]
async fn administrators_of_processes_reassign_and_terminate() {
    let office = Office::new().await;
    let liu = office.town.staff("liu", Role::ProcessAdministrator, None).await;
    let (submitted, task) = office.registration().await;
    let page = Browser::of(&office.town, &liu);
    let looked_for = press(&page, &task, "reassign", &[("do", "find"), ("find", "qian")]).await;
    assert!(looked_for.text.contains("<b>钱七</b>"));
    assert!(!page.get(&task).await.text.contains("/files/"), "pictures are for those who decide by them");
    assert!(Browser::of(&office.town, &office.administrator).get(&task).await.text.contains("/files/"));
    let head = office.head.account.to_string();
    let given = press(&page, &task, "reassign", &[("who", &head), ("reason", "原经办人已调离")]).await;
    assert_eq!(given.location(), format!("{task}?did=reassign#main"), "{}", given.text);
    let ended = press(&page, &task, "terminate", &[("reason", "重复登记")]).await;
    assert_eq!(ended.location(), format!("{task}?did=terminate#main"));
    assert_eq!(office.town.state_of(submitted.id).await, "terminated");
    let zhao = Browser::of(&office.town, &office.administrator);
    assert!(!zhao.get(&task).await.text.contains("#dlg-terminate"));
}

#[tokio::test]
async fn several_are_decided_at_once_and_each_says_what_became_of_it() {
    let office = Office::new().await;
    let (mut numbers, mut tasks) = (Vec::new(), Vec::new());
    for person in 1..=4 {
        let submitted = office.town.an_application(office.unit).of_person(person).submit().await;
        tasks.push(office.town.open_task(submitted.id).await.to_string());
        numbers.push(submitted.number);
        office.town.clock.advance_millis(1000);
    }
    let zhao = Browser::of(&office.town, &office.administrator);
    let list = zhao.get("/tasks?before=nonsense").await;
    let place = |number: &str| list.text.find(number).unwrap();
    assert!(place(&numbers[0]) < place(&numbers[1]), "who waits longest stands first");
    assert!(list.text.contains(&format!("name=\"task\" value=\"{}\"", tasks[0])));

    let ticked = [("task", tasks[0].as_str()), ("task", &tasks[1]), ("task", &tasks[2])];
    let asked = zhao.fill("/tasks", "/tasks/batch", &[&[("do", "approve")][..], &ticked].concat()).await;
    for seen in ["确认通过 3 项", "→ 钱七", "审核通过后此人员将成为学校其他人员", &numbers[2]]
    {
        assert!(asked.text.contains(seen), "{seen}: {}", asked.text);
    }
    let (token, key) = (asked.value("csrf").to_owned(), asked.value("key").to_owned());
    let one = format!("/tasks/{}", tasks[1]);
    press(&zhao, &one, "reject", &[("reason", "证件信息不一致")]).await;
    let own = [("csrf", token.as_str()), ("key", key.as_str()), ("do", "approve"), ("reason", "同意")];
    let pressed = [&own[..], &ticked].concat();
    let done = zhao.post("/tasks/batch/decide", &pressed).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let twice = zhao.post("/tasks/batch/decide", &pressed).await;
    assert_eq!(done.location(), twice.location(), "a double tap");
    let result = zhao.get(done.location()).await;
    for seen in ["2 项已办理，1 项未办理", "已由他人办结", "→ 钱七", "审核中（部门负责人）", &numbers[0]]
    {
        assert!(result.text.contains(seen), "{seen}: {}", result.text);
    }
    let stranger = Browser::of(&office.town, &office.town.staff("guard", Role::Guard, None).await);
    assert!(!stranger.get(done.location()).await.text.contains(&numbers[0]), "only one's own");

    let none = zhao.fill("/tasks", "/tasks/batch", &[("do", "approve")]).await;
    assert!(none.text.contains("没有可以办理的项"));
    let silent = [("do", "reject"), ("task", tasks[3].as_str()), ("reason", " "), ("key", key.as_str())];
    let silent = zhao.fill("/tasks", "/tasks/batch/decide", &silent).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(silent.text.contains("aria-invalid=\"true\"") && silent.text.contains("确认不通过 1 项"));
}

#[tokio::test]
async fn the_pages_speak_english_too() {
    let office = Office::new().await;
    let (_, task) = office.registration().await;
    let zhao = Browser::of(&office.town, &office.administrator);
    for (path, words) in [
        ("/tasks?lang=en", "To do"),
        (&format!("{task}?lang=en"), "Once approved, this person becomes other personnel"),
        ("/tasks/done?lang=en", "Nothing done yet"),
        ("/notifications?lang=en", "A new task for you"),
    ] {
        let page = zhao.get(path).await;
        assert!(page.text.contains(words) && !page.text.contains('⟦'), "{path}: {}", page.text);
    }
}

#[tokio::test]
async fn a_message_is_read_by_opening_it() {
    let office = Office::new().await;
    let (_, task) = office.registration().await;
    let zhao = Browser::of(&office.town, &office.administrator);
    let page = zhao.get("/notifications").await;
    assert!(page.text.contains("有新的待办") && page.text.contains("1 条未读"));
    let action = page.text.split("formaction=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let qian = Browser::of(&office.town, &office.head);
    assert_eq!(qian.fill("/notifications", &action, &[]).await.status, StatusCode::NOT_FOUND, "not theirs");
    assert_eq!(zhao.fill("/notifications", &action, &[]).await.location(), task);
    assert!(zhao.get("/notifications").await.text.contains("没有未读消息"));
    office.registration_of_somebody_else().await;
    assert!(zhao.get("/notifications").await.text.contains("1 条未读"));
    assert_eq!(zhao.fill("/notifications", "/notifications/read", &[]).await.location(), "/notifications");
    assert!(zhao.get("/notifications").await.text.contains("没有未读消息"));
}

impl Office {
    async fn registration_of_somebody_else(&self) {
        self.town.an_application(self.unit).of_person(2).named("李四").submit().await;
    }
}
