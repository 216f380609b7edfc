//! A source read whole: bytes decoded, wrapper taken off, cable parsed.

use std::borrow::Cow;

use smol_str::SmolStr;

use crate::body::reading::reading;
use crate::consistency::source_date;
use crate::diagnostic::{Code, Diagnostic};
use crate::head::addressee::Role;
use crate::parse::{Texts, Wanted, parse_as};
use crate::record::{
    AddresseeRecord, ApproverRecord, ClassificationRecord, ClassifiedByRecord, ClearanceRecord,
    CopiesRecord, DiagnosticRecord, DistributionRecord, DrafterRecord, ExecutiveOrderRecord,
    Metadata, OriginatorRecord, ParagraphRecord, PrecedenceRecord, Record, ReferenceRecord, SCHEMA,
    SectionRecord, SourceRecord, TagRecord, TransmissionRecord,
};
use crate::{
    Cable, Copies, Distribution, Encoding, Kind, Line, LineKind, Mrn, Paragraph, Parse,
    ParseOptions, Span, Wrapper, decode, wrapper,
};

/// What the caller knows about a source besides its bytes.
#[derive(Clone, Debug, Default)]
pub struct Hints {
    /// Where the bytes came from, for `source.path`; a file name that reads as an identifier names the cable where
    /// nothing else does.
    pub path: Option<String>,
    /// The identifier to use where the text itself names none.
    pub id: Option<Mrn>,
}

/// One source, read.
#[derive(Clone, Debug)]
pub struct Document {
    /// The cable's whole text, wrapper removed. All spans count bytes of it.
    pub text: String,
    /// The lines, which tile `text`.
    pub lines: Vec<Line>,
    /// The cable.
    pub cable: Cable,
    /// What was noticed, in the order of the text.
    pub diagnostics: Vec<Diagnostic>,
    /// What stood around the cable.
    pub wrapper: Wrapper,
    /// What the wrapper said, under its own labels.
    pub metadata: Metadata,
    /// How the bytes were encoded.
    pub encoding: Encoding,
    path: Option<String>,
    /// Lines, and characters of the next one, that stand before the text in its source; `None` where the wrapper does
    /// not hold the text as it is.
    text_start: Option<(u32, u32)>,
    not_a_cable: Option<NotACable>,
    /// See [`Parse`].
    pub(crate) ends: Vec<u32>,
}

/// Why a source holds nothing that reads as a cable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NotACable {
    /// No text at all.
    Empty,
    /// Binary content.
    Binary,
    /// Text without any element of a cable.
    NothingRecognized,
    /// More than [`crate::MAX_TEXT_BYTES`].
    TooLarge,
}

impl std::fmt::Display for NotACable {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            NotACable::Empty => formatter.write_str("holds no text"),
            NotACable::Binary => formatter.write_str("is binary, not text"),
            NotACable::NothingRecognized => formatter
                .write_str("has no element of a cable: no line of a head, no marked paragraph"),
            NotACable::TooLarge => write!(
                formatter,
                "is larger than {} MiB, the most a cable can be",
                crate::MAX_TEXT_BYTES >> 20
            ),
        }
    }
}

/// Reads one source: decodes the bytes, recognises and takes off the wrapper, parses the cable. Never fails.
///
/// What holds nothing that reads as a cable is told by [`Document::not_a_cable`]; its text is kept where it is text
/// of bearable size.
pub fn read(bytes: &[u8], hints: &Hints) -> Document {
    read_as(bytes, hints, Wanted::Everything)
}

/// The text of a source and its paragraphs, without what the elements of the head say.
#[derive(Clone, Debug, Default)]
pub struct TextRecord {
    /// The text, as in [`Document::record`].
    pub text: String,
    /// Its paragraphs, as in [`Document::record`].
    pub paragraphs: Vec<ParagraphRecord>,
    /// What stood around it, without its path.
    pub source: SourceRecord,
}

/// As [`read`], for the text alone: gives the paragraphs and the words around the text that a record of the whole has, in
/// about two thirds of the time.
pub fn read_text(bytes: &[u8], hints: &Hints) -> TextRecord {
    let document = read_as(bytes, hints, Wanted::Paragraphs);
    TextRecord {
        paragraphs: document.paragraph_records(),
        text: document.text,
        source: SourceRecord {
            path: None,
            wrapper: document.wrapper.as_str().to_owned(),
            metadata: document.metadata,
        },
    }
}

fn read_as(bytes: &[u8], hints: &Hints, wanted: Wanted) -> Document {
    if bytes.len() > crate::MAX_TEXT_BYTES {
        return Document::refused(NotACable::TooLarge, hints);
    }
    if is_binary(bytes) {
        return Document::refused(NotACable::Binary, hints);
    }
    let decoded = decode(bytes);
    if decoded.text.len() > crate::MAX_TEXT_BYTES {
        return Document::refused(NotACable::TooLarge, hints);
    }
    let unwrapped = wrapper::unwrap(&decoded.text);
    let explicit = hints.id.is_some();
    let of_wrapper = || Mrn::parse(unwrapped.id.as_deref()?, unwrapped.year);
    let of_path = || id_of_path(hints.path.as_deref()?);
    let given = |by| move |id| (id, by);
    let id = hints
        .id
        .clone()
        .map(given(GivenBy::Caller))
        .or_else(|| of_wrapper().map(given(GivenBy::Wrapper)))
        .or_else(|| of_path().map(given(GivenBy::Path)));
    let (id, given_by) = id.unzip();
    let options = ParseOptions {
        id,
        year: unwrapped.year,
    };
    let n_left = unwrapped.n_left;
    let (wrapper, mut metadata) = (unwrapped.wrapper, unwrapped.metadata);
    let text_start = match &unwrapped.text {
        Cow::Borrowed(text) => Some(place_within(&decoded.text, text)),
        Cow::Owned(_) => None,
    };
    let text = unwrapped.text.into_owned();
    let Parse {
        lines,
        mut cable,
        mut diagnostics,
        ends,
        ..
    } = parse_as(&text, &options, wanted);
    if let (Some(id), Some(given_by)) = (&options.id, given_by) {
        name_giver(&mut diagnostics, id, given_by);
    }
    for attribute in &cable.attributes {
        metadata.add(&attribute.label, &attribute.value);
    }
    if wanted == Wanted::Paragraphs {
        return Document {
            text,
            lines,
            cable,
            diagnostics,
            wrapper,
            metadata,
            encoding: decoded.encoding,
            path: None,
            text_start,
            not_a_cable: None,
            ends,
        };
    }
    if decoded.encoding != Encoding::Utf8 {
        let replaced = if decoded.n_replaced == 0 {
            String::new()
        } else {
            format!("; {} bytes have no meaning in it", decoded.n_replaced)
        };
        diagnostics.insert(
            0,
            Diagnostic::new(
                Code::EncodingAssumed,
                Span::default(),
                format!(
                    "the bytes are not UTF-8; read as {}{replaced}",
                    decoded.encoding.as_str()
                ),
            )
            .with_help(
                "the original bytes are kept; save the text as UTF-8 if characters look wrong",
            ),
        );
    }
    if wrapper != Wrapper::Text {
        diagnostics.push(Diagnostic::new(
            Code::WrapperStripped,
            Span::default(),
            format!("the cable was taken out of a page ({})", wrapper.as_str()),
        ));
    }
    if n_left > 0 {
        diagnostics.push(
            Diagnostic::new(
                Code::RowsLeft,
                Span::default(),
                "the file holds more rows of the table than this one",
            )
            .with_help("the first row was read; put the others into files of their own"),
        );
    }
    if wrapper == Wrapper::PlusdPage
        && metadata
            .get("Archive Status")
            .is_some_and(|status| status.starts_with("Withdrawal"))
    {
        cable.kind = Kind::WithdrawalCard;
    }
    note_wrapper_time(&cable, &metadata, &mut diagnostics);
    diagnostics.sort_by_key(|diagnostic| (diagnostic.span, diagnostic.code));
    let not_a_cable = judge(&text, &lines, &cable, wrapper, explicit);
    Document {
        text,
        lines,
        cable,
        diagnostics,
        wrapper,
        metadata,
        encoding: decoded.encoding,
        path: hints.path.clone(),
        text_start,
        not_a_cable,
        ends,
    }
}

/// Lines, and characters of the next one, that stand before a part of a text.
fn place_within(whole: &str, part: &str) -> (u32, u32) {
    let at = (part.as_ptr() as usize).saturating_sub(whole.as_ptr() as usize);
    let before = whole.get(..at).unwrap_or_default();
    let lines = memchr::memchr_iter(b'\n', before.as_bytes()).count();
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    (lines as u32, before[line_start..].chars().count() as u32)
}

/// Where an identifier comes from that the text itself does not state.
#[derive(Clone, Copy)]
enum GivenBy {
    Caller,
    Wrapper,
    Path,
}

/// Says in the diagnostics of the identifier who gave it: the parser knows only that it came from outside.
fn name_giver(diagnostics: &mut [Diagnostic], id: &Mrn, given_by: GivenBy) {
    for diagnostic in diagnostics {
        let (old, new) = match (diagnostic.code, given_by) {
            (Code::IdTextMismatch, GivenBy::Caller) => {
                ("its source names", "the identifier given is")
            }
            (Code::IdTextMismatch, GivenBy::Path) => ("its source names", "the name of its file"),
            (Code::IdFromSource, GivenBy::Caller) => ("comes from its source", "was given with it"),
            (Code::IdFromSource, GivenBy::Path) => {
                ("comes from its source", "comes from the name of its file")
            }
            _ => continue,
        };
        if diagnostic.message.contains(&id.to_string()) {
            diagnostic.message = diagnostic.message.replace(old, new).into();
        }
    }
}

/// The identifier in a file's name: `archive/07BASRAH92.txt`, `dump.zip!07BASRAH92.released.html`.
fn id_of_path(path: &str) -> Option<Mrn> {
    let name = path.rsplit(['/', '\\', '!']).next()?;
    // `07BASRAH92.txt#2` is one of several in a file; its name cannot be that of all.
    if let Some((_, number)) = name.rsplit_once('#')
        && number.bytes().all(|byte| byte.is_ascii_digit())
    {
        return None;
    }
    let stem = name.split('.').next()?;
    let digits = stem.bytes().take_while(u8::is_ascii_digit).count();
    matches!(digits, 2 | 4)
        .then(|| Mrn::parse(stem, None))
        .flatten()
}

/// The page's time against the date-time group: minutes apart is usual, more than a day is not.
fn note_wrapper_time(cable: &Cable, metadata: &Metadata, diagnostics: &mut Vec<Diagnostic>) {
    let (Some((page, moment)), Some(group)) = (
        source_date::compare(cable, metadata),
        &cable.date_time_group,
    ) else {
        return;
    };
    if source_date::apart(page, moment) {
        diagnostics.push(
            Diagnostic::new(
                Code::DtgWrapperMismatch,
                group.span,
                format!("the page says {page}, the date-time group {moment}"),
            )
            .with_help("the text was believed"),
        );
    }
}

fn is_binary(bytes: &[u8]) -> bool {
    const MAGIC: [&[u8]; 8] = [
        b"%PDF-",
        b"PK\x03\x04",
        b"\x7fELF",
        b"\x89PNG",
        b"\x1f\x8b",
        b"\xff\xd8\xff",
        b"GIF8",
        b"SQLite format 3\0",
    ];
    if MAGIC.iter().any(|magic| bytes.starts_with(magic)) {
        return true;
    }
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        return false;
    }
    let sample = &bytes[..bytes.len().min(64 << 10)];
    let is_odd = |byte: u8| byte < b' ' && !(0x09..=0x0D).contains(&byte) && byte != 0x1A;
    // Counted in bytes, no more of them at once than one holds, many can be looked at together.
    let odd: usize = sample
        .chunks(240)
        .map(|chunk| chunk.iter().map(|byte| u8::from(is_odd(*byte))).sum::<u8>())
        .map(usize::from)
        .sum();
    odd * 10 > sample.len() && sample.len() > 8
}

/// Whether a text holds anything of a cable.
fn judge(
    text: &str,
    lines: &[Line],
    cable: &Cable,
    wrapper: Wrapper,
    explicit: bool,
) -> Option<NotACable> {
    if text.trim_matches(crate::flow::is_blank).is_empty() {
        return Some(NotACable::Empty);
    }
    let wire = !cable.transmission.is_empty()
        || cable.date_time_group.is_some()
        || cable.from.is_some()
        || !cable.addressees.is_empty()
        || cable
            .classification
            .as_ref()
            .is_some_and(|classification| !classification.inferred);
    let labelled = [
        !cable.captions.is_empty(),
        cable.executive_order.is_some(),
        !cable.tags.is_empty(),
        cable.subject.is_some(),
        !cable.references.is_empty(),
        cable.classified_by.is_some(),
        !cable.reasons.is_empty(),
    ];
    let n_labelled = labelled.iter().filter(|present| **present).count();
    // One label deep inside a text is a mention of a cable, as in a list of files, not a cable.
    let mentioned = n_labelled <= 2 && n_lines_before_head(lines) > 8;
    let marked = cable.paragraphs.iter().any(|paragraph| {
        paragraph.portion.is_some() || paragraph.role != crate::ParagraphRole::Body
    });
    // Numbers alone are weak: many texts number their lists. They count where the text begins with them.
    let numbered = cable
        .paragraphs
        .first()
        .is_some_and(|paragraph| paragraph.number.is_some())
        && n_lines_before_head(lines) == 0;
    let any = wire
        || n_labelled > 0 && !mentioned
        || marked
        || numbered
        || cable.kind == Kind::WithdrawalCard
        || wrapper != Wrapper::Text
        || !cable.attributes.is_empty()
        || explicit && (!cable.paragraphs.is_empty() || cable.signature.is_some());
    (!any).then_some(NotACable::NothingRecognized)
}

/// Lines of text that stand before the first labelled line of a head.
fn n_lines_before_head(lines: &[Line]) -> usize {
    lines
        .iter()
        .take_while(|line| {
            !matches!(
                line.kind,
                LineKind::ExecutiveOrder
                    | LineKind::Tags
                    | LineKind::Subject
                    | LineKind::References
                    | LineKind::ClassifiedBy
                    | LineKind::Reason
                    | LineKind::Declassify
                    | LineKind::Body
            )
        })
        .filter(|line| matches!(line.kind, LineKind::HeadOther | LineKind::Passing))
        .count()
}

impl Document {
    fn refused(reason: NotACable, hints: &Hints) -> Document {
        Document {
            text: String::new(),
            lines: Vec::new(),
            cable: Cable {
                kind: Kind::Fragment,
                ..Cable::default()
            },
            diagnostics: Vec::new(),
            wrapper: Wrapper::Text,
            metadata: Metadata::default(),
            encoding: Encoding::Utf8,
            path: hints.path.clone(),
            text_start: Some((0, 0)),
            not_a_cable: Some(reason),
            ends: Vec::new(),
        }
    }

    /// Where the bytes came from, as the caller said.
    pub fn path(&self) -> Option<&str> {
        self.path.as_deref()
    }

    /// Why this source is not a cable nor a fragment of one; `None` where it is.
    pub fn not_a_cable(&self) -> Option<NotACable> {
        self.not_a_cable
    }

    /// The cable as data: the public JSON.
    pub fn record(&self) -> Record {
        let cable = &self.cable;
        let texts = Texts {
            text: &self.text,
            lines: &self.lines,
            paragraphs: &cable.paragraphs,
            ends: &self.ends,
        };
        let mrn = cable.mrn.as_ref();
        let group = cable.date_time_group.as_ref();
        let transmission = &cable.transmission;
        let owned = |text: Option<&SmolStr>| text.map(SmolStr::to_string);
        let all_owned = |texts: &[SmolStr]| texts.iter().map(SmolStr::to_string).collect();
        let addressees = |role| {
            cable
                .addressees
                .iter()
                .filter(move |addressee| addressee.role == role)
                .map(|addressee| AddresseeRecord {
                    name: addressee.name.to_string(),
                    routing: owned(addressee.routing.as_ref()),
                    precedence: addressee
                        .precedence
                        .map(|precedence| precedence.to_string()),
                    serial: owned(addressee.serial.as_ref()),
                    exempt: all_owned(&addressee.exempt),
                })
                .collect()
        };
        Record {
            schema: SCHEMA.to_owned(),
            id: mrn.map(ToString::to_string),
            post: mrn.map(|mrn| mrn.post.clone()),
            year: mrn.map(|mrn| mrn.year),
            number: mrn.map(|mrn| mrn.number),
            kind: cable.kind.as_str().to_owned(),
            subject: cable.subject.as_ref().map(|subject| subject.text.clone()),
            subject_portion: cable
                .subject
                .as_ref()
                .and_then(|subject| Some(subject.portion.as_ref()?.value.text.to_string())),
            sent: group.and_then(|group| Some(group.value.moment?.to_string())),
            date_time_group: group.map(|group| group.value.text.to_string()),
            precedence: PrecedenceRecord {
                action: cable
                    .precedence
                    .action
                    .map(|precedence| precedence.to_string()),
                info: cable
                    .precedence
                    .info
                    .map(|precedence| precedence.to_string()),
            },
            transmission: (!transmission.is_empty()).then(|| TransmissionRecord {
                id: owned(transmission.id.as_ref()),
                originator_routing: owned(transmission.originator_routing.as_ref()),
                station_serial: owned(transmission.station_serial.as_ref()),
                day_of_year: transmission.day_of_year,
                filed_at: owned(transmission.filed_at.as_ref()),
                relays: all_owned(&transmission.relays),
                security: owned(transmission.security.as_ref()),
                operating_signals: all_owned(&transmission.operating_signals),
            }),
            from: cable.from.as_ref().map(|from| OriginatorRecord {
                name: from.value.name.to_string(),
                routing: owned(from.value.routing.as_ref()),
                post: cable.from_post.clone(),
            }),
            to: addressees(Role::Action),
            info: addressees(Role::Info),
            classification: cable.classification.as_ref().map(|classification| {
                ClassificationRecord {
                    level: classification.level.to_string(),
                    caveats: classification
                        .caveats
                        .iter()
                        .map(ToString::to_string)
                        .collect(),
                    text: classification.text.to_string(),
                }
            }),
            captions: cable
                .captions
                .iter()
                .map(|caption| caption.value.to_owned())
                .collect(),
            section: cable.section.map(|section| SectionRecord {
                number: section.number,
                of: section.of,
            }),
            executive_order: cable
                .executive_order
                .as_ref()
                .map(|order| ExecutiveOrderRecord {
                    order: owned(order.order.as_ref()),
                    declassify_on: order.declassify_on.map(|date| date.to_string()),
                    event: order.event.clone(),
                    exemptions: order.exemptions.clone(),
                    text: order.text.to_string(),
                }),
            tags: cable
                .tags
                .iter()
                .map(|tag| TagRecord {
                    code: tag.code.to_string(),
                    kind: tag.kind.as_str().to_owned(),
                    name: tag.name.map(str::to_owned),
                })
                .collect(),
            references: cable
                .references
                .iter()
                .map(|reference| ReferenceRecord {
                    label: reference.label.clone(),
                    kind: reference.kind.as_str().to_owned(),
                    id: reference.mrn.as_ref().map(ToString::to_string),
                    text: reference.text.clone(),
                    and_previous: reference.and_previous,
                })
                .collect(),
            classified_by: cable
                .classified_by
                .as_ref()
                .map(|authority| ClassifiedByRecord {
                    name: authority.name.clone(),
                    title: authority.title.clone(),
                    text: authority.text.clone(),
                }),
            reasons: cable
                .reasons
                .iter()
                .map(|reason| reason.text.to_owned())
                .collect(),
            distribution: cable.distribution.as_ref().map(distribution_record),
            drafted_by: cable.drafted_by.as_ref().map(|drafter| DrafterRecord {
                office: drafter.office.clone(),
                name: drafter.name.clone(),
                typist: drafter.typist.clone(),
                extension: drafter.extension.clone(),
                text: drafter.text.clone(),
            }),
            approved_by: cable.approved_by.as_ref().map(|approver| ApproverRecord {
                office: approver.office.clone(),
                name: approver.name.clone(),
                text: approver.text.clone(),
            }),
            clearances: cable
                .clearances
                .iter()
                .map(|clearance| ClearanceRecord {
                    office: clearance.office.clone(),
                    name: clearance.name.clone(),
                    qualifier: clearance.qualifier.clone(),
                    text: clearance.text.clone(),
                })
                .collect(),
            summary: texts.summary(),
            comment: texts.comment(),
            paragraphs: self.paragraph_records(),
            signature: cable
                .signature
                .as_ref()
                .map(|signature| signature.value.clone()),
            source: SourceRecord {
                path: self.path.clone(),
                wrapper: self.wrapper.as_str().to_owned(),
                metadata: self.metadata.clone(),
            },
            diagnostics: self.diagnostic_records(),
            text: self.text.clone(),
        }
    }

    /// The paragraphs alone, as in [`Document::record`].
    fn paragraph_records(&self) -> Vec<ParagraphRecord> {
        let text = |paragraph: &Paragraph| {
            let (from, to) = paragraph.lines;
            reading(
                &self.text,
                &self.lines[from as usize..to as usize],
                paragraph.text_start as usize,
                paragraph.span.end as usize,
            )
        };
        self.cable
            .paragraphs
            .iter()
            .map(|paragraph| ParagraphRecord {
                number: paragraph.number,
                portion: paragraph
                    .portion
                    .as_ref()
                    .map(|portion| portion.value.text.to_string()),
                role: paragraph.role.as_str().to_owned(),
                heading: paragraph
                    .heading
                    .map(|heading| heading_text(heading.of(&self.text))),
                text: text(paragraph),
                span: (paragraph.span.start, paragraph.span.end),
            })
            .collect()
    }

    /// The diagnostics as data, with the lines they stand on.
    pub fn diagnostic_records(&self) -> Vec<DiagnosticRecord> {
        // Diagnostics are in the order of the text: one pass counts the lines for all of them.
        let bytes = self.text.as_bytes();
        let (mut line, mut column, mut line_start, mut counted) = (1u32, 1u32, 0usize, 0usize);
        self.diagnostics
            .iter()
            .map(|diagnostic| {
                let at = (diagnostic.span.start as usize).min(bytes.len());
                if at < counted {
                    (line, column, line_start, counted) = (1, 1, 0, 0);
                }
                for end in memchr::memchr_iter(b'\n', &bytes[counted..at]) {
                    line += 1;
                    column = 1;
                    line_start = counted + end + 1;
                }
                // A line may hold any number of diagnostics: only what lies behind the last one is counted.
                let fresh = self.text.get(line_start.max(counted)..at);
                column += fresh.map_or(0, |text| text.chars().count()) as u32;
                counted = at;
                DiagnosticRecord {
                    code: diagnostic.code.as_str().to_owned(),
                    severity: diagnostic.severity().as_str().to_owned(),
                    message: diagnostic.message.clone().into_owned(),
                    span: (diagnostic.span.start, diagnostic.span.end),
                    line,
                    column,
                }
            })
            .collect()
    }

    /// Line and column of an offset, both from 1; columns count characters. Lines are those a text editor shows.
    pub fn line_column(&self, offset: u32) -> (u32, u32) {
        let offset = (offset as usize).min(self.text.len());
        let before = self.text.as_bytes().get(..offset).unwrap_or_default();
        let line = memchr::memchr_iter(b'\n', before).count() as u32 + 1;
        let start = memchr::memrchr(b'\n', before).map_or(0, |at| at + 1);
        let column = self
            .text
            .get(start..offset)
            .map_or(0, |text| text.chars().count()) as u32
            + 1;
        (line, column)
    }

    /// The line and column of the source where a line and column of the text stand, all from 1 and in characters.
    ///
    /// `None` where the wrapper does not hold the text as it is: on a page of markup, and in a quoted field of a table.
    pub fn place_in_source(&self, line: u32, column: u32) -> Option<(u32, u32)> {
        let (lines, characters) = self.text_start?;
        let column = match line {
            1 => column + characters,
            _ => column,
        };
        Some((line + lines, column))
    }
}

fn distribution_record(distribution: &Distribution) -> DistributionRecord {
    let offices = |copies: &[Copies]| {
        copies
            .iter()
            .map(|copies| CopiesRecord {
                office: copies.office.clone(),
                copies: copies.n_copies,
            })
            .collect()
    };
    DistributionRecord {
        origin: offices(&distribution.origin),
        action: offices(&distribution.action),
        info: offices(&distribution.info),
        total: distribution.total.as_ref().map(|total| total.value),
        desired: distribution
            .desired
            .as_ref()
            .map(|desired| desired.value.clone()),
    }
}

/// A heading on one line, without the rules around it and its portion mark.
pub(crate) fn heading_text(written: &str) -> String {
    let words: Vec<&str> = written
        .lines()
        .map(str::trim)
        .filter(|line| !crate::furniture::is_rule(line))
        .collect();
    let text = crate::flow::fold(&words.join(" "));
    let text = text
        .trim_matches(['-', '=', '_', '*', '/', '~', ' '])
        .to_owned();
    match crate::PortionMark::at_start(&text, false) {
        Some((_, n)) if n < text.len() => text[n..].to_owned(),
        _ => text,
    }
}
