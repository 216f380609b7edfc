//! Records cut from a stream of any length: rows, lines, messages, JSON values.
//!
//! The stream is read in blocks. A [`Boundary`] looks at the bytes of the open record, each once, and says where it ends.
//! A record longer than one thing may be is passed over, its end still looked for, and reported.

use std::io::{self, Read};
use std::ops::ControlFlow;

use crate::walk::{Flow, Walker};
use crate::{Place, Problem};

/// How much is read at a time.
const BLOCK_BYTES: usize = 1 << 20;

/// Where a record ends.
pub(crate) trait Boundary {
    /// Looks for the end of the record that begins at the start of `bytes`.
    ///
    /// Called again with more bytes after [`Cut::More`]; a boundary keeps how far it has looked, counted from the start
    /// of the record.
    fn find(&mut self, bytes: &[u8], at_end: bool) -> Cut;

    /// The first `n` bytes of the open record are gone: those looked at, of one that is too long.
    fn forget(&mut self, n: usize);

    /// How far it has looked.
    fn looked(&self) -> usize;
}

/// What a boundary found.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Cut {
    /// Not here yet.
    More,
    /// A record of `n` bytes, then `gap` bytes that belong to none.
    Record {
        n: usize,
        gap: usize,
        remark: Option<Problem>,
    },
    /// Bytes that belong to no record.
    Gap(usize),
}

/// What is done with a record.
pub(crate) type Emit<'e> =
    &'e mut dyn FnMut(&mut Walker<'_>, Place, &[u8], Option<Problem>) -> Flow;

/// Cuts a stream and hands each record on, with its place and what is wrong with it.
///
/// `number` and `offset` are those of the first record. A stream that fails ends there, and the failure is reported at
/// `place`.
pub(crate) fn cut(
    walker: &mut Walker<'_>,
    place: &Place,
    reader: &mut dyn Read,
    (mut number, mut offset): (u64, u64),
    boundary: &mut dyn Boundary,
    emit: Emit<'_>,
) -> Flow {
    let limit_bytes = walker.options.limits.one_bytes;
    let mut blocks = Blocks::new(reader);
    // Of a record that is too long: where it began.
    let mut too_long: Option<u64> = None;
    loop {
        let bytes = blocks.unread();
        if bytes.is_empty() && blocks.at_end && too_long.is_none() {
            break;
        }
        match boundary.find(bytes, blocks.at_end) {
            Cut::Gap(n) => {
                debug_assert!(n > 0);
                offset += n as u64;
                blocks.consume(n);
            }
            Cut::Record { n, gap, remark } => {
                let at = too_long.take();
                let inner = place.part(number, at.unwrap_or(offset));
                if at.is_some() || n as u64 > limit_bytes {
                    walker.problem(inner, Problem::TooLarge { limit_bytes })?;
                } else {
                    emit(walker, inner, &bytes[..n], remark)?;
                }
                number += 1;
                offset += (n + gap) as u64;
                blocks.consume(n + gap);
            }
            Cut::More if blocks.at_end => {
                debug_assert!(false, "a boundary must end its record at the end");
                break;
            }
            Cut::More => {
                if bytes.len() as u64 > limit_bytes {
                    // One byte stays, for boundaries that look back.
                    let n = boundary.looked().saturating_sub(1);
                    too_long.get_or_insert(offset);
                    boundary.forget(n);
                    offset += n as u64;
                    blocks.consume(n);
                }
                blocks.more();
            }
        }
    }
    if let Some(error) = blocks.error {
        walker.problem(place.clone(), Problem::of(&error, "file"))?;
    }
    ControlFlow::Continue(())
}

/// Bytes of a stream, as many as are wanted at once.
struct Blocks<'r> {
    reader: &'r mut dyn Read,
    buffer: Vec<u8>,
    start: usize,
    end: usize,
    at_end: bool,
    error: Option<io::Error>,
}

impl<'r> Blocks<'r> {
    fn new(reader: &'r mut dyn Read) -> Blocks<'r> {
        Blocks {
            reader,
            buffer: Vec::new(),
            start: 0,
            end: 0,
            at_end: false,
            error: None,
        }
    }

    fn unread(&self) -> &[u8] {
        &self.buffer[self.start..self.end]
    }

    fn consume(&mut self, n: usize) {
        self.start += n;
        debug_assert!(self.start <= self.end);
    }

    fn more(&mut self) {
        if self.start > 0 {
            self.buffer.copy_within(self.start..self.end, 0);
            self.end -= self.start;
            self.start = 0;
        }
        if self.buffer.len() - self.end < BLOCK_BYTES / 2 {
            // A small file needs no large buffer.
            let room = if self.buffer.is_empty() {
                64 << 10
            } else {
                (self.buffer.len() * 2).max(BLOCK_BYTES)
            };
            let room = room.max(self.end + (64 << 10)).min(self.end + BLOCK_BYTES);
            if room > self.buffer.len() {
                self.buffer.resize(room, 0);
            }
        }
        loop {
            match self.reader.read(&mut self.buffer[self.end..]) {
                Ok(0) => self.at_end = true,
                Ok(n) => self.end += n,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => {
                    self.at_end = true;
                    self.error = Some(error);
                }
            }
            return;
        }
    }
}

/// Lines, with their ends as gaps. Blank lines are gaps too, but are counted.
#[derive(Debug, Default)]
pub(crate) struct Lines {
    looked: usize,
}

impl Boundary for Lines {
    fn find(&mut self, bytes: &[u8], at_end: bool) -> Cut {
        let (n, gap) = match memchr::memchr(b'\n', &bytes[self.looked..]) {
            Some(n) => (self.looked + n, 1),
            None if at_end => (bytes.len(), 0),
            None => {
                self.looked = bytes.len();
                return Cut::More;
            }
        };
        self.looked = 0;
        let carriage = usize::from(bytes[..n].last() == Some(&b'\r'));
        Cut::Record {
            n: n - carriage,
            gap: gap + carriage,
            remark: None,
        }
    }

    fn forget(&mut self, n: usize) {
        self.looked -= n;
    }

    fn looked(&self) -> usize {
        self.looked
    }
}
