//! Which crate may import which: `cargo metadata` against [`table`].
//!
//! Direct dependencies are compared. That is enough: what a crate does not name it cannot write `use` for.

mod table;

use crate::findings::Finding;
use crate::process;
use serde_json::Value;
use std::path::Path;
use table::{HEAVY, HOUSE, Room};

/// One dependency line of a crate.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Arrow {
    from: String,
    to: String,
    for_tests_only: bool,
}

/// Compares the workspace with the table.
pub fn check(root: &Path) -> Result<Vec<Finding>, String> {
    let mut command = process::cargo(root);
    command.args(["metadata", "--format-version", "1", "--no-deps"]);
    let metadata: Value = serde_json::from_str(&process::answer(&mut command)?)
        .map_err(|error| format!("cargo metadata gave no readable answer: {error}"))?;
    let (crates, arrows) = read(&metadata)?;
    Ok(compare(&crates, &arrows))
}

fn compare(crates: &[String], arrows: &[Arrow]) -> Vec<Finding> {
    let unknown = crates.iter().filter(|name| room(name).is_none()).map(|name| {
        Finding::at(name, "is not in xtask/src/arrows/table.rs: say there what it is and what it may import")
    });
    let forbidden = arrows.iter().filter_map(|arrow| {
        let from = room(&arrow.from)?;
        if crates.contains(&arrow.to) { refuse_ours(from, arrow) } else { refuse_heavy(arrow) }
    });
    let mut findings: Vec<Finding> = unknown.chain(forbidden).collect();
    findings.sort();
    findings.dedup();
    findings
}

fn refuse_ours(from: &Room, arrow: &Arrow) -> Option<Finding> {
    let to = arrow.to.as_str();
    // A crate may ask for itself in tests: that is how it switches on its own test support.
    let itself = arrow.for_tests_only && arrow.from == arrow.to;
    let allowed = itself || from.may.contains(&to) || (arrow.for_tests_only && from.tests_may.contains(&to));
    if allowed {
        return None;
    }
    let kind = if arrow.for_tests_only { "in tests " } else { "" };
    let list = if from.may.is_empty() { "nothing of ours".to_owned() } else { from.may.join(", ") };
    Some(Finding::at(
        &arrow.from,
        format!("must not {kind}import {to}; it may import {list}: {}", from.because),
    ))
}

fn refuse_heavy(arrow: &Arrow) -> Option<Finding> {
    let rule = HEAVY.iter().find(|rule| {
        let named = rule.packages.contains(&arrow.to.as_str());
        let wanted = rule.only.contains(&arrow.from.as_str());
        let tested = arrow.for_tests_only && rule.tests_of.contains(&arrow.from.as_str());
        named && !wanted && !tested
    })?;
    let list = rule.only.join(", ");
    Some(Finding::at(
        &arrow.from,
        format!("must not depend on {}; only {list} may: {}", arrow.to, rule.because),
    ))
}

fn room(name: &str) -> Option<&'static Room> {
    HOUSE.iter().find(|room| room.name == name)
}

/// The names of our crates (without the prefix) and every dependency line.
fn read(metadata: &Value) -> Result<(Vec<String>, Vec<Arrow>), String> {
    let packages =
        metadata.get("packages").and_then(Value::as_array).ok_or("cargo metadata lists no packages")?;
    let mut crates = Vec::new();
    let mut arrows = Vec::new();
    for package in packages {
        let from = short(text(package, "name")?);
        for dependency in package.get("dependencies").and_then(Value::as_array).into_iter().flatten() {
            let for_tests_only = dependency.get("kind").and_then(Value::as_str) == Some("dev");
            let to = short(text(dependency, "name")?);
            arrows.push(Arrow { from: from.clone(), to, for_tests_only });
        }
        crates.push(from);
    }
    Ok((crates, arrows))
}

fn text<'a>(value: &'a Value, key: &str) -> Result<&'a str, String> {
    value.get(key).and_then(Value::as_str).ok_or_else(|| format!("cargo metadata: a package without {key}"))
}

fn short(name: &str) -> String {
    name.strip_prefix("tongxing-").unwrap_or(name).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arrow(from: &str, to: &str) -> Arrow {
        Arrow { from: from.to_owned(), to: to.to_owned(), for_tests_only: false }
    }

    fn findings(arrows: &[Arrow]) -> Vec<String> {
        let crates: Vec<String> = HOUSE.iter().map(|room| room.name.to_owned()).collect();
        compare(&crates, arrows).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn an_arrow_that_points_down_is_allowed() {
        assert_eq!(
            findings(&[arrow("web", "usecases"), arrow("storage", "sqlx"), arrow("usecases", "storage")]),
            [""; 0]
        );
    }

    #[test]
    fn an_arrow_that_points_up_or_around_is_refused() {
        let found =
            findings(&[arrow("web", "storage"), arrow("workflow", "domain"), arrow("domain", "ports")]);
        assert_eq!(found.len(), 3);
        assert!(found[1].starts_with("web: must not import storage"), "{found:?}");
    }

    #[test]
    fn heavy_packages_stay_at_the_edge() {
        let found =
            findings(&[arrow("usecases", "sqlx"), arrow("tongxing", "image"), arrow("domain", "tokio")]);
        assert_eq!(found.len(), 3);
        assert!(found[2].contains("only storage may"), "{found:?}");
    }

    #[test]
    fn the_test_kit_is_for_tests() {
        let in_tests = Arrow { for_tests_only: true, ..arrow("web", "testkit") };
        assert_eq!(findings(&[in_tests]), [""; 0]);
        assert_eq!(findings(&[arrow("web", "testkit")]).len(), 1);
    }

    #[test]
    fn a_crate_nobody_described_is_refused() {
        let found = compare(&["barrier".to_owned()], &[]);
        assert!(found[0].says.contains("not in xtask/src/arrows/table.rs"));
    }

    #[test]
    fn no_room_may_import_one_above_it() {
        for (floor, room) in HOUSE.iter().enumerate() {
            for below in room.may {
                let found = HOUSE.iter().position(|other| other.name == *below);
                assert!(
                    found.is_some_and(|other| other < floor),
                    "{} stands above {below} in the table",
                    room.name
                );
            }
        }
    }

    #[test]
    fn metadata_is_read() {
        let metadata = serde_json::json!({"packages": [{
            "name": "tongxing-web",
            "dependencies": [{"name": "tongxing-testkit", "kind": "dev"}, {"name": "axum", "kind": null}],
        }]});
        let (crates, arrows) = read(&metadata).unwrap();
        assert_eq!(crates, ["web"]);
        assert_eq!(arrows[0], Arrow { for_tests_only: true, ..arrow("web", "testkit") });
        assert_eq!(arrows[1], arrow("web", "axum"));
    }
}
