//! The command line. Each subcommand is one file of `command/`.

use std::{net::SocketAddr, path::PathBuf};

use clap::{Args, Parser, Subcommand};

/// Campus access platform 通行: from the phone form to the opening gate.
///
/// Without a subcommand it starts a demonstration: a fictional university in the folder ./data.
#[derive(Debug, Parser)]
#[command(version, about, args_conflicts_with_subcommands = true)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Option<Command>,
    #[command(flatten)]
    pub demonstration: Demonstration,
}

/// What can be said about the demonstration.
#[derive(Debug, Clone, Args)]
pub struct Demonstration {
    /// The folder it lives in
    #[arg(long, value_name = "DIR", default_value = "data")]
    pub data: PathBuf,
    /// Where to listen; without it 127.0.0.1:8080, or the next free port
    #[arg(long, value_name = "ADDRESS")]
    pub listen: Option<SocketAddr>,
    /// The address people reach it at, when it is not the one it listens on
    #[arg(long, value_name = "URL")]
    pub public_url: Option<String>,
    /// Start over: throw away what the demonstration folder holds
    #[arg(long)]
    pub fresh: bool,
    /// Do not ask before starting over
    #[arg(long, requires = "fresh")]
    pub yes: bool,
    /// Run the demonstration (what happens anyway without a subcommand; for scripts that like to say so)
    #[arg(long)]
    pub demo: bool,
}

/// Everything the program can do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve a campus
    Serve(Installation),
    /// Bring the database up to this version of the program
    Migrate(Installation),
    /// Write database and files into one archive, also while the program runs
    Backup {
        /// The archive to write; must not exist yet
        file: PathBuf,
        /// Put the master key into the archive too: then the archive alone can be read by whoever holds it
        #[arg(long)]
        with_master_key: bool,
        #[command(flatten)]
        installation: Installation,
    },
    /// Put a backup into an empty data folder and prove that it is whole
    Restore {
        /// The archive to read
        file: PathBuf,
        /// The master key of the installation that was backed up, when the archive does not hold it
        #[arg(long, value_name = "FILE")]
        master_key: Option<PathBuf>,
        #[command(flatten)]
        target: RestoreTarget,
    },
    /// Look for trouble: rights, keys, database, disk, clock, outside systems, audit chain, jobs
    Doctor(Installation),
    /// The audit log
    #[command(subcommand)]
    Audit(Audit),
    /// Service definition files
    #[command(subcommand)]
    Service(Service),
    /// Jobs that were given up after many tries: list them, or let all of them run again
    Jobs {
        /// Let them run again
        #[arg(long)]
        retry: bool,
        #[command(flatten)]
        installation: Installation,
    },
    /// Accounts of staff
    #[command(subcommand)]
    Account(Account),
    /// Parts of the demonstration
    #[command(subcommand)]
    Demo(Demo),
}

/// Which installation a command is about.
#[derive(Debug, Clone, Args)]
pub struct Installation {
    /// The configuration file
    #[arg(long, short, value_name = "FILE", env = "TONGXING_CONFIG")]
    pub config: Option<PathBuf>,
    /// Without a configuration file: the data folder of a demonstration
    #[arg(long, value_name = "DIR", default_value = "data", conflicts_with = "config")]
    pub data: PathBuf,
}

/// Where a backup is restored to.
#[derive(Debug, Clone, Args)]
pub struct RestoreTarget {
    /// The configuration file of the installation
    #[arg(long, short, value_name = "FILE", env = "TONGXING_CONFIG")]
    pub config: Option<PathBuf>,
    /// Or just a data folder
    #[arg(long, value_name = "DIR", conflicts_with = "config")]
    pub data: Option<PathBuf>,
}

/// What can be done with the audit log.
#[derive(Debug, Subcommand)]
pub enum Audit {
    /// Recompute the chain from its first entry and say whether anything was changed, left out or put in
    Verify {
        /// The end of the log as it was written down earlier, NUMBER:HASH: proves that nothing was cut off since
        #[arg(long)]
        anchor: Option<String>,
        #[command(flatten)]
        installation: Installation,
    },
}

/// What can be done with service definitions.
#[derive(Debug, Subcommand)]
pub enum Service {
    /// Check files: each problem with line, column and what to write instead
    Check {
        /// The files
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// Units, people and groups: is there a step that nobody of them could decide today? See docs/scenarios.md
        #[arg(long, value_name = "FILE")]
        directory: Option<PathBuf>,
    },
    /// Publish files as the next versions of their services; a running program takes them up within seconds
    Publish {
        /// The files
        #[arg(required = true)]
        files: Vec<PathBuf>,
        #[command(flatten)]
        installation: Installation,
    },
    /// Run people and commands against a service file, without a database: who holds what after each command
    Simulate {
        /// The service file, or a sketch of one that holds nothing but a process
        file: PathBuf,
        /// Who does what: see docs/scenarios.md
        #[arg(long, value_name = "FILE")]
        scenario: PathBuf,
        /// Print the report as JSON
        #[arg(long)]
        json: bool,
    },
    /// Print the JSON Schema, for editors that complete and check
    Schema,
}

/// What can be done with accounts.
#[derive(Debug, Subcommand)]
pub enum Account {
    /// Draw a new first password, also for the three administrators, whom nobody else may reset
    ResetPassword {
        /// The name to sign in with
        #[arg(long)]
        login: String,
        #[command(flatten)]
        installation: Installation,
    },
    /// Open an account and print its first password, which has to be changed at the first sign-in
    Create {
        /// The name to sign in with
        #[arg(long)]
        login: String,
        /// The person's name
        #[arg(long)]
        name: String,
        /// A role for the whole campus, for example system-administrator; may be repeated
        #[arg(long = "role")]
        roles: Vec<String>,
        #[command(flatten)]
        installation: Installation,
    },
}

/// Parts of the demonstration that run on their own.
#[derive(Debug, Subcommand)]
pub enum Demo {
    /// The example of a vehicle management system that takes authorised plates
    VehicleSystem {
        /// Where to listen
        #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8090")]
        listen: SocketAddr,
        /// The shared secret, whsec_…
        #[arg(long, env = "TONGXING_VEHICLE_SECRET", hide_env_values = true)]
        secret: String,
        /// The file that keeps what was received
        #[arg(long, value_name = "FILE", default_value = "vehicle-system.json")]
        file: PathBuf,
    },
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn nothing_said_is_the_demonstration() {
        let cli = Cli::try_parse_from(["tongxing"]).unwrap();
        assert!(cli.command.is_none() && cli.demonstration.listen.is_none());
        let cli =
            Cli::try_parse_from(["tongxing", "--data", "x", "--listen", "0.0.0.0:80", "--demo"]).unwrap();
        assert_eq!(cli.demonstration.listen, Some("0.0.0.0:80".parse().unwrap()));
        assert!(Cli::try_parse_from(["tongxing", "--fresh", "serve"]).is_err());
    }

    #[test]
    fn a_configuration_and_a_bare_folder_exclude_each_other() {
        assert!(Cli::try_parse_from(["tongxing", "serve", "--config", "a", "--data", "b"]).is_err());
        assert!(Cli::try_parse_from(["tongxing", "service", "check"]).is_err());
    }
}
