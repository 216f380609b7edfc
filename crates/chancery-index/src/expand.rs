//! From patterns to the words or values of a segment that fit them.

use std::io;

use fst::automaton::{Automaton, Levenshtein};
use fst::{IntoStreamer, Streamer};
use regex_automata::meta;

use crate::query::Pattern;
use crate::segment::Segment;
use crate::term::key;

/// Bounds what an expression may cost to compile, in bytes.
const MAX_REGEX_BYTES: usize = 2 << 20;

/// A pattern made ready to be compared with.
#[derive(Debug)]
pub(crate) enum Matcher {
    Prefix(Vec<u8>),
    Regex { prefix: Vec<u8>, regex: meta::Regex },
    Fuzzy(Box<Levenshtein>),
    Containing(Vec<u8>),
}

/// Compiles a pattern.
///
/// # Errors
///
/// When it is no regular expression, or one too large.
pub(crate) fn compile(pattern: &Pattern) -> io::Result<Matcher> {
    let invalid = |error: String| io::Error::new(io::ErrorKind::InvalidInput, error);
    Ok(match pattern {
        Pattern::Prefix(prefix) => Matcher::Prefix(prefix.as_bytes().to_vec()),
        Pattern::Containing(part) => Matcher::Containing(part.as_bytes().to_vec()),
        Pattern::Fuzzy(word, distance) => {
            match Levenshtein::new(word, u32::from((*distance).min(2))) {
                Ok(automaton) => Matcher::Fuzzy(Box::new(automaton)),
                Err(error) => return Err(invalid(error.to_string())),
            }
        }
        Pattern::Regex(text) => {
            let regex = meta::Regex::builder()
                .configure(
                    meta::Config::new()
                        .nfa_size_limit(Some(MAX_REGEX_BYTES))
                        .which_captures(regex_automata::nfa::thompson::WhichCaptures::None),
                )
                .build(&format!("^(?:{text})$"))
                .map_err(|error| invalid(error.to_string()))?;
            Matcher::Regex {
                prefix: literal_prefix(text).into_bytes(),
                regex,
            }
        }
    })
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
    /// Calls `each` with every key of a kind that fits, in order, and with the place of its list.
    pub(crate) fn each(
        &self,
        segment: &Segment,
        kind: u8,
        mut each: impl FnMut(&[u8], u64),
    ) -> io::Result<()> {
        let dictionary = segment.dictionary()?;
        match self {
            Matcher::Prefix(prefix) => {
                let (from, to) = range(kind, prefix);
                let mut stream = dictionary.range().ge(from).lt(to).into_stream();
                while let Some((found, at)) = stream.next() {
                    each(found, at);
                }
            }
            Matcher::Regex { prefix, regex } => {
                let (from, to) = range(kind, prefix);
                let mut stream = dictionary.range().ge(from).lt(to).into_stream();
                while let Some((found, at)) = stream.next() {
                    if regex.is_match(&found[1..]) {
                        each(found, at);
                    }
                }
            }
            Matcher::Containing(part) => {
                let (from, to) = range(kind, &[]);
                let mut stream = dictionary.range().ge(from).lt(to).into_stream();
                while let Some((found, at)) = stream.next() {
                    if contains(&found[1..], part) {
                        each(found, at);
                    }
                }
            }
            Matcher::Fuzzy(automaton) => {
                // The automaton knows words; the dictionary has a byte for the kind in front.
                let automaton = Behind {
                    kind,
                    inner: &**automaton,
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
