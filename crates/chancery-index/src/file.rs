//! The file of a segment: sections behind each other, and a table of them at the end.
//!
//! ```text
//! file   = magic { section } table:json table_bytes:u32 checksum:u32 magic
//! ```
//!
//! The checksum (CRC-32) is over everything in front of it.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufWriter, Read, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};

use memmap2::Mmap;

use crate::bytes::u32_at;
use crate::writer::Durability;

const MAGIC: &[u8; 8] = b"CHINDEX1";

/// What stands where.
#[derive(Clone, Debug, Default, serde::Serialize, serde::Deserialize)]
pub(crate) struct Table {
    pub(crate) n_docs: u32,
    /// Words of all documents, for their mean.
    pub(crate) n_words: u64,
    sections: BTreeMap<String, (u64, u64)>,
}

/// Writes the file of a segment.
pub(crate) struct SegmentFile {
    path: PathBuf,
    out: BufWriter<File>,
    checksum: crc32fast::Hasher,
    at: u64,
    pub(crate) table: Table,
}

impl SegmentFile {
    pub(crate) fn create(path: &Path) -> io::Result<SegmentFile> {
        let file = File::options()
            .read(true)
            .write(true)
            .create(true)
            .truncate(true)
            .open(path)?;
        let mut file = SegmentFile {
            path: path.to_owned(),
            out: BufWriter::with_capacity(1 << 18, file),
            checksum: crc32fast::Hasher::new(),
            at: 0,
            table: Table::default(),
        };
        file.write(MAGIC)?;
        Ok(file)
    }

    /// Where the next byte goes.
    pub(crate) fn at(&self) -> u64 {
        self.at
    }

    pub(crate) fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.checksum.update(bytes);
        self.at += bytes.len() as u64;
        self.out.write_all(bytes)
    }

    /// Names what was written since `start`.
    pub(crate) fn end_section(&mut self, name: impl Into<String>, start: u64) {
        self.table
            .sections
            .insert(name.into(), (start, self.at - start));
    }

    /// Writes a section in one.
    pub(crate) fn section(&mut self, name: impl Into<String>, bytes: &[u8]) -> io::Result<()> {
        let start = self.at;
        self.write(bytes)?;
        self.end_section(name, start);
        Ok(())
    }

    /// What was written so far, to be read back.
    pub(crate) fn so_far(&mut self) -> io::Result<Mmap> {
        self.out.flush()?;
        map(self.out.get_ref())
    }

    /// Writes the table, and makes everything as durable as is asked for.
    pub(crate) fn finish(mut self, durability: Durability) -> io::Result<()> {
        let table = serde_json::to_vec(&self.table)?;
        self.write(&table)?;
        self.write(&(table.len() as u32).to_le_bytes())?;
        let checksum = self.checksum.clone().finalize();
        self.out.write_all(&checksum.to_le_bytes())?;
        self.out.write_all(MAGIC)?;
        self.out.flush()?;
        durability.sync(self.out.get_ref())
    }

    /// Takes back a file that did not get done.
    pub(crate) fn abandon(self) {
        let SegmentFile { path, out, .. } = self;
        drop(out);
        // What stays is cleared with the next commit.
        let _ = std::fs::remove_file(path);
    }
}

/// The file of a segment, open for reading.
#[derive(Debug)]
pub(crate) struct Mapped {
    map: Mmap,
    pub(crate) table: Table,
}

impl Mapped {
    pub(crate) fn open(path: &Path) -> io::Result<Mapped> {
        let map = map(&File::open(path)?)?;
        let damaged = || io::Error::new(io::ErrorKind::InvalidData, "not a whole index segment");
        let end = map.len().checked_sub(16).ok_or_else(damaged)?;
        if !map.starts_with(MAGIC) || !map.ends_with(MAGIC) {
            return Err(damaged());
        }
        let table_bytes = u32_at(&map[end..], 0) as usize;
        let table = end
            .checked_sub(table_bytes)
            .and_then(|start| map.get(start..end))
            .ok_or_else(damaged)?;
        let table: Table = serde_json::from_slice(table)?;
        let is_within = |&(start, length): &(u64, u64)| {
            start
                .checked_add(length)
                .is_some_and(|stop| stop <= end as u64)
        };
        if !table.sections.values().all(is_within) {
            return Err(damaged());
        }
        Ok(Mapped { map, table })
    }

    /// Where a section stands; empty where there is none of this name.
    pub(crate) fn section(&self, name: &str) -> Range<usize> {
        self.table
            .sections
            .get(name)
            .map_or(0..0, |&(start, length)| {
                start as usize..(start + length) as usize
            })
    }

    pub(crate) fn bytes(&self, range: Range<usize>) -> &[u8] {
        &self.map[range]
    }

    pub(crate) fn all(&self) -> &[u8] {
        &self.map
    }
}

/// Whether a file is as it was written.
pub(crate) fn is_intact(path: &Path) -> io::Result<bool> {
    let mut file = File::open(path)?;
    let n_bytes = file.metadata()?.len();
    let Some(n_checked) = n_bytes.checked_sub(12) else {
        return Ok(false);
    };
    let mut checksum = crc32fast::Hasher::new();
    let mut buffer = vec![0; 1 << 18];
    let mut left = n_checked;
    while left > 0 {
        let n = (left.min(buffer.len() as u64)) as usize;
        file.read_exact(&mut buffer[..n])?;
        checksum.update(&buffer[..n]);
        left -= n as u64;
    }
    let mut tail = [0; 12];
    file.read_exact(&mut tail)?;
    Ok(tail[..4] == checksum.finalize().to_le_bytes() && tail[4..] == *MAGIC)
}

#[allow(
    unsafe_code,
    reason = "mapping a file is how an index larger than memory is read"
)]
fn map(file: &File) -> io::Result<Mmap> {
    // SAFETY: segments are written once under a name of their own and never changed after; they are removed by name
    // only, which leaves the mapping whole. Another program that cuts the file while it is mapped would end this one.
    unsafe { Mmap::map(file) }
}
