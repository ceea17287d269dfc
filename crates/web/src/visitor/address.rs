//! Where a request really came from.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::extract::ConnectInfo;
use http::request::Parts;

/// The address of the other end. What a proxy says (`X-Forwarded-For`) is weighed once, by the program around this
/// router, against the proxies its configuration names; here no header is believed.
pub fn of(request: &Parts) -> IpAddr {
    let peer = request.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    peer.unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED)).to_canonical()
}

#[cfg(test)]
mod tests {
    use http::Request;

    use super::*;

    #[test]
    fn no_header_chooses_an_address_not_even_from_this_machine() {
        for (peer, expected) in [("127.0.0.1:1", "127.0.0.1"), ("[::ffff:192.0.2.1]:1", "192.0.2.1")] {
            let (mut request, ()) = Request::new(()).into_parts();
            request.extensions.insert(ConnectInfo(peer.parse::<SocketAddr>().unwrap()));
            request.headers.insert("x-forwarded-for", "198.51.100.7".parse().unwrap());
            request.headers.insert("forwarded", "for=198.51.100.7".parse().unwrap());
            assert_eq!(of(&request).to_string(), expected);
        }
    }
}
