//! What fuzzing found, cut down to what it takes: each text holds the invariants, and says what is meant by it.

use chancery_format::testing::{check_bytes, generate};
use chancery_format::{Mrn, parse};

const HEAD: &str = "R 221301Z MAY 06\nFM AMEMBASSY STRELSAU\nTO SECSTATE WASHDC 3423\n";
const BODY: &str = "SUBJECT: THE CLOCKS\n\n1. The clocks stopped.\n\nFENN\n";

#[test]
fn a_level_without_a_number_is_no_addressee() {
    for level in ["UNCLAS SRX", "CONFIDENTIAL ZENDA", "LIMITED OFFICIAL USE"] {
        let text = format!(
            "{HEAD}{level}\nSUBJECT: THE CLOCKS\nR 010830Z JUL 09\n{HEAD}UNCLAS STRELSAU 000702\n{BODY}"
        );
        check_bytes(text.as_bytes());
        let cable = parse(&text).cable;
        let washington = |to: &chancery_format::Addressee| to.name == "SECSTATE WASHDC";
        assert!(cable.addressees.iter().all(washington), "{text}");
        assert_eq!(cable.mrn, Some(Mrn::telegram(2006, "STRELSAU", 702)));
    }
}

#[test]
fn a_telegram_below_a_label_is_no_part_of_its_value() {
    let text = format!(
        "MRN: 11 STRELSAU 2273\nDate/DTG: Jun 12, 2011 / 121302Z JUN 11\nFrom: AMEMBASSY STRELSAU\nAction: WASHDC, SECSTATE ROUTINE\nVZCZCXRO7645\nZZ RUEHC\nDE RUEHSU #7331 1010557\nZNR UUUUU ZZH\n{HEAD}UNCLASSIFIED EDELWEISS 007331\n\nLIMDIS\n\nTAGS: PREL\n{BODY}"
    );
    check_bytes(text.as_bytes());
    let cable = parse(&text).cable;
    let names: Vec<&str> = cable.addressees.iter().map(|to| &*to.name).collect();
    assert_eq!(names, ["SECSTATE WASHDC"]);
    assert_eq!(cable.mrn, Some(Mrn::telegram(2011, "STRELSAU", 2273)));
}

#[test]
fn a_labelled_level_below_the_name_names_no_other_cable() {
    let text = format!(
        "{HEAD}CONFIDENTIAL STRELSAU 001258\n\nREF: ZENDA 12\n\nCLASSIFICATION: CONFIDENTIAL STRELSAU 000629\n{BODY}"
    );
    check_bytes(text.as_bytes());
    let cable = parse(&text).cable;
    assert_eq!(cable.mrn, Some(Mrn::telegram(2006, "STRELSAU", 1258)));
}

#[test]
fn labels_of_a_later_form_below_the_name_belong_to_no_other_cable() {
    for number in ["MRN:   12 STRELSAU 11a", "R   13 STRELSAU 1187"] {
        let text = format!(
            "{HEAD}CONFIDENTIAL STRELSAU 000684\n\nSUBJECT: THE CLOCKS\n\n{number}\nDate/DTG:   Sep 11, 2012 / 111234Z SEP 12\nFrom: AMEMBASSY STRELSAU\n\n1. The clocks stopped.\n"
        );
        check_bytes(text.as_bytes());
        let cable = parse(&text).cable;
        assert_eq!(cable.mrn, Some(Mrn::telegram(2006, "STRELSAU", 684)));
    }
}

#[test]
fn what_is_left_of_a_section_names_no_cable() {
    for word in ["ECTION", "SECTON", "SETION"] {
        let text = format!("{HEAD}S E C R E T {word} 000001\n{BODY}");
        check_bytes(text.as_bytes());
        assert_eq!(parse(&text).cable.mrn, None, "{word}");
    }
}

#[test]
fn a_level_with_strange_signs_is_written_as_it_was_read() {
    for garble in ["\u{FF}\0\0D ", "\u{FFFD}D ", "\u{D0} "] {
        let text = format!("{HEAD}UNCLASSIFIE{garble}STRELSAU 000702\n{BODY}");
        check_bytes(text.as_bytes());
    }
}

/// Bytes that once chose a cable whose telegram named another one.
#[test]
fn chosen_cables() {
    for bytes in [
        &[0x3D, 0x0A, 0xFF][..],
        &[0x3F, 0x24, 0x96],
        &[
            0x2E, 0x0D, 0x67, 0x6F, 0x0E, 0x7E, 0x0E, 0x23, 0xDC, 0xAB, 0xCF, 0x00, 0x00, 0x00,
        ],
        &[0xD7, 0xCA, 0x08, 0x8B, 0x0B],
        &[0x3D, 0x23, 0x23, 0x23],
        &[0xFE, 0x00, 0xC2],
    ] {
        check_bytes(generate::damaged_cable(bytes).as_bytes());
    }
}

/// A telegram pasted into the labels of an airgram: its level line, misspelt, stands among the addressees.
#[test]
fn a_telegram_inside_an_airgram() {
    let text = "CLASSIFICATION: ULACNSSIFIED                              A-9   AIRGRAM

CLASSIFICATION: UNCLASSIFIED                              A-91

TO      : DEPARTMENT OF STATE

FROM    : AMEMBASSY STRELSAU                   DATE: JUNE 21, 1977

E.O UEHSU #0583 1421306
ZNR UUUUU ZZH ZFR
R 221301Z MAY 06
FM AMEMBASSY STRELSAU
TO RUEHC/SECSTATE WASHDC 3391
UNCLIS STRELSAU 000583 Z   : STRELSAU 1
SUMMARY

1. There are bees in the gardens.

SUBJECT:  The Submarine

LOWNDES
";
    check_bytes(text.as_bytes());
    check_bytes(text.replace("DEPARTMENT", "DEP\u{FFFD}ENT").as_bytes());
}

/// The labels of another message, pasted behind a subject: written below a blank line they are labels.
#[test]
fn labels_inside_a_subject() {
    let text = format!(
        "CONFIDENTIAL STRELSAU 1554\n\nR 051540Z MAY 72\nFM AMEMBASSY STRELSAU\nTO SECSTATE WASHDC 6001\nCONFIDENTIAL STRELSAU 1554\n\nSUBJECT: RURITANIA {quotes}O 250840Z FEB 72\nFM AMEMBASSY EDELWEISS\nTO\u{1}E WASHDC IMMEDIATE 0721\nSECRET EDELWEISS 318\nEXDIS\nSUBJECT: GRAUSTARK{quotes}UNCLASSIFIED\nSBU\n\nMRN:        12 STRELSAU 1187\nDate/DTG:   Sep 11, 2012 / 111234Z SEP 12\nFrom:       AMEMBASSY STRELSAU\nAction:     WASHDC, SECSTA AND THE CHANNEL\nRETEF: STATE 030915\n",
        quotes = "\u{201c}".repeat(30)
    );
    check_bytes(text.as_bytes());
}

#[test]
fn an_originator_without_end() {
    let name = "STRELSAU 000O0731 0O2 OF 003 ".repeat(90);
    check_bytes(
        format!("R 221301Z MAY 06\nFM STREL5AU {name}\nTO SECSTATE WASHDC 3423\nUNCLAS STRELSAU 000702\n{BODY}")
            .as_bytes(),
    );
}

/// The heading of an edition, quoted below the head of a telegram, is part of its text.
#[test]
fn a_heading_of_an_edition_below_a_head() {
    let text = "CXNFIDENTIAL
DECL: 03/14/2024

MRN:        14 STRELSAU 204
Date/DTG:   Mar 14, 2014 / 141511Z MAR 14
From:       AMEMBASSY STR`ELSAU
Action:     WASHD EUR
To: STATE S
Subject: :\u{DB}P540024-1102
FilmEHSU #0651 1431320
ZNY CCCCC ZZH
R 2313CC  2291208
ZNY CCCCC ZZH
R 171208Z AUG 06
FM AMEMBASSY STRELSAU
TO RUEHC/SECMessage Text

CONFIDENTIAL

PAGE 01        SECTO   05012  1419528. Telegram From th2 Consulate Number: P770012-1102
Draft Date: 31/12/1976LSctions\u{12}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}: \u{FF}\u{C7}EXDIS
Type: MEMORANDUM
LAcatraustark to the Department of State1

Edd By:   EXEC:Park, Gwe\u{2DC}d                Pag";
    check_bytes(text.as_bytes());
}
