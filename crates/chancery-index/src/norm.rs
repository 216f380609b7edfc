//! Lengths of documents in one byte: exact below 16, then in steps of a sixteenth of each power of two.

/// The byte for a number of words.
pub(crate) fn encode(n_words: u32) -> u8 {
    let bits = 32 - n_words.leading_zeros();
    if bits <= 4 {
        return n_words as u8;
    }
    let shift = bits - 5;
    if shift >= 15 {
        return u8::MAX;
    }
    ((shift + 1) << 4 | (n_words >> shift & 0xF)) as u8
}

/// The number of words that a byte stands for.
pub(crate) fn decode(norm: u8) -> u32 {
    let (shift, rest) = (u32::from(norm >> 4), u32::from(norm & 0xF));
    match shift {
        0 => rest,
        shift => (0x10 | rest) << (shift - 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_nearly_kept_and_in_order() {
        let mut before = 0;
        for n in (0..300_000).step_by(7) {
            let norm = encode(n);
            assert!(norm >= before);
            before = norm;
            let near = decode(norm);
            assert!(near <= n && n - near <= n / 16, "{n} {near}");
        }
        assert_eq!(encode(u32::MAX), u8::MAX);
        assert!((0..16).all(|n| decode(encode(n)) == n));
    }
}
