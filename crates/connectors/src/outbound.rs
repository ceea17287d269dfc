//! What every call to an outside system has in common: HTTPS unless the other side is this machine, no proxy of the
//! environment, no redirect followed, and never more read of an answer than is needed.

use std::{net::IpAddr, sync::Arc, time::Duration};

use reqwest::{Client, Response, Url, redirect};
use rustls::{
    ClientConfig, RootCertStore,
    crypto::ring,
    pki_types::{CertificateDer, pem::PemObject as _},
};

/// An address that nothing is sent to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OutboundError {
    /// It is no address.
    #[error("the address is not an http(s) address")]
    Url,
    /// It is a plain address of another machine.
    #[error("the address must be https; only a receiver on this machine may go without")]
    Plain,
}

/// The encrypted connection cannot be prepared.
#[derive(Debug, thiserror::Error)]
#[error("the connection cannot be prepared: {0}")]
pub struct ConnectionError(pub(crate) String);

/// The address, when something may be sent there.
pub(crate) fn address(text: &str) -> Result<Url, OutboundError> {
    let url = Url::parse(text).map_err(|_| OutboundError::Url)?;
    let host = url.host_str().ok_or(OutboundError::Url)?.to_ascii_lowercase();
    match url.scheme() {
        "https" => Ok(url),
        "http" if is_this_machine(&host) => Ok(url),
        "http" => Err(OutboundError::Plain),
        _ => Err(OutboundError::Url),
    }
}

fn is_this_machine(host: &str) -> bool {
    let address = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    host == "localhost" || address.is_ok_and(|address| address.is_loopback())
}

/// A client of its own for each target, with ring named explicitly: nothing depends on which provider was installed.
pub(crate) fn client(authority: Option<&str>, timeout: Duration) -> Result<Client, ConnectionError> {
    let failed = |why: String| ConnectionError(why);
    let mut roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    if let Some(pem) = authority {
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
        .connect_timeout(timeout.min(Duration::from_secs(5)))
        .timeout(timeout)
        .build()
        .map_err(|error| failed(error.without_url().to_string()))
}

/// What an answer begins with. One that breaks off is still an answer: its status has been read.
pub(crate) async fn beginning(response: &mut Response, most: usize) -> Vec<u8> {
    let mut read = Vec::new();
    while let Ok(Some(chunk)) = response.chunk().await {
        let room = most - read.len();
        read.extend(chunk.iter().take(room));
        if chunk.len() >= room {
            break;
        }
    }
    read
}
