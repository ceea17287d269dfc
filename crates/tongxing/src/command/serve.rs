//! `tongxing serve --config FILE`: a campus for real.

use std::sync::Arc;

use tokio::net::TcpListener;
use tongxing_connectors::SystemRandom;
use tongxing_usecases::job;

use crate::{
    cli, installation::Installation, serve, shipped, shutdown::Shutdown, stop::Stop, terminal::say, wiring,
};

/// Prepares everything and serves until the program is asked to stop.
pub async fn run(args: &cli::Installation) -> Result<(), Stop> {
    let installation = match &args.config {
        Some(file) => Installation::of_file(file)?,
        None => {
            return Err(Stop::new("serve needs --config FILE; without a subcommand a demonstration starts"));
        }
    };
    let shutdown = Shutdown::listen()?;
    installation.data.prepare()?;
    let _lock = installation.data.lock()?;
    let keys = installation.keys_or_first(&SystemRandom)?;
    let store = installation.open_store(keys.clone()).await?;
    installation.migrate(&store).await?;
    let campus = wiring::campus(&installation, store, &keys)?;
    shipped::publish_missing(&campus).await?;
    job::resume(&campus).await.map_err(|error| Stop::because("jobs cannot be taken up again", error))?;
    let listen = installation.config.listen;
    let cannot = |error| Stop::because(format!("cannot listen on {listen}"), error);
    let listener = TcpListener::bind(listen).await.map_err(cannot)?;
    let address = listener.local_addr().map_err(cannot)?;
    tracing::info!(%address, public_url = installation.config.public_url.as_str(), "serving");
    say(format!("listening on http://{address}"));
    serve::run(Arc::new(campus), listener, &installation.config.network, shutdown).await
}
