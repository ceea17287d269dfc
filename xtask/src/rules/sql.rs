//! Only `storage` contains SQL. Elsewhere a query would escape the contract tests that run on both databases.

use super::quotes_what_it_forbids;
use crate::findings::Finding;
use crate::rust_text::RustText;
use crate::tree::SourceFile;

/// Files outside `storage` that may hold SQL, each with its reason.
const EXCEPTIONS: &[(&str, &str)] = &[];

pub fn check(files: &[SourceFile]) -> Vec<Finding> {
    let asked = files.iter().filter(|file| {
        let excepted = EXCEPTIONS.iter().any(|(path, _)| file.path == *path);
        file.crate_folder() != "storage" && !excepted && !quotes_what_it_forbids(file)
    });
    let mut findings = Vec::new();
    for file in asked {
        let Some(text) = file.rust() else { continue };
        for literal in RustText::new(text).literals {
            if is_sql(&literal.text) {
                findings.push(Finding::on_line(&file.path, literal.line, "SQL belongs into crates/storage"));
            }
        }
    }
    findings
}

/// Does the text begin as a statement does? Keywords count in capitals or in small letters, not as in a sentence.
fn is_sql(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let upper = words.first().is_some_and(|first| first.chars().all(char::is_uppercase));
    let lower = words.first().is_some_and(|first| first.chars().all(char::is_lowercase));
    if !upper && !lower {
        return false;
    }
    let has = |keyword: &str| {
        words.iter().any(|word| word.eq_ignore_ascii_case(keyword) && (!upper || *word == keyword))
    };
    let pair = |first: &str, second: &str| {
        words.first().is_some_and(|word| word.eq_ignore_ascii_case(first))
            && words.get(1).is_some_and(|word| word.eq_ignore_ascii_case(second))
    };
    let begins = |keyword: &str| words.first().is_some_and(|word| word.eq_ignore_ascii_case(keyword));
    let sentence_like = lower && !text.contains('$') && !text.contains('=') && !text.contains('*');
    (begins("SELECT") && has("FROM") && !sentence_like)
        || (begins("UPDATE") && has("SET") && !sentence_like)
        || pair("INSERT", "INTO")
        || pair("DELETE", "FROM") && !sentence_like
        || pair("CREATE", "TABLE")
        || pair("ALTER", "TABLE")
        || pair("DROP", "TABLE")
        || pair("BEGIN", "IMMEDIATE")
        || (upper && begins("PRAGMA"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, text: &str) -> usize {
        check(&[SourceFile::example(path, text)]).len()
    }

    #[test]
    fn sql_is_found_outside_storage_only() {
        let query = "let q = \"SELECT id, name\n  FROM person WHERE id = $1\";";
        assert_eq!(found("crates/usecases/src/person.rs", query), 1);
        assert_eq!(found("crates/storage/src/person.rs", query), 0);
        assert_eq!(found("crates/web/src/x.rs", "\"insert into person (id) values ($1)\""), 1);
        assert_eq!(found("crates/web/src/x.rs", "\"UPDATE person SET name = $1\""), 1);
    }

    #[test]
    fn a_sentence_is_not_sql() {
        assert_eq!(found("crates/web/src/x.rs", "\"Select a unit from the list\""), 0);
        assert_eq!(found("crates/web/src/x.rs", "\"select a unit from the list\""), 0);
        assert_eq!(found("crates/web/src/x.rs", "// SELECT id FROM person"), 0);
        assert_eq!(found("crates/web/src/x.rs", "\"the update sets the name\""), 0);
    }
}
