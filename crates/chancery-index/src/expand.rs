//! From patterns to the words or values of a segment that fit them.

use std::cell::{Cell, RefCell};
use std::io;

use fst::automaton::{Automaton, Levenshtein};
use fst::{IntoStreamer, Streamer};
use regex_automata::{Input, MatchKind, PatternSet, meta};

use crate::postings::List;
use crate::query::Pattern;
use crate::segment::Segment;
use crate::term::key;

/// Bounds what an expression may cost to compile, in bytes.
const MAX_REGEX_BYTES: usize = 2 << 20;

/// A pattern made ready to be compared with.
#[derive(Debug)]
pub(crate) struct Matcher {
    pub(crate) pattern: Pattern,
    test: Test,
}

#[derive(Debug)]
enum Test {
    Prefix(Vec<u8>),
    /// Letters, one sign, any signs.
    Wild {
        prefix: Vec<u8>,
        wild: Wild,
    },
    Regex {
        prefix: Vec<u8>,
        regex: meta::Regex,
    },
    /// The automaton is made when it is used.
    Fuzzy {
        word: Vec<char>,
        distance: u8,
    },
    Containing(Vec<u8>),
}

/// Compiles a pattern.
///
/// # Errors
///
/// When it is no regular expression, or one too large.
pub(crate) fn compile(pattern: &Pattern) -> io::Result<Matcher> {
    let test = match pattern {
        Pattern::Prefix(prefix) => Test::Prefix(prefix.as_bytes().to_vec()),
        Pattern::Containing(part) => Test::Containing(part.as_bytes().to_vec()),
        Pattern::Fuzzy(word, distance) => Test::Fuzzy {
            word: word.chars().collect(),
            distance: (*distance).min(2),
        },
        Pattern::Regex(text) => {
            let prefix = literal_prefix(text).into_bytes();
            match Wild::of_regex(text) {
                Some(wild) => Test::Wild { prefix, wild },
                None => Test::Regex {
                    prefix,
                    regex: regex(text)?,
                },
            }
        }
    };
    Ok(Matcher {
        pattern: pattern.clone(),
        test,
    })
}

fn regex(text: &str) -> io::Result<meta::Regex> {
    meta::Regex::builder()
        .configure(
            meta::Config::new()
                .nfa_size_limit(Some(MAX_REGEX_BYTES))
                .which_captures(regex_automata::nfa::thompson::WhichCaptures::None),
        )
        .build(&format!("^(?:{text})$"))
        .map_err(|error| invalid(error.to_string()))
}

fn invalid(error: String) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, error)
}

/// What wildcards make of a word, for which no expression has to be run.
#[derive(Debug, PartialEq, Eq)]
struct Wild(Vec<Sign>);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sign {
    Byte(u8),
    /// One character.
    One,
    /// Any characters or none.
    Any,
}

impl Wild {
    /// An expression that has nothing but letters, digits, blanks, escaped signs, `.` and `.*`.
    fn of_regex(regex: &str) -> Option<Wild> {
        let mut signs = Vec::new();
        let mut letters = regex.chars().peekable();
        while let Some(letter) = letters.next() {
            let letter = match letter {
                '.' => {
                    let is_any = letters.next_if_eq(&'*').is_some();
                    signs.push(if is_any { Sign::Any } else { Sign::One });
                    continue;
                }
                '\\' => letters.next().filter(char::is_ascii_punctuation)?,
                letter if letter.is_alphanumeric() || letter == ' ' => letter,
                _ => return None,
            };
            if matches!(letters.peek(), Some('*' | '+' | '?' | '{')) {
                return None;
            }
            let mut bytes = [0; 4];
            let bytes = letter.encode_utf8(&mut bytes).bytes();
            signs.extend(bytes.map(Sign::Byte));
        }
        Some(Wild(signs))
    }

    /// Whether a whole text fits. Costs at most the product of the lengths.
    fn fits(&self, text: &[u8]) -> bool {
        let signs = &self.0;
        let length = |at: usize| match text[at] {
            0xF0.. => 4,
            0xE0.. => 3,
            0xC0.. => 2,
            _ => 1,
        };
        let (mut sign, mut at) = (0, 0);
        // Behind the last `Any`, and how far that reaches.
        let mut back: Option<(usize, usize)> = None;
        loop {
            match signs.get(sign) {
                Some(Sign::Any) => {
                    sign += 1;
                    if sign == signs.len() {
                        return true;
                    }
                    back = Some((sign, at));
                    continue;
                }
                Some(Sign::One) if at < text.len() => {
                    sign += 1;
                    at = (at + length(at)).min(text.len());
                    continue;
                }
                Some(Sign::Byte(byte)) if text.get(at) == Some(byte) => {
                    sign += 1;
                    at += 1;
                    continue;
                }
                None if at == text.len() => return true,
                _ => {}
            }
            match &mut back {
                Some((behind, reach)) if *reach < text.len() => {
                    *reach = (*reach + length(*reach)).min(text.len());
                    (sign, at) = (*behind, *reach);
                }
                _ => return false,
            }
        }
    }

    /// The longest run of bytes that whatever fits must have.
    fn longest_run(&self) -> Vec<u8> {
        let mut longest = Vec::new();
        for run in self.0.split(|sign| !matches!(sign, Sign::Byte(_))) {
            if run.len() > longest.len() {
                longest = run
                    .iter()
                    .filter_map(|sign| match sign {
                        Sign::Byte(byte) => Some(*byte),
                        _ => None,
                    })
                    .collect();
            }
        }
        longest
    }
}

/// The letters and digits with which everything begins that an expression matches.
fn literal_prefix(regex: &str) -> String {
    if regex.contains('|') || regex.contains("(?") {
        return String::new();
    }
    let mut prefix: String = regex
        .chars()
        .take_while(|character| character.is_alphanumeric())
        .collect();
    // What may be left out or repeated is not certain.
    let next = regex[prefix.len()..].chars().next();
    if matches!(next, Some('*' | '?' | '{')) {
        prefix.pop();
    }
    prefix
}

impl Matcher {
    /// What everything begins with that fits, where that is all that is asked.
    pub(crate) fn as_prefix(&self) -> Option<&[u8]> {
        match &self.test {
            Test::Prefix(prefix) => Some(prefix),
            _ => None,
        }
    }

    /// Whether more of the dictionary has to be looked through than what fits.
    pub(crate) fn looks_through(&self) -> bool {
        !matches!(self.test, Test::Prefix(_))
    }

    /// Calls `each` with every key of a kind that fits, in order, and with the place of its list.
    pub(crate) fn each(
        &self,
        segment: &Segment,
        kind: u8,
        mut each: impl FnMut(&[u8], u64),
    ) -> io::Result<()> {
        let dictionary = segment.dictionary()?;
        let mut in_range = |prefix: &[u8], fits: &dyn Fn(&[u8]) -> bool| {
            let (from, to) = range(kind, prefix);
            let mut stream = dictionary.range().ge(from).lt(to).into_stream();
            while let Some((found, at)) = stream.next() {
                if fits(&found[1..]) {
                    each(found, at);
                }
            }
        };
        match &self.test {
            Test::Prefix(prefix) => in_range(prefix, &|_| true),
            Test::Wild { prefix, wild } => in_range(prefix, &|key| wild.fits(key)),
            Test::Regex { prefix, regex } => in_range(prefix, &|key| regex.is_match(key)),
            Test::Containing(part) => in_range(&[], &|key| contains(key, part)),
            Test::Fuzzy { word, distance } => {
                let word: String = word.iter().collect();
                let inner = Levenshtein::new(&word, u32::from(*distance))
                    .map_err(|error| invalid(error.to_string()))?;
                // The automaton knows words; the dictionary has a byte for the kind in front.
                let automaton = Behind {
                    kind,
                    inner: &inner,
                };
                let mut stream = dictionary
                    .search(automaton)
                    .ge([kind])
                    .lt([kind + 1])
                    .into_stream();
                while let Some((found, at)) = stream.next() {
                    each(found, at);
                }
            }
        }
        Ok(())
    }
}

/// The places of the lists that fit each of many patterns, by one look through the dictionary of a segment.
///
/// # Errors
///
/// [`io::ErrorKind::QuotaExceeded`] where they fit more than `budget` lets, which is lessened by what was found.
pub(crate) fn scan(
    segment: &Segment,
    kind: u8,
    matchers: &[&Matcher],
    budget: &Budget,
) -> io::Result<Vec<Vec<u64>>> {
    let mut found = vec![Vec::new(); matchers.len()];
    let candidates = Candidates::new(matchers);
    let together = Together::new(matchers);
    let mut seen_in = vec![u64::MAX; matchers.len()];
    let mut letters: Vec<char> = Vec::new();
    let dictionary = segment.dictionary()?;
    let (from, to) = range(kind, &[]);
    let mut stream = dictionary.range().ge(from).lt(to).into_stream();
    let mut number = 0;
    while let Some((key, at)) = stream.next() {
        let key = &key[1..];
        number += 1;
        let (mut n_found, mut n_run) = (0, 0);
        if let Some(together) = &together {
            n_run += 1;
            together.each(key, |matcher| {
                found[matcher].push(at);
                n_found += 1;
            });
        }
        candidates.each(key, |candidate| {
            if std::mem::replace(&mut seen_in[candidate], number) == number {
                return;
            }
            let fits = match &matchers[candidate].test {
                Test::Prefix(prefix) => key.starts_with(prefix),
                Test::Wild { wild, .. } => wild.fits(key),
                Test::Regex { .. } if together.is_some() => false,
                Test::Regex { prefix, regex } => {
                    n_run += 1;
                    key.starts_with(prefix) && regex.is_match(key)
                }
                Test::Containing(part) => contains(key, part),
                Test::Fuzzy { .. } => false,
            };
            if fits {
                found[candidate].push(at);
                n_found += 1;
            }
        });
        if !candidates.fuzzy.is_empty() {
            letters.clear();
            letters.extend(String::from_utf8_lossy(key).chars());
            let has = letters_of(&letters);
            for fuzzy in &candidates.fuzzy {
                if fuzzy.is_near(&letters, has) {
                    found[fuzzy.matcher].push(at);
                    n_found += 1;
                }
            }
        }
        budget.take(n_found + n_run * RUN_COST)?;
    }
    Ok(found)
}

/// How many lists one run of an expression costs as much as.
const RUN_COST: u64 = 1;

/// Several expressions, run as one.
struct Together {
    regex: meta::Regex,
    /// The matcher of each.
    matchers: Vec<usize>,
    found: RefCell<PatternSet>,
}

impl Together {
    /// `None` where there are not several, or they are too large together.
    fn new(matchers: &[&Matcher]) -> Option<Together> {
        const MOST_BYTES: usize = 16 << 20;
        let (at, texts): (Vec<usize>, Vec<String>) = matchers
            .iter()
            .enumerate()
            .filter_map(|(at, matcher)| match (&matcher.test, &matcher.pattern) {
                (Test::Regex { .. }, Pattern::Regex(text)) => Some((at, format!("^(?:{text})$"))),
                _ => None,
            })
            .unzip();
        if at.len() < 2 {
            return None;
        }
        let regex = meta::Regex::builder()
            .configure(
                meta::Config::new()
                    .match_kind(MatchKind::All)
                    .nfa_size_limit(Some(MOST_BYTES))
                    .hybrid_cache_capacity(MOST_BYTES)
                    .which_captures(regex_automata::nfa::thompson::WhichCaptures::None),
            )
            .build_many(&texts)
            .ok()?;
        Some(Together {
            found: PatternSet::new(regex.pattern_len()).into(),
            regex,
            matchers: at,
        })
    }

    fn each(&self, key: &[u8], mut each: impl FnMut(usize)) {
        let mut found = self.found.borrow_mut();
        found.clear();
        self.regex
            .which_overlapping_matches(&Input::new(key), &mut found);
        for pattern in found.iter() {
            each(self.matchers[pattern.as_usize()]);
        }
    }
}

/// How much work the patterns of one query may make. Whoever asks for more is told, instead of keeping others waiting.
#[derive(Debug)]
pub(crate) struct Budget {
    left: Cell<u64>,
    /// Patterns that are answered whatever they take.
    n_free: Cell<u32>,
}

impl Budget {
    pub(crate) fn new(most: u64) -> Budget {
        Budget {
            left: Cell::new(most),
            n_free: Cell::new(0),
        }
    }

    /// The same, with some patterns that are answered whatever they take.
    pub(crate) fn with_free(most: u64, n_free: u32) -> Budget {
        Budget {
            n_free: Cell::new(n_free),
            ..Budget::new(most)
        }
    }

    /// Takes what the lists of a pattern cost.
    pub(crate) fn take_lists(&self, lists: &[List<'_>], each: u64) -> io::Result<()> {
        if let Some(n) = self.n_free.get().checked_sub(1) {
            self.n_free.set(n);
            return Ok(());
        }
        let n: u64 = lists.iter().map(|list| list.len() as u64).sum();
        self.take(n.saturating_mul(each))
    }

    pub(crate) fn take(&self, n: u64) -> io::Result<()> {
        let Some(left) = self.left.get().checked_sub(n) else {
            return Err(io::Error::new(
                io::ErrorKind::QuotaExceeded,
                "the patterns of the query fit too many words",
            ));
        };
        self.left.set(left);
        Ok(())
    }
}

/// Which of many patterns a key may fit, by two bytes that it must have.
struct Candidates {
    /// For each two bytes 0, or one more than the place in `by_pair`.
    pairs: Vec<u16>,
    by_pair: Vec<Vec<usize>>,
    by_byte: Vec<Vec<usize>>,
    always: Vec<usize>,
    fuzzy: Vec<Fuzzy>,
}

struct Fuzzy {
    matcher: usize,
    word: Vec<char>,
    has: u64,
    distance: u8,
}

impl Candidates {
    fn new(matchers: &[&Matcher]) -> Candidates {
        let mut candidates = Candidates {
            pairs: vec![0; 1 << 16],
            by_pair: Vec::new(),
            by_byte: vec![Vec::new(); 256],
            always: Vec::new(),
            fuzzy: Vec::new(),
        };
        for (at, matcher) in matchers.iter().enumerate() {
            let certain = match &matcher.test {
                Test::Prefix(bytes) | Test::Containing(bytes) => bytes.clone(),
                Test::Regex { prefix, .. } => prefix.clone(),
                Test::Wild { wild, .. } => wild.longest_run(),
                Test::Fuzzy { word, distance } => {
                    candidates.fuzzy.push(Fuzzy {
                        matcher: at,
                        has: letters_of(word),
                        word: word.clone(),
                        distance: *distance,
                    });
                    continue;
                }
            };
            match certain[..] {
                [] => candidates.always.push(at),
                [byte] => candidates.by_byte[usize::from(byte)].push(at),
                [first, second, ..] => {
                    let place = &mut candidates.pairs[pair(first, second)];
                    if *place == 0 {
                        candidates.by_pair.push(Vec::new());
                        *place = candidates.by_pair.len() as u16;
                    }
                    candidates.by_pair[usize::from(*place) - 1].push(at);
                }
            }
        }
        candidates
    }

    /// Calls `each` with all that may fit, some more than once.
    fn each(&self, key: &[u8], mut each: impl FnMut(usize)) {
        for (at, &byte) in key.iter().enumerate() {
            for &candidate in &self.by_byte[usize::from(byte)] {
                each(candidate);
            }
            if let Some(&next) = key.get(at + 1)
                && let place @ 1.. = self.pairs[pair(byte, next)]
            {
                for &candidate in &self.by_pair[usize::from(place) - 1] {
                    each(candidate);
                }
            }
        }
        for &candidate in &self.always {
            each(candidate);
        }
    }
}

fn pair(first: u8, second: u8) -> usize {
    usize::from(first) << 8 | usize::from(second)
}

/// Which letters a word has, roughly: a bit for each of 64 kinds.
fn letters_of(word: &[char]) -> u64 {
    word.iter()
        .fold(0, |has, &letter| has | 1 << (u32::from(letter) % 64))
}

impl Fuzzy {
    /// Whether a word differs in few enough letters.
    fn is_near(&self, word: &[char], has: u64) -> bool {
        let most = usize::from(self.distance);
        let lacks = (self.has & !has)
            .count_ones()
            .max((has & !self.has).count_ones());
        if self.word.len().abs_diff(word.len()) > most || lacks as usize > most {
            return false;
        }
        let mut above: Vec<usize> = (0..=word.len()).collect();
        for (row, &letter) in self.word.iter().enumerate() {
            let mut before = row;
            above[0] = row + 1;
            let mut least = row + 1;
            for (column, &other) in word.iter().enumerate() {
                let changed = before + usize::from(letter != other);
                before = above[column + 1];
                let n = changed.min(before + 1).min(above[column] + 1);
                above[column + 1] = n;
                least = least.min(n);
            }
            if least > most {
                return false;
            }
        }
        above[word.len()] <= most
    }
}

fn range(kind: u8, prefix: &[u8]) -> (Vec<u8>, Vec<u8>) {
    let from = key(kind, prefix);
    let mut to = from.clone();
    // The next string that does not begin so. The kind in front is never 0xFF.
    while let Some(last) = to.pop() {
        if last < u8::MAX {
            to.push(last + 1);
            break;
        }
    }
    (from, to)
}

fn contains(text: &[u8], part: &[u8]) -> bool {
    part.is_empty() || text.windows(part.len()).any(|window| window == part)
}

/// An automaton for what stands behind the byte of the kind.
struct Behind<'a, A> {
    kind: u8,
    inner: &'a A,
}

impl<A: Automaton> Automaton for Behind<'_, A> {
    /// `None` before the first byte; `Some(None)` where it is another.
    type State = Option<Option<A::State>>;

    fn start(&self) -> Self::State {
        None
    }

    fn is_match(&self, state: &Self::State) -> bool {
        matches!(state, Some(Some(state)) if self.inner.is_match(state))
    }

    fn can_match(&self, state: &Self::State) -> bool {
        match state {
            None => true,
            Some(None) => false,
            Some(Some(state)) => self.inner.can_match(state),
        }
    }

    fn accept(&self, state: &Self::State, byte: u8) -> Self::State {
        match state {
            None => Some((byte == self.kind).then(|| self.inner.start())),
            Some(None) => Some(None),
            Some(Some(state)) => Some(Some(self.inner.accept(state, byte))),
        }
    }
}

/// The words of a segment that begin so, with the number of documents that have each.
pub(crate) fn beginning(
    segment: &Segment,
    prefix: &str,
    kind: u8,
) -> io::Result<Vec<(String, u64)>> {
    let dictionary = segment.dictionary()?;
    let mut found = Vec::new();
    let (from, to) = range(kind, prefix.as_bytes());
    let mut stream = dictionary.range().ge(from).lt(to).into_stream();
    while let Some((word, at)) = stream.next() {
        let n_docs = segment.list_at(word, at).len() as u64;
        found.push((String::from_utf8_lossy(&word[1..]).into_owned(), n_docs));
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wildcards_fit_as_their_expressions_do() {
        let texts = [
            "",
            "a",
            "b",
            "ab",
            "ba",
            "aab",
            "abab",
            "abcab",
            "x-1",
            "x 1",
            "\u{e9}a",
            "a\u{e9}b",
            "\u{6771}\u{4eac}",
        ];
        for pattern in [
            "a.*", ".*b", ".*", ".", "..", "a.b", "a.*b", ".*a.*b", ".*ab", "ab", ".*b.*a.*",
            r"x\-.", "x.1", "x 1", "", "\u{e9}.*", "..*", "a.*.*b", ".*.b",
        ] {
            let wild = Wild::of_regex(pattern).expect("only wildcards");
            let regex = regex(pattern).unwrap();
            for text in texts {
                assert_eq!(
                    wild.fits(text.as_bytes()),
                    regex.is_match(text),
                    "{pattern} {text}"
                );
            }
        }
        for pattern in [
            "a+", "a*", "(a)", "[ab]", "a|b", r"\d", "a{2}", ".?", ".+", "(?i)a", "^a",
        ] {
            assert_eq!(Wild::of_regex(pattern), None, "{pattern}");
        }
        assert_eq!(Wild::of_regex("a.*bcd.e").unwrap().longest_run(), b"bcd");
    }

    #[test]
    fn what_is_spent_is_told() {
        let budget = Budget::with_free(10, 1);
        assert!(budget.take_lists(&[], 32).is_ok());
        assert!(budget.take(7).is_ok() && budget.take(3).is_ok());
        let error = budget.take(1).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::QuotaExceeded);
    }

    #[test]
    fn words_near_each_other_are_those_of_the_automaton() {
        let words = [
            "",
            "a",
            "ab",
            "king",
            "kings",
            "kin",
            "ring",
            "knig",
            "kign",
            "thing",
            "caf\u{e9}",
            "cafe",
            "12",
            "21",
        ];
        for one in words {
            for distance in [1, 2] {
                let word: Vec<char> = one.chars().collect();
                let fuzzy = Fuzzy {
                    matcher: 0,
                    has: letters_of(&word),
                    word,
                    distance,
                };
                let automaton = Levenshtein::new(one, u32::from(distance)).unwrap();
                for other in words {
                    let letters: Vec<char> = other.chars().collect();
                    let set = fst::Set::from_iter([other]).unwrap();
                    let expected = set.search(&automaton).into_stream().next().is_some();
                    let near = fuzzy.is_near(&letters, letters_of(&letters));
                    assert_eq!(near, expected, "{one} {other} {distance}");
                }
            }
        }
    }

    #[test]
    fn certain_beginnings_of_expressions() {
        for (regex, expected) in [
            ("abc", "abc"),
            ("abc*", "ab"),
            ("abc+d", "abc"),
            ("ab?c", "a"),
            ("ab{0,1}", "a"),
            ("ab.*", "ab"),
            ("(ab)c", ""),
            ("ab|cd", ""),
            ("a(?i)b", ""),
            (".b", ""),
        ] {
            assert_eq!(literal_prefix(regex), expected, "{regex}");
        }
    }
}
