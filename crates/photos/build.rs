//! Finds the face model that comes inside the `rustface` crate's archive and copies it beside the compiled code.
//! The model (1.2 MB, BSD-2-Clause, SeetaFace) is therefore never committed here, and its version is pinned by
//! `Cargo.lock` like every other line of that crate.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

const MODEL: &str = "model/seeta_fd_frontal_v1.0.bin";
const EXPLANATION: &str = "the face model was not found: it lies in the archive of the `rustface` crate \
    (model/seeta_fd_frontal_v1.0.bin). Run `cargo fetch` and build again; with vendored sources keep that file.";

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-env-changed=CARGO_HOME");
    let Some(model) = in_registry().or_else(ask_cargo) else {
        println!("cargo::error={EXPLANATION}");
        return;
    };
    println!("cargo::rerun-if-changed={}", model.display());
    let target = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default()).join("face-model.bin");
    if let Err(error) = fs::copy(&model, &target) {
        println!("cargo::error=cannot copy {} to {}: {error}", model.display(), target.display());
    }
}

/// The usual place, without starting another process: `$CARGO_HOME/registry/src/<index>/rustface-<version>/`.
fn in_registry() -> Option<PathBuf> {
    let folder = format!("rustface-{}", locked_version()?);
    let home = env::var_os("CARGO_HOME").map(PathBuf::from).or_else(|| {
        let user = env::var_os("HOME").or_else(|| env::var_os("USERPROFILE"))?;
        Some(PathBuf::from(user).join(".cargo"))
    })?;
    let indexes = fs::read_dir(home.join("registry/src")).ok()?;
    indexes.flatten().map(|index| index.path().join(&folder).join(MODEL)).find(|path| path.is_file())
}

/// The version of `rustface` that the workspace is locked to.
fn locked_version() -> Option<String> {
    let manifest_dir = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR")?);
    let lock =
        manifest_dir.ancestors().map(|folder| folder.join("Cargo.lock")).find(|path| path.is_file())?;
    println!("cargo::rerun-if-changed={}", lock.display());
    let text = fs::read_to_string(lock).ok()?;
    let (_, after) = text.split_once("name = \"rustface\"")?;
    let (_, after) = after.split_once("version = \"")?;
    let (version, _) = after.split_once('"')?;
    Some(version.to_owned())
}

/// Vendored or patched sources: cargo knows where they are.
fn ask_cargo() -> Option<PathBuf> {
    let output = Command::new(env::var_os("CARGO")?)
        .args(["metadata", "--format-version", "1", "--filter-platform"])
        .arg(env::var_os("TARGET")?)
        .current_dir(env::var_os("CARGO_MANIFEST_DIR")?)
        .output()
        .ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    let manifests = text.split("\"manifest_path\":\"").skip(1).filter_map(|rest| rest.split('"').next());
    manifests
        .map(|path| path.replace("\\\\", "\\"))
        .filter_map(|path| Some(Path::new(&path).parent()?.join(MODEL)))
        .find(|path| path.is_file())
}
