//! The program as people start it: its subcommands, its exit codes, and a demonstration from the first start to a
//! restored backup.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::Path,
    process::{Child, Command, Output, Stdio},
    thread,
    time::Duration,
};

const SHIPPED: &str =
    concat!(env!("CARGO_MANIFEST_DIR"), "/../../services/other-personnel-registration.yaml");

fn tongxing(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tongxing"));
    command.args(arguments);
    // A developer's environment must not lead a test anywhere else.
    for name in
        ["TONGXING_CONFIG", "TONGXING_DATA", "TONGXING_DATABASE_URL", "TONGXING_LISTEN", "TONGXING_LOG"]
    {
        command.env_remove(name);
    }
    command
}

fn run(arguments: &[&str]) -> Output {
    tongxing(arguments).output().unwrap()
}

#[track_caller]
fn succeeds(arguments: &[&str]) -> String {
    let output = run(arguments);
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{arguments:?}: {said}{}", String::from_utf8_lossy(&output.stderr));
    said
}

#[track_caller]
fn fails(arguments: &[&str]) -> String {
    let output = run(arguments);
    assert_eq!(output.status.code(), Some(1), "{arguments:?}: {}", String::from_utf8_lossy(&output.stdout));
    String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap()
}

/// A program that serves; it is killed if the test ends before it does.
struct Serving {
    process: Child,
    address: String,
}

impl Serving {
    fn demonstration(data: &Path) -> Self {
        Self::start(&["--data", data.to_str().unwrap(), "--listen", "127.0.0.1:0"])
    }

    fn start(arguments: &[&str]) -> Self {
        let mut process = tongxing(arguments).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let address =
            lines.find_map(|line| line.unwrap().strip_prefix("listening on http://").map(str::to_owned));
        // What it says later must not fill the pipe.
        thread::spawn(move || lines.for_each(drop));
        Self { process, address: address.expect("it ended before it listened") }
    }

    fn get(&self, path: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n\r\n", self.address).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    /// As a service manager does it.
    fn stop(mut self) {
        let number = self.process.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &number]).status().unwrap().success());
        assert!(self.process.wait().unwrap().success(), "an orderly end is a success");
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[test]
fn a_demonstration_lives_stops_lives_again_and_is_restored_elsewhere() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let text = |name: &str| at(name).to_str().unwrap().to_owned();
    let (data, archive, copy) = (text("data"), text("backup.tar"), text("copy"));

    let running = Serving::demonstration(&at("data"));
    assert!(running.get("/health/ready").ends_with("ready"));
    assert!(running.get("/").starts_with("HTTP/1.1 200"));
    let second = fails(&["--data", &data, "--listen", "127.0.0.1:0"]);
    assert!(second.contains("in use by process"), "{second}");
    // While it runs: look, prove, back up.
    succeeds(&["doctor", "--data", &data]);
    let proven = succeeds(&["audit", "verify", "--data", &data]);
    succeeds(&["backup", &archive, "--data", &data]);
    let quiet = succeeds(&["jobs", "--data", &data]);
    assert!(quiet.contains("no job was given up"), "{quiet}");
    publish_another_title(folder.path(), &data, &running);
    running.stop();

    let sign_ins = fs::read_to_string(at("data/demo-sign-ins.txt")).unwrap();
    let anchor = proven.rsplit_once(": ").unwrap().1.trim();
    let again = Serving::demonstration(&at("data"));
    assert_eq!(
        fs::read_to_string(at("data/demo-sign-ins.txt")).unwrap(),
        sign_ins,
        "a second start keeps the data"
    );
    again.stop();
    succeeds(&["audit", "verify", "--data", &data, "--anchor", anchor]);

    let key = text("data/master.key");
    let refused = fails(&["restore", &archive, "--data", &copy]);
    assert!(refused.contains("--master-key"), "{refused}");
    succeeds(&["restore", &archive, "--data", &copy, "--master-key", &key]);
    let restored = Serving::demonstration(&at("copy"));
    assert!(restored.get("/health/ready").ends_with("ready"));
    restored.stop();
    assert_eq!(fs::read_to_string(at("copy/demo-sign-ins.txt")).unwrap(), sign_ins);
}

/// A changed file is published beside the running program, which takes it up by itself.
fn publish_another_title(folder: &Path, data: &str, running: &Serving) {
    let file = folder.join("changed.yaml");
    let shipped = fs::read_to_string(SHIPPED).unwrap();
    let changed = shipped.replacen("title: { zh: 其他人员登记", "title: { zh: 校外人员登记", 1);
    fs::write(&file, &changed).unwrap();
    let publish = ["service", "publish", file.to_str().unwrap(), "--data", data];
    let said = succeeds(&publish);
    assert!(said.contains("version 2 is in force"), "{said}");
    assert!(succeeds(&publish).contains("says exactly that already"));
    let taken_up = (0..100).any(|_| {
        thread::sleep(Duration::from_millis(200));
        running.get("/").contains("校外人员登记")
    });
    assert!(taken_up, "the running program still offers the old version");
    fs::write(&file, changed.replacen("title:", "titel:", 1)).unwrap();
    let refused = fails(&publish);
    assert!(refused.contains("cannot be published"), "{refused}");
}

#[test]
fn starting_over_needs_a_demonstration() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap();
    fs::write(folder.path().join("thesis.txt"), "years of work").unwrap();
    let refused = fails(&["--data", data, "--fresh", "--yes", "--listen", "127.0.0.1:0"]);
    assert!(refused.contains("no demonstration"), "{refused}");
    assert_eq!(fs::read_to_string(folder.path().join("thesis.txt")).unwrap(), "years of work");
}

#[test]
fn a_campus_begins_with_its_configuration_and_its_first_administrator() {
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("tongxing.toml");
    let text = format!(
        "listen = '127.0.0.1:0'\npublic_url = 'http://127.0.0.1'\ndata = '{}'\n[campus]\nname_zh = '云麓大学'\n\
         name_en = 'Yunlu University'\ncontact_zh = '保卫处'\ncontact_en = 'Security Office'\n",
        folder.path().join("data").display()
    );
    fs::write(&config, text).unwrap();
    let config = config.to_str().unwrap();
    succeeds(&["migrate", "--config", config]);
    let account = ["account", "create", "--config", config, "--login", "first", "--name", "席统样"];
    let opened = succeeds(&[&account[..], &["--role", "system-administrator"]].concat());
    assert!(opened.contains("http://127.0.0.1/sign-in") && opened.contains("first"), "{opened}");
    let twice = fails(&[&account[..], &["--role", "system-administrator"]].concat());
    assert!(twice.contains("there is an account with this login already"), "{twice}");
    let unknown = fails(&[&account[..], &["--role", "king"]].concat());
    assert!(unknown.contains("there is no role king"), "{unknown}");
    let again = succeeds(&["account", "reset-password", "--config", config, "--login", "first"]);
    assert!(again.contains("first password") && again.contains("/sign-in"), "{again}");
    let nobody = fails(&["account", "reset-password", "--config", config, "--login", "second"]);
    assert!(nobody.contains("nobody signs in as second"), "{nobody}");
    succeeds(&["doctor", "--config", config]);

    let running = Serving::start(&["serve", "--config", config]);
    assert!(running.get("/health/ready").ends_with("ready"));
    assert!(running.get("/sign-in").starts_with("HTTP/1.1 200"));
    let second = fails(&["serve", "--config", config]);
    assert!(second.contains("in use by process"), "{second}");
    running.stop();
}

#[test]
fn the_example_vehicle_system_runs_on_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("vehicles.json");
    let on = ["demo", "vehicle-system", "--listen", "127.0.0.1:0", "--file", file.to_str().unwrap()];
    let wrong = fails(&[&on[..], &["--secret", "guess me"]].concat());
    assert!(wrong.contains("whsec_"), "{wrong}");
    let running =
        Serving::start(&[&on[..], &["--secret", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"]].concat());
    assert!(running.get("/").starts_with("HTTP/1.1 200"));
    running.stop();
}

#[test]
fn service_files_are_checked_with_an_exit_code() {
    let folder = tempfile::tempdir().unwrap();
    let broken = folder.path().join("broken.yaml");
    fs::write(&broken, "service: x\ntitle: { zh: 一, en: One }\nunknown: 1\n").unwrap();
    let good = succeeds(&["service", "check", SHIPPED]);
    assert!(good.contains("can be published"), "{good}");
    let bad = fails(&["service", "check", SHIPPED, broken.to_str().unwrap()]);
    assert!(bad.contains("broken.yaml:3:1") && bad.contains("1 of 2 files"), "{bad}");
    let schema = succeeds(&["service", "schema"]);
    assert!(serde_json::from_str::<serde_json::Value>(&schema).unwrap().is_object());
}
