//! Sketches of texts as they are stored: one blob for each batch, so that storing them costs next to nothing.
//!
//! They are looked through only when a cable without an identifier is about. See [`crate::sketch`].

use std::collections::HashSet;

use rusqlite::{Connection, params};

/// Bytes of an entry: the number of an edition, and its hashes.
const ENTRY: usize = 4 + 4 * crate::sketch::N_HASHES;

/// Takes editions out of the sketches.
pub(super) fn forget(connection: &Connection, editions: &HashSet<u32>) -> rusqlite::Result<()> {
    let rows: Vec<(i64, Vec<u8>)> = connection
        .prepare("SELECT id, bytes FROM sketches")?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    for (id, bytes) in rows {
        let kept: Vec<u8> = bytes
            .chunks_exact(ENTRY)
            .filter(|entry| !editions.contains(&edition_of(entry)))
            .flatten()
            .copied()
            .collect();
        if kept.len() < bytes.len() {
            connection.execute(
                "UPDATE sketches SET bytes = ?2 WHERE id = ?1",
                params![id, kept],
            )?;
        }
    }
    Ok(())
}

fn edition_of(entry: &[u8]) -> u32 {
    u32::from_le_bytes([entry[0], entry[1], entry[2], entry[3]])
}
