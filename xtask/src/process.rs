//! Running other programs: plainly, for their answer, or listening for a test runner's closing line.

use std::io::{BufRead, BufReader, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

/// `cargo`, in the root, without the variables that `cargo run` gave to us: build scripts (ring's, for one)
/// watch them, and would compile again whenever a person calls cargo directly.
pub fn cargo(root: &Path) -> Command {
    let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(program);
    command.current_dir(root);
    for (name, _) in std::env::vars_os() {
        let Some(name) = name.to_str() else { continue };
        let given_by_cargo_run =
            ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_", "CARGO_CRATE_", "CARGO_PRIMARY_"]
                .iter()
                .any(|prefix| name.starts_with(prefix));
        if given_by_cargo_run || name == "OUT_DIR" {
            command.env_remove(name);
        }
    }
    command
}

/// Runs it with our own input and output.
pub fn run(command: &mut Command) -> Result<(), String> {
    let status = command.status().map_err(|error| cannot_start(command, &error))?;
    if status.success() { Ok(()) } else { Err(format!("{} ended with {status}", name(command))) }
}

/// Runs it and gives back what it printed; on failure, what it complained about.
pub fn answer(command: &mut Command) -> Result<String, String> {
    let output = command.stdin(Stdio::null()).output().map_err(|error| cannot_start(command, &error))?;
    if output.status.success() {
        String::from_utf8(output.stdout)
            .map_err(|_| format!("{} printed something that is not text", name(command)))
    } else {
        let complaint = String::from_utf8_lossy(&output.stderr);
        Err(format!("{} ended with {}\n{}", name(command), output.status, complaint.trim_end()))
    }
}

/// Runs it, shows what it prints as it comes, and keeps the lines a test runner closes with.
pub fn run_and_keep_closing_lines(command: &mut Command, kept: &mut Vec<String>) -> Result<(), String> {
    if std::io::stdout().is_terminal() {
        command.env("CARGO_TERM_COLOR", "always");
    }
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| cannot_start(command, &error))?;
    let lines = Arc::new(Mutex::new(Vec::new()));
    let readers = [
        child.stdout.take().map(|pipe| pass_on(pipe, std::io::stdout(), Arc::clone(&lines))),
        child.stderr.take().map(|pipe| pass_on(pipe, std::io::stderr(), Arc::clone(&lines))),
    ];
    let status = child.wait().map_err(|error| cannot_start(command, &error))?;
    for reader in readers.into_iter().flatten() {
        reader.join().map_err(|_| "a thread that passes on output ended badly".to_owned())?;
    }
    kept.append(&mut lines.lock().unwrap_or_else(PoisonError::into_inner));
    if status.success() { Ok(()) } else { Err(format!("{} ended with {status}", name(command))) }
}

/// Where a program lies on `PATH`.
pub fn on_path(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(program)).find(|file| file.is_file())
}

/// Are we the superuser? PostgreSQL refuses to run as root, and only root may install packages.
pub fn is_root() -> bool {
    answer(Command::new("id").arg("-u")).is_ok_and(|number| number.trim() == "0")
}

fn pass_on(
    from: impl Read + Send + 'static,
    mut to: impl Write + Send + 'static,
    kept: Arc<Mutex<Vec<String>>>,
) -> thread::JoinHandle<()> {
    thread::spawn(move || {
        let mut reader = BufReader::new(from);
        let mut line = Vec::new();
        while reader.read_until(b'\n', &mut line).is_ok_and(|length| length > 0) {
            // A closed terminal must not end the run: the result counts, not its echo.
            let _ = to.write_all(&line);
            let text = without_colour(&String::from_utf8_lossy(&line));
            if is_closing_line(&text) {
                kept.lock().unwrap_or_else(PoisonError::into_inner).push(text);
            }
            line.clear();
        }
    })
}

fn is_closing_line(line: &str) -> bool {
    let nextest = line.starts_with("Summary [") && line.contains("run:");
    let harness = line.starts_with("test result:") && !line.contains(" 0 passed; 0 failed");
    nextest || harness
}

fn without_colour(line: &str) -> String {
    let mut plain = String::new();
    let mut characters = line.chars();
    while let Some(character) = characters.next() {
        if character == '\u{1b}' {
            characters.by_ref().find(char::is_ascii_alphabetic);
        } else {
            plain.push(character);
        }
    }
    plain.trim().to_owned()
}

fn name(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
}

fn cannot_start(command: &Command, error: &std::io::Error) -> String {
    format!("cannot run {}: {error}", name(command))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closing_lines_are_recognised_in_colour_and_without() {
        let nextest = "\u{1b}[32;1m     Summary\u{1b}[0m [   0.004s] \u{1b}[1m3\u{1b}[0m tests run: 3 passed, 0 skipped\n";
        assert!(is_closing_line(&without_colour(nextest)));
        assert!(is_closing_line("test result: ok. 12 passed; 0 failed; 0 ignored"));
        assert!(
            !is_closing_line("test result: ok. 0 passed; 0 failed; 0 ignored"),
            "a crate without doc tests"
        );
        assert!(!is_closing_line("   Compiling tongxing-domain"));
    }

    #[test]
    fn a_program_that_fails_says_what_it_complained_about() {
        let answered = answer(Command::new("sh").args(["-c", "echo no such thing >&2; exit 3"]));
        let message = answered.unwrap_err();
        assert!(message.contains("no such thing") && message.contains('3'), "{message}");
    }

    #[test]
    fn closing_lines_are_kept_while_everything_is_passed_on() {
        let printed = "compiling\ntest result: FAILED. 1 passed; 1 failed\nlast, without an end";
        let kept = Arc::new(Mutex::new(Vec::new()));
        pass_on(std::io::Cursor::new(printed), std::io::sink(), Arc::clone(&kept)).join().unwrap();
        assert_eq!(*kept.lock().unwrap(), ["test result: FAILED. 1 passed; 1 failed"]);
    }
}
