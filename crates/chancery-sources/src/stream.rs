//! Bytes on their way: peeked at, counted, bounded.

use std::cell::Cell;
use std::io::{self, Read};
use std::rc::Rc;

use crate::{Limits, Problem};

/// How many bytes are looked at to tell what something is.
pub(crate) const HEAD_BYTES: usize = 64 << 10;

/// A reader whose first bytes are known.
pub(crate) struct Stream<'r> {
    head: Vec<u8>,
    at: usize,
    /// What ended the reading of the head, given when the head has been read.
    error: Option<io::Error>,
    rest: &'r mut dyn Read,
}

impl<'r> Stream<'r> {
    pub(crate) fn new(rest: &'r mut dyn Read) -> Stream<'r> {
        let mut head = Vec::new();
        let error = (&mut *rest)
            .take(HEAD_BYTES as u64)
            .read_to_end(&mut head)
            .err();
        Stream {
            head,
            at: 0,
            error,
            rest,
        }
    }

    pub(crate) fn head(&self) -> &[u8] {
        &self.head
    }

    /// Whether the head is all there is.
    pub(crate) fn is_short(&self) -> bool {
        self.head.len() < HEAD_BYTES
    }

    /// Reads to the end, but fails with [`Problem::TooLarge`] beyond a limit.
    pub(crate) fn read_whole(
        mut self,
        limit_bytes: u64,
        what: &'static str,
    ) -> Result<Vec<u8>, (Vec<u8>, Problem)> {
        let mut bytes = Vec::new();
        if self.is_short() {
            bytes.reserve_exact(self.head.len());
        }
        let read = (&mut self)
            .take(limit_bytes.saturating_add(1))
            .read_to_end(&mut bytes);
        match read {
            Err(error) => Err((bytes, Problem::of(&error, what))),
            Ok(_) if bytes.len() as u64 > limit_bytes => {
                Err((bytes, Problem::TooLarge { limit_bytes }))
            }
            Ok(_) => Ok(bytes),
        }
    }
}

impl Read for Stream<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.at < self.head.len() {
            let n = buffer.len().min(self.head.len() - self.at);
            buffer[..n].copy_from_slice(&self.head[self.at..self.at + n]);
            self.at += n;
            if self.at == self.head.len() && !self.is_short() {
                self.head = Vec::new();
                self.at = 0;
            }
            return Ok(n);
        }
        if let Some(error) = self.error.take() {
            return Err(error);
        }
        self.rest.read(buffer)
    }
}

/// Counts what is read through it.
pub(crate) struct Counted<R> {
    pub(crate) inner: R,
    pub(crate) count: Rc<Cell<u64>>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer)?;
        self.count.set(self.count.get() + n as u64);
        Ok(n)
    }
}

/// What is known to have a length; fails where it ends before that.
pub(crate) struct OfLength<R> {
    pub(crate) inner: R,
    pub(crate) n_left: u64,
}

impl<R: Read> Read for OfLength<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer)?;
        self.n_left = self.n_left.saturating_sub(n as u64);
        if n == 0 && !buffer.is_empty() && self.n_left > 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Ok(n)
    }
}

/// What comes out of something packed; fails where that is beyond measure.
pub(crate) struct Unpacked<R> {
    inner: R,
    /// Packed bytes read so far.
    packed: Rc<Cell<u64>>,
    packed_at_start: u64,
    n_here: u64,
    /// Unpacked from the whole outer file so far.
    total: Rc<Cell<u64>>,
    ratio: u64,
    limit_bytes: u64,
}

impl<R: Read> Unpacked<R> {
    pub(crate) fn new(
        inner: R,
        packed: Rc<Cell<u64>>,
        total: Rc<Cell<u64>>,
        limits: &Limits,
    ) -> Unpacked<R> {
        Unpacked {
            inner,
            packed_at_start: packed.get(),
            packed,
            n_here: 0,
            total,
            ratio: limits.ratio,
            limit_bytes: limits.unpacked_bytes,
        }
    }
}

/// Anything may unpack to this much.
const FREE_BYTES: u64 = 16 << 20;

impl<R: Read> Read for Unpacked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer)?;
        self.n_here += n as u64;
        self.total.set(self.total.get() + n as u64);
        let packed = self.packed.get() - self.packed_at_start;
        if self.n_here > FREE_BYTES && self.n_here > packed.saturating_mul(self.ratio) {
            return Err(io::Error::other(Problem::Bomb {
                limit_ratio: self.ratio,
            }));
        }
        if self.total.get() > self.limit_bytes {
            return Err(io::Error::other(Problem::TooMuch {
                limit_bytes: self.limit_bytes,
            }));
        }
        Ok(n)
    }
}
