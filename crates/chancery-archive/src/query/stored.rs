//! The stored text itself: exact substrings and regular expressions that no single word can match.
//!
//! The index says which cables can match at all, by the words that whatever matches must have ([`Need`]); their texts
//! are then read and looked through. The text is what the index has words of: each paragraph as it reads, and what
//! stands outside the paragraphs as it is written.

use std::fmt;
use std::ops::Range;
use std::sync::LazyLock;

use chancery_index::{Pattern, Query as Plan, Text, Word, Zones, words};
use regex_automata::meta;
use regex_syntax::hir::{Class, ClassUnicode, Hir, HirKind, Look};

use super::{error, pattern};
use crate::QueryError;

/// What to look for in the stored text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct StoredLeaf {
    pub(crate) text: String,
    pub(crate) kind: StoredKind,
}

/// How it is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum StoredKind {
    /// `text:"…"`: these characters.
    Substring,
    /// `text:/…/`: an expression.
    Expression,
    /// `/…/`: an expression that spans words, whatever the case.
    Words,
}

/// Longer expressions are refused.
const MAX_REGEX_BYTES: usize = 4096;

impl StoredLeaf {
    /// A substring; `None` where it is empty.
    pub(super) fn substring(text: &str) -> Option<StoredLeaf> {
        (!text.is_empty()).then(|| StoredLeaf {
            text: text.to_owned(),
            kind: StoredKind::Substring,
        })
    }

    /// An expression; `at` is its place in the query.
    pub(super) fn expression(
        text: &str,
        kind: StoredKind,
        at: Range<usize>,
    ) -> Result<StoredLeaf, QueryError> {
        let leaf = StoredLeaf {
            text: text.to_owned(),
            kind,
        };
        check_expression(&leaf.regex(), at)?;
        Ok(leaf)
    }

    fn regex(&self) -> String {
        match self.kind {
            StoredKind::Substring => regex_syntax::escape(&self.text),
            StoredKind::Expression => self.text.clone(),
            StoredKind::Words => format!("(?i:{})", self.text),
        }
    }

    /// What finds it in a text.
    pub(crate) fn finder(&self) -> Option<meta::Regex> {
        pattern::compile(&self.regex()).ok()
    }

    /// Whether no word is certain to stand in what matches, so that any cable can.
    pub(crate) fn needs_no_word(&self) -> bool {
        self.candidates() == Plan::Everything
    }

    /// Cables that can match: all that do, and some that do not.
    pub(crate) fn candidates(&self) -> Plan {
        match regex_syntax::parse(&self.regex()) {
            Ok(hir) => need(&hir),
            Err(_) => Plan::Everything,
        }
    }
}

impl fmt::Display for StoredLeaf {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            StoredKind::Substring => write!(formatter, "text:\"{}\"", self.text),
            StoredKind::Expression => write!(formatter, "text:/{}/", self.text),
            StoredKind::Words => write!(formatter, "/{}/", self.text),
        }
    }
}

/// Refuses what is no expression, with the reason.
pub(super) fn check_expression(regex: &str, at: Range<usize>) -> Result<(), QueryError> {
    let reason = if regex.len() > MAX_REGEX_BYTES {
        format!("the expression is longer than {MAX_REGEX_BYTES} bytes")
    } else {
        match pattern::compile(regex) {
            Ok(_) => return Ok(()),
            Err(reason) => format!("this expression does not read: {reason}"),
        }
    };
    Err(error(
        at,
        reason,
        Some(
            "put a backslash before ( ) [ ] { } . * + ? | ^ $ to look for the sign itself"
                .to_owned(),
        ),
    ))
}

/// Whether an expression can only match within one word: it asks for no blank and no punctuation.
pub(super) fn is_within_word(regex: &str) -> bool {
    regex_syntax::parse(regex).is_ok_and(|hir| has_letters_only(&hir))
}

fn has_letters_only(hir: &Hir) -> bool {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => true,
        HirKind::Literal(literal) => std::str::from_utf8(&literal.0)
            .is_ok_and(|text| text.chars().all(char::is_alphanumeric)),
        HirKind::Class(class) => can_be_letter(class),
        HirKind::Repetition(repetition) => has_letters_only(&repetition.sub),
        HirKind::Capture(capture) => has_letters_only(&capture.sub),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => parts.iter().all(has_letters_only),
    }
}

/// Whether a class is meant for letters or digits. One that takes characters of ASCII and no letter or digit among
/// them, as `\W` does, is not, whatever it takes beyond.
fn can_be_letter(class: &Class) -> bool {
    let Class::Unicode(class) = class else {
        return true;
    };
    let ranges = class.ranges();
    let mut ascii = ranges
        .iter()
        .filter(|range| range.start().is_ascii())
        .flat_map(|range| range.start()..=range.end().min('\u{7F}'))
        .peekable();
    if ascii.peek().is_some() {
        return ascii.any(|character| character.is_ascii_alphanumeric());
    }
    ranges.iter().any(|range| {
        // Wide ranges hold letters somewhere.
        let n = u32::from(range.end()) - u32::from(range.start());
        n > 256 || (range.start()..=range.end()).any(char::is_alphabetic)
    })
}

/// Whether no character of a class can be part of a word, as `\s` and `\W` have it.
fn parts_words(class: &Class) -> bool {
    static OF_WORDS: LazyLock<Option<ClassUnicode>> = LazyLock::new(|| {
        let hir = regex_syntax::parse(r"[\p{Alphabetic}\p{N}\p{M}]").ok()?;
        match hir.into_kind() {
            HirKind::Class(Class::Unicode(class)) => Some(class),
            _ => None,
        }
    });
    let (Class::Unicode(class), Some(of_words)) = (class, &*OF_WORDS) else {
        return false;
    };
    let mut shared = class.clone();
    shared.intersect(of_words);
    shared.ranges().is_empty()
}

/// The letter or digit that all characters of a class fold to: a letter in both cases.
fn one_letter(class: &Class) -> Option<String> {
    let Class::Unicode(class) = class else {
        return None;
    };
    let n: u32 = class
        .ranges()
        .iter()
        .map(|range| u32::from(range.end()) - u32::from(range.start()) + 1)
        .sum();
    if n > 8 {
        return None;
    }
    let mut letters = class
        .ranges()
        .iter()
        .flat_map(|range| range.start()..=range.end())
        .map(|c| words::folded(c.encode_utf8(&mut [0; 4])).concat());
    let first = letters.next().filter(|letter| !letter.is_empty())?;
    letters.all(|letter| letter == first).then_some(first)
}

/// The cables that have the words without which nothing matches.
fn need(hir: &Hir) -> Plan {
    let mut walk = Walk {
        plans: Vec::new(),
        run: String::new(),
        is_open: true,
    };
    walk.walk(hir);
    walk.end_run(true);
    all(walk.plans)
}

fn all(mut plans: Vec<Plan>) -> Plan {
    plans.retain(|plan| *plan != Plan::Everything);
    match plans.len() {
        0 => Plan::Everything,
        1 => plans.remove(0),
        _ => Plan::All(plans),
    }
}

/// Goes through an expression from left to right.
struct Walk {
    plans: Vec<Plan>,
    /// Characters that stand one behind the other.
    run: String,
    /// Whether letters can stand directly before the run.
    is_open: bool,
}

impl Walk {
    fn walk(&mut self, hir: &Hir) {
        match hir.kind() {
            HirKind::Empty => {}
            HirKind::Literal(literal) => match std::str::from_utf8(&literal.0) {
                Ok(text) => self.run.push_str(text),
                Err(_) => self.end_run(true),
            },
            HirKind::Class(class) => {
                if let Some(letter) = one_letter(class) {
                    self.run.push_str(&letter);
                } else if parts_words(class) {
                    self.run.push(' ');
                } else {
                    self.end_run(can_be_letter(class));
                }
            }
            // No letter stands on the other side.
            HirKind::Look(
                Look::Start
                | Look::End
                | Look::StartLF
                | Look::EndLF
                | Look::StartCRLF
                | Look::EndCRLF
                | Look::WordUnicode
                | Look::WordStartUnicode
                | Look::WordEndUnicode,
            ) => self.end_run(false),
            HirKind::Look(_) => self.end_run(true),
            HirKind::Repetition(repetition) => match (repetition.min, repetition.sub.kind()) {
                (0, _) => self.end_run(true),
                // Words on either side of it stand one behind the other.
                (_, HirKind::Class(class)) if parts_words(class) => self.run.push(' '),
                (_, HirKind::Class(class)) if !can_be_letter(class) => self.end_run(false),
                _ => self.part(need(&repetition.sub)),
            },
            HirKind::Capture(capture) => self.walk(&capture.sub),
            HirKind::Concat(parts) => parts.iter().for_each(|part| self.walk(part)),
            HirKind::Alternation(parts) => {
                let parts: Vec<Plan> = parts.iter().map(need).collect();
                self.part(if parts.contains(&Plan::Everything) {
                    Plan::Everything
                } else {
                    Plan::Any(parts)
                });
            }
        }
    }

    /// Takes a part of which only its own words are known.
    fn part(&mut self, plan: Plan) {
        self.end_run(true);
        self.plans.push(plan);
    }

    /// Ends the run; `is_open` says whether letters can follow directly.
    fn end_run(&mut self, is_open: bool) {
        let run = std::mem::take(&mut self.run);
        let is_open_before = std::mem::replace(&mut self.is_open, is_open);
        let mut needed = Vec::new();
        words::each_word(&run, |range, word| {
            let word = String::from_utf8_lossy(word).into_owned();
            let before = range.start == 0 && is_open_before;
            let after = range.end == run.len() && is_open;
            // What zeros in front of a number are worth shows only where the number ends.
            let is_sure = !(after && run[range].starts_with('0'));
            let word = match (before, after) {
                (false, false) => Some(Word::Exact(word)),
                (false, true) if word.len() >= 2 && is_sure => {
                    Some(Word::Like(Pattern::Prefix(word)))
                }
                // A word of more than a hundred letters is cut in the index, and its end is not known.
                (true, false) if word.len() >= 3 => {
                    Some(Word::Like(Pattern::Regex(format!(".*{word}|.{{30,}}"))))
                }
                (true, true) if word.len() >= 3 && is_sure => {
                    Some(Word::Like(Pattern::Containing(word)))
                }
                _ => None,
            };
            needed.extend(word);
        });
        // Only the first and the last of a run can be left out, so that these follow each other.
        if !needed.is_empty() {
            self.plans.push(Plan::Text(Text {
                words: needed,
                distance: None,
                zones: Zones::ALL,
            }));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(regex: &str, expected: &str) {
        let leaf = StoredLeaf {
            text: regex.to_owned(),
            kind: StoredKind::Expression,
        };
        assert_eq!(show(&leaf.candidates()), expected, "{regex}");
    }

    fn show(plan: &Plan) -> String {
        let list = |plans: &[Plan]| plans.iter().map(show).collect::<Vec<_>>().join(" ");
        match plan {
            Plan::Everything => "*".to_owned(),
            Plan::All(plans) => list(plans),
            Plan::Any(plans) => format!("[{}]", list(plans)),
            Plan::Text(text) => {
                let words: Vec<String> = text
                    .words
                    .iter()
                    .map(|word| match word {
                        Word::Exact(word) => word.clone(),
                        Word::Like(Pattern::Prefix(word)) => format!("{word}~"),
                        Word::Like(Pattern::Containing(word)) => format!("~{word}~"),
                        Word::Like(Pattern::Regex(regex)) => {
                            format!("~{}", regex[2..].split('|').next().unwrap())
                        }
                        other => format!("{other:?}"),
                    })
                    .collect();
                words.join("+")
            }
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn needed_words() {
        check("rivy council adj", "~rivy+council+adj~");
        check(r"\bprivy\s+council\b", "privy+council");
        // What can stand between them may be a word.
        check(r"privy[^a-z]+council", "~privy~ ~council~");
        check(
            r"\b(sanction|embargo)\w*\s+\w+\s+(iran|iraq)\b",
            "[~sanction~ ~embargo~] [~iran~ ~iraq~]",
        );
        check("(?i)Caf\u{e9} Zenda!", "~cafe+zenda");
        check(r"[Aa]l-\w+ \w+ minister", "minister~");
        check("a.*b", "*");
        check(r"king(s|ly)?", "~king~");
        check(r"(king|)", "*");
        check(r"(king){2,}", "~king~");
        check(r"x?", "*");
        check(r"\d{4}-\d{4}", "*");
        check("0092 00", "*");
        check("10092 00", "~10092");
        check("^king$", "king");
    }

    #[test]
    fn expressions_within_words() {
        for (regex, expected) in [
            ("elect(ion|ed)", true),
            (r"\belect\w*", true),
            ("a.*b", true),
            ("a b", false),
            (r"a\sb", false),
            ("a-b", false),
            ("[ab]+", true),
            (r"king\W+duke", false),
            ("[äö]l", true),
            (r"\d+", true),
            ("a[ -]b", false),
        ] {
            assert_eq!(is_within_word(regex), expected, "{regex}");
        }
    }
}
