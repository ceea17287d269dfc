//! Clock and chance are passed in. Clippy knows the forbidden calls (`clippy.toml`); this rule knows where they may
//! be permitted, and asks for the reason.

use super::quotes_what_it_forbids;
use crate::findings::Finding;
use crate::rust_text::{RustText, first_line_of_tests};
use crate::tree::SourceFile;

/// Crates that stand where the real world comes in.
const EDGE: &[&str] = &["ports", "connectors", "photos", "tongxing", "testkit", "xtask", "bench", "e2e"];

/// What must not stand in any other crate, even where clippy would not see it (a macro, a use of the path).
const FORBIDDEN: &[&str] = &[
    "SystemTime::now",
    "Instant::now",
    "Zoned::now",
    "Timestamp::now",
    "Uuid::now_v7",
    "Uuid::new_v4",
    "rand::rng",
    "rand::random",
    "thread_rng",
    "OsRng",
    "SysRng",
];

/// Single files below the edge that may ask all the same, each with its reason.
const EXCEPTIONS: &[(&str, &str)] = &[
    ("crates/storage/src/cipher.rs", "a nonce must never repeat, so nobody may pass one in, not even a test"),
    ("crates/storage/src/testing.rs", "test support: makes a key and a folder of its own"),
    (
        "crates/web/src/http/observe.rs",
        "a stopwatch around each request, for the log; nothing is decided by it",
    ),
];

pub fn check(files: &[SourceFile]) -> Vec<Finding> {
    files.iter().filter(|file| !quotes_what_it_forbids(file)).flat_map(check_file).collect()
}

fn check_file(file: &SourceFile) -> Vec<Finding> {
    let Some(text) = file.rust() else { return Vec::new() };
    let at_edge =
        EDGE.contains(&file.crate_folder()) || EXCEPTIONS.iter().any(|(path, _)| file.path == *path);
    let mut findings = Vec::new();
    for (index, line) in RustText::new(text).code.lines().take(first_line_of_tests(text) - 1).enumerate() {
        if !at_edge && let Some(call) = FORBIDDEN.iter().find(|call| line.contains(*call)) {
            let says = format!(
                "`{call}` makes this code untestable: take the time or the randomness as an argument"
            );
            findings.push(Finding::on_line(&file.path, index + 1, says));
        }
    }
    for (index, line) in text.lines().enumerate() {
        let permits = line.contains("clippy::disallowed_methods") && !line.trim_start().starts_with("//");
        if permits && !says_why(text, index) {
            findings.push(Finding::on_line(&file.path, index + 1, "say why with `reason = \"…\"`"));
        }
    }
    findings
}

/// The reason stands within the attribute, which rustfmt may have spread over a few lines.
fn says_why(text: &str, index: usize) -> bool {
    let attribute: Vec<&str> = text.lines().skip(index).take(4).collect();
    attribute.join(" ").split(")]").next().is_some_and(|inside| inside.contains("reason ="))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, text: &str) -> usize {
        check(&[SourceFile::example(path, text)]).len()
    }

    #[test]
    fn the_clock_is_asked_at_the_edge_only() {
        let asks = "let now = jiff::Timestamp::now();";
        assert_eq!(found("crates/usecases/src/card.rs", asks), 1);
        assert_eq!(found("crates/connectors/src/clock.rs", asks), 0);
        assert_eq!(found("crates/usecases/src/card.rs", "// never Timestamp::now()"), 0);
        assert_eq!(found("crates/usecases/src/card.rs", "let now = campus.clock.now();"), 0);
    }

    #[test]
    fn a_permission_has_a_reason() {
        let bare = "#[expect(clippy::disallowed_methods)]\nfn f() {}";
        let reasoned = "#[expect(clippy::disallowed_methods, reason = \"the real clock\")]\nfn f() {}";
        let spread =
            "#[expect(\n    clippy::disallowed_methods,\n    reason = \"the real clock\"\n)]\nfn f() {}";
        assert_eq!(found("crates/connectors/src/clock.rs", bare), 1);
        assert_eq!(found("crates/connectors/src/clock.rs", reasoned), 0);
        assert_eq!(found("crates/connectors/src/clock.rs", spread), 0);
    }
}
