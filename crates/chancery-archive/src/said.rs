//! What the source of a cable says of it beside its text: columns of a table, names of an object, fields of a page.
//!
//! The text wins over the source: none of this is asked where the cable's own text, in any of its editions, has the
//! field. What is taken from here is marked as said by the source wherever it is shown. See `docs/query.md`, "What only
//! the source says".

use chancery_format::record::{Metadata, Record, SourceRecord};
use chancery_format::{Hints, Mrn};

use crate::query::level;
use crate::references::YearlessKey;

/// Labels of the level that a cable was sent with. What it was made later says nothing of that.
const CLASSIFICATION: [&str; 2] = ["Classification", "Original Classification"];

const SUBJECT: [&str; 3] = ["Subject", "Title", "Cable title"];

const REFERENCES: [&str; 4] = ["References", "Refs", "Reftels", "Reference"];

/// What only the sources of a cable say of it: nothing of what any of its texts says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OfSource {
    /// When it was sent, RFC 3339 in UTC: a moment, `2007-10-08T15:40:00Z`, or of a source that gives no hour a day,
    /// `2007-10-08`. What `date:` and the order of time go by then.
    pub date: Option<String>,
    /// Its level, as records have it: what `class:` and its counts go by then.
    pub classification: Option<String>,
    /// Its subject: what `subject:` finds then.
    pub subject: Option<String>,
    /// The identifiers of the cables that it refers to, `STRELSAU 85` where no year is told.
    pub references: Vec<String>,
}

impl OfSource {
    /// What the source of one record says and its text does not.
    pub fn of(record: &Record) -> OfSource {
        let metadata = &record.source.metadata;
        let unless = |has: bool, said: Option<String>| if has { None } else { said };
        OfSource {
            date: unless(record.sent.is_some(), record.source.date()),
            classification: unless(
                record.classification.is_some(),
                classification(metadata).map(str::to_owned),
            ),
            subject: unless(
                record.subject.is_some(),
                subject(metadata).map(str::to_owned),
            ),
            references: references(record)
                .iter()
                .filter(|_| record.references.is_empty())
                .map(|reference| crate::references::name_of(&reference.key))
                .collect(),
        }
    }
}

/// What the source says of a cable.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Said {
    /// When it was sent, RFC 3339 in UTC: a moment or a day.
    pub(crate) date: Option<String>,
    /// Its level, as records have it.
    pub(crate) classification: Option<&'static str>,
    /// Its subject.
    pub(crate) subject: Option<String>,
    /// Whether it has anything on what the cable refers to.
    pub(crate) has_references: bool,
}

impl Said {
    pub(crate) fn of(source: &SourceRecord) -> Said {
        Said {
            date: source.date(),
            classification: classification(&source.metadata),
            subject: subject(&source.metadata).map(str::to_owned),
            has_references: value(&source.metadata, &REFERENCES).is_some(),
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

/// Labels of shelfmarks and numbers under which a source has a document, folded.
const SHELFMARKS: [&str; 19] = [
    "identifier",
    "canonicalid",
    "document",
    "documentid",
    "documentnumber",
    "documentuniqueid",
    "docno",
    "docnumber",
    "filmnumber",
    "caseno",
    "casenumber",
    "controlnumber",
    "filenumber",
    "recordid",
    "itemnumber",
    "shelfmark",
    "callnumber",
    "naid",
    "nationalarchivesidentifier",
];

/// The longest shelfmark; what is longer is a sentence.
const LONGEST_SHELFMARK: usize = 80;

/// The shelfmarks and numbers under which the source has the document, but for the identifier of the cable, each once.
pub(crate) fn shelfmarks(record: &Record) -> Vec<&str> {
    let mut found: Vec<&str> = Vec::new();
    let is_own = |value: &str| {
        Mrn::parse(value, None).is_some_and(|mrn| record.id.as_ref() == Some(&mrn.to_string()))
    };
    for (label, value) in &record.source.metadata.0 {
        let value = value.trim();
        if value.len() > LONGEST_SHELFMARK || !value.bytes().any(|byte| byte.is_ascii_digit()) {
            continue;
        }
        let folded: String = label
            .chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect();
        if SHELFMARKS.contains(&folded.as_str()) && !found.contains(&value) && !is_own(value) {
            found.push(value);
        }
    }
    found
}

/// A document of a volume as it is cited: `frus1976v30 d26`.
pub(crate) fn place_in_volume(metadata: &Metadata) -> Option<String> {
    Some(format!(
        "{} {}",
        metadata.get("Volume")?,
        metadata.get("Document id")?
    ))
}

/// A cable that the source names among those that its cable refers to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct SaidReference {
    /// The key it has or would have; of one without a year the key of that.
    pub(crate) key: String,
    /// As the source has it.
    pub(crate) text: String,
}

/// The cables that it refers to, as far as the source names them with post and number, each once, in order of key.
pub(crate) fn references(record: &Record) -> Vec<SaidReference> {
    let Some(written) = value(&record.source.metadata, &REFERENCES) else {
        return Vec::new();
    };
    let pieces = || {
        written
            .split([';', ',', '|', '\n'])
            .map(str::trim)
            .filter(|piece| !piece.is_empty())
    };
    let mut found: Vec<SaidReference> = pieces()
        .filter_map(|piece| {
            Some(SaidReference {
                key: Mrn::parse(piece, None)?.to_string(),
                text: piece.to_owned(),
            })
        })
        .collect();
    if found.len() < pieces().count() {
        // As the cable itself would have them: `A. 06 ZENDA 17 B. 06 STATE 12345`.
        let line = format!("REF: {}\n", written.replace('\n', " "));
        let read = chancery_format::read(line.as_bytes(), &Hints::default()).record();
        found.extend(read.references.into_iter().filter_map(|reference| {
            let key = match reference.id {
                Some(id) => id,
                None if reference.kind == "cable" => YearlessKey::of_text(&reference.text)?.key(),
                None => return None,
            };
            Some(SaidReference {
                key,
                text: reference.text,
            })
        }));
    }
    found.sort();
    found.dedup_by(|one, other| one.key == other.key);
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

    fn keys(written: &str) -> Vec<String> {
        let references = references(&record("References", written));
        references.into_iter().map(|said| said.key).collect()
    }

    #[test]
    fn references_in_any_list() {
        for written in [
            "06ZENDA17; 06STRELSAU1190",
            "06 STRELSAU 1190\n06 ZENDA 17",
            "A. 06 ZENDA 17 B. 06 STRELSAU 1190",
            "(A) 06 ZENDA 17, (B) 06 STRELSAU 1190",
        ] {
            assert_eq!(keys(written), ["06STRELSAU1190", "06ZENDA17"], "{written}");
        }
        assert_eq!(
            keys("STRELSAU 85; 06 ZENDA 17"),
            ["06ZENDA17", "?STRELSAU 85"]
        );
        assert!(references(&record("References", "the letter of May")).is_empty());
    }
}
