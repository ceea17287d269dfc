//! The list of permits, by filters, or by how a plate begins, which no address may hold.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Query, State},
    response::{IntoResponse, Redirect, Response},
};
use serde::{Deserialize, Serialize};
use tongxing_domain::vehicle::PermitState;
use tongxing_usecases::{
    Actor, Campus, PageRequest, Permission,
    vehicle::list::{self, Line},
};

use super::permit_tag;
use crate::{
    forms::Form,
    page::{self, Page},
    person::{Tag, list::unit_name, stage_tag, until},
    trouble::Trouble,
    ui::{Choice, PlateTag},
    visitor::{Visitor, session::Staff},
};

/// Rows on a page.
const ROWS: u32 = 20;
const STATES: [&str; 2] = ["active", "withdrawn"];

/// What is looked for, as it stands in a form or an address.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct Filter {
    /// How the plate begins; never in an address.
    #[serde(skip_serializing)]
    pub q: String,
    /// `active` or `withdrawn`.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub state: String,
    /// Where the page before ended.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub after: String,
}

impl Filter {
    fn wanted(&self) -> list::Filter {
        list::Filter {
            plate_prefix: Some(self.q.clone()).filter(|q| !q.trim().is_empty()),
            state: STATES.into_iter().find(|state| *state == self.state),
            units: None,
        }
    }

    fn address(&self) -> String {
        let query = serde_urlencoded::to_string(self).unwrap_or_default();
        if query.is_empty() { "/vehicles".to_owned() } else { format!("/vehicles?{query}") }
    }

    fn request(&self) -> PageRequest {
        match self.after.parse() {
            Ok(cursor) => PageRequest::after(cursor, ROWS),
            Err(_) => PageRequest::first(ROWS),
        }
    }
}

/// The page.
#[derive(Template)]
#[template(path = "vehicle/list.html")]
pub struct VehiclesPage {
    /// The frame.
    pub p: Page,
    /// What was looked for.
    pub filter: Filter,
    /// The states to choose from.
    pub states: Vec<Choice>,
    /// The permits.
    pub rows: Vec<Row>,
    /// Under the table.
    pub summary: String,
    /// Where the next page begins.
    pub next: String,
}

/// One permit of the list.
#[derive(Debug, Clone)]
pub struct Row {
    /// The plate.
    pub plate: PlateTag,
    /// Whose it is, and the page of the record where the reader may open it.
    pub holder: (String, Option<String>),
    /// The holder's unit.
    pub unit: String,
    /// The last valid day.
    pub until: String,
    /// How the permit stands.
    pub state: Tag,
    /// One per outside system: its name, how far, its page where the reader may open it.
    pub deliveries: Vec<(String, Tag, Option<String>)>,
    /// Where it is taken back, when it can be.
    pub withdraw: Option<String>,
}

/// `GET /vehicles`
pub async fn show(
    visitor: Visitor,
    Staff(actor): Staff,
    State(campus): State<Arc<Campus>>,
    Query(filter): Query<Filter>,
) -> Result<Response, Trouble> {
    answer(&campus, &visitor, &actor, Filter { q: String::new(), ..filter }).await
}

/// `POST /vehicles`: looks for a plate. Without one the list has an address of its own.
pub async fn find(
    visitor: Visitor,
    Staff(actor): Staff,
    State(campus): State<Arc<Campus>>,
    Form(filter): Form<Filter>,
) -> Result<Response, Trouble> {
    if filter.q.trim().is_empty() {
        return Ok(Redirect::to(&filter.address()).into_response());
    }
    answer(&campus, &visitor, &actor, filter).await
}

async fn answer(
    campus: &Campus,
    visitor: &Visitor,
    actor: &Actor,
    filter: Filter,
) -> Result<Response, Trouble> {
    let found = list::run(campus, actor, filter.wanted(), &filter.request()).await?;
    let p = page::for_staff(campus, visitor, visitor.t("vehicle-list-title")).await?;
    let manages = actor.may(Permission::ManagePersons);
    let rows = found.items.iter().map(|line| row(visitor, &p, line, manages)).collect();
    let next = found.next.as_ref().map(ToString::to_string).unwrap_or_default();
    page::show(&VehiclesPage::new(p, filter, rows, next))
}

impl VehiclesPage {
    /// The page from its parts.
    pub fn new(p: Page, filter: Filter, rows: Vec<Row>, next: String) -> Self {
        let p = p.place("/vehicles").scripts(&["dialog"]);
        let (desk, here) = (p.t("menu-desk"), p.t("vehicle-list-title"));
        let p = p.crumb(desk, Some("/desk")).crumb(here, None);
        let states = STATES.map(|state| Choice::new(state, p.t_of("permit-state", state))).to_vec();
        let summary = p.t("vehicle-list-shown").count("n", rows.len()).to_string();
        Self { p, filter, states, rows, summary, next }
    }

    /// The address of the next page, when the list has an address.
    pub fn next_page(&self) -> String {
        if self.next.is_empty() {
            return String::new();
        }
        Filter { after: self.next.clone(), ..self.filter.clone() }.address()
    }

    /// The address of the first page, from any other.
    pub fn first_page(&self) -> String {
        if self.filter.after.is_empty() {
            return String::new();
        }
        Filter { after: String::new(), ..self.filter.clone() }.address()
    }
}

fn row(visitor: &Visitor, p: &Page, line: &Line, manages: bool) -> Row {
    let permit = &line.permit;
    let holder = line.holder.as_ref();
    let name = holder.map(|holder| holder.name.to_string()).unwrap_or_default();
    let record = holder.filter(|_| p.may_open("/persons")).map(|holder| format!("/persons/{}", holder.id));
    let ledger = p.may_open("/deliveries");
    let stage = |row: &tongxing_domain::delivery::Delivery| {
        let page = ledger.then(|| format!("/deliveries/{}", row.id));
        (row.target.clone(), stage_tag(visitor.lang, row), page)
    };
    Row {
        plate: PlateTag::new(permit.plate.number(), permit.plate.colour().key()),
        holder: (name, record),
        unit: line.unit.as_ref().map(|unit| unit_name(p, unit)).unwrap_or_default(),
        until: until(p, permit.valid.until()),
        state: holder
            .map(|holder| permit_tag(visitor.lang, permit, holder, visitor.shell.now()))
            .unwrap_or_default(),
        deliveries: line.deliveries.iter().map(stage).collect(),
        withdraw: (manages && permit.state == PermitState::Active)
            .then(|| format!("/vehicles/{}/withdraw", permit.id)),
    }
}
