//! The open database: readers, the writer, transactions.
//!
//! SQLite has one connection that writes, and every transaction takes it at once with `BEGIN IMMEDIATE`: a
//! deferred transaction that reads and then writes fails as soon as anyone else writes, and no timeout helps.
//! Readers are a pool of their own that cannot write. PostgreSQL has one pool; rows are locked by the reads that
//! ask for it.

mod sqlite;

use std::fmt::Display;
use std::ops::{Deref, DerefMut};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use sqlx::any::{AnyConnectOptions, AnyPoolOptions};
use sqlx::pool::PoolConnection;
use sqlx::{Any, AnyConnection, AnyPool, ConnectOptions, SqlStr, Transaction};

use crate::cipher::{Cipher, KeyedHash, Place};
use crate::dialect::Dialect;
use crate::error::StorageError;
use crate::keyring::Keyring;
use crate::migrate::migrator;

/// Where the database is and which keys it is read with.
#[derive(Clone, Debug)]
pub struct StoreConfig {
    /// `sqlite:PATH` or `postgres://…`.
    pub url: String,
    /// The keys of this installation.
    pub keys: Keyring,
    /// Connections to PostgreSQL; SQLite has one writer and four readers whatever this says.
    pub connections: u32,
}

impl StoreConfig {
    /// A database by its address.
    pub fn new(url: impl Into<String>, keys: Keyring) -> Self {
        Self { url: url.into(), keys, connections: 10 }
    }

    /// A SQLite file, created when absent.
    pub fn sqlite_file(path: &Path, keys: Keyring) -> Self {
        Self::new(sqlite::url(path), keys)
    }
}

/// The database of a campus. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    dialect: Dialect,
    readers: AnyPool,
    writer: AnyPool,
    cipher: Arc<Cipher>,
}

impl Store {
    /// Opens the database; creates an empty file for SQLite. Call [`Store::migrate`] before anything else.
    pub async fn open(config: &StoreConfig) -> Result<Self, StorageError> {
        sqlx::any::install_default_drivers();
        let dialect = Dialect::of(&config.url).ok_or_else(|| {
            StorageError::failure("the database address begins with neither sqlite: nor postgres:")
        })?;
        let cipher = Arc::new(Cipher::new(&config.keys));
        let (writer, readers) = match dialect {
            Dialect::Sqlite => sqlite::pools(&config.url).await?,
            Dialect::Postgres => {
                let pool = postgres_pool(&config.url, config.connections).await?;
                (pool.clone(), pool)
            }
        };
        Ok(Self { dialect, readers, writer, cipher })
    }

    /// Brings the schema up to this program's version. Safe to call from several processes at once.
    pub async fn migrate(&self) -> Result<(), StorageError> {
        let migrator = migrator(self.dialect);
        // PostgreSQL lets one process do it and the others wait. On SQLite the slower one fails on a step that the
        // faster one has just done; every step is a transaction, so looking again is all there is to do.
        for _ in migrator.iter() {
            if migrator.run(&self.writer).await.is_ok() {
                return Ok(());
            }
        }
        Ok(migrator.run(&self.writer).await?)
    }

    /// A connection for reading. Nothing can be written through it on SQLite.
    pub async fn read(&self) -> Result<Db, StorageError> {
        let connection = self.readers.acquire().await?;
        Ok(self.db(Connection::Plain(connection)))
    }

    /// A transaction. Dropped without [`Tx::commit`], it leaves no trace.
    pub async fn begin(&self) -> Result<Tx, StorageError> {
        let statement = match self.dialect {
            Dialect::Sqlite => "BEGIN IMMEDIATE",
            Dialect::Postgres => "BEGIN",
        };
        let transaction = self.writer.begin_with(statement).await?;
        Ok(Tx(self.db(Connection::InTransaction(transaction))))
    }

    /// A connection for reading that sees the database as it is at this instant, however long it is used.
    pub async fn snapshot(&self) -> Result<Db, StorageError> {
        let statement = match self.dialect {
            Dialect::Sqlite => "BEGIN",
            Dialect::Postgres => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        };
        let transaction = self.readers.begin_with(statement).await?;
        let mut db = self.db(Connection::InTransaction(transaction));
        // Both engines take the picture at the first look, not at BEGIN.
        db.number(sqlx::query("SELECT COUNT(*) FROM audit_head")).await?;
        Ok(db)
    }

    /// An embedded database in a file, created when absent, that is read with the keys of this one.
    pub(crate) async fn embedded(&self, file: &Path) -> Result<Self, StorageError> {
        let (writer, readers) = sqlite::pools(&sqlite::url(file)).await?;
        Ok(Self { dialect: Dialect::Sqlite, readers, writer, cipher: Arc::clone(&self.cipher) })
    }

    /// Closes all connections and, on SQLite, lets the planner keep what it learned.
    pub async fn close(&self) -> Result<(), StorageError> {
        if self.dialect == Dialect::Sqlite {
            sqlite::optimize(&self.writer).await?;
        }
        self.readers.close().await;
        self.writer.close().await;
        Ok(())
    }

    /// Which engine this is.
    pub fn dialect(&self) -> Dialect {
        self.dialect
    }

    pub(crate) fn writer(&self) -> &AnyPool {
        &self.writer
    }

    fn db(&self, connection: Connection) -> Db {
        Db { connection, dialect: self.dialect, cipher: Arc::clone(&self.cipher) }
    }
}

/// An open connection: what every storage function works on.
pub struct Db {
    connection: Connection,
    dialect: Dialect,
    cipher: Arc<Cipher>,
}

enum Connection {
    Plain(PoolConnection<Any>),
    InTransaction(Transaction<'static, Any>),
}

impl Db {
    pub(crate) fn connection(&mut self) -> &mut AnyConnection {
        match &mut self.connection {
            Connection::Plain(connection) => connection,
            Connection::InTransaction(transaction) => transaction,
        }
    }

    /// A statement in the words of this engine.
    pub(crate) fn sql(&self, text: &'static str) -> SqlStr {
        self.dialect.sql(text)
    }

    pub(crate) fn cipher(&self) -> &Arc<Cipher> {
        &self.cipher
    }

    /// Encrypts the columns of one row.
    pub(crate) fn sealer(&self, table: &'static str, id: impl Display) -> Sealer {
        Sealer { cipher: Arc::clone(&self.cipher), table, id: id.to_string() }
    }

    /// The look-up hash of a value; a family names columns that may be compared with each other.
    pub(crate) fn hash(&self, family: &'static str, value: &str) -> KeyedHash {
        self.cipher.hash(family, value)
    }

    pub(crate) fn dialect(&self) -> Dialect {
        self.dialect
    }
}

/// A transaction: everything done through it happens together, at [`Tx::commit`], or not at all.
pub struct Tx(Db);

impl Tx {
    /// Makes it lasting. When this returns `Ok`, it survives a power cut.
    pub async fn commit(self) -> Result<(), StorageError> {
        match self.0.connection {
            Connection::InTransaction(transaction) => Ok(transaction.commit().await?),
            Connection::Plain(_) => Err(StorageError::failure("a plain connection has nothing to commit")),
        }
    }
}

impl Deref for Tx {
    type Target = Db;

    fn deref(&self) -> &Db {
        &self.0
    }
}

impl DerefMut for Tx {
    fn deref_mut(&mut self) -> &mut Db {
        &mut self.0
    }
}

/// Encrypts values for the columns of one row.
pub(crate) struct Sealer {
    cipher: Arc<Cipher>,
    table: &'static str,
    id: String,
}

impl Sealer {
    pub(crate) fn text(&self, column: &'static str, plain: &str) -> Result<Vec<u8>, StorageError> {
        self.cipher.seal(Place { table: self.table, id: &self.id, column }, plain.as_bytes())
    }

    pub(crate) fn optional(
        &self,
        column: &'static str,
        plain: Option<&str>,
    ) -> Result<Option<Vec<u8>>, StorageError> {
        plain.map(|plain| self.text(column, plain)).transpose()
    }
}

async fn postgres_pool(url: &str, connections: u32) -> Result<AnyPool, StorageError> {
    let pool = AnyPoolOptions::new()
        .max_connections(connections.max(2))
        .acquire_timeout(Duration::from_secs(5))
        .connect_with(options(url)?)
        .await?;
    Ok(pool)
}

/// Statements are never logged: their parameters are people.
fn options(url: &str) -> Result<AnyConnectOptions, StorageError> {
    let options: AnyConnectOptions = url.parse()?;
    Ok(options.disable_statement_logging())
}
