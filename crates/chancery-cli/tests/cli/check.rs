//! `chancery check`.

use crate::support::{Folder, cable, cable_about};

/// A cable whose every comparable place agrees. A TAGS code no list has is information, no warning.
fn sound(number: u32) -> String {
    cable(number)
}

/// The same moved to another number.
fn moved(number: u32) -> String {
    sound(number).replace(
        &format!("STRELSAU {number:06}"),
        &format!("STRELSAU {:06}", number + 5),
    )
}

#[test]
fn what_agrees_is_said_and_exits_0() {
    let folder = Folder::new();
    folder.write("a.txt", sound(42));
    let run = folder.run(&["check", "a.txt"]).exits(0).prints(&[
        "07STRELSAU42  PRIVY COUNCIL MEETS AGAIN\n",
        "✓ station-serial     the station serial is the end of number 42\n",
        "line 2 `0042` · line 8 `000042`",
        "✓ declassify-date    secrecy ends 10 years after sending",
        "· cannot compare     end-mark, ",
    ]);
    assert!(!run.stdout.contains('✗'), "{run:#?}");
    assert_eq!(run.stderr, "");
}

#[test]
fn what_contradicts_is_shown_with_its_places() {
    let folder = Folder::new();
    folder.write("a.txt", moved(42));
    folder.run(&["check", "a.txt"]).exits(1).prints(&[
        "warning[serial-mismatch]: expected the station serial 0047 of number 47, found 0042\n --> a.txt:2:12\n",
        "  = help: ",
        "✗ station-serial     number 47 would have the station serial 0047;",
        "line 2    station serial `0042`\n",
        "line 8    number `000047` = 07STRELSAU47\n",
        "strong: four digits agree by chance once in 10,000\n",
    ]);
}

#[test]
fn one_line_each() {
    let folder = Folder::new();
    folder.write("a.txt", moved(42));
    folder.write("b.txt", sound(43));
    let run = folder
        .run(&["check", "--concise", "a.txt", "b.txt"])
        .exits(1);
    assert_eq!(
        run.stdout,
        "a.txt:2:12: warning[serial-mismatch] expected the station serial 0047 of number 47, found 0042\n\
         a.txt:2:12: contradicts[station-serial] number 47 would have the station serial 0047; the station line has 0042\n"
    );
    run.says(&["2 cables checked, 1 with a contradiction, 1 with a warning"]);
    folder
        .run(&["check", "--concise", "--all", "b.txt"])
        .exits(0)
        .prints(&[
            "b.txt:2:12: agrees[station-serial]",
            ": not-comparable[end-mark]",
        ]);
}

/// Places are those of the file as it lies on disk, whatever stands around the cable.
#[test]
fn places_are_those_of_the_file() {
    let folder = Folder::new();
    let page = format!(
        "Identifier\nCreated\nClassification\nOrigin\n07STRELSAU47\n2007-01-15 10:30\nCONFIDENTIAL\n\
         Embassy Strelsau\nCable title: PRIVY COUNCIL MEETS AGAIN\nTags: PGOV\nhow-to read a cable\n{}",
        moved(42)
    );
    let line_of = |text: &str| {
        let at = text.find("#0042").unwrap();
        text[..at].matches('\n').count() + 1
    };
    folder.write("page.txt", &page);
    folder.write(
        "page.latin1.txt",
        latin1(&page.replace("COUNCIL", "CO\u{dc}NCIL")),
    );
    let line = line_of(&page);
    assert_eq!(line, 13);
    for name in ["page.txt", "page.latin1.txt"] {
        folder.run(&["check", "--concise", name]).exits(1).prints(&[
            &format!("{name}:{line}:12: warning[serial-mismatch]"),
            &format!("{name}:{line}:12: contradicts[station-serial]"),
        ]);
    }
    let full = folder.run(&["check", "page.txt"]).exits(1).prints(&[
        &format!(" --> page.txt:{line}:12\n"),
        &format!("\n{line} | DE RUEHSL #0042"),
        &format!("line {line}   station serial `0042`"),
    ]);
    assert!(!full.stdout.contains("lines are counted"), "{full:#?}");

    let html = format!(
        "<html><h3>Viewing cable 07STRELSAU47, PRIVY COUNCIL MEETS AGAIN</h3><table class='cable'>\
         <tr><th>Reference ID</th><th>Created</th></tr><tr><td>07STRELSAU47</td><td>2007-01-15 10:30</td></tr></table>\n\
         <code><pre>{}</pre></code></html>",
        moved(42)
    );
    folder.write("page.html", html);
    folder
        .run(&["check", "--concise", "page.html"])
        .exits(1)
        .prints(&["page.html: text line 2, column 12: warning[serial-mismatch]"]);
    folder
        .run(&["check", "page.html"])
        .exits(1)
        .prints(&["lines are counted in the cable's text"]);
}

fn latin1(text: &str) -> Vec<u8> {
    text.chars()
        .map(|c| u8::try_from(u32::from(c)).unwrap())
        .collect()
}

#[test]
fn as_data() {
    let folder = Folder::new();
    folder.write("a.txt", moved(42));
    folder.write("b.txt", sound(43));
    let run = folder.run(&["check", "--json", "a.txt", "b.txt"]).exits(1);
    assert_eq!(run.stderr, "");
    let [first, second] = run.json().try_into().unwrap();
    assert_eq!(first["schema"], "chancery/check/1");
    assert_eq!(first["path"], "a.txt");
    assert_eq!(first["id"], "07STRELSAU47");
    assert_eq!(first["diagnostics"][0]["code"], "serial-mismatch");
    let finding = &first["findings"][0];
    assert_eq!(finding["check"], "station-serial");
    assert_eq!(finding["outcome"], "contradicts");
    assert_eq!(finding["weight"], "strong");
    assert_eq!(finding["evidence"][0]["line"], 2);
    assert_eq!(finding["evidence"][0]["written"], "0042");
    let of = |record: &serde_json::Value| -> Vec<String> {
        record["findings"]
            .as_array()
            .unwrap()
            .iter()
            .map(|finding| finding["check"].as_str().unwrap().to_owned())
            .collect()
    };
    // Every check in the same order, whatever was found.
    assert_eq!(of(&first), of(&second));
    assert_eq!(second["findings"][1]["weight"], serde_json::Value::Null);
}

#[test]
fn standard_input_and_names_from_outside() {
    let folder = Folder::new();
    for args in [&["check", "--json"][..], &["check", "--json", "-"]] {
        let run = folder.run_with(args, sound(42)).exits(0);
        assert_eq!(run.json()[0]["path"], serde_json::Value::Null);
    }
    let run = folder
        .run_with(
            &["check", "--json", "--id", "07ZENDA9"],
            "2. (C) The Duke left at noon.\n",
        )
        .exits(0);
    assert_eq!(run.json()[0]["id"], "07ZENDA9");
    folder
        .run_with(&["check"], "")
        .exits(1)
        .says(&["<stdin>: not a cable"]);
}

#[test]
fn folders_are_walked() {
    let folder = Folder::new();
    folder.write("in/b/2.txt", sound(2));
    folder.write("in/a.txt", sound(1));
    folder.write("in/README.md", "About these files.\n");
    folder.write("in/.hidden/3.txt", moved(3));
    let run = folder
        .run(&["check", "in"])
        .exits(0)
        .says(&["2 cables checked, 0 with a contradiction, 0 with a warning; 1 file passed over"]);
    let first = run.stdout.find("== in/a.txt ==").unwrap();
    let second = run.stdout.find("== in/b/2.txt ==").unwrap();
    assert!(first < second, "{run:#?}");
    // Given by name, what is no cable is told.
    folder
        .run(&["check", "in/README.md"])
        .exits(1)
        .says(&["in/README.md: not a cable"]);
    folder
        .run(&["check", "nope.txt", "in/a.txt"])
        .exits(2)
        .says(&["nope.txt: no such file"])
        .prints(&["07STRELSAU1 "]);
}

/// A cable must not be able to speak to the terminal.
#[test]
fn terminal_escapes_do_not_pass() {
    let folder = Folder::new();
    let evil = "A \x1B]0;owned\x07 man\x1B[2J came \u{9B}31m in \u{202E}backwards.";
    let text = cable_about(8, "STRANGE \x1B[31mVISIT", evil)
        .replace("FM AMEMBASSY STRELSAU", "FM AMEMBASSY \x1B[31mZ\u{9B}ENDA")
        .replace("DECL: ", "DECL: \x1B[1mOADR ");
    folder.write("a.txt", text);
    for args in [
        &["check", "a.txt"][..],
        &["check", "--all", "a.txt"],
        &["check", "--json", "a.txt"],
        &["check", "--concise", "--all", "a.txt"],
    ] {
        let run = folder.run(args);
        for character in ['\x1B', '\x07', '\u{9B}'] {
            assert!(!run.stdout.contains(character), "{args:?}: {run:#?}");
        }
    }
    folder
        .run(&["check", "no\x1B[31mpe"])
        .exits(2)
        .says(&["no␛[31mpe"]);
}
