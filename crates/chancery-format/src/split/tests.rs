use super::*;

const ONE: &str = "\
VZCZCXRO0412
RR RUEHC
DE RUEHSU #0731 1421305
ZNR UUUUU ZZH
R 221300Z MAY 06
FM AMEMBASSY STRELSAU
TO RUEHC/SECSTATE WASHDC 0610
UNCLAS STRELSAU 000731

SUBJECT: THE KING IS ILL

1. The King has a cold.
FENN
";

const OTHER: &str = "\
VZCZCXRO0413
PP RUEHC
DE RUEHZN #0055 1421405
ZNR UUUUU ZZH
P 221400Z MAY 06
FM AMCONSUL ZENDA
TO RUEHC/SECSTATE WASHDC 0199
UNCLAS ZENDA 000055

SUBJECT: THE LAKE IS FROZEN

1. In May.
HOLM
";

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let parts = split(text.as_bytes());
    let starts: Vec<&str> = parts
        .iter()
        .map(|part| text[part.clone()].trim_start().lines().next().unwrap_or(""))
        .collect();
    assert_eq!(starts, expected, "{text}");
    let mut at = 0;
    for part in parts {
        assert_eq!(part.start, at, "the parts tile the text");
        at = part.end;
    }
    assert_eq!(at, text.len());
}

/// The telegram without the lines above its date-time group.
fn written(telegram: &str) -> &str {
    &telegram[telegram.find("ZZH\n").expect("a line of security") + 4..]
}

#[test]
fn transmissions() {
    check(ONE, &["VZCZCXRO0412"]);
    check(&format!("{ONE}{OTHER}"), &["VZCZCXRO0412", "VZCZCXRO0413"]);
    check(
        &format!("{ONE}\n\nNNNN\n\n{OTHER}\nNNNN\n"),
        &["VZCZCXRO0412", "VZCZCXRO0413"],
    );
    // No end and no start of a transmission.
    check(
        &format!("{}{}", written(ONE), written(OTHER)),
        &["R 221300Z MAY 06", "P 221400Z MAY 06"],
    );
    // Lines above the date-time group belong to it.
    let bare = &OTHER[OTHER.find("PP").expect("a routing line")..];
    check(
        &format!("{}\n{bare}", written(ONE)),
        &["R 221300Z MAY 06", "PP RUEHC"],
    );
    check("", &[""]);
    check("NNNN\nNNNN\n", &["NNNN"]);
}

#[test]
fn one_cable_stays_one() {
    // A further section.
    let second = ONE
        .replace("0412", "0414")
        .replace("UNCLAS STRELSAU", "UNCLAS SECTION 02 OF 02 STRELSAU")
        .replace("R 221300Z", "R 221301Z");
    check(&format!("{ONE}\nNNNN\n{second}"), &["VZCZCXRO0412"]);
    // The head once more.
    check(&format!("{ONE}{ONE}"), &["VZCZCXRO0412"]);
    check(&format!("{}\n{ONE}", written(ONE)), &["R 221300Z MAY 06"]);
    // Words above the first telegram.
    check(&format!("Here it is.\n\n{ONE}"), &["Here it is."]);
}

#[test]
fn quoted_telegrams_stay() {
    for words in [
        "QUOTE",
        "FOLLOWING REPEAT ZENDA 55 SENT ACTION SECSTATE",
        "BEGIN TEXT:",
    ] {
        let repeating = ONE.replace("1. The King has a cold.\nFENN\n", words);
        let text = format!("{repeating}\n\n{}UNQUOTE\nFENN\n", written(OTHER));
        check(&text, &["VZCZCXRO0412"]);
    }
    // Behind the end of a transmission nothing is quoted.
    let text = format!("{ONE}UNQUOTE QUOTE\nNNNN\n{OTHER}");
    check(&text, &["VZCZCXRO0412", "VZCZCXRO0413"]);
}

#[test]
fn records_of_the_seventies() {
    let record = |post: &str, number: &str| {
        let minute = &number[3..];
        format!(
            "Message Text\n\n\n                        UNCLASSIFIED\n\nPAGE 01        {post}  {number}  071545Z\n\n51\n\
             ACTION EUR-12\n\nINFO  OCT-01  /013 W\n                        --------------------- 062914\n\
             R 0714{minute}Z JUL 75\nFM AMEMBASSY STRELSAU\nTO SECSTATE WASHDC 3310\n\nUNCLAS {post} {number}\n\n\
             1. THE KING IS ILL.\nFENN\n\n\n                        UNCLASSIFIED\n\nNNN\n\nMessage Attributes\n\n\
             Draft Date: 07 JUL 1975\n\n"
        )
    };
    let (one, other) = (record("STRELS", "04127"), record("STRELS", "04131"));
    check(&format!("{one}{other}"), &["Message Text", "Message Text"]);
    check(&one, &["Message Text"]);
    let pages = |text: &str| text[text.find("PAGE").expect("a page line")..].to_owned();
    check(
        &format!(
            "{}                 UNCLASSIFIED\n\n{}",
            pages(&one),
            pages(&other)
        ),
        &["PAGE 01        STRELS  04127  071545Z", "UNCLASSIFIED"],
    );
    let second = pages(&one).replace("04127  071545Z", "04127  02 OF 02  071545Z");
    check(&format!("{one}{second}"), &["Message Text"]);
}

#[test]
fn messages_from_2009_on() {
    let message = |number: u32| {
        format!(
            "UNCLASSIFIED\nSBU\n\nMRN:        12 STRELSAU {number}\nDate/DTG:   Sep 11, 2012 / 11{number}Z SEP 12\n\
             From:       AMEMBASSY STRELSAU\nAction:     WASHDC, SECSTATE ROUTINE\nE.O.:       13526\n\
             Subject:    A Quiet Year\n\n1.  (U)  The pipes hold.\n\nSignature:     Fenn\n\n"
        )
    };
    let (one, other) = (message(1187), message(1188));
    check(&format!("{one}{other}"), &["UNCLASSIFIED", "UNCLASSIFIED"]);
    check(&format!("{one}{one}"), &["UNCLASSIFIED"]);
}

#[test]
fn released_copies() {
    let copy = |telegram: &str, document: &str| {
        let page = format!(
            "UNCLASSIFIED U.S. Department of State Case No. F-2010-04410 Doc No. {document} Date: 04/30/2013\n"
        );
        format!(
            "{page}RELEASE IN FULL\n{}{page}",
            &telegram["VZCZCXRO0412\n".len()..]
        )
    };
    let text = format!("{}{}", copy(ONE, "C05510022"), copy(OTHER, "C05510023"));
    let parts = split(text.as_bytes());
    assert_eq!(parts.len(), 2);
    assert!(text[parts[1].clone()].contains("C05510023"));
    assert!(!text[parts[1].clone()].contains("C05510022"));
}

#[test]
fn mails() {
    let mail = |telegram: &str| {
        format!(
            "From: Fenn, Dora\nSent: Monday, May 22, 2006\nTo: Karlsen, Ada\nSubject: FW: a cable\n\n{telegram}"
        )
    };
    check(
        &format!("{}\x0C\n{}", mail(written(ONE)), mail(written(OTHER))),
        &["From: Fenn, Dora", "From: Fenn, Dora"],
    );
    check(&mail(written(ONE)), &["From: Fenn, Dora"]);
}
