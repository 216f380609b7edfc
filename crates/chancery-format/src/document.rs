//! A source read whole: bytes decoded, wrapper peeled, cable parsed.

use crate::record::{Metadata, Record, SCHEMA, SourceRecord};
use crate::{Mrn, decode};

/// What the caller knows about a source besides its bytes.
#[derive(Clone, Debug, Default)]
pub struct Hints {
    /// Where the bytes came from, for `source.path`; a file name that reads as an identifier names the cable.
    pub path: Option<String>,
    /// The identifier to use where the text itself names none.
    pub id: Option<Mrn>,
}

/// One source, read.
#[derive(Clone, Debug)]
pub struct Document {
    /// The cable's whole text, wrapper removed. All spans count bytes of it.
    pub text: String,
    record: Record,
}

impl Document {
    /// The cable as data.
    pub fn record(&self) -> Record {
        self.record.clone()
    }

    /// Why this source is not a cable nor a fragment of one; `None` where it is.
    pub fn not_a_cable(&self) -> Option<NotACable> {
        self.text.trim().is_empty().then_some(NotACable::Empty)
    }
}

/// Why a source holds nothing that reads as a cable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NotACable {
    /// No text at all.
    Empty,
    /// Binary content: NUL bytes or control characters beyond what damage explains.
    Binary,
    /// Text without any element of a cable.
    NothingRecognized,
    /// More than [`crate::MAX_TEXT_BYTES`].
    TooLarge,
}

impl std::fmt::Display for NotACable {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(match self {
            NotACable::Empty => "holds no text",
            NotACable::Binary => "is binary, not text",
            NotACable::NothingRecognized => {
                "has no element of a cable: no header line, no numbered paragraph"
            }
            NotACable::TooLarge => "is larger than a cable can be",
        })
    }
}

/// Reads one source: decodes the bytes, recognises and peels the wrapper, parses the cable. Never fails.
pub fn read(bytes: &[u8], hints: &Hints) -> Document {
    let text = decode(bytes).text.into_owned();
    let id = hints.id.clone();
    let record = Record {
        schema: SCHEMA.to_owned(),
        id: id.as_ref().map(ToString::to_string),
        kind: "telegram".to_owned(),
        source: SourceRecord {
            path: hints.path.clone(),
            wrapper: "text".to_owned(),
            metadata: Metadata::default(),
        },
        text: text.clone(),
        ..Record::default()
    };
    Document { text, record }
}
