//! Numbered paragraphs: where one starts, and what kind it is.

use super::portion_mark::PortionMark;
use crate::{Located, Span};

/// What a paragraph is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ParagraphRole {
    /// Reporting, like most.
    #[default]
    Body,
    /// Part of the summary.
    Summary,
    /// The post's own view.
    Comment,
    /// What the sender wants done.
    ActionRequest,
}

impl ParagraphRole {
    /// The word in the JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            ParagraphRole::Body => "body",
            ParagraphRole::Summary => "summary",
            ParagraphRole::Comment => "comment",
            ParagraphRole::ActionRequest => "action_request",
        }
    }
}

/// One paragraph: numbered, or a block of text that has no number.
///
/// Source: docs/format.md, "Paragraphs".
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Paragraph {
    /// The number, `None` where there is none.
    pub number: Option<u32>,
    /// A letter behind the number, `2a.`.
    pub letter: Option<char>,
    /// The portion mark.
    pub portion: Option<Located<PortionMark>>,
    /// What it is for.
    pub role: ParagraphRole,
    /// The heading above it.
    pub heading: Option<Span>,
    /// From its number to the end of its last line.
    pub span: Span,
    /// Where its text starts, behind number and mark.
    pub text_start: u32,
    /// Its lines, as indices into the lines of the parse: first, and one past the last.
    pub lines: (u32, u32),
}

/// What stands at the start of a paragraph's first line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Start {
    pub(crate) number: u32,
    pub(crate) letter: Option<char>,
    pub(crate) portion: Option<(PortionMark, usize, usize)>,
    /// Where the text starts in the line.
    pub(crate) text_at: usize,
    /// A mirror put a pilcrow in front.
    pub(crate) pilcrow: bool,
    /// Not written as a number with a full stop: `l.`, `1,`, `1. C)`.
    pub(crate) misshapen: bool,
}

/// Reads the number and mark at the start of a line: `1.`, `1. (C)`, `¶1.`, `(C) 1.`, `2a.`, `l. (C)`, `1, (C)`.
///
/// It says what the line looks like; whether the number fits is for the caller to decide.
#[inline]
pub(crate) fn start(line: &str) -> Option<Start> {
    // A quick no for nearly every line of a body.
    let first = line.bytes().find(|b| !matches!(b, b' ' | b'\t'))?;
    if first.is_ascii_alphabetic() && !matches!(first, b'l' | b'I') {
        return None;
    }
    read_start(line)
}

/// `12. (C) The King …`, perhaps behind a mirror's pilcrow, as nearly every numbered paragraph begins.
fn plain_start(line: &str) -> Option<Start> {
    let behind = line.strip_prefix('¶');
    let bytes = behind.unwrap_or(line).as_bytes();
    let n = match bytes {
        [b'1'..=b'9', b'.', b' ', b'(', ..] => 1,
        [b'1'..=b'9', b'0'..=b'9', b'.', b' ', b'(', ..] => 2,
        _ => return None,
    };
    let mark_at = line.len() - bytes.len() + n + ". ".len();
    let rest = &line[mark_at..];
    let (mark, len) = PortionMark::common(rest).filter(|_| !is_whole(rest))?;
    Some(Start {
        number: bytes[..n]
            .iter()
            .fold(0, |number, digit| number * 10 + u32::from(digit - b'0')),
        letter: None,
        portion: Some((mark, mark_at, mark_at + len)),
        text_at: mark_at + len,
        pilcrow: behind.is_some(),
        misshapen: false,
    })
}

fn read_start(line: &str) -> Option<Start> {
    plain_start(line).or_else(|| any_start(line))
}

/// A number and a mark in any of the ways they are written.
fn any_start(line: &str) -> Option<Start> {
    let bytes = line.as_bytes();
    let mut at = line.len() - line.trim_ascii_start().len();
    let mut pilcrow = false;
    let mut portion = None;
    // `Â¶`: its bytes were read in another encoding and written again.
    if bytes.get(at) == Some(&0xC3) && line[at..].starts_with("Â¶") {
        at += 'Â'.len_utf8();
    }
    if bytes.get(at) == Some(&0xC2) && line[at..].starts_with('¶') {
        pilcrow = true;
        at += '¶'.len_utf8();
        at += line[at..].len() - line[at..].trim_start().len();
    }
    // A quick no for nearly every line of a body.
    let first = *bytes.get(at)?;
    if !(first.is_ascii_digit()
        || first == b'('
        || (first == b'l' || first == b'I') && bytes.get(at + 1) == Some(&b'.'))
    {
        return None;
    }
    // `(13) (C) …`
    if first == b'(' && bytes.get(at + 1).is_some_and(u8::is_ascii_digit) {
        let n = bytes[at + 1..]
            .iter()
            .take(4)
            .take_while(|b| b.is_ascii_digit())
            .count();
        let behind = line.get(at + 1 + n..)?.strip_prefix(')')?;
        let (mark, len) = PortionMark::at_start(behind.trim_start(), false)?;
        let number = line[at + 1..at + 1 + n]
            .parse()
            .ok()
            .filter(|number| (1..=999).contains(number))?;
        let mark_at = line.len() - behind.trim_start().len();
        return Some(Start {
            number,
            letter: None,
            portion: Some((mark, mark_at, mark_at + len)),
            text_at: mark_at + len,
            pilcrow,
            misshapen: false,
        });
    }
    if first == b'(' {
        let (mark, n) = PortionMark::at_start(&line[at..], false)?;
        portion = Some((mark, at, at + n));
        at += n;
    }
    let digits = bytes[at..]
        .iter()
        .take_while(|b| b.is_ascii_digit())
        .count();
    let (number, lookalike) = match digits {
        1..=3 => (line[at..at + digits].parse().ok()?, false),
        0 if matches!(bytes.get(at), Some(b'l' | b'I')) => (1, true),
        _ => return None,
    };
    at += digits.max(usize::from(lookalike));
    if number == 0 {
        return None;
    }
    let mut letter = None;
    if let Some(&b) = bytes.get(at)
        && b.is_ascii_alphabetic()
        && matches!(bytes.get(at + 1), Some(b'.' | b')'))
    {
        letter = Some(char::from(b));
        at += 1;
    }
    let blanks = bytes[at..].iter().take_while(|b| **b == b' ').count();
    let sign = bytes.get(at + blanks).copied();
    match sign {
        Some(b'.' | b',') if blanks <= 1 => {
            // `7.5 million` and `1.4 (b)` are no paragraphs; nor is `12,000`.
            let behind = bytes.get(at + blanks + 1).copied();
            if behind.is_some_and(|b| b.is_ascii_digit())
                || sign == Some(b',') && !line[at + blanks + 1..].trim_start().starts_with('(')
            {
                return None;
            }
            at += blanks + 1;
            while matches!(bytes.get(at), Some(b'.')) {
                at += 1;
            }
        }
        Some(b')') if blanks == 0 && portion.is_none() => {
            // `1) (C) …`: only with a mark behind, else it is a list.
            PortionMark::at_start(line[at + 1..].trim_start(), false)?;
            at += 1;
        }
        Some(b'(')
            if portion.is_none()
                && PortionMark::at_start(&line[at + blanks..], false).is_some() =>
        {
            at += blanks;
        }
        None if portion.is_some() || pilcrow => {}
        _ => return None,
    }
    let text_at =
        at + line[at..].len() - line[at..].trim_start_matches([' ', '\t', '\u{A0}']).len();
    let mut text_at = text_at;
    let mut misshapen = lookalike || !matches!(sign, Some(b'.' | b')') | None);
    if portion.is_none() {
        let rest = &line[text_at..];
        if let Some((mark, n)) = PortionMark::at_start(rest, false).or_else(|| {
            // `1. C) …`, a lost bracket; `1. C - ENTIRE TEXT`, `1. CONFIDENTIAL - ENTIRE TEXT.`
            PortionMark::at_start(rest, true)
        }) {
            misshapen |= !rest.starts_with(['(', '[', '{']);
            portion = Some((mark, text_at, text_at + n));
            // The mark of the whole text is what the paragraph says.
            if !is_whole(rest) {
                text_at += n;
            }
            // `(C)) …`: the bracket closed twice.
            if let Some(behind) = line[text_at..].strip_prefix(')') {
                text_at = line.len() - behind.trim_start_matches([' ', '\t']).len();
                misshapen = true;
            }
        } else if let Some((mark, n)) = PortionMark::garbled(rest) {
            misshapen = true;
            portion = Some((mark, text_at, text_at + n));
            text_at += n;
        } else if let Some(mark) = entire_text(rest) {
            portion = Some((mark, text_at, text_at));
        }
    }
    // `l. THE KING`; an I is a Roman number.
    let lower = lookalike
        && line.trim_start().starts_with("l. ")
        && line[text_at..].starts_with(|c: char| c.is_ascii_uppercase());
    if lookalike && portion.is_none() && !lower {
        return None;
    }
    Some(Start {
        number,
        letter,
        portion,
        text_at,
        pilcrow,
        misshapen,
    })
}

/// `1) The King …`, `(1) The King …`: a number in brackets without a mark, which counts points of a list elsewhere.
pub(crate) fn bracketed(line: &str) -> Option<Start> {
    let written = line.trim_start();
    let inner = written.strip_prefix('(').unwrap_or(written);
    let n = inner.bytes().take_while(u8::is_ascii_digit).count();
    let behind = inner.get(n..)?.strip_prefix(')')?;
    if !(1..=2).contains(&n) || !behind.starts_with([' ', '\t']) {
        return None;
    }
    Some(Start {
        number: inner[..n].parse().ok().filter(|number| *number > 0)?,
        letter: None,
        portion: None,
        text_at: line.len() - behind.trim_start().len(),
        pilcrow: false,
        misshapen: false,
    })
}

/// `CONFIDENTIAL - ENTIRE TEXT.`: the mark of a paragraph that marks the whole.
pub(super) fn entire_text(rest: &str) -> Option<PortionMark> {
    const LONGEST_BYTES: usize = 80;
    if rest.len() > LONGEST_BYTES {
        return None;
    }
    let line = rest.trim_matches([' ', '\t', '(', ')', '.']);
    // `ENTIRE TEXT CONFIDENTIAL.`
    for words in ["ENTIRE TEXT ", "ENTIRE TEXT IS "] {
        let level = line
            .get(..words.len())
            .filter(|start| start.eq_ignore_ascii_case(words))
            .and_then(|_| PortionMark::parse(&line[words.len()..]));
        if level.is_some() {
            return level;
        }
    }
    if !is_whole(line) {
        return None;
    }
    let upper = line.to_ascii_uppercase();
    let before = ["ENTIRE TEXT", "ENTIRE MESSAGE", "ALL TEXT"]
        .iter()
        .find_map(|words| upper.strip_suffix(words))?;
    PortionMark::parse(before.trim_end_matches([' ', '-', ',', ':', ')']))
}

/// `(C - ENTIRE TEXT.)`, `C - ENTIRE TEXT`, `(LOU) ENTIRE TEXT.`: the words mark the whole cable and say nothing else.
pub(crate) fn is_whole(text: &str) -> bool {
    const LONGEST_BYTES: usize = 80;
    let is_sign = |byte: &u8| !matches!(byte, b' ' | b'.' | b')' | b']' | b'}' | b'\r' | b'\n');
    let end = || text.bytes().rposition(|byte| is_sign(&byte));
    text.len() <= LONGEST_BYTES
        && end().is_some_and(|end| {
            // Most first lines end in another letter.
            if !matches!(text.as_bytes()[end], b'T' | b't' | b'E' | b'e') {
                return false;
            }
            let words = &text[..=end];
            ends_with_ignoring_case(words, "ENTIRE TEXT")
                || ends_with_ignoring_case(words, "ENTIRE MESSAGE")
                || ends_with_ignoring_case(words, "ALL TEXT")
        })
}

fn ends_with_ignoring_case(text: &str, end: &str) -> bool {
    let at = text.len().checked_sub(end.len());
    at.and_then(|at| text.as_bytes().get(at..))
        .is_some_and(|last| last.eq_ignore_ascii_case(end.as_bytes()))
}

/// Whether a paragraph's text is its own portion mark, `CONFIDENTIAL - ENTIRE TEXT.`
pub(crate) fn marks_itself(text: &str) -> bool {
    entire_text(text).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, expected: Option<(u32, Option<&str>, &str)>) {
        let read = start(line);
        let read = read.as_ref().map(|start| {
            (
                start.number,
                start.portion.as_ref().map(|(mark, _, _)| &*mark.text),
                &line[start.text_at..],
            )
        });
        assert_eq!(read, expected, "{line}");
    }

    #[test]
    fn starts() {
        check(
            "1. (C) SUMMARY: The King",
            Some((1, Some("C"), "SUMMARY: The King")),
        );
        check("¶1. (C) The King", Some((1, Some("C"), "The King")));
        check("Â¶1. (C) The King", Some((1, Some("C"), "The King")));
        check("1.(C) The King", Some((1, Some("C"), "The King")));
        check("1 . (C) The King", Some((1, Some("C"), "The King")));
        check("(C) 1. The King", Some((1, Some("C"), "The King")));
        check("12. The King", Some((12, None, "The King")));
        check("2a. The King", Some((2, None, "The King")));
        check("1, (C) The King", Some((1, Some("C"), "The King")));
        check("l. (C) The King", Some((1, Some("C"), "The King")));
        check("3. C) The King", Some((3, Some("C"), "The King")));
        check(
            "1.  CONFIDENTIAL - ENTIRE TEXT.",
            Some((1, Some("C"), "CONFIDENTIAL - ENTIRE TEXT.")),
        );
        check("1 (C) The King", Some((1, Some("C"), "The King")));
    }

    #[test]
    fn marks_of_the_whole() {
        for (written, mark) in [
            ("(C - ENTIRE TEXT.)", "C"),
            ("(C - ENTIRE TEXT).", "C"),
            ("C - ENTIRE TEXT.", "C"),
            ("(S/NF - ENTIRE TEXT)", "S/NF"),
            ("(CONFIDENTIAL - ENTIRE TEXT.)", "C"),
            ("SECRET ALL TEXT.", "S"),
            ("ENTIRE TEXT CONFIDENTIAL.", "C"),
            ("C ENTIRE TEXT", "C"),
        ] {
            check(&format!("1. {written}"), Some((1, Some(mark), written)));
        }
        check("1. THE ENTIRE TEXT", Some((1, None, "THE ENTIRE TEXT")));
    }

    #[test]
    fn plain_starts_are_read_as_any_other() {
        for (line, plain) in [
            ("1. (C) The King", true),
            ("12. (SBU) The King", true),
            ("¶1. (C) The King", true),
            ("¶12. (SBU) The King", true),
            ("¶12. (S) ENTIRE TEXT.", false),
            ("¶ 1. (C) The King", false),
            ("9. (U) 12 men", true),
            ("9. (U) ", false),
            ("12. (S) ENTIRE TEXT.", false),
            ("0. (C) The King", false),
            ("1. (C)  The King", false),
        ] {
            let read = plain_start(line);
            assert_eq!(read.is_some(), plain, "{line}");
            assert!(read.is_none() || read == any_start(line), "{line}");
        }
    }

    #[test]
    fn no_starts() {
        for line in [
            "7.5 million",
            "1.4 (b)",
            "2007. The King",
            "12 men",
            "0. Zero",
            "The King",
            "",
            "12,000 men",
            "(C) The King",
            "I. The King",
        ] {
            check(line, None);
        }
    }
}
