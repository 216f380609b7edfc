//! What the index files looked like when the last writer was done with them.
//!
//! Verifying every checksum at each opening would read the whole index. A file with the size and time it was sealed
//! with is taken as it was written; any other is verified.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use crate::{Error, layout};

/// Size and time of last change, in nanoseconds since 1970.
type Stat = (u64, u64);

/// The seal: each file of the index with its [`Stat`].
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(crate) struct Seal(BTreeMap<String, Stat>);

impl Seal {
    /// The files as they are now. Files whose name begins with a dot are locks and lists of the index's own.
    pub(crate) fn of_index(folder: &Path) -> io::Result<Seal> {
        let mut files = BTreeMap::new();
        for entry in fs::read_dir(layout::index(folder))? {
            let entry = entry?;
            let Ok(name) = entry.file_name().into_string() else {
                continue;
            };
            if name.starts_with('.') {
                continue;
            }
            match entry.metadata() {
                Ok(metadata) => files.insert(name, stat(&metadata)),
                // Merged away meanwhile.
                Err(error) if error.kind() == io::ErrorKind::NotFound => None,
                Err(error) => return Err(error),
            };
        }
        Ok(Seal(files))
    }

    /// The seal as the last writer left it; empty where there is none that reads.
    pub(crate) fn read(folder: &Path) -> Seal {
        fs::read(layout::seal(folder))
            .ok()
            .and_then(|bytes| serde_json::from_slice(&bytes).ok())
            .unwrap_or_default()
    }

    pub(crate) fn write(&self, folder: &Path) -> Result<(), Error> {
        let path = layout::seal(folder);
        let json =
            serde_json::to_vec(self).map_err(|error| Error::io("write", &path, error.into()))?;
        // Without it, or with one that does not read, checksums are verified.
        layout::write_lightly(&path, &json)
    }

    /// The files of `now` that are not as this seal has them.
    pub(crate) fn differing(&self, now: &Seal) -> Vec<PathBuf> {
        now.0
            .iter()
            .filter(|(name, stat)| self.0.get(*name) != Some(*stat))
            .map(|(name, _)| PathBuf::from(name))
            .collect()
    }
}

fn stat(metadata: &fs::Metadata) -> Stat {
    let changed = metadata
        .modified()
        .ok()
        .and_then(|time| time.duration_since(UNIX_EPOCH).ok())
        .map_or(0, |since| since.as_nanos() as u64);
    (metadata.len(), changed)
}
