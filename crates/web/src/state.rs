//! What every handler shares.

use std::sync::Arc;

use jiff::tz::TimeZone;

use crate::texts::Lang;

/// The shared parts of the running program, cheap to clone.
#[derive(Clone)]
pub struct AppState(Arc<Parts>);

struct Parts {
    site: Site,
    now: Box<dyn Fn() -> i64 + Send + Sync>,
    random: Box<dyn Fn(&mut [u8]) + Send + Sync>,
}

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
    /// Puts the parts together; time (Unix milliseconds) and chance come from outside.
    pub fn new(
        site: Site,
        now: impl Fn() -> i64 + Send + Sync + 'static,
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

    /// This instant in Unix milliseconds.
    pub fn now(&self) -> i64 {
        (self.0.now)()
    }

    /// Fresh random bytes.
    pub fn random<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        (self.0.random)(&mut bytes);
        bytes
    }
}
