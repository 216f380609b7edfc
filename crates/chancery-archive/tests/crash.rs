//! An ingest that is killed at any moment completes the next time, with each cable once.
//!
//! The test program runs itself again as the process that is killed: with `CHANCERY_CRASH_FOLDER` set, the test
//! `victim` ingests, and writes a line for each event, by which the other side knows how far it is.

#![expect(
    clippy::unwrap_used,
    reason = "what the tests are built of fails like the tests themselves"
)]

mod invented;

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use chancery_archive::{Archive, IngestEvent, IngestOptions, ingest};
use invented::{alone, hits, run, telegram, write};

const FOLDER: &str = "CHANCERY_CRASH_FOLDER";
const N_CABLES: u32 = 700;

/// When to kill.
#[derive(Clone, Copy, Debug)]
enum Moment {
    /// So many events were seen.
    Event(usize),
    /// So long after an event was seen.
    After(usize, Duration),
}

#[test]
fn victim() {
    let Some(folder) = std::env::var_os(FOLDER) else {
        return;
    };
    let folder = Path::new(&folder);
    let archive = Archive::open_or_create(&folder.join("x.cables")).unwrap();
    ingest(
        &archive,
        &[folder.join("files")],
        &IngestOptions::default(),
        &mut |event| {
            let name = match event {
                IngestEvent::Found { .. } => "found",
                IngestEvent::Done { .. } => "done",
                _ => "committed",
            };
            let mut out = std::io::stdout().lock();
            writeln!(out, "event {name}").unwrap();
            out.flush().unwrap();
        },
        &AtomicBool::new(false),
    )
    .unwrap();
}

/// Starts an ingest and kills it; gives whether it was still at work.
fn kill_at(folder: &Path, moment: Moment) -> bool {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["victim", "--exact", "--nocapture", "--test-threads=1"])
        .env(FOLDER, folder)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let (Moment::Event(n_events) | Moment::After(n_events, _)) = moment;
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let seen = lines
        .map_while(Result::ok)
        .filter(|line| line.contains("event "))
        .take(n_events)
        .count();
    if let Moment::After(_, time) = moment {
        std::thread::sleep(time);
    }
    let is_running = seen == n_events && child.try_wait().unwrap().is_none();
    // On Unix this is SIGKILL.
    child.kill().unwrap();
    child.wait().unwrap();
    is_running
}

fn setting() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("files")).unwrap();
    for number in 1..=N_CABLES {
        let text = telegram(number, &format!("The king saw castle c{number}."));
        let name = format!("files/{number:04}.txt");
        write(folder.path(), &[(&name, text.as_bytes())]);
    }
    folder
}

/// Every cable is there once, in the truth and in the index.
#[track_caller]
fn check_complete(folder: &Path) {
    let archive = Archive::open(&folder.join("x.cables")).unwrap();
    let overview = archive.overview().unwrap();
    assert_eq!(
        (
            overview.n_cables,
            overview.n_editions,
            overview.n_sources,
            overview.n_unreadable
        ),
        (
            u64::from(N_CABLES),
            u64::from(N_CABLES),
            u64::from(N_CABLES),
            0
        )
    );
    let mut expected: Vec<String> = (1..=N_CABLES)
        .map(|number| format!("07STRELSAU{number}"))
        .collect();
    expected.sort();
    assert_eq!(hits(&archive, ""), expected);
    assert_eq!(hits(&archive, "king"), expected);
    for number in (1..=N_CABLES).step_by(23) {
        assert_eq!(
            hits(&archive, &format!("c{number}")),
            [format!("07STRELSAU{number}")]
        );
    }
}

/// Between two runs, whatever is in the truth is also found.
#[track_caller]
fn check_consistent(folder: &Path) {
    let Ok(archive) = Archive::open(&folder.join("x.cables")) else {
        // Killed before there was an archive.
        return;
    };
    let n_cables = archive.overview().unwrap().n_cables;
    assert_eq!(hits(&archive, "").len() as u64, n_cables);
    assert_eq!(hits(&archive, "king").len() as u64, n_cables);
}

#[track_caller]
fn check(moments: &[Moment]) {
    let _alone = alone();
    let folder = setting();
    for &moment in moments {
        kill_at(folder.path(), moment);
        check_consistent(folder.path());
    }
    let archive = Archive::open_or_create(&folder.path().join("x.cables")).unwrap();
    let summary = run(&archive, &folder.path().join("files"));
    assert_eq!(
        summary.n_added + summary.n_already_here,
        u64::from(N_CABLES)
    );
    drop(archive);
    check_complete(folder.path());
}

#[test]
fn killed_while_it_begins() {
    for milliseconds in [0, 3, 8, 15, 25] {
        check(&[Moment::After(0, Duration::from_millis(milliseconds))]);
    }
}

#[test]
fn killed_between_and_within_batches() {
    check(&[Moment::Event(1)]);
    check(&[Moment::Event(2)]);
    check(&[Moment::Event(257)]);
    check(&[Moment::After(257, Duration::from_millis(7))]);
    check(&[Moment::After(513, Duration::from_millis(20))]);
}

#[test]
fn killed_while_the_index_is_committed() {
    let all = N_CABLES as usize + 1;
    check(&[Moment::Event(all)]);
    check(&[Moment::After(all, Duration::from_millis(4))]);
    check(&[Moment::After(all, Duration::from_millis(15))]);
    check(&[Moment::Event(all + 1)]);
}

#[test]
fn killed_again_and_again() {
    check(&[
        Moment::After(0, Duration::from_millis(10)),
        Moment::Event(1),
        Moment::Event(30),
        Moment::After(256, Duration::from_millis(5)),
        Moment::Event(300),
        Moment::After(600, Duration::from_millis(10)),
        Moment::Event(N_CABLES as usize + 1),
    ]);
}

#[test]
fn the_victim_is_killed_at_work() {
    // Should the events stop coming, the tests above would kill only the dead.
    let _alone = alone();
    let folder = setting();
    assert!(kill_at(folder.path(), Moment::Event(1)));
}
