//! Where calls go: the configured address, checked before the first of them.

use std::{net::IpAddr, sync::Arc, time::Duration};

use reqwest::{Client, Url, redirect};
use rustls::{
    ClientConfig, RootCertStore,
    crypto::ring,
    pki_types::{CertificateDer, pem::PemObject as _},
};

use super::signature::Secret;

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
    let url = Url::parse(&target.url).map_err(|_| TargetError::Url { name: name() })?;
    let host = url.host_str().ok_or_else(|| TargetError::Url { name: name() })?.to_ascii_lowercase();
    match url.scheme() {
        "https" => {}
        "http" if is_this_machine(&host) => {}
        "http" => return Err(TargetError::Plain { name: name() }),
        _ => return Err(TargetError::Url { name: name() }),
    }
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

fn is_this_machine(host: &str) -> bool {
    let address = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    host == "localhost" || address.is_ok_and(|address| address.is_loopback())
}

/// A client of its own for each target, with ring named explicitly: nothing depends on which provider was installed.
pub(super) fn client(target: &WebhookTarget) -> Result<Client, TargetError> {
    let failed = |why: String| TargetError::Connection { name: target.name.clone(), why };
    let mut roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    if let Some(pem) = &target.authority {
        let mut found = false;
        for certificate in CertificateDer::pem_slice_iter(pem.as_bytes()) {
            let certificate =
                certificate.map_err(|_| failed("the authority is not a PEM file".to_owned()))?;
            roots.add(certificate).map_err(|error| failed(error.to_string()))?;
            found = true;
        }
        if !found {
            return Err(failed("the authority holds no certificate".to_owned()));
        }
    }
    let tls = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| failed(error.to_string()))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Client::builder()
        .tls_backend_preconfigured(tls)
        .http1_only()
        .no_proxy()
        .redirect(redirect::Policy::none())
        .referer(false)
        .user_agent(concat!("tongxing/", env!("CARGO_PKG_VERSION")))
        .connect_timeout(target.timeout.min(Duration::from_secs(5)))
        .timeout(target.timeout)
        .build()
        .map_err(|error| failed(error.without_url().to_string()))
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
