//! The ways references are written, one line each: what a cable of 2009, STRELSAU 731, makes of them.

use super::*;

#[test]
fn variants() {
    for (value, expected) in VARIANTS {
        let flow = Flow::new(value, [Span::new(0, value.len())]);
        let citing = Citing {
            year: Some(2009),
            post: Some("STRELSAU"),
            number: Some(731),
            guessed: false,
            day: None,
        };
        let read: Vec<String> = parse(&flow, citing, &mut Vec::new())
            .iter()
            .map(|reference| {
                let label = reference.label.as_ref();
                let label = label.map(|label| format!("{label}=")).unwrap_or_default();
                let what = reference
                    .mrn
                    .as_ref()
                    .map_or_else(|| reference.kind.as_str().to_owned(), ToString::to_string);
                format!(
                    "{label}{what}{}",
                    if reference.and_previous { "+" } else { "" }
                )
            })
            .collect();
        assert_eq!(read.join(" "), *expected, "{value}");
    }
}

#[test]
fn repairs_are_told() {
    for (value, code) in [
        ("870 STRELSAU", Code::ReferenceRepaired),
        ("NARIOBI 1201", Code::ReferenceRepaired),
        ("ZENDA 15l2", Code::ReferenceRepaired),
        ("A. ZENDA 12 B. AND PREVIOUS", Code::ReferenceRepaired),
        ("094 ZENDA 841", Code::ReferenceYearAmbiguous),
        ("STRELSAU 990", Code::ReferenceYearRolledBack),
        ("ZENDA 12", Code::ReferenceYearInherited),
    ] {
        let flow = Flow::new(value, [Span::new(0, value.len())]);
        let citing = Citing {
            year: Some(2009),
            post: Some("STRELSAU"),
            number: Some(731),
            guessed: false,
            day: None,
        };
        let mut diagnostics = Vec::new();
        parse(&flow, citing, &mut diagnostics);
        assert!(
            diagnostics.iter().any(|diagnostic| diagnostic.code == code),
            "{value}: {diagnostics:?}"
        );
    }
}

/// Value of a REF line, and its references as label, identifier or kind, and a plus for AND PREVIOUS.
const VARIANTS: &[(&str, &str)] = &[
    (
        "A. STATE 80112 B. 05 VIENNA 1203 (NOTAL)",
        "A=09STATE80112 B=05VIENNA1203",
    ),
    (
        "A) 06 STATE 80908 B) 06 STATE 80909",
        "A=06STATE80908 B=06STATE80909",
    ),
    ("REF: VIENNA 1201", "09VIENNA1201"),
    // Letters for digits.
    ("ZENDA l7", "09ZENDA17"),
    (
        "ZENDA I7; ZENDA lO7; ZENDA Ol7",
        "09ZENDA17 09ZENDA107 09ZENDA17",
    ),
    (
        "A. ZENDA l7 B. EDELWEISS I20",
        "A=09ZENDA17 B=09EDELWEISS120",
    ),
    ("ZENDA l702 AND l703", "09ZENDA1702 09ZENDA1703"),
    ("ZENDA OOO17", "09ZENDA17"),
    (
        "STATE l2345; STATE 1234S; STATE 12B45",
        "09STATE12345 09STATE12345 09STATE12845",
    ),
    ("0B ZENDA 12; ZENDA 121 (0B)", "08ZENDA12 08ZENDA121"),
    ("A. STATE 77B. ZENDA 4", "A=09STATE77 B=09ZENDA4"),
    // Labels.
    ("VIENNA 1201 (A), ROME 4 (B)", "A=09VIENNA1201 B=09ROME4"),
    (
        "VIENNA 1201 (REF A); ROME 4 (REF B); STATE 345 (REF C)",
        "A=09VIENNA1201 B=09ROME4 C=09STATE345",
    ),
    (
        "(REF A) VIENNA 1201 (REF B) ROME 4",
        "A=09VIENNA1201 B=09ROME4",
    ),
    ("(A)VIENNA 1201(B)ROME 4", "A=09VIENNA1201 B=09ROME4"),
    ("(U) VIENNA 1201", "09VIENNA1201"),
    ("(C) A. VIENNA 1201 B. ROME 4", "A=09VIENNA1201 B=09ROME4"),
    ("(C) VIENNA 1201 (D) ROME 4", "C=09VIENNA1201 D=09ROME4"),
    ("A. Zenda 12 and B. Vienna 4", "A=09ZENDA12 B=09VIENNA4"),
    // Years.
    (
        "VIENNA 1201 IN 2008; ROME 44 OF '08",
        "08VIENNA1201 08ROME44",
    ),
    ("VIENNA 12 - 08", "08VIENNA12"),
    ("08. VIENNA 12", "08VIENNA12"),
    (
        "VIENNA 12 (MAY 2008); ROME 44 (YEAR 2008)",
        "08VIENNA12 08ROME44",
    ),
    (
        "VIENNA 12 (DTG 221300Z MAY 08); ROME 44, DTG 221300Z MAY 08; ZENDA 000012 221300Z MAY 08",
        "08VIENNA12 08ROME44 08ZENDA12",
    ),
    // Posts.
    (
        "STATE DEPT 12345; DEPARTMENT 12345",
        "09STATE12345 09STATE12345",
    ),
    (
        "SECSTAT 12345; SATE 12345; STTE 12345",
        "09STATE12345 09STATE12345 09STATE12345",
    ),
    ("ZENDA'S TEL 12", "09ZENDA12"),
    ("YOUR 12345", "other"),
    // What stands behind.
    ("VIENNA 12 ET PREV", "09VIENNA12+"),
    (
        "VIENNA 12 AND EARLIER; ROME 4 AND PRIOR",
        "09VIENNA12+ 09ROME4+",
    ),
    ("VIENNA 12 (NOTAL; ROME 4 (NOTAL)", "09VIENNA12 09ROME4"),
    ("VIENNA 12 (NOTAL, ROME 4", "09VIENNA12 09ROME4"),
    // No cables.
    ("FENN/DORN PHONECALL 5/22", "telephone"),
    ("TELECONVERSATION FENN/DORN", "telephone"),
    ("FENN-DORN DVTC OF MAY 22", "telephone"),
    ("FENN EMAI L 5/22", "other"),
    (
        "AIRGRAM A-12; PUBLIC LAW 109-12; 22 CFR 41.12",
        "document document document",
    ),
    ("TDX-315/12345-09", "report"),
    ("REFERENCE: VIENNA 1201", "09VIENNA1201"),
    ("[A] VIENNA 1201 [B] ROME 777", "A=09VIENNA1201 B=09ROME777"),
    ("A: VIENNA 1201 B: ROME 777", "A=09VIENNA1201 B=09ROME777"),
    ("A - VIENNA 1201 B - ROME 777", "A=09VIENNA1201 B=09ROME777"),
    ("A.) VIENNA 1201 B.) ROME 777", "A=09VIENNA1201 B=09ROME777"),
    ("(1) VIENNA 1201 (2) ROME 777", "1=09VIENNA1201 2=09ROME777"),
    ("1. VIENNA 1201 2. ROME 777", "1=09VIENNA1201 2=09ROME777"),
    ("1) VIENNA 1201 2) ROME 777", "1=09VIENNA1201 2=09ROME777"),
    (
        "A. (A) VIENNA 1201 \n     B. (B) ROME 777",
        "A=09VIENNA1201 B=09ROME777",
    ),
    ("A. REF A VIENNA 1201", "A=09VIENNA1201"),
    ("VIENNA 1201 B. ROME 777", "09VIENNA1201 B=09ROME777"),
    (
        "VIENNA 1201; ROME 777 & STATE 12345",
        "09VIENNA1201 09ROME777 09STATE12345",
    ),
    ("VIENNA 1201 AND ROME 777", "09VIENNA1201 09ROME777"),
    ("VIENNA 1201/ROME 777", "09VIENNA1201 09ROME777"),
    ("VIENNA 1201: ROME 777", "09VIENNA1201 09ROME777"),
    ("SECSTATE 54183", "09STATE54183"),
    ("SECSTATE WASHDC 54183", "09STATE54183"),
    ("AMEMBASSY VIENNA 1201", "09VIENNA1201"),
    (
        "A. AMEMBASSY VIENNA 1201 B. AMCONSUL FRANKFURT 22",
        "A=09VIENNA1201 B=09FRANKFURT22",
    ),
    ("RIO\nDE JANEIRO 1291", "09RIODEJANEIRO1291"),
    ("870 Ulaanbaatar", "09ULAANBAATAR870"),
    ("LAGOS O1512", "09LAGOS1512"),
    ("0TTAWA 1512", "09OTTAWA1512"),
    ("LAGOS 15l2", "09LAGOS1512"),
    ("LAGOS 1O12", "09LAGOS1012"),
    (
        "(A) KABUL 936/935 (B) STATE 188314, 259032",
        "A=09KABUL936 A=09KABUL935 B=09STATE188314 B=09STATE259032",
    ),
    ("COLOMBO 266 AND 2259 (2002)", "09COLOMBO266 02COLOMBO2259"),
    (
        "A. COLOMBO 266, 267 AND 2259",
        "A=09COLOMBO266 A=09COLOMBO267 A=09COLOMBO2259",
    ),
    (
        "A. VIENNA 1201 AND PREVIOUS B. ROME 12 AND PREVIOUS",
        "A=09VIENNA1201+ B=09ROME12+",
    ),
    ("A. VIENNA 1201 (AND PREVIOUS)", "A=09VIENNA1201+"),
    ("A. VIENNA 1201 AND PREV.", "A=09VIENNA1201+"),
    ("A. VIENNA 1201 ET SEQ.", "A=09VIENNA1201"),
    ("A. VIENNA 1201 (NOTAL) AND PREVIOUS", "A=09VIENNA1201+"),
    ("A. VIENNA 1201 B. AND PREVIOUS", "A=09VIENNA1201+"),
    (
        "A. VIENNA 1201-1203",
        "A=09VIENNA1201 A=09VIENNA1202 A=09VIENNA1203",
    ),
    (
        "VIENNA 1201 THROUGH 1203",
        "09VIENNA1201 09VIENNA1202 09VIENNA1203",
    ),
    ("VIENNA 1201-03", "03VIENNA1201"),
    ("A. 702 B. 688", "A=09STRELSAU702 B=09STRELSAU688"),
    ("A. STRELSAU 990", "A=08STRELSAU990"),
    ("A. 08 VIENNA 12 AND 13", "A=08VIENNA12 A=08VIENNA13"),
    ("A. LISBON A-87", "A=09LISBONA-87"),
    ("77 STRELSAU A-14", "77STRELSAUA-14"),
    ("ZENDA A-14 OF 1976", "76ZENDAA-14"),
    ("A-14", "document"),
    (
        "A. LISBON A-87 B. VIENNA 1201",
        "A=09LISBONA-87 B=09VIENNA1201",
    ),
    (
        "A. LISBON 4090; LISBON A-87",
        "A=09LISBON4090 A=09LISBONA-87",
    ),
    (
        "A. USCINCRED 311345Z MAY 73; B. VIENNA 1201",
        "A=other B=09VIENNA1201",
    ),
    ("A. VIENNA 1201; R 162245Z OCT 08", "A=09VIENNA1201 A=other"),
    (
        "A. DORN-FENN EMAIL OF 5/19/09 B. DORN/FENN TELCON 12 MAY C. FENN LETTER DATED MAY 12, 2009 D. MEMO OF 3 MAY",
        "A=email B=telephone C=document D=document",
    ),
    (
        "A. FBIS LD1234567 B. IIR 6 832 0617 08 C. TD-314/21795-05 D. TD 314/54321-09",
        "A=report B=report C=report D=report",
    ),
    ("9 FAM 41.31", "document"),
    (
        "A. VIENNA 1201, B. ROME 12, C. STATE 4500",
        "A=09VIENNA1201 B=09ROME12 C=09STATE4500",
    ),
    (
        "A. VIENNA 1201 B. VIENNA 1203 B. ROME 12",
        "A=09VIENNA1201 B=09VIENNA1203 B=09ROME12",
    ),
    ("A) SECRETARY (SECTO) 007", "A=09SECTO7"),
    ("SECTO 5012", "09SECTO5012"),
    ("NONE", ""),
    ("N/A", ""),
    ("SEPTEL", "other"),
    (
        "A. 09 VIENNA 1201\n     B. 09 VIENNA 1202\n     C. 09 VIENNA 1203",
        "A=09VIENNA1201 B=09VIENNA1202 C=09VIENNA1203",
    ),
    (
        "A. 2008 VIENNA 1201 B. 2007VIENNA45",
        "A=08VIENNA1201 B=07VIENNA45",
    ),
    ("A. 09VIENNA1201 B. 09ROME12", "A=09VIENNA1201 B=09ROME12"),
    ("09VIENNA1201", "09VIENNA1201"),
    ("A. VIENNA 1201 DATED 12 MAY 2009", "A=09VIENNA1201"),
    ("A. VIENNA 1201 (05/12/09)", "A=09VIENNA1201"),
    ("A. VIENNA 1201 OF 2008", "A=08VIENNA1201"),
    (
        "A. 1999 VIENNA 1201 B. VIENNA 12 (1998)",
        "A=99VIENNA1201 B=98VIENNA12",
    ),
    (
        "A. VIENNA 01201 B. ROME 000012",
        "A=09VIENNA1201 B=09ROME12",
    ),
    (
        "A. THE HAGUE 12 B. PORT-AU-PRINCE 45 C. PORT AU PRINCE 46 D. N'DJAMENA 3",
        "A=09THEHAGUE12 B=09PORTAUPRINCE45 C=09PORTAUPRINCE46 D=09NDJAMENA3",
    ),
    (
        "A. USUN NEW YORK 12 B. USUN 45 C. USEU BRUSSELS 46 D. USNATO 3 E. UNVIE VIENNA 12 F. USOSCE 55",
        "A=09USUNNEWYORK12 B=09USUNNEWYORK45 C=09USEUBRUSSELS46 D=09USNATO3 E=09UNVIEVIENNA12 F=09USOSCE55",
    ),
    (
        "TEL AVIV 12; TELAVIV 45; JERUSALEM 6",
        "09TELAVIV12 09TELAVIV45 09JERUSALEM6",
    ),
    (
        "VIENNA 1201 ROME 12 STATE 4500",
        "09VIENNA1201 09ROME12 09STATE4500",
    ),
    (
        "VIENNA 1201, 1202, ROME 12",
        "09VIENNA1201 09VIENNA1202 09ROME12",
    ),
    (
        "VIENNA 1201 (EXDIS), ROME 12 (NODIS)",
        "09VIENNA1201 09ROME12",
    ),
    ("08 VIENNA 1201, 09 ROME 12", "08VIENNA1201 09ROME12"),
    ("(08) VIENNA 1201", "08VIENNA1201"),
    ("A. STRELSAU 0702 (SECTION 1 OF 2)", "A=09STRELSAU702"),
    (
        "A. VIENNA 1201 -- NOTAL B. ROME 12 - NOTAL",
        "A=09VIENNA1201 B=09ROME12",
    ),
    ("A. VIENNA1201 B. ROME12", "A=09VIENNA1201 B=09ROME12"),
    ("A.VIENNA 1201 B.ROME 12", "A=09VIENNA1201 B=09ROME12"),
    ("A)VIENNA 1201 B)ROME 12", "A=09VIENNA1201 B=09ROME12"),
    ("(A)VIENNA 1201 (B)ROME 12", "A=09VIENNA1201 B=09ROME12"),
    ("A) VIENNA 1201 B ) ROME 12", "A=09VIENNA1201 B=09ROME12"),
    ("A VIENNA 1201 B ROME 12", "A=09VIENNA1201 B=09ROME12"),
    ("(A VIENNA 1201 (B) ROME 12", "A=09VIENNA1201 B=09ROME12"),
    ("A. VIENNA 1201. B. ROME 12.", "A=09VIENNA1201 B=09ROME12"),
    ("VIENNA NO. 1201", "09VIENNA1201"),
    ("VIENNA TEL 1201", "09VIENNA1201"),
    ("EMBASSY VIENNA CABLE 1201", "09VIENNA1201"),
    ("ZENDA 0044 AND ZENDA 45", "09ZENDA44 09ZENDA45"),
    (
        "A. (U) VIENNA 1201 B. (C) ROME 12",
        "A=09VIENNA1201 B=09ROME12",
    ),
    (
        "A. VIENNA 1201 (U) B. ROME 12 (S)",
        "A=09VIENNA1201 B=09ROME12",
    ),
    (
        "A) VIENNA 1201 B) ROME 12\n     C) VIENNA 1301 D) ROME 14",
        "A=09VIENNA1201 B=09ROME12 C=09VIENNA1301 D=09ROME14",
    ),
    (
        "A. 2009 STATE 1201, 2009 STATE 1202, 2009 STATE 1203",
        "A=09STATE1201 A=09STATE1202 A=09STATE1203",
    ),
    ("2008 CAIRO 2394 2009 CAIRO 491", "08CAIRO2394 09CAIRO491"),
    (
        "A. STATE 45678 \"THE KING'S 80 BIRTHDAY\"",
        "A=09STATE45678",
    ),
    (
        "A. NARIOBI 1201 B. KATHAMNDU 23 C. FREEETOWN 44 D. TRIPOLII 88",
        "A=09NAIROBI1201 B=09KATHMANDU23 C=09FREETOWN44 D=09TRIPOLI88",
    ),
    (
        "A. STATE 1201 B. LINSK 123 C. IHARTOUM 44",
        "A=09STATE1201 B=09MINSK123 C=09KHARTOUM44",
    ),
    ("STAT 1201", "09STATE1201"),
    ("SECTSTATE 120145", "09STATE120145"),
    ("DEPTEL 120145", "09STATE120145"),
    (
        "A. BERLIN 1045 B. SECDEF MSG DTG 301601Z SEP 08",
        "A=09BERLIN1045 B=other",
    ),
    (
        "A. 07 STATE 34\n     B. STRELSAU 45 (NOTAL)\n     C. STRELSAU-STATE EMAILS\n     D. STRELSAU 47",
        "A=07STATE34 B=09STRELSAU45 C=email D=09STRELSAU47",
    ),
    (
        "STRELSAU 688 (AND PREVIOUS) B) 08 STRELSAU 901",
        "09STRELSAU688+ B=08STRELSAU901",
    ),
    (
        "08 STRELSAU 901, 902, 903",
        "08STRELSAU901 08STRELSAU902 08STRELSAU903",
    ),
    (
        "A. 08 STRELSAU 901 B. 902 C. STRELSAU 12",
        "A=08STRELSAU901 B=08STRELSAU902 C=09STRELSAU12",
    ),
    (
        "08 STRELSAU 901 / 08 VIENNA 902",
        "08STRELSAU901 08VIENNA902",
    ),
    (
        "A. VIENNA 1201 (2008); B. ROME 12",
        "A=08VIENNA1201 B=09ROME12",
    ),
    (
        "A. VIENNA 1201 ('08); B. ROME 12 '07",
        "A=08VIENNA1201 B=07ROME12",
    ),
    (
        "A. KABUL 12 B. KABUL 13 STRELSAU 00000731 001.2 OF 002 C. KABUL 15",
        "A=09KABUL12 B=09KABUL13 C=09KABUL15",
    ),
    (
        "A. KABUL 12\nSTRELSAU 00000731  001 OF 003\nB. KABUL 13",
        "A=09KABUL12 B=09KABUL13",
    ),
    (
        "A. KABUL 12 PAGE 02  STRELS  00731  01 OF 03  111533Z B. KABUL 13",
        "A=09KABUL12 B=09KABUL13",
    ),
    ("BRASILIA 08-806", "08BRASILIA806"),
    (
        "08-BRASILIA-806, 08-BRASILIA-807",
        "08BRASILIA806 08BRASILIA807",
    ),
    ("CAIRO 2008 1234", "08CAIRO1234"),
    ("A. CAIRO 2008, 2009", "A=09CAIRO2008 A=09CAIRO2009"),
    (
        "A. VIENNA 1201 AND DORN EMAIL OF 5/12",
        "A=09VIENNA1201 A=email",
    ),
    (
        "A. VIENNA 1201, FENN/DORN TELCON",
        "A=09VIENNA1201 A=telephone",
    ),
    (
        "A. DORN EMAIL OF 5/12 AND VIENNA 1201",
        "A=email A=09VIENNA1201",
    ),
    ("IIR 6 912 0034 08 AND VIENNA 12", "report 09VIENNA12"),
    ("VIENNA 12 AND IIR 6 912 0034 08", "09VIENNA12 report"),
    (
        "VIENNA 12, AND E-MAIL DORN-FENN 12/5/08",
        "09VIENNA12 email",
    ),
    // A year of four digits behind the number.
    ("PARIS 1234, 2008", "08PARIS1234"),
    ("A. PARIS 1234, 2008 B. ROME 12", "A=08PARIS1234 B=09ROME12"),
    ("PARIS 1234, 2008, AND ROME 12", "08PARIS1234 09ROME12"),
    ("PARIS 1234 2008", "08PARIS1234"),
    ("PARIS 1234/2008", "08PARIS1234"),
    ("PARIS 1234-2008", "08PARIS1234"),
    ("PARIS 1234 - 2008", "08PARIS1234"),
    (
        "PARIS 1234, 1235, 2008",
        "09PARIS1234 09PARIS1235 09PARIS2008",
    ),
    ("ROME 2007, 2008", "09ROME2007 09ROME2008"),
    ("ROME 2007-2009", "09ROME2007 09ROME2008 09ROME2009"),
    ("PARIS 1234 OF 08", "08PARIS1234"),
    ("PARIS '08 1234", "08PARIS1234"),
    ("08: PARIS 1234", "08PARIS1234"),
    ("08.PARIS.1234", "08PARIS1234"),
    ("PARIS 08-1234, 08-1235", "08PARIS1234 08PARIS1235"),
    // Years in lists, shared and taken over.
    ("A) 07 STRELSAU 12 B) 13", "A=07STRELSAU12 B=07STRELSAU13"),
    (
        "A. 08 STRELSAU 12; B. 13 AND 14",
        "A=08STRELSAU12 B=08STRELSAU13 B=08STRELSAU14",
    ),
    (
        "A) STRELSAU 12 (07) B) 13 C) ROME 4",
        "A=07STRELSAU12 B=09STRELSAU13 C=09ROME4",
    ),
    (
        "A) STRELSAU 12 B) 13 (07) C) ROME 4",
        "A=09STRELSAU12 B=07STRELSAU13 C=09ROME4",
    ),
    (
        "A) PARIS 1234 B) PARIS 1235 (BOTH 2008)",
        "A=08PARIS1234 B=08PARIS1235",
    ),
    (
        "A. ROME 4 B. PARIS 1234 AND 1235 (BOTH 08)",
        "A=09ROME4 B=08PARIS1234 B=08PARIS1235",
    ),
    (
        "A. PARIS 1234 B. PARIS 1235 C. 07 PARIS 1236 (ALL OF 2008)",
        "A=08PARIS1234 B=08PARIS1235 C=07PARIS1236",
    ),
    (
        "A) 12 B) 13 C) STATE 14",
        "A=09STRELSAU12 B=09STRELSAU13 C=09STATE14",
    ),
    // Series that are no telegrams.
    ("CA-3400", "other"),
    ("STATE CA-3400", "other"),
    ("A. DEPARTMENT'S CA-3400 B. ROME 12", "A=other B=09ROME12"),
    ("CIRTEL 123", "other"),
    ("STATE CIRCULAR 123", "other"),
    // Other signs behind a label.
    ("A, VIENNA 12 B, ROME 14", "A=09VIENNA12 B=09ROME14"),
    ("A/ VIENNA 12 B/ 08 ROME 14", "A=09VIENNA12 B=08ROME14"),
    ("A- VIENNA 12 B- ROME 14", "A=09VIENNA12 B=09ROME14"),
    ("A = VIENNA 12 B = ROME 14", "A=09VIENNA12 B=09ROME14"),
    ("<A> VIENNA 12 <B> ROME 14", "A=09VIENNA12 B=09ROME14"),
    ("A. 09 JAKAR-\nTA 123", "A=09JAKARTA123"),
    ("A. VIENNA 1201 OF 12 MAY 2008", "A=08VIENNA1201"),
    ("A. VIENNA 1201 DATED 11/12/08", "A=08VIENNA1201"),
    ("A. VIENNA 1201 (DECEMBER 12, 2008)", "A=08VIENNA1201"),
    (
        "A. HONG KONG 1234, GUANGZHOU 123 05 GUANGZHOU 12345",
        "A=09HONGKONG1234 A=09GUANGZHOU123 A=05GUANGZHOU12345",
    ),
    (
        "A. 08 KIGALI 123 (C-CN7-00123) B. TD-314/063179-09 C. 2009STATE1234",
        "A=08KIGALI123 B=report C=09STATE1234",
    ),
    (
        "TEGUCIGALPA 1234 a. 123 b. 124",
        "09TEGUCIGALPA1234 A=09TEGUCIGALPA123 B=09TEGUCIGALPA124",
    ),
    (
        "A. 08 MADRID 1123 ¶B. MADRID 392",
        "A=08MADRID1123 B=09MADRID392",
    ),
    (
        "A) STATE 1234 AND B) STATE 1235",
        "A=09STATE1234 B=09STATE1235",
    ),
    (
        "A) STATE 1234; (B) STATE 1235",
        "A=09STATE1234 B=09STATE1235",
    ),
    (
        "(A) ROME 1234, (B) 08 STATE 1, (C)\nSTATE 123",
        "A=09ROME1234 B=08STATE1 C=09STATE123",
    ),
    (
        "A. 08STATE1234(NOTAL) B. 09ROME12(NOTAL)",
        "A=08STATE1234 B=09ROME12",
    ),
    ("A. STATE 123 B. C. ROME 12", "A=09STATE123 C=09ROME12"),
    (
        "A. STATE 123. B STATE 124. C STATE 125",
        "A=09STATE123 B=09STATE124 C=09STATE125",
    ),
    (
        " A.  09 STATE 123  (SBU)\n      B.  09 STATE 124 (C)",
        "A=09STATE123 B=09STATE124",
    ),
    ("A. STATE 12 3", "A=09STATE12"),
    ("A. STATE 09 123", "A=09STATE123"),
    (
        "A. 09-STATE 123 B. 09/STATE/124",
        "A=09STATE123 B=09STATE124",
    ),
    (
        "(A) VIENNA 1201 (B) ROME 12 Classified by Ambassador Dora Fenn. Reason: 1.4 (b)",
        "A=09VIENNA1201 B=09ROME12",
    ),
    (
        "A. VIENNA 1201\nB. ROME 12 CLASSIFIED BY: DCM DORA FENN. REASON 1.4 (B)",
        "A=09VIENNA1201 B=09ROME12",
    ),
    (
        "A. VIENNA 1201\n     B. ROME 12\n     (C) STATE 77\n     D) STATE 78",
        "A=09VIENNA1201 B=09ROME12 C=09STATE77 D=09STATE78",
    ),
    (
        "1. STATE 77 2. STATE 78 3. STATE 79",
        "1=09STATE77 2=09STATE78 3=09STATE79",
    ),
    ("A. STATE 77 - B. STATE 78", "A=09STATE77 B=09STATE78"),
    (
        "A. STATE 77 NOTAL B. STATE 78 NOTAL",
        "A=09STATE77 B=09STATE78",
    ),
    (
        "A. STATE 77, ROME 78 B. STATE 79",
        "A=09STATE77 A=09ROME78 B=09STATE79",
    ),
    ("A.STATE 77B.STATE 78", "A=09STATE77 B=09STATE78"),
    ("STATE 77(NOTAL),ROME 78", "09STATE77 09ROME78"),
    ("STATE 77,ROME 78,PARIS 79", "09STATE77 09ROME78 09PARIS79"),
    (
        "A. SAN JOSE 77 B. SAN SALVADOR 78 C. SANTO DOMINGO 79 D. ST PETERSBURG 80 E. ST. PETERSBURG 81",
        "A=09SANJOSE77 B=09SANSALVADOR78 C=09SANTODOMINGO79 D=09STPETERSBURG80 E=09STPETERSBURG81",
    ),
    (
        "A. CD GENEVA 77 B. MISSION GENEVA 78 C. GENEVA 79 D. USMISSION GENEVA 80",
        "A=09CDGENEVA77 B=09GENEVA78 C=09GENEVA79 D=09GENEVA80",
    ),
    (
        "A. AIT TAIPEI 77 B. TAIPEI 78 C. AITTAIPEI 79",
        "A=09TAIPEI77 B=09TAIPEI78 C=09TAIPEI79",
    ),
    (
        "A. IRAN RPO DUBAI 77 B. RPO DUBAI 78 C. DUBAI 79",
        "A=09RPODUBAI77 B=09RPODUBAI78 C=09DUBAI79",
    ),
    ("STATE 77 PARA 2", "09STATE77"),
    ("STATE 77 (PARA 12)", "09STATE77"),
    ("STATE 77 PARAS 2-4", "09STATE77"),
    ("UNSCR 1701; STATE 77", "document 09STATE77"),
    ("8 FAM 123; STATE 77", "document 09STATE77"),
    (
        "A. PL-480 B. HR 1234 C. STATE 77",
        "A=document B=other C=09STATE77",
    ),
    ("HTTP://WWW.EXAMPLE.ORG/2009/12345", "document"),
    (
        "A. FENN-KARLSEN PHONECON 5/12 B. KARLSEN MEMCON C. DIPLOMATIC NOTE 234/09 D. LONDON DAILY 11/3/09",
        "A=telephone B=document C=document D=report",
    ),
    ("CA-1234", "other"),
    ("STRELSAU 731", "08STRELSAU731"),
    (
        "A. STRELSAU 0702 AND PREVIOUS; B. ZENDA 9",
        "A=09STRELSAU702+ B=09ZENDA9",
    ),
    (
        "A. 2008 STRELSAU 1702, 1703 B. STRELSAU 9",
        "A=08STRELSAU1702 A=08STRELSAU1703 B=09STRELSAU9",
    ),
    (
        "(A) 08 STRELSAU 1702 (B) 08 1703",
        "A=08STRELSAU1702 B=08STRELSAU1703",
    ),
    (
        "A. Embassy Edelweiss 412 B. Consulate Zenda 78",
        "A=09EDELWEISS412 B=09ZENDA78",
    ),
    (
        "A. 2009 EDELWEISS 412 (UNSECURE) B. STATE 9 (HEREAFTER \"GUIDANCE\")",
        "A=09EDELWEISS412 B=09STATE9",
    ),
    (
        "a) Edelweiss 412, b) Zenda 78",
        "A=09EDELWEISS412 B=09ZENDA78",
    ),
    ("EDELWEISS 412 -  ZENDA 78", "09EDELWEISS412 09ZENDA78"),
];
