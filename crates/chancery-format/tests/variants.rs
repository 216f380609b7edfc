//! The ways each element is written, in tables: what stands in the place of the element, and what is read.
//!
//! Each row is put into the same cable of 2009. What is not clear from the row is said in `docs/format.md`.

use chancery_format::record::{AddresseeRecord, Record};
use chancery_format::{Hints, read};

/// The parts of a cable, each of which a table replaces.
const CABLE: [(&str, &str); 13] = [
    (
        "wire",
        "VZCZCXRO4471\nPP RUEHEW\nDE RUEHSU #0731 1421305\nZNY CCCCC ZZH\n",
    ),
    ("time", "P 221300Z MAY 09\n"),
    ("from", "FM AMEMBASSY STRELSAU\n"),
    (
        "to",
        "TO RUEHC/SECSTATE WASHDC PRIORITY 3341\nINFO RUEHEW/AMEMBASSY EDELWEISS 0017\n",
    ),
    (
        "classification",
        "C O N F I D E N T I A L STRELSAU 000731\n",
    ),
    ("captions", "\nSIPDIS\n\n"),
    ("order", "E.O. 12958: DECL: 05/22/2019\n"),
    ("tags", "TAGS: PREL, PGOV, RX\n"),
    ("subject", "SUBJECT: RURITANIA: THE PALACE CLOCKS STOP\n\n"),
    ("references", "REF: STRELSAU 702\n\n"),
    (
        "officer",
        "Classified By: DCM Dora Fenn for reasons 1.4 (b) and (d).\n\n",
    ),
    (
        "body",
        "1. (C) SUMMARY: The clocks in the palace stopped at noon. END SUMMARY.\n\n2. (C) A footman wound them again within the hour.\n\n3. (C) COMMENT: He was alone. END COMMENT.\n",
    ),
    ("signature", "HALVORSEN\n"),
];

/// Puts each text of a table into the place of a part, and compares what is read.
#[track_caller]
fn check(part: &str, behind: &str, table: &[(&str, &str)], view: impl Fn(&Record) -> String) {
    let mut wrong = Vec::new();
    for (written, expected) in table {
        let mut text = String::new();
        for (name, usual) in CABLE {
            if name == part {
                text.push_str(written);
                text.push_str(behind);
            } else {
                text.push_str(usual);
            }
        }
        let now = view(&read(text.as_bytes(), &Hints::default()).record());
        if now != *expected {
            wrong.push(format!("{written:?}: expected {expected}, read {now}"));
        }
    }
    assert!(wrong.is_empty(), "{part}:\n{}", wrong.join("\n"));
}

fn or_none(value: Option<&String>) -> &str {
    value.map_or("None", String::as_str)
}

fn references_of(record: &Record) -> String {
    let list: Vec<String> = record
        .references
        .iter()
        .map(|reference| {
            let label = reference.label.as_ref();
            let label = label.map(|label| format!("{label}=")).unwrap_or_default();
            let what = reference.id.as_ref().unwrap_or(&reference.kind);
            let previous = if reference.and_previous { "+" } else { "" };
            format!("{label}{what}{previous}")
        })
        .collect();
    list.join(" ")
}

fn addressees_of(list: &[AddresseeRecord]) -> String {
    let list: Vec<String> = list
        .iter()
        .map(|to| {
            let mut words = String::new();
            if let Some(routing) = &to.routing {
                words.push_str(routing);
                words.push('/');
            }
            words.push_str(&to.name);
            words.extend(to.precedence.iter().map(|word| format!(" [{word}]")));
            words.extend(to.serial.iter().map(|serial| format!(" #{serial}")));
            if !to.exempt.is_empty() {
                words.push_str(" XMT ");
                words.push_str(&to.exempt.join(","));
            }
            words
        })
        .collect();
    list.join("; ")
}

#[test]
fn references() {
    let rows: Vec<(String, &str)> = REFERENCES
        .iter()
        .map(|(written, expected)| (format!("REF: {written}"), *expected))
        .collect();
    let rows: Vec<(&str, &str)> = rows.iter().map(|(a, b)| (&**a, *b)).collect();
    check("references", "\n\n", &rows, references_of);
    check("references", "\n\n", REFERENCE_LABELS, references_of);
}

#[test]
fn orders() {
    check("order", "\n", ORDERS, |record| {
        let Some(order) = &record.executive_order else {
            return "-".to_owned();
        };
        let word = |word: &Option<String>| word.clone().unwrap_or_default();
        format!(
            "{}|{}|{}|{}",
            word(&order.order),
            word(&order.declassify_on),
            word(&order.event),
            order.exemptions.join(",")
        )
    });
}

#[test]
fn tags() {
    check("tags", "\n", TAGS, |record| {
        let codes: Vec<&str> = record.tags.iter().map(|tag| &*tag.code).collect();
        codes.join(" ")
    });
}

#[test]
fn addressees() {
    check("to", "\n", ADDRESSEES, |record| {
        format!(
            "{} // {}",
            addressees_of(&record.to),
            addressees_of(&record.info)
        )
    });
}

#[test]
fn classifications() {
    check("classification", "\n", CLASSIFICATIONS, |record| {
        let level = record.classification.as_ref().map_or_else(
            || "-".to_owned(),
            |read| {
                let slash = if read.caveats.is_empty() { "" } else { "/" };
                format!("{}{slash}{}", read.level, read.caveats.join(","))
            },
        );
        let section = record.section.as_ref().map(|section| {
            let of = section.of.map_or("None".to_owned(), |of| of.to_string());
            format!("|{}/{of}", section.number)
        });
        format!(
            "{}|{level}|{}{}",
            record.id.as_deref().unwrap_or("-"),
            record.captions.join(","),
            section.unwrap_or_default()
        )
    });
}

#[test]
fn officers() {
    check("officer", "\n\n", OFFICERS, |record| {
        let who = record.classified_by.as_ref().map_or_else(
            || "-".to_owned(),
            |by| {
                format!(
                    "{}|{}",
                    or_none(by.name.as_ref()),
                    or_none(by.title.as_ref())
                )
            },
        );
        format!("{who}|{}", record.reasons.join(","))
    });
}

#[test]
fn signatures() {
    check("signature", "\n", SIGNATURES, |record| {
        or_none(record.signature.as_ref()).to_owned()
    });
}

#[test]
fn parts() {
    check("body", "", PARTS, |record| {
        format!(
            "S:{} C:{}",
            or_none(record.summary.as_ref()),
            or_none(record.comment.as_ref())
        )
    });
}

#[test]
fn times() {
    check("time", "\n", TIMES, |record| {
        format!(
            "{}|{}|{}",
            or_none(record.sent.as_ref()),
            or_none(record.precedence.action.as_ref()),
            or_none(record.precedence.info.as_ref())
        )
    });
}

#[test]
fn subjects() {
    check("subject", "\n\n", SUBJECTS, |record| {
        format!(
            "{}|{}",
            or_none(record.subject_portion.as_ref()),
            or_none(record.subject.as_ref())
        )
    });
}

/// References behind `REF: `.
const REFERENCES: &[(&str, &str)] = &[
    ("ZENDA l7", "09ZENDA17"),
    ("ZENDA I7", "09ZENDA17"),
    ("ZENDA lO7", "09ZENDA107"),
    ("ZENDA O7l", "09ZENDA71"),
    (
        "A. ZENDA l7 B. EDELWEISS I20",
        "A=09ZENDA17 B=09EDELWEISS120",
    ),
    ("ZENDA l702 AND l703", "09ZENDA1702 09ZENDA1703"),
    ("O8 ZENDA l7", "08ZENDA17"),
    ("ZENDA Ol7", "09ZENDA17"),
    ("ZENDA 1Ol", "09ZENDA101"),
    ("ZENDA OOO17", "09ZENDA17"),
    ("ZENDA 00O17", "09ZENDA17"),
    ("STRELSAU 7O2", "09STRELSAU702"),
    ("STATE l2345", "09STATE12345"),
    ("STATE 1234S", "09STATE12345"),
    ("STATE 12B45", "09STATE12845"),
    ("A. O8 ZENDA 12; B. O7 ZENDA 13", "A=08ZENDA12 B=07ZENDA13"),
    ("0B ZENDA 12", "08ZENDA12"),
    ("ZENDA 12 (O8)", "08ZENDA12"),
    ("ZENDA 121 (0B)", "08ZENDA121"),
    ("2OO8 ZENDA 12", "08ZENDA12"),
    ("ZENDA 12 (2OO8)", "08ZENDA12"),
    ("20O8 ZENDA 12", "08ZENDA12"),
    ("ZENDA Il7", "09ZENDA117"),
    ("ZENDA 5l2/5l3", "09ZENDA512 09ZENDA513"),
    ("A, ZENDA 12 B, EDELWEISS 4", "A=09ZENDA12 B=09EDELWEISS4"),
    ("A; ZENDA 12 B; EDELWEISS 4", "A=09ZENDA12 B=09EDELWEISS4"),
    ("(A} ZENDA 12 (B} EDELWEISS 4", "A=09ZENDA12 B=09EDELWEISS4"),
    ("A.ZENDA 12B.EDELWEISS 4", "A=09ZENDA12 B=09EDELWEISS4"),
    (
        "(A). ZENDA 12 (B). EDELWEISS 4",
        "A=09ZENDA12 B=09EDELWEISS4",
    ),
    ("A. . ZENDA 12 B. . PARIS 4", "A=09ZENDA12 B=09PARIS4"),
    ("REF A: ZENDA 12; REF B: PARIS 4", "A=09ZENDA12 B=09PARIS4"),
    ("(REF A) ZENDA 12 (REF B) PARIS 4", "A=09ZENDA12 B=09PARIS4"),
    ("ZENDA 12 (A), PARIS 4 (B)", "A=09ZENDA12 B=09PARIS4"),
    (
        "ZENDA 12 (REF A), PARIS 4 (REF B)",
        "A=09ZENDA12 B=09PARIS4",
    ),
    (
        "ZENDA 12 (A); PARIS 4 (B); STATE 345 (C)",
        "A=09ZENDA12 B=09PARIS4 C=09STATE345",
    ),
    ("a) Zenda 12, b) Paris 4", "A=09ZENDA12 B=09PARIS4"),
    ("A. Zenda 12 and B. Paris 4", "A=09ZENDA12 B=09PARIS4"),
    ("(A) ZENDA 12 AND (B) PARIS 4", "A=09ZENDA12 B=09PARIS4"),
    ("(A)ZENDA 12(B)PARIS 4", "A=09ZENDA12 B=09PARIS4"),
    (
        "A.ZENDA 12\nB.PARIS 4\nC.STATE 345",
        "A=09ZENDA12 B=09PARIS4 C=09STATE345",
    ),
    (
        "A. ZENDA 12\n B. PARIS 4\n\n C. STATE 345\n\n D. ROME 6",
        "A=09ZENDA12 B=09PARIS4 C=09STATE345 D=09ROME6",
    ),
    ("1. ZENDA 12\n2. PARIS 4", "1=09ZENDA12 2=09PARIS4"),
    ("- A. ZENDA 12\n- B. PARIS 4", "A=09ZENDA12 B=09PARIS4"),
    ("-- ZENDA 12\n-- PARIS 4", "09ZENDA12 09PARIS4"),
    ("* ZENDA 12\n* PARIS 4", "09ZENDA12 09PARIS4"),
    ("A.) ZENDA 12, B.) PARIS 4", "A=09ZENDA12 B=09PARIS4"),
    ("A: ZENDA 12, B: PARIS 4", "A=09ZENDA12 B=09PARIS4"),
    ("A/ ZENDA 12 B/ PARIS 4", "A=09ZENDA12 B=09PARIS4"),
    ("A= ZENDA 12 B= PARIS 4", "A=09ZENDA12 B=09PARIS4"),
    ("ZENDA 12 FROM 2008", "08ZENDA12"),
    ("ZENDA 12 IN 2008", "08ZENDA12"),
    ("ZENDA 12 OF '08", "08ZENDA12"),
    ("ZENDA 12 - 08", "08ZENDA12"),
    ("ZENDA 121-2008", "08ZENDA121"),
    ("CY08 ZENDA 12", "08ZENDA12"),
    ("08ZENDA12", "08ZENDA12"),
    ("08-ZENDA-12", "08ZENDA12"),
    ("08/ZENDA/12", "08ZENDA12"),
    ("08 - ZENDA 12", "08ZENDA12"),
    ("2008-ZENDA-00012", "08ZENDA12"),
    ("08-ZENDA 12, 09-PARIS 4", "08ZENDA12 09PARIS4"),
    ("ZENDA 08/0012", "08ZENDA12"),
    ("ZENDA-08-0012", "08ZENDA12"),
    ("ZENDA 12 AND 13 (BOTH 2008)", "08ZENDA12 08ZENDA13"),
    ("ZENDA 12 DTD 05/22/08", "08ZENDA12"),
    ("ZENDA 12 DATED MAY 22, 2008", "08ZENDA12"),
    ("ZENDA 12 (MAY 2008)", "08ZENDA12"),
    ("ZENDA 12 (22 MAY 08)", "08ZENDA12"),
    ("ZENDA 12 OF MAY 22 2008", "08ZENDA12"),
    ("ZENDA 12 (05/22/2008)", "08ZENDA12"),
    ("ZENDA 12 OF 22 MAY 2008", "08ZENDA12"),
    ("ZENDA 12, 22 MAY 08", "08ZENDA12"),
    ("ZENDA 12 (DTG 221300Z MAY 08)", "08ZENDA12"),
    ("ZENDA 12, DTG 221300Z MAY 08", "08ZENDA12"),
    ("ZENDA 000012 221300Z MAY 08", "08ZENDA12"),
    ("ZENDA 12 ('08)", "08ZENDA12"),
    ("ZENDA 12 (of 2008)", "08ZENDA12"),
    ("ZENDA 12 (YEAR 2008)", "08ZENDA12"),
    ("(U) ZENDA 12", "09ZENDA12"),
    ("'99 ZENDA 12", "99ZENDA12"),
    ("`08 ZENDA 12", "08ZENDA12"),
    ("AMCONSUL ZENDA 12", "09ZENDA12"),
    ("AMEMBASSY PARIS 4", "09PARIS4"),
    ("EMBASSY PARIS 4", "09PARIS4"),
    ("USMISSION GENEVA 34", "09GENEVA34"),
    ("US MISSION GENEVA 34", "09GENEVA34"),
    ("SECSTATE WASHDC 12345", "09STATE12345"),
    ("DEPTEL 12345", "09STATE12345"),
    ("DEPT 12345", "09STATE12345"),
    ("STATE DEPT 12345", "09STATE12345"),
    ("DEPARTMENT 12345", "09STATE12345"),
    ("WASHDC 12345", "09STATE12345"),
    ("SECSTAT 12345", "09STATE12345"),
    ("STAE 12345", "09STATE12345"),
    ("STTE 12345", "09STATE12345"),
    ("SATE 12345", "09STATE12345"),
    ("STATE12345", "09STATE12345"),
    ("ST ATE 12345", "09STATE12345"),
    ("ADDIS 12", "09ADDISABABA12"),
    ("KL 123", "09KUALALUMPUR123"),
    ("PAP 123", "09PORTAUPRINCE123"),
    ("RIO 123", "09RIODEJANEIRO123"),
    ("HCMC 123", "09HOCHIMINHCITY123"),
    ("HO CHI MINH 123", "09HOCHIMINHCITY123"),
    ("SANTO DOMINGO 123", "09SANTODOMINGO123"),
    ("SAN SALVADOR 123", "09SANSALVADOR123"),
    ("ISLAMBAD 123", "09ISLAMABAD123"),
    ("BAGDAD 123", "09BAGHDAD123"),
    ("MOSCW 123", "09MOSCOW123"),
    ("MOSCOW123 AND PARIS44", "09MOSCOW123 09PARIS44"),
    ("NEW DEHLI 123", "09NEWDELHI123"),
    ("NEWDELHI 123", "09NEWDELHI123"),
    ("NEW-DELHI 123", "09NEWDELHI123"),
    ("DELHI 123", "09NEWDELHI123"),
    ("MEXICO CITY 123", "09MEXICO123"),
    ("MEXICO 123", "09MEXICO123"),
    ("GUATEMALA CITY 12", "09GUATEMALA12"),
    ("PANAMA CITY 12", "09PANAMA12"),
    ("KUWAIT CITY 12", "09KUWAIT12"),
    ("BEJING 123", "09BEIJING123"),
    ("USUN 123", "09USUNNEWYORK123"),
    ("USNATO 12", "09USNATO12"),
    ("USEU 12", "09USEUBRUSSELS12"),
    ("UNVIE 12", "09UNVIEVIENNA12"),
    ("USOSCE 12", "09USOSCE12"),
    ("CDR USCENTCOM 221300Z MAY 09", "other"),
    ("SECDEF 221300Z MAY 09", "other"),
    ("SECDEF WASHDC 221300Z MAY 09", "other"),
    ("JCS 221300Z MAY 09", "other"),
    ("ZENDA 12,PARIS 4", "09ZENDA12 09PARIS4"),
    ("ZENDA 12;PARIS 4", "09ZENDA12 09PARIS4"),
    ("ZENDA 12 + PARIS 4", "09ZENDA12 09PARIS4"),
    ("ZENDA 12 PLUS PARIS 4", "09ZENDA12 09PARIS4"),
    ("ZENDA 12 AS WELL AS PARIS 4", "09ZENDA12 09PARIS4"),
    ("BOTH ZENDA 12 AND PARIS 4", "09ZENDA12 09PARIS4"),
    ("ZENDA 12 ET AL", "09ZENDA12"),
    ("ZENDA 12 (AND OTHERS)", "09ZENDA12"),
    ("ZENDA 12 ET PREV", "09ZENDA12+"),
    ("ZENDA 12 AND PREVIOUS NOTAL", "09ZENDA12+"),
    ("ZENDA 12, AND PREVIOUS", "09ZENDA12+"),
    ("ZENDA 12 & PREVIOUS", "09ZENDA12+"),
    ("ZENDA 12 AND EARLIER", "09ZENDA12+"),
    ("ZENDA 12 AND PREVIOUS CABLES", "09ZENDA12+"),
    ("ZENDA 12 AND PREVIOUS TELEGRAMS", "09ZENDA12+"),
    ("ZENDA 12 AND PRIOR", "09ZENDA12+"),
    ("ZENDA 12 (NOTAL) (AND PREVIOUS)", "09ZENDA12+"),
    ("ZENDA 12 AND PREVIOUS.", "09ZENDA12+"),
    ("ZENDA 12-NOTAL", "09ZENDA12"),
    ("ZENDA 12NOTAL", "09ZENDA12"),
    ("ZENDA 12, NOTAL", "09ZENDA12"),
    ("ZENDA 12 NOTAL, PARIS 4 NOTAL", "09ZENDA12 09PARIS4"),
    ("ZENDA 12 (NOTAL; PARIS 4 (NOTAL)", "09ZENDA12 09PARIS4"),
    ("ZENDA 12 (NOTAL, B. PARIS 4", "09ZENDA12 B=09PARIS4"),
    ("ZENDA 12 (NO TAL)", "09ZENDA12"),
    ("ZENDA 12(NOTAL)", "09ZENDA12"),
    (
        "A. ZENDA 12 (EXDIS) B. PARIS 4 (NODIS, NOTAL)",
        "A=09ZENDA12 B=09PARIS4",
    ),
    ("ZENDA 700-702", "09ZENDA700 09ZENDA701 09ZENDA702"),
    ("ZENDA 1700 TO 1702", "09ZENDA1700 09ZENDA1701 09ZENDA1702"),
    ("ZENDA 12 VIA PARIS 4", "09ZENDA12 09PARIS4"),
    ("ZENDA 12 (ALSO PARIS 4)", "09ZENDA12"),
    ("ZENDA'S 12", "09ZENDA12"),
    ("ZENDA'S TEL 12", "09ZENDA12"),
    ("ZENDA MESSAGE 12", "09ZENDA12"),
    ("OURTEL 702", "09STRELSAU702"),
    ("EMBTEL 702", "09STRELSAU702"),
    ("STRELSAU'S 702 AND PREVIOUS", "09STRELSAU702+"),
    ("TELCON FENN/DORN 5/22/09", "telephone"),
    ("FENN-DORN TELCON OF MAY 22", "telephone"),
    ("FENN/DORN PHONECALL 5/22", "telephone"),
    ("FENN-DORN TELEPHONE CONVERSATION, MAY 22", "telephone"),
    ("FENN-DORN TELEPHONECON OF MAY 22", "telephone"),
    ("TELECONVERSATION FENN/DORN", "telephone"),
    ("E-MAIL FENN/DORN 5/22/09", "email"),
    ("FENN E- MAIL OF 5/22", "email"),
    ("DORN/FENN E-MAILS", "email"),
    ("E MAIL OF MAY 22", "email"),
    ("UNCLASS EMAIL FENN/DORN", "email"),
    ("CLASSIFIED E-MAIL", "email"),
    ("OPENNET E-MAIL 05/22/2009", "email"),
    ("FENN-DORN VTC OF MAY 22", "telephone"),
    ("FENN FAX OF MAY 22", "document"),
    ("CONGEN NOTE 12 OF MAY 4", "document"),
    ("AIRGRAM A-12", "document"),
    ("MEMCON OF MAY 22", "document"),
    ("LETTER FROM DORN TO FENN", "document"),
    ("FAX FENN TO DORN 22 MAY", "document"),
    ("9 FAM 41.31 N4", "document"),
    ("7 FAM 012", "document"),
    ("3 FAH-1 H-2400", "document"),
    ("UNSCR 1718", "document"),
    ("22 CFR 41.12", "document"),
    ("PUBLIC LAW 109-12", "document"),
    ("IIR 6 912 0034 08", "report"),
    ("TD-314/12345-09", "report"),
    ("TDX-315/12345-09", "report"),
];

/// Whole REF blocks.
const REFERENCE_LABELS: &[(&str, &str)] = &[
    ("REFS ZENDA 12", "09ZENDA12"),
    ("REFTEL ZENDA 12", "09ZENDA12"),
    ("REF/ ZENDA 12", "09ZENDA12"),
    ("REF- ZENDA 12", "09ZENDA12"),
    ("REF. ZENDA 12", "09ZENDA12"),
    ("REF; ZENDA 12", "09ZENDA12"),
    ("REFERENCE(S): ZENDA 12", "09ZENDA12"),
    (
        "REFERENCES: A) ZENDA 12 B) PARIS 4",
        "A=09ZENDA12 B=09PARIS4",
    ),
    ("REFERENCE: (A) ZENDA 12", "A=09ZENDA12"),
    (
        "REF (A): ZENDA 12\nREF (B): PARIS 4",
        "A=09ZENDA12 B=09PARIS4",
    ),
    ("REF A: ZENDA 12\nREF B: PARIS 4", "A=09ZENDA12 B=09PARIS4"),
    ("REF A. ZENDA 12\nREF B. PARIS 4", "A=09ZENDA12 B=09PARIS4"),
    ("REF-A: ZENDA 12\nREF-B: PARIS 4", "A=09ZENDA12 B=09PARIS4"),
    ("REF 1: ZENDA 12\nREF 2: PARIS 4", "1=09ZENDA12 2=09PARIS4"),
    ("REF:ZENDA 12", "09ZENDA12"),
    ("REF :ZENDA 12", "09ZENDA12"),
    ("REF:A.ZENDA 12", "A=09ZENDA12"),
    ("REF: \nA. ZENDA 12\nB. PARIS 4", "A=09ZENDA12 B=09PARIS4"),
    ("REF:\n\nA. ZENDA 12\nB. PARIS 4", "A=09ZENDA12 B=09PARIS4"),
    ("REF\nA. ZENDA 12\nB. PARIS 4", "A=09ZENDA12 B=09PARIS4"),
    ("REF: REF: ZENDA 12", "09ZENDA12"),
    ("REF: REFTEL: ZENDA 12", "09ZENDA12"),
    ("REFTEL(S): ZENDA 12", "09ZENDA12"),
    ("REFTELLS: ZENDA 12", "09ZENDA12"),
    ("REFF: ZENDA 12", "09ZENDA12"),
    ("REG: ZENDA 12", "09ZENDA12"),
    ("R EF: ZENDA 12", "09ZENDA12"),
    ("R E F: ZENDA 12", "09ZENDA12"),
    ("RQF: ZENDA 12", "09ZENDA12"),
    ("REF(A) ZENDA 12; (B) PARIS 4", "A=09ZENDA12 B=09PARIS4"),
    ("REFS A) ZENDA 12 B) PARIS 4", "A=09ZENDA12 B=09PARIS4"),
    ("REFS:(A) ZENDA 12", "A=09ZENDA12"),
    ("REEF: ZENDA 12", "09ZENDA12"),
    ("RFEF: ZENDA 12", "09ZENDA12"),
    ("REF: (C) ZENDA 12", "09ZENDA12"),
    ("REF: ZENDA 12.", "09ZENDA12"),
    ("(U) REF: ZENDA 12", "09ZENDA12"),
    ("REF (U): ZENDA 12", "09ZENDA12"),
    ("REFS: (U) A. ZENDA 12", "A=09ZENDA12"),
    ("REFERENCE TELEGRAM: ZENDA 12", "09ZENDA12"),
    ("REFERENCE CABLE: ZENDA 12", "09ZENDA12"),
    ("REF TEL: ZENDA 12", "09ZENDA12"),
    ("REF TELS: ZENDA 12", "09ZENDA12"),
    ("REF. TEL. ZENDA 12", "09ZENDA12"),
    (
        "REFERENCES (A) ZENDA 12 AND (B) PARIS 4",
        "A=09ZENDA12 B=09PARIS4",
    ),
    (
        "REF: ZENDA 12 \n     PARIS 4 \n     STATE 345",
        "09ZENDA12 09PARIS4 09STATE345",
    ),
    ("REF: ZENDA 12\n\n     PARIS 4", "09ZENDA12 09PARIS4"),
    (
        "REF: A. ZENDA 12\n     B. 08 ZENDA\n     44",
        "A=09ZENDA12 B=08ZENDA44",
    ),
    (
        "REF: A. ZENDA\n     12 B. PARIS\n     4",
        "A=09ZENDA12 B=09PARIS4",
    ),
    (
        "REF: A. ZENDA 12 B. EDEL\n     WEISS 4",
        "A=09ZENDA12 B=09EDELWEISS4",
    ),
    (
        "REF: A. ZENDA 12 B. PAR\n     IS 4",
        "A=09ZENDA12 B=09PARIS4",
    ),
    (
        "REF: A. ZENDA 12 CLASSIFIED BY: DCM DORA FENN FOR REASON 1.4 (B)",
        "A=09ZENDA12",
    ),
    ("REF: ZENDA 12 SIPDIS", "09ZENDA12"),
];

/// Lines of the executive order: order, date, event, exemptions.
const ORDERS: &[(&str, &str)] = &[
    ("E.O. 12958: DECL: 05/22/2019", "12958|2019-05-22||"),
    ("E.O. 12958: DECL: 5/22/19", "12958|2019-05-22||"),
    ("E.O. 12958: DECL: 22 MAY 2019", "12958|2019-05-22||"),
    ("E.O. 12958: DECL: MAY 22, 2019", "12958|2019-05-22||"),
    ("E.O. 12958: DECL:05222019", "12958|2019-05-22||"),
    ("E.O. 12958: DECL: 2019-05-22", "12958|2019-05-22||"),
    ("E.O. 12958: DECL: 05-22-2019", "12958|2019-05-22||"),
    ("E.O. 12958: DECL: 05.22.2019", "12958|2019-05-22||"),
    ("E.O. 12958: DECL: 05/22//2019", "12958|2019-05-22||"),
    ("E.O. 12958: DECL: 05/ 22/2019", "12958|2019-05-22||"),
    ("E.O. 12958: DECL: 05/22/ 2019", "12958|2019-05-22||"),
    ("E.O. 12958: DECL: 05/22/20 19", "12958|2019-05-22||"),
    ("E.O. 12958: DECL: 05/22/2O19", "12958|2019-05-22||"),
    ("E.O. 12958: DECL: O5/22/2019", "12958|2019-05-22||"),
    ("E.O. 12958: DECL: 05/22/20l9", "12958|2019-05-22||"),
    ("E.O. 12958: DECL: 05/22/2019.", "12958|2019-05-22||"),
    ("E.O. 12958: DECL 05/22/2019", "12958|2019-05-22||"),
    ("E.O. 12958 DECL: 05/22/2019", "12958|2019-05-22||"),
    ("E.O. 12958; DECL: 05/22/2019", "12958|2019-05-22||"),
    ("E.O. 12958: DECL; 05/22/2019", "12958|2019-05-22||"),
    ("E.O. 12958: DECLAS: 05/22/2019", "12958|2019-05-22||"),
    (
        "E.O. 12958: DECLASSIFY ON: 05/22/2019",
        "12958|2019-05-22||",
    ),
    ("E.O. 12958: DECLASSIFY: 05/22/2019", "12958|2019-05-22||"),
    (
        "E.O. 12958: DECLASSIFICATION: 05/22/2019",
        "12958|2019-05-22||",
    ),
    ("E.O. 12958: DEC: 05/22/2019", "12958|2019-05-22||"),
    ("E.O. 12958: DEL: 05/22/2019", "12958|2019-05-22||"),
    ("E.O. 12958: DECK: 05/22/2019", "12958|2019-05-22||"),
    (
        "E.O. 12958: DECL: 05/22/2019\n     REASON: 1.4 (B)",
        "12958|2019-05-22||",
    ),
    ("E.O. 12958: DECL: (05/22/2019)", "12958|2019-05-22||"),
    ("E.O. 12958: 05/22/2019", "12958|2019-05-22||"),
    ("E.O. 12958: DECL: DECL: 05/22/2019", "12958|2019-05-22||"),
    (
        "E.O. 12958: DECL: 05/22/19 REASON 1.5 (B)",
        "12958|2019-05-22||",
    ),
    ("E.O.12958:DECL:05/22/2019", "12958|2019-05-22||"),
    ("E.O. 12958: DECL:\n05/22/2019", "12958|2019-05-22||"),
    ("E.O. 12958:\nDECL: 05/22/2019", "12958|2019-05-22||"),
    ("E.O. 12958\nDECL: 05/22/2019", "12958|2019-05-22||"),
    ("E.O.: 12958: DECL: 05/22/2019", "12958|2019-05-22||"),
    ("EO: 12958: DECL: 05/22/2019", "12958|2019-05-22||"),
    ("E.O 12958: DECL: 05/22/2019", "12958|2019-05-22||"),
    ("E,O, 12958: DECL: 05/22/2019", "12958|2019-05-22||"),
    (
        "EXECUTIVE ORDER 12958: DECL: 05/22/2019",
        "12958|2019-05-22||",
    ),
    ("E.O. 12985: DECL: 05/22/2019", "12958|2019-05-22||"),
    ("E.O. 1295B: DECL: 05/22/2019", "12958|2019-05-22||"),
    ("E.O. 1 2958: DECL: 05/22/2019", "12958|2019-05-22||"),
    ("E.O. l2958: DECL: 05/22/2019", "12958|2019-05-22||"),
    ("E.O. 12958: DECL: 2019/05/22", "12958|2019-05-22||"),
    ("E.O. 12958: DECL: 20190522", "12958|2019-05-22||"),
    ("E.O. 12958: DECL: MAY 2019", "12958|2019-05-01||"),
    ("E.O. 12958: DECL: TEN YEARS", "12958||TEN YEARS|"),
    (
        "E.O. 12958: DECL: AFTER CORONATION",
        "12958||AFTER CORONATION|",
    ),
    (
        "E.O. 12958: DECL: UPON CLOSURE OF THE POST",
        "12958||UPON CLOSURE OF THE POST|",
    ),
    ("E.O. 12958: DECL: X1", "12958|||X1"),
    ("E.O. 12958: DECL: 1.6X1", "12958|||X1"),
    ("E.O. 12958: DECL: 1.5 X1", "12958|||X1"),
    ("E.O. 12958: DECL: X1, X5", "12958|||X1,X5"),
    ("E.O. 12958: DECL: X1 AND X5", "12958|||X1,X5"),
    ("E.O. 12958: DECL: 25X1", "12958|||25X1"),
    ("E.O. 12958: DECL: 25X1-HUMAN", "12958|||25X1-HUMAN"),
    ("E.O. 12958: DECL: 25X1 HUMAN", "12958|||25X1-HUMAN"),
    ("E.O. 12958: DECL: 25X6", "12958|||25X6"),
    ("E.O. 12958: DECL: 25 X 6", "12958|||25X6"),
    ("E.O. 12958: DECL: 25-X6", "12958|||25X6"),
    (
        "E.O. 12958: DECL: 05/22/2034 25X1",
        "12958|2034-05-22||25X1",
    ),
    ("E.O. 13526: DECL: 50X1-HUM", "13526|||50X1-HUM"),
    ("E.O. 12958: DECL: 05/22/2019, X1", "12958|2019-05-22||X1"),
    ("E.O. 12958: DECL: MR", "12958|||MR"),
    ("E.O. 12958: DECL: OADR", "12958|||OADR"),
    ("E.O. 12958: N/A", "12958|||N/A"),
    ("E.O. 12958: DECL: N/A", "12958|||N/A"),
    ("E.O. 12958: NA", "12958|||N/A"),
    ("E.O. 12958: N.A.", "12958|||N/A"),
    ("E.O. 12958: NOT APPLICABLE", "12958|||N/A"),
    ("E.O. 12958 N/A", "12958|||N/A"),
    ("E.O. 12958:N/A", "12958|||N/A"),
    ("E.O. 12958: N/ A", "12958|||N/A"),
    ("E.O. 12958: N / A", "12958|||N/A"),
    ("E.O. 12958: DECL:  N /A", "12958|||N/A"),
    ("E.O. 11652: GDS", "11652|||GDS"),
    ("E.O. 11652:GDS", "11652|||GDS"),
    ("E.O. 11652: XGDS-3", "11652|||XGDS-3"),
    ("E.O. 11652: XGDS 3", "11652|||XGDS-3"),
    ("E.O. 11652: XGDS3", "11652|||XGDS-3"),
    ("E.O. 11652: XGDS (3)", "11652|||XGDS-3"),
    ("E.O. 11652: X-GDS-3", "11652|||XGDS-3"),
    ("E.O. 11652: XGDS-1 AND 2", "11652|||XGDS-1,XGDS-2"),
    ("E.O. 11652: XGDS-1, XGDS-3", "11652|||XGDS-1,XGDS-3"),
    (
        "E.O. 11652: XGDS 1, 2 AND 3",
        "11652|||XGDS-1,XGDS-2,XGDS-3",
    ),
    ("E.O. 12065: NA", "12065|||N/A"),
    ("E.O. 12356: DECL: OADR", "12356|||OADR"),
    ("E.O. 12356: OADR", "12356|||OADR"),
    ("E.O. 12356: DECL:OADR", "12356|||OADR"),
    ("E.O. 12356: DECL: O.A.D.R.", "12356|||OADR"),
    ("E.O. 12356: DECL: OARD", "12356|||OADR"),
    (
        "E.O. 12356: DECL: ORIGINATING AGENCY'S DETERMINATION REQUIRED",
        "12356|||OADR",
    ),
    (
        "E.O. 12958: DNG: CO 05/22/2014 DECL: 05/22/2019",
        "12958|2019-05-22||",
    ),
    (
        "E.O. 12958: DECL: 05/22/2019 TAGS: PREL",
        "12958|2019-05-22||",
    ),
    ("E.O. 12958: DECL: 22/05/2019", "12958|2019-05-22||"),
    ("E.O. 12958: DECL: 22-MAY-2019", "12958|2019-05-22||"),
    ("E.O. 12958: DECL: MAY 22 2019", "12958|2019-05-22||"),
    ("E.O. 12958: DECL: MAY 22,2019", "12958|2019-05-22||"),
    ("E.O. 12958: DECL: 22MAY2019", "12958|2019-05-22||"),
    ("E.O. 12958: DECL: 22MAY19", "12958|2019-05-22||"),
    ("E.O. 12958: DECL: 22ND MAY 2019", "12958|2019-05-22||"),
    ("E.O. 12958: DECL: MAY. 22, 2019", "12958|2019-05-22||"),
    (
        "E.O. 12958: DECL: 5/22/2019 (10 YEARS)",
        "12958|2019-05-22||",
    ),
    ("E.O. 12958: DECL: 0522/2019", "12958|2019-05-22||"),
    ("E.O. 12958: DECL: 05/2219", "12958|2019-05-22||"),
    ("E.O. 12958: DECL: 05/22\\2019", "12958|2019-05-22||"),
    ("E.O. 12958: DECL: 05/22/2019: ", "12958|2019-05-22||"),
    (
        "E.O. 12958: DECL: TWENTY-FIVE YEARS",
        "12958||TWENTY-FIVE YEARS|",
    ),
    ("E.O. 12958: DECL: JUNE 30, 2019", "12958|2019-06-30||"),
    (
        "E.O. 12958:  DECL:  AFTER KOREAN UNIFICATION",
        "12958||AFTER KOREAN UNIFICATION|",
    ),
    (
        "E.O. 12958: DECL: WHEN THE KING RETURNS",
        "12958||WHEN THE KING RETURNS|",
    ),
    (
        "E.O. 12958: DECL: CLOSURE OF POST",
        "12958||CLOSURE OF POST|",
    ),
    (
        "E.O. 12958 (AS AMENDED): DECL: 05/22/2019",
        "12958|2019-05-22||",
    ),
    (
        "E.O. 12958, AS AMENDED: DECL: 05/22/2019",
        "12958|2019-05-22||",
    ),
    (
        "E.O. 12958 AS AMENDED DECL: 05/22/2019",
        "12958|2019-05-22||",
    ),
    ("E.O. 12958: (C) DECL: 05/22/2019", "12958|2019-05-22||"),
    ("(U) E.O. 12958: DECL: 05/22/2019", "12958|2019-05-22||"),
    ("E.O. 12958: DECL: MAY 22ND 2019", "12958|2019-05-22||"),
    ("E.O. 12958 DECLASSIFY ON 05/22/2019", "12958|2019-05-22||"),
    ("DECL: 05/22/2019", "|2019-05-22||"),
    ("DECLASSIFY ON: 05/22/2019", "|2019-05-22||"),
    ("DECL ON: OADR", "|||OADR"),
];

/// TAGS lines.
const TAGS: &[(&str, &str)] = &[
    ("TAGS: PREL, PGOV, RX", "PREL PGOV RX"),
    ("TAGS: PREL PGOV RX", "PREL PGOV RX"),
    ("TAGS: PREL,PGOV,RX", "PREL PGOV RX"),
    ("TAGS: PREL. PGOV. RX", "PREL PGOV RX"),
    ("TAGS: PREL; PGOV; RX", "PREL PGOV RX"),
    ("TAGS: PREL/PGOV/RX", "PREL PGOV RX"),
    ("TAGS: PREL - PGOV - RX", "PREL PGOV RX"),
    ("TAGS: PREL, PGOV, RX.", "PREL PGOV RX"),
    ("TAGS: PREL , PGOV , RX", "PREL PGOV RX"),
    ("TAGS: PREL,, PGOV, RX", "PREL PGOV RX"),
    ("TAGS:PREL, PGOV, RX", "PREL PGOV RX"),
    ("TAGS PREL, PGOV, RX", "PREL PGOV RX"),
    ("TAGS- PREL, PGOV, RX", "PREL PGOV RX"),
    ("TAGS. PREL, PGOV, RX", "PREL PGOV RX"),
    ("TAG: PREL, PGOV, RX", "PREL PGOV RX"),
    ("TAGS: TAGS: PREL, PGOV, RX", "PREL PGOV RX"),
    ("TAGS:\nPREL, PGOV, RX", "PREL PGOV RX"),
    ("TAGS: PREL, PGOV,\nRX", "PREL PGOV RX"),
    ("TAGS: prel, pgov, rx", "PREL PGOV RX"),
    ("TAGS: PREL, PG0V, RX", "PREL PGOV RX"),
    ("TAGS: PRELPGOV, RX", "PREL PGOV RX"),
    ("TAGS: PRELPGOVUK", "PREL PGOV UK"),
    (
        "TAGS: PREL, PGOV, OVIP (FENN, DORA), RX",
        "PREL PGOV OVIP FENN, DORA RX",
    ),
    (
        "TAGS: PREL, OVIP (FENN, DORA; GRANT, TOM), RX",
        "PREL OVIP FENN, DORA GRANT, TOM RX",
    ),
    (
        "TAGS: PREL, OVIP (FENN, DORA) (GRANT, TOM), RX",
        "PREL OVIP FENN, DORA GRANT, TOM RX",
    ),
    (
        "TAGS: OVIP (FENN, DORA, PREL, RX",
        "OVIP FENN, DORA PREL RX",
    ),
    ("TAGS: PINR (FENN, DORA L.), RX", "PINR FENN, DORA L. RX"),
    ("TAGS: PINR (FENN. DORA L.), RX", "PINR FENN, DORA L. RX"),
    ("TAGS: PREL, (PGOV), RX", "PREL PGOV RX"),
    ("TAGS: (PREL, PGOV, RX)", "PREL PGOV RX"),
    ("TAGS: (U) PREL, PGOV, RX", "PREL PGOV RX"),
    ("TAGS: PREL, PGOV, RX SUBJECT: CLOCKS", "PREL PGOV RX"),
    ("TAGS: PREL, PGOV, NATO, UN, EU", "PREL PGOV NATO UN EU"),
    (
        "TAGS: PREL, PHUM, KDEM, KIRF, UK, FR",
        "PREL PHUM KDEM KIRF UK FR",
    ),
    ("TAGS: PREL AND PGOV AND UK", "PREL PGOV UK"),
    ("TAGS: PREL & PGOV", "PREL PGOV"),
    ("TAGS: PREL, PGOV, EU/NATO", "PREL PGOV EU NATO"),
    ("TAGS: PREL, PGOV, UNGA/C-4", "PREL PGOV UNGA/C-4"),
    ("TAGS: PREL, PGOV, G-77", "PREL PGOV G-77"),
    ("TAGS: PREL, PGOV, US, UK", "PREL PGOV US UK"),
    ("TAGS: PREL, PGOV, UK SIPDIS", "PREL PGOV UK"),
    ("TAGS: PREL, PGOV, SIPDIS", "PREL PGOV"),
    (
        "TAGS: PREL,PGOV,UK,NATO,\n     KNNP,MNUC",
        "PREL PGOV UK NATO KNNP MNUC",
    ),
    ("TAGS: PREL, PGOV, RX, PREL", "PREL PGOV RX"),
    ("TAGS: PREL*PGOV*UK", "PREL PGOV UK"),
    ("TAGS: PREL|PGOV|UK", "PREL PGOV UK"),
    ("TAGS: PREL: PGOV: UK", "PREL PGOV UK"),
    ("TAGS: PREL, PGOV; UK. FR", "PREL PGOV UK FR"),
    ("TAGES: PREL, PGOV", "PREL PGOV"),
    ("TGAS: PREL, PGOV", "PREL PGOV"),
    ("TAGS/ PREL, PGOV", "PREL PGOV"),
    ("T A G S: PREL, PGOV", "PREL PGOV"),
    ("T AGS: PREL, PGOV", "PREL PGOV"),
    ("TAFS: PREL, PGOV", "PREL PGOV"),
    ("TAQS: PREL, PGOV", "PREL PGOV"),
    ("YAGS: PREL, PGOV", "PREL PGOV"),
    ("AGS: PREL, PGOV", "PREL PGOV"),
    ("TAGS/TERMS: PREL, PGOV", "PREL PGOV"),
    ("TAGS TERMS: PREL, PGOV", "PREL PGOV"),
    ("TAGS; PREL, PGOV", "PREL PGOV"),
    ("TAGS:: PREL, PGOV", "PREL PGOV"),
    ("TAGS : PREL, PGOV", "PREL PGOV"),
    ("(U) TAGS: PREL, PGOV", "PREL PGOV"),
    ("TAGS (U): PREL, PGOV", "PREL PGOV"),
    ("TAGS: HUMAN RIGHTS, PGOV", "HUMAN RIGHTS PGOV"),
    ("TAGS: PREL, PGOV, #UK, ~FR", "PREL PGOV UK FR"),
    ("TAGS: PREL, PGOV, UK --", "PREL PGOV UK"),
    ("TAGS: PREL, PGOV, UK.\nSUBJ: X", "PREL PGOV UK"),
    ("TAGS: PREL_PGOV_UK", "PREL PGOV UK"),
    ("TAGS: 'PREL', 'PGOV'", "PREL PGOV"),
    ("TAGS: \"PREL\", \"PGOV\"", "PREL PGOV"),
    ("TAGS: PRE L, PGOV, UK", "PREL PGOV UK"),
    (
        "TAGS: PREL, PGOV, PHUM SMIG, ELAB KTIP",
        "PREL PGOV PHUM SMIG ELAB KTIP",
    ),
    ("TAGS: ASEC,PTER,AEMR, CASC, UK", "ASEC PTER AEMR CASC UK"),
    ("TAGS: OTRA (FENN, D.), UK", "OTRA FENN, D. UK"),
    ("TAGS: OVIP(FENN,DORA),UK", "OVIP FENN, DORA UK"),
    ("TAGS: OVIP (FENN), UK", "OVIP FENN UK"),
];

/// Lines of addressees: TO and INFO.
const ADDRESSEES: &[(&str, &str)] = &[
    (
        "TO RUEHC/SECSTATE WASHDC PRIORITY 3341",
        "RUEHC/SECSTATE WASHDC [PRIORITY] #3341 // ",
    ),
    (
        "TO SECSTATE WASHDC PRIORITY",
        "SECSTATE WASHDC [PRIORITY] // ",
    ),
    (
        "TO SECSTATE WASHDC NIACT IMMEDIATE 3341",
        "SECSTATE WASHDC [NIACT IMMEDIATE] #3341 // ",
    ),
    (
        "TO SECSTATE WASHDC IMMED 3341",
        "SECSTATE WASHDC [IMMEDIATE] #3341 // ",
    ),
    (
        "TO SECSTATE WASHDC NIACT IMMED 3341",
        "SECSTATE WASHDC [NIACT IMMEDIATE] #3341 // ",
    ),
    (
        "TO SECSTATE WASHDC IMMEDIATE NIACT 3341",
        "SECSTATE WASHDC [NIACT IMMEDIATE] #3341 // ",
    ),
    (
        "TO SECSTATE WASHDC NIACT 3341",
        "SECSTATE WASHDC [NIACT IMMEDIATE] #3341 // ",
    ),
    (
        "TO SECSTATE WASHDC IMMMEDIATE 3341",
        "SECSTATE WASHDC [IMMEDIATE] #3341 // ",
    ),
    (
        "TO SECSTATE WASHDC PRIOROTY 3341",
        "SECSTATE WASHDC [PRIORITY] #3341 // ",
    ),
    (
        "TO SECSTATE WASHDC PRIORTY 3341",
        "SECSTATE WASHDC [PRIORITY] #3341 // ",
    ),
    (
        "TO SECSTATE WASHDC ROUTNE 3341",
        "SECSTATE WASHDC [ROUTINE] #3341 // ",
    ),
    ("TO SECSTATE WASHDC FLASH", "SECSTATE WASHDC [FLASH] // "),
    (
        "TO SECSTATE WASHDC 3341 PRIORITY",
        "SECSTATE WASHDC [PRIORITY] #3341 // ",
    ),
    (
        "TO SECSTATE WASHDC PRIORITY3341",
        "SECSTATE WASHDC [PRIORITY] #3341 // ",
    ),
    ("TO SECSTATE WASHDC3341", "SECSTATE WASHDC #3341 // "),
    (
        "TO SECSTATE WASHDC (PRIORITY) 3341",
        "SECSTATE WASHDC [PRIORITY] #3341 // ",
    ),
    (
        "TO SECSTATE WASHDC, PRIORITY 3341",
        "SECSTATE WASHDC [PRIORITY] #3341 // ",
    ),
    (
        "TO SECSTATE WASHDC PRIORITY #3341",
        "SECSTATE WASHDC [PRIORITY] #3341 // ",
    ),
    ("TO SECSTATE WASHDC 334l", "SECSTATE WASHDC #334l // "),
    (
        "TO SECSTATE WASHDC PRI0RITY 3341",
        "SECSTATE WASHDC [PRIORITY] #3341 // ",
    ),
    (
        "TO: SECSTATE WASHDC PRIORITY 3341",
        "SECSTATE WASHDC [PRIORITY] #3341 // ",
    ),
    (
        "T0 SECSTATE WASHDC PRIORITY 3341",
        "SECSTATE WASHDC [PRIORITY] #3341 // ",
    ),
    ("TO RUEHC /SECSTATE WASHDC", "RUEHC/SECSTATE WASHDC // "),
    ("TO RUEHC/ SECSTATE WASHDC", "RUEHC/SECSTATE WASHDC // "),
    ("TO RUEHC SECSTATE WASHDC", "RUEHC/SECSTATE WASHDC // "),
    ("TO RUEHC-SECSTATE WASHDC", "RUEHC/SECSTATE WASHDC // "),
    ("TO RUEHCSECSTATE WASHDC", "RUEHC/SECSTATE WASHDC // "),
    ("TO RUEHC//SECSTATE WASHDC", "RUEHC/SECSTATE WASHDC // "),
    (
        "TO RUEHC/SECSTATE WASHDC 12\nRUEHEW/AMEMBASSY EDELWEISS\nINFO RUEHZN/AMCONSUL ZENDA 4",
        "RUEHC/SECSTATE WASHDC #12; RUEHEW/AMEMBASSY EDELWEISS // RUEHZN/AMCONSUL ZENDA #4",
    ),
    (
        "TO SECSTATE WASHDC\nINFO AMEMBASSY EDELWEISS\nAMCONSUL ZENDA",
        "SECSTATE WASHDC // AMEMBASSY EDELWEISS; AMCONSUL ZENDA",
    ),
    (
        "TO SECSTATE WASHDC INFO AMEMBASSY EDELWEISS, AMCONSUL ZENDA",
        "SECSTATE WASHDC // AMEMBASSY EDELWEISS; AMCONSUL ZENDA",
    ),
    (
        "TO SECSTATE WASHDC\nINFO: AMEMBASSY EDELWEISS\nAMCONSUL ZENDA",
        "SECSTATE WASHDC // AMEMBASSY EDELWEISS; AMCONSUL ZENDA",
    ),
    (
        "TO SECSTATE WASHDC\nINF0 AMEMBASSY EDELWEISS",
        "SECSTATE WASHDC // AMEMBASSY EDELWEISS",
    ),
    (
        "TO SECSTATE WASHDC\nIFNO AMEMBASSY EDELWEISS",
        "SECSTATE WASHDC // AMEMBASSY EDELWEISS",
    ),
    (
        "TO SECSTATE WASHDC\nINFOAMEMBASSY EDELWEISS",
        "SECSTATE WASHDC // AMEMBASSY EDELWEISS",
    ),
    (
        "TO SECSTATE WASHDC\nINFO RUEHEW/AMEMBASSY\nEDELWEISS 17",
        "SECSTATE WASHDC // RUEHEW/AMEMBASSY EDELWEISS #17",
    ),
    (
        "TO SECSTATE WASHDC\nINFO RUEHEW/AMEMBASSY EDELWEISS\n17",
        "SECSTATE WASHDC // RUEHEW/AMEMBASSY EDELWEISS #17",
    ),
    (
        "TO SECSTATE WASHDC\nINFO RUEHEW/AMEMBASSY EDELWEISS\nPRIORITY 17",
        "SECSTATE WASHDC // RUEHEW/AMEMBASSY EDELWEISS [PRIORITY] #17",
    ),
    (
        "TO RURITANIA COLLECTIVE XMT AMCONSUL ZENDA",
        "RURITANIA COLLECTIVE XMT AMCONSUL ZENDA // ",
    ),
    (
        "TO RURITANIA COLLECTIVE\nXMT AMCONSUL ZENDA\nAMEMBASSY EDELWEISS",
        "RURITANIA COLLECTIVE XMT AMCONSUL ZENDA,AMEMBASSY EDELWEISS // ",
    ),
    (
        "TO ALL DIPLOMATIC AND CONSULAR POSTS",
        "ALL DIPLOMATIC AND CONSULAR POSTS // ",
    ),
    ("TO ALDAC", "ALDAC // "),
    (
        "TO SECSTATE WASHDC 12 RUEHEW/AMEMBASSY EDELWEISS 13",
        "SECSTATE WASHDC #12; RUEHEW/AMEMBASSY EDELWEISS #13 // ",
    ),
    (
        "TO SECSTATE WASHDC\nINFO CDR USCENTCOM MACDILL AFB FL//CCJ2/CCJ5//",
        "SECSTATE WASHDC // CDR USCENTCOM MACDILL AFB FL//CCJ2/CCJ5//",
    ),
    (
        "TO SECSTATE WASHDC\nINFO DIA WASHDC//DHO-3//\nSECDEF WASHDC",
        "SECSTATE WASHDC // DIA WASHDC//DHO-3//; SECDEF WASHDC",
    ),
    (
        "TO USMISSION USUN NEW YORK 12",
        "USMISSION USUN NEW YORK #12 // ",
    ),
    (
        "TO SECSTATE WASHDC 3341-3342",
        "SECSTATE WASHDC #3341-3342 // ",
    ),
    ("TO SECSTATE WASHDC 0000", "SECSTATE WASHDC #0000 // "),
    (
        "TO AMEMBASSY EDELWEISS IMMEDIATE\nAMCONSUL ZENDA PRIORITY\nINFO SECSTATE WASHDC",
        "AMEMBASSY EDELWEISS [IMMEDIATE]; AMCONSUL ZENDA [PRIORITY] // SECSTATE WASHDC",
    ),
    (
        "TO SECSTATE WASHDC\n\nINFO AMEMBASSY EDELWEISS\n\nAMCONSUL ZENDA",
        "SECSTATE WASHDC // AMEMBASSY EDELWEISS; AMCONSUL ZENDA",
    ),
    ("TO ZEN/SECSTATE WASHDC", "SECSTATE WASHDC // "),
    ("INFO AMEMBASSY EDELWEISS", " // AMEMBASSY EDELWEISS"),
    (
        "TO SECSTATE WASHDC WASHDC PRIORITY 3341",
        "SECSTATE WASHDC WASHDC [PRIORITY] #3341 // ",
    ),
    (
        "TO SECSTATE WASH DC PRIORITY 3341",
        "SECSTATE WASH DC [PRIORITY] #3341 // ",
    ),
    (
        "TO SECSTATE WASHDC PRIORITY 3341\nBT",
        "SECSTATE WASHDC [PRIORITY] #3341 // ",
    ),
    (
        "TO SECSTATE WASHDC PRIORITY\n3341",
        "SECSTATE WASHDC [PRIORITY] #3341 // ",
    ),
    (
        "TO SECSTATE WASHDC  -- PRIORITY",
        "SECSTATE WASHDC [PRIORITY] // ",
    ),
];

/// Classification lines: identifier, level, captions, section.
const CLASSIFICATIONS: &[(&str, &str)] = &[
    (
        "C 0 N F 1 D E N T 1 A L 5ECT1ON O1 OF O4 STRELSAU 0O0O7l",
        "09STRELSAU71|CONFIDENTIAL|SIPDIS|1/4",
    ),
    (
        "C O N F I D E N T I A L SECTI0N 0l 0F 04 STRELSAU O0O071",
        "09STRELSAU71|CONFIDENTIAL|SIPDIS|1/4",
    ),
    (
        "C O N F I D E N T I A L STRELSAU 000731",
        "09STRELSAU731|CONFIDENTIAL|SIPDIS",
    ),
    (
        "C O N F I D E N T I A L STRELSAU 00018B",
        "09STRELSAU188|CONFIDENTIAL|SIPDIS",
    ),
    (
        "C O N F I D E N T I A L STRELSAU 0007B1",
        "09STRELSAU781|CONFIDENTIAL|SIPDIS",
    ),
    (
        "C O N F I D E N T I A L STRELSAU OOO731",
        "09STRELSAU731|CONFIDENTIAL|SIPDIS",
    ),
    (
        "C O N F I D E N T I A L STRELSAU 0OO731",
        "09STRELSAU731|CONFIDENTIAL|SIPDIS",
    ),
    (
        "C O N F I D E N T I A L STRELSAU 00073l",
        "09STRELSAU731|CONFIDENTIAL|SIPDIS",
    ),
    (
        "C O N F I D E N T I A L STRELSAU l731",
        "09STRELSAU1731|CONFIDENTIAL|SIPDIS",
    ),
    (
        "C O N F I D E N T I A L STRELSAU 0007S1",
        "09STRELSAU751|CONFIDENTIAL|SIPDIS",
    ),
    (
        "C O N F I D E N T I A L STRELSAU 000731 NOFORN",
        "09STRELSAU731|CONFIDENTIAL/NOFORN|NOFORN,SIPDIS",
    ),
    (
        "C O N F I D E N T I A L NOFORN STRELSAU 000731",
        "09STRELSAU731|CONFIDENTIAL/NOFORN|NOFORN,SIPDIS",
    ),
    (
        "C O N F I D E N T I A L SECTION 01 OF 03 STRELSAU 000731",
        "09STRELSAU731|CONFIDENTIAL|SIPDIS|1/3",
    ),
    (
        "C O N F I D E N T I A L STRELSAU 000731 SECTION 01 OF 03",
        "09STRELSAU731|CONFIDENTIAL|SIPDIS|1/3",
    ),
    (
        "C O N F I D E N T I A L SECTION 01 OF 03 \nSTRELSAU 000731",
        "09STRELSAU731|CONFIDENTIAL|SIPDIS|1/3",
    ),
    (
        "C O N F I D E N T I A L SECTION O1 OF O3 STRELSAU 000731",
        "09STRELSAU731|CONFIDENTIAL|SIPDIS|1/3",
    ),
    (
        "C O N F I D E N T I A L SECTION 01 0F 03 STRELSAU 000731",
        "09STRELSAU731|CONFIDENTIAL|SIPDIS|1/3",
    ),
    (
        "C O N F I D E N T I A L SECTION 1/3 STRELSAU 000731",
        "09STRELSAU731|CONFIDENTIAL|SIPDIS|1/3",
    ),
    (
        "C O N F I D E N T I A L STRELSAU 000731 SECTION 1",
        "09STRELSAU731|CONFIDENTIAL|SIPDIS|1/None",
    ),
    (
        "C O N F I D E N T I A L STRELSAU 731",
        "09STRELSAU731|CONFIDENTIAL|SIPDIS",
    ),
    (
        "CONFIDENTIAL STRELSAU 731",
        "09STRELSAU731|CONFIDENTIAL|SIPDIS",
    ),
    (
        "CONFIDENTIAL STRELSAU 0731",
        "09STRELSAU731|CONFIDENTIAL|SIPDIS",
    ),
    (
        "C 0 N F I D E N T I A L STRELSAU 000731",
        "09STRELSAU731|CONFIDENTIAL|SIPDIS",
    ),
    (
        "C O N F I D E N T l A L STRELSAU 000731",
        "09STRELSAU731|CONFIDENTIAL|SIPDIS",
    ),
    (
        "CONFIDENTI AL STRELSAU 000731",
        "09STRELSAU731|CONFIDENTIAL|SIPDIS",
    ),
    (
        "CO N F I D E N T I A L STRELSAU 000731",
        "09STRELSAU731|CONFIDENTIAL|SIPDIS",
    ),
    (
        "C O N F I D E N T I A LSTRELSAU 000731",
        "09STRELSAU731|CONFIDENTIAL|SIPDIS",
    ),
    (
        "C O N F I D E N T I A L STRELSAU000731",
        "09STRELSAU731|CONFIDENTIAL|SIPDIS",
    ),
    (
        "C O N F I D E N T I A L STRELSAU 000 731",
        "09STRELSAU731|CONFIDENTIAL|SIPDIS",
    ),
    (
        "C O N F I D E N T I A L AMEMBASSY STRELSAU 000731",
        "09STRELSAU731|CONFIDENTIAL|SIPDIS",
    ),
    ("S E C R E T STRELSAU 000731", "09STRELSAU731|SECRET|SIPDIS"),
    (
        "S E C R E T//NOFORN STRELSAU 000731",
        "09STRELSAU731|SECRET/NOFORN|NOFORN,SIPDIS",
    ),
    (
        "SECRET//NOFORN STRELSAU 000731",
        "09STRELSAU731|SECRET/NOFORN|NOFORN,SIPDIS",
    ),
    (
        "S E C R E T NODIS STRELSAU 000731",
        "09STRELSAU731|SECRET|NODIS,SIPDIS",
    ),
    (
        "S E C R E T STRELSAU 000731 NODIS",
        "09STRELSAU731|SECRET|NODIS,SIPDIS",
    ),
    (
        "T O P S E C R E T STRELSAU 000731",
        "09STRELSAU731|TOP SECRET|SIPDIS",
    ),
    (
        "UNCLAS STRELSAU 000731",
        "09STRELSAU731|UNCLASSIFIED|SIPDIS",
    ),
    (
        "UNCLASSIFIED STRELSAU 731",
        "09STRELSAU731|UNCLASSIFIED|SIPDIS",
    ),
    (
        "UNCLAS SENSITIVE STRELSAU 000731",
        "09STRELSAU731|SENSITIVE BUT UNCLASSIFIED|SENSITIVE,SIPDIS",
    ),
    (
        "UNCLAS STRELSAU 000731 SENSITIVE",
        "09STRELSAU731|SENSITIVE BUT UNCLASSIFIED|SENSITIVE,SIPDIS",
    ),
    (
        "UNCLASS STRELSAU 000731",
        "09STRELSAU731|UNCLASSIFIED|SIPDIS",
    ),
    ("UNCLA STRELSAU 000731", "09STRELSAU731|UNCLASSIFIED|SIPDIS"),
    ("UNCAS STRELSAU 000731", "09STRELSAU731|UNCLASSIFIED|SIPDIS"),
    (
        "UNCLAS E F T O STRELSAU 000731",
        "09STRELSAU731|UNCLASSIFIED|SIPDIS",
    ),
    (
        "UNCLAS EFTO STRELSAU 000731",
        "09STRELSAU731|UNCLASSIFIED|SIPDIS",
    ),
    (
        "LIMITED OFFICIAL USE STRELSAU 000731",
        "09STRELSAU731|LIMITED OFFICIAL USE|SIPDIS",
    ),
    (
        "LIMITED OFFICAL USE STRELSAU 000731",
        "09STRELSAU731|LIMITED OFFICIAL USE|SIPDIS",
    ),
    (
        "LIMOFFUSE STRELSAU 000731",
        "09STRELSAU731|LIMITED OFFICIAL USE|SIPDIS",
    ),
    (
        "LOU STRELSAU 731",
        "09STRELSAU731|LIMITED OFFICIAL USE|SIPDIS",
    ),
    (
        "L I M I T E D OFFICIAL USE STRELSAU 731",
        "09STRELSAU731|LIMITED OFFICIAL USE|SIPDIS",
    ),
    (
        "L I M I T E D O F F I C I A L U S E STRELSAU 731",
        "09STRELSAU731|LIMITED OFFICIAL USE|SIPDIS",
    ),
    (
        "CONFIDENTIAL NODIS CHEROKEE STRELSAU 731",
        "09STRELSAU731|CONFIDENTIAL|NODIS,CHEROKEE,SIPDIS",
    ),
    (
        "C O N F I D E N T I A L   FINAL SECTION OF 03   STRELSAU 000731",
        "09STRELSAU731|CONFIDENTIAL|SIPDIS|3/3",
    ),
    (
        "C O N F I D E N T I A L STRELSAU NO. 731",
        "09STRELSAU731|CONFIDENTIAL|SIPDIS",
    ),
    (
        "C O N F I D E N T I A L STRELSAU #731",
        "09STRELSAU731|CONFIDENTIAL|SIPDIS",
    ),
    (
        "C O N F I D E N T I A L STRELSAU 000731.",
        "09STRELSAU731|CONFIDENTIAL|SIPDIS",
    ),
    (
        "C O N F I D E N T I A L STRELSAU 000731, EXDIS",
        "09STRELSAU731|CONFIDENTIAL|EXDIS,SIPDIS",
    ),
    (
        "C-O-N-F-I-D-E-N-T-I-A-L STRELSAU 000731",
        "09STRELSAU731|CONFIDENTIAL|SIPDIS",
    ),
    (
        "SECRET EXDIS STRELSAU 731",
        "09STRELSAU731|SECRET|EXDIS,SIPDIS",
    ),
];

/// Classifying officers: name, title, reasons.
const OFFICERS: &[(&str, &str)] = &[
    (
        "CLASSIFIED BY: DCM DORA FENN. REASONS: 1.4 (B) AND (D).",
        "DORA FENN|DCM|1.4(b),1.4(d)",
    ),
    (
        "Classified By: Ambassador Dora Fenn, Reasons 1.4(b) and (d)",
        "Dora Fenn|Ambassador|1.4(b),1.4(d)",
    ),
    (
        "Classified By: Ambassador Dora Fenn for Reasons: 1.4(b/d)",
        "Dora Fenn|Ambassador|1.4(b),1.4(d)",
    ),
    (
        "CLASSIFIED BY DORA FENN, POLITICAL COUNSELOR, REASON 1.4 (B, D)",
        "DORA FENN|POLITICAL COUNSELOR|1.4(b),1.4(d)",
    ),
    (
        "CLASSIFIED BY: DORA FENN, DCM, FOR REASONS 1.4 B AND D",
        "DORA FENN|DCM|1.4(b),1.4(d)",
    ),
    (
        "CLASSIFIED BY: A/DCM DORA FENN. REASON: 1.4 (B,D)",
        "DORA FENN|A/DCM|1.4(b),1.4(d)",
    ),
    (
        "CLASSIFIED BY: CDA DORA FENN, REASONS 1.4 (B), (D)",
        "DORA FENN|CDA|1.4(b),1.4(d)",
    ),
    (
        "CLASSIFIED BY: CHARGE D'AFFAIRES A.I. DORA FENN, REASON 1.4 (B) AND (D)",
        "DORA FENN|CHARGE D'AFFAIRES A.I.|1.4(b),1.4(d)",
    ),
    (
        "CLASSIFIED BY: POL/ECON CHIEF DORA FENN FOR REASONS 1.4 (B) AND (D)",
        "DORA FENN|POL/ECON CHIEF|1.4(b),1.4(d)",
    ),
    (
        "CLASSIFIED BY: ACTING DEPUTY CHIEF OF MISSION DORA FENN FOR REASONS 1.4 (B) AND (D)",
        "DORA FENN|ACTING DEPUTY CHIEF OF MISSION|1.4(b),1.4(d)",
    ),
    (
        "Classified By: Dora L. Fenn, Ambassador, reasons: 1.4 (b) and (d).",
        "Dora L. Fenn|Ambassador|1.4(b),1.4(d)",
    ),
    (
        "Classified By: EUR/CE Director Dora Fenn for reasons 1.4 (b) and (d).",
        "Dora Fenn|EUR/CE Director|1.4(b),1.4(d)",
    ),
    (
        "Classified By: Ambassador D. L. Fenn for reasons 1.4(b) & (d)",
        "D. L. Fenn|Ambassador|1.4(b),1.4(d)",
    ),
    (
        "Classified by: Dora Fenn, Political Officer, Embassy Strelsau, for reasons 1.4 (b) and (d)",
        "Dora Fenn|Political Officer, Embassy Strelsau|1.4(b),1.4(d)",
    ),
    (
        "CLASSIFIED BY: DORA FENN, REASONS 1.4 (B) AND (D)",
        "DORA FENN|None|1.4(b),1.4(d)",
    ),
    (
        "CLASSIFIED BY: CONSUL GENERAL DORA FENN-GRANT FOR REASONS 1.4 (B) AND (D)",
        "DORA FENN-GRANT|CONSUL GENERAL|1.4(b),1.4(d)",
    ),
    (
        "CLASSIFIED BY: DCM DORA O'FENN, REASON 1.4 (B)",
        "DORA O'FENN|DCM|1.4(b)",
    ),
    (
        "CLASSIFIED BY: DCM DORA VAN DER FENN, REASON 1.4 (B)",
        "DORA VAN DER FENN|DCM|1.4(b)",
    ),
    (
        "CLASSIFIED BY: DCM DORA FENN, JR., REASON 1.4 (B)",
        "DORA FENN, JR.|DCM|1.4(b)",
    ),
    (
        "CLASSIFIED BY: ECON COUNSELOR TOM GRANT III. REASON 1.4 (B)",
        "TOM GRANT III|ECON COUNSELOR|1.4(b)",
    ),
    (
        "CLASSIFIED BY: POLCOUNS DORA FENN PER 1.4 (B) AND (D)",
        "DORA FENN|POLCOUNS|1.4(b),1.4(d)",
    ),
    (
        "CLASSIFIED BY: POLCOUNS DORA FENN IAW 1.4 (B) AND (D)",
        "DORA FENN|POLCOUNS|1.4(b),1.4(d)",
    ),
    (
        "CLASSIFIED BY: POLCOUNS DORA FENN UNDER SECTION 1.4 (B) AND (D)",
        "DORA FENN|POLCOUNS|1.4(b),1.4(d)",
    ),
    (
        "CLASSIFIED BY: POLCOUNS DORA FENN UNDER E.O. 12958 REASONS 1.4 (B) AND (D)",
        "DORA FENN|POLCOUNS|1.4(b),1.4(d)",
    ),
    (
        "CLASSIFIED BY: POLCOUNS DORA FENN, E.O. 12958, 1.4 (B) AND (D)",
        "DORA FENN|POLCOUNS|1.4(b),1.4(d)",
    ),
    (
        "CLASSIFIED BY: POLCOUNS DORA FENN FOR E.O. 12958 REASONS 1.4 B, D",
        "DORA FENN|POLCOUNS|1.4(b),1.4(d)",
    ),
    (
        "CLASSIFIED BY: POLCOUNS DORA FENN. REASON: E.O. 12958 1.4 (B/D).",
        "DORA FENN|POLCOUNS|1.4(b),1.4(d)",
    ),
    (
        "CLASSIFIED BY: POLCOUNS DORA FENN FOR REASONS 1.4 (B AND D)",
        "DORA FENN|POLCOUNS|1.4(b),1.4(d)",
    ),
    (
        "CLASSIFIED BY: POLCOUNS DORA FENN FOR REASONS 1.4 (B) (D)",
        "DORA FENN|POLCOUNS|1.4(b),1.4(d)",
    ),
    (
        "CLASSIFIED BY: POLCOUNS DORA FENN FOR REASONS 1.4 (BD)",
        "DORA FENN|POLCOUNS|1.4(b),1.4(d)",
    ),
    (
        "CLASSIFIED BY: POLCOUNS DORA FENN FOR REASONS 1.4 B/D",
        "DORA FENN|POLCOUNS|1.4(b),1.4(d)",
    ),
    (
        "CLASSIFIED BY: POLCOUNS DORA FENN FOR REASONS 1.4(B)&(D)",
        "DORA FENN|POLCOUNS|1.4(b),1.4(d)",
    ),
    (
        "CLASSIFIED BY: POLCOUNS DORA FENN FOR REASONS 1.4.B AND 1.4.D",
        "DORA FENN|POLCOUNS|1.4(b),1.4(d)",
    ),
    (
        "CLASSIFIED BY: POLCOUNS DORA FENN FOR REASONS 1.4-B AND D",
        "DORA FENN|POLCOUNS|1.4(b),1.4(d)",
    ),
    (
        "CLASSIFIED BY: POLCOUNS DORA FENN FOR REASONS 1.4 (B) AND 1.4 (D)",
        "DORA FENN|POLCOUNS|1.4(b),1.4(d)",
    ),
    (
        "CLASSIFIED BY: POLCOUNS DORA FENN FOR REASONS 1.4 (B) + (D)",
        "DORA FENN|POLCOUNS|1.4(b),1.4(d)",
    ),
    (
        "CLASSIFIED BY: POLCOUNS DORA FENN FOR REASONS 1.4 (B) AND(D)",
        "DORA FENN|POLCOUNS|1.4(b),1.4(d)",
    ),
    (
        "CLASSIFIED BY: POLCOUNS DORA FENN FOR REASONS 1.4 ((B) AND (D))",
        "DORA FENN|POLCOUNS|1.4(b),1.4(d)",
    ),
    (
        "CLASSIFIED BY: POLCOUNS DORA FENN FOR REASONS 1.4 {B} AND {D}",
        "DORA FENN|POLCOUNS|1.4(b),1.4(d)",
    ),
    (
        "CLASSIFIED BY: POLCOUNS DORA FENN FOR REASONS 1.4 [B] AND [D]",
        "DORA FENN|POLCOUNS|1.4(b),1.4(d)",
    ),
    (
        "CLASSIFIED BY: POLCOUNS DORA FENN FOR REASONS l.4 (B) AND (D)",
        "DORA FENN|POLCOUNS|1.4(b),1.4(d)",
    ),
    (
        "CLASSIFIED BY: POLCOUNS DORA FENN FOR REASONS I.4 (B) AND (D)",
        "DORA FENN|POLCOUNS|1.4(b),1.4(d)",
    ),
    (
        "CLASSIFIED BY: POLCOUNS DORA FENN FOR REASONS 1.4B,D",
        "DORA FENN|POLCOUNS|1.4(b),1.4(d)",
    ),
    (
        "CLASSIFIED BY: POLCOUNS DORA FENN FOR REASONS 1.4 (A), (B), AND (D)",
        "DORA FENN|POLCOUNS|1.4(a),1.4(b),1.4(d)",
    ),
    (
        "CLASSIFIED BY: POLCOUNS DORA FENN FOR REASONS 1.5 (A-D)",
        "DORA FENN|POLCOUNS|1.5(a),1.5(b),1.5(c),1.5(d)",
    ),
    (
        "CLASSIFIED BY: POLCOUNS DORA FENN FOR REASONS 1.4 SUBSECTIONS (B) AND (D)",
        "DORA FENN|POLCOUNS|1.4(b),1.4(d)",
    ),
    (
        "CLASSIFIED BY: POLCOUNS DORA FENN FOR REASONS 1.4, PARAGRAPHS B AND D",
        "DORA FENN|POLCOUNS|1.4(b),1.4(d)",
    ),
    (
        "CLASSIFIED BY POLCOUNS DORA FENN REASON: 1.4(B) AND 1.5(D)",
        "DORA FENN|POLCOUNS|1.4(b),1.5(d)",
    ),
    (
        "CLASSIFIED BY: POLCOUNS DORA FENN\nREASON: 1.4 (B) AND (D)",
        "DORA FENN|POLCOUNS|1.4(b),1.4(d)",
    ),
    (
        "CLASSIFIED BY: DORA FENN, POLCOUNS\n\nREASON: 1.4 (B) AND (D)",
        "DORA FENN|POLCOUNS|1.4(b),1.4(d)",
    ),
    (
        "REASON: 1.4 (B) AND (D)\nCLASSIFIED BY: DORA FENN",
        "DORA FENN|None|1.4(b),1.4(d)",
    ),
    (
        "CLASSFIED BY: DCM DORA FENN FOR REASONS 1.4 (B) AND (D)",
        "DORA FENN|DCM|1.4(b),1.4(d)",
    ),
    (
        "CLASSIFED BY: DCM DORA FENN FOR REASONS 1.4 (B) AND (D)",
        "DORA FENN|DCM|1.4(b),1.4(d)",
    ),
    (
        "CLASIFIED BY: DCM DORA FENN FOR REASONS 1.4 (B) AND (D)",
        "DORA FENN|DCM|1.4(b),1.4(d)",
    ),
    (
        "CLASSIFIED BY; DCM DORA FENN FOR REASONS 1.4 (B) AND (D)",
        "DORA FENN|DCM|1.4(b),1.4(d)",
    ),
    (
        "CLASSIFIED  BY: DCM DORA FENN FOR REASONS 1.4 (B) AND (D)",
        "DORA FENN|DCM|1.4(b),1.4(d)",
    ),
    (
        "CLASSIFIEDBY: DCM DORA FENN FOR REASONS 1.4 (B) AND (D)",
        "DORA FENN|DCM|1.4(b),1.4(d)",
    ),
    (
        "CLASSIFIER: DCM DORA FENN FOR REASONS 1.4 (B) AND (D)",
        "DORA FENN|DCM|1.4(b),1.4(d)",
    ),
    (
        "CLASSIFYING OFFICER: DCM DORA FENN, REASONS 1.4 (B) AND (D)",
        "DORA FENN|DCM|1.4(b),1.4(d)",
    ),
    (
        "CLASSIFIED BY: DCM DORA FENN FOR RESAONS 1.4 (B) AND (D)",
        "DORA FENN|DCM|1.4(b),1.4(d)",
    ),
    (
        "CLASSIFIED BY: DCM DORA FENN FOR REASONS OF 1.4 (B) AND (D)",
        "DORA FENN|DCM|1.4(b),1.4(d)",
    ),
    (
        "(C) CLASSIFIED BY: DCM DORA FENN FOR REASONS 1.4 (B) AND (D)",
        "DORA FENN|DCM|1.4(b),1.4(d)",
    ),
    (
        "CLASSIFIED BY: DCM DORA FENN (REASONS 1.4 (B) AND (D))",
        "DORA FENN|DCM|1.4(b),1.4(d)",
    ),
    (
        "CLASSIFIED BY: (U) DCM DORA FENN FOR REASONS 1.4 (B) AND (D)",
        "DORA FENN|DCM|1.4(b),1.4(d)",
    ),
    (
        "CLASSIFIED BY: DCM FENN FOR REASONS 1.4 (B) AND (D)",
        "FENN|DCM|1.4(b),1.4(d)",
    ),
    (
        "Classified By: Political-Economic Counselor Dora Fenn for reasons 1.4 (b) and (d)",
        "Dora Fenn|Political-Economic Counselor|1.4(b),1.4(d)",
    ),
    (
        "Classified By: Econoff Dora Fenn for reasons 1.4 (b) and (d)",
        "Dora Fenn|Econoff|1.4(b),1.4(d)",
    ),
    (
        "Classified By: Refugee Coordinator Dora Fenn for reasons 1.4 (b) and (d)",
        "Dora Fenn|Refugee Coordinator|1.4(b),1.4(d)",
    ),
    (
        "Classified By: PRT Team Leader Dora Fenn for reasons 1.4 (b) and (d)",
        "Dora Fenn|PRT Team Leader|1.4(b),1.4(d)",
    ),
    (
        "Classified By: Col. Dora Fenn, Defense Attache, for reasons 1.4 (b) and (d)",
        "Dora Fenn|Col., Defense Attache|1.4(b),1.4(d)",
    ),
    (
        "Classified By: Principal Officer Dora Fenn, reasons 1.4 b/d.",
        "Dora Fenn|Principal Officer|1.4(b),1.4(d)",
    ),
    (
        "Classified By: D/Polcouns Dora Fenn, reasons 1.4 b/d.",
        "Dora Fenn|D/Polcouns|1.4(b),1.4(d)",
    ),
    (
        "Classified By: Acting P/E Counselor Dora Fenn, reasons 1.4 b/d.",
        "Dora Fenn|Acting P/E Counselor|1.4(b),1.4(d)",
    ),
    (
        "Classified By: Acting Assistant Secretary Dora Fenn, reasons 1.4 b/d.",
        "Dora Fenn|Acting Assistant Secretary|1.4(b),1.4(d)",
    ),
    (
        "Classified By: PolMinCouns Dora Fenn, reasons 1.4 b/d.",
        "Dora Fenn|PolMinCouns|1.4(b),1.4(d)",
    ),
];

/// What stands at the end.
const SIGNATURES: &[(&str, &str)] = &[
    ("HALVORSEN", "HALVORSEN"),
    ("HALVORSEN.", "HALVORSEN"),
    ("HALVORSEN##", "HALVORSEN"),
    ("HALVORSEN\n\nNNNN", "HALVORSEN"),
    ("HALVORSEN\nBT\n#0731", "HALVORSEN"),
    ("HALVORSEN\n\nCONFIDENTIAL", "HALVORSEN"),
    ("          HALVORSEN", "HALVORSEN"),
    (
        "HALVORSEN\n\n=======================CABLE ENDS============================",
        "HALVORSEN",
    ),
    ("HALVORSEN\nNNNN\n\n", "HALVORSEN"),
    ("VON TARLENHEIM", "VON TARLENHEIM"),
    ("O'FENN", "O'FENN"),
    ("FENN-GRANT", "FENN-GRANT"),
    ("DE LA FENN", "DE LA FENN"),
    ("HALVORSEN\n\n\n\n\n.", "HALVORSEN"),
    ("-\nHALVORSEN", "HALVORSEN"),
    ("HALVORSEN (ACTING)", "HALVORSEN"),
    ("HALVORSEN, ACTING", "HALVORSEN"),
    (
        "HALVORSEN\n\nNOTE: NOT PASSED TO ABOVE ADDRESSEE(S)",
        "HALVORSEN",
    ),
    (
        "HALVORSEN\n\nNOTE BY OC/T: SECTION 2 TO FOLLOW",
        "HALVORSEN",
    ),
    ("HALVORSEN\n\nUNCLASSIFIED", "HALVORSEN"),
    ("HALVORSEN UNQUOTE", "HALVORSEN"),
    ("UNQUOTE HALVORSEN", "HALVORSEN"),
    ("MINIMIZE CONSIDERED\nHALVORSEN", "HALVORSEN"),
    ("MINIMIZE CONSIDERED.\n\nHALVORSEN", "HALVORSEN"),
    ("HALVORSEN\nMINIMIZE CONSIDERED", "HALVORSEN"),
    ("Halvorsen", "Halvorsen"),
    ("//HALVORSEN//", "HALVORSEN"),
    ("HALVORSEN\n\"", "HALVORSEN"),
    ("HALVORSEN\n\"\"\"", "HALVORSEN"),
    (
        "Visit Strelsau's Classified Website:\nhttp://www.state.sgov.gov/strelsau\nHALVORSEN",
        "HALVORSEN",
    ),
    (
        "HALVORSEN\n\nVisit Strelsau's Classified Website:\nhttp://www.state.sgov.gov/strelsau",
        "HALVORSEN",
    ),
    ("END COMMENT.\nHALVORSEN", "HALVORSEN"),
    ("DRAFTED BY: DFENN\nHALVORSEN", "HALVORSEN"),
    ("HALVORSEN\nDRAFTED BY: DFENN", "HALVORSEN"),
    ("HALVORSEN]", "HALVORSEN"),
    ("*HALVORSEN", "HALVORSEN"),
    ("HALVORSEN>", "HALVORSEN"),
    (
        "\nHALVORSEN\n\n\n\nPAGE 02        STRELS  00731  111533Z",
        "HALVORSEN",
    ),
    ("HALVORSEN\nSTRELSAU 00000731  002.2 OF 002", "HALVORSEN"),
    ("MCFENN", "MCFENN"),
    ("McFENN", "McFENN"),
    ("HALVORSEN NNNN", "HALVORSEN"),
    ("HALVORSEN\n<< END OF DOCUMENT >>", "HALVORSEN"),
    ("HALVORSEN\nEND OF MESSAGE", "HALVORSEN"),
    ("HALVORSEN\nEND OF CABLE", "HALVORSEN"),
    ("HALVORSEN\n\nXXXX", "HALVORSEN"),
    ("XXXXXXXXXXXX\nHALVORSEN", "HALVORSEN"),
    ("RICE", "RICE"),
    ("Clinton", "Clinton"),
    ("CLINTON\n\n\nNNNN\n\n\n\nEnd Cable Text", "CLINTON"),
];

/// Bodies: summary and comment.
const PARTS: &[(&str, &str)] = &[
    (
        "1. (C) SUMMARY: The clocks stopped. END SUMMARY.\n\n2. (C) Text of it.\n\n3. (C) COMMENT: He was alone. END COMMENT.\n",
        "S:The clocks stopped. C:He was alone.",
    ),
    (
        "1. (C) SUMMARY. The clocks stopped. END SUMMARY.\n\n2. (C) Text of it.\n\n3. (C) COMMENT. He was alone. END COMMENT.\n",
        "S:The clocks stopped. C:He was alone.",
    ),
    (
        "1. (C) SUMMARY AND COMMENT: The clocks stopped. END SUMMARY AND COMMENT.\n\n2. (C) Text of it.\n",
        "S:The clocks stopped. C:None",
    ),
    (
        "1. (C) BEGIN SUMMARY: The clocks stopped. END SUMMARY.\n\n2. (C) Text of it.\n",
        "S:The clocks stopped. C:None",
    ),
    (
        "1. (C) Summary -- The clocks stopped. End Summary.\n\n2. (C) Text of it.\n",
        "S:The clocks stopped. C:None",
    ),
    (
        "1. (C) Summary - The clocks stopped. End Summary.\n\n2. (C) Text of it.\n",
        "S:The clocks stopped. C:None",
    ),
    (
        "1. SUMMARY (C): The clocks stopped. END SUMMARY.\n\n2. (C) Text of it.\n",
        "S:The clocks stopped. C:None",
    ),
    (
        "1. (C) (SUMMARY) The clocks stopped. (END SUMMARY)\n\n2. (C) Text of it.\n",
        "S:The clocks stopped. C:None",
    ),
    (
        "1. (C) SUMMARY:\nThe clocks stopped.\nEND SUMMARY.\n\n2. (C) Text of it.\n",
        "S:The clocks stopped. C:None",
    ),
    (
        "SUMMARY\n-------\n\n1. (C) The clocks stopped. He came.\n\nTHE PALACE\n----------\n\n2. (C) Text of it.\n",
        "S:The clocks stopped. He came. C:None",
    ),
    (
        "-------\nSUMMARY\n-------\n\n1. (C) The clocks stopped.\n\n2. (C) He came. END SUMMARY.\n\n3. (C) Text of it.\n",
        "S:The clocks stopped.\n\nHe came. C:None",
    ),
    (
        "SUMMARY\n\n1. (C) The clocks stopped.\n\nDETAILS\n\n2. (C) Text of it.\n",
        "S:The clocks stopped. C:None",
    ),
    (
        "Summary:\n\n1. (C) The clocks stopped.\n\nDetails:\n\n2. (C) Text of it.\n",
        "S:The clocks stopped. C:None",
    ),
    (
        "1. (C) SUMMARY: The clocks stopped.\n\n2. (C) He came. END SUMMARY.\n\n3. (C) Text of it.\n",
        "S:The clocks stopped.\n\nHe came. C:None",
    ),
    (
        "1. (C) SUMMARY: The clocks stopped.\n\n2. (C) Text of it.\n",
        "S:The clocks stopped. C:None",
    ),
    (
        "1. (C) SUMMARY AND ACTION REQUEST: The clocks stopped. END SUMMARY AND ACTION REQUEST.\n\n2. (C) Text of it.\n",
        "S:The clocks stopped. C:None",
    ),
    (
        "1. (C) THIS IS AN ACTION REQUEST - SEE PARA 2.\n\n2. (C) SUMMARY: The clocks stopped. END SUMMARY.\n\n3. (C) Text of it.\n",
        "S:The clocks stopped. C:None",
    ),
    (
        "1. (C) SUMMARY: The clocks stopped. SUMMARY END.\n\n2. (C) Text of it.\n",
        "S:The clocks stopped. C:None",
    ),
    (
        "1. (C) SUMMARY: The clocks stopped. ENDSUMMARY.\n\n2. (C) Text of it.\n",
        "S:The clocks stopped. C:None",
    ),
    (
        "1. (C) SUMMARY: The clocks stopped. END SUMMAR Y.\n\n2. (C) Text of it.\n",
        "S:The clocks stopped. C:None",
    ),
    (
        "1. (C) SUMMARY: The clocks stopped. END OF SUMMARY.\n\n2. (C) Text of it.\n",
        "S:The clocks stopped. C:None",
    ),
    (
        "1. (C) SUMMARY: The clocks stopped. END SUM.\n\n2. (C) Text of it.\n",
        "S:The clocks stopped. C:None",
    ),
    (
        "1. (C) SUMMARY: The clocks stopped. (END SUMMARY.)\n\n2. (C) Text of it.\n",
        "S:The clocks stopped. C:None",
    ),
    (
        "1. (C) SUMMARY: The clocks stopped. END SUMM ARY.\n\n2. (C) Text of it.\n",
        "S:The clocks stopped. C:None",
    ),
    (
        "1. (C) SUMMARY: The clocks stopped. ED SUMMARY.\n\n2. (C) Text of it.\n",
        "S:The clocks stopped. C:None",
    ),
    (
        "1. (C) SUMMARY The clocks stopped. END SUMMARY.\n\n2. (C) Text of it.\n",
        "S:The clocks stopped. C:None",
    ),
    (
        "1. (C) SUMMARY/COMMENT: The clocks stopped. END SUMMARY/COMMENT.\n\n2. (C) Text of it.\n",
        "S:The clocks stopped. C:None",
    ),
    (
        "1. (C) SUMMARY & COMMENT: The clocks stopped. END SUMMARY & COMMENT.\n\n2. (C) Text of it.\n",
        "S:The clocks stopped. C:None",
    ),
    (
        "1. (C) Text of it.\n\n2. (C) COMMENT: He was alone.\n\n3. (C) Still more of it.\n",
        "S:None C:He was alone.",
    ),
    (
        "1. (C) Text of it.\n\n2. (C) COMMENT: He was alone.\n\n3. (C) Still more of it. END COMMENT.\n",
        "S:None C:He was alone.\n\nStill more of it.",
    ),
    (
        "1. (C) Text of it.\n\nCOMMENT\n-------\n\n2. (C) He was alone.\n\n3. (C) Still more of it.\n",
        "S:None C:He was alone.\n\nStill more of it.",
    ),
    (
        "1. (C) Text of it. (COMMENT: He was alone. END COMMENT.) And more of it.\n\n2. (C) More.\n",
        "S:None C:He was alone.",
    ),
    (
        "1. (C) Text of it. (Comment: He was alone. End comment.) And more of it.\n\n2. (C) More.\n",
        "S:None C:He was alone.",
    ),
    (
        "1. (C) Text of it. COMMENT: He was alone. END COMMENT. And more of it.\n\n2. (C) More.\n",
        "S:None C:He was alone.",
    ),
    (
        "1. (C) Text of it. [COMMENT: He was alone.] And more of it.\n\n2. (C) More.\n",
        "S:None C:He was alone.",
    ),
    (
        "1. (C) Text of it. (Note: a note. End note.) And more of it.\n\n2. (C) COMMENT AND ACTION REQUEST: He was alone. END COMMENT AND ACTION REQUEST.\n",
        "S:None C:He was alone.",
    ),
    (
        "1. (C) Text of it.\n\n2. (C) BEGIN COMMENT: He was alone. END COMMENT.\n",
        "S:None C:He was alone.",
    ),
    (
        "1. (C) Text of it.\n\n2. (C) COMMENT. He was alone. END COMMENT\n",
        "S:None C:He was alone.",
    ),
    (
        "1. (C) Text of it.\n\n2. (C) EMBASSY COMMENT: He was alone. END EMBASSY COMMENT.\n",
        "S:None C:He was alone.",
    ),
    (
        "1. (C) Text of it.\n\n2. (C) MISSION COMMENT: He was alone.\n",
        "S:None C:He was alone.",
    ),
    (
        "1. (C) Text of it.\n\n2. (C) CONSULATE COMMENT: He was alone.\n",
        "S:None C:He was alone.",
    ),
    (
        "1. (C) Text of it.\n\n2. (C) CONGEN COMMENT: He was alone.\n",
        "S:None C:He was alone.",
    ),
    (
        "1. (C) Text of it.\n\n2. (C) PRT COMMENT: He was alone.\n",
        "S:None C:He was alone.",
    ),
    (
        "1. (C) Text of it.\n\n2. (C) COMMENT AND ANALYSIS: He was alone.\n",
        "S:None C:He was alone.",
    ),
    (
        "1. (C) Text of it.\n\n2. (C) BIO NOTE: He was alone.\n",
        "S:None C:None",
    ),
    (
        "1. (C) Text of it.\n\n2. (C) FINAL COMMENT: He was alone.\n",
        "S:None C:He was alone.",
    ),
    (
        "1. (C) Text of it.\n\n2. (C) CONCLUDING COMMENT: He was alone.\n",
        "S:None C:He was alone.",
    ),
    (
        "1. (C) Text of it.\n\n2. (C) CMMENT: He was alone. END COMMENT.\n",
        "S:None C:He was alone.",
    ),
    (
        "1. (C) Text of it.\n\n2. (C) COMENT: He was alone. END COMENT.\n",
        "S:None C:He was alone.",
    ),
    (
        "1. (C) Text of it.\n\n2. (C) COMMENT:  He was alone. END COMMENT. POST WILL REPORT.\n",
        "S:None C:He was alone.",
    ),
    (
        "1. (C) Text of it.\n\n2. (C) COMMENT CONTINUED: He was alone.\n",
        "S:None C:He was alone.",
    ),
    (
        "1. (C) Text of it.\n\nCOMMENT:\n\n2. (C) He was alone.\n",
        "S:None C:He was alone.",
    ),
    (
        "1. (C) Text of it.\n\nCOMMENT: A KING ALONE\n\n2. (C) He was alone.\n",
        "S:None C:He was alone.",
    ),
    (
        "1. (C) Text of it.\n\n-- COMMENT --\n\n2. (C) He was alone.\n",
        "S:None C:He was alone.",
    ),
    (
        "1. (C) Text of it.\n\n2. (C) COMMENT\n\nHe was alone.\n\n3. (C) More.\n",
        "S:None C:He was alone.",
    ),
    (
        "1. (C) SUMMARY\n\nThe clocks stopped.\n\n2. (C) More.\n",
        "S:The clocks stopped. C:None",
    ),
];

/// Date-time lines: moment, precedence.
const TIMES: &[(&str, &str)] = &[
    ("P 221300Z MAY 09", "2009-05-22T13:00:00Z|PRIORITY|None"),
    (
        "P R 221300Z MAY 09",
        "2009-05-22T13:00:00Z|PRIORITY|ROUTINE",
    ),
    (
        "P R 22l300Z MAY 09",
        "2009-05-22T13:00:00Z|PRIORITY|ROUTINE",
    ),
    ("PR 221300Z MAY 09", "2009-05-22T13:00:00Z|PRIORITY|ROUTINE"),
    (
        "P/R 221300Z MAY 09",
        "2009-05-22T13:00:00Z|PRIORITY|ROUTINE",
    ),
    (
        "O P 221300Z MAY 2009",
        "2009-05-22T13:00:00Z|IMMEDIATE|PRIORITY",
    ),
    (
        "0 P 221300Z MAY 09",
        "2009-05-22T13:00:00Z|IMMEDIATE|PRIORITY",
    ),
    ("Z 221300Z MAY 09", "2009-05-22T13:00:00Z|FLASH|None"),
    ("Z O 221300Z MAY 09", "2009-05-22T13:00:00Z|FLASH|IMMEDIATE"),
    ("P 221300Z MAY09", "2009-05-22T13:00:00Z|PRIORITY|None"),
    ("P 221300ZMAY09", "2009-05-22T13:00:00Z|PRIORITY|None"),
    ("P221300Z MAY 09", "2009-05-22T13:00:00Z|PRIORITY|None"),
    ("P 221300 Z MAY 09", "2009-05-22T13:00:00Z|PRIORITY|None"),
    ("P 22 1300Z MAY 09", "2009-05-22T13:00:00Z|PRIORITY|None"),
    ("P 221300Z MAY O9", "2009-05-22T13:00:00Z|PRIORITY|None"),
    ("P 221300Z MAY 0 9", "2009-05-22T13:00:00Z|PRIORITY|None"),
    ("P 221300Z M AY 09", "2009-05-22T13:00:00Z|PRIORITY|None"),
    ("P 221300Z MYA 09", "2009-05-22T13:00:00Z|PRIORITY|None"),
    ("P 221300Z MAY, 09", "2009-05-22T13:00:00Z|PRIORITY|None"),
    ("P 221300Z MAY '09", "2009-05-22T13:00:00Z|PRIORITY|None"),
    ("P 221300Z MAY 09 ZDK", "2009-05-22T13:00:00Z|PRIORITY|None"),
    (
        "P 221300Z MAY 09 ZFF4",
        "2009-05-22T13:00:00Z|PRIORITY|None",
    ),
    ("P 221300z may 09", "2009-05-22T13:00:00Z|PRIORITY|None"),
    ("P 221300Z May 2009", "2009-05-22T13:00:00Z|PRIORITY|None"),
    (
        "P 221300Z MAY 09 FM AMEMBASSY STRELSAU",
        "2009-05-22T13:00:00Z|PRIORITY|None",
    ),
    (
        "ROUTINE 221300Z MAY 09",
        "2009-05-22T13:00:00Z|ROUTINE|None",
    ),
    ("R 22130OZ MAY 09", "2009-05-22T13:00:00Z|ROUTINE|None"),
    ("R 2213002 MAY 09", "2009-05-22T13:00:00Z|ROUTINE|None"),
    ("P 221300Z JULU 09", "2009-07-22T13:00:00Z|PRIORITY|None"),
    ("P 221300Z MAY 1O", "2010-05-22T13:00:00Z|PRIORITY|None"),
    ("P 221300Z MAY 20O9", "2009-05-22T13:00:00Z|PRIORITY|None"),
    ("P 2213O0Z MAY 09", "2009-05-22T13:00:00Z|PRIORITY|None"),
    ("P 221300Z MAI 09", "2009-05-22T13:00:00Z|PRIORITY|None"),
    ("P 221300ZMAY 09", "2009-05-22T13:00:00Z|PRIORITY|None"),
    ("P 221300Z/MAY/09", "2009-05-22T13:00:00Z|PRIORITY|None"),
    ("P 221300Z-MAY-09", "2009-05-22T13:00:00Z|PRIORITY|None"),
    ("P 211300Z OC T 09", "2009-10-21T13:00:00Z|PRIORITY|None"),
    ("P 211300Z 0CT 09", "2009-10-21T13:00:00Z|PRIORITY|None"),
    ("P 211300Z SEPT 09", "2009-09-21T13:00:00Z|PRIORITY|None"),
    (
        "NIACT IMMEDIATE 221300Z MAY 09",
        "2009-05-22T13:00:00Z|NIACT IMMEDIATE|None",
    ),
];

/// Subject lines: portion mark and text.
const SUBJECTS: &[(&str, &str)] = &[
    ("SUBJECT: THE CLOCKS", "None|THE CLOCKS"),
    ("SUBJ: THE CLOCKS", "None|THE CLOCKS"),
    ("SUBJECT:THE CLOCKS", "None|THE CLOCKS"),
    ("SUBJECT THE CLOCKS", "None|THE CLOCKS"),
    ("SUBJECT - THE CLOCKS", "None|THE CLOCKS"),
    ("SUBJECT; THE CLOCKS", "None|THE CLOCKS"),
    ("SUBJECT. THE CLOCKS", "None|THE CLOCKS"),
    ("SUBJECT:: THE CLOCKS", "None|THE CLOCKS"),
    ("SUBJECT: SUBJECT: THE CLOCKS", "None|THE CLOCKS"),
    ("SUJBECT: THE CLOCKS", "None|THE CLOCKS"),
    ("SUBECT: THE CLOCKS", "None|THE CLOCKS"),
    ("SUBJECT: (C) THE CLOCKS", "C|THE CLOCKS"),
    ("SUBJECT: (C ) THE CLOCKS", "C|THE CLOCKS"),
    ("SUBJECT (C): THE CLOCKS", "C|THE CLOCKS"),
    ("(C) SUBJECT: THE CLOCKS", "C|THE CLOCKS"),
    ("SUBJECT: THE CLOCKS (C)", "C|THE CLOCKS"),
    ("SUBJECT: (C/NF) THE CLOCKS", "C/NF|THE CLOCKS"),
    (
        "SUBJECT: (SBU) THE CLOCKS OF\nSTRELSAU",
        "SBU|THE CLOCKS OF STRELSAU",
    ),
    (
        "SUBJECT: THE CLOCKS OF\n         STRELSAU",
        "None|THE CLOCKS OF STRELSAU",
    ),
    (
        "SUBJECT: THE PRO-\nGRAUSTARK CLOCKS",
        "None|THE PRO-GRAUSTARK CLOCKS",
    ),
    (
        "SUBJECT: THE CLOCKS --\nPART TWO",
        "None|THE CLOCKS -- PART TWO",
    ),
    ("SUBJECT: \"THE CLOCKS\"", "None|\"THE CLOCKS\""),
    ("SUBJECT:\nTHE CLOCKS", "None|THE CLOCKS"),
    ("SUBJECT: THE CLOCKS REF: A. ZENDA 12", "None|THE CLOCKS"),
    ("SUBJECT: THE CLOCKSREF: A. ZENDA 12", "None|THE CLOCKS"),
    ("SUBJECT: THE CLOCKS REFS: A. ZENDA 12", "None|THE CLOCKS"),
    ("SUBJECT: THE CLOCKS REFTEL: ZENDA 12", "None|THE CLOCKS"),
    ("SUBJECT: THE CLOCKS CLASSIFIED BY: DCM", "None|THE CLOCKS"),
    (
        "SUBJECT: THE CLOCKS:\nA KING ALONE",
        "None|THE CLOCKS: A KING ALONE",
    ),
    ("SUBJECT: THE CLOCKS\nSIPDIS", "None|THE CLOCKS"),
    (
        "SUBJECT: REQUEST FOR INFO\nTO THE KING",
        "None|REQUEST FOR INFO TO THE KING",
    ),
    (
        "SUBJECT: CORRECTED COPY - THE CLOCKS",
        "None|CORRECTED COPY - THE CLOCKS",
    ),
    ("SUBJECT: THE CLOCKS 1. (C) SUMMARY", "None|THE CLOCKS"),
    (
        "SUBJECT: THE CLOCKS\nCOMMENT ON THE KING",
        "None|THE CLOCKS COMMENT ON THE KING",
    ),
    ("SUBJECT:  (U)  THE CLOCKS", "U|THE CLOCKS"),
    ("SUBJECT: [C] THE CLOCKS", "C|THE CLOCKS"),
    ("SUBJECT: (UNCLASSIFIED) THE CLOCKS", "U|THE CLOCKS"),
    ("SUBJECT: THE  CLOCKS  STOP", "None|THE CLOCKS STOP"),
    ("SUBJECT: THE CLOCKS.", "None|THE CLOCKS."),
    ("SUBECJT: THE CLOCKS", "None|THE CLOCKS"),
    ("S U B J E C T: THE CLOCKS", "None|THE CLOCKS"),
    ("SUBLECT: THE CLOCKS", "None|THE CLOCKS"),
    ("SUBJECT: RURITANIA (C)", "C|RURITANIA"),
    ("SUBJECT: THE CLOCKS (C-NF)", "C/NF|THE CLOCKS"),
];
