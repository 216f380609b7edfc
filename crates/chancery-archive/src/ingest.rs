//! Files in, cables stored.

use std::path::PathBuf;
use std::sync::atomic::AtomicBool;

use crate::{Archive, CableKey, Error};

/// How to ingest.
#[derive(Clone, Debug)]
pub struct IngestOptions {
    /// Threads that read and parse; 0 for one per core.
    pub n_workers: usize,
    /// The longest file taken as one cable, in bytes. A longer one is listed as unreadable without being read.
    pub limit_bytes: u64,
}

impl Default for IngestOptions {
    fn default() -> IngestOptions {
        IngestOptions {
            n_workers: 0,
            limit_bytes: 64 << 20,
        }
    }
}

/// What happens during a run, in order.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum IngestEvent {
    /// All paths were walked: this much will be read.
    Found {
        /// Files.
        n_files: u64,
        /// Their length.
        n_bytes: u64,
    },
    /// One file is done. Files come in the order of the walk.
    Done {
        /// The file, as it will be remembered.
        path: PathBuf,
        /// Its length.
        n_bytes: u64,
        /// What became of it.
        outcome: Outcome,
    },
    /// Everything until here survives a crash and can be searched.
    Committed {
        /// Files done so far.
        n_files: u64,
    },
}

/// What became of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// A cable the archive did not have.
    Added {
        /// Its key.
        key: CableKey,
    },
    /// Another text of a cable the archive had.
    NewEdition {
        /// The cable.
        key: CableKey,
        /// Number of the edition, from 2.
        number: u32,
    },
    /// A text the archive had, in other bytes: another source of the same edition.
    SameText {
        /// The cable.
        key: CableKey,
    },
    /// The very bytes the archive had.
    AlreadyHere {
        /// The cable.
        key: CableKey,
    },
    /// Nothing that reads as a cable.
    NotACable {
        /// Why, in words.
        reason: String,
        /// Whether an earlier run has listed these bytes at this path.
        known: bool,
    },
    /// The file could not be read at all.
    Unreadable {
        /// Why, in words.
        reason: String,
        /// Whether an earlier run has listed this path for this reason.
        known: bool,
    },
}

/// What a run did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IngestSummary {
    /// Files done.
    pub n_files: u64,
    /// Their length.
    pub n_bytes: u64,
    /// Cables added.
    pub n_added: u64,
    /// Further texts of cables.
    pub n_new_editions: u64,
    /// Known texts in other bytes.
    pub n_same_text: u64,
    /// Known bytes.
    pub n_already_here: u64,
    /// Files that are not cables, known ones included.
    pub n_not_cables: u64,
    /// Files that could not be read, known ones included.
    pub n_unreadable: u64,
    /// Whether the run was stopped before its end.
    pub stopped: bool,
}

/// Takes files and folders into the archive.
///
/// # Errors
///
/// When a path is not there, when another process is writing, or when the archive cannot be written. A file that
/// cannot be read, or is no cable, is no error: it is reported to `observer` and kept in the list of unreadable inputs.
pub fn ingest(
    archive: &Archive,
    paths: &[PathBuf],
    options: &IngestOptions,
    observer: &mut dyn FnMut(&IngestEvent),
    stop: &AtomicBool,
) -> Result<IngestSummary, Error> {
    let _ = (archive, paths, options, observer, stop);
    Ok(IngestSummary::default())
}
