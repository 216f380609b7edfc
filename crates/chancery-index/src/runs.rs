//! Long rows of small numbers, packed in runs.
//!
//! ```text
//! runs  = { run } [ k:u8 ] { number }          runs of 128, then what is left, as in [`crate::bits`]; few have no k
//! run   = n_bits:u8 n_high:u8 low { index:u8 } { high }
//! ```
//!
//! `low` has the lowest bits of all 128, packed; the few numbers that have more come again with the bits above, of which
//! there are four for each, or eight where `n_high` has its high bit set. Most gaps of a run are small and a few are not: so
//! each pays for itself. Reading never goes beyond the end: what is missing
//! reads as nothing, and checksums tell.

use std::fs::File;
use std::io::{self, Read, Seek, Write};
use std::path::PathBuf;

use bitpacking::{BitPacker, BitPacker4x};

use crate::bits::{BitReader, BitWriter, FEW, best_k};

/// Numbers in a run.
pub(crate) const RUN: usize = BitPacker4x::BLOCK_LEN;

/// Bytes of a run beside its packed numbers.
const HEAD: usize = 2;

/// In the number of those with more bits: they have eight more, not four.
const IS_WIDE: u8 = 0x80;

/// How many low bits the numbers have that are too few to say so: a word stands anywhere in a document of some hundreds.
const K_OF_FEW: u8 = 8;

/// Numbers being packed.
#[derive(Debug)]
pub(crate) struct RunBuilder {
    /// The runs so far, behind those that were spilled.
    packed: Vec<u8>,
    /// Where each of them begins.
    starts: Vec<u32>,
    rest: [u32; RUN],
    n_rest: usize,
    spill: Option<Spill>,
}

/// Runs that wait on disk: of a merge of many documents, those of a common word alone would be a large part of what memory
/// may take.
#[derive(Debug)]
struct Spill {
    folder: PathBuf,
    /// Without a name, made when first needed.
    file: Option<File>,
    n_bytes: u64,
    /// Why a write failed, until the runs are asked for.
    failed: Option<io::Error>,
}

/// Bytes of runs that are kept in memory.
const SPILL_BYTES: usize = 4 << 20;

impl Default for RunBuilder {
    fn default() -> RunBuilder {
        RunBuilder {
            packed: Vec::new(),
            starts: Vec::new(),
            rest: [0; RUN],
            n_rest: 0,
            spill: None,
        }
    }
}

impl Spill {
    /// Takes runs out of memory.
    fn take(&mut self, packed: &mut Vec<u8>) {
        if self.failed.is_none()
            && let Err(error) = self.write(packed)
        {
            self.failed = Some(error);
        }
        self.n_bytes += packed.len() as u64;
        packed.clear();
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        let file = match &mut self.file {
            Some(file) => file,
            none => none.insert(tempfile::tempfile_in(&self.folder)?),
        };
        if self.n_bytes == 0 {
            file.rewind()?;
        }
        file.write_all(bytes)
    }

    /// Hands on what was taken.
    fn read(&mut self, mut each: impl FnMut(&[u8]) -> io::Result<()>) -> io::Result<()> {
        if let Some(error) = self.failed.take() {
            return Err(error);
        }
        let Some(file) = self.file.as_mut().filter(|_| self.n_bytes > 0) else {
            return Ok(());
        };
        file.rewind()?;
        let mut left = self.n_bytes;
        let mut buffer = vec![0; 1 << 16];
        while left > 0 {
            let n = buffer
                .len()
                .min(usize::try_from(left).unwrap_or(usize::MAX));
            file.read_exact(&mut buffer[..n])?;
            each(&buffer[..n])?;
            left -= n as u64;
        }
        Ok(())
    }
}

impl RunBuilder {
    /// One that keeps long rows in a file of this folder until they are asked for.
    pub(crate) fn spilling(folder: PathBuf) -> RunBuilder {
        RunBuilder {
            spill: Some(Spill {
                folder,
                file: None,
                n_bytes: 0,
                failed: None,
            }),
            ..RunBuilder::default()
        }
    }

    pub(crate) fn clear(&mut self) {
        self.packed.clear();
        self.starts.clear();
        self.n_rest = 0;
        if let Some(spill) = &mut self.spill {
            spill.n_bytes = 0;
            spill.failed = None;
        }
    }

    #[inline]
    pub(crate) fn push(&mut self, number: u32) {
        self.rest[self.n_rest] = number;
        self.n_rest += 1;
        if self.n_rest == RUN {
            self.end_run();
        }
    }

    pub(crate) fn extend(&mut self, mut numbers: &[u32]) {
        while !numbers.is_empty() {
            let n = numbers.len().min(RUN - self.n_rest);
            let (some, left) = numbers.split_at(n);
            self.rest[self.n_rest..self.n_rest + n].copy_from_slice(some);
            self.n_rest += n;
            numbers = left;
            if self.n_rest == RUN {
                self.end_run();
            }
        }
    }

    fn end_run(&mut self) {
        self.starts.push(self.n_packed());
        write_run(&self.rest, &mut self.packed);
        self.n_rest = 0;
        if self.packed.len() >= SPILL_BYTES
            && let Some(spill) = &mut self.spill
        {
            spill.take(&mut self.packed);
        }
    }

    /// Bytes of the whole runs.
    pub(crate) fn n_packed(&self) -> u32 {
        let n_spilled = self.spill.as_ref().map_or(0, |spill| spill.n_bytes);
        (n_spilled + self.packed.len() as u64) as u32
    }

    /// Hands on the whole runs, piece by piece.
    pub(crate) fn each_packed(
        &mut self,
        mut each: impl FnMut(&[u8]) -> io::Result<()>,
    ) -> io::Result<()> {
        if let Some(spill) = &mut self.spill {
            spill.read(&mut each)?;
        }
        each(&self.packed)
    }

    /// Where the run begins that a number belongs to; what is left behind the runs counts as one.
    pub(crate) fn start_of(&self, number: u64) -> u32 {
        self.starts
            .get((number / RUN as u64) as usize)
            .copied()
            .unwrap_or_else(|| self.n_packed())
    }

    /// Appends what is left behind the runs.
    pub(crate) fn write_rest(&self, out: &mut Vec<u8>) {
        let rest = &self.rest[..self.n_rest];
        let k = if rest.len() < FEW {
            K_OF_FEW
        } else {
            let k = best_k(&rest.iter().copied());
            out.push(k);
            k
        };
        let mut writer = BitWriter::new(out);
        for &number in rest {
            writer.number(number, k);
        }
        writer.end();
    }

    /// How many are left behind the runs.
    pub(crate) fn n_rest(&self) -> u8 {
        self.n_rest as u8
    }
}

/// Packs 128 numbers.
pub(crate) fn write_run(numbers: &[u32; RUN], out: &mut Vec<u8>) {
    let width = Width::best(numbers);
    let packer = BitPacker4x::new();
    let mut packed = [0; RUN * 4];
    if width.n_high == 0 {
        out.extend([width.n_bits, 0]);
        let n = packer.compress(numbers, &mut packed, width.n_bits);
        out.extend_from_slice(&packed[..n]);
        return;
    }
    let mut low = *numbers;
    let mask = (1u32 << width.n_bits) - 1;
    let (mut indices, mut highs) = ([0; RUN], [0; RUN]);
    let mut n = 0;
    for (index, number) in low.iter_mut().enumerate() {
        if *number > mask {
            indices[n] = index as u8;
            highs[n] = (*number >> width.n_bits) as u8;
            n += 1;
            *number &= mask;
        }
    }
    let is_wide = if width.is_wide { IS_WIDE } else { 0 };
    out.extend([width.n_bits, n as u8 | is_wide]);
    let n_packed = packer.compress(&low, &mut packed, width.n_bits);
    out.extend_from_slice(&packed[..n_packed]);
    out.extend_from_slice(&indices[..n]);
    if width.is_wide {
        out.extend_from_slice(&highs[..n]);
    } else {
        out.extend(highs[..n].chunks(2).map(|two| match two {
            [one, other] => one | other << 4,
            one => one[0],
        }));
    }
}

/// How the numbers of a run are best packed.
struct Width {
    /// Of each.
    n_bits: u8,
    /// How many have more.
    n_high: usize,
    /// Whether those have up to eight more.
    is_wide: bool,
}

impl Width {
    fn best(numbers: &[u32; RUN]) -> Width {
        let mut n_of_width = [0u8; 33];
        for number in numbers {
            n_of_width[32 - number.leading_zeros() as usize] += 1;
        }
        let greatest = (0..=32)
            .rev()
            .find(|&width| n_of_width[width] > 0)
            .unwrap_or(0);
        let mut best = Width {
            n_bits: greatest as u8,
            n_high: 0,
            is_wide: false,
        };
        let mut best_bytes = RUN / 8 * greatest;
        let mut n_high = 0;
        for width in (greatest.saturating_sub(8)..greatest).rev() {
            n_high += usize::from(n_of_width[width + 1]);
            let is_wide = greatest - width > 4;
            let n_bytes = RUN / 8 * width + n_high_bytes(n_high, is_wide);
            if n_bytes < best_bytes && n_high < RUN {
                best_bytes = n_bytes;
                best = Width {
                    n_bits: width as u8,
                    n_high,
                    is_wide,
                };
            }
        }
        best
    }
}

fn n_high_bytes(n_high: usize, is_wide: bool) -> usize {
    n_high + if is_wide { n_high } else { n_high.div_ceil(2) }
}

/// Goes through numbers from any of them on.
#[derive(Clone, Debug)]
pub(crate) struct Runs<'s> {
    bytes: &'s [u8],
    /// Where the run begins at which it stands.
    at: usize,
    /// Where what is left begins.
    rest: usize,
    /// How many are left there.
    n_rest: usize,
    /// Which number of the run is next.
    index: usize,
    numbers: [u32; RUN],
    /// How many numbers of the run are unpacked; 0 where it is not.
    n: usize,
}

impl<'s> Runs<'s> {
    /// From number `index` of the run at `at` on; the `n_rest` behind the runs begin at `rest`.
    pub(crate) fn new(bytes: &'s [u8], at: usize, rest: usize, n_rest: u8, index: u8) -> Runs<'s> {
        Runs {
            bytes,
            at,
            rest,
            n_rest: usize::from(n_rest).min(RUN),
            index: index.into(),
            numbers: [0; RUN],
            n: 0,
        }
    }

    /// Those at `at`, of which there are `n`, from the first.
    pub(crate) fn all(bytes: &'s [u8], at: usize, n: u64) -> Runs<'s> {
        let mut rest = at;
        for _ in 0..n / RUN as u64 {
            if rest >= bytes.len() {
                break;
            }
            rest += n_run_bytes(bytes, rest);
        }
        Runs::new(bytes, at, rest, (n % RUN as u64) as u8, 0)
    }

    /// Passes over `n` numbers.
    #[inline]
    pub(crate) fn skip(&mut self, n: u64) {
        let mut index = self.index as u64 + n;
        while index >= RUN as u64 && self.at < self.rest {
            index -= RUN as u64;
            self.next_run();
        }
        self.index = index.min(RUN as u64) as usize;
    }

    /// Calls `each` with the next `n` numbers, in pieces.
    #[inline]
    pub(crate) fn take(&mut self, mut n: u64, mut each: impl FnMut(&[u32])) {
        while n > 0 {
            if self.index >= RUN {
                if self.at >= self.rest {
                    return;
                }
                self.next_run();
                self.index = 0;
            }
            if self.n == 0 {
                self.unpack();
            }
            let some = self.numbers.get(self.index..self.n).unwrap_or_default();
            let some = &some[..some.len().min(usize::try_from(n).unwrap_or(usize::MAX))];
            if some.is_empty() {
                return;
            }
            each(some);
            self.index += some.len();
            n -= some.len() as u64;
        }
    }

    fn next_run(&mut self) {
        self.at += n_run_bytes(self.bytes, self.at);
        self.n = 0;
    }

    fn unpack(&mut self) {
        if self.at < self.rest {
            self.n = RUN;
            if read_run(self.bytes, self.at, &mut self.numbers).is_none() {
                self.numbers = [0; RUN];
            }
            return;
        }
        let mut at = self.at;
        let mut k = K_OF_FEW;
        if self.n_rest >= FEW {
            k = self.bytes.get(at).copied().unwrap_or(0);
            at += 1;
        }
        let mut reader = BitReader::new(self.bytes, at);
        self.n = 0;
        while self.n < self.n_rest && !reader.is_at_end() {
            self.numbers[self.n] = reader.number(k);
            self.n += 1;
        }
    }
}

/// How long the run at `at` is, at least its head.
fn n_run_bytes(bytes: &[u8], at: usize) -> usize {
    match bytes.get(at..at + HEAD) {
        Some(&[n_bits, n_high]) => {
            let is_wide = n_high & IS_WIDE != 0;
            HEAD + RUN / 8 * usize::from(n_bits)
                + n_high_bytes(usize::from(n_high & !IS_WIDE), is_wide)
        }
        _ => HEAD,
    }
}

/// Unpacks a run; `None` where it is damaged.
pub(crate) fn read_run(bytes: &[u8], at: usize, numbers: &mut [u32; RUN]) -> Option<()> {
    let &[n_bits, n_high] = bytes.get(at..at + HEAD)? else {
        return None;
    };
    if n_bits > 32 {
        return None;
    }
    let start = at + HEAD;
    let packed = bytes.get(start..start + RUN / 8 * usize::from(n_bits))?;
    BitPacker4x::new().decompress(packed, numbers, n_bits);
    if n_high > 0 {
        if n_bits == 32 {
            return None;
        }
        let is_wide = n_high & IS_WIDE != 0;
        let n_high = usize::from(n_high & !IS_WIDE);
        let start = start + packed.len();
        let (indices, highs) = bytes
            .get(start..start + n_high_bytes(n_high, is_wide))?
            .split_at(n_high);
        for (n, &index) in indices.iter().enumerate() {
            let high = if is_wide {
                highs[n]
            } else {
                highs[n / 2] >> (n % 2 * 4) & 0xF
            };
            numbers[usize::from(index) % RUN] |= u32::from(high) << n_bits;
        }
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn invented(n: usize, spread: u32) -> Vec<u32> {
        let mut state = 7u32;
        (0..n)
            .map(|_| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                let number = (state >> 8) % spread;
                // Now and then a much greater one.
                if state.is_multiple_of(37) {
                    number.wrapping_mul(131)
                } else {
                    number
                }
            })
            .collect()
    }

    fn packed(numbers: &[u32]) -> Vec<u8> {
        let mut builder = RunBuilder::default();
        let (some, others) = numbers.split_at(numbers.len() / 3);
        for &number in some {
            builder.push(number);
        }
        builder.extend(others);
        let mut bytes = Vec::new();
        builder
            .each_packed(|packed| {
                bytes.extend_from_slice(packed);
                Ok(())
            })
            .expect("nothing is spilled");
        builder.write_rest(&mut bytes);
        bytes
    }

    #[test]
    fn numbers_come_back() {
        for n in [0, 1, 127, 128, 129, 256, 1000, 5000] {
            for spread in [1, 2, 60, 1000, u32::MAX] {
                let numbers = invented(n, spread);
                let mut bytes = packed(&numbers);
                bytes.extend([0x85; 7]);
                let mut found = Vec::new();
                Runs::all(&bytes, 0, n as u64).take(n as u64, |some| found.extend_from_slice(some));
                assert_eq!(found, numbers);
                for step in [1, 3, 130, 700] {
                    let mut runs = Runs::all(&bytes, 0, n as u64);
                    for at in (0..n.saturating_sub(2)).step_by(step.max(3)) {
                        let mut found = Vec::new();
                        runs.take(2, |some| found.extend_from_slice(some));
                        assert_eq!(found, &numbers[at..at + 2]);
                        runs.skip(step.max(3) as u64 - 2);
                    }
                }
            }
        }
    }

    #[test]
    fn great_numbers_among_small_ones_cost_little() {
        let mut numbers = [3; RUN];
        numbers[7] = 1 << 9;
        let mut bytes = Vec::new();
        write_run(&numbers, &mut bytes);
        assert_eq!(bytes.len(), HEAD + RUN / 8 * 2 + 2);
        numbers[8] = 1 << 5;
        bytes.clear();
        write_run(&numbers, &mut bytes);
        assert_eq!(bytes.len(), HEAD + RUN / 8 * 2 + 4);
        numbers[9] = u32::MAX;
        bytes.clear();
        write_run(&numbers, &mut bytes);
        let mut found = [0; RUN];
        assert!(read_run(&bytes, 0, &mut found).is_some());
        assert_eq!(found, numbers);
    }

    #[test]
    fn long_rows_wait_on_disk() {
        let folder = tempfile::tempdir().unwrap();
        let mut spilling = RunBuilder::spilling(folder.path().to_owned());
        let mut kept = RunBuilder::default();
        let all = |builder: &mut RunBuilder| {
            let mut bytes = Vec::new();
            builder
                .each_packed(|packed| {
                    bytes.extend_from_slice(packed);
                    Ok(())
                })
                .unwrap();
            bytes
        };
        // Twice: what is cleared leaves nothing behind.
        for n in [5 << 20, 3 << 20] {
            for number in 0..n as u32 {
                let number = number.wrapping_mul(2_654_435_761) >> 16;
                spilling.push(number);
                kept.push(number);
            }
            assert!(kept.packed.len() > SPILL_BYTES && spilling.packed.len() < SPILL_BYTES);
            assert_eq!(spilling.n_packed(), kept.n_packed());
            assert_eq!(spilling.start_of(n - 1), kept.start_of(n - 1));
            assert!(all(&mut spilling) == all(&mut kept));
            spilling.clear();
            kept.clear();
        }
    }

    #[test]
    fn damage_reads_as_something() {
        let bytes = packed(&invented(400, 300));
        for at in 0..bytes.len() {
            for value in [0, 0x7F, 0xFF] {
                let mut damaged = bytes.clone();
                damaged[at] = value;
                for bytes in [&damaged[..], &bytes[..at]] {
                    let mut runs = Runs::all(bytes, 0, 400);
                    let mut n = 0;
                    runs.skip(90);
                    runs.take(u64::MAX, |some| n += some.len());
                    assert!(n < 1 << 20);
                }
            }
        }
    }
}
