//! What the archive gives for one cable.

use std::collections::BTreeMap;

use chancery_format::record::{Metadata, Record};

use crate::{CableKey, Citation, SourceId};

/// One cable with everything the archive knows of it.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredCable {
    /// Its name in the archive.
    pub key: CableKey,
    /// The cable that its sections make, joined, where it was sent in sections and the archive has all of them. Its number
    /// is 0, its sources are those of the first section.
    pub whole: Option<Edition>,
    /// Its texts, at least one, in the order in which they arrived.
    pub editions: Vec<Edition>,
    /// The references of the first edition, each with the cable it leads to where the archive holds it.
    pub references: Vec<ResolvedReference>,
    /// The cables of the archive that refer to this one, oldest first.
    pub cited_by: Vec<Citation>,
}

/// One text of a cable. Two sources whose texts differ only in white space or in the repetition of the head are
/// sources of one edition.
#[derive(Clone, Debug, PartialEq)]
pub struct Edition {
    /// From 1, in order of arrival.
    pub number: u32,
    /// What it is beside the first edition: `same text` (the same words, other signs), `cut copy`, `corrected copy`,
    /// `retransmission`, `section 2 of 3`, `other text`; empty for the first.
    pub kind: String,
    /// Which section it is, and of how many, where it was sent in sections.
    pub part: Option<(u16, Option<u16>)>,
    /// The cable as read from the first source of this edition.
    pub record: Record,
    /// Where this text was found, at least one, in order of arrival.
    pub sources: Vec<SourceInfo>,
}

/// Where a text came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceInfo {
    /// To fetch the bytes with, see [`crate::Archive::original`].
    pub id: SourceId,
    /// The path as it was given to ingest.
    pub path: String,
    /// The shape the cable was found in, as in the record's `source.wrapper`.
    pub wrapper: String,
    /// SHA-256 of the bytes, in hexadecimal.
    pub sha256: String,
    /// When it was ingested, RFC 3339 in UTC.
    pub ingested_at: String,
    /// Length of the original.
    pub n_bytes: u64,
}

/// The bytes of a source exactly as they were ingested.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Original {
    /// The bytes, untouched.
    pub bytes: Vec<u8>,
    /// The path as it was given to ingest.
    pub path: String,
    /// SHA-256 of the bytes, in hexadecimal.
    pub sha256: String,
}

/// One text of a cable as an export gives it.
#[derive(Clone, Debug, PartialEq)]
pub struct Exported {
    /// The number of its edition, from 1.
    pub edition: u32,
    /// What that is beside the first edition, see [`Edition::kind`].
    pub kind: String,
    /// The cable as read from this source.
    pub record: Record,
    /// The source itself, where it was asked for.
    pub original: Option<ExportedOriginal>,
}

/// A source with all that another archive needs to hold the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportedOriginal {
    /// What took it out of its file: `whole`, `cablegate-row`, `pdf`, …
    pub reader: String,
    /// The identifier that the source gave beside the text, or the one that the cable was read to have.
    pub identifier: Option<String>,
    /// The identifier that the source gave beside the text, and no other: with it the cable reads as in the archive.
    pub source_identifier: Option<String>,
    /// What stood beside the text.
    pub beside: Metadata,
    /// When it was ingested, RFC 3339 in UTC.
    pub ingested_at: String,
    /// The bytes.
    pub original: Original,
    /// What is read instead of them, where that is something else: the text of a PDF, say.
    pub read: Option<String>,
}

/// A reference of a cable, looked up in the archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResolvedReference {
    /// Place of the reference in `record.references` of the first edition.
    pub index: usize,
    /// The cable referred to, where the archive holds it.
    pub target: Option<CableLine>,
}

/// A cable in one line, as lists show it. Values come from the first edition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CableLine {
    /// Its name in the archive.
    pub key: CableKey,
    /// When it was sent, RFC 3339 in UTC.
    pub sent: Option<String>,
    /// The post that sent it, `STRELSAU`.
    pub post: Option<String>,
    /// Level of the whole cable, `SECRET`.
    pub classification: Option<String>,
    /// Subject without its portion mark.
    pub subject: Option<String>,
    /// Handling captions, in order.
    pub captions: Vec<String>,
    /// How many texts of it the archive holds.
    pub n_editions: u32,
}

/// An input that gave no cable, kept so that every run can list it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnreadableSource {
    /// The path as it was given to ingest.
    pub path: String,
    /// Length in bytes.
    pub n_bytes: u64,
    /// Why it gave no cable, in words: `holds no text`.
    pub reason: String,
    /// When it was first met, RFC 3339 in UTC.
    pub ingested_at: String,
}

/// The anchor of each paragraph, in order, unique within the record.
///
/// `p3` for the paragraph numbered 3, `p3-2` where that number comes a second time, and `u1`, `u2`, … for paragraphs
/// without a number, counted by their place among all paragraphs from 1.
pub fn anchors(record: &Record) -> Vec<String> {
    anchors_of(record.paragraphs.iter().map(|paragraph| paragraph.number))
}

/// As [`anchors`], from the numbers of the paragraphs.
pub(crate) fn anchors_of(numbers: impl Iterator<Item = Option<u32>>) -> Vec<String> {
    let mut seen = BTreeMap::new();
    numbers
        .enumerate()
        .map(|(index, number)| {
            let Some(number) = number else {
                return format!("u{}", index + 1);
            };
            let times = seen.entry(number).or_insert(0_u32);
            *times += 1;
            match *times {
                1 => format!("p{number}"),
                times => format!("p{number}-{times}"),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use chancery_format::record::ParagraphRecord;

    #[test]
    fn anchors_are_unique() {
        let numbers = [
            None,
            Some(1),
            Some(2),
            None,
            Some(1),
            Some(1),
            Some(u32::MAX),
        ];
        let record = Record {
            paragraphs: numbers
                .map(|number| ParagraphRecord {
                    number,
                    ..ParagraphRecord::default()
                })
                .to_vec(),
            ..Record::default()
        };
        assert_eq!(
            anchors(&record),
            ["u1", "p1", "p2", "u4", "p1-2", "p1-3", "p4294967295"]
        );
    }
}
