//! axe-core, the accessibility checker that the stories run inside each page. For tests only: it is fetched into
//! `target/` and never committed or shipped.

use crate::process;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Pinned, so that a new rule of axe fails when we choose to meet it.
const VERSION: &str = "4.14.1";

/// Where the script lies, fetched if need be.
pub fn provide(root: &Path) -> Result<PathBuf, String> {
    let folder = root.join("target/axe");
    let script = folder.join("node_modules/axe-core/axe.min.js");
    if fetched_version(&folder).as_deref() == Some(VERSION) && script.is_file() {
        return Ok(script);
    }
    println!("fetching axe-core {VERSION}");
    std::fs::create_dir_all(&folder).map_err(|error| format!("cannot make {}: {error}", folder.display()))?;
    let mut npm = Command::new("npm");
    npm.args([
        "install",
        "--no-save",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        "--loglevel=error",
        "--prefix",
    ]);
    process::run(
        npm.arg(&folder).arg(format!("axe-core@{VERSION}")).current_dir(&folder).stdin(Stdio::null()),
    )?;
    if script.is_file() { Ok(script) } else { Err(format!("npm brought no {}", script.display())) }
}

fn fetched_version(folder: &Path) -> Option<String> {
    let manifest = std::fs::read_to_string(folder.join("node_modules/axe-core/package.json")).ok()?;
    let manifest: serde_json::Value = serde_json::from_str(&manifest).ok()?;
    Some(manifest.get("version")?.as_str()?.to_owned())
}
