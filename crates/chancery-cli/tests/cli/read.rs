//! `chancery read`.

use crate::support::{Folder, cable, cable_about};

#[test]
fn json_of_a_file() {
    let folder = Folder::new();
    folder.write("a.txt", cable(42));
    let run = folder.run(&["read", "--json", "a.txt"]).exits(0);
    assert_eq!(run.stderr, "");
    let [record] = run.json().try_into().unwrap();
    assert_eq!(record["schema"], "chancery/cable/1");
    assert_eq!(record["id"], "07STRELSAU42");
    assert_eq!(record["subject"], "PRIVY COUNCIL MEETS AGAIN");
    assert_eq!(record["sent"], "2007-01-15T10:30:00Z");
    assert_eq!(record["classification"]["level"], "CONFIDENTIAL");
    assert_eq!(record["captions"], serde_json::json!(["SIPDIS"]));
    assert_eq!(record["to"][0]["routing"], "RUEHC");
    assert_eq!(record["reasons"], serde_json::json!(["1.4(b)", "1.4(d)"]));
    assert_eq!(record["signature"], "SAPT");
    assert_eq!(record["source"]["path"], "a.txt");
    assert_eq!(record["text"], cable(42));
    // Every name is there, whether the cable has it or not.
    for name in [
        "section",
        "precedence",
        "subject_portion",
        "references",
        "diagnostics",
    ] {
        assert!(record.get(name).is_some(), "{name}");
    }
}

#[test]
fn for_a_person() {
    let folder = Folder::new();
    folder.write("a.txt", cable(42));
    folder.run(&["read", "a.txt"]).exits(0).prints(&[
        "07STRELSAU42  CONFIDENTIAL  SIPDIS\n",
        "PRIVY COUNCIL MEETS AGAIN\n",
        "Sent            Monday, 15 January 2007, 10:30 UTC",
        "From            AMEMBASSY STRELSAU",
        "To              SECSTATE WASHDC",
        "1. (C)  SUMMARY",
        "2. (C)  The Duke left at noon.",
        "SAPT",
    ]);
}

#[test]
fn standard_input() {
    let folder = Folder::new();
    for args in [&["read", "--json"][..], &["read", "--json", "-"]] {
        let run = folder.run_with(args, cable(42)).exits(0);
        let [record] = run.json().try_into().unwrap();
        assert_eq!(record["id"], "07STRELSAU42");
        assert_eq!(record["source"]["path"], serde_json::Value::Null);
    }
}

#[test]
fn fragments_take_a_name_from_outside() {
    let folder = Folder::new();
    let fragment = "2. (C) The Duke left at noon.\n";
    folder.write("07STRELSAU43.txt", fragment);
    let named = folder
        .run_with(&["read", "--json", "--id", "2007 Strelsau 0042"], fragment)
        .exits(0);
    assert_eq!(named.json()[0]["id"], "07STRELSAU42");
    let by_file = folder.run(&["read", "--json", "07STRELSAU43.txt"]).exits(0);
    assert_eq!(by_file.json()[0]["id"], "07STRELSAU43");
    // What the text says itself comes first.
    let said = folder
        .run_with(&["read", "--json", "--id", "07ZENDA1"], cable(42))
        .exits(0);
    assert_eq!(said.json()[0]["id"], "07STRELSAU42");
}

#[test]
fn input_order_is_kept_and_bad_files_stop_nothing() {
    let folder = Folder::new();
    folder.write("b.txt", cable(2));
    folder.write("empty.txt", "");
    folder.write("a.txt", cable(1));
    let ids = |run: &crate::support::Run| -> Vec<String> {
        run.json()
            .iter()
            .map(|record| record["id"].as_str().unwrap().to_owned())
            .collect()
    };

    let run = folder
        .run(&["read", "--json", "b.txt", "empty.txt", "a.txt"])
        .exits(1);
    assert_eq!(ids(&run), ["07STRELSAU2", "07STRELSAU1"]);
    assert_eq!(run.stderr, "error: empty.txt: not a cable: holds no text\n");

    let run = folder
        .run(&["read", "--json", "nope.txt", "empty.txt", "a.txt"])
        .exits(2);
    assert_eq!(ids(&run), ["07STRELSAU1"]);
    run.says(&[
        "error: nope.txt: no such file or folder\n",
        "error: empty.txt: not a cable",
    ]);
}

#[test]
fn several_cables_for_a_person_are_told_apart() {
    let folder = Folder::new();
    folder.write("a.txt", cable(1));
    folder.write("b.txt", cable(2));
    folder
        .run(&["read", "a.txt", "b.txt"])
        .exits(0)
        .prints(&["== a.txt ==\n07STRELSAU1 ", "\n\n== b.txt ==\n07STRELSAU2 "]);
}

#[test]
fn what_is_no_cable_is_named_with_the_reason() {
    let folder = Folder::new();
    folder.write("empty.txt", "");
    folder.write("blank.txt", " \r\n\t\n");
    folder.write(
        "picture.png",
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\0\0\0\x01\0\x08\x02\0\0\0",
    );
    folder.write(
        "letter.txt",
        "Dear aunt,\nthe weather is fine and we all send our love.\n",
    );
    for (name, reason) in [
        ("empty.txt", "no text"),
        ("blank.txt", "no text"),
        ("picture.png", "binary"),
        ("letter.txt", "no element of a cable"),
    ] {
        for json in [&["read", name][..], &["read", "--json", name]] {
            folder
                .run(json)
                .exits(1)
                .prints_nothing()
                .says(&[name, reason]);
        }
    }
    folder
        .run_with(&["read"], "")
        .exits(1)
        .says(&["<stdin>: not a cable"]);
}

#[test]
fn a_file_too_large_is_not_even_read() {
    let folder = Folder::new();
    let huge = std::fs::File::create(folder.join("huge.txt")).unwrap();
    huge.set_len(chancery_format::MAX_TEXT_BYTES as u64 + 1)
        .unwrap();
    folder
        .run(&["read", "huge.txt"])
        .exits(1)
        .prints_nothing()
        .says(&["huge.txt: not a cable: is larger than"]);
}

#[test]
fn folders_are_walked() {
    let folder = Folder::new();
    folder.write("sub/b/2.txt", cable(2));
    folder.write("sub/1.txt", cable(1));
    folder.write("sub/notes.txt", "Buy bread.\n");
    let run = folder.run(&["read", "sub"]).exits(0).prints(&[
        "== sub/1.txt ==\n07STRELSAU1 ",
        "== sub/b/2.txt ==\n07STRELSAU2 ",
    ]);
    assert_eq!(run.stderr, "1 file passed over, being no cables\n");
    let run = folder.run(&["read", "--json", "sub"]).exits(0);
    assert_eq!(run.json().len(), 2);
    assert_eq!(run.stderr, "");
}

/// The commands agree on what an input is and on what becomes of one that gives no cable.
#[test]
fn the_three_commands_agree_on_their_inputs() {
    let folder = Folder::new();
    std::fs::create_dir(folder.join("empty")).unwrap();
    folder.write("letters/aunt.txt", "Dear aunt,\nall is well.\n");
    folder.write("file.txt", cable(1));
    for command in ["read", "check", "write"] {
        folder
            .run(&[command, "empty"])
            .exits(1)
            .prints_nothing()
            .says(&["error: empty: holds no cable\n"]);
        folder
            .run(&[command, "letters"])
            .exits(1)
            .prints_nothing()
            .says(&["error: letters: holds no cable\n"]);
        folder
            .run(&[command, "gone.txt", "empty", "file.txt"])
            .exits(2)
            .says(&[
                "error: gone.txt: no such file or folder\n",
                "empty: holds no cable",
            ])
            .prints(&["STRELSAU"]);
        folder
            .run(&[command, "file.txt/x"])
            .exits(2)
            .says(&["a part of the path is a file"]);
    }
}

#[test]
#[cfg(unix)]
fn links_do_not_stop_a_run() {
    let folder = Folder::new();
    folder.write("in/1.txt", cable(1));
    std::os::unix::fs::symlink("nowhere", folder.join("in/dead.txt")).unwrap();
    std::os::unix::fs::symlink("1.txt", folder.join("in/live.txt")).unwrap();
    for command in ["read", "check", "write"] {
        folder.run(&[command, "in"]).exits(0).prints(&["STRELSAU"]);
        folder
            .run(&[command, "in/dead.txt", "in/live.txt"])
            .exits(2)
            .says(&["in/dead.txt: is a link to a file that is not there"])
            .prints(&["STRELSAU"]);
    }
    folder.run(&["read", "in"]).says(&["2 links not followed"]);
}

#[test]
fn every_row_of_a_table_is_a_cable() {
    let folder = Folder::new();
    let row = |number: u32| {
        let text = cable(number);
        let (head, body) = text.split_once("\n\n").unwrap();
        let created = format!("1/{}/2007 10:30", number % 28 + 1);
        format!(
            "\"{number}\",\"{created}\",\"07STRELSAU{number}\",\"Embassy Strelsau\",\"CONFIDENTIAL\",\"\",\"{head}\",\"{}\"\n",
            body.replace('"', "\\\"")
        )
    };
    folder.write("cables.csv", [row(41), row(42), row(43)].concat());
    let run = folder.run(&["read", "--json", "cables.csv"]).exits(0);
    let ids: Vec<_> = run
        .json()
        .iter()
        .map(|record| record["id"].clone())
        .collect();
    assert_eq!(ids, ["07STRELSAU41", "07STRELSAU42", "07STRELSAU43"]);
    assert!(!run.stdout.contains("rows-left"), "{run:#?}");
    folder
        .run(&["read", "cables.csv"])
        .exits(0)
        .prints(&["== cables.csv#3 ==\n07STRELSAU43 "]);
    folder
        .run(&["check", "cables.csv"])
        .says(&["3 cables checked"]);
}

#[test]
fn cables_of_an_archive_by_identifier() {
    let folder = Folder::new();
    folder.write("in/1.txt", cable(1));
    folder.write("in/2.txt", cable(2));
    folder
        .run(&["ingest", "in", "--archive", "x.cables"])
        .exits(0);
    let run = folder
        .run(&[
            "read",
            "--json",
            "2007 Strelsau 0002",
            "--archive",
            "x.cables",
        ])
        .exits(0);
    assert_eq!(run.json()[0]["id"], "07STRELSAU2");
    for command in ["check", "write"] {
        folder
            .run(&[command, "07STRELSAU2", "--archive", "x.cables"])
            .exits(0)
            .prints(&["STRELSAU"]);
    }
    folder
        .run(&[
            "read",
            "07STRELSAU9",
            "07STRELSAU1",
            "--archive",
            "x.cables",
        ])
        .exits(1)
        .says(&[
            "error: the archive x.cables has no cable 07STRELSAU9\n",
            "hint: near it: 07STRELSAU2, 07STRELSAU1\n",
        ])
        .prints(&["07STRELSAU1 "]);
    // The one archive of the folder need not be named.
    folder
        .run(&["read", "07STRELSAU2"])
        .exits(0)
        .prints(&["07STRELSAU2 "]);
    Folder::new().run(&["read", "07STRELSAU2"]).exits(2).says(&[
        "07STRELSAU2: no such file or folder",
        "hint: `--archive DIR`",
    ]);
    folder
        .run(&["read", "07STRELSAU2", "--archive", "nope"])
        .exits(2)
        .says(&["no archive at nope"]);
}

#[test]
fn codes_are_explained() {
    let folder = Folder::new();
    folder.write("a.txt", cable(1));
    folder.run(&["read", "a.txt"]).exits(0).prints(&[
        "Precedence      ROUTINE  Ordinary traffic, no special handling\n",
        "Captions        SIPDIS  Cleared for automatic posting",
    ]);
    let run = folder
        .run(&["read", "--explain", "a.txt"])
        .exits(0)
        .prints(&[
            "                  Department of State",
            "Transmission    DE RUEHSL",
            "ZNY CCCCC  protected as confidential on the way",
        ]);
    for line in run.stdout.lines() {
        assert!(line.chars().count() <= 80 || line.contains(": "), "{line}");
    }
}

#[test]
fn other_encodings_are_read_and_noted() {
    let folder = Folder::new();
    let mut bytes = cable_about(7, "CAF\u{c9} POLITICS", "He said \"nothing\".").into_bytes();
    let at = bytes
        .windows(2)
        .position(|pair| pair == "\u{c9}".as_bytes())
        .unwrap();
    bytes.splice(at..at + 2, [0xC9]);
    folder.write("a.txt", bytes);
    let run = folder.run(&["read", "--json", "a.txt"]).exits(0);
    let record = &run.json()[0];
    assert_eq!(record["subject"], "CAF\u{c9} POLITICS");
    assert_ne!(
        record["diagnostics"],
        serde_json::json!([]),
        "the encoding is noted"
    );
    folder
        .run(&["read", "a.txt"])
        .exits(0)
        .prints(&["Windows-1252", " --> a.txt:"]);
    folder
        .run(&["read", "--diagnostics", "concise", "a.txt"])
        .exits(0)
        .prints(&["\na.txt:"]);
    let without = folder
        .run(&["read", "--diagnostics", "none", "a.txt"])
        .exits(0);
    assert!(!without.stdout.contains("a.txt:"), "{without:#?}");
}

/// A cable must not be able to speak to the terminal.
#[test]
fn terminal_escapes_do_not_pass() {
    let folder = Folder::new();
    let evil = "A \x1B]0;owned\x07 man\x1B[2J came \u{9B}31m in \u{202E}backwards.";
    folder.write("a.txt", cable_about(8, "STRANGE \x1B[31mVISIT", evil));
    for args in [
        &["read", "a.txt"][..],
        &["read", "--json", "a.txt"],
        &["read", "--diagnostics", "concise", "a.txt"],
    ] {
        let run = folder.run(args).exits(0);
        for character in ['\x1B', '\x07', '\u{9B}'] {
            assert!(!run.stdout.contains(character), "{args:?}: {run:#?}");
        }
    }
    let json = folder.run(&["read", "--json", "a.txt"]);
    assert!(json.json()[0]["text"].as_str().unwrap().contains(evil));
    // Nor a file name.
    folder
        .run(&["read", "no\x1B[31mpe"])
        .exits(2)
        .says(&["no␛[31mpe"]);
}

/// One line of megabytes is damage, not a reason to fall over.
#[test]
fn one_huge_line_ends_well() {
    let folder = Folder::new();
    let mut text = cable(9);
    text.push_str("\n4. (C) ");
    text.push_str(&"the king is dead long live the king ".repeat(60_000));
    folder.write("a.txt", &text);
    let run = folder.run(&["read", "--json", "a.txt"]).exits(0);
    assert_eq!(run.json()[0]["text"].as_str().unwrap().len(), text.len());
    folder.run(&["read", "a.txt"]).exits(0);
}

/// What is read of an archive's cable is what the archive reads: of a row its text, with the identifier beside it.
#[test]
fn a_row_and_a_mail_of_an_archive() {
    let folder = Folder::new();
    let text = "1. (U) The beer is fine.";
    folder.write(
        "t.csv",
        format!("Doc ID,Body,Colour\n01STRELSAU502,{text},red\n01STRELSAU503,{text} Too.,\n"),
    );
    folder.write(
        "letter.eml",
        format!(
            "Message-ID: <1@x>\nMIME-Version: 1.0\nSubject: a cable\n\n{}",
            cable(11)
        ),
    );
    folder
        .run(&["ingest", "t.csv", "letter.eml", "--archive", "a.cables"])
        .exits(0);
    let run = folder
        .run(&["read", "--json", "01STRELSAU502", "07STRELSAU11"])
        .exits(0);
    let cables = run.json();
    assert_eq!(cables[0]["id"], "01STRELSAU502");
    assert_eq!(cables[0]["paragraphs"][0]["text"], "The beer is fine.");
    assert_eq!(cables[1]["id"], "07STRELSAU11");
    folder
        .run(&[
            "archive",
            "backup",
            "a.cables/inside",
            "--archive",
            "a.cables",
        ])
        .exits(2)
        .says(&["lies within the archive"]);
    folder
        .run(&["ingest", "t.csv", "--archive", "b.cables"])
        .exits(0);
    folder
        .run(&["read", "01STRELSAU502"])
        .exits(2)
        .says(&["there are several archives in this folder: a.cables, b.cables"]);
}

/// Standard input is taken apart as a file is.
#[test]
fn a_table_on_standard_input() {
    let folder = Folder::new();
    let table = format!(
        "id,body\n07STRELSAU1,\"{}\"\n07STRELSAU2,\"{}\"\n",
        cable(1),
        cable(2)
    );
    let run = folder.run_with(&["read", "-", "--json"], &table).exits(0);
    let ids: Vec<_> = run
        .json()
        .iter()
        .map(|record| record["id"].clone())
        .collect();
    assert_eq!(ids, ["07STRELSAU1", "07STRELSAU2"]);
    folder
        .run_with(
            &["check"],
            "Name,Ort\nFenn,Strelsau\nSapt,Zenda\nRudolf,Zenda\n",
        )
        .exits(1)
        .says(&["error: <stdin>: has no column known to hold the text, among Name, Ort\n"]);
    // A long text stays whole.
    let long = format!(
        "{}\n4. (C) {}\n",
        cable(3),
        "The Duke waits. ".repeat(10_000)
    );
    let run = folder.run_with(&["read", "--json"], &long).exits(0);
    assert_eq!(run.json()[0]["text"].as_str().unwrap(), long);
}

/// What is packed is taken apart, what cannot be is told as what it is.
#[test]
fn packed_files_are_taken_apart() {
    let folder = Folder::new();
    // A gzip member with one stored block.
    let text = cable(1);
    let mut packed = vec![0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255, 1];
    let n = u16::try_from(text.len()).unwrap();
    packed.extend(n.to_le_bytes());
    packed.extend((!n).to_le_bytes());
    packed.extend(text.as_bytes());
    let mut crc = !0u32;
    for byte in text.bytes() {
        crc ^= u32::from(byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 {
                crc >> 1 ^ 0xEDB8_8320
            } else {
                crc >> 1
            };
        }
    }
    packed.extend((!crc).to_le_bytes());
    packed.extend(u32::from(n).to_le_bytes());
    folder.write("a.gz", &packed);
    folder
        .run(&["read", "a.gz"])
        .exits(0)
        .prints(&["07STRELSAU1 "]);
    folder.run(&["check", "a.gz", "--concise"]).exits(0);
    folder.write("a.7z", b"7z\xBC\xAF\x27\x1C and so on");
    folder
        .run(&["check", "a.7z"])
        .exits(1)
        .says(&["error: a.7z: is of a kind that is not read: a 7z archive\n"]);
    // In a folder what gives no cable is passed over.
    folder.write("in/a.7z", b"7z\xBC\xAF\x27\x1C and so on");
    folder.write("in/b.gz", &packed);
    folder
        .run(&["read", "in"])
        .exits(0)
        .says(&["1 file passed over, being no cables"]);
}
