//! Why a command stopped, in words for the person at the terminal.

use std::{error::Error, fmt};

/// Ends the program with a message: what happened, to which thing, and what to do. Holds no personal data.
#[derive(Debug)]
pub struct Stop {
    what: String,
    source: Option<Box<dyn Error + Send + Sync>>,
}

impl Stop {
    /// The operator can mend it; there is no deeper cause.
    pub fn new(what: impl Into<String>) -> Self {
        Self { what: what.into(), source: None }
    }

    /// What we were doing, and what the system said.
    pub fn because(what: impl Into<String>, source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self { what: what.into(), source: Some(source.into()) }
    }
}

impl fmt::Display for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)
    }
}

impl Error for Stop {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source.as_deref().map(|source| source as &(dyn Error + 'static))
    }
}

/// A message with everything beneath it, on one line: `cannot do x: disk full`.
pub fn chain(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        next = cause.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_chain_is_told() {
        let disk = std::io::Error::other("disk full");
        let stop = Stop::because("cannot write the backup", disk);
        assert_eq!(chain(&stop), "cannot write the backup: disk full");
        assert_eq!(chain(&Stop::new("nothing to restore")), "nothing to restore");
    }
}
