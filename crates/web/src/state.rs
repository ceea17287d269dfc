//! What every handler shares: the campus, and the little of it that every page needs.

use std::sync::Arc;

use axum::extract::FromRef;
use jiff::tz::TimeZone;
use tongxing_domain::time::Timestamp;
use tongxing_usecases::Campus;

use crate::texts::Lang;

/// The shared parts of the running program, cheap to clone. Handlers take the campus itself:
/// `State(campus): State<Arc<Campus>>`.
#[derive(Clone)]
pub struct AppState {
    /// What use cases are run with.
    pub campus: Arc<Campus>,
    /// What pages are made with.
    pub shell: Shell,
}

/// What pages need to know of the campus, its clock and its chance. Without a database, so that samples of pages are
/// rendered without one.
#[derive(Clone)]
pub struct Shell(Arc<Parts>);

struct Parts {
    site: Site,
    now: Box<Now>,
    random: Box<Random>,
}

type Now = dyn Fn() -> Timestamp + Send + Sync;
type Random = dyn Fn(&mut [u8]) + Send + Sync;

/// What the pages say about the campus they belong to.
#[derive(Debug, Clone)]
pub struct Site {
    /// The university's name in Chinese and English.
    pub name: (String, String),
    /// Who answers questions about a registration, in Chinese and English.
    pub contact: (String, String),
    /// The zone that days on this campus begin and end in.
    pub zone: TimeZone,
    /// The address people reach the program at, without a trailing slash.
    pub public_url: String,
}

impl AppState {
    /// For this campus.
    pub fn new(campus: Arc<Campus>) -> Self {
        let settings = &campus.settings;
        let site = Site {
            name: (settings.name_zh.clone(), settings.name_en.clone()),
            contact: (settings.contact_zh.clone(), settings.contact_en.clone()),
            zone: settings.zone.clone(),
            public_url: settings.public_url.clone(),
        };
        let (clock, random) = (Arc::clone(&campus.clock), Arc::clone(&campus.random));
        let shell = Shell::new(site, move || clock.now(), move |bytes| random.fill(bytes));
        Self { campus, shell }
    }
}

impl FromRef<AppState> for Arc<Campus> {
    fn from_ref(state: &AppState) -> Self {
        Arc::clone(&state.campus)
    }
}

impl FromRef<AppState> for Shell {
    fn from_ref(state: &AppState) -> Self {
        state.shell.clone()
    }
}

impl Shell {
    /// Puts the parts together; time and chance come from outside.
    pub fn new(
        site: Site,
        now: impl Fn() -> Timestamp + Send + Sync + 'static,
        random: impl Fn(&mut [u8]) + Send + Sync + 'static,
    ) -> Self {
        Self(Arc::new(Parts { site, now: Box::new(now), random: Box::new(random) }))
    }

    /// Whether people reach us by HTTPS, so that cookies can be bound to it.
    pub fn secure(&self) -> bool {
        self.0.site.public_url.starts_with("https://")
    }

    /// The address people reach us at.
    pub fn public_url(&self) -> &str {
        &self.0.site.public_url
    }

    /// The university's name.
    pub fn school(&self, lang: Lang) -> &str {
        lang.pick(&self.0.site.name.0, &self.0.site.name.1)
    }

    /// Who answers questions.
    pub fn contact(&self, lang: Lang) -> &str {
        lang.pick(&self.0.site.contact.0, &self.0.site.contact.1)
    }

    /// The zone of this campus.
    pub fn zone(&self) -> &TimeZone {
        &self.0.site.zone
    }

    /// This instant.
    pub fn now(&self) -> Timestamp {
        (self.0.now)()
    }

    /// Fresh random bytes.
    pub fn random<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        (self.0.random)(&mut bytes);
        bytes
    }
}
