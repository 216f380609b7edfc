//! Ingest stopped at any moment: the next run completes, and the archive holds each cable once.

use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};
use std::time::Duration;

use crate::support::{Folder, cable};

const N_CABLES: u32 = 2_000;

fn folder_of_cables() -> Folder {
    let folder = Folder::new();
    for number in 1..=N_CABLES {
        folder.write(&format!("post/{}/{number}.txt", number % 20), cable(number));
    }
    folder
}

fn start(folder: &Folder) -> Child {
    folder
        .command(&["ingest", "post"])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

/// Runs ingest to its end and checks that every cable is there once, and found once.
#[track_caller]
fn check_complete(folder: &Folder) {
    folder.run(&["ingest", "post"]).exits(0).prints(&[
        &format!("post.cables holds {N_CABLES} cables\n"),
        "not cables              0\n",
    ]);
    let again = folder.run(&["ingest", "post"]).exits(0);
    again.prints(&[
        "cables added            0\n",
        "new editions            0\n",
        "already here         2000\n",
    ]);

    let all = folder
        .run(&["search", "succession", "--json", "--limit", "5000"])
        .exits(0);
    let mut keys: Vec<String> = all
        .json()
        .iter()
        .map(|hit| {
            assert_eq!(hit["n_editions"], 1, "{hit}");
            hit["key"].as_str().unwrap().to_owned()
        })
        .collect();
    assert_eq!(keys.len(), N_CABLES as usize);
    keys.sort();
    keys.dedup();
    assert_eq!(keys.len(), N_CABLES as usize);
}

/// Killed again and again, each time a little later, until a run gets through; and once amid its work for certain.
#[test]
fn killed_anywhere() {
    let folder = folder_of_cables();
    let mut n_killed = 0;
    for wait_ms in [0, 5, 20, 60, 150, 300, 600, 1_000] {
        let mut child = start(&folder);
        std::thread::sleep(Duration::from_millis(wait_ms));
        n_killed += u32::from(child.try_wait().unwrap().is_none());
        child.kill().unwrap();
        child.wait().unwrap();
    }
    assert!(n_killed > 0, "no run was killed");
    check_complete(&folder);
}

#[test]
fn killed_amid_its_work() {
    let folder = folder_of_cables();
    let mut child = start(&folder);
    let mut said = BufReader::new(child.stderr.take().unwrap());
    wait_for_half(&mut said);
    child.kill().unwrap();
    child.wait().unwrap();
    check_complete(&folder);
}

/// Ctrl-C is gentler: what is at hand is finished, and the user is told how to go on.
#[test]
#[cfg(unix)]
fn interrupted() {
    let folder = folder_of_cables();
    for (signal, code) in [("-INT", 130), ("-TERM", 143)] {
        let mut child = start(&folder);
        let mut said = BufReader::new(child.stderr.take().unwrap());
        wait_for_half(&mut said);
        let status = std::process::Command::new("kill")
            .args([signal, &child.id().to_string()])
            .status()
            .unwrap();
        assert!(status.success());
        let rest: Vec<String> = said.lines().map(Result::unwrap).collect();
        let exit = child.wait().unwrap();
        // On a fast machine the run may have ended before the signal came.
        if exit.code() != Some(0) {
            assert_eq!(exit.code(), Some(code), "{rest:?}");
            assert!(
                rest.iter()
                    .any(|line| line.contains("run the same command again")),
                "{rest:?}"
            );
        }
    }
    check_complete(&folder);
}

/// Reads what a run says until it has done half of the files.
#[track_caller]
fn wait_for_half(said: &mut impl BufRead) {
    let mut line = String::new();
    while !line.contains("1000 cables") {
        line.clear();
        assert_ne!(
            said.read_line(&mut line).unwrap(),
            0,
            "ended without a line at half"
        );
    }
}
