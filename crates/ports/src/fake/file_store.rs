use std::{collections::BTreeMap, sync::Mutex};

use async_trait::async_trait;
use bytes::Bytes;

use super::lock;
use crate::{FileKey, FileStore, FileStoreError};

/// Files in memory.
#[derive(Debug, Default)]
pub struct MemoryFiles(Mutex<BTreeMap<FileKey, Bytes>>);

#[async_trait]
impl FileStore for MemoryFiles {
    async fn put(&self, key: &FileKey, bytes: Bytes) -> Result<(), FileStoreError> {
        lock(&self.0).insert(key.clone(), bytes);
        Ok(())
    }

    async fn get(&self, key: &FileKey) -> Result<Option<Bytes>, FileStoreError> {
        Ok(lock(&self.0).get(key).cloned())
    }

    async fn delete(&self, key: &FileKey) -> Result<(), FileStoreError> {
        lock(&self.0).remove(key);
        Ok(())
    }

    async fn exists(&self, key: &FileKey) -> Result<bool, FileStoreError> {
        Ok(lock(&self.0).contains_key(key))
    }

    async fn list(&self) -> Result<Vec<FileKey>, FileStoreError> {
        Ok(lock(&self.0).keys().cloned().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn keeps_and_forgets() {
        let files: &dyn FileStore = &MemoryFiles::default();
        let key = FileKey::parse("a").unwrap();
        files.put(&key, Bytes::from_static(b"x")).await.unwrap();
        assert_eq!(files.get(&key).await.unwrap().as_deref(), Some(&b"x"[..]));
        assert_eq!(files.list().await.unwrap(), std::slice::from_ref(&key));
        files.delete(&key).await.unwrap();
        files.delete(&key).await.unwrap();
        assert!(!files.exists(&key).await.unwrap());
    }
}
