//! What the source of a cable says of it beside its text: columns of a table, names of an object, fields of a page.
//!
//! The text wins over the source: none of this is asked where the cable's own text, in any of its editions, has the
//! field. What is taken from here is marked as said by the source wherever it is shown. See `docs/query.md`, "What only
//! the source says".

use chancery_format::record::{Metadata, Record, SourceRecord};
use chancery_format::{Hints, Mrn};

use crate::query::level;

/// Labels of the level that a cable was sent with. What it was made later says nothing of that.
const CLASSIFICATION: [&str; 2] = ["Classification", "Original Classification"];

const SUBJECT: [&str; 3] = ["Subject", "Title", "Cable title"];

const REFERENCES: [&str; 4] = ["References", "Refs", "Reftels", "Reference"];

/// What the source says of a cable.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Said {
    /// When it was sent, RFC 3339 in UTC.
    pub(crate) date: Option<String>,
    /// Its level, as records have it.
    pub(crate) classification: Option<&'static str>,
    /// Its subject.
    pub(crate) subject: Option<String>,
}

impl Said {
    pub(crate) fn of(source: &SourceRecord) -> Said {
        Said {
            date: source.date(),
            classification: classification(&source.metadata),
            subject: subject(&source.metadata).map(str::to_owned),
        }
    }
}

fn value<'m>(metadata: &'m Metadata, labels: &[&str]) -> Option<&'m str> {
    labels
        .iter()
        .filter_map(|label| metadata.get(label))
        .map(str::trim)
        .find(|value| !value.is_empty())
}

/// The level that a source gives.
pub(crate) fn classification(metadata: &Metadata) -> Option<&'static str> {
    let written = value(metadata, &CLASSIFICATION)?;
    // `SECRET//NOFORN` is a level with handling words behind it.
    let name = written.split(['/', ',', ';']).next()?;
    Some(level(name.trim())?.as_str())
}

/// The subject that a source gives.
pub(crate) fn subject(metadata: &Metadata) -> Option<&str> {
    value(metadata, &SUBJECT)
}

/// The identifiers of the cables that it refers to, as far as the source names them with year, post and number.
pub(crate) fn references(record: &Record) -> Vec<String> {
    let Some(written) = value(&record.source.metadata, &REFERENCES) else {
        return Vec::new();
    };
    let pieces = || {
        written
            .split([';', ',', '|', '\n'])
            .map(str::trim)
            .filter(|piece| !piece.is_empty())
    };
    let mut found: Vec<String> = pieces()
        .filter_map(|piece| Mrn::parse(piece, None))
        .map(|mrn| mrn.to_string())
        .collect();
    if found.len() < pieces().count() {
        // As the cable itself would have them: `A. 06 ZENDA 17 B. 06 STATE 12345`.
        let line = format!("REF: {}\n", written.replace('\n', " "));
        let read = chancery_format::read(line.as_bytes(), &Hints::default()).record();
        found.extend(
            read.references
                .into_iter()
                .filter_map(|reference| reference.id),
        );
    }
    found.sort();
    found.dedup();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(label: &str, value: &str) -> Record {
        let mut record = Record::default();
        record.source.metadata.push(label, value);
        record
    }

    #[test]
    fn levels_in_any_spelling() {
        for (written, level) in [
            ("SECRET", Some("SECRET")),
            ("Secret//NOFORN", Some("SECRET")),
            ("confidential", Some("CONFIDENTIAL")),
            ("U", Some("UNCLASSIFIED")),
            ("green", None),
        ] {
            let record = record("Classification", written);
            assert_eq!(classification(&record.source.metadata), level, "{written}");
        }
    }

    #[test]
    fn references_in_any_list() {
        for written in [
            "06ZENDA17; 06STRELSAU1190",
            "06 STRELSAU 1190\n06 ZENDA 17",
            "A. 06 ZENDA 17 B. 06 STRELSAU 1190",
            "(A) 06 ZENDA 17, (B) 06 STRELSAU 1190",
        ] {
            assert_eq!(
                references(&record("References", written)),
                ["06STRELSAU1190", "06ZENDA17"],
                "{written}"
            );
        }
        assert!(references(&record("References", "the letter of May")).is_empty());
    }
}
