//! The keys of an installation, kept outside the database.
//!
//! A ring holds one master key or several. New values are encrypted under the **current** key, the last one;
//! the others still decrypt, until the sweep has moved everything (`reencrypt`). The **founding** key, the
//! first one, also keys the look-up hashes and the audit chain, so it stays in the ring for good: without it
//! nobody could search for an identity number or prove that the audit log is whole.
//!
//! Nothing uses a master key directly. Each purpose has its own key, derived by HKDF-SHA-256.

use std::fmt::Write as _;

use hkdf::Hkdf;
use sha2::Sha256;
use zeroize::Zeroizing;

/// 256 secret bits of one installation, with the number by which ciphertexts name them.
#[derive(Clone)]
pub struct MasterKey {
    id: u16,
    secret: Zeroizing<[u8; 32]>,
}

impl MasterKey {
    /// A key from bytes of a good random source. Ids must differ within a ring.
    pub fn new(id: u16, secret: [u8; 32]) -> Self {
        Self { id, secret: Zeroizing::new(secret) }
    }

    /// The number under which ciphertexts name this key.
    pub fn id(&self) -> u16 {
        self.id
    }

    /// The key for one purpose, e.g. `"file"`. Different purposes cannot be told from random to each other.
    pub fn derive(&self, purpose: &str) -> Zeroizing<[u8; 32]> {
        let mut out = Zeroizing::new([0; 32]);
        let hkdf = Hkdf::<Sha256>::new(Some(b"tongxing/1"), self.secret.as_slice());
        // 32 bytes are always within what HKDF-SHA-256 can give (8,160).
        let _ = hkdf.expand(purpose.as_bytes(), out.as_mut_slice());
        out
    }
}

impl std::fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "MasterKey({})", self.id)
    }
}

/// Why a key file is not a key ring; the words go to the operator.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyringError {
    /// No key at all.
    #[error("the key file holds no key")]
    Empty,
    /// Two keys of one number.
    #[error("the key file holds two keys with number {0}")]
    Twice(u16),
    /// A line that is not a number and 64 hexadecimal digits.
    #[error("line {0} of the key file is not a number followed by 64 hexadecimal digits")]
    Line(usize),
}

/// The master keys of an installation, founding key first, current key last.
#[derive(Clone, Debug)]
pub struct Keyring {
    founding: MasterKey,
    later: Vec<MasterKey>,
}

impl Keyring {
    /// A ring of keys in the order they came into use.
    pub fn new(keys: Vec<MasterKey>) -> Result<Self, KeyringError> {
        for (position, key) in keys.iter().enumerate() {
            if keys.iter().skip(position + 1).any(|other| other.id == key.id) {
                return Err(KeyringError::Twice(key.id));
            }
        }
        let mut keys = keys.into_iter();
        let founding = keys.next().ok_or(KeyringError::Empty)?;
        Ok(Self { founding, later: keys.collect() })
    }

    /// Reads the text of a key file: one key per line, its number and 64 hexadecimal digits; `#` begins a
    /// comment. The last key is the current one.
    pub fn parse(text: &str) -> Result<Self, KeyringError> {
        let mut keys = Vec::new();
        for (index, line) in text.lines().enumerate() {
            let line = line.split('#').next().unwrap_or_default().trim();
            if !line.is_empty() {
                keys.push(parse_line(line).ok_or(KeyringError::Line(index + 1))?);
            }
        }
        Self::new(keys)
    }

    /// The text of a key file for this ring. Secret: write it only where the operator keeps keys.
    pub fn to_text(&self) -> Zeroizing<String> {
        let mut out = Zeroizing::new(String::from(
            "# Tongxing master keys. Without this file nothing personal in the database can be read.\n\
             # One per line; the last is used for new values; never remove the first.\n",
        ));
        for key in self.keys() {
            let secret = Zeroizing::new(hex::encode(key.secret.as_slice()));
            let _ = writeln!(out, "{} {}", key.id, secret.as_str());
        }
        out
    }

    /// The key that new values are encrypted under.
    pub fn current(&self) -> &MasterKey {
        self.later.last().unwrap_or(&self.founding)
    }

    /// The key of look-up hashes and of the audit chain.
    pub fn founding(&self) -> &MasterKey {
        &self.founding
    }

    /// All keys in the order they came into use.
    pub fn keys(&self) -> impl Iterator<Item = &MasterKey> {
        std::iter::once(&self.founding).chain(&self.later)
    }
}

fn parse_line(line: &str) -> Option<MasterKey> {
    let (id, secret) = line.split_once(char::is_whitespace)?;
    let mut bytes = [0; 32];
    hex::decode_to_slice(secret.trim(), &mut bytes).ok()?;
    Some(MasterKey::new(id.parse().ok()?, bytes))
}

#[cfg(test)]
mod tests {
    use super::{Keyring, KeyringError, MasterKey};

    #[test]
    fn a_key_file_is_read_back() {
        let ring = Keyring::new(vec![MasterKey::new(1, [7; 32]), MasterKey::new(4, [9; 32])]).unwrap();
        let again = Keyring::parse(&ring.to_text()).unwrap();
        assert_eq!(again.founding().id(), 1);
        assert_eq!(again.current().id(), 4);
        assert_eq!(again.current().derive("x"), ring.current().derive("x"));
    }

    #[test]
    fn a_bad_key_file_is_explained() {
        assert_eq!(Keyring::parse("# none\n").unwrap_err(), KeyringError::Empty);
        assert_eq!(Keyring::parse("\n1 abc\n").unwrap_err(), KeyringError::Line(2));
        let twice = format!("1 {0}\n1 {0}\n", "00".repeat(32));
        assert_eq!(Keyring::parse(&twice).unwrap_err(), KeyringError::Twice(1));
    }

    #[test]
    fn purposes_have_different_keys_and_no_key_is_printed() {
        let key = MasterKey::new(1, [7; 32]);
        assert_ne!(key.derive("file"), key.derive("field"));
        assert_eq!(format!("{key:?}"), "MasterKey(1)");
    }
}
