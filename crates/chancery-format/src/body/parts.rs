//! Named parts of a body: summary, comment, action request.
//!
//! They are opened by a heading or by the first words of a paragraph, and closed by END SUMMARY and its like, by the
//! next heading, or not at all. Source: docs/format.md, "Named parts".

use crate::head::classification::close_to;
use crate::post::is_swap;

use super::paragraph::{Paragraph, ParagraphRole};
use crate::Span;
use crate::diagnostic::{Code, Diagnostic};
use crate::rare::{self, Rare, Word};

/// A named part of a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Summary,
    Comment,
    ActionRequest,
}

/// The words a part is called by, without what may stand around them; longest first.
const NAMES: &[(&str, Part)] = &[
    ("INTRODUCTION AND SUMMARY", Part::Summary),
    ("EXECUTIVE SUMMARY", Part::Summary),
    ("SUMMARY AND INTRODUCTION", Part::Summary),
    ("SUMMARY AND COMMENT", Part::Summary),
    ("SUMMARY & COMMENT", Part::Summary),
    ("SUMMARY AND RECOMMENDATIONS", Part::Summary),
    ("SUMMARY AND RECOMMENDATION", Part::Summary),
    ("SUMMARY/INTRODUCTION", Part::Summary),
    ("SUMMARY CONTINUED", Part::Summary),
    ("SUMMARY CONT'D", Part::Summary),
    ("SUMMARY CONT’D", Part::Summary),
    ("SUMMARY (CONTINUED)", Part::Summary),
    ("SUMMARY CONT", Part::Summary),
    ("SUMMARY/COMMENT", Part::Summary),
    ("SUMMARY AND ACTION REQUEST", Part::Summary),
    ("SUMMARY/ACTION REQUEST", Part::Summary),
    ("SUMMARY AND ANALYSIS", Part::Summary),
    ("SUMMARY", Part::Summary),
    ("SUMMAY", Part::Summary),
    ("SUMMRY", Part::Summary),
    ("S U M M A R Y", Part::Summary),
    ("BIO NOTE AND COMMENT", Part::Comment),
    ("COMMENT AND ACTION REQUEST", Part::Comment),
    ("COMMENT AND ANALYSIS", Part::Comment),
    ("COMMENT AND CONCLUSION", Part::Comment),
    ("COMMENT AND RECOMMENDATION", Part::Comment),
    ("COMMENT AND OUTLOOK", Part::Comment),
    ("COMMENT CONTINUED", Part::Comment),
    ("COMMENT CONT'D", Part::Comment),
    ("COMMENT CONT’D", Part::Comment),
    ("COMMENT (CONTINUED)", Part::Comment),
    ("COMMENT CONT", Part::Comment),
    ("CONCLUSION AND COMMENT", Part::Comment),
    ("CONCLUSIONS AND COMMENT", Part::Comment),
    ("ANALYSIS AND COMMENT", Part::Comment),
    ("NOTE AND COMMENT", Part::Comment),
    ("EMBASSY COMMENT", Part::Comment),
    ("CONSULATE COMMENT", Part::Comment),
    ("MISSION COMMENT", Part::Comment),
    ("POST COMMENT", Part::Comment),
    ("COMMENT", Part::Comment),
    ("COMMENTS", Part::Comment),
    ("C O M M E N T", Part::Comment),
    ("ACTION REQUESTED", Part::ActionRequest),
    ("ACTION REQUEST", Part::ActionRequest),
    ("GUIDANCE REQUESTED", Part::ActionRequest),
    ("GUIDANCE REQUEST", Part::ActionRequest),
];

/// The part that a heading names: `COMMENT`, `Summary and Comment`, `(C) COMMENT: LOOKING AHEAD`.
pub(crate) fn of_heading(heading: &str) -> Option<Part> {
    let bare = heading.trim_start_matches(|c: char| !c.is_alphabetic());
    let bare = bare
        .strip_prefix("C) ")
        .or(bare.strip_prefix("U) "))
        .or(bare.strip_prefix("SBU) "))
        .or(bare.strip_prefix("S) "))
        .unwrap_or(bare);
    opening(bare, true).map(|(part, _)| part)
}

/// Whether a text opens a part, and how many bytes the opening takes: `SUMMARY: `, `Begin Summary.  `, `(COMMENT: `.
pub(crate) fn opening(text: &str, is_heading: bool) -> Option<(Part, usize)> {
    let bytes = text.as_bytes();
    if begins_otherwise(bytes) {
        // Its first letters may be the slip.
        return garbled(text);
    }
    let mut at = bytes
        .iter()
        .take_while(|b| matches!(b, b' ' | b'(' | b'[' | b'-' | b'"' | b'*' | b'_'))
        .count();
    let rest = text.get(at..)?;
    if rest
        .get(..6)
        .is_some_and(|word| word.eq_ignore_ascii_case("BEGIN "))
    {
        at += 6;
    }
    let rest = text.get(at..)?;
    if let Some((part, n)) =
        garbled(rest).filter(|_| !NAMES.iter().any(|(name, _)| rest.starts_with(name)))
    {
        return Some((part, at + n));
    }
    // A quick no for nearly every paragraph: no name begins so.
    let qualified = |rest| qualified(rest, is_heading).map(|(part, n)| (part, at + n));
    let Some(first @ (b'S' | b'I' | b'E' | b'B' | b'C' | b'M' | b'N' | b'P' | b'A' | b'G')) =
        rest.bytes().next().map(|b| b.to_ascii_uppercase())
    else {
        return qualified(rest);
    };
    let second = rest.as_bytes().get(1).map(u8::to_ascii_uppercase);
    if !matches!(
        (first, second.unwrap_or_default()),
        (b'S', b'U' | b' ')
            | (b'C', b'O' | b' ')
            | (b'I', b'N')
            | (b'E', b'X' | b'M')
            | (b'B' | b'M', b'I')
            | (b'N' | b'P', b'O')
            | (b'A', b'N' | b'C')
            | (b'G', b'U')
    ) {
        return qualified(rest);
    }
    let names = if third_begins_name(first, rest.as_bytes()) {
        NAMES
    } else {
        &[]
    };
    for &(name, part) in names {
        if name.as_bytes()[0] != first || Some(name.as_bytes()[1]) != second {
            continue;
        }
        let Some(start) = rest.get(..name.len()) else {
            continue;
        };
        if !start.eq_ignore_ascii_case(name) {
            continue;
        }
        let behind = &rest[name.len()..];
        let next = behind.trim_start_matches([' ', '\t']).chars().next();
        let shouted = start.bytes().all(|b| !b.is_ascii_lowercase());
        let closed = match next {
            None
            | Some('.' | ':' | ';' | '-' | '(' | ')' | ']' | '\n' | '\r' | '—' | '–' | '_' | '*') => {
                true
            }
            // `SUMMARY The King …`: the sign was lost.
            Some(next) if shouted && !is_heading && behind.starts_with(' ') => {
                next.is_uppercase()
                    && behind
                        .trim_start()
                        .chars()
                        .nth(1)
                        .is_some_and(char::is_lowercase)
            }
            // `SUMMARY AND …` in a heading, `COMMENT ON THE KING` too.
            Some(_) => {
                is_heading
                    && (shouted
                        || behind.starts_with(" and")
                        || behind.starts_with(" And")
                        || behind.starts_with(" &"))
            }
        };
        // `Comment` as a plain word, `Comments were made`, goes on in lower case.
        if !closed {
            continue;
        }
        let n = behind.len()
            - behind
                .trim_start_matches([
                    ' ', '\t', '.', ':', ';', '-', '\n', '\r', '—', '–', '_', '*', ')',
                ])
                .len();
        return Some((part, at + name.len() + n));
    }
    misspelt(rest)
        .map(|(part, n)| (part, at + n))
        .or_else(|| qualified(rest))
}

/// Whether a text begins with two letters that begin no name, qualifier or `BEGIN`: a quick no for most paragraphs.
fn begins_otherwise(text: &[u8]) -> bool {
    /// The letters that may stand second, by the first: a bit each.
    const SECONDS: [u32; 26] = {
        const fn add(mut seconds: [u32; 26], word: &str) -> [u32; 26] {
            if let [first @ b'A'..=b'Z', second @ b'A'..=b'Z', ..] = word.as_bytes() {
                seconds[(*first - b'A') as usize] |= 1 << (*second - b'A');
            }
            seconds
        }
        let mut seconds = add([0; 26], "BEGIN ");
        let mut at = 0;
        while at < NAMES.len() {
            seconds = add(seconds, NAMES[at].0);
            at += 1;
        }
        at = 0;
        while at < QUALIFIERS.len() {
            seconds = add(seconds, QUALIFIERS[at]);
            at += 1;
        }
        seconds
    };
    match text {
        [first, second, ..] if first.is_ascii_alphabetic() && second.is_ascii_alphabetic() => {
            let place = |letter: &u8| letter.to_ascii_uppercase() - b'A';
            SECONDS[usize::from(place(first))] & 1 << place(second) == 0
        }
        _ => false,
    }
}

/// Whether the third letter of a text is that of a name with this first one: few words with two letters of a name have it.
fn third_begins_name(first: u8, text: &[u8]) -> bool {
    /// The letters that may stand third, by the first: a bit each, the last one for the blank.
    const THIRDS: [u32; 26] = {
        let mut thirds = [0; 26];
        let mut at = 0;
        while at < NAMES.len() {
            let name = NAMES[at].0.as_bytes();
            thirds[(name[0] - b'A') as usize] |= 1 << third(name[2]);
            at += 1;
        }
        thirds
    };
    const fn third(byte: u8) -> u8 {
        match byte {
            b'a'..=b'z' => byte - b'a',
            b'A'..=b'Z' => byte - b'A',
            b' ' => 26,
            _ => 27,
        }
    }
    let first = usize::from(first - b'A');
    text.get(2)
        .is_some_and(|byte| THIRDS[first] >> third(*byte) & 1 != 0)
}

/// Words that say whose summary or comment it is, or what stands in it besides.
const QUALIFIERS: &[&str] = &[
    "&",
    "ACTION",
    "ADDITIONAL",
    "AMBASSADOR",
    "ANALYSIS",
    "AND",
    "ASSESSMENT",
    "BACKGROUND",
    "BIO",
    "BRIEF",
    "CHARGE",
    "CLOSING",
    "CONCLUDING",
    "CONCLUSION",
    "CONCLUSIONS",
    "CONGEN",
    "CONSUL",
    "CONSULATE",
    "DAO",
    "DATT",
    "DCM",
    "DELEGATION",
    "EMBASSY",
    "EXECUTIVE",
    "FINAL",
    "GENERAL",
    "INTRO",
    "INTRODUCTION",
    "MISSION",
    "NOTE",
    "OF",
    "OUR",
    "OUTLOOK",
    "OVERVIEW",
    "POST",
    "PRT",
    "RECOMMENDATION",
    "RECOMMENDATIONS",
    "REQUEST",
    "SHORT",
    "SUMMARY",
    "THE",
    "U.S",
    "USDEL",
    "USINT",
    "USMISSION",
];

/// The words of [`QUALIFIERS`] at the start of a text, at most four: how many bytes they take.
fn qualifiers(text: &str) -> usize {
    const MOST: usize = 4;
    let mut at = 0;
    for _ in 0..MOST {
        let rest = &text[at..];
        let n = rest
            .bytes()
            .take(16)
            .take_while(|b| !matches!(b, b' ' | b'/' | b'\n' | b'\r' | b'\t' | b':'))
            .count();
        let Some(word) = rest.get(..n).filter(|word| !word.is_empty()) else {
            break;
        };
        let bare = word
            .strip_suffix("'S")
            .or(word.strip_suffix("'s"))
            .or(word.strip_suffix("’s"))
            .unwrap_or(word)
            .trim_end_matches('.');
        let known = QUALIFIERS
            .iter()
            .any(|qualifier| bare.eq_ignore_ascii_case(qualifier));
        let blanks = rest[n..]
            .bytes()
            .take_while(|b| matches!(b, b' ' | b'/' | b'\n' | b'\r'))
            .count();
        if !known || blanks == 0 {
            break;
        }
        at += n + blanks;
    }
    at
}

/// Whether a text begins with three letters of one of [`QUALIFIERS`], the first of them a capital: a quick no.
///
/// `The comment: …` is said of somebody else's.
fn may_be_qualifier(text: &str) -> bool {
    let &[first, second, third, ..] = text.as_bytes() else {
        return false;
    };
    if matches!(
        text.get(..4),
        Some("The " | "THE " | "Our " | "OUR " | "And ")
    ) {
        return false;
    }
    let behind = [second.to_ascii_uppercase(), third.to_ascii_uppercase()];
    let ends: &[&[u8; 2]] = match first {
        b'A' => &[b"CT", b"DD", b"MB", b"NA", b"ND", b"SS"],
        b'B' => &[b"AC", b"IO", b"RI"],
        b'C' => &[b"HA", b"LO", b"ON"],
        b'D' => &[b"AO", b"AT", b"CM", b"EL"],
        b'E' => &[b"MB", b"XE"],
        b'F' => &[b"IN"],
        b'G' => &[b"EN"],
        b'I' => &[b"NT"],
        b'M' => &[b"IS"],
        b'N' => &[b"OT"],
        b'O' if behind[0] == b'F' => return !behind[1].is_ascii_alphanumeric(),
        b'O' => &[b"UR", b"UT", b"VE"],
        b'P' => &[b"OS", b"RT"],
        b'R' => &[b"EC", b"EQ"],
        b'S' => &[b"HO", b"UM"],
        b'T' => &[b"HE"],
        b'U' => &[b".S", b"SD", b"SI", b"SM"],
        _ => return false,
    };
    ends.contains(&&behind)
}

/// `AMBASSADOR'S COMMENT:`, `ACTION REQUEST AND SUMMARY:`: a name behind words that qualify it.
fn qualified(text: &str, is_heading: bool) -> Option<(Part, usize)> {
    const NEAR: usize = 48;
    // Most paragraphs begin with another word, and nearly all others have no name near.
    if !may_be_qualifier(text) {
        return None;
    }
    let near = &text.as_bytes()[..text.len().min(NEAR)];
    let named = near.windows(6).any(|letters| {
        matches!(letters[1], b'M' | b'm')
            && matches!(letters, b"OMMENT" | b"omment" | b"UMMARY" | b"ummary")
    });
    if !named {
        return None;
    }
    let start = qualifiers(text);
    if start == 0 {
        return None;
    }
    let rest = &text[start..];
    let (part, name) = [
        (Part::Summary, "SUMMARY"),
        (Part::Comment, "COMMENTS"),
        (Part::Comment, "COMMENT"),
    ]
    .into_iter()
    .find(|(_, name)| {
        rest.get(..name.len())
            .is_some_and(|word| word.eq_ignore_ascii_case(name))
    })?;
    let behind = &rest[name.len()..];
    let closed = match behind.bytes().next() {
        None => is_heading,
        Some(b':' | b'\n' | b'\r' | b')') => true,
        Some(b'.' | b'-') => rest.as_bytes()[1].is_ascii_uppercase(),
        _ => false,
    };
    closed.then(|| {
        let text = behind.trim_start_matches([' ', '\t', '.', ':', '-', '\n', '\r', ')']);
        (part, start + name.len() + behind.len() - text.len())
    })
}

/// `SUMMRAY:`, `SUMAMRY.`, `COMMNET:`: one slip in the word, and a sign behind it; how many bytes they take.
fn misspelt(text: &str) -> Option<(Part, usize)> {
    let n = text
        .bytes()
        .take(10)
        .take_while(u8::is_ascii_alphabetic)
        .count();
    let behind = text.get(n..)?.strip_prefix(['.', ':', '\n', '\r'])?;
    let word = text[..n].to_ascii_uppercase();
    let (part, name) = match word.get(..2)? {
        "SU" => (Part::Summary, "SUMMARY"),
        "CO" => (Part::Comment, "COMMENT"),
        _ => return None,
    };
    let near = (6..=8).contains(&n) && (close_to(&word, name, 1) || is_swap(&word, name));
    // `COMMENTS`, `COMMEND`, `CONTENT` are words.
    let other = matches!(&*word, "COMMENTS" | "COMMEND" | "CONTENT" | "CEMENT");
    (near && !other).then(|| {
        let rest = behind.trim_start_matches([' ', '\t', '\n', '\r', '-', '.', ':']);
        (part, text.len() - rest.len())
    })
}

/// Whether the words that open a part are misspelt.
fn opens_misspelt(text: &str) -> bool {
    let bare = text.trim_start_matches([' ', '(', '[', '-', '"', '*', '_']);
    let letters = bare.bytes().take_while(u8::is_ascii_alphabetic).count();
    let word = &bare[..letters];
    garbled(bare).is_some() && !matches!(word, "SUMMARY" | "COMMENT")
        || letters > 1
            && !["SUMMARY", "COMMENT", "COMMENTS"]
                .iter()
                .any(|name| word.eq_ignore_ascii_case(name))
            && (misspelt(bare).is_some()
                || ["SUMMAY", "SUMMRY"]
                    .iter()
                    .any(|name| word.eq_ignore_ascii_case(name)))
}

/// An end mark inside a text: where it starts and ends, and what it closes.
#[expect(
    clippy::struct_field_names,
    reason = "where an end mark ends is its end"
)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct End {
    pub(crate) part: Part,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// All end marks of a text range, in order: `End Summary.`, `END COMMENT`, `END OF SUMMARY`.
///
/// An `end` in small letters counts before `summary` and `comment` only.
pub(crate) fn ends(text: &str, range: Span) -> Vec<End> {
    let written = range.of(text);
    let mut ends = ends_among(written, rare::ends(written).into_iter());
    for end in &mut ends {
        end.start += range.start as usize;
        end.end += range.start as usize;
    }
    ends
}

/// The end marks among the places where an END stands.
fn ends_among(text: &str, places: impl Iterator<Item = usize>) -> Vec<End> {
    places
        .filter(|&at| at == 0 || !text.as_bytes()[at - 1].is_ascii_alphanumeric())
        .filter_map(|at| {
            // `SUMMARY ENDS.`
            if let Some([b'S' | b's', behind @ ..]) = text.as_bytes().get(at + 3..)
                && !behind.first().is_some_and(u8::is_ascii_alphabetic)
            {
                return named_before(text, at, "ENDS".len());
            }
            // `(SUMMARY END)`
            if matches!(text.as_bytes().get(at + 3), Some(b'.' | b')')) {
                return named_before(text, at, "END".len());
            }
            let (part, len) = end_at(&text[at..])?;
            Some(End {
                part,
                start: at,
                end: at + len,
            })
        })
        .collect()
}

/// `SUMMARY ENDS.`, `Comment Ends`: the name stands before the word at `at`.
fn named_before(text: &str, at: usize, len: usize) -> Option<End> {
    let before = text[..at].trim_end_matches([' ', '\n', '\r']);
    let (name, part) = [("SUMMARY", Part::Summary), ("COMMENT", Part::Comment)]
        .into_iter()
        .find(|(name, _)| {
            before
                .len()
                .checked_sub(name.len())
                .and_then(|from| before.get(from..))
                .is_some_and(|word| word.eq_ignore_ascii_case(name))
        })?;
    let bytes = text.as_bytes();
    let end = at + len;
    if bytes.get(end).is_some_and(u8::is_ascii_alphanumeric) {
        return None;
    }
    let signs = bytes[end..]
        .iter()
        .take_while(|b| matches!(b, b'.' | b')' | b']' | b' ' | b'*'))
        .count();
    Some(End {
        part,
        start: before.len() - name.len(),
        end: end + signs,
    })
}

fn end_at(text: &str) -> Option<(Part, usize)> {
    let mut at = 3;
    let bytes = text.as_bytes();
    let blanks = |at: usize| {
        bytes[at.min(bytes.len())..]
            .iter()
            .take_while(|b| matches!(b, b' ' | b'\n' | b'\r' | b'\t' | b'-'))
            .count()
    };
    // `Summary ends.` is found from its `ends`; only `END …` is looked for here.
    let n = blanks(at);
    // `ENDSUMMARY.`
    let glued = || {
        text.get(3..10).is_some_and(|name| {
            name.eq_ignore_ascii_case("SUMMARY") || name.eq_ignore_ascii_case("COMMENT")
        })
    };
    if n == 0 && !glued() {
        return None;
    }
    at += n;
    let rest = text.get(at..)?;
    let named = |rest: &str| {
        [
            ("S U M M A R Y", Part::Summary),
            ("SUMMARY", Part::Summary),
            ("SUMMAY", Part::Summary),
            ("SUMMRY", Part::Summary),
            ("SUMARY", Part::Summary),
            ("SUM.", Part::Summary),
            ("C O M M E N T", Part::Comment),
            ("COMMENT", Part::Comment),
            ("ACTION REQUEST", Part::ActionRequest),
        ]
        .into_iter()
        .find(|(name, _)| {
            rest.get(..name.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(name))
        })
        .map(|(name, part)| (name.len(), part))
        .or_else(|| near_name(rest))
    };
    let (n, part) = named(rest).or_else(|| {
        let n = qualifiers(rest);
        if n == 0 {
            return None;
        }
        named(&rest[n..]).map(|(len, part)| (n + len, part))
    })?;
    at += n;
    if matches!(bytes.get(at), Some(b's' | b'S')) {
        at += 1;
    }
    if bytes.get(at).is_some_and(u8::is_ascii_alphanumeric) {
        return None;
    }
    // `END SUMMARY AND COMMENT.`
    for tail in [
        " AND COMMENT",
        " AND ACTION REQUEST",
        "/COMMENT",
        "/ACTION REQUEST",
        "/INTRODUCTION",
        " & COMMENT",
        " AND RECOMMENDATIONS",
        " AND RECOMMENDATION",
        " AND INTRODUCTION",
        " AND ANALYSIS",
    ] {
        if text
            .get(at..at + tail.len())
            .is_some_and(|t| t.eq_ignore_ascii_case(tail))
        {
            at += tail.len();
        }
    }
    at += bytes[at..]
        .iter()
        .take_while(|b| matches!(b, b'.' | b')' | b']' | b'-' | b'"' | b' ' | b'*'))
        .count();
    Some((part, at))
}

/// `SUMMMARY`, `COMMNET`: a name with one slip, and how many bytes it takes.
fn near_name(text: &str) -> Option<(usize, Part)> {
    let n = text
        .bytes()
        .take(10)
        .take_while(u8::is_ascii_alphanumeric)
        .count();
    if !(6..=8).contains(&n) {
        return None;
    }
    let part = part_near(&text[..n])?;
    Some((n, part))
}

/// The part whose name a word in any case is one slip from; digits are the letters they look like.
fn part_near(word: &str) -> Option<Part> {
    let mut letters = [0; 10];
    let letters = letters.get_mut(..word.len())?;
    for (letter, byte) in letters.iter_mut().zip(word.bytes()) {
        *letter = match byte {
            b'5' => b'S',
            b'0' => b'O',
            _ => byte.to_ascii_uppercase(),
        };
    }
    let word = str::from_utf8(letters).ok()?;
    let near = |name: &str| close_to(word, name, 1) || is_swap(word, name);
    if near("SUMMARY") {
        Some(Part::Summary)
    } else if near("COMMENT") && !matches!(word, "COMMEND" | "CONTENT" | "CEMENT") {
        Some(Part::Comment)
    } else {
        None
    }
}

/// `5UMMARY:`, `S UMMARY:`, `UMMARY:`: the name in capitals with a slip that other words do not begin with, or a blank
/// inside, and a sign behind it; how many bytes they take.
fn garbled(text: &str) -> Option<(Part, usize)> {
    // Most paragraphs begin with a small second letter.
    if text.as_bytes().iter().take(2).any(u8::is_ascii_lowercase) {
        return None;
    }
    // The sign behind the name: no other is looked for where there is none.
    let is_sign = |byte: &u8| matches!(byte, b'.' | b':');
    let bytes = text.as_bytes();
    if !bytes.get(6..bytes.len().min(10))?.iter().any(is_sign) {
        return None;
    }
    let n = bytes.iter().position(is_sign).filter(|n| *n >= 6)?;
    let mut word = [0u8; 9];
    let mut len = 0;
    let mut n_blanks = 0;
    for &byte in &text.as_bytes()[..n] {
        match byte {
            b'A'..=b'Z' | b'0' | b'5' => {
                word[len] = byte;
                len += 1;
            }
            b' ' if n_blanks == 0 => n_blanks += 1,
            _ => return None,
        }
    }
    let word = str::from_utf8(&word[..len]).ok()?;
    let part = part_near(word)?;
    // With a blank inside the letters must be those of the name.
    if n_blanks > 0 && !matches!(word, "SUMMARY" | "COMMENT") {
        return None;
    }
    let rest = text[n + 1..].trim_start_matches([' ', '\t', '\n', '\r', '-', '.', ':']);
    Some((part, text.len() - rest.len()))
}

/// The last words that open (true) or close (false) a quoted text.
pub(crate) fn last_quotation(text: &str) -> Option<bool> {
    const KINDS: [&str; 10] = [
        "POINTS",
        "DEMARCHE",
        "TEXT",
        "QUOTE",
        "TRANSLATION",
        "NON-PAPER",
        "NONPAPER",
        "NOTE",
        "LETTER",
        "STATEMENT",
    ];
    let upper = text.to_ascii_uppercase();
    let names_one = |at: usize| {
        let words: Vec<&str> = upper[at..]
            .split_ascii_whitespace()
            .take(4)
            .flat_map(|words| words.split('/'))
            .map(|word| word.trim_matches(|c: char| !c.is_ascii_alphabetic()))
            .collect();
        words.iter().any(|word| KINDS.contains(word))
    };
    let last = |word: &str| {
        memchr::memmem::rfind_iter(upper.as_bytes(), word.as_bytes())
            .take(32)
            .find(|&at| names_one(at + word.len()))
    };
    let opened = last("BEGIN ").or_else(|| last("BEGINS "));
    // `… FOLLOWS: QUOTE DEAR KING:`, in capitals.
    let quoted = memchr::memmem::rfind_iter(text.as_bytes(), b"QUOTE")
        .take(32)
        .find(|&at| !text[..at].ends_with("UN") && !text[..at].ends_with("END "));
    let opened = opened.max(quoted);
    let closed = last("END ").max(memchr::memmem::rfind(upper.as_bytes(), b"UNQUOTE"));
    match (opened, closed) {
        (None, None) => None,
        (opened, closed) => Some(opened > closed),
    }
}

/// Adds ends whose END is garbled, `EN D SUMMARY`, `END SUM MARY`, `ENS COMMENT`: the last words of a part that has no
/// other end.
fn add_garbled_ends(
    text: &str,
    paragraphs: &[Paragraph],
    opened: &[Option<Part>],
    ends: &mut Vec<End>,
) {
    const FARTHEST: usize = 4;
    let mut found = Vec::new();
    for (index, part) in opened.iter().enumerate() {
        let Some(part) = *part else { continue };
        for at in index..paragraphs.len().min(index + FARTHEST) {
            let span = paragraphs[at].span;
            let (start, end) = (span.start as usize, span.end as usize);
            let known = ends.partition_point(|end| end.start < start);
            if at > index && opened[at].is_some() || ends.get(known).is_some_and(|e| e.start < end)
            {
                break;
            }
            if let Some(from) = garbled_end(&text[start..end], part) {
                found.push(End {
                    part,
                    start: start + from,
                    end,
                });
                break;
            }
        }
    }
    if !found.is_empty() {
        ends.append(&mut found);
        ends.sort_by_key(|end| end.start);
    }
}

/// Where the last words of a paragraph begin, where they are END and a name but for a blank or a letter.
pub(crate) fn garbled_end(paragraph: &str, part: Part) -> Option<usize> {
    const LONGEST_BYTES: usize = 24;
    let end = match part {
        Part::Summary => "ENDSUMMARY",
        Part::Comment => "ENDCOMMENT",
        Part::ActionRequest => return None,
    };
    let said = paragraph.trim_end_matches([' ', '\n', '\r', '.', ')', ']', '*', '-']);
    let tail = crate::parse::floor_boundary(said, said.len().saturating_sub(LONGEST_BYTES));
    let stop = said[tail..].rfind(['.', '!', '?', '"', '(', '\n'])?;
    let words = said[tail + stop + 1..].trim_start_matches([' ', '\n', '\r', '[', '*', '-']);
    let letters: String = words
        .chars()
        .filter(char::is_ascii_alphabetic)
        .map(|c| c.to_ascii_uppercase())
        .collect();
    let fits =
        letters.starts_with('E') && words.starts_with(['E', 'e']) && close_to(&letters, end, 2);
    fits.then(|| said.len() - words.len())
}

/// Paragraphs that a summary without an end goes on to the next heading.
const LONGEST_SUMMARY: usize = 6;

/// Gives each paragraph its role.
pub(crate) fn assign_roles(
    text: &str,
    rare: &Rare,
    paragraphs: &mut [Paragraph],
    diagnostics: &mut Vec<Diagnostic>,
) {
    let Some((first, last)) = paragraphs
        .first()
        .map(|p| p.span)
        .zip(paragraphs.last().map(|p| p.span))
    else {
        return;
    };
    let (first, last) = (first.start as usize, last.end as usize);
    let mut all_ends = ends_among(
        &text[..last],
        rare.of(Word::End).filter(|&at| at >= first && at < last),
    );
    let opened: Vec<Option<Part>> = paragraphs
        .iter()
        .map(|paragraph| opened_by(text, paragraph))
        .collect();
    add_garbled_ends(text, paragraphs, &opened, &mut all_ends);
    for end in &all_ends {
        let written = &text[end.start..end.end];
        let names = |name: &str| {
            let mut words = written.as_bytes().windows(name.len());
            words.any(|word| word.eq_ignore_ascii_case(name.as_bytes()))
        };
        // `S U M M A R Y` is a fashion, no slip.
        let spelt = ["SUMMARY", "COMMENT", "ACTION"].into_iter().any(names) && names("END")
            || written.contains("S U M")
            || written.contains("C O M");
        if !spelt {
            diagnostics.push(Diagnostic::new(
                Code::PartRepaired,
                Span::new(end.start, end.start + written.trim_end().len()),
                "the words that close this part are misspelt",
            ));
        }
    }
    let mut end_marks = all_ends.iter().peekable();
    let mut open: Option<(Part, bool)> = None;
    let mut opened_at = 0;
    let mut unclosed: Option<usize> = None;
    // The opening of the summary was lost where an end comes before any opening.
    if let Some(end) = all_ends.iter().find(|end| end.part == Part::Summary) {
        let until = paragraphs
            .iter()
            .position(|p| (p.span.end as usize) > end.start)
            .unwrap_or(0);
        let opened = opened[..=until].contains(&Some(Part::Summary));
        if !opened && until <= 4 {
            diagnostics.push(
                Diagnostic::new(
                    Code::PartRepaired,
                    Span::new(end.start, end.end),
                    "a summary ends here that nothing opened",
                )
                .with_help("taken to run from the first paragraph"),
            );
            for paragraph in &mut paragraphs[..=until] {
                paragraph.role = ParagraphRole::Summary;
            }
        }
    }
    for index in 0..paragraphs.len() {
        let paragraph = &paragraphs[index];
        let named = opened[index];
        // The text begins again.
        if paragraph.number.is_some_and(|number| number < opened_at) && paragraph.letter.is_none() {
            open = None;
        }
        if let Some((part, _)) = open
            && (paragraph.heading.is_some() || named.is_some())
            && part != Part::Comment
        {
            unclosed.get_or_insert(index);
            open = None;
        } else if open.is_some() && paragraph.heading.is_some() {
            open = None;
        }
        if named.is_some() {
            let words = &text[paragraph.text_start as usize..paragraph.span.end as usize];
            let heading = paragraph.heading.map(|heading| heading.of(text));
            if opens_misspelt(words) || heading.is_some_and(opens_misspelt) {
                let start = paragraph
                    .heading
                    .map_or(paragraph.text_start, |heading| heading.start);
                let place = Span {
                    start,
                    end: (start + 7).min(paragraph.span.end),
                };
                diagnostics.push(Diagnostic::new(
                    Code::PartRepaired,
                    Span::new(
                        crate::parse::floor_boundary(text, place.start as usize),
                        crate::parse::floor_boundary(text, place.end as usize),
                    ),
                    "the words that open this part are misspelt",
                ));
            }
        }
        if let Some(part) = named {
            open = Some((part, paragraph.heading.is_some()));
            opened_at = paragraph.number.unwrap_or(0);
        }
        let role = match open {
            Some((Part::Summary, _)) => ParagraphRole::Summary,
            Some(_) if named.is_none() && is_remark(text, paragraph) => {
                open = None;
                ParagraphRole::Body
            }
            Some((Part::Comment, _)) => ParagraphRole::Comment,
            Some((Part::ActionRequest, _)) => ParagraphRole::ActionRequest,
            None => paragraph.role,
        };
        let span = paragraph.span;
        paragraphs[index].role = role;
        // Does it end here?
        let mut ended = false;
        while let Some(end) = end_marks.peek() {
            if end.start >= span.end as usize {
                break;
            }
            if open.is_some_and(|(part, _)| part == end.part) {
                ended = true;
            }
            end_marks.next();
        }
        if ended {
            open = None;
        } else if let Some((part, by_heading)) = open {
            // Without an end mark ahead a part opened in a paragraph ends with it; one opened by a heading goes on
            // to the next heading.
            let horizon = paragraphs[index + 1..]
                .iter()
                .take(7)
                .next_back()
                .map_or(0, |p| p.span.end as usize);
            let closed_later = end_marks
                .clone()
                .take_while(|end| end.start < horizon)
                .find(|end| end.part == part)
                .is_some_and(|end| !is_opened_before(text, &paragraphs[index + 1..], end));
            // No heading comes for long: the one above the summary is the only one of the text.
            let headless = || {
                part == Part::Summary
                    && paragraphs.len() > index + 1
                    && !paragraphs[index + 1..]
                        .iter()
                        .take(LONGEST_SUMMARY)
                        .any(|p| p.heading.is_some() || opened_by(text, p).is_some())
            };
            if !closed_later && (!by_heading || headless()) {
                if part == Part::Summary {
                    diagnostics.push(
                        Diagnostic::new(
                            Code::SummaryUnclosed,
                            Span::empty(span.end as usize),
                            "the summary has no end mark",
                        )
                        .with_help("taken to end with this paragraph"),
                    );
                }
                open = None;
            }
        }
    }
}

/// Whether the paragraph that holds an end mark opens the comment which it closes itself, behind other text.
fn is_opened_before(text: &str, paragraphs: &[Paragraph], end: &End) -> bool {
    let holds = |paragraph: &&Paragraph| end.start < paragraph.span.end as usize;
    end.part == Part::Comment
        && paragraphs.iter().find(holds).is_some_and(|paragraph| {
            text.get(paragraph.text_start as usize..end.start)
                .and_then(last_comment)
                .is_some()
        })
}

/// Where the last comment of a text opens: `COMMENT` with a sign behind it.
pub(crate) fn last_comment(text: &str) -> Option<usize> {
    let upper = text.to_ascii_uppercase();
    let mut to = upper.len();
    for _ in 0..8 {
        let at = upper[..to].rfind("COMMENT")?;
        let apart = at == 0 || !upper.as_bytes()[at - 1].is_ascii_alphanumeric();
        let before = upper[..at].trim_end();
        let ends = before.ends_with("END")
            || ["EMBASSY", "POST", "CONSULATE", "MISSION"]
                .iter()
                .any(|word| {
                    before
                        .strip_suffix(word)
                        .is_some_and(|before| before.trim_end().ends_with("END"))
                });
        if apart
            && !ends
            && opening(&text[at..], false).is_some_and(|(part, _)| part == Part::Comment)
        {
            return Some(at);
        }
        to = at;
    }
    None
}

/// `This message was drafted by …`, `This cable was cleared by …`: no part of the comment before it.
fn is_remark(text: &str, paragraph: &Paragraph) -> bool {
    let words = &text[paragraph.text_start as usize..paragraph.span.end as usize];
    if paragraph.number.is_none() && super::is_notice(words) {
        return true;
    }
    let mut words = words.split_ascii_whitespace();
    let mut next = |expected: &[&str]| {
        words
            .next()
            .is_some_and(|word| expected.iter().any(|e| word.eq_ignore_ascii_case(e)))
    };
    paragraph.heading.is_none()
        && next(&["THIS"])
        && next(&["MESSAGE", "CABLE", "TELEGRAM", "REPORT"])
        && next(&["WAS", "HAS", "IS"])
        && next(&[
            "DRAFTED",
            "CLEARED",
            "COORDINATED",
            "WRITTEN",
            "PREPARED",
            "BEEN",
            "A",
            "JOINT",
        ])
}

/// The part a paragraph opens, by its heading or its first words.
pub(crate) fn opened_by(text: &str, paragraph: &Paragraph) -> Option<Part> {
    let words = &text[paragraph.text_start as usize..paragraph.span.end as usize];
    opening(words, false)
        .map(|(part, _)| part)
        .or_else(|| of_heading(paragraph.heading?.of(text)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_opens_a_part() {
        for (name, part) in NAMES {
            let read = opening(&format!("{name}: the King"), false);
            assert_eq!(read.map(|(part, _)| part), Some(*part), "{name}");
        }
    }

    #[test]
    fn every_qualifier_may_be_one() {
        for word in QUALIFIERS.iter().filter(|word| word.len() > 1) {
            assert!(may_be_qualifier(&format!("{word}/COMMENT: ")), "{word}");
            let (first, rest) = word.split_at(1);
            let small = format!("{first}{} \nComment", rest.to_lowercase());
            let said = ["The", "Our", "And"]
                .iter()
                .any(|word| small.starts_with(word));
            assert_ne!(may_be_qualifier(&small), said, "{word}");
        }
    }

    #[test]
    fn openings() {
        let check = |text: &str, expected: Option<(Part, &str)>| {
            let read = opening(text, false).map(|(part, n)| (part, &text[n..]));
            assert_eq!(read, expected, "{text}");
        };
        check("SUMMARY: The King", Some((Part::Summary, "The King")));
        check("Summary. The King", Some((Part::Summary, "The King")));
        check("Begin Summary: The King", Some((Part::Summary, "The King")));
        check(
            "SUMMARY AND COMMENT: The King",
            Some((Part::Summary, "The King")),
        );
        check("(COMMENT: The King", Some((Part::Comment, "The King")));
        check("Comment\nThe King", Some((Part::Comment, "The King")));
        check("ACTION REQUEST: see", Some((Part::ActionRequest, "see")));
        check(
            "Comment Cont’d: the King",
            Some((Part::Comment, "the King")),
        );
        check(
            "Comment (continued): The King",
            Some((Part::Comment, "The King")),
        );
        check(
            "(Note and comment: The King",
            Some((Part::Comment, "The King")),
        );
        check("SUMMRAY: The King", Some((Part::Summary, "The King")));
        check("SUMMARY The King", Some((Part::Summary, "The King")));
        check("COMMNET. The King", Some((Part::Comment, "The King")));
        check(
            "Summary/Action Request: The King",
            Some((Part::Summary, "The King")),
        );
        check(
            "AMBASSADOR'S COMMENT: The King",
            Some((Part::Comment, "The King")),
        );
        check(
            "U.S. Mission Comment: The King",
            Some((Part::Comment, "The King")),
        );
        check(
            "ACTION REQUEST AND SUMMARY: The King",
            Some((Part::Summary, "The King")),
        );
        check(
            "COMMENT AND ACTION REQUEST: The King",
            Some((Part::Comment, "The King")),
        );
        check("The comment: he is ill", None);
        check("Press comment: he is ill", None);
        check("Content: The King", None);
        check("Comments were made by the King", None);
        check("Summary executions go on", None);
        check("", None);
    }

    #[test]
    fn end_marks() {
        let check = |text: &str, expected: &[(Part, &str)]| {
            let read: Vec<(Part, &str)> = ends(text, Span::new(0, text.len()))
                .iter()
                .map(|end| (end.part, &text[..end.start]))
                .collect();
            assert_eq!(read, expected, "{text}");
        };
        check("The King. End Summary.", &[(Part::Summary, "The King. ")]);
        check("The King. END\nCOMMENT", &[(Part::Comment, "The King. ")]);
        check(
            "The King. END SUMMARY AND COMMENT.",
            &[(Part::Summary, "The King. ")],
        );
        check("The King. SUMMARY ENDS.", &[(Part::Summary, "The King. ")]);
        for words in [
            "END SUMMMARY.",
            "END OF SUMMARY",
            "(END SUMMARY)",
            "ENDSUMMARY.",
            "END OF EXECUTIVE SUMMARY.",
            "End Summray.",
            "(SUMMARY END)",
            "End Introduction/Summary.",
        ] {
            let at = 10 + usize::from(words.starts_with('('));
            let text = format!("The King. {words}");
            check(&text, &[(Part::Summary, &text[..at])]);
        }
        for words in [
            "END COMMNET.",
            "END OF COMMENT",
            "END AMBASSADOR'S COMMENT.",
            "End Embassy comment.",
            "End note and comment.",
            "END COMMENT AND ACTION REQUEST.",
        ] {
            let text = format!("The King. {words}");
            check(&text, &[(Part::Comment, "The King. ")]);
        }
        check("in the end summaries matter; send comment", &[]);
    }
}
