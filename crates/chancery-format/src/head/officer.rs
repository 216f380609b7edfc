//! The lines that name who wrote, cleared and approved a telegram, taken apart.
//!
//! `DRAFTED BY EUR/CE:DFENN:JT`, `APPROVED BY EUR:LBOSTWICK`, and below them the clearances, office and name. Posts had
//! `CLEAR: DCM:JFENN, POL:AKARLSEN` on their form. Messages from 2009 on print `Drafted By:`, `Cleared By:` and
//! `Approved By:` with `POST:Surname, Given`. Airgrams have them at their foot.
//! Source: docs/format.md, "The records of 1973 to 1979".

use crate::Span;
use crate::flow::{fold, trim};

/// What a person did with a telegram before it was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Drafted,
    Cleared,
    Approved,
    /// DESIRED DISTRIBUTION: not a person, but it stands among them.
    Desired,
    /// Release and charge: the lines are set apart and not read.
    Other,
}

/// One person or office as written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Officer {
    pub(crate) office: Option<String>,
    pub(crate) name: Option<String>,
    pub(crate) typist: Option<String>,
    pub(crate) extension: Option<String>,
    pub(crate) qualifier: Option<String>,
    /// All of it on one line.
    pub(crate) text: String,
    pub(crate) span: Span,
}

/// Labels, the longer first where one begins another; a label that is a common word must have a colon.
const LABELS: &[(&str, Part, bool)] = &[
    ("DRAFTED BY", Part::Drafted, false),
    ("DRAFTED", Part::Drafted, true),
    ("DRAFT", Part::Drafted, true),
    ("DRFTD", Part::Drafted, true),
    ("DESIRED DISTRIBUTION", Part::Desired, false),
    ("DISSEMINATION", Part::Other, true),
    ("DISTR", Part::Other, true),
    ("APPROVED BY", Part::Approved, false),
    ("APPROVED", Part::Approved, true),
    ("APPRV", Part::Approved, true),
    ("CLEARED BY", Part::Cleared, false),
    ("CLEARED", Part::Cleared, true),
    ("CLEARANCES", Part::Cleared, true),
    ("CLEARANCE", Part::Cleared, true),
    ("CLEAR", Part::Cleared, true),
    ("CHARGE", Part::Other, true),
    ("RELEASED BY", Part::Other, false),
    ("RELEASED", Part::Other, true),
];

/// The label at the start of a line, and where its value begins.
pub(crate) fn label(line: &str) -> Option<(Part, usize)> {
    if !matches!(line.as_bytes().first(), Some(b'D' | b'A' | b'C' | b'R')) {
        return None;
    }
    let second = line.as_bytes().get(1)?.to_ascii_uppercase();
    LABELS.iter().find_map(|&(words, part, colon)| {
        if words.as_bytes()[1] != second {
            return None;
        }
        let rest = line.get(words.len()..)?;
        if !line[..words.len()].eq_ignore_ascii_case(words) {
            return None;
        }
        // A word in small letters is prose: `Drafted by the Regent`.
        let fits = rest.trim_start().starts_with(':')
            || !colon && line.starts_with(words) && !rest.starts_with(char::is_alphanumeric);
        let value = rest.trim_start_matches([' ', '\t', ':']);
        fits.then(|| (part, line.len() - value.len()))
    })
}

/// Whether a line goes on with the persons above it: `L/EUR:MKARLSEN (DRAFT)`, `S/S - MR. TREMBLE`.
pub(crate) fn continues(line: &str) -> bool {
    const LONGEST: usize = 80;
    if line.len() > LONGEST
        || line.bytes().any(|byte| byte.is_ascii_lowercase())
        || super::label::at_start(line).is_some()
    {
        return false;
    }
    let bracketed = line.starts_with('(') && line.ends_with(')') && line.len() <= 16;
    bracketed || office_end(line).is_some()
}

/// Where the office ends that a line begins with, and where the name begins.
fn office_end(line: &str) -> Option<(usize, usize)> {
    const LONGEST: usize = 24;
    let is_office = |office: &str| {
        let office = office.trim();
        (1..=LONGEST).contains(&office.len())
            && office.starts_with(|c: char| c.is_ascii_alphanumeric())
            && office
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"/-_&. ".contains(&byte))
            && office.split_ascii_whitespace().count() <= 3
    };
    if let Some(at) = line.bytes().take(LONGEST + 2).position(|byte| byte == b':') {
        return is_office(&line[..at]).then_some((at, at + 1));
    }
    if let Some(at) = line.find(" - ").filter(|at| *at <= LONGEST) {
        return is_office(&line[..at]).then_some((at, at + 3));
    }
    // `S/S-MR. TREMBLE`
    let at = ["-MR. ", "-MRS. ", "-MS. ", "-MISS ", "-AMB. "]
        .iter()
        .find_map(|title| line.find(title))
        .filter(|at| *at <= LONGEST)?;
    is_office(&line[..at]).then_some((at, at + 1))
}

/// Reads the persons of one field: one a line, or several behind commas and semicolons.
pub(crate) fn list(text: &str, value: Span) -> Vec<Officer> {
    const MOST: usize = 64;
    let written = value.of(text);
    let mut officers = Vec::new();
    let mut from = 0;
    let ends = written
        .match_indices([';', ',', '\n'])
        .map(|(at, _)| at)
        .chain([written.len()]);
    for at in ends {
        // `Fenn, Dora`: behind a comma there must be an office of its own.
        let is_end = at == written.len()
            || written.as_bytes()[at] != b','
            || office_end(written[at + 1..].trim_start()).is_some_and(|(office, _)| {
                !written[at + 1..].trim_start()[..office].contains(". ")
            });
        if !is_end {
            continue;
        }
        let start = value.start as usize;
        let piece = trim(text, Span::new(start + from, start + at));
        if let Some(officer) = officer(text, piece) {
            officers.push(officer);
        }
        from = at + 1;
        if officers.len() >= MOST {
            break;
        }
    }
    officers
}

/// Reads one person: office, name, and what else stands behind colons and in brackets.
pub(crate) fn officer(text: &str, span: Span) -> Option<Officer> {
    let span = trim(text, span);
    let written = span.of(text).trim_end_matches([',', ';']);
    if written.is_empty() {
        return None;
    }
    let mut officer = Officer {
        text: fold(written),
        span: Span::new(span.start as usize, span.start as usize + written.len()),
        ..Officer::default()
    };
    let mut rest = written;
    if let Some((before, qualifier)) = qualifier(rest) {
        officer.qualifier = Some(qualifier.to_owned());
        rest = before.trim_end();
        // `(SUBS) (PHONE)`
        if rest.ends_with(')')
            && let Some((before, first)) = self::qualifier(rest)
        {
            officer.qualifier = Some(format!("{first}, {qualifier}"));
            rest = before.trim_end();
        }
    }
    if let Some((office, name)) = office_end(rest) {
        officer.office = Some(fold(&rest[..office]));
        rest = rest[name..].trim_start();
        // Typist and telephone of the drafter.
        let mut parts = rest.split(':');
        rest = parts.next().unwrap_or("");
        for part in parts.flat_map(str::split_ascii_whitespace) {
            keep_detail(part, &mut officer);
        }
    } else if let Some((office, name)) = without_colon(rest) {
        // The colon lost in a scan: `S/S GWFENN`.
        officer.office = Some(fold(office));
        rest = name;
    }
    let mut name = fold(rest);
    if let Some((before, last)) = name.rsplit_once(' ')
        && is_extension(last)
    {
        officer.extension = Some(digits(last));
        name = fold(before.trim_end_matches(" EXT.").trim_end_matches(" EXT"));
    }
    officer.name = (!name.is_empty()).then_some(name);
    Some(officer)
}

/// `JT`, `EXT`, `X20211`.
fn keep_detail(part: &str, officer: &mut Officer) {
    if is_extension(part) {
        officer.extension.get_or_insert_with(|| digits(part));
    } else if (1..=5).contains(&part.len())
        && part.bytes().all(|byte| byte.is_ascii_alphabetic())
        && !part.eq_ignore_ascii_case("EXT")
    {
        officer.typist.get_or_insert_with(|| part.to_owned());
    }
}

/// `20211`, `X23456`, `632-2011`.
fn is_extension(word: &str) -> bool {
    let digits = word.trim_start_matches(['X', 'x']);
    (4..=8).contains(&digits.len())
        && digits
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'-')
}

fn digits(word: &str) -> String {
    word.trim_start_matches(['X', 'x']).to_owned()
}

/// How an office agreed: `(DRAFT)`, `(PHONE)`, `PHONE`, `(INFO)`, at the end.
fn qualifier(written: &str) -> Option<(&str, &str)> {
    const BARE: [&str; 4] = [" PHONE", " DRAFT", " SUBS", " INFO"];
    if let Some(before) = written.strip_suffix(')') {
        let (before, inside) = before.rsplit_once('(')?;
        let inside = inside.trim();
        return (!before.trim().is_empty() && (1..=24).contains(&inside.len()))
            .then_some((before, inside));
    }
    BARE.iter().find_map(|word| {
        let before = written.strip_suffix(word)?;
        Some((before, word.trim_start()))
    })
}

/// Office and name of a person whose colon is lost: the office is words of capitals, the name the last one.
fn without_colon(written: &str) -> Option<(&str, &str)> {
    let (office, name) = written.rsplit_once(' ')?;
    let office = office.trim();
    let fits = office.len() <= 12
        && !office.contains('.')
        && office.bytes().all(|byte| {
            byte.is_ascii_uppercase() || byte.is_ascii_digit() || b"/- ".contains(&byte)
        })
        && !matches!(office, "THE" | "MR" | "MRS" | "MS" | "AMB" | "MISS" | "DR")
        && name.len() >= 3
        && name.bytes().all(|byte| byte.is_ascii_uppercase());
    fits.then_some((office, name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(written: &str, expected: &[[&str; 5]]) {
        let found: Vec<[String; 5]> = list(written, Span::new(0, written.len()))
            .into_iter()
            .map(|officer| {
                assert_eq!(fold(officer.span.of(written)), officer.text);
                [
                    officer.office,
                    officer.name,
                    officer.typist,
                    officer.extension,
                    officer.qualifier,
                ]
                .map(Option::unwrap_or_default)
            })
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn persons() {
        check(
            "EUR/CE:RMHALVORSEN:JT",
            &[["EUR/CE", "RMHALVORSEN", "JT", "", ""]],
        );
        check(
            "EUR/CE:R HALVORSEN:JT X20211",
            &[["EUR/CE", "R HALVORSEN", "JT", "20211", ""]],
        );
        check(
            "EUR:LBOSTWICK EXT 20211",
            &[["EUR", "LBOSTWICK", "", "20211", ""]],
        );
        check(
            "L/EUR:MKARLSEN (DRAFT)",
            &[["L/EUR", "MKARLSEN", "", "", "DRAFT"]],
        );
        check(
            "L/EUR:MKARLSEN PHONE",
            &[["L/EUR", "MKARLSEN", "", "", "PHONE"]],
        );
        check("S/S - MR. TREMBLE", &[["S/S", "MR. TREMBLE", "", "", ""]]);
        check("S/S-MR. TREMBLE", &[["S/S", "MR. TREMBLE", "", "", ""]]);
        check(
            "TREASURY:LDUNN (SUBS) (PHONE)",
            &[["TREASURY", "LDUNN", "", "", "SUBS, PHONE"]],
        );
        check("THE SECRETARY", &[["", "THE SECRETARY", "", "", ""]]);
        check("S S-S GWFENN", &[["S S-S", "GWFENN", "", "", ""]]);
        check(
            "DCM:JFENN, POL:AKARLSEN",
            &[
                ["DCM", "JFENN", "", "", ""],
                ["POL", "AKARLSEN", "", "", ""],
            ],
        );
        check(
            "POL_ECON:Fenn, Dora A.; STRELSAU:Karlsen, Ada",
            &[
                ["POL_ECON", "Fenn, Dora A.", "", "", ""],
                ["STRELSAU", "Karlsen, Ada", "", "", ""],
            ],
        );
        check(
            "EXEC:Fenn, Dora\nZENDA:Lund, Mira",
            &[
                ["EXEC", "Fenn, Dora", "", "", ""],
                ["ZENDA", "Lund, Mira", "", "", ""],
            ],
        );
        check("É:", &[["", "É:", "", "", ""]]);
        check("", &[]);
    }

    #[test]
    fn labels_and_lines() {
        assert_eq!(label("DRAFTED BY EUR:X"), Some((Part::Drafted, 11)));
        assert_eq!(
            label("Approved By:    EXEC:Fenn"),
            Some((Part::Approved, 16))
        );
        assert_eq!(label("CLEAR: DCM:JFENN"), Some((Part::Cleared, 7)));
        assert_eq!(label("CLEAR SKIES OVER ZENDA"), None);
        assert_eq!(label("Drafted by the Regent"), None);
        assert_eq!(label("DRAFTED BYZANTINE"), None);
        assert!(continues("EUR/SOV:MPARRIS"));
        assert!(continues("S/S - MR. TREMBLE"));
        assert!(continues("(DRAFT)"));
        assert!(!continues("E.O. 11652: GDS"));
        assert!(!continues("FM SECSTATE WASHDC"));
        assert!(!continues("The Duke: he left."));
    }
}
