//! What kind of file an attachment is, by its content: the name and the type a browser claims are never asked.

use tongxing_domain::problem::Problem;

use super::{FileKind, FileLimits};

impl FileKind {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Pdf, Self::Jpeg, Self::Png, Self::Xlsx];

    /// Recognises a whole file.
    pub fn recognise(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [b'%', b'P', b'D', b'F', b'-', ..] => ends_as_pdf(bytes).then_some(Self::Pdf),
            [0xff, 0xd8, 0xff, ..] => Some(Self::Jpeg),
            [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Some(Self::Png),
            [b'P', b'K', 3, 4, ..] => is_workbook(bytes).then_some(Self::Xlsx),
            _ => None,
        }
    }

    /// The type it is served as.
    pub fn mime(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }

    /// The kind that is served as this type.
    pub fn of_mime(mime: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.mime() == mime)
    }

    /// The ending of its name.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::Xlsx => "xlsx",
        }
    }

    /// What people call it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Pdf => "PDF",
            Self::Jpeg => "JPG",
            Self::Png => "PNG",
            Self::Xlsx => "XLSX",
        }
    }

    /// Whether it is a picture, which is drawn anew before it is kept.
    pub fn is_picture(self) -> bool {
        matches!(self, Self::Jpeg | Self::Png)
    }
}

impl FileLimits {
    /// The kinds that are taken.
    pub fn taken(&self) -> &[FileKind] {
        if self.accept.is_empty() { &FileKind::ALL } else { &self.accept }
    }

    /// The kinds in words: `PDF / JPG`.
    pub fn taken_in_words(&self) -> String {
        self.taken().iter().map(|kind| kind.word()).collect::<Vec<_>>().join(" / ")
    }

    /// What kind of file this is, if it may be handed in.
    ///
    /// # Errors
    /// What is wrong with it: too large, or none of the kinds.
    pub fn check(&self, bytes: &[u8]) -> Result<FileKind, Problem> {
        if bytes.len() as u64 > self.most_bytes() {
            return Err(Problem::new("file-too-large").with("limit", self.most_megabytes()));
        }
        let found = FileKind::recognise(bytes).filter(|kind| self.taken().contains(kind));
        found.ok_or_else(|| Problem::new("file-kind").with("kinds", self.taken_in_words()))
    }
}

/// A file that was cut off on its way has no end.
fn ends_as_pdf(bytes: &[u8]) -> bool {
    let tail = bytes.get(bytes.len().saturating_sub(1024)..).unwrap_or(bytes);
    tail.windows(5).any(|five| five == b"%%EOF")
}

/// A whole archive that lists a workbook's parts, and no programs.
fn is_workbook(bytes: &[u8]) -> bool {
    let Some(names) = listed(bytes) else { return false };
    let has = |wanted: &[u8]| names.iter().any(|name| name == &wanted);
    let is_program = |name: &&[u8]| name.to_ascii_lowercase().ends_with(b"vbaproject.bin");
    has(b"[Content_Types].xml") && has(b"xl/workbook.xml") && !names.iter().any(is_program)
}

/// The names in an archive's list, which stands at its end.
fn listed(bytes: &[u8]) -> Option<Vec<&[u8]>> {
    let from = bytes.len().saturating_sub(22 + 0xffff);
    let end = from + bytes.get(from..)?.windows(4).rposition(|four| four == b"PK\x05\x06")?;
    bytes.get(end..end + 22)?;
    let (count, start) = (number(bytes, end + 10, 2)?, number(bytes, end + 16, 4)?);
    let mut names = Vec::new();
    let mut rest = bytes.get(start..end)?;
    for _ in 0..count {
        if !rest.starts_with(b"PK\x01\x02") {
            return None;
        }
        let name = number(rest, 28, 2)?;
        names.push(rest.get(46..46 + name)?);
        rest = rest.get(46 + name + number(rest, 30, 2)? + number(rest, 32, 2)?..)?;
    }
    Some(names)
}

/// A number that is written with its last byte first.
fn number(bytes: &[u8], at: usize, length: usize) -> Option<usize> {
    let bytes = bytes.get(at..at.checked_add(length)?)?;
    Some(bytes.iter().rev().fold(0, |number, byte| number << 8 | usize::from(*byte)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn archive(names: &[&str]) -> Vec<u8> {
        let mut list = Vec::new();
        for name in names {
            let mut entry = b"PK\x01\x02".to_vec();
            entry.resize(46, 0);
            entry[28] = u8::try_from(name.len()).unwrap();
            list.extend([entry, name.as_bytes().to_vec()].concat());
        }
        let mut end = b"PK\x05\x06".to_vec();
        end.resize(22, 0);
        end[10] = u8::try_from(names.len()).unwrap();
        end[16] = 8;
        [b"PK\x03\x04....".to_vec(), list, end].concat()
    }

    #[test]
    fn a_file_is_what_its_content_says_and_only_when_it_is_whole() {
        let book = archive(&["[Content_Types].xml", "xl/workbook.xml"]);
        assert_eq!(FileKind::recognise(&book), Some(FileKind::Xlsx));
        assert_eq!(FileKind::recognise(b"%PDF-1.7\n...\n%%EOF\n"), Some(FileKind::Pdf));
        let macros = archive(&["[Content_Types].xml", "xl/workbook.xml", "xl/vbaProject.bin"]);
        let document = archive(&["[Content_Types].xml", "word/document.xml"]);
        let others: [&[u8]; 7] = [
            b"",
            b"%PDF-1.7 cut off",
            b"<html>%PDF-1.7 %%EOF",
            b"PK\x03\x04",
            &book[..book.len() - 1],
            &macros,
            &document,
        ];
        for other in others {
            assert_eq!(FileKind::recognise(other), None, "{:?}", String::from_utf8_lossy(other));
        }
    }

    #[test]
    fn what_a_field_does_not_take_is_refused_with_what_it_takes() {
        let limits = FileLimits { accept: vec![FileKind::Pdf, FileKind::Jpeg], ..FileLimits::default() };
        assert_eq!(limits.check(b"%PDF-1.7 %%EOF"), Ok(FileKind::Pdf));
        let refused = limits.check(b"\x89PNG\r\n\x1a\n").unwrap_err();
        assert_eq!(refused, Problem::new("file-kind").with("kinds", "PDF / JPG"));
        let small = FileLimits { max_megabytes: Some(1), ..limits };
        let refused = small.check(&vec![0; 1024 * 1024 + 1]).unwrap_err();
        assert_eq!(refused, Problem::new("file-too-large").with("limit", 1));
    }
}
