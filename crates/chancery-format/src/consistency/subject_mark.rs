//! The subject is not marked higher than the whole.
//!
//! Compares the mark of the SUBJECT line (`SUBJECT: (C) …`) with the level of the classification line.
//!
//! Why it matters: as for paragraphs; an editor of marks in the body forgets the one in the head.
//!
//! Borne: differences among levels that no order protects. Limits: most subjects bear no mark.
//! Source: docs/format.md, "Subject".

use super::portion_marks::is_above;
use super::{Case, Compared, agrees, contradicts, nothing};

pub(super) fn compared(case: &Case<'_>) -> Compared {
    let Some((level, level_place)) = case.level() else {
        return nothing("there is no classification line");
    };
    let mark = case
        .cable
        .subject
        .as_ref()
        .and_then(|subject| subject.portion.as_ref());
    let Some(mark) = mark else {
        return nothing("the subject bears no mark");
    };
    let place = case.at(
        "subject mark",
        mark.span,
        format!("{}, {}", mark.value.text, mark.value.level),
    );
    let found = if is_above(mark.value.level, level) {
        contradicts(format!(
            "the subject is marked {}, the cable is {level}",
            mark.value.text
        ))
        .strong("the whole takes the level of its highest portion")
    } else {
        agrees(format!("the subject is marked {}, not above {level}", mark.value.text))
            .slight("a lower mark is allowed")
    };
    found.with(place).with(level_place)
}
