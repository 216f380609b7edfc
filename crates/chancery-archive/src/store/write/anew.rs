//! Rows and objects read anew, since another mapping of columns says something else of them.
//!
//! The bytes are those that the archive has, so they stay one original. What their source says beside the text is
//! replaced, and the edition goes to the cable that it now belongs to.

use rusqlite::{OptionalExtension, params};

use super::super::read::ORIGINAL_OF_HASH;
use super::super::upkeep::{derive_cable, move_edition};
use super::{Batch, NewCable, NewSource, Stored};
use crate::sameness::Hash;
use crate::{CableKey, Error};

/// Where bytes stand already, and what was said of them there.
struct Said {
    edition: i64,
    cable: i64,
    key: String,
    identifier: Option<String>,
    metadata: String,
}

impl Batch<'_> {
    /// Replaces what the source at this place says of bytes that the archive has. Bytes that it does not have, at that
    /// place, are stored as ever.
    pub(crate) fn store_anew(
        &mut self,
        source: &NewSource<'_>,
        sha256: Hash,
        cable: &NewCable,
    ) -> Result<Stored, Error> {
        let stored = self.try_store_anew(source, sha256, cable);
        stored.map_err(|error| super::store_error(self.folder, "read the cable anew", error))
    }

    fn try_store_anew(
        &mut self,
        source: &NewSource<'_>,
        sha256: Hash,
        cable: &NewCable,
    ) -> rusqlite::Result<Stored> {
        let original: Option<i64> = self
            .transaction
            .prepare_cached(ORIGINAL_OF_HASH)?
            .query_row([sha256.0], |row| row.get(0))
            .optional()?;
        let said: Option<Said> = self
            .transaction
            .prepare_cached(
                "SELECT s.edition_id, e.cable_id, c.key, s.identifier, s.metadata
                 FROM sources s JOIN editions e ON e.id = s.edition_id JOIN cables c ON c.id = e.cable_id
                 WHERE s.original_id = ?1 AND s.path = ?2 AND s.member = ?3",
            )?
            .query_row(params![original, source.path, source.member], |row| {
                Ok(Said {
                    edition: row.get(0)?,
                    cable: row.get(1)?,
                    key: row.get(2)?,
                    identifier: row.get(3)?,
                    metadata: row.get(4)?,
                })
            })
            .optional()?;
        let (Some(original), Some(said)) = (original, said) else {
            return self.try_store(source, sha256, cable);
        };
        if said.identifier.as_deref() == source.identifier && said.metadata == source.metadata {
            return Ok(Stored::AlreadyHere {
                key: CableKey::new(said.key),
            });
        }
        // Copies of the file were read in the same way and are mended with it.
        self.transaction.execute(
            "UPDATE sources SET identifier = ?4, metadata = ?5, wrapper = ?6
             WHERE original_id = ?1 AND identifier IS ?2 AND metadata = ?3",
            params![
                original,
                said.identifier,
                said.metadata,
                source.identifier,
                source.metadata,
                cable.wrapper
            ],
        )?;
        self.transaction.execute(
            "UPDATE originals SET dictionary_id = ?2, packed = ?3, n_read_bytes = ?4, read_packed = ?5 WHERE id = ?1",
            params![
                original,
                cable.original.dictionary,
                cable.original.bytes,
                cable.read.as_ref().map(|read| read.n_bytes),
                cable.read.as_ref().map(|read| &read.bytes),
            ],
        )?;
        let (key, _) = self.find(cable)?;
        let edition = self.edition_alone(original, &said, &key, cable)?;
        let generation = self.generation + 1;
        if key.as_str() != said.key {
            let record = self.record(source, cable)?;
            move_edition(
                &self.transaction,
                said.cable,
                edition,
                &record,
                key.as_str(),
                generation,
            )?;
        }
        let to: i64 = self.transaction.query_row(
            "SELECT e.cable_id FROM sources s JOIN editions e ON e.id = s.edition_id
             WHERE s.original_id = ?1 ORDER BY s.id LIMIT 1",
            [original],
            |row| row.get(0),
        )?;
        for id in [said.cable, to] {
            // Sketches of the text stay as they are; the new one is noted with the batch.
            derive_cable(
                &self.transaction,
                self.dictionaries,
                id,
                generation,
                &mut Vec::new(),
            )?;
            self.transaction.execute(
                "UPDATE cables SET changed_in = ?2 WHERE id = ?1",
                params![id, generation],
            )?;
        }
        if let (Some(sketch), Ok(edition)) = (&cable.sketch, u32::try_from(edition)) {
            self.sketches.add(edition, sketch, cable.line.id.is_none());
        }
        self.is_changed = true;
        Ok(Stored::ReadAnew {
            cables: [said.cable.cast_unsigned(), to.cast_unsigned()],
            key,
        })
    }

    /// The edition of these bytes, parted from others of the same text where it is to be another from now on.
    fn edition_alone(
        &mut self,
        original: i64,
        said: &Said,
        key: &CableKey,
        cable: &NewCable,
    ) -> rusqlite::Result<i64> {
        let is_same = key.as_str() == said.key
            && self
                .transaction
                .prepare_cached("SELECT 1 FROM editions WHERE id = ?1 AND text_sha256 = ?2")?
                .exists(params![said.edition, cable.text_hash.0])?;
        let has_others = self
            .transaction
            .prepare_cached("SELECT 1 FROM sources WHERE edition_id = ?1 AND original_id <> ?2")?
            .exists(params![said.edition, original])?;
        if is_same || !has_others {
            return Ok(said.edition);
        }
        let number: u32 = self.transaction.query_row(
            "SELECT max(number) + 1 FROM editions WHERE cable_id = ?1",
            [said.cable],
            |row| row.get(0),
        )?;
        let edition =
            self.insert_edition(said.cable.cast_unsigned(), number, "other text", cable)?;
        self.transaction.execute(
            "UPDATE sources SET edition_id = ?2 WHERE original_id = ?1",
            params![original, edition],
        )?;
        Ok(edition)
    }
}
