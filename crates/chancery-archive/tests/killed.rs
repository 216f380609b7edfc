//! Ingest, compaction, forgetting and the step to a new version, killed at random moments: afterwards the archive is
//! sound or makes itself so, and no cable is lost, doubled or half-indexed.
//!
//! The test program runs itself again as the process that is killed. A few moments of each are tried always; two hundred
//! with `cargo test -p chancery-archive --test killed -- --ignored two_hundred`. A full disk needs a small one:
//! `CHANCERY_SMALL_DISK=/mnt/small cargo test -p chancery-archive --test killed -- --ignored full_disk`, where that is a
//! file system of 16 MB, such as a tmpfs.

#![expect(
    clippy::unwrap_used,
    reason = "what the tests are built of fails like the tests themselves"
)]

mod invented;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use chancery_archive::{Archive, IngestOptions, Verification, ingest, verify};
use invented::{alone, hits, run, telegram, write};

const TASK: &str = "CHANCERY_KILLED_TASK";
const FOLDER: &str = "CHANCERY_KILLED_FOLDER";
const FORGOTTEN: &str = "07STRELSAU60";
const N_CABLES: u64 = 240;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Task {
    Ingest,
    Compact,
    Forget,
    Migrate,
}

const TASKS: [(Task, &str); 4] = [
    (Task::Ingest, "ingest"),
    (Task::Compact, "compact"),
    (Task::Forget, "forget"),
    (Task::Migrate, "migrate"),
];

static GO: AtomicBool = AtomicBool::new(false);

#[test]
fn victim() {
    let (Some(folder), Ok(task)) = (std::env::var_os(FOLDER), std::env::var(TASK)) else {
        return;
    };
    let folder = PathBuf::from(folder);
    let task = TASKS.iter().find(|(_, name)| *name == task).unwrap().0;
    perform(&folder, task).unwrap();
}

fn perform(folder: &Path, task: Task) -> Result<(), chancery_archive::Error> {
    let archive = Archive::open_or_create(&folder.join("x.cables"))?;
    match task {
        Task::Ingest => {
            ingest(
                &archive,
                &[folder.join("files")],
                &IngestOptions::default(),
                &mut |_| {},
                &GO,
            )?;
        }
        Task::Compact => {
            archive.compact(&GO)?;
        }
        Task::Forget => {
            if let Some(key) = archive.resolve(FORGOTTEN)? {
                archive.forget(&key)?;
            }
        }
        // Opening does it.
        Task::Migrate => {}
    }
    Ok(())
}

/// Files, and, but for an ingest, an archive of them.
fn prepared(task: Task) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    if task == Task::Migrate {
        let stored = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/archives/version-2");
        copy(&stored, &folder.path().join("x.cables"));
        return folder;
    }
    for number in 1..=N_CABLES {
        let words = format!("The king saw castle c{number}. ").repeat(250);
        let text = telegram(u32::try_from(number).unwrap(), &words);
        write(
            folder.path(),
            &[(&format!("files/{number:04}.txt"), text.as_bytes())],
        );
    }
    if task != Task::Ingest {
        let archive = Archive::open_or_create(&folder.path().join("x.cables")).unwrap();
        run(&archive, &folder.path().join("files"));
    }
    folder
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}

fn start(folder: &Path, task: Task, failpoint: Option<&str>) -> std::process::Child {
    let name = TASKS.iter().find(|(other, _)| *other == task).unwrap().1;
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args(["victim", "--exact", "--nocapture", "--test-threads=1"])
        .env(FOLDER, folder)
        .env(TASK, name)
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    if let Some(failpoint) = failpoint {
        command.env("CHANCERY_FAILPOINT", failpoint);
    }
    command.spawn().unwrap()
}

#[track_caller]
fn verified(folder: &Path) -> Verification {
    verify(&folder.join("x.cables"), &GO).unwrap()
}

/// Whatever happened, the archive is sound, says the same in the truth and in the index, and the task can be done again.
#[track_caller]
fn check(folder: &Path, task: Task, moment: &str) {
    let place = folder.join("x.cables");
    if place.join("archive.toml").exists() {
        let found = verified(folder);
        assert!(found.is_sound(), "{task:?} {moment}: {found:?}");
        assert_eq!(verified(folder).problems, [], "{task:?} {moment}");
        let archive = Archive::open(&place).unwrap();
        let n_cables = archive.overview().unwrap().n_cables;
        let expected = match task {
            Task::Ingest => 0..=N_CABLES,
            Task::Compact => N_CABLES..=N_CABLES,
            Task::Forget => N_CABLES - 1..=N_CABLES,
            Task::Migrate => 6..=6,
        };
        assert!(
            expected.contains(&n_cables),
            "{task:?} {moment}: {n_cables}"
        );
        assert_eq!(
            hits(&archive, "").len() as u64,
            n_cables,
            "{task:?} {moment}"
        );
    }
    perform(folder, task).unwrap();
    assert_eq!(verified(folder).problems, [], "{task:?} {moment}");
    let archive = Archive::open(&place).unwrap();
    let n_cables = match task {
        Task::Ingest | Task::Compact => N_CABLES,
        Task::Forget => N_CABLES - 1,
        Task::Migrate => 6,
    };
    assert_eq!(
        archive.overview().unwrap().n_cables,
        n_cables,
        "{task:?} {moment}"
    );
    assert_eq!(
        hits(&archive, "").len() as u64,
        n_cables,
        "{task:?} {moment}"
    );
    if task != Task::Migrate {
        assert_eq!(
            hits(&archive, "castle").len() as u64,
            n_cables,
            "{task:?} {moment}"
        );
    }
    if task == Task::Forget {
        assert!(hits(&archive, "c60").is_empty(), "{task:?} {moment}");
    }
}

/// Kills each task at so many moments between its start and its end.
fn kill(n_moments: u32, mut seed: u64) {
    let _alone = alone();
    for (task, _) in TASKS {
        let prepared = prepared(task);
        let setting = || {
            let folder = tempfile::tempdir().unwrap();
            copy(prepared.path(), folder.path());
            folder
        };
        let whole = {
            let folder = setting();
            let started = Instant::now();
            assert!(start(folder.path(), task, None).wait().unwrap().success());
            started.elapsed()
        };
        for _ in 0..n_moments {
            let folder = setting();
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let part = u32::try_from(seed >> 44).unwrap();
            let moment: Duration = whole * part / (1 << 20);
            let mut child = start(folder.path(), task, None);
            std::thread::sleep(moment);
            // On Unix this is SIGKILL.
            let _ = child.kill();
            child.wait().unwrap();
            check(folder.path(), task, &format!("{moment:?} of {whole:?}"));
        }
    }
}

#[test]
fn a_few_moments() {
    kill(3, 1);
}

#[test]
#[ignore = "takes minutes; see the head of this file"]
fn two_hundred_moments() {
    kill(50, 2);
}

#[test]
fn forgetting_is_killed_between_index_and_truth() {
    let _alone = alone();
    let prepared = prepared(Task::Forget);
    for failpoint in ["forget: index", "forget: truth"] {
        let folder = tempfile::tempdir().unwrap();
        copy(prepared.path(), folder.path());
        let status = start(folder.path(), Task::Forget, Some(failpoint))
            .wait()
            .unwrap();
        assert!(!status.success());
        check(folder.path(), Task::Forget, failpoint);
    }
}

#[test]
#[ignore = "needs a small file system; see the head of this file"]
fn a_full_disk_loses_nothing() {
    let _alone = alone();
    let Some(disk) = std::env::var_os("CHANCERY_SMALL_DISK").map(PathBuf::from) else {
        return;
    };
    let prepared = prepared(Task::Ingest);
    for kilobytes in (64_u64..4_000).step_by(331) {
        let folder = tempfile::tempdir_in(&disk).unwrap();
        copy(prepared.path(), folder.path());
        // Everything but so much is taken.
        let ballast = folder.path().join("ballast");
        let mut file = fs::File::create(&ballast).unwrap();
        while file.write_all(&[b'x'; 4_096]).is_ok() {}
        let n_bytes = file.metadata().unwrap().len();
        file.set_len(n_bytes.saturating_sub(kilobytes << 10))
            .unwrap();
        // Held open, it would take its room even when it is removed.
        drop(file);
        let result = perform(folder.path(), Task::Ingest);
        fs::remove_file(&ballast).unwrap();
        check(
            folder.path(),
            Task::Ingest,
            &format!("{kilobytes} KB left: {result:?}"),
        );
    }
}
