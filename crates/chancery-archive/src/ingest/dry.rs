//! What an ingest would do, without doing it.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;

use chancery_sources::{Options, measure};

use super::reading::{Read, Reading};
use super::{IngestEvent, IngestOptions, IngestSummary, Outcome, Queue, known_columns, read_all};
use crate::sameness::{Hash, hex};
use crate::store::{Likely, NewSource};
use crate::{Archive, CableKey, Error};

/// What the run has met so far, beside what the archive has.
#[derive(Default)]
struct Met {
    originals: BTreeMap<Hash, CableKey>,
    texts: BTreeMap<String, BTreeSet<Hash>>,
    likely: Likely,
}

impl Met {
    /// The hashes of the texts of a cable, as they are so far.
    fn texts_of(&mut self, archive: &Archive, name: &str) -> Result<&mut BTreeSet<Hash>, Error> {
        Ok(match self.texts.entry(name.to_owned()) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => {
                let stored = archive.store().text_hashes(&CableKey::new(name))?;
                place.insert(stored.into_iter().collect())
            }
        })
    }
}

pub(super) fn run(
    archive: &Archive,
    paths: &[PathBuf],
    options: &IngestOptions,
    sources: &Options,
    observer: &mut dyn FnMut(&IngestEvent),
    stop: &AtomicBool,
) -> Result<IngestSummary, Error> {
    let extent = measure(paths, sources);
    observer(&IngestEvent::Found {
        n_files: extent.n_files,
        n_bytes: extent.n_bytes,
    });
    let mut met = Met::default();
    let mut summary = IngestSummary::default();
    let mut result = Ok(());
    summary.stopped = read_all(
        archive,
        paths,
        options,
        sources,
        stop,
        &mut |feed, receiver| {
            let mut queue = Queue::new(feed, receiver);
            let mut foresee_some = || {
                let Some(read) = queue.next(None)? else {
                    return Ok(false);
                };
                for read in read {
                    let event = foresee(archive, &mut met, read, options.take_forgotten)?;
                    if let IngestEvent::Done {
                        n_bytes, outcome, ..
                    } = &event
                    {
                        summary.count(*n_bytes, outcome);
                    }
                    observer(&event);
                }
                queue.stored();
                Ok(true)
            };
            result = loop {
                match foresee_some() {
                    Ok(true) => {}
                    Ok(false) => break Ok(()),
                    Err(error) => break Err(error),
                }
            };
        },
    )?;
    for event in known_columns(&sources.mapping.met.take_told()) {
        observer(&event);
    }
    result.map(|()| summary)
}

fn foresee(
    archive: &Archive,
    met: &mut Met,
    read: Read,
    takes_forgotten: bool,
) -> Result<IngestEvent, Error> {
    let mut note = None;
    let place = read.place();
    let outcome = match read.reading {
        Reading::Known { sha256, remark } => match archive.store().key_of_original(sha256)? {
            Some(key) => {
                note = remark;
                Outcome::AlreadyHere { key }
            }
            None => Outcome::Unreadable {
                reason: "is in the archive without a cable; `chancery archive verify` says more"
                    .to_owned(),
                known: false,
            },
        },
        Reading::NotACable { reason, .. } => Outcome::NotACable {
            reason,
            known: false,
        },
        Reading::Unreadable { reason } => Outcome::Unreadable {
            reason,
            known: false,
        },
        Reading::Cable {
            sha256,
            cable,
            remark,
            is_anew,
            ..
        } => {
            note = remark;
            if !takes_forgotten && archive.store().is_forgotten(sha256)? {
                return Ok(IngestEvent::Done {
                    path: place.into(),
                    n_bytes: read.n_bytes,
                    n_read: read.walked,
                    remark: note,
                    hint: None,
                    outcome: Outcome::Forgotten,
                });
            }
            let name = match &cable.line.id {
                Some(id) => id.clone(),
                None => format!("x-{}", &hex(&cable.text_hash.0)[..12]),
            };
            let mut key = CableKey::new(name.as_str());
            if let Some(key) = met.originals.get(&sha256) {
                Outcome::AlreadyHere { key: key.clone() }
            } else if is_anew {
                met.originals.insert(sha256, key.clone());
                Outcome::ReadAnew { key }
            } else {
                let source = NewSource {
                    path: &read.path,
                    member: &read.member,
                    reader: read.reader,
                    identifier: read.identifier.as_deref(),
                    metadata: &read.metadata,
                };
                let store = archive.store();
                let mut name = name;
                if met.texts_of(archive, &name)?.is_empty()
                    && let Some(other) = met.likely.find(store, &source, &cable)?
                {
                    if cable.line.id.is_some() {
                        // The cable gets its identifier.
                        let texts = met.texts_of(archive, other.as_str())?.clone();
                        met.texts.insert(name.clone(), texts);
                    } else {
                        other.as_str().clone_into(&mut name);
                        key = other;
                    }
                }
                met.originals.insert(sha256, key.clone());
                met.likely.note(store, &source, &cable, &key)?;
                let known = met.texts_of(archive, &name)?;
                let n_known = known.len() as u32;
                if !known.insert(cable.text_hash) {
                    Outcome::SameText { key }
                } else if n_known == 0 {
                    Outcome::Added { key }
                } else {
                    Outcome::NewEdition {
                        key,
                        number: n_known + 1,
                    }
                }
            }
        }
    };
    Ok(IngestEvent::Done {
        path: place.into(),
        n_bytes: read.n_bytes,
        n_read: read.walked,
        remark: note,
        hint: read.hint,
        outcome,
    })
}
