//! Submitting: the whole form is checked again, and an application begins its way, or a returned one goes on.

use std::collections::BTreeSet;

use serde_json::Value;
use tongxing_catalog::{FieldType, Service, Values};
use tongxing_domain::{
    document::IdentityDocument,
    id::{ApplicationId, FileId, UnitId},
    name::PersonName,
};
use tongxing_storage::{
    KeyedHash, Tx,
    application::{self, Application},
    consent, draft, file, sequence,
    session::{self, ApplicantSession},
};
use tongxing_workflow::{Action, ActorId, Forward, Instance};

use super::{
    draft::{Opened, SUBMITTED, opened},
    resume_applicant::SESSION_MILLIS,
};
use crate::{
    By, Campus, Error, Who,
    process::{self, Edits},
};

/// What was posted.
pub struct Input<'a> {
    /// The token of the browser's cookie.
    pub token: &'a str,
    /// A word to the reviewers, with a correction.
    pub note: String,
    /// The network address.
    pub address: &'a str,
}

/// The application and the way back to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Output {
    /// Its number, for people.
    pub number: String,
    /// Opens "my registrations" in this browser; goes into a cookie. `None` when this submit had been answered so long
    /// ago that another visit would have ended.
    pub applicant_token: Option<String>,
}

/// Submits the draft. A second submit of the same draft gets the same number.
///
/// # Errors
/// Everything that is wrong, beside the fields, nothing is lost; `draft-gone`; `open-application` when the same person
/// has one of this service under way.
pub async fn run(campus: &Campus, input: Input<'_>) -> Result<Output, Error> {
    let mut tx = campus.store.begin().await?;
    let found = draft::lock(&mut tx, input.token, campus.now()).await?;
    if let Some(done) = found.as_ref().filter(|d| d.section == SUBMITTED) {
        let done = done.clone();
        return answered(campus, tx, &done).await;
    }
    let mut opened = opened(campus, &mut tx, found).await?;
    let checked = opened
        .with_context(campus, |context| opened.published.service.check_all(&opened.draft.form, context))
        .map_err(|e| Error::failed("a form could not be checked", e))?;
    if !checked.is_valid() {
        return Err(Error::invalid(checked.problems));
    }
    opened.draft.form = checked.values;
    let application = match opened.draft.application {
        None => begin(campus, &mut tx, &opened, &input).await?,
        Some(returned) => resubmit(campus, &mut tx, &opened, returned, &input).await?,
    };
    let applicant_token = open_session(campus, &mut tx, &application).await?;
    close(campus, &mut tx, &mut opened).await?;
    tx.commit().await?;
    Ok(Output { number: application.number, applicant_token })
}

/// The first answer again. A browser that pressed twice may have thrown the first one away, and its cookie with it.
async fn answered(campus: &Campus, mut tx: Tx, done: &draft::Draft) -> Result<Output, Error> {
    let earlier = match done.application {
        Some(id) => application::find(&mut tx, id).await?,
        None => application::find_by_draft(&mut tx, done.id).await?,
    };
    let earlier = earlier.ok_or_else(|| Error::refused("draft-gone"))?;
    let is_fresh = done.updated_at.plus_millis(SESSION_MILLIS) > campus.now();
    let applicant_token = if is_fresh { open_session(campus, &mut tx, &earlier).await? } else { None };
    tx.commit().await?;
    Ok(Output { number: earlier.number, applicant_token })
}

async fn begin(
    campus: &Campus,
    tx: &mut Tx,
    opened: &Opened,
    input: &Input<'_>,
) -> Result<Application, Error> {
    let service = &opened.published.service;
    let form = &opened.draft.form;
    let subject = Subject::read(service, form)?;
    let document = subject.document.as_ref().map(|d| tx.document_hash(d));
    // The number first: whoever takes one makes the others wait, so that two submits in the same moment see each other.
    let number = next_number(campus, tx, &service.number_prefix).await?;
    if let Some(document) = &document {
        refuse_second(tx, service, document, None).await?;
    }
    let who = Who::Applicant(document.clone().unwrap_or_else(|| tx.name_hash(&subject.name)));
    let now = campus.now();
    let mut new = Application {
        id: campus.new_id(),
        number,
        draft: Some(opened.draft.id),
        service: service.key.clone(),
        version: opened.published.version,
        unit: subject.unit,
        initiator: ActorId::new(who.as_text()),
        applicant_name: Some(subject.name),
        applicant_document: subject.document,
        form: form.clone(),
        instance: Instance::new(),
        row_version: 1,
        submitted_at: now,
        updated_at: now,
        finished_at: None,
    };
    application::insert(tx, &new).await?;
    file::hand_over(tx, opened.draft.id, new.id, &files(service, form, &BTreeSet::new())).await?;
    consent::attach(tx, opened.draft.id, new.id, document.as_ref()).await?;
    let by = By { who, address: Some(input.address.to_owned()) };
    let key = opened.draft.id.to_string();
    process::execute(campus, tx, &mut new, &by, Action::Submit(Forward::default()), &key, Edits::default())
        .await?;
    Ok(new)
}

/// The returned application takes the corrected form, and goes on the way its service and the changes ask for.
async fn resubmit(
    campus: &Campus,
    tx: &mut Tx,
    opened: &Opened,
    returned: ApplicationId,
    input: &Input<'_>,
) -> Result<Application, Error> {
    let service = &opened.published.service;
    let mut application = application::lock(tx, returned).await?.ok_or(Error::NotFound)?;
    let before = std::mem::replace(&mut application.form, opened.draft.form.clone());
    let subject = Subject::read(service, &application.form)?;
    if let Some(document) = subject.document.as_ref().map(|d| tx.document_hash(d)) {
        refuse_second(tx, service, &document, Some(returned)).await?;
    }
    let kept: BTreeSet<FileId> =
        file::of_application(tx, returned).await?.into_iter().map(|f| f.id).collect();
    let fresh = files(service, &application.form, &kept);
    file::hand_over(tx, opened.draft.id, returned, &fresh).await?;
    for replaced in files(service, &before, &BTreeSet::new()) {
        if !files(service, &application.form, &BTreeSet::new()).contains(&replaced) {
            file::leave(tx, replaced).await?;
        }
    }
    application.unit = subject.unit;
    application.applicant_name = Some(subject.name);
    application.applicant_document = subject.document;
    let edits = edits(service, &before, &application.form);
    let by = By {
        who: Who::parse(application.initiator.as_str())
            .ok_or_else(|| Error::broken("an application names no initiator"))?,
        address: Some(input.address.to_owned()),
    };
    let forward = Forward { opinion: input.note.trim().chars().take(500).collect(), ..Forward::default() };
    let key = opened.draft.id.to_string();
    process::execute(campus, tx, &mut application, &by, Action::Resubmit(forward), &key, edits).await?;
    Ok(application)
}

/// Whom the form is about, as its service says.
struct Subject {
    name: PersonName,
    document: Option<IdentityDocument>,
    unit: Option<UnitId>,
}

impl Subject {
    fn read(service: &Service, form: &Values) -> Result<Self, Error> {
        let text = |key: &str| form.get(key).and_then(Value::as_str);
        let name = text(service.applicant.name.key()).and_then(|t| PersonName::parse(t).ok());
        let document =
            service.applicant.document.as_ref().and_then(|field| super::values::document(form, field.key()));
        let unit_field = service.fields().find(|f| matches!(f.kind, FieldType::Unit));
        let unit = unit_field.and_then(|f| text(&f.key)).and_then(|id| id.parse().ok());
        let name = name.ok_or_else(|| Error::broken("a checked form without the applicant's name"))?;
        Ok(Self { name, document, unit })
    }
}

/// One at a time: a second registration while the first is under way only makes work for everyone.
async fn refuse_second(
    tx: &mut Tx,
    service: &Service,
    document: &KeyedHash,
    corrected: Option<ApplicationId>,
) -> Result<(), Error> {
    let others =
        application::of_document(tx, document).await?.into_iter().filter(|a| Some(a.id) != corrected);
    let mut open = others.filter(|a| matches!(a.state.as_str(), "running" | "returned"));
    match open.find(|a| a.service == service.key) {
        None => Ok(()),
        Some(open) => {
            let problem =
                tongxing_domain::problem::Problem::new("open-application").with("number", open.number);
            Err(Error::refused_field("", problem))
        }
    }
}

/// `QT20261122-0007`: prefix, day, and a number that begins anew each day.
async fn next_number(campus: &Campus, tx: &mut Tx, prefix: &str) -> Result<String, Error> {
    let day = campus.today().strftime("%Y%m%d").to_string();
    let next = sequence::next(tx, &format!("{prefix}{day}")).await?;
    Ok(format!("{prefix}{day}-{next:04}"))
}

/// The uploads a form refers to, without those that are known already.
fn files(service: &Service, form: &Values, known: &BTreeSet<FileId>) -> Vec<FileId> {
    let uploads = service.fields().filter(|f| f.kind.is_upload());
    let ids = uploads.filter_map(|f| form.get(&f.key)?.get("file")?.as_str()?.parse().ok());
    ids.filter(|id| !known.contains(id)).collect()
}

fn edits(service: &Service, before: &Values, after: &Values) -> Edits {
    let changed =
        |key: &str| before.get(key).filter(|v| !v.is_null()) != after.get(key).filter(|v| !v.is_null());
    let fields: Vec<_> = service.fields().filter(|f| changed(&f.key)).collect();
    Edits {
        any: !fields.is_empty(),
        material: fields.iter().filter(|f| f.material).map(|f| f.key.clone()).collect(),
    }
}

/// Who submitted here has proved to be the applicant of what was submitted, in this browser, for a while.
async fn open_session(
    campus: &Campus,
    tx: &mut Tx,
    application: &Application,
) -> Result<Option<String>, Error> {
    let Some(name) = application.applicant_name.clone() else { return Ok(None) };
    let document = application.applicant_document.as_ref();
    let document = document.map_or_else(|| tx.name_hash(&name), |document| tx.document_hash(document));
    let now = campus.now();
    let visit = ApplicantSession {
        id: campus.new_id(),
        name,
        document,
        submitted: Some(application.id),
        phone: None,
        created_at: now,
        expires_at: now.plus_millis(SESSION_MILLIS),
    };
    let token = campus.new_token();
    session::insert_applicant(tx, &visit, &token).await?;
    Ok(Some(token))
}

/// The draft is emptied and kept for a day, so that a second press of the button gets the first answer.
async fn close(campus: &Campus, tx: &mut Tx, opened: &mut Opened) -> Result<(), Error> {
    opened.draft.form = Values::new();
    SUBMITTED.clone_into(&mut opened.draft.section);
    opened.draft.updated_at = campus.now();
    opened.draft.expires_at = campus.now().plus_days(1);
    Ok(draft::save(tx, &mut opened.draft).await?)
}
