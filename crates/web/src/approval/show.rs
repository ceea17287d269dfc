//! One task with everything needed to decide it: who, the form as this step may see it, the history, the buttons.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use http::StatusCode;
use tongxing_catalog::{FieldType, Service, Text, display::Shown as Answer};
use tongxing_domain::{id::TaskId, problem::Problem};
use tongxing_usecases::{
    Actor, Campus,
    application::show::ShownSection,
    approval::show::{self, Next, Shown, Then},
};

use super::{history, said::Said};
use crate::{
    page::{self, Page},
    texts::Html,
    trouble::Trouble,
    ui::{Choice, Flow, PlateTag, Timeline},
    visitor::{Visitor, session::Staff},
};

/// The page of one task.
#[derive(Template)]
#[template(path = "approval/show.html")]
pub struct TaskPage {
    /// The frame.
    pub p: Page,
    /// The task, its application and what can be done.
    pub shown: Shown,
    /// What was typed into a dialog and what was wrong with it.
    pub typed: Typed,
    /// What stands on top: what became of it, why something was refused.
    pub notices: Vec<(&'static str, Html)>,
    /// Where it can be taken back; empty when that is not possible.
    pub undo: String,
    /// For whom.
    pub name: String,
    /// Under the name: what lists show of the form.
    pub overview: Vec<String>,
    /// The portrait's addresses, in full and small.
    pub portrait: Option<Picture>,
    /// How the application stands.
    pub state: (&'static str, String),
    /// The step's title.
    pub step: String,
    /// The form.
    pub sections: Vec<SectionView>,
    /// What an approval leads to.
    pub consequence: Html,
    /// What the step's definition asks before an approval.
    pub confirm: String,
    /// 审批历史.
    pub history: Timeline,
    /// 流程图.
    pub diagram: Flow,
    /// One name for each press of a button: approve, reject, return, comment, withdraw.
    pub keys: [String; 5],
}

/// One section of the form.
pub struct SectionView {
    /// Its title.
    pub title: String,
    /// Answers in words.
    pub pairs: Vec<(String, String)>,
    /// Pictures.
    pub pictures: Vec<Picture>,
    /// Plates.
    pub plates: Vec<PlateTag>,
}

/// One picture of the form.
pub struct Picture {
    /// What it shows.
    pub label: String,
    /// In full; opening it is recorded.
    pub full: String,
    /// The small copy; empty where even that needs the recorded click.
    pub small: String,
    /// Whether it lies on its side: a document.
    pub wide: bool,
}

/// What was typed into a dialog that was refused.
#[derive(Default)]
pub struct Typed {
    /// `ok`, `no`, `return`, `comment`, or empty.
    pub dialog: &'static str,
    /// The text.
    pub text: String,
    /// The chosen target of a return.
    pub to: String,
    /// What was wrong with the text, in words.
    pub error: String,
    /// What was wrong altogether.
    pub refused: Option<Problem>,
}

/// `GET /tasks/{task}`
pub async fn show(
    visitor: Visitor,
    Staff(actor): Staff,
    State(campus): State<Arc<Campus>>,
    Path(task): Path<TaskId>,
) -> Result<Response, Trouble> {
    page::show(&of(&campus, &visitor, &actor, task, Typed::default()).await?)
}

/// `GET` at the address of a decision, after a reload or a change of language: back to the task.
pub async fn back(Path(task): Path<TaskId>) -> Redirect {
    Redirect::to(&format!("/tasks/{task}"))
}

/// The page again, with what was typed and what was wrong.
pub(super) async fn again(
    campus: &Campus,
    visitor: &Visitor,
    actor: &Actor,
    task: TaskId,
    typed: Typed,
) -> Result<Response, Trouble> {
    let status =
        if typed.refused.is_some() { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = of(campus, visitor, actor, task, typed).await?;
    Ok((status, page::show(&page)?).into_response())
}

async fn of(
    campus: &Campus,
    visitor: &Visitor,
    actor: &Actor,
    task: TaskId,
    typed: Typed,
) -> Result<TaskPage, Trouble> {
    let shown = show::run(campus, actor, task, visitor.lang.locale()).await?;
    let title = visitor.lang.of(&shown.published.service.title).to_owned();
    let place = if shown.can.approve { "/tasks" } else { "/tasks/done" };
    let list = if shown.can.approve { "approval-inbox" } else { "approval-done" };
    let p = page::for_staff(campus, visitor, title).await?.place(place).scripts(&["dialog"]);
    let p = p.crumb(visitor.t("menu-desk"), Some("/desk")).crumb(visitor.t(list), Some(place));
    let p = p.crumb(&shown.application.number, None);
    Ok(TaskPage::new(visitor, p, shown, typed))
}

impl TaskPage {
    /// The page for what the use case shows.
    pub fn new(visitor: &Visitor, p: Page, shown: Shown, typed: Typed) -> Self {
        let lang = visitor.lang;
        let service = &shown.published.service;
        let step = service.step(shown.task.step.as_str());
        let holding = shown.progress.holding.first().and_then(|h| service.step(&h.step));
        let mine = shown.can.approve.then(|| shown.task.step.as_str());
        let sections = shown.sections.iter().map(|s| section(visitor, service, s)).collect::<Vec<_>>();
        let code = shown.application.instance.state.code();
        Self {
            notices: notices(visitor, &shown, &typed),
            undo: if shown.can.withdraw { "#dlg-withdraw".to_owned() } else { String::new() },
            name: shown.application.applicant_name.as_ref().map_or("", |n| n.as_str()).to_owned(),
            overview: overview(service, &shown.sections),
            portrait: portrait(visitor, service, &shown.sections),
            state: history::state(visitor, code, holding.map(|s| lang.of(&s.doer))),
            step: step.map(|s| lang.of(&s.title)).unwrap_or_default().to_owned(),
            consequence: shown.then.as_ref().map(|t| consequence(visitor, service, t)).unwrap_or_default(),
            confirm: step.and_then(|s| s.confirm.as_ref()).map(|c| lang.of(c)).unwrap_or_default().to_owned(),
            history: history::timeline(visitor, service, &shown.progress, mine),
            diagram: history::diagram(visitor, &shown),
            keys: std::array::from_fn(|_| hex::encode(visitor.shell.random::<16>())),
            sections,
            shown,
            typed,
            p,
        }
    }

    /// The ready-made opinions of the step for one dialog.
    fn phrases(&self, dialog: &str) -> Vec<&str> {
        let step = self.shown.published.service.step(self.shown.task.step.as_str());
        let Some(phrases) = step.map(|s| &s.phrases) else { return Vec::new() };
        let list: &[Text] = match dialog {
            "ok" => &phrases.approve,
            "no" => &phrases.reject,
            _ => &phrases.return_,
        };
        list.iter().map(|text| self.p.lang().of(text)).collect()
    }

    /// What was typed into this dialog.
    fn typed(&self, dialog: &str) -> &str {
        if self.typed.dialog == dialog { &self.typed.text } else { "" }
    }

    /// What was wrong with it.
    fn wrong(&self, dialog: &str) -> &str {
        if self.typed.dialog == dialog { &self.typed.error } else { "" }
    }

    /// Where it can be returned to.
    fn targets(&self) -> Vec<Choice> {
        let (can, p) = (&self.shown.can, &self.p);
        let initiator =
            can.return_to_initiator.then(|| Choice::new("initiator", p.t("approval-to-initiator")));
        let previous = can.return_to_previous.then(|| Choice::new("previous", p.t("approval-to-previous")));
        let steps = can.return_to.iter().map(|(key, title)| Choice::new(format!("step:{key}"), p.say(title)));
        initiator.into_iter().chain(previous).chain(steps).collect()
    }

    /// The steps for which the sender picks the operator.
    fn choices(&self) -> Vec<(String, String, Vec<Choice>)> {
        let Some(Then::Next(next)) = &self.shown.then else { return Vec::new() };
        let choices = |next: &Next| -> Vec<Choice> {
            next.choose_among.iter().map(|(value, name)| Choice::new(value, name)).collect()
        };
        let title = |key: &str| self.shown.published.service.step(key).map(|s| self.p.say(&s.title));
        let chosen = next.iter().filter(|n| !n.choose_among.is_empty());
        chosen.map(|n| (format!("next.{}", n.step), title(&n.step).unwrap_or_default(), choices(n))).collect()
    }
}

fn notices(visitor: &Visitor, shown: &Shown, typed: &Typed) -> Vec<(&'static str, Html)> {
    let mut notices = Vec::new();
    if let Some(problem) = &typed.refused {
        notices.push(("bad", Html::text(&visitor.lang.problem(problem).to_string())));
    }
    match (&shown.closed, Said::about(visitor, shown)) {
        (_, Some(said)) => notices.push(("ok", Html::text(&said.text))),
        (Some(closed), None) => {
            let closing = visitor.t("approval-closed").arg("who", &closed.who);
            let what = visitor.lang.t_of("event", closed.kind.code());
            let closing = closing.arg("what", what).arg("time", visitor.when().short(closed.at));
            notices.push(("info", Html::text(&closing.to_string())));
        }
        (None, None) => {}
    }
    if shown.can.approve {
        if shown.registered {
            notices.push(("info", Html::text(&visitor.t("approval-registered").to_string())));
        }
        for note in &shown.notes {
            let problem = Problem::from(note);
            notices.push(("warn", Html::text(&visitor.lang.problem(&problem).to_string())));
        }
    }
    notices
}

fn consequence(visitor: &Visitor, service: &Service, then: &Then) -> Html {
    let and = visitor.lang.pick("、", ", ");
    let who = |next: &Next| {
        let doer = service.step(&next.step).map(|s| visitor.lang.of(&s.doer)).unwrap_or_default();
        format!("{doer} {}", next.names.join(and))
    };
    match then {
        Then::Outcome => visitor.t("approval-then-outcome").html(),
        Then::Others => visitor.t("approval-then-others").html(),
        Then::Next(next) => {
            let next: Vec<_> = next.iter().map(who).collect();
            visitor.t("approval-then-next").arg("next", next.join(and)).html()
        }
    }
}

fn section(visitor: &Visitor, service: &Service, shown: &ShownSection) -> SectionView {
    let mut view = SectionView {
        title: visitor.lang.of(&shown.title).to_owned(),
        pairs: Vec::new(),
        pictures: Vec::new(),
        plates: Vec::new(),
    };
    for line in &shown.lines {
        match &line.shown {
            Answer::Words(words) => view.pairs.push((line.label.clone(), words.clone())),
            Answer::Plates(plates) => {
                view.plates.extend(plates.iter().map(|(number, colour)| PlateTag::new(number, colour)));
            }
            Answer::File { id, masked } => {
                let wide = service.field(&line.field).is_some_and(|f| !matches!(f.kind, FieldType::Photo));
                view.pictures.push(picture(&line.label, id, *masked, wide));
            }
        }
    }
    view
}

fn picture(label: &str, id: &str, masked: bool, wide: bool) -> Picture {
    let small = if masked { String::new() } else { format!("/files/{id}/small") };
    Picture { label: label.to_owned(), full: format!("/files/{id}"), small, wide }
}

/// The answers that the service puts beside the name, as far as this step sees them.
fn overview(service: &Service, sections: &[ShownSection]) -> Vec<String> {
    let lines: Vec<_> = sections.iter().flat_map(|s| &s.lines).collect();
    let words = |key: &str| {
        let line = lines.iter().find(|line| line.field == key)?;
        if let Answer::Words(words) = &line.shown { Some(words.clone()) } else { None }
    };
    service.overview.iter().filter_map(|field| words(field.key())).collect()
}

fn portrait(visitor: &Visitor, service: &Service, sections: &[ShownSection]) -> Option<Picture> {
    let field = service.applicant.portrait.as_ref()?;
    let line = sections.iter().flat_map(|s| &s.lines).find(|line| line.field == field.key())?;
    let Answer::File { id, masked } = &line.shown else { return None };
    Some(picture(&visitor.t("approval-portrait").to_string(), id, *masked, false))
        .filter(|p| !p.small.is_empty())
}
