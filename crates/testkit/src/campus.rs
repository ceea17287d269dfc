//! A campus for one test: a database of its own, a clock that stands still, an outside world that remembers.

use std::{fs, path::Path, sync::Arc};

use jiff::tz::{TimeZone, offset};
use tongxing_domain::{id::UnitId, time::Timestamp, unit::Unit};
use tongxing_ports::{
    Channel, Messenger,
    fake::{CountingRandom, HandClock, MemoryFiles, RecordingMessenger, RecordingWebhook, TrustingInspector},
};
use tongxing_storage::{
    job,
    service::{self, ServiceVersion},
    testing::{self, TestStore},
    unit,
};
use tongxing_usecases::{
    Campus,
    campus::{Services, Settings, VehicleSystemSettings},
    job::run_due,
};

/// 2026-11-22 16:32 on campus.
pub const NOW: Timestamp = Timestamp::from_millis(1_795_336_320_000);
/// In milliseconds, for the clock.
pub const MINUTE: i64 = 60 * 1000;
/// See [`MINUTE`].
pub const HOUR: i64 = 60 * MINUTE;
/// See [`MINUTE`].
pub const DAY: i64 = 24 * HOUR;

/// A campus for one test. Its database goes away with it.
pub struct TestCampus {
    /// What use cases are run with.
    pub campus: Arc<Campus>,
    /// Its clock, to be moved by hand.
    pub clock: Arc<HandClock>,
    /// The files it stored.
    pub files: Arc<MemoryFiles>,
    /// Judges photos as it is told.
    pub photos: Arc<TrustingInspector>,
    /// The vehicle management system.
    pub webhook: Arc<RecordingWebhook>,
    /// The mail it sent.
    pub email: Arc<RecordingMessenger>,
    /// The text messages it sent, where it can; see [`TestCampus::with_texts`].
    pub sms: Arc<RecordingMessenger>,
    /// Its database, which can be opened once more.
    pub database: TestStore,
}

impl TestCampus {
    /// An empty campus on SQLite.
    pub async fn empty() -> Self {
        Self::on(TestStore::sqlite().await)
    }

    /// An empty campus on each engine: what use cases are tested on.
    pub async fn each() -> Vec<Self> {
        testing::stores().await.into_iter().map(Self::on).collect()
    }

    /// An empty campus on this database.
    pub fn on(database: TestStore) -> Self {
        Self::built(database, false)
    }

    /// An empty campus on this database that has a gateway for text messages.
    pub fn with_texts(database: TestStore) -> Self {
        Self::built(database, true)
    }

    fn built(database: TestStore, texts: bool) -> Self {
        let clock = Arc::new(HandClock::at(NOW));
        let files = Arc::new(MemoryFiles::default());
        let photos = Arc::new(TrustingInspector::default());
        let webhook = Arc::new(RecordingWebhook::new("vehicle-system"));
        let email = Arc::new(RecordingMessenger::new(Channel::Email));
        let sms = Arc::new(RecordingMessenger::new(Channel::Sms));
        let mut messengers: Vec<Arc<dyn Messenger>> = vec![email.clone()];
        if texts {
            messengers.push(sms.clone());
        }
        let campus = Campus::new(
            database.store.clone(),
            clock.clone(),
            Arc::new(CountingRandom::seeded(1)),
            files.clone(),
            photos.clone(),
            messengers,
            webhook.clone(),
            settings(),
        );
        Self { campus: Arc::new(campus), clock, files, photos, webhook, email, sms, database }
    }

    /// A unit at the top of the tree.
    pub async fn unit(&self, code: &str, name: &str) -> UnitId {
        self.unit_below(None, code, name).await
    }

    /// A unit below another one.
    pub async fn unit_below(&self, parent: impl Into<Option<UnitId>>, code: &str, name: &str) -> UnitId {
        let new = Unit {
            id: self.campus.new_id(),
            parent: parent.into(),
            code: code.to_owned(),
            name_zh: name.to_owned(),
            name_en: format!("Unit {code}"),
            active: true,
        };
        let mut tx = self.campus.store.begin().await.unwrap();
        unit::insert(&mut tx, &new).await.unwrap();
        tx.commit().await.unwrap();
        new.id
    }

    /// Publishes what the folder `services/` of the repository holds, each as version 1.
    pub async fn publish_services(&self) {
        self.publish_changed(&[]).await;
    }

    /// The same with every step offering everything that the engine knows, and whoever returns saying which way it
    /// comes again.
    pub async fn publish_services_offering_everything(&self) {
        let all = "operations: [reject, return-to-step, return-to-initiator, add-signers, transfer, delegate, copy]";
        let changes = [
            ("operations: [reject, return-to-initiator]", all),
            ("resubmit: step-by-step", "resubmit: returner-chooses"),
        ];
        self.publish_changed(&changes).await;
    }

    /// The same with these words of the files changed; each must stand in one of them.
    pub async fn publish_changed(&self, changes: &[(&str, &str)]) {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../services");
        let mut services = Services::default();
        let mut used = vec![false; changes.len()];
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|e| e == "yaml") {
                let name = path.file_name().unwrap().to_str().unwrap().to_owned();
                let mut text = fs::read_to_string(&path).unwrap();
                for (used, (from, to)) in used.iter_mut().zip(changes) {
                    *used |= text.contains(from);
                    text = text.replace(from, to);
                }
                self.publish(&mut services, &name, &text).await;
            }
        }
        assert!(used.iter().all(|used| *used), "a change found nothing to change");
        self.campus.replace_services(services);
    }

    /// Publishes one definition as version 1, beside those already taken up.
    pub async fn publish(&self, services: &mut Services, file: &str, text: &str) {
        let read = tongxing_catalog::load(file, text).unwrap_or_else(|e| panic!("{file}: {e:?}"));
        let version = ServiceVersion {
            service: read.key.clone(),
            version: 1,
            text: text.to_owned(),
            published_at: self.campus.now(),
            published_by: "system".to_owned(),
        };
        let mut tx = self.campus.store.begin().await.unwrap();
        service::insert(&mut tx, &version).await.unwrap();
        tx.commit().await.unwrap();
        services.add(1, read);
    }

    /// Does every job that is due, those that follow from others too; fails when one was put back or given up.
    pub async fn run_jobs(&self) {
        while run_due(&self.campus, 100).await.unwrap() > 0 {}
        let mut db = self.campus.store.read().await.unwrap();
        let now = self.campus.now();
        let left = job::count(&mut db).await.unwrap();
        assert_eq!(left.failed, 0, "a job was given up");
        let next = job::next_due(&mut db).await.unwrap();
        assert!(left.waiting == 0 || next.is_some_and(|at| at > now), "a job was left over");
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
        vehicle_system: Some(VehicleSystemSettings {
            name: "vehicle-system".to_owned(),
            url: "http://127.0.0.1:9/plates".to_owned(),
            secret: "whsec_dG9uZ3hpbmctdGVzdC1zZWNyZXQtMDEyMzQ1Njc4OQ".to_owned(),
        }),
    }
}
