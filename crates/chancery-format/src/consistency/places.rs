//! The places of the head are among the TAGS.
//!
//! Compares the countries of originator and addressees, by the table of posts, with the geographic TAGS.
//!
//! Why it matters: most cables are about the country they come from or one they go to. A cable whose tags share no
//! country with its addresses may be about a third country, or may have got another cable's head.
//!
//! Borne: everything; that no country is shared is no contradiction. The agreement alone is told.
//!
//! Limits: Washington is left out, and so are posts in no table. Source: the tables of posts and TAGS.

use super::{Case, Compared, agrees, nothing};
use crate::TagKind;
use crate::tables::{posts, tags};

pub(super) fn compared(case: &Case<'_>) -> Compared {
    let year = case.cable.mrn.as_ref().map(|mrn| mrn.year);
    let tagged: Vec<_> = case
        .cable
        .tags
        .iter()
        .filter(|tag| tag.kind == TagKind::Geographic)
        .filter_map(|tag| Some((tag, tags::lookup(&tag.code, year)?.iso_country?)))
        .collect();
    if tagged.is_empty() {
        return nothing("no tag names a country");
    }
    let from = case.cable.from.as_ref().map(|from| (&*from.value.name, from.span));
    let addressed = case
        .cable
        .addressees
        .iter()
        .map(|addressee| (&*addressee.name, addressee.span));
    let mut any_post = false;
    for (name, span) in from.into_iter().chain(addressed) {
        let Some(post) = posts::by_plad(&name.to_uppercase()) else {
            continue;
        };
        if post.iso_country == "US" {
            continue;
        }
        any_post = true;
        if let Some((tag, _)) = tagged.iter().find(|(_, country)| *country == post.iso_country) {
            return agrees(format!("{} is in a country of the TAGS, {}", post.name, post.country))
                .slight("most cables are about the country they come from")
                .with(case.at("address", span, post.country))
                .with(case.at("tag", tag.span, post.country));
        }
    }
    nothing(if any_post {
        "no address is in a country of the TAGS; cables about third countries are common"
    } else {
        "no address outside Washington is in the table of posts"
    })
}
