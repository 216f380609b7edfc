//! Keys of the dictionary: a byte for the kind of term, then the term.

use crate::postings::Detail;

/// A word of the text.
pub(crate) const WORD: u8 = 0x01;

/// Two function words next to each other, with a blank between.
pub(crate) const PAIR: u8 = 0x02;

/// A value of keyword field 0; the others follow.
pub(crate) const KEYWORD: u8 = 0x10;

/// The first letter, or the first two, of a word.
pub(crate) const START: u8 = 0xF0;

/// Words of one stem together, where that is worth a list of its own.
pub(crate) const STEM: u8 = 0xF1;

/// From how many documents on a stem has a list of its own, in a segment of `n_docs`. The words of others are put
/// together when asked for, which is quick for so few.
pub(crate) fn stem_list_docs(n_docs: usize) -> usize {
    (n_docs / 32).max(128)
}

/// The words that fill a text. Two of them side by side are a term of their own, so that phrases such as `of the` do not
/// have to go through every place of both.
pub(crate) const FUNCTION_WORDS: [&str; 48] = [
    "a", "all", "also", "an", "and", "are", "as", "at", "be", "been", "but", "by", "for", "from",
    "had", "has", "have", "he", "his", "in", "is", "it", "its", "not", "of", "on", "or", "said",
    "she", "so", "than", "that", "the", "their", "there", "they", "this", "to", "was", "we",
    "were", "which", "who", "will", "with", "would", "s", "us",
];

/// The length of the longest of [`FUNCTION_WORDS`].
pub(crate) const MAX_FUNCTION_WORD: usize = 5;

/// Which of [`FUNCTION_WORDS`] a word is.
pub(crate) fn function_word(word: &[u8]) -> Option<u8> {
    if word.len() > MAX_FUNCTION_WORD {
        return None;
    }
    FUNCTION_WORDS
        .iter()
        .position(|function| function.as_bytes() == word)
        .map(|index| index as u8)
}

pub(crate) fn word(word: &[u8]) -> Vec<u8> {
    key(WORD, word)
}

pub(crate) fn pair(first: &[u8], second: &[u8]) -> Vec<u8> {
    let mut key = key(PAIR, first);
    key.push(b' ');
    key.extend_from_slice(second);
    key
}

pub(crate) fn keyword(field: u8, value: &[u8]) -> Vec<u8> {
    key(KEYWORD + field, value)
}

pub(crate) fn key(kind: u8, term: &[u8]) -> Vec<u8> {
    let mut key = Vec::with_capacity(term.len() + 8);
    key.push(kind);
    key.extend_from_slice(term);
    key
}

/// What the list of a key holds.
pub(crate) fn detail(key: &[u8]) -> Detail {
    match key.first() {
        Some(&(WORD | PAIR)) => Detail::Positions,
        Some(&STEM) => Detail::Counts,
        _ => Detail::Docs,
    }
}

/// The first letter of a word and the first two, as lengths in bytes; the second only where there are two.
pub(crate) fn starts(word: &[u8]) -> (usize, Option<usize>) {
    let length = |at: usize| match word.get(at) {
        None => 0,
        Some(byte) if *byte < 0x80 => 1,
        Some(byte) if *byte < 0xE0 => 2,
        Some(byte) if *byte < 0xF0 => 3,
        Some(_) => 4,
    };
    let one = length(0).min(word.len());
    let two = one + length(one);
    (one, (two > one && two <= word.len()).then_some(two))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn starts_are_letters() {
        assert_eq!(starts(b"a"), (1, None));
        assert_eq!(starts(b"abc"), (1, Some(2)));
        assert_eq!(starts("жaб".as_bytes()), (2, Some(3)));
        assert_eq!(starts("東京".as_bytes()), (3, Some(6)));
    }

    #[test]
    fn pairs_are_of_function_words() {
        assert!(function_word(b"the").is_some() && function_word(b"king").is_none());
        assert!(
            FUNCTION_WORDS
                .iter()
                .all(|word| word.len() <= MAX_FUNCTION_WORD)
        );
        assert_eq!(detail(&pair(b"of", b"the")), Detail::Positions);
        assert_eq!(detail(&keyword(199, b"x")), Detail::Docs);
    }
}
