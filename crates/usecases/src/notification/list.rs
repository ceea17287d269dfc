//! What one was told, newest first.

pub use tongxing_storage::notification::Notification;
use tongxing_storage::{
    Page, PageRequest,
    notification::{self, Recipient},
};

use crate::{Actor, Applicant, Campus, Error};

/// One page of a member of staff's notices.
pub async fn run(campus: &Campus, actor: &Actor, page: &PageRequest) -> Result<Page<Notification>, Error> {
    let mut db = campus.store.read().await?;
    Ok(notification::list(&mut db, &Recipient::Account(actor.account()), page).await?)
}

/// One page of an applicant's notices.
pub async fn of_applicant(
    campus: &Campus,
    applicant: &Applicant,
    page: &PageRequest,
) -> Result<Page<Notification>, Error> {
    let mut db = campus.store.read().await?;
    Ok(notification::list(&mut db, &Recipient::Applicant(applicant.document_hash().clone()), page).await?)
}

/// How many a member of staff has not read.
pub async fn unread(campus: &Campus, actor: &Actor) -> Result<i64, Error> {
    let mut db = campus.store.read().await?;
    Ok(notification::count_unread(&mut db, actor.account()).await?)
}
