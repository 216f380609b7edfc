//! Writing a cable and reading it again: what comes out the same, and what does not.

use crate::record::{AddresseeRecord, Record};
use crate::{Code, Document, Hints, Parse, Severity, read};

/// Writes the cable of a document, reads that, and gives what differs, one line each; empty where all values are the
/// same. What a telegram has no place for is not compared: see [`crate::write`].
pub fn differences(document: &Document) -> Vec<String> {
    let written = document.to_telegram();
    let first = document.record();
    // A letter's place, greeting and close, and a memorandum's, have no line in a telegram.
    if matches!(&*first.kind, "letter" | "memorandum") {
        return Vec::new();
    }
    // As `chancery write --output` names the file, so that an identifier the text lacks is not lost.
    let path = first.id.as_ref().map(|id| format!("{id}.txt"));
    let second = read(written.as_bytes(), &Hints { path, id: None }).record();
    compare(&first, &second)
}

/// Checks what must hold of the telegram of every text: it is bounded by the text, and can be read.
///
/// Of a cable that names itself, and was read without a warning and from one head on lines of its own, more holds: the
/// telegram names the same cable and the same moment, where originator and addressees are names that a line of the form
/// can hold, and what stands below the head names no cable itself. A text in which something was guessed, lost or doubled may read
/// otherwise once it is written in order.
///
/// # Panics
///
/// Where it does not hold.
pub fn check(parse: &Parse<'_>) {
    /// What the form needs besides the words of the text: labels, blank lines, rules of headings.
    const TIMES: usize = 8;
    const FORM_BYTES: usize = 2_000;
    let written = crate::write::telegram(parse);
    assert!(
        written.len() <= TIMES * parse.text.len() + FORM_BYTES,
        "{} bytes are written of {}",
        written.len(),
        parse.text.len()
    );
    let second = crate::parse(&written);
    let cable = &parse.cable;
    let names_itself = cable.mrn.as_ref().is_some_and(|mrn| !mrn.airgram)
        && cable.from.is_some()
        && cable.subject.is_some()
        // The number has its place behind the level.
        && cable
            .classification
            .as_ref()
            .is_some_and(|classification| !classification.inferred);
    let guessed = parse.diagnostics.iter().any(|diagnostic| {
        diagnostic.severity() > Severity::Information
            || matches!(
                diagnostic.code,
                // Where a damaged level ends, the post begins.
                Code::ClassificationRepaired
                    | Code::DateWithoutHour
                    | Code::HeaderDuplicated
                    | Code::IdAliasApplied
                    | Code::IdFromSource
                    | Code::LineEndsLost
            )
    });
    // Where a name is made of a text that the form has other lines for, no telegram can hold it.
    let named_in_form = || {
        let from = cable.from.as_ref().map_or("", |from| &from.value.name);
        reads_as_originator(from)
            && cable
                .addressees
                .iter()
                .all(|addressee| reads_as_addressee(addressee, from))
    };
    // Labels of another form, pasted into the text, come to stand on lines of their own.
    let names_another = || {
        let body = written
            .find("\nSUBJECT:")
            .and_then(|at| written.get(at + 1..));
        body.is_some_and(|body| crate::parse(body).cable.mrn.is_some())
    };
    let moment = |parse: &Parse<'_>| parse.cable.date_time_group.as_ref()?.value.moment;
    if let Some(sent) = moment(parse)
        && names_itself
        && !guessed
        && named_in_form()
        && !names_another()
    {
        assert_eq!(
            (moment(&second), &second.cable.mrn),
            (Some(sent), &cable.mrn),
            "a cable is written under its name and its moment:\n{written}"
        );
    }
}

/// Whether what is written behind FM reads as that originator and as nothing else.
fn reads_as_originator(name: &str) -> bool {
    // Words are written as the address of the post they mean.
    if name.bytes().any(|b| b.is_ascii_lowercase()) {
        return true;
    }
    let head = format!("R 010830Z JUL 09\nFM {name}\nTO SECSTATE WASHDC\n");
    let cable = crate::parse(&head).cable;
    cable.from.is_some_and(|from| from.value.name == name)
        && cable.classification.is_none()
        && cable.addressees.len() == 1
}

/// Whether an addressee, written among others, reads as that addressee and as nothing else.
///
/// The originator stands above it: his post tells a damaged level line from other words.
fn reads_as_addressee(addressee: &crate::Addressee, from: &str) -> bool {
    let mut alone = addressee.clone();
    alone.role = crate::Role::Action;
    let mut lines = String::new();
    crate::head::addressee::write(&[alone], &mut lines);
    let lines = lines.trim_start_matches("TO ");
    let head = format!("R 010830Z JUL 09\nFM {from}\nTO RUEHC/SECSTATE WASHDC 0731\n{lines}");
    let cable = crate::parse(&head).cable;
    cable.classification.is_none()
        && cable.mrn.is_none()
        && matches!(&*cable.addressees, [_, read] if read.name == addressee.name)
}

fn compare(first: &Record, second: &Record) -> Vec<String> {
    let mut differences = Vec::new();
    let mut field = |name: &str, a: String, b: String| {
        if a != b {
            differences.push(shortened(name, &a, &b));
        }
    };
    field("id", debug(&first.id), debug(&second.id));
    field("subject", debug(&first.subject), debug(&second.subject));
    field(
        "subject portion",
        debug(&first.subject_portion),
        debug(&second.subject_portion),
    );
    field("sent", debug(&first.sent), debug(&second.sent));
    // Letters that were read as digits are written as digits.
    let digits = |text: &str| -> String {
        text.chars()
            .map(|c| match c {
                'O' | 'o' => '0',
                'l' | 'I' => '1',
                'S' => '5',
                'B' => '8',
                c => c,
            })
            .collect()
    };
    // A date in words or without an hour, `May 12, 1974, 1600Z` or `18 APR 1975`, becomes a group.
    let in_words = |words: &Option<String>| {
        words.as_ref().is_some_and(|words| {
            let digits = words.bytes().take_while(u8::is_ascii_digit).count();
            digits < 4
        })
    };
    if !in_words(&first.date_time_group) || first.sent.is_none() {
        field(
            "date-time group",
            debug(&first.date_time_group.as_deref().map(digits)),
            debug(&second.date_time_group.as_deref().map(digits)),
        );
    }
    if first.date_time_group.is_some() {
        field(
            "precedence",
            debug(&first.precedence),
            debug(&second.precedence),
        );
    }
    field(
        "transmission",
        debug(&first.transmission),
        debug(&second.transmission),
    );
    // An originator in words, `Embassy in Ruritania`, becomes its address.
    let post = |record: &Record| record.from.as_ref().and_then(|from| from.post.clone());
    let named_in_words = first
        .from
        .as_ref()
        .is_some_and(|from| from.name.bytes().any(|b| b.is_ascii_lowercase()));
    if named_in_words && post(first).is_some() {
        field("from", debug(&post(first)), debug(&post(second)));
    } else {
        field("from", debug(&first.from), debug(&second.from));
    }
    addressees("to", &first.to, &second.to, &mut field);
    addressees("info", &first.info, &second.info, &mut field);
    let classification = |record: &Record, inferred: bool| {
        record.classification.as_ref().map(|classification| {
            let text = if inferred { "" } else { &*classification.text };
            (
                classification.level.clone(),
                classification.caveats.clone(),
                digits(text),
            )
        })
    };
    let inferred = first
        .classification
        .as_ref()
        .is_some_and(|classification| classification.text.is_empty());
    field(
        "classification",
        debug(&classification(first, inferred)),
        debug(&classification(second, inferred)),
    );
    field("captions", debug(&first.captions), debug(&second.captions));
    field("section", debug(&first.section), debug(&second.section));
    field(
        "executive order",
        digits(&debug(&first.executive_order)),
        digits(&debug(&second.executive_order)),
    );
    let tags = |record: &Record| -> Vec<(String, String)> {
        record
            .tags
            .iter()
            .map(|tag| (tag.code.clone(), tag.kind.clone()))
            .collect()
    };
    field("tags", debug(&tags(first)), debug(&tags(second)));
    let references = |record: &Record| -> Vec<String> {
        record
            .references
            .iter()
            .map(|reference| {
                // The words of a telegram that is named may change, `702` to `06 STRELSAU 702`.
                let words = if reference.id.is_some() {
                    ""
                } else {
                    &*reference.text
                };
                format!(
                    "{:?} {} {:?} {} {words}",
                    reference.label, reference.kind, reference.id, reference.and_previous
                )
            })
            .collect()
    };
    field(
        "references",
        debug(&references(first)),
        debug(&references(second)),
    );
    field(
        "classified by",
        debug(&first.classified_by),
        debug(&second.classified_by),
    );
    field("reasons", debug(&first.reasons), debug(&second.reasons));
    field("summary", debug(&first.summary), debug(&second.summary));
    field("comment", debug(&first.comment), debug(&second.comment));
    field(
        "number of paragraphs",
        first.paragraphs.len().to_string(),
        second.paragraphs.len().to_string(),
    );
    for (at, (a, b)) in first.paragraphs.iter().zip(&second.paragraphs).enumerate() {
        field(
            &format!("paragraph {}", at + 1),
            debug(&(a.number, &a.portion, &a.role, &a.heading, &a.text)),
            debug(&(b.number, &b.portion, &b.role, &b.heading, &b.text)),
        );
    }
    field(
        "signature",
        debug(&first.signature),
        debug(&second.signature),
    );
    differences
}

/// Long values from a little before where they part.
fn shortened(name: &str, a: &str, b: &str) -> String {
    const BEFORE: usize = 60;
    const SHOWN: usize = 160;
    let same = a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count();
    let part = |text: &str| -> String {
        let from = crate::parse::floor_boundary(text, same.saturating_sub(BEFORE));
        let to = crate::parse::floor_boundary(text, from + SHOWN);
        text[from..to].to_owned()
    };
    format!("{name}: {} became {}", part(a), part(b))
}

fn addressees(
    name: &str,
    first: &[AddresseeRecord],
    second: &[AddresseeRecord],
    field: &mut impl FnMut(&str, String, String),
) {
    field(
        &format!("number of {name}"),
        first.len().to_string(),
        second.len().to_string(),
    );
    for (a, b) in first.iter().zip(second) {
        field(name, debug(a), debug(b));
    }
}

fn debug(value: &impl std::fmt::Debug) -> String {
    format!("{value:?}")
}
