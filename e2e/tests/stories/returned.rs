//! 退回修改: the applicant corrects what was asked and submits again; and an approver takes a decision back.

use crate::in_the_browser::{
    applicant::{Photos, WALKER},
    approver, registration,
    words::CHINESE as W,
};
use tongxing_e2e::{Device, Look, Page, story};

#[test]
fn the_applicant_corrects_and_the_approvers_decide_again() {
    story("returned and resubmitted", |campus| {
        let applicant = campus.phone();
        let number = registration::register(&applicant, &W, &WALKER);
        let administrator = campus.staff("lisi", Look::on(Device::Phone));
        approver::return_for_changes(&administrator, &number, "入校事由请写明岗位");

        // The next day, on another phone: name and number find it, the phone number shows that it is theirs.
        let elsewhere = campus.phone();
        correct(&elsewhere, &number);

        approver::open_task(&administrator, &W, &number);
        administrator.see("第三食堂洗碗岗位");
        approver::approve(&administrator, &W, &number);
        approver::approve(&campus.staff("chenshili", Look::on(Device::Desk)), &W, &number);
        applicant.open(&format!("/my/{number}"));
        applicant.see(W.completed);
    });
}

#[test]
fn an_approver_takes_a_decision_back() {
    story("a decision taken back", |campus| {
        let applicant = campus.phone();
        let number = registration::register(&applicant, &W, &WALKER);
        let administrator = campus.staff("lisi", Look::on(Device::Desk));
        approver::approve(&administrator, &W, &number);
        administrator.click("撤回");
        administrator.see("撤回后这项待办回到您这里");
        administrator.click("确认撤回");
        administrator.see(&number);

        let head = campus.staff("chenshili", Look::on(Device::Desk));
        head.open("/tasks");
        head.see(W.to_do);
        head.no_see(&number);
        approver::reject(&administrator, &number, "再次核对后不符合要求");
    });
}

/// Reads what is asked, changes the reason and takes the portrait again.
fn correct(applicant: &Page, number: &str) {
    registration::query(applicant, &W, &WALKER);
    applicant.see("退回待修改");
    applicant.click(number);
    applicant.click("修改后重新提交");
    applicant.see("登记时填写的手机号");
    applicant.screenshot("returned-confirm");
    applicant.axe();
    // A wrong number is answered with the page again, and with no success.
    applicant.forgive("status of 422");
    applicant.fill("登记时填写的手机号", "13000000000");
    applicant.click("确认");
    applicant.see("验证失败");
    applicant.fill("登记时填写的手机号", WALKER.phone);
    applicant.click("确认");
    applicant.see("入校事由请写明岗位");
    applicant.screenshot("returned-review");
    applicant.click("在校信息");
    applicant.fill(W.reason, "第三食堂洗碗岗位，合同期内每日到校。");
    applicant.click("保存");
    applicant.click("照片信息");
    let photos = Photos::good();
    applicant.upload(W.portrait, &photos.portrait());
    applicant.see(W.clear);
    applicant.click("保存");
    applicant.fill("说明", "岗位已写明");
    applicant.click("重新提交");
    applicant.see(W.submitted);
}
