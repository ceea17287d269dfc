//! Address ranges such as `10.0.0.0/8`: which proxies are believed, and who may read the metrics.

use std::{fmt, net::IpAddr, str::FromStr};

use serde::Deserialize;

/// A range of network addresses; a single address is a range of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct AddressRange {
    base: u128,
    prefix: u32,
    is_v4: bool,
}

/// The text is no range; the words go to the operator.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is not an address or a range such as 10.0.0.0/8 or fd00::/8")]
pub struct AddressRangeError(String);

impl AddressRange {
    /// Whether the address lies within. An IPv4 address that arrives in IPv6 clothes (`::ffff:…`) counts as IPv4.
    pub fn contains(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        address.is_ipv4() == self.is_v4 && mask(number(address), self.prefix) == self.base
    }
}

impl FromStr for AddressRange {
    type Err = AddressRangeError;

    fn from_str(text: &str) -> Result<Self, AddressRangeError> {
        let wrong = || AddressRangeError(text.to_owned());
        let (address, prefix) = match text.split_once('/') {
            Some((address, prefix)) => (address, Some(prefix)),
            None => (text, None),
        };
        let address: IpAddr = address.parse().map_err(|_| wrong())?;
        let is_v4 = address.is_ipv4();
        let longest = if is_v4 { 32 } else { 128 };
        let prefix = match prefix {
            Some(prefix) => prefix.parse().ok().filter(|p| *p <= longest).ok_or_else(wrong)?,
            None => longest,
        };
        // Counted in 128 bits whatever the family: an IPv4 address sits in the last 32 of them.
        let prefix = prefix + (128 - longest);
        Ok(Self { base: mask(number(address), prefix), prefix, is_v4 })
    }
}

impl TryFrom<String> for AddressRange {
    type Error = AddressRangeError;

    fn try_from(text: String) -> Result<Self, AddressRangeError> {
        text.parse()
    }
}

impl fmt::Display for AddressRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_v4 {
            let base = u32::try_from(self.base).unwrap_or(0);
            write!(f, "{}/{}", std::net::Ipv4Addr::from(base), self.prefix - 96)
        } else {
            write!(f, "{}/{}", std::net::Ipv6Addr::from(self.base), self.prefix)
        }
    }
}

fn number(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(v4) => u128::from(u32::from(v4)),
        IpAddr::V6(v6) => u128::from(v6),
    }
}

fn mask(address: u128, prefix: u32) -> u128 {
    address & u128::MAX.checked_shl(128 - prefix).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(text: &str) -> AddressRange {
        text.parse().unwrap()
    }

    #[test]
    fn a_range_holds_what_it_says() {
        for (text, inside, outside) in [
            ("10.0.0.0/8", "10.255.0.1", "11.0.0.1"),
            ("192.168.7.9", "192.168.7.9", "192.168.7.8"),
            ("192.168.7.9", "::ffff:192.168.7.9", "::c0a8:709"),
            ("fd00::/8", "fdab::1", "fe80::1"),
            ("::1", "::1", "::2"),
        ] {
            assert!(range(text).contains(inside.parse().unwrap()), "{text} {inside}");
            assert!(!range(text).contains(outside.parse().unwrap()), "{text} {outside}");
        }
    }

    #[test]
    fn everything_of_one_family_is_not_everything() {
        assert!(range("0.0.0.0/0").contains("203.0.113.4".parse().unwrap()));
        assert!(!range("0.0.0.0/0").contains("2001:db8::1".parse().unwrap()));
        assert!(range("::/0").contains("2001:db8::1".parse().unwrap()));
    }

    #[test]
    fn nonsense_is_named() {
        for text in ["", "10.0.0.0/33", "::1/129", "campus", "10.0.0.0/-1", "10.0.0/8"] {
            assert_eq!(text.parse::<AddressRange>(), Err(AddressRangeError(text.to_owned())));
        }
    }

    #[test]
    fn a_range_is_shown_as_written() {
        for text in ["10.0.0.0/8", "fd00::/8", "127.0.0.1/32"] {
            assert_eq!(range(text).to_string(), text);
        }
    }
}
