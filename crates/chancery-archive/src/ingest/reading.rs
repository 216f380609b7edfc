//! From one file to what will be stored of it. Runs on the worker threads.

use std::fs::File;
use std::io::{self, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use chancery_format::record::Record;
use chancery_format::{Hints, read};
use chancery_index::Document;

use super::walk::{Input, cannot_read};
use crate::Error;
use crate::index::document::document;
use crate::sameness::Hash;
use crate::store::{NewCable, Packer, Store};

/// What one file holds.
#[derive(Debug)]
pub(super) enum Reading {
    /// Bytes that the archive has.
    Known { sha256: Hash },
    /// A cable, or a fragment of one.
    Cable {
        sha256: Hash,
        cable: Box<NewCable>,
        document: Box<Document>,
    },
    /// Something else.
    NotACable { sha256: Hash, reason: String },
    /// Nobody knows: it was not read.
    Unreadable { reason: String },
}

/// Reads files for one thread.
pub(super) struct Reader<'a> {
    store: &'a Store,
    limit_bytes: u64,
    packer: Packer,
}

impl<'a> Reader<'a> {
    pub(super) fn new(store: &'a Store, limit_bytes: u64) -> Result<Reader<'a>, Error> {
        let packer = Packer::new(store.dictionary()?).map_err(|source| Error::Store {
            attempt: "prepare compression",
            source: Box::new(source),
        })?;
        Ok(Reader {
            store,
            limit_bytes,
            packer,
        })
    }

    /// Reads one file.
    ///
    /// # Errors
    ///
    /// When the archive fails. What is wrong with the file itself is in the reading.
    pub(super) fn read(&mut self, input: &Input) -> Result<Reading, Error> {
        if let Some(reason) = &input.problem {
            return Ok(Reading::Unreadable {
                reason: reason.clone(),
            });
        }
        if input.n_bytes > self.limit_bytes {
            return Ok(self.too_large());
        }
        let bytes = match read_file(&input.path, self.limit_bytes) {
            Ok(bytes) => bytes,
            Err(error) => {
                return Ok(Reading::Unreadable {
                    reason: cannot_read(&error),
                });
            }
        };
        if bytes.len() as u64 > self.limit_bytes {
            return Ok(self.too_large());
        }
        let sha256 = Hash::of(&bytes);
        if self.store.has_original(sha256)? {
            return Ok(Reading::Known { sha256 });
        }
        // The parser never panics. Should it, the run goes on, and the file is listed instead of lost.
        let parsed = catch_unwind(AssertUnwindSafe(|| {
            let hints = Hints {
                path: Some(input.path.to_string_lossy().into_owned()),
                ..Hints::default()
            };
            let document = read(&bytes, &hints);
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
        self.pack(sha256, &bytes, record)
            .map_err(|source| Error::Store {
                attempt: "compress the cable",
                source: Box::new(source),
            })
    }

    fn pack(&mut self, sha256: Hash, bytes: &[u8], record: Record) -> io::Result<Reading> {
        let cable = NewCable::of(&record, self.packer.pack(bytes)?, None);
        Ok(Reading::Cable {
            sha256,
            cable: Box::new(cable),
            document: Box::new(document(&[record])),
        })
    }

    fn too_large(&self) -> Reading {
        Reading::Unreadable {
            reason: format!(
                "is larger than {}, the limit for one cable",
                in_words(self.limit_bytes)
            ),
        }
    }
}

/// A limit for a person: whole MiB where it is that.
fn in_words(n_bytes: u64) -> String {
    if n_bytes >= 1 << 20 && n_bytes.is_multiple_of(1 << 20) {
        format!("{} MiB", n_bytes >> 20)
    } else {
        format!("{n_bytes} bytes")
    }
}

/// The bytes of a file, at most one more than the limit, however it grows while it is read.
fn read_file(path: &Path, limit_bytes: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let file = File::open(path)?;
    if !file.metadata()?.is_file() {
        return Err(io::Error::other("no longer a regular file"));
    }
    file.take(limit_bytes.saturating_add(1))
        .read_to_end(&mut bytes)?;
    Ok(bytes)
}
