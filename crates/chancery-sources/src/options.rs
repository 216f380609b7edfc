//! How to walk.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use crate::Place;
use crate::table::{Role, has_heading};

/// How to walk.
#[derive(Clone, Debug)]
pub struct Options {
    /// What is too much.
    pub limits: Limits,
    /// Which columns of tables and which names of JSON objects are what; what is `None` is guessed.
    pub mapping: Mapping,
    /// What earlier walks were told of tables, by their [headings](Told::headings). Tables with the same headings are taken
    /// in the same way; what `mapping` says goes before.
    pub known: BTreeMap<String, Mapping>,
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
            known: BTreeMap::new(),
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

/// Which names of a [`Mapping`] were met so far, and in which tables. Clones share it, so that it can be asked after a walk.
#[derive(Clone, Debug, Default)]
pub struct Met {
    roles: Arc<AtomicU8>,
    /// The roles whose names this clone has from an earlier walk: to meet one is not to meet what was asked for.
    known: u8,
    told: Arc<Mutex<Vec<Told>>>,
}

/// A table, or a file of JSON objects, of which it was told which columns are what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// Where it stands.
    pub place: Place,
    /// Its headings as they are written, one a line; of JSON objects the names of the first.
    pub headings: String,
    /// The columns that were told and that it has.
    pub mapping: Mapping,
    /// Whether nothing of that was told this time: it was [known](Options::known).
    pub is_known: bool,
}

impl Met {
    pub(crate) fn note(&self, role: Role) {
        self.roles
            .fetch_or(1 << role as u8 & !self.known, Ordering::Relaxed);
    }

    fn has(&self, role: Role) -> bool {
        self.roles.load(Ordering::Relaxed) & 1 << role as u8 != 0
    }

    /// Takes out what was told of the tables met so far, in the order of the walk.
    pub fn take_told(&self) -> Vec<Told> {
        std::mem::take(&mut self.told.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// What was met is no part of what was asked for.
impl PartialEq for Met {
    fn eq(&self, _: &Met) -> bool {
        true
    }
}

impl Eq for Met {}

impl Options {
    /// Which columns of a table are what: as was told this time, else as is known of its headings. What was told of other
    /// tables, and these do not have, takes nothing away.
    pub(crate) fn mapping_of(&self, headings: &str) -> Cow<'_, Mapping> {
        let Some(known) = self.known.get(headings) else {
            return Cow::Borrowed(&self.mapping);
        };
        let mut merged = self.mapping.clone();
        for role in Role::ALL {
            let told = role.of(&mut merged);
            if told
                .as_ref()
                .is_none_or(|name| !has_heading(headings, name))
                && role.given(known).is_some()
            {
                *told = role.given(known).map(str::to_owned);
                merged.met.known |= 1 << role as u8;
            }
        }
        Cow::Owned(merged)
    }

    /// Notes a table that is taken by what was told of its columns.
    pub(crate) fn note_told(&self, place: &Place, headings: String, mapping: &Mapping) {
        let mut told = Mapping::default();
        for role in Role::ALL {
            if let Some(name) = role.given(mapping)
                && has_heading(&headings, name)
            {
                *role.of(&mut told) = Some(name.to_owned());
            }
        }
        if told.fields().next().is_none() {
            return;
        }
        let is_told = |role: Role| {
            let name = role.given(&told);
            name.is_some() && name == role.given(&self.mapping)
        };
        let told = Told {
            place: place.clone(),
            headings,
            is_known: !Role::ALL.into_iter().any(is_told),
            mapping: told,
        };
        let tables = &self.mapping.met.told;
        tables
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(told);
    }
}

impl Mapping {
    /// What it says: fields (`text`, `id`, `date`, `origin`, `classification`, `subject`, `references`) and names.
    pub fn fields(&self) -> impl Iterator<Item = (&'static str, &str)> {
        Role::ALL
            .into_iter()
            .filter_map(|role| Some((role.option(), role.given(self)?)))
    }

    /// Says which name holds a field; nothing where there is no such field.
    pub fn set(&mut self, field: &str, name: &str) {
        if let Some(role) = Role::ALL.into_iter().find(|role| role.option() == field) {
            *role.of(self) = Some(name.to_owned());
        }
    }

    /// The names that were given and that no table and no object had.
    pub fn unmet(&self) -> Vec<&str> {
        Role::ALL
            .into_iter()
            .filter(|&role| !self.met.has(role))
            .filter_map(|role| role.given(self))
            .collect()
    }
}
