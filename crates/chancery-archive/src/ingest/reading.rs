//! From what a walk found to what will be stored of it. Runs on the worker threads.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};

use chancery_format::record::Record;
use chancery_index::Document;
use chancery_sources::{Content, Found, Item, Place, Problem};

use crate::Error;
use crate::index::document::document;
use crate::sameness::{Hash, compared_hash};
use crate::store::{NewCable, NewLine, Packer, Store};

/// What one place of the input holds.
#[derive(Debug)]
pub(super) struct Read {
    /// The place, as it will be remembered.
    pub(super) place: String,
    pub(super) n_bytes: u64,
    /// How far the walk had come.
    pub(super) walked: u64,
    pub(super) reading: Reading,
}

/// What was found.
#[derive(Debug)]
pub(super) enum Reading {
    /// Bytes that the archive has.
    Known { sha256: Hash },
    /// A cable, or a fragment of one.
    Cable {
        sha256: Hash,
        cable: Box<NewCable>,
        document: Box<Document>,
        /// What is wrong with it, though it was taken.
        remark: Option<String>,
    },
    /// Something else.
    NotACable { sha256: Hash, reason: String },
    /// Nobody knows: it was not read.
    Unreadable { reason: String },
}

/// Reads items for one thread.
pub(super) struct Reader<'a> {
    store: &'a Store,
    packer: Packer,
}

impl<'a> Reader<'a> {
    pub(super) fn new(store: &'a Store) -> Result<Reader<'a>, Error> {
        let packer = Packer::new().map_err(|source| Error::Store {
            attempt: "prepare compression",
            source: Box::new(source),
        })?;
        Ok(Reader { store, packer })
    }

    /// Reads the items of a batch.
    ///
    /// # Errors
    ///
    /// When the archive fails. What is wrong with an item itself is in its reading.
    pub(super) fn read(&mut self, items: Vec<Item>) -> Result<Vec<Read>, Error> {
        let hashes: Vec<Option<Hash>> = items
            .iter()
            .map(|item| match &item.content {
                Content::Found(found) => Some(Hash::of(&found.original)),
                Content::Problem(_) => None,
            })
            .collect();
        let known = self.store.have_originals(&hashes)?;
        items
            .into_iter()
            .zip(hashes.into_iter().zip(known))
            .map(|(item, (hash, is_known))| {
                let n_bytes = match &item.content {
                    Content::Found(found) => found.original.len() as u64,
                    Content::Problem(_) => 0,
                };
                let reading = match (item.content, hash) {
                    (Content::Problem(problem), _) => problem_reading(&problem),
                    (Content::Found(_), Some(sha256)) if is_known => Reading::Known { sha256 },
                    (Content::Found(found), hash) => {
                        let sha256 = hash.unwrap_or_else(|| Hash::of(&found.original));
                        self.parse(&found, &item.place, sha256)?
                    }
                };
                Ok(Read {
                    place: item.place.to_string(),
                    n_bytes,
                    walked: item.n_read,
                    reading,
                })
            })
            .collect()
    }

    fn parse(&mut self, found: &Found, place: &Place, sha256: Hash) -> Result<Reading, Error> {
        // The parser never panics. Should it, the run goes on, and the file is listed instead of lost.
        let parsed = catch_unwind(AssertUnwindSafe(|| {
            let document = found.read(place);
            match document.not_a_cable() {
                Some(reason) => Err(reason.to_string()),
                None => Ok(document.record()),
            }
        }));
        let record = match parsed {
            Ok(Ok(record)) => record,
            Ok(Err(reason)) => return Ok(Reading::NotACable { sha256, reason }),
            Err(_) => {
                return Ok(Reading::Unreadable {
                    reason: "made the parser fail, which is a fault of this program".to_owned(),
                });
            }
        };
        self.pack(sha256, found, record)
            .map_err(|source| Error::Store {
                attempt: "compress the cable",
                source: Box::new(source),
            })
    }

    fn pack(&mut self, sha256: Hash, found: &Found, record: Record) -> io::Result<Reading> {
        let cable = NewCable {
            line: NewLine::of(&record),
            references: record
                .references
                .iter()
                .enumerate()
                .filter_map(|(position, reference)| Some((position, reference.id.clone()?)))
                .collect(),
            original: self.packer.pack(&found.original)?,
            text_hash: compared_hash(&record.text),
            n_text_bytes: record.text.len() as u64,
            wrapper: record.source.wrapper.clone(),
        };
        Ok(Reading::Cable {
            sha256,
            cable: Box::new(cable),
            document: Box::new(document(&[record])),
            remark: found.remark.as_ref().map(Problem::to_string),
        })
    }
}

/// What a problem comes to: some places hold nothing that could be read, at others something was not read.
fn problem_reading(problem: &Problem) -> Reading {
    let reason = problem.to_string();
    match problem {
        Problem::Empty => Reading::NotACable {
            sha256: Hash::of(b""),
            reason: "holds no text".to_owned(),
        },
        Problem::NoText { .. }
        | Problem::NoContent
        | Problem::UnsafePath
        | Problem::Unsupported { .. } => Reading::NotACable {
            sha256: Hash::of(reason.as_bytes()),
            reason,
        },
        _ => Reading::Unreadable { reason },
    }
}
