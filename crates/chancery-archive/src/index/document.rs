//! From the records of a cable to its document in the index.

use std::collections::BTreeSet;

use chancery_format::record::{AddresseeRecord, Record};
use tantivy::TantivyDocument;
use tantivy::schema::Field;

use super::schema::{Fields, TextField};
use crate::CableKey;

/// The document of a cable without its number and key, which only the truth can give.
///
/// Values that several editions share are indexed once.
pub(crate) fn document(fields: &Fields, records: &[Record]) -> TantivyDocument {
    let mut document = Builder {
        document: TantivyDocument::default(),
        seen: BTreeSet::new(),
    };
    let dated = || records.iter().find_map(source_second);
    if let Some(sent) = records.iter().find_map(sent_second).or_else(dated) {
        document.document.add_i64(fields.sent, sent);
    }
    let dated = || records.iter().find_map(source_year);
    if let Some(year) = records.iter().find_map(year).or_else(dated) {
        document.document.add_u64(fields.year, u64::from(year));
    }
    // One value each, that of the line in lists, so that facets add up.
    if let Some(post) = records.iter().find_map(|record| record.post.as_deref()) {
        document.document.add_text(fields.post, post);
    }
    if let Some(classification) = records
        .iter()
        .find_map(|record| record.classification.as_ref())
    {
        document
            .document
            .add_text(fields.class, classification.level.to_uppercase());
    }
    for record in records {
        document.add_keywords(fields, record);
        document.add_texts(fields, record);
    }
    document.document
}

/// Puts in what the truth decided.
pub(crate) fn identify(
    document: &mut TantivyDocument,
    fields: &Fields,
    cable: u64,
    key: &CableKey,
) {
    document.add_u64(fields.cable, cable);
    document.add_text(fields.key, key.as_str());
}

/// The moment a cable was sent, in seconds since 1970.
pub(crate) fn sent_second(record: &Record) -> Option<i64> {
    let sent: jiff::Timestamp = record.sent.as_ref()?.parse().ok()?;
    Some(sent.as_second())
}

/// The moment that the source of a cable gives, for a cable that gives none itself.
fn source_second(record: &Record) -> Option<i64> {
    let date: jiff::Timestamp = record.source.date()?.parse().ok()?;
    Some(date.as_second())
}

fn source_year(record: &Record) -> Option<u16> {
    record.source.date()?.get(..4)?.parse().ok()
}

fn year(record: &Record) -> Option<u16> {
    record
        .year
        .or_else(|| record.sent.as_ref()?.get(..4)?.parse().ok())
        .filter(|&year| year <= 9999)
}

struct Builder<'r> {
    document: TantivyDocument,
    seen: BTreeSet<(u32, &'r str)>,
}

impl<'r> Builder<'r> {
    fn add_keywords(&mut self, fields: &Fields, record: &'r Record) {
        if let Some(id) = &record.id {
            self.add(fields.id, id);
        }
        for reference in &record.references {
            if let Some(id) = &reference.id {
                self.add(fields.references, id);
            }
        }
        for caption in &record.captions {
            self.add(fields.captions, caption);
        }
        for tag in &record.tags {
            self.add(fields.tags, &tag.code);
            self.add(fields.tag_codes, &tag.code);
            if let Some((surname, _)) = tag.code.split_once(',') {
                self.add(fields.tags, surname.trim_end());
            }
        }
    }

    fn add_texts(&mut self, fields: &Fields, record: &'r Record) {
        for (field, text) in [
            (fields.subject, &record.subject),
            (fields.summary, &record.summary),
            (fields.comment, &record.comment),
        ] {
            if let Some(text) = text {
                self.add_text(field, text);
            }
        }
        if let Some(from) = &record.from {
            self.add_text(fields.from, &from.name);
            for text in [&from.routing, &from.post].into_iter().flatten() {
                self.add_text(fields.from, text);
            }
        }
        self.add_addressees(fields.to, &record.to);
        self.add_addressees(fields.info, &record.info);
        for paragraph in &record.paragraphs {
            if let Some(heading) = &paragraph.heading {
                self.add_text(fields.body, heading);
            }
            self.add_text(fields.body, &paragraph.text);
        }
        let outside = if record.paragraphs.is_empty() {
            fields.body
        } else {
            fields.header
        };
        for text in outside_paragraphs(record) {
            self.add_text(outside, text);
        }
    }

    fn add_addressees(&mut self, field: TextField, addressees: &'r [AddresseeRecord]) {
        for addressee in addressees {
            self.add_text(field, &addressee.name);
            if let Some(routing) = &addressee.routing {
                self.add_text(field, routing);
            }
        }
    }

    fn add_text(&mut self, field: TextField, text: &'r str) {
        if self.add(field.words, text)
            && let Some(stems) = field.stems
        {
            self.document.add_text(stems, text);
        }
    }

    fn add(&mut self, field: Field, value: &'r str) -> bool {
        let is_new = self.seen.insert((field.field_id(), value));
        if is_new {
            self.document.add_text(field, value);
        }
        is_new
    }
}

/// The parts of the record's text that no paragraph covers, in order.
fn outside_paragraphs(record: &Record) -> Vec<&str> {
    outside(
        &record.text,
        record.paragraphs.iter().map(|paragraph| paragraph.span),
    )
}

/// The parts of a text that no span covers, in order, without those that are blank.
pub(crate) fn outside(text: &str, spans: impl Iterator<Item = (u32, u32)>) -> Vec<&str> {
    let mut spans: Vec<(usize, usize)> = spans
        .map(|(start, end)| (start as usize, end as usize))
        .collect();
    spans.sort_unstable();
    let mut parts = Vec::new();
    let mut at = 0;
    for (start, end) in spans {
        // A span that does not fit the text covers nothing: then the text is searched twice rather than not at all.
        if text.get(start..end).is_none() {
            continue;
        }
        parts.extend(text.get(at..start));
        at = at.max(end);
    }
    parts.extend(text.get(at..));
    parts.retain(|part| !part.trim().is_empty());
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use chancery_format::record::ParagraphRecord;

    #[track_caller]
    fn check(text: &str, spans: &[(u32, u32)], expected: &[&str]) {
        let record = Record {
            text: text.to_owned(),
            paragraphs: spans
                .iter()
                .map(|&span| ParagraphRecord {
                    span,
                    ..ParagraphRecord::default()
                })
                .collect(),
            ..Record::default()
        };
        assert_eq!(outside_paragraphs(&record), expected);
    }

    #[test]
    fn every_byte_is_in_a_paragraph_or_outside() {
        check("head 1. body tail", &[(5, 12)], &["head ", " tail"]);
        check("head", &[], &["head"]);
        check("1. all", &[(0, 6)], &[]);
        check("ab cd ef", &[(6, 8), (0, 2)], &[" cd "]);
        // Overlapping, backward and impossible spans lose nothing.
        check("abcdef", &[(0, 4), (2, 3)], &["ef"]);
        check("abcdef", &[(4, 90), (3, 1)], &["abcdef"]);
        check("caf\u{e9}!", &[(0, 4)], &["caf\u{e9}!"]);
    }
}
