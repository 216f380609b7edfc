//! The head of a printed mail around a forwarded cable: `From:`, `Sent:`, `To:`, `Subject:`.
//!
//! It is taken off only where the text below begins like a cable. Its labels are kept as metadata.
//! Source: docs/format.md, "Wrappers".

use std::borrow::Cow;

use super::{Unwrapped, Wrapper};
use crate::furniture::{self, Furniture};
use crate::head::{classification, date_time_group, transmission, typed_date};
use crate::record::Metadata;

/// Labels of a mail's head.
const LABELS: [&str; 9] = [
    "From",
    "Sent",
    "Date",
    "To",
    "Cc",
    "Subject",
    "Attachments",
    "Importance",
    "Classification",
];
/// Labels that must be there.
const FEWEST: usize = 3;
/// Lines of the head.
const MOST_LINES: usize = 60;
/// Lines below the head among which the cable begins: a remark of the sender may stand there.
const NEAR: usize = 40;

pub(super) fn unwrap(source: &str) -> Option<Unwrapped<'_>> {
    let mut metadata = Metadata::default();
    let mut labels: Vec<&str> = Vec::new();
    let mut open: Option<(&'static str, String)> = None;
    let mut at = 0;
    let mut text_at = None;
    for line in source.split_inclusive('\n').take(MOST_LINES) {
        let start = at;
        at += line.len();
        let written = line.trim();
        if written.is_empty() {
            if labels.is_empty() {
                continue;
            }
            text_at = Some(start);
            break;
        }
        if let Some((label, value)) = label_at_start(written) {
            close(open.take(), &mut metadata);
            if !labels.contains(&label) {
                labels.push(label);
            }
            open = Some((label, value.to_owned()));
        } else if labels.is_empty() {
            // `-----Original Message-----` and the stamps of a release above the labels; anything else is no mail.
            if is_stamp(written) {
                metadata.push("Release", written);
            } else if !written.contains("Original Message") {
                return None;
            }
        } else if let Some((_, value)) = &mut open {
            value.push(' ');
            value.push_str(written);
        }
    }
    close(open, &mut metadata);
    let told = labels.contains(&"From")
        && (labels.contains(&"Sent") || labels.contains(&"Date"))
        && labels.len() >= FEWEST;
    let text_at = text_at.filter(|_| told)?;
    let cable_at = cable_start(source, text_at)?;
    let year = ["Sent", "Date"]
        .iter()
        .find_map(|label| typed_date::find(metadata.get(label)?))
        .map(|(date, ..)| date.year);
    Some(Unwrapped {
        wrapper: Wrapper::Mail,
        metadata,
        text: Cow::Borrowed(&source[cable_at..]),
        id: None,
        year,
        n_left: 0,
    })
}

fn close(open: Option<(&'static str, String)>, metadata: &mut Metadata) {
    if let Some((label, value)) = open {
        metadata.push(label, &value);
    }
}

/// What a reviewer stamped above a mail: the case, `RELEASE IN PART`, and the exemptions.
fn is_stamp(line: &str) -> bool {
    line.contains("Case No")
        || line.starts_with("RELEASE")
        || line.len() <= 40
            && line.starts_with('B')
            && line[1..].starts_with(|c: char| c.is_ascii_digit())
            && !line.bytes().any(|byte| byte.is_ascii_lowercase())
}

fn label_at_start(line: &str) -> Option<(&'static str, &str)> {
    LABELS.iter().find_map(|&label| {
        let value = line.strip_prefix(label)?.strip_prefix(':')?;
        Some((label, value.trim()))
    })
}

/// Where the cable begins: the first line below that only a cable has; the words before it are the sender's.
fn cable_start(source: &str, from: usize) -> Option<usize> {
    let mut at = from;
    // The level above a message of today.
    let mut level_at = None;
    for line in source[from..].split_inclusive('\n').take(NEAR) {
        let written = line.trim();
        let begins = !written.is_empty()
            && (transmission::is_id_line(written)
                || transmission::is_station_line(written)
                || transmission::is_security_line(written)
                || written.starts_with("FM ")
                || written.starts_with("MRN:")
                || written.starts_with("**MRN:")
                || date_time_group::parse(written, 0, None, &mut Vec::new()).is_some()
                || classification::parse(written).is_some_and(|read| {
                    read.number.is_some() && !written.bytes().any(|byte| byte.is_ascii_lowercase())
                }));
        if begins {
            return Some(level_at.unwrap_or(at));
        }
        if matches!(furniture::recognize(written), Some(Furniture::Banner)) {
            level_at.get_or_insert(at);
        } else if !written.is_empty()
            && !matches!(written, "SBU" | "SENSITIVE")
            && !written.starts_with("DECL")
        {
            level_at = None;
        }
        at += line.len();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mail() {
        let head = "From: Iverson, Tess\nSent: Tuesday, May 23, 2006 8:40 AM\nTo: Karlsen, Dora;\n Fenn, Dora\nSubject: FW: STRELSAU 710\n";
        let cable = "R 221301Z MAY 06\nFM AMEMBASSY STRELSAU\n";
        let source = format!("{head}\nSee below.\n\n{cable}");
        let read = unwrap(&source).unwrap();
        assert_eq!(read.text, cable);
        assert_eq!(read.metadata.get("To"), Some("Karlsen, Dora; Fenn, Dora"));
        let stamped = format!(
            "UNCLASSIFIED U.S. Department of State Case No. F-2014-1 Doc No. C1\n\nRELEASE IN PART\nB1,1.4(D),B6\n\n{head}\nCONFIDENTIAL\nSENSITIVE\n\nMRN: 13 STRELSAU 211\n"
        );
        let read = unwrap(&stamped).unwrap();
        assert_eq!(
            read.text,
            "CONFIDENTIAL\nSENSITIVE\n\nMRN: 13 STRELSAU 211\n"
        );
        assert_eq!(read.metadata.get("Subject"), Some("FW: STRELSAU 710"));
        assert!(unwrap(head).is_none());
        assert!(unwrap(&format!("{head}\nSee you at eight.\n")).is_none());
        assert!(unwrap("From: A\nTo: B\n\nFM ZENDA\n").is_none());
        assert!(unwrap(&format!("Dear all\n{source}")).is_none());
        assert!(unwrap("").is_none());
    }
}
