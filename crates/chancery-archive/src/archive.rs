//! An open archive.

use std::path::{Path, PathBuf};

use crate::{
    Answer, CableKey, CableLine, Error, Original, Search, SourceId, StoredCable, UnreadableSource,
};

/// An open archive: `Send` and `Sync`, cheap to share in an `Arc`.
#[derive(Debug)]
pub struct Archive {
    folder: PathBuf,
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
    /// # Errors
    ///
    /// When there is no archive, when it was written by a newer version, or when it cannot be read.
    pub fn open(folder: &Path) -> Result<Archive, Error> {
        Ok(Archive {
            folder: folder.to_owned(),
        })
    }

    /// Opens an archive, or creates one where the folder is absent or empty.
    ///
    /// # Errors
    ///
    /// As [`Archive::open`], and when the folder cannot be created or holds something else.
    pub fn open_or_create(folder: &Path) -> Result<Archive, Error> {
        Archive::open(folder)
    }

    /// The folder it was opened from.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// What the archive holds, in numbers.
    ///
    /// # Errors
    ///
    /// When the store cannot be read.
    pub fn overview(&self) -> Result<Overview, Error> {
        Ok(Overview::default())
    }

    /// The key of the cable that a spelling means: any spelling of an identifier, or a key.
    ///
    /// # Errors
    ///
    /// When the store cannot be read.
    pub fn resolve(&self, spelling: &str) -> Result<Option<CableKey>, Error> {
        let _ = spelling;
        Ok(None)
    }

    /// A cable with its editions, sources and references.
    ///
    /// # Errors
    ///
    /// When the store cannot be read or the cable's record is damaged.
    pub fn cable(&self, key: &CableKey) -> Result<Option<StoredCable>, Error> {
        let _ = key;
        Ok(None)
    }

    /// The bytes of a source as they were ingested, byte for byte, checked against their hash.
    ///
    /// # Errors
    ///
    /// When the store cannot be read or the bytes do not match their hash.
    pub fn original(&self, source: SourceId) -> Result<Option<Original>, Error> {
        let _ = source;
        Ok(None)
    }

    /// Asks a question.
    ///
    /// # Errors
    ///
    /// When the query does not read (see [`Error::as_query`]), or the index or the store fails.
    pub fn search(&self, search: &Search) -> Result<Answer, Error> {
        let _ = search;
        Ok(Answer {
            total: 0,
            hits: Vec::new(),
            facets: Vec::new(),
            parsed: String::new(),
        })
    }

    /// Cables near an identifier that the archive lacks: same post and year, nearest numbers first.
    ///
    /// # Errors
    ///
    /// When the store cannot be read.
    pub fn neighbours(&self, spelling: &str, limit: usize) -> Result<Vec<CableLine>, Error> {
        let _ = (spelling, limit);
        Ok(Vec::new())
    }

    /// Inputs that gave no cable, by path.
    ///
    /// # Errors
    ///
    /// When the store cannot be read.
    pub fn unreadable(&self, limit: usize) -> Result<Vec<UnreadableSource>, Error> {
        let _ = limit;
        Ok(Vec::new())
    }
}
