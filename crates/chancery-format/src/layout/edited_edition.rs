//! Documents of an edited edition as plain text: a heading in words, a dateline, the number of the telegram at the start
//! of the text, and notes at the foot.
//!
//! ```text
//! 26. Telegram From the Embassy in Ruritania to the Department of State1
//!
//! Strelsau, May 7, 1974, 1430Z.
//!
//! 2114. Subject: The Crown Prince's Visit. Ref: State 90112.
//!
//! 1. I saw the Crown Prince this morning.
//!
//! 1 Source: National Archives, RG 59. Confidential; Immediate; Exdis. Repeated for information to Edelweiss.
//! ```
//!
//! Source: docs/format.md, "Edited editions".

use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::attributes::Attribute;
use super::{Piece, part};
use crate::flow::{Flow, fold, trim};
use crate::furniture;
use crate::head::addressee::{Addressee, Originator, Role};
use crate::head::precedence::Precedence;
use crate::head::{Head, caption, classification, officer, reftel, subject, typed_date};
use crate::line::{Line, LineKind};
use crate::{Classification, Diagnostic, Kind, Level, Located, Span};

/// Lines at the start of a text among which the heading stands.
const HEAD_LINES: usize = 12;
/// The longest block that opens the text, as far as number, subject and references are looked for in it.
const LONGEST_OPENING: usize = 2_000;
/// The longest note that is read for level and addressees.
const LONGEST_NOTE: usize = 4_000;

/// What heading, dateline, opening and notes say.
#[derive(Debug)]
pub(crate) struct Edited {
    pub(crate) kind: Kind,
    from: Span,
    to: Option<Span>,
    /// `secret priority`, which stands between heading and dateline in older volumes.
    level: Option<Span>,
    dateline: Option<Span>,
    number: Option<Located<u32>>,
    subject: Option<Span>,
    references: Option<Span>,
    passing: Option<Span>,
    source: Option<Span>,
    /// `Sent to Strelsau, repeated to Edelweiss.`: the last lines of the text.
    repeated: Option<Span>,
    pub(crate) notes: Vec<Attribute>,
}

/// What the words that begin a heading say the document is.
const KINDS: &[(&str, Kind)] = &[
    ("Telegram", Kind::Telegram),
    ("Circular Telegram", Kind::Telegram),
    ("Backchannel Message", Kind::Telegram),
    ("Backchannel Telegram", Kind::Telegram),
    ("Message", Kind::Telegram),
    ("Airgram", Kind::Airgram),
    ("Despatch", Kind::Letter),
    ("Letter", Kind::Letter),
    ("Memorandum", Kind::Memorandum),
    ("Action Memorandum", Kind::Memorandum),
    ("Information Memorandum", Kind::Memorandum),
    ("Briefing Memorandum", Kind::Memorandum),
];

static FROM: LazyLock<Finder<'_>> = LazyLock::new(|| Finder::new(" From"));
static TELEGRAM: LazyLock<Finder<'_>> = LazyLock::new(|| Finder::new("Telegram"));

/// Recognises such a document and marks the lines that are not its text; may part the lines of the opening.
pub(super) fn mark(text: &str, lines: &mut Vec<Line>) -> Option<Edited> {
    const NEAR: usize = 1_000;
    let near = &text.as_bytes()[..text.len().min(NEAR)];
    let from = || {
        FROM.find_iter(near)
            .any(|at| matches!(near.get(at + 5), Some(b' ' | b'\n')))
    };
    if !from() && TELEGRAM.find(near).is_none() {
        return None;
    }
    let (first, kind) = lines
        .iter()
        .take(HEAD_LINES)
        .enumerate()
        .filter(|(_, line)| line.kind == LineKind::Body)
        .find_map(|(index, line)| Some((index, kind_of(line.content().of(text))?)))?;
    if lines[..first]
        .iter()
        .any(|line| is_wire(line.content().of(text)))
    {
        return None;
    }
    // `711.00/211: Telegram` stands above the heading of older volumes, `No. 44` between them.
    let headed = if is_file_line(lines[first].content().of(text)) {
        let next = next_text(text, lines, first + 1);
        let counted = lines
            .get(next)
            .is_some_and(|line| is_document_number(line.content().of(text)));
        let headed = if counted {
            next_text(text, lines, next + 1)
        } else {
            next
        };
        let heading = lines.get(headed)?.content().of(text).trim_start();
        if !(heading.starts_with("The ") || kind_of(heading).is_some()) {
            return None;
        }
        headed
    } else {
        first
    };
    let end = heading_end(text, lines, headed);
    let heading = lines[headed].content().cover(lines[end - 1].content());
    let (from, to) = parties(text, heading)?;
    for line in &mut lines[..end] {
        if line.kind == LineKind::Body && !furniture::is_blank(line.content().of(text)) {
            line.kind = LineKind::HeadOther;
        }
    }
    let mut edited = Edited {
        kind,
        from,
        to,
        level: None,
        dateline: None,
        number: None,
        subject: None,
        references: None,
        passing: None,
        source: None,
        repeated: None,
        notes: Vec::new(),
    };
    let mut next = next_text(text, lines, end);
    if let Some(line) = lines.get_mut(next)
        && level_of(line.content().of(text)).is_some()
    {
        edited.level = Some(line.content());
        line.kind = LineKind::Classification;
        next = next_text(text, lines, next + 1);
    }
    if let Some((dateline, n)) = dateline(text, &lines[next.min(lines.len())..]) {
        edited.dateline = Some(dateline);
        for line in &mut lines[next..next + n] {
            line.kind = LineKind::DateTimeGroup;
        }
        next = next_text(text, lines, next + n);
        // `[Received August 19—2:12 a.m.]`
        if let Some(line) = lines.get_mut(next)
            && line
                .content()
                .of(text)
                .trim_start()
                .starts_with("[Received ")
        {
            line.kind = LineKind::HeadOther;
            next = next_text(text, lines, next + 1);
        }
    }
    edited.mark_notes(text, lines, next);
    edited.repeated = lines
        .iter()
        .skip(next)
        .rev()
        .filter(|line| line.kind == LineKind::Body && line.len > 1)
        .take(LAST_LINES)
        .map(Line::content)
        .find(|line| is_repetition(line.of(text)));
    mark_pages(text, lines, next);
    edited.mark_opening(text, lines, next);
    part_list(text, lines, next);
    Some(edited)
}

/// Whether a line is one of a telegram as it was sent, which may quote the heading of a document below its own head.
fn is_wire(line: &str) -> bool {
    ["FM ", "E.O.", "SUBJECT:"]
        .iter()
        .any(|label| line.starts_with(label))
}

/// The kind of document whose heading begins on a line: `26. Telegram From …`, `Telegram 2114 From …`.
fn kind_of(line: &str) -> Option<Kind> {
    let line = line.trim();
    let number = line.bytes().take_while(u8::is_ascii_digit).count();
    let line = match line[number..].strip_prefix('.') {
        Some(rest) if number > 0 => rest.trim_start(),
        _ => line,
    };
    if is_file_line(line) {
        return Some(Kind::Telegram);
    }
    KINDS.iter().find_map(|&(words, kind)| {
        let rest = line.strip_prefix(words)?.trim_start();
        let unnumbered = rest
            .trim_start_matches(|c: char| c.is_ascii_digit())
            .trim_start();
        // `371. Telegram 1219 to Strelsau`: a telegram of the Department.
        let sent = number > 0 && unnumbered.len() < rest.len() && unnumbered.starts_with("to ");
        (unnumbered == "From" || unnumbered.starts_with("From ") || sent).then_some(kind)
    })
}

/// Lines at the end of a text among which it says to whom else it went.
const LAST_LINES: usize = 6;

/// `Repeated to Edelweiss and Zenda.`, `Sent Department 3327; repeated information London 456.`
fn is_repetition(line: &str) -> bool {
    const LONGEST: usize = 300;
    let line = line.trim();
    line.len() <= LONGEST
        && (line.starts_with("Repeated ")
            || line.starts_with("Rptd ")
            || (line.starts_with("Sent ") || line.starts_with("Dept pass"))
                && (line.contains("epeated ") || line.contains("rptd ")))
}

/// `711.00111/211: Telegram`, `123 Fenn, Dora: Telegram`, `Defense Files: Telegram`: the file above a telegram in the
/// older volumes. What stands below it must be a heading.
fn is_file_line(line: &str) -> bool {
    line.trim()
        .strip_suffix(": Telegram")
        .map(str::trim_end)
        .is_some_and(|file| {
            file.len() <= 60
                && (file.starts_with(|c: char| c.is_ascii_digit()) || file.ends_with(" Files"))
        })
}

/// `No. 44`: the number of the document in the volume.
fn is_document_number(line: &str) -> bool {
    line.trim()
        .strip_prefix("No. ")
        .is_some_and(|number| number.len() <= 5 && number.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Where a heading ends: at a blank line, at the dateline, or where a line can be no rest of it, as in copies from the
/// web, which have no blank lines.
fn heading_end(text: &str, lines: &[Line], first: usize) -> usize {
    let end = block_end(text, lines, first, 4);
    (first + 1..end)
        .find(|&index| {
            let written = lines[index].content().of(text);
            is_complete(lines[index - 1].content().of(text))
                || !goes_on_with(written)
                || dateline(text, &lines[index..end]).is_some()
        })
        .unwrap_or(end)
}

/// Whether a heading is over with this line: the number of the first note stands at its end.
fn is_complete(line: &str) -> bool {
    let line = line.trim_end();
    let words = line.trim_end_matches(|c: char| c.is_ascii_digit());
    words.len() < line.len() && words.ends_with(|c: char| c.is_alphabetic() || c == ')')
}

/// Whether a line may be the rest of a heading: some words, no sentence and no level.
fn goes_on_with(line: &str) -> bool {
    const LONGEST: usize = 90;
    let line = line.trim();
    line.len() <= LONGEST
        && line.starts_with(|c: char| c.is_alphabetic() || c == '(')
        && !line.ends_with(['.', ':', ';'])
        && level_of(line).is_none()
        && !(line.starts_with("For ") || line.starts_with("Eyes only") || line.starts_with("Ref"))
}

/// The level and the precedence of a line such as `top secret`, `secret priority`, `confidential niact`.
fn level_of(line: &str) -> Option<(Level, Option<Precedence>)> {
    const LONGEST: usize = 48;
    let line = line.trim();
    if line.len() > LONGEST
        || !line.starts_with([
            's', 'S', 't', 'T', 'c', 'C', 'r', 'R', 'u', 'U', 'o', 'O', 'l', 'L',
        ])
    {
        return None;
    }
    let line = line.to_ascii_uppercase();
    let line = line.strip_suffix(" US URGENT").unwrap_or(&line);
    let (words, precedence) = match Precedence::strip_word(line) {
        Some((words, precedence)) => (words, Some(precedence)),
        None => (line, None),
    };
    let words = words.trim_end_matches([' ', ',', ';']);
    let (words, precedence) = match words.strip_suffix(" NIACT") {
        Some(words) => (words, Some(Precedence::NiactImmediate)),
        None => (words, precedence),
    };
    let words = words.strip_suffix(" OPERATIONAL").unwrap_or(words);
    let read = classification::parse(words)?;
    let whole = read.rest.is_empty() && read.number.is_none() && read.post.is_none();
    whole.then_some((read.level, precedence))
}

/// The dateline that the lines begin with, and how many of them it takes: the year may stand on the next one.
fn dateline(text: &str, lines: &[Line]) -> Option<(Span, usize)> {
    const LONGEST: usize = 120;
    let first = lines.first()?.content();
    let places = first.of(text).find(',').is_some_and(|at| {
        first.of(text)[..at]
            .bytes()
            .all(|byte| !byte.is_ascii_digit())
    });
    if first.len() >= LONGEST || !places && typed_date::find(first.of(text)).is_none() {
        return None;
    }
    if typed_date::find(first.of(text)).is_some() {
        return Some((first, 1));
    }
    let second = lines.get(1)?.content();
    let both = first.cover(second);
    let fits = second.of(text).starts_with(['1', '2'])
        && both.len() < LONGEST
        && typed_date::find(both.of(text)).is_some();
    fits.then_some((both, 2))
}

/// Where the block of lines ends that begins at `first`: at a blank line.
fn block_end(text: &str, lines: &[Line], first: usize, most: usize) -> usize {
    let n = lines[first..]
        .iter()
        .take(most)
        .take_while(|line| {
            line.kind == LineKind::Body && !furniture::is_blank(line.content().of(text))
        })
        .count();
    first + n.max(1)
}

fn next_text(text: &str, lines: &[Line], from: usize) -> usize {
    (from..lines.len())
        .find(|&index| {
            lines[index].kind == LineKind::Body
                && !furniture::is_blank(lines[index].content().of(text))
        })
        .unwrap_or(lines.len())
}

/// Sender and addressee of a heading: what stands behind `From` and `to`.
fn parties(text: &str, heading: Span) -> Option<(Span, Option<Span>)> {
    let written = heading.of(text);
    let start = heading.start as usize;
    let from = written
        .match_indices("From")
        .map(|(at, _)| at + "From".len())
        .find(|&at| written[at..].starts_with([' ', '\n', '\r']));
    let from = match from {
        Some(from) => from,
        // `The Ambassador in Ruritania (Fenn) to the Secretary of State`
        None if written.starts_with("The ") => "The ".len(),
        // `Telegram 1219 to Strelsau`: the words in front of `to` are kept as the sender and read as the Department.
        None => written.find("Telegram")?,
    };
    // The number of the first note stands behind the last word.
    let end = written
        .trim_end_matches(|c: char| c.is_ascii_digit() || c.is_whitespace() || c == '*')
        .len();
    let end = end.max(from);
    // `From the Ambassador to Ruritania to the Secretary of State`: an addressee has an article or a title.
    let begins = |behind: &str| {
        ["the ", "Secretary", "President", "All ", "Certain "]
            .iter()
            .any(|word| behind.starts_with(word))
    };
    let places: Vec<usize> = written[from..end]
        .match_indices("to")
        .map(|(at, _)| from + at)
        .filter(|&at| {
            let apart = |c: Option<char>| c.is_some_and(char::is_whitespace);
            apart(written[..at].chars().next_back()) && apart(written[at + 2..].chars().next())
        })
        .take(8)
        .collect();
    let to = places
        .iter()
        .copied()
        .find(|&at| begins(written[at + 2..].trim_start()))
        .or_else(|| places.first().copied())
        .map(|at| at - 1);
    let name = |from: usize, to: usize| trim(text, Span::new(start + from, start + to));
    let sender = name(from, to.unwrap_or(end));
    let addressee = to
        .map(|at| name(at + 3, end.max(at + 3)))
        .filter(|name| !name.is_empty());
    (!sender.is_empty()).then_some((sender, addressee))
}

/// `[page 44]` and `[Page 44]`: where a page of the printed volume begins.
fn mark_pages(text: &str, lines: &mut [Line], from: usize) {
    for line in lines.iter_mut().skip(from) {
        if line.kind != LineKind::Body || line.len > 16 {
            continue;
        }
        let inside = line
            .content()
            .of(text)
            .trim()
            .strip_prefix('[')
            .and_then(|rest| rest.strip_suffix(']'));
        if let Some(inside) = inside
            && let Some(number) = inside
                .strip_prefix("page ")
                .or_else(|| inside.strip_prefix("Page "))
            && number.bytes().all(|byte| byte.is_ascii_alphanumeric())
        {
            line.kind = LineKind::Furniture;
        }
    }
}

/// `- 1.` and `- Analysis …` on the next line: numbered paragraphs as the web makes a list of them. The marks of the list
/// are set apart, so that number and text are left.
fn part_list(text: &str, lines: &mut Vec<Line>, from: usize) {
    const MOST: usize = 400;
    let mut pieces: Vec<Piece> = Vec::new();
    for pair in lines.get(from..).unwrap_or_default().windows(2) {
        let [number, words] = [pair[0].content(), pair[1].content()];
        let counted = pair[0].len <= 6
            && number
                .of(text)
                .strip_prefix("- ")
                .and_then(|rest| {
                    let rest = rest.trim_end();
                    rest.strip_suffix('.')
                        .or_else(|| rest.strip_prefix('(')?.strip_suffix(')'))
                })
                .is_some_and(|number| number.parse::<u8>().is_ok());
        if !counted || !words.of(text).starts_with("- ") {
            continue;
        }
        for line in [number, words] {
            let start = line.start as usize;
            pieces.push(Piece {
                span: Span::new(start, start + "- ".len()),
                kind: LineKind::Furniture,
            });
        }
        if pieces.len() >= MOST {
            break;
        }
    }
    part(lines, &pieces);
}

/// Where the notes of a document begin that name no source: behind the name at the end of the text, or at the first
/// line with the mark that leads back to it.
fn notes_without_source(text: &str, lines: &[Line], from: usize) -> Option<usize> {
    const FARTHEST: usize = 400;
    let written = |index: usize| lines[index].content().of(text).trim();
    let start = from.max(lines.len().saturating_sub(FARTHEST));
    let opens = |line: &str| {
        ["1. ", "1 ", "- ", "[1]"]
            .iter()
            .any(|mark| line.starts_with(mark))
    };
    // `  1. Repeated to London …`: the first note as a list of the web has it.
    let tells = |index: usize| {
        const WORDS: [&str; 10] = [
            "Repeated",
            "Sent ",
            "Also ",
            "Drafted",
            "Not printed",
            "Printed",
            "See ",
            "Ante",
            "Post",
            "Telegram ",
        ];
        let line = lines[index].content().of(text);
        line.strip_prefix("  ")
            .and_then(|rest| rest.trim_start().strip_prefix("1. "))
            .is_some_and(|note| WORDS.iter().any(|word| note.starts_with(word)))
    };
    let mut before: Option<usize> = None;
    for (index, line) in lines.iter().enumerate().skip(start) {
        let kind = line.kind;
        let line = written(index);
        if kind != LineKind::Body || line.is_empty() {
            continue;
        }
        if line.starts_with("- ") && line.ends_with('↩')
            || before.is_some() && tells(index)
            || opens(line) && before.is_some_and(|before| is_name(written(before)))
        {
            return Some(index);
        }
        before = Some(index);
    }
    None
}

/// A name below a text: `Fenn`, `[Dora] Karlsen`, `Van der Holm`.
fn is_name(line: &str) -> bool {
    let line = line.trim_matches(['[', ']']);
    (3..=32).contains(&line.len())
        && line.starts_with(|c: char| c.is_uppercase())
        && line
            .chars()
            .all(|c| c.is_alphabetic() || matches!(c, ' ' | '.' | '\'' | '’' | '[' | ']'))
        && line.ends_with(|c: char| c.is_alphabetic())
        && line.split_whitespace().count() <= 3
}

impl Edited {
    /// The notes of the editors: from `1 Source: …` to the end.
    fn mark_notes(&mut self, text: &str, lines: &mut [Line], from: usize) {
        const MOST_NOTES: usize = 64;
        let is_source = |written: &str| {
            let written = written.trim_start();
            written
                .trim_start_matches(|c: char| {
                    c.is_ascii_digit() || matches!(c, '.' | ' ' | '*' | '-')
                })
                .starts_with("Source:")
                && written.len() < LONGEST_NOTE
        };
        // Looked for from the end, where they stand.
        let first = (from..lines.len())
            .rev()
            .find(|&index| is_source(lines[index].content().of(text)));
        let Some(first) = first.or_else(|| notes_without_source(text, lines, from)) else {
            return;
        };
        let mut open: Option<(String, Span)> = None;
        let mut expected = 1;
        for line in &mut lines[first..] {
            let content = trim(text, line.content());
            let written = content.of(text);
            if line.kind != LineKind::Body || furniture::is_blank(written) {
                continue;
            }
            line.kind = LineKind::Attribute;
            let written = written.trim_start_matches('↩').trim_start();
            let n = written.bytes().take_while(u8::is_ascii_digit).count();
            let starts = written[..n].parse() == Ok(expected)
                && written[n..].starts_with([' ', '.'])
                || written.starts_with("- ")
                || open.is_none();
            match &mut open {
                Some((_, span)) if !starts => *span = span.cover(content),
                _ => {
                    self.close_note(text, open.take());
                    // Without a source, the first note may tell to whom else the telegram went.
                    let is_first = expected == 1
                        && (is_source(written)
                            || ["Repeated", "Sent ", "Also sent", "Drafted"]
                                .iter()
                                .any(|word| {
                                    written
                                        .trim_start_matches(|c: char| {
                                            c.is_ascii_digit() || matches!(c, '.' | ' ' | '-')
                                        })
                                        .starts_with(word)
                                }));
                    let label = if is_first { "Source" } else { "Note" };
                    let skipped = if written[n..].starts_with(['.', ' ']) {
                        n + 1
                    } else {
                        n
                    };
                    let value = Span::new(content.start as usize + skipped, content.end as usize);
                    open = Some((label.to_owned(), trim(text, value)));
                    expected += 1;
                }
            }
            if self.notes.len() >= MOST_NOTES {
                break;
            }
        }
        self.close_note(text, open);
    }

    fn close_note(&mut self, text: &str, note: Option<(String, Span)>) {
        let Some((label, span)) = note else {
            return;
        };
        let value = fold(span.of(text));
        let value = value
            .trim_start_matches(['-', '↩', ' '])
            .trim_end_matches(['↩', ' ']);
        let value = value.strip_prefix("Source:").unwrap_or(value).trim();
        if label == "Source" {
            self.source = Some(span);
        }
        self.notes.push(Attribute {
            label,
            value: value.to_owned(),
            span,
        });
    }

    /// Number, passing words, subject and references, which stand in one block at the start of the text.
    fn mark_opening(&mut self, text: &str, lines: &mut Vec<Line>, first: usize) {
        if first >= lines.len() {
            return;
        }
        let end = block_end(text, lines, first, 24);
        // A list that the web makes of the paragraphs is no part of the opening.
        let end = (first + 1..end)
            .find(|&index| lines[index].content().of(text).starts_with("- "))
            .unwrap_or(end);
        let block = lines[first].content().cover(lines[end - 1].content());
        let end = crate::parse::floor_boundary(text, (block.start as usize) + LONGEST_OPENING)
            .min(block.end as usize);
        let mut at = block.start as usize;
        let mut pieces: Vec<Piece> = Vec::new();
        let mut push = |from: usize, to: usize, kind: LineKind| {
            for line in &lines[first..] {
                let content = line.content();
                let (start, end) = (
                    from.max(content.start as usize),
                    to.min(content.end as usize),
                );
                if content.start as usize >= to {
                    break;
                }
                if start < end {
                    pieces.push(Piece {
                        span: Span::new(start, end),
                        kind,
                    });
                }
            }
        };
        if let Some((number, n)) = number_at_start(&text[at..end])
            && !is_first_paragraph(text, number.value, &text[at + n..])
        {
            let span = Span::new(at, at + number.span.end as usize);
            self.number = Some(Located::new(number.value, span));
            push(at, at + n, LineKind::Classification);
            at += n;
        }
        if let Some(n) = passing_end(&text[at..end]) {
            self.passing = Some(trim(text, Span::new(at, at + n)));
            push(at, at + n, LineKind::Passing);
            at += n;
        }
        for _ in 0..2 {
            let rest = &text[at..end];
            let Some((is_subject, value_at)) = opening_label(rest) else {
                break;
            };
            let n = value_at + value_end(&rest[value_at..]);
            let value = Span::new(at + value_at, at + n);
            if is_subject {
                self.subject = Some(value);
                push(at, at + n, LineKind::Subject);
            } else {
                self.references = Some(value);
                push(at, at + n, LineKind::References);
            }
            let rest = text[at + n..end].trim_start();
            at = end - rest.len();
        }
        part(lines, &pieces);
    }

    /// Reads what was found into the head.
    pub(crate) fn complete<'t>(
        &self,
        text: &'t str,
        head: &mut Head<'t>,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        head.n_elements += 3;
        let from = fold(without_article(self.from.of(text)));
        let from = if from.starts_with("Telegram ") {
            "Department of State".to_owned()
        } else {
            from
        };
        let place = self.dateline.map_or("", |line| {
            let written = line.of(text);
            written.find(',').map_or("", |at| &written[..at])
        });
        // The Secretary writes from where he is; the Department is in Washington.
        let at_home = place.is_empty() || place == "Washington";
        let is_department =
            from.contains("Department of State") || at_home && from.ends_with("Secretary of State");
        head.from = Some(Located::new(
            Originator {
                name: from.into(),
                routing: None,
            },
            self.from,
        ));
        if let Some(to) = self.to {
            for name in split_names(&fold(to.of(text)), " and the ") {
                head.addressees.push(addressee(Role::Action, &name, to));
            }
        }
        if let Some(line) = self.dateline {
            let written = line.of(text);
            head.date_time_group = typed_date::parse(written, line.start as usize, diagnostics);
            let at = line.start as usize;
            head.post = Some(if is_department {
                Located::new("STATE", self.from)
            } else {
                Located::new(place, Span::new(at, at + place.len()))
            })
            .filter(|post| !post.value.trim().is_empty());
            head.from_place = head.post.as_ref().map(|post| post.value);
        } else {
            // The words of a heading name a country, at times a city.
            let written = self.from.of(text);
            head.from_place = Some(if is_department {
                "STATE"
            } else {
                written
                    .rfind(" in ")
                    .map(|at| &written[at + " in ".len()..])
                    .filter(|place| crate::tables::posts::by_name(&place.to_uppercase()).is_some())
                    .unwrap_or("")
            });
        }
        if let Some(span) = self.level
            && let Some((level, precedence)) = level_of(span.of(text))
        {
            head.classification = Some(Classification {
                level,
                caveats: Vec::new(),
                text: match (precedence, fold(span.of(text))) {
                    (Some(_), words) => words
                        .rsplit_once(' ')
                        .map_or_else(|| words.as_str().into(), |(words, _)| words.into()),
                    (None, words) => words.into(),
                },
                span,
                inferred: false,
            });
            head.precedence.action = head.precedence.action.or(precedence);
        }
        head.number.clone_from(&self.number);
        head.passing.extend(self.passing);
        let year = head
            .date_time_group
            .as_ref()
            .and_then(|group| Some(group.value.moment?.date.year));
        if let Some(span) = self.subject {
            let value = span.of(text).trim_end().trim_end_matches('.').len();
            let start = span.start as usize;
            let flow = Flow::new(text, [Span::new(start, start + value)]);
            head.subject = subject::parse(&flow, None, diagnostics).map(|mut subject| {
                subject.text = fold(&subject.text);
                subject
            });
        }
        if let Some(span) = self.references {
            let own_post = head
                .post
                .as_ref()
                .and_then(|post| Some(crate::post::resolve(post.value, true)?.key));
            let citing = reftel::Citing {
                year,
                post: own_post.as_deref(),
                number: head.number.as_ref().map(|number| number.value),
                guessed: false,
                day: None,
            };
            head.references = reftel::parse(&Flow::new(text, [span]), citing, diagnostics);
        }
        if let Some(span) = self.source {
            read_source(text, span, head);
        }
        if let Some(span) = self.repeated {
            read_repeated(text, span, head);
        }
    }
}

/// The number at the start of the text, and where the words behind it begin.
fn number_at_start(opening: &str) -> Option<(Located<u32>, usize)> {
    let digits = opening.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &opening[digits..];
    let fits = (1..=6).contains(&digits)
        && rest.starts_with('.')
        && (rest.len() == 1 || rest[1..].starts_with(char::is_whitespace));
    let n = opening.len() - rest.strip_prefix('.')?.trim_start().len();
    fits.then(|| {
        let number = opening[..digits].parse().ok()?;
        Some((Located::new(number, Span::new(0, digits)), n))
    })
    .flatten()
}

/// Whether the number counts the paragraphs: the next one follows at the start of a line and no label stands behind.
fn is_first_paragraph(text: &str, number: u32, behind: &str) -> bool {
    const FARTHEST: usize = 20_000;
    if number != 1 || opening_label(behind).is_some() || behind.starts_with("1. ") {
        return false;
    }
    let behind = &behind[..crate::parse::floor_boundary(behind, FARTHEST)];
    debug_assert!(text.len() >= behind.len(), "behind is the end of the text");
    behind.contains("\n2. ")
}

/// Where words such as `Pass Ambassador Lowndes.` end, which stand before the subject.
fn passing_end(opening: &str) -> Option<usize> {
    const LONGEST: usize = 200;
    let begins = ["Pass ", "For ", "Eyes ", "Department ", "Dept "]
        .iter()
        .any(|word| opening.starts_with(word));
    let window = &opening[..crate::parse::floor_boundary(opening, LONGEST)];
    let label = ["Subj:", "Subject:", "Ref:", "Reftel:", "Reference:"]
        .iter()
        .filter_map(|label| window.find(label))
        .min()?;
    // `State-Defense message. Ref: …`: one short sentence.
    let short = window[..label].trim_end();
    let sentence = (4..=60).contains(&short.len())
        && short.ends_with('.')
        && short.matches('.').count() == 1
        && !short.starts_with(|c: char| c.is_ascii_digit());
    (begins || sentence).then_some(label)
}

/// Whether a label of subject or references stands at the start, and where its value begins.
fn opening_label(rest: &str) -> Option<(bool, usize)> {
    const LABELS: [(&str, bool); 9] = [
        ("Subject:", true),
        ("Subj:", true),
        ("SUBJECT:", true),
        ("Ref:", false),
        ("Refs:", false),
        ("Reftel:", false),
        ("Reftels:", false),
        ("Reference:", false),
        ("References:", false),
    ];
    LABELS.iter().find_map(|&(label, is_subject)| {
        let value = rest.strip_prefix(label)?;
        Some((is_subject, rest.len() - value.len()))
    })
}

/// Where a value in prose ends: before the label of the next, or with its sentence.
fn value_end(value: &str) -> usize {
    let mut end = value.len();
    for (at, _) in value.match_indices('.') {
        let behind = &value[at + 1..];
        if !behind.starts_with([' ', '\n', '\r']) {
            continue;
        }
        let word = value[..at]
            .rsplit(|c: char| !c.is_alphanumeric())
            .next()
            .unwrap_or("");
        let next = behind.trim_start();
        let is_sentence = word.len() >= 2
            && next.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || c == '[')
            || opening_label(next).is_some();
        if is_sentence || value[..at].ends_with([')', '"', '”']) {
            end = at + 1;
            break;
        }
    }
    end
}

/// Level, precedence, captions, further addressees and officers, which the source note tells in words.
fn read_source(text: &str, span: Span, head: &mut Head<'_>) {
    let note =
        fold(&text[span.range()][..crate::parse::floor_boundary(span.of(text), LONGEST_NOTE)]);
    for sentence in note.split(". ") {
        let sentence = sentence.trim_end_matches('.').trim();
        let mut parts = sentence.split(';').map(str::trim);
        let level = parts.next().and_then(|first| {
            classification::parse(&first.to_ascii_uppercase()).map(|read| {
                (
                    read.level,
                    read.rest.is_empty() && read.number.is_none() && read.post.is_none(),
                    first.to_owned(),
                )
            })
        });
        if let Some((level, true, words)) = level
            && head.classification.is_none()
        {
            head.classification = Some(Classification {
                level,
                caveats: Vec::new(),
                text: words.into(),
                span,
                inferred: false,
            });
            for part in parts {
                let written = if part.eq_ignore_ascii_case("niact") {
                    Some(("", Precedence::NiactImmediate))
                } else {
                    Precedence::strip_word(part)
                };
                if let Some(("" | "Operational " | "Operational", precedence)) = written {
                    head.precedence.action.get_or_insert(precedence);
                } else if let Some(caption) = caption_of(part)
                    && !head.captions.iter().any(|seen| seen.value == caption)
                {
                    head.captions.push(Located::new(caption, span));
                }
            }
            continue;
        }
        let mut informed = false;
        for (words, role) in [
            ("epeated for information to ", Role::Info),
            ("epeated to ", Role::Info),
            ("ent for information to ", Role::Info),
            ("Also sent to ", Role::Action),
        ] {
            let Some(at) = sentence
                .find(words)
                .filter(|_| !informed || role == Role::Action)
            else {
                continue;
            };
            let names = &sentence[at + words.len()..];
            let names = names.split("and repeated").next().unwrap_or(names);
            // `Repeated to Edelweiss as telegram 5972`
            let names = names.split(" as telegram").next().unwrap_or(names);
            for name in split_names(names, " and ") {
                head.addressees.push(addressee(role, &name, span));
            }
            informed |= role == Role::Info;
        }
        read_officers(sentence, span, head);
    }
}

/// The caption that a part of the source note names, `Exdis`, `Limit Distribution`.
fn caption_of(part: &str) -> Option<&'static str> {
    match part {
        "Limit Distribution" | "Limited Distribution" => Some("LIMDIS"),
        "No Distribution" => Some("NODIS"),
        _ => caption::lookup(part),
    }
}

/// The posts of [`is_repetition`], with the numbers that the telegram has in their series.
fn read_repeated(text: &str, span: Span, head: &mut Head<'_>) {
    let line = fold(span.of(text));
    let words = [
        "epeated for information to ",
        "epeated for information ",
        "epeated information to ",
        "epeated information ",
        "epeated info ",
        "epeated to ",
        "epeated ",
        "ptd info ",
        "ptd to ",
        "ptd ",
    ];
    let Some(names) = words
        .iter()
        .find_map(|words| line.find(words).map(|at| &line[at + words.len()..]))
    else {
        return;
    };
    let names = names.split(['.', ';']).next().unwrap_or(names);
    for name in split_names(names, " and ") {
        let name = name.strip_suffix(" unnumbered").unwrap_or(&name);
        let bare = name
            .trim_end_matches(|c: char| c.is_ascii_digit())
            .trim_end();
        let serial = name[bare.len()..].trim();
        // Each word of the name of a place begins with a capital.
        let named = !bare.is_empty()
            && bare.len() <= 32
            && bare
                .split(' ')
                .all(|word| word.starts_with(char::is_uppercase));
        if !named || head.addressees.iter().any(|seen| seen.name == bare) {
            continue;
        }
        let mut addressee = addressee(Role::Info, bare, span);
        addressee.serial = (!serial.is_empty()).then(|| serial.into());
        head.addressees.push(addressee);
    }
}

/// `Drafted by Fenn (EUR/CE); cleared by Karlsen and Dyll (L); approved by Bostwick`.
fn read_officers(sentence: &str, span: Span, head: &mut Head<'_>) {
    for part in sentence.split(';') {
        let part = part.trim().trim_start_matches("and ");
        let Some((words, names)) = part.split_once(" by ") else {
            continue;
        };
        let kind = match words {
            "Drafted" | "drafted" => officer::Part::Drafted,
            "Cleared" | "cleared" => officer::Part::Cleared,
            "Approved" | "approved" => officer::Part::Approved,
            _ => continue,
        };
        let names = names.split(" on ").next().unwrap_or(names);
        let officers = split_names(names, " and ")
            .into_iter()
            .map(|written| {
                let bracketed = written
                    .strip_suffix(')')
                    .and_then(|rest| rest.rsplit_once('('))
                    .map(|(name, office)| (name.trim().to_owned(), office.to_owned()));
                let (name, office) = match bracketed {
                    Some((name, office)) => (name, Some(office)),
                    None => (written.clone(), None),
                };
                officer::Officer {
                    office,
                    name: Some(name),
                    text: written,
                    span,
                    ..officer::Officer::default()
                }
            })
            .collect();
        head.add_officers(kind, officers);
    }
}

/// The names of a list in words: `Edelweiss, Zenda, and Vienna`.
fn split_names(list: &str, and: &str) -> Vec<String> {
    const MOST: usize = 64;
    list.split(", ")
        .flat_map(|part| part.split(and))
        .map(|name| {
            without_article(name.trim().trim_start_matches("and "))
                .trim_end_matches(['.', ','])
                .to_owned()
        })
        .filter(|name| !name.is_empty())
        .take(MOST)
        .collect()
}

fn without_article(name: &str) -> &str {
    name.trim().strip_prefix("the ").unwrap_or(name).trim()
}

fn addressee(role: Role, name: &str, span: Span) -> Addressee {
    let (name, precedence) = match Precedence::strip_word(name) {
        Some((before, precedence)) if !before.trim().is_empty() => {
            (before.trim(), Some(precedence))
        }
        _ => (name, None),
    };
    Addressee {
        role,
        name: name.into(),
        routing: None,
        precedence,
        serial: None,
        exempt: Vec::new(),
        span,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "26. Telegram From the Embassy in Ruritania to the Department of\nState1\n\nStrelsau, May 7, 1974, 1430Z.\n\n2114. Pass Ambassador Lowndes. Subj: The Prince's Visit. Ref: State\n90112. I saw him.\n\n2. He left.\n\nLowndes\n\n1 Source: National Archives, RG 59. Confidential; Immediate; Exdis. Drafted by Fenn (POL); approved by Lowndes. Repeated for information to Edelweiss and Zenda.\n2 Telegram 90112 to\nStrelsau.\n";

    #[test]
    fn telegram() {
        let parse = crate::parse(TEXT);
        let cable = &parse.cable;
        assert_eq!(cable.mrn.as_ref().unwrap().to_string(), "74STRELSAU2114");
        assert_eq!(
            cable.from.as_ref().unwrap().value.name,
            "Embassy in Ruritania"
        );
        assert_eq!(cable.subject.as_ref().unwrap().text, "The Prince's Visit");
        assert_eq!(
            cable.references[0].mrn.as_ref().unwrap().to_string(),
            "74STATE90112"
        );
        assert_eq!(cable.signature.as_ref().unwrap().value, "Lowndes");
        let names: Vec<(&str, Role)> = cable
            .addressees
            .iter()
            .map(|addressee| (&*addressee.name, addressee.role))
            .collect();
        assert_eq!(
            names,
            [
                ("Department of State", Role::Action),
                ("Edelweiss", Role::Info),
                ("Zenda", Role::Info),
            ]
        );
        assert_eq!(cable.classification.as_ref().unwrap().text, "Confidential");
        assert_eq!(cable.precedence.action, Some(Precedence::Immediate));
        assert_eq!(cable.captions[0].value, "EXDIS");
        assert_eq!(
            cable.drafted_by.as_ref().unwrap().office.as_deref(),
            Some("POL")
        );
        assert_eq!(cable.attributes.len(), 2);
        assert_eq!(cable.attributes[1].value, "Telegram 90112 to Strelsau.");
        let texts: Vec<String> = cable
            .paragraphs
            .iter()
            .map(|paragraph| parse.paragraph_text(paragraph))
            .collect();
        assert_eq!(texts, ["I saw him.", "He left."]);
    }

    #[test]
    fn headings_of_the_web() {
        let check = |text: &str, mrn: &str, from: &str, to: &str| {
            let parse = crate::parse(text);
            let cable = &parse.cable;
            assert_eq!(
                cable.mrn.as_ref().map(ToString::to_string).as_deref(),
                Some(mrn),
                "{text}"
            );
            assert_eq!(cable.from.as_ref().unwrap().value.name, from, "{text}");
            let names: Vec<&str> = cable
                .addressees
                .iter()
                .map(|addressee| &*addressee.name)
                .collect();
            assert_eq!(names, [to], "{text}");
            assert!(cable.signature.is_some(), "{text}");
        };
        check(
            "245. Telegram From the Department of State to the Embassy in Ruritania1\nWashington, July 25,\n1964—4:56 p.m.\n253. State-Defense message. Ref: Embtels 213, 214.\n\n1. Analysis helpful.\n\n2. Proposal approved.\n\nFenn\n",
            "1964STATE253",
            "Department of State",
            "Embassy in Ruritania",
        );
        let listed = "245. Telegram From the Department of State to the Embassy in Ruritania1\nWashington, July 25,\n1964—4:56 p.m.\n253. State-Defense message. Ref: Embtels 213, 214.\n- 1.\n- Analysis helpful. It was.\n- 2.\n- Proposal approved.\nFenn\n- Source: Department of State. Top Secret; Immediate.↩\n";
        check(
            listed,
            "1964STATE253",
            "Department of State",
            "Embassy in Ruritania",
        );
        let parse = crate::parse(listed);
        let texts: Vec<(Option<u32>, String)> = parse
            .cable
            .paragraphs
            .iter()
            .map(|paragraph| (paragraph.number, parse.paragraph_text(paragraph)))
            .collect();
        assert_eq!(
            texts,
            [
                (Some(1), "Analysis helpful. It was.".to_owned()),
                (Some(2), "Proposal approved.".to_owned()),
            ]
        );
        check(
            "371. Telegram 1219 to Strelsau1\n\nWashington, November 12, 1955, 1:03 p.m.\n\n1219. For Karlsen. It was not official.\n\nFenn\n",
            "1955STATE1219",
            "Department of State",
            "Strelsau",
        );
        check(
            "711.00111/211: Telegram\n\nThe Ambassador in Ruritania (Lowndes) to the Secretary of State\n\nStrelsau, August 18, 1943—8 p.m.\n[Received August 19—2:12 a.m.]\n\n1038. My number 1010 told of the lake.\n\nLowndes\n",
            "1943STRELSAU1038",
            "Ambassador in Ruritania (Lowndes)",
            "Secretary of State",
        );
    }

    #[test]
    fn kinds() {
        let check = |line: &str, kind: Option<Kind>| assert_eq!(kind_of(line), kind, "{line}");
        check("26. Telegram From the Embassy", Some(Kind::Telegram));
        check("Telegram 2114 From Strelsau", Some(Kind::Telegram));
        check("7. Letter From the King", Some(Kind::Letter));
        check("Action Memorandum From", Some(Kind::Memorandum));
        check("Telegrams From the front were late.", None);
        check("Message to Fenn", None);
    }

    #[test]
    fn ends_of_values() {
        assert_eq!(
            value_end(" The U.S. Visit. Ref: State 1."),
            " The U.S. Visit.".len()
        );
        assert_eq!(
            value_end(" A. State 12; B. Zenda 3."),
            " A. State 12; B. Zenda 3.".len()
        );
        assert_eq!(value_end(" A lake"), " A lake".len());
    }
}
