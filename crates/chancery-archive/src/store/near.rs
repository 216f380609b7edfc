//! Which cable a text would become an edition of by its words, told without storing anything. As `write.rs` finds it.

use std::collections::HashMap;

use rusqlite::OptionalExtension;

use super::read::{PackedOriginal, original_of};
use super::sketches::Sketches;
use super::write::{NewCable, NewSource};
use super::{Store, store_error};
use crate::sketch::{Likeness, likeness};
use crate::{CableKey, Error};

/// Finds texts that resemble one another, those of the archive and those met before.
#[derive(Debug, Default)]
pub(crate) struct Likely {
    /// Of the archive, read when first asked.
    sketches: Option<Sketches>,
    /// Of the run, as many as are remembered.
    met: Vec<Met>,
    by_hash: HashMap<u32, Vec<usize>>,
    n_bytes: usize,
}

#[derive(Debug)]
struct Met {
    key: CableKey,
    sent: Option<String>,
    post: Option<String>,
    original: PackedOriginal,
}

/// Texts of the run that are remembered; later ones are compared with the archive and with these.
const MOST_BYTES: usize = 64 << 20;

/// Texts compared with one at most.
const MOST: usize = 8;

fn differ(one: Option<&String>, other: Option<&String>) -> bool {
    matches!((one, other), (Some(one), Some(other)) if one != other)
}

impl Likely {
    /// The key of the cable that this would be another text of, where nothing but its words tells that.
    pub(crate) fn find(
        &mut self,
        store: &Store,
        source: &NewSource<'_>,
        cable: &NewCable,
    ) -> Result<Option<CableKey>, Error> {
        let Some(sketch) = &cable.sketch else {
            return Ok(None);
        };
        let has_id = cable.line.id.is_some();
        let found = store.read("look for texts like this", |connection| {
            let sketches = match &mut self.sketches {
                Some(sketches) => sketches,
                none => none.insert(Sketches::open(connection)?),
            };
            let mut own = None;
            for edition in sketches.near(connection, sketch, has_id)? {
                let other: Option<(String, Option<String>, Option<String>)> = connection
                    .prepare_cached(
                        "SELECT c.key, c.sent, c.post FROM editions e JOIN cables c ON c.id = e.cable_id
                         WHERE e.id = ?1",
                    )?
                    .query_row([edition], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
                    .optional()?;
                let Some((key, sent, post)) = other else {
                    continue;
                };
                if has_id && !key.starts_with("x-")
                    || differ(sent.as_ref(), cable.line.sent.as_ref())
                    || differ(post.as_ref(), cable.line.post.as_ref())
                {
                    continue;
                }
                let Some(original) = original_of(connection, &store.dictionaries, edition)? else {
                    continue;
                };
                let own = match &own {
                    Some(own) => own,
                    None => own.insert(store.unstored(connection, source, cable)?.record()?),
                };
                if likeness(own, &original.record()?) != Likeness::Unlike {
                    return Ok(Some(CableKey::new(key)));
                }
            }
            Ok(None)
        })?;
        match found {
            Some(key) => Ok(Some(key)),
            None => self.find_met(store, source, cable),
        }
    }

    fn find_met(
        &self,
        store: &Store,
        source: &NewSource<'_>,
        cable: &NewCable,
    ) -> Result<Option<CableKey>, Error> {
        let has_id = cable.line.id.is_some();
        let mut candidates: Vec<usize> = cable
            .sketch
            .iter()
            .flatten()
            .filter_map(|hash| self.by_hash.get(hash))
            .flatten()
            .copied()
            .collect();
        candidates.sort_unstable();
        candidates.dedup();
        let failed = |error| store_error(&store.folder, "look for texts like this", error);
        let mut own = None;
        for at in candidates.into_iter().take(MOST) {
            let met = &self.met[at];
            if has_id && met.key.is_identifier()
                || differ(met.sent.as_ref(), cable.line.sent.as_ref())
                || differ(met.post.as_ref(), cable.line.post.as_ref())
            {
                continue;
            }
            let own = if let Some(own) = &own {
                own
            } else {
                let unstored = store.read("look for texts like this", |connection| {
                    store.unstored(connection, source, cable)
                })?;
                own.insert(unstored.record().map_err(failed)?)
            };
            if likeness(own, &met.original.record().map_err(failed)?) != Likeness::Unlike {
                return Ok(Some(met.key.clone()));
            }
        }
        Ok(None)
    }

    /// Remembers a text that would be stored.
    pub(crate) fn note(
        &mut self,
        store: &Store,
        source: &NewSource<'_>,
        cable: &NewCable,
        key: &CableKey,
    ) -> Result<(), Error> {
        let Some(sketch) = &cable.sketch else {
            return Ok(());
        };
        if self.n_bytes > MOST_BYTES {
            return Ok(());
        }
        let original = store.read("remember the text", |connection| {
            store.unstored(connection, source, cable)
        })?;
        self.n_bytes += cable.read.as_ref().unwrap_or(&cable.original).bytes.len() + 256;
        for &hash in sketch {
            self.by_hash.entry(hash).or_default().push(self.met.len());
        }
        self.met.push(Met {
            key: key.clone(),
            sent: cable.line.sent.clone(),
            post: cable.line.post.clone(),
            original,
        });
        Ok(())
    }
}

impl Store {
    /// What is not stored, as what is stored is read.
    fn unstored(
        &self,
        connection: &rusqlite::Connection,
        source: &NewSource<'_>,
        cable: &NewCable,
    ) -> rusqlite::Result<PackedOriginal> {
        let dictionary = cable
            .original
            .dictionary
            .map(|id| self.dictionaries.get(connection, id))
            .transpose()?;
        Ok(PackedOriginal::of_new(source, cable, dictionary))
    }
}
