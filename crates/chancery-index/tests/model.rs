//! Random changes and random questions, against a plain model that looks through every text.

#![expect(clippy::unwrap_used, reason = "a test ends where it cannot go on")]
#![expect(clippy::cast_possible_wrap, reason = "the numbers are small")]

use std::collections::BTreeMap;
use std::path::Path;

use chancery_index::words::folded;
use chancery_index::{
    Document, Index, MISSING, Order, Pattern, Place, Query, Request, Schema, Steps, Text, Word,
    Writer, Zone, Zones, stem,
};

static SCHEMA: Schema = Schema {
    facets: &[0, 1],
    n_numbers: 2,
};

/// Numbers that look random and are the same every time.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let mixed = self.0 ^ (self.0 >> 33);
        mixed.wrapping_mul(0xFF51_AFD7_ED55_8CCD) >> 20
    }

    fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }
}

const WORDS: [&str; 30] = [
    "the",
    "of",
    "and",
    "to",
    "in",
    "a",
    "the",
    "of",
    "king",
    "kings",
    "duke",
    "castle",
    "castles",
    "election",
    "elections",
    "elected",
    "regent",
    "army",
    "armies",
    "Zenda",
    "café",
    "000092",
    "92",
    "crown",
    "council",
    "councils",
    "abdicate",
    "abdicated",
    "ab",
    "x",
];

const VALUES: [&str; 5] = ["STRELSAU", "ZENDA", "HENTZAU", "EDELWEISS", "STREET"];

#[derive(Clone, Debug)]
struct Model {
    zones: Vec<(Zone, Vec<String>)>,
    keywords: Vec<(u8, String)>,
    number: i64,
    key: String,
}

fn invent(dice: &mut Dice, id: u32, round: usize) -> (Document, Model) {
    let key = format!("K{id}-{round}");
    let mut document = Document::new(key.as_str());
    let mut zones = Vec::new();
    for _ in 0..dice.below(6) {
        let zone = Zone {
            kind: dice.below(4) as u8,
            mark: dice.below(3) as u8,
        };
        let words: Vec<&str> = (0..dice.below(12)).map(|_| *dice.pick(&WORDS)).collect();
        let text = words.join(" ");
        document.add_text(zone, &text);
        if !words.is_empty() {
            zones.push((zone, folded(&text)));
        }
    }
    let mut keywords = Vec::new();
    for field in 0..2 {
        // One value in the first field, any number in the second.
        let n = if field == 0 {
            dice.below(2)
        } else {
            dice.below(4)
        };
        for _ in 0..n {
            let value = (field, (*dice.pick(&VALUES)).to_owned());
            document.add_keyword(field, &value.1);
            if !keywords.contains(&value) {
                keywords.push(value);
            }
        }
    }
    let number = if dice.below(8) == 0 {
        MISSING
    } else {
        let number = dice.below(6) as i64 - 3;
        document.set_number(0, number);
        number
    };
    let model = Model {
        zones,
        keywords,
        number,
        key,
    };
    (document, model)
}

fn invent_word(dice: &mut Dice) -> Word {
    let word = folded(dice.pick::<&str>(&WORDS)).remove(0);
    match dice.below(8) {
        0..3 => Word::Exact(word),
        3..6 => Word::Stem(stem::stem(&word)),
        6 => {
            let n = 1 + dice.below(3);
            Word::Like(Pattern::Prefix(word.chars().take(n).collect()))
        }
        _ => invent_pattern(dice),
    }
}

fn invent_pattern(dice: &mut Dice) -> Word {
    let word = folded(dice.pick::<&str>(&WORDS)).remove(0);
    match dice.below(3) {
        0 => Word::Like(Pattern::Fuzzy(word, 1 + dice.below(2) as u8)),
        1 => Word::Like(Pattern::Containing(word.chars().skip(1).take(2).collect())),
        _ => {
            let end: String = word.chars().skip(word.chars().count() / 2).collect();
            Word::Like(Pattern::Regex(format!(".*{end}")))
        }
    }
}

fn invent_text(dice: &mut Dice) -> Text {
    let n = [1, 1, 1, 2, 2, 3, 4][dice.below(7)];
    Text {
        words: (0..n).map(|_| invent_word(dice)).collect(),
        distance: (n > 1 && dice.below(3) == 0).then(|| dice.below(4) as u32),
        zones: match dice.below(3) {
            0 => Zones::of_kinds(&[dice.below(4) as u8, dice.below(4) as u8]),
            _ => Zones::ALL,
        },
    }
}

fn invent_query(dice: &mut Dice, depth: usize, is_in_zone: bool) -> Query {
    if depth == 0 || dice.below(3) == 0 {
        return match dice.below(if is_in_zone { 8 } else { 11 }) {
            // Which zone it is, as a condition within it.
            6 | 7 if is_in_zone => Query::SameZone {
                zones: Zones {
                    kinds: [!0, 0b0110, 0b1000][dice.below(3)],
                    marks: [0b110, 0b010][dice.below(2)],
                },
                query: Box::new(Query::Everything),
            },
            // So many patterns are looked up together.
            0 if !is_in_zone && dice.below(4) == 0 => Query::Any(
                (0..6 + dice.below(20))
                    .map(|_| Query::Text(Text::word(invent_pattern(dice))))
                    .collect(),
            ),
            0..6 => Query::Text(invent_text(dice)),
            6 => Query::Keyword {
                field: dice.below(2) as u8,
                value: (*dice.pick(&VALUES)).to_owned(),
            },
            7 => Query::KeywordLike {
                field: 1,
                pattern: Pattern::Prefix("STRE".to_owned()),
            },
            8 => Query::Number {
                column: 0,
                from: dice.below(4) as i64 - 3,
                to: dice.below(4) as i64 - 1,
            },
            9 => Query::Everything,
            _ => Query::Ids((0..40).filter(|_| dice.below(3) == 0).collect()),
        };
    }
    let some = |dice: &mut Dice| {
        (0..=dice.below(3))
            .map(|_| invent_query(dice, depth - 1, is_in_zone))
            .collect()
    };
    match dice.below(if is_in_zone { 5 } else { 7 }) {
        0 | 1 => Query::All(some(dice)),
        2 | 3 => Query::Any(some(dice)),
        4 => Query::Not(Box::new(invent_query(dice, depth - 1, is_in_zone))),
        _ => Query::SameZone {
            zones: Zones {
                kinds: [!0, 0b0110, 0b1000][dice.below(3)],
                marks: [!0, 0b010][dice.below(2)],
            },
            query: Box::new(invent_query(dice, depth - 1, true)),
        },
    }
}

fn fits(word: &Word, text: &str) -> bool {
    match word {
        Word::Exact(exact) => exact == text,
        Word::Stem(stem) => *stem == stem::stem(text),
        Word::Like(Pattern::Prefix(prefix)) => text.starts_with(prefix.as_str()),
        Word::Like(Pattern::Containing(part)) => text.contains(part.as_str()),
        Word::Like(Pattern::Regex(regex)) => text.ends_with(&regex[2..]),
        Word::Like(Pattern::Fuzzy(word, distance)) => {
            levenshtein(word, text) <= usize::from(*distance)
        }
    }
}

fn levenshtein(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (index, x) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = index + 1;
        for (at, y) in b.iter().enumerate() {
            let next = (diagonal + usize::from(x != *y))
                .min(row[at] + 1)
                .min(row[at + 1] + 1);
            diagonal = row[at + 1];
            row[at + 1] = next;
        }
    }
    row[b.len()]
}

/// Whether a zone holds the text.
fn has_text(text: &Text, zone: Zone, words: &[String]) -> bool {
    if text.zones.kinds >> zone.kind & 1 == 0 || text.zones.marks >> zone.mark & 1 == 0 {
        return false;
    }
    let n = text.words.len();
    match text.distance {
        None => words.windows(n).any(|window| {
            window
                .iter()
                .zip(&text.words)
                .all(|(word, wanted)| fits(wanted, word))
        }),
        Some(distance) => {
            let width = n + distance as usize;
            (0..words.len()).any(|start| {
                let window = &words[start..words.len().min(start + width)];
                has_all(&text.words, window, &mut Vec::new())
            })
        }
    }
}

/// Whether each wanted word can have a place of its own: by trying all ways.
fn has_all(wanted: &[Word], window: &[String], taken: &mut Vec<usize>) -> bool {
    let Some((first, rest)) = wanted.split_first() else {
        return true;
    };
    (0..window.len()).any(|at| {
        if taken.contains(&at) || !fits(first, &window[at]) {
            return false;
        }
        taken.push(at);
        let found = has_all(rest, window, taken);
        taken.pop();
        found
    })
}

fn matches(query: &Query, id: u32, model: &Model) -> bool {
    match query {
        Query::Everything => true,
        Query::Nothing => false,
        Query::All(queries) => queries.iter().all(|query| matches(query, id, model)),
        Query::Any(queries) => queries.iter().any(|query| matches(query, id, model)),
        Query::Not(query) => !matches(query, id, model),
        Query::Scored(_, query) => matches(query, id, model),
        Query::Text(text) => model
            .zones
            .iter()
            .any(|(zone, words)| has_text(text, *zone, words)),
        Query::SameZone { zones, query } => model
            .zones
            .iter()
            .any(|(zone, words)| in_zone(query, *zones, *zone, words)),
        Query::Keyword { field, value } => model.keywords.contains(&(*field, value.clone())),
        Query::KeywordLike { field, pattern } => model.keywords.iter().any(|(other, value)| {
            let Pattern::Prefix(prefix) = pattern else {
                return false;
            };
            field == other && value.starts_with(prefix.as_str())
        }),
        Query::Number { from, to, .. } => (*from..=*to).contains(&model.number),
        Query::Ids(ids) => ids.contains(&id),
    }
}

fn in_zone(query: &Query, allowed: Zones, zone: Zone, words: &[String]) -> bool {
    let is_allowed = allowed.kinds >> zone.kind & 1 == 1 && allowed.marks >> zone.mark & 1 == 1;
    is_allowed
        && match query {
            Query::All(queries) => queries.iter().all(|q| in_zone(q, allowed, zone, words)),
            Query::Any(queries) => queries.iter().any(|q| in_zone(q, allowed, zone, words)),
            Query::Not(query) => !in_zone(query, allowed, zone, words),
            Query::Text(text) => has_text(text, zone, words),
            Query::SameZone { zones, query } => in_zone(query, *zones, zone, words),
            Query::Everything => true,
            _ => false,
        }
}

/// In which order the model has those that match.
fn in_order<'m>(
    order: Order,
    models: &'m BTreeMap<u32, Model>,
    query: &Query,
) -> Vec<(u32, &'m Model)> {
    let mut found: Vec<(u32, &Model)> = models
        .iter()
        .filter(|&(&id, model)| matches(query, id, model))
        .map(|(&id, model)| (id, model))
        .collect();
    found.sort_by(|(_, a), (_, b)| {
        let by_number = match order {
            Order::Ascending => {
                (a.number == MISSING, a.number).cmp(&(b.number == MISSING, b.number))
            }
            _ => b.number.cmp(&a.number),
        };
        by_number.then_with(|| a.key.cmp(&b.key))
    });
    found
}

#[track_caller]
fn check(index: &Index, models: &BTreeMap<u32, Model>, dice: &mut Dice, query: &Query) {
    let mut request = Request {
        query,
        order: Order::Descending,
        after: None,
        offset: 0,
        limit: 10_000,
        facets: vec![0, 1],
        steps: Some(Steps {
            column: 0,
            width: 2,
        }),
    };
    for order in [Order::Descending, Order::Ascending] {
        request.order = order;
        let answer = index.search(&request).unwrap();
        let expected = in_order(order, models, query);
        let found: Vec<u32> = answer.found.iter().map(|found| found.id).collect();
        let expected_ids: Vec<u32> = expected.iter().map(|(id, _)| *id).collect();
        assert_eq!(found, expected_ids, "{query:?}");
        assert_eq!(answer.total, expected.len() as u64);
        let mut steps: BTreeMap<i64, u64> = BTreeMap::new();
        for (_, model) in expected.iter().filter(|(_, m)| m.number != MISSING) {
            *steps.entry(model.number.div_euclid(2)).or_default() += 1;
        }
        assert_eq!(answer.steps, steps);
        for (field, counts) in answer.facets.iter().enumerate() {
            let mut of_model: BTreeMap<String, u64> = BTreeMap::new();
            for (_, model) in &expected {
                for (_, value) in model
                    .keywords
                    .iter()
                    .filter(|(f, _)| usize::from(*f) == field)
                {
                    *of_model.entry(value.clone()).or_default() += 1;
                }
            }
            assert_eq!(*counts, of_model);
        }
    }

    // By relevance, page by page in both ways, is the same as all in one.
    request.order = Order::Relevance;
    request.facets.clear();
    request.steps = None;
    let all = index.search(&request).unwrap();
    let n = all.found.len();
    assert_eq!(all.total, n as u64);
    assert_eq!(
        n,
        in_order(Order::Descending, models, query).len(),
        "{query:?}"
    );
    assert!(
        all.found
            .windows(2)
            .all(|pair| pair[0].place.score >= pair[1].place.score)
    );
    request.limit = 1 + dice.below(7);
    let mut paged = Vec::new();
    let mut behind = Vec::new();
    while paged.len() < n {
        request.offset = paged.len();
        request.after = None;
        let answer = index.search(&request).unwrap();
        assert_eq!(answer.total, n as u64);
        paged.extend(answer.found);
        request.offset = 0;
        request.after = behind.last().map(|found: &chancery_index::Found| Place {
            score: found.place.score,
            number: found.place.number,
            key: found.place.key.clone(),
        });
        behind.extend(index.search(&request).unwrap().found);
    }
    assert_eq!(paged, all.found, "{query:?}");
    assert_eq!(behind, all.found, "{query:?}");
}

/// The lists of words hold every word that a text has and no word that does not fit.
fn check_words(index: &Index, models: &BTreeMap<u32, Model>, dice: &mut Dice) {
    let words = || {
        models
            .values()
            .flat_map(|model| &model.zones)
            .flat_map(|(_, words)| words)
    };
    let word = invent_word(dice);
    let found: Vec<String> = match &word {
        Word::Exact(_) => return,
        Word::Stem(stem) => index.forms_of(stem),
        Word::Like(pattern) => {
            let found = index.words_like(pattern, usize::MAX).unwrap();
            assert!(found.windows(2).all(|pair| pair[0].1 >= pair[1].1));
            found.into_iter().map(|(word, _)| word).collect()
        }
    };
    assert!(found.iter().all(|other| fits(&word, other)), "{word:?}");
    assert!(
        words().all(|other| !fits(&word, other) || found.contains(other)),
        "{word:?}"
    );
}

fn run(seed: u64, n_rounds: usize, folder: &Path) {
    let mut dice = Dice(seed);
    let mut models: BTreeMap<u32, Model> = BTreeMap::new();
    let mut writer = Writer::open(folder, &SCHEMA, 1 + dice.below(3)).unwrap();
    for round in 0..n_rounds {
        for _ in 0..dice.below(40) {
            let id = dice.below(120) as u32;
            if dice.below(6) == 0 {
                writer.remove(id);
                models.remove(&id);
            } else {
                let (document, model) = invent(&mut dice, id, round);
                if models.contains_key(&id) {
                    writer.replace(id, document).unwrap();
                } else {
                    writer.add(id, document).unwrap();
                }
                models.insert(id, model);
            }
        }
        writer.commit(&format!("round {round}")).unwrap();
        match dice.below(4) {
            0 => drop(writer.merge(true, &|| false).unwrap()),
            1 => drop(writer.merge(false, &|| false).unwrap()),
            2 => {
                drop(writer);
                writer = Writer::open(folder, &SCHEMA, 1 + dice.below(3)).unwrap();
            }
            _ => {}
        }
        let index = Index::open(folder).unwrap();
        assert_eq!(index.payload(), format!("round {round}"));
        assert_eq!(index.n_docs(), models.len() as u64);
        assert!(index.damaged().unwrap().is_empty());
        check_words(&index, &models, &mut dice);
        for _ in 0..25 {
            let query = invent_query(&mut dice, 3, false);
            check(&index, &models, &mut dice, &query);
        }
    }
}

#[test]
fn the_index_says_what_the_model_says() {
    for seed in 1..=12 {
        let folder = tempfile::tempdir().unwrap();
        run(seed, 12, folder.path());
    }
}

#[test]
fn many_documents_in_blocks_say_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let mut dice = Dice(77);
    let mut models = BTreeMap::new();
    let mut writer = Writer::open(folder.path(), &SCHEMA, 2).unwrap();
    for id in 0..1500 {
        let (document, model) = invent(&mut dice, id, 0);
        writer.add(id, document).unwrap();
        models.insert(id, model);
        if id % 500 == 499 {
            writer.commit("").unwrap();
        }
    }
    for is_merged in [false, true] {
        if is_merged {
            for id in (0..1500).step_by(7) {
                writer.remove(id);
                models.remove(&id);
            }
            writer.commit("").unwrap();
            assert!(writer.merge(true, &|| false).unwrap());
        }
        let index = Index::open(folder.path()).unwrap();
        assert_eq!(is_merged, index.n_segments() == 1);
        for _ in 0..20 {
            let query = invent_query(&mut dice, 2, false);
            check(&index, &models, &mut dice, &query);
        }
        for first in WORDS.iter().step_by(3) {
            for second in WORDS.iter().step_by(4) {
                let word = |word: &str| Word::Exact(folded(word).remove(0));
                let query = Query::Text(Text {
                    words: vec![word(first), word("the"), word(second)],
                    distance: None,
                    zones: Zones::ALL,
                });
                let n = models
                    .iter()
                    .filter(|(id, m)| matches(&query, **id, m))
                    .count();
                let mut found = 0;
                index.each_id(&query, |_| found += 1).unwrap();
                assert_eq!(found, n, "{query:?}");
            }
        }
    }
}

#[test]
fn a_merge_that_is_stopped_and_damage_are_seen() {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = Writer::open(folder.path(), &SCHEMA, 1).unwrap();
    for id in 0..4 {
        let mut document = Document::new(format!("{id}"));
        for word in 0..2000 {
            document.add_text(Zone { kind: 0, mark: 0 }, &format!("w{word}"));
        }
        writer.add(id, document).unwrap();
        writer.commit("").unwrap();
    }
    assert!(!writer.merge(true, &|| true).unwrap());
    let index = Index::open(folder.path()).unwrap();
    assert_eq!(index.n_segments(), 4);
    for name in index.files() {
        let path = folder.path().join(&name);
        let whole = std::fs::read(&path).unwrap();
        drop(Index::open(folder.path()).unwrap());
        let mut bytes = whole.clone();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 0x10;
        std::fs::write(&path, &bytes).unwrap();
        assert_eq!(
            chancery_index::damaged(folder.path(), index.files()).unwrap(),
            [name]
        );
        std::fs::write(&path, &whole[..middle]).unwrap();
        assert!(Index::open(folder.path()).is_err());
        std::fs::write(&path, &whole).unwrap();
    }
}
