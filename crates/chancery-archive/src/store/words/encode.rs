//! From a text to the codes of its words.

use super::{
    ACTION, CAPITAL, CAPITALS, IS_OF_WORD, LEAST_REPEATED, MOST_BITS, MOST_BYTES, N_LENGTHS,
    OWN_LENGTHS, PIECE, PIECE_OF_WORD, WORD, Words, is_of_word,
};

/// Marks and blanks that are looked up together at most.
const MOST_MARKS: usize = 16;

/// Bytes of a piece of a word at most.
pub(super) const MOST_PIECE: usize = 4;

/// Bytes of a repeated stretch at least where the words of it have codes of their own.
const WORTH_REPEATING: usize = 12;

/// Places of a text that are remembered, as a power of two.
const PLACES: u32 = 12;

/// Bytes that are kept for codes between texts.
const MOST_ROOM: usize = 4 << 20;

/// A table of words ready for writing.
pub(in crate::store) struct Encoder {
    words: Lookup,
    pieces: Lookup,
    /// Of each byte by itself.
    bytes: Vec<Code>,
    actions: Vec<Code>,
    shared: Vec<u8>,
    shared_bits: u32,
    shared_places: Vec<u32>,
}

/// A code: the bits, and how many in the lower five.
pub(super) type Code = u32;

/// Takes codes.
pub(super) trait Sink {
    fn put(&mut self, code: Code);
    /// Bits beside the codes.
    fn put_bits(&mut self, bits: u32, n: u32);
}

/// What a thread keeps between texts: where they had what.
pub(in crate::store) struct Places {
    known: Vec<u32>,
    /// Codes are written here.
    room: Vec<u8>,
    /// Counts on from text to text, so that places of earlier ones are told.
    base: u32,
}

impl Default for Places {
    fn default() -> Places {
        Places {
            known: vec![0; 1 << PLACES],
            room: Vec::new(),
            base: 1,
        }
    }
}

impl Encoder {
    /// `None` where the table has no code for some byte or action, which none that was trained lacks.
    pub(in crate::store) fn new(words: &Words) -> Option<Encoder> {
        let mut code: u32 = 0;
        let mut index = 0;
        let mut codes = vec![0; words.entries.len()];
        for n_bits in 1..=MOST_BITS as u32 {
            code <<= 1;
            for _ in 0..words.lengths[n_bits as usize - 1] {
                codes[index] = code << 5 | n_bits;
                code += 1;
                index += 1;
            }
        }
        let of_kind = |kind: u32| {
            let entries = words.entries.iter().zip(&codes);
            entries
                .filter(move |(entry, _)| match **entry & 3 {
                    PIECE_OF_WORD => kind == PIECE,
                    of_entry => kind == of_entry,
                })
                .map(|(&entry, &code)| (words.bytes_of(entry), code))
        };
        let mut bytes = vec![0; 256];
        for (piece, code) in of_kind(PIECE).filter(|(piece, _)| piece.len() == 1) {
            bytes[usize::from(piece[0])] = code;
        }
        let mut actions = vec![0; CAPITALS as usize + 1];
        for (action, code) in of_kind(ACTION) {
            actions[usize::from(action[0])] = code;
        }
        let shared = words.shared.clone();
        let shared_bits = (shared.len() | 1).ilog2() + 1;
        let mut shared_places = vec![0; 1 << shared_bits];
        for at in 0..shared.len() {
            let is_inside = at > 0 && is_of_word(shared[at]) && is_of_word(shared[at - 1]);
            if !is_inside && let Some(eight) = eight_at(&shared, at) {
                shared_places[place_of(eight, shared_bits)] = at as u32;
            }
        }
        if bytes.contains(&0) || actions.contains(&0) {
            return None;
        }
        Some(Encoder {
            words: Lookup::new(of_kind(WORD)),
            pieces: Lookup::new(of_kind(PIECE)),
            bytes,
            actions,
            shared,
            shared_bits,
            shared_places,
        })
    }

    /// Appends the codes of a text.
    pub(in crate::store) fn encode(&self, text: &[u8], places: &mut Places, out: &mut Vec<u8>) {
        // A byte by itself takes three at most, and so does a stretch for each of its bytes.
        let mut room = std::mem::take(&mut places.room);
        let needed = 3 * text.len() + 16;
        if room.len() < needed {
            room.resize(needed, 0);
        }
        let mut bits = BitWriter {
            out: &mut room,
            at: 0,
            held: 0,
            n_held: 0,
        };
        self.encode_to(text, places, &mut bits);
        let length = bits.finish();
        out.extend_from_slice(&room[..length]);
        if room.len() <= MOST_ROOM {
            places.room = room;
        }
    }

    pub(super) fn encode_to(&self, text: &[u8], places: &mut Places, sink: &mut impl Sink) {
        let base = places.begin(text.len());
        let mut ahead = [Token::default(); AHEAD];
        let (mut next, mut n_ahead) = (0, 0);
        let mut at = 0;
        while at < text.len() {
            // A repeated stretch takes words, and may end among marks.
            while next < n_ahead && ahead[next].at < at {
                next += 1;
            }
            if next == n_ahead || ahead[next].at != at {
                n_ahead = self.look_ahead(text, at, &mut ahead);
                next = 0;
            }
            let token = &ahead[next];
            next += 1;
            // Where the same eight bytes stand: that is rare, and looked at closely.
            let mut again = None;
            if let Some(eight) = eight_at(text, at) {
                let place = &mut places.known[place_of(eight, PLACES)];
                let from = place.wrapping_sub(base) as usize;
                *place = base + at as u32;
                if from < at && eight_at(text, from) == Some(eight) {
                    let length = ends_well(text, at, same(&text[from..], &text[at..]));
                    again = Some((length, at - from));
                } else if !self.shared.is_empty() {
                    let from = self.shared_places[place_of(eight, self.shared_bits)] as usize;
                    if eight_at(&self.shared, from) == Some(eight) {
                        let length = ends_well(text, at, same(&self.shared[from..], &text[at..]));
                        again = Some((length, at + self.shared.len() - from));
                    }
                }
            }
            let coded = self.code_of(text, token);
            let least = if coded.is_some() {
                WORTH_REPEATING
            } else {
                LEAST_REPEATED
            };
            if let Some((length, distance)) = again.filter(|&(length, _)| length >= least) {
                self.put_repeat(length, distance, sink);
                at += length;
                continue;
            }
            if let Some((case, code)) = coded {
                if case != 0 {
                    sink.put(case);
                }
                sink.put(code);
            } else {
                if token.start > at {
                    sink.put(self.bytes[usize::from(b' ')]);
                }
                self.spell(text, token.start, token.end, sink);
            }
            at = token.end;
        }
    }

    /// Takes apart what comes next, and begins to look it up; gives how many words and marks it were.
    fn look_ahead(&self, text: &[u8], from: usize, ahead: &mut [Token; AHEAD]) -> usize {
        // Which bytes from here on are of a word.
        let mut bits = [0; REACH / BLOCK + 1];
        for (bits, some) in bits
            .iter_mut()
            .zip(text[from..].chunks(BLOCK))
            .take(REACH / BLOCK)
        {
            *bits = of_words(some);
        }
        let mut at = from;
        let mut is_after_word = at > 0 && is_of_word(text[at - 1]);
        let mut n_tokens = AHEAD;
        for (n, token) in ahead.iter_mut().enumerate() {
            let place = at - from;
            if at == text.len() || place > REACH - BLOCK {
                n_tokens = n;
                break;
            }
            let (bits, behind) = (bits[place / BLOCK], bits[place / BLOCK + 1]);
            let bits = (u128::from(behind) << BLOCK | u128::from(bits)) >> (place % BLOCK);
            let is_gap = is_after_word && text[at] == b' ' && bits & 2 != 0;
            let start = at + usize::from(is_gap);
            let bits = (bits >> usize::from(is_gap)) as u64;
            let is_word = bits & 1 != 0;
            let length = if is_word {
                (bits.trailing_ones() as usize).min(MOST_BYTES)
            } else {
                (bits.trailing_zeros() as usize).min(MOST_MARKS)
            };
            let length = length.min(text.len() - start);
            let key = key_of(text, start, length);
            *token = Token {
                at,
                start,
                end: start + length,
                is_word,
                // What goes on with a word, behind a stretch or where it is very long, is no word of its own.
                is_rest: is_word && is_after_word && !is_gap,
                key,
                first: slot_of(key, length),
                slot: Slot::default(),
            };
            is_after_word = is_word;
            at = token.end;
        }
        // The table is large and its places far away: with nothing else between, they are waited for together.
        for token in &mut ahead[..n_tokens] {
            let lookup = if token.is_word {
                &self.words
            } else {
                &self.pieces
            };
            token.slot = lookup.slots[token.first & (lookup.slots.len() - 1)];
        }
        n_tokens
    }

    /// The code of a word or of marks, and before it that of its capitals.
    #[inline]
    fn code_of(&self, text: &[u8], token: &Token) -> Option<(Code, Code)> {
        let (start, length) = (token.start, token.end - token.start);
        if token.is_rest {
            return None;
        }
        if !token.is_word {
            if length == 1 {
                return Some((0, self.bytes[usize::from(text[start])]));
            }
            return Some((0, self.pieces.go_on(text, token)?));
        }
        match self.words.go_on(text, token) {
            Some(code) => Some((0, code)),
            None => self.without_capitals(&text[start..token.end]),
        }
    }

    /// The code of a word without its capitals, and that of them.
    fn without_capitals(&self, word: &[u8]) -> Option<(Code, Code)> {
        if !word[0].is_ascii_uppercase() {
            return None;
        }
        let rest = &word[1..];
        let action = if !rest.iter().any(u8::is_ascii_uppercase) {
            CAPITAL
        } else if !rest.iter().any(u8::is_ascii_lowercase) {
            CAPITALS
        } else {
            return None;
        };
        let mut lower = [0; MOST_BYTES];
        let lower = &mut lower[..word.len()];
        lower.copy_from_slice(word);
        lower.make_ascii_lowercase();
        let code = self.words.get(lower, 0, word.len())?;
        Some((self.actions[action as usize], code))
    }

    /// Puts the longest pieces there are.
    fn spell(&self, text: &[u8], start: usize, end: usize, sink: &mut impl Sink) {
        let mut at = start;
        while at < end {
            let longest = (end - at).min(if is_of_word(text[at]) { MOST_PIECE } else { 8 });
            let found = (2..=longest)
                .rev()
                .find_map(|length| Some((length, self.pieces.get(text, at, length)?)));
            let (length, code) = found.unwrap_or((1, self.bytes[usize::from(text[at])]));
            sink.put(code);
            at += length;
        }
    }

    fn put_repeat(&self, length: usize, distance: usize, sink: &mut impl Sink) {
        let beyond = length - LEAST_REPEATED;
        if beyond < OWN_LENGTHS {
            sink.put(self.actions[beyond]);
        } else {
            let n_bits = beyond.ilog2();
            sink.put(self.actions[OWN_LENGTHS + n_bits as usize - 3]);
            sink.put_bits(beyond as u32 & ((1 << n_bits) - 1), n_bits);
        }
        let n_bits = distance.ilog2();
        sink.put_bits(n_bits, 5);
        sink.put_bits(distance as u32 & ((1 << n_bits) - 1), n_bits);
    }
}

/// Bytes of a stretch at most, for which there is an action.
const MOST_REPEATED: usize = 1 << (N_LENGTHS as usize - OWN_LENGTHS + 2);

/// How many bytes are the same.
fn same(one: &[u8], other: &[u8]) -> usize {
    let most = one.len().min(other.len()).min(MOST_REPEATED);
    let (one, other) = (&one[..most], &other[..most]);
    let mut n = 0;
    for (a, b) in one.chunks_exact(8).zip(other.chunks_exact(8)) {
        let a = u64::from_le_bytes(a.try_into().expect("chunks have that length"));
        let b = u64::from_le_bytes(b.try_into().expect("chunks have that length"));
        if a != b {
            return n + ((a ^ b).trailing_zeros() / 8) as usize;
        }
        n += 8;
    }
    n + one[n..]
        .iter()
        .zip(&other[n..])
        .take_while(|(a, b)| a == b)
        .count()
}

/// The length of a stretch cut so that the next word keeps its blank and is whole.
fn ends_well(text: &[u8], at: usize, length: usize) -> usize {
    let mut end = at + length;
    if length == 0 || end == text.len() || !is_of_word(text[end]) {
        return length;
    }
    while end > at && is_of_word(text[end - 1]) {
        end -= 1;
    }
    if end > at + 1 && text[end - 1] == b' ' && is_of_word(text[end - 2]) {
        end -= 1;
    }
    end - at
}

/// The length of the word, or of the marks, at a place.
pub(super) fn length_of(text: &[u8], start: usize, is_word: bool) -> usize {
    let most = if is_word { MOST_BYTES } else { MOST_MARKS };
    let mut length = 0;
    while length < most {
        let Some(eight) = text.get(start + length..start + length + 8) else {
            let rest = &text[start + length..text.len().min(start + most)];
            let end = rest
                .iter()
                .position(|&byte| IS_OF_WORD[usize::from(byte)] != is_word);
            return length + end.unwrap_or(rest.len());
        };
        let of_word = of_word(u64::from_le_bytes(
            eight.try_into().expect("eight bytes were taken"),
        ));
        let others = if is_word { of_word ^ HIGH } else { of_word };
        length += (others.trailing_zeros() / 8) as usize;
        if others != 0 {
            break;
        }
    }
    length.min(most)
}

/// Which of up to [`BLOCK`] bytes are of a word, the first in the lowest bit: as [`IS_OF_WORD`], many at once.
#[inline(always)]
fn of_words(some: &[u8]) -> u64 {
    /// Moves the lowest bits of eight bytes next to each other, into the highest byte of the product.
    const GATHER: u64 = 0x0102_0408_1020_4080;
    let block: [u8; BLOCK] = some.first_chunk().copied().unwrap_or_else(|| {
        let mut block = [0; BLOCK];
        block[..some.len()].copy_from_slice(some);
        block
    });
    let is_of_word = |byte: u8| byte.is_ascii_alphanumeric() || byte >= 0x80 || byte == b'\'';
    let answers = block.map(|byte| u8::from(is_of_word(byte)));
    let (eights, _) = answers.as_chunks::<8>();
    eights.iter().enumerate().fold(0, |bits, (at, eight)| {
        let gathered = u64::from_le_bytes(*eight).wrapping_mul(GATHER) >> 56;
        bits | gathered << (8 * at)
    })
}

/// The highest bit of each of eight bytes.
const HIGH: u64 = 0x8080_8080_8080_8080;

/// Which of eight bytes are of a word, by their highest bits: as [`IS_OF_WORD`], all at once.
fn of_word(eight: u64) -> u64 {
    const fn each(byte: u8) -> u64 {
        0x0101_0101_0101_0101 * byte as u64
    }
    // Bytes below 128, so that sums stay within their byte; those above count as well.
    let low = eight & !HIGH;
    let from = |first: u8| low + each(0x80 - first);
    let folded = low | each(0x20);
    let letters = (folded + each(0x80 - b'a')) & !(folded + each(0x7F - b'z'));
    let digits = from(b'0') & !from(b'9' + 1);
    let apostrophe = from(b'\'') & !from(b'\'' + 1);
    (letters | digits | apostrophe | eight) & HIGH
}

/// The eight bytes at a place.
#[inline]
fn eight_at(text: &[u8], at: usize) -> Option<u64> {
    let eight = text.get(at..)?.first_chunk()?;
    Some(u64::from_le_bytes(*eight))
}

/// Where a place is remembered that begins with these eight bytes.
#[inline]
fn place_of(eight: u64, n_bits: u32) -> usize {
    (eight.wrapping_mul(FACTOR) >> (64 - n_bits)) as usize
}

impl Places {
    /// Begins a text; gives what its places are counted from.
    fn begin(&mut self, n_bytes: usize) -> u32 {
        let n_bytes = u32::try_from(n_bytes).unwrap_or(u32::MAX / 2);
        if self.base > u32::MAX / 2 - n_bytes.min(u32::MAX / 2) {
            self.known.fill(0);
            self.base = 1;
        }
        let base = self.base;
        self.base += n_bytes;
        base
    }
}

/// Finds the codes of entries of one kind.
struct Lookup {
    slots: Vec<Slot>,
    written: Vec<u8>,
}

/// An entry: its first eight bytes, or for a longer one a hash of all; its code; where it is written and its length in
/// the lower six bits. No length: nothing.
#[derive(Clone, Copy, Default)]
struct Slot {
    key: u64,
    code: Code,
    place: u32,
}

/// Bytes looked at together.
const BLOCK: usize = u64::BITS as usize;

/// How far is looked ahead, in bytes. From a block before the end on, what begins there may be longer.
const REACH: usize = 5 * BLOCK;

/// Words and marks that are taken apart ahead of what is written.
const AHEAD: usize = 32;

/// A word with the blank before it, or some marks; and what stands where it is looked up first.
#[derive(Clone, Copy, Default)]
struct Token {
    at: usize,
    start: usize,
    end: usize,
    is_word: bool,
    is_rest: bool,
    key: u64,
    first: usize,
    slot: Slot,
}

const FACTOR: u64 = 0x9E37_79B9_7F4A_7C15;

impl Lookup {
    fn new<'w>(entries: impl Iterator<Item = (&'w [u8], Code)>) -> Lookup {
        let entries: Vec<(&[u8], Code)> = entries.collect();
        let n_slots = (entries.len() + entries.len() / 4 + 2).next_power_of_two();
        let mut slots = vec![Slot::default(); n_slots];
        let mut written = Vec::new();
        for (bytes, code) in entries {
            let key = key_of(bytes, 0, bytes.len());
            let mut at = slot_of(key, bytes.len()) & (n_slots - 1);
            while slots[at].place != 0 {
                at = (at + 1) & (n_slots - 1);
            }
            let mut place = bytes.len() as u32;
            if bytes.len() > 8 {
                place |= (written.len() as u32) << 6;
                written.extend_from_slice(bytes);
            }
            slots[at] = Slot { key, code, place };
        }
        Lookup { slots, written }
    }

    /// The code of what stands at a place of a text.
    fn get(&self, text: &[u8], at: usize, length: usize) -> Option<Code> {
        self.find(text, at, length, key_of(text, at, length))
    }

    /// As [`Lookup::get`], where the first step is done.
    #[inline]
    fn go_on(&self, text: &[u8], token: &Token) -> Option<Code> {
        let length = token.end - token.start;
        let slot = &token.slot;
        if slot.place == 0 {
            return None;
        }
        if slot.key == token.key && slot.place as usize & 63 == length {
            let from = (slot.place >> 6) as usize;
            if length <= 8 || self.is_written(from, text, token.start, length) {
                return Some(slot.code);
            }
        }
        self.find_from(
            token.first.wrapping_add(1),
            text,
            token.start,
            length,
            token.key,
        )
    }

    fn find(&self, text: &[u8], at: usize, length: usize, key: u64) -> Option<Code> {
        self.find_from(slot_of(key, length), text, at, length, key)
    }

    #[inline]
    fn find_from(
        &self,
        mut slot: usize,
        text: &[u8],
        at: usize,
        length: usize,
        key: u64,
    ) -> Option<Code> {
        loop {
            let found = &self.slots[slot & (self.slots.len() - 1)];
            if found.place == 0 {
                return None;
            }
            if found.key == key && found.place as usize & 63 == length {
                let from = (found.place >> 6) as usize;
                if length <= 8 || self.is_written(from, text, at, length) {
                    return Some(found.code);
                }
            }
            slot = slot.wrapping_add(1);
        }
    }

    /// Whether an entry of more than eight bytes is what stands at a place of a text.
    #[inline]
    fn is_written(&self, from: usize, text: &[u8], at: usize, length: usize) -> bool {
        let (written, text) = (&self.written[from..from + length], &text[at..at + length]);
        if length <= 16 {
            // First and last eight bytes, which meet.
            return written.first_chunk::<8>() == text.first_chunk()
                && written.last_chunk::<8>() == text.last_chunk();
        }
        written == text
    }
}

#[inline]
fn slot_of(key: u64, length: usize) -> usize {
    let mixed = (key ^ length as u64).wrapping_mul(FACTOR);
    (mixed >> 32) as usize
}

/// The bytes themselves where there are at most eight, else a hash of them.
#[inline]
fn key_of(text: &[u8], at: usize, length: usize) -> u64 {
    if length <= 8 {
        return front_of(text, at, length);
    }
    let mut key = 0_u64;
    let mut from = at;
    while from + 8 < at + length {
        key = (key ^ front_of(text, from, 8))
            .wrapping_mul(FACTOR)
            .rotate_left(29);
        from += 8;
    }
    (key ^ front_of(text, at + length - 8, 8)).wrapping_mul(FACTOR)
}

/// At most eight bytes as a number.
#[inline]
fn front_of(text: &[u8], at: usize, length: usize) -> u64 {
    if let Some(eight) = text.get(at..at + 8) {
        let number = u64::from_le_bytes(eight.try_into().expect("eight bytes were taken"));
        return if length == 8 {
            number
        } else {
            number & ((1 << (8 * length)) - 1)
        };
    }
    let mut eight = [0; 8];
    eight[..length].copy_from_slice(&text[at..at + length]);
    u64::from_le_bytes(eight)
}

/// Writes bits from the upper end of each byte.
struct BitWriter<'o> {
    out: &'o mut [u8],
    at: usize,
    held: u64,
    n_held: u32,
}

impl Sink for BitWriter<'_> {
    #[inline]
    fn put(&mut self, code: Code) {
        self.put_bits(code >> 5, code & 31);
    }

    #[inline]
    fn put_bits(&mut self, bits: u32, n: u32) {
        // All that is held is written each time, and written over where it was no whole byte: no step depends on how
        // much there is.
        self.n_held += n;
        self.held |= u64::from(bits) << (64 - self.n_held);
        self.out[self.at..self.at + 8].copy_from_slice(&self.held.to_be_bytes());
        let n_whole = self.n_held & !7;
        self.at += (n_whole / 8) as usize;
        self.held <<= n_whole;
        self.n_held &= 7;
    }
}

impl BitWriter<'_> {
    /// How many bytes were written.
    fn finish(self) -> usize {
        self.at + self.n_held.div_ceil(8) as usize
    }
}
