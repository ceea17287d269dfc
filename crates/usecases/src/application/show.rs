//! 登记详情: what was filled in, as this reader may see it.

use tongxing_catalog::{
    FieldType, Text,
    display::{Line, View},
    form::Sensitivity,
    process::Permission as FieldPermission,
};
use tongxing_domain::locale::Locale;
use tongxing_storage::{Db, application::Application};

use super::{mine, progress::unit_names};
use crate::{Applicant, Campus, Error, process};

/// One section of the form with its answers.
pub struct ShownSection {
    /// The section's title.
    pub title: Text,
    /// Its answers.
    pub lines: Vec<Line>,
}

/// The applicant's own application; the document number and phone are masked even for them, because name and number
/// are known to many people.
///
/// # Errors
/// Not found, also when it is somebody else's.
pub async fn run(
    campus: &Campus,
    applicant: &Applicant,
    number: &str,
    locale: Locale,
) -> Result<(Application, Vec<ShownSection>), Error> {
    let mut db = campus.store.read().await?;
    let application = mine::own(&mut db, applicant, number).await?;
    let published = process::service_of(campus, &application)?;
    let phone = published.service.applicant.phone.as_ref().and_then(|f| application.form.get(f.key()));
    let sensitive = |key: &str| {
        let field = published.service.field(key);
        // A number that stands for the phone number, as a staff number may, says as much as the phone.
        let is_phone = phone.is_some() && application.form.get(key) == phone;
        let hides = field.is_some_and(|f| {
            is_phone
                || matches!(f.kind, FieldType::Phone)
                || (f.sensitive == Sensitivity::Sensitive && !f.kind.is_upload())
        });
        if hides { FieldPermission::Masked } else { FieldPermission::Read }
    };
    let sections = sections(campus, &mut db, &application, &sensitive, locale).await?;
    Ok((application, sections))
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
