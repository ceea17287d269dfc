//! Where something stands in a file, and the remarks collected about it.

use super::tree::{Node, NodeKind};
use crate::diagnostic::{Diagnostic, Severity};

/// A stretch of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) line: usize,
    pub(crate) column: usize,
    pub(crate) width: usize,
}

impl Place {
    pub(crate) const START: Self = Self { line: 1, column: 1, width: 1 };
}

/// Walks the file in step with the types, so that a check can name the place of what it finds.
#[derive(Clone, Copy)]
pub(crate) struct Cursor<'a> {
    node: Option<&'a Node>,
    place: Place,
}

impl<'a> Cursor<'a> {
    pub(crate) fn root(tree: &'a Node) -> Self {
        Self { node: Some(tree), place: tree.place }
    }

    /// The value below `key`. Where the file does not write it, the place stays the nearest one that is written.
    pub(crate) fn key(&self, key: &str) -> Self {
        match self.node.map(|node| &node.kind) {
            Some(NodeKind::Map(entries)) => match entries.iter().find(|entry| entry.key == key) {
                // A block begins on its key's line for a reader; point there rather than at its first line.
                Some(entry)
                    if matches!(entry.value.kind, NodeKind::Map(_) | NodeKind::Seq(_) | NodeKind::Null) =>
                {
                    Self { node: Some(&entry.value), place: entry.place }
                }
                Some(entry) => Self { node: Some(&entry.value), place: entry.value.place },
                None => Self { node: None, place: self.place },
            },
            _ => Self { node: None, place: self.place },
        }
    }

    /// The n-th value of a list.
    pub(crate) fn index(&self, index: usize) -> Self {
        match self.node.map(|node| &node.kind) {
            Some(NodeKind::Seq(items)) => match items.get(index) {
                Some(item) => Self { node: Some(item), place: item.first_place() },
                None => Self { node: None, place: self.place },
            },
            _ => Self { node: None, place: self.place },
        }
    }

    /// Where it stands.
    pub(crate) fn place(&self) -> Place {
        self.place
    }

    /// The place of a mistake within the text of a scalar, given its line and column there.
    pub(crate) fn within(&self, line: usize, column: usize) -> Place {
        let quote = self.node.map_or(0, Node::quote_width);
        if line <= 1 {
            let column = self.place.column + quote + column - 1;
            return Place { line: self.place.line, column, width: 1 };
        }
        Place { line: self.place.line + line - 1, column: self.place.column + column - 1, width: 1 }
    }
}

/// The remarks collected about one file.
pub(crate) struct Findings<'a> {
    file: &'a str,
    lines: Vec<&'a str>,
    diagnostics: Vec<Diagnostic>,
}

impl<'a> Findings<'a> {
    pub(crate) fn new(file: &'a str, text: &'a str) -> Self {
        Self { file, lines: text.lines().collect(), diagnostics: Vec::new() }
    }

    pub(crate) fn error(&mut self, at: &Cursor<'_>, message: impl AsRef<str>, fix: impl AsRef<str>) {
        self.add(Severity::Error, at.place(), message.as_ref(), fix.as_ref());
    }

    pub(crate) fn warning(&mut self, at: &Cursor<'_>, message: impl AsRef<str>, fix: impl AsRef<str>) {
        self.add(Severity::Warning, at.place(), message.as_ref(), fix.as_ref());
    }

    pub(crate) fn add(&mut self, severity: Severity, place: Place, message: &str, fix: &str) {
        self.diagnostics.push(Diagnostic {
            severity,
            file: self.file.to_owned(),
            line: place.line,
            column: place.column,
            width: place.width.max(1),
            source_line: self.lines.get(place.line.saturating_sub(1)).copied().unwrap_or_default().to_owned(),
            message: message.to_owned(),
            fix: fix.to_owned(),
        });
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.diagnostics.is_empty()
    }

    pub(crate) fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(Diagnostic::is_error)
    }

    pub(crate) fn into_sorted(mut self) -> Vec<Diagnostic> {
        self.diagnostics.sort_by(|a, b| {
            (a.line, a.column, a.severity, &a.message).cmp(&(b.line, b.column, b.severity, &b.message))
        });
        self.diagnostics.dedup();
        self.diagnostics
    }
}
