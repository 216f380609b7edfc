//! The archive on disk: one folder that holds cables, finds them and never loses one.
//!
//! The truth is a `SQLite` database: originals byte for byte, the cables read from them, their editions and sources.
//! Beside it stands a tantivy index, derived from the truth and rebuilt from it whenever it is missing, damaged or
//! behind. `docs/storage.md` describes the folder; this crate is the only one that knows it.

mod archive;
mod cable;
mod error;
mod index;
mod ingest;
mod key;
mod layout;
mod nearest;
mod passage;
mod query;
mod sameness;
mod search;
mod store;
#[cfg(test)]
mod testing;

pub use archive::{Archive, Count, Overview};
pub use cable::{
    CableLine, Edition, Original, ResolvedReference, SourceInfo, StoredCable, UnreadableSource,
    anchors,
};
pub use error::{Error, QueryError};
pub use ingest::{IngestEvent, IngestOptions, IngestSummary, Outcome, ingest};
pub use key::{CableKey, SourceId};
pub use passage::marks;
pub use search::{Answer, Facet, FacetValue, Hit, Order, Passage, Search};
