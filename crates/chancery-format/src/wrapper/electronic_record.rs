//! The record of an electronic telegram of 1973 to 1979, as the National Archives give it out.
//!
//! A line `Message Text`, the telegram, a line `Message Attributes`, and a block of labelled values that may run over
//! several lines. Only a known label ends a value, since a subject may hold a colon.
//! Source: docs/format.md, "Wrappers".

use std::borrow::Cow;

use super::{Unwrapped, Wrapper};
use crate::flow::fold;
use crate::post::compact;
use crate::record::Metadata;

/// The labels of the block. Sorted.
const KEYS: &[&str] = &[
    "Automatic Decaptioning",
    "Capture Date",
    "Channel Indicators",
    "Concepts",
    "Control Number",
    "Copy",
    "Current Classification",
    "Current Handling Restrictions",
    "Decaption Date",
    "Decaption Note",
    "Disposition Action",
    "Disposition Approved on Date",
    "Disposition Authority",
    "Disposition Case Number",
    "Disposition Comment",
    "Disposition Date",
    "Disposition Event",
    "Disposition History",
    "Disposition Reason",
    "Disposition Remarks",
    "Document Number",
    "Document Source",
    "Document Unique ID",
    "Draft Date",
    "Drafter",
    "Enclosure",
    "Errors",
    "Executive Order",
    "Film Number",
    "From",
    "Handling Restrictions",
    "ISecure",
    "Image Path",
    "Legacy Key",
    "Line Count",
    "Litigation Code IDs",
    "Litigation Codes",
    "Litigation History",
    "Locator",
    "Markings",
    "Message ID",
    "Office",
    "Original Classification",
    "Original Handling Restrictions",
    "Original Previous Classification",
    "Original Previous Handling Restrictions",
    "Page Count",
    "Previous Channel Indicators",
    "Previous Classification",
    "Previous Handling Restrictions",
    "Reference",
    "Retention",
    "Review Action",
    "Review Authority",
    "Review Comment",
    "Review Content Flags",
    "Review Date",
    "Review Event",
    "Review Exemptions",
    "Review History",
    "Review Markings",
    "Review Media Identifier",
    "Review Referrals",
    "Review Release Date",
    "Review Release Event",
    "Review Transfer Date",
    "Review Withdrawn Fields",
    "SAS ID",
    "Secure",
    "Sent Date",
    "Status",
    "Subject",
    "TAGS",
    "To",
    "Type",
    "VDKVGWKEY",
];

/// How many known labels make a block; fewer may stand in any text.
const FEWEST_KEYS: usize = 3;

pub(super) fn unwrap(source: &str) -> Option<Unwrapped<'_>> {
    let (text_end, block) = split(source)?;
    let metadata = attributes(block);
    if metadata.0.len() < FEWEST_KEYS {
        return None;
    }
    let text = without_title(&source[..text_end]);
    let year = metadata
        .get("Draft Date")
        .and_then(year_of_draft)
        .or_else(|| metadata.get("Document Number").and_then(super::year_of));
    let id = metadata
        .get("Document Number")
        .map(|number| whole_identifier(number, metadata.get("From")));
    Some(Unwrapped {
        wrapper: Wrapper::ElectronicRecord,
        metadata,
        text: Cow::Borrowed(text),
        id,
        year,
    })
}

/// Where the line `Message Attributes` starts, and what stands below it.
fn split(source: &str) -> Option<(usize, &str)> {
    const TITLE: &str = "Message Attributes";
    let at = memchr::memmem::rfind_iter(source.as_bytes(), TITLE.as_bytes())
        .take(8)
        .find(|&at| {
            let before = source[..at].trim_end_matches([' ', '\t']);
            let behind = source[at + TITLE.len()..].trim_start_matches([' ', '\t']);
            (before.is_empty() || before.ends_with(['\n', '\r']))
                && (behind.is_empty() || behind.starts_with(['\n', '\r']))
        })?;
    Some((at, &source[at + TITLE.len()..]))
}

/// The labels and values of the block, a value folded onto one line; empty values are left out.
fn attributes(block: &str) -> Metadata {
    let mut metadata = Metadata::default();
    let mut open: Option<(&str, String)> = None;
    let mut close = |open: Option<(&str, String)>| {
        if let Some((key, value)) = open
            && metadata.get(key).is_none()
        {
            metadata.push(key, &fold(&value));
        }
    };
    for line in block.split(['\n', '\r']) {
        let labelled = line.split_once(':').filter(|(key, _)| is_key(key));
        if let Some((key, value)) = labelled {
            close(open.replace((key.trim(), value.to_owned())));
        } else if let Some((_, value)) = &mut open {
            value.push(' ');
            value.push_str(line);
        }
    }
    close(open);
    metadata
}

fn is_key(key: &str) -> bool {
    // A label stands at the start of its line.
    KEYS.binary_search(&key.trim_end()).is_ok()
}

/// The text without the line `Message Text` above it.
fn without_title(text: &str) -> &str {
    let trimmed = text.trim_start();
    trimmed.strip_prefix("Message Text").map_or(text, |rest| {
        rest.trim_start_matches([' ', '\t'])
            .trim_start_matches(['\r', '\n'])
    })
}

/// The year of `07 JUL 1975` or `01-Jan-1994 12:00:00 am`.
fn year_of_draft(date: &str) -> Option<u16> {
    date.split([' ', '-'])
        .find(|word| word.len() == 4)
        .and_then(|word| word.parse().ok())
        .filter(|year| (1973..=1980).contains(year))
}

/// `1975STRELS04127` from `STRELSAU` is `1975STRELSAU04127`: the number keeps six characters of the post's name.
fn whole_identifier(number: &str, from: Option<&str>) -> String {
    let digits = number.bytes().take_while(u8::is_ascii_digit).count();
    let letters = number[digits..]
        .bytes()
        .take_while(u8::is_ascii_alphabetic)
        .count();
    let cut = &number[digits..digits + letters];
    if let Some(from) = from {
        let first: String = from.chars().take(6).collect();
        if !cut.is_empty() && compact(&first) == cut {
            return format!(
                "{}{}{}",
                &number[..digits],
                compact(from),
                &number[digits + letters..]
            );
        }
    }
    number.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_sorted() {
        assert!(KEYS.is_sorted());
    }

    #[test]
    fn a_record_is_taken_apart() {
        let source = "Message Text\n\nUNCLAS STRELSAU 2006\n1. A CHOIR.\n\nMessage Attributes\n\nConcepts: MUSIC,\n CHOIRS\n\
                      Control Number:\nDocument Number: 1975STRELS02006\nDraft Date: 04 MAY 1975\nFrom: STRELSAU\n\
                      Subject: CHOIR: A VISIT\n";
        let unwrapped = unwrap(source).unwrap();
        assert_eq!(unwrapped.text, "UNCLAS STRELSAU 2006\n1. A CHOIR.\n\n");
        assert_eq!(unwrapped.metadata.get("Concepts"), Some("MUSIC, CHOIRS"));
        assert_eq!(unwrapped.metadata.get("Subject"), Some("CHOIR: A VISIT"));
        assert_eq!(unwrapped.metadata.get("Control Number"), None);
        assert_eq!(unwrapped.id.as_deref(), Some("1975STRELSAU02006"));
        assert_eq!(unwrapped.year, Some(1975));
    }

    #[test]
    fn identifiers_get_their_whole_post() {
        let check = |number, from, expected: &str| {
            assert_eq!(whole_identifier(number, Some(from)), expected);
        };
        check("1973USUNN03413", "USUN NEW YORK", "1973USUNNEWYORK03413");
        check("1976STATE187673", "STATE", "1976STATE187673");
        check("1975LISBON04127", "MADRID", "1975LISBON04127");
        check("P750066-0259", "STRELSAU", "P750066-0259");
    }

    #[test]
    fn other_texts_are_left_alone() {
        assert!(unwrap("1. See the Message Attributes\nbelow.").is_none());
        assert!(unwrap("Message Attributes\n\nFrom: here\n").is_none());
    }
}
