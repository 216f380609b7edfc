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
fn what_was_told_of_columns_is_kept() {
    let folder = Folder::new();
    folder.write("in/t.csv", table());
    let told = ["--column", "text=Inhalt", "--column", "id=Antwort auf"];
    let mut args = vec!["ingest", "in", "--archive", "t.cables"];
    args.extend(told);
    folder
        .run(&args)
        .exits(0)
        .prints(&["t.cables holds 2 cables\n"]);
    // Read again without the option, from another path too, it is neither unreadable nor something else.
    let kept = "columns as an earlier run was told of such a table: text=Inhalt, id=Antwort auf; `--column` says otherwise\n";
    for args in [
        &["ingest", "in", "--archive", "t.cables"][..],
        &["ingest", "in", "--archive", "t.cables", "--dry-run"],
    ] {
        folder
            .run(args)
            .exits(0)
            .prints(&["already here            5\n"])
            .says(&[kept]);
    }
    assert_eq!(keys(&folder), ["06ZENDA1", "06ZENDA2"]);
    // Another table with the same headings, in a zip or by another name.
    folder.write("more/u.csv", table().replace("house", "palace"));
    folder
        .run(&["ingest", "more", "--archive", "t.cables"])
        .exits(0)
        .says(&["more/u.csv: columns as an earlier run"])
        .prints(&["new editions            5\n"]);
    // What is told of other tables takes nothing away, and what is told of this one goes before.
    folder.write("v.csv", table().replace("Inhalt", "Corps"));
    folder
        .run(&[
            "ingest",
            "v.csv",
            "in",
            "--archive",
            "t.cables",
            "--column",
            "text=Corps",
        ])
        .exits(0)
        .says(&["in/t.csv: columns as an earlier run"]);
    folder
        .run(&[
            "ingest",
            "in",
            "--archive",
            "t.cables",
            "--column",
            "id=Kennung",
        ])
        .exits(0)
        .prints(&["read anew               5\n"]);
    folder
        .run(&["ingest", "in", "--archive", "t.cables"])
        .exits(0)
        .says(&["text=Inhalt, id=Kennung;"])
        .prints(&["already here            5\n"]);
    folder
        .run(&["archive", "verify", "--archive", "t.cables"])
        .exits(0)
        .prints(&["sound"]);
    // A name that no table has is still told.
    folder
        .run(&[
            "ingest",
            "in",
            "--archive",
            "t.cables",
            "--column",
            "date=Datum",
        ])
        .exits(2)
        .says(&["no table and no JSON object has a column `Datum`"]);
}

#[test]
fn what_was_told_of_names_in_json_is_kept() {
    let folder = Folder::new();
    let lines: String = (1..=3)
        .map(|n| {
            serde_json::json!({"kennung": format!("07STRELSAU{n}"), "inhalt": bare(n)}).to_string()
                + "\n"
        })
        .collect();
    folder.write("t.jsonl", lines);
    folder
        .run(&[
            "ingest",
            "t.jsonl",
            "--column",
            "text=inhalt",
            "--column",
            "id=kennung",
        ])
        .exits(0);
    folder
        .run(&["ingest", "./t.jsonl", "--archive", "t.cables"])
        .exits(0)
        .says(&[
            "t.jsonl: columns as an earlier run was told of such a table: text=inhalt, id=kennung;",
        ])
        .prints(&["already here            3\n"]);
    assert_eq!(keys(&folder).len(), 3);
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

/// A table of fragments, each with what only its columns say.
fn of_sources() -> String {
    format!(
        "Film Number,Subject,Date,Refs,Text\n\
         D760312-0421,Aardvarks,2007-10-08,06ZENDA17; Strelsau 85,\"{}\"\n\
         D760312-0422,Otters,8 October 2007,06ZENDA17,\"{}\"\n\
         D760312-0423,Owls,10/9/2007 15:40,,\"{}\"\n",
        bare(1),
        bare(2),
        bare(3)
    )
}

#[test]
fn a_table_whose_rows_were_taken_is_listed_no_more() {
    let folder = Folder::new();
    folder.write("t.csv", table());
    folder.write("a.txt", cable(9));
    let listed = |n: u32| {
        let info = folder.run(&["archive", "info", "--archive", "t.cables"]);
        info.exits(0)
            .prints(&[&format!("gave no cable       {n}\n")]);
    };
    folder
        .run(&["ingest", "t.csv", "a.txt", "--archive", "t.cables"])
        .exits(2);
    listed(1);
    take(&folder, "Kennung").exits(0);
    listed(0);
    // So it is where the columns were found and the rows are no cables.
    folder.write(
        "u.csv",
        "Kennung;Antwort auf;Inhalt\n1;2;Three words here\n2;3;And four of them\n4;5;And so on\n",
    );
    folder
        .run(&["ingest", "u.csv", "--archive", "t.cables"])
        .exits(2);
    listed(1);
    folder
        .run(&[
            "ingest",
            "u.csv",
            "--archive",
            "t.cables",
            "--column",
            "text=Inhalt",
        ])
        .exits(1);
    listed(3);
}

#[test]
fn what_only_the_source_says_is_in_every_list() {
    let folder = Folder::new();
    folder.write("t.csv", of_sources());
    folder.run(&["ingest", "t.csv"]).exits(0);
    let run = folder
        .run(&["search", "*", "--order", "oldest", "--format", "csv"])
        .exits(0);
    let mut rows: Vec<&str> = run.stdout.lines().collect();
    // Two are of one day.
    rows[1..].sort_by_key(|row| row.split_once(",1,").unwrap().1);
    assert!(rows[0].ends_with(
        ",n_editions,source_date,source_classification,source_subject,source_references"
    ));
    assert!(
        rows[1].ends_with(",1,2007-10-08,,Aardvarks,\"06ZENDA17 \"\"STRELSAU 85\"\"\""),
        "{run:#?}"
    );
    // The hour is told where the source gives one.
    assert!(
        rows[3].ends_with(",1,2007-10-09T15:40:00Z,,Owls,"),
        "{run:#?}"
    );
    let run = folder
        .run(&["search", "subject:aardvarks", "--format", "jsonl"])
        .exits(0);
    let row = &run.json()[0];
    assert_eq!(row["sent"], serde_json::Value::Null);
    assert_eq!(row["source_date"], "2007-10-08");
    assert_eq!(row["source_subject"], "Aardvarks");
    assert_eq!(
        row["source_references"],
        serde_json::json!(["06ZENDA17", "STRELSAU 85"])
    );
    let hits = folder
        .run(&["search", "subject:aardvarks", "--json"])
        .exits(0)
        .json();
    assert_eq!(hits[0]["source_date"], "2007-10-08");
    assert_eq!(hits[0]["source_references"][0], "06ZENDA17");
}

#[test]
fn days_of_sources_are_days() {
    let folder = Folder::new();
    folder.write("t.csv", of_sources());
    folder.run(&["ingest", "t.csv"]).exits(0);
    for query in [
        "month:2007-10",
        "month:2007*",
        "date:2007-10",
        "date:2007-10-08..2007-10-09",
    ] {
        let run = folder.run(&["search", query, "--count"]).exits(0);
        assert_eq!(run.stdout, "3\n", "{query}");
    }
    folder
        .run(&[
            "search",
            "*",
            "--limit",
            "0",
            "--facets",
            "month",
            "--histogram",
            "day",
        ])
        .exits(0)
        .prints(&["  3  2007-10\n", "  2007-10-08  2  ", "  2007-10-09  1  "]);
    folder
        .run(&["search", "subject:otters"])
        .exits(0)
        .prints(&["  undated, source of 2007-10-08\n"]);
    let key = folder
        .run(&["search", "subject:otters", "--format", "ids"])
        .stdout;
    let read = folder.run(&["read", key.trim()]).exits(0);
    assert!(!read.stdout.contains("00:00"), "{read:#?}");
    read.prints(&["not stated; what stands around it gives 8 October 2007\n"]);
}

#[test]
fn references_of_sources_are_followed_and_marked() {
    let folder = Folder::new();
    folder.write("t.csv", of_sources());
    folder.write(
        "zenda.txt",
        cable(17)
            .replace("FM AMEMBASSY STRELSAU", "FM AMCONSUL ZENDA")
            .replace("STRELSAU 000017", "ZENDA 000017")
            .replace("JAN 07", "JAN 06"),
    );
    folder
        .run(&["ingest", "t.csv", "zenda.txt", "--archive", "t.cables"])
        .exits(0);
    let key = folder
        .run(&["search", "subject:aardvarks", "--format", "ids"])
        .stdout;
    let key = key.trim();
    folder
        .run(&["search", &format!("refby:{key}")])
        .exits(0)
        .prints(&["06ZENDA17  "]);
    folder.run(&["refs", key]).exits(0).prints(&[
        "06ZENDA17  2006-01-18  CONFIDENTIAL  PRIVY COUNCIL MEETS AGAIN  (by its source)\n",
        "STRELSAU 85  missing, date unknown  (by its source)\n",
    ]);
    folder
        .run(&["refs", "06ZENDA17"])
        .exits(0)
        .prints(&["  (by its source)\n"]);
    let json = folder.run(&["refs", "06ZENDA17", "--json"]).exits(0).json();
    assert_eq!(json[0]["cited_by"].as_array().unwrap().len(), 2);
    assert_eq!(json[0]["cited_by"][0]["is_of_source"], true);
    folder.run(&["missing"]).exits(0).prints(&[&format!(
        "STRELSAU 85  date unknown\n  referred to by {key}  (by its source)\n"
    )]);
    let missing = folder.run(&["missing", "--json"]).exits(0).json();
    assert_eq!(missing[0]["n_cited_by_sources"], 1);
    // The text wins: a second text of a cable with references of its own.
    folder.write(
        "u.csv",
        format!("id,refs,body\n07STRELSAU40,06ZENDA19,\"{}\"\n", bare(40)),
    );
    folder
        .run(&["ingest", "u.csv", "--archive", "t.cables"])
        .exits(0);
    folder
        .run(&["refs", "07STRELSAU40"])
        .exits(0)
        .prints(&["06ZENDA19  missing"]);
    folder.write(
        "full.txt",
        cable(40).replace("SUBJECT", "REF: 06 ZENDA 18\nSUBJECT"),
    );
    folder
        .run(&["ingest", "full.txt", "--archive", "t.cables"])
        .exits(0)
        .prints(&["new editions            1\n"]);
    let refs = folder.run(&["refs", "07STRELSAU40"]).exits(0);
    assert!(!refs.stdout.contains("06ZENDA19"), "{refs:#?}");
    refs.prints(&["06ZENDA18  missing"]);
    let missing = folder.run(&["missing"]).exits(0);
    assert!(!missing.stdout.contains("06ZENDA19"), "{missing:#?}");
    folder
        .run(&["archive", "verify"])
        .exits(0)
        .prints(&["sound"]);
}

#[test]
fn shelfmarks_are_found() {
    let folder = Folder::new();
    folder.write("t.csv", of_sources());
    folder.write(
        "v.xml",
        "<TEI xmlns=\"http://www.tei-c.org/ns/1.0\" xml:id=\"ruritania1974v01\"><text><body>\
         <div type=\"document\" n=\"26\" xml:id=\"d26\"><head>26. Telegram From the Embassy in Ruritania to the \
         Department of State</head><p>2114. Subject: The Visit.</p><p>1. I saw the Crown Prince.</p></div>\
         </body></text></TEI>",
    );
    folder
        .run(&["ingest", "t.csv", "v.xml", "--archive", "t.cables"])
        .exits(0);
    for query in [
        "id:D760312-0422",
        "id:\"D760312 0422\"",
        "D760312-0422",
        "id:D760312-0422*",
        "id:D760312-0422 subject:otters",
    ] {
        folder
            .run(&["search", query])
            .exits(0)
            .prints(&["Otters  (by its source)"]);
    }
    let all = folder.run(&["search", "id:D760312*", "--count"]).exits(0);
    assert_eq!(all.stdout, "3\n");
    // The number of a record that reads as an identifier with its post cut.
    folder.write(
        "r.csv",
        format!(
            "Document Number,MRN,Text\n1976STRELS02219,76STRELSAU2219,\"{}\"\n",
            bare(5)
        ),
    );
    folder
        .run(&["ingest", "r.csv", "--archive", "t.cables"])
        .exits(0);
    for query in ["id:1976STRELS02219", "id:76STRELS2219", "id:76STRELSAU2219"] {
        let run = folder.run(&["search", query, "--format", "ids"]).exits(0);
        assert_eq!(run.stdout, "76STRELSAU2219\n", "{query}");
    }
    for query in ["id:ruritania1974v01/d26", "id:d26", "id:26", "d26"] {
        let run = folder.run(&["search", query, "--count"]).exits(0);
        assert_eq!(run.stdout, "1\n", "{query}");
    }
    folder.run(&["search", "id:D999"]).exits(1).says(&[
        "`D999` is no identifier with year, post and number, and no source gives it as a shelfmark\n",
    ]);
    folder
        .run(&["search", "id:zenda"])
        .exits(2)
        .says(&["`zenda` is no identifier"]);
}

#[test]
fn columns_taken_for_something_else_are_told() {
    let folder = Folder::new();
    let rows = [1, 2, 3].map(|n| format!("07STRELSAU{n},2007-10-0{n},\"{}\"\n", bare(n)));
    folder.write("t.csv", format!("id,subject,body\n{}", rows.concat()));
    let told = "t.csv#1: the column `subject` is taken for the subject, and its values do not look like that: `2007-10-01`\n";
    let hint = "hint: where that is wrong, say which column it is: `--column subject=NAME`";
    folder
        .run(&["ingest", "t.csv", "--dry-run"])
        .exits(0)
        .says(&[told, hint]);
    folder
        .run(&["ingest", "t.csv", "--report", "r.jsonl"])
        .exits(0)
        .says(&[told, hint]);
    let report = std::fs::read_to_string(folder.join("r.jsonl")).unwrap();
    let first: serde_json::Value = serde_json::from_str(report.lines().next().unwrap()).unwrap();
    assert_eq!(first["outcome"], "added");
    assert!(first["remark"].as_str().unwrap().contains("`subject`"));
    // Said again when nothing is new, as long as it is so.
    folder.run(&["ingest", "t.csv"]).exits(0).says(&[told]);
    let mended = folder
        .run(&["ingest", "t.csv", "--column", "date=subject"])
        .exits(0);
    assert!(!mended.stderr.contains("`subject` is taken"), "{mended:#?}");
}

#[test]
fn a_name_that_contradicts_the_text_is_told() {
    let folder = Folder::new();
    folder.write("in/07STRELSAU99.txt", cable(1));
    folder.write(
        "in/t.csv",
        format!("id,body\n07STRELSAU98,\"{}\"\n", cable(2)),
    );
    let run = folder
        .run(&["ingest", "in", "--report", "r.jsonl"])
        .exits(0)
        .says(&[
            "07STRELSAU99.txt: the text names 07STRELSAU1, the name of its file 07STRELSAU99\n",
            "t.csv#1: the text names 07STRELSAU2, the identifier given is 07STRELSAU98\n",
        ]);
    drop(run);
    let report = std::fs::read_to_string(folder.join("r.jsonl")).unwrap();
    assert_eq!(
        report.matches("\"remark\":\"the text names").count(),
        2,
        "{report}"
    );
    for id in ["07STRELSAU1", "07STRELSAU2"] {
        let run = folder.run(&["read", id, "--json"]).exits(0);
        assert!(run.stdout.contains("\"id-text-mismatch\""), "{run:#?}");
    }
}

#[test]
fn odd_headings_are_headings() {
    let folder = Folder::new();
    let rows: Vec<String> = (1..=2)
        .map(|n| format!("07STRELSAU{n},2007,\"{}\",?,Sapt\n", bare(n)))
        .collect();
    let table = format!(
        "Ablage,Wann?,Wortlaut (roh),Bem. / Notes,Wer\n{}",
        rows.concat()
    );
    folder.write("t.csv", table);
    let run = |columns: &[&'static str]| {
        let mut args = vec!["ingest", "t.csv", "--archive", "t.cables"];
        for column in columns {
            args.extend(["--column", column]);
        }
        folder.run(&args)
    };
    run(&[]).exits(2).says(&[
        "has no column known to hold the text, among Ablage, Wann?, Wortlaut (roh), Bem. / Notes, Wer\n",
        "hint: say which column is the text, perhaps `--column 'text=Wortlaut (roh)'`",
    ]);
    run(&["text=Wortlaut", "id=Ablage"])
        .exits(2)
        .says(&["so no archive was made", "has a column `Wortlaut`"]);
    run(&["text=Wortlaut (roh)", "id=Ablage"])
        .exits(0)
        .prints(&["t.cables holds 2 cables\n"]);
    // What an earlier run was told takes the place of a slip of the pen, which is said all the same.
    run(&["date=Wann"]).exits(0);
    for slip in [&["date=Nope"][..], &["date=Nope", "text=wortlaut roh"]] {
        run(slip)
            .exits(2)
            .says(&["--column: no table and no JSON object has a column `Nope`\n"])
            .prints(&["already here            2\n"]);
    }
    assert_eq!(keys(&folder), ["07STRELSAU1", "07STRELSAU2"]);
}
