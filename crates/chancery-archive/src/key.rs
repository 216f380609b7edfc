//! What names a cable and a source inside an archive.

use std::fmt;

/// The name of a cable in an archive, and the last part of its address.
///
/// The canonical identifier where the cable has one, `07STRELSAU92`; otherwise `x-` and the first twelve hexadecimal
/// digits of the SHA-256 of its normalised text. Two archives that hold the same cable give it the same key.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CableKey(String);

impl CableKey {
    pub(crate) fn new(key: impl Into<String>) -> CableKey {
        CableKey(key.into())
    }

    /// The key as text, fit for an address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is the identifier of the cable, and not made from its text.
    pub fn is_identifier(&self) -> bool {
        !self.0.starts_with("x-")
    }
}

impl fmt::Display for CableKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.0)
    }
}

impl AsRef<str> for CableKey {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

/// One source of one archive: a file that was ingested. Numbers start at 1 and are never used again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(u64);

impl SourceId {
    /// The source with this number, which may or may not exist.
    pub fn new(number: u64) -> SourceId {
        SourceId(number)
    }

    /// The number.
    pub fn number(self) -> u64 {
        self.0
    }
}

impl fmt::Display for SourceId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, formatter)
    }
}
