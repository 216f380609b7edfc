//! The public JSON of one cable, `chancery/cable/1`.
//!
//! What `chancery read --json`, the HTTP API and the exports print. It is an interface: names never change within a
//! schema number, every name is always present, and what a cable lacks is `null` or an empty list. The model in the
//! rest of this crate keeps spans; a record keeps the words. See `docs/json.md`.

use serde::de::{MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The value of `schema` in every record this version writes.
pub const SCHEMA: &str = "chancery/cable/1";

/// One cable as data: each field is what the contract says under the same name.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[expect(
    missing_docs,
    reason = "docs/json.md describes every name once, for users of the JSON"
)]
pub struct Record {
    pub schema: String,
    pub id: Option<String>,
    pub post: Option<String>,
    pub year: Option<u16>,
    pub number: Option<u32>,
    pub kind: String,
    pub subject: Option<String>,
    pub subject_portion: Option<String>,
    pub sent: Option<String>,
    pub date_time_group: Option<String>,
    pub precedence: PrecedenceRecord,
    pub transmission: Option<TransmissionRecord>,
    pub from: Option<OriginatorRecord>,
    pub to: Vec<AddresseeRecord>,
    pub info: Vec<AddresseeRecord>,
    pub classification: Option<ClassificationRecord>,
    pub captions: Vec<String>,
    pub section: Option<SectionRecord>,
    pub executive_order: Option<ExecutiveOrderRecord>,
    pub tags: Vec<TagRecord>,
    pub references: Vec<ReferenceRecord>,
    pub classified_by: Option<ClassifiedByRecord>,
    pub reasons: Vec<String>,
    #[serde(default)]
    pub distribution: Option<DistributionRecord>,
    #[serde(default)]
    pub drafted_by: Option<DrafterRecord>,
    #[serde(default)]
    pub approved_by: Option<ApproverRecord>,
    #[serde(default)]
    pub clearances: Vec<ClearanceRecord>,
    pub summary: Option<String>,
    pub comment: Option<String>,
    pub paragraphs: Vec<ParagraphRecord>,
    pub signature: Option<String>,
    pub source: SourceRecord,
    pub diagnostics: Vec<DiagnosticRecord>,
    pub text: String,
}

/// `precedence`: spelled out, for those who act and those who are informed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "docs/json.md describes every name once")]
pub struct PrecedenceRecord {
    pub action: Option<String>,
    pub info: Option<String>,
}

/// `transmission`: what format lines 1 to 4 say.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "docs/json.md describes every name once")]
pub struct TransmissionRecord {
    pub id: Option<String>,
    pub originator_routing: Option<String>,
    pub station_serial: Option<String>,
    pub day_of_year: Option<u16>,
    pub filed_at: Option<String>,
    pub relays: Vec<String>,
    pub security: Option<String>,
    pub operating_signals: Vec<String>,
}

/// `from`: the originator.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "docs/json.md describes every name once")]
pub struct OriginatorRecord {
    pub name: String,
    pub routing: Option<String>,
    pub post: Option<String>,
}

/// One of `to` or `info`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "docs/json.md describes every name once")]
pub struct AddresseeRecord {
    pub name: String,
    pub routing: Option<String>,
    pub precedence: Option<String>,
    pub serial: Option<String>,
    pub exempt: Vec<String>,
}

/// `classification`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "docs/json.md describes every name once")]
pub struct ClassificationRecord {
    pub level: String,
    pub caveats: Vec<String>,
    pub text: String,
}

/// `section`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "docs/json.md describes every name once")]
pub struct SectionRecord {
    pub number: u16,
    pub of: Option<u16>,
}

/// `executive_order`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "docs/json.md describes every name once")]
pub struct ExecutiveOrderRecord {
    pub order: Option<String>,
    pub declassify_on: Option<String>,
    pub event: Option<String>,
    pub exemptions: Vec<String>,
    pub text: String,
}

/// One of `tags`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "docs/json.md describes every name once")]
pub struct TagRecord {
    pub code: String,
    pub kind: String,
    pub name: Option<String>,
}

/// One of `references`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "docs/json.md describes every name once")]
pub struct ReferenceRecord {
    pub label: Option<String>,
    pub kind: String,
    pub id: Option<String>,
    pub text: String,
    pub and_previous: bool,
}

/// `classified_by`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "docs/json.md describes every name once")]
pub struct ClassifiedByRecord {
    pub name: Option<String>,
    pub title: Option<String>,
    pub text: String,
}

/// `distribution`: who in Washington wrote a telegram, acts on it, and got copies.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "docs/json.md describes every name once")]
pub struct DistributionRecord {
    pub origin: Vec<CopiesRecord>,
    pub action: Vec<CopiesRecord>,
    pub info: Vec<CopiesRecord>,
    pub total: Option<u16>,
    pub desired: Option<String>,
}

/// One office of `distribution`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "docs/json.md describes every name once")]
pub struct CopiesRecord {
    pub office: String,
    pub copies: Option<u16>,
}

/// `drafted_by`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "docs/json.md describes every name once")]
pub struct DrafterRecord {
    pub office: Option<String>,
    pub name: Option<String>,
    pub typist: Option<String>,
    pub extension: Option<String>,
    pub text: String,
}

/// `approved_by`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "docs/json.md describes every name once")]
pub struct ApproverRecord {
    pub office: Option<String>,
    pub name: Option<String>,
    pub text: String,
}

/// One of `clearances`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "docs/json.md describes every name once")]
pub struct ClearanceRecord {
    pub office: Option<String>,
    pub name: Option<String>,
    pub qualifier: Option<String>,
    pub text: String,
}

/// One of `paragraphs`; `span` counts bytes of `text`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "docs/json.md describes every name once")]
pub struct ParagraphRecord {
    pub number: Option<u32>,
    pub portion: Option<String>,
    pub role: String,
    pub heading: Option<String>,
    pub text: String,
    pub span: (u32, u32),
}

/// `source`: where the text came from and what stood around it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "docs/json.md describes every name once")]
pub struct SourceRecord {
    pub path: Option<String>,
    pub wrapper: String,
    pub metadata: Metadata,
}

/// One of `diagnostics`; `line` and `column` count from 1 in `text`, columns in characters.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "docs/json.md describes every name once")]
pub struct DiagnosticRecord {
    pub code: String,
    pub severity: String,
    pub message: String,
    pub span: (u32, u32),
    pub line: u32,
    pub column: u32,
}

/// Labels and values that stood around a cable, in the order of the source; a JSON object.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Metadata(pub Vec<(String, String)>);

impl SourceRecord {
    /// The time that the page, row or attribute block gives for the cable: its own word, never the cable's.
    ///
    /// A moment, RFC 3339 in UTC, `2007-10-08T15:40:00Z`; of a source that gives no hour the day alone, `2007-10-08`.
    pub fn date(&self) -> Option<String> {
        use crate::consistency::source_date::of_source;
        let (moment, has_hour) = of_source(&self.metadata, &self.wrapper)?;
        Some(if has_hour {
            moment.to_string()
        } else {
            moment.date.to_string()
        })
    }
}

impl Metadata {
    /// The value of a label, compared without case; the first where a label stands twice.
    pub fn get(&self, label: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(key, _)| key.eq_ignore_ascii_case(label))
            .map(|(_, value)| value.as_str())
    }

    /// Adds a label with its value; where the label stands already, a new value is added to the old one.
    pub fn add(&mut self, label: &str, value: &str) {
        let value = value.trim();
        match self.0.iter_mut().find(|(key, _)| key == label) {
            Some((_, old)) if value.is_empty() || old == value => {}
            Some((_, old)) => {
                old.push_str("; ");
                old.push_str(value);
            }
            None => self.push(label, value),
        }
    }

    /// Adds a label with its value; an empty value is kept out.
    pub fn push(&mut self, label: &str, value: &str) {
        let value = value.trim();
        if !value.is_empty() {
            self.0.push((label.to_owned(), value.to_owned()));
        }
    }
}

impl Serialize for Metadata {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (label, value) in &self.0 {
            map.serialize_entry(label, value)?;
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for Metadata {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Metadata, D::Error> {
        struct Entries;
        impl<'de> Visitor<'de> for Entries {
            type Value = Metadata;
            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("an object of texts")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Metadata, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Metadata(entries))
            }
        }
        deserializer.deserialize_map(Entries)
    }
}
