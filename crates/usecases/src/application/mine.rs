//! 我的登记: an applicant's own applications, each with where it stands.

use std::{collections::BTreeMap, sync::Arc};

use tongxing_catalog::{
    Text,
    display::{Line, View},
};
use tongxing_domain::{document::IdentityDocument, locale::Locale, name::PersonName};
use tongxing_storage::{
    Db,
    application::{self, Application, ApplicationSummary},
};

use super::progress::{Holding, holding, unit_names};
use crate::{Applicant, Campus, Error, campus::PublishedService, process};

/// One line of the list.
pub struct Mine {
    /// The application.
    pub application: Application,
    /// Its service, in the version it follows.
    pub published: Arc<PublishedService>,
    /// What it is about in a few answers, as its service says: kind, unit, period.
    pub overview: Vec<Line>,
    /// Who holds it now, since when; empty when nobody does.
    pub holding: Vec<Holding>,
    /// Why it came back or ended, where a reason was given.
    pub reason: Option<String>,
}

/// All applications of this applicant, the latest first.
pub async fn run(campus: &Campus, applicant: &Applicant, locale: Locale) -> Result<Vec<Mine>, Error> {
    let mut db = campus.store.read().await?;
    let units = unit_names(&mut db).await?;
    let mut mine = Vec::new();
    for summary in application::of_document(&mut db, applicant.document_hash()).await? {
        if !is_of(&db, applicant, summary.applicant_name.as_ref(), summary.applicant_document.as_ref()) {
            continue;
        }
        if let Some(found) = application::find(&mut db, summary.id).await? {
            mine.push(line(campus, &mut db, found, &units, locale).await?);
        }
    }
    Ok(mine)
}

async fn line(
    campus: &Campus,
    db: &mut Db,
    application: Application,
    units: &BTreeMap<String, Text>,
    locale: Locale,
) -> Result<Mine, Error> {
    let published = process::service_of(campus, &application)?;
    let unit_name = |id: &str| units.get(id).map(|name| name.get(locale).to_owned());
    let overview =
        published.service.overview_lines(&application.form, View { locale, unit_name: &unit_name });
    let holding = holding(db, &application).await?;
    let reason = super::progress::last_reason(db, application.id).await?;
    Ok(Mine { application, published, overview, holding, reason })
}

/// The applicant's own application with this number.
///
/// # Errors
/// Not found, also when it is somebody else's.
pub(super) async fn own(db: &mut Db, applicant: &Applicant, number: &str) -> Result<Application, Error> {
    let found = application::find_by_number(db, number).await?.ok_or(Error::NotFound)?;
    let theirs = is_of(db, applicant, found.applicant_name.as_ref(), found.applicant_document.as_ref());
    if theirs { Ok(found) } else { Err(Error::NotFound) }
}

/// Whether an application of this name and document is the applicant's. The name must fit as well: a form can be
/// submitted with anybody's number, and that alone must not open what was submitted with it before.
pub(crate) fn is_of(
    db: &Db,
    applicant: &Applicant,
    name: Option<&PersonName>,
    document: Option<&IdentityDocument>,
) -> bool {
    let same_name = |name: &PersonName| db.name_hash(name) == *applicant.name_hash();
    let same_document =
        |document: &IdentityDocument| db.document_hash(document) == *applicant.document_hash();
    name.is_some_and(same_name) && document.is_some_and(same_document)
}

/// How many of an applicant's applications stand where, for the home page.
pub async fn summaries(campus: &Campus, applicant: &Applicant) -> Result<Vec<ApplicationSummary>, Error> {
    let mut db = campus.store.read().await?;
    let mut found = application::of_document(&mut db, applicant.document_hash()).await?;
    found.retain(|a| is_of(&db, applicant, a.applicant_name.as_ref(), a.applicant_document.as_ref()));
    Ok(found)
}
