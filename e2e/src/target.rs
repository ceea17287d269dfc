//! Where this build lies: the stories use the binary built beside them.

use std::path::{Path, PathBuf};

/// `target/debug`, or whatever folder the running test was built into.
pub fn binaries() -> PathBuf {
    let test = std::env::current_exe().expect("a running test knows its file");
    let deps = test.parent().expect("it lies in a folder");
    deps.parent().expect("below the folder of binaries").to_path_buf()
}

/// `target/e2e-screens`, made if need be.
pub fn screens() -> PathBuf {
    folder("e2e-screens")
}

/// A folder of ours under `target/`.
pub fn folder(name: &str) -> PathBuf {
    let folder = binaries().parent().expect("target/").join(name);
    std::fs::create_dir_all(&folder)
        .unwrap_or_else(|error| panic!("cannot make {}: {error}", folder.display()));
    folder
}

/// The root of the repository.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("e2e lies in the repository")
}
