//! How to walk.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use crate::Place;
use crate::table::Role;

/// How to walk.
#[derive(Clone, Debug)]
pub struct Options {
    /// What is too much.
    pub limits: Limits,
    /// Which columns of tables and which names of JSON objects are what; what is `None` is guessed.
    pub mapping: Mapping,
    /// Pass over everything up to and including this place of an earlier walk over the same paths.
    ///
    /// Where the place is not met any more, nothing is passed over: better twice than never.
    pub resume_after: Option<Place>,
    /// Folders that are not entered, such as the archive itself. Met in a folder they are passed over in silence; given
    /// by name they are [`Problem::LeftOut`](crate::Problem::LeftOut).
    pub leave_out: fn(&Path) -> bool,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            limits: Limits::default(),
            mapping: Mapping::default(),
            resume_after: None,
            leave_out: |_| false,
        }
    }
}

/// What is too much. Everything beyond is reported, never dropped in silence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The longest thing that is handed out, in bytes.
    pub one_bytes: u64,
    /// The longest thing that has to be held whole to be taken apart (a text of several telegrams, a volume, a PDF, a mail), in bytes.
    pub whole_bytes: u64,
    /// Archives, compressed files and mails in each other.
    pub depth: usize,
    /// How many times its packed size a packed thing may become. The first 16 MiB are free.
    pub ratio: u64,
    /// Bytes unpacked from one file of the outside.
    pub unpacked_bytes: u64,
    /// Members of archives and attachments in one file of the outside. Rows and lines are not counted.
    pub members: u64,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            one_bytes: 32 << 20,
            whole_bytes: 128 << 20,
            depth: 6,
            ratio: 250,
            unpacked_bytes: 256 << 30,
            members: 10_000_000,
        }
    }
}

/// The columns of a table, or the names of a JSON object, by what they hold.
///
/// Compared without case, blanks and punctuation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mapping {
    /// The text of the cable.
    pub text: Option<String>,
    /// The identifier.
    pub id: Option<String>,
    /// When it was sent.
    pub date: Option<String>,
    /// Who sent it.
    pub origin: Option<String>,
    /// The level of the whole.
    pub classification: Option<String>,
    /// The subject.
    pub subject: Option<String>,
    /// What it refers to.
    pub references: Option<String>,
    /// Which of these names a table or object had.
    pub met: Met,
}

/// Which names of a [`Mapping`] were met so far. Clones share it, so that it can be asked after a walk.
#[derive(Clone, Debug, Default)]
pub struct Met(Arc<AtomicU8>);

impl Met {
    pub(crate) fn note(&self, role: Role) {
        self.0.fetch_or(1 << role as u8, Ordering::Relaxed);
    }

    fn has(&self, role: Role) -> bool {
        self.0.load(Ordering::Relaxed) & 1 << role as u8 != 0
    }
}

/// What was met is no part of what was asked for.
impl PartialEq for Met {
    fn eq(&self, _: &Met) -> bool {
        true
    }
}

impl Eq for Met {}

impl Mapping {
    /// The names that were given and that no table and no object had.
    pub fn unmet(&self) -> Vec<&str> {
        Role::ALL
            .into_iter()
            .filter(|&role| !self.met.has(role))
            .filter_map(|role| role.given(self))
            .collect()
    }
}
