//! Answers as JSON and CSV: what the API gives and what `chancery … --json` prints. `docs/api.md` describes the names.
//!
//! Every name is always present; what is not known is `null`.

use base64::prelude::{BASE64_STANDARD, Engine as _};
use chancery_archive::{
    Bound, BoundReason, CableKey, CableLine, Citation, Exported, Hit, MissingCable, OfSource,
    Reference, Target, Window,
};
use chancery_format::record::{Metadata, Record};
use serde::Serialize;

/// A cable in one line.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[expect(missing_docs, reason = "docs/api.md describes every name once")]
pub struct CableJson {
    pub key: String,
    pub sent: Option<String>,
    pub post: Option<String>,
    pub classification: Option<String>,
    pub captions: Vec<String>,
    pub subject: Option<String>,
    pub n_editions: u32,
}

impl CableJson {
    /// The columns of [`CableJson::csv`].
    pub const COLUMNS: &[&str] = &[
        "key",
        "sent",
        "post",
        "classification",
        "captions",
        "subject",
        "n_editions",
    ];

    /// One row, captions joined with blanks.
    pub fn csv(&self) -> String {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        csv_row(&[
            self.key.clone(),
            text(&self.sent),
            text(&self.post),
            text(&self.classification),
            self.captions.join(" "),
            text(&self.subject),
            self.n_editions.to_string(),
        ])
    }
}

impl From<&CableLine> for CableJson {
    fn from(line: &CableLine) -> CableJson {
        CableJson {
            key: line.key.to_string(),
            sent: line.sent.clone(),
            post: line.post.clone(),
            classification: line.classification.clone(),
            captions: line.captions.clone(),
            subject: line.subject.clone(),
            n_editions: line.n_editions,
        }
    }
}

/// What only the sources of a cable say: where a text says it, there is nothing here.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[expect(missing_docs, reason = "docs/json.md describes every name once")]
pub struct OfSourceJson {
    pub source_date: Option<String>,
    pub source_classification: Option<String>,
    pub source_subject: Option<String>,
    pub source_references: Vec<String>,
}

impl OfSourceJson {
    /// The columns of [`OfSourceJson::csv`].
    const COLUMNS: [&str; 4] = [
        "source_date",
        "source_classification",
        "source_subject",
        "source_references",
    ];

    /// The end of a row, references joined with blanks; one without a year has one inside, and so stands in quotation
    /// marks.
    fn csv(&self) -> String {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        let references: Vec<String> = self
            .source_references
            .iter()
            .map(|id| {
                if id.contains(' ') {
                    format!("\"{id}\"")
                } else {
                    id.clone()
                }
            })
            .collect();
        csv_row(&[
            text(&self.source_date),
            text(&self.source_classification),
            text(&self.source_subject),
            references.join(" "),
        ])
    }
}

impl From<&OfSource> for OfSourceJson {
    fn from(of_source: &OfSource) -> OfSourceJson {
        OfSourceJson {
            source_date: of_source.date.clone(),
            source_classification: of_source.classification.clone(),
            source_subject: of_source.subject.clone(),
            source_references: of_source.references.clone(),
        }
    }
}

/// A cable of an export: its line, and what only its sources say.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[expect(missing_docs, reason = "docs/json.md describes every name once")]
pub struct RowJson {
    #[serde(flatten)]
    pub cable: CableJson,
    #[serde(flatten)]
    pub of_source: OfSourceJson,
}

impl RowJson {
    /// Of a line and what its sources say.
    pub fn new(line: &CableLine, of_source: &OfSource) -> RowJson {
        RowJson {
            cable: line.into(),
            of_source: of_source.into(),
        }
    }

    /// The columns of [`RowJson::csv`].
    pub fn columns() -> Vec<&'static str> {
        let columns = CableJson::COLUMNS.iter().copied();
        columns.chain(OfSourceJson::COLUMNS).collect()
    }

    /// One row: that of the cable, and what only its sources say.
    pub fn csv(&self) -> String {
        joined_rows(&self.cable.csv(), &self.of_source.csv())
    }
}

/// Two parts of one row.
fn joined_rows(first: &str, second: &str) -> String {
    format!("{},{second}", first.strip_suffix("\r\n").unwrap_or(first))
}

/// A cable that matches a query, `chancery/hit/1`.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[expect(missing_docs, reason = "docs/api.md describes every name once")]
pub struct HitJson {
    pub schema: &'static str,
    #[serde(flatten)]
    pub cable: CableJson,
    #[serde(flatten)]
    pub of_source: OfSourceJson,
    pub passage: Option<PassageJson>,
    pub cursor: String,
}

impl HitJson {
    /// The columns of [`HitJson::csv`].
    pub const COLUMNS: &[&str] = &[
        "key",
        "sent",
        "post",
        "classification",
        "captions",
        "subject",
        "n_editions",
        "paragraph",
        "passage",
        "source_date",
        "source_classification",
        "source_subject",
        "source_references",
    ];

    /// One row: that of the cable, the passage found, and what only its sources say.
    pub fn csv(&self) -> String {
        let passage = self.passage.as_ref();
        let number = passage.and_then(|passage| passage.paragraph);
        let cable = self.cable.csv();
        let passage = csv_row(&[
            number.map(|number| number.to_string()).unwrap_or_default(),
            passage
                .map(|passage| passage.text.clone())
                .unwrap_or_default(),
        ]);
        joined_rows(&joined_rows(&cable, &passage), &self.of_source.csv())
    }
}

impl From<&Hit> for HitJson {
    fn from(hit: &Hit) -> HitJson {
        HitJson {
            schema: "chancery/hit/1",
            cable: (&hit.cable).into(),
            of_source: (&hit.of_source).into(),
            cursor: hit.cursor.clone(),
            passage: hit.passage.as_ref().map(|passage| PassageJson {
                paragraph: passage.paragraph,
                anchor: passage.anchor.clone(),
                portion: passage.portion.clone(),
                text: passage.text.clone(),
                marks: passage
                    .marks
                    .iter()
                    .map(|mark| (mark.start, mark.end))
                    .collect(),
            }),
        }
    }
}

/// Where a cable matches; `marks` are byte ranges of `text`.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[expect(missing_docs, reason = "docs/api.md describes every name once")]
pub struct PassageJson {
    pub paragraph: Option<u32>,
    pub anchor: Option<String>,
    pub portion: Option<String>,
    pub text: String,
    pub marks: Vec<(usize, usize)>,
}

/// One text of a cable in an export: a record, `chancery/cable/1`, and the place of the text in the archive.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[expect(missing_docs, reason = "docs/json.md describes every name once")]
pub struct ExportedJson<'e> {
    #[serde(flatten)]
    pub record: &'e Record,
    pub key: &'e str,
    pub edition: u32,
    pub edition_kind: &'e str,
    #[serde(flatten)]
    pub original: Option<OriginalJson<'e>>,
}

/// The source of a text, so that another archive can hold the same.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[expect(missing_docs, reason = "docs/json.md describes every name once")]
pub struct OriginalJson<'e> {
    pub reader: &'e str,
    pub identifier: Option<&'e str>,
    pub beside: &'e Metadata,
    pub ingested_at: &'e str,
    pub sha256: &'e str,
    pub original: String,
    pub read: Option<&'e str>,
}

impl<'e> ExportedJson<'e> {
    /// As a line of an export has it.
    pub fn new(key: &'e CableKey, exported: &'e Exported) -> ExportedJson<'e> {
        ExportedJson {
            record: &exported.record,
            key: key.as_str(),
            edition: exported.edition,
            edition_kind: &exported.kind,
            original: exported.original.as_ref().map(|source| OriginalJson {
                reader: &source.reader,
                identifier: source.identifier.as_deref(),
                beside: &source.beside,
                ingested_at: &source.ingested_at,
                sha256: &source.original.sha256,
                original: BASE64_STANDARD.encode(&source.original.bytes),
                read: source.read.as_deref(),
            }),
        }
    }
}

/// A reference of a cable, looked up.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[expect(missing_docs, reason = "docs/api.md describes every name once")]
pub struct ReferenceJson {
    pub edition: u32,
    pub index: usize,
    pub label: Option<String>,
    pub kind: String,
    pub text: String,
    pub and_previous: bool,
    pub is_year_assumed: bool,
    pub is_of_source: bool,
    pub cable: Option<CableJson>,
    pub missing: Option<MissingJson>,
}

impl From<&Reference> for ReferenceJson {
    fn from(reference: &Reference) -> ReferenceJson {
        let (cable, is_year_assumed, missing) = match &reference.target {
            Target::Cable {
                line,
                is_year_assumed,
            } => (Some(line.into()), *is_year_assumed, None),
            Target::Missing(missing) => (None, false, Some(missing.into())),
            Target::Other => (None, false, None),
        };
        ReferenceJson {
            edition: reference.edition,
            index: reference.index,
            label: reference.label.clone(),
            kind: reference.kind.clone(),
            text: reference.text.clone(),
            and_previous: reference.and_previous,
            is_year_assumed,
            is_of_source: reference.is_of_source,
            cable,
            missing,
        }
    }
}

/// A cable that cites.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[expect(missing_docs, reason = "docs/api.md describes every name once")]
pub struct CitationJson {
    pub is_year_assumed: bool,
    pub is_of_source: bool,
    pub cable: CableJson,
}

impl From<&Citation> for CitationJson {
    fn from(citation: &Citation) -> CitationJson {
        CitationJson {
            is_year_assumed: citation.is_year_assumed,
            is_of_source: citation.is_of_source,
            cable: (&citation.cable).into(),
        }
    }
}

/// A cable that is referred to and absent, `chancery/missing/1`.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[expect(missing_docs, reason = "docs/api.md describes every name once")]
pub struct MissingJson {
    pub schema: &'static str,
    pub id: String,
    pub post: Option<String>,
    pub year: Option<u16>,
    pub number: Option<u32>,
    pub n_cited_by: u64,
    pub n_cited_by_sources: u64,
    pub cited_by: Vec<String>,
    pub window: WindowJson,
}

impl MissingJson {
    /// The columns of [`MissingJson::csv`].
    pub const COLUMNS: &[&str] = &[
        "id",
        "post",
        "year",
        "number",
        "n_cited_by",
        "cited_by",
        "after",
        "after_reason",
        "before",
        "before_reason",
        "n_cited_by_sources",
    ];

    /// One row, the cables that refer to it joined with blanks.
    pub fn csv(&self) -> String {
        let number = |value: Option<u64>| value.map(|value| value.to_string()).unwrap_or_default();
        let bound = |bound: &Option<BoundJson>| match bound {
            Some(bound) => {
                let key = bound.key.as_deref().unwrap_or_default();
                let reason = format!("{} {key}", bound.reason).trim_end().to_owned();
                (bound.sent.clone(), reason)
            }
            None => (String::new(), String::new()),
        };
        let (after, after_reason) = bound(&self.window.after);
        let (before, before_reason) = bound(&self.window.before);
        csv_row(&[
            self.id.clone(),
            self.post.clone().unwrap_or_default(),
            number(self.year.map(u64::from)),
            number(self.number.map(u64::from)),
            self.n_cited_by.to_string(),
            self.cited_by.join(" "),
            after,
            after_reason,
            before,
            before_reason,
            self.n_cited_by_sources.to_string(),
        ])
    }
}

impl From<&MissingCable> for MissingJson {
    fn from(missing: &MissingCable) -> MissingJson {
        MissingJson {
            schema: "chancery/missing/1",
            id: missing.id.clone(),
            post: missing.post.clone(),
            year: missing.year,
            number: missing.number,
            n_cited_by: missing.n_cited_by,
            n_cited_by_sources: missing.n_cited_by_sources,
            cited_by: missing.cited_by.iter().map(ToString::to_string).collect(),
            window: (&missing.window).into(),
        }
    }
}

/// Between which moments a missing cable was sent.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[expect(missing_docs, reason = "docs/api.md describes every name once")]
pub struct WindowJson {
    pub after: Option<BoundJson>,
    pub before: Option<BoundJson>,
    pub is_contradictory: bool,
}

impl From<&Window> for WindowJson {
    fn from(window: &Window) -> WindowJson {
        WindowJson {
            after: window.after.as_ref().map(BoundJson::from),
            before: window.before.as_ref().map(BoundJson::from),
            is_contradictory: window.is_contradictory(),
        }
    }
}

/// One end of a window, and what tells it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[expect(missing_docs, reason = "docs/api.md describes every name once")]
pub struct BoundJson {
    pub sent: String,
    pub reason: &'static str,
    pub key: Option<String>,
}

impl From<&Bound> for BoundJson {
    fn from(bound: &Bound) -> BoundJson {
        let (reason, key) = match &bound.reason {
            BoundReason::Number(key) => ("number", Some(key)),
            BoundReason::Reference(key) => ("reference", Some(key)),
            BoundReason::Year => ("year", None),
        };
        BoundJson {
            sent: bound.sent.clone(),
            reason,
            key: key.map(ToString::to_string),
        }
    }
}

/// One row of CSV with its line end, as RFC 4180 has it.
///
/// A value that a spreadsheet would take for a formula gets an apostrophe in front: what stands in a cable must not run
/// in the program that looks at it.
pub fn csv_row(fields: &[impl AsRef<str>]) -> String {
    let mut row = String::new();
    for (index, field) in fields.iter().enumerate() {
        if index > 0 {
            row.push(',');
        }
        let field = field.as_ref();
        let is_formula = field.starts_with(['=', '+', '-', '@', '\t', '\r']);
        if is_formula || field.contains(['"', ',', '\r', '\n']) {
            row.push('"');
            row.push_str(if is_formula { "'" } else { "" });
            row.push_str(&field.replace('"', "\"\""));
            row.push('"');
        } else {
            row.push_str(field);
        }
    }
    row.push_str("\r\n");
    row
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows() {
        assert_eq!(csv_row(&["a", "", "b c"]), "a,,b c\r\n");
        assert_eq!(
            csv_row(&["a,\"b\"", "two\nlines"]),
            "\"a,\"\"b\"\"\",\"two\nlines\"\r\n"
        );
        assert_eq!(csv_row(&["=1+1", "a=b"]), "\"'=1+1\",a=b\r\n");
    }
}
