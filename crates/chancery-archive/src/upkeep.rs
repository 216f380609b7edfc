//! What is done to an archive as a whole: looked at, verified, rebuilt, compacted, copied, and forgotten in.
//!
//! All of it may be interrupted and killed: each step is a transaction of the truth, or replaces a file as a whole. See
//! `docs/archive.md`.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use crate::archive::bytes_on_disk;
use crate::index::Index;
use crate::layout::{self, Found, WriterLock};
use crate::store::{Store, files_with};
use crate::{Archive, CableKey, Error, Overview};

/// Everything that an archive says of itself.
#[derive(Clone, Debug)]
pub struct Info {
    /// Version of the layout.
    pub version: u32,
    /// What the truth says.
    pub truth: Truth,
    /// What it holds.
    pub overview: Overview,
    /// Documents of the index; `None` where there is no index yet.
    pub n_documents: Option<u64>,
    /// Parts of the index.
    pub n_segments: usize,
}

/// What the truth says of itself.
#[derive(Clone, Debug)]
pub struct Truth {
    /// Names the archive.
    pub uuid: String,
    /// RFC 3339 in UTC.
    pub created_at: String,
    /// How often it changed.
    pub generation: u64,
    /// Originals, each once.
    pub n_originals: u64,
    /// Their length as stored.
    pub bytes_packed: u64,
    /// How many are compressed without a dictionary.
    pub n_without_dictionary: u64,
    /// Dictionaries.
    pub n_dictionaries: u64,
    /// Originals that were forgotten.
    pub n_forgotten: u64,
    /// Runs of ingest.
    pub n_runs: u64,
    /// Bytes of unused pages.
    pub bytes_free: u64,
    /// The last runs, at most twenty, latest first.
    pub runs: Vec<RunInfo>,
}

/// A run of ingest.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "counts are those of `IngestSummary`")]
pub struct RunInfo {
    /// From 1.
    pub number: u64,
    /// RFC 3339 in UTC.
    pub started_at: String,
    /// `None` while it runs, and for ever where it was killed.
    pub ended_at: Option<String>,
    /// The paths, one a line.
    pub arguments: String,
    pub n_files: u64,
    pub n_bytes: u64,
    pub n_added: u64,
    pub n_new_editions: u64,
    pub n_same_text: u64,
    pub n_already_here: u64,
    pub n_not_cables: u64,
    pub n_unreadable: u64,
    /// Whether everything that was asked for was done.
    pub is_complete: bool,
}

/// What a verification looked at and found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verification {
    /// Originals whose bytes were compared with their hash.
    pub n_originals: u64,
    /// Cables.
    pub n_cables: u64,
    /// What was found.
    pub problems: Vec<Problem>,
    /// Cables of which lists show something else than their originals read as now. `rebuild` mends that.
    pub n_otherwise: u64,
    /// Whether it was stopped before its end.
    pub is_stopped: bool,
}

impl Verification {
    fn of(problem: Problem) -> Verification {
        Verification {
            problems: vec![problem],
            ..Verification::default()
        }
    }

    /// Whether nothing is wrong, or nothing any more.
    pub fn is_sound(&self) -> bool {
        self.problems.iter().all(|problem| problem.is_repaired)
    }
}

/// Something that is not as it should be, in plain words as it displays.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Problem {
    /// What it is.
    pub what: String,
    /// Whether it was put right, as everything derived can be.
    pub is_repaired: bool,
    /// The cables that it touches, as far as that can be told; at most a hundred.
    pub cables: Vec<CableKey>,
    /// How many those are.
    pub n_cables: u64,
    /// Whether `what` names cables already.
    are_named: bool,
    /// What to do about it.
    pub help: Option<String>,
    /// What the database says, for whoever repairs it by hand.
    pub detail: Option<String>,
}

/// What helps where nothing else does.
pub(crate) const RESTORE: &str = "restore a backup: `chancery archive restore SRC DEST`";

impl Problem {
    /// Something that cannot be made from the rest.
    pub(crate) fn wrong(what: impl Into<String>) -> Problem {
        Problem {
            what: what.into(),
            is_repaired: false,
            cables: Vec::new(),
            n_cables: 0,
            are_named: false,
            help: Some(RESTORE.to_owned()),
            detail: None,
        }
    }

    /// Something that was put right.
    pub(crate) fn repaired(what: impl Into<String>) -> Problem {
        Problem {
            is_repaired: true,
            help: None,
            ..Problem::wrong(what)
        }
    }

    pub(crate) fn touching(mut self, mut cables: Vec<CableKey>) -> Problem {
        const MOST: usize = 100;
        self.n_cables = cables.len() as u64;
        cables.truncate(MOST);
        self.cables = cables;
        self
    }

    /// As [`Problem::touching`], where the words name cables already.
    pub(crate) fn touching_silently(mut self, cables: Vec<CableKey>) -> Problem {
        self.are_named = true;
        self.touching(cables)
    }

    pub(crate) fn with_help(mut self, help: impl Into<String>) -> Problem {
        self.help = Some(help.into());
        self
    }

    pub(crate) fn with_detail(mut self, detail: impl Into<String>) -> Problem {
        self.detail = Some(detail.into());
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const NAMED: usize = 5;
        f.write_str(&self.what)?;
        if !self.are_named && !self.cables.is_empty() {
            let named: Vec<&str> = self
                .cables
                .iter()
                .take(NAMED)
                .map(CableKey::as_str)
                .collect();
            write!(f, "; touches {}", named.join(", "))?;
            if self.n_cables > named.len() as u64 {
                write!(f, " and {} more", self.n_cables - named.len() as u64)?;
            }
        }
        match &self.detail {
            Some(detail) => write!(f, " ({detail})"),
            None => Ok(()),
        }
    }
}

/// How far a task has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// What is being gone through: `originals`, `cables`.
    pub name: &'static str,
    /// How many are done.
    pub n_done: u64,
    /// Of how many; 0 where that is not known.
    pub n_all: u64,
}

/// Who looks on at a task, and may stop it.
pub(crate) struct Watch<'a> {
    pub(crate) stop: &'a AtomicBool,
    observer: &'a mut dyn FnMut(&Step),
}

impl<'a> Watch<'a> {
    pub(crate) fn new(stop: &'a AtomicBool, observer: &'a mut dyn FnMut(&Step)) -> Watch<'a> {
        Watch { stop, observer }
    }

    /// Nobody who stops anything.
    pub(crate) fn nobody(observer: &'a mut dyn FnMut(&Step)) -> Watch<'a> {
        static NEVER: AtomicBool = AtomicBool::new(false);
        Watch::new(&NEVER, observer)
    }

    pub(crate) fn step(&mut self, name: &'static str, n_done: u64, n_all: u64) {
        (self.observer)(&Step {
            name,
            n_done,
            n_all,
        });
    }

    pub(crate) fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }
}

/// What rebuilding did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rebuilt {
    /// Cables read again.
    pub n_cables: u64,
    /// Cables for which something else was read than before.
    pub n_changed: u64,
    /// Whether it was stopped before its end. What was done stays.
    pub is_stopped: bool,
}

/// What compacting did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Compacted {
    /// Originals compressed again.
    pub n_recompressed: u64,
    /// Bytes on disk before.
    pub bytes_before: u64,
    /// Bytes on disk after.
    pub bytes_after: u64,
    /// Whether it was stopped before its end. What was done stays.
    pub is_stopped: bool,
}

/// What forgetting took out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Forgotten {
    /// The cable.
    pub key: CableKey,
    /// Its editions.
    pub n_editions: u64,
    /// Its sources.
    pub n_sources: u64,
    /// Its originals.
    pub n_originals: u64,
    /// Other cables that refer to it, and still do: the reference is part of their text.
    pub n_referring: u64,
    /// Whether the dictionary had words of it, so that all originals were compressed anew.
    pub is_dictionary_replaced: bool,
    /// Files of the archive in which traces of it were still found. Empty unless a reader held an earlier state.
    pub files_with_traces: Vec<PathBuf>,
}

impl Archive {
    /// What the archive says of itself.
    ///
    /// # Errors
    ///
    /// When the store cannot be read.
    pub fn info(&self) -> Result<Info, Error> {
        let index = chancery_index::Index::open(&layout::index(self.folder())).ok();
        Ok(Info {
            version: layout::VERSION,
            truth: self.store().truth_info()?,
            overview: self.overview()?,
            n_documents: index.as_ref().map(chancery_index::Index::n_docs),
            n_segments: index.map_or(0, |index| index.n_segments()),
        })
    }

    /// Reads every original again and writes anew everything that is derived: lines, references, the index.
    ///
    /// A cable that a newer parser gives another identifier goes to the cable of that identifier.
    ///
    /// # Errors
    ///
    /// When another process is writing, or an original does not read.
    pub fn rebuild(&self, stop: &AtomicBool) -> Result<Rebuilt, Error> {
        self.rebuild_watched(stop, &mut |_| ())
    }

    /// As [`Archive::rebuild`], and tells how far it is.
    ///
    /// # Errors
    ///
    /// As [`Archive::rebuild`].
    pub fn rebuild_watched(
        &self,
        stop: &AtomicBool,
        observer: &mut dyn FnMut(&Step),
    ) -> Result<Rebuilt, Error> {
        let mut watch = Watch::new(stop, observer);
        let folder = self.folder();
        let lock = WriterLock::take(folder)?;
        layout::write_marker_if_lost(folder)?;
        let mut writer = self.store().writer()?;
        let n_changed = writer.derive_anew(&mut watch)?;
        writer.finish()?;
        if !watch.is_stopped() {
            Index::rebuild(self.store(), folder, &lock, &mut watch)?;
        }
        let is_stopped = watch.is_stopped();
        Ok(Rebuilt {
            n_cables: self.n_cables()?,
            n_changed,
            is_stopped,
        })
    }

    /// Makes the archive as small as it gets: compresses with a dictionary what was not, writes the database anew
    /// without unused pages, and puts the parts of the index into one.
    ///
    /// # Errors
    ///
    /// When another process is writing, or there is no room for a second copy of the database meanwhile.
    pub fn compact(&self, stop: &AtomicBool) -> Result<Compacted, Error> {
        self.compact_watched(stop, &mut |_| ())
    }

    /// As [`Archive::compact`], and tells how far it is.
    ///
    /// # Errors
    ///
    /// As [`Archive::compact`].
    pub fn compact_watched(
        &self,
        stop: &AtomicBool,
        observer: &mut dyn FnMut(&Step),
    ) -> Result<Compacted, Error> {
        let mut watch = Watch::new(stop, observer);
        let folder = self.folder();
        let lock = WriterLock::take(folder)?;
        let bytes_before = bytes_on_disk(folder);
        let index = Index::open_locked(self.store(), folder, &lock)?;
        let mut writer = self.store().writer()?;
        let n_recompressed = writer.recompress(&mut watch)?;
        let is_stopped = || stop.load(Ordering::Relaxed);
        if !is_stopped() {
            watch.step("database written anew", 0, 0);
            writer.vacuum(stop)?;
        }
        writer.finish()?;
        if !is_stopped() {
            watch.step("index put into one part", 0, 0);
            let mut indexer = index.writer(folder)?;
            indexer.merge_all(&is_stopped)?;
            indexer.seal(folder)?;
        }
        Ok(Compacted {
            n_recompressed,
            bytes_before,
            bytes_after: bytes_on_disk(folder),
            is_stopped: is_stopped(),
        })
    }

    /// Writes a copy of the truth, as it is at one moment, to a folder that is new or empty, and verifies it. Others may
    /// read and write meanwhile. The copy is an archive; its index is built when it is first opened.
    ///
    /// # Errors
    ///
    /// When the folder holds something, cannot be written, or the copy is not sound.
    pub fn backup(&self, to: &Path) -> Result<Verification, Error> {
        copy(self.store(), self.folder(), to)
    }

    /// Removes a cable: every edition, source and original of it, from the truth, the index and unused pages, and looks
    /// through the folder for what may be left. Its originals are not taken in again unless told.
    ///
    /// Copies made before are not touched. Other cables that refer to it still do.
    ///
    /// # Errors
    ///
    /// When there is no such cable, or another process is writing.
    pub fn forget(&self, key: &CableKey) -> Result<Option<Forgotten>, Error> {
        let folder = self.folder();
        let lock = WriterLock::take(folder)?;
        let index = Index::open_locked(self.store(), folder, &lock)?;
        let mut writer = self.store().writer()?;
        let Some(cable) = writer.cable_of_key(key.as_str())? else {
            return Ok(None);
        };
        // The index first, and as one that holds nothing yet: whoever is killed from here on leaves an index that the
        // next one makes whole from the truth.
        let mut indexer = index.writer(folder)?;
        indexer.remove(cable)?;
        indexer.commit(0)?;
        indexer.merge_all(&|| false)?;
        crate::failpoint::pass("forget: index");
        let forgotten = writer.forget(cable)?;
        crate::failpoint::pass("forget: truth");
        indexer.commit(self.store().state()?.generation)?;
        indexer.seal(folder)?;
        self.store().close_idle();
        writer.vacuum(&AtomicBool::new(false))?;
        writer.finish()?;
        Ok(Some(Forgotten {
            key: key.clone(),
            n_editions: forgotten.n_editions,
            n_sources: forgotten.n_sources,
            n_originals: forgotten.n_originals,
            n_referring: forgotten.n_referring,
            is_dictionary_replaced: forgotten.is_dictionary_replaced,
            files_with_traces: files_with(folder, &forgotten.traces)?,
        }))
    }
}

/// Looks at everything in an archive: the database, every original against its hash, every table against the others,
/// the index against the truth. What is derived and wrong is put right.
///
/// # Errors
///
/// When there is no archive, another process is writing, or the truth does not open.
pub fn verify(folder: &Path, stop: &AtomicBool) -> Result<Verification, Error> {
    verify_watched(folder, false, stop, &mut |_| ())
}

/// As [`verify`], and tells how far it is. With `rebuild` cables whose lists show something else than their originals read
/// as are read again.
///
/// # Errors
///
/// As [`verify`].
pub fn verify_watched(
    folder: &Path,
    rebuild: bool,
    stop: &AtomicBool,
    observer: &mut dyn FnMut(&Step),
) -> Result<Verification, Error> {
    let mut watch = Watch::new(stop, observer);
    match layout::look(folder)? {
        Found::Archive | Found::Unmarked if layout::is_archive(folder) => {}
        Found::Other => {
            return Err(Error::NotAnArchive {
                folder: folder.to_owned(),
            });
        }
        _ => {
            return Err(Error::NoArchive {
                folder: folder.to_owned(),
            });
        }
    }
    // A truth that does not even open is what verifying is for to say.
    let opened = Store::open(folder);
    let store = match opened.map_err(as_problem) {
        Ok(store) => store,
        Err(problem) => return problem.map(Verification::of),
    };
    let lock = WriterLock::take(folder)?;
    let verified = verify_truth(&store, true, &mut watch);
    let mut found = match verified.map_err(as_problem) {
        Ok(found) => found,
        Err(problem) => return problem.map(Verification::of),
    };
    if found.is_stopped {
        return Ok(found);
    }
    if layout::write_marker_if_lost(folder)? {
        found
            .problems
            .push(Problem::repaired("archive.toml was missing"));
    }
    if rebuild && found.n_otherwise > 0 {
        read_again(&store, folder, &lock, &mut found, &mut watch)?;
    }
    if watch.is_stopped() {
        found.is_stopped = true;
        return Ok(found);
    }
    watch.step("index", 0, 0);
    let problems = Index::problems(&store, folder)?;
    if problems.is_empty() {
        Index::seal_if_sound(folder, &lock)?;
    } else {
        // Originals that do not read cannot be indexed either; they are told already.
        let is_repaired = Index::mend(&store, folder, &lock).is_ok()
            && Index::problems(&store, folder)?.is_empty();
        found
            .problems
            .extend(problems.into_iter().map(|what| Problem {
                is_repaired,
                help: (!is_repaired).then(|| RESTORE.to_owned()),
                ..Problem::wrong(what)
            }));
    }
    Ok(found)
}

/// Reads all cables again, where nothing of the truth is damaged.
fn read_again(
    store: &Store,
    folder: &Path,
    lock: &WriterLock,
    found: &mut Verification,
    watch: &mut Watch<'_>,
) -> Result<(), Error> {
    let is_of_lists = |problem: &Problem| problem.are_named;
    if found
        .problems
        .iter()
        .any(|problem| !problem.is_repaired && !is_of_lists(problem))
    {
        return Ok(());
    }
    let mut writer = store.writer()?;
    writer.derive_anew(watch)?;
    writer.finish()?;
    if watch.is_stopped() {
        return Ok(());
    }
    for problem in found
        .problems
        .iter_mut()
        .filter(|problem| is_of_lists(problem))
    {
        problem.is_repaired = true;
        problem.help = None;
    }
    found.n_otherwise = 0;
    // It is behind now, which is no damage.
    Index::open_locked(store, folder, lock).map(drop)
}

/// Damage is what is found; anything else kept it from being looked for.
fn as_problem(error: Error) -> Result<Problem, Error> {
    match error {
        Error::Damaged { what, source, .. } => Ok(Problem::wrong(match source {
            Some(why) => format!("{what}: {why}"),
            None => what,
        })),
        error => Err(error),
    }
}

fn verify_truth(
    store: &Store,
    with_lists: bool,
    watch: &mut Watch<'_>,
) -> Result<Verification, Error> {
    let mut writer = store.writer()?;
    let report = writer.verify(with_lists, watch)?;
    writer.finish()?;
    Ok(Verification {
        n_originals: report.n_originals,
        n_cables: report.n_cables,
        problems: report.problems,
        n_otherwise: report.n_otherwise,
        is_stopped: report.is_stopped,
    })
}

/// Makes an archive of a backup: copies it to a folder that is new or empty, verifies the copy and builds its index. The
/// backup stays as it is.
///
/// # Errors
///
/// When there is no archive at `from`, when `to` holds something, or when the copy is not sound.
pub fn restore(from: &Path, to: &Path) -> Result<Verification, Error> {
    if !layout::is_archive(from) {
        return Err(Error::NoArchive {
            folder: from.to_owned(),
        });
    }
    layout::look(from)?;
    let store = Store::open(from)?;
    let verification = copy(&store, from, to)?;
    drop(Archive::open(to)?);
    Ok(verification)
}

/// Copies the truth to a folder that is new or empty, or that a copy was begun in. Where that does not come to a sound
/// copy, nothing of it is left.
fn copy(store: &Store, from: &Path, to: &Path) -> Result<Verification, Error> {
    // A copy within the archive would be part of it: `forget` would find the cable there.
    let within = to.ancestors().find(|folder| folder.exists());
    if let (Some(within), Ok(from)) = (within, from.canonicalize())
        && within
            .canonicalize()
            .is_ok_and(|within| within.starts_with(&from))
    {
        return Err(Error::Request {
            reason: format!(
                "{} lies within the archive {}",
                to.display(),
                from.display()
            ),
            suggestion: Some("name a folder outside".to_owned()),
        });
    }
    let is_new = match layout::look(to)? {
        Found::Nothing => !to.exists(),
        Found::Unmarked if !layout::is_archive(to) => false,
        _ => {
            return Err(Error::NotEmpty {
                folder: to.to_owned(),
            });
        }
    };
    fs::create_dir_all(to).map_err(|error| Error::io("create", to, error))?;
    let lock = WriterLock::take(to)?;
    let copied = try_copy(store, from, to);
    drop(lock);
    if copied.is_err() {
        layout::remove_truth(to);
        if is_new {
            // It stays where somebody else has put something into it.
            let _ = fs::remove_dir(to);
        }
    }
    copied
}

fn try_copy(store: &Store, from: &Path, to: &Path) -> Result<Verification, Error> {
    let (new, truth) = (layout::truth_new(to), layout::truth(to));
    match fs::remove_file(&new) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            return Err(Error::io("remove", &new, error));
        }
        _ => {}
    }
    store.copy_to(&new)?;
    fs::rename(&new, &truth).map_err(|error| Error::io("replace", &truth, error))?;
    layout::sync_folder(Some(to)).map_err(|error| Error::io("write", to, error))?;
    let mut nobody = |_: &Step| ();
    let verification = verify_truth(&Store::open(to)?, false, &mut Watch::nobody(&mut nobody))?;
    if let Some(problem) = verification
        .problems
        .iter()
        .find(|problem| !problem.is_repaired)
    {
        // The copy is page for page what the archive is.
        return Err(Error::Damaged {
            folder: from.to_owned(),
            what: format!("{problem}; no copy was made"),
            source: None,
        });
    }
    // Last: what has no marker is no whole copy.
    layout::write_marker(to)?;
    Ok(verification)
}

#[cfg(test)]
mod tests;
