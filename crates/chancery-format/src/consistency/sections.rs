//! All sections are here.
//!
//! Compares the total of `SECTION 01 OF 03` on the classification line with the sections that repeated heads, page
//! separators and page lines show, and their totals with it.
//!
//! Why it matters: a missing section is text that is gone. Two totals in one text come from two cables.
//!
//! Borne: a copy that names only its first section and has no separators: its sections were joined.
//!
//! Limits: a copy that is one section of several, stored as a file of its own, lacks the others for a good reason.
//! Source: docs/format.md, "Sections".

use super::{Case, Compared, agrees, contradicts, nothing};
use crate::diagnostic::Code;
use crate::{Cable, Line, LineKind, Span};

/// The sections a cable announces and those that are marked in its text.
pub(crate) struct Sections {
    pub(crate) of: u16,
    pub(crate) missing: Vec<u16>,
    /// Only the first is named, and nothing in the text parts sections.
    pub(crate) joined: bool,
    /// The first line that opens a section behind one with a higher number.
    pub(crate) disorder: Option<Span>,
}

/// What stands between the number of a section and their total.
const OF: &[u8] = b" OF ";

/// The most sections a cable may have.
const MOST: usize = 99;

/// `None` where the cable does not say that it has several sections.
pub(crate) fn compare(text: &str, lines: &[Line], cable: &Cable) -> Option<Sections> {
    let section = cable.section?;
    let of = section.of.filter(|of| (2..=MOST as u16).contains(of))?;
    let mut seen = [false; MOST + 1];
    let mut highest = 0;
    let mut disorder = None;
    let mut see = |number: u16, place: Span| {
        if number < highest && number > 0 && number <= of {
            disorder.get_or_insert(place);
        }
        if number <= of {
            highest = highest.max(number);
        }
        if let Some(seen) = seen.get_mut(usize::from(number)).filter(|_| number <= of) {
            *seen = true;
        }
    };
    see(section.number, Span::default());
    let mut by_separator = false;
    for line in lines {
        let content = || line.content().of(text);
        match line.kind {
            LineKind::RepeatedHead => {
                let content = content();
                if let Some(read) =
                    crate::head::classification::parse(content).and_then(|read| read.section)
                {
                    see(read.number, line.content());
                }
            }
            LineKind::Furniture => {
                let content = content();
                let words = content.as_bytes().windows(OF.len());
                if let Some(of_at) = { words }.rposition(|word| word == OF) {
                    let before = content[..of_at].trim_end();
                    let word = before.rsplit(' ').next().unwrap_or("");
                    by_separator = true;
                    if let Ok(number) = word.split('.').next().unwrap_or("").parse() {
                        see(number, line.content());
                    }
                }
            }
            _ => {}
        }
    }
    let missing: Vec<u16> = (1..=of)
        .filter(|&number| !seen[usize::from(number)])
        .collect();
    let joined = missing.len() == usize::from(of) - 1 && section.number == 1 && !by_separator;
    Some(Sections {
        of,
        missing,
        joined,
        disorder,
    })
}

pub(super) fn compared(case: &Case<'_>) -> Compared {
    let head = case
        .line(LineKind::Classification)
        .map(|line| case.at("section", line.content(), ""));
    let Some(Sections { of, missing, joined, .. }) = compare(case.text, case.lines, case.cable) else {
        // No section in the head: then no page may speak of several.
        let several = case
            .page_marks()
            .into_iter()
            .find(|mark| mark.total.is_some_and(|total| total > 1) && is_own(case, mark.number));
        return match several {
            Some(mark) if case.cable.section.is_none() && case.cable.classification.is_some() => {
                let total = mark.total.unwrap_or_default();
                contradicts(format!("a page line says {total} sections, the classification line none"))
                    .moderate("both are set when a long cable is parted")
                    .with(case.at("page line", mark.span, format!("{total} sections")))
                    .with(head)
            }
            _ => nothing("the cable was sent in one section"),
        };
    };
    let other = case.page_marks().into_iter().find(|mark| {
        is_own(case, mark.number) && mark.total.is_some_and(|total| total > 0 && total != of)
    });
    if let Some(mark) = other {
        let total = mark.total.unwrap_or_default();
        return contradicts(format!("the classification line says {of} sections, a page line {total}"))
            .strong("one transmission has one total")
            .with(head)
            .with(case.at("page line", mark.span, format!("{total} sections")));
    }
    if joined {
        return nothing(format!("the {of} sections were joined; nothing marks where they part")).with(head);
    }
    if missing.is_empty() {
        agrees(format!("all {of} sections are marked in the text"))
            .moderate("each section is announced where it begins")
            .with(head)
    } else {
        let numbers: Vec<String> = missing.iter().map(ToString::to_string).collect();
        let found = contradicts(format!(
            "sent in {of} sections; nothing here is marked as section {}",
            numbers.join(", ")
        ));
        let is_whole = case.cable.signature.is_some()
            && case.cable.paragraphs.len() > 1
            && case.diagnostic(Code::ParagraphGap).is_none();
        let found = if is_whole {
            found.slight("its line may be lost: the paragraphs have no gap and the text is signed")
        } else {
            found.strong("what the head announces is not here")
        };
        found.with(head)
    }
}

fn is_own(case: &Case<'_>, number: u32) -> bool {
    case.cable.mrn.as_ref().is_some_and(|mrn| mrn.number == number)
}
