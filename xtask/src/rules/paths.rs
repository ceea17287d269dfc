//! The tree knows no machine it was written on: a clone anywhere must read the same.

use super::quotes_what_it_forbids;
use crate::findings::Finding;
use crate::tree::SourceFile;

const FORBIDDEN: &[&str] = &["/work/", "../shared"];

pub fn check(files: &[SourceFile]) -> Vec<Finding> {
    let asked = files.iter().filter(|file| !quotes_what_it_forbids(file) && file.name() != "Cargo.lock");
    asked.flat_map(check_file).collect()
}

fn check_file(file: &SourceFile) -> Vec<Finding> {
    let Some(text) = file.text.as_deref() else { return Vec::new() };
    let lines = text.lines().enumerate();
    lines
        .filter_map(|(index, line)| {
            let path = FORBIDDEN.iter().find(|path| stands_as_path(line, path))?;
            Some(Finding::on_line(&file.path, index + 1, format!("`{path}` exists on one machine only")))
        })
        .collect()
}

/// `/work/` as a folder of the machine, not the middle of an address such as `/s/work/1`.
fn stands_as_path(line: &str, path: &str) -> bool {
    line.match_indices(path).any(|(at, _)| {
        let before = line.get(..at).and_then(|text| text.chars().next_back());
        !before.is_some_and(|character| {
            character.is_alphanumeric() || matches!(character, '}' | '.' | '/' | '_' | '-')
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> usize {
        check(&[SourceFile::example("docs/a.md", text)]).len()
    }

    #[test]
    fn a_path_of_one_machine_is_found() {
        assert_eq!(found("see /work/shared/UX.md"), 1);
        assert_eq!(found("see `../shared/UX.md`"), 1);
        assert_eq!(found("see docs/operate.md, served at https://a.example/s/work/1"), 0);
    }
}
