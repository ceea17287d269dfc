//! The list of permits, by filters, or by how a plate begins, which no address may hold.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use serde::{Deserialize, Serialize};
use tongxing_domain::vehicle::PermitState;
use tongxing_usecases::{
    Actor, Campus, Permission,
    vehicle::list::{self, Line},
};

use super::permit_tag;
use crate::{
    forms::Form,
    page::{self, Page},
    paging::{Listing, Pager, Place},
    person::{Tag, list::unit_name, stage_tag, until},
    trouble::Trouble,
    ui::{Choice, PlateTag},
    visitor::{Visitor, session::Staff},
};

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
    /// Which page of it.
    #[serde(flatten)]
    pub place: Place,
}

impl Filter {
    fn wanted(&self) -> list::Filter {
        list::Filter {
            plate_prefix: Some(self.q.clone()).filter(|q| !q.trim().is_empty()),
            state: STATES.into_iter().find(|state| *state == self.state),
            units: None,
        }
    }
}

impl Listing for Filter {
    const PATH: &'static str = "/vehicles";

    fn words(&mut self) -> &mut String {
        &mut self.q
    }

    fn place(&mut self) -> &mut Place {
        &mut self.place
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
    pub pager: Pager,
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
    answer(&campus, &visitor, &actor, filter.without_words()).await
}

/// `POST /vehicles`: looks for a plate. Without one the list has an address of its own.
pub async fn find(
    visitor: Visitor,
    Staff(actor): Staff,
    State(campus): State<Arc<Campus>>,
    Form(mut filter): Form<Filter>,
) -> Result<Response, Trouble> {
    if let Some(elsewhere) = filter.elsewhere() {
        return Ok(elsewhere);
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
    page::show(&VehiclesPage::new(p, filter, rows, &next))
}

impl VehiclesPage {
    /// The page from its parts.
    pub fn new(p: Page, filter: Filter, rows: Vec<Row>, next: &str) -> Self {
        let p = p.place("/vehicles").scripts(&["dialog"]);
        let (desk, here) = (p.t("menu-desk"), p.t("vehicle-list-title"));
        let p = p.crumb(desk, Some("/desk")).crumb(here, None);
        let states = STATES.map(|state| Choice::new(state, p.t_of("permit-state", state))).to_vec();
        let summary = p.t("vehicle-list-shown").count("n", rows.len()).to_string();
        let pager = filter.pager(summary, next);
        Self { p, filter, states, rows, pager }
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
