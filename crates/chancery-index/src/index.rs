//! An index open for reading, at one commit.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::bytes::u64_at;
use crate::expand;
use crate::file;
use crate::query::Pattern;
use crate::segment::Segment;
use crate::term::{self, KEYWORD, WORD};
use crate::writer::Durability;

/// The version of the files that this build writes and reads.
const VERSION: u32 = 2;

const MANIFEST: &str = "manifest.json";

/// What an index is made of at one commit.
#[derive(Clone, Debug, Default, serde::Serialize, serde::Deserialize)]
pub(crate) struct Manifest {
    pub(crate) version: u32,
    /// Counts commits.
    pub(crate) commit: u64,
    /// Number in the name of the next file.
    pub(crate) next_file: u64,
    /// What the owner of the index notes with a commit.
    pub(crate) payload: String,
    pub(crate) segments: Vec<SegmentEntry>,
}

#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(crate) struct SegmentEntry {
    pub(crate) name: String,
    pub(crate) n_docs: u32,
    /// File of the documents that were taken out.
    pub(crate) deleted: Option<String>,
    pub(crate) n_deleted: u32,
}

/// An index as its last commit left it. It keeps answering so whatever is written since.
#[derive(Debug)]
pub struct Index {
    folder: PathBuf,
    pub(crate) manifest: Manifest,
    segments: Vec<Arc<Segment>>,
}

impl Index {
    /// Opens the last commit.
    ///
    /// # Errors
    ///
    /// When there is none, it is of another version, or a file is missing or cut short. What bytes within a file were
    /// changed only [`Index::damaged`] finds.
    pub fn open(folder: &Path) -> io::Result<Index> {
        // A commit may be replaced, and its files removed, while they are being opened.
        let mut attempts = 0;
        loop {
            match Index::try_open(folder) {
                Err(error) if error.kind() == io::ErrorKind::NotFound && attempts < 5 => {
                    if !folder.join(MANIFEST).is_file() {
                        return Err(error);
                    }
                    attempts += 1;
                }
                result => return result,
            }
        }
    }

    fn try_open(folder: &Path) -> io::Result<Index> {
        let manifest = Manifest::read(folder)?;
        let segments = manifest
            .segments
            .iter()
            .map(|entry| open_segment(folder, entry).map(Arc::new))
            .collect::<io::Result<_>>()?;
        Ok(Index {
            folder: folder.to_owned(),
            manifest,
            segments,
        })
    }

    /// What the owner noted with the commit.
    pub fn payload(&self) -> &str {
        &self.manifest.payload
    }

    /// How many documents there are.
    pub fn n_docs(&self) -> u64 {
        self.segments().map(|s| u64::from(s.n_alive())).sum()
    }

    /// How many parts it has.
    pub fn n_segments(&self) -> usize {
        self.segments.len()
    }

    /// The names of all files of this commit.
    pub fn files(&self) -> Vec<PathBuf> {
        self.manifest.files()
    }

    /// The names of those files of this commit that are not as they were written. Reads all of them.
    ///
    /// # Errors
    ///
    /// When a file cannot be read.
    pub fn damaged(&self) -> io::Result<Vec<PathBuf>> {
        damaged(&self.folder, self.files())
    }

    /// How many documents have a word, as written.
    pub fn n_with_word(&self, word: &str) -> u64 {
        self.segments()
            .filter_map(|segment| segment.list(&term::word(word.as_bytes())))
            .map(|list| list.len() as u64)
            .sum()
    }

    /// The words that begin so, each with the number of documents that have it, most frequent first.
    ///
    /// # Errors
    ///
    /// When the index is damaged.
    pub fn words_beginning(&self, prefix: &str, limit: usize) -> io::Result<Vec<(String, u64)>> {
        self.beginning(prefix, WORD, limit)
    }

    /// The values of a keyword field that begin so, each with the number of documents that have it, most frequent
    /// first.
    ///
    /// # Errors
    ///
    /// When the index is damaged.
    pub fn values_beginning(
        &self,
        field: u8,
        prefix: &str,
        limit: usize,
    ) -> io::Result<Vec<(String, u64)>> {
        self.beginning(prefix, KEYWORD + field, limit)
    }

    /// The words that fit a pattern, each with the number of documents that have it, most frequent first.
    ///
    /// # Errors
    ///
    /// When the pattern does not compile ([`io::ErrorKind::InvalidInput`]), or the index is damaged.
    pub fn words_like(&self, pattern: &Pattern, limit: usize) -> io::Result<Vec<(String, u64)>> {
        let matcher = expand::compile(pattern)?;
        let mut counts = std::collections::BTreeMap::new();
        for segment in self.segments() {
            matcher.each(segment, WORD, |key, at| {
                let word = String::from_utf8_lossy(&key[1..]).into_owned();
                *counts.entry(word).or_insert(0) += segment.list_at(key, at).len() as u64;
            })?;
        }
        let mut counts: Vec<(String, u64)> = counts.into_iter().collect();
        counts.sort_by_key(|&(_, n)| std::cmp::Reverse(n));
        counts.truncate(limit);
        Ok(counts)
    }

    /// The words of the index whose stem this is, in order.
    pub fn forms_of(&self, stem: &str) -> Vec<String> {
        let mut forms: Vec<String> = self
            .segments()
            .flat_map(|segment| segment.forms_of(stem))
            .map(|word| String::from_utf8_lossy(&word).into_owned())
            .collect();
        forms.sort_unstable();
        forms.dedup();
        forms
    }

    fn beginning(&self, prefix: &str, kind: u8, limit: usize) -> io::Result<Vec<(String, u64)>> {
        let mut counts = std::collections::BTreeMap::new();
        for segment in self.segments() {
            for (word, n) in expand::beginning(segment, prefix, kind)? {
                *counts.entry(word).or_insert(0) += n;
            }
        }
        let mut counts: Vec<(String, u64)> = counts.into_iter().collect();
        counts.sort_by_key(|&(_, n)| std::cmp::Reverse(n));
        counts.truncate(limit);
        Ok(counts)
    }

    pub(crate) fn segments(&self) -> impl Iterator<Item = &Segment> {
        self.segments.iter().map(|segment| &**segment)
    }
}

/// Those of some files that are not as they were written. Reads all of them.
///
/// # Errors
///
/// When one cannot be read for another reason than that it is missing.
pub fn damaged(folder: &Path, files: Vec<PathBuf>) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for name in files {
        let is_intact = match name.extension().and_then(|extension| extension.to_str()) {
            Some("segment") => file::is_intact(&folder.join(&name)),
            _ => read_deleted(&folder.join(&name)).map(|_| true),
        };
        match is_intact {
            Ok(true) => {}
            Ok(false) => found.push(name),
            Err(error)
                if matches!(
                    error.kind(),
                    io::ErrorKind::NotFound
                        | io::ErrorKind::InvalidData
                        | io::ErrorKind::UnexpectedEof
                ) =>
            {
                found.push(name);
            }
            Err(error) => return Err(error),
        }
    }
    Ok(found)
}

/// The names of the files that the last commit of a folder is made of, with its manifest first.
///
/// # Errors
///
/// When the manifest cannot be read.
pub fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = vec![PathBuf::from(MANIFEST)];
    files.extend(Manifest::read(folder)?.files());
    Ok(files)
}

pub(crate) fn open_segment(folder: &Path, entry: &SegmentEntry) -> io::Result<Segment> {
    let deleted = match &entry.deleted {
        Some(name) => read_deleted(&folder.join(name))?,
        None => Vec::new(),
    };
    let segment = Segment::open(&folder.join(format!("{}.segment", entry.name)), deleted)?;
    if segment.n_docs() != entry.n_docs {
        return Err(io::Error::new(
            io::ErrorKind::InvalidData,
            format!("segment {} has another number of documents", entry.name),
        ));
    }
    Ok(segment)
}

impl Manifest {
    pub(crate) fn read(folder: &Path) -> io::Result<Manifest> {
        let manifest: Manifest = serde_json::from_slice(&fs::read(folder.join(MANIFEST))?)?;
        if manifest.version != VERSION {
            return Err(io::Error::new(
                io::ErrorKind::InvalidData,
                format!("index of version {}", manifest.version),
            ));
        }
        // Names come from a file, and only ours lead to files of this folder.
        let is_ours = |name: &String| name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.');
        let names = manifest
            .segments
            .iter()
            .flat_map(|entry| std::iter::once(&entry.name).chain(&entry.deleted));
        if !names.into_iter().all(is_ours) {
            return Err(io::Error::new(
                io::ErrorKind::InvalidData,
                "a manifest with names of other files",
            ));
        }
        Ok(manifest)
    }

    /// Puts this in the place of what stands there, whole or not at all.
    pub(crate) fn write(&mut self, folder: &Path, durability: Durability) -> io::Result<()> {
        self.version = VERSION;
        self.commit += 1;
        let new = folder.join("manifest.new");
        let mut file = File::create(&new)?;
        file.write_all(&serde_json::to_vec_pretty(self)?)?;
        durability.sync(&file)?;
        drop(file);
        fs::rename(&new, folder.join(MANIFEST))?;
        if cfg!(unix) {
            durability.sync(&File::open(folder)?)?;
        }
        Ok(())
    }

    pub(crate) fn files(&self) -> Vec<PathBuf> {
        self.segments
            .iter()
            .flat_map(|entry| {
                std::iter::once(format!("{}.segment", entry.name)).chain(entry.deleted.clone())
            })
            .map(PathBuf::from)
            .collect()
    }
}

/// Bits of documents taken out, with their checksum in front.
pub(crate) fn write_deleted(path: &Path, bits: &[u64], durability: Durability) -> io::Result<()> {
    let mut bytes = Vec::with_capacity(bits.len() * 8 + 4);
    for word in bits {
        bytes.extend_from_slice(&word.to_le_bytes());
    }
    let checksum = crc32fast::hash(&bytes).to_le_bytes();
    let mut file = File::create(path)?;
    file.write_all(&checksum)?;
    file.write_all(&bytes)?;
    durability.sync(&file)
}

fn read_deleted(path: &Path) -> io::Result<Vec<u64>> {
    let bytes = fs::read(path)?;
    match bytes.split_first_chunk::<4>() {
        Some((checksum, bits)) if crc32fast::hash(bits).to_le_bytes() == *checksum => {
            Ok((0..bits.len() / 8)
                .map(|index| u64_at(bits, index))
                .collect())
        }
        _ => Err(io::Error::new(
            io::ErrorKind::InvalidData,
            "damaged list of documents taken out",
        )),
    }
}
