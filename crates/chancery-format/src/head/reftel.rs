//! References: the REF block, with its telegrams, e-mails, calls and papers.

use std::borrow::Cow;
use std::cell::Cell;
use std::sync::LazyLock;

use smallvec::SmallVec;

use crate::Span;
use crate::diagnostic::{Code, Diagnostic, excerpt};
use crate::flow::{Flow, fold};
use crate::post::{self, How};
use crate::tables::Words;
use crate::{Mrn, calendar};

/// One reference.
///
/// Source: docs/format.md, "References".
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Reftel {
    /// The letter or number of the list, `A`.
    pub label: Option<String>,
    /// What is referred to.
    pub kind: ReftelKind,
    /// The cable or airgram; `None` where it is none or cannot be named.
    pub mrn: Option<Mrn>,
    /// As written, blanks folded.
    pub text: String,
    /// `AND PREVIOUS` stands behind it.
    pub and_previous: bool,
    /// Where it is written.
    pub span: Span,
}

/// What a reference points to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ReftelKind {
    /// A telegram.
    Cable,
    /// An e-mail.
    Email,
    /// A telephone call.
    Telephone,
    /// An intelligence, press or recurrent report.
    Report,
    /// A letter, memorandum, note, airgram, handbook or law.
    Document,
    /// Anything else, such as SEPTEL.
    Other,
}

impl ReftelKind {
    /// The word in the JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            ReftelKind::Cable => "cable",
            ReftelKind::Email => "email",
            ReftelKind::Telephone => "telephone",
            ReftelKind::Report => "report",
            ReftelKind::Document => "document",
            ReftelKind::Other => "other",
        }
    }
}

/// What is known of the citing cable.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Citing<'c> {
    pub(crate) year: Option<u16>,
    pub(crate) post: Option<&'c str>,
    pub(crate) number: Option<u32>,
    /// The year is told by the day of declassification only.
    pub(crate) guessed: bool,
    /// The day of its year it was sent on.
    pub(crate) day: Option<u16>,
}

/// The year a cable is of, by the day of declassification its officer set: under the orders since 1995 nearly always
/// ten years on.
pub(crate) fn year_by_declassification(order: Option<&super::ExecutiveOrder>) -> Option<u16> {
    let order = order?;
    let lasting = matches!(order.order.as_deref(), Some("12958" | "13292" | "13526"));
    let year = order.declassify_on.as_ref()?.year.checked_sub(10)?;
    (lasting && (1995..=2025).contains(&year)).then_some(year)
}

/// Reads the value of a REF block.
pub(crate) fn parse(
    flow: &Flow<'_>,
    citing: Citing<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Reftel> {
    let text = &*flow.text;
    let mut reader = Reader {
        flow,
        text,
        citing,
        last_post: None,
        last_year: None,
        shared: None,
        references: Vec::new(),
        n_mended: Cell::new(0),
        diagnostics,
    };
    let items = items(text);
    if text.contains('(') {
        reader.shared = shared_year(text, &items);
    }
    for item in &items {
        reader.item(item);
    }
    reader.references
}

/// Reads a text that is one reference to a cable and nothing else.
pub(crate) fn parse_one(text: &str, year: Option<u16>) -> Option<Mrn> {
    let flow = Flow::new(text, [Span::new(0, text.len())]);
    let citing = Citing {
        year,
        post: None,
        number: None,
        guessed: false,
        day: None,
    };
    let mut references = parse(&flow, citing, &mut Vec::new());
    (references.len() == 1)
        .then(|| references.pop()?.mrn)
        .flatten()
}

/// Whether a text begins with a telegram, `(A) 09 ZENDA 120`: what tells a garbled label of references from other words.
pub(crate) fn cites(text: &str) -> bool {
    const LONGEST: usize = 60;
    let text = text.trim_start();
    let text = &text[..crate::parse::floor_boundary(text, LONGEST)];
    let at = label_at(text, 0).map_or(0, |(_, end)| end);
    let text = text.get(at..).unwrap_or("").trim_start();
    let dated = text.trim_start_matches(['\'', '’']);
    let n_digits = dated.bytes().take_while(u8::is_ascii_digit).count();
    let name = match n_digits {
        2 | 4 => dated[n_digits..].trim_start_matches([' ', '-']),
        0 => dated,
        _ => return false,
    };
    let Some(digit) = name.find(|c: char| c.is_ascii_digit()) else {
        return false;
    };
    let post = name[..digit].trim_matches([' ', '-', '#']);
    let words = post.split([' ', '-']).count();
    post.len() >= 3
        && words <= 4
        && post
            .bytes()
            .all(|b| b.is_ascii_uppercase() || matches!(b, b' ' | b'-' | b'.' | b'\''))
        && !post.split([' ', '-']).any(|word| NOT_POSTS.contains(word))
}

/// One item of the list: its label and the range of its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Item {
    /// A letter or digit.
    label: Option<u8>,
    start: usize,
    end: usize,
}

/// Parts a list at its labels. A letter opens an item where it is the next one expected, or stands at a line start.
fn items(text: &str) -> SmallVec<[Item; 8]> {
    let bytes = text.as_bytes();
    let mut items: SmallVec<[Item; 8]> = SmallVec::new();
    let mut current = Item {
        label: None,
        start: 0,
        end: 0,
    };
    let mut at = 0;
    let mut expected: Option<u8> = None;
    // The next of the drafter's letters, where a machine put letters of its own before them.
    let mut drafted: Option<u8> = None;
    while at < bytes.len() {
        // Inside a word, as nearly everywhere, no label begins.
        if at > 0 && bytes[at - 1].is_ascii_alphabetic() && bytes[at].is_ascii_alphanumeric() {
            at += 1;
            continue;
        }
        let boundary = at == 0
            || matches!(
                bytes[at - 1],
                b' ' | b'\n' | b'\t' | b';' | b',' | b':' | b'.' | b'/'
            )
            || bytes[at] == b'(' && bytes[at - 1].is_ascii_digit() && bytes.get(at + 2) == Some(&b')')
            || bytes[..at].ends_with("¶".as_bytes())
            // `STATE 77B. ZENDA 4`: the letter that comes next ran into the number.
            || bytes[at - 1].is_ascii_digit()
                && Some(bytes[at]) == expected
                && matches!(bytes.get(at + 1), Some(b'.' | b')'));
        let label = if boundary { label_at(text, at) } else { None };
        let Some((letter, end)) = label else {
            at += char_at(text, at).len_utf8();
            continue;
        };
        let between = &text[current.start.min(at)..at];
        if matches!(letter, b'U' | b'C' | b'S')
            && expected.is_none()
            && bytes[at] == b'('
            && is_void(between)
            && is_mark_of_list(letter, &text[end..])
        {
            current.start = end;
            at = end.max(at + 1);
            continue;
        }
        if current.label.is_some()
            && is_void(between)
            && !between.contains('\n')
            && text[..end].ends_with([')', ']'])
        {
            // A second label right behind the first, `A. (A) …`, `C. (B) …`: where they run from A on, they are the
            // drafter's own, and the first are a machine's. A mark, `A. (U) …`, is none.
            if items.is_empty() && letter == b'A' || Some(letter) == drafted {
                drafted = Some(letter + 1);
                current.label = Some(letter);
            }
            current.start = end;
            at = end.max(at + 1);
            continue;
        }
        if fits(letter, expected, is_line_start(text, at), between)
            || repeats(text, letter, expected, end, between)
        {
            current.end = at;
            // A doubled label, `A. REF A …`, leaves nothing between.
            let doubled = is_void(between) && current.label == Some(letter);
            if (!is_void(between) || current.label.is_some()) && !doubled {
                items.push(current);
            }
            expected = Some(letter + 1);
            current = Item {
                label: Some(letter),
                start: end,
                end,
            };
            at = end.max(at + 1);
            continue;
        }
        at += text[at..].chars().next().map_or(1, char::len_utf8);
    }
    current.end = text.len();
    if !is_void(&text[current.start..current.end]) {
        items.push(current);
    }
    if items.len() >= 2 && items[0].label.is_none() {
        move_labels_back(text, &mut items);
    }
    items
}

/// `ZENDA 12 (A), PARIS 4 (B)`: each label stands behind its reference, the first one is A, and nothing follows the
/// last. As read, each item has the label of the one before, and the last label stands at the end of the last item.
fn move_labels_back(text: &str, items: &mut [Item]) {
    let [.., last] = &*items else { return };
    let written = text[last.start..last.end].trim_end_matches([' ', '\n', '.', ';', ',']);
    let next = last.label;
    let [b'(', .., letter, b')'] = written
        .rfind('(')
        .map_or(&[][..], |at| &written.as_bytes()[at..])
    else {
        return;
    };
    if items[1].label != Some(b'A') || next.map(|next| next + 1) != Some(*letter) {
        return;
    }
    let label = *letter;
    let n_items = items.len();
    items[n_items - 1].end = items[n_items - 1].start + written.rfind('(').unwrap_or(0);
    for at in 0..n_items {
        items[at].label = match items.get_mut(at + 1) {
            Some(next) => next.label,
            None => Some(label),
        };
    }
}

/// `(U) ZENDA 12`, `(C) A. ZENDA 12`: a portion mark in front of the whole list, where the letter behind it does not
/// follow further on.
fn is_mark_of_list(letter: u8, behind: &str) -> bool {
    const LOOK_AHEAD: usize = 400;
    let next = [b'(', letter + 1, b')'];
    let behind = behind.as_bytes();
    !behind[..behind.len().min(LOOK_AHEAD)]
        .windows(next.len())
        .any(|window| window == next)
}

/// Whether only blanks stand between `at` and the line end before it.
fn is_line_start(text: &str, at: usize) -> bool {
    let before = text[..at].trim_end_matches([' ', '\t']);
    before.is_empty() || before.ends_with('\n')
}

fn is_void(text: &str) -> bool {
    !text.bytes().any(|b| b.is_ascii_alphanumeric())
}

/// `A. ZENDA 12 A. ZENDA 14`: the label of the item before again, inside a line, in front of a post and a number.
fn repeats(text: &str, letter: u8, expected: Option<u8>, end: usize, between: &str) -> bool {
    if expected != Some(letter + 1) || !letter.is_ascii_alphabetic() {
        return false;
    }
    let rest = text[end..].trim_start_matches([' ', '\n']);
    let rest = rest
        .trim_start_matches(|c: char| c.is_ascii_digit())
        .trim_start_matches(' ');
    between.bytes().any(|b| b.is_ascii_digit()) && is_post_word(rest, 0)
}

fn fits(letter: u8, expected: Option<u8>, line_start: bool, between: &str) -> bool {
    match expected {
        // The label of the first item may be missing, `STRELSAU 12 B. ZENDA 4`.
        None => {
            line_start
                || matches!(letter, b'A' | b'1')
                || is_void(between)
                || matches!(letter, b'B' | b'2') && between.bytes().any(|b| b.is_ascii_digit())
        }
        Some(expected) => {
            letter == expected
                || letter == expected + 1
                || letter == expected + 2 && line_start
                || letter + 1 == expected && line_start
                || letter == b'A' && line_start
        }
    }
}

/// A label at `at`: `A.` `A)` `(A)` `[A]` `A:` `A -` `(1)` `1.` `REF A`; gives the letter and where its text starts.
fn label_at(text: &str, at: usize) -> Option<(u8, usize)> {
    let bytes = text.as_bytes();
    // The words of a reference are none, but for REF: a quick no for most.
    match bytes.get(at..)? {
        [b'(' | b'[' | b'<' | b'{' | b'R' | b'r', ..] => {}
        [first, second, ..] if first.is_ascii_alphanumeric() => {
            if second.is_ascii_alphanumeric() {
                return None;
            }
        }
        _ => return None,
    }
    let mut i = at;
    // `REF A:`, `REFTEL (A)` and `(REF A)` inside the value.
    let around = bytes.get(at) == Some(&b'(')
        && matches!(bytes.get(at + 1), Some(b'R' | b'r'))
        && matches!(bytes.get(at + 2), Some(b'E' | b'e'));
    i += usize::from(around);
    for word in ["REFTELS", "REFTEL", "REFS", "REF"] {
        if text
            .get(i..i + word.len())
            .is_some_and(|w| w.eq_ignore_ascii_case(word))
            && bytes
                .get(i + word.len())
                .is_some_and(|b| matches!(b, b' ' | b'('))
        {
            i += word.len();
            while bytes.get(i) == Some(&b' ') {
                i += 1;
            }
            break;
        }
    }
    let after_word = i > at + usize::from(around);
    if around && !after_word {
        return None;
    }
    let open = bytes
        .get(i)
        .is_some_and(|b| matches!(b, b'(' | b'[' | b'<' | b'{'));
    if open {
        i += 1;
        while bytes.get(i) == Some(&b' ') {
            i += 1;
        }
    }
    let letter = bytes.get(i)?.to_ascii_uppercase();
    let digit = letter.is_ascii_digit();
    if !(letter.is_ascii_uppercase() || (b'1'..=b'9').contains(&letter)) {
        return None;
    }
    i += 1;
    let blanks = bytes[i..].iter().take_while(|b| **b == b' ').count();
    let close = bytes.get(i + blanks).copied();
    let end = match close {
        Some(b')' | b']' | b'}') => i + blanks + 1,
        Some(b'>') if open => i + blanks + 1,
        Some(b'.' | b':') if !open && blanks == 0 => i + 1,
        Some(b'-')
            if !open && blanks == 1 && !digit && bytes.get(i + blanks + 1) == Some(&b' ') =>
        {
            i + blanks + 1
        }
        Some(_) if after_word && !open && blanks > 0 => i,
        // Another sign, `A, STRELSAU 12`, `B/ ZENDA 4`: a telegram must follow.
        Some(b',' | b';' | b'/' | b'-' | b'=')
            if !open && blanks <= 1 && !digit && cites(&text[i + blanks + 1..]) =>
        {
            i + blanks + 1
        }
        // The sign was lost, `A STRELSAU 12`, `(B ZENDA 4`: a post must follow.
        Some(_) if blanks > 0 && !digit && is_post_word(text, i + blanks) => i,
        _ => return None,
    };
    // `U.S.`, `A.B. FENN`, `1.4 (B)`, `3.5 MILLION` are no labels.
    let mut end = end;
    while matches!(bytes.get(end), Some(b')' | b'.' | b':')) {
        end += 1;
    }
    let next = bytes.get(end).copied();
    if close == Some(b'.') && !open {
        let initial =
            next.is_some_and(|b| b.is_ascii_alphabetic()) && bytes.get(end + 1) == Some(&b'.');
        if initial || digit && next.is_some_and(|b| b.is_ascii_digit()) {
            return None;
        }
    }
    next?;
    Some((letter, end))
}

/// Whether the word at `at` is a post of the table, or the first of one of two words.
fn is_post_word(text: &str, at: usize) -> bool {
    let rest = &text[at..crate::parse::floor_boundary(text, at + 40)];
    let mut words = rest.split([' ', '\n']);
    let (Some(first), second) = (words.next(), words.next()) else {
        return false;
    };
    if first.len() < 4 || !first.bytes().all(|b| b.is_ascii_uppercase()) {
        return false;
    }
    post::exact(first).is_some()
        || second.is_some_and(|second| post::exact(&format!("{first}{second}")).is_some())
}

/// A word, number or sign of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Token<'t> {
    kind: TokenKind,
    text: &'t str,
    /// Range in the flow's text.
    start: usize,
    end: usize,
    /// A blank or line end stands before it.
    blank_before: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum TokenKind {
    Word,
    Number,
    Sign,
}

/// The character at a place before the end; nearly all are of ASCII.
#[inline]
fn char_at(text: &str, at: usize) -> char {
    match text.as_bytes()[at] {
        byte @ 0..0x80 => char::from(byte),
        _ => text[at..].chars().next().unwrap_or(' '),
    }
}

/// Cuts an item into tokens. Letters glued to digits part, `06KABUL5353`; zero inside a word stays in it.
fn tokens(text: &str, from: usize, to: usize) -> SmallVec<[Token<'_>; 16]> {
    let bytes = text.as_bytes();
    let mut tokens = SmallVec::new();
    let mut at = from;
    let mut blank = true;
    while at < to {
        let c = char_at(text, at);
        if c.is_whitespace() {
            blank = true;
            at += c.len_utf8();
            continue;
        }
        let start = at;
        let kind = if c.is_ascii_digit() || is_letter_number(bytes, at, to) {
            while at < to
                && (bytes[at].is_ascii_digit()
                    || matches!(bytes[at], b'O' | b'o' | b'l' | b'I')
                        && is_number_char(bytes, at, to)
                    || matches!(bytes[at], b'S' | b'B') && is_misread_digit(bytes, start, at, to))
            {
                at += 1;
            }
            TokenKind::Number
        } else if c.is_alphabetic()
            || c == '\'' && blank && bytes.get(at + 1).is_some_and(u8::is_ascii_digit)
        {
            if c == '\'' {
                at += 1;
                TokenKind::Sign
            } else {
                while at < to {
                    let c = char_at(text, at);
                    let inner = c.is_alphabetic()
                        || matches!(c, '\'' | '’' | '.' | '&')
                            && text[at + c.len_utf8()..to].starts_with(char::is_alphabetic)
                        || c == '0'
                            && text[at + 1..to].starts_with(|c: char| c.is_ascii_uppercase());
                    if !inner {
                        break;
                    }
                    at += c.len_utf8();
                }
                TokenKind::Word
            }
        } else {
            at += c.len_utf8();
            TokenKind::Sign
        };
        // A year in square brackets is one in round ones.
        if matches!(c, '[' | ']') && is_square_year(bytes, start) {
            tokens.push(Token {
                kind,
                text: if c == '[' { "(" } else { ")" },
                start,
                end: at,
                blank_before: blank,
            });
            blank = false;
            continue;
        }
        if at == start {
            at += c.len_utf8();
        }
        tokens.push(Token {
            kind,
            text: &text[start..at.min(to)],
            start,
            end: at.min(to),
            blank_before: blank,
        });
        blank = false;
    }
    tokens
}

/// Whether the square bracket at `at` opens or closes a year, `[06]`, `[2007]`.
fn is_square_year(bytes: &[u8], at: usize) -> bool {
    let is_digits = |digits: &[u8]| {
        let digits = digits.strip_prefix(b"'").unwrap_or(digits);
        matches!(digits.len(), 2 | 4) && digits.iter().all(u8::is_ascii_digit)
    };
    if bytes[at] == b'[' {
        let rest = &bytes[at + 1..];
        let n = rest.iter().take(6).position(|&b| b == b']');
        n.is_some_and(|n| is_digits(&rest[..n]))
    } else {
        let n = bytes[..at].iter().rev().take(6).position(|&b| b == b'[');
        n.is_some_and(|n| is_digits(&bytes[at - n..at]))
    }
}

/// `O1512`, `O4`: the letter O in front of digits only, at the start of a word; `l7`, `I20`, `Ol7`: a whole word of
/// digits and letters that look like them.
fn is_letter_number(bytes: &[u8], at: usize, to: usize) -> bool {
    const LONGEST: usize = 8;
    if !matches!(bytes[at], b'O' | b'l' | b'I')
        || at > 0 && bytes[at - 1].is_ascii_alphanumeric()
        || at + 1 >= to
    {
        return false;
    }
    if bytes[at] == b'O' && bytes[at + 1].is_ascii_digit() {
        return true;
    }
    let word = &bytes[at..to.min(at + LONGEST + 1)];
    let n = word
        .iter()
        .take_while(|b| b.is_ascii_digit() || matches!(b, b'O' | b'o' | b'l' | b'I'))
        .count();
    n <= LONGEST
        && word[..n].iter().any(u8::is_ascii_digit)
        && word.get(n).is_none_or(|b| !b.is_ascii_alphanumeric())
}

/// Whether an S or B at `at` is a misread 5 or 8: between digits, an S behind three of them, a B behind a zero that is
/// no more than a year.
fn is_misread_digit(bytes: &[u8], start: usize, at: usize, to: usize) -> bool {
    let before = &bytes[start..at];
    if !before.last().is_some_and(u8::is_ascii_digit) {
        return false;
    }
    match bytes[..to].get(at + 1) {
        Some(next) if next.is_ascii_digit() => true,
        Some(next) if next.is_ascii_alphanumeric() || matches!(next, b'.' | b':') => false,
        _ => match bytes[at] {
            b'S' => before.len() >= 3,
            _ => before == b"0",
        },
    }
}

fn is_number_char(bytes: &[u8], at: usize, to: usize) -> bool {
    // An O, l or I inside or behind digits, not the start of a word.
    at + 1 >= to
        || !bytes[at + 1].is_ascii_alphabetic()
        || matches!(bytes[at + 1], b'O' | b'l' | b'I')
}

/// Words in front of a number that no post is called.
pub(crate) static NOT_POSTS: LazyLock<Words> = LazyLock::new(|| Words::new(NO_POSTS));

const NO_POSTS: &[&str] = &[
    "AIRGRAM",
    "ATTACHMENT",
    "CHAPTER",
    "LAW",
    "YOUR",
    "YOURTEL",
    "URTEL",
    "ENCLOSURE",
    "TAB",
    "TITLE",
    "VERSION",
    "A",
    "AM",
    "AN",
    "AND",
    "ANNEX",
    "APR",
    "APRIL",
    "ART",
    "ARTICLE",
    "AS",
    "AT",
    "AUG",
    "AUGUST",
    "BOX",
    "BY",
    "CERP",
    "CLASS",
    "DATED",
    "DAY",
    "DEC",
    "DECEMBER",
    "DOC",
    "DTD",
    "DTG",
    "EMAIL",
    "EMAILS",
    "ET",
    "EXT",
    "FAH",
    "FAM",
    "FAX",
    "FEB",
    "FEBRUARY",
    "FIG",
    "FLIGHT",
    "FOR",
    "FROM",
    "FY",
    "GROUP",
    "HR",
    "IIR",
    "IN",
    "ITEM",
    "JAN",
    "JANUARY",
    "JUL",
    "JULY",
    "JUN",
    "JUNE",
    "LETTER",
    "MAR",
    "MARCH",
    "MAY",
    "MEETING",
    "MEMO",
    "MSG",
    "NO",
    "NOS",
    "NOTE",
    "NOV",
    "NOVEMBER",
    "NR",
    "NUMBER",
    "OCT",
    "OCTOBER",
    "OF",
    "ON",
    "OP",
    "OR",
    "PAGE",
    "PARA",
    "PARAGRAPH",
    "PARAS",
    "PART",
    "PHASE",
    "PL",
    "PM",
    "REF",
    "REFS",
    "REFTEL",
    "RES",
    "RESOLUTION",
    "ROOM",
    "SECTION",
    "SEP",
    "SEPT",
    "SEPTEMBER",
    "SERIAL",
    "TD",
    "THE",
    "THRU",
    "TIME",
    "TO",
    "TRACK",
    "UNGA",
    "UNSC",
    "UNSCR",
    "VOL",
    "WITH",
    "Z",
    "TELCON",
    "TELECON",
    "PHONECON",
    "PHONCON",
    "FONECON",
    "FBIS",
    "OSC",
    "CABLE",
    "CABLES",
    "SMEC",
    "GMT",
    "EUP",
    "GMP",
    "FEA",
    "IAP",
    "JPP",
    "KPP",
    "LAP",
    "SAP",
    "CEP",
    "CPP",
    "AFP",
];

/// Tokens in brackets or quotation marks that are passed over as a remark.
const LONGEST_REMARK: usize = 200;

/// Names looked up with a slip mended, per list: the search is costly and a list needs few.
const MOST_MENDED: usize = 64;

/// Words that may stand between a post and its number.
const BETWEEN: &[&str] = &[
    "NO", "NOS", "NR", "CABLE", "CABLES", "TEL", "TELS", "TELEGRAM", "AND", "#", "SP", "NUMBER",
];

struct Reader<'f, 't, 'd, 'c> {
    flow: &'f Flow<'t>,
    text: &'f str,
    citing: Citing<'c>,
    last_post: Option<Cow<'static, str>>,
    /// The year in front of the last post: it holds for bare numbers behind, `A) 07 STRELSAU 12 B) 13`.
    last_year: Option<u16>,
    /// A year said of several references at once, `(BOTH 2008)`: where it holds, and the year.
    shared: Option<(std::ops::Range<usize>, u16)>,
    references: Vec<Reftel>,
    n_mended: Cell<usize>,
    diagnostics: &'d mut Vec<Diagnostic>,
}

impl Reader<'_, '_, '_, '_> {
    fn item(&mut self, item: &Item) {
        let mut buffer = [0; 4];
        let label = item
            .label
            .map(|label| &*char::from(label).encode_utf8(&mut buffer));
        if let Some(label) = label
            && self
                .references
                .iter()
                .rev()
                .find(|reference| reference.label.is_some())
                .is_some_and(|last| last.label.as_deref() == Some(label))
        {
            let span = self.flow.span(item.start..item.end);
            self.diagnostics.push(Diagnostic::new(
                Code::ReferenceLabelDuplicate,
                span,
                format!("the list of references uses {label} twice"),
            ));
        }
        let (start, end) = trimmed(self.text, item.start, item.end);
        let written = &self.text[start..end];
        if label.is_some() && self.goes_on(written, self.flow.span(start..end)) {
            return;
        }
        if is_nothing(written) {
            return;
        }
        let n_before = self.references.len();
        for (start, end) in parts(self.text, item.start, item.end) {
            self.part(label, start, end);
        }
        if self.references.len() == n_before && start < end {
            self.other(label, start, end);
        }
    }

    /// Whether an item is the rest of the one before, given a label of its own by a machine that parted lists at
    /// commas: `D. AND PREVIOUS`, or the year of a date, `B. 2008` behind `A. DAILY REPORT FOR JANUARY 13`.
    fn goes_on(&mut self, written: &str, span: Span) -> bool {
        let Some(last) = self.references.last_mut() else {
            return false;
        };
        let mut words = written.split_ascii_whitespace().peekable();
        let year = words
            .next_if(|word| {
                let own = self.citing.year.unwrap_or(2030);
                word.len() == 4
                    && word
                        .parse()
                        .is_ok_and(|year: u16| year <= own && year + 10 > own)
            })
            .is_some();
        let rest = [words.next(), words.next(), words.next()];
        let previous = match rest {
            [Some(and), Some(previous), None] => {
                and.eq_ignore_ascii_case("AND") && is_previous(previous)
            }
            [Some(previous), None, _] => is_previous(previous),
            _ => false,
        };
        if year && (rest[0].is_none() || previous) {
            if last.mrn.is_some() || !ends_with_day(&last.text) {
                return false;
            }
            last.text = format!("{} {}", last.text, fold(written));
        } else if !previous {
            return false;
        }
        last.and_previous |= previous;
        last.span = last.span.cover(span);
        let message = format!("`{}` has a label of its own", excerpt(written));
        self.diagnostics.push(
            Diagnostic::new(Code::ReferenceRepaired, span, message)
                .with_help("read as the end of the reference before"),
        );
        true
    }

    /// Reads one part of an item, up to a semicolon: cables where there are any, else one other reference.
    fn part(&mut self, label: Option<&str>, from: usize, to: usize) {
        let written = &self.text[from..to];
        let tokens = tokens(self.text, from, to);
        let n_before = self.references.len();
        let other = other_kind(written);
        let mut at = 0;
        let mut read_to = 0;
        while at < tokens.len() {
            let token = tokens[at];
            if token.text == "(" && !is_year_bracket(&tokens, at) {
                // `(NOTAL, PARIS 4`: the bracket is not closed.
                let notal = tokens.get(at + 1).is_some_and(|t| t.text == "NOTAL");
                let closed = tokens.get(at + 2).is_none_or(|t| t.text == ")");
                at = if notal && !closed {
                    at + 2
                } else {
                    close_of(&tokens, at)
                };
                continue;
            }
            if token.text == "\"" || token.text == "“" {
                let end = tokens[at + 1..]
                    .iter()
                    .take(LONGEST_REMARK)
                    .position(|t| matches!(t.text, "\"" | "”" | "“"))
                    .map(|n| at + 1 + n);
                at = end.map_or(at + 1, |end| end + 1);
                continue;
            }
            // `REF A HAVANA 639`: the label again.
            if matches!(token.text, "REF" | "REFTEL" | "Ref" | "Reftel")
                && tokens
                    .get(at + 1)
                    .is_some_and(|next| next.text.len() == 1 && next.kind == TokenKind::Word)
            {
                at += 2;
                continue;
            }
            if let Some(next) = page_line_end(&tokens, at) {
                at = next;
                continue;
            }
            if let Some(next) = airgram_end(&tokens, at) {
                let dated = at > read_to
                    && tokens[at - 1].kind == TokenKind::Number
                    && matches!(tokens[at - 1].text.len(), 2 | 4);
                at = self.airgram(label, &tokens, at - usize::from(dated), next);
                read_to = at;
                continue;
            }
            if let Some(found) = self.cable_at(&tokens, at, other.is_some()) {
                if other.is_some() && self.references.len() == n_before {
                    self.before(label, &tokens[..at]);
                }
                at = self.push_all(label, found, &tokens);
                read_to = at;
                continue;
            }
            at += 1;
        }
        if self.references.len() > n_before {
            self.rest(label, &tokens[read_to.min(tokens.len())..]);
            return;
        }
        // A bare number: of the post before, or one's own; or the number in front of the post.
        if let Some(found) = self
            .bare_number(&tokens)
            .or_else(|| self.number_first(&tokens))
        {
            self.push_all(label, found, &tokens);
            return;
        }
        let mut from = from;
        if other.is_some() {
            // `STRELSAU POINTS OF MAY 4 AND 9 FAM 41.31 AND IIR 6 899`: the handbook and the report are items of
            // their own.
            for (at, _) in written.match_indices("AND ").take(8) {
                let at = to - written.len() + at;
                let apart = self.text[..at].ends_with([' ', '\n']);
                if apart && at > from && opens_document(&self.text[at + 4..to]) {
                    let (start, end) = trimmed(self.text, from, at);
                    if start < end {
                        self.other(label, start, end);
                    }
                    from = at + 4;
                }
            }
        }
        let (start, end) = trimmed(self.text, from, to);
        if start < end
            && (other.is_some() || label.is_some() || to - from > 2)
            && !is_remark(&self.text[start..end])
        {
            self.other(label, start, end);
        }
    }

    /// Takes a cable, and further numbers of its post behind it; gives the token after them.
    fn push_all(&mut self, label: Option<&str>, mut found: Found, tokens: &[Token<'_>]) -> usize {
        // `PARIS 1,234`: a comma for thousands, where nothing is a list of a number and its rest.
        if found.n_digits == 1
            && found.year.is_none()
            && let Some([comma, rest]) = tokens.get(found.next..found.next + 2)
            && comma.text == ","
            && !comma.blank_before
            && !rest.blank_before
            && rest.text.len() == 3
            && rest.kind == TokenKind::Number
            && let Some(low) = serial(rest.text)
        {
            found.number = found.number * 1_000 + low;
            found.n_digits = 4;
            found.next += 2;
            found.repaired = true;
        }
        let (post, mut at) = (found.post.clone(), found.next);
        let year = found.year.or(found.inherited);
        self.push(label, &found, tokens);
        self.last_year = found.in_front;
        self.last_post = Some(found.post);
        let mut last = (found.number, found.n_digits);
        loop {
            // A number behind the series of the traveller names the same telegram: `STATE 255577 TOSEC 140323`.
            if let Some(next) = series_end(tokens, at).filter(|_| post == "STATE") {
                at = next;
            } else if let Some((to, next)) = range_end(tokens, at, last, self.citing.year) {
                for number in last.0 + 1..=to {
                    let more = Found {
                        post: post.clone(),
                        number,
                        inherited: year,
                        ..Found::at(at, next)
                    };
                    self.push(label, &more, tokens);
                }
                at = next;
            } else if let Some(more) = more_numbers(tokens, at) {
                at = more.next;
                last = (more.number, more.n_digits);
                let more = Found {
                    post: post.clone(),
                    inherited: year,
                    ..more
                };
                self.push(label, &more, tokens);
            } else {
                return at;
            }
        }
    }

    /// What stands before the first cable of an item, where it is a reference of its own: `IIR 6 912 0034 08 AND ZENDA 12`.
    fn before(&mut self, label: Option<&str>, tokens: &[Token<'_>]) {
        let Some((joint, tokens)) = tokens.split_last() else {
            return;
        };
        let joined =
            matches!(joint.text, "," | "/" | "&" | "+") || joint.text.eq_ignore_ascii_case("AND");
        let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else {
            return;
        };
        if joined && other_kind(&self.text[first.start..last.end]).is_some() {
            let (start, end) = trimmed(self.text, first.start, last.end);
            self.other(label, start, end);
        }
    }

    /// What stands behind the last cable of an item, where it is a reference of its own: an e-mail, a call, a message
    /// named by its time.
    fn rest(&mut self, label: Option<&str>, tokens: &[Token<'_>]) {
        let joined = tokens.iter().position(|token| {
            matches!(token.text, "," | "/" | "&" | "+") || token.text.eq_ignore_ascii_case("AND")
        });
        if joined != Some(0) {
            return;
        }
        // `, AND E-MAIL OF 12 MAY`
        let second = tokens
            .get(1)
            .is_some_and(|token| token.text.eq_ignore_ascii_case("AND"));
        let tokens = &tokens[1 + usize::from(second)..];
        let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else {
            return;
        };
        let written = &self.text[first.start..last.end];
        if matches!(
            other_kind(written),
            Some(ReftelKind::Email | ReftelKind::Telephone)
        ) || has_time(tokens)
            || opens_document(written)
        {
            let (start, end) = trimmed(self.text, first.start, last.end);
            self.other(label, start, end);
        }
    }

    /// Takes an airgram, `STRELSAU A-87`, with a year before or behind it; gives the token after it.
    fn airgram(
        &mut self,
        label: Option<&str>,
        tokens: &[Token<'_>],
        first: usize,
        mut next: usize,
    ) -> usize {
        let before = serial(tokens[first].text)
            .filter(|_| tokens[first].kind == TokenKind::Number)
            .and_then(|year| u16::try_from(year).ok())
            .map(|year| {
                if year < 100 {
                    calendar::century(year)
                } else {
                    year
                }
            })
            .filter(|year| crate::mrn::YEARS.contains(year));
        // Any other number in front is none of its own.
        let first =
            first + usize::from(before.is_none() && tokens[first].kind == TokenKind::Number);
        let name_at = first + usize::from(before.is_some());
        let (behind, after) = year_behind(tokens, next, 3);
        let number = serial(tokens[next - 1].text).filter(|number| *number > 0);
        let letter = tokens[name_at..next]
            .iter()
            .position(|token| token.text == "A")
            .map_or(next, |n| name_at + n);
        let post = (letter > name_at && !NOT_POSTS.contains(tokens[letter - 1].text))
            .then(|| {
                post::resolve(
                    &self.text[tokens[name_at].start..tokens[letter - 1].end],
                    false,
                )
            })
            .flatten();
        if behind.is_some() {
            next = after;
        }
        let year = before.or(behind).or(self.citing.year);
        let mrn = year
            .zip(post)
            .zip(number)
            .map(|((year, post), number)| Mrn {
                year,
                post: post.key.into_owned(),
                number,
                airgram: true,
            });
        let (start, end) = (tokens[first].start, tokens[next - 1].end);
        self.references.push(Reftel {
            label: label.map(str::to_owned),
            kind: ReftelKind::Document,
            mrn,
            text: fold(&self.text[start..end]),
            and_previous: false,
            span: self.flow.span(start..end),
        });
        next
    }

    fn other(&mut self, label: Option<&str>, start: usize, end: usize) {
        let written = &self.text[start..end];
        let kind = other_kind(written).unwrap_or_else(|| {
            let tokens = tokens(self.text, start, end);
            if document_number_end(&tokens, 0) == Some(tokens.len()) {
                ReftelKind::Document
            } else {
                ReftelKind::Other
            }
        });
        let span = self.flow.span(start..end);
        let mut words = written.split_ascii_whitespace().rev();
        let and_previous = words.next().is_some_and(is_previous)
            && words
                .next()
                .is_some_and(|word| word.eq_ignore_ascii_case("AND"));
        self.references.push(Reftel {
            label: label.map(str::to_owned),
            kind,
            mrn: None,
            text: fold(written),
            and_previous,
            span,
        });
    }

    fn bare_number(&self, tokens: &[Token<'_>]) -> Option<Found> {
        let first = tokens
            .iter()
            .position(|token| !matches!(token.text, "#" | "," | ":" | "-" | "AND" | "and" | "&"))?;
        let token = tokens[first];
        if token.kind != TokenKind::Number || !(2..=7).contains(&token.text.len()) {
            return None;
        }
        // Nothing but numbers, signs and remarks may follow.
        if tokens[first + 1..].iter().any(|t| {
            t.kind == TokenKind::Word
                && !matches!(&*t.text.to_ascii_uppercase(), "NOTAL" | "AND" | "PREVIOUS")
        }) {
            return None;
        }
        if tokens
            .get(first + 1)
            .is_some_and(|next| next.text == "/" && token.text.len() <= 2)
        {
            return None; // a date
        }
        // `(B) 08 1703`: a year in front.
        let (first, year_before) = match tokens.get(first + 1) {
            Some(next)
                if token.text.len() == 2
                    && next.kind == TokenKind::Number
                    && (3..=6).contains(&next.text.len()) =>
            {
                let year = u16::try_from(serial(token.text)?).ok()?;
                (first + 1, Some(calendar::century(year)))
            }
            _ => (first, None),
        };
        let token = tokens[first];
        let post = self
            .last_post
            .clone()
            .or_else(|| self.citing.post.map(|post| post.to_owned().into()))?;
        let number = serial(token.text)?;
        let (year, next) = year_behind(tokens, first + 1, token.text.len());
        // The year in front of the post is taken over with it.
        let inherited = self.last_post.as_ref().and(self.last_year);
        Some(Found {
            post,
            number,
            n_digits: token.text.len(),
            inherited,
            in_front: year_before.or(inherited.filter(|_| year.is_none())),
            year: year_before.or(year),
            ..Found::at(first - usize::from(year_before.is_some()), next)
        })
    }

    /// The number in front of a known post: `870 STRELSAU`.
    fn number_first(&self, tokens: &[Token<'_>]) -> Option<Found> {
        let [number, words @ ..] = tokens else {
            return None;
        };
        if number.kind != TokenKind::Number || !(1..=6).contains(&number.text.len()) {
            return None;
        }
        let n_words = words
            .iter()
            .take_while(|token| token.kind == TokenKind::Word)
            .count();
        if !(1..=4).contains(&n_words) || words.get(n_words).is_some_and(|token| token.text != "(")
        {
            return None;
        }
        let name = &self.text[words[0].start..words[n_words - 1].end];
        let found = post::resolve(name, false)
            .filter(|found| found.how != How::Unknown || self.citing.post == Some(&*found.key))?;
        Some(Found {
            post: found.key,
            number: serial(number.text).filter(|number| *number > 0)?,
            n_digits: number.text.len(),
            repaired: true,
            ..Found::at(0, n_words + 1)
        })
    }

    /// A cable reference whose first token is at `at`.
    fn cable_at(&self, tokens: &[Token<'_>], at: usize, doubtful: bool) -> Option<Found> {
        let mut i = at;
        let mut year = None;
        let mut ambiguous = None;
        // A year in front: `06`, `2007`, `'08`, `(99)`, `O4`.
        let mut year_tokens = 0;
        if tokens[i].text == "'" || tokens[i].text == "’" {
            i += 1;
            year_tokens += 1;
        }
        let bracket = tokens.get(i).is_some_and(|t| t.text == "(");
        if bracket {
            i += 1;
        }
        if let Some(token) = tokens.get(i).filter(|t| t.kind == TokenKind::Number) {
            match token.text.len() {
                2 => {
                    // No telegram cites one of two generations on: `65` is 1965.
                    let century = calendar::century(serial(token.text)? as u16);
                    let own = self.citing.year.unwrap_or(century);
                    year = Some(if century > own + 20 {
                        century - 100
                    } else {
                        century
                    });
                }
                4 => year = Some(serial(token.text)? as u16).filter(|y| (1950..=2030).contains(y)),
                3 => {
                    let own = self.citing.year.unwrap_or(2010);
                    let candidates = [&token.text[..2], &token.text[1..]]
                        .map(|t| t.parse().map_or(0, calendar::century));
                    year = candidates
                        .iter()
                        .copied()
                        .filter(|&y| y <= own && y >= 1966)
                        .max();
                    ambiguous = Some(candidates);
                }
                _ => return None,
            }
            year?;
            i += 1;
            if bracket {
                if tokens.get(i).is_none_or(|t| t.text != ")") {
                    return None;
                }
                i += 1;
            }
            while tokens
                .get(i)
                .is_some_and(|t| matches!(t.text, "-" | "_" | "/" | "," | ":"))
                || tokens.get(i).is_some_and(|t| t.text == ".")
                    && (tokens.get(i + 1).is_some_and(|next| !next.blank_before)
                        || tokens[i - 1].text.starts_with('0'))
            {
                i += 1;
            }
        } else if bracket || year_tokens > 0 {
            return None;
        }
        // The post: up to four words, the longest known name first.
        if tokens.get(i)?.kind != TokenKind::Word || is_connector(tokens[i].text) {
            return None;
        }
        let mut n_words = 0;
        let mut ends = [0usize; 7];
        let mut j = i;
        while n_words < 6 {
            let Some(token) = tokens.get(j) else { break };
            if token.kind == TokenKind::Word {
                ends[n_words] = j + 1;
                n_words += 1;
                j += 1;
            } else if token.text == "-"
                && !token.blank_before
                && tokens.get(j + 1).is_some_and(|t| {
                    // A hyphen at a line end parts a name as one inside a line.
                    t.kind == TokenKind::Word
                        && (!t.blank_before || self.text[token.end..t.start].starts_with('\n'))
                })
            {
                j += 1;
            } else {
                break;
            }
        }
        for n in (1..=n_words).rev() {
            let end = ends[n - 1];
            let name = &self.text[tokens[i].start..tokens[end - 1].end];
            let (name, end) = match tokens.get(end..end + 3) {
                // `SECRETARY (SECTO) 7`: the series is what numbers it.
                Some([open, series, close])
                    if open.text == "(" && close.text == ")" && is_series(series.text) =>
                {
                    (series.text, end + 3)
                }
                _ => (name, end),
            };
            let Some((number_at, inner_year, number_end)) = number_behind(tokens, end) else {
                continue;
            };
            let number_text = tokens[number_at].text;
            let Some(number) = serial(number_text).filter(|&number| number > 0) else {
                continue;
            };
            // Nothing but a post and a number, `ZENDA 4`, perhaps with a remark in brackets.
            let alone = at == 0
                && tokens[number_end..]
                    .iter()
                    .take_while(|t| t.text != "(")
                    .take(8)
                    .all(|t| {
                        t.kind == TokenKind::Number
                            || matches!(t.text, "," | "&" | "/")
                            || t.text.eq_ignore_ascii_case("AND")
                    });
            let Some((post, repaired)) =
                self.accept_post(name, n, number_text.len(), year.is_some(), doubtful, alone)
            else {
                continue;
            };
            // `IMSWM-0028-2010`: the number of another's document.
            if year.is_none() && n == 1 && document_number_end(tokens, i).is_some() {
                let known =
                    post::resolve(name, false).is_some_and(|found| found.how != How::Unknown);
                if !known {
                    return None;
                }
            }
            let (behind, mut next) = year_behind(tokens, number_end, number_text.len());
            let in_front = year.or(inner_year);
            let bare = in_front
                .or(behind)
                .is_none()
                .then(|| bare_year(tokens, number_end, self.citing.year))
                .flatten();
            if let Some((_, after)) = bare {
                next = after;
            }
            let year = in_front.or(behind).or(bare.map(|(year, _)| year));
            return Some(Found {
                in_front,
                bare_year: bare.is_some(),
                post,
                number,
                n_digits: number_text.len(),
                year,
                ambiguous,
                repaired: repaired || !number_text.bytes().all(|b| b.is_ascii_digit()),
                ..Found::at(at, next)
            });
        }
        None
    }

    /// Whether a name in front of a number is a post; gives its key.
    fn accept_post(
        &self,
        name: &str,
        n_words: usize,
        n_digits: usize,
        has_year: bool,
        doubtful: bool,
        alone: bool,
    ) -> Option<(Cow<'static, str>, bool)> {
        let name = without_tail(name);
        let compact = post::compact(name);
        // Once: whoever looks at its letters asks anew whether they are text.
        let compact: &str = &compact;
        if compact.len() < 2 || NOT_POSTS.contains(compact) || compact.ends_with("EMAIL") {
            return None;
        }
        if n_words > 1
            && let Some(last) = name.rsplit([' ', '\n']).next()
            && NOT_POSTS.contains(&last.to_ascii_uppercase())
        {
            return None;
        }
        // `STATE CA-3400`, `CIRTEL 12`: the series of instructions to all posts count apart from telegrams.
        if is_circular(compact) {
            return None;
        }
        if matches!(compact, "DEPARTMENT" | "STATEDEPT" | "DEPTOFSTATE") {
            return (n_digits >= 2).then(|| ("STATE".into(), false));
        }
        // `EMBTEL 12`: one's own telegram, where an embassy says it.
        if matches!(
            compact,
            "EMBTEL" | "EMBTELS" | "CONTEL" | "CONTELS" | "OURTEL" | "OUR" | "MYTEL"
        ) {
            let own = self.citing.post.filter(|post| *post != "STATE")?;
            return Some((own.to_owned().into(), false));
        }
        let mend = self.n_mended.get() < MOST_MENDED;
        let resolved = post::resolve_compact(compact, mend)?;
        if resolved.how == How::Unknown {
            self.n_mended.set(self.n_mended.get() + 1);
        }
        match resolved.how {
            How::Known | How::Alias => {
                let short = compact.len() <= 3;
                let zero = name.contains('0');
                (!short || n_digits >= 2).then_some((resolved.key, zero))
            }
            How::Misspelt => (n_digits >= 2).then_some((resolved.key, true)),
            How::Unknown => {
                if n_digits >= 4 && is_garbled_state(compact) {
                    return Some(("STATE".into(), true));
                }
                let capital = !name.bytes().any(|b| b.is_ascii_lowercase());
                let title = name
                    .split([' ', '\n'])
                    .all(|word| word.starts_with(|c: char| c.is_ascii_uppercase()));
                // One's own post is known whether or not a table has it.
                let own = self.citing.post == Some(&*resolved.key);
                let strict = (capital || title && (has_year || alone) || own)
                    && !doubtful
                    && n_words <= 3
                    && compact.len() >= 4
                    && !name.split([' ', '\n']).any(is_connector);
                (strict
                    && (n_digits >= 3
                        || (has_year || own) && n_digits >= 1
                        || n_words == 1 && n_digits >= 2
                        || alone))
                    .then_some((resolved.key, false))
            }
        }
    }

    fn push(&mut self, label: Option<&str>, found: &Found, tokens: &[Token<'_>]) {
        let last = found.next.saturating_sub(1).max(found.first);
        let (start, end) = (
            tokens[found.first].start,
            tokens[last.min(tokens.len() - 1)].end,
        );
        let span = self.flow.span(start..end);
        let signs = |c: char| matches!(c, '(' | ',' | ';');
        let text = fold(self.text[start..end].trim_end_matches(signs));
        let shared = self
            .shared
            .as_ref()
            .filter(|(range, _)| range.contains(&start))
            .map(|&(_, year)| year);
        let mut year = found.year.or(found.inherited).or(shared);
        if year.is_none() {
            year = self.citing.year;
            if let (Some(own_year), Some(day)) = (self.citing.year, self.citing.day)
                && found.post == "STATE"
                && found.number > most_of_state(own_year, day)
            {
                year = Some(own_year - 1);
                self.diagnostics.push(
                    Diagnostic::new(
                        Code::ReferenceYearRolledBack,
                        span,
                        format!(
                            "the Department had not sent as many telegrams as `{}` by day {day} of {own_year}",
                            excerpt(&text)
                        ),
                    )
                    .with_help(format!("read as of {}", own_year - 1)),
                );
            } else if let (Some(own_year), Some(own_post), Some(own_number)) =
                (self.citing.year, self.citing.post, self.citing.number)
                && own_post == found.post
                && found.number >= own_number
            {
                year = Some(own_year - 1);
                self.diagnostics.push(
                    Diagnostic::new(
                        Code::ReferenceYearRolledBack,
                        span,
                        if found.number == own_number {
                            format!("`{}` would be this cable itself", excerpt(&text))
                        } else {
                            format!("`{}` would lie after this cable", excerpt(&text))
                        },
                    )
                    .with_help(format!("read as of {}", own_year - 1)),
                );
            } else if let Some(year) = year.filter(|_| self.citing.guessed) {
                self.diagnostics.push(
                    Diagnostic::new(
                        Code::ReferenceYearAmbiguous,
                        span,
                        format!("neither `{}` nor this cable has a year", excerpt(&text)),
                    )
                    .with_help(format!(
                        "read as of {year}, ten years before the day of declassification"
                    )),
                );
            } else if let Some(year) = year {
                self.diagnostics.push(Diagnostic::new(
                    Code::ReferenceYearInherited,
                    span,
                    // The most frequent message: to join the words is quicker than to format them.
                    [
                        "`",
                        &excerpt(&text),
                        "` has no year; read as of ",
                        &year.to_string(),
                    ]
                    .concat(),
                ));
            }
        }
        if let Some(year) = found.inherited.filter(|_| found.in_front.is_some()) {
            self.diagnostics.push(Diagnostic::new(
                Code::ReferenceYearInherited,
                span,
                format!("`{}` has neither post nor year; both are those of the reference before, {year}", excerpt(&text)),
            ));
        }
        if found.bare_year {
            self.diagnostics.push(
                Diagnostic::new(
                    Code::ReferenceYearAmbiguous,
                    span,
                    format!("`{}` ends with a year or another number", excerpt(&text)),
                )
                .with_help("read as the year"),
            );
        }
        if let (Some([first, second]), Some(year)) = (found.ambiguous, year) {
            self.diagnostics.push(
                Diagnostic::new(
                    Code::ReferenceYearAmbiguous,
                    span,
                    format!("the year of `{}` is damaged", excerpt(&text)),
                )
                .with_help(format!("{first} or {second}; read as of {year}")),
            );
        }
        if found.repaired {
            self.diagnostics.push(
                Diagnostic::new(
                    Code::ReferenceRepaired,
                    span,
                    format!("`{}` is written with a slip", excerpt(&text)),
                )
                .with_help(format!("read as {} {}", found.post, found.number)),
            );
        }
        let mrn = year.map(|year| Mrn::telegram(year, &*found.post, found.number));
        let and_previous = previous_follows(tokens, found.next);
        self.references.push(Reftel {
            label: label.map(str::to_owned),
            kind: ReftelKind::Cable,
            mrn,
            text,
            and_previous,
            span,
        });
    }
}

/// A cable reference in the tokens of an item.
#[derive(Clone, Debug, Default)]
struct Found {
    post: Cow<'static, str>,
    number: u32,
    n_digits: usize,
    year: Option<u16>,
    /// A year taken over from the number before.
    inherited: Option<u16>,
    first: usize,
    next: usize,
    ambiguous: Option<[u16; 2]>,
    /// The post is misspelt, or letters stand for digits.
    repaired: bool,
    /// The year, where it stands in front of the number.
    in_front: Option<u16>,
    /// The year has no sign or word that makes it one, `PARIS 1234, 2008`.
    bare_year: bool,
}

impl Found {
    fn at(first: usize, next: usize) -> Found {
        Found {
            first,
            next,
            ..Found::default()
        }
    }
}

/// `SATE`, `SECSTAT`: the Department with one slip. Its name is too short to be mended like others, but hardly any
/// other word stands in front of so long a number.
fn is_garbled_state(compact: &str) -> bool {
    (4..=9).contains(&compact.len())
        && compact.starts_with(['S', 'T'])
        && (near(compact, "STATE") || near(compact, "SECSTATE"))
}

fn near(word: &str, other: &str) -> bool {
    super::classification::close_to(word, other, 1) || post::is_swap(word, other)
}

/// A number the Department's telegrams of a year cannot have passed by a day of it.
///
/// They grow about evenly, to some 170,000 to 205,000 a year from 2006 on and up to twice that before; a quarter and
/// a week more are allowed for.
fn most_of_state(year: u16, day: u16) -> u32 {
    let a_year = if year >= 2006 { 250_000 } else { 450_000 };
    a_year / 365 * (u32::from(day) + 7)
}

/// Whether a name, its letters alone, is one of a series of instructions to all posts: `CA`, `STATE CW`, `CIRTEL`.
pub(crate) fn is_circular(compact: &str) -> bool {
    const SENDERS: [&str; 6] = ["", "STATE", "DEPT", "DEPTS", "DEPARTMENT", "DEPARTMENTS"];
    let letters = compact
        .strip_suffix("CA")
        .or_else(|| compact.strip_suffix("CW"));
    letters.is_some_and(|sender| SENDERS.contains(&sender))
        || ["CIRTEL", "CIRTELS", "CIRCULAR", "CIRCULARS", "CIRGRAM"]
            .iter()
            .any(|word| compact.ends_with(word))
}

/// The year said of several references at once, `(BOTH 2008)`, `(ALL 07)`, and where the references it holds for are.
fn shared_year(text: &str, items: &[Item]) -> Option<(std::ops::Range<usize>, u16)> {
    const MOST_BRACKETS: usize = 40;
    let (at, all, year) = text
        .match_indices('(')
        .take(MOST_BRACKETS)
        .find_map(|(at, _)| {
            let inside = &text[at + 1..];
            let inside = &inside[..inside.find(')').filter(|end| *end <= 16)?];
            let mut words = inside.split_ascii_whitespace();
            let word = words.next()?;
            let all = word.eq_ignore_ascii_case("ALL");
            if !all && !word.eq_ignore_ascii_case("BOTH") {
                return None;
            }
            let mut word = words.next()?;
            if matches!(&*word.to_ascii_uppercase(), "OF" | "FROM" | "IN") {
                word = words.next()?;
            }
            let word = word.trim_start_matches(['\'', '’']);
            let year: u16 = word.parse().ok()?;
            let year = match word.len() {
                2 => calendar::century(year),
                4 => year,
                _ => return None,
            };
            (words.next().is_none() && (1950..=2030).contains(&year)).then_some((at, all, year))
        })?;
    if all {
        return Some((0..at, year));
    }
    // Both are of this item, where it has two numbers, or this one and the item before.
    let here = items.iter().rposition(|item| item.start <= at)?;
    let n_numbers = text[items[here].start..at]
        .split(|c: char| !c.is_ascii_digit())
        .filter(|digits| digits.len() >= 2)
        .count();
    let first = if n_numbers >= 2 {
        here
    } else {
        here.saturating_sub(1)
    };
    Some((items[first].start..at, year))
}

/// Words that join references and are no part of a post's name.
fn is_connector(word: &str) -> bool {
    const CONNECTORS: [&str; 12] = [
        "AND", "OR", "ET", "THROUGH", "THRU", "PLUS", "ALSO", "SEE", "WITH", "FROM", "AS", "NOTAL",
    ];
    CONNECTORS.iter().any(|c| word.eq_ignore_ascii_case(c))
}

/// A post's name without what may stand between it and its number: `ROME'S`, `VIENNA TEL`.
fn without_tail(name: &str) -> &str {
    let mut name = name;
    // All but the names of one word without a genitive have one of these bytes.
    if name.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return name;
    }
    for tail in [
        " TELS",
        " TEL",
        " TELEGRAM",
        " CABLE",
        " CABLES",
        " MESSAGE",
        " MSG",
        " SEPTEL",
        "'S",
        "'s",
        "’s",
        "’S",
    ] {
        if let Some(rest) = name.strip_suffix(tail)
            && rest.len() >= 3
        {
            name = rest.trim_end();
        }
    }
    name
}

fn is_series(word: &str) -> bool {
    matches!(
        word,
        "SECTO" | "TOSEC" | "DEPTO" | "TODEP" | "PARTO" | "HAKTO" | "TOHAK"
    )
}

/// `TOSEC 140323` behind a telegram's number, in brackets or not: the token after it.
fn series_end(tokens: &[Token<'_>], at: usize) -> Option<usize> {
    let skip = tokens
        .get(at..)?
        .iter()
        .take_while(|token| matches!(token.text, "(" | "/" | "," | "-"))
        .count();
    let (series, number) = (tokens.get(at + skip)?, tokens.get(at + skip + 1)?);
    (skip <= 1 && is_series(series.text) && number.kind == TokenKind::Number)
        .then_some(at + skip + 2)
}

/// The end of a page separator or page line that stands inside an item: `STRELSAU 00000731  001.2 OF 003`,
/// `PAGE 02  STRELS  00731  01 OF 03  111533Z`.
fn page_line_end(tokens: &[Token<'_>], at: usize) -> Option<usize> {
    let is_number = |at: usize| {
        tokens
            .get(at)
            .is_some_and(|token| token.kind == TokenKind::Number)
    };
    let mut i = at;
    let page = tokens[i].text == "PAGE" && is_number(i + 1);
    if page {
        i += 2;
    }
    let n_words = tokens[i..]
        .iter()
        .take(4)
        .take_while(|token| token.kind == TokenKind::Word)
        .count();
    i += n_words;
    if n_words == 0 || !is_number(i) || !page && tokens[i].text.len() != 8 {
        return None;
    }
    i += 1;
    for _ in 0..3 {
        if is_number(i)
            && tokens
                .get(i + 1)
                .is_some_and(|t| matches!(t.text, "." | "OF"))
        {
            i += 2;
        }
    }
    if is_number(i) && tokens[i - 1].text == "OF" {
        i += 1;
    }
    // The time of filing.
    if page && is_number(i) && tokens.get(i + 1).is_some_and(|t| t.text == "Z") {
        i += 2;
    }
    Some(i)
}

/// The end of an airgram, `STRELSAU A-87`, `STRELSAU A 87`.
fn airgram_end(tokens: &[Token<'_>], at: usize) -> Option<usize> {
    if tokens[at].kind != TokenKind::Word {
        return None;
    }
    let n_words = tokens[at..]
        .iter()
        .take(5)
        .take_while(|token| token.kind == TokenKind::Word && token.text != "A")
        .count();
    let i = at + n_words;
    let hyphen = usize::from(tokens.get(i + 1)?.text == "-");
    let number = tokens.get(i + 1 + hyphen)?;
    let fits = tokens[i].text == "A"
        && number.kind == TokenKind::Number
        && number.text.len() <= 4
        && (hyphen == 1 || !number.blank_before);
    fits.then_some(i + 2 + hyphen)
}

/// The end of a number of the form `IMSWM-0028-2010`: letters, digits and a year of four digits, joined by hyphens.
fn document_number_end(tokens: &[Token<'_>], at: usize) -> Option<usize> {
    let [word, hyphen, number, second, year, ..] = tokens.get(at..)? else {
        return None;
    };
    let joined = [hyphen, number, second, year]
        .iter()
        .all(|token| !token.blank_before);
    let fits = word.kind == TokenKind::Word
        && number.kind == TokenKind::Number
        && year.kind == TokenKind::Number
        && (hyphen.text, second.text) == ("-", "-")
        && joined
        && year.text.len() == 4
        && serial(year.text).is_some_and(|year| (1950..=2030).contains(&year));
    fits.then_some(at + 5)
}

/// `121530Z` among the tokens.
fn has_time(tokens: &[Token<'_>]) -> bool {
    tokens.windows(2).any(|pair| {
        pair[0].kind == TokenKind::Number
            && pair[0].text.len() == 6
            && !pair[1].blank_before
            && pair[1].text.eq_ignore_ascii_case("Z")
    })
}

/// `-1203`, `-03`, `THROUGH 1203` behind a number: the last number of the range and the token after it.
fn range_end(
    tokens: &[Token<'_>],
    at: usize,
    (from, n_digits): (u32, usize),
    own_year: Option<u16>,
) -> Option<(u32, usize)> {
    const LONGEST_RANGE: u32 = 50;
    let sign = tokens.get(at)?;
    let number = tokens
        .get(at + 1)
        .filter(|token| token.kind == TokenKind::Number)?;
    let words = ["THROUGH", "THRU", "TO"]
        .iter()
        .any(|word| sign.text.eq_ignore_ascii_case(word));
    if !words && !matches!(sign.text, "-" | "–") {
        return None;
    }
    let mut to = serial(number.text)?;
    if number.text.len() < n_digits {
        // `1201-03`, unless two digits are a year, which [`year_behind`] saw first.
        let year_like = number.text.len() == 2
            && own_year.is_some_and(|own| calendar::century(to as u16) <= own);
        if year_like && !words {
            return None;
        }
        let power = 10_u32.checked_pow(number.text.len() as u32)?;
        to += from / power * power;
    }
    (to > from && to - from <= LONGEST_RANGE).then_some((to, at + 2))
}

/// A value that says there is no reference.
fn is_nothing(text: &str) -> bool {
    // Nearly every reference has a number.
    if text.bytes().any(|b| b.is_ascii_digit()) {
        return false;
    }
    let word: String = text.chars().filter(char::is_ascii_alphabetic).collect();
    word.len() <= 12
        && [
            "NONE",
            "NA",
            "NIL",
            "NOREF",
            "NOREFS",
            "NOREFERENCE",
            "NOTAPPLICABLE",
        ]
        .iter()
        .any(|nothing| word.eq_ignore_ascii_case(nothing))
}

/// PREVIOUS, cut or not, with signs behind it.
fn is_previous(word: &str) -> bool {
    let word = word
        .trim_end_matches(['.', ',', ')', ';'])
        .to_ascii_uppercase();
    word.len() >= 4 && "PREVIOUS".starts_with(&*word)
        || matches!(&*word, "PRECEDING" | "EARLIER" | "PRIOR")
}

/// Whether a text ends with a day of a month, `JANUARY 13`, to which a year may belong; `… AND` may stand behind.
fn ends_with_day(text: &str) -> bool {
    let mut words = text.rsplit([' ', ',']).filter(|word| !word.is_empty());
    let day = words
        .next()
        .is_some_and(|day| day.parse().is_ok_and(|day: u8| (1..=31).contains(&day)));
    day && words
        .next()
        .is_some_and(|month| month.len() >= 3 && calendar::month_by_name(month).is_some())
}

/// The number behind a post, past `#`, `NO.`, `(C)`, a bracketed year: its token, that year, and the next token.
fn number_behind(tokens: &[Token<'_>], mut at: usize) -> Option<(usize, Option<u16>, usize)> {
    let mut year = None;
    for _ in 0..4 {
        let token = tokens.get(at)?;
        match token.kind {
            TokenKind::Number => {
                // `311345Z` is a time.
                if tokens
                    .get(at + 1)
                    .is_some_and(|t| t.text.eq_ignore_ascii_case("Z") && !t.blank_before)
                {
                    return None;
                }
                // `STRELSAU 08-731`, `STRELSAU 2008 731`: the year stands between.
                if let Some(inner) = year_between(tokens, at) {
                    return Some((at + inner.1, Some(inner.0), at + inner.1 + 1));
                }
                return ((1..=8).contains(&token.text.len())).then_some((at, year, at + 1));
            }
            TokenKind::Word => {
                if !BETWEEN.contains(&&*token.text.to_ascii_uppercase()) {
                    return None;
                }
                at += 1;
                if tokens.get(at).is_some_and(|t| t.text == ".") {
                    at += 1;
                }
            }
            TokenKind::Sign => match token.text {
                "#" | "-" | "_" | ":" | "/" | "." | "," => at += 1,
                // `STRELSAU '08 731`
                "'" | "’" if tokens.get(at + 2)?.kind == TokenKind::Number => {
                    let inside = tokens.get(at + 1)?;
                    if inside.text.len() != 2 || inside.blank_before {
                        return None;
                    }
                    year = Some(calendar::century(serial(inside.text)? as u16));
                    at += 2;
                }
                "(" => {
                    let inside = tokens.get(at + 1)?;
                    if tokens.get(at + 2)?.text != ")" {
                        return None;
                    }
                    if inside.kind == TokenKind::Number && inside.text.len() == 2 {
                        year = Some(calendar::century(serial(inside.text)? as u16));
                    } else if inside.text.len() > 3 {
                        return None;
                    }
                    at += 3;
                }
                _ => return None,
            },
        }
    }
    None
}

/// A year between a post and its number, and how many tokens it takes.
fn year_between(tokens: &[Token<'_>], at: usize) -> Option<(u16, usize)> {
    let token = tokens[at];
    let hyphen = tokens
        .get(at + 1)
        .is_some_and(|t| matches!(t.text, "-" | "/") && !t.blank_before);
    let number = tokens.get(at + 1 + usize::from(hyphen))?;
    if number.kind != TokenKind::Number || !(3..=6).contains(&number.text.len()) {
        return None;
    }
    let slash = tokens[at + 1].text == "/";
    let year = u16::try_from(serial(token.text)?).ok()?;
    let year = match token.text.len() {
        2 if hyphen && !slash || token.text.starts_with('0') => calendar::century(year),
        4 if !hyphen && number.blank_before => year,
        _ => return None,
    };
    (1970..=2030)
        .contains(&year)
        .then_some((year, 1 + usize::from(hyphen)))
}

/// A year behind a number: `(08)`, `(2002)`, `/08`, `-91`, or two digits after a blank; and the token after it.
fn year_behind(tokens: &[Token<'_>], at: usize, n_digits: usize) -> (Option<u16>, usize) {
    let number = |at: usize| tokens.get(at).filter(|t| t.kind == TokenKind::Number);
    let read = |token: &Token<'_>| match token.text.len() {
        2 => serial(token.text)
            .map(|n| calendar::century(n as u16))
            .filter(|y| (1966..=2030).contains(y)),
        4 => serial(token.text)
            .map(|n| n as u16)
            .filter(|y| (1950..=2030).contains(y)),
        _ => None,
    };
    let Some(token) = tokens.get(at) else {
        return (None, at);
    };
    match token.text {
        "(" => {
            let skip = usize::from(tokens.get(at + 1).is_some_and(|t| t.text == "'"));
            if let Some(year) = number(at + 1 + skip).and_then(read)
                && tokens.get(at + 2 + skip).is_some_and(|t| t.text == ")")
            {
                return (Some(year), at + 3 + skip);
            }
        }
        // `PARIS 12 - 08`
        "-" | "–"
            if number(at + 1).is_some_and(|t| {
                t.text.len() == 2 && t.text.starts_with('0') && t.blank_before
            }) && tokens
                .get(at + 2)
                .is_none_or(|t| matches!(t.text, "," | ";" | "(") || is_connector(t.text)) =>
        {
            if let Some(year) = number(at + 1).and_then(read) {
                return (Some(year), at + 2);
            }
        }
        // `PARIS 1234 - 2008`
        "-" | "–"
            if number(at + 1).is_some_and(|t| {
                t.text.len() == 4 && t.blank_before && !is_neighbour(tokens, at, t)
            }) && tokens.get(at + 2).is_none_or(|t| t.kind == TokenKind::Sign) =>
        {
            if let Some(year) = number(at + 1).and_then(read).filter(|year| *year >= 1966) {
                return (Some(year), at + 2);
            }
        }
        "/" | "-" => {
            if let Some(inner) = number(at + 1)
                && !inner.blank_before
                && (inner.text.len() == 2 && (n_digits >= 3 || token.text == "-")
                    || inner.text.len() == 4 && !is_neighbour(tokens, at, inner))
                && let Some(year) = read(inner)
                // `936/935/08`: a date or a list goes on.
                && tokens.get(at + 2).is_none_or(|t| t.text != token.text)
            {
                return (Some(year), at + 2);
            }
        }
        "'" | "’" if number(at + 1).is_some_and(|t| t.text.len() == 2) => {
            return (number(at + 1).and_then(read), at + 2);
        }
        _ => {
            if token.kind == TokenKind::Number
                && token.blank_before
                && token.text.len() == 2
                && n_digits >= 3
                && let Some(year) = read(token).filter(|year| *year >= 1966 && *year <= 2010)
                && tokens
                    .get(at + 1)
                    .is_none_or(|t| t.kind != TokenKind::Word || t.text.eq_ignore_ascii_case("AND"))
            {
                return (Some(year), at + 1);
            }
        }
    }
    if let Some((year, next)) = date_behind(tokens, at) {
        return (Some(year), next);
    }
    (None, at)
}

/// A bare year behind a number, `PARIS 1234, 2008`, `PARIS 1234 2008`, and the token after it: a late one, with nothing
/// behind that makes it the first of a list, nor near enough to the number to be the next of its series.
fn bare_year(tokens: &[Token<'_>], at: usize, own_year: Option<u16>) -> Option<(u16, usize)> {
    const OLDEST: u16 = 10;
    let comma = usize::from(tokens.get(at)?.text == ",");
    let token = tokens
        .get(at + comma)
        .filter(|token| token.text.len() == 4 && token.blank_before)?;
    let year = u16::try_from(serial(token.text)?).ok()?;
    let fits = match own_year {
        Some(own) => (own.saturating_sub(OLDEST)..=own).contains(&year),
        None => (1973..=2030).contains(&year),
    };
    let next = tokens.get(at + comma + 1);
    let last = next.is_none_or(|next| {
        matches!(next.text, ";" | "(" | ".")
            || next.text.eq_ignore_ascii_case("AND")
                && tokens
                    .get(at + comma + 2)
                    .is_some_and(|t| t.kind == TokenKind::Word)
            || next.text == ","
                && tokens
                    .get(at + comma + 2)
                    .is_some_and(|t| t.kind == TokenKind::Word)
    });
    (fits && last && !is_neighbour(tokens, at, token)).then_some((year, at + comma + 1))
}

/// Whether a number of four digits is near the number before `at`, so that both are serials: `CAIRO 2008, 2009`.
fn is_neighbour(tokens: &[Token<'_>], at: usize, number: &Token<'_>) -> bool {
    const NEAR: u32 = 60;
    let before = at.checked_sub(1).and_then(|at| tokens.get(at));
    match (
        before.and_then(|before| serial(before.text)),
        serial(number.text),
    ) {
        (Some(before), Some(number)) => before.abs_diff(number) <= NEAR,
        _ => true,
    }
}

/// The year of a date behind a number: `OF 2008`, `DATED 12 MAY 2008`, `, MAY 12, 2008`, `(5/12/08)`.
fn date_behind(tokens: &[Token<'_>], at: usize) -> Option<(u16, usize)> {
    let year_of = |at: usize| -> Option<u16> {
        let token = tokens.get(at).filter(|t| t.kind == TokenKind::Number)?;
        let number = u16::try_from(serial(token.text)?).ok()?;
        match token.text.len() {
            2 => Some(calendar::century(number)),
            4 => Some(number),
            _ => None,
        }
        .filter(|year| (1966..=2030).contains(year))
    };
    let day = |at: usize| {
        tokens.get(at).is_some_and(|t| {
            t.kind == TokenKind::Number && serial(t.text).is_some_and(|n| (1..=31).contains(&n))
        })
    };
    let month = |at: usize| {
        tokens.get(at).is_some_and(|t| {
            t.kind == TokenKind::Word
                && t.text.len() >= 3
                && calendar::month_by_name(t.text).is_some()
        })
    };
    let sign = |at: usize, sign: &str| tokens.get(at).is_some_and(|t| t.text == sign);
    let mut i = at;
    let bracket = sign(i, "(");
    i += usize::from(bracket || sign(i, ","));
    let word = tokens.get(i).is_some_and(|t| {
        ["OF", "DATED", "DTD", "FROM", "IN", "DTG", "YEAR"]
            .iter()
            .any(|word| t.text.eq_ignore_ascii_case(word))
    });
    i += usize::from(word);
    // `221300Z MAY 08`: the time of the same telegram.
    let time = tokens.get(i).is_some_and(|t| {
        t.kind == TokenKind::Number && t.text.len() == 6 && (word || bracket || t.blank_before)
    }) && sign(i + 1, "Z")
        && month(i + 2);
    if time {
        let year = year_of(i + 3)?;
        let next = i + 4;
        return Some((year, next + usize::from(bracket && sign(next, ")"))));
    }
    if i == at {
        return None;
    }
    // `(MAY 2008)`
    if bracket && month(i) && sign(i + 2, ")") && tokens[i + 1].text.len() == 4 {
        return Some((year_of(i + 1)?, i + 3));
    }
    // `OF '08`
    i += usize::from(word && (sign(i, "'") || sign(i, "’")));
    // `OF 2008`, `OF 08`; two digits may be the day of a date that goes on.
    let alone = word
        && year_of(i).is_some()
        && (tokens[i].text.len() == 4
            || tokens.get(i + 1).is_none_or(|next| {
                next.kind == TokenKind::Sign
                    && matches!(next.text, "," | ";" | ")" | "(")
                    && !month(i.wrapping_add(2))
            }));
    let (year, mut next) = if alone {
        (year_of(i)?, i + 1)
    } else {
        let mut j = i + 2;
        if day(i) && month(i + 1) || month(i) && day(i + 1) {
            j += usize::from(sign(j, ","));
        } else if day(i) && day(i + 2) && sign(i + 1, "/") && sign(i + 3, "/") {
            j = i + 4;
        } else {
            return None;
        }
        (year_of(j)?, j + 1)
    };
    next += usize::from(bracket && sign(next, ")"));
    Some((year, next))
}

/// A further number of the same post: behind a comma, slash, ampersand or AND.
fn more_numbers(tokens: &[Token<'_>], at: usize) -> Option<Found> {
    let mut i = at;
    let mut parted = false;
    while let Some(token) = tokens.get(i) {
        let sign = matches!(token.text, "," | "/" | "&" | ";" | "+");
        let and = token.text.eq_ignore_ascii_case("AND") || token.text.eq_ignore_ascii_case("OR");
        if sign || and {
            parted = true;
            i += 1;
        } else if token.text == "#" {
            i += 1;
        } else {
            break;
        }
    }
    let token = tokens
        .get(i)
        .filter(|t| t.kind == TokenKind::Number && parted)?;
    // One digit is a number where nothing makes it a date, a section or a count of something.
    let lone = token.text.len() == 1
        && token.text != "0"
        && tokens[i - 1].text != "/"
        && tokens.get(i + 1).is_none_or(|next| {
            matches!(next.text, "," | ";" | "&" | "(") || is_connector(next.text)
        });
    if !(2..=7).contains(&token.text.len()) && !lone {
        return None;
    }
    // A number in front of a word is the year of the next reference, `08 ZENDA 4`, `08-ZENDA-4`.
    let joined = tokens
        .get(i + 1)
        .is_some_and(|next| matches!(next.text, "-" | "/") && !next.blank_before);
    if let Some(next) = tokens.get(i + 1 + usize::from(joined))
        && next.kind == TokenKind::Word
        && !matches!(&*next.text.to_ascii_uppercase(), "AND" | "OR" | "NOTAL")
    {
        return None;
    }
    // `STRELSAU 08-731, 08-732`: each number has a year in front.
    let in_front = joined
        .then(|| year_between(tokens, i))
        .flatten()
        .filter(|_| token.text.len() == 2 && tokens[i + 1].text == "-");
    let (token, at) = match in_front {
        Some((_, n)) => (tokens.get(i + n)?, i + n),
        None => (token, i),
    };
    let number = serial(token.text)?;
    let (year, next) = year_behind(tokens, at + 1, token.text.len());
    Some(Found {
        number,
        n_digits: token.text.len(),
        year: in_front.map(|(year, _)| year).or(year),
        ..Found::at(i, next)
    })
}

fn previous_follows(tokens: &[Token<'_>], at: usize) -> bool {
    let mut words = tokens[at.min(tokens.len())..].iter().filter(|t| {
        t.kind != TokenKind::Sign
            && !["NOTAL", "EXDIS", "NODIS", "LIMDIS"]
                .iter()
                .any(|remark| t.text.eq_ignore_ascii_case(remark))
    });
    match words.next() {
        Some(token)
            if token.text.eq_ignore_ascii_case("AND") || token.text.eq_ignore_ascii_case("ET") =>
        {
            words.next().is_some_and(|t| is_previous(t.text))
        }
        Some(token) if token.kind == TokenKind::Number => {
            // `KABUL 692/317 AND PREVIOUS`: it holds for the last number only.
            false
        }
        Some(token) => token.text.eq_ignore_ascii_case("PREVIOUS"),
        None => false,
    }
}

/// Digits of a serial or year, with the letters that look like one: O, l and I, S, B.
fn serial(text: &str) -> Option<u32> {
    let first = text.bytes().next()?;
    let mut number = 0_u32;
    // A sign in front is one of a number, too.
    for byte in text[usize::from(first == b'+' && text.len() > 1)..].bytes() {
        let digit = match byte {
            b'O' | b'o' => 0,
            b'l' | b'I' => 1,
            b'S' => 5,
            b'B' => 8,
            b'0'..=b'9' => byte - b'0',
            _ => return None,
        };
        number = number.checked_mul(10)?.checked_add(u32::from(digit))?;
    }
    Some(number)
}

fn is_year_bracket(tokens: &[Token<'_>], at: usize) -> bool {
    tokens
        .get(at + 1)
        .is_some_and(|t| t.kind == TokenKind::Number && matches!(t.text.len(), 2 | 4))
        && tokens.get(at + 2).is_some_and(|t| t.text == ")")
}

fn close_of(tokens: &[Token<'_>], at: usize) -> usize {
    tokens[at..]
        .iter()
        .take(LONGEST_REMARK)
        .position(|t| t.text == ")")
        .map_or(at + 1, |n| at + n + 1)
}

/// Parts of an item at semicolons; brackets and quotation marks are not cut.
fn parts(text: &str, start: usize, end: usize) -> SmallVec<[(usize, usize); 4]> {
    let mut parts = SmallVec::new();
    let mut from = start;
    // All bytes are looked at together: nearly no reference has a semicolon.
    let bytes = text.as_bytes()[start..end].iter();
    if !bytes.fold(false, |any, byte| any | matches!(byte, b';')) {
        if !is_void(&text[start..end]) {
            parts.push((start, end));
        }
        return parts;
    }
    let mut depth = 0usize;
    let mut quoted = false;
    for (n, c) in text[start..end].char_indices() {
        match c {
            // `(NOTAL; PARIS 4 (NOTAL)`: a bracket that another follows before it is closed is no bracket.
            '(' if text[start + n + 1..end]
                .find(['(', ')'])
                .is_none_or(|next| text.as_bytes()[start + n + 1 + next] == b'(') => {}
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            '"' => quoted = !quoted,
            ';' if depth == 0 && !quoted => {
                parts.push((from, start + n));
                from = start + n + 1;
            }
            _ => {}
        }
    }
    parts.push((from, end));
    parts.retain(|part| !is_void(&text[part.0..part.1]));
    parts
}

fn trimmed(text: &str, start: usize, end: usize) -> (usize, usize) {
    let is_sign = |byte: u8| matches!(byte, b' ' | b'\n' | b'\t' | b',' | b';' | b':' | b'-');
    let mut written = &text.as_bytes()[start..end];
    while let [first, rest @ ..] = written
        && (is_sign(*first) || *first == b'.')
    {
        written = rest;
    }
    let from = end - written.len();
    while let [rest @ .., last] = written
        && is_sign(*last)
    {
        written = rest;
    }
    (from, from + written.len())
}

/// `(NOTAL)` and the like standing alone are remarks on the reference before.
fn is_remark(text: &str) -> bool {
    let word: String = text
        .chars()
        .filter(char::is_ascii_alphabetic)
        .collect::<String>()
        .to_ascii_uppercase();
    matches!(
        &*word,
        "NOTAL" | "AND" | "ANDPREVIOUS" | "PREVIOUS" | "NA" | "NONE"
    )
}

/// Whether a text begins with the number of a handbook or of an intelligence report: `9 FAM 41.31`, `IIR 6 899`.
fn opens_document(text: &str) -> bool {
    let mut words = text.split_ascii_whitespace();
    match words.next() {
        Some("IIR" | "TD") => true,
        Some(number) if number.len() <= 2 && number.bytes().all(|b| b.is_ascii_digit()) => {
            matches!(words.next(), Some("FAM" | "FAH" | "CFR" | "USC"))
        }
        _ => false,
    }
}

/// Words that tell what a reference that is no cable points to. The earlier kind wins: a telephone call about a report
/// is a call.
const KINDS: [(ReftelKind, &[&str]); 4] = [
    (
        ReftelKind::Email,
        &["MAIL", "MAILS", "EMAIL", "EMAILS", "EMAILED"],
    ),
    (
        ReftelKind::Telephone,
        &[
            "TELEPHONE",
            "PHONE",
            "CALL",
            "DVC",
            "SVTC",
            "TELCON",
            "TELCONS",
            "TELECON",
            "TELECONS",
            "PHONECON",
            "PHONECONS",
            "PHONCON",
            "PHONCONS",
            "FONECON",
            "FONECONS",
            "PHONECALL",
            "PHONECALLS",
            "TELEPHONECON",
            "TELCONV",
            "TELECONVERSATION",
            "TELECONFERENCE",
            "VTC",
            "DVTC",
        ],
    ),
    (
        ReftelKind::Report,
        &[
            "IIR", "FBIS", "OSC", "REPORT", "REPORTS", "DAILY", "POINT", "POINTS", "TD", "TDX",
        ],
    ),
    (
        ReftelKind::Document,
        &[
            "MEMO",
            "MEMORANDUM",
            "MEMCON",
            "LETTER",
            "LETTERS",
            "LTR",
            "NOTE",
            "DISPATCH",
            "AIRGRAM",
            "FAM",
            "FAH",
            "FAX",
            "PAPER",
            "DOCUMENT",
            "HANDBOOK",
            "DIPNOTE",
            "UNSCR",
            "PL",
            "ARTICLE",
            "MOU",
            "AGREEMENT",
            "CFR",
            "LAW",
            "HTTP",
            "HTTPS",
            "WWW",
        ],
    ),
];

/// The second letters of the words of [`KINDS`], a bit each, by their first: hardly any word of a reference to a cable
/// begins as one of them.
const KIND_BEGINS: [u32; 32] = {
    let mut begins = [0; 32];
    let mut kind = 0;
    while kind < KINDS.len() {
        let words = KINDS[kind].1;
        let mut at = 0;
        while at < words.len() {
            let word = words[at].as_bytes();
            begins[(word[0] & 31) as usize] |= 1 << (word[1] & 31);
            at += 1;
        }
        kind += 1;
    }
    begins
};

/// What a reference that is no cable points to, by its words.
fn other_kind(text: &str) -> Option<ReftelKind> {
    let may_begin = |word: &[u8]| {
        matches!(word, [first, second, ..] if first.is_ascii_alphabetic()
            && KIND_BEGINS[usize::from(first & 31)] >> (second & 31) & 1 != 0)
    };
    // Words begin behind whatever is no letter or digit of ASCII, or sooner than that.
    let bytes = text.as_bytes();
    let begins = |at: usize| at == 0 || !bytes[at - 1].is_ascii_alphanumeric();
    if !(0..bytes.len()).any(|at| begins(at) && may_begin(&bytes[at..])) {
        return None;
    }
    let mut found = KINDS.len();
    for word in text.split(|c: char| !c.is_alphanumeric()) {
        if may_begin(word.as_bytes()) {
            let kind = KINDS.iter().position(|(_, words)| {
                let mut words = words.iter();
                words.any(|known| word.eq_ignore_ascii_case(known))
            });
            found = found.min(kind.unwrap_or(KINDS.len()));
        }
    }
    KINDS.get(found).map(|(kind, _)| *kind)
}

/// Writes the REF block, an item a line, and a blank line behind it.
///
/// A reference is written as it was where that reads the same by itself; else by year, post and number.
pub(crate) fn write(cable: &crate::Cable, out: &mut String) {
    if cable.references.is_empty() {
        return;
    }
    let sent = cable
        .date_time_group
        .as_ref()
        .and_then(|group| Some(group.value.moment?.date));
    let mrn = cable.mrn.as_ref();
    let citing = Citing {
        year: sent.map(|date| date.year).or(mrn.map(|mrn| mrn.year)),
        post: mrn.map(|mrn| &*mrn.post),
        number: mrn.map(|mrn| mrn.number),
        guessed: false,
        day: sent.map(calendar::Date::day_of_year),
    };
    out.push_str("REF: ");
    let mut last: Option<&Option<String>> = None;
    for reference in &cable.references {
        match (&reference.label, last) {
            (_, None) => {}
            (Some(_), Some(last)) if *last != reference.label => out.push_str("\n     "),
            _ => out.push_str("; "),
        }
        if let Some(label) = &reference.label
            && last.is_none_or(|last| *last != reference.label)
        {
            out.push_str(label);
            out.push_str(". ");
        }
        last = Some(&reference.label);
        out.push_str(&words(reference, citing));
    }
    out.push_str("\n\n");
}

/// A reference in words that read as it by themselves.
fn words(reference: &Reftel, citing: Citing<'_>) -> String {
    let said = reference.text.to_ascii_uppercase().ends_with("PREVIOUS");
    let previous = if reference.and_previous && !said {
        " AND PREVIOUS"
    } else {
        ""
    };
    let written = format!("{}{previous}", reference.text);
    let Some(mrn) = &reference.mrn else {
        return written;
    };
    // Behind another item, so that a post or year taken over from it would show.
    let text = format!("A. X; B. {written}");
    let flow = Flow::new(&text, [Span::new(0, text.len())]);
    let read = parse(&flow, citing, &mut Vec::new());
    let same = read.len() == 2
        && read[1].mrn == reference.mrn
        && read[1].and_previous == reference.and_previous
        && reference.text.bytes().any(|b| b.is_ascii_alphabetic());
    if same {
        return written;
    }
    let name = mrn.post_name().to_uppercase();
    let name = if post::resolve(&name, false).is_some_and(|read| read.key == mrn.post) {
        &name
    } else {
        &mrn.post
    };
    let year = if (1966..=2065).contains(&mrn.year) {
        format!("{:02}", mrn.year % 100)
    } else {
        mrn.year.to_string()
    };
    let mark = if mrn.airgram { "A-" } else { "" };
    format!("{year} {name} {mark}{}{previous}", mrn.number)
}

#[cfg(test)]
mod variants;

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(value: &str, year: u16, expected: &[&str]) {
        let flow = Flow::new(
            value,
            value.split_inclusive('\n').scan(0, |at, line| {
                let span = Span::new(*at, *at + line.len());
                *at += line.len();
                Some(span)
            }),
        );
        let citing = Citing {
            year: Some(year),
            post: Some("ANKARA"),
            number: Some(6322),
            guessed: false,
            day: None,
        };
        let read: Vec<String> = parse(&flow, citing, &mut Vec::new())
            .iter()
            .map(|reference| {
                let label = reference
                    .label
                    .as_deref()
                    .map(|label| format!("{label}:"))
                    .unwrap_or_default();
                let previous = if reference.and_previous { "+" } else { "" };
                match &reference.mrn {
                    Some(mrn) => format!("{label}{mrn}{previous}"),
                    None => format!("{label}{}", reference.kind.as_str()),
                }
            })
            .collect();
        assert_eq!(read, expected, "{value}");
    }

    #[test]
    fn lists() {
        check(
            "A. STATE 80112\n     B. 05 VIENNA 1203 (NOTAL)",
            2006,
            &["A:06STATE80112", "B:05VIENNA1203"],
        );
        check(
            "(A) LISBON 4090; (B) STATE 155002 (NOTAL)",
            1975,
            &["A:75LISBON4090", "B:75STATE155002"],
        );
        check(
            "A) MADRID 5426, B) MADRID 5425, C) MADRID 5418",
            1986,
            &["A:86MADRID5426", "B:86MADRID5425", "C:86MADRID5418"],
        );
        check("TBILISI 1605", 2007, &["07TBILISI1605"]);
        check(
            "A. 99 PRETORIA 12315  B. 99 PRETORIA 12316",
            2001,
            &["A:99PRETORIA12315", "B:99PRETORIA12316"],
        );
        check(
            "A. (A) STATE 112368  B. (B) RIYADH 1499",
            2009,
            &["A:09STATE112368", "B:09RIYADH1499"],
        );
        check(
            "A. REF A HAVANA 639 (\"A TITLE 12\")",
            2010,
            &["A:10HAVANA639"],
        );
    }

    #[test]
    fn years() {
        check("ASUNCION 701 (08)", 2009, &["08ASUNCION701"]);
        check("QUITO 4525-91", 1992, &["91QUITO4525"]);
        check("AMMAN 07718 99", 2000, &["99AMMAN7718"]);
        check("PANAMA 00789/08", 2008, &["08PANAMA789"]);
        check("STATE (01) 201265", 2002, &["01STATE201265"]);
        check("'08 BUENOS AIRES 1491", 2009, &["08BUENOSAIRES1491"]);
        check("O4 CHENNAI 77", 2005, &["04CHENNAI77"]);
        check("10-OTTAWA-57", 2010, &["10OTTAWA57"]);
        check(
            "QUITO 5; 094 QUITO 841; 08 QUITO 1062",
            2010,
            &["10QUITO5", "09QUITO841", "08QUITO1062"],
        );
        check("01 STATE 20, STATE 21", 2002, &["01STATE20", "02STATE21"]);
        check(
            "2009 CAIRO 2394 2009 CAIRO 491",
            2010,
            &["09CAIRO2394", "09CAIRO491"],
        );
    }

    #[test]
    fn inheritance() {
        check("KABUL 936/935", 2009, &["09KABUL936", "09KABUL935"]);
        check(
            "A. MANILA 2969 B. 2962",
            2005,
            &["A:05MANILA2969", "B:05MANILA2962"],
        );
        check(
            "STATE 188314, 259032",
            2005,
            &["05STATE188314", "05STATE259032"],
        );
        check("A) 6307", 2003, &["A:03ANKARA6307"]);
        check(
            "COLOMBO CABLES 0266 AND 02259 (2002)",
            2003,
            &["03COLOMBO266", "02COLOMBO2259"],
        );
        check(
            "Kabul 692/317/274/162",
            2007,
            &["07KABUL692", "07KABUL317", "07KABUL274", "07KABUL162"],
        );
        check(
            "06 Kabul 5353/5194/4319 and previous",
            2007,
            &["06KABUL5353", "06KABUL5194", "06KABUL4319+"],
        );
        check("ANKARA 7000", 2003, &["02ANKARA7000"]);
    }

    #[test]
    fn damage() {
        check("RIO\nDE JANEIRO 1291", 2005, &["05RIODEJANEIRO1291"]);
        check("BAGHDAD #3565", 2008, &["08BAGHDAD3565"]);
        check("KUWAIT (C)02293", 2003, &["03KUWAIT2293"]);
        check("LAGOS O1512", 2004, &["04LAGOS1512"]);
        check("COTON0U 334", 2004, &["04COTONOU334"]);
        check(
            "A) SECSTATE 2743 B) MADRID SP 0307",
            2005,
            &["A:05STATE2743", "B:05MADRID307"],
        );
    }

    #[test]
    fn not_cables() {
        check(
            "A. KARLSEN-FENN EMAIL 5/11/07 B. STRELSAU 12",
            2007,
            &["A:email", "B:07STRELSAU12"],
        );
        check("USCINCRED 311345Z MAY 73", 1973, &["other"]);
        check("CAIRO IIR 6 899 0149 10", 2010, &["report"]);
        check("PARA 2", 2010, &["other"]);
        check("FENN-KARLSEN TELCON 12 MAY", 2007, &["telephone"]);
        check("", 2007, &[]);
        check("FENN-KARLSEN PHONCON 12 MAY", 2007, &["telephone"]);
        check("IMSZD-0028-2010", 2010, &["document"]);
        check(
            "A. STRELSAU POINTS OF MAY 4 AND 9 FAM 41.31 AND IIR 6 899",
            2010,
            &["A:report", "A:document", "A:report"],
        );
    }

    #[test]
    fn square_brackets_and_short_numbers() {
        check("[06] PARIS 123", 2007, &["06PARIS123"]);
        check("PARIS 123 [06]", 2007, &["06PARIS123"]);
        check("ROME 44 [2007]", 2009, &["07ROME44"]);
        check("PARIS [06] 7754", 2007, &["06PARIS7754"]);
        check("PARIS 123 [NOTAL]", 2007, &["07PARIS123"]);
        check("LONDON 44 AND 5", 2007, &["07LONDON44", "07LONDON5"]);
        check("LONDON 44, 5", 2007, &["07LONDON44", "07LONDON5"]);
        check("LONDON 44, 5 MAY", 2007, &["07LONDON44"]);
    }

    #[test]
    fn the_drafters_letters_count() {
        check(
            "A. (A) PARIS DAILY REPORT FOR FEBRUARY 17\nB. 2006\nC. (B) PARIS 12\nD. (C) PARIS 14",
            2006,
            &["A:report", "B:06PARIS12", "C:06PARIS14"],
        );
        check(
            "A. (U) PARIS 12 B. (C) ROME 4",
            2006,
            &["A:06PARIS12", "B:06ROME4"],
        );
    }

    #[test]
    fn numbers_of_the_department_keep_pace_with_the_year() {
        for (number, day, year) in [(203_879, 12, 2006), (3_000, 12, 2007), (120_000, 200, 2007)] {
            let value = format!("STATE {number}");
            let flow = Flow::new(&value, [Span::new(0, value.len())]);
            let citing = Citing {
                year: Some(2007),
                day: Some(day),
                ..Citing::default()
            };
            let mut said = Vec::new();
            let read = parse(&flow, citing, &mut said);
            assert_eq!(
                read[0].mrn.as_ref().map(|mrn| mrn.year),
                Some(year),
                "{value}"
            );
            assert_eq!(
                said.iter()
                    .any(|diagnostic| diagnostic.code == Code::ReferenceYearRolledBack),
                year == 2006
            );
        }
    }

    #[test]
    fn a_label_used_twice_on_a_line_is_told() {
        let value = "A. PARIS 12 A. PARIS 14";
        let flow = Flow::new(value, [Span::new(0, value.len())]);
        let mut said = Vec::new();
        let read = parse(&flow, Citing::default(), &mut said);
        assert_eq!(read.len(), 2);
        assert!(
            said.iter()
                .any(|diagnostic| diagnostic.code == Code::ReferenceLabelDuplicate)
        );
    }
}
