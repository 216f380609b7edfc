//! Reading and printing queries, and what each kind of part finds.

use super::*;
use crate::testing::{self, Describe, hits, hits_in};
use crate::{Archive, Facet, Order};

#[track_caller]
fn check(query: &str, printed: &str) {
    let parsed = Query::parse(query).unwrap();
    assert_eq!(parsed.to_string(), printed, "{query}");
    let again = Query::parse(printed).unwrap();
    assert_eq!(again, parsed, "{printed}");
}

#[track_caller]
fn check_error(query: &str, at: Range<usize>, reason: &str, suggestion: &str) {
    let error = Query::parse(query).unwrap_err();
    assert_eq!(
        (
            error.at(),
            error.reason(),
            error.suggestion().unwrap_or_default()
        ),
        (at, reason, suggestion),
        "{query}"
    );
}

#[test]
fn queries_are_read_and_printed() {
    check("", "");
    check("  ", "");
    check("king", "king");
    check("king  duke", "king duke");
    check("king AND duke", "king duke");
    check("king OR duke crown", "king OR duke crown");
    check("(king OR duke) crown", "(king OR duke) crown");
    check("((king))", "king");
    check("-king", "-king");
    check("NOT king", "-king");
    check("-(-king)", "king");
    check("NOT NOT NOT king", "-king");
    check("--king", "--king");
    check("-(king duke)", "-(king duke)");
    check("king -\"black michael\"", "king -\"black michael\"");
    check("“black michael”", "\"black michael\"");
    check("al-Sadr", "al-Sadr");
    check("king - duke", "king duke");
    check("king & duke --", "king duke");
    check("*", "");
    check("=kings", "=kings");
    check("subject:=kings", "subject:=kings");
    check("\"crown king\"~5", "\"crown king\"~5");
    check("\"king\"~5", "\"king\"");
    check(
        "strels* te?m *tion a*b al-Sad*",
        "strels* te?m *tion a*b al-Sad*",
    );
    check("Zenda?", "Zenda?");
    check("regent~ regent~2", "regent~1 regent~2");
    check("~100 a~b", "~100 a~b");
    check("/elect(ion|ed)/ duke", "/elect(ion|ed)/ duke");
    check("/privy council/", "/privy council/");
    check(r"text:/privy\s+council/", r"text:/privy\s+council/");
    check("text:\"The  King's\"", "text:\"The  King's\"");
    check("text:King", "text:\"King\"");
    check("/etc/passwd", "/etc/passwd");
    check("10/8/2017", "10/8/2017");
    check("-/kings?/", "-/kings?/");
    check(
        "paragraph:(king OR duke -crown portion:s role:comment)",
        "paragraph:(king OR duke -crown portion:S role:comment)",
    );
    check("paragraph:king", "paragraph:(king)");
    check("paragraph:(07 STRELSAU 92)", "paragraph:(07 STRELSAU 92)");
    check("portion:s//nf,c", "portion:S/NF OR portion:C");
    check("portion:>=c", "portion:>=C");
    check("country:br", "country:BRAZIL");
    check("precedence:>=O", "precedence:>=immediate");
    check("declassify:2017..", "declassify:2017..");
    check("declassify:x-1,oadr", "declassify:X1 OR declassify:OADR");
    check("declassify:1.4(B)", "declassify:\"1.4(b)\"");
    check("reason:1.4  (B) x", "reason:\"1.4(b)\" x");
    check("reason:1.4 (b c)", "reason:1.4 (b c)");
    check(
        "declassify:25x* -declassify:*",
        "declassify:25X* -declassify:*",
    );
    check(
        "declassify:\"end of mission\"",
        "declassify:\"END OF MISSION\"",
    );
    check(
        "reason:1.4(b),1.5d reason:1.4 (b)",
        "(reason:\"1.4(b)\" OR reason:\"1.5(d)\") reason:\"1.4(b)\"",
    );
    check("reason:1.?(D)", "reason:1.?(d)");
    check("order:\"E.O. 12958\"", "order:12958");
    check("edition:>1", "edition:>1");
    check("has:references -has:summary", "has:refs -has:summary");
    check("kind:Airgram lang:es", "kind:airgram lang:spa");
    check("refby:\"07 strelsau 92\"", "refby:07STRELSAU92");
    check("similar:07strelsau92", "similar:07STRELSAU92");
    check("id:07strelsau*", "id:07STRELSAU*");
    check("id:X-0123456789AB", "id:x-0123456789ab");
    check("tags:P* post:strel?au", "tags:P* post:STREL?AU");
    check(
        "signed:SAPT classifiedby:tarlen*",
        "signed:SAPT classifiedby:tarlen*",
    );
    check("source:/tmp/zenda.csv", "source:/tmp/zenda.csv");
    check("meaning:terrorism", "meaning:terrorism");
    check("meaning:\"foreign policy\"", "meaning:\"foreign policy\"");
    check("word:(king -duke)", "king -duke");
    check("or and not", "or and not");
    check("post:strelsau", "post:STRELSAU");
    check("Post: strelsau", "post:STRELSAU");
    check("post:strelsau,zenda", "post:STRELSAU OR post:ZENDA");
    check(
        "king post:(strelsau OR zenda)",
        "king (post:STRELSAU OR post:ZENDA)",
    );
    check("post:-strelsau", "-post:STRELSAU");
    check(
        "tags:pgov,\"Rassendyll,  Rudolf\"",
        "tags:PGOV OR tags:\"RASSENDYLL, RUDOLF\"",
    );
    check("tags:(pgov prel)", "tags:PGOV tags:PREL");
    check("subject:(crown -king)", "subject:crown -subject:king");
    check("subject:\"the crown\"", "subject:\"the crown\"");
    check("classification:TS", "class:\"top secret\"");
    check("class:>=c", "class:>=confidential");
    check("date:2007-1..2008", "date:2007-01..2008");
    check("year:>2005", "year:>2005");
    check("caption:nodis", "caption:NODIS");
    check("id:2007STRELSAU00092", "id:07STRELSAU92");
    check("ref:\"07 STRELSAU 92\"", "ref:07STRELSAU92");
    check("07 STRELSAU 92 king", "07 STRELSAU 92 king");
    check("http://x.example/y 15:40", "http://x.example/y 15:40");
}

#[test]
fn identifiers_in_plain_text_are_seen() {
    let ids = |query: &str| -> Vec<String> {
        let mut ids = Vec::new();
        let Query { root } = Query::parse(query).unwrap();
        let nodes = match root {
            Node::All(nodes) => nodes,
            node => vec![node],
        };
        for node in nodes {
            if let Node::Leaf(Leaf::Mention(mention)) = node {
                let words = mention.words().len();
                ids.push(format!(
                    "{} in {words}",
                    Identifier::parse(&mention.to_string(), Relation::Itself, 0..0).unwrap()
                ));
            }
        }
        ids
    };
    assert_eq!(ids("07STRELSAU92"), ["id:07STRELSAU92 in 1"]);
    assert_eq!(ids("2007strelsau00092"), ["id:07STRELSAU92 in 1"]);
    assert_eq!(ids("king 07 STRELSAU 92 duke"), ["id:07STRELSAU92 in 3"]);
    assert_eq!(
        ids("07 STRELSAU 92 08 ZENDA 3"),
        ["id:07STRELSAU92 in 3", "id:08ZENDA3 in 3"]
    );
    assert_eq!(ids("12 monkeys"), [""; 0]);
    assert_eq!(ids("\"07STRELSAU92\""), [""; 0]);
    assert_eq!(ids("STRELSAU 92"), [""; 0]);
}

#[test]
fn errors_say_where_why_and_what_instead() {
    check_error(
        "king (duke",
        5..6,
        "this bracket is not closed",
        "put ) after the last word it holds",
    );
    check_error(
        "king) duke",
        4..5,
        "this bracket closes nothing",
        "take it out, or put the text in quotation marks",
    );
    check_error(
        "say \"the king",
        4..5,
        "this quotation mark is not closed",
        "put \" after the last word of the phrase",
    );
    check_error(
        "OR king",
        0..2,
        "nothing stands before OR",
        "put \"OR\" in quotation marks to look for the word",
    );
    check_error(
        "king OR ",
        5..7,
        "nothing stands after OR",
        "put \"OR\" in quotation marks to look for the word",
    );
    check_error(
        "(king OR)",
        6..8,
        "nothing stands after OR",
        "put \"OR\" in quotation marks to look for the word",
    );
    check_error(
        "king AND",
        5..8,
        "nothing stands after AND",
        "put \"AND\" in quotation marks to look for the word",
    );
    check_error(
        "king NOT",
        5..8,
        "nothing stands after NOT",
        "put \"NOT\" in quotation marks to look for the word",
    );
    check_error("king psot:x", 5..9, "there is no field `psot`", "post:");
    check_error(
        "post:",
        0..5,
        "nothing stands after `post:`",
        "post:STRELSAU",
    );
    check_error(
        "signed:*",
        7..8,
        "`*` stands for the rest of a word, and there is no word",
        "has:signature finds cables that have any",
    );
    check_error(
        "reason:why",
        7..10,
        "`why` is no reason: expected the section of an order with a letter, as in 1.4(b)",
        "reason:1.4(b), reason:1.4, reason:1.?(d)",
    );
    check_error(
        "king date: ",
        5..11,
        "nothing stands after `date:`",
        "date:2007-10",
    );
    check_error(
        "class:secert",
        6..12,
        "`secert` is no classification",
        "class:secret",
    );
    check_error(
        "class:top secret",
        6..9,
        "`top` is no classification",
        "class:\"top secret\"",
    );
    check_error(
        "id:STRELSAU",
        3..11,
        "`STRELSAU` is no identifier with year, post and number",
        "id:07STRELSAU92, id:\"07 STRELSAU 92\"",
    );
    check_error(
        "subject:(a post:b)",
        11..15,
        "the field `post` stands within the field `subject`",
        "close the bracket first, or put the text in quotation marks: subject:\"post: …\"",
    );
    check_error(
        "a paragraph:post:zenda",
        12..16,
        "the field `post` stands within the field `paragraph`",
        "post:zenda beside it, as a part of its own; paragraph:\"post:zenda\" looks for these words",
    );
    check_error(
        "paragraph:portion:S",
        10..17,
        "the field `portion` stands within the field `paragraph`",
        "paragraph:(portion:S), or paragraph:\"portion:S\" to look for these words",
    );
    check_error(
        "tags:PGOV,post:zenda",
        10..14,
        "the field `post` stands within the field `tags`",
        "post:zenda beside it, as a part of its own; tags:\"post:zenda\" looks for these words",
    );
    for (query, at, reason) in [
        ("king~3", 0..6, "at most two letters can differ"),
        (
            "al-sadr~1",
            0..9,
            "only one word of the text of at most 40 letters can be spelt otherwise",
        ),
        (
            "\"a b\"~x",
            5..6,
            "after ~ stands how many words may lie between, from 0 to 1000",
        ),
        ("king /elect", 5..6, "this expression is not closed"),
        (
            "king /a(b/",
            5..10,
            "this expression does not read: unclosed group",
        ),
        (
            "subject:/a b/",
            8..13,
            "an expression that spans words looks through the whole text",
        ),
        ("post:/a/", 5..8, "`post:` takes no such thing"),
        (
            "paragraph:(post:x)",
            11..15,
            "`post:` says nothing of one paragraph",
        ),
        ("edition:2..1", 8..12, "the range ends before it begins"),
        ("edition:0", 8..9, "every cable has one edition at least"),
        ("portion:X", 8..9, "`X` is no portion mark"),
        ("role:coment", 5..11, "`coment` is no role of a paragraph"),
        ("has:sumary", 4..10, "`sumary` is nothing that `has:` knows"),
        ("precedence:fast", 11..15, "`fast` is no precedence"),
        ("edition:x", 8..9, "`x` is no number of editions"),
        (
            "declassify:2008..2007",
            11..21,
            "the range ends before it begins",
        ),
    ] {
        let error = Query::parse(query).unwrap_err();
        assert_eq!((error.at(), error.reason()), (at, reason), "{query}");
        assert!(error.suggestion().is_some(), "{query}");
    }
    assert_eq!(
        Query::parse("café (duke").unwrap_err().to_string(),
        "cannot read the query at character 6: this bracket is not closed"
    );
    assert_eq!(
        Query::parse("--").unwrap_err().reason(),
        "nothing to look for: no letter and no digit"
    );
    assert!(
        Query::parse("e: king")
            .unwrap_err()
            .suggestion()
            .unwrap()
            .starts_with("the fields are post, country, ")
    );
}

#[test]
fn hostile_queries_are_refused_or_read() {
    for query in [
        "(".repeat(100_000),
        "-".repeat(50_000) + "x",
        "(-".repeat(1000),
        "x ".repeat(20_000),
        "NOT ".repeat(1000),
        "post:-".repeat(1000),
        "post:(".repeat(1000),
        "\"".repeat(1001),
        "«".to_owned(),
        "a\u{301}:é".to_owned(),
        "post:\u{1F451}".to_owned(),
        ",,,".to_owned(),
        "post:,".to_owned(),
        "\0\u{7}\u{202E}".to_owned(),
    ] {
        if let Ok(parsed) = Query::parse(&query) {
            let _ = parsed.to_string();
        }
    }
}

/// The facets of `declassify` and `reason` of a whole archive.
fn declassify_and_reason(archive: &Archive) -> Vec<Facet> {
    let search = crate::Search {
        facet_fields: vec!["declassify".to_owned(), "reason".to_owned()],
        ..crate::Search::default()
    };
    archive.search(&search).unwrap().facets
}

#[test]
fn the_end_of_secrecy_is_found_as_day_code_or_event() {
    use chancery_format::record::ExecutiveOrderRecord;
    let with = |id: &str, day: Option<&str>, codes: &[&str], event: Option<&str>| {
        let mut record = testing::cable(id, &["x"]);
        record.executive_order = Some(ExecutiveOrderRecord {
            order: Some("12958".to_owned()),
            declassify_on: day.map(str::to_owned),
            exemptions: codes.iter().map(|&code| code.to_owned()).collect(),
            event: event.map(str::to_owned),
            text: String::new(),
        });
        record
    };
    let mut reasoned = with("07 A 7", Some("2017-10-08"), &[], None);
    reasoned.reasons = vec!["1.4(b)".to_owned(), "1.4(d)".to_owned()];
    let (_folder, archive) = testing::archive(&[
        with("07 A 1", None, &["X1", "X6"], None),
        with("07 A 2", None, &["25X1-HUMAN"], None),
        with("07 A 3", Some("2017-10-08"), &["OADR"], None),
        with("07 A 4", None, &[], Some("Coronation of King Rudolf V")),
        with("07 A 5", None, &["N/A"], None),
        with("07 A 6", None, &["1.4(d)", "XGDS-2"], None),
        reasoned,
        testing::cable("07 A 8", &["x"]),
    ]);
    for (query, expected) in [
        ("declassify:X1", "07A1"),
        ("declassify:x-6", "07A1"),
        ("declassify:25X1", "07A2"),
        ("declassify:25X1-human", "07A2"),
        ("declassify:\"25 X 1\"", "07A2"),
        ("declassify:25*", "07A2"),
        ("declassify:oadr", "07A3"),
        ("declassify:2017", "07A3 07A7"),
        ("declassify:201?", "07A3 07A7"),
        ("declassify:2017 declassify:OADR", "07A3"),
        ("declassify:coronation", "07A4"),
        ("declassify:\"king rudolf\"", "07A4"),
        ("declassify:coron*", "07A4"),
        ("declassify:event", "07A4"),
        ("declassify:rud", ""),
        ("declassify:n/a", "07A5"),
        ("declassify:1.4", "07A6"),
        ("declassify:1.4(D)", "07A6"),
        ("declassify:XGDS", "07A6"),
        ("declassify:XGDS2", "07A6"),
        ("declassify:GDS", ""),
        ("declassify:*", "07A1 07A2 07A3 07A4 07A5 07A6 07A7"),
        ("has:declassify", "07A1 07A2 07A3 07A4 07A6 07A7"),
        ("order:12958 -has:declassify", "07A5"),
        ("reason:1.4(b)", "07A7"),
        ("reason:1.4", "07A7"),
        ("reason:1.4 (b)", "07A7"),
        ("reason:1.4 (B),1.5 (c)", "07A7"),
        ("reason:(1.4 (d) OR 1.5)", "07A7"),
        ("reason:1.4 (c)", ""),
        ("declassify:1.4 (d)", "07A6"),
        ("reason:1.?(d)", "07A7"),
        ("reason:1.4c", ""),
        ("has:reason", "07A7"),
    ] {
        assert_eq!(hits(&archive, query), expected, "{query}");
    }
    let facets = declassify_and_reason(&archive);
    for facet in &facets {
        for value in &facet.values {
            let query = format!("{}:{}", facet.field, quoted(&value.value));
            let n = hits(&archive, &query).split_whitespace().count();
            assert_eq!(n as u64, value.count, "{query}");
        }
    }
    let labels: Vec<_> = facets[1]
        .values
        .iter()
        .map(|value| (value.value.as_str(), value.label.as_deref()))
        .collect();
    assert_eq!(
        labels[0],
        ("1.4(b)", Some("Foreign government information"))
    );
    let like = archive.spelled_like("declassify:OADX", 3).unwrap();
    assert_eq!(like[0].like, ["declassify:OADR"]);
    let suggested = archive.suggest("declassify:25", 3).unwrap();
    assert_eq!(suggested.values[0].text, "\"25X1-HUMAN\"");
}

#[test]
fn of_several_editions_one_says_when_secrecy_ends() {
    use chancery_format::record::ExecutiveOrderRecord;
    let with = |text: &str, day: Option<&str>, code: &str, reason: &str| {
        let mut record = testing::cable("07 A 1", &[text]);
        record.executive_order = Some(ExecutiveOrderRecord {
            order: Some("12958".to_owned()),
            declassify_on: day.map(str::to_owned),
            exemptions: vec![code.to_owned()],
            event: None,
            text: String::new(),
        });
        record.reasons = vec![reason.to_owned()];
        record
    };
    let (_folder, archive) = testing::archive(&[
        with("The Duke left at noon", None, "X1", "1.4(b)"),
        with("The Duke left at one", Some("2047-10-08"), "X6", "1.4(d)"),
        with("The Duke left at two", Some("2017-10-08"), "OADR", "1.5(c)"),
    ]);
    assert_eq!(hits(&archive, "edition:3"), "07A1");
    // The day is that of the first edition that has one, as with `date:`; codes and reasons are those of all.
    for (query, expected) in [
        ("declassify:2047", "07A1"),
        ("declassify:2047-10-08", "07A1"),
        ("declassify:204?", "07A1"),
        ("declassify:2017", ""),
        ("declassify:201?", ""),
        ("declassify:X1 declassify:X6 declassify:OADR", "07A1"),
        ("reason:1.4(b) reason:1.4(d) reason:1.5", "07A1"),
    ] {
        assert_eq!(hits(&archive, query), expected, "{query}");
    }
    let facets = declassify_and_reason(&archive);
    let values: Vec<Vec<&str>> = facets
        .iter()
        .map(|facet| facet.values.iter().map(|v| v.value.as_str()).collect())
        .collect();
    assert_eq!(
        values,
        [
            ["2047", "OADR", "X1", "X6"].as_slice(),
            &["1.4(b)", "1.4(d)", "1.5(c)"]
        ]
    );
    assert!(
        archive
            .suggest("declassify:2017", 3)
            .unwrap()
            .values
            .is_empty()
    );
}

fn ruritania() -> (tempfile::TempDir, Archive) {
    testing::archive(&[
        testing::cable(
            "07 STRELSAU 92",
            &[
                "The King's illness worries the café society of Strelsau.",
                "Duke Michael expects elections. The régime denies it.",
            ],
        )
        .subject("Succession: the King is ill")
        .sent("2007-10-08T15:40:00Z")
        .class("SECRET")
        .tags(&["PGOV", "PREL", "ELPHBERG, RUDOLF"])
        .captions(&["NODIS"]),
        testing::cable(
            "07 ZENDA 7",
            &["The Duke rode to the castle with Colonel Sapt-Fritz on 10/9/2007."],
        )
        .subject("Duke leaves town")
        .sent("2007-12-31T23:59:59Z")
        .class("CONFIDENTIAL")
        .tags(&["PGOV"])
        .refers_to(&["07STRELSAU92"]),
        testing::cable("08 STRELSAU 3", &["An election was held. The duke lost."])
            .subject("Election results")
            .sent("2008-01-01T00:00:00Z")
            .class("UNCLASSIFIED")
            .tags(&["KDEM"])
            .captions(&["SIPDIS", "NO FOREIGN"])
            .refers_to(&["07ZENDA7", "07STRELSAU92"]),
        testing::cable(
            "06 RIODEJANEIRO 138",
            &["See 07 STRELSAU 92 for the crown jewels."],
        ),
    ])
}

#[test]
fn each_kind_of_part_finds_its_cables() {
    let (_folder, archive) = ruritania();
    let mut wrong = Vec::new();
    for (query, expected) in [
        ("", "06RIODEJANEIRO138 07STRELSAU92 07ZENDA7 08STRELSAU3"),
        // Words, in all forms, case and accents aside, wherever they stand.
        ("king", "07STRELSAU92"),
        ("KINGS", "07STRELSAU92"),
        ("election", "07STRELSAU92 08STRELSAU3"),
        ("\"elections\"", "07STRELSAU92"),
        ("cafe regime", "07STRELSAU92"),
        ("CAFÉ", "07STRELSAU92"),
        ("duke castle", "07ZENDA7"),
        ("duke", "07STRELSAU92 07ZENDA7 08STRELSAU3"),
        (
            "secstate",
            "06RIODEJANEIRO138 07STRELSAU92 07ZENDA7 08STRELSAU3",
        ),
        ("000138", "06RIODEJANEIRO138"),
        // Phrases do not run over the end of a paragraph.
        ("\"duke michael\"", "07STRELSAU92"),
        ("\"michael duke\"", ""),
        ("\"Strelsau. Duke\"", ""),
        ("sapt-fritz", "07ZENDA7"),
        ("fritz-sapt", ""),
        ("10/09/2007", "07ZENDA7"),
        // Operators.
        ("duke -castle", "07STRELSAU92 08STRELSAU3"),
        ("castle OR jewels", "06RIODEJANEIRO138 07ZENDA7"),
        ("-duke", "06RIODEJANEIRO138"),
        ("duke (castle OR lost)", "07ZENDA7 08STRELSAU3"),
        ("duke -(castle OR lost)", "07STRELSAU92"),
        ("-duke OR castle", "06RIODEJANEIRO138 07ZENDA7"),
        (
            "duke -\"michael duke\"",
            "07STRELSAU92 07ZENDA7 08STRELSAU3",
        ),
        (
            "-\"an election\"",
            "06RIODEJANEIRO138 07STRELSAU92 07ZENDA7",
        ),
        ("duke nothing", ""),
        // Fields.
        ("post:strelsau", "07STRELSAU92 08STRELSAU3"),
        ("post:\"Rio de Janeiro\"", "06RIODEJANEIRO138"),
        ("post:zenda,riodejaneiro", "06RIODEJANEIRO138 07ZENDA7"),
        ("-post:strelsau duke", "07ZENDA7"),
        ("tags:pgov", "07STRELSAU92 07ZENDA7"),
        ("tags:(pgov prel)", "07STRELSAU92"),
        ("tags:(kdem OR prel)", "07STRELSAU92 08STRELSAU3"),
        ("tags:elphberg", "07STRELSAU92"),
        ("tags:\"Elphberg,Rudolf\"", "07STRELSAU92"),
        ("caption:nodis", "07STRELSAU92"),
        ("caption:\"no foreign\"", "08STRELSAU3"),
        ("class:secret", "07STRELSAU92"),
        ("class:>=confidential", "07STRELSAU92 07ZENDA7"),
        ("class:<secret", "07ZENDA7 08STRELSAU3"),
        ("class:(s OR u)", "07STRELSAU92 08STRELSAU3"),
        ("date:2007", "07STRELSAU92 07ZENDA7"),
        ("date:2007-10", "07STRELSAU92"),
        ("date:2007-12-31", "07ZENDA7"),
        ("date:2007-12..2008-01", "07ZENDA7 08STRELSAU3"),
        ("date:>=2008", "08STRELSAU3"),
        ("date:..2007-11", "07STRELSAU92"),
        ("date:1950..", "07STRELSAU92 07ZENDA7 08STRELSAU3"),
        ("year:2006", "06RIODEJANEIRO138"),
        ("year:2006..2007", "06RIODEJANEIRO138 07STRELSAU92 07ZENDA7"),
        ("subject:duke", "07ZENDA7"),
        ("subject:(king OR election)", "07STRELSAU92 08STRELSAU3"),
        ("subject:\"the king\"", "07STRELSAU92"),
        ("body:secstate", ""),
        ("body:lost", "08STRELSAU3"),
        ("header:secstate duke", "07STRELSAU92 07ZENDA7 08STRELSAU3"),
        ("from:zenda", "07ZENDA7"),
        ("to:\"secstate washdc\" castle", "07ZENDA7"),
        ("info:secstate", ""),
        // Identifiers.
        ("id:07strelsau92", "07STRELSAU92"),
        ("id:\"2007 Strelsau 00092\"", "07STRELSAU92"),
        ("ref:07STRELSAU92", "07ZENDA7 08STRELSAU3"),
        ("ref:(07STRELSAU92 07ZENDA7)", "08STRELSAU3"),
        ("2007STRELSAU00092", "07STRELSAU92 07ZENDA7 08STRELSAU3"),
        (
            "07 strelsau 092",
            "06RIODEJANEIRO138 07STRELSAU92 07ZENDA7 08STRELSAU3",
        ),
        ("strelsau 92", "06RIODEJANEIRO138 07STRELSAU92"),
        ("07STRELSAU92 castle", "07ZENDA7"),
        // Patterns.
        ("=elections", "07STRELSAU92"),
        ("body:=election", "08STRELSAU3"),
        ("elect*", "07STRELSAU92 08STRELSAU3"),
        ("*society*", "07STRELSAU92"),
        ("c?stle", "07ZENDA7"),
        ("d*e castle", "07ZENDA7"),
        ("sapt-fr*", "07ZENDA7"),
        ("castel~2", "07ZENDA7"),
        ("mickael~", "07STRELSAU92"),
        ("michal~1", "07STRELSAU92"),
        ("mychal~1", ""),
        ("/castles?|jewels?/", "06RIODEJANEIRO138 07ZENDA7"),
        ("/CAF.?/", "07STRELSAU92"),
        ("subject:elect*", "08STRELSAU3"),
        ("\"duke castle\"~3", "07ZENDA7"),
        ("\"castle duke\"~3", "07ZENDA7"),
        ("\"castle duke\"~2", ""),
        // The text itself.
        ("text:\"King's illness\"", "07STRELSAU92"),
        ("text:\"king's illness\"", ""),
        ("text:ill", "07STRELSAU92"),
        ("text:\"10/9/2007.\"", "07ZENDA7"),
        ("text:/[A-Z][a-z]+-Fritz/", "07ZENDA7"),
        ("text:/\\d+.9.20/", "07ZENDA7"),
        ("/duke (rode|lost)/", "07ZENDA7 08STRELSAU3"),
        ("post:strelsau text:/lost\\./", "08STRELSAU3"),
        ("post:strelsau -text:/lost\\./", "07STRELSAU92"),
        ("castle OR text:jewels", "06RIODEJANEIRO138 07ZENDA7"),
        // Within one paragraph.
        ("king michael", "07STRELSAU92"),
        ("paragraph:(king michael)", ""),
        ("paragraph:(elections michael)", "07STRELSAU92"),
        ("paragraph:(duke -castle)", "07STRELSAU92 08STRELSAU3"),
        (
            "paragraph:(duke portion:none)",
            "07STRELSAU92 07ZENDA7 08STRELSAU3",
        ),
        ("portion:S", ""),
        ("paragraph:(duke role:comment)", ""),
        // More fields.
        ("country:brazil", "06RIODEJANEIRO138"),
        ("country:br*", "06RIODEJANEIRO138"),
        ("refby:08STRELSAU3", "07STRELSAU92 07ZENDA7"),
        ("refby:(08STRELSAU3 07ZENDA7)", "07STRELSAU92"),
        ("id:07*", "07STRELSAU92 07ZENDA7"),
        ("ref:07S*", "07ZENDA7 08STRELSAU3"),
        ("has:refs", "07ZENDA7 08STRELSAU3"),
        ("-has:subject", "06RIODEJANEIRO138"),
        ("kind:telegram -tags:*", "06RIODEJANEIRO138"),
        ("tags:P*", "07STRELSAU92 07ZENDA7"),
        ("edition:1 castle", "07ZENDA7"),
        ("edition:>1", ""),
        ("edition:<5 castle", "07ZENDA7"),
        ("lang:eng castle", "07ZENDA7"),
        ("to:secst* castle", "07ZENDA7"),
        ("from:/zend./", "07ZENDA7"),
        ("similar:07ZENDA7", "07STRELSAU92 08STRELSAU3"),
        ("similar:99NOWHERE1", ""),
        ("meaning:\"political relations\"", "07STRELSAU92"),
        ("meaning:\"governmental affairs\"", "07STRELSAU92 07ZENDA7"),
    ] {
        let found = hits(&archive, query);
        if found != expected {
            wrong.push(format!("{query}: {found}, not {expected}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn orders_are_total() {
    let (_folder, archive) = ruritania();
    let newest = [
        "08STRELSAU3",
        "07ZENDA7",
        "07STRELSAU92",
        "06RIODEJANEIRO138",
    ];
    assert_eq!(hits_in(&archive, "", Order::NewestFirst), newest);
    // Nothing tells the cables apart, so relevance is newest first.
    assert_eq!(hits_in(&archive, "", Order::Relevance), newest);
    // Undated cables come last either way.
    assert_eq!(
        hits_in(&archive, "", Order::OldestFirst),
        [
            "07STRELSAU92",
            "07ZENDA7",
            "08STRELSAU3",
            "06RIODEJANEIRO138"
        ]
    );
    // The cable asked for comes first, then those that refer to it.
    assert_eq!(
        hits_in(&archive, "07STRELSAU92", Order::Relevance)[0],
        "07STRELSAU92"
    );
    // A word in the subject weighs more than one in the text.
    assert_eq!(hits_in(&archive, "duke", Order::Relevance)[0], "07ZENDA7");
}

/// The spans in backticks of a cell of a table.
fn examples(cell: &str) -> Vec<String> {
    let cell = cell.replace(r"\|", "|");
    cell.split('`')
        .skip(1)
        .step_by(2)
        .map(str::to_owned)
        .collect()
}

#[test]
fn every_documented_example_is_answered() {
    let (_folder, archive) = ruritania();
    let document = include_str!("../../../../docs/query.md");
    let mut n_examples = 0;
    let mut column = None;
    for line in document.lines() {
        let Some(row) = line.strip_prefix("| ") else {
            column = column.filter(|_| line.starts_with("|-"));
            continue;
        };
        // A stroke within an example is escaped, as tables want it.
        let row = row.replace(r"\|", "\u{0}");
        let cells: Vec<String> = row
            .split('|')
            .map(|cell| cell.replace('\u{0}', "|"))
            .collect();
        match column {
            None => {
                column = cells
                    .iter()
                    .position(|cell| matches!(cell.trim(), "written" | "examples"));
            }
            Some(column) => {
                for query in examples(&cells[column]) {
                    let search = crate::Search {
                        query: query.clone(),
                        limit: 3,
                        ..crate::Search::default()
                    };
                    let answer = archive
                        .search(&search)
                        .unwrap_or_else(|error| panic!("{query}: {error}"));
                    let explanation = archive.explain(&search).unwrap();
                    assert_eq!(explanation.total, answer.total, "{query}");
                    assert_eq!(explanation.parsed, answer.parsed);
                    // What was understood is a query that means the same.
                    let again = Query::parse(&answer.parsed).unwrap();
                    assert_eq!(again, Query::parse(&query).unwrap(), "{query}");
                    n_examples += 1;
                }
            }
        }
    }
    assert!(n_examples > 90, "{n_examples}");
    // Every field has a row, and the error that is shown is the one that is given.
    for field in field::Field::names() {
        assert!(
            document.contains(&format!("`{field}:`")) || document.contains(&format!("`{field}:")),
            "{field}"
        );
    }
    let error = Query::parse("king psot:strelsau").unwrap_err();
    assert!(document.contains(&format!(
        "{error}\nking psot:strelsau\n     ^^^^\nhint: post:"
    )));
}
