//! The source's tags are those of the text.
//!
//! Compares the tags that page or attribute block lists with the TAGS line. The source's must all be in the text.
//!
//! Why it matters: tags changed in the text differ from those an archive took from it.
//!
//! Borne: tags that only the text has, as pages often take the first line alone; order and case; persons and names of
//! several words.
//!
//! Limits: archives take the tags from the text. Source: docs/format.md, "TAGS".

use super::{Case, Compared, agrees, contradicts, nothing};
use crate::post::compact_keeping_digits;

pub(super) const LABELS: &[&str] = &["TAGS", "Tags"];

pub(super) fn compared(case: &Case<'_>) -> Compared {
    let Some(said) = case.said(LABELS) else {
        return nothing("the source lists no tags");
    };
    let (Some(first), Some(last)) = (case.cable.tags.first(), case.cable.tags.last()) else {
        return nothing("there is no TAGS line");
    };
    if case.is_of_source(first.span) {
        return nothing("the text has no tags of its own; those of the source were taken");
    }
    let own: Vec<String> = case
        .cable
        .tags
        .iter()
        .map(|tag| compact_keeping_digits(&tag.code))
        .collect();
    let line = first.span.cover(last.span);
    let written = compact_keeping_digits(line.of(case.text));
    let missing: Vec<&str> = said
        .1
        .split([' ', ',', ';'])
        .filter(|word| (2..=8).contains(&word.len()))
        .filter(|word| word.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit()))
        .filter(|word| !own.iter().any(|tag| tag == word) && !written.contains(word))
        .collect();
    let found = if missing.is_empty() {
        agrees("every tag of the source stands in the text").slight("archives take the tags from the text")
    } else {
        contradicts(format!("the source has {}, which the TAGS line has not", missing.join(", ")))
            .moderate("archives take the tags from the text; some add their own")
    };
    found
        .with(case.at("TAGS", line, ""))
        .with(Case::said_evidence(said, ""))
}
