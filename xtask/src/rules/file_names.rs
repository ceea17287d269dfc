//! A folder listing reads as the feature list: no drawers for odds and ends, and `name.rs` beside `name/`.

use crate::findings::Finding;
use crate::tree::SourceFile;

const DRAWERS: &[&str] = &["util", "utils", "common", "helper", "helpers", "misc"];

pub fn check(files: &[SourceFile]) -> Vec<Finding> {
    let rust = files.iter().filter(|file| file.has_extension("rs"));
    rust.filter_map(|file| {
        let says = if file.name() == "mod.rs" {
            "write `name.rs` beside the folder `name/`"
        } else if file.path.split('/').any(|part| DRAWERS.contains(&part.trim_end_matches(".rs"))) {
            "name it by what it does; a drawer for odds and ends fills up"
        } else {
            return None;
        };
        Some(Finding::at(&file.path, says))
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str) -> usize {
        check(&[SourceFile::example(path, "")]).len()
    }

    #[test]
    fn verbs_are_welcome_and_drawers_are_not() {
        assert_eq!(found("crates/usecases/src/approval/withdraw.rs"), 0);
        assert_eq!(found("docs/common.md"), 0);
        assert_eq!(found("crates/web/src/approval/mod.rs"), 1);
        assert_eq!(found("crates/web/src/utils.rs"), 1);
        assert_eq!(found("crates/web/src/common/date.rs"), 1);
    }
}
