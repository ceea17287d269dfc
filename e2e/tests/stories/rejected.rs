//! 不通过: the reason is asked for, the application ends, and the applicant reads why.

use crate::in_the_browser::{applicant::WALKER, approver, registration, words::CHINESE as W};
use tongxing_e2e::{Device, Look, Page, story};

const REASON: &str = "入校事由不符合要求，请联系接待单位";

#[test]
fn by_the_administrator_who_first_forgets_the_reason() {
    story("rejected by the administrator", |campus| {
        let applicant = campus.phone();
        let number = registration::register(&applicant, &W, &WALKER);

        let administrator = campus.staff("lisi", Look::on(Device::Phone));
        approver::open_task(&administrator, &W, &number);
        administrator.click("不通过");
        administrator.click("确认不通过");
        administrator.see("不通过后本次申请到此结束");
        administrator.fill("请输入原因", REASON);
        administrator.click("确认不通过");
        administrator.see("已办理为不通过");
        reads_why(&applicant, &number);
    });
}

#[test]
fn by_the_head_after_the_administrator_approved() {
    story("rejected by the head", |campus| {
        let applicant = campus.phone();
        let number = registration::register(&applicant, &W, &WALKER);
        approver::approve(&campus.staff("lisi", Look::on(Device::Phone)), &W, &number);
        approver::reject(&campus.staff("chenshili", Look::on(Device::Desk)), &number, REASON);
        reads_why(&applicant, &number);
    });
}

fn reads_why(applicant: &Page, number: &str) {
    registration::query(applicant, &W, &WALKER);
    applicant.see("未通过");
    applicant.click(number);
    applicant.click(W.progress);
    applicant.see(REASON);
    applicant.screenshot("rejected-progress");
}
