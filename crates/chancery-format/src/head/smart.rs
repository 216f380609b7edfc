//! The head of messages of the system that replaced telegrams from 2009 on: labels and values.
//!
//! Labels stand in front (`MRN:`, `Date/DTG:`, `From:`, …), some behind the text (`Signature:`, `Drafted By:`, `Info:`).
//! Their order varies, values run over lines, and posts pasted the text head of a telegram below them for years.
//! [`mark`] gathers the labelled lines, [`Smart::complete`] reads them into the head.
//! Source: docs/format.md, "Messages from 2009 on".

use smol_str::SmolStr;

use super::addressee::{self, Addressee, Role};
use super::classification::Classification;
use super::officer::{self, Part};
use super::precedence::Precedence;
use super::{
    Head, caption, classification, classification_authority, date_time_group, executive_order,
    reftel, subject, tags, transmission,
};
use crate::Code;
use crate::diagnostic::Diagnostic;
use crate::flow::{Flow, fold, trim};
use crate::furniture::{self, Furniture};
use crate::head::classification_authority::ClassificationAuthority;
use crate::head::executive_order::ExecutiveOrder;
use crate::layout::{Piece, part};
use crate::line::{Line, LineKind};
use crate::rare::{Rare, Word};
use crate::{Located, Mrn, Span};

/// How far into a text its first label may stand.
const HEAD_BYTES: usize = 4_000;
/// Lines searched for labels in front of the text.
const HEAD_LINES: usize = 200;
/// Lines searched for labels behind the text.
const TAIL_LINES: usize = 200;

/// The labels of such a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Label {
    Mrn,
    DateTimeGroup,
    From,
    Action,
    Info,
    Exempt,
    ExecutiveOrder,
    Tags,
    Captions,
    PassLine,
    References,
    Subject,
    Signature,
    Drafted,
    Cleared,
    Approved,
    /// The block behind the text that tells the classifying officer: `Name:` and `Office:`.
    ClassifiedBy,
    Reason,
    Declassify,
    /// Release, attachments, filing.
    Drafting,
}

/// Spellings, in small letters without blanks, full stops and slashes.
const LABELS: &[(&str, Label)] = &[
    ("mrn", Label::Mrn),
    ("datedtg", Label::DateTimeGroup),
    ("dtg", Label::DateTimeGroup),
    ("date", Label::DateTimeGroup),
    ("from", Label::From),
    ("action", Label::Action),
    ("to", Label::Action),
    ("info", Label::Info),
    ("xmt", Label::Exempt),
    ("eo", Label::ExecutiveOrder),
    ("tags", Label::Tags),
    ("caption", Label::Captions),
    ("captions", Label::Captions),
    ("passline", Label::PassLine),
    ("reference", Label::References),
    ("references", Label::References),
    ("ref", Label::References),
    ("subject", Label::Subject),
    ("signature", Label::Signature),
    ("draftedby", Label::Drafted),
    ("clearedby", Label::Cleared),
    ("approvedby", Label::Approved),
    ("releasedby", Label::Drafting),
    ("attachments", Label::Drafting),
    ("disseminationrule", Label::Drafting),
    ("actionpost", Label::Drafting),
    ("classifiedby", Label::ClassifiedBy),
    ("reason", Label::Reason),
    ("reasons", Label::Reason),
    ("declassifyon", Label::Declassify),
];

/// Labels as they stand where the colons were lost.
const BARE_LABELS: &[(&str, Label)] = &[
    ("MRN", Label::Mrn),
    ("Date/DTG", Label::DateTimeGroup),
    ("From", Label::From),
    ("Action", Label::Action),
    ("E.O.", Label::ExecutiveOrder),
    ("TAGS", Label::Tags),
    ("Captions", Label::Captions),
    ("Pass Line", Label::PassLine),
    ("Reference", Label::References),
    ("Subject", Label::Subject),
    ("Drafted By", Label::Drafted),
    ("Cleared By", Label::Cleared),
    ("Approved By", Label::Approved),
    ("Released By", Label::Drafting),
    ("Dissemination Rule", Label::Drafting),
];

/// The labelled values of a message.
#[derive(Debug, Default)]
pub(crate) struct Smart {
    fields: Vec<(Label, Vec<Span>)>,
    /// `DECL: …` below the level.
    declassify: Option<Span>,
    /// The level above the labels.
    level: Option<Span>,
    /// Whether the labels stand without colons, as some copies have them.
    bare: bool,
}

/// Gathers the labelled lines and marks them, if the text is a message of this kind.
///
/// It is one where a line `MRN:` names a cable, or where two labels stand that nothing else has. `From:` and `To:`
/// alone may belong to anything.
pub(crate) fn mark(text: &str, lines: &mut Vec<Line>, rare: &Rare) -> Option<Smart> {
    if !rare.has_before(Word::Smart, HEAD_BYTES) {
        return None;
    }
    part_labels(text, lines);
    let (first, bare) = first_label(text, lines, false)
        .map(|first| (first, false))
        .or_else(|| Some((first_label(text, lines, true)?, true)))?;
    let mut smart = Smart {
        bare,
        ..Smart::default()
    };
    smart.mark_above(text, &mut lines[..first]);
    let body = smart.mark_labels(text, lines, first, HEAD_LINES, Place::Head);
    let from = body.max(lines.len().saturating_sub(TAIL_LINES));
    let tail = (from..lines.len()).find(|&index| {
        lines[index].kind == LineKind::Body
            && label_at_start(lines[index].content().of(text), bare).is_some_and(|(label, _)| {
                matches!(
                    label,
                    Label::Signature
                        | Label::Drafted
                        | Label::Cleared
                        | Label::Approved
                        | Label::Drafting
                )
            })
    });
    if let Some(tail) = tail {
        let tail = classifier_above(text, &lines[from..tail]).map_or(tail, |at| from + at);
        smart.mark_labels(text, lines, tail, TAIL_LINES, Place::Tail);
    }
    mark_pages(text, lines, first);
    Some(smart)
}

/// Where labels stand. Those of the classifying officer are read behind the text only; above it the text head has them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Head,
    Tail,
}

/// Parts a line on which several labels stand: `MRN: 12 STRELSAU 1187 Date/DTG: … From: …`.
fn part_labels(text: &str, lines: &mut Vec<Line>) {
    const FOLLOWING: [&str; 11] = [
        " Date/DTG:",
        " From:",
        " Action:",
        " Info:",
        " E.O.:",
        " TAGS:",
        " Captions:",
        " Pass Line:",
        " Reference:",
        " Subject:",
        " Classified By:",
    ];
    const LONGEST: usize = 4_000;
    let mut pieces: Vec<Piece> = Vec::new();
    for line in lines.iter().take(HEAD_LINES) {
        let content = line.content();
        let written = content.of(text);
        if line.kind != LineKind::Body || !written.starts_with("MRN:") {
            continue;
        }
        let written = &written[..crate::parse::floor_boundary(written, LONGEST)];
        let mut places: Vec<usize> = FOLLOWING
            .iter()
            .filter_map(|label| Some(written.find(label)? + 1))
            .collect();
        places.sort_unstable();
        // The words of a subject may hold a label.
        if let Some(subject) = written.find(" Subject:") {
            places.retain(|&at| at <= subject + 1);
        }
        let start = content.start as usize;
        let ends = places.iter().copied().skip(1).chain([content.len()]);
        pieces.extend(places.iter().zip(ends).map(|(&at, end)| Piece {
            span: Span::new(start + at, start + end),
            kind: LineKind::Body,
        }));
        break;
    }
    part(lines, &pieces);
}

/// Where the block of the classifying officer begins that stands right above the other labels of the tail.
fn classifier_above(text: &str, above: &[Line]) -> Option<usize> {
    const MOST: usize = 8;
    let found = above
        .iter()
        .rev()
        .take(MOST)
        .take_while(|line| !furniture::is_blank(line.content().of(text)))
        .position(|line| {
            line.kind == LineKind::Body
                && matches!(
                    label_at_start(line.content().of(text), false),
                    Some((Label::ClassifiedBy, _))
                )
        })?;
    Some(above.len() - 1 - found)
}

/// The line of the first label, where the labels tell that this is such a message.
fn first_label(text: &str, lines: &[Line], bare: bool) -> Option<usize> {
    let mut first = None;
    let mut telling: Vec<Label> = Vec::new();
    for (index, line) in lines.iter().enumerate().take(HEAD_LINES) {
        if line.kind != LineKind::Body {
            continue;
        }
        let content = line.content().of(text);
        let Some((label, value_at)) = label_at_start(content, bare) else {
            continue;
        };
        first.get_or_insert(index);
        let alone = match label {
            Label::Mrn => {
                let mut value = content[value_at..].trim();
                if value.is_empty() {
                    value = lines
                        .get(index + 1)
                        .map_or("", |line| line.content().of(text).trim());
                }
                Mrn::parse(value, None).is_some()
            }
            Label::DateTimeGroup => content[..value_at].contains("DTG"),
            Label::Captions | Label::PassLine => true,
            Label::Drafting => content.starts_with('D') && content.contains("Rule"),
            _ => false,
        };
        if alone && !telling.contains(&label) {
            telling.push(label);
        }
        if telling.len() >= 2 || telling.contains(&Label::Mrn) {
            return first;
        }
    }
    None
}

/// A label at the start of a line, and where its value starts.
fn label_at_start(line: &str, bare: bool) -> Option<(Label, usize)> {
    const LONGEST: usize = 24;
    // `**MRN:** 12 STRELSAU 1187`
    if let Some(rest) = line.strip_prefix("**") {
        let (label, at) = label_at_start(rest, false)?;
        let value = rest[at..].strip_prefix("**")?.trim_start();
        return Some((label, line.len() - value.len()));
    }
    if !line.starts_with(|c: char| c.is_ascii_uppercase()) {
        return None;
    }
    if bare
        && let Some(found) = BARE_LABELS.iter().find_map(|&(words, label)| {
            let rest = line.strip_prefix(words)?;
            let value = rest.trim_start_matches([' ', '\t']);
            (rest.is_empty() || value.len() < rest.len()).then(|| (label, line.len() - value.len()))
        })
    {
        return Some(found);
    }
    let colon = line.bytes().take(LONGEST).position(|b| b == b':')?;
    let mut key = [0u8; LONGEST];
    let mut n = 0;
    for byte in line[..colon].bytes() {
        match byte {
            b' ' | b'.' | b'/' | b'\t' => {}
            _ => {
                key[n] = byte.to_ascii_lowercase();
                n += 1;
            }
        }
    }
    let &(_, label) = LABELS
        .iter()
        .find(|(spelling, _)| spelling.as_bytes() == &key[..n])?;
    let value = line[colon + 1..].trim_start_matches([' ', '\t']);
    Some((label, line.len() - value.len()))
}

impl Smart {
    /// Above the labels stand the level, a control and, where the message is classified, `DECL: …`.
    fn mark_above(&mut self, text: &str, lines: &mut [Line]) {
        for line in lines.iter_mut().rev().take(8) {
            let content = line.content();
            let written = content.of(text);
            let heading = written.trim_start_matches(['#', ' ']);
            if matches!(furniture::recognize(heading), Some(Furniture::Banner)) {
                if heading.len() < written.len() && line.kind == LineKind::Body {
                    line.kind = LineKind::Furniture;
                }
                self.level = Some(trim(text, content));
            }
            let Some(value) = ["DECL:", "DECL ON:", "DECLASSIFY ON:"]
                .iter()
                .find_map(|label| written.trim_start().strip_prefix(label))
            else {
                continue;
            };
            let end = content.end as usize;
            self.declassify = Some(Span::new(end - value.len(), end));
            line.kind = LineKind::Declassify;
        }
    }

    /// Gathers labels and values from line `first` on; gives the first line behind them.
    ///
    /// A value runs on until the next label or a blank line; a label without a value has it on the next line.
    fn mark_labels(
        &mut self,
        text: &str,
        lines: &mut [Line],
        first: usize,
        most: usize,
        place: Place,
    ) -> usize {
        let mut open: Option<LineKind> = None;
        let mut end = first;
        for (index, line) in lines.iter_mut().enumerate().skip(first).take(most) {
            if line.kind != LineKind::Body {
                continue;
            }
            let content = line.content();
            let written = content.of(text);
            if furniture::is_blank(written) {
                let empty = self.fields.last().is_some_and(|(_, pieces)| {
                    pieces.iter().all(|piece| trim(text, *piece).is_empty())
                });
                if !empty {
                    open = None;
                }
                continue;
            }
            let found = label_at_start(written, self.bare)
                .filter(|(label, _)| place == Place::Tail || !label.is_of_classifier());
            if let Some((label, value_at)) = found {
                let value = Span::new(content.start as usize + value_at, content.end as usize);
                self.fields.push((label, vec![value]));
                line.kind = label.line_kind();
                open = Some(line.kind);
                end = index + 1;
                continue;
            }
            // A page break inside the officers behind the text ends no list of them.
            if place == Place::Tail
                && (page_line(written) || furniture::recognize(written).is_some())
            {
                continue;
            }
            let starts_other = super::label::at_start(written).is_some()
                || begins_telegram(written)
                || page_line(written)
                || furniture::recognize(written).is_some()
                || crate::body::paragraph::start(written)
                    .is_some_and(|start| start.portion.is_some() || open.is_none());
            match (open, self.fields.last_mut()) {
                (Some(kind), Some((_, pieces))) if !starts_other => {
                    pieces.push(content);
                    line.kind = kind;
                    end = index + 1;
                }
                _ if starts_other && crate::body::paragraph::start(written).is_none() => {
                    open = None;
                }
                _ => break,
            }
        }
        end
    }

    fn flow<'t>(&self, text: &'t str, wanted: Label) -> Option<Flow<'t>> {
        let (_, pieces) = self.fields.iter().find(|(label, _)| *label == wanted)?;
        let flow = Flow::new(text, pieces.iter().copied());
        (!flow.text.is_empty()).then_some(flow)
    }

    /// The year that the reference number names.
    pub(crate) fn year(&self, text: &str) -> Option<u16> {
        Some(Mrn::parse(&self.flow(text, Label::Mrn)?.text, None)?.year)
    }

    /// The year of the reference number is that of the date-time group, but for the turn of the year.
    fn compare_years(&self, text: &str, head: &Head<'_>, diagnostics: &mut Vec<Diagnostic>) {
        let date = head
            .date_time_group
            .as_ref()
            .and_then(|group| Some(group.value.moment?.date));
        let (Some(date), Some(year), Some(flow)) =
            (date, self.year(text), self.flow(text, Label::Mrn))
        else {
            return;
        };
        let turn =
            matches!((date.month, date.day), (1, 1) | (12, 31)) && date.year.abs_diff(year) == 1;
        if date.year != year && !turn {
            diagnostics.push(
                Diagnostic::new(
                    Code::IdYearMismatch,
                    flow.source,
                    format!(
                        "the reference number is of {year}, the date-time group of {}",
                        date.year
                    ),
                )
                .with_help("the date-time group was believed"),
            );
        }
    }

    /// The signature, where it has its label.
    pub(crate) fn signature(&self, text: &str) -> Option<Located<String>> {
        let flow = self.flow(text, Label::Signature)?;
        Some(Located::new(crate::flow::fold(&flow.text), flow.source))
    }

    /// Reads the values into the head; they are believed over a head that was pasted below them.
    pub(crate) fn complete<'t>(
        &self,
        text: &'t str,
        head: &mut Head<'t>,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        head.n_elements += self.fields.len();
        // Below a line that names the cable the labels belong to another, which was pasted into the text.
        let first = self.fields.first().and_then(|(_, pieces)| pieces.first());
        if let (Some(number), Some(first)) = (&head.number, first)
            && number.span.start < first.start
        {
            return;
        }
        if head.classification.is_none() {
            head.classification = self
                .level
                .and_then(|level| Classification::of_page(text, level));
        }
        if let Some(flow) = self.flow(text, Label::Mrn) {
            read_number(text, &flow, head);
        }
        let number_year = self.year(text);
        if let Some(flow) = self.flow(text, Label::DateTimeGroup) {
            read_date(&flow, number_year, head, diagnostics);
        }
        self.compare_years(text, head, diagnostics);
        if let Some(flow) = self.flow(text, Label::From) {
            let mut from = addressee::parse_originator(&flow.text, flow.source.start as usize);
            from.value.name = turned(&from.value.name).into();
            from.span = flow.source;
            head.from = Some(from);
        }
        self.read_addressees(text, head);
        if let Some(flow) = self.flow(text, Label::Captions) {
            for part in flow.text.split([',', ';', '\n']) {
                for caption in caption::parse_line(part).unwrap_or_default() {
                    if !head.captions.iter().any(|seen| seen.value == caption) {
                        head.captions.push(Located::new(caption, flow.source));
                    }
                }
            }
        }
        if let Some(flow) = self.flow(text, Label::PassLine) {
            head.passing.push(flow.source);
        }
        for (label, part) in [
            (Label::Drafted, Part::Drafted),
            (Label::Cleared, Part::Cleared),
            (Label::Approved, Part::Approved),
        ] {
            for (_, pieces) in self.fields.iter().filter(|(found, _)| *found == label) {
                for piece in pieces {
                    head.add_officers(part, officer::list(text, *piece));
                }
            }
        }
        let sent = head
            .date_time_group
            .as_ref()
            .and_then(|group| Some(group.value.moment?.date));
        let year = sent.map(|date| date.year).or(number_year);
        if let Some(flow) = self.flow(text, Label::ExecutiveOrder) {
            head.executive_order = Some(executive_order::parse(&flow, sent, diagnostics));
        }
        if let Some(span) = self.declassify {
            let order = head
                .executive_order
                .get_or_insert_with(ExecutiveOrder::default);
            if order.declassify_on.is_none() && order.event.is_none() && order.exemptions.is_empty()
            {
                let flow = Flow::new(text, [span]);
                executive_order::parse_declassify(order, &flow, sent, diagnostics);
            }
        }
        self.read_classifier(text, sent, head, diagnostics);
        if let Some(flow) = self.flow(text, Label::Tags) {
            head.tags = tags::parse(&flow, year, diagnostics).0;
        }
        if let Some(flow) = self.flow(text, Label::Subject) {
            head.subject = subject::parse(&flow, None, diagnostics);
        }
        if let Some(flow) = self.flow(text, Label::References) {
            let own_post = head
                .post
                .as_ref()
                .and_then(|post| Some(crate::post::resolve(post.value, true)?.key));
            let citing = reftel::Citing {
                year,
                post: own_post.as_deref(),
                number: head.number.as_ref().map(|number| number.value),
                guessed: false,
                day: None,
            };
            head.references = reftel::parse(&flow, citing, diagnostics);
        }
    }

    /// The block behind the text: `Classified By: Name: Fenn, Dora`, `Reason:`, `Declassify on:`.
    fn read_classifier(
        &self,
        text: &str,
        sent: Option<crate::Date>,
        head: &mut Head<'_>,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        let year = sent.map(|date| date.year);
        if head.classified_by.is_none()
            && let Some(flow) = self.flow(text, Label::ClassifiedBy)
        {
            let words = fold(&flow.text);
            if let Some(rest) = words.strip_prefix("Name:") {
                let (name, office) = rest.split_once("Office:").unwrap_or((rest, ""));
                let kept =
                    |part: &str| Some(part.trim().to_owned()).filter(|part| !part.is_empty());
                head.classified_by = Some(ClassificationAuthority {
                    name: kept(name),
                    title: kept(office),
                    text: words.clone(),
                    span: flow.source,
                });
            } else {
                let (authority, reasons) =
                    classification_authority::parse(&flow, year, diagnostics);
                head.classified_by = authority;
                if head.reasons.is_empty() {
                    head.reasons = reasons;
                }
            }
        }
        if head.reasons.is_empty()
            && let Some(flow) = self.flow(text, Label::Reason)
        {
            head.reasons = classification_authority::reasons_of(&flow, year, diagnostics);
        }
        if let Some(flow) = self.flow(text, Label::Declassify) {
            let order = head
                .executive_order
                .get_or_insert_with(ExecutiveOrder::default);
            if order.declassify_on.is_none() && order.event.is_none() && order.exemptions.is_empty()
            {
                executive_order::parse_declassify(order, &flow, sent, diagnostics);
            }
        }
    }

    fn read_addressees(&self, text: &str, head: &mut Head<'_>) {
        let mut addressees: Vec<Addressee> = Vec::new();
        for (wanted, role) in [(Label::Action, Role::Action), (Label::Info, Role::Info)] {
            for (label, pieces) in &self.fields {
                if *label == wanted {
                    let flow = Flow::new(text, pieces.iter().copied());
                    list(&flow, role, &mut addressees);
                }
            }
        }
        if let Some(flow) = self.flow(text, Label::Exempt)
            && let Some(last) = addressees.last_mut()
        {
            let names = flow.text.split([';', '\n']).map(turned);
            let none = |name: &str| matches!(&*name.to_ascii_uppercase(), "" | "NONE" | "N/A");
            last.exempt
                .extend(names.filter(|name| !none(name)).map(SmolStr::from));
        }
        let highest = |role| {
            addressees
                .iter()
                .filter(|addressee| addressee.role == role)
                .filter_map(|addressee| addressee.precedence)
                .max()
        };
        if head.precedence.action.is_none() {
            head.precedence.action = highest(Role::Action);
            head.precedence.info =
                highest(Role::Info).filter(|info| Some(*info) != head.precedence.action);
        }
        if !addressees.is_empty() {
            head.addressees = addressees;
        }
    }
}

impl Label {
    fn is_of_classifier(self) -> bool {
        matches!(
            self,
            Label::ClassifiedBy | Label::Reason | Label::Declassify
        )
    }

    fn line_kind(self) -> LineKind {
        match self {
            Label::Mrn => LineKind::Classification,
            Label::DateTimeGroup => LineKind::DateTimeGroup,
            Label::From => LineKind::From,
            Label::Action => LineKind::To,
            Label::Info => LineKind::Info,
            Label::Exempt => LineKind::Exempt,
            Label::ExecutiveOrder => LineKind::ExecutiveOrder,
            Label::Tags => LineKind::Tags,
            Label::Captions => LineKind::Caption,
            Label::PassLine => LineKind::Passing,
            Label::References => LineKind::References,
            Label::Subject => LineKind::Subject,
            Label::Signature => LineKind::Signature,
            Label::Drafted
            | Label::Cleared
            | Label::Approved
            | Label::ClassifiedBy
            | Label::Reason
            | Label::Declassify
            | Label::Drafting => LineKind::Drafting,
        }
    }
}

/// `12 STRELSAU 1187`: post and number with their places.
///
/// A line that is a number in itself is all of it; what follows is a line whose label was garbled.
fn read_number<'t>(text: &'t str, flow: &Flow<'t>, head: &mut Head<'t>) {
    let value = trim(text, flow.source);
    let line = value
        .of(text)
        .find(['\n', '\r'])
        .map(|end| {
            trim(
                text,
                Span::new(value.start as usize, value.start as usize + end),
            )
        })
        .filter(|line| Mrn::parse(line.of(text), None).is_some());
    let value = line.unwrap_or(value);
    let written = value.of(text);
    let Some(mrn) = Mrn::parse(written, None) else {
        return;
    };
    let Some(from) = written.find(|c: char| c.is_ascii_alphabetic()) else {
        return;
    };
    // The post ends at the last letter, or at the first digit where words stand behind the number.
    let ends_at = |end: usize| {
        let end = from + written[from..end].rfind(|c: char| c.is_ascii_alphabetic())? + 1;
        let post = crate::post::resolve(&written[from..end], true)?;
        (post.key == mrn.post).then_some(end)
    };
    let first_digit = written[from..]
        .find(|c: char| c.is_ascii_digit())
        .map_or(written.len(), |at| from + at);
    let Some(to) = ends_at(written.len()).or_else(|| ends_at(first_digit)) else {
        return;
    };
    let start = value.start as usize;
    head.post = Some(Located::new(
        &written[from..to],
        Span::new(start + from, start + to),
    ));
    head.number = Some(Located::new(
        mrn.number,
        trim(text, Span::new(start + to, value.end as usize)),
    ));
}

/// `Sep 11, 2012 / 111234Z SEP 12`; either half may be missing.
fn read_date(
    flow: &Flow<'_>,
    year: Option<u16>,
    head: &mut Head<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let at = flow.text.find('/').map_or(0, |at| at + 1);
    let start = flow.span(at..flow.text.len()).start as usize;
    if let Some(line) = date_time_group::parse(&flow.text[at..], start, year, diagnostics) {
        head.date_time_group = Some(line.group);
        head.precedence = line.precedence;
    }
}

/// Addresses parted by `;` or, behind a precedence, by the line end.
fn list(flow: &Flow<'_>, role: Role, into: &mut Vec<Addressee>) {
    let text = &*flow.text;
    let mut from = 0;
    for (at, sign) in text.match_indices([';', '\n']).chain([(text.len(), ";")]) {
        let written = &text[from..at];
        let indent = written.len() - written.trim_start().len();
        let end = written.trim_end().len();
        let (written, serial) = without_serial(written);
        if sign == "\n" && serial.is_none() && Precedence::strip_word(written).is_none() {
            continue; // an address goes on
        }
        let (name, precedence) = match Precedence::strip_word(written) {
            Some((before, precedence)) => (before, Some(precedence)),
            None => (written, None),
        };
        let name = turned(name);
        if !name.is_empty() {
            into.push(Addressee {
                role,
                name: name.into(),
                routing: None,
                precedence,
                serial: serial.map(SmolStr::new),
                exempt: Vec::new(),
                span: flow.span(from + indent..from + end.max(indent)),
            });
        }
        from = at + 1;
    }
}

/// `SECSTATE WASHDC PRIORITY 0552`: older telegrams printed again in this layout keep the number of the station.
fn without_serial(written: &str) -> (&str, Option<&str>) {
    let trimmed = written.trim_end();
    let before = trimmed.trim_end_matches(|c: char| c.is_ascii_digit());
    let serial = &trimmed[before.len()..];
    let fits = (1..=6).contains(&serial.len())
        && before.ends_with(' ')
        && (Precedence::strip_word(before).is_some() || addressee::is_address_line(before));
    if fits {
        (before, Some(serial))
    } else {
        (written, None)
    }
}

/// An address as telegrams write it: `BERLIN, AMEMBASSY` is AMEMBASSY BERLIN.
///
/// The system printed the place first. Turned round, an addressee has one name in cables of all times, which is what
/// archives search and count by; the words as written are under the span.
fn turned(written: &str) -> String {
    let name = crate::flow::fold(written.trim_matches([' ', ',', ';', '\n']));
    let Some((place, kind)) = name.split_once(", ") else {
        return name;
    };
    let turned = format!("{kind} {place}");
    if addressee::is_address_line(&turned) && !kind.starts_with("WASH") {
        turned
    } else {
        name
    }
}

/// A line of the head of a telegram: one that was pasted below the labels goes on with no value.
fn begins_telegram(line: &str) -> bool {
    let line = crate::flow::trimmed(line);
    transmission::is_id_line(line)
        || transmission::is_routing_line(line)
        || transmission::is_station_line(line)
        || transmission::is_security_line(line)
        || line.starts_with("FM ")
        || classification::parse(line).is_some_and(|read| read.number.is_some())
}

/// `UNCLASSIFIED                Page 1 of 3`.
fn page_line(line: &str) -> bool {
    let line = line.trim();
    let Some(at) = line.find("Page ").filter(|_| line.len() <= 120) else {
        return false;
    };
    let mut words = line[at + 5..].split_ascii_whitespace();
    let digits = |word: Option<&str>| {
        word.is_some_and(|word| word.len() <= 4 && word.bytes().all(|b| b.is_ascii_digit()))
    };
    let counted = digits(words.next()) && words.next() == Some("of") && digits(words.next());
    counted
        && words.next().is_none()
        && (at == 0 || matches!(furniture::recognize(&line[..at]), Some(Furniture::Banner)))
}

/// Marks page lines, and the level and control that stand above and below them on every page.
fn mark_pages(text: &str, lines: &mut [Line], first: usize) {
    const NEAR: usize = 5;
    let is_margin = |line: &Line| {
        let content = line.content().of(text).trim();
        line.kind == LineKind::Body
            && content.len() <= 40
            && (matches!(furniture::recognize(content), Some(Furniture::Banner))
                || content == "SBU"
                || content.starts_with("DECL:"))
    };
    for index in first..lines.len() {
        if lines[index].kind != LineKind::Body || !page_line(lines[index].content().of(text)) {
            continue;
        }
        lines[index].kind = LineKind::Furniture;
        let above = (first..index).rev().take(NEAR);
        let below = (index + 1..lines.len()).take(NEAR);
        mark_margin(text, lines, above, is_margin);
        mark_margin(text, lines, below, is_margin);
    }
}

fn mark_margin(
    text: &str,
    lines: &mut [Line],
    range: impl Iterator<Item = usize>,
    is_margin: impl Fn(&Line) -> bool,
) {
    for index in range {
        if is_margin(&lines[index]) {
            lines[index].kind = LineKind::Furniture;
        } else if lines[index].kind == LineKind::Body
            && !furniture::is_blank(lines[index].content().of(text))
        {
            break;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_turned() {
        let check = |written: &str, expected: &str| assert_eq!(turned(written), expected);
        check("BERLIN, AMEMBASSY", "AMEMBASSY BERLIN");
        check("WASHDC, SECSTATE ", "SECSTATE WASHDC");
        check("AMEMBASSY BERLIN", "AMEMBASSY BERLIN");
        check("SECSTATE, WASHDC", "SECSTATE, WASHDC");
        check("", "");
    }

    #[test]
    fn page_lines() {
        assert!(page_line(
            "          UNCLASSIFIED                Page 1 of 3"
        ));
        assert!(page_line("Page 2 of 2"));
        assert!(!page_line("See Page 2 of 3"));
        assert!(!page_line("Page 2 of the report"));
        assert!(!page_line("Page"));
    }

    #[track_caller]
    fn check(text: &str, is_smart: bool) {
        let mut lines = crate::line::split(text);
        assert_eq!(
            mark(text, &mut lines, &Rare::find(text)).is_some(),
            is_smart,
            "{text}"
        );
    }

    #[test]
    fn told_by_its_labels() {
        check("MRN: 12 STRELSAU 1187\nFrom: AMEMBASSY STRELSAU\n", true);
        check("Captions: SIPDIS\nDate/DTG: 111234Z SEP 12\n", true);
        check("From: Fenn\nTo: Karlsen\nSubject: DTG\n", false);
        check("MRN: to be added\n", false);
        check("MRN", false);
    }

    #[test]
    fn variants_of_labels() {
        let check = |text: &str| {
            let parse = crate::parse(text);
            let cable = &parse.cable;
            assert_eq!(
                cable.mrn.as_ref().map(ToString::to_string).as_deref(),
                Some("12STRELSAU1187"),
                "{text}"
            );
            assert!(cable.date_time_group.is_some(), "{text}");
            assert_eq!(
                cable.subject.as_ref().unwrap().text,
                "A Quiet Year",
                "{text}"
            );
            assert_eq!(cable.addressees[0].name, "SECSTATE WASHDC", "{text}");
            assert_eq!(
                cable.addressees[0].precedence,
                Some(Precedence::Routine),
                "{text}"
            );
            assert_eq!(cable.tags.len(), 2, "{text}");
            assert_eq!(cable.paragraphs.len(), 1, "{text}");
            assert_eq!(
                parse.paragraph_text(&cable.paragraphs[0]),
                "It was.",
                "{text}"
            );
        };
        check(
            "MRN: 12 STRELSAU 1187 Date/DTG: Sep 11, 2012 / 111234Z SEP 12 From: AMEMBASSY STRELSAU Action: WASHDC, SECSTATE ROUTINE E.O.: 13526 TAGS: PGOV, RU Captions: SENSITIVE Subject: A Quiet Year\n\n1. (SBU) It was.\n",
        );
        check(
            "MRN 12 STRELSAU 1187\nDate/DTG Sep 11, 2012 / 111234Z SEP 12\nFrom AMEMBASSY STRELSAU\nAction WASHDC, SECSTATE ROUTINE\nE.O. 13526\nTAGS PGOV, RU\nSubject A Quiet Year\n\n1. (SBU) It was.\n",
        );
        check(
            "# UNCLASSIFIED\n\n**MRN:** 12 STRELSAU 1187\n**Date/DTG:** Sep 11, 2012 / 111234Z SEP 12\n**From:** AMEMBASSY STRELSAU\n**Action:** SECSTATE WASHDC ROUTINE\n**TAGS:** PGOV, RU\n**Captions:** SIPDIS\n**Subject:** A Quiet Year\n\n1. (SBU) It was.\n\n**Signature:** FENN\n",
        );
        check(
            "MRN: 12 STRELSAU 1187\nDate/DTG: Sep 11, 2012 / 111234Z SEP 12\nFrom: AMEMBASSY STRELSAU\nAction: SECSTATE WASHDC ROUTINE 0552\nTAGS: PGOV, RU\nSubject: A Quiet Year\n\n1. (SBU) It was.\n",
        );
    }

    #[test]
    fn classifier_behind_the_text() {
        let check = |block: &str, signed: &str, title: Option<&str>| {
            let text = format!(
                "MRN: 12 STRELSAU 1187\nDate/DTG: Sep 11, 2012 / 111234Z SEP 12\nFrom: AMEMBASSY STRELSAU\nAction: WASHDC, SECSTATE ROUTINE\nE.O.: 13526\nSubject: A Quiet Year\n\n1. (C) It was.\n\n{signed}{block}Drafted By: STRELSAU:Karlsen, Ada\nCleared By: Econ:Marks, Leo\nCONFIDENTIAL    Page 1 of 2\n            RSO:Dunn, Pat\nApproved By: EXEC:Fenn, Dora\nInfo: ZENDA, AMCONSUL ROUTINE\nAction Post:\nDissemination Rule: Archive Copy\n"
            );
            let parse = crate::parse(&text);
            let cable = &parse.cable;
            let authority = cable.classified_by.as_ref().unwrap();
            assert_eq!(authority.name.as_deref(), Some("Fenn, Dora"), "{text}");
            assert_eq!(authority.title.as_deref(), title, "{text}");
            let reasons: Vec<&str> = cable.reasons.iter().map(|reason| reason.text).collect();
            assert_eq!(reasons, ["1.4(b)", "1.4(d)"], "{text}");
            let order = cable.executive_order.as_ref().unwrap();
            assert!(order.declassify_on.is_some(), "{text}");
            assert_eq!(cable.clearances.len(), 2, "{text}");
            assert!(
                cable.drafted_by.is_some() && cable.approved_by.is_some(),
                "{text}"
            );
            assert_eq!(cable.addressees.len(), 2, "{text}");
            assert_eq!(cable.paragraphs.len(), 1, "{text}");
            assert_eq!(
                parse.paragraph_text(&cable.paragraphs[0]),
                "It was.",
                "{text}"
            );
        };
        let block = "Classified By: Name: Fenn, Dora\n               Office: EXEC\nReason: 1.4(b), 1.4(d)\nDeclassify on: 2022/09/11\n";
        check(block, "Signature: FENN\n\n", Some("EXEC"));
        check(block, "", Some("EXEC"));
    }

    #[test]
    fn values() {
        let text = "UNCLASSIFIED\nSBU\n\nAction: WASHDC, SECSTATE ROUTINE; BERN,\n  AMEMBASSY IMMEDIATE\nMRN:\n12 STRELSAU 1187\nDate/DTG: Sep 11, 2012 / 111234Z SEP 12\nSubject: A Quiet\n   Year\n\n1. (SBU) It was\n\n  UNCLASSIFIED    Page 1 of 2\nUNCLASSIFIED\nSBU\n\nquiet.\n\nSignature: Fenn\n\nInfo: ZENDA, AMCONSUL ROUTINE\nDrafted By: ZENDA:Fenn, Dora\n";
        let parse = crate::parse(text);
        let cable = &parse.cable;
        assert_eq!(cable.mrn.as_ref().unwrap().to_string(), "12STRELSAU1187");
        assert_eq!(cable.subject.as_ref().unwrap().text, "A Quiet Year");
        assert_eq!(cable.signature.as_ref().unwrap().value, "Fenn");
        let names: Vec<(&str, Role, Option<Precedence>)> = cable
            .addressees
            .iter()
            .map(|addressee| (&*addressee.name, addressee.role, addressee.precedence))
            .collect();
        assert_eq!(
            names,
            [
                ("SECSTATE WASHDC", Role::Action, Some(Precedence::Routine)),
                ("AMEMBASSY BERN", Role::Action, Some(Precedence::Immediate)),
                ("AMCONSUL ZENDA", Role::Info, Some(Precedence::Routine)),
            ]
        );
        assert_eq!(cable.paragraphs.len(), 1);
        assert_eq!(parse.paragraph_text(&cable.paragraphs[0]), "It was quiet.");
        assert_eq!(
            cable.classification.as_ref().unwrap().level.to_string(),
            "SENSITIVE BUT UNCLASSIFIED"
        );
    }
}
