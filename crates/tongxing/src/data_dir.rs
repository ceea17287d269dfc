//! The data folder of an installation: what lies where in it, and that one program at a time uses it.
//!
//! ```text
//! data/                 0700
//!   master.key          0600  without it nothing personal can be read
//!   tongxing.db         SQLite, unless the database is elsewhere
//!   files/              photos and attachments, encrypted
//!   tongxing.lock       held while a program uses the folder
//!   demonstration.toml  0600  marks a demonstration, which may be started over: what it last ran with
//!   demo-sign-ins.txt   0600  the sign-ins of the demonstration, written when it is complete
//!   vehicle-system.json what the example vehicle system has received
//! ```

use std::{
    fs::{File, OpenOptions, TryLockError},
    io::{Read, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
};

use crate::{private, stop::Stop};

/// A data folder; it need not exist yet.
#[derive(Debug, Clone)]
pub struct DataDir {
    root: PathBuf,
}

/// Held as long as the program uses the folder; the system lets go of it even when the program is killed.
#[derive(Debug)]
pub struct FolderLock {
    _file: File,
}

impl DataDir {
    /// The folder at this place.
    pub fn at(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// Creates what is missing, readable by the program's own user only.
    pub fn prepare(&self) -> Result<(), Stop> {
        for folder in [&self.root, &self.files()] {
            private::create_folder(folder).map_err(|error| {
                Stop::because(format!("cannot create the folder {}", folder.display()), error)
            })?;
        }
        Ok(())
    }

    /// Takes the folder for this program.
    pub fn lock(&self) -> Result<FolderLock, Stop> {
        let path = self.root.join("tongxing.lock");
        let cannot = |error: std::io::Error| Stop::because(format!("cannot lock {}", path.display()), error);
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        let mut file = private::owner_only(&mut options).open(&path).map_err(cannot)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(self.taken(&mut file)),
            Err(TryLockError::Error(error)) => return Err(cannot(error)),
        }
        file.set_len(0)
            .and_then(|()| file.seek(SeekFrom::Start(0)))
            .and_then(|_| writeln!(file, "{}", std::process::id()))
            .map_err(cannot)?;
        Ok(FolderLock { _file: file })
    }

    /// The folder itself.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The master keys.
    pub fn master_key(&self) -> PathBuf {
        self.root.join("master.key")
    }

    /// The embedded database.
    pub fn database(&self) -> PathBuf {
        self.root.join("tongxing.db")
    }

    /// Photos and attachments.
    pub fn files(&self) -> PathBuf {
        self.root.join("files")
    }

    /// The configuration that a demonstration last ran with. A folder without it is none, and is never emptied.
    pub fn demonstration(&self) -> PathBuf {
        self.root.join("demonstration.toml")
    }

    /// The sign-ins of the demonstration.
    pub fn demo_sign_ins(&self) -> PathBuf {
        self.root.join("demo-sign-ins.txt")
    }

    /// What the example vehicle system has received.
    pub fn vehicle_system(&self) -> PathBuf {
        self.root.join("vehicle-system.json")
    }

    fn taken(&self, lock: &mut File) -> Stop {
        let mut holder = String::new();
        let _ = lock.read_to_string(&mut holder);
        let who = match holder.trim() {
            "" => "another program".to_owned(),
            number => format!("process {number}"),
        };
        Stop::new(format!("the data folder {} is in use by {who}", self.root.display()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_serves_one_program_at_a_time() {
        let temporary = tempfile::tempdir().unwrap();
        let data = DataDir::at(temporary.path().join("data"));
        data.prepare().unwrap();
        let first = data.lock().unwrap();
        let refused = data.lock().unwrap_err().to_string();
        assert!(refused.contains(&format!("in use by process {}", std::process::id())), "{refused}");
        drop(first);
        data.lock().unwrap();
    }

    #[test]
    fn preparing_twice_keeps_what_is_there() {
        let temporary = tempfile::tempdir().unwrap();
        let data = DataDir::at(temporary.path().join("deep/data"));
        data.prepare().unwrap();
        std::fs::write(data.database(), b"x").unwrap();
        data.prepare().unwrap();
        assert_eq!(std::fs::read(data.database()).unwrap(), b"x");
    }
}
