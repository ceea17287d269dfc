//! Nothing of the first campus is special in code: its services, university and units live in `services/`, in
//! translations and in demonstration data. Tests may name them, since they drive exactly those files.

use super::quotes_what_it_forbids;
use crate::findings::Finding;
use crate::rust_text::first_line_of_tests;
use crate::tree::SourceFile;

const NAMES: &[&str] = &[
    "内蒙古科技",
    "科技大学",
    "其他人员登记",
    "其他人员出入",
    "临时校园卡",
    "临时卡",
    "小科",
    "包头",
    "other-personnel",
    "other_personnel",
    "OtherPersonnel",
    "temporary-card",
    "temporary_card",
    "TemporaryCard",
];

pub fn check(files: &[SourceFile]) -> Vec<Finding> {
    let asked = files.iter().filter(|file| is_product_code(&file.path) && !quotes_what_it_forbids(file));
    asked.flat_map(check_file).collect()
}

fn check_file(file: &SourceFile) -> Vec<Finding> {
    let Some(text) = file.rust() else { return Vec::new() };
    let before_tests = first_line_of_tests(text) - 1;
    let lines = text.lines().take(before_tests).enumerate();
    lines
        .filter_map(|(index, line)| {
            let name = NAMES.iter().find(|name| line.contains(*name))?;
            let says = format!("`{name}` belongs into services/, a translation or demonstration data");
            Some(Finding::on_line(&file.path, index + 1, says))
        })
        .collect()
}

/// Code that ships: not a test, not the demonstration campus.
fn is_product_code(path: &str) -> bool {
    let in_crate = path.starts_with("crates/") && !path.starts_with("crates/testkit/");
    let about_demonstration = path.split('/').any(|part| part.trim_end_matches(".rs").starts_with("demo"));
    in_crate
        && !path.contains("/tests/")
        && !path.ends_with("/tests.rs")
        && !path.contains("/benches/")
        && !about_demonstration
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, text: &str) -> usize {
        check(&[SourceFile::example(path, text)]).len()
    }

    #[test]
    fn a_name_of_the_mission_is_found_in_code_that_ships() {
        assert_eq!(found("crates/web/src/home.rs", "let title = \"其他人员登记\";"), 1);
        assert_eq!(found("crates/usecases/src/a.rs", "if key == \"other-personnel-registration\" {}"), 1);
    }

    #[test]
    fn tests_and_demonstration_data_may_name_it() {
        let tested = "fn f() {}\n\n#[cfg(test)]\nmod tests {\n    // 其他人员登记\n}\n";
        assert_eq!(found("crates/web/src/home.rs", tested), 0);
        assert_eq!(found("crates/web/tests/pages.rs", "\"其他人员登记\""), 0);
        assert_eq!(found("crates/tongxing/src/demo/people.rs", "\"临时校园卡\""), 0);
        assert_eq!(found("crates/domain/src/division.rs", "\"内蒙古自治区\""), 0);
    }
}
