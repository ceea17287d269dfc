//! Files and folders that only the program's own user may look into, written so that a power cut leaves either the
//! old or the new content, never half of one.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write},
    path::Path,
};

/// Creates a folder, and those above it, with rights for the owner only. What exists keeps its rights: the `doctor`
/// speaks about those.
pub fn create_folder(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// Writes a whole file for the owner only. When this returns, it survives a power cut.
pub fn write_file(path: &Path, content: &[u8]) -> io::Result<()> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".new");
    let temporary = path.with_file_name(name);
    let mut file = owner_only(OpenOptions::new().write(true).create(true).truncate(true)).open(&temporary)?;
    file.write_all(content)?;
    file.sync_all()?;
    drop(file);
    fs::rename(&temporary, path)?;
    sync_folder(path.parent().unwrap_or(Path::new(".")))
}

/// Adds the rule "owner only" to a file about to be created.
pub fn owner_only(options: &mut OpenOptions) -> &mut OpenOptions {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    options
}

/// Whether others than the owner may look into it. Where the system knows no such rights the answer is no.
pub fn is_open_to_others(path: &Path) -> io::Result<bool> {
    let rights = fs::metadata(path)?.permissions();
    #[cfg(unix)]
    return Ok(std::os::unix::fs::PermissionsExt::mode(&rights) & 0o077 != 0);
    #[cfg(not(unix))]
    return Ok(rights.readonly() && false);
}

/// A new name in a folder is lasting only when the folder has been written out too.
pub fn sync_folder(folder: &Path) -> io::Result<()> {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    File::open(folder)?.sync_all()
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn only_the_owner_may_look() {
        let temporary = tempfile::tempdir().unwrap();
        let folder = temporary.path().join("a/b");
        create_folder(&folder).unwrap();
        let file = folder.join("key");
        write_file(&file, b"one").unwrap();
        assert_eq!((mode(&folder), mode(&file)), (0o700, 0o600));
        assert!(!is_open_to_others(&file).unwrap());
        fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
        assert!(is_open_to_others(&file).unwrap());
    }

    #[test]
    fn a_second_writing_replaces_the_whole() {
        let temporary = tempfile::tempdir().unwrap();
        let file = temporary.path().join("state");
        write_file(&file, b"a long content").unwrap();
        write_file(&file, b"short").unwrap();
        assert_eq!(fs::read(&file).unwrap(), b"short");
        assert_eq!(fs::read_dir(temporary.path()).unwrap().count(), 1, "nothing temporary is left");
    }
}
