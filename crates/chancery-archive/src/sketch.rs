//! Which texts are nearly the same.
//!
//! A text is compared by its runs of four words, upper and lower case alike, without anything that is no letter or digit.
//! Four hashes of the beginning of a text, its smallest, find what may resemble it; then the whole texts are compared. A
//! copy that lost its first 250 words is not found so. See `docs/storage.md`, "One cable, its editions and sources".

use std::collections::HashSet;

use chancery_format::record::Record;

/// Hashes of a text that are kept.
pub(crate) const N_HASHES: usize = 4;

/// Words from the beginning of a text that its sketch is made of. Bounds the cost.
const SKETCH_WORDS: usize = 250;

/// Words in a run.
const RUN: usize = 4;

/// Runs below which a text is too short to be told from others.
const ENOUGH_RUNS: usize = 24;

/// The smallest hashes of a text, by which texts that resemble it are found.
pub(crate) type Sketch = [u32; N_HASHES];

/// How two texts resemble each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Likeness {
    /// The same words in the same order.
    Same,
    /// Nearly so.
    Near,
    /// The first is a part of the second.
    Cut,
    /// The second is a part of the first.
    Fuller,
    /// No more than any two texts.
    Unlike,
}

/// The sketch of a cable; `None` where it is too short.
pub(crate) fn sketch(record: &Record) -> Option<Sketch> {
    let mut hashes: Vec<u32> = Vec::with_capacity(SKETCH_WORDS);
    let mut n_words = 0;
    'texts: for text in texts(record) {
        for word in runs(text) {
            hashes.push((word >> 32) as u32);
            n_words += 1;
            if n_words == SKETCH_WORDS {
                break 'texts;
            }
        }
    }
    smallest(&mut hashes)
}

/// The smallest of some hashes, where enough of them differ.
fn smallest(hashes: &mut Vec<u32>) -> Option<Sketch> {
    // Each bit that is set stands for one at least that differs from the others.
    let mut bits = [0_u64; 16];
    for hash in &*hashes {
        bits[(hash >> 6) as usize % 16] |= 1 << (hash % 64);
    }
    let n_bits: u32 = bits.iter().map(|bits| bits.count_ones()).sum();
    if (n_bits as usize) < ENOUGH_RUNS {
        hashes.sort_unstable();
        hashes.dedup();
        if hashes.len() < ENOUGH_RUNS {
            return None;
        }
    }
    let mut sketch = [u32::MAX; N_HASHES];
    for &hash in &*hashes {
        if hash < sketch[N_HASHES - 1]
            && let Err(at) = sketch.binary_search(&hash)
        {
            sketch[at..].rotate_right(1);
            sketch[at] = hash;
        }
    }
    Some(sketch)
}

/// Compares two cables by all their words.
pub(crate) fn likeness(one: &Record, other: &Record) -> Likeness {
    let all = |record| -> HashSet<u64> { texts(record).flat_map(runs).collect() };
    let (one, other) = (all(one), all(other));
    let (fewer, more) = (one.len().min(other.len()), one.len().max(other.len()));
    if fewer < ENOUGH_RUNS {
        return Likeness::Unlike;
    }
    let n_common = one.intersection(&other).count();
    if n_common == more {
        Likeness::Same
    } else if n_common * 10 < fewer * 8 {
        Likeness::Unlike
    } else if fewer * 10 >= more * 8 {
        Likeness::Near
    } else if one.len() < other.len() {
        Likeness::Cut
    } else {
        Likeness::Fuller
    }
}

/// What is compared: the paragraphs, or everything where there are none.
fn texts(record: &Record) -> impl Iterator<Item = &str> {
    let whole = record.paragraphs.is_empty().then_some(record.text.as_str());
    record
        .paragraphs
        .iter()
        .map(|paragraph| paragraph.text.as_str())
        .chain(whole)
}

/// The hash of each run of words.
fn runs(text: &str) -> impl Iterator<Item = u64> + '_ {
    let mut last = [0_u64; RUN];
    words(text).enumerate().filter_map(move |(place, word)| {
        last.rotate_left(1);
        last[RUN - 1] = hash(word);
        (place + 1 >= RUN).then(|| {
            last.iter().fold(0, |all: u64, &word| {
                (all.rotate_left(23) ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15)
            })
        })
    })
}

/// Its runs of letters and digits.
fn words(text: &str) -> impl Iterator<Item = &[u8]> {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        let mut start = None;
        while let Some(&byte) = bytes.get(at) {
            let (is_of_word, length) = if byte.is_ascii() {
                (byte.is_ascii_alphanumeric(), 1)
            } else {
                let character = text[at..].chars().next()?;
                (character.is_alphanumeric(), character.len_utf8())
            };
            let before = at;
            at += length;
            match start {
                None if is_of_word => start = Some(before),
                Some(start) if !is_of_word => return Some(&bytes[start..before]),
                _ => {}
            }
        }
        start.map(|start| &bytes[start..])
    })
}

fn hash(word: &[u8]) -> u64 {
    word.iter().fold(0xCBF2_9CE4_8422_2325, |hash: u64, byte| {
        (hash ^ u64::from(byte.to_ascii_lowercase())).wrapping_mul(0x0100_0000_01B3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(text: &str) -> Record {
        Record {
            text: text.to_owned(),
            ..Record::default()
        }
    }

    fn words(range: std::ops::Range<u32>) -> String {
        let words: Vec<String> = range.map(|n| format!("word{n} ")).collect();
        words.concat()
    }

    #[track_caller]
    fn check(one: &str, other: &str, expected: Likeness) {
        assert_eq!(likeness(&record(one), &record(other)), expected);
    }

    #[test]
    fn likeness_is_told() {
        let text = words(0..200);
        check(
            &text,
            &text.to_uppercase().replace(' ', ",\n"),
            Likeness::Same,
        );
        check(&text, &text.replace("word100 ", "XXXX "), Likeness::Near);
        check(&words(0..90), &text, Likeness::Cut);
        check(&text, &words(40..150), Likeness::Fuller);
        check(&text, &words(200..400), Likeness::Unlike);
        check(&words(0..10), &words(0..10), Likeness::Unlike);
        check("", "", Likeness::Unlike);
    }

    #[test]
    fn words_are_letters_and_digits() {
        for text in ["", " ", "The Duke's café — 1. x", "é", "\u{2014}a\u{2014}"] {
            let expected: Vec<&str> = text
                .split(|c: char| !c.is_alphanumeric())
                .filter(|word| !word.is_empty())
                .collect();
            let found: Vec<&[u8]> = super::words(text).collect();
            assert_eq!(
                found,
                expected
                    .iter()
                    .map(|word| word.as_bytes())
                    .collect::<Vec<_>>()
            );
        }
    }

    #[test]
    fn the_smallest_of_many_that_differ() {
        let numbers = |n: u32, of: u32| -> Vec<u32> {
            (0..n)
                .map(|k| (k % of).wrapping_mul(0x9E37_79B9) >> 3)
                .collect()
        };
        for (n, of) in [
            (300, 300),
            (300, 24),
            (300, 30),
            (24, 24),
            (300, 23),
            (20, 20),
        ] {
            let mut sorted = numbers(n, of);
            sorted.sort_unstable();
            sorted.dedup();
            let expected =
                (sorted.len() >= ENOUGH_RUNS).then(|| sorted[..N_HASHES].try_into().unwrap());
            assert_eq!(smallest(&mut numbers(n, of)), expected, "{n} {of}");
        }
    }

    #[test]
    fn sketches_of_like_texts_meet() {
        let of = |text: &str| sketch(&record(text)).unwrap();
        let text = words(0..2_000);
        assert_eq!(of(&text), of(&words(0..700).to_uppercase()));
        let garbled = of(&text.replace("word100 ", "XXXX "));
        assert!(of(&text).iter().any(|hash| garbled.contains(hash)));
        assert!(sketch(&record("The king hunts.")).is_none());
    }
}
