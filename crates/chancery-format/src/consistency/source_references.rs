//! The source's references are those of the text.
//!
//! Compares the column of references of the Cablegate table with the REF lines. Each of its cables should be in the
//! text.
//!
//! Why it matters: references changed in the text differ from those the table took from it.
//!
//! Borne: references that only the text has; identifiers in the column that cannot be read.
//!
//! Limits: only the table has such a column. Source: docs/format.md, "Wrappers".

use super::{Case, Compared, agrees, contradicts, nothing};
use crate::Mrn;

pub(super) fn compared(case: &Case<'_>) -> Compared {
    let Some(said) = case.said(&["References"]) else {
        return nothing("the source lists no references");
    };
    if case.cable.references.is_empty() {
        return nothing("the text has no references");
    }
    if case.cable.references.iter().all(|own| case.is_of_source(own.span)) {
        return nothing("the text has no references of its own; those of the source were taken");
    }
    let year = case.cable.mrn.as_ref().map(|mrn| mrn.year);
    let named: Vec<Mrn> = said
        .1
        .split('|')
        .filter_map(|id| Mrn::parse(id.trim(), year))
        .collect();
    if named.is_empty() {
        return nothing("the source's references cannot be read");
    }
    let missing: Vec<String> = named
        .iter()
        .filter(|named| {
            !case
                .cable
                .references
                .iter()
                .any(|own| own.mrn.as_ref() == Some(named))
        })
        .map(ToString::to_string)
        .collect();
    let span = case.cable.references.iter().map(|own| own.span).reduce(crate::Span::cover);
    let found = if missing.is_empty() {
        agrees(format!("every reference of the source stands in the text ({})", named.len()))
            .slight("archives take the references from the text")
    } else {
        contradicts(format!("the source refers to {}, the text does not", missing.join(", ")))
            .slight("archives take references from the text and read some wrong")
    };
    found
        .with(span.map(|span| case.at("references", span, "")))
        .with(Case::said_evidence(said, ""))
}
