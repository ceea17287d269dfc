//! 登记详情: what was filled in, as this reader may see it.

use tongxing_catalog::{
    FieldType, Service, Text,
    display::{Line, Shown, View},
    form::Sensitivity,
    process::Permission as FieldPermission,
};
use tongxing_domain::locale::Locale;
use tongxing_storage::{Db, application::Application};

use super::{confirm::is_confirmed, mine, progress::unit_names};
use crate::{Applicant, Campus, Error, process};

/// One section of the form with its answers.
pub struct ShownSection {
    /// The section's title.
    pub title: Text,
    /// Its answers.
    pub lines: Vec<Line>,
}

/// One's own application as this visit may see it.
pub struct Detail {
    /// The application.
    pub application: Application,
    /// What was filled in.
    pub sections: Vec<ShownSection>,
    /// Whether it was confirmed to be theirs: before that, no photo is shown and most words are stars.
    pub confirmed: bool,
}

/// The applicant's own application; the document number and phone are masked even for them, because name and number
/// are known to many people. Until they have confirmed, so is everything that lists do not show anyway.
///
/// # Errors
/// Not found, also when it is somebody else's.
pub async fn run(
    campus: &Campus,
    applicant: &Applicant,
    number: &str,
    locale: Locale,
) -> Result<Detail, Error> {
    let mut db = campus.store.read().await?;
    let application = mine::own(&mut db, applicant, number).await?;
    let published = process::service_of(campus, &application)?;
    let service = &published.service;
    let confirmed = is_confirmed(&db, applicant, &application, service);
    let phone = service.applicant.phone.as_ref().and_then(|f| application.form.get(f.key()));
    let sensitive = |key: &str| {
        let field = service.field(key);
        // A number that stands for the phone number, as a staff number may, says as much as the phone.
        let is_phone = phone.is_some() && application.form.get(key) == phone;
        let hides = field.is_some_and(|f| {
            is_phone
                || matches!(f.kind, FieldType::Phone)
                || (f.sensitive == Sensitivity::Sensitive && !f.kind.is_upload())
        });
        let masked = hides || (!confirmed && !in_lists(service, key));
        if masked { FieldPermission::Masked } else { FieldPermission::Read }
    };
    let mut sections = sections(campus, &mut db, &application, &sensitive, locale).await?;
    if !confirmed {
        for section in &mut sections {
            star_out(service, &mut section.lines);
        }
    }
    Ok(Detail { application, sections, confirmed })
}

/// Leaves what whoever asked has typed themselves, what lists show, and what says nothing about a person; of the rest
/// only that it was given. A phone that can be typed in to confirm is not hinted at.
fn star_out(service: &Service, lines: &mut [Line]) {
    for line in lines {
        let typed = service
            .field(&line.field)
            .is_some_and(|field| matches!(field.kind, FieldType::Document(_) | FieldType::PersonName));
        match &mut line.shown {
            Shown::Words(words) if !typed && !in_lists(service, &line.field) => "****".clone_into(words),
            _ => {}
        }
    }
}

/// What stands in lists anyway, or says nothing about a person.
fn in_lists(service: &Service, key: &str) -> bool {
    service.overview.iter().any(|shown| shown.key() == key)
        || service.field(key).is_some_and(|field| field.sensitive == Sensitivity::Internal)
}

/// The sections of a form as somebody with these permissions sees them.
pub(crate) async fn sections(
    campus: &Campus,
    db: &mut Db,
    application: &Application,
    permission: &(dyn Fn(&str) -> FieldPermission + Sync),
    locale: Locale,
) -> Result<Vec<ShownSection>, Error> {
    let published = process::service_of(campus, application)?;
    let units = unit_names(db).await?;
    let unit_name = |id: &str| units.get(id).map(|name| name.get(locale).to_owned());
    let view = View { locale, unit_name: &unit_name };
    let lines = published.service.lines(&application.form, permission, view);
    Ok(lines
        .into_iter()
        .map(|(section, lines)| ShownSection { title: section.title.clone(), lines })
        .collect())
}
