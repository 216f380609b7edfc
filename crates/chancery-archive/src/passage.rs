//! The part of a cable that answers a query best.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

use chancery_format::record::{ParagraphRecord, SourceRecord};
use chancery_index::{Pattern, Word, stem, words};
use regex_automata::meta;

use crate::Error;
use crate::query::{self, Query, Wanted};
use crate::said::Said;
use crate::search::Passage;

/// As much of a cable as a passage needs.
#[derive(Clone, Debug)]
pub(crate) struct Paragraphs {
    all: Vec<ParagraphRecord>,
    text: String,
    /// What the source says beside the text.
    pub(crate) said: Said,
}

impl Paragraphs {
    pub(crate) fn new(
        paragraphs: Vec<ParagraphRecord>,
        text: String,
        source: &SourceRecord,
    ) -> Paragraphs {
        Paragraphs {
            all: paragraphs,
            text,
            said: Said::of(source),
        }
    }

    /// Whether any part of the text fits: a paragraph as it reads, or what stands outside as it is written.
    pub(crate) fn has(&self, mut fits: impl FnMut(&str) -> bool) -> bool {
        self.all.iter().any(|paragraph| {
            fits(&paragraph.text) || paragraph.heading.as_deref().is_some_and(&mut fits)
        }) || self.outside_parts().into_iter().any(fits)
    }

    fn outside_parts(&self) -> Vec<&str> {
        let spans = self.all.iter().map(|paragraph| paragraph.span);
        crate::index::document::outside(&self.text, spans)
    }

    /// About how much memory it takes.
    pub(crate) fn n_bytes(&self) -> usize {
        self.text.len() * 2 + self.all.len() * size_of::<ParagraphRecord>()
    }
}

/// About how long a passage is, in bytes; a shorter paragraph is shown whole.
const LENGTH: usize = 420;

/// How much of a cable is searched for the best passage; what follows in a longer one is found, and not shown.
const SEARCHED_BYTES: usize = 1 << 20;

/// A place where something wanted stands: the range, and which of the wanted things it is.
type Found = (Range<usize>, usize);

/// The best passage of a cable over its editions, of which the first is the one that pages show.
pub(crate) fn best(editions: &[Paragraphs], seeker: &Seeker) -> Option<Passage> {
    let mut best: Option<(Score, usize, usize, Vec<Found>)> = None;
    for (index, edition) in editions.iter().enumerate() {
        let mut budget = SEARCHED_BYTES;
        for (place, paragraph) in edition.all.iter().enumerate() {
            let found = seeker.find(take(&paragraph.text, &mut budget));
            let mut score = Score::of(&found, index == 0);
            score.n_wanted += seeker.n_met(paragraph);
            if score.n_wanted > 0 && best.as_ref().is_none_or(|(than, ..)| score > *than) {
                best = Some((score, index, place, found));
            }
        }
    }
    if let Some((_, index, place, found)) = best {
        let edition = &editions[index];
        let paragraph = &edition.all[place];
        let (text, marks) = cut(&paragraph.text, &found);
        return Some(Passage {
            paragraph: paragraph.number,
            // Anchors of later editions are not on the cable's page.
            anchor: (index == 0).then(|| edition.anchors().swap_remove(place)),
            portion: paragraph.portion.clone(),
            text,
            marks,
        });
    }
    editions
        .iter()
        .find_map(|edition| edition.outside(seeker))
        .or_else(|| editions.first()?.opening())
}

/// Where the words and phrases that a query looks for stand in each of several texts of one cable: byte ranges, in order
/// and apart from each other. Texts beyond the first megabyte are left unmarked.
///
/// A word is marked wherever it stands, whichever part of the cable the query asks for it in.
///
/// # Errors
///
/// When the query does not read (see [`Error::as_query`]).
pub fn marks(query: &str, texts: &[&str]) -> Result<Vec<Vec<Range<usize>>>, Error> {
    let wanted = Query::parse(query).map_err(Error::Query)?.wanted();
    let seeker = Seeker::new(&wanted, None);
    let mut budget = SEARCHED_BYTES;
    let marks = texts.iter().map(|text| {
        let found = seeker.find(take(text, &mut budget));
        found.into_iter().map(|(range, _)| range).collect()
    });
    Ok(marks.collect())
}

/// How well a passage answers: more of the wanted things first, then the first edition, then more often.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Score {
    n_wanted: usize,
    is_first_edition: bool,
    n_found: usize,
}

impl Score {
    fn of(found: &[Found], is_first_edition: bool) -> Score {
        let wanted: BTreeSet<usize> = found.iter().map(|&(_, wanted)| wanted).collect();
        Score {
            n_wanted: wanted.len(),
            is_first_edition,
            // Beyond a handful more of the same says nothing.
            n_found: found.len().min(8),
        }
    }
}

impl Paragraphs {
    /// As [`crate::anchors`], from the part of the record that is at hand.
    fn anchors(&self) -> Vec<String> {
        crate::cable::anchors_of(self.all.iter().map(|paragraph| paragraph.number))
    }

    /// The best line outside the paragraphs, or, for a phrase that runs over lines, the stretch around it.
    fn outside(&self, seeker: &Seeker) -> Option<Passage> {
        let mut budget = SEARCHED_BYTES;
        let parts: Vec<&str> = self
            .outside_parts()
            .into_iter()
            .map(|part| take(part, &mut budget))
            .collect();
        let mut best: Option<(Score, String, Vec<Found>)> = None;
        let lines = parts.iter().flat_map(|part| part.lines());
        for text in lines.chain(parts.iter().copied()) {
            let is_whole_part = text.contains('\n');
            if is_whole_part && best.is_some() {
                break;
            }
            let folded = text.split_whitespace().collect::<Vec<_>>().join(" ");
            let found = seeker.find(&folded);
            let score = Score::of(&found, true);
            if score.n_wanted > 0 && best.as_ref().is_none_or(|(than, ..)| score > *than) {
                best = Some((score, folded, found));
            }
        }
        let (_, folded, found) = best?;
        let (text, marks) = cut(&folded, &found);
        Some(Passage {
            paragraph: None,
            anchor: None,
            portion: None,
            text,
            marks,
        })
    }

    /// What to show where nothing is to be marked: the summary, or the first paragraph.
    fn opening(&self) -> Option<Passage> {
        let index = self
            .all
            .iter()
            .position(|paragraph| paragraph.role == "summary")
            .or_else(|| {
                self.all
                    .iter()
                    .position(|paragraph| !paragraph.text.trim().is_empty())
            })?;
        let paragraph = &self.all[index];
        let (text, marks) = cut(&paragraph.text, &[]);
        Some(Passage {
            paragraph: paragraph.number,
            anchor: self.anchors().get(index).cloned(),
            portion: paragraph.portion.clone(),
            text,
            marks,
        })
    }
}

/// The front of a text as far as a budget goes, which it uses up.
fn take<'t>(text: &'t str, budget: &mut usize) -> &'t str {
    let part = &text[..boundary_before(text, *budget)];
    *budget -= part.len();
    part
}

/// What tells the words of an index that have a stem.
pub(crate) type FormsOf<'f> = &'f dyn Fn(&str) -> Vec<String>;

/// Finds wanted words and phrases in texts.
pub(crate) struct Seeker {
    /// Words that are known letter by letter, with the tests they pass.
    known: HashMap<Box<[u8]>, Vec<usize>>,
    /// By their first byte, how long they are: a bit for each length, the last for all that are longer.
    lengths: [u64; 256],
    /// With which bytes words begin that may be wanted.
    beginnings: [bool; 256],
    /// Tests that have to look at a word.
    tests: Vec<(usize, Test)>,
    /// What is wanted, each a list of tests.
    wanted: Vec<(Vec<usize>, Option<u32>)>,
    /// Expressions over the whole text.
    expressions: Vec<meta::Regex>,
    /// What paragraphs are to be besides having words.
    paragraphs: Vec<query::OfParagraph>,
}

/// Whether a folded word is one that is wanted.
enum Test {
    Stem(String),
    Prefix(String),
    Containing(String),
    Regex(meta::Regex),
    Fuzzy(Vec<char>, usize),
}

/// A word that passes a test: which word of the text, where it stands, and the test.
struct Passed {
    place: usize,
    range: Range<usize>,
    test: usize,
}

impl Seeker {
    /// Makes ready what is wanted. `forms_of` saves taking the endings off every word of a text.
    pub(crate) fn new(wanted: &Wanted, forms_of: Option<FormsOf<'_>>) -> Seeker {
        let mut seeker = Seeker {
            known: HashMap::new(),
            lengths: [0; 256],
            beginnings: [false; 256],
            tests: Vec::new(),
            wanted: Vec::new(),
            expressions: wanted
                .stored
                .iter()
                .filter_map(query::StoredLeaf::finder)
                .collect(),
            paragraphs: wanted.paragraphs.clone(),
        };
        let mut n_tests = 0;
        for words in &wanted.words {
            let tests = words
                .words
                .iter()
                .map(|word| {
                    seeker.add(n_tests, word, forms_of);
                    n_tests += 1;
                    n_tests - 1
                })
                .collect();
            seeker.wanted.push((tests, words.distance));
        }
        seeker
    }

    fn add(&mut self, test: usize, word: &Word, forms_of: Option<FormsOf<'_>>) {
        let of_pattern = match word {
            Word::Exact(word) => return self.add_known(test, word),
            Word::Stem(stem) => match forms_of {
                Some(forms_of) => {
                    for form in forms_of(stem) {
                        self.add_known(test, &form);
                    }
                    return;
                }
                None => Test::Stem(stem.clone()),
            },
            Word::Like(Pattern::Prefix(prefix)) => Test::Prefix(prefix.clone()),
            Word::Like(Pattern::Containing(part)) => Test::Containing(part.clone()),
            Word::Like(Pattern::Fuzzy(word, n)) => Test::Fuzzy(word.chars().collect(), (*n).into()),
            Word::Like(Pattern::Regex(regex)) => {
                match query::compile_regex(&format!("^(?:{regex})$")) {
                    Ok(regex) => Test::Regex(regex),
                    Err(_) => return,
                }
            }
        };
        match of_pattern.beginning() {
            Some(first) => self.beginnings[usize::from(first)] = true,
            None => self.beginnings = [true; 256],
        }
        self.tests.push((test, of_pattern));
    }

    fn add_known(&mut self, test: usize, word: &str) {
        if let Some(&first) = word.as_bytes().first() {
            self.beginnings[usize::from(first)] = true;
            self.lengths[usize::from(first)] |= length_bit(word.as_bytes());
        }
        self.known
            .entry(word.as_bytes().into())
            .or_default()
            .push(test);
    }

    /// How much of what is asked for besides words a paragraph has.
    fn n_met(&self, paragraph: &ParagraphRecord) -> usize {
        let portion = paragraph.portion.as_deref();
        let wanted = self.paragraphs.iter();
        wanted
            .filter(|wanted| wanted.is_met(portion, &paragraph.role))
            .count()
    }

    fn is_empty(&self) -> bool {
        self.wanted.is_empty() && self.expressions.is_empty()
    }

    /// Everything wanted in a text, in order, apart from each other; a phrase takes its words.
    fn find(&self, text: &str) -> Vec<Found> {
        if self.is_empty() {
            return Vec::new();
        }
        let mut passed: Vec<Passed> = Vec::new();
        if !self.wanted.is_empty() {
            words::each_word_beginning(text, &self.beginnings, |place, range, word| {
                let mut pass = |test: usize| {
                    passed.push(Passed {
                        place,
                        range: range.clone(),
                        test,
                    });
                };
                let first = word.first().copied().unwrap_or_default();
                if self.lengths[usize::from(first)] & length_bit(word) != 0
                    && let Some(tests) = self.known.get(word)
                {
                    tests.iter().copied().for_each(&mut pass);
                }
                for (test, of_word) in &self.tests {
                    if of_word.passes(word) {
                        pass(*test);
                    }
                }
            });
        }
        let mut found = Vec::new();
        for (wanted, (tests, distance)) in self.wanted.iter().enumerate() {
            match (&tests[..], distance) {
                ([test], _) => found.extend(
                    passed
                        .iter()
                        .filter(|word| word.test == *test)
                        .map(|word| (word.range.clone(), wanted)),
                ),
                (tests, None) => find_phrase(&passed, tests, wanted, &mut found),
                (tests, Some(distance)) => {
                    find_near(&passed, tests, *distance as usize, wanted, &mut found);
                }
            }
        }
        for (index, regex) in self.expressions.iter().enumerate() {
            found.extend(
                regex
                    .find_iter(text)
                    .filter(|found| !found.is_empty())
                    .map(|found| (found.range(), self.wanted.len() + index)),
            );
        }
        // Longer first where several begin alike, so that what is left out below is the shorter.
        found.sort_by_key(|(range, wanted)| (range.start, std::cmp::Reverse(range.end), *wanted));
        let mut end = 0;
        found.retain(|(range, _)| {
            let is_apart = range.start >= end;
            if is_apart {
                end = range.end;
            }
            is_apart
        });
        found
    }
}

fn length_bit(word: &[u8]) -> u64 {
    1 << word.len().min(63)
}

impl Test {
    /// The byte that every word begins with which passes, where that can be told.
    fn beginning(&self) -> Option<u8> {
        match self {
            // No ending that is taken off changes the first letter.
            Test::Stem(text) | Test::Prefix(text) => text.bytes().next(),
            Test::Containing(_) | Test::Regex(_) | Test::Fuzzy(..) => None,
        }
    }

    fn passes(&self, word: &[u8]) -> bool {
        match self {
            Test::Stem(wanted) => {
                word.first() == wanted.as_bytes().first()
                    && stem::stem(&String::from_utf8_lossy(word)) == *wanted
            }
            Test::Prefix(prefix) => word.starts_with(prefix.as_bytes()),
            Test::Containing(part) => memchr::memmem::find(word, part.as_bytes()).is_some(),
            Test::Regex(regex) => regex.is_match(word),
            Test::Fuzzy(wanted, n) => is_near(&String::from_utf8_lossy(word), wanted, *n),
        }
    }
}

/// Whether at most `n` letters have to be put in, left out or changed to make one word of the other.
fn is_near(word: &str, wanted: &[char], n: usize) -> bool {
    let length = word.chars().count();
    if length.abs_diff(wanted.len()) > n {
        return false;
    }
    let mut row: Vec<usize> = (0..=wanted.len()).collect();
    for (index, letter) in word.chars().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], index + 1);
        for (at, other) in wanted.iter().enumerate() {
            let next = (diagonal + usize::from(letter != *other))
                .min(row[at] + 1)
                .min(row[at + 1] + 1);
            diagonal = std::mem::replace(&mut row[at + 1], next);
        }
    }
    row[wanted.len()] <= n
}

/// Words one directly behind the other.
fn find_phrase(passed: &[Passed], tests: &[usize], wanted: usize, found: &mut Vec<Found>) {
    // In order of place, since words were looked at in that order.
    let at = |place: usize, test: usize| {
        let from = passed.partition_point(|word| word.place < place);
        passed[from..]
            .iter()
            .take_while(|word| word.place == place)
            .find(|word| word.test == test)
    };
    for first in passed.iter().filter(|word| word.test == tests[0]) {
        let mut end = Some(first.range.end);
        for (offset, &test) in tests.iter().enumerate().skip(1) {
            end = end.and_then(|_| Some(at(first.place + offset, test)?.range.end));
        }
        found.extend(end.map(|end| (first.range.start..end, wanted)));
    }
}

/// Words in any order with at most so many others between; each is marked by itself.
fn find_near(
    passed: &[Passed],
    tests: &[usize],
    distance: usize,
    wanted: usize,
    found: &mut Vec<Found>,
) {
    let mine: Vec<&Passed> = passed
        .iter()
        .filter(|word| tests.contains(&word.test))
        .collect();
    for (first, start) in mine.iter().enumerate() {
        let window: Vec<&Passed> = mine[first..]
            .iter()
            .copied()
            .take_while(|word| word.place < start.place + tests.len() + distance)
            .collect();
        let mut taken = vec![start.place];
        let mut ranges = vec![start.range.clone()];
        let others = tests.iter().filter(|test| **test != start.test);
        let is_whole = others.into_iter().all(|&test| {
            let word = window
                .iter()
                .find(|word| word.test == test && !taken.contains(&word.place));
            word.is_some_and(|word| {
                taken.push(word.place);
                ranges.push(word.range.clone());
                true
            })
        });
        if is_whole {
            found.extend(ranges.into_iter().map(|range| (range, wanted)));
        }
    }
}

/// Cuts a text to the stretch with most of what was found, at words, with `…` where something is left out.
///
/// What is left stands on one line; a blank for a line's end moves no mark.
fn cut(text: &str, found: &[Found]) -> (String, Vec<Range<usize>>) {
    if text.len() <= LENGTH {
        let marks = found.iter().map(|(range, _)| range.clone()).collect();
        return (text.replace(['\n', '\r', '\t'], " "), marks);
    }
    let from = best_stretch(found);
    // Some words before the first mark say what it is about.
    let start = back_to_word(text, from.saturating_sub(if from == 0 { 0 } else { 60 }));
    let end = forward_to_word(text, start + LENGTH);
    let mut cut = String::with_capacity(end - start + 6);
    if start > 0 {
        cut.push('…');
    }
    let shift = cut.len();
    cut.push_str(&text[start..end].replace(['\n', '\r', '\t'], " "));
    if end < text.len() {
        cut.push('…');
    }
    let marks = found
        .iter()
        .filter(|(range, _)| range.start >= start && range.end <= end)
        .map(|(range, _)| range.start - start + shift..range.end - start + shift)
        .collect();
    (cut, marks)
}

/// Where the stretch begins that holds most different wanted things; the earliest of several.
fn best_stretch(found: &[Found]) -> usize {
    let mut best = (0, 0);
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    let mut last = 0;
    for (first, (range, wanted)) in found.iter().enumerate() {
        while last < found.len() && found[last].0.end <= range.start + LENGTH - 80 {
            *counts.entry(found[last].1).or_default() += 1;
            last += 1;
        }
        if counts.len() > best.0 {
            best = (counts.len(), range.start);
        }
        if first < last
            && let Some(count) = counts.get_mut(wanted)
        {
            *count -= 1;
            if *count == 0 {
                counts.remove(wanted);
            }
        }
        last = last.max(first + 1);
    }
    best.1
}

/// The last place at or before `at` that lies between two characters.
fn boundary_before(text: &str, at: usize) -> usize {
    if at >= text.len() {
        return text.len();
    }
    (0..=at)
        .rev()
        .find(|&at| text.is_char_boundary(at))
        .unwrap_or(0)
}

/// The start of the word at or before `at`, unless that is far away.
fn back_to_word(text: &str, at: usize) -> usize {
    let at = boundary_before(text, at);
    let near = boundary_before(text, at.saturating_sub(40));
    if near == 0 {
        return 0;
    }
    text[near..at]
        .rfind(char::is_whitespace)
        .map_or(at, |blank| {
            near + blank
                + text[near + blank..]
                    .chars()
                    .next()
                    .map_or(0, char::len_utf8)
        })
}

/// The end of the word at or after `at`, unless that is far away.
fn forward_to_word(text: &str, at: usize) -> usize {
    let at = boundary_before(text, at);
    let near = boundary_before(text, at + 40);
    if near == text.len() {
        return near;
    }
    text[at..near]
        .find(char::is_whitespace)
        .map_or(at, |blank| at + blank)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::WantedWords;

    #[test]
    fn marks_are_found_in_any_text() {
        let texts = ["THE KINGS' CHILL", "", "No chill; the king is ill."];
        let found = marks("king \"is ill\" post:STRELSAU", &texts).unwrap();
        let found: Vec<Vec<&str>> = texts
            .iter()
            .zip(found)
            .map(|(text, marks)| marks.into_iter().map(|mark| &text[mark]).collect())
            .collect();
        assert_eq!(found, [vec!["KINGS"], vec![], vec!["king", "is ill"]]);
        assert!(
            marks("post:STRELSAU", &texts)
                .unwrap()
                .iter()
                .all(Vec::is_empty)
        );
        assert!(marks("(king", &texts).unwrap_err().is_query());
    }

    fn wanted(stems: &[&str], phrases: &[&str]) -> Wanted {
        let words = |words, distance| WantedWords { words, distance };
        let stems = stems
            .iter()
            .map(|word| words(vec![Word::Stem(stem::stem(word))], None));
        let phrases = phrases.iter().map(|text| {
            let folded = words::folded(text).into_iter();
            words(folded.map(Word::Exact).collect(), None)
        });
        Wanted {
            words: stems.chain(phrases).collect(),
            ..Wanted::default()
        }
    }

    fn cable(paragraphs: &[(Option<u32>, &str, &str)]) -> Paragraphs {
        Paragraphs {
            all: paragraphs
                .iter()
                .map(|&(number, role, text)| ParagraphRecord {
                    number,
                    role: role.to_owned(),
                    text: text.to_owned(),
                    ..ParagraphRecord::default()
                })
                .collect(),
            text: "FM AMEMBASSY STRELSAU\nTO SECSTATE".to_owned(),
            said: Said::default(),
        }
    }

    /// The text of the best passage with `[marks]`.
    fn marked(passage: &Passage) -> String {
        let mut text = passage.text.clone();
        for mark in passage.marks.iter().rev() {
            text.insert(mark.end, ']');
            text.insert(mark.start, '[');
        }
        text
    }

    #[track_caller]
    fn check(cable: &Paragraphs, wanted: &Wanted, anchor: Option<&str>, text: &str) {
        let passage = best(std::slice::from_ref(cable), &Seeker::new(wanted, None)).unwrap();
        assert_eq!(
            (passage.anchor.as_deref(), marked(&passage).as_str()),
            (anchor, text)
        );
    }

    #[test]
    fn the_paragraph_with_most_wanted_things_wins() {
        let cable = cable(&[
            (Some(1), "summary", "The Duke waits, and waits."),
            (Some(2), "body", "The Duke's elections: no élection yet."),
            (Some(2), "body", "King and Duke met in Zenda castle."),
        ]);
        check(
            &cable,
            &wanted(&["waiting"], &[]),
            Some("p1"),
            "The Duke [waits], and [waits].",
        );
        check(
            &cable,
            &wanted(&["duke", "election"], &[]),
            Some("p2"),
            "The [Duke]'s [elections]: no [élection] yet.",
        );
        check(
            &cable,
            &wanted(&["castle"], &["Duke met"]),
            Some("p2-2"),
            "King and [Duke met] in Zenda [castle].",
        );
        // A phrase covers its own words.
        check(
            &cable,
            &wanted(&["met"], &["duke met in"]),
            Some("p2-2"),
            "King and [Duke met in] Zenda castle.",
        );
    }

    #[test]
    fn the_paragraph_is_shown_that_is_asked_for() {
        let mut cable = cable(&[
            (Some(1), "summary", "The army prefers the Duke."),
            (
                Some(2),
                "body",
                "The Duke qualifies on two, the army on one.",
            ),
            (Some(3), "comment", "The army waits."),
        ]);
        for (paragraph, portion) in cable.all.iter_mut().zip(["C", "U", "S/NF"]) {
            paragraph.portion = Some(portion.to_owned());
        }
        for (query, anchor, text) in [
            ("portion:S", "p3", "The army waits."),
            ("portion:S army", "p3", "The [army] waits."),
            (
                "paragraph:(portion:U army)",
                "p2",
                "The Duke qualifies on two, the [army] on one.",
            ),
            ("role:comment", "p3", "The army waits."),
            (
                "text:\"qualifies on\"",
                "p2",
                "The Duke [qualifies on] two, the army on one.",
            ),
            (
                "text:/two, [a-z]+/",
                "p2",
                "The Duke qualifies on [two, the] army on one.",
            ),
            (
                "/DUKE \\w+ on/",
                "p2",
                "The [Duke qualifies on] two, the army on one.",
            ),
        ] {
            check(
                &cable,
                &Query::parse(query).unwrap().wanted(),
                Some(anchor),
                text,
            );
        }
    }

    #[test]
    fn without_a_paragraph_the_header_answers_and_then_the_summary() {
        let cable = cable(&[
            (None, "body", "Preamble."),
            (Some(1), "summary", "All quiet."),
        ]);
        check(&cable, &wanted(&["secstate"], &[]), None, "TO [SECSTATE]");
        check(
            &cable,
            &wanted(&[], &["strelsau to"]),
            None,
            "FM AMEMBASSY [STRELSAU TO] SECSTATE",
        );
        check(&cable, &wanted(&[], &[]), Some("p1"), "All quiet.");
        assert_eq!(best(&[], &Seeker::new(&wanted(&["x"], &[]), None)), None);
        let empty = Paragraphs {
            all: Vec::new(),
            text: String::new(),
            said: Said::default(),
        };
        assert_eq!(
            best(&[empty], &Seeker::new(&wanted(&["x"], &[]), None)),
            None
        );
    }

    #[test]
    fn long_paragraphs_are_cut_around_the_marks() {
        let filler = "nothing of note happened ".repeat(100);
        let text = format!("{filler}the regent spoke to the army {filler}the regent left {filler}");
        let passage = best(
            &[cable(&[(Some(1), "body", &text)])],
            &Seeker::new(&wanted(&["regent", "army"], &[]), None),
        )
        .unwrap();
        assert!(passage.text.len() < LENGTH + 100);
        assert!(passage.text.starts_with('…') && passage.text.ends_with('…'));
        assert_eq!(passage.marks.len(), 2);
        let words: Vec<&str> = passage
            .marks
            .iter()
            .map(|mark| &passage.text[mark.clone()])
            .collect();
        assert_eq!(words, ["regent", "army"]);
    }

    #[test]
    fn cutting_keeps_to_character_boundaries() {
        for text in [
            "é".repeat(2000),
            "€".repeat(2000),
            format!("{} x", "\u{1F451}".repeat(900)),
        ] {
            let passage = best(
                &[cable(&[(None, "body", &text)])],
                &Seeker::new(&wanted(&["x"], &[]), None),
            )
            .unwrap();
            assert!(passage.text.len() <= LENGTH + 100);
        }
    }
}
