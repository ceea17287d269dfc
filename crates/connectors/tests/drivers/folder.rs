//! The file store on a real folder.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use bytes::Bytes;
use tongxing_connectors::{FileKeys, FolderFiles};
use tongxing_ports::{FileKey, FileStore as _, FileStoreError, fake::CountingRandom};

fn open(root: &Path, seed: u64) -> FolderFiles {
    let keys = FileKeys::new(vec![(1, [7; 32].into())]).unwrap();
    FolderFiles::open(root, keys, Arc::new(CountingRandom::seeded(seed))).unwrap()
}

fn key(text: &str) -> FileKey {
    FileKey::parse(text).unwrap()
}

/// Every file below a folder.
fn files(root: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(root).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}

#[tokio::test]
async fn what_was_put_is_there_after_a_restart_and_unreadable_on_the_disk() {
    let root = tempfile::tempdir().unwrap();
    let store = open(root.path(), 1);
    for number in 0..40 {
        store.put(&key(&format!("photo-{number}")), Bytes::from(format!("a face {number}"))).await.unwrap();
    }
    let store = open(root.path(), 2);
    assert_eq!(store.get(&key("photo-7")).await.unwrap().unwrap(), "a face 7");
    assert!(store.exists(&key("photo-7")).await.unwrap() && !store.exists(&key("photo-40")).await.unwrap());
    assert_eq!(store.get(&key("photo-40")).await.unwrap(), None);
    let mut expected: Vec<FileKey> = (0..40).map(|number| key(&format!("photo-{number}"))).collect();
    expected.sort();
    assert_eq!(store.list().await.unwrap(), expected);
    for file in files(root.path()) {
        let bytes = std::fs::read(&file).unwrap();
        assert!(!bytes.windows(6).any(|window| window == b"a face"), "{file:?}");
    }
    let folders = std::fs::read_dir(root.path()).unwrap().count();
    assert!(folders > 20, "40 files lie in {folders} folders");
}

#[tokio::test]
async fn putting_replaces_and_deleting_can_be_repeated() {
    let root = tempfile::tempdir().unwrap();
    let store = open(root.path(), 1);
    store.put(&key("a"), Bytes::from_static(b"one")).await.unwrap();
    store.put(&key("a"), Bytes::from_static(b"two")).await.unwrap();
    assert_eq!(store.get(&key("a")).await.unwrap().unwrap(), "two");
    store.delete(&key("a")).await.unwrap();
    store.delete(&key("a")).await.unwrap();
    assert_eq!(store.get(&key("a")).await.unwrap(), None);
    assert_eq!(files(root.path()), Vec::<PathBuf>::new());
}

#[tokio::test]
async fn an_exchanged_file_is_not_believed() {
    let root = tempfile::tempdir().unwrap();
    let store = open(root.path(), 1);
    store.put(&key("mine"), Bytes::from_static(b"my face")).await.unwrap();
    store.put(&key("yours"), Bytes::from_static(b"your face")).await.unwrap();
    let found = files(root.path());
    let at = |name: &str| found.iter().find(|path| path.ends_with(name)).unwrap();
    std::fs::copy(at("yours"), at("mine")).unwrap();
    let error = store.get(&key("mine")).await.unwrap_err();
    assert!(matches!(error, FileStoreError::Corrupt { .. }), "{error}");
    assert_eq!(store.get(&key("yours")).await.unwrap().unwrap(), "your face");
}

#[tokio::test]
async fn what_was_left_unfinished_is_cleared_and_strangers_are_left_alone() {
    let root = tempfile::tempdir().unwrap();
    let store = open(root.path(), 1);
    store.put(&key("a"), Bytes::from_static(b"x")).await.unwrap();
    let (old, young) = (root.path().join("unfinished/old"), root.path().join("unfinished/young"));
    std::fs::write(&old, b"half a file").unwrap();
    std::fs::write(&young, b"half a file of a neighbour").unwrap();
    let written = std::fs::File::options().write(true).open(&old).unwrap();
    let modified = written.metadata().unwrap().modified().unwrap();
    written.set_modified(modified - Duration::from_hours(1)).unwrap();
    std::fs::write(root.path().join("README"), b"the administrator's note").unwrap();
    std::fs::create_dir(root.path().join("zz")).unwrap();
    std::fs::write(root.path().join("zz/b"), b"not ours").unwrap();
    let store = open(root.path(), 2);
    assert!(!old.exists() && young.exists(), "another process may be writing the young one");
    assert!(root.path().join("README").exists() && root.path().join("zz/b").exists());
    assert_eq!(store.list().await.unwrap(), [key("a")]);
}

#[cfg(unix)]
#[tokio::test]
async fn only_the_program_itself_may_read_the_files() {
    use std::os::unix::fs::PermissionsExt as _;

    let root = tempfile::tempdir().unwrap();
    let inside = root.path().join("files");
    open(&inside, 1).put(&key("a"), Bytes::from_static(b"x")).await.unwrap();
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&inside), 0o700);
    for file in files(&inside) {
        assert_eq!((mode(&file), mode(file.parent().unwrap())), (0o600, 0o700));
    }
}

#[tokio::test]
async fn many_at_once_do_not_disturb_each_other() {
    let root = tempfile::tempdir().unwrap();
    let store = open(root.path(), 1);
    let tasks: Vec<_> = (0..32_u8)
        .map(|number| {
            let store = store.clone();
            tokio::spawn(async move {
                let bytes = Bytes::from(vec![number; 10_000]);
                store.put(&key("shared"), bytes.clone()).await.unwrap();
                store.put(&key(&format!("own-{number}")), bytes).await.unwrap();
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    let shared = store.get(&key("shared")).await.unwrap().unwrap();
    assert!(shared.len() == 10_000 && shared.iter().all(|byte| *byte == shared[0]), "a mixture of two files");
    assert_eq!(store.list().await.unwrap().len(), 33);
}
