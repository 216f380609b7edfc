//! Everything in the truth looked at: its pages, its tables against each other, each original against its hash, and what
//! the lists show against what the originals read as now.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::sync_channel;
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OptionalExtension};

use super::codec::{Dictionaries, unpack};
use super::read::{PACKED, packed};
use super::write::{NewLine, Writer};
use super::{InWords, blob_error, connect_to_read, store_error};
use crate::references::keys_of;
use crate::sameness::{Hash, compared_hash, hex};
use crate::upkeep::{Problem, Watch};
use crate::{CableKey, Error};

/// What is wrong with the truth, and how much of it was looked at.
#[derive(Debug, Default)]
pub(crate) struct TruthReport {
    pub(crate) n_originals: u64,
    pub(crate) n_cables: u64,
    pub(crate) problems: Vec<Problem>,
    /// Cables whose lists show something else than their originals read as.
    pub(crate) n_otherwise: u64,
    pub(crate) is_stopped: bool,
}

/// Cables that are named one by one.
const NAMED: usize = 10;

/// What must not be, in words, how to count it, and which cables it touches.
const INCONSISTENCIES: [(&str, &str, &str); 8] = [
    (
        "rows refer to rows that are not there",
        "SELECT count(*) FROM pragma_foreign_key_check",
        "SELECT NULL WHERE 0",
    ),
    (
        "originals stand twice",
        "SELECT count(*) FROM (SELECT 1 FROM originals GROUP BY sha256 HAVING count(*) > 1)",
        "SELECT DISTINCT c.key FROM originals o JOIN sources s ON s.original_id = o.id
         JOIN editions e ON e.id = s.edition_id JOIN cables c ON c.id = e.cable_id
         WHERE o.sha256 IN (SELECT sha256 FROM originals GROUP BY sha256 HAVING count(*) > 1) ORDER BY 1",
    ),
    (
        "originals are without a source",
        "SELECT count(*) FROM originals o WHERE NOT EXISTS (SELECT 1 FROM sources WHERE original_id = o.id)",
        "SELECT NULL WHERE 0",
    ),
    (
        "editions are without a source",
        "SELECT count(*) FROM editions e WHERE NOT EXISTS (SELECT 1 FROM sources WHERE edition_id = e.id)",
        "SELECT DISTINCT c.key FROM editions e JOIN cables c ON c.id = e.cable_id
         WHERE NOT EXISTS (SELECT 1 FROM sources WHERE edition_id = e.id) ORDER BY 1",
    ),
    (
        "cables are without an edition",
        "SELECT count(*) FROM cables c WHERE NOT EXISTS (SELECT 1 FROM editions WHERE cable_id = c.id)",
        "SELECT key FROM cables c WHERE NOT EXISTS (SELECT 1 FROM editions WHERE cable_id = c.id) ORDER BY 1",
    ),
    (
        "cables have the same text twice",
        "SELECT count(*) FROM (SELECT 1 FROM editions GROUP BY cable_id, text_sha256 HAVING count(*) > 1)",
        "SELECT DISTINCT c.key FROM (SELECT cable_id FROM editions GROUP BY cable_id, text_sha256 HAVING count(*) > 1) e
         JOIN cables c ON c.id = e.cable_id ORDER BY 1",
    ),
    (
        "cables changed after the archive did",
        "SELECT count(*) FROM cables WHERE changed_in > (SELECT generation FROM archive)",
        "SELECT key FROM cables WHERE changed_in > (SELECT generation FROM archive) ORDER BY 1",
    ),
    (
        "rows are missing or doubled that say which archive this is",
        "SELECT abs(count(*) - 1) FROM archive",
        "SELECT NULL WHERE 0",
    ),
];

const MEND_COUNTS: &str = "
    UPDATE cables SET n_editions = (SELECT count(*) FROM editions WHERE cable_id = cables.id)
    WHERE n_editions <> (SELECT count(*) FROM editions WHERE cable_id = cables.id)
      AND EXISTS (SELECT 1 FROM editions WHERE cable_id = cables.id)";

/// The tables, and what each holds, for a person.
const TABLES: [(&str, &str); 12] = [
    ("originals", "the original bytes"),
    ("cables", "the lists of cables"),
    ("editions", "which texts are editions of which cable"),
    ("sources", "where texts were found"),
    ("refs", "what refers to what"),
    ("dictionaries", "the words that originals are packed with"),
    ("archive", "which archive this is"),
    ("runs", "the runs of ingest"),
    ("sketches", "what tells near-duplicates"),
    ("unreadable", "the inputs that gave no cable"),
    ("forgotten", "what was forgotten"),
    ("columns", "which columns of tables are what"),
];

impl Writer {
    /// Looks at everything in the truth, and puts right what can be made from the rest of it. `with_lists` reads every
    /// cable again and compares what the lists show.
    pub(crate) fn verify(
        &mut self,
        with_lists: bool,
        watch: &mut Watch<'_>,
    ) -> Result<TruthReport, Error> {
        let mut report = TruthReport::default();
        match self.try_verify(with_lists, watch, &mut report) {
            Ok(()) => Ok(report),
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::OperationInterrupted) => {
                report.is_stopped = true;
                Ok(report)
            }
            // What was found until then tells more than where it ended.
            Err(error) if !report.problems.is_empty() => {
                let problem = Problem::wrong("not everything in truth.sqlite could be looked at")
                    .with_detail(InWords(error).to_string());
                report.problems.push(problem);
                Ok(report)
            }
            Err(error) => Err(store_error(&self.folder, "verify the store", error)),
        }
    }

    fn try_verify(
        &mut self,
        with_lists: bool,
        watch: &mut Watch<'_>,
        report: &mut TruthReport,
    ) -> rusqlite::Result<()> {
        let connection = &self.connection;
        watch.step("pages of the database", 0, 0);
        look_at_pages(connection, watch.stop, &mut report.problems)?;
        for (what, count, touched) in INCONSISTENCIES {
            let counted = interruptible(connection, watch.stop, || {
                connection.query_row(count, [], |row| row.get::<_, u64>(0))
            });
            let n = match counted {
                Ok(n) => n,
                // That the table does not read has been told.
                Err(error)
                    if error.sqlite_error_code() == Some(ErrorCode::DatabaseCorrupt)
                        && !report.problems.is_empty() =>
                {
                    continue;
                }
                Err(error) => return Err(error),
            };
            if n > 0 {
                let problem = Problem::wrong(format!("in truth.sqlite {n} {what}"))
                    .touching(keys(connection, touched)?);
                report.problems.push(problem);
            }
        }
        let n_miscounted = connection.execute(MEND_COUNTS, [])?;
        if n_miscounted > 0 {
            let what = format!("{n_miscounted} cables had a wrong number of editions");
            report.problems.push(Problem::repaired(what));
        }
        report.n_cables =
            connection.query_row("SELECT count(*) FROM cables", [], |row| row.get(0))?;
        look_at_originals(connection, &self.folder, &self.dictionaries, watch, report)?;
        if with_lists && !report.is_stopped {
            look_at_lists(connection, &self.folder, &self.dictionaries, watch, report)?;
        }
        Ok(())
    }
}

/// Does something that `SQLite` is long about, and ends it where that is asked for.
pub(super) fn interruptible<T>(
    connection: &Connection,
    stop: &AtomicBool,
    work: impl FnOnce() -> rusqlite::Result<T>,
) -> rusqlite::Result<T> {
    const LOOK: Duration = Duration::from_millis(20);
    let handle = connection.get_interrupt_handle();
    let is_done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let looking = scope.spawn(|| {
            while !is_done.load(Ordering::Relaxed) {
                if stop.load(Ordering::Relaxed) {
                    handle.interrupt();
                }
                std::thread::park_timeout(LOOK);
            }
        });
        let result = work();
        is_done.store(true, Ordering::Relaxed);
        looking.thread().unpark();
        result
    })
}

fn keys(connection: &Connection, sql: &str) -> rusqlite::Result<Vec<CableKey>> {
    connection
        .prepare(sql)?
        .query_map([], |row| Ok(CableKey::new(row.get::<_, String>(0)?)))?
        .collect()
}

/// Asks the database whether its pages and lookup lists are as they should be, and says what is not in words.
fn look_at_pages(
    connection: &Connection,
    stop: &AtomicBool,
    problems: &mut Vec<Problem>,
) -> rusqlite::Result<()> {
    let told = match integrity(connection, stop, None) {
        Ok(told) => told,
        // Damage of a kind at which the database does not even look further.
        Err(error) if error.sqlite_error_code() == Some(ErrorCode::DatabaseCorrupt) => {
            vec![error.to_string()]
        }
        Err(error) => return Err(error),
    };
    if told.is_empty() {
        return Ok(());
    }
    // A lookup list is made of its table. Where only those are wrong they are made anew.
    let is_of_list = |line: &String| {
        line.contains("missing from index")
            || line.contains("entries in index")
            || line.contains("non-unique entry in index")
    };
    if told.iter().all(is_of_list)
        && connection.execute_batch("REINDEX").is_ok()
        && integrity(connection, stop, None)?.is_empty()
    {
        let problem = Problem::repaired("lookup lists of truth.sqlite did not fit their tables")
            .with_detail(told.join("; "));
        problems.push(problem);
        return Ok(());
    }
    let n_before = problems.len();
    for (table, holds) in TABLES {
        let told = match integrity(connection, stop, Some(table)) {
            Ok(told) => told,
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::OperationInterrupted) => {
                return Err(error);
            }
            Err(error) => vec![error.to_string()],
        };
        if !told.is_empty() {
            let problem = Problem::wrong(format!(
                "a part of truth.sqlite does not read: {holds} (table `{table}`)"
            ))
            .with_detail(told.join("; "));
            problems.push(problem);
        }
    }
    if problems.len() == n_before {
        let problem =
            Problem::wrong("truth.sqlite has pages that do not read as they were written")
                .with_detail(told.join("; "));
        problems.push(problem);
    }
    Ok(())
}

/// What the database says of itself, or of one table; nothing where all is well.
fn integrity(
    connection: &Connection,
    stop: &AtomicBool,
    table: Option<&str>,
) -> rusqlite::Result<Vec<String>> {
    let pragma = match table {
        Some(table) => format!("PRAGMA integrity_check('{table}')"),
        None => "PRAGMA integrity_check(20)".to_owned(),
    };
    let told: Vec<String> = interruptible(connection, stop, || {
        connection
            .prepare(&pragma)?
            .query_map([], |row| row.get(0))?
            .take(20)
            .collect()
    })?;
    Ok(told
        .into_iter()
        .filter(|line| line != "ok")
        .map(|line| line.replace('\n', " "))
        .collect())
}

/// How many originals or cables a thread takes at a time.
const BLOCK: u64 = 64;

/// The most threads: each has a connection with its own cache.
const MOST_THREADS: usize = 16;

/// Works through blocks on all cores, each thread with a connection of its own, and hands what each block gave to `take`
/// in their order, with its number. Ends at the first error, and where `take` or whoever looks on says so.
fn on_all_cores<T: Send>(
    folder: &Path,
    n_blocks: u64,
    work: impl Fn(&Connection, u64) -> rusqlite::Result<T> + Sync,
    mut take: impl FnMut(u64, T) -> bool,
) -> rusqlite::Result<()> {
    let n_threads = std::thread::available_parallelism()
        .map_or(1, std::num::NonZero::get)
        .min(MOST_THREADS)
        .min(usize::try_from(n_blocks).unwrap_or(usize::MAX));
    let next = AtomicU64::new(0);
    // A thread that is ahead waits here, so that little is held back for the sake of the order.
    let (sender, receiver) = sync_channel(n_threads);
    std::thread::scope(|scope| {
        for _ in 0..n_threads {
            let (sender, next, work) = (sender.clone(), &next, &work);
            scope.spawn(move || {
                let connection = connect_to_read(folder);
                loop {
                    let block = next.fetch_add(1, Ordering::Relaxed);
                    if block >= n_blocks {
                        return;
                    }
                    let result = match &connection {
                        Ok(connection) => work(connection, block),
                        Err(_) => connect_to_read(folder).and_then(|again| work(&again, block)),
                    };
                    // A failed send means that nobody listens any more.
                    if sender.send((block, result)).is_err() {
                        return;
                    }
                }
            });
        }
        drop(sender);
        let mut early = BTreeMap::new();
        let mut expected = 0;
        // Moved in, so that threads that wait to be heard end when this does.
        for (block, result) in receiver {
            early.insert(block, result);
            while let Some(result) = early.remove(&expected) {
                if !take(expected, result?) {
                    return Ok(());
                }
                expected += 1;
            }
        }
        Ok(())
    })
}

fn look_at_originals(
    connection: &Connection,
    folder: &Path,
    dictionaries: &Dictionaries,
    watch: &mut Watch<'_>,
    report: &mut TruthReport,
) -> rusqlite::Result<()> {
    // Of the sources too, since the table of originals may be what does not read.
    let last = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, u64>(0));
    let n_all = last("SELECT coalesce(max(original_id), 0) FROM sources")?
        .max(last("SELECT coalesce(max(id), 0) FROM originals").unwrap_or(0));
    let mut n_unread = 0;
    let mut further = Vec::new();
    let stop = watch.stop;
    on_all_cores(
        folder,
        n_all.div_ceil(BLOCK),
        |connection, block| compare_block(connection, dictionaries, block, stop),
        |block, compared| {
            watch.step("originals", (block * BLOCK).min(n_all), n_all);
            report.n_originals += compared.n_originals;
            for (is_read, problem) in compared.problems {
                n_unread += usize::from(!is_read);
                if is_read || n_unread <= NAMED {
                    report.problems.push(problem);
                } else {
                    further.extend(problem.cables);
                }
            }
            !watch.is_stopped()
        },
    )?;
    report.is_stopped |= watch.is_stopped();
    if n_unread > NAMED {
        let what = format!("{} further originals do not read", n_unread - NAMED);
        report.problems.push(Problem::wrong(what).touching(further));
    }
    Ok(())
}

/// What was found of some originals.
#[derive(Debug, Default)]
struct Compared {
    n_originals: u64,
    /// With each whether the original reads at all.
    problems: Vec<(bool, Problem)>,
}

/// Compares the originals of a block with their hashes.
fn compare_block(
    connection: &Connection,
    dictionaries: &Dictionaries,
    block: u64,
    stop: &AtomicBool,
) -> rusqlite::Result<Compared> {
    let mut compared = Compared::default();
    let bound = |block: u64| i64::try_from(block * BLOCK).unwrap_or(i64::MAX);
    let (mut after, last) = (bound(block), bound(block + 1));
    loop {
        match compare_from(
            connection,
            dictionaries,
            &mut after,
            last,
            stop,
            &mut compared,
        ) {
            Ok(()) => return Ok(compared),
            // A page does not read: the original behind it is told, and those after it are looked at one by one.
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::DatabaseCorrupt) => {
                let next: Option<i64> = connection
                    .query_row(
                        "SELECT min(original_id) FROM sources WHERE original_id > ?1 AND original_id <= ?2",
                        [after, last],
                        |row| row.get(0),
                    )
                    .optional()?
                    .flatten();
                let Some(next) = next else {
                    return Ok(compared);
                };
                compared.n_originals += 1;
                after = next;
                let problem = wrong_original(connection, next, "does not read", &InWords(error));
                compared.problems.push((false, problem));
            }
            Err(error) => return Err(error),
        }
    }
}

/// Compares originals between two numbers, the last included, with their hashes.
fn compare_from(
    connection: &Connection,
    dictionaries: &Dictionaries,
    after: &mut i64,
    last: i64,
    stop: &AtomicBool,
    compared: &mut Compared,
) -> rusqlite::Result<()> {
    let mut originals = connection.prepare_cached(
        "SELECT id, sha256, n_bytes, packed, dictionary_id, n_read_bytes, read_packed FROM originals
         WHERE id > ?1 AND id <= ?2 ORDER BY id",
    )?;
    let mut rows = originals.query([*after, last])?;
    while let Some(row) = rows.next()? {
        if stop.load(Ordering::Relaxed) {
            return Ok(());
        }
        let id: i64 = row.get(0)?;
        let look = || -> rusqlite::Result<bool> {
            let sha256: [u8; 32] = row.get(1)?;
            let dictionary = row
                .get::<_, Option<i64>>(4)?
                .map(|id| dictionaries.get(connection, id))
                .transpose()?;
            let open = |column: usize, n_bytes: u64| {
                let packed = row.get_ref(column)?.as_blob()?;
                unpack(packed, n_bytes, dictionary.as_deref())
                    .map_err(|error| blob_error(column, error))
            };
            let bytes = open(3, row.get(2)?)?;
            if let Some(n_bytes) = row.get(5)? {
                open(6, n_bytes)?;
            }
            Ok(Hash::of(&bytes).0 == sha256)
        };
        let problem = match look() {
            Ok(true) => None,
            Ok(false) => {
                let sha256: [u8; 32] = row.get(1)?;
                let detail = format!("expected SHA-256 {}", hex(&sha256));
                Some(wrong_original(
                    connection,
                    id,
                    "does not match its hash",
                    &detail,
                ))
            }
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::DatabaseCorrupt) => {
                return Err(error);
            }
            Err(error) => Some(wrong_original(
                connection,
                id,
                "does not unpack",
                &InWords(error),
            )),
        };
        compared.n_originals += 1;
        *after = id;
        compared
            .problems
            .extend(problem.map(|problem| (true, problem)));
    }
    Ok(())
}

/// An original that is damaged: whose it is, and where it came from.
fn wrong_original(
    connection: &Connection,
    id: i64,
    how: &str,
    detail: &dyn std::fmt::Display,
) -> Problem {
    let mut place = None;
    let mut touched = Vec::new();
    // As far as the tables about it still read.
    if let Ok(mut statement) = connection.prepare_cached(
        "SELECT c.key, s.path || s.member FROM sources s JOIN editions e ON e.id = s.edition_id
         JOIN cables c ON c.id = e.cable_id WHERE s.original_id = ?1 ORDER BY s.id",
    ) && let Ok(rows) = statement.query_map([id], |row| {
        Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?))
    }) {
        for (key, from) in rows.flatten() {
            place.get_or_insert(from);
            touched.push(CableKey::new(key));
        }
    }
    touched.dedup();
    let mut what = format!("original {id}");
    if let Some(place) = &place {
        let _ = write!(what, ", taken from {place},");
    }
    let _ = write!(what, " {how}");
    let files = files_of(connection, &touched);
    let help = match (&touched[..], &files[..]) {
        ([key, others @ ..], [_, ..]) => {
            let forget = std::iter::once(key)
                .chain(others)
                .map(|key| format!("`chancery archive forget {key}`"))
                .collect::<Vec<_>>()
                .join(", ");
            format!(
                "restore a backup; without one, only where every file is still there that these cables came from: \
                 {forget}, which takes out all their texts, then `chancery ingest --take-forgotten` of all of: {}",
                files.join(", ")
            )
        }
        _ => crate::upkeep::RESTORE.to_owned(),
    };
    Problem::wrong(what)
        .touching(touched)
        .with_help(help)
        .with_detail(detail.to_string())
}

/// The files that all texts of some cables came from, in order; as far as the tables about them read.
fn files_of(connection: &Connection, keys: &[CableKey]) -> Vec<String> {
    let mut files = BTreeSet::new();
    for key in keys {
        if let Ok(mut statement) = connection.prepare_cached(
            "SELECT DISTINCT s.path FROM sources s JOIN editions e ON e.id = s.edition_id
             JOIN cables c ON c.id = e.cable_id WHERE c.key = ?1",
        ) && let Ok(rows) = statement.query_map([key.as_str()], |row| row.get::<_, String>(0))
        {
            files.extend(rows.flatten());
        }
    }
    files.into_iter().collect()
}

/// Reads every cable again and compares it with what the lists show.
fn look_at_lists(
    connection: &Connection,
    folder: &Path,
    dictionaries: &Dictionaries,
    watch: &mut Watch<'_>,
    report: &mut TruthReport,
) -> rusqlite::Result<()> {
    let ids: Vec<i64> = connection
        .prepare("SELECT id FROM cables ORDER BY id")?
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let blocks: Vec<&[i64]> = ids.chunks(BLOCK as usize).collect();
    let mut touched = Vec::new();
    let mut told = Vec::new();
    let stop = watch.stop;
    on_all_cores(
        folder,
        blocks.len() as u64,
        |connection, block| {
            let ids = blocks.get(block as usize).copied().unwrap_or_default();
            Ok(ids
                .iter()
                .take_while(|_| !stop.load(Ordering::Relaxed))
                // A cable that does not read has been told with its original.
                .filter_map(|&id| differing(connection, dictionaries, id).ok().flatten())
                .collect::<Vec<_>>())
        },
        |block, found| {
            watch.step("lists", block * BLOCK, ids.len() as u64);
            for (key, fields) in found {
                report.n_otherwise += 1;
                if told.len() < NAMED {
                    told.push(format!("{key}: {}", fields.join(", ")));
                }
                touched.push(CableKey::new(key));
            }
            !watch.is_stopped()
        },
    )?;
    report.is_stopped |= watch.is_stopped();
    if report.n_otherwise > 0 {
        let n = report.n_otherwise;
        let what = format!(
            "of {n} cable{} lists show something else than the original reads as now ({}{})",
            if n == 1 { "" } else { "s" },
            told.join("; "),
            if touched.len() > told.len() {
                "; …"
            } else {
                ""
            },
        );
        report.problems.push(
            Problem::wrong(what)
                .with_help("`chancery archive verify --rebuild`, or `chancery archive rebuild`, reads the cables again")
                .touching_silently(touched),
        );
    }
    Ok(())
}

/// The fields in which what is stored of a cable differs from what its originals read as.
fn differing(
    connection: &Connection,
    dictionaries: &Dictionaries,
    cable: i64,
) -> rusqlite::Result<Option<(String, Vec<&'static str>)>> {
    type Row = (String, NewLine);
    let stored: Option<Row> = connection
        .prepare_cached(
            "SELECT key, sent, post, year, number, classification, subject, captions FROM cables WHERE id = ?1",
        )?
        .query_row([cable], |row| {
            let line = NewLine {
                id: None,
                sent: row.get(1)?,
                post: row.get(2)?,
                year: row.get(3)?,
                number: row.get(4)?,
                classification: row.get(5)?,
                subject: row.get(6)?,
                captions: row.get(7)?,
            };
            Ok((row.get(0)?, line))
        })
        .optional()?;
    let Some((key, stored)) = stored else {
        return Ok(None);
    };
    let mut fields = Vec::new();
    let mut line: Option<NewLine> = None;
    let mut editions = connection.prepare_cached(&format!(
        "SELECT {PACKED}, e.id, e.text_sha256, e.part, e.n_parts FROM editions e
         JOIN sources s ON s.id = (SELECT min(id) FROM sources WHERE edition_id = e.id)
         JOIN originals o ON o.id = s.original_id
         WHERE e.cable_id = ?1 ORDER BY e.number"
    ))?;
    let mut references = connection.prepare_cached(
        "SELECT position, target_key FROM refs WHERE edition_id = ?1 ORDER BY position",
    )?;
    let mut rows = editions.query([cable])?;
    while let Some(row) = rows.next()? {
        let record = packed(connection, dictionaries, row)?.record()?;
        let edition: i64 = row.get(7)?;
        let text: [u8; 32] = row.get(8)?;
        let part: (Option<u16>, Option<u16>) = (row.get(9)?, row.get(10)?);
        let stored_references: Vec<(usize, String)> = references
            .query_map([edition], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<Result<_, _>>()?;
        if stored_references != keys_of(&record) {
            fields.push("references");
        }
        let section = record.section.as_ref();
        if text != compared_hash(&record.text).0
            || part
                != (
                    section.map(|section| section.number),
                    section.and_then(|section| section.of),
                )
        {
            fields.push("text");
        }
        if record.id.as_ref().is_some_and(|id| *id != key) {
            fields.push("identifier");
            continue;
        }
        let new = NewLine::of(&record);
        line = Some(match line {
            None => new,
            Some(earlier) => earlier.or(new),
        });
    }
    if let Some(line) = line {
        for (name, is_same) in [
            ("date", stored.sent == line.sent),
            ("post", stored.post == line.post),
            ("year", stored.year == line.year),
            ("number", stored.number == line.number),
            ("class", stored.classification == line.classification),
            ("subject", stored.subject == line.subject),
            ("captions", stored.captions == line.captions),
        ] {
            if !is_same {
                fields.push(name);
            }
        }
    }
    fields.dedup();
    Ok((!fields.is_empty()).then_some((key, fields)))
}
