//! The rules of the repository that no compiler knows. One file per rule, each with a good and a bad example.

mod crate_docs;
mod file_names;
mod migrations;
mod mission_names;
mod paths;
mod pictures;
mod shortcuts;
mod sizes;
mod sql;
mod unfinished;

use crate::findings::{self, Finding};
use crate::tree::{self, SourceFile};
use std::path::Path;

type Check = fn(&[SourceFile]) -> Vec<Finding>;

const RULES: &[(&str, Check)] = &[
    ("files are named by what they do", file_names::check),
    ("every crate says what it is and what it never does", crate_docs::check),
    ("SQL stands in storage", sql::check),
    ("clock and chance are passed in", shortcuts::check),
    ("nothing is left unfinished", unfinished::check),
    ("no service, university or unit of the mission in code", mission_names::check),
    ("functions and files stay readable", sizes::check),
    ("no path of one machine", paths::check),
    ("migrations are numbered once", migrations::check),
    ("pictures are small", pictures::check),
];

/// Checks the tree, and shows the longest functions and files whether or not they are too long.
pub fn run(root: &Path) -> Result<(), String> {
    let files = tree::files(root)?;
    let mut all = Vec::new();
    for (rule, check) in RULES {
        let found = check(&files);
        println!("{} {rule}", if found.is_empty() { "ok " } else { "NO " });
        all.extend(found);
    }
    for line in sizes::worth_a_look(&files) {
        println!("    long: {line}");
    }
    findings::report("rules", &all)
}

/// Files whose content is exempt from the rules about words: they quote what they forbid.
fn quotes_what_it_forbids(file: &SourceFile) -> bool {
    file.path.starts_with("xtask/src/rules/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_file_is_in_the_list() {
        let folder = tree::root().unwrap().join("xtask/src/rules");
        let written = std::fs::read_dir(folder).unwrap().count();
        assert_eq!(written, RULES.len());
    }
}
