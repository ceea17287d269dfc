//! `tongxing restore`: a backup into an empty data folder, proven whole before it is taken up.
//!
//! Everything is unpacked beside its place and checked: the engine finds the database sound, the audit log is
//! unbroken and ends exactly where the archive says. Only then the database gets its name, or its rows go to the
//! database server in one transaction, so an interrupted or failed restore never looks like a campus.

use std::{
    fs,
    path::{Path, PathBuf},
};

use tongxing_storage::{Keyring, audit::Head, upkeep};

use super::audit;
use crate::{
    archive::{self, Manifest, Targets},
    cli,
    data_dir::DataDir,
    installation::Installation,
    key_file, private,
    stop::Stop,
    terminal::say,
};

/// Unpacks and proves.
pub async fn run(file: &Path, master_key: Option<&Path>, args: &cli::RestoreTarget) -> Result<(), Stop> {
    let installation = match (&args.config, &args.data) {
        (Some(config), _) => Installation::of_file(config)?,
        (None, Some(data)) => Installation::bare(data)?,
        (None, None) => return Err(Stop::new("where to? Give --config FILE or --data DIR")),
    };
    refuse_unless_empty(&installation)?;
    installation.data.prepare()?;
    let _lock = installation.data.lock()?;
    let unpacked = Unpacked::new(&installation);
    match unpacked.take(file, master_key, &installation).await {
        Ok(()) => Ok(()),
        Err(stop) => {
            unpacked.remove();
            Err(stop)
        }
    }
}

/// What a restore puts into the folder, to be removed again if it fails.
struct Unpacked {
    database: PathBuf,
    data: DataDir,
    master_key: PathBuf,
}

impl Unpacked {
    fn new(installation: &Installation) -> Self {
        Self {
            database: installation.data.root().join("tongxing.db.restoring"),
            data: installation.data.clone(),
            master_key: installation.data.root().join("master.key.restoring"),
        }
    }

    async fn take(&self, file: &Path, given: Option<&Path>, installation: &Installation) -> Result<(), Stop> {
        let cannot = |error: Box<dyn std::error::Error + Send + Sync>| {
            Stop::because(format!("{} was not restored", file.display()), error)
        };
        let targets = Targets { database: &self.database, data: &self.data, master_key: &self.master_key };
        let (manifest, files) = archive::read(file, &targets).map_err(|error| cannot(error.into()))?;
        self.bring_key(given, installation)?;
        let keys = self.keys(installation)?;
        self.prove(&manifest, keys.clone()).await?;
        let on_server = installation.config.database.url.is_some();
        if on_server {
            self.fill_server(installation, keys).await?;
        }
        if self.master_key.exists() {
            fs::rename(&self.master_key, installation.master_key()).map_err(|error| cannot(error.into()))?;
        }
        if !on_server {
            fs::rename(&self.database, installation.data.database()).map_err(|error| cannot(error.into()))?;
        }
        private::sync_folder(installation.data.root()).map_err(|error| cannot(error.into()))?;
        let database = if on_server { "the database onto its server" } else { "the database" };
        say(format!(
            "restored {database} and {files} stored files into {}",
            installation.data.root().display()
        ));
        say(format!("the audit log is whole: {} entries", manifest.audit_seq));
        Ok(())
    }

    /// The key comes from the archive, from the command line, or lies where the configuration says already.
    fn bring_key(&self, given: Option<&Path>, installation: &Installation) -> Result<(), Stop> {
        if let Some(given) = given {
            let text = fs::read(given).map(zeroize::Zeroizing::new);
            let text =
                text.map_err(|error| Stop::because(format!("cannot read {}", given.display()), error))?;
            private::write_file(&self.master_key, &text)
                .map_err(|error| Stop::because("cannot write the master key", error))?;
        }
        if self.master_key.exists() || installation.master_key().exists() {
            return Ok(());
        }
        Err(Stop::new("the archive does not hold the master key: give it with --master-key FILE"))
    }

    fn keys(&self, installation: &Installation) -> Result<Keyring, Stop> {
        let path = if self.master_key.exists() { self.master_key.clone() } else { installation.master_key() };
        key_file::read(&path)?.ok_or_else(|| Stop::new("the master key is gone"))
    }

    /// Everything in one transaction: a server that held anything before is refused and keeps what it has.
    async fn fill_server(&self, installation: &Installation, keys: Keyring) -> Result<(), Stop> {
        let cannot_close = |error| Stop::because("the database cannot be closed", error);
        let unpacked = Installation::open_file(&self.database, keys.clone()).await?;
        installation.migrate(&unpacked).await?;
        let server = installation.open_store(keys).await?;
        installation.migrate(&server).await?;
        let copied = tongxing_storage::archive::copy(&unpacked, &server).await;
        unpacked.close().await.map_err(cannot_close)?;
        server.close().await.map_err(cannot_close)?;
        copied.map_err(|error| Stop::because("the database server was not filled", error))?;
        self.remove_database();
        Ok(())
    }

    async fn prove(&self, manifest: &Manifest, keys: Keyring) -> Result<(), Stop> {
        let store = Installation::open_file(&self.database, keys).await?;
        let sound = async {
            let failed = |error| Stop::because("the database in the archive cannot be read", error);
            if let Some(fault) = upkeep::faults(&store).await.map_err(failed)?.first() {
                return Err(Stop::new(format!("the database in the archive is damaged: {fault}")));
            }
            let end = Head { seq: manifest.audit_seq, hash: manifest.audit_hash.clone() };
            let (entries, head) = audit::proven(&store, Some(&end)).await?;
            if (entries, &head.hash) == (end.seq, &end.hash) {
                Ok(())
            } else {
                Err(Stop::new("the audit log does not end where the archive says"))
            }
        }
        .await;
        store.close().await.map_err(|error| Stop::because("the database cannot be closed", error))?;
        sound
    }

    fn remove_database(&self) {
        for ending in ["", "-wal", "-shm"] {
            let mut name = self.database.clone().into_os_string();
            name.push(ending);
            let _ = fs::remove_file(name);
        }
    }

    fn remove(&self) {
        self.remove_database();
        let _ = fs::remove_file(&self.master_key);
        let _ = fs::remove_file(self.data.demonstration());
        let _ = fs::remove_file(self.data.demo_sign_ins());
        let _ = fs::remove_dir_all(self.data.files());
    }
}

fn refuse_unless_empty(installation: &Installation) -> Result<(), Stop> {
    let data = &installation.data;
    let files = fs::read_dir(data.files()).map_or(0, Iterator::count);
    if data.database().exists() || files > 0 {
        return Err(Stop::new(format!(
            "{} is not empty: a backup is restored into an empty data folder only",
            data.root().display()
        )));
    }
    Ok(())
}
