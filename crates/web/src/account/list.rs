//! The accounts of the campus, with filters, one page after the other.

use std::{collections::BTreeMap, sync::Arc};

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use serde::Deserialize;
use tongxing_domain::{account::AccountState, id::UnitId, role::RoleAssignment, time::Timestamp};
use tongxing_usecases::{
    Campus, PageRequest,
    account::list::{self, Filter, Staff as Listed},
    unit::{self, list::Branch},
};

use crate::{
    page::{self, Page},
    trouble::Trouble,
    ui::Choice,
    visitor::{Visitor, session::Staff},
};

const PER_PAGE: u32 = 50;

/// The page.
#[derive(Template)]
#[template(path = "account/list.html")]
pub struct AccountsPage {
    /// The frame.
    pub p: Page,
    /// What was asked for.
    pub asked: Asked,
    /// The accounts.
    pub accounts: Vec<Listed>,
    /// Where the next page is; empty on the last.
    pub next: String,
    /// The units to choose from.
    pub units: Vec<Choice>,
    /// The states to choose from.
    pub states: Vec<Choice>,
    /// This instant: which roles hold.
    pub now: Timestamp,
    names: BTreeMap<UnitId, String>,
}

/// What is looked for, from the address.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Asked {
    /// The beginning of an account, or a whole name.
    #[serde(default)]
    pub q: String,
    /// A unit's id.
    #[serde(default)]
    pub unit: String,
    /// A state's word.
    #[serde(default)]
    pub state: String,
    /// Where the last page ended.
    #[serde(default)]
    pub after: String,
}

impl AccountsPage {
    /// The page with these accounts.
    pub fn new(
        visitor: &Visitor,
        asked: Asked,
        accounts: Vec<Listed>,
        next: Option<String>,
        units: &[Branch],
    ) -> Self {
        let state =
            |s: AccountState| Choice::new(s.as_str(), visitor.lang.t_of("accounts-state", s.as_str()));
        let next = next.and_then(|after| {
            let pairs = [("q", &asked.q), ("unit", &asked.unit), ("state", &asked.state), ("after", &after)];
            serde_urlencoded::to_string(pairs.iter().filter(|(_, v)| !v.is_empty()).collect::<Vec<_>>()).ok()
        });
        Self {
            p: Page::new(visitor, visitor.t("accounts-title"))
                .place("/accounts")
                .crumb(visitor.t("accounts-title"), None),
            accounts,
            next: next.map(|query| format!("/accounts?{query}")).unwrap_or_default(),
            units: crate::unit::choices(visitor.lang, units, |_| true),
            states: [AccountState::Active, AccountState::Disabled].map(state).into(),
            now: visitor.shell.now(),
            names: crate::unit::names(visitor.lang, units),
            asked,
        }
    }

    /// A unit's name.
    pub fn unit_name(&self, id: &Option<UnitId>) -> &str {
        id.and_then(|id| self.names.get(&id)).map_or("", String::as_str)
    }

    /// The roles that hold now.
    pub fn held<'a>(&self, staff: &'a Listed) -> Vec<&'a RoleAssignment> {
        staff.roles.iter().filter(|r| r.valid.contains(self.now)).collect()
    }
}

/// `GET /accounts`
pub async fn show(
    visitor: Visitor,
    State(campus): State<Arc<Campus>>,
    Staff(actor): Staff,
    Query(asked): Query<Asked>,
) -> Result<Response, Trouble> {
    let request = PageRequest { after: asked.after.parse().ok(), limit: PER_PAGE };
    let found = list::run(&campus, &actor, &filter(&asked), &request).await?;
    let units = unit::list::run(&campus, &actor).await?;
    let next = found.next.map(|cursor| cursor.to_string());
    page::show(&AccountsPage::new(&visitor, asked, found.items, next, &units))
}

/// Accounts are written in ASCII, names mostly not: that tells what was typed.
fn filter(asked: &Asked) -> Filter {
    let typed = Some(asked.q.trim().to_owned()).filter(|q| !q.is_empty());
    let is_login = typed.as_ref().is_some_and(|q| q.is_ascii() && !q.contains(' '));
    let (login_prefix, name) = if is_login { (typed, None) } else { (None, typed) };
    Filter { unit: asked.unit.parse().ok(), state: asked.state.parse().ok(), name, login_prefix }
}
