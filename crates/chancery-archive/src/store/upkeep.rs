//! What is done to the truth as a whole: read anew, made smaller, copied, and forgotten in.

use std::collections::{BTreeMap, HashSet};
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use chancery_format::record::Record;
use rusqlite::{Connection, ErrorCode, OptionalExtension, params};
use sha2::{Digest, Sha256};

use super::codec::{Dictionaries, Packer, WORDS, telling_part, train, unpack};
use super::read::{PACKED, packed};
use super::verify::interruptible;
use super::words::Words;
use super::write::{NewLine, Writer};
use super::{Store, blob_error, now, set_up, store_error};
use crate::references::keys_of;
use crate::sameness::compared_hash;
use crate::sketch::sketch;
use crate::upkeep::{RunInfo, Truth, Watch};
use crate::{Error, layout};

/// Cables or originals in a transaction of upkeep.
const STEP: usize = 1_000;

/// What forgetting did in the truth.
#[derive(Debug, Default)]
pub(crate) struct Forgotten {
    pub(crate) n_editions: u64,
    pub(crate) n_sources: u64,
    pub(crate) n_originals: u64,
    pub(crate) n_referring: u64,
    /// Bytes that must stand nowhere any more: hashes, and pieces of packed originals.
    pub(crate) traces: Vec<Vec<u8>>,
    pub(crate) is_dictionary_replaced: bool,
}

impl Store {
    pub(crate) fn truth_info(&self) -> Result<Truth, Error> {
        self.read("describe the archive", |connection| {
            let number = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, u64>(0));
            let (uuid, created_at, generation) = connection.query_row(
                "SELECT uuid, created_at, generation FROM archive WHERE id = 1",
                [],
                |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
            )?;
            let runs = connection
                .prepare(
                    "SELECT id, started_at, ended_at, arguments, n_files, n_bytes, n_added, n_new_editions,
                         n_same_text, n_already_here, n_not_cables, n_unreadable, is_complete
                     FROM runs ORDER BY id DESC LIMIT 20",
                )?
                .query_map([], |row| {
                    Ok(RunInfo {
                        number: row.get(0)?,
                        started_at: row.get(1)?,
                        ended_at: row.get(2)?,
                        arguments: row.get(3)?,
                        n_files: row.get(4)?,
                        n_bytes: row.get(5)?,
                        n_added: row.get(6)?,
                        n_new_editions: row.get(7)?,
                        n_same_text: row.get(8)?,
                        n_already_here: row.get(9)?,
                        n_not_cables: row.get(10)?,
                        n_unreadable: row.get(11)?,
                        is_complete: row.get(12)?,
                    })
                })?
                .collect::<rusqlite::Result<_>>()?;
            let page_bytes = number("SELECT page_size FROM pragma_page_size")?;
            Ok(Truth {
                uuid,
                created_at,
                generation,
                n_originals: number("SELECT count(*) FROM originals")?,
                bytes_packed: number(
                    "SELECT coalesce(sum(length(packed) + coalesce(length(read_packed), 0)), 0) FROM originals",
                )?,
                n_without_dictionary: number(
                    "SELECT count(*) FROM originals WHERE dictionary_id IS NULL",
                )?,
                n_dictionaries: number("SELECT count(*) FROM dictionaries")?,
                n_forgotten: number("SELECT count(*) FROM forgotten")?,
                n_runs: number("SELECT count(*) FROM runs")?,
                bytes_free: page_bytes
                    * number("SELECT freelist_count FROM pragma_freelist_count")?,
                runs,
            })
        })
    }

    /// The numbers of all cables, in order.
    pub(crate) fn cable_ids(&self) -> Result<Vec<u64>, Error> {
        self.read("list the cables", |connection| {
            connection
                .prepare_cached("SELECT id FROM cables ORDER BY id")?
                .query_map([], |row| row.get(0))?
                .collect()
        })
    }

    /// Writes the database as it is now to a new file, whatever others do meanwhile: one state of it, without unused
    /// pages.
    pub(crate) fn copy_to(&self, path: &Path) -> Result<(), Error> {
        let failed = |error| store_error(&self.folder, "copy the store", error);
        let connection = Connection::open_with_flags(
            layout::truth(&self.folder),
            rusqlite::OpenFlags::SQLITE_OPEN_READ_WRITE | rusqlite::OpenFlags::SQLITE_OPEN_NO_MUTEX,
        )
        .map_err(failed)?;
        set_up(&connection).map_err(failed)?;
        let name = path.to_string_lossy();
        connection
            .execute("VACUUM INTO ?1", [&*name])
            .map_err(failed)?;
        let copy = Connection::open(path).map_err(failed)?;
        copy.pragma_update(None, "journal_mode", "wal")
            .map_err(failed)?;
        copy.close().map_err(|(_, error)| failed(error))?;
        File::open(path)
            .and_then(|file| file.sync_all())
            .map_err(|error| Error::io("write", path, error))
    }
}

impl Writer {
    /// Reads every edition again and writes anew what is derived from it; gives how many cables changed. Stops between
    /// cables; what is done by then stays.
    pub(crate) fn derive_anew(&mut self, watch: &mut Watch<'_>) -> Result<u64, Error> {
        let folder = self.folder.clone();
        self.try_derive_anew(watch)
            .map_err(|error| store_error(&folder, "read the cables again", error))
    }

    fn try_derive_anew(&mut self, watch: &mut Watch<'_>) -> rusqlite::Result<u64> {
        let mut n_changed = 0;
        let ids: Vec<i64> = self
            .connection
            .prepare("SELECT id FROM cables ORDER BY id")?
            .query_map([], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        // Exchanged at the end: until then, and where it is stopped, the old ones stay good.
        let mut sketches: Vec<Vec<u8>> = Vec::new();
        for (n_steps, step) in (0u64..).zip(ids.chunks(STEP)) {
            watch.step("cables", n_steps * STEP as u64, ids.len() as u64);
            let dictionaries = Arc::clone(&self.dictionaries);
            let transaction = self.connection.transaction()?;
            let generation: u64 =
                transaction.query_row("SELECT generation FROM archive", [], |row| row.get(0))?;
            let mut n_here = 0;
            let mut of_step = Vec::new();
            for &id in step {
                if watch.is_stopped() {
                    break;
                }
                n_here += u64::from(derive_cable(
                    &transaction,
                    &dictionaries,
                    id,
                    generation + 1,
                    &mut of_step,
                )?);
            }
            sketches.push(of_step);
            if n_here > 0 {
                transaction.execute("UPDATE archive SET generation = ?1", [generation + 1])?;
            }
            transaction.commit()?;
            n_changed += n_here;
            if watch.is_stopped() {
                return Ok(n_changed);
            }
        }
        let transaction = self.connection.transaction()?;
        transaction.execute("DELETE FROM sketches", [])?;
        for of_step in sketches {
            transaction.execute("INSERT INTO sketches (bytes) VALUES (?1)", [of_step])?;
        }
        transaction.commit()?;
        Ok(n_changed)
    }

    /// Compresses originals with the archive's dictionary of words, trained from all of them where there is none; gives
    /// how many were compressed again.
    pub(crate) fn recompress(&mut self, watch: &mut Watch<'_>) -> Result<u64, Error> {
        let folder = self.folder.clone();
        self.try_recompress(watch)
            .map_err(|error| store_error(&folder, "compress the originals", error))
    }

    /// Leaves originals as version 3 did: frames of zstd, with a dictionary of its own.
    #[cfg(test)]
    pub(crate) fn recompress_as_before(&mut self, dictionary: &[u8]) -> rusqlite::Result<()> {
        let dictionaries = Arc::clone(&self.dictionaries);
        let transaction = self.connection.transaction()?;
        transaction.execute(
            "INSERT INTO dictionaries (kind, bytes) VALUES (?1, ?2)",
            params![super::codec::ZSTD, dictionary],
        )?;
        let id = transaction.last_insert_rowid();
        let mut packer = packer(&transaction, &dictionaries, id)?;
        let ids: Vec<i64> = transaction
            .prepare("SELECT id FROM originals")?
            .query_map([], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        for original in ids {
            repack(&transaction, &dictionaries, &mut packer, original)?;
        }
        transaction.execute("DELETE FROM dictionaries WHERE id <> ?1", [id])?;
        transaction.commit()
    }

    fn try_recompress(&mut self, watch: &mut Watch<'_>) -> rusqlite::Result<u64> {
        let has_words: bool = self.connection.query_row(
            "SELECT EXISTS (SELECT 1 FROM dictionaries WHERE kind = ?1)",
            [WORDS],
            |row| row.get(0),
        )?;
        if !has_words && let Some(bytes) = trained(&self.connection, &self.dictionaries)? {
            add_words(&self.connection, &bytes)?;
        }
        let latest: Option<i64> =
            self.connection
                .query_row("SELECT max(id) FROM dictionaries", [], |row| row.get(0))?;
        let Some(dictionary) = latest else {
            return Ok(0);
        };
        let mut packer = packer(&self.connection, &self.dictionaries, dictionary)?;
        let n_all: u64 = self.connection.query_row(
            "SELECT count(*) FROM originals WHERE dictionary_id IS NOT ?1",
            [dictionary],
            |row| row.get(0),
        )?;
        let mut n_done = 0;
        loop {
            let dictionaries = Arc::clone(&self.dictionaries);
            let transaction = self.connection.transaction()?;
            let ids: Vec<i64> = transaction
                .prepare(
                    "SELECT id FROM originals WHERE dictionary_id IS NOT ?1 ORDER BY id LIMIT ?2",
                )?
                .query_map(params![dictionary, STEP], |row| row.get(0))?
                .collect::<Result<_, _>>()?;
            if ids.is_empty() || watch.is_stopped() {
                break;
            }
            watch.step("originals", n_done, n_all);
            for &id in &ids {
                repack(&transaction, &dictionaries, &mut packer, id)?;
            }
            transaction.commit()?;
            n_done += ids.len() as u64;
        }
        if !watch.is_stopped() {
            self.connection.execute(
                "DELETE FROM dictionaries WHERE id <> ?1
                 AND id NOT IN (SELECT dictionary_id FROM originals WHERE dictionary_id IS NOT NULL)",
                [dictionary],
            )?;
        }
        Ok(n_done)
    }

    /// Writes the database anew without unused pages, and empties the write-ahead log; gives whether that was possible,
    /// which it is not while a reader holds an earlier state.
    pub(crate) fn vacuum(&mut self, stop: &AtomicBool) -> Result<bool, Error> {
        let vacuum = || {
            let whole = interruptible(&self.connection, stop, || {
                self.connection.execute_batch("VACUUM")
            });
            match whole {
                // The database is as it was.
                Err(error)
                    if error.sqlite_error_code() == Some(ErrorCode::OperationInterrupted) =>
                {
                    return Ok(1);
                }
                whole => whole?,
            }
            self.connection
                .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| {
                    row.get::<_, i64>(0)
                })
        };
        vacuum()
            .map(|is_busy| is_busy == 0)
            .map_err(|error| store_error(&self.folder, "write the store anew", error))
    }

    /// The number of a cable.
    pub(crate) fn cable_of_key(&self, key: &str) -> Result<Option<u64>, Error> {
        self.connection
            .query_row("SELECT id FROM cables WHERE key = ?1", [key], |row| {
                row.get(0)
            })
            .optional()
            .map_err(|error| store_error(&self.folder, "look up the cable", error))
    }

    /// Takes a cable out of every table, in one transaction.
    pub(crate) fn forget(&mut self, cable: u64) -> Result<Forgotten, Error> {
        let folder = self.folder.clone();
        self.try_forget(cable)
            .map_err(|error| store_error(&folder, "forget the cable", error))
    }

    fn try_forget(&mut self, cable: u64) -> rusqlite::Result<Forgotten> {
        self.connection.pragma_update(None, "secure_delete", true)?;
        let dictionaries = Arc::clone(&self.dictionaries);
        let transaction = self
            .connection
            .transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        let n_referring = transaction.query_row(
            "SELECT count(DISTINCT e.cable_id) FROM refs r JOIN editions e ON e.id = r.edition_id
             JOIN cables c ON c.key = r.target_key WHERE c.id = ?1 AND e.cable_id <> ?1",
            [cable],
            |row| row.get(0),
        )?;
        let mut forgotten = Forgotten {
            n_referring,
            ..Forgotten::default()
        };
        let originals: Vec<(i64, [u8; 32], Vec<u8>)> = transaction
            .prepare(
                "SELECT DISTINCT o.id, o.sha256, o.packed FROM originals o JOIN sources s ON s.original_id = o.id
                 JOIN editions e ON e.id = s.edition_id WHERE e.cable_id = ?1 ORDER BY o.id",
            )?
            .query_map([cable], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
            .collect::<Result<_, _>>()?;
        // What is damaged gives no words away, and forgetting it is how to make room for a sound copy.
        let texts: Vec<Vec<u8>> = originals
            .iter()
            .filter_map(|&(id, ..)| original_bytes(&transaction, &dictionaries, id).ok())
            .collect();
        forgotten.traces = originals
            .iter()
            .flat_map(|(_, sha256, packed)| [sha256.to_vec(), telling_part(packed).to_vec()])
            .filter(|trace| trace.len() >= 32)
            .collect();

        let salt = salt(&transaction)?;
        for &(_, sha256, _) in &originals {
            transaction.execute(
                "INSERT OR IGNORE INTO forgotten (salt, hash, forgotten_at) VALUES (?1, ?2, ?3)",
                params![salt, salted(&salt, sha256), now()],
            )?;
        }
        // Names of files say which cable they hold.
        let paths: Vec<String> = transaction
            .prepare(
                "SELECT DISTINCT s.path FROM sources s JOIN editions e ON e.id = s.edition_id
                 WHERE e.cable_id = ?1 AND NOT EXISTS (
                     SELECT 1 FROM sources t JOIN editions f ON f.id = t.edition_id
                     WHERE t.path = s.path AND f.cable_id <> ?1)",
            )?
            .query_map([cable], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        forget_paths(&transaction, cable, &paths)?;
        transaction.execute(
            "DELETE FROM refs WHERE edition_id IN (SELECT id FROM editions WHERE cable_id = ?1)",
            [cable],
        )?;
        forgotten.n_sources = transaction.execute(
            "DELETE FROM sources WHERE edition_id IN (SELECT id FROM editions WHERE cable_id = ?1)",
            [cable],
        )? as u64;
        for &(id, ..) in &originals {
            transaction.execute("DELETE FROM originals WHERE id = ?1", [id])?;
        }
        forgotten.n_originals = originals.len() as u64;
        let editions: HashSet<u32> = transaction
            .prepare("SELECT id FROM editions WHERE cable_id = ?1")?
            .query_map([cable], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        super::sketches::forget(&transaction, &editions)?;
        forgotten.n_editions =
            transaction.execute("DELETE FROM editions WHERE cable_id = ?1", [cable])? as u64;
        transaction.execute("DELETE FROM cables WHERE id = ?1", [cable])?;
        forgotten.is_dictionary_replaced = forget_words(&transaction, &dictionaries, &texts)?;
        transaction.execute("UPDATE archive SET generation = generation + 1", [])?;
        transaction.commit()?;
        self.dictionaries.clear();
        Ok(forgotten)
    }
}

/// The salt of the list of what was forgotten, the same for all of it.
fn salt(connection: &Connection) -> rusqlite::Result<Vec<u8>> {
    connection.query_row(
        "SELECT coalesce((SELECT salt FROM forgotten LIMIT 1), randomblob(16))",
        [],
        |row| row.get(0),
    )
}

/// How an original is remembered that was forgotten.
pub(super) fn salted(salt: &[u8], sha256: [u8; 32]) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(salt);
    hash.update(sha256);
    hash.finalize().into()
}

/// The bytes of an original.
fn original_bytes(
    connection: &Connection,
    dictionaries: &Dictionaries,
    id: i64,
) -> rusqlite::Result<Vec<u8>> {
    connection
        .prepare_cached("SELECT n_bytes, packed, dictionary_id FROM originals WHERE id = ?1")?
        .query_row([id], |row| {
            let dictionary = row
                .get::<_, Option<i64>>(2)?
                .map(|id| dictionaries.get(connection, id))
                .transpose()?;
            unpack(
                row.get_ref(1)?.as_blob()?,
                row.get(0)?,
                dictionary.as_deref(),
            )
            .map_err(|error| blob_error(1, error))
        })
}

fn packer(
    connection: &Connection,
    dictionaries: &Dictionaries,
    dictionary: i64,
) -> rusqlite::Result<Packer> {
    let dictionary = dictionaries.get(connection, dictionary)?;
    Packer::new(Some(dictionary)).map_err(|error| blob_error(0, error))
}

/// Compresses an original again, and what was read instead of it.
fn repack(
    connection: &Connection,
    dictionaries: &Dictionaries,
    packer: &mut Packer,
    id: i64,
) -> rusqlite::Result<()> {
    let pack = |packer: &mut Packer, bytes: &[u8]| {
        packer.pack(bytes).map_err(|error| blob_error(1, error))
    };
    let original = pack(packer, &original_bytes(connection, dictionaries, id)?)?;
    let read: Option<Vec<u8>> = connection
        .prepare_cached(
            "SELECT n_read_bytes, read_packed, dictionary_id FROM originals WHERE id = ?1 AND read_packed IS NOT NULL",
        )?
        .query_row([id], |row| {
            let dictionary = row
                .get::<_, Option<i64>>(2)?
                .map(|id| dictionaries.get(connection, id))
                .transpose()?;
            unpack(row.get_ref(1)?.as_blob()?, row.get(0)?, dictionary.as_deref())
                .map_err(|error| blob_error(1, error))
        })
        .optional()?;
    let read = read.map(|bytes| pack(packer, &bytes)).transpose()?;
    connection
        .prepare_cached(
            "UPDATE originals SET packed = ?2, dictionary_id = ?3, read_packed = ?4 WHERE id = ?1",
        )?
        .execute(params![
            id,
            original.bytes,
            original.dictionary,
            read.map(|read| read.bytes)
        ])?;
    Ok(())
}

/// A dictionary trained from originals of the whole archive.
fn trained(
    connection: &Connection,
    dictionaries: &Dictionaries,
) -> rusqlite::Result<Option<Vec<u8>>> {
    const SAMPLES: u64 = 3_000;
    let n: u64 = connection.query_row("SELECT count(*) FROM originals", [], |row| row.get(0))?;
    let ids: Vec<i64> = connection
        .prepare("SELECT id FROM originals WHERE n_bytes < 1048576 ORDER BY id")?
        .query_map([], |row| row.get(0))?
        .step_by(usize::try_from(n / SAMPLES).unwrap_or(usize::MAX).max(1))
        .collect::<Result<_, _>>()?;
    let samples = ids
        .into_iter()
        .map(|id| original_bytes(connection, dictionaries, id))
        .collect::<rusqlite::Result<Vec<_>>>()?;
    let samples: Vec<&[u8]> = samples.iter().map(Vec::as_slice).collect();
    Ok(train(&samples))
}

/// Takes the paths of a cable's files out of the list of unreadable inputs and out of what runs were asked for, and with
/// them folders from which the archive has nothing else: their names may say as much.
fn forget_paths(connection: &Connection, cable: u64, paths: &[String]) -> rusqlite::Result<()> {
    let runs: Vec<(i64, String)> = connection
        .prepare("SELECT id, arguments FROM runs")?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    let mut told: BTreeMap<&str, bool> = BTreeMap::new();
    for argument in runs.iter().flat_map(|(_, arguments)| arguments.lines()) {
        if told.contains_key(argument) {
            continue;
        }
        let holds = |path: &String| Path::new(path).starts_with(argument);
        let is_told = paths.contains(&argument.to_owned())
            || paths.iter().any(holds) && !has_others_below(connection, cable, argument)?;
        told.insert(argument, is_told);
    }
    for (id, arguments) in &runs {
        let kept: Vec<&str> = arguments.lines().filter(|line| !told[line]).collect();
        if kept.len() < arguments.lines().count() {
            connection.execute(
                "UPDATE runs SET arguments = ?2 WHERE id = ?1",
                params![id, kept.join("\n")],
            )?;
        }
    }
    for path in paths {
        connection.execute("DELETE FROM unreadable WHERE path = ?1", [path])?;
    }
    Ok(())
}

/// Whether the archive has anything but a certain cable from a folder.
fn has_others_below(connection: &Connection, cable: u64, folder: &str) -> rusqlite::Result<bool> {
    let mut paths = connection.prepare_cached(
        "SELECT DISTINCT s.path FROM sources s JOIN editions e ON e.id = s.edition_id WHERE e.cable_id <> ?1",
    )?;
    let mut paths = paths.query([cable])?;
    while let Some(row) = paths.next()? {
        let path = row.get_ref(0)?.as_str()?;
        if Path::new(path).starts_with(folder) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Bytes of a piece of text that two texts may have in common.
const PIECE: usize = 8;

fn pieces(bytes: &[u8]) -> impl Iterator<Item = u64> + '_ {
    bytes.windows(PIECE).map(|piece| {
        let piece = piece.try_into().expect("windows are of that length");
        u64::from_le_bytes(piece)
    })
}

/// The words of a text that are long enough to tell something, in small letters, as a table of words may have them.
fn telling_words(text: &[u8]) -> impl Iterator<Item = Vec<u8>> + '_ {
    const LEAST: usize = 4;
    super::words::split(text)
        .filter(|word| word.len() >= LEAST)
        .map(<[u8]>::to_ascii_lowercase)
}

/// Keeps a table of words; gives its number.
fn add_words(connection: &Connection, bytes: &[u8]) -> rusqlite::Result<i64> {
    connection.execute(
        "INSERT INTO dictionaries (kind, bytes) VALUES (?1, ?2)",
        params![WORDS, bytes],
    )?;
    Ok(connection.last_insert_rowid())
}

/// Replaces the dictionaries where they have words of these texts that stand in no other original; gives whether that
/// was so.
///
/// Dictionaries are made of pieces of samples. What of a text stands in one may be what all cables have, the labels of
/// a head, and then gives nothing away; that is told by looking for it in the others.
fn forget_words(
    connection: &Connection,
    dictionaries: &Dictionaries,
    texts: &[Vec<u8>],
) -> rusqlite::Result<bool> {
    let mut kept: HashSet<u64> = HashSet::new();
    let mut kept_words: HashSet<Vec<u8>> = HashSet::new();
    let rows: Vec<(i64, Vec<u8>)> = connection
        .prepare("SELECT kind, bytes FROM dictionaries")?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    for (kind, bytes) in rows {
        if kind == WORDS {
            let table = Words::read(&bytes).map_err(|error| blob_error(1, error))?;
            kept.extend(pieces(table.shared()));
            kept_words.extend(table.words().map(<[u8]>::to_ascii_lowercase));
        } else {
            kept.extend(pieces(&bytes));
        }
    }
    let mut suspects: HashSet<u64> = texts
        .iter()
        .flat_map(|text| pieces(text))
        .filter(|piece| kept.contains(piece))
        .collect();
    let mut suspected_words: HashSet<Vec<u8>> = texts
        .iter()
        .flat_map(|text| telling_words(text))
        .filter(|word| kept_words.contains(word))
        .collect();
    let ids: Vec<i64> = connection
        .prepare("SELECT id FROM originals ORDER BY id")?
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    for &id in &ids {
        if suspects.is_empty() && suspected_words.is_empty() {
            return Ok(false);
        }
        let Ok(text) = original_bytes(connection, dictionaries, id) else {
            continue;
        };
        for piece in pieces(&text) {
            suspects.remove(&piece);
        }
        for word in telling_words(&text) {
            suspected_words.remove(&word);
        }
    }
    if suspects.is_empty() && suspected_words.is_empty() {
        return Ok(false);
    }
    let new = match trained(connection, dictionaries)? {
        Some(bytes) => Some(add_words(connection, &bytes)?),
        None => None,
    };
    let mut packer = match new {
        Some(new) => packer(connection, dictionaries, new)?,
        None => Packer::new(None).map_err(|error| blob_error(0, error))?,
    };
    for id in ids {
        repack(connection, dictionaries, &mut packer, id)?;
    }
    connection.execute("DELETE FROM dictionaries WHERE id IS NOT ?1", [new])?;
    Ok(true)
}

/// Reads the editions of a cable again and writes what is derived from them; gives whether anything changed.
pub(super) fn derive_cable(
    connection: &Connection,
    dictionaries: &Dictionaries,
    cable: i64,
    generation: u64,
    sketches: &mut Vec<u8>,
) -> rusqlite::Result<bool> {
    let Some(key) = connection
        .prepare_cached("SELECT key FROM cables WHERE id = ?1")?
        .query_row([cable], |row| row.get::<_, String>(0))
        .optional()?
    else {
        // Its editions went to another cable meanwhile.
        return Ok(false);
    };
    let editions: Vec<(i64, Record)> = connection
        .prepare_cached(&format!(
            "SELECT {PACKED}, e.id FROM editions e
             JOIN sources s ON s.id = (SELECT min(id) FROM sources WHERE edition_id = e.id)
             JOIN originals o ON o.id = s.original_id
             WHERE e.cable_id = ?1 ORDER BY e.number"
        ))?
        .query_map([cable], |row| {
            Ok((
                row.get(7)?,
                packed(connection, dictionaries, row)?.record()?,
            ))
        })?
        .collect::<Result<_, _>>()?;
    let mut is_changed = false;
    let mut line: Option<NewLine> = None;
    for (edition, record) in &editions {
        if let Some(sketch) = sketch(record)
            && let Ok(edition) = u32::try_from(*edition)
        {
            super::sketches::push(sketches, edition, &sketch);
        }
        is_changed |= derive_edition(connection, *edition, record)?;
        match &record.id {
            Some(id) if *id != key => {
                move_edition(connection, cable, *edition, record, id, generation)?;
                is_changed = true;
            }
            _ => {
                let new = NewLine::of(record);
                line = Some(match line {
                    None => new,
                    Some(earlier) => earlier.or(new),
                });
            }
        }
    }
    if let Some(line) = &line {
        let n = connection
            .prepare_cached(
                "UPDATE cables SET sent = ?2, post = ?3, year = ?4, number = ?5, classification = ?6, subject = ?7,
                     captions = ?8, n_editions = (SELECT count(*) FROM editions WHERE cable_id = ?1)
                 WHERE id = ?1 AND (sent, post, year, number, classification, subject, captions)
                     IS NOT (?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            )?
            .execute(params![
                cable,
                line.sent,
                line.post,
                line.year,
                line.number,
                line.classification,
                line.subject,
                line.captions
            ])?;
        is_changed |= n > 0;
    }
    if is_changed {
        renumber(connection, cable)?;
        connection
            .prepare_cached("UPDATE cables SET changed_in = ?2 WHERE id = ?1")?
            .execute(params![cable, generation])?;
    }
    Ok(is_changed)
}

fn derive_edition(
    connection: &Connection,
    edition: i64,
    record: &Record,
) -> rusqlite::Result<bool> {
    let section = record.section.as_ref();
    let n = connection
        .prepare_cached(
            "UPDATE editions SET text_sha256 = ?2, n_text_bytes = ?3, part = ?4, n_parts = ?5
             WHERE id = ?1 AND (text_sha256, n_text_bytes, part, n_parts) IS NOT (?2, ?3, ?4, ?5)",
        )?
        .execute(params![
            edition,
            compared_hash(&record.text).0,
            record.text.len() as u64,
            section.map(|section| section.number),
            section.and_then(|section| section.of),
        ])?;
    let new = keys_of(record);
    let old: Vec<(usize, String)> = connection
        .prepare_cached(
            "SELECT position, target_key FROM refs WHERE edition_id = ?1 ORDER BY position",
        )?
        .query_map([edition], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    let is_same = old == new;
    if !is_same {
        connection
            .prepare_cached("DELETE FROM refs WHERE edition_id = ?1")?
            .execute([edition])?;
        let mut insert = connection.prepare_cached(
            "INSERT INTO refs (edition_id, position, target_key) VALUES (?1, ?2, ?3)",
        )?;
        for (position, target) in new {
            insert.execute(params![edition, position, target])?;
        }
    }
    Ok(n > 0 || !is_same)
}

/// Gives an edition to the cable whose identifier it is now read to have.
pub(super) fn move_edition(
    connection: &Connection,
    from: i64,
    edition: i64,
    record: &Record,
    key: &str,
    generation: u64,
) -> rusqlite::Result<()> {
    let found: Option<i64> = connection
        .prepare_cached("SELECT id FROM cables WHERE key = ?1")?
        .query_row([key], |row| row.get(0))
        .optional()?;
    let to = if let Some(to) = found {
        to
    } else {
        let line = NewLine::of(record);
        connection.execute(
            "INSERT INTO cables
             (key, n_editions, changed_in, sent, post, year, number, classification, subject, captions)
             VALUES (?1, 0, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            params![
                key,
                generation,
                line.sent,
                line.post,
                line.year,
                line.number,
                line.classification,
                line.subject,
                line.captions
            ],
        )?;
        connection.last_insert_rowid()
    };
    connection.execute(
        "UPDATE editions SET cable_id = ?2,
             number = (SELECT coalesce(max(number), 0) + 1 FROM editions WHERE cable_id = ?2)
         WHERE id = ?1",
        params![edition, to],
    )?;
    renumber(connection, to)?;
    connection.execute(
        "UPDATE cables SET changed_in = ?2 WHERE id = ?1",
        params![to, generation],
    )?;
    renumber(connection, from)
}

/// Puts editions of one text together, numbers the rest from 1, and takes out a cable that has none left.
fn renumber(connection: &Connection, cable: i64) -> rusqlite::Result<()> {
    let editions: Vec<(i64, [u8; 32])> = connection
        .prepare_cached("SELECT id, text_sha256 FROM editions WHERE cable_id = ?1 ORDER BY number")?
        .query_map([cable], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    let mut kept: Vec<(i64, [u8; 32])> = Vec::new();
    for (edition, hash) in editions {
        if let Some((first, _)) = kept.iter().find(|(_, other)| *other == hash) {
            connection.execute(
                "UPDATE sources SET edition_id = ?2 WHERE edition_id = ?1",
                params![edition, first],
            )?;
            connection.execute("DELETE FROM refs WHERE edition_id = ?1", [edition])?;
            connection.execute("DELETE FROM editions WHERE id = ?1", [edition])?;
        } else {
            kept.push((edition, hash));
        }
    }
    if kept.is_empty() {
        connection.execute("DELETE FROM cables WHERE id = ?1", [cable])?;
        return Ok(());
    }
    for (number, (edition, _)) in (1_u32..).zip(&kept) {
        connection.execute(
            "UPDATE editions SET number = ?2, kind = CASE WHEN ?2 = 1 THEN '' WHEN kind = '' THEN 'other text' ELSE kind END
             WHERE id = ?1 AND number <> ?2",
            params![edition, number],
        )?;
    }
    connection.execute(
        "UPDATE cables SET n_editions = ?2 WHERE id = ?1",
        params![cable, kept.len()],
    )?;
    Ok(())
}

/// The files of a folder, and of its folders, in which any of these bytes stand.
pub(crate) fn files_with(folder: &Path, traces: &[Vec<u8>]) -> Result<Vec<PathBuf>, Error> {
    let mut found = Vec::new();
    for entry in walkdir::WalkDir::new(folder).sort_by_file_name() {
        let Ok(entry) = entry else { continue };
        if !entry.file_type().is_file() {
            continue;
        }
        let path = entry.path();
        match has_any(path, traces) {
            Ok(true) => found.push(path.to_owned()),
            Ok(false) => {}
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => return Err(Error::io("read", path, error)),
        }
    }
    Ok(found)
}

/// Whether any of these bytes stand in a file, which is read piece by piece.
fn has_any(path: &Path, traces: &[Vec<u8>]) -> std::io::Result<bool> {
    const AT_ONCE: u64 = 4 << 20;
    let longest = traces.iter().map(Vec::len).max().unwrap_or(0);
    let mut file = File::open(path)?;
    let mut bytes = Vec::new();
    loop {
        // What may be the beginning of a trace stays for the next turn.
        bytes.drain(..bytes.len().saturating_sub(longest));
        if (&mut file).take(AT_ONCE).read_to_end(&mut bytes)? == 0 {
            return Ok(false);
        }
        if traces
            .iter()
            .any(|trace| memchr::memmem::find(&bytes, trace).is_some())
        {
            return Ok(true);
        }
    }
}
