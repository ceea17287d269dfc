//! Accessibility: axe-core runs inside the page, with the rules of WCAG 2.0 to 2.2, levels A and AA.

use super::Page;
use crate::target;
use serde_json::Value;
use std::path::PathBuf;

const RUN: &str = include_str!("axe.js");

impl Page {
    /// Fails with a readable list when axe-core finds a violation on the page as it stands now. It looks at the whole
    /// page at once: what a bar at the edge half covers at one place of scrolling, a person scrolls clear of it.
    #[track_caller]
    pub fn axe(&self) {
        assert!(
            self.inner.look.scripts,
            "axe-core is a script: check the page in a browser that runs scripts"
        );
        self.step("check with axe-core".to_owned());
        self.unroll(true);
        self.run(&format!("{}\nreturn typeof axe", script()), vec![]);
        let answer = self.wait(self.inner.client.execute_async(RUN, vec![]));
        let answer = answer.unwrap_or_else(|error| self.fail(&format!("axe-core did not run: {error}")));
        self.unroll(false);
        if let Some(error) = answer["error"].as_str() {
            self.fail(&format!("axe-core did not run: {error}"));
        }
        let violations = answer["violations"].as_array().cloned().unwrap_or_default();
        if !violations.is_empty() {
            let list: Vec<String> = violations.iter().map(tell).collect();
            self.fail(&format!("axe-core found {} violations:\n{}", violations.len(), list.join("\n")));
        }
    }
}

fn tell(violation: &Value) -> String {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let places = violation["places"].as_array().into_iter().flatten().take(5).map(|place| {
        let why = text(&place["why"]).replace('\n', "\n          ");
        format!("      {}\n          {}\n          {why}", text(&place["target"]), text(&place["html"]))
    });
    let head = format!(
        "  {} ({}): {}",
        text(&violation["rule"]),
        text(&violation["impact"]),
        text(&violation["help"])
    );
    std::iter::once(head).chain(places).collect::<Vec<_>>().join("\n")
}

fn script() -> String {
    let fetched = || target::root().join("target/axe/node_modules/axe-core/axe.min.js");
    let file = std::env::var_os("TONGXING_TEST_AXE").map_or_else(fetched, PathBuf::from);
    std::fs::read_to_string(&file).unwrap_or_else(|error| {
        panic!("cannot read {} ({error}): `cargo xtask test --only e2e` fetches axe-core", file.display())
    })
}
