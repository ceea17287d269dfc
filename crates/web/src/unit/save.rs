//! One unit: adding it, changing it, and whoever holds a role for it.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;
use tongxing_domain::{account::Account, id::UnitId, problem::Problem, role::RoleAssignment, unit::Unit};
use tongxing_usecases::{
    Actor, Campus, Error, Permission,
    unit::{
        list::{self, Branch},
        save::{self, Input},
        show as one,
    },
};

use crate::{
    forms::Form,
    page::{self, Page},
    trouble::Trouble,
    ui::{Choice, Problems},
    visitor::{Visitor, session::Staff},
};

/// The page.
#[derive(Template)]
#[template(path = "unit/save.html")]
pub struct UnitPage {
    /// The frame.
    pub p: Page,
    /// Which unit; `None` for one that is about to be added.
    pub id: Option<UnitId>,
    /// What stands in the form.
    pub typed: Typed,
    /// What was wrong.
    pub problems: Problems,
    /// The units it may stand below.
    pub parents: Vec<Choice>,
    /// Whether whoever looks may change it.
    pub editable: bool,
    /// Who holds which role for it.
    pub holders: Vec<(RoleAssignment, Account)>,
}

/// What was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    /// The short code.
    pub code: String,
    /// The Chinese name.
    pub name_zh: String,
    /// The English name.
    pub name_en: String,
    /// The id of the unit above; empty for the top.
    pub parent: String,
    /// `yes` when people can be registered with it.
    pub active: String,
}

impl UnitPage {
    /// The page for a unit that is about to be added.
    pub fn new(visitor: &Visitor, typed: Typed, units: &[Branch]) -> Self {
        let title = visitor.t("units-new").to_string();
        Self {
            p: frame(visitor, &title),
            id: None,
            typed,
            problems: Problems::none(visitor.lang),
            parents: parents(visitor, units, None),
            editable: true,
            holders: Vec::new(),
        }
    }

    /// The page of a unit.
    pub fn of(visitor: &Visitor, shown: one::Shown, units: &[Branch], editable: bool) -> Self {
        let one::Shown { unit, holders } = shown;
        let title = visitor.lang.pick(&unit.name_zh, &unit.name_en).to_owned();
        Self {
            p: frame(visitor, &title),
            id: Some(unit.id),
            parents: parents(visitor, units, Some(unit.id)),
            typed: unit.into(),
            problems: Problems::none(visitor.lang),
            editable,
            holders,
        }
    }

    /// Where the form goes.
    pub fn action(&self) -> String {
        self.id.map_or_else(|| "/units/new".to_owned(), |id| format!("/units/{id}"))
    }

    /// The one box that says whether people can be registered.
    pub fn active_choice(&self) -> [Choice; 1] {
        [Choice::new("yes", self.p.t("units-active-yes"))]
    }
}

impl From<Unit> for Typed {
    fn from(unit: Unit) -> Self {
        Self {
            code: unit.code,
            name_zh: unit.name_zh,
            name_en: unit.name_en,
            parent: unit.parent.map_or_else(|| TOP.to_owned(), |id| id.to_string()),
            active: if unit.active { "yes" } else { "" }.to_owned(),
        }
    }
}

/// What is sent for a unit without one above it; an empty choice means that nobody chose.
const TOP: &str = "top";

/// `GET /units/new`
pub async fn show_new(
    visitor: Visitor,
    State(campus): State<Arc<Campus>>,
    Staff(actor): Staff,
) -> Result<Response, Trouble> {
    let units = list::run(&campus, &actor).await?;
    let typed = Typed { active: "yes".to_owned(), ..Typed::default() };
    page::show(&UnitPage::new(&visitor, typed, &units))
}

/// `POST /units/new`
pub async fn add(
    visitor: Visitor,
    State(campus): State<Arc<Campus>>,
    Staff(actor): Staff,
    Form(typed): Form<Typed>,
) -> Result<Response, Trouble> {
    let outcome = match read(&typed) {
        Ok(input) => save::add(&campus, &actor, input).await,
        Err(error) => Err(error),
    };
    match outcome {
        Ok(_) => Ok(Redirect::to("/units?done=added").into_response()),
        Err(Error::Refused(refusal)) => {
            let problems = Problems::refused(visitor.lang, &refusal, |path| label(&visitor, path));
            let units = list::run(&campus, &actor).await?;
            page::show_again(&UnitPage { problems, ..UnitPage::new(&visitor, typed, &units) })
        }
        Err(other) => Err(other.into()),
    }
}

/// `GET /units/{unit}`
pub async fn show(
    visitor: Visitor,
    State(campus): State<Arc<Campus>>,
    Staff(actor): Staff,
    Path(unit): Path<String>,
) -> Result<Response, Trouble> {
    page::show(&load(&visitor, &campus, &actor, parse(&unit)?).await?)
}

/// `POST /units/{unit}`
pub async fn change(
    visitor: Visitor,
    State(campus): State<Arc<Campus>>,
    Staff(actor): Staff,
    Path(unit): Path<String>,
    Form(typed): Form<Typed>,
) -> Result<Response, Trouble> {
    let id = parse(&unit)?;
    let outcome = match read(&typed) {
        Ok(input) => save::change(&campus, &actor, id, input).await,
        Err(error) => Err(error),
    };
    match outcome {
        Ok(()) => Ok(Redirect::to("/units?done=changed").into_response()),
        Err(Error::Refused(refusal)) => {
            let problems = Problems::refused(visitor.lang, &refusal, |path| label(&visitor, path));
            let page = load(&visitor, &campus, &actor, id).await?;
            page::show_again(&UnitPage { typed, problems, ..page })
        }
        Err(other) => Err(other.into()),
    }
}

async fn load(visitor: &Visitor, campus: &Campus, actor: &Actor, id: UnitId) -> Result<UnitPage, Trouble> {
    let shown = one::run(campus, actor, id).await?;
    let units = list::run(campus, actor).await?;
    Ok(UnitPage::of(visitor, shown, &units, actor.may(Permission::ManageUnits)))
}

fn parse(unit: &str) -> Result<UnitId, Trouble> {
    unit.parse().map_err(|_| Trouble::NotFound)
}

fn read(typed: &Typed) -> Result<Input, Error> {
    let parent = match typed.parent.as_str() {
        TOP => None,
        id => Some(id.parse().map_err(|_| Error::refused_field("parent", Problem::new("text-empty")))?),
    };
    Ok(Input {
        code: typed.code.clone(),
        name_zh: typed.name_zh.clone(),
        name_en: typed.name_en.clone(),
        parent,
        active: typed.active == "yes",
    })
}

fn frame(visitor: &Visitor, title: &str) -> Page {
    Page::new(visitor, title)
        .place("/units")
        .crumb(visitor.t("units-title"), Some("/units"))
        .crumb(title, None)
}

/// Every unit but the one itself: what stands below it, the use case refuses.
fn parents(visitor: &Visitor, units: &[Branch], but: Option<UnitId>) -> Vec<Choice> {
    let top = Choice::new(TOP, visitor.t("units-top"));
    let others = crate::unit::choices(visitor.lang, units, |b| Some(b.unit.id) != but);
    std::iter::once(top).chain(others).collect()
}

fn label(visitor: &Visitor, path: &str) -> String {
    match path {
        "code" => visitor.t("units-code").into(),
        "name_zh" => visitor.t("units-name-zh").into(),
        "name_en" => visitor.t("units-name-en").into(),
        "parent" => visitor.t("units-parent").into(),
        _ => String::new(),
    }
}
