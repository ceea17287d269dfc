//! Where a request really came from.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::extract::ConnectInfo;
use http::request::Parts;

/// The address of the other end. A proxy's word (`X-Forwarded-For`) is taken only when the proxy runs on this
/// machine, and then only its last entry: whatever stands before that, a client may have written itself.
pub fn of(request: &Parts) -> IpAddr {
    let peer = request.extensions.get::<ConnectInfo<SocketAddr>>().map(|c| c.0.ip());
    let peer = peer.unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED));
    let forwarded = request.headers.get_all("x-forwarded-for").iter().next_back();
    let last = forwarded.and_then(|v| v.to_str().ok()?.rsplit(',').next()?.trim().parse().ok());
    match last {
        Some(client) if peer.is_loopback() => client,
        _ => peer,
    }
}

#[cfg(test)]
mod tests {
    use http::Request;

    use super::*;

    fn from(peer: [u8; 4], forwarded: &str) -> String {
        let (mut request, ()) = Request::new(()).into_parts();
        request.extensions.insert(ConnectInfo(SocketAddr::from((peer, 1))));
        request.headers.insert("x-forwarded-for", forwarded.parse().unwrap());
        of(&request).to_string()
    }

    #[test]
    fn only_a_proxy_on_this_machine_is_believed_and_only_its_own_entry() {
        assert_eq!(from([127, 0, 0, 1], "203.0.113.9, 198.51.100.7"), "198.51.100.7");
        assert_eq!(from([192, 0, 2, 1], "198.51.100.7"), "192.0.2.1");
        assert_eq!(from([127, 0, 0, 1], "nonsense"), "127.0.0.1");
    }
}
