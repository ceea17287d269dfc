//! The sign-ins of a demonstration. Each data folder has passwords of its own, drawn when its accounts were opened, so
//! none can be known beforehand; they are kept in a file that only its owner can read.

use std::{collections::BTreeMap, io, path::Path};

use crate::{private, stop::Stop};

const HEADING: &str =
    "# Sign-ins of this demonstration: login, password. Drawn for this folder; not a secret worth keeping.\n";

/// Passwords by login.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SignIns(BTreeMap<String, String>);

impl SignIns {
    /// Those of the folder, if it has some.
    pub fn read(file: &Path) -> Result<Option<Self>, Stop> {
        match std::fs::read_to_string(file) {
            Ok(text) => Ok(Some(Self::parse(&text))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Stop::because(format!("cannot read {}", file.display()), error)),
        }
    }

    /// Notes the password that was drawn for a login.
    pub fn note(&mut self, login: &str, password: String) {
        self.0.insert(login.to_owned(), password);
    }

    /// Writes them down.
    pub fn write(&self, file: &Path) -> Result<(), Stop> {
        let lines: Vec<String> =
            self.0.iter().map(|(login, password)| format!("{login}\t{password}\n")).collect();
        private::write_file(file, (HEADING.to_owned() + &lines.concat()).as_bytes())
            .map_err(|error| Stop::because(format!("cannot write {}", file.display()), error))
    }

    /// The password of a login.
    pub fn password(&self, login: &str) -> Option<&str> {
        self.0.get(login).map(String::as_str)
    }

    fn parse(text: &str) -> Self {
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        let pairs = lines.filter_map(|line| line.split_once('\t'));
        Self(pairs.map(|(login, password)| (login.to_owned(), password.to_owned())).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sign_ins_are_kept_for_the_next_start() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("demo-sign-ins.txt");
        assert_eq!(SignIns::read(&file).unwrap(), None);
        let mut drawn = SignIns::default();
        drawn.note("lisi", "a b\\c".to_owned());
        drawn.note("auditor", "x".to_owned());
        drawn.write(&file).unwrap();
        assert_eq!(SignIns::read(&file).unwrap(), Some(drawn.clone()));
        assert_eq!((drawn.password("lisi"), drawn.password("nobody")), (Some("a b\\c"), None));
        assert!(!private::is_open_to_others(&file).unwrap());
    }
}
