//! Paragraphs that run into a line: the number stands behind other text, since a line end was lost.
//!
//! Source: docs/format.md, "Paragraphs".

use super::paragraph;
use super::portion_mark::PortionMark;
use crate::Span;
use crate::line::Line;

/// Numbers left out between two paragraphs of which the second has a mark.
const MOST_LEFT_OUT: u32 = 2;
/// In a line as long line ends were lost; a shorter one may hold a list.
const LONG: u32 = 160;

/// A number with a full stop behind it, where a line begins or a sentence ended.
#[derive(Clone, Copy)]
struct Number {
    at: usize,
    value: u32,
    begins_line: bool,
}

/// Where paragraphs begin in the middle of lines, in order.
pub(super) fn find(text: &str, lines: &[Line], from: usize) -> Vec<u32> {
    let Some((first, last)) = lines.get(from).zip(lines.last()) else {
        return Vec::new();
    };
    let body = Span {
        start: first.span.start,
        end: last.span.end,
    };
    let marked = |text| marked(text, body);
    let inside =
        |(found, bracket): (Number, usize)| !found.begins_line && is_marked(text, body, bracket);
    if before_brackets(text, body).any(inside) {
        return accepted(&marked(text).collect::<Vec<_>>(), MOST_LEFT_OUT);
    }
    let is_long = |line: &Line| line.len >= LONG;
    if !lines[from..].iter().any(is_long) || marked(text).next().is_some() {
        return Vec::new();
    }
    let numbers: Vec<Number> = lines[from..]
        .iter()
        .flat_map(|line| {
            let within = is_long(line).then(|| unmarked(text, line.content()));
            at_start(text, line)
                .into_iter()
                .chain(within.into_iter().flatten())
        })
        .collect();
    accepted(&numbers, 0)
}

/// Those in the middle of a line that come next, where the next line with a number goes on counting.
fn accepted(numbers: &[Number], most_left_out: u32) -> Vec<u32> {
    let mut next = vec![u32::MAX; numbers.len()];
    let mut behind = u32::MAX;
    for (found, next) in numbers.iter().zip(&mut next).rev() {
        *next = behind;
        if found.begins_line {
            behind = found.value;
        }
    }
    let mut cuts = Vec::new();
    let mut last: Option<u32> = None;
    for (found, next) in numbers.iter().zip(next) {
        if found.begins_line {
            last = Some(found.value);
        } else if last
            .is_some_and(|last| (last + 1..=last + 1 + most_left_out).contains(&found.value))
            && next > found.value
        {
            cuts.push(found.at as u32);
            last = Some(found.value);
        }
    }
    cuts
}

/// Every `12. (C)` of the body that may begin a paragraph.
fn marked(text: &str, body: Span) -> impl Iterator<Item = Number> {
    before_brackets(text, body)
        .filter(move |(_, bracket)| is_marked(text, body, *bracket))
        .map(|(found, _)| found)
}

/// Every `12. (` of the body that may begin a paragraph, with the place of the bracket.
fn before_brackets(text: &str, body: Span) -> impl Iterator<Item = (Number, usize)> {
    let bytes = text.as_bytes();
    let (start, end) = (body.start as usize, body.end as usize);
    memchr::memchr_iter(b'(', &bytes[start..end]).filter_map(move |at| {
        let at = start + at;
        let before = back_over_blanks(bytes, at, start);
        // Most brackets stand behind a word.
        if before == 0 || bytes[before - 1] != b'.' {
            return None;
        }
        let found = number_before(bytes, before, start)?;
        Some((placed(text, found, start)?, at))
    })
}

/// Whether a portion mark stands at a bracket.
fn is_marked(text: &str, body: Span, bracket: usize) -> bool {
    PortionMark::at_start(&text[bracket..body.end as usize], false).is_some()
}

/// The number a line begins with.
fn at_start(text: &str, line: &Line) -> Option<Number> {
    let start = paragraph::start(line.content().of(text))?;
    Some(Number {
        at: line.span.start as usize,
        value: start.number,
        begins_line: true,
    })
}

/// Every `12. The` of a line behind the end of a sentence.
fn unmarked(text: &str, line: Span) -> impl Iterator<Item = Number> {
    let bytes = text.as_bytes();
    let (start, end) = (line.start as usize, line.end as usize);
    memchr::memmem::find_iter(&bytes[start..end], b". ").filter_map(move |at| {
        let at = start + at + 1;
        let found = number_before(bytes, at, start)?;
        let behind = text[at..end].trim_start_matches(' ');
        if !behind.starts_with(|c: char| c.is_uppercase() || matches!(c, '"' | '\u{201C}')) {
            return None;
        }
        placed(text, found, start).filter(|found| !found.begins_line)
    })
}

fn back_over_blanks(bytes: &[u8], mut at: usize, start: usize) -> usize {
    const MOST: usize = 4;
    let stop = at.saturating_sub(MOST).max(start);
    while at > stop && bytes[at - 1] == b' ' {
        at -= 1;
    }
    at
}

/// The digits before the full stop that ends at `at`, and where they start.
fn number_before(bytes: &[u8], at: usize, start: usize) -> Option<(usize, u32)> {
    const MOST_DIGITS: usize = 2;
    if at <= start || bytes[at - 1] != b'.' {
        return None;
    }
    let end = at - 1;
    let mut first = end;
    let stop = end.saturating_sub(MOST_DIGITS).max(start);
    while first > stop && bytes[first - 1].is_ascii_digit() {
        first -= 1;
    }
    let digits = &bytes[first..end];
    let number = digits
        .iter()
        .fold(0, |number, digit| number * 10 + u32::from(digit - b'0'));
    (number > 0).then_some((first, number))
}

/// A number that begins its line, or stands behind blanks and the end of a sentence.
fn placed(text: &str, (at, number): (usize, u32), start: usize) -> Option<Number> {
    let bytes = text.as_bytes();
    let before = back_over_blanks(bytes, at, start);
    let found = |begins_line| {
        Some(Number {
            at,
            value: number,
            begins_line,
        })
    };
    // Nearly every number begins its line.
    if before == at && at > start && bytes[at - 1] == b'\n' {
        return found(true);
    }
    let said = &text[start..before];
    if said.is_empty() || said.ends_with(['\n', '\r', '¶', '\t']) {
        return found(true);
    }
    let ended = said
        .trim_end_matches(['"', '\u{201D}', '\u{2019}', ')', '\''])
        .ends_with(['.', '?', '!'])
        || said.ends_with(')')
        || said.ends_with("XXXX");
    if before < at && ended {
        found(false)
    } else {
        None
    }
}
