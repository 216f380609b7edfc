//! Tests of explaining: which meanings a word has, in which order.

use super::*;

/// The meanings of a word as `kind: summary`.
fn meanings(word: &str, year: Option<u16>) -> Vec<String> {
    explain(word, year)
        .iter()
        .map(|meaning| format!("{}: {}", meaning.kind.as_str(), meaning.summary))
        .collect()
}

#[track_caller]
fn check(word: &str, year: Option<u16>, first: &str) {
    let found = meanings(word, year);
    assert!(
        found.first().is_some_and(|found| found.starts_with(first)),
        "{word}: {found:#?}"
    );
}

#[test]
fn every_kind_of_word() {
    check("dtg-missing-zone", None, "diagnostic: The date-time group");
    check(
        "07BASRAH92",
        None,
        "identifier: Telegram 92 of Basrah in 2007",
    );
    check(
        "07strelsau92",
        None,
        "identifier: Telegram 92 of Strelsau in 2007",
    );
    check(
        "BASRAH 92",
        Some(2007),
        "identifier: Telegram 92 of Basrah in 2007",
    );
    check(
        "SECSTATE 54183",
        None,
        "identifier: Telegram 54183 of State in a year that is not said",
    );
    assert_eq!(meanings("CHAPTER 4", None), Vec::<String>::new());
    check(
        "station-serial",
        None,
        "check: The station serial is the end",
    );
    check("FM", None, "part: Originator");
    check("prel", None, "tags: External political relations");
    check("NODIS", None, "caption: ");
    check("EYES ONLY FOR THE REGENT", None, "caption: ");
    check("niact immediate", None, "precedence: ");
    check("OO", None, "precedence: ");
    check(
        "S E C R E T",
        None,
        "level: Its publication was expected to cause serious damage",
    );
    check(
        "(S/NF)",
        None,
        "portion-mark: Secret, not for foreign nationals",
    );
    check("12958", None, "order: ");
    check("E.O. 12958", None, "order: ");
    check("X1", None, "order-code: ");
    check("OADR", None, "order-code: ");
    check("25X1", None, "order-code: ");
    check("B6", None, "release: Personal privacy");
    check("ZNY", None, "part: Transmission security");
    check("ZFF6", None, "signal: ");
    check("RUEHGB", None, "station: Station of Baghdad");
    check("RUEHXQ", None, "station: A station of the State Department");
    check("AMEMBASSY BAGHDAD", None, "post: Embassy in Baghdad, Iraq");
    check("NEWDE", None, "post: Embassy in New Delhi");
    check("Peking", None, "post: Embassy in Beijing");
    check("IRAQ COLLECTIVE", None, "addressee: ");
    check("Review History", None, "attribute: ");
    check("FONOFF", None, "abbreviation: ");
    check("Iraq", None, "tags: Iraq");
}

#[test]
fn a_year_picks_the_regime() {
    check("RS", Some(1995), "tags: Russia");
    check("RS", Some(2016), "tags: Serbia");
    let both = meanings("RS", None);
    assert!(both.contains(&"tags: Russia".to_owned()), "{both:?}");
    assert!(both.contains(&"tags: Serbia".to_owned()), "{both:?}");
    let in_1995 = &explain("RS", Some(1995))[0];
    assert!(
        in_1995
            .details
            .iter()
            .any(|detail| detail.label == "In other years" && detail.text.starts_with("Serbia")),
        "{in_1995:?}"
    );
    // The order of the year.
    check(
        "1.5(b)",
        Some(1999),
        "order-code: Foreign government information",
    );
    let orders = |year| {
        let found = explain("GDS", year);
        found
            .iter()
            .filter(|meaning| meaning.kind == MeaningKind::OrderCode)
            .count()
    };
    assert_eq!((orders(Some(1975)), orders(None)), (1, 2));
}

#[test]
fn several_meanings_stand_side_by_side() {
    let kinds: Vec<&str> = explain("C", None)
        .iter()
        .map(|meaning| meaning.kind.as_str())
        .collect();
    assert!(kinds.contains(&"portion-mark"), "{kinds:?}");
    assert!(kinds.contains(&"level"), "{kinds:?}");
    assert!(kinds.contains(&"signal"), "{kinds:?}");
    let ambiguous = explain("PORTO", None);
    assert!(
        ambiguous
            .iter()
            .filter(|meaning| meaning.kind == MeaningKind::Post)
            .count()
            >= 2,
        "{ambiguous:?}"
    );
    // Codes that several orders share are told once.
    assert_eq!(
        explain("25X6", None)
            .iter()
            .filter(|meaning| meaning.kind == MeaningKind::OrderCode)
            .count(),
        1
    );
}

#[test]
fn unknown_words_have_neighbours() {
    assert!(explain("QQQQ", None).is_empty());
    assert!(explain("", None).is_empty());
    assert!(explain(&"A".repeat(1000), None).is_empty());
    assert!(explain("\u{1b}[2J", None).is_empty());
    let near = |word| {
        near(word, 5)
            .into_iter()
            .map(|(term, _)| term)
            .collect::<Vec<_>>()
    };
    assert!(near("dtg-missing-zon").contains(&"dtg-missing-zone".to_owned()));
    assert!(near("PRLE").contains(&"PREL".to_owned()));
    assert!(near("BAGHADD").contains(&"BAGHDAD".to_owned()));
    assert!(near("X").is_empty());
}

#[test]
fn what_is_listed_is_explained() {
    for kind in MeaningKind::ALL {
        assert_eq!(MeaningKind::by_name(kind.as_str()), Some(kind));
        let listed = all(kind);
        assert_eq!(listed.is_empty(), kind == MeaningKind::Identifier);
        for meaning in listed {
            assert!(!meaning.summary.is_empty(), "{}", meaning.term);
            assert!(!meaning.source.is_empty(), "{}", meaning.term);
            let found = explain(&meaning.term, None);
            assert!(
                found
                    .iter()
                    .any(|other| other.kind == kind && other.term == meaning.term),
                "{} {} is listed and not found: {found:#?}",
                kind.as_str(),
                meaning.term
            );
        }
    }
}

#[test]
fn what_is_named_is_known() {
    for kind in MeaningKind::ALL {
        for meaning in all(kind) {
            for word in &meaning.see_also {
                assert!(
                    !explain(word, None).is_empty(),
                    "{word} of {}",
                    meaning.term
                );
            }
        }
    }
}
