//! From text to the words that are indexed and searched.
//!
//! A word is a run of letters and digits. It is folded: lower case, accents off, leading zeros of numbers off (`000092`
//! is `92`), the runs of X that publishers put for a name made equally long, cut at [`MAX_WORD_BYTES`]. Index, queries and the marks in passages all go through here, so that they
//! agree.

use std::ops::Range;

use chancery_bits::BLOCK;
use unicode_normalization::UnicodeNormalization;

/// Words longer than this are cut, in the index and in queries alike; they are damage, not language.
pub const MAX_WORD_BYTES: usize = 128;

/// What a byte is to a word: 0 separates, 1 begins a character beyond ASCII, anything else is its folded form.
const FOLDED: [u8; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        let b = byte as u8;
        table[byte] = if b.is_ascii_alphanumeric() {
            b.to_ascii_lowercase()
        } else if b >= 0x80 {
            1
        } else {
            0
        };
        byte += 1;
    }
    table
};

/// Calls `each` with the place and the folded form of every word, in order. The form is UTF-8.
pub fn each_word(text: &str, mut each: impl FnMut(Range<usize>, &[u8])) {
    scan(
        text,
        |_| true,
        |word| {
            if let Some((range, form)) = word {
                each(range, form);
            }
        },
    );
}

/// As [`each_word`], for words that begin with certain bytes: those at whose values `beginnings` is true. `each` is told
/// first how many words stand before. Others are passed over without being folded, which is far quicker.
pub fn each_word_beginning(
    text: &str,
    beginnings: &[bool; 256],
    mut each: impl FnMut(usize, Range<usize>, &[u8]),
) {
    let mut n_before = 0;
    scan(
        text,
        |first| beginnings[usize::from(first)],
        |word| {
            if let Some((range, form)) = word
                && form
                    .first()
                    .is_some_and(|&first| beginnings[usize::from(first)])
            {
                each(n_before, range, form);
            }
            n_before += 1;
        },
    );
}

/// Calls `each` once for every word: with its place and folded form, or with nothing where its first letter, a folded
/// letter of ASCII, is not wanted.
fn scan(
    text: &str,
    is_wanted: impl Fn(u8) -> bool,
    mut each: impl FnMut(Option<(Range<usize>, &[u8])>),
) {
    let bytes = text.as_bytes();
    let mut at = 0;
    // Here no word goes on from before.
    while at < bytes.len() {
        let rest = &bytes[at..];
        let padded = || {
            let mut block = [0; BLOCK];
            block[..rest.len()].copy_from_slice(rest);
            block
        };
        let block = rest.first_chunk().copied().unwrap_or_else(padded);
        if !block.is_ascii() {
            let others = chancery_bits::of(&block, |byte| !byte.is_ascii());
            let end = at + BLOCK - others.leading_zeros() as usize;
            while at < end {
                at = scan_one(text, at, &is_wanted, &mut each);
            }
            continue;
        }
        let mut words = chancery_bits::of(&block, |byte| byte.is_ascii_alphanumeric());
        // A word that may go on behind the block is left to the next.
        let end = BLOCK - words.leading_ones() as usize;
        if end == 0 {
            at = scan_one(text, at, &is_wanted, &mut each);
            continue;
        }
        words &= u64::MAX >> (BLOCK - end);
        // Digits have this bit anyway.
        let folded = block.map(|byte| byte | 0x20);
        while words != 0 {
            let start = words.trailing_zeros() as usize;
            let n = (!(words >> start)).trailing_zeros() as usize;
            words &= words.wrapping_add(1 << start);
            // Leading zeros do not count.
            if folded[start] == b'0' || is_wanted(folded[start]) {
                let form = regular(&folded[start..start + n]);
                each(Some((at + start..at + start + n, form)));
            } else {
                each(None);
            }
        }
        at += end;
    }
}

/// As [`scan`], for the one word or the one byte or character outside of words that stands at a place; gives where it ends.
fn scan_one(
    text: &str,
    from: usize,
    is_wanted: &impl Fn(u8) -> bool,
    each: &mut impl FnMut(Option<(Range<usize>, &[u8])>),
) -> usize {
    let bytes = text.as_bytes();
    let mut at = from;
    let folded = FOLDED[usize::from(bytes[at])];
    if folded == 0 {
        return at + 1;
    }
    if folded == 1 {
        let character = character(text, at);
        if !character.is_alphanumeric() {
            return at + character.len_utf8();
        }
    }
    // Leading zeros do not count.
    if folded > 1 && folded != b'0' && !is_wanted(folded) {
        each(None);
        return end_of_word(text, at);
    }
    let mut word = [0; MAX_WORD_BYTES];
    let mut n = 0;
    while at < bytes.len() {
        match FOLDED[usize::from(bytes[at])] {
            0 => break,
            1 => {
                let character = character(text, at);
                if character.is_alphanumeric() {
                    fold(character, |folded| push(&mut word, &mut n, folded));
                } else if !is_combining(character) {
                    break;
                }
                at += character.len_utf8();
            }
            folded => {
                if n < MAX_WORD_BYTES {
                    word[n] = folded;
                    n += 1;
                }
                at += 1;
            }
        }
    }
    let form = regular(&word[..n]);
    if !form.is_empty() {
        each(Some((from..at, form)));
    }
    at
}

/// Where a word ends that goes on at a place.
fn end_of_word(text: &str, from: usize) -> usize {
    let bytes = text.as_bytes();
    let mut at = from;
    while at < bytes.len() {
        match FOLDED[usize::from(bytes[at])] {
            0 => break,
            1 => {
                let character = character(text, at);
                if !character.is_alphanumeric() && !is_combining(character) {
                    break;
                }
                at += character.len_utf8();
            }
            _ => at += 1,
        }
    }
    at
}

/// The words of a text, folded, without their places.
pub fn folded(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    each_word(text, |_, word| {
        words.push(String::from_utf8_lossy(word).into_owned());
    });
    words
}

fn character(text: &str, at: usize) -> char {
    text.get(at..)
        .and_then(|rest| rest.chars().next())
        .unwrap_or('\u{FFFD}')
}

fn push(word: &mut [u8; MAX_WORD_BYTES], n: &mut usize, character: char) {
    let length = character.len_utf8();
    if *n + length <= MAX_WORD_BYTES {
        character.encode_utf8(&mut word[*n..]);
        *n += length;
    }
}

/// The folded form of one letter or digit beyond ASCII.
fn fold(character: char, mut each: impl FnMut(char)) {
    let letters = match character {
        'ß' | 'ẞ' => "ss",
        'æ' | 'Æ' => "ae",
        'œ' | 'Œ' => "oe",
        'ø' | 'Ø' => "o",
        'đ' | 'Đ' | 'ð' | 'Ð' => "d",
        'ł' | 'Ł' => "l",
        'þ' | 'Þ' => "th",
        'ı' => "i",
        'ħ' | 'Ħ' => "h",
        _ => "",
    };
    if letters.is_empty() {
        std::iter::once(character)
            .nfkd()
            .filter(|&part| !is_combining(part))
            .flat_map(char::to_lowercase)
            .filter(|&part| !is_combining(part) && part.is_alphanumeric())
            .for_each(each);
    } else {
        letters.chars().for_each(&mut each);
    }
}

/// Accents written as characters of their own, which belong to the word and are not part of its folded form.
fn is_combining(character: char) -> bool {
    matches!(character, '\u{300}'..='\u{36F}')
}

/// A run of X this long or longer stands for a name that was taken out, however long it is.
const X_RUN: usize = 4;

/// Leading zeros off, and runs of X cut to one length.
fn regular(word: &[u8]) -> &[u8] {
    if word.starts_with(b"xxxx") && word.iter().all(|&byte| byte == b'x') {
        return &word[..X_RUN];
    }
    if word.first() == Some(&b'0') && word.iter().all(u8::is_ascii_digit) {
        let n_zeros = word.iter().take_while(|&&byte| byte == b'0').count();
        &word[n_zeros.min(word.len() - 1)..]
    } else {
        word
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        assert_eq!(folded(text), expected);
        let mut places = Vec::new();
        each_word(text, |range, _| {
            assert!(text.get(range.clone()).is_some());
            places.push(range);
        });
        assert_eq!(places.len(), expected.len());
        assert!(places.windows(2).all(|pair| pair[0].end <= pair[1].start));
    }

    #[test]
    fn words_are_folded() {
        check(
            "STRELSAU 000092, the K\u{f6}nig's caf\u{e9} re\u{301}gime",
            &["strelsau", "92", "the", "konig", "s", "cafe", "regime"],
        );
        check(
            "000 007 0x07 07STRELSAU092",
            &["0", "7", "0x07", "07strelsau092"],
        );
        check(
            "\u{fb01}nal STRA\u{df}E \u{130}zmir \u{141}\u{f3}d\u{17a}",
            &["final", "strasse", "izmir", "lodz"],
        );
        check("Стрельсау 東京", &["стрельсау", "東京"]);
        check(
            "XXXXXXXXXXXX xxxx xxx XXXXXs",
            &["xxxx", "xxxx", "xxx", "xxxxxs"],
        );
        check("", &[]);
        check(" -- \u{301} \u{2014}!", &[]);
    }

    #[test]
    fn words_are_passed_over_by_their_beginning() {
        let text =
            "The 007 caf\u{e9} \u{e9}tait \u{301} na\u{ef}ve, re\u{301}gime XXXXX xy 東京 0x7";
        let mut all = Vec::new();
        each_word(text, |range, word| {
            all.push((all.len(), range, word.to_vec()));
        });
        for wanted in ["t", "7", "0", "e", "c", "x", "nr", "\u{6771}", "the"] {
            let mut beginnings = [false; 256];
            for &byte in wanted.as_bytes() {
                beginnings[usize::from(byte)] = true;
            }
            let mut found = Vec::new();
            each_word_beginning(text, &beginnings, |place, range, word| {
                found.push((place, range, word.to_vec()));
            });
            let mut expected = all.clone();
            expected.retain(|(_, _, word)| beginnings[usize::from(word[0])]);
            assert_eq!(found, expected, "{wanted}");
        }
    }

    #[test]
    fn many_bytes_at_once_are_words_as_one_by_one() {
        let parts = [
            "Zenda",
            " ",
            ", ",
            "caf\u{e9}",
            "re\u{301}gime",
            "0092",
            "\u{2014}",
            "x",
            "\u{301}",
            "\n\n",
            "AN-EXTRAORDINARILY-LONG-TITLE",
            "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789",
        ];
        let mut state = 1_u64;
        for _ in 0..2_000 {
            let mut text = String::new();
            for _ in 0..40 {
                state = state
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1);
                text.push_str(parts[(state >> 33) as usize % parts.len()]);
            }
            let mut expected = Vec::new();
            let mut at = 0;
            while at < text.len() {
                at = scan_one(&text, at, &|_| true, &mut |word| {
                    expected.extend(word.map(|(range, form)| (range, form.to_vec())));
                });
            }
            let mut found = Vec::new();
            each_word(&text, |range, form| found.push((range, form.to_vec())));
            assert_eq!(found, expected, "{text:?}");
        }
    }

    #[test]
    fn endless_words_are_cut() {
        let words = folded(&"\u{e9}x".repeat(10_000));
        assert_eq!(words.len(), 1);
        assert!(words[0].len() <= MAX_WORD_BYTES);
        assert!(folded(&"東".repeat(10_000))[0].len() <= MAX_WORD_BYTES);
    }
}
