//! Invented telegrams as files, shared by the tests of ingest.

#![allow(
    dead_code,
    unreachable_pub,
    clippy::print_stdout,
    reason = "a part of test programs, each of which is a crate of its own and uses some of it"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::sync::{Mutex, MutexGuard, PoisonError};

use chancery_archive::{
    Archive, IngestEvent, IngestOptions, IngestSummary, Order, Outcome, Search, ingest,
};

/// A telegram from Strelsau with this number; `words` go into its only paragraph.
pub fn telegram(number: u32, words: &str) -> String {
    let (day, hour) = (1 + number % 28, number % 24);
    format!(
        "R {day:02}{hour:02}40Z OCT 07\n\
         FM AMEMBASSY STRELSAU\n\
         TO SECSTATE WASHDC {number:04}\n\
         C O N F I D E N T I A L STRELSAU {number:06}\n\
         \n\
         SIPDIS\n\
         \n\
         E.O. 12958: DECL: 10/08/2017\n\
         TAGS: PGOV, PREL\n\
         SUBJECT: REPORT NUMBER {number}\n\
         \n\
         1. (C) {words}\n\
         \n\
         SAPT\n"
    )
}

/// One test at a time, for tests that start programs: what one starts has for a moment all that the others hold, the lock
/// of an archive too.
pub fn alone() -> MutexGuard<'static, ()> {
    static ALONE: Mutex<()> = Mutex::new(());
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Writes files below a folder, which is made.
pub fn write(folder: &Path, files: &[(&str, &[u8])]) {
    for (name, bytes) in files {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
}

/// Ingests a folder quietly.
pub fn run(archive: &Archive, path: &Path) -> IngestSummary {
    outcomes(archive, path).1
}

/// Ingests a folder; gives each file's name below it with what became of it, in order.
pub fn outcomes(archive: &Archive, path: &Path) -> (Vec<(String, Outcome)>, IngestSummary) {
    let mut outcomes = Vec::new();
    let summary = ingest(
        archive,
        &[path.to_owned()],
        &IngestOptions::default(),
        &mut |event| {
            if let IngestEvent::Done {
                path: file,
                outcome,
                ..
            } = event
            {
                let name = file.strip_prefix(path).unwrap_or(file);
                outcomes.push((name.to_string_lossy().into_owned(), outcome.clone()));
            }
        },
        &AtomicBool::new(false),
    )
    .unwrap();
    (outcomes, summary)
}

/// The keys of the cables that match, sorted.
pub fn hits(archive: &Archive, query: &str) -> Vec<String> {
    let answer = archive
        .search(&Search {
            query: query.to_owned(),
            limit: 100_000,
            order: Order::NewestFirst,
            ..Search::default()
        })
        .unwrap();
    let mut keys: Vec<String> = answer
        .hits
        .iter()
        .map(|hit| hit.cable.key.to_string())
        .collect();
    assert_eq!(answer.total, keys.len() as u64);
    keys.sort();
    keys
}

/// Where the real cables stand, outside the project; `None`, having said so, where they are not.
pub fn corpus() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus");
    if folder.is_dir() {
        Some(folder)
    } else {
        println!("skipped: {} is not there", folder.display());
        None
    }
}
