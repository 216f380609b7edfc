//! Verified, rebuilt, compacted, copied and forgotten in.

use rusqlite::Connection;

use super::*;
use crate::testing::{self, Describe, cable, hits, store};
use crate::{IngestOptions, Outcome, ingest};

static GO: AtomicBool = AtomicBool::new(false);

fn database(folder: &Path) -> Connection {
    Connection::open(layout::truth(folder)).unwrap()
}

#[track_caller]
fn check_sound(folder: &Path) -> Verification {
    let verification = verify(folder, &GO).unwrap();
    assert_eq!(verification.problems, []);
    verification
}

/// Damages an archive of three cables; gives what is found, and whether it is mended.
fn found_after(change: impl Fn(&Path)) -> (String, bool) {
    let records = [1, 2, 3].map(|n| cable(&format!("07 STRELSAU {n}"), &["The king hunts."]));
    let (folder, archive) = testing::archive(&records);
    drop(archive);
    check_sound(folder.path());
    change(folder.path());
    let found = verify(folder.path(), &GO).unwrap();
    let words = found
        .problems
        .iter()
        .map(|problem| problem.what.clone())
        .collect::<Vec<_>>()
        .join("; ");
    if found.is_sound() {
        check_sound(folder.path());
    }
    (words, found.is_sound())
}

#[test]
fn a_sound_archive_is_said_to_be() {
    let (folder, archive) = testing::archive(&[cable("07 STRELSAU 1", &["The king hunts."])]);
    let found = check_sound(folder.path());
    assert_eq!((found.n_cables, found.n_originals), (1, 1));
    drop(archive);
    let error = verify(&folder.path().join("absent"), &GO).unwrap_err();
    assert!(error.is_not_found());
}

/// The files of a copy are new to the disk; that is no damage.
#[test]
fn an_index_that_was_copied_is_sound() {
    let (folder, archive) = testing::archive(&[cable("07 STRELSAU 1", &["The king hunts."])]);
    drop(archive);
    for entry in fs::read_dir(layout::index(folder.path())).unwrap() {
        let path = entry.unwrap().path();
        let bytes = fs::read(&path).unwrap();
        fs::remove_file(&path).unwrap();
        fs::write(&path, bytes).unwrap();
    }
    check_sound(folder.path());
}

#[test]
fn what_is_derived_is_mended() {
    let (what, is_mended) =
        found_after(|folder| fs::remove_dir_all(layout::index(folder)).unwrap());
    assert!(is_mended && what.contains("there was no index"), "{what}");
    let (what, is_mended) = found_after(|folder| {
        let file = fs::read_dir(layout::index(folder))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .find(|path| path.extension().is_some_and(|name| name == "segment"))
            .unwrap();
        let mut bytes = fs::read(&file).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        fs::write(file, bytes).unwrap();
    });
    assert!(is_mended && what.contains("is damaged"), "{what}");
    let (what, is_mended) = found_after(|folder| {
        database(folder)
            .execute("UPDATE cables SET n_editions = 7 WHERE id = 1", [])
            .unwrap();
    });
    assert!(
        is_mended && what.contains("wrong number of editions"),
        "{what}"
    );
    let (what, is_mended) =
        found_after(|folder| fs::remove_file(folder.join("archive.toml")).unwrap());
    assert!(is_mended && what.contains("archive.toml"), "{what}");
    // A cable that the truth lost shows in the index.
    let (what, is_mended) = found_after(|folder| {
        database(folder)
            .execute_batch(
                "DELETE FROM sources WHERE id = 2; DELETE FROM originals WHERE id = 2;
                 DELETE FROM refs WHERE edition_id = 2; DELETE FROM editions WHERE id = 2;
                 DELETE FROM cables WHERE id = 2",
            )
            .unwrap();
    });
    assert!(is_mended && what.contains("have no cable"), "{what}");
}

#[test]
fn damage_of_the_truth_is_told() {
    let (what, is_mended) = found_after(|folder| {
        database(folder)
            .execute(
                "UPDATE originals SET sha256 = zeroblob(32) WHERE id = 2",
                [],
            )
            .unwrap();
    });
    assert!(
        !is_mended && what.contains("original 2") && what.contains("hash"),
        "{what}"
    );
    let (what, is_mended) = found_after(|folder| {
        database(folder)
            .execute("UPDATE originals SET packed = x'00' WHERE id = 3", [])
            .unwrap();
    });
    assert!(!is_mended && what.contains("original 3"), "{what}");
    let (what, is_mended) = found_after(|folder| {
        database(folder)
            .execute("DELETE FROM sources WHERE id = 1", [])
            .unwrap();
    });
    assert!(!is_mended && what.contains("without a source"), "{what}");
}

#[test]
fn rebuilding_gives_what_was_there() {
    let records = [
        cable("07 STRELSAU 1", &["The king hunts."])
            .subject("HUNTING")
            .sent("2007-10-08T15:40:00Z"),
        cable("07 STRELSAU 2", &["The duke waits."]).refers_to(&["07STRELSAU1"]),
    ];
    let (folder, archive) = testing::archive(&records);
    let rebuilt = archive.rebuild(&GO).unwrap();
    assert_eq!((rebuilt.n_cables, rebuilt.n_changed), (2, 0));
    check_sound(folder.path());
    database(folder.path())
        .execute_batch("UPDATE cables SET subject = NULL, sent = NULL; DELETE FROM refs; DELETE FROM editions WHERE 0")
        .unwrap();
    let rebuilt = archive.rebuild(&GO).unwrap();
    assert_eq!(rebuilt.n_changed, 2);
    let key = archive.resolve("07STRELSAU1").unwrap().unwrap();
    let read = archive.cable(&key).unwrap().unwrap();
    assert_eq!(read.cited_by.len(), 1);
    assert_eq!(hits(&archive, "date:2007-10-08 hunting"), "07STRELSAU1");
    check_sound(folder.path());
}

#[test]
fn a_cable_that_is_read_to_be_another_goes_there() {
    let records = [
        cable("07 STRELSAU 1", &["The king hunts."]),
        cable("07 STRELSAU 2", &["The duke waits."]),
    ];
    let (folder, archive) = testing::archive(&records);
    // As if an earlier parser had read other identifiers.
    database(folder.path())
        .execute_batch("UPDATE cables SET key = '07ZENDA9' WHERE id = 2; UPDATE editions SET cable_id = 1, number = 2 WHERE id = 2; DELETE FROM cables WHERE id = 2")
        .unwrap();
    archive.rebuild(&GO).unwrap();
    assert_eq!(hits(&archive, ""), "07STRELSAU1 07STRELSAU2");
    assert_eq!(hits(&archive, "duke"), "07STRELSAU2");
    check_sound(folder.path());
}

/// An archive of many cables, in which the one to be forgotten has words of its own.
fn many() -> (tempfile::TempDir, Archive) {
    let folder = tempfile::tempdir().unwrap();
    let files = folder.path().join("files");
    fs::create_dir(&files).unwrap();
    for number in 1..=400_u32 {
        let mut words = String::new();
        for place in 0..800 {
            let word = (number.wrapping_mul(2_654_435_761).wrapping_add(place * 97)) % 5_000;
            words.push_str("word");
            words.push_str(&word.to_string());
            words.push(' ');
        }
        if number == 200 {
            words.push_str(&"Xanthippe Quetzalcoatl told the secretofsecrets. ".repeat(30));
        }
        fs::write(
            files.join(format!("{number:04}.txt")),
            format!(
                "R 081540Z OCT 07\nFM AMEMBASSY STRELSAU\nTO SECSTATE WASHDC {number:04}\n\
                 C O N F I D E N T I A L STRELSAU {number:06}\nSUBJECT: REPORT {number}\n\
                 REF: 07 STRELSAU {:06}\n\n1. (C) {words}\n",
                number % 400 + 1
            ),
        )
        .unwrap();
    }
    let archive = Archive::open_or_create(&folder.path().join("x.cables")).unwrap();
    take_in(&archive, &files, false);
    (folder, archive)
}

fn take_in(
    archive: &Archive,
    files: &Path,
    take_forgotten: bool,
) -> (crate::IngestSummary, Vec<Outcome>) {
    let mut outcomes = Vec::new();
    let options = IngestOptions {
        take_forgotten,
        ..IngestOptions::default()
    };
    let summary = ingest(
        archive,
        &[files.to_owned()],
        &options,
        &mut |event| {
            if let crate::IngestEvent::Done { outcome, .. } = event {
                outcomes.push(outcome.clone());
            }
        },
        &GO,
    )
    .unwrap();
    (summary, outcomes)
}

#[test]
fn what_is_forgotten_is_nowhere() {
    let (folder, archive) = many();
    let place = folder.path().join("x.cables");
    assert_eq!(hits(&archive, "secretofsecrets"), "07STRELSAU200");
    archive.compact(&GO).unwrap();
    assert_eq!(archive.info().unwrap().truth.n_dictionaries, 1);
    let original = fs::read(folder.path().join("files/0200.txt")).unwrap();
    let key = archive.resolve("07STRELSAU200").unwrap().unwrap();
    let forgotten = archive.forget(&key).unwrap().unwrap();
    assert_eq!(
        (
            forgotten.n_editions,
            forgotten.n_sources,
            forgotten.n_originals,
            forgotten.n_referring
        ),
        (1, 1, 1, 1)
    );
    assert_eq!(forgotten.files_with_traces, Vec::<PathBuf>::new());
    assert!(archive.forget(&key).unwrap().is_none());
    assert_eq!(hits(&archive, "secretofsecrets"), "");
    assert_eq!(archive.overview().unwrap().n_cables, 399);
    // Words, folded as the index has them, and the hash, in any file.
    let traces: Vec<Vec<u8>> = [
        "secretofsecrets",
        "quetzalcoatl",
        "Quetzalcoatl",
        "xanthippe",
        "Xanthippe",
        "0200.txt",
    ]
    .iter()
    .map(|word| word.as_bytes().to_vec())
    .chain([crate::sameness::Hash::of(&original).0.to_vec()])
    .collect();
    for trace in &traces {
        assert_eq!(
            files_with(&place, std::slice::from_ref(trace)).unwrap(),
            Vec::<PathBuf>::new(),
            "{}",
            String::from_utf8_lossy(trace)
        );
    }
    check_sound(&place);
    // Other cables refer to it as to any that is missing.
    let referring = archive.resolve("07STRELSAU199").unwrap().unwrap();
    let referring = archive.cable(&referring).unwrap().unwrap();
    assert!(referring.references[0].target.is_none());

    let (summary, outcomes) = take_in(&archive, &folder.path().join("files"), false);
    assert_eq!((summary.n_forgotten, summary.n_already_here), (1, 399));
    assert_eq!(outcomes[199], Outcome::Forgotten);
    let (summary, _) = take_in(&archive, &folder.path().join("files"), true);
    assert_eq!(summary.n_added, 1);
    assert_eq!(hits(&archive, "secretofsecrets"), "07STRELSAU200");
    check_sound(&place);
}

#[test]
fn folders_of_what_is_forgotten_are_forgotten() {
    let folder = tempfile::tempdir().unwrap();
    let text = |number: u32| {
        format!(
            "R 081540Z OCT 07\nFM AMEMBASSY STRELSAU\nTO SECSTATE WASHDC\nC O N F I D E N T I A L STRELSAU {number:06}\n\
             SUBJECT: REPORT {number}\n\n1. (C) House {number} is empty.\n"
        )
    };
    for (name, number) in [
        ("of-fenn/inner/1.txt", 1),
        ("of-sapt/2.txt", 2),
        ("of-sapt/3.txt", 3),
    ] {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text(number)).unwrap();
    }
    let place = folder.path().join("x.cables");
    let archive = Archive::open_or_create(&place).unwrap();
    for name in ["of-fenn", "of-fenn/inner", "of-sapt"] {
        take_in(&archive, &folder.path().join(name), false);
    }
    let arguments = || -> Vec<String> {
        let runs = archive.info().unwrap().truth.runs;
        runs.into_iter().map(|run| run.arguments).collect()
    };
    assert!(arguments().concat().contains("of-fenn"));
    for (id, is_left) in [
        ("07STRELSAU1", true),
        ("07STRELSAU2", true),
        ("07STRELSAU3", false),
    ] {
        let key = archive.resolve(id).unwrap().unwrap();
        archive.forget(&key).unwrap();
        // The other cable of the folder still names it.
        assert!(!arguments().concat().contains("of-fenn"), "{id}");
        assert_eq!(arguments().concat().contains("of-sapt"), is_left, "{id}");
    }
    for trace in ["of-fenn", "of-sapt"] {
        let found = files_with(&place, &[trace.as_bytes().to_vec()]).unwrap();
        assert_eq!(found, Vec::<PathBuf>::new(), "{trace}");
    }
}

#[test]
fn compacting_loses_nothing() {
    let (folder, archive) = many();
    let place = folder.path().join("x.cables");
    store(&archive, &[cable("07 ZENDA 1", &["The castle is dark."])]);
    let compacted = archive.compact(&GO).unwrap();
    assert!(compacted.n_recompressed > 0);
    assert!(!compacted.is_stopped);
    let info = archive.info().unwrap();
    assert_eq!((info.n_segments, info.n_documents), (1, Some(401)));
    assert_eq!(
        (info.truth.n_dictionaries, info.truth.n_without_dictionary),
        (1, 0)
    );
    assert_eq!(hits(&archive, "castle"), "07ZENDA1");
    check_sound(&place);
    assert_eq!(
        archive
            .compact(&AtomicBool::new(true))
            .unwrap()
            .n_recompressed,
        0
    );
    check_sound(&place);
}

#[test]
fn originals_of_before_version_4_are_read_and_written_anew() {
    let (folder, archive) = many();
    let place = folder.path().join("x.cables");
    let mut writer = archive.store().writer().unwrap();
    writer
        .recompress_as_before(b"R 081540Z OCT 07\nFM AMEMBASSY STRELSAU\nTO SECSTATE WASHDC ")
        .unwrap();
    writer.finish().unwrap();
    drop(archive);
    let archive = Archive::open(&place).unwrap();
    check_sound(&place);
    assert_eq!(hits(&archive, "secretofsecrets"), "07STRELSAU200");

    // Too little to make a table of words of: it is packed as what is there.
    fs::write(
        folder.path().join("files/0401.txt"),
        fs::read_to_string(folder.path().join("files/0007.txt"))
            .unwrap()
            .replace("STRELSAU", "ZENDA"),
    )
    .unwrap();
    let (summary, _) = take_in(&archive, &folder.path().join("files"), false);
    assert_eq!((summary.n_added, summary.n_already_here), (1, 400));
    check_sound(&place);

    assert_eq!(archive.compact(&GO).unwrap().n_recompressed, 401);
    assert_eq!(archive.info().unwrap().truth.n_dictionaries, 1);
    assert_eq!(hits(&archive, "secretofsecrets"), "07STRELSAU200");
    check_sound(&place);
}

#[test]
fn a_backup_is_restored() {
    let (folder, archive) = testing::archive(&[cable("07 STRELSAU 1", &["The king hunts."])]);
    let place = tempfile::tempdir().unwrap();
    let (backup, restored) = (place.path().join("backup"), place.path().join("restored"));
    // While somebody writes.
    let lock = WriterLock::take(folder.path()).unwrap();
    let mut writer = archive.store().writer().unwrap();
    let batch = writer.begin().unwrap();
    assert_eq!(archive.backup(&backup).unwrap().n_cables, 1);
    drop(batch);
    drop(lock);
    assert!(matches!(
        archive.backup(&backup).unwrap_err(),
        Error::NotEmpty { .. }
    ));
    fs::write(place.path().join("notes.txt"), "mine").unwrap();
    assert!(matches!(
        archive.backup(place.path()).unwrap_err(),
        Error::NotEmpty { .. }
    ));

    restore(&backup, &restored).unwrap();
    check_sound(&restored);
    let again = Archive::open(&restored).unwrap();
    assert_eq!(hits(&again, "king"), "07STRELSAU1");
    assert_eq!(
        again.info().unwrap().truth.uuid,
        archive.info().unwrap().truth.uuid
    );
    assert!(
        restore(&place.path().join("absent"), &restored)
            .unwrap_err()
            .is_not_found()
    );
}

#[test]
fn lists_that_show_something_else_are_told_and_mended() {
    let records = [
        cable("07 STRELSAU 1", &["The king hunts."])
            .subject("HUNTING")
            .sent("2007-10-08T15:40:00Z"),
        cable("07 STRELSAU 2", &["The duke waits."]).refers_to(&["07STRELSAU1"]),
    ];
    let (folder, archive) = testing::archive(&records);
    drop(archive);
    database(folder.path())
        .execute_batch(
            "UPDATE cables SET subject = 'FISHING', sent = NULL WHERE id = 1; DELETE FROM refs",
        )
        .unwrap();
    let found = verify(folder.path(), &GO).unwrap();
    assert_eq!((found.n_otherwise, found.is_sound()), (2, false));
    assert_eq!(
        found.problems[0].to_string(),
        "of 2 cables lists show something else than the original reads as now (07STRELSAU1: date, subject; \
         07STRELSAU2: references)"
    );
    assert!(
        found.problems[0]
            .help
            .as_ref()
            .unwrap()
            .contains("--rebuild")
    );
    let mut steps = Vec::new();
    let mended = verify_watched(folder.path(), true, &GO, &mut |step| {
        steps.push(step.name);
    })
    .unwrap();
    assert!(mended.is_sound(), "{mended:?}");
    steps.dedup();
    assert_eq!(
        steps,
        [
            "pages of the database",
            "originals",
            "lists",
            "cables",
            "index"
        ]
    );
    check_sound(folder.path());
}

#[test]
fn problems_say_which_cables_and_what_to_do() {
    let found = |change: &str| {
        let records = [1, 2, 3].map(|n| cable(&format!("07 STRELSAU {n}"), &["The king hunts."]));
        let (folder, archive) = testing::archive(&records);
        drop(archive);
        database(folder.path()).execute_batch(change).unwrap();
        let found = verify(folder.path(), &GO).unwrap();
        found.problems
    };
    let problems = found("UPDATE originals SET sha256 = zeroblob(32) WHERE id = 2");
    let words = problems[0].to_string();
    assert!(
        words.starts_with("original 2, taken from ")
            && words.contains(" does not match its hash; touches 07STRELSAU2 ("),
        "{words}"
    );
    assert!(
        problems[0]
            .help
            .as_ref()
            .unwrap()
            .contains("forget 07STRELSAU2")
    );
    let problems = found("PRAGMA foreign_keys = OFF; DELETE FROM sources WHERE id = 1");
    let words = problems
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join("\n");
    assert!(
        words.contains("editions are without a source; touches 07STRELSAU1\n")
            || words.ends_with("touches 07STRELSAU1"),
        "{words}"
    );
}

#[test]
fn stopped_tasks_do_no_harm() {
    let (folder, archive) = many();
    let stop = AtomicBool::new(false);
    // Stopped as soon as the first step is told, and later.
    for name in ["cables", "index"] {
        stop.store(false, Ordering::Relaxed);
        let rebuilt = archive
            .rebuild_watched(&stop, &mut |step| {
                stop.fetch_or(step.name == name, Ordering::Relaxed);
            })
            .unwrap();
        assert!(rebuilt.is_stopped);
    }
    stop.store(false, Ordering::Relaxed);
    let compacted = archive
        .compact_watched(&stop, &mut |step| {
            stop.fetch_or(step.name == "database written anew", Ordering::Relaxed);
        })
        .unwrap();
    assert!(compacted.is_stopped);
    drop(archive);
    for name in ["pages of the database", "originals", "lists"] {
        stop.store(false, Ordering::Relaxed);
        let found = verify_watched(&folder.path().join("x.cables"), true, &stop, &mut |step| {
            stop.fetch_or(step.name == name, Ordering::Relaxed);
        })
        .unwrap();
        assert!(found.is_stopped, "{name}");
        assert!(found.is_sound(), "{name}: {found:?}");
    }
    let n: i64 = database(&folder.path().join("x.cables"))
        .query_row("SELECT count(*) FROM sketches", [], |row| row.get(0))
        .unwrap();
    assert!(n > 0);
    check_sound(&folder.path().join("x.cables"));
}

#[test]
fn a_table_whose_pages_are_lost_names_its_cables() {
    let records: Vec<_> = (1..=15)
        .map(|n| cable(&format!("07 STRELSAU {n}"), &["The king hunts."]))
        .collect();
    let (folder, archive) = testing::archive(&records);
    drop(archive);
    let database = database(folder.path());
    let root: u64 = database
        .query_row(
            "SELECT rootpage FROM sqlite_schema WHERE name = 'originals'",
            [],
            |row| row.get(0),
        )
        .unwrap();
    let page: u64 = database
        .pragma_query_value(None, "page_size", |row| row.get(0))
        .unwrap();
    database
        .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
        .unwrap();
    drop(database);
    let path = layout::truth(folder.path());
    let mut bytes = fs::read(&path).unwrap();
    let at = usize::try_from((root - 1) * page).unwrap();
    bytes[at..at + 64].fill(0xFF);
    fs::write(&path, bytes).unwrap();
    let found = verify(folder.path(), &GO).unwrap();
    let words: Vec<String> = found.problems.iter().map(ToString::to_string).collect();
    assert!(
        words[0].starts_with(
            "a part of truth.sqlite does not read: the original bytes (table `originals`) ("
        ),
        "{words:#?}"
    );
    assert!(
        words[1].contains(" does not read; touches 07STRELSAU1 (pages of truth.sqlite"),
        "{words:#?}"
    );
    assert!(
        words
            .iter()
            .any(|words| words
                .starts_with("5 further originals do not read; touches 07STRELSAU11, ")),
        "{words:#?}"
    );
}
