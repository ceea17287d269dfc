//! A migration has a number nobody else has, and none is missing: `0001_accounts.sql`, `0002_…`.

use crate::findings::Finding;
use crate::tree::SourceFile;

const FOLDER: &str = "crates/storage/migrations/";

pub fn check(files: &[SourceFile]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut before: u32 = 0;
    for file in files.iter().filter(|file| file.path.starts_with(FOLDER)) {
        let Some(number) = number(file.name()) else {
            findings.push(Finding::at(&file.path, "name it by number and place: 0007_delivery.sql"));
            continue;
        };
        if number != before + 1 {
            findings
                .push(Finding::at(&file.path, format!("the number after {before:04} is {:04}", before + 1)));
        }
        before = number;
    }
    findings
}

fn number(name: &str) -> Option<u32> {
    let (digits, rest) = name.split_once('_')?;
    let words = rest.strip_suffix(".sql")?;
    let plain =
        |character: char| character.is_ascii_lowercase() || character.is_ascii_digit() || character == '_';
    (digits.len() == 4 && !words.is_empty() && words.chars().all(plain)).then(|| digits.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(names: &[&str]) -> usize {
        let files: Vec<SourceFile> =
            names.iter().map(|name| SourceFile::example(&format!("{FOLDER}{name}"), "")).collect();
        check(&files).len()
    }

    #[test]
    fn numbers_are_unique_and_without_gap() {
        assert_eq!(found(&["0001_accounts.sql", "0002_units.sql"]), 0);
        assert_eq!(found(&["0001_accounts.sql", "0001_units.sql"]), 1);
        assert_eq!(found(&["0001_accounts.sql", "0003_units.sql"]), 1);
        assert_eq!(found(&["accounts.sql"]), 1);
        assert_eq!(found(&["0001_Accounts.sql"]), 1);
    }
}
