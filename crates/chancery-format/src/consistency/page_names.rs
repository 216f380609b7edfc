//! Page lines bear the post and number of the cable.
//!
//! Compares post and number of page separators (`STRELSAU 00000731  001.2 OF 003`) and of the page lines of the 1970s
//! (`PAGE 02  STRELS  00731`) with those of the cable.
//!
//! Why it matters: a page of another cable brings its own line. Numbers of five digits agree by chance once in a
//! hundred thousand.
//!
//! Borne: names of posts cut to six or ten letters or to the city, padding, other names of a post.
//!
//! Limits: a cable that quotes another with its page lines draws a contradiction. Source: docs/format.md, "Furniture".

use super::{Case, Compared, agrees, contradicts, nothing};
use crate::post;
use crate::tables::posts;

pub(super) fn compared(case: &Case<'_>) -> Compared {
    let Some(mrn) = &case.cable.mrn else {
        return nothing("the cable has no number");
    };
    let marks = case.page_marks();
    if marks.is_empty() {
        return nothing("the text has no page lines with a number");
    }
    let other = marks.iter().filter(|mark| mark.number != mrn.number || !names(mark.post, &mrn.post));
    let other: Vec<_> = other.collect();
    if other.is_empty() {
        return agrees(format!(
            "{} of {mrn}",
            super::counted(marks.len(), "page line is", "page lines are all")
        ))
        .strong("post and number agree on every page")
        .with(case.at("page line", marks[0].span, format!("{} {}", marks[0].post, marks[0].number)))
        .with(case.number_evidence());
    }
    let found = contradicts(format!(
        "{} of {}, the cable is {mrn}",
        super::counted(other.len(), "page line is", "page lines are"),
        format_args!("{} {}", other[0].post, other[0].number)
    ));
    let found = if other.iter().any(|mark| mark.number != mrn.number) {
        found.strong("a page of another number belongs to another cable, or is quoted from it")
    } else {
        found.moderate("the number is this cable's, the name of the post is not")
    };
    found
        .with_all(other.iter().map(|mark| case.at("page line", mark.span, format!("{} {}", mark.post, mark.number))))
        .with(case.number_evidence())
}

/// Whether a name cut by a page line means the post.
fn names(written: &str, key: &str) -> bool {
    let compact = post::compact(written);
    if compact.is_empty()
        || key.starts_with(&*compact)
        || compact.starts_with(key)
        || key.ends_with(&*compact)
    {
        return true;
    }
    if posts::by_name(key).is_some_and(|post| post.six_letters == &*compact) {
        return true;
    }
    // A number belongs to one post; every other name of it will do.
    posts::aliases_named(&compact).iter().any(|alias| alias.canonical == key)
        || post::resolve(written, true).is_some_and(|resolved| resolved.key == key)
}
