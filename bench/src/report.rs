//! The document: which machine, which command, what was found.

use std::{
    fmt::{self, Display, Formatter},
    fs,
    time::Duration,
};

use crate::{
    lists,
    options::Options,
    pages::{self, CLIENTS},
};

/// What the issue asks of every page with 100,000 applications.
const WANTED: Duration = Duration::from_millis(20);

/// Everything that was measured.
pub struct Report<'a> {
    /// What was asked for.
    pub options: &'a Options,
    /// How long the filling took.
    pub filled_in: Duration,
    /// The pages.
    pub pages: Vec<pages::Measured>,
    /// The lists of the database.
    pub lists: Vec<lists::Measured>,
    /// The size of the database.
    pub database_bytes: u64,
}

impl Display for Report<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.heading(f)?;
        self.pages(f)?;
        self.lists(f)
    }
}

impl Report<'_> {
    fn heading(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Options { applications, date, times, .. } = self.options;
        let (build, flag) = if cfg!(debug_assertions) { ("debug", "") } else { ("release", " --release") };
        writeln!(f, "# Benchmarks\n")?;
        writeln!(f, "Written by a tool; measure anew and it writes anew:\n")?;
        writeln!(f, "```sh")?;
        writeln!(
            f,
            "cargo run{flag} -p tongxing-bench -- --date {date} --applications {applications} --times {times}"
        )?;
        writeln!(f, "```\n")?;
        writeln!(f, "- Day: {date}. Build: {build}. Machine: {}.", machine())?;
        let megabytes = self.database_bytes / 1_000_000;
        writeln!(
            f,
            "- {applications} applications on SQLite ({megabytes} MB), with their operations, tasks, records, permits and \
             deliveries, filled in {:.0} s; sensitive columns encrypted as always. No rows of uploaded files, \
             but for a few.",
            self.filled_in.as_secs_f64()
        )?;
        writeln!(
            f,
            "- The floor is a bare axum server in the same process that answers as many bytes, asked in turn with the \
             page by the same client over loopback; clients run on the same cores as the servers. No compression.\n"
        )?;
        if cfg!(debug_assertions) {
            writeln!(f, "**A debug build: times mean little, only their proportions do.**\n")?;
        }
        Ok(())
    }

    fn pages(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for (which, clients) in CLIENTS.iter().enumerate() {
            let plural = if *clients == 1 { "client" } else { "clients" };
            writeln!(f, "## Pages, {clients} {plural}\n")?;
            writeln!(
                f,
                "| Page | Address | kB | p50 ms | p95 ms | floor p50 | floor p95 | p50 ÷ floor | asked |"
            )?;
            writeln!(f, "|---|---|--:|--:|--:|--:|--:|--:|--:|")?;
            for page in &self.pages {
                let (site, floor) = &page.times[which];
                let ratio = site.percentile(50).as_secs_f64() / floor.percentile(50).as_secs_f64();
                writeln!(
                    f,
                    "| {} | `{}` | {:.1} | {} | {} | {} | {} | {ratio:.0} | {} |",
                    page.name,
                    page.route,
                    kilobytes(page.bytes),
                    millis(site.percentile(50)),
                    millis(site.percentile(95)),
                    millis(floor.percentile(50)),
                    millis(floor.percentile(95)),
                    site.len(),
                )?;
            }
            let slow: Vec<_> = self
                .pages
                .iter()
                .filter(|p| p.times[which].0.percentile(95) >= WANTED)
                .map(|p| p.name)
                .collect();
            match slow.as_slice() {
                [] => writeln!(f, "\nEvery page stays below 20 ms at p95.\n")?,
                slow => writeln!(f, "\nAt or above 20 ms at p95: {}.\n", slow.join(", "))?,
            }
        }
        Ok(())
    }

    fn lists(&self, f: &mut Formatter<'_>) -> fmt::Result {
        writeln!(f, "## The main lists without HTTP\n")?;
        writeln!(
            f,
            "The storage function alone: its statements, and reading and decrypting the rows of the first page.\n"
        )?;
        writeln!(f, "| List | rows | p50 ms | p95 ms | asked |")?;
        writeln!(f, "|---|--:|--:|--:|--:|")?;
        for list in &self.lists {
            let (half, most) = (list.times.percentile(50), list.times.percentile(95));
            writeln!(
                f,
                "| `{}` | {} | {} | {} | {} |",
                list.name,
                list.rows,
                millis(half),
                millis(most),
                list.times.len()
            )?;
        }
        Ok(())
    }
}

fn millis(time: Duration) -> String {
    format!("{:.2}", time.as_secs_f64() * 1000.0)
}

#[expect(clippy::cast_precision_loss, reason = "pages are small")]
fn kilobytes(bytes: usize) -> f64 {
    bytes as f64 / 1000.0
}

/// Processor, cores, memory, as Linux tells them.
fn machine() -> String {
    let read = |file: &str, key: &str| {
        let text = fs::read_to_string(file).unwrap_or_default();
        let line = text.lines().find(|line| line.starts_with(key))?;
        line.split_once(':').map(|(_, value)| value.trim().to_owned())
    };
    let unknown = || "unknown".to_owned();
    let processor = read("/proc/cpuinfo", "model name").unwrap_or_else(unknown);
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let memory = read("/proc/meminfo", "MemTotal").unwrap_or_else(unknown);
    format!("{processor}, {cores} cores, memory {memory}")
}
