//! What a walk hands out.

use chancery_format::record::Metadata;
use chancery_format::{Document, Hints, Mrn};

use crate::{Place, Problem};

/// One thing that a walk came upon.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Where.
    pub place: Place,
    /// What.
    pub content: Content,
    /// Bytes of the outermost files read so far, of those that [`measure`](crate::measure) counts. Never goes back.
    pub n_read: u64,
}

/// What stands at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// Bytes that may be a cable; the parser will tell.
    Found(Found),
    /// Something that was not taken, or not whole.
    Problem(Problem),
}

/// Bytes that may be a cable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The bytes as they stand in their source. Line ends between the rows of a table or the lines of a file are no
    /// part of them. Of an export of this program: the bytes that it carries.
    pub original: Vec<u8>,
    /// What is to be read instead of `original`, in UTF-8; `None` where the original itself is.
    pub text: Option<String>,
    /// What took it out.
    pub reader: Reader,
    /// What stood beside it, under the labels of the source; `Identifier`, `Created`, `Origin`, `Classification`,
    /// `Subject` and `References` where a column is known to be that.
    pub metadata: Metadata,
    /// The identifier that the source gives, in whatever spelling.
    pub id: Option<String>,
    /// What is wrong with it, though it was taken: a row cut off, a volume damaged behind it.
    pub remark: Option<Problem>,
}

impl Found {
    pub(crate) fn new(reader: Reader, original: Vec<u8>) -> Found {
        Found {
            original,
            text: None,
            reader,
            metadata: Metadata::default(),
            id: None,
            remark: None,
        }
    }

    /// The bytes to be parsed.
    pub fn to_read(&self) -> &[u8] {
        self.text
            .as_ref()
            .map_or(&self.original, |text| text.as_bytes())
    }

    /// Reads it as a cable: the text, with the identifier and the metadata of the source.
    pub fn read(&self, place: &Place) -> Document {
        let hints = Hints {
            path: Some(place.to_string()),
            id: self.id.as_deref().and_then(|id| Mrn::parse(id, None)),
        };
        let mut document = chancery_format::read(self.to_read(), &hints);
        if !self.metadata.0.is_empty() {
            let inner = std::mem::replace(&mut document.metadata, self.metadata.clone());
            for (label, value) in inner.0 {
                // The same note of an edition, say, once as the volume has it and once as it was rendered.
                if document.metadata.get(&label).is_none() {
                    document.metadata.push(&label, &value);
                }
            }
        }
        document
    }
}

/// What took a thing out of its source; kept with it as its provenance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Reader {
    /// A file or member as it is: text, a saved page, anything unknown.
    Whole,
    /// One of several telegrams in a text.
    Part,
    /// One row of the eight-column Cablegate table.
    CablegateRow,
    /// One row of a table with a header row.
    TableRow,
    /// One JSON object.
    JsonObject,
    /// One object of this program's own export.
    Export,
    /// One document of a volume in TEI.
    TeiDocument,
    /// The text layer of a PDF.
    Pdf,
    /// One mail.
    Mail,
}

impl Reader {
    /// A stable word.
    pub fn as_str(self) -> &'static str {
        match self {
            Reader::Whole => "whole",
            Reader::Part => "part",
            Reader::CablegateRow => "cablegate-row",
            Reader::TableRow => "table-row",
            Reader::JsonObject => "json-object",
            Reader::Export => "export",
            Reader::TeiDocument => "tei-document",
            Reader::Pdf => "pdf",
            Reader::Mail => "mail",
        }
    }
}
