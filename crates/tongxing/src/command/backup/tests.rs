//! Backup and restore together: what comes back is what was there.

use std::fs;

use tongxing_domain::{id::UnitId, time::Timestamp, unit::Unit};
use tongxing_ports::fake::CountingRandom;
use tongxing_storage::{
    Dialect,
    testing::{TestStore, engines},
    unit,
};

use super::*;
use crate::command::restore;

/// An installation with one unit and one stored file, and its configuration file.
async fn a_campus(folder: &Path) -> cli::Installation {
    let data = folder.join("data");
    let installation = Installation::bare(&data).unwrap();
    installation.data.prepare().unwrap();
    let keys = installation.keys_or_first(&CountingRandom::seeded(1)).unwrap();
    let store = installation.open_store(keys).await.unwrap();
    installation.migrate(&store).await.unwrap();
    let mut tx = store.begin().await.unwrap();
    unit::insert(&mut tx, &a_unit()).await.unwrap();
    tx.commit().await.unwrap();
    store.close().await.unwrap();
    fs::write(installation.data.files().join("0193a0b2"), "sealed").unwrap();
    let config = folder.join("tongxing.toml");
    fs::write(&config, configuration(&data)).unwrap();
    cli::Installation { config: Some(config), data: "unused".into() }
}

fn a_unit() -> Unit {
    Unit {
        id: UnitId::new(Timestamp::from_millis(1), [1; 10]),
        parent: None,
        code: "11".to_owned(),
        name_zh: "后勤保障处".to_owned(),
        name_en: "Logistics".to_owned(),
        active: true,
    }
}

fn configuration(data: &Path) -> String {
    format!(
        "public_url = 'http://localhost'\ndata = '{}'\n[campus]\nname_zh = ''\nname_en = ''\ncontact_zh = ''\ncontact_en = ''\n",
        data.display()
    )
}

fn into(data: &Path) -> cli::RestoreTarget {
    cli::RestoreTarget { config: None, data: Some(data.to_owned()) }
}

#[tokio::test]
async fn what_was_backed_up_comes_back() {
    let folder = tempfile::tempdir().unwrap();
    let campus = a_campus(folder.path()).await;
    let archive = folder.path().join("backup.tar");
    run(&archive, false, &campus).await.unwrap();

    let target = folder.path().join("restored");
    let key = folder.path().join("data/master.key");
    restore::run(&archive, Some(&key), &into(&target)).await.unwrap();
    let restored = Installation::bare(&target).unwrap();
    let store = restored.open_store(restored.keys().unwrap()).await.unwrap();
    assert_eq!(unit::list(&mut store.read().await.unwrap()).await.unwrap(), [a_unit()]);
    assert_eq!(fs::read_to_string(restored.data.files().join("0193a0b2")).unwrap(), "sealed");
    let mut left: Vec<_> = fs::read_dir(&target).unwrap().map(|e| e.unwrap().file_name()).collect();
    left.retain(|name| name.to_string_lossy().contains("restoring"));
    assert!(left.is_empty(), "{left:?}");
}

#[tokio::test]
async fn a_campus_moves_onto_a_database_server_and_back() {
    for engine in engines().into_iter().filter(|engine| *engine == Dialect::Postgres) {
        let folder = tempfile::tempdir().unwrap();
        let campus = a_campus(folder.path()).await;
        let archive = folder.path().join("backup.tar");
        run(&archive, true, &campus).await.unwrap();

        let server = TestStore::open(engine).await;
        let data = folder.path().join("on-server");
        let config = folder.path().join("server.toml");
        let database = format!("[database]\nurl = '{}'\n", server.config.url);
        fs::write(&config, configuration(&data) + &database).unwrap();
        let target = cli::RestoreTarget { config: Some(config.clone()), data: None };
        restore::run(&archive, None, &target).await.unwrap();
        let moved = Installation::of_file(&config).unwrap();
        let store = moved.open_store(moved.keys().unwrap()).await.unwrap();
        assert_eq!(store.dialect(), engine);
        assert_eq!(unit::list(&mut store.read().await.unwrap()).await.unwrap(), [a_unit()]);
        store.close().await.unwrap();
        assert!(!moved.data.database().exists());

        let again = folder.path().join("again.tar");
        let campus = cli::Installation { config: Some(config), data: "unused".into() };
        run(&again, true, &campus).await.unwrap();
        let refused = restore::run(&again, None, &target).await.unwrap_err();
        assert!(refused.to_string().contains("is not empty"), "{refused}");
        let home = folder.path().join("home");
        restore::run(&again, None, &into(&home)).await.unwrap();
        let home = Installation::bare(&home).unwrap();
        let store = home.open_store(home.keys().unwrap()).await.unwrap();
        assert_eq!(unit::list(&mut store.read().await.unwrap()).await.unwrap(), [a_unit()]);
    }
}

#[tokio::test]
async fn an_archive_with_the_key_needs_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let campus = a_campus(folder.path()).await;
    let archive = folder.path().join("backup.tar");
    run(&archive, true, &campus).await.unwrap();
    restore::run(&archive, None, &into(&folder.path().join("restored"))).await.unwrap();
}

#[tokio::test]
async fn nothing_is_overwritten_by_either() {
    let folder = tempfile::tempdir().unwrap();
    let campus = a_campus(folder.path()).await;
    let archive = folder.path().join("backup.tar");
    run(&archive, true, &campus).await.unwrap();
    assert!(run(&archive, true, &campus).await.is_err());
    let refused = restore::run(&archive, None, &into(&folder.path().join("data"))).await.unwrap_err();
    assert!(refused.to_string().contains("is not empty"), "{refused}");
}

#[tokio::test]
async fn a_backup_that_is_not_whole_is_not_taken_up_and_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let campus = a_campus(folder.path()).await;
    let archive = folder.path().join("backup.tar");
    run(&archive, false, &campus).await.unwrap();
    let target = folder.path().join("restored");

    let no_key = restore::run(&archive, None, &into(&target)).await.unwrap_err().to_string();
    assert!(no_key.contains("--master-key"), "{no_key}");

    let mut bytes = fs::read(&archive).unwrap();
    let middle = bytes.len() / 2;
    for byte in &mut bytes[middle..middle + 3000] {
        *byte ^= 0x5a;
    }
    fs::write(&archive, bytes).unwrap();
    let key = folder.path().join("data/master.key");
    restore::run(&archive, Some(&key), &into(&target)).await.unwrap_err();
    let restored = Installation::bare(&target).unwrap();
    assert!(!restored.data.database().exists() && !restored.master_key().exists());
    assert!(!restored.data.files().exists());
}
