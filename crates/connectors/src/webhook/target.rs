//! Where calls go: the configured address, checked before the first of them.

use std::time::Duration;

use reqwest::{Client, Url};

use super::signature::Secret;
use crate::outbound::{self, ConnectionError, OutboundError};

/// One outside system as the configuration names it.
#[derive(Debug, Clone)]
pub struct WebhookTarget {
    /// Its name in the ledger and on the page of deliveries, e.g. `vehicle-system`.
    pub name: String,
    /// The address that takes the calls.
    pub url: String,
    /// What is shared with it; two while one is being replaced.
    pub secrets: Vec<Secret>,
    /// A certificate authority of the campus's own, as PEM, beside the public ones.
    pub authority: Option<String>,
    /// How long one call may take from the first byte to the last.
    pub timeout: Duration,
}

/// What is wrong with a target, for whoever configured it.
#[derive(Debug, thiserror::Error)]
pub enum TargetError {
    /// The address is no address.
    #[error("webhook {name}: the address is not an http(s) address")]
    Url {
        /// The target's name.
        name: String,
    },
    /// A plain address of another machine.
    #[error("webhook {name}: the address must be https; only a receiver on this machine may go without")]
    Plain {
        /// The target's name.
        name: String,
    },
    /// The address's host is not among the outside hosts.
    #[error("webhook {name}: {host} is not in the list of outside hosts")]
    HostNotAllowed {
        /// The target's name.
        name: String,
        /// The host, with its port where it is not the usual one.
        host: String,
    },
    /// Nothing to sign with.
    #[error("webhook {name}: there is no secret")]
    NoSecret {
        /// The target's name.
        name: String,
    },
    /// The encrypted connection cannot be prepared.
    #[error("webhook {name}: the connection cannot be prepared: {why}")]
    Connection {
        /// The target's name.
        name: String,
        /// What did not work.
        why: String,
    },
}

/// The address, when calls may go there. A host is allowed as `host` (any port) or `host:port`.
pub(super) fn check(target: &WebhookTarget, allowed_hosts: &[String]) -> Result<Url, TargetError> {
    let name = || target.name.clone();
    let url = outbound::address(&target.url).map_err(|error| match error {
        OutboundError::Url => TargetError::Url { name: name() },
        OutboundError::Plain => TargetError::Plain { name: name() },
    })?;
    let host = url.host_str().unwrap_or_default().to_ascii_lowercase();
    if target.secrets.is_empty() {
        return Err(TargetError::NoSecret { name: name() });
    }
    let port = url.port_or_known_default().unwrap_or_default();
    let with_port = format!("{host}:{port}");
    let allowed =
        |listed: &String| [&host, &with_port].iter().any(|known| listed.eq_ignore_ascii_case(known));
    if allowed_hosts.iter().any(allowed) {
        Ok(url)
    } else {
        let host = if url.port().is_some() { with_port } else { host };
        Err(TargetError::HostNotAllowed { name: name(), host })
    }
}

/// The connection to it.
pub(super) fn client(target: &WebhookTarget) -> Result<Client, TargetError> {
    outbound::client(target.authority.as_deref(), target.timeout)
        .map_err(|ConnectionError(why)| TargetError::Connection { name: target.name.clone(), why })
}

#[cfg(test)]
mod tests {
    use tongxing_ports::fake::CountingRandom;

    use super::*;

    fn verdict(url: &str, allowed: &[&str]) -> &'static str {
        let target = WebhookTarget {
            name: "v".to_owned(),
            url: url.to_owned(),
            secrets: vec![Secret::generate(&CountingRandom::seeded(1))],
            authority: None,
            timeout: Duration::from_secs(1),
        };
        let allowed: Vec<String> = allowed.iter().map(|host| (*host).to_owned()).collect();
        match check(&target, &allowed) {
            Ok(_) => "ok",
            Err(TargetError::Url { .. }) => "no address",
            Err(TargetError::Plain { .. }) => "plain",
            Err(TargetError::HostNotAllowed { .. }) => "not allowed",
            Err(_) => "other",
        }
    }

    #[test]
    fn calls_go_to_listed_hosts_only() {
        for (url, allowed, expected) in [
            ("https://cars.example.edu.cn/hook", &["cars.example.edu.cn"][..], "ok"),
            ("https://CARS.example.edu.cn/hook", &["cars.Example.edu.cn"], "ok"),
            ("https://cars.example.edu.cn:8443/", &["cars.example.edu.cn:8443"], "ok"),
            ("https://cars.example.edu.cn:8443/", &["cars.example.edu.cn:443"], "not allowed"),
            ("https://cars.example.edu.cn/", &["cars.example.edu.cn:443"], "ok"),
            ("https://cars.example.edu.cn.evil.test/", &["cars.example.edu.cn"], "not allowed"),
            ("https://cars.example.edu.cn@evil.test/", &["cars.example.edu.cn"], "not allowed"),
            ("https://cars.example.edu.cn/", &[], "not allowed"),
            ("http://cars.example.edu.cn/", &["cars.example.edu.cn"], "plain"),
            ("http://127.0.0.1.evil.test/", &["127.0.0.1.evil.test"], "plain"),
            ("http://127.0.0.1:9000/", &["127.0.0.1:9000"], "ok"),
            ("http://[::1]:9000/", &["[::1]"], "ok"),
            ("http://localhost:9000/", &["localhost"], "ok"),
            ("file:///etc/passwd", &["localhost"], "no address"),
            ("ftp://localhost/", &["localhost"], "no address"),
            ("cars", &["cars"], "no address"),
        ] {
            assert_eq!(verdict(url, allowed), expected, "{url}");
        }
    }

    #[test]
    fn a_target_without_a_secret_or_with_a_wrong_authority_is_refused() {
        let mut target = WebhookTarget {
            name: "v".to_owned(),
            url: "https://a.test/".to_owned(),
            secrets: Vec::new(),
            authority: Some("nothing".to_owned()),
            timeout: Duration::from_secs(1),
        };
        assert!(matches!(check(&target, &["a.test".to_owned()]), Err(TargetError::NoSecret { .. })));
        assert!(matches!(client(&target), Err(TargetError::Connection { .. })));
        target.authority = None;
        assert!(client(&target).is_ok());
    }
}
