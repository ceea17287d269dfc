//! 确认是本人: name and document number are known to many people, so what they open is masked. Photos, and everything
//! that changes an application, wait until the applicant has proved more: a code sent to the phone it was registered
//! with or, where the campus has no gateway for text messages, that phone number in full. The browser that submitted an
//! application has proved it.

use serde_json::json;
use tongxing_catalog::{Service, Values};
use tongxing_domain::{locale::Locale, phone::Phone, problem::Problem};
use tongxing_storage::{
    Db, KeyedHash, Tx,
    application::Application,
    attempt::{self, Limit},
    session::{self, ApplicantSession},
};

use super::{code, mine, resume_applicant::SESSION_MILLIS};
use crate::{Applicant, Campus, Error, audit, network, process, tries};

const PER_APPLICATION: Limit =
    Limit { scope: "confirm-application", tries: 5, window_millis: tries::QUARTER };
/// Whoever guesses patiently gets no further than this.
const PER_APPLICATION_DAY: Limit =
    Limit { scope: "confirm-application-day", tries: 20, window_millis: tries::DAY };
const PER_ADDRESS: Limit = Limit { scope: "confirm-address", tries: 20, window_millis: tries::QUARTER };
const CODES_PER_ADDRESS: Limit = Limit { scope: "code-address", tries: 20, window_millis: tries::QUARTER };

/// How an application can be confirmed to be one's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// It is already.
    Done,
    /// By a code sent to the phone it was registered with.
    Code,
    /// By the phone number it was registered with, in full.
    Phone,
    /// Not at all from here: it was registered without a phone.
    None,
}

/// How this visitor can confirm one of their applications.
///
/// # Errors
/// Not found for somebody else's.
pub async fn way(campus: &Campus, applicant: &Applicant, number: &str) -> Result<Way, Error> {
    let mut db = campus.store.read().await?;
    let application = mine::own(&mut db, applicant, number).await?;
    let published = process::service_of(campus, &application)?;
    Ok(if is_confirmed(&db, applicant, &application, &published.service) {
        Way::Done
    } else if phone_of(&published.service, &application.form).is_none() {
        Way::None
    } else if campus.sends_texts() {
        Way::Code
    } else {
        Way::Phone
    })
}

/// Sends a code to the phone the application was registered with.
///
/// # Errors
/// `too-many-tries` with the minutes to wait; not found where no code can be sent, and for somebody else's application.
pub async fn send_code(
    campus: &Campus,
    applicant: &Applicant,
    number: &str,
    locale: Locale,
) -> Result<(), Error> {
    let mut tx = campus.store.begin().await?;
    let application = mine::own(&mut tx, applicant, number).await?;
    let published = process::service_of(campus, &application)?;
    let phone = phone_of(&published.service, &application.form).filter(|_| campus.sends_texts());
    let phone = phone.ok_or(Error::NotFound)?;
    let network = network::of(applicant.address());
    let mut wait = tries::used_up(&mut tx, &[(CODES_PER_ADDRESS, &network)], campus.now()).await?;
    if wait.is_none() {
        let request = request_of(applicant, &application);
        wait = code::send(campus, &mut tx, &request, (&application, &phone), locale).await?;
    }
    tx.commit().await?;
    wait.map_or(Ok(()), |wait| Err(Error::refused_field("proof", wait)))
}

/// Confirms with the code or the phone number that was typed; says the token of the stronger visit, which takes the
/// place of the one before.
///
/// # Errors
/// `confirm-failed` whatever was wrong; `too-many-tries` with the minutes to wait; not found for somebody else's.
pub async fn run(campus: &Campus, applicant: &Applicant, number: &str, typed: &str) -> Result<String, Error> {
    let mut tx = campus.store.begin().await?;
    let application = mine::own(&mut tx, applicant, number).await?;
    let id = application.id.to_string();
    let network = network::of(applicant.address());
    let limits = [(PER_ADDRESS, network.as_str()), (PER_APPLICATION_DAY, &id), (PER_APPLICATION, &id)];
    if let Some(wait) = tries::used_up(&mut tx, &limits, campus.now()).await? {
        tx.commit().await?;
        return Err(Error::refused_field("proof", wait));
    }
    let Some(phone) = proved(campus, &mut tx, applicant, &application, typed).await? else {
        tx.commit().await?;
        return Err(Error::refused_field("proof", Problem::new("confirm-failed")));
    };
    attempt::forget(&mut tx, PER_APPLICATION, &id).await?;
    let token = strengthen(campus, &mut tx, applicant, phone).await?;
    let way = if campus.sends_texts() { "code" } else { "phone" };
    let details = json!({ "way": way });
    audit::record(campus, &mut tx, &applicant.into(), "application.confirm", &id, &details).await?;
    tx.commit().await?;
    Ok(token)
}

/// Whether this visitor has proved enough to see this application whole and to change it. What was proved holds for
/// what it was proved of: whoever submits a form in somebody else's name opens nothing of theirs by it.
pub(crate) fn is_confirmed(
    db: &Db,
    applicant: &Applicant,
    application: &Application,
    service: &Service,
) -> bool {
    let phone = || phone_of(service, &application.form).map(|phone| db.phone_hash(&phone));
    applicant.submitted() == Some(application.id)
        || applicant.phone().is_some_and(|proved| phone().as_ref() == Some(proved))
}

/// The applicant's own application, once they have confirmed that it is.
///
/// # Errors
/// `confirm-needed` when they have not; not found for somebody else's.
pub(super) async fn own_confirmed(
    campus: &Campus,
    db: &mut Db,
    applicant: &Applicant,
    number: &str,
) -> Result<Application, Error> {
    let application = mine::own(db, applicant, number).await?;
    let published = process::service_of(campus, &application)?;
    if is_confirmed(db, applicant, &application, &published.service) {
        Ok(application)
    } else {
        Err(Error::refused("confirm-needed"))
    }
}

/// The phone an application was registered with, where its service asks for one.
pub(super) fn phone_of(service: &Service, form: &Values) -> Option<Phone> {
    let field = service.applicant.phone.as_ref()?;
    let text = form.get(field.key())?.as_str()?;
    Phone::try_from(text.to_owned()).ok()
}

async fn proved(
    campus: &Campus,
    tx: &mut Tx,
    applicant: &Applicant,
    application: &Application,
    typed: &str,
) -> Result<Option<KeyedHash>, Error> {
    if campus.sends_texts() {
        let found = code::check(campus, tx, &request_of(applicant, application), typed).await?;
        return Ok(found.filter(|found| found.application == application.id).map(|found| found.phone));
    }
    let published = process::service_of(campus, application)?;
    let registered = phone_of(&published.service, &application.form);
    let typed = Phone::parse(typed).or_else(|_| Phone::parse_international(typed)).ok();
    Ok(typed.filter(|typed| registered.as_ref() == Some(typed)).map(|phone| tx.phone_hash(&phone)))
}

/// A code is good for the visit that asked for it and the application it was asked for.
fn request_of(applicant: &Applicant, application: &Application) -> String {
    format!("{}/{}", applicant.session(), application.id)
}

/// The same visit, with more proved, under a new token.
async fn strengthen(
    campus: &Campus,
    tx: &mut Tx,
    applicant: &Applicant,
    phone: KeyedHash,
) -> Result<String, Error> {
    session::delete_applicant(tx, applicant.session()).await?;
    let now = campus.now();
    let visit = ApplicantSession {
        id: campus.new_id(),
        name: applicant.person_name().clone(),
        document: applicant.document_hash().clone(),
        submitted: applicant.submitted(),
        phone: Some(phone),
        created_at: now,
        expires_at: now.plus_millis(SESSION_MILLIS),
    };
    let token = campus.new_token();
    session::insert_applicant(tx, &visit, &token).await?;
    Ok(token)
}
