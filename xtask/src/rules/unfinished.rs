//! Nothing is left for later in the tree: no ignored test, no placeholder, no note to oneself.

use super::quotes_what_it_forbids;
use crate::findings::Finding;
use crate::rust_text::RustText;
use crate::tree::SourceFile;

const IN_CODE: &[(&str, &str)] = &[
    ("#[ignore", "a test that does not run proves nothing: mend it or remove it"),
    ("todo!(", "write it, or leave the whole feature for a later commit"),
    ("unimplemented!(", "write it, or leave the whole feature for a later commit"),
];
const NOTES: &[&str] = &["FIXME", "XXX:", "TODO"];
const WRITTEN_BY_US: &[&str] = &["rs", "html", "css", "js", "ftl", "sql", "yaml", "yml", "toml", "md", "sh"];

pub fn check(files: &[SourceFile]) -> Vec<Finding> {
    files.iter().filter(|file| !quotes_what_it_forbids(file)).flat_map(check_file).collect()
}

fn check_file(file: &SourceFile) -> Vec<Finding> {
    let mut findings = Vec::new();
    if let Some(text) = file.rust() {
        for (index, line) in RustText::new(text).code.lines().enumerate() {
            let hit = IN_CODE.iter().find(|(word, _)| line.contains(word));
            findings.extend(
                hit.map(|(word, says)| Finding::on_line(&file.path, index + 1, format!("`{word}`: {says}"))),
            );
        }
    }
    if WRITTEN_BY_US.iter().any(|extension| file.has_extension(extension)) {
        for (index, line) in file.text.iter().flat_map(|text| text.lines()).enumerate() {
            let hit = NOTES.iter().find(|note| line.contains(*note));
            findings.extend(hit.map(|note| {
                Finding::on_line(&file.path, index + 1, format!("{note}: do it, or file an issue"))
            }));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, text: &str) -> usize {
        check(&[SourceFile::example(path, text)]).len()
    }

    #[test]
    fn unfinished_work_is_found() {
        assert_eq!(found("crates/web/src/a.rs", "#[test]\n#[ignore = \"slow\"]\nfn t() {}"), 1);
        assert_eq!(found("crates/web/src/a.rs", "fn f() { todo!() }"), 1);
        assert_eq!(found("crates/web/src/a.rs", "// FIXME later"), 1);
        assert_eq!(found("crates/web/templates/a.html", "<!-- TODO -->"), 1);
    }

    #[test]
    fn finished_work_is_left_alone() {
        assert_eq!(found("crates/web/src/a.rs", "// the to-do list of an approver\nfn todo_list() {}"), 0);
        assert_eq!(found("crates/web/src/a.rs", "let text = \"todo!()\";"), 0);
        assert_eq!(found("crates/web/assets/picture.svg", "TODO"), 0);
    }
}
