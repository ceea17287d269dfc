//! All routes in one table, grouped by who uses them: path, who may, what answers.
//!
//! The table is data: the menus read it, the guard of each route enforces it, and the router test runs each route
//! as each role and compares with the recorded outcome. Use cases authorise again: the table is the first door,
//! not the only one.

use std::{convert::Infallible, sync::LazyLock, time::Duration};

use axum::{
    Router,
    extract::{DefaultBodyLimit, Request},
    handler::Handler,
    middleware::{self, Next},
    response::{IntoResponse, Redirect, Response},
    routing::MethodRouter,
};

use tongxing_usecases::Permission;

use crate::{
    account, apply, approval, audit, delivery, desk, files, home, mine, notification, person, prefs, privacy,
    sign_in, state::AppState, trouble::Trouble, unit, vehicle, visitor::Visitor,
};

/// Where a password given by somebody else has to be changed before anything else.
const OWN_ACCOUNT: &str = "/account";

/// What can be reached until then: the page to change it, the way out, and what the frame of the page offers.
const BEFORE_CHANGE: [&str; 6] =
    [OWN_ACCOUNT, "/account/password", "/sign-in", "/sign-out", "/prefs", "/privacy"];

/// A spreadsheet with the rest of its form.
const SHEET: usize = 6 * 1024 * 1024;

/// The table. A new page is a new line here.
#[rustfmt::skip]
pub fn table() -> Vec<Route> {
    use Permission::{AssignRoles, ManageUnits, ViewAudit, ViewUnits};
    vec![
        // Everyone.
        Route::at("/", Who::Anyone).get(home::show),
        Route::at("/prefs", Who::Anyone).get(prefs::show).post(prefs::save),
        Route::at("/privacy", Who::Anyone).get(privacy::show),

        // Applying for a service, on the phone.
        Route::at("/s/{service}", Who::Anyone).get(apply::consent::show).post(apply::consent::submit),
        Route::at("/s/{service}/{section}", Who::Anyone).get(apply::step::show).post(apply::step::save).takes_files(apply::MOST_BYTES),
        Route::at("/s/{service}/{section}/keep", Who::Anyone).post(apply::keep::submit),
        Route::at("/s/{service}/{section}/photo/{field}", Who::Anyone).post(apply::photo::submit).takes_files(apply::MOST_BYTES),
        Route::at("/s/{service}/{section}/template/{field}", Who::Anyone).get(apply::template::show),
        Route::at("/s/{service}/submit", Who::Anyone).get(apply::review::show).post(apply::review::submit),
        Route::at("/s/{service}/submitted/{number}", Who::Applicant).get(apply::submitted::show),
        Route::at("/places", Who::Anyone).get(apply::place::offer),
        Route::at("/files/{id}", Who::Anyone).get(files::full),
        Route::at("/files/{id}/small", Who::Anyone).get(files::small),

        // One's own applications, once one has proved who one is.
        Route::at("/query", Who::Anyone).get(mine::query::show).post(mine::query::submit),
        Route::at("/query/code", Who::Anyone).get(mine::query::show_code).post(mine::query::submit_code),
        Route::at("/my", Who::Applicant).get(mine::list::show),
        Route::at("/my/exit", Who::Applicant).post(mine::query::exit),
        Route::at("/my/{number}", Who::Applicant).get(mine::show::show),
        Route::at("/my/{number}/progress", Who::Applicant).get(mine::progress::show),
        Route::at("/my/{number}/urge", Who::Applicant).post(mine::act::urge),
        Route::at("/my/{number}/cancel", Who::Applicant).post(mine::act::cancel),
        Route::at("/my/{number}/confirm", Who::Applicant).get(mine::confirm::show).post(mine::confirm::submit),
        Route::at("/my/{number}/confirm/code", Who::Applicant).post(mine::confirm::send),
        Route::at("/my/{number}/correct", Who::Applicant).post(mine::act::correct),

        // Signing in, and one's own account.
        Route::at("/sign-in", Who::Anyone).get(sign_in::show).post(sign_in::begin),
        Route::at("/sign-out", Who::Anyone).post(sign_in::end),
        Route::at("/account", Who::Staff).get(account::own::show),
        Route::at("/account/password", Who::Staff).get(account::password::show).post(account::password::save),
        Route::at("/account/language", Who::Staff).post(account::own::choose_language),
        Route::at("/account/sessions/end-others", Who::Staff).post(account::sessions::end_others),
        Route::at("/account/sessions/{session}/end", Who::Staff).post(account::sessions::end),
        Route::at("/account/tokens", Who::Staff).get(account::tokens::show).post(account::tokens::create),
        Route::at("/account/tokens/{session}/end", Who::Staff).post(account::tokens::end),
        Route::at("/account/second-factor", Who::Staff).get(account::second_factor::show).post(account::second_factor::begin),
        Route::at("/account/second-factor/confirm", Who::Staff).post(account::second_factor::confirm),
        Route::at("/account/second-factor/remove", Who::Staff).post(account::second_factor::remove),

        // Work that waits for a decision.
        Route::at("/desk", Who::Staff).get(desk::show),
        Route::at("/tasks", Who::Staff).get(approval::inbox::show),
        Route::at("/tasks/done", Who::Staff).get(approval::done::show),
        Route::at("/tasks/batch", Who::Staff).get(approval::batch::outcome).post(approval::batch::confirm),
        Route::at("/tasks/batch/decide", Who::Staff).post(approval::batch::decide),
        Route::at("/tasks/{task}", Who::Staff).get(approval::show::show),
        Route::at("/tasks/{task}/approve", Who::Staff).get(approval::show::back).post(approval::decide::approve),
        Route::at("/tasks/{task}/reject", Who::Staff).get(approval::show::back).post(approval::decide::reject),
        Route::at("/tasks/{task}/return", Who::Staff).get(approval::show::back).post(approval::decide::return_back),
        Route::at("/tasks/{task}/comment", Who::Staff).get(approval::show::back).post(approval::decide::comment),
        Route::at("/tasks/{task}/withdraw", Who::Staff).get(approval::show::back).post(approval::decide::withdraw),
        Route::at("/tasks/{task}/abstain", Who::Staff).get(approval::show::back).post(approval::decide::abstain),
        Route::at("/tasks/{task}/opine", Who::Staff).get(approval::show::back).post(approval::decide::opine),
        Route::at("/tasks/{task}/sign", Who::Staff).get(approval::show::back).post(approval::involve::add_signers),
        Route::at("/tasks/{task}/unsign", Who::Staff).get(approval::show::back).post(approval::involve::remove_signer),
        Route::at("/tasks/{task}/transfer", Who::Staff).get(approval::show::back).post(approval::involve::transfer),
        Route::at("/tasks/{task}/delegate", Who::Staff).get(approval::show::back).post(approval::involve::delegate),
        Route::at("/tasks/{task}/copy", Who::Staff).get(approval::show::back).post(approval::involve::copy),
        Route::at("/tasks/{task}/reassign", Who::May(Permission::AdministerProcesses)).get(approval::show::back).post(approval::involve::reassign),
        Route::at("/tasks/{task}/terminate", Who::May(Permission::AdministerProcesses)).get(approval::show::back).post(approval::involve::terminate),
        Route::at("/applications", Who::May(Permission::ViewApplications)).get(approval::all::show).post(approval::all::find),
        Route::at("/applications/{number}", Who::Staff).get(approval::all::one),
        Route::at("/notifications", Who::Staff).get(notification::show),
        Route::at("/notifications/read", Who::Staff).post(notification::read_all),
        Route::at("/notifications/{notification}", Who::Staff).post(notification::open),

        // People, vehicles, deliveries.
        Route::at("/persons", Who::May(Permission::ViewPersons)).get(person::list::show).post(person::list::find),
        Route::at("/persons/export", Who::May(Permission::ExportPersons)).post(person::export::submit),
        Route::at("/persons/several/{change}", Who::May(Permission::ManagePersons)).get(person::several::back).post(person::several::submit),
        Route::at("/persons/{id}", Who::May(Permission::ViewPersons)).get(person::show::show),
        Route::at("/persons/{id}/reveal", Who::May(Permission::RevealPersons)).get(person::reveal::ask).post(person::reveal::submit),
        Route::at("/persons/{id}/{change}", Who::May(Permission::ManagePersons)).get(person::change::ask).post(person::change::submit),
        Route::at("/vehicles", Who::May(Permission::ViewVehicles)).get(vehicle::list::show).post(vehicle::list::find),
        Route::at("/vehicles/{id}/withdraw", Who::May(Permission::ManagePersons)).get(vehicle::withdraw::ask).post(vehicle::withdraw::submit),
        Route::at("/deliveries", Who::May(Permission::ViewDeliveries)).get(delivery::list::show).post(delivery::list::find),
        Route::at("/deliveries/{id}", Who::May(Permission::ViewDeliveries)).get(delivery::show::show),
        Route::at("/deliveries/{id}/resend", Who::May(Permission::ResendDeliveries)).post(delivery::resend::submit),

        // Units, accounts, audit.
        Route::at("/accounts", Who::May(ViewUnits)).get(account::list::show),
        Route::at("/accounts/new", Who::May(ManageUnits)).get(account::create::show).post(account::create::save),
        Route::at("/accounts/import", Who::May(ViewUnits)).get(account::import::show).post(account::import::save).takes_files(SHEET),
        Route::at("/accounts/import/template", Who::May(ViewUnits)).get(account::import::template),
        Route::at("/accounts/{account}", Who::May(ViewUnits)).get(account::manage::show),
        Route::at("/accounts/{account}/close", Who::May(ManageUnits)).post(account::manage::close),
        Route::at("/accounts/{account}/reopen", Who::May(ManageUnits)).post(account::manage::reopen),
        Route::at("/accounts/{account}/reset-password", Who::May(ManageUnits)).post(account::manage::reset_password),
        Route::at("/accounts/{account}/roles", Who::May(AssignRoles)).post(account::roles::give),
        Route::at("/accounts/{account}/roles/{role}/take", Who::May(AssignRoles)).post(account::roles::take),
        Route::at("/units", Who::May(ViewUnits)).get(unit::list::show),
        Route::at("/units/new", Who::May(ManageUnits)).get(unit::save::show_new).post(unit::save::add),
        Route::at("/units/import", Who::May(ManageUnits)).get(unit::import::show).post(unit::import::save).takes_files(SHEET),
        Route::at("/units/import/template", Who::May(ManageUnits)).get(unit::import::template),
        Route::at("/units/{unit}", Who::May(ViewUnits)).get(unit::save::show).post(unit::save::change),
        Route::at("/audit", Who::May(ViewAudit)).get(audit::list::show),
        Route::at("/audit/verify", Who::May(ViewAudit)).post(audit::verify::run),
    ]
}

/// Who may open a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// Everybody.
    Anyone,
    /// Somebody who proved to be the applicant (by submitting here, or by the query page).
    Applicant,
    /// Any member of staff who is signed in.
    Staff,
    /// Members of staff who hold a role with this permission, somewhere.
    May(Permission),
}

impl Who {
    /// Whether this visitor is one of them.
    pub fn admits(self, visitor: &Visitor) -> bool {
        match self {
            Self::Anyone => true,
            Self::Applicant => visitor.is_applicant(),
            Self::Staff => visitor.is_staff(),
            Self::May(permission) => visitor.actor.as_ref().is_some_and(|a| a.may(permission)),
        }
    }

    /// What others are told: where to prove who they are, or that it is not theirs.
    fn turn_away(self, visitor: &Visitor) -> Trouble {
        match self {
            Self::Applicant => Trouble::SignedOut { at: "/query" },
            _ if visitor.is_staff() => Trouble::Forbidden,
            _ => Trouble::SignedOut { at: "/sign-in" },
        }
    }
}

/// One line of the table.
pub struct Route {
    /// The pattern, as axum writes it: `/tasks/{task}`.
    pub path: &'static str,
    /// Who may.
    pub who: Who,
    /// The methods it answers.
    pub methods: Vec<&'static str>,
    handler: MethodRouter<AppState, Infallible>,
    most_bytes: usize,
    longest: Duration,
}

impl Route {
    /// A route for some people; give it methods next.
    pub fn at(path: &'static str, who: Who) -> Self {
        let longest = Duration::from_secs(20);
        Self { path, who, methods: Vec::new(), handler: MethodRouter::new(), most_bytes: 256 * 1024, longest }
    }

    /// What answers GET (and HEAD).
    #[must_use]
    pub fn get<H: Handler<T, AppState>, T: 'static>(mut self, handler: H) -> Self {
        self.methods.push("GET");
        self.handler = self.handler.get(handler);
        self
    }

    /// What answers POST.
    #[must_use]
    pub fn post<H: Handler<T, AppState>, T: 'static>(mut self, handler: H) -> Self {
        self.methods.push("POST");
        self.handler = self.handler.post(handler);
        self
    }

    /// For photos and tables: takes up to so many bytes, and more time for them to arrive on a bad line.
    #[must_use]
    pub fn takes_files(mut self, most_bytes: usize) -> Self {
        self.most_bytes = most_bytes;
        self.longest = Duration::from_mins(3);
        self
    }

    fn guarded(self) -> MethodRouter<AppState, Infallible> {
        let (who, longest) = (self.who, self.longest);
        self.handler.layer(DefaultBodyLimit::max(self.most_bytes)).layer(middleware::from_fn(
            move |visitor, request, next| guard(who, longest, visitor, request, next),
        ))
    }
}

/// Every route as axum takes it.
pub fn router() -> Router<AppState> {
    let table = table().into_iter();
    table.fold(Router::new(), |router, route| router.route(route.path, route.guarded())).fallback(nowhere)
}

/// Who may open the page with exactly this path.
pub fn who_may_open(path: &str) -> Option<Who> {
    static OPEN: LazyLock<Vec<(&str, Who)>> =
        LazyLock::new(|| table().iter().map(|r| (r.path, r.who)).collect());
    OPEN.iter().find(|(p, _)| *p == path).map(|(_, who)| *who)
}

async fn guard(who: Who, longest: Duration, visitor: Visitor, request: Request, next: Next) -> Response {
    if visitor.must_change && !BEFORE_CHANGE.contains(&request.uri().path()) {
        return Redirect::to(OWN_ACCOUNT).into_response();
    }
    if !who.admits(&visitor) {
        return who.turn_away(&visitor).into_response();
    }
    match tokio::time::timeout(longest, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Trouble::broken("took longer than the route allows").into_response(),
    }
}

async fn nowhere() -> Trouble {
    Trouble::NotFound
}
