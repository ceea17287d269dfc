//! What every import from a spreadsheet has in common: the report of bad cells, and the template to fill in.

use bytes::Bytes;
use rust_xlsxwriter::{DataValidation, Format, Workbook};
use tongxing_domain::{locale::Locale, problem::Problem};

use crate::{
    Error,
    error::FieldProblem,
    sheet::{Row, Sheet},
};

/// What an import did, or everything that keeps it from being done.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Rows that became something new.
    pub added: usize,
    /// Rows that changed something known.
    pub changed: usize,
    /// Roles that were given.
    pub roles_given: usize,
    /// Roles in the file that somebody who may give roles still has to take over.
    pub roles_left: usize,
    /// Bad cells. If there is one, nothing was taken over.
    pub problems: Vec<RowProblem>,
}

/// One bad cell.
#[derive(Debug, PartialEq, Eq)]
pub struct RowProblem {
    /// The row, as a spreadsheet program numbers it.
    pub row: usize,
    /// The column's heading in our template; its translation is `import-column-…`.
    pub column: String,
    /// What is wrong.
    pub problem: Problem,
}

/// A column of an import: every heading it is known by, the one of the data first, then Chinese, then English.
pub(crate) struct Column {
    /// The headings.
    pub names: &'static [&'static str],
    /// What a first row may look like.
    pub example: (&'static str, &'static str),
}

/// The codes of the refusals of every import.
pub const CODES: &[&str] = &[
    "sheet-too-large",
    "sheet-unreadable",
    "sheet-empty",
    "sheet-too-long",
    "sheet-missing",
    "sheet-column-missing",
    "import-twice",
    "import-unknown-unit",
    "import-unknown-role",
    "import-unknown-account",
];

impl Report {
    /// Whether the file was taken over.
    pub fn is_done(&self) -> bool {
        self.problems.is_empty()
    }

    pub(crate) fn wrong(&mut self, row: usize, column: &str, problem: Problem) {
        self.problems.push(RowProblem { row, column: column.to_owned(), problem });
    }

    pub(crate) fn all_wrong(&mut self, row: &Row<'_>, problems: Vec<FieldProblem>) {
        for FieldProblem { path, problem } in problems {
            self.wrong(row.number, &path, problem);
        }
    }

    /// A report of bad cells alone, in the order of the file: nothing was done.
    pub(crate) fn refused(mut self) -> Self {
        self.problems.sort_by_key(|p| p.row);
        Self { problems: self.problems, ..Self::default() }
    }
}

/// A heading that must be there and is not is a problem of the file, not of a row.
pub(crate) fn need(sheet: &Sheet, columns: &[&Column]) -> Result<(), Error> {
    for column in columns {
        if !sheet.has(column.names) {
            let name = column.names.get(1).or(column.names.first()).copied().unwrap_or_default();
            let problem = Problem::new("sheet-column-missing").with("column", name);
            return Err(Error::refused_field("file", problem));
        }
    }
    Ok(())
}

/// A spreadsheet with the headings, a row to write over, and lists to choose from where only some words are known.
pub(crate) fn template(
    locale: Locale,
    columns: &[&Column],
    choices: &[(usize, Vec<&str>)],
) -> Result<Bytes, Error> {
    let failed = |e| Error::failed("writing a template", e);
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let heading = Format::new().set_bold();
    // Codes and phone numbers keep their leading zeros only as text.
    let text = Format::new().set_num_format("@");
    for (at, column) in (0_u16..).zip(columns) {
        let english = locale == Locale::En;
        let name = column.names.get(if english { 2 } else { 1 }).or(column.names.first());
        let example = if english { column.example.1 } else { column.example.0 };
        sheet.set_column_format(at, &text).map_err(failed)?;
        sheet.set_column_width(at, 20).map_err(failed)?;
        sheet.write_with_format(0, at, name.copied().unwrap_or_default(), &heading).map_err(failed)?;
        sheet.write_with_format(1, at, example, &text).map_err(failed)?;
        if let Some((_, words)) = choices.iter().find(|(n, _)| *n == usize::from(at)) {
            let list = DataValidation::new().allow_list_strings(words).map_err(failed)?;
            sheet.add_data_validation(1, at, 5_000, at, &list).map_err(failed)?;
        }
    }
    sheet.set_freeze_panes(1, 0).map_err(failed)?;
    Ok(book.save_to_buffer().map_err(failed)?.into())
}
