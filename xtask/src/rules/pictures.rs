//! Pictures in the repository are small; every clone carries every version of them for good.

use crate::findings::Finding;
use crate::tree::SourceFile;

const LARGEST: u64 = 400 * 1024;
const KINDS: &[&str] = &["png", "jpg", "jpeg", "webp", "gif"];

pub fn check(files: &[SourceFile]) -> Vec<Finding> {
    let pictures = files.iter().filter(|file| KINDS.iter().any(|kind| file.has_extension(kind)));
    let large = pictures.filter(|file| file.bytes > LARGEST);
    large.map(|file| Finding::at(&file.path, format!("{} KB; 400 KB at most", file.bytes / 1024))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_hundred_kilobytes_pass_and_one_byte_more_does_not() {
        let picture = |bytes| SourceFile { path: "docs/home.png".to_owned(), bytes, text: None };
        assert_eq!(check(&[picture(LARGEST)]), []);
        assert_eq!(check(&[picture(LARGEST + 1)]).len(), 1);
        assert_eq!(
            check(&[SourceFile { path: "data/table.json".to_owned(), bytes: LARGEST * 9, text: None }]),
            []
        );
    }
}
