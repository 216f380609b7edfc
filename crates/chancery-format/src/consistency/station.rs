//! The preparing station serves the originator.
//!
//! Compares the routing indicator of the station line (`DE RUEHSU`) with the stations that the table of posts gives
//! for the post of the FM line, and where that is unknown, of the number.
//!
//! Why it matters: indicators mean nothing to someone who rewrites a head for another post, and are easily left.
//!
//! Borne: a station that serves several posts. Small offices send through the station of an embassy: where both are in
//! one country, the station agrees, slightly.
//!
//! Limits: posts and stations in no table are not compared. Source: the table of posts.

use super::{Case, Compared, agrees, contradicts, nothing};
use crate::{LineKind, Span};
use crate::tables::posts;

pub(super) fn compared(case: &Case<'_>) -> Compared {
    let Some(indicator) = case.cable.transmission.originator_routing.as_deref() else {
        return nothing("there is no station line");
    };
    let key = case
        .cable
        .from_post
        .as_ref()
        .or(case.cable.mrn.as_ref().map(|mrn| &mrn.post));
    let Some(key) = key else {
        return nothing("no originator is named");
    };
    let Some(post) = posts::by_name(key).filter(|post| post.routing_indicator.is_some()) else {
        return nothing(format!("no table gives the station of {key}"));
    };
    let served = posts::by_routing_indicator(indicator);
    let span = case.line(LineKind::Station).and_then(|line| {
        let at = line.content().of(case.text).find(indicator)?;
        let start = line.span.start as usize + at;
        Some(Span::new(start, start + indicator.len()))
    });
    let names: Vec<&str> = served.iter().take(3).map(|post| post.canonical).collect();
    let place = span.map(|span| case.at("preparing station", span, names.join(", ")));
    let from = match &case.cable.from {
        Some(from) => Some(case.at("FM", from.span, key.clone())),
        None => case.number_evidence(),
    };
    if served.iter().any(|served| served.canonical == post.canonical) {
        return agrees(format!("{indicator} is the station of {}", post.canonical))
            .moderate("an indicator agrees by chance about once in 300")
            .with(place)
            .with(from);
    }
    let Some(other) = served.first() else {
        return nothing(format!("no table says whose station {indicator} is"))
            .with(place);
    };
    let found = if served.iter().any(|served| served.iso_country == post.iso_country) {
        agrees(format!("{indicator} is the station of {}, in the country of {}", other.canonical, post.canonical))
            .slight("small posts send through the station of another")
    } else {
        contradicts(format!("{indicator} is the station of {}, the originator is {}", other.canonical, post.canonical))
            .moderate("a post sends through its own station as a rule; after an evacuation it may use another")
    };
    found.with(place).with(from)
}
