//! `chancery write`.

use crate::support::{Folder, cable};

#[test]
fn a_telegram_on_standard_output() {
    let folder = Folder::new();
    folder.write("a.txt", cable(42));
    let run = folder.run(&["write", "a.txt"]).exits(0);
    assert_eq!(run.stderr, "");
    let again = folder.run_with(&["write"], &run.stdout).exits(0);
    assert_eq!(
        again.stdout, run.stdout,
        "writing what was written changes nothing"
    );
    let first = folder.run(&["read", "--json", "a.txt"]).exits(0).json();
    let second = folder
        .run_with(&["read", "--json"], &run.stdout)
        .exits(0)
        .json();
    for name in [
        "id",
        "sent",
        "subject",
        "to",
        "tags",
        "reasons",
        "summary",
        "signature",
    ] {
        assert_eq!(first[0][name], second[0][name], "{name}");
    }
}

#[test]
fn several_are_parted_by_an_end_mark() {
    let folder = Folder::new();
    folder.write("a/1.txt", cable(1));
    folder.write("a/2.txt", cable(2));
    folder.write("a/notes.txt", "Buy bread.\n");
    let run = folder.run(&["write", "a"]).exits(0);
    assert_eq!(run.stderr, "1 file passed over, being no cables\n");
    assert_eq!(run.stdout.matches("\nNNNN\n").count(), 1, "{run:#?}");
    assert_eq!(run.stdout.matches("FM AMEMBASSY STRELSAU").count(), 2);
}

#[test]
fn files_are_named_by_the_identifier() {
    let folder = Folder::new();
    folder.write("a.txt", cable(42));
    folder
        .run(&["write", "a.txt", "--output", "out"])
        .exits(0)
        .prints_nothing();
    let written = std::fs::read_to_string(folder.join("out/07STRELSAU42.txt")).unwrap();
    assert!(written.contains("STRELSAU 000042"), "{written}");
    // What is there stays, unless told otherwise.
    folder.write("out/07STRELSAU42.txt", "mine");
    folder
        .run(&["write", "a.txt", "--output", "out"])
        .exits(2)
        .says(&["is there already", "--force"]);
    let kept = std::fs::read_to_string(folder.join("out/07STRELSAU42.txt")).unwrap();
    assert_eq!(kept, "mine");
    folder
        .run(&["write", "a.txt", "--output", "out", "--force"])
        .exits(0);
    let overwritten = std::fs::read_to_string(folder.join("out/07STRELSAU42.txt")).unwrap();
    assert_eq!(overwritten, written);
}

#[test]
fn no_path_comes_from_a_text() {
    let folder = Folder::new();
    folder.write(
        "a.txt",
        "R 151030Z JAN 07\nFM AMEMBASSY ../../ETC\nUNCLAS ../../ETC/X 000042\nSUBJECT: A\n\n1. He left.\n",
    );
    let _ = folder.run(&["write", "a.txt", "--output", "out"]);
    assert_eq!(folder.names(), ["a.txt", "out"]);
    for entry in std::fs::read_dir(folder.join("out")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(
            name.bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"-.".contains(&b)),
            "{name}"
        );
    }
}

#[test]
fn what_is_no_cable_and_what_has_no_name() {
    let folder = Folder::new();
    folder.write("notes.txt", "Buy bread.\n");
    folder.write("part.txt", "SUBJECT: THE CLOCKS\n\n1. (C) They stopped.\n");
    folder
        .run(&["write", "notes.txt"])
        .exits(1)
        .says(&["not a cable"]);
    folder
        .run(&["write", "gone.txt"])
        .exits(2)
        .says(&["no such file"]);
    folder
        .run(&["write", "part.txt", "--output", "out"])
        .exits(2)
        .says(&["no identifier", "--id"]);
    folder
        .run(&[
            "write",
            "part.txt",
            "--output",
            "out",
            "--id",
            "07 Strelsau 92",
        ])
        .exits(0);
    assert!(folder.join("out/07STRELSAU92.txt").exists());
    folder.run(&["write", "part.txt", "--force"]).exits(2);
}
