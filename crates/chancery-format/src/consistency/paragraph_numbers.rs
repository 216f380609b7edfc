//! Paragraphs are numbered in order.
//!
//! Compares the number of each paragraph with that of the one before.
//!
//! Why it matters: a paragraph taken out leaves a gap, one put in a number twice.
//!
//! Borne: numbers that start again at 1, as those of a quoted text do. Limits: drafters miscount; paragraphs run
//! together where a number is damaged. Source: docs/format.md, "Paragraphs".

use super::{Case, Compared, agrees, contradicts, nothing};
use crate::diagnostic::Code;

pub(super) fn compared(case: &Case<'_>) -> Compared {
    if let Some(gap) = case.diagnostic(Code::ParagraphGap) {
        let n_gaps = case
            .diagnostics
            .iter()
            .filter(|diagnostic| diagnostic.code == Code::ParagraphGap)
            .count();
        let found = contradicts(if n_gaps == 1 {
            gap.message.clone().into_owned()
        } else {
            format!("{}, and {} more", gap.message, super::counted(n_gaps - 1, "gap", "gaps"))
        });
        return found
            .moderate("a paragraph may be gone; drafters miscount, and damaged numbers are not seen")
            .with(case.at("paragraph", gap.span, ""));
    }
    let numbers: Vec<u32> = case
        .cable
        .paragraphs
        .iter()
        .filter_map(|paragraph| paragraph.number)
        .collect();
    if numbers.len() < 2 {
        return nothing("fewer than two paragraphs are numbered");
    }
    if let Some(restart) = case.diagnostic(Code::ParagraphRestart) {
        return nothing("the numbers start again, as those of a quoted text do")
            .with(case.at("paragraph", restart.span, ""));
    }
    agrees(format!(
        "paragraphs {} to {} without a gap",
        numbers.first().copied().unwrap_or_default(),
        numbers.last().copied().unwrap_or_default()
    ))
    .slight("nearly all cables are numbered in order")
}
