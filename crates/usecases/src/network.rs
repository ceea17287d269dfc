//! Whom tries from an address are counted against.

use std::net::IpAddr;

/// What stands for everybody behind an address. One line gets a whole /64 of IPv6, as many addresses as anyone could
/// wish for, so there the network is counted; an IPv4 address counts as itself.
pub(crate) fn of(address: &str) -> String {
    match address.parse::<IpAddr>().map(|found| found.to_canonical()) {
        Ok(IpAddr::V6(long)) => {
            let [a, b, c, d, ..] = long.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
        Ok(IpAddr::V4(short)) => short.to_string(),
        Err(_) => address.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn neighbours_of_one_line_count_as_one() {
        assert_eq!(of("2001:db8:1:2::1"), of("2001:db8:1:2:ffff:ffff:ffff:ffff"));
        assert_ne!(of("2001:db8:1:2::1"), of("2001:db8:1:3::1"));
        assert_eq!(of("::ffff:192.0.2.7"), of("192.0.2.7"));
        assert_ne!(of("192.0.2.7"), of("192.0.2.8"));
    }
}
