//! The whole way with JavaScript switched off, for the applicant and for the approvers.

use crate::in_the_browser::{applicant::DRIVER, approver, registration, words::CHINESE as W};
use tongxing_e2e::{Device, Look, story};

#[test]
fn the_whole_journey_without_scripts() {
    story("without scripts", |campus| {
        let applicant = campus.person(Look::on(Device::Phone).without_scripts());
        let number = registration::register(&applicant, &W, &DRIVER);
        let administrator = campus.staff("lisi", Look::on(Device::Phone).without_scripts());
        approver::approve(&administrator, &W, &number);
        let head = campus.staff("chenshili", Look::on(Device::Desk).without_scripts());
        approver::approve(&head, &W, &number);

        registration::query(&applicant, &W, &DRIVER);
        applicant.click(&number);
        applicant.see(W.completed);
        for plate in DRIVER.plates {
            applicant.see(plate.shown);
        }
    });
}
