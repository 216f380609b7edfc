//! Makes a table of words from samples.

use std::collections::HashMap;
use std::panic::resume_unwind;
use std::thread::ScopedJoinHandle;

use super::encode::{Code, MOST_PIECE, Places, Sink, length_of};
use super::{ACTION, CAPITALS, Encoder, MOST_BITS, PIECE, VERSION, WORD, Words, is_of_word};

/// Entries of each kind at most.
const MOST_WORDS: usize = 1 << 17;
const MOST_PIECES: usize = 4_096;
const MOST_MARKS: usize = 2_048;

/// How often, and in how many samples, a word has to stand: what stands in one cable only does not enter the table.
const LEAST_OFTEN: u32 = 3;
const LEAST_SAMPLES: usize = 3;

/// A word with capitals that is met less often is counted as the word without.
const LEAST_WITH_CAPITALS: u32 = 5;

/// How often a piece of a word has to stand in words that have no entry.
const LEAST_PIECE: u32 = 8;

/// Bytes of text that all texts share at most, and of a line of it at least.
const MOST_SHARED: usize = 48 << 10;
const LEAST_LINE: usize = 24;

/// In one of how many samples a line has to stand to be shared.
const SHARED_BY: usize = 48;

/// How often something was met, and the first samples it was met in, counted from 1; 0 for none.
#[derive(Clone, Copy, Default)]
struct Met {
    n: u32,
    samples: [u32; LEAST_SAMPLES],
}

impl Met {
    fn again(&mut self, sample: usize) {
        self.n += 1;
        self.is_in(sample as u32 + 1);
    }

    fn is_in(&mut self, sample: u32) {
        if let Some(place) = self.samples.iter().position(|&known| known == 0)
            && !self.samples.contains(&sample)
        {
            self.samples[place] = sample;
        }
    }

    /// Counts what was met under another name.
    fn add(&mut self, other: Met) {
        self.n += other.n;
        for sample in other.samples.into_iter().filter(|&sample| sample > 0) {
            self.is_in(sample);
        }
    }

    fn is_enough(self) -> bool {
        self.n >= LEAST_OFTEN && !self.samples.contains(&0)
    }
}

/// Bytes, and how often they were met.
type Counted = (Vec<u8>, u32);

/// An entry to be.
type Entry = (u32, Vec<u8>);

/// A table for texts like these; the same samples give the same table.
pub(in crate::store) fn train(samples: &[&[u8]]) -> Option<Vec<u8>> {
    // By two threads: nothing else can be done before there is a table.
    let (first, second) = samples.split_at(samples.len() / 2);
    let mut tokens = Tokens::default();
    std::thread::scope(|scope| {
        let other = scope.spawn(|| {
            let mut tokens = Tokens::default();
            tokens.count(second, first.len());
            tokens
        });
        tokens.count(first, 0);
        tokens.add(joined(other));
    });
    std::thread::scope(|scope| {
        let shared = scope.spawn(|| shared_lines(samples));
        let entries = entries(tokens);
        let shared = joined(shared);
        // With codes of one length the codes are the places in the table.
        let n_bits = entries.len().next_power_of_two().ilog2() as usize;
        let even: Vec<(usize, &Entry)> = entries.iter().map(|entry| (n_bits, entry)).collect();
        let encoder = Encoder::new(&Words::read(&written(&shared, &even)).ok()?)?;
        let count = |samples: &[&[u8]]| {
            let mut counts = Counts(vec![0; entries.len()]);
            let mut places = Places::default();
            for sample in samples {
                encoder.encode_to(sample, &mut places, &mut counts);
            }
            counts.0
        };
        let counts = std::thread::scope(|scope| {
            let other = scope.spawn(|| count(second));
            let mut counts = count(first);
            for (n, of_other) in counts.iter_mut().zip(joined(other)) {
                *n += of_other;
            }
            counts
        });
        Some(coded(&shared, &entries, &counts))
    })
}

/// What a thread gives; where it fails, so does this one.
fn joined<T>(thread: ScopedJoinHandle<'_, T>) -> T {
    thread.join().unwrap_or_else(|panic| resume_unwind(panic))
}

/// What stands in the samples, and how often.
#[derive(Default)]
struct Tokens<'s> {
    words: HashMap<&'s [u8], Met>,
    marks: HashMap<&'s [u8], Met>,
}

impl<'s> Tokens<'s> {
    /// Counts what stands in some samples, of which so many come before.
    fn count(&mut self, samples: &[&'s [u8]], n_before: usize) {
        for (number, sample) in samples.iter().enumerate() {
            let mut at = 0;
            let mut is_after_word = false;
            while at < sample.len() {
                let next_is_word = sample.get(at + 1).is_some_and(|&byte| is_of_word(byte));
                at += usize::from(is_after_word && sample[at] == b' ' && next_is_word);
                let is_word = is_of_word(sample[at]);
                let token = &sample[at..at + length_of(sample, at, is_word)];
                let met = if is_word {
                    &mut self.words
                } else {
                    &mut self.marks
                };
                met.entry(token).or_default().again(n_before + number);
                is_after_word = is_word;
                at += token.len();
            }
        }
    }

    #[expect(clippy::iter_over_hash_type, reason = "sums are the same in any order")]
    fn add(&mut self, other: Tokens<'s>) {
        for (word, met) in other.words {
            self.words.entry(word).or_default().add(met);
        }
        for (mark, met) in other.marks {
            self.marks.entry(mark).or_default().add(met);
        }
    }
}

/// The entries of a table, in order.
fn entries(Tokens { words, marks }: Tokens<'_>) -> Vec<Entry> {
    let (words, others) = chosen_words(words);
    let mut entries: Vec<Entry> = (0..=255).map(|byte| (PIECE, vec![byte])).collect();
    entries.extend((0..=CAPITALS as u8).map(|action| (ACTION, vec![action])));
    entries.extend(words.into_iter().map(|word| (WORD, word)));
    let marks = marks
        .into_iter()
        .filter(|(mark, met)| mark.len() > 1 && met.is_enough());
    let marks = most_frequent(marks.map(|(mark, met)| (mark.to_vec(), met.n)), MOST_MARKS);
    entries.extend(marks.into_iter().map(|mark| (PIECE, mark)));
    entries.extend(pieces(&others).into_iter().map(|piece| (PIECE, piece)));
    // A piece can be a mark that is no ASCII.
    entries.sort();
    entries.dedup();
    entries
}

/// The table of the entries that are used, by how often each was met.
fn coded(shared: &[u8], entries: &[Entry], counts: &[u64]) -> Vec<u8> {
    let used: Vec<(u64, &Entry)> = counts
        .iter()
        .zip(entries)
        // What was not met may come: every byte and every action has a code.
        .filter(|(n, entry)| **n > 0 || entry.1.len() == 1 && entry.0 != WORD)
        .map(|(&n, entry)| (n * 2 + 1, entry))
        .collect();
    let lengths = code_lengths(used.iter().map(|(n, _)| *n).collect());
    let mut coded: Vec<(usize, &Entry)> = lengths
        .into_iter()
        .zip(used.iter().map(|(_, entry)| *entry))
        .collect();
    coded.sort();
    written(shared, &coded)
}

/// The words that get an entry, and the others with how often each was met.
fn chosen_words(met: HashMap<&[u8], Met>) -> (Vec<Vec<u8>>, Vec<Counted>) {
    let mut words: HashMap<Vec<u8>, Met> = HashMap::with_capacity(met.len());
    #[expect(clippy::iter_over_hash_type, reason = "sums are the same in any order")]
    for (word, met) in met {
        let has_capital = word[0].is_ascii_uppercase();
        let word = if has_capital && met.n < LEAST_WITH_CAPITALS {
            word.to_ascii_lowercase()
        } else {
            word.to_vec()
        };
        words.entry(word).or_default().add(met);
    }
    let (chosen, others): (Vec<_>, Vec<_>) =
        words.into_iter().partition(|(_, met)| met.is_enough());
    let chosen = chosen.into_iter().map(|(word, met)| (word, met.n));
    let others = others.into_iter().map(|(word, met)| (word, met.n));
    (most_frequent(chosen, MOST_WORDS), others.collect())
}

/// Those that write most, in no order that matters.
fn most_frequent(found: impl Iterator<Item = Counted>, most: usize) -> Vec<Vec<u8>> {
    let mut found: Vec<(u64, Vec<u8>)> = found
        .map(|(bytes, n)| (u64::from(n) * bytes.len() as u64, bytes))
        .collect();
    found.sort_unstable_by(|one, other| other.0.cmp(&one.0).then_with(|| one.1.cmp(&other.1)));
    found.truncate(most);
    found.into_iter().map(|(_, bytes)| bytes).collect()
}

/// Pieces that words without an entry are spelled with.
fn pieces(words: &[Counted]) -> Vec<Vec<u8>> {
    let mut met: HashMap<&[u8], u32> = HashMap::new();
    for (word, n) in words {
        for length in 2..=MOST_PIECE {
            for piece in word.windows(length) {
                *met.entry(piece).or_default() += n;
            }
        }
    }
    let met = met.into_iter().filter(|&(_, n)| n >= LEAST_PIECE);
    most_frequent(met.map(|(piece, n)| (piece.to_vec(), n)), MOST_PIECES)
}

/// Lines that stand in many samples, in the order they were met.
fn shared_lines(samples: &[&[u8]]) -> Vec<u8> {
    // In how many samples each stands, and which was the last.
    let mut met: HashMap<&[u8], (usize, usize)> = HashMap::new();
    let lines = || {
        let numbered = samples.iter().enumerate();
        numbered.flat_map(|(number, sample)| {
            let lines = sample.split_inclusive(|&byte| byte == b'\n');
            lines.map(move |line| (number, line))
        })
    };
    let long = || lines().filter(|(_, line)| line.len() >= LEAST_LINE);
    for (number, line) in long() {
        let met = met.entry(line).or_insert((0, usize::MAX));
        if met.1 != number {
            *met = (met.0 + 1, number);
        }
    }
    let least = (samples.len() / SHARED_BY).max(8);
    let mut shared = Vec::new();
    for (_, line) in long() {
        if let Some((n_samples, _)) = met.remove(line)
            && n_samples >= least
            && shared.len() + line.len() <= MOST_SHARED
        {
            shared.extend_from_slice(line);
        }
    }
    shared
}

/// Counts entries whose codes are their places.
struct Counts(Vec<u64>);

impl Sink for Counts {
    fn put(&mut self, code: Code) {
        self.0[(code >> 5) as usize] += 1;
    }

    fn put_bits(&mut self, _: u32, _: u32) {}
}

/// How many bits the code of each has that is met so often (Huffman), [`MOST_BITS`] at most.
fn code_lengths(mut counts: Vec<u64>) -> Vec<usize> {
    let n = counts.len();
    let mut order: Vec<usize> = (0..n).collect();
    loop {
        order.sort_by_key(|&index| counts[index]);
        // The leaves in order, then the inner nodes, which come in order by themselves.
        let mut weights: Vec<u64> = order.iter().map(|&index| counts[index]).collect();
        let mut parents = vec![0; 2 * n - 1];
        let (mut leaf, mut inner) = (0, n);
        while weights.len() < 2 * n - 1 {
            let node = weights.len();
            let mut weight = 0;
            for _ in 0..2 {
                let is_leaf = leaf < n && (inner >= node || weights[leaf] <= weights[inner]);
                let lighter = if is_leaf { &mut leaf } else { &mut inner };
                weight += weights[*lighter];
                parents[*lighter] = node;
                *lighter += 1;
            }
            weights.push(weight);
        }
        let mut depths = vec![0; 2 * n - 1];
        for node in (0..2 * n - 2).rev() {
            depths[node] = depths[parents[node]] + 1;
        }
        if depths[..n].iter().all(|&depth| depth <= MOST_BITS) {
            let mut lengths = vec![0; n];
            for (&index, &depth) in order.iter().zip(&depths) {
                lengths[index] = depth;
            }
            return lengths;
        }
        for count in &mut counts {
            *count = *count / 2 + 1;
        }
    }
}

/// The table as bytes; entries in the order of their codes.
fn written(shared: &[u8], coded: &[(usize, &Entry)]) -> Vec<u8> {
    let mut out = vec![VERSION];
    out.extend_from_slice(&(shared.len() as u32).to_le_bytes());
    out.extend_from_slice(shared);
    for bits in 1..=MOST_BITS {
        let n = coded.iter().filter(|(of, _)| *of == bits).count() as u32;
        out.extend_from_slice(&n.to_le_bytes());
    }
    for (_, (kind, bytes)) in coded {
        out.push((kind << 6) as u8 | bytes.len() as u8);
        out.extend_from_slice(bytes);
    }
    out
}
