//! Lists of tasks and applications, messages.

use super::{Sample, sample};
use crate::{
    approval::{
        all::{self, AllPage},
        done::DonePage,
        inbox::{self, InboxPage, Row},
        said::Said,
    },
    notification::{self, NotificationsPage},
    page::Page,
    ui::Choice,
    visitor::Visitor,
};

const LONG: &str =
    "A registration with a name that is much longer than anybody would sensibly give to a service";

/// All of them.
pub(super) fn samples(v: &Visitor) -> Vec<Sample> {
    let late = |text: &str| row(text, ("bad", "Waiting 9 days"));
    let narrow = inbox::Asked { q: "9999".to_owned(), ..inbox::Asked::default() };
    vec![
        sample("tasks/none", &to_do(v, Vec::new(), inbox::Asked::default())),
        sample("tasks/nothing found", &to_do(v, Vec::new(), narrow)),
        sample(
            "tasks/typical",
            &to_do(v, vec![late("教室借用"), row("教室借用", ("", "22 hours"))], inbox::Asked::default()),
        ),
        sample("tasks/longest", &to_do(v, vec![late(LONG)], inbox::Asked::default())),
        sample("done/none", &done(v, Vec::new())),
        sample("done/typical", &done(v, vec![row("教室借用", ("ok", "Approved"))])),
        sample("applications/none", &applications(v, Vec::new())),
        sample("applications/typical", &applications(v, vec![row("教室借用", ("warn", "Under review"))])),
        sample("messages/none", &messages(v, Vec::new())),
        sample(
            "messages/typical",
            &messages(v, vec![message("task-arrived", true), message("application-rejected", false)]),
        ),
    ]
}

fn row(service: &str, state: (&'static str, &str)) -> Row {
    Row {
        href: "/tasks/0198aaaa-0000-7000-8000-000000000000".to_owned(),
        task: "0198aaaa-0000-7000-8000-000000000000".to_owned(),
        service: service.to_owned(),
        number: "QT20261122-0001".to_owned(),
        who: "张三".to_owned(),
        unit: "后勤保障处".to_owned(),
        step: "部门管理员审核".to_owned(),
        at: "11-22 08:40".to_owned(),
        state: (state.0, state.1.to_owned()),
        decision: "Approved".to_owned(),
    }
}

fn to_do(v: &Visitor, lines: Vec<Row>, asked: inbox::Asked) -> InboxPage {
    let said = Said { text: "QT20261122-0001 张三".to_owned(), undo: "/tasks/1#dlg-withdraw".to_owned() };
    InboxPage {
        p: Page::new(v, v.t("approval-inbox")).place("/tasks").counts(2, 1),
        said: Some(said).filter(|_| !lines.is_empty()),
        lines,
        asked,
        services: vec![Choice::new("a", "A"), Choice::new("b", "B")],
        next: "/tasks?after=1.a".to_owned(),
        previous: String::new(),
    }
}

fn done(v: &Visitor, lines: Vec<Row>) -> DonePage {
    DonePage {
        p: Page::new(v, v.t("approval-done")).place("/tasks/done"),
        lines,
        next: String::new(),
        previous: "/tasks/done?before=1.a".to_owned(),
    }
}

fn applications(v: &Visitor, lines: Vec<Row>) -> AllPage {
    AllPage {
        p: Page::new(v, v.t("approval-all")).place("/applications"),
        lines,
        asked: all::Asked { state: "running".to_owned(), ..all::Asked::default() },
        states: vec![Choice::new("running", "Under review")],
        next: String::new(),
        first: String::new(),
    }
}

fn messages(v: &Visitor, today: Vec<notification::Line>) -> NotificationsPage {
    NotificationsPage {
        p: Page::new(v, v.t("notification-title")).place("/notifications").counts(0, today.len() as u64),
        earlier: today.iter().map(|one| message(&one.kind, false)).collect(),
        today,
        next: String::new(),
        first: "",
    }
}

fn message(kind: &str, unread: bool) -> notification::Line {
    notification::Line {
        action: "/notifications/0198aaaa-0000-7000-8000-000000000000".to_owned(),
        kind: kind.to_owned(),
        mark: ("warn", "urge"),
        about: "教室借用 · 张三 · QT20261122-0001".to_owned(),
        reason: LONG.to_owned(),
        at: "11-22 08:40".to_owned(),
        unread,
    }
}
