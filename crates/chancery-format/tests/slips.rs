//! One slip in one word of a cable: a letter lost, doubled, changed, or out of its place. What is read stays the same.

use chancery_format::record::Record;
use chancery_format::{Hints, read};

const CABLE: &str = "\
VZCZCXRO4471
PP RUEHEW
DE RUEHSU #0731 1421305
ZNY CCCCC ZZH
P 221300Z MAY 10
FM AMEMBASSY STRELSAU
TO RUEHC/SECSTATE WASHDC PRIORITY 3341
INFO RUEHEW/AMEMBASSY EDELWEISS 0017
RUEHZN/AMEMBASSY ZENDA PRIORITY 0231
C O N F I D E N T I A L STRELSAU 000731

NOFORN
SIPDIS

E.O. 12958: DECL: 05/22/2020
TAGS: PREL, PGOV, RX
SUBJECT: THE CLOCKS OF STRELSAU

REF: A. 09 ZENDA 120
     B. 10 PARIS 92

Classified By: DCM Dora Fenn for reasons 1.4 (b) and (d).

1. (C) SUMMARY: The clocks of the palace stopped. END SUMMARY.

2. (C) They went on again after an hour.

3. (C) COMMENT: We will watch. END COMMENT.

FENN
";

fn record(text: &str) -> Record {
    read(text.as_bytes(), &Hints::default()).record()
}

/// What the head says, one line a field.
fn head(record: &Record) -> Vec<String> {
    let order = record.executive_order.as_ref();
    let addressees = |list: &[chancery_format::record::AddresseeRecord]| -> Vec<String> {
        list.iter()
            .map(|to| format!("{} {:?} {:?}", to.name, to.precedence, to.serial))
            .collect()
    };
    vec![
        format!("id {:?}", record.id),
        format!("sent {:?}", record.sent),
        format!("from {:?}", record.from.as_ref().map(|from| &from.post)),
        format!("to {:?}", addressees(&record.to)),
        format!("info {:?}", addressees(&record.info)),
        format!("captions {:?}", record.captions),
        format!(
            "order {:?}",
            order.map(|order| (&order.order, &order.declassify_on))
        ),
        format!(
            "tags {:?}",
            record.tags.iter().map(|tag| &tag.code).collect::<Vec<_>>()
        ),
        format!("subject {:?}", record.subject),
        format!(
            "references {:?}",
            record
                .references
                .iter()
                .map(|reference| (&reference.label, &reference.id))
                .collect::<Vec<_>>()
        ),
        format!(
            "classified by {:?}",
            record
                .classified_by
                .as_ref()
                .map(|by| (&by.name, &by.title))
        ),
        format!("reasons {:?}", record.reasons),
        format!("paragraphs {}", record.paragraphs.len()),
        format!("summary {:?}", record.summary),
        format!("comment {:?}", record.comment),
        format!("signature {:?}", record.signature),
    ]
}

/// A letter lost, doubled, in the place of its neighbour, garbled, or one it is often misread as.
fn slips(word: &str) -> Vec<String> {
    let letters: Vec<char> = word.chars().collect();
    let mut slips = Vec::new();
    let mut push = |letters: Vec<char>| slips.push(letters.into_iter().collect::<String>());
    for (at, &letter) in letters.iter().enumerate() {
        let mut lost = letters.clone();
        lost.remove(at);
        push(lost);
        let mut doubled = letters.clone();
        doubled.insert(at, letter);
        push(doubled);
        if at + 1 < letters.len() {
            let mut swapped = letters.clone();
            swapped.swap(at, at + 1);
            push(swapped);
        }
        let misread: &[char] = match letter {
            'O' => &['0', 'Q'],
            'I' => &['1', 'l', 'Q'],
            'S' => &['5', 'Q'],
            ':' => &[';', '.', ' '],
            '.' => &[','],
            _ if letter.is_ascii_alphabetic() => &['Q'],
            _ => &[],
        };
        for &other in misread {
            let mut changed = letters.clone();
            changed[at] = other;
            push(changed);
        }
    }
    slips.retain(|slip| slip != word);
    slips
}

/// Reads the cable with every slip of `word` in its place, and wants the same values for each but those `except`.
#[track_caller]
fn check(word: &str, except: &[&str]) {
    let expected = head(&record(CABLE));
    let at = CABLE.find(word).expect("the word stands in the cable");
    let mut wrong = Vec::new();
    for slip in slips(word) {
        let text = format!("{}{slip}{}", &CABLE[..at], &CABLE[at + word.len()..]);
        let read = record(&text);
        let now = head(&read);
        let differs: Vec<&String> = now
            .iter()
            .zip(&expected)
            .filter(|(now, expected)| now != expected)
            .map(|(now, _)| now)
            .collect();
        if differs.is_empty() == except.contains(&&*slip) {
            wrong.push(format!("`{slip}`: {differs:?}"));
        }
    }
    assert!(wrong.is_empty(), "{word}:\n{}", wrong.join("\n"));
}

#[test]
fn labels() {
    check("REF:", &[]);
    check("SUBJECT:", &[]);
    check("TAGS:", &[]);
    check("E.O. 12958:", &[]);
    check("Classified By:", &[]);
}

#[test]
fn reasons() {
    check("reasons ", &[]);
    check(" and ", &[]);
}

#[test]
fn a_slip_in_a_label_is_told() {
    for (slip, code) in [
        ("SUBJCT: ", "label-repaired"),
        ("5UBJECT: ", "label-repaired"),
        ("SUBJEC:T ", "label-repaired"),
    ] {
        let text = CABLE.replacen("SUBJECT: ", slip, 1);
        let codes = record(&text).diagnostics;
        assert!(codes.iter().any(|told| told.code == code), "{slip}");
    }
    for slip in ["RE:", "EF:", "RFE:", "REFF:"] {
        let codes = record(&CABLE.replacen("REF:", slip, 1)).diagnostics;
        assert!(
            codes.iter().any(|told| told.code == "label-repaired"),
            "{slip}"
        );
    }
    // Behind it stands no telegram.
    let memo = CABLE.replacen(
        "REF: A. 09 ZENDA 120\n     B. 10 PARIS 92",
        "RE: YOUR LETTER",
        1,
    );
    assert!(record(&memo).references.is_empty());
}

#[test]
fn a_comma_for_thousands() {
    let ids = |list: &str| -> Vec<Option<String>> {
        let text = CABLE.replacen("A. 09 ZENDA 120\n     B. 10 PARIS 92", list, 1);
        let references = record(&text).references;
        references
            .into_iter()
            .map(|reference| reference.id)
            .collect()
    };
    let some = |id: &str| Some(id.to_owned());
    assert_eq!(ids("PARIS 1,234"), [some("10PARIS1234")]);
    assert_eq!(
        ids("PARIS 120, 234"),
        [some("10PARIS120"), some("10PARIS234")]
    );
}
