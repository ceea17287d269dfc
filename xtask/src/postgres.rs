//! A throw-away PostgreSQL: made in a temporary folder, reached on loopback only, gone when we are.
//!
//! A small shell, the guardian, waits on a pipe whose other end only we hold. When we end, in whatever way (also by
//! Ctrl-C or `kill -9`), the pipe closes, and the guardian stops the server and removes the folder.

use crate::process;
use std::fs;
use std::net::TcpListener;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

const GUARDIAN: &str = r#"
    folder=$1; shift
    cat >/dev/null
    "$@" -D "$folder/data" -m immediate -w stop >/dev/null 2>&1
    rm -rf "$folder"
"#;

/// A running cluster; dropping it removes every trace.
pub struct Cluster {
    folder: PathBuf,
    port: u16,
    guardian: Child,
}

impl Cluster {
    /// Makes and starts one.
    pub fn start() -> Result<Self, String> {
        let programs = programs().ok_or("PostgreSQL's initdb is nowhere to be found: install postgresql")?;
        let folder = temporary_folder()?;
        let owner = if process::is_root() { Owner::Postgres } else { Owner::Ourselves };
        let pg_ctl = owner.command(&programs.join("pg_ctl"), &folder);
        let guardian = guard(&folder, &pg_ctl)?;
        let mut cluster = Self { folder, port: 0, guardian };
        owner.give(&cluster.folder)?;
        cluster.initialise(owner, &programs)?;
        cluster.serve(pg_ctl)?;
        Ok(cluster)
    }

    /// The address for `TONGXING_TEST_POSTGRES`.
    pub fn url(&self) -> String {
        format!("postgres://tongxing@127.0.0.1:{}/postgres", self.port)
    }

    /// Text is ordered the way a Chinese campus would have it, unlike SQLite's byte order: a page that relies on
    /// the order of text is found out here.
    fn initialise(&self, owner: Owner, programs: &Path) -> Result<(), String> {
        let mut initdb = owner.command(&programs.join("initdb"), &self.folder);
        initdb.arg("-D").arg(self.folder.join("data"));
        initdb.args(["-U", "tongxing", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"]);
        initdb.args(["--locale-provider=icu", "--icu-locale=zh", "--no-sync", "--no-instructions"]);
        process::answer(&mut initdb).map(drop)
    }

    fn serve(&mut self, mut pg_ctl: Command) -> Result<(), String> {
        self.port = free_port()?;
        let log = self.folder.join("log");
        let options = format!(
            "-c listen_addresses=127.0.0.1 -c port={} -c unix_socket_directories='{}' -c max_connections=300 \
             -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c shared_buffers=64MB",
            self.port,
            self.folder.display()
        );
        pg_ctl.arg("-D").arg(self.folder.join("data")).arg("-l").arg(&log);
        pg_ctl.args(["-o", &options, "-w", "-t", "60", "start"]);
        // The server would inherit our pipes and keep them open: it gets none.
        pg_ctl.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        process::run(&mut pg_ctl)
            .map_err(|error| format!("{error}\n{}", fs::read_to_string(&log).unwrap_or_default().trim_end()))
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        drop(self.guardian.stdin.take());
        // Without its guardian the server stays; there is nobody left to tell but the person at the terminal.
        if self.guardian.wait().is_err() {
            eprintln!("a PostgreSQL may still run in {}", self.folder.display());
        }
    }
}

/// Starts a cluster for a developer and keeps it until Ctrl-C.
pub fn hold() -> Result<(), String> {
    crate::needs::provide(&[crate::needs::Need::Postgres])?;
    let cluster = Cluster::start()?;
    println!("TONGXING_TEST_POSTGRES={}\nCtrl-C stops it and removes it", cluster.url());
    loop {
        std::thread::park();
    }
}

/// The folder that holds `initdb` and `pg_ctl`: on the path, or the newest under Debian's.
pub fn programs() -> Option<PathBuf> {
    let on_path = process::on_path("initdb").filter(|_| process::on_path("pg_ctl").is_some());
    if let Some(initdb) = on_path {
        return initdb.parent().map(Path::to_path_buf);
    }
    let versions = fs::read_dir("/usr/lib/postgresql").ok()?.flatten();
    let numbered =
        versions.filter_map(|entry| Some((entry.file_name().to_str()?.parse::<u32>().ok()?, entry.path())));
    let (_, newest) = numbered.max()?;
    let folder = newest.join("bin");
    folder.join("initdb").is_file().then_some(folder)
}

#[derive(Clone, Copy)]
enum Owner {
    Ourselves,
    /// PostgreSQL refuses to run as root.
    Postgres,
}

impl Owner {
    fn command(self, program: &Path, folder: &Path) -> Command {
        let mut command = match self {
            Self::Ourselves => Command::new(program),
            Self::Postgres => {
                let mut command = Command::new("runuser");
                command.args(["-u", "postgres", "--"]).arg(program);
                command
            }
        };
        command.current_dir(folder);
        command
    }

    fn give(self, folder: &Path) -> Result<(), String> {
        match self {
            Self::Ourselves => Ok(()),
            Self::Postgres => process::run(Command::new("chown").arg("postgres:").arg(folder)),
        }
    }
}

/// In a process group of its own, so that Ctrl-C ends us and not the one who tidies up.
fn guard(folder: &Path, pg_ctl: &Command) -> Result<Child, String> {
    let mut guardian = Command::new("sh");
    guardian.args(["-c", GUARDIAN, "tongxing-postgres-guardian"]).arg(folder);
    guardian.arg(pg_ctl.get_program()).args(pg_ctl.get_args());
    guardian.process_group(0).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    guardian.spawn().map_err(|error| format!("cannot start sh: {error}"))
}

fn temporary_folder() -> Result<PathBuf, String> {
    let base = std::env::temp_dir();
    for attempt in 0..100_u32 {
        let folder = base.join(format!("tongxing-postgres-{}-{attempt}", std::process::id()));
        match fs::create_dir(&folder) {
            Ok(()) => return Ok(folder),
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(format!("cannot make {}: {error}", folder.display())),
        }
    }
    Err(format!("{} is full of old tongxing-postgres folders", base.display()))
}

fn free_port() -> Result<u16, String> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).map_err(|error| format!("no free port: {error}"))?;
    listener.local_addr().map(|address| address.port()).map_err(|error| format!("no free port: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::TcpStream;

    #[test]
    fn a_cluster_answers_while_we_hold_it_and_is_gone_afterwards() {
        let cluster = Cluster::start().unwrap();
        let (port, folder) = (cluster.port, cluster.folder.clone());
        assert!(TcpStream::connect(("127.0.0.1", port)).is_ok());
        assert!(cluster.url().starts_with("postgres://tongxing@127.0.0.1:"));
        drop(cluster);
        assert!(TcpStream::connect(("127.0.0.1", port)).is_err());
        assert!(!folder.exists());
    }
}
