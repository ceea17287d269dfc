//! Who is behind an applicant's cookie: the one place where an [`Applicant`] is made.

use tongxing_storage::session;

use crate::{Applicant, Campus, Error};

/// How long somebody who proved to be the applicant stays so.
pub const SESSION_MILLIS: i64 = 30 * 60 * 1000;

/// The applicant behind a token, unless the visit has ended.
pub async fn run(campus: &Campus, token: &str, address: &str) -> Result<Option<Applicant>, Error> {
    let mut db = campus.store.read().await?;
    let found = session::find_applicant(&mut db, token, campus.now()).await?;
    Ok(found.map(|visit| {
        let name_hash = db.name_hash(&visit.name);
        Applicant::new(visit, name_hash, address.to_owned())
    }))
}

/// Ends the visit: 退出查询.
pub async fn end(campus: &Campus, applicant: &Applicant) -> Result<(), Error> {
    let mut tx = campus.store.begin().await?;
    session::delete_applicant(&mut tx, applicant.session()).await?;
    tx.commit().await?;
    Ok(())
}
