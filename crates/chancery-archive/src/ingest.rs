//! Files in, cables stored.
//!
//! A walk lists the files. Worker threads read, parse and compress them, as far ahead as [`queue`] allows. The calling
//! thread takes their results in the order of the walk, so that a run gives the same archive whichever worker is
//! faster, and stores them in batches: first in the truth, then in the index. See `docs/storage.md`, "Writing".

mod queue;
mod reading;
mod walk;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use chancery_index::Document;

use crate::index::{self, Index, Indexer};
use crate::layout::{self, WriterLock};
use crate::store::{NewSource, Stored, Writer, train};
use crate::{Archive, CableKey, Error};

use queue::Queue;
use reading::{Reader, Reading};
use walk::{Input, walk};

/// How to ingest.
#[derive(Clone, Debug)]
pub struct IngestOptions {
    /// Threads that read and parse; 0 for one per core.
    pub n_workers: usize,
    /// The longest file taken as one cable, in bytes. A longer one is listed as unreadable without being read.
    pub limit_bytes: u64,
    /// Takes in again what was removed from the archive with [`crate::Archive::forget`].
    pub take_forgotten: bool,
}

impl Default for IngestOptions {
    fn default() -> IngestOptions {
        IngestOptions {
            n_workers: 0,
            limit_bytes: 32 << 20,
            take_forgotten: false,
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
    /// Cables that were removed from the archive and not taken in again.
    pub n_forgotten: u64,
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
    let inputs = walk(paths)?;
    let folder = archive.folder();
    let lock = WriterLock::take(folder)?;
    layout::write_marker_if_lost(folder)?;
    let index = Index::open_locked(archive.store(), folder, &lock)?;
    let mut writer = archive.store().writer()?;
    learn(archive, &mut writer, &inputs)?;
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
        n_files: inputs.len() as u64,
        n_bytes: inputs.iter().map(|input| input.n_bytes).sum(),
    });

    let queue = Queue::new(&inputs, stop);
    let stored = std::thread::scope(|scope| {
        let (sender, receiver) = channel();
        for _ in 0..n_workers(options, inputs.len()) {
            let sender = sender.clone();
            let queue = &queue;
            scope.spawn(move || {
                let reader = Reader::new(archive.store(), options.limit_bytes);
                let mut reader = match reader {
                    Ok(reader) => reader,
                    Err(error) => {
                        // Whoever takes the first file reports it; a failed send means that nobody listens any more.
                        if let Some((place, _)) = queue.take() {
                            let _ = sender.send((place, Err(error)));
                        }
                        return;
                    }
                };
                while let Some((place, input)) = queue.take() {
                    if sender.send((place, reader.read(input))).is_err() {
                        return;
                    }
                }
            });
        }
        drop(sender);
        let stored = run.store_all(&inputs, &queue, &receiver);
        queue.close();
        stored
    });
    // Even after a failure what the truth has is put in the index, where that is still possible.
    let finished = run.finish(inputs.len());
    stored.and(finished)
}

/// What a run was asked for, for its row: the paths, one a line.
fn arguments(paths: &[PathBuf]) -> String {
    let paths: Vec<_> = paths.iter().map(|path| path.to_string_lossy()).collect();
    paths.join("\n")
}

/// Files that are looked at for what cables have in common, from all over the inputs.
const SAMPLES: usize = 1_200;

/// Gives an archive without a dictionary one, where there is enough to learn from.
fn learn(archive: &Archive, writer: &mut Writer, inputs: &[Input]) -> Result<(), Error> {
    if archive.store().dictionary()?.is_some() {
        return Ok(());
    }
    let samples: Vec<Vec<u8>> = inputs
        .iter()
        .step_by((inputs.len() / SAMPLES).max(1))
        .filter(|input| input.problem.is_none() && input.n_bytes < 1 << 20)
        .filter_map(|input| std::fs::read(&input.path).ok())
        .collect();
    let samples: Vec<&[u8]> = samples.iter().map(Vec::as_slice).collect();
    if let Some(bytes) = train(&samples) {
        writer.add_dictionary(&bytes)?;
    }
    Ok(())
}

/// Files in a batch at most.
const BATCH_FILES: usize = 256;

/// Bytes of files after which a batch is full.
const BATCH_BYTES: u64 = 16 << 20;

/// How long a batch waits for more files.
const BATCH_TIME: Duration = Duration::from_secs(1);

/// How long cables wait for the index to be committed. Each commit makes segments, which have to be merged.
const INDEX_TIME: Duration = Duration::from_secs(10);

fn n_workers(options: &IngestOptions, n_files: usize) -> usize {
    let n_cores = || std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let n_workers = match options.n_workers {
        0 => n_cores(),
        n_workers => n_workers,
    };
    n_workers.clamp(1, 64).min(n_files.max(1))
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

type Received = (usize, Result<Reading, Error>);

impl Run<'_> {
    /// Stores everything the workers read, in the order of the inputs.
    fn store_all(
        &mut self,
        inputs: &[Input],
        queue: &Queue<'_>,
        receiver: &Receiver<Received>,
    ) -> Result<(), Error> {
        let mut early = BTreeMap::new();
        let mut n_stored = 0;
        loop {
            let batch = next_batch(inputs, queue, receiver, &mut early, n_stored)?;
            if batch.is_empty() {
                return Ok(());
            }
            let n_files = batch.len();
            self.store_batch(&inputs[n_stored..n_stored + n_files], batch)?;
            n_stored += n_files;
            queue.stored(n_stored);
        }
    }

    /// One transaction in the truth, then the index, then the events.
    fn store_batch(&mut self, inputs: &[Input], readings: Vec<Reading>) -> Result<(), Error> {
        let mut outcomes = Vec::with_capacity(inputs.len());
        // What the index has to be given, by cable: the document of a new one, or nothing where the cable has further
        // editions now and its document is made from all of them.
        let mut changed: BTreeMap<u64, (CableKey, Option<Document>)> = BTreeMap::new();
        let mut batch = self.writer.begin()?;
        for (input, reading) in inputs.iter().zip(readings) {
            let path = input.path.to_string_lossy();
            let outcome = match reading {
                Reading::Known { sha256 } => {
                    match batch.store_known(&NewSource::whole(&path), sha256)? {
                        Some(stored) => outcome(stored),
                        None => {
                            return Err(Error::Damaged {
                                folder: self.archive.folder().to_owned(),
                                what: format!("original {} has no cable", sha256.to_hex()),
                                source: None,
                            });
                        }
                    }
                }
                Reading::Cable {
                    sha256,
                    cable,
                    document,
                } => {
                    let stored = batch.store(&NewSource::whole(&path), sha256, &cable)?;
                    match &stored {
                        Stored::Added { cable, key } => {
                            changed.insert(*cable, (key.clone(), Some(*document)));
                        }
                        Stored::NewEdition { cable, key, .. } => {
                            changed.insert(*cable, (key.clone(), None));
                        }
                        Stored::SameText { .. }
                        | Stored::AlreadyHere { .. }
                        | Stored::Forgotten => {}
                    }
                    outcome(stored)
                }
                Reading::NotACable { sha256, reason } => Outcome::NotACable {
                    known: batch.list_unreadable(
                        &path,
                        "",
                        Some(sha256),
                        input.n_bytes,
                        true,
                        &reason,
                    )?,
                    reason,
                },
                Reading::Unreadable { reason } => Outcome::Unreadable {
                    known: batch.list_unreadable(&path, "", None, input.n_bytes, false, &reason)?,
                    reason,
                },
            };
            outcomes.push(outcome);
        }
        let generation = batch.commit()?;

        for (input, outcome) in inputs.iter().zip(outcomes) {
            self.count(input, &outcome);
            (self.observer)(&IngestEvent::Done {
                path: input.path.clone(),
                n_bytes: input.n_bytes,
                outcome,
            });
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

    fn finish(mut self, n_inputs: usize) -> Result<IngestSummary, Error> {
        self.commit_index()?;
        if let Some(mut indexer) = self.indexer {
            indexer.merge(&|| false)?;
            drop(indexer);
            index::seal(self.archive.folder())?;
        }
        let mut summary = self.summary;
        summary.stopped = summary.n_files < n_inputs as u64;
        self.writer.end_run(&summary)?;
        self.writer.finish()?;
        Ok(summary)
    }

    fn count(&mut self, input: &Input, outcome: &Outcome) {
        let summary = &mut self.summary;
        summary.n_files += 1;
        summary.n_bytes += input.n_bytes;
        *match outcome {
            Outcome::Added { .. } => &mut summary.n_added,
            Outcome::NewEdition { .. } => &mut summary.n_new_editions,
            Outcome::SameText { .. } => &mut summary.n_same_text,
            Outcome::AlreadyHere { .. } => &mut summary.n_already_here,
            Outcome::Forgotten => &mut summary.n_forgotten,
            Outcome::NotACable { .. } => &mut summary.n_not_cables,
            Outcome::Unreadable { .. } => &mut summary.n_unreadable,
        } += 1;
    }
}

/// The readings that follow the first `n_stored`, in order: as many as make a batch, or as there are in its time.
///
/// Empty only when all workers are done and nothing is left.
fn next_batch(
    inputs: &[Input],
    queue: &Queue<'_>,
    receiver: &Receiver<Received>,
    early: &mut BTreeMap<usize, Result<Reading, Error>>,
    n_stored: usize,
) -> Result<Vec<Reading>, Error> {
    let mut batch = Vec::new();
    let mut n_bytes = 0;
    let mut deadline = None;
    loop {
        let place = n_stored + batch.len();
        if let Some(reading) = early.remove(&place) {
            batch.push(reading?);
            n_bytes += inputs[place].n_bytes;
            deadline.get_or_insert_with(|| Instant::now() + BATCH_TIME);
            if batch.len() >= BATCH_FILES || n_bytes >= BATCH_BYTES {
                return Ok(batch);
            }
            continue;
        }
        let received = match deadline {
            None => receiver.recv().map_err(|_| RecvTimeoutError::Disconnected),
            Some(_) if queue.is_starved(place) => return Ok(batch),
            Some(deadline) => {
                receiver.recv_timeout(deadline.saturating_duration_since(Instant::now()))
            }
        };
        match received {
            Ok((place, reading)) => {
                early.insert(place, reading);
            }
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => return Ok(batch),
        }
    }
}

fn outcome(stored: Stored) -> Outcome {
    match stored {
        Stored::Added { key, .. } => Outcome::Added { key },
        Stored::NewEdition { key, number, .. } => Outcome::NewEdition { key, number },
        Stored::SameText { key } => Outcome::SameText { key },
        Stored::AlreadyHere { key } => Outcome::AlreadyHere { key },
        Stored::Forgotten => Outcome::Forgotten,
    }
}
