//! The source's title is the subject.
//!
//! Compares the title of page or attribute block with the SUBJECT line, by letters and digits alone.
//!
//! Why it matters: a subject changed in the text differs from the title an archive took from it.
//!
//! Borne: case, signs and blanks; a title cut short; a portion mark in front; a title that runs on into the next label;
//! letters lost in one of them.
//!
//! Limits: a title cut to fewer than eight letters says nothing. Source: docs/format.md, "Subject".

use std::cmp::Ordering;

use super::{Case, Compared, agrees, contradicts, nothing};
use crate::PortionMark;

pub(super) const LABELS: &[&str] = &["Title", "Cable title", "Subject"];

pub(super) fn compared(case: &Case<'_>) -> Compared {
    let Some(said) = case.said(LABELS) else {
        return nothing("the source states no title");
    };
    let Some(subject) = &case.cable.subject else {
        return nothing("there is no subject line");
    };
    if case.is_of_source(subject.span) {
        return nothing("the text has no subject of its own; that of the source was taken");
    }
    // A page drops the first bracket of a mark, `C) THE CLOCKS`.
    let title = said
        .1
        .split_once(')')
        .filter(|(mark, _)| PortionMark::parse(mark.trim_start_matches('(')).is_some())
        .map_or(said.1, |(_, title)| title);
    let (title_letters, subject_letters) = (letters(title), letters(&subject.text));
    let n_same = title_letters
        .bytes()
        .zip(subject_letters.bytes())
        .take_while(|(one, other)| one == other)
        .count();
    let shorter = title_letters.len().min(subject_letters.len());
    if shorter < 8 && title_letters != subject_letters {
        return nothing("the title is too short to be compared");
    }
    let found = if n_same == shorter {
        agrees(match title_letters.len().cmp(&subject_letters.len()) {
            Ordering::Equal => "title and subject are the same",
            Ordering::Less => "the title is the beginning of the subject",
            Ordering::Greater => "the title begins with the subject",
        })
        .slight("archives take the title from the text")
    } else if is_inside(&subject_letters, &title_letters) || is_inside(&title_letters, &subject_letters)
    {
        agrees("title and subject are the same, but for letters lost").slight("archives take the title from the text")
    } else {
        contradicts("title and subject differ")
            .moderate("archives take the title from the text; few mend it")
    };
    found
        .with(case.at("subject", subject.span, ""))
        .with(Case::said_evidence(said, ""))
}

/// Letters and digits alone, in capitals.
fn letters(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_uppercase)
        .collect()
}

/// Whether the letters of one stand in the other, in order, and make up most of it.
fn is_inside(short: &str, long: &str) -> bool {
    let mut letters = long.bytes();
    short.len() * 3 >= long.len() * 2 && short.bytes().all(|letter| letters.any(|other| other == letter))
}
