//! The harness tried on pages written by hand: what it finds, what it refuses, and that it fails when it must.

mod site;

use site::Site;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;
use tongxing_e2e::{Device, Look, Page, Story, story_on};

const FORM: &str = include_str!("harness/form.html");
const BARE: &str = include_str!("harness/bare.html");
const SCRIPTED: &str = include_str!("harness/scripted.html");

fn on_site(name: &str, tell: impl FnOnce(&Site, &Story)) {
    let site = Site::serve(&[("/", FORM), ("/bare", BARE), ("/scripted", SCRIPTED)]);
    story_on(name, &site.url(), |story| tell(&site, story));
}

/// What a step says when it cannot be done.
fn complaint(step: impl FnOnce()) -> String {
    let ended = catch_unwind(AssertUnwindSafe(step));
    let panic = ended.expect_err("this step cannot be done, and yet it was");
    panic.downcast_ref::<String>().cloned().expect("a complaint in words")
}

fn fill_in(page: &Page) {
    page.open("/");
    page.fill("姓名", "张三");
    page.fill("出生日期", "1990-02-28");
    page.fill("备注", "第一行");
    page.choose("证件类型", "护照");
    page.choose("性别", "女");
    page.tick("我已阅读并同意");
    page.click("提交");
}

const SENT: [(&str, &str); 6] = [
    ("name", "张三"),
    ("birth", "1990-02-28"),
    ("note", "第一行"),
    ("kind", "passport"),
    ("gender", "f"),
    ("consent", "on"),
];

#[test]
fn a_form_is_filled_by_its_labels_on_phone_and_desk() {
    on_site("a form by its labels", |site, story| {
        for device in [Device::Phone, Device::Desk] {
            let page = story.person(Look::on(device));
            fill_in(&page);
            page.see("收到");
            assert_eq!(page.address(), "/sent");
            assert_eq!(site.last_form(), SENT.map(|(name, value)| (name.to_owned(), value.to_owned())));
        }
    });
}

#[test]
fn the_same_form_works_with_scripts_switched_off() {
    on_site("without scripts", |site, story| {
        let page = story.person(Look::on(Device::Phone).without_scripts());
        page.open("/scripted");
        page.see("没有脚本");
        page.no_see("脚本已运行");
        fill_in(&page);
        page.see("收到");
        assert_eq!(site.last_form().len(), SENT.len());

        let scripted = story.phone();
        scripted.open("/scripted");
        scripted.see("脚本已运行");
        scripted.no_see("没有脚本");
    });
}

#[test]
fn the_right_one_of_several_is_found_near_other_words() {
    on_site("near other words", |_, story| {
        let page = story.phone();
        page.open("/");
        page.click_near("李四", "查看");
        assert_eq!(page.address(), "/person?id=li");
        page.back();
        page.fill_near("第 2 辆", "车牌号", "云AT0002");
        assert_eq!(page.run("return document.querySelector('[name=plate2]').value", vec![]), "云AT0002");
    });
}

#[test]
fn what_lies_under_an_open_dialog_is_out_of_reach() {
    on_site("under a dialog", |_, story| {
        let page = story.desk();
        page.open("/scripted");
        page.click("不通过");
        page.fill("请输入原因", "照片不清晰");
        page.click("确认");
        page.see("已确认：照片不清晰");
        page.click("不通过");
        page.wait_at_most(Duration::from_millis(300));
        let complaint = complaint(|| page.click("页面上的按钮"));
        assert!(complaint.contains("there is no button or link called `页面上的按钮`"), "{complaint}");
        assert!(complaint.contains("取消、确认"), "it names what there is: {complaint}");
        assert!(
            complaint.contains("tests/stories/harness.rs"),
            "it names the line of the story: {complaint}"
        );
    });
}

#[test]
fn a_hidden_upload_field_is_found_by_its_label() {
    on_site("an upload", |_, story| {
        let file = std::env::temp_dir().join(format!("tongxing-e2e-{}.txt", std::process::id()));
        std::fs::write(&file, "photo").unwrap();
        let page = story.phone();
        page.open("/scripted");
        page.upload("正面免冠照", &file);
        page.see("5 字节");
        std::fs::remove_file(file).unwrap();
    });
}

#[test]
fn language_theme_and_size_reach_the_page() {
    on_site("language, theme, size", |site, story| {
        let chinese = story.phone();
        chinese.open("/scripted");
        chinese.see("浅色 zh-CN 390");
        assert!(site.last_request().contains("accept-language: zh-cn"), "{}", site.last_request());
        let english = story.person(Look::on(Device::Desk).english().dark().large_text());
        english.open("/scripted");
        english.see("深色 en-US 1440");
        let request = site.last_request();
        assert!(request.contains("accept-language: en-us"), "{request}");
        assert!(request.contains("tx_size=large") && request.contains("tx_theme=dark"), "{request}");
    });
}

#[test]
fn axe_finds_what_is_wrong_and_passes_what_is_right() {
    on_site("axe", |_, story| {
        let page = story.phone();
        page.open("/");
        page.axe();
        page.open("/bare");
        let complaint = complaint(|| page.axe());
        for rule in ["image-alt", "label", "color-contrast", "html-has-lang"] {
            assert!(complaint.contains(rule), "{rule} is missing in: {complaint}");
        }
    });
}

#[test]
fn a_page_wider_than_the_screen_is_found() {
    on_site("too wide", |_, story| {
        let page = story.person(Look::on(Device::SmallPhone));
        page.open("/");
        page.fits();
        page.open("/bare");
        let complaint = complaint(|| page.fits());
        assert!(complaint.contains("px wide on a screen of 320 px"), "{complaint}");
    });
}

#[test]
fn an_error_in_the_console_ends_the_story_unless_forgiven() {
    let site = Site::serve(&[("/", FORM)]);
    let failed =
        complaint(|| story_on("an unforgiven error", &site.url(), |story| story.phone().open("/missing")));
    assert!(failed.contains("complained to its console") && failed.contains("404"), "{failed}");
    story_on("a forgiven error", &site.url(), |story| {
        let page = story.phone();
        page.forgive("status of 404");
        page.open("/missing");
        assert_eq!(page.status(), 404);
    });
}

#[test]
fn bytes_over_the_wire_are_counted_with_their_headers() {
    on_site("weight", |_, story| {
        let page = story.phone();
        page.open("/scripted");
        page.see("脚本已运行");
        let (weight, body) = (page.weight(), u64::try_from(SCRIPTED.len()).unwrap());
        assert!((body + 50..body + 1_000).contains(&weight), "{weight} bytes for a body of {body}");
        page.weighs_at_most(weight);
        let complaint = complaint(|| page.weighs_at_most(weight - 1));
        assert!(complaint.contains("/scripted"), "it names the parts: {complaint}");
        page.forget_weight();
        assert_eq!(page.weight(), 0);
    });
}

#[test]
fn a_screenshot_shows_the_whole_page() {
    on_site("a screenshot", |_, story| {
        let page = story.phone();
        page.open("/");
        let picture = std::fs::read(page.screenshot("harness")).unwrap();
        assert!(picture.starts_with(b"\x89PNG"));
        let number = |from: usize| u32::from_be_bytes(picture[from..from + 4].try_into().unwrap());
        let (width, height) = (number(16), number(20));
        assert!(
            width == 780 && height > 1_688,
            "{width} × {height}: 390 px wide, longer than the screen, at 2 dots per px"
        );
    });
}

#[test]
fn what_is_not_there_is_missed() {
    on_site("missing", |_, story| {
        let page = story.phone();
        page.open("/");
        page.wait_at_most(Duration::from_millis(300));
        assert!(complaint(|| page.see("没有这句话")).contains("cannot be read"));
        assert!(complaint(|| page.no_see("查看")).contains("can still be read"));
        assert!(complaint(|| page.fill("没有这一栏", "x")).contains("姓名"), "it names the fields there are");
        assert!(complaint(|| page.choose("证件类型", "没有")).contains("居民身份证、护照"));
        assert!(complaint(|| page.click("暂不可用")).contains("is disabled"));
    });
}

#[test]
fn a_visitor_without_a_browser_sends_forms_and_files() {
    on_site("a visitor", |site, story| {
        let mut visitor = story.visitor();
        let page = visitor.get("/").unwrap();
        assert_eq!((page.status, page.input("name").as_deref()), (200, Some("")));
        let answer = visitor.post("/sent", &[("name", "张三"), ("note", "a&b")]).unwrap();
        assert!(answer.text().contains("收到"));
        assert_eq!(
            site.last_form(),
            [("name".to_owned(), "张三".to_owned()), ("note".to_owned(), "a&b".to_owned())]
        );
        let file = tongxing_e2e::Upload { field: "photo", file_name: "a.jpg", content: b"content" };
        visitor.upload("/sent", &[("name", "张三")], &[file]).unwrap();
        assert!(site.last_request().contains("filename=\"a.jpg\""));
        visitor.post_and_leave("/sent", &[("name", "李四")]).unwrap();
    });
}
