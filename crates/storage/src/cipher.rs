//! Field encryption and keyed look-up.
//!
//! A ciphertext is `suite (1 byte) | key id (2 bytes) | nonce (12 bytes) | AES-256-GCM ciphertext and tag`.
//! Its associated data is `table:id:column`, so a value moved to another row or column does not open. The suite
//! byte leaves room for SM4-GCM beside it (1 is AES-256-GCM; nothing else is written yet).
//!
//! Searching an encrypted column is possible for exact values only, through a hash keyed with its own key: the
//! space of identity numbers is small enough that a plain hash could be reversed by trying them all.

use std::fmt;

use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use hmac::{Hmac, Mac};
use rand::TryRng;
use rand::rngs::SysRng;
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::error::StorageError;
use crate::keyring::Keyring;

const SUITE_AES_256_GCM: u8 = 1;
const NONCE_LENGTH: usize = 12;
const HEADER_LENGTH: usize = 3 + NONCE_LENGTH;

/// What an encrypted value is looked up by: a hash keyed per column family. It reveals that two rows hold the
/// same value and nothing else.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyedHash(String);

impl KeyedHash {
    /// The text stored in the hash column: 64 hexadecimal digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for KeyedHash {
    type Error = NotAKeyedHash;

    fn try_from(text: String) -> Result<Self, NotAKeyedHash> {
        if text.len() == 64 && text.bytes().all(|b| b.is_ascii_hexdigit()) {
            Ok(Self(text))
        } else {
            Err(NotAKeyedHash)
        }
    }
}

/// The text was not written by this program's hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a look-up hash: 64 hexadecimal digits are wanted")]
pub struct NotAKeyedHash;

impl fmt::Display for KeyedHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Encrypts, decrypts and hashes with the keys of a ring.
pub(crate) struct Cipher {
    current: (u16, Aes256Gcm),
    all: Vec<(u16, Aes256Gcm)>,
    lookup: Zeroizing<[u8; 32]>,
    audit: Zeroizing<[u8; 32]>,
}

impl Cipher {
    pub(crate) fn new(ring: &Keyring) -> Self {
        let instance = |key: &crate::MasterKey| {
            let secret = key.derive("field");
            (key.id(), Aes256Gcm::new(&(*secret).into()))
        };
        Self {
            current: instance(ring.current()),
            all: ring.keys().map(instance).collect(),
            lookup: ring.founding().derive("lookup"),
            audit: ring.founding().derive("audit"),
        }
    }

    /// The ciphertext of a value at its place.
    pub(crate) fn seal(&self, place: Place<'_>, plain: &[u8]) -> Result<Vec<u8>, StorageError> {
        let mut nonce = [0; NONCE_LENGTH];
        SysRng.try_fill_bytes(&mut nonce).map_err(StorageError::failure)?;
        let place = place.to_string();
        let payload = Payload { msg: plain, aad: place.as_bytes() };
        let (key, cipher) = &self.current;
        let body = cipher
            .encrypt(&Nonce::from(nonce), payload)
            .map_err(|_| StorageError::failure("the value is too long to encrypt"))?;
        let mut out = Vec::with_capacity(HEADER_LENGTH + body.len());
        out.push(SUITE_AES_256_GCM);
        out.extend_from_slice(&key.to_be_bytes());
        out.extend_from_slice(&nonce);
        out.extend_from_slice(&body);
        Ok(out)
    }

    /// The value of a ciphertext found at a place; `None` when it was altered, moved, or its key is missing.
    pub(crate) fn open(&self, place: Place<'_>, sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let (header, body) = sealed.split_at_checked(HEADER_LENGTH)?;
        let (&suite, rest) = header.split_first()?;
        let (_, nonce) = rest.split_at_checked(2)?;
        if suite != SUITE_AES_256_GCM {
            return None;
        }
        let id = Self::key_of(sealed)?;
        let (_, cipher) = self.all.iter().find(|(key, _)| *key == id)?;
        let nonce = <[u8; NONCE_LENGTH]>::try_from(nonce).ok()?;
        let place = place.to_string();
        let payload = Payload { msg: body, aad: place.as_bytes() };
        cipher.decrypt(&Nonce::from(nonce), payload).ok().map(Zeroizing::new)
    }

    /// Whether a ciphertext is already under the current key.
    pub(crate) fn is_current(&self, sealed: &[u8]) -> bool {
        Self::key_of(sealed) == Some(self.current.0)
    }

    /// The look-up hash of a value within a family of columns that may be compared with each other.
    pub(crate) fn hash(&self, family: &str, value: &str) -> KeyedHash {
        KeyedHash(hex::encode(mac(&self.lookup, &[family.as_bytes(), value.as_bytes()])))
    }

    /// The link of the audit chain over the given parts.
    pub(crate) fn chain(&self, parts: &[&[u8]]) -> String {
        hex::encode(mac(&self.audit, parts))
    }

    fn key_of(sealed: &[u8]) -> Option<u16> {
        Some(u16::from_be_bytes([*sealed.get(1)?, *sealed.get(2)?]))
    }
}

/// Every part is preceded by its length, so no two lists of parts give the same bytes.
fn mac(key: &[u8; 32], parts: &[&[u8]]) -> Vec<u8> {
    // HMAC takes a key of any length, so the error cannot happen; an empty answer would still fail closed.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else { return Vec::new() };
    for part in parts {
        mac.update(&(part.len() as u64).to_be_bytes());
        mac.update(part);
    }
    mac.finalize().into_bytes().to_vec()
}

/// Where an encrypted value lives: part of its associated data.
#[derive(Clone, Copy)]
pub(crate) struct Place<'a> {
    pub(crate) table: &'static str,
    pub(crate) id: &'a str,
    pub(crate) column: &'static str,
}

impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.table, self.id, self.column)
    }
}

#[cfg(test)]
mod tests {
    use super::{Cipher, Place};
    use crate::keyring::{Keyring, MasterKey};

    const HERE: Place<'static> = Place { table: "person", id: "1", column: "phone" };

    fn cipher(keys: &[(u16, u8)]) -> Cipher {
        let keys = keys.iter().map(|(id, byte)| MasterKey::new(*id, [*byte; 32])).collect();
        Cipher::new(&Keyring::new(keys).unwrap())
    }

    #[test]
    fn a_value_opens_only_where_it_was_sealed() {
        let cipher = cipher(&[(1, 1)]);
        let sealed = cipher.seal(HERE, b"13800000000").unwrap();
        assert_eq!(cipher.open(HERE, &sealed).unwrap().as_slice(), b"13800000000");
        assert!(cipher.open(Place { id: "2", ..HERE }, &sealed).is_none());
        assert!(cipher.open(Place { column: "email", ..HERE }, &sealed).is_none());
        assert!(cipher.open(Place { table: "account", ..HERE }, &sealed).is_none());
    }

    #[test]
    fn every_altered_byte_and_every_shorter_ciphertext_is_refused() {
        let cipher = cipher(&[(1, 1)]);
        let sealed = cipher.seal(HERE, b"secret").unwrap();
        for index in 0..sealed.len() {
            let mut altered = sealed.clone();
            altered[index] ^= 1;
            assert!(cipher.open(HERE, &altered).is_none(), "byte {index}");
            assert!(cipher.open(HERE, &sealed[..index]).is_none(), "length {index}");
        }
    }

    #[test]
    fn the_same_value_never_looks_the_same_twice() {
        let cipher = cipher(&[(1, 1)]);
        assert_ne!(cipher.seal(HERE, b"a").unwrap(), cipher.seal(HERE, b"a").unwrap());
    }

    #[test]
    fn old_keys_still_open_and_a_missing_key_does_not() {
        let old = cipher(&[(1, 1)]);
        let both = cipher(&[(1, 1), (2, 2)]);
        let sealed_old = old.seal(HERE, b"a").unwrap();
        let sealed_new = both.seal(HERE, b"a").unwrap();
        assert_eq!(both.open(HERE, &sealed_old).unwrap().as_slice(), b"a");
        assert!(!both.is_current(&sealed_old) && both.is_current(&sealed_new));
        assert!(old.open(HERE, &sealed_new).is_none());
    }

    #[test]
    fn hashes_differ_by_key_family_and_value_and_survive_rotation() {
        let one = cipher(&[(1, 1)]);
        let rotated = cipher(&[(1, 1), (2, 2)]);
        assert_eq!(one.hash("document", "x"), rotated.hash("document", "x"));
        assert_ne!(one.hash("document", "x"), one.hash("name", "x"));
        assert_ne!(one.hash("document", "x"), one.hash("document", "y"));
        assert_ne!(one.hash("a", "bc"), one.hash("ab", "c"));
        assert_ne!(one.hash("document", "x"), cipher(&[(1, 9)]).hash("document", "x"));
    }
}
