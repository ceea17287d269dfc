//! Files that are made from code and committed, so that a reader and an editor find them without building.
//!
//! To add one: give the binary a subcommand that prints it, and add a line to [`GENERATED`].
//! `cargo xtask generate` writes them; `cargo xtask test` fails when one is out of date.

use crate::findings::Finding;
use crate::process;
use std::fs;
use std::path::Path;

struct Generated {
    /// The committed file.
    file: &'static str,
    /// The package whose binary prints it.
    package: &'static str,
    /// The arguments that make it do so.
    arguments: &'static [&'static str],
}

const GENERATED: &[Generated] = &[Generated {
    file: "services/service.schema.json",
    package: "tongxing",
    arguments: &["service", "schema"],
}];

/// Writes every generated file.
pub fn write(root: &Path) -> Result<(), String> {
    for generated in GENERATED {
        let path = root.join(generated.file);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)
                .map_err(|error| format!("cannot make {}: {error}", folder.display()))?;
        }
        let text = generated.text(root)?;
        fs::write(&path, text).map_err(|error| format!("cannot write {}: {error}", path.display()))?;
        println!("{} written", generated.file);
    }
    Ok(())
}

/// Compares every generated file with what the code makes now.
pub fn check(root: &Path) -> Result<Vec<Finding>, String> {
    let mut findings = Vec::new();
    for generated in GENERATED {
        let made = generated.text(root)?;
        let committed = fs::read_to_string(root.join(generated.file)).unwrap_or_default();
        findings.extend(compare(generated.file, &committed, &made));
    }
    Ok(findings)
}

fn compare(file: &str, committed: &str, made: &str) -> Option<Finding> {
    let stale = committed.trim_end() != made.trim_end();
    stale.then(|| Finding::at(file, "is out of date: run `cargo xtask generate` and commit the result"))
}

impl Generated {
    /// `--workspace` features, as everywhere: a lone package would choose others and compile everything again.
    fn text(&self, root: &Path) -> Result<String, String> {
        process::run(process::cargo(root).args(["build", "--quiet", "--workspace", "--bins", "--tests"]))?;
        let mut command = std::process::Command::new(root.join("target/debug").join(self.package));
        process::answer(command.current_dir(root).args(self.arguments))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stale_file_is_found_and_a_missing_last_newline_is_not() {
        assert!(compare("a.json", "{\"a\": 1}\n", "{\"a\": 2}\n").is_some());
        assert!(compare("a.json", "{}\n", "{}").is_none());
        assert!(compare("a.json", "", "{}").is_some(), "never written");
    }
}
