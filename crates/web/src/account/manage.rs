//! One account of the campus: its data, its roles, closing, reopening, a new first password.

use std::{collections::BTreeMap, sync::Arc};

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;
use tongxing_domain::{
    id::{AccountId, UnitId},
    mask,
    role::{Role, RoleAssignment},
    time::Timestamp,
};
use tongxing_usecases::{
    Actor, Campus, Permission,
    account::{
        disable,
        list::{self, Staff as Listed},
    },
    unit::{self, list::Branch},
};

use super::{create::FirstPasswordPage, roles};
use crate::{
    forms::Form,
    page::{self, Page},
    trouble::Trouble,
    ui::{Choice, Problems, field::Control},
    visitor::{Visitor, session::Staff},
};

/// The page.
#[derive(Template)]
#[template(path = "account/manage.html")]
pub struct AccountPage {
    /// The frame.
    pub p: Page,
    /// The account and every role ever given.
    pub staff: Listed,
    /// Who looks decides what is offered: whether accounts may be managed, whether roles may be given, whether it is
    /// one's own.
    pub offers: Offers,
    /// What was wrong with the form that gives a role.
    pub problems: Problems,
    /// What was typed into it.
    pub typed: roles::Typed,
    /// The units to choose from.
    pub units: Vec<Choice>,
    /// The roles to choose from.
    pub roles: Vec<Choice>,
    /// What has just been done.
    pub done: &'static str,
    /// When the password was set that a reset replaces; may be empty.
    pub password_set: String,
    pub(crate) now: Timestamp,
    pub(crate) names: BTreeMap<UnitId, String>,
}

/// What whoever looks may do here.
#[derive(Debug, Clone, Copy, Default)]
pub struct Offers {
    /// Close, reopen, reset.
    pub manage: bool,
    /// Give and take roles.
    pub assign: bool,
    /// None of it, because it is one's own account.
    pub own: bool,
}

/// What has just been done.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    done: String,
}

/// Which password is to be replaced.
#[derive(Debug, Default, Deserialize)]
pub struct Reset {
    #[serde(default)]
    replaces: String,
}

/// Everything that may have been done before coming back to this page: the texts `accounts-done-…`.
pub const DONE: [&str; 4] = ["closed", "reopened", "given", "taken"];

impl Offers {
    /// What this person may do with that account.
    pub fn to(actor: &Actor, account: AccountId) -> Self {
        let own = actor.account() == account;
        let may = |permission| !own && actor.may(permission);
        Self { manage: may(Permission::ManageUnits), assign: may(Permission::AssignRoles), own }
    }
}

impl AccountPage {
    /// The page of an account.
    pub fn new(visitor: &Visitor, staff: Listed, offers: Offers, units: &[Branch]) -> Self {
        let name = staff.account.name.as_str().to_owned();
        let lang = visitor.lang;
        let role = |r: Role| Choice::new(r.as_str(), lang.t_of("role", r.as_str()));
        Self {
            p: Page::new(visitor, &name)
                .place("/accounts")
                .scripts(&["dialog"])
                .crumb(visitor.t("accounts-title"), Some("/accounts"))
                .crumb(name, None),
            staff,
            offers,
            problems: Problems::none(lang),
            typed: roles::Typed { first: visitor.when().today().to_string(), ..roles::Typed::default() },
            units: crate::unit::choices(lang, units, |_| true),
            roles: Role::ALL.map(role).into(),
            done: "",
            password_set: String::new(),
            now: visitor.shell.now(),
            names: crate::unit::names(lang, units),
        }
    }

    /// Where a role reaches.
    pub fn unit_name(&self, unit: &Option<UnitId>) -> String {
        match unit {
            Some(id) => self.names.get(id).cloned().unwrap_or_default(),
            None => self.p.t("accounts-role-campus").into(),
        }
    }

    /// Whether a role holds now, and the colour and key of the word for it.
    pub fn standing(&self, given: &RoleAssignment) -> (&'static str, &'static str) {
        if given.valid.until() <= self.now {
            ("", "accounts-role-ended")
        } else if given.valid.from() > self.now {
            ("info", "accounts-role-coming")
        } else {
            ("ok", "accounts-role-now")
        }
    }

    /// Whether a role can still be taken back.
    pub fn can_take(&self, given: &RoleAssignment) -> bool {
        self.offers.assign && given.valid.until() > self.now
    }

    /// The last day of a role; empty when it has no end.
    pub fn last_day(&self, given: &RoleAssignment) -> String {
        if given.valid.until() == Timestamp::FOREVER {
            return self.p.t("accounts-role-forever").into();
        }
        self.p.when().day(given.valid.until().plus_millis(-1))
    }

    /// The units to choose from; the whole campus has to be chosen too, so that nobody gets it by leaving the field alone.
    pub fn unit_control(&self) -> Control {
        let campus = Choice::new("campus", self.p.t("accounts-role-campus"));
        Control::Select(self.units.iter().cloned().chain([campus]).collect())
    }

    /// The one box that says whether units below are meant too.
    pub fn below_choice(&self) -> [Choice; 1] {
        [Choice::new("yes", self.p.t("accounts-role-below-yes"))]
    }

    /// The address of something done to this account.
    pub fn path(&self, what: &str) -> String {
        format!("/accounts/{}/{what}", self.staff.account.id)
    }

    /// The address that takes a role back.
    pub fn take_path(&self, given: &RoleAssignment) -> String {
        self.path(&format!("roles/{}/take", given.id))
    }

    /// The id of the dialog that asks whether it should be taken back.
    pub fn take_dialog(&self, given: &RoleAssignment) -> String {
        format!("dlg-take-{}", given.id)
    }

    /// The phone number, masked.
    pub fn phone(&self) -> String {
        let phone = self.staff.account.phone.as_ref();
        phone.map_or_else(|| self.p.t("account-none").into(), |p| mask::phone(p.as_str()))
    }
}

/// `GET /accounts/{account}`
pub async fn show(
    visitor: Visitor,
    State(campus): State<Arc<Campus>>,
    Staff(actor): Staff,
    Path(account): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Trouble> {
    let page = load(&visitor, &campus, &actor, parse(&account)?).await?;
    let done = DONE.into_iter().find(|known| *known == asked.done).unwrap_or_default();
    page::show(&AccountPage { done, ..page })
}

/// `POST /accounts/{account}/close`
pub async fn close(
    State(campus): State<Arc<Campus>>,
    Staff(actor): Staff,
    Path(account): Path<String>,
    Form(()): Form<()>,
) -> Result<Response, Trouble> {
    let id = parse(&account)?;
    disable::close(&campus, &actor, id).await?;
    Ok(back(id, "closed"))
}

/// `POST /accounts/{account}/reopen`
pub async fn reopen(
    State(campus): State<Arc<Campus>>,
    Staff(actor): Staff,
    Path(account): Path<String>,
    Form(()): Form<()>,
) -> Result<Response, Trouble> {
    let id = parse(&account)?;
    disable::reopen(&campus, &actor, id).await?;
    Ok(back(id, "reopened"))
}

/// `POST /accounts/{account}/reset-password`
pub async fn reset_password(
    visitor: Visitor,
    State(campus): State<Arc<Campus>>,
    Staff(actor): Staff,
    Path(account): Path<String>,
    Form(reset): Form<Reset>,
) -> Result<Response, Trouble> {
    let id = parse(&account)?;
    let replaces = reset.replaces.parse().ok().map(Timestamp::from_millis);
    let password = disable::reset_password(&campus, &actor, id, replaces).await?;
    let title = visitor.t("accounts-reset").to_string();
    page::show(&FirstPasswordPage::new(&visitor, &title, id, password))
}

/// Everything the page shows.
pub(super) async fn load(
    visitor: &Visitor,
    campus: &Campus,
    actor: &Actor,
    id: AccountId,
) -> Result<AccountPage, Trouble> {
    let staff = list::one(campus, actor, id).await?;
    let units = unit::list::run(campus, actor).await?;
    let offers = Offers::to(actor, id);
    let set = if offers.manage { disable::password_set_at(campus, actor, id).await? } else { None };
    let password_set = set.map(|at| at.millis().to_string()).unwrap_or_default();
    Ok(AccountPage { password_set, ..AccountPage::new(visitor, staff, offers, &units) })
}

pub(super) fn parse(account: &str) -> Result<AccountId, Trouble> {
    account.parse().map_err(|_| Trouble::NotFound)
}

pub(super) fn back(account: AccountId, done: &str) -> Response {
    Redirect::to(&format!("/accounts/{account}?done={done}")).into_response()
}
