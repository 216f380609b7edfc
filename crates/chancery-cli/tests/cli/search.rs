//! `chancery search`.

use crate::support::{Folder, cable, cable_about};

/// A folder with an archive of three cables.
fn archive() -> Folder {
    let folder = Folder::new();
    folder.write(
        "post/1.txt",
        cable_about(
            1,
            "THE REGENCY",
            "The duke spoke of the privy council and its fears.",
        ),
    );
    folder.write(
        "post/2.txt",
        cable_about(
            2,
            "HARVEST",
            "The privy council adjourned. The duke said nothing.",
        ),
    );
    folder.write(
        "post/3.txt",
        cable_about(3, "RAILWAY", "The chancellor opened the railway to Zenda."),
    );
    folder.run(&["ingest", "post"]).exits(0);
    folder
}

fn keys(run: &crate::support::Run) -> Vec<String> {
    run.json()
        .iter()
        .map(|hit| hit["key"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn found() {
    let folder = archive();
    let run = folder.run(&["search", "chancellor", "railway"]).exits(0);
    assert_eq!(run.stderr, "1 cable, 1 to 1 shown\n");
    run.prints(&[
        "07STRELSAU3  2007-01-04  STRELSAU  CONFIDENTIAL  SIPDIS\n",
        "\n  RAILWAY\n",
        "  ¶2 (C) The **chancellor** opened the **railway** to Zenda.\n",
    ]);
    let coloured = folder
        .run(&["--color=always", "search", "chancellor"])
        .exits(0);
    assert!(
        coloured.stdout.contains("\x1B[") && !coloured.stdout.contains("**"),
        "{coloured:#?}"
    );
}

#[test]
fn pages_and_orders() {
    let folder = archive();
    let run = folder
        .run(&[
            "search", "duke", "--limit", "1", "--order", "oldest", "--json",
        ])
        .exits(0);
    assert_eq!(keys(&run), ["07STRELSAU1"]);
    let run = folder
        .run(&[
            "search", "duke", "--limit", "1", "--order", "newest", "--json",
        ])
        .exits(0);
    assert_eq!(keys(&run), ["07STRELSAU2"]);
    let run = folder
        .run(&[
            "search", "duke", "--limit", "1", "--offset", "1", "--order", "newest", "--json",
        ])
        .exits(0);
    assert_eq!(keys(&run), ["07STRELSAU1"]);
    folder
        .run(&["search", "duke", "--limit", "1"])
        .exits(0)
        .says(&["2 cables, 1 to 1 shown; more with --offset 1"]);
    folder
        .run(&["search", "duke", "--offset", "5"])
        .exits(0)
        .prints_nothing()
        .says(&["2 cables, none shown"]);
    assert_eq!(
        folder.run(&["search", "duke", "--count"]).exits(0).stdout,
        "2\n"
    );
}

#[test]
fn json_has_every_name() {
    let folder = archive();
    let run = folder.run(&["search", "--json", "chancellor"]).exits(0);
    assert_eq!(run.stderr, "");
    let [hit] = run.json().try_into().unwrap();
    assert_eq!(hit["schema"], "chancery/hit/1");
    assert_eq!(hit["sent"], "2007-01-04T10:30:00Z");
    assert_eq!(hit["n_editions"], 1);
    assert_eq!(hit["passage"]["paragraph"], 2);
    assert_eq!(hit["passage"]["anchor"], "p2");
    let text = hit["passage"]["text"].as_str().unwrap();
    let mark = &hit["passage"]["marks"][0];
    let range = mark[0].as_u64().unwrap() as usize..mark[1].as_u64().unwrap() as usize;
    assert_eq!(&text[range], "chancellor");
}

#[test]
fn phrases_and_negations() {
    let folder = archive();
    assert_eq!(
        keys(&folder.run(&["search", "--json", "\"duke spoke\""]).exits(0)),
        ["07STRELSAU1"]
    );
    assert_eq!(
        keys(
            &folder
                .run(&["search", "duke", "-adjourned", "--json"])
                .exits(0)
        ),
        ["07STRELSAU1"]
    );
    assert_eq!(
        keys(
            &folder
                .run(&["search", "subject:harvest", "--json"])
                .exits(0)
        ),
        ["07STRELSAU2"]
    );
    assert_eq!(
        folder
            .run(&["search", "harvest", "OR", "railway", "--count"])
            .exits(0)
            .stdout,
        "2\n"
    );
}

#[test]
fn nothing_found() {
    let folder = archive();
    folder
        .run(&["search", "submarine"])
        .exits(1)
        .prints_nothing()
        .says(&["nothing found for submarine"]);
    folder
        .run(&["search", "submarine", "--json"])
        .exits(1)
        .prints_nothing();
    assert_eq!(
        folder
            .run(&["search", "submarine", "--count"])
            .exits(1)
            .stdout,
        "0\n"
    );
}

#[test]
fn a_query_that_does_not_read() {
    let folder = archive();
    let run = folder
        .run(&["search", "duke", "pots:STRELSAU"])
        .exits(2)
        .prints_nothing();
    let lines: Vec<&str> = run.stderr.lines().collect();
    assert!(lines[0].starts_with("error: "), "{run:#?}");
    assert_eq!(lines[1], "  duke pots:STRELSAU", "{run:#?}");
    assert!(lines[2].starts_with("       ^^^^"), "{run:#?}");
    assert!(
        lines[3].starts_with("hint: ") && lines[3].contains("post"),
        "{run:#?}"
    );
    folder
        .run(&["search", "\"privy council"])
        .exits(2)
        .says(&["^"]);
}

#[test]
fn which_archive() {
    let folder = Folder::new();
    folder.run(&["search", "duke"]).exits(2).says(&[
        "error: there is no archive in this folder",
        "hint: ",
        "--archive",
    ]);
    folder
        .run(&["search", "duke", "--archive", "nope"])
        .exits(2)
        .says(&["no archive at nope", "hint: "]);
    assert!(folder.names().is_empty(), "looking makes nothing");

    let folder = archive();
    folder.write("b.txt", cable_about(9, "OTHER", "Nothing."));
    folder.run(&["ingest", "b.txt"]).exits(0);
    folder.run(&["search", "duke"]).exits(2).says(&[
        "several archives in this folder: b.cables, post.cables",
        "--archive b.cables",
    ]);
    folder
        .run(&["search", "duke", "--archive", "post.cables"])
        .exits(0);
}

#[test]
fn what_is_spelled_like_a_word_that_no_cable_has() {
    let folder = Folder::new();
    folder.write("in/1.txt", cable(1));
    folder.write("in/2.txt", cable(2));
    folder
        .run(&["ingest", "in", "--archive", "x.cables"])
        .exits(0);
    let search = |query: &str| {
        folder
            .run(&["search", "--archive", "x.cables", query])
            .exits(1)
    };
    search("post:STRELSU duke").says(&["post:STRELSU; perhaps post:STRELSAU"]);
    let named = search("07STRELSAU5");
    named.says(&["07STRELSAU5; perhaps 07STRELSAU2, 07STRELSAU1"]);
    search("duk").says(&["no cable has duk; perhaps duke"]);
    search("tags:PGVO duke").says(&["tags:PGVO; perhaps tags:PGOV"]);
    search("from:straelsau").says(&["from:straelsau; perhaps from:strelsau"]);
    // A word is elsewhere, or nowhere at all.
    search("subject:\"noon duke\"").says(&["no cable has subject:\"noon duke\""]);
    search("duke xyzzy").says(&["no cable has xyzzy"]);
    search("/du.*zenda/").says(&[
        "/du.*zenda/ was compared with single words",
        "text:/du.*zenda/",
    ]);
    // Each is there, not all in one cable.
    search("id:07STRELSAU1 id:07STRELSAU2").says(&[
        "every part is in some cable, but no cable has all: id:07STRELSAU1 in 1, id:07STRELSAU2 in 1",
    ]);
    folder
        .run(&["search", "--archive", "x.cables", "duke or noon"])
        .says(&["`or` was looked for as a word; in capitals, OR"]);
    // Words that are there are not to blame.
    let both = search("duke -noon");
    assert!(!both.stderr.contains("hint"), "{both:#?}");
}

/// An extract without a head is found by the date of its page, and says whose date that is.
#[test]
fn undated_extracts_are_found_by_the_date_of_their_page() {
    let folder = Folder::new();
    folder.write(
        "in/page.txt",
        "Identifier\nCreated\nClassification\nOrigin\n06STRELSAU204\n2006-02-03 10:30\nCONFIDENTIAL\n\
         Embassy Strelsau\nCable title: THE CLOCKS\nTags: PGOV\nhow-to read a cable\n\
         SUBJECT: THE CLOCKS\n\n1. (C) They stopped.\n",
    );
    folder
        .run(&["ingest", "in", "--archive", "x.cables"])
        .exits(0);
    let run = folder
        .run(&["search", "--archive", "x.cables", "--json", "date:2006-02"])
        .exits(0);
    let hit = &run.json()[0];
    assert_eq!(hit["sent"], serde_json::Value::Null);
    assert_eq!(hit["source_date"], "2006-02-03T10:30:00Z");
    folder
        .run(&["search", "--archive", "x.cables", "date:2006"])
        .exits(0)
        .prints(&["undated, source of 2006-02-03"]);
    folder
        .run(&["search", "--archive", "x.cables", "date:2007"])
        .exits(1);
}

#[test]
fn cursors_lead_through_all_pages() {
    let folder = archive();
    let mut found = Vec::new();
    let mut args = vec!["search".to_owned(), "privy OR railway".to_owned()];
    args.extend(["--limit", "1", "--json"].map(str::to_owned));
    loop {
        let strs: Vec<&str> = args.iter().map(String::as_str).collect();
        let run = folder.run(&strs).exits(0);
        let Some(hit) = run.json().first().cloned() else {
            break;
        };
        found.push(hit["key"].as_str().unwrap().to_owned());
        args.truncate(5);
        args.extend([
            "--after".to_owned(),
            hit["cursor"].as_str().unwrap().to_owned(),
        ]);
    }
    found.sort();
    assert_eq!(found, ["07STRELSAU1", "07STRELSAU2", "07STRELSAU3"]);
    args[1] = "duke".to_owned();
    folder
        .run(&args.iter().map(String::as_str).collect::<Vec<_>>())
        .exits(2)
        .says(&["another query or order", "hint: "]);
}

#[test]
fn counts_over_all_results() {
    let folder = archive();
    let run = folder
        .run(&[
            "search",
            "duke",
            "--facets",
            "post,lang",
            "--histogram",
            "month",
            "--limit",
            "1",
        ])
        .exits(0);
    run.prints(&[
        "post\n  2  STRELSAU\n",
        "lang\n  2  eng\n",
        "month\n  2007-01     2  ####",
    ]);
    let run = folder
        .run(&[
            "search",
            "duke",
            "--facets",
            "year",
            "--histogram",
            "day",
            "--json",
        ])
        .exits(0);
    let lines = run.json();
    let answer = lines.last().unwrap();
    assert_eq!(answer["schema"], "chancery/answer/1");
    assert_eq!(answer["total"], 2);
    assert_eq!(answer["facets"][0]["values"][0]["value"], "2007");
    assert_eq!(answer["histogram"]["bins"].as_array().unwrap().len(), 2);
    assert_eq!(answer["histogram"]["bins"][0]["count"], 1);
    folder
        .run(&["search", "duke", "--facets", "post", "--format", "csv"])
        .exits(2);
    folder
        .run(&["search", "duke", "--histogram", "year", "--count"])
        .exits(2);
    folder
        .run(&["search", "duke", "--facets", "colour"])
        .exits(2)
        .says(&[
            "the values of `colour` are not counted",
            "hint: one of post, ",
        ]);
    let run = folder
        .run(&["search", "*", "--trend", "duke,railway"])
        .exits(0);
    run.prints(&["duke  railway\n", "2007              2        1\n"]);
}

#[test]
fn trends_have_every_step_of_the_range() {
    let folder = Folder::new();
    folder.write("1.txt", cable(1));
    folder.write("2.txt", cable(2).replace("JAN 07", "JAN 04"));
    folder.write(
        "3.txt",
        cable(3)
            .replace("PRIVY", "PRIVATE")
            .replace("JAN 07", "JAN 09"),
    );
    folder
        .run(&["ingest", ".", "--archive", "t.cables"])
        .exits(0)
        .prints(&["t.cables holds 3 cables"]);
    // Without a query all cables are counted.
    for args in [
        &["search", "--trend", "privy"][..],
        &["search", "*", "--trend", "privy"],
    ] {
        let run = folder.run(args).exits(0);
        let rows: Vec<Vec<&str>> = run
            .stdout
            .lines()
            .map(|line| line.split_whitespace().collect())
            .collect();
        assert_eq!(
            rows,
            [
                vec!["privy"],
                vec!["2004", "1"],
                vec!["2005", "0"],
                vec!["2006", "0"],
                vec!["2007", "1"],
                vec!["2008", "0"],
                vec!["2009", "0"]
            ]
        );
    }
    let json = folder
        .run(&["search", "date:2007..", "--trend", "privy", "--json"])
        .exits(0)
        .json();
    let bins: Vec<_> = json[0]["bins"].as_array().unwrap().iter().collect();
    assert_eq!(bins.len(), 3);
    assert_eq!(
        (&bins[0]["name"], &bins[0]["count"]),
        (&"2007".into(), &1.into())
    );
    assert_eq!(
        (&bins[2]["name"], &bins[2]["count"]),
        (&"2009".into(), &0.into())
    );
    folder
        .run(&["search", "--trend", "privy,(duke"])
        .exits(2)
        .says(&["this bracket is not closed"]);
    let nothing = folder.run(&["search", "--trend", "zebra"]).exits(1);
    assert_eq!(nothing.stdout, "");
    nothing.says(&["no cable has any of these words"]);
    for other in ["--csv", "--jsonl", "--count", "--all", "--explain"] {
        folder
            .run(&["search", "*", "--trend", "privy", other])
            .exits(2)
            .says(&["cannot be used with"]);
    }
    // Many steps without a word are one sign.
    let months = folder
        .run(&["search", "--trend", "privy", "--histogram", "month"])
        .exits(0);
    let names: Vec<&str> = months
        .stdout
        .lines()
        .skip(1)
        .map(|line| line.split_whitespace().next().unwrap())
        .collect();
    assert_eq!(names, ["2004-01", "…", "2007-01", "…", "2009-01"]);
    folder
        .run(&["search", "--histogram", "year"])
        .exits(0)
        .prints(&["2009"]);
    folder.run(&["search"]).exits(2);
}

#[test]
fn lists_of_all_results() {
    let folder = archive();
    let ids = folder
        .run(&[
            "search", "duke", "--all", "--format", "ids", "--order", "oldest",
        ])
        .exits(0);
    assert_eq!(ids.stdout, "07STRELSAU1\n07STRELSAU2\n");
    let csv = folder
        .run(&["search", "railway", "--all", "--format", "csv"])
        .exits(0);
    assert_eq!(
        csv.stdout,
        "key,sent,post,classification,captions,subject,n_editions,source_date,source_classification,source_subject,\
         source_references\r\n\
         07STRELSAU3,2007-01-04T10:30:00Z,STRELSAU,CONFIDENTIAL,SIPDIS,RAILWAY,1,,,,\r\n"
    );
    let short = folder.run(&["search", "railway", "--csv"]).exits(0);
    assert_eq!(short.stdout, csv.stdout);
    let lines = folder
        .run(&["search", "duke", "--all", "--jsonl"])
        .exits(0)
        .json();
    assert_eq!(lines.len(), 2);
    assert_eq!(lines[0]["post"], "STRELSAU");
    let records = folder
        .run(&["search", "railway", "--all", "--format", "cables"])
        .exits(0)
        .json();
    assert_eq!(records[0]["schema"], "chancery/cable/1");
    assert_eq!(records[0]["paragraphs"][1]["portion"], "C");
    assert_eq!(
        (&records[0]["key"], &records[0]["edition"]),
        (&"07STRELSAU3".into(), &1.into())
    );
    let run = folder
        .run(&[
            "search", "duke", "--format", "ids", "--limit", "1", "--offset", "1", "--order",
            "oldest",
        ])
        .exits(0);
    assert_eq!(run.stdout, "07STRELSAU2\n");
    assert_eq!(
        keys(&folder.run(&["search", "*", "--all", "--json"]).exits(0)).len(),
        3
    );
    folder
        .run(&["search", "submarine", "--all", "--format", "ids"])
        .exits(1)
        .prints_nothing();
}

#[test]
fn queries_are_explained() {
    let folder = archive();
    let run = folder
        .run(&["search", "--explain", "dukes -adjourn*"])
        .exits(0);
    run.prints(&[
        "read as  dukes -adjourn*\n",
        "1  dukes -adjourn*  all of these\n",
        "2    dukes  the word in its forms: duke\n",
        "2    -adjourn*  cables without this\n",
        "1      adjourn*  words that fit: adjourned\n",
    ]);
}

#[test]
fn a_list_of_queries() {
    let folder = archive();
    folder.write("queries.txt", "# invented\nduke\n\nsubmarine\n");
    let run = folder.run(&["search", "--queries", "queries.txt"]).exits(0);
    assert_eq!(run.stdout, "2\tduke\n0\tsubmarine\n");
    folder
        .run(&["search", "--queries", "queries.txt", "--limit", "1"])
        .exits(0)
        .prints(&["2\tduke\n07STRELSAU", "\n\n0\tsubmarine\n"]);
    // The notes of one query are those of a list.
    folder.write(
        "notes.txt",
        "duke\nrefby:07STRELSAU1\nid:D760312-0421\nid:07STRELSAU77\nsubmarin\n",
    );
    let run = folder.run(&["search", "--queries", "notes.txt"]).exits(0);
    run.says(&[
        "line 2 of notes.txt: refby:07STRELSAU1\n",
        "07STRELSAU1 refers to no other cable\n",
        "`D760312-0421` is no identifier with year, post and number, and no source gives it as a shelfmark\n",
        "line 4 of notes.txt: id:07STRELSAU77\n",
        "has no cable 07STRELSAU77\n",
    ]);
    folder.write("bad.txt", "duke\n(duke\nrailway\n");
    let run = folder
        .run(&["search", "--queries", "bad.txt", "--json"])
        .exits(2)
        .says(&["line 2 of bad.txt: this bracket is not closed\n  (duke\n  ^\n"]);
    let lines = run.json();
    assert_eq!(lines[0]["query"], "duke");
    assert_eq!(lines[0]["hits"].as_array().unwrap().len(), 2);
    assert_eq!(lines[1]["schema"], "chancery/batch-error/1");
    assert_eq!(lines[1]["query"], "(duke");
    assert_eq!(lines[2]["total"], 1);
    let run = folder.run(&["search", "--queries", "bad.txt"]).exits(2);
    assert_eq!(run.stdout, "2\tduke\n?\t(duke\n1\trailway\n");
}

/// What an export with originals says of each source, but for its place and time.
fn truth(run: &crate::support::Run) -> Vec<String> {
    const NAMES: [&str; 8] = [
        "key",
        "edition",
        "edition_kind",
        "sha256",
        "original",
        "read",
        "identifier",
        "text",
    ];
    let mut lines: Vec<String> = run
        .json()
        .iter()
        .map(|line| NAMES.map(|name| line[name].to_string()).join("\n"))
        .collect();
    lines.sort();
    lines
}

#[test]
fn an_export_makes_the_same_archive() {
    let folder = Folder::new();
    let samples = concat!(env!("CARGO_MANIFEST_DIR"), "/../../samples");
    folder.write("a/1.txt", cable(1));
    // The same text with other bytes, a row of a table, and a mail: what is read is not the whole of the bytes.
    folder.write("a/1-copy.txt", cable(1).replace('\n', "\r\n"));
    folder.write(
        "a/table.csv",
        format!(
            "Doc ID,Body,Colour\n07STRELSAU9,\"{}\",red\n07STRELSAU10,\"{}\",\n",
            cable(9),
            cable(10)
        ),
    );
    folder.write(
        "a/letter.eml",
        format!(
            "Message-ID: <1@x>\nMIME-Version: 1.0\nSubject: a cable\n\n{}",
            cable(11)
        ),
    );
    folder
        .run(&["ingest", samples, "a", "--archive", "one.cables"])
        .exits(0);
    let export = |archive: &str| {
        let args = [
            "search",
            "*",
            "--all",
            "--format",
            "originals",
            "--archive",
            archive,
        ];
        folder.run(&args).exits(0)
    };
    let first = export("one.cables");
    folder.write("export.jsonl", &first.stdout);
    folder
        .run(&["ingest", "export.jsonl", "--archive", "two.cables"])
        .exits(0);
    let second = export("two.cables");
    assert!(truth(&first).len() > 60, "{}", truth(&first).len());
    assert_eq!(truth(&second), truth(&first));
    // A second time nothing changes any more, not even where things came from.
    folder.write("again.jsonl", &second.stdout);
    folder
        .run(&["ingest", "again.jsonl", "--archive", "three.cables"])
        .exits(0);
    let beside = |run: &crate::support::Run| -> Vec<String> {
        let mut lines: Vec<String> = run
            .json()
            .iter()
            .map(|line| line["beside"].to_string())
            .collect();
        lines.sort();
        lines
    };
    assert_eq!(beside(&export("three.cables")), beside(&second));
}

#[test]
fn cables_near_one_that_is_not_there() {
    let folder = archive();
    for (field, said) in [
        ("id", "hint: near it: 07STRELSAU3, "),
        ("refby", "hint: near it: 07STRELSAU3, "),
        ("similar", "hint: near it: 07STRELSAU3, "),
        ("ref", "no cable of the archive refers to 07STRELSAU9"),
    ] {
        folder
            .run(&["search", &format!("{field}:07STRELSAU9")])
            .exits(1)
            .says(&[said]);
    }
    folder
        .run(&["search", "id:*", "--count"])
        .exits(0)
        .prints(&["3\n"]);
}

#[test]
fn an_answer_says_why_it_is_empty_or_slow() {
    let folder = Folder::new();
    folder.write("x/1.txt", cable(1));
    folder.write("x/2.txt", "1. (C) Nothing alike: aardvarks.\n");
    folder.run(&["ingest", "x"]).exits(0);
    for (query, code, said) in [
        (
            "ref:07STRELSAU1",
            1,
            "no cable of the archive refers to 07STRELSAU1\n",
        ),
        (
            "ref:07ZENDA5",
            1,
            "refers to 07ZENDA5, and the archive does not have it\n",
        ),
        (
            "refby:07STRELSAU1",
            1,
            "07STRELSAU1 refers to no other cable\n",
        ),
        (
            "similar:07STRELSAU1",
            1,
            "no other cable has any of the words that tell 07STRELSAU1 from others\n",
        ),
        (
            "text:/[0-9]{6}/",
            0,
            "text:/[0-9]{6}/ needs no certain word, so every text was read",
        ),
    ] {
        folder.run(&["search", query]).exits(code).says(&[said]);
    }
    // What narrows a query keeps texts from being read; what is not empty needs no reason.
    for query in [
        "text:/[0-9]{6}/ duke",
        "id:07STRELSAU1 -ref:07ZENDA5",
        "ref:07ZENDA5 OR duke",
    ] {
        let run = folder.run(&["search", query]).exits(0);
        assert_eq!(run.stderr, "1 cable, 1 to 1 shown\n");
    }
    folder
        .run(&["search", "text:/[0-9]{6}/", "--explain"])
        .exits(0)
        .prints(&["note ", "needs no certain word"]);
}
