//! What goes wrong on a busy day: mistyped numbers, bad photos, a second tap, a stale tab, somebody else's address.
//! Each gets a clear answer; nothing typed is lost and nothing happens twice.

use crate::in_the_browser::{
    applicant::{Applicant, DRIVER, Photos, WALKER},
    approver, registration,
    words::CHINESE as W,
};
use tongxing_e2e::{Device, Look, Page, story};
use tongxing_photos::sample;

const MISTYPED: Applicant = Applicant { document_number: "530100199002280034", ..DRIVER };

const FIRST_TAP: &str = "const form = document.getElementById('f');\
    const button = document.querySelector('.actions [value=next]');\
    fetch(form.action, { method: 'POST', body: new URLSearchParams(new FormData(form, button)) })";

#[test]
fn what_is_wrong_is_said_and_what_was_typed_is_kept() {
    story("bad input", |campus| {
        let page = campus.phone();
        // The answer to a form with faults is the form again, and not a success.
        page.forgive("status of 422");
        registration::begin(&page, &W);
        registration::basic(&page, &W, &MISTYPED);
        page.see("第 18 位校验码不正确，请核对");
        assert_eq!(page.value(W.name), DRIVER.name);
        assert_eq!(page.value(W.document_number), MISTYPED.document_number);
        page.fill(W.document_number, DRIVER.document_number);
        page.click(W.next);

        registration::stay(&page, &W, &DRIVER);
        let photos = Photos::good();
        page.upload(W.portrait, &photos.keep("blurred.jpg", &sample::blurred_portrait(1)));
        page.see("照片太模糊");
        page.upload(W.portrait, &photos.keep("nobody.jpg", &sample::no_face(1)));
        page.see("未检测到人脸");
        page.see("请正对镜头");
        registration::photos(&page, &W, &photos);

        page.fill(W.plate, "云1T6021");
        page.click(W.submit);
        page.see("车牌第 2 位应为字母，不能是“1”");
        assert_eq!(page.value(W.plate), "云1T6021");
        page.fill(W.plate, DRIVER.plates[0].typed);
        page.click(W.submit);
        page.see(W.submitted);
    });
}

#[test]
fn a_form_that_is_sent_again_is_the_same_registration() {
    story("sent again", |campus| {
        let page = campus.phone();
        let photos = Photos::good();
        registration::begin(&page, &W);
        registration::basic(&page, &W, &WALKER);
        registration::stay(&page, &W, &WALKER);
        registration::photos(&page, &W, &photos);
        page.see(W.plate);
        // The first of two taps; its answer never reaches the person.
        page.run(FIRST_TAP, vec![]);
        registration::vehicles(&page, &W, &WALKER);
        page.see(W.submitted);
        registration::query(&page, &W, &WALKER);
        page.see("全部 1");
    });
}

#[test]
fn an_address_opens_only_to_those_it_belongs_to() {
    story("stale tabs and other people's addresses", |campus| {
        let applicant = campus.phone();
        let number = registration::register(&applicant, &W, &WALKER);
        let first = campus.staff("lisi", Look::on(Device::Desk));
        approver::open_task(&first, &W, &number);
        let task = first.address();

        let elsewhere = campus.staff("wangwu", Look::on(Device::Desk));
        is_closed_to(&elsewhere, &task);
        let nobody = campus.phone();
        nobody.open(&task);
        assert!(nobody.address().starts_with("/sign-in"), "{}", nobody.address());
        registration::query(
            &nobody,
            &W,
            &Applicant { name: "张三", document_number: "150100198001010011", ..DRIVER },
        );
        is_closed_to(&nobody, &format!("/my/{number}"));

        // The other administrator is quicker; this tab does not know yet.
        approver::approve(&campus.staff("zhoujiu", Look::on(Device::Phone)), &W, &number);
        first.forgive("status of 4");
        first.click(W.approve);
        first.click(W.confirm);
        first.see("这项待办已");
    });
}

fn is_closed_to(page: &Page, address: &str) {
    page.forgive("status of 40");
    page.open(address);
    let status = page.status();
    assert!([403, 404].contains(&status), "{address} answers {status}");
    page.no_see(WALKER.name);
}
