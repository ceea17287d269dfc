//! Values of the configuration file that check themselves.

use std::{fmt, str::FromStr};

use jiff::tz::TimeZone;
use serde::Deserialize;

/// A text that must not be shown: a password, a shared secret, a database address with both.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    /// Wraps a text so that it is not printed by accident.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text itself.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(secret)")
    }
}

/// The address people reach the program at: `https://pass.example.edu`, without a path and a trailing slash.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct PublicUrl(String);

impl PublicUrl {
    /// As text, without a trailing slash.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The text is no address for people.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "public_url must look like https://pass.example.edu: http or https, a host, perhaps a port, nothing after it"
)]
pub struct PublicUrlError;

impl FromStr for PublicUrl {
    type Err = PublicUrlError;

    fn from_str(text: &str) -> Result<Self, PublicUrlError> {
        let text = text.strip_suffix('/').unwrap_or(text);
        let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
        let allowed = |c: char| c.is_ascii_alphanumeric() || "-.:[]".contains(c);
        match host {
            Some(host) if !host.is_empty() && host.chars().all(allowed) => Ok(Self(text.to_owned())),
            _ => Err(PublicUrlError),
        }
    }
}

impl TryFrom<String> for PublicUrl {
    type Error = PublicUrlError;

    fn try_from(text: String) -> Result<Self, PublicUrlError> {
        text.parse()
    }
}

/// A time zone by its name, `Asia/Shanghai` unless given. The zone tables are part of the program.
#[derive(Debug, Clone, Deserialize)]
#[serde(try_from = "String")]
pub struct Zone(TimeZone);

impl Zone {
    /// The zone itself.
    pub fn zone(&self) -> &TimeZone {
        &self.0
    }
}

impl Default for Zone {
    fn default() -> Self {
        Self(TimeZone::get("Asia/Shanghai").unwrap_or(TimeZone::UTC))
    }
}

/// The text names no time zone.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is not a time zone such as Asia/Shanghai")]
pub struct ZoneError(String);

impl TryFrom<String> for Zone {
    type Error = ZoneError;

    fn try_from(text: String) -> Result<Self, ZoneError> {
        TimeZone::get(&text).map(Self).map_err(|_| ZoneError(text))
    }
}
