//! `tongxing migrate`: the database as this version of the program wants it, and nothing else.

use tongxing_connectors::SystemRandom;

use crate::{cli, installation::Installation, stop::Stop, terminal::say};

/// Migrates; a second run finds nothing to do.
pub async fn run(args: &cli::Installation) -> Result<(), Stop> {
    let installation = Installation::named(args)?;
    installation.data.prepare()?;
    let keys = installation.keys_or_first(&SystemRandom)?;
    let store = installation.open_store(keys).await?;
    installation.migrate(&store).await?;
    store.close().await.map_err(|error| Stop::because("the database cannot be closed", error))?;
    say("the database is up to date");
    Ok(())
}
