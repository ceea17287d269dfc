//! Every sample of every page, in both languages.

use std::collections::BTreeSet;

use scraper::{Html, Selector};
use tongxing_web::{
    http::assets,
    icons,
    samples::{Sample, samples, visitor},
    texts::Lang,
};

fn each(check: impl Fn(&str, &Html, &str)) {
    for lang in Lang::ALL {
        for Sample { name, html } in samples(&visitor(lang)) {
            let html = html.unwrap_or_else(|e| panic!("{name}: {e:?}"));
            check(&format!("{name} in {}", lang.tag()), &Html::parse_document(&html), &html);
        }
    }
}

fn all(page: &Html, selector: &str, attribute: &str) -> Vec<String> {
    let selector = Selector::parse(selector).unwrap();
    page.select(&selector).map(|e| e.value().attr(attribute).unwrap_or_default().to_owned()).collect()
}

#[test]
fn no_text_is_missing() {
    each(|name, _, html| assert!(!html.contains('⟦'), "{name}: {}", &html[html.find('⟦').unwrap()..][..60]));
}

#[test]
fn every_page_is_in_the_language_asked_for() {
    let chinese = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    let page = &samples(&visitor(Lang::En))[0];
    let html = page.html.as_ref().unwrap();
    let words = html.replace("语言", "").replace("简体中文", "");
    assert!(!words.contains(chinese), "{}", words.find(chinese).map_or("", |at| &words[at..]));
    assert!(html.contains("<html lang=\"en\""));
}

#[test]
fn every_icon_has_a_drawing() {
    each(|name, page, _| {
        for href in all(page, "use", "href") {
            let icon = href.strip_prefix("#i-").unwrap_or_else(|| panic!("{name}: {href}"));
            assert!(icons::drawing(icon).is_some(), "{name}: no icon {icon}");
        }
    });
}

#[test]
fn every_asset_exists() {
    each(|name, page, _| {
        let links = [all(page, "link", "href"), all(page, "script", "src")].concat();
        assert!(links.len() >= 3, "{name}");
        for link in links {
            let served = link.strip_prefix("/assets/").unwrap_or_else(|| panic!("{name}: {link}"));
            assert!(assets::ALL.iter().any(|a| a.served == served), "{name}: {link}");
        }
    });
}

#[test]
fn ids_are_used_once_and_references_lead_somewhere() {
    each(|name, page, _| {
        let ids = all(page, "[id]", "id");
        let unique: BTreeSet<&String> = ids.iter().collect();
        assert_eq!(ids.len(), unique.len(), "{name}: an id is used twice: {ids:?}");
        let described = [
            all(page, "[aria-describedby]", "aria-describedby"),
            all(page, "[aria-labelledby]", "aria-labelledby"),
        ];
        let referred = described.concat().join(" ");
        let referred = referred.split_whitespace().map(str::to_owned).chain(all(page, "label[for]", "for"));
        for id in referred.chain(all(page, "[form]", "form")) {
            assert!(unique.contains(&id), "{name}: nothing has the id {id}");
        }
    });
}

#[test]
fn every_page_has_one_heading_one_main_and_nothing_inline() {
    each(|name, page, html| {
        for selector in ["h1", "main#main", "a.skip"] {
            assert_eq!(all(page, selector, "id").len(), 1, "{name}: {selector}");
        }
        assert!(all(page, "[style], style, script:not([src])", "style").is_empty(), "{name}");
        assert!(!html.contains(" onclick="), "{name}");
    });
}

#[test]
fn every_form_that_posts_carries_a_token() {
    each(|name, page, _| {
        let posts = all(page, "form[method=post]", "action").len();
        let tokens = all(page, "form[method=post] input[name=csrf]", "value").len();
        assert_eq!(posts, tokens, "{name}");
    });
}
