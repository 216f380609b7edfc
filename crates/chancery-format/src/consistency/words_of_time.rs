//! Markings were in use when the cable was sent.
//!
//! Compares markings that came or went on a known date with the date-time group: SIPDIS since the late 1990s, LIMITED
//! OFFICIAL USE until 1995, SENSITIVE BUT UNCLASSIFIED since the early 1990s, TAGS since 1973, a named classifying
//! officer with reasons since October 1995, the downgrading groups of the years to 1972.
//!
//! Why it matters: a text made up later uses the markings its author knows.
//!
//! Borne: one to three years around each change. Limits: the markings of 2000 to 2010 hardly changed. Source:
//! docs/format.md, "Captions and passing lines", "Classification", "TAGS", "Classified by".

use super::{Case, Compared, agrees, contradicts, nothing};
use crate::head::classification::Level;
use super::Evidence;
use crate::Span;

/// A marking with the first and last year in which it may stand, one to three years of grace included.
const SIPDIS: (u16, u16) = (1995, 2100);
const LIMITED_OFFICIAL_USE: (u16, u16) = (1950, 1997);
const SENSITIVE: (u16, u16) = (1990, 2030);
const TAGS: (u16, u16) = (1972, 2100);
const REASONS: (u16, u16) = (1995, 2100);

pub(super) fn compared(case: &Case<'_>) -> Compared {
    let Some(sent) = case.sent() else {
        return nothing("there is no date-time group that is a date");
    };
    let mut seen: Vec<(&'static str, (u16, u16), Span)> = Vec::new();
    let cable = case.cable;
    if let Some(caption) = cable.captions.iter().find(|caption| caption.value == "SIPDIS") {
        seen.push(("SIPDIS", SIPDIS, caption.span));
    }
    if let Some((level, evidence)) = case.level()
        && let Some(span) = evidence.span
    {
        match level {
            Level::LimitedOfficialUse => seen.push(("LIMITED OFFICIAL USE", LIMITED_OFFICIAL_USE, span)),
            Level::SensitiveButUnclassified => seen.push(("SENSITIVE", SENSITIVE, span)),
            _ => {}
        }
    }
    if let Some(tag) = cable.tags.first().filter(|_| cable.attributes.is_empty()) {
        seen.push(("TAGS", TAGS, tag.span));
    }
    if let Some(reason) = cable.reasons.first() {
        seen.push(("a reason for classification", REASONS, reason.span));
    }
    if seen.is_empty() {
        return nothing("no marking here came or went on a known date");
    }
    let year = sent.date.year;
    let strange: Vec<_> = seen
        .iter()
        .filter(|(_, (from, to), _)| !(*from..=*to).contains(&year))
        .collect();
    if let Some((word, (from, to), _)) = strange.first() {
        let when = if year < *from {
            format!("before {from}")
        } else {
            format!("after {to}")
        };
        let places: Vec<Evidence> = strange
            .iter()
            .map(|(word, _, span)| case.at("marking", *span, *word))
            .collect();
        return contradicts(format!("cables do not bear {word} {when}, this one is of {year}"))
            .strong("a marking cannot be used before it exists")
            .with_all(places)
            .with(case.group_evidence());
    }
    let words: Vec<&str> = seen.iter().map(|(word, ..)| *word).collect();
    agrees(format!("{}: in use in {year}", words.join(", "))).slight("markings stay in use for many years")
}
