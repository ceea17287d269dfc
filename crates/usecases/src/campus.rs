//! The running program's parts, handed to every use case: storage, published services, and the outside world.

use std::{
    collections::BTreeMap,
    sync::{Arc, PoisonError, RwLock},
};

use jiff::{civil::Date, tz::TimeZone};
use tongxing_catalog::Service;
use tongxing_domain::{id::Id, time::Timestamp};
use tongxing_ports::{Channel, Clock, FileStore, Messenger, OutboundWebhook, PhotoInspector, Random};
use tongxing_storage::Store;

/// Everything a use case may touch. Cheap to share; one per process.
pub struct Campus {
    /// The database.
    pub store: Store,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// Where ids, tokens and salts come from.
    pub random: Arc<dyn Random>,
    /// Photos and attachments.
    pub files: Arc<dyn FileStore>,
    /// Judges and re-encodes uploaded photos.
    pub photos: Arc<dyn PhotoInspector>,
    /// The ways to reach people beyond the portal: e-mail now, SMS and WeChat when a campus has them.
    pub messengers: Vec<Arc<dyn Messenger>>,
    /// Speaks to outside systems.
    pub webhooks: Arc<dyn OutboundWebhook>,
    /// What this campus has set.
    pub settings: Settings,
    services: RwLock<Arc<Services>>,
}

/// What a campus sets once, in its configuration file.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The university's name, Chinese and English.
    pub name_zh: String,
    /// See `name_zh`.
    pub name_en: String,
    /// Who answers questions about a registration: shown at the foot of the phone pages.
    pub contact_zh: String,
    /// See `contact_zh`.
    pub contact_en: String,
    /// The zone that days on this campus begin and end in.
    pub zone: TimeZone,
    /// The address people reach the program at, without a trailing slash.
    pub public_url: String,
    /// Where plates are delivered to; `None` means that no vehicle management system is connected.
    pub vehicle_system: Option<VehicleSystemSettings>,
}

/// The vehicle management system that authorised plates are delivered to, by signed webhook.
#[derive(Debug, Clone)]
pub struct VehicleSystemSettings {
    /// The name that people see in the list of deliveries.
    pub name: String,
    /// Where it listens.
    pub url: String,
    /// The shared secret, `whsec_…` (Standard Webhooks).
    pub secret: String,
}

/// The published services, newest version of each. A running application keeps the version it started with.
#[derive(Debug, Default)]
pub struct Services {
    current: BTreeMap<String, Arc<PublishedService>>,
    versions: BTreeMap<(String, u32), Arc<PublishedService>>,
}

/// One published version of a service definition.
#[derive(Debug)]
pub struct PublishedService {
    /// The running number of the version, from 1.
    pub version: u32,
    /// What the file says.
    pub service: Service,
    /// Its process, as the engine takes it.
    pub definition: tongxing_workflow::Definition,
}

impl Services {
    /// Takes up a version; the highest number of a key becomes the current one.
    pub fn add(&mut self, version: u32, service: Service) {
        let key = service.key.clone();
        let definition = service.definition();
        let published = Arc::new(PublishedService { version, service, definition });
        self.versions.insert((key.clone(), version), Arc::clone(&published));
        let newest = self.current.get(&key).is_none_or(|c| c.version < version);
        if newest {
            self.current.insert(key, published);
        }
    }

    /// The version that new applications start with.
    pub fn current(&self, key: &str) -> Option<Arc<PublishedService>> {
        self.current.get(key).cloned()
    }

    /// The version that a running application was started with.
    pub fn version(&self, key: &str, version: u32) -> Option<Arc<PublishedService>> {
        self.versions.get(&(key.to_owned(), version)).cloned()
    }

    /// Every version that was ever published: what was promised with it holds for what came in with it.
    pub fn every_version(&self) -> impl Iterator<Item = &Arc<PublishedService>> {
        self.versions.values()
    }

    /// Every service on offer, in the order of their keys.
    pub fn all(&self) -> impl Iterator<Item = &Arc<PublishedService>> {
        self.current.values()
    }
}

impl Campus {
    /// Puts the parts together. `services` are loaded from the database by `service::load_published`.
    #[allow(clippy::too_many_arguments, reason = "the one place where the parts of the program meet")]
    pub fn new(
        store: Store,
        clock: Arc<dyn Clock>,
        random: Arc<dyn Random>,
        files: Arc<dyn FileStore>,
        photos: Arc<dyn PhotoInspector>,
        messengers: Vec<Arc<dyn Messenger>>,
        webhooks: Arc<dyn OutboundWebhook>,
        settings: Settings,
    ) -> Self {
        Self {
            store,
            clock,
            random,
            files,
            photos,
            messengers,
            webhooks,
            settings,
            services: RwLock::new(Arc::new(Services::default())),
        }
    }

    /// The services as published now.
    pub fn services(&self) -> Arc<Services> {
        Arc::clone(&self.services.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Takes up newly published services; running requests finish with those they began with.
    pub fn replace_services(&self, services: Services) {
        *self.services.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(services);
    }

    /// Whether this campus can send text messages: then a code proves that a phone is at hand.
    pub fn sends_texts(&self) -> bool {
        self.messengers.iter().any(|messenger| messenger.channel() == Channel::Sms)
    }

    /// This instant.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Today's date on campus.
    pub fn today(&self) -> Date {
        self.now().date(&self.settings.zone)
    }

    /// A fresh id, ordered by time.
    pub fn new_id<K>(&self) -> Id<K> {
        let mut random = [0; 10];
        self.random.fill(&mut random);
        Id::new(self.now(), random)
    }

    /// A fresh secret of 256 bits, as text that fits a cookie or a link.
    pub fn new_token(&self) -> String {
        use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
        let mut random = [0; 32];
        self.random.fill(&mut random);
        URL_SAFE_NO_PAD.encode(random)
    }
}
