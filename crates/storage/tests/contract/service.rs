use tongxing_storage::StorageError;
use tongxing_storage::service::{self, ServiceVersion};
use tongxing_storage::testing::stores;

use crate::samples::NOW;

fn published(service: &str, version: u32) -> ServiceVersion {
    ServiceVersion {
        service: service.to_owned(),
        version,
        text: format!("key: {service}\n# 第 {version} 版\n"),
        published_at: NOW,
        published_by: "system".to_owned(),
    }
}

#[tokio::test]
async fn new_applications_follow_the_latest_version_and_old_ones_stay_readable() {
    for db in stores().await {
        let mut tx = db.store.begin().await.unwrap();
        assert_eq!(service::find_latest(&mut tx, "card").await.unwrap(), None);
        for (key, version) in [("card", 1), ("card", 2), ("registration", 1)] {
            service::insert(&mut tx, &published(key, version)).await.unwrap();
        }
        assert_eq!(service::find_latest(&mut tx, "card").await.unwrap(), Some(published("card", 2)));
        assert_eq!(service::find(&mut tx, "card", 1).await.unwrap(), Some(published("card", 1)));
        assert_eq!(service::find(&mut tx, "card", 3).await.unwrap(), None);
        let latest = service::list_latest(&mut tx).await.unwrap();
        assert_eq!(latest, vec![published("card", 2), published("registration", 1)]);
        let all = service::list(&mut tx, "card").await.unwrap();
        assert_eq!(all, vec![published("card", 2), published("card", 1)]);
        let again = service::insert(&mut tx, &published("card", 2)).await;
        assert!(matches!(again, Err(StorageError::Conflict)));
    }
}
