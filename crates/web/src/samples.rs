//! Every page with made-up content: empty, typical, worst case, longest names. The tests render all of them in both
//! languages and look for missing texts, unknown icons, dead asset links and duplicate ids.

use std::sync::atomic::{AtomicU64, Ordering};

use http::StatusCode;
use jiff::tz::TimeZone;
use tongxing_domain::time::Timestamp;

use crate::{
    home::{HomePage, ServiceTile},
    page::{self, Page},
    prefs::PrefsPage,
    privacy::{NoticeText, PrivacyPage},
    state::{Shell, Site},
    texts::Lang,
    trouble::{ErrorPage, Trouble},
    visitor::{Prefs, Visitor},
};

mod applicant;
mod approval;
mod pieces;
mod records;
mod staff;

/// One rendered sample.
pub struct Sample {
    /// `template/what is special`.
    pub name: &'static str,
    /// What came out.
    pub html: Result<String, Trouble>,
}

/// All of them, for one visitor. A new page adds its lines here.
pub fn samples(v: &Visitor) -> Vec<Sample> {
    let all = [home(v), errors(v)];
    let mut all: Vec<Sample> = all.into_iter().flatten().collect();
    all.push(sample("prefs/typical", &PrefsPage::new(v)));
    all.extend(privacy(v));
    all.extend(applicant::samples(v));
    all.extend(staff::samples(v));
    all.extend(approval::samples(v));
    all.extend(records::samples(v));
    all.push(pieces::sample(v));
    all
}

/// Renders one.
pub fn sample(name: &'static str, page: &impl askama::Template) -> Sample {
    Sample { name, html: page::render(page) }
}

/// A visitor in this language, with nothing chosen.
pub fn visitor(lang: Lang) -> Visitor {
    visitor_with(lang, Prefs::default())
}

/// A visitor in this language who chose how pages look.
pub fn visitor_with(lang: Lang, prefs: Prefs) -> Visitor {
    Visitor::sample(shell(), lang, prefs)
}

/// A campus whose clock stands still and whose chance is a counter.
pub fn shell() -> Shell {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    let random = |bytes: &mut [u8]| {
        for byte in bytes {
            let mixed = NEXT.fetch_add(1, Ordering::Relaxed).wrapping_mul(0x9e37_79b9_7f4a_7c15);
            *byte = mixed.to_be_bytes()[0];
        }
    };
    let site = Site {
        name: ("云麓大学".to_owned(), "Yunlu University".to_owned()),
        contact: (
            "保卫处 0000-0000001（工作日 8:30–17:30）".to_owned(),
            "Security Office 0000-0000001 (working days 8:30–17:30)".to_owned(),
        ),
        zone: TimeZone::fixed(jiff::tz::offset(8)),
        public_url: "http://127.0.0.1:8080".to_owned(),
    };
    Shell::new(site, || Timestamp::from_millis(1_795_336_320_000), random)
}

fn home(v: &Visitor) -> Vec<Sample> {
    let tile = |title: &str, summary: &str| ServiceTile {
        href: "/s/a-service".to_owned(),
        title: title.to_owned(),
        summary: summary.to_owned(),
    };
    let long = "A registration with a name that is much longer than anybody would sensibly give to a service";
    let typical = vec![tile("入校登记", "访客、施工、家属、外聘等人员登记入校")];
    let p = || Page::new(v, v.t("home-title"));
    let draft = |step: &str| Some(("/s/a-service/photos".to_owned(), step.to_owned()));
    vec![
        sample("home/empty", &HomePage::new(p(), Vec::new(), None)),
        sample("home/typical", &HomePage::new(p(), typical, draft("Photos"))),
        sample("home/longest", &HomePage::new(p(), vec![tile(long, long), tile(long, "")], draft(long))),
    ]
}

fn privacy(v: &Visitor) -> Vec<Sample> {
    let notice = NoticeText {
        service: "A service".to_owned(),
        processor: "Security Office".to_owned(),
        purposes: vec![("Identity".to_owned(), "To know who asks.".to_owned(), "Six months.".to_owned())],
        rules: vec!["Everything you give can be seen, corrected and taken back by you.".to_owned()],
    };
    let full = PrivacyPage { p: Page::new(v, v.t("privacy-title")), notices: vec![notice] };
    vec![sample("privacy/none", &PrivacyPage::new(v, std::iter::empty())), sample("privacy/typical", &full)]
}

fn errors(v: &Visitor) -> Vec<Sample> {
    let error = |name, trouble: Trouble, status| sample(name, &ErrorPage::new(v, &trouble, status));
    vec![
        error("error/403", Trouble::Forbidden, StatusCode::FORBIDDEN),
        error("error/404", Trouble::NotFound, StatusCode::NOT_FOUND),
        error("error/405", Trouble::Malformed, StatusCode::METHOD_NOT_ALLOWED),
        error("error/413", Trouble::TooLarge, StatusCode::PAYLOAD_TOO_LARGE),
        error("error/stale form", Trouble::StaleForm, StatusCode::FORBIDDEN),
        error("error/signed out", Trouble::SignedOut { at: "/sign-in" }, StatusCode::UNAUTHORIZED),
        error("error/500", Trouble::broken("sample"), StatusCode::INTERNAL_SERVER_ERROR),
    ]
}
