//! Finding words, phrases and words near each other in the documents of one segment.

use std::io;

use crate::expand::{self, Budget, Matcher};
use crate::postings::{Cursor, END, List};
use crate::query::{Text, Word};
use crate::segment::Segment;
use crate::term::{self, WORD};
use crate::write::union;
use crate::zones::{self, Stretch, Zones};

/// A text leaf made ready for all segments.
#[derive(Debug)]
pub(crate) struct TextPlan {
    words: Vec<PlannedWord>,
    distance: Option<u32>,
    zones: Zones,
}

#[derive(Debug)]
enum PlannedWord {
    Exact(String),
    Stem(String),
    Like(Matcher),
}

/// What a text leaf looks through in one segment.
#[derive(Debug)]
pub(crate) enum Places<'s> {
    /// Documents and counts say it all.
    List(List<'s>),
    /// The same, put together from several lists.
    Union { docs: Vec<u32>, counts: Vec<u32> },
    /// Positions have to be looked at.
    Positions(Positions<'s>),
}

/// Lists whose positions are compared.
#[derive(Debug)]
pub(crate) struct Positions<'s> {
    items: Vec<Item<'s>>,
    distance: Option<u32>,
    zones: Zones,
}

#[derive(Debug)]
struct Item<'s> {
    /// How far behind the first word of the phrase.
    offset: u32,
    lists: Vec<List<'s>>,
    n_docs: usize,
    /// About how much its positions take.
    n_bytes: u64,
}

impl TextPlan {
    pub(crate) fn new(text: &Text) -> io::Result<TextPlan> {
        let words = text
            .words
            .iter()
            .map(|word| {
                Ok(match word {
                    Word::Exact(word) => PlannedWord::Exact(word.clone()),
                    Word::Stem(stem) => PlannedWord::Stem(stem.clone()),
                    Word::Like(pattern) => PlannedWord::Like(expand::compile(pattern)?),
                })
            })
            .collect::<io::Result<_>>()?;
        Ok(TextPlan {
            words,
            distance: text.distance,
            zones: text.zones,
        })
    }

    /// Whether what is found is one of many words, which says nothing of how well a document fits.
    pub(crate) fn is_pattern(&self) -> bool {
        self.words
            .iter()
            .all(|word| matches!(word, PlannedWord::Like(_)))
    }

    /// What it looks through in a segment; `within` narrows where, and asks for positions.
    pub(crate) fn places<'s>(
        &self,
        segment: &'s Segment,
        within: Option<Zones>,
        budget: &Budget,
    ) -> io::Result<Places<'s>> {
        let zones = self.zones.and(within.unwrap_or(Zones::ALL));
        let is_whole = zones.is_all() && within.is_none();
        if is_whole && let [word] = &self.words[..] {
            return single(word, segment, budget);
        }
        let mut items = Vec::new();
        let mut at = 0;
        while at < self.words.len() {
            if self.distance.is_none()
                && let (Some(first), Some(second)) =
                    (self.function_word(at), self.function_word(at + 1))
            {
                items.push(Item::new(
                    at as u32,
                    segment
                        .list(&term::pair(first, second))
                        .into_iter()
                        .collect(),
                ));
                // The second may begin a further pair; if not, it is covered by this one.
                at += if self.function_word(at + 2).is_some() {
                    1
                } else {
                    2
                };
                continue;
            }
            let lists = match &self.words[at] {
                PlannedWord::Exact(word) => segment
                    .list(&term::word(word.as_bytes()))
                    .into_iter()
                    .collect(),
                PlannedWord::Stem(stem) => segment
                    .forms_of(stem)
                    .iter()
                    .filter_map(|word| segment.list(&term::word(word)))
                    .collect(),
                PlannedWord::Like(matcher) => {
                    let lists = lists_like(matcher, segment, WORD)?;
                    budget.take_lists(&lists, POSITIONS_COST)?;
                    lists
                }
            };
            items.push(Item::new(at as u32, lists));
            at += 1;
        }
        if is_whole
            && self.distance.is_none()
            && let [item] = &items[..]
            && let [list] = item.lists[..]
        {
            return Ok(Places::List(list));
        }
        Ok(Places::Positions(Positions {
            items,
            distance: self.distance,
            zones,
        }))
    }

    fn function_word(&self, at: usize) -> Option<&[u8]> {
        match self.words.get(at)? {
            PlannedWord::Exact(word) => {
                term::function_word(word.as_bytes()).map(|_| word.as_bytes())
            }
            _ => None,
        }
    }
}

/// How many times as much it takes to look at the positions of a document as at the document.
const POSITIONS_COST: u64 = 32;

/// One word anywhere.
fn single<'s>(word: &PlannedWord, segment: &'s Segment, budget: &Budget) -> io::Result<Places<'s>> {
    let lists = match word {
        PlannedWord::Exact(word) => segment
            .list(&term::word(word.as_bytes()))
            .into_iter()
            .collect(),
        PlannedWord::Stem(stem) => match segment.stem_list(stem) {
            Some(list) => vec![list],
            None => segment
                .forms_of(stem)
                .iter()
                .filter_map(|word| segment.list(&term::word(word)))
                .collect(),
        },
        PlannedWord::Like(matcher) if matcher.as_prefix().is_some_and(is_start) => {
            let prefix = matcher.as_prefix().unwrap_or_default();
            segment
                .list(&term::key(term::START, prefix))
                .into_iter()
                .collect()
        }
        PlannedWord::Like(matcher) => {
            let lists = lists_like(matcher, segment, WORD)?;
            budget.take_lists(&lists, 1)?;
            let docs = docs_of(&lists, segment.n_docs());
            let counts = vec![1; docs.len()];
            return Ok(Places::Union { docs, counts });
        }
    };
    Ok(if let [list] = lists[..] {
        Places::List(list)
    } else {
        let (docs, counts) = union(&lists);
        Places::Union { docs, counts }
    })
}

/// Whether words that begin so have a list of their own.
fn is_start(prefix: &[u8]) -> bool {
    let (one, two) = term::starts(prefix);
    !prefix.is_empty() && (one == prefix.len() || two == Some(prefix.len()))
}

/// The lists of all keys of a kind that fit.
pub(crate) fn lists_like<'s>(
    matcher: &Matcher,
    segment: &'s Segment,
    kind: u8,
) -> io::Result<Vec<List<'s>>> {
    if let Some(known) = segment.expansion(kind, &matcher.pattern) {
        let lists = known.iter().map(|&at| segment.list_at(&[kind], at));
        return Ok(lists.collect());
    }
    let mut lists = Vec::new();
    matcher.each(segment, kind, |key, at| {
        lists.push(segment.list_at(key, at));
    })?;
    Ok(lists)
}

/// The documents of many lists, each once, in order.
pub(crate) fn docs_of(lists: &[List<'_>], n_docs: u32) -> Vec<u32> {
    let n: usize = lists.iter().map(List::len).sum();
    if n < n_docs as usize / 32 {
        let mut docs = Vec::with_capacity(n);
        for list in lists {
            list.each_block(|block| docs.extend_from_slice(&block.docs[..block.n]));
        }
        docs.sort_unstable();
        docs.dedup();
        return docs;
    }
    let mut bits = vec![0u64; n_docs.div_ceil(64) as usize];
    for list in lists {
        list.each_block(|block| {
            for &doc in &block.docs[..block.n] {
                if let Some(word) = bits.get_mut(doc as usize / 64) {
                    *word |= 1 << (doc % 64);
                }
            }
        });
    }
    crate::write::ones(&bits)
}

impl<'s> Item<'s> {
    fn new(offset: u32, lists: Vec<List<'s>>) -> Item<'s> {
        Item {
            offset,
            n_docs: lists.iter().map(List::len).sum(),
            n_bytes: lists.iter().map(List::n_position_bytes).sum(),
            lists,
        }
    }
}

/// How many documents are looked at before positions of further ones are fetched.
const CHUNK: usize = 2048;

impl Positions<'_> {
    /// At most how many documents match.
    pub(crate) fn cost(&self) -> usize {
        self.items.iter().map(|item| item.n_docs).min().unwrap_or(0)
    }

    /// Calls `each` with every document that matches, in order, and with the places where it does.
    ///
    /// A place is the position of the first word of what matches. `among` narrows the documents.
    pub(crate) fn each(
        &self,
        segment: &Segment,
        among: Option<&[u32]>,
        mut each: impl FnMut(u32, &[u32]),
    ) {
        let mut order: Vec<&Item<'_>> = self.items.iter().collect();
        order.sort_by_key(|item| item.n_docs);
        let Some(rarest) = order.first() else { return };
        let mut docs = match among {
            Some(among) => restrict(among, &rarest.lists),
            None => docs_of(&rarest.lists, segment.n_docs()),
        };
        for item in &order[1..] {
            docs = restrict(&docs, &item.lists);
        }
        if docs.is_empty() {
            return;
        }
        let mut readers: Vec<Reader<'_>> = self
            .items
            .iter()
            .map(|item| Reader {
                cursors: item.lists.iter().map(|&list| Cursor::new(list)).collect(),
                ends: Vec::new(),
                positions: Vec::new(),
            })
            .collect();
        let mut stretches = Vec::new();
        let mut places = Vec::new();
        if self.distance.is_none() {
            self.each_phrase(segment, &docs, &mut readers, &mut each);
            return;
        }
        for chunk in docs.chunks(CHUNK) {
            for reader in &mut readers {
                reader.read(chunk);
            }
            for (index, &doc) in chunk.iter().enumerate() {
                let lists: Vec<&[u32]> = readers.iter().map(|reader| reader.of(index)).collect();
                places.clear();
                segment.zones(doc, &mut stretches);
                near(
                    &self.items,
                    &lists,
                    self.distance.unwrap_or(0),
                    &stretches,
                    &mut places,
                );
                self.keep_zones(segment, doc, &mut stretches, &mut places);
                if !places.is_empty() {
                    each(doc, &places);
                }
            }
        }
    }

    /// One item after the other, from the one with fewest places, each only in documents where those before fit.
    fn each_phrase(
        &self,
        segment: &Segment,
        docs: &[u32],
        readers: &mut [Reader<'_>],
        each: &mut impl FnMut(u32, &[u32]),
    ) {
        let mut order: Vec<usize> = (0..self.items.len()).collect();
        order.sort_by_key(|&item| self.items[item].n_bytes);
        let mut stretches = Vec::new();
        let mut scratch = Vec::new();
        for chunk in docs.chunks(CHUNK) {
            let mut left: Vec<u32> = chunk.to_vec();
            let mut places: Vec<Vec<u32>> = Vec::new();
            for &item in &order {
                let offset = self.items[item].offset;
                let reader = &mut readers[item];
                reader.read(&left);
                if places.is_empty() {
                    places.extend((0..left.len()).map(|index| {
                        let list = reader.of(index).iter();
                        list.filter_map(|position| position.checked_sub(offset))
                            .collect()
                    }));
                } else {
                    for (index, places) in places.iter_mut().enumerate() {
                        keep_behind(places, reader.of(index), offset, &mut scratch);
                    }
                }
                let mut is_left = places.iter().map(|places| !places.is_empty());
                left.retain(|_| is_left.next().unwrap_or(false));
                places.retain(|places| !places.is_empty());
                if left.is_empty() {
                    break;
                }
            }
            for (&doc, places) in left.iter().zip(&mut places) {
                self.keep_zones(segment, doc, &mut stretches, places);
                if !places.is_empty() {
                    each(doc, places);
                }
            }
        }
    }

    fn keep_zones(
        &self,
        segment: &Segment,
        doc: u32,
        stretches: &mut Vec<Stretch>,
        places: &mut Vec<u32>,
    ) {
        if self.zones.is_all() || places.is_empty() {
            return;
        }
        segment.zones(doc, stretches);
        places.retain(|&place| {
            zones::holding(stretches, place)
                .is_some_and(|zone| self.zones.takes(stretches[zone].zone))
        });
    }
}

/// Those of some documents that any of the lists has.
pub(crate) fn restrict(docs: &[u32], lists: &[List<'_>]) -> Vec<u32> {
    if let [list] = lists {
        let mut kept = Vec::with_capacity(docs.len().min(list.len()));
        list.each_of(docs, |index, _| kept.push(docs[index]));
        return kept;
    }
    let mut is_kept = vec![false; docs.len()];
    for list in lists {
        list.each_of(docs, |index, _| is_kept[index] = true);
    }
    docs.iter()
        .zip(is_kept)
        .filter_map(|(&doc, is_kept)| is_kept.then_some(doc))
        .collect()
}

/// Calls `each` with the index of every document that the list has too, while the cursor stands at it.
pub(crate) fn each_common(
    docs: &[u32],
    cursor: &mut Cursor<'_>,
    mut each: impl FnMut(usize, &mut Cursor<'_>),
) {
    let mut at = 0;
    while at < docs.len() {
        let doc = docs[at];
        let found = cursor.seek(doc);
        if found == doc {
            each(at, cursor);
            at += 1;
        } else if found == END {
            return;
        } else {
            at += 1;
            // Mostly the next but one; if not, halve.
            if at < docs.len() && docs[at] < found {
                at += docs[at..].partition_point(|&doc| doc < found);
            }
        }
    }
}

/// The positions that several lists have in some documents.
struct Reader<'s> {
    cursors: Vec<Cursor<'s>>,
    ends: Vec<u32>,
    positions: Vec<u32>,
}

impl Reader<'_> {
    fn read(&mut self, docs: &[u32]) {
        self.ends.clear();
        self.positions.clear();
        if let [cursor] = &mut self.cursors[..] {
            for &doc in docs {
                if cursor.seek(doc) == doc {
                    cursor.positions(&mut self.positions);
                }
                self.ends.push(self.positions.len() as u32);
            }
            return;
        }
        let mut places: Vec<(u32, u32)> = Vec::new();
        let mut buffer = Vec::new();
        for cursor in &mut self.cursors {
            each_common(docs, cursor, |index, cursor| {
                buffer.clear();
                cursor.positions(&mut buffer);
                places.extend(buffer.iter().map(|&position| (index as u32, position)));
            });
        }
        places.sort_unstable();
        let mut at = 0;
        for index in 0..docs.len() as u32 {
            while at < places.len() && places[at].0 == index {
                self.positions.push(places[at].1);
                at += 1;
            }
            self.ends.push(at as u32);
        }
    }

    fn of(&self, index: usize) -> &[u32] {
        let start = match index {
            0 => 0,
            index => self.ends[index - 1] as usize,
        };
        &self.positions[start..self.ends[index] as usize]
    }
}

/// Keeps the places behind which, at an offset, one of the positions lies.
fn keep_behind(places: &mut Vec<u32>, positions: &[u32], offset: u32, scratch: &mut Vec<u32>) {
    scratch.clear();
    if positions.len() > places.len() * 16 {
        scratch.extend(
            places
                .iter()
                .filter(|&&place| positions.binary_search(&(place + offset)).is_ok()),
        );
    } else {
        let mut at = 0;
        for &place in places.iter() {
            while at < positions.len() && positions[at] < place + offset {
                at += 1;
            }
            if positions.get(at) == Some(&(place + offset)) {
                scratch.push(place);
            }
        }
    }
    std::mem::swap(places, scratch);
}

/// First places of the shortest stretches that hold every item, each at a place of its own.
fn near(
    items: &[Item<'_>],
    lists: &[&[u32]],
    distance: u32,
    stretches: &[Stretch],
    places: &mut Vec<u32>,
) {
    let mut all: Vec<(u32, usize)> = lists
        .iter()
        .enumerate()
        .flat_map(|(item, list)| list.iter().map(move |&position| (position, item)))
        .collect();
    all.sort_unstable();
    let width = distance.saturating_add(items.len() as u32 - 1);
    for (first, &(start, item)) in all.iter().enumerate() {
        if places.last() == Some(&start) {
            continue;
        }
        let Some(zone) = zones::holding(stretches, start) else {
            continue;
        };
        let end = stretches[zone]
            .end
            .min(start.saturating_add(width).saturating_add(1));
        let window: Vec<(u32, usize)> = all[first..]
            .iter()
            .copied()
            .take_while(|&(position, _)| position < end)
            .collect();
        if can_assign(&window, item, items.len()) {
            places.push(start);
        }
    }
}

/// Whether every item can have a position of its own, the first of the window being that of `first`.
fn can_assign(window: &[(u32, usize)], first: usize, n_items: usize) -> bool {
    // Few items: each in turn looks for a place, moving others out of the way (augmenting paths).
    let start = window[0].0;
    let mut taken: Vec<(u32, usize)> = vec![(start, first)];
    (0..n_items)
        .filter(|&item| item != first)
        .all(|item| assign(window, start, item, &mut taken, &mut Vec::new()))
}

fn assign(
    window: &[(u32, usize)],
    start: u32,
    item: usize,
    taken: &mut Vec<(u32, usize)>,
    tried: &mut Vec<u32>,
) -> bool {
    for &(position, other) in window {
        if other != item || position == start || tried.contains(&position) {
            continue;
        }
        tried.push(position);
        match taken.iter().position(|&(place, _)| place == position) {
            None => {
                taken.push((position, item));
                return true;
            }
            Some(index) => {
                let holder = taken[index].1;
                if assign(window, start, holder, taken, tried) {
                    if let Some(index) = taken.iter().position(|&place| place == (position, holder))
                    {
                        taken[index] = (position, item);
                    }
                    return true;
                }
            }
        }
    }
    false
}
