//! 审批历史 and 流程图: what happened, who has it, what lies ahead, as a timeline and as a diagram.

use tongxing_catalog::service::Service;
use tongxing_usecases::{
    application::progress::{Ahead, Event, EventKind, Holding, Progress},
    approval::show::Shown,
};

use crate::{
    texts::{Html, Lang, When, escape},
    ui::{self, Flow, FlowBox, Timeline},
    visitor::Visitor,
};

/// The state of an application: the kind of its tag, and its words; `doer` is who it waits for.
pub fn state(visitor: &Visitor, code: &str, doer: Option<&str>) -> (&'static str, String) {
    let kind = match code {
        "running" => "warn",
        "returned" => "sign",
        "approved" => "ok",
        "rejected" | "terminated" => "bad",
        _ => "",
    };
    let words = match doer.filter(|_| code == "running") {
        Some(doer) => visitor.t("approval-state-with").arg("doer", doer),
        None => visitor.lang.t_of("application-state", code),
    };
    (kind, words.into())
}

/// The whole story, the first event first.
pub fn timeline(visitor: &Visitor, service: &Service, progress: &Progress, mine: Option<&str>) -> Timeline {
    let (lang, when) = (visitor.lang, visitor.when());
    let happened = progress.events.iter().map(|event| past(lang, &when, event));
    let now = present(visitor, service, &progress.holding, mine);
    let ahead = progress.ahead.iter().filter(|ahead| ahead.applies).map(|ahead| future(lang, service, ahead));
    Timeline::new(lang.t("approval-history"), happened.chain(now).chain(ahead).collect())
}

fn past(lang: Lang, when: &When, event: &Event) -> ui::Event {
    let (kind, icon) = match event.kind {
        EventKind::Submitted | EventKind::Resubmitted | EventKind::Approved => ("ok", "check"),
        EventKind::Rejected | EventKind::Terminated => ("bad", "x"),
        EventKind::Returned | EventKind::ReturnedToStep => ("sign", "undo"),
        EventKind::Withdrawn => ("", "undo"),
        EventKind::Cancelled => ("", "x"),
        EventKind::Commented => ("info", "chat"),
        EventKind::Urged | EventKind::DueSoon | EventKind::Overdue => ("warn", "urge"),
        EventKind::Agreed => ("ok", "chat"),
        EventKind::Disagreed => ("bad", "chat"),
        EventKind::Abstained => ("", "chat"),
        EventKind::Copied => ("info", "send"),
        EventKind::SignersAdded
        | EventKind::SignerRemoved
        | EventKind::Transferred
        | EventKind::Delegated
        | EventKind::Reassigned
        | EventKind::HandedOver
        | EventKind::ClockPaused
        | EventKind::ClockResumed
        | EventKind::Migrated => ("sign", "useradd"),
    };
    let what = lang.t_of("event", event.kind.code());
    let unit = event.unit.as_ref().map(|unit| lang.of(unit));
    let who: Vec<&str> = unit.into_iter().chain([event.who.as_str()]).filter(|s| !s.is_empty()).collect();
    let line = match &event.step {
        Some(step) => ui::Event::new(kind, icon, lang.of(step)).tag(what),
        None => ui::Event::new(kind, icon, what),
    };
    let mut told = who.join(" ");
    if !event.whom.is_empty() {
        told = format!("{told} → {}", event.whom.join(lang.pick("、", ", ")));
    }
    line.who(format!("{told} · {}", when.short(event.at))).quote(&event.opinion).extra(marked(lang, event))
}

/// Which parts of the form a return marked for correction.
pub fn marked(lang: Lang, event: &Event) -> Html {
    if event.marked.is_empty() {
        return Html::default();
    }
    let parts: Vec<&str> = event.marked.iter().map(|title| lang.of(title)).collect();
    let words = lang.t("approval-marked").arg("parts", parts.join(lang.pick("、", ", ")));
    Html::trusted(format!("<p class=\"sub\">{}</p>", escape(&words.to_string())))
}

/// One line for each step that is being decided, with everybody who may.
fn present(visitor: &Visitor, service: &Service, all: &[Holding], mine: Option<&str>) -> Vec<ui::Event> {
    let mut lines = Vec::new();
    for (at, holding) in all.iter().enumerate() {
        if all.iter().take(at).any(|earlier| earlier.step == holding.step) {
            continue;
        }
        let names = all.iter().filter(|h| h.step == holding.step).map(|h| h.who.as_str());
        let names = names.collect::<Vec<_>>().join(visitor.lang.pick("、", ", "));
        let title = service.step(&holding.step).map(|step| visitor.lang.of(&step.title)).unwrap_or_default();
        let tag = if mine == Some(holding.step.as_str()) { "approval-now-yours" } else { "approval-now" };
        let since = visitor.t("approval-arrived").arg("time", visitor.when().short(holding.since));
        let line = ui::Event::new("warn", "clock", title).tag(visitor.lang.t(tag));
        lines.push(line.who(format!("{names} · {since}")).now());
    }
    lines
}

fn future(lang: Lang, service: &Service, ahead: &Ahead) -> ui::Event {
    let title = service.step(&ahead.step).map(|step| lang.of(&step.title)).unwrap_or_default();
    ui::Event::new("", "user", title).who(ahead.who.join(lang.pick("、", ", ")))
}

/// The process with where it stands.
pub fn diagram(visitor: &Visitor, shown: &Shown) -> Flow {
    let lang = visitor.lang;
    let name = shown.application.applicant_name.as_ref().map_or("", |n| n.as_str());
    let mut boxes = vec![a_box(0, &lang.t("approval-flow-begin").to_string(), name, "ok", false)];
    let mut told = vec![lang.t("approval-flow-begin").to_string()];
    for step in shown.published.service.steps() {
        let column = i32::try_from(boxes.len()).unwrap_or_default();
        let (kind, now, who) = standing(shown, &step.key);
        told.push(format!(
            "{} {}",
            lang.of(&step.title),
            lang.t_of("approval-flow", if kind.is_empty() { "ahead" } else { kind })
        ));
        boxes.push(a_box(column, lang.of(&step.doer), &who, kind, now));
    }
    let state = shown.application.instance.state.code();
    let column = i32::try_from(boxes.len()).unwrap_or_default();
    let end = lang.t("approval-flow-end").to_string();
    boxes.push(a_box(column, &end, "", if state == "approved" { "ok" } else { "" }, false));
    told.push(end);
    Flow::line(lang, lang.t("approval-flow-label").arg("steps", told.join(lang.pick("；", "; "))), boxes)
}

/// How a step stands: the kind of its box, whether it is the present one, and whose it is.
fn standing(shown: &Shown, step: &str) -> (&'static str, bool, String) {
    let holders: Vec<&str> =
        shown.progress.holding.iter().filter(|h| h.step == step).map(|h| h.who.as_str()).collect();
    if !holders.is_empty() {
        return ("warn", true, holders.join(" "));
    }
    if let Some(ahead) = shown.progress.ahead.iter().find(|a| a.step == step) {
        return ("", false, ahead.who.join(" "));
    }
    let title = shown.published.service.step(step).map(|s| &s.title);
    let last = shown.progress.events.iter().rev().find(|e| e.step.as_ref() == title && decides(e.kind));
    match last {
        Some(event) if event.kind == EventKind::Approved => ("ok", false, event.who.clone()),
        Some(event) if event.kind == EventKind::Rejected => ("bad", false, event.who.clone()),
        Some(event) => ("sign", false, event.who.clone()),
        None => ("", false, String::new()),
    }
}

fn decides(kind: EventKind) -> bool {
    matches!(
        kind,
        EventKind::Approved | EventKind::Rejected | EventKind::Returned | EventKind::ReturnedToStep
    )
}

fn a_box(column: i32, title: &str, sub: &str, kind: &'static str, now: bool) -> FlowBox {
    FlowBox { at: (column, 0), title: fitting(title, 15), sub: fitting(sub, 17), kind, now }
}

/// Cuts a text that would stand out of its box; a Chinese character is as wide as two letters.
fn fitting(text: &str, most: usize) -> String {
    let width = |c: char| if c.is_ascii() { 1 } else { 2 };
    if text.chars().map(width).sum::<usize>() <= most {
        return text.to_owned();
    }
    let mut used = 1;
    let kept = text.chars().take_while(|c| {
        used += width(*c);
        used <= most
    });
    kept.collect::<String>() + "…"
}
