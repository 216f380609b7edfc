//! A control on a portion stands on the whole, too.
//!
//! Compares marks with `NF` (`(C/NF)`, `(S/NF)`) with the caption NOFORN.
//!
//! Why it matters: a text of which one paragraph is not for foreigners is not for foreigners. Where a mark says so and
//! no caption does, a caption was taken off, or a paragraph is from another cable, or the drafter forgot.
//!
//! Borne: a cable that is NOFORN as a whole need not repeat it in each mark.
//!
//! Limits: of published cables with such marks, one in nine lacks the caption. Source: docs/format.md, "Captions and passing lines".

use super::{Case, Compared, agrees, contradicts, nothing};
use crate::{Located, PortionMark};

pub(super) fn compared(case: &Case<'_>) -> Compared {
    let subject = case
        .cable
        .subject
        .as_ref()
        .and_then(|subject| subject.portion.as_ref());
    let marks: Vec<&Located<PortionMark>> = case
        .cable
        .paragraphs
        .iter()
        .filter_map(|paragraph| paragraph.portion.as_ref())
        .chain(subject)
        .filter(|mark| mark.value.text.ends_with("/NF"))
        .collect();
    let caption = case
        .cable
        .captions
        .iter()
        .find(|caption| caption.value == "NOFORN");
    if marks.is_empty() {
        return nothing("no portion is marked NF");
    }
    if case.level().is_none() {
        return nothing("there is no classification line");
    }
    let found = if caption.is_some() {
        agrees("portions marked NF stand under the caption NOFORN")
            .slight("a drafter sets both from one decision")
    } else {
        contradicts(format!(
            "{} NF, and no caption NOFORN stands in the head",
            super::counted(marks.len(), "portion is marked", "portions are marked")
        ))
        .slight("a control of a portion holds for the whole; one drafter in nine forgets the caption")
    };
    found
        .with_all(
            marks
                .iter()
                .take(3)
                .map(|mark| case.at("portion mark", mark.span, "not for foreign nationals")),
        )
        .with(caption.map(|caption| case.at("caption", caption.span, caption.value)))
}
