//! What a query asks of the truth and of the texts, when it is made ready for the index.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::{AtomicUsize, Ordering};

use chancery_index::{Query as Plan, Text, Word, words};

use crate::index::schema::field;
use crate::index::{self, Index};
use crate::query::{Source, StoredLeaf};
use crate::store::Store;
use crate::{CableKey, Error};

/// The truth and the index of an archive.
pub(super) struct Texts<'a> {
    pub(super) store: &'a Store,
    pub(super) index: &'a Index,
}

/// How many texts a thread takes at a time.
const BLOCK: usize = 64;

/// By how many of its words a cable is told from others.
const SIMILAR_WORDS: usize = 24;

impl Source for Texts<'_> {
    fn stored(&self, leaf: &StoredLeaf, within: Option<&Plan>) -> Result<Vec<u32>, Error> {
        let candidates = Plan::All(
            std::iter::once(leaf.candidates())
                .chain(within.cloned())
                .collect(),
        );
        let mut ids = Vec::new();
        self.index
            .inner
            .each_id(&candidates, |id| ids.push(id))
            .map_err(index::failed("search"))?;
        ids.sort_unstable();
        let Some(finder) = leaf.finder() else {
            return Ok(Vec::new());
        };
        let found = Mutex::new(Vec::new());
        let next = AtomicUsize::new(0);
        let blocks: Vec<&[u32]> = ids.chunks(BLOCK).collect();
        let look = || -> Result<(), Error> {
            // A copy for each thread: they would wait for each other's scratch space.
            let finder = finder.clone();
            while let Some(block) = blocks.get(next.fetch_add(1, Ordering::Relaxed)) {
                let mut matching = Vec::new();
                self.store.each_editions(block, |id, paragraphs| {
                    let has = paragraphs.has(|text| finder.is_match(text));
                    if has {
                        matching.push(id);
                    }
                    has
                })?;
                found
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .append(&mut matching);
            }
            Ok(())
        };
        let n_threads = std::thread::available_parallelism()
            .map_or(1, |n| n.get().min(4))
            .min(blocks.len());
        std::thread::scope(|scope| {
            let others: Vec<_> = (1..n_threads).map(|_| scope.spawn(look)).collect();
            let mut result = look();
            for other in others {
                // A thread that panicked has said so; its part is not known.
                result = result.and(other.join().unwrap_or_else(|panic| {
                    std::panic::resume_unwind(panic);
                }));
            }
            result
        })?;
        let mut found = found.into_inner().unwrap_or_else(PoisonError::into_inner);
        found.sort_unstable();
        Ok(found)
    }

    fn referred_to_by(&self, id: &str) -> Result<Vec<String>, Error> {
        self.store.references_of(id)
    }

    fn similar(&self, id: &str) -> Result<Plan, Error> {
        let Some(cable) = self.store.cable(&CableKey::new(id))? else {
            return Ok(Plan::Nothing);
        };
        let mut counts: BTreeMap<String, u32> = BTreeMap::new();
        for edition in cable.editions.iter().take(1) {
            let record = &edition.record;
            let paragraphs = record.paragraphs.iter().map(|paragraph| &paragraph.text);
            for text in paragraphs.chain(&record.subject) {
                words::each_word(text, |_, word| {
                    // Numbers and the shortest words say little of what a text is about.
                    if word.len() > 2 && !word[0].is_ascii_digit() {
                        *counts
                            .entry(String::from_utf8_lossy(word).into_owned())
                            .or_default() += 1;
                    }
                });
            }
        }
        let n_cables = self.index.inner.n_docs();
        let mut weighed: Vec<(f64, String)> = counts
            .into_iter()
            .filter_map(|(word, count)| {
                let n = self.index.inner.n_with_word(&word);
                // A word that nothing else has finds nothing else.
                (n > 1 && n * 10 <= n_cables * 9).then(|| {
                    #[expect(clippy::cast_precision_loss, reason = "weights are rough")]
                    let rarity = (n_cables as f64 / n as f64).ln();
                    (f64::from(count).sqrt() * rarity, word)
                })
            })
            .collect();
        weighed.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        weighed.truncate(SIMILAR_WORDS);
        let likeness = weighed
            .into_iter()
            .map(|(_, word)| Plan::Text(Text::word(Word::Exact(word))))
            .collect();
        Ok(Plan::All(vec![
            Plan::Any(likeness),
            Plan::Not(Box::new(Plan::Keyword {
                field: field::ID,
                value: id.to_owned(),
            })),
        ]))
    }
}
