//! The source gives the level of the text.
//!
//! Compares the classification that page, row or attribute block gives with the classification line and the caption
//! NOFORN.
//!
//! Why it matters: a level changed in one of them differs from the other.
//!
//! Borne: archives have one word for all that is unclassified but controlled, and some leave out NOFORN. What a
//! reviewer made of the level later (`Current Classification`) is not looked at.
//!
//! Limits: archives take the level from the text. Source: docs/format.md, "Wrappers".

use super::{Case, Compared, agrees, contradicts, nothing};
use crate::head::classification;

pub(super) const LABELS: &[&str] = &[
    "Classification",
    "Original Classification",
    "Previous Classification",
];

pub(super) fn compared(case: &Case<'_>) -> Compared {
    let Some(said) = case.said(LABELS) else {
        return nothing("the source states no classification");
    };
    let Some((level, level_place)) = case.level() else {
        return nothing("there is no classification line");
    };
    if case.cable.classification.as_ref().is_some_and(|found| case.is_of_source(found.span)) {
        return nothing("the text has no level of its own; that of the source was taken");
    }
    let (words, control) = said.1.split_once("//").unwrap_or((said.1, ""));
    let Some(page) = classification::parse(words.trim()).map(|read| read.level) else {
        return nothing("the source's classification cannot be read");
    };
    let page_noforn = control.contains("NOFORN");
    let noforn = case.cable.captions.iter().find(|caption| caption.value == "NOFORN");
    let same_level = page == level || !page.is_classified() && !level.is_classified();
    let place = Case::said_evidence(said, page.to_string());
    if !same_level {
        return contradicts(format!("the source says {page}, the text {level}"))
            .strong("archives take the level from the text")
            .with(level_place)
            .with(place);
    }
    if page_noforn && noforn.is_none() && !case.text.contains("NOFORN") {
        return contradicts("the source says NOFORN, the text does not have the word")
            .moderate("archives take the caption from the text")
            .with(level_place)
            .with(place);
    }
    agrees(format!("both say {level}"))
        .slight("archives take the level from the text")
        .with(level_place)
        .with(place)
}
