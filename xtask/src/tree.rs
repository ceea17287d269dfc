//! The files of the repository, as the rules see them.

use crate::process;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// One file of the tree.
pub struct SourceFile {
    /// Relative to the root, with `/`.
    pub path: String,
    /// Its size on disk.
    pub bytes: u64,
    /// Its content, when it is text.
    pub text: Option<String>,
}

impl SourceFile {
    /// A text file, for tests and examples of rules.
    #[cfg(test)]
    pub fn example(path: &str, text: &str) -> Self {
        Self { path: path.to_owned(), bytes: text.len() as u64, text: Some(text.to_owned()) }
    }

    /// The text of a Rust file.
    pub fn rust(&self) -> Option<&str> {
        if self.has_extension("rs") { self.text.as_deref() } else { None }
    }

    /// The last part of the path.
    pub fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }

    /// Does the name end so (any case)?
    pub fn has_extension(&self, extension: &str) -> bool {
        Path::new(&self.path).extension().is_some_and(|found| found.eq_ignore_ascii_case(extension))
    }

    /// The folder of the crate the file belongs to: `domain` for `crates/domain/src/lib.rs`, `e2e`, `xtask`.
    pub fn crate_folder(&self) -> &str {
        let mut parts = self.path.split('/');
        match parts.next() {
            Some("crates") => parts.next().unwrap_or_default(),
            Some(first) => first,
            None => "",
        }
    }
}

/// The root of the repository.
pub fn root() -> Result<PathBuf, String> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().map(Path::to_path_buf).ok_or_else(|| "xtask has no folder above it".to_owned())
}

/// Every file that is tracked or would be with the next `git add`: a rule speaks before the commit does.
pub fn files(root: &Path) -> Result<Vec<SourceFile>, String> {
    let mut git = Command::new("git");
    git.current_dir(root).args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"]);
    let mut found = Vec::new();
    for path in process::answer(&mut git)?.split('\0').filter(|path| !path.is_empty()) {
        // A file that is deleted but not yet committed as deleted has nothing to say.
        let Ok(content) = fs::read(root.join(path)) else { continue };
        let bytes = content.len() as u64;
        found.push(SourceFile { path: path.to_owned(), bytes, text: String::from_utf8(content).ok() });
    }
    found.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_tells_its_crate_and_name() {
        let file = SourceFile::example("crates/domain/src/plate.rs", "");
        assert_eq!((file.crate_folder(), file.name()), ("domain", "plate.rs"));
        assert_eq!(SourceFile::example("e2e/tests/stories.rs", "").crate_folder(), "e2e");
    }

    #[test]
    fn this_very_file_is_found() {
        let found = files(&root().unwrap()).unwrap();
        assert!(found.iter().any(|file| file.path == "xtask/src/tree.rs"));
        assert!(!found.iter().any(|file| file.path.starts_with("target/")));
    }
}
