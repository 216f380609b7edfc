//! The index, derived from the truth. See `docs/storage.md`, "The index".

pub(crate) mod document;
pub(crate) mod lang;
mod read_cables;
pub(crate) mod schema;
mod seal;

use std::fs;
use std::io;
use std::path::Path;
use std::sync::atomic::Ordering;
use std::time::SystemTime;

use chancery_index::{Document, Durability, Writer};

pub(crate) use self::read_cables::ReadCables;
use self::seal::Seal;
use crate::layout::{self, WriterLock};
use crate::store::{State, Store};
use crate::upkeep::Watch;
use crate::{CableKey, Error, QueryError};

/// The index of one archive, open for reading at one commit.
pub(crate) struct Index {
    pub(crate) inner: chancery_index::Index,
    state: State,
    stamp: Stamp,
    /// Cables that were read for their passages, for as long as this commit is the last.
    pub(crate) read_cables: ReadCables,
}

/// Tells one commit from another: each replaces the manifest as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stamp {
    n_bytes: u64,
    changed: Option<SystemTime>,
    /// Clocks of file systems tick slowly; a file replaced within a tick still is another file.
    file: u64,
}

/// What each commit says of itself.
#[derive(serde::Serialize, serde::Deserialize)]
struct Payload {
    version: u32,
    archive: String,
    generation: u64,
}

impl Index {
    /// Opens the last commit of the index as it stands; `None` where there is none of this version and archive.
    fn open_as_is(folder: &Path, uuid: &str) -> Option<Index> {
        let stamp = Stamp::read(folder)?;
        let index = chancery_index::Index::open(&layout::index(folder)).ok()?;
        let payload: Payload = serde_json::from_str(index.payload()).ok()?;
        if payload.version != schema::VERSION || payload.archive != uuid {
            return None;
        }
        Some(Index {
            inner: index,
            state: State {
                uuid: payload.archive,
                generation: payload.generation,
            },
            stamp,
            read_cables: ReadCables::default(),
        })
    }

    /// Opens the index and sees to it that it holds what the truth holds.
    ///
    /// `None` where another process is writing and has not committed an index yet.
    pub(crate) fn open(store: &Store, folder: &Path) -> Result<Option<Index>, Error> {
        let state = store.state()?;
        // Files that nobody vouches for are not even opened before their checksums are verified.
        if is_sealed(folder)
            && let Some(index) = Index::open_as_is(folder, &state.uuid)
            && index.state == state
        {
            return Ok(Some(index));
        }
        match WriterLock::take(folder) {
            Ok(lock) => Index::open_locked(store, folder, &lock).map(Some),
            Err(Error::Locked { .. }) => Ok(Index::open_as_is(folder, &state.uuid)),
            Err(error) => Err(error),
        }
    }

    /// Opens a later commit than the one at hand.
    ///
    /// A commit that a living writer made is taken as it is; where nobody writes, the index is seen to as on opening.
    pub(crate) fn reopen(store: &Store, folder: &Path) -> Result<Option<Index>, Error> {
        let found = Index::open_as_is(folder, &store.state()?.uuid);
        match found {
            Some(index) => Ok(Some(index)),
            None => Index::open(store, folder),
        }
    }

    /// As [`Index::open`], for the holder of the writer's lock: always gives an index at the truth's generation.
    pub(crate) fn open_locked(
        store: &Store,
        folder: &Path,
        _lock: &WriterLock,
    ) -> Result<Index, Error> {
        // What a rebuild left that was killed while exchanging the folders.
        remove_folder(&layout::index_old(folder))?;
        let state = store.state()?;
        if is_intact(folder)
            && let Some(index) = Index::open_as_is(folder, &state.uuid)
            && index.state.generation <= state.generation
        {
            if index.state == state {
                if !is_sealed(folder) {
                    // Nobody knows whether their writer waited for the disk.
                    seal(folder, true)?;
                }
                return Ok(index);
            }
            // A writer that was killed may have left documents of cables that are gone.
            if catch_up(store, &index, &state, folder).is_ok()
                && let Some(index) = Index::open_as_is(folder, &state.uuid)
                && index.inner.n_docs() == store.n_cables()?
            {
                return Ok(index);
            }
        }
        rebuild(store, folder, &state, &mut Watch::nobody(&mut |_| ()))?;
        Index::open_as_is(folder, &state.uuid).ok_or_else(|| Error::Damaged {
            folder: folder.to_owned(),
            what: "the index does not open after it was rebuilt".to_owned(),
            source: None,
        })
    }

    /// Up to which change it holds what the truth holds.
    pub(crate) fn generation(&self) -> u64 {
        self.state.generation
    }

    /// What is not as it should be: damaged files, documents that are missing, doubled or of no cable.
    pub(crate) fn problems(store: &Store, folder: &Path) -> Result<Vec<String>, Error> {
        let state = store.state()?;
        let path = layout::index(folder);
        let mut problems = Vec::new();
        if !path.exists() {
            return Ok(vec!["there was no index, as in a backup".to_owned()]);
        }
        let Ok(files) = chancery_index::files(&path) else {
            return Ok(vec!["the index does not read".to_owned()]);
        };
        let files = files.into_iter().skip(1).collect();
        let damaged = chancery_index::damaged(&path, files).map_err(failed("verify the index"))?;
        problems.extend(
            damaged
                .iter()
                .map(|file| format!("index/{} is damaged", file.display())),
        );
        if !problems.is_empty() {
            return Ok(problems);
        }
        let Some(index) = Index::open_as_is(folder, &state.uuid) else {
            return Ok(vec![
                "the index is of another version or archive".to_owned(),
            ]);
        };
        if index.state != state {
            problems.push(format!(
                "the index is at generation {}, the truth at {}",
                index.state.generation, state.generation
            ));
        }
        let mut ids = Vec::new();
        index
            .inner
            .each_id(&chancery_index::Query::Everything, |id| {
                ids.push(u64::from(id));
            })
            .map_err(failed("verify the index"))?;
        ids.sort_unstable();
        let n_all = ids.len();
        ids.dedup();
        let cables = store.cable_ids()?;
        let count = |some: &[u64], others: &[u64]| {
            some.iter()
                .filter(|id| others.binary_search(id).is_err())
                .count()
        };
        for (n, what) in [
            (n_all - ids.len(), "documents of the index stand twice"),
            (count(&cables, &ids), "cables are missing in the index"),
            (count(&ids, &cables), "documents of the index have no cable"),
        ] {
            if n > 0 {
                problems.push(format!("{n} {what}"));
            }
        }
        Ok(problems)
    }

    /// Notes how the files of an index are that was found to be sound, where that is not known: of a copy, whose files are
    /// new to this disk.
    pub(crate) fn seal_if_sound(folder: &Path, _lock: &WriterLock) -> Result<(), Error> {
        if is_sealed(folder) {
            return Ok(());
        }
        seal(folder, false)
    }

    /// Makes the index anew from the truth. Where it is stopped amid the cables, the index is the one that was there;
    /// amid putting its parts together, it is the new one.
    pub(crate) fn rebuild(
        store: &Store,
        folder: &Path,
        _lock: &WriterLock,
        watch: &mut Watch<'_>,
    ) -> Result<(), Error> {
        remove_folder(&layout::index_old(folder))?;
        rebuild(store, folder, &store.state()?, watch)
    }

    /// Brings the index to where it should be, at the least cost that does.
    pub(crate) fn mend(store: &Store, folder: &Path, lock: &WriterLock) -> Result<(), Error> {
        Index::open_locked(store, folder, lock)?;
        if Index::problems(store, folder)?.is_empty() {
            return Ok(());
        }
        Index::rebuild(store, folder, lock, &mut Watch::nobody(&mut |_| ()))
    }

    /// Whether a later commit stands on disk than the one that is open.
    pub(crate) fn is_stale(&self, folder: &Path) -> bool {
        Stamp::read(folder) != Some(self.stamp)
    }

    /// Begins to write, at the generation of this index. The caller holds the writer's lock.
    pub(crate) fn writer(&self, folder: &Path) -> Result<Indexer, Error> {
        Indexer::open(&layout::index(folder), self.state.clone())
    }
}

impl std::fmt::Debug for Index {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Index")
            .field("state", &self.state)
            .finish_non_exhaustive()
    }
}

impl Stamp {
    fn read(folder: &Path) -> Option<Stamp> {
        let metadata = fs::metadata(layout::index(folder).join("manifest.json")).ok()?;
        #[cfg(unix)]
        let file = std::os::unix::fs::MetadataExt::ino(&metadata);
        #[cfg(not(unix))]
        let file = 0;
        Some(Stamp {
            n_bytes: metadata.len(),
            changed: metadata.modified().ok(),
            file,
        })
    }
}

/// The index, open for writing.
pub(crate) struct Indexer {
    writer: Writer,
    state: State,
    /// Changes since the last commit, and of all commits before.
    n_changes: usize,
    n_committed: usize,
    /// Whether a commit did not wait for the disk.
    is_light: bool,
}

/// Changes that are committed without waiting for the disk. The truth has them, and after a loss of power the index is
/// verified and made anew from it where it suffered.
const FEW_CHANGES: usize = 256;

impl Indexer {
    fn open(folder: &Path, state: State) -> Result<Indexer, Error> {
        let n_threads = std::thread::available_parallelism().map_or(1, |n| n.get().min(4));
        let writer = Writer::open(folder, &schema::SCHEMA, n_threads)
            .map_err(failed("open the index for writing"))?;
        Ok(Indexer {
            writer,
            state,
            n_changes: 0,
            n_committed: 0,
            is_light: false,
        })
    }

    /// Adds the document of a cable that the index does not have.
    pub(crate) fn add(
        &mut self,
        cable: u64,
        key: &CableKey,
        mut document: Document,
    ) -> Result<(), Error> {
        self.n_changes += 1;
        document.set_key(key.as_str());
        // A cable without identifier goes by its key.
        if !key.is_identifier() {
            document.add_keyword(schema::field::ID, key.as_str());
        }
        self.writer
            .add(number_of(cable)?, document)
            .map_err(failed("index the cable"))
    }

    /// Replaces the document of a cable, whether the index has it or not.
    pub(crate) fn replace(
        &mut self,
        cable: u64,
        key: &CableKey,
        document: Document,
    ) -> Result<(), Error> {
        self.writer.remove(number_of(cable)?);
        self.add(cable, key, document)
    }

    /// Takes the document of a cable out.
    pub(crate) fn remove(&mut self, cable: u64) -> Result<(), Error> {
        self.n_changes += 1;
        self.writer.remove(number_of(cable)?);
        Ok(())
    }

    /// Puts all parts into one, without what was taken out.
    pub(crate) fn merge_all(
        &mut self,
        is_stopped: &(dyn Fn() -> bool + Sync),
    ) -> Result<(), Error> {
        self.writer
            .merge(true, is_stopped)
            .map_err(failed("merge the index"))?;
        Ok(())
    }

    /// Whether there is anything to commit.
    pub(crate) fn is_ahead(&self) -> bool {
        self.n_changes > 0
    }

    /// Makes everything so far durable and visible, as what the truth held at `generation`.
    pub(crate) fn commit(&mut self, generation: u64) -> Result<(), Error> {
        self.commit_with(generation, Durability::Disk)
    }

    /// As [`Indexer::commit`], but does not wait for the disk where there were few changes in all.
    pub(crate) fn commit_lightly(&mut self, generation: u64) -> Result<(), Error> {
        let durability = if self.n_committed + self.n_changes <= FEW_CHANGES {
            Durability::System
        } else {
            Durability::Disk
        };
        self.commit_with(generation, durability)
    }

    fn commit_with(&mut self, generation: u64, durability: Durability) -> Result<(), Error> {
        self.state.generation = generation;
        let payload = serde_json::to_string(&Payload {
            version: schema::VERSION,
            archive: self.state.uuid.clone(),
            generation,
        })
        .map_err(|error| Error::Index {
            attempt: "commit the index",
            source: error.into(),
        })?;
        self.is_light |= durability == Durability::System;
        self.writer.set_durability(durability);
        self.writer
            .commit(&payload)
            .map_err(failed("commit the index"))?;
        self.n_committed += self.n_changes;
        self.n_changes = 0;
        Ok(())
    }

    /// Ends the writing and notes how the files are.
    pub(crate) fn seal(self, folder: &Path) -> Result<(), Error> {
        let is_light = self.is_light;
        drop(self);
        seal(folder, is_light)
    }

    /// Puts small parts together, so that searches have few to go through.
    pub(crate) fn merge(&mut self, is_stopped: &(dyn Fn() -> bool + Sync)) -> Result<(), Error> {
        self.writer
            .merge(false, is_stopped)
            .map_err(failed("merge the index"))?;
        Ok(())
    }
}

/// The number of a cable as the index has it.
fn number_of(cable: u64) -> Result<u32, Error> {
    u32::try_from(cable).map_err(|error| Error::Index {
        attempt: "number the cable",
        source: error.into(),
    })
}

/// Notes how the files of the index are, which need not be on the disk where that is said.
fn seal(folder: &Path, is_light: bool) -> Result<(), Error> {
    let is_light = is_light || !Seal::read(folder).is_on_disk();
    let seal =
        Seal::of_index(folder).map_err(|error| Error::io("read", &layout::index(folder), error))?;
    if is_light {
        seal.until_the_machine_stops().write(folder)
    } else {
        seal.write(folder)
    }
}

/// What a failure of the index means for the archive.
pub(crate) fn failed(attempt: &'static str) -> impl FnOnce(io::Error) -> Error {
    move |error| {
        match error.kind() {
        // No fault of the index: it was asked for more than one query is answered.
        io::ErrorKind::QuotaExceeded => Error::Query(QueryError {
            at: 0..0,
            column: 1,
            reason: "its wildcards, expressions and words spelt otherwise fit more words than one query is answered for"
                .to_owned(),
            suggestion: Some("ask with fewer of them, or with more letters in each".to_owned()),
        }),
        _ => Error::Index {
            attempt,
            source: Box::new(error),
        },
    }
    }
}

fn is_sealed(folder: &Path) -> bool {
    Seal::of_index(folder).is_ok_and(|now| Seal::read(folder).differing(&now).is_empty())
}

/// Verifies the files that are not as they were sealed.
fn is_intact(folder: &Path) -> bool {
    let Ok(now) = Seal::of_index(folder) else {
        return false;
    };
    let differing = Seal::read(folder).differing(&now);
    let folder = layout::index(folder);
    let Ok(files) = chancery_index::files(&folder) else {
        return false;
    };
    // Files that a killed writer left behind belong to no commit and are not looked at by anyone. The manifest says
    // itself whether it is whole.
    let used = files
        .into_iter()
        .skip(1)
        .filter(|name| differing.contains(name) || !folder.join(name).exists())
        .collect();
    chancery_index::damaged(&folder, used).is_ok_and(|damaged| damaged.is_empty())
}

/// Brings an index that is behind up to the truth's generation.
fn catch_up(store: &Store, index: &Index, state: &State, folder: &Path) -> Result<(), Error> {
    let mut writer = index.writer(folder)?;
    for cable in store.changed_after(index.state.generation)? {
        if let Some((key, records)) = store.key_and_records(cable)? {
            writer.replace(cable, &key, document::document(&records))?;
        }
    }
    writer.commit_lightly(state.generation)?;
    writer.merge(&|| false)?;
    writer.seal(folder)
}

/// Builds the index anew beside the old one, then exchanges them.
fn rebuild(
    store: &Store,
    folder: &Path,
    state: &State,
    watch: &mut Watch<'_>,
) -> Result<(), Error> {
    let new = layout::index_new(folder);
    remove_folder(&new)?;
    fs::create_dir(&new).map_err(|error| Error::io("create", &new, error))?;
    let mut writer = Indexer::open(&new, state.clone())?;
    let cables = store.changed_after(0)?;
    for (n_done, &cable) in (0u64..).zip(&cables) {
        if watch.is_stopped() {
            drop(writer);
            return remove_folder(&new);
        }
        if n_done.is_multiple_of(256) {
            watch.step("index", n_done, cables.len() as u64);
        }
        if let Some((key, records)) = store.key_and_records(cable)? {
            writer.add(cable, &key, document::document(&records))?;
        }
    }
    writer.commit(state.generation)?;
    // It is whole by now; stopped here, it stays in more parts than it could be in.
    let stop = watch.stop;
    writer.merge(&|| stop.load(Ordering::Relaxed))?;
    drop(writer);

    let (current, old) = (layout::index(folder), layout::index_old(folder));
    remove_folder(&old)?;
    match fs::rename(&current, &old) {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(Error::io("replace", &current, error)),
    }
    fs::rename(&new, &current).map_err(|error| Error::io("replace", &current, error))?;
    layout::sync_folder(Some(folder)).map_err(|error| Error::io("write", folder, error))?;
    remove_folder(&old)?;
    seal(folder, false)
}

fn remove_folder(path: &Path) -> Result<(), Error> {
    let removed = match fs::symlink_metadata(path) {
        Ok(metadata) if metadata.is_dir() => fs::remove_dir_all(path),
        Ok(_) => fs::remove_file(path),
        Err(error) => Err(error),
    };
    match removed {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(Error::io("remove", path, error))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests;
