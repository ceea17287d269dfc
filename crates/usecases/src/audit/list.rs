//! Reading the audit log: who did what to which thing, with names beside the ids.

use std::collections::BTreeMap;

use jiff::civil::Date;
use tongxing_domain::{
    audit::AuditActor,
    id::{AccountId, ApplicationId},
    time::Period,
};
use tongxing_storage::{
    Db, Page, PageRequest, account, application,
    audit::{self, AuditFilter},
    unit,
};

pub use tongxing_storage::audit::{Head, Logged};

use crate::{Actor, Campus, Error, Permission};

/// What is looked for, as typed; an empty text looks for anything.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// The account that acted, by its sign-in name.
    pub actor: String,
    /// The action's word.
    pub action: String,
    /// The thing it was done to: an id, the number of an application, an account, the code of a unit.
    pub subject: String,
    /// On this day.
    pub day: Option<Date>,
}

/// A line of the log as people read it.
pub struct Line {
    /// The line.
    pub logged: Logged,
    /// The name of the member of staff who acted.
    pub actor: Option<String>,
    /// What people call the thing: an account's name, a unit's name, an application's number. People who are
    /// registered stay ids: whoever reads the log sees no personal data by that.
    pub subject: Option<String>,
}

/// One page of the log, the latest first, and where it ends now.
///
/// # Errors
/// Forbidden without `ViewAudit`.
pub async fn run(
    campus: &Campus,
    actor: &Actor,
    filter: &Filter,
    page: &PageRequest,
) -> Result<(Page<Line>, Head), Error> {
    actor.require(Permission::ViewAudit)?;
    let mut db = campus.store.read().await?;
    let head = audit::head(&mut db).await?;
    let Some(wanted) = resolve(campus, &mut db, filter).await? else {
        return Ok((Page { items: Vec::new(), next: None }, head));
    };
    let found = audit::list(&mut db, &wanted, page).await?;
    let items = with_names(&mut db, found.items).await?;
    Ok((Page { items, next: found.next }, head))
}

/// The filter in ids; `None` when it names somebody or something that is not there.
async fn resolve(campus: &Campus, db: &mut Db, filter: &Filter) -> Result<Option<AuditFilter>, Error> {
    let mut wanted = AuditFilter::default();
    let text = |text: &str| Some(text.trim().to_owned()).filter(|t| !t.is_empty());
    if let Some(login) = text(&filter.actor) {
        let Some(found) = account::find_by_login(db, &login).await? else { return Ok(None) };
        wanted.actor = Some(found.id.to_string());
    }
    if let Some(name) = text(&filter.subject) {
        let Some(id) = subject_called(db, &name).await? else { return Ok(None) };
        wanted.subject = Some(id);
    }
    wanted.action = text(&filter.action);
    if let Some(day) = filter.day {
        let Ok(period) = Period::from_days(day, day, &campus.settings.zone) else { return Ok(None) };
        wanted.from = Some(period.from());
        wanted.until = Some(period.until());
    }
    Ok(Some(wanted))
}

async fn subject_called(db: &mut Db, name: &str) -> Result<Option<String>, Error> {
    if name.parse::<AccountId>().is_ok() {
        return Ok(Some(name.to_lowercase()));
    }
    if let Some(found) = application::find_by_number(db, &name.to_uppercase()).await? {
        return Ok(Some(found.id.to_string()));
    }
    if let Some(found) = account::find_by_login(db, name).await? {
        return Ok(Some(found.id.to_string()));
    }
    Ok(unit::find_by_code(db, name).await?.map(|u| u.id.to_string()))
}

async fn with_names(db: &mut Db, lines: Vec<Logged>) -> Result<Vec<Line>, Error> {
    let actors = lines.iter().filter_map(|l| match l.entry.actor {
        AuditActor::Account(id) => Some(id),
        _ => None,
    });
    let subjects = ids::<AccountId>(&lines, "account");
    let accounts: Vec<AccountId> = actors.chain(subjects).collect();
    let applications = ids::<ApplicationId>(&lines, "application").collect::<Vec<_>>();
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    for found in account::find_all(db, &accounts).await? {
        names.insert(found.id.to_string(), found.name.as_str().to_owned());
    }
    for found in application::find_summaries(db, &applications).await? {
        names.insert(found.id.to_string(), found.number);
    }
    if lines.iter().any(|l| l.entry.subject_kind == "unit") {
        let units = unit::list(db).await?;
        names.extend(units.into_iter().map(|u| (u.id.to_string(), u.name_zh)));
    }
    let told = lines.into_iter().map(|logged| Line {
        actor: logged.entry.actor.id_text().and_then(|id| names.get(&id).cloned()),
        subject: names.get(&logged.entry.subject_id).cloned(),
        logged,
    });
    Ok(told.collect())
}

/// The subjects of one kind.
fn ids<'a, T: std::str::FromStr + 'a>(lines: &'a [Logged], kind: &'a str) -> impl Iterator<Item = T> + 'a {
    lines.iter().filter(move |l| l.entry.subject_kind == kind).filter_map(|l| l.entry.subject_id.parse().ok())
}
