//! From documents in memory to the file of a segment.

use std::io;
use std::path::Path;

use crate::columns::{MISSING, Strings, ValueColumn};
use crate::document::{Document, Zone};
use crate::postings::ListBuilder;
use crate::term::{self, FUNCTION_WORDS, KEYWORD};
use crate::write::SegmentWriter;
use crate::writer::Durability;
use crate::{Schema, norm, zones};

/// Documents of a segment to be, taken apart: one number for each word.
pub(crate) struct SegmentBuilder {
    schema: &'static Schema,
    terms: Terms,
    /// The term of each word of each document in order; [`GAP`] after each zone.
    words: Vec<u32>,
    /// Room for places of words, kept between segments.
    places: Vec<u32>,
    /// How many words have each term.
    n_of_term: Vec<u32>,
    /// For each pair of function words, the documents and the positions of the first.
    pairs: Vec<Vec<DocPlace>>,
    /// Keys of keywords, and which documents have each, in order of documents.
    keys_of_keywords: Terms,
    keywords: Vec<(u32, u32)>,
    docs: Vec<Doc>,
    zones: Strings,
    keys: Strings,
    numbers: Vec<Vec<i64>>,
}

/// A document and a position in it.
type DocPlace = (u32, u32);

struct Doc {
    id: u32,
    sequence: u64,
    first_word: usize,
    n_words: u32,
}

const N_FUNCTION_WORDS: usize = FUNCTION_WORDS.len();

/// In place of a term, between zones.
const GAP: u32 = u32::MAX;

/// Words after which a segment is written out. One builder takes about 7 bytes for each.
pub(crate) const MAX_WORDS: usize = 15 << 20;

/// Places of words that are sorted at one time, but for a term that has more.
const PLACES_AT_ONCE: u32 = 3 << 20;

/// Before the places of a term that is written: far behind all.
const DONE: u32 = u32::MAX;

/// How far apart the words are whose document is noted.
const STRIDE: usize = 256;

/// Documents of one segment as they come from a builder.
const MAX_DOCS: usize = 1 << 20;

impl SegmentBuilder {
    pub(crate) fn new(schema: &'static Schema) -> SegmentBuilder {
        SegmentBuilder {
            schema,
            terms: Terms::default(),
            words: Vec::new(),
            places: Vec::new(),
            n_of_term: Vec::new(),
            pairs: vec![Vec::new(); N_FUNCTION_WORDS * N_FUNCTION_WORDS],
            keys_of_keywords: Terms::default(),
            keywords: Vec::new(),
            docs: Vec::new(),
            zones: Strings::default(),
            keys: Strings::default(),
            numbers: vec![Vec::new(); schema.n_numbers],
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.docs.is_empty()
    }

    pub(crate) fn is_full(&self) -> bool {
        self.words.len() >= MAX_WORDS || self.docs.len() >= MAX_DOCS
    }

    /// Whether at least half of what it takes is there.
    pub(crate) fn is_half_full(&self) -> bool {
        self.words.len() >= MAX_WORDS / 2 || self.docs.len() >= MAX_DOCS / 2
    }

    /// The identity and the sequence number of every document, in order.
    pub(crate) fn members(&self) -> Vec<(u32, u64)> {
        self.docs.iter().map(|doc| (doc.id, doc.sequence)).collect()
    }

    pub(crate) fn add(&mut self, id: u32, sequence: u64, document: &Document) {
        let doc = self.docs.len() as u32;
        let first_word = self.words.len();
        let mut zones: Vec<(Zone, u32)> = Vec::with_capacity(document.zones.len());
        let mut zone_start = first_word;
        let mut before = None;
        self.reserve_words(document.n_words + document.zones.len());
        let mut at = 0;
        let mut tokens = [Token::default(); TOKENS];
        loop {
            let some = tokens_from(&document.words, &mut at, &mut tokens);
            if some.is_empty() {
                break;
            }
            // The table is larger than the caches are: their slots come from memory all at one time.
            self.terms.touch(some);
            for token in some {
                if token.word.is_empty() {
                    if let Some(&zone) = document.zones.get(zones.len()) {
                        zones.push((zone, (self.words.len() - zone_start) as u32));
                    }
                    self.words.push(GAP);
                    zone_start = self.words.len();
                    before = None;
                    continue;
                }
                let (term, function_word) = self.terms.number_and_function_word(token);
                if term as usize == self.n_of_term.len() {
                    self.n_of_term.push(0);
                }
                self.n_of_term[term as usize] += 1;
                if let (Some(first), Some(second)) = (before, function_word) {
                    let position = (self.words.len() - 1 - first_word) as u32;
                    self.pairs[usize::from(first) * N_FUNCTION_WORDS + usize::from(second)]
                        .push((doc, position));
                }
                before = function_word;
                self.words.push(term);
            }
        }
        let mut buffer = Vec::new();
        zones::write(&zones, &mut buffer);
        self.zones.push(&buffer);
        self.keys.push(document.key.as_bytes());
        for (column, numbers) in self.numbers.iter_mut().enumerate() {
            let value = document
                .numbers
                .iter()
                .find(|&&(other, _)| other == column)
                .map_or(MISSING, |&(_, value)| value);
            numbers.push(value);
        }
        let mut key = Vec::with_capacity(64);
        for (field, value) in document.keywords() {
            key.clear();
            key.push(KEYWORD + field);
            key.extend_from_slice(value);
            let keyword = self.keys_of_keywords.number(&Token::of(&key));
            self.keywords.push((keyword, doc));
        }
        self.docs.push(Doc {
            id,
            sequence,
            first_word,
            n_words: document.n_words as u32,
        });
    }

    /// Makes room for words. Beyond a megabyte for all there may be: to grow by copying takes twice the room for a while.
    fn reserve_words(&mut self, n: usize) {
        const FEW: usize = 1 << 18;
        if self.words.capacity() - self.words.len() >= n {
            return;
        }
        if self.words.len() + n > FEW {
            let all = MAX_WORDS + FEW;
            self.words
                .reserve_exact(n.max(all.saturating_sub(self.words.len())));
        } else {
            self.words.reserve(n);
        }
    }

    /// Writes the segment, which need not be on the disk yet, and empties the builder.
    pub(crate) fn write(&mut self, path: &Path) -> io::Result<()> {
        let norms: Vec<u8> = self
            .docs
            .iter()
            .map(|doc| norm::encode(doc.n_words))
            .collect();
        let n_words = self.docs.iter().map(|doc| u64::from(doc.n_words)).sum();
        let mut writer = SegmentWriter::create(path, norms, n_words)?;
        let done = self.write_terms(&mut writer).and_then(|()| {
            writer.end_terms()?;
            self.write_columns(&mut writer)
        });
        self.clear();
        match done {
            Ok(()) => writer.finish(Durability::System),
            Err(error) => {
                writer.abandon();
                Err(error)
            }
        }
    }

    /// Empties the builder, which keeps its largest rooms.
    fn clear(&mut self) {
        let mut empty = SegmentBuilder::new(self.schema);
        std::mem::swap(&mut self.words, &mut empty.words);
        std::mem::swap(&mut self.places, &mut empty.places);
        std::mem::swap(&mut self.terms, &mut empty.terms);
        empty.words.clear();
        empty.terms.clear();
        *self = empty;
    }

    fn write_terms(&mut self, writer: &mut SegmentWriter) -> io::Result<()> {
        let docs = self.docs_of_places();
        let order = self.terms.in_order();
        let mut list = ListBuilder::default();
        // Where each term has its next place among all, in order of terms.
        let mut next = vec![0; self.n_of_term.len()];
        let mut n_places = 0;
        for &term in &order {
            next[term as usize] = n_places;
            n_places += self.n_of_term[term as usize];
        }
        let mut places = std::mem::take(&mut self.places);
        let mut rest = &order[..];
        while !rest.is_empty() {
            let terms = self.sort_some(&mut rest, PLACES_AT_ONCE, &mut next, &mut places);
            let mut places = &places[..];
            for &term in terms {
                let (of_term, behind) = places.split_at(self.n_of_term[term as usize] as usize);
                places = behind;
                fill(
                    &mut list,
                    of_term.iter().map(|&place| {
                        let mut doc = docs[place as usize / STRIDE] as usize;
                        while self
                            .docs
                            .get(doc + 1)
                            .is_some_and(|next| next.first_word <= place as usize)
                        {
                            doc += 1;
                        }
                        (doc as u32, place - self.docs[doc].first_word as u32)
                    }),
                );
                writer.word(self.terms.text(term), &mut list)?;
            }
        }
        self.places = places;
        let mut pairs: Vec<(Vec<u8>, &[DocPlace])> = self
            .pairs
            .iter()
            .enumerate()
            .filter(|(_, places)| !places.is_empty())
            .map(|(index, places)| {
                let word = |index: usize| FUNCTION_WORDS[index].as_bytes();
                let key = term::pair(
                    word(index / N_FUNCTION_WORDS),
                    word(index % N_FUNCTION_WORDS),
                );
                (key, &places[..])
            })
            .collect();
        pairs.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        for (key, places) in pairs {
            fill(&mut list, places.iter().copied());
            writer.term(&key, &mut list)?;
        }
        let mut keywords = self.keywords.clone();
        keywords.sort_unstable();
        for keyword in self.keys_of_keywords.in_order() {
            list.clear();
            let first = keywords.partition_point(|&(other, _)| other < keyword);
            for &(_, doc) in keywords[first..]
                .iter()
                .take_while(|&&(other, _)| other == keyword)
            {
                list.add(doc, 1);
            }
            writer.term(self.keys_of_keywords.text(keyword), &mut list)?;
        }
        Ok(())
    }

    /// Takes the first of some terms, and puts all places of each next to each other, in order: a counting sort. A place
    /// is the number of a word among all; which document it is in is found on the way back.
    ///
    /// Not all terms at one time, but `most` places: all would take as much room as the words do.
    fn sort_some<'o>(
        &self,
        order: &mut &'o [u32],
        most: u32,
        next: &mut [u32],
        places: &mut Vec<u32>,
    ) -> &'o [u32] {
        let first = order.first().map_or(0, |&term| next[term as usize]);
        let mut n_places = 0;
        let mut n_terms = 0;
        for &term in *order {
            let n = self.n_of_term[term as usize];
            if n_terms > 0 && n_places + n > most {
                break;
            }
            n_places += n;
            n_terms += 1;
        }
        let (terms, rest) = order.split_at(n_terms);
        *order = rest;
        // What belongs to another term goes behind the last place.
        let nowhere = n_places as usize;
        if places.len() <= nowhere {
            places.resize(nowhere + 1, 0);
        }
        for (place, &term) in self.words.iter().enumerate() {
            if term == GAP {
                continue;
            }
            let slot = &mut next[term as usize];
            let at = slot.wrapping_sub(first);
            let is_among = at < n_places;
            places[if is_among { at as usize } else { nowhere }] = place as u32;
            *slot += u32::from(is_among);
        }
        // By now each stands behind its last place, which is where the next may begin.
        for &term in terms {
            next[term as usize] = DONE;
        }
        terms
    }

    /// The document of each [`STRIDE`]th word.
    fn docs_of_places(&self) -> Vec<u32> {
        let mut docs = Vec::with_capacity(self.words.len() / STRIDE + 1);
        let mut doc = 0;
        for place in (0..self.words.len()).step_by(STRIDE) {
            while self
                .docs
                .get(doc + 1)
                .is_some_and(|next| next.first_word <= place)
            {
                doc += 1;
            }
            docs.push(doc as u32);
        }
        docs
    }

    fn write_columns(&self, writer: &mut SegmentWriter) -> io::Result<()> {
        let file = writer.file();
        let start = file.at();
        for doc in &self.docs {
            file.write(&doc.id.to_le_bytes())?;
        }
        file.end_section("ids", start);
        self.zones.write(file, "zones")?;
        self.keys.write(file, "keys")?;
        for (column, numbers) in self.numbers.iter().enumerate() {
            let start = file.at();
            for number in numbers {
                file.write(&number.to_le_bytes())?;
            }
            file.end_section(format!("number-{column}"), start);
        }
        // The place of each keyword among those of its field.
        let order = self.keys_of_keywords.in_order();
        for &field in self.schema.facets {
            let mut dictionary = Strings::default();
            let mut value_of = vec![u32::MAX; order.len()];
            for &keyword in &order {
                if let [kind, value @ ..] = self.keys_of_keywords.text(keyword)
                    && *kind == KEYWORD + field
                {
                    value_of[keyword as usize] = dictionary.len() as u32;
                    dictionary.push(value);
                }
            }
            let mut column = ValueColumn::default();
            let mut at = 0;
            for doc in 0..self.docs.len() as u32 {
                let first = column.values.len();
                while let Some(&(keyword, _)) =
                    self.keywords.get(at).filter(|&&(_, other)| other == doc)
                {
                    let value = value_of[keyword as usize];
                    if value != u32::MAX {
                        column.values.push(value);
                    }
                    at += 1;
                }
                column.values[first..].sort_unstable();
                column.ends.push(column.values.len() as u32);
            }
            column.write(&dictionary, file, field)?;
        }
        Ok(())
    }
}

/// Fills a list from places in order: document and position.
fn fill(list: &mut ListBuilder, places: impl Iterator<Item = (u32, u32)>) {
    list.clear();
    let mut current = None;
    let mut count = 0;
    let mut before = 0;
    for (doc, position) in places {
        if current != Some(doc) {
            if let Some(doc) = current {
                list.add(doc, count);
            }
            current = Some(doc);
            count = 0;
            before = 0;
        }
        list.positions.push(position - before);
        before = position;
        count += 1;
    }
    if let Some(doc) = current {
        list.add(doc, count);
    }
}

/// Words and their numbers: a table with open addressing over one string of all words.
#[derive(Default)]
struct Terms {
    text: Vec<u8>,
    ends: Vec<u32>,
    /// The last eight bytes of each word that is longer.
    backs: Vec<u64>,
    slots: Vec<Slot>,
}

/// As much of a word as tells most apart without looking at their text.
#[derive(Clone, Copy, Default)]
struct Slot {
    /// The first eight bytes, zeros behind.
    front: u64,
    /// Some bits of the hash, which function word it is, and the length.
    tag: u32,
    /// Number of the term, plus one; 0 is free.
    number: u32,
}

impl Terms {
    /// Has the slots of some words fetched.
    fn touch(&self, tokens: &[Token<'_>]) {
        let mask = self.slots.len().wrapping_sub(1);
        let mut numbers = 0;
        for token in tokens {
            numbers |= self
                .slots
                .get(token.hash as usize & mask)
                .map_or(0, |slot| slot.number);
        }
        std::hint::black_box(numbers);
    }

    /// The number of a word, which is the count of those before where it is new.
    fn number(&mut self, token: &Token<'_>) -> u32 {
        self.number_and_function_word(token).0
    }

    /// As [`Terms::number`], and which function word it is.
    fn number_and_function_word(&mut self, token: &Token<'_>) -> (u32, Option<u8>) {
        if self.ends.len() * 3 >= self.slots.len() * 2 {
            self.grow();
        }
        let Token { word, front, hash } = *token;
        let mask = self.slots.len() - 1;
        let mut at = hash as usize & mask;
        let tag = tag(hash, word);
        loop {
            let slot = self.slots[at];
            if slot.number == 0 {
                let number = self.ends.len() as u32;
                self.text.extend_from_slice(word);
                self.ends.push(self.text.len() as u32);
                self.backs.push(back(word));
                let slot = Slot {
                    front,
                    tag: tag | function_tag(word),
                    number: number + 1,
                };
                self.slots[at] = slot;
                return (number, slot.function_word());
            }
            let number = slot.number - 1;
            if slot.front == front
                && slot.tag & !FUNCTION_TAG == tag
                && self.ends_with_rest_of(word, number)
            {
                return (number, slot.function_word());
            }
            at = (at + 1) & mask;
        }
    }

    /// Whether the term of a number is a word, where its length and its first eight bytes are that word's.
    fn ends_with_rest_of(&self, word: &[u8], number: u32) -> bool {
        match word.len() {
            0..=8 => true,
            9..=16 => self.backs[number as usize] == back(word),
            _ => self.text(number) == word,
        }
    }

    fn text(&self, number: u32) -> &[u8] {
        let end = self.ends[number as usize] as usize;
        let start = match number {
            0 => 0,
            number => self.ends[number as usize - 1] as usize,
        };
        &self.text[start..end]
    }

    fn grow(&mut self) {
        let n = (self.slots.len() * 2).max(1 << 10);
        let mask = n - 1;
        let mut slots = vec![Slot::default(); n];
        for number in 0..self.ends.len() as u32 {
            let word = self.text(number);
            let Token { front, hash, .. } = Token::of(word);
            let mut at = hash as usize & mask;
            while slots[at].number != 0 {
                at = (at + 1) & mask;
            }
            slots[at] = Slot {
                front,
                tag: tag(hash, word) | function_tag(word),
                number: number + 1,
            };
        }
        self.slots = slots;
    }

    /// Empties the table, which keeps its room.
    fn clear(&mut self) {
        self.text.clear();
        self.ends.clear();
        self.backs.clear();
        self.slots.fill(Slot::default());
    }

    fn in_order(&self) -> Vec<u32> {
        // Most are told apart by their first eight bytes.
        let mut order: Vec<(u64, u32)> = (0..self.ends.len() as u32)
            .map(|number| (eight(self.text(number)).swap_bytes(), number))
            .collect();
        order.sort_unstable_by(|a, b| {
            a.0.cmp(&b.0)
                .then_with(|| self.text(a.1).cmp(self.text(b.1)))
        });
        order.into_iter().map(|(_, number)| number).collect()
    }
}

/// A word with what finds it in the table.
#[derive(Clone, Copy, Default)]
struct Token<'w> {
    /// Empty where a zone ends.
    word: &'w [u8],
    /// The first eight bytes, zeros behind.
    front: u64,
    hash: u64,
}

/// How many words are looked up together.
const TOKENS: usize = 16;

impl<'w> Token<'w> {
    fn of(word: &'w [u8]) -> Token<'w> {
        Token::with_front(word, eight(word))
    }

    fn with_front(word: &'w [u8], front: u64) -> Token<'w> {
        Token {
            word,
            front,
            hash: hash(word, front),
        }
    }
}

/// The next words of a document, as many as are looked up together; none at its end.
fn tokens_from<'w, 't>(
    words: &'w [u8],
    at: &mut usize,
    tokens: &'t mut [Token<'w>; TOKENS],
) -> &'t [Token<'w>] {
    let mut n = 0;
    while n < TOKENS
        && let Some(&length) = words.get(*at)
    {
        let start = *at + 1;
        let end = (start + usize::from(length)).min(words.len());
        let word = &words[start..end];
        // What stands behind the word in the buffer is masked out, which is quicker than to go byte by byte.
        let front = match words.get(start..).and_then(<[u8]>::first_chunk::<8>) {
            Some(_) if length == 0 => 0,
            Some(eight) if length < 8 => {
                u64::from_le_bytes(*eight) & (u64::MAX >> (64 - 8 * u32::from(length)))
            }
            Some(eight) => u64::from_le_bytes(*eight),
            None => eight(word),
        };
        tokens[n] = Token::with_front(word, front);
        n += 1;
        *at = end;
    }
    &tokens[..n]
}

/// The last eight bytes of a word; 0 where it is shorter.
fn back(word: &[u8]) -> u64 {
    word.last_chunk()
        .map_or(0, |eight| u64::from_le_bytes(*eight))
}

/// The upper bits of the hash, and the length, which with the front is the whole of a short word.
fn tag(hash: u64, word: &[u8]) -> u32 {
    (hash >> 40) as u32 & 0xFFFC_0000 | (word.len() as u32).min(0x3FF)
}

/// The part of a tag that says which function word it is, counted from 1.
const FUNCTION_TAG: u32 = 0xFF << 10;

fn function_tag(word: &[u8]) -> u32 {
    term::function_word(word).map_or(0, |index| (u32::from(index) + 1) << 10)
}

impl Slot {
    fn function_word(self) -> Option<u8> {
        ((self.tag >> 10) as u8).checked_sub(1)
    }
}

/// A hash of a word whose first eight bytes are `front`.
///
/// Not for hostile keys alone: a text that fills one chain is slow in itself only, as segments are bounded.
fn hash(word: &[u8], front: u64) -> u64 {
    const MIX: u64 = 0x9E37_79B9_7F4A_7C15;
    let mut hash = (front ^ word.len() as u64).wrapping_mul(MIX);
    if word.len() > 8 {
        for chunk in word[8..].chunks(8) {
            hash ^= hash >> 29;
            hash = (hash ^ eight(chunk)).wrapping_mul(MIX);
        }
    }
    hash ^= hash >> 32;
    hash = hash.wrapping_mul(MIX);
    hash ^ hash >> 29
}

/// The first eight bytes as a number, zeros behind.
#[inline]
fn eight(bytes: &[u8]) -> u64 {
    if let Some(chunk) = bytes.first_chunk::<8>() {
        return u64::from_le_bytes(*chunk);
    }
    bytes
        .iter()
        .rev()
        .fold(0, |value, &byte| value << 8 | u64::from(byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    static SCHEMA: Schema = Schema {
        facets: &[],
        n_numbers: 0,
    };

    #[test]
    fn places_are_sorted_some_terms_at_a_time() {
        let mut builder = SegmentBuilder::new(&SCHEMA);
        for id in 0..40 {
            let mut document = Document::new(id.to_string());
            let text = format!("the king of {} the duke {} the king", id % 7, id % 3);
            document.add_text(Zone { kind: 1, mark: 0 }, &text);
            builder.add(id, id.into(), &document);
        }
        let order = builder.terms.in_order();
        for most in [1, 20, 100, 1_000] {
            let mut next = vec![0; builder.n_of_term.len()];
            let mut n_places = 0;
            for &term in &order {
                next[term as usize] = n_places;
                n_places += builder.n_of_term[term as usize];
            }
            let mut rest = &order[..];
            let mut places = Vec::new();
            while !rest.is_empty() {
                let terms = builder.sort_some(&mut rest, most, &mut next, &mut places);
                let mut at = 0;
                for &term in terms {
                    let n = builder.n_of_term[term as usize] as usize;
                    let words = builder.words.iter().enumerate();
                    let expected: Vec<u32> = words
                        .filter(|(_, other)| **other == term)
                        .map(|(place, _)| place as u32)
                        .collect();
                    assert_eq!(places[at..at + n], expected);
                    at += n;
                }
            }
        }
    }
}
