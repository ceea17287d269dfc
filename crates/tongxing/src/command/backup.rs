//! `tongxing backup`: database and stored files in one archive, also while the program runs.
//!
//! The database is copied first, as of one instant; a file is stored before the row that names it is committed, so
//! every file that the copy names is there when the files are read afterwards. Whatever engine the campus runs on, the
//! copy is an embedded database: a backup can be restored onto either, which is also how a campus moves to a server.

use std::path::Path;

use tongxing_storage::{Store, audit, upkeep};

use crate::{
    archive::{self, Contents, Manifest},
    cli,
    installation::Installation,
    stop::Stop,
    terminal::say,
};

/// Writes the archive.
pub async fn run(file: &Path, with_master_key: bool, args: &cli::Installation) -> Result<(), Stop> {
    if file.exists() {
        return Err(Stop::new(format!(
            "{} exists already; a backup never overwrites anything",
            file.display()
        )));
    }
    let installation = Installation::named(args)?;
    let store = installation.open_store(installation.keys()?).await?;
    let files = copy(&installation, &store, file, with_master_key).await?;
    say(format!("wrote {}: the database and {files} stored files", file.display()));
    if with_master_key {
        say("it holds the master key: whoever has this file can read everything in it");
    } else {
        say(format!(
            "it cannot be read without the master key, which is not in it: keep a copy of {} elsewhere",
            installation.master_key().display()
        ));
    }
    Ok(())
}

async fn copy(
    installation: &Installation,
    store: &Store,
    file: &Path,
    with_master_key: bool,
) -> Result<u64, Stop> {
    let cannot = |error: Box<dyn std::error::Error + Send + Sync>| {
        Stop::because(format!("the backup {} cannot be written", file.display()), error)
    };
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // Beside the archive, where there must be room for it anyway; removed when this function ends.
    let scratch = tempfile::Builder::new()
        .prefix(".tongxing-backup-")
        .tempdir_in(folder)
        .map_err(|error| cannot(error.into()))?;
    let snapshot = scratch.path().join("tongxing.db");
    upkeep::snapshot(store, &snapshot).await.map_err(|error| cannot(error.into()))?;
    // The head is read from the copy, not from the database that moves on.
    let copied = Installation::open_file(&snapshot, installation.keys()?).await?;
    let head =
        async { audit::head(&mut copied.read().await?).await }.await.map_err(|error| cannot(error.into()))?;
    copied.close().await.map_err(|error| cannot(error.into()))?;
    let manifest = Manifest::new(head.seq, head.hash, with_master_key);
    let master_key = installation.master_key();
    let (data, file) = (installation.data.clone(), file.to_owned());
    let written = tokio::task::spawn_blocking(move || {
        let master_key = with_master_key.then_some(master_key.as_path());
        archive::write(&file, &manifest, &Contents { database: &snapshot, data: &data, master_key })
    });
    written.await.map_err(|error| cannot(error.into()))?.map_err(|error| cannot(error.into()))
}

#[cfg(test)]
mod tests;
