//! Answers: pages, facets, and every query against a search by brute force.

use std::sync::LazyLock;

use chancery_format::record::Record;
use proptest::prelude::*;
use tempfile::TempDir;

use super::*;
use crate::testing::{self, Describe, hits_in};
use crate::{Archive, Error};

const VOCABULARY: [&str; 8] = [
    "castle", "regent", "crown", "duke", "army", "palace", "treaty", "river",
];
const POSTS: [&str; 3] = ["STRELSAU", "ZENDA", "EDELWEISS"];
const TAGS: [&str; 4] = ["PGOV", "PREL", "MARR", "ECON"];
const LEVELS: [&str; 3] = ["SECRET", "CONFIDENTIAL", "UNCLASSIFIED"];

/// Numbers without pattern, the same each time.
fn dice(seed: u64) -> impl FnMut(usize) -> usize {
    let mut state = seed;
    move |sides| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % sides
    }
}

fn invented(n_cables: u32) -> Vec<Record> {
    let mut dice = dice(92);
    (0..n_cables)
        .map(|number| {
            let mut sentence = |n_words: usize| {
                let words: Vec<&str> = (0..n_words)
                    .map(|_| VOCABULARY[dice(VOCABULARY.len())])
                    .collect();
                words.join(" ")
            };
            let (subject, one, two) = (sentence(2), sentence(4), sentence(3));
            let id = format!("{:02} {} {}", 5 + dice(3), POSTS[dice(3)], number + 1);
            let mut cable = testing::cable(&id, &[&one, &two])
                .subject(&subject)
                .tags(&[TAGS[dice(4)], TAGS[dice(4)]])
                .class(LEVELS[dice(3)]);
            cable.tags.dedup();
            if dice(8) > 0 {
                let (year, month, day) = (cable.year.unwrap(), 1 + dice(12), 1 + dice(28));
                cable = cable.sent(&format!("{year}-{month:02}-{day:02}T12:00:00Z"));
            }
            cable
        })
        .collect()
}

type Invented = LazyLock<(TempDir, Archive, Vec<Record>)>;

static CABLES: Invented = LazyLock::new(|| {
    let records = invented(80);
    let (folder, archive) = testing::archive(&records);
    (folder, archive, records)
});

/// Enough that the index works in several windows of 4,096 documents, where a page is collected otherwise than in one.
static MANY: Invented = LazyLock::new(|| {
    let records = invented(9000);
    let (folder, archive) = testing::archive(&records);
    (folder, archive, records)
});

/// A query as a tree, with what it means spelled out in `matches`.
#[derive(Clone, Debug)]
enum Ask {
    Word(&'static str),
    Pair(&'static str, &'static str),
    Subject(&'static str),
    Post(&'static str),
    Tag(&'static str),
    Class(&'static str),
    AtLeast(&'static str),
    Month(u16, u8),
    Year(u16),
    All(Vec<Ask>),
    Any(Vec<Ask>),
    Not(Box<Ask>),
}

fn ask() -> impl Strategy<Value = Ask> {
    let word = || proptest::sample::select(&VOCABULARY[..]);
    let leaf = prop_oneof![
        4 => word().prop_map(Ask::Word),
        2 => (word(), word()).prop_map(|(one, other)| Ask::Pair(one, other)),
        1 => word().prop_map(Ask::Subject),
        1 => proptest::sample::select(&POSTS[..]).prop_map(Ask::Post),
        1 => proptest::sample::select(&TAGS[..]).prop_map(Ask::Tag),
        1 => proptest::sample::select(&LEVELS[..]).prop_map(Ask::Class),
        1 => proptest::sample::select(&LEVELS[..]).prop_map(Ask::AtLeast),
        1 => (2005_u16..2008, 1_u8..13).prop_map(|(year, month)| Ask::Month(year, month)),
        1 => (2005_u16..2008).prop_map(Ask::Year),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            3 => proptest::collection::vec(inner.clone(), 2..4).prop_map(Ask::All),
            2 => proptest::collection::vec(inner.clone(), 2..4).prop_map(Ask::Any),
            1 => inner.prop_map(|ask| Ask::Not(Box::new(ask))),
        ]
    })
}

impl Ask {
    fn query(&self) -> String {
        let joined = |asks: &[Ask], between: &str| {
            let parts: Vec<String> = asks.iter().map(Ask::query).collect();
            format!("({})", parts.join(between))
        };
        match self {
            Ask::Word(word) => (*word).to_owned(),
            Ask::Pair(one, other) => format!("\"{one} {other}\""),
            Ask::Subject(word) => format!("subject:{word}"),
            Ask::Post(post) => format!("post:{post}"),
            Ask::Tag(tag) => format!("tags:{tag}"),
            Ask::Class(level) => format!("class:{level}"),
            Ask::AtLeast(level) => format!("class:>={level}"),
            Ask::Month(year, month) => format!("date:{year}-{month:02}"),
            Ask::Year(year) => format!("year:{year}"),
            Ask::All(asks) => joined(asks, " "),
            Ask::Any(asks) => joined(asks, " OR "),
            Ask::Not(ask) => format!("-({})", ask.query()),
        }
    }

    fn matches(&self, record: &Record) -> bool {
        let subject = record.subject.as_deref().unwrap_or_default();
        let texts = || {
            std::iter::once(subject)
                .chain(record.paragraphs.iter().map(|paragraph| &*paragraph.text))
        };
        let level = &*record.classification.as_ref().unwrap().level;
        match self {
            Ask::Word(word) => texts().any(|text| text.split(' ').any(|w| w == *word)),
            Ask::Pair(one, other) => texts().any(|text| {
                let words: Vec<&str> = text.split(' ').collect();
                words.windows(2).any(|pair| pair == [*one, *other])
            }),
            Ask::Subject(word) => subject.split(' ').any(|w| w == *word),
            Ask::Post(post) => record.post.as_deref() == Some(*post),
            Ask::Tag(tag) => record.tags.iter().any(|own| own.code == *tag),
            Ask::Class(class) => level == *class,
            // Highest first in the list.
            Ask::AtLeast(least) => {
                let place = |level: &str| LEVELS.iter().position(|l| *l == level);
                place(level) <= place(least)
            }
            Ask::Month(year, month) => record
                .sent
                .as_ref()
                .is_some_and(|sent| sent.starts_with(&format!("{year}-{month:02}-"))),
            Ask::Year(year) => record.year == Some(*year),
            Ask::All(asks) => asks.iter().all(|ask| ask.matches(record)),
            Ask::Any(asks) => asks.iter().any(|ask| ask.matches(record)),
            Ask::Not(ask) => !ask.matches(record),
        }
    }
}

proptest! {
    // Each case asks a dozen questions and reads all their hits.
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn answers_agree_with_brute_force(ask in ask()) {
        let (_, archive, records) = &*CABLES;
        let query = ask.query();
        let found: Vec<&Record> = records.iter().filter(|record| ask.matches(record)).collect();
        let mut expected: Vec<String> =
            found.iter().map(|record| record.id.clone().unwrap()).collect();
        expected.sort();

        for order in [Order::Relevance, Order::NewestFirst, Order::OldestFirst] {
            let mut keys = hits_in(archive, &query, order);
            keys.sort();
            prop_assert_eq!(&keys, &expected, "{}", query);
        }
        // Newest first, undated last, then by key.
        let mut ordered = found.clone();
        ordered.sort_by_key(|record| {
            (std::cmp::Reverse(record.sent.clone()), record.id.clone())
        });
        let ordered: Vec<String> =
            ordered.iter().map(|record| record.id.clone().unwrap()).collect();
        prop_assert_eq!(hits_in(archive, &query, Order::NewestFirst), ordered);

        // What was understood, asked again, gives the same.
        let answer = archive.search(&Search { query, facets: true, ..Search::default() }).unwrap();
        prop_assert_eq!(answer.total, expected.len() as u64);
        let mut again = hits_in(archive, &answer.parsed, Order::Relevance);
        again.sort();
        prop_assert_eq!(again, expected);

        for (facet, count) in [
            ("post", found.len()),
            ("class", found.len()),
            ("year", found.len()),
            ("tags", found.iter().map(|record| record.tags.len()).sum()),
        ] {
            let facet = answer.facets.iter().find(|f| f.field == facet).unwrap();
            let total: u64 = facet.values.iter().map(|value| value.count).sum();
            prop_assert_eq!(total, count as u64);
        }
    }

    #[test]
    fn totals_of_many_agree_with_brute_force(ask in ask()) {
        let (_, archive, records) = &*MANY;
        let mut found: Vec<&Record> =
            records.iter().filter(|record| ask.matches(record)).collect();
        found.sort_by_key(|record| {
            (std::cmp::Reverse(record.sent.clone()), record.id.clone())
        });
        for (order, limit) in [(Order::NewestFirst, 3), (Order::Relevance, 3), (Order::Relevance, 0)] {
            let search = Search { query: ask.query(), limit, order, ..Search::default() };
            let answer = archive.search(&search).unwrap();
            prop_assert_eq!(answer.total, found.len() as u64, "{}", search.query);
            if order == Order::NewestFirst {
                let keys: Vec<&str> = answer.hits.iter().map(|hit| hit.cable.key.as_str()).collect();
                let first: Vec<&str> =
                    found.iter().take(3).map(|record| record.id.as_deref().unwrap()).collect();
                prop_assert_eq!(keys, first);
            }
        }
    }

    #[test]
    fn any_text_is_a_query_or_an_error(query in "[ a-z\"():,.*<>=\\-é“ORANDT0-9]{0,40}") {
        let (_, archive, _) = &*CABLES;
        let search = Search { query: query.clone(), limit: 3, ..Search::default() };
        match archive.search(&search) {
            Ok(answer) => {
                for passage in answer.hits.iter().filter_map(|hit| hit.passage.as_ref()) {
                    for mark in &passage.marks {
                        prop_assert!(passage.text.get(mark.clone()).is_some());
                    }
                }
            }
            Err(Error::Query(error)) => {
                prop_assert!(query.get(error.at()).is_some(), "{:?}", error);
            }
            Err(error) => return Err(TestCaseError::fail(error.to_string())),
        }
    }
}

#[test]
fn pages_tile_the_whole() {
    let (_, archive, _) = &*CABLES;
    for order in [Order::Relevance, Order::NewestFirst, Order::OldestFirst] {
        let whole = hits_in(archive, "castle OR crown", order);
        let mut pages = Vec::new();
        for offset in (0..whole.len() + 14).step_by(7) {
            let answer = archive
                .search(&Search {
                    query: "castle OR crown".to_owned(),
                    offset,
                    limit: 7,
                    order,
                    ..Search::default()
                })
                .unwrap();
            assert_eq!(answer.total, whole.len() as u64);
            pages.extend(answer.hits.iter().map(|hit| hit.cable.key.to_string()));
        }
        assert_eq!(pages, whole);
    }
    let far = Search {
        offset: usize::MAX,
        limit: usize::MAX,
        ..Search::default()
    };
    let answer = archive.search(&far).unwrap();
    assert_eq!((answer.total, answer.hits.len()), (80, 0));
}

#[test]
fn facets_come_in_order() {
    let (_folder, archive) = testing::archive(&[
        testing::cable("06 ZENDA 1", &["x"])
            .class("SECRET")
            .tags(&["PREL", "PGOV"]),
        testing::cable("07 STRELSAU 2", &["x"])
            .class("UNCLASSIFIED")
            .tags(&["PTER", "ZZZZ"]),
        testing::cable("07 STRELSAU 3", &["x"]).tags(&["PTER"]),
    ]);
    let answer = archive
        .search(&Search {
            facets: true,
            ..Search::default()
        })
        .unwrap();
    let shown: Vec<String> = answer
        .facets
        .iter()
        .map(|facet| {
            let values: Vec<String> = facet
                .values
                .iter()
                .map(|value| format!("{} {}", value.value, value.count))
                .collect();
            format!("{}: {}", facet.field, values.join(", "))
        })
        .collect();
    assert_eq!(
        shown,
        [
            "post: STRELSAU 2, ZENDA 1",
            "year: 2007 2, 2006 1",
            "class: SECRET 1, UNCLASSIFIED 1",
            "tags: PTER 2, PGOV 1, PREL 1, ZZZZ 1",
        ]
    );
    // Codes that a table knows have their name, others have none.
    let labels: Vec<Option<&str>> = answer.facets[3]
        .values
        .iter()
        .map(|value| value.label.as_deref())
        .collect();
    assert!(labels[0].is_some() && labels[3].is_none(), "{labels:?}");
}

#[test]
fn stations_are_counted_whatever_stands_beside_them() {
    use chancery_format::record::AddresseeRecord;
    let to = |id: &str, stations: &[(&str, Option<&str>, Option<&str>)]| {
        let mut record = testing::cable(id, &["x"]);
        record.to = stations
            .iter()
            .map(|&(name, routing, serial)| AddresseeRecord {
                name: name.to_owned(),
                routing: routing.map(str::to_owned),
                precedence: Some("PRIORITY".to_owned()),
                serial: serial.map(str::to_owned),
                exempt: vec!["AMEMBASSY ZENDA".to_owned()],
            })
            .collect();
        record
    };
    let (_folder, archive) = testing::archive(&[
        to(
            "07 ZENDA 1",
            &[("SECSTATE WASHDC", Some("RUEHC"), Some("1234"))],
        ),
        to("07 ZENDA 2", &[("SECSTATE WASHDC", None, Some("1235"))]),
        to("07 ZENDA 3", &[("SECSTATE WASHDC IMMED 4444", None, None)]),
        to(
            "07 ZENDA 4",
            &[
                ("SECSTATE WASHDC", Some("RUEHC"), None),
                ("Secstate WashDC 12", None, None),
                ("SECDEF WASHDC", Some("RUEKJCS"), None),
            ],
        ),
        to("07 ZENDA 5", &[("-", None, None)]),
    ]);
    let search = |query: &str| {
        archive
            .search(&Search {
                query: query.to_owned(),
                facet_fields: vec!["to".to_owned(), "from".to_owned()],
                ..Search::default()
            })
            .unwrap()
    };
    let answer = search("");
    let values = |at: usize| -> Vec<(&str, u64)> {
        let values = answer.facets[at].values.iter();
        values
            .map(|value| (value.value.as_str(), value.count))
            .collect()
    };
    assert_eq!(values(0), [("SECSTATE WASHDC", 4), ("SECDEF WASHDC", 1)]);
    assert_eq!(values(1), [("AMEMBASSY ZENDA", 5)]);
    // Each value narrows to as many as it says, and the routing indicator is found as before.
    assert_eq!(search("to:\"SECSTATE WASHDC\"").total, 4);
    assert_eq!(search("to:RUEHC").total, 2);
}

#[test]
fn hits_show_their_line_and_best_passage() {
    let (_folder, archive) = testing::archive(&[testing::cable(
        "07 STRELSAU 92",
        &["Nothing here.", "The regents met at the castle."],
    )
    .subject("A meeting")
    .sent("2007-10-08T15:40:00Z")
    .class("SECRET")
    .captions(&["NODIS"])]);
    let answer = archive
        .search(&Search {
            query: "regent castle".to_owned(),
            limit: 10,
            ..Search::default()
        })
        .unwrap();
    let hit = &answer.hits[0];
    assert_eq!(hit.cable.subject.as_deref(), Some("A meeting"));
    assert_eq!(hit.cable.classification.as_deref(), Some("SECRET"));
    assert_eq!(hit.cable.captions, ["NODIS"]);
    let passage = hit.passage.as_ref().unwrap();
    assert_eq!(
        (passage.paragraph, passage.anchor.as_deref()),
        (Some(2), Some("p2"))
    );
    let marked: Vec<&str> = passage
        .marks
        .iter()
        .map(|mark| &passage.text[mark.clone()])
        .collect();
    assert_eq!(marked, ["regents", "castle"]);
}
