//! Every kind of source, clean and damaged. All texts are invented, all files are made here.

#![expect(
    clippy::unwrap_used,
    clippy::format_push_string,
    clippy::format_collect,
    reason = "files for tests are made by plain means"
)]

use std::fs;
use std::io::{Cursor, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use chancery_sources::{
    Content, Found, Item, Limits, Mapping, Options, Place, Problem, Reader, measure, walk,
    walk_stream,
};
use flate2::Compression;
use flate2::write::GzEncoder;
use zip::write::SimpleFileOptions;

const CABLE: &str = "R 081540Z OCT 06\nFM AMEMBASSY STRELSAU\nTO RUEHC/SECSTATE WASHDC 0610\nC O N F I D E N T I A L STRELSAU 001187\nSUBJECT: THE KING IS ILL\n\n1. (C) The palace says that the King has a cold.\nFENN\n";

fn items_with(name: &str, bytes: &[u8], options: &Options) -> Vec<Item> {
    let mut items = Vec::new();
    let mut reader = bytes;
    let flow = walk_stream(name, &mut reader, options, &mut |item| {
        items.push(item);
        ControlFlow::Continue(())
    });
    assert_eq!(flow, ControlFlow::Continue(()));
    items
}

fn items(bytes: &[u8]) -> Vec<Item> {
    items_with("x", bytes, &Options::default())
}

fn walked(paths: &[PathBuf], options: &Options) -> Vec<Item> {
    let mut items = Vec::new();
    let _ = walk(paths, options, &mut |item| {
        items.push(item);
        ControlFlow::Continue(())
    });
    items
}

/// Each item in a line: its place, then the start of what is read, or the problem.
fn lines(items: &[Item]) -> Vec<String> {
    items
        .iter()
        .map(|item| match &item.content {
            Content::Found(found) => {
                let text = String::from_utf8_lossy(found.to_read());
                let start: String = text.chars().take(20).collect();
                let remark = found
                    .remark
                    .as_ref()
                    .map_or(String::new(), |remark| format!(" ({remark})"));
                format!("{}: {start:?}{remark}", item.place)
            }
            Content::Problem(problem) => format!("{}: {problem}", item.place),
        })
        .collect()
}

#[track_caller]
fn check(bytes: &[u8], expected: &[&str]) {
    assert_eq!(lines(&items(bytes)), expected);
}

fn found(item: &Item) -> &Found {
    match &item.content {
        Content::Found(found) => found,
        Content::Problem(problem) => panic!("{}: {problem}", item.place),
    }
}

fn problem(item: &Item) -> &Problem {
    match &item.content {
        Content::Found(found) => panic!("{}: {found:?}", item.place),
        Content::Problem(problem) => problem,
    }
}

fn zip_of(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        writer
            .start_file(*name, SimpleFileOptions::default())
            .unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn tar_of(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    for (name, bytes) in members {
        let mut header = tar::Header::new_ustar();
        // The safe way refuses names that lead outside.
        header.as_old_mut().name[..name.len()].copy_from_slice(name.as_bytes());
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        header.set_cksum();
        builder.append(&header, *bytes).unwrap();
    }
    builder.into_inner().unwrap()
}

fn gzip_of(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zstd_of(bytes: &[u8]) -> Vec<u8> {
    zstd::encode_all(bytes, 3).unwrap()
}

// ---- whole files ----

#[test]
fn a_text_is_one_thing() {
    let items = items(CABLE.as_bytes());
    assert_eq!(items.len(), 1);
    let text = found(&items[0]);
    assert_eq!(
        (text.reader, &*text.original),
        (Reader::Whole, CABLE.as_bytes())
    );
    let read = text.read(&items[0].place);
    assert_eq!(read.cable.mrn.unwrap().to_string(), "06STRELSAU1187");
    check(b"", &["x: is empty"]);
    check(b"[{\"a\": 1", &["x#1: ends before its end: JSON object"]);
    check(&zip_of(&[]), &["x: is empty"]);
    check(
        b"\x1F\x8B\x08",
        &["x: ends before its end: compressed file"],
    );
    check(
        b"7z\xBC\xAF\x27\x1C",
        &["x: is of a kind that is not read: a 7z archive"],
    );
}

#[test]
fn several_telegrams_in_one_text() {
    let second = CABLE
        .replace("001187", "001190")
        .replace("081540Z", "091540Z");
    let both = format!("{CABLE}NNNN\n{second}");
    let items = items_with("06ZENDA1.txt", both.as_bytes(), &Options::default());
    assert_eq!(items.len(), 2);
    let joined: Vec<u8> = items
        .iter()
        .flat_map(|item| found(item).original.clone())
        .collect();
    assert_eq!(joined, both.as_bytes());
    let read = found(&items[1]).read(&items[1].place);
    assert_eq!(
        read.cable.mrn.clone().unwrap().to_string(),
        "06STRELSAU1190"
    );
    assert_eq!(read.path(), Some("06ZENDA1.txt#2"));
    // The name of a member names a cable that does not, the name of a file of several none.
    let bare = b"SUBJECT: THE KING IS ILL\n\n1. (C) He has a cold.\n";
    let zip = zip_of(&[("06STRELSAU7.txt", bare)]);
    let items = items_with("x", &zip, &Options::default());
    let read = found(&items[0]).read(&items[0].place);
    assert_eq!(read.cable.mrn.unwrap().to_string(), "06STRELSAU7");
}

#[test]
fn a_text_that_is_too_long() {
    let options = Options {
        limits: Limits {
            one_bytes: 100,
            ..Limits::default()
        },
        ..Options::default()
    };
    let items = items_with("x", CABLE.as_bytes(), &options);
    assert!(problem(&items[0]).is_cut());
}

#[test]
fn folders_are_walked_by_name() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    for name in [
        "b/2.txt",
        "b/1.txt",
        "a.txt",
        ".git/config",
        "archive/truth",
    ] {
        let path = root.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, CABLE).unwrap();
    }
    let options = Options {
        leave_out: |path: &Path| path.ends_with("archive"),
        ..Options::default()
    };
    let names = |paths: &[PathBuf]| -> Vec<String> {
        walked(paths, &options)
            .iter()
            .map(|item| {
                let path = item.place.path().strip_prefix(root).unwrap();
                path.to_string_lossy().into_owned()
            })
            .collect()
    };
    let root_path = root.to_owned();
    assert_eq!(
        names(std::slice::from_ref(&root_path)),
        ["a.txt", "b/1.txt", "b/2.txt"]
    );
    let extent = measure(std::slice::from_ref(&root_path), &options);
    assert_eq!(
        (extent.n_files, extent.n_bytes),
        (3, 3 * CABLE.len() as u64)
    );
    let last = walked(&[root_path], &options).pop().unwrap();
    assert_eq!(last.n_read, extent.n_bytes);
    let given = walked(&[root.join("archive"), root.join("nowhere")], &options);
    assert_eq!(problem(&given[0]), &Problem::LeftOut);
    assert_eq!(problem(&given[1]), &Problem::Gone);
}

#[cfg(unix)]
#[test]
fn links_pipes_and_devices_are_reported() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    fs::write(root.join("real.txt"), CABLE).unwrap();
    std::os::unix::fs::symlink(root.join("real.txt"), root.join("link.txt")).unwrap();
    let made = std::process::Command::new("mkfifo")
        .arg(root.join("pipe"))
        .status()
        .unwrap();
    assert!(made.success());
    let items = walked(
        &[
            root.to_owned(),
            root.join("link.txt"),
            PathBuf::from("/dev/null"),
        ],
        &Options::default(),
    );
    assert_eq!(problem(&items[0]), &Problem::SymbolicLink);
    assert_eq!(problem(&items[1]), &Problem::NotAFile);
    assert_eq!(found(&items[2]).original, CABLE.as_bytes());
    assert_eq!(found(&items[3]).original, CABLE.as_bytes());
    assert_eq!(problem(&items[4]), &Problem::NotAFile);
}

#[test]
fn a_file_that_vanishes_on_the_way() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().to_owned();
    fs::write(root.join("1.txt"), CABLE).unwrap();
    fs::write(root.join("2.txt"), CABLE).unwrap();
    let mut items = Vec::new();
    let _ = walk(
        std::slice::from_ref(&root),
        &Options::default(),
        &mut |item| {
            let _ = fs::remove_file(root.join("2.txt"));
            items.push(item);
            ControlFlow::Continue(())
        },
    );
    assert_eq!(items.len(), 2);
    assert_eq!(problem(&items[1]), &Problem::Gone);
}

#[test]
fn a_break_ends_the_walk() {
    let rows = cablegate(5);
    let mut n = 0;
    let flow = walk_stream("x", &mut rows.as_bytes(), &Options::default(), &mut |_| {
        n += 1;
        if n == 2 {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    });
    assert_eq!((n, flow), (2, ControlFlow::Break(())));
}

// ---- the Cablegate table ----

fn row(n: usize) -> String {
    format!(
        "\"{n}\",\"10/8/2006 15:40\",\"06STRELSAU{n}\",\"Embassy Strelsau\",\"CONFIDENTIAL\",\"\",\"R 081540Z OCT 06\nFM AMEMBASSY STRELSAU\n\",\"C O N F I D E N T I A L STRELSAU 00{n}\n\nSUBJECT: A \\\"COACH\\\", A \\\\ WHEEL\\\\\n\n1. (C) He said: \"no\"\nand left.\n\""
    )
}

fn cablegate(n: usize) -> String {
    (1..=n).map(|n| row(n) + "\n").collect()
}

#[test]
fn cablegate_rows_tile_the_file() {
    for end in ["\n", "\r\n"] {
        let table = format!("\u{FEFF}{}", cablegate(7).replace('\n', end));
        let items = items(table.as_bytes());
        assert_eq!(items.len(), 7);
        let mut at = 3;
        for (n, item) in items.iter().enumerate() {
            let bytes = &found(item).original;
            assert_eq!(bytes, row(n + 1).replace('\n', end).as_bytes());
            let place = format!("{:?}", item.place.steps());
            assert!(place.contains(&format!("offset: {at}")), "{place} {at}");
            at += bytes.len() + end.len();
        }
        assert_eq!(at, table.len());
        let read = found(&items[2]).read(&items[2].place);
        assert_eq!(read.metadata.get("Origin"), Some("Embassy Strelsau"));
        assert_eq!(found(&items[2]).reader, Reader::CablegateRow);
    }
}

#[test]
fn several_cables_in_a_cablegate_row() {
    let second = "R 091540Z OCT 06\nFM AMEMBASSY ZENDA\nTO SECSTATE WASHDC\nUNCLAS ZENDA 000018\n\n1. The castle is quiet.\n";
    let several = row(1187).replace(
        "said: \"no\"\nand left.\n",
        &format!("said no.\nNNNN\n{second}"),
    );
    // Two lines that name an originator make no two cables of a row that quotes one.
    let one = row(1190).replace("and left.\n", "and left.\nFM WAVES WERE HEARD.\n");
    let table = format!("{several}\n{one}\n");
    let items = items(table.as_bytes());
    let places: Vec<String> = items.iter().map(|item| item.place.to_string()).collect();
    assert_eq!(places, ["x#1#1", "x#1#2", "x#2"]);
    let (first, other, last) = (found(&items[0]), found(&items[1]), found(&items[2]));
    assert_eq!(first.original, several.as_bytes());
    assert_eq!(first.reader, Reader::CablegateRow);
    assert!(matches!(
        first.remark,
        Some(Problem::Several {
            n: 2,
            is_kept: true
        })
    ));
    assert_eq!(first.id.as_deref(), Some("06STRELSAU1187"));
    let read = first.read(&items[0].place);
    assert_eq!(read.cable.mrn.unwrap().to_string(), "06STRELSAU1187");
    assert_eq!(read.metadata.get("Origin"), Some("Embassy Strelsau"));
    assert_eq!(other.original, second.as_bytes());
    let read = other.read(&items[1].place);
    assert_eq!(read.cable.mrn.unwrap().to_string(), "06ZENDA18");
    assert_eq!(read.metadata.get("Origin"), None);
    assert_eq!(read.metadata.get("Record"), Some("1187"));
    assert_eq!((&last.text, &last.remark), (&None, &None));
}

#[test]
fn cablegate_damaged() {
    let cut = format!("{}{}", cablegate(1), &row(2)[..60]);
    check(
        cut.as_bytes(),
        &[
            "x#1: \"\\\"1\\\",\\\"10/8/2006 15:40\"",
            "x#2: \"\\\"2\\\",\\\"10/8/2006 15:40\" (ends before its end: a row of a table)",
        ],
    );
    // A closing quote is lost: the next row is not.
    let lost = format!("{}\n{}", &row(1)[..row(1).len() - 1], cablegate(2));
    let items = items(lost.as_bytes());
    assert_eq!(items.len(), 3);
    assert_eq!(found(&items[0]).remark, Some(Problem::RowLost));
    assert_eq!(found(&items[1]).original, row(1).as_bytes());
    // A piece of something else between two rows.
    let junk = format!("{}garbage\nmore\n{}", cablegate(1), cablegate(1));
    let items = items_with("x", junk.as_bytes(), &Options::default());
    let joined: Vec<u8> = items
        .iter()
        .flat_map(|item| found(item).original.clone())
        .collect();
    assert!(String::from_utf8(joined).unwrap().contains("garbage\nmore"));
}

#[test]
fn cablegate_row_that_is_too_long() {
    let long = row(2).replace("left.", &"left. ".repeat(40_000));
    let table = format!("{}\n{long}\n{}\n", row(1), row(3));
    let options = Options {
        limits: Limits {
            one_bytes: 10_000,
            ..Limits::default()
        },
        ..Options::default()
    };
    let items = items_with("x", table.as_bytes(), &options);
    assert_eq!(items.len(), 3);
    assert_eq!(
        problem(&items[1]),
        &Problem::TooLarge {
            limit_bytes: 10_000
        }
    );
    assert_eq!(found(&items[2]).original, row(3).as_bytes());
}

#[test]
fn rows_over_many_blocks() {
    // Some 3 MB, so that rows and escapes fall on the borders of blocks.
    let table = cablegate(10_000);
    let items = items(table.as_bytes());
    assert_eq!(items.len(), 10_000);
    let joined: String = items
        .iter()
        .map(|item| String::from_utf8(found(item).original.clone()).unwrap() + "\n")
        .collect();
    assert_eq!(joined, table);
}

#[test]
fn a_walk_goes_on_where_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().to_owned();
    fs::write(root.join("1.csv"), cablegate(50)).unwrap();
    fs::write(root.join("2.txt"), CABLE).unwrap();
    fs::write(
        root.join("3.zip"),
        zip_of(&[
            ("a.csv", cablegate(9).as_bytes()),
            ("b.txt", CABLE.as_bytes()),
        ]),
    )
    .unwrap();
    fs::write(
        root.join("4.jsonl"),
        "{\"id\": 1, \"text\": \"a\"}\n".repeat(20),
    )
    .unwrap();
    let paths = [root.clone()];
    let all = walked(&paths, &Options::default());
    assert_eq!(all.len(), 50 + 1 + 10 + 20);
    for n in 0..all.len() {
        let options = Options {
            resume_after: Some(all[n].place.clone()),
            ..Options::default()
        };
        let rest = walked(&paths, &options);
        assert_eq!(lines(&rest), lines(&all[n + 1..]), "after {}", all[n].place);
    }
    // A place that is not there any more: everything, better twice than never.
    for place in [
        Place::file(&root.join("0.txt")),
        Place::file(&root.join("1.csv")).within(chancery_sources::Step::Part {
            number: 3,
            offset: 77,
        }),
    ] {
        let options = Options {
            resume_after: Some(place),
            ..Options::default()
        };
        assert_eq!(walked(&paths, &options).len(), all.len());
    }
}

// ---- other tables ----

#[test]
fn tables_with_a_header() {
    let table = "doc_nbr,Date,From,Subject,Body,Box\r\n06STRELSAU1187,2006-10-08,\"Fenn, Dora\",The King,\"1. (C) He has a \"\"cold\"\".\r\n\r\n2. (C) Really.\",7\r\n06STRELSAU1190,2006-10-09,Fenn,More,1. (S) He is up.,8\r\n";
    let items = items(table.as_bytes());
    assert_eq!(
        lines(&items),
        [
            "x#1: \"1. (C) He has a \\\"col\"",
            "x#2: \"1. (S) He is up.\""
        ]
    );
    let first = found(&items[0]);
    assert_eq!(first.reader, Reader::TableRow);
    assert_eq!(first.id.as_deref(), Some("06STRELSAU1187"));
    assert_eq!(first.metadata.get("Identifier"), Some("06STRELSAU1187"));
    assert_eq!(first.metadata.get("Created"), Some("2006-10-08"));
    assert_eq!(first.metadata.get("Origin"), Some("Fenn, Dora"));
    assert_eq!(first.metadata.get("Box"), Some("7"));
    assert!(first.original.starts_with(b"06STRELSAU1187,") && first.original.ends_with(b",7"));
    assert_eq!(
        first.text.as_deref(),
        Some("1. (C) He has a \"cold\".\r\n\r\n2. (C) Really.")
    );
}

#[test]
fn tables_of_other_makes() {
    check(
        b"id\tdate\ttext\n1\t2006\tFM STRELSAU\n",
        &["x#1: \"FM STRELSAU\""],
    );
    check(
        b"ID;Classification;Content\n1;SECRET;FM STRELSAU\n",
        &["x#1: \"FM STRELSAU\""],
    );
    check(
        b"id,title,text\n1,A,\"He said \\\"no\\\", twice\"\n2,B,b\n",
        &["x#1: \"He said \\\"no\\\", twice\"", "x#2: \"b\""],
    );
    // The text by its length.
    let long = "It was found. ".repeat(30);
    check(
        format!("id,date,stuff\n1,2006,\"{long}\"\n").as_bytes(),
        &["x#1: \"It was found. It was\""],
    );
    // A list without texts is told.
    check(
        b"Draft Date,Document Number,From,Subject,TAGS\n1975-01-01,1975STRELS00001,STRELSAU,A,B\n",
        &[
            "x: has no column known to hold the text, among Draft Date, Document Number, From, Subject, TAGS",
        ],
    );
    // Rows cut short, empty and left open.
    check(
        b"id,date,text,box\n1,2006,a\n2,2006,,7\n3,2006\n4,2006,\"b",
        &[
            "x#1: \"a\" (is damaged: a row of a table: 3 columns, the header has 4)",
            "x#2: is empty",
            "x#3: ends before its end: a row of a table",
            "x#4: \"b\" (ends before its end: a row of a table)",
        ],
    );
    // No table: a text with commas.
    check(
        b"Text, id, date\nThe King is ill.\n",
        &["x: \"Text, id, date\\nThe K\""],
    );
}

#[test]
fn tables_whose_headings_are_not_known() {
    let cable = CABLE.replace(
        "FENN",
        "2. (C) He is up again, and asks for his papers.\nFENN",
    );
    let table = format!(
        "Kennung;Vom;Inhalt\n06STRELSAU1187;2006-10-08;\"{cable}\"\n06STRELSAU1188;2006-10-09;\"{}\"\n",
        cable.replace("1187", "1188")
    );
    let unknown = items(table.as_bytes());
    assert_eq!(
        lines(&unknown),
        ["x: has no column known to hold the text, among Kennung, Vom, Inhalt"]
    );
    assert_eq!(
        problem(&unknown[0]).help().as_deref(),
        Some(
            "say which column is the text, perhaps `--column 'text=Inhalt'`, and likewise `--column id=NAME`"
        )
    );
    // One name that is given is enough: the text is then told by its length.
    let given = |text: Option<&str>, id: Option<&str>| Options {
        mapping: Mapping {
            text: text.map(str::to_owned),
            id: id.map(str::to_owned),
            ..Mapping::default()
        },
        ..Options::default()
    };
    for options in [
        given(Some("inhalt"), Some("Kennung")),
        given(None, Some("Kennung")),
    ] {
        let taken = items_with("x", table.as_bytes(), &options);
        assert_eq!(
            lines(&taken),
            [
                "x#1: \"R 081540Z OCT 06\\nFM \"",
                "x#2: \"R 081540Z OCT 06\\nFM \""
            ]
        );
        assert_eq!(found(&taken[1]).id.as_deref(), Some("06STRELSAU1188"));
    }
    // The name of the text alone is enough, as cables stand below it.
    let named = table.replace("Inhalt", "Full Text");
    assert_eq!(items(named.as_bytes()).len(), 2);
    let short = "Kennung;Vom;Full Text\n1;2006;Fenn is up\n2;2006;Fenn is ill\n3;2006;Fenn\n";
    assert_eq!(
        problem(&items(short.as_bytes())[0]).help().as_deref(),
        Some(
            "say which column is the text, perhaps `--column 'text=Full Text'`, and likewise `--column id=NAME`"
        )
    );
    // A name that is not there is no reason to take the table for a text.
    let wrong = items_with("x", table.as_bytes(), &given(Some("Text"), None));
    assert_eq!(lines(&wrong), lines(&unknown));
    let known = "Doc ID,Body\n06STRELSAU1,FM STRELSAU\n06STRELSAU2,FM ZENDA\n";
    let wrong = items_with("x", known.as_bytes(), &given(Some("Wortlaut"), None));
    assert_eq!(
        lines(&wrong),
        ["x: has no column known to hold the text, among Doc ID, Body"]
    );
    // Headings with signs, brackets, question marks and other letters, and one without a name.
    let long = table.split_once('\n').unwrap().1;
    for (headings, told) in [
        ("Wann?;Bem. / Notes;Wortlaut (roh)", "Wortlaut (roh)"),
        ("№;Дата отправления телеграммы из столицы;Текст!", "Текст!"),
        (";Vom:;Inhalt.", "inhalt"),
        ("#;Zeit;%", "%"),
    ] {
        let table = format!("{headings}\n{long}");
        let untold = items(table.as_bytes());
        assert_eq!(untold.len(), 1);
        assert!(matches!(problem(&untold[0]), Problem::NoTextColumn { .. }));
        let mistold = items_with("x", table.as_bytes(), &given(Some("Wort"), None));
        assert_eq!(lines(&mistold), lines(&untold));
        let taken = items_with("x", table.as_bytes(), &given(Some(told), None));
        assert_eq!(taken.len(), 2, "{headings}");
        assert!(
            found(&taken[0])
                .text
                .as_deref()
                .unwrap()
                .contains("He is up")
        );
    }
    // Of a table of one row nobody can tell, unless a column of it was named.
    let row = "Wer?,Wo,Was (roh)\nSapt,Zenda,He is up again\n";
    assert!(matches!(
        items(row.as_bytes())[0].content,
        Content::Found(_)
    ));
    assert_eq!(
        lines(&items_with("x", row.as_bytes(), &given(Some("Was"), None))),
        ["x: has no column known to hold the text, among Wer?, Wo, Was (roh)"]
    );
    // Short rows, three of them.
    check(
        b"Name\tOrt\nFenn\tStrelsau\nKarlsen\tZenda\nSapt\tZenda\n",
        &["x: has no column known to hold the text, among Name, Ort"],
    );
    // Texts in which each line has a comma.
    for text in [
        "Dear aunt, how are you?\nI am well, thanks.\n",
        "FM AMEMBASSY STRELSAU, RURITANIA\nTO SECSTATE, WASHDC\nINFO ZENDA, RURITANIA\nUNCLAS STRELSAU 12, of Monday\n\n1. He left.\n",
    ] {
        assert!(
            matches!(items(text.as_bytes())[0].content, Content::Found(_)),
            "{text}"
        );
    }
}

#[test]
fn several_cables_in_a_row_or_an_element() {
    let second = CABLE.replace("081540Z", "091540Z").replace("1187", "1188");
    let table = format!(
        "id,box,text\n06STRELSAU1187,7,\"{CABLE}NNNN\n{second}\"\n06STRELSAU9,8,\"{CABLE}\"\n"
    );
    let rows = items(table.as_bytes());
    assert_eq!(
        lines(&rows),
        [
            "x#1#1: \"R 081540Z OCT 06\\nFM \" (holds 2 cables; the text of each was taken, the whole is kept with the first)",
            "x#1#2: \"R 091540Z OCT 06\\nFM \"",
            "x#2: \"R 081540Z OCT 06\\nFM \"",
        ]
    );
    let (first, other) = (found(&rows[0]), found(&rows[1]));
    assert!(first.original.starts_with(b"06STRELSAU1187,7,"));
    assert_eq!(other.original, second.as_bytes());
    assert_eq!(
        (first.id.as_deref(), &other.id),
        (Some("06STRELSAU1187"), &None)
    );
    assert_eq!(other.metadata.get("Identifier"), None);
    assert_eq!(other.metadata.get("box"), Some("7"));
    assert_eq!(other.metadata.get("Part"), Some("2 of 2"));
    let object =
        serde_json::json!({"id": "06STRELSAU1187", "text": format!("{CABLE}NNNN\n{second}")});
    assert_eq!(items(object.to_string().as_bytes()).len(), 2);
}

#[test]
fn columns_that_are_given() {
    let options = Options {
        mapping: Mapping {
            text: Some("Wortlaut".to_owned()),
            id: Some("Nr.".to_owned()),
            ..Mapping::default()
        },
        ..Options::default()
    };
    let items = items_with(
        "x",
        b"nr,Body,WORTLAUT\n06STRELSAU1,no,FM STRELSAU\n",
        &options,
    );
    assert_eq!(found(&items[0]).text.as_deref(), Some("FM STRELSAU"));
    assert_eq!(found(&items[0]).id.as_deref(), Some("06STRELSAU1"));
    let items = items_with(
        "x",
        b"{\"nr\": \"06STRELSAU1\", \"wortlaut\": \"FM STRELSAU\"}",
        &options,
    );
    assert_eq!(found(&items[0]).text.as_deref(), Some("FM STRELSAU"));
}

// ---- JSON ----

#[test]
fn columns_that_hold_something_else() {
    let remarks = |items: &[Item]| -> Vec<Option<String>> {
        let remark = |item: &Item| found(item).remark.as_ref().map(ToString::to_string);
        items.iter().map(remark).collect()
    };
    let rows: String = (7..=9)
        .map(|day| format!("06STRELSAU{day},2006-10-{day:02},SECRET,\"{CABLE}\"\n"))
        .collect();
    let table = format!("id,subject,class,text\n{rows}");
    let seen = items(table.as_bytes());
    let told = "the column `subject` is taken for the subject, and its values do not look like that: `2006-10-07`";
    assert_eq!(remarks(&seen), [Some(told.to_owned()), None, None]);
    assert_eq!(
        found(&seen[0]).remark.as_ref().unwrap().help().as_deref(),
        Some(
            "where that is wrong, say which column it is: `--column subject=NAME`; running again mends what was taken"
        )
    );
    // What was given is looked at as what was guessed.
    let options = Options {
        mapping: Mapping {
            date: Some("class".to_owned()),
            subject: Some("id".to_owned()),
            ..Mapping::default()
        },
        ..Options::default()
    };
    let told = remarks(&items_with("x", table.as_bytes(), &options))[0].clone();
    let told = told.unwrap();
    assert!(told.contains("`id` is taken for the subject"), "{told}");
    assert!(told.contains("`class` is taken for the date"), "{told}");
    let line = |day: u32| {
        serde_json::json!({"id": format!("06STRELSAU{day}"), "title": format!("2006-10-{day:02}"), "text": CABLE})
            .to_string()
            + "\n"
    };
    let lines: String = (7..=9).map(line).collect();
    let told = remarks(&items(lines.as_bytes()))[0].clone();
    assert!(
        told.unwrap()
            .starts_with("the column `title` is taken for the subject")
    );
    // All is as it should be.
    let sound = table.replace("subject,class", "date,class");
    assert_eq!(remarks(&items(sound.as_bytes())), [None, None, None]);
}

#[test]
fn json_lines() {
    let text = "{\"id\": \"06STRELSAU1\", \"body\": \"FM STRELSAU\\n\", \"tags\": [\"A\", \"B\"], \"n\": 3}\n\n{\"id\": \"broken\n{\"id\": 2, \"other\": \"x\"}\n{\"body\": \"last\"}";
    let items = items(text.as_bytes());
    let seen = lines(&items);
    assert_eq!(seen[0], "x#1: \"FM STRELSAU\\n\"");
    assert!(
        seen[1].starts_with("x#3: is no JSON object: line 3: "),
        "{}",
        seen[1]
    );
    assert_eq!(
        seen[2],
        "x#4: has no column known to hold the text, among id, other"
    );
    assert_eq!(seen[3], "x#5: \"last\"");
    let first = found(&items[0]);
    assert_eq!(first.id.as_deref(), Some("06STRELSAU1"));
    assert_eq!(first.metadata.get("tags"), Some("A\nB"));
    assert_eq!(first.metadata.get("n"), Some("3"));
    assert!(first.original.starts_with(b"{\"id\"") && first.original.ends_with(b"}"));
}

#[test]
fn json_about_something_else_is_reported_once() {
    let other = "{\"name\": \"a\", \"size\": 1}\n";
    check(
        other.repeat(5_000).as_bytes(),
        &["x: has no column known to hold the text, among name, size"],
    );
    let list = format!("[{}]", vec![other; 50].join(","));
    check(
        list.as_bytes(),
        &["x: has no column known to hold the text, among name, size"],
    );
    let mixed = format!("{}{{\"text\": \"a\"}}\n", other.repeat(4));
    assert_eq!(items(mixed.as_bytes()).len(), 5);
}

#[test]
fn json_arrays_and_long_objects() {
    check(
        b"[\n {\"text\": \"a }]\\\" b\", \"m\": {\"x\": [1]}},\n {\"text\": \"b\"}\n]\n",
        &["x#1: \"a }]\\\" b\"", "x#2: \"b\""],
    );
    check(
        b"{\n \"text\": \"a\"\n}\n{\n \"text\": \"b\"\n}\n",
        &["x#1: \"a\"", "x#2: \"b\""],
    );
    let cut = lines(&items(b"[{\"text\": \"a\"}, {\"text\": \"b"));
    assert_eq!(cut, ["x#1: \"a\"", "x#2: ends before its end: JSON object"]);
}

#[test]
fn our_own_export_comes_back_byte_for_byte() {
    let original = b"\xEF\xBB\xBFFM STRELSAU\r\n\x92\x00".to_vec();
    let line = format!(
        "{{\"schema\":\"chancery/cable/1\",\"id\":\"06STRELSAU1187\",\"source\":{{\"path\":\"a.txt\",\"wrapper\":\"text\",\"metadata\":{{}}}},\"text\":\"FM STRELSAU\",\"original\":\"{}\"}}\n",
        BASE64_STANDARD.encode(&original)
    );
    let items_ = items(line.as_bytes());
    let exported = found(&items_[0]);
    assert_eq!(
        (exported.reader, &exported.original),
        (Reader::Export, &original)
    );
    assert_eq!(exported.to_read(), original);
    // What `read --json` prints has no original: the text is it.
    let document = chancery_format::read(CABLE.as_bytes(), &chancery_format::Hints::default());
    let line = serde_json::to_string(&document.record()).unwrap();
    let items_ = items(line.as_bytes());
    let exported = found(&items_[0]);
    assert_eq!(
        (exported.reader, &*exported.original),
        (Reader::Export, CABLE.as_bytes())
    );
    assert_eq!(exported.id.as_deref(), Some("06STRELSAU1187"));
    let bad = "{\"schema\":\"chancery/cable/1\",\"id\":null,\"original\":\"*\"}";
    assert!(matches!(
        problem(&items(bad.as_bytes())[0]),
        Problem::BadLine { number: 1, .. }
    ));
}

// ---- archives ----

#[test]
fn archives_in_archives() {
    let inner = zip_of(&[
        ("cables/1.txt", CABLE.as_bytes()),
        ("2.csv", cablegate(2).as_bytes()),
    ]);
    let outer = tar_of(&[
        ("a/inner.zip", &inner),
        ("empty", b""),
        ("b.txt", b"FM ZENDA\n"),
    ]);
    let expected = [
        "x!a/inner.zip!cables/1.txt: \"R 081540Z OCT 06\\nFM \"",
        "x!a/inner.zip!2.csv#1: \"\\\"1\\\",\\\"10/8/2006 15:40\"",
        "x!a/inner.zip!2.csv#2: \"\\\"2\\\",\\\"10/8/2006 15:40\"",
        "x!empty: is empty",
        "x!b.txt: \"FM ZENDA\\n\"",
    ];
    check(&outer, &expected);
    check(&gzip_of(&outer), &expected);
    check(&zstd_of(&outer), &expected);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x");
    fs::write(&path, zip_of(&[("inner.tar.gz", &gzip_of(&outer))])).unwrap();
    let items = walked(&[path], &Options::default());
    assert_eq!(items.len(), expected.len());
    assert!(
        items[0]
            .place
            .to_string()
            .ends_with("/x!inner.tar.gz!a/inner.zip!cables/1.txt")
    );
}

#[test]
fn names_that_lead_outside_are_only_names() {
    let archive = tar_of(&[
        ("../../evil.txt", CABLE.as_bytes()),
        ("/etc/evil.txt", b"FM ZENDA\n"),
    ]);
    check(
        &archive,
        &[
            "x!../../evil.txt: \"R 081540Z OCT 06\\nFM \" (has a name that leads out of its archive; taken as a name only)",
            "x!/etc/evil.txt: \"FM ZENDA\\n\" (has a name that leads out of its archive; taken as a name only)",
        ],
    );
    // Of many things in such a member, with the first.
    let table = tar_of(&[("../rows.csv", b"id,date,text\n1,2006,a\n2,2006,b\n")]);
    check(
        &table,
        &[
            "x!../rows.csv#1: \"a\" (has a name that leads out of its archive; taken as a name only)",
            "x!../rows.csv#2: \"b\"",
        ],
    );
    let mut builder = tar::Builder::new(Vec::new());
    let mut header = tar::Header::new_gnu();
    header.set_entry_type(tar::EntryType::Symlink);
    header.set_size(0);
    builder
        .append_link(&mut header, "link", "/etc/passwd")
        .unwrap();
    check(
        &builder.into_inner().unwrap(),
        &["x!link: is a link or device in an archive, without content"],
    );
}

#[test]
fn broken_archives() {
    let archive = tar_of(&[("1.txt", CABLE.as_bytes()), ("2.txt", CABLE.as_bytes())]);
    let cut = lines(&items(&archive[..1600]));
    assert_eq!(cut[0], "x!1.txt: \"R 081540Z OCT 06\\nFM \"");
    assert!(
        cut.len() > 1
            && cut[1..]
                .iter()
                .any(|line| line.contains("ends before") || line.contains("damaged")),
        "{cut:?}"
    );

    let zip = zip_of(&[("1.txt", CABLE.as_bytes()), ("2.txt", b"FM ZENDA\n")]);
    // Without its directory, the members are still there.
    let cut = lines(&items(&zip[..zip.len() - 40]));
    assert!(cut[0].starts_with("x: is damaged: zip archive"), "{cut:?}");
    assert_eq!(cut[1], "x!1.txt: \"R 081540Z OCT 06\\nFM \"");

    let gzip = gzip_of(cablegate(3000).as_bytes());
    let cut = items(&gzip[..gzip.len() / 2]);
    assert!(cut.len() > 100);
    assert_eq!(
        problem(cut.last().unwrap()),
        &Problem::Incomplete { what: "file" }
    );
    let mut zstd = zstd_of(cablegate(3000).as_bytes());
    let n = zstd.len();
    zstd[n / 2..].fill(0x55);
    assert!(matches!(
        problem(items(&zstd).last().unwrap()),
        Problem::Broken { .. } | Problem::Incomplete { .. }
    ));
}

#[test]
fn an_encrypted_member() {
    let mut zip = zip_of(&[("1.txt", CABLE.as_bytes()), ("2.txt", b"FM ZENDA\n")]);
    // The flag of the first member, in its own head and in the directory.
    let in_directory = memchr::memmem::find(&zip, b"PK\x01\x02").unwrap();
    zip[6] |= 1;
    zip[in_directory + 8] |= 1;
    check(
        &zip,
        &[
            "x!1.txt: is encrypted: zip archive",
            "x!2.txt: \"FM ZENDA\\n\"",
        ],
    );
}

#[test]
fn bombs_are_cut() {
    let options = Options {
        limits: Limits {
            one_bytes: 1 << 20,
            depth: 3,
            members: 5,
            ..Limits::default()
        },
        ..Options::default()
    };
    // One member that is too large: reading stops at once.
    let zeros = vec![0; 64 << 20];
    let zip = zip_of(&[("zeros", &zeros), ("1.txt", CABLE.as_bytes())]);
    let seen = items_with("x", &zip, &options);
    assert_eq!(
        problem(&seen[0]),
        &Problem::TooLarge {
            limit_bytes: 1 << 20
        }
    );
    assert_eq!(found(&seen[1]).original, CABLE.as_bytes());
    // One that goes on and on below the limit for one thing.
    let bomb = gzip_of(
        format!("{{\"text\": \"{}\"}}\n", "0".repeat(1_000))
            .repeat(64 << 10)
            .as_bytes(),
    );
    let ratio = Options {
        limits: Limits {
            ratio: 50,
            ..Limits::default()
        },
        ..Options::default()
    };
    let seen = items_with("x", &bomb, &ratio);
    assert_eq!(
        problem(seen.last().unwrap()),
        &Problem::Bomb { limit_ratio: 50 }
    );
    let total = Options {
        limits: Limits {
            unpacked_bytes: 1 << 20,
            ..Limits::default()
        },
        ..Options::default()
    };
    let seen = items_with("x", &bomb, &total);
    assert_eq!(
        problem(seen.last().unwrap()),
        &Problem::TooMuch {
            limit_bytes: 1 << 20
        }
    );
    // Too deep.
    let deep = (0..5).fold(CABLE.as_bytes().to_vec(), |inner, _| gzip_of(&inner));
    let seen = items_with("x", &deep, &options);
    assert_eq!(
        lines(&seen),
        ["x: is an archive within 3 others, the limit"]
    );
    // Too many.
    let members: Vec<(String, &[u8])> = (0..9)
        .map(|n| (format!("{n}.txt"), CABLE.as_bytes()))
        .collect();
    let members: Vec<(&str, &[u8])> = members
        .iter()
        .map(|(name, bytes)| (&**name, *bytes))
        .collect();
    for archive in [tar_of(&members), zip_of(&members)] {
        let seen = items_with("x", &archive, &options);
        assert_eq!(seen.len(), 6);
        assert_eq!(problem(&seen[5]), &Problem::TooMany { limit: 5 });
        assert!(problem(&seen[5]).is_cut());
    }
}

#[test]
fn office_documents_are_no_archives() {
    let document = zip_of(&[
        ("[Content_Types].xml", b"<x/>"),
        ("word/document.xml", b"<x/>"),
    ]);
    check(
        &document,
        &["x: is of a kind that is not read: a Word document"],
    );
}

// ---- volumes ----

const VOLUME: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0" xmlns:frus="http://history.state.gov/frus/ns/1.0" xml:id="ruritania1974v01">
<text><body><div type="chapter"><head>The Flags</head>
<div type="document" subtype="historical-document" n="26" xml:id="d26" frus:doc-dateTime-min="1974-05-07T14:30:00Z">
  <head>26. Telegram From the Embassy in Ruritania to the Department of State<note n="1" xml:id="d26fn1" type="source">Source: National Archives, RG 59. Confidential; Immediate; Exdis.</note></head>
  <opener><dateline><placeName>Strelsau</placeName>, <date>May 7, 1974, 1430Z</date>.</dateline></opener>
  <p>2114. Subject: The Crown Prince&#8217;s Visit. Ref: State 90112.<note n="2">Dated May 2.</note></p>
  <p>1. I saw the <persName>Crown Prince</persName> this
  morning.</p>
  <closer><signed>Lowndes</signed></closer>
</div>
<div type="document" subtype="editorial-note" n="27" xml:id="d27"><head>27. Editorial Note</head><p>The visit took place.</p></div>
</div></body></text></TEI>
"#;

#[test]
fn a_volume() {
    let items = items(VOLUME.as_bytes());
    assert_eq!(items.len(), 2);
    let first = found(&items[0]);
    assert_eq!(first.reader, Reader::TeiDocument);
    assert!(
        first.original.starts_with(b"<div type=\"document\"")
            && first.original.ends_with(b"</div>")
    );
    assert_eq!(first.metadata.get("Volume"), Some("ruritania1974v01"));
    assert_eq!(first.metadata.get("Document"), Some("26"));
    assert_eq!(first.metadata.get("Document id"), Some("d26"));
    assert_eq!(first.metadata.get("Note"), Some("Dated May 2."));
    assert!(
        first
            .metadata
            .get("Source")
            .unwrap()
            .starts_with("Source: National Archives")
    );
    let read = first.read(&items[0].place);
    assert_eq!(read.metadata.get("Source"), first.metadata.get("Source"));
    assert_eq!(read.cable.mrn.unwrap().to_string(), "74STRELSAU2114");
    assert_eq!(read.cable.subject.unwrap().text, "The Crown Prince’s Visit");
    assert_eq!(
        found(&items[1]).metadata.get("Document type"),
        Some("editorial-note")
    );
}

#[test]
fn several_telegrams_in_a_document_of_a_volume() {
    let telegram = |day: u32, number: u32| {
        format!(
            "<p>R {day:02}1540Z OCT 74<lb/>\nFM AMEMBASSY STRELSAU<lb/>\nTO SECSTATE WASHDC<lb/>\n\
             C O N F I D E N T I A L STRELSAU {number:06}<lb/>\nSUBJECT: THE VISIT</p>\n\
             <p>1. (C) The Crown Prince came on day {day}.</p>\n<p>NNNN</p>\n"
        )
    };
    let volume = VOLUME.replace(
        "  <p>1. I saw",
        &format!("{}{}  <p>1. I saw", telegram(8, 2115), telegram(9, 2116)),
    );
    let items = items(volume.as_bytes());
    let places: Vec<String> = items.iter().map(|item| item.place.to_string()).collect();
    assert_eq!(places, ["x#1#1", "x#1#2", "x#2"]);
    let (first, other) = (found(&items[0]), found(&items[1]));
    assert_eq!(
        first.remark,
        Some(Problem::Several {
            n: 2,
            is_kept: true
        })
    );
    // The first keeps the element, the other is its text; both know their volume.
    assert!(first.original.starts_with(b"<div type=\"document\""));
    assert!(other.original.starts_with(b"R 091540Z OCT 74"));
    for one in [first, other] {
        assert_eq!(one.reader, Reader::TeiDocument);
        assert_eq!(one.metadata.get("Volume"), Some("ruritania1974v01"));
    }
    let read = other.read(&items[1].place);
    assert_eq!(read.cable.mrn.unwrap().to_string(), "74STRELSAU2116");
}

#[test]
fn a_volume_that_is_damaged() {
    let at = VOLUME.find("morning").unwrap();
    let cut = items(&VOLUME.as_bytes()[..at]);
    assert_eq!(cut.len(), 1);
    assert!(matches!(
        found(&cut[0]).remark,
        Some(Problem::Incomplete { .. })
    ));
    // Markup that breaks off within the first document: the second is still found.
    let broken = VOLUME.replace("<persName>", "<!-- ");
    let seen = items(broken.as_bytes());
    assert!(found(&seen[0]).remark.is_some());
    let lost = VOLUME.replacen(
        "</div>\n<div type=\"document\"",
        "\n<div type=\"document\"",
        1,
    );
    let seen = items(lost.as_bytes());
    assert_eq!(seen.len(), 2);
    assert!(found(&seen[0]).remark.is_some());
    assert_eq!(found(&seen[1]).metadata.get("Document"), Some("27"));
    // Bytes that are no UTF-8 lose nothing.
    let mut bytes = VOLUME.as_bytes().to_vec();
    let at = VOLUME.find("Lowndes").unwrap();
    bytes[at + 1] = 0xF6;
    assert!(
        found(&items(&bytes)[0])
            .text
            .as_ref()
            .unwrap()
            .contains("Löwndes")
    );
}

// ---- PDF ----

/// A PDF with one page for each content stream, in the least form that readers take.
fn pdf_of(pages: &[&str], more: &str) -> Vec<u8> {
    let mut objects = vec![String::from("<< /Type /Catalog /Pages 2 0 R >>")];
    let kids: String = (0..pages.len())
        .map(|n| format!("{} 0 R ", 4 + 2 * n))
        .collect();
    objects.push(format!(
        "<< /Type /Pages /Kids [{kids}] /Count {} >>",
        pages.len()
    ));
    objects.push(
        "<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding >>"
            .to_owned(),
    );
    for (n, page) in pages.iter().enumerate() {
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >> /Contents {} 0 R >>",
            5 + 2 * n
        ));
        objects.push(format!(
            "<< /Length {} >>\nstream\n{page}\nendstream",
            page.len()
        ));
    }
    let mut pdf = String::from("%PDF-1.4\n");
    let mut offsets = Vec::new();
    for (n, object) in objects.iter().enumerate() {
        offsets.push(pdf.len());
        pdf.push_str(&format!("{} 0 obj\n{object}\nendobj\n", n + 1));
    }
    let start = pdf.len();
    pdf.push_str(&format!(
        "xref\n0 {}\n0000000000 65535 f \n",
        objects.len() + 1
    ));
    for offset in &offsets {
        pdf.push_str(&format!("{offset:010} 00000 n \n"));
    }
    pdf.push_str(&format!(
        "trailer\n<< /Size {} /Root 1 0 R {more} >>\nstartxref\n{start}\n%%EOF\n",
        objects.len() + 1
    ));
    pdf.into_bytes()
}

/// Lines set one below the other; an empty one is a blank line.
fn page_of(lines: &str) -> String {
    let shown: String = lines
        .lines()
        .map(|line| format!("({line}) Tj T*\n"))
        .collect();
    format!(
        "BT /F1 10 Tf 12 TL 72 720 Td\n{}ET",
        shown.replace("() Tj ", "")
    )
}

#[test]
fn the_text_of_a_pdf() {
    let text = CABLE.replace('(', "\\(").replace(')', "\\)");
    let first = page_of(&text);
    // Words set one by one, as text recognition does it.
    let second = "BT /F1 10 Tf 1 0 0 1 72 700 Tm (2.) Tj 1 0 0 1 96 700 Tm (It) Tj 1 0 0 1 114 700 Tm [(w) -10 (as)] TJ 1 0 0 1 72 688 Tm (found.) Tj ET";
    let pdf = pdf_of(&[&first, second], "");
    let items = items(&pdf);
    let read = found(&items[0]);
    assert_eq!((read.reader, &read.original), (Reader::Pdf, &pdf));
    assert_eq!(
        read.text.as_deref(),
        Some(&*format!("{CABLE}\u{c}2. It was\nfound.\n"))
    );
    assert_eq!(read.metadata.get("Pages"), Some("2"));
    assert_eq!(
        read.read(&items[0].place).cable.mrn.unwrap().to_string(),
        "06STRELSAU1187"
    );
}

#[test]
fn pdfs_without_text_and_broken_ones() {
    check(
        &pdf_of(&["q 612 0 0 792 0 0 cm Q", ""], ""),
        &["x: has no text layer: 2 pages of images"],
    );
    let seen = items(b"%PDF-1.4\nnothing of the kind");
    assert!(matches!(
        problem(&seen[0]),
        Problem::Broken { what: "PDF", .. }
    ));
    let pdf = pdf_of(&[&page_of("FM STRELSAU")], "");
    for n in (9..pdf.len()).step_by(7) {
        assert_eq!(items(&pdf[..n]).len(), 1);
    }
    let encrypted = pdf_of(
        &[&page_of("FM STRELSAU")],
        "/Encrypt << /Filter /Standard /V 1 /R 2 /O (01234567890123456789012345678901) /U (01234567890123456789012345678901) /P -4 >> /ID [(a) (b)]",
    );
    check(&encrypted, &["x: is encrypted: PDF"]);
    // A form that shows itself does not go on for ever.
    let itself = pdf_of(&["/F1 Do"], "");
    assert_eq!(items(&itself).len(), 1);
}

// ---- mail ----

const MAIL: &str = "Return-Path: <fenn@strelsau.example>\r\nMessage-ID: <1@strelsau.example>\r\nFrom: \"Fenn, Dora\" <fenn@strelsau.example>\r\nTo: karlsen@state.example\r\nDate: Sun, 8 Oct 2006 15:40:00 +0000\r\nSubject: =?utf-8?Q?FW:_The_King=E2=80=99s_cold?=\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"b\"\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nR 081540Z OCT 06\r\nFM AMEMBASSY STRELSAU=\r\n\r\n\r\n--b\r\nContent-Type: text/plain; name=\"note.txt\"\r\nContent-Disposition: attachment; filename=\"note.txt\"\r\n\r\nFM ZENDA\r\n--b\r\nContent-Type: application/zip\r\nContent-Disposition: attachment; filename=\"../two.zip\"\r\nContent-Transfer-Encoding: base64\r\n\r\nZIP\r\n--b--\r\n";

fn mail() -> String {
    let zip = zip_of(&[("in.txt", CABLE.as_bytes())]);
    MAIL.replace("ZIP", &BASE64_STANDARD.encode(zip))
}

#[test]
fn a_mail_with_attachments() {
    let mail = mail();
    let items = items(mail.as_bytes());
    assert_eq!(
        lines(&items)[1..],
        [
            "x!note.txt: \"FM ZENDA\"",
            "x!../two.zip!in.txt: \"R 081540Z OCT 06\\nFM \" (has a name that leads out of its archive; taken as a name only)",
        ]
    );
    let message = found(&items[0]);
    assert_eq!(
        (message.reader, &*message.original),
        (Reader::Mail, mail.as_bytes())
    );
    assert!(
        message
            .text
            .as_ref()
            .unwrap()
            .contains("FM AMEMBASSY STRELSAU")
    );
    assert_eq!(message.metadata.get("Subject"), Some("FW: The King’s cold"));
    assert_eq!(
        message.metadata.get("From"),
        Some("Fenn, Dora <fenn@strelsau.example>")
    );
}

#[test]
fn several_cables_in_a_document() {
    let second = CABLE.replace("081540Z", "091540Z").replace("1187", "1188");
    let two = format!("{CABLE}NNNN\n\n{second}NNNN\n");
    let mail = format!("Message-ID: <1@x.example>\nMIME-Version: 1.0\nSubject: two\n\n{two}");
    let items_of_mail = items(mail.as_bytes());
    let pages = [CABLE, &second].map(|text| {
        let text = format!("{text}NNNN\n")
            .replace('(', "\\(")
            .replace(')', "\\)");
        page_of(&text)
    });
    let pdf = pdf_of(&["", &pages[0], &pages[1]], "");
    for (items, reader) in [(items_of_mail, Reader::Mail), (items(&pdf), Reader::Pdf)] {
        assert_eq!(items.len(), 2, "{:?}", lines(&items));
        assert_eq!(items[1].place.to_string(), "x#2");
        let (first, other) = (found(&items[0]), found(&items[1]));
        assert_eq!((first.reader, &first.text), (reader, &None));
        assert!(other.original.trim_ascii().starts_with(b"R 091540Z OCT 06"));
        assert_eq!(other.metadata.get("Part"), Some("2 of 2"));
        assert_eq!(
            first.remark.as_ref().map(ToString::to_string).as_deref(),
            Some("holds 2 cables; the text of each was taken, the document itself is not kept")
        );
        if reader == Reader::Pdf {
            assert_eq!(first.metadata.get("On pages"), Some("2"));
            assert_eq!(other.metadata.get("On pages"), Some("3"));
        } else {
            assert_eq!(other.metadata.get("Subject"), Some("two"));
        }
    }
}

#[test]
fn a_mailbox() {
    let one = mail();
    let mailbox = format!(
        "From fenn@strelsau.example Sun Oct  8 15:40:00 2006\n{one}\nFrom karlsen@state.example Mon Oct  9 09:10:00 2006\nFrom: Karlsen\nSubject: Re\n\nThanks.\nFrom here on all is well.\n\n"
    );
    let items = items(mailbox.as_bytes());
    let seen = lines(&items);
    assert_eq!(seen.len(), 4, "{seen:?}");
    assert!(seen[0].starts_with("x#1: "));
    assert_eq!(seen[1], "x#1!note.txt: \"FM ZENDA\"");
    assert_eq!(seen[3], "x#2: \"Thanks.\\nFrom here on\"");
    // Cut within an attachment: the message and what there is of it.
    let cut = &mailbox.as_bytes()[..700];
    assert!(!items_with("x", cut, &Options::default()).is_empty());
}

// ---- whatever comes ----

fn seeds() -> Vec<Vec<u8>> {
    vec![
        CABLE.as_bytes().to_vec(),
        cablegate(3).into_bytes(),
        b"id,date,text\n1,2006,\"a \"\"b\"\"\"\n2,2007,c\n".to_vec(),
        b"{\"id\": 1, \"text\": \"a\"}\n{\"id\": 2, \"text\": \"b\"}\n".to_vec(),
        b"[{\"text\": \"a\"}, {\"text\": \"b\"}]".to_vec(),
        VOLUME.as_bytes().to_vec(),
        pdf_of(&[&page_of("FM STRELSAU")], ""),
        mail().into_bytes(),
        zip_of(&[
            ("1.txt", CABLE.as_bytes()),
            ("2.csv", cablegate(2).as_bytes()),
        ]),
        tar_of(&[
            ("1.txt", CABLE.as_bytes()),
            ("2.csv", cablegate(2).as_bytes()),
        ]),
        gzip_of(cablegate(3).as_bytes()),
        zstd_of(cablegate(3).as_bytes()),
    ]
}

mod whatever_comes {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig { cases: 500, ..ProptestConfig::default() })]

        /// Nothing panics, nothing vanishes, and the same bytes give the same items.
        #[test]
        fn damaged_files(
            seed in 0..12_usize,
            changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6),
            cut in any::<prop::sample::Index>(),
            is_cut in any::<bool>(),
        ) {
            let mut bytes = seeds().swap_remove(seed);
            for (at, byte) in changes {
                let at = at.index(bytes.len());
                bytes[at] = byte;
            }
            if is_cut {
                bytes.truncate(cut.index(bytes.len()));
            }
            let first = items(&bytes);
            prop_assert!(!first.is_empty());
            prop_assert_eq!(first, items(&bytes));
        }

        /// Every row of a table with a header stands where its place says, and nothing stands between two but line ends.
        #[test]
        fn table_rows_tile(pieces in proptest::collection::vec("[\",\n\r1a;]{0,12}", 0..12)) {
            let head = "id,text,date\n";
            let table = format!("{head}1,a,2\n{}", pieces.concat());
            let mut at = head.len();
            for item in items(table.as_bytes()) {
                // A row without a text is no more than its place.
                let Content::Found(found) = &item.content else { break };
                let chancery_sources::Step::Part { offset, .. } = item.place.steps()[0] else { panic!() };
                let offset = usize::try_from(offset).unwrap();
                let end = offset + found.original.len();
                prop_assert!(table[at..offset].trim().is_empty());
                prop_assert_eq!(&table.as_bytes()[offset..end], &*found.original);
                at = end;
            }
        }

        /// Rows tile their file, whatever is in them: between two rows stand line ends only.
        #[test]
        fn rows_tile(pieces in proptest::collection::vec("[\"\\\\,\n\r19/a]{0,12}", 0..12)) {
            let table = format!("{}\n{}", row(1), pieces.concat());
            let mut at = 0;
            for item in items(table.as_bytes()) {
                let Content::Found(found) = &item.content else { continue };
                let chancery_sources::Step::Part { offset, .. } = item.place.steps()[0] else { panic!() };
                let offset = usize::try_from(offset).unwrap();
                prop_assert!(table[at..offset].trim().is_empty());
                prop_assert_eq!(&table.as_bytes()[offset..offset + found.original.len()], &*found.original);
                at = offset + found.original.len();
            }
            prop_assert!(table[at..].trim().is_empty());
        }
    }
}
