//! What the index files looked like when the last writer was done with them.
//!
//! Verifying every checksum at each opening would read the whole index. A file with the size and time it was sealed
//! with is taken as it was written; any other is verified.
//!
//! Small commits do not wait for the disk (see [`chancery_index::Durability`]). Until the machine stops that makes no
//! difference to anyone; so a seal over such files names the time for which the machine has been running, and counts for
//! nothing after it.

use std::collections::BTreeMap;
use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use crate::{Error, layout};

/// Size and time of last change, in nanoseconds since 1970.
type Stat = (u64, u64);

/// The seal: each file of the index with its [`Stat`].
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(crate) struct Seal {
    files: BTreeMap<String, Stat>,
    /// The start of the machine after which the seal counts for nothing; `None` where all files are on the disk.
    boot: Option<String>,
}

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
        Ok(Seal { files, boot: None })
    }

    /// The seal as the last writer left it; empty where there is none that counts.
    pub(crate) fn read(folder: &Path) -> Seal {
        fs::read(layout::seal(folder))
            .ok()
            .and_then(|bytes| serde_json::from_slice(&bytes).ok())
            .filter(|seal: &Seal| seal.boot.is_none() || seal.boot == boot())
            .unwrap_or_default()
    }

    /// This seal, for files that need not be on the disk.
    pub(crate) fn until_the_machine_stops(self) -> Seal {
        Seal {
            boot: boot(),
            ..self
        }
    }

    /// Whether all files are on the disk, as far as it knows.
    pub(crate) fn is_on_disk(&self) -> bool {
        self.boot.is_none()
    }

    pub(crate) fn write(&self, folder: &Path) -> Result<(), Error> {
        let path = layout::seal(folder);
        let json =
            serde_json::to_vec(self).map_err(|error| Error::io("write", &path, error.into()))?;
        // Without it, or with one that does not read, checksums are verified. Written over in its place: to replace a
        // file makes some systems wait for the disk.
        let write = || {
            let mut file = OpenOptions::new()
                .write(true)
                .create(true)
                .truncate(false)
                .open(&path)?;
            file.write_all(&json)?;
            file.set_len(json.len() as u64)
        };
        write().map_err(|error| Error::io("write", &path, error))
    }

    /// The files of `now` that are not as this seal has them.
    pub(crate) fn differing(&self, now: &Seal) -> Vec<PathBuf> {
        now.files
            .iter()
            .filter(|(name, stat)| self.files.get(*name) != Some(*stat))
            .map(|(name, _)| PathBuf::from(name))
            .collect()
    }
}

/// Tells one start of the machine from another, where the system says so.
pub(crate) fn boot() -> Option<String> {
    if !cfg!(target_os = "linux") {
        return None;
    }
    let id = fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()?;
    Some(id.trim().to_owned()).filter(|id| !id.is_empty())
}

fn stat(metadata: &fs::Metadata) -> Stat {
    let changed = metadata
        .modified()
        .ok()
        .and_then(|time| time.duration_since(UNIX_EPOCH).ok())
        .map_or(0, |since| since.as_nanos() as u64);
    (metadata.len(), changed)
}
