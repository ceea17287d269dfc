//! The file with the master keys of an installation.

use std::{io, path::Path};

use tongxing_storage::{Keyring, MasterKey};
use zeroize::Zeroizing;

use crate::{private, stop::Stop};

/// Reads the keys; `None` when there is no such file.
pub fn read(path: &Path) -> Result<Option<Keyring>, Stop> {
    let text = match std::fs::read_to_string(path) {
        Ok(text) => Zeroizing::new(text),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => {
            return Err(Stop::because(format!("cannot read the master key {}", path.display()), error));
        }
    };
    let keys = Keyring::parse(&text)
        .map_err(|error| Stop::because(format!("{} is not a master key file", path.display()), error))?;
    Ok(Some(keys))
}

/// Makes the first key of a new installation. `secret` must come from a good random source.
pub fn create(path: &Path, secret: [u8; 32]) -> Result<Keyring, Stop> {
    let cannot = |error: Box<dyn std::error::Error + Send + Sync>| {
        Stop::because(format!("cannot write the master key {}", path.display()), error)
    };
    let keys = Keyring::new(vec![MasterKey::new(1, secret)]).map_err(|error| cannot(error.into()))?;
    private::write_file(path, keys.to_text().as_bytes()).map_err(|error| cannot(error.into()))?;
    Ok(keys)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_key_is_read_back_and_kept_private() {
        let temporary = tempfile::tempdir().unwrap();
        let path = temporary.path().join("master.key");
        assert!(read(&path).unwrap().is_none());
        create(&path, [7; 32]).unwrap();
        let keys = read(&path).unwrap().unwrap();
        assert_eq!(keys.current().derive("x"), MasterKey::new(1, [7; 32]).derive("x"));
        assert!(!private::is_open_to_others(&path).unwrap());
    }

    #[test]
    fn a_broken_key_file_is_never_replaced() {
        let temporary = tempfile::tempdir().unwrap();
        let path = temporary.path().join("master.key");
        std::fs::write(&path, "1 abc\n").unwrap();
        let stop = read(&path).unwrap_err();
        assert!(crate::stop::chain(&stop).contains("line 1"), "{stop}");
    }
}
