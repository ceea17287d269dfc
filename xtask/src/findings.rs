//! What a check has to say: where, and what to do about it.

use std::fmt;

/// One thing that must change before the tree is good.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// `path`, `path:line`, or the name of a crate.
    pub place: String,
    /// What is wrong there and what would be right.
    pub says: String,
}

impl Finding {
    /// A finding about a whole file or crate.
    pub fn at(place: &str, says: impl Into<String>) -> Self {
        Self { place: place.to_owned(), says: says.into() }
    }

    /// A finding about one line, counted from 1.
    pub fn on_line(path: &str, line: usize, says: impl Into<String>) -> Self {
        Self { place: format!("{path}:{line}"), says: says.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.says)
    }
}

/// Prints the findings; an error when there is one.
pub fn report(of: &str, findings: &[Finding]) -> Result<(), String> {
    for finding in findings {
        println!("{finding}");
    }
    if findings.is_empty() {
        println!("{of}: nothing to mend");
        Ok(())
    } else {
        Err(format!("{of}: {} to mend", findings.len()))
    }
}
