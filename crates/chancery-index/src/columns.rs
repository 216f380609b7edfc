//! Values of documents, by document: identities, norms, keys, numbers, and values to count.

use std::io;

use crate::bytes::{u16_at, u32_at, u64_at};
use crate::file::{Mapped, SegmentFile};

/// Stands for a number that a document lacks.
pub const MISSING: i64 = i64::MIN;

/// Strings of different lengths, by index.
///
/// ```text
/// strings = { end:u64 } bytes
/// ```
#[derive(Clone, Debug, Default)]
pub(crate) struct Strings {
    pub(crate) ends: Vec<u64>,
    pub(crate) bytes: Vec<u8>,
}

impl Strings {
    pub(crate) fn push(&mut self, string: &[u8]) {
        self.bytes.extend_from_slice(string);
        self.ends.push(self.bytes.len() as u64);
    }

    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    pub(crate) fn write(&self, file: &mut SegmentFile, name: &str) -> io::Result<()> {
        let start = file.at();
        for end in &self.ends {
            file.write(&end.to_le_bytes())?;
        }
        file.write(&self.bytes)?;
        file.end_section(name, start);
        Ok(())
    }
}

/// [`Strings`] on disk.
#[derive(Clone, Copy, Debug)]
pub(crate) struct StringsView<'s> {
    bytes: &'s [u8],
    n: usize,
}

impl<'s> StringsView<'s> {
    pub(crate) fn new(bytes: &'s [u8], n: usize) -> StringsView<'s> {
        StringsView { bytes, n }
    }

    pub(crate) fn get(&self, index: usize) -> &'s [u8] {
        if index >= self.n {
            return &[];
        }
        let start = if index == 0 {
            0
        } else {
            u64_at(self.bytes, index - 1)
        };
        let base = self.n * 8;
        let (start, end) = (start as usize, u64_at(self.bytes, index) as usize);
        self.bytes.get(base + start..base + end).unwrap_or_default()
    }
}

/// The values of one field, as numbers into the list of its values in order.
///
/// ```text
/// column = is_single:u8 width:u8 0:u16 n_values:u32 { n_docs_of_value:u32 } (single | many)
/// single = { value + 1, 0 for none }                   one for each document, of `width` bytes
/// many   = { end:u32 } { value }
/// ```
#[derive(Clone, Debug, Default)]
pub(crate) struct ValueColumn {
    /// Ends of the values of each document.
    pub(crate) ends: Vec<u32>,
    pub(crate) values: Vec<u32>,
}

impl ValueColumn {
    pub(crate) fn write(
        &self,
        dictionary: &Strings,
        file: &mut SegmentFile,
        field: u8,
    ) -> io::Result<()> {
        dictionary.write(file, &format!("facet-{field}-values"))?;
        let is_single = self
            .ends
            .iter()
            .zip(std::iter::once(&0).chain(&self.ends))
            .all(|(end, start)| end - start <= 1);
        let width = match dictionary.len() + 1 {
            0..=0x100 => 1,
            0x101..=0x1_0000 => 2,
            _ => 4,
        };
        let start = file.at();
        file.write(&[u8::from(is_single), width])?;
        file.write(&[0; 2])?;
        file.write(&(dictionary.len() as u32).to_le_bytes())?;
        let mut n_of_value = vec![0u32; dictionary.len()];
        for &value in &self.values {
            n_of_value[value as usize] += 1;
        }
        for n in n_of_value {
            file.write(&n.to_le_bytes())?;
        }
        let put = |file: &mut SegmentFile, value: u32| {
            file.write(&value.to_le_bytes()[..usize::from(width)])
        };
        if is_single {
            let mut begin = 0;
            for &end in &self.ends {
                let value = if end > begin {
                    self.values[begin as usize] + 1
                } else {
                    0
                };
                put(file, value)?;
                begin = end;
            }
        } else {
            for end in &self.ends {
                file.write(&end.to_le_bytes())?;
            }
            for &value in &self.values {
                put(file, value)?;
            }
        }
        file.end_section(format!("facet-{field}"), start);
        Ok(())
    }
}

/// A [`ValueColumn`] on disk.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ValueColumnView<'s> {
    bytes: &'s [u8],
    /// How many documents have each value.
    n_of_value: &'s [u8],
    n_docs: usize,
    is_single: bool,
    width: u8,
    pub(crate) n_values: usize,
    dictionary: StringsView<'s>,
}

impl<'s> ValueColumnView<'s> {
    pub(crate) fn open(mapped: &'s Mapped, field: u8) -> Option<ValueColumnView<'s>> {
        let bytes = mapped.bytes(mapped.section(&format!("facet-{field}")));
        let &[is_single, width, _, _, a, b, c, d, ref bytes @ ..] = bytes else {
            return None;
        };
        let n_values = u32::from_le_bytes([a, b, c, d]) as usize;
        let (n_of_value, bytes) = bytes.split_at_checked(n_values * 4)?;
        let dictionary = mapped.bytes(mapped.section(&format!("facet-{field}-values")));
        Some(ValueColumnView {
            bytes,
            n_of_value,
            n_docs: mapped.table.n_docs as usize,
            is_single: is_single == 1,
            width,
            n_values,
            dictionary: StringsView::new(dictionary, n_values),
        })
    }

    /// The text of a value.
    pub(crate) fn text(&self, value: u32) -> &'s [u8] {
        self.dictionary.get(value as usize)
    }

    #[inline]
    fn number(&self, bytes: &[u8], index: usize) -> u32 {
        match self.width {
            1 => bytes.get(index).copied().unwrap_or(0).into(),
            2 => u16_at(bytes, index).into(),
            _ => u32_at(bytes, index),
        }
    }

    /// Calls `each` with every value of a document.
    #[inline]
    pub(crate) fn each(&self, doc: u32, mut each: impl FnMut(u32)) {
        let doc = doc as usize;
        if self.is_single {
            let value = self.number(self.bytes, doc);
            if value > 0 {
                each(value - 1);
            }
            return;
        }
        let start = if doc == 0 {
            0
        } else {
            u32_at(self.bytes, doc - 1)
        };
        let end = u32_at(self.bytes, doc);
        let values = self.bytes.get(self.n_docs * 4..).unwrap_or_default();
        let width = usize::from(self.width.max(1));
        let range = start as usize * width..end as usize * width;
        for value in values.get(range).unwrap_or_default().chunks_exact(width) {
            each(self.number(value, 0));
        }
    }

    /// How many of some documents, given in order, have each value.
    pub(crate) fn count(&self, docs: &[u32]) -> Vec<u32> {
        // Of most, those that are missing are fewer.
        if docs.len() > self.n_docs / 2 {
            let mut counts: Vec<u32> = (0..self.n_values)
                .map(|value| u32_at(self.n_of_value, value))
                .collect();
            // What a damaged list says may lie anywhere and in any order.
            let n_docs = self.n_docs as u32;
            let mut next = 0;
            let mut others = Vec::with_capacity(self.n_docs.saturating_sub(docs.len()));
            for &doc in docs.iter().chain([&n_docs]) {
                others.extend(next..doc.min(n_docs));
                next = next.max(doc.saturating_add(1));
            }
            for (count, n) in counts.iter_mut().zip(self.count_each(&others)) {
                *count = count.saturating_sub(n);
            }
            return counts;
        }
        self.count_each(docs)
    }

    fn count_each(&self, docs: &[u32]) -> Vec<u32> {
        match (self.is_single, self.width) {
            (true, 1) => {
                // The same value often comes several times in a row; with a row of counts each, none waits for the other.
                let mut rows = [[0u32; 256]; 4];
                let of = |doc: u32| usize::from(self.bytes.get(doc as usize).copied().unwrap_or(0));
                let (fours, rest) = docs.as_chunks::<4>();
                for four in fours {
                    for (row, &doc) in rows.iter_mut().zip(four) {
                        row[of(doc)] += 1;
                    }
                }
                for &doc in rest {
                    rows[0][of(doc)] += 1;
                }
                (1..=self.n_values.min(255))
                    .map(|value| rows.iter().map(|row| row[value]).sum())
                    .collect()
            }
            (true, _) => {
                let mut counts = vec![0u32; self.n_values + 1];
                for &doc in docs {
                    let value = self.number(self.bytes, doc as usize);
                    if let Some(count) = counts.get_mut(value as usize) {
                        *count += 1;
                    }
                }
                counts.remove(0);
                counts
            }
            (false, _) => {
                let mut counts = vec![0u32; self.n_values];
                for &doc in docs {
                    self.each(doc, |value| {
                        if let Some(count) = counts.get_mut(value as usize) {
                            *count += 1;
                        }
                    });
                }
                counts
            }
        }
    }
}

/// A column of numbers on disk.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Numbers<'s> {
    bytes: &'s [u8],
}

impl<'s> Numbers<'s> {
    pub(crate) fn open(mapped: &'s Mapped, column: usize) -> Numbers<'s> {
        Numbers {
            bytes: mapped.bytes(mapped.section(&format!("number-{column}"))),
        }
    }

    /// The number of a document, or [`MISSING`].
    #[inline]
    pub(crate) fn get(&self, doc: u32) -> i64 {
        self.bytes
            .get(doc as usize * 8..doc as usize * 8 + 8)
            .and_then(|bytes| bytes.first_chunk())
            .map_or(MISSING, |bytes| i64::from_le_bytes(*bytes))
    }
}
