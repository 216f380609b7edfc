//! What in a cable agrees and what contradicts.
//!
//! Each check compares two places of the text that say the same thing in different words. It states facts: a
//! disagreement may be a slip of the sender, damage, or an alteration.

use crate::Span;
use crate::cable::{Cable, Kind};
use crate::diagnostic::{Code, Diagnostic};
use crate::head::classification::{Classification, Level};
use crate::head::precedence::Precedence;
use crate::line::{Line, LineKind};
use crate::rare::{Rare, Word};

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
    reasons(cable, diagnostics);
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

/// SENSITIVE goes with UNCLAS and makes it SBU; NOFORN belongs to the level. Security letters must agree.
fn classification(cable: &mut Cable, diagnostics: &mut Vec<Diagnostic>) {
    let captions: Vec<&str> = cable.captions.iter().map(|caption| caption.value).collect();
    if let Some(classification) = &mut cable.classification {
        if classification.level == Level::Unclassified
            && captions
                .iter()
                .any(|caption| caption.ends_with("SENSITIVE"))
        {
            classification.level = Level::SensitiveButUnclassified;
        }
        classification.caveats = caveats(&captions);
    }
    let security = cable
        .transmission
        .security
        .as_deref()
        .and_then(Level::from_security);
    match (&cable.classification, security) {
        (Some(classification), Some(sent_as)) if classification.level != sent_as => {
            diagnostics.push(
                Diagnostic::new(
                    Code::ClassificationConflict,
                    cable.transmission.security_span,
                    format!(
                        "the transmission was protected as {sent_as}, the cable says {}",
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
                    caveats: caveats(&captions),
                    text: String::new(),
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
fn caveats(captions: &[&str]) -> Vec<String> {
    captions
        .iter()
        .filter(|caption| matches!(**caption, "NOFORN" | "ORCON" | "REL TO" | "PROPIN"))
        .map(|caption| (*caption).to_owned())
        .collect()
}

/// The station serial is the number modulo 10,000.
fn station_serial(cable: &Cable, diagnostics: &mut Vec<Diagnostic>) {
    let (Some(mrn), Some(serial)) = (&cable.mrn, &cable.transmission.station_serial) else {
        return;
    };
    let Ok(serial) = serial.parse::<u32>() else {
        return;
    };
    if serial % 10_000 != mrn.number % 10_000 {
        diagnostics.push(Diagnostic::new(
            Code::SerialMismatch,
            cable.transmission.serial_span,
            format!(
                "expected the station serial {:04} of number {}, found {serial:04}",
                mrn.number % 10_000,
                mrn.number
            ),
        ));
    }
}

/// Filing comes between an hour before and two days after the date-time group.
fn filing_time(cable: &Cable, diagnostics: &mut Vec<Diagnostic>) {
    let Some(moment) = cable
        .date_time_group
        .as_ref()
        .and_then(|group| group.value.moment)
    else {
        return;
    };
    let Some(day) = cable.transmission.day_of_year else {
        return;
    };
    let sent = i32::from(moment.date.day_of_year());
    let year_days = if crate::calendar::days_in_month(moment.date.year, 2) == 29 {
        366
    } else {
        365
    };
    let after = (i32::from(day) - sent).rem_euclid(year_days);
    // A day before is borne: the clocks of station and drafter may differ around midnight.
    if (3..year_days - 1).contains(&after) {
        diagnostics.push(Diagnostic::new(
            Code::JulianMismatch,
            cable.transmission.filed_span,
            format!("filed on day {day:03} of the year, but the date-time group is day {sent:03}"),
        ));
    }
}

fn precedence(cable: &mut Cable, diagnostics: &mut Vec<Diagnostic>) {
    let Some(routing) = cable
        .transmission
        .routing_prosign
        .and_then(Precedence::from_prosign)
    else {
        return;
    };
    let Some(action) = cable.precedence.action else {
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
    };
    let Some(group) = &cable.date_time_group else {
        return;
    };
    let highest = cable
        .precedence
        .info
        .map_or(action, |info| info.max(action));
    if routing.prosign() != highest.prosign() {
        diagnostics.push(Diagnostic::new(
            Code::PrecedenceConflict,
            group.span,
            format!("the routing line says {routing}, the date-time line {highest}"),
        ));
    }
}

/// No portion may be marked higher than the whole.
fn portions(cable: &Cable, diagnostics: &mut Vec<Diagnostic>) {
    let Some(whole) = cable
        .classification
        .as_ref()
        .filter(|classification| !classification.inferred)
    else {
        return;
    };
    for paragraph in &cable.paragraphs {
        let Some(portion) = &paragraph.portion else {
            continue;
        };
        let administrative = !portion.value.level.is_classified() && !whole.level.is_classified();
        if portion.value.level > whole.level && !administrative {
            diagnostics.push(Diagnostic::new(
                Code::PortionAboveClassification,
                portion.span,
                format!(
                    "a portion marked {} in a cable that is {}",
                    portion.value.text, whole.level
                ),
            ));
        }
    }
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
        } else if cable.addressees.is_empty() {
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
        if stops {
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

/// The section that lists reasons: 1.3 under E.O. 12356, 1.5 under 12958 until its amendment of 25 March 2003, 1.4 since.
///
/// Source: docs/format.md, "Executive order and declassification".
fn reasons(cable: &Cable, diagnostics: &mut Vec<Diagnostic>) {
    let Some(order) = cable
        .executive_order
        .as_ref()
        .and_then(|order| order.order.as_deref())
    else {
        return;
    };
    let Some(date) = cable
        .date_time_group
        .as_ref()
        .and_then(|group| Some(group.value.moment?.date))
    else {
        return;
    };
    let amended = (date.year, date.month, date.day) >= (2003, 3, 25);
    let expected = match order {
        "12356" => "1.3",
        "12958" if !amended => "1.5",
        "12958" | "13292" | "13526" => "1.4",
        _ => return,
    };
    if let Some(reason) = cable
        .reasons
        .iter()
        .find(|reason| !reason.text.starts_with(expected))
    {
        diagnostics.push(
            Diagnostic::new(
                Code::ReasonOutOfOrder,
                reason.span,
                format!(
                    "expected reasons of section {expected} of E.O. {order} on {date}, found {}",
                    reason.text
                ),
            )
            .with_help("cables went on citing the older section for years after it was renumbered"),
        );
    }
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
        for at in memchr::memmem::find_iter(bytes, "[REDACTED]") {
            let span = Span::new(at, at + "[REDACTED]".len());
            n += 1;
            first = first.min(Some(span)).or(Some(span));
        }
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
    let Some(section) = cable.section else { return };
    let Some(of) = section.of.filter(|of| (2..=99).contains(of)) else {
        return;
    };
    let mut seen = vec![false; usize::from(of) + 1];
    let mut see = |number: u16| {
        if let Some(seen) = seen.get_mut(usize::from(number)) {
            *seen = true;
        }
    };
    see(section.number);
    let mut by_separator = false;
    for line in lines {
        let content = line.content().of(text);
        match line.kind {
            LineKind::RepeatedHead => {
                if let Some(read) =
                    crate::head::classification::parse(content).and_then(|read| read.section)
                {
                    see(read.number);
                }
            }
            LineKind::Furniture => {
                if let Some(of_at) = content.rfind(" OF ") {
                    let before = content[..of_at].trim_end();
                    let word = before.rsplit(' ').next().unwrap_or("");
                    by_separator = true;
                    if let Ok(number) = word.split('.').next().unwrap_or("").parse() {
                        see(number);
                    }
                }
            }
            _ => {}
        }
    }
    let missing: Vec<String> = (1..=of)
        .filter(|&number| !seen[usize::from(number)])
        .map(|number| number.to_string())
        .collect();
    // A copy whose sections were joined names only the first: nothing is missing then.
    let joined = missing.len() == usize::from(of) - 1 && section.number == 1 && !by_separator;
    if !missing.is_empty() && !joined {
        diagnostics.push(Diagnostic::new(
            Code::SectionGap,
            cable
                .classification
                .as_ref()
                .map_or(Span::default(), |classification| classification.span),
            format!(
                "sent in {of} sections; nothing here is marked as section {}",
                missing.join(", ")
            ),
        ));
    }
}
