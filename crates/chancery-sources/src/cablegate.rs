//! The eight-column Cablegate table, row by row.
//!
//! The rows are told apart as `chancery-format` reads them: fields stand in double quotes, a quote inside is escaped by a
//! backslash or doubled, line ends stand in fields as they are. A quote ends a row only where the line ends and another
//! row, or the end of the file, follows. Where a closing quote is lost, the row ends before the next line that begins
//! like a row. Source: docs/format.md, "Wrappers".

use std::io::Read;

use chancery_format::Hints;
use memchr::memchr2;

use crate::records::{self, Boundary, Cut};
use crate::stream::Stream;
use crate::walk::{Flow, Start, Walker};
use crate::{Found, Place, Problem, Reader};

/// Whether bytes begin like a row: `"12","10/8/2006`.
pub(crate) fn begins_row(bytes: &[u8]) -> bool {
    let Some(rest) = bytes.strip_prefix(b"\"") else {
        return false;
    };
    let digits = rest
        .iter()
        .take(9)
        .take_while(|b| b.is_ascii_digit())
        .count();
    (1..=8).contains(&digits)
        && rest[digits..].starts_with(b"\",\"")
        && rest.get(digits + 3).is_some_and(u8::is_ascii_digit)
        && rest[digits + 4..].iter().take(2).any(|&byte| byte == b'/')
}

/// How many bytes [`begins_row`] looks at, and two for a line end.
const LOOK_BYTES: usize = 20;

pub(crate) fn take(
    walker: &mut Walker<'_>,
    place: &Place,
    mut stream: Stream<'_>,
    start: Option<Start>,
) -> Flow {
    let mut start = start;
    let (reader, first): (&mut dyn Read, _) = match &mut start {
        Some(start) => (&mut start.reader, (start.number, start.offset)),
        None => (&mut stream, (1, 0)),
    };
    let mut emit = |walker: &mut Walker<'_>, place, bytes: &[u8], remark| {
        let mut found = Found::new(Reader::CablegateRow, bytes.to_vec());
        found.remark = remark;
        if may_hold_several(bytes)
            && let Some(several) = several(&found, &place)
        {
            return walker.record(place, several);
        }
        walker.found(place, found)
    };
    records::cut(
        walker,
        place,
        reader,
        first,
        &mut Rows::default(),
        &mut emit,
    )
}

/// A quick no: two lines that name an originator, as heads do. Nearly every row has one, in its column of the head.
fn may_hold_several(row: &[u8]) -> bool {
    memchr::memmem::find_iter(row, b"FM ")
        .filter(|&at| at > 0 && matches!(row[at - 1], b'\n' | b'"'))
        .nth(1)
        .is_some()
}

/// A row whose head and body are several telegrams, as rows of other tables are: with its text, and what its other
/// columns say. `None` where it is one.
fn several(found: &Found, place: &Place) -> Option<Found> {
    let hints = Hints {
        path: Some(place.to_string()),
        id: None,
    };
    let read = chancery_format::read_text(&found.original, &hints);
    if chancery_format::split(read.text.as_bytes()).len() < 2 {
        return None;
    }
    let mut several = found.clone();
    several.id = read.source.metadata.get("Identifier").map(str::to_owned);
    several.metadata = read.source.metadata;
    several.text = Some(read.text);
    Some(several)
}

#[derive(Debug, Default)]
struct Rows {
    looked: usize,
    state: State,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    /// Before a row.
    #[default]
    Before,
    /// In a field. The comma between two fields is no state of its own: what matters is how a row ends.
    Field,
    /// In something that is no row.
    Junk,
}

impl Rows {
    fn end(&mut self, n: usize, gap: usize, remark: Option<Problem>) -> Cut {
        self.looked = 0;
        self.state = State::Before;
        Cut::Record { n, gap, remark }
    }

    fn more(&mut self, looked: usize) -> Cut {
        self.looked = looked;
        Cut::More
    }

    fn junk(&mut self, bytes: &[u8], at_end: bool) -> Cut {
        let remark = || Some(Problem::broken(ROW, "begins with no quoted number"));
        let mut i = self.looked;
        while let Some(n) = memchr::memchr(b'\n', &bytes[i..]) {
            let at = i + n;
            if bytes.len() - at < LOOK_BYTES && !at_end {
                return self.more(at);
            }
            if begins_row(&bytes[at + 1..]) {
                let carriage = usize::from(at > 0 && bytes[at - 1] == b'\r');
                return self.end(at - carriage, 1 + carriage, remark());
            }
            i = at + 1;
        }
        if at_end {
            return self.end(bytes.len(), 0, remark());
        }
        self.more(bytes.len())
    }
}

const ROW: &str = "a row of a table";

impl Boundary for Rows {
    fn find(&mut self, bytes: &[u8], at_end: bool) -> Cut {
        match self.state {
            State::Junk => return self.junk(bytes, at_end),
            State::Before => {
                let blank = bytes
                    .iter()
                    .position(|byte| !matches!(byte, b'\n' | b'\r' | b' ' | 0xEF | 0xBB | 0xBF))
                    .unwrap_or(bytes.len());
                if blank > 0 {
                    return Cut::Gap(blank);
                }
                if bytes.len() < LOOK_BYTES && !at_end {
                    return Cut::More;
                }
                if bytes[0] != b'"' {
                    self.state = State::Junk;
                    return self.junk(bytes, at_end);
                }
                self.state = State::Field;
                self.looked = 1;
            }
            State::Field => {}
        }
        let mut i = self.looked;
        while let Some(n) = memchr2(b'"', b'\\', &bytes[i..]) {
            let at = i + n;
            let next = bytes.get(at + 1).copied();
            // Nearly every quote parts two fields.
            if bytes[at] == b'"' && next == Some(b',') && bytes.get(at + 2) == Some(&b'"') {
                i = at + 3;
                continue;
            }
            if bytes.len() - at < LOOK_BYTES && !at_end {
                return self.more(at);
            }
            if bytes[at] == b'\\' {
                i = at + 1 + usize::from(matches!(next, Some(b'"' | b'\'' | b'\\')));
                continue;
            }
            if at > 0 && bytes[at - 1] == b'\n' && begins_row(&bytes[at..]) {
                let carriage = usize::from(at > 1 && bytes[at - 2] == b'\r');
                return self.end(at - 1 - carriage, 1 + carriage, Some(Problem::RowLost));
            }
            let line_end = match &bytes[at + 1..] {
                [b'\n', ..] => 1,
                [b'\r', b'\n', ..] => 2,
                [] => return self.end(at + 1, 0, None),
                [b'"', ..] => {
                    i = at + 2;
                    continue;
                }
                _ => {
                    i = at + 1;
                    continue;
                }
            };
            let next_row = &bytes[at + 1 + line_end..];
            if begins_row(next_row) || at_end && next_row.iter().all(u8::is_ascii_whitespace) {
                return self.end(at + 1, line_end, None);
            }
            i = at + 1;
        }
        if at_end {
            return self.end(bytes.len(), 0, Some(Problem::Incomplete { what: ROW }));
        }
        self.more(bytes.len())
    }

    fn forget(&mut self, n: usize) {
        self.looked -= n;
    }

    fn looked(&self) -> usize {
        self.looked
    }
}
