//! The report as data: `chancery/check/1`.

use serde::{Deserialize, Serialize};

use super::{Evidence, Finding};
use crate::Document;
use crate::record::DiagnosticRecord;

/// The name of the format in `schema`.
pub const SCHEMA: &str = "chancery/check/1";

/// What is noticed about one cable. `docs/json.md` describes every name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "docs/json.md describes every name once")]
pub struct CheckRecord {
    pub schema: String,
    pub path: Option<String>,
    pub id: Option<String>,
    pub subject: Option<String>,
    pub diagnostics: Vec<DiagnosticRecord>,
    pub findings: Vec<FindingRecord>,
}

/// One of `findings`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "docs/json.md describes every name once")]
pub struct FindingRecord {
    pub check: String,
    pub title: String,
    pub outcome: String,
    pub message: String,
    pub weight: Option<String>,
    pub weight_reason: Option<String>,
    pub evidence: Vec<EvidenceRecord>,
}

/// One of `evidence`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "docs/json.md describes every name once")]
pub struct EvidenceRecord {
    pub place: String,
    pub written: String,
    pub read_as: Option<String>,
    pub span: Option<(u32, u32)>,
    pub line: Option<u32>,
    pub column: Option<u32>,
}

impl CheckRecord {
    /// Makes the report of a document: its diagnostics and every finding.
    pub fn new(document: &Document) -> CheckRecord {
        CheckRecord {
            schema: SCHEMA.to_owned(),
            path: document.path().map(str::to_owned),
            id: document.cable.mrn.as_ref().map(ToString::to_string),
            subject: document
                .cable
                .subject
                .as_ref()
                .map(|subject| subject.text.clone()),
            diagnostics: document.diagnostic_records(),
            findings: super::report(document)
                .iter()
                .map(|finding| FindingRecord::new(finding, document))
                .collect(),
        }
    }
}

impl FindingRecord {
    fn new(finding: &Finding, document: &Document) -> FindingRecord {
        FindingRecord {
            check: finding.check.name.to_owned(),
            title: finding.check.title.to_owned(),
            outcome: finding.outcome.as_str().to_owned(),
            message: finding.sentence.clone(),
            weight: finding.weight.map(|(weight, _)| weight.as_str().to_owned()),
            weight_reason: finding.weight.map(|(_, why)| why.to_owned()),
            evidence: finding
                .evidence
                .iter()
                .map(|evidence| EvidenceRecord::new(evidence, document))
                .collect(),
        }
    }
}

impl EvidenceRecord {
    fn new(evidence: &Evidence, document: &Document) -> EvidenceRecord {
        let place = evidence.span.map(|span| document.line_column(span.start));
        EvidenceRecord {
            place: evidence.place.clone().into_owned(),
            written: evidence.written.clone(),
            read_as: (!evidence.read_as.is_empty()).then(|| evidence.read_as.clone()),
            span: evidence.span.map(|span| (span.start, span.end)),
            line: place.map(|(line, _)| line),
            column: place.map(|(_, column)| column),
        }
    }
}
