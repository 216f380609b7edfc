//! Sketches of texts as they are stored: one blob for each batch, so that storing them costs next to nothing.
//!
//! They are looked through only when a cable without an identifier is about. See [`crate::sketch`].

use std::collections::{HashMap, HashSet};

use rusqlite::{Connection, params};

use crate::sketch::{N_HASHES, Sketch};

/// Bytes of an entry: the number of an edition, and its hashes.
const ENTRY: usize = 4 + 4 * N_HASHES;

/// Editions that are compared with a text at most.
const MOST: usize = 8;

/// Finds editions by their sketches, for one writer.
#[derive(Debug, Default)]
pub(super) struct Sketches {
    /// Of the batch under way, as they will be stored.
    batch: Vec<u8>,
    /// Whether any cable has no identifier.
    has_loose: bool,
    /// Editions of cables without an identifier, by hash; read when it is first asked for.
    loose: Option<HashMap<u32, Vec<u32>>>,
    /// All editions by hash, sorted, as they were when it was first asked for, and those that came since.
    all: Option<Vec<(u32, u32)>>,
    recent: Vec<(u32, u32)>,
}

impl Sketches {
    pub(super) fn open(connection: &Connection) -> rusqlite::Result<Sketches> {
        let has_loose = connection.query_row(
            "SELECT EXISTS (SELECT 1 FROM cables WHERE key >= 'x-' AND key < 'x.')",
            [],
            |row| row.get(0),
        )?;
        Ok(Sketches {
            has_loose,
            ..Sketches::default()
        })
    }

    /// Notes an edition that is being stored.
    pub(super) fn add(&mut self, edition: u32, sketch: &Sketch, is_loose: bool) {
        push(&mut self.batch, edition, sketch);
        self.has_loose |= is_loose;
        if let Some(loose) = &mut self.loose
            && is_loose
        {
            for &hash in sketch {
                loose.entry(hash).or_default().push(edition);
            }
        }
        if let Some(all) = &mut self.all {
            self.recent
                .extend(sketch.iter().map(|&hash| (hash, edition)));
            if self.recent.len() > 1 << 16 {
                all.append(&mut self.recent);
                all.sort_unstable();
            }
        }
    }

    /// Stores what was noted.
    pub(super) fn store(&mut self, connection: &Connection) -> rusqlite::Result<()> {
        if !self.batch.is_empty() {
            connection
                .prepare_cached("INSERT INTO sketches (bytes) VALUES (?1)")?
                .execute([&self.batch])?;
            self.batch.clear();
        }
        Ok(())
    }

    /// Editions that may resemble a text, the likeliest first: those of cables without an identifier, or all.
    pub(super) fn near(
        &mut self,
        connection: &Connection,
        sketch: &Sketch,
        only_loose: bool,
    ) -> rusqlite::Result<Vec<u32>> {
        let mut found: HashMap<u32, usize> = HashMap::new();
        let mut count = |edition: u32| *found.entry(edition).or_default() += 1;
        if only_loose {
            if !self.has_loose {
                return Ok(Vec::new());
            }
            let loose = match &self.loose {
                Some(loose) => loose,
                None => self.loose.insert(self.read_loose(connection)?),
            };
            for hash in sketch {
                loose
                    .get(hash)
                    .into_iter()
                    .flatten()
                    .copied()
                    .for_each(&mut count);
            }
        } else {
            let all = if let Some(all) = &self.all {
                all
            } else {
                let mut all = Vec::new();
                self.each(connection, |edition, sketch| {
                    all.extend(sketch.into_iter().map(|hash| (hash, edition)));
                })?;
                all.sort_unstable();
                self.all.insert(all)
            };
            for &hash in sketch {
                let first = all.partition_point(|entry| entry.0 < hash);
                all[first..]
                    .iter()
                    .take_while(|entry| entry.0 == hash)
                    .chain(self.recent.iter().filter(|entry| entry.0 == hash))
                    .for_each(|entry| count(entry.1));
            }
        }
        let mut found: Vec<(u32, usize)> = found.into_iter().collect();
        found.sort_unstable_by_key(|&(edition, n)| (std::cmp::Reverse(n), edition));
        Ok(found
            .into_iter()
            .take(MOST)
            .map(|(edition, _)| edition)
            .collect())
    }

    fn read_loose(&self, connection: &Connection) -> rusqlite::Result<HashMap<u32, Vec<u32>>> {
        let editions: HashSet<u32> = connection
            .prepare(
                "SELECT e.id FROM editions e JOIN cables c ON c.id = e.cable_id
                 WHERE c.key >= 'x-' AND c.key < 'x.'",
            )?
            .query_map([], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        let mut loose: HashMap<u32, Vec<u32>> = HashMap::new();
        self.each(connection, |edition, sketch| {
            if editions.contains(&edition) {
                for hash in sketch {
                    loose.entry(hash).or_default().push(edition);
                }
            }
        })?;
        Ok(loose)
    }

    fn each(
        &self,
        connection: &Connection,
        mut each: impl FnMut(u32, Sketch),
    ) -> rusqlite::Result<()> {
        let mut statement = connection.prepare("SELECT bytes FROM sketches")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            entries(row.get_ref(0)?.as_blob()?).for_each(|(edition, sketch)| each(edition, sketch));
        }
        entries(&self.batch).for_each(|(edition, sketch)| each(edition, sketch));
        Ok(())
    }
}

/// Writes an entry behind others.
pub(super) fn push(bytes: &mut Vec<u8>, edition: u32, sketch: &Sketch) {
    bytes.extend_from_slice(&edition.to_le_bytes());
    for hash in sketch {
        bytes.extend_from_slice(&hash.to_le_bytes());
    }
}

fn entries(bytes: &[u8]) -> impl Iterator<Item = (u32, Sketch)> + '_ {
    bytes.chunks_exact(ENTRY).map(|entry| {
        let number = |at: usize| {
            u32::from_le_bytes([entry[at], entry[at + 1], entry[at + 2], entry[at + 3]])
        };
        (number(0), std::array::from_fn(|n| number(4 + 4 * n)))
    })
}

/// Takes editions out of the sketches.
pub(super) fn forget(connection: &Connection, editions: &HashSet<u32>) -> rusqlite::Result<()> {
    let rows: Vec<(i64, Vec<u8>)> = connection
        .prepare("SELECT id, bytes FROM sketches")?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    for (id, bytes) in rows {
        let mut kept = Vec::with_capacity(bytes.len());
        entries(&bytes)
            .filter(|(edition, _)| !editions.contains(edition))
            .for_each(|(edition, sketch)| push(&mut kept, edition, &sketch));
        if kept.len() < bytes.len() {
            connection.execute(
                "UPDATE sketches SET bytes = ?2 WHERE id = ?1",
                params![id, kept],
            )?;
        }
    }
    Ok(())
}
