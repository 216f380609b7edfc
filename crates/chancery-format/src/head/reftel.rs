//! References: the REF block, with its telegrams, e-mails, calls and papers.

use std::cell::Cell;

use crate::Span;
use crate::diagnostic::{Code, Diagnostic, excerpt};
use crate::flow::{Flow, fold};
use crate::post::{self, How};
use crate::{Mrn, calendar};

/// One reference.
///
/// Source: docs/format.md, "References".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reftel {
    /// The letter or number of the list, `A`.
    pub label: Option<String>,
    /// What is referred to.
    pub kind: ReftelKind,
    /// The cable; `None` where it is none or cannot be named.
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
        references: Vec::new(),
        n_mended: Cell::new(0),
        diagnostics,
    };
    for item in items(text) {
        reader.item(&item);
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
    };
    let mut references = parse(&flow, citing, &mut Vec::new());
    (references.len() == 1)
        .then(|| references.pop()?.mrn)
        .flatten()
}

/// One item of the list: its label and the range of its text.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Item {
    label: Option<String>,
    start: usize,
    end: usize,
}

/// Parts a list at its labels. A letter opens an item where it is the next one expected, or stands at a line start.
fn items(text: &str) -> Vec<Item> {
    let bytes = text.as_bytes();
    let mut items: Vec<Item> = Vec::new();
    let mut current = Item {
        label: None,
        start: 0,
        end: 0,
    };
    let mut at = 0;
    let mut expected: Option<u8> = None;
    while at < bytes.len() {
        let boundary = at == 0
            || matches!(
                bytes[at - 1],
                b' ' | b'\n' | b'\t' | b';' | b',' | b':' | b'.'
            );
        if boundary
            && let Some((letter, end)) = label_at(text, at)
            && fits(letter, expected, is_line_start(text, at), at == 0)
        {
            current.end = at;
            if !is_void(&text[current.start..current.end]) || current.label.is_some() {
                // A doubled label, `A. (A) …`, leaves nothing between.
                let doubled = is_void(&text[current.start..current.end])
                    && current.label.as_deref() == Some(&*(letter as char).to_string());
                if !doubled {
                    items.push(current.clone());
                }
            }
            expected = Some(letter + 1);
            current = Item {
                label: Some((letter as char).to_string()),
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
    items
}

/// Whether only blanks stand between `at` and the line end before it.
fn is_line_start(text: &str, at: usize) -> bool {
    let before = text[..at].trim_end_matches([' ', '\t']);
    before.is_empty() || before.ends_with('\n')
}

fn is_void(text: &str) -> bool {
    !text.bytes().any(|b| b.is_ascii_alphanumeric())
}

fn fits(letter: u8, expected: Option<u8>, line_start: bool, first: bool) -> bool {
    match expected {
        None => first || line_start || letter == b'A' || letter == b'1',
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
    let mut i = at;
    // `REF A:` and `REFTEL (A)` inside the value.
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
    let after_word = i > at;
    let open = bytes.get(i).is_some_and(|b| matches!(b, b'(' | b'['));
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
        Some(b'.' | b':') if !open && blanks == 0 => i + 1,
        Some(b'-')
            if !open && blanks == 1 && !digit && bytes.get(i + blanks + 1) == Some(&b' ') =>
        {
            i + blanks + 1
        }
        Some(_) if after_word && !open && blanks > 0 => i,
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

/// Cuts an item into tokens. Letters glued to digits part, `06KABUL5353`; zero inside a word stays in it.
fn tokens(text: &str, from: usize, to: usize) -> Vec<Token<'_>> {
    let bytes = text.as_bytes();
    let mut tokens = Vec::new();
    let mut at = from;
    let mut blank = true;
    while at < to {
        let c = text[at..].chars().next().unwrap_or(' ');
        if c.is_whitespace() {
            blank = true;
            at += c.len_utf8();
            continue;
        }
        let start = at;
        let kind = if c.is_ascii_digit() || is_letter_o_number(bytes, at, to) {
            while at < to
                && (bytes[at].is_ascii_digit()
                    || matches!(bytes[at], b'O' | b'o') && is_number_char(bytes, at, to))
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
                    let c = text[at..].chars().next().unwrap_or(' ');
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

/// `O1512`, `O4`: the letter O in front of digits only, at the start of a word.
fn is_letter_o_number(bytes: &[u8], at: usize, to: usize) -> bool {
    bytes[at] == b'O'
        && (at == 0 || !bytes[at - 1].is_ascii_alphanumeric())
        && at + 1 < to
        && bytes[at + 1].is_ascii_digit()
}

fn is_number_char(bytes: &[u8], at: usize, to: usize) -> bool {
    // An O inside or behind digits, not the start of a word.
    at + 1 >= to || !bytes[at + 1].is_ascii_alphabetic() || bytes[at + 1] == b'O'
}

/// Words in front of a number that no post is called.
const NOT_POSTS: &[&str] = &[
    "ATTACHMENT",
    "CHAPTER",
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
    last_post: Option<String>,
    last_year: Option<u16>,
    references: Vec<Reftel>,
    n_mended: Cell<usize>,
    diagnostics: &'d mut Vec<Diagnostic>,
}

impl Reader<'_, '_, '_, '_> {
    fn item(&mut self, item: &Item) {
        if let Some(label) = &item.label
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
        let n_before = self.references.len();
        for (start, end) in parts(self.text, item.start, item.end) {
            self.part(item.label.as_deref(), start, end);
        }
        if self.references.len() == n_before {
            let (start, end) = trimmed(self.text, item.start, item.end);
            if start < end {
                self.other(item.label.as_deref(), start, end);
            }
        }
    }

    /// Reads one part of an item, up to a semicolon: cables where there are any, else one other reference.
    fn part(&mut self, label: Option<&str>, from: usize, to: usize) {
        let written = &self.text[from..to];
        let tokens = tokens(self.text, from, to);
        let n_before = self.references.len();
        let other = other_kind(written);
        let mut at = 0;
        while at < tokens.len() {
            let token = tokens[at];
            if token.text == "(" && !is_year_bracket(&tokens, at) {
                at = close_of(&tokens, at);
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
            if let Some(found) = self.cable_at(&tokens, at, other.is_some()) {
                let next = found.next;
                self.push(label, &found, &tokens);
                let post = found.post.clone();
                let first_year = found.year;
                self.last_post = Some(found.post);
                self.last_year = found.year;
                at = next;
                // Further numbers of the same post.
                while let Some((more, next)) = more_numbers(&tokens, at) {
                    let found = Found {
                        post: post.clone(),
                        year: more.year,
                        inherited: first_year,
                        ..more
                    };
                    self.push(label, &found, &tokens);
                    at = next;
                }
                continue;
            }
            at += 1;
        }
        if self.references.len() > n_before {
            return;
        }
        // A bare number: of the post before, or one's own.
        if let Some(found) = self.bare_number(&tokens) {
            self.push(label, &found, &tokens);
            let mut at = found.next;
            while let Some((more, next)) = more_numbers(&tokens, at) {
                let found = Found {
                    post: found.post.clone(),
                    year: more.year,
                    inherited: found.year,
                    ..more
                };
                self.push(label, &found, &tokens);
                at = next;
            }
            return;
        }
        let (start, end) = trimmed(self.text, from, to);
        if start < end
            && (other.is_some() || label.is_some() || to - from > 2)
            && !is_remark(&self.text[start..end])
        {
            self.other(label, start, end);
        }
    }

    fn other(&mut self, label: Option<&str>, start: usize, end: usize) {
        let written = &self.text[start..end];
        let kind = other_kind(written).unwrap_or(ReftelKind::Other);
        let span = self.flow.span(start..end);
        self.references.push(Reftel {
            label: label.map(str::to_owned),
            kind,
            mrn: None,
            text: fold(written),
            and_previous: false,
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
        let post = self
            .last_post
            .clone()
            .or_else(|| self.citing.post.map(str::to_owned))?;
        let number = serial(token.text)?;
        let (year, next) = year_behind(tokens, first + 1, token.text.len());
        Some(Found {
            post,
            number,
            year,
            inherited: None,
            first,
            next,
            ambiguous: None,
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
                2 => year = Some(calendar::century(serial(token.text)? as u16)),
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
            year_tokens += 1;
            i += 1;
            if bracket {
                if tokens.get(i).is_none_or(|t| t.text != ")") {
                    return None;
                }
                i += 1;
            }
            while tokens
                .get(i)
                .is_some_and(|t| matches!(t.text, "-" | "_" | "/" | ","))
            {
                i += 1;
            }
        } else if bracket || year_tokens > 0 {
            return None;
        }
        // The post: up to four words, the longest known name first.
        if tokens.get(i)?.kind != TokenKind::Word {
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
                && tokens
                    .get(j + 1)
                    .is_some_and(|t| t.kind == TokenKind::Word && !t.blank_before)
                && !token.blank_before
            {
                j += 1;
            } else {
                break;
            }
        }
        for n in (1..=n_words).rev() {
            let end = ends[n - 1];
            let name = &self.text[tokens[i].start..tokens[end - 1].end];
            let Some((number_at, inner_year, number_end)) = number_behind(tokens, end) else {
                continue;
            };
            let number_text = tokens[number_at].text;
            let Some(number) = serial(number_text).filter(|&number| number > 0) else {
                continue;
            };
            // Nothing but a post and a number, `ZENDA 4`, perhaps with a remark in brackets.
            let alone = at == 0 && tokens.get(number_end).is_none_or(|t| t.text == "(");
            let Some(post) =
                self.accept_post(name, n, number_text.len(), year.is_some(), doubtful, alone)
            else {
                continue;
            };
            let (behind, next) = year_behind(tokens, number_end, number_text.len());
            let year = year.or(inner_year).or(behind);
            return Some(Found {
                post,
                number,
                year,
                inherited: None,
                first: at,
                next,
                ambiguous,
            });
        }
        // The number first: `870 Ulaanbaatar`.
        if year_tokens == 0 {
            return None;
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
    ) -> Option<String> {
        let compact = post::compact(name);
        if compact.len() < 2 || NOT_POSTS.contains(&&*compact) {
            return None;
        }
        if let Some(last) = name.rsplit([' ', '\n']).next()
            && n_words > 1
            && NOT_POSTS.contains(&&*last.to_ascii_uppercase())
        {
            return None;
        }
        let mend = self.n_mended.get() < MOST_MENDED;
        let resolved = post::resolve(name, mend)?;
        if resolved.how == How::Unknown {
            self.n_mended.set(self.n_mended.get() + 1);
        }
        match resolved.how {
            How::Known | How::Alias => {
                let short = compact.len() <= 3;
                (!short || n_digits >= 2).then_some(resolved.key)
            }
            How::Misspelt => (n_digits >= 2).then_some(resolved.key),
            How::Unknown => {
                let capital = !name.bytes().any(|b| b.is_ascii_lowercase());
                let title = name
                    .split([' ', '\n'])
                    .all(|word| word.starts_with(|c: char| c.is_ascii_uppercase()));
                // One's own post is known whether or not a table has it.
                let own = self.citing.post == Some(&*resolved.key);
                let strict = (capital || title && has_year || own)
                    && !doubtful
                    && n_words <= 3
                    && compact.len() >= 4;
                (strict
                    && (n_digits >= 3
                        || (has_year || own) && n_digits >= 1
                        || n_words == 1 && n_digits >= 2
                        || alone))
                    .then_some(resolved.key)
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
        let text = fold(self.text[start..end].trim_end_matches(['(', ',', ';']));
        let mut year = found.year.or(found.inherited);
        if found.year.is_none() && found.inherited.is_none() {
            year = self.citing.year;
            if let (Some(own_year), Some(own_post), Some(own_number)) =
                (self.citing.year, self.citing.post, self.citing.number)
                && own_post == found.post
                && found.number > own_number
            {
                year = Some(own_year - 1);
                self.diagnostics.push(
                    Diagnostic::new(
                        Code::ReferenceYearRolledBack,
                        span,
                        format!("`{}` would lie after this cable", excerpt(&text)),
                    )
                    .with_help(format!("read as of {}", own_year - 1)),
                );
            } else if let Some(year) = year {
                self.diagnostics.push(Diagnostic::new(
                    Code::ReferenceYearInherited,
                    span,
                    format!("`{}` has no year; read as of {year}", excerpt(&text)),
                ));
            }
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
        let mrn = year.map(|year| Mrn {
            year,
            post: found.post.clone(),
            number: found.number,
        });
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
#[derive(Clone, Debug)]
struct Found {
    post: String,
    number: u32,
    year: Option<u16>,
    /// A year taken over from the number before.
    inherited: Option<u16>,
    first: usize,
    next: usize,
    ambiguous: Option<[u16; 2]>,
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
        "/" | "-" => {
            if let Some(inner) = number(at + 1)
                && !inner.blank_before
                && inner.text.len() == 2
                && (n_digits >= 3 || token.text == "-")
                && let Some(year) = read(inner)
                // `936/935/08`: a date or a list goes on.
                && tokens.get(at + 2).is_none_or(|t| t.text != token.text)
            {
                return (Some(year), at + 2);
            }
        }
        "'" if number(at + 1).is_some_and(|t| t.text.len() == 2) => {
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
    (None, at)
}

/// A further number of the same post: behind a comma, slash, ampersand or AND.
fn more_numbers(tokens: &[Token<'_>], at: usize) -> Option<(Found, usize)> {
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
    if !(2..=7).contains(&token.text.len()) {
        return None;
    }
    // A number in front of a word is the year of the next reference.
    if let Some(next) = tokens.get(i + 1)
        && next.kind == TokenKind::Word
        && !matches!(&*next.text.to_ascii_uppercase(), "AND" | "OR" | "NOTAL")
    {
        return None;
    }
    let number = serial(token.text)?;
    let (year, next) = year_behind(tokens, i + 1, token.text.len());
    let found = Found {
        post: String::new(),
        number,
        year,
        inherited: None,
        first: i,
        next,
        ambiguous: None,
    };
    Some((found, next))
}

fn previous_follows(tokens: &[Token<'_>], at: usize) -> bool {
    let mut words = tokens[at.min(tokens.len())..]
        .iter()
        .filter(|t| t.kind != TokenKind::Sign);
    match words.next() {
        Some(token) if token.text.eq_ignore_ascii_case("AND") => words.next().is_some_and(|t| {
            t.text.len() >= 4 && "PREVIOUS".starts_with(&*t.text.to_ascii_uppercase())
                || t.text.eq_ignore_ascii_case("PRECEDING")
        }),
        Some(token) if token.kind == TokenKind::Number => {
            // `KABUL 692/317 AND PREVIOUS`: it holds for the last number only.
            false
        }
        Some(token) => token.text.eq_ignore_ascii_case("PREVIOUS"),
        None => false,
    }
}

/// Digits of a serial or year; the letter O is zero.
fn serial(text: &str) -> Option<u32> {
    let digits: String = text
        .chars()
        .map(|c| if matches!(c, 'O' | 'o') { '0' } else { c })
        .collect();
    digits.parse().ok()
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
fn parts(text: &str, start: usize, end: usize) -> Vec<(usize, usize)> {
    let mut parts = Vec::new();
    let mut from = start;
    let mut depth = 0usize;
    let mut quoted = false;
    for (n, c) in text[start..end].char_indices() {
        match c {
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
    parts.retain(|&(from, to)| !is_void(&text[from..to]));
    parts
}

fn trimmed(text: &str, start: usize, end: usize) -> (usize, usize) {
    let signs = [' ', '\n', '\t', ',', ';', ':', '-', '.'];
    let written = &text[start..end];
    let left = written.trim_start_matches(signs);
    let from = start + (written.len() - left.len());
    (
        from,
        from + left
            .trim_end_matches([' ', '\n', '\t', ',', ';', ':', '-'])
            .len(),
    )
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

/// What a reference that is no cable points to, by its words.
fn other_kind(text: &str) -> Option<ReftelKind> {
    let upper = text.to_ascii_uppercase();
    let has = |words: &[&str]| words.iter().any(|word| has_word(&upper, word));
    if upper.contains("E-MAIL") || upper.contains("EMAIL") || has(&["E MAIL", "E-MAILS", "MAIL"]) {
        Some(ReftelKind::Email)
    } else if upper.contains("TELCON")
        || upper.contains("TELECON")
        || upper.contains("PHONECON")
        || has(&["TELEPHONE", "PHONE CALL", "CALL", "DVC", "SVTC"])
    {
        Some(ReftelKind::Telephone)
    } else if has(&[
        "IIR", "FBIS", "OSC", "REPORT", "REPORTS", "DAILY", "POINT", "POINTS", "TD",
    ]) || upper.starts_with("TD-")
    {
        Some(ReftelKind::Report)
    } else if has(&[
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
    ]) {
        Some(ReftelKind::Document)
    } else {
        None
    }
}

fn has_word(text: &str, word: &str) -> bool {
    let mut from = 0;
    while let Some(n) = text[from..].find(word) {
        let at = from + n;
        let end = at + word.len();
        let before = text[..at]
            .chars()
            .next_back()
            .is_none_or(|c| !c.is_alphanumeric());
        let after = text[end..]
            .chars()
            .next()
            .is_none_or(|c| !c.is_alphanumeric());
        if before && after {
            return true;
        }
        from = end;
    }
    false
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
        .and_then(|group| Some(group.value.moment?.date.year));
    let mrn = cable.mrn.as_ref();
    let citing = Citing {
        year: sent.or(mrn.map(|mrn| mrn.year)),
        post: mrn.map(|mrn| &*mrn.post),
        number: mrn.map(|mrn| mrn.number),
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
    let previous = if reference.and_previous {
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
    let name = crate::tables::posts::by_name(&mrn.post).map_or(&*mrn.post, |post| post.name);
    let name = name.to_uppercase();
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
    format!("{year} {name} {}{previous}", mrn.number)
}

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
    }
}
