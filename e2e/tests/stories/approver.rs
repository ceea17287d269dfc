//! What approvers do with what waits for them.

use crate::in_the_browser::words::{CHINESE, Words};
use tongxing_e2e::Page;

/// Opens the task of an application from the to-do list.
pub fn open_task(page: &Page, words: &Words, number: &str) {
    page.open("/tasks");
    page.see(words.to_do);
    page.click_near(number, words.decide);
    page.see(number);
}

/// 通过, with the confirmation that names the consequence.
pub fn approve(page: &Page, words: &Words, number: &str) {
    open_task(page, words, number);
    page.click(words.approve);
    page.see(words.becomes_other_personnel);
    page.click(words.confirm);
    page.see(words.to_do);
}

/// 不通过, with its reason.
pub fn reject(page: &Page, number: &str, reason: &str) {
    open_task(page, &CHINESE, number);
    page.click("不通过");
    page.fill("请输入原因", reason);
    page.click("确认不通过");
    page.see("已办理为不通过");
}

/// 退回修改, with what is to be changed.
pub fn return_for_changes(page: &Page, number: &str, what: &str) {
    open_task(page, &CHINESE, number);
    page.click("退回修改");
    page.fill("修改说明", what);
    page.click("退回");
    page.see("等待申请人修改后重新提交");
}
