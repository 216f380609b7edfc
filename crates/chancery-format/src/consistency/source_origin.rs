//! The source names the post that sent the cable.
//!
//! Compares the origin that page, row or attribute block gives with the post of the number and of the FM line.
//!
//! Why it matters: a page about another cable shows here. Borne: display names (`Embassy Strelsau`), names of missions
//! without their city, and of cities that changed theirs. Limits: a name that no table holds is not compared.
//! Source: docs/format.md, "Posts in identifiers".

use super::{Case, Compared, agrees, contradicts, nothing};
use crate::diagnostic::Code;
use crate::post::{self, How};
use crate::tables::posts;

pub(super) const LABELS: &[&str] = &["Origin", "From"];

pub(super) fn compared(case: &Case<'_>) -> Compared {
    let Some(said) = case.said(LABELS) else {
        return nothing("the source states no origin");
    };
    // What was taken from the source says nothing of it.
    let is_named = case.diagnostic(Code::IdFromSource).is_none();
    let own = case.cable.mrn.as_ref().filter(|_| is_named).map(|mrn| &mrn.post);
    let originator = case.cable.from.as_ref().filter(|from| !case.is_of_source(from.span));
    let from = originator.and(case.cable.from_post.as_ref());
    let Some(post) = own.or(from) else {
        return nothing("the text names no post");
    };
    let Some(named) = post::resolve(said.1, true) else {
        return nothing("the source's origin cannot be read");
    };
    let key = if named.key == "SECRETARYOFSTATE" { "STATE" } else { &*named.key };
    let related = [own, from].into_iter().flatten().any(|post| {
        post.contains(key) || key.contains(&**post) || renamed(post, key) || renamed(key, post)
    });
    let place = Case::said_evidence(said, key);
    let text = match originator {
        Some(from) => Some(case.at("FM", from.span, case.cable.from_post.clone().unwrap_or_default())),
        None => case.number_evidence(),
    };
    if related {
        return agrees(format!("both name {key}"))
            .slight("archives take the origin from the name of the cable")
            .with(text)
            .with(place);
    }
    if named.how == How::Unknown {
        return nothing("the source's origin is in no list of posts").with(place);
    }
    contradicts(format!("the source names {key}, the text {post}"))
        .moderate("archives take the origin from the name of the cable; a mission may go by the name of its city")
        .with(text)
        .with(place)
}

/// Whether one name is an older or newer one of the other's city.
fn renamed(one: &str, other: &str) -> bool {
    posts::aliases_named(one)
        .iter()
        .any(|alias| alias.canonical == other)
}
