//! What is wrong with a service file, where, and what to write instead.

use std::fmt;

/// Whether the file can be used all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The file cannot be published.
    Error,
    /// Worth a second look.
    Warning,
}

/// One remark about a service file. It prints with the line and a mark below the place, as a compiler would.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Whether the file can be used all the same.
    pub severity: Severity,
    /// The file's name as it was given.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// How many characters are meant.
    pub width: usize,
    /// The line's text.
    pub source_line: String,
    /// What is wrong.
    pub message: String,
    /// What to write instead.
    pub fix: String,
}

impl Diagnostic {
    /// Whether the file cannot be published because of it.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        let gutter = " ".repeat(self.line.to_string().len());
        writeln!(f, "{word}: {}", self.message)?;
        writeln!(f, "{gutter}--> {}:{}:{}", self.file, self.line, self.column)?;
        writeln!(f, "{gutter} |")?;
        writeln!(f, "{} | {}", self.line, self.source_line.trim_end())?;
        let before = self.source_line.chars().take(self.column.saturating_sub(1)).map(cells).sum();
        let marked: usize =
            self.source_line.chars().skip(self.column.saturating_sub(1)).take(self.width).map(cells).sum();
        writeln!(f, "{gutter} | {}{}", " ".repeat(before), "^".repeat(marked.max(1)))?;
        write!(f, "{gutter} = fix: {}", self.fix)
    }
}

/// How many cells of a terminal a character takes: Chinese characters and their punctuation take two.
fn cells(character: char) -> usize {
    match u32::from(character) {
        0x1100..=0x115F
        | 0x2E80..=0xA4CF
        | 0xAC00..=0xD7A3
        | 0xF900..=0xFAFF
        | 0xFE30..=0xFE6F
        | 0xFF00..=0xFF60
        | 0xFFE0..=0xFFE6
        | 0x1F300..=0x1FAFF
        | 0x20000..=0x3FFFD => 2,
        _ => 1,
    }
}
