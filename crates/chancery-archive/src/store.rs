//! The truth: one `SQLite` database. See `docs/storage.md`, "The truth".
//!
//! Reading goes through a pool of connections that refuse to write; writing through one [`Writer`], which only the
//! holder of the writer's lock may open.

mod codec;
mod export;
mod flush;
mod near;
mod read;
mod references;
mod schema;
mod sketches;
mod upkeep;
mod verify;
mod words;
mod write;

use std::error::Error as StdError;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags, TransactionBehavior};

use crate::layout::WriterLock;
use crate::{Error, layout};

pub(crate) use codec::{Packer, train};
pub(crate) use flush::Flusher;
pub(crate) use near::Likely;
pub(crate) use read::State;
pub(crate) use upkeep::files_with;
pub(crate) use write::{Batch, NewCable, NewSource, Stored, Writer};

use codec::Dictionaries;

/// The database of one archive, open for reading.
#[derive(Debug)]
pub(crate) struct Store {
    folder: PathBuf,
    idle: Mutex<Vec<Connection>>,
    dictionaries: Arc<Dictionaries>,
}

/// Bytes of a page of new databases.
const PAGE_BYTES: u32 = 32_768;

/// Connections kept open for the next reader; more than this many at once are opened and closed.
const MAX_IDLE: usize = 8;

impl Store {
    /// Opens the database, which must be complete.
    ///
    /// # Errors
    ///
    /// When it is absent, damaged or of a newer version.
    pub(crate) fn open(folder: &Path) -> Result<Store, Error> {
        let store = Store {
            folder: folder.to_owned(),
            idle: Mutex::new(Vec::new()),
            dictionaries: Arc::default(),
        };
        if !layout::truth(folder).is_file() {
            return Err(Error::Damaged {
                folder: folder.to_owned(),
                what: "truth.sqlite is missing".to_owned(),
                source: None,
            });
        }
        let version = store.read("open the store", |connection| {
            let version = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
            // A database that is cut short opens, and fails at its first table.
            connection.query_row("SELECT count(*) FROM archive", [], |_| Ok(()))?;
            Ok(version)
        })?;
        layout::check_version(folder, version)?;
        if version < layout::VERSION {
            // Connections of the old version are not used again.
            store.idle().clear();
            migrate(folder)?;
        }
        Ok(store)
    }

    /// Creates the database, or completes one whose creation was cut short. The caller holds the writer's lock.
    pub(crate) fn create(folder: &Path) -> Result<(), Error> {
        let attempt = "create the store";
        let failed = |error| store_error(folder, attempt, error);
        let mut connection = Connection::open(layout::truth(folder)).map_err(failed)?;
        set_up(&connection).map_err(failed)?;
        // Before there is a first page. Packed cables take some 3 KB: ten to a page leave less unused than one.
        connection
            .pragma_update(None, "page_size", PAGE_BYTES)
            .map_err(failed)?;
        connection
            .pragma_update(None, "journal_mode", "wal")
            .map_err(failed)?;
        let transaction = connection.transaction().map_err(failed)?;
        let create = || {
            let version: u32 =
                transaction.pragma_query_value(None, "user_version", |row| row.get(0))?;
            if version == 0 {
                transaction.execute_batch(schema::CREATE)?;
                transaction.execute(
                    "INSERT INTO archive (id, uuid, created_at, generation)
                     VALUES (1, lower(hex(randomblob(16))), ?1, 0)",
                    [now()],
                )?;
                transaction.pragma_update(None, "application_id", layout::APPLICATION_ID)?;
                transaction.pragma_update(None, "user_version", layout::VERSION)?;
            }
            Ok(())
        };
        create().map_err(failed)?;
        transaction.commit().map_err(failed)?;
        // The version has to stand in the file itself, where programs read it without opening the database.
        connection
            .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
            .map_err(failed)
    }

    /// Runs one read, all of it on one state of the database.
    pub(crate) fn read<T>(
        &self,
        attempt: &'static str,
        read: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, Error> {
        let failed = |error| store_error(&self.folder, attempt, error);
        let idle = self.idle().pop();
        let mut connection = match idle {
            Some(connection) => connection,
            None => self.connect().map_err(failed)?,
        };
        let transaction = connection.transaction().map_err(failed)?;
        let result = read(&transaction).map_err(failed);
        drop(transaction);
        if result.is_ok() {
            let mut idle = self.idle();
            if idle.len() < MAX_IDLE {
                idle.push(connection);
            }
        }
        result
    }

    /// Opens the database for writing. The caller holds the writer's lock.
    pub(crate) fn writer(&self) -> Result<Writer, Error> {
        Writer::open(&self.folder, Arc::clone(&self.dictionaries))
    }

    /// Closes the connections that no reader uses.
    pub(crate) fn close_idle(&self) {
        self.idle().clear();
    }

    fn connect(&self) -> rusqlite::Result<Connection> {
        connect_to_read(&self.folder)
    }

    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<Connection>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A connection that only reads.
fn connect_to_read(folder: &Path) -> rusqlite::Result<Connection> {
    // Not read-only: after a crash the first reader has to be able to recover the write-ahead log.
    let connection = Connection::open_with_flags(
        layout::truth(folder),
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    set_up(&connection)?;
    connection.pragma_update(None, "query_only", true)?;
    // Pages are read where the system has them, without a copy of each; SQLite takes as much as it was built for.
    connection.pragma_update(None, "mmap_size", 1_i64 << 40)?;
    Ok(connection)
}

/// Brings an archive of an earlier version up to this one, step by step, each whole or not at all.
///
/// # Errors
///
/// When another process is writing, or the store cannot be written.
fn migrate(folder: &Path) -> Result<(), Error> {
    let _lock = WriterLock::take(folder)?;
    // First, so that an older program never meets a database that is half brought up to date.
    layout::write_marker(folder)?;
    let attempt = "bring the store up to date";
    let failed = |error| store_error(folder, attempt, error);
    let mut connection = Connection::open(layout::truth(folder)).map_err(failed)?;
    set_up(&connection).map_err(failed)?;
    // Tables that are written anew are dropped while others refer to them; each step is checked as a whole.
    connection
        .pragma_update(None, "foreign_keys", false)
        .map_err(failed)?;
    loop {
        let transaction = connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(failed)?;
        // Another process may have done it meanwhile.
        let version: u32 = transaction
            .pragma_query_value(None, "user_version", |row| row.get(0))
            .map_err(failed)?;
        let Some(step) = schema::STEPS.get((version as usize).saturating_sub(1)) else {
            break;
        };
        transaction.execute_batch(step).map_err(failed)?;
        let is_broken = transaction
            .prepare("PRAGMA foreign_key_check")
            .and_then(|mut check| check.exists([]))
            .map_err(failed)?;
        if is_broken {
            return Err(Error::Damaged {
                folder: folder.to_owned(),
                what: "rows of the store refer to rows that are not there".to_owned(),
                source: None,
            });
        }
        transaction
            .pragma_update(None, "user_version", version + 1)
            .map_err(failed)?;
        transaction.commit().map_err(failed)?;
    }
    connection
        .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
        .map_err(failed)
}

fn set_up(connection: &Connection) -> rusqlite::Result<()> {
    connection.busy_timeout(Duration::from_secs(10))?;
    connection.set_prepared_statement_cache_capacity(64);
    // Otherwise each new value of a parameter has the statement planned again, which takes longer than most run.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "synchronous", "full")?;
    connection.pragma_update(None, "trusted_schema", false)
}

/// The time as it is stored: RFC 3339 in UTC, to the second.
pub(crate) fn now() -> String {
    let now = jiff::Timestamp::now();
    jiff::Timestamp::from_second(now.as_second())
        .unwrap_or(now)
        .to_string()
}

/// What a failure of the database means for the archive.
fn store_error(folder: &Path, attempt: &'static str, error: rusqlite::Error) -> Error {
    let is_damage = matches!(
        error.sqlite_error_code(),
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase)
    ) || error.to_string().contains("no such table")
        || matches!(
            error,
            rusqlite::Error::FromSqlConversionFailure(..)
                | rusqlite::Error::InvalidColumnType(..)
                | rusqlite::Error::IntegralValueOutOfRange(..)
        );
    let source: Box<dyn StdError + Send + Sync> = Box::new(InWords(error));
    if is_damage {
        Error::Damaged {
            folder: folder.to_owned(),
            what: format!("cannot {attempt}"),
            source: Some(source),
        }
    } else {
        Error::Store { attempt, source }
    }
}

/// What the database says, as a person would say it.
#[derive(Debug)]
struct InWords(rusqlite::Error);

impl fmt::Display for InWords {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let rusqlite::Error::FromSqlConversionFailure(_, _, error) = &self.0 {
            return fmt::Display::fmt(error, formatter);
        }
        formatter.write_str(match self.0.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => "the disk is full",
            Some(ErrorCode::DatabaseCorrupt) => {
                "pages of truth.sqlite do not read as they were written"
            }
            Some(ErrorCode::NotADatabase) => {
                "truth.sqlite is no database, or its first page is damaged"
            }
            Some(ErrorCode::ReadOnly) => "truth.sqlite, or the folder it is in, cannot be written",
            Some(ErrorCode::CannotOpen) => "truth.sqlite cannot be opened",
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
                "another program holds truth.sqlite"
            }
            Some(ErrorCode::SystemIoFailure) => {
                "the disk failed while truth.sqlite was read or written"
            }
            Some(ErrorCode::OperationInterrupted) => "it was stopped",
            Some(ErrorCode::ConstraintViolation) => {
                return write!(
                    formatter,
                    "what was to be written contradicts what is there ({})",
                    self.0
                );
            }
            _ => {
                let words = match &self.0 {
                    rusqlite::Error::QueryReturnedNoRows => "a row is missing in truth.sqlite",
                    rusqlite::Error::InvalidColumnType(..)
                    | rusqlite::Error::IntegralValueOutOfRange(..) => {
                        "a value in truth.sqlite is of another kind than it should be"
                    }
                    error if error.to_string().contains("no such table") => {
                        "a table of truth.sqlite is missing"
                    }
                    error if error.to_string().contains("no such column") => {
                        "a table of truth.sqlite lacks a column"
                    }
                    _ => "the database failed",
                };
                // What the database itself says helps whoever repairs it, and nobody else.
                return write!(formatter, "{words} ({})", self.0);
            }
        })
    }
}

impl StdError for InWords {}

/// A blob that does not decode, as a failure of the column it stands in.
fn blob_error(column: usize, error: std::io::Error) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(column, rusqlite::types::Type::Blob, Box::new(error))
}
