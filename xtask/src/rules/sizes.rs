//! Functions and files stay readable. From a certain length on they are listed, from another they are refused.

use crate::findings::Finding;
use crate::rust_text::{RustText, first_line_of_tests};
use crate::tree::SourceFile;

const LISTED_FUNCTION: usize = 70;
const LONGEST_FUNCTION: usize = 120;
const LISTED_FILE: usize = 500;
const LONGEST_FILE: usize = 900;

/// What may be longer all the same (`path` or `path: function`), each with its reason.
const EXCEPTIONS: &[(&str, &str)] = &[];

pub fn check(files: &[SourceFile]) -> Vec<Finding> {
    let too_long =
        measure(files).into_iter().filter(|thing| thing.lines > thing.limit && !thing.is_excepted());
    let mut findings: Vec<Finding> = too_long
        .map(|thing| {
            Finding::at(&thing.name, format!("{} lines; {} at most: divide it", thing.lines, thing.limit))
        })
        .collect();
    findings.extend(stale_exceptions(files));
    findings
}

/// What is longer than we like, longest first.
pub fn worth_a_look(files: &[SourceFile]) -> Vec<String> {
    let mut found: Vec<Measured> =
        measure(files).into_iter().filter(|thing| thing.lines > thing.listed).collect();
    found.sort_by_key(|thing| std::cmp::Reverse(thing.lines));
    found.iter().map(|thing| format!("{:5} lines  {}", thing.lines, thing.name)).collect()
}

struct Measured {
    name: String,
    lines: usize,
    listed: usize,
    limit: usize,
}

impl Measured {
    fn is_excepted(&self) -> bool {
        EXCEPTIONS.iter().any(|(name, _)| *name == self.name)
    }
}

fn measure(files: &[SourceFile]) -> Vec<Measured> {
    let mut found = Vec::new();
    for file in files {
        let Some(text) = file.rust() else { continue };
        let before_tests = first_line_of_tests(text) - 1;
        found.push(Measured {
            name: file.path.clone(),
            lines: before_tests,
            listed: LISTED_FILE,
            limit: LONGEST_FILE,
        });
        for function in RustText::new(text).functions() {
            let name = format!("{}: {}", file.path, function.name);
            found.push(Measured {
                name,
                lines: function.lines,
                listed: LISTED_FUNCTION,
                limit: LONGEST_FUNCTION,
            });
        }
    }
    found
}

/// An exception for something that has become short, or has gone, must go too.
fn stale_exceptions(files: &[SourceFile]) -> Vec<Finding> {
    let still_long: Vec<String> = measure(files)
        .into_iter()
        .filter(|thing| thing.lines > thing.limit)
        .map(|thing| thing.name)
        .collect();
    let stale = EXCEPTIONS.iter().filter(|(name, _)| !still_long.iter().any(|long| long == name));
    stale
        .map(|(name, _)| Finding::at(name, "is no longer too long: remove the exception in sizes.rs"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn function_of(lines: usize) -> String {
        format!("fn long() {{\n{}}}\n", "    step();\n".repeat(lines - 2))
    }

    fn found(text: &str) -> Vec<Finding> {
        check(&[SourceFile::example("crates/web/src/a.rs", text)])
    }

    #[test]
    fn a_function_of_120_lines_passes_and_one_more_does_not() {
        assert_eq!(found(&function_of(120)), []);
        let refused = found(&function_of(121));
        assert_eq!(refused[0].place, "crates/web/src/a.rs: long");
    }

    #[test]
    fn a_file_of_900_lines_passes_and_one_more_does_not() {
        assert_eq!(found(&"// word\n".repeat(900)), []);
        assert_eq!(found(&"// word\n".repeat(901)).len(), 1);
        let with_tests = format!("{}#[cfg(test)]\nmod tests {{\n}}\n", "// word\n".repeat(900));
        assert_eq!(found(&with_tests), [], "tests at the end do not count");
    }

    #[test]
    fn what_is_long_is_listed_before_it_is_refused() {
        let files = [SourceFile::example("crates/web/src/a.rs", &function_of(71))];
        assert_eq!(check(&files), []);
        assert_eq!(worth_a_look(&files).len(), 1);
    }
}
