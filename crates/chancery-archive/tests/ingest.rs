//! Files in, cables out: what is stored, what is skipped, what is listed.

#![expect(
    clippy::unwrap_used,
    reason = "what the tests are built of fails like the tests themselves"
)]

mod invented;

use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};

use chancery_archive::{
    Archive, CableKey, Error, IngestEvent, IngestOptions, Outcome, Search, StoredCable, ingest,
};
use invented::{hits, outcomes, run, telegram, write};
use tempfile::TempDir;

/// A folder for files and an empty archive.
fn setting() -> (TempDir, PathBuf, Archive) {
    let folder = tempfile::tempdir().unwrap();
    let files = folder.path().join("files");
    fs::create_dir(&files).unwrap();
    let archive = Archive::open_or_create(&folder.path().join("x.cables")).unwrap();
    (folder, files, archive)
}

fn cable(archive: &Archive, spelling: &str) -> StoredCable {
    let key: CableKey = archive.resolve(spelling).unwrap().unwrap();
    archive.cable(&key).unwrap().unwrap()
}

fn key(cable: &Outcome) -> &str {
    match cable {
        Outcome::Added { key }
        | Outcome::NewEdition { key, .. }
        | Outcome::SameText { key }
        | Outcome::AlreadyHere { key } => key.as_str(),
        other => panic!("no cable: {other:?}"),
    }
}

#[test]
fn originals_come_back_byte_for_byte() {
    let (_folder, files, archive) = setting();
    let crlf = telegram(1, "The King rests.").replace('\n', "\r\n");
    let windows = telegram(2, "The caf\u{e9} is shut.")
        .chars()
        .map(|c| c as u8)
        .collect::<Vec<u8>>();
    let marked = [
        b"\xEF\xBB\xBF".as_slice(),
        telegram(3, "A mark before.").as_bytes(),
    ]
    .concat();
    write(
        &files,
        &[
            ("a.txt", crlf.as_bytes()),
            ("b.txt", &windows),
            ("c.txt", &marked),
        ],
    );
    let summary = run(&archive, &files);
    assert_eq!((summary.n_files, summary.n_added), (3, 3));

    for (spelling, bytes) in [
        ("07STRELSAU1", crlf.as_bytes()),
        ("07STRELSAU2", &windows),
        ("07STRELSAU3", &marked),
    ] {
        let cable = cable(&archive, spelling);
        let source = &cable.editions[0].sources[0];
        let original = archive.original(source.id).unwrap().unwrap();
        assert_eq!(original.bytes, bytes);
        assert_eq!(
            (original.path, original.sha256),
            (source.path.clone(), source.sha256.clone())
        );
        assert_eq!(source.n_bytes, bytes.len() as u64);
        assert!(source.ingested_at.ends_with('Z'));
    }
    assert_eq!(hits(&archive, "café"), ["07STRELSAU2"]);
    assert!(
        archive
            .original(chancery_archive::SourceId::new(99))
            .unwrap()
            .is_none()
    );
}

#[test]
fn the_same_bytes_are_skipped_and_their_path_remembered() {
    let (_folder, files, archive) = setting();
    let text = telegram(1, "The King rests.");
    write(&files, &[("a.txt", text.as_bytes())]);
    run(&archive, &files);
    write(&files, &[("copy/b.txt", text.as_bytes())]);
    for _ in 0..2 {
        let (outcomes, summary) = outcomes(&archive, &files);
        assert_eq!(summary.n_already_here, 2);
        assert!(
            outcomes
                .iter()
                .all(|(_, outcome)| matches!(outcome, Outcome::AlreadyHere { .. }))
        );
    }
    let cable = cable(&archive, "07STRELSAU1");
    let paths: Vec<&str> = cable.editions[0]
        .sources
        .iter()
        .map(|source| source.path.as_str())
        .collect();
    assert_eq!(
        paths,
        [
            files.join("a.txt").to_str().unwrap(),
            files.join("copy/b.txt").to_str().unwrap()
        ]
    );
    assert_eq!(archive.overview().unwrap().n_editions, 1);
    assert_eq!(hits(&archive, "king"), ["07STRELSAU1"]);
}

#[test]
fn another_text_is_an_edition_and_another_wrapping_is_not() {
    let (_folder, files, archive) = setting();
    let text = telegram(
        1,
        "Colonel Sapt told the Ambassador that the King rests at Zenda.",
    );
    let removed = text.replace("Colonel Sapt", "XXXXXXXXXXXX");
    let wrapped = text.replace("told the Ambassador", "told the\nAmbassador");
    // As an archive's page prints it: the head twice.
    let head_end = text.find("1. (C)").unwrap();
    let head_start = text.find("C O N F I D E N T I A L").unwrap();
    let doubled = format!("{}{}", &text[..head_end], &text[head_start..]);
    write(
        &files,
        &[
            ("1.txt", text.as_bytes()),
            ("2.txt", removed.as_bytes()),
            ("3.txt", wrapped.as_bytes()),
            ("4.txt", doubled.as_bytes()),
        ],
    );
    let (outcomes, _) = outcomes(&archive, &files);
    let kinds: Vec<&Outcome> = outcomes.iter().map(|(_, outcome)| outcome).collect();
    assert!(
        matches!(
            kinds[..],
            [
                Outcome::Added { .. },
                Outcome::NewEdition { number: 2, .. },
                Outcome::SameText { .. },
                Outcome::SameText { .. }
            ]
        ),
        "{kinds:?}"
    );
    assert!(kinds.iter().all(|outcome| key(outcome) == "07STRELSAU1"));

    let cable = cable(&archive, "07STRELSAU1");
    let n_sources: Vec<usize> = cable
        .editions
        .iter()
        .map(|edition| edition.sources.len())
        .collect();
    assert_eq!(n_sources, [3, 1]);
    assert!(cable.editions[1].record.text.contains("XXXXXXXXXXXX"));
    // One cable in the answers, found by the words of either text.
    assert_eq!(hits(&archive, "ambassador"), ["07STRELSAU1"]);
    assert_eq!(hits(&archive, "sapt"), ["07STRELSAU1"]);
    assert_eq!(hits(&archive, "xxxxxxxxxxxx"), ["07STRELSAU1"]);
}

#[test]
fn what_is_no_cable_is_listed_with_its_reason() {
    let (_folder, files, archive) = setting();
    let big = files.join("big.txt");
    write(
        &files,
        &[
            ("binary.dat", &[0_u8, 1, 2, 3, 0, 0, 0, 0, 0, 0, 255]),
            ("cable.txt", telegram(1, "The King rests.").as_bytes()),
            ("empty.txt", b""),
            ("list.txt", b"milk\nbread\ncandles\n"),
        ],
    );
    // One line of 200 MB, almost none of it on disk.
    fs::File::create(&big).unwrap().set_len(200 << 20).unwrap();

    for is_known in [false, true] {
        let (outcomes, summary) = outcomes(&archive, &files);
        let listed: Vec<(&str, bool, bool)> = outcomes
            .iter()
            .filter_map(|(name, outcome)| match outcome {
                Outcome::NotACable { known, .. } => Some((name.as_str(), true, *known)),
                Outcome::Unreadable { known, .. } => Some((name.as_str(), false, *known)),
                _ => None,
            })
            .collect();
        assert_eq!(
            listed,
            [
                ("big.txt", false, is_known),
                ("binary.dat", true, is_known),
                ("empty.txt", true, is_known),
                ("list.txt", true, is_known),
            ]
        );
        assert_eq!((summary.n_not_cables, summary.n_unreadable), (3, 1));
        let unreadable = archive.unreadable(100).unwrap();
        let reasons: Vec<&str> = unreadable
            .iter()
            .map(|source| source.reason.as_str())
            .collect();
        assert_eq!(unreadable.len(), 4);
        assert_eq!(reasons[0], "is larger than 32 MiB, the limit for one thing");
        assert_eq!(reasons[2], "holds no text");
        assert_eq!(archive.unreadable(1).unwrap().len(), 1);
    }
    assert_eq!(archive.overview().unwrap().n_cables, 1);
    assert_eq!(archive.overview().unwrap().n_unreadable, 4);

    // A file that has become a cable, or other rubbish, is no longer what was listed.
    write(
        &files,
        &[
            ("empty.txt", telegram(2, "Found at last.").as_bytes()),
            ("list.txt", b"milk\nbread\n"),
        ],
    );
    let (outcomes, _) = outcomes(&archive, &files);
    assert!(matches!(outcomes[3].1, Outcome::Added { .. }));
    assert!(matches!(
        outcomes[4].1,
        Outcome::NotACable { known: false, .. }
    ));
    assert_eq!(archive.unreadable(100).unwrap().len(), 3);
}

#[test]
fn a_cable_without_identifier_is_kept_under_its_hash() {
    let (_folder, files, archive) = setting();
    let fragment = "REF: STRELSAU 92\n\n1. (C) Summary: The King rests. End summary.\n";
    write(
        &files,
        &[
            ("fragment.txt", fragment.as_bytes()),
            ("same.txt", fragment.replace(' ', "  ").as_bytes()),
        ],
    );
    let (outcomes, _) = outcomes(&archive, &files);
    let key = key(&outcomes[0].1);
    assert!(key.starts_with("x-") && key.len() == 14, "{key}");
    assert!(matches!(&outcomes[1].1, Outcome::SameText { key: same } if same.as_str() == key));
    assert_eq!(cable(&archive, key).editions[0].sources.len(), 2);
    assert_eq!(hits(&archive, "king rests"), [key]);
}

#[test]
fn inputs_that_are_not_there_stop_the_run_before_it_begins() {
    let (_folder, files, archive) = setting();
    write(&files, &[("a.txt", telegram(1, "x").as_bytes())]);
    let error = ingest(
        &archive,
        &[files.clone(), files.join("nowhere")],
        &IngestOptions::default(),
        &mut |_| {},
        &AtomicBool::new(false),
    )
    .unwrap_err();
    assert!(error.is_not_found());
    assert!(
        error
            .to_string()
            .ends_with("nowhere: no such file or folder")
    );
    assert_eq!(archive.overview().unwrap().n_cables, 0);
}

#[test]
fn a_second_writer_is_turned_away_while_the_first_works() {
    let (_folder, files, archive) = setting();
    write(&files, &[("a.txt", telegram(1, "x").as_bytes())]);
    let second = Archive::open(archive.folder()).unwrap();
    let mut errors = Vec::new();
    let options = IngestOptions::default();
    let stop = AtomicBool::new(false);
    ingest(
        &archive,
        std::slice::from_ref(&files),
        &options,
        &mut |event| {
            if let IngestEvent::Done { .. } = event {
                let paths = std::slice::from_ref(&files);
                errors.push(ingest(&second, paths, &options, &mut |_| {}, &stop).unwrap_err());
                // Reading goes on meanwhile.
                assert_eq!(second.overview().unwrap().n_cables, 1);
                second.search(&Search::default()).unwrap();
                Archive::open(second.folder()).unwrap();
            }
        },
        &stop,
    )
    .unwrap();
    assert!(matches!(
        &errors[..],
        [Error::Locked { holder: Some(process), .. }] if *process == std::process::id()
    ));
    // Other handles see the commit without being opened again.
    assert_eq!(hits(&second, "").len(), 1);
}

#[test]
fn a_stopped_run_is_whole_and_goes_on_where_it_was() {
    let (_folder, files, archive) = setting();
    for number in 1..=600 {
        let name = format!("{number:04}.txt");
        write(
            &files,
            &[(&name, telegram(number, &format!("word{number}")).as_bytes())],
        );
    }
    let stop = AtomicBool::new(false);
    let options = IngestOptions {
        n_workers: 2,
        ..IngestOptions::default()
    };
    let mut events = Vec::new();
    let summary = ingest(
        &archive,
        std::slice::from_ref(&files),
        &options,
        &mut |event| {
            if let IngestEvent::Done { .. } = event {
                stop.store(true, Ordering::Relaxed);
            }
            events.push(event.clone());
        },
        &stop,
    )
    .unwrap();
    assert!(matches!(events[0], IngestEvent::Found { n_files: 600, .. }));
    assert!(matches!(
        events.last(),
        Some(IngestEvent::Committed { n_files }) if *n_files == summary.n_files
    ));
    assert_eq!(hits(&archive, "").len() as u64, summary.n_added);

    let again = run(&archive, &files);
    assert!(!again.stopped);
    assert_eq!(again.n_added + summary.n_added, 600);
    assert_eq!(again.n_already_here, summary.n_added);
    assert_eq!(hits(&archive, "").len(), 600);
    assert_eq!(hits(&archive, "word417"), ["07STRELSAU417"]);

    // Stopped before it began, nothing happens.
    let stopped = ingest(&archive, &[files], &options, &mut |_| {}, &stop).unwrap();
    assert!(stopped.stopped && stopped.n_files == 0);
}

#[test]
fn workers_do_not_change_the_outcome() {
    let (folder, files, _) = setting();
    for number in 1..=120_u32 {
        let text = telegram(number % 40, &format!("text {}", number % 70));
        write(&files, &[(&format!("{number:03}.txt"), text.as_bytes())]);
    }
    let ingest_with = |n_workers: usize| {
        let archive =
            Archive::open_or_create(&folder.path().join(format!("{n_workers}.cables"))).unwrap();
        let mut outcomes = Vec::new();
        ingest(
            &archive,
            std::slice::from_ref(&files),
            &IngestOptions {
                n_workers,
                ..IngestOptions::default()
            },
            &mut |event| {
                if let IngestEvent::Done { path, outcome, .. } = event {
                    outcomes.push((path.clone(), outcome.clone()));
                }
            },
            &AtomicBool::new(false),
        )
        .unwrap();
        outcomes
    };
    assert_eq!(ingest_with(1), ingest_with(4));
}

#[test]
fn archives_and_files_that_hide_are_not_read_as_cables() {
    let (folder, files, archive) = setting();
    write(
        &files,
        &[
            ("a.txt", telegram(1, "x").as_bytes()),
            (".hidden/b.txt", telegram(2, "x").as_bytes()),
        ],
    );
    // The archive itself stands below this folder.
    let (outcomes, _) = outcomes(&archive, folder.path());
    let names: Vec<&str> = outcomes.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["files/a.txt"]);
}

#[test]
fn the_samples_are_all_taken_in() {
    let (_folder, _, archive) = setting();
    let samples = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../samples");
    let (outcomes, _) = outcomes(&archive, &samples);
    let left_out: Vec<&str> = outcomes
        .iter()
        .filter(|(_, outcome)| {
            matches!(
                outcome,
                Outcome::NotACable { .. } | Outcome::Unreadable { .. }
            )
        })
        .map(|(name, _)| name.as_str())
        .filter(|name| *name != "README.md")
        .collect();
    assert_eq!(left_out, [""; 0]);
    let cable = cable(&archive, "06STRELSAU1203");
    assert_eq!(cable.editions.len(), 2);
    assert!(!cable.cited_by.is_empty());
}

#[test]
fn the_corpus_becomes_cables_and_none_is_lost() {
    let Some(corpus) = invented::corpus() else {
        return;
    };
    let (_folder, _, archive) = setting();
    let (outcomes, summary) = outcomes(&archive, &corpus);
    let not_cables: Vec<&str> = outcomes
        .iter()
        .filter(|(_, outcome)| {
            matches!(
                outcome,
                Outcome::NotACable { .. } | Outcome::Unreadable { .. }
            )
        })
        .map(|(name, _)| name.as_str())
        .collect();
    assert_eq!(not_cables, ["README.md"]);
    assert_eq!(summary.n_added, 642);
    assert_eq!(hits(&archive, "").len(), 642);
    assert!(archive.resolve("2007BASRAH00092").unwrap().is_some());
    let again = run(&archive, &corpus);
    assert_eq!((again.n_added, again.n_already_here), (0, 642));
}
