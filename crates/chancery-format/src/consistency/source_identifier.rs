//! The source names the cable as the text does.
//!
//! Compares the identifier on the page, in the row or in the attribute block with the one that the classification line
//! gives.
//!
//! Why it matters: a page may hold another cable's text; names are often made by machines from the wrong word.
//!
//! Borne: spellings; other names of one post. Limits: an archive makes the identifier from the text, so that agreement
//! says little. Source: docs/format.md, "Identifiers".

use super::{Case, Compared, agrees, contradicts, nothing};
use crate::Mrn;
use crate::diagnostic::Code;

pub(super) const LABELS: &[&str] = &["Identifier", "Reference ID", "Canonical ID", "Document Number"];

pub(super) fn compared(case: &Case<'_>) -> Compared {
    let Some(said) = case.said(LABELS) else {
        return nothing("the source states no identifier");
    };
    let (Some(mrn), Some(number)) = (
        &case.cable.mrn,
        case.number_evidence().filter(|number| number.span.is_some()),
    ) else {
        return nothing("no line of the text names the cable");
    };
    if case.diagnostic(Code::IdFromSource).is_some() {
        return nothing("no line of the text names the cable");
    }
    let Some(named) = Mrn::parse(said.1, Some(mrn.year)) else {
        return nothing("the source's identifier cannot be read");
    };
    let found = if named == *mrn {
        agrees(format!("both name {mrn}")).slight("archives take the name from the text")
    } else if named.number == mrn.number && named.year == mrn.year && (named.post.contains(&*mrn.post) || mrn.post.contains(&*named.post)) {
        agrees(format!("the source names {named}, the text {mrn}: one place and number"))
            .slight("archives shorten names of missions")
    } else {
        contradicts(format!("the text names {mrn}, the source {named}"))
            .strong("one of the two belongs to another cable, or the name was made from the wrong word")
    };
    found
        .with(number)
        .with(Case::said_evidence(said, named.to_string()))
}
