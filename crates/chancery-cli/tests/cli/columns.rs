//! Tables whose columns are not known, and columns that were told wrongly.

use crate::support::{Folder, Run, cable};

/// A cable without a head: only its row says which it is.
fn bare(number: u32) -> String {
    format!(
        "1. (C) The Duke of number {number} left at noon for house {} of the council of Ruritania.\n\n\
         2. (C) COMMENT: We shall hear more of the succession. END COMMENT.\n",
        number * 7
    )
}

/// Headings that nobody knows.
fn table() -> String {
    let rows: Vec<String> = (1..=5)
        .map(|n| {
            format!(
                "07STRELSAU{n};06ZENDA{};Strelsau;\"{}\"\n",
                n / 3 + 1,
                bare(n)
            )
        })
        .collect();
    format!("Kennung;Antwort auf;Ort;Inhalt\n{}", rows.concat())
}

#[track_caller]
fn keys(folder: &Folder) -> Vec<String> {
    let found = folder.run(&["search", "*", "--json", "--archive", "t.cables"]);
    let mut keys: Vec<String> = found
        .exits(0)
        .json()
        .iter()
        .map(|hit| hit["key"].as_str().unwrap().to_owned())
        .collect();
    keys.sort();
    keys
}

fn take(folder: &Folder, id: &str) -> Run {
    let id = format!("id={id}");
    folder.run(&[
        "ingest",
        "t.csv",
        "--column",
        "text=Inhalt",
        "--column",
        &id,
    ])
}

#[test]
fn unknown_headings_are_told() {
    let folder = Folder::new();
    folder.write("t.csv", table());
    folder
        .run(&["ingest", "t.csv", "--report", "report.jsonl"])
        .exits(2)
        .says(&[
            "t.csv: not read: has no column known to hold the text, among Kennung, Antwort auf, Ort, Inhalt\n",
            "hint: say which column is the text, perhaps `--column 'text=Inhalt'`",
            "so no archive was made",
        ]);
    assert_eq!(folder.names(), ["report.jsonl", "t.csv"]);
    let report = std::fs::read_to_string(folder.join("report.jsonl")).unwrap();
    assert!(report.contains(r#""hint":"say which column"#), "{report}");
}

#[test]
fn a_wrong_column_is_mended_by_another_run() {
    let folder = Folder::new();
    folder.write("t.csv", table());
    take(&folder, "Antwort auf")
        .exits(0)
        .prints(&["t.cables holds 2 cables\n"]);
    assert_eq!(keys(&folder), ["06ZENDA1", "06ZENDA2"]);
    let foretold = folder.run(&[
        "ingest",
        "t.csv",
        "--column",
        "text=Inhalt",
        "--column",
        "id=Kennung",
        "--dry-run",
    ]);
    foretold.exits(0).prints(&["read anew               5\n"]);
    take(&folder, "Kennung").exits(0).prints(&[
        "cables added            0\n",
        "read anew               5\n",
        "t.cables holds 5 cables\n",
    ]);
    let right: Vec<String> = (1..=5).map(|n| format!("07STRELSAU{n}")).collect();
    assert_eq!(keys(&folder), right);
    take(&folder, "Kennung")
        .exits(0)
        .prints(&["already here            5\n"]);
    folder
        .run(&["archive", "verify", "--archive", "t.cables"])
        .exits(0);
    // To no identifier at all, and back.
    take(&folder, "Ort").exits(0);
    assert!(keys(&folder).iter().all(|key| key.starts_with("x-")));
    take(&folder, "Kennung").exits(0);
    assert_eq!(keys(&folder), right);
    folder
        .run(&["archive", "verify", "--archive", "t.cables"])
        .exits(0)
        .prints(&["sound"]);
}

#[test]
fn killed_between_truth_and_index_no_cable_stays_twice() {
    let folder = Folder::new();
    folder.write("t.csv", table());
    take(&folder, "Antwort auf").exits(0);
    let killed = folder
        .command(&[
            "ingest",
            "t.csv",
            "--column",
            "text=Inhalt",
            "--column",
            "id=Kennung",
        ])
        .env("CHANCERY_FAILPOINT", "ingest: truth")
        .output()
        .unwrap();
    assert!(!killed.status.success());
    assert_eq!(keys(&folder).len(), 5);
    folder
        .run(&["archive", "verify", "--archive", "t.cables"])
        .exits(0)
        .prints(&["sound"]);
}

#[test]
fn what_gives_no_cable_makes_no_archive() {
    let folder = Folder::new();
    folder.write("letters/1.txt", "Dear aunt, the weather is fine.\n");
    std::fs::create_dir(folder.join("given")).unwrap();
    for args in [
        &["ingest", "letters"][..],
        &["ingest", "letters", "--archive", "given"],
    ] {
        folder
            .run(args)
            .exits(1)
            .says(&["error: no cable came of what was given, so no archive was made\n"]);
    }
    folder
        .run_with(&["ingest", "-", "--archive", "x.cables"], "Dear aunt,\n")
        .exits(1);
    folder.run(&["open", "letters"]).exits(2);
    assert_eq!(folder.names(), ["given", "letters"]);
    assert!(folder.join("given").read_dir().unwrap().next().is_none());
    // An archive that is there stays.
    folder.write("a.txt", cable(1));
    folder
        .run(&["ingest", "a.txt", "--archive", "given"])
        .exits(0);
    folder
        .run(&["ingest", "letters", "--archive", "given"])
        .exits(1)
        .prints(&["given holds 1 cable\n"]);
}

#[test]
fn an_unsafe_name_has_one_fate() {
    let folder = Folder::new();
    let mut builder = tar::Builder::new(Vec::new());
    let text = cable(1);
    let mut header = tar::Header::new_ustar();
    header.as_old_mut().name[..7].copy_from_slice(b"../../x");
    header.set_size(text.len() as u64);
    header.set_cksum();
    builder.append(&header, text.as_bytes()).unwrap();
    folder.write("a.tar", builder.into_inner().unwrap());
    folder
        .run(&["ingest", "a.tar"])
        .exits(0)
        .prints(&[
            "cables added            1\n",
            "not cables              0\n",
            "1 input, ",
        ])
        .says(&["a.tar!../../x: has a name that leads out of its archive"]);
}

#[test]
fn what_only_the_source_says_is_found_and_marked() {
    let folder = Folder::new();
    let full = cable(2).replace("SUBJECT", "REF: 06 ZENDA 18\nSUBJECT");
    folder.write(
        "t.csv",
        format!(
            "id,classification,subject,references,body\n\
             07STRELSAU1,SECRET//NOFORN,Aardvarks at court,06ZENDA17; 06ZENDA19,\"{}\"\n\
             07STRELSAU2,SECRET,Otters,06ZENDA17,\"{full}\"\n",
            bare(1).replace("(C) ", "")
        ),
    );
    folder.run(&["ingest", "t.csv"]).exits(0);
    for (query, found) in [
        ("class:secret", "07STRELSAU1"),
        ("class:secret -has:class", "07STRELSAU1"),
        ("class:confidential", "07STRELSAU2"),
        ("subject:aardvark", "07STRELSAU1"),
        ("ref:06ZENDA17", "07STRELSAU1"),
        ("ref:06ZENDA19", "07STRELSAU1"),
        ("ref:06ZENDA18", "07STRELSAU2"),
    ] {
        let run = folder.run(&["search", query, "--json"]).exits(0);
        let keys: Vec<_> = run.json().iter().map(|hit| hit["key"].clone()).collect();
        assert_eq!(keys, [found], "{query}");
    }
    folder.run(&["search", "subject:otters"]).exits(1);
    let run = folder
        .run(&["search", "subject:aardvark", "--json"])
        .exits(0);
    let hit = &run.json()[0];
    assert_eq!(hit["classification"], serde_json::Value::Null);
    assert_eq!(hit["source_classification"], "SECRET");
    assert_eq!(hit["source_subject"], "Aardvarks at court");
    folder.run(&["search", "subject:aardvark"]).prints(&[
        "SECRET by its source\n",
        "Aardvarks at court  (by its source)\n",
    ]);
}

#[test]
fn tables_and_json_are_read_as_the_archive_reads_them() {
    let folder = Folder::new();
    folder.write(
        "t.csv",
        format!("id,subject,body\n07STRELSAU1,Aardvarks,\"{}\"\n07STRELSAU2,Otters,\"{}\"\n07STRELSAU3,None,\n", bare(1), cable(2)),
    );
    let run = folder
        .run(&["read", "t.csv", "--json"])
        .exits(1)
        .says(&["error: t.csv#3: is empty"]);
    let records = run.json();
    let ids: Vec<_> = records.iter().map(|record| record["id"].clone()).collect();
    assert_eq!(ids, ["07STRELSAU1", "07STRELSAU2"]);
    assert_eq!(records[0]["source"]["metadata"]["Subject"], "Aardvarks");
    assert_eq!(records[0]["source"]["path"], "t.csv#1");
    // Out of the archive it says the same.
    folder.run(&["ingest", "t.csv"]).exits(0);
    let kept = folder.run(&["read", "07STRELSAU1", "--json"]).exits(0);
    assert_eq!(kept.json()[0], records[0]);
    let lines: String = [1, 2]
        .map(|n| {
            serde_json::json!({"id": format!("07STRELSAU{n}"), "text": bare(n)}).to_string() + "\n"
        })
        .concat();
    folder.write("t.jsonl", &lines);
    folder.run(&["read", "t.jsonl"]).exits(0).prints(&[
        "== t.jsonl#1 ==",
        "07STRELSAU1 ",
        "07STRELSAU2 ",
    ]);
    // What `read --json` printed reads as the same.
    folder.write("again.jsonl", &run.stdout);
    let again = folder.run(&["read", "again.jsonl", "--json"]).exits(0);
    assert_eq!(again.json()[1]["text"], records[1]["text"]);
    folder.write(
        "list.csv",
        "Name,Ort\nFenn,Strelsau\nSapt,Zenda\nRudolf,Zenda\n",
    );
    folder
        .run(&["check", "list.csv"])
        .exits(1)
        .says(&["error: list.csv: has no column known to hold the text, among Name, Ort\n"]);
    // A text with commas stays one.
    folder.write("a.txt", format!("TO BE READ BY FENN, SAPT\n{}", cable(1)));
    folder
        .run(&["read", "a.txt"])
        .exits(0)
        .prints(&["07STRELSAU1 "]);
}
