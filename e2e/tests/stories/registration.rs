//! The steps of a registration on the phone, as every story that registers somebody takes them.

use crate::in_the_browser::{
    applicant::{Applicant, Photos},
    words::Words,
};
use tongxing_e2e::Page;

/// From the first page to the first step of the form.
pub fn begin(page: &Page, words: &Words) {
    page.open("/");
    page.click(words.service);
    page.tick(words.consent_to_rules);
    page.tick(words.consent_to_identity);
    page.click(words.agree);
}

/// 基本信息.
pub fn basic(page: &Page, words: &Words, who: &Applicant) {
    page.fill(words.name, who.name);
    page.choose(words.document_type, words.resident_card);
    page.fill(words.document_number, who.document_number);
    page.choose(words.ethnic, words.han);
    page.click(words.next);
}

/// 在校信息.
pub fn stay(page: &Page, words: &Words, who: &Applicant) {
    page.choose(words.kind, words.external_staff);
    page.choose(words.unit, words.catering);
    page.fill(words.phone, who.phone);
    page.fill(words.first_day, &day(page, 0));
    page.fill(words.last_day, &day(page, 90));
    page.fill(words.reason, who.reason);
    page.click(words.next);
}

/// 照片信息. Where scripts run, each photo is sent and judged at once.
pub fn photos(page: &Page, words: &Words, photos: &Photos) {
    let three = [
        (words.portrait, photos.portrait()),
        (words.document_front, photos.document_front()),
        (words.document_back, photos.document_back()),
    ];
    for (number, (label, file)) in three.iter().enumerate() {
        page.upload(label, file);
        if page.runs_scripts() {
            page.see_times(words.clear, number + 1);
        }
    }
    page.click(words.next);
}

/// 车辆信息, and 提交.
pub fn vehicles(page: &Page, words: &Words, who: &Applicant) {
    for (number, plate) in who.plates.iter().enumerate() {
        if number > 0 {
            page.click(words.another_plate);
            page.see(who.plates[number - 1].shown);
        }
        page.fill(words.plate, plate.typed);
    }
    page.click(words.submit);
}

/// The whole form, to the page that says it was submitted; gives the number of the application.
pub fn register(page: &Page, words: &Words, who: &Applicant) -> String {
    // Kept to the end: without scripts they are read when the form is sent.
    let three = Photos::good();
    begin(page, words);
    basic(page, words, who);
    stay(page, words, who);
    photos(page, words, &three);
    vehicles(page, words, who);
    page.see(words.submitted);
    number(page)
}

/// 查询登记记录 with name and document number, to 我的登记.
pub fn query(page: &Page, words: &Words, who: &Applicant) {
    page.open("/");
    page.click(words.query);
    page.fill(words.name_in_query, who.name);
    page.fill(words.number_in_query, who.document_number);
    let asked = page.address();
    page.click(words.verify);
    // Whoever opens another page at once would otherwise be overtaken by the answer to this click.
    page.leaves(&asked);
}

/// The number of an application that can be read on the page: `QT-2026-000123`.
pub fn number(page: &Page) -> String {
    let text = page.text();
    let found = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '-').find(|w| w.starts_with("QT"));
    found.unwrap_or_else(|| panic!("no number of an application in\n{text}")).to_owned()
}

/// A day counted from today on this campus, as a date field takes it. Asked of the browser: stories have no clock.
pub fn day(page: &Page, from_today: i64) -> String {
    let script = "return new Date(Date.now() + (arguments[0] * 24 + 8) * 3600000).toISOString().slice(0, 10)";
    page.run(script, vec![from_today.into()]).as_str().unwrap().to_owned()
}
