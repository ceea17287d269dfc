//! Walks along the links from page to page, and looks at one page of each kind.

use std::collections::{BTreeSet, VecDeque};
use tongxing_e2e::Page;

const LINKS: &str = "return [...document.querySelectorAll('a[href]')]\
    .filter(a => a.origin === location.origin && !a.hasAttribute('download')).map(a => a.pathname)";
const DIALOGS: &str = "return [...document.querySelectorAll('dialog.dlg[id^=dlg-]')].map(d => d.id)";
const OPEN: &str = "document.getElementById(arguments[0]).showModal()";
const CLOSE: &str = "document.getElementById(arguments[0]).close()";

/// The narrowest phone we promise to serve.
const NARROWEST: u32 = 320;

/// Files, not pages.
const NO_PAGES: [&str; 4] = ["/files/", "/export", "/template", "/health"];

/// Checks the pages at these addresses, and one of each kind that links lead to from there.
pub fn crawl(page: &Page, from: &[&str]) {
    let mut waiting: VecDeque<String> = from.iter().map(|&address| address.to_owned()).collect();
    let mut kinds: BTreeSet<String> = from.iter().map(|&address| kind_of(address)).collect();
    while let Some(address) = waiting.pop_front() {
        page.open(&address);
        let name = kind_of(&page.address()).trim_matches('/').replace('/', "-");
        check(page, if name.is_empty() { "first" } else { &name });
        let links = page.run(LINKS, vec![]);
        for link in links.as_array().into_iter().flatten().filter_map(|link| link.as_str()) {
            let is_page = !NO_PAGES.iter().any(|part| link.contains(part));
            if is_page && kinds.insert(kind_of(link)) {
                waiting.push_back(link.to_owned());
            }
        }
    }
}

/// The page as it stands, in each look, with each of its dialogs, and on the narrowest phone.
pub fn check(page: &Page, name: &str) {
    page.screenshot(&format!("page-{name}"));
    for (dark, large) in [(false, false), (true, false), (false, true)] {
        page.look(dark, large);
        page.axe();
    }
    page.look(false, false);
    page.fits();
    page.narrow_to(Some(NARROWEST));
    page.fits();
    page.narrow_to(None);
    for dialog in page.run(DIALOGS, vec![]).as_array().into_iter().flatten() {
        page.run(OPEN, vec![dialog.clone()]);
        page.axe();
        page.run(CLOSE, vec![dialog.clone()]);
    }
}

/// `/persons/01a1…` and `/my/QT20261122-0001` are pages of one kind with their neighbours.
fn kind_of(address: &str) -> String {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let parts = path.split('/').map(|part| {
        let is_key = part.len() > 8 && part.chars().any(|c| c.is_ascii_digit());
        if is_key { "one" } else { part }
    });
    parts.collect::<Vec<_>>().join("/")
}
