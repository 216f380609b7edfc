//! Copies of the head say the same.
//!
//! Compares the lines of the first head with those of a second one: archives print the head twice, and each section
//! of a cable to 2003 has its own.
//!
//! Why it matters: whoever changes a head changes the copy he sees first.
//!
//! Borne: differences of blanks, case, and lines that only one copy has.
//!
//! Limits: the first field that differs is named. Source: docs/format.md, "The head".

use super::{Case, Compared, agrees, contradicts, nothing};
use crate::LineKind;
use crate::diagnostic::Code;

pub(super) fn compared(case: &Case<'_>) -> Compared {
    if let Some(conflict) = case.diagnostic(Code::HeaderConflict) {
        return contradicts(conflict.message.clone())
            .moderate("copies of a head are made by machines, which also damage them")
            .with(case.at("second copy", conflict.span, ""));
    }
    match case.diagnostic(Code::HeaderDuplicated) {
        Some(repeated) => {
            let n_lines = case
                .lines
                .iter()
                .filter(|line| line.kind == LineKind::RepeatedHead)
                .count();
            agrees(format!(
                "the head stands here more than once, {} the same",
                super::counted(n_lines, "line of it", "lines of it")
            ))
            .slight("copies are made by machines")
            .with(case.at("second copy", repeated.span, ""))
        }
        None => nothing("the head stands here once"),
    }
}
