//! The page of a public library of diplomatic documents that holds Cablegate and the records of 1973 to 1979.
//!
//! A key block at times, the title, labels with their values on the same line or below, then the text. The address of
//! the collection stands behind the identifier, `_a` to `_e`. Source: docs/format.md, "Wrappers".

use std::borrow::Cow;

use memchr::memmem;

use super::{Unwrapped, Wrapper, year_of};
use crate::flow::fold;
use crate::record::Metadata;

/// Labels of the page; a colon stands behind most.
const LABELS: [&str; 21] = [
    "Date",
    "Canonical ID",
    "Original Classification",
    "Current Classification",
    "Handling Restrictions",
    "Character Count",
    "Executive Order",
    "Locator",
    "TAGS",
    "Concepts",
    "Enclosure",
    "Type",
    "Office Origin",
    "Office Action",
    "Archive Status",
    "From",
    "Markings",
    "To",
    "Linked documents or documents linking to this one",
    "Draft Date",
    "Film Number",
];

/// Words of the page between labels and text.
const BUTTONS: [&str; 5] = [
    "Show Headers",
    "Hide Headers",
    "Content",
    "Raw content",
    "Metadata",
];

/// How far into a source the identifier stands: the key block takes some hundred lines.
const FARTHEST: usize = 64 << 10;
/// Labels that must be there.
const FEWEST_LABELS: usize = 6;
/// Lines of labels and values.
const MOST_LINES: usize = 400;

pub(super) fn unwrap(source: &str) -> Option<Unwrapped<'_>> {
    let near = &source.as_bytes()[..source.len().min(FARTHEST)];
    let id_at = memmem::find(near, b"Canonical ID")?;
    let start = start_of_page(source, id_at);
    let mut metadata = Metadata::default();
    let mut title = String::new();
    // The open label, its value so far, and whether lines below may belong to it.
    let mut open: Option<(&'static str, String)> = None;
    let mut n_labels = 0;
    let mut text_at = source.len();
    let mut apart = false;
    let mut at = start;
    for line in source[start..].split_inclusive('\n').take(MOST_LINES) {
        let line_at = at;
        at += line.len();
        let line = line.trim();
        if line.is_empty() {
            apart = n_labels > 0;
            continue;
        }
        if let Some((label, value)) = label_at_start(line) {
            close(open.take(), &mut metadata);
            open = Some((label, value.to_owned()));
            n_labels += 1;
            apart = false;
        } else if apart {
            let is_button = BUTTONS.contains(&line);
            text_at = if is_button { at } else { line_at };
            if !is_button {
                break;
            }
        } else if let Some((_, value)) = &mut open {
            value.push(' ');
            value.push_str(line);
        } else if n_labels == 0 {
            title.push(' ');
            title.push_str(line);
        }
    }
    close(open, &mut metadata);
    if n_labels < FEWEST_LABELS {
        return None;
    }
    let written = metadata.get("Canonical ID").unwrap_or("").to_owned();
    let from = metadata.get("From").unwrap_or("").to_owned();
    let year = metadata.get("Date").and_then(year_of);
    let id = crate::layout::attributes::record_number(&written, &from)
        .map_or(written, |mrn| mrn.to_string());
    metadata.0.insert(0, ("Title".to_owned(), fold(&title)));
    metadata.0.retain(|(_, value)| !value.is_empty());
    Some(Unwrapped {
        wrapper: Wrapper::PlusdPage,
        metadata,
        text: Cow::Borrowed(&source[text_at..]),
        id: Some(id).filter(|id| !id.is_empty()),
        year,
        n_left: 0,
    })
}

/// Behind the key block, if there is one.
fn start_of_page(source: &str, before: usize) -> usize {
    const END: &str = "-----END PGP PUBLIC KEY BLOCK-----";
    source[..before].rfind(END).map_or(0, |at| at + END.len())
}

/// Keeps a value; `-- N/A or Blank --` and its like say nothing.
fn close(open: Option<(&'static str, String)>, metadata: &mut Metadata) {
    if let Some((label, value)) = open {
        let value = fold(&value);
        let nothing = value.starts_with("-- ") && value.ends_with(" --");
        if !nothing {
            metadata.push(label, &value);
        }
    }
}

/// A label at the start of a line and what follows it.
fn label_at_start(line: &str) -> Option<(&'static str, &str)> {
    LABELS.iter().find_map(|&label| {
        let rest = line.strip_prefix(label)?;
        match rest.strip_prefix(':') {
            Some(value) => Some((label, value.trim())),
            None => rest.is_empty().then_some((label, "")),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const LABELLED: &str = "Canonical ID:\n1975STRELS04127_b\nOriginal Classification:\nCONFIDENTIAL\nHandling Restrictions\n-- N/A or Blank --\nType: TE\nFrom: STRELSAU\nTo:\nSTATE\n";

    #[test]
    fn page() {
        let source = format!(
            "-----BEGIN PGP PUBLIC KEY BLOCK-----\nxx\n-----END PGP PUBLIC KEY BLOCK-----\n\nA LAKE\nFOR ALL\nDate:\n1975 July 7, 14:30 (Monday)\n{LABELLED}\nShow Headers\n\nFM AMEMBASSY STRELSAU\n\n1. A LAKE.\n"
        );
        let page = unwrap(&source).unwrap();
        assert_eq!(
            page.text.trim_start(),
            "FM AMEMBASSY STRELSAU\n\n1. A LAKE.\n"
        );
        assert_eq!(page.id.as_deref(), Some("75STRELSAU4127"));
        assert_eq!(page.year, Some(1975));
        assert_eq!(page.metadata.get("Title"), Some("A LAKE FOR ALL"));
        assert_eq!(page.metadata.get("To"), Some("STATE"));
        assert_eq!(page.metadata.get("Handling Restrictions"), None);
    }

    #[test]
    fn other_texts() {
        assert!(unwrap("Canonical ID: X\nFrom: Y\n").is_none());
        assert!(unwrap("1. The Canonical ID is lost.\n").is_none());
        assert!(unwrap("").is_none());
        let page = format!("A LAKE\nDate: 1975\n{LABELLED}");
        assert_eq!(unwrap(&page).unwrap().text, "");
    }
}
