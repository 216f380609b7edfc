//! The index: a tantivy index derived from the truth. See `docs/storage.md`, "The index".

pub(crate) mod analyzer;
pub(crate) mod document;
pub(crate) mod facets;
pub(crate) mod schema;
mod seal;

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;
use std::time::SystemTime;

use tantivy::directory::MmapDirectory;
use tantivy::indexer::IndexWriterOptions;
use tantivy::{
    IndexReader, IndexSettings, IndexWriter, ReloadPolicy, Searcher, TantivyDocument, Term,
};

use self::schema::Fields;
use self::seal::Seal;
use crate::layout::{self, WriterLock};
use crate::store::{State, Store};
use crate::{CableKey, Error, nearest};

/// The index of one archive, open for reading at one commit.
pub(crate) struct Index {
    tantivy: tantivy::Index,
    reader: IndexReader,
    pub(crate) fields: Fields,
    state: State,
    stamp: Stamp,
}

/// Tells one commit from another: each replaces `meta.json` as a whole.
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
        let index = open_tantivy(&layout::index(folder)).ok()?;
        let (schema, fields) = schema::schema();
        if index.schema() != schema {
            return None;
        }
        let payload: Payload = serde_json::from_str(&index.load_metas().ok()?.payload?).ok()?;
        if payload.version != schema::VERSION || payload.archive != uuid {
            return None;
        }
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()
            .ok()?;
        Some(Index {
            tantivy: index,
            reader,
            fields,
            state: State {
                uuid: payload.archive,
                generation: payload.generation,
            },
            stamp,
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
                    seal(folder)?;
                }
                return Ok(index);
            }
            if catch_up(store, &index, &state, folder).is_ok()
                && let Some(index) = Index::open_as_is(folder, &state.uuid)
            {
                return Ok(index);
            }
        }
        rebuild(store, folder, &state)?;
        Index::open_as_is(folder, &state.uuid).ok_or_else(|| Error::Damaged {
            folder: folder.to_owned(),
            what: "the index does not open after it was rebuilt".to_owned(),
            source: None,
        })
    }

    /// Whether a later commit stands on disk than the one that is open.
    pub(crate) fn is_stale(&self, folder: &Path) -> bool {
        Stamp::read(folder) != Some(self.stamp)
    }

    pub(crate) fn searcher(&self) -> Searcher {
        self.reader.searcher()
    }

    /// Words of the cables that are spelled like one that no cable has; empty where a cable has it.
    ///
    /// Only words with the same first letter are looked at: it is seldom the wrong one, and the dictionary is in order.
    pub(crate) fn words_like(&self, word: &str, limit: usize) -> Result<Vec<String>, Error> {
        let folded = analyzer::folded(word);
        let [word] = folded.as_slice() else {
            return Ok(Vec::new());
        };
        self.like_folded(word, limit)
            .map_err(|error| failed("look up words")(error.into()))
    }

    fn like_folded(&self, word: &str, limit: usize) -> std::io::Result<Vec<String>> {
        let bears = match word.chars().count() {
            0..4 => return Ok(Vec::new()),
            4..6 => 1,
            _ => 2,
        };
        let Some(first) = word.chars().next() else {
            return Ok(Vec::new());
        };
        let mut like: BTreeMap<String, (usize, u64)> = BTreeMap::new();
        let searcher = self.searcher();
        for segment in searcher.segment_readers() {
            for field in [self.fields.body.words, self.fields.subject.words] {
                let Ok(inverted) = segment.inverted_index(field) else {
                    continue;
                };
                let mut terms = inverted
                    .terms()
                    .range()
                    .ge(first.to_string().as_bytes())
                    .into_stream()?;
                while terms.advance() {
                    let Ok(term) = std::str::from_utf8(terms.key()) else {
                        continue;
                    };
                    if !term.starts_with(first) {
                        break;
                    }
                    if term == word {
                        return Ok(Vec::new());
                    }
                    if term.len().abs_diff(word.len()) > bears {
                        continue;
                    }
                    let slips = nearest::distance(word, term);
                    if slips <= bears {
                        let of_term = like.entry(term.to_owned()).or_insert((slips, 0));
                        of_term.1 += u64::from(terms.value().doc_freq);
                    }
                }
            }
        }
        let mut like: Vec<(String, (usize, u64))> = like.into_iter().collect();
        like.sort_by_key(|&(_, (slips, count))| (slips, std::cmp::Reverse(count)));
        like.truncate(limit);
        Ok(like.into_iter().map(|(term, _)| term).collect())
    }

    /// Begins to write, at the generation of this index. The caller holds the writer's lock.
    pub(crate) fn writer(&self) -> Result<Indexer, Error> {
        Indexer::open(&self.tantivy, self.fields, self.state.clone())
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
        let metadata = fs::metadata(layout::index(folder).join("meta.json")).ok()?;
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
    writer: IndexWriter,
    pub(crate) fields: Fields,
    state: State,
    /// Whether it was given anything since the last commit.
    is_ahead: bool,
}

/// Memory for documents not yet written out, for each indexing thread.
const BYTES_PER_THREAD: usize = 64 << 20;

impl Indexer {
    fn open(index: &tantivy::Index, fields: Fields, state: State) -> Result<Indexer, Error> {
        let n_threads = std::thread::available_parallelism().map_or(1, |n| n.get().min(4));
        let options = IndexWriterOptions::builder()
            .num_worker_threads(n_threads)
            .memory_budget_per_thread(BYTES_PER_THREAD)
            .build();
        let writer = index
            .writer_with_options(options)
            .map_err(failed("open the index for writing"))?;
        Ok(Indexer {
            writer,
            fields,
            state,
            is_ahead: false,
        })
    }

    /// Adds the document of a cable that the index does not have.
    pub(crate) fn add(
        &mut self,
        cable: u64,
        key: &CableKey,
        mut document: TantivyDocument,
    ) -> Result<(), Error> {
        self.is_ahead = true;
        document::identify(&mut document, &self.fields, cable, key);
        self.writer
            .add_document(document)
            .map_err(failed("index the cable"))?;
        Ok(())
    }

    /// Replaces the document of a cable, whether the index has it or not.
    pub(crate) fn replace(
        &mut self,
        cable: u64,
        key: &CableKey,
        document: TantivyDocument,
    ) -> Result<(), Error> {
        self.writer
            .delete_term(Term::from_field_u64(self.fields.cable, cable));
        self.add(cable, key, document)
    }

    /// Whether there is anything to commit.
    pub(crate) fn is_ahead(&self) -> bool {
        self.is_ahead
    }

    /// Makes everything so far durable and visible, as what the truth held at `generation`.
    pub(crate) fn commit(&mut self, generation: u64) -> Result<(), Error> {
        self.state.generation = generation;
        let attempt = "commit the index";
        let payload = serde_json::to_string(&Payload {
            version: schema::VERSION,
            archive: self.state.uuid.clone(),
            generation,
        })
        .map_err(|error| Error::Index {
            attempt,
            source: error.into(),
        })?;
        let mut prepared = self.writer.prepare_commit().map_err(failed(attempt))?;
        prepared.set_payload(&payload);
        prepared.commit().map_err(failed(attempt))?;
        self.is_ahead = false;
        Ok(())
    }

    /// Waits for merges under way.
    pub(crate) fn finish(self) -> Result<(), Error> {
        self.writer
            .wait_merging_threads()
            .map_err(failed("merge the index"))
    }
}

/// Notes how the files of the index are, once their writer is done.
pub(crate) fn seal(folder: &Path) -> Result<(), Error> {
    Seal::of_index(folder)
        .map_err(|error| Error::io("read", &layout::index(folder), error))?
        .write(folder)
}

/// What a failure of tantivy means for the archive.
pub(crate) fn failed(attempt: &'static str) -> impl FnOnce(tantivy::TantivyError) -> Error {
    move |error| Error::Index {
        attempt,
        source: Box::new(error),
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
    let Ok(index) = open_tantivy(&layout::index(folder)) else {
        return false;
    };
    let Ok(segments) = index.searchable_segment_ids() else {
        return false;
    };
    // Files that a killed writer left behind belong to no segment and are not looked at by anyone.
    let is_used = |path: &Path| {
        let name = path.to_string_lossy();
        segments
            .iter()
            .any(|segment| name.starts_with(&segment.uuid_string()))
    };
    differing
        .iter()
        .filter(|path| is_used(path))
        .all(|path| index.directory().validate_checksum(path).unwrap_or(false))
}

fn open_tantivy(path: &Path) -> tantivy::Result<tantivy::Index> {
    let mut index = tantivy::Index::open_in_dir(path)?;
    index.set_tokenizers(analyzer::tokenizers());
    Ok(index)
}

/// Brings an index that is behind up to the truth's generation.
fn catch_up(store: &Store, index: &Index, state: &State, folder: &Path) -> Result<(), Error> {
    let mut writer = index.writer()?;
    for cable in store.changed_after(index.state.generation)? {
        if let Some((key, records)) = store.key_and_records(cable)? {
            let document = document::document(&writer.fields, &records);
            writer.replace(cable, &key, document)?;
        }
    }
    writer.commit(state.generation)?;
    writer.finish()?;
    seal(folder)
}

/// Builds the index anew beside the old one, then exchanges them.
fn rebuild(store: &Store, folder: &Path, state: &State) -> Result<(), Error> {
    let new = layout::index_new(folder);
    remove_folder(&new)?;
    fs::create_dir(&new).map_err(|error| Error::io("create", &new, error))?;
    let (schema, fields) = schema::schema();
    let directory =
        MmapDirectory::open(&new).map_err(|error| failed("create the index")(error.into()))?;
    let index = tantivy::Index::builder()
        .schema(schema)
        .settings(IndexSettings::default())
        .tokenizers(analyzer::tokenizers())
        .open_or_create(directory)
        .map_err(failed("create the index"))?;
    let mut writer = Indexer::open(&index, fields, state.clone())?;
    for cable in store.changed_after(0)? {
        if let Some((key, records)) = store.key_and_records(cable)? {
            let document = document::document(&fields, &records);
            writer.add(cable, &key, document)?;
        }
    }
    writer.commit(state.generation)?;
    writer.finish()?;
    drop(index);

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
    seal(folder)
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
