//! Writes a segment: its lists in order of terms, then what is derived from them, then the columns.

use std::io::{self, BufWriter, Read, Seek};
use std::path::Path;

use fst::MapBuilder;
use memmap2::Mmap;
use rust_stemmers::{Algorithm, Stemmer};
use tempfile::SpooledTempFile;

use crate::file::SegmentFile;
use crate::postings::{Detail, List, ListBuilder};
use crate::term::{self, STEM};
use crate::writer::Durability;

type Waiting = BufWriter<SpooledTempFile>;

/// Bytes of a dictionary that are kept in memory.
const WAITING_BYTES: usize = 4 << 20;

/// A segment being written.
pub(crate) struct SegmentWriter {
    file: SegmentFile,
    norms: Vec<u8>,
    /// Until its end is known and it can be written; a large one waits on disk.
    dictionary: MapBuilder<Waiting>,
    starts: Starts,
    stems: Stems,
    buffer: Vec<u8>,
    rest: Vec<u8>,
}

impl SegmentWriter {
    pub(crate) fn create(path: &Path, norms: Vec<u8>, n_words: u64) -> io::Result<SegmentWriter> {
        let mut file = SegmentFile::create(path)?;
        let folder = path.parent().unwrap_or(Path::new("."));
        let waiting = tempfile::spooled_tempfile_in(WAITING_BYTES, folder);
        file.table.n_docs = norms.len() as u32;
        file.table.n_words = n_words;
        Ok(SegmentWriter {
            file,
            starts: Starts::new(norms.len()),
            norms,
            dictionary: MapBuilder::new(BufWriter::new(waiting)).map_err(io::Error::other)?,
            stems: Stems::default(),
            buffer: Vec::new(),
            rest: Vec::new(),
        })
    }

    /// Writes the list of a word. Words come in order of their bytes, before all other terms.
    pub(crate) fn word(&mut self, word: &[u8], list: &mut ListBuilder) -> io::Result<()> {
        for finished in self.starts.begin(word) {
            self.start_list(finished, list)?;
        }
        self.starts.mark(&list.docs);
        self.stems.add(word, list.docs.len() as u32, self.file.at());
        self.term(&term::word(word), list)
    }

    /// Writes the list of a term. Terms come in order of their keys.
    pub(crate) fn term(&mut self, key: &[u8], list: &mut ListBuilder) -> io::Result<()> {
        self.dictionary
            .insert(key, self.file.at())
            .map_err(io::Error::other)?;
        self.put(term::detail(key), list)
    }

    fn put(&mut self, detail: Detail, list: &mut ListBuilder) -> io::Result<()> {
        self.buffer.clear();
        self.rest.clear();
        list.write(detail, &self.norms, &mut self.buffer, &mut self.rest);
        self.file.write(&self.buffer)?;
        let file = &mut self.file;
        list.positions.each_packed(|packed| file.write(packed))?;
        self.file.write(&self.rest)
    }

    fn start_list(&mut self, finished: Finished, list: &mut ListBuilder) -> io::Result<()> {
        let mut docs = ListBuilder::default();
        std::mem::swap(&mut docs, list);
        list.clear();
        for doc in finished.docs {
            list.add(doc, 1);
        }
        let at = self.file.at();
        let put = self.put(Detail::Docs, list);
        self.starts.done.push((finished.start, at));
        std::mem::swap(&mut docs, list);
        put
    }

    /// Writes what is derived from the lists, and the dictionaries.
    pub(crate) fn end_terms(&mut self) -> io::Result<()> {
        let mut list = ListBuilder::default();
        for finished in self.starts.end() {
            self.start_list(finished, &mut list)?;
        }
        let mut starts = std::mem::take(&mut self.starts.done);
        starts.sort_unstable();
        for (start, at) in starts {
            self.dictionary
                .insert(term::key(term::START, &start), at)
                .map_err(io::Error::other)?;
        }

        let stems = std::mem::take(&mut self.stems);
        let so_far = self.file.so_far()?;
        let mut forms = MapBuilder::memory();
        for group in stems.groups() {
            self.stem_list(&stems, &group, &so_far, &mut list)?;
            for &index in &group {
                let (stem, word) = stems.get(index);
                if stem == word {
                    continue;
                }
                let mut key = stem.to_vec();
                key.push(0);
                key.extend_from_slice(word);
                forms
                    .insert(key, stems.entries[index].at)
                    .map_err(io::Error::other)?;
            }
        }
        drop(so_far);
        let forms = forms.into_inner().map_err(io::Error::other)?;
        self.file.section("forms", &forms)?;
        drop(forms);
        let norms = std::mem::take(&mut self.norms);
        self.file.section("norms", &norms)
    }

    /// Puts the words of a stem together where they are many.
    fn stem_list(
        &mut self,
        stems: &Stems,
        group: &[usize],
        so_far: &Mmap,
        list: &mut ListBuilder,
    ) -> io::Result<()> {
        let n_docs: usize = group
            .iter()
            .map(|&index| stems.entries[index].n_docs as usize)
            .sum();
        if group.len() < 2 || n_docs < term::stem_list_docs(self.file.table.n_docs as usize) {
            return Ok(());
        }
        let lists = group.iter().map(|&index| {
            let at = stems.entries[index].at as usize;
            List::open(so_far.get(at..).unwrap_or_default(), Detail::Positions)
        });
        let lists: Vec<List<'_>> = lists.collect();
        let (docs, counts) = union(&lists);
        list.clear();
        for (doc, count) in docs.into_iter().zip(counts) {
            list.add(doc, count);
        }
        let (stem, _) = stems.get(group[0]);
        self.dictionary
            .insert(term::key(STEM, stem), self.file.at())
            .map_err(io::Error::other)?;
        self.put(Detail::Counts, list)
    }

    pub(crate) fn file(&mut self) -> &mut SegmentFile {
        &mut self.file
    }

    pub(crate) fn finish(self, durability: Durability) -> io::Result<()> {
        let SegmentWriter {
            mut file,
            dictionary,
            ..
        } = self;
        match end_dictionary(dictionary, &mut file) {
            Ok(()) => file.finish(durability),
            Err(error) => {
                file.abandon();
                Err(error)
            }
        }
    }

    pub(crate) fn abandon(self) {
        self.file.abandon();
    }
}

/// Writes the dictionary, now that it is whole.
fn end_dictionary(dictionary: MapBuilder<Waiting>, file: &mut SegmentFile) -> io::Result<()> {
    let waiting = dictionary.into_inner().map_err(io::Error::other)?;
    let mut waiting = waiting
        .into_inner()
        .map_err(io::IntoInnerError::into_error)?;
    waiting.rewind()?;
    let start = file.at();
    let mut buffer = vec![0; 1 << 16];
    loop {
        match waiting.read(&mut buffer)? {
            0 => break,
            n => file.write(&buffer[..n])?,
        }
    }
    file.end_section("dictionary", start);
    Ok(())
}

/// The documents of several lists in order, each once, with the sum of its counts.
pub(crate) fn union(lists: &[List<'_>]) -> (Vec<u32>, Vec<u32>) {
    let n: usize = lists.iter().map(List::len).sum();
    let mut docs = Vec::with_capacity(n);
    let mut counts = Vec::with_capacity(n);
    if let [list] = lists {
        list.each_block(|block| {
            docs.extend_from_slice(&block.docs[..block.n]);
            counts.extend_from_slice(&block.counts[..block.n]);
        });
        return (docs, counts);
    }
    // Two at a time, smallest first, so that no document is moved often.
    let mut parts: Vec<(Vec<u32>, Vec<u32>)> = lists
        .iter()
        .map(|list| union(std::slice::from_ref(list)))
        .collect();
    parts.sort_by_key(|(docs, _)| std::cmp::Reverse(docs.len()));
    while let Some(first) = parts.pop() {
        let Some(second) = parts.pop() else {
            return first;
        };
        let merged = merge_two(&first, &second);
        let place = parts.partition_point(|(docs, _)| docs.len() > merged.0.len());
        parts.insert(place, merged);
    }
    (docs, counts)
}

fn merge_two(
    (a_docs, a_counts): &(Vec<u32>, Vec<u32>),
    (b_docs, b_counts): &(Vec<u32>, Vec<u32>),
) -> (Vec<u32>, Vec<u32>) {
    let mut docs = Vec::with_capacity(a_docs.len() + b_docs.len());
    let mut counts = Vec::with_capacity(a_docs.len() + b_docs.len());
    let (mut a, mut b) = (0, 0);
    while a < a_docs.len() && b < b_docs.len() {
        let (doc, other) = (a_docs[a], b_docs[b]);
        let mut count = 0;
        if doc <= other {
            count += a_counts[a];
            a += 1;
        }
        if other <= doc {
            count += b_counts[b];
            b += 1;
        }
        docs.push(doc.min(other));
        counts.push(count);
    }
    docs.extend_from_slice(&a_docs[a..]);
    counts.extend_from_slice(&a_counts[a..]);
    docs.extend_from_slice(&b_docs[b..]);
    counts.extend_from_slice(&b_counts[b..]);
    (docs, counts)
}

/// Collects which documents have a word that begins with one or two letters.
struct Starts {
    one: Start,
    two: Start,
    n_docs: usize,
    done: Vec<(Vec<u8>, u64)>,
}

#[derive(Default)]
struct Start {
    start: Vec<u8>,
    bits: Vec<u64>,
}

/// The documents of one start, when all its words have passed.
struct Finished {
    start: Vec<u8>,
    docs: Vec<u32>,
}

impl Starts {
    fn new(n_docs: usize) -> Starts {
        Starts {
            one: Start::default(),
            two: Start::default(),
            n_docs,
            done: Vec::new(),
        }
    }

    /// Notes which word comes next; gives the starts that end before it.
    fn begin(&mut self, word: &[u8]) -> Vec<Finished> {
        let (one, two) = term::starts(word);
        let n_words = self.n_docs.div_ceil(64);
        let mut finished = Vec::new();
        finished.extend(
            self.two
                .change(two.map_or(&[][..], |two| &word[..two]), n_words),
        );
        finished.extend(self.one.change(&word[..one], n_words));
        finished
    }

    fn mark(&mut self, docs: &[u32]) {
        for start in [&mut self.one, &mut self.two] {
            if start.start.is_empty() {
                continue;
            }
            for &doc in docs {
                if let Some(bits) = start.bits.get_mut(doc as usize / 64) {
                    *bits |= 1 << (doc % 64);
                }
            }
        }
    }

    fn end(&mut self) -> Vec<Finished> {
        let mut finished = Vec::new();
        finished.extend(self.two.change(&[], 0));
        finished.extend(self.one.change(&[], 0));
        finished
    }
}

impl Start {
    fn change(&mut self, start: &[u8], n_words: usize) -> Option<Finished> {
        if self.start == start {
            return None;
        }
        let before = std::mem::replace(&mut self.start, start.to_vec());
        let docs = ones(&self.bits);
        self.bits.clear();
        self.bits.resize(n_words, 0);
        (!before.is_empty()).then_some(Finished {
            start: before,
            docs,
        })
    }
}

/// The numbers of the bits that are set.
pub(crate) fn ones(bits: &[u64]) -> Vec<u32> {
    let n = bits.iter().map(|word| word.count_ones() as usize).sum();
    let mut docs = Vec::with_capacity(n);
    for (index, &word) in bits.iter().enumerate() {
        let mut word = word;
        while word != 0 {
            docs.push(index as u32 * 64 + word.trailing_zeros());
            word &= word - 1;
        }
    }
    docs
}

/// The stem of every word that may have other forms.
#[derive(Default)]
struct Stems {
    text: Vec<u8>,
    entries: Vec<StemEntry>,
}

struct StemEntry {
    start: u32,
    stem_bytes: u8,
    word_bytes: u8,
    n_docs: u32,
    at: u64,
}

impl Stems {
    fn add(&mut self, word: &[u8], n_docs: u32, at: u64) {
        // Only what is made of English letters has English endings.
        if !word.iter().all(u8::is_ascii_lowercase) {
            return;
        }
        let Ok(text) = std::str::from_utf8(word) else {
            return;
        };
        let stem = Stemmer::create(Algorithm::English).stem(text);
        let (Ok(stem_bytes), Ok(word_bytes)) = (u8::try_from(stem.len()), u8::try_from(word.len()))
        else {
            return;
        };
        let start = self.text.len() as u32;
        self.text.extend_from_slice(stem.as_bytes());
        self.text.extend_from_slice(word);
        self.entries.push(StemEntry {
            start,
            stem_bytes,
            word_bytes,
            n_docs,
            at,
        });
    }

    fn get(&self, index: usize) -> (&[u8], &[u8]) {
        let entry = &self.entries[index];
        let start = entry.start as usize;
        let middle = start + usize::from(entry.stem_bytes);
        (
            &self.text[start..middle],
            &self.text[middle..middle + usize::from(entry.word_bytes)],
        )
    }

    /// The words of each stem, in order of stems, then of words.
    fn groups(&self) -> Vec<Vec<usize>> {
        // Most stems are told apart by their first eight bytes.
        let front = |index: usize| {
            let mut front = [0; 8];
            let (stem, _) = self.get(index);
            let n = stem.len().min(8);
            front[..n].copy_from_slice(&stem[..n]);
            u64::from_be_bytes(front)
        };
        let mut order: Vec<(u64, usize)> = (0..self.entries.len())
            .map(|index| (front(index), index))
            .collect();
        order.sort_unstable_by(|a, b| {
            a.0.cmp(&b.0)
                .then_with(|| self.get(a.1).cmp(&self.get(b.1)))
        });
        order
            .chunk_by(|a, b| a.0 == b.0 && self.get(a.1).0 == self.get(b.1).0)
            .map(|group| group.iter().map(|&(_, index)| index).collect())
            .collect()
    }
}
