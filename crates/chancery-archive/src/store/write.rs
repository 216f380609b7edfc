//! Changes to the truth, in batches that happen whole or not at all.

mod anew;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use chancery_format::record::Record;
use chancery_sources::Mapping;
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};

use super::codec::{Dictionaries, Dictionary, Packed, WORDS};
use super::read::{ORIGINAL_OF_HASH, PackedOriginal, key_and_records, original_of};
use super::sketches::Sketches;
use super::upkeep::salted;
use super::{Flusher, now, set_up, store_error};
use crate::references::keys_of;
use crate::sameness::{Hash, compared_hash, hex};
use crate::sketch::{Likeness, Sketch, likeness, sketch};
use crate::{CableKey, Error, IngestSummary, layout};

/// The one connection that writes.
#[derive(Debug)]
pub(crate) struct Writer {
    pub(super) folder: PathBuf,
    pub(super) connection: Connection,
    pub(super) dictionaries: Arc<Dictionaries>,
    /// The run that what is stored belongs to.
    run: Option<i64>,
    /// Whether what was forgotten is taken in again.
    takes_forgotten: bool,
    sketches: Sketches,
}

/// Where something was found, and by what.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NewSource<'a> {
    /// The outermost file, as it was given to ingest.
    pub(crate) path: &'a str,
    /// The place within the file, `#17` or `!a/1.txt`; empty for the file itself.
    pub(crate) member: &'a str,
    /// What took it out, as `chancery_sources` calls it: `whole`, `cablegate-row`.
    pub(crate) reader: &'a str,
    /// The identifier that the source gives beside the text, in whatever spelling.
    pub(crate) identifier: Option<&'a str>,
    /// What stood beside the text: an object of JSON.
    pub(crate) metadata: &'a str,
}

#[cfg(test)]
impl<'a> NewSource<'a> {
    /// A file that is itself what is read.
    pub(crate) fn whole(path: &'a str) -> NewSource<'a> {
        NewSource {
            path,
            member: "",
            reader: "whole",
            identifier: None,
            metadata: "{}",
        }
    }
}

/// A cable read from a file, ready to be stored.
#[derive(Debug)]
pub(crate) struct NewCable {
    /// What lists show of it.
    pub(crate) line: NewLine,
    /// Keys of the cables it refers to, with the place of each in the references.
    pub(crate) references: Vec<(usize, String)>,
    pub(crate) original: Packed,
    /// What was read instead of the original, where that is something else: the text of a PDF.
    pub(crate) read: Option<Packed>,
    pub(crate) text_hash: Hash,
    pub(crate) n_text_bytes: u64,
    pub(crate) wrapper: String,
    /// Which part of a cable it is, and of how many, where it was sent in sections: `2 of 3`.
    pub(crate) part: Option<(u16, Option<u16>)>,
    /// What its text says of itself: `corrected copy`, `retransmission`.
    pub(crate) copy: Option<&'static str>,
    /// Finds texts that resemble it.
    pub(crate) sketch: Option<Sketch>,
}

impl NewCable {
    /// What is stored of a record that was read from `original`, or from `read` where that is something else.
    pub(crate) fn of(record: &Record, original: Packed, read: Option<Packed>) -> NewCable {
        NewCable {
            line: NewLine::of(record),
            references: keys_of(record),
            original,
            read,
            text_hash: compared_hash(&record.text),
            n_text_bytes: record.text.len() as u64,
            wrapper: record.source.wrapper.clone(),
            part: record
                .section
                .as_ref()
                .map(|section| (section.number, section.of)),
            copy: copy_mark(&record.text),
            sketch: sketch(record),
        }
    }
}

/// What the head of a text says of its being sent again.
fn copy_mark(text: &str) -> Option<&'static str> {
    const HEAD_BYTES: usize = 3_000;
    let head = &text.as_bytes()[..text.len().min(HEAD_BYTES)];
    let has = |words: &str| memchr::memmem::find(head, words.as_bytes()).is_some();
    if has("CORRECTED COPY")
        || has("C O R R E C T E D  C O P Y")
        || has("C O R R E C T E D   C O P Y")
    {
        Some("corrected copy")
    } else if has("ZDK") || has("RETRANSMI") {
        Some("retransmission")
    } else {
        None
    }
}

/// The place of the table or file of objects that a row or object stands in.
///
/// It was listed as a whole where an earlier run did not know its columns, or took it for a text; now that its rows are
/// read it is neither.
fn table_of<'s>(source: &NewSource<'s>) -> Option<&'s str> {
    if !matches!(source.reader, "table-row" | "json-object") {
        return None;
    }
    let mut place = source.member;
    // A row of several cables has a number more.
    while let Some((before, number)) = place.rsplit_once('#')
        && number.bytes().all(|byte| byte.is_ascii_digit())
    {
        place = before;
    }
    Some(place)
}

/// What lists show of a cable.
#[derive(Debug)]
pub(crate) struct NewLine {
    pub(crate) id: Option<String>,
    pub(crate) sent: Option<String>,
    pub(crate) post: Option<String>,
    pub(crate) year: Option<u16>,
    pub(crate) number: Option<u32>,
    pub(crate) classification: Option<String>,
    pub(crate) subject: Option<String>,
    pub(crate) captions: String,
}

impl NewLine {
    pub(crate) fn of(record: &Record) -> NewLine {
        NewLine {
            id: record.id.clone(),
            sent: record.sent.clone(),
            post: record.post.clone(),
            year: record
                .year
                .or_else(|| record.sent.as_ref()?.get(..4)?.parse().ok()),
            number: record.number,
            classification: record
                .classification
                .as_ref()
                .map(|classification| classification.level.clone()),
            subject: record.subject.clone(),
            captions: serde_json::Value::from(record.captions.clone()).to_string(),
        }
    }

    /// These values, and those of another edition where there is none.
    pub(super) fn or(self, other: NewLine) -> NewLine {
        NewLine {
            id: self.id.or(other.id),
            sent: self.sent.or(other.sent),
            post: self.post.or(other.post),
            year: self.year.or(other.year),
            number: self.number.or(other.number),
            classification: self.classification.or(other.classification),
            subject: self.subject.or(other.subject),
            captions: if self.captions == "[]" {
                other.captions
            } else {
                self.captions
            },
        }
    }
}

/// What storing one source did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Stored {
    Added {
        cable: u64,
        key: CableKey,
    },
    NewEdition {
        cable: u64,
        key: CableKey,
        number: u32,
    },
    SameText {
        key: CableKey,
    },
    AlreadyHere {
        key: CableKey,
    },
    /// Known bytes of which another mapping of columns says something else.
    ReadAnew {
        /// The cable they belonged to, which may be gone, and the one they belong to now.
        cables: [u64; 2],
        key: CableKey,
    },
    /// Not stored: it was forgotten.
    Forgotten,
}

impl Writer {
    pub(super) fn open(folder: &Path, dictionaries: Arc<Dictionaries>) -> Result<Writer, Error> {
        let open = || {
            let connection = Connection::open_with_flags(
                layout::truth(folder),
                rusqlite::OpenFlags::SQLITE_OPEN_READ_WRITE
                    | rusqlite::OpenFlags::SQLITE_OPEN_NO_MUTEX,
            )?;
            set_up(&connection)?;
            checkpoint_every(&connection, CHECKPOINT_BYTES)?;
            connection.pragma_update(None, "cache_size", -32_768)?;
            Ok(connection)
        };
        let failed = |error| store_error(folder, "open the store", error);
        let connection = open().map_err(failed)?;
        Ok(Writer {
            folder: folder.to_owned(),
            sketches: Sketches::open(&connection).map_err(failed)?,
            connection,
            dictionaries,
            run: None,
            takes_forgotten: false,
        })
    }

    /// Says that what was forgotten is to be taken in again.
    pub(crate) fn take_forgotten(&mut self) {
        self.takes_forgotten = true;
    }

    /// Begins a run: what is stored from here on is noted as its. `arguments` says what was asked for.
    pub(crate) fn begin_run(&mut self, arguments: &str) -> Result<(), Error> {
        self.lightly("begin the run", |connection| {
            connection.execute(
                "INSERT INTO runs (started_at, arguments) VALUES (?1, ?2)",
                params![now(), arguments],
            )
        })?;
        self.run = Some(self.connection.last_insert_rowid());
        Ok(())
    }

    /// Keeps what was told of the columns of a table, in place of what was told of tables with these headings before.
    pub(crate) fn keep_columns(&mut self, headings: &str, mapping: &Mapping) -> Result<(), Error> {
        self.lightly("keep the columns of a table", |connection| {
            let transaction = connection.unchecked_transaction()?;
            transaction.execute("DELETE FROM columns WHERE headings = ?1", [headings])?;
            let mut n = 0;
            for (field, name) in mapping.fields() {
                n += transaction.execute(
                    "INSERT INTO columns (headings, field, name) VALUES (?1, ?2, ?3)",
                    [headings, field, name],
                )?;
            }
            transaction.commit()?;
            Ok(n)
        })
    }

    /// Ends the run that was begun. A run that is killed has no end.
    pub(crate) fn end_run(&mut self, summary: &IngestSummary) -> Result<(), Error> {
        let Some(run) = self.run.take() else {
            return Ok(());
        };
        self.lightly("end the run", |connection| {
            connection.execute(
                "UPDATE runs SET ended_at = ?2, n_files = ?3, n_bytes = ?4, n_added = ?5, n_new_editions = ?6,
                     n_same_text = ?7, n_already_here = ?8, n_not_cables = ?9, n_unreadable = ?10, is_complete = ?11
                 WHERE id = ?1",
                params![
                    run,
                    now(),
                    summary.n_files,
                    summary.n_bytes,
                    summary.n_added,
                    summary.n_new_editions,
                    summary.n_same_text,
                    // What was read anew is bytes that were there.
                    summary.n_already_here + summary.n_read_anew,
                    summary.n_not_cables,
                    summary.n_unreadable,
                    !summary.stopped
                ],
            )
        })?;
        Ok(())
    }

    /// Changes something that need not wait for the disk: what is stored next, or the end of the run, takes it along.
    fn lightly(
        &self,
        attempt: &'static str,
        change: impl FnOnce(&Connection) -> rusqlite::Result<usize>,
    ) -> Result<(), Error> {
        let change = || {
            self.connection
                .pragma_update(None, "synchronous", "normal")?;
            let changed = change(&self.connection);
            self.connection.pragma_update(None, "synchronous", "full")?;
            changed
        };
        change()
            .map(drop)
            .map_err(|error| store_error(&self.folder, attempt, error))
    }

    /// Keeps a dictionary, as [`train`](super::train) gives it, for packers to use from now on.
    pub(crate) fn add_dictionary(&mut self, bytes: &[u8]) -> Result<Arc<Dictionary>, Error> {
        let add = || {
            self.connection.execute(
                "INSERT INTO dictionaries (kind, bytes) VALUES (?1, ?2)",
                params![WORDS, bytes],
            )?;
            let id = self.connection.last_insert_rowid();
            self.dictionaries.get(&self.connection, id)
        };
        add().map_err(|error| store_error(&self.folder, "keep the dictionary", error))
    }

    /// Begins a batch. Dropped without [`Batch::commit`] it leaves no trace.
    pub(crate) fn begin(&mut self) -> Result<Batch<'_>, Error> {
        let folder = &self.folder;
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(|error| store_error(folder, "begin a batch", error))?;
        let generation = transaction
            .query_row("SELECT generation FROM archive WHERE id = 1", [], |row| {
                row.get::<_, u64>(0)
            })
            .map_err(|error| store_error(folder, "begin a batch", error))?;
        let has_unreadable = transaction
            .query_row("SELECT EXISTS (SELECT 1 FROM unreadable)", [], |row| {
                row.get(0)
            })
            .map_err(|error| store_error(folder, "begin a batch", error))?;
        let salt = transaction
            .query_row("SELECT salt FROM forgotten LIMIT 1", [], |row| row.get(0))
            .optional()
            .map_err(|error| store_error(folder, "begin a batch", error))?;
        Ok(Batch {
            sketches: &mut self.sketches,
            dictionaries: &self.dictionaries,
            salt,
            takes_forgotten: self.takes_forgotten,
            folder,
            transaction,
            generation,
            is_changed: false,
            has_unreadable,
            run: self.run,
            now: now(),
        })
    }

    /// Commits without waiting for the disk from now on. Whoever is told that something is stored has to hear of it from
    /// the thread that waits.
    pub(crate) fn hurry(&mut self) -> Result<Flusher, Error> {
        self.pace("normal", 0)?;
        Flusher::start(&self.folder)
    }

    /// Waits for the disk with each commit again.
    pub(crate) fn slow_down(&mut self) -> Result<(), Error> {
        self.pace("full", CHECKPOINT_BYTES)
    }

    fn pace(&self, synchronous: &str, checkpoint_bytes: i64) -> Result<(), Error> {
        let set = || {
            self.connection
                .pragma_update(None, "synchronous", synchronous)?;
            checkpoint_every(&self.connection, checkpoint_bytes)
        };
        set().map_err(|error| store_error(&self.folder, "set up the store", error))
    }

    /// Moves all of the log into the database, so that it is written from its beginning again, where no reader needs it.
    pub(crate) fn empty_log(&self) -> Result<(), Error> {
        self.connection
            .query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()))
            .map_err(|error| store_error(&self.folder, "tidy the store", error))
    }

    /// As [`Writer::finish`], but leaves a small log to those who have the archive open, the last of whom moves it: what is
    /// in it is as durable there.
    pub(crate) fn finish_lightly(self) -> Result<(), Error> {
        /// Bytes of a log that is left.
        const SMALL_LOG: u64 = 16 << 20;
        match std::fs::metadata(layout::log(&self.folder)) {
            Ok(metadata) if metadata.len() <= SMALL_LOG => Ok(()),
            _ => self.finish(),
        }
    }

    /// Moves the write-ahead log into the database, so that a folder at rest is three files and an index.
    pub(crate) fn finish(self) -> Result<(), Error> {
        self.connection
            .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
            .map_err(|error| store_error(&self.folder, "tidy the store", error))
    }
}

/// Bytes of log between checkpoints. Pages that change with each transaction are written once for many, and the log stays
/// small beside what is written.
const CHECKPOINT_BYTES: i64 = 32 << 20;

/// Has the log moved into the database whenever it has grown by so much; 0 for never.
fn checkpoint_every(connection: &Connection, n_bytes: i64) -> rusqlite::Result<()> {
    let page_bytes: i64 = connection.pragma_query_value(None, "page_size", |row| row.get(0))?;
    connection.pragma_update(None, "wal_autocheckpoint", n_bytes / page_bytes.max(512))
}

/// A transaction under way.
pub(crate) struct Batch<'w> {
    folder: &'w Path,
    transaction: Transaction<'w>,
    sketches: &'w mut Sketches,
    dictionaries: &'w Dictionaries,
    /// Before this batch.
    generation: u64,
    is_changed: bool,
    /// Whether there is any row to be taken off the list of inputs that gave no cable.
    has_unreadable: bool,
    /// Of the list of what was forgotten, where there is one.
    salt: Option<Vec<u8>>,
    takes_forgotten: bool,
    run: Option<i64>,
    now: String,
}

impl Batch<'_> {
    /// Stores what is new of a cable and remembers where it was found.
    pub(crate) fn store(
        &mut self,
        source: &NewSource<'_>,
        sha256: Hash,
        cable: &NewCable,
    ) -> Result<Stored, Error> {
        let stored = self.try_store(source, sha256, cable);
        stored.map_err(|error| store_error(self.folder, "store the cable", error))
    }

    /// A cable as it is by now, for the index.
    pub(crate) fn key_and_records(
        &self,
        id: u64,
    ) -> Result<Option<(CableKey, Vec<Record>)>, Error> {
        key_and_records(&self.transaction, self.dictionaries, id)
            .map_err(|error| store_error(self.folder, "read the cable for the index", error))
    }

    /// Remembers where bytes were found that the archive has; `None` where it does not have them.
    pub(crate) fn store_known(
        &mut self,
        source: &NewSource<'_>,
        sha256: Hash,
    ) -> Result<Option<Stored>, Error> {
        let stored = self.try_store_known(source, sha256);
        stored.map_err(|error| store_error(self.folder, "store the source", error))
    }

    /// Lists an input that gave no cable; gives whether it was listed so before.
    pub(crate) fn list_unreadable(
        &mut self,
        source: &NewSource<'_>,
        sha256: Option<Hash>,
        n_bytes: u64,
        is_read: bool,
        reason: &str,
    ) -> Result<bool, Error> {
        let (path, member) = (source.path, source.member);
        if is_read {
            self.unlist_table(source)
                .map_err(|error| store_error(self.folder, "list the input", error))?;
        }
        let list = || {
            let sha256 = sha256.map(|hash| hash.0);
            let is_known = self
                .transaction
                .prepare_cached(
                    "SELECT 1 FROM unreadable WHERE path = ?1 AND member = ?2
                     AND sha256 IS ?3 AND n_bytes = ?4 AND is_read = ?5 AND reason = ?6",
                )?
                .exists(params![path, member, sha256, n_bytes, is_read, reason])?;
            if !is_known {
                self.transaction
                    .prepare_cached(
                        "INSERT OR REPLACE INTO unreadable
                         (path, member, sha256, n_bytes, is_read, reason, ingested_at)
                         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                    )?
                    .execute(params![
                        path, member, sha256, n_bytes, is_read, reason, self.now
                    ])?;
            }
            Ok(is_known)
        };
        self.has_unreadable = true;
        list().map_err(|error| store_error(self.folder, "list the input", error))
    }

    /// Makes the batch durable and gives the generation the archive is at.
    pub(crate) fn commit(self) -> Result<u64, Error> {
        let generation = self.generation + u64::from(self.is_changed);
        let commit = || {
            if self.is_changed {
                self.transaction.execute(
                    "UPDATE archive SET generation = ?1 WHERE id = 1",
                    [generation],
                )?;
            }
            self.sketches.store(&self.transaction)?;
            self.transaction.commit()?;
            Ok(generation)
        };
        commit().map_err(|error| store_error(self.folder, "commit the batch", error))
    }

    fn try_store_known(
        &mut self,
        source: &NewSource<'_>,
        sha256: Hash,
    ) -> rusqlite::Result<Option<Stored>> {
        let found: Option<i64> = self
            .transaction
            .prepare_cached(ORIGINAL_OF_HASH)?
            .query_row([sha256.0], |row| row.get(0))
            .optional()?;
        let Some(original) = found else {
            return Ok(None);
        };
        // The edition and the wrapper are a matter of the bytes, so the first source of these bytes knows them.
        let found: Option<(i64, String, String)> = self
            .transaction
            .prepare_cached(
                "SELECT s.edition_id, s.wrapper, c.key FROM sources s
                 JOIN editions e ON e.id = s.edition_id JOIN cables c ON c.id = e.cable_id
                 WHERE s.original_id = ?1 ORDER BY s.id LIMIT 1",
            )?
            .query_row([original], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?))
            })
            .optional()?;
        let Some((edition, wrapper, key)) = found else {
            return Ok(None);
        };
        self.insert_source(edition, original, source, &wrapper)?;
        self.unlist(source)?;
        Ok(Some(Stored::AlreadyHere {
            key: CableKey::new(key),
        }))
    }

    fn try_store(
        &mut self,
        source: &NewSource<'_>,
        sha256: Hash,
        cable: &NewCable,
    ) -> rusqlite::Result<Stored> {
        if let Some(stored) = self.try_store_known(source, sha256)? {
            return Ok(stored);
        }
        if self.is_forgotten(sha256)? {
            return Ok(Stored::Forgotten);
        }
        self.unlist(source)?;
        let (original, read) = (&cable.original, cable.read.as_ref());
        self.transaction
            .prepare_cached(
                "INSERT INTO originals (sha256, n_bytes, dictionary_id, packed, n_read_bytes, read_packed)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )?
            .execute(params![
                sha256.0,
                original.n_bytes,
                original.dictionary,
                original.bytes,
                read.map(|read| read.n_bytes),
                read.map(|read| &read.bytes),
            ])?;
        let original = self.transaction.last_insert_rowid();

        let (key, mut found) = self.find(cable)?;
        let mut key = key;
        let mut is_renamed = false;
        if found.is_none()
            && let Some((other, cable_id, n_editions)) = self.find_near(source, cable)?
        {
            found = Some((cable_id, n_editions));
            if cable.line.id.is_some() {
                // Its identifier is known from now on.
                self.rename(cable_id, &key)?;
                is_renamed = true;
            } else {
                key = other;
            }
        }
        let Some((cable_id, n_editions)) = found else {
            let cable_id = self.insert_cable(&key, cable)?;
            let edition = self.insert_edition(cable_id, 1, "", cable)?;
            self.insert_source(edition, original, source, &cable.wrapper)?;
            return Ok(Stored::Added {
                cable: cable_id,
                key,
            });
        };
        let same_text: Option<(i64, u32)> = self
            .transaction
            .prepare_cached(
                "SELECT id, number FROM editions WHERE cable_id = ?1 AND text_sha256 = ?2",
            )?
            .query_row(params![cable_id, cable.text_hash.0], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })
            .optional()?;
        if let Some((edition, number)) = same_text {
            self.insert_source(edition, original, source, &cable.wrapper)?;
            if is_renamed {
                // Said as an edition, since the index has to know the new key.
                return Ok(Stored::NewEdition {
                    cable: cable_id,
                    key,
                    number,
                });
            }
            return Ok(Stored::SameText { key });
        }
        let number = n_editions + 1;
        let kind = self.kind(cable_id, source, cable)?;
        let edition = self.insert_edition(cable_id, number, &kind, cable)?;
        self.insert_source(edition, original, source, &cable.wrapper)?;
        self.extend_cable(cable_id, number, cable)?;
        Ok(Stored::NewEdition {
            cable: cable_id,
            key,
            number,
        })
    }

    /// Whether an original was forgotten, and is not to be taken in again.
    fn is_forgotten(&mut self, sha256: Hash) -> rusqlite::Result<bool> {
        let Some(salt) = &self.salt else {
            return Ok(false);
        };
        let hash = salted(salt, sha256.0);
        if self.takes_forgotten {
            self.transaction
                .prepare_cached("DELETE FROM forgotten WHERE hash = ?1")?
                .execute([hash])?;
            return Ok(false);
        }
        self.transaction
            .prepare_cached("SELECT 1 FROM forgotten WHERE hash = ?1")?
            .exists([hash])
    }

    /// The key a cable has or gets, with its number and how many editions it has where it is there.
    fn find(&self, cable: &NewCable) -> rusqlite::Result<(CableKey, Option<(u64, u32)>)> {
        let look_up = |key: &str| {
            self.transaction
                .prepare_cached("SELECT id, n_editions FROM cables WHERE key = ?1")?
                .query_row([key], |row| Ok((row.get(0)?, row.get(1)?)))
                .optional()
        };
        if let Some(id) = &cable.line.id {
            return Ok((CableKey::new(id.as_str()), look_up(id)?));
        }
        let digits = hex(&cable.text_hash.0);
        for n_digits in [12, 16, 24] {
            let key = format!("x-{}", &digits[..n_digits]);
            let found = look_up(&key)?;
            let is_other = match found {
                None => false,
                Some((id, _)) => !self
                    .transaction
                    .prepare_cached(
                        "SELECT 1 FROM editions WHERE cable_id = ?1 AND text_sha256 = ?2",
                    )?
                    .exists(params![id, cable.text_hash.0])?,
            };
            if !is_other {
                return Ok((CableKey::new(key), found));
            }
        }
        let key = format!("x-{digits}");
        let found = look_up(&key)?;
        Ok((CableKey::new(key), found))
    }

    /// The cable of which this is another text by its words, where one of the two has no identifier and nothing that both
    /// say contradicts it.
    fn find_near(
        &mut self,
        source: &NewSource<'_>,
        cable: &NewCable,
    ) -> rusqlite::Result<Option<(CableKey, u64, u32)>> {
        let Some(sketch) = &cable.sketch else {
            return Ok(None);
        };
        let has_id = cable.line.id.is_some();
        let candidates = self.sketches.near(&self.transaction, sketch, has_id)?;
        let mut record = None;
        for edition in candidates {
            let mut statement = self.transaction.prepare_cached(
                "SELECT c.id, c.key, c.n_editions, c.sent, c.post FROM editions e
                 JOIN cables c ON c.id = e.cable_id WHERE e.id = ?1",
            )?;
            let mut rows = statement.query([edition])?;
            let Some(row) = rows.next()? else {
                continue;
            };
            let (id, key, n_editions): (u64, String, u32) = (row.get(0)?, row.get(1)?, row.get(2)?);
            let (sent, post): (Option<String>, Option<String>) = (row.get(3)?, row.get(4)?);
            let differ = |one: &Option<String>, other: &Option<String>| matches!((one, other), (Some(one), Some(other)) if one != other);
            if has_id && !key.starts_with("x-")
                || differ(&sent, &cable.line.sent)
                || differ(&post, &cable.line.post)
            {
                continue;
            }
            let Some(other) = original_of(&self.transaction, self.dictionaries, edition)? else {
                continue;
            };
            let record = match &record {
                Some(record) => record,
                None => record.insert(self.record(source, cable)?),
            };
            if likeness(record, &other.record()?) != Likeness::Unlike {
                return Ok(Some((CableKey::new(key), id, n_editions)));
            }
        }
        Ok(None)
    }

    /// What is about to be stored, read.
    fn record(&self, source: &NewSource<'_>, cable: &NewCable) -> rusqlite::Result<Record> {
        let dictionary = cable
            .original
            .dictionary
            .map(|id| self.dictionaries.get(&self.transaction, id))
            .transpose()?;
        PackedOriginal::of_new(source, cable, dictionary).record()
    }

    /// What kind of edition this is of a cable that has others.
    fn kind(
        &mut self,
        cable_id: u64,
        source: &NewSource<'_>,
        cable: &NewCable,
    ) -> rusqlite::Result<String> {
        if let Some((part, of)) = cable.part {
            return Ok(match of {
                Some(of) => format!("section {part} of {of}"),
                None => format!("section {part}"),
            });
        }
        if let Some(copy) = cable.copy {
            return Ok(copy.to_owned());
        }
        let first: Option<u32> = self
            .transaction
            .prepare_cached("SELECT id FROM editions WHERE cable_id = ?1 AND number = 1")?
            .query_row([cable_id], |row| row.get(0))
            .optional()?;
        let Some(first) = first else {
            return Ok("other text".to_owned());
        };
        let Some(original) = original_of(&self.transaction, self.dictionaries, first)? else {
            return Ok("other text".to_owned());
        };
        let kind = match likeness(&self.record(source, cable)?, &original.record()?) {
            Likeness::Same => "same text",
            Likeness::Cut => "cut copy",
            Likeness::Fuller => {
                self.transaction.execute(
                    "UPDATE editions SET kind = 'cut copy' WHERE id = ?1 AND kind = ''",
                    [first],
                )?;
                "other text"
            }
            Likeness::Near | Likeness::Unlike => "other text",
        };
        Ok(kind.to_owned())
    }

    /// Gives a cable without an identifier the one it turned out to have.
    fn rename(&mut self, cable_id: u64, key: &CableKey) -> rusqlite::Result<()> {
        self.transaction
            .prepare_cached("UPDATE cables SET key = ?2, changed_in = ?3 WHERE id = ?1")?
            .execute(params![cable_id, key.as_str(), self.generation + 1])?;
        self.is_changed = true;
        Ok(())
    }

    fn insert_cable(&mut self, key: &CableKey, cable: &NewCable) -> rusqlite::Result<u64> {
        let line = &cable.line;
        self.transaction
            .prepare_cached(
                "INSERT INTO cables
                 (key, n_editions, changed_in, sent, post, year, number, classification, subject, captions)
                 VALUES (?1, 1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            )?
            .execute(params![
                key.as_str(),
                self.generation + 1,
                line.sent,
                line.post,
                line.year,
                line.number,
                line.classification,
                line.subject,
                line.captions
            ])?;
        self.is_changed = true;
        Ok(self.transaction.last_insert_rowid().cast_unsigned())
    }

    /// Counts another edition; its values fill what the earlier ones left open.
    fn extend_cable(
        &mut self,
        cable_id: u64,
        n_editions: u32,
        cable: &NewCable,
    ) -> rusqlite::Result<()> {
        let line = &cable.line;
        self.transaction
            .prepare_cached(
                "UPDATE cables SET n_editions = ?2, changed_in = ?3, sent = coalesce(sent, ?4),
                     post = coalesce(post, ?5), year = coalesce(year, ?6), number = coalesce(number, ?7),
                     classification = coalesce(classification, ?8), subject = coalesce(subject, ?9),
                     captions = iif(captions = '[]', ?10, captions)
                 WHERE id = ?1",
            )?
            .execute(params![
                cable_id,
                n_editions,
                self.generation + 1,
                line.sent,
                line.post,
                line.year,
                line.number,
                line.classification,
                line.subject,
                line.captions
            ])?;
        self.is_changed = true;
        Ok(())
    }

    fn insert_edition(
        &mut self,
        cable_id: u64,
        number: u32,
        kind: &str,
        cable: &NewCable,
    ) -> rusqlite::Result<i64> {
        self.transaction
            .prepare_cached(
                "INSERT INTO editions (cable_id, number, text_sha256, n_text_bytes, kind, part, n_parts)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?
            .execute(params![
                cable_id,
                number,
                cable.text_hash.0,
                cable.n_text_bytes,
                kind,
                cable.part.map(|part| part.0),
                cable.part.and_then(|part| part.1),
            ])?;
        let edition = self.transaction.last_insert_rowid();
        if let Some(sketch) = &cable.sketch
            && let Ok(edition) = u32::try_from(edition)
        {
            self.sketches.add(edition, sketch, cable.line.id.is_none());
        }
        let mut insert = self.transaction.prepare_cached(
            "INSERT INTO refs (edition_id, position, target_key) VALUES (?1, ?2, ?3)",
        )?;
        for (position, target) in &cable.references {
            insert.execute(params![edition, position, target])?;
        }
        Ok(edition)
    }

    fn insert_source(
        &mut self,
        edition: i64,
        original: i64,
        source: &NewSource<'_>,
        wrapper: &str,
    ) -> rusqlite::Result<()> {
        self.transaction
            .prepare_cached(
                "INSERT OR IGNORE INTO sources
                 (edition_id, original_id, run_id, path, member, reader, identifier, metadata, wrapper, ingested_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            )?
            .execute(params![
                edition,
                original,
                self.run,
                source.path,
                source.member,
                source.reader,
                source.identifier,
                source.metadata,
                wrapper,
                self.now
            ])?;
        Ok(())
    }

    fn unlist(&mut self, source: &NewSource<'_>) -> rusqlite::Result<()> {
        if self.has_unreadable {
            self.transaction
                .prepare_cached("DELETE FROM unreadable WHERE path = ?1 AND member = ?2")?
                .execute([source.path, source.member])?;
        }
        self.unlist_table(source)
    }

    /// Takes a table off the list of inputs that gave no cable, one of whose rows was read.
    fn unlist_table(&mut self, source: &NewSource<'_>) -> rusqlite::Result<()> {
        if self.has_unreadable
            && let Some(table) = table_of(source)
        {
            self.transaction
                .prepare_cached(
                    "DELETE FROM unreadable WHERE path = ?1 AND member = ?2
                       AND (reason LIKE ?3 || '%' OR is_read = 1)",
                )?
                .execute([source.path, table, chancery_sources::NO_TEXT_COLUMN])?;
        }
        Ok(())
    }
}
