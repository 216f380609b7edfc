//! From text to the words that are indexed and searched.
//!
//! A word is a run of letters and digits. It is folded: lower case, accents off, leading zeros of numbers off (`000092`
//! is `92`), cut at 128 bytes. On top of that `stems` takes English endings off. Index, queries and the marks in
//! passages all go through here, so that they agree.

use std::collections::HashMap;
use std::ops::Range;

use tantivy::tokenizer::{
    AsciiFoldingFilter, Language, RawTokenizer, Stemmer, TextAnalyzer, Token, TokenFilter,
    TokenStream, Tokenizer, TokenizerManager,
};

/// Name of the analyzer that keeps words as written.
pub(crate) const WORDS: &str = "words";

/// Name of the analyzer that takes English endings off.
pub(crate) const STEMS: &str = "stems";

/// Words longer than this are cut, in the index and in queries alike; they are damage, not language.
const MAX_WORD_BYTES: usize = 128;

pub(crate) fn words() -> TextAnalyzer {
    TextAnalyzer::builder(WordTokenizer::default())
        .filter(AsciiFoldingFilter)
        .build()
}

pub(crate) fn stems() -> TextAnalyzer {
    TextAnalyzer::builder(WordTokenizer::default())
        .filter(AsciiFoldingFilter)
        .filter(StemFilter)
        .build()
}

/// The analyzers under the names the schema uses.
pub(crate) fn tokenizers() -> TokenizerManager {
    let manager = TokenizerManager::default();
    manager.register(WORDS, words());
    manager.register(STEMS, stems());
    manager
}

/// The words of a text, folded, without their places.
pub(crate) fn folded(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    words()
        .token_stream(text)
        .process(&mut |token| found.push(token.text.clone()));
    found
}

/// The stem of one folded word.
pub(crate) fn stem(word: &str) -> String {
    let mut analyzer = stems();
    let mut stream = analyzer.token_stream(word);
    stream
        .next()
        .map_or_else(|| word.to_owned(), |token| token.text.clone())
}

/// Calls `each` with the place, the folded form and the stem of every word.
pub(crate) fn each_word(text: &str, mut each: impl FnMut(Range<usize>, &str, &str)) {
    let (mut words, mut stems) = (words(), stems());
    let mut words = words.token_stream(text);
    let mut stems = stems.token_stream(text);
    // Filters change the text of a word and never their number, so the two streams go in step.
    while words.advance() && stems.advance() {
        let word = words.token();
        each(
            word.offset_from..word.offset_to,
            &word.text,
            &stems.token().text,
        );
    }
}

/// Takes English endings off, and remembers the stems of the words it met first.
///
/// Stemming costs more than all else that is done to a word, and most words of a text are among the most frequent.
#[derive(Clone)]
struct StemFilter;

/// How many stems are remembered for each field and thread; together some megabytes.
const MAX_REMEMBERED: usize = 16_384;

impl TokenFilter for StemFilter {
    type Tokenizer<T: Tokenizer> = StemTokenizer<T>;

    fn transform<T: Tokenizer>(self, inner: T) -> StemTokenizer<T> {
        let stemmer = TextAnalyzer::builder(RawTokenizer::default())
            .filter(Stemmer::new(Language::English))
            .build();
        StemTokenizer {
            inner,
            stems: Stems {
                known: HashMap::new(),
                stemmer,
            },
        }
    }
}

#[derive(Clone)]
struct StemTokenizer<T> {
    inner: T,
    stems: Stems,
}

impl<T: Tokenizer> Tokenizer for StemTokenizer<T> {
    type TokenStream<'a> = StemStream<'a, T::TokenStream<'a>>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Self::TokenStream<'a> {
        StemStream {
            inner: self.inner.token_stream(text),
            stems: &mut self.stems,
        }
    }
}

struct StemStream<'a, S> {
    inner: S,
    stems: &'a mut Stems,
}

impl<S: TokenStream> TokenStream for StemStream<'_, S> {
    fn advance(&mut self) -> bool {
        if !self.inner.advance() {
            return false;
        }
        self.stems.put_in_place_of(&mut self.inner.token_mut().text);
        true
    }

    fn token(&self) -> &Token {
        self.inner.token()
    }

    fn token_mut(&mut self) -> &mut Token {
        self.inner.token_mut()
    }
}

#[derive(Clone)]
struct Stems {
    known: HashMap<Box<str>, Box<str>>,
    stemmer: TextAnalyzer,
}

impl Stems {
    fn put_in_place_of(&mut self, word: &mut String) {
        if let Some(stem) = self.known.get(word.as_str()) {
            word.clear();
            word.push_str(stem);
            return;
        }
        let mut stream = self.stemmer.token_stream(word);
        let Some(token) = stream.next() else {
            return;
        };
        let stem = token.text.clone();
        drop(stream);
        if self.known.len() < MAX_REMEMBERED {
            self.known
                .insert(word.as_str().into(), stem.as_str().into());
        }
        *word = stem;
    }
}

/// Splits a text into words, lower-cased and without leading zeros.
#[derive(Clone, Default)]
struct WordTokenizer {
    token: Token,
}

impl Tokenizer for WordTokenizer {
    type TokenStream<'a> = WordStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> WordStream<'a> {
        self.token.reset();
        WordStream {
            text,
            at: 0,
            token: &mut self.token,
        }
    }
}

struct WordStream<'a> {
    text: &'a str,
    at: usize,
    token: &'a mut Token,
}

impl TokenStream for WordStream<'_> {
    fn advance(&mut self) -> bool {
        let Some(start) = self.next_word_start() else {
            return false;
        };
        self.token.text.clear();
        self.token.position = self.token.position.wrapping_add(1);
        let end = self.read_word(start);
        self.token.offset_from = start;
        self.token.offset_to = end;
        self.at = end;
        strip_leading_zeros(&mut self.token.text);
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

impl WordStream<'_> {
    fn next_word_start(&self) -> Option<usize> {
        let mut at = self.at;
        loop {
            let byte = *self.text.as_bytes().get(at)?;
            if byte.is_ascii_alphanumeric() {
                return Some(at);
            }
            if byte.is_ascii() {
                at += 1;
                continue;
            }
            let character = self.text[at..].chars().next()?;
            if character.is_alphanumeric() {
                return Some(at);
            }
            at += character.len_utf8();
        }
    }

    /// Takes the word that starts at `start` into the token and gives its end.
    fn read_word(&mut self, start: usize) -> usize {
        let mut at = start;
        while let Some(&byte) = self.text.as_bytes().get(at) {
            if byte.is_ascii_alphanumeric() {
                self.push(char::from(byte.to_ascii_lowercase()));
                at += 1;
            } else if byte.is_ascii() {
                break;
            } else {
                let Some(character) = self.text[at..].chars().next() else {
                    break;
                };
                if character.is_alphanumeric() {
                    for lower in character.to_lowercase() {
                        self.push(lower);
                    }
                } else if !is_combining(character) {
                    break;
                }
                at += character.len_utf8();
            }
        }
        at
    }

    fn push(&mut self, character: char) {
        let text = &mut self.token.text;
        if text.len() + character.len_utf8() <= MAX_WORD_BYTES && !is_combining(character) {
            text.push(character);
        }
    }
}

/// Accents written as characters of their own, which belong to the word and are not part of its folded form.
fn is_combining(character: char) -> bool {
    matches!(character, '\u{300}'..='\u{36F}')
}

fn strip_leading_zeros(word: &mut String) {
    if word.starts_with('0') && word.bytes().all(|byte| byte.is_ascii_digit()) {
        let n_zeros = word.bytes().take_while(|&byte| byte == b'0').count();
        word.drain(..n_zeros.min(word.len() - 1));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        assert_eq!(folded(text), expected);
        let mut places = Vec::new();
        each_word(text, |range, word, _| {
            assert!(text.get(range.clone()).is_some());
            places.push((range, word.to_owned()));
        });
        assert_eq!(places.len(), expected.len());
        assert!(
            places
                .windows(2)
                .all(|pair| pair[0].0.end <= pair[1].0.start)
        );
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
            "\u{fb01}nal STRA\u{df}E \u{130}zmir",
            &["final", "strasse", "izmir"],
        );
        check("", &[]);
        check(" -- \u{301} \u{2014}!", &[]);
    }

    #[test]
    fn endless_words_are_cut() {
        let words = folded(&"\u{e9}x".repeat(10_000));
        assert_eq!(words.len(), 1);
        assert!(words[0].len() <= MAX_WORD_BYTES);
    }

    #[test]
    fn stems_are_english() {
        assert_eq!(stem("elections"), stem("election"));
        assert_eq!(stem("92"), "92");
        // The second time it comes from memory.
        let mut analyzer = stems();
        for _ in 0..2 {
            let mut found = Vec::new();
            analyzer
                .token_stream("Elections, elected electing ELECTIONS")
                .process(&mut |token| found.push(token.text.clone()));
            assert_eq!(found, ["elect", "elect", "elect", "elect"]);
        }
        assert_eq!(stem(""), "");
    }
}
