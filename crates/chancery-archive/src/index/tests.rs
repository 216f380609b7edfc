//! The index follows the truth, whatever happens to it.

use std::fs;
use std::path::{Path, PathBuf};

use super::*;
use crate::testing::{self, Describe, hits, store};
use crate::{Archive, Search};

fn cables(numbers: std::ops::Range<u32>) -> Vec<chancery_format::record::Record> {
    numbers
        .map(|number| {
            testing::cable(
                &format!("07 STRELSAU {number}"),
                &[&format!("The king saw castle c{number} and was pleased.")],
            )
            .sent("2007-10-08T15:40:00Z")
        })
        .collect()
}

/// All files of the index whose name ends so.
fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(layout::index(folder))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.to_string_lossy().ends_with(ending))
        .collect();
    files.sort();
    files
}

#[track_caller]
fn check_complete(folder: &Path, n_cables: u32) {
    let archive = Archive::open(folder).unwrap();
    let total = |query: &str| {
        let search = Search {
            query: query.to_owned(),
            ..Search::default()
        };
        archive.search(&search).unwrap().total
    };
    assert_eq!(total(""), u64::from(n_cables));
    assert_eq!(total("king"), u64::from(n_cables));
    for number in 1..=n_cables {
        assert_eq!(
            hits(&archive, &format!("c{number}")),
            format!("07STRELSAU{number}")
        );
    }
    assert!(is_sealed(folder));
    assert!(!layout::index_new(folder).exists());
    assert!(!layout::index_old(folder).exists());
}

/// Damages a complete index, then opens the archive.
#[track_caller]
fn check_repaired(damage: impl FnOnce(&Path)) {
    let (folder, archive) = testing::archive(&cables(1..21));
    drop(archive);
    damage(folder.path());
    check_complete(folder.path(), 20);
}

#[test]
fn too_much_asked_for_is_no_fault_of_the_index() {
    let error = failed("search")(std::io::ErrorKind::QuotaExceeded.into());
    assert!(
        error
            .as_query()
            .is_some_and(|error| error.suggestion().is_some())
    );
    let error = failed("search")(std::io::ErrorKind::InvalidData.into());
    assert!(error.as_query().is_none());
}

#[test]
fn an_index_that_is_behind_catches_up() {
    let (folder, archive) = testing::archive(&cables(1..21));
    let segments = files(folder.path(), ".segment");
    store(&archive, &cables(21..31));
    drop(archive);
    check_complete(folder.path(), 30);
    // It was added to, not rebuilt.
    assert!(segments.iter().all(|path| path.exists()));
}

#[test]
fn a_further_edition_replaces_the_document() {
    let (folder, archive) = testing::archive(&cables(1..3));
    let other = testing::cable("07 STRELSAU 1", &["The king saw ghosts."]);
    store(&archive, &[other]);
    drop(archive);
    let archive = Archive::open(folder.path()).unwrap();
    assert_eq!(hits(&archive, ""), "07STRELSAU1 07STRELSAU2");
    // Both texts are searched, and count as one cable.
    assert_eq!(hits(&archive, "ghosts castle"), "07STRELSAU1");
    assert_eq!(hits(&archive, "king"), "07STRELSAU1 07STRELSAU2");
}

#[test]
fn missing_parts_are_rebuilt() {
    check_repaired(|folder| fs::remove_dir_all(layout::index(folder)).unwrap());
    check_repaired(|folder| fs::remove_file(layout::index(folder).join("manifest.json")).unwrap());
    check_repaired(|folder| fs::remove_file(&files(folder, ".segment")[0]).unwrap());
    check_repaired(|folder| fs::remove_file(layout::seal(folder)).unwrap());
    check_repaired(|folder| {
        fs::remove_dir_all(layout::index(folder)).unwrap();
        fs::write(layout::index(folder), "a file in its place").unwrap();
    });
}

#[test]
fn damaged_parts_are_rebuilt() {
    check_repaired(|folder| {
        fs::write(layout::index(folder).join("manifest.json"), "{\"x\":").unwrap();
    });
    check_repaired(|folder| fs::write(layout::seal(folder), "no seal").unwrap());
    for part in 0..10 {
        check_repaired(|folder| {
            let path = &files(folder, ".segment")[0];
            let mut bytes = fs::read(path).unwrap();
            let at = (bytes.len() - 1) * part / 9;
            bytes[at] ^= 0x55;
            fs::write(path, bytes).unwrap();
        });
    }
    for ending in [".segment", "manifest.json"] {
        check_repaired(|folder| {
            let path = &files(folder, ending)[0];
            let bytes = fs::read(path).unwrap();
            fs::write(path, &bytes[..bytes.len() / 2]).unwrap();
        });
        check_repaired(|folder| fs::write(&files(folder, ending)[0], "").unwrap());
    }
}

/// Puts a seal as it would be found after the machine has stopped and started again.
#[cfg(target_os = "linux")]
fn start_again(folder: &Path) {
    let seal = fs::read_to_string(layout::seal(folder)).unwrap();
    let boot = seal::boot().unwrap();
    assert!(
        seal.contains(&boot),
        "a few cables do not wait for the disk"
    );
    fs::write(layout::seal(folder), seal.replace(&boot, "another start")).unwrap();
}

#[cfg(target_os = "linux")]
#[test]
fn what_did_not_reach_the_disk_is_found_after_the_machine_stopped() {
    check_repaired(start_again);
    // As long as before and of the same moment, but nothing of it was written.
    check_repaired(|folder| {
        let path = &files(folder, ".segment")[0];
        let file = fs::OpenOptions::new().write(true).open(path).unwrap();
        let metadata = file.metadata().unwrap();
        fs::write(path, vec![0; metadata.len() as usize]).unwrap();
        file.set_modified(metadata.modified().unwrap()).unwrap();
        assert!(is_sealed(folder));
        start_again(folder);
        assert!(!is_sealed(folder));
    });
}

#[test]
fn remains_of_a_killed_rebuild_are_cleared() {
    check_repaired(|folder| {
        fs::create_dir(layout::index_new(folder)).unwrap();
        fs::write(layout::index_new(folder).join("manifest.json"), "half").unwrap();
        fs::rename(layout::index(folder), layout::index_old(folder)).unwrap();
    });
}

#[test]
fn an_index_of_another_archive_or_version_is_rebuilt() {
    let (other, archive) = testing::archive(&cables(1..6));
    drop(archive);
    check_repaired(|folder| {
        fs::remove_dir_all(layout::index(folder)).unwrap();
        fs::rename(layout::index(other.path()), layout::index(folder)).unwrap();
        fs::copy(layout::seal(other.path()), layout::seal(folder)).unwrap();
    });
    check_repaired(|folder| {
        let path = layout::index(folder).join("manifest.json");
        let meta = fs::read_to_string(&path).unwrap();
        let other = meta.replace(
            &format!("\\\"version\\\":{}", schema::VERSION),
            "\\\"version\\\":999",
        );
        assert_ne!(meta, other);
        fs::write(path, other).unwrap();
    });
    // Files of an earlier build: lists were laid down otherwise.
    check_repaired(|folder| {
        let path = layout::index(folder).join("manifest.json");
        let meta = fs::read_to_string(&path).unwrap();
        let other = meta.replacen("\"version\": 2", "\"version\": 1", 1);
        assert_ne!(meta, other);
        fs::write(path, other).unwrap();
    });
    // A generation the truth never had: the truth was put back from a copy.
    check_repaired(|folder| {
        let path = layout::index(folder).join("manifest.json");
        let meta = fs::read_to_string(&path).unwrap();
        let other = meta.replace("\\\"generation\\\":1", "\\\"generation\\\":7");
        assert_ne!(meta, other);
        fs::write(path, other).unwrap();
    });
}

#[test]
fn an_index_damaged_while_open_is_rebuilt_for_the_next_search() {
    let (folder, archive) = testing::archive(&cables(1..21));
    fs::remove_dir_all(layout::index(folder.path())).unwrap();
    assert_eq!(hits(&archive, "c7"), "07STRELSAU7");
    drop(archive);
    check_complete(folder.path(), 20);
}

#[test]
fn a_reader_uses_what_there_is_while_another_writes() {
    let (folder, archive) = testing::archive(&cables(1..21));
    store(&archive, &cables(21..31));
    drop(archive);
    let lock = WriterLock::take(folder.path()).unwrap();
    let archive = Archive::open(folder.path()).unwrap();
    assert_eq!(hits(&archive, "c7"), "07STRELSAU7");
    assert_eq!(hits(&archive, "c27"), "");
    drop((archive, lock));
    check_complete(folder.path(), 30);

    fs::remove_dir_all(layout::index(folder.path())).unwrap();
    let lock = WriterLock::take(folder.path()).unwrap();
    let archive = Archive::open(folder.path()).unwrap();
    assert!(archive.search(&Search::default()).unwrap_err().is_locked());
    drop(lock);
    assert_eq!(hits(&archive, "c27"), "07STRELSAU27");
}
