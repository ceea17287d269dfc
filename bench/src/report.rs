//! The document: which machine, which command, what was found.

use std::{
    fmt::{self, Display, Formatter},
    fs,
    time::Duration,
};

use tongxing_storage::Dialect;

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
    /// One for each engine.
    pub sections: Vec<Section>,
}

/// What was measured on one engine.
pub struct Section {
    /// Which.
    pub engine: Dialect,
    /// How long the filling took.
    pub filled_in: Duration,
    /// The pages.
    pub pages: Vec<pages::Measured>,
    /// The lists of the database.
    pub lists: Vec<lists::Measured>,
    /// The size of the database, where it is a file.
    pub database_bytes: u64,
    /// How busy the machine was in the last minute of measuring.
    pub load: String,
}

impl Display for Report<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.heading(f)?;
        for section in &self.sections {
            section.heading(f)?;
            section.pages(f)?;
            section.lists(f)?;
        }
        Ok(())
    }
}

impl Report<'_> {
    fn heading(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Options { applications, date, times, engines, .. } = self.options;
        let (build, flag) = if cfg!(debug_assertions) { ("debug", "") } else { ("release", " --release") };
        let engines: Vec<_> = engines.iter().map(|engine| word(*engine)).collect();
        let engines = engines.join(",");
        writeln!(f, "# Benchmarks\n")?;
        writeln!(f, "Written by a tool; measure anew and it writes anew:\n")?;
        writeln!(f, "```sh")?;
        writeln!(f, "cargo run{flag} -p tongxing-bench -- --date {date} --applications {applications} \\")?;
        writeln!(f, "    --times {times} --engines {engines}")?;
        writeln!(f, "```\n")?;
        writeln!(f, "- Day: {date}. Build: {build}. Machine: {}.", machine())?;
        writeln!(
            f,
            "- {applications} applications, with their operations, tasks, records, permits, deliveries, notices and \
             audit entries; sensitive columns encrypted as always. No rows of uploaded files, but for a few."
        )?;
        writeln!(
            f,
            "- A time is what a client sees over loopback: from the request to the last byte. The floor is a bare axum \
             server in the same process that answers as many bytes, asked in turn with the page by the same client; \
             clients run on the same cores as the servers. No compression."
        )?;
        writeln!(f, "- The product asks of every page: p95 below {} ms, one client.\n", WANTED.as_millis())?;
        if cfg!(debug_assertions) {
            writeln!(f, "**A debug build: times mean little, only their proportions do.**\n")?;
        }
        Ok(())
    }
}

fn word(engine: Dialect) -> &'static str {
    match engine {
        Dialect::Sqlite => "sqlite",
        Dialect::Postgres => "postgres",
    }
}

impl Section {
    fn heading(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let name = match self.engine {
            Dialect::Sqlite => "SQLite",
            Dialect::Postgres => "PostgreSQL",
        };
        writeln!(f, "## {name}\n")?;
        write!(f, "Filled in {:.0} s", self.filled_in.as_secs_f64())?;
        if self.database_bytes > 0 {
            write!(f, " ({} MB)", self.database_bytes / 1_000_000)?;
        }
        writeln!(f, ". Load of the machine (1, 5, 15 minutes) at the end of measuring: {}.\n", self.load)
    }

    fn pages(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for (which, clients) in CLIENTS.iter().enumerate() {
            let plural = if *clients == 1 { "client" } else { "clients" };
            writeln!(f, "### Pages, {clients} {plural}\n")?;
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
                [] => writeln!(f, "\nEvery page stays below {} ms at p95.\n", WANTED.as_millis())?,
                slow => {
                    writeln!(f, "\nAt or above {} ms at p95: {}.\n", WANTED.as_millis(), slow.join(", "))?;
                }
            }
        }
        Ok(())
    }

    fn lists(&self, f: &mut Formatter<'_>) -> fmt::Result {
        writeln!(f, "### The main lists without HTTP\n")?;
        writeln!(
            f,
            "The storage function alone: its statements, and reading and decrypting the rows of the first page. The \
             last column is the p50 of the page with that list, asked by one client, divided by this one.\n"
        )?;
        writeln!(f, "| List | rows | p50 ms | p95 ms | asked | page ÷ list |")?;
        writeln!(f, "|---|--:|--:|--:|--:|--:|")?;
        for list in &self.lists {
            let (half, most) = (list.times.percentile(50), list.times.percentile(95));
            writeln!(
                f,
                "| `{}` | {} | {} | {} | {} | {} |",
                list.name,
                list.rows,
                millis(half),
                millis(most),
                list.times.len(),
                self.page_over_list(list),
            )?;
        }
        writeln!(f)
    }

    fn page_over_list(&self, list: &lists::Measured) -> String {
        let page = self.pages.iter().find(|page| Some(page.name) == list.page);
        let ratio = |page: &pages::Measured| {
            page.times[0].0.percentile(50).as_secs_f64() / list.times.percentile(50).as_secs_f64()
        };
        page.map_or_else(|| "–".to_owned(), |page| format!("{:.1}", ratio(page)))
    }
}

/// The load of the machine, as Linux tells it.
pub fn load() -> String {
    let text = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let three: Vec<_> = text.split(' ').take(3).collect();
    if three.len() == 3 { three.join(", ") } else { "unknown".to_owned() }
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
