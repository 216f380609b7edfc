//! What an ingest would do, without doing it.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;

use chancery_sources::{Options, measure};

use super::reading::{Read, Reading};
use super::{IngestEvent, IngestOptions, IngestSummary, Outcome, Queue, read_all};
use crate::sameness::{Hash, hex};
use crate::{Archive, CableKey, Error};

/// What the run has met so far, beside what the archive has.
#[derive(Default)]
struct Met {
    originals: BTreeMap<Hash, CableKey>,
    texts: BTreeMap<String, BTreeSet<Hash>>,
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
        Reading::Known { sha256 } => match archive.store().key_of_original(sha256)? {
            Some(key) => Outcome::AlreadyHere { key },
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
            let key = CableKey::new(name.as_str());
            if let Some(key) = met.originals.get(&sha256) {
                Outcome::AlreadyHere { key: key.clone() }
            } else if is_anew {
                met.originals.insert(sha256, key.clone());
                Outcome::ReadAnew { key }
            } else {
                met.originals.insert(sha256, key.clone());
                let known = match met.texts.entry(name) {
                    Entry::Occupied(known) => known.into_mut(),
                    Entry::Vacant(place) => {
                        let stored = archive.store().text_hashes(&key)?;
                        place.insert(stored.into_iter().collect())
                    }
                };
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
