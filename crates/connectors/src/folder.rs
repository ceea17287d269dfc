//! Files in a folder of this machine, each sealed on its own.
//!
//! A file is written beside its place, flushed to the disk, renamed into its place, and the folder is flushed: after
//! a power cut there is the old file, the new file or none, never half of one. 256 subfolders, chosen by a hash of the
//! key, keep the folders short. See `seal` for what is in a file.

mod seal;

use std::{
    fs::{self, File},
    io::{self, Write as _},
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use async_trait::async_trait;
use bytes::Bytes;
use sha2::{Digest as _, Sha256};
use tongxing_ports::{FileKey, FileStore, FileStoreError, Random};

pub use seal::FileKeys;

/// Where files lie until they are whole; beside the others, so that a rename stays within one file system.
const UNFINISHED: &str = "unfinished";

/// What lies there unfinished for so long was left by a program that was killed; no upload takes a tenth of it.
const ABANDONED: Duration = Duration::from_hours(1);

/// A file store in a folder.
#[derive(Clone)]
pub struct FolderFiles {
    inner: Arc<Inner>,
}

struct Inner {
    root: PathBuf,
    keys: FileKeys,
    random: Arc<dyn Random>,
}

impl FolderFiles {
    /// Opens the folder, makes it when it is not there, and clears away what a killed program left unfinished. Several
    /// processes may share a folder: what another one is just writing stays.
    pub fn open(
        root: impl Into<PathBuf>,
        keys: FileKeys,
        random: Arc<dyn Random>,
    ) -> Result<Self, FileStoreError> {
        let root = root.into();
        let failed = |source| failure(&root.display().to_string(), source);
        let unfinished = root.join(UNFINISHED);
        make_folder(&unfinished).map_err(failed)?;
        clear_abandoned(&unfinished).map_err(failed)?;
        flush_folder(&root).map_err(failed)?;
        Ok(Self { inner: Arc::new(Inner { root, keys, random }) })
    }

    async fn blocking<T: Send + 'static>(
        &self,
        key: &FileKey,
        work: impl FnOnce(&Inner, &FileKey) -> Result<T, FileStoreError> + Send + 'static,
    ) -> Result<T, FileStoreError> {
        let (inner, owned) = (Arc::clone(&self.inner), key.clone());
        let done = tokio::task::spawn_blocking(move || work(&inner, &owned)).await;
        done.map_err(|source| FileStoreError::Failure { key: key.to_string(), source: source.into() })?
    }
}

#[async_trait]
impl FileStore for FolderFiles {
    async fn put(&self, key: &FileKey, bytes: Bytes) -> Result<(), FileStoreError> {
        self.blocking(key, move |inner, key| inner.put(key, &bytes)).await
    }

    async fn get(&self, key: &FileKey) -> Result<Option<Bytes>, FileStoreError> {
        self.blocking(key, Inner::get).await
    }

    async fn delete(&self, key: &FileKey) -> Result<(), FileStoreError> {
        self.blocking(key, Inner::delete).await
    }

    async fn exists(&self, key: &FileKey) -> Result<bool, FileStoreError> {
        self.blocking(key, |inner, key| {
            inner.path(key).try_exists().map_err(|source| failure(key.as_str(), source))
        })
        .await
    }

    async fn list(&self) -> Result<Vec<FileKey>, FileStoreError> {
        let inner = Arc::clone(&self.inner);
        let listed = tokio::task::spawn_blocking(move || inner.list()).await.map_err(io::Error::other);
        listed.and_then(|keys| keys).map_err(|source| failure(&self.inner.root.display().to_string(), source))
    }
}

impl Inner {
    fn folder(&self, key: &FileKey) -> PathBuf {
        let hash = Sha256::digest(key.as_str());
        self.root.join(format!("{:02x}", hash.first().copied().unwrap_or_default()))
    }

    fn path(&self, key: &FileKey) -> PathBuf {
        self.folder(key).join(key.as_str())
    }

    fn put(&self, key: &FileKey, bytes: &[u8]) -> Result<(), FileStoreError> {
        let failed = |source| failure(key.as_str(), source);
        let sealed = self.keys.seal(key, bytes, self.random.as_ref())?;
        let folder = self.folder(key);
        if !folder.is_dir() {
            make_folder(&folder).and_then(|()| flush_folder(&self.root)).map_err(failed)?;
        }
        let unfinished = self.root.join(UNFINISHED).join(self.name());
        let written = write_whole(&unfinished, &sealed)
            .and_then(|()| fs::rename(&unfinished, folder.join(key.as_str())))
            .and_then(|()| flush_folder(&folder));
        if written.is_err() {
            // What stays behind after this is cleared away at a later start.
            let _ = fs::remove_file(&unfinished);
        }
        written.map_err(failed)
    }

    fn get(&self, key: &FileKey) -> Result<Option<Bytes>, FileStoreError> {
        match fs::read(self.path(key)) {
            Ok(sealed) => self.keys.open(key, &sealed).map(Some),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(failure(key.as_str(), error)),
        }
    }

    fn delete(&self, key: &FileKey) -> Result<(), FileStoreError> {
        let removed = fs::remove_file(self.path(key)).and_then(|()| flush_folder(&self.folder(key)));
        match removed {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(failure(key.as_str(), error)),
            _ => Ok(()),
        }
    }

    /// Files whose name is no key, or that lie in the wrong folder, are somebody else's and not listed.
    fn list(&self) -> io::Result<Vec<FileKey>> {
        let mut keys = Vec::new();
        for folder in fs::read_dir(&self.root)? {
            let folder = folder?.path();
            if !folder.is_dir() || folder.ends_with(UNFINISHED) {
                continue;
            }
            for file in fs::read_dir(&folder)? {
                let name = file?.file_name();
                let key = name.to_str().and_then(|name| FileKey::parse(name).ok());
                keys.extend(key.filter(|key| self.folder(key) == folder));
            }
        }
        keys.sort();
        Ok(keys)
    }

    fn name(&self) -> String {
        let mut bytes = [0; 16];
        self.random.fill(&mut bytes);
        format!("{:032x}", u128::from_be_bytes(bytes))
    }
}

fn failure(key: &str, source: io::Error) -> FileStoreError {
    FileStoreError::Failure { key: key.to_owned(), source: source.into() }
}

fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

fn clear_abandoned(unfinished: &Path) -> io::Result<()> {
    for entry in fs::read_dir(unfinished)? {
        let entry = entry?;
        // Gone meanwhile: whoever wrote it has finished it.
        let Ok(written) = entry.metadata().and_then(|known| known.modified()) else { continue };
        if written.elapsed().is_ok_and(|age| age >= ABANDONED) {
            match fs::remove_file(entry.path()) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
    }
    Ok(())
}

/// A folder that only the program's own account can enter.
fn make_folder(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// Makes a rename or removal in the folder survive a power cut. Windows has no such thing and needs none.
fn flush_folder(path: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(path)?.sync_all() } else { Ok(()) }
}
