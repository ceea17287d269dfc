//! One installation: its configuration, its data folder, its keys and its database.

use std::path::{Path, PathBuf};

use tongxing_ports::Random;
use tongxing_storage::{Keyring, Store, StoreConfig};

use crate::{cli, config::Config, data_dir::DataDir, key_file, private, stop::Stop};

/// Where everything of an installation is.
#[derive(Debug, Clone)]
pub struct Installation {
    /// What it sets.
    pub config: Config,
    /// Its data folder.
    pub data: DataDir,
}

impl Installation {
    /// The installation that the command line names: by its configuration file, or by the folder of a demonstration.
    pub fn named(args: &cli::Installation) -> Result<Self, Stop> {
        let data = DataDir::at(&args.data);
        match &args.config {
            Some(file) => Self::of_file(file),
            None if data.demonstration().exists() => Self::of_demonstration(data),
            None => Err(Stop::new(format!(
                "which installation? Give --config FILE, or --data DIR of a demonstration ({} is none)",
                data.root().display()
            ))),
        }
    }

    /// The installation of a configuration file.
    pub fn of_file(file: &Path) -> Result<Self, Stop> {
        let config =
            Config::load(file).map_err(|error| Stop::because("the configuration was not taken", error))?;
        let data = DataDir::at(&config.data);
        Ok(Self { config, data })
    }

    /// A demonstration, as it last ran. The environment has no say here: it must never lead a demonstration into the
    /// database of a campus. The folder may have been moved since: it is where the command line says.
    pub fn of_demonstration(data: DataDir) -> Result<Self, Stop> {
        let file = data.demonstration();
        let text = std::fs::read_to_string(&file)
            .map_err(|error| Stop::because(format!("cannot read {}", file.display()), error))?;
        let config = Config::parse(&file, &text)
            .map_err(|error| Stop::because("the demonstration's configuration was not taken", error))?;
        Ok(Self { config, data })
    }

    /// A data folder of which nothing is known yet but its place.
    pub fn bare(data: &Path) -> Result<Self, Stop> {
        let config = Config::bare(data).map_err(|error| Stop::because("no configuration", error))?;
        Ok(Self { config, data: DataDir::at(data) })
    }

    /// Where its master keys lie.
    pub fn master_key(&self) -> PathBuf {
        self.config.master_key_file.clone().unwrap_or_else(|| self.data.master_key())
    }

    /// Its master keys, which must exist.
    pub fn keys(&self) -> Result<Keyring, Stop> {
        let path = self.master_key();
        key_file::read(&path)?
            .ok_or_else(|| Stop::new(format!("there is no master key at {}", path.display())))
    }

    /// Its master keys; a new installation gets one. Where there is a database already, a new key could not read
    /// anything in it, so a missing key is an error there.
    pub fn keys_or_first(&self, random: &dyn Random) -> Result<Keyring, Stop> {
        let path = self.master_key();
        if let Some(keys) = key_file::read(&path)? {
            return Ok(keys);
        }
        if self.config.database.url.is_none() && self.data.database().exists() {
            return Err(Stop::new(format!(
                "the master key {} is missing, and the database {} cannot be read without it: put the key back",
                path.display(),
                self.data.database().display()
            )));
        }
        if let Some(folder) = path.parent() {
            private::create_folder(folder).map_err(|error| {
                Stop::because(format!("cannot create the folder {}", folder.display()), error)
            })?;
        }
        let mut secret = zeroize::Zeroizing::new([0; 32]);
        random.fill(secret.as_mut_slice());
        tracing::info!(file = %path.display(), "made the first master key; keep a copy of it in a safe place");
        key_file::create(&path, *secret)
    }

    /// Opens its database.
    pub async fn open_store(&self, keys: Keyring) -> Result<Store, Stop> {
        let config = match &self.config.database.url {
            Some(url) => {
                let mut config = StoreConfig::new(url.reveal(), keys);
                config.connections = self.config.database.connections.unwrap_or(config.connections);
                config
            }
            None => StoreConfig::sqlite_file(&self.data.database(), keys),
        };
        Store::open(&config).await.map_err(|error| Stop::because("the database cannot be opened", error))
    }

    /// Opens a database file that is not (yet) the one of an installation.
    pub async fn open_file(file: &Path, keys: Keyring) -> Result<Store, Stop> {
        let opened = Store::open(&StoreConfig::sqlite_file(file, keys)).await;
        opened.map_err(|error| Stop::because(format!("{} cannot be opened", file.display()), error))
    }

    /// Brings the database up to this version of the program.
    pub async fn migrate(&self, store: &Store) -> Result<(), Stop> {
        store
            .migrate()
            .await
            .map_err(|error| Stop::because("the database cannot be brought up to date", error))
    }
}

#[cfg(test)]
mod tests {
    use tongxing_ports::fake::CountingRandom;

    use super::*;

    fn installation(folder: &Path) -> Installation {
        let text = format!(
            "public_url = 'http://127.0.0.1:1'\ndata = '{}'\n[campus]\nname_zh=''\nname_en=''\ncontact_zh=''\ncontact_en=''\n",
            folder.display()
        );
        let config = Config::parse(Path::new("test.toml"), &text).unwrap();
        Installation { data: DataDir::at(folder), config }
    }

    #[tokio::test]
    async fn a_new_installation_gets_a_key_and_a_database() {
        let folder = tempfile::tempdir().unwrap();
        let installation = installation(&folder.path().join("data"));
        installation.data.prepare().unwrap();
        let keys = installation.keys_or_first(&CountingRandom::seeded(1)).unwrap();
        let store = installation.open_store(keys.clone()).await.unwrap();
        installation.migrate(&store).await.unwrap();
        store.close().await.unwrap();
        let again = installation.keys_or_first(&CountingRandom::seeded(2)).unwrap();
        assert_eq!(again.current().derive("x"), keys.current().derive("x"));
    }

    #[tokio::test]
    async fn a_database_without_its_key_is_not_given_another_one() {
        let folder = tempfile::tempdir().unwrap();
        let installation = installation(folder.path());
        std::fs::write(installation.data.database(), b"x").unwrap();
        let refused = installation.keys_or_first(&CountingRandom::seeded(1)).unwrap_err();
        assert!(refused.to_string().contains("put the key back"), "{refused}");
        assert!(!installation.master_key().exists());
    }
}
