//! What the form does while somebody is still typing: questions that follow from an answer come up at once, and a place
//! is picked from province to county or found by a part of its name.

use crate::in_the_browser::{applicant::WALKER, registration, words::CHINESE as W};
use tongxing_e2e::{Page, story};

/// A child of ten, on any day this is told.
fn ten_years_ago(page: &Page) -> String {
    registration::day(page, -3700)
}

#[test]
fn a_guardian_is_asked_for_as_soon_as_the_birth_date_is_that_of_a_child() {
    story("a guardian is asked for at once", |campus| {
        let page = campus.phone();
        registration::begin(&page, &W);
        page.fill(W.name, WALKER.name);
        page.choose(W.document_type, "护照（外国）");
        page.fill(W.document_number, "AB1234567");
        page.no_see("监护人姓名");
        page.fill("出生日期", &ten_years_ago(&page));
        page.see("还需填写：监护人信息（不满 14 周岁）");
        page.fill("监护人姓名", "李示例");
        page.axe();

        // A slip of the pen: what was typed for the guardian is not asked and not sent, but still there.
        page.fill("出生日期", "1990-02-28");
        page.no_see("监护人姓名");
        page.fill("出生日期", &ten_years_ago(&page));
        page.see("监护人姓名");
        assert_eq!(page.value("监护人姓名"), "李示例");

        page.fill("出生日期", "1990-02-28");
        page.no_see("监护人姓名");
        page.choose("性别", "男");
        page.choose(W.ethnic, W.han);
        page.click(W.next);
        page.see("接待单位");
    });
}

#[test]
fn a_place_is_picked_from_province_to_county_or_found_by_its_name() {
    story("a place is picked", |campus| {
        let page = campus.phone();
        registration::begin(&page, &W);
        registration::basic(&page, &W, &WALKER);
        page.see("接待单位");
        page.click("户口所在地");
        page.click("内蒙古自治区");
        page.click("呼和浩特市");
        page.see("只选到 内蒙古自治区呼和浩特市");
        page.axe();
        page.click("新城区");
        page.see("内蒙古自治区呼和浩特市新城区");

        page.click("户口所在地");
        page.fill("搜索省、市、区县", "新城");
        page.see("共 2 项");
        page.click("陕西省西安市新城区");
        page.see("陕西省西安市新城区");
        registration::stay(&page, &W, &WALKER);
        page.see("照片信息");
        page.click("上一步");
        page.see("陕西省西安市新城区");
        page.click("户口所在地");
        page.click("不填写");
        page.no_see("新城区");
    });
}
