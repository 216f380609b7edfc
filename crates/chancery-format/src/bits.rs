//! Bytes of a line looked at together; see [`chancery_bits`].

pub(crate) use chancery_bits::{BLOCK, of};

use crate::Span;

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

/// Where two letters stand together, in either case; given in capitals.
pub(crate) fn pair_places(bytes: &[u8], [first, second]: [u8; 2]) -> impl Iterator<Item = usize> {
    const SMALL: u8 = b' ';
    let is = |letter: u8| move |byte: u8| byte | SMALL == letter | SMALL;
    let n_blocks = bytes.len().saturating_sub(1) / BLOCK;
    let in_blocks = (0..n_blocks).flat_map(move |n| {
        let base = n * BLOCK;
        let block = |from: usize| bytes[from..].first_chunk::<BLOCK>();
        let pairs = match (block(base), block(base + 1)) {
            (Some(here), Some(next)) => of(here, is(first)) & of(next, is(second)),
            _ => 0,
        };
        places(pairs).map(move |place| base + place)
    });
    let rest = n_blocks * BLOCK..bytes.len().saturating_sub(1);
    in_blocks.chain(rest.filter(move |&at| is(first)(bytes[at]) && is(second)(bytes[at + 1])))
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
    fn bits_below_and_blocks() {
        for at in 0..BLOCK {
            assert_eq!(below(at), (1 << at) - 1);
        }
        assert_eq!(below(BLOCK), u64::MAX);
        assert_eq!(
            block(b"a").map(|block| (block[0], block[1])),
            Some((b'a', 0))
        );
        assert!(block(&[0; BLOCK]).is_some());
        assert!(block(&[0; BLOCK + 1]).is_none());
    }

    #[test]
    fn pairs_are_found_wherever_they_stand() {
        for len in [0, 1, 2, 63, 64, 65, 66, 129, 200] {
            for at in 0..len {
                let mut text = vec![b'h'; len];
                text[at] = b'D';
                let found: Vec<usize> = pair_places(&text, *b"HD").collect();
                let expected: Vec<usize> = at.checked_sub(1).into_iter().collect();
                assert_eq!(found, expected, "{len} {at}");
            }
        }
    }

    #[test]
    fn pairs_do_not_mix() {
        const PAIRS: Pairs = Pairs::new(&[(b"Tt", b"Aa"), (b"R", b"E")]);
        assert!(PAIRS.has(b't', b'A') && PAIRS.has(b'R', b'E'));
        assert!(!PAIRS.has(b'T', b'E') && !PAIRS.has(b'R', b'A') && !PAIRS.has(b'A', b'T'));
    }
}
