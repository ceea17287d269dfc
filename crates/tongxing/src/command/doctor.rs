//! `tongxing doctor`: looks for trouble before it finds people. It changes nothing and may run beside the program.

mod database;
mod folder;
mod machine;
mod outside;
mod work;

use tongxing_storage::{Keyring, Store};

use crate::{cli, installation::Installation, stop::Stop, terminal::say};

/// What a look at one thing found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    grade: Grade,
    /// What was found, in a sentence.
    what: String,
    /// What to do about it; empty when nothing is.
    advice: String,
}

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Grade {
    Good,
    Warning,
    Bad,
}

impl Finding {
    fn good(what: impl Into<String>) -> Self {
        Self { grade: Grade::Good, what: what.into(), advice: String::new() }
    }

    fn warning(what: impl Into<String>, advice: impl Into<String>) -> Self {
        Self { grade: Grade::Warning, what: what.into(), advice: advice.into() }
    }

    fn bad(what: impl Into<String>, advice: impl Into<String>) -> Self {
        Self { grade: Grade::Bad, what: what.into(), advice: advice.into() }
    }

    fn line(&self) -> String {
        let mark = match self.grade {
            Grade::Good => "ok     ",
            Grade::Warning => "warning",
            Grade::Bad => "BAD    ",
        };
        if self.advice.is_empty() {
            format!("{mark}  {}", self.what)
        } else {
            format!("{mark}  {}\n         → {}", self.what, self.advice)
        }
    }
}

/// Looks at everything; ends with an error when something is bad.
pub async fn run(args: &cli::Installation) -> Result<(), Stop> {
    let installation = Installation::named(args)?;
    let mut findings = folder::look(&installation);
    match installation.keys() {
        Ok(keys) => findings.extend(look_inside(&installation, keys).await),
        Err(stop) => {
            findings.push(Finding::bad(crate::stop::chain(&stop), "put it back from its safe place"));
        }
    }
    findings.extend(machine::look(&installation));
    findings.extend(outside::look(&installation).await);
    for finding in &findings {
        say(finding.line());
    }
    match findings.iter().filter(|finding| finding.grade == Grade::Bad).count() {
        0 => Ok(()),
        bad => Err(Stop::new(format!("{bad} things need attention"))),
    }
}

async fn look_inside(installation: &Installation, keys: Keyring) -> Vec<Finding> {
    if installation.config.database.url.is_none() && !installation.data.database().exists() {
        return vec![Finding::warning("there is no database yet", "start the program once")];
    }
    let store = match installation.open_store(keys).await {
        Ok(store) => store,
        Err(stop) => {
            return vec![Finding::bad(
                crate::stop::chain(&stop),
                "see that the database runs and can be reached",
            )];
        }
    };
    let findings = look_at_store(&store).await;
    // Nothing was written; if closing fails, the findings stand all the same.
    let _ = store.close().await;
    findings
}

async fn look_at_store(store: &Store) -> Vec<Finding> {
    let mut findings = database::look(store).await;
    findings.extend(work::look(store).await);
    findings
}

#[cfg(test)]
mod tests;
