//! The whole way in English: nothing on the pages is left in Chinese but what people wrote.

use crate::in_the_browser::{
    applicant::{Applicant, DRIVER},
    approver, registration,
    words::ENGLISH as W,
};
use tongxing_e2e::{Device, Look, Page, story};

const DRIVER_ABROAD: Applicant = Applicant { reason: "Pastry cook in canteen 3, every day", ..DRIVER };

#[test]
fn the_whole_journey_in_english() {
    story("in English", |campus| {
        let applicant = campus.person(Look::on(Device::Phone).english());
        applicant.open("/");
        is_english(&applicant);
        let number = registration::register(&applicant, &W, &DRIVER_ABROAD);
        is_english(&applicant);

        let administrator = campus.staff("lisi", Look::on(Device::Phone).english());
        approver::open_task(&administrator, &W, &number);
        is_english(&administrator);
        approver::approve(&administrator, &W, &number);
        let head = campus.staff("chenshili", Look::on(Device::Desk).english());
        approver::approve(&head, &W, &number);

        registration::query(&applicant, &W, &DRIVER_ABROAD);
        is_english(&applicant);
        applicant.click(&number);
        applicant.see(W.completed);
        is_english(&applicant);
        applicant.click(W.progress);
        is_english(&applicant);
    });
}

/// What people are called and what they typed stays as it is; the rest is ours to say in English.
fn is_english(page: &Page) {
    let names = ["钱故事", "李四", "周九", "陈示例", "孙八", "云", "中文", "语言", "李", "陈", "钱"];
    let text = names.iter().fold(page.text(), |text, name| text.replace(name, ""));
    let chinese: Vec<&str> = text.lines().filter(|line| line.chars().any(is_han)).collect();
    assert!(chinese.is_empty(), "in Chinese on {}: {chinese:?}", page.address());
}

fn is_han(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}
