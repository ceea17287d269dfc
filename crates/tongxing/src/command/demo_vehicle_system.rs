//! `tongxing demo vehicle-system`: the example receiver on its own.

use std::{net::SocketAddr, path::PathBuf, sync::Arc};

use tokio::net::TcpListener;
use tongxing_connectors::SystemClock;

use crate::{
    config::Zone, demo::vehicle_system::VehicleSystem, shutdown::Shutdown, stop::Stop, terminal::say,
};

/// Serves until it is told to stop.
pub async fn run(listen: SocketAddr, secret: String, file: PathBuf) -> Result<(), Stop> {
    let shutdown = Shutdown::listen()?;
    let cannot = |error| Stop::because(format!("cannot listen on {listen}"), error);
    let listener = TcpListener::bind(listen).await.map_err(cannot)?;
    let address = listener.local_addr().map_err(cannot)?;
    let zone = Zone::default().zone().clone();
    let system = VehicleSystem { secret, file, clock: Arc::new(SystemClock), zone };
    say(format!("listening on http://{address}"));
    say(format!("webhooks go to http://{address}/webhook"));
    system.serve(listener, shutdown.asked())?.await
}
