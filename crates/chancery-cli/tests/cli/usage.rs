//! What every command has in common.

use crate::support::{Folder, cable};

#[test]
fn help_and_version_are_results() {
    let folder = Folder::new();
    folder.run(&["--help"]).exits(0).prints(&[
        "open",
        "read",
        "explain",
        "ingest",
        "search",
        "serve",
        "Exit codes:",
    ]);
    folder.run(&["help", "ingest"]).exits(0).prints(&["130"]);
    for command in [
        "open", "read", "check", "explain", "ingest", "search", "refs", "missing", "serve", "write",
    ] {
        folder
            .run(&[command, "--help"])
            .exits(0)
            .prints(&["Exit codes:", "  2 "]);
    }
    for task in [
        "info", "verify", "rebuild", "compact", "backup", "restore", "forget",
    ] {
        folder
            .run(&["archive", task, "--help"])
            .exits(0)
            .prints(&["--json"]);
    }
    let version = folder.run(&["--version"]).exits(0);
    assert_eq!(
        version.stdout,
        format!("chancery {}\n", env!("CARGO_PKG_VERSION"))
    );
}

#[test]
fn misuse_is_trouble() {
    let folder = Folder::new();
    folder.run(&[]).exits(2).prints_nothing().says(&["Usage:"]);
    folder
        .run(&["raed"])
        .exits(2)
        .prints_nothing()
        .says(&["'raed'", "'read'"]);
    folder.run(&["search"]).exits(2).prints_nothing();
    folder
        .run(&["read", "--id", "77"])
        .exits(2)
        .says(&["07STRELSAU92"]);
    folder.run(&["serve", "--port", "99999"]).exits(2);
}

#[test]
fn colours_are_asked_for() {
    let folder = Folder::new();
    folder.write("a.txt", cable(1));
    let plain = folder.run(&["read", "a.txt"]).exits(0);
    assert!(!plain.stdout.contains('\x1B'), "{plain:#?}");
    let coloured = folder.run(&["--color", "always", "read", "a.txt"]).exits(0);
    assert!(coloured.stdout.contains("\x1B["), "{coloured:#?}");
    let mut forced = folder.command(&["read", "a.txt"]);
    let forced: crate::support::Run = forced.env("CLICOLOR_FORCE", "1").output().unwrap().into();
    assert!(forced.stdout.contains("\x1B["), "{forced:#?}");
    let never = folder.run(&["read", "--color=never", "nope"]).exits(2);
    assert!(!never.stderr.contains('\x1B'), "{never:#?}");
}

/// `chancery … | head`: the reader has what it wanted, and that is no error.
#[test]
#[cfg(unix)]
fn closed_pipe_is_no_error() {
    let folder = Folder::new();
    folder.write("a.txt", cable(1));
    let files = vec!["a.txt"; 2_000];
    let args: Vec<&str> = ["read", "--json"].into_iter().chain(files).collect();
    let mut child = folder
        .command(&args)
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let run: crate::support::Run = child.wait_with_output().unwrap().into();
    assert_eq!(run.exits(0).stderr, "");
}
