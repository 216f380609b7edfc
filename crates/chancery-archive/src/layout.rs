//! The folder: names, the marker, the version check and the writer's lock. See `docs/storage.md`.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use crate::Error;

/// The version of archives this build writes, and the newest it reads.
pub(crate) const VERSION: u32 = 5;

/// `application_id` of the database: "CHNC".
pub(crate) const APPLICATION_ID: u32 = 0x4348_4E43;

const MARKER: &str = "archive.toml";
const TRUTH: &str = "truth.sqlite";
const TRUTH_NEW: &str = "truth.sqlite.new";
const INDEX: &str = "index";
const INDEX_NEW: &str = "index.new";
const INDEX_OLD: &str = "index.old";
const SEAL: &str = "index.seal";
const LOCK: &str = "writer.lock";

/// Everything an archive folder may hold; a folder with nothing else and no marker is one that was being created.
const OURS: [&str; 15] = [
    MARKER,
    "archive.toml.new",
    TRUTH,
    "truth.sqlite-wal",
    "truth.sqlite-shm",
    "truth.sqlite-journal",
    TRUTH_NEW,
    "truth.sqlite.new-wal",
    "truth.sqlite.new-shm",
    "truth.sqlite.new-journal",
    INDEX,
    INDEX_NEW,
    INDEX_OLD,
    SEAL,
    LOCK,
];

pub(crate) fn truth(folder: &Path) -> PathBuf {
    folder.join(TRUTH)
}

/// What was written to the truth and is not in its file yet.
pub(crate) fn log(folder: &Path) -> PathBuf {
    folder.join("truth.sqlite-wal")
}

/// A copy of the truth while it is being made.
pub(crate) fn truth_new(folder: &Path) -> PathBuf {
    folder.join(TRUTH_NEW)
}

/// Removes a truth that was being made and came to nothing, with the lock beside it, as far as it is there.
pub(crate) fn remove_truth(folder: &Path) {
    for name in OURS {
        if name.starts_with(TRUTH) || name == LOCK {
            // What is not there need not go; what cannot go is found again by the next attempt.
            let _ = fs::remove_file(folder.join(name));
        }
    }
}

/// Removes everything of ours from a folder, and the folder itself where `with_folder` says so and nothing else is in it.
pub(crate) fn remove_all(folder: &Path, with_folder: bool) -> Result<(), Error> {
    for name in OURS {
        let path = folder.join(name);
        let removed = match fs::symlink_metadata(&path) {
            Ok(metadata) if metadata.is_dir() => fs::remove_dir_all(&path),
            Ok(_) => fs::remove_file(&path),
            Err(error) => Err(error),
        };
        match removed {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(Error::io("remove", &path, error));
            }
            _ => {}
        }
    }
    if with_folder {
        // It stays where somebody else has put something into it.
        let _ = fs::remove_dir(folder);
    }
    Ok(())
}

pub(crate) fn index(folder: &Path) -> PathBuf {
    folder.join(INDEX)
}

pub(crate) fn index_new(folder: &Path) -> PathBuf {
    folder.join(INDEX_NEW)
}

pub(crate) fn index_old(folder: &Path) -> PathBuf {
    folder.join(INDEX_OLD)
}

pub(crate) fn seal(folder: &Path) -> PathBuf {
    folder.join(SEAL)
}

/// What stands at a path, as far as archives are concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Found {
    /// Nothing, or an empty folder.
    Nothing,
    /// An archive that this build reads.
    Archive,
    /// An archive whose creation was interrupted before it held anything, or one that lost its marker.
    Unmarked,
    /// Something else.
    Other,
}

/// Looks at a folder without changing anything in it.
///
/// # Errors
///
/// When the folder cannot be read, or holds an archive of a newer version.
pub(crate) fn look(folder: &Path) -> Result<Found, Error> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Found::Nothing),
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => return Ok(Found::Other),
        Err(error) => return Err(Error::io("open", folder, error)),
    };
    let marker = folder.join(MARKER);
    match fs::read(&marker) {
        Ok(text) => {
            let Some(version) = marked_version(&String::from_utf8_lossy(&text)) else {
                return Ok(Found::Other);
            };
            check_version(folder, version)?;
            check_version(folder, stored_version(folder)?.unwrap_or(0))?;
            return Ok(Found::Archive);
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(Error::io("read", &marker, error)),
    }
    let mut is_empty = true;
    for entry in entries {
        let entry = entry.map_err(|error| Error::io("read", folder, error))?;
        is_empty = false;
        if !OURS.iter().any(|name| entry.file_name() == **name) {
            return Ok(Found::Other);
        }
    }
    if is_empty {
        return Ok(Found::Nothing);
    }
    check_version(folder, stored_version(folder)?.unwrap_or(0))?;
    Ok(Found::Unmarked)
}

/// Whether a folder met on a walk is an archive of any version, whose files are not cables to ingest.
pub fn is_archive(folder: &Path) -> bool {
    fs::read(folder.join(MARKER))
        .is_ok_and(|text| marked_version(&String::from_utf8_lossy(&text)).is_some())
        || stored_version(folder).is_ok_and(|version| version.is_some())
}

pub(crate) fn check_version(folder: &Path, found: u32) -> Result<(), Error> {
    if found > VERSION {
        return Err(Error::NewerVersion {
            folder: folder.to_owned(),
            found,
            supported: VERSION,
        });
    }
    Ok(())
}

/// Writes the marker where it is missing; gives whether it was.
pub(crate) fn write_marker_if_lost(folder: &Path) -> Result<bool, Error> {
    if folder.join(MARKER).exists() {
        return Ok(false);
    }
    write_marker(folder)?;
    Ok(true)
}

/// Writes the marker, whole or not at all.
pub(crate) fn write_marker(folder: &Path) -> Result<(), Error> {
    let text = format!(
        "# A Chancery archive: diplomatic cables, their sources and an index. Open it with `chancery serve`.\n\
         # The truth is truth.sqlite; index/ is derived from it and may be deleted. See docs/storage.md.\n\
         format = \"chancery-archive\"\n\
         version = {VERSION}\n"
    );
    write_whole(&folder.join(MARKER), text.as_bytes())
}

/// Replaces a file so that after a crash it is the old one or the new one.
pub(crate) fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let write = || {
        let new = new_name(path);
        let mut file = File::create(&new)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        drop(file);
        fs::rename(&new, path)?;
        sync_folder(path.parent())
    };
    write().map_err(|error| Error::io("write", path, error))
}

fn new_name(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".new");
    PathBuf::from(name)
}

/// Makes the names in a folder durable, where the platform has that notion.
pub(crate) fn sync_folder(folder: Option<&Path>) -> io::Result<()> {
    if cfg!(unix)
        && let Some(folder) = folder
    {
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}

/// The version a marker states; `None` where the text is no marker of ours.
fn marked_version(text: &str) -> Option<u32> {
    let value = |name: &str| {
        text.lines().find_map(|line| {
            let (key, value) = line.split_once('=')?;
            (key.trim() == name).then(|| value.trim())
        })
    };
    if value("format")? != "\"chancery-archive\"" {
        return None;
    }
    value("version")?.parse().ok()
}

/// `user_version` of the database, read from its header; `None` where it is absent or not ours.
///
/// The file is read, never opened with `SQLite`, so that an archive of a newer version stays as it is.
fn stored_version(folder: &Path) -> Result<Option<u32>, Error> {
    let path = truth(folder);
    let mut header = [0; 72];
    let read = File::open(&path).and_then(|mut file| file.read_exact(&mut header));
    match read {
        Ok(()) => {}
        Err(error)
            if matches!(
                error.kind(),
                io::ErrorKind::NotFound | io::ErrorKind::UnexpectedEof
            ) =>
        {
            return Ok(None);
        }
        Err(error) => return Err(Error::io("read", &path, error)),
    }
    let number = |at: usize| {
        u32::from_be_bytes([header[at], header[at + 1], header[at + 2], header[at + 3]])
    };
    let is_ours = header.starts_with(b"SQLite format 3\0") && number(68) == APPLICATION_ID;
    Ok(is_ours.then(|| number(60)))
}

/// The process that holds the writer's lock, as it noted itself; it may be gone by now.
pub(crate) fn holder(folder: &Path) -> Option<u32> {
    fs::read_to_string(folder.join(LOCK))
        .ok()?
        .trim()
        .parse()
        .ok()
}

/// The right to write to an archive, held until dropped.
#[derive(Debug)]
pub(crate) struct WriterLock {
    _file: File,
}

impl WriterLock {
    /// Takes the lock, or says who has it.
    ///
    /// # Errors
    ///
    /// [`Error::Locked`] where another process or another part of this one is writing.
    pub(crate) fn take(folder: &Path) -> Result<WriterLock, Error> {
        let path = folder.join(LOCK);
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)
            .map_err(|error| Error::io("open", &path, error))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                // Where the platform forbids reading a locked file, the holder stays unknown.
                return Err(Error::Locked {
                    folder: folder.to_owned(),
                    holder: holder(folder),
                });
            }
            Err(TryLockError::Error(error)) => return Err(Error::io("lock", &path, error)),
        }
        let mut note = || {
            file.set_len(0)?;
            file.seek(SeekFrom::Start(0))?;
            writeln!(file, "{}", std::process::id())
        };
        note().map_err(|error| Error::io("write", &path, error))?;
        Ok(WriterLock { _file: file })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markers_are_told_from_other_files() {
        assert_eq!(
            marked_version("# x\nformat = \"chancery-archive\"\nversion = 7\n"),
            Some(7)
        );
        assert_eq!(marked_version("format = \"other\"\nversion = 1\n"), None);
        assert_eq!(marked_version(""), None);
    }

    #[test]
    fn a_second_writer_is_told_who_the_first_is() {
        let folder = tempfile::tempdir().unwrap();
        let first = WriterLock::take(folder.path()).unwrap();
        let error = WriterLock::take(folder.path()).unwrap_err();
        assert!(error.is_locked());
        assert!(
            error
                .to_string()
                .ends_with(&format!("process {}", std::process::id()))
        );
        drop(first);
        WriterLock::take(folder.path()).unwrap();
    }

    #[test]
    fn other_folders_are_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(look(&folder.path().join("absent")).unwrap(), Found::Nothing);
        assert_eq!(look(folder.path()).unwrap(), Found::Nothing);
        fs::write(folder.path().join("notes.txt"), "x").unwrap();
        assert_eq!(look(folder.path()).unwrap(), Found::Other);
        assert_eq!(
            look(&folder.path().join("notes.txt")).unwrap(),
            Found::Other
        );
    }
}
