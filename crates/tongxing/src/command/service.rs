//! `tongxing service check` and `tongxing service schema`.

use std::path::PathBuf;

use tongxing_catalog::Diagnostic;

use crate::{stop::Stop, terminal::say};

/// Checks files; ends with an error when one of them could not be published.
pub fn check(files: &[PathBuf]) -> Result<(), Stop> {
    let mut wrong = 0;
    for path in files {
        let name = path.display().to_string();
        let text = std::fs::read_to_string(path)
            .map_err(|error| Stop::because(format!("cannot read {name}"), error))?;
        let (service, remarks) = tongxing_catalog::inspect(&name, &text);
        for remark in &remarks {
            say(format!("{remark}\n"));
        }
        if let Some(service) = service {
            say(format!("{name}: {} can be published{}", service.key, counted(&remarks)));
        } else {
            wrong += 1;
            say(format!("{name}: cannot be published{}", counted(&remarks)));
        }
    }
    if wrong == 0 {
        Ok(())
    } else {
        Err(Stop::new(format!("{wrong} of {} files cannot be published", files.len())))
    }
}

/// Prints the JSON Schema of service files.
pub fn schema() {
    say(tongxing_catalog::schema::json_schema_text().trim_end());
}

fn counted(remarks: &[Diagnostic]) -> String {
    let errors = remarks.iter().filter(|remark| remark.is_error()).count();
    match (errors, remarks.len() - errors) {
        (0, 0) => String::new(),
        (errors, warnings) => format!(" ({errors} errors, {warnings} warnings)"),
    }
}
