//! Texts as the codes of their words.
//!
//! A cable is 6 KB: too short for a general compressor to learn how often each word stands in cables, which is most of
//! what there is to know. So the archive learns it once from samples ([`train`]) and keeps it as a table: words, pieces
//! of words and marks, each with a code that is the shorter the more often it was met. A text is the codes of its words;
//! blanks between words are not written at all. What comes again within a text, or stands in the text that the table
//! carries for all, is told by its distance. `docs/storage.md`, "Texts as words", is the format, with a reader in Python.
//!
//! Any bytes come back as they were; those that are no text only come out longer than they went in.

mod encode;
mod train;

use std::io;

pub(super) use encode::{Encoder, Places};
pub(super) use train::train;

/// The version of the format, its first byte.
const VERSION: u8 = 1;

/// Bits of a code at most.
const MOST_BITS: usize = 24;

/// Bytes of an entry at most.
const MOST_BYTES: usize = 40;

/// Bytes that are copied at once.
const AT_ONCE: usize = 16;

/// What an entry is.
const PIECE: u32 = 0;
const WORD: u32 = 1;
const ACTION: u32 = 2;

/// In memory, a piece that ends with a letter.
const PIECE_OF_WORD: u32 = 3;

/// Actions below this repeat what stands elsewhere, by how long it is.
const N_LENGTHS: u32 = 32;

/// The next word begins with a capital; it is in capitals.
const CAPITAL: u32 = N_LENGTHS;
const CAPITALS: u32 = N_LENGTHS + 1;

/// Bytes of a repeated stretch at least.
const LEAST_REPEATED: usize = 8;

/// Lengths below this have an action of their own; beyond, one stands for each power of two.
const OWN_LENGTHS: usize = 8;

/// Whether a byte is one of a word: letters, digits, the apostrophe, and whatever is not ASCII.
const IS_OF_WORD: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        let b = byte as u8;
        table[byte] = b.is_ascii_alphanumeric() || b >= 0x80 || b == b'\'';
        byte += 1;
    }
    table
};

fn is_of_word(byte: u8) -> bool {
    IS_OF_WORD[usize::from(byte)]
}

/// The words of a text, as a table has them.
pub(super) fn split(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    text.split(|&byte| !is_of_word(byte))
        .flat_map(|word| word.chunks(MOST_BYTES))
}

/// A table of words with their codes, ready for reading.
pub(super) struct Words {
    /// What the entries write, one behind the other in the order of their codes, and some bytes more, so that a copy of
    /// [`AT_ONCE`] bytes stays within.
    written: Vec<u8>,
    /// Of each entry where it begins in `written` (24 bits), its length (6 bits) and what it is (2 bits).
    entries: Vec<u32>,
    /// By number of bits, from 1: how many codes have it.
    lengths: [u32; MOST_BITS],
    /// By number of bits, from 1: the last code of that length or less, moved to the upper end of 32 bits, and all bits behind it.
    ends: [u32; MOST_BITS],
    /// By number of bits, from 1: what added to a code of that length gives its entry.
    firsts: [u32; MOST_BITS],
    /// The text that all texts can repeat.
    shared: Vec<u8>,
}

impl Words {
    /// Reads a table as [`train`] made it.
    ///
    /// # Errors
    ///
    /// When the bytes are no such table.
    pub(super) fn read(bytes: &[u8]) -> io::Result<Words> {
        Words::try_read(bytes).ok_or_else(|| {
            io::Error::new(io::ErrorKind::InvalidData, "the table of words is damaged")
        })
    }

    fn try_read(bytes: &[u8]) -> Option<Words> {
        let mut rest = bytes;
        let mut take = |n: usize| {
            let (front, back) = rest.split_at_checked(n)?;
            rest = back;
            Some(front)
        };
        if take(1)? != [VERSION] {
            return None;
        }
        let n_shared = u32::from_le_bytes(take(4)?.try_into().ok()?);
        let shared = take(n_shared as usize)?.to_vec();
        let mut ends = [0; MOST_BITS];
        let mut firsts = [0; MOST_BITS];
        let mut n_entries: u32 = 0;
        let mut code: u32 = 0;
        let mut lengths = [0_u32; MOST_BITS];
        for bits in 1..=MOST_BITS {
            let n = u32::from_le_bytes(take(4)?.try_into().ok()?);
            lengths[bits - 1] = n;
            code <<= 1;
            firsts[bits - 1] = n_entries.wrapping_sub(code);
            n_entries = n_entries.checked_add(n)?;
            code = code.checked_add(n).filter(|&code| code <= 1 << bits)?;
            ends[bits - 1] = ((u64::from(code) << (32 - bits)).saturating_sub(1)) as u32;
        }
        let mut written = Vec::new();
        let mut entries = Vec::new();
        for _ in 0..n_entries {
            let head = u32::from(take(1)?[0]);
            let (kind, length) = (head >> 6, head & 63);
            let start = u32::try_from(written.len()).ok().filter(|&n| n < 1 << 24)?;
            let of_entry = take(length as usize)?;
            let is_sound = match kind {
                PIECE | WORD => length > 0,
                ACTION => length == 1 && u32::from(of_entry[0]) <= CAPITALS,
                _ => false,
            };
            if !is_sound {
                return None;
            }
            let kind = if kind == PIECE && is_of_word(of_entry[of_entry.len() - 1]) {
                PIECE_OF_WORD
            } else {
                kind
            };
            written.extend_from_slice(of_entry);
            entries.push(start << 8 | length << 2 | kind);
        }
        written.resize(written.len() + 64, 0);
        Some(Words {
            written,
            entries,
            lengths,
            ends,
            firsts,
            shared,
        })
    }

    fn bytes_of(&self, entry: u32) -> &[u8] {
        let start = (entry >> 8) as usize;
        &self.written[start..start + (entry >> 2 & 63) as usize]
    }

    /// The words of the table, as they are written.
    pub(super) fn words(&self) -> impl Iterator<Item = &[u8]> {
        let entries = self.entries.iter();
        entries
            .filter(|&&entry| entry & 3 == WORD)
            .map(|&entry| self.bytes_of(entry))
    }

    /// The text that the table carries for all.
    pub(super) fn shared(&self) -> &[u8] {
        &self.shared
    }

    /// The `n_bytes` bytes that some codes mean; `None` where they mean nothing, or more.
    pub(super) fn decode(&self, codes: &[u8], n_bytes: usize) -> Option<Vec<u8>> {
        // Every entry takes a bit and writes 40 bytes at most, so that damage cannot ask for much.
        let mut out = vec![0; n_bytes.checked_add(AT_ONCE)?];
        let mut bits = Bits::new(codes);
        let mut at = 0;
        let mut case = 0;
        let mut is_after_word = false;
        while at < n_bytes {
            bits.fill();
            // Counted, as a search would be guessed wrong each time.
            let top = (bits.held >> 32) as u32;
            let longer = self.ends.iter().map(|&end| u32::from(top > end));
            let n_bits = longer.sum::<u32>().min(MOST_BITS as u32 - 1) + 1;
            let code = top >> (32 - n_bits);
            let index = self.firsts[n_bits as usize - 1].wrapping_add(code);
            bits.skip(n_bits);
            if bits.is_beyond_end() {
                return None;
            }
            let entry = *self.entries.get(index as usize)?;
            let (start, length) = ((entry >> 8) as usize, (entry >> 2 & 63) as usize);
            if entry & 3 == ACTION {
                let action = u32::from(self.written[start]);
                if action >= CAPITAL {
                    case = action;
                    continue;
                }
                at = self.repeat(&mut bits, action, &mut out, at, n_bytes)?;
                is_after_word = is_of_word(out[at - 1]);
                continue;
            }
            out[at] = b' ';
            at += usize::from(entry & 3 == WORD && is_after_word);
            if at + length > n_bytes {
                return None;
            }
            if length <= AT_ONCE {
                let from = &self.written[start..start + AT_ONCE];
                out[at..at + AT_ONCE].copy_from_slice(from);
            } else {
                out[at..at + length].copy_from_slice(&self.written[start..start + length]);
            }
            if case > 0 {
                let n = if case == CAPITAL { 1 } else { length };
                out[at..at + n].make_ascii_uppercase();
                case = 0;
            }
            at += length;
            is_after_word = entry & 1 == 1;
        }
        out.truncate(n_bytes);
        Some(out)
    }

    /// Writes a stretch again that stands further up, or in the text shared by all; gives where it ends.
    fn repeat(
        &self,
        bits: &mut Bits<'_>,
        action: u32,
        out: &mut [u8],
        at: usize,
        n_bytes: usize,
    ) -> Option<usize> {
        bits.fill();
        let mut length = action as usize;
        if length >= OWN_LENGTHS {
            let n_bits = action - OWN_LENGTHS as u32 + 3;
            length = 1 << n_bits | bits.take(n_bits) as usize;
        }
        length += LEAST_REPEATED;
        bits.fill();
        let n_bits = bits.take(5);
        let distance = 1_usize << n_bits | bits.take(n_bits) as usize;
        if bits.is_beyond_end() || length > n_bytes - at {
            return None;
        }
        if let Some(from) = at.checked_sub(distance) {
            if distance >= length {
                out.copy_within(from..from + length, at);
            } else {
                for to in at..at + length {
                    out[to] = out[to - distance];
                }
            }
        } else {
            let from = self.shared.len().checked_sub(distance - at)?;
            let stretch = self.shared.get(from..from + length)?;
            out[at..at + length].copy_from_slice(stretch);
        }
        Some(at + length)
    }
}

/// Reads bits from the upper end of each byte.
struct Bits<'b> {
    bytes: &'b [u8],
    at: usize,
    /// What was read and not used, at the upper end.
    held: u64,
    n_held: u32,
    /// Bits that were taken from behind the end, all zero.
    n_beyond: u32,
}

impl<'b> Bits<'b> {
    fn new(bytes: &'b [u8]) -> Bits<'b> {
        Bits {
            bytes,
            at: 0,
            held: 0,
            n_held: 0,
            n_beyond: 0,
        }
    }

    /// Sees to it that 56 bits at least are held.
    fn fill(&mut self) {
        if let Some(next) = self.bytes.get(self.at..self.at + 8) {
            let next = u64::from_be_bytes(next.try_into().expect("eight bytes were taken"));
            self.held |= next >> self.n_held;
            // Bits of a byte that does not fit whole stay above what counts, and come again as they are.
            let n_bytes = (63 - self.n_held) / 8;
            self.at += n_bytes as usize;
            self.n_held += 8 * n_bytes;
        } else {
            while self.n_held <= 56 {
                let byte = self.bytes.get(self.at).copied();
                if byte.is_none() {
                    self.n_beyond += 8;
                }
                self.at += 1;
                self.held |= u64::from(byte.unwrap_or(0)) << (56 - self.n_held);
                self.n_held += 8;
            }
        }
    }

    fn skip(&mut self, n: u32) {
        self.held <<= n;
        self.n_held = self.n_held.saturating_sub(n);
    }

    /// The next bits, at most 31 of them; those who take more than are held in all fill first.
    fn take(&mut self, n: u32) -> u32 {
        // In two steps, so that no bits are none.
        let taken = (self.held >> 1 >> (63 - n)) as u32;
        self.skip(n);
        taken
    }

    /// Whether more was taken than there was.
    fn is_beyond_end(&self) -> bool {
        self.n_beyond > self.n_held
    }
}

#[cfg(test)]
mod tests;
