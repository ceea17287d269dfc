//! Throw-away databases, so that one test runs on both engines.
//!
//! ```text
//! for db in testing::stores().await { … db.store … }
//! ```
//!
//! PostgreSQL is reached through `TONGXING_TEST_POSTGRES` (`cargo xtask test` starts a server and sets it). Without
//! it the tests fail and say so, unless a developer in a hurry sets `TONGXING_TEST_SQLITE_ONLY=1`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::missing_panics_doc,
    reason = "tests fail loudly"
)]

mod lists;

pub use lists::{LISTS, explain, tables};

use std::env;
use std::thread;

use rand::TryRng;
use rand::rngs::SysRng;
use sqlx::{AnyConnection, AssertSqlSafe, Connection, Executor};
use tempfile::TempDir;
use tokio::sync::OnceCell;

use crate::{Dialect, Keyring, MasterKey, Store, StoreConfig};

const POSTGRES: &str = "TONGXING_TEST_POSTGRES";
const SQLITE_ONLY: &str = "TONGXING_TEST_SQLITE_ONLY";

/// A migrated, empty database that disappears with this value.
pub struct TestStore {
    /// The store.
    pub store: Store,
    /// How to open it once more, as another process would.
    pub config: StoreConfig,
    place: Place,
}

enum Place {
    Folder(#[expect(dead_code, reason = "removed when dropped")] TempDir),
    Server { admin: String, database: String },
}

/// The engines that tests run on.
///
/// # Panics
/// When there is no PostgreSQL to test on and nobody said that this is fine.
pub fn engines() -> Vec<Dialect> {
    if env::var(POSTGRES).is_ok() {
        return vec![Dialect::Sqlite, Dialect::Postgres];
    }
    assert!(
        env::var(SQLITE_ONLY).is_ok_and(|v| v == "1"),
        "{POSTGRES} is not set, so nothing would be tested on PostgreSQL. Run `cargo xtask test`, which starts a \
         throw-away server, or give the address of one (postgres://user@host:port/postgres). For a quick look at \
         SQLite alone, set {SQLITE_ONLY}=1."
    );
    vec![Dialect::Sqlite]
}

/// An empty database on each engine.
pub async fn stores() -> Vec<TestStore> {
    let mut stores = Vec::new();
    for engine in engines() {
        stores.push(TestStore::open(engine).await);
    }
    stores
}

/// The keys that tests use.
pub fn keys() -> Keyring {
    Keyring::new(vec![MasterKey::new(1, [1; 32])]).unwrap()
}

impl TestStore {
    /// An empty database on the embedded engine, for tests that are about something else.
    pub async fn sqlite() -> Self {
        Self::open(Dialect::Sqlite).await
    }

    /// An empty database on the given engine.
    pub async fn open(engine: Dialect) -> Self {
        match engine {
            Dialect::Sqlite => {
                let folder = TempDir::new().unwrap();
                let config = StoreConfig::sqlite_file(&folder.path().join("tongxing.db"), keys());
                Self::ready(config, Place::Folder(folder)).await
            }
            Dialect::Postgres => {
                let admin = env::var(POSTGRES).expect(POSTGRES);
                let template = template(&admin).await;
                let database = unique("test");
                let create = format!("CREATE DATABASE {database} TEMPLATE {template}");
                command(&admin, &create).await;
                let config =
                    StoreConfig { connections: 4, ..StoreConfig::new(on(&admin, &database), keys()) };
                Self::ready(config, Place::Server { admin, database }).await
            }
        }
    }

    async fn ready(config: StoreConfig, place: Place) -> Self {
        let store = Store::open(&config).await.unwrap();
        store.migrate().await.unwrap();
        Self { store, config, place }
    }
}

impl Drop for TestStore {
    fn drop(&mut self) {
        if thread::panicking() {
            #[expect(clippy::print_stderr, reason = "which engine a test failed on")]
            {
                eprintln!("on {:?}", self.store.dialect());
            }
        }
        if let Place::Server { admin, database } = &self.place {
            let (admin, drop) = (admin.clone(), format!("DROP DATABASE {database} WITH (FORCE)"));
            // A destructor cannot wait for the runtime it runs on, so the farewell has one of its own.
            let farewell = thread::spawn(move || {
                let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
                runtime.block_on(command(&admin, &drop));
            });
            let _ = farewell.join();
        }
    }
}

/// Counts what the tables hold, so that the engine plans its statements as it does on a campus that has run for a while:
/// PostgreSQL counts by itself now and then, SQLite at each stop.
pub async fn count_rows(store: &Store) {
    sqlx::query("ANALYZE").execute(store.writer()).await.unwrap();
}

/// A migrated database to copy: one per test process, because migrating anew for each test would cost more.
async fn template(admin: &str) -> String {
    static NAME: OnceCell<String> = OnceCell::const_new();
    NAME.get_or_init(|| async {
        let name = unique("template");
        command(admin, &format!("CREATE DATABASE {name}")).await;
        let config = StoreConfig { connections: 2, ..StoreConfig::new(on(admin, &name), keys()) };
        let store = Store::open(&config).await.unwrap();
        store.migrate().await.unwrap();
        store.close().await.unwrap();
        name
    })
    .await
    .clone()
}

async fn command(admin: &str, sql: &str) {
    sqlx::any::install_default_drivers();
    let mut connection = AnyConnection::connect(admin).await.unwrap();
    connection.execute(sqlx::raw_sql(AssertSqlSafe(sql))).await.unwrap();
    connection.close().await.unwrap();
}

fn unique(prefix: &str) -> String {
    format!("tongxing_{prefix}_{:016x}", SysRng.try_next_u64().unwrap())
}

/// The same server, another database.
fn on(admin: &str, database: &str) -> String {
    let (address, query) = admin.split_once('?').map_or((admin, ""), |(a, q)| (a, q));
    let server = address.rsplit_once('/').map_or(address, |(server, _)| server);
    if query.is_empty() { format!("{server}/{database}") } else { format!("{server}/{database}?{query}") }
}
