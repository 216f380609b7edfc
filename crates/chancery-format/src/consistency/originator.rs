//! The originator is the post whose number the cable bears.
//!
//! Compares the post of the FM line with the post on the classification line.
//!
//! Why it matters: numbers belong to the post that sends. A head with two posts was put together from two cables, or
//! one name was changed.
//!
//! Borne: other names of one post, and posts that share a city (a mission to an organisation and the embassy beside
//! it); one or two letters that differ. Offices that send under the number of the embassy are not borne, as each is a post of its own.
//!
//! Limits: the series of travelling delegations (`SECTO`), numbers of airgrams, which name no post, and a damaged name
//! that was read as the post of the number are not compared. A name that no table holds is compared by its letters. Source: docs/format.md, "Identifiers".

use super::{Case, Compared, agrees, contradicts, nothing};
use crate::garble;
use crate::head::classification;
use crate::post;
use crate::tables::posts::{self, PostKind};

pub(super) fn compared(case: &Case<'_>) -> Compared {
    let (Some(mrn), Some(from)) = (&case.cable.mrn, &case.cable.from) else {
        return nothing(if case.cable.from.is_none() {
            "there is no FM line"
        } else {
            "the cable has no number"
        });
    };
    if case.is_of_source(from.span) {
        return nothing("there is no FM line; the originator is that of the source");
    }
    if garble::is_in(&from.value.name)
        && case.cable.from_post.as_ref() == Some(&mrn.post)
        && post::resolve(&from.value.name, true).is_none_or(|read| *read.key != *mrn.post)
    {
        return nothing("the name on the FM line holds unreadable signs and was read as the post of the number");
    }
    if mrn.airgram {
        return nothing("an airgram is numbered by its sender; the number names no post");
    }
    let Some(number) = case.number_evidence().filter(|number| number.span.is_some()) else {
        return nothing("no line names the cable");
    };
    let Some(post) = &case.cable.from_post else {
        return nothing("the FM line names no post");
    };
    if posts::by_name(&mrn.post).is_some_and(|post| post.kind == PostKind::Delegation) {
        return nothing(format!(
            "{} is a series of numbers, used wherever its delegation is",
            mrn.post
        ));
    }
    let place = case.at("FM", from.span, post.clone());
    // One is the other with the kind of mission in front or behind: USEUBRUSSELS and BRUSSELS.
    let related = post.contains(&*mrn.post) || mrn.post.contains(&**post) || same_place(post, &mrn.post);
    let known = posts::by_name(post).is_some() && posts::by_name(&mrn.post).is_some();
    let found = if *post == mrn.post {
        agrees(format!("FM and number name {post}"))
            .moderate("the post is written twice in different words")
    } else if related {
        agrees(format!(
            "FM names {post}, the number {}: one place",
            mrn.post
        ))
        .slight("the place agrees, the mission in it is not the same word")
    } else if classification::close_to(post, &mrn.post, 2) {
        agrees(format!(
            "FM names {post}, the number {}: a slip of a letter or two apart",
            mrn.post
        ))
        .slight("the names are nearly the same")
    } else if known {
        contradicts(format!(
            "FM names {post}, the number belongs to {}",
            mrn.post
        ))
        .strong("a number belongs to the post that sends")
    } else {
        contradicts(format!(
            "FM names {post}, the number belongs to {}",
            mrn.post
        ))
        .moderate("one of the names is in no list of posts and may be misspelt")
    };
    found.with(place).with(number)
}

/// Whether two posts of the table stand in one city.
fn same_place(one: &str, other: &str) -> bool {
    match (posts::by_name(one), posts::by_name(other)) {
        (Some(one), Some(other)) => {
            one.position.is_some() && one.position == other.position
        }
        _ => false,
    }
}
