//! Changes to an index: documents in, documents out, commits, merges.

use std::collections::{HashMap, VecDeque};
use std::fs::{self, File};
use std::io;
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;

use crate::Schema;
use crate::build::SegmentBuilder;
use crate::document::Document;
use crate::index::{Manifest, SegmentEntry, open_segment, write_deleted};
use crate::merge::merge;
use crate::segment::Segment;

/// Documents that wait, for each builder: few, as each may be large.
const WAITING: usize = 16;

/// Segments of about one size that make a merge worth while.
const MERGE_AT: usize = 8;

/// What a commit waits for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Durability {
    /// That it is on the disk: it survives the loss of power.
    #[default]
    Disk,
    /// Nothing: the system writes it out when it likes. It survives the end of the program. After a loss of power files may
    /// be damaged, which [`crate::damaged`] finds, and the index has to be made anew.
    System,
}

impl Durability {
    /// Sees on a thread of its own to it that a file reaches the disk, where that is asked for.
    fn sync_behind(self, path: PathBuf) -> io::Result<Option<JoinHandle<io::Result<()>>>> {
        match self {
            Durability::Disk => std::thread::Builder::new()
                .name("index-sync".to_owned())
                .spawn(move || File::open(path)?.sync_all())
                .map(Some),
            Durability::System => Ok(None),
        }
    }

    pub(crate) fn sync(self, file: &File) -> io::Result<()> {
        match self {
            Durability::Disk => file.sync_all(),
            Durability::System => Ok(()),
        }
    }
}

/// Of an index, the one writer. The caller sees to it that there is no other.
pub struct Writer {
    folder: PathBuf,
    schema: &'static Schema,
    manifest: Manifest,
    queue: Arc<Queue>,
    builders: Vec<Builder>,
    sequence: u64,
    /// From which sequence number on a document of this identity counts.
    latest: HashMap<u32, u64>,
    /// Segments written since the last commit, with the sequence number of each document.
    pending: Vec<(SegmentEntry, Vec<(u32, u64)>)>,
    durability: Durability,
}

struct Builder {
    from: Receiver<io::Result<Vec<Written>>>,
    thread: Option<JoinHandle<()>>,
}

/// What the builders are to do. Each takes the next document when it is done with the one before: while one writes a
/// segment, the others go on.
struct Queue {
    state: Mutex<Waiting>,
    /// Something came.
    came: Condvar,
    /// Something was taken.
    taken: Condvar,
}

struct Waiting {
    documents: VecDeque<(u32, u64, Box<Document>)>,
    /// How often everybody was to write out what there is, and say what was written since the time before.
    n_flushes: u64,
    durability: Durability,
    is_closed: bool,
    /// A builder is gone before its time.
    is_broken: bool,
}

enum Task {
    Add(u32, u64, Box<Document>),
    Flush(Durability),
}

impl Queue {
    fn new() -> Queue {
        Queue {
            state: Mutex::new(Waiting {
                documents: VecDeque::new(),
                n_flushes: 0,
                durability: Durability::Disk,
                is_closed: false,
                is_broken: false,
            }),
            came: Condvar::new(),
            taken: Condvar::new(),
        }
    }

    /// Puts a document in when there is room.
    fn put(&self, id: u32, sequence: u64, document: Document, most: usize) -> io::Result<()> {
        let mut state = self.state();
        while state.documents.len() >= most && !state.is_broken {
            state = self
                .taken
                .wait(state)
                .unwrap_or_else(PoisonError::into_inner);
        }
        if state.is_broken {
            return Err(gone());
        }
        state
            .documents
            .push_back((id, sequence, Box::new(document)));
        drop(state);
        self.came.notify_one();
        Ok(())
    }

    fn flush(&self, durability: Durability) {
        let mut state = self.state();
        state.n_flushes += 1;
        state.durability = durability;
        drop(state);
        self.came.notify_all();
    }

    /// What a builder is to do next that has been told so many times to write out; `None` where there is nothing more.
    fn next(&self, n_flushed: &mut u64) -> Option<Task> {
        let mut state = self.state();
        loop {
            if let Some((id, sequence, document)) = state.documents.pop_front() {
                drop(state);
                self.taken.notify_one();
                return Some(Task::Add(id, sequence, document));
            }
            if state.n_flushes > *n_flushed {
                *n_flushed = state.n_flushes;
                return Some(Task::Flush(state.durability));
            }
            if state.is_closed {
                return None;
            }
            state = self
                .came
                .wait(state)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn close(&self) {
        self.state().is_closed = true;
        self.came.notify_all();
    }

    fn state(&self) -> MutexGuard<'_, Waiting> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Says when a builder is gone before its time, so that nobody waits for it.
struct AtWork(Arc<Queue>);

impl Drop for AtWork {
    fn drop(&mut self) {
        let mut state = self.0.state();
        state.is_broken |= !state.is_closed;
        drop(state);
        self.0.taken.notify_all();
    }
}

struct Written {
    name: String,
    members: Vec<(u32, u64)>,
    /// Waits until it is on the disk, where that is asked for.
    synced: Option<JoinHandle<io::Result<()>>>,
}

impl Writer {
    /// Opens an index for writing, or begins one, with up to `n_threads` threads that build.
    ///
    /// Files that no commit knows are removed: a writer that was killed left them.
    ///
    /// # Errors
    ///
    /// When the folder cannot be written, or holds an index that does not open.
    pub fn open(folder: &Path, schema: &'static Schema, n_threads: usize) -> io::Result<Writer> {
        fs::create_dir_all(folder)?;
        let manifest = match Manifest::read(folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Manifest::default(),
            manifest => manifest?,
        };
        clear(folder, &manifest)?;
        let mut writer = Writer {
            folder: folder.to_owned(),
            schema,
            manifest,
            queue: Arc::new(Queue::new()),
            builders: Vec::new(),
            sequence: 0,
            latest: HashMap::new(),
            pending: Vec::new(),
            durability: Durability::Disk,
        };
        for index in 0..n_threads.max(1) {
            let builder = writer.builder(index)?;
            writer.builders.push(builder);
        }
        Ok(writer)
    }

    fn builder(&self, index: usize) -> io::Result<Builder> {
        let (answers, from): (Sender<io::Result<Vec<Written>>>, _) = channel();
        let (folder, schema) = (self.folder.clone(), self.schema);
        let first = self.manifest.next_file;
        let at_work = AtWork(Arc::clone(&self.queue));
        let thread = std::thread::Builder::new()
            .name(format!("index-{index}"))
            .spawn(move || {
                let queue = &at_work.0;
                let mut builder = SegmentBuilder::new(schema);
                let mut written = Vec::new();
                let mut failure = None;
                let mut n_files = 0;
                let mut n_flushed = 0;
                // Threads that fill up together write together, and all else waits. Of two, one writes its first segment
                // half as large, and they take turns from then on.
                let is_early = index % 2 == 1;
                let mut is_first = is_early;
                while let Some(task) = queue.next(&mut n_flushed) {
                    let (is_flush, durability) = match task {
                        Task::Flush(durability) => (true, durability),
                        Task::Add(id, sequence, document) => {
                            builder.add(id, sequence, &document);
                            (false, Durability::Disk)
                        }
                    };
                    let is_full = builder.is_full() || is_first && builder.is_half_full();
                    if (is_flush && !builder.is_empty()) || is_full {
                        is_first = is_flush && is_early;
                        n_files += 1;
                        // Each thread has names of its own.
                        let name = format!("{first}x{index}x{n_files}");
                        let members = builder.members();
                        let path = folder.join(format!("{name}.segment"));
                        let synced = builder
                            .write(&path)
                            .and_then(|()| durability.sync_behind(path));
                        match synced {
                            Ok(synced) => written.push(Written {
                                name,
                                members,
                                synced,
                            }),
                            Err(error) => failure = Some(error),
                        }
                    }
                    if is_flush {
                        // A merge may follow, which needs the room.
                        builder = SegmentBuilder::new(schema);
                        let answer = match failure.take() {
                            None => Ok(std::mem::take(&mut written)),
                            Some(error) => Err(error),
                        };
                        if answers.send(answer).is_err() {
                            return;
                        }
                    }
                }
            })?;
        Ok(Builder {
            from,
            thread: Some(thread),
        })
    }

    /// Says what commits and merges wait for from now on. A segment that is written because it is full always waits.
    pub fn set_durability(&mut self, durability: Durability) {
        self.durability = durability;
    }

    /// Adds a document of an identity that the index does not have.
    ///
    /// # Errors
    ///
    /// When a thread that builds is gone.
    pub fn add(&mut self, id: u32, document: Document) -> io::Result<()> {
        self.sequence += 1;
        let most = WAITING * self.builders.len();
        self.queue.put(id, self.sequence, document, most)
    }

    /// Puts a document in the place of those of its identity.
    ///
    /// # Errors
    ///
    /// As [`Writer::add`].
    pub fn replace(&mut self, id: u32, document: Document) -> io::Result<()> {
        self.remove(id);
        self.add(id, document)
    }

    /// Takes the documents of an identity out.
    pub fn remove(&mut self, id: u32) {
        self.latest.insert(id, self.sequence + 1);
    }

    /// Makes everything so far visible, and as durable as was asked for, with a note of the caller's.
    ///
    /// # Errors
    ///
    /// When a file cannot be written. Then the last commit stands as it was.
    pub fn commit(&mut self, payload: &str) -> io::Result<()> {
        self.queue.flush(self.durability);
        let mut failure = None;
        for builder in &self.builders {
            match builder.from.recv().map_err(|_| gone())? {
                Ok(written) => {
                    for written in written {
                        let synced = written.synced.map_or(Ok(()), |thread| {
                            thread.join().unwrap_or_else(|_| Err(gone()))
                        });
                        failure = failure.or(synced.err());
                        let entry = SegmentEntry {
                            name: written.name,
                            n_docs: written.members.len() as u32,
                            deleted: None,
                            n_deleted: 0,
                        };
                        self.pending.push((entry, written.members));
                    }
                }
                Err(error) => failure = Some(error),
            }
        }
        if let Some(error) = failure {
            return Err(error);
        }
        let mut manifest = self.manifest.clone();
        manifest.next_file += 1;
        payload.clone_into(&mut manifest.payload);
        if !self.latest.is_empty() {
            for index in 0..manifest.segments.len() {
                self.mark_deleted(&mut manifest, index)?;
            }
        }
        let mut pending = std::mem::take(&mut self.pending);
        // Segments come in whatever order threads finish; names put them in one order.
        pending.sort_by(|a, b| a.1.first().map(|m| m.1).cmp(&b.1.first().map(|m| m.1)));
        for (mut entry, members) in pending {
            let mut bits = vec![0u64; members.len().div_ceil(64)];
            for (doc, &(id, sequence)) in members.iter().enumerate() {
                if self.latest.get(&id).is_some_and(|&from| sequence < from) {
                    bits[doc / 64] |= 1 << (doc % 64);
                }
            }
            self.note_deleted(&mut manifest, &mut entry, &bits)?;
            manifest.segments.push(entry);
        }
        manifest
            .segments
            .retain(|entry| entry.n_deleted < entry.n_docs);
        self.latest.clear();
        self.install(manifest)
    }

    /// Marks what was taken out of a segment of an earlier commit.
    fn mark_deleted(&self, manifest: &mut Manifest, index: usize) -> io::Result<()> {
        let mut entry = manifest.segments[index].clone();
        let segment = open_segment(&self.folder, &entry)?;
        let mut bits = segment.deleted.clone();
        bits.resize(segment.n_docs().div_ceil(64) as usize, 0);
        for doc in 0..segment.n_docs() {
            if self.latest.contains_key(&segment.id(doc)) {
                bits[doc as usize / 64] |= 1 << (doc % 64);
            }
        }
        self.note_deleted(manifest, &mut entry, &bits)?;
        manifest.segments[index] = entry;
        Ok(())
    }

    fn note_deleted(
        &self,
        manifest: &mut Manifest,
        entry: &mut SegmentEntry,
        bits: &[u64],
    ) -> io::Result<()> {
        let n_deleted: u32 = bits.iter().map(|word| word.count_ones()).sum();
        if n_deleted == entry.n_deleted {
            return Ok(());
        }
        let name = format!("{}.{}.deleted", entry.name, manifest.next_file);
        write_deleted(&self.folder.join(&name), bits, self.durability)?;
        entry.deleted = Some(name);
        entry.n_deleted = n_deleted;
        Ok(())
    }

    fn install(&mut self, mut manifest: Manifest) -> io::Result<()> {
        manifest.write(&self.folder, self.durability)?;
        self.manifest = manifest;
        clear(&self.folder, &self.manifest)
    }

    /// Merges committed segments where there are many of one size, or much was taken out of them; with `everything`,
    /// all into one. Gives whether anything was done. `is_stopped` is asked now and then and ends it early, with
    /// nothing changed.
    ///
    /// # Errors
    ///
    /// When a file cannot be read or written. Then the last commit stands as it was.
    pub fn merge(
        &mut self,
        everything: bool,
        is_stopped: &(dyn Fn() -> bool + Sync),
    ) -> io::Result<bool> {
        let mut is_changed = false;
        loop {
            let chosen = choose(&self.manifest.segments, everything);
            if chosen.is_empty() {
                return Ok(is_changed);
            }
            let n_groups = if everything { 1 } else { self.builders.len() };
            let groups = share_out(&self.manifest.segments, &chosen, n_groups);
            let mut manifest = self.manifest.clone();
            let tasks: Vec<(String, Vec<&SegmentEntry>)> = groups
                .iter()
                .map(|group| {
                    let name = format!("{}m", manifest.next_file);
                    manifest.next_file += 1;
                    let entries = group.iter().map(|&index| &self.manifest.segments[index]);
                    (name, entries.collect())
                })
                .collect();
            let (folder, schema, durability) = (&*self.folder, self.schema, self.durability);
            // No more at a time than there are processors: each has the list of a common word in memory.
            let n_threads = std::thread::available_parallelism().map_or(1, NonZero::get);
            let next = AtomicUsize::new(0);
            let work = || {
                let mut merged = Vec::new();
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some(task) = tasks.get(index) else {
                        return merged;
                    };
                    let entry = merge_group(folder, schema, task, durability, is_stopped);
                    merged.push((index, entry));
                }
            };
            let mut merged: Vec<(usize, io::Result<SegmentEntry>)> = std::thread::scope(|scope| {
                let others: Vec<_> = (1..n_threads.min(tasks.len()))
                    .map(|_| scope.spawn(work))
                    .collect();
                let mut merged = work();
                for thread in others {
                    let entries = thread.join();
                    merged.extend(entries.unwrap_or_else(|_| vec![(0, Err(gone()))]));
                }
                merged
            });
            merged.sort_by_key(|(index, _)| *index);
            let merged: io::Result<Vec<SegmentEntry>> =
                merged.into_iter().map(|(_, entry)| entry).collect();
            let merged = match merged {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => return Ok(is_changed),
                merged => merged?,
            };
            for (group, entry) in groups.iter().zip(merged) {
                manifest.segments[group[0]] = entry;
            }
            let is_gone = |index: usize| groups.iter().any(|group| group[1..].contains(&index));
            let mut index = 0;
            manifest.segments.retain(|_| {
                index += 1;
                !is_gone(index - 1)
            });
            self.install(manifest)?;
            is_changed = true;
        }
    }
}

/// Writes the segments of a group as one.
fn merge_group(
    folder: &Path,
    schema: &Schema,
    (name, entries): &(String, Vec<&SegmentEntry>),
    durability: Durability,
    is_stopped: &(dyn Fn() -> bool + Sync),
) -> io::Result<SegmentEntry> {
    let segments = entries
        .iter()
        .map(|entry| open_segment(folder, entry))
        .collect::<io::Result<Vec<Segment>>>()?;
    let references: Vec<&Segment> = segments.iter().collect();
    let path = folder.join(format!("{name}.segment"));
    merge(&references, schema, &path, durability, is_stopped)?;
    Ok(SegmentEntry {
        name: name.clone(),
        n_docs: references.iter().map(|segment| segment.n_alive()).sum(),
        deleted: None,
        n_deleted: 0,
    })
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.queue.close();
        for builder in &mut self.builders {
            if let Some(thread) = builder.thread.take() {
                let _ = thread.join();
            }
        }
    }
}

impl std::fmt::Debug for Writer {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Writer")
            .field("manifest", &self.manifest)
            .finish_non_exhaustive()
    }
}

fn gone() -> io::Error {
    io::Error::other("a thread that builds the index ended")
}

/// Which segments to merge next; none where all is well.
fn choose(segments: &[SegmentEntry], everything: bool) -> Vec<usize> {
    let has_deleted = |entry: &SegmentEntry| entry.n_deleted > 0;
    if everything {
        if segments.len() > 1 || segments.iter().any(has_deleted) {
            return (0..segments.len()).collect();
        }
        return Vec::new();
    }
    if let Some(index) = segments
        .iter()
        .position(|entry| entry.n_deleted.saturating_mul(2) > entry.n_docs)
    {
        return vec![index];
    }
    // By size in powers of eight.
    let tier = |entry: &SegmentEntry| (32 - entry.n_docs.leading_zeros()) / 3;
    let mut of_tier: HashMap<u32, usize> = HashMap::new();
    for entry in segments {
        *of_tier.entry(tier(entry)).or_default() += 1;
    }
    let Some(full) = (0..=11).find(|tier| of_tier.get(tier).is_some_and(|&n| n >= MERGE_AT)) else {
        return Vec::new();
    };
    // Everything up to that size, so that small ones do not wait for a turn of their own.
    (0..segments.len())
        .filter(|&index| tier(&segments[index]) <= full)
        .collect()
}

/// Documents from which on a merge is worth more threads than one, each of which leaves a segment.
const MANY_DOCS: u64 = 1 << 15;

/// Parts segments that are to be merged into groups of about one size, in order.
fn share_out(segments: &[SegmentEntry], chosen: &[usize], n_groups: usize) -> Vec<Vec<usize>> {
    let n_docs = |index: usize| u64::from(segments[index].n_docs - segments[index].n_deleted);
    let n_all: u64 = chosen.iter().map(|&index| n_docs(index)).sum();
    let n_groups = n_groups.min(chosen.len() / 4);
    if n_all < MANY_DOCS || n_groups < 2 {
        return vec![chosen.to_vec()];
    }
    let mut groups: Vec<Vec<usize>> = vec![Vec::new(); n_groups];
    let mut n_before = 0;
    for &index in chosen {
        let middle = n_before + n_docs(index) / 2;
        let group = (middle * n_groups as u64 / n_all.max(1)) as usize;
        groups[group.min(n_groups - 1)].push(index);
        n_before += n_docs(index);
    }
    groups.retain(|group| !group.is_empty());
    groups
}

/// Removes what belongs to no commit.
fn clear(folder: &Path, manifest: &Manifest) -> io::Result<()> {
    let known = manifest.files();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = PathBuf::from(entry.file_name());
        let is_ours = matches!(
            name.extension().and_then(|extension| extension.to_str()),
            Some("segment" | "deleted" | "new")
        );
        if is_ours && !known.contains(&name) {
            // On some systems a file that is mapped cannot be removed; it is tried again with the next commit.
            let _ = fs::remove_file(entry.path());
        }
    }
    Ok(())
}
