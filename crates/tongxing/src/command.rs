//! What each subcommand does: one file each.

mod account;
mod audit;
mod backup;
mod demo_vehicle_system;
mod demonstration;
mod doctor;
mod jobs;
mod migrate;
mod restore;
mod serve;
mod service;

use crate::{
    cli::{self, Cli, Command},
    stop::Stop,
    telemetry,
};

/// Runs what the command line asks for.
pub fn run(cli: Cli) -> Result<(), Stop> {
    let long_lived = matches!(cli.command, None | Some(Command::Serve(_) | Command::Demo(_)));
    telemetry::start_logging(!long_lived)?;
    let Some(command) = cli.command else {
        return in_runtime(demonstration::run(&cli.demonstration));
    };
    match command {
        Command::Serve(installation) => in_runtime(serve::run(&installation)),
        Command::Migrate(installation) => in_runtime(migrate::run(&installation)),
        Command::Backup { file, with_master_key, installation } => {
            in_runtime(backup::run(&file, with_master_key, &installation))
        }
        Command::Restore { file, master_key, target } => {
            in_runtime(restore::run(&file, master_key.as_deref(), &target))
        }
        Command::Doctor(installation) => in_runtime(doctor::run(&installation)),
        Command::Audit(cli::Audit::Verify { anchor, installation }) => {
            in_runtime(audit::verify(&installation, anchor.as_deref()))
        }
        Command::Service(cli::Service::Check { files, directory }) => {
            service::check(&files, directory.as_deref())
        }
        Command::Service(cli::Service::Publish { files, installation }) => {
            in_runtime(service::publish(&files, &installation))
        }
        Command::Service(cli::Service::Simulate { file, scenario, json }) => {
            service::simulate(&file, &scenario, json)
        }
        Command::Service(cli::Service::Schema) => {
            service::schema();
            Ok(())
        }
        Command::Jobs { retry, installation } => in_runtime(jobs::run(retry, &installation)),
        Command::Account(cli::Account::Create { login, name, roles, installation }) => {
            in_runtime(account::create(login, name, &roles, &installation))
        }
        Command::Account(cli::Account::ResetPassword { login, installation }) => {
            in_runtime(account::reset_password(login, &installation))
        }
        Command::Demo(cli::Demo::VehicleSystem { listen, secret, file }) => {
            in_runtime(demo_vehicle_system::run(listen, secret, file))
        }
    }
}

/// Runs a command that waits for things.
fn in_runtime(work: impl Future<Output = Result<(), Stop>>) -> Result<(), Stop> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| Stop::because("cannot start the runtime", error))?;
    runtime.block_on(work)
}
