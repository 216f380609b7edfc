//! How originals are laid down as blobs.
//!
//! Each original is a zstd frame of its own, so that any of them is read alone. What cables have in common stands once,
//! in a dictionary trained from some of them. Over 150 MB of generated cables, in parts of their size and seconds for
//! 1.5 GB on one core: without a dictionary 0.54 and 7.4; with one at level 3 0.465 and 11.1; with that and matches of at
//! least five bytes, as here, 0.460 and 11.8; by searching (`greedy`) 0.447 and 18.6. Samples from all over the input
//! matter more than any of it: a dictionary of the first thousand cables of the same input gave 0.53.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::Connection;
use zstd::dict::DecoderDictionary;
use zstd::zstd_safe::{CParameter, DCtx, Strategy};

use super::blob_error;

/// A blob ready to be stored.
#[derive(Clone, Debug)]
pub(crate) struct Packed {
    /// Length before compression.
    pub(crate) n_bytes: u64,
    /// One zstd frame.
    pub(crate) zstd: Vec<u8>,
    /// What it was compressed with.
    pub(crate) dictionary: Option<i64>,
}

/// What cables of an archive have in common, prepared for reading.
pub(crate) struct Dictionary {
    /// Its number in the archive.
    pub(crate) id: i64,
    bytes: Vec<u8>,
    decoder: DecoderDictionary<'static>,
}

impl Dictionary {
    pub(crate) fn new(id: i64, bytes: Vec<u8>) -> io::Result<Dictionary> {
        let decoder = DecoderDictionary::try_copy(&bytes)?;
        Ok(Dictionary { id, bytes, decoder })
    }
}

impl fmt::Debug for Dictionary {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Dictionary")
            .field("id", &self.id)
            .field("n_bytes", &self.bytes.len())
            .finish_non_exhaustive()
    }
}

/// The dictionaries of an archive that were used so far.
#[derive(Debug, Default)]
pub(crate) struct Dictionaries(Mutex<BTreeMap<i64, Arc<Dictionary>>>);

impl Dictionaries {
    /// Forgets those that were used, which may have been replaced.
    pub(super) fn clear(&self) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clear();
    }

    /// The dictionary with this number, read from the archive where it is used for the first time.
    pub(crate) fn get(
        &self,
        connection: &Connection,
        id: i64,
    ) -> rusqlite::Result<Arc<Dictionary>> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(dictionary) = known.get(&id) {
            return Ok(Arc::clone(dictionary));
        }
        let bytes: Vec<u8> = connection
            .prepare_cached("SELECT bytes FROM dictionaries WHERE id = ?1")?
            .query_row([id], |row| row.get(0))?;
        let dictionary = Dictionary::new(id, bytes).map_err(|error| blob_error(0, error))?;
        let dictionary = Arc::new(dictionary);
        known.insert(id, Arc::clone(&dictionary));
        Ok(dictionary)
    }
}

/// Bytes of a dictionary at most.
const DICTIONARY_BYTES: usize = 112 << 10;

/// Originals, and bytes of them, below which no dictionary is trained: it would not earn what it takes.
const ENOUGH_SAMPLES: usize = 256;
const ENOUGH_BYTES: usize = 2 << 20;

/// Of each sample, and of all of them, what is looked at. Training costs 70 ms for each MB.
const SAMPLE_BYTES: usize = 16 << 10;
const MOST_BYTES: usize = 8 << 20;

/// Trains a dictionary; `None` where there is too little to learn from.
///
/// Samples are best taken from all over what is to be stored: cables of one year or one post resemble each other more
/// than they resemble the rest. Where there are more than are looked at, every second, third and so on is taken.
pub(crate) fn train(samples: &[&[u8]]) -> Option<Vec<u8>> {
    let cut = |sample: &'_ &[u8]| sample.len().min(SAMPLE_BYTES);
    let n_bytes: usize = samples.iter().map(cut).sum();
    if samples.len() < ENOUGH_SAMPLES || n_bytes < ENOUGH_BYTES {
        return None;
    }
    let every = n_bytes.div_ceil(MOST_BYTES);
    let chosen: Vec<&[u8]> = samples
        .iter()
        .step_by(every)
        .map(|sample| &sample[..cut(sample)])
        .collect();
    // It fails on samples that have nothing in common, which then need no dictionary.
    zstd::dict::from_samples(&chosen, DICTIONARY_BYTES).ok()
}

/// Makes blobs; keeps its workspace between them, so each thread has one.
pub(crate) struct Packer {
    compressor: zstd::bulk::Compressor<'static>,
    dictionary: Option<i64>,
}

impl Packer {
    pub(crate) fn new(dictionary: Option<Arc<Dictionary>>) -> io::Result<Packer> {
        let mut compressor = match &dictionary {
            None => zstd::bulk::Compressor::new(3)?,
            Some(dictionary) => {
                let mut compressor = zstd::bulk::Compressor::with_dictionary(3, &dictionary.bytes)?;
                for parameter in [
                    CParameter::WindowLog(18),
                    CParameter::HashLog(17),
                    CParameter::ChainLog(16),
                    CParameter::MinMatch(5),
                    CParameter::Strategy(Strategy::ZSTD_dfast),
                ] {
                    compressor.set_parameter(parameter)?;
                }
                compressor
            }
        };
        compressor.include_checksum(true)?;
        compressor.include_dictid(false)?;
        Ok(Packer {
            compressor,
            dictionary: dictionary.map(|dictionary| dictionary.id),
        })
    }

    pub(crate) fn pack(&mut self, bytes: &[u8]) -> io::Result<Packed> {
        Ok(Packed {
            n_bytes: bytes.len() as u64,
            zstd: self.compressor.compress(bytes)?,
            dictionary: self.dictionary,
        })
    }
}

/// More than any original holds. Bounds what damage can ask for.
const MAX_BYTES: usize = 1 << 30;

thread_local! {
    static CONTEXT: RefCell<DCtx<'static>> = RefCell::new(DCtx::create());
}

/// The bytes of a blob, which must have had the length `n_bytes`.
pub(crate) fn unpack(
    zstd: &[u8],
    n_bytes: u64,
    dictionary: Option<&Dictionary>,
) -> io::Result<Vec<u8>> {
    let invalid = |why: String| io::Error::new(io::ErrorKind::InvalidData, why);
    let capacity = usize::try_from(n_bytes)
        .ok()
        .filter(|&n| n <= MAX_BYTES)
        .ok_or_else(|| invalid("length out of range".to_owned()))?;
    let mut bytes = Vec::with_capacity(capacity);
    CONTEXT
        .with_borrow_mut(|context| match dictionary {
            None => context.decompress(&mut bytes, zstd),
            Some(dictionary) => {
                context.decompress_using_ddict(&mut bytes, zstd, dictionary.decoder.as_ddict())
            }
        })
        .map_err(|code| invalid(zstd::zstd_safe::get_error_name(code).to_owned()))?;
    if bytes.len() != capacity {
        return Err(invalid(format!(
            "expected {capacity} bytes, found {}",
            bytes.len()
        )));
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blobs_come_back() {
        let mut packer = Packer::new(None).unwrap();
        for bytes in [&b""[..], b"x", &vec![0xFF; 100_000]] {
            let packed = packer.pack(bytes).unwrap();
            assert_eq!(unpack(&packed.zstd, packed.n_bytes, None).unwrap(), bytes);
            assert!(unpack(&packed.zstd, packed.n_bytes + 1, None).is_err());
        }
        assert!(unpack(b"no frame", 3, None).is_err());
        assert!(unpack(b"", u64::MAX, None).is_err());
    }

    /// Texts that have words in common, and differ.
    fn texts() -> Vec<String> {
        let words = [
            "palace", "castle", "king", "duke", "river", "minister", "forest", "hunt",
        ];
        let mut state = 7_u64;
        let mut next = || {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            (state >> 33) as usize
        };
        (0..600)
            .map(|number| {
                let mut text = format!(
                    "R 081540Z OCT 06\nFM AMEMBASSY STRELSAU\nTO SECSTATE WASHDC {number:04}\n\n1. (C) "
                );
                for _ in 0..600 {
                    text.push_str(words[next() % words.len()]);
                    text.push_str(&(next() % 1_000).to_string());
                    text.push(' ');
                }
                text
            })
            .collect()
    }

    #[test]
    fn a_dictionary_makes_blobs_smaller_and_they_come_back() {
        let texts = texts();
        let samples: Vec<&[u8]> = texts.iter().map(String::as_bytes).collect();
        let bytes = train(&samples).unwrap();
        assert!(bytes.len() <= DICTIONARY_BYTES);
        let dictionary = Arc::new(Dictionary::new(3, bytes).unwrap());
        let mut plain = Packer::new(None).unwrap();
        let mut packer = Packer::new(Some(Arc::clone(&dictionary))).unwrap();
        let (mut n_plain, mut n_packed) = (0, 0);
        for sample in &samples[..50] {
            n_plain += plain.pack(sample).unwrap().zstd.len();
            let packed = packer.pack(sample).unwrap();
            n_packed += packed.zstd.len();
            assert_eq!(packed.dictionary, Some(3));
            let back = unpack(&packed.zstd, packed.n_bytes, Some(&dictionary)).unwrap();
            assert!(back == *sample);
            // Without it, or with another, the frame does not read.
            assert!(unpack(&packed.zstd, packed.n_bytes, None).is_err());
        }
        assert!(n_packed < n_plain, "{n_packed} {n_plain}");
        for bytes in [&b""[..], b"x", &vec![0xFF; 3_000_000]] {
            let packed = packer.pack(bytes).unwrap();
            assert!(unpack(&packed.zstd, packed.n_bytes, Some(&dictionary)).unwrap() == bytes);
        }
    }

    #[test]
    fn too_little_gives_no_dictionary() {
        assert!(train(&[]).is_none());
        assert!(train(&[&vec![b'x'; 100_000][..]; 100]).is_none());
        assert!(train(&[&b"few"[..]; 300]).is_none());
    }
}
