//! The data folder and the master key: are they there, and closed to others?

use std::path::Path;

use super::Finding;
use crate::{installation::Installation, private};

pub fn look(installation: &Installation) -> Vec<Finding> {
    let root = installation.data.root();
    if !root.exists() {
        return vec![Finding::bad(
            format!("the data folder {} does not exist", root.display()),
            "start the program once, or restore a backup",
        )];
    }
    vec![
        closed(root, "data folder", "chmod 700"),
        closed(&installation.master_key(), "master key", "chmod 600"),
    ]
}

fn closed(path: &Path, name: &str, remedy: &str) -> Finding {
    let path_text = path.display();
    match private::is_open_to_others(path) {
        Ok(false) => Finding::good(format!("the {name} {path_text} is closed to other users")),
        Ok(true) => Finding::bad(
            format!("other users may look into the {name} {path_text}"),
            format!("{remedy} {path_text}"),
        ),
        Err(error) => {
            Finding::bad(format!("the {name} {path_text} cannot be looked at: {error}"), "check its path")
        }
    }
}
