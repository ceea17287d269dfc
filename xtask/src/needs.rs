//! What the tests need from the machine: looked for, installed from the distribution when we may, named when we may not.

use crate::process;
use std::path::Path;
use std::process::Command;

/// A program or a font, and the package it comes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// `initdb`, `pg_ctl`.
    Postgres,
    /// The browser.
    Chromium,
    /// What drives the browser.
    ChromeDriver,
    /// Chinese letters in screenshots and PDF.
    ChineseFont,
    /// Fetches axe-core.
    Npm,
}

impl Need {
    fn package(self) -> &'static str {
        match self {
            Self::Postgres => "postgresql",
            Self::Chromium => "chromium",
            Self::ChromeDriver => "chromium-driver",
            Self::ChineseFont => "fonts-wqy-microhei",
            Self::Npm => "npm",
        }
    }

    fn is_there(self) -> bool {
        match self {
            Self::Postgres => crate::postgres::programs().is_some(),
            Self::Chromium => process::on_path("chromium").is_some(),
            Self::ChromeDriver => process::on_path("chromedriver").is_some(),
            Self::ChineseFont => CHINESE_FONTS.iter().any(|file| Path::new(file).exists()),
            Self::Npm => process::on_path("npm").is_some(),
        }
    }
}

const CHINESE_FONTS: &[&str] = &[
    "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
];

/// Makes sure that everything is there; says exactly what is missing when it cannot.
pub fn provide(needs: &[Need]) -> Result<(), String> {
    let missing = missing(needs);
    if missing.is_empty() {
        return Ok(());
    }
    if !process::is_root() || process::on_path("apt-get").is_none() {
        return Err(plea(&missing));
    }
    println!("installing {}", missing.join(" "));
    process::run(apt_get().args(["update", "-qq"]))?;
    let install = ["install", "-y", "-qq", "--no-install-recommends", "-o", "Dpkg::Use-Pty=0"];
    process::run(apt_get().args(install).args(&missing))?;
    let still_missing = self::missing(needs);
    if still_missing.is_empty() { Ok(()) } else { Err(plea(&still_missing)) }
}

fn missing(needs: &[Need]) -> Vec<&'static str> {
    needs.iter().filter(|need| !need.is_there()).map(|need| need.package()).collect()
}

fn plea(packages: &[&str]) -> String {
    format!(
        "the tests need what these Debian packages bring, and this machine lacks it: {list}\n    \
         sudo apt-get install --no-install-recommends {list}",
        list = packages.join(" ")
    )
}

fn apt_get() -> Command {
    let mut command = Command::new("apt-get");
    command.env("DEBIAN_FRONTEND", "noninteractive").stdin(std::process::Stdio::null());
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plea_names_every_package_and_the_command() {
        let text = plea(&["chromium", "postgresql"]);
        assert!(text.contains("lacks it: chromium postgresql"), "{text}");
        assert!(text.ends_with("apt-get install --no-install-recommends chromium postgresql"), "{text}");
    }
}
