//! The stages, in the order they run: what is quick to fail comes first.

use super::World;
use crate::findings;
use crate::process;
use crate::{arrows, generate, rules};
use std::path::Path;
use std::process::Command;

/// What needs the built program: the stories in the browser, and the one in which it is killed.
const STORIES: &str = "binary_id(tongxing-e2e::stories) + binary_id(tongxing-e2e::kill)";

/// `cargo test` knows them by the names of its tests only.
const STORIES_BY_NAME: [&str; 2] = ["in_the_browser::", "killing_the_program"];

/// One ring of tests or checks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// rustfmt.
    Format,
    /// Who imports whom.
    Arrows,
    /// What no compiler knows.
    Rules,
    /// clippy, warnings refused.
    Clippy,
    /// Everything but the browser: pure rings, storage and use cases on both databases, pages through the router.
    Unit,
    /// What needs the built program: a real browser at phone and PC width, and killing it again and again.
    Stories,
}

impl Stage {
    /// In order.
    pub const ALL: &[Self] =
        &[Self::Format, Self::Arrows, Self::Rules, Self::Clippy, Self::Unit, Self::Stories];

    /// The stage that `--only` names.
    pub fn named(name: &str) -> Result<Self, String> {
        let known = Self::ALL.iter().map(|stage| stage.name()).collect::<Vec<_>>().join(", ");
        let found = Self::ALL.iter().find(|stage| stage.name() == name);
        found.copied().ok_or_else(|| format!("`{name}` is no stage; there are {known}"))
    }

    /// What a person reads above its output and in the table.
    pub fn heading(self) -> &'static str {
        match self {
            Self::Format => "rustfmt",
            Self::Arrows => "arrows",
            Self::Rules => "repository rules",
            Self::Clippy => "clippy",
            Self::Unit => "tests",
            Self::Stories => "stories in the browser",
        }
    }

    /// Does it need programs that a machine with Rust may lack?
    pub fn needs_more_than_cargo(self) -> bool {
        matches!(self, Self::Unit | Self::Stories)
    }

    /// Runs it.
    pub fn run(self, world: &mut World) -> Result<(), String> {
        let root = world.root.clone();
        match self {
            Self::Format => process::run(process::cargo(&root).args(["fmt", "--all", "--", "--check"])),
            Self::Arrows => findings::report("arrows", &arrows::check(&root)?),
            Self::Rules => rules::run(&root),
            Self::Clippy => process::run(process::cargo(&root).args([
                "clippy",
                "--workspace",
                "--all-targets",
                "--",
                "-D",
                "warnings",
            ])),
            Self::Unit => unit(world),
            Self::Stories => stories(world),
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Format => "fmt",
            Self::Arrows => "arrows",
            Self::Rules => "rules",
            Self::Clippy => "clippy",
            Self::Unit => "unit",
            Self::Stories => "e2e",
        }
    }
}

/// Is `cargo nextest` installed? It is quicker; it is not required.
pub fn has_nextest(root: &Path) -> bool {
    process::answer(process::cargo(root).args(["nextest", "--version"])).is_ok()
}

fn unit(world: &mut World) -> Result<(), String> {
    build(world)?;
    let mut tests = process::cargo(&world.root);
    if world.nextest {
        tests.args(["nextest", "run", "--workspace", "--no-fail-fast", "-E", &format!("not ({STORIES})")]);
    } else {
        tests.args(["test", "--workspace", "--lib", "--bins", "--tests", "--no-fail-fast", "--"]);
        tests.args(STORIES_BY_NAME.iter().flat_map(|name| ["--skip", name]));
    }
    let run = run_tests(world, tests);
    let generated =
        generate::check(&world.root).and_then(|found| findings::report("generated files", &found));
    if world.quick {
        println!("doc tests left out (--quick)");
        return run.and(generated);
    }
    let mut doc_tests = process::cargo(&world.root);
    doc_tests.args(["test", "--doc", "--workspace"]);
    let documented = run_tests(world, doc_tests);
    run.and(generated).and(documented)
}

fn stories(world: &mut World) -> Result<(), String> {
    build(world)?;
    let mut tests = process::cargo(&world.root);
    if world.nextest {
        tests.args(["nextest", "run", "--workspace", "--no-fail-fast", "-E", STORIES]);
    } else {
        tests.args([
            "test",
            "--workspace",
            "--test",
            "stories",
            "--test",
            "kill",
            "--no-fail-fast",
            "--",
            "--test-threads=2",
        ]);
    }
    run_tests(world, tests)
}

/// Binaries and tests in one go and with one set of features: the stories then find the binary beside them, and
/// nothing is compiled twice.
fn build(world: &World) -> Result<(), String> {
    process::run(process::cargo(&world.root).args(["build", "--workspace", "--bins", "--tests"]))
}

fn run_tests(world: &mut World, mut tests: Command) -> Result<(), String> {
    if let Some(cluster) = &world.postgres {
        tests.env("TONGXING_TEST_POSTGRES", cluster.url());
    }
    if let Some(script) = &world.axe {
        tests.env("TONGXING_TEST_AXE", script);
    }
    process::run_and_keep_closing_lines(&mut tests, &mut world.closing_lines)
}
