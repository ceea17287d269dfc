//! The signature of Standard Webhooks: `v1,` and the Base64 of HMAC-SHA-256 over `id.timestamp.body`.
//!
//! A receiver may be given two secrets while one is being replaced; the header then carries a signature for each.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use tongxing_domain::time::Timestamp;
use tongxing_ports::Random;
use zeroize::Zeroizing;

/// Header with the call's id.
pub const ID: &str = "webhook-id";
/// Header with the second in which this attempt was made.
pub const TIMESTAMP: &str = "webhook-timestamp";
/// Header with the signatures.
pub const SIGNATURE: &str = "webhook-signature";

/// How far the sender's clock may differ from the receiver's.
const TOLERANCE_SECONDS: i64 = 300;

const PREFIX: &str = "whsec_";
const VERSION: &str = "v1,";

/// What sender and receiver share.
#[derive(Clone)]
pub struct Secret(Zeroizing<Vec<u8>>);

/// The text is no secret; it is not repeated here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a webhook secret: whsec_ and the Base64 of 24 to 64 bytes are wanted")]
pub struct NotASecret;

impl Secret {
    /// Reads `whsec_…`.
    pub fn parse(text: &str) -> Result<Self, NotASecret> {
        let encoded = text.trim().strip_prefix(PREFIX).ok_or(NotASecret)?;
        let bytes = Zeroizing::new(STANDARD.decode(encoded).map_err(|_| NotASecret)?);
        if (24..=64).contains(&bytes.len()) { Ok(Self(bytes)) } else { Err(NotASecret) }
    }

    /// A new one.
    pub fn generate(random: &dyn Random) -> Self {
        let mut bytes = Zeroizing::new(vec![0; 32]);
        random.fill(&mut bytes);
        Self(bytes)
    }

    /// The text for a configuration file: show it once, to the person who sets up the other side.
    pub fn to_text(&self) -> Zeroizing<String> {
        Zeroizing::new(format!("{PREFIX}{}", STANDARD.encode(self.0.as_slice())))
    }

    fn mac(&self, id: &str, second: &str, body: &[u8]) -> Option<Hmac<Sha256>> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).ok()?;
        for part in [id.as_bytes(), b".", second.as_bytes(), b".", body] {
            mac.update(part);
        }
        Some(mac)
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("webhook secret")
    }
}

/// The signature header of a call, one signature for each secret.
pub fn sign(secrets: &[Secret], id: &str, second: i64, body: &[u8]) -> String {
    let second = second.to_string();
    let macs = secrets.iter().filter_map(|secret| secret.mac(id, &second, body));
    macs.map(|mac| format!("{VERSION}{}", STANDARD.encode(mac.finalize().into_bytes())))
        .collect::<Vec<_>>()
        .join(" ")
}

/// Why a received call is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unverified {
    /// The second is missing or no number.
    #[error("the call carries no time")]
    NoTime,
    /// Older or newer than five minutes: perhaps somebody repeats what they overheard.
    #[error("the call's time is more than five minutes from ours")]
    Stale,
    /// No signature fits: another secret, or the call was altered.
    #[error("the call's signature does not fit")]
    Wrong,
}

/// The receiver's side: whether a call with these three headers and this body comes from somebody who has a secret.
pub fn verify(
    secrets: &[Secret],
    id: &str,
    second: &str,
    signatures: &str,
    body: &[u8],
    now: Timestamp,
) -> Result<(), Unverified> {
    let at: i64 = second.parse().map_err(|_| Unverified::NoTime)?;
    if now.millis().div_euclid(1000).abs_diff(at) > TOLERANCE_SECONDS.unsigned_abs() {
        return Err(Unverified::Stale);
    }
    let given: Vec<Vec<u8>> = signatures
        .split(' ')
        .filter_map(|signature| signature.strip_prefix(VERSION))
        .filter_map(|signature| STANDARD.decode(signature).ok())
        .collect();
    let fits = |secret: &Secret| {
        // `verify_slice` takes the same time wherever the first difference is.
        given.iter().any(|one| secret.mac(id, second, body).is_some_and(|mac| mac.verify_slice(one).is_ok()))
    };
    if secrets.iter().any(fits) { Ok(()) } else { Err(Unverified::Wrong) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use tongxing_ports::fake::CountingRandom;

    use super::*;

    /// The example of the specification's own libraries.
    const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    const NOW: Timestamp = Timestamp::from_millis(1_614_265_330_000);

    fn secret() -> Secret {
        Secret::parse(SECRET).unwrap()
    }

    #[test]
    fn the_published_example_comes_out() {
        let body = br#"{"test": 2432232314}"#;
        let signed = sign(&[secret()], "msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, body);
        assert_eq!(signed, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    #[test]
    fn a_verified_call_is_recent_and_unaltered() {
        let signed = sign(&[secret()], "m", 1_614_265_330, b"{}");
        let check =
            |id, second, signature: &str, body, now| verify(&[secret()], id, second, signature, body, now);
        assert_eq!(check("m", "1614265330", &signed, b"{}", NOW), Ok(()));
        assert_eq!(check("m", "1614265330", &format!("v1a,xx v1,AAAA {signed}"), b"{}", NOW), Ok(()));
        assert_eq!(check("m", "1614265330", &signed, b"{}", NOW.plus_millis(300_000)), Ok(()));
        assert_eq!(
            check("m", "1614265330", &signed, b"{}", NOW.plus_millis(301_000)),
            Err(Unverified::Stale)
        );
        assert_eq!(
            check("m", "1614265330", &signed, b"{}", NOW.plus_millis(-301_000)),
            Err(Unverified::Stale)
        );
        assert_eq!(check("n", "1614265330", &signed, b"{}", NOW), Err(Unverified::Wrong));
        assert_eq!(check("m", "1614265331", &signed, b"{}", NOW), Err(Unverified::Wrong));
        assert_eq!(check("m", "1614265330", &signed, b"{ }", NOW), Err(Unverified::Wrong));
        assert_eq!(check("m", "soon", &signed, b"{}", NOW), Err(Unverified::NoTime));
        for none in ["", "v1,", "v2,AAAA", signed.trim_start_matches("v1,")] {
            assert_eq!(check("m", "1614265330", none, b"{}", NOW), Err(Unverified::Wrong), "{none}");
        }
    }

    #[test]
    fn while_a_secret_is_replaced_both_fit() {
        let (old, new) = (secret(), Secret::generate(&CountingRandom::seeded(1)));
        let signed = sign(&[new.clone(), old.clone()], "m", 1_614_265_330, b"{}");
        for secret in [old, new] {
            assert_eq!(verify(&[secret], "m", "1614265330", &signed, b"{}", NOW), Ok(()));
        }
    }

    #[test]
    fn secrets_are_read_and_written() {
        assert_eq!(*secret().to_text(), SECRET);
        let made = Secret::generate(&CountingRandom::seeded(1)).to_text();
        assert_eq!(Secret::parse(&made).unwrap().to_text(), made);
        for wrong in ["", "whsec_", "whsec_c2hvcnQ=", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_not base64!"]
        {
            assert_eq!(Secret::parse(wrong).err(), Some(NotASecret), "{wrong}");
        }
        assert_eq!(format!("{:?}", secret()), "webhook secret");
    }

    proptest! {
        #[test]
        fn the_reference_implementation_signs_alike(
            id in "[a-z0-9-]{1,40}", second in 0_i64..4_000_000_000, body in "\\PC{0,200}",
        ) {
            let reference = standardwebhooks::Webhook::new(SECRET).unwrap();
            let expected = reference.sign(&id, second, body.as_bytes()).unwrap();
            prop_assert_eq!(sign(&[secret()], &id, second, body.as_bytes()), expected);
        }
    }
}
