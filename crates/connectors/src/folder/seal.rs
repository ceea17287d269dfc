//! How one file is sealed: `suite (1 byte) | key id (2) | salt (16) | nonce (12) | AES-256-GCM ciphertext and tag`.
//!
//! Each file has its own key, HMAC-SHA-256 of its random salt under the store's key, so that the number of files one
//! key may seal safely is of no concern. The header and the file's name are authenticated with the contents: a file
//! that was altered, cut short or moved to another name does not open. The suite byte leaves room for SM4-GCM with
//! SM3 beside it (1 is the only one written); the key id lets old files open after the key was changed.

use aes_gcm::{
    Aes256Gcm, Nonce,
    aead::{Aead as _, KeyInit as _, Payload},
};
use bytes::Bytes;
use hmac::{Hmac, Mac as _};
use sha2::Sha256;
use tongxing_ports::{FileKey, FileStoreError, Random};
use zeroize::Zeroizing;

const SUITE_AES_256_GCM: u8 = 1;
const SALT: usize = 16;
const NONCE: usize = 12;
const HEADER: usize = 1 + 2 + SALT + NONCE;

/// Domain separation, should the store's key ever serve something else.
const PURPOSE: &[u8] = b"tongxing/file/1";

/// The keys of a file store by number. The last one seals, all of them open.
pub struct FileKeys {
    keys: Vec<(u16, Zeroizing<[u8; 32]>)>,
}

/// There is no key to seal with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a file store needs at least one key")]
pub struct NoFileKey;

impl FileKeys {
    /// The keys, oldest first. They must not serve any other purpose.
    pub fn new(keys: Vec<(u16, Zeroizing<[u8; 32]>)>) -> Result<Self, NoFileKey> {
        if keys.is_empty() { Err(NoFileKey) } else { Ok(Self { keys }) }
    }

    pub(super) fn seal(
        &self,
        name: &FileKey,
        plain: &[u8],
        random: &dyn Random,
    ) -> Result<Vec<u8>, FileStoreError> {
        let (id, key) = self.keys.last().ok_or_else(|| corrupt(name, "there is no key to seal it with"))?;
        let (mut salt, mut nonce) = ([0; SALT], [0; NONCE]);
        random.fill(&mut salt);
        random.fill(&mut nonce);
        let mut sealed = Vec::with_capacity(HEADER + plain.len() + 16);
        sealed.push(SUITE_AES_256_GCM);
        sealed.extend_from_slice(&id.to_be_bytes());
        sealed.extend_from_slice(&salt);
        sealed.extend_from_slice(&nonce);
        let bound = bound(&sealed, name);
        let payload = Payload { msg: plain, aad: &bound };
        let body = cipher(key, &salt)
            .and_then(|cipher| cipher.encrypt(&Nonce::from(nonce), payload).ok())
            .ok_or_else(|| corrupt(name, "it is too long to seal"))?;
        sealed.extend_from_slice(&body);
        Ok(sealed)
    }

    pub(super) fn open(&self, name: &FileKey, sealed: &[u8]) -> Result<Bytes, FileStoreError> {
        let (header, body) =
            sealed.split_at_checked(HEADER).ok_or_else(|| corrupt(name, "it is shorter than its header"))?;
        let (suite, id, salt, nonce) = parts(header).ok_or_else(|| corrupt(name, "its header is broken"))?;
        if suite != SUITE_AES_256_GCM {
            return Err(corrupt(name, "it is sealed by an unknown suite"));
        }
        let key = self.keys.iter().find(|(known, _)| *known == id);
        let (_, key) =
            key.ok_or_else(|| corrupt(name, "it is sealed with a key that is not in the key file"))?;
        let bound = bound(header, name);
        let payload = Payload { msg: body, aad: &bound };
        let plain = cipher(key, &salt).and_then(|cipher| cipher.decrypt(&Nonce::from(nonce), payload).ok());
        plain.map(Bytes::from).ok_or_else(|| corrupt(name, "it was altered, cut short or moved"))
    }
}

fn parts(header: &[u8]) -> Option<(u8, u16, [u8; SALT], [u8; NONCE])> {
    let (suite, rest) = header.split_first()?;
    let (id, rest) = rest.split_first_chunk::<2>()?;
    let (salt, rest) = rest.split_first_chunk::<SALT>()?;
    Some((*suite, u16::from_be_bytes(*id), *salt, rest.try_into().ok()?))
}

/// What is authenticated beside the contents.
fn bound(header: &[u8], name: &FileKey) -> Vec<u8> {
    [header, name.as_str().as_bytes()].concat()
}

fn cipher(key: &Zeroizing<[u8; 32]>, salt: &[u8; SALT]) -> Option<Aes256Gcm> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key.as_slice()).ok()?;
    mac.update(PURPOSE);
    mac.update(salt);
    let file_key = Zeroizing::new(<[u8; 32]>::from(mac.finalize().into_bytes()));
    Some(Aes256Gcm::new(&(*file_key).into()))
}

fn corrupt(name: &FileKey, why: &'static str) -> FileStoreError {
    FileStoreError::Corrupt { key: name.to_string(), why }
}

#[cfg(test)]
mod tests {
    use tongxing_ports::fake::CountingRandom;

    use super::*;

    fn keys(numbers: &[(u16, u8)]) -> FileKeys {
        FileKeys::new(numbers.iter().map(|(id, fill)| (*id, Zeroizing::new([*fill; 32]))).collect()).unwrap()
    }

    fn name(text: &str) -> FileKey {
        FileKey::parse(text).unwrap()
    }

    #[test]
    fn what_was_sealed_opens_under_its_own_name_only() {
        let (keys, random) = (keys(&[(1, 7)]), CountingRandom::seeded(1));
        for plain in [&b""[..], b"x", &vec![9; 100_000]] {
            let sealed = keys.seal(&name("a"), plain, &random).unwrap();
            assert_eq!(sealed.len(), HEADER + plain.len() + 16);
            assert_eq!(keys.open(&name("a"), &sealed).unwrap(), plain);
            assert!(matches!(keys.open(&name("b"), &sealed), Err(FileStoreError::Corrupt { .. })));
        }
        let (one, two) = (keys.seal(&name("a"), b"x", &random), keys.seal(&name("a"), b"x", &random));
        assert_ne!(one.unwrap(), two.unwrap(), "the same contents twice must not be recognisable");
    }

    #[test]
    fn no_single_byte_can_be_changed_or_lost() {
        let keys = keys(&[(1, 7)]);
        let sealed = keys.seal(&name("a"), b"a face", &CountingRandom::seeded(1)).unwrap();
        for place in 0..sealed.len() {
            let mut altered = sealed.clone();
            altered[place] ^= 1;
            assert!(keys.open(&name("a"), &altered).is_err(), "byte {place}");
            assert!(keys.open(&name("a"), &sealed[..place]).is_err(), "cut at {place}");
        }
    }

    #[test]
    fn old_keys_open_and_the_last_one_seals() {
        let random = CountingRandom::seeded(1);
        let old = keys(&[(1, 7)]).seal(&name("a"), b"x", &random).unwrap();
        let both = keys(&[(1, 7), (2, 8)]);
        assert_eq!(both.open(&name("a"), &old).unwrap(), &b"x"[..]);
        let new = both.seal(&name("a"), b"x", &random).unwrap();
        assert_eq!(&new[1..3], [0, 2]);
        let error = keys(&[(1, 7)]).open(&name("a"), &new).unwrap_err();
        assert!(error.to_string().contains("not in the key file"), "{error}");
        assert!(FileKeys::new(Vec::new()).is_err());
    }
}
