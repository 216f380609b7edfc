//! Invented cables and archives of them, for the tests of this crate.
//!
//! Records are made by hand, so that these tests say what the archive does with a record, whatever the parser makes
//! of a text.

use std::collections::BTreeSet;

use chancery_format::record::{
    AddresseeRecord, ClassificationRecord, OriginatorRecord, ParagraphRecord, Record,
    ReferenceRecord, TagRecord,
};
use tempfile::TempDir;

use crate::sameness::Hash;
use crate::store::{NewCable, NewSource, Packer, Stored};
use crate::{Archive, Order, Search};

/// A record with an identifier, `07 STRELSAU 92`, and these paragraphs.
pub(crate) fn cable(id: &str, paragraphs: &[&str]) -> Record {
    let mut parts = id.split(' ');
    let year: u16 = parts.next().unwrap().parse().unwrap();
    let post = parts.next().unwrap();
    let number: u32 = parts.next().unwrap().parse().unwrap();
    let mut text =
        format!("FM AMEMBASSY {post}\nTO RUEHC/SECSTATE WASHDC\nUNCLAS {post} {number:06}\n\n");
    let paragraphs = paragraphs
        .iter()
        .zip(1..)
        .map(|(paragraph, number)| {
            let start = text.len() as u32;
            text.push_str(paragraph);
            let end = text.len() as u32;
            text.push_str("\n\n");
            ParagraphRecord {
                number: Some(number),
                role: "body".to_owned(),
                text: (*paragraph).to_owned(),
                span: (start, end),
                ..ParagraphRecord::default()
            }
        })
        .collect();
    Record {
        schema: chancery_format::record::SCHEMA.to_owned(),
        id: Some(format!("{year:02}{post}{number}")),
        post: Some(post.to_owned()),
        year: Some(2000 + year),
        number: Some(number),
        kind: "telegram".to_owned(),
        from: Some(OriginatorRecord {
            name: format!("AMEMBASSY {post}"),
            routing: None,
            post: Some(post.to_owned()),
        }),
        to: vec![AddresseeRecord {
            name: "SECSTATE WASHDC".to_owned(),
            routing: Some("RUEHC".to_owned()),
            ..AddresseeRecord::default()
        }],
        paragraphs,
        text,
        ..Record::default()
    }
}

/// The same, further described.
pub(crate) trait Describe {
    fn sent(self, sent: &str) -> Self;
    fn class(self, level: &str) -> Self;
    fn subject(self, subject: &str) -> Self;
    fn tags(self, codes: &[&str]) -> Self;
    fn captions(self, captions: &[&str]) -> Self;
    fn refers_to(self, ids: &[&str]) -> Self;
}

impl Describe for Record {
    fn sent(mut self, sent: &str) -> Record {
        self.sent = Some(sent.to_owned());
        self
    }

    fn class(mut self, level: &str) -> Record {
        self.classification = Some(ClassificationRecord {
            level: level.to_owned(),
            text: level.to_owned(),
            ..ClassificationRecord::default()
        });
        self
    }

    fn subject(mut self, subject: &str) -> Record {
        self.subject = Some(subject.to_owned());
        self.text.insert_str(0, &format!("SUBJECT: {subject}\n"));
        let shift = "SUBJECT: \n".len() as u32 + subject.len() as u32;
        for paragraph in &mut self.paragraphs {
            paragraph.span = (paragraph.span.0 + shift, paragraph.span.1 + shift);
        }
        self
    }

    fn tags(mut self, codes: &[&str]) -> Record {
        self.tags = codes
            .iter()
            .map(|&code| TagRecord {
                code: code.to_owned(),
                kind: "subject".to_owned(),
                name: None,
            })
            .collect();
        self
    }

    fn captions(mut self, captions: &[&str]) -> Record {
        self.captions = captions.iter().map(|&caption| caption.to_owned()).collect();
        self
    }

    fn refers_to(mut self, ids: &[&str]) -> Record {
        self.references = ids
            .iter()
            .map(|&id| ReferenceRecord {
                kind: "cable".to_owned(),
                id: Some(id.to_owned()),
                text: id.to_owned(),
                ..ReferenceRecord::default()
            })
            .collect();
        self
    }
}

/// Stands before a record that stands in for a file.
const MARK: &[u8] = b"\0record\0";

/// The record that [`store`] stored.
pub(crate) fn record_in(bytes: &[u8]) -> Option<Record> {
    serde_json::from_slice(bytes.strip_prefix(MARK)?).ok()
}

/// Stores records as if they had been read from files; the index is left behind.
pub(crate) fn store(archive: &Archive, records: &[Record]) -> Vec<Stored> {
    let mut writer = archive.store().writer().unwrap();
    let mut packer = Packer::new(None).unwrap();
    let mut batch = writer.begin().unwrap();
    let stored = records
        .iter()
        .map(|record| {
            // The whole record stands in for the bytes of a file.
            let mut bytes = MARK.to_vec();
            serde_json::to_writer(&mut bytes, record).unwrap();
            let cable = NewCable::of(record, packer.pack(&bytes).unwrap(), None);
            let path = record.source.path.as_deref().unwrap_or("cable.txt");
            batch
                .store(&NewSource::whole(path), Hash::of(&bytes), &cable)
                .unwrap()
        })
        .collect();
    batch.commit().unwrap();
    stored
}

/// An archive of these records, index and all.
pub(crate) fn archive(records: &[Record]) -> (TempDir, Archive) {
    let folder = tempfile::tempdir().unwrap();
    let archive = Archive::open_or_create(folder.path()).unwrap();
    store(&archive, records);
    drop(archive);
    let archive = Archive::open(folder.path()).unwrap();
    (folder, archive)
}

/// The keys of all hits, in order; the total is checked against them.
pub(crate) fn hits_in(archive: &Archive, query: &str, order: Order) -> Vec<String> {
    let answer = archive
        .search(&Search {
            query: query.to_owned(),
            limit: 10_000,
            order,
            ..Search::default()
        })
        .unwrap();
    let keys: Vec<String> = answer
        .hits
        .iter()
        .map(|hit| hit.cable.key.to_string())
        .collect();
    assert_eq!(answer.total, keys.len() as u64);
    assert_eq!(keys.iter().collect::<BTreeSet<_>>().len(), keys.len());
    keys
}

/// The keys of all hits, sorted, in one line.
pub(crate) fn hits(archive: &Archive, query: &str) -> String {
    let mut keys = hits_in(archive, query, Order::Relevance);
    keys.sort();
    keys.join(" ")
}
