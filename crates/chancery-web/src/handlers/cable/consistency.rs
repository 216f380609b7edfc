//! The consistency report of a cable: what in it agrees and what contradicts.
//!
//! The archive keeps the record of a cable, not what the checks need; its original is read again. That takes a few
//! milliseconds for all but huge files, of which the page shows no report.

use chancery_archive::{Archive, Edition};
use chancery_format::consistency::{CheckRecord, EvidenceRecord, FindingRecord};
use chancery_format::{Hints, read};

use crate::page::counted;
use crate::urls::{CableUrl, Part};

/// Originals above this size are not read again for a page.
const LIMIT_BYTES: u64 = 1 << 20;

/// What the report shows: contradictions in full, agreements in a line each, the rest by name.
pub(super) struct Consistency {
    pub(super) summary: String,
    pub(super) contradicts: Vec<FindingView>,
    pub(super) agrees: Vec<FindingView>,
    pub(super) not_comparable: String,
}

pub(super) struct FindingView {
    pub(super) check: String,
    pub(super) title: String,
    pub(super) message: String,
    /// `strong: four digits agree by chance once in 10,000`.
    pub(super) weight: Option<String>,
    pub(super) places: Vec<PlaceView>,
}

pub(super) struct PlaceView {
    pub(super) place: String,
    pub(super) written: String,
    pub(super) read_as: Option<String>,
    /// Number and address of the line.
    pub(super) line: Option<(u32, String)>,
}

impl Consistency {
    /// `None` where the original is huge, gone, or not what the record was made from.
    pub(super) fn new(
        archive: &Archive,
        edition: &Edition,
        url: CableUrl<'_>,
    ) -> Option<Consistency> {
        let source = edition.sources.first()?;
        if source.n_bytes > LIMIT_BYTES {
            return None;
        }
        // A damaged original has a page of its own that says so; this one has the cable to show.
        let original = archive.original(source.id).ok().flatten()?;
        let hints = Hints {
            path: Some(source.path.clone()),
            id: None,
        };
        let document = read(&original.bytes, &hints);
        if document.text != edition.record.text {
            return None;
        }
        let report = CheckRecord::new(&document);
        let of = |outcome: &str| -> Vec<FindingView> {
            report
                .findings
                .iter()
                .filter(|finding| finding.outcome == outcome)
                .map(|finding| FindingView::new(finding, url))
                .collect()
        };
        let (contradicts, agrees) = (of("contradicts"), of("agrees"));
        if contradicts.is_empty() && agrees.is_empty() {
            return None;
        }
        let others: Vec<&str> = report
            .findings
            .iter()
            .filter(|finding| finding.outcome == "not_comparable")
            .map(|finding| &*finding.title)
            .collect();
        Some(Consistency {
            summary: if contradicts.is_empty() {
                format!(
                    "Consistency: {}, nothing contradicts",
                    counted(agrees.len() as u64, "place agrees", "places agree")
                )
            } else {
                format!(
                    "Consistency: {}",
                    counted(contradicts.len() as u64, "contradiction", "contradictions")
                )
            },
            contradicts,
            agrees,
            not_comparable: others.join(", "),
        })
    }
}

impl FindingView {
    fn new(finding: &FindingRecord, url: CableUrl<'_>) -> FindingView {
        FindingView {
            check: finding.check.clone(),
            title: finding.title.clone(),
            message: finding.message.clone(),
            weight: finding
                .weight
                .as_ref()
                .zip(finding.weight_reason.as_ref())
                .map(|(weight, reason)| format!("{weight}: {reason}")),
            places: finding
                .evidence
                .iter()
                .map(|evidence| PlaceView::new(evidence, url))
                .collect(),
        }
    }
}

impl PlaceView {
    fn new(evidence: &EvidenceRecord, url: CableUrl<'_>) -> PlaceView {
        PlaceView {
            place: evidence.place.clone(),
            written: evidence.written.clone(),
            read_as: evidence
                .read_as
                .clone()
                .filter(|read_as| *read_as != evidence.written),
            line: evidence.line.map(|line| {
                let url = url.part(Part::Text).at(&format!("L{line}")).to_string();
                (line, url)
            }),
        }
    }
}
