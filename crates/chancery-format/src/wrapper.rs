//! Wrappers: what an archive put around a cable, and how to take it off.
//!
//! A wrapper is recognised by content, never by a file's name. Taking it off gives the cable's text, what the page
//! said around it under its own labels, and the way back from the text to the source.

use std::borrow::Cow;

use crate::record::Metadata;

mod archive_page;
mod cablegate_csv;
mod mail;
mod mirror_page;
mod plusd_page;

pub use cablegate_csv::table_rows;

/// The kinds of wrapper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Wrapper {
    /// None: the source is the cable's text.
    Text,
    /// The page of a public archive saved as text: its table, title, tags and link labels, then the cable.
    ArchivePage,
    /// The HTML page of a public mirror of Cablegate.
    CablegateHtml,
    /// One row of the Cablegate table.
    CablegateCsv,
    /// The page of a public library of diplomatic documents, saved as text.
    PlusdPage,
    /// The head of a printed mail that forwards the cable.
    Mail,
}

impl Wrapper {
    /// Every kind.
    pub const ALL: [Wrapper; 6] = [
        Wrapper::Text,
        Wrapper::ArchivePage,
        Wrapper::CablegateHtml,
        Wrapper::CablegateCsv,
        Wrapper::PlusdPage,
        Wrapper::Mail,
    ];

    /// The word in the JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Wrapper::Text => "text",
            Wrapper::ArchivePage => "archive-page",
            Wrapper::CablegateHtml => "cablegate-html",
            Wrapper::CablegateCsv => "cablegate-csv",
            Wrapper::PlusdPage => "plusd-page",
            Wrapper::Mail => "mail",
        }
    }
}

/// A source with its wrapper taken off.
#[derive(Clone, Debug)]
pub(crate) struct Unwrapped<'s> {
    pub(crate) wrapper: Wrapper,
    pub(crate) metadata: Metadata,
    /// The cable's text.
    pub(crate) text: Cow<'s, str>,
    /// The identifier the wrapper gives.
    pub(crate) id: Option<String>,
    /// The four-digit year the wrapper gives.
    pub(crate) year: Option<u16>,
    /// Further cables of the source that are not read, at least.
    pub(crate) n_left: usize,
}

/// Recognises and takes off a wrapper. A source without one is given back whole.
pub(crate) fn unwrap(source: &str) -> Unwrapped<'_> {
    archive_page::unwrap(source)
        .or_else(|| mirror_page::unwrap(source))
        .or_else(|| cablegate_csv::unwrap(source))
        .or_else(|| plusd_page::unwrap(source))
        .or_else(|| mail::unwrap(source))
        .unwrap_or_else(|| Unwrapped {
            wrapper: Wrapper::Text,
            metadata: Metadata::default(),
            text: Cow::Borrowed(source),
            id: None,
            year: None,
            n_left: 0,
        })
}

/// The year at the start of `2007-10-08 15:40:00`.
fn year_of(created: &str) -> Option<u16> {
    let year = created.trim().get(..4)?.parse().ok()?;
    (1900..=2100).contains(&year).then_some(year)
}
