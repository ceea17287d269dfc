//! 查询登记记录: name and document number together open one's own registrations.
//!
//! Both are known to many people, so the answer to anything wrong is always the same, tries are few, and what is shown
//! afterwards is masked. Where the campus can send text messages, a code to the phone of the registration comes first.

use tongxing_domain::{
    document::{DocumentType, IdentityDocument},
    locale::Locale,
    name::PersonName,
    problem::Problem,
};
use tongxing_storage::{
    Db, KeyedHash, Tx,
    application::{self, ApplicationSummary},
    attempt::{self, Limit},
    session::{self, ApplicantSession},
};

use super::{code, confirm, resume_applicant::SESSION_MILLIS};
use crate::{Applicant, Campus, Error, network, process, tries};

/// What was typed.
pub struct Input<'a> {
    /// The name.
    pub name: &'a str,
    /// The number of whatever document was registered with.
    pub number: &'a str,
    /// The network address.
    pub address: &'a str,
    /// The language of the text message.
    pub locale: Locale,
    /// Whoever this browser is visited by already: what they have proved stays proved.
    pub earlier: Option<&'a Applicant>,
}

/// What follows from a name and a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// A visit was opened, with this token for the cookie.
    Opened(String),
    /// If name and number are right, a code is on its way. This token, in a cookie, says which request it answers.
    CodeSent(String),
}

const PER_PERSON: Limit = Limit { scope: "query-person", tries: 5, window_millis: tries::QUARTER };
const PER_ADDRESS: Limit = Limit { scope: "query-address", tries: 20, window_millis: tries::QUARTER };
/// Phones that codes are sent to, when somebody registered with several.
const PHONES: usize = 3;

/// Opens a visit, or sends a code first.
///
/// # Errors
/// `query-failed` whatever was wrong; `too-many-tries` with the minutes to wait.
pub async fn run(campus: &Campus, input: Input<'_>) -> Result<Outcome, Error> {
    let person = person_asked_for(campus, input.number);
    let network = network::of(input.address);
    let mut tx = campus.store.begin().await?;
    let limits = [(PER_ADDRESS, network.as_str()), (PER_PERSON, person.as_str())];
    if let Some(wait) = tries::used_up(&mut tx, &limits, campus.now()).await? {
        tx.commit().await?;
        return Err(Error::refused_field("", wait));
    }
    let found = match PersonName::parse(input.name) {
        Ok(name) => verified(campus, &mut tx, name, input.number).await?,
        Err(_) => None,
    };
    if campus.sends_texts() {
        return by_code(campus, tx, found, input.locale).await;
    }
    let Some(found) = found else {
        tx.commit().await?;
        return Err(Error::refused("query-failed"));
    };
    let token = open(campus, &mut tx, found.name, found.document, None, input.earlier).await?;
    attempt::forget(&mut tx, PER_PERSON, &person).await?;
    tx.commit().await?;
    Ok(Outcome::Opened(token))
}

/// Opens the visit with the code that was sent.
///
/// # Errors
/// `confirm-failed` whatever was wrong; `too-many-tries` with the minutes to wait.
pub async fn answer(
    campus: &Campus,
    request: &str,
    typed: &str,
    address: &str,
    earlier: Option<&Applicant>,
) -> Result<String, Error> {
    let mut tx = campus.store.begin().await?;
    let network = network::of(address);
    if let Some(wait) = tries::used_up(&mut tx, &[(PER_ADDRESS, &network)], campus.now()).await? {
        tx.commit().await?;
        return Err(Error::refused_field("proof", wait));
    }
    let mut right = None;
    for number in 0..PHONES {
        let tried = code::check(campus, &mut tx, &numbered(request, number), typed).await?;
        right = right.or(tried);
    }
    let application = match &right {
        Some(right) => application::find(&mut tx, right.application).await?,
        None => None,
    };
    let subject = application.and_then(|a| a.applicant_name.zip(a.applicant_document));
    let (Some(right), Some((name, document))) = (right, subject) else {
        tx.commit().await?;
        return Err(Error::refused_field("proof", Problem::new("confirm-failed")));
    };
    let document = tx.document_hash(&document);
    let token = open(campus, &mut tx, name, document, Some(right.phone), earlier).await?;
    tx.commit().await?;
    Ok(token)
}

/// Whose applications were asked for.
struct Found {
    name: PersonName,
    document: KeyedHash,
    theirs: Vec<ApplicationSummary>,
}

/// Sends a code to each phone of these applications, the latest first. Nobody learns here whether there are any.
async fn by_code(
    campus: &Campus,
    mut tx: Tx,
    found: Option<Found>,
    locale: Locale,
) -> Result<Outcome, Error> {
    let request = campus.new_token();
    let mut phones = Vec::new();
    for summary in found.into_iter().flat_map(|found| found.theirs) {
        let Some(application) = application::find(&mut tx, summary.id).await? else { continue };
        let published = process::service_of(campus, &application)?;
        let Some(phone) = confirm::phone_of(&published.service, &application.form) else { continue };
        if phones.len() < PHONES && !phones.contains(&phone) {
            let one = numbered(&request, phones.len());
            // A phone that had too many codes gets none; to say so would tell that the name and number are right.
            code::send(campus, &mut tx, &one, (&application, &phone), locale).await?;
            phones.push(phone);
        }
    }
    tx.commit().await?;
    Ok(Outcome::CodeSent(request))
}

fn numbered(request: &str, number: usize) -> String {
    format!("{request}#{number}")
}

async fn open(
    campus: &Campus,
    tx: &mut Tx,
    name: PersonName,
    document: KeyedHash,
    phone: Option<KeyedHash>,
    earlier: Option<&Applicant>,
) -> Result<String, Error> {
    let same = earlier.filter(|e| *e.document_hash() == document && *e.name_hash() == tx.name_hash(&name));
    let now = campus.now();
    let visit = ApplicantSession {
        id: campus.new_id(),
        submitted: same.and_then(Applicant::submitted),
        phone: phone.or_else(|| same.and_then(Applicant::phone).cloned()),
        name,
        document,
        created_at: now,
        expires_at: now.plus_millis(SESSION_MILLIS),
    };
    let token = campus.new_token();
    session::insert_applicant(tx, &visit, &token).await?;
    if let Some(same) = same {
        session::delete_applicant(tx, same.session()).await?;
    }
    Ok(token)
}

/// Whom the tries are counted against: the number as it is compared, so that another way of writing it (full-width
/// digits, spaces, a count of issues) is not another person with five tries more.
fn person_asked_for(campus: &Campus, number: &str) -> String {
    let mut readings =
        DocumentType::ALL.into_iter().map(|kind| IdentityDocument::parse(kind, number, campus.today()));
    match readings.find_map(Result::ok) {
        Some(document) => document.match_key(),
        None => number.chars().take(40).collect(),
    }
}

/// Whoever of this name applied with this number. Nobody is asked for the kind of their document: the number is tried
/// as each kind that it can be.
async fn verified(
    campus: &Campus,
    db: &mut Db,
    name: PersonName,
    number: &str,
) -> Result<Option<Found>, Error> {
    for kind in DocumentType::ALL {
        let Ok(document) = IdentityDocument::parse(kind, number, campus.today()) else { continue };
        let document = db.document_hash(&document);
        let mut theirs = application::of_document(db, &document).await?;
        theirs.retain(|a| a.applicant_name.as_ref() == Some(&name));
        if !theirs.is_empty() {
            return Ok(Some(Found { name, document, theirs }));
        }
    }
    Ok(None)
}
