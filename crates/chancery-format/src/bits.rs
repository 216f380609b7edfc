//! Many bytes looked at together: which of them have a property, a bit for each.
//!
//! A branch for every byte is wrong as often as it is right, and that is what reading short lines costs. The compiler
//! makes one comparison of sixteen bytes, and a multiplication gathers the answers.

/// Bytes looked at together.
pub(crate) const BLOCK: usize = u64::BITS as usize;

/// Which bytes of a block are such, the first byte in the lowest bit.
#[inline(always)]
#[expect(
    clippy::inline_always,
    reason = "called, the property would be asked byte by byte"
)]
pub(crate) fn of(block: &[u8; BLOCK], is: impl Fn(u8) -> bool) -> u64 {
    /// Moves the lowest bits of eight bytes next to each other, into the highest byte of the product.
    const GATHER: u64 = 0x0102_0408_1020_4080;
    let answers = block.map(|byte| u8::from(is(byte)));
    let (words, _) = answers.as_chunks::<8>();
    words.iter().enumerate().fold(0, |bits, (at, word)| {
        let gathered = u64::from_le_bytes(*word).wrapping_mul(GATHER) >> 56;
        bits | gathered << (8 * at)
    })
}

/// The bits below a place.
pub(crate) fn below(place: usize) -> u64 {
    1u64.checked_shl(place as u32)
        .map_or(u64::MAX, |bit| bit - 1)
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
        assert!(block(&[0; BLOCK]).is_some());
        assert!(block(&[0; BLOCK + 1]).is_none());
    }
}
