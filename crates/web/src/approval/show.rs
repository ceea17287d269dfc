//! One task with everything needed to decide it: who, the form as this step may see it, the history, the buttons.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::{IntoResponse, Redirect, Response},
};
use http::StatusCode;
use serde::Deserialize;
use tongxing_catalog::{FieldType, Service, Text, display::Shown as Answer};
use tongxing_domain::{id::TaskId, problem::Problem};
use tongxing_usecases::{
    Actor, Campus,
    application::show::ShownSection,
    approval::show::{self, Count, Next, Shown, Then},
};

use super::{
    history,
    people::{People, Person},
    press::Press,
    said::Said,
};
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
    /// How many have to agree; empty where one is enough.
    pub vote: String,
    /// What the step's definition asks before an approval.
    pub confirm: String,
    /// 审批历史.
    pub history: Timeline,
    /// 流程图.
    pub diagram: Flow,
    /// The people that can be picked.
    people: People,
    /// The name of the press of a button; each operation puts its own word behind it.
    key: String,
}

/// One section of the form.
pub struct SectionView {
    /// Its title.
    pub title: String,
    /// Answers in words.
    pub pairs: Vec<(String, String)>,
    /// Pictures.
    pub pictures: Vec<Picture>,
    /// Attachments: label and address.
    pub files: Vec<(String, String)>,
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

/// What was typed into a dialog, and what was wrong with it.
#[derive(Default)]
pub struct Typed {
    /// Which dialog; empty for none.
    pub dialog: &'static str,
    pairs: Vec<(String, String)>,
    /// What was wrong with the text, in words.
    pub error: String,
    /// What was wrong altogether.
    pub refused: Option<Problem>,
    /// What was just done.
    pub did: String,
}

impl Typed {
    /// What came from this dialog.
    pub fn new(dialog: &'static str, pairs: &[(String, String)]) -> Self {
        Self { dialog, pairs: pairs.to_vec(), ..Self::default() }
    }

    /// Every value of a field.
    pub fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.pairs.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The first value of a field; empty when there is none.
    pub fn first(&self, name: &str) -> &str {
        self.all(name).next().unwrap_or_default()
    }
}

/// What the address of a task may say beyond it.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    /// What was just done with it.
    #[serde(default)]
    pub did: String,
}

/// What can be said to have been done just now.
const DID: [&str; 9] =
    ["comment", "withdraw", "sign", "unsign", "transfer", "delegate", "copy", "reassign", "terminate"];

/// `GET /tasks/{task}`
pub async fn show(
    visitor: Visitor,
    Staff(actor): Staff,
    State(campus): State<Arc<Campus>>,
    Path(task): Path<TaskId>,
    Query(asked): Query<Asked>,
) -> Result<Response, Trouble> {
    let did = Some(asked.did).filter(|did| DID.contains(&did.as_str())).unwrap_or_default();
    page::show(&of(&campus, &visitor, &actor, task, Typed { did, ..Typed::default() }).await?)
}

/// `GET` at the address of a decision, after a reload or a change of language: back to the task.
pub async fn back(Path(task): Path<TaskId>) -> Redirect {
    Redirect::to(&format!("/tasks/{task}"))
}

/// The page again, with what was typed and what was wrong.
pub(super) async fn again(press: &Press, typed: Typed) -> Result<Response, Trouble> {
    let status = match (&typed.refused, typed.error.is_empty()) {
        (Some(_), _) => StatusCode::CONFLICT,
        (None, false) => StatusCode::UNPROCESSABLE_ENTITY,
        (None, true) => StatusCode::OK,
    };
    let page = of(&press.campus, &press.visitor, &press.actor, press.task, typed).await?;
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
    let (place, list) =
        if shown.can.holds() { ("/tasks", "approval-inbox") } else { ("/tasks/done", "approval-done") };
    let p = page::for_staff(campus, visitor, title).await?.place(place);
    let p = p.crumb(visitor.t("menu-desk"), Some("/desk")).crumb(visitor.t(list), Some(place));
    let p = p.crumb(&shown.application.number, None);
    TaskPage::new(campus, visitor, actor, p, shown, typed).await
}

impl TaskPage {
    /// The page for what the use case shows.
    pub async fn new(
        campus: &Campus,
        visitor: &Visitor,
        actor: &Actor,
        p: Page,
        shown: Shown,
        typed: Typed,
    ) -> Result<Self, Trouble> {
        let (people, p) = if shown.can.needs_people() {
            (People::of(campus, visitor, actor, &typed).await?, p.scripts(&["dialog", "picker"]))
        } else {
            (People::default(), p.scripts(&["dialog"]))
        };
        Ok(Self::put_together(visitor, p, shown, typed, people))
    }

    fn put_together(visitor: &Visitor, p: Page, shown: Shown, typed: Typed, people: People) -> Self {
        let lang = visitor.lang;
        let service = &shown.published.service;
        let step = service.step(shown.task.step.as_str());
        let holding = shown.progress.holding.first().and_then(|h| service.step(&h.step));
        let mine = shown.can.holds().then(|| shown.task.step.as_str());
        let sections = shown.sections.iter().map(|s| section(visitor, service, s)).collect::<Vec<_>>();
        let code = shown.application.instance.state.code();
        let name = shown.application.applicant_name.as_ref().map_or("", |n| n.as_str());
        Self {
            notices: notices(visitor, &shown, &typed),
            undo: if shown.can.withdraw { "#dlg-withdraw".to_owned() } else { String::new() },
            name: if shown.closed_to { String::new() } else { name.to_owned() },
            overview: overview(service, &shown.sections),
            portrait: portrait(visitor, service, &shown.sections),
            state: history::state(visitor, code, holding.map(|s| lang.of(&s.doer))),
            step: step.map(|s| lang.of(&s.title)).unwrap_or_default().to_owned(),
            consequence: shown.then.as_ref().map(|t| consequence(visitor, service, t)).unwrap_or_default(),
            vote: shown.vote.map(|count| vote(visitor, count)).unwrap_or_default(),
            confirm: step.and_then(|s| s.confirm.as_ref()).map(|c| lang.of(c)).unwrap_or_default().to_owned(),
            history: history::timeline(visitor, service, &shown.progress, mine),
            diagram: history::diagram(visitor, &shown),
            key: hex::encode(visitor.shell.random::<16>()),
            people,
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

    /// What was typed into this field of this dialog.
    fn typed(&self, dialog: &str, field: &str) -> String {
        if self.typed.dialog != dialog {
            return String::new();
        }
        self.typed.all(field).collect::<Vec<_>>().join(" ")
    }

    /// The text typed into this dialog, as it was.
    fn text(&self, dialog: &str) -> &str {
        if self.typed.dialog != dialog {
            return "";
        }
        self.typed.first(if ["ok", "abstain"].contains(&dialog) { "opinion" } else { "reason" })
    }

    /// What was wrong with the text of this dialog.
    fn wrong(&self, dialog: &str) -> &str {
        if self.typed.dialog == dialog { &self.typed.error } else { "" }
    }

    /// What was wrong with this dialog altogether, in words.
    fn refused(&self, dialog: &str) -> String {
        let refused = self.typed.refused.as_ref().filter(|_| self.typed.dialog == dialog);
        refused.map(|problem| self.p.lang().problem(problem).to_string()).unwrap_or_default()
    }

    /// The people this dialog offers.
    fn people(&self, dialog: &str) -> &[Person] {
        self.people.in_dialog(self.typed.dialog == dialog)
    }

    /// Whether somebody was picked in this dialog.
    fn picked(&self, dialog: &str, value: &str) -> bool {
        self.typed.dialog == dialog && self.typed.all("who").any(|known| known == value)
    }

    /// Each way of this kind, with its words `approval-<kind>-<way>`.
    fn ways(&self, kind: &str, ways: &[&str]) -> Vec<Choice> {
        ways.iter().map(|way| Choice::new(way, self.p.t_of(&format!("approval-{kind}"), way))).collect()
    }

    /// The sections of the form, to mark what has to be corrected.
    fn parts(&self) -> Vec<Choice> {
        let sections = &self.shown.published.service.form.sections;
        sections.iter().map(|section| Choice::new(&section.key, self.p.say(&section.title))).collect()
    }

    /// The signers who can still be removed.
    fn signers(&self) -> Vec<Choice> {
        self.shown.removable.iter().map(|(task, name)| Choice::new(task, name)).collect()
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
    if !typed.did.is_empty() {
        notices.push(("ok", Html::text(&visitor.lang.t_of("approval-did", &typed.did).to_string())));
    }
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
    if shown.can.waits {
        notices.push(("sign", Html::text(&visitor.t("approval-waits").to_string())));
    }
    if shown.can.barred {
        notices.push(("warn", Html::text(&visitor.t("approval-barred").to_string())));
    }
    if shown.can.opine {
        notices.push(("sign", Html::text(&visitor.t("approval-asked").to_string())));
    }
    if shown.can.approve {
        if shown.suspended {
            notices.push(("warn", Html::text(&visitor.t("approval-suspended").to_string())));
        }
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
        let names = next.names.join(and);
        match next.needed {
            0 | 1 => format!("{doer} {names}"),
            needed => {
                visitor.t("approval-needs").arg("who", format!("{doer} {names}")).arg("n", needed).into()
            }
        }
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

/// 需 2 人同意
fn vote(visitor: &Visitor, count: Count) -> String {
    let words = visitor.t("approval-vote").arg("needed", count.needed).arg("voters", count.voters);
    words.arg("approve", count.approve).arg("against", count.against).to_string()
}

fn section(visitor: &Visitor, service: &Service, shown: &ShownSection) -> SectionView {
    let mut view = SectionView {
        title: visitor.lang.of(&shown.title).to_owned(),
        pairs: Vec::new(),
        pictures: Vec::new(),
        files: Vec::new(),
        plates: Vec::new(),
    };
    for line in &shown.lines {
        match &line.shown {
            Answer::Words(words) => view.pairs.push((line.label.clone(), words.clone())),
            Answer::Plates(plates) => {
                view.plates.extend(plates.iter().map(|(number, colour)| PlateTag::new(number, colour)));
            }
            Answer::Attachment(id) => view.files.push((line.label.clone(), format!("/files/{id}"))),
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
