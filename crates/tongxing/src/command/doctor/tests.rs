use std::path::Path;

use tongxing_ports::fake::CountingRandom;

use super::*;
use crate::private;

async fn an_installation(root: &Path) -> Installation {
    let installation = Installation::bare(root).unwrap();
    installation.data.prepare().unwrap();
    let store =
        installation.open_store(installation.keys_or_first(&CountingRandom::seeded(1)).unwrap()).await;
    let store = store.unwrap();
    installation.migrate(&store).await.unwrap();
    store.close().await.unwrap();
    installation
}

async fn grades(installation: &Installation) -> Vec<(Grade, String)> {
    let mut findings = folder::look(installation);
    findings.extend(look_inside(installation, installation.keys().unwrap()).await);
    findings.into_iter().map(|finding| (finding.grade, finding.what)).collect()
}

#[tokio::test]
async fn a_healthy_installation_has_nothing_to_complain_about() {
    let folder = tempfile::tempdir().unwrap();
    let installation = an_installation(&folder.path().join("data")).await;
    let found = grades(&installation).await;
    assert!(found.iter().all(|(grade, _)| *grade == Grade::Good), "{found:#?}");
    assert!(found.len() >= 8, "{found:#?}");
}

#[cfg(unix)]
#[tokio::test]
async fn a_key_that_others_can_read_is_bad() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let installation = an_installation(&folder.path().join("data")).await;
    let key = installation.master_key();
    std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o644)).unwrap();
    assert!(private::is_open_to_others(&key).unwrap());
    let found = grades(&installation).await;
    assert!(
        found.iter().any(|(grade, what)| *grade == Grade::Bad && what.contains("master key")),
        "{found:#?}"
    );
}

#[tokio::test]
async fn a_damaged_database_is_bad() {
    let folder = tempfile::tempdir().unwrap();
    let installation = an_installation(&folder.path().join("data")).await;
    let path = installation.data.database();
    let mut bytes = std::fs::read(&path).unwrap();
    for byte in bytes.iter_mut().skip(8192).take(4096) {
        *byte ^= 0x5a;
    }
    std::fs::write(&path, bytes).unwrap();
    let found = grades(&installation).await;
    assert!(found.iter().any(|(grade, _)| *grade == Grade::Bad), "{found:#?}");
}
