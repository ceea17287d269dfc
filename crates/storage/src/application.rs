//! Applications 申请: what was filled in, and where it stands. The log they stand on is in [`crate::operation`], the
//! tasks they opened in [`crate::task`].

use serde_json::{Map, Value};
use sqlx::query;
use tongxing_domain::document::IdentityDocument;
use tongxing_domain::id::{ApplicationId, DraftId, UnitId};
use tongxing_domain::name::PersonName;
use tongxing_domain::time::Timestamp;
use tongxing_workflow::{ActorId, Instance, StepKey};

use crate::cipher::KeyedHash;
use crate::error::StorageError;
use crate::page::{Bounds, Cursor, FEW_UNITS, Page, PageRequest};
use crate::row::{Columns, FromRow, Query};
use crate::store::Db;

pub(crate) mod summary;

pub use summary::{
    ApplicationFilter, ApplicationKey, ApplicationSummary, count_by_state, find_summaries, list, of_document,
    of_initiator,
};

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, number, draft, service, version, unit, initiator, applicant_name, applicant_document, form, \
             instance, row_version, submitted_at, updated_at, finished_at FROM application ",
            $rest
        )
    };
}

const INSERT: &str = "INSERT INTO application (id, row_version, number, draft, service, version, state, \
     waiting_step, unit, initiator, applicant_name, name_hash, applicant_document, document_hash, form, instance, \
     submitted_at, updated_at, finished_at) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)";
const SAVE: &str = "UPDATE application SET row_version = row_version + 1, number = $3, draft = $4, service = $5, \
     version = $6, state = $7, waiting_step = $8, unit = $9, initiator = $10, applicant_name = $11, \
     name_hash = $12, applicant_document = $13, document_hash = $14, form = $15, instance = $16, \
     submitted_at = $17, updated_at = $18, finished_at = $19 WHERE id = $1 AND row_version = $2";

/// A filled-in form travelling through its process.
#[derive(Clone, Debug, PartialEq)]
pub struct Application {
    /// Its id.
    pub id: ApplicationId,
    /// The number that people say, e.g. `TX20261122-0007`; unique.
    pub number: String,
    /// The draft it was submitted from: a second press of the button finds the application instead of making one.
    pub draft: Option<DraftId>,
    /// The service applied for.
    pub service: String,
    /// The version of the service's definition it follows.
    pub version: u32,
    /// The unit that decides, where there is one.
    pub unit: Option<UnitId>,
    /// Who filed it.
    pub initiator: ActorId,
    /// For whom, where it is about one person.
    pub applicant_name: Option<PersonName>,
    /// That person's document; whoever can name both may look the application up.
    pub applicant_document: Option<IdentityDocument>,
    /// What was filled in.
    pub form: Map<String, Value>,
    /// Where it stands.
    pub instance: Instance,
    /// Counts the saves.
    pub row_version: i64,
    /// When it was first submitted.
    pub submitted_at: Timestamp,
    /// When it changed last.
    pub updated_at: Timestamp,
    /// When it ended.
    pub finished_at: Option<Timestamp>,
}

/// Adds an application. `Conflict`: the number is taken, or the draft was submitted already.
pub async fn insert(db: &mut Db, application: &Application) -> Result<(), StorageError> {
    let query = bind(db, query(INSERT), application)?;
    db.run_one(query).await
}

/// Saves an application that was read before. `Conflict`: someone else saved it since.
pub async fn save(db: &mut Db, application: &mut Application) -> Result<(), StorageError> {
    let query = bind(db, query(SAVE), application)?;
    db.run_one(query).await?;
    application.row_version += 1;
    Ok(())
}

/// One application.
pub async fn find(db: &mut Db, id: ApplicationId) -> Result<Option<Application>, StorageError> {
    db.one(query(select!("WHERE id = $1")).bind(id.to_string())).await
}

/// One application, kept from others until the transaction ends.
pub async fn lock(db: &mut Db, id: ApplicationId) -> Result<Option<Application>, StorageError> {
    let sql = db.sql(select!("WHERE id = $1{lock}"));
    db.one(query(sql).bind(id.to_string())).await
}

/// The application with this number, as people say it.
pub async fn find_by_number(db: &mut Db, number: &str) -> Result<Option<Application>, StorageError> {
    db.one(query(select!("WHERE number = $1")).bind(number.trim().to_uppercase())).await
}

/// The application that a draft became.
pub async fn find_by_draft(db: &mut Db, draft: DraftId) -> Result<Option<Application>, StorageError> {
    db.one(query(select!("WHERE draft = $1")).bind(draft.to_string())).await
}

fn bind(db: &Db, query: Query, application: &Application) -> Result<Query, StorageError> {
    let seal = db.sealer("application", application.id);
    let name = application.applicant_name.as_ref();
    let document = application.applicant_document.as_ref();
    let document_text = document.map(serde_json::to_string).transpose().map_err(StorageError::failure)?;
    let form = serde_json::to_string(&application.form).map_err(StorageError::failure)?;
    let instance = serde_json::to_string(&application.instance).map_err(StorageError::failure)?;
    Ok(query
        .bind(application.id.to_string())
        .bind(application.row_version)
        .bind(application.number.clone())
        .bind(application.draft.map(|id| id.to_string()))
        .bind(application.service.clone())
        .bind(i64::from(application.version))
        .bind(application.instance.state.code())
        .bind(waiting_step(&application.instance).map(|step| step.as_str().to_owned()))
        .bind(application.unit.map(|id| id.to_string()))
        .bind(application.initiator.as_str().to_owned())
        .bind(seal.optional("applicant_name", name.map(PersonName::as_str))?)
        .bind(name.map(|name| db.name_hash(name).to_string()))
        .bind(seal.optional("applicant_document", document_text.as_deref())?)
        .bind(document.map(|document| db.document_hash(document).to_string()))
        .bind(seal.text("form", &form)?)
        .bind(seal.text("instance", &instance)?)
        .bind(application.submitted_at.millis())
        .bind(application.updated_at.millis())
        .bind(application.finished_at.map(Timestamp::millis)))
}

/// The step whose decision is awaited; of parallel ones the first.
fn waiting_step(instance: &Instance) -> Option<&StepKey> {
    let task = instance.open_tasks().next()?;
    instance.visit(task.visit).map(|visit| &visit.step)
}

impl FromRow for Application {
    const TABLE: &'static str = "application";

    fn from_row(row: &Columns<'_>) -> Result<Self, StorageError> {
        Ok(Self {
            id: row.parsed("id")?,
            number: row.text("number")?,
            draft: row.optional_parsed("draft")?,
            service: row.text("service")?,
            version: row.number("version")?,
            unit: row.optional_parsed("unit")?,
            initiator: ActorId::new(row.text("initiator")?),
            applicant_name: row.optional_sealed_made("applicant_name")?,
            applicant_document: row.optional_sealed_json("applicant_document")?,
            form: row.sealed_json("form")?,
            instance: row.sealed_json("instance")?,
            row_version: row.int("row_version")?,
            submitted_at: row.at("submitted_at")?,
            updated_at: row.at("updated_at")?,
            finished_at: row.optional_at("finished_at")?,
        })
    }
}
