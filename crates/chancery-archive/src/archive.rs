//! An open archive.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use chancery_format::Mrn;
use chancery_format::record::Record;

use crate::index::Index;
use crate::layout::{self, Found, WriterLock};
use crate::nearest::nearest;
use crate::references::{self, AllMissing, Counted};
use crate::said::OfSource;
use crate::search::SpelledLike;
use crate::store::Store;
use crate::{
    Answer, CableKey, CableLine, Citation, Error, Explanation, Exported, Histogram, Interval,
    Missing, MissingCable, MissingCables, Original, Reference, Search, SourceId, StoredCable,
    Suggestions, Target, UnreadableSource,
};

/// An open archive: `Send` and `Sync`, cheap to share in an `Arc`.
#[derive(Debug)]
pub struct Archive {
    folder: PathBuf,
    store: Store,
    /// The index at the last commit that was looked at; `None` until a first writer has committed one.
    index: Mutex<Option<Arc<Index>>>,
    /// The missing cables at one generation, counted when first asked for.
    missing: Mutex<Option<Arc<AllMissing>>>,
    /// The numbers of the truth in one state, counted when first asked for.
    counted: Mutex<Option<(String, Overview)>>,
}

/// What an archive holds, in numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Overview {
    /// Cables.
    pub n_cables: u64,
    /// Texts of cables.
    pub n_editions: u64,
    /// Files that gave a cable.
    pub n_sources: u64,
    /// Files that gave none.
    pub n_unreadable: u64,
    /// Cables without a date-time group.
    pub n_undated: u64,
    /// Earliest date-time group, RFC 3339 in UTC.
    pub first_sent: Option<String>,
    /// Latest date-time group, RFC 3339 in UTC.
    pub last_sent: Option<String>,
    /// Length of all editions' texts.
    pub bytes_text: u64,
    /// Length of all originals before compression.
    pub bytes_originals: u64,
    /// What the folder takes on disk.
    pub bytes_on_disk: u64,
    /// The posts with most cables, at most ten, most first.
    pub top_posts: Vec<Count>,
    /// Cables of each year, oldest first.
    pub years: Vec<Count>,
    /// Cables of each classification, highest first.
    pub classifications: Vec<Count>,
}

/// How many cables have a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Count {
    /// The value.
    pub value: String,
    /// How many cables have it.
    pub n_cables: u64,
}

impl Archive {
    /// Opens an archive for reading, and for writing through [`crate::ingest`].
    ///
    /// An index that is missing, damaged or behind is brought up to date first, unless another process is writing,
    /// which then does it.
    ///
    /// # Errors
    ///
    /// When there is no archive, when it was written by a newer version, or when it cannot be read.
    pub fn open(folder: &Path) -> Result<Archive, Error> {
        match layout::look(folder)? {
            Found::Archive | Found::Unmarked if layout::is_archive(folder) => {}
            Found::Other => {
                return Err(Error::NotAnArchive {
                    folder: folder.to_owned(),
                });
            }
            Found::Nothing | Found::Archive | Found::Unmarked => {
                return Err(Error::NoArchive {
                    folder: folder.to_owned(),
                });
            }
        }
        let store = Store::open(folder)?;
        let index = Index::open(&store, folder)?;
        Ok(Archive {
            folder: folder.to_owned(),
            store,
            index: Mutex::new(index.map(Arc::new)),
            missing: Mutex::new(None),
            counted: Mutex::new(None),
        })
    }

    /// Opens an archive, or creates one where the folder is absent or empty.
    ///
    /// # Errors
    ///
    /// As [`Archive::open`], and when the folder cannot be created or holds something else.
    pub fn open_or_create(folder: &Path) -> Result<Archive, Error> {
        if matches!(layout::look(folder)?, Found::Nothing | Found::Unmarked) {
            fs::create_dir_all(folder).map_err(|error| Error::io("create", folder, error))?;
            let lock = WriterLock::take(folder)?;
            Store::create(folder)?;
            layout::write_marker(folder)?;
            drop(lock);
        }
        Archive::open(folder)
    }

    /// Removes an archive that was made for cables of which none came; gives whether it held none.
    ///
    /// The folder goes with it where `with_folder` says so and nothing else is in it.
    ///
    /// # Errors
    ///
    /// When the store cannot be read, another process is writing, or the files cannot be removed.
    pub fn discard_if_empty(self, with_folder: bool) -> Result<bool, Error> {
        let lock = WriterLock::take(&self.folder)?;
        if self.n_cables()? > 0 {
            return Ok(false);
        }
        let folder = self.folder.clone();
        // Some systems remove no file that is open.
        drop(self);
        drop(lock);
        layout::remove_all(&folder, with_folder)?;
        Ok(true)
    }

    /// The folder it was opened from.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// What the archive holds, in numbers. They are counted when first asked for, and again when the archive has changed.
    ///
    /// # Errors
    ///
    /// When the store cannot be read.
    pub fn overview(&self) -> Result<Overview, Error> {
        let tag = self.store.state_tag()?;
        // Held while counting: whoever asks meanwhile waits for the same count.
        let mut kept = self.counted.lock().unwrap_or_else(PoisonError::into_inner);
        let overview = match &*kept {
            Some((of, overview)) if *of == tag => overview.clone(),
            _ => {
                let overview = self.store.overview()?;
                *kept = Some((tag, overview.clone()));
                overview
            }
        };
        Ok(Overview {
            bytes_on_disk: bytes_on_disk(&self.folder),
            ..overview
        })
    }

    /// How many cables it holds.
    ///
    /// # Errors
    ///
    /// When the store cannot be read.
    pub fn n_cables(&self) -> Result<u64, Error> {
        self.store.n_cables()
    }

    /// The key of the cable that a spelling means: any spelling of an identifier, or a key.
    ///
    /// A spelling without a year means a cable where only one of the archive has that post and number.
    ///
    /// # Errors
    ///
    /// When the store cannot be read.
    pub fn resolve(&self, spelling: &str) -> Result<Option<CableKey>, Error> {
        let spelling = spelling.trim();
        if self.store.has_key(spelling)? {
            return Ok(Some(CableKey::new(spelling)));
        }
        let lower = spelling.to_lowercase();
        if lower.starts_with("x-") {
            return Ok(self.store.has_key(&lower)?.then(|| CableKey::new(lower)));
        }
        if let Some(mrn) = Mrn::parse(spelling, None) {
            let key = mrn.to_string();
            return Ok(self.store.has_key(&key)?.then(|| CableKey::new(key)));
        }
        match Mrn::parse(spelling, Some(ANY_YEAR)) {
            Some(mrn) if !mrn.airgram => self.store.only_key_of(&mrn.post, mrn.number),
            _ => Ok(None),
        }
    }

    /// A cable with its editions, sources and references.
    ///
    /// # Errors
    ///
    /// When the store cannot be read or the cable's record is damaged.
    pub fn cable(&self, key: &CableKey) -> Result<Option<StoredCable>, Error> {
        self.store.cable(key)
    }

    /// A cable for an export: each of its editions as read from its first source.
    ///
    /// With `with_originals` each of its sources that has bytes of its own, with these bytes: what another archive needs
    /// to hold the same. Empty where there is no such cable.
    ///
    /// # Errors
    ///
    /// When the store cannot be read, or bytes do not match their hash.
    pub fn exported(&self, key: &CableKey, with_originals: bool) -> Result<Vec<Exported>, Error> {
        if with_originals {
            return self.store.exported(key);
        }
        let editions = self.store.cable(key)?.map(|cable| cable.editions);
        Ok(editions
            .into_iter()
            .flatten()
            .map(|edition| Exported {
                edition: edition.number,
                kind: edition.kind,
                record: edition.record,
                original: None,
            })
            .collect())
    }

    /// What a cable refers to, each reference of all its editions once; `None` where there is no such cable.
    ///
    /// # Errors
    ///
    /// When the store cannot be read.
    pub fn references(&self, key: &CableKey) -> Result<Option<Vec<Reference>>, Error> {
        match self.store.cable(key)? {
            Some(cable) => self.references_of(&cable).map(Some),
            None => Ok(None),
        }
    }

    /// As [`Archive::references`], of a cable at hand.
    ///
    /// # Errors
    ///
    /// When the store cannot be read.
    pub fn references_of(&self, cable: &StoredCable) -> Result<Vec<Reference>, Error> {
        let records = || cable.editions.iter().map(|edition| &edition.record);
        let numbered = cable
            .editions
            .iter()
            .map(|edition| (edition.number, &edition.record));
        let (mut found, keys): (Vec<Reference>, Vec<Option<String>>) =
            references::distinct(numbered).into_iter().unzip();
        let sent = records().find_map(|record| record.sent.as_deref());
        let targets = self
            .store
            .targets(&keys, sent, Missing::default().referrers)?;
        for (reference, target) in found.iter_mut().zip(targets) {
            reference.target = target;
        }
        Ok(found)
    }

    /// Where each reference of a record leads, in their order.
    ///
    /// # Errors
    ///
    /// When the store cannot be read.
    pub fn targets(&self, record: &Record) -> Result<Vec<Target>, Error> {
        let mut keys = vec![None; record.references.len()];
        for (position, key) in references::keys_of(record) {
            // Those that only the source names are no references of the record.
            if let Some(place) = keys.get_mut(position) {
                *place = Some(key);
            }
        }
        let referrers = Missing::default().referrers;
        self.store.targets(&keys, record.sent.as_deref(), referrers)
    }

    /// The cables that refer to one, oldest first; `None` where there is no such cable.
    ///
    /// # Errors
    ///
    /// When the store cannot be read.
    pub fn cited_by(&self, key: &CableKey) -> Result<Option<Vec<Citation>>, Error> {
        self.store.cited_by(key)
    }

    /// Cables that are referred to and not in the archive.
    ///
    /// They are counted when first asked for, and again when the archive has changed; pages cost little then.
    ///
    /// # Errors
    ///
    /// When the store cannot be read.
    pub fn missing(&self, wanted: &Missing) -> Result<MissingCables, Error> {
        let counted = self.counted_missing()?;
        let post = wanted.post.as_deref().map(|post| {
            let letters = post.chars().filter(|c| c.is_alphanumeric());
            letters.flat_map(char::to_uppercase).collect::<String>()
        });
        let cited = match &wanted.cited_by {
            Some(key) => Some(self.store.references_of(key.as_str())?),
            None => None,
        };
        let found: Vec<&Counted> = counted
            .cables
            .iter()
            .filter(|counted| counted.is_of(post.as_deref(), wanted.year))
            // The keys come in order.
            .filter(|counted| {
                let is_cited = |keys: &Vec<String>| keys.binary_search(&counted.key).is_ok();
                cited.as_ref().is_none_or(is_cited)
            })
            .collect();
        let page = found
            .get(wanted.offset.min(found.len())..)
            .unwrap_or_default();
        let page = page.get(..wanted.limit.min(page.len())).unwrap_or_default();
        Ok(MissingCables {
            total: found.len() as u64,
            n_references: found.iter().map(|counted| counted.n_references).sum(),
            cables: self.store.missing(page, wanted.referrers)?,
            generation: counted.generation,
        })
    }

    /// The missing cable of this identifier, in any spelling; `None` where no cable of the archive refers to it.
    ///
    /// # Errors
    ///
    /// When the store cannot be read.
    pub fn missing_cable(&self, spelling: &str) -> Result<Option<MissingCable>, Error> {
        let Some(mrn) = Mrn::parse(spelling, None) else {
            return Ok(None);
        };
        let counted = self.counted_missing()?;
        let key = mrn.to_string();
        let Some(found) = counted.cables.iter().find(|counted| counted.key == key) else {
            return Ok(None);
        };
        let mut found = self.store.missing(&[found], Missing::default().referrers)?;
        Ok(found.pop())
    }

    /// How often the archive has changed: what an answer was made of, for whoever keeps answers.
    ///
    /// # Errors
    ///
    /// When the store cannot be read.
    pub fn generation(&self) -> Result<u64, Error> {
        Ok(self.store.state()?.generation)
    }

    /// A name for the state of the archive: the same for as long as every answer is.
    ///
    /// Two archives have different ones, and so have two states of one.
    ///
    /// # Errors
    ///
    /// When the store or the index cannot be read.
    pub fn state_tag(&self) -> Result<String, Error> {
        // The index may follow the truth after a moment, and sources may be added without a change to any cable.
        let index = self.fresh_index()?.generation();
        Ok(format!("{} {index}", self.store.state_tag()?))
    }

    fn counted_missing(&self) -> Result<Arc<AllMissing>, Error> {
        let generation = self.generation()?;
        // Held while counting: whoever asks meanwhile waits for the same count.
        let mut kept = self.missing.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(counted) = &*kept
            && counted.generation == generation
        {
            return Ok(Arc::clone(counted));
        }
        let counted = Arc::new(self.store.count_missing()?);
        *kept = Some(Arc::clone(&counted));
        Ok(counted)
    }

    /// The bytes of a source as they were ingested, byte for byte, checked against their hash.
    ///
    /// # Errors
    ///
    /// When the store cannot be read or the bytes do not match their hash.
    pub fn original(&self, source: SourceId) -> Result<Option<Original>, Error> {
        self.store.original(source)
    }

    /// Asks a question.
    ///
    /// # Errors
    ///
    /// When the query does not read (see [`Error::as_query`]), or the index or the store fails.
    pub fn search(&self, search: &Search) -> Result<Answer, Error> {
        crate::search::search(&self.store, &*self.fresh_index()?, search)
    }

    /// How a query is understood and answered: the parsed query, and each part with how many cables it matches.
    ///
    /// # Errors
    ///
    /// As [`Archive::search`].
    pub fn explain(&self, search: &Search) -> Result<Explanation, Error> {
        crate::search::explain(&self.store, &*self.fresh_index()?, search)
    }

    /// Calls `each` with the key of every cable that matches, in order, until it gives `false`; gives the total.
    ///
    /// Takes no more memory for many than for few. Offset, limit and cursor of the search do not matter.
    ///
    /// # Errors
    ///
    /// As [`Archive::search`].
    pub fn each_key(
        &self,
        search: &Search,
        each: impl FnMut(&CableKey) -> bool,
    ) -> Result<u64, Error> {
        crate::search::each_key(&self.store, &*self.fresh_index()?, search, each)
    }

    /// As [`Archive::each_key`], with the line of every cable, and what only its sources say.
    ///
    /// # Errors
    ///
    /// As [`Archive::search`].
    pub fn each_line(
        &self,
        search: &Search,
        each: impl FnMut(CableLine, OfSource) -> bool,
    ) -> Result<u64, Error> {
        crate::search::each_line(&self.store, &*self.fresh_index()?, search, each)
    }

    /// The cables that match a search and have each of some words, by time; each word is a query itself. From the first step
    /// in which the search has a cable to the last, those in which the word does not occur have 0.
    ///
    /// # Errors
    ///
    /// As [`Archive::search`].
    pub fn trends(
        &self,
        search: &Search,
        words: &[String],
        interval: Interval,
    ) -> Result<Vec<Histogram>, Error> {
        let index = self.fresh_index()?;
        crate::search::trends(&self.store, &index, search, words, interval)
    }

    /// Completes what is being typed with words, posts, TAGS and subjects of the archive, at most `limit` of each.
    ///
    /// # Errors
    ///
    /// When the index or the store fails.
    pub fn suggest(&self, typed: &str, limit: usize) -> Result<Suggestions, Error> {
        crate::search::suggest(&self.store, &*self.fresh_index()?, typed, limit)
    }

    /// Cables near an identifier that the archive lacks: same post and year, nearest numbers first.
    ///
    /// Where the archive has no cable of the post, the post whose name is nearest stands in for it.
    ///
    /// # Errors
    ///
    /// When the store cannot be read.
    pub fn neighbours(&self, spelling: &str, limit: usize) -> Result<Vec<CableLine>, Error> {
        let year = Mrn::parse(spelling, None).map(|mrn| mrn.year);
        let Some(mrn) = Mrn::parse(spelling, Some(year.unwrap_or(ANY_YEAR))) else {
            return Ok(Vec::new());
        };
        let posts = self.store.posts()?;
        let post = if posts.binary_search(&mrn.post).is_ok() {
            Some(mrn.post.as_str())
        } else {
            nearest(&mrn.post, posts.iter().map(String::as_str))
        };
        match post {
            Some(post) => self.store.nearest(post, year, mrn.number, limit),
            None => Ok(Vec::new()),
        }
    }

    /// The parts of a query that match no cable by themselves, with what could have been meant: words and values that
    /// cables have, neighbours of an identifier. At most `limit` for each. Asked of a query that found nothing.
    ///
    /// Empty where the text is no query.
    ///
    /// # Errors
    ///
    /// When the index or the store fails.
    pub fn spelled_like(&self, query: &str, limit: usize) -> Result<Vec<SpelledLike>, Error> {
        let near = |id: &str| {
            let near = self.neighbours(id, limit)?;
            Ok(near.iter().map(|line| line.key.to_string()).collect())
        };
        crate::search::spelled_like(&self.store, &*self.fresh_index()?, query, limit, &near)
    }

    /// Inputs that gave no cable, by path.
    ///
    /// # Errors
    ///
    /// When the store cannot be read.
    pub fn unreadable(&self, limit: usize) -> Result<Vec<UnreadableSource>, Error> {
        self.store.unreadable(limit)
    }

    pub(crate) fn store(&self) -> &Store {
        &self.store
    }

    /// The index at its last commit, whichever process made it.
    fn fresh_index(&self) -> Result<Arc<Index>, Error> {
        let mut index = self.index.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(index) = &*index
            && !index.is_stale(&self.folder)
        {
            return Ok(Arc::clone(index));
        }
        match Index::reopen(&self.store, &self.folder)? {
            Some(fresh) => {
                let fresh = Arc::new(fresh);
                *index = Some(Arc::clone(&fresh));
                Ok(fresh)
            }
            // A writer at its first commit, or exchanging a rebuilt index: the old one still answers.
            None => index.clone().ok_or_else(|| Error::Locked {
                folder: self.folder.clone(),
                holder: layout::holder(&self.folder),
            }),
        }
    }
}

/// Stands in for the year where a spelling has none and only post and number matter.
const ANY_YEAR: u16 = 2000;

pub(crate) fn bytes_on_disk(folder: &Path) -> u64 {
    walkdir::WalkDir::new(folder)
        .into_iter()
        .filter_map(Result::ok)
        .filter_map(|entry| entry.metadata().ok())
        .filter(fs::Metadata::is_file)
        .map(|metadata| metadata.len())
        .sum()
}

#[cfg(test)]
mod tests;
