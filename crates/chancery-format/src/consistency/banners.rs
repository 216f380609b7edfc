//! Banners at the head and foot of pages repeat the level.
//!
//! Compares the levels that stand alone on their lines, as printers put them at the edges of pages, with the
//! classification line.
//!
//! Why it matters: a printed banner is set from the level when the page is made; whoever edits the line must edit
//! every page.
//!
//! Borne: UNCLASSIFIED and the names for unclassified but controlled, which reviewers stamp on old pages when they
//! release them; attribute blocks and copies with the stamps of a review are not compared.
//!
//! Limits: one banner may be the mark of an annex. Source: docs/format.md, "Furniture".

use super::{Case, Compared, agrees, contradicts, nothing};
use crate::LineKind;
use crate::furniture::{self, Furniture};
use crate::head::classification;

pub(super) fn compared(case: &Case<'_>) -> Compared {
    let Some((level, level_place)) = case.level() else {
        return nothing("there is no classification line");
    };
    if !case.cable.attributes.is_empty() {
        return nothing("a reviewer's stamps stand among the banners");
    }
    let banners: Vec<_> = case
        .lines
        .iter()
        .filter(|line| line.kind == LineKind::Furniture)
        .filter_map(|line| {
            let content = line.content().of(case.text);
            if furniture::recognize(content) != Some(Furniture::Banner) {
                return None;
            }
            let level = classification::parse(content.trim())?.level;
            level.is_classified().then_some((level, line.content()))
        })
        .collect();
    if banners.is_empty() {
        return nothing("no page has a banner with a classified level");
    }
    let other: Vec<_> = banners.iter().filter(|(banner, _)| *banner != level).collect();
    let found = if other.is_empty() {
        agrees(format!("{} {level}", super::counted(banners.len(), "banner says", "banners say")))
            .slight("banners are printed from the level of the text")
    } else {
        contradicts(format!(
            "{} {}, the classification line {level}",
            super::counted(other.len(), "banner says", "banners say"),
            other[0].0
        ))
        .moderate("banners are printed from the level of the text; an annex may have its own")
    };
    let shown = if other.is_empty() { banners.first() } else { other.first().copied() };
    found
        .with(shown.map(|(banner, span)| case.at("banner", *span, banner.to_string())))
        .with(level_place)
}
