//! The frame of a page: what the layouts need whatever stands inside. Each page struct has one as its field `p`.

use std::{
    borrow::Cow,
    fmt::{Display, Write},
};

use askama::Template;
use axum::response::{Html as HtmlResponse, IntoResponse, Response};
use http::StatusCode;

use tongxing_catalog::Text;
use tongxing_usecases::{Campus, desk};

use crate::{
    http::assets,
    icons,
    menu::{self, MenuGroup, Tab},
    texts::{Html, Lang, Message, When},
    trouble::Trouble,
    ui::Field,
    visitor::Visitor,
};

/// The frame of a page.
pub struct Page {
    /// The heading in the bar and the window's title.
    pub title: String,
    /// Where the arrow in the phone's bar leads.
    pub back: String,
    /// Which tab of the phone's tab bar is lit; `None`: no tab bar.
    pub tab: Option<Tab>,
    /// The path of the lit menu item of the portal.
    pub place: &'static str,
    /// The way to this page: text and address, the last one without.
    pub crumbs: Vec<(String, Option<String>)>,
    /// The script modules of this page, beside `prefs`.
    pub scripts: Vec<&'static str>,
    /// How many tasks wait.
    pub tasks: u64,
    /// How many messages are unread.
    pub unread: u64,
    visitor: Visitor,
}

impl Page {
    /// A frame for this visitor with a title: `Page::new(&visitor, visitor.t("key"))`.
    pub fn new(visitor: &Visitor, title: impl Display) -> Self {
        Self {
            title: title.to_string(),
            back: "/".to_owned(),
            tab: None,
            place: "",
            crumbs: Vec::new(),
            scripts: Vec::new(),
            tasks: visitor.waiting.map_or(0, |w| w.0),
            unread: visitor.waiting.map_or(0, |w| w.1),
            visitor: visitor.clone(),
        }
    }

    /// Where the arrow back leads.
    #[must_use]
    pub fn back(mut self, to: impl Into<String>) -> Self {
        self.back = to.into();
        self
    }

    /// Shows the phone's tab bar with this tab lit.
    #[must_use]
    pub fn tab(mut self, tab: Tab) -> Self {
        self.tab = Some(tab);
        self
    }

    /// Lights a menu item of the portal, by its path.
    #[must_use]
    pub fn place(mut self, path: &'static str) -> Self {
        self.place = path;
        self
    }

    /// Adds a step of the way to this page.
    #[must_use]
    pub fn crumb(mut self, text: impl Display, to: Option<&str>) -> Self {
        self.crumbs.push((text.to_string(), to.map(str::to_owned)));
        self
    }

    /// Loads these script modules (`assets/<name>.js`).
    #[must_use]
    pub fn scripts(mut self, names: &[&'static str]) -> Self {
        self.scripts.extend_from_slice(names);
        self
    }

    /// The numbers beside 待办 and 消息.
    #[must_use]
    pub fn counts(mut self, tasks: u64, unread: u64) -> Self {
        self.tasks = tasks;
        self.unread = unread;
        self
    }

    // What layouts and pages ask for.

    /// A text in the page's language: `{{ p.t("key").arg("name", name) }}`.
    pub fn t<'a>(&self, key: impl Into<Cow<'a, str>>) -> Message<'a> {
        self.visitor.lang.t(key)
    }

    /// A text whose key ends in something known only when running: `{{ p.t_of("state", code) }}`.
    pub fn t_of(&self, prefix: &str, code: &str) -> Message<'static> {
        self.visitor.lang.t(format!("{prefix}-{code}"))
    }

    /// The page's language.
    pub fn lang(&self) -> Lang {
        self.visitor.lang
    }

    /// The other language.
    pub fn other_lang(&self) -> Lang {
        match self.visitor.lang {
            Lang::ZhCn => Lang::En,
            Lang::En => Lang::ZhCn,
        }
    }

    /// A text of a service definition in the page's language, the university's name filled in.
    pub fn say(&self, text: &Text) -> String {
        self.visitor.lang.of(text).replace("{campus}", self.school())
    }

    /// Words for instants.
    pub fn when(&self) -> When {
        self.visitor.when()
    }

    /// The chosen theme, if any.
    pub fn theme(&self) -> Option<&'static str> {
        self.visitor.prefs.theme
    }

    /// 关怀模式.
    pub fn large(&self) -> bool {
        self.visitor.prefs.large
    }

    /// The hidden field that every form of ours carries.
    pub fn csrf(&self) -> Html {
        Html::trusted(format!(r#"<input type="hidden" name="csrf" value="{}">"#, self.csrf_token()))
    }

    /// The token by itself, for scripts.
    pub fn csrf_token(&self) -> String {
        self.visitor.csrf_token()
    }

    /// The path and query of this page.
    pub fn path(&self) -> &str {
        &self.visitor.path
    }

    /// The address of an asset.
    pub fn asset(&self, name: impl AsRef<str>) -> String {
        assets::url(name.as_ref())
    }

    /// The texts a script module shows: every key that begins `js-<name>-`.
    pub fn script_texts(&self, name: &str) -> Vec<(&'static str, String)> {
        self.visitor.lang.with_prefix(&format!("js-{name}-")).collect()
    }

    /// The university's name.
    pub fn school(&self) -> &str {
        self.visitor.shell.school(self.visitor.lang)
    }

    /// Who answers questions.
    pub fn contact(&self) -> &str {
        self.visitor.shell.contact(self.visitor.lang)
    }

    /// The portal's menu: what this person may open.
    pub fn menu(&self) -> Vec<MenuGroup> {
        menu::groups(&self.visitor)
    }

    /// The portal's tab bar on a phone.
    pub fn desk_tabs(&self) -> Vec<menu::MenuItem> {
        menu::desk_tabs(&self.visitor)
    }

    /// The phone's tab bar.
    pub fn tabs(&self) -> Vec<(Tab, menu::MenuItem)> {
        menu::phone_tabs(&self.visitor)
    }

    /// Whether this visitor may open a page.
    pub fn may_open(&self, path: &str) -> bool {
        menu::may_open(&self.visitor, path)
    }

    /// The name of whoever is signed in.
    pub fn user(&self) -> Option<&str> {
        self.visitor.user_name()
    }

    /// A labelled control: `{{ p.field("login", p.t("key")).required() }}`.
    pub fn field(&self, name: &str, label: impl Display) -> Field {
        Field::new(name, label).in_language(self.visitor.lang)
    }
}

/// A frame that carries the numbers beside 待办 and 消息 even when it answers a form.
pub async fn for_staff(campus: &Campus, visitor: &Visitor, title: impl Display) -> Result<Page, Trouble> {
    let page = Page::new(visitor, title);
    match &visitor.actor {
        Some(actor) if visitor.waiting.is_none() => {
            let (tasks, unread) = desk::counts(campus, actor).await?;
            Ok(page.counts(tasks, unread))
        }
        _ => Ok(page),
    }
}

/// Renders a page into a response.
pub fn show(page: &impl Template) -> Result<Response, Trouble> {
    Ok(HtmlResponse(render(page)?).into_response())
}

/// Renders a form again, with what was wrong with it.
pub fn show_again(page: &impl Template) -> Result<Response, Trouble> {
    Ok((StatusCode::UNPROCESSABLE_ENTITY, HtmlResponse(render(page)?)).into_response())
}

/// Renders a page and puts in the drawings of the icons it uses.
pub fn render(page: &impl Template) -> Result<String, Trouble> {
    let html = page.render()?;
    let symbols = symbols_for(&html);
    Ok(html.replacen("<!--icons-->", &symbols, 1))
}

fn symbols_for(html: &str) -> String {
    let mut names: Vec<&str> = html
        .match_indices("href=\"#i-")
        .filter_map(|(at, found)| html.get(at + found.len()..)?.split('"').next())
        .collect();
    names.sort_unstable();
    names.dedup();
    let mut out = String::from(r#"<svg hidden aria-hidden="true">"#);
    for name in names {
        let drawing = icons::drawing(name).unwrap_or_default();
        let _ = write!(out, r#"<symbol id="i-{name}" viewBox="0 0 24 24">{drawing}</symbol>"#);
    }
    out + "</svg>"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_icons_in_use_are_put_in_each_once() {
        let html = r##"<use href="#i-home"/><use href="#i-x"/><use href="#i-home"/>"##;
        let symbols = symbols_for(html);
        assert_eq!(symbols.matches("<symbol").count(), 2);
        assert!(symbols.contains(r#"id="i-home""#) && symbols.contains(r#"id="i-x""#));
    }
}
