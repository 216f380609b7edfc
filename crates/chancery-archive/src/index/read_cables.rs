//! The cables read last, kept for questions that are asked again.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use crate::passage::Paragraphs;

/// The editions of a cable.
pub(crate) type Editions = Arc<Vec<Paragraphs>>;

/// How many are kept at most, and how much memory they may take.
const MAX_CABLES: usize = 256;
const MAX_BYTES: usize = 16 << 20;

/// Cables by number, the one used last in front.
#[derive(Debug, Default)]
pub(crate) struct ReadCables {
    kept: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    cables: VecDeque<(u64, Editions, usize)>,
    n_bytes: usize,
}

impl ReadCables {
    /// The editions of a cable, where they are at hand.
    pub(crate) fn get(&self, id: u64) -> Option<Editions> {
        self.lock().get(id)
    }

    /// Keeps the editions of a cable.
    pub(crate) fn put(&self, id: u64, editions: Vec<Paragraphs>) -> Editions {
        let editions = Arc::new(editions);
        self.lock().put(id, &editions);
        editions
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    fn get(&mut self, id: u64) -> Option<Editions> {
        let at = self.cables.iter().position(|(other, ..)| *other == id)?;
        let cable = self.cables.remove(at)?;
        let editions = Arc::clone(&cable.1);
        self.cables.push_front(cable);
        Some(editions)
    }

    fn put(&mut self, id: u64, editions: &Editions) {
        let n_bytes = editions.iter().map(Paragraphs::n_bytes).sum();
        self.cables.push_front((id, Arc::clone(editions), n_bytes));
        self.n_bytes += n_bytes;
        while self.cables.len() > MAX_CABLES || self.n_bytes > MAX_BYTES {
            let Some((_, _, n_bytes)) = self.cables.pop_back() else {
                break;
            };
            self.n_bytes -= n_bytes;
        }
    }
}

#[cfg(test)]
mod tests {
    use chancery_format::record::SourceRecord;

    use super::*;

    #[test]
    fn what_was_used_last_stays() {
        let cables = ReadCables::default();
        let text = |n: usize| {
            vec![Paragraphs::new(
                Vec::new(),
                "x".repeat(n),
                &SourceRecord::default(),
            )]
        };
        for id in 0..300 {
            cables.put(id, text(10));
            assert!(cables.get(0).is_some(), "it was used last");
        }
        assert_eq!(cables.lock().cables.len(), MAX_CABLES);
        cables.put(1000, text(MAX_BYTES));
        assert!(cables.lock().cables.is_empty());
        assert_eq!(cables.lock().n_bytes, 0);
    }
}
