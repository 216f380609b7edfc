//! The head: from the transmission lines to the classifying officer.
//!
//! [`parse`] walks the lines once and gathers each field's pieces; the files of this folder read the fields. A label
//! counts only at the start of a line. Fields that ran onto one line are parted first.

use std::cell::LazyCell;

use smallvec::{SmallVec, smallvec};

use crate::bits::{self, Pairs};
use crate::diagnostic::{Code, Diagnostic, excerpt};
use crate::flow::{self, Flow};
use crate::furniture::{self, Furniture};
use crate::garble;
use crate::line::{Line, LineKind};
use crate::parse::Wanted;
use crate::{Date, Located, Span};

pub(crate) mod addressee;
pub(crate) mod approver;
pub(crate) mod caption;
pub(crate) mod classification;
pub(crate) mod classification_authority;
pub(crate) mod clearance;
pub(crate) mod date_time_group;
pub(crate) mod distribution;
pub(crate) mod drafter;
pub(crate) mod executive_order;
pub(crate) mod label;
pub(crate) mod officer;
pub(crate) mod precedence;
pub(crate) mod reftel;
pub(crate) mod smart;
pub(crate) mod subject;
pub(crate) mod tags;
pub(crate) mod transmission;
pub(crate) mod typed_date;

use addressee::{Addressee, Originator, Role};
use approver::Approver;
use classification::{Classification, ClassificationLine, Level, Section};
use classification_authority::{ClassificationAuthority, Reason};
use clearance::Clearance;
use date_time_group::DateTimeGroup;
use distribution::Distribution;
use drafter::Drafter;
use executive_order::ExecutiveOrder;
use label::Label;
use officer::Part;
use precedence::PrecedencePair;
use reftel::Reftel;
use subject::Subject;
use tags::Tag;
use transmission::Transmission;

/// Lines searched for elements of the head; a head of hundreds of addressees fits.
const LONGEST_HEAD_LINES: usize = 600;

/// As far as one labelled field is read; the longest list of references seen has a tenth of it.
const LONGEST_FIELD_BYTES: usize = 64 << 10;

/// Addressees read for action, and as many for information; a collective telegram to every post has a tenth of them.
const MOST_ADDRESSEE_LINES: usize = 4_000;

/// Everything the head says, field by field, before the cable is put together.
#[derive(Debug, Default)]
pub(crate) struct Head<'t> {
    pub(crate) transmission: Transmission,
    pub(crate) precedence: PrecedencePair,
    pub(crate) date_time_group: Option<Located<DateTimeGroup>>,
    pub(crate) from: Option<Located<Originator>>,
    /// The name of the sending post, where another line than FM tells it; empty where the sender is no post.
    pub(crate) from_place: Option<&'t str>,
    pub(crate) addressees: Vec<Addressee>,
    pub(crate) classification: Option<Classification>,
    pub(crate) section: Option<Section>,
    /// Post and number of the classification line, as written.
    pub(crate) post: Option<Located<&'t str>>,
    pub(crate) number: Option<Located<u32>>,
    /// Post and number of the page line, where no other line names the cable.
    pub(crate) page_number: Option<(&'t str, u32, Span)>,
    pub(crate) captions: Vec<Located<&'static str>>,
    pub(crate) passing: Vec<Span>,
    pub(crate) executive_order: Option<ExecutiveOrder>,
    pub(crate) tags: Vec<Tag>,
    pub(crate) subject: Option<Subject>,
    pub(crate) references: Vec<Reftel>,
    pub(crate) classified_by: Option<ClassificationAuthority>,
    pub(crate) reasons: Vec<Reason>,
    pub(crate) distribution: Option<Distribution>,
    pub(crate) drafted_by: Option<Drafter>,
    pub(crate) approved_by: Option<Approver>,
    pub(crate) clearances: Vec<Clearance>,
    /// The first line of the body.
    pub(crate) body_from: usize,
    /// Whether any element of a head was found.
    pub(crate) n_elements: usize,
}

/// What the caller knows that the text may lack.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Known<'c> {
    /// The year, for a date-time group without one and for references.
    pub(crate) year: Option<u16>,
    /// The post, for references that name none.
    pub(crate) post: Option<&'c str>,
    /// The number of the cable.
    pub(crate) number: Option<u32>,
    /// Whether the elements are to be read, or only found.
    pub(crate) wanted: Wanted,
}

/// The pieces of one labelled field.
#[derive(Debug)]
struct Field<'t> {
    label: Label,
    /// Most fields stand on one line to four.
    pieces: SmallVec<[Span; 4]>,
    portion: Option<(&'t str, Span)>,
    typo: bool,
    label_span: Span,
    repeated: bool,
    /// Bytes of the value so far, blanks at the ends of lines not counted.
    n_bytes: usize,
    /// The last byte of the value that is no blank.
    last: Option<u8>,
    /// Where the value was cut off for its length.
    cut: Option<usize>,
}

impl Field<'_> {
    fn push(&mut self, text: &str, piece: Span) {
        let room = LONGEST_FIELD_BYTES.saturating_sub(self.n_bytes);
        let mut piece = flow::trim(text, piece);
        if piece.len() > room {
            let end = crate::parse::floor_boundary(text, piece.start as usize + room);
            self.cut.get_or_insert(end);
            piece = Span::new(piece.start as usize, end.max(piece.start as usize));
        }
        let written = piece.of(text);
        self.n_bytes += written.len();
        self.last = written.bytes().last().or(self.last);
        self.pieces.push(piece);
    }
}

/// What the lines being read belong to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Current {
    Nothing,
    Routing,
    Addressees(Role),
    Field(usize),
    Distribution,
    /// Lines below a label that names officers.
    Officers(Part),
    Passing,
}

/// Which copy of the wire head is being read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wire {
    First,
    Again,
}

struct Walk<'t, 'l, 'd> {
    text: &'t str,
    lines: &'l mut Vec<Line>,
    diagnostics: &'d mut Vec<Diagnostic>,
    head: Head<'t>,
    known_year: Option<u16>,
    fields: Vec<Field<'t>>,
    /// The first field of each label, by the label's place in its enum: a text may repeat labels without end.
    first_of: [Option<usize>; label::N_LABELS],
    to: Vec<(Span, &'t str)>,
    info: Vec<(Span, &'t str)>,
    /// Lines of the Department's distribution, and those below DESIRED DISTRIBUTION.
    distribution: Vec<Span>,
    desired: Vec<Span>,
    /// Lines that name drafter, clearances and approval.
    officers: Vec<(Part, Span)>,
    current: Current,
    apart: bool,
    /// A page break came since the last line: a blank line is no end of a field then.
    broken: bool,
    /// Index of the last line that is certainly part of the head.
    core_end: usize,
    /// The first classification line with a number, taken apart already.
    numbered: Option<ClassificationLine<'t>>,
    /// The labels looked for already, by the index of the line, in order.
    labels: Vec<(usize, Option<label::Match<'t>>)>,
    n_repeated: usize,
    weak_classification: bool,
    wire: Wire,
    /// Where an addressee list was cut off for its length.
    cut_addressees: Option<usize>,
}

/// Reads the head of a cable and finds where the body begins. May part lines on which several fields stand.
pub(crate) fn parse<'t>(
    text: &'t str,
    lines: &mut Vec<Line>,
    known: Known<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Head<'t> {
    part_lines(text, lines, diagnostics);
    let core = core(text, lines);
    let mut walk = Walk {
        text,
        lines,
        diagnostics,
        head: Head::default(),
        known_year: known.year,
        fields: Vec::with_capacity(8),
        first_of: [None; label::N_LABELS],
        to: Vec::with_capacity(4),
        info: Vec::with_capacity(16),
        distribution: Vec::new(),
        desired: Vec::new(),
        officers: Vec::new(),
        current: Current::Nothing,
        apart: true,
        broken: false,
        core_end: core.end,
        numbered: core.numbered,
        labels: core.labels,
        n_repeated: 0,
        weak_classification: false,
        wire: Wire::First,
        cut_addressees: None,
    };
    walk.run();
    walk.finish(known)
}

/// Parts lines on which several fields of the head stand, such as `DEPT FOR EUR/CE E.O. 12958: DECL: …`.
///
/// Looks at the lines before the first paragraph only, and parts a bounded number of times.
fn part_lines(text: &str, lines: &mut Vec<Line>, diagnostics: &mut Vec<Diagnostic>) {
    const MOST_PARTS: usize = 64;
    // A mirror's sign before the letter of a reference parts nothing.
    const PILCROW: u8 = 0xC2;
    let mut cuts: Vec<(usize, usize)> = Vec::new();
    for (index, line) in lines.iter().enumerate().take(LONGEST_HEAD_LINES) {
        let content = line.content().of(text);
        if crate::body::paragraph::start(content).is_some_and(|start| start.number <= 2) {
            break;
        }
        if content.len() < 12 || line.kind != LineKind::Body {
            continue;
        }
        // An address on a line of its own hides no label.
        if content.len() <= 70 && transmission::is_routed(content) {
            continue;
        }
        // Behind a label stand a colon or full stops, but for `TAGS ` and `EO 1`.
        let is_sign = |byte: u8| matches!(byte, b':' | b'.' | PILCROW | b'G' | b'1');
        let signed = match bits::of_line(text, line.content(), is_sign) {
            Some(signs) => signs != 0,
            None => content.bytes().any(is_sign),
        };
        if !signed {
            continue;
        }
        for at in inner_labels(text, line.content()) {
            if content.as_bytes()[at - 1].is_ascii_alphabetic() {
                let start = line.span.start as usize + at;
                diagnostics.push(
                    Diagnostic::new(
                        Code::SubjectFused,
                        Span::new(start, line.content().end as usize),
                        "the label of another field runs into the word before it",
                    )
                    .with_help("the field before ends here"),
                );
            } else if content.as_bytes()[at] != PILCROW
                && !content[..at].trim_ascii().is_empty()
                && cuts.last().is_none_or(|(last, _)| *last != index)
            {
                let start = line.span.start as usize + at;
                diagnostics.push(
                    Diagnostic::new(
                        Code::LineEndsLost,
                        Span::new(start, line.content().end as usize),
                        "the label of another field stands on the line",
                    )
                    .with_help("the line was parted at the labels"),
                );
            }
            cuts.push((index, line.span.start as usize + at));
        }
        if cuts.len() >= MOST_PARTS {
            break;
        }
    }
    if cuts.is_empty() {
        return;
    }
    let mut parted = Vec::with_capacity(lines.len() + cuts.len());
    let mut cuts = cuts.into_iter().peekable();
    for (index, line) in lines.iter().enumerate() {
        let mut rest = *line;
        while let Some(&(at_index, at)) = cuts.peek() {
            if at_index != index {
                break;
            }
            cuts.next();
            let start = rest.span.start as usize;
            if at <= start || at >= rest.content().end as usize {
                continue;
            }
            parted.push(Line {
                span: Span::new(start, at),
                len: (at - start) as u32,
                kind: rest.kind,
            });
            rest = Line {
                span: Span::new(at, rest.span.end as usize),
                len: rest.content().end - at as u32,
                kind: rest.kind,
            };
        }
        parted.push(rest);
    }
    *lines = parted;
}

/// Labels looked for inside one line.
const MOST_INNER_LABELS: usize = 16;

/// Bytes looked back over in front of a label inside a line: a line may be the whole text.
const LOOKED_BACK_BYTES: usize = 300;

/// The end of a text, at most [`LOOKED_BACK_BYTES`] of it.
fn tail(text: &str) -> &str {
    let mut from = text.len().saturating_sub(LOOKED_BACK_BYTES);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    &text[from..]
}

/// Whether a line begins with one of the labels of nearly every head, written as usual.
fn is_plainly_labelled(line: &str) -> bool {
    const BEGIN: [[u8; 4]; 4] = [*b"TAGS", *b"SUBJ", *b"REF:", *b"E.O."];
    let bytes = line.as_bytes();
    // One branch, where the letter itself would make one for each.
    bytes.first_chunk::<4>().is_some_and(|first| {
        BEGIN
            .iter()
            .fold(0, |any, begin| any | u8::from(first == begin))
            != 0
    }) && [&b"TAGS:"[..], b"SUBJECT:", b"REF:", b"E.O. 1"]
        .iter()
        .any(|label| bytes.starts_with(label))
}

/// Whether a line begins as those of the wire head do in nearly every cable, which nothing else does.
fn is_plainly_wire(line: &str) -> bool {
    let bytes = line.as_bytes();
    let Some(&[first, second, third, fourth, fifth]) = bytes.first_chunk::<5>() else {
        return false;
    };
    let begins = match first {
        b'V' => [second, third, fourth, fifth] == *b"ZCZC",
        b'D' => [second, third, fourth] == *b"E R" && matches!(fifth, b'U' | b'H'),
        b'Z' | b'O' | b'P' | b'R' if second == first => third == b' ' && fourth == b'R',
        b'Z' | b'O' | b'P' | b'R' if second == b' ' => {
            third.is_ascii_digit() && fourth.is_ascii_digit() && fifth.is_ascii_digit()
        }
        b'Z' => [second, fourth] == *b"N " && matches!(third, b'Y' | b'R'),
        b'F' => [second, third] == *b"M ",
        b'T' => [second, third, fourth, fifth] == *b"O RU",
        b'I' => bytes.starts_with(b"INFO RU"),
        _ => false,
    };
    begins && furniture::ends_no_page_line(bytes)
}

/// What a label inside a line may begin with.
const BEGIN_INNER: Pairs = Pairs::new(&[
    (b"E", b".Oo"),
    (b"T", b"Aa"),
    (b"S", b"Uu"),
    (b"R", b"Ee"),
    (b"C", b"Ll"),
    (b"\xC2", b"\xB6"),
]);

/// The places in a line where a label or a paragraph may begin behind its first byte. The number of a paragraph is a one:
/// no digit stands behind it, nor a comma.
fn may_begin_label(text: &str, line: Span) -> impl Iterator<Item = usize> {
    let bytes = line.of(text).as_bytes();
    // A third of the letters of a line may stand first, and few of the letters behind them second.
    let is_first = |byte| matches!(byte, b'E' | b'T' | b'S' | b'R' | b'C' | 0xC2);
    let is_second = |byte: u8| {
        matches!(byte | 0x20, b'o' | b'a' | b'u' | b'e' | b'l') || matches!(byte, b'.' | 0xB6)
    };
    let ones = || bits::of_line(text, line, |byte| byte == b'1');
    let goes_on = || bits::of_line(text, line, |byte| byte.is_ascii_digit() || byte == b',');
    let begin = bits::of_line(text, line, is_first)
        .zip(bits::of_line(text, line, is_second))
        .zip(ones().zip(goes_on()))
        .map(|((first, second), (ones, goes_on))| {
            (first & second >> 1 | ones & !(goes_on >> 1)) & !1
        });
    let one_by_one = match begin {
        Some(_) => 0..0,
        None => 1..bytes.len().saturating_sub(1),
    };
    let begins = |at: &usize| match bytes[*at..] {
        [b'1', behind, ..] => !behind.is_ascii_digit() && behind != b',',
        [first, second, ..] => BEGIN_INNER.has(first, second),
        _ => false,
    };
    bits::places(begin.unwrap_or_default())
        .chain(one_by_one)
        .filter(begins)
}

/// Where labels of the head stand inside a line, the first [`MOST_INNER_LABELS`].
fn inner_labels(text: &str, line: Span) -> Vec<usize> {
    let content = line.of(text);
    let bytes = content.as_bytes();
    let mut found = Vec::new();
    let own = LazyCell::new(|| label::at_start(content));
    // The field that goes on at the place looked at.
    let mut behind: Option<Label> = None;
    let within = |behind: Option<Label>, label: Label| {
        behind.or_else(|| (*own).map(|found| found.label)) == Some(label)
    };
    let begins = |at: usize, word: &str| {
        bytes
            .get(at..at + word.len())
            .is_some_and(|w| w.eq_ignore_ascii_case(word.as_bytes()))
    };
    for at in may_begin_label(text, line) {
        let byte = bytes[at];
        if found.len() == MOST_INNER_LABELS {
            break;
        }
        let boundary = matches!(bytes[at - 1], b' ' | b'\t' | b'.' | b';' | b')');
        // In the middle of a word no number is looked for.
        if !boundary && byte == b'1' {
            continue;
        }
        // A mark before the label, `(C) SUBJECT:`, is the label's own.
        if at < 12 && (*own).is_some_and(|found| at < found.value_at) {
            continue;
        }
        // Run into the word before, `…PRIMEREF: A.` and `…ZENDAClassified By:`.
        let fused = matches!(byte, b'R' | b'C')
            && bytes[at - 1].is_ascii_alphabetic()
            && (bytes[at..].starts_with(b"REF: ") && bytes[at - 1].is_ascii_uppercase()
                || bytes[at..].starts_with(b"Classified By:"))
            && tail(&content[..at])
                .split([' ', ':'])
                .next_back()
                .is_some_and(|word| word.len() >= 3);
        // `… 05/22/2016TAGS: PREL`, `PREL, UKSUBJECT: …`, `… STOPCLASSIFIED BY: …`.
        let run_in = !boundary
            && bytes[at - 1].is_ascii_alphanumeric()
            && match byte {
                b'T' => bytes[at..].starts_with(b"TAGS:") && within(behind, Label::ExecutiveOrder),
                b'S' => {
                    (bytes[at..].starts_with(b"SUBJECT:") || bytes[at..].starts_with(b"SUBJ:"))
                        && (within(behind, Label::Tags) || within(behind, Label::ExecutiveOrder))
                }
                b'C' => {
                    bytes[at..].starts_with(b"CLASSIFIED BY:") && within(behind, Label::Subject)
                }
                _ => false,
            };
        let fused = fused || run_in;
        // `SIPDISE.O. 12958: …`: the order ran into the caption before it.
        let behind_caption = byte == b'E'
            && at < 24
            && bytes[at..].starts_with(b"E.O. 1")
            && caption::parse_line(&content[..at]).is_some();
        if fused || behind_caption {
            found.push(at);
            behind = field_begun_by(byte).or(behind);
            continue;
        }
        if !boundary && byte != 0xC2 {
            continue;
        }
        let here = match byte {
            b'E' if boundary
                && bytes
                    .get(at + 1)
                    .is_some_and(|b| matches!(b, b'.' | b'O' | b' '))
                && within(behind, Label::Subject)
                && !subject::order_has_colon(&content[at..]) =>
            {
                false
            }
            b'E' if boundary => {
                (begins(at, "E.O. 1")
                    || begins(at, "EO 1")
                    || begins(at, "E.O.: 1")
                    || begins(at, "E.O.1"))
                    && !ends_with_reason(tail(&content[..at]))
            }
            b'T' if boundary => {
                (begins(at, "TAGS:")
                    || begins(at, "TAGS ") && tags::begins_list(content[at + 5..].trim_start()))
                    && (*own).is_none_or(|found| found.label != Label::Tags)
            }
            b'S' if boundary => {
                bytes[at..].starts_with(b"SUBJECT:")
                    || bytes[at..].starts_with(b"SUBJ:")
                    || begins(at, "Subject: ") && content.len() > 100
            }
            b'R' if boundary => {
                bytes[at..].starts_with(b"REF:")
                    || bytes[at..].starts_with(b"REFTEL:")
                    || bytes[at..].starts_with(b"REFS:")
                    || (bytes[at..].starts_with(b"Ref: ") || cites_behind(&content[at..]))
                        && within(behind, Label::Subject)
            }
            b'C' if boundary => {
                (bytes[at..].starts_with(b"CLASSIFIED BY:")
                    || bytes[at..].starts_with(b"Classified By:")
                    || bytes[at..].starts_with(b"Classified by:")
                    || bytes[at..].starts_with(b"Classified by ")
                        && (within(behind, Label::Subject) || within(behind, Label::References)))
                    && (*own).is_none_or(|found| found.label != Label::ClassifiedBy)
            }
            b'1' if boundary => {
                let rest = &content[at..];
                crate::body::paragraph::start(rest)
                    .is_some_and(|start| start.number == 1 && start.portion.is_some())
                    && own.is_some()
            }
            0xC2 => content[at..].starts_with('¶'),
            _ => false,
        };
        if here {
            found.push(at);
            behind = field_begun_by(byte).or(behind);
        }
    }
    found
}

/// The field whose label begins with this letter, of those inside which others are told by more than a colon.
fn field_begun_by(byte: u8) -> Option<Label> {
    match byte {
        b'S' => Some(Label::Subject),
        b'T' => Some(Label::Tags),
        b'E' => Some(Label::ExecutiveOrder),
        b'R' => Some(Label::References),
        _ => None,
    }
}

/// Whether a post and a number follow REF without its colon: `REF (A) VIENNA 702`, `REF A: VIENNA 702`.
fn cites_behind(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("REF") else {
        return false;
    };
    let rest = rest.strip_prefix('S').unwrap_or(rest);
    if !rest.starts_with(' ') {
        return false;
    }
    let mut words = rest
        .split([' ', '(', ')', ':', '.', ',', ';'])
        .filter(|word| !word.is_empty())
        .take(4)
        .skip_while(|word| word.len() == 1);
    // Behind a letter in brackets a post that no table has is known by its capitals and a telegram's number.
    let lettered = matches!(rest.as_bytes(), [b' ', b'(', b'A', b')', b' ', ..]);
    let post = words.next().unwrap_or("");
    let number = words.next().unwrap_or("");
    let is_number = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
    let is_post = post.len() >= 4 && crate::post::exact(&crate::post::compact(post)).is_some();
    let may_be_post = || {
        lettered
            && (3..=16).contains(&post.len())
            && post.bytes().all(|b| b.is_ascii_uppercase())
            && number.len() <= 6
    };
    is_number && (is_post || may_be_post())
}

/// `… for reasons E.O. 12958 1.4 (b)`: the order named by the classifier is no field of its own.
fn ends_with_reason(before: &str) -> bool {
    let upper = before.to_ascii_uppercase();
    let tail = upper.trim_end_matches([' ', ':', '.', ',', ';', '(']);
    [
        "REASON", "REASONS", "UNDER", "PER", "FOR", "BY", "OF", "WITH", "SECTION", "AND",
    ]
    .iter()
    .any(|word| tail.ends_with(word))
        || upper.contains("CLASSIFIED BY")
        || upper.contains("REASON")
}

/// What is certain of a head before it is read.
#[derive(Debug, Default)]
struct Core<'t> {
    /// One past the last line, before the first paragraph, that can only be part of a head.
    end: usize,
    /// The first classification line with a number, taken apart.
    numbered: Option<ClassificationLine<'t>>,
    /// The labels looked for so far, by the index of the line, in order.
    labels: Vec<(usize, Option<label::Match<'t>>)>,
}

/// Looks for lines that can only be part of a head.
fn core<'t>(text: &'t str, lines: &[Line]) -> Core<'t> {
    let mut seen = [false; 16];
    let mut core = Core {
        labels: Vec::with_capacity(16),
        ..Core::default()
    };
    for (index, line) in lines.iter().enumerate().take(LONGEST_HEAD_LINES) {
        let content = flow::trimmed(line.content().of(text));
        if content.is_empty() || content.len() > 400 || line.kind != LineKind::Body {
            continue;
        }
        if index > 0
            && crate::body::paragraph::start(content)
                .is_some_and(|start| start.portion.is_some() || start.pilcrow)
        {
            break;
        }
        let Some(kind) = core.strong_element(index, content, line.content().of(text)) else {
            continue;
        };
        if !std::mem::replace(&mut seen[kind], true) {
            core.end = index + 1;
        }
    }
    core
}

impl<'t> Core<'t> {
    /// The kind of an element of the head that nothing in a body looks like, of the line `written`; `content` is the
    /// same without blanks. Where a classification line with a number was found, no other is looked for.
    fn strong_element(&mut self, index: usize, content: &str, written: &'t str) -> Option<usize> {
        let first = content.as_bytes()[0];
        // Routing, date and copies: neither labels nor levels.
        if matches!(first, b'O' | b'P' | b'R' | b'I') && is_plainly_wire(content) {
            return None;
        }
        Some(match first {
            b'V' | b'Z' if transmission::is_id_line(content) => 0,
            b'D' if transmission::is_station_line(content) => 1,
            b'Z' if transmission::is_security_line(content) => 2,
            b'F' if content.starts_with("FM ") => 3,
            b'T' if content.starts_with("TO ") => 4,
            b'R' if transmission::is_routed(content) => return None,
            _ => {
                let found = label::at_start(written);
                self.labels.push((index, found));
                if let Some(found) = found {
                    return match found.label {
                        Label::ExecutiveOrder => Some(5),
                        Label::Tags => Some(6),
                        Label::Subject => Some(7),
                        Label::ClassifiedBy => Some(8),
                        _ => None,
                    };
                }
                if self.numbered.is_some() {
                    return None;
                }
                self.numbered = classification::parse(written).filter(|read| {
                    read.number.is_some()
                        && (read.spaced
                            || content.starts_with("UNCLAS")
                            || content.starts_with("LIMITED")
                            || content.len() < 50)
                });
                return self.numbered.as_ref().map(|_| 9);
            }
        })
    }
}

impl<'t> Walk<'t, '_, '_> {
    fn run(&mut self) {
        let mut index = 0;
        while index < self.lines.len() {
            // What the layout told is no part of a field and parts none.
            match self.lines[index].kind {
                LineKind::Body => {}
                LineKind::Redaction => {
                    index += 1;
                    continue;
                }
                // A heading stands in front of text.
                LineKind::Heading => break,
                LineKind::Attribute => {
                    self.current = Current::Nothing;
                    index += 1;
                    continue;
                }
                _ => {
                    self.apart = false;
                    self.broken = true;
                    index += 1;
                    continue;
                }
            }
            let content = self.lines[index].content();
            let written = content.of(self.text);
            if furniture::is_blank(written) {
                self.lines[index].kind = LineKind::Blank;
                self.apart = !self.broken || self.apart;
                index += 1;
                continue;
            }
            let kind = self.line(index, content, written);
            match kind {
                Some(LineKind::Furniture) => {
                    self.lines[index].kind = LineKind::Furniture;
                    self.apart = false;
                    self.broken = true;
                }
                Some(kind) => {
                    self.lines[index].kind = kind;
                    self.apart = false;
                    self.broken = false;
                }
                None => break,
            }
            index += 1;
        }
        self.head.body_from = index;
    }

    /// Reads one line; `None` where the body begins with it.
    fn line(&mut self, index: usize, content: Span, written: &'t str) -> Option<LineKind> {
        let trimmed = flow::trimmed(written);
        // `RUEHEW/AMEMBASSY EDELWEISS 0017`: most lines of most heads, and nothing else begins so.
        if let Current::Addressees(role) = self.current
            && transmission::is_routed(trimmed)
            && trimmed.len() <= 90
            && !self.apart
        {
            let span = flow::trim(self.text, content);
            self.address(role, span, trimmed);
            return Some(match role {
                Role::Action => LineKind::To,
                Role::Info => LineKind::Info,
            });
        }
        // The caption of a decade: no question before that of captions has another answer than no.
        if trimmed == "SIPDIS"
            && matches!(
                self.current,
                Current::Nothing | Current::Field(_) | Current::Addressees(_)
            )
        {
            return self.other(index, content, written, trimmed, None);
        }
        if is_plainly_wire(trimmed) {
            debug_assert!(
                furniture::recognize(written).is_none()
                    && crate::body::paragraph::start(written).is_none()
                    && !Self::is_publisher_date(trimmed),
                "{trimmed}"
            );
            return self.wire_or_text(index, content, written, trimmed);
        }
        // Nothing of the wire head begins with one of these, nor any furniture.
        if is_plainly_labelled(trimmed)
            && self.head.date_time_group.is_some()
            && let Some(kind) = self.labelled(index, content, written)
        {
            return Some(kind);
        }
        if let Some(found) = furniture::recognize(written) {
            match found {
                Furniture::Banner => {
                    if let Some(kind) = self.banner(index, content, trimmed) {
                        return Some(kind);
                    }
                }
                Furniture::End if index < self.core_end || self.head.n_elements > 0 => {
                    return Some(LineKind::Furniture);
                }
                Furniture::End => {}
                Furniture::Separator { .. } | Furniture::PageLine | Furniture::Stamp => {
                    return Some(LineKind::Furniture);
                }
            }
        }
        // A numbered paragraph ends the head, unless it is an item of the list of references.
        if let Some(start) = crate::body::paragraph::start(written) {
            let in_references = matches!(self.current, Current::Field(at) if self.fields[at].label == Label::References)
                && start.portion.is_none()
                && !start.pilcrow
                && !self.apart
                && !(start.number == 1 && self.has_letters());
            if !in_references
                && (index >= self.core_end || start.portion.is_some() || start.pilcrow)
            {
                return None;
            }
        }
        if Self::is_publisher_date(trimmed) {
            self.current = Current::Nothing;
            return Some(LineKind::HeadOther);
        }
        self.wire_or_text(index, content, written, trimmed)
    }

    /// A line of the wire head, or one of the head below it.
    fn wire_or_text(
        &mut self,
        index: usize,
        content: Span,
        written: &'t str,
        trimmed: &'t str,
    ) -> Option<LineKind> {
        if let Some(kind) = self.wire(index, content, written, trimmed) {
            self.head.n_elements += 1;
            return Some(kind);
        }
        if let Some(kind) = self.labelled(index, content, written) {
            return Some(kind);
        }
        // The same line, not only the same words: the parts are slices of it.
        let read = match self.numbered.take_if(|read| read.is_of(written)) {
            Some(read) => Some(read),
            None => classification::parse(written),
        };
        if let Some(kind) = self.classification(index, content, written, read.as_ref()) {
            self.head.n_elements += 1;
            return Some(kind);
        }
        self.other(index, content, written, trimmed, read)
    }

    /// A line that begins with a label.
    fn labelled(&mut self, index: usize, content: Span, written: &'t str) -> Option<LineKind> {
        let found = match self.labels.binary_search_by_key(&index, |(at, _)| *at) {
            Ok(at) => self.labels[at].1?,
            Err(_) => label::at_start(written)?,
        };
        if self.is_word_of_subject(written, &found) {
            return None;
        }
        // `REF` in a sentence of a body is none: there must be a head, or the text must begin with it.
        self.head.n_elements += 1;
        Some(self.label(content, written, &found))
    }

    /// Whether the field being read has items already that are not numbered: then a number begins the body.
    fn has_letters(&self) -> bool {
        let Current::Field(at) = self.current else {
            return false;
        };
        let first = self.fields[at]
            .pieces
            .iter()
            .map(|piece| piece.of(self.text).trim_ascii())
            .find(|piece| !piece.is_empty());
        first.is_some_and(|first| {
            !first
                .trim_start_matches('(')
                .starts_with(|c: char| c.is_ascii_digit())
                || first.starts_with(|c: char| c.is_ascii_digit())
                    && !first[1..].starts_with(['.', ')', ' '])
        })
    }

    /// A level alone on its line: the classification where there is no better line, else a page banner.
    fn banner(&mut self, index: usize, content: Span, trimmed: &'t str) -> Option<LineKind> {
        let next = self.lines[index + 1..]
            .iter()
            .map(|line| line.content().of(self.text).trim())
            .find(|line| !line.is_empty());
        let read = classification::parse(trimmed)?;
        if self.broken_classification(index, content, content.of(self.text), Some(&read)) {
            return Some(LineKind::Classification);
        }
        // `SENSITIVE BUT UNCLASSIFIED` below an UNCLAS line is a caption.
        if read.level == Level::SensitiveButUnclassified && self.head.number.is_some() {
            self.push_caption("SENSITIVE", content);
            return Some(LineKind::Caption);
        }
        // `C O N F I D E N T I A L` with section, post and number on the next line.
        if read.spaced
            && self.head.classification.is_none()
            && next.is_some_and(|next| {
                next.starts_with("SECTION")
                    || classification::parse(&format!("SECRET {next}"))
                        .is_some_and(|read| read.number.is_some())
            })
        {
            self.set_classification(&read, content, trimmed, true);
            return Some(LineKind::Classification);
        }
        if self.head.classification.is_none()
            && (read.spaced || index >= 1)
            && self.head.n_elements > 0
        {
            self.set_classification(&read, content, trimmed, true);
            self.current = Current::Nothing;
            return Some(LineKind::Classification);
        }
        if index >= self.core_end
            && self.head.n_elements == 0
            && self.core_end == 0
            && self.lines.len() > 1
        {
            // A fragment that begins with its level.
            self.set_classification(&read, content, trimmed, true);
            self.head.n_elements += 1;
            return Some(LineKind::Classification);
        }
        if self.lines.len() == 1 {
            self.set_classification(&read, content, trimmed, true);
            self.head.n_elements += 1;
            return Some(LineKind::Classification);
        }
        if self.opens_text_head(index, &read) {
            self.set_classification(&read, content, trimmed, true);
            self.head.n_elements += 1;
            return Some(LineKind::Classification);
        }
        Some(LineKind::Furniture)
    }

    /// Whether a level alone on its line, above which nothing of a head stands, is that of the text head and no page's:
    /// a caption or a label comes next. A better line below takes its place.
    fn opens_text_head(&self, index: usize, read: &ClassificationLine<'_>) -> bool {
        self.head.classification.is_none()
            && self.head.n_elements == 0
            && self.head.date_time_group.is_none()
            && read.rest.is_empty()
            && read.number.is_none()
            && self.lines[index + 1..]
                .iter()
                .map(|line| line.content().of(self.text).trim())
                .find(|line| !line.is_empty())
                .is_some_and(|next| {
                    next.len() <= 80
                        && (caption::parse_line(next).is_some()
                            || label::at_start(next)
                                .is_some_and(|found| found.label == Label::ExecutiveOrder))
                })
    }

    /// The date a publisher put above the text: `Tuesday, 17 October 2006, 06:20`.
    fn is_publisher_date(trimmed: &str) -> bool {
        const DAYS: [&str; 7] = [
            "Monday",
            "Tuesday",
            "Wednesday",
            "Thursday",
            "Friday",
            "Saturday",
            "Sunday",
        ];
        trimmed.len() < 50
            && matches!(
                trimmed.as_bytes(),
                [b'M' | b'T' | b'W' | b'F' | b'S', b'a'..=b'z', ..]
            )
            && trimmed.split_once(',').is_some_and(|(day, rest)| {
                DAYS.contains(&day)
                    && rest.trim().starts_with(|c: char| c.is_ascii_digit())
                    && rest.contains(':')
            })
    }

    /// Lines of the wire head.
    fn wire(
        &mut self,
        index: usize,
        content: Span,
        written: &'t str,
        trimmed: &'t str,
    ) -> Option<LineKind> {
        let start = content.start as usize;
        let bytes = trimmed.as_bytes();
        match bytes[0] {
            b'V' | b'Z' | b'v' | b'z' | b'N' if transmission::is_id_line(trimmed) => {
                self.current = Current::Nothing;
                if self.begins_wire_again() {
                    return Some(LineKind::RepeatedHead);
                }
                if self.head.transmission.id.is_none() {
                    self.head.transmission.read_id(written, start);
                }
                return Some(LineKind::TransmissionId);
            }
            b'Z' | b'z' if transmission::is_security_line(trimmed) => {
                if self.head.transmission.security.is_none() {
                    self.head.transmission.read_security(written, start);
                }
                self.current = Current::Nothing;
                return Some(LineKind::Security);
            }
            b'D' | b'd' if transmission::is_station_line(trimmed) => {
                self.current = Current::Nothing;
                if self.begins_wire_again() {
                    return Some(LineKind::RepeatedHead);
                }
                if self.head.transmission.station_serial.is_none() {
                    self.head.transmission.read_station(written, start);
                }
                return Some(LineKind::Station);
            }
            b'O' | b'P' | b'R' | b'Z' | b'Y' | b'M' | b'0' | b'o' | b'p' | b'r'
                if transmission::is_routing_line(trimmed) =>
            {
                if self.begins_wire_again() {
                    self.current = Current::Nothing;
                    return Some(LineKind::RepeatedHead);
                }
                self.head.transmission.read_routing(written, start);
                self.current = Current::Routing;
                return Some(LineKind::Routing);
            }
            // The prosign was lost with the start of the line.
            b'R' if self.head.transmission.id.is_some()
                && self.head.date_time_group.is_none()
                && self.head.transmission.station_serial.is_none()
                && transmission::is_routing_continuation(trimmed) =>
            {
                self.head.transmission.read_routing(written, start);
                self.current = Current::Routing;
                return Some(LineKind::Routing);
            }
            // Signals behind the security letters or the last addressee.
            b'Z' if self.head.number.is_none() && transmission::is_signal_line(trimmed) => {
                self.head.transmission.read_security(written, start);
                return Some(LineKind::Security);
            }
            // Day and time of filing on the line below the serial.
            b'0'..=b'9'
                if self.head.transmission.station_serial.is_some()
                    && self.head.transmission.filed_at.is_none()
                    && self.head.date_time_group.is_none()
                    && trimmed.len() == 7
                    && self.head.transmission.read_filed(
                        trimmed,
                        start + (trimmed.as_ptr() as usize - written.as_ptr() as usize),
                    ) =>
            {
                return Some(LineKind::Station);
            }
            _ => {}
        }
        if self.current == Current::Routing && transmission::is_routing_continuation(trimmed) {
            self.head.transmission.read_routing(written, start);
            return Some(LineKind::Routing);
        }
        if self.head.date_time_group.is_none() {
            if date_time_group::is_reception(trimmed)
                || date_time_group::is_bare_time(trimmed) && self.is_dated_below(index)
            {
                self.current = Current::Distribution;
                return Some(LineKind::Distribution);
            }
            if let Some(line) = self.date_time_line(index, content, written) {
                self.head.precedence = line.precedence;
                self.head.date_time_group = Some(line.group);
                // The originator may stand on the same line.
                let rest = line.rest.of(self.text);
                for word in rest
                    .split_ascii_whitespace()
                    .filter(|word| word.len() == 3 && word.starts_with('Z'))
                {
                    self.head.transmission.operating_signals.push(word.into());
                }
                if let Some(at) = flow::find_word(rest, "FM ") {
                    self.diagnostics.push(
                        Diagnostic::new(
                            Code::LineEndsLost,
                            line.rest,
                            "the originator stands on the line of the date-time group",
                        )
                        .with_help("the line was parted at FM"),
                    );
                    self.from(line.rest.start as usize + at + 3, &rest[at + 3..]);
                }
                self.current = Current::Nothing;
                return Some(LineKind::DateTimeGroup);
            }
        } else if bytes[0].is_ascii_uppercase()
            && bytes
                .get(1)
                .is_some_and(|&b| b == b' ' || b == bytes[0] || b.is_ascii_digit())
            && trimmed.len() <= 60
            && self.head.date_time_group.is_some()
            && self.head.subject.is_none()
            && date_time_group::parse(written, start, self.known_year, &mut Vec::new())
                .is_some_and(|line| line.group.value.moment.is_some())
            && !matches!(self.current, Current::Field(_))
        {
            self.current = Current::Nothing;
            self.begins_wire_again();
            return Some(LineKind::DateTimeGroup);
        }
        let starts = |word: &str| trimmed.get(..word.len()).is_some_and(|w| w == word);
        if is_distribution(trimmed)
            || trimmed == "INFO" && self.lists_offices_below(index)
            || !self.distribution.is_empty()
                && self.head.date_time_group.is_none()
                && index < self.core_end
                && is_offices(trimmed)
            || self.current == Current::Distribution
                && (is_distribution_continuation(trimmed)
                    || self.head.date_time_group.is_none() && is_office_list(trimmed))
        {
            self.current = Current::Distribution;
            if self.head.date_time_group.is_none() {
                self.distribution.push(content);
            }
            return Some(LineKind::Distribution);
        }
        // TO and INFO are words of a wrapped subject, too.
        let labelled = addressee::line_label(trimmed)
            .filter(|(_, at)| !self.in_subject() || addressee::is_certain(&trimmed[*at..]));
        let indent = start + (trimmed.as_ptr() as usize - written.as_ptr() as usize);
        if let Some((label, at)) = labelled
            && self.head.number.is_none()
            && !addressee::is_spelled(&trimmed[..at])
        {
            self.diagnostics.push(
                Diagnostic::new(
                    Code::LabelRepaired,
                    Span::new(indent, indent + trimmed[..at].trim_end().len()),
                    format!(
                        "expected the label {}, found `{}`",
                        label.as_str(),
                        crate::diagnostic::excerpt(trimmed[..at].trim())
                    ),
                )
                .with_help(format!("the line was read as {}", label.as_str())),
            );
        }
        if let Some((addressee::LineLabel::From, at)) = labelled
            && self.head.from.is_none()
        {
            self.from(indent + at, &trimmed[at..]);
            self.current = Current::Nothing;
            return Some(LineKind::From);
        }
        let text_head =
            self.head.subject.is_some() || self.first_of[Label::Tags as usize].is_some();
        if !text_head && (self.head.number.is_none() || self.weak_classification) {
            if let Some((addressee::LineLabel::Addressees(role), at)) = labelled {
                let value = &trimmed[at..];
                // `INFO:   DCM POL ECON`: where a post sends its own copies.
                if !addressee::may_be_labelled(trimmed, value) {
                    self.current = Current::Nothing;
                    return Some(LineKind::HeadOther);
                }
                let kind = self.addressee_line(role, indent + at, value);
                return Some(if self.wire == Wire::Again {
                    LineKind::RepeatedHead
                } else {
                    kind
                });
            }
            if starts("XMT") {
                let role = if self.info.is_empty() {
                    Role::Action
                } else {
                    Role::Info
                };
                self.address(role, flow::trim(self.text, content), trimmed);
                self.current = Current::Addressees(role);
                return Some(LineKind::Exempt);
            }
        }
        if let Some((part, n)) = officer::label(trimmed) {
            let value = trimmed[n..].trim_start_matches([' ', ':', '\t']);
            let at = indent + trimmed.len() - value.len();
            self.officer_line(part, Span::new(at, at + value.len()));
            self.current = Current::Officers(part);
            return Some(LineKind::Drafting);
        }
        if let Current::Officers(part) = self.current
            && !self.apart
        {
            let goes_on = match part {
                Part::Desired => trimmed.len() <= 60 && label::at_start(trimmed).is_none(),
                _ => {
                    officer::continues(trimmed)
                        && crate::body::parts::opening(trimmed, true).is_none()
                }
            };
            if goes_on {
                // Below the approval stand the clearances, without a label of their own.
                let part = match part {
                    Part::Drafted | Part::Approved => Part::Cleared,
                    part => part,
                };
                self.officer_line(part, flow::trim(self.text, content));
                return Some(LineKind::Drafting);
            }
        }
        None
    }

    /// Whether a date-time line with month and year stands below a time alone: then the time is that of reception.
    fn is_dated_below(&self, index: usize) -> bool {
        const FARTHEST: usize = 60;
        let mut below = self.lines[index + 1..]
            .iter()
            .take(FARTHEST)
            .filter(|line| line.kind == LineKind::Body && (12..=60).contains(&line.len))
            .map(|line| line.content().of(self.text).trim_start());
        below.any(|written| {
            written.starts_with(|c: char| c.is_ascii_uppercase() || c == '0')
                && date_time_group::parse(written, 0, self.known_year, &mut Vec::new()).is_some_and(
                    |line| {
                        line.complete
                            && (line.precedence.action.is_some() || line.group.span.start > 0)
                    },
                )
        })
    }

    /// Whether offices with counts stand below a lone `INFO` in the wire head: a copy list, and no addressees.
    fn lists_offices_below(&self, index: usize) -> bool {
        const FARTHEST: usize = 8;
        self.head.date_time_group.is_none()
            && self.head.from.is_none()
            && self.lines[index + 1..]
                .iter()
                .take(FARTHEST)
                .any(|line| is_offices(line.content().of(self.text)))
    }

    /// Notes that a line of the wire head stands behind addressees: the head is there again, and its addressees are
    /// those of the first copy.
    fn begins_wire_again(&mut self) -> bool {
        if self.wire == Wire::First && (!self.to.is_empty() || !self.info.is_empty()) {
            self.wire = Wire::Again;
            self.n_repeated += 1;
        }
        self.wire == Wire::Again
    }

    /// The date-time line that begins here. One that was broken goes on with the next line.
    fn date_time_line(
        &mut self,
        index: usize,
        content: Span,
        written: &str,
    ) -> Option<date_time_group::DateTimeLine> {
        let nearby = date_time_group::Nearby {
            year: self.known_year,
            filed: self.head.transmission.day_of_year,
        };
        let start = content.start as usize;
        let mut said = Vec::new();
        let read = date_time_group::parse_near(written, start, nearby, &mut said);
        let whole = read
            .as_ref()
            .is_some_and(|line| line.complete || !line.rest.of(self.text).trim().is_empty());
        let first = written.trim_start().as_bytes()[0];
        if !whole
            && written.len() <= 24
            && (first.is_ascii_digit() || matches!(first, b'O' | b'P' | b'R' | b'Z'))
            && let Some(next) = self.lines.get(index + 1)
            && next.kind == LineKind::Body
            && next.len <= 48
        {
            let both = content.cover(next.content());
            let mut said = Vec::new();
            if let Some(line) =
                date_time_group::parse_near(both.of(self.text), start, nearby, &mut said)
                && line.complete
                && line.group.span.end > next.span.start
            {
                self.diagnostics.append(&mut said);
                self.lines[index + 1].kind = LineKind::DateTimeGroup;
                return Some(line);
            }
        }
        self.diagnostics.append(&mut said);
        read
    }

    fn officer_line(&mut self, part: Part, value: Span) {
        match part {
            Part::Desired if !value.is_empty() => self.desired.push(value),
            Part::Desired | Part::Other => {}
            _ => self.officers.push((part, value)),
        }
    }

    /// Reads the lines that name drafter, clearances and approval.
    fn finish_officers(&mut self) {
        for &(part, value) in &self.officers {
            self.head
                .add_officers(part, officer::list(self.text, value));
        }
    }

    fn from(&mut self, at: usize, value: &'t str) {
        if self.head.from.is_none() && !value.trim().is_empty() {
            self.head.from = Some(addressee::parse_originator(value, at));
        }
    }

    /// Takes one line of an addressee list, as long as there is room; those of a second copy are left.
    fn address(&mut self, role: Role, span: Span, value: &'t str) {
        if self.wire == Wire::Again {
            return;
        }
        let list = match role {
            Role::Action => &mut self.to,
            Role::Info => &mut self.info,
        };
        if list.len() < MOST_ADDRESSEE_LINES {
            list.push((span, value));
        } else {
            self.cut_addressees.get_or_insert(span.start as usize);
        }
    }

    fn addressee_line(&mut self, role: Role, at: usize, value: &'t str) -> LineKind {
        self.current = Current::Addressees(role);
        if role == Role::Action
            && let Some(info) = addressee::inner_info(value)
        {
            self.addressee_line(role, at, value[..info].trim_end());
            let rest = value[info + 4..].trim_start();
            return self.addressee_line(Role::Info, at + value.len() - rest.len(), rest);
        }
        // A page line may have been fused to the label: the addressee is on the next line.
        if !matches!(furniture::recognize(value), Some(Furniture::PageLine)) && !value.is_empty() {
            self.address(role, Span::new(at, at + value.len()), value);
        }
        match role {
            Role::Action => LineKind::To,
            Role::Info => LineKind::Info,
        }
    }

    /// A labelled line: opens a field, or repeats one.
    fn label(&mut self, content: Span, written: &'t str, found: &label::Match<'t>) -> LineKind {
        let base = content.start as usize;
        let value = Span::new(base + found.value_at, content.end as usize);
        let label_span = flow::trim(self.text, Span::new(base, base + found.value_at));
        if found.label == Label::Classification {
            if let Some(mut read) = classification::parse(value.of(self.text)) {
                // The label of another form below a line that names the cable says nothing of its name.
                if self.head.number.is_some() {
                    (read.post, read.number) = (None, None);
                }
                self.set_classification(&read, value, value.of(self.text), true);
            }
            self.current = Current::Nothing;
            return LineKind::Classification;
        }
        let kind = match found.label {
            Label::ExecutiveOrder => LineKind::ExecutiveOrder,
            Label::Tags => LineKind::Tags,
            Label::Subject => LineKind::Subject,
            Label::References => LineKind::References,
            Label::ClassifiedBy => LineKind::ClassifiedBy,
            Label::Reason => LineKind::Reason,
            _ => LineKind::Declassify,
        };
        let seen = self.first_of[found.label as usize];
        let mut repeated = false;
        if let Some(seen) = seen {
            let empty = self.fields[seen].n_bytes == 0;
            // A second REF or REASON block right behind the first goes on with it; elsewhere it repeats.
            let goes_on = matches!(found.label, Label::References | Label::Reason)
                && self.current == Current::Field(seen)
                && !self.head_repeats();
            if empty || goes_on {
                self.fields[seen].push(self.text, value);
                self.current = Current::Field(seen);
                return kind;
            }
            repeated = true;
            self.n_repeated += 1;
        }
        let portion = found.portion.map(|mark| {
            let at = base + (mark.as_ptr() as usize - written.as_ptr() as usize);
            (mark, Span::new(at, at + mark.len()))
        });
        let mut field = Field {
            label: found.label,
            pieces: SmallVec::new(),
            portion,
            typo: found.typo,
            label_span,
            repeated,
            n_bytes: 0,
            last: None,
            cut: None,
        };
        field.push(self.text, value);
        self.first_of[found.label as usize].get_or_insert(self.fields.len());
        self.fields.push(field);
        self.current = Current::Field(self.fields.len() - 1);
        if repeated {
            LineKind::RepeatedHead
        } else {
            kind
        }
    }

    fn head_repeats(&self) -> bool {
        self.n_repeated > 0
    }

    /// A classification line with post and number, or the rest of one.
    fn classification(
        &mut self,
        index: usize,
        content: Span,
        written: &'t str,
        read: Option<&ClassificationLine<'t>>,
    ) -> Option<LineKind> {
        if self.broken_classification(index, content, written, read) {
            return Some(LineKind::Classification);
        }
        // Section, post and number on the line below the level.
        if self.head.classification.is_some()
            && self.head.number.is_none()
            && self.current == Current::Nothing
        {
            let trimmed = written.trim_start();
            if trimmed.len() < 60
                && (trimmed.starts_with("SECTION")
                    || trimmed.starts_with(|c: char| c.is_ascii_uppercase()))
            {
                let joined = format!("SECRET {trimmed}");
                if let Some(read) = classification::parse(&joined)
                    && let (Some(post), Some((number, from, to))) = (read.post, read.number)
                    && caption::parse_line(trimmed).is_none()
                    && post.len() <= 24
                    && !caption::is_passing(trimmed)
                {
                    let indent = written.len() - trimmed.len();
                    let base = content.start as usize + indent;
                    let post_at = trimmed.find(post)?;
                    self.head.post = Some(Located::new(
                        &trimmed[post_at..post_at + post.len()],
                        Span::new(base + post_at, base + post_at + post.len()),
                    ));
                    let place = Span::new(base + from - 7, base + to - 7);
                    self.note_letters_in_number(number, place);
                    self.head.number = Some(Located::new(number, place));
                    if self.head.section.is_none()
                        && let Some(section) = read.section
                    {
                        let (from, to) = read.section_at;
                        let place = Span::new(base + from - 7, base + to - 7);
                        self.note_slip_in_section(section, place);
                        self.head.section = Some(section);
                    }
                    return Some(LineKind::Classification);
                }
            }
        }
        let damaged;
        let read = if let Some(read) = read.filter(|read| read.number.is_some()) {
            read
        } else {
            damaged = self.damaged_classification(content, written)?;
            &damaged
        };
        let (number, _, _) = read.number?;
        // `SECRET PLAN 9` in a sentence: a post is at most a few words, and the line is not prose.
        if !read.spaced
            && !read.rest.is_empty()
            && caption::parse_line(read.rest).is_none()
            && read.rest.bytes().any(|b| b.is_ascii_lowercase())
        {
            return None;
        }
        if read.post.is_none() && !read.spaced {
            return None;
        }
        let same = self
            .head
            .number
            .as_ref()
            .is_some_and(|seen| seen.value == number);
        if self.head.number.is_some() && !self.weak_classification {
            if !same && self.head.subject.is_none() && !self.fields.is_empty() {
                return None;
            }
            self.n_repeated += 1;
            self.current = Current::Nothing;
            return Some(LineKind::RepeatedHead);
        }
        // Above the wire head a line such as `UNCLASSIFIED STRELSAU 00100153` is a title; a later one is better.
        let weak = self.head.date_time_group.is_none() && self.head.from.is_none();
        self.set_classification(read, content, written, weak);
        self.weak_classification = weak;
        self.current = Current::Nothing;
        Some(LineKind::Classification)
    }

    /// A classification line that needs mending, before the number of the cable is known.
    fn damaged_classification(
        &mut self,
        content: Span,
        written: &'t str,
    ) -> Option<ClassificationLine<'t>> {
        if self.head.number.is_some()
            || written.len() > 100
            || !written.bytes().any(|b| b.is_ascii_digit())
        {
            return None;
        }
        let from = self
            .head
            .from
            .as_ref()
            .map(|from| crate::post::compact(&from.value.name));
        let read = classification::parse_damaged(written, |post| {
            let post = crate::post::compact(post);
            from.as_ref().is_some_and(|from| from.ends_with(&*post))
                || crate::post::exact(&post).is_some()
        })?;
        // A misspelt level is told where it is kept.
        let words = &written[read.level_start..read.level_end];
        if !classification::is_misspelt(words) {
            self.diagnostics.push(
                Diagnostic::new(
                    Code::ClassificationRepaired,
                    content,
                    format!(
                        "expected level, post and number, found `{}`",
                        excerpt(written)
                    ),
                )
                .with_help("the level was parted from what it runs into"),
            );
        }
        Some(read)
    }

    /// A classification line broken over two or three lines: level and section, then post and number.
    fn broken_classification(
        &mut self,
        index: usize,
        content: Span,
        written: &'t str,
        level: Option<&ClassificationLine<'t>>,
    ) -> bool {
        const MOST_LINES: usize = 3;
        let start = written.trim_start().as_bytes();
        if self.head.number.is_some()
            || written.len() > 80
            || !start.first().is_some_and(|b| {
                matches!(
                    b.to_ascii_uppercase(),
                    b'C' | b'S' | b'T' | b'U' | b'L' | b'F'
                )
            })
            || start.iter().any(u8::is_ascii_digit)
                && level.is_none_or(|read| read.number.is_some())
        {
            return false;
        }
        let apart = |bytes: &[u8]| matches!(bytes, [_, b' ', _, b' ', ..]);
        if level.is_none() && !apart(start) {
            return false;
        }
        let mut whole = content;
        for n in 1..MOST_LINES {
            let Some(next) = self.lines.get(index + n) else {
                return false;
            };
            let line = next.content().of(self.text).trim();
            if next.kind != LineKind::Body
                || line.is_empty()
                || line.len() > 80
                || label::at_start(line).is_some()
                || caption::is_passing(line)
                || classification::parse(line).is_some() && level.is_some()
            {
                return false;
            }
            whole = whole.cover(next.content());
            let text = whole.of(self.text);
            let found = classification::parse(text).filter(|read| {
                read.post.is_some_and(|post| post.len() <= 32)
                    && read.number.is_some_and(|(_, from, _)| from > content.len())
                    && (read.rest.is_empty() || caption::parse_line(read.rest).is_some())
                    && (read.spaced || level.is_some())
            });
            if let Some(read) = found {
                let weak = self.head.date_time_group.is_none() && self.head.from.is_none();
                self.set_classification(&read, whole, text, weak);
                self.weak_classification = weak;
                self.current = Current::Nothing;
                for line in &mut self.lines[index + 1..=index + n] {
                    line.kind = LineKind::Classification;
                }
                self.diagnostics.push(
                    Diagnostic::new(
                        Code::ClassificationRepaired,
                        whole,
                        "the classification line is broken",
                    )
                    .with_help(format!("{} lines were read as one", n + 1)),
                );
                return true;
            }
        }
        false
    }

    fn set_classification(
        &mut self,
        read: &ClassificationLine<'t>,
        content: Span,
        written: &'t str,
        weak: bool,
    ) {
        let base = content.start as usize;
        if self.head.classification.is_none() || self.weak_classification {
            let indent = read.level_start;
            let words = &written[indent..read.level_end.max(indent)];
            let mut level = read.level;
            if level == Level::Unclassified && read.caveats.contains(&"SENSITIVE") {
                level = Level::SensitiveButUnclassified;
            }
            if level == Level::Unclassified && read.caveats.contains(&"FOUO") {
                level = Level::ForOfficialUseOnly;
            }
            let text = words.trim().trim_end_matches(['/', '-']).trim();
            if !classification::is_usual(text)
                && (classification::is_misspelt(text)
                    || classification::has_signs(text)
                    || classification::is_spaced_unevenly(text))
            {
                self.diagnostics.push(
                    Diagnostic::new(
                        Code::ClassificationRepaired,
                        Span::new(base + indent, base + indent + words.trim_end().len()),
                        format!("expected {}, found `{}`", read.level, excerpt(text)),
                    )
                    .with_help("read as the level it is nearest to"),
                );
            }
            self.head.classification = Some(Classification {
                level,
                caveats: Vec::new(),
                text: flow::folded(text).into(),
                span: Span::new(base + indent, base + indent + words.trim_end().len()),
                inferred: false,
            });
            for &caveat in &read.caveats {
                self.push_caption(
                    caveat,
                    Span::new(base + indent, base + read.level_end.max(indent)),
                );
            }
        }
        if let Some(post) = read.post {
            let at = base + (post.as_ptr() as usize - written.as_ptr() as usize);
            self.head.post = Some(Located::new(post, Span::new(at, at + post.len())));
        }
        if let Some((number, from, to)) = read.number {
            let place = Span::new(base + from, base + to);
            self.note_letters_in_number(number, place);
            self.head.number = Some(Located::new(number, place));
        }
        if let Some(section) = read.section {
            let (from, to) = read.section_at;
            self.note_slip_in_section(section, Span::new(base + from, base + to));
            self.head.section = Some(section);
        }
        if let [b'Z', second, third, b' ' | b'0'..=b'9', ..] = read.rest.as_bytes()
            && second.is_ascii_uppercase()
            && third.is_ascii_uppercase()
            && read.rest.bytes().any(|b| b.is_ascii_digit())
            && let Some((number, from, _)) = read.number
        {
            let place = Span::new(base + from, base + written.trim_end().len());
            self.diagnostics.push(
                Diagnostic::new(
                    Code::IdMalformed,
                    place,
                    format!(
                        "expected one number, found `{}`",
                        excerpt(place.of(self.text))
                    ),
                )
                .with_help(format!("{number}, before the operating signal, was read")),
            );
        }
        // Nothing stands behind the number of most.
        let remark = if read.rest.len() < "CORRECTED COPY".len() {
            read.rest.len()
        } else {
            ["C O R R E C T E D", "CORRECTED COPY"]
                .iter()
                .find_map(|words| read.rest.find(words))
                .unwrap_or(read.rest.len())
        };
        if let Some(captions) = caption::read_line(&read.rest[..remark]) {
            let at = base + (read.rest.as_ptr() as usize - written.as_ptr() as usize);
            for (words, caption) in captions {
                self.note_slip_in_caption(words, caption);
                self.push_caption(caption, Span::new(at, at + read.rest.len()));
            }
        }
        self.weak_classification = weak;
    }

    /// Says that letters of the cable's number were read as digits.
    fn note_letters_in_number(&mut self, number: u32, place: Span) {
        let digits = place.of(self.text).as_bytes();
        if digits.iter().any(u8::is_ascii_alphabetic)
            && digits.iter().all(|byte| {
                byte.is_ascii_digit() || matches!(byte, b'O' | b'I' | b'l' | b'S' | b'B')
            })
        {
            self.diagnostics.push(
                Diagnostic::new(
                    Code::IdRepaired,
                    place,
                    format!("expected digits, found `{}`", place.of(self.text)),
                )
                .with_help(format!("read as {number}")),
            );
        }
    }

    /// Says that a section was read from words with a slip.
    fn note_slip_in_section(&mut self, section: Section, place: Span) {
        let words = place.of(self.text);
        if !classification::is_repaired_section(words) {
            return;
        }
        let total = section.of.map_or(String::new(), |of| format!(" of {of}"));
        self.diagnostics.push(
            Diagnostic::new(
                Code::SectionRepaired,
                place,
                format!(
                    "expected SECTION, a number, OF and a total, found `{}`",
                    excerpt(words)
                ),
            )
            .with_help(format!("read as section {}{total}", section.number)),
        );
    }

    /// Says that a caption was read from words of the text, `words`, that are misspelt.
    fn note_slip_in_caption(&mut self, words: &str, caption: &str) {
        if !caption::is_slip(words, caption) {
            return;
        }
        let at = words.as_ptr() as usize - self.text.as_ptr() as usize;
        self.diagnostics.push(
            Diagnostic::new(
                Code::CaptionRepaired,
                Span::new(at, at + words.len()),
                format!("expected a caption, found `{}`", excerpt(words)),
            )
            .with_help(format!("read as {caption}")),
        );
    }

    fn push_caption(&mut self, caption: &'static str, span: Span) {
        if caption != "EFTO"
            && caption != "FOUO"
            && !self.head.captions.iter().any(|seen| seen.value == caption)
        {
            self.head.captions.push(Located::new(caption, span));
        }
    }

    /// A line without a label: caption, passing line, the next line of a field, or the start of the body.
    fn other(
        &mut self,
        index: usize,
        content: Span,
        written: &'t str,
        trimmed: &'t str,
        read: Option<ClassificationLine<'t>>,
    ) -> Option<LineKind> {
        let in_text_head = self.head.classification.is_some() || !self.fields.is_empty();
        // In a subject a caption is a word like others, but for a few.
        let may_be_caption = (in_text_head || self.core_end > index || self.lines.len() <= 4)
            && (!matches!(self.current, Current::Field(at) if self.fields[at].label == Label::Subject && !self.apart)
                || matches!(
                    trimmed,
                    "SIPDIS" | "NOFORN" | "NODIS" | "EXDIS" | "LIMDIS" | "STADIS"
                ));
        if may_be_caption && let Some(captions) = caption::read_line(trimmed) {
            for (words, caption) in captions {
                self.note_slip_in_caption(words, caption);
                self.push_caption(caption, flow::trim(self.text, content));
            }
            if self.apart || !matches!(self.current, Current::Field(_)) {
                self.current = Current::Nothing;
            }
            self.head.n_elements += 1;
            return Some(LineKind::Caption);
        }
        // A level with its section, whose post and number stand on the next line.
        if self.head.classification.is_none()
            && let Some(read) = read.filter(|read| {
                let named = matches!(self.current, Current::Addressees(_))
                    && read.rest.len() <= 24
                    && (read
                        .rest
                        .bytes()
                        .all(|b| b.is_ascii_uppercase() || b == b' ')
                        || garble::is_in(read.rest));
                // `UNCLAS ZENDA`, `UNCLAS ZENDA 02¿9` end the addressees, too: no address begins with a level.
                named
                    || read.spaced && (read.section.is_some() || read.rest.is_empty())
                    || self.opens_text_head(index, read)
            })
        {
            self.set_classification(&read, content, written, true);
            self.current = Current::Nothing;
            self.head.n_elements += 1;
            return Some(LineKind::Classification);
        }
        match self.current {
            Current::Addressees(role)
                if !self.apart
                    || addressee::is_address_line(trimmed)
                    || self.stands_in_list(index, trimmed) =>
            {
                let certain = addressee::is_certain(trimmed) && trimmed.len() <= 160;
                let prose = is_label_like(trimmed)
                    || is_group_count(trimmed)
                    || trimmed.len() > 90
                    || trimmed.starts_with(|c: char| c.is_ascii_digit() || c == '<')
                        && !trimmed.bytes().all(|b| b.is_ascii_digit())
                    || trimmed.bytes().any(|b| b.is_ascii_lowercase());
                if certain || !prose {
                    self.address(role, flow::trim(self.text, content), trimmed);
                    return Some(if self.wire == Wire::Again {
                        LineKind::RepeatedHead
                    } else if role == Role::Action {
                        LineKind::To
                    } else {
                        LineKind::Info
                    });
                }
            }
            // Tags without their label below the order are none of its words.
            Current::Field(at)
                if self.fields[at].label == Label::ExecutiveOrder
                    && self.first_of[Label::Tags as usize].is_none()
                    && tags::is_bare_line(trimmed, self.known_year) => {}
            Current::Field(at) if self.continues(index, at, written, trimmed) => {
                self.fields[at].push(self.text, content);
                return Some(if self.fields[at].repeated {
                    LineKind::RepeatedHead
                } else {
                    self.kind_of(at)
                });
            }
            Current::Passing if !self.apart && index < self.core_end => {
                self.head.passing.push(flow::trim(self.text, content));
                return Some(LineKind::Passing);
            }
            _ => {}
        }
        if tags::is_bare_line(trimmed, self.known_year)
            && self.first_of[Label::Tags as usize].is_none()
            && in_text_head
        {
            self.first_of[Label::Tags as usize] = Some(self.fields.len());
            self.fields.push(Field {
                label: Label::Tags,
                pieces: smallvec![content],
                portion: None,
                typo: true,
                label_span: Span::empty(content.start as usize),
                repeated: false,
                n_bytes: trimmed.len(),
                last: None,
                cut: None,
            });
            self.current = Current::Field(self.fields.len() - 1);
            return Some(LineKind::Tags);
        }
        if index < self.core_end || !self.body_like(index, trimmed) {
            let kind = if in_text_head && caption::is_passing(trimmed) {
                LineKind::Passing
            } else {
                LineKind::HeadOther
            };
            if kind == LineKind::Passing {
                self.head.passing.push(flow::trim(self.text, content));
                self.current = Current::Passing;
            } else if !matches!(self.current, Current::Passing) {
                self.current = Current::Nothing;
            }
            return Some(kind);
        }
        None
    }

    /// Whether an unlabelled line behind the certain part of the head is the body.
    fn body_like(&self, index: usize, trimmed: &str) -> bool {
        let head_seen = self.head.n_elements > 0;
        if !head_seen && self.core_end == 0 {
            return true;
        }
        // Passing lines may stand behind SUBJECT and REF, too; they are short, capital and say FOR or PASS.
        let short_capital = trimmed.len() <= 80 && !trimmed.bytes().any(|b| b.is_ascii_lowercase());
        let next_blank = self
            .lines
            .get(index + 1)
            .is_none_or(|line| furniture::is_blank(line.content().of(self.text)));
        !(caption::is_passing(trimmed)
            && (short_capital || caption::is_for_whom(trimmed))
            && (self.head.subject.is_none() && self.fields.is_empty()
                || next_blank && trimmed.len() < 60))
    }

    fn kind_of(&self, at: usize) -> LineKind {
        match self.fields[at].label {
            Label::ExecutiveOrder => LineKind::ExecutiveOrder,
            Label::Tags => LineKind::Tags,
            Label::Subject => LineKind::Subject,
            Label::References => LineKind::References,
            Label::ClassifiedBy => LineKind::ClassifiedBy,
            Label::Reason => LineKind::Reason,
            _ => LineKind::Declassify,
        }
    }

    /// Whether a line below a subject opens a part of the body, rather than going on with words such as `COMMENTS,
    /// HOPES TO …`: by the sign behind the words, or a rule below them.
    fn opens_part(&self, index: usize, subject: &Field, trimmed: &str) -> bool {
        let closed = crate::body::parts::opening(trimmed, false).is_some_and(|(_, n)| {
            n < trimmed.len()
                || trimmed.ends_with([':', '.', ')', '-'])
                || !matches!(subject.last, Some(b',' | b':' | b'-'))
        });
        closed
            || self
                .lines
                .get(index + 1)
                .is_some_and(|next| furniture::is_rule(next.content().of(self.text).trim()))
    }

    /// Whether the line before belongs to the subject, without a blank line behind it.
    fn in_subject(&self) -> bool {
        matches!(self.current, Current::Field(at) if self.fields[at].label == Label::Subject && self.fields[at].n_bytes > 0)
            && !self.apart
    }

    /// Whether a label without its colon is a word of the subject, `TAGS, LABELS AND THE KING`.
    fn is_word_of_subject(&self, written: &str, found: &label::Match<'_>) -> bool {
        if !self.in_subject() || written[..found.value_at].contains([':', ';']) {
            return false;
        }
        match found.label {
            Label::Tags => {
                let value = &written[found.value_at..];
                let first = value.split([' ', ',', ';', '/']).next().unwrap_or("");
                self.first_of[Label::Tags as usize].is_some()
                    || crate::tables::tags::lookup(first, self.known_year).is_none()
            }
            Label::Subject => true,
            _ => false,
        }
    }

    /// Whether a line without a label goes on with the field before it.
    fn continues(&self, index: usize, at: usize, written: &str, trimmed: &str) -> bool {
        let field = &self.fields[at];
        if field.cut.is_some()
            || furniture::is_rule(trimmed)
            || crate::body::parts::opening(trimmed, true).is_some_and(|(_, n)| n > 0)
                && is_heading_like(trimmed)
                && (field.label != Label::Subject || self.opens_part(index, field, trimmed))
        {
            return false;
        }
        if field.n_bytes == 0 {
            return true;
        }
        if begins_text_without_signs(trimmed) || begins_first_paragraph(field, trimmed) {
            return false;
        }
        if self.apart {
            return match field.label {
                // A further item of the list behind a blank line.
                Label::References => is_reference_item(trimmed) && !is_prose(trimmed),
                // The rest of a list of TAGS or an officer behind a page break is not apart; behind a real blank
                // line nothing goes on, but for a line that begins in the middle of a sentence.
                Label::ClassifiedBy | Label::Reason => {
                    matches!(field.last, Some(b',' | b'(' | b'-')) && trimmed.len() < 80
                        || is_reason_rest(trimmed)
                }
                _ => false,
            };
        }
        match field.label {
            Label::ExecutiveOrder => {
                trimmed.len() < 70
                    && !caption::is_passing(trimmed)
                    && !tags::is_bare_line(trimmed, self.known_year)
            }
            Label::Tags => {
                trimmed.len() <= 100
                    && !is_prose(trimmed)
                    && (matches!(field.last, Some(b',' | b'/' | b'-' | b'('))
                        || tags::may_go_on(trimmed, self.known_year))
            }
            // Behind a page break, and in copies of the 1970s without blank lines, a title goes on where its last
            // line had no room for the next word.
            Label::Subject => {
                field.n_bytes < 4_000
                    && written.len() < 2_000
                    && !((self.broken || self.is_of_the_record_years())
                        && self.had_room(field, trimmed))
            }
            Label::ClassifiedBy | Label::Reason | Label::Declassify | Label::Derived => {
                field.n_bytes < 4_000 && written.len() < 2_000
            }
            Label::References => {
                !self.begins_text(field, trimmed)
                    && (!is_prose(trimmed) || field.n_bytes < 200 && field.last != Some(b'.'))
            }
            Label::Classification => false,
        }
    }

    /// Whether the telegram is of the years whose lines a machine wrapped.
    fn is_of_the_record_years(&self) -> bool {
        self.head
            .date_time_group
            .as_ref()
            .and_then(|group| Some(group.value.moment?.date.year))
            .is_some_and(|year| (1973..=1979).contains(&year))
    }

    /// Whether a line behind a blank one is one of a list of addressees: the level is still to come and an address
    /// stands below it. Scans put blank lines between the lines of a list.
    fn stands_in_list(&self, index: usize, trimmed: &str) -> bool {
        (4..=48).contains(&trimmed.len())
            && self.head.classification.is_none()
            && trimmed
                .bytes()
                .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b" -./'".contains(&b))
            && trimmed.starts_with(|c: char| c.is_ascii_uppercase())
            && self.lines[index + 1..]
                .iter()
                .take(3)
                .map(|line| line.content().of(self.text))
                .find(|written| !furniture::is_blank(written))
                .is_some_and(|below| {
                    addressee::is_address_line(below) && classification::parse(below).is_none()
                })
    }

    /// Whether a long line begins a text and goes on with no title: its first word would have had its place on the last
    /// line of the field.
    fn had_room(&self, field: &Field<'_>, trimmed: &str) -> bool {
        const ROOM_BYTES: usize = 50;
        // The rest of a title that was broken by hand is short.
        const FEWEST_BYTES: usize = 40;
        if trimmed.len() < FEWEST_BYTES {
            return false;
        }
        if field
            .last
            .is_some_and(|last| matches!(last, b',' | b'-' | b':' | b'/' | b'('))
        {
            return false;
        }
        let Some(piece) = field.pieces.last() else {
            return false;
        };
        let end = piece.end as usize;
        let from = end.saturating_sub(ROOM_BYTES);
        let line =
            memchr::memrchr(b'\n', &self.text.as_bytes()[from..end]).map(|at| end - from - at - 1);
        let word = trimmed.find(' ').unwrap_or(trimmed.len());
        line.is_some_and(|len| len + 1 + word <= ROOM_BYTES)
    }

    /// Whether a line right below REF is the first of the text: the heading of a part, the words above a repeated
    /// telegram, or a sentence in capitals behind a reference that is complete.
    fn begins_text(&self, field: &Field<'_>, trimmed: &str) -> bool {
        const FEWEST_BYTES: usize = 40;
        let opens = trimmed
            .strip_prefix("PART ")
            .or_else(|| trimmed.strip_prefix("SECTION "));
        if let Some(rest) = opens {
            return rest.starts_with(['I', 'V', '1', 'A', 'O']);
        }
        if matches!(trimmed, "QUOTE" | "QTE" | "BEGIN TEXT")
            || trimmed.starts_with("FOLLOWING ")
            || trimmed.starts_with("FOLL ")
            || trimmed.starts_with("QUOTE ")
        {
            return true;
        }
        let complete = field
            .last
            .is_some_and(|last| last.is_ascii_digit() || matches!(last, b')' | b'.'));
        // The first item has no letter: a lettered sentence is none.
        let bare = match trimmed.as_bytes() {
            [b'A', b'.', b' ', ..] => {
                let first = field.pieces.iter().find(|piece| !piece.is_empty());
                if first.is_none_or(|first| {
                    is_reference_item(first.of(self.text).get(..3).unwrap_or(""))
                }) {
                    return false;
                }
                &trimmed[3..]
            }
            _ if is_reference_item(trimmed) => return false,
            _ => trimmed,
        };
        complete && bare.len() >= FEWEST_BYTES && is_capital_prose(bare)
    }

    /// Reads the gathered fields, in the order in which one needs the other.
    fn finish(mut self, known: Known<'_>) -> Head<'t> {
        if known.wanted == Wanted::Paragraphs {
            return self.head;
        }
        let text = self.text;
        let mut addressees = Vec::with_capacity(self.to.len() + self.info.len());
        addressee::parse_list(Role::Action, &self.to, &mut addressees, self.diagnostics);
        addressee::parse_list(Role::Info, &self.info, &mut addressees, self.diagnostics);
        self.head.addressees = addressees;
        self.head.distribution =
            distribution::parse(text, &self.distribution, &self.desired, self.diagnostics);
        self.finish_officers();
        for (place, written) in self.head.transmission.misread(text) {
            self.diagnostics.push(
                Diagnostic::new(
                    Code::StationRepaired,
                    place,
                    format!("expected digits, found `{}`", excerpt(written)),
                )
                .with_help("O was read as 0, I and l as 1"),
            );
        }
        let sent: Option<Date> = self
            .head
            .date_time_group
            .as_ref()
            .and_then(|group| Some(group.value.moment?.date));
        let group = self.head.date_time_group.as_ref();
        let year = group.and_then(|group| group.value.year()).or(known.year);
        let own_post = self
            .head
            .post
            .as_ref()
            .and_then(|post| Some(crate::post::resolve(post.value, true)?.key))
            .or_else(|| known.post.map(|post| post.to_owned().into()));
        let own_number = self
            .head
            .number
            .as_ref()
            .map(|number| number.value)
            .or(known.number);
        let citing = reftel::Citing {
            year,
            post: own_post.as_deref(),
            number: own_number,
            guessed: false,
            day: sent.map(Date::day_of_year),
        };
        let mut conflicts = Vec::new();
        for at in 0..self.fields.len() {
            let field = &self.fields[at];
            let flow = Flow::new(text, field.pieces.iter().copied());
            if field.repeated {
                // A handful of copies tells whether they agree.
                if at > 64 {
                    continue;
                }
                let first = self
                    .fields
                    .iter()
                    .find(|first| first.label == field.label && !first.repeated);
                if let Some(first) = first {
                    let first = Flow::new(text, first.pieces.iter().copied());
                    if !same_words(&first.text, &flow.text) && !flow.text.is_empty() {
                        conflicts.push((field.label, flow.source));
                    }
                }
                continue;
            }
            if field.typo && field.label == Label::Tags {
                self.diagnostics.push(
                    Diagnostic::new(
                        Code::TagsLabelTypo,
                        field.label_span,
                        format!(
                            "expected the label TAGS, found `{}`",
                            excerpt(field.label_span.of(text))
                        ),
                    )
                    .with_help("the line was read as TAGS"),
                );
            } else if field.typo {
                let name = label_name(field.label);
                self.diagnostics.push(
                    Diagnostic::new(
                        Code::LabelRepaired,
                        field.label_span,
                        format!(
                            "expected the label {name}, found `{}`",
                            excerpt(field.label_span.of(text))
                        ),
                    )
                    .with_help(format!("the line was read as {name}")),
                );
            }
            match field.label {
                Label::ExecutiveOrder => {
                    self.head.executive_order =
                        Some(executive_order::parse(&flow, sent, self.diagnostics));
                    if self.head.classified_by.is_none() {
                        self.head.classified_by = classification_authority::of_order(&flow);
                    }
                }
                Label::Tags => {
                    let (tags, captions) = tags::parse(&flow, year, self.diagnostics);
                    self.head.tags = tags;
                    for caption in captions {
                        if !self.head.captions.iter().any(|seen| seen.value == caption) {
                            self.head.captions.push(Located::new(caption, flow.source));
                        }
                    }
                }
                Label::Subject => {
                    self.head.subject = subject::parse(&flow, field.portion, self.diagnostics);
                }
                Label::References => {
                    let guess =
                        reftel::year_by_declassification(self.head.executive_order.as_ref());
                    let citing = reftel::Citing {
                        year: citing.year.or(guess),
                        guessed: citing.year.is_none(),
                        ..citing
                    };
                    self.head.references = reftel::parse(&flow, citing, self.diagnostics);
                }
                Label::ClassifiedBy => {
                    let (authority, reasons) =
                        classification_authority::parse(&flow, year, self.diagnostics);
                    self.head.classified_by = authority.or(self.head.classified_by.take());
                    if self.head.reasons.is_empty() {
                        self.head.reasons = reasons;
                    }
                }
                Label::Reason => {
                    let reasons =
                        classification_authority::reasons_of(&flow, year, self.diagnostics);
                    if !reasons.is_empty() {
                        self.head.reasons = reasons;
                    }
                }
                Label::Declassify => {
                    let order = self
                        .head
                        .executive_order
                        .get_or_insert_with(ExecutiveOrder::default);
                    executive_order::parse_declassify(order, &flow, sent, self.diagnostics);
                }
                // `DERIVED FROM: … REASON: 1.4 (b)`.
                Label::Derived if self.head.reasons.is_empty() => {
                    if let Some(at) = flow.text.to_ascii_uppercase().find("REASON") {
                        let text = &flow.text[at..];
                        let span = flow.span(at..flow.text.len());
                        self.head.reasons = classification_authority::parse_reasons(text, span);
                    }
                }
                Label::Derived | Label::Classification => {}
            }
        }
        self.note_repetition(&conflicts);
        self.note_cuts();
        self.head
    }

    /// Says which lists were not read to their end.
    fn note_cuts(&mut self) {
        let fields = self
            .fields
            .iter()
            .filter_map(|field| Some((field.cut?, label_name(field.label))));
        let first = fields
            .chain(self.cut_addressees.map(|at| (at, "the addressees")))
            .min();
        if let Some((at, name)) = first {
            self.diagnostics.push(
                Diagnostic::new(
                    Code::ListTooLong,
                    Span::empty(at),
                    format!("{name}: longer than in any telegram"),
                )
                .with_help("read up to this place; the rest stays in the text"),
            );
        }
    }

    fn note_repetition(&mut self, conflicts: &[(Label, Span)]) {
        if let Some((_, span)) = conflicts.first() {
            let mut labels: Vec<Label> = conflicts.iter().map(|(label, _)| *label).collect();
            labels.sort_by_key(|label| *label as usize);
            labels.dedup();
            let names: Vec<&str> = labels.into_iter().map(label_name).collect();
            self.diagnostics.push(
                Diagnostic::new(
                    Code::HeaderConflict,
                    *span,
                    format!(
                        "the head stands here twice and its copies differ in {}",
                        names.join(", ")
                    ),
                )
                .with_help("the first copy was read into the fields"),
            );
        } else if self.n_repeated > 0 {
            let span = self
                .lines
                .iter()
                .find(|line| line.kind == LineKind::RepeatedHead)
                .map_or(Span::default(), Line::content);
            self.diagnostics.push(Diagnostic::new(
                Code::HeaderDuplicated,
                span,
                "the head stands here more than once; the first copy was read",
            ));
        }
    }
}

impl Head<'_> {
    /// Puts persons into their fields; the first drafter and the first approving officer count.
    pub(crate) fn add_officers(&mut self, part: Part, officers: Vec<officer::Officer>) {
        for officer in officers {
            match part {
                Part::Drafted => {
                    self.drafted_by.get_or_insert_with(|| officer.into());
                }
                Part::Approved => {
                    self.approved_by.get_or_insert_with(|| officer.into());
                }
                Part::Cleared => match self.clearances.last_mut() {
                    // `(DRAFT)` on a line of its own.
                    Some(last) if officer.text.starts_with('(') && last.qualifier.is_none() => {
                        let inside = officer.text.trim_matches(['(', ')']);
                        last.qualifier = Some(inside.to_owned());
                    }
                    _ => self.clearances.push(officer.into()),
                },
                Part::Desired | Part::Other => {}
            }
        }
    }
}

fn label_name(label: Label) -> &'static str {
    match label {
        Label::ExecutiveOrder => "the executive order",
        Label::Tags => "TAGS",
        Label::Subject => "SUBJECT",
        Label::References => "REF",
        Label::ClassifiedBy => "CLASSIFIED BY",
        Label::Reason => "REASON",
        Label::Declassify => "DECLASSIFY ON",
        Label::Derived => "DERIVED FROM",
        Label::Classification => "the classification",
    }
}

fn same_words(a: &str, b: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        text.split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_ascii_uppercase)
            .collect()
    };
    words(a) == words(b)
}

/// `ACTION EUR-12`, `ORIGIN NEA-10`, `INFO OCT-01  ISO-00`: offices with counts.
pub(crate) fn is_distribution(line: &str) -> bool {
    let first = line.bytes().find(|byte| !byte.is_ascii_whitespace());
    if !matches!(first, Some(b'A' | b'O' | b'I' | b'-')) {
        return false;
    }
    let mut words = line.split_ascii_whitespace();
    let Some(first) = words.next() else {
        return false;
    };
    match first {
        "ACTION" | "ORIGIN" | "INFO" => words.next().is_some_and(is_office_count),
        _ if is_info_misread(first) => words.next().is_some_and(is_office_count),
        _ => is_stamp_line(line),
    }
}

/// `IN&O`, `IN£O`: the label of a copy list with a sign for one of its inner letters.
pub(crate) fn is_info_misread(word: &str) -> bool {
    let mut signs = word.chars().zip("INFO".chars());
    word.starts_with('I')
        && word.ends_with('O')
        && word.chars().count() == 4
        && word.chars().filter(|c| !c.is_alphanumeric()).count() == 1
        && signs.all(|(sign, letter)| sign == letter || !sign.is_alphanumeric())
}

pub(crate) fn is_distribution_continuation(line: &str) -> bool {
    line.split_ascii_whitespace().all(|word| {
        is_office_count(word)
            || word.starts_with('/')
            || matches!(word, "W" | "R" | "WEO" | "ADP")
            || word.starts_with('(')
            || word.bytes().all(|b| b.is_ascii_digit())
    }) || is_stamp_line(line)
}

/// Offices with counts, perhaps with the total, and nothing else.
fn is_offices(line: &str) -> bool {
    let mut n_offices = 0;
    for word in line.split_ascii_whitespace() {
        let offices = is_office_count(word);
        if !offices && !word.starts_with('/') && !matches!(word, "W" | "R") {
            return false;
        }
        n_offices += usize::from(offices || word.starts_with('/'));
    }
    n_offices > 0
}

/// `OCT-01`, `CIAE-00`, `L-02`; scans read letters of the office as digits and the other way round.
pub(crate) fn is_office_count(word: &str) -> bool {
    let word = word.strip_suffix(',').unwrap_or(word);
    word.split_once('-').is_some_and(|(office, count)| {
        let office = office.strip_suffix(':').unwrap_or(office);
        (1..=5).contains(&office.len())
            && office
                .bytes()
                .all(|b| b.is_ascii_uppercase() || matches!(b, b'/' | b'0' | b'1'))
            && office != "0"
            && office != "1"
            && (2..=3).contains(&count.len())
            && count.bytes().all(|b| b.is_ascii_digit() || b == b'O')
    })
}

/// `---------------------     062914`: ten hyphens or more, then digits.
fn is_stamp_line(line: &str) -> bool {
    if !line.starts_with("----------") {
        return false;
    }
    let hyphens = line.bytes().take_while(|b| *b == b'-').count();
    let rest = line[hyphens..].trim();
    hyphens >= 10
        && !rest.is_empty()
        && rest
            .bytes()
            .all(|b| b.is_ascii_digit() || b.is_ascii_uppercase() || b" /-".contains(&b))
        && rest.bytes().any(|b| b.is_ascii_digit())
}

/// A sentence: many small letters or many words.
fn is_prose(line: &str) -> bool {
    // Most lines of most heads are in capitals.
    if !line
        .bytes()
        .fold(false, |any, byte| any | byte.is_ascii_lowercase())
    {
        return false;
    }
    let (mut n_words, mut n_lower) = (0, 0);
    for word in line.split_whitespace() {
        n_words += 1;
        n_lower += usize::from(
            word.len() > 2
                && word
                    .bytes()
                    .all(|b| b.is_ascii_lowercase() || b",.;".contains(&b)),
        );
    }
    n_words >= 9 && n_lower * 2 > n_words
}

/// A sentence in capitals: words that no list of references has between posts, numbers and dates.
fn is_capital_prose(line: &str) -> bool {
    const OF_SENTENCES: &[&str] = &[
        "A", "ARE", "AS", "AT", "BE", "BEEN", "BUT", "BY", "HAD", "HAS", "HAVE", "HE", "HIS", "I",
        "IN", "IS", "IT", "ITS", "NOT", "OUR", "SHE", "THAT", "THE", "THEY", "THIS", "TO", "US",
        "WAS", "WE", "WERE", "WHICH", "WHO", "WILL", "WITH",
    ];
    const OF_REFERENCES: &[&str] = &[
        "CABLE",
        "CONVERSATION",
        "E-MAIL",
        "EMAIL",
        "EMAILS",
        "FAX",
        "LETTER",
        "MEMCON",
        "MEMO",
        "MESSAGE",
        "NOTE",
        "PHONECON",
        "TELCON",
        "TELECON",
        "TELEGRAM",
        "REPORT",
    ];
    if line.starts_with(['(', '[', '-', ',', ';']) || line.bytes().any(|b| b.is_ascii_lowercase()) {
        return false;
    }
    let mut n_of_sentences = 0;
    for word in line.split_ascii_whitespace() {
        let word = word.trim_matches(|c: char| !c.is_ascii_alphabetic());
        if OF_REFERENCES.contains(&word) {
            return false;
        }
        n_of_sentences += usize::from(OF_SENTENCES.contains(&word));
    }
    n_of_sentences >= 2
}

/// `STATE GRNC`, `GR 112`: the accounting line of the relays below the addresses.
fn is_group_count(line: &str) -> bool {
    line == "STATE GRNC"
        || line == "GRNC"
        || line.strip_prefix("GR").is_some_and(|count| {
            let count = count.trim_start();
            (1..=5).contains(&count.len()) && count.bytes().all(|byte| byte.is_ascii_digit())
        })
}

/// `INFO SS, G, SP, L`: the copy list of the 1960s, offices without counts.
fn is_office_list(line: &str) -> bool {
    line.strip_prefix("INFO").is_some_and(|offices| {
        offices.contains(',')
            && offices.split(',').all(|office| {
                let office = office.trim();
                (1..=6).contains(&office.len())
                    && office
                        .bytes()
                        .all(|byte| byte.is_ascii_uppercase() || byte == b'/')
            })
    })
}

/// `ID: 187536`, `ORIGIN: …`: a line of an archive's own table.
fn is_label_like(line: &str) -> bool {
    line.find(':').is_some_and(|at| {
        (1..=20).contains(&at)
            && line[..at]
                .bytes()
                .all(|b| b.is_ascii_alphabetic() || b == b' ')
    })
}

/// An item of a list of references: a letter in front, or a post and a number.
fn is_reference_item(line: &str) -> bool {
    let line = line.trim_start_matches('¶').trim_start();
    let bytes = line.as_bytes();
    let lettered = match bytes {
        [b'(' | b'[', letter, b')' | b']', ..] => {
            // `(U) THIS CABLE IS NOT FOR …`: a marked sentence.
            letter.is_ascii_alphabetic()
                && (!matches!(letter, b'U' | b'C' | b'S')
                    || line.split_ascii_whitespace().take(8).count() < 8
                    || line.bytes().any(|b| b.is_ascii_digit()))
        }
        [letter, b'.' | b')' | b':', next, ..] => {
            letter.is_ascii_alphabetic()
                && (next.is_ascii_whitespace() || next.is_ascii_alphanumeric() || *next == b'(')
        }
        _ => false,
    };
    let cited = line.len() <= 60
        && line.split_whitespace().count() <= 6
        && line.bytes().any(|b| b.is_ascii_digit())
        && line.split([' ', ',', ';']).next().is_some_and(|word| {
            word.len() >= 3 && crate::post::exact(&crate::post::compact(word)).is_some()
        });
    lettered || cited
}

/// `1 SECRET ALL TEXT 2 I RECEIVED …`: the text of a copy that lost its signs and line ends, on one line.
fn begins_text_without_signs(line: &str) -> bool {
    const SHORTEST: usize = 200;
    line.len() >= SHORTEST
        && line
            .strip_prefix("1 ")
            .is_some_and(|text| text.starts_with(|c: char| c.is_ascii_uppercase()))
}

/// `(1) THE KING …`, `1) THE KING …`, `1, THE KING …`, `l. THE KING …` below a field that no blank line ends: the
/// first paragraph, its number not written with a full stop. In a list of references it may be an item.
fn begins_first_paragraph(field: &Field<'_>, trimmed: &str) -> bool {
    let behind = match trimmed.as_bytes() {
        [b'(', b'1', b')', b' ', ..] => &trimmed[4..],
        [b'1', b')' | b',', b' ', ..] | [b'l', b'.', b' ', ..] => &trimmed[3..],
        _ => return false,
    };
    let behind = behind.trim_start();
    if !behind.starts_with(|c: char| c.is_ascii_uppercase()) {
        return false;
    }
    field.label != Label::References
        || field
            .last
            .is_some_and(|last| last.is_ascii_digit() || matches!(last, b')' | b'.'))
            && behind.len() >= 12
            && !reftel::cites(behind)
            && !behind.bytes().any(|b| b.is_ascii_digit())
}

/// A heading that opens a part of the body.
fn is_heading_like(line: &str) -> bool {
    line.len() < 60 && crate::body::parts::of_heading(line).is_some() || line.len() >= 60
}

/// The end of a list of reasons behind a blank line: `1.4 (b) and (d).`
fn is_reason_rest(line: &str) -> bool {
    line.len() < 60
        && line.starts_with("1.")
        && (line.contains('(')
            || line.len() < 20 && line.as_bytes().get(2).is_some_and(u8::is_ascii_digit))
}
