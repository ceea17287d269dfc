//! `tongxing service check`, `publish`, `simulate` and `schema`.

use std::path::{Path, PathBuf};

use tongxing_catalog::Diagnostic;
use tongxing_catalog::simulate::{self, Source};

use tongxing_usecases::{
    By,
    service::{self, Published},
};

use crate::{cli, installation::Installation, stop::Stop, terminal::say, wiring};

/// Checks files, with a directory also against its people; ends with an error when one of them could not be published.
pub fn check(files: &[PathBuf], directory: Option<&Path>) -> Result<(), Stop> {
    let directory = directory.map(read_directory).transpose()?;
    let mut wrong = 0;
    for path in files {
        let name = path.display().to_string();
        let text = read(path)?;
        let (service, remarks) = match &directory {
            Some(directory) => tongxing_catalog::inspect_with(&name, &text, directory),
            None => tongxing_catalog::inspect(&name, &text),
        };
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

/// Publishes files; the first that cannot be published ends it, those before it stay published.
pub async fn publish(files: &[PathBuf], args: &cli::Installation) -> Result<(), Stop> {
    let installation = Installation::named(args)?;
    let keys = installation.keys()?;
    let store = installation.open_store(keys.clone()).await?;
    installation.migrate(&store).await?;
    let campus = wiring::campus(&installation, store, &keys)?;
    for path in files {
        let name = path.display().to_string();
        let published = service::publish(&campus, &By::system(), &name, &read(path)?).await;
        match published.map_err(|error| Stop::because(format!("{name} was not published"), error))? {
            Published::Version(version) => say(format!("{name}: version {version} is in force")),
            Published::Unchanged(version) => {
                say(format!("{name}: version {version} says exactly that already"));
            }
            Published::Refused(remarks) => {
                for remark in &remarks {
                    say(format!("{remark}\n"));
                }
                return Err(Stop::new(format!("{name}: cannot be published{}", counted(&remarks))));
            }
        }
    }
    campus.store.close().await.map_err(|error| Stop::because("the database cannot be closed", error))
}

/// Runs a scenario and prints what was seen; ends with an error when the files are wrong or a step did not come out as expected.
pub fn simulate(file: &Path, scenario: &Path, json: bool) -> Result<(), Stop> {
    let (file_name, scenario_name) = (file.display().to_string(), scenario.display().to_string());
    let (definition, steps) = (read(file)?, read(scenario)?);
    let folder = scenario.parent().unwrap_or(Path::new("."));
    let open = |name: &str| std::fs::read_to_string(folder.join(name)).map_err(|error| error.to_string());
    let report = simulate::simulate(
        Source { name: &file_name, text: &definition },
        Source { name: &scenario_name, text: &steps },
        &open,
    );
    match report {
        Ok(report) => {
            say(if json { report.to_json() } else { report.to_string() });
            match report.unexpected {
                0 => Ok(()),
                1 => Err(Stop::new("one step did not come out as expected")),
                several => Err(Stop::new(format!("{several} steps did not come out as expected"))),
            }
        }
        Err(remarks) => {
            for remark in &remarks {
                say(format!("{remark}\n"));
            }
            Err(Stop::new(format!("cannot simulate{}", counted(&remarks))))
        }
    }
}

fn read_directory(path: &Path) -> Result<simulate::Directory, Stop> {
    tongxing_catalog::load_directory(&path.display().to_string(), &read(path)?).map_err(|remarks| {
        for remark in &remarks {
            say(format!("{remark}\n"));
        }
        Stop::new(format!("cannot read the directory{}", counted(&remarks)))
    })
}

fn read(path: &Path) -> Result<String, Stop> {
    std::fs::read_to_string(path)
        .map_err(|error| Stop::because(format!("cannot read {}", path.display()), error))
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
