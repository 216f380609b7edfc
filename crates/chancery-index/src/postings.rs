//! Posting lists: the documents that hold a term, how often each does, and at which positions.
//!
//! ```text
//! list      = n_docs:varint (small | large)
//! small     = entries positions                        fewer than 128 documents
//! entries   = [ k:u8 ] { gap [ count ] }               as in [`crate::bits`]; few have no k
//! large     = data_bytes:u32 run_bytes:u32 n_rest:u8 { skip } data positions
//! skip      = last_doc:u32 data_at:u32 [ max_count:u8 min_norm:u8 [ run_index:u8 run_at:u32 ] ]
//! data      = { gap_bits:u8 gaps [ counts:run ] } [ entries ]        blocks of 128, then what is left as in small
//! positions = runs                                     gaps of each document in turn, its first from zero
//! ```
//!
//! What stands in brackets is only in lists with counts, or with positions. A gap is what lies between a number and the one
//! before it. A count is one less than it stands for. Positions are
//! packed in [`crate::runs`] that go on from document to document; a skip says in which run, and where in it, the
//! positions of its block begin.

use std::path::PathBuf;

use bitpacking::{BitPacker, BitPacker4x};

use crate::bits::{BitReader, BitWriter, FEW, best_k};
use crate::bytes::{put_varint, u32_at, varint_u32};
use crate::runs::{RUN, RunBuilder, Runs, read_run, write_run};

/// Documents in a packed block.
pub(crate) const BLOCK: usize = BitPacker4x::BLOCK_LEN;

/// Bytes of one entry of the skip table.
fn n_skip_bytes(detail: Detail) -> usize {
    match detail {
        Detail::Docs => 8,
        Detail::Counts => 10,
        Detail::Positions => 15,
    }
}

/// Bytes in front of the skip table.
const HEAD: usize = 9;

/// What a list holds beside documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Detail {
    /// Documents alone.
    Docs,
    /// How often each has the term.
    Counts,
    /// Counts and positions.
    Positions,
}

/// A list being put together, in order of documents.
#[derive(Debug, Default)]
pub(crate) struct ListBuilder {
    pub(crate) docs: Vec<u32>,
    pub(crate) counts: Vec<u32>,
    /// Positions of all documents, each as the gap from the one before it in its document.
    pub(crate) positions: RunBuilder,
    data: Vec<u8>,
    skips: Vec<u8>,
}

impl ListBuilder {
    /// One that keeps long rows of positions in a file of this folder.
    pub(crate) fn spilling(folder: PathBuf) -> ListBuilder {
        ListBuilder {
            positions: RunBuilder::spilling(folder),
            ..ListBuilder::default()
        }
    }

    pub(crate) fn clear(&mut self) {
        self.docs.clear();
        self.counts.clear();
        self.positions.clear();
    }

    /// Adds a document; its positions are appended by the caller.
    pub(crate) fn add(&mut self, doc: u32, count: u32) {
        self.docs.push(doc);
        self.counts.push(count);
    }

    /// Lays the list down in three parts: what is appended to `out`, then the runs of positions, then what is appended
    /// to `rest`. `norms` are those of all documents of the segment.
    pub(crate) fn write(
        &mut self,
        detail: Detail,
        norms: &[u8],
        out: &mut Vec<u8>,
        rest: &mut Vec<u8>,
    ) {
        put_varint(out, self.docs.len() as u64);
        self.positions.write_rest(rest);
        if self.docs.len() < BLOCK {
            write_entries(detail, 0, &self.docs, &self.counts, out);
            return;
        }
        self.data.clear();
        self.skips.clear();
        let mut packed = [0; BLOCK * 4];
        let mut n_positions = 0u64;
        let mut before = None;
        for (docs, counts) in self.docs.chunks(BLOCK).zip(self.counts.chunks(BLOCK)) {
            let max_count = counts.iter().copied().max().unwrap_or(1);
            let min_norm = docs
                .iter()
                .map(|&doc| norms.get(doc as usize).copied().unwrap_or(0))
                .min()
                .unwrap_or(0);
            let last = docs[docs.len() - 1];
            self.skips.extend_from_slice(&last.to_le_bytes());
            self.skips
                .extend_from_slice(&(self.data.len() as u32).to_le_bytes());
            if detail != Detail::Docs {
                self.skips.push(u8::try_from(max_count).unwrap_or(u8::MAX));
                self.skips.push(min_norm);
            }
            if detail == Detail::Positions {
                self.skips.push((n_positions % RUN as u64) as u8);
                let run_at = self.positions.start_of(n_positions);
                self.skips.extend_from_slice(&run_at.to_le_bytes());
            }
            if let Ok(counts) = <&[u32; BLOCK]>::try_from(counts) {
                let packer = BitPacker4x::new();
                let gap_bits = packer.num_bits_strictly_sorted(before, docs);
                self.data.push(gap_bits);
                let n = packer.compress_strictly_sorted(before, docs, &mut packed, gap_bits);
                self.data.extend_from_slice(&packed[..n]);
                if detail != Detail::Docs {
                    write_run(&counts.map(|count| count.wrapping_sub(1)), &mut self.data);
                }
            } else {
                let from = before.map_or(0, |doc| doc + 1);
                write_entries(detail, from, docs, counts, &mut self.data);
            }
            n_positions += counts.iter().map(|&count| u64::from(count)).sum::<u64>();
            before = Some(last);
        }
        out.extend_from_slice(&(self.data.len() as u32).to_le_bytes());
        out.extend_from_slice(&self.positions.n_packed().to_le_bytes());
        out.push(self.positions.n_rest());
        out.extend_from_slice(&self.skips);
        out.extend_from_slice(&self.data);
    }
}

/// How many low bits the gaps have that are too few to say so: such a word comes anywhere in a large segment.
const K_OF_FEW: u8 = 16;

fn write_entries(detail: Detail, from: u32, docs: &[u32], counts: &[u32], out: &mut Vec<u8>) {
    let nexts = std::iter::once(from).chain(docs.iter().map(|&doc| doc.wrapping_add(1)));
    let gaps = docs.iter().zip(nexts).map(|(&doc, next)| doc - next);
    let k = if docs.len() < FEW {
        K_OF_FEW
    } else {
        let k = best_k(&gaps);
        out.push(k);
        k
    };
    let mut writer = BitWriter::new(out);
    for (gap, &count) in gaps.zip(counts) {
        writer.number(gap, k);
        if detail != Detail::Docs {
            writer.number(count.wrapping_sub(1), 0);
        }
    }
    writer.end();
}

/// A list on disk.
#[derive(Clone, Copy, Debug)]
pub(crate) struct List<'s> {
    bytes: &'s [u8],
    detail: Detail,
    n_docs: usize,
    /// Where the skip table begins; where entries do in a small list.
    at: usize,
}

/// One block, decoded.
#[derive(Clone, Debug)]
pub(crate) struct Block {
    pub(crate) docs: [u32; BLOCK],
    /// 1 for each where the list has no counts.
    pub(crate) counts: [u32; BLOCK],
    pub(crate) n: usize,
    /// Behind the entries of a small list.
    end: usize,
}

impl Default for Block {
    fn default() -> Block {
        Block {
            docs: [0; BLOCK],
            counts: [1; BLOCK],
            n: 0,
            end: 0,
        }
    }
}

impl<'s> List<'s> {
    /// The list that begins at `bytes`.
    pub(crate) fn open(bytes: &'s [u8], detail: Detail) -> List<'s> {
        let mut at = 0;
        let n_docs = varint_u32(bytes, &mut at) as usize;
        List {
            bytes,
            detail,
            n_docs,
            at,
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.n_docs
    }

    /// About how many bytes its positions take.
    pub(crate) fn n_position_bytes(&self) -> u64 {
        if self.is_small() {
            self.n_docs as u64
        } else {
            u64::from(self.head(1))
        }
    }

    /// A number in front of the skip table.
    fn head(&self, index: usize) -> u32 {
        let head = self.bytes.get(self.at..self.at + HEAD);
        u32_at(head.unwrap_or_default(), index)
    }

    fn is_small(&self) -> bool {
        self.n_docs < BLOCK
    }

    pub(crate) fn n_blocks(&self) -> usize {
        if self.is_small() {
            1
        } else {
            self.n_docs.div_ceil(BLOCK)
        }
    }

    fn skip(&self, block: usize) -> &'s [u8] {
        let n_bytes = n_skip_bytes(self.detail);
        let start = self.at + HEAD + block * n_bytes;
        self.bytes.get(start..start + n_bytes).unwrap_or_default()
    }

    fn data(&self) -> usize {
        self.at + HEAD + self.n_blocks() * n_skip_bytes(self.detail)
    }

    /// The last document of a block; of a small list, none that would end a search early.
    pub(crate) fn last_doc(&self, block: usize) -> u32 {
        if self.is_small() {
            u32::MAX
        } else {
            u32_at(self.skip(block), 0)
        }
    }

    /// The greatest count in a block and the least norm, where the list has blocks; a count of 255 may be more.
    pub(crate) fn bounds(&self, block: usize) -> Option<(u8, u8)> {
        if self.is_small() {
            return None;
        }
        match self.skip(block) {
            [_, _, _, _, _, _, _, _, max_count, min_norm, ..] => Some((*max_count, *min_norm)),
            _ => None,
        }
    }

    /// Decodes a block.
    pub(crate) fn read(&self, block: usize, into: &mut Block) {
        if self.is_small() {
            into.n = self.n_docs;
            self.read_entries(self.at, 0, into);
            return;
        }
        let before = (block > 0).then(|| u32_at(self.skip(block - 1), 0));
        let mut at = self.data() + u32_at(self.skip(block), 1) as usize;
        into.n = (self.n_docs - block * BLOCK).min(BLOCK);
        if into.n < BLOCK {
            self.read_entries(at, before.map_or(0, |doc| doc.wrapping_add(1)), into);
            return;
        }
        let Some(&gap_bits) = self.bytes.get(at).filter(|&&bits| bits <= 32) else {
            into.n = 0;
            return;
        };
        at += 1;
        let packer = BitPacker4x::new();
        let n = BitPacker4x::compressed_block_size(gap_bits);
        let Some(packed) = self.bytes.get(at..at + n) else {
            into.n = 0;
            return;
        };
        packer.decompress_strictly_sorted(before, packed, &mut into.docs, gap_bits);
        at += n;
        if self.detail == Detail::Docs {
            into.counts = [1; BLOCK];
        } else if read_run(self.bytes, at, &mut into.counts).is_some() {
            for count in &mut into.counts {
                *count = count.wrapping_add(1);
            }
        }
    }

    fn read_entries(&self, mut at: usize, from: u32, into: &mut Block) {
        let n = into.n.min(BLOCK);
        let mut k = K_OF_FEW;
        if n >= FEW {
            k = self.bytes.get(at).copied().unwrap_or(0);
            at += 1;
        }
        let mut reader = BitReader::new(self.bytes, at);
        let mut next = from;
        for (doc, count) in into.docs.iter_mut().zip(&mut into.counts).take(n) {
            *doc = next.wrapping_add(reader.number(k));
            next = doc.wrapping_add(1);
            *count = match self.detail {
                Detail::Docs => 1,
                Detail::Counts | Detail::Positions => reader.number(0).wrapping_add(1),
            };
        }
        into.end = reader.end();
    }

    /// The gaps of positions, from a block's first document on.
    fn positions(&self, block: usize, decoded: &Block) -> Runs<'s> {
        if self.is_small() {
            let counts = decoded.counts[..decoded.n].iter();
            let n = counts.map(|&count| u64::from(count)).sum();
            return Runs::all(self.bytes, decoded.end, n);
        }
        let start = self.data() + self.head(0) as usize;
        let skip = self.skip(block);
        let (index, run_at) = match skip.get(10..) {
            Some([index, run_at @ ..]) => (*index, u32_at(run_at, 0)),
            _ => (0, 0),
        };
        Runs::new(
            self.bytes,
            start + run_at as usize,
            start + self.head(1) as usize,
            self.bytes.get(self.at + 8).copied().unwrap_or(0),
            index,
        )
    }

    /// Calls `each` with every block in turn.
    pub(crate) fn each_block(&self, mut each: impl FnMut(&Block)) {
        let mut block = Block::default();
        for index in 0..self.n_blocks() {
            self.read(index, &mut block);
            each(&block);
        }
    }

    /// Calls `each` with the index of every one of some documents, given in order, that the list has, and with its count.
    pub(crate) fn each_of(&self, docs: &[u32], mut each: impl FnMut(usize, u32)) {
        let n_blocks = self.n_blocks();
        let mut decoded = Block::default();
        let (mut at, mut block) = (0, 0);
        while at < docs.len() && block < n_blocks {
            block = self.block_reaching(block, docs[at]);
            if block == n_blocks {
                return;
            }
            self.read(block, &mut decoded);
            let of_block = &decoded.docs[..decoded.n];
            let mut index = 0;
            while at < docs.len() {
                let doc = docs[at];
                while index < of_block.len() && of_block[index] < doc {
                    index += 1;
                }
                if index == of_block.len() {
                    break;
                }
                if of_block[index] == doc {
                    each(at, decoded.counts[index]);
                }
                at += 1;
            }
            block += 1;
        }
    }

    /// The first block from `block` on whose last document is `target` or behind it; their number where there is none.
    fn block_reaching(&self, block: usize, target: u32) -> usize {
        let n_blocks = self.n_blocks();
        let mut low = block;
        if low < n_blocks && self.last_doc(low) >= target {
            return low;
        }
        // Gallop, then halve.
        let mut step = 1;
        while low + step < n_blocks && self.last_doc(low + step) < target {
            low += step;
            step *= 2;
        }
        let mut high = (low + step + 1).min(n_blocks);
        while low < high {
            let middle = low.midpoint(high);
            if self.last_doc(middle) < target {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }

    /// Every block in turn, with the gaps of the positions of its documents one behind the other: for merging.
    pub(crate) fn each_block_with_positions(&self, mut each: impl FnMut(&Block, &mut Runs<'s>)) {
        let mut block = Block::default();
        let mut runs: Option<Runs<'s>> = None;
        for index in 0..self.n_blocks() {
            self.read(index, &mut block);
            let runs = runs.get_or_insert_with(|| self.positions(index, &block));
            each(&block, runs);
        }
    }
}

/// Goes through a list in order, with positions.
#[derive(Clone, Debug)]
pub(crate) struct Cursor<'s> {
    list: List<'s>,
    block: usize,
    decoded: Block,
    at: usize,
    /// Stands at the positions of the document at index `positions_of` of the block.
    positions: Option<Runs<'s>>,
    positions_of: usize,
}

/// No document has this number.
pub(crate) const END: u32 = u32::MAX;

impl<'s> Cursor<'s> {
    pub(crate) fn new(list: List<'s>) -> Cursor<'s> {
        let mut cursor = Cursor {
            list,
            block: 0,
            decoded: Block::default(),
            at: 0,
            positions: None,
            positions_of: 0,
        };
        cursor.load(0);
        cursor
    }

    fn load(&mut self, block: usize) {
        self.block = block;
        self.at = 0;
        self.positions = None;
        if block < self.list.n_blocks() {
            self.list.read(block, &mut self.decoded);
        } else {
            self.decoded.n = 0;
        }
    }

    /// The document it stands at, or [`END`].
    #[inline]
    pub(crate) fn doc(&self) -> u32 {
        if self.at < self.decoded.n {
            self.decoded.docs[self.at]
        } else {
            END
        }
    }

    /// How often the document has the term.
    #[cfg(test)]
    pub(crate) fn count(&self) -> u32 {
        self.decoded.counts[self.at.min(BLOCK - 1)]
    }

    /// Moves to the first document at or behind `target` and gives it.
    #[inline]
    pub(crate) fn seek(&mut self, target: u32) -> u32 {
        if self.doc() >= target {
            return self.doc();
        }
        if self.decoded.n == 0 || self.decoded.docs[self.decoded.n - 1] < target {
            self.seek_block(target);
        }
        let docs = &self.decoded.docs[..self.decoded.n];
        // Usually near; a run of a few compares beats a search.
        let mut at = self.at;
        let near = (at + 8).min(docs.len());
        while at < near && docs[at] < target {
            at += 1;
        }
        if at == near && at < docs.len() && docs[at] < target {
            at += docs[at..].partition_point(|&doc| doc < target);
        }
        self.at = at;
        self.doc()
    }

    fn seek_block(&mut self, target: u32) {
        let low = self.list.block_reaching(self.block + 1, target);
        self.load(low);
    }

    /// Appends the positions of the document it stands at.
    pub(crate) fn positions(&mut self, out: &mut Vec<u32>) {
        if self.at >= self.decoded.n || self.list.detail != Detail::Positions {
            return;
        }
        if self.positions_of > self.at {
            self.positions = None;
        }
        let runs = match &mut self.positions {
            Some(runs) => runs,
            empty => {
                self.positions_of = 0;
                empty.insert(self.list.positions(self.block, &self.decoded))
            }
        };
        let n_before: u64 = self.decoded.counts[self.positions_of..self.at]
            .iter()
            .map(|&count| u64::from(count))
            .sum();
        runs.skip(n_before);
        let n = self.decoded.counts[self.at];
        let mut position = 0u32;
        runs.take(n.into(), |gaps| {
            out.extend(gaps.iter().map(|&gap| {
                position = position.wrapping_add(gap);
                position
            }));
        });
        self.positions_of = self.at + 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Documents with counts, from a fixed stream of numbers.
    fn invented(n: usize, spread: u32) -> (Vec<u32>, Vec<u32>) {
        let mut state = 12345u32;
        let mut next = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            state >> 8
        };
        let mut doc = 0;
        (0..n)
            .map(|_| {
                doc += 1 + next() % spread;
                (doc, 1 + (next() % 40) / 13)
            })
            .unzip()
    }

    fn written(builder: &mut ListBuilder, detail: Detail) -> Vec<u8> {
        let (mut out, mut rest) = (Vec::new(), Vec::new());
        builder.write(detail, &[], &mut out, &mut rest);
        builder
            .positions
            .each_packed(|packed| {
                out.extend_from_slice(packed);
                Ok(())
            })
            .expect("nothing is spilled");
        out.extend(rest);
        out
    }

    fn positions_of(doc: u32, count: u32) -> Vec<u32> {
        (0..count).map(|n| doc % 500 + n * (1 + doc % 7)).collect()
    }

    #[test]
    fn lists_come_back() {
        for n in [0, 1, 2, 127, 128, 129, 256, 1000] {
            for spread in [1, 3, 100_000] {
                let (docs, counts) = invented(n, spread);
                let mut builder = ListBuilder::default();
                for (&doc, &count) in docs.iter().zip(&counts) {
                    builder.add(doc, count);
                    let mut before = 0;
                    for position in positions_of(doc, count) {
                        builder.positions.push(position - before);
                        before = position;
                    }
                }
                let mut out = written(&mut builder, Detail::Positions);
                out.extend([0x55; 9]);
                let list = List::open(&out, Detail::Positions);
                assert_eq!(list.len(), n);
                let mut found = Vec::new();
                list.each_block(|block| {
                    found.extend((0..block.n).map(|at| (block.docs[at], block.counts[at])));
                });
                let expected: Vec<(u32, u32)> =
                    docs.iter().copied().zip(counts.iter().copied()).collect();
                assert_eq!(found, expected);
                let mut all = Vec::new();
                list.each_block_with_positions(|block, runs| {
                    for &count in &block.counts[..block.n] {
                        let mut position = 0;
                        runs.take(count.into(), |gaps| {
                            all.extend(gaps.iter().map(|gap| {
                                position += gap;
                                position
                            }));
                        });
                    }
                });
                let expected: Vec<u32> = docs
                    .iter()
                    .zip(&counts)
                    .flat_map(|(&doc, &count)| positions_of(doc, count))
                    .collect();
                assert_eq!(all, expected);

                // Jumps of every length land on the right document with its positions.
                for step in [1, 2, 5, 130, 700] {
                    let mut cursor = Cursor::new(list);
                    for index in (0..n).step_by(step) {
                        assert_eq!(cursor.seek(docs[index]), docs[index]);
                        assert_eq!(cursor.count(), counts[index]);
                        let mut positions = Vec::new();
                        cursor.positions(&mut positions);
                        assert_eq!(positions, positions_of(docs[index], counts[index]));
                    }
                    assert_eq!(cursor.seek(END), END);
                }
                // Targets between documents.
                let mut cursor = Cursor::new(list);
                for target in (0..docs.last().map_or(0, |doc| doc + 3)).step_by(spread as usize) {
                    let expected = docs.iter().copied().find(|&doc| doc >= target);
                    assert_eq!(cursor.seek(target), expected.unwrap_or(END));
                }
            }
        }
    }

    #[test]
    fn lists_of_documents_alone_are_small() {
        let mut builder = ListBuilder::default();
        for doc in 0..100_000 {
            builder.add(doc, 1);
        }
        let out = written(&mut builder, Detail::Docs);
        assert!(out.len() < 100_000 / 128 * 17 + 16);
        let mut n = 0;
        List::open(&out, Detail::Docs).each_block(|block| n += block.n);
        assert_eq!(n, 100_000);
    }
}
