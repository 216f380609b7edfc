//! A full-text index on disk: every word with its places, exact counts, stable orders.
//!
//! ```
//! use chancery_index::{Document, Index, Order, Query, Request, Schema, Text, Word, Writer, Zone, stem};
//!
//! static SCHEMA: Schema = Schema { facets: &[0], n_numbers: 1 };
//!
//! # fn main() -> std::io::Result<()> {
//! # let folder = tempfile::tempdir()?;
//! # let folder = folder.path();
//! let mut writer = Writer::open(folder, &SCHEMA, 1)?;
//! let mut document = Document::new("06STRELSAU1187");
//! document.add_text(Zone { kind: 1, mark: 0 }, "The palace says that the King has a cold.");
//! document.add_keyword(0, "STRELSAU");
//! document.set_number(0, 1_160_324_040);
//! writer.add(7, document)?;
//! writer.commit("what the owner wants to remember")?;
//!
//! let index = Index::open(folder)?;
//! let query = Query::Text(Text::word(Word::Stem(stem::stem("kings"))));
//! let answer = index.search(&Request {
//!     query: &query,
//!     order: Order::Relevance,
//!     after: None,
//!     offset: 0,
//!     limit: 10,
//!     facets: vec![0],
//!     steps: None,
//! })?;
//! assert_eq!((answer.total, answer.found[0].id), (1, 7));
//! assert_eq!(answer.facets[0]["STRELSAU"], 1);
//! # Ok(())
//! # }
//! ```
//!
//! One list of places serves every kind of question about words: in all English forms or as written, in a part of the
//! text or anywhere, as phrases, near each other, within one paragraph. An index is a folder of segments, which never
//! change, and a manifest, which is replaced as a whole: readers see one commit or the next.

mod behind;
mod bits;
mod build;
mod bytes;
mod columns;
mod document;
mod evaluate;
mod expand;
mod file;
mod index;
mod merge;
mod norm;
mod postings;
mod query;
mod runs;
mod search;
mod segment;
pub mod stem;
mod term;
mod text;
pub mod words;
mod write;
mod writer;
mod zones;

pub use columns::MISSING;
pub use document::{Document, Zone};
pub use index::{Index, damaged, files};
pub use query::{Pattern, Query, Text, Word};
pub use search::{Answer, Found, Order, Place, Request, Steps};
pub use writer::{Durability, Writer};
pub use zones::{Stretch, Zones};

/// What documents of an index have beside words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Schema {
    /// Keyword fields whose values can be counted over all documents that match.
    pub facets: &'static [u8],
    /// Columns of numbers. The first is what orders by number go by.
    pub n_numbers: usize,
}
