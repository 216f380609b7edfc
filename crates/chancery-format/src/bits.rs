//! Many bytes looked at together: which of them have a property, a bit for each.
//!
//! A branch for every byte is wrong as often as it is right, and that is what reading short lines costs. The compiler
//! makes one comparison of sixteen bytes, and one instruction gathers the answers where the processor has one.

use crate::Span;

/// Bytes looked at together.
pub(crate) const BLOCK: usize = u64::BITS as usize;

/// Which bytes of a block are such, the first byte in the lowest bit; `N` is a multiple of eight, 64 at most.
///
/// Always made part of its caller: called, the property would be asked byte by byte.
#[inline(always)]
pub(crate) fn of<const N: usize>(block: &[u8; N], is: impl Fn(u8) -> bool) -> u64 {
    const YES: u8 = u8::MAX;
    let answers = block.map(|byte| if is(byte) { YES } else { 0 });
    let (pairs, rest) = answers.as_chunks::<16>();
    let mut bits = 0;
    for (at, pair) in pairs.iter().enumerate() {
        bits |= u64::from(gather(pair)) << (16 * at);
    }
    let (words, _) = rest.as_chunks::<8>();
    words.iter().fold(bits, |bits, word| {
        bits | gather_word(*word) << (16 * pairs.len())
    })
}

/// The highest bits of sixteen bytes.
#[cfg(target_arch = "x86_64")]
#[inline]
#[expect(
    unsafe_code,
    reason = "the instruction belongs to SSE2, which every such processor has; nothing is read but its arguments"
)]
fn gather(answers: &[u8; 16]) -> u16 {
    use std::arch::x86_64::{_mm_movemask_epi8, _mm_set_epi64x};
    let (words, _) = answers.as_chunks::<8>();
    let [low, high] = [words[0], words[1]].map(i64::from_le_bytes);
    // SAFETY: SSE2 is part of x86-64.
    unsafe { _mm_movemask_epi8(_mm_set_epi64x(high, low)).cast_unsigned() as u16 }
}

/// The highest bits of sixteen bytes, which are all alike in a byte.
#[cfg(not(target_arch = "x86_64"))]
#[inline]
fn gather(answers: &[u8; 16]) -> u16 {
    let (words, _) = answers.as_chunks::<8>();
    (gather_word(words[0]) | gather_word(words[1]) << 8) as u16
}

/// The bits of eight bytes, which are all alike in a byte.
fn gather_word(answers: [u8; 8]) -> u64 {
    const LOWEST: u64 = 0x0101_0101_0101_0101;
    /// Moves the lowest bits of eight bytes next to each other, into the highest byte of the product.
    const GATHER: u64 = 0x0102_0408_1020_4080;
    (u64::from_le_bytes(answers) & LOWEST).wrapping_mul(GATHER) >> 56
}

/// The bits below a place.
pub(crate) fn below(place: usize) -> u64 {
    1u64.checked_shl(place as u32)
        .map_or(u64::MAX, |bit| bit - 1)
}

/// Pairs of letters that something may begin with: two look-ups, where a comparison with each would be a branch for each.
pub(crate) struct Pairs {
    first: [u8; 256],
    second: [u8; 256],
}

impl Pairs {
    /// Eight pairs of sets at most; the letters of the second may follow those of the first.
    pub(crate) const fn new(pairs: &[(&[u8], &[u8])]) -> Pairs {
        const fn add(mut bits: [u8; 256], letters: &[u8], pair: usize) -> [u8; 256] {
            let mut at = 0;
            while at < letters.len() {
                bits[letters[at] as usize] |= 1 << pair;
                at += 1;
            }
            bits
        }
        let (mut first, mut second) = ([0; 256], [0; 256]);
        let mut pair = 0;
        while pair < pairs.len() {
            first = add(first, pairs[pair].0, pair);
            second = add(second, pairs[pair].1, pair);
            pair += 1;
        }
        Pairs { first, second }
    }

    /// Whether these two bytes are one of the pairs.
    #[inline]
    pub(crate) fn has(&self, first: u8, second: u8) -> bool {
        self.first[usize::from(first)] & self.second[usize::from(second)] != 0
    }
}

/// Which bytes of a line are such; `None` where it is longer than a block or the text ends too soon behind it.
#[inline(always)]
#[expect(clippy::inline_always, reason = "as for `of`")]
pub(crate) fn of_line(text: &str, line: Span, is: impl Fn(u8) -> bool) -> Option<u64> {
    let len = line.len();
    let block = text.as_bytes()[line.start as usize..].first_chunk::<BLOCK>();
    let block = block.filter(|_| len <= BLOCK)?;
    Some(of(block, is) & below(len))
}

/// The places of the bits that are set, in order.
pub(crate) fn places(mut bits: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let place = (bits != 0).then(|| bits.trailing_zeros() as usize)?;
        bits &= bits - 1;
        Some(place)
    })
}

/// A short text as a block, filled up with zeros; `None` for a longer one.
#[inline]
pub(crate) fn block(text: &[u8]) -> Option<[u8; BLOCK]> {
    let mut block = [0; BLOCK];
    block.get_mut(..text.len())?.copy_from_slice(text);
    Some(block)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_has_its_bit() {
        for at in 0..BLOCK {
            let mut block = [b'a'; BLOCK];
            block[at] = b' ';
            assert_eq!(of(&block, |byte| byte == b' '), 1 << at);
            assert_eq!(of(&block, |byte| byte != b' '), !(1 << at));
            assert_eq!(below(at), of(&block, |_| true) & ((1 << at) - 1));
        }
        assert_eq!(below(BLOCK), u64::MAX);
        assert_eq!(
            block(b"a").map(|block| (block[0], block[1])),
            Some((b'a', 0))
        );
        assert_eq!(of(b" a  a   ", |byte| byte == b'a'), 0b1_0010);
        assert!(block(&[0; BLOCK]).is_some());
        assert!(block(&[0; BLOCK + 1]).is_none());
    }

    #[test]
    fn pairs_do_not_mix() {
        const PAIRS: Pairs = Pairs::new(&[(b"Tt", b"Aa"), (b"R", b"E")]);
        assert!(PAIRS.has(b't', b'A') && PAIRS.has(b'R', b'E'));
        assert!(!PAIRS.has(b'T', b'E') && !PAIRS.has(b'R', b'A') && !PAIRS.has(b'A', b'T'));
    }
}
