//! The configuration file `tongxing.toml` of an installation.
//!
//! Every key is checked when the file is read; an unknown key is refused with its line, for a misspelt key that is
//! silently ignored is the worst kind of setting. Secrets may stay out of the file: see [`Config::override_from`].

mod values;

use std::{
    collections::BTreeMap,
    net::SocketAddr,
    path::{Path, PathBuf},
};

use serde::Deserialize;

pub use crate::config::values::{PublicUrl, Secret, Zone};
use crate::network::AddressRange;

/// What an installation sets. Each field is explained in `docs/operate/tongxing.example.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Where the program listens; loopback unless told otherwise, with a reverse proxy in front of it.
    #[serde(default = "default_listen")]
    pub listen: SocketAddr,
    /// The address people reach the program at.
    pub public_url: PublicUrl,
    /// The data folder: keys, stored files and, unless `database` says otherwise, the database.
    #[serde(default = "default_data")]
    pub data: PathBuf,
    /// Where the master keys lie, when not in the data folder.
    pub master_key_file: Option<PathBuf>,
    /// Who runs this.
    pub campus: CampusConfig,
    /// Which database.
    #[serde(default)]
    pub database: DatabaseConfig,
    /// Where authorised plates are sent.
    pub vehicle_system: Option<VehicleSystemConfig>,
    /// How e-mail leaves.
    pub smtp: Option<SmtpConfig>,
    /// How text messages leave. With it, applicants prove by a code that a phone is theirs.
    pub sms: Option<SmsConfig>,
    /// Whom to believe and whom to let in.
    #[serde(default)]
    pub network: NetworkConfig,
}

/// The university, as its pages name it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CampusConfig {
    /// Its name in Chinese.
    pub name_zh: String,
    /// Its name in English.
    pub name_en: String,
    /// Who answers questions, in Chinese.
    pub contact_zh: String,
    /// Who answers questions, in English.
    pub contact_en: String,
    /// The time zone that its days begin and end in.
    #[serde(default)]
    pub zone: Zone,
}

/// The database: a SQLite file in the data folder unless an address is given.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DatabaseConfig {
    /// `sqlite:PATH` or `postgres://…`.
    pub url: Option<Secret>,
    /// Connections to PostgreSQL.
    pub connections: Option<u32>,
}

/// The vehicle management system that takes authorised plates by signed webhook.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VehicleSystemConfig {
    /// The name that the list of deliveries shows.
    pub name: String,
    /// Where it listens.
    pub url: String,
    /// The shared secret of Standard Webhooks, `whsec_…`.
    #[serde(default)]
    pub secret: Secret,
    /// The campus's own certificate authority, as a PEM file.
    pub authority_file: Option<PathBuf>,
}

/// The mail server that notifications leave by.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SmtpConfig {
    /// Its host name.
    pub host: String,
    /// Its port; 465 for `tls`, 587 for `starttls`, 25 for `none` unless given.
    pub port: Option<u16>,
    /// How the connection is protected.
    #[serde(default)]
    pub security: SmtpSecurity,
    /// Who signs in; nobody when absent.
    pub user: Option<String>,
    /// With which password.
    #[serde(default)]
    pub password: Secret,
    /// The sender's address.
    pub from: String,
    /// The sender's name, as people see it.
    #[serde(default = "default_sender")]
    pub from_name: String,
    /// The campus's own certificate authority, as a PEM file.
    pub authority_file: Option<PathBuf>,
}

/// The HTTP gateway that text messages leave by.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SmsConfig {
    /// Where it takes them. The address may hold a key.
    pub url: Secret,
    /// Headers of each request, by name.
    #[serde(default)]
    pub headers: BTreeMap<String, Secret>,
    /// The JSON body; `{phone}` and `{text}` in it are filled in.
    pub body: Secret,
    /// What an answer of success holds, where its status does not say so.
    pub success: Option<String>,
    /// The campus's own certificate authority, as a PEM file.
    pub authority_file: Option<PathBuf>,
}

/// How the connection to the mail server is protected.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SmtpSecurity {
    /// TLS from the first byte.
    Tls,
    /// TLS begun by STARTTLS, required.
    #[default]
    Starttls,
    /// None: for a relay on the same machine only.
    None,
}

/// Proxies and administrators, by network address.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct NetworkConfig {
    /// Reverse proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<AddressRange>,
    /// Who may read `/metrics`.
    pub metrics_from: Vec<AddressRange>,
}

/// Why a configuration was not taken; the words go to the operator.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file could not be read.
    #[error("cannot read {path}")]
    Unreadable {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// Something in the file is wrong. The line itself is not repeated: it may hold a secret.
    #[error("{path}:{line}:{column}: {message}")]
    Wrong {
        /// Which file.
        path: PathBuf,
        /// From 1.
        line: usize,
        /// From 1, in characters.
        column: usize,
        /// What is wrong and what would be right.
        message: String,
    },
    /// An environment variable holds something that its key cannot hold.
    #[error("the environment variable {name} is wrong: {message}")]
    Environment {
        /// Which one.
        name: &'static str,
        /// What would be right.
        message: String,
    },
}

impl Config {
    /// Reads a file and lets the environment override it.
    pub fn load(path: &Path) -> Result<Self, ConfigError> {
        let text = std::fs::read_to_string(path)
            .map_err(|source| ConfigError::Unreadable { path: path.to_owned(), source })?;
        let mut config = Self::parse(path, &text)?;
        config.override_from(|name| std::env::var(name).ok())?;
        Ok(config)
    }

    /// Checks the text of a file; `path` is for the messages only.
    pub fn parse(path: &Path, text: &str) -> Result<Self, ConfigError> {
        toml::from_str(text).map_err(|error| {
            let (line, column) = place(text, error.span().map_or(0, |span| span.start));
            ConfigError::Wrong { path: path.to_owned(), line, column, message: error.message().to_owned() }
        })
    }

    /// The least that can be said about a data folder: for commands that only move what lies in it.
    pub fn bare(data: &Path) -> Result<Self, ConfigError> {
        let text = "public_url = 'http://127.0.0.1'\n[campus]\nname_zh = ''\nname_en = ''\ncontact_zh = ''\ncontact_en = ''\n";
        let mut config = Self::parse(data, text)?;
        data.clone_into(&mut config.data);
        Ok(config)
    }

    /// Takes what a service manager or a container sets instead of the file: addresses and secrets.
    pub fn override_from(&mut self, env: impl Fn(&str) -> Option<String>) -> Result<(), ConfigError> {
        if let Some(listen) = env("TONGXING_LISTEN") {
            self.listen = read("TONGXING_LISTEN", &listen)?;
        }
        if let Some(url) = env("TONGXING_PUBLIC_URL") {
            self.public_url = read("TONGXING_PUBLIC_URL", &url)?;
        }
        if let Some(data) = env("TONGXING_DATA") {
            self.data = PathBuf::from(data);
        }
        if let Some(url) = env("TONGXING_DATABASE_URL") {
            self.database.url = Some(Secret::new(url));
        }
        if let (Some(secret), Some(system)) = (env("TONGXING_VEHICLE_SECRET"), &mut self.vehicle_system) {
            system.secret = Secret::new(secret);
        }
        if let (Some(password), Some(smtp)) = (env("TONGXING_SMTP_PASSWORD"), &mut self.smtp) {
            smtp.password = Secret::new(password);
        }
        if let Some(sms) = &mut self.sms {
            if let Some(url) = env("TONGXING_SMS_URL") {
                sms.url = Secret::new(url);
            }
            if let Some(authorization) = env("TONGXING_SMS_AUTHORIZATION") {
                sms.headers.retain(|name, _| !name.eq_ignore_ascii_case("authorization"));
                sms.headers.insert("Authorization".to_owned(), Secret::new(authorization));
            }
        }
        Ok(())
    }
}

impl SmtpConfig {
    /// The port to speak to.
    pub fn port(&self) -> u16 {
        self.port.unwrap_or(match self.security {
            SmtpSecurity::Tls => 465,
            SmtpSecurity::Starttls => 587,
            SmtpSecurity::None => 25,
        })
    }
}

impl Default for NetworkConfig {
    fn default() -> Self {
        let loopback = ["127.0.0.0/8", "::1"].iter().filter_map(|range| range.parse().ok()).collect();
        Self { trusted_proxies: Vec::new(), metrics_from: loopback }
    }
}

fn default_listen() -> SocketAddr {
    SocketAddr::from(([127, 0, 0, 1], 8080))
}

fn default_sender() -> String {
    "通行".to_owned()
}

fn default_data() -> PathBuf {
    PathBuf::from("data")
}

fn read<T: std::str::FromStr<Err: std::fmt::Display>>(
    name: &'static str,
    text: &str,
) -> Result<T, ConfigError> {
    text.parse().map_err(|error: T::Err| ConfigError::Environment { name, message: error.to_string() })
}

/// Line and column of a byte, both from 1.
fn place(text: &str, byte: usize) -> (usize, usize) {
    let before = text.get(..byte).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let column = before.get(line_start..).unwrap_or_default().chars().count() + 1;
    (before.matches('\n').count() + 1, column)
}

#[cfg(test)]
mod tests;
