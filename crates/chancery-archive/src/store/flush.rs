//! Waiting for the disk on a thread of its own.
//!
//! A transaction of many cables is tens of megabytes of log. Whoever stores the next ones need not wait until the disk has
//! them: only what is said of them must. In a long run the writer therefore commits without waiting ([`Writer::hurry`]), a
//! thread sees to it that the log reaches the disk and is moved into the database, and the run reports what it stored when
//! it hears of that. Whatever happens, the database is whole and holds the transactions up to one of them.
//!
//! [`Writer::hurry`]: super::Writer::hurry

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;

use rusqlite::Connection;

use super::set_up;
use crate::{Error, layout};

/// Bytes of the log from which on it is moved into the database.
const LOG_BYTES: u64 = 64 << 20;

/// The thread that waits for the disk.
pub(crate) struct Flusher {
    folder: PathBuf,
    to: Option<Sender<()>>,
    from: Receiver<io::Result<u64>>,
    thread: Option<JoinHandle<()>>,
    n_asked: u64,
    n_done: u64,
    /// Whether the disk has refused: nothing after that is known to be on it.
    has_failed: bool,
    /// How much of the log was in use when it was last looked at, in bytes.
    log_bytes: u64,
}

impl Flusher {
    pub(super) fn start(folder: &Path) -> Result<Flusher, Error> {
        let open = || -> rusqlite::Result<Connection> {
            let connection = Connection::open(layout::truth(folder))?;
            set_up(&connection)?;
            Ok(connection)
        };
        let connection =
            open().map_err(|error| super::store_error(folder, "open the store", error))?;
        let log = layout::log(folder);
        let (to, asked) = channel();
        let (done, from) = channel();
        let thread = std::thread::Builder::new()
            .name("flush".to_owned())
            .spawn(move || {
                while asked.recv().is_ok() {
                    if done.send(flush(&connection, &log)).is_err() {
                        return;
                    }
                }
            })
            .map_err(|error| Error::io("start a thread for", folder, error))?;
        Ok(Flusher {
            folder: folder.to_owned(),
            to: Some(to),
            from,
            thread: Some(thread),
            n_asked: 0,
            n_done: 0,
            has_failed: false,
            log_bytes: 0,
        })
    }

    /// Asks for everything committed so far to reach the disk; gives the number of the request.
    pub(crate) fn ask(&mut self) -> u64 {
        self.n_asked += 1;
        // Where the thread is gone, nobody answers, and the next question tells.
        let _ = self.to.as_ref().map(|to| to.send(()));
        self.n_asked
    }

    /// Whether the log has become so long that it should be written from its beginning again.
    pub(crate) fn is_log_long(&self) -> bool {
        /// Bytes in use from which on it is too long.
        const LONG: u64 = 256 << 20;
        self.log_bytes >= LONG
    }

    /// Says that the log was moved by another.
    pub(crate) fn log_was_emptied(&mut self) {
        self.log_bytes = 0;
    }

    /// How many requests are done, after waiting until at most `n_open` are not.
    ///
    /// # Errors
    ///
    /// When the disk refuses.
    pub(crate) fn done(&mut self, n_open: u64) -> Result<u64, Error> {
        loop {
            let answer = if self.has_failed {
                Err(io::Error::other("an earlier write failed"))
            } else if self.n_asked - self.n_done > n_open {
                self.from
                    .recv()
                    .unwrap_or_else(|_| Err(io::ErrorKind::BrokenPipe.into()))
            } else {
                match self.from.try_recv() {
                    Ok(answer) => answer,
                    Err(_) => return Ok(self.n_done),
                }
            };
            self.has_failed = answer.is_err();
            self.log_bytes =
                answer.map_err(|error| Error::io("write", &layout::log(&self.folder), error))?;
            self.n_done += 1;
        }
    }
}

/// Waits until the log is on the disk, then moves a long one into the database; gives how much of it is in use.
///
/// It can be written from its beginning again only when all of it was moved, which never happens while somebody writes:
/// that is for the writer to do now and then.
fn flush(connection: &Connection, log: &Path) -> io::Result<u64> {
    let file = File::options().write(true).open(log)?;
    file.sync_data()?;
    if file.metadata()?.len() < LOG_BYTES {
        return Ok(0);
    }
    let n_pages = connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |row| {
        row.get::<_, i64>(1)
    });
    // What fails here is tried again with the next transaction, and in the end by the writer, which tells.
    Ok(n_pages.map_or(0, |n_pages| {
        n_pages.max(0).cast_unsigned() * u64::from(super::PAGE_BYTES)
    }))
}

impl Drop for Flusher {
    fn drop(&mut self) {
        self.to = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Store;

    #[test]
    fn a_disk_that_refuses_is_told_each_time() {
        let folder = tempfile::tempdir().unwrap();
        Store::create(folder.path()).unwrap();
        let mut flusher = Flusher::start(folder.path()).unwrap();
        // No log: nothing was written since the store was made.
        let _ = std::fs::remove_file(layout::log(folder.path()));
        for _ in 0..2 {
            flusher.ask();
            assert!(flusher.done(0).is_err());
        }
        assert!(flusher.done(9).is_err());
    }
}
