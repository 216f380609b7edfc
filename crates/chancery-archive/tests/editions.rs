//! Which texts are editions of one cable, and what kind of edition each is.

#![expect(
    clippy::unwrap_used,
    reason = "what the tests are built of fails like the tests themselves"
)]

mod invented;

use std::sync::atomic::AtomicBool;

use chancery_archive::{Archive, IngestEvent, IngestOptions, StoredCable, ingest, verify};
use invented::{hits, outcomes, run, telegram, write};

/// So many sentences, all different.
fn sentences(range: std::ops::Range<u32>) -> String {
    let sentences: Vec<String> = range
        .map(|n| {
            let (castle, deer) = (n * 7, n * 13);
            format!("In valley {n} the forester of castle {castle} counted {deer} deer. ")
        })
        .collect();
    sentences.concat()
}

/// Ingests texts one after the other and gives the archive.
fn taken(texts: &[&str]) -> (tempfile::TempDir, Archive) {
    let folder = tempfile::tempdir().unwrap();
    let archive = Archive::open_or_create(&folder.path().join("x.cables")).unwrap();
    for (number, text) in texts.iter().enumerate() {
        let name = format!("{number}/cable.txt");
        write(folder.path(), &[(&name, text.as_bytes())]);
        run(&archive, &folder.path().join(number.to_string()));
    }
    let found = verify(&folder.path().join("x.cables"), &AtomicBool::new(false)).unwrap();
    assert_eq!(found.problems, []);
    (folder, archive)
}

fn cable(archive: &Archive, id: &str) -> StoredCable {
    let key = archive.resolve(id).unwrap().unwrap();
    archive.cable(&key).unwrap().unwrap()
}

fn kinds(cable: &StoredCable) -> Vec<&str> {
    cable
        .editions
        .iter()
        .map(|edition| edition.kind.as_str())
        .collect()
}

/// A telegram without anything that names it.
fn nameless(words: &str) -> String {
    format!("SUBJECT: DEER\n\n1. (C) {words}\n")
}

#[test]
fn a_text_without_an_identifier_finds_its_cable() {
    let words = sentences(0..60);
    let named = telegram(7, &words);
    for texts in [[&*named, &*nameless(&words)], [&*nameless(&words), &*named]] {
        let (_folder, archive) = taken(&texts);
        assert_eq!(hits(&archive, ""), ["07STRELSAU7"]);
        assert_eq!(hits(&archive, "forester"), ["07STRELSAU7"]);
        let cable = cable(&archive, "07STRELSAU7");
        assert_eq!(kinds(&cable), ["", "same text"]);
    }
}

#[test]
fn cut_copies_are_told_whichever_comes_first() {
    let words = sentences(0..80);
    let cut = sentences(0..40);
    let (_folder, archive) = taken(&[&telegram(7, &words), &nameless(&cut)]);
    assert_eq!(kinds(&cable(&archive, "07STRELSAU7")), ["", "cut copy"]);
    let (_folder, archive) = taken(&[&nameless(&cut), &telegram(7, &words)]);
    assert_eq!(
        kinds(&cable(&archive, "07STRELSAU7")),
        ["cut copy", "other text"]
    );
    let (_folder, archive) = taken(&[&telegram(7, &words), &telegram(7, &cut)]);
    assert_eq!(kinds(&cable(&archive, "07STRELSAU7")), ["", "cut copy"]);
}

#[test]
fn what_contradicts_is_kept_apart() {
    // The same words under two identifiers are two cables.
    let words = sentences(0..60);
    let (_folder, archive) = taken(&[&telegram(7, &words), &telegram(8, &words)]);
    assert_eq!(hits(&archive, ""), ["07STRELSAU7", "07STRELSAU8"]);
    // Another text without an identifier is a cable of its own.
    let (_folder, archive) = taken(&[&telegram(7, &words), &nameless(&sentences(100..160))]);
    assert_eq!(hits(&archive, "").len(), 2);
    // So is one that is too short to tell.
    let (_folder, archive) = taken(&[
        &telegram(7, "The king hunts."),
        &nameless("The king hunts."),
    ]);
    assert_eq!(hits(&archive, "").len(), 2);
}

#[test]
fn copies_that_say_what_they_are_are_believed() {
    let words = sentences(0..20);
    let corrected = telegram(7, &words.replace("valley 3 ", "valley 4 ")).replace(
        "SIPDIS\n",
        "SIPDIS\n\nC O R R E C T E D  C O P Y (PARA 1)\n",
    );
    let (_folder, archive) = taken(&[&telegram(7, &words), &corrected]);
    assert_eq!(
        kinds(&cable(&archive, "07STRELSAU7")),
        ["", "corrected copy"]
    );
}

#[test]
fn sections_make_a_whole() {
    let section = |number: u32, words: &str| {
        telegram(7, words)
            .replace(
                "L STRELSAU 000007",
                &format!("L SECTION {number:02} OF 03 STRELSAU 000007"),
            )
            .replace("1. (C)", &format!("{number}. (C)"))
    };
    let texts: Vec<String> = (1..=3)
        .map(|n| section(n, &sentences(n * 30..n * 30 + 20)))
        .collect();
    let (_folder, archive) = taken(&[&texts[1], &texts[0]]);
    assert!(cable(&archive, "07STRELSAU7").whole.is_none());
    let (_folder, archive) = taken(&[&texts[1], &texts[0], &texts[2]]);
    let cable = cable(&archive, "07STRELSAU7");
    assert_eq!(kinds(&cable), ["", "section 1 of 3", "section 3 of 3"]);
    assert_eq!(cable.editions[0].part, Some((2, Some(3))));
    let whole = cable.whole.unwrap();
    assert_eq!(whole.record.id.as_deref(), Some("07STRELSAU7"));
    let numbers: Vec<Option<u32>> = whole
        .record
        .paragraphs
        .iter()
        .map(|paragraph| paragraph.number)
        .collect();
    assert_eq!(numbers, [Some(1), Some(2), Some(3)]);
    assert_eq!(
        hits(&archive, "\"valley 35\" \"valley 95\""),
        ["07STRELSAU7"]
    );
}

/// What a dry run foretells is what then happens, likeness included: with texts of the archive and with those of the run.
#[test]
fn a_dry_run_foretells_likeness() {
    let (deer, cut) = (sentences(0..80), sentences(0..40));
    let (boar, wolves) = (sentences(100..180), sentences(200..280));
    let (folder, archive) = taken(&[&telegram(7, &deer), &nameless(&boar)]);
    let files = folder.path().join("files");
    write(
        &files,
        &[
            ("1.txt", nameless(&cut).as_bytes()),
            ("2.txt", telegram(9, &boar).as_bytes()),
            ("3.txt", nameless(&wolves).as_bytes()),
            ("4.txt", nameless(&sentences(200..240)).as_bytes()),
            ("5.txt", telegram(11, &wolves).as_bytes()),
            ("6.txt", nameless(&sentences(300..380)).as_bytes()),
        ],
    );
    let mut foretold = Vec::new();
    let options = IngestOptions {
        dry_run: true,
        ..IngestOptions::default()
    };
    let mut note = |event: &IngestEvent| {
        if let IngestEvent::Done { outcome, .. } = event {
            foretold.push(outcome.clone());
        }
    };
    let go = AtomicBool::new(false);
    ingest(
        &archive,
        std::slice::from_ref(&files),
        &options,
        &mut note,
        &go,
    )
    .unwrap();
    let (done, _) = outcomes(&archive, &files);
    let done: Vec<_> = done.into_iter().map(|(_, outcome)| outcome).collect();
    assert_eq!(foretold, done);
}
