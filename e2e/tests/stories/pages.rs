//! Every page that can be reached: no violation of axe-core in light, dark and large text, nothing wider than the
//! narrowest phone, and a first page that is light to load.

mod crawl;

use crate::in_the_browser::{
    applicant::{Applicant, DRIVER, Photos},
    registration,
    words::CHINESE as W,
};
use crawl::{check, crawl};
use tongxing_e2e::{Device, Look, story};

/// Somebody of the demonstration whose registration was approved long ago.
const REGISTERED: Applicant = Applicant { name: "张三", document_number: "150100198001010011", ..DRIVER };

#[test]
fn the_first_page_on_a_phone_weighs_at_most_40_kilobytes() {
    story("the first page is light", |campus| {
        let phone = campus.phone();
        phone.open("/");
        phone.see(W.service);
        phone.weighs_at_most(40 * 1024);
    });
}

#[test]
fn the_pages_of_a_registration() {
    for device in [Device::Phone, Device::Desk] {
        story("the pages of a registration", |campus| {
            let page = campus.person(Look::on(device));
            registration::begin(&page, &W);
            page.click(W.next);
            page.forgive("status of 422");
            page.see("请填写姓名");
            check(&page, "basic-with-problems");
            registration::basic(&page, &W, &DRIVER);
            page.see(W.kind);
            check(&page, "stay");
            registration::stay(&page, &W, &DRIVER);
            page.see(W.portrait);
            check(&page, "photos");
            let photos = Photos::good();
            page.upload(W.portrait, &photos.portrait());
            page.see(W.clear);
            check(&page, "photos-sent");
            registration::photos(&page, &W, &photos);
            page.see(W.plate);
            check(&page, "vehicles");
            registration::vehicles(&page, &W, &DRIVER);
            page.see(W.submitted);
            check(&page, "submitted");
        });
    }
}

#[test]
fn the_pages_of_an_applicant() {
    for device in [Device::Phone, Device::Desk] {
        story("the pages of an applicant", |campus| {
            let page = campus.person(Look::on(device));
            registration::query(&page, &W, &REGISTERED);
            page.see(W.mine);
            crawl(&page, &["/", "/my"]);
        });
    }
}

#[test]
fn the_pages_of_those_who_approve_and_look_after_vehicles() {
    staff_pages("lisi", Device::Phone);
    staff_pages("chexuni", Device::Desk);
}

#[test]
fn the_pages_of_the_three_administrators() {
    staff_pages("sysadmin", Device::Desk);
    staff_pages("secadmin", Device::Phone);
    staff_pages("auditor", Device::Desk);
}

fn staff_pages(login: &str, device: Device) {
    story(&format!("the pages of {login}"), |campus| {
        let page = campus.staff(login, Look::on(device));
        crawl(&page, &["/desk"]);
    });
}
