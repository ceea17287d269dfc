//! One step of the form: shown, saved, judged, and after the last one the form is submitted.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;
use tongxing_catalog::{FieldProblem, form::Section};
use tongxing_usecases::{
    Campus, Error, Refusal,
    application::{
        draft::{self, Opened},
        save_step, upload,
    },
    unit,
};

use crate::{
    apply::{
        self,
        form::{Block, Group, Hints, Maker, Photo},
        place,
        sent::{Sent, Wish},
    },
    forms::Files,
    page::{self, Page},
    trouble::Trouble,
    ui::{Problems, Steps},
    visitor::Visitor,
};

/// The page.
#[derive(Template)]
#[template(path = "apply/step.html")]
pub struct StepPage {
    /// The frame.
    pub p: Page,
    /// The step bar.
    pub steps: Steps,
    /// Where the form is sent.
    pub action: String,
    /// A sentence on top.
    pub hint: String,
    /// A sentence at the end.
    pub footnote: String,
    /// The fields.
    pub groups: Vec<Group>,
    /// What was wrong.
    pub problems: Problems,
    /// Whether another step comes before.
    pub has_previous: bool,
    /// Whether it is the last step, which submits.
    pub is_last: bool,
    /// Why the registration came back, when it is being corrected.
    pub returned: Option<String>,
    /// Where a correction is looked over and sent.
    pub overview: String,
}

impl StepPage {
    /// Whether its form carries files.
    fn with_files(&self) -> bool {
        self.groups.iter().any(|group| match &group.block {
            Block::Photos(_) => true,
            Block::Cells(fields) => fields.iter().any(crate::ui::Field::is_file),
            Block::Plates(_) => false,
        })
    }

    /// Whether a portrait is among these: how to take one is drawn below.
    #[expect(clippy::unused_self, reason = "a template can call methods only")]
    fn shows_a_face(&self, photos: &[Photo]) -> bool {
        photos.iter().any(|photo| photo.kind == "portrait")
    }

    /// Whether it brings the plate keyboard.
    fn has_plates(&self) -> bool {
        self.groups.iter().any(|group| matches!(group.block, Block::Plates(_)))
    }
}

/// What the address says beside the step.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    /// Says what is wrong with what is there already.
    check: Option<String>,
    /// The row of a list that is to be changed.
    edit: Option<String>,
}

/// What a page is made with, beside the draft.
struct Shown {
    problems: Problems,
    hints: Hints,
    edit: Option<String>,
}

/// `GET /s/{service}/{section}`
pub async fn show(
    visitor: Visitor,
    State(campus): State<Arc<Campus>>,
    Path((service, section)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Result<Response, Trouble> {
    let opened = match apply::opened(&campus, &visitor, &service).await {
        Ok(opened) => opened,
        Err(Error::Refused(_)) => return elsewhere(&campus, &visitor, &service).await,
        Err(other) => return Err(other.into()),
    };
    let sections = &opened.published.service.form.sections;
    let at = sections.iter().position(|s| s.key == section).ok_or(Trouble::NotFound)?;
    let reached = sections.iter().position(|s| s.key == opened.draft.section).unwrap_or(0);
    if at > reached {
        return Ok(Redirect::to(&apply::address(&service, &opened.draft.section)).into_response());
    }
    let problems = match asked.check {
        Some(_) => standing(&campus, &visitor, &opened, &section, "")?,
        None => Problems::none(visitor.lang),
    };
    let shown = Shown { problems, hints: Hints::default(), edit: asked.edit };
    page::show(&made(&campus, &visitor, &opened, at, shown).await?)
}

/// Without a form to go on with: whoever comes back to one that was submitted reads what came of it.
async fn elsewhere(campus: &Campus, visitor: &Visitor, service: &str) -> Result<Response, Trouble> {
    let number = match visitor.draft.as_deref().filter(|_| visitor.is_applicant()) {
        Some(token) => draft::submitted_as(campus, token, service).await?,
        None => None,
    };
    let address = number.map_or_else(|| format!("/s/{service}"), |n| format!("/s/{service}/submitted/{n}"));
    Ok(Redirect::to(&address).into_response())
}

/// `POST /s/{service}/{section}`
pub async fn save(
    visitor: Visitor,
    State(campus): State<Arc<Campus>>,
    Path((service, section)): Path<(String, String)>,
    form: Files,
) -> Result<Response, Trouble> {
    let opened = match apply::opened(&campus, &visitor, &service).await {
        Ok(opened) => opened,
        Err(gone @ Error::Refused(_)) => return answered_before(&campus, &visitor, &service, gone).await,
        Err(other) => return Err(other.into()),
    };
    let token = visitor.draft.as_deref().unwrap_or_default();
    let at = opened.published.service.section(&section).ok_or(Trouble::NotFound)?;
    let sent = Sent::read(at, form);
    let mut problems = Problems::none(visitor.lang);
    let mut hints = Hints::default();
    for file in &sent.files {
        if let Err(refusal) = upload(&campus, &visitor, token, file).await? {
            tell(&mut problems, &visitor, &opened, &refusal);
            hints.extend(Hints::of(visitor.lang, &refusal));
        }
    }
    let saved = save_step::Input { token, section: &section, pairs: &sent.pairs };
    let outcome = go_on(&campus, &visitor, &opened, at, saved, &sent).await?;
    match outcome {
        Ok(response) if problems.is_empty() => Ok(response),
        other => {
            if let Err(refusal) = other {
                let saved = apply::opened(&campus, &visitor, &service).await?;
                tell(&mut problems, &visitor, &saved, &refusal);
            }
            again(&campus, &visitor, &service, &section, Shown { problems, hints, edit: None }).await
        }
    }
}

/// Saves, and does what the pressed button says; what is refused is to be shown with the step.
async fn go_on(
    campus: &Campus,
    visitor: &Visitor,
    opened: &Opened,
    at: &Section,
    input: save_step::Input<'_>,
    sent: &Sent,
) -> Result<Result<Response, Refusal>, Trouble> {
    let service = &opened.published.service;
    let here = apply::address(&service.key, &at.key);
    let token = input.token;
    let to = |address: &str| Ok(Ok(Redirect::to(address).into_response()));
    if sent.wish == Wish::Next {
        let next = match save_step::run(campus, input).await {
            Ok(next) => next,
            Err(Error::Refused(refusal)) => return Ok(Err(refusal)),
            Err(other) => return Err(other.into()),
        };
        return match next {
            _ if opened.draft.application.is_some() => to(&apply::address(&service.key, "submit")),
            Some(next) => to(&apply::address(&service.key, &next)),
            None => hand_in(campus, visitor, opened, at, token, &sent.note).await,
        };
    }
    save_step::keep(campus, input).await?;
    match &sent.wish {
        Wish::Add(list) => {
            let again = apply::opened(campus, visitor, &service.key).await?;
            let wrong = refused_in(campus, &again, &at.key, list)?;
            if wrong.problems.is_empty() { to(&format!("{here}#f-{list}")) } else { Ok(Err(wrong)) }
        }
        Wish::Edit(list, row) => to(&format!("{here}?edit={list}.{row}#f-{list}-{row}-number")),
        Wish::Removed(list) => to(&format!("{here}#f-{list}")),
        Wish::Back => to(&apply::address(&service.key, before(opened, &at.key))),
        Wish::Later | Wish::Next => to("/"),
    }
}

/// Submits the whole form. What is wrong with an earlier step leads there.
async fn hand_in(
    campus: &Campus,
    visitor: &Visitor,
    opened: &Opened,
    at: &Section,
    token: &str,
    note: &str,
) -> Result<Result<Response, Refusal>, Trouble> {
    let service = &opened.published.service;
    match apply::submit(campus, visitor, &service.key, token, note.to_owned()).await {
        Ok(response) => Ok(Ok(response)),
        Err(Error::Refused(refusal)) => {
            let first = refusal.problems.iter().find_map(|p| service.section_of_problem(p));
            match first.filter(|section| section.key != at.key) {
                Some(section) => {
                    let address = apply::address(&service.key, &section.key);
                    Ok(Ok(Redirect::to(&format!("{address}?check=1")).into_response()))
                }
                None => Ok(Err(refusal)),
            }
        }
        Err(other) => Err(other.into()),
    }
}

/// The draft is gone: the answer that was given when it was submitted, or that it is gone.
async fn answered_before(
    campus: &Campus,
    visitor: &Visitor,
    service: &str,
    gone: Error,
) -> Result<Response, Trouble> {
    let Some(token) = visitor.draft.as_deref() else { return Err(gone.into()) };
    Ok(apply::submit(campus, visitor, service, token, String::new()).await?)
}

async fn upload(
    campus: &Campus,
    visitor: &Visitor,
    token: &str,
    file: &crate::forms::SentFile,
) -> Result<Result<(), Refusal>, Trouble> {
    let address = visitor.address.to_string();
    let input = upload::Input { token, field: &file.field, bytes: file.bytes.clone(), address: &address };
    match upload::run(campus, input).await {
        Ok(_) => Ok(Ok(())),
        Err(Error::Refused(refusal)) => Ok(Err(refusal)),
        Err(other) => Err(other.into()),
    }
}

/// The same step again, with what was typed and what is wrong with it.
async fn again(
    campus: &Campus,
    visitor: &Visitor,
    service: &str,
    section: &str,
    shown: Shown,
) -> Result<Response, Trouble> {
    let opened = apply::opened(campus, visitor, service).await?;
    let at = opened.published.service.form.sections.iter().position(|s| s.key == section);
    page::show_again(&made(campus, visitor, &opened, at.unwrap_or(0), shown).await?)
}

/// What is wrong with what the draft holds, for one field or all of the section.
fn refused_in(campus: &Campus, opened: &Opened, section: &str, field: &str) -> Result<Refusal, Trouble> {
    let service = &opened.published.service;
    let checked =
        opened.with_context(campus, |context| service.check_section(section, opened.values(), context));
    let mut problems = checked.map_err(|e| Trouble::failed(&e))?.problems;
    problems.retain(|p| field.is_empty() || p.field() == field);
    Ok(Refusal { problems })
}

fn standing(
    campus: &Campus,
    visitor: &Visitor,
    opened: &Opened,
    section: &str,
    field: &str,
) -> Result<Problems, Trouble> {
    let mut problems = Problems::none(visitor.lang);
    tell(&mut problems, visitor, opened, &refused_in(campus, opened, section, field)?);
    Ok(problems)
}

/// Puts each problem beside the control that people see for it, once.
fn tell(problems: &mut Problems, visitor: &Visitor, opened: &Opened, refusal: &Refusal) {
    let service = &opened.published.service;
    for found in &refusal.problems {
        let path = control_of(service, &found.path);
        if !path.is_empty() && problems.beside(&path).is_some() {
            continue;
        }
        let label = service.label_of(&found.path, visitor.lang.locale()).unwrap_or_default();
        problems.add(path, label, said(visitor, opened, found));
    }
}

/// In words. A place that fits several is no place yet, but it was found.
fn said(visitor: &Visitor, opened: &Opened, found: &FieldProblem) -> String {
    let typed = opened.values().get(found.field()).and_then(|value| value.get("name")?.as_str());
    let several =
        found.problem.code == "division-unknown" && typed.is_some_and(|t| !place::candidates(t).is_empty());
    if several {
        visitor.t("apply-several-places").into()
    } else {
        visitor.lang.problem(&found.problem).to_string()
    }
}

/// The id of a file and the code of a place have no control of their own.
fn control_of(service: &tongxing_catalog::Service, path: &str) -> String {
    use tongxing_catalog::FieldType;
    let (key, part) = path.split_once('.').unwrap_or((path, ""));
    match service.field(key).map(|field| &field.kind) {
        Some(kind) if kind.is_upload() => key.to_owned(),
        Some(FieldType::Division(_)) if part == "code" => format!("{key}.name"),
        _ => path.to_owned(),
    }
}

fn before<'a>(opened: &'a Opened, section: &str) -> &'a str {
    let sections = &opened.published.service.form.sections;
    let at = sections.iter().position(|s| s.key == section).unwrap_or(0);
    sections.get(at.saturating_sub(1)).map(|s| s.key.as_str()).unwrap_or_default()
}

async fn made(
    campus: &Campus,
    visitor: &Visitor,
    opened: &Opened,
    at: usize,
    shown: Shown,
) -> Result<StepPage, Trouble> {
    let service = &opened.published.service;
    let section = service.form.sections.get(at).ok_or(Trouble::NotFound)?;
    let units = unit::list::open_for_registration(campus).await?;
    let states =
        opened.with_context(campus, |context| service.section_state(&section.key, opened.values(), context));
    let states = states.map_err(|e| Trouble::failed(&e))?;
    let action = apply::address(&service.key, &section.key);
    let maker = Maker {
        visitor,
        address: &action,
        problems: &shown.problems,
        hints: &shown.hints,
        units: &units,
        upload: &|id| opened.upload(id),
        edit: shown.edit.as_deref(),
    };
    let title = visitor.lang.of(&section.title);
    let groups = maker.groups(title, &states);
    let say = |text: &Option<tongxing_catalog::Text>| {
        text.as_ref().map(|text| visitor.lang.of(text).to_owned()).unwrap_or_default()
    };
    let back = if at == 0 {
        format!("/s/{}", service.key)
    } else {
        apply::address(&service.key, before(opened, &section.key))
    };
    let p = Page::new(visitor, visitor.lang.of(&service.title)).back(back).scripts(&scripts(&groups));
    Ok(StepPage {
        p,
        steps: apply::steps(visitor, service, at),
        hint: say(&section.hint),
        footnote: say(&section.footnote),
        problems: shown.problems,
        has_previous: at > 0,
        is_last: at + 1 == service.form.sections.len(),
        returned: opened.returned.as_ref().map(|reason| reason.clone().unwrap_or_default()),
        overview: apply::address(&service.key, "submit"),
        groups,
        action,
    })
}

/// The script modules that the controls of this step use.
fn scripts(groups: &[Group]) -> Vec<&'static str> {
    let mut scripts = vec!["draft"];
    for group in groups {
        match &group.block {
            Block::Photos(_) => scripts.push("upload"),
            Block::Plates(_) => scripts.push("plate"),
            Block::Cells(fields) => {
                if fields.iter().any(crate::ui::Field::is_long) {
                    scripts.push("choose");
                }
                if fields.iter().any(|field| field.has_attribute("data-places")) {
                    scripts.push("place");
                }
            }
        }
    }
    scripts.sort_unstable();
    scripts.dedup();
    scripts
}
