//! Which words stand behind others.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};
use std::io;

use crate::expand::{self, Budget};
use crate::index::Index;
use crate::postings::{Cursor, List};
use crate::query::{Pattern, Text, Word};
use crate::segment::Segment;
use crate::term::WORD;
use crate::text::{Places, TextPlan, each_common};
use crate::zones::Zones;

/// Words looked at between two looks at the clock.
const BETWEEN: usize = 32;

/// Where a next word may stand, by document.
#[derive(Default)]
struct Expected {
    docs: Vec<u32>,
    /// Behind the last position of each document.
    ends: Vec<usize>,
    positions: Vec<u32>,
}

/// A word that begins as was asked.
#[derive(Default)]
struct Candidate {
    /// How many documents have it, wherever.
    n_docs: u64,
    /// The segments that have it, and where their lists are.
    lists: Vec<(usize, u64)>,
}

impl Index {
    /// The words that begin in a certain way and stand behind others, each with the number of documents in which it does,
    /// those of most documents first, at most `limit`.
    ///
    /// Frequent words are looked at first. `is_stopped` is asked again and again; where it says so before all are looked at
    /// that could belong to the answer, what is found so far is given.
    ///
    /// # Errors
    ///
    /// When the index is damaged.
    pub fn words_behind(
        &self,
        before: &[String],
        prefix: &str,
        limit: usize,
        is_stopped: &dyn Fn() -> bool,
    ) -> io::Result<Vec<(String, u64)>> {
        let segments: Vec<&Segment> = self.segments().collect();
        let mut expected = Vec::with_capacity(segments.len());
        let plan = TextPlan::new(&Text {
            words: before.iter().cloned().map(Word::Exact).collect(),
            distance: None,
            zones: Zones::ALL,
        })?;
        for segment in &segments {
            expected.push(Expected::new(&plan, segment, before.len() as u32)?);
        }
        let beginning = expand::compile(&Pattern::Prefix(prefix.to_owned()))?;
        let mut candidates: BTreeMap<Vec<u8>, Candidate> = BTreeMap::new();
        for (at, segment) in segments.iter().enumerate() {
            if expected[at].docs.is_empty() {
                continue;
            }
            beginning.each(segment, WORD, |key, place| {
                let n_docs = segment.list_at(key, place).len() as u64;
                let candidate = candidates.entry(key[1..].to_vec()).or_default();
                candidate.n_docs += n_docs;
                candidate.lists.push((at, place));
            })?;
        }
        let mut candidates: Vec<(Vec<u8>, Candidate)> = candidates.into_iter().collect();
        candidates.sort_by_key(|(_, candidate)| Reverse(candidate.n_docs));
        let mut found: Vec<(String, u64)> = Vec::new();
        let mut most: BinaryHeap<Reverse<u64>> = BinaryHeap::new();
        for (n, (word, candidate)) in candidates.iter().enumerate() {
            // No word stands behind others in more documents than have it.
            let least = most.peek().filter(|_| most.len() >= limit);
            if least.is_some_and(|least| least.0 >= candidate.n_docs)
                || n % BETWEEN == BETWEEN - 1 && is_stopped()
            {
                break;
            }
            let count: u64 = candidate
                .lists
                .iter()
                .map(|&(at, place)| expected[at].count(segments[at].list_at(&[WORD], place)))
                .sum();
            if count > 0 {
                found.push((String::from_utf8_lossy(word).into_owned(), count));
                most.push(Reverse(count));
                if most.len() > limit {
                    most.pop();
                }
            }
        }
        found.sort_by_key(|&(_, count)| Reverse(count));
        found.truncate(limit);
        Ok(found)
    }
}

impl Expected {
    fn new(plan: &TextPlan, segment: &Segment, n_words: u32) -> io::Result<Expected> {
        let mut expected = Expected::default();
        let mut add = |doc: u32, places: &[u32]| {
            if segment.is_alive(doc) {
                expected.docs.push(doc);
                let next = places.iter().map(|place| place.saturating_add(n_words));
                expected.positions.extend(next);
                expected.ends.push(expected.positions.len());
            }
        };
        match plan.places(segment, None, &Budget::new(u64::MAX))? {
            Places::List(list) => {
                let mut docs = Vec::with_capacity(list.len());
                list.each_block(|block| docs.extend_from_slice(&block.docs[..block.n]));
                let mut places = Vec::new();
                each_common(&docs, &mut Cursor::new(list), |at, cursor| {
                    places.clear();
                    cursor.positions(&mut places);
                    add(docs[at], &places);
                });
            }
            Places::Positions(positions) => positions.each(segment, None, &mut add),
            // Of one word in several forms, which was not asked for.
            Places::Union { .. } => {}
        }
        Ok(expected)
    }

    /// In how many documents a word stands where it is expected.
    fn count(&self, list: List<'_>) -> u64 {
        let mut n = 0;
        let mut places = Vec::new();
        each_common(&self.docs, &mut Cursor::new(list), |at, cursor| {
            places.clear();
            cursor.positions(&mut places);
            let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
            let mut expected = self.positions[start..self.ends[at]].iter().peekable();
            let is_there = places.iter().any(|place| {
                while expected.next_if(|next| *next < place).is_some() {}
                expected.peek() == Some(&place)
            });
            n += u64::from(is_there);
        });
        n
    }
}
