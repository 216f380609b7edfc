//! How originals are laid down as blobs.

use std::io;

/// A blob ready to be stored.
#[derive(Clone, Debug)]
pub(crate) struct Packed {
    /// Length before compression.
    pub(crate) n_bytes: u64,
    /// One zstd frame.
    pub(crate) zstd: Vec<u8>,
}

/// Makes blobs; keeps its workspace between them, so each thread has one.
pub(crate) struct Packer {
    compressor: zstd::bulk::Compressor<'static>,
}

impl Packer {
    /// Level 3: over cables the next levels cost twice the time for one or two per cent.
    pub(crate) fn new() -> io::Result<Packer> {
        let mut compressor = zstd::bulk::Compressor::new(3)?;
        compressor.include_checksum(true)?;
        Ok(Packer { compressor })
    }

    pub(crate) fn pack(&mut self, bytes: &[u8]) -> io::Result<Packed> {
        Ok(Packed {
            n_bytes: bytes.len() as u64,
            zstd: self.compressor.compress(bytes)?,
        })
    }
}

/// More than any original holds. Bounds what damage can ask for.
const MAX_BYTES: usize = 1 << 30;

/// The bytes of a blob, which must have had the length `n_bytes`.
pub(crate) fn unpack(zstd: &[u8], n_bytes: u64) -> io::Result<Vec<u8>> {
    let capacity = usize::try_from(n_bytes)
        .ok()
        .filter(|&n| n <= MAX_BYTES)
        .ok_or_else(|| io::Error::new(io::ErrorKind::InvalidData, "length out of range"))?;
    let bytes = zstd::bulk::decompress(zstd, capacity)?;
    if bytes.len() != capacity {
        return Err(io::Error::new(
            io::ErrorKind::InvalidData,
            format!("expected {capacity} bytes, found {}", bytes.len()),
        ));
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blobs_come_back() {
        let mut packer = Packer::new().unwrap();
        for bytes in [&b""[..], b"x", &vec![0xFF; 100_000]] {
            let packed = packer.pack(bytes).unwrap();
            assert_eq!(unpack(&packed.zstd, packed.n_bytes).unwrap(), bytes);
            assert!(unpack(&packed.zstd, packed.n_bytes + 1).is_err());
        }
        assert!(unpack(b"no frame", 3).is_err());
        assert!(unpack(b"", u64::MAX).is_err());
    }
}
