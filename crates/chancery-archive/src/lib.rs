//! The archive on disk: one folder that holds cables, finds them and never loses one.
//!
//! ```
//! use std::sync::atomic::AtomicBool;
//!
//! use chancery_archive::{Archive, IngestOptions, Search, ingest};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let folder = tempfile::tempdir()?;
//! # let (files, archive_folder) = (folder.path().join("cables"), folder.path().join("ruritania.cables"));
//! # std::fs::create_dir(&files)?;
//! std::fs::write(files.join("1187.txt"), "\
//! R 081540Z OCT 06
//! FM AMEMBASSY STRELSAU
//! TO SECSTATE WASHDC 0610
//! C O N F I D E N T I A L STRELSAU 001187
//! SUBJECT: THE KING IS ILL
//!
//! 1. (C) The palace says that the King has a cold.
//! ")?;
//!
//! let archive = Archive::open_or_create(&archive_folder)?;
//! let stop = AtomicBool::new(false);
//! let summary = ingest(&archive, &[files], &IngestOptions::default(), &mut |_| {}, &stop)?;
//! assert_eq!(summary.n_added, 1);
//!
//! let answer = archive.search(&Search {
//!     query: "colds post:strelsau date:2006-10".to_owned(),
//!     limit: 10,
//!     ..Search::default()
//! })?;
//! assert_eq!(answer.total, 1);
//! assert_eq!(answer.hits[0].cable.key.as_str(), "06STRELSAU1187");
//! assert_eq!(answer.hits[0].passage.as_ref().unwrap().anchor.as_deref(), Some("p1"));
//! # Ok(())
//! # }
//! ```
//!
//! The truth is a `SQLite` database: originals byte for byte, the cables read from them, their editions and sources.
//! Beside it stands an index (the crate `chancery-index`), derived from the truth and rebuilt from it whenever it is missing, damaged or
//! behind. `docs/storage.md` describes the folder, which this crate alone knows; `docs/query.md` the query language.

mod archive;
mod cable;
mod error;
mod failpoint;
mod index;
mod ingest;
mod key;
mod layout;
mod nearest;
mod passage;
mod query;
mod references;
mod said;
mod sameness;
mod search;
mod sketch;
mod store;
#[cfg(test)]
mod testing;
mod upkeep;

pub use archive::{Archive, Count, Overview};
pub use cable::{
    CableLine, Edition, Exported, ExportedOriginal, Original, ResolvedReference, SourceInfo,
    StoredCable, UnreadableSource, anchors,
};
/// How inputs are taken apart; see the crate `chancery-sources`.
pub use chancery_sources::{Limits, Mapping};
pub use error::{Error, QueryError};
pub use ingest::{IngestEvent, IngestOptions, IngestSummary, Outcome, has_inputs, ingest};
pub use key::{CableKey, SourceId};
pub use layout::is_archive;
pub use passage::marks;
pub use references::{
    Bound, BoundReason, Citation, Missing, MissingCable, MissingCables, Reference, Target, Window,
};
pub use said::OfSource;
pub use search::{
    Answer, ExplainedPart, Explanation, Facet, FacetValue, Histogram, HistogramBin, Hit, Interval,
    Note, Order, Passage, Search, SpelledLike, Suggestion, Suggestions, facet_names,
};
pub use upkeep::{
    Compacted, Forgotten, Info, Problem, Rebuilt, RunInfo, Step, Truth, Verification, restore,
    verify, verify_watched,
};
