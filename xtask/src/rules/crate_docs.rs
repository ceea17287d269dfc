//! The first thing in a crate is a doc comment: what it is, and what it never does.

use crate::findings::Finding;
use crate::tree::SourceFile;

pub fn check(files: &[SourceFile]) -> Vec<Finding> {
    files.iter().filter(|file| is_crate_root(&file.path)).filter_map(refuse).collect()
}

fn refuse(file: &SourceFile) -> Option<Finding> {
    let doc: Vec<&str> = file.rust()?.lines().take_while(|line| line.starts_with("//!")).collect();
    let says = if doc.is_empty() {
        "begin with a `//!` comment: what this crate is, and what it never does"
    } else if !doc.iter().any(|line| line.to_lowercase().contains("never")) {
        "the crate's comment must also say what it never does"
    } else {
        return None;
    };
    Some(Finding::at(&file.path, says))
}

fn is_crate_root(path: &str) -> bool {
    let in_crate = path.strip_prefix("crates/").and_then(|rest| rest.split_once('/')).map(|(_, rest)| rest);
    match in_crate {
        Some(rest) => matches!(rest, "src/lib.rs" | "src/main.rs"),
        None => matches!(path, "xtask/src/main.rs" | "e2e/src/lib.rs"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, text: &str) -> usize {
        check(&[SourceFile::example(path, text)]).len()
    }

    #[test]
    fn a_crate_says_what_it_is_and_what_it_never_does() {
        let good = "//! Words of the campus.\n//!\n//! It never reads a clock.\npub mod id;\n";
        assert_eq!(found("crates/domain/src/lib.rs", good), 0);
        assert_eq!(found("crates/domain/src/lib.rs", "pub mod id;\n"), 1);
        assert_eq!(found("crates/domain/src/lib.rs", "//! Words of the campus.\n"), 1);
        assert_eq!(found("crates/domain/src/plate.rs", ""), 0, "only the root of a crate is asked");
    }
}
