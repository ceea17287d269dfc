//! Lists of applications: what a line shows, without opening form and instance.

use super::{
    ActorId, ApplicationId, Bounds, Columns, Cursor, Db, FEW_UNITS, FromRow, IdentityDocument, KeyedHash,
    Page, PageRequest, PersonName, StepKey, StorageError, Timestamp, UnitId, query,
};

macro_rules! columns {
    () => {
        "id, number, service, version, state, waiting_step, unit, initiator, applicant_name, applicant_document, \
         submitted_at, updated_at, finished_at"
    };
}

macro_rules! select {
    ($rest:literal) => {
        concat!("SELECT ", columns!(), " FROM application ", $rest)
    };
}

// The first condition decides which index is used; the others filter. Every text binds the same values. Which rows make
// the page is decided inside the index; only those few are then read whole.
macro_rules! list {
    ($first:literal) => {
        concat!(
            "SELECT ",
            columns!(),
            " FROM application WHERE id IN (SELECT id FROM application WHERE ",
            $first,
            " AND ($2 IS NULL OR unit IN {each $2}) AND ($3 IS NULL OR state = $3) \
             AND ($4 IS NULL OR service = $4) AND (updated_at, id) < ($5, $6) \
             ORDER BY updated_at DESC, id DESC LIMIT $7) ORDER BY updated_at DESC, id DESC"
        )
    };
}

pub(crate) const LIST: &str = list!("$1 IS NULL");
pub(crate) const LIST_IN_UNITS: &str = list!("$1 IS NULL AND unit IN {each $2}");
pub(crate) const LIST_IN_STATE: &str = list!("$1 IS NULL AND state = $3");
pub(crate) const LIST_BY_NAME: &str = list!("name_hash = $1");
pub(crate) const LIST_BY_DOCUMENT: &str = list!("document_hash = $1");
pub(crate) const LIST_BY_NUMBER: &str = list!("number = $1");
pub(crate) const OF_DOCUMENT: &str =
    select!("WHERE document_hash = $1 ORDER BY submitted_at DESC, id DESC LIMIT 200");
pub(crate) const OF_INITIATOR: &str = select!(
    "WHERE initiator = $1 AND (updated_at, id) < ($2, $3) ORDER BY updated_at DESC, id DESC LIMIT $4"
);
pub(crate) const COUNT: &str = "SELECT state AS id, COUNT(*) AS amount FROM application \
     WHERE ($1 IS NULL OR unit IN {each $1}) GROUP BY state ORDER BY state";

/// What a list shows of an application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApplicationSummary {
    /// Its id.
    pub id: ApplicationId,
    /// The number that people say.
    pub number: String,
    /// The service applied for.
    pub service: String,
    /// The version of the service's definition it follows.
    pub version: u32,
    /// Where it stands as a whole: the code of the instance's state.
    pub state: String,
    /// The step whose decision is awaited.
    pub waiting_step: Option<StepKey>,
    /// The unit that decides.
    pub unit: Option<UnitId>,
    /// Who filed it.
    pub initiator: ActorId,
    /// For whom.
    pub applicant_name: Option<PersonName>,
    /// That person's document.
    pub applicant_document: Option<IdentityDocument>,
    /// When it was first submitted.
    pub submitted_at: Timestamp,
    /// When it changed last.
    pub updated_at: Timestamp,
    /// When it ended.
    pub finished_at: Option<Timestamp>,
}

/// Which applications are wanted.
#[derive(Clone, Debug, Default)]
pub struct ApplicationFilter {
    /// Decided by one of these units; `None` means any. An empty list finds nothing.
    pub units: Option<Vec<UnitId>>,
    /// In this state, by its code.
    pub state: Option<String>,
    /// For this service.
    pub service: Option<String>,
    /// Found by one thing known about them.
    pub by: Option<ApplicationKey>,
}

/// One thing that is known about an application, whole.
#[derive(Clone, Debug)]
pub enum ApplicationKey {
    /// The number that people say.
    Number(String),
    /// The applicant's name.
    Name(PersonName),
    /// The applicant's document.
    Document(IdentityDocument),
}

/// Applications, the latest change first.
pub async fn list(
    db: &mut Db,
    filter: &ApplicationFilter,
    page: &PageRequest,
) -> Result<Page<ApplicationSummary>, StorageError> {
    let bounds = Bounds::of(page);
    let (sql, key) = match &filter.by {
        Some(ApplicationKey::Number(number)) => (LIST_BY_NUMBER, Some(number.trim().to_uppercase())),
        Some(ApplicationKey::Name(name)) => (LIST_BY_NAME, Some(db.name_hash(name).to_string())),
        Some(ApplicationKey::Document(one)) => (LIST_BY_DOCUMENT, Some(db.document_hash(one).to_string())),
        None => (LIST, None),
    };
    let sql = match (&filter.by, &filter.units, &filter.state) {
        (None, Some(units), _) if units.len() <= FEW_UNITS => LIST_IN_UNITS,
        (None, None, Some(_)) => LIST_IN_STATE,
        _ => sql,
    };
    let units =
        filter.units.as_ref().map(serde_json::to_string).transpose().map_err(StorageError::failure)?;
    let sql = db.sql(sql);
    let query = query(sql)
        .bind(key)
        .bind(units)
        .bind(filter.state.clone())
        .bind(filter.service.clone())
        .bind(bounds.at)
        .bind(bounds.id.clone())
        .bind(bounds.limit);
    let summaries = db.all(query).await?;
    Ok(bounds.page(summaries, place))
}

/// The applications of whoever holds this document, the latest first; at most 200.
pub async fn of_document(db: &mut Db, document: &KeyedHash) -> Result<Vec<ApplicationSummary>, StorageError> {
    db.all(query(OF_DOCUMENT).bind(document.to_string())).await
}

/// The applications that somebody filed, the latest change first.
pub async fn of_initiator(
    db: &mut Db,
    initiator: &ActorId,
    page: &PageRequest,
) -> Result<Page<ApplicationSummary>, StorageError> {
    let bounds = Bounds::of(page);
    let query = query(OF_INITIATOR)
        .bind(initiator.as_str().to_owned())
        .bind(bounds.at)
        .bind(bounds.id.clone())
        .bind(bounds.limit);
    let summaries = db.all(query).await?;
    Ok(bounds.page(summaries, place))
}

/// Several at once, in no particular order; unknown ids are left out.
pub async fn find_summaries(
    db: &mut Db,
    ids: &[ApplicationId],
) -> Result<Vec<ApplicationSummary>, StorageError> {
    let ids = serde_json::to_string(ids).map_err(StorageError::failure)?;
    let sql = db.sql(select!("WHERE id IN {each $1}"));
    db.all(query(sql).bind(ids)).await
}

/// How many applications are in each state, by its code.
pub async fn count_by_state(
    db: &mut Db,
    units: Option<&[UnitId]>,
) -> Result<Vec<(String, i64)>, StorageError> {
    let units = units.map(serde_json::to_string).transpose().map_err(StorageError::failure)?;
    let sql = db.sql(COUNT);
    let rows: Vec<Amount> = db.all(query(sql).bind(units)).await?;
    Ok(rows.into_iter().map(|row| (row.state, row.amount)).collect())
}

fn place(summary: &ApplicationSummary) -> Cursor {
    Cursor::new(summary.updated_at, summary.id)
}

impl FromRow for ApplicationSummary {
    const TABLE: &'static str = "application";

    fn from_row(row: &Columns<'_>) -> Result<Self, StorageError> {
        Ok(Self {
            id: row.parsed("id")?,
            number: row.text("number")?,
            service: row.text("service")?,
            version: row.number("version")?,
            state: row.text("state")?,
            waiting_step: row.optional_text("waiting_step")?.map(StepKey::new),
            unit: row.optional_parsed("unit")?,
            initiator: ActorId::new(row.text("initiator")?),
            applicant_name: row.optional_sealed_made("applicant_name")?,
            applicant_document: row.optional_sealed_json("applicant_document")?,
            submitted_at: row.at("submitted_at")?,
            updated_at: row.at("updated_at")?,
            finished_at: row.optional_at("finished_at")?,
        })
    }
}

struct Amount {
    state: String,
    amount: i64,
}

impl FromRow for Amount {
    const TABLE: &'static str = "application";

    fn from_row(row: &Columns<'_>) -> Result<Self, StorageError> {
        Ok(Self { state: row.text("id")?, amount: row.int("amount")? })
    }
}
