//! Reads diplomatic cables: text in, fields with spans and diagnostics out.
//!
//! A cable is a State Department telegram. [`read`] takes the bytes of one file, peels whatever an archive put around
//! the cable, and gives a [`Document`]; [`parse`] takes the bare text. Neither ever fails: what is not understood
//! stays as text, and everything that was assumed is told in a [`Diagnostic`].
//!
//! ```
//! let text = "\
//! R 081540Z OCT 06
//! FM AMEMBASSY STRELSAU
//! TO RUEHC/SECSTATE WASHDC 0610
//! C O N F I D E N T I A L STRELSAU 001187
//! SUBJECT: THE KING IS ILL
//!
//! 1. (C) The palace says that the King has a cold.
//! FENN
//! ";
//! let parse = chancery_format::parse(text);
//! assert_eq!(parse.cable.mrn.as_ref().unwrap().to_string(), "06STRELSAU1187");
//! assert_eq!(parse.cable.subject.as_ref().unwrap().text, "THE KING IS ILL");
//! assert_eq!(parse.paragraph_text(&parse.cable.paragraphs[0]), "The palace says that the King has a cold.");
//! // Every line is there, byte for byte.
//! let lines: String = parse.lines.iter().map(|line| line.span.of(text)).collect();
//! assert_eq!(lines, text);
//! ```
//!
//! # What is noticed
//!
//! A diagnostic has a stable code, a sentence, a place and, for every code, a manual page. Here two digits of the number
//! were swapped, and the station serial gives it away:
//!
//! ```
//! use chancery_format::{Code, Severity};
//!
//! let text = "\
//! DE RUEHSR #1187 2811540
//! ZNY CCCCC ZZH
//! R 081540Z OCT 06
//! FM AMEMBASSY STRELSAU
//! TO RUEHC/SECSTATE WASHDC 0610
//! C O N F I D E N T I A L STRELSAU 001178
//! SUBJECT: THE KING IS ILL
//!
//! 1. (C) The palace says that the King has a cold.
//! FENN
//! ";
//! let parse = chancery_format::parse(text);
//! let found = parse.diagnostics.iter().find(|found| found.code == Code::SerialMismatch).unwrap();
//! assert_eq!(found.severity(), Severity::Warning);
//! assert_eq!(found.span.of(text), "1187");
//! assert!(found.code.manual().unwrap().what_to_do.starts_with("compare with later cables"));
//! ```
//!
//! # What words mean
//!
//! [`tables::explain()`] says what any code, post, label or abbreviation means, in the sense of a given year; the modules
//! of [`tables`] are the tables one by one. [`Mrn::parse`] takes any spelling of an identifier.
//!
//! # Where to go on
//!
//! `examples/read_cable.rs` is a tour in six steps. [`record`] is the public JSON of a cable. The format itself is
//! described in docs/format.md of the repository, each statement with its source.
//!
//! The crate has no files, no clock, no threads and no state: the same text always gives the same parse. Cost grows with
//! the length of the text, up to [`MAX_TEXT_BYTES`], whatever the text is.

pub mod consistency;
pub mod record;
pub mod tables;
pub mod testing;
pub mod write;

mod bits;
mod body;
mod cable;
mod calendar;
mod check;
mod decode;
mod diagnostic;
mod document;
mod flow;
mod furniture;
mod garble;
mod head;
mod layout;
mod line;
mod mrn;
mod parse;
mod post;
mod rare;
mod span;
mod split;
mod wrapper;

pub use body::paragraph::{Paragraph, ParagraphRole};
pub use body::portion_mark::PortionMark;
pub use body::reading::Reading;
pub use cable::{Cable, Kind};
pub use calendar::{Date, Moment};
pub use decode::{Decoded, Encoding, decode};
pub use diagnostic::{Code, Diagnostic, Manual, Severity};
pub use document::{Document, Hints, NotACable, TextRecord, read, read_text};
pub use head::addressee::{Addressee, Originator, Role};
pub use head::approver::Approver;
pub use head::classification::{Classification, Level, Section};
pub use head::classification_authority::{ClassificationAuthority, Reason};
pub use head::clearance::Clearance;
pub use head::date_time_group::DateTimeGroup;
pub use head::distribution::{Copies, Distribution};
pub use head::drafter::Drafter;
pub use head::executive_order::ExecutiveOrder;
pub use head::precedence::{Precedence, PrecedencePair};
pub use head::reftel::{Reftel, ReftelKind};
pub use head::subject::Subject;
pub use head::tags::{Tag, TagKind};
pub use head::transmission::Transmission;
pub use layout::attributes::Attribute;
pub use line::{Line, LineKind};
pub use mrn::Mrn;
pub use parse::{Parse, ParseOptions, parse, parse_with};
/// How short texts of the model are kept: it reads as a `str`.
pub use smol_str::SmolStr;
pub use span::{Located, Span};
pub use split::split;
pub use wrapper::{Wrapper, table_rows};

/// The longest text that is parsed, in bytes. A cable of this size would fill thirty thousand pages.
pub const MAX_TEXT_BYTES: usize = 64 << 20;

/// The example of the crate's README, run as a test.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
