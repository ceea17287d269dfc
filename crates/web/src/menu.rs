//! The portal's menu and the tab bars. An item is there when its page exists and this person may open it: the
//! route table decides, so that no link leads nowhere.

use crate::{routes, texts::Lang, visitor::Visitor};

/// A tab of the phone's tab bar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tab {
    /// 服务.
    Services,
    /// 待办.
    Tasks,
    /// 消息.
    Messages,
    /// 我的.
    Mine,
}

/// A group of menu items under a heading.
#[derive(Debug, Clone)]
pub struct MenuGroup {
    /// The heading.
    pub title: String,
    /// What is in it; never empty.
    pub items: Vec<MenuItem>,
}

/// One link of a menu.
#[derive(Debug, Clone)]
pub struct MenuItem {
    /// Where it leads.
    pub path: &'static str,
    /// Its icon.
    pub icon: &'static str,
    /// Its text.
    pub text: String,
}

type Entry = (&'static str, &'static str, &'static str);

const GROUPS: [(&str, &[Entry]); 3] = [
    (
        "menu-office",
        &[
            ("/desk", "home", "menu-desk"),
            ("/tasks", "todo", "menu-tasks"),
            ("/tasks/done", "done", "menu-done"),
            ("/notifications", "bell", "menu-messages"),
        ],
    ),
    (
        "menu-business",
        &[
            ("/applications", "log", "menu-applications"),
            ("/persons", "users", "menu-persons"),
            ("/vehicles", "car", "menu-vehicles"),
        ],
    ),
    (
        "menu-operation",
        &[
            ("/deliveries", "send", "menu-deliveries"),
            ("/units", "building", "menu-units"),
            ("/accounts", "key", "menu-accounts"),
            ("/audit", "log", "menu-audit"),
        ],
    ),
];

const DESK_TABS: [Entry; 4] = [
    ("/desk", "home", "menu-tab-desk"),
    ("/tasks", "todo", "menu-tab-tasks"),
    ("/tasks/done", "done", "menu-tab-done"),
    ("/notifications", "bell", "menu-tab-messages"),
];

const PHONE_TABS: [(Tab, Entry); 4] = [
    (Tab::Services, ("/", "home", "menu-tab-services")),
    (Tab::Tasks, ("/tasks", "todo", "menu-tab-tasks")),
    (Tab::Messages, ("/notifications", "bell", "menu-tab-messages")),
    (Tab::Mine, ("/my", "user", "menu-tab-mine")),
];

/// Every text the menus may show; asked for by the test over the texts.
pub fn keys() -> impl Iterator<Item = &'static str> {
    let groups =
        GROUPS.iter().flat_map(|(title, items)| [*title].into_iter().chain(items.iter().map(|i| i.2)));
    groups.chain(DESK_TABS.iter().map(|i| i.2)).chain(PHONE_TABS.iter().map(|(_, i)| i.2))
}

/// The portal's menu for this person.
pub fn groups(visitor: &Visitor) -> Vec<MenuGroup> {
    let all = GROUPS.iter().map(|(title, entries)| MenuGroup {
        title: visitor.lang.t(*title).into(),
        items: allowed(visitor, entries),
    });
    all.filter(|group| !group.items.is_empty()).collect()
}

/// The portal's tab bar on a phone.
pub fn desk_tabs(visitor: &Visitor) -> Vec<MenuItem> {
    allowed(visitor, &DESK_TABS)
}

/// The phone's tab bar. 我的 is there for everyone: it asks who one is.
pub fn phone_tabs(visitor: &Visitor) -> Vec<(Tab, MenuItem)> {
    let shown = |tab: Tab, path: &str| tab == Tab::Mine || may_open(visitor, path);
    PHONE_TABS
        .iter()
        .filter(|(tab, e)| shown(*tab, e.0))
        .map(|(tab, e)| (*tab, item(visitor.lang, e)))
        .collect()
}

/// Whether the page exists and this visitor may open it.
pub fn may_open(visitor: &Visitor, path: &str) -> bool {
    routes::who_may_open(path).is_some_and(|who| who.admits(visitor))
}

fn allowed(visitor: &Visitor, entries: &[Entry]) -> Vec<MenuItem> {
    entries.iter().filter(|e| may_open(visitor, e.0)).map(|e| item(visitor.lang, e)).collect()
}

fn item(lang: Lang, (path, icon, key): &Entry) -> MenuItem {
    MenuItem { path, icon, text: lang.t(*key).into() }
}
