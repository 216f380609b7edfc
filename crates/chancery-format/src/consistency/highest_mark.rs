//! Some portion reaches the level of the whole.
//!
//! Compares the highest mark among paragraphs and subject with the level of the classification line.
//!
//! Why it matters: a cable is as high as its highest portion. Where every portion is lower, the level was raised, a
//! paragraph is gone, or marks were edited.
//!
//! Borne: texts with unmarked paragraphs, fewer than two marks, or gaps in the numbers, which may hold the highest;
//! texts with named redactions; levels that no order protects.
//!
//! Limits: a compilation may be higher than each of its parts, which a drafter should say and seldom does.
//! Source: docs/format.md, "Portion marks".

use super::{Case, Compared, agrees, contradicts, nothing};
use crate::diagnostic::Code;

pub(super) fn compared(case: &Case<'_>) -> Compared {
    let Some((level, level_place)) = case.level() else {
        return nothing("there is no classification line");
    };
    let subject = case
        .cable
        .subject
        .as_ref()
        .and_then(|subject| subject.portion.as_ref());
    let marks: Vec<_> = case
        .cable
        .paragraphs
        .iter()
        .filter_map(|paragraph| paragraph.portion.as_ref())
        .chain(subject)
        .collect();
    let Some(highest) = marks.iter().rev().max_by_key(|mark| mark.value.level) else {
        return nothing("no portion is marked");
    };
    let place = case.at(
        "highest mark",
        highest.span,
        format!("{}, {}", highest.value.text, highest.value.level),
    );
    if super::portion_marks::is_above(highest.value.level, level) {
        return nothing("a portion is marked above the level").with(place);
    }
    let reached = highest.value.level >= level || !level.is_classified();
    if reached {
        return if level.is_classified() {
            agrees(format!("the highest portion is marked {}, as the whole is {level}", highest.value.text))
                .slight("most cables have a portion of their level")
                .with(place)
                .with(level_place)
        } else {
            nothing("portions of a cable that no order protects need not be marked")
        };
    }
    let numbered: Vec<_> = case
        .cable
        .paragraphs
        .iter()
        .filter(|paragraph| paragraph.number.is_some())
        .collect();
    let unmarked = numbered
        .iter()
        .filter(|paragraph| paragraph.portion.is_none())
        .count();
    if unmarked > 0 || numbered.len() < 2 || case.diagnostic(Code::ParagraphGap).is_some() {
        return nothing("not every paragraph is marked");
    }
    contradicts(format!(
        "the cable is {level}, its highest portion {}",
        highest.value.level
    ))
    .moderate("a cable takes the level of its highest portion; a compilation can be higher")
    .with(place)
    .with(level_place)
}
