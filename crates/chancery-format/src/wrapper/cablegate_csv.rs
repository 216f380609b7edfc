//! One row of the Cablegate table: eight quoted columns without a header row.
//!
//! Record number, created, identifier, origin, classification, references, head, body. Quotes inside a field are
//! escaped by a backslash, line ends stand in fields as they are. Source: docs/format.md, "Wrappers".

use std::borrow::Cow;
use std::ops::Range;

use super::{Unwrapped, Wrapper};
use crate::record::Metadata;

/// What the columns before head and body hold; the table has no names of its own.
const LABELS: [&str; 6] = [
    "Record",
    "Created",
    "Identifier",
    "Origin",
    "Classification",
    "References",
];

/// The columns of the table, head and body among them.
const N_COLUMNS: usize = LABELS.len() + 2;

pub(super) fn unwrap(source: &str) -> Option<Unwrapped<'_>> {
    let rest = source.trim_start_matches(['\u{FEFF}', ' ', '\r', '\n']);
    // A quick no: a number, then a date.
    let number = rest.strip_prefix('"')?;
    let digits = number.bytes().take_while(u8::is_ascii_digit).count();
    if !(1..=8).contains(&digits) || !number[digits..].starts_with("\",\"") {
        return None;
    }
    let mut reader = Reader { text: rest, at: 0 };
    let mut metadata = Metadata::default();
    let mut id = None;
    let mut year = None;
    for label in LABELS {
        let value = reader.field(false)?;
        match label {
            "Created" => year = Some(year_of(&value)?),
            "Identifier" => id = Some(value.trim().to_owned()),
            _ => {}
        }
        metadata.push(label, &value);
    }
    let mut text = reader.field(false)?;
    let body = reader.field(true).unwrap_or_default();
    if !text.is_empty() && !text.ends_with(['\n', '\r']) {
        text.push('\n');
    }
    text.push_str(&body);
    Some(Unwrapped {
        wrapper: Wrapper::CablegateCsv,
        metadata,
        text: Cow::Owned(text),
        id,
        year,
        n_left: usize::from(begins_row(&reader.text[reader.at..])),
    })
}

/// The rows of a source that is the Cablegate table, as byte ranges that follow each other up to its end.
///
/// `None` where the source is no such table or has a single row. Each range can be read on its own, as a source of one
/// row. What stands behind the last row that can be told belongs to it. The bytes may be in any encoding that holds
/// ASCII as it is.
pub fn table_rows(source: &[u8]) -> Option<Vec<Range<usize>>> {
    let mut at = row_start(source, 0)?;
    let mut starts = vec![at];
    loop {
        for column in 1..=N_COLUMNS {
            match field_end(source, at, column == N_COLUMNS) {
                Some(end) => at = end,
                None => break,
            }
        }
        match row_start(source, at) {
            Some(start) => starts.push(start),
            None => break,
        }
        at = starts[starts.len() - 1];
    }
    if starts.len() < 2 {
        return None;
    }
    let ends = starts[1..].iter().copied().chain([source.len()]);
    Some(
        starts
            .iter()
            .copied()
            .zip(ends)
            .map(|(start, end)| start..end)
            .collect(),
    )
}

/// Where a row begins at `at`, blanks and line ends left out.
fn row_start(source: &[u8], at: usize) -> Option<usize> {
    let rest = &source[at..];
    let rest = rest.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(rest);
    let rest = rest.trim_ascii_start();
    let number = rest.strip_prefix(b"\"")?;
    let digits = number
        .iter()
        .take_while(|byte| byte.is_ascii_digit())
        .count();
    ((1..=8).contains(&digits) && number[digits..].starts_with(b"\",\""))
        .then(|| source.len() - rest.len())
}

/// The end of the field at `at`, by the rules of [`Reader::field`].
fn field_end(source: &[u8], at: usize, is_last: bool) -> Option<usize> {
    let rest = &source[at..];
    let rest = rest
        .strip_prefix(b",")
        .unwrap_or(rest)
        .strip_prefix(b"\"")?;
    let mut from = source.len() - rest.len();
    while let Some(n) = memchr::memchr2(b'"', b'\\', &source[from..]) {
        let next = source.get(from + n + 1).copied();
        match (source[from + n], next) {
            (b'\\', Some(b'"' | b'\'' | b'\\')) | (b'"', Some(b'"')) => from += n + 2,
            (b'"', Some(b',' | b'\n' | b'\r') | None)
                if !is_last || ends_row(&source[from + n + 1..]) =>
            {
                return Some(from + n + 1);
            }
            _ => from += n + 1,
        }
    }
    Some(source.len())
}

/// Whether a row ends before what stands here: another one follows, or nothing. A quote that nobody escaped may stand
/// before a comma or a line end too, and ends nothing there.
fn ends_row(rest: &[u8]) -> bool {
    let behind = rest.strip_prefix(b",").unwrap_or(rest);
    behind.trim_ascii_start().is_empty()
        || matches!(rest.first(), Some(b'\n' | b'\r')) && row_start(rest, 0).is_some()
}

/// Whether another row of the table follows.
fn begins_row(rest: &str) -> bool {
    rest.trim_start().strip_prefix('"').is_some_and(|rest| {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        (1..=8).contains(&digits) && rest[digits..].starts_with("\",\"")
    })
}

/// The year in `10/8/2007 15:40`.
fn year_of(created: &str) -> Option<u16> {
    let date = created.split(' ').next()?;
    let mut parts = date.split('/');
    let (_, _, year) = (
        parts.next()?.parse::<u8>().ok()?,
        parts.next()?.parse::<u8>().ok()?,
        parts.next()?.parse().ok()?,
    );
    (1900..=2100).contains(&year).then_some(year)
}

struct Reader<'s> {
    text: &'s str,
    at: usize,
}

impl Reader<'_> {
    /// The next field with its escapes resolved; one that is cut off ends with the text, and the last with its row.
    fn field(&mut self, is_last: bool) -> Option<String> {
        let rest = &self.text[self.at..];
        let rest = rest.strip_prefix(',').unwrap_or(rest);
        let rest = rest.strip_prefix('"')?;
        let start = self.text.len() - rest.len();
        let bytes = rest.as_bytes();
        let mut field = String::new();
        let mut from = 0;
        while let Some(n) = memchr::memchr2(b'"', b'\\', &bytes[from..]) {
            let at = from + n;
            field.push_str(&rest[from..at]);
            let next = bytes.get(at + 1).copied();
            match (bytes[at], next) {
                (b'\\', Some(escaped @ (b'"' | b'\'' | b'\\'))) => {
                    field.push(char::from(escaped));
                    from = at + 2;
                }
                // A backslash at a line end is an escape that leaked.
                (b'\\', Some(b'\n' | b'\r') | None) => from = at + 1,
                (b'"', Some(b'"')) => {
                    field.push('"');
                    from = at + 2;
                }
                (b'"', Some(b',' | b'\n' | b'\r') | None)
                    if !is_last || ends_row(&bytes[at + 1..]) =>
                {
                    self.at = start + at + 1;
                    return Some(field);
                }
                (sign, _) => {
                    field.push(char::from(sign));
                    from = at + 1;
                }
            }
        }
        field.push_str(&rest[from..]);
        self.at = self.text.len();
        Some(field)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn row() {
        let row = "\"3\",\"10/8/2007 15:40\",\"07STRELSAU92\",\"Embassy Strelsau\",\"CONFIDENTIAL\",\"07STRELSAU12|06STRELSAU1\",\"R 081540Z OCT 07\nFM AMEMBASSY STRELSAU\",\"SUBJECT: A \\\"COACH\\\" AND THE KING\\'S \\\\ WHEEL\\\n1. (C) X\n\"\n";
        let read = unwrap(row).unwrap();
        assert_eq!(
            read.text,
            "R 081540Z OCT 07\nFM AMEMBASSY STRELSAU\nSUBJECT: A \"COACH\" AND THE KING'S \\ WHEEL\n1. (C) X\n"
        );
        assert_eq!(read.id.as_deref(), Some("07STRELSAU92"));
        assert_eq!(read.year, Some(2007));
        assert_eq!(read.metadata.get("Origin"), Some("Embassy Strelsau"));
        assert_eq!(
            read.metadata.get("References"),
            Some("07STRELSAU12|06STRELSAU1")
        );
    }

    #[test]
    fn quotes_that_nobody_escaped() {
        let row = |n: u32| {
            format!(
                "\"{n}\",\"10/8/2007 15:40\",\"07STRELSAU{n}\",\"\",\"\",\"\",\"\",\"1. He said: \"no\"\nand \"left\", too.\n\""
            )
        };
        let text = "1. He said: \"no\"\nand \"left\", too.\n";
        assert_eq!(unwrap(&row(1)).unwrap().text, text);
        let table = format!("{}\n{}\r\n", row(1), row(2));
        let rows = table_rows(table.as_bytes()).unwrap();
        assert_eq!(rows.len(), 2);
        for range in rows {
            let read = unwrap(&table[range]).unwrap();
            assert_eq!((&*read.text, read.n_left), (text, 0));
        }
    }

    #[test]
    fn several_rows() {
        let row = "\"3\",\"10/8/2007 15:40\",\"07STRELSAU92\",\"\",\"\",\"\",\"\",\"1. X\"\n";
        assert_eq!(unwrap(row).unwrap().n_left, 0);
        let both = format!("{row}{row}");
        let read = unwrap(&both).unwrap();
        assert_eq!((read.n_left, &*read.text), (1, "1. X"));
    }

    #[test]
    fn rows_tile_the_table() {
        let row = |n: u32| {
            format!(
                "\"{n}\",\"10/8/2007 15:40\",\"07STRELSAU{n}\",\"\",\"\",\"\",\"\",\"1. \"\"X\"\" \\\"9\\\",\\\"8\\\"\n\""
            )
        };
        let table = format!("\u{FEFF}{}\r\n{}\n\n{}\n", row(1), row(2), row(3));
        let rows = table_rows(table.as_bytes()).unwrap();
        let texts: Vec<&str> = rows.iter().map(|range| &table[range.clone()]).collect();
        assert_eq!(texts.len(), 3, "{texts:#?}");
        assert_eq!((rows[0].start, rows[2].end), (3, table.len()));
        for (text, n) in texts.iter().zip(1..) {
            let read = unwrap(text).unwrap();
            assert_eq!(read.id, Some(format!("07STRELSAU{n}")));
            assert_eq!((&*read.text, read.n_left), ("1. \"X\" \"9\",\"8\"\n", 0));
        }
        assert_eq!(table_rows(row(1).as_bytes()), None);
        assert_eq!(table_rows(b""), None);
        assert_eq!(table_rows(b"\"1\",\"2\",\"3"), None);
        assert_eq!(table_rows(b"R 081540Z OCT 07\n"), None);
    }

    #[test]
    fn cut_and_other_texts() {
        let cut = "\"3\",\"10/8/2007 15:40\",\"07STRELSAU92\",\"\",\"\",\"\",\"\",\"1. It was fou";
        assert_eq!(unwrap(cut).unwrap().text, "1. It was fou");
        assert!(unwrap("\"3\",\"not a date\",\"x\"").is_none());
        assert!(unwrap("\"3\",\"10/8/2007\"").is_none());
        assert!(unwrap("\"The King\", he said").is_none());
        assert!(unwrap("\"").is_none());
        assert!(unwrap("").is_none());
    }
}
