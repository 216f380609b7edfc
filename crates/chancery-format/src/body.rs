//! The body: paragraphs, headings, summary and comment, signature and end.

use std::cell::OnceCell;

use crate::bits::Pairs;
use crate::diagnostic::{Code, Diagnostic};
use crate::furniture::{self, Furniture};
use crate::head::classification;
use crate::head::label;
use crate::line::{Line, LineKind};
use crate::rare::Rare;
use crate::{Located, Span};

pub(crate) mod paragraph;
pub(crate) mod parts;
pub(crate) mod portion_mark;
pub(crate) mod reading;
mod run_in;
mod section_head;
pub(crate) mod signature;

use paragraph::{Paragraph, ParagraphRole, Start};

/// What was read from the body.
#[derive(Debug, Default)]
pub(crate) struct Body {
    pub(crate) paragraphs: Vec<Paragraph>,
    pub(crate) signature: Option<Located<String>>,
}

/// What the body needs to know of the head.
#[derive(Debug)]
pub(crate) struct Context<'t> {
    /// The number of the cable, to tell its own page separators and section heads from quoted ones.
    pub(crate) number: Option<u32>,
    /// The first line of the body.
    pub(crate) from: usize,
    /// Lines of the head, trimmed and sorted, to find repetitions; made when they are asked for.
    pub(crate) head_lines: OnceCell<Vec<&'t str>>,
    /// The longer words of the head, sorted, to know a line of it that was broken elsewhere.
    pub(crate) head_words: OnceCell<Vec<&'t str>>,
    /// The rare words of the text.
    pub(crate) rare: &'t Rare,
}

/// Reads the body, from line `from` on, and sets the kinds of its lines.
pub(crate) fn parse<'t>(
    text: &'t str,
    lines: &mut Vec<Line>,
    context: &Context<'t>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Body {
    let from = context.from;
    part_separators(text, lines, from);
    let run_in = run_in::find(text, lines, from);
    if !run_in.is_empty() {
        part_lines(lines, &run_in);
    }
    let Begun { starts, rules } = mark_lines(text, lines, context, diagnostics);
    // It may part a line; nothing behind that line begins a paragraph.
    let signature = signature::find(text, lines, from);
    mark_rules(lines, &rules);
    mark_headings(text, lines, from, &starts);
    let mut builder = Builder {
        text,
        lines,
        paragraphs: Vec::with_capacity(starts.len() + 4),
        open: None,
        heading: None,
        expected: None,
        starred: false,
        misshapen: false,
        bracketed: false,
        dense: false,
        points: None,
        marked: false,
        width: None,
        quotation: Quotation::default(),
        diagnostics,
    };
    builder.run(from, starts);
    let mut paragraphs = builder.paragraphs;
    parts::assign_roles(text, context.rare, &mut paragraphs, diagnostics);
    Body {
        paragraphs,
        signature,
    }
}

/// Parts lines on which text stands behind a page separator, `STRELSAU 00000412  002 OF 003 the King`.
fn part_separators(text: &str, lines: &mut Vec<Line>, from: usize) {
    const SHORTEST_NUMBER: usize = 6;
    let end_of = |line: &Line| {
        let written = line.content().of(text);
        if written.starts_with(|c: char| c.is_ascii_lowercase()) {
            return None;
        }
        let (_, _, end) = furniture::separator_at_start(written)?;
        (!written[end..].trim().is_empty()).then_some(end)
    };
    let Some(first) = lines.get(from) else {
        return;
    };
    // The number of a separator is padded to eight digits.
    let start = first.span.start as usize;
    let behind = &text.as_bytes()[start..];
    let mut asked = None;
    let found = memchr::memmem::find_iter(behind, b"00")
        .filter(|&at| {
            let digits = behind.get(at..at + SHORTEST_NUMBER);
            // All are looked at: where the first other sign stands is hard to predict.
            let all_digits = |digits: &[u8]| {
                digits
                    .iter()
                    .fold(true, |all, byte| all & byte.is_ascii_digit())
            };
            digits.is_some_and(all_digits)
        })
        .any(|at| {
            let index = lines.partition_point(|line| line.span.end as usize <= start + at);
            asked.replace(index) != Some(index) && end_of(&lines[index]).is_some()
        });
    if !found {
        return;
    }
    let cuts: Vec<u32> = lines[from..]
        .iter()
        .filter_map(|line| Some(line.span.start + end_of(line)? as u32))
        .collect();
    part_lines(lines, &cuts);
}

/// Parts lines at places inside them, which are in order.
fn part_lines(lines: &mut Vec<Line>, cuts: &[u32]) {
    let mut parted = Vec::with_capacity(lines.len() + cuts.len());
    let mut cuts = cuts.iter().copied().peekable();
    for line in lines.iter() {
        let mut rest = *line;
        while let Some(at) = cuts.next_if(|at| *at < rest.content().end) {
            let len = at - rest.span.start;
            parted.push(Line {
                span: Span {
                    start: rest.span.start,
                    end: at,
                },
                len,
                kind: rest.kind,
            });
            rest.span.start = at;
            rest.len -= len;
        }
        parted.push(rest);
    }
    *lines = parted;
}

/// Whether three letters tell that a line begins nothing and is nothing but text: most lines that begin with a capital
/// do so in the middle of a sentence or with one. `false` says nothing.
///
/// It knows the first letters of what [`furniture::recognize`], [`section_head::wire_end`], [`repeated_head`] and
/// [`paragraph::start`] look for.
#[inline]
fn is_only_text(bytes: &[u8]) -> bool {
    // Nearly all that is only text is told by this alone, whatever it begins with.
    if let &[first, second, third, _, _, _, .., before, last] = bytes
        && furniture::begins_nothing(first, second, third)
        && furniture::ends_as_text(if last == b' ' { before } else { last })
    {
        return true;
    }
    is_only_text_at_length(bytes)
}

/// As [`is_only_text`], for lines that need a closer look.
fn is_only_text_at_length(bytes: &[u8]) -> bool {
    const SHORTEST: usize = 8;
    const LONGEST_BANNER: usize = 48;
    let &[first, second, third, .., last] = bytes else {
        return matches!(bytes, [b'a'..=b'z', .., last] if !last.is_ascii_digit())
            && !matches!(bytes[0], b'l' | b'c' | b's' | b'u' | b't');
    };
    if first.is_ascii_lowercase() && !matches!(first, b'l' | b'c' | b's' | b'u' | b't') {
        return !last.is_ascii_digit();
    }
    if bytes.len() < SHORTEST || !first.is_ascii_alphabetic() {
        return false;
    }
    let end = match last {
        b' ' => bytes.iter().rposition(|byte| *byte != b' ').unwrap_or(0),
        _ => bytes.len() - 1,
    };
    let last = bytes[end];
    if !last.is_ascii_graphic() || last.is_ascii_digit() || last == b'Z' {
        return false;
    }
    // A level stands alone on a short line, or before a number.
    let no_level = || {
        !classification::may_begin(bytes)
            || end >= LONGEST_BANNER
                && !bytes
                    .iter()
                    .fold(false, |found, b| found | b.is_ascii_digit())
    };
    let behind = [second, third];
    match first {
        b'B' | b'F' | b'G' | b'H' | b'J' | b'K' | b'Q' | b'W' | b'X' => true,
        b'A' => !matches!(behind, [b'p', b'p'] | [b'U', b'T']),
        b'D' => !matches!(
            behind,
            [b'A', b'T'] | [b'a', b't'] | [b'E' | b'e' | b'O' | b'o', _]
        ),
        b'E' => behind != [b'N', b'D'],
        b'I' => second != b'.',
        b'M' => !matches!(second, b' ' | b'\t' | b'M' | b'a'),
        b'N' => !matches!(second, b'N' | b'A' | b'L'),
        b'O' => !matches!(second, b' ' | b'\t' | b'O' | b'0'),
        b'P' => !matches!(
            behind,
            [b' ' | b'\t' | b'P', _] | [b'A', b'G'] | [b'a', b'g']
        ),
        b'R' => !matches!(behind, [b' ' | b'\t' | b'R', _] | [b'E', b'L' | b'V']),
        b'V' => !matches!(second, b'C' | b'Z'),
        b'Y' => !matches!(second, b' ' | b'\t' | b'Y'),
        b'Z' => !matches!(second, b' ' | b'\t' | b'C' | b'Z'),
        // What else begins with these is told by its first letters, too.
        b'C' => {
            !matches!(
                behind,
                [b' ', _] | [b'O', b'R'] | [b'h', b'a'] | [b'u', b'r'] | [b'H' | b'L' | b'I', b'A']
            ) && no_level()
        }
        b'S' => {
            !matches!(
                behind,
                [b' ', _] | [b'h', b'e'] | [b'A', b'N'] | [b'I', b'P']
            ) && no_level()
        }
        b'T' => !matches!(behind, [b' ', _] | [b'O', b'R']) && no_level(),
        b'U' => !matches!(behind, [b' ' | b'.', _] | [b'N', b'I' | b'C']) && no_level(),
        b'L' => second != b' ' && no_level(),
        b'l' => second != b'.' && no_level(),
        _ => no_level(),
    }
}

/// What the first pass found besides the kinds it set.
struct Begun {
    /// What stands at the start of the lines that may begin a paragraph, by the index of the line.
    starts: Vec<(usize, Start)>,
    /// Where lines start that are rules, if nothing better is found.
    rules: Vec<u32>,
}

/// First pass: blank lines, furniture, repeated heads of further sections.
fn mark_lines<'t>(
    text: &'t str,
    lines: &mut [Line],
    context: &Context<'t>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Begun {
    let mut rules = Vec::new();
    // A paragraph has some dozen lines.
    let mut starts = Vec::with_capacity(lines.len().saturating_sub(context.from) / 12 + 2);
    let mut n_furniture = 0usize;
    let mut first_furniture = None;
    let mut index = context.from;
    while index < lines.len() {
        if lines[index].kind != LineKind::Body {
            if lines[index].kind == LineKind::Furniture {
                n_furniture += 1;
                first_furniture.get_or_insert(lines[index].content());
            }
            index += 1;
            continue;
        }
        let bytes = &text.as_bytes()[lines[index].content().range()];
        if matches!(bytes, [] | b" ") {
            lines[index].kind = LineKind::Blank;
            index += 1;
            continue;
        }
        // The middle of a sentence: most lines of most bodies.
        if is_only_text(bytes) {
            index += 1;
            continue;
        }
        let content = lines[index].content().of(text);
        // Nothing but a paragraph begins with a digit, a mirror's sign before it or not, and a torn page line, which
        // ends in the time.
        if matches!(bytes, [b'0'..=b'9', ..] | [0xC2, 0xB6, b'0'..=b'9', ..])
            && content
                .bytes()
                .rfind(|byte| *byte != b' ')
                .is_some_and(|last| last.is_ascii_graphic() && last != b'Z')
        {
            if let Some(start) = paragraph::start(content) {
                starts.push((index, start));
            }
            index += 1;
            continue;
        }
        // Rules underline headings; nothing else that is asked for below begins with a hyphen.
        if bytes[0] == b'-' && furniture::is_rule(content) {
            rules.push(lines[index].span.start);
            index += 1;
            continue;
        }
        if furniture::is_blank(content) {
            lines[index].kind = LineKind::Blank;
            index += 1;
            continue;
        }
        match furniture::recognize(content) {
            Some(Furniture::Separator { number, .. })
                if context.number.is_some_and(|own| own != number) =>
            {
                diagnostics.push(
                    Diagnostic::new(
                        Code::PageArtefactForeign,
                        lines[index].content(),
                        "a page separator of another cable stands in the text",
                    )
                    .with_help("left in the text; it may be quoted"),
                );
            }
            Some(Furniture::Banner) if !is_real_banner(text, lines, index) => {}
            Some(Furniture::End) => lines[index].kind = LineKind::End,
            Some(found) => {
                lines[index].kind = LineKind::Furniture;
                n_furniture += 1;
                first_furniture.get_or_insert(lines[index].content());
                if found == Furniture::PageLine
                    && let Some(next) = section_head::end(text, lines, index)
                {
                    mark_repeated(text, &mut lines[index + 1..next]);
                    index = next;
                    continue;
                }
            }
            None if content.trim_ascii() == "SIPDIS" => {
                lines[index].kind = LineKind::RepeatedHead;
            }
            None => {
                if let Some(next) = section_head::wire_end(text, lines, index) {
                    mark_repeated(text, &mut lines[index..next]);
                    index = next;
                    continue;
                }
                if let Some(next) = repeated_head(text, lines, index, context) {
                    mark_repeated(text, &mut lines[index..next]);
                    index = next;
                    continue;
                }
            }
        }
        if lines[index].kind == LineKind::Body {
            if let Some(start) = paragraph::start(content) {
                starts.push((index, start));
            } else if !content.as_bytes()[0].is_ascii_alphanumeric() && furniture::is_rule(content)
            {
                rules.push(lines[index].span.start);
            }
        }
        index += 1;
    }
    if let Some(span) = first_furniture {
        let lines = if n_furniture == 1 { "line" } else { "lines" };
        diagnostics.push(Diagnostic::new(
            Code::PageArtefact,
            span,
            format!("{n_furniture} {lines} of page headers, separators or stamps left out of the paragraphs"),
        ));
    }
    Begun { starts, rules }
}

fn mark_repeated(text: &str, lines: &mut [Line]) {
    for line in lines {
        line.kind = if furniture::is_blank(line.content().of(text)) {
            LineKind::Blank
        } else {
            LineKind::RepeatedHead
        };
    }
}

/// A banner inside a text is furniture next to a page line, at the end, or where it stands alone between blanks in
/// a text that has page lines; a lone `SECRET` in prose is not looked for elsewhere.
fn is_real_banner(text: &str, lines: &[Line], index: usize) -> bool {
    let near = |at: Option<usize>| {
        at.and_then(|at| lines.get(at)).is_some_and(|line| {
            let content = line.content().of(text);
            furniture::is_blank(content)
                || content.trim_start().starts_with("PAGE ")
                || matches!(
                    furniture::recognize(content),
                    Some(
                        Furniture::Banner | Furniture::PageLine | Furniture::End | Furniture::Stamp
                    )
                )
        })
    };
    let end = index + 1 >= lines.len();
    (index == 0 || near(index.checked_sub(1))) && (end || near(Some(index + 1)))
        || lines[index].content().of(text).starts_with("          ")
}

/// Where the repeated head of a further section ends, if one starts at `index`.
///
/// It starts with a classification line of this cable's number. Lines of the first head, labels with what follows
/// them up to a blank line, captions and blanks belong to it.
fn repeated_head<'t>(
    text: &'t str,
    lines: &[Line],
    index: usize,
    context: &Context<'t>,
) -> Option<usize> {
    let number = context.number?;
    let content = lines[index].content().of(text);
    let content = match content.as_bytes().first()? {
        b' ' | b'\t' => content.trim_ascii(),
        _ => content,
    };
    let first = content.bytes().next()?.to_ascii_uppercase();
    if !matches!(first, b'C' | b'S' | b'U' | b'L' | b'T')
        || content.len() > 120
        || !content.bytes().any(|byte| byte.is_ascii_digit())
        || !classification::may_begin(content.as_bytes())
    {
        return None;
    }
    let read = classification::parse(content)?;
    if read.number.is_none_or(|(read, _, _)| read != number) {
        return None;
    }
    let head_lines = context.head_lines.get_or_init(|| {
        let head = lines[..context.from].iter();
        let mut head: Vec<&str> = head
            .map(|line| line.content().of(text).trim())
            .filter(|line| !line.is_empty())
            .collect();
        head.sort_unstable();
        head
    });
    // Another line below a label goes on with the text of the cable, in the middle of a sentence.
    let is_copied = |line: &str| {
        let words = context.head_words.get_or_init(|| {
            let mut words: Vec<&str> = head_lines.iter().copied().flat_map(long_words).collect();
            words.sort_unstable();
            words
        });
        let (mut n_words, mut n_known) = (0, 0);
        for word in long_words(line) {
            n_words += 1;
            n_known += usize::from(words.binary_search(&word).is_ok());
        }
        n_words > 0 && n_known * 2 > n_words
    };
    let mut next = index + 1;
    let mut labelled = false;
    let mut end = next;
    while next < lines.len() {
        let content = lines[next].content().of(text).trim();
        if furniture::is_blank(content) {
            labelled = false;
            next += 1;
            continue;
        }
        let known = head_lines.binary_search(&content).is_ok();
        let label = label::at_start(content).is_some();
        let caption = crate::head::caption::parse_line(content).is_some();
        if !(known || label || caption || labelled && is_copied(content)) {
            break;
        }
        if paragraph::start(content).is_some() && !known {
            break;
        }
        labelled = label || labelled;
        next += 1;
        end = next;
    }
    Some(end)
}

/// The words of a line that are long enough to tell it from another.
fn long_words(line: &str) -> impl Iterator<Item = &str> {
    const SHORTEST: usize = 4;
    line.split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.len() >= SHORTEST)
}

/// Marks rules, by where they start, unless they became something else.
fn mark_rules(lines: &mut [Line], rules: &[u32]) {
    for start in rules {
        let index = lines.partition_point(|line| line.span.start < *start);
        if lines[index].kind == LineKind::Body {
            lines[index].kind = LineKind::Rule;
        }
    }
}

/// Second pass: the headings beside rules, and short lines above numbered paragraphs.
fn mark_headings(text: &str, lines: &mut [Line], from: usize, starts: &[(usize, Start)]) {
    let ruled = lines[from.min(lines.len())..]
        .iter()
        .position(|line| line.kind == LineKind::Rule)
        .map_or(lines.len(), |n| from + n);
    // Beside a rule: up to three lines between two rules, or one above or below a single one.
    let mut index = ruled;
    while index < lines.len() {
        if lines[index].kind != LineKind::Rule {
            index += 1;
            continue;
        }
        let mut end = index + 1;
        while end < lines.len() && end - index <= 4 && lines[end].kind == LineKind::Body {
            end += 1;
        }
        let closed = end < lines.len() && lines[end].kind == LineKind::Rule;
        let fits = |at: usize| {
            if at + 1 < end {
                is_heading_text_before(text, &lines[at])
            } else {
                is_heading_text(text, &lines[at])
            }
        };
        if closed && end > index + 1 && (index + 1..end).all(fits) {
            for line in &mut lines[index + 1..end] {
                line.kind = LineKind::Heading;
            }
            index = end + 1;
            continue;
        }
        // A single rule: the line above it, where that stands apart.
        let above = index
            .checked_sub(1)
            .filter(|&at| at >= from && lines[at].kind == LineKind::Body);
        if let Some(above) = above {
            let mut first = above;
            while first > from && above - first < 2 && lines[first - 1].kind == LineKind::Body {
                first -= 1;
            }
            let apart = first == from || lines[first - 1].kind != LineKind::Body;
            let several = || {
                (first..above).all(|at| {
                    is_heading_text_before(text, &lines[at])
                        && is_title(lines[at].content().of(text))
                }) && is_title(lines[above].content().of(text))
            };
            if apart && is_heading_text(text, &lines[above]) && (first == above || several()) {
                for line in &mut lines[first..=above] {
                    line.kind = LineKind::Heading;
                }
            } else if begins_behind(lines, index + 1, starts)
                && let Some(first) = glued_title(text, lines, from, above)
            {
                for line in &mut lines[first..=above] {
                    line.kind = LineKind::Heading;
                }
            }
        } else if index + 1 < lines.len()
            && lines[index + 1].kind == LineKind::Body
            && lines.get(index + 2).is_none_or(|line| {
                line.kind != LineKind::Body || paragraph::start(line.content().of(text)).is_some()
            })
            && is_heading_text(text, &lines[index + 1])
        {
            lines[index + 1].kind = LineKind::Heading;
        }
        index += 1;
    }
    // Above a numbered paragraph: one or two short lines that stand apart.
    let mut passed = from;
    for (index, start) in starts {
        let index = *index;
        if lines[index].kind != LineKind::Body {
            continue;
        }
        let before = (passed..index)
            .rev()
            .find(|&at| lines[at].kind == LineKind::Body);
        passed = index;
        let Some(last) = before else { continue };
        let first = if last > from && lines[last - 1].kind == LineKind::Body {
            last - 1
        } else {
            last
        };
        if is_between_strokes(lines[last].content().of(text)) {
            lines[last].kind = LineKind::Heading;
            continue;
        }
        let glued = || {
            (start.portion.is_some() || start.pilcrow)
                && glued_title(text, lines, from, last) == Some(last)
        };
        if first > from && lines[first - 1].kind == LineKind::Body {
            // No blank line parts it from the paragraph before.
            if glued() {
                lines[last].kind = LineKind::Heading;
            }
            continue;
        }
        let fits = (first..=last).all(|at| {
            let content = without_rule(lines[at].content().of(text).trim_ascii());
            // A colon may be taken off below.
            let ended = ends_as_no_title(content) && !content.ends_with(':');
            !ended
                && is_heading_text(text, &lines[at])
                && is_title(if start.portion.is_some() || start.pilcrow {
                    without_colon(content)
                } else {
                    content
                })
                && paragraph::start(content).is_none()
        });
        if fits {
            for line in &mut lines[first..=last] {
                line.kind = LineKind::Heading;
            }
        } else if first < last && glued() {
            lines[last].kind = LineKind::Heading;
        }
    }
}

/// Whether the first text behind a rule begins a numbered paragraph.
fn begins_behind(lines: &[Line], from: usize, starts: &[(usize, Start)]) -> bool {
    const FARTHEST: usize = 6;
    lines[from..]
        .iter()
        .take(FARTHEST)
        .position(|line| line.kind == LineKind::Body)
        .is_some_and(|n| {
            starts
                .binary_search_by_key(&(from + n), |(at, _)| *at)
                .is_ok()
        })
}

/// A title of one line or two that stands right behind the end of a sentence: its first line.
fn glued_title(text: &str, lines: &[Line], from: usize, last: usize) -> Option<usize> {
    let written = |at: usize| lines[at].content().of(text);
    let fits = |at: usize| {
        !ends_as_no_title(written(at).trim_ascii_end())
            && is_heading_text(text, &lines[at])
            && is_title(written(at))
            && paragraph::start(written(at)).is_none()
            && !is_redacted(written(at))
    };
    let ended = |at: usize| {
        let said = written(at)
            .trim_end()
            .trim_end_matches(['"', '”', '’', ')']);
        // Behind `Dr.` a name goes on.
        let titled = || {
            let word = said.rsplit(' ').next().unwrap_or("");
            word.len() <= 4
                && word.starts_with(|c: char| c.is_uppercase())
                && word.contains(|c: char| c.is_lowercase())
        };
        lines[at].kind != LineKind::Body
            || said.ends_with(['.', '?', '!']) && !titled()
            // `… manner. END SUMMARY`, without a full stop.
            || ["END SUMMARY", "End Summary", "End summary", "END COMMENT", "End Comment"]
                .iter()
                .any(|words| said.ends_with(words))
    };
    if last <= from || !fits(last) {
        return None;
    }
    if ended(last - 1) {
        return Some(last);
    }
    (last - 1 > from && fits(last - 1) && ended(last - 2)).then_some(last - 1)
}

/// `//BACKGROUND//`: a title that strokes set off.
fn is_between_strokes(line: &str) -> bool {
    const LONGEST_BYTES: usize = 100;
    let line = line.trim_ascii();
    line.len() <= LONGEST_BYTES
        && line
            .strip_prefix("//")
            .and_then(|line| line.strip_suffix("//"))
            .is_some_and(|title| title.chars().any(char::is_alphabetic))
}

/// `XXXXXXXXXXXX`: what an editor put for words taken out.
fn is_redacted(line: &str) -> bool {
    let line = line.trim_ascii().as_bytes();
    line.len() >= 4 && line.iter().all(|byte| matches!(byte, b'X' | b'x' | b' '))
}

/// `THE PORT ---------`: a title without the rule that a lost line end put behind it.
fn without_rule(content: &str) -> &str {
    const SHORTEST: usize = 5;
    let title = content.trim_end_matches(['-', '=', ' ']);
    let rule = &content[title.len()..];
    if rule.len() > SHORTEST && rule.starts_with(' ') && !title.is_empty() {
        title
    } else if !rule.is_empty() && !title.is_empty() && content.starts_with("--") {
        // `-- COMMENT --`: a rule on both sides.
        title.trim_start_matches(['-', '=', ' '])
    } else {
        content
    }
}

/// `BACKGROUND:`, `(C) Comment:`, without the colon; a longer line with one leads to something.
pub(crate) fn without_colon(content: &str) -> &str {
    let content = crate::flow::trimmed(content);
    match content.strip_suffix(':') {
        Some(title) if title.len() <= 30 && !title.contains(':') => title,
        _ => content,
    }
}

/// Whether two letters begin `Visit` or `Please visit`, as only capitals begin a notice that no blank line parts.
#[inline]
fn may_be_notice(text: &[u8], start: u32) -> bool {
    const PAIRS: Pairs = Pairs::new(&[(b"V", b"Ii"), (b"P", b"Ll")]);
    let at = start as usize;
    text.get(at..at + 2)
        .is_some_and(|letters| PAIRS.has(letters[0], letters[1]))
}

/// `Visit our classified website`, `Please visit …`: a notice behind the text, perhaps among stars.
pub(crate) fn is_notice(written: &str) -> bool {
    let bare = written.trim_start_matches([' ', '*']);
    let bare = bare.strip_prefix("Please ").unwrap_or(bare);
    let begins = ["Visit ", "visit ", "VISIT ", "PLEASE VISIT "]
        .iter()
        .any(|word| bare.starts_with(word));
    begins
        && bare
            .as_bytes()
            .windows(3)
            .any(|letters| letters.eq_ignore_ascii_case(b"web"))
}

/// Short, not a sentence, not a table row, not a list item, not an end mark.
fn is_heading_text(text: &str, line: &Line) -> bool {
    let content = without_rule(crate::flow::trimmed(line.content().of(text)));
    if content.len() > 76 || content.len() < 2 {
        return false;
    }
    let bytes = content.as_bytes();
    let begins = |words: &[u8]| {
        bytes
            .get(..words.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(words))
    };
    let last = bytes[bytes.len() - 1];
    if matches!(last, b',' | b';') || last == b'.' && content.len() > 40 {
        return false;
    }
    (bytes[0].is_ascii_alphabetic() || content.chars().any(char::is_alphabetic))
        && !is_redacted(content)
        && !content.starts_with("http")
        && !content.starts_with("--")
        && !begins(b"END ")
        && !begins(b"BEGIN ")
        && !content.eq_ignore_ascii_case("QUOTE")
        && !content.eq_ignore_ascii_case("UNQUOTE")
        && !has_gap(bytes)
        && paragraph::start(content).is_none_or(|start| start.portion.is_none() && !start.pilcrow)
}

/// Whether three blanks stand next to each other.
fn has_gap(bytes: &[u8]) -> bool {
    // Every third byte tells.
    (2..bytes.len()).step_by(3).any(|at| {
        bytes[at] == b' ' && {
            let before = bytes[..at].iter().rev().take(2).take_while(|b| **b == b' ');
            let behind = bytes[at + 1..].iter().take(2).take_while(|b| **b == b' ');
            before.count() + behind.count() >= 2
        }
    })
}

/// As [`is_heading_text`], for a line that more of the heading follows: it may end with a comma or semicolon.
fn is_heading_text_before(text: &str, line: &Line) -> bool {
    let content = line.content().of(text).trim();
    let len = content.trim_end_matches([',', ';']).len();
    let mut line = *line;
    let blanks = line.content().of(text).len() - line.content().of(text).trim_start().len();
    line.len = (blanks + len) as u32;
    is_heading_text(text, &line)
}

/// Looks like a title: a capital first, most long words capitalised, no full stop at the end.
///
/// Most lines that are asked for are the end of a sentence, so its end is looked at before its words.
pub(crate) fn is_title(content: &str) -> bool {
    let content = without_rule(crate::flow::trimmed(content));
    let content = match portion_mark::PortionMark::at_start(content, false) {
        Some((_, n)) => &content[n..],
        None => content,
    };
    let opens = |c: char| c.is_uppercase() || matches!(c, '"' | '“' | '\'' | '(' | '/' | '*');
    if content.len() < 3 || ends_as_no_title(content) || !content.starts_with(opens) {
        return false;
    }
    let mut n_long = 0;
    let mut n_capital = 0;
    for word in content.split_whitespace().filter(|word| word.len() > 3) {
        n_long += 1;
        n_capital += usize::from(word.starts_with(|c: char| !c.is_lowercase()));
    }
    n_capital * 2 >= n_long
}

/// Whether a line ends with a sign that no title ends with: a quick no for most last lines of paragraphs.
fn ends_as_no_title(content: &str) -> bool {
    matches!(content.as_bytes().last(), Some(b'.' | b':' | b'"' | b')'))
}

/// A paragraph being read.
struct Open {
    start: Option<Start>,
    portion: Option<Located<portion_mark::PortionMark>>,
    heading: Option<Span>,
    first: usize,
    last: usize,
    text_start: u32,
}

/// A quoted text that numbers its own points.
#[derive(Default)]
struct Quotation {
    open: bool,
    /// How far the words that open and close one were looked for.
    searched: usize,
    /// The last such words of the paragraph opened one.
    begun: bool,
    /// No words that close one come any more.
    never_closed: bool,
}

#[expect(
    clippy::struct_excessive_bools,
    reason = "each is one thing noticed of the body"
)]
struct Builder<'t, 'l, 'd> {
    text: &'t str,
    lines: &'l mut [Line],
    paragraphs: Vec<Paragraph>,
    open: Option<Open>,
    heading: Option<Span>,
    expected: Option<u32>,
    starred: bool,
    /// A misshapen number was told.
    misshapen: bool,
    /// Its paragraphs are numbered `1)`.
    bracketed: bool,
    /// The body has no blank lines but around its pages: relays took them out.
    dense: bool,
    /// The last number of a list inside the open paragraph.
    points: Option<u32>,
    /// A paragraph had a mark of its own: the numbers without one that follow may count points.
    marked: bool,
    /// Bytes of the longest line, once it was asked for.
    width: Option<u32>,
    quotation: Quotation,
    diagnostics: &'d mut Vec<Diagnostic>,
}

impl Builder<'_, '_, '_> {
    fn run(&mut self, from: usize, starts: Vec<(usize, Start)>) {
        let mut starts = starts.into_iter().peekable();
        let mut headed = (from, from);
        let mut next_start = starts.peek().map(|(at, _)| *at);
        let mut apart = true;
        self.dense = {
            let body = &self.lines[from.min(self.lines.len())..];
            let last = body
                .iter()
                .rposition(|line| line.kind == LineKind::Body)
                .unwrap_or(0);
            // Blanks beside a page line belong to the page.
            let of_text =
                |line: Option<&Line>| line.is_some_and(|line| line.kind == LineKind::Body);
            !body[..last].iter().enumerate().any(|(at, line)| {
                line.kind == LineKind::Blank
                    && at > 0
                    && of_text(body.get(at - 1))
                    && of_text(body.get(at + 1))
            })
        };
        for index in from..self.lines.len() {
            match self.lines[index].kind {
                LineKind::Blank => apart = true,
                // A page break cuts sentences: it does not part paragraphs.
                LineKind::Furniture | LineKind::RepeatedHead => apart = false,
                LineKind::Rule => {
                    apart = true;
                    // A row of stars parts a notice from the text.
                    self.starred |= self.lines[index]
                        .content()
                        .of(self.text)
                        .trim_start()
                        .starts_with("***");
                }
                LineKind::Heading => {
                    let mut span = crate::flow::trim(self.text, self.lines[index].content());
                    let title = without_rule(span.of(self.text));
                    span.start +=
                        (title.as_ptr() as usize - span.of(self.text).as_ptr() as usize) as u32;
                    span.end = span.start + title.len() as u32;
                    if self.heading.is_none() || self.open.is_some() {
                        self.close();
                        self.heading = Some(span);
                        headed = (index, index);
                    } else {
                        self.heading = self.heading.map(|heading| heading.cover(span));
                        headed.1 = index;
                    }
                    apart = true;
                }
                LineKind::Body => {
                    // Nearly every line goes on with the paragraph before.
                    if !apart
                        && !self.starred
                        && !self.bracketed
                        && next_start.is_none_or(|at| at > index)
                        && let Some(open) = &mut self.open
                        && !may_be_notice(self.text.as_bytes(), self.lines[index].span.start)
                    {
                        open.last = index;
                        continue;
                    }
                    let mut start = None;
                    while next_start.is_some_and(|at| at <= index) {
                        start = starts.next().filter(|(at, _)| *at == index);
                        next_start = starts.peek().map(|(at, _)| *at);
                    }
                    self.line(index, apart, start.map(|(_, start)| start));
                    apart = false;
                }
                _ => {}
            }
        }
        self.close();
        // No paragraph follows the last heading: it is one.
        if let Some(span) = self.heading.take() {
            for line in &mut self.lines[headed.0..=headed.1] {
                if line.kind == LineKind::Heading {
                    line.kind = LineKind::Body;
                }
            }
            self.open = Some(Open {
                start: None,
                portion: None,
                heading: None,
                first: headed.0,
                last: headed.1,
                text_start: span.start,
            });
            self.close();
        }
    }

    #[inline]
    fn line(&mut self, index: usize, apart: bool, start: Option<Start>) {
        // Nearly every line goes on with the paragraph before.
        if start.is_none()
            && !apart
            && !self.starred
            && !self.bracketed
            && !self.is_notice_behind_sentence(index)
            && let Some(open) = &mut self.open
        {
            open.last = index;
            return;
        }
        let content = self.lines[index].content();
        let written = content.of(self.text);
        let start = start.or_else(|| self.bracketed_start(written));
        let looks = start.as_ref().map(|start| start.number);
        let start = start
            .filter(|start| !self.is_quoted(start, content.start as usize))
            .filter(|start| self.fits(start, apart, index));
        if start.is_none() && looks.is_some() {
            self.points = looks;
        }
        if let Some(start) = start {
            self.close();
            self.points = None;
            self.marked |= start
                .portion
                .as_ref()
                .is_some_and(|(_, from, to)| !paragraph::is_whole(&written[*from..]) && to > from);
            self.note_number(&start, content);
            self.note_run_in(index);
            let portion = start.portion.as_ref().map(|(mark, from, to)| {
                let at = content.start as usize;
                Located::new(
                    mark.clone(),
                    crate::flow::trim(self.text, Span::new(at + from, at + to)),
                )
            });
            let mut text_start = content.start + start.text_at as u32;
            let (portion, mark_end) = match portion {
                None if text_start >= content.end => self.mark_on_next_line(index),
                portion => (portion, None),
            };
            text_start = mark_end.unwrap_or(text_start);
            let mut heading = self.heading.take();
            // A title on the line of the number, underlined by a rule.
            let title = crate::flow::trim(
                self.text,
                Span {
                    start: text_start.min(content.end),
                    end: content.end,
                },
            );
            let ruled = self
                .lines
                .get(index + 1)
                .is_some_and(|line| line.kind == LineKind::Rule);
            if ruled && heading.is_none() && title.len() <= 76 && is_title(title.of(self.text)) {
                heading = Some(title);
                text_start = self.lines[index + 1].content().end;
            }
            self.open = Some(Open {
                start: Some(start),
                portion,
                heading,
                first: index,
                last: index,
                text_start,
            });
            return;
        }
        let indent = written.len() - written.trim_start().len();
        let mark = portion_mark::PortionMark::at_start(&written[indent..], false);
        let unnumbered = self.open.as_ref().is_none_or(|open| open.start.is_none());
        // `(secret//rel)` inside a quoted text marks a part of it.
        let quoted = apart && mark.is_some() && !unnumbered && {
            self.is_within_quotation(content.start as usize)
        };
        // Where nothing is numbered, blank lines part paragraphs; elsewhere a mark without a number does.
        let notice = apart && is_notice(written) || self.is_notice_behind_sentence(index);
        let opens = self.open.is_none()
            || std::mem::take(&mut self.starred)
            || notice
            || apart && (unnumbered && !self.is_continued(index) || mark.is_some() && !quoted);
        if opens {
            if apart {
                self.turn_into_heading();
            }
            self.close();
            let at = content.start as usize + indent;
            let (portion, text_start) = match mark {
                Some((mark, n)) => (
                    Some(Located::new(
                        mark,
                        crate::flow::trim(self.text, Span::new(at, at + n)),
                    )),
                    at + n,
                ),
                // `Summary: (C) The King …`
                None => match parts::opening(&written[indent..], false) {
                    Some((_, n)) => {
                        let mark =
                            portion_mark::PortionMark::at_start(&written[indent + n..], false);
                        let mark = mark.map(|(mark, len)| {
                            Located::new(
                                mark,
                                crate::flow::trim(self.text, Span::new(at + n, at + n + len)),
                            )
                        });
                        (mark, at)
                    }
                    None => (self.mark_of_heading(), at),
                },
            };
            let heading = self.heading.take();
            self.open = Some(Open {
                start: None,
                portion,
                heading,
                first: index,
                last: index,
                text_start: text_start as u32,
            });
        } else if let Some(open) = &mut self.open {
            open.last = index;
        }
    }

    /// `SUMMARY`, a blank line, and a text that lost its number: the name of the part is its heading.
    fn turn_into_heading(&mut self) {
        const LONGEST_BYTES: usize = 40;
        let named = self.open.as_ref().is_some_and(|open| {
            open.start.is_none() && open.first == open.last && open.heading.is_none() && {
                let written = self.lines[open.first].content().of(self.text);
                let written = crate::flow::trimmed(written);
                written.len() <= LONGEST_BYTES
                    && parts::opening(written, false).is_some_and(|(_, n)| n == written.len())
            }
        });
        if let Some(open) = named.then(|| self.open.take()).flatten() {
            let line = &mut self.lines[open.first];
            line.kind = LineKind::Heading;
            self.heading = Some(crate::flow::trim(self.text, line.content()));
        }
    }

    /// `(C) KEY POINTS`: a marked heading marks the text without a number below it.
    fn mark_of_heading(&self) -> Option<Located<portion_mark::PortionMark>> {
        let heading = self.heading?;
        let (mark, len) = portion_mark::PortionMark::at_start(heading.of(self.text), false)?;
        let start = heading.start as usize;
        let span = crate::flow::trim(self.text, Span::new(start, start + len));
        Some(Located::new(mark, span))
    }

    /// Whether a line is a notice that no blank line parts from the text.
    fn is_notice_behind_sentence(&self, index: usize) -> bool {
        let content = self.lines[index].content();
        may_be_notice(self.text.as_bytes(), content.start)
            && is_notice(content.of(self.text))
            && self.sentence_ends(index)
    }

    /// The portion mark of a number that stands alone on its line, and where the text behind it starts.
    fn mark_on_next_line(
        &self,
        index: usize,
    ) -> (Option<Located<portion_mark::PortionMark>>, Option<u32>) {
        let Some(line) = self
            .lines
            .get(index + 1)
            .filter(|line| matches!(line.kind, LineKind::Body | LineKind::Blank))
        else {
            return (None, None);
        };
        // A scan may leave a blank line before `CONFIDENTIAL - ENTIRE TEXT.`
        let (line, apart) = match self.lines.get(index + 2) {
            Some(second)
                if second.kind == LineKind::Body
                    && furniture::is_blank(line.content().of(self.text)) =>
            {
                (second, true)
            }
            _ => (line, false),
        };
        let content = line.content();
        let written = content.of(self.text);
        let indent = written.len() - written.trim_start().len();
        if let Some(mark) = paragraph::entire_text(written.trim()) {
            let span = crate::flow::trim(self.text, content);
            return (Some(Located::new(mark, span)), Some(span.start));
        }
        if apart {
            return (None, None);
        }
        let Some((mark, n)) = portion_mark::PortionMark::at_start(&written[indent..], false) else {
            return (None, None);
        };
        let at = content.start as usize + indent;
        let span = crate::flow::trim(self.text, Span::new(at, at + n));
        let n = if paragraph::is_whole(&written[indent..]) {
            0
        } else {
            n
        };
        (Some(Located::new(mark, span)), Some((at + n) as u32))
    }

    /// `1) …` without a mark, where the whole body is numbered so: its first words are `1)`.
    fn bracketed_start(&mut self, written: &str) -> Option<Start> {
        let first = self.open.is_none() && self.expected.is_none() && self.paragraphs.is_empty();
        if !first && !self.bracketed {
            return None;
        }
        let start = paragraph::bracketed(written)
            .filter(|start| start.number == self.expected.unwrap_or(1))?;
        self.bracketed = true;
        Some(start)
    }

    /// Whether an unnumbered block goes on over a blank line: it starts in lower case.
    fn is_continued(&self, index: usize) -> bool {
        self.lines[index]
            .content()
            .of(self.text)
            .trim_start()
            .starts_with(|c: char| c.is_lowercase())
    }

    /// Whether a number can start a paragraph here.
    fn fits(&mut self, start: &Start, apart: bool, index: usize) -> bool {
        let marked = start.portion.is_some();
        let placed = apart
            || start.pilcrow
            || marked
            || self.open.is_none()
            || index == 0
            || self
                .expected
                .map_or(start.number == 1, |n| n == start.number)
                && (self.dense || self.is_behind_page_break(index))
                && self.sentence_ends(index)
            || self.is_tight(start, index);
        match self.expected {
            None => placed && (start.number <= 3 || marked || start.pilcrow),
            Some(expected) => {
                let next = (expected..=expected + 2).contains(&start.number);
                let letter = start.letter.is_some() && start.number + 1 == expected;
                placed
                    && (next
                        || letter
                        || marked
                            && (start.number <= expected + 20 || apart)
                            && (start.number > expected || self.is_restart(start)))
            }
        }
    }

    /// Whether the number that comes next begins a paragraph on the line below the one before: behind the end of a
    /// sentence, or of a line that had room for more. Points of a list inside the paragraph go on with their own count.
    fn is_tight(&mut self, start: &Start, index: usize) -> bool {
        let Some(open) = &self.open else { return false };
        let next = if let Some(expected) = self.expected {
            start.number == expected
                && (self.points.is_none_or(|last| last + 1 != expected) || self.is_unquoted(index))
        } else {
            // Below a summary without a number, or the words above a repeated telegram.
            let opened = Span {
                start: open.text_start,
                end: self.lines[open.first].content().end,
            };
            let opened = opened.of(self.text);
            let repeats = ["FOLLOWING ", "FOLL ", "QUOTE", "QTE"]
                .iter()
                .any(|word| opened.starts_with(word));
            start.number == 1
                && self.points.is_none()
                && (repeats || parts::opening(opened, false).is_some())
        };
        next && start.letter.is_none()
            && !(self.marked && start.portion.is_none())
            && !start.misshapen
            && (self.sentence_ends(index) || self.is_short(index))
    }

    /// Whether the line before closes a quotation, and with it the list inside.
    fn is_unquoted(&self, index: usize) -> bool {
        let before = index.checked_sub(1).map(|at| self.lines[at].content());
        before.is_some_and(|before| {
            let written = before.of(self.text).trim_end_matches([' ', '.', '"']);
            written.ends_with("UNQUOTE") || written.ends_with("END TEXT")
        })
    }

    /// Whether the line before had room for the first words of this one.
    fn is_short(&mut self, index: usize) -> bool {
        const ROOM: u32 = 14;
        const WIDEST: u32 = 69;
        const NARROWEST: u32 = 50;
        let before = index.checked_sub(1).map(|at| self.lines[at]);
        let Some(before) = before.filter(|line| line.kind == LineKind::Body) else {
            return false;
        };
        let written = before.content().of(self.text).trim_ascii_end();
        let text = self.text;
        let lines = &self.lines;
        let width = *self.width.get_or_insert_with(|| {
            let bodies = lines.iter().filter(|line| line.kind == LineKind::Body);
            bodies
                .map(|line| line.content().of(text).trim_ascii_end().len() as u32)
                .max()
                .unwrap_or(0)
                .clamp(NARROWEST, WIDEST)
        });
        written.len() as u32 + ROOM <= width && !written.ends_with([',', ';'])
    }

    /// Whether a number without a mark counts the points of a quoted text: behind BEGIN TEXT and its like the count
    /// began again at 1, and no END TEXT has come.
    fn is_quoted(&mut self, start: &Start, at: usize) -> bool {
        if start.portion.is_some() || start.pilcrow {
            self.quotation.open = false;
            return false;
        }
        if self.quotation.open {
            self.quotation.open = self.is_within_quotation(at);
            return self.quotation.open;
        }
        let Some(open) = self.open.as_ref().filter(|open| {
            open.start.is_some() && start.number == 1 && self.expected.is_some_and(|n| n > 1)
        }) else {
            return false;
        };
        let marked = open.portion.is_some();
        self.quotation.open = self.is_within_quotation(at) && (marked || self.is_closed_behind(at));
        self.quotation.open
    }

    /// Whether the last words of the open paragraph that open or close a quoted text opened one.
    fn is_within_quotation(&mut self, at: usize) -> bool {
        let start = self
            .open
            .as_ref()
            .map_or(at, |open| open.text_start as usize);
        if self.quotation.searched < start {
            self.quotation.searched = start;
            self.quotation.begun = false;
        }
        let since = self.text.get(self.quotation.searched..at).unwrap_or("");
        self.quotation.searched = at.max(self.quotation.searched);
        if let Some(begun) = parts::last_quotation(since) {
            self.quotation.begun = begun;
        }
        self.quotation.begun
    }

    /// Whether words that close a quoted text come at all; without them only a marked paragraph ends one.
    fn is_closed_behind(&mut self, at: usize) -> bool {
        if self.quotation.never_closed {
            return false;
        }
        let behind = &self.text.as_bytes()[at..];
        let closed = ["END TEXT", "End text", "End Text", "UNQUOTE", "END QUOTE"]
            .iter()
            .any(|words| memchr::memmem::find(behind, words.as_bytes()).is_some());
        self.quotation.never_closed = !closed;
        closed
    }

    /// Whether a page begins with the line.
    fn is_behind_page_break(&self, index: usize) -> bool {
        index
            .checked_sub(1)
            .is_some_and(|before| self.lines[before].kind == LineKind::Furniture)
    }

    /// Whether the line before ends a sentence, over a page break: in a text without blank lines a number behind it
    /// begins a paragraph.
    fn sentence_ends(&self, index: usize) -> bool {
        const FARTHEST: usize = 24;
        self.lines[..index]
            .iter()
            .rev()
            .take(FARTHEST)
            .find(|line| !matches!(line.kind, LineKind::Furniture | LineKind::Blank))
            .is_some_and(|line| {
                line.content()
                    .of(self.text)
                    .trim_end()
                    .ends_with(['.', '?', '!', '"', ')', ':'])
            })
    }

    /// A marked number that is lower than expected: the count restarts, or one number was misprinted.
    fn is_restart(&self, start: &Start) -> bool {
        start.number == 1 || start.number + 3 > self.expected.unwrap_or(0)
    }

    /// Tells of a paragraph that begins behind other text of its line.
    fn note_run_in(&mut self, index: usize) {
        let before = index.checked_sub(1).map(|before| self.lines[before]);
        if before.is_some_and(|line| line.kind == LineKind::Body && line.span == line.content()) {
            let start = self.lines[index].span.start as usize;
            self.diagnostics.push(
                Diagnostic::new(
                    Code::ParagraphRunIn,
                    Span::empty(start),
                    "a paragraph begins in the middle of a line",
                )
                .with_help("parted there; a line end was lost"),
            );
        }
    }

    fn note_number(&mut self, start: &Start, place: Span) {
        if start.misshapen && !std::mem::replace(&mut self.misshapen, true) {
            let end = place.start as usize + start.text_at.max(1);
            let span = Span::new(place.start as usize, end.min(place.end as usize));
            self.diagnostics.push(
                Diagnostic::new(
                    Code::ParagraphRepaired,
                    span,
                    "expected a number with a full stop, found other signs",
                )
                .with_help(format!("read as paragraph {}", start.number)),
            );
        }
        if let Some(expected) = self.expected {
            if start.number > expected {
                let missing = if start.number == expected + 1 {
                    format!("expected paragraph {expected}, found {}", start.number)
                } else {
                    format!(
                        "expected paragraph {expected}, found {}: {} are not here",
                        start.number,
                        start.number - expected
                    )
                };
                self.diagnostics
                    .push(Diagnostic::new(Code::ParagraphGap, place, missing));
            } else if start.number < expected && start.letter.is_none() {
                self.diagnostics.push(Diagnostic::new(
                    Code::ParagraphRestart,
                    place,
                    format!("expected paragraph {expected}, found {}", start.number),
                ));
            }
        }
        self.expected = Some(start.number + 1);
    }

    fn close(&mut self) {
        let Some(open) = self.open.take() else { return };
        let first = &self.lines[open.first];
        let last = &self.lines[open.last];
        let span = crate::flow::trim(
            self.text,
            Span {
                start: first.span.start,
                end: last.content().end,
            },
        );
        let text_start = open.text_start.clamp(span.start, span.end);
        self.paragraphs.push(Paragraph {
            number: open.start.as_ref().map(|start| start.number),
            letter: open.start.as_ref().and_then(|start| start.letter),
            portion: open.portion,
            role: ParagraphRole::Body,
            heading: open.heading,
            span,
            text_start,
            lines: (open.first as u32, open.last as u32 + 1),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_parts_a_body_is_never_only_text() {
        for line in [
            "STRELSAU 00000412  001.2 OF 003 ",
            "PAGE 02        STRELS  03759  01 OF 03  111533Z",
            "Page 2 of 3",
            "CONFIDENTIAL",
            "S E C R E T STRELSAU 000012",
            "secret strelsau 000012",
            "Unclassified",
            "LIMITED OFFICIAL USE",
            "TOP SECRET",
            "TTOP SECRET STRELSAU 000012 SECTION 02 OF 03 AND MORE WORDS",
            "SIPDIS  ",
            "STRELS 04127 01 OF 03 071545Z ",
            "ZCZCXRO4471",
            "RR RUEHEW",
            "OO RUEHEW RUEHSU",
            "O 121530Z APR 75",
            "DE RUEHSU #0012 1021530",
            "END OF MESSAGE         CONFIDENTIAL",
            "TOR: 150822Z MAR 85 ",
            "Document Number: 1993STATE023857 ",
            "UNITED STATES DEPARTMENT OF STATE",
            "I. (C) The King",
            "l. (C) The King",
            "1. (C) The King",
            "¶1. (C) The King",
            "- - - - - - - -",
            "        ",
            "",
        ] {
            assert!(!is_only_text(line.as_bytes()), "{line}");
        }
        for line in [
            "of the King and his court.",
            "The King is ill, and",
            "Ruritania ",
        ] {
            assert!(is_only_text(line.as_bytes()), "{line}");
        }
    }

    #[test]
    fn gaps_are_three_blanks() {
        for (line, gap) in [
            ("a   b", true),
            ("ab   c", true),
            ("abc   d", true),
            ("   ", true),
            ("a  b  c", false),
            ("", false),
        ] {
            assert_eq!(has_gap(line.as_bytes()), gap, "{line}");
        }
    }

    #[track_caller]
    fn check(body: &str, expected: &[(Option<&str>, &str)]) {
        let text = format!(
            "FM AMEMBASSY STRELSAU\nTO SECSTATE WASHDC\nC O N F I D E N T I A L STRELSAU 000012\n\nSUBJECT: THE PORT\n\n{body}"
        );
        let parse = crate::parse(&text);
        let read: Vec<_> = parse
            .cable
            .paragraphs
            .iter()
            .map(|paragraph| {
                let heading = paragraph.heading.map(|heading| heading.of(&text));
                (heading, parse.paragraph_text(paragraph))
            })
            .collect();
        let read: Vec<_> = read
            .iter()
            .map(|(heading, text)| (*heading, &**text))
            .collect();
        assert_eq!(read, expected, "{body}");
    }

    #[test]
    fn titles_without_a_blank_line_before() {
        check(
            "1. (C) We go.\nThe Port\n-----\n2. (C) It is shut.",
            &[(None, "We go."), (Some("The Port"), "It is shut.")],
        );
        check(
            "1. (C) We go.\n//THE PORT//\n2. (C) It is shut.",
            &[(None, "We go."), (Some("//THE PORT//"), "It is shut.")],
        );
        check(
            "1. (C) We go with Dr.\nFenn\n2. (C) It is shut.",
            &[(None, "We go with Dr. Fenn"), (None, "It is shut.")],
        );
        check(
            "1. (C) We go.\nEnd Summary\nTHE PORT\n\n2. (C) It is shut.",
            &[
                (None, "We go. End Summary"),
                (Some("THE PORT"), "It is shut."),
            ],
        );
    }

    #[test]
    fn a_last_heading_is_text() {
        check(
            "1. (C) We go.\n\n----------\nThe port is shut to all",
            &[(None, "We go."), (None, "The port is shut to all")],
        );
        check("1. (C) We go.\n\n----------\nFenn", &[(None, "We go.")]);
    }
}
