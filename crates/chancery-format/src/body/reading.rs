//! The reading text: what a person reads and a search sees, without furniture and hard wraps.

use crate::Span;
use crate::line::{Line, LineKind};

/// How many words cut by a hyphen at a line end are looked up elsewhere in the text, to keep the cost linear.
const HYPHEN_LOOKUPS: usize = 200;

/// How far such a word is looked for, in front of its place and behind it. Nearly every cable is shorter.
const HYPHEN_LOOKUP_BYTES: usize = 16 << 10;

/// The text of a stretch of lines, from `start` on, as it reads: wrapped lines joined by a blank, blank lines kept
/// as paragraph breaks, list items and table rows on their own lines, furniture left out.
///
/// A word cut by a hyphen at a line end loses the hyphen only where the whole word stands elsewhere in the text, within
/// [`HYPHEN_LOOKUP_BYTES`]: drafters cut words at their own hyphens, and a wrong joint makes a word nobody searches for.
/// Source: docs/format.md, "Reading text".
pub(crate) fn reading(text: &str, lines: &[Line], start: usize, end: usize) -> String {
    let mut out = String::with_capacity(end.saturating_sub(start));
    let mut gap = false;
    let mut previous: &str = "";
    let mut after_row = false;
    let mut n_lookups = 0;
    let mut all_graphic = true;
    for line in lines {
        let content = line.content();
        if (content.end as usize) < start || content.start as usize >= end {
            continue;
        }
        match line.kind {
            LineKind::Blank => {
                gap = !previous.is_empty();
                continue;
            }
            LineKind::Redaction => continue,
            LineKind::Furniture | LineKind::RepeatedHead | LineKind::End | LineKind::Attribute => {
                // A page break does not part a paragraph: blanks around it are no paragraph break.
                gap = false;
                previous = if out.is_empty() { "" } else { "\u{0}" };
                continue;
            }
            _ => {}
        }
        let from = (content.start as usize).max(start);
        let to = (content.end as usize).min(end);
        let written = text.get(from..to).unwrap_or("");
        let written = crate::flow::without_blanks(written).trim_start_matches('¶');
        if written.is_empty() {
            continue;
        }
        let signs = Signs::of(written);
        all_graphic &= signs.graphic;
        let row = (!signs.is_plain() || signs.barred) && is_row(written);
        if !out.is_empty() {
            if gap && previous != "\u{0}" && !goes_on(previous, written) {
                out.push_str("\n\n");
            } else if is_item(written) && !closes_bracket(&out, written)
                || row
                || after_row && previous != "\u{0}"
            {
                out.push('\n');
            } else if out.ends_with('-') && !out.ends_with(" -") && !out.ends_with("--") {
                let first = written.split_whitespace().next().unwrap_or("");
                if first.starts_with(|c: char| c.is_lowercase() || c.is_uppercase())
                    && n_lookups < HYPHEN_LOOKUPS
                {
                    n_lookups += 1;
                    let near = near(text.as_bytes(), from);
                    if is_word_elsewhere(near, &out, first) {
                        out.pop();
                    }
                }
            } else {
                out.push(' ');
            }
        }
        gap = false;
        previous = written;
        after_row = row;
        if signs.is_plain() {
            out.push_str(written);
        } else {
            push_folded(&mut out, written, row, signs);
        }
    }
    // Printed signs of ASCII need no mending.
    if all_graphic { out } else { mended(out) }
}

/// Whether a sentence goes on over a blank line: no stop before it, and a small letter behind it.
fn goes_on(before: &str, behind: &str) -> bool {
    behind.starts_with(|c: char| c.is_lowercase())
        && !behind.starts_with("http")
        && before.ends_with(|c: char| c.is_alphabetic() || c == ',')
        && !is_item(behind)
        && !is_row(before)
}

/// Ligatures as letters; without soft hyphens, signs of no width and control characters that files leave behind.
fn mended(text: String) -> String {
    // Many bytes are looked at at once.
    let odd = |byte: &u8| u8::from(*byte < b' ' && *byte != b'\n' || *byte >= 0xC2);
    let is_odd = |bytes: &[u8]| bytes.iter().map(odd).fold(0, |found, odd| found | odd) != 0;
    if !text.as_bytes().chunks(256).any(is_odd) {
        return text;
    }
    let mut mended = String::with_capacity(text.len());
    let mut from = 0;
    let may_be_odd = |byte: &u8| !matches!(byte, b'\n' | b' '..=b'~' | 0x80..=0xC1);
    let places = text
        .bytes()
        .enumerate()
        .filter(|(_, byte)| may_be_odd(byte));
    for at in places.map(|(at, _)| at) {
        let Some(c) = text[at..].chars().next() else {
            break;
        };
        let letters = match c {
            '\u{AD}' | '\u{200B}' | '\u{200C}' | '\u{200D}' | '\u{FEFF}' => "",
            c if c.is_control() => "",
            _ => match ligature(c) {
                Some(letters) => letters,
                None => continue,
            },
        };
        mended.push_str(&text[from..at]);
        mended.push_str(letters);
        from = at + c.len_utf8();
    }
    mended.push_str(&text[from..]);
    mended
}

/// Whether the halves of a word cut at a line end stand together, without hyphen, somewhere in the text.
fn is_word_elsewhere(text: &[u8], out: &str, second: &str) -> bool {
    let first = out[..out.len() - 1]
        .rsplit(|c: char| !c.is_alphabetic())
        .next()
        .unwrap_or("");
    let second = second
        .split(|c: char| !c.is_alphabetic())
        .next()
        .unwrap_or("");
    if first.len() < 2 || second.len() < 2 || first.len() + second.len() > 40 {
        return false;
    }
    if parts_no_words(first, second) {
        return true;
    }
    let word = format!("{first}{second}");
    memchr::memmem::find(text, word.as_bytes()).is_some()
}

fn near(text: &[u8], at: usize) -> &[u8] {
    let end = text.len().min(at + HYPHEN_LOOKUP_BYTES);
    &text[at.saturating_sub(HYPHEN_LOOKUP_BYTES)..end]
}

/// Text as it reads, with the way back to where it is written.
///
/// Every character of `text` that is no blank or line end is a character of the source, in the same order; a ligature of
/// the source may be two or three of them. Blanks and line ends of `text` stand for whatever parted the words: blanks, a
/// wrap, a page break with all that it put between.
/// Source: docs/format.md, "Reading text".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The text.
    pub text: String,
    runs: Vec<Run>,
    /// Where the source begins and ends.
    source: Span,
}

/// A stretch of the reading text that is written so, or as a ligature, in the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Run {
    at: u32,
    len: u32,
    source: Span,
    /// Letters of a ligature, which is one sign in the source.
    ligature: bool,
}

impl Reading {
    /// Reads a stretch of lines, see [`reading`].
    pub(crate) fn new(text: &str, lines: &[Line], start: usize, end: usize) -> Reading {
        let read = reading(text, lines, start, end);
        let mut runs: Vec<Run> = Vec::new();
        let mut written = lines
            .iter()
            .filter(|line| is_read(line.kind))
            .flat_map(|line| {
                let content = line.content();
                let from = (content.start as usize)
                    .max(start)
                    .min(content.end as usize);
                let to = (content.end as usize).min(end).max(from);
                text.get(from..to)
                    .unwrap_or("")
                    .char_indices()
                    .map(move |(at, c)| (from + at, c))
            });
        let mut at = 0;
        while at < read.len() {
            let Some(c) = read[at..].chars().next() else {
                break;
            };
            if matches!(c, ' ' | '\n') {
                at += 1;
                continue;
            }
            // What reading leaves out is passed over: blanks, pilcrows, controls, the hyphen of a cut word.
            let Some((source, len, ligature)) = written.find_map(|(place, sign)| {
                let mut of_char = [0; 4];
                let as_read = ligature(sign).unwrap_or_else(|| sign.encode_utf8(&mut of_char));
                let source = Span::new(place, place + sign.len_utf8());
                let ligature = ligature(sign).is_some();
                read[at..]
                    .starts_with(as_read)
                    .then_some((source, as_read.len(), ligature))
            }) else {
                debug_assert!(false, "every character that is read is written");
                break;
            };
            match runs.last_mut() {
                Some(run)
                    if (run.at + run.len) as usize == at
                        && run.source.end == source.start
                        && !(run.ligature || ligature) =>
                {
                    run.len += len as u32;
                    run.source.end = source.end;
                }
                _ => runs.push(Run {
                    at: at as u32,
                    len: len as u32,
                    source,
                    ligature,
                }),
            }
            at += len;
        }
        let end = end.min(text.len());
        Reading {
            text: read,
            runs,
            source: Span::new(start.min(end), end),
        }
    }

    /// Where a range of [`Reading::text`] is written in the source: from its first written character to its last. A
    /// range of nothing but blanks is the empty place behind the word before it.
    pub fn span(&self, range: std::ops::Range<usize>) -> Span {
        let first = self
            .runs
            .partition_point(|run| (run.at + run.len) as usize <= range.start);
        let last = self
            .runs
            .partition_point(|run| (run.at as usize) < range.end);
        if first >= last {
            let place = first
                .checked_sub(1)
                .map_or(self.source.start, |before| self.runs[before].source.end);
            return Span::empty(place as usize);
        }
        let start = {
            let run = self.runs[first];
            let into = range.start.saturating_sub(run.at as usize);
            run.source.start as usize + if run.ligature { 0 } else { into }
        };
        let end = {
            let run = self.runs[last - 1];
            let before_end = ((run.at + run.len) as usize).saturating_sub(range.end);
            run.source.end as usize - if run.ligature { 0 } else { before_end }
        };
        Span::new(start, end.max(start))
    }

    /// Where a place of the source is read: the offset in [`Reading::text`] of the first character written at it or
    /// behind it; the end where nothing is.
    pub fn offset(&self, source: u32) -> usize {
        let at = self.runs.partition_point(|run| run.source.end <= source);
        let Some(run) = self.runs.get(at) else {
            return self.text.len();
        };
        let into = source.saturating_sub(run.source.start);
        (run.at + if run.ligature { 0 } else { into }) as usize
    }
}

/// Whether lines of a kind are part of the reading text.
fn is_read(kind: LineKind) -> bool {
    !matches!(
        kind,
        LineKind::Blank
            | LineKind::Redaction
            | LineKind::Furniture
            | LineKind::RepeatedHead
            | LineKind::End
            | LineKind::Attribute
    )
}

/// The letters of a ligature.
fn ligature(sign: char) -> Option<&'static str> {
    Some(match sign {
        'ﬀ' => "ff",
        'ﬁ' => "fi",
        'ﬂ' => "fl",
        'ﬃ' => "ffi",
        'ﬄ' => "ffl",
        'ﬅ' | 'ﬆ' => "st",
        _ => return None,
    })
}

/// Whether one half of a word cut at a line end is never a word of its own: `CON-⏎SECUTIVELY`, `SITUA-⏎TION`.
fn parts_no_words(first: &str, second: &str) -> bool {
    const BEGINNINGS: &[&str] = &[
        "CON", "COM", "DIS", "RECOM", "REPRE", "INTRO", "IM", "GOV", "MINIS", "AMERI", "NEGO",
        "MILI", "DEVEL", "DELE", "AMBAS", "EMBAS", "PARLIA", "SECRE", "PRESI", "OFFI", "SITUA",
        "DISCUS", "IMPOR", "CONSID", "CONTIN", "PARTIC", "RECOG",
    ];
    const ENDINGS: &[&str] = &[
        "TION", "TIONS", "TIONAL", "ATION", "ATIONS", "SION", "SIONS", "MENT", "MENTS", "TIVE",
        "TIVES", "TIVELY", "ING", "INGS", "ITY", "ITIES", "TARY", "TARIAT", "ENCE", "ANCE", "CIAL",
        "TIAL", "TIES", "BLE", "BILITY", "OUS", "NESS", "IZED", "IZATION", "MENTAL", "ERNMENT",
        "TURE", "TURES", "DENT", "DENTS", "LY", "TING", "TIONED", "SENTED", "MENTED", "TIALLY",
        "CIALLY", "ICAL", "ICALLY", "ENCES", "ANCES",
    ];
    let is_among = |words: &[&str], word: &str| words.iter().any(|w| w.eq_ignore_ascii_case(word));
    // `Anglo-⏎Ruritanian`: a capital behind a small letter begins a word of its own.
    let capital = first.ends_with(|c: char| c.is_lowercase())
        && second.starts_with(|c: char| c.is_uppercase());
    // `re-⏎ported`, but `re-⏎entry`, `re-⏎opening`.
    let again = first.eq_ignore_ascii_case("RE")
        && second.len() >= 4
        && !second.starts_with(['a', 'e', 'i', 'o', 'u', 'A', 'E', 'I', 'O', 'U']);
    !capital && (again || is_among(ENDINGS, second) || is_among(BEGINNINGS, first))
}

/// `(Ref` and, on the next line, `A) …`: the end of a remark in brackets looks like a list item.
fn closes_bracket(out: &str, written: &str) -> bool {
    !written.starts_with('(')
        && written.as_bytes().get(1) == Some(&b')')
        && out
            .bytes()
            .rev()
            .take(120)
            .find(|b| matches!(b, b'(' | b')'))
            == Some(b'(')
}

/// A list item: a bullet, a letter or a number in front.
pub(crate) fn is_item(line: &str) -> bool {
    let bytes = line.as_bytes();
    match bytes.first() {
        Some(b'-' | b'*') => {
            bytes.get(1).is_some_and(|b| matches!(b, b' ' | b'-')) || bytes.len() == 1
        }
        // `(a)`, `(1)`, `(12)`, `(ii)`; `(PC)` is an abbreviation.
        Some(b'(') => {
            matches!(bytes.get(2), Some(b')'))
                || matches!(bytes.get(3), Some(b')'))
                    && bytes[1..3]
                        .iter()
                        .all(|b| b.is_ascii_digit() || matches!(b, b'i' | b'v'))
        }
        Some(b'a'..=b'z' | b'A'..=b'Z') => {
            matches!(bytes.get(1), Some(b')'))
                || bytes.get(1) == Some(&b'.') && bytes.get(2) == Some(&b' ')
        }
        Some(b'0'..=b'9') => {
            matches!(bytes.get(1), Some(b')' | b'.')) && bytes.get(2).is_some_and(|b| *b == b' ')
        }
        _ => line.starts_with('•') || line.starts_with('·'),
    }
}

/// A row of a table: columns parted by three blanks or more.
pub(crate) fn is_row(line: &str) -> bool {
    let bytes = line.as_bytes();
    let parted = || {
        memchr::memchr(b'\t', bytes).is_some()
            || bytes.len() > 2 && {
                let threes = bytes.iter().zip(&bytes[1..]).zip(&bytes[2..]);
                let part = |((a, b), c): ((&u8, &u8), &u8)| {
                    *a == b' ' && *c == b' ' && matches!(b, b' ' | b'|')
                };
                threes
                    .map(part)
                    .map(u8::from)
                    .fold(0, |found, parts| found | parts)
                    != 0
            }
    };
    !line.ends_with(['.', ',', ';']) && parted()
}

/// What a line is made of.
#[derive(Clone, Copy)]
struct Signs {
    /// Nothing but blanks and printed signs of ASCII.
    graphic: bool,
    /// Two blanks stand next to each other.
    doubled: bool,
    /// There is a bar, as between the columns of some tables.
    barred: bool,
}

impl Signs {
    fn of(line: &str) -> Signs {
        // All bytes are looked at, many at once, rather than one by one up to the first that tells.
        let bytes = line.as_bytes();
        let odd = |byte: &u8| u8::from(!matches!(byte, b' '..=b'~'));
        let behind = bytes.get(1..).unwrap_or_default();
        let blanks = |(a, b): (&u8, &u8)| u8::from([*a, *b] == *b"  ");
        Signs {
            graphic: bytes.iter().map(odd).fold(0, |found, odd| found | odd) == 0,
            doubled: bytes
                .iter()
                .zip(behind)
                .map(blanks)
                .fold(0, |found, blanks| found | blanks)
                != 0,
            barred: bytes
                .iter()
                .fold(0, |found, byte| found | u8::from(*byte == b'|'))
                != 0,
        }
    }

    /// Whether there is nothing to fold, as in most lines.
    fn is_plain(self) -> bool {
        self.graphic && !self.doubled
    }
}

/// Whether the blank is the only white space of a line.
fn has_no_other_blanks(line: &str) -> bool {
    let bytes = line.as_bytes();
    !bytes.iter().enumerate().any(|(at, byte)| match byte {
        b'\t'..=b'\r' => true,
        // The first bytes of those beyond ASCII.
        0xC2 | 0xE1..=0xE3 => line[at..].starts_with(char::is_whitespace),
        _ => false,
    })
}

fn push_folded(out: &mut String, written: &str, row: bool, signs: Signs) {
    if row {
        // Columns keep two blanks between them.
        let mut blanks = 0;
        for c in written.chars() {
            if c.is_whitespace() {
                // A tab parts columns by itself.
                blanks += if c == '\t' { 3 } else { 1 };
                continue;
            }
            if blanks > 0 {
                out.push_str(if blanks >= 3 { "   " } else { " " });
            }
            blanks = 0;
            out.push(c);
        }
        return;
    }
    if signs.graphic || has_no_other_blanks(written) {
        // Two blanks behind a full stop, and nothing else to fold.
        let mut rest = written.trim_matches(' ');
        while let Some(at) = memchr::memmem::find(rest.as_bytes(), b"  ") {
            out.push_str(&rest[..=at]);
            rest = rest[at..].trim_start_matches(' ');
        }
        out.push_str(rest);
        return;
    }
    let mut first = true;
    for word in written.split_whitespace() {
        if !first {
            out.push(' ');
        }
        first = false;
        out.push_str(word);
    }
}

/// The lines that overlap a span, by their indices.
pub(crate) fn lines_of(lines: &[Line], span: Span) -> &[Line] {
    let first = lines.partition_point(|line| line.span.end <= span.start);
    let last = lines.partition_point(|line| line.span.start < span.end);
    &lines[first..last.max(first)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_is_found_beyond_ascii() {
        for c in ('\0'..='\u{3100}').filter(|c| *c != ' ') {
            let line = format!("a{c}b");
            assert_eq!(has_no_other_blanks(&line), !c.is_whitespace(), "{c:?}");
        }
        for c in '\u{3100}'..=char::MAX {
            assert!(!c.is_whitespace(), "{c:?}");
        }
    }

    #[test]
    fn signs_of_no_width_go() {
        let check = |text: &str, expected: &str| assert_eq!(mended(text.to_owned()), expected);
        check("o\u{FB03}ce\u{AD}\nRe\u{301}gent", "office\nRe\u{301}gent");
        check("\u{FEFF}King\u{7}s\u{200B}", "Kings");
        check("“King”", "“King”");
    }

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let mut lines = crate::line::split(text);
        for line in &mut lines {
            let content = line.content().of(text);
            line.kind = if content.trim().is_empty() {
                LineKind::Blank
            } else if crate::furniture::recognize(content).is_some() {
                LineKind::Furniture
            } else {
                LineKind::Body
            };
        }
        assert_eq!(reading(text, &lines, 0, text.len()), expected);
    }

    #[test]
    fn wraps_are_joined() {
        check(
            "The King left \nStrelsau   today.\n",
            "The King left Strelsau today.",
        );
        check("One.\n\nTwo.", "One.\n\nTwo.");
        check(
            "Points:\n-- one\n-- two goes\non",
            "Points:\n-- one\n-- two goes on",
        );
        check(
            "He agreed (Ref\nA) to go:\na) today\nb) alone",
            "He agreed (Ref A) to go:\na) today\nb) alone",
        );
        check("Name   Age\nRudolf   33", "Name   Age\nRudolf   33");
    }

    #[test]
    fn sentences_go_on_over_blank_lines() {
        check(
            "He said that he \n\nis a king.",
            "He said that he is a king.",
        );
        check("He said:\n\nwe go.", "He said:\n\nwe go.");
        check("He left.\n\na) alone", "He left.\n\na) alone");
    }

    #[test]
    fn signs_of_files_are_mended() {
        check(
            "The ﬁrst of\u{AD}ﬁcer\0 left\u{1A}.",
            "The first officer left.",
        );
        check("“Zürich – today”", "“Zürich – today”");
    }

    #[test]
    fn page_breaks_do_not_part() {
        check(
            "The King left \n\nSTRELSAU 00000412  001.2 OF 003\n\nStrelsau.",
            "The King left Strelsau.",
        );
    }

    #[test]
    fn hyphens() {
        check(
            "The declassi-\nfied file was declassified.",
            "The declassified file was declassified.",
        );
        check("A well-\nknown man", "A well-known man");
        check("THE SITUA-\nTION IS GOOD", "THE SITUATION IS GOOD");
        check("THEY ARE CON-\nTENT", "THEY ARE CONTENT");
        check("HE WAS RE-\nELECTED", "HE WAS RE-ELECTED");
        check("It was re-\nported", "It was reported");
        check("The Anglo-\nRuritanian club", "The Anglo-Ruritanian club");
        check("THE GOV-\nERNOR", "THE GOVERNOR");
        check("A pre-\nwar treaty", "A pre-war treaty");
    }
}
