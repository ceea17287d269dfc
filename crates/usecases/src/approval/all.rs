//! All applications of the units somebody looks after, whoever holds them.

use std::sync::Arc;

use tongxing_catalog::Text;
use tongxing_domain::{locale::Locale, name::PersonName};
use tongxing_storage::{
    Page, PageRequest,
    application::{self, ApplicationFilter, ApplicationKey, ApplicationSummary},
    task,
};

use super::{
    opened,
    show::{self, Shown},
};
use crate::{Actor, Campus, Error, Permission, campus::PublishedService, unit::list::by_id};

/// Which applications are wanted.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// In this state, by its code; empty for any.
    pub state: String,
    /// With this number or of somebody with this whole name; empty for any.
    pub text: String,
}

/// One line of the list.
pub struct Line {
    /// The application.
    pub application: ApplicationSummary,
    /// Its service, in the version it follows.
    pub published: Option<Arc<PublishedService>>,
    /// The unit that decides.
    pub unit: Option<Text>,
}

/// One page of the list, the latest change first.
///
/// # Errors
/// Forbidden without `ViewApplications`.
pub async fn run(
    campus: &Campus,
    actor: &Actor,
    wanted: &Wanted,
    page: &PageRequest,
) -> Result<Page<Line>, Error> {
    let scope = actor.require(Permission::ViewApplications)?;
    let filter = ApplicationFilter {
        units: scope.units(),
        state: Some(wanted.state.clone()).filter(|state| !state.is_empty()),
        service: None,
        by: key(&wanted.text),
    };
    let mut db = campus.store.read().await?;
    let found = application::list(&mut db, &filter, page).await?;
    let (units, services) = (by_id(&mut db).await?, campus.services());
    let line = |application: ApplicationSummary| Line {
        published: services.version(&application.service, application.version),
        unit: application
            .unit
            .and_then(|id| units.get(&id))
            .map(|u| Text::new(u.name_zh.clone(), u.name_en.clone())),
        application,
    };
    Ok(Page { items: found.items.into_iter().map(line).collect(), next: found.next })
}

/// One of them, by its number, as its latest task: for whoever looks after the unit's, has a part in it, or got a copy.
///
/// # Errors
/// Not found, also outside the reader's reach.
pub async fn one(campus: &Campus, actor: &Actor, number: &str, locale: Locale) -> Result<Shown, Error> {
    let mut db = campus.store.read().await?;
    let application = application::find_by_number(&mut db, number).await?.ok_or(Error::NotFound)?;
    let tasks = task::of_application(&mut db, application.id).await?;
    let task = tasks.into_iter().next_back().ok_or(Error::NotFound)?;
    let shown = show::of(campus, &mut db, actor, application, task, locale).await?;
    drop(db);
    if shown.closed_to {
        return Err(Error::NotFound);
    }
    opened::record(campus, actor, &shown.application).await?;
    Ok(shown)
}

/// Numbers are of letters and digits; anything else is a name.
fn key(text: &str) -> Option<ApplicationKey> {
    let text = text.trim();
    let is_number = text.contains('-') && text.is_ascii();
    match PersonName::parse(text) {
        _ if text.is_empty() => None,
        Ok(name) if !is_number => Some(ApplicationKey::Name(name)),
        _ => Some(ApplicationKey::Number(text.to_owned())),
    }
}
