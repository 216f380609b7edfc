//! Files in, cables stored.
//!
//! One thread walks through the inputs and takes them apart ([`chancery_sources`]). Worker threads parse, take apart
//! into words and compress, as far ahead as [`feed`] allows. The calling thread takes their results in the order of the
//! walk, so that a run gives the same archive whichever worker is faster, and stores them in batches: first in the
//! truth, then in the index. See `docs/storage.md`, "Writing".

mod dry;
mod feed;
mod reading;

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fs::{self, File};
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use chancery_index::Document;
use chancery_sources::{Limits, Mapping, Options, Told, measure};

use crate::index::{self, Index, Indexer};
use crate::layout::{self, WriterLock};
use crate::store::{Batch, Flusher, Stored, Writer, train};
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
    /// A table, or a file of JSON objects, whose columns nobody told this time: they are taken as an earlier run was told
    /// for the same headings.
    KnownColumns {
        /// Where it stands.
        path: PathBuf,
        /// Which columns are what, as `--column` has it: field and name.
        columns: Vec<(&'static str, String)>,
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
    /// Those of them whose text and source give no identifier.
    pub n_added_without_id: u64,
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
        known: archive.store().columns()?,
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
        index_time: FIRST_INDEX_TIME,
        observer,
        summary: IngestSummary::default(),
        flusher: None,
        waiting: VecDeque::new(),
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
    run.summary.stopped = is_stopped;
    let finished = run.keep_columns(&sources).and_then(|()| run.finish());
    if stored.is_err() {
        // Even after a failure what the truth has is put in the index, where that is still possible.
        let _ = Index::open_locked(archive.store(), folder, &lock);
    }
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

/// Cables that are stored at one go.
const BATCH_ITEMS: usize = 512;

/// Bytes of cables that are stored at one go at most.
const BATCH_BYTES: u64 = 12 << 20;

/// How long they wait for more.
const BATCH_TIME: Duration = Duration::from_secs(1);

/// Bytes after which a transaction is committed, and how long it is open at most. What it holds is lost with a crash, and
/// read again by the next run.
const TRANSACTION_BYTES: u64 = 48 << 20;
const TRANSACTION_TIME: Duration = Duration::from_secs(3);

/// How long the first cables wait for the index to be committed, and later ones at most. Each commit makes segments,
/// which have to be merged; so each wait is twice as long as the one before.
const FIRST_INDEX_TIME: Duration = Duration::from_secs(10);
const INDEX_TIME: Duration = Duration::from_secs(60);

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
    index_time: Duration,
    observer: &'a mut dyn FnMut(&IngestEvent),
    summary: IngestSummary,
    /// Waits for the disk, from the second transaction on.
    flusher: Option<Flusher>,
    /// What was stored and need not be on the disk yet, with the number of the request.
    waiting: VecDeque<(u64, Vec<IngestEvent>)>,
}

/// Transactions that need not be on the disk before the next is begun.
const MOST_WAITING: u64 = 2;

/// A batch with its number and how much of it was under way.
type Received = (usize, u64, Result<Vec<Read>, Error>);

impl Run<'_> {
    /// Stores everything the workers read, in the order of the walk, in transactions.
    fn store_all(&mut self, feed: &Feed<'_>, receiver: &Receiver<Received>) -> Result<(), Error> {
        let mut queue = Queue::new(feed, receiver);
        let stored = loop {
            match self.store_some(&mut queue) {
                Ok(true) => {}
                Ok(false) => break self.wait_for_disk(),
                Err(error) => break Err(error),
            }
        };
        if stored.is_err() {
            // What was committed before is said, as far as it is known to be on the disk.
            let _ = self.wait_for_disk();
            // It was given cables that the truth does not have.
            self.indexer = None;
        }
        stored
    }

    /// One transaction in the truth and its cables to the index; gives whether there may be more.
    ///
    /// The pages of the truth that are changed by every cable are written once for each transaction: few large ones are
    /// far quicker than many small ones. The index is only committed behind the truth.
    fn store_some(&mut self, queue: &mut Queue<'_>) -> Result<bool, Error> {
        let Some(mut read) = queue.next(None)? else {
            return Ok(false);
        };
        let end = Instant::now() + TRANSACTION_TIME;
        let mut done = Vec::new();
        let mut n_bytes = 0;
        let mut batch = self.writer.begin()?;
        let mut goes_on = true;
        let mut is_full = false;
        loop {
            n_bytes += read.iter().map(|read| read.n_bytes).sum::<u64>();
            let changed = store_read(self.archive, &mut batch, read, &mut done)?;
            if !changed.is_empty() {
                let indexer = match &mut self.indexer {
                    Some(indexer) => indexer,
                    empty => empty.insert(self.index.writer(self.archive.folder())?),
                };
                index_changed(indexer, &batch, changed)?;
            }
            queue.stored();
            if n_bytes >= TRANSACTION_BYTES || Instant::now() >= end {
                is_full = true;
                break;
            }
            match queue.next(Some(end))? {
                Some(more) if !more.is_empty() => read = more,
                more => {
                    goes_on = more.is_some();
                    break;
                }
            }
        }
        self.generation = batch.commit()?;
        crate::failpoint::pass("ingest: truth");
        match &mut self.flusher {
            None => self.report(done),
            Some(flusher) => {
                self.waiting.push_back((flusher.ask(), done));
                self.report_done(MOST_WAITING)?;
            }
        }
        if self.indexed_at.elapsed() >= self.index_time {
            self.wait_for_disk()?;
            self.commit_index()?;
            self.index_time = (self.index_time * 2).min(INDEX_TIME);
        }
        if is_full && self.flusher.is_none() {
            self.flusher = Some(self.writer.hurry()?);
        }
        if self.flusher.as_ref().is_some_and(Flusher::is_log_long) {
            // Otherwise it is busy with the log itself.
            self.wait_for_disk()?;
            self.writer.empty_log()?;
            self.flusher.as_mut().map(Flusher::log_was_emptied);
        }
        Ok(goes_on)
    }

    /// Reports what has reached the disk, after waiting until at most so many transactions have not.
    fn report_done(&mut self, n_open: u64) -> Result<(), Error> {
        if let Some(flusher) = &mut self.flusher {
            let n_done = flusher.done(n_open)?;
            while self
                .waiting
                .front()
                .is_some_and(|(number, _)| *number <= n_done)
            {
                if let Some((_, done)) = self.waiting.pop_front() {
                    self.report(done);
                }
            }
        }
        Ok(())
    }

    fn wait_for_disk(&mut self) -> Result<(), Error> {
        self.report_done(0)
    }

    fn report(&mut self, done: Vec<IngestEvent>) {
        for event in done {
            if let IngestEvent::Done {
                n_bytes, outcome, ..
            } = &event
            {
                self.count(*n_bytes, outcome);
            }
            (self.observer)(&event);
        }
    }

    fn commit_index(&mut self) -> Result<(), Error> {
        if let Some(indexer) = &mut self.indexer
            && indexer.is_ahead()
        {
            indexer.commit_lightly(self.generation)?;
            (self.observer)(&IngestEvent::Committed {
                n_files: self.summary.n_files,
            });
        }
        self.indexed_at = Instant::now();
        Ok(())
    }

    /// Keeps what was told of the columns of tables for later runs, and says where an earlier run was told.
    fn keep_columns(&mut self, sources: &Options) -> Result<(), Error> {
        let all_told = sources.mapping.met.take_told();
        for told in all_told.iter().filter(|told| !told.is_known) {
            if sources.known.get(&told.headings) != Some(&told.mapping) {
                self.writer.keep_columns(&told.headings, &told.mapping)?;
            }
        }
        for event in known_columns(&all_told) {
            (self.observer)(&event);
        }
        Ok(())
    }

    fn finish(mut self) -> Result<IngestSummary, Error> {
        self.commit_index()?;
        if let Some(mut indexer) = self.indexer {
            indexer.merge(&|| false)?;
            indexer.seal(self.archive.folder())?;
        }
        let summary = self.summary;
        if self.flusher.take().is_some() {
            self.writer.slow_down()?;
        }
        self.writer.end_run(&summary)?;
        self.writer.finish_lightly()?;
        Ok(summary)
    }

    fn count(&mut self, n_bytes: u64, outcome: &Outcome) {
        self.summary.count(n_bytes, outcome);
    }
}

/// What is to be said of tables whose columns an earlier run was told: once for all with the same headings.
fn known_columns(told: &[Told]) -> Vec<IngestEvent> {
    let mut seen = BTreeSet::new();
    told.iter()
        .filter(|told| told.is_known && seen.insert(&told.headings))
        .map(|told| IngestEvent::KnownColumns {
            path: PathBuf::from(told.place.to_string()),
            columns: told
                .mapping
                .fields()
                .map(|(field, name)| (field, name.to_owned()))
                .collect(),
        })
        .collect()
}

impl IngestSummary {
    fn count(&mut self, n_bytes: u64, outcome: &Outcome) {
        let summary = self;
        summary.n_files += 1;
        summary.n_bytes += n_bytes;
        if let Outcome::Added { key } = outcome
            && !key.is_identifier()
        {
            summary.n_added_without_id += 1;
        }
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

/// What of the index has to change, by cable: the document of a new one, or nothing where the cable has further editions
/// now and its document is made from all of them.
type Changed = BTreeMap<u64, (CableKey, Option<Document>)>;

/// Stores what was read, and adds what became of each to `done`.
fn store_read(
    archive: &Archive,
    batch: &mut Batch<'_>,
    read: Vec<Read>,
    done: &mut Vec<IngestEvent>,
) -> Result<Changed, Error> {
    let mut changed = Changed::new();
    for mut read in read {
        let reading = std::mem::replace(
            &mut read.reading,
            Reading::Unreadable {
                reason: String::new(),
            },
        );
        let source = read.source();
        let n_bytes = read.n_bytes;
        let mut note = None;
        let outcome = match reading {
            Reading::Known { sha256, remark } => match batch.store_known(&source, sha256)? {
                Some(stored) => {
                    note = remark;
                    outcome(stored)
                }
                None => {
                    return Err(Error::Damaged {
                        folder: archive.folder().to_owned(),
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
                    Stored::SameText { .. } | Stored::AlreadyHere { .. } | Stored::Forgotten => {}
                }
                outcome(stored)
            }
            Reading::NotACable { sha256, reason } => Outcome::NotACable {
                known: batch.list_unreadable(&source, Some(sha256), n_bytes, true, &reason)?,
                reason,
            },
            Reading::Unreadable { reason } => Outcome::Unreadable {
                known: batch.list_unreadable(&source, None, n_bytes, false, &reason)?,
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
    Ok(changed)
}

/// Gives the index what was stored.
fn index_changed(indexer: &mut Indexer, batch: &Batch<'_>, changed: Changed) -> Result<(), Error> {
    for (cable, (key, document)) in changed {
        if let Some(document) = document {
            indexer.add(cable, &key, document)?;
        } else if let Some((key, records)) = batch.key_and_records(cable)? {
            let document = index::document::document(&records);
            indexer.replace(cable, &key, document)?;
        } else {
            // What it held belongs to another cable now.
            indexer.remove(cable)?;
        }
    }
    Ok(())
}

/// What the workers read, in the order of the walk.
struct Queue<'a> {
    feed: &'a Feed<'a>,
    receiver: &'a Receiver<Received>,
    early: BTreeMap<usize, (u64, Result<Vec<Read>, Error>)>,
    n_stored: usize,
    /// Batches that were given out and are not stored yet, and how much of them was under way.
    taken: (usize, u64),
}

impl<'a> Queue<'a> {
    fn new(feed: &'a Feed<'a>, receiver: &'a Receiver<Received>) -> Queue<'a> {
        Queue {
            feed,
            receiver,
            early: BTreeMap::new(),
            n_stored: 0,
            taken: (0, 0),
        }
    }

    /// What follows: as much as is well stored at one go, or as there is in its time.
    ///
    /// `None` where all workers are done and nothing is left. Nothing at all comes only with an `end`, where there is
    /// nothing until then, or nothing can come before what was given out is committed.
    fn next(&mut self, end: Option<Instant>) -> Result<Option<Vec<Read>>, Error> {
        let mut ready = Vec::new();
        let mut deadline = end;
        loop {
            let number = self.n_stored + self.taken.0;
            if let Some((n_bytes, read)) = self.early.remove(&number) {
                ready.extend(read?);
                self.taken.0 += 1;
                self.taken.1 += n_bytes;
                deadline.get_or_insert_with(|| Instant::now() + BATCH_TIME);
                if ready.len() >= BATCH_ITEMS || self.taken.1 >= BATCH_BYTES {
                    return Ok(Some(ready));
                }
                continue;
            }
            let received = match deadline {
                None => self
                    .receiver
                    .recv()
                    .map_err(|_| RecvTimeoutError::Disconnected),
                Some(_) if self.feed.is_starved(number) => return Ok(Some(ready)),
                Some(deadline) => self.receiver.recv_timeout(
                    deadline
                        .saturating_duration_since(Instant::now())
                        .min(Duration::from_millis(20)),
                ),
            };
            match received {
                Ok((number, n_bytes, read)) => {
                    self.early.insert(number, (n_bytes, read));
                }
                Err(RecvTimeoutError::Timeout)
                    if deadline.is_some_and(|deadline| Instant::now() < deadline) => {}
                Err(RecvTimeoutError::Disconnected) if ready.is_empty() => return Ok(None),
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
                    return Ok(Some(ready));
                }
            }
        }
    }

    /// Says that what was given out needs its room no longer.
    fn stored(&mut self) {
        let (n_batches, n_bytes) = std::mem::take(&mut self.taken);
        self.n_stored += n_batches;
        self.feed.stored(n_batches, n_bytes);
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
