//! The register of checks, and each check on altered texts.

use super::*;
use crate::{Hints, read};

const TEXT: &str = "\
PP RUEHC
DE RUEHGB #0731/01 1421305
ZNY CCCCC ZZH
P 221300Z MAY 06
FM AMEMBASSY BAGHDAD
TO RUEHC/SECSTATE WASHDC PRIORITY 3341
C O N F I D E N T I A L SECTION 01 OF 02 BAGHDAD 000731

SIPDIS

E.O. 12958: DECL: 05/22/2016
TAGS: PREL, IZ
SUBJECT: (C) THE CLOCKS STOP

REF: BAGHDAD 702

Classified By: DCM Dora Fenn for reasons 1.4 (b) and (d).

1. (C) The clocks stopped on Monday, May 22, at noon.

BAGHDAD 00000731  001.2 OF 002

2. (C/NF) A footman wound them.

BAGHDAD 00000731  002 OF 002

3. (U) He was alone.
HALVORSEN
#0731
";

fn outcomes(text: &str) -> Vec<(&'static str, Outcome)> {
    let document = read(text.as_bytes(), &Hints::default());
    report(&document)
        .iter()
        .map(|finding| (finding.check.name, finding.outcome))
        .collect()
}

fn contradictions(text: &str) -> Vec<&'static str> {
    outcomes(text)
        .into_iter()
        .filter(|(_, outcome)| *outcome == Outcome::Contradicts)
        .map(|(name, _)| name)
        .collect()
}

#[track_caller]
fn check(from: &str, to: &str, expected: &[&str]) {
    assert!(TEXT.contains(from), "{from}");
    // The text above lacks one caption on purpose: its paragraph 2 is marked NF.
    let text = TEXT
        .replace("SIPDIS\n", "NOFORN\nSIPDIS\n")
        .replacen(from, to, 1);
    assert_eq!(contradictions(&text), expected, "{from} -> {to}");
}

#[test]
fn each_alteration_shows_itself() {
    check("MAY", "MAY", &[]);
    check("#0731/01", "#0732/01", &["station-serial", "end-mark"]);
    check("1421305", "1021305", &["filing-time"]);
    check("\n#0731\n", "\n#0733\n", &["end-mark"]);
    check(
        "FM AMEMBASSY BAGHDAD",
        "FM AMEMBASSY OSLO",
        &["originator", "station"],
    );
    check("DE RUEHGB", "DE RUEHNY", &["station"]);
    check("PP RUEHC", "OO RUEHC", &["precedence"]);
    check("ZNY CCCCC", "ZNR UUUUU", &["security-letters"]);
    check("DECL: 05/22/2016", "N/A", &["level-instruction"]);
    check("3. (U)", "3. (S)", &["portion-marks"]);
    check("SUBJECT: (C)", "SUBJECT: (S)", &["subject-mark"]);
    check("E.O. 12958", "E.O. 12356", &["order-date"]);
    check("DECL: 05/22/2016", "DECL: OADR", &["declassify-code"]);
    check("DECL: 05/22/2016", "DECL: 05/22/2005", &["declassify-date"]);
    check("DECL: 05/22/2016", "DECL: 05/22/2046", &["declassify-date"]);
    check("1.4 (b)", "1.5 (b)", &["reason-section"]);
    check("SECTION 01 OF 02", "SECTION 01 OF 03", &["sections"]);
    check("00000731  001.2", "00000734  001.2", &["page-names"]);
    check("002 OF 002", "001.4 OF 002", &["sections", "page-order"]);
    check("3. (U)", "4. (U)", &["paragraph-numbers"]);
    check(
        "REF: BAGHDAD 702",
        "REF: 09 BAGHDAD 702",
        &["reference-time"],
    );
    check("on Monday, May 22", "on Tuesday, May 22", &["weekdays"]);
}

#[test]
fn a_missing_caption_shows_itself() {
    assert_eq!(contradictions(TEXT), ["controls"]);
}

#[test]
fn another_year_shows_itself() {
    let text = TEXT.replace("MAY 06", "MAY 88");
    let found = contradictions(&text);
    for name in [
        "order-date",
        "declassify-date",
        "words-of-the-time",
        "weekdays",
    ] {
        assert!(found.contains(&name), "{name} in {found:?}");
    }
}

#[test]
fn places_are_shared() {
    assert!(outcomes(TEXT).contains(&("places", Outcome::Agrees)));
}

#[test]
fn every_check_is_explained() {
    let mut names: Vec<&str> = CHECKS.iter().map(|check| check.name).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), CHECKS.len());
    for check in CHECKS {
        let manual = check.manual();
        for word in ["Compares", "Why it matters:", "Borne", "Limits:", "Source:"] {
            assert!(manual.contains(word), "{} lacks {word}", check.name);
        }
        assert_eq!(
            Check::by_name(check.name).map(|found| found.name),
            Some(check.name)
        );
    }
}

#[test]
fn nothing_is_compared_in_no_cable() {
    for text in [
        "",
        "A shopping list\n",
        "REF: STRELSAU 12\n",
        "#12\n",
        "PAGE 01\n",
    ] {
        let found = outcomes(text);
        assert_eq!(found.len(), CHECKS.len());
        assert!(
            found
                .iter()
                .all(|(_, outcome)| *outcome != Outcome::Contradicts),
            "{text}: {found:?}"
        );
    }
}
