//! References are older than the cable.
//!
//! Compares the year of each reference with that of the cable, and, for cables of the sending post itself in the same
//! year, the number with its own.
//!
//! Why it matters: nobody can refer to what was not yet written. Numbers of a post count up through the year, so that
//! its own references date a cable to between two numbers.
//!
//! Borne: a reference to the number itself, as in a corrected copy. A reference without a year is taken for the year
//! in which it can lie before the cable, so that only those with a year of their own can contradict.
//!
//! Limits: telegrams of other posts of the same year are not dated here; a damaged year may be read as a later one.
//! Source: docs/format.md, "References".

use super::{Case, Compared, agrees, contradicts, nothing};
use crate::{Mrn, Reftel};

pub(super) fn compared(case: &Case<'_>) -> Compared {
    let Some(own) = &case.cable.mrn else {
        return nothing("the cable has no number");
    };
    let year = case.sent().map_or(own.year, |sent| sent.date.year);
    let cited: Vec<&Reftel> = case
        .cable
        .references
        .iter()
        .filter(|reference| reference.mrn.is_some())
        .collect();
    if cited.is_empty() {
        return nothing("no cable is referred to");
    }
    let later: Vec<&Reftel> = cited
        .iter()
        .copied()
        .filter(|reference| {
            reference.mrn.as_ref().is_some_and(|mrn| {
                mrn.year > year
                    || mrn.year == year && own.year == year && is_own(mrn, own) && mrn.number > own.number
            })
        })
        .collect();
    let place = |reference: &&Reftel| {
        let read_as = reference.mrn.as_ref().map_or_else(String::new, ToString::to_string);
        case.at("reference", reference.span, read_as)
    };
    if let Some(first) = later.first() {
        return contradicts(format!(
            "{} would be later than {own} itself",
            first.mrn.as_ref().map_or_else(String::new, ToString::to_string)
        ))
        .moderate("nobody cites what is not yet written; a slip in a year or number is common")
        .with_all(later.iter().map(place))
        .with(case.number_evidence());
    }
    let n_own = cited
        .iter()
        .filter(|reference| {
            reference.mrn.as_ref().is_some_and(|mrn| is_own(mrn, own) && mrn.year == own.year)
        })
        .count();
    let agreed = agrees(format!(
        "{}, none later than the cable",
        super::counted(cited.len(), "reference", "references")
    ));
    if n_own > 0 {
        agreed.slight("references of the post itself have lower numbers, as they must")
    } else {
        agreed.slight("a year is seldom wrong")
    }
}

/// Whether a cable is of the same post and series: airgrams have numbers of their own.
fn is_own(mrn: &Mrn, own: &Mrn) -> bool {
    mrn.post == own.post && mrn.airgram == own.airgram
}
