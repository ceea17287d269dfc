//! chromedriver as a process of the story's own, with the browsers it starts.
//!
//! A small shell starts it in a process group of its own and waits on a pipe that only we hold. When we end, in
//! whatever way, the pipe closes and the shell ends the whole group: chromedriver alone would leave its browsers.

use std::io::{BufRead, BufReader};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;
use tempfile::TempDir;

const GUARDIAN: &str = "chromedriver --port=0 --log-level=WARNING & cat >/dev/null; kill -KILL 0";

/// Ends with the story.
pub struct Driver {
    guardian: Child,
    port: u16,
    /// Profiles of the browsers; removed after them.
    _scratch: TempDir,
}

impl Driver {
    /// Starts it on a free port.
    pub fn start() -> Self {
        let scratch = tempfile::tempdir().expect("a temporary folder");
        let mut command = Command::new("sh");
        command.args(["-c", GUARDIAN]).process_group(0).env("TMPDIR", scratch.path());
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut guardian = command.spawn().unwrap_or_else(|error| panic!("cannot start sh: {error}"));
        let output = BufReader::new(guardian.stdout.take().expect("its output is ours"));
        let (tell, port) = mpsc::channel();
        // Read to the end: a full pipe would stop the driver in the middle of a story.
        std::thread::spawn(move || {
            for line in output.lines().map_while(Result::ok) {
                if let Some(port) = port_of(&line) {
                    let _ = tell.send(port);
                }
            }
        });
        let port = port.recv_timeout(Duration::from_secs(30)).unwrap_or_else(|_| {
            panic!("chromedriver did not start: `cargo xtask test --only e2e` installs it")
        });
        Self { guardian, port, _scratch: scratch }
    }

    /// Where it answers.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        drop(self.guardian.stdin.take());
        // Killed with its group, as it should be.
        let _ = self.guardian.wait();
    }
}

fn port_of(line: &str) -> Option<u16> {
    line.split_once("started successfully on port ")?.1.trim_end_matches('.').parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_port_is_read_from_its_greeting() {
        assert_eq!(port_of("ChromeDriver was started successfully on port 36321."), Some(36321));
        assert_eq!(port_of("Only local connections are allowed."), None);
    }
}
