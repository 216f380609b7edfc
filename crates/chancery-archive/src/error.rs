//! What can go wrong with an operation on an archive.

use std::error::Error as StdError;
use std::fmt;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// An operation that did not happen, and why.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// There is no archive at this place.
    NoArchive {
        /// The folder asked for.
        folder: PathBuf,
    },
    /// The folder holds other things and no archive; nothing in it was touched.
    NotAnArchive {
        /// The folder asked for.
        folder: PathBuf,
    },
    /// The folder that something is to be copied to holds something; nothing in it was touched.
    NotEmpty {
        /// The folder.
        folder: PathBuf,
    },
    /// The archive was written by a newer version of this program; nothing in it was touched.
    NewerVersion {
        /// The archive.
        folder: PathBuf,
        /// The version it has.
        found: u32,
        /// The newest version this build reads.
        supported: u32,
    },
    /// Another process is writing to the archive.
    Locked {
        /// The archive.
        folder: PathBuf,
        /// The process that holds the lock, where it left its number.
        holder: Option<u32>,
    },
    /// Something in the archive does not read as it was written.
    Damaged {
        /// The archive.
        folder: PathBuf,
        /// What does not read: `original of source 12`.
        what: String,
        /// Why, where something below says so.
        source: Option<Box<dyn StdError + Send + Sync>>,
    },
    /// An input named to ingest is not there.
    NoSuchInput {
        /// The path as given.
        path: PathBuf,
    },
    /// A file operation failed.
    Io {
        /// What was attempted: `create`, `read`.
        attempt: &'static str,
        /// On which file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The store failed.
    Store {
        /// What was attempted: `read the cable`.
        attempt: &'static str,
        /// Why.
        source: Box<dyn StdError + Send + Sync>,
    },
    /// The index failed.
    Index {
        /// What was attempted: `search`.
        attempt: &'static str,
        /// Why.
        source: Box<dyn StdError + Send + Sync>,
    },
    /// The query does not read.
    Query(QueryError),
    /// Something else that was asked for cannot be given.
    Request {
        /// What is wrong, lower case and without a full stop.
        reason: String,
        /// What to ask for instead.
        suggestion: Option<String>,
    },
}

impl Error {
    /// Whether the thing asked for (an archive, an input) is not there.
    pub fn is_not_found(&self) -> bool {
        matches!(self, Error::NoArchive { .. } | Error::NoSuchInput { .. })
    }

    /// Whether the query is at fault, not the archive.
    pub fn is_query(&self) -> bool {
        self.as_query().is_some()
    }

    /// What is wrong with the query, where that is what is wrong.
    pub fn as_query(&self) -> Option<&QueryError> {
        match self {
            Error::Query(error) => Some(error),
            _ => None,
        }
    }

    /// Whether what was asked for is at fault, not the archive: an unknown field to count, a cursor of another query.
    pub fn is_request(&self) -> bool {
        matches!(self, Error::Request { .. })
    }

    /// Whether the archive was written by a newer version.
    pub fn is_newer_version(&self) -> bool {
        matches!(self, Error::NewerVersion { .. })
    }

    /// Whether another process holds the archive.
    pub fn is_locked(&self) -> bool {
        matches!(self, Error::Locked { .. })
    }

    pub(crate) fn io(attempt: &'static str, path: &Path, source: io::Error) -> Error {
        Error::Io {
            attempt,
            path: path.to_owned(),
            source,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::NoArchive { folder } => {
                write!(formatter, "no archive at {}", folder.display())
            }
            Error::NotAnArchive { folder } => write!(
                formatter,
                "{} is not an archive: there is no archive.toml in it",
                folder.display()
            ),
            Error::NotEmpty { folder } => write!(
                formatter,
                "{} is not empty, and nothing in it was touched",
                folder.display()
            ),
            Error::NewerVersion {
                folder,
                found,
                supported,
            } => write!(
                formatter,
                "cannot open archive {}: format version {found}, this build reads up to {supported}; run a newer \
                 \"chancery\"",
                folder.display()
            ),
            Error::Locked { folder, holder } => {
                write!(
                    formatter,
                    "archive {} is being written by ",
                    folder.display()
                )?;
                match holder {
                    Some(process) => write!(formatter, "process {process}"),
                    None => formatter.write_str("another process"),
                }
            }
            Error::Damaged { folder, what, .. } => {
                write!(formatter, "archive {} is damaged: {what}", folder.display())
            }
            Error::NoSuchInput { path } => {
                write!(formatter, "{}: no such file or folder", path.display())
            }
            Error::Io { attempt, path, .. } => {
                write!(formatter, "cannot {attempt} {}", path.display())
            }
            Error::Store { attempt, .. } => write!(formatter, "cannot {attempt}: the store failed"),
            Error::Index { attempt, .. } => write!(formatter, "cannot {attempt}: the index failed"),
            Error::Query(error) => fmt::Display::fmt(error, formatter),
            Error::Request { reason, .. } => formatter.write_str(reason),
        }
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Error::Io { source, .. } => Some(source),
            Error::Store { source, .. }
            | Error::Index { source, .. }
            | Error::Damaged {
                source: Some(source),
                ..
            } => Some(&**source),
            _ => None,
        }
    }
}

/// What is wrong with a query: the place, the reason and a cure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueryError {
    pub(crate) at: Range<usize>,
    /// Place of `at.start` in characters, from 1.
    pub(crate) column: usize,
    pub(crate) reason: String,
    pub(crate) suggestion: Option<String>,
}

impl QueryError {
    /// The place, as a byte range of the query; empty where something is missing there.
    pub fn at(&self) -> Range<usize> {
        self.at.clone()
    }

    /// What is wrong, lower case and without a full stop.
    pub fn reason(&self) -> &str {
        &self.reason
    }

    /// What to write instead, where that can be told.
    pub fn suggestion(&self) -> Option<&str> {
        self.suggestion.as_deref()
    }
}

impl fmt::Display for QueryError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "cannot read the query at character {}: {}",
            self.column, self.reason
        )
    }
}
