//! Whatever people hold cables in, taken apart: folders, archives, tables, volumes, documents, mail.
//!
//! [`walk`] goes through files, folders and standard input in a fixed order and hands every single thing it finds to a
//! function: an [`Item`] with its [`Place`] and either the bytes of what may be a cable ([`Found`]) or the [`Problem`]
//! that kept it from being taken. Nothing vanishes without an item. What a thing is, is told from its first bytes,
//! never from its name. Everything is streamed: memory stays within the [`Limits`], whatever the input is.
//!
//! ```
//! use std::ops::ControlFlow;
//! use chancery_sources::{Content, Options, walk_stream};
//!
//! let table = concat!(
//!     "\"1\",\"10/8/2006 15:40\",\"06STRELSAU1187\",\"Embassy Strelsau\",\"CONFIDENTIAL\",\"\",\"R 081540Z OCT 06\n\",",
//!     "\"SUBJECT: THE KING IS \\\"ILL\\\"\n\n1. (C) He has a cold.\"\n",
//!     "\"2\",\"10/9/2006 9:10\",\"06STRELSAU1190\",\"Embassy Strelsau\",\"SECRET\",\"\",\"\",\"1. (S) It was fou",
//! );
//! let mut lines = Vec::new();
//! let _ = walk_stream("cables.csv", &mut table.as_bytes(), &Options::default(), &mut |item| {
//!     lines.push(match &item.content {
//!         Content::Found(found) => {
//!             let document = found.read(&item.place);
//!             let remark = found.remark.as_ref().map_or(String::new(), |remark| format!(" ({remark})"));
//!             format!("{}: {}{remark}", item.place, document.cable.mrn.unwrap())
//!         }
//!         Content::Problem(problem) => format!("{}: {problem}", item.place),
//!     });
//!     ControlFlow::Continue(())
//! });
//! assert_eq!(lines, [
//!     "cables.csv#1: 06STRELSAU1187",
//!     "cables.csv#2: 06STRELSAU1190 (ends before its end: a row of a table)",
//! ]);
//! ```
//!
//! # What an ingest does with it
//!
//! - `found.original` is the truth, to be stored byte for byte: the row of a table, the member of an archive, the line
//!   of a JSON file, the element of a volume, the whole PDF or mail. `found.text`, where it is there, is what the parser
//!   reads in its stead; [`Found::read`] chooses. The same original always gives the same text.
//! - `item.place` is unique but for problems, and stable as long as the file is. Keep the place of the last item that
//!   was stored, and give it as [`Options::resume_after`]: a later walk passes over everything up to there, with a
//!   seek where the file is a table or has one JSON object a line.
//! - `item.n_read` over [`measure`] is how far the walk has come.
//! - The function is called on the thread of the walk. Return [`ControlFlow::Break`](std::ops::ControlFlow) to stop.
//!
//! What is taken, the limits, and how columns are found is described in docs/sources.md of the repository. The crate
//! knows nothing of the archive on disk; [`Options::leave_out`] tells it which folders are not to be entered.

mod cablegate;
mod compressed;
mod doubt;
mod item;
mod json;
mod mail;
mod options;
mod pdf;
mod place;
mod problem;
mod recognize;
mod records;
mod stream;
mod table;
mod tar;
mod tei;
mod walk;
mod zip;

pub use doubt::Doubt;
pub use item::{Content, Found, Item, Reader};
pub use options::{Limits, Mapping, Options, Told};
pub use place::{Place, Step};
pub use problem::{NO_TEXT_COLUMN, Problem};
pub use recognize::{HEAD_BYTES, is_taken_apart};
pub use walk::{Extent, files_of, measure, walk, walk_stream};
