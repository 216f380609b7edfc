//! Few numbers, each in about as many bits as it needs (Rice's code), lowest bit first.
//!
//! A number is what its upper bits count in ones, a zero, then its lowest `k` bits. One too great for that is
//! [`MOST_ONES`] ones and 32 bits.

/// More ones than this never stand in front of a number.
const MOST_ONES: u32 = 24;

/// Greater ones help nobody.
const MAX_K: u32 = 24;

/// With fewer numbers than this it does not pay to say how many low bits they have.
pub(crate) const FEW: usize = 4;

/// The best number of low bits for some numbers.
pub(crate) fn best_k(numbers: &(impl Iterator<Item = u32> + Clone)) -> u8 {
    let (mut n, mut sum) = (0u64, 0u64);
    for number in numbers.clone() {
        n += 1;
        sum += u64::from(number);
    }
    let about = (sum / n.max(1) + 1).ilog2();
    let cost = |&k: &u32| {
        numbers
            .clone()
            .map(|number| u64::from((number >> k).min(MOST_ONES + 32) + k))
            .sum::<u64>()
    };
    (about.saturating_sub(1)..=about)
        .map(|k| k.min(MAX_K))
        .min_by_key(cost)
        .unwrap_or(0) as u8
}

/// Appends numbers to bytes.
pub(crate) struct BitWriter<'o> {
    out: &'o mut Vec<u8>,
    bits: u64,
    n_bits: u32,
}

impl<'o> BitWriter<'o> {
    pub(crate) fn new(out: &'o mut Vec<u8>) -> BitWriter<'o> {
        BitWriter {
            out,
            bits: 0,
            n_bits: 0,
        }
    }

    /// `n` is at most 32.
    #[inline]
    fn push(&mut self, bits: u64, n: u32) {
        self.bits |= bits << self.n_bits;
        self.n_bits += n;
        if self.n_bits >= 32 {
            self.out
                .extend_from_slice(&(self.bits as u32).to_le_bytes());
            self.bits >>= 32;
            self.n_bits -= 32;
        }
    }

    #[inline]
    pub(crate) fn number(&mut self, number: u32, k: u8) {
        let k = u32::from(k);
        let n_ones = number >> k;
        if n_ones < MOST_ONES {
            let low = u64::from(number & ((1u32 << k) - 1));
            if n_ones + 1 + k <= 32 {
                self.push(low << (n_ones + 1) | ((1 << n_ones) - 1), n_ones + 1 + k);
            } else {
                self.push((1 << n_ones) - 1, n_ones + 1);
                self.push(low, k);
            }
        } else {
            self.push((1 << MOST_ONES) - 1, MOST_ONES);
            self.push(number.into(), 32);
        }
    }

    /// Writes what is held, and fills the last byte.
    pub(crate) fn end(self) {
        let n_bytes = self.n_bits.div_ceil(8) as usize;
        self.out
            .extend_from_slice(&self.bits.to_le_bytes()[..n_bytes]);
    }
}

/// Reads what [`BitWriter`] wrote; beyond the end there are zeros.
pub(crate) struct BitReader<'s> {
    bytes: &'s [u8],
    /// In bits.
    at: usize,
}

impl<'s> BitReader<'s> {
    pub(crate) fn new(bytes: &'s [u8], at: usize) -> BitReader<'s> {
        BitReader { bytes, at: at * 8 }
    }

    /// At least the next 56 bits.
    #[inline]
    fn bits(&self) -> u64 {
        let rest = self.bytes.get(self.at / 8..).unwrap_or_default();
        let word = if let Some(eight) = rest.first_chunk::<8>() {
            u64::from_le_bytes(*eight)
        } else {
            let mut eight = [0; 8];
            eight[..rest.len()].copy_from_slice(rest);
            u64::from_le_bytes(eight)
        };
        word >> (self.at % 8)
    }

    #[inline]
    pub(crate) fn number(&mut self, k: u8) -> u32 {
        let k = u32::from(k).min(MAX_K);
        let bits = self.bits();
        let n_ones = bits.trailing_ones();
        if n_ones < MOST_ONES {
            self.at += (n_ones + 1 + k) as usize;
            let low = (bits >> (n_ones + 1)) as u32 & ((1 << k) - 1);
            n_ones << k | low
        } else {
            self.at += MOST_ONES as usize;
            let number = self.bits() as u32;
            self.at += 32;
            number
        }
    }

    /// Where the byte behind the last one read from begins.
    pub(crate) fn end(&self) -> usize {
        self.at.div_ceil(8)
    }

    /// Whether there is anything left.
    pub(crate) fn is_at_end(&self) -> bool {
        self.at / 8 >= self.bytes.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_back() {
        for spread in [1u32, 3, 100, 70_000, u32::MAX] {
            let mut state = 5u32;
            let numbers: Vec<u32> = (0..200)
                .map(|_| {
                    state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    state % spread
                })
                .chain([0, u32::MAX, 1])
                .collect();
            for k in [0, 5, 16, best_k(&numbers.iter().copied())] {
                let mut bytes = vec![9];
                let mut writer = BitWriter::new(&mut bytes);
                for &number in &numbers {
                    writer.number(number, k);
                }
                writer.end();
                let n_bytes = bytes.len();
                bytes.extend([0xFF; 3]);
                let mut reader = BitReader::new(&bytes, 1);
                for &number in &numbers {
                    assert_eq!(reader.number(k), number);
                }
                assert_eq!(reader.end(), n_bytes);
            }
        }
    }

    #[test]
    fn beyond_the_end_are_zeros() {
        let mut reader = BitReader::new(&[], 0);
        assert_eq!((reader.number(3), reader.is_at_end()), (0, true));
        let mut reader = BitReader::new(&[0xFF; 2], 0);
        for _ in 0..100 {
            reader.number(200);
        }
        assert!(reader.is_at_end());
    }
}
