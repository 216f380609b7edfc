//! The layout of a text: lines whose kind is certain before head and body are read.
//!
//! [`mark`] looks for what archives and reviewers put around and into a cable: the attribute block of the records of
//! 1973 to 1979, release stamps that run into other text, page lines and codes of released copies, page breaks, lost
//! line ends, the labels of messages from 2009 on, headings of edited editions, typed heads. Lines it recognises get
//! their kind; the passes behind it step over every line that has one. A text without these layouts costs a few searches for their words.

use crate::Span;
use crate::diagnostic::Diagnostic;
use crate::head::smart::{self, Smart};
use crate::line::{Line, LineKind};
use crate::rare::{Rare, Word};

pub(crate) mod attributes;
pub(crate) mod edited_edition;
pub(crate) mod foia;
mod lost_ends;
mod page_break;
mod page_line;
mod relay_copy;
pub(crate) mod stamp;
pub(crate) mod typed_head;

use attributes::{Attribute, Attributes};
use edited_edition::Edited;
use typed_head::Typed;

/// What the layout told.
#[derive(Debug, Default)]
pub(crate) struct Layout {
    /// The attribute block.
    pub(crate) attributes: Attributes,
    /// What the stamps of a released copy say.
    pub(crate) release: Vec<Attribute>,
    /// The level printed at the page breaks.
    pub(crate) level: Option<Span>,
    /// Heading, dateline and notes of an edited edition.
    pub(crate) edited: Option<Edited>,
    /// The head of an airgram, a memorandum, a letter or a telegram on a paper form.
    pub(crate) typed: Option<Typed>,
    /// The labelled values of a message from 2009 on.
    pub(crate) smart: Option<Smart>,
}

/// Marks the lines whose kind the layout tells; may part lines.
pub(crate) fn mark(
    text: &str,
    lines: &mut Vec<Line>,
    rare: &Rare,
    diagnostics: &mut Vec<Diagnostic>,
) -> Layout {
    // Attributes first: a release stamp is the value of one of them.
    let attributes = attributes::mark(text, lines, rare);
    stamp::mark(text, lines, rare);
    if !attributes.is_empty() || text.len() < LOST_TEXT_BYTES {
        mark_lost(text, lines, rare);
    }
    let mut release = foia::mark(text, lines, rare);
    release.extend(relay_copy::mark(text, lines, rare));
    page_line::mark(text, lines, rare);
    let level = page_break::mark(text, lines, rare);
    lost_ends::mark(text, lines, rare, diagnostics);
    let smart = smart::mark(text, lines, rare);
    let edited = edited_edition::mark(text, lines);
    let typed = if smart.is_none() && edited.is_none() {
        typed_head::mark(text, lines, rare)
    } else {
        None
    };
    Layout {
        attributes,
        release,
        level,
        edited,
        typed,
        smart,
    }
}

/// A record whose text was lost is hardly longer.
const LOST_TEXT_BYTES: usize = 4_000;

/// What a computer wrote in the place of a text.
pub(crate) const LOST: [&str; 2] = ["ERROR READING TEXT INDEX", "EXPAND ERROR ENCOUNTERED"];

/// Marks error sentences that stand in the place of a text: they are no words of the cable.
fn mark_lost(text: &str, lines: &mut [Line], rare: &Rare) {
    const MOST: usize = 64;
    for at in rare.of(Word::Lost).take(MOST) {
        let index = lines.partition_point(|line| line.span.end as usize <= at);
        if let Some(line) = lines.get_mut(index)
            && line.kind == LineKind::Body
            && let written = line.content().of(text).trim_start()
            && LOST
                .iter()
                .any(|words| written.starts_with(words) && (line.len as usize) < 2 * words.len())
        {
            line.kind = LineKind::Furniture;
        }
    }
}

/// A piece of a line and what it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    pub(crate) span: Span,
    pub(crate) kind: LineKind,
}

/// Parts lines so that every piece is a line of its own, of its kind. Pieces are in order and do not overlap; lines
/// that have a kind already stay as they are.
pub(crate) fn part(lines: &mut Vec<Line>, pieces: &[Piece]) {
    if pieces.is_empty() {
        return;
    }
    let mut parted = Vec::with_capacity(lines.len() + 2 * pieces.len());
    let mut pieces = pieces.iter().peekable();
    for line in lines.iter() {
        let mut rest = *line;
        while let Some(piece) = pieces.peek() {
            let end = rest.content().end;
            if piece.span.start >= end {
                break;
            }
            let piece = *piece;
            pieces.next();
            if piece.span.start < rest.span.start
                || piece.span.end > end
                || rest.kind != LineKind::Body
            {
                continue; // over a line end, or in a line that has a kind
            }
            if piece.span.start > rest.span.start {
                parted.push(until(&rest, piece.span.start));
            }
            let after = rest_from(&rest, piece.span.start);
            if piece.span.end == end {
                rest = Line {
                    kind: piece.kind,
                    ..after
                };
                break;
            }
            parted.push(Line {
                kind: piece.kind,
                ..until(&after, piece.span.end)
            });
            rest = rest_from(&after, piece.span.end);
        }
        parted.push(rest);
    }
    *lines = parted;
}

/// The part of a line before an offset inside it.
fn until(line: &Line, at: u32) -> Line {
    Line {
        span: Span {
            start: line.span.start,
            end: at,
        },
        len: at - line.span.start,
        kind: line.kind,
    }
}

/// The part of a line from an offset inside it.
fn rest_from(line: &Line, at: u32) -> Line {
    Line {
        span: Span {
            start: at,
            end: line.span.end,
        },
        len: line.content().end - at,
        kind: line.kind,
    }
}
