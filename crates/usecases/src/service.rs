//! Services 办事事项 as published: the definition files in the database, version by version.

use tongxing_catalog::Diagnostic;
use tongxing_storage::service::{self, ServiceVersion};

use crate::{By, Campus, Error, audit, campus::Services};

/// What became of a definition file.
#[derive(Debug)]
pub enum Published {
    /// It is a new version, in force from now on.
    Version(u32),
    /// The current version says exactly that already.
    Unchanged(u32),
    /// It cannot be published; each remark says where and what to write instead.
    Refused(Vec<Diagnostic>),
}

/// Publishes a definition file as the next version of its service. Running applications stay on theirs.
///
/// # Errors
/// Only when the database fails; what is wrong with the file is an answer.
pub async fn publish(campus: &Campus, by: &By, file: &str, text: &str) -> Result<Published, Error> {
    let read = match tongxing_catalog::load(file, text) {
        Ok(read) => read,
        Err(remarks) => return Ok(Published::Refused(remarks)),
    };
    let mut tx = campus.store.begin().await?;
    let latest = service::find_latest(&mut tx, &read.key).await?;
    if let Some(same) = latest.as_ref().filter(|v| v.text == text) {
        return Ok(Published::Unchanged(same.version));
    }
    let version = latest.map_or(1, |v| v.version + 1);
    let published_by = by.who.as_text();
    let new = ServiceVersion {
        service: read.key.clone(),
        version,
        text: text.to_owned(),
        published_at: campus.now(),
        published_by,
    };
    service::insert(&mut tx, &new).await?;
    let details = serde_json::json!({ "version": version });
    audit::record(campus, &mut tx, by, "service.publish", &read.key, &details).await?;
    tx.commit().await?;
    load(campus).await?;
    Ok(Published::Version(version))
}

/// Takes up every published version: when the program starts, and after publishing.
///
/// # Errors
/// A failure naming the version whose text this program cannot read any more.
pub async fn load(campus: &Campus) -> Result<(), Error> {
    let mut db = campus.store.read().await?;
    let mut services = Services::default();
    for latest in service::list_latest(&mut db).await? {
        for published in service::list(&mut db, &latest.service).await? {
            let name = format!("{} version {}", published.service, published.version);
            let read = tongxing_catalog::load(&name, &published.text).map_err(|remarks| {
                let words: Vec<_> = remarks.iter().map(ToString::to_string).collect();
                Error::broken(format!("{name} cannot be read: {}", words.join("; ")))
            })?;
            services.add(published.version, read);
        }
    }
    campus.replace_services(services);
    Ok(())
}

/// Takes up what was published since this process looked last, by another process or by a command.
///
/// # Errors
/// As [`load`].
pub async fn keep_up(campus: &Campus) -> Result<(), Error> {
    // Versions are only ever added, so their number says whether there is anything new.
    let published = service::count(&mut campus.store.read().await?).await?;
    if usize::try_from(published)
        .is_ok_and(|published| published == campus.services().every_version().count())
    {
        return Ok(());
    }
    load(campus).await
}
