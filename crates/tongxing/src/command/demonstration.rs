//! `tongxing` without a subcommand: a fictional university in a folder, ready to be clicked through.

mod greet;
mod listen;

use std::sync::Arc;

use tongxing_connectors::{SystemClock, SystemRandom, webhook::signature::Secret};
use tongxing_ports::Clock;
use tongxing_storage::{Keyring, Store};
use tongxing_usecases::job;

use self::listen::Listeners;
use crate::{
    cli,
    data_dir::DataDir,
    demo::{
        folder::{self, Vehicles},
        seed,
        sign_ins::SignIns,
        vehicle_system::VehicleSystem,
    },
    installation::Installation,
    serve, shipped,
    shutdown::Shutdown,
    stop::Stop,
    terminal::say,
    wiring,
};

/// Prepares the folder, fills it at the first start, and serves until the program is asked to stop.
pub async fn run(args: &cli::Demonstration) -> Result<(), Stop> {
    let shutdown = Shutdown::listen()?;
    let data = DataDir::at(&args.data);
    folder::check(&data)?;
    data.prepare()?;
    let _lock = data.lock()?;
    if args.fresh {
        folder::start_over(&data, args.yes)?;
    } else if data.database().exists() && !data.demo_sign_ins().exists() {
        say("the first start was interrupted; beginning again");
        folder::clear(&data).map_err(|error| Stop::because("the folder cannot be emptied", error))?;
    }
    data.prepare()?;
    let listeners = Listeners::open(args.listen).await?;
    let public_url = args.public_url.clone().unwrap_or_else(|| listeners.public_url());
    let secret = Secret::generate(&SystemRandom).to_text();
    let vehicles = Vehicles { listen: listeners.vehicles_at, secret: String::clone(&secret) };
    folder::mark(&data, listeners.site_at, &public_url, &vehicles)?;
    let installation = Installation::of_demonstration(data)?;
    start_vehicle_system(&installation, &vehicles, listeners.vehicles, shutdown.clone())?;

    let keys = installation.keys_or_first(&SystemRandom)?;
    let store = installation.open_store(keys.clone()).await?;
    installation.migrate(&store).await?;
    let sign_ins = tokio::select! {
        filled = fill(&installation, &store, &keys) => filled?,
        () = shutdown.clone().asked() => {
            return Err(Stop::new("stopped before the university was complete; the next start begins again"));
        }
    };
    let campus = wiring::campus(&installation, store, &keys)?;
    shipped::publish_missing(&campus).await?;
    job::resume(&campus).await.map_err(|error| Stop::because("jobs cannot be taken up again", error))?;
    greet::print(&installation, &listeners.site_at, &vehicles, &sign_ins)?;
    say(format!("listening on http://{}", listeners.site_at));
    serve::run(Arc::new(campus), listeners.site, &installation.config.network, shutdown).await
}

/// The sign-ins of the folder; at the first start the university is built. They are written last: without them a start
/// was interrupted.
async fn fill(installation: &Installation, store: &Store, keys: &Keyring) -> Result<SignIns, Stop> {
    let file = installation.data.demo_sign_ins();
    if let Some(known) = SignIns::read(&file)? {
        return Ok(known);
    }
    say("first start: building a fictional university and its last thirty days; this takes a moment");
    let sign_ins = seed::run(installation, store, keys, SystemClock.now()).await?;
    sign_ins.write(&file)?;
    Ok(sign_ins)
}

fn start_vehicle_system(
    installation: &Installation,
    vehicles: &Vehicles,
    listener: tokio::net::TcpListener,
    shutdown: Shutdown,
) -> Result<(), Stop> {
    let system = VehicleSystem {
        secret: vehicles.secret.clone(),
        file: installation.data.vehicle_system(),
        clock: Arc::new(SystemClock),
        zone: installation.config.campus.zone.zone().clone(),
    };
    let serving = system.serve(listener, shutdown.asked())?;
    tokio::spawn(async move {
        if let Err(stop) = serving.await {
            tracing::error!(error = crate::stop::chain(&stop), "the example vehicle system stopped");
        }
    });
    Ok(())
}
