//! The tables against the reference they were made from: every row is there, or its absence is argued.
//!
//! The reference lies outside the repository, in `../shared/reference` beside the checkout; without it the test says so
//! and passes.

use std::path::{Path, PathBuf};

use chancery_format::tables::{
    abbreviations, captions, classifications, executive_orders, foia_exemptions, operating_signals,
    portion_marks, posts, precedences, tags,
};

/// Rows of the reference that no table has under their own name, and why.
const ARGUED: [(&str, &str); 10] = [
    (
        "SAJ",
        "an office of copy lists whose meaning no source gives",
    ),
    (
        "SAM",
        "an office of copy lists whose meaning no source gives",
    ),
    ("FOR xxx ONLY", "the caption ONLY, which names stand in"),
    (
        "USUOFFICIAL INFORMAL",
        "a slip of one cable for OFFICIAL INFORMAL",
    ),
    (
        "EXEMPT 25X1-25X9",
        "the code 25X, with its numbers as written forms",
    ),
    ("REF", "no signal; a label, and in the table of parts"),
    ("IRANRPODUBAI", "publicly RPODUBAI, to which it is an alias"),
    ("KPAONZ", "two codes run together, KPAO and NZ"),
    ("LEVELS", "no code; what an order did to the levels"),
    ("OR-x", "the suffix OR, its letter apart"),
];

#[test]
fn every_row_of_the_reference_has_its_place() {
    let Some(folder) = reference() else {
        eprintln!("no reference beside the checkout: skipped");
        return;
    };
    let mut missing: Vec<String> = Vec::new();
    let mut check = |file: &str, column: &str, has: &dyn Fn(&str, &[String]) -> bool| {
        let rows = rows(&folder.join(file), column);
        assert!(rows.len() > 5, "{file} has rows");
        for (key, row) in rows {
            let argued = ARGUED.iter().any(|(word, _)| *word == key);
            if !argued && !has(&key, &row) {
                missing.push(format!("{key} of {file}"));
            }
        }
    };
    check("abbreviations.tsv", "abbr", &|key, _| {
        abbreviations::lookup(key).next().is_some()
    });
    check("captions.tsv", "caption", &|key, _| {
        captions::lookup(key).is_some()
    });
    check("classification.tsv", "code", &|key, _| {
        classifications::by_code(key).is_some()
    });
    check("executive-orders.tsv", "code", &|key, row| {
        key.is_empty() || executive_orders::code(&row[0], key).is_some() || {
            // Codes of 12958 as amended stand under 13292.
            executive_orders::orders_with_code(key).next().is_some()
        }
    });
    check("foia-exemptions.tsv", "code", &|key, _| {
        foia_exemptions::lookup(key).is_some()
    });
    check("operating-signals.tsv", "signal", &|key, _| {
        operating_signals::lookup(key).is_some()
    });
    check("portion-marks.tsv", "mark", &|key, _| {
        portion_marks::by_mark(key).is_some()
    });
    check("precedence.tsv", "name", &|key, _| {
        key.split(" / ")
            .all(|name| precedences::lookup(name).is_some())
    });
    check("posts.tsv", "canonical", &|key, _| {
        posts::by_name(key).is_some()
    });
    check("post-aliases.tsv", "alias", &|key, row| {
        let leads_there = posts::aliases_named(key)
            .iter()
            .any(|alias| alias.canonical == row[1]);
        leads_there || row[1] == "IRANRPODUBAI"
    });
    check("tags-geographic.tsv", "code", &|key, row| {
        tags::geographic_meanings(key)
            .iter()
            .any(|entry| entry.name == Some(&*row[1]) || entry.name.is_none())
            || tags::lookup(key, None).is_some()
    });
    for file in [
        "tags-organization.tsv",
        "tags-program.tsv",
        "tags-subject.tsv",
    ] {
        check(file, "code", &|key, _| tags::lookup(key, None).is_some());
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

fn reference() -> Option<PathBuf> {
    let checkout = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let folder = checkout.join("../shared/reference");
    folder.is_dir().then_some(folder)
}

/// The rows of a table with the value of one column.
fn rows(path: &Path, column: &str) -> Vec<(String, Vec<String>)> {
    let text = std::fs::read_to_string(path).expect("a table of the reference is text");
    let mut lines = text.lines().filter(|line| !line.starts_with('#'));
    let header: Vec<&str> = lines.next().unwrap_or_default().split('\t').collect();
    let column = header
        .iter()
        .position(|name| *name == column)
        .expect("the reference keeps its columns");
    lines
        .map(|line| line.split('\t').map(str::to_owned).collect())
        .map(|row: Vec<String>| (row.get(column).cloned().unwrap_or_default(), row))
        .collect()
}
