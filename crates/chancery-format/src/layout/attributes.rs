//! The attribute block of the records of 1973 to 1979: what the file system of the time and the review knew.
//!
//! Behind the text of a record stands a line `Message Attributes`, then lines `Key: value`. Withdrawal cards and
//! entries of the film index are such lines without a text. A value runs over lines until the next key; only known
//! keys, and unknown ones of the same shape, end it, since a subject may hold a colon.
//! Source: docs/format.md, "The records of 1973 to 1979".

use crate::diagnostic::Code;
use crate::flow::{Flow, fold, trim};
use crate::furniture::{self, Furniture};
use crate::head::addressee::{Addressee, Role};
use crate::head::{
    Head, caption, classification, distribution, officer, reftel, subject, tags, typed_date,
};
use crate::line::{Line, LineKind};
use crate::rare::{Rare, Word};
use crate::tables::attributes;
use crate::{Diagnostic, Located, Mrn, Span};

/// Entries kept of one block; the fullest known has 75.
const MOST_ENTRIES: usize = 256;
/// Known keys that a block without its heading must have.
const FEWEST_KEYS: usize = 4;

/// One attribute: a label of the record's file with its value.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Attribute {
    /// The label as written, `Document Number`.
    pub label: String,
    /// The value on one line; `n/a` and the like stay as they are.
    pub value: String,
    /// Where label and value are written.
    pub span: Span,
}

/// The attributes of a record, in order.
#[derive(Debug, Default)]
pub(crate) struct Attributes {
    entries: Vec<Entry>,
}

#[derive(Debug)]
struct Entry {
    label: Span,
    /// The known key.
    key: Option<&'static str>,
    /// The lines of the value.
    pieces: Vec<Span>,
}

/// Finds the attribute block and marks its lines.
pub(super) fn mark(text: &str, lines: &mut [Line], rare: &Rare) -> Attributes {
    let mut attributes = Attributes::default();
    let Some((first, headed)) = find(text, lines, rare) else {
        return attributes;
    };
    if headed {
        mark_before(text, &mut lines[..first]);
    }
    let mut apart = false;
    let mut n_skipped = 0;
    for line in &mut lines[first..] {
        let content = line.content();
        let written = content.of(text);
        if furniture::is_blank(written) {
            line.kind = LineKind::Blank;
            apart = true;
            continue;
        }
        // Page breaks of a printed block.
        if matches!(
            furniture::recognize(written),
            Some(Furniture::Banner | Furniture::PageLine | Furniture::Stamp)
        ) && furniture::document_number(written.trim_ascii()).is_none()
        {
            line.kind = LineKind::Furniture;
            continue;
        }
        if let Some((label, value_at)) = label_at_start(written, headed) {
            line.kind = LineKind::Attribute;
            let start = content.start as usize;
            let label = Span::new(start, start + label.len());
            let value = Span::new(start + value_at, content.end as usize);
            if attributes.entries.len() < MOST_ENTRIES {
                attributes.entries.push(Entry {
                    label,
                    key: attributes::lookup(label.of(text)).map(|row| row.key),
                    pieces: vec![value],
                });
            } else {
                n_skipped += 1;
            }
        } else if !apart || written.starts_with([' ', '\t']) && !attributes.entries.is_empty() {
            line.kind = LineKind::Attribute;
            if n_skipped == 0
                && let Some(entry) = attributes.entries.last_mut()
            {
                entry.pieces.push(content);
            }
        } else if headed {
            line.kind = LineKind::Attribute;
        } else {
            break;
        }
        apart = false;
    }
    attributes
}

/// Marks the lines above a block that are no text: `Message Text`, and what stands there for a text that is not.
fn mark_before(text: &str, lines: &mut [Line]) {
    const FEW: usize = 3;
    let mut written = lines.iter_mut().filter(|line| {
        line.kind == LineKind::Body && !furniture::is_blank(line.content().of(text))
    });
    let mut few: Vec<&mut Line> = written.by_ref().take(FEW).collect();
    let only = few.len() < FEW;
    for (at, line) in few.iter_mut().enumerate() {
        let content = line.content().of(text).trim_matches(crate::flow::is_blank);
        let is_none = only && content.eq_ignore_ascii_case("n/a");
        if at == 0 && content.eq_ignore_ascii_case("Message Text") || is_none {
            line.kind = LineKind::Attribute;
        }
    }
}

/// The first line of the block, and whether it has the heading `Message Attributes`.
fn find(text: &str, lines: &[Line], rare: &Rare) -> Option<(usize, bool)> {
    // Blocks stand behind their heading or are few lines around a document number; a handful of places is tried.
    const MOST_TRIES: usize = 16;
    const AROUND: usize = 12;
    let index_of = |at: usize| {
        lines
            .partition_point(|line| line.span.end as usize <= at)
            .min(lines.len().saturating_sub(1))
    };
    let content = |index: usize| lines[index].content().of(text);
    let is_key = |index: usize| {
        label_at_start(content(index), true)
            .is_some_and(|(label, _)| attributes::lookup(label).is_some())
    };
    for at in rare.of(Word::MessageAttributes).take(MOST_TRIES) {
        let index = index_of(at);
        if content(index).trim_matches(crate::flow::is_blank) != "Message Attributes" {
            continue;
        }
        let next = (index + 1..lines.len())
            .take(AROUND)
            .find(|&next| !furniture::is_blank(content(next)));
        if next.is_some_and(is_key) {
            return Some((index, true));
        }
    }
    for at in rare.of(Word::DocumentNumber).take(MOST_TRIES) {
        let index = index_of(at);
        if !is_key(index) {
            continue;
        }
        let mut first = index;
        for before in (index.saturating_sub(AROUND)..index).rev() {
            if is_key(before) {
                first = before;
            } else if !furniture::is_blank(content(before)) {
                break;
            }
        }
        let n_keys = (first..lines.len())
            .take(2 * AROUND)
            .filter(|&at| is_key(at))
            .count();
        if n_keys >= FEWEST_KEYS {
            return Some((first, false));
        }
    }
    None
}

/// A label at the start of a line, and where its value starts.
///
/// Besides the known keys there are unknown ones: words with capitals in front of a colon. Behind the heading they
/// must have small letters, since a subject in capitals may go on with `ROPE: A SURVEY`.
fn label_at_start(line: &str, headed: bool) -> Option<(&str, usize)> {
    const LONGEST: usize = 48;
    if !line.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let colon = line.bytes().take(LONGEST).position(|b| b == b':')?;
    let label = line[..colon].trim_end();
    let known = || attributes::lookup(label).is_some();
    let shaped = || {
        label
            .split(' ')
            .filter(|word| !word.is_empty())
            .all(|word| {
                word.starts_with(|c: char| c.is_ascii_uppercase())
                    && word
                        .bytes()
                        .all(|b| b.is_ascii_alphabetic() || matches!(b, b'(' | b')'))
                    && (!headed || word.bytes().any(|b| b.is_ascii_lowercase()))
            })
            && label.split_ascii_whitespace().count() <= 4
    };
    let value = line[colon + 1..].trim_start_matches([' ', '\t']);
    (known() || shaped()).then(|| (label, line.len() - value.len()))
}

impl Attributes {
    /// Whether there is no block.
    pub(crate) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The attributes as the cable keeps them.
    pub(crate) fn list(&self, text: &str) -> Vec<Attribute> {
        self.entries
            .iter()
            .map(|entry| {
                let value = Flow::new(text, entry.pieces.iter().copied());
                let span = entry
                    .pieces
                    .last()
                    .map_or(entry.label, |last| entry.label.cover(trim(text, *last)));
                Attribute {
                    label: fold(entry.label.of(text)),
                    value: fold(&value.text),
                    span,
                }
            })
            .collect()
    }

    /// The value of a known key that says something: `n/a` and the like say nothing.
    fn value<'t>(&self, text: &'t str, key: &str) -> Option<Flow<'t>> {
        let entry = self.entries.iter().find(|entry| entry.key == Some(key))?;
        let flow = Flow::new(text, entry.pieces.iter().copied());
        let nothing = matches!(
            &*flow.text.to_ascii_lowercase(),
            "" | "n/a" | "na" | "none" | "-"
        );
        (!nothing).then_some(flow)
    }

    /// The year of the record: of its number, or of its date.
    pub(crate) fn year(&self, text: &str) -> Option<u16> {
        let number = self.value(text, "Document Number");
        let of_number = number.and_then(|number| year_at_start(&number.text));
        of_number.or_else(|| {
            let date = self.value(text, "Draft Date")?;
            let year = date.text.split([' ', '-', '/']).nth(2)?.get(..4)?;
            // 1 January 1994 stands for the bulk conversion of the file.
            year.parse()
                .ok()
                .filter(|year| (1966..=1980).contains(year))
        })
    }

    /// The identifier in `1974STRELS01882`, with the post's full name where the originator's begins like it.
    pub(crate) fn mrn(&self, text: &str) -> Option<Mrn> {
        let number = self.value(text, "Document Number")?;
        let from = self.value(text, "From");
        record_number(&number.text, from.as_ref().map_or("", |from| &*from.text))
    }

    /// The kind of message that the record says it is.
    pub(crate) fn kind(&self, text: &str) -> Option<crate::Kind> {
        let begins = |key: &str, word: &str| {
            self.value(text, key).is_some_and(|value| {
                value
                    .text
                    .get(..word.len())
                    .is_some_and(|start| start.eq_ignore_ascii_case(word))
            })
        };
        if begins("Type", "WD")
            || begins("Locator", "WITHDRAWAL")
            || begins("Review History", "WITHDRAWN")
        {
            return Some(crate::Kind::WithdrawalCard);
        }
        let kind = self.value(text, "Type")?;
        Some(match kind.text.to_ascii_uppercase().as_str() {
            "TE" | "TELEGRAM" => crate::Kind::Telegram,
            "AG" | "AI" | "AR" | "AIRGRAM" => crate::Kind::Airgram,
            "LE" | "LT" | "LETTER" => crate::Kind::Letter,
            "ME" | "MEMORANDUM" => crate::Kind::Memorandum,
            _ => return None,
        })
    }

    /// Fills what the text itself does not say: a record without text has nothing else, and captions were taken off
    /// the text of many at review.
    pub(crate) fn complete<'t>(
        &self,
        text: &'t str,
        head: &mut Head<'t>,
        year: Option<u16>,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        if self.is_empty() {
            return;
        }
        let mut taken: Vec<(&str, &str, Span)> = Vec::new();
        let n_captions = head.captions.len();
        for key in [
            "Previous Handling Restrictions",
            "Original Handling Restrictions",
            "Handling",
        ] {
            let Some(flow) = self.value(text, key) else {
                continue;
            };
            let mut any = false;
            for caption in caption::parse_line(&flow.text).unwrap_or_default() {
                if !head.captions.iter().any(|seen| seen.value == caption) {
                    head.captions.push(Located::new(caption, flow.source));
                    any = true;
                }
            }
            if any {
                let name = if n_captions == 0 {
                    "a caption"
                } else {
                    "this caption"
                };
                taken.push((name, key, flow.source));
            }
        }
        for key in [
            "Previous Classification",
            "Original Classification",
            "Classification",
        ] {
            if head.classification.is_none()
                && let Some(flow) = self.value(text, key)
                && let Some(read) = classification::parse(&flow.text)
                && read.rest.is_empty()
            {
                head.classification = Some(classification::Classification {
                    level: read.level,
                    caveats: Vec::new(),
                    text: fold(&flow.text).into(),
                    span: flow.source,
                    inferred: false,
                });
                taken.push(("a classification", key, flow.source));
            }
        }
        if head.subject.is_none()
            && let Some(flow) = self.value(text, "Subject")
        {
            head.subject = subject::parse(&flow, None, diagnostics);
            if head.subject.is_some() {
                taken.push(("a subject", "Subject", flow.source));
            }
        }
        if head.tags.is_empty()
            && let Some(flow) = self.value(text, "TAGS")
        {
            head.tags = tags::parse(&flow, year, diagnostics).0;
            if !head.tags.is_empty() {
                taken.push(("TAGS", "TAGS", flow.source));
            }
        }
        if head.references.is_empty()
            && let Some(flow) = self.value(text, "Reference")
        {
            let citing = reftel::Citing {
                year,
                post: None,
                number: None,
                guessed: false,
                day: None,
            };
            head.references = reftel::parse(&flow, citing, diagnostics);
            if !head.references.is_empty() {
                taken.push(("references", "Reference", flow.source));
            }
        }
        if head.date_time_group.is_none() {
            for key in ["Sent Date", "Draft Date"] {
                if head.date_time_group.is_none()
                    && let Some(flow) = self.value(text, key)
                    // 1 January 1994 stands for the bulk conversion of the file.
                    && typed_date::find(&flow.text).is_some_and(|(date, ..)| date.year <= 1985)
                {
                    head.date_time_group =
                        typed_date::parse(&flow.text, flow.source.start as usize, diagnostics);
                    diagnostics.push(
                        Diagnostic::new(
                            Code::DtgFromSource,
                            flow.source,
                            format!("the text has no date-time group that can be read; the date comes from `{key}` of the attribute block"),
                        )
                        .with_help("the day alone is known; compare with the page lines"),
                    );
                }
            }
        }
        if head.addressees.is_empty()
            && let Some(flow) = self.value(text, "To")
            && !flow.text.eq_ignore_ascii_case("MULTIPLE")
        {
            addressees(&flow, &mut head.addressees);
            if !head.addressees.is_empty() {
                taken.push(("an addressee", "To", flow.source));
            }
        }
        if head.drafted_by.is_none()
            && let Some(flow) = self.value(text, "Drafter")
        {
            head.drafted_by = officer::officer(text, flow.source).map(Into::into);
            if head.drafted_by.is_some() {
                taken.push(("a drafter", "Drafter", flow.source));
            }
        }
        if head.distribution.is_none()
            && let Some(flow) = self.value(text, "Office")
        {
            head.distribution = distribution::of_attribute(&flow.text, flow.source);
            if head.distribution.is_some() {
                taken.push(("a distribution", "Office", flow.source));
            }
        }
        if head.from.is_none()
            && let Some(flow) = self.value(text, "From")
        {
            let mut from =
                crate::head::addressee::parse_originator(&flow.text, flow.source.start as usize);
            from.span = flow.source;
            head.from = Some(from);
            taken.push(("an originator", "From", flow.source));
        }
        diagnostics.extend(from_source(&taken));
    }
}

/// Says which fields the text does not give, and from which keys of the block they were taken: in one sentence, since a
/// record without text has nothing else.
fn from_source(taken: &[(&str, &str, Span)]) -> Option<Diagnostic> {
    let ((field, key, place), others) = taken.split_first()?;
    let (mut fields, mut keys) = ((*field).to_owned(), format!("`{key}`"));
    for (at, (field, key, _)) in others.iter().enumerate() {
        let joint = if at + 1 == others.len() {
            " and "
        } else {
            ", "
        };
        fields.extend([joint, field]);
        keys.extend([joint, "`", key, "`"]);
    }
    Some(
        Diagnostic::new(
            Code::FieldFromSource,
            *place,
            format!("the text has no line that gives {fields}; taken from the attribute block"),
        )
        .with_help(format!(
            "read from {keys}: the word of the register, not of the sender"
        )),
    )
}

/// The addressees of a record, in short form: one a line, or behind commas.
fn addressees(flow: &Flow<'_>, into: &mut Vec<Addressee>) {
    const MOST: usize = 64;
    let mut from = 0;
    let mut role = Role::Action;
    let ends = flow
        .text
        .match_indices([',', ';', '\n'])
        .map(|(at, _)| at)
        .chain(flow.text.match_indices(" INFO ").map(|(at, _)| at));
    let mut ends: Vec<usize> = ends.chain([flow.text.len()]).take(MOST).collect();
    ends.sort_unstable();
    for at in ends {
        let mut name = fold(flow.text.get(from..at).unwrap_or(""));
        // `STATE INFO ZENDA`: what follows is informed.
        if name.starts_with("INFO ") {
            role = Role::Info;
            name.drain(.."INFO ".len());
        }
        if !name.is_empty() {
            into.push(Addressee {
                role,
                name: name.into(),
                routing: None,
                precedence: None,
                serial: None,
                exempt: Vec::new(),
                span: flow.span(from..at),
            });
        }
        from = at + 1;
    }
}

/// The identifier in a record's number, `1974STRELS01882`; `from` completes the six letters where it begins like them.
pub(crate) fn record_number(number: &str, from: &str) -> Option<Mrn> {
    let mut mrn = Mrn::parse(number, None)?;
    let name = crate::post::compact(from);
    let six = number.get(4..).unwrap_or("");
    let n = six
        .bytes()
        .take(6)
        .take_while(u8::is_ascii_alphabetic)
        .count();
    if n >= 3
        && name.starts_with(&six[..n])
        && let Some(post) = crate::post::resolve(from, false)
    {
        mrn.post = post.key.into_owned();
    }
    Some(mrn)
}

/// The four digits at the start of a record number, where they are a year of the file.
fn year_at_start(number: &str) -> Option<u16> {
    let year = number.get(..4)?.parse().ok()?;
    (1966..=2065).contains(&year).then_some(year)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Attributes, Vec<LineKind>) {
        let mut lines = crate::line::split(text);
        let attributes = mark(text, &mut lines, &Rare::find(text));
        (attributes, lines.iter().map(|line| line.kind).collect())
    }

    #[track_caller]
    fn check(text: &str, expected: &[(&str, &str)]) {
        let (attributes, _) = read(text);
        let list = attributes.list(text);
        let found: Vec<(&str, &str)> = list
            .iter()
            .map(|attribute| (&*attribute.label, &*attribute.value))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn blocks() {
        check(
            "FENN\nMessage Attributes\n\nConcepts: ROPE,\nSWANS,\n CASTLES\nFrobnication: 7\nSubject: ROPE: A SURVEY\nOF HOOKS: PART TWO\nType: TE\n",
            &[
                ("Concepts", "ROPE, SWANS, CASTLES"),
                ("Frobnication", "7"),
                ("Subject", "ROPE: A SURVEY OF HOOKS: PART TWO"),
                ("Type", "TE"),
            ],
        );
        check(
            "A CARD\n\nDocument Number:  1976STRELS02219\nFrom:  STRELSAU\nTo: STATE\nREVIEW HISTORY:  ONE;\n      TWO\nWITHDRAWN FOR: YEARS\n\nTEXT NOT AVAILABLE\nTO: NOBODY\n",
            &[
                ("Document Number", "1976STRELS02219"),
                ("From", "STRELSAU"),
                ("To", "STATE"),
                ("REVIEW HISTORY", "ONE; TWO"),
                ("WITHDRAWN FOR", "YEARS"),
            ],
        );
        check("1. Message Attributes of the King\nFrom: A\n", &[]);
        check("Message Attributes\n", &[]);
        check("Document Number: 12\nThe King left.\n", &[]);
        check("", &[]);
    }

    #[test]
    fn lines_are_marked() {
        let (_, kinds) = read("FENN\nMessage Attributes\n\nType: TE\nX\n");
        assert_eq!(
            kinds,
            [
                LineKind::Body,
                LineKind::Attribute,
                LineKind::Blank,
                LineKind::Attribute,
                LineKind::Attribute,
            ]
        );
    }

    #[test]
    fn identifiers() {
        let mrn = |text: &str| {
            let text = format!("Message Attributes\n{text}");
            read(&text).0.mrn(&text).map(|mrn| mrn.to_string())
        };
        assert_eq!(
            mrn("Document Number: 1974STRELS01882\nFrom: STRELSAU\n").as_deref(),
            Some("74STRELSAU1882")
        );
        assert_eq!(
            mrn("Document Number: 1975LISBON04127\n").as_deref(),
            Some("75LISBON4127")
        );
        assert_eq!(
            mrn("Document Number: 1976STATE245106\nFrom: STRELSAU\n").as_deref(),
            Some("76STATE245106")
        );
        assert_eq!(mrn("Document Number: P750066-0259\nFrom: STRELSAU\n"), None);
        assert_eq!(mrn("Document Number: é\nFrom: STRELSAU\n"), None);
    }
}
