//! The cookies we set. With HTTPS the closed ones carry the prefix `__Host-`, which no neighbouring host or
//! plain connection can write; without (loopback, a first try) browsers would refuse that prefix.

use http::{HeaderMap, HeaderValue, header};

use crate::state::Shell;

const YEAR: u32 = 31_536_000;

/// A preference that scripts may read too, kept for a year.
pub fn open(shell: &Shell, name: &str, value: &str) -> Option<HeaderValue> {
    let secure = if shell.secure() { "; Secure" } else { "" };
    HeaderValue::try_from(format!("{name}={value}; Path=/; Max-Age={YEAR}; SameSite=Lax{secure}")).ok()
}

/// A secret that no script sees; without `seconds` it lasts until the browser closes.
pub fn closed(shell: &Shell, name: &str, value: &str, seconds: Option<u32>) -> Option<HeaderValue> {
    let age = seconds.map(|s| format!("; Max-Age={s}")).unwrap_or_default();
    let text = if shell.secure() {
        format!("__Host-{name}={value}; Path=/; HttpOnly; Secure; SameSite=Lax{age}")
    } else {
        format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{age}")
    };
    HeaderValue::try_from(text).ok()
}

/// Takes a closed cookie back.
pub fn gone(shell: &Shell, name: &str) -> Option<HeaderValue> {
    closed(shell, name, "", Some(0))
}

/// A closed cookie's value.
pub fn read<'a>(shell: &Shell, headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let full = if shell.secure() { format!("__Host-{name}") } else { name.to_owned() };
    read_plain(headers, &full)
}

/// An open cookie's value.
pub fn read_plain<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|v| v.to_str().ok());
    lines
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(n, value)| (n == name && !value.is_empty()).then_some(value))
}
