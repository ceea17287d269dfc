//! Giving and taking roles of one account.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    response::Response,
};
use jiff::civil::Date;
use serde::Deserialize;
use tongxing_domain::{
    id::AccountId,
    problem::Problem,
    time::{Period, PeriodError, Timestamp},
};
use tongxing_usecases::{
    Campus, Error,
    account::{give_role, take_role},
};

use super::manage::{self, AccountPage};
use crate::{
    forms::Form,
    page,
    trouble::Trouble,
    ui::Problems,
    visitor::{Visitor, session::Staff},
};

/// What was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    /// A role's word.
    pub role: String,
    /// A unit's id, or `campus`.
    pub unit: String,
    /// `yes` when units below are meant too.
    pub below: String,
    /// The first day.
    pub first: String,
    /// The last day; empty for no end.
    pub last: String,
}

/// `POST /accounts/{account}/roles`
pub async fn give(
    visitor: Visitor,
    State(campus): State<Arc<Campus>>,
    Staff(actor): Staff,
    Path(account): Path<String>,
    Form(typed): Form<Typed>,
) -> Result<Response, Trouble> {
    let id = manage::parse(&account)?;
    let outcome = match read(&campus, id, &typed) {
        Ok(input) => give_role::run(&campus, &actor, input).await,
        Err(error) => Err(error),
    };
    match outcome {
        Ok(_) => Ok(manage::back(id, "given")),
        Err(Error::Refused(refusal)) => {
            let problems = Problems::refused(visitor.lang, &refusal, |path| label(&visitor, path));
            let page = manage::load(&visitor, &campus, &actor, id).await?;
            page::show_again(&AccountPage { problems, typed, ..page })
        }
        Err(other) => Err(other.into()),
    }
}

/// `POST /accounts/{account}/roles/{role}/take`
pub async fn take(
    State(campus): State<Arc<Campus>>,
    Staff(actor): Staff,
    Path((account, role)): Path<(String, String)>,
    Form(()): Form<()>,
) -> Result<Response, Trouble> {
    let id = manage::parse(&account)?;
    take_role::run(&campus, &actor, role.parse().map_err(|_| Trouble::NotFound)?).await?;
    Ok(manage::back(id, "taken"))
}

/// Reads what was typed. A role that begins today begins now: what was decided earlier today stays as it was.
fn read(campus: &Campus, account: AccountId, typed: &Typed) -> Result<give_role::Input, Error> {
    let missing = |field: &str| Error::refused_field(field, Problem::new("text-empty"));
    let role = typed.role.parse().map_err(|_| missing("role"))?;
    let unit = match typed.unit.as_str() {
        "campus" => None,
        id => Some(id.parse().map_err(|_| missing("unit"))?),
    };
    let zone = &campus.settings.zone;
    let wrong = |e: PeriodError| Error::refused_field("last", e);
    let first: Date = typed.first.parse().map_err(|_| missing("first"))?;
    let days = if typed.last.is_empty() {
        Timestamp::start_of_day(first, zone).ok_or(PeriodError::OutOfCalendar).and_then(Period::open_ended)
    } else {
        let last: Date = typed.last.parse().map_err(|_| missing("last"))?;
        Period::from_days(first, last, zone)
    };
    let days = days.map_err(wrong)?;
    let valid = Period::new(days.from().max(campus.now()), days.until()).map_err(wrong)?;
    Ok(give_role::Input { account, role, unit, below: typed.below == "yes", valid })
}

fn label(visitor: &Visitor, path: &str) -> String {
    match path {
        "role" => visitor.t("accounts-role").into(),
        "unit" => visitor.t("accounts-role-unit").into(),
        "first" => visitor.t("accounts-role-first").into(),
        "last" => visitor.t("accounts-role-last").into(),
        _ => String::new(),
    }
}
