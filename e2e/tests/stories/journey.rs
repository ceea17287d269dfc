//! The whole way of PRODUCT.md 1.1: from the form on a phone to the record, the permits and the barrier.

use crate::in_the_browser::{applicant::DRIVER, approver, registration, words::CHINESE as W};
use tongxing_e2e::{Device, Look, Page, Story, story};

#[test]
fn from_the_form_on_a_phone_to_the_barrier() {
    story("the whole journey", |campus| {
        let applicant = campus.phone();
        let number = registration::register(&applicant, &W, &DRIVER);
        applicant.screenshot("journey-submitted");
        registration::query(&applicant, &W, &DRIVER);
        it_waits_for(&applicant, &number, "部门管理员审核");

        let administrator = campus.staff("lisi", Look::on(Device::Phone));
        approver::approve(&administrator, &W, &number);
        administrator.see("已通过，转到");
        it_waits_for(&applicant, &number, "部门负责人审核");

        let head = campus.staff("chenshili", Look::on(Device::Desk));
        approver::open_task(&head, &W, &number);
        head.screenshot("journey-approval");
        approver::approve(&head, &W, &number);
        head.see("审批完成，结果已生效");

        both_plates_arrived(campus);
        it_stands_in_the_records(campus);
        applicant.open(&format!("/my/{number}"));
        applicant.see(W.completed);
        for plate in DRIVER.plates {
            applicant.see(plate.shown);
        }
        applicant.screenshot("journey-completed");
    });
}

/// 我的登记 → the application → 审批流程.
fn it_waits_for(applicant: &Page, number: &str, step: &str) {
    applicant.open("/my");
    applicant.see(W.mine);
    applicant.click(number);
    applicant.click(W.detail);
    applicant.see(DRIVER.masked_number);
    applicant.click(W.progress);
    applicant.see("正在等待");
    applicant.see(step);
}

fn both_plates_arrived(campus: &Story) {
    let barrier = campus.desk();
    barrier.open(&campus.vehicle_system());
    for plate in DRIVER.plates {
        barrier.see_after_reloads(plate.shown);
    }
    barrier.screenshot("journey-barrier");
}

fn it_stands_in_the_records(campus: &Story) {
    let office = campus.staff("chexuni", Look::on(Device::Desk));
    office.open("/vehicles");
    office.see(DRIVER.plates[0].shown);
    office.see(DRIVER.plates[1].shown);
    office.screenshot("journey-vehicles");
    office.open("/deliveries");
    office.click("已下发");
    for plate in DRIVER.plates {
        office.see_after_reloads(plate.shown);
    }
    office.screenshot("journey-deliveries");

    let unit = campus.staff("lisi", Look::on(Device::Desk));
    unit.open("/persons");
    unit.see(DRIVER.name);
    unit.screenshot("journey-persons");
}
