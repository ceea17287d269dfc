//! Reading while computing the SHA-256 of what was read.

use std::io::{self, Read};

use sha2::{Digest, Sha256};

/// A reader that remembers the sum of everything that went through it.
pub struct Hashing<R> {
    inner: R,
    sum: Sha256,
}

impl<R> Hashing<R> {
    /// Around another reader.
    pub fn new(inner: R) -> Self {
        Self { inner, sum: Sha256::new() }
    }

    /// The sum so far, as `sha256sum` prints it.
    pub fn hex(&self) -> String {
        hex::encode(self.sum.clone().finalize())
    }
}

impl<R: Read> Read for Hashing<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.sum.update(buffer.get(..count).unwrap_or_default());
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sum_is_what_sha256sum_prints() {
        let mut reader = Hashing::new(&b"abc"[..]);
        reader.read_to_end(&mut Vec::new()).unwrap();
        assert_eq!(reader.hex(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
