//! A spreadsheet as rows of text with their headings: XLSX or CSV, judged by content.

mod unpacked;

use std::io::Cursor;

use bytes::Bytes;
use calamine::{Data, Reader, Xlsx};

use crate::Error;

/// The most rows one import takes; more are refused, because all of it is one transaction.
pub const MOST_ROWS: usize = 5_000;
/// The largest file.
pub const MOST_BYTES: usize = 5 * 1024 * 1024;
const MOST_COLUMNS: usize = 200;
/// What a packed file may come to. Whoever reads one takes its texts into memory as a whole.
const MOST_UNPACKED: u64 = 64 * 1024 * 1024;

/// A sheet: headings and rows, every row as long as the headings.
#[derive(Debug, PartialEq, Eq)]
pub struct Sheet {
    headings: Vec<String>,
    rows: Vec<Vec<String>>,
}

/// One row and where it stands in the file, counting the headings as row 1.
pub struct Row<'a> {
    /// The number a spreadsheet program shows beside it.
    pub number: usize,
    headings: &'a [String],
    cells: &'a [String],
}

impl Sheet {
    /// Reads a file, away from the threads that answer requests.
    ///
    /// # Errors
    /// `sheet-too-large`, `sheet-unreadable`, `sheet-empty`, `sheet-too-long`, all beside `file`.
    pub async fn load(bytes: Bytes) -> Result<Self, Error> {
        let read = tokio::task::spawn_blocking(move || Self::read(&bytes)).await;
        read.map_err(|e| Error::failed("reading a spreadsheet", e))?
    }

    fn read(bytes: &[u8]) -> Result<Self, Error> {
        if bytes.len() > MOST_BYTES {
            return Err(refused("sheet-too-large"));
        }
        let lines = if bytes.starts_with(b"PK") { xlsx(bytes)? } else { csv(bytes)? };
        let mut lines = lines.into_iter();
        let headings = lines.next().ok_or_else(|| refused("sheet-empty"))?;
        let rows: Vec<_> = lines.map(|line| fit(line, headings.len())).collect();
        if rows.iter().flatten().all(String::is_empty) {
            return Err(refused("sheet-empty"));
        }
        if rows.len() > MOST_ROWS {
            return Err(refused("sheet-too-long"));
        }
        Ok(Self { headings, rows })
    }

    /// The rows below the headings. Empty ones keep their place, so that numbers stay those people see.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().enumerate().map(|(i, cells)| Row { number: i + 2, headings: &self.headings, cells })
    }

    /// Whether one of these headings is there.
    pub fn has(&self, names: &[&str]) -> bool {
        self.headings.iter().any(|h| names.iter().any(|n| h.eq_ignore_ascii_case(n)))
    }
}

impl Row<'_> {
    /// The cell under the first of these headings that is there; empty when none is.
    pub fn get(&self, names: &[&str]) -> &str {
        let at = self.headings.iter().position(|h| names.iter().any(|n| h.eq_ignore_ascii_case(n)));
        at.and_then(|i| self.cells.get(i)).map_or("", String::as_str)
    }

    /// Whether nothing stands in it.
    pub fn is_empty(&self) -> bool {
        self.cells.iter().all(String::is_empty)
    }
}

fn fit(mut line: Vec<String>, width: usize) -> Vec<String> {
    line.resize(width, String::new());
    line
}

/// Cell by cell rather than as one block: a small file may claim a cell in the last row and column of the largest
/// sheet there is.
fn xlsx(bytes: &[u8]) -> Result<Vec<Vec<String>>, Error> {
    if !unpacked::fits(bytes, MOST_UNPACKED) {
        return Err(refused("sheet-unreadable"));
    }
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| refused("sheet-unreadable"))?;
    let name = book.sheet_names().into_iter().next().ok_or_else(|| refused("sheet-empty"))?;
    let mut cells = book.worksheet_cells_reader(&name).map_err(|_| refused("sheet-unreadable"))?;
    let mut lines: Vec<Vec<String>> = Vec::new();
    while let Some(found) = cells.next_cell().map_err(|_| refused("sheet-unreadable"))? {
        let text = cell(&Data::from(found.get_value().clone()));
        if text.is_empty() {
            continue;
        }
        let (row, column) = found.get_position();
        let (row, column) = (row as usize, column as usize);
        if row > MOST_ROWS || column >= MOST_COLUMNS {
            return Err(refused("sheet-too-long"));
        }
        if lines.len() <= row {
            lines.resize(row + 1, Vec::new());
        }
        if let Some(line) = lines.get_mut(row) {
            line.resize(line.len().max(column + 1), String::new());
            if let Some(place) = line.get_mut(column) {
                *place = text;
            }
        }
    }
    Ok(lines)
}

/// What the cell shows. A whole number is shown without a fraction: phone numbers arrive as numbers.
fn cell(data: &Data) -> String {
    match data {
        Data::Float(number) if number.fract() == 0.0 && number.abs() < 1e15 => format!("{number:.0}"),
        other => other.to_string().trim().to_owned(),
    }
}

fn csv(bytes: &[u8]) -> Result<Vec<Vec<String>>, Error> {
    let bytes = with_blank_lines(bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes));
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes.as_slice());
    reader
        .records()
        .map(|record| {
            let record = record.map_err(|_| refused("sheet-unreadable"))?;
            Ok(record.iter().map(|cell| cell.trim().to_owned()).collect())
        })
        .collect()
}

/// The reader passes over blank lines; with an empty cell in them they keep their place, and every row its number.
fn with_blank_lines(bytes: &[u8]) -> Vec<u8> {
    let (mut kept, mut quoted, mut at_start) = (Vec::with_capacity(bytes.len()), false, true);
    let mut before = b'\n';
    for &byte in bytes {
        let is_end = byte == b'\n' || byte == b'\r';
        let second_half = byte == b'\n' && before == b'\r';
        if is_end && at_start && !quoted && !second_half {
            kept.extend_from_slice(b"\"\"");
        }
        quoted ^= byte == b'"';
        at_start = is_end;
        before = byte;
        kept.push(byte);
    }
    kept
}

fn refused(code: &'static str) -> Error {
    let problem = tongxing_domain::problem::Problem::new(code)
        .with("rows", MOST_ROWS)
        .with("megabytes", MOST_BYTES / 1024 / 1024);
    Error::refused_field("file", problem)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_csv_with_a_mark_and_a_short_row_is_read() {
        let sheet = Sheet::read("\u{feff}编号,名称\n01, 后勤保障处 \n02\n".as_bytes()).unwrap();
        let rows: Vec<_> = sheet
            .rows()
            .map(|r| (r.number, r.get(&["code", "编号"]).to_owned(), r.get(&["名称"]).to_owned()))
            .collect();
        assert_eq!(rows, [(2, "01".into(), "后勤保障处".into()), (3, "02".into(), String::new())]);
    }

    #[test]
    fn rows_have_the_numbers_that_a_spreadsheet_program_shows() {
        for end in ["\n", "\r\n"] {
            let text = ["code,name", "", "01,\"two", "", "lines\"", "", "", "02,x", "", ""].join(end);
            let sheet = Sheet::read(text.as_bytes()).unwrap();
            let rows: Vec<_> = sheet
                .rows()
                .filter(|r| !r.is_empty())
                .map(|r| (r.number, r.get(&["code"]).to_owned()))
                .collect();
            assert_eq!(rows, [(3, "01".to_owned()), (6, "02".to_owned())], "{end:?}");
        }
    }

    #[test]
    fn an_xlsx_with_numbers_is_read_as_it_looks() {
        let mut book = rust_xlsxwriter::Workbook::new();
        let sheet = book.add_worksheet();
        sheet.write(0, 0, "手机号").unwrap();
        sheet.write(1, 0, 13_800_000_001_f64).unwrap();
        let bytes = book.save_to_buffer().unwrap();
        let sheet = Sheet::read(&bytes).unwrap();
        assert_eq!(sheet.rows().next().unwrap().get(&["手机号"]), "13800000001");
    }

    #[test]
    fn a_cell_far_out_is_refused_and_not_made_room_for() {
        let mut book = rust_xlsxwriter::Workbook::new();
        let sheet = book.add_worksheet();
        sheet.write(0, 0, "code").unwrap();
        sheet.write(1_048_575, 16_383, "x").unwrap();
        let bytes = book.save_to_buffer().unwrap();
        assert!(matches!(Sheet::read(&bytes), Err(Error::Refused(r)) if r.code() == "sheet-too-long"));
    }

    #[test]
    fn what_is_no_sheet_is_refused_beside_the_file() {
        let code = |bytes: &[u8]| match Sheet::read(bytes) {
            Err(Error::Refused(refusal)) => refusal.code().to_owned(),
            other => panic!("{other:?}"),
        };
        assert_eq!(code(b""), "sheet-empty");
        assert_eq!(code(b"only,headings\n"), "sheet-empty");
        assert_eq!(code(b"only,headings\n\n,\n"), "sheet-empty");
        assert_eq!(code(b"PK\x03\x04 not a zip"), "sheet-unreadable");
        assert_eq!(code(&vec![b'a'; MOST_BYTES + 1]), "sheet-too-large");
    }
}
