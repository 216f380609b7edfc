//! `chancery refs` and `chancery missing`.

use crate::support::{Folder, cable};

/// Strelsau 1 to 4; the third and the fourth refer to what is there and what is not.
fn archive() -> Folder {
    let folder = Folder::new();
    let with = |number: u32, references: &str| {
        cable(number).replace(
            "\n\nCLASSIFIED BY",
            &format!("\n\nREF: {references}\n\nCLASSIFIED BY"),
        )
    };
    folder.write("post/1.txt", cable(1));
    folder.write("post/6.txt", with(6, "A. STRELSAU 1\n     B. STRELSAU 4"));
    folder.write(
        "post/8.txt",
        with(8, "A. STRELSAU 6\n     B. STRELSAU 4\n     C. 06 ZENDA 17"),
    );
    folder.run(&["ingest", "post"]).exits(0);
    folder
}

#[test]
fn a_tree_both_ways() {
    let folder = archive();
    let run = folder
        .run(&["refs", "07 Strelsau 8", "--depth", "2"])
        .exits(0);
    assert_eq!(
        run.stdout,
        "\
07STRELSAU8  2007-01-09  CONFIDENTIAL  PRIVY COUNCIL MEETS AGAIN

Refers to
├─ A. 07STRELSAU6  2007-01-07  CONFIDENTIAL  PRIVY COUNCIL MEETS AGAIN
│  ├─ A. 07STRELSAU1  2007-01-02  CONFIDENTIAL  PRIVY COUNCIL MEETS AGAIN
│  └─ B. 07STRELSAU4  missing, between 2007-01-02 (07STRELSAU1) and 2007-01-07 (07STRELSAU6)
├─ B. 07STRELSAU4  missing, between 2007-01-02 (07STRELSAU1) and 2007-01-07 (07STRELSAU6)
└─ C. 06ZENDA17  missing, between 2006-01-01 and 2006-12-31

Referred to by
  none
"
    );
    let run = folder
        .run(&["refs", "07STRELSAU1", "--depth", "3"])
        .exits(0);
    run.prints(&["Referred to by\n└─ 07STRELSAU6  ", "\n   └─ 07STRELSAU8  "]);
    folder
        .run(&["refs", "07STRELSAU4"])
        .exits(1)
        .prints_nothing()
        .says(&[
            "error: the archive post.cables has no cable 07STRELSAU4\n",
            "hint: near it: ",
        ]);
}

#[test]
fn as_json() {
    let folder = archive();
    let run = folder.run(&["refs", "07STRELSAU8", "--json"]).exits(0);
    let [cable] = &run.json()[..] else {
        panic!("{run:#?}")
    };
    assert_eq!(cable["schema"], "chancery/references/1");
    assert_eq!(cable["references"][0]["cable"]["key"], "07STRELSAU6");
    assert_eq!(cable["references"][1]["missing"]["id"], "07STRELSAU4");
    assert_eq!(cable["cited_by"], serde_json::json!([]));
    let run = folder
        .run(&["refs", "07STRELSAU8", "--json", "--depth", "3"])
        .exits(0);
    let reached: Vec<_> = run
        .json()
        .iter()
        .map(|cable| format!("{} {}", cable["depth"], cable["cable"]["key"]))
        .collect();
    assert_eq!(
        reached,
        [
            "0 \"07STRELSAU8\"",
            "1 \"07STRELSAU6\"",
            "2 \"07STRELSAU1\""
        ]
    );
}

#[test]
fn missing_cables() {
    let folder = archive();
    let run = folder.run(&["missing"]).exits(0);
    assert_eq!(
        run.stdout,
        "\
07STRELSAU4  between 2007-01-02 (07STRELSAU1) and 2007-01-07 (07STRELSAU6)
  referred to by 07STRELSAU6, 07STRELSAU8
06ZENDA17  between 2006-01-01 and 2006-12-31
  referred to by 07STRELSAU8
"
    );
    assert_eq!(run.stderr, "2 cables are missing, 2 shown\n");
    folder
        .run(&["missing", "--limit", "1"])
        .exits(0)
        .says(&["2 cables are missing, 1 shown; more with --offset 1 or --all\n"]);
    let run = folder
        .run(&["missing", "--json", "--post", "zenda", "--all"])
        .exits(0);
    assert_eq!(run.json()[0]["id"], "06ZENDA17");
    assert_eq!(run.json()[0]["window"]["after"]["reason"], "year");
    let run = folder
        .run(&["missing", "--csv", "--cited-by", "07STRELSAU6"])
        .exits(0);
    assert_eq!(
        run.stdout,
        "id,post,year,number,n_cited_by,cited_by,after,after_reason,before,before_reason,n_cited_by_sources\r\n\
         07STRELSAU4,STRELSAU,2007,4,2,07STRELSAU6 07STRELSAU8,2007-01-02T10:30:00Z,number 07STRELSAU1,\
         2007-01-07T10:30:00Z,number 07STRELSAU6,0\r\n"
    );
    folder
        .run(&["missing", "--year", "07"])
        .exits(2)
        .says(&["expected a year of four digits, such as 2007"]);
    folder
        .run(&["missing", "--year", "1999"])
        .exits(1)
        .prints_nothing();
    folder
        .run(&["missing", "--cited-by", "07STRELSAU4"])
        .exits(1)
        .says(&["no cable 07STRELSAU4"]);
}
