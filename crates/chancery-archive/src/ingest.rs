//! Files in, cables stored.
//!
//! One thread walks through the inputs and takes them apart ([`chancery_sources`]). Worker threads parse, take apart
//! into words and compress, as far ahead as [`feed`] allows. The calling thread takes their results in the order of the
//! walk, so that a run gives the same archive whichever worker is faster, and stores them in batches: first in the
//! truth, then in the index. See `docs/storage.md`, "Writing".

mod dry;
mod feed;
mod reading;

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use chancery_index::Document;
use chancery_sources::{Limits, Mapping, Options, measure};

use crate::index::{self, Index, Indexer};
use crate::layout::{self, WriterLock};
use crate::store::{Stored, Writer, train};
use crate::{Archive, CableKey, Error};

use feed::Feed;
use reading::{Read, Reader, Reading};

/// How to ingest.
#[derive(Clone, Debug, Default)]
pub struct IngestOptions {
    /// Threads that read and parse; 0 for one per core.
    pub n_workers: usize,
    /// What is too much to be taken. What goes beyond is listed with the limit.
    pub limits: Limits,
    /// Which columns of tables hold what; what is not said is guessed.
    pub mapping: Mapping,
    /// Only say what would become of everything; nothing is written.
    pub dry_run: bool,
    /// Takes in again what was removed from the archive with [`crate::Archive::forget`].
    pub take_forgotten: bool,
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
    /// One thing is done: a file, or a row, member or message of one. They come in the order of the walk.
    Done {
        /// Where it stands, as it will be remembered: a path, then the way into the file (`cables.csv#17`).
        path: PathBuf,
        /// Its length.
        n_bytes: u64,
        /// Bytes of the files read so far, of those that [`IngestEvent::Found`] counts.
        n_read: u64,
        /// What is wrong with it, though it was taken.
        remark: Option<String>,
        /// What can be done where it was not taken.
        hint: Option<String>,
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
    /// Bytes the archive had from this place, read anew since another mapping of columns says something else of them.
    ReadAnew {
        /// The cable they belong to now.
        key: CableKey,
    },
    /// A cable that was removed from the archive with [`crate::Archive::forget`]; it was not taken in.
    Forgotten,
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
    /// Things done: files, and rows, members and messages of files.
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
    /// Known bytes read anew with another mapping of columns.
    pub n_read_anew: u64,
    /// Cables that were removed from the archive and not taken in again.
    pub n_forgotten: u64,
    /// Files that are not cables, known ones included.
    pub n_not_cables: u64,
    /// Files that could not be read, known ones included.
    pub n_unreadable: u64,
    /// Whether the run was stopped before its end.
    pub stopped: bool,
}

/// Whether there is any file at these paths that an ingest would look at; standard input counts as one.
pub fn has_inputs(paths: &[PathBuf]) -> bool {
    let sources = Options {
        leave_out: layout::is_archive,
        ..Options::default()
    };
    paths.iter().any(|path| path.as_os_str() == "-") || measure(paths, &sources).n_files > 0
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
    for path in paths {
        match fs::metadata(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound && path.as_os_str() != "-" => {
                return Err(Error::NoSuchInput { path: path.clone() });
            }
            _ => {}
        }
    }
    let sources = Options {
        limits: options.limits.clone(),
        mapping: options.mapping.clone(),
        resume_after: None,
        leave_out: layout::is_archive,
    };
    if options.dry_run {
        return dry::run(archive, paths, options, &sources, observer, stop);
    }
    let folder = archive.folder();
    let lock = WriterLock::take(folder)?;
    layout::write_marker_if_lost(folder)?;
    let index = Index::open_locked(archive.store(), folder, &lock)?;
    let mut writer = archive.store().writer()?;
    let extent = measure(paths, &sources);
    learn(archive, &mut writer, paths, &sources, extent.n_bytes)?;
    if options.take_forgotten {
        writer.take_forgotten();
    }
    writer.begin_run(&arguments(paths))?;
    let mut run = Run {
        archive,
        writer,
        index,
        indexer: None,
        generation: archive.store().state()?.generation,
        indexed_at: Instant::now(),
        observer,
        summary: IngestSummary::default(),
    };
    (run.observer)(&IngestEvent::Found {
        n_files: extent.n_files,
        n_bytes: extent.n_bytes,
    });

    let mut stored = Ok(());
    let is_stopped = read_all(
        archive,
        paths,
        options,
        &sources,
        stop,
        &mut |feed, receiver| {
            stored = run.store_all(feed, receiver);
        },
    )?;
    // Even after a failure what the truth has is put in the index, where that is still possible.
    run.summary.stopped = is_stopped;
    let finished = run.finish();
    stored.and(finished)
}

/// Reads everything on threads of its own while `take` receives what was read; gives whether the walk was cut short.
fn read_all(
    archive: &Archive,
    paths: &[PathBuf],
    options: &IngestOptions,
    sources: &Options,
    stop: &AtomicBool,
    take: &mut dyn FnMut(&Feed<'_>, &Receiver<Received>),
) -> Result<bool, Error> {
    let readers = (0..n_workers(options))
        .map(|_| Reader::new(archive.store()))
        .collect::<Result<Vec<_>, Error>>()?;
    let feed = Feed::new(stop);
    std::thread::scope(|scope| {
        let (sender, receiver) = channel();
        scope.spawn(|| feed.walk(paths, sources));
        for mut reader in readers {
            let sender = sender.clone();
            let feed = &feed;
            scope.spawn(move || {
                while let Some(batch) = feed.take() {
                    let read = reader.read(batch.items);
                    // A failed send means that nobody listens any more.
                    if sender.send((batch.number, batch.n_bytes, read)).is_err() {
                        return;
                    }
                }
            });
        }
        drop(sender);
        take(&feed, &receiver);
        feed.close();
    });
    Ok(feed.is_stopped())
}

/// What a run was asked for, for its row: the paths, one a line.
fn arguments(paths: &[PathBuf]) -> String {
    let paths: Vec<_> = paths.iter().map(|path| path.to_string_lossy()).collect();
    paths.join("\n")
}

/// Pieces of files that are looked at for what cables have in common, from all over the inputs.
const SAMPLES: u64 = 3_000;

/// Length of a piece: about a cable.
const SAMPLE_BYTES: u64 = 6 << 10;

/// Gives an archive without a dictionary of words one, where there is enough to learn from.
///
/// Pieces are taken as they stand on disk, wherever they begin; of what is packed little is learned.
fn learn(
    archive: &Archive,
    writer: &mut Writer,
    paths: &[PathBuf],
    options: &Options,
    n_bytes: u64,
) -> Result<(), Error> {
    let known = archive.store().dictionary()?;
    if known.is_some_and(|dictionary| dictionary.is_of_words()) {
        return Ok(());
    }
    let every = (n_bytes / SAMPLES).max(SAMPLE_BYTES);
    let mut samples: Vec<Vec<u8>> = Vec::new();
    let mut before = 0u64;
    for (path, length) in chancery_sources::files_of(paths, options) {
        let mut file = None;
        // The first multiple of the step that lies in this file, and those that follow.
        let mut at = before.next_multiple_of(every);
        while at < before + length {
            if file.is_none() {
                file = File::open(&path).ok();
            }
            if let Some(file) = &mut file
                && file.seek(SeekFrom::Start(at - before)).is_ok()
            {
                let mut piece = Vec::new();
                if file.take(SAMPLE_BYTES).read_to_end(&mut piece).is_ok() {
                    samples.push(piece);
                }
            }
            at += every;
        }
        before += length;
    }
    let samples: Vec<&[u8]> = samples.iter().map(Vec::as_slice).collect();
    if let Some(bytes) = train(&samples) {
        writer.add_dictionary(&bytes)?;
    }
    Ok(())
}

/// Cables in one transaction at most.
const BATCH_ITEMS: usize = 512;

/// Bytes after which a transaction is full.
const BATCH_BYTES: u64 = 12 << 20;

/// How long a transaction waits for more.
const BATCH_TIME: Duration = Duration::from_secs(1);

/// How long cables wait for the index to be committed. Each commit makes segments, which have to be merged.
const INDEX_TIME: Duration = Duration::from_secs(45);

fn n_workers(options: &IngestOptions) -> usize {
    let n_cores = || std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let n_workers = match options.n_workers {
        0 => n_cores(),
        n_workers => n_workers,
    };
    n_workers.clamp(1, 64)
}

/// The writing side of a run.
struct Run<'a> {
    archive: &'a Archive,
    writer: Writer,
    index: Index,
    /// Opened for the first cable: a run that finds nothing new does not touch the index.
    indexer: Option<Indexer>,
    /// Of the last batch that the index has been given whole.
    generation: u64,
    indexed_at: Instant,
    observer: &'a mut dyn FnMut(&IngestEvent),
    summary: IngestSummary,
}

/// A batch with its number and how much of it was under way.
type Received = (usize, u64, Result<Vec<Read>, Error>);

impl Run<'_> {
    /// Stores everything the workers read, in the order of the walk.
    fn store_all(&mut self, feed: &Feed<'_>, receiver: &Receiver<Received>) -> Result<(), Error> {
        let mut early = BTreeMap::new();
        let mut n_stored = 0;
        loop {
            let ready = next_ready(feed, receiver, &mut early, n_stored)?;
            if ready.n_batches == 0 {
                return Ok(());
            }
            self.store_batch(ready.read)?;
            n_stored += ready.n_batches;
            feed.stored(ready.n_batches, ready.n_bytes);
        }
    }

    /// One transaction in the truth, then the index, then the events.
    fn store_batch(&mut self, read: Vec<Read>) -> Result<(), Error> {
        let mut done = Vec::with_capacity(read.len());
        // What the index has to be given, by cable: the document of a new one, or nothing where the cable has further
        // editions now and its document is made from all of them.
        let mut changed: BTreeMap<u64, (CableKey, Option<Document>)> = BTreeMap::new();
        let mut batch = self.writer.begin()?;
        for mut read in read {
            let reading = std::mem::replace(
                &mut read.reading,
                Reading::Unreadable {
                    reason: String::new(),
                },
            );
            let source = read.source();
            let (path, member, n_bytes) = (source.path, source.member, read.n_bytes);
            let mut note = None;
            let outcome = match reading {
                Reading::Known { sha256 } => match batch.store_known(&source, sha256)? {
                    Some(stored) => outcome(stored),
                    None => {
                        return Err(Error::Damaged {
                            folder: self.archive.folder().to_owned(),
                            what: format!("original {} has no cable", sha256.to_hex()),
                            source: None,
                        });
                    }
                },
                Reading::Cable {
                    sha256,
                    cable,
                    document,
                    remark,
                    is_anew,
                } => {
                    note = remark;
                    let stored = if is_anew {
                        batch.store_anew(&source, sha256, &cable)?
                    } else {
                        batch.store(&source, sha256, &cable)?
                    };
                    match &stored {
                        Stored::Added { cable, key } => {
                            changed.insert(*cable, (key.clone(), Some(*document)));
                        }
                        Stored::NewEdition { cable, key, .. } => {
                            changed.insert(*cable, (key.clone(), None));
                        }
                        Stored::ReadAnew { cables, key } => {
                            for &cable in cables {
                                changed.insert(cable, (key.clone(), None));
                            }
                        }
                        Stored::SameText { .. }
                        | Stored::AlreadyHere { .. }
                        | Stored::Forgotten => {}
                    }
                    outcome(stored)
                }
                Reading::NotACable { sha256, reason } => Outcome::NotACable {
                    known: batch.list_unreadable(
                        path,
                        member,
                        Some(sha256),
                        n_bytes,
                        true,
                        &reason,
                    )?,
                    reason,
                },
                Reading::Unreadable { reason } => Outcome::Unreadable {
                    known: batch.list_unreadable(path, member, None, n_bytes, false, &reason)?,
                    reason,
                },
            };
            done.push(IngestEvent::Done {
                path: read.place().into(),
                n_bytes,
                n_read: read.walked,
                remark: note,
                hint: read.hint,
                outcome,
            });
        }
        let generation = batch.commit()?;
        crate::failpoint::pass("ingest: truth");

        for event in done {
            if let IngestEvent::Done {
                n_bytes, outcome, ..
            } = &event
            {
                self.count(*n_bytes, outcome);
            }
            (self.observer)(&event);
        }
        self.index_changed(changed)?;
        self.generation = generation;
        if self.indexed_at.elapsed() >= INDEX_TIME {
            self.commit_index()?;
        }
        Ok(())
    }

    fn index_changed(
        &mut self,
        changed: BTreeMap<u64, (CableKey, Option<Document>)>,
    ) -> Result<(), Error> {
        if changed.is_empty() {
            return Ok(());
        }
        let indexer = match &mut self.indexer {
            Some(indexer) => indexer,
            empty => empty.insert(self.index.writer(self.archive.folder())?),
        };
        for (cable, (key, document)) in changed {
            if let Some(document) = document {
                indexer.add(cable, &key, document)?;
            } else if let Some((key, records)) = self.writer.key_and_records(cable)? {
                let document = index::document::document(&records);
                indexer.replace(cable, &key, document)?;
            } else {
                // What it held belongs to another cable now.
                indexer.remove(cable)?;
            }
        }
        Ok(())
    }

    fn commit_index(&mut self) -> Result<(), Error> {
        if let Some(indexer) = &mut self.indexer
            && indexer.is_ahead()
        {
            indexer.commit(self.generation)?;
            (self.observer)(&IngestEvent::Committed {
                n_files: self.summary.n_files,
            });
        }
        self.indexed_at = Instant::now();
        Ok(())
    }

    fn finish(mut self) -> Result<IngestSummary, Error> {
        self.commit_index()?;
        if let Some(mut indexer) = self.indexer {
            indexer.merge(&|| false)?;
            drop(indexer);
            index::seal(self.archive.folder())?;
        }
        let summary = self.summary;
        self.writer.end_run(&summary)?;
        self.writer.finish()?;
        Ok(summary)
    }

    fn count(&mut self, n_bytes: u64, outcome: &Outcome) {
        self.summary.count(n_bytes, outcome);
    }
}

impl IngestSummary {
    fn count(&mut self, n_bytes: u64, outcome: &Outcome) {
        let summary = self;
        summary.n_files += 1;
        summary.n_bytes += n_bytes;
        *match outcome {
            Outcome::Added { .. } => &mut summary.n_added,
            Outcome::NewEdition { .. } => &mut summary.n_new_editions,
            Outcome::SameText { .. } => &mut summary.n_same_text,
            Outcome::AlreadyHere { .. } => &mut summary.n_already_here,
            Outcome::ReadAnew { .. } => &mut summary.n_read_anew,
            Outcome::Forgotten => &mut summary.n_forgotten,
            Outcome::NotACable { .. } => &mut summary.n_not_cables,
            Outcome::Unreadable { .. } => &mut summary.n_unreadable,
        } += 1;
    }
}

/// What is stored in one transaction.
#[derive(Default)]
struct Ready {
    read: Vec<Read>,
    n_batches: usize,
    n_bytes: u64,
}

/// The batches that follow the first `n_stored`, in order: as many as make a transaction, or as there are in its time.
///
/// Empty only when all workers are done and nothing is left.
fn next_ready(
    feed: &Feed<'_>,
    receiver: &Receiver<Received>,
    early: &mut BTreeMap<usize, (u64, Result<Vec<Read>, Error>)>,
    n_stored: usize,
) -> Result<Ready, Error> {
    let mut ready = Ready::default();
    let mut deadline = None;
    loop {
        let number = n_stored + ready.n_batches;
        if let Some((n_bytes, read)) = early.remove(&number) {
            ready.read.extend(read?);
            ready.n_batches += 1;
            ready.n_bytes += n_bytes;
            deadline.get_or_insert_with(|| Instant::now() + BATCH_TIME);
            if ready.read.len() >= BATCH_ITEMS || ready.n_bytes >= BATCH_BYTES {
                return Ok(ready);
            }
            continue;
        }
        let received = match deadline {
            None => receiver.recv().map_err(|_| RecvTimeoutError::Disconnected),
            Some(_) if feed.is_starved(number) => return Ok(ready),
            Some(deadline) => receiver.recv_timeout(
                deadline
                    .saturating_duration_since(Instant::now())
                    .min(Duration::from_millis(20)),
            ),
        };
        match received {
            Ok((number, n_bytes, read)) => {
                early.insert(number, (n_bytes, read));
            }
            Err(RecvTimeoutError::Timeout)
                if deadline.is_some_and(|deadline| Instant::now() < deadline) => {}
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => return Ok(ready),
        }
    }
}

fn outcome(stored: Stored) -> Outcome {
    match stored {
        Stored::Added { key, .. } => Outcome::Added { key },
        Stored::NewEdition { key, number, .. } => Outcome::NewEdition { key, number },
        Stored::SameText { key } => Outcome::SameText { key },
        Stored::AlreadyHere { key } => Outcome::AlreadyHere { key },
        Stored::ReadAnew { key, .. } => Outcome::ReadAnew { key },
        Stored::Forgotten => Outcome::Forgotten,
    }
}
