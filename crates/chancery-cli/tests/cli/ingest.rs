//! `chancery ingest`.

use crate::support::{Folder, Run, cable, cable_about};

/// The number that the summary gives under a label.
#[track_caller]
fn count(run: &Run, label: &str) -> u64 {
    run.stdout
        .lines()
        .find_map(|line| line.strip_prefix(label))
        .unwrap_or_else(|| panic!("no {label:?} in {run:#?}"))
        .trim()
        .parse()
        .unwrap()
}

#[track_caller]
fn check_counts(run: &Run, added: u64, new_editions: u64, already_here: u64, not_cables: u64) {
    let counts = [
        "cables added",
        "new editions",
        "already here",
        "not cables",
        "unreadable",
    ]
    .map(|label| count(run, label));
    assert_eq!(
        counts,
        [added, new_editions, already_here, not_cables, 0],
        "{run:#?}"
    );
}

#[test]
fn a_subject_alone_makes_no_cable() {
    let folder = Folder::new();
    folder.write(
        "in/letter.txt",
        "Subject: my visit\n\nDear aunt,\nthe weather is fine.\n",
    );
    folder.write("in/list.txt", "Bread\nSubject: eggs and milk\nButter\n");
    // As cables write it, with a numbered paragraph, or with an identifier for a name it is one.
    folder.write("in/a.txt", "SUBJECT: THE KING\n\nTHE KING IS WELL.\n");
    folder.write(
        "in/b.txt",
        "Subject: The King\n\n1. (C) The King is well again.\n",
    );
    folder.write(
        "in/07STRELSAU92.txt",
        "Subject: The Duke\n\nThe Duke is not so well.\n",
    );
    folder
        .run(&["ingest", "in", "--archive", "t.cables"])
        .exits(0)
        .prints(&["cables added            3\n", "not cables              2\n"])
        .says(&[
            "letter.txt: not a cable: has a line `Subject:` and nothing else of a cable",
            "list.txt: not a cable: has a line `Subject:`",
        ]);
}

#[test]
fn a_folder_and_again() {
    let folder = Folder::new();
    folder.write("post/a.txt", cable(1));
    folder.write("post/sub/b.txt", cable(2));
    folder.write("post/notes.bin", [0_u8; 100]);

    let first = folder.run(&["ingest", "post"]).exits(0);
    check_counts(&first, 2, 0, 0, 1);
    let first = first
        .says(&[
            "archive: post.cables\n",
            "notes.bin: not a cable: is binary",
        ])
        .prints(&["3 inputs, ", " cables/s", "post.cables holds 2 cables\n"]);
    assert!(!first.stderr.contains('\x1B'), "{first:#?}");
    // The folder of the cables stays as it was.
    assert_eq!(folder.names(), ["post", "post.cables"]);

    // What an earlier run found to be no cable is said again: the list is complete each time.
    let again = folder
        .run(&["ingest", "post"])
        .exits(0)
        .says(&["notes.bin: not a cable"]);
    check_counts(&again, 0, 0, 2, 1);

    folder.write("post/c.txt", cable(3));
    check_counts(&folder.run(&["ingest", "post"]).exits(0), 1, 0, 2, 1);
}

#[test]
fn another_text_is_another_edition() {
    let folder = Folder::new();
    folder.write(
        "first/a.txt",
        cable_about(1, "VISIT", "The Duke left at noon."),
    );
    folder.write(
        "second/a.txt",
        cable_about(1, "VISIT", "XXXXXXXX left at noon."),
    );
    check_counts(
        &folder
            .run(&["ingest", "first", "--archive", "x.cables"])
            .exits(0),
        1,
        0,
        0,
        0,
    );
    let second = folder
        .run(&["ingest", "second", "--archive", "x.cables"])
        .exits(0);
    check_counts(&second, 0, 1, 0, 0);
    second.prints(&["x.cables holds 1 cable\n"]);
}

#[test]
fn several_paths_go_to_one_archive() {
    let folder = Folder::new();
    folder.write("a.txt", cable(1));
    folder.write("sub/b.txt", cable(2));
    folder
        .run(&["ingest", "a.txt", "sub"])
        .exits(0)
        .prints(&["chancery.cables holds 2 cables\n"]);
    folder
        .run(&["ingest", "a.txt"])
        .exits(0)
        .prints(&["a.cables holds 1 cable\n"]);
}

#[test]
fn an_archive_inside_the_folder_is_not_taken_in() {
    let folder = Folder::new();
    folder.write("a.txt", cable(1));
    for _ in 0..2 {
        let run = folder
            .run(&["ingest", ".", "--archive", "x.cables"])
            .exits(0);
        assert_eq!(count(&run, "not cables"), 0, "{run:#?}");
        run.prints(&["x.cables holds 1 cable\n"]);
    }
}

#[test]
fn a_path_that_is_not_there_is_named_and_the_rest_goes_on() {
    let folder = Folder::new();
    folder.write("a.txt", cable(1));
    folder
        .run(&["ingest", "nope"])
        .exits(2)
        .prints_nothing()
        .says(&["error: nope: no such file or folder\n"]);
    assert_eq!(folder.names(), ["a.txt"]);
    let run = folder
        .run(&["ingest", "nope", "a.txt"])
        .exits(2)
        .says(&["error: nope: no such file or folder\n"]);
    assert_eq!(count(&run, "cables added"), 1, "{run:#?}");
    // A server that starts would hide it.
    folder
        .run(&["open", "nope", "a.txt"])
        .exits(2)
        .prints_nothing()
        .says(&["error: nope: no such file or folder\n"]);
}

#[test]
#[cfg(unix)]
fn a_dead_link_is_listed_and_the_rest_goes_on() {
    let folder = Folder::new();
    folder.write("in/b.txt", cable(1));
    std::os::unix::fs::symlink("nowhere", folder.join("in/a.txt")).unwrap();
    let run = folder
        .run(&["ingest", "in"])
        .exits(2)
        .says(&["in/a.txt: not read: is a symbolic link"]);
    assert_eq!(count(&run, "cables added"), 1, "{run:#?}");
    folder
        .run(&["ingest", "in/a.txt", "in/b.txt"])
        .exits(2)
        .says(&["in/a.txt: is a link to a file that is not there"]);
}

#[test]
fn a_folder_of_other_things_is_no_archive() {
    let folder = Folder::new();
    folder.write("a.txt", cable(1));
    folder.write("taken/letter.txt", "Dear aunt,");
    folder
        .run(&["ingest", "a.txt", "--archive", "taken"])
        .exits(2)
        .prints_nothing()
        .says(&["error: taken is not an archive", "hint: ", "--archive"]);
    folder.write("file", "");
    folder
        .run(&["ingest", "a.txt", "--archive", "file"])
        .exits(2)
        .prints_nothing();
    folder
        .run(&["ingest", "a.txt", "--archive", "a.txt/x"])
        .exits(2)
        .prints_nothing();
}

#[test]
fn a_newer_archive_is_left_alone() {
    let folder = Folder::new();
    folder.write("a.txt", cable(1));
    folder.run(&["ingest", "a.txt"]).exits(0);
    let toml = folder.join("a.cables/archive.toml");
    let newer = std::fs::read_to_string(&toml)
        .unwrap()
        .replace("\nversion = ", "\nversion = 99");
    assert!(newer.contains("99"), "{newer}");
    std::fs::write(&toml, &newer).unwrap();
    for args in [
        &["ingest", "a.txt"][..],
        &["search", "duke"],
        &["serve", "--port", "0"],
        &["open", "a.txt", "--no-browser", "--port", "0"],
        &["open", "a.cables", "--no-browser", "--port", "0"],
    ] {
        folder.run(args).exits(2).prints_nothing().says(&[
            "error: cannot open archive a.cables: format version 99",
            "newer \"chancery\"",
        ]);
    }
    assert_eq!(std::fs::read_to_string(&toml).unwrap(), newer);
}

#[test]
fn two_writers_do_not_meet() {
    let folder = Folder::new();
    folder.write("post/a.txt", cable(1));
    folder.run(&["ingest", "post"]).exits(0);
    // As another process would hold it.
    let lock = std::fs::File::options()
        .write(true)
        .open(folder.join("post.cables/writer.lock"))
        .unwrap();
    lock.lock().unwrap();
    folder.write("post/b.txt", cable(2));
    for command in ["ingest", "open"] {
        folder
            .run(&[command, "post"])
            .exits(2)
            .says(&["error: archive post.cables is being written by ", "hint: "]);
    }
    // Readers are not kept out.
    assert_eq!(
        folder.run(&["search", "duke", "--count"]).exits(0).stdout,
        "1\n"
    );
    lock.unlock().unwrap();
    folder
        .run(&["ingest", "post"])
        .exits(0)
        .prints(&["post.cables holds 2 cables\n"]);
}

#[test]
fn what_is_no_cable_is_listed_with_the_reason() {
    let folder = Folder::new();
    folder.write("post/a.txt", cable(1));
    folder.write("post/empty.txt", "");
    folder.write("post/letter.txt", "Dear aunt,\nthe weather is fine.\n");
    // One byte more than is taken as one cable, none of it on disk.
    let huge = std::fs::File::create(folder.join("post/huge.txt")).unwrap();
    huge.set_len(chancery_archive::Limits::default().one_bytes + 1)
        .unwrap();
    let run = folder.run(&["ingest", "post"]).exits(2).says(&[
        "warning: post/empty.txt: not a cable: holds no text\n",
        "warning: post/letter.txt: not a cable: has no element of a cable",
        "error: post/huge.txt: not read: is larger than ",
    ]);
    let counts = ["cables added", "not cables", "unreadable"].map(|label| count(&run, label));
    assert_eq!(counts, [1, 2, 1]);
}

#[test]
#[cfg(unix)]
fn a_file_that_cannot_be_read_stops_nothing() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new();
    folder.write("post/a.txt", cable(1));
    folder.write("post/b.txt", cable(2));
    let secret = folder.join("post/a.txt");
    std::fs::set_permissions(&secret, std::fs::Permissions::from_mode(0o0)).unwrap();
    if std::fs::read(&secret).is_ok() {
        eprintln!("skipped: this user may read everything");
        return;
    }
    let run = folder
        .run(&["ingest", "post"])
        .exits(2)
        .says(&["a.txt: not read: "]);
    assert_eq!(
        (count(&run, "cables added"), count(&run, "unreadable")),
        (1, 1)
    );
}

#[test]
fn tables_and_archives_are_taken_apart_and_reported() {
    let folder = Folder::new();
    let row = |number: u32| {
        format!(
            "\"{number}\",\"10/8/2007 15:40\",\"07STRELSAU{number}\",\"Embassy Strelsau\",\"CONFIDENTIAL\",\"\",\
             \"R 081540Z OCT 07\nFM AMEMBASSY STRELSAU\",\"C O N F I D E N T I A L STRELSAU {number:06}\n\n\
             SUBJECT: THE KING\n\n1. (C) The King said \\\"no\\\" {number} times.\"\n"
        )
    };
    let table: String = (1..=3).map(row).collect::<Vec<_>>().concat();
    folder.write(
        "cables.csv",
        format!("{table}\"4\",\"10/9/2007 9:10\",\"07STREL"),
    );
    let run = folder.run(&["ingest", "cables.csv", "--dry-run", "--report", "-"]);
    let run = run.exits(0).says(&["nothing was written"]);
    assert!(!folder.join("cables.cables").exists());
    run.prints(&[
        r#""place":"cables.csv#1","n_bytes":"#,
        r#""outcome":"added","key":"07STRELSAU3""#,
    ]);

    folder
        .run(&["ingest", "cables.csv", "--report", "report.jsonl"])
        .prints(&["cables added            3"]);
    let report = std::fs::read_to_string(folder.join("report.jsonl")).unwrap();
    let lines: Vec<serde_json::Value> = report
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines.len(), 4, "{report}");
    assert_eq!(lines[0]["outcome"], "added");
    assert_eq!(lines[2]["key"], "07STRELSAU3");
    folder
        .run(&["search", "\"King said no\"", "--count"])
        .prints(&["3"]);
    // The row comes back byte for byte and reads the same.
    folder
        .run(&[
            "read",
            "07STRELSAU2",
            "--archive",
            "cables.cables",
            "--json",
        ])
        .prints(&[r#""id":"07STRELSAU2""#, "cablegate-csv"]);
    folder
        .run(&["ingest", "cables.csv", "--column", "colour=Body"])
        .exits(2)
        .says(&["FIELD is one of"]);
}

#[test]
fn nothing_makes_no_archive() {
    let folder = Folder::new();
    std::fs::create_dir(folder.join("empty")).unwrap();
    for command in ["ingest", "open"] {
        folder
            .run(&[command, "empty"])
            .exits(2)
            .says(&["empty: no files, so no archive was made"]);
    }
    assert_eq!(folder.names(), ["empty"]);
    folder.write("letters/1.txt", "Dear aunt, the weather is fine.\n");
    folder
        .run(&["open", "letters"])
        .exits(2)
        .says(&["there is nothing to show: no cable was found"]);
}

#[test]
fn columns_that_no_table_has() {
    let folder = Folder::new();
    folder.write(
        "t.csv",
        format!("Doc ID,Body\n07STRELSAU9,\"{}\"\n", cable(9)),
    );
    folder
        .run(&[
            "ingest",
            "t.csv",
            "--column",
            "id=Number",
            "--column",
            "text=body",
        ])
        .exits(2)
        .says(&["--column: no table and no JSON object has a column `Number`\n"]);
    folder
        .run(&["ingest", "t.csv", "--column", "id=doc id"])
        .exits(0);
}

#[test]
fn a_dry_run_knows_what_was_forgotten() {
    let folder = Folder::new();
    folder.write("post/1.txt", cable(1));
    folder.run(&["ingest", "post"]).exits(0);
    folder.run(&["archive", "forget", "07STRELSAU1"]).exits(0);
    folder
        .run(&["ingest", "post", "--dry-run"])
        .exits(0)
        .prints(&["cables added            0\n", "forgotten               1\n"]);
    folder
        .run(&["ingest", "post", "--dry-run", "--take-forgotten"])
        .exits(0)
        .prints(&["cables added            1\n"]);
}
