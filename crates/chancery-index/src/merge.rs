//! Several segments into one.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::io;
use std::path::Path;

use fst::{IntoStreamer, Streamer};

use crate::columns::{Strings, ValueColumn};
use crate::postings::{Block, Detail, ListBuilder};
use crate::segment::Segment;
use crate::term::{self, START, WORD};
use crate::write::SegmentWriter;
use crate::writer::Durability;
use crate::{Schema, norm};

/// Where the documents of a source go.
struct Source<'s> {
    segment: &'s Segment,
    /// The first number in the new segment.
    base: u32,
    /// The new number of each document, where some were taken out; `u32::MAX` for those.
    moved: Option<Vec<u32>>,
}

impl Source<'_> {
    fn place(&self, doc: u32) -> Option<u32> {
        match &self.moved {
            None => Some(self.base + doc),
            Some(moved) => moved
                .get(doc as usize)
                .copied()
                .filter(|&doc| doc != u32::MAX),
        }
    }
}

/// Writes a segment that holds what the sources hold, in their order, without what was taken out of them.
pub(crate) fn merge(
    segments: &[&Segment],
    schema: &Schema,
    path: &Path,
    durability: Durability,
    is_stopped: &(dyn Fn() -> bool + Sync),
) -> io::Result<()> {
    let mut sources = Vec::with_capacity(segments.len());
    let mut norms = Vec::new();
    let mut n_words = 0;
    for &segment in segments {
        let base = norms.len() as u32;
        let moved = if segment.n_deleted == 0 {
            norms.extend_from_slice(segment.norms());
            n_words += segment.n_words();
            None
        } else {
            let mut moved = Vec::with_capacity(segment.n_docs() as usize);
            for doc in 0..segment.n_docs() {
                if segment.is_alive(doc) {
                    moved.push(norms.len() as u32);
                    let norm = segment.norms().get(doc as usize).copied().unwrap_or(0);
                    norms.push(norm);
                    n_words += u64::from(norm::decode(norm));
                } else {
                    moved.push(u32::MAX);
                }
            }
            Some(moved)
        };
        sources.push(Source {
            segment,
            base,
            moved,
        });
    }
    let n_docs = norms.len();
    let mut writer = SegmentWriter::create(path, norms, n_words)?;
    let folder = path.parent().unwrap_or(Path::new("."));
    let list = ListBuilder::spilling(folder.to_owned());
    let done = merge_terms(&sources, &mut writer, list, is_stopped)
        .and_then(|()| writer.end_terms())
        .and_then(|()| merge_columns(&sources, schema, n_docs, &mut writer));
    match done {
        Ok(()) => writer.finish(durability),
        Err(error) => {
            writer.abandon();
            Err(error)
        }
    }
}

fn merge_terms(
    sources: &[Source<'_>],
    writer: &mut SegmentWriter,
    mut list: ListBuilder,
    is_stopped: &(dyn Fn() -> bool + Sync),
) -> io::Result<()> {
    let dictionaries = sources
        .iter()
        .map(|source| source.segment.dictionary())
        .collect::<io::Result<Vec<_>>>()?;
    let mut streams: Vec<_> = dictionaries
        .iter()
        .map(|dictionary| dictionary.range().lt([START]).into_stream())
        .collect();
    let mut heap: BinaryHeap<Reverse<(Vec<u8>, usize, u64)>> = BinaryHeap::new();
    for (index, stream) in streams.iter_mut().enumerate() {
        if let Some((key, at)) = stream.next() {
            heap.push(Reverse((key.to_vec(), index, at)));
        }
    }
    let mut key = Vec::new();
    let mut n_terms = 0u32;
    while let Some(Reverse((mut next, index, at))) = heap.pop() {
        if next != key {
            write(&key, &mut list, writer)?;
            list.clear();
            key.clone_from(&next);
            n_terms += 1;
            if n_terms.is_multiple_of(1024) && is_stopped() {
                return Err(io::Error::new(io::ErrorKind::Interrupted, "stopped"));
            }
        }
        append(&sources[index], &key, at, &mut list);
        if let Some((following, at)) = streams[index].next() {
            next.clear();
            next.extend_from_slice(following);
            heap.push(Reverse((next, index, at)));
        }
    }
    write(&key, &mut list, writer)
}

fn write(key: &[u8], list: &mut ListBuilder, writer: &mut SegmentWriter) -> io::Result<()> {
    match key.split_first() {
        Some(_) if list.docs.is_empty() => Ok(()),
        Some((&WORD, word)) => writer.word(word, list),
        Some(_) => writer.term(key, list),
        None => Ok(()),
    }
}

/// Appends the documents that a source has for a term.
fn append(source: &Source<'_>, key: &[u8], at: u64, list: &mut ListBuilder) {
    let postings = source.segment.list_at(key, at);
    let has_positions = term::detail(key) == Detail::Positions;
    if source.moved.is_none() {
        let mut add = |block: &Block| {
            let docs = &block.docs[..block.n];
            list.docs.extend(docs.iter().map(|doc| doc + source.base));
            list.counts.extend_from_slice(&block.counts[..block.n]);
        };
        if has_positions {
            let mut positions = std::mem::take(&mut list.positions);
            postings.each_block_with_positions(|block, runs| {
                add(block);
                let counts = block.counts[..block.n].iter();
                let n = counts.map(|&count| u64::from(count)).sum();
                runs.take(n, |gaps| positions.extend(gaps));
            });
            list.positions = positions;
        } else {
            postings.each_block(add);
        }
        return;
    }
    postings.each_block_with_positions(|block, runs| {
        for (&doc, &count) in block.docs[..block.n].iter().zip(&block.counts) {
            if let Some(doc) = source.place(doc) {
                list.docs.push(doc);
                list.counts.push(count);
                if has_positions {
                    runs.take(count.into(), |gaps| list.positions.extend(gaps));
                }
            } else if has_positions {
                runs.skip(count.into());
            }
        }
    });
}

fn merge_columns(
    sources: &[Source<'_>],
    schema: &Schema,
    n_docs: usize,
    writer: &mut SegmentWriter,
) -> io::Result<()> {
    let file = writer.file();
    let alive = || {
        sources.iter().flat_map(|source| {
            let segment = source.segment;
            (0..segment.n_docs())
                .filter(|&doc| segment.is_alive(doc))
                .map(move |doc| (segment, doc))
        })
    };
    let start = file.at();
    for (segment, doc) in alive() {
        file.write(&segment.id(doc).to_le_bytes())?;
    }
    file.end_section("ids", start);
    for (name, of) in [
        ("zones", Segment::zone_bytes as fn(&Segment, u32) -> &[u8]),
        ("keys", Segment::key),
    ] {
        // Ends first, then the bytes: two passes and nothing kept.
        let start = file.at();
        let mut end = 0;
        for (segment, doc) in alive() {
            end += of(segment, doc).len() as u64;
            file.write(&end.to_le_bytes())?;
        }
        for (segment, doc) in alive() {
            file.write(of(segment, doc))?;
        }
        file.end_section(name, start);
    }
    for column in 0..schema.n_numbers {
        let start = file.at();
        for source in sources {
            let numbers = source.segment.numbers(column);
            for doc in 0..source.segment.n_docs() {
                if source.segment.is_alive(doc) {
                    file.write(&numbers.get(doc).to_le_bytes())?;
                }
            }
        }
        file.end_section(format!("number-{column}"), start);
    }
    for &field in schema.facets {
        let columns: Vec<_> = sources
            .iter()
            .map(|source| source.segment.facet(field))
            .collect();
        let mut texts: Vec<&[u8]> = columns
            .iter()
            .flatten()
            .flat_map(|column| (0..column.n_values as u32).map(|value| column.text(value)))
            .collect();
        texts.sort_unstable();
        texts.dedup();
        let mut merged = ValueColumn {
            ends: Vec::with_capacity(n_docs),
            values: Vec::new(),
        };
        for (source, column) in sources.iter().zip(&columns) {
            let numbers: Vec<u32> = column.map_or_else(Vec::new, |column| {
                (0..column.n_values as u32)
                    .map(|value| {
                        texts
                            .binary_search(&column.text(value))
                            .map_or(0, |number| number as u32)
                    })
                    .collect()
            });
            for doc in 0..source.segment.n_docs() {
                if !source.segment.is_alive(doc) {
                    continue;
                }
                if let Some(column) = column {
                    column.each(doc, |value| {
                        merged.values.extend(numbers.get(value as usize).copied());
                    });
                }
                merged.ends.push(merged.values.len() as u32);
            }
        }
        let mut dictionary = Strings::default();
        for text in texts {
            dictionary.push(text);
        }
        merged.write(&dictionary, file, field)?;
    }
    Ok(())
}
