//! Reads diplomatic cables: text in, fields with spans and diagnostics out.

pub mod record;
pub mod tables;

mod decode;
mod document;
mod mrn;
mod span;

pub use decode::{Decoded, Encoding, decode};
pub use document::{Document, Hints, NotACable, read};
pub use mrn::Mrn;
pub use span::{Located, Span};

/// The longest text that is parsed, in bytes; what a span can address, with room to spare.
pub const MAX_TEXT_BYTES: usize = 1 << 30;
