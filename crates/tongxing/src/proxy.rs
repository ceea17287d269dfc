//! Reverse proxies: whose word about the client's address is taken.
//!
//! A proxy writes into `X-Forwarded-For` whom it speaks for, and so can anybody else. The header is believed from the
//! right, as long as a configured proxy said so; then it is taken off, so that nothing behind this layer has to
//! decide again.

use std::{
    net::{IpAddr, SocketAddr},
    sync::Arc,
};

use axum::{
    extract::{ConnectInfo, Request, State},
    http::HeaderMap,
    middleware::Next,
    response::Response,
};

use crate::network::AddressRange;

const FORWARDED: &str = "x-forwarded-for";

/// The layer: afterwards `ConnectInfo` holds the client's address, and no header claims another.
pub async fn see_through(
    State(trusted): State<Arc<[AddressRange]>>,
    mut request: Request,
    next: Next,
) -> Response {
    if let Some(ConnectInfo(peer)) = request.extensions().get::<ConnectInfo<SocketAddr>>().copied() {
        let client = client_of(peer.ip(), request.headers(), &trusted);
        request.extensions_mut().insert(ConnectInfo(SocketAddr::new(client, peer.port())));
    }
    request.headers_mut().remove(FORWARDED);
    next.run(request).await
}

/// Walks from the connection back towards the client, for as long as those in between are trusted.
fn client_of(peer: IpAddr, headers: &HeaderMap, trusted: &[AddressRange]) -> IpAddr {
    let is_trusted = |address: IpAddr| trusted.iter().any(|range| range.contains(address));
    let claims = headers.get_all(FORWARDED).iter().filter_map(|value| value.to_str().ok());
    let claims: Vec<&str> = claims.flat_map(|value| value.split(',')).map(str::trim).collect();
    let mut client = peer;
    for claim in claims.into_iter().rev() {
        match claim.parse() {
            Ok(address) if is_trusted(client) => client = address,
            _ => break,
        }
    }
    client.to_canonical()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(peer: &str, forwarded: &[&str], trusted: &[&str]) -> String {
        let trusted: Vec<AddressRange> = trusted.iter().map(|range| range.parse().unwrap()).collect();
        let mut headers = HeaderMap::new();
        for value in forwarded {
            headers.append(FORWARDED, value.parse().unwrap());
        }
        client_of(peer.parse().unwrap(), &headers, &trusted).to_string()
    }

    #[test]
    fn a_client_cannot_choose_its_address() {
        let proxies = &["127.0.0.1", "10.0.0.0/8"][..];
        for (peer, forwarded, trusted, expected) in [
            ("203.0.113.9", &["1.2.3.4"][..], proxies, "203.0.113.9"),
            ("127.0.0.1", &["1.2.3.4"], &[][..], "127.0.0.1"),
            ("127.0.0.1", &["203.0.113.9"], proxies, "203.0.113.9"),
            ("127.0.0.1", &["1.2.3.4, 203.0.113.9"], proxies, "203.0.113.9"),
            ("127.0.0.1", &["1.2.3.4", "203.0.113.9, 10.0.0.7"], proxies, "203.0.113.9"),
            ("127.0.0.1", &["1.2.3.4, nonsense"], proxies, "127.0.0.1"),
            ("127.0.0.1", &["1.2.3.4, nonsense, 10.0.0.7"], proxies, "10.0.0.7"),
            ("::ffff:10.0.0.7", &["2001:db8::5"], proxies, "2001:db8::5"),
            ("127.0.0.1", &[], proxies, "127.0.0.1"),
        ] {
            assert_eq!(client(peer, forwarded, trusted), expected, "{peer} {forwarded:?} {trusted:?}");
        }
    }
}
