//! How originals are laid down as blobs.
//!
//! Each original is a blob of its own, so that any of them is read alone. What cables have in common stands once, in a
//! dictionary: a table of words ([`super::words`]), or, in archives of before version 4, a dictionary of zstd. What is no
//! text, and what comes before there is a dictionary, is a zstd frame. Over 150 MB of generated cables, in parts of their
//! size: zstd alone 0.55, with a dictionary 0.46, words 0.32, at the cost of the second.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use rusqlite::Connection;
use zstd::dict::DecoderDictionary;
use zstd::zstd_safe::{CParameter, DCtx, Strategy};

use super::blob_error;
use super::words::{Encoder, Places, Words};

/// A blob ready to be stored.
#[derive(Clone, Debug)]
pub(crate) struct Packed {
    /// Length before compression.
    pub(crate) n_bytes: u64,
    pub(crate) bytes: Vec<u8>,
    /// What it was compressed with.
    pub(crate) dictionary: Option<i64>,
}

/// What cables of an archive have in common, prepared for reading.
pub(crate) struct Dictionary {
    /// Its number in the archive.
    pub(crate) id: i64,
    kind: Kind,
}

/// The two kinds of dictionaries; as numbers, [`ZSTD`] and [`WORDS`].
enum Kind {
    Zstd {
        bytes: Vec<u8>,
        decoder: DecoderDictionary<'static>,
    },
    Words {
        words: Box<Words>,
        /// Made when it is first written with.
        encoder: OnceLock<Option<Encoder>>,
    },
}

/// The kinds of dictionaries as they are stored.
pub(crate) const ZSTD: i64 = 0;
pub(crate) const WORDS: i64 = 1;

impl Dictionary {
    pub(crate) fn new(id: i64, kind: i64, bytes: Vec<u8>) -> io::Result<Dictionary> {
        let kind = match kind {
            ZSTD => Kind::Zstd {
                decoder: DecoderDictionary::try_copy(&bytes)?,
                bytes,
            },
            WORDS => Kind::Words {
                words: Box::new(Words::read(&bytes)?),
                encoder: OnceLock::new(),
            },
            _ => return Err(invalid("a dictionary of an unknown kind")),
        };
        Ok(Dictionary { id, kind })
    }

    /// Whether it is of the kind that is made now.
    pub(crate) fn is_of_words(&self) -> bool {
        matches!(self.kind, Kind::Words { .. })
    }
}

impl fmt::Debug for Dictionary {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Dictionary")
            .field("id", &self.id)
            .field("is_of_words", &self.is_of_words())
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
        let (kind, bytes): (i64, Vec<u8>) = connection
            .prepare_cached("SELECT kind, bytes FROM dictionaries WHERE id = ?1")?
            .query_row([id], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let dictionary = Dictionary::new(id, kind, bytes).map_err(|error| blob_error(0, error))?;
        let dictionary = Arc::new(dictionary);
        known.insert(id, Arc::clone(&dictionary));
        Ok(dictionary)
    }
}

/// Originals, and bytes of them, below which no dictionary is trained: it would not earn what it takes.
const ENOUGH_SAMPLES: usize = 256;
const ENOUGH_BYTES: usize = 2 << 20;

/// Of each sample, and of all of them, what is looked at. Training costs 60 ms for each MB.
const SAMPLE_BYTES: usize = 16 << 10;
const MOST_BYTES: usize = 20 << 20;

/// Trains a dictionary of words; `None` where there is too little to learn from.
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
    super::words::train(&chosen)
}

/// Makes blobs; keeps its workspace between them, so each thread has one.
pub(crate) struct Packer {
    /// Level 3 alone, or with the dictionary of zstd.
    compressor: zstd::bulk::Compressor<'static>,
    dictionary: Option<Arc<Dictionary>>,
    places: Places,
}

/// The first byte of a blob of words. A zstd frame begins with 0x28.
const WORDS_FOLLOW: u8 = 1;

/// Bytes before the codes: what it is, and the CRC-32 of the text.
const HEAD: usize = 5;

impl Packer {
    pub(crate) fn new(dictionary: Option<Arc<Dictionary>>) -> io::Result<Packer> {
        let mut compressor = match dictionary.as_deref().map(|dictionary| &dictionary.kind) {
            None | Some(Kind::Words { .. }) => zstd::bulk::Compressor::new(3)?,
            Some(Kind::Zstd { bytes, .. }) => {
                let mut compressor = zstd::bulk::Compressor::with_dictionary(3, bytes)?;
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
            dictionary,
            places: Places::default(),
        })
    }

    pub(crate) fn pack(&mut self, bytes: &[u8]) -> io::Result<Packed> {
        let mut packed = Packed {
            n_bytes: bytes.len() as u64,
            bytes: Vec::new(),
            dictionary: self.dictionary.as_ref().map(|dictionary| dictionary.id),
        };
        if let Some(Kind::Words { words, encoder }) = self
            .dictionary
            .as_deref()
            .map(|dictionary| &dictionary.kind)
            && let Some(encoder) = encoder.get_or_init(|| Encoder::new(words))
        {
            packed.bytes.reserve(HEAD + bytes.len() / 2);
            packed.bytes.push(WORDS_FOLLOW);
            packed
                .bytes
                .extend_from_slice(&crc32fast::hash(bytes).to_le_bytes());
            encoder.encode(bytes, &mut self.places, &mut packed.bytes);
            // What is longer than texts are is none, and may be shorter the other way.
            if packed.bytes.len() <= HEAD + bytes.len() / 2 {
                packed.bytes.shrink_to_fit();
                return Ok(packed);
            }
        }
        let frame = self.compressor.compress(bytes)?;
        if packed.bytes.is_empty() || frame.len() < packed.bytes.len() {
            packed.bytes = frame;
        }
        Ok(packed)
    }
}

/// More than any original holds. Bounds what damage can ask for.
const MAX_BYTES: usize = 1 << 30;

thread_local! {
    static CONTEXT: RefCell<DCtx<'static>> = RefCell::new(DCtx::create());
}

/// A part of a blob by which it is told from all others.
pub(crate) fn telling_part(blob: &[u8]) -> &[u8] {
    const LENGTH: usize = 48;
    // Codes are the same for the same words, whatever text they stand in; the sum before them is not.
    let start = match blob.first() {
        Some(&WORDS_FOLLOW) => 0,
        _ => (blob.len() / 2).saturating_sub(LENGTH / 2),
    };
    &blob[start..blob.len().min(start + LENGTH)]
}

fn invalid(why: impl Into<String>) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, why.into())
}

/// The bytes of a blob, which must have had the length `n_bytes`.
pub(crate) fn unpack(
    blob: &[u8],
    n_bytes: u64,
    dictionary: Option<&Dictionary>,
) -> io::Result<Vec<u8>> {
    let capacity = usize::try_from(n_bytes)
        .ok()
        .filter(|&n| n <= MAX_BYTES)
        .ok_or_else(|| invalid("length out of range"))?;
    let kind = dictionary.map(|dictionary| &dictionary.kind);
    if let (Some(Kind::Words { words, .. }), Some(&WORDS_FOLLOW)) = (kind, blob.first()) {
        let (sum, codes) = blob[1..]
            .split_first_chunk()
            .ok_or_else(|| invalid("cut short"))?;
        return words
            .decode(codes, capacity)
            .filter(|bytes| crc32fast::hash(bytes) == u32::from_le_bytes(*sum))
            .ok_or_else(|| invalid("the words do not read as what they were"));
    }
    let mut bytes = Vec::with_capacity(capacity);
    CONTEXT
        .with_borrow_mut(|context| match kind {
            Some(Kind::Zstd { decoder, .. }) => {
                context.decompress_using_ddict(&mut bytes, blob, decoder.as_ddict())
            }
            None | Some(Kind::Words { .. }) => context.decompress(&mut bytes, blob),
        })
        .map_err(|code| invalid(zstd::zstd_safe::get_error_name(code)))?;
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
            assert_eq!(unpack(&packed.bytes, packed.n_bytes, None).unwrap(), bytes);
            assert!(unpack(&packed.bytes, packed.n_bytes + 1, None).is_err());
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
        // Of before version 4, and of now.
        let of_zstd = zstd::dict::from_samples(&samples, 112 << 10).unwrap();
        let of_words = train(&samples).unwrap();
        for (kind, bytes) in [(ZSTD, of_zstd), (WORDS, of_words)] {
            let dictionary = Arc::new(Dictionary::new(3, kind, bytes).unwrap());
            let mut plain = Packer::new(None).unwrap();
            let mut packer = Packer::new(Some(Arc::clone(&dictionary))).unwrap();
            let (mut n_plain, mut n_packed) = (0, 0);
            for sample in &samples[..50] {
                n_plain += plain.pack(sample).unwrap().bytes.len();
                let packed = packer.pack(sample).unwrap();
                n_packed += packed.bytes.len();
                assert_eq!(packed.dictionary, Some(3));
                let back = unpack(&packed.bytes, packed.n_bytes, Some(&dictionary)).unwrap();
                assert!(back == *sample);
                // Without it the blob does not read.
                assert!(unpack(&packed.bytes, packed.n_bytes, None).is_err());
                // Nor with another length, nor damaged.
                assert!(unpack(&packed.bytes, packed.n_bytes + 1, Some(&dictionary)).is_err());
                let mut damaged = packed.bytes.clone();
                let middle = damaged.len() / 2;
                damaged[middle] ^= 1;
                assert!(unpack(&damaged, packed.n_bytes, Some(&dictionary)).is_err());
                damaged.truncate(middle);
                assert!(unpack(&damaged, packed.n_bytes, Some(&dictionary)).is_err());
                assert!(unpack(&damaged[..3], packed.n_bytes, Some(&dictionary)).is_err());
            }
            assert!(n_packed < n_plain, "{n_packed} {n_plain}");
            let noise: Vec<u8> = (0..70_000_u32)
                .map(|n| (n.wrapping_mul(n) >> 7) as u8)
                .collect();
            for bytes in [&b""[..], b"x", &vec![0xFF; 3_000_000], &noise] {
                let packed = packer.pack(bytes).unwrap();
                assert!(packed.bytes.len() < bytes.len() + 64);
                assert!(unpack(&packed.bytes, packed.n_bytes, Some(&dictionary)).unwrap() == bytes);
            }
        }
        assert!(Dictionary::new(1, 2, Vec::new()).is_err());
    }

    #[test]
    fn too_little_gives_no_dictionary() {
        assert!(train(&[]).is_none());
        assert!(train(&[&vec![b'x'; 100_000][..]; 100]).is_none());
        assert!(train(&[&b"few"[..]; 300]).is_none());
    }
}
