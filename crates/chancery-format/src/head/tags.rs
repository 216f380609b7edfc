//! The TAGS line: traffic analysis by geography and subject.

use std::borrow::Cow;
use std::collections::HashSet;

use crate::Span;
use crate::diagnostic::{Code, Diagnostic, excerpt};
use crate::flow::{Flow, fold};
use crate::tables::tags as table;
pub use crate::tables::tags::TagKind;

/// One tag.
///
/// Source: docs/format.md, "TAGS".
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Tag {
    /// The code in capitals; a person's name is its code, `RASSENDYLL, RUDOLF`.
    pub code: Cow<'static, str>,
    /// What the code stands for.
    pub kind: TagKind,
    /// The meaning of the code in the year of the cable, where it is known.
    pub name: Option<&'static str>,
    /// Where it is written.
    pub span: Span,
}

impl TagKind {
    /// The word in the JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            TagKind::Subject => "subject",
            TagKind::Program => "program",
            TagKind::Geographic => "geographic",
            TagKind::Organization => "organization",
            TagKind::Person => "person",
            TagKind::Unknown => "unknown",
        }
    }
}

/// Reads the value of a TAGS line. `year` chooses among the meanings of a code; captions found are handed back.
pub(crate) fn parse(
    flow: &Flow<'_>,
    year: Option<u16>,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Vec<Tag>, Vec<&'static str>) {
    let (text, cut) = without_page_line(&flow.text);
    let mut reader = Reader {
        flow,
        year,
        tags: Vec::with_capacity(8),
        seen: HashSet::new(),
        captions: Vec::new(),
        diagnostics,
    };
    let mut at = 0;
    // Words with no separator between them but a blank, for names of several words.
    let mut free: Option<(usize, usize)> = None;
    while at < text.len() {
        let rest = &text[at..];
        let c = rest.chars().next().unwrap_or(' ');
        if c == '(' || c == '[' {
            reader.finish(&mut free);
            // `TAGS: (U) PREL`, `TAGS: (PREL, PGOV)`: a mark of the field, or brackets around the list.
            if reader.tags.is_empty() && no_person_first(rest, year) {
                let mark = crate::PortionMark::at_start(rest, false);
                at += mark.map_or(1, |(_, n)| n);
                continue;
            }
            let close = rest.find([')', ']']).unwrap_or_else(|| {
                // The bracket is not closed: a person's name ends at its second comma.
                let second = rest
                    .match_indices(',')
                    .nth(1)
                    .map_or(rest.len(), |(n, _)| n);
                if rest[..second].contains(';') {
                    rest.len()
                } else {
                    second
                }
            });
            // `(FENN, DORA; DORN, KARL)`: several persons.
            let mut from = at + 1;
            for part in rest[1..close].split_inclusive(';') {
                reader.bracket(from, from + part.trim_end_matches(';').len());
                from += part.len();
            }
            at += (close + 1).min(rest.len());
            continue;
        }
        // A slash in front of a word is no part of it, `FR / OVIP`.
        if matches!(c, ',' | ';' | '|' | '*' | '_' | '&' | '#' | '/') {
            reader.finish(&mut free);
            at += 1;
            continue;
        }
        if c.is_whitespace() || matches!(c, ')' | ']' | '.' | ':' | '"' | '\'' | '~' | '=' | '+') {
            at += c.len_utf8();
            continue;
        }
        let word = first_word(text, at, year);
        let (start, end) = (at, at + word.len());
        at = end;
        let signs = |c: char| matches!(c, '.' | ':' | '-' | '"' | '\'');
        let bare = word.trim_end_matches(signs);
        if bare.is_empty() {
            continue;
        }
        let n_before = reader.tags.len();
        if reader.word(start, start + bare.len(), free.is_none()) {
            // The name before it comes first.
            if free.is_some() {
                let behind = reader.tags.split_off(n_before);
                reader.finish(&mut free);
                reader.tags.extend(behind);
            }
        } else {
            free = Some((free.map_or(start, |(from, _)| from), start + bare.len()));
            if word.len() != bare.len() {
                reader.finish(&mut free);
            }
        }
    }
    reader.finish(&mut free);
    let mut tags = reader.tags;
    tags.sort_by_key(|tag| tag.span.start);
    if cut {
        // The page ended in a tag that stands whole before.
        if let Some((last, before)) = tags.split_last()
            && before
                .iter()
                .any(|tag| tag.code.len() > last.code.len() && tag.code.starts_with(&*last.code))
        {
            tags.pop();
        }
        reader.diagnostics.push(Diagnostic::new(
            Code::PageArtefact,
            flow.span(text.len()..flow.text.len()),
            "a banner and a page line stand in the TAGS line",
        ));
    }
    (tags, reader.captions)
}

/// The word at `at`, up to the next separator.
fn first_word(text: &str, at: usize, year: Option<u16>) -> &str {
    let rest = &text[at..];
    // Letters and digits before a comma, a blank or a line end, as nearly all are.
    let n = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
    if n > 0 && matches!(rest.as_bytes().get(n), None | Some(b',' | b' ' | b'\n')) {
        return &rest[..n];
    }
    let n = rest
        .find(|c: char| {
            c.is_whitespace()
                || matches!(c, ',' | ';' | '(' | '[' | ')' | ']' | '|' | '*' | '_' | ':')
        })
        .unwrap_or(rest.len());
    let word = &rest[..n];
    let word = match word.bytes().position(|byte| matches!(byte, b'.' | b'-')) {
        // `PREL.PGOV.UK`, `PREL-PGOV`: a sign between codes that are all known.
        Some(sign) if sign >= 4 && word.len() > sign + 2 && is_signed_list(word, year) => {
            &word[..sign]
        }
        _ => word,
    };
    match word.bytes().position(|byte| byte == b'/') {
        Some(slash) if slash > 0 && is_code_list(text, at + slash) => &word[..slash],
        _ => word,
    }
}

/// Cuts off a banner and a page line that ran into the list: `… PREL, PHU CONFIDENTIAL PAGE 02  STRELS …`.
fn without_page_line(text: &str) -> (&str, bool) {
    let Some(page) = crate::flow::find_word(text, " PAGE ") else {
        return (text, false);
    };
    let before = text[..page].trim_end();
    let numbered = text[page + 6..]
        .trim_start()
        .starts_with(|c: char| c.is_ascii_digit());
    for level in ["CONFIDENTIAL", "SECRET", "UNCLASSIFIED", "UNCLAS"] {
        if let Some(list) = before.strip_suffix(level)
            && numbered
            && (list.is_empty() || list.ends_with([' ', ',']))
        {
            return (list, true);
        }
    }
    (text, false)
}

/// Whether full stops or hyphens alone part known codes, `PREL.PGOV.UK`; the first has four letters.
fn is_signed_list(word: &str, year: Option<u16>) -> bool {
    word.split(['.', '-'])
        .filter(|part| !part.is_empty())
        .count()
        >= 2
        && table::lookup(word, year).is_none()
        && word
            .split(['.', '-'])
            .filter(|part| !part.is_empty())
            .all(|part| table::lookup(part, year).is_some())
}

/// Whether what an opening bracket in front of the list holds is no person: a mark of the field, or known codes.
fn no_person_first(text: &str, year: Option<u16>) -> bool {
    let inside = &text[1..];
    let first = inside
        .find([',', ' ', ')', ']', ';'])
        .map_or(inside, |at| &inside[..at]);
    matches!(first, "U" | "C" | "S" | "SBU") || table::lookup(first, year).is_some()
}

/// Whether the slash at `at` parts two codes, rather than standing inside one such as `UNGA/C-4`.
fn is_code_list(text: &str, at: usize) -> bool {
    let code_like =
        |word: &str| matches!(word.len(), 2 | 4) && word.bytes().all(|b| b.is_ascii_alphabetic());
    let before = text[..at]
        .rsplit(|c: char| !c.is_ascii_alphanumeric())
        .next()
        .unwrap_or("");
    let after = text[at + 1..]
        .trim_start()
        .split(|c: char| !c.is_ascii_alphanumeric())
        .next()
        .unwrap_or("");
    code_like(before) && code_like(after)
}

struct Reader<'f, 't, 'd> {
    flow: &'f Flow<'t>,
    year: Option<u16>,
    tags: Vec<Tag>,
    seen: HashSet<Cow<'static, str>>,
    captions: Vec<&'static str>,
    diagnostics: &'d mut Vec<Diagnostic>,
}

impl Reader<'_, '_, '_> {
    /// Takes one word where it is a tag by itself; false where it may be part of a longer name.
    /// `alone` says that no unknown word stands before it.
    fn word(&mut self, start: usize, end: usize, alone: bool) -> bool {
        let written = &self.flow.text[start..end];
        let is_code = |b: u8| b.is_ascii_graphic() && !b.is_ascii_lowercase();
        let code: Cow<'_, str> = if written.bytes().all(is_code) {
            written.into()
        } else {
            let mut code = written.to_uppercase();
            code.retain(|c| !c.is_control());
            code.into()
        };
        if matches!(&*code, "TAGS" | "TAG" | "AND" | "N/A" | "NONE" | "-" | "--")
            || code.starts_with("TAGS:")
        {
            return true;
        }
        if let Some(caption) = caption_word(&code) {
            self.captions.push(caption);
            let span = self.flow.span(start..end);
            self.diagnostics.push(
                Diagnostic::new(
                    Code::CaptionInTags,
                    span,
                    format!("the caption {caption} stands among the TAGS"),
                )
                .with_help("counted as a caption"),
            );
            return true;
        }
        if let Some(entry) = table::lookup(&code, self.year) {
            let span = self.flow.span(start..end);
            // A misprint met often enough to be known: kept as written, with the name of what was meant.
            let meant = entry
                .stands_for
                .and_then(|meant| table::lookup(meant, self.year));
            if let Some(meant) = meant {
                self.diagnostics.push(
                    Diagnostic::new(
                        Code::TagUnknown,
                        span,
                        format!("`{}` is a misprint of {}", excerpt(&code), meant.code),
                    )
                    .with_help("kept as written, explained as what was meant"),
                );
            }
            let name = meant.map_or(entry.name, |meant| meant.name);
            self.doubt_regime(entry, span);
            self.push(Tag {
                code: entry.code.into(),
                kind: entry.kind,
                name,
                span,
            });
            return true;
        }
        // Zero read for the letter O inside a code of letters.
        if code.len() <= 5
            && code.contains('0')
            && let Some(entry) = table::lookup(&code.replace('0', "O"), self.year)
        {
            let span = self.flow.span(start..end);
            self.diagnostics.push(
                Diagnostic::new(
                    Code::TagRepaired,
                    span,
                    format!("expected letters, found `{}`", excerpt(&code)),
                )
                .with_help(format!("read as {}", entry.code)),
            );
            self.push(Tag {
                code: entry.code.into(),
                kind: entry.kind,
                name: entry.name,
                span,
            });
            return true;
        }
        if end - start == code.len() && self.fused(&code, start, alone) {
            return true;
        }
        // In a list with commas unknown words stay together up to the next comma; in one without, only words of the
        // length of a code are codes, the others are names.
        let listed = self.flow.text.contains(',');
        // `OVIP SMITH JOHN`: the second word of a name.
        if !alone && self.takes_person() {
            return false;
        }
        if !listed && matches!(code.len(), 2 | 4) && code.bytes().all(|b| b.is_ascii_alphanumeric())
        {
            let kind = shape(&code);
            self.unknown(&code, start, end);
            self.push(Tag {
                code: code.into_owned().into(),
                kind,
                name: None,
                span: self.flow.span(start..end),
            });
            return true;
        }
        false
    }

    /// Parts codes that ran together, `KFRDKIRFCVIS`: all must be known codes of four letters.
    fn fused(&mut self, code: &str, start: usize, alone: bool) -> bool {
        // `PGOVUK`: one code of four and one of two, where no longer name can be meant.
        let least = if alone { 6 } else { 8 };
        if code.len() < least || !code.is_ascii() || !code.len().is_multiple_of(2) {
            return false;
        }
        let Some(parts) = split_fused(code, self.year) else {
            return false;
        };
        let span = self.flow.span(start..start + code.len());
        let list: Vec<&str> = parts.iter().map(|part| &code[part.clone()]).collect();
        self.diagnostics.push(
            Diagnostic::new(
                Code::TagsFused,
                span,
                format!("tags ran together in `{}`", excerpt(code)),
            )
            .with_help(format!("read as {}", list.join(" "))),
        );
        for part in parts {
            if let Some(entry) = table::lookup(&code[part.clone()], self.year) {
                let span = self.flow.span(start + part.start..start + part.end);
                self.push(Tag {
                    code: entry.code.into(),
                    kind: entry.kind,
                    name: entry.name,
                    span,
                });
            }
        }
        true
    }

    /// Persons and organisations in brackets behind a tag.
    fn bracket(&mut self, start: usize, end: usize) {
        let end = end.max(start);
        let inside = self.flow.text[start..end].trim();
        if inside.is_empty() {
            return;
        }
        // `(FENN, D./KARLSEN, M.)`: two persons.
        if let Some((first, second)) = inside.split_once('/')
            && first.contains(',')
            && second.contains(',')
        {
            let at = start + self.flow.text[start..end].find('/').unwrap_or(0);
            self.bracket(start, at);
            self.bracket(at + 1, end);
            return;
        }
        let code = fold(inside).to_uppercase();
        // `(GRAY. DORAN P.)`: a full stop for the comma.
        // `(FENN,DORA)`
        let code = match code.find(',') {
            Some(at) if !code[at + 1..].starts_with(' ') && at + 1 < code.len() => {
                format!("{}, {}", &code[..at], &code[at + 1..])
            }
            _ => code,
        };
        let (code, person) = match code.find([',', '.']) {
            Some(at) if code.as_bytes()[at] == b'.' && at >= 3 => {
                (format!("{},{}", &code[..at], &code[at + 1..]), true)
            }
            Some(at) if code.as_bytes()[at] == b',' => (code, true),
            _ => (code, false),
        };
        let entry = table::lookup(&code, self.year);
        let kind = match entry {
            Some(entry) => entry.kind,
            None if person || code.contains(' ') => TagKind::Person,
            None => TagKind::Unknown,
        };
        self.push(Tag {
            code: code.into(),
            kind,
            name: entry.and_then(|e| e.name),
            span: self.flow.span(start..end),
        });
    }

    /// Closes a name of several words, `HUMAN RIGHTS`, or `SURNAME, GIVEN`.
    fn finish(&mut self, free: &mut Option<(usize, usize)>) {
        let Some((start, end)) = free.take() else {
            return;
        };
        let mut code = fold(&self.flow.text[start..end]).to_uppercase();
        let span = self.flow.span(start..end);
        let mut entry = table::lookup(&code, self.year);
        // `P GOV`: a blank inside a code.
        if entry.is_none() && code.len() == 5 && code.contains(' ') {
            let joined = code.replace(' ', "");
            if let Some(found) = table::lookup(&joined, self.year) {
                self.diagnostics.push(
                    Diagnostic::new(
                        Code::TagsFused,
                        span,
                        format!("a blank stands inside the tag `{}`", excerpt(&code)),
                    )
                    .with_help(format!("read as {joined}")),
                );
                entry = Some(found);
                code = joined;
            }
        }
        // `OVIP STEINBERG JAMES`: words behind a tag that takes a person are one.
        let person =
            entry.is_none() && self.takes_person() && (2..=4).contains(&code.split(' ').count());
        let kind = match entry {
            Some(entry) => entry.kind,
            None if person => TagKind::Person,
            None => {
                self.unknown(&code, start, end);
                shape(&code)
            }
        };
        self.push(Tag {
            code: code.into(),
            kind,
            name: entry.and_then(|e| e.name),
            span,
        });
    }

    /// Whether the last tag is one that a person stands behind.
    fn takes_person(&self) -> bool {
        self.tags.last().is_some_and(|tag| {
            matches!(
                &*tag.code,
                "OVIP" | "PINR" | "OPRC" | "CDES" | "PEPR" | "OTRA" | "APER"
            )
        })
    }

    /// Tells of a code that two sets of codes read as different countries, where the year does not tell which it is.
    fn doubt_regime(&mut self, entry: &table::TagEntry, span: Span) {
        let doubtful = self.year.is_none_or(|year| {
            (table::FIPS_WITHDRAWN_YEAR + 1..table::FIRST_GENC_YEAR).contains(&year)
        });
        if !doubtful || entry.kind != TagKind::Geographic {
            return;
        }
        let meanings = table::geographic_meanings(entry.code);
        let of = |regime| {
            meanings
                .iter()
                .find(|meaning| meaning.regime == Some(regime))
        };
        if let (Some(fips), Some(genc)) = (of(table::Regime::Fips), of(table::Regime::Genc))
            && fips.iso_country != genc.iso_country
            && let (Some(old), Some(new)) = (fips.name, genc.name)
        {
            let read = entry.name.unwrap_or(old);
            self.diagnostics.push(
                Diagnostic::new(
                    Code::TagRegimeAmbiguous,
                    span,
                    format!(
                        "`{}` is {old} by one set of codes, {new} by the next",
                        entry.code
                    ),
                )
                .with_help(format!("read as {read}")),
            );
        }
    }

    fn unknown(&mut self, code: &str, start: usize, end: usize) {
        let span = self.flow.span(start..end);
        self.diagnostics.push(
            Diagnostic::new(
                Code::TagUnknown,
                span,
                format!("`{}` is in none of the lists of TAGS", excerpt(code)),
            )
            .with_help("kept as written"),
        );
    }

    fn push(&mut self, tag: Tag) {
        // Lists are short; only a hostile one is worth hashing.
        let is_new = if self.tags.len() < MANY_TAGS {
            self.tags.iter().all(|known| known.code != tag.code)
        } else {
            if self.seen.len() < self.tags.len() {
                self.seen
                    .extend(self.tags.iter().map(|tag| tag.code.clone()));
            }
            self.seen.insert(tag.code.clone())
        };
        if is_new {
            self.tags.push(tag);
        }
    }
}

/// From this many tags on, repeated ones are found by hash.
const MANY_TAGS: usize = 64;

fn caption_word(code: &str) -> Option<&'static str> {
    // Most codes are shorter than any caption.
    if code.len() < "EXDIS".len() {
        return None;
    }
    [
        "SIPDIS",
        "NOFORN",
        "EXDIS",
        "NODIS",
        "LIMDIS",
        "STADIS",
        "SENSITIVE",
    ]
    .into_iter()
    .find(|caption| *caption == code)
}

/// What the shape of an unknown code says. Source: docs/format.md, "TAGS".
fn shape(code: &str) -> TagKind {
    match code.len() {
        2 if code.bytes().all(|b| b.is_ascii_alphabetic()) => TagKind::Geographic,
        4 if code.starts_with('K') && code.bytes().all(|b| b.is_ascii_alphabetic()) => {
            TagKind::Program
        }
        _ => TagKind::Unknown,
    }
}

/// Splits into known codes of four letters, with one of two letters allowed at the end; from the left.
fn split_fused(code: &str, year: Option<u16>) -> Option<Vec<std::ops::Range<usize>>> {
    let mut parts = Vec::new();
    let mut at = 0;
    while at < code.len() {
        let n = [4, 2].into_iter().find(|&n| {
            code.get(at..at + n).is_some_and(|part| {
                table::lookup(part, year)
                    .is_some_and(|entry| n == 4 || entry.kind == TagKind::Geographic)
            })
        })?;
        parts.push(at..at + n);
        at += n;
    }
    // Two codes of four letters at least, and one of two only at the end: any word can be cut into pairs.
    let n_pairs = parts.iter().filter(|part| part.len() == 2).count();
    let last_is_pair = parts.last().is_some_and(|part| part.len() == 2);
    (parts.len() - n_pairs >= 1
        && parts.len() >= 2
        && (n_pairs == 0 || n_pairs == 1 && last_is_pair))
        .then_some(parts)
}

/// Whether a line can go on with a list of TAGS: it has commas or brackets, or its first word is a known tag.
pub(crate) fn may_go_on(line: &str, year: Option<u16>) -> bool {
    let first = line
        .split([' ', ',', ';', '/', '\t'])
        .find(|word| !word.is_empty())
        .unwrap_or("");
    line.contains(',')
        || line.starts_with('(')
        || table::lookup(&first.to_ascii_uppercase(), year).is_some()
        || first.len() >= 8 && split_fused(&first.to_ascii_uppercase(), year).is_some()
}

/// Whether a line without a label can only be the TAGS line: three known tags or more and nothing else.
pub(crate) fn is_bare_line(line: &str, year: Option<u16>) -> bool {
    let mut n_known = 0;
    let mut unknown = false;
    for word in line
        .split([' ', ',', ';', '\t'])
        .filter(|word| !word.is_empty())
    {
        let known = word.len() <= 5
            && word.bytes().all(|b| b.is_ascii_uppercase())
            && table::lookup(word, year).is_some();
        // A country that no list has may stand among them.
        if !known
            && (!word.bytes().all(|b| b.is_ascii_uppercase())
                || word.len() != 2
                || std::mem::replace(&mut unknown, true))
        {
            return false;
        }
        n_known += usize::from(known);
    }
    n_known >= 3
}

/// Whether a list of tags begins here, behind a label without its colon: a known tag stands first or second and the
/// other may be one. `TAGS SERVE TWO PURPOSES` is a sentence.
pub(crate) fn begins_list(list: &str) -> bool {
    const SIGNS: [char; 5] = [' ', ',', ';', '/', '\t'];
    let list = list.trim_start_matches(SIGNS);
    let mut words = list.split(SIGNS).filter(|word| !word.is_empty()).take(2);
    if list.starts_with(['(', '[']) {
        return false;
    }
    let may_be = |word: &str| {
        word.starts_with(['(', '['])
            || matches!(word.len(), 2 | 4) && word.bytes().all(|byte| byte.is_ascii_uppercase())
    };
    // The first of codes that ran together, too.
    let known = |word: &str| {
        table::lookup(word, None).is_some()
            || word.len() >= 6
                && word
                    .get(..4)
                    .is_some_and(|code| table::lookup(code, None).is_some())
    };
    let Some(first) = words.next() else {
        return false;
    };
    if known(first) && list[first.len()..].trim_start().starts_with([',', ';']) {
        return true;
    }
    match words.next() {
        Some(second) => {
            let (first_known, second_known) = (known(first), known(second));
            first_known && (second_known || may_be(second)) || second_known && may_be(first)
        }
        None => known(first),
    }
}

/// Whether a text begins with a tag of four letters that a list has.
pub(crate) fn begins_with_tag(text: &str) -> bool {
    let first = text.trim_start().split([' ', ',', ';', '/']).next();
    first.is_some_and(|word| {
        word.len() == 4
            && word.bytes().all(|b| b.is_ascii_uppercase())
            && table::lookup(word, None).is_some()
    })
}

/// Writes the TAGS line: codes parted by commas, names in brackets.
pub(crate) fn write(tags: &[Tag], out: &mut String) {
    const INDENT: usize = 6;
    if tags.is_empty() {
        return;
    }
    out.push_str("TAGS: ");
    let mut width = INDENT;
    for (at, tag) in tags.iter().enumerate() {
        // Words that are no name stand between commas as they did.
        let bracketed = !tag.code.contains([')', ']'])
            && (tag.code.contains([',', '.']) || tag.kind == TagKind::Person);
        let mut word = if bracketed {
            format!("({})", tag.code)
        } else {
            tag.code.to_string()
        };
        if at + 1 < tags.len() {
            word.push(',');
        }
        let n_chars = word.chars().count();
        if at > 0 {
            if width + 1 + n_chars > crate::write::wrap::WIDTH {
                out.push('\n');
                out.push_str(&" ".repeat(INDENT));
                width = INDENT;
            } else {
                out.push(' ');
                width += 1;
            }
        }
        out.push_str(&word);
        width += n_chars;
    }
    out.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(value: &str, expected: &[&str]) {
        let flow = Flow::new(value, [Span::new(0, value.len())]);
        let (tags, _) = parse(&flow, Some(2007), &mut Vec::new());
        assert_eq!(
            tags.iter().map(|tag| &*tag.code).collect::<Vec<_>>(),
            expected,
            "{value}"
        );
    }

    #[test]
    fn lists() {
        check(
            "PTER PINR PINS PGOV PREL IR IZ",
            &["PTER", "PINR", "PINS", "PGOV", "PREL", "IR", "IZ"],
        );
        check("PREL, PGOV, SF", &["PREL", "PGOV", "SF"]);
        check("PREL/PGOV; PREL", &["PREL", "PGOV"]);
        check(
            "OVIP (FENN, D./KARLSEN, M.)",
            &["OVIP", "FENN, D.", "KARLSEN, M."],
        );
        check("pgov, prel", &["PGOV", "PREL"]);
        check(
            "PGOV, KAWC, (RASSENDYLL, RUDOLF)",
            &["PGOV", "KAWC", "RASSENDYLL, RUDOLF"],
        );
        check("PGOV SIPDIS", &["PGOV"]);
        check("PREL PGOV.", &["PREL", "PGOV"]);
        check("PRELPGOV", &["PREL", "PGOV"]);
        check(
            "PREL, HUMAN RIGHTS, PGOV",
            &["PREL", "HUMAN RIGHTS", "PGOV"],
        );
        for value in [
            "PREL & PGOV & UK",
            "#PREL, PGOV, UK",
            "\"PREL, PGOV, UK\"",
            "PREL*PGOV*UK",
            "PREL_PGOV_UK",
            "PREL,PGOV:UK",
            "PREL' PGOV' UK'",
            "PREL,PGOVUK",
            "PREL, P GOV, UK",
        ] {
            check(value, &["PREL", "PGOV", "UK"]);
        }
        check(
            "OVIP (FENN, DORA; DORN, KARL), PREL",
            &["OVIP", "FENN, DORA", "DORN, KARL", "PREL"],
        );
        check("OVIP (FENN, DORA, PREL", &["OVIP", "FENN, DORA", "PREL"]);
        check("PREL, CRUDE OILS, UK", &["PREL", "CRUDE OILS", "UK"]);
        check("", &[]);
        check("FR / OVIP", &["FR", "OVIP"]);
        check("FR /OVIP/ PREL", &["FR", "OVIP", "PREL"]);
        check("OVIP SMITH JOHN PREL", &["OVIP", "SMITH JOHN", "PREL"]);
        check("PREL UNGA/C-4", &["PREL", "UNGA/C-4"]);
    }

    #[test]
    fn a_code_of_two_countries_is_told_where_the_year_does_not_tell() {
        for (value, year, told) in [
            ("BO", Some(2009), true),
            ("BO", None, true),
            ("BO", Some(2005), false),
            ("BO", Some(2014), false),
            ("FR", Some(2009), false),
        ] {
            let flow = Flow::new(value, [Span::new(0, value.len())]);
            let mut diagnostics = Vec::new();
            parse(&flow, year, &mut diagnostics);
            assert_eq!(
                diagnostics
                    .iter()
                    .any(|diagnostic| diagnostic.code == Code::TagRegimeAmbiguous),
                told,
                "{value} {year:?}"
            );
        }
    }
}
