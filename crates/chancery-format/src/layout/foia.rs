//! Copies released under the Freedom of Information Act: page lines, stamps, the review's box, marginal codes.
//!
//! The level on the page line and the officer in the box are the reviewer's, never the sender's.
//! Source: docs/format.md, "Released copies".

use memchr::memmem;

use super::attributes::Attribute;
use super::{Piece, part};
use crate::Span;
use crate::bits::{self, Pairs};
use crate::flow::{fold, trim, trimmed};
use crate::furniture;
use crate::line::{Line, LineKind};
use crate::rare::{Rare, Word};
use crate::tables::foia_exemptions::{self, ReleaseCodeKind};

/// Lines at the start of a text in which a stamp may stand.
const STAMP_LINES: usize = 40;
/// The longest page line, scan noise included.
const LONGEST: usize = 240;

/// Marks what the review put on a released copy, and gives what it says of the case.
pub(super) fn mark(text: &str, lines: &mut Vec<Line>, rare: &Rare) -> Vec<Attribute> {
    let mut notes = Vec::new();
    let paged = rare.has(Word::CaseNumber) && mark_page_lines(text, lines, &mut notes);
    let candidates = candidates(text, lines);
    let stamped = mark_stamp(text, lines, candidates, &mut notes);
    let numbered = note_document_number(text, lines, candidates, &mut notes);
    if paged || stamped || numbered {
        mark_review(text, lines, &mut notes);
    }
    if paged || stamped {
        mark_box(text, lines, &mut notes);
        mark_codes(text, lines);
    }
    notes
}

/// The identifier that a printed copy has in its lines `Document Number: 1993STATE023857`.
pub(crate) fn document_number(notes: &[Attribute]) -> Option<crate::Mrn> {
    let note = notes.iter().find(|note| note.label == DOCUMENT_NUMBER)?;
    let number: String = note.value.split_ascii_whitespace().collect();
    crate::Mrn::parse(&number, None)
}

const DOCUMENT_NUMBER: &str = "Document Number";

/// Those of the first lines that begin as a stamp or a document number does, a bit for each; in most texts there are none.
fn candidates(text: &str, lines: &[Line]) -> u64 {
    const BEGIN: Pairs = Pairs::new(&[(b"RD", b"E"), (b"[", b"RD"), (b"D", b"oO")]);
    // Other than `REF` and `DE RUEH…`, which stand in every head.
    const GO_ON: Pairs = Pairs::new(&[(b"E", b"LN"), (b"oO", b"cC")]);
    let begins = |line: &Line| {
        let start = line.span.start as usize;
        match text.as_bytes()[start..] {
            [first, second, third, ..] if first > b' ' && first.is_ascii() => {
                BEGIN.has(first, second) && (first == b'[' || GO_ON.has(second, third))
            }
            [b'\n', ..] => false,
            _ => matches!(
                *trimmed(line.content().of(text)).as_bytes(),
                [first, second, ..] if BEGIN.has(first, second)
            ),
        }
    };
    let lines = lines.iter().take(STAMP_LINES).enumerate();
    lines.fold(0, |bits, (index, line)| {
        bits | u64::from(begins(line)) << index
    })
}

/// Notes the number that a computer printed above the text.
fn note_document_number(
    text: &str,
    lines: &[Line],
    candidates: u64,
    notes: &mut Vec<Attribute>,
) -> bool {
    for index in bits::places(candidates) {
        let line = &lines[index];
        let content = line.content();
        let written = content.of(text).trim_ascii();
        if line.kind == LineKind::Body
            && let Some(number) = furniture::document_number(written)
        {
            note(notes, DOCUMENT_NUMBER, fold(number), trim(text, content));
            return true;
        }
    }
    false
}

/// The stamp of the review: `UNITED STATES DEPARTMENT OF STATE`, `REVIEW AUTHORITY: NAME`, `DATE/CASE ID: …`, then
/// the level of the copy, between which the last columns of a copy list may stand.
fn mark_review(text: &str, lines: &mut [Line], notes: &mut Vec<Attribute>) {
    const MOST: usize = 64;
    const NEAR: usize = 4;
    const FOOT: usize = 14;
    let mut n_stamps = 0;
    let mut index = 0;
    while index < lines.len() && n_stamps < MOST {
        let content = lines[index].content();
        let written = content.of(text).trim_ascii();
        if lines[index].kind != LineKind::Body
            || !written.starts_with("REVIEW")
            || written.len() > 80
            || !letters_begin(written, "REVIEWAUTHOR")
        {
            index += 1;
            continue;
        }
        n_stamps += 1;
        let above = (index.saturating_sub(NEAR)..index)
            .rev()
            .find(|&at| !furniture::is_blank(lines[at].content().of(text)));
        if let Some(above) = above
            && is_department(lines[above].content().of(text))
        {
            lines[above].kind = LineKind::Furniture;
        }
        lines[index].kind = LineKind::Furniture;
        let mut name = written
            .split_once(':')
            .map_or("", |(_, name)| name.trim())
            .to_owned();
        let mut last = index;
        for (at, line) in lines.iter().enumerate().skip(index + 1).take(NEAR) {
            let place = line.content();
            let line = place.of(text).trim_ascii();
            if letters_begin(line, "DATE/CASEID") {
                let case = line.split_once(':').map_or("", |(_, case)| case.trim());
                let case = case.strip_suffix("UNCLASSIFIED").unwrap_or(case).trim();
                note(notes, "Date/Case ID", fold(case), place);
                last = at;
                break;
            }
            if name.is_empty() && is_name(line) {
                name = fold(line);
                last = at;
            }
        }
        for line in &mut lines[index..=last] {
            line.kind = LineKind::Furniture;
        }
        note(notes, "Review Authority", name, trim(text, content));
        // Down to the level of the next page.
        let mut end = last;
        for (at, line) in lines.iter().enumerate().skip(last + 1).take(FOOT) {
            let line = line.content().of(text).trim_ascii();
            if line == "UNCLASSIFIED" {
                end = at;
            } else if !line.is_empty() && !crate::head::is_distribution_continuation(line) {
                break;
            }
        }
        for line in &mut lines[last..=end] {
            line.kind = LineKind::Furniture;
        }
        index = end + 1;
    }
}

/// Whether a line, blanks left out, begins with these letters.
fn letters_begin(line: &str, letters: &str) -> bool {
    let mut written = line.bytes().filter(|b| *b != b' ');
    letters.bytes().all(|letter| written.next() == Some(letter))
}

/// `UNITED STATES DEPARTMENT OF STATE`, with the slips of a scan.
fn is_department(line: &str) -> bool {
    let letters: String = line.chars().filter(char::is_ascii_alphabetic).collect();
    crate::head::classification::close_to(&letters, "UNITEDSTATESDEPARTMENTOFSTATE", 2)
}

/// A name alone on a line: two to four words of capitals.
fn is_name(line: &str) -> bool {
    let words = line.split_ascii_whitespace().count();
    (2..=4).contains(&words)
        && line.len() <= 40
        && line
            .bytes()
            .all(|b| b.is_ascii_uppercase() || b" .'-".contains(&b))
}

fn note(notes: &mut Vec<Attribute>, label: &str, value: String, span: Span) {
    if !value.is_empty() && !notes.iter().any(|seen| seen.label == label) {
        notes.push(Attribute {
            label: label.to_owned(),
            value,
            span,
        });
    }
}

/// `UNCLASSIFIED U.S. Department of State Case No. F-2014-20439 Doc No. C05771875 Date: 12/31/2015`, whole, in
/// pieces on lines of their own, or inside a line of the text.
fn mark_page_lines(text: &str, lines: &mut Vec<Line>, notes: &mut Vec<Attribute>) -> bool {
    let bytes = text.as_bytes();
    let mut pieces: Vec<Piece> = Vec::new();
    let mut from = 0;
    for at in memmem::find_iter(bytes, " No") {
        let Some(kind) = ["Case", "Doc"]
            .into_iter()
            .find(|word| text[..at].ends_with(word))
        else {
            continue;
        };
        // The word itself may have been read with what stands before it.
        if at < from + kind.len() {
            continue;
        }
        let index = lines.partition_point(|line| line.span.end as usize <= at);
        let line = lines[index].content();
        let (start, end) = (line.start as usize, line.end as usize);
        let end = crate::parse::floor_boundary(text, end.min(at + LONGEST));
        let mut reader = Reader {
            text: &text[..end],
            at: at + " No".len(),
        };
        let Some(number) = reader.number() else {
            continue;
        };
        note_number(notes, kind, number, text);
        if kind == "Case"
            && reader.word("Doc")
            && reader.word("No")
            && let Some(number) = reader.number()
        {
            note_number(notes, "Doc", number, text);
        }
        let before_date = reader.at;
        if reader.word("Date") {
            match reader.date() {
                Some(date) => note(notes, "Date", date.of(text).to_owned(), date),
                None => reader.at = before_date,
            }
        }
        // The line before ran into this one, `Case No. … Case No.`: it has its piece already.
        if at - kind.len() < from {
            continue;
        }
        let start = page_line_start(text, start.max(from), at - kind.len());
        from = reader.at;
        pieces.push(Piece {
            span: Span::new(start, reader.at),
            kind: LineKind::Furniture,
        });
    }
    let found = !pieces.is_empty();
    part(lines, &pieces);
    if found {
        mark_lone_level(text, lines);
    }
    found
}

/// Where the words in front of `Case No.` begin.
fn page_line_start(text: &str, line: usize, at: usize) -> usize {
    let mut start = at;
    for word in [
        "of State",
        "Department",
        "U.S.",
        "US",
        "U. S.",
        "UNCLASSIFIED",
        "SBU",
        "CONFIDENTIAL",
        "SECRET",
    ] {
        let before = text[line..start].trim_end();
        if let Some(rest) = before.strip_suffix(word) {
            start = line + rest.len();
        }
    }
    start
}

/// `UNCLASSIFIED` on a line of its own above the rest of a page line that was broken.
fn mark_lone_level(text: &str, lines: &mut [Line]) {
    for index in 1..lines.len() {
        let content = lines[index].content().of(text).trim_start();
        let cut = lines[index].kind == LineKind::Furniture
            && (content.starts_with("U.S. Dep")
                || content.starts_with("US Dep")
                || content.starts_with("Case No"));
        let above = &lines[index - 1];
        if cut && above.kind == LineKind::Body && above.content().of(text).trim() == "UNCLASSIFIED"
        {
            lines[index - 1].kind = LineKind::Furniture;
        }
    }
}

fn note_number(notes: &mut Vec<Attribute>, kind: &str, span: Span, text: &str) {
    let mut number = span.of(text).to_owned();
    // Scans read the zero behind the letter C as O.
    if kind == "Doc"
        && let Some(digits) = number.strip_prefix("CO")
    {
        number = format!("C0{digits}");
    }
    let label = if kind == "Doc" { "Doc No." } else { "Case No." };
    note(notes, label, number, span);
}

/// Steps over the parts of a page line; what does not fit is not stepped over.
struct Reader<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Reader<'t> {
    fn ahead(&self) -> &'t str {
        self.text[self.at..].trim_start_matches([' ', '\t', '.', ':', ','])
    }

    fn word(&mut self, word: &str) -> bool {
        let ahead = self.ahead();
        let fits = ahead.starts_with(word);
        if fits {
            self.at = self.text.len() - ahead.len() + word.len();
        }
        fits
    }

    /// `F-2014-20439`, `C05771875`: a word of capitals, digits and hyphens with some digits.
    fn number(&mut self) -> Option<Span> {
        self.run(5, 20, |b| {
            b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'-'
        })
    }

    /// `12/31/2015`.
    fn date(&mut self) -> Option<Span> {
        self.run(6, 10, |b| b.is_ascii_digit() || b == b'/')
    }

    fn run(&mut self, fewest: usize, most: usize, fits: fn(u8) -> bool) -> Option<Span> {
        let ahead = self.ahead();
        let n = ahead.bytes().take_while(|&b| fits(b)).count();
        let digits = ahead[..n].bytes().filter(u8::is_ascii_digit).count();
        if !(fewest..=most).contains(&n) || digits < 4 {
            return None;
        }
        let start = self.text.len() - ahead.len();
        self.at = start + n;
        Some(Span::new(start, start + n))
    }
}

/// The disposition, `RELEASE IN PART B1,1.4(D)`, with codes on the same line and the next.
fn mark_stamp(text: &str, lines: &mut [Line], candidates: u64, notes: &mut Vec<Attribute>) -> bool {
    const STAMPS: [&str; 7] = [
        "RELEASE IN PART",
        "RELEASED IN PART",
        "RELEASE IN FULL",
        "RELEASED IN FULL",
        // A scan lost the last letter.
        "RELEASED IN FUL",
        "DENIED IN FULL",
        "DENIED IN PART",
    ];
    let mut found = false;
    for index in bits::places(candidates) {
        let content = lines[index].content();
        let written = trimmed(content.of(text));
        let written = written
            .strip_prefix('[')
            .and_then(|inside| inside.strip_suffix(']'))
            .unwrap_or(written);
        if lines[index].kind != LineKind::Body
            || !written.starts_with(['R', 'D'])
            || !STAMPS.iter().any(|stamp| {
                written
                    .strip_prefix(stamp)
                    .is_some_and(|codes| codes.trim().is_empty() || are_codes(codes))
            })
        {
            continue;
        }
        found = true;
        lines[index].kind = LineKind::Furniture;
        let mut stamp = written.to_owned();
        let next = lines[index + 1..]
            .iter_mut()
            .take(3)
            .find(|line| !furniture::is_blank(line.content().of(text)));
        if let Some(next) = next
            && next.kind == LineKind::Body
            && are_codes(next.content().of(text))
        {
            next.kind = LineKind::Furniture;
            stamp.push(' ');
            stamp.push_str(next.content().of(text).trim());
        }
        note(notes, "Release", fold(&stamp), trim(text, content));
    }
    found
}

/// The box of the review: `CLASSIFIED BY: NAME, A/GIS, DoS on DATE ~ Class: … ~ Reason: … ~ Declassify on: …`.
fn mark_box(text: &str, lines: &mut [Line], notes: &mut Vec<Attribute>) {
    const MOST_BOXES: usize = 16;
    const MOST_LINES: usize = 5;
    let mut n_boxes = 0;
    let mut index = 0;
    while index < lines.len() && n_boxes < MOST_BOXES {
        let is_start = lines[index].kind == LineKind::Body
            && starts_with(
                lines[index].content().of(text).trim_start(),
                "CLASSIFIED BY",
            );
        if !is_start {
            index += 1;
            continue;
        }
        let mut end = index;
        let mut is_box = false;
        while end < lines.len() && end < index + MOST_LINES {
            let written = lines[end].content().of(text);
            if furniture::is_blank(written) {
                break;
            }
            is_box |= written.contains("DoS on") || written.contains("~ Class");
            end += 1;
            if written.contains("Declassify on") || written.contains("Declassify On") {
                break;
            }
        }
        if is_box {
            let span = lines[index].content().cover(lines[end - 1].content());
            note(
                notes,
                "CLASSIFIED BY",
                fold(after_colon(span.of(text))),
                span,
            );
            for line in &mut lines[index..end] {
                line.kind = LineKind::Furniture;
            }
            n_boxes += 1;
        }
        index = end.max(index + 1);
    }
}

fn after_colon(written: &str) -> &str {
    written.split_once(':').map_or(written, |(_, rest)| rest)
}

fn starts_with(written: &str, words: &str) -> bool {
    written
        .get(..words.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(words))
}

/// Codes at the right edge, behind two blanks or more, or alone on a line: `B1`, `1.4(D)`, `B1 B6`.
fn mark_codes(text: &str, lines: &mut Vec<Line>) {
    let mut pieces = Vec::new();
    for line in lines.iter_mut() {
        if line.kind != LineKind::Body {
            continue;
        }
        let content = line.content();
        let written = content.of(text);
        let kept = written.trim_end();
        if !kept.ends_with(|c: char| c.is_ascii_digit() || c == ')' || c == 'l' || c == 'R') {
            if matches!(kept.trim(), "PAGE DENIED" | "PAGES DENIED") {
                line.kind = LineKind::Redaction;
            }
            continue;
        }
        if are_codes(kept) {
            line.kind = LineKind::Redaction;
            continue;
        }
        let Some(gap) = kept.rfind("  ") else {
            continue;
        };
        let at = gap + 2;
        if are_codes(&kept[at..]) {
            let start = content.start as usize + at;
            pieces.push(Piece {
                span: Span {
                    start: start as u32,
                    end: content.end,
                },
                kind: LineKind::Redaction,
            });
        }
    }
    part(lines, &pieces);
}

/// Whether a text is exemption codes and nothing else.
fn are_codes(written: &str) -> bool {
    const LONGEST: usize = 60;
    let written = trimmed(written);
    !written.is_empty()
        && written.len() <= LONGEST
        && written
            .split([' ', ',', ';', '\t'])
            .filter(|code| !code.is_empty())
            .all(is_code)
}

/// `B1`, `1.4(D)`, `(b)(6)`, `NR`; scans read 1 as l or I.
fn is_code(code: &str) -> bool {
    let is = |code: &str| {
        foia_exemptions::lookup(code).is_some_and(|row| {
            matches!(
                row.kind,
                ReleaseCodeKind::Exemption
                    | ReleaseCodeKind::Order
                    | ReleaseCodeKind::Declassification
                    | ReleaseCodeKind::Annotation
            )
        })
    };
    is(code) || code.len() <= 8 && is(&code.replace(['l', 'I'], "1"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[(&str, LineKind)], expected_notes: &[(&str, &str)]) {
        let mut lines = crate::line::split(text);
        let notes = mark(text, &mut lines, &Rare::find(text));
        let found: Vec<(&str, LineKind)> = lines
            .iter()
            .map(|line| (line.content().of(text), line.kind))
            .collect();
        assert_eq!(found, expected);
        let notes: Vec<(&str, &str)> = notes
            .iter()
            .map(|note| (&*note.label, &*note.value))
            .collect();
        assert_eq!(notes, expected_notes);
    }

    #[test]
    fn page_lines() {
        use LineKind::{Body, Furniture};
        let line = "UNCLASSIFIED   U.S. Department of State   Case No. F-2011-24817   Doc No. C17600413   Date: 02/19/2014";
        let notes = [
            ("Case No.", "F-2011-24817"),
            ("Doc No.", "C17600413"),
            ("Date", "02/19/2014"),
        ];
        check(line, &[(line, Furniture)], &notes);
        let inside = format!("he left {line} on foot");
        check(
            &inside,
            &[("he left ", Body), (line, Furniture), (" on foot", Body)],
            &notes,
        );
        check(
            "UNCLASSIFIED\nU.S. Department of State Case No F-2014-20439\nDoc No CO5771999 Date 12/31/2015\n",
            &[
                ("UNCLASSIFIED", Furniture),
                ("U.S. Department of State Case No F-2014-20439", Furniture),
                ("Doc No CO5771999 Date 12/31/2015", Furniture),
            ],
            &[
                ("Case No.", "F-2014-20439"),
                ("Doc No.", "C05771999"),
                ("Date", "12/31/2015"),
            ],
        );
        check(
            "in Case No one comes",
            &[("in Case No one comes", Body)],
            &[],
        );
    }

    #[test]
    fn review_stamp() {
        use LineKind::{Body, Furniture};
        check(
            "[RELEASED IN FUL]\nDocument Number: 1993STATE02385 7\nhe left\nUNTEDSTATESDEPARTMENTOFSTATE\nREVIEW AUTHORITY:\nDORA FENN\nDATE/CASE ID: 05 NOV 2008 200103014\nUNCLASSIFIED\nDOEE-00\n10-16\n\nUNCLASSIFIED\non foot\n",
            &[
                ("[RELEASED IN FUL]", Furniture),
                ("Document Number: 1993STATE02385 7", Body),
                ("he left", Body),
                ("UNTEDSTATESDEPARTMENTOFSTATE", Furniture),
                ("REVIEW AUTHORITY:", Furniture),
                ("DORA FENN", Furniture),
                ("DATE/CASE ID: 05 NOV 2008 200103014", Furniture),
                ("UNCLASSIFIED", Furniture),
                ("DOEE-00", Furniture),
                ("10-16", Furniture),
                ("", Furniture),
                ("UNCLASSIFIED", Furniture),
                ("on foot", Body),
            ],
            &[
                ("Release", "RELEASED IN FUL"),
                ("Document Number", "1993STATE02385 7"),
                ("Date/Case ID", "05 NOV 2008 200103014"),
                ("Review Authority", "DORA FENN"),
            ],
        );
    }

    #[test]
    fn stamp_box_and_codes() {
        use LineKind::{Body, Furniture, Redaction};
        check(
            "RELEASED IN PART\nBl,l.4(D),B6\nClassified by: F. Reviewer, A/GIS, DoS on 11/02/2015 ~ Class: SECRET ~\nReason: 1.4(D) ~ Declassify on: 08/17/2031\n1. (C) He told      B1\n    1.4(D)\nof visas of class B1\n",
            &[
                ("RELEASED IN PART", Furniture),
                ("Bl,l.4(D),B6", Furniture),
                (
                    "Classified by: F. Reviewer, A/GIS, DoS on 11/02/2015 ~ Class: SECRET ~",
                    Furniture,
                ),
                ("Reason: 1.4(D) ~ Declassify on: 08/17/2031", Furniture),
                ("1. (C) He told      ", Body),
                ("B1", Redaction),
                ("    1.4(D)", Redaction),
                ("of visas of class B1", Body),
            ],
            &[
                ("Release", "RELEASED IN PART Bl,l.4(D),B6"),
                (
                    "CLASSIFIED BY",
                    "F. Reviewer, A/GIS, DoS on 11/02/2015 ~ Class: SECRET ~ Reason: 1.4(D) ~ Declassify on: 08/17/2031",
                ),
            ],
        );
    }
}
