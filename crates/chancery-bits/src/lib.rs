//! Many bytes looked at together: which of them have a property, a bit for each.
//!
//! A branch for every byte is wrong as often as it is right, and that is what reading short lines and words costs. The
//! compiler makes one comparison of sixteen bytes, and one instruction gathers the answers where the processor has one.

/// Bytes looked at together.
pub const BLOCK: usize = u64::BITS as usize;

/// Which bytes of a block are such, the first byte in the lowest bit; `N` is a multiple of eight, 64 at most.
///
/// Always made part of its caller: called, the property would be asked byte by byte.
#[inline(always)]
pub fn of<const N: usize>(block: &[u8; N], is: impl Fn(u8) -> bool) -> u64 {
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
        }
        assert_eq!(of(b" a  a   ", |byte| byte == b'a'), 0b1_0010);
        assert_eq!(
            of(b"a b c d e f g h  i j k l", |byte| byte == b' '),
            0x55_AAAA
        );
    }
}
