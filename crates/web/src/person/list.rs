//! The list of records, by filters, or by whole words that no address may hold.

use std::{collections::BTreeMap, sync::Arc};

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use serde::{Deserialize, Serialize};
use tongxing_catalog::Text;
use tongxing_domain::{
    person::{EffectiveState, Person},
    unit::Unit,
};
use tongxing_usecases::{
    Actor, Campus,
    person::{
        kinds,
        list::{self, Found, Search, StateCounts},
    },
};

use super::{May, Tag, asks, state_tag, until};
use crate::{
    ask::Ask,
    forms::Form,
    page::{self, Page},
    paging::{Listing, Pager, Place},
    trouble::Trouble,
    ui::Choice,
    visitor::{Visitor, session::Staff},
};

/// The tab of those whose stay ends soon; no state of its own.
const ENDING: &str = "ending";

/// What is looked for, as it stands in a form or an address.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct Filter {
    /// A whole name or number; never in an address.
    #[serde(skip_serializing)]
    pub q: String,
    /// A unit's id.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub unit: String,
    /// A kind's code.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub kind: String,
    /// A state's word.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub state: String,
    /// Which page of it.
    #[serde(flatten)]
    pub place: Place,
}

impl Filter {
    /// What the use case looks for.
    pub fn search(&self) -> Search {
        Search {
            words: self.q.clone(),
            unit: self.unit.parse().ok(),
            kind: Some(self.kind.clone()).filter(|kind| !kind.is_empty()),
            state: EffectiveState::ALL.into_iter().find(|state| state.as_str() == self.state),
            ending: self.state == ENDING,
        }
    }

    fn in_state(&self, state: &str) -> String {
        Self { state: state.to_owned(), place: Place::default(), ..self.clone() }.address()
    }
}

impl Listing for Filter {
    const PATH: &'static str = "/persons";

    fn words(&mut self) -> &mut String {
        &mut self.q
    }

    fn place(&mut self) -> &mut Place {
        &mut self.place
    }
}

/// The page.
#[derive(Template)]
#[template(path = "person/list.html")]
pub struct PersonsPage {
    /// The frame.
    pub p: Page,
    /// What was looked for.
    pub filter: Filter,
    /// State tabs: text, address, whether it is this one.
    pub tabs: Vec<(String, String, bool)>,
    /// The kinds to choose from.
    pub kinds: Vec<Choice>,
    /// The units to choose from.
    pub units: Vec<Choice>,
    /// The records.
    pub rows: Vec<Row>,
    /// Under the table.
    pub pager: Pager,
    /// What the reader may do.
    pub may: May,
    /// The dialogs.
    pub asks: Vec<Ask>,
}

/// One record of the list.
#[derive(Debug, Clone)]
pub struct Row {
    /// Its page.
    pub href: String,
    /// The name.
    pub name: String,
    /// The address of the small portrait.
    pub portrait: Option<String>,
    /// The document number, masked.
    pub document: String,
    /// The phone number, masked.
    pub phone: String,
    /// The kind, in words.
    pub kind: String,
    /// The unit.
    pub unit: String,
    /// The last valid day.
    pub until: String,
    /// How many vehicles.
    pub vehicles: i64,
    /// How the person stands.
    pub state: Tag,
    /// The usual next thing to do: the dialog's word and the button's text.
    pub next: Option<(&'static str, String)>,
}

impl Row {
    /// The record's id.
    pub fn id(&self) -> &str {
        self.href.rsplit('/').next().unwrap_or_default()
    }
}

/// `GET /persons`
pub async fn show(
    visitor: Visitor,
    Staff(actor): Staff,
    State(campus): State<Arc<Campus>>,
    Query(filter): Query<Filter>,
) -> Result<Response, Trouble> {
    // Words in an address come from somebody's own hands; they are not looked up from there.
    answer(&campus, &visitor, &actor, filter.without_words()).await
}

/// `POST /persons`: looks for words. Without words the list has an address of its own.
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
    let found = list::run(campus, actor, &filter.search(), &filter.request()).await?;
    let p = page::for_staff(campus, visitor, visitor.t("person-list-title")).await?;
    let kinds = kinds::run(campus);
    let rows =
        found.page.items.iter().map(|person| row(campus, visitor, &p, person, &found, &kinds)).collect();
    page::show(&PersonsPage::new(p, filter, &found, &kinds, rows, May::of(actor)))
}

impl PersonsPage {
    fn new(
        p: Page,
        filter: Filter,
        found: &Found,
        kinds: &BTreeMap<String, Text>,
        rows: Vec<Row>,
        may: May,
    ) -> Self {
        let kinds = kinds.iter().map(|(code, words)| Choice::new(code, p.lang().of(words))).collect();
        let units = found.units.values().map(|unit| Choice::new(unit.id, unit_name(&p, unit))).collect();
        let next = found.page.next.as_ref().map(ToString::to_string).unwrap_or_default();
        Self::with(p, filter, (found.counts, found.ending), (kinds, units), rows, &next, may)
    }

    /// The page from its parts.
    pub fn with(
        p: Page,
        filter: Filter,
        (counts, ending): (StateCounts, i64),
        (kinds, units): (Vec<Choice>, Vec<Choice>),
        rows: Vec<Row>,
        next: &str,
        may: May,
    ) -> Self {
        let p = p.place("/persons").scripts(&["dialog"]);
        let (desk, here) = (p.t("menu-desk"), p.t("person-list-title"));
        let p = p.crumb(desk, Some("/desk")).crumb(here, None);
        let summary = if filter.q.trim().is_empty() {
            let chosen = EffectiveState::ALL.into_iter().find(|state| state.as_str() == filter.state);
            let all = if filter.state == ENDING { ending } else { counts.all() };
            p.t("person-list-total").count("n", chosen.map_or(all, |state| counts.of(state)))
        } else {
            p.t("person-list-found").count("n", rows.len())
        };
        Self {
            tabs: tabs(&p, &filter, counts, ending),
            pager: filter.pager(summary.to_string(), next),
            asks: if may.export { vec![asks::export(p.lang(), &filter, "")] } else { Vec::new() },
            p,
            filter,
            kinds,
            units,
            rows,
            may,
        }
    }
}

/// A unit's name in the page's language.
pub fn unit_name(p: &Page, unit: &Unit) -> String {
    p.lang().pick(&unit.name_zh, &unit.name_en).to_owned()
}

fn tabs(p: &Page, filter: &Filter, counts: StateCounts, ending: i64) -> Vec<(String, String, bool)> {
    let tab = |word: &str, amount: i64| {
        let text = p.t_of("person-tab", if word.is_empty() { "all" } else { word }).count("n", amount);
        (text.to_string(), filter.in_state(word), filter.state == word && filter.q.is_empty())
    };
    let states = EffectiveState::ALL.into_iter().map(|state| tab(state.as_str(), counts.of(state)));
    let mut tabs: Vec<_> = [tab("", counts.all())].into_iter().chain(states).collect();
    tabs.insert(2, tab(ENDING, ending));
    tabs
}

fn row(
    campus: &Campus,
    visitor: &Visitor,
    p: &Page,
    person: &Person,
    found: &Found,
    kinds: &BTreeMap<String, Text>,
) -> Row {
    let now = visitor.shell.now();
    let state = state_tag(visitor.lang, person, now);
    let next = match person.effective_state(now) {
        EffectiveState::Suspended => Some("resume"),
        EffectiveState::Expired => Some("renew"),
        EffectiveState::Active if state.0 == "warn" => Some("renew"),
        _ => None,
    };
    Row {
        href: format!("/persons/{}", person.id),
        name: person.name.to_string(),
        portrait: kinds::portrait(campus, person).map(|id| format!("/files/{id}/small")),
        document: person.document.masked(),
        phone: tongxing_domain::mask::phone(person.phone.as_str()),
        kind: kinds.get(&person.kind).map_or(person.kind.as_str(), |words| visitor.lang.of(words)).to_owned(),
        unit: found.units.get(&person.unit).map(|unit| unit_name(p, unit)).unwrap_or_default(),
        until: until(p, person.valid.until()),
        vehicles: found.vehicles.get(&person.id).copied().unwrap_or_default(),
        state,
        next: next.map(|key| (key, p.t_of("person-do", key).to_string())),
    }
}
