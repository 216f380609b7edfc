//! From what a walk found to what will be stored of it. Runs on the worker threads.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};

use chancery_format::record::Record;
use chancery_index::Document;
use chancery_sources::{Content, Found, Item, Place, Problem};

use crate::Error;
use crate::index::document::document;
use crate::sameness::Hash;
use crate::store::{NewCable, NewSource, Packer, Store};

/// What one place of the input holds.
#[derive(Debug)]
pub(super) struct Read {
    /// The file of the outside.
    pub(super) path: String,
    /// The way into it, `#17`; empty for the file itself.
    pub(super) member: String,
    /// What took it out.
    pub(super) reader: &'static str,
    /// The identifier that the source gives beside the text.
    pub(super) identifier: Option<String>,
    /// What stood beside the text: an object of JSON.
    pub(super) metadata: String,
    pub(super) n_bytes: u64,
    /// What can be done where it was not read.
    pub(super) hint: Option<String>,
    /// How far the walk had come.
    pub(super) walked: u64,
    pub(super) reading: Reading,
}

/// What was found.
#[derive(Debug)]
pub(super) enum Reading {
    /// Bytes that the archive has.
    Known {
        sha256: Hash,
        /// That its columns do not look like what they are taken for: said again, since it may have been overlooked.
        remark: Option<String>,
    },
    /// A cable, or a fragment of one.
    Cable {
        sha256: Hash,
        cable: Box<NewCable>,
        document: Box<Document>,
        /// What is wrong with it, though it was taken.
        remark: Option<String>,
        /// Whether the archive has these bytes from this place, and another mapping of columns made something else of
        /// them.
        is_anew: bool,
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

impl Read {
    /// The place as a person reads it.
    pub(super) fn place(&self) -> String {
        format!("{}{}", self.path, self.member)
    }

    pub(super) fn source(&self) -> NewSource<'_> {
        NewSource {
            path: &self.path,
            member: &self.member,
            reader: self.reader,
            identifier: self.identifier.as_deref(),
            metadata: &self.metadata,
        }
    }
}

impl<'a> Reader<'a> {
    pub(super) fn new(store: &'a Store) -> Result<Reader<'a>, Error> {
        let packer = Packer::new(store.dictionary()?).map_err(|source| Error::Store {
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
                let path = item.place.path().display().to_string();
                let mut member = item.place.to_string();
                member.drain(..path.len().min(member.len()));
                let mut read = Read {
                    path,
                    member,
                    reader: "whole",
                    identifier: None,
                    metadata: "{}".to_owned(),
                    n_bytes: 0,
                    hint: None,
                    walked: item.n_read,
                    reading: Reading::Unreadable {
                        reason: String::new(),
                    },
                };
                read.reading = match item.content {
                    Content::Problem(problem) => {
                        read.hint = problem.help();
                        problem_reading(&problem)
                    }
                    Content::Found(found) => {
                        let sha256 = hash.unwrap_or_else(|| Hash::of(&found.original));
                        read.n_bytes = found.original.len() as u64;
                        read.reader = found.reader.as_str();
                        read.hint = found.remark.as_ref().and_then(Problem::help);
                        read.identifier.clone_from(&found.id);
                        if !found.metadata.0.is_empty() {
                            read.metadata = serde_json::to_string(&found.metadata)
                                .unwrap_or_else(|_| "{}".to_owned());
                        }
                        if !is_known {
                            self.parse(&found, &item.place, sha256)?
                        } else if self.is_said_otherwise(&found, &read, sha256)? {
                            self.parse_anew(&found, &item.place, sha256)?
                        } else {
                            already_known(&found, sha256)
                        }
                    }
                };
                Ok(read)
            })
            .collect()
    }

    /// Whether something else stands beside known bytes than when they were read: columns were told otherwise.
    fn is_said_otherwise(&self, found: &Found, read: &Read, sha256: Hash) -> Result<bool, Error> {
        use chancery_sources::Reader::{JsonObject, TableRow};
        if !matches!(found.reader, TableRow | JsonObject) {
            return Ok(false);
        }
        let said = self.store.said_at(sha256, &read.path, &read.member)?;
        Ok(said.is_some_and(|(identifier, metadata)| {
            identifier != read.identifier || metadata != read.metadata
        }))
    }

    /// Reads known bytes in another way; where that gives no cable, they stay what they are.
    fn parse_anew(&mut self, found: &Found, place: &Place, sha256: Hash) -> Result<Reading, Error> {
        Ok(match self.parse(found, place, sha256)? {
            Reading::Cable {
                sha256,
                cable,
                document,
                remark,
                ..
            } => Reading::Cable {
                sha256,
                cable,
                document,
                remark,
                is_anew: true,
            },
            _ => already_known(found, sha256),
        })
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
            Ok(Ok(record)) if has_a_subject_alone(found.reader, &record) => {
                return Ok(Reading::NotACable {
                    sha256,
                    reason: "has a line `Subject:` and nothing else of a cable; an identifier as the name of its file \
                             makes it one"
                        .to_owned(),
                });
            }
            Ok(Ok(record)) => record,
            Ok(Err(reason)) => return Ok(Reading::NotACable { sha256, reason }),
            Err(_) => {
                return Ok(Reading::Unreadable {
                    reason: "made the parser fail, which is a fault of this program".to_owned(),
                });
            }
        };
        self.pack(sha256, found, &record)
            .map_err(|source| Error::Store {
                attempt: "compress the cable",
                source: Box::new(source),
            })
    }

    fn pack(&mut self, sha256: Hash, found: &Found, record: &Record) -> io::Result<Reading> {
        let original = self.packer.pack(&found.original)?;
        let read = match &found.text {
            Some(text) => Some(self.packer.pack(text.as_bytes())?),
            None => None,
        };
        let cable = NewCable::of(record, original, read);
        Ok(Reading::Cable {
            sha256,
            cable: Box::new(cable),
            document: Box::new(document(std::slice::from_ref(record))),
            remark: remark(found, record),
            is_anew: false,
        })
    }
}

/// Whether a text is one as people write letters and notes: a line `Subject:`, in small letters, and nothing else that
/// cables have. A table, a mail, or a page of cables says itself what it holds.
fn has_a_subject_alone(reader: chancery_sources::Reader, record: &Record) -> bool {
    use chancery_sources::Reader::{Part, Whole};
    let in_capitals = |line: &str| line.trim_start().starts_with("SUBJ");
    matches!(reader, Whole | Part)
        && record.source.wrapper == "text"
        // A page that was released says who released it, if nothing else.
        && record.source.metadata.0.is_empty()
        && record.kind == "fragment"
        && record.subject.is_some()
        && record.id.is_none()
        && record.sent.is_none()
        && record.date_time_group.is_none()
        && record.transmission.is_none()
        && record.from.is_none()
        && record.to.is_empty()
        && record.info.is_empty()
        && record.classification.is_none()
        && record.captions.is_empty()
        && record.section.is_none()
        && record.executive_order.is_none()
        && record.tags.is_empty()
        && record.references.is_empty()
        && record.classified_by.is_none()
        && record.reasons.is_empty()
        && record.distribution.is_none()
        && record.drafted_by.is_none()
        && record.subject_portion.is_none()
        && record.summary.is_none()
        && record.comment.is_none()
        && record
            .paragraphs
            .iter()
            .all(|paragraph| paragraph.number.is_none() && paragraph.portion.is_none())
        && !record.text.lines().any(in_capitals)
}

fn already_known(found: &Found, sha256: Hash) -> Reading {
    let remark = found
        .remark
        .as_ref()
        .filter(|remark| matches!(remark, Problem::UnlikeColumns { .. }));
    Reading::Known {
        sha256,
        remark: remark.map(Problem::to_string),
    }
}

/// What is to be said of something that is taken: what is wrong with it, and that its source names another cable.
fn remark(found: &Found, record: &Record) -> Option<String> {
    let mismatch = record
        .diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.code == "id-text-mismatch")
        .map(|diagnostic| diagnostic.message.clone());
    let remarks: Vec<String> = found
        .remark
        .as_ref()
        .map(Problem::to_string)
        .into_iter()
        .chain(mismatch)
        .collect();
    (!remarks.is_empty()).then(|| remarks.join("; "))
}

/// What a problem comes to: some places hold nothing that could be read, at others something was not read.
fn problem_reading(problem: &Problem) -> Reading {
    let reason = problem.to_string();
    match problem {
        Problem::Empty => Reading::NotACable {
            sha256: Hash::of(b""),
            reason: "holds no text".to_owned(),
        },
        Problem::NoText { .. } | Problem::NoContent | Problem::Unsupported { .. } => {
            Reading::NotACable {
                sha256: Hash::of(reason.as_bytes()),
                reason,
            }
        }
        _ => Reading::Unreadable { reason },
    }
}
