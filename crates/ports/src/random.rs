//! Chance: ids, tokens, nonces and salts come from here.

/// A source of bytes nobody can guess. Only the fake is predictable.
pub trait Random: Send + Sync {
    /// Fills the whole buffer.
    fn fill(&self, buffer: &mut [u8]);

    /// The ten random bytes of a new id.
    fn id_bytes(&self) -> [u8; 10] {
        let mut bytes = [0; 10];
        self.fill(&mut bytes);
        bytes
    }
}
