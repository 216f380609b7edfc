//! What something is, told from its first bytes.

use memchr::memmem;

use crate::table::{self, Dialect};
use crate::{Options, cablegate};

/// What something is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Empty,
    Zip,
    Tar,
    Gzip,
    Zstd,
    Cablegate,
    Table(Dialect),
    /// One object a line.
    JsonLines,
    /// An array of objects, or objects over several lines.
    JsonValues,
    Tei,
    Pdf,
    Mail,
    Mbox,
    /// Holds others or holds text, and is not read.
    Unsupported(&'static str),
    /// Anything else.
    Text,
}

impl Kind {
    /// Whether opening it counts for the depth.
    pub(crate) fn is_container(&self) -> bool {
        matches!(
            self,
            Kind::Zip | Kind::Tar | Kind::Gzip | Kind::Zstd | Kind::Mail | Kind::Mbox
        )
    }
}

/// How much of a source tells what it is.
pub const HEAD_BYTES: usize = 64 << 10;

/// Whether a walk takes a source that begins so apart, or knows it for something that is not read. Not so of a text and
/// a page, which the parser reads itself.
///
/// `head` is its first [`HEAD_BYTES`]; `is_all` says that it is all of it.
pub fn is_taken_apart(head: &[u8], is_all: bool) -> bool {
    !matches!(
        recognize(head, is_all, &Options::default()),
        Kind::Empty | Kind::Text
    )
}

/// Magic numbers of kinds that are not read.
const UNSUPPORTED: &[(&[u8], &str)] = &[
    (b"7z\xBC\xAF\x27\x1C", "a 7z archive"),
    (b"Rar!\x1A\x07", "a RAR archive"),
    (b"\xFD7zXZ\0", "an xz file"),
    (b"\x1F\x9D", "a file packed by compress"),
    (b"LZIP\x01", "an lzip file"),
    (b"\x04\x22\x4D\x18", "an LZ4 file"),
    (
        b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1",
        "a document of an old office program, or an Outlook message",
    ),
    (b"{\\rtf", "a rich text document"),
    (b"SQLite format 3\0", "an SQLite database"),
];

/// How far in the `%PDF-` of a PDF stands, as readers of PDF bear it.
const PDF_FARTHEST: usize = 1024;

/// Tells what something is. `is_all` says that `head` is all of it.
pub(crate) fn recognize(head: &[u8], is_all: bool, options: &Options) -> Kind {
    if head.is_empty() {
        return Kind::Empty;
    }
    if head.starts_with(b"PK\x03\x04")
        || head.starts_with(b"PK\x05\x06")
        || head.starts_with(b"PK\x07\x08PK\x03\x04")
    {
        return Kind::Zip;
    }
    if head.starts_with(b"\x1F\x8B\x08") {
        return Kind::Gzip;
    }
    if is_zstd(head) {
        return Kind::Zstd;
    }
    if head.starts_with(b"BZh") && head.get(4..10) == Some(b"1AY&SY") {
        return Kind::Unsupported("a bzip2 file");
    }
    for (magic, what) in UNSUPPORTED {
        if head.starts_with(magic) {
            return Kind::Unsupported(what);
        }
    }
    if is_tar(head) {
        return Kind::Tar;
    }
    if memmem::find(&head[..head.len().min(PDF_FARTHEST)], b"%PDF-").is_some_and(|at| {
        // Words about PDF are not one.
        at == 0
            || head[..at]
                .iter()
                .all(|&b| b == 0 || b.is_ascii_whitespace())
            || head[..at].contains(&0)
    }) {
        return Kind::Pdf;
    }
    let text = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
    let text = text.trim_ascii_start();
    if cablegate::begins_row(text) {
        return Kind::Cablegate;
    }
    match text.first() {
        Some(b'{') => return json(text, is_all),
        Some(b'[')
            if text[1..].trim_ascii_start().starts_with(b"{")
                && looks_like_object(text[1..].trim_ascii_start()) =>
        {
            return Kind::JsonValues;
        }
        Some(b'<') if is_tei(text) => return Kind::Tei,
        _ => {}
    }
    if is_mbox(head) {
        return Kind::Mbox;
    }
    if is_mail(head) {
        return Kind::Mail;
    }
    match table::recognize(head, is_all, options) {
        Some(dialect) => Kind::Table(dialect),
        None => Kind::Text,
    }
}

/// A frame, or a skippable frame.
fn is_zstd(head: &[u8]) -> bool {
    head.starts_with(b"\x28\xB5\x2F\xFD") || matches!(head, [0x50..=0x5F, 0x2A, 0x4D, 0x18, ..])
}

/// The checksum of the first header fits, which it hardly does by chance.
fn is_tar(head: &[u8]) -> bool {
    let Some(header) = head.get(..512) else {
        return false;
    };
    if header[0] == 0 {
        return false;
    }
    let written = header[148..156]
        .iter()
        .skip_while(|byte| **byte == b' ')
        .take_while(|byte| (b'0'..=b'7').contains(byte))
        .fold(0u32, |sum, byte| {
            sum.wrapping_mul(8) + u32::from(byte - b'0')
        });
    let sum: u32 = header
        .iter()
        .enumerate()
        .map(|(at, &byte)| {
            if (148..156).contains(&at) {
                32
            } else {
                u32::from(byte)
            }
        })
        .sum();
    written == sum
}

/// Whether bytes begin like a JSON object with a name, or are an empty one.
fn looks_like_object(text: &[u8]) -> bool {
    let inside = text[1..].trim_ascii_start();
    if inside.first() == Some(&b'}') {
        return true;
    }
    let Some(name) = inside.strip_prefix(b"\"") else {
        return false;
    };
    let Some(n) = memchr::memchr(b'"', &name[..name.len().min(200)]) else {
        return false;
    };
    name[n + 1..].trim_ascii_start().first() == Some(&b':')
}

fn json(text: &[u8], is_all: bool) -> Kind {
    if !looks_like_object(text) {
        return Kind::Text;
    }
    // A whole first line that is an object: one a line. An object that goes on below: values.
    match memchr::memchr(b'\n', text) {
        Some(n) => {
            let line = text[..n].trim_ascii_end();
            let is_object = line.ends_with(b"}")
                && serde_json::from_slice::<serde::de::IgnoredAny>(line).is_ok();
            // A line that is broken, among lines that are not, is a line all the same.
            let next = text[n + 1..].trim_ascii_start();
            if is_object || next.starts_with(b"{") && looks_like_object(next) {
                Kind::JsonLines
            } else {
                Kind::JsonValues
            }
        }
        None if is_all => Kind::JsonLines,
        // The line is longer than what is looked at; objects over several lines have short ones.
        None => Kind::JsonLines,
    }
}

fn is_tei(text: &[u8]) -> bool {
    let near = &text[..text.len().min(16 << 10)];
    [
        &b"<TEI"[..],
        b"<tei:TEI",
        b"<TEI.2",
        b"http://www.tei-c.org/ns/1.0",
    ]
    .iter()
    .any(|sign| memmem::find(near, sign).is_some())
        && !near.starts_with(b"<!DOCTYPE html")
}

/// `From somebody Sat Oct  7 12:00:00 2006`, then the head of a mail.
fn is_mbox(head: &[u8]) -> bool {
    head.starts_with(b"From ")
        && memchr::memchr(b'\n', &head[..head.len().min(1000)]).is_some_and(|n| {
            head[5..n].iter().any(u8::is_ascii_digit) && is_mail_head(&head[n + 1..], 1)
        })
}

/// The head of a mail as it was sent, not as it was printed: with lines that only programs write.
fn is_mail(head: &[u8]) -> bool {
    is_mail_head(head, 2)
}

fn is_mail_head(head: &[u8], fewest: usize) -> bool {
    const OF_PROGRAMS: [&[u8]; 8] = [
        b"message-id:",
        b"mime-version:",
        b"received:",
        b"return-path:",
        b"content-type:",
        b"content-transfer-encoding:",
        b"delivered-to:",
        b"x-mailer:",
    ];
    const OF_PEOPLE: [&[u8]; 4] = [b"from:", b"to:", b"subject:", b"date:"];
    let mut n_programs = 0;
    let mut n_people = 0;
    for line in head.split_inclusive(|byte| *byte == b'\n').take(200) {
        let written = line.trim_ascii_end();
        if written.is_empty() {
            break;
        }
        if line.starts_with(b" ") || line.starts_with(b"\t") {
            continue;
        }
        let name = written
            .iter()
            .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
            .count();
        if name == 0 || written.get(name) != Some(&b':') {
            return false;
        }
        let begins = |names: &[&[u8]]| {
            names.iter().any(|known| {
                written.len() >= known.len() && written[..known.len()].eq_ignore_ascii_case(known)
            })
        };
        n_programs += usize::from(begins(&OF_PROGRAMS));
        n_people += usize::from(begins(&OF_PEOPLE));
    }
    n_people >= 1 && n_programs + 1 >= fewest && n_people + n_programs > fewest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(head: &[u8], expected: &Kind) {
        assert_eq!(&recognize(head, true, &Options::default()), expected);
    }

    #[test]
    fn kinds() {
        check(b"", &Kind::Empty);
        check(b"PK\x03\x04", &Kind::Zip);
        check(b"7z\xBC\xAF\x27\x1C", &Kind::Unsupported("a 7z archive"));
        check(b"%PDF-1.4\n", &Kind::Pdf);
        check(b"The %PDF- of it", &Kind::Text);
        check(
            b"\"1\",\"10/8/2006 15:40\",\"06STRELSAU1\"",
            &Kind::Cablegate,
        );
        check(b"\"The King\", he said, \"is ill\"", &Kind::Text);
        check(b"{\"id\": 1}\n{\"id\": 2}\n", &Kind::JsonLines);
        check(b"{\n  \"id\": 1\n}\n", &Kind::JsonValues);
        check(b"[ {\"id\": 1} ]", &Kind::JsonValues);
        check(b"{C} The King\n", &Kind::Text);
        check(b"[1 paragraph not declassified]", &Kind::Text);
        check(
            b"<?xml version=\"1.0\"?>\n<TEI xmlns=\"http://www.tei-c.org/ns/1.0\">",
            &Kind::Tei,
        );
        check(b"<html><pre>R 081540Z OCT 06", &Kind::Text);
    }

    #[test]
    fn mails_and_printed_mails() {
        check(
            b"Message-ID: <1@strelsau.example>\r\nFrom: Fenn <fenn@strelsau.example>\r\nSubject: FW: STRELSAU 710\r\n\r\nSee below.\r\n",
            &Kind::Mail,
        );
        check(
            b"From fenn@strelsau.example Sat Oct  7 12:00:00 2006\nFrom: Fenn\nSubject: x\n\nSee below.\n",
            &Kind::Mbox,
        );
        check(
            b"From: Fenn\nSent: Monday\nTo: Karlsen\nSubject: FW\n\nSee below.\n",
            &Kind::Text,
        );
        check(b"FROM AMEMBASSY STRELSAU 12\nTO: STATE\n", &Kind::Text);
    }
}
