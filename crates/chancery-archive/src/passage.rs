//! The part of a cable that answers a query best.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use chancery_format::record::Record;

use crate::Error;
use crate::query::{Query, Wanted};
use crate::search::Passage;
use chancery_index::{stem, words};

/// As much of a record as a passage needs.
#[derive(Clone, Debug)]
pub(crate) struct Paragraphs {
    paragraphs: Vec<Paragraph>,
    text: String,
}

#[derive(Clone, Debug)]
struct Paragraph {
    number: Option<u32>,
    portion: Option<String>,
    role: String,
    text: String,
    span: (u32, u32),
}

impl From<Record> for Paragraphs {
    fn from(record: Record) -> Paragraphs {
        Paragraphs {
            paragraphs: record
                .paragraphs
                .into_iter()
                .map(|paragraph| Paragraph {
                    number: paragraph.number,
                    portion: paragraph.portion,
                    role: paragraph.role,
                    text: paragraph.text,
                    span: paragraph.span,
                })
                .collect(),
            text: record.text,
        }
    }
}

/// About how long a passage is, in bytes; a shorter paragraph is shown whole.
const LENGTH: usize = 420;

/// How much of a cable is searched for the best passage; what follows in a longer one is found, and not shown.
const SEARCHED_BYTES: usize = 1 << 20;

/// A place where something wanted stands: the range, and which of the wanted things it is.
type Found = (Range<usize>, usize);

/// The best passage of a cable over its editions, of which the first is the one that pages show.
pub(crate) fn best(editions: &[Paragraphs], wanted: &Wanted) -> Option<Passage> {
    let seeker = Seeker::new(wanted);
    let mut best: Option<(Score, Passage)> = None;
    for (index, edition) in editions.iter().enumerate() {
        let mut budget = SEARCHED_BYTES;
        let anchors = edition.anchors();
        for (paragraph, anchor) in edition.paragraphs.iter().zip(anchors) {
            let found = seeker.find(take(&paragraph.text, &mut budget));
            let score = Score::of(&found, index == 0);
            if score.n_wanted > 0 && best.as_ref().is_none_or(|(than, _)| score > *than) {
                let (text, marks) = cut(&paragraph.text, &found);
                let passage = Passage {
                    paragraph: paragraph.number,
                    // Anchors of later editions are not on the cable's page.
                    anchor: (index == 0).then_some(anchor),
                    portion: paragraph.portion.clone(),
                    text,
                    marks,
                };
                best = Some((score, passage));
            }
        }
    }
    best.map(|(_, passage)| passage)
        .or_else(|| editions.iter().find_map(|edition| edition.outside(&seeker)))
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
    let seeker = Seeker::new(&wanted);
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
        crate::cable::anchors_of(self.paragraphs.iter().map(|paragraph| paragraph.number))
    }

    /// The best line outside the paragraphs, or, for a phrase that runs over lines, the stretch around it.
    fn outside(&self, seeker: &Seeker<'_>) -> Option<Passage> {
        let mut budget = SEARCHED_BYTES;
        let spans = self.paragraphs.iter().map(|paragraph| paragraph.span);
        let parts: Vec<&str> = crate::index::document::outside(&self.text, spans)
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
            .paragraphs
            .iter()
            .position(|paragraph| paragraph.role == "summary")
            .or_else(|| {
                self.paragraphs
                    .iter()
                    .position(|paragraph| !paragraph.text.trim().is_empty())
            })?;
        let paragraph = &self.paragraphs[index];
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

/// Finds wanted words and phrases in texts.
struct Seeker<'w> {
    stems: BTreeMap<&'w str, usize>,
    phrases: Vec<(&'w [String], usize)>,
}

impl<'w> Seeker<'w> {
    fn new(wanted: &'w Wanted) -> Seeker<'w> {
        let stems: BTreeMap<&str, usize> = wanted
            .stems
            .iter()
            .enumerate()
            .map(|(index, stem)| (stem.as_str(), index))
            .collect();
        let phrases = wanted
            .phrases
            .iter()
            .enumerate()
            .map(|(index, phrase)| (phrase.as_slice(), wanted.stems.len() + index))
            .collect();
        Seeker { stems, phrases }
    }

    /// Everything wanted in a text, in order, apart from each other; a phrase takes its words.
    fn find(&self, text: &str) -> Vec<Found> {
        if self.stems.is_empty() && self.phrases.is_empty() {
            return Vec::new();
        }
        let mut found = Vec::new();
        let mut all: Vec<(Range<usize>, String)> = Vec::new();
        words::each_word(text, |range, word| {
            let word = String::from_utf8_lossy(word);
            if !self.stems.is_empty()
                && let Some(&wanted) = self.stems.get(stem::stem(&word).as_str())
            {
                found.push((range.clone(), wanted));
            }
            if !self.phrases.is_empty() {
                all.push((range, word.into_owned()));
            }
        });
        for &(phrase, wanted) in &self.phrases {
            let ends = all
                .windows(phrase.len().max(1))
                .filter(|window| window.iter().map(|(_, word)| word).eq(phrase.iter()));
            found.extend(ends.map(|window| {
                let range = window[0].0.start..window[window.len() - 1].0.end;
                (range, wanted)
            }));
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
        Wanted {
            stems: stems.iter().map(|word| stem::stem(word)).collect(),
            phrases: phrases.iter().map(|text| words::folded(text)).collect(),
        }
    }

    fn cable(paragraphs: &[(Option<u32>, &str, &str)]) -> Paragraphs {
        Paragraphs {
            paragraphs: paragraphs
                .iter()
                .map(|&(number, role, text)| Paragraph {
                    number,
                    portion: None,
                    role: role.to_owned(),
                    text: text.to_owned(),
                    span: (0, 0),
                })
                .collect(),
            text: "FM AMEMBASSY STRELSAU\nTO SECSTATE".to_owned(),
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
        let passage = best(std::slice::from_ref(cable), wanted).unwrap();
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
        assert_eq!(best(&[], &wanted(&["x"], &[])), None);
        let empty = Paragraphs {
            paragraphs: Vec::new(),
            text: String::new(),
        };
        assert_eq!(best(&[empty], &wanted(&["x"], &[])), None);
    }

    #[test]
    fn long_paragraphs_are_cut_around_the_marks() {
        let filler = "nothing of note happened ".repeat(100);
        let text = format!("{filler}the regent spoke to the army {filler}the regent left {filler}");
        let passage = best(
            &[cable(&[(Some(1), "body", &text)])],
            &wanted(&["regent", "army"], &[]),
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
            let passage = best(&[cable(&[(None, "body", &text)])], &wanted(&["x"], &[])).unwrap();
            assert!(passage.text.len() <= LENGTH + 100);
        }
    }
}
