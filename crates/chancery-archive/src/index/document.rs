//! From the records of a cable to its document in the index.

use std::collections::BTreeSet;

use chancery_format::Mrn;
use chancery_format::record::{AddresseeRecord, Record};
use chancery_format::tables::posts;
use chancery_index::words::each_word;
use chancery_index::{Document, Zone};

use super::lang;
use super::schema::{field, mark, number, zone};
use crate::query;
use crate::references::YearlessKey;
use crate::said;

/// The document of a cable without its key, which only the truth can give.
///
/// Texts that several editions share are indexed once.
pub(crate) fn document(records: &[Record]) -> Document {
    let mut builder = Builder {
        document: Document::default(),
        seen: BTreeSet::new(),
        is_only: records.len() == 1,
    };
    let document = &mut builder.document;
    let source_date = || records.iter().find_map(|record| record.source.date());
    let source_second = || {
        let date = source_date()?;
        let moment = date.parse::<jiff::Timestamp>().ok();
        moment
            .map(jiff::Timestamp::as_second)
            .or_else(|| day_second(&date))
    };
    if let Some(sent) = records.iter().find_map(sent_second).or_else(source_second) {
        document.set_number(number::SENT, sent);
    }
    let source_month = || Some(source_date()?.get(..7)?.to_owned());
    if let Some(month) = records
        .iter()
        .find_map(|record| Some(record.sent.as_ref()?.get(..7)?.to_owned()))
        .or_else(source_month)
    {
        document.add_keyword(field::MONTH, &month);
    }
    let source_year = || source_date()?.get(..4)?.parse().ok();
    if let Some(year) = records.iter().find_map(year).or_else(source_year) {
        document.add_keyword(field::YEAR, &year.to_string());
        document.set_number(number::YEAR, year.into());
    }
    // One value each, that of the line in lists, so that facets add up.
    if let Some(post) = records.iter().find_map(|record| record.post.as_deref()) {
        document.add_keyword(field::POST, post);
        if let Some(post) = posts::by_name(post)
            && !post.country.is_empty()
        {
            document.add_keyword(field::COUNTRY, &post.country.to_uppercase());
        }
    }
    // What no text says is taken from what the sources say, as with the date.
    if let Some(classification) = records
        .iter()
        .find_map(|record| record.classification.as_ref())
    {
        document.add_keyword(field::CLASS, &classification.level.to_uppercase());
    } else if let Some(level) = records
        .iter()
        .find_map(|record| said::classification(&record.source.metadata))
    {
        document.add_keyword(field::CLASS, level);
    }
    if records.iter().all(|record| record.references.is_empty()) {
        for said in records.iter().flat_map(said::references) {
            // One without a year is no identifier.
            if YearlessKey::of_key(&said.key).is_none() {
                document.add_keyword(field::REFERENCE, &said.key);
            }
        }
    }
    // One day, as with the date, and the year of that one for facets.
    let declassify_on = records.iter().find_map(|record| {
        let day = record.executive_order.as_ref()?.declassify_on.as_deref()?;
        Some((day, day_second(day)?))
    });
    if let Some((day, second)) = declassify_on {
        document.set_number(number::DECLASSIFY, second);
        if let Some(year) = day.get(..4) {
            document.add_keyword(field::DECLASSIFY, year);
        }
    }
    document.add_keyword(field::LANG, language(records));
    document.add_keyword(field::EDITIONS, &records.len().to_string());
    for record in records {
        builder.add_keywords(record);
        builder.add_texts(record);
        builder.add_shelfmarks(record);
    }
    if records.iter().all(|record| record.subject.is_none())
        && let Some(subject) = records
            .iter()
            .find_map(|record| said::subject(&record.source.metadata))
    {
        builder.add_text(zone::SUBJECT, mark::NONE, subject);
    }
    builder.document
}

/// The language of the first edition that tells it.
fn language(records: &[Record]) -> &'static str {
    records
        .iter()
        .map(|record| {
            let paragraphs = record.paragraphs.iter().map(|paragraph| &*paragraph.text);
            if record.paragraphs.is_empty() {
                lang::guess(std::iter::once(record.text.as_str()))
            } else {
                lang::guess(paragraphs)
            }
        })
        .find(|&code| code != "und")
        .unwrap_or("und")
}

/// The moment a cable was sent, in seconds since 1970.
pub(crate) fn sent_second(record: &Record) -> Option<i64> {
    let sent: jiff::Timestamp = record.sent.as_ref()?.parse().ok()?;
    Some(sent.as_second())
}

fn day_second(date: &str) -> Option<i64> {
    let date: jiff::civil::Date = date.parse().ok()?;
    let zoned = date.to_zoned(jiff::tz::TimeZone::UTC).ok()?;
    Some(zoned.timestamp().as_second())
}

fn year(record: &Record) -> Option<u16> {
    record
        .year
        .or_else(|| record.sent.as_ref()?.get(..4)?.parse().ok())
        .filter(|&year| year <= 9999)
}

/// A place without the numbers of rows and messages at its end, which would make a value of each cable its own.
fn without_parts(place: &str) -> &str {
    match place.rsplit_once('#') {
        Some((before, number)) if number.bytes().all(|byte| byte.is_ascii_digit()) => before,
        _ => place,
    }
}

/// The words of a name, folded, one blank before and after each, so that any run of them can be looked for.
pub(crate) fn name(text: &str) -> String {
    let mut name = String::from(" ");
    each_word(text, |_, word| {
        name.push_str(&String::from_utf8_lossy(word));
        name.push(' ');
    });
    name
}

/// A folded name of an addressee without what the wire put behind it and the parser left there: precedence, serial.
fn station(name: &str) -> &str {
    const BEHIND: [&str; 12] = [
        "deferred",
        "routine",
        "priority",
        "pri",
        "immediate",
        "immed",
        "imm",
        "niact",
        "flash",
        "no",
        "nr",
        "number",
    ];
    let mut station = name.trim_end();
    while let Some((before, last)) = station.rsplit_once(' ') {
        let is_serial = last.bytes().all(|byte| byte.is_ascii_digit());
        if before.is_empty() || !(is_serial || BEHIND.contains(&last)) {
            break;
        }
        station = before;
    }
    // With the blank behind it, as names have it.
    &name[..=station.len()]
}

struct Builder<'r> {
    document: Document,
    seen: BTreeSet<(u8, &'r str)>,
    is_only: bool,
}

impl<'r> Builder<'r> {
    fn add_keywords(&mut self, record: &Record) {
        let document = &mut self.document;
        if let Some(id) = &record.id {
            document.add_keyword(field::ID, id);
        }
        for reference in &record.references {
            if let Some(id) = &reference.id {
                document.add_keyword(field::REFERENCE, id);
            }
        }
        for caption in &record.captions {
            document.add_keyword(field::CAPTION, caption);
        }
        for tag in &record.tags {
            document.add_keyword(field::TAGS, &tag.code);
            document.add_keyword(field::TAG_CODE, &tag.code);
            if let Some((surname, _)) = tag.code.split_once(',') {
                document.add_keyword(field::TAGS, surname.trim_end());
            }
        }
        for precedence in [&record.precedence.action, &record.precedence.info]
            .into_iter()
            .flatten()
        {
            document.add_keyword(field::PRECEDENCE, &precedence.to_uppercase());
        }
        if let Some(order) = record
            .executive_order
            .as_ref()
            .and_then(|order| order.order.as_ref())
        {
            document.add_keyword(field::ORDER, &order.to_uppercase());
        }
        if let Some(order) = &record.executive_order {
            for exemption in &order.exemptions {
                document.add_keyword(field::DECLASSIFY, &query::declassification_code(exemption));
            }
            if let Some(event) = &order.event {
                document.add_keyword(field::DECLASSIFY, query::EVENT);
                document.add_keyword(field::DECLASSIFY_EVENT, &name(event));
            }
        }
        for reason in &record.reasons {
            document.add_keyword(field::REASON, &query::declassification_code(reason));
        }
        document.add_keyword(field::KIND, &record.kind);
        document.add_keyword(field::WRAPPER, &record.source.wrapper);
        if let Some(path) = &record.source.path {
            document.add_keyword(field::SOURCE, &name(without_parts(path)));
        }
        for (has, is_there) in [
            ("subject", record.subject.is_some()),
            ("date", record.sent.is_some()),
            ("id", record.id.is_some()),
            ("class", record.classification.is_some()),
            ("tags", !record.tags.is_empty()),
            ("refs", !record.references.is_empty()),
            ("captions", !record.captions.is_empty()),
            ("summary", record.summary.is_some()),
            ("comment", record.comment.is_some()),
            ("signature", record.signature.is_some()),
            ("classifiedby", record.classified_by.is_some()),
            ("order", record.executive_order.is_some()),
            ("reason", !record.reasons.is_empty()),
            (
                "declassify",
                record.executive_order.as_ref().is_some_and(|order| {
                    // `N/A` says that there is nothing to declassify.
                    order.declassify_on.is_some()
                        || order.event.is_some()
                        || order.exemptions.iter().any(|code| code != "N/A")
                }),
            ),
            ("paragraphs", !record.paragraphs.is_empty()),
            (
                "diagnostics",
                // Notes are on almost every cable.
                record
                    .diagnostics
                    .iter()
                    .any(|diagnostic| diagnostic.severity != "information"),
            ),
            ("section", record.section.is_some()),
        ] {
            if is_there {
                document.add_keyword(field::HAS, has);
            }
        }
        if let Some(from) = &record.from {
            let routing = from.routing.as_deref().unwrap_or_default();
            document.add_keyword(field::FROM, &name(&format!("{} {routing}", from.name)));
            add_station(document, field::FROM_STATION, &from.name);
        }
        add_addressees(document, field::TO, &record.to);
        for addressee in &record.to {
            add_station(document, field::TO_STATION, &addressee.name);
        }
        add_addressees(document, field::INFO, &record.info);
        if let Some(signature) = &record.signature {
            document.add_keyword(field::SIGNED, &name(signature));
        }
        if let Some(officer) = &record.classified_by {
            document.add_keyword(field::CLASSIFIED_BY, &name(&officer.text));
        }
    }

    fn add_texts(&mut self, record: &'r Record) {
        if let Some(subject) = &record.subject {
            self.add_text(zone::SUBJECT, mark::NONE, subject);
        }
        let mut has_summary = false;
        let mut has_comment = false;
        for paragraph in &record.paragraphs {
            let kind = match paragraph.role.as_str() {
                "summary" => zone::SUMMARY,
                "comment" => zone::COMMENT,
                "action_request" => zone::ACTION,
                _ => zone::BODY,
            };
            has_summary |= kind == zone::SUMMARY;
            has_comment |= kind == zone::COMMENT;
            let portion = mark::of_portion(paragraph.portion.as_deref());
            if let Some(heading) = &paragraph.heading {
                self.add_text(zone::HEADING, portion, heading);
            }
            self.add_text(kind, portion, &paragraph.text);
        }
        if let (Some(summary), false) = (&record.summary, has_summary) {
            self.add_text(zone::SUMMARY_PART, mark::NONE, summary);
        }
        if let (Some(comment), false) = (&record.comment, has_comment) {
            self.add_text(zone::COMMENT_PART, mark::NONE, comment);
        }
        let outside = if record.paragraphs.is_empty() {
            zone::WHOLE
        } else {
            zone::HEADER
        };
        for text in outside_paragraphs(record) {
            self.add_text(outside, mark::NONE, text);
        }
    }

    /// Found as a whole by `id:`, and by their words.
    fn add_shelfmarks(&mut self, record: &'r Record) {
        for shelfmark in said::shelfmarks(record) {
            self.document
                .add_keyword(field::SHELFMARK, &name(shelfmark));
            // The number of a record may read as the identifier of a cable, its post cut: `1976STRELS02219`.
            if let Some(mrn) = Mrn::parse(shelfmark, None) {
                self.document
                    .add_keyword(field::SHELFMARK, &name(&mrn.to_string()));
            }
            self.add_text(zone::SHELFMARK, mark::NONE, shelfmark);
        }
        if let Some(place) = said::place_in_volume(&record.source.metadata) {
            self.document.add_keyword(field::SHELFMARK, &name(&place));
        }
    }

    fn add_text(&mut self, kind: u8, mark: u8, text: &'r str) {
        if self.is_only || self.seen.insert((kind, text)) {
            self.document.add_text(Zone { kind, mark }, text);
        }
    }
}

fn add_addressees(document: &mut Document, field: u8, addressees: &[AddresseeRecord]) {
    for addressee in addressees {
        let routing = addressee.routing.as_deref().unwrap_or_default();
        document.add_keyword(field, &name(&format!("{} {routing}", addressee.name)));
    }
}

/// Adds a station by its name alone, that lists count it whatever stood beside it.
fn add_station(document: &mut Document, field: u8, written: &str) {
    let name = name(written);
    if !name.trim().is_empty() {
        document.add_keyword(field, station(&name));
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
    fn stations_stand_alone() {
        for (written, expected) in [
            ("SECSTATE WASHDC", " secstate washdc "),
            ("SECSTATE WASHDC 1234", " secstate washdc "),
            ("SECSTATE WASHDC NIACT IMMED 0012", " secstate washdc "),
            ("SECSTATE WASHDC NO. 234", " secstate washdc "),
            ("PRIORITY", " priority "),
            ("12345", " 12345 "),
            ("", " "),
        ] {
            assert_eq!(station(&name(written)), expected, "{written}");
        }
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
