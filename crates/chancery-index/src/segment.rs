//! A segment open for reading.

use std::collections::HashMap;
use std::io;
use std::ops::Range;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use fst::{IntoStreamer, Map, Streamer};

use crate::bytes::u32_at;
use crate::columns::{Numbers, StringsView, ValueColumnView};
use crate::expand::{self, Budget, Matcher};
use crate::file::Mapped;
use crate::postings::List;
use crate::query::Pattern;
use crate::term::{self, STEM};
use crate::zones::{self, Stretch};

/// A part of the index that never changes, with the documents of it that were taken out since.
#[derive(Debug)]
pub(crate) struct Segment {
    mapped: Mapped,
    ids: Range<usize>,
    norms: Range<usize>,
    zones: Range<usize>,
    keys: Range<usize>,
    dictionary: Range<usize>,
    forms: Range<usize>,
    /// A bit for each document that is no longer there; empty where all are.
    pub(crate) deleted: Vec<u64>,
    pub(crate) n_deleted: u32,
    expansions: Mutex<Expansions>,
}

/// What patterns fit that were looked up together: the places of the lists.
#[derive(Debug, Default)]
struct Expansions {
    by_pattern: HashMap<(u8, Pattern), Arc<[u64]>>,
    n_lists: usize,
}

/// Lists whose places are kept for the next query, at most; those of one query always are while it is answered.
const MOST_KEPT: usize = 1 << 20;

impl Segment {
    pub(crate) fn open(path: &Path, deleted: Vec<u64>) -> io::Result<Segment> {
        let mapped = Mapped::open(path)?;
        let segment = Segment {
            ids: mapped.section("ids"),
            norms: mapped.section("norms"),
            zones: mapped.section("zones"),
            keys: mapped.section("keys"),
            dictionary: mapped.section("dictionary"),
            forms: mapped.section("forms"),
            n_deleted: deleted.iter().map(|word| word.count_ones()).sum(),
            deleted,
            mapped,
            expansions: Mutex::default(),
        };
        // Says early what a damaged file is.
        segment.dictionary()?;
        segment.forms()?;
        Ok(segment)
    }

    pub(crate) fn n_docs(&self) -> u32 {
        self.mapped.table.n_docs
    }

    pub(crate) fn n_alive(&self) -> u32 {
        self.n_docs() - self.n_deleted.min(self.n_docs())
    }

    pub(crate) fn n_words(&self) -> u64 {
        self.mapped.table.n_words
    }

    pub(crate) fn is_alive(&self, doc: u32) -> bool {
        self.deleted
            .get(doc as usize / 64)
            .is_none_or(|word| word >> (doc % 64) & 1 == 0)
    }

    pub(crate) fn id(&self, doc: u32) -> u32 {
        u32_at(self.mapped.bytes(self.ids.clone()), doc as usize)
    }

    pub(crate) fn norms(&self) -> &[u8] {
        self.mapped.bytes(self.norms.clone())
    }

    pub(crate) fn key(&self, doc: u32) -> &[u8] {
        self.strings(&self.keys).get(doc as usize)
    }

    pub(crate) fn zone_bytes(&self, doc: u32) -> &[u8] {
        self.strings(&self.zones).get(doc as usize)
    }

    pub(crate) fn zones(&self, doc: u32, out: &mut Vec<Stretch>) {
        zones::read(self.zone_bytes(doc), out);
    }

    fn strings(&self, range: &Range<usize>) -> StringsView<'_> {
        StringsView::new(self.mapped.bytes(range.clone()), self.n_docs() as usize)
    }

    pub(crate) fn numbers(&self, column: usize) -> Numbers<'_> {
        Numbers::open(&self.mapped, column)
    }

    pub(crate) fn facet(&self, field: u8) -> Option<ValueColumnView<'_>> {
        ValueColumnView::open(&self.mapped, field)
    }

    pub(crate) fn dictionary(&self) -> io::Result<Map<&[u8]>> {
        Map::new(self.mapped.bytes(self.dictionary.clone()))
            .map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
    }

    fn forms(&self) -> io::Result<Map<&[u8]>> {
        Map::new(self.mapped.bytes(self.forms.clone()))
            .map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
    }

    /// The list of a key.
    pub(crate) fn list(&self, key: &[u8]) -> Option<List<'_>> {
        let at = self.dictionary().ok()?.get(key)?;
        Some(self.list_at(key, at))
    }

    /// The list of a key that the dictionary has at `at`.
    pub(crate) fn list_at(&self, key: &[u8], at: u64) -> List<'_> {
        let bytes = self.mapped.all().get(at as usize..).unwrap_or_default();
        List::open(bytes, term::detail(key))
    }

    /// Looks up what several patterns fit, by one look through the dictionary, where that is quicker than one for each.
    ///
    /// # Errors
    ///
    /// When a pattern does not compile, or when all fit more than `budget` lets.
    pub(crate) fn expand(
        &self,
        kind: u8,
        patterns: &[&Pattern],
        budget: &Budget,
    ) -> io::Result<()> {
        const FEWEST_TOGETHER: usize = 4;
        let mut matchers: Vec<Matcher> = Vec::new();
        for &pattern in patterns {
            if self.expansion(kind, pattern).is_none() {
                let matcher = expand::compile(pattern)?;
                if matcher.looks_through() {
                    matchers.push(matcher);
                }
            }
        }
        if matchers.len() < FEWEST_TOGETHER {
            return Ok(());
        }
        let found = expand::scan(self, kind, &matchers.iter().collect::<Vec<_>>(), budget)?;
        let n_lists: usize = found.iter().map(Vec::len).sum();
        let mut known = self.known_expansions();
        if known.n_lists + n_lists > MOST_KEPT {
            *known = Expansions::default();
        }
        known.n_lists += n_lists;
        for (matcher, found) in matchers.into_iter().zip(found) {
            known
                .by_pattern
                .insert((kind, matcher.pattern), found.into());
        }
        Ok(())
    }

    /// The places of the lists that a pattern fits, where it was looked up with others.
    pub(crate) fn expansion(&self, kind: u8, pattern: &Pattern) -> Option<Arc<[u64]>> {
        let known = self.known_expansions();
        if known.by_pattern.is_empty() {
            return None;
        }
        known.by_pattern.get(&(kind, pattern.clone())).cloned()
    }

    fn known_expansions(&self) -> MutexGuard<'_, Expansions> {
        self.expansions
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// The list of all words of a stem together, where there is one.
    pub(crate) fn stem_list(&self, stem: &str) -> Option<List<'_>> {
        self.list(&term::key(STEM, stem.as_bytes()))
    }

    /// The words whose stem this is.
    pub(crate) fn forms_of(&self, stem: &str) -> Vec<Vec<u8>> {
        let mut words = Vec::new();
        // A word may be its own stem.
        if crate::stem::stem(stem) == stem
            && self
                .dictionary()
                .is_ok_and(|dictionary| dictionary.contains_key(term::word(stem.as_bytes())))
        {
            words.push(stem.as_bytes().to_vec());
        }
        let Ok(forms) = self.forms() else {
            return words;
        };
        let mut from = stem.as_bytes().to_vec();
        from.push(0);
        let mut to = stem.as_bytes().to_vec();
        to.push(1);
        let mut stream = forms.range().ge(&from).lt(&to).into_stream();
        while let Some((key, _)) = stream.next() {
            words.push(key[from.len()..].to_vec());
        }
        words
    }
}
