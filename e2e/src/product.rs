//! The one seam to the program under test: how it is started and what it prints. When the command line changes, this
//! file changes and no story does.

use crate::patience;
use crate::server::Server;
use crate::target;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// What the program prints before the address of its pages.
const LISTENING: &str = "listening on http://";

/// The cookie that holds the choice of large text (关怀模式), as the switch on the page sets it.
pub const LARGE_TEXT: (&str, &str) = ("tx_size", "large");

/// The cookie that holds the choice of the dark theme.
pub const DARK_THEME: (&str, &str) = ("tx_theme", "dark");

/// Longest time to be ready: creating, migrating and seeding a campus on a busy machine.
pub const START: Duration = Duration::from_mins(1);

/// The command that serves a data folder. Port 0 lets the system choose.
pub fn serve(data: &Path, port: u16) -> Command {
    let mut command = Command::new(binary());
    command.arg("--demo").arg("--data").arg(data).args(["--listen", &format!("127.0.0.1:{port}")]);
    command.env("NO_COLOR", "1").current_dir(target::root());
    command
}

/// What the program says about the audit log of a data folder: `--anchor` is an end of it that was written down before.
/// Gives the end as it is now.
#[track_caller]
pub fn verify_audit(data: &Path, anchor: Option<&str>) -> String {
    let mut command = Command::new(binary());
    command.args(["audit", "verify", "--data"]).arg(data).args(anchor.map(|at| format!("--anchor={at}")));
    let output = command.env("NO_COLOR", "1").output().expect("the program starts");
    let said =
        String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "the audit log is not whole: {said}");
    let end = said.lines().find_map(|line| line.rsplit_once("--anchor: "));
    end.unwrap_or_else(|| panic!("no end of the audit log in: {said}")).1.trim().to_owned()
}

/// The file in the data folder that keeps the demonstration's sign-ins: `login`, a tab, `password`.
const SIGN_INS: &str = "demo-sign-ins.txt";

/// The file in the data folder that keeps what the demonstration runs with.
const CONFIGURATION: &str = "demonstration.toml";

/// The address of the page on which staff sign in.
pub const SIGN_IN_ADDRESS: &str = "/sign-in";

/// The words of the page on which staff sign in, in one language.
pub struct SignInWords {
    /// The label of the field for the name.
    pub login: &'static str,
    /// The label of the field for the password.
    pub password: &'static str,
    /// The button.
    pub button: &'static str,
}

/// In Chinese.
pub const SIGN_IN_CHINESE: SignInWords =
    SignInWords { login: "账号", password: "密码", button: "登录" };

/// In English.
pub const SIGN_IN_ENGLISH: SignInWords =
    SignInWords { login: "Account", password: "Password", button: "Sign in" };

/// The password that this data folder drew for a member of staff.
#[track_caller]
pub fn password(data: &Path, login: &str) -> String {
    let file = data.join(SIGN_INS);
    let text =
        fs::read_to_string(&file).unwrap_or_else(|error| panic!("cannot read {}: {error}", file.display()));
    let found = text.lines().find_map(|line| line.strip_prefix(login)?.strip_prefix('\t'));
    found.unwrap_or_else(|| panic!("nobody signs in as `{login}`; there are\n{text}")).to_owned()
}

/// The address of the example vehicle system beside the demonstration.
#[track_caller]
pub fn vehicle_system(data: &Path) -> String {
    let file = data.join(CONFIGURATION);
    let text =
        fs::read_to_string(&file).unwrap_or_else(|error| panic!("cannot read {}: {error}", file.display()));
    let webhook = text.lines().find_map(|line| line.strip_prefix("url = \"")?.strip_suffix("/webhook\""));
    webhook.unwrap_or_else(|| panic!("{} names no vehicle system", file.display())).to_owned()
}

/// The port of the pages, from one line of output.
pub fn listening_port(line: &str) -> Option<u16> {
    let (_, address) = line.split_once(LISTENING)?;
    let address = address.split(|c: char| c.is_whitespace() || c == '/').next()?;
    address.rsplit_once(':')?.1.parse().ok()
}

/// A fresh copy of the demonstration campus, made once per build of the binary and copied for each story.
pub fn copy_of_demonstration(into: &Path) {
    let prepared = prepared();
    copy(&prepared, into).unwrap_or_else(|error| panic!("cannot copy {}: {error}", prepared.display()));
}

fn binary() -> PathBuf {
    let binary =
        std::env::var_os("TONGXING_BIN").map_or_else(|| target::binaries().join("tongxing"), PathBuf::from);
    assert!(
        binary.is_file(),
        "{} is not built: run `cargo xtask test --only e2e`, or `cargo build --workspace --bins --tests` first",
        binary.display()
    );
    binary
}

/// Stories run in processes of their own, so a lock on a file lets one of them prepare and the others wait.
fn prepared() -> PathBuf {
    let folder = target::folder("e2e-prepared");
    let lock = File::create(folder.join("lock")).expect("a lock beside the prepared campus");
    lock.lock().expect("the lock");
    let ready = folder.join(build_key());
    if !ready.is_dir() {
        remove_all_but_lock(&folder);
        let making = folder.join("making");
        fs::create_dir(&making).expect("a folder for the demonstration campus");
        let mut server = Server::start(&making);
        server.stop();
        fs::rename(&making, &ready).expect("the prepared campus in its place");
    }
    ready
}

fn build_key() -> String {
    let about = fs::metadata(binary()).expect("the binary is there");
    let changed = about.modified().expect("the system keeps times");
    let since = changed.duration_since(std::time::UNIX_EPOCH).expect("built after 1970");
    format!("{}-{}", since.as_nanos(), about.len())
}

fn remove_all_but_lock(folder: &Path) {
    let entries = fs::read_dir(folder).expect("the folder of prepared campuses").flatten();
    for entry in entries.filter(|entry| entry.path().is_dir()) {
        fs::remove_dir_all(entry.path()).expect("an older campus can be removed");
    }
}

fn copy(from: &Path, to: &Path) -> std::io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), &target)?;
        }
    }
    Ok(())
}

/// Waits for the program to say that it listens; its output so far when it does not.
pub(crate) fn wait_until_listening(server: &Server, since: usize) -> u16 {
    let port = patience::wait_for(START, || {
        let lines = server.log();
        lines
            .iter()
            .skip(since)
            .find_map(|line| listening_port(line))
            .map(Some)
            .or_else(|| server.has_ended().then_some(None))
    });
    let log = || server.log().join("\n");
    port.unwrap_or_else(|| panic!("the server did not print `{LISTENING}…` within {START:?}:\n{}", log()))
        .unwrap_or_else(|| panic!("the server ended instead of listening:\n{}", log()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_port_is_read_from_the_line_that_names_it() {
        assert_eq!(listening_port("listening on http://127.0.0.1:40123"), Some(40123));
        assert_eq!(
            listening_port("2026-11-22 INFO listening on http://127.0.0.1:40123/ (demo)"),
            Some(40123)
        );
        assert_eq!(listening_port("receiver ready on http://127.0.0.1:40124"), None);
    }

    #[test]
    fn sign_ins_and_the_vehicle_system_are_read_from_the_data_folder() {
        let data = tempfile::tempdir().unwrap();
        fs::write(data.path().join(SIGN_INS), "# heading\nlisi\tbado-kiru-83\nli\tother\n").unwrap();
        assert_eq!(password(data.path(), "lisi"), "bado-kiru-83");
        assert_eq!(password(data.path(), "li"), "other");
        let configuration =
            "public_url = \"http://127.0.0.1:1\"\n\n[vehicle_system]\nurl = \"http://127.0.0.1:2/webhook\"\n";
        fs::write(data.path().join(CONFIGURATION), configuration).unwrap();
        assert_eq!(vehicle_system(data.path()), "http://127.0.0.1:2");
    }

    #[test]
    fn a_campus_is_copied_with_its_folders() {
        let from = tempfile::tempdir().unwrap();
        fs::create_dir(from.path().join("files")).unwrap();
        fs::write(from.path().join("files/a"), "photo").unwrap();
        let to = tempfile::tempdir().unwrap();
        copy(from.path(), &to.path().join("copy")).unwrap();
        assert_eq!(fs::read_to_string(to.path().join("copy/files/a")).unwrap(), "photo");
    }
}
