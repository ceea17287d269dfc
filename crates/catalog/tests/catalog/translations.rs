//! Every problem the form can name has words in both languages.

use std::path::Path;

use tongxing_catalog::check::CODES;

#[test]
fn every_problem_has_words_in_both_languages() {
    for language in ["zh-CN", "en"] {
        let file =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("../web/locales").join(language).join("form.ftl");
        let text = std::fs::read_to_string(&file).unwrap();
        let keys: Vec<&str> = text
            .lines()
            .filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()))
            .filter_map(|line| line.split_once(" =").map(|(key, _)| key))
            .collect();
        let wanted: Vec<String> = CODES.iter().map(|code| format!("problem-{code}")).collect();
        assert_eq!(keys, wanted, "{}: the keys of CODES, in their order", file.display());
    }
}
