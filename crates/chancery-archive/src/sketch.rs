//! What tells near-duplicates.

/// Hashes of a text that are kept.
pub(crate) const N_HASHES: usize = 4;
