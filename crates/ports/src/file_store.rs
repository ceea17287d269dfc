//! Where photos and attachments lie.
//!
//! A file is written once under a key we made ourselves and is never changed; a new photo gets a new key.
//! What a person typed or what their file was called never becomes part of a key.

use std::{fmt, str::FromStr};

use async_trait::async_trait;
use bytes::Bytes;

use crate::Cause;

/// Keeps bytes under keys, encrypted at rest, on a folder or an object store.
#[async_trait]
pub trait FileStore: Send + Sync {
    /// Keeps the bytes; when this returns, they survive a power cut. Putting a key again replaces what was there.
    async fn put(&self, key: &FileKey, bytes: Bytes) -> Result<(), FileStoreError>;

    /// The bytes as they were put, or `None` when nothing lies there.
    async fn get(&self, key: &FileKey) -> Result<Option<Bytes>, FileStoreError>;

    /// Removes the file; removing what is not there succeeds, so that a deletion can be repeated.
    async fn delete(&self, key: &FileKey) -> Result<(), FileStoreError>;

    /// Whether something lies under the key; says nothing about whether it can be read.
    async fn exists(&self, key: &FileKey) -> Result<bool, FileStoreError>;

    /// Every key in the store, sorted: what a sweep compares with the database to find files nobody needs.
    async fn list(&self) -> Result<Vec<FileKey>, FileStoreError>;
}

/// The name of one stored file: 1 to 100 of `a-z`, `0-9`, `-` and `.`, beginning with a letter or digit, without
/// two dots in a row. Such a name is safe in a folder, in a URL and in an object store.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileKey(String);

impl FileKey {
    /// Longest key; leaves room for a folder store's own endings.
    pub const MAX_LEN: usize = 100;

    /// Checks a key.
    pub fn parse(text: &str) -> Result<Self, InvalidFileKey> {
        let allowed =
            |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-' || byte == b'.';
        let starts_well = text.bytes().next().is_some_and(|byte| byte.is_ascii_alphanumeric());
        let good = text.len() <= Self::MAX_LEN
            && starts_well
            && text.bytes().all(allowed)
            && !text.contains("..")
            && !text.ends_with('.');
        if good { Ok(Self(text.to_owned())) } else { Err(InvalidFileKey) }
    }

    /// The key as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for FileKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for FileKey {
    type Err = InvalidFileKey;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

/// The text is not a key; it is not repeated here, for it may have come from outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a file key: only a-z, 0-9, hyphens and single dots, at most 100 characters")]
pub struct InvalidFileKey;

/// Why a file could not be kept or fetched.
#[derive(Debug, thiserror::Error)]
pub enum FileStoreError {
    /// The place itself failed: disk full, permission, network. Trying again later may help.
    #[error("the file store failed at {key}")]
    Failure {
        /// The file concerned, or the folder being listed.
        key: String,
        /// What the system said.
        #[source]
        source: Cause,
    },
    /// Something lies there, but it was altered, cut short, moved from another key, or written with a key we lack.
    #[error("the stored file {key} cannot be trusted: {why}")]
    Corrupt {
        /// The file concerned.
        key: String,
        /// What did not fit.
        why: &'static str,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_plain_names() {
        for good in ["0193a0b2-7c4e-7abc-8def-0123456789ab", "0193.thumb", "a", &"x".repeat(100)] {
            assert_eq!(FileKey::parse(good).unwrap().as_str(), good);
        }
        for bad in
            ["", ".", "..", "a..b", "a.", "-a", "a/b", "a\\b", "A", "照片", "a b", "a\0", &"x".repeat(101)]
        {
            assert_eq!(FileKey::parse(bad), Err(InvalidFileKey), "{bad:?}");
        }
    }
}
