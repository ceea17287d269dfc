//! The program under test as a process: started, killed without warning, started again on the same data and port.

use crate::{patience, product};
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

type Launch = Box<dyn Fn(&Path, u16) -> Command>;

/// A running server with its data folder.
pub struct Server {
    launch: Launch,
    data: PathBuf,
    port: u16,
    child: Mutex<Option<Child>>,
    log: Arc<Mutex<Vec<String>>>,
}

impl Server {
    /// Starts the product on a free port; returns when it listens.
    pub fn start(data: &Path) -> Self {
        Self::start_by(Box::new(product::serve), data)
    }

    fn start_by(launch: Launch, data: &Path) -> Self {
        let data = data.to_path_buf();
        let mut server = Self { launch, data, port: 0, child: Mutex::new(None), log: Arc::default() };
        server.launch();
        server
    }

    /// `http://127.0.0.1:40123`, the same after a restart.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The folder it keeps everything in.
    pub fn data(&self) -> &Path {
        &self.data
    }

    /// Everything it has printed, over all its starts.
    pub fn log(&self) -> Vec<String> {
        self.log.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The first line that contains the words, waited for.
    #[track_caller]
    pub fn line_with(&self, words: &str) -> String {
        let line =
            patience::wait_for(patience::LONG, || self.log().into_iter().find(|line| line.contains(words)));
        line.unwrap_or_else(|| panic!("the server never printed `{words}`:\n{}", self.log().join("\n")))
    }

    /// Ends it in the middle of whatever it does, as a power cut would.
    pub fn kill9(&mut self) {
        if let Some(mut child) = self.take_child() {
            child.kill().expect("our own child can be killed");
            child.wait().expect("and waited for");
        }
    }

    /// Asks it to end, as the system does on shutdown; killed when it does not listen.
    pub fn stop(&mut self) {
        let Some(mut child) = self.take_child() else { return };
        let asked = Command::new("kill").args(["-TERM", &child.id().to_string()]).status();
        assert!(asked.is_ok_and(|status| status.success()), "cannot signal the server");
        let ended = patience::wait_for(Duration::from_secs(30), || child.try_wait().ok().flatten());
        if ended.is_none() {
            child.kill().expect("our own child can be killed");
            child.wait().expect("and waited for");
            panic!("the server did not end within 30 s of SIGTERM:\n{}", self.log().join("\n"));
        }
    }

    /// Starts it again on the same data and the same port, so that open pages go on.
    pub fn restart(&mut self) {
        self.kill9();
        self.launch();
    }

    pub(crate) fn has_ended(&self) -> bool {
        let mut child = self.child.lock().unwrap_or_else(PoisonError::into_inner);
        child.as_mut().is_none_or(|child| child.try_wait().is_ok_and(|status| status.is_some()))
    }

    fn take_child(&mut self) -> Option<Child> {
        self.child.get_mut().unwrap_or_else(PoisonError::into_inner).take()
    }

    fn launch(&mut self) {
        let mut command = (self.launch)(&self.data, self.port);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap_or_else(|error| panic!("cannot start {command:?}: {error}"));
        // What it said before it was restarted does not tell whether it listens now.
        let since = self.log().len();
        keep(child.stdout.take(), &self.log);
        keep(child.stderr.take(), &self.log);
        *self.child.get_mut().unwrap_or_else(PoisonError::into_inner) = Some(child);
        self.port = product::wait_until_listening(self, since);
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill9();
    }
}

fn keep(pipe: Option<impl Read + Send + 'static>, log: &Arc<Mutex<Vec<String>>>) {
    let Some(pipe) = pipe else { return };
    let log = Arc::clone(log);
    std::thread::spawn(move || {
        for line in BufReader::new(pipe).lines().map_while(Result::ok) {
            log.lock().unwrap_or_else(PoisonError::into_inner).push(line);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Stands for the product: says where it listens, and keeps a line of data for each start.
    fn stand_in() -> (tempfile::TempDir, Server) {
        let data = tempfile::tempdir().unwrap();
        let launch = |data: &Path, port: u16| {
            let port = if port == 0 { 40_123 } else { port };
            let script =
                format!("echo start >> starts; echo listening on http://127.0.0.1:{port}; exec sleep 60");
            let mut command = Command::new("sh");
            command.args(["-c", &script]).current_dir(data);
            command
        };
        let server = Server::start_by(Box::new(launch), data.path());
        (data, server)
    }

    #[test]
    fn a_killed_server_starts_again_on_the_same_data_and_port() {
        let (data, mut server) = stand_in();
        let url = server.url();
        server.kill9();
        assert!(server.has_ended());
        server.restart();
        assert!(!server.has_ended());
        assert_eq!(server.url(), url);
        assert_eq!(std::fs::read_to_string(data.path().join("starts")).unwrap(), "start\nstart\n");
        assert_eq!(server.log().len(), 2, "its log goes on");
    }

    #[test]
    fn a_server_that_is_asked_to_stop_stops() {
        let (_data, mut server) = stand_in();
        server.stop();
        assert!(server.has_ended());
    }

    #[test]
    #[should_panic(expected = "the server ended instead of listening")]
    fn a_server_that_ends_at_once_is_noticed() {
        let launch = |_: &Path, _: u16| Command::new("false");
        Server::start_by(Box::new(launch), Path::new("."));
    }
}
