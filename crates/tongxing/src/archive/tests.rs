use super::*;

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

/// A data folder with two stored files, and the archive of it.
fn archived(with_key: bool) -> (tempfile::TempDir, PathBuf) {
    let folder = folder();
    let at = |name: &str| folder.path().join(name);
    fs::create_dir_all(at("files/ab")).unwrap();
    fs::write(at("snapshot"), "database").unwrap();
    fs::write(at("files/ab/0193a.thumb"), "photo").unwrap();
    fs::write(at("files/0193b"), "another").unwrap();
    fs::write(at("files/README"), "not a stored file").unwrap();
    fs::write(at("key"), "secret").unwrap();
    fs::write(at("demo-sign-ins.txt"), "lisi").unwrap();
    let (database, key, data) = (at("snapshot"), at("key"), DataDir::at(folder.path()));
    let contents = Contents { database: &database, data: &data, master_key: with_key.then_some(&key) };
    let manifest = Manifest::new(7, "abc".to_owned(), with_key);
    assert_eq!(write(&at("backup.tar"), &manifest, &contents).unwrap(), 2);
    let path = at("backup.tar");
    (folder, path)
}

fn unpacked(archive: &Path) -> io::Result<(tempfile::TempDir, Manifest, u64)> {
    let folder = folder();
    let at = |name: &str| folder.path().join(name);
    let (database, key, data) = (at("tongxing.db"), at("master.key"), DataDir::at(folder.path()));
    let (manifest, count) = read(archive, &Targets { database: &database, data: &data, master_key: &key })?;
    Ok((folder, manifest, count))
}

/// An archive with a right manifest and one more entry.
fn with_entry(name: &str, kind: EntryType) -> (tempfile::TempDir, PathBuf) {
    let folder = folder();
    let path = folder.path().join("odd.tar");
    let mut out = Output { tar: Builder::new(File::create(&path).unwrap()), sums: String::new() };
    let manifest = serde_json::to_vec(&Manifest::new(0, String::new(), false)).unwrap();
    out.bytes(MANIFEST, &manifest).unwrap();
    let mut header = Header::new_gnu();
    header.set_size(0);
    header.set_entry_type(kind);
    // `set_path` would refuse what a hostile archive contains.
    let field = &mut header.as_gnu_mut().unwrap().name;
    field[..name.len()].copy_from_slice(name.as_bytes());
    header.set_cksum();
    out.tar.append(&header, io::empty()).unwrap();
    let sums = format!("{}{}  {name}\n", out.sums, Hashing::new(io::empty()).hex());
    out.bytes(SUMS, sums.as_bytes()).unwrap();
    out.tar.into_inner().unwrap();
    (folder, path)
}

#[test]
fn what_went_in_comes_out() {
    let (_folder, archive) = archived(true);
    let (out, manifest, files) = unpacked(&archive).unwrap();
    assert_eq!((manifest.audit_seq, manifest.audit_hash.as_str(), files), (7, "abc", 2));
    let content = |name: &str| fs::read_to_string(out.path().join(name)).unwrap();
    assert_eq!(content("tongxing.db"), "database");
    assert_eq!(content("files/ab/0193a.thumb"), "photo");
    assert_eq!(content("files/0193b"), "another");
    assert_eq!(content("master.key"), "secret");
    assert_eq!(content("demo-sign-ins.txt"), "lisi");
    assert!(!out.path().join("files/README").exists());
    assert!(!private::is_open_to_others(&out.path().join("tongxing.db")).unwrap());
}

#[test]
fn the_key_goes_in_only_when_asked_for() {
    let (_folder, archive) = archived(false);
    assert!(!fs::read(&archive).unwrap().windows(6).any(|bytes| bytes == b"secret"));
    let (out, ..) = unpacked(&archive).unwrap();
    assert!(!out.path().join("master.key").exists());
    assert!(!private::is_open_to_others(&archive).unwrap());
}

#[test]
fn an_archive_leads_nowhere_else() {
    for name in ["../evil", "files/../../evil", "/etc/evil", "files/sub/UPPER", "other", "files", "files/"] {
        let (_folder, path) = with_entry(name, EntryType::Regular);
        assert!(unpacked(&path).is_err(), "{name}");
    }
    for kind in [EntryType::Symlink, EntryType::Link, EntryType::Directory] {
        let (_folder, path) = with_entry("files/a", kind);
        assert!(unpacked(&path).is_err(), "{kind:?}");
    }
    let (_folder, path) = with_entry("files/a", EntryType::Regular);
    assert_eq!(unpacked(&path).unwrap().2, 1);
}

#[test]
fn what_is_no_backup_is_refused() {
    let folder = folder();
    let path = folder.path().join("x.tar");
    fs::write(&path, "hello").unwrap();
    assert!(unpacked(&path).is_err());
    fs::write(&path, "").unwrap();
    assert!(unpacked(&path).is_err());
    let (_other, archive) = archived(false);
    let whole = fs::read(&archive).unwrap();
    for length in [1000, whole.len() / 2, whole.len() - 2048] {
        fs::write(&path, &whole[..length]).unwrap();
        assert!(unpacked(&path).is_err(), "cut short at {length}");
    }
}

#[test]
fn a_changed_byte_is_noticed_and_named() {
    let (folder, archive) = archived(false);
    let mut bytes = fs::read(&archive).unwrap();
    let at = bytes.windows(5).position(|window| window == b"photo").unwrap();
    bytes[at] = b'P';
    let path = folder.path().join("changed.tar");
    fs::write(&path, bytes).unwrap();
    let error = unpacked(&path).map(|_| ()).unwrap_err().to_string();
    assert_eq!(error, "the archive is damaged at files/ab/0193a.thumb");
}

#[test]
fn nothing_that_exists_is_overwritten() {
    let (_folder, archive) = archived(false);
    let out = folder();
    let at = |name: &str| out.path().join(name);
    fs::write(at("tongxing.db"), "a campus").unwrap();
    let (database, key, data) = (at("tongxing.db"), at("master.key"), DataDir::at(out.path()));
    assert!(read(&archive, &Targets { database: &database, data: &data, master_key: &key }).is_err());
    assert_eq!(fs::read_to_string(&database).unwrap(), "a campus");
}
