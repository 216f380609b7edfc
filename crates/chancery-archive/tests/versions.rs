//! Archives that earlier versions wrote open, say what they said, and lose nothing.
//!
//! Each folder of `archives/` is the truth of an archive of six of the samples as the version of its name wrote it,
//! without an index. A new version adds a folder when it changes the tables.

#![expect(clippy::unwrap_used, reason = "a test ends where it cannot go on")]

use std::fs;
use std::path::{Path, PathBuf};

use chancery_archive::{Archive, CableKey, Search};

fn archives() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/archives");
    let mut found: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    found.sort();
    found
}

#[test]
fn archives_of_earlier_versions_are_brought_up_to_date() {
    let mut n_archives = 0;
    for stored in archives() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["archive.toml", "truth.sqlite"] {
            fs::copy(stored.join(name), folder.path().join(name)).unwrap();
        }
        // Twice: what was brought up to date opens as it is.
        for _ in 0..2 {
            let archive = Archive::open(folder.path()).unwrap();
            let overview = archive.overview().unwrap();
            assert_eq!((overview.n_cables, overview.n_sources), (6, 6));
            let answer = archive
                .search(&Search {
                    limit: 10,
                    ..Search::default()
                })
                .unwrap();
            assert_eq!(answer.total, 6);
            for hit in &answer.hits {
                let key: &CableKey = &hit.cable.key;
                let cable = archive.cable(key).unwrap().unwrap();
                let edition = &cable.editions[0];
                assert_eq!(edition.record.id.as_deref(), Some(key.as_str()));
                let original = archive.original(edition.sources[0].id).unwrap().unwrap();
                let sample = Path::new(env!("CARGO_MANIFEST_DIR"))
                    .join("../../samples")
                    .join(Path::new(&original.path).file_name().unwrap());
                assert_eq!(original.sha256, edition.sources[0].sha256);
                assert!(sample.exists() && !original.bytes.is_empty());
            }
        }
        n_archives += 1;
    }
    assert!(n_archives > 0);
}
