//! A campus for one test: a database of its own, a clock that stands still, an outside world that remembers.

use std::sync::Arc;

use jiff::tz::{TimeZone, offset};
use tempfile::TempDir;
use tongxing_domain::time::Timestamp;
use tongxing_ports::{
    Clock, Random,
    fake::{CountingRandom, HandClock, MemoryFiles, RecordingWebhook, TrustingInspector},
};
use tongxing_storage::{Keyring, MasterKey, Store, StoreConfig};
use tongxing_usecases::{Campus, campus::Settings};

/// 2026-11-22 16:32 on campus.
pub const NOW: Timestamp = Timestamp::from_millis(1_795_336_320_000);

/// A campus for one test. Its database goes away with it.
pub struct TestCampus {
    /// What use cases are run with.
    pub campus: Arc<Campus>,
    /// Its clock, to be moved by hand.
    pub clock: Arc<HandClock>,
    _folder: TempDir,
}

impl TestCampus {
    /// An empty campus on SQLite.
    ///
    /// # Panics
    /// When the machine has no room for a temporary database: then the test cannot say anything.
    pub async fn empty() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let keys = Keyring::new(vec![MasterKey::new(1, [7; 32])]).expect("one key is a key ring");
        let config = StoreConfig::sqlite_file(&folder.path().join("campus.db"), keys);
        let store = Store::open(&config).await.expect("the database opens");
        store.migrate().await.expect("the schema is up to date");
        let clock = Arc::new(HandClock::at(NOW));
        let campus = Campus::new(
            store,
            Arc::clone(&clock) as Arc<dyn Clock>,
            Arc::new(CountingRandom::seeded(1)) as Arc<dyn Random>,
            Arc::new(MemoryFiles::default()),
            Arc::new(TrustingInspector::default()),
            Vec::new(),
            Arc::new(RecordingWebhook::new("vehicle-system")),
            settings(),
        );
        Self { campus: Arc::new(campus), clock, _folder: folder }
    }
}

/// What the made-up campus has set.
pub fn settings() -> Settings {
    Settings {
        name_zh: "云麓大学".to_owned(),
        name_en: "Yunlu University".to_owned(),
        contact_zh: "保卫处 0000-0000001（工作日 8:30–17:30）".to_owned(),
        contact_en: "Security Office 0000-0000001 (working days 8:30–17:30)".to_owned(),
        zone: TimeZone::fixed(offset(8)),
        public_url: "http://127.0.0.1:8080".to_owned(),
        vehicle_system: None,
    }
}
