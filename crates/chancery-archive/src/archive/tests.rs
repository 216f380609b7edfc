//! Opening, refusing, and looking things up.

use std::collections::BTreeMap;

use super::*;
use crate::testing::{self, Describe, store};

/// Every file of a folder with its bytes.
fn contents(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    walkdir::WalkDir::new(folder)
        .into_iter()
        .map(|entry| entry.unwrap().into_path())
        .filter(|path| path.is_file())
        .map(|path| (path.clone(), fs::read(&path).unwrap()))
        .collect()
}

#[test]
fn what_is_no_archive_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let error = Archive::open(&folder.path().join("absent")).unwrap_err();
    assert!(error.is_not_found(), "{error}");
    assert!(!folder.path().join("absent").exists());
    assert!(Archive::open(folder.path()).unwrap_err().is_not_found());

    fs::write(folder.path().join("notes.txt"), "mine").unwrap();
    for error in [
        Archive::open(folder.path()).unwrap_err(),
        Archive::open_or_create(folder.path()).unwrap_err(),
    ] {
        assert!(matches!(error, Error::NotAnArchive { .. }), "{error}");
    }
    assert!(matches!(
        Archive::open_or_create(&folder.path().join("notes.txt")).unwrap_err(),
        Error::NotAnArchive { .. }
    ));
    assert_eq!(contents(folder.path()).len(), 1);
}

#[test]
fn an_archive_of_a_newer_version_is_refused_and_left_alone() {
    let newer = |change: fn(&Path)| {
        let (folder, archive) = testing::archive(&[testing::cable("07 STRELSAU 1", &["x"])]);
        drop(archive);
        change(folder.path());
        let before = contents(folder.path());
        for error in [
            Archive::open(folder.path()).unwrap_err(),
            Archive::open_or_create(folder.path()).unwrap_err(),
        ] {
            assert!(error.is_newer_version(), "{error}");
            assert!(
                error
                    .to_string()
                    .contains("format version 9, this build reads up to 5"),
                "{error}"
            );
        }
        assert!(before == contents(folder.path()), "files changed");
    };
    newer(|folder| {
        let marker = folder.join("archive.toml");
        let text = fs::read_to_string(&marker).unwrap();
        fs::write(marker, text.replace("version = 5", "version = 9")).unwrap();
    });
    newer(|folder| {
        let database = rusqlite::Connection::open(layout::truth(folder)).unwrap();
        database.pragma_update(None, "user_version", 9).unwrap();
        database
            .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
            .unwrap();
    });
    newer(|folder| {
        let database = rusqlite::Connection::open(layout::truth(folder)).unwrap();
        database.pragma_update(None, "user_version", 9).unwrap();
        drop(database);
        fs::remove_file(folder.join("archive.toml")).unwrap();
    });
}

#[test]
fn creation_that_was_cut_short_is_completed() {
    // Killed after the lock, after an empty database, and after a complete one without its marker.
    for cut in 0..3 {
        let folder = tempfile::tempdir().unwrap();
        drop(WriterLock::take(folder.path()).unwrap());
        if cut == 1 {
            fs::write(layout::truth(folder.path()), "").unwrap();
        }
        if cut == 2 {
            Store::create(folder.path()).unwrap();
        }
        let archive = Archive::open_or_create(folder.path()).unwrap();
        assert_eq!(archive.overview().unwrap().n_cables, 0);
        drop(archive);
        Archive::open(folder.path()).unwrap();
    }
}

#[test]
fn a_lost_marker_is_no_loss() {
    let (folder, archive) = testing::archive(&[testing::cable("07 STRELSAU 1", &["x"])]);
    drop(archive);
    fs::remove_file(folder.path().join("archive.toml")).unwrap();
    let archive = Archive::open(folder.path()).unwrap();
    assert_eq!(archive.overview().unwrap().n_cables, 1);
    drop(archive);
    let archive = Archive::open_or_create(folder.path()).unwrap();
    assert_eq!(archive.overview().unwrap().n_cables, 1);
    assert!(folder.path().join("archive.toml").exists());
}

#[test]
fn a_lost_or_damaged_truth_is_told_and_not_replaced() {
    let damaged = |change: fn(&Path)| {
        let (folder, archive) = testing::archive(&[testing::cable("07 STRELSAU 1", &["x"])]);
        drop(archive);
        change(&layout::truth(folder.path()));
        let before = contents(folder.path());
        for error in [
            Archive::open(folder.path()).unwrap_err(),
            Archive::open_or_create(folder.path()).unwrap_err(),
        ] {
            assert!(
                matches!(error, Error::Damaged { .. }),
                "{error}: {:?}",
                std::error::Error::source(&error)
            );
        }
        assert_eq!(
            before.get(&layout::truth(folder.path())),
            contents(folder.path()).get(&layout::truth(folder.path()))
        );
    };
    damaged(|truth| fs::remove_file(truth).unwrap());
    damaged(|truth| fs::write(truth, "").unwrap());
    damaged(|truth| fs::write(truth, "no database at all, and never was one").unwrap());
    damaged(|truth| {
        let bytes = fs::read(truth).unwrap();
        fs::write(truth, &bytes[..4096]).unwrap();
    });
}

#[test]
fn identifiers_resolve_in_any_spelling() {
    let mut unnamed = testing::cable("07 ZENDA 1", &["No name."]);
    unnamed.id = None;
    let (_folder, archive) = testing::archive(&[
        testing::cable("07 STRELSAU 92", &["one"]),
        testing::cable("06 ZENDA 92", &["two"]),
        testing::cable("07 ZENDA 92", &["three"]),
        unnamed,
    ]);
    let resolve = |spelling: &str| {
        archive
            .resolve(spelling)
            .unwrap()
            .map(|key| key.to_string())
            .unwrap_or_default()
    };
    for spelling in [
        "07STRELSAU92",
        " 07strelsau92 ",
        "2007STRELSAU00092",
        "07 STRELSAU 92",
        "STRELSAU 000092",
    ] {
        assert_eq!(resolve(spelling), "07STRELSAU92", "{spelling}");
    }
    for spelling in ["08STRELSAU92", "ZENDA 92", "nothing", "", "x-", "'; DROP"] {
        assert_eq!(resolve(spelling), "", "{spelling}");
    }
    let answer = archive
        .search(&Search {
            query: "\"no name\"".to_owned(),
            limit: 1,
            ..Search::default()
        })
        .unwrap();
    let key = answer.hits[0].cable.key.to_string();
    assert!(key.starts_with("x-") && key.len() == 14, "{key}");
    assert_eq!(resolve(&key.to_uppercase()), key);
}

#[test]
fn neighbours_are_near() {
    let cables: Vec<_> = [
        "07 STRELSAU 90",
        "07 STRELSAU 95",
        "07 STRELSAU 200",
        "06 STRELSAU 92",
        "07 ZENDA 92",
    ]
    .map(|id| testing::cable(id, &["x"]))
    .to_vec();
    let (_folder, archive) = testing::archive(&cables);
    let near = |spelling: &str| -> Vec<String> {
        archive
            .neighbours(spelling, 3)
            .unwrap()
            .iter()
            .map(|line| line.key.to_string())
            .collect()
    };
    let expected = ["07STRELSAU90", "07STRELSAU95", "07STRELSAU200"];
    assert_eq!(near("07STRELSAU92"), expected);
    assert_eq!(near("2007 strelsua 92"), expected);
    assert_eq!(
        near("strelsau 92"),
        ["06STRELSAU92", "07STRELSAU90", "07STRELSAU95"]
    );
    assert_eq!(near("07ATLANTIS92"), [""; 0]);
    assert_eq!(near("what?"), [""; 0]);
}

#[test]
fn references_lead_both_ways_whenever_the_cables_came() {
    let (_folder, archive) = testing::archive(&[]);
    let citing = testing::cable("07 STRELSAU 93", &["See reftels."])
        .sent("2007-10-09T00:00:00Z")
        .refers_to(&["07STRELSAU92", "07ZENDA1", "07STRELSAU93"]);
    let earlier = testing::cable("06 ZENDA 5", &["See reftel."])
        .sent("2006-01-01T00:00:00Z")
        .refers_to(&["07STRELSAU92"]);
    store(&archive, &[citing, earlier]);
    let targets = |key: &str| -> Vec<Option<String>> {
        let cable = archive.cable(&CableKey::new(key)).unwrap().unwrap();
        cable
            .references
            .iter()
            .map(|reference| reference.target.as_ref().map(|line| line.key.to_string()))
            .collect()
    };
    assert_eq!(
        targets("07STRELSAU93"),
        [None, None, Some("07STRELSAU93".to_owned())]
    );

    store(&archive, &[testing::cable("07 STRELSAU 92", &["Here."])]);
    assert_eq!(targets("07STRELSAU93")[0], Some("07STRELSAU92".to_owned()));
    let cited = archive
        .cable(&CableKey::new("07STRELSAU92"))
        .unwrap()
        .unwrap();
    let cited_by: Vec<&str> = cited
        .cited_by
        .iter()
        .map(|citation| citation.cable.key.as_str())
        .collect();
    assert_eq!(cited_by, ["06ZENDA5", "07STRELSAU93"]);
}

#[test]
fn the_overview_counts() {
    let (_folder, archive) = testing::archive(&[
        testing::cable("07 STRELSAU 1", &["one"])
            .sent("2007-03-01T00:00:00Z")
            .class("CONFIDENTIAL"),
        testing::cable("07 STRELSAU 1", &["another"]),
        testing::cable("06 STRELSAU 2", &["two"])
            .sent("2006-03-01T00:00:00Z")
            .class("SECRET"),
        testing::cable("06 ZENDA 3", &["three"]),
    ]);
    let overview = archive.overview().unwrap();
    assert_eq!(
        (
            overview.n_cables,
            overview.n_editions,
            overview.n_sources,
            overview.n_undated
        ),
        (3, 4, 4, 1)
    );
    assert_eq!(overview.first_sent.as_deref(), Some("2006-03-01T00:00:00Z"));
    assert_eq!(overview.last_sent.as_deref(), Some("2007-03-01T00:00:00Z"));
    let counts = |counts: &[Count]| -> String {
        counts
            .iter()
            .map(|count| format!("{} {}", count.value, count.n_cables))
            .collect::<Vec<_>>()
            .join(", ")
    };
    assert_eq!(counts(&overview.top_posts), "STRELSAU 2, ZENDA 1");
    assert_eq!(counts(&overview.years), "2006 2, 2007 1");
    assert_eq!(
        counts(&overview.classifications),
        "SECRET 1, CONFIDENTIAL 1"
    );
    assert!(overview.bytes_on_disk > 0 && overview.bytes_text > 0);
}
