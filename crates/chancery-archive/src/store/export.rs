//! Everything that the truth has of a cable, for an export.

use std::io::ErrorKind;

use super::read::{PACKED, packed};
use super::{Store, blob_error};
use crate::cable::{Exported, ExportedOriginal};
use crate::{CableKey, Error, SourceId};

impl Store {
    /// Every source of a cable that has bytes of its own, edition by edition, with these bytes.
    pub(crate) fn exported(&self, key: &CableKey) -> Result<Vec<Exported>, Error> {
        let ids: Vec<u64> = self.read("list the sources", |connection| {
            connection
                .prepare_cached(
                    "SELECT min(s.id) FROM sources s JOIN editions e ON e.id = s.edition_id
                     JOIN cables c ON c.id = e.cable_id WHERE c.key = ?1
                     GROUP BY s.edition_id, s.original_id ORDER BY e.number, min(s.id)",
                )?
                .query_map([key.as_str()], |row| row.get(0))?
                .collect()
        })?;
        ids.into_iter()
            // A source that was forgotten meanwhile is none.
            .filter_map(|id| self.exported_source(SourceId::new(id)).transpose())
            .collect()
    }

    fn exported_source(&self, id: SourceId) -> Result<Option<Exported>, Error> {
        let Some(original) = self.original(id)? else {
            return Ok(None);
        };
        self.read("read the source", |connection| {
            let mut statement = connection.prepare_cached(&format!(
                "SELECT {PACKED}, e.number, e.kind, s.reader, s.ingested_at, o.n_read_bytes IS NOT NULL AS has_read
                 FROM sources s JOIN originals o ON o.id = s.original_id
                 JOIN editions e ON e.id = s.edition_id WHERE s.id = ?1"
            ))?;
            let mut rows = statement.query([id.number()])?;
            let Some(row) = rows.next()? else {
                return Ok(None);
            };
            let source = packed(connection, &self.dictionaries, row)?;
            let read = if row.get("has_read")? {
                let text = String::from_utf8(source.unpacked()?);
                Some(text.map_err(|_| blob_error(0, ErrorKind::InvalidData.into()))?)
            } else {
                None
            };
            let record = source.record()?;
            let metadata = serde_json::from_str(&source.metadata).unwrap_or_default();
            // A text without a number may have its name from that of its file, which another archive will not see.
            let identifier = source.identifier.clone().or_else(|| record.id.clone());
            Ok(Some(Exported {
                edition: row.get("number")?,
                kind: row.get("kind")?,
                record,
                original: Some(ExportedOriginal {
                    reader: row.get("reader")?,
                    identifier,
                    source_identifier: source.identifier,
                    beside: metadata,
                    ingested_at: row.get("ingested_at")?,
                    original,
                    read,
                }),
            }))
        })
    }
}
