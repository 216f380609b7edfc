//! `chancery explain`.

use crate::support::Folder;

#[test]
fn words_of_every_kind() {
    let folder = Folder::new();
    let check = |args: &[&str], expected: &[&str]| {
        let args: Vec<&str> = ["explain"].iter().chain(args).copied().collect();
        let run = folder.run(&args).exits(0).prints(expected);
        assert_eq!(run.stderr, "");
        for line in run.stdout.lines() {
            assert!(line.chars().count() <= 80, "{line}");
        }
    };
    check(
        &["PREL"],
        &["PREL  TAGS code", "External political relations", "Source"],
    );
    check(&["nodis"], &["NODIS  caption", "In use"]);
    check(
        &["FM"],
        &["FM  part of a telegram", "FM AMEMBASSY STRELSAU"],
    );
    check(&["12958"], &["12958  executive order", "In force"]);
    check(&["E.O.", "12958"], &["12958  executive order"]);
    check(&["25X1"], &["25X1  code of an executive order", "Also in"]);
    check(&["(S/NF)"], &["S/NF  portion mark"]);
    check(
        &["NIACT", "IMMEDIATE"],
        &["NIACT IMMEDIATE  precedence", "Prosign"],
    );
    check(&["zff6"], &["ZFF  signal"]);
    check(
        &["RUEHGB"],
        &["RUEHGB  routing indicator", "AMEMBASSY BAGHDAD"],
    );
    check(
        &["AMEMBASSY", "BAGHDAD"],
        &[
            "BAGHDAD  post",
            "Embassy in Baghdad, Iraq",
            "RUEHGB",
            "33.3",
            "north",
            "TAGS IZ",
        ],
    );
    check(&["newde"], &["NEW DELHI  post", "six-letter form"]);
    check(&["B6"], &["Personal privacy"]);
    check(
        &["SECRET"],
        &["SECRET  classification level", "serious damage"],
    );
    check(&["IRAQ COLLECTIVE"], &["one name for many posts"]);
    check(
        &["07STRELSAU92"],
        &[
            "07STRELSAU92  identifier of a cable",
            "Telegram 92",
            "#0092",
            "likely",
        ],
    );
}

#[test]
fn a_diagnostic_has_a_manual_page() {
    let folder = Folder::new();
    let run = folder.run(&["explain", "dtg-missing-zone"]).exits(0);
    insta::assert_snapshot!(run.stdout);
    for code in chancery_format::Code::ALL {
        folder
            .run(&["explain", "--kind", "diagnostic", code.as_str()])
            .exits(0)
            .prints(&[
                "Why it matters:",
                "Assumed:",
                "What to do:",
                "    | ",
                "^",
                "Severity",
            ]);
    }
}

#[test]
fn several_words_are_a_term_or_a_term_each() {
    let folder = Folder::new();
    let run = folder.run(&["explain", "PREL", "PHUM"]).exits(0);
    assert!(run.stdout.contains("PREL  TAGS code"), "{run:#?}");
    assert!(run.stdout.contains("PHUM  TAGS code"), "{run:#?}");
    let one = folder
        .run(&["explain", "--json", "NIACT", "IMMEDIATE"])
        .exits(0);
    assert_eq!(one.json().len(), 1);
    assert_eq!(one.json()[0]["word"], "NIACT IMMEDIATE");
}

#[test]
fn the_year_and_the_kind_pick() {
    let folder = Folder::new();
    let summary = |args: &[&str]| {
        let args: Vec<&str> = ["explain", "--json"].iter().chain(args).copied().collect();
        folder.run(&args).exits(0).json()[0]["meanings"][0]["summary"].clone()
    };
    assert_eq!(summary(&["RS", "--year", "1995"]), "Russia");
    assert_eq!(summary(&["RS", "--year", "2016"]), "Serbia");
    assert_eq!(summary(&["CH", "--year", "2006"]), "China");
    let marks = folder
        .run(&["explain", "C", "--kind", "portion-mark", "--json"])
        .exits(0);
    let meanings = marks.json()[0]["meanings"].as_array().unwrap().clone();
    assert_eq!(meanings.len(), 1);
    assert_eq!(meanings[0]["kind"], "portion-mark");
}

#[test]
fn json_has_all_of_it() {
    let folder = Folder::new();
    let [answer] = folder
        .run(&["explain", "--json", "BAGHDAD"])
        .exits(0)
        .json()
        .try_into()
        .unwrap();
    assert_eq!(answer["schema"], "chancery/explain/1");
    assert_eq!(answer["word"], "BAGHDAD");
    assert_eq!(answer["near"], serde_json::json!([]));
    let meaning = &answer["meanings"][0];
    assert_eq!(meaning["kind"], "post");
    assert_eq!(meaning["term"], "BAGHDAD");
    assert_eq!(meaning["certainty"], "sure");
    assert!(meaning["source"].is_string());
    assert!(
        meaning["see_also"]
            .as_array()
            .unwrap()
            .contains(&"IZ".into())
    );
    let details = meaning["details"].as_array().unwrap();
    assert!(details.iter().any(|detail| detail["label"] == "Country"));
}

#[test]
fn unknown_words_get_neighbours() {
    let folder = Folder::new();
    folder
        .run(&["explain", "dtg-mising-zone"])
        .exits(1)
        .prints(&["in no table", "Spelled like it", "dtg-missing-zone"]);
    let run = folder.run(&["explain", "--json", "QQQQQQQQ"]).exits(1);
    assert_eq!(run.json()[0]["meanings"], serde_json::json!([]));
    // One unknown among known ones.
    folder
        .run(&["explain", "PREL", "QQQQQQQQ"])
        .exits(1)
        .prints(&["PREL  TAGS code"]);
    folder
        .run(&["explain", "PREL", "--kind", "nonsense"])
        .exits(2)
        .says(&["portion-mark"]);
    // Hostile words reach no terminal.
    let hostile = folder.run(&["explain", "\u{1B}[2J"]).exits(1);
    assert!(!hostile.stdout.contains('\u{1B}'), "{hostile:#?}");
}

#[test]
fn lists() {
    let folder = Folder::new();
    folder.run(&["explain"]).exits(0).prints(&[
        "--list KIND",
        "tags",
        "order-code",
        "07STRELSAU92",
    ]);
    folder
        .run(&["explain", "--list", "precedence"])
        .exits(0)
        .prints(&["NIACT IMMEDIATE", "ROUTINE"]);
    let run = folder
        .run(&["explain", "--list", "diagnostic", "--json"])
        .exits(0);
    assert_eq!(run.json().len(), chancery_format::Code::ALL.len());
    folder.run(&["explain", "--list", "nonsense"]).exits(2);
}

#[test]
fn what_is_not_known_gets_a_hint() {
    let folder = Folder::new();
    folder
        .run(&["explain", "qwertyuiop"])
        .exits(1)
        .says(&["hint: `chancery explain` says which kinds of words are known"]);
    let near = folder.run(&["explain", "PRLE"]).exits(1).prints(&["PREL"]);
    assert_eq!(near.stderr, "");
    folder
        .run(&["explain", "PREL", "--kind", "post"])
        .exits(1)
        .says(&["hint: it has a meaning of another kind: --kind tags"]);
    for year in ["abc", "75", "-3", "3000"] {
        folder
            .run(&["explain", "PREL", &format!("--year={year}")])
            .exits(2)
            .says(&["--year <YEAR>", "a year with four digits from 1900 to 2100"]);
    }
    // No kind is named twice in its line.
    let kinds = folder.run(&["explain"]).exits(0);
    for line in kinds.stdout.lines().skip(2) {
        let words: Vec<&str> = line.split_whitespace().collect();
        assert_ne!(words.first(), words.get(1), "{line}");
    }
}
