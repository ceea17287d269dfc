//! How much a packed file (ZIP, as XLSX is one) comes to, found by unpacking it into nothing: what it says of itself may
//! be a lie, and a few kilobytes can claim, or be, gigabytes.

use std::io::{self, Read};

use flate2::bufread::DeflateDecoder;

const END: &[u8] = b"PK\x05\x06";
const END_LENGTH: usize = 22;
const ENTRY: &[u8] = b"PK\x01\x02";
const ENTRY_LENGTH: usize = 46;
const LOCAL_LENGTH: usize = 30;

/// Whether everything in it comes to no more than so many bytes. A file that is written in any other way than spreadsheet
/// programs write theirs does not fit either, so that no other reader finds more in it than was counted here.
pub(super) fn fits(bytes: &[u8], most: u64) -> bool {
    measured(bytes, most).is_some_and(|size| size <= most)
}

fn measured(bytes: &[u8], most: u64) -> Option<u64> {
    let end = bytes.len().checked_sub(END_LENGTH)?;
    if bytes.get(end..end + 4)? != END || short(bytes, end + 20)? != 0 {
        return None;
    }
    let (count, start) = (short(bytes, end + 10)?, long(bytes, end + 16)?);
    let mut at = start;
    let mut size = 0;
    for _ in 0..count {
        if bytes.get(at..at + 4)? != ENTRY {
            return None;
        }
        size += unpacked(bytes, at, most - size)?;
        if size > most {
            return Some(size);
        }
        at += ENTRY_LENGTH + short(bytes, at + 28)? + short(bytes, at + 30)? + short(bytes, at + 32)?;
    }
    (at == end).then_some(size)
}

/// What one entry comes to; more than `most` is not counted to its end.
fn unpacked(bytes: &[u8], entry: usize, most: u64) -> Option<u64> {
    let (method, packed, local) =
        (short(bytes, entry + 10)?, long(bytes, entry + 20)?, long(bytes, entry + 42)?);
    let from = local
        .checked_add(LOCAL_LENGTH)?
        .checked_add(short(bytes, local.checked_add(26)?)?)?
        .checked_add(short(bytes, local.checked_add(28)?)?)?;
    let data = bytes.get(from..from.checked_add(packed)?)?;
    match method {
        0 => u64::try_from(data.len()).ok(),
        8 => io::copy(&mut DeflateDecoder::new(data).take(most + 1), &mut io::sink()).ok(),
        _ => None,
    }
}

fn short(bytes: &[u8], at: usize) -> Option<usize> {
    let two: [u8; 2] = bytes.get(at..at.checked_add(2)?)?.try_into().ok()?;
    Some(usize::from(u16::from_le_bytes(two)))
}

fn long(bytes: &[u8], at: usize) -> Option<usize> {
    let four: [u8; 4] = bytes.get(at..at.checked_add(4)?)?.try_into().ok()?;
    usize::try_from(u32::from_le_bytes(four)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn a_book(characters: usize) -> Vec<u8> {
        let mut book = rust_xlsxwriter::Workbook::new();
        let sheet = book.add_worksheet();
        for row in 0..200 {
            sheet.write(row, 0, "x".repeat(characters) + &row.to_string()).unwrap();
        }
        book.save_to_buffer().unwrap()
    }

    #[test]
    fn a_book_comes_to_what_is_in_it_however_small_it_is_packed() {
        let (small, large) = (a_book(10), a_book(30_000));
        assert!(large.len() < 100_000, "six megabytes packed into {}", large.len());
        assert!(fits(&small, 100_000));
        assert!(!fits(&large, 5_000_000));
        assert!(fits(&large, 7_000_000));
    }

    #[test]
    fn what_a_file_says_of_itself_is_not_believed() {
        // Every entry claims to unpack to one byte.
        let mut liar = a_book(30_000);
        let entries: Vec<usize> =
            liar.windows(4).enumerate().filter(|(_, w)| *w == ENTRY).map(|(at, _)| at).collect();
        for at in entries {
            liar[at + 24..at + 28].copy_from_slice(&1_u32.to_le_bytes());
        }
        assert!(!fits(&liar, 5_000_000));
    }

    #[test]
    fn cut_changed_or_lengthened_files_do_not_fit() {
        let sound = a_book(10);
        assert!(fits(&sound, u64::from(u32::MAX)));
        for cut in 0..sound.len() {
            assert!(!fits(&sound[..cut], u64::from(u32::MAX)), "{cut}");
        }
        assert!(!fits(&[sound.as_slice(), b"more"].concat(), u64::from(u32::MAX)));
        assert!(!fits(&[b"before", sound.as_slice()].concat(), u64::from(u32::MAX)));
    }
}
