//! What must hold for every parse of every text: for tests, fuzzing and whoever builds on this crate.

use crate::{Document, Hints, Parse, Reading, Span, parse, read, read_text};

pub mod generate;
pub mod hostile;
pub mod round_trip;
pub mod stages;

/// Parses `text` and checks everything that must hold whatever it is; panics with a description where it does not.
///
/// The lines tile the text; every span lies in it, on character boundaries; paragraphs are in order and do not
/// overlap; diagnostics are sorted; parsing again gives the same. A reading text leads back to the source, place by
/// place, and never goes back. What is kept is bounded by the text. The telegram that is written of the cable reads
/// as the same, as far as [`round_trip::check`] demands.
///
/// # Panics
///
/// Where an invariant does not hold.
pub fn check_invariants(text: &str) {
    let first = parse(text);
    lines_tile(&first);
    spans_fit(&first);
    let second = parse(text);
    assert_eq!(first.cable, second.cable, "a parse is the same every time");
    assert_eq!(
        first.diagnostics, second.diagnostics,
        "diagnostics are the same every time"
    );
    for paragraph in &first.cable.paragraphs {
        let _ = first.paragraph_text(paragraph);
    }
    let _ = (first.summary(), first.comment());
    for paragraph in &first.cable.paragraphs {
        let reading = first.reading(paragraph);
        assert_eq!(
            reading.text,
            first.paragraph_text(paragraph),
            "a paragraph reads the same with its map"
        );
        reading_leads_back(text, &reading);
    }
    reading_leads_back(text, &first.body_reading());
    is_bounded(&first);
    round_trip::check(&first);
}

/// What is kept of a text is no more than a few things for each of its bytes, however often it repeats something.
fn is_bounded(parse: &Parse<'_>) {
    /// What is told of a text in which nothing stands.
    const OF_NOTHING: usize = 64;
    const LONGEST_MESSAGE_BYTES: usize = 2_000;
    let n_bytes = parse.text.len();
    let cable = &parse.cable;
    assert!(
        parse.diagnostics.len() <= n_bytes + OF_NOTHING,
        "{} diagnostics of {n_bytes} bytes",
        parse.diagnostics.len()
    );
    for diagnostic in &parse.diagnostics {
        let n = diagnostic.message.len() + diagnostic.help.as_ref().map_or(0, |help| help.len());
        assert!(
            n <= LONGEST_MESSAGE_BYTES,
            "the words of a diagnostic are {n} bytes: {}",
            diagnostic.message
        );
    }
    assert!(
        cable.paragraphs.len() <= parse.lines.len(),
        "a paragraph has a line"
    );
    assert!(
        parse.lines.len() <= n_bytes + 1,
        "a line has a byte of the text"
    );
    let n_elements = cable.addressees.len()
        + cable.tags.len()
        + cable.references.len()
        + cable.captions.len()
        + cable.reasons.len()
        + cable.attributes.len()
        + cable.passing.len();
    assert!(
        n_elements <= n_bytes,
        "{n_elements} elements of {n_bytes} bytes"
    );
}

/// Each character of a reading text that is no blank is where its map says; the map never goes back.
fn reading_leads_back(text: &str, reading: &Reading) {
    let mut end = 0;
    for (at, c) in reading.text.char_indices() {
        if matches!(c, ' ' | '\n') {
            continue;
        }
        let span = reading.span(at..at + c.len_utf8());
        let written = text
            .get(span.range())
            .expect("the map cuts no character of the source");
        let same = written.starts_with(c);
        let ligature = written.starts_with(|sign| ('\u{FB00}'..='\u{FB06}').contains(&sign));
        assert!(
            same || ligature,
            "`{c}` is read where `{written}` is written"
        );
        assert!(span.start >= end || ligature, "the map goes forward");
        if !ligature {
            assert_eq!(
                reading.offset(span.start),
                at,
                "the map leads there and back"
            );
        }
        end = if ligature { span.start } else { span.end };
    }
    assert_eq!(
        reading.span(0..reading.text.len()).is_empty(),
        reading.text.trim().is_empty(),
        "what is read is written"
    );
}

/// Reads bytes as one source and checks what must hold of the document: its lines are its text, the places in its
/// record fit, and its text holds the invariants of [`check_invariants`].
///
/// # Panics
///
/// Where an invariant does not hold.
pub fn check_bytes(bytes: &[u8]) -> Document {
    let document = read(bytes, &Hints::default());
    let mut at = 0;
    for line in &document.lines {
        assert_eq!(line.span.start as usize, at, "the lines are the text");
        at = line.span.end as usize;
    }
    assert_eq!(at, document.text.len(), "the lines are the text");
    let record = document.record();
    let alone = read_text(bytes, &Hints::default());
    assert_eq!(
        (&alone.text, &alone.paragraphs, &alone.source),
        (&record.text, &record.paragraphs, &record.source),
        "the text alone is that of the whole"
    );
    for paragraph in &record.paragraphs {
        let (start, end) = paragraph.span;
        assert!(
            document.text.get(start as usize..end as usize).is_some(),
            "the place of a paragraph fits the text"
        );
    }
    check_invariants(&document.text);
    document
}

fn lines_tile(parse: &Parse<'_>) {
    let mut at = 0;
    for line in &parse.lines {
        assert_eq!(
            line.span.start as usize, at,
            "lines follow each other without gap or overlap"
        );
        assert!(
            line.len as usize <= line.span.len(),
            "a line's content lies in it"
        );
        at = line.span.end as usize;
    }
    assert_eq!(at, parse.text.len(), "lines reach the end of the text");
}

fn spans_fit(parse: &Parse<'_>) {
    let fits = |span: Span, what: &str| {
        assert!(
            span.start <= span.end,
            "{what}: span runs backwards: {span:?}"
        );
        assert!(
            parse.text.get(span.range()).is_some(),
            "{what}: span leaves the text or cuts a character: {span:?}"
        );
    };
    for line in &parse.lines {
        fits(line.span, "line");
    }
    let cable = &parse.cable;
    for diagnostic in &parse.diagnostics {
        fits(diagnostic.span, diagnostic.code.as_str());
    }
    assert!(
        parse.diagnostics.is_sorted_by_key(|d| (d.span, d.code)),
        "diagnostics are in the order of the text"
    );
    let mut end = 0;
    for paragraph in &cable.paragraphs {
        fits(paragraph.span, "paragraph");
        assert!(paragraph.span.start >= end, "paragraphs do not overlap");
        end = paragraph.span.end;
        assert!(
            paragraph.span.start <= paragraph.text_start
                && paragraph.text_start <= paragraph.span.end,
            "a paragraph's text lies in it"
        );
        assert!(
            parse.text.is_char_boundary(paragraph.text_start as usize),
            "a paragraph's text starts on a character"
        );
        assert!(
            paragraph.lines.0 < paragraph.lines.1,
            "a paragraph has lines"
        );
        if let Some(heading) = paragraph.heading {
            fits(heading, "heading");
        }
        if let Some(portion) = &paragraph.portion {
            fits(portion.span, "portion mark");
            // A marked heading marks the text below it.
            let heading = paragraph.heading;
            assert!(
                paragraph.span.contains(portion.span)
                    || heading.is_some_and(|heading| heading.contains(portion.span)),
                "a portion mark lies in its paragraph or in the heading of it"
            );
        }
    }
    for addressee in &cable.addressees {
        fits(addressee.span, "addressee");
    }
    for tag in &cable.tags {
        fits(tag.span, "tag");
    }
    for reference in &cable.references {
        fits(reference.span, "reference");
    }
    for caption in &cable.captions {
        fits(caption.span, "caption");
    }
    for reason in &cable.reasons {
        fits(reason.span, "reason");
    }
    for attribute in &cable.attributes {
        fits(attribute.span, "attribute");
    }
    for span in &cable.passing {
        fits(*span, "passing line");
    }
    let singles = [
        ("subject", cable.subject.as_ref().map(|field| field.span)),
        (
            "classification",
            cable.classification.as_ref().map(|field| field.span),
        ),
        (
            "date-time group",
            cable.date_time_group.as_ref().map(|field| field.span),
        ),
        ("from", cable.from.as_ref().map(|field| field.span)),
        (
            "executive order",
            cable.executive_order.as_ref().map(|field| field.span),
        ),
        (
            "classified by",
            cable.classified_by.as_ref().map(|field| field.span),
        ),
        (
            "signature",
            cable.signature.as_ref().map(|field| field.span),
        ),
        ("station serial", Some(cable.transmission.serial_span)),
        ("filing time", Some(cable.transmission.filed_span)),
        ("security", Some(cable.transmission.security_span)),
    ];
    for (what, span) in singles {
        if let Some(span) = span {
            fits(span, what);
        }
    }
}
