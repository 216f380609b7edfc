//! Heads that lost their line ends and stand on one line.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::{Piece, part};
use crate::Span;
use crate::body::paragraph;
use crate::diagnostic::{Code, Diagnostic};
use crate::head::{self, addressee, classification, date_time_group, transmission};
use crate::line::{Line, LineKind};
use crate::rare::{Rare, Word};

/// Lines at the start of a text that are looked at.
const LINES: usize = 60;
/// A line of a head that is whole is shorter.
const SHORTEST: usize = 90;
/// The classification line stands before this byte of its line.
const LONGEST_HEAD: usize = 20_000;
/// Places at which one line is parted.
const MOST_PARTS: usize = 400;

/// Parts a line on which originator and addressees stand together at the elements of the wire head, at the
/// classification line and at the paragraphs. Labels are parted later, as on any line.
pub(super) fn mark(
    text: &str,
    lines: &mut Vec<Line>,
    rare: &Rare,
    diagnostics: &mut Vec<Diagnostic>,
) {
    // A form names itself.
    let may_be_form = rare.has(Word::Typed);
    let mut pieces = Vec::new();
    for line in lines.iter().take(LINES) {
        let content = line.content();
        let written = content.of(text);
        if line.kind != LineKind::Body || written.len() < SHORTEST {
            continue;
        }
        let cuts = if is_head(written) {
            cuts(written)
        } else if may_be_form {
            form_cuts(written)
        } else {
            continue;
        };
        if !cuts.is_empty() {
            diagnostics.push(
                Diagnostic::new(
                    Code::LineEndsLost,
                    content,
                    "originator and addressees stand on one line",
                )
                .with_help("the line was parted at the words that begin a line of the head"),
            );
        }
        let ends = cuts.iter().skip(1).copied().chain([written.len()]);
        for (&start, end) in cuts.iter().zip(ends) {
            let base = content.start as usize;
            pieces.push(Piece {
                span: Span::new(base + start, base + end),
                kind: LineKind::Body,
            });
        }
    }
    part(lines, &pieces);
}

/// Whether FM and TO with their addresses stand on the line.
fn is_head(line: &str) -> bool {
    static FROM: LazyLock<Finder<'_>> = LazyLock::new(|| Finder::new("FM "));
    // Most long lines have no such word at all.
    if FROM.find(line.as_bytes()).is_none() {
        return false;
    }
    let Some(from) = word(line, "FM ") else {
        return false;
    };
    let rest = &line[from + 3..];
    is_address(rest) && word(rest, "TO ").is_some_and(|to| is_address(&rest[to + 3..]))
}

/// Whether a text begins with an address: its first two words tell.
fn is_address(rest: &str) -> bool {
    let end = rest
        .match_indices(' ')
        .nth(1)
        .map_or(rest.len(), |(at, _)| at);
    transmission::is_routed(rest) || addressee::is_address_line(&rest[..end])
}

/// The starts of the pieces of a paper form of the 1950s and 1960s, behind its title: the level, the labels, and the text
/// behind the date. Empty where the line is none.
fn form_cuts(line: &str) -> Vec<usize> {
    const TITLE_WITHIN: usize = 60;
    const HEAD_WITHIN: usize = 400;
    const TITLES: [&str; 2] = ["INCOMING TELEGRAM", "OUTGOING TELEGRAM"];
    let start = &line[..crate::parse::floor_boundary(line, TITLE_WITHIN)];
    if memchr::memmem::find(start.as_bytes(), b"NG TELEGRAM").is_none()
        || !TITLES.iter().any(|title| start.contains(title))
    {
        return Vec::new();
    }
    let head = &line[..crate::parse::floor_boundary(line, HEAD_WITHIN)];
    let labels = [
        "FROM:",
        "TO:",
        "INFO:",
        "NO:",
        "DATE:",
        "CONTROL:",
        "Control:",
        "REC'D:",
        "Rec'd:",
        "RECEIVED:",
        "From:",
        "To:",
        "No:",
        "Date:",
    ];
    let mut cuts: Vec<usize> = labels
        .iter()
        .filter_map(|label| word(head, label))
        .collect();
    cuts.sort_unstable();
    cuts.dedup();
    let names = |label: &str| {
        cuts.iter()
            .any(|&at| head[at..].to_ascii_uppercase().starts_with(label))
    };
    if !names("FROM:") || !names("TO:") {
        return Vec::new();
    }
    // A level between title and labels.
    let title = &head[..cuts[0]];
    let level = [
        "TOP SECRET",
        "SECRET",
        "CONFIDENTIAL",
        "UNCLASSIFIED",
        "OFFICIAL USE ONLY",
    ]
    .iter()
    .find_map(|level| {
        title
            .trim_end()
            .ends_with(level)
            .then(|| title.trim_end().len() - level.len())
    });
    if let Some(at) = level {
        let limited = title[..at].trim_end();
        let at = limited.strip_suffix("LIMITED").map_or(at, str::len);
        cuts.insert(0, at);
    }
    // The text begins behind the date: behind its hour, its year or its day.
    if let Some(&last) = cuts.last() {
        let value = &line[last..crate::parse::floor_boundary(line, last + 80)];
        let hours = [
            "P.M.", "A.M.", "p.m.", "a.m.", "PM", "AM", "NOON", "MIDNIGHT", "Noon", "noon",
        ];
        let hour = hours
            .iter()
            .filter_map(|hour| Some(value.find(hour)? + hour.len()))
            .min()
            .filter(|&end| value[..end].matches(':').count() <= 2);
        let year = value
            .match_indices(|c: char| c.is_ascii_digit())
            .map(|(at, _)| at)
            .find(|&at| {
                let digits = value[at..].bytes().take_while(u8::is_ascii_digit).count();
                digits == 4 && value[at..].starts_with("19")
            })
            .map(|at| at + 4);
        if let Some(end) = hour.or(year) {
            let rest = value[end..].trim_start_matches([' ', ',', '.', ')']);
            let at = last + value.len() - rest.len();
            if !rest.is_empty() {
                cuts.push(at);
                // `SENT DEPARTMENT 412, REPEATED INFORMATION VIENNA 88.`
                let body = &line[at..crate::parse::floor_boundary(line, at + 160)];
                if body.to_ascii_uppercase().starts_with("SENT ")
                    && let Some(stop) = body.find(". ")
                {
                    cuts.push(at + stop + 2);
                }
            }
        }
    }
    cuts
}

/// Where a word stands apart.
fn word(line: &str, word: &str) -> Option<usize> {
    memchr::memmem::find_iter(line.as_bytes(), word)
        .take(32)
        .find(|&at| at == 0 || line.as_bytes()[at - 1] == b' ')
}

/// The starts of the pieces behind the first.
fn cuts(line: &str) -> Vec<usize> {
    let mut cuts = Vec::new();
    let (mut dated, mut to, mut classified) = (false, false, false);
    let mut paragraph = 0;
    let mut labelled = false;
    let signless = memchr::memchr(b':', line.as_bytes()).is_none();
    let mut at = 0;
    while let Some(n) = line[at..].find(' ') {
        at += n + 1;
        let rest = &line[at..];
        if cuts.len() >= MOST_PARTS || rest.is_empty() || !classified && at > LONGEST_HEAD {
            break;
        }
        let window = &rest[..crate::parse::floor_boundary(rest, 120)];
        if classified {
            // Paragraphs one after the other; `2. (C)` inside a sentence is none.
            if rest.starts_with(|c: char| c.is_ascii_digit())
                && let Some(start) = paragraph::start(window)
                && start.number == paragraph + 1
                && (start.portion.is_some()
                    || labelled && is_unmarked_paragraph(&line[..at], window, start.number))
            {
                paragraph = start.number;
                cuts.push(at);
            }
            let label = ["SUBJECT", "SUBJ", "REF"]
                .iter()
                .find_map(|word| rest.strip_prefix(word));
            labelled |= label.is_some_and(|rest| rest.starts_with([' ', ':']));
            // `… REF STATE 75474 1 SECRET ALL TEXT`: the text begins.
            if signless
                && labelled
                && paragraph == 0
                && let Some(text) = rest.strip_prefix("1 ")
                && text.starts_with(|c: char| c.is_ascii_uppercase())
            {
                paragraph = 1;
                cuts.push(at);
                continue;
            }
            // Where all signs are lost, too, the labels have no colon that would tell them later.
            if signless
                && ["E O 1", "TAGS ", "SUBJECT ", "SUBJ ", "REF "]
                    .iter()
                    .any(|label| rest.starts_with(label))
                && paragraph == 0
            {
                // The classification line ends at the blank in front.
                if cuts.last() == Some(&(at - 1)) {
                    cuts.pop();
                }
                cuts.push(at);
            }
            continue;
        }
        let starts = |word: &str| window.starts_with(word);
        let address = |n: usize| is_address(&window[n..]);
        let counted = |n: usize| {
            let end = window[n..].find(' ').map_or(window.len(), |at| n + at);
            head::is_distribution(&window[..end])
        };
        if !dated
            && matches!(window.as_bytes()[0], b'O' | b'P' | b'R' | b'Z')
            && window.as_bytes().get(1) == Some(&b' ')
            && date_time_group::parse(window, 0, None, &mut Vec::new())
                .is_some_and(|line| line.group.value.moment.is_some())
        {
            dated = true;
            cuts.push(at);
        } else if starts("FM ") && address(3)
            || starts("TO ") && address(3)
            || starts("INFO ") && (address(5) || counted(5))
            || (starts("ACTION ") || starts("ORIGIN ")) && counted(7)
            || starts("DRAFTED BY ")
            || starts("APPROVED BY ")
            || starts("----------")
        {
            to |= starts("TO ");
            cuts.push(at);
        } else if to
            && transmission::is_routed(window)
            && !line[..at].ends_with("TO ")
            && !line[..at].ends_with("INFO ")
        {
            cuts.push(at);
        } else if to
            && matches!(window.as_bytes()[0], b'C' | b'S' | b'U' | b'L' | b'T')
            && let Some(n) = classification_end(window)
        {
            classified = true;
            cuts.push(at);
            at += n.saturating_sub(1);
            if line[at..].trim().len() > 1 {
                cuts.push(at + 1);
            }
        }
    }
    cuts
}

/// A number without a mark behind the labels of the head: it begins a word in capitals, and from the second on a
/// sentence ends before it.
fn is_unmarked_paragraph(before: &str, window: &str, number: u32) -> bool {
    let begins = window
        .trim_start_matches(|c: char| c.is_ascii_digit() || c == '.')
        .trim_start()
        .starts_with(|c: char| c.is_uppercase());
    let sign = before.trim_end().bytes().next_back();
    begins && (number == 1 || matches!(sign, Some(b'.' | b'?' | b'!' | b')' | b'"')))
}

/// Where a classification line with post and number ends.
fn classification_end(window: &str) -> Option<usize> {
    if !["C O N F", "S E C R", "T O P", "UNCLAS", "LIMITED OFF"]
        .iter()
        .any(|start| window.starts_with(start))
    {
        return None;
    }
    let read = classification::parse(window)?;
    let (_, _, end) = read.number?;
    Some(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let mut lines = crate::line::split(text);
        mark(text, &mut lines, &Rare::find(text), &mut Vec::new());
        let found: Vec<&str> = lines
            .iter()
            .map(|line| line.content().of(text).trim())
            .collect();
        assert_eq!(found, expected);
        let joined: String = lines.iter().map(|line| line.span.of(text)).collect();
        assert_eq!(joined, text);
    }

    #[test]
    fn heads() {
        check(
            "R 081540Z OCT 07 FM AMEMBASSY STRELSAU TO RUEHC/SECSTATE WASHDC 0610 RUEHEW/AMEMBASSY EDELWEISS 0193 INFO RUEKJCS/SECDEF WASHINGTON DC C O N F I D E N T I A L STRELSAU 000094 SIPDIS E.O. 12958: DECL: 10/08/2017 SUBJECT: INK 1. (C) It has none. 2. (C) It is dry. FENN\nX",
            &[
                "R 081540Z OCT 07",
                "FM AMEMBASSY STRELSAU",
                "TO RUEHC/SECSTATE WASHDC 0610",
                "RUEHEW/AMEMBASSY EDELWEISS 0193",
                "INFO RUEKJCS/SECDEF WASHINGTON DC",
                "C O N F I D E N T I A L STRELSAU 000094",
                "SIPDIS E.O. 12958: DECL: 10/08/2017 SUBJECT: INK",
                "1. (C) It has none.",
                "2. (C) It is dry. FENN",
                "X",
            ],
        );
        check(
            "51 ACTION EUR-12 INFO OCT-01 ISO-00 /013 W --------------------- 062914 P 071430Z JUL 75 FM AMEMBASSY STRELSAU TO SECSTATE WASHDC PRIORITY 3310 UNCLAS STRELSAU 4127",
            &[
                "51",
                "ACTION EUR-12",
                "INFO OCT-01 ISO-00 /013 W",
                "--------------------- 062914",
                "P 071430Z JUL 75",
                "FM AMEMBASSY STRELSAU",
                "TO SECSTATE WASHDC PRIORITY 3310",
                "UNCLAS STRELSAU 4127",
            ],
        );
        check(
            "R 081540Z MAR 84 FM AMEMBASSY STRELSAU TO SECSTATE WASHDC 0610 UNCLAS STRELSAU 7977 E.O. 12356: N/A TAGS: SOPN SUBJECT: INK OF MARCH 7. 1984 1. IT HAS NONE. 2. IT IS DRY IN SECTION 3. OF IT.",
            &[
                "R 081540Z MAR 84",
                "FM AMEMBASSY STRELSAU",
                "TO SECSTATE WASHDC 0610",
                "UNCLAS STRELSAU 7977",
                "E.O. 12356: N/A TAGS: SOPN SUBJECT: INK OF MARCH 7. 1984",
                "1. IT HAS NONE.",
                "2. IT IS DRY IN SECTION 3. OF IT.",
            ],
        );
        check(
            "R 081540Z MAR 79 FM AMEMBASSY STRELSAU TO SECSTATE WASHDC 0610 UNCLAS STRELSAU 2399 E O 12065 XDS-1 TAGS SHUM RU SUBJ INK REF STATE 075474 1 SECRET ALL TEXT 2 IT IS DRY",
            &[
                "R 081540Z MAR 79",
                "FM AMEMBASSY STRELSAU",
                "TO SECSTATE WASHDC 0610",
                "UNCLAS STRELSAU 2399",
                "E O 12065 XDS-1",
                "TAGS SHUM RU",
                "SUBJ INK",
                "REF STATE 075474",
                "1 SECRET ALL TEXT 2 IT IS DRY",
            ],
        );
        check(
            "INCOMING TELEGRAM DEPARTMENT OF STATE CONFIDENTIAL FROM: STRELSAU TO: SECRETARY OF STATE NO: 412 DATE: MARCH 4, 1957, 6 P.M. SENT DEPARTMENT 412, REPEATED INFORMATION VIENNA 88. THE KING IS ILL. FENN",
            &[
                "INCOMING TELEGRAM DEPARTMENT OF STATE",
                "CONFIDENTIAL",
                "FROM: STRELSAU",
                "TO: SECRETARY OF STATE",
                "NO: 412",
                "DATE: MARCH 4, 1957, 6 P.M.",
                "SENT DEPARTMENT 412, REPEATED INFORMATION VIENNA 88.",
                "THE KING IS ILL. FENN",
            ],
        );
        let prose = "THE TRANSMITTER MOVED FM STRELSAU TO ZENDA, WHERE IT WAS HEARD BY NOBODY FOR A LONG TIME, THE MINISTER SAID";
        check(prose, &[prose]);
        check("É", &["É"]);
    }
}
