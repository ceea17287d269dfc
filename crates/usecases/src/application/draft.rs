//! A form that is being filled in: kept on the server, opened by the token in the browser's cookie.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use tongxing_catalog::{Context, Values, expression::Party, form::FileKind};
use tongxing_domain::id::{FileId, UnitId};
use tongxing_storage::{
    Db, application, draft,
    file::{self, StoredFile},
    unit,
};

pub use tongxing_storage::draft::Draft;

use super::progress::last_reason;
use crate::{Campus, Error, campus::PublishedService};

/// Where a draft of a submitted form stands: it only answers a second submit any more.
pub(crate) const SUBMITTED: &str = "";

/// A draft with the service it follows and what its fields may refer to.
pub struct Opened {
    /// The draft.
    pub draft: Draft,
    /// The service.
    pub published: Arc<PublishedService>,
    /// When a returned application is being corrected: the reason, if one was given.
    pub returned: Option<Option<String>>,
    pub(super) known: Known,
}

/// What the form engine asks about the campus.
#[derive(Default)]
pub(super) struct Known {
    units: BTreeSet<UnitId>,
    files: BTreeMap<FileId, Upload>,
}

impl Opened {
    /// Runs the form engine's checks with what this campus knows.
    pub fn with_context<T>(&self, campus: &Campus, check: impl FnOnce(&Context<'_>) -> T) -> T {
        self.known.with_context(campus, check)
    }

    /// What was handed in under this id, if it belongs to this form.
    pub fn upload(&self, id: &str) -> Option<Upload> {
        self.known.files.get(&id.parse().ok()?).copied()
    }

    /// What was entered so far.
    pub fn values(&self) -> &Values {
        &self.draft.form
    }
}

/// A file that was handed in, in short.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Upload {
    /// What kind of file it is.
    pub kind: FileKind,
    /// How many bytes it has.
    pub size: u64,
}

fn upload(file: &StoredFile) -> (FileId, Upload) {
    let kind = FileKind::of_mime(&file.mime).unwrap_or(FileKind::Jpeg);
    (file.id, Upload { kind, size: file.size })
}

impl Known {
    pub(super) async fn load(db: &mut Db, of: &Draft) -> Result<Self, Error> {
        let units = unit::list(db).await?.into_iter().filter(|u| u.active).map(|u| u.id).collect();
        let mut files: BTreeMap<_, _> = file::of_draft(db, of.id).await?.iter().map(upload).collect();
        if let Some(application) = of.application {
            files.extend(file::of_application(db, application).await?.iter().map(upload));
        }
        Ok(Self { units, files })
    }

    pub(super) fn with_context<T>(&self, campus: &Campus, check: impl FnOnce(&Context<'_>) -> T) -> T {
        let nobody = Party::default();
        let accepts_unit = |id: &str| id.parse().is_ok_and(|id| self.units.contains(&id));
        let owns_file = |id: &str| id.parse().is_ok_and(|id| self.files.contains_key(&id));
        check(&Context {
            today: campus.today(),
            zone: &campus.settings.zone,
            initiator: &nobody,
            applicant: &nobody,
            accepts_unit: &accepts_unit,
            owns_file: &owns_file,
        })
    }
}

/// The draft behind a token, to show it.
///
/// # Errors
/// `draft-gone` when its seven days have passed or it was submitted.
pub async fn open(campus: &Campus, token: &str) -> Result<Opened, Error> {
    let mut db = campus.store.read().await?;
    let found = draft::find(&mut db, token, campus.now()).await?;
    opened(campus, &mut db, found).await
}

/// The draft behind a token if there is one that can be continued: what the home page offers.
pub async fn find(campus: &Campus, token: &str) -> Result<Option<Opened>, Error> {
    match open(campus, token).await {
        Ok(found) => Ok(Some(found)),
        Err(Error::Refused(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

/// The number of what this browser's form of that service became, when it has been submitted.
///
/// # Errors
/// Only when the database fails.
pub async fn submitted_as(campus: &Campus, token: &str, service: &str) -> Result<Option<String>, Error> {
    let mut db = campus.store.read().await?;
    let found = draft::find(&mut db, token, campus.now()).await?;
    let Some(done) = found.filter(|d| d.section == SUBMITTED && d.service == service) else {
        return Ok(None);
    };
    let application = match done.application {
        Some(id) => application::find(&mut db, id).await?,
        None => application::find_by_draft(&mut db, done.id).await?,
    };
    Ok(application.map(|application| application.number))
}

pub(super) async fn opened(campus: &Campus, db: &mut Db, found: Option<Draft>) -> Result<Opened, Error> {
    let draft = found.filter(|d| d.section != SUBMITTED).ok_or_else(|| Error::refused("draft-gone"))?;
    let published = campus.services().version(&draft.service, draft.version).ok_or_else(|| {
        Error::broken(format!("service {} version {} of a draft is missing", draft.service, draft.version))
    })?;
    let known = Known::load(db, &draft).await?;
    let returned = match draft.application {
        Some(application) => Some(last_reason(db, application).await?),
        None => None,
    };
    Ok(Opened { draft, published, returned, known })
}
