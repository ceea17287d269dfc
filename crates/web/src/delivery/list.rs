//! The ledger, by state and stage, or by how a plate begins, which no address may hold.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use serde::{Deserialize, Serialize};
use tongxing_domain::delivery::Stage;
use tongxing_usecases::{
    Actor, Campus, Permission,
    delivery::list::{self, Counts, Line},
};

use super::{next_try, trouble};
use crate::{
    forms::Form,
    page::{self, Page},
    paging::{Listing, Pager, Place},
    person::{Tag, list::unit_name, stage_tag},
    trouble::Trouble,
    ui::{Choice, PlateTag},
    visitor::{Visitor, session::Staff},
};

const STATES: [&str; 4] = ["wanted", "sent", "confirmed", "failed"];

/// What is looked for, as it stands in a form or an address.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct Filter {
    /// How the plate begins; never in an address.
    #[serde(skip_serializing)]
    pub q: String,
    /// A state's word: additions and removals alike.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub state: String,
    /// A stage's word.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub stage: String,
    /// Which page of it.
    #[serde(flatten)]
    pub place: Place,
}

impl Filter {
    fn wanted(&self) -> list::Filter {
        list::Filter {
            stage: Stage::ALL.into_iter().find(|stage| stage.as_str() == self.stage),
            state: STATES.into_iter().find(|state| *state == self.state),
            plate_prefix: Some(self.q.clone()).filter(|q| !q.trim().is_empty()),
            ..list::Filter::default()
        }
    }
}

impl Listing for Filter {
    const PATH: &'static str = "/deliveries";

    fn words(&mut self) -> &mut String {
        &mut self.q
    }

    fn place(&mut self) -> &mut Place {
        &mut self.place
    }
}

/// The page.
#[derive(Template)]
#[template(path = "delivery/list.html")]
pub struct DeliveriesPage {
    /// The frame.
    pub p: Page,
    /// What was looked for.
    pub filter: Filter,
    /// State tabs: text, address, whether it is this one.
    pub tabs: Vec<(String, String, bool)>,
    /// Cards above: what is counted, how many, what it means.
    pub stats: Vec<(String, i64, String)>,
    /// The stages to choose from.
    pub stages: Vec<Choice>,
    /// The rows of the ledger.
    pub rows: Vec<Row>,
    /// Under the table.
    pub pager: Pager,
    /// May the reader send again?
    pub resends: bool,
}

/// One row of the ledger.
#[derive(Debug, Clone)]
pub struct Row {
    /// Its page.
    pub href: String,
    /// What is delivered: an addition or a removal.
    pub event: String,
    /// The plate.
    pub plate: Option<PlateTag>,
    /// To which system.
    pub target: String,
    /// The unit of the holder.
    pub unit: String,
    /// How often the wanted version was sent.
    pub attempts: u32,
    /// When it is sent the next time.
    pub next: String,
    /// What stands against it, in our words and in theirs.
    pub trouble: (String, String),
    /// How far it has come.
    pub stage: Tag,
    /// Is there anything to send again?
    pub open: bool,
}

/// `GET /deliveries`
pub async fn show(
    visitor: Visitor,
    Staff(actor): Staff,
    State(campus): State<Arc<Campus>>,
    Query(filter): Query<Filter>,
) -> Result<Response, Trouble> {
    answer(&campus, &visitor, &actor, filter.without_words()).await
}

/// `POST /deliveries`: looks for a plate. Without one the ledger has an address of its own.
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
    let counts = list::counts(campus, actor).await?;
    let p = page::for_staff(campus, visitor, visitor.t("delivery-list-title")).await?;
    let rows = found.items.iter().map(|line| row(&p, line)).collect();
    let next = found.next.as_ref().map(ToString::to_string).unwrap_or_default();
    let resends = actor.may(Permission::ResendDeliveries);
    page::show(&DeliveriesPage::new(p, filter, counts, rows, &next, resends))
}

impl DeliveriesPage {
    /// The page from its parts.
    pub fn new(p: Page, filter: Filter, counts: Counts, rows: Vec<Row>, next: &str, resends: bool) -> Self {
        let p = p.place("/deliveries");
        let (desk, here) = (p.t("menu-desk"), p.t("delivery-list-title"));
        let p = p.crumb(desk, Some("/desk")).crumb(here, None);
        let of = |state: &str| match state {
            "wanted" => counts.wanted,
            "sent" => counts.sent,
            "confirmed" => counts.confirmed,
            "failed" => counts.failed,
            _ => counts.wanted + counts.sent + counts.confirmed + counts.failed,
        };
        let tab = |state: &str| {
            let word = if state.is_empty() { "all" } else { state };
            let there = Filter { state: state.to_owned(), ..Filter::default() }.address();
            let lit = filter.state == state && filter.stage.is_empty() && filter.q.is_empty();
            (p.t_of("delivery-tab", word).count("n", of(state)).to_string(), there, lit)
        };
        let stat = |state: &str| {
            let words = |part: &str| p.t(format!("delivery-stat-{state}{part}")).to_string();
            (words(""), of(state), words("-about"))
        };
        Self {
            tabs: ["", "failed", "wanted", "sent", "confirmed"].map(tab).to_vec(),
            stats: ["failed", "wanted", "sent", "confirmed"].map(stat).to_vec(),
            stages: Stage::ALL
                .map(|s| Choice::new(s.as_str(), p.t_of("delivery-stage", s.as_str())))
                .to_vec(),
            pager: filter.pager(p.t("delivery-list-shown").count("n", rows.len()).to_string(), next),
            p,
            filter,
            rows,
            resends,
        }
    }
}

/// One row of the ledger as people read it.
pub fn row(p: &Page, line: &Line) -> Row {
    let delivery = &line.delivery;
    Row {
        href: format!("/deliveries/{}", delivery.id),
        event: event(p, line),
        plate: line.permit.as_ref().map(|v| PlateTag::new(v.plate.number(), v.plate.colour().key())),
        target: delivery.target.clone(),
        unit: line.unit.as_ref().map(|unit| unit_name(p, unit)).unwrap_or_default(),
        attempts: delivery.attempts,
        next: next_try(p, delivery),
        trouble: trouble(p, delivery),
        stage: stage_tag(p.lang(), delivery),
        open: delivery.state.as_str() == "failed",
    }
}

/// What is delivered, in words.
pub fn event(p: &Page, line: &Line) -> String {
    p.t_of("delivery-event", line.delivery.wanted.as_str()).to_string()
}
