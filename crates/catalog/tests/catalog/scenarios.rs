//! Every scenario of `services/scenarios` does what it says, and its recorded output is read like a page of a manual.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use tongxing_catalog::simulate::{Report, Source, simulate};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../services/scenarios")
}

/// The scenarios of a folder: the first line of each names the service file it runs against.
fn scenarios(folder: &Path) -> Vec<(String, PathBuf)> {
    let mut found: Vec<(String, PathBuf)> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "yaml"))
        .map(|path| (path.file_stem().unwrap().to_string_lossy().into_owned(), path))
        .collect();
    found.sort();
    found
}

fn run(path: &Path) -> Report {
    let text = fs::read_to_string(path).unwrap();
    let command = text.lines().next().unwrap();
    let definition = command
        .strip_prefix("# tongxing service simulate ")
        .and_then(|rest| rest.split_whitespace().next())
        .unwrap_or_else(|| panic!("{}: the first line is not the command", path.display()));
    let folder = path.parent().unwrap();
    let service = fs::read_to_string(folder.join(definition)).unwrap();
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    let open = |name: &str| fs::read_to_string(folder.join(name)).map_err(|error| error.to_string());
    let report =
        simulate(Source { name: definition, text: &service }, Source { name: &name, text: &text }, &open);
    report.unwrap_or_else(|remarks| {
        panic!("{}", remarks.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n\n"))
    })
}

/// Runs every scenario of a folder and compares with what was recorded.
fn tell(folder: &Path, recorded: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(format!("snapshots/{recorded}"));
    settings.set_prepend_module_to_snapshot(false);
    let found = scenarios(folder);
    assert!(found.len() >= 15, "{}", folder.display());
    let mut wrong = String::new();
    for (name, path) in found {
        let report = run(&path);
        if report.unexpected > 0 {
            writeln!(wrong, "{name}: {report}").unwrap();
        }
        settings.bind(|| insta::assert_snapshot!(name, report));
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn every_operation_has_its_scenario() {
    tell(&folder(), "scenarios");
}

#[test]
fn every_rule_has_its_edge_cases() {
    tell(&folder().join("edge"), "edge");
}
