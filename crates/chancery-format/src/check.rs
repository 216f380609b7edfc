//! What in a cable agrees and what contradicts.
//!
//! The diagnostics of places that contradict each other. What is compared, and how, is told in `consistency/`, whose
//! report and these diagnostics come from one comparison each.

use smol_str::SmolStr;

use crate::cable::{Cable, Kind};
use crate::consistency::{
    declassify_date, filing_time, order_date, portion_marks, precedence, reason_section, sections,
    security_letters, station_serial,
};
use crate::diagnostic::{Code, Diagnostic};
use crate::head::addressee::Role;
use crate::head::classification::{Classification, Level};
use crate::head::precedence::Precedence;
use crate::line::{Line, LineKind};
use crate::rare::{Rare, Word};
use crate::{Located, Span};

/// Runs all checks and infers a classification where the line is missing.
pub(crate) fn consistency(
    text: &str,
    lines: &[Line],
    rare: &Rare,
    cable: &mut Cable,
    diagnostics: &mut Vec<Diagnostic>,
) {
    classification(cable, diagnostics);
    station_serial(cable, diagnostics);
    filing_time(cable, diagnostics);
    precedence(cable, diagnostics);
    portions(cable, diagnostics);
    missing(text, lines, rare, cable, diagnostics);
    order(cable, diagnostics);
    reasons(cable, diagnostics);
    classifier(text, lines, cable, diagnostics);
    quotes(text, rare, diagnostics);
    redactions(text, lines, rare, cable, diagnostics);
    sections(text, lines, cable, diagnostics);
    if cable.kind == Kind::WithdrawalCard
        || !cable.attributes.is_empty() && cable.paragraphs.is_empty()
    {
        // A record without a text lacks nothing by lacking its lines.
        diagnostics.retain(|diagnostic| {
            !matches!(
                diagnostic.code,
                Code::ClassificationMissing
                    | Code::DtgMissing
                    | Code::HeaderMissingLine
                    | Code::SignatureMissing
                    | Code::SubjectMissing
            )
        });
    }
}

/// Tells of control characters that tapes and file systems left, of which the `first` is known.
pub(crate) fn controls(text: &str, first: Option<usize>, diagnostics: &mut Vec<Diagnostic>) {
    if let Some(first) = first {
        let is_stray =
            |b: &&u8| b.is_ascii_control() && !matches!(**b, b'\t' | b'\n' | b'\r' | 0x0C | 0x7F);
        let n = text.as_bytes().iter().filter(is_stray).count();
        let (characters, stand) = if n == 1 {
            ("character", "stands")
        } else {
            ("characters", "stand")
        };
        diagnostics.push(
            Diagnostic::new(
                Code::ControlCharacters,
                Span::new(first, first + 1),
                format!("{n} control {characters} of a file {stand} in the text"),
            )
            .with_help("left out of what is read; words beside them may be damaged"),
        );
    }
}

/// SENSITIVE goes with UNCLAS and makes it SBU; NOFORN belongs to the level. Security letters must agree.
fn classification(cable: &mut Cable, diagnostics: &mut Vec<Diagnostic>) {
    if let Some(classification) = &mut cable.classification {
        if classification.level == Level::Unclassified
            && cable
                .captions
                .iter()
                .any(|caption| caption.value.ends_with("SENSITIVE"))
        {
            classification.level = Level::SensitiveButUnclassified;
        }
        classification.caveats = caveats(&cable.captions);
    }
    let letters = cable.transmission.security.as_deref();
    let security = letters.and_then(Level::from_security);
    match (&cable.classification, security) {
        (Some(classification), _) if security_letters::compare(cable) == Some(false) => {
            diagnostics.push(
                Diagnostic::new(
                    Code::ClassificationConflict,
                    cable.transmission.security_span,
                    format!(
                        "the transmission was protected as {}, the cable says {}",
                        letters.map_or_else(String::new, security_letters::meaning),
                        classification.level
                    ),
                )
                .with_help("the classification line was believed"),
            );
        }
        (None, _) if cable.from.is_some() || cable.date_time_group.is_some() => {
            let highest = cable
                .paragraphs
                .iter()
                .filter_map(|p| Some(p.portion.as_ref()?.value.level))
                .max();
            if let Some(level) = security.or(highest) {
                let source = if security.is_some() {
                    "the security letters of the transmission"
                } else {
                    "the highest portion mark"
                };
                diagnostics.push(
                    Diagnostic::new(
                        Code::ClassificationMissing,
                        Span::default(),
                        "the cable has no classification line",
                    )
                    .with_help(format!("inferred {level} from {source}")),
                );
                cable.classification = Some(Classification {
                    level,
                    caveats: caveats(&cable.captions),
                    text: SmolStr::default(),
                    span: Span::default(),
                    inferred: true,
                });
            } else {
                diagnostics.push(Diagnostic::new(
                    Code::ClassificationMissing,
                    Span::default(),
                    "the cable has no classification line",
                ));
            }
        }
        _ => {}
    }
}

/// Controls that go with the level rather than with the handling.
fn caveats(captions: &[Located<&'static str>]) -> Vec<&'static str> {
    captions
        .iter()
        .map(|caption| caption.value)
        .filter(|caption| matches!(*caption, "NOFORN" | "ORCON" | "REL TO" | "PROPIN"))
        .collect()
}

/// The station serial is the number modulo 10,000.
fn station_serial(cable: &Cable, diagnostics: &mut Vec<Diagnostic>) {
    if let (Some(serials), Some(mrn)) = (station_serial::compare(cable), &cable.mrn)
        && !serials.agree()
    {
        diagnostics.push(
            Diagnostic::new(
                Code::SerialMismatch,
                cable.transmission.serial_span,
                format!(
                    "expected the station serial {:04} of number {}, found {:04}",
                    serials.number, mrn.number, serials.serial
                ),
            )
            .with_help("the number of the classification line was believed"),
        );
    }
}

/// Filing comes between an hour before and two days after the date-time group.
fn filing_time(cable: &Cable, diagnostics: &mut Vec<Diagnostic>) {
    if let Some(filing) = filing_time::compare(cable).filter(|filing| !filing.agrees()) {
        diagnostics.push(
            Diagnostic::new(
                Code::JulianMismatch,
                cable.transmission.filed_span,
                format!(
                    "filed on day {:03} of the year, but the date-time group is day {:03}",
                    filing.day, filing.sent_day
                ),
            )
            .with_help("the date-time group was believed"),
        );
    }
}

fn precedence(cable: &mut Cable, diagnostics: &mut Vec<Diagnostic>) {
    let routing = cable
        .transmission
        .routing_prosign
        .and_then(Precedence::from_prosign);
    if let (Some(routing), None) = (routing, cable.precedence.action) {
        cable.precedence.action = Some(routing);
        let span = cable
            .date_time_group
            .as_ref()
            .map_or(Span::default(), |group| group.span);
        diagnostics.push(
            Diagnostic::new(
                Code::PrecedenceInferred,
                span,
                format!(
                    "no precedence stands with the date-time group; the routing line says {routing}"
                ),
            )
            .with_help(format!("{routing} was taken for those who must act")),
        );
        return;
    }
    let (Some(found), Some(group)) = (precedence::compare(cable), &cable.date_time_group) else {
        return;
    };
    if !found.agree() {
        diagnostics.push(Diagnostic::new(
            Code::PrecedenceConflict,
            group.span,
            format!(
                "the routing line says {}, the date-time line {}",
                found.routing, found.highest
            ),
        ));
    }
}

/// No portion may be marked higher than the whole.
fn portions(cable: &Cable, diagnostics: &mut Vec<Diagnostic>) {
    let Some(whole) = &cable.classification else {
        return;
    };
    for portion in portion_marks::above(cable) {
        diagnostics.push(Diagnostic::new(
            Code::PortionAboveClassification,
            portion.span,
            format!(
                "a portion marked {} in a cable that is {}",
                portion.value.text, whole.level
            ),
        ));
    }
    unmarked(cable, diagnostics);
}

/// Numbered paragraphs without a mark among those with one.
fn unmarked(cable: &Cable, diagnostics: &mut Vec<Diagnostic>) {
    const FEWEST_MARKED: usize = 2;
    let numbered = || cable.paragraphs.iter().filter(|p| p.number.is_some());
    let n_marked = numbered().filter(|p| p.portion.is_some()).count();
    let n_unmarked = numbered().count() - n_marked;
    // The points of a quoted text have numbers and no marks; one mark may be that of the whole text.
    if n_marked < FEWEST_MARKED || n_unmarked == 0 || n_unmarked * 2 > n_marked {
        return;
    }
    for paragraph in numbered().filter(|p| p.portion.is_none()) {
        diagnostics.push(Diagnostic::new(
            Code::PortionMissing,
            Span::empty(paragraph.span.start as usize),
            format!(
                "paragraph {} has no portion mark",
                paragraph.number.unwrap_or_default()
            ),
        ));
    }
}

/// Who classified the cable and why, where the orders from 1995 on ask for both.
fn classifier(text: &str, lines: &[Line], cable: &Cable, diagnostics: &mut Vec<Diagnostic>) {
    let asked = cable
        .executive_order
        .as_ref()
        .filter(|order| matches!(order.order.as_deref(), Some("12958" | "13292" | "13526")));
    let level = cable
        .classification
        .as_ref()
        .filter(|level| !level.inferred && level.level >= Level::Confidential);
    let (Some(order), Some(_), true) = (asked, level, cable.kind == Kind::Telegram) else {
        return;
    };
    if let Some(authority) = &cable.classified_by {
        let written = authority.span.of(text).trim_ascii_start();
        if cable.reasons.is_empty() && !is_derived(written) {
            diagnostics.push(Diagnostic::new(
                Code::ReasonMissing,
                authority.span,
                "the classifying officer gives no reason",
            ));
        }
        return;
    }
    let derived = lines.iter().any(|line| {
        matches!(
            line.kind,
            LineKind::ClassifiedBy | LineKind::Declassify | LineKind::HeadOther | LineKind::Reason
        ) && is_derived(line.content().of(text).trim_ascii_start())
    });
    if !derived && !cable.paragraphs.is_empty() {
        diagnostics.push(Diagnostic::new(
            Code::ClassifierMissing,
            Span::empty(order.span.end as usize),
            "the cable does not say who classified it",
        ));
    }
}

/// What is taken from a classified source names the source and no reason.
fn is_derived(written: &str) -> bool {
    written
        .get(..7)
        .is_some_and(|word| word.eq_ignore_ascii_case("DERIVED"))
}

fn missing(
    text: &str,
    lines: &[Line],
    rare: &Rare,
    cable: &Cable,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let extract = rare.of(Word::Extract).next().and_then(|at| {
        let stands_on = |line: &&Line| at < line.span.end as usize;
        lines.iter().take(12).find(stands_on)
    });
    if let Some(line) = extract {
        diagnostics.push(Diagnostic::new(
            Code::TextTruncated,
            line.content(),
            "the source says that this is only an extract",
        ));
        return;
    }
    let has_head = cable.from.is_some()
        || cable
            .classification
            .as_ref()
            .is_some_and(|classification| !classification.inferred);
    if has_head && cable.date_time_group.is_none() {
        diagnostics.push(Diagnostic::new(
            Code::DtgMissing,
            Span::default(),
            "the cable has no date-time group",
        ));
    }
    let is_letter = cable.kind == Kind::Letter;
    if has_head && !is_letter && cable.subject.is_none() && !cable.paragraphs.is_empty() {
        diagnostics.push(Diagnostic::new(
            Code::SubjectMissing,
            Span::default(),
            "the cable has no subject line",
        ));
    }
    if has_head && cable.signature.is_none() && !cable.paragraphs.is_empty() {
        let end = cable
            .paragraphs
            .last()
            .map_or(text.len(), |paragraph| paragraph.span.end as usize);
        diagnostics.push(Diagnostic::new(
            Code::SignatureMissing,
            Span::empty(end),
            "the cable has no signature",
        ));
    }
    // A wire head has an originator and an addressee.
    if let (Some(group), true) = (
        &cable.date_time_group,
        cable.classification.is_some() && !is_letter,
    ) {
        if cable.from.is_none() {
            diagnostics.push(Diagnostic::new(
                Code::HeaderMissingLine,
                Span::empty(group.span.end as usize),
                "no FM line below the date-time group",
            ));
        } else if !cable
            .addressees
            .iter()
            .any(|addressee| addressee.role == Role::Action)
        {
            diagnostics.push(Diagnostic::new(
                Code::HeaderMissingLine,
                Span::empty(group.span.end as usize),
                "no TO line below the date-time group",
            ));
        }
    }
    if has_head
        && cable.signature.is_none()
        && let Some(last) = cable.paragraphs.last()
    {
        let end = text[..last.span.end as usize].trim_end();
        let stops = end.ends_with(|c: char| c.is_lowercase() || c == ',')
            && end.len() > last.text_start as usize + 80;
        // `End Comment` without a full stop.
        let near_end = crate::parse::floor_boundary(end, end.len().saturating_sub(40));
        let closes = || {
            crate::body::parts::ends(end, Span::new(near_end, end.len()))
                .last()
                .is_some_and(|mark| mark.end >= end.len())
        };
        if stops && !closes() {
            diagnostics.push(
                Diagnostic::new(
                    Code::TextTruncated,
                    Span::empty(last.span.end as usize),
                    "the text stops in the middle of a sentence, without a signature",
                )
                .with_help("the rest may have been lost or cut off; look for another copy"),
            );
        }
    }
    for at in rare.of(Word::Lost).take(1) {
        for words in crate::layout::LOST
            .iter()
            .filter(|words| text[at..].starts_with(**words))
        {
            diagnostics.push(Diagnostic::new(
                Code::TextLost,
                Span::new(at, at + words.len()),
                "the text was lost in an archive's computer",
            ));
        }
    }
}

/// The order and its instruction against the date.
fn order(cable: &Cable, diagnostics: &mut Vec<Diagnostic>) {
    let Some(written) = &cable.executive_order else {
        return;
    };
    if let Some(order) = order_date::compare(cable).filter(|order| !order.agrees()) {
        diagnostics.push(
            Diagnostic::new(
                Code::ExecutiveOrderOutOfPeriod,
                written.span,
                format!(
                    "E.O. {} was in force {}, the cable is of {}",
                    order.order,
                    order.in_force(),
                    order.sent
                ),
            )
            .with_help("order and date were kept as read; one of them is wrong"),
        );
    }
    if let Some(period) = declassify_date::compare(cable)
        && period.standing() == declassify_date::Standing::TooFar
    {
        diagnostics.push(
            Diagnostic::new(
                Code::DeclassifyTooFar,
                written.span,
                format!(
                    "to be declassified on {}, the order allows {} years",
                    period.until,
                    period.most_years.unwrap_or_default()
                ),
            )
            .with_help("kept as read; often a digit of the year is wrong"),
        );
    }
}

/// The section that lists reasons, and its letters.
fn reasons(cable: &Cable, diagnostics: &mut Vec<Diagnostic>) {
    // A section that was assumed or mended contradicts nothing.
    if diagnostics
        .iter()
        .any(|diagnostic| diagnostic.code == Code::ReasonRepaired)
    {
        return;
    }
    let Some(Err(found)) = reason_section::compare(cable) else {
        return;
    };
    let (expected, order, sent) = (found.expected, found.order, found.sent);
    let written = found.reason.text;
    let diagnostic = if found.letter {
        Diagnostic::new(
            Code::ReasonOutOfOrder,
            found.reason.span,
            format!("section {expected} of E.O. {order} has no letter that {written} names"),
        )
    } else {
        Diagnostic::new(
            Code::ReasonOutOfOrder,
            found.reason.span,
            format!(
                "expected reasons of section {expected} of E.O. {order} on {sent}, found {written}"
            ),
        )
        .with_help("cables went on citing the older section for years after it was renumbered")
    };
    diagnostics.push(diagnostic);
}

/// BEGIN TEXT and END TEXT come in pairs.
fn quotes(text: &str, rare: &Rare, diagnostics: &mut Vec<Diagnostic>) {
    let closes = |at: &usize| matches!(text.get(*at..*at + 8), Some("END TEXT" | "End text"));
    let begins = rare.of(Word::BeginText).count();
    let ends = rare.of(Word::End).filter(closes).count();
    if begins != ends {
        let opened = rare.of(Word::BeginText).next();
        let closed = rare.of(Word::End).find(closes);
        let at = opened.into_iter().chain(closed).min().unwrap_or(0);
        diagnostics.push(Diagnostic::new(
            Code::QuoteUnbalanced,
            Span::new(at, (at + 8).min(text.len())),
            format!("texts are begun {begins} times and ended {ends} times"),
        ));
    }
}

/// Runs of X, and the marks of reviewers.
fn redactions(
    text: &str,
    lines: &[Line],
    rare: &Rare,
    cable: &Cable,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let bytes = text.as_bytes();
    let mut n = 0usize;
    let mut first = None;
    let mut from = 0;
    for start in rare.of(Word::Redacted) {
        if start < from {
            continue; // inside a longer run
        }
        let len = bytes[start..].iter().take_while(|b| **b == b'X').count();
        n += 1;
        first.get_or_insert(Span::new(start, start + len));
        from = start + len;
    }
    // Codes at the margin and their like stand in copies whose stamps say that they were released.
    if !cable.attributes.is_empty() {
        for line in lines.iter().filter(|line| line.kind == LineKind::Redaction) {
            n += 1;
            first = first.min(Some(line.content())).or(Some(line.content()));
        }
    }
    for at in rare.of(Word::Bracketed) {
        let end = text[at..].find(']').map_or(at, |n| at + n + 1);
        let span = Span::new(at, end);
        n += 1;
        first = first.min(Some(span)).or(Some(span));
    }
    if let Some(span) = first {
        let places = if n == 1 { "place" } else { "places" };
        diagnostics.push(Diagnostic::new(
            Code::RedactionFound,
            span,
            format!("names or passages were removed in {n} {places}"),
        ));
    }
    let replaced = rare.of(Word::Replaced).count();
    if replaced * 100 > text.len().max(100) {
        diagnostics.push(
            Diagnostic::new(
                Code::GarbleSuspected,
                Span::default(),
                format!("{replaced} characters are unreadable"),
            )
            .with_help("the text was kept as it is; look for another copy"),
        );
    }
}

/// A cable sent in several sections should hold them all.
fn sections(text: &str, lines: &[Line], cable: &Cable, diagnostics: &mut Vec<Diagnostic>) {
    let Some(found) = sections::compare(text, lines, cable) else {
        return;
    };
    if let Some(place) = found.disorder {
        diagnostics.push(
            Diagnostic::new(
                Code::SectionOrder,
                place,
                "a section stands behind one with a higher number",
            )
            .with_help("read as it stands; paragraph numbers tell the order"),
        );
    }
    // A copy whose sections were joined names only the first: nothing is missing then.
    if found.missing.is_empty() || found.joined {
        return;
    }
    let missing: Vec<String> = found.missing.iter().map(ToString::to_string).collect();
    diagnostics.push(
        Diagnostic::new(
            Code::SectionGap,
            cable
                .classification
                .as_ref()
                .map_or(Span::default(), |classification| classification.span),
            format!(
                "sent in {} sections; nothing here is marked as section {}",
                found.of,
                missing.join(", ")
            ),
        )
        .with_help("look for another copy, or for the sections as files of their own"),
    );
}
