//! Questions to the truth.

use std::collections::BTreeMap;
use std::sync::Arc;

use chancery_format::record::{Metadata, Record};
use chancery_format::{Document, Hints, Mrn};
use chancery_sources::Mapping;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::codec::{Dictionaries, Dictionary, unpack};
use super::references::{COUNTS, IS_OF_SOURCE};
use super::upkeep::salted;
use super::write::{NewCable, NewSource};
use super::{Store, blob_error};
use crate::archive::{Count, Overview};
use crate::cable::{
    CableLine, Edition, Original, ResolvedReference, SourceInfo, StoredCable, UnreadableSource,
};
use crate::passage::Paragraphs;
use crate::sameness::{Hash, hex};
use crate::{CableKey, Error, SourceId, query};

/// Which archive this is and how often it has changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct State {
    pub(crate) uuid: String,
    pub(crate) generation: u64,
}

/// Finds the number of an original by its hash.
pub(super) const ORIGINAL_OF_HASH: &str =
    "SELECT id FROM originals WHERE substr(sha256, 1, 8) = substr(?1, 1, 8) AND sha256 = ?1";

/// The first source of an edition with its original, still packed.
#[derive(Clone, Debug)]
pub(crate) struct PackedOriginal {
    n_bytes: u64,
    packed: Vec<u8>,
    dictionary: Option<Arc<Dictionary>>,
    path: String,
    member: String,
    pub(super) identifier: Option<String>,
    pub(super) metadata: String,
}

/// A cable as it was found.
pub(crate) struct ReadHit {
    pub(crate) id: u64,
    pub(crate) line: CableLine,
    /// The paragraphs of its editions, where they were wanted.
    pub(crate) editions: Vec<Paragraphs>,
}

/// The columns of [`packed`], to put between SELECT and FROM: of what is read instead of an original, where there is
/// such a thing.
pub(super) const PACKED: &str =
    "coalesce(o.n_read_bytes, o.n_bytes), coalesce(o.read_packed, o.packed), o.dictionary_id,
     s.path, s.member, s.identifier, s.metadata";

pub(super) fn packed(
    connection: &Connection,
    dictionaries: &Dictionaries,
    row: &Row<'_>,
) -> rusqlite::Result<PackedOriginal> {
    let dictionary: Option<i64> = row.get(2)?;
    Ok(PackedOriginal {
        n_bytes: row.get(0)?,
        packed: row.get(1)?,
        dictionary: dictionary
            .map(|id| dictionaries.get(connection, id))
            .transpose()?,
        path: row.get(3)?,
        member: row.get(4)?,
        identifier: row.get(5)?,
        metadata: row.get(6)?,
    })
}

/// The first source of an edition.
pub(super) fn original_of(
    connection: &Connection,
    dictionaries: &Dictionaries,
    edition: u32,
) -> rusqlite::Result<Option<PackedOriginal>> {
    connection
        .prepare_cached(&format!(
            "SELECT {PACKED} FROM sources s JOIN originals o ON o.id = s.original_id
             WHERE s.id = (SELECT min(id) FROM sources WHERE edition_id = ?1)"
        ))?
        .query_row([edition], |row| packed(connection, dictionaries, row))
        .optional()
}

impl PackedOriginal {
    /// What is about to be stored.
    pub(super) fn of_new(
        source: &NewSource<'_>,
        cable: &NewCable,
        dictionary: Option<Arc<Dictionary>>,
    ) -> PackedOriginal {
        let read = cable.read.as_ref().unwrap_or(&cable.original);
        PackedOriginal {
            n_bytes: read.n_bytes,
            packed: read.bytes.clone(),
            dictionary,
            path: source.path.to_owned(),
            member: source.member.to_owned(),
            identifier: source.identifier.map(ToOwned::to_owned),
            metadata: source.metadata.to_owned(),
        }
    }

    /// What the parser reads in it. The truth keeps bytes; what they say is read again each time.
    pub(crate) fn record(&self) -> rusqlite::Result<Record> {
        let bytes = self.unpacked()?;
        #[cfg(test)]
        if let Some(record) = crate::testing::record_in(&bytes) {
            return Ok(record);
        }
        Ok(self.document(&bytes).record())
    }

    /// The paragraphs of it alone, from its bytes.
    fn paragraphs(&self, bytes: &[u8]) -> Paragraphs {
        #[cfg(test)]
        if let Some(record) = crate::testing::record_in(bytes) {
            return Paragraphs::new(record.paragraphs, record.text, &record.source);
        }
        let mut read = chancery_format::read_text(bytes, &self.hints());
        self.add_metadata(&mut read.source.metadata);
        Paragraphs::new(read.paragraphs, read.text, &read.source)
    }

    pub(super) fn unpacked(&self) -> rusqlite::Result<Vec<u8>> {
        unpack(&self.packed, self.n_bytes, self.dictionary.as_deref())
            .map_err(|error| blob_error(0, error))
    }

    /// The cable, with what stood beside it in its source: as `chancery_sources` reads it.
    fn document(&self, bytes: &[u8]) -> Document {
        let mut document = chancery_format::read(bytes, &self.hints());
        self.add_metadata(&mut document.metadata);
        document
    }

    fn hints(&self) -> Hints {
        Hints {
            path: Some(format!("{}{}", self.path, self.member)),
            id: self
                .identifier
                .as_deref()
                .and_then(|id| Mrn::parse(id, None)),
        }
    }

    /// What stood around a cable comes before what stands within it.
    fn add_metadata(&self, metadata: &mut Metadata) {
        if self.metadata == "{}" {
            return;
        }
        let outer: Metadata = serde_json::from_str(&self.metadata).unwrap_or_default();
        let inner = std::mem::replace(metadata, outer);
        for (label, value) in inner.0 {
            if metadata.get(&label).is_none() {
                metadata.push(&label, &value);
            }
        }
    }
}

/// The columns of [`line`], to put between SELECT and FROM.
pub(super) const LINE: &str =
    "c.key, c.sent, c.post, c.classification, c.subject, c.captions, c.n_editions";

pub(super) fn line(row: &Row<'_>) -> rusqlite::Result<CableLine> {
    let captions: String = row.get(5)?;
    Ok(CableLine {
        key: CableKey::new(row.get::<_, String>(0)?),
        sent: row.get(1)?,
        post: row.get(2)?,
        classification: row.get(3)?,
        subject: row.get(4)?,
        captions: serde_json::from_str(&captions).map_err(|error| blob_error(5, error.into()))?,
        n_editions: row.get(6)?,
    })
}

impl Store {
    pub(crate) fn state(&self) -> Result<State, Error> {
        self.read("read the state of the archive", state)
    }

    pub(crate) fn overview(&self) -> Result<Overview, Error> {
        self.read("count the cables", overview)
    }

    pub(crate) fn n_cables(&self) -> Result<u64, Error> {
        self.read("count the cables", |connection| {
            connection
                .prepare_cached("SELECT count(*) FROM cables")?
                .query_row([], |row| row.get(0))
        })
    }

    pub(crate) fn has_key(&self, key: &str) -> Result<bool, Error> {
        self.read("look up the cable", |connection| {
            connection
                .prepare_cached("SELECT 1 FROM cables WHERE key = ?1")?
                .exists([key])
        })
    }

    /// The only cable with this post and number, whatever its year.
    pub(crate) fn only_key_of(&self, post: &str, number: u32) -> Result<Option<CableKey>, Error> {
        self.read("look up the cable", |connection| {
            // Airgrams, which have a hyphen in their keys, are numbered apart.
            let mut statement = connection.prepare_cached(
                "SELECT key FROM cables WHERE post = ?1 AND number = ?2 AND key NOT LIKE '%-%' LIMIT 2",
            )?;
            let keys: Vec<String> = statement
                .query_map(params![post, number], |row| row.get(0))?
                .collect::<Result<_, _>>()?;
            Ok(match &keys[..] {
                [key] => Some(CableKey::new(key)),
                _ => None,
            })
        })
    }

    pub(crate) fn cable(&self, key: &CableKey) -> Result<Option<StoredCable>, Error> {
        self.read("read the cable", |connection| {
            cable(connection, &self.dictionaries, key)
        })
    }

    pub(crate) fn original(&self, id: SourceId) -> Result<Option<Original>, Error> {
        self.read("read the original", |connection| {
            let Ok(id) = i64::try_from(id.number()) else {
                return Ok(None);
            };
            connection
                .prepare_cached(
                    "SELECT s.path || s.member, o.sha256, o.n_bytes, o.packed, o.dictionary_id
                     FROM sources s JOIN originals o ON o.id = s.original_id WHERE s.id = ?1",
                )?
                .query_row([id], |row| {
                    let sha256: [u8; 32] = row.get(1)?;
                    let dictionary: Option<i64> = row.get(4)?;
                    let dictionary = dictionary
                        .map(|id| self.dictionaries.get(connection, id))
                        .transpose()?;
                    let packed = row.get_ref(3)?.as_blob()?;
                    let bytes = unpack(packed, row.get(2)?, dictionary.as_deref())
                        .map_err(|error| blob_error(3, error))?;
                    if Hash::of(&bytes).0 != sha256 {
                        return Err(blob_error(3, std::io::ErrorKind::InvalidData.into()));
                    }
                    Ok(Original {
                        bytes,
                        path: row.get(0)?,
                        sha256: hex(&sha256),
                    })
                })
                .optional()
        })
    }

    /// Which of some bytes the archive has.
    pub(crate) fn have_originals(&self, hashes: &[Option<Hash>]) -> Result<Vec<bool>, Error> {
        self.read("look up the originals", |connection| {
            let mut statement = connection.prepare_cached(ORIGINAL_OF_HASH)?;
            hashes
                .iter()
                .map(|hash| match hash {
                    Some(hash) => statement.exists([hash.0]),
                    None => Ok(false),
                })
                .collect()
        })
    }

    /// What the source at a place says beside some bytes: an identifier, and metadata. `None` where the archive does not
    /// have them from there.
    pub(crate) fn said_at(
        &self,
        sha256: Hash,
        path: &str,
        member: &str,
    ) -> Result<Option<(Option<String>, String)>, Error> {
        self.read("look up the source", |connection| {
            connection
                .prepare_cached(
                    "SELECT s.identifier, s.metadata FROM sources s JOIN originals o ON o.id = s.original_id
                     WHERE substr(o.sha256, 1, 8) = substr(?1, 1, 8) AND o.sha256 = ?1
                       AND s.path = ?2 AND s.member = ?3",
                )?
                .query_row(params![sha256.0, path, member], |row| {
                    Ok((row.get(0)?, row.get(1)?))
                })
                .optional()
        })
    }

    /// What was told of the columns of tables, by their headings.
    pub(crate) fn columns(&self) -> Result<BTreeMap<String, Mapping>, Error> {
        self.read("look up the columns of tables", |connection| {
            let mut columns: BTreeMap<String, Mapping> = BTreeMap::new();
            let mut statement = connection
                .prepare("SELECT headings, field, name FROM columns ORDER BY headings")?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let field: String = row.get(1)?;
                let name: String = row.get(2)?;
                columns.entry(row.get(0)?).or_default().set(&field, &name);
            }
            Ok(columns)
        })
    }

    /// Whether some bytes were forgotten.
    pub(crate) fn is_forgotten(&self, sha256: Hash) -> Result<bool, Error> {
        self.read("look up what was forgotten", |connection| {
            let salt: Option<Vec<u8>> = connection
                .prepare_cached("SELECT salt FROM forgotten LIMIT 1")?
                .query_row([], |row| row.get(0))
                .optional()?;
            let Some(salt) = salt else { return Ok(false) };
            connection
                .prepare_cached("SELECT 1 FROM forgotten WHERE hash = ?1")?
                .exists([salted(&salt, sha256.0)])
        })
    }

    /// The cable that some bytes gave.
    pub(crate) fn key_of_original(&self, sha256: Hash) -> Result<Option<CableKey>, Error> {
        self.read("look up the original", |connection| {
            connection
                .prepare_cached(
                    "SELECT c.key FROM originals o JOIN sources s ON s.original_id = o.id
                     JOIN editions e ON e.id = s.edition_id JOIN cables c ON c.id = e.cable_id
                     WHERE substr(o.sha256, 1, 8) = substr(?1, 1, 8) AND o.sha256 = ?1 LIMIT 1",
                )?
                .query_row([sha256.0], |row| {
                    Ok(CableKey::new(row.get::<_, String>(0)?))
                })
                .optional()
        })
    }

    /// The hashes of the compared texts of a cable.
    pub(crate) fn text_hashes(&self, key: &CableKey) -> Result<Vec<Hash>, Error> {
        self.read("look up the editions", |connection| {
            connection
                .prepare_cached(
                    "SELECT e.text_sha256 FROM editions e JOIN cables c ON c.id = e.cable_id
                     WHERE c.key = ?1 ORDER BY e.number",
                )?
                .query_map([key.as_str()], |row| Ok(Hash(row.get(0)?)))?
                .collect()
        })
    }

    /// The dictionary that originals are to be packed with: the latest, where there is one.
    pub(crate) fn dictionary(&self) -> Result<Option<Arc<Dictionary>>, Error> {
        self.read("read the dictionary", |connection| {
            let id: Option<i64> =
                connection.query_row("SELECT max(id) FROM dictionaries", [], |row| row.get(0))?;
            id.map(|id| self.dictionaries.get(connection, id))
                .transpose()
        })
    }

    pub(crate) fn unreadable(&self, limit: usize) -> Result<Vec<UnreadableSource>, Error> {
        self.read("list the unreadable inputs", |connection| {
            connection
                .prepare_cached(
                    "SELECT path || member, n_bytes, reason, ingested_at FROM unreadable
                     ORDER BY path, member LIMIT ?1",
                )?
                .query_map([i64::try_from(limit).unwrap_or(i64::MAX)], |row| {
                    Ok(UnreadableSource {
                        path: row.get(0)?,
                        n_bytes: row.get(1)?,
                        reason: row.get(2)?,
                        ingested_at: row.get(3)?,
                    })
                })?
                .collect()
        })
    }

    /// Every post of the archive, in order.
    pub(crate) fn posts(&self) -> Result<Vec<String>, Error> {
        self.read("list the posts", |connection| {
            connection
                .prepare_cached(
                    "SELECT DISTINCT post FROM cables WHERE post IS NOT NULL ORDER BY post",
                )?
                .query_map([], |row| row.get(0))?
                .collect()
        })
    }

    /// Cables of a post, nearest to a year first, where there is one, and then nearest to a number.
    pub(crate) fn nearest(
        &self,
        post: &str,
        year: Option<u16>,
        number: u32,
        limit: usize,
    ) -> Result<Vec<CableLine>, Error> {
        self.read("look for cables nearby", |connection| {
            connection
                .prepare_cached(&format!(
                    "SELECT {LINE} FROM cables c WHERE c.post = ?1 AND c.year IS NOT NULL AND c.number IS NOT NULL
                     ORDER BY coalesce(abs(c.year - ?2), 0), abs(c.number - ?3), c.key LIMIT ?4"
                ))?
                .query_map(
                    params![
                        post,
                        year,
                        number,
                        i64::try_from(limit).unwrap_or(i64::MAX)
                    ],
                    line,
                )?
                .collect()
        })
    }

    /// The lines of these cables, in the order given. Unknown cables are left out.
    pub(crate) fn lines(&self, ids: &[u64]) -> Result<Vec<(u64, CableLine)>, Error> {
        self.read("read the hits", |connection| {
            let mut lines = connection
                .prepare_cached(&format!("SELECT {LINE} FROM cables c WHERE c.id = ?1"))?;
            ids.iter()
                .map(|&id| {
                    Ok(lines
                        .query_row([id], line)
                        .optional()?
                        .map(|line| (id, line)))
                })
                .filter_map(Result::transpose)
                .collect()
        })
    }

    /// The lines of these cables, in the order given, with the paragraphs of each that `wants` them, edition by edition.
    /// Unknown cables are left out.
    pub(crate) fn hits(
        &self,
        ids: &[u64],
        wants: impl Fn(u64) -> bool,
    ) -> Result<Vec<ReadHit>, Error> {
        let hits = self.read("read the hits", |connection| {
            let mut lines = connection
                .prepare_cached(&format!("SELECT {LINE} FROM cables c WHERE c.id = ?1"))?;
            let mut originals = connection.prepare_cached(&originals_of_cable())?;
            let mut hits = Vec::with_capacity(ids.len());
            for &id in ids {
                let Some(line) = lines.query_row([id], line).optional()? else {
                    continue;
                };
                let editions: Vec<PackedOriginal> = if wants(id) {
                    originals
                        .query_map([id], |row| packed(connection, &self.dictionaries, row))?
                        .collect::<Result<_, _>>()?
                } else {
                    Vec::new()
                };
                hits.push((id, line, editions));
            }
            Ok(hits)
        })?;
        // Step by step over all: what one of them has the processor fetch, the next finds there.
        let mut texts = hits
            .iter()
            .map(|(_, _, editions)| editions.iter().map(PackedOriginal::unpacked).collect())
            .collect::<Result<Vec<Vec<Vec<u8>>>, _>>()
            .map_err(|error| super::store_error(&self.folder, "read the original", error))?
            .into_iter();
        Ok(hits
            .into_iter()
            .map(|(id, line, editions)| {
                let texts = texts.next().unwrap_or_default();
                let editions = editions.iter().zip(&texts);
                ReadHit {
                    id,
                    line,
                    editions: editions
                        .map(|(edition, text)| edition.paragraphs(text))
                        .collect(),
                }
            })
            .collect())
    }

    /// Calls `each` with the paragraphs of each of some cables, edition by edition, until it says that it is enough.
    pub(crate) fn each_editions(
        &self,
        ids: &[u32],
        mut each: impl FnMut(u32, &Paragraphs) -> bool,
    ) -> Result<(), Error> {
        self.read("look through the texts", |connection| {
            for &id in ids {
                for original in originals(connection, &self.dictionaries, id.into())? {
                    if each(id, &original.paragraphs(&original.unpacked()?)) {
                        break;
                    }
                }
            }
            Ok(())
        })
    }

    /// The keys of the cables that a cable refers to, as its editions have them.
    pub(crate) fn references_of(&self, key: &str) -> Result<Vec<String>, Error> {
        self.read("look up the references", |connection| {
            connection
                .prepare_cached(&format!(
                    "SELECT DISTINCT r.target_key FROM refs r
                     JOIN editions e ON e.id = r.edition_id JOIN cables c ON c.id = e.cable_id
                     WHERE c.key = ?1 AND {COUNTS} ORDER BY r.target_key"
                ))?
                .query_map([key], |row| row.get(0))?
                .collect()
        })
    }

    /// For each of some cables the keys of those that only its sources say it refers to; none where a text refers to
    /// any.
    pub(crate) fn references_of_sources(&self, ids: &[u64]) -> Result<Vec<Vec<String>>, Error> {
        self.read("look up the references", |connection| {
            let mut statement = connection.prepare_cached(&format!(
                "SELECT DISTINCT r.target_key FROM editions e JOIN refs r ON r.edition_id = e.id
                 WHERE e.cable_id = ?1 AND {IS_OF_SOURCE} AND {COUNTS} ORDER BY r.target_key"
            ))?;
            ids.iter()
                .map(|id| statement.query_map([id], |row| row.get(0))?.collect())
                .collect()
        })
    }

    /// Cables changed after a generation, in order of change.
    pub(crate) fn changed_after(&self, generation: u64) -> Result<Vec<u64>, Error> {
        self.read("list the changed cables", |connection| {
            connection
                .prepare_cached(
                    "SELECT id FROM cables WHERE changed_in > ?1 ORDER BY changed_in, id",
                )?
                .query_map([generation], |row| row.get(0))?
                .collect()
        })
    }

    /// A cable's key and the records of its editions, for the index.
    pub(crate) fn key_and_records(
        &self,
        id: u64,
    ) -> Result<Option<(CableKey, Vec<Record>)>, Error> {
        self.read("read the cable for the index", |connection| {
            key_and_records(connection, &self.dictionaries, id)
        })
    }
}

pub(super) fn state(connection: &Connection) -> rusqlite::Result<State> {
    connection.query_row(
        "SELECT uuid, generation FROM archive WHERE id = 1",
        [],
        |row| {
            Ok(State {
                uuid: row.get(0)?,
                generation: row.get(1)?,
            })
        },
    )
}

pub(super) fn key_and_records(
    connection: &Connection,
    dictionaries: &Dictionaries,
    id: u64,
) -> rusqlite::Result<Option<(CableKey, Vec<Record>)>> {
    let key: Option<String> = connection
        .prepare_cached("SELECT key FROM cables WHERE id = ?1")?
        .query_row([id], |row| row.get(0))
        .optional()?;
    let Some(key) = key else {
        return Ok(None);
    };
    let records = originals(connection, dictionaries, id)?
        .iter()
        .map(PackedOriginal::record)
        .collect::<Result<_, _>>()?;
    Ok(Some((CableKey::new(key), records)))
}

/// The first original of each edition, in order.
fn originals(
    connection: &Connection,
    dictionaries: &Dictionaries,
    cable_id: u64,
) -> rusqlite::Result<Vec<PackedOriginal>> {
    connection
        .prepare_cached(&originals_of_cable())?
        .query_map([cable_id], |row| packed(connection, dictionaries, row))?
        .collect()
}

fn originals_of_cable() -> String {
    format!(
        "SELECT {PACKED} FROM editions e
         JOIN sources s ON s.id = (SELECT min(id) FROM sources WHERE edition_id = e.id)
         JOIN originals o ON o.id = s.original_id
         WHERE e.cable_id = ?1 ORDER BY e.number"
    )
}

/// The cable that sections make, where all of them are there.
fn joined(editions: &[Edition]) -> Option<Edition> {
    let n_parts = editions.iter().find_map(|edition| edition.part?.1)?;
    if n_parts < 2 {
        return None;
    }
    let mut text = String::new();
    for part in 1..=n_parts {
        let edition = editions
            .iter()
            .find(|edition| edition.part == Some((part, Some(n_parts))))?;
        if !text.is_empty() && !text.ends_with('\n') {
            text.push('\n');
        }
        text.push_str(&edition.record.text);
    }
    let first = editions
        .iter()
        .find(|edition| edition.part == Some((1, Some(n_parts))))?;
    let hints = Hints {
        path: first.record.source.path.clone(),
        id: first
            .record
            .id
            .as_deref()
            .and_then(|id| Mrn::parse(id, None)),
    };
    let mut record = chancery_format::read(text.as_bytes(), &hints).record();
    record.source = first.record.source.clone();
    Some(Edition {
        number: 0,
        kind: format!("{n_parts} sections joined"),
        part: None,
        record,
        sources: first.sources.clone(),
    })
}

fn cable(
    connection: &Connection,
    dictionaries: &Dictionaries,
    key: &CableKey,
) -> rusqlite::Result<Option<StoredCable>> {
    let id: Option<i64> = connection
        .prepare_cached("SELECT id FROM cables WHERE key = ?1")?
        .query_row([key.as_str()], |row| row.get(0))
        .optional()?;
    let Some(id) = id else {
        return Ok(None);
    };

    let mut sources = connection.prepare_cached(
        "SELECT s.id, s.path || s.member, s.wrapper, o.sha256, s.ingested_at, o.n_bytes
         FROM sources s JOIN originals o ON o.id = s.original_id WHERE s.edition_id = ?1 ORDER BY s.id",
    )?;
    let editions = connection
        .prepare_cached(&format!(
            "SELECT {PACKED}, e.id, e.number, e.kind, e.part, e.n_parts FROM editions e
             JOIN sources s ON s.id = (SELECT min(id) FROM sources WHERE edition_id = e.id)
             JOIN originals o ON o.id = s.original_id
             WHERE e.cable_id = ?1 ORDER BY e.number"
        ))?
        .query_map([id], |row| {
            let edition_id: i64 = row.get(7)?;
            let sources = sources
                .query_map([edition_id], source)?
                .collect::<Result<_, _>>()?;
            Ok(Edition {
                number: row.get(8)?,
                kind: row.get(9)?,
                part: match (row.get(10)?, row.get(11)?) {
                    (Some(part), n_parts) => Some((part, n_parts)),
                    (None, _) => None,
                },
                record: packed(connection, dictionaries, row)?.record()?,
                sources,
            })
        })?
        .collect::<Result<Vec<_>, _>>()?;

    let mut target = connection.prepare_cached(&format!(
        "SELECT {LINE} FROM refs r
         JOIN editions e ON e.id = r.edition_id JOIN cables c ON c.key = r.target_key
         WHERE e.cable_id = ?1 AND e.number = 1 AND r.position = ?2"
    ))?;
    let n_references = editions
        .first()
        .map_or(0, |edition| edition.record.references.len());
    let references = (0..n_references)
        .map(|index| {
            Ok(ResolvedReference {
                index,
                target: target.query_row(params![id, index], line).optional()?,
            })
        })
        .collect::<rusqlite::Result<_>>()?;

    let cited_by = super::references::cited_by(connection, key)?;

    let whole = joined(&editions);
    Ok(Some(StoredCable {
        key: key.clone(),
        whole,
        editions,
        references,
        cited_by,
    }))
}

fn source(row: &Row<'_>) -> rusqlite::Result<SourceInfo> {
    let sha256: [u8; 32] = row.get(3)?;
    Ok(SourceInfo {
        id: SourceId::new(row.get(0)?),
        path: row.get(1)?,
        wrapper: row.get(2)?,
        sha256: hex(&sha256),
        ingested_at: row.get(4)?,
        n_bytes: row.get(5)?,
    })
}

fn overview(connection: &Connection) -> rusqlite::Result<Overview> {
    let number = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, u64>(0));
    let counts = |sql: &str| {
        connection
            .prepare(sql)?
            .query_map([], |row| {
                Ok(Count {
                    value: row.get(0)?,
                    n_cables: row.get(1)?,
                })
            })?
            .collect::<rusqlite::Result<Vec<_>>>()
    };
    let (first_sent, last_sent) =
        connection.query_row("SELECT min(sent), max(sent) FROM cables", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
    let mut classifications = counts(
        "SELECT classification, count(*) FROM cables WHERE classification IS NOT NULL GROUP BY 1 ORDER BY 1",
    )?;
    classifications.sort_by_key(|count| query::place(&count.value));
    Ok(Overview {
        n_cables: number("SELECT count(*) FROM cables")?,
        n_editions: number("SELECT count(*) FROM editions")?,
        n_sources: number("SELECT count(*) FROM sources")?,
        n_unreadable: number("SELECT count(*) FROM unreadable")?,
        n_undated: number("SELECT count(*) FROM cables WHERE sent IS NULL")?,
        first_sent,
        last_sent,
        bytes_text: number("SELECT coalesce(sum(n_text_bytes), 0) FROM editions")?,
        bytes_originals: number("SELECT coalesce(sum(n_bytes), 0) FROM originals")?,
        bytes_on_disk: 0,
        top_posts: counts(
            "SELECT post, count(*) FROM cables WHERE post IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 10",
        )?,
        years: counts(
            "SELECT cast(year AS TEXT), count(*) FROM cables WHERE year IS NOT NULL GROUP BY year ORDER BY year",
        )?,
        classifications,
    })
}
