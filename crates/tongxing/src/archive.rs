//! The archive of a backup: a plain tar file, so that it can be looked into without this program.
//!
//! ```text
//! tongxing-backup.json   what it is: format, program version, end of the audit log
//! tongxing.db            the database, as of one instant
//! files/…                photos and attachments, encrypted as they lie in the data folder
//! master.key             only when asked for
//! demonstration.toml     only of a demonstration, with its demo-sign-ins.txt
//! SHA256SUMS             last: what every entry before it must hash to
//! ```
//!
//! When reading, nothing is trusted but these names: an archive is a file from outside, and a path in it must not
//! lead anywhere else.

mod digest;

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    fs::{self, File, OpenOptions},
    io::{self, Read, Write},
    path::{Component, Path, PathBuf},
};

use serde::{Deserialize, Serialize};
use tar::{Archive, Builder, EntryType, Header};

use self::digest::Hashing;
use crate::{data_dir::DataDir, private};

/// The first entry of every archive.
const MANIFEST: &str = "tongxing-backup.json";
/// The database inside.
const DATABASE: &str = "tongxing.db";
/// The stored files inside.
const FILES: &str = "files";
/// The key inside, if it is there.
const MASTER_KEY: &str = "master.key";
/// What makes a data folder a demonstration.
const DEMONSTRATION: [&str; 2] = ["demonstration.toml", "demo-sign-ins.txt"];
/// The last entry of every archive.
const SUMS: &str = "SHA256SUMS";
/// The only format there is.
const FORMAT: u32 = 1;
/// No manifest is longer.
const LONGEST_MANIFEST: u64 = 64 * 1024;

/// What an archive says about itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The shape of the archive.
    format: u32,
    /// The program that wrote it.
    pub version: String,
    /// The number of the last audit entry.
    pub audit_seq: i64,
    /// Its hash: a restored database must end exactly there.
    pub audit_hash: String,
    /// Whether the archive holds the master key.
    pub has_master_key: bool,
}

/// What goes into an archive.
#[derive(Debug)]
pub struct Contents<'a> {
    /// A copy of the database that nobody writes to.
    pub database: &'a Path,
    /// The data folder, for the stored files and what marks a demonstration.
    pub data: &'a DataDir,
    /// The master key file, if it shall go in.
    pub master_key: Option<&'a Path>,
}

/// Where the parts of an archive are put.
#[derive(Debug)]
pub struct Targets<'a> {
    /// The database file, which must not exist.
    pub database: &'a Path,
    /// The data folder, for everything else.
    pub data: &'a DataDir,
    /// The master key file, which must not exist.
    pub master_key: &'a Path,
}

impl Manifest {
    /// Of an archive that this program writes.
    pub fn new(audit_seq: i64, audit_hash: String, has_master_key: bool) -> Self {
        Self {
            format: FORMAT,
            version: env!("CARGO_PKG_VERSION").to_owned(),
            audit_seq,
            audit_hash,
            has_master_key,
        }
    }
}

/// Writes an archive that only its owner can read. It appears under its name when it is complete, and never before;
/// gives the number of stored files.
pub fn write(path: &Path, manifest: &Manifest, contents: &Contents<'_>) -> io::Result<u64> {
    let mut partial = path.as_os_str().to_owned();
    partial.push(".partial");
    let partial = PathBuf::from(partial);
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    let file = private::owner_only(&mut options).open(&partial)?;
    let mut out = Output { tar: Builder::new(io::BufWriter::new(file)), sums: String::new() };
    out.bytes(MANIFEST, &serde_json::to_vec_pretty(manifest)?)?;
    out.file(Path::new(DATABASE), contents.database)?;
    if let Some(key) = contents.master_key {
        out.file(Path::new(MASTER_KEY), key)?;
    }
    for name in DEMONSTRATION {
        out.file(Path::new(name), &contents.data.root().join(name))?;
    }
    let files = out.folder(Path::new(FILES), &contents.data.files())?;
    let sums = out.sums.clone();
    out.bytes(SUMS, sums.as_bytes())?;
    let file = out.tar.into_inner()?.into_inner().map_err(io::IntoInnerError::into_error)?;
    file.sync_all()?;
    fs::rename(&partial, path)?;
    private::sync_folder(path.parent().unwrap_or(Path::new(".")))?;
    Ok(files)
}

/// Unpacks an archive and holds it against its sums; gives what it says about itself and the number of stored files.
pub fn read(path: &Path, targets: &Targets<'_>) -> io::Result<(Manifest, u64)> {
    let mut tar = Archive::new(io::BufReader::new(File::open(path)?));
    let (mut manifest, mut files, mut sums) = (None, 0, BTreeMap::new());
    for entry in tar.entries()? {
        let mut entry = entry?;
        let name = entry.path()?.into_owned();
        if entry.header().entry_type() != EntryType::Regular {
            return Err(foreign(&name));
        }
        let mut entry = Hashing::new(&mut entry);
        match (&manifest, name.to_str()) {
            (None, _) => manifest = Some(read_manifest(&name, &mut entry)?),
            (Some(manifest), Some(SUMS)) => {
                compare_sums(&sums, &mut entry)?;
                return Ok((Manifest::clone(manifest), files));
            }
            (Some(_), Some(DATABASE)) => unpack(&mut entry, targets.database)?,
            (Some(_), Some(MASTER_KEY)) => unpack(&mut entry, targets.master_key)?,
            (Some(_), Some(known)) if DEMONSTRATION.contains(&known) => {
                unpack(&mut entry, &targets.data.root().join(known))?;
            }
            _ => {
                let below = stored_file(&name).ok_or_else(|| foreign(&name))?;
                unpack(&mut entry, &targets.data.files().join(below))?;
                files += 1;
            }
        }
        sums.insert(name, entry.hex());
    }
    Err(io::Error::other("this is not a backup of Tongxing, or it was cut short"))
}

fn read_manifest(name: &Path, entry: &mut impl Read) -> io::Result<Manifest> {
    if name != Path::new(MANIFEST) {
        return Err(io::Error::other("this is not a backup of Tongxing"));
    }
    let mut text = String::new();
    entry.take(LONGEST_MANIFEST).read_to_string(&mut text)?;
    let manifest: Manifest = serde_json::from_str(&text)?;
    if manifest.format != FORMAT {
        let says =
            format!("the backup was written by version {}, which this one cannot read", manifest.version);
        return Err(io::Error::other(says));
    }
    Ok(manifest)
}

/// The path of a stored file below the folder of stored files; `None` for every name that we would not write.
fn stored_file(name: &Path) -> Option<&Path> {
    let inside = name.strip_prefix(FILES).ok()?;
    let plain = |part: Component<'_>| match part {
        Component::Normal(part) => part.to_str().is_some_and(|part| {
            part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'.')
        }),
        _ => false,
    };
    (inside.components().next().is_some() && inside.components().all(plain)).then_some(inside)
}

fn unpack(entry: &mut impl Read, target: &Path) -> io::Result<()> {
    if let Some(folder) = target.parent() {
        private::create_folder(folder)?;
    }
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    let mut file = private::owner_only(&mut options).open(target)?;
    io::copy(entry, &mut file)?;
    file.sync_all()
}

/// What was read must be what the archive lists, entry by entry.
fn compare_sums(read: &BTreeMap<PathBuf, String>, listed: &mut impl Read) -> io::Result<()> {
    let mut text = String::new();
    listed.read_to_string(&mut text)?;
    let listed: BTreeMap<PathBuf, String> = text
        .lines()
        .filter_map(|line| line.split_once("  "))
        .map(|(sum, name)| (PathBuf::from(name), sum.to_owned()))
        .collect();
    if *read == listed {
        return Ok(());
    }
    let differs = read.iter().find(|(name, sum)| listed.get(*name) != Some(sum)).map(|(name, _)| name);
    let missing = listed.keys().find(|name| !read.contains_key(*name));
    let which = differs.or(missing).map_or_else(String::new, |name| name.display().to_string());
    Err(io::Error::other(format!("the archive is damaged at {which}")))
}

/// An archive being written.
struct Output<W: Write> {
    tar: Builder<W>,
    sums: String,
}

impl<W: Write> Output<W> {
    fn bytes(&mut self, name: &str, bytes: &[u8]) -> io::Result<()> {
        self.entry(Path::new(name), u64::try_from(bytes.len()).unwrap_or(0), bytes)
    }

    /// One file; gives whether it was there. A stored file that was removed since its folder was read is left out:
    /// what is removed while a backup is made had come to its end.
    fn file(&mut self, name: &Path, path: &Path) -> io::Result<bool> {
        let file = match File::open(path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
            Err(error) => return Err(error),
        };
        let size = file.metadata()?.len();
        self.entry(name, size, file.take(size))?;
        Ok(true)
    }

    /// Every stored file below a folder; gives their number.
    fn folder(&mut self, name: &Path, folder: &Path) -> io::Result<u64> {
        let mut entries: Vec<_> = match fs::read_dir(folder) {
            Ok(entries) => entries.collect::<Result<_, _>>()?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
            Err(error) => return Err(error),
        };
        entries.sort_by_key(fs::DirEntry::file_name);
        let mut count = 0;
        for entry in entries {
            let name = name.join(entry.file_name());
            if entry.file_type()?.is_dir() {
                count += self.folder(&name, &entry.path())?;
            } else if stored_file(&name).is_some() && self.file(&name, &entry.path())? {
                count += 1;
            }
        }
        Ok(count)
    }

    fn entry(&mut self, name: &Path, size: u64, content: impl Read) -> io::Result<()> {
        let mut header = Header::new_gnu();
        header.set_mode(0o600);
        header.set_size(size);
        let mut content = Hashing::new(content);
        self.tar.append_data(&mut header, name, &mut content)?;
        writeln!(self.sums, "{}  {}", content.hex(), name.display()).map_err(io::Error::other)
    }
}

fn foreign(name: &Path) -> io::Error {
    io::Error::other(format!("the archive holds {}, which is not part of a backup", name.display()))
}

#[cfg(test)]
mod tests;
