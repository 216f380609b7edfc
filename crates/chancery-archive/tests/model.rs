//! Random operations on an archive against a model of it in memory: maps and a look through every text.
//!
//! The model knows what telegrams were written and what was asked for; of parsing, storing and indexing it knows nothing.

#![expect(
    clippy::unwrap_used,
    reason = "what the test is built of fails like the test itself"
)]

mod invented;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::atomic::AtomicBool;

use chancery_archive::{Archive, verify};
use invented::{hits, run, telegram, write};

/// Numbers that look random and are the same every time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % n
    }
}

const WORDS: [&str; 24] = [
    "orchid",
    "packet",
    "sabre",
    "harbour",
    "regent",
    "ledger",
    "cathedral",
    "umbrella",
    "quarry",
    "lantern",
    "saddle",
    "telegraph",
    "vineyard",
    "glacier",
    "monsoon",
    "parasol",
    "citadel",
    "trumpet",
    "zeppelin",
    "almanac",
    "juniper",
    "kettle",
    "nocturne",
    "yearling",
];

/// Of one cable: its texts in order of arrival, each with the files that had it.
type Cable = Vec<(String, Vec<Vec<u8>>)>;

#[derive(Default)]
struct Model {
    cables: BTreeMap<u32, Cable>,
    forgotten: BTreeSet<Vec<u8>>,
}

impl Model {
    fn take_in(&mut self, number: u32, words: &str, bytes: Vec<u8>) {
        if self.forgotten.contains(&bytes) {
            return;
        }
        let texts = self.cables.entry(number).or_default();
        let at = texts.iter().position(|(known, _)| known == words);
        let at = at.unwrap_or_else(|| {
            texts.push((words.to_owned(), Vec::new()));
            texts.len() - 1
        });
        let files = &mut texts[at].1;
        if !files.contains(&bytes) {
            files.push(bytes);
        }
    }

    fn forget(&mut self, number: u32) {
        for (_, files) in self.cables.remove(&number).unwrap_or_default() {
            self.forgotten.extend(files);
        }
    }

    fn with_word(&self, word: &str) -> Vec<String> {
        let has = |text: &str| text.split(' ').any(|other| other == word);
        let mut keys: Vec<String> = self
            .cables
            .iter()
            .filter(|(_, texts)| texts.iter().any(|(text, _)| has(text)))
            .map(|(number, _)| format!("07STRELSAU{number}"))
            .collect();
        keys.sort();
        keys
    }
}

fn check(archive: &Archive, model: &Model, dice: &mut Dice) {
    assert_eq!(archive.n_cables().unwrap(), model.cables.len() as u64);
    for _ in 0..6 {
        let (one, other) = (
            WORDS[dice.below(WORDS.len())],
            WORDS[dice.below(WORDS.len())],
        );
        let (with_one, with_other) = (model.with_word(one), model.with_word(other));
        assert_eq!(hits(archive, &format!("={one}")), with_one, "{one}");
        let either: BTreeSet<String> = with_one.iter().chain(&with_other).cloned().collect();
        let found = hits(archive, &format!("={one} OR ={other}"));
        assert_eq!(found, either.iter().cloned().collect::<Vec<_>>());
        let without: Vec<String> = with_one
            .into_iter()
            .filter(|key| !with_other.contains(key))
            .collect();
        assert_eq!(
            hits(archive, &format!("={one} -={other}")),
            without,
            "{one} -{other}"
        );
    }
    for (number, texts) in &model.cables {
        let key = archive
            .resolve(&format!("07STRELSAU{number}"))
            .unwrap()
            .unwrap();
        let stored = archive.cable(&key).unwrap().unwrap();
        let words: Vec<&str> = texts.iter().map(|(words, _)| words.as_str()).collect();
        let read: Vec<&str> = stored
            .editions
            .iter()
            .map(|edition| edition.record.paragraphs[0].text.as_str())
            .collect();
        assert_eq!(read, words, "{key}");
        for (edition, (_, files)) in stored.editions.iter().zip(texts) {
            let originals: BTreeSet<Vec<u8>> = edition
                .sources
                .iter()
                .map(|source| archive.original(source.id).unwrap().unwrap().bytes)
                .collect();
            assert_eq!(originals, files.iter().cloned().collect(), "{key}");
        }
    }
}

/// Files of a batch: new cables, other texts of known ones, known texts in other bytes, known bytes.
fn invent(model: &mut Model, folder: &Path, dice: &mut Dice) {
    for file in 0..=dice.below(5) {
        let number = 1 + dice.below(40) as u32;
        let known = model.cables.get(&number).and_then(|texts| {
            let text = &texts.get(dice.below(texts.len().max(1)))?.0;
            (dice.below(3) == 0).then(|| text.clone())
        });
        let words = known.unwrap_or_else(|| {
            let words: Vec<&str> = (0..12).map(|_| WORDS[dice.below(WORDS.len())]).collect();
            words.join(" ")
        });
        let mut text = telegram(number, &words);
        if dice.below(4) == 0 {
            text = text.replace('\n', "\r\n");
        }
        write(folder, &[(&format!("{file}.txt"), text.as_bytes())]);
        model.take_in(number, &words, text.into_bytes());
    }
}

#[test]
fn random_operations() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("a.cables");
    let mut archive = Archive::open_or_create(&folder).unwrap();
    let stop = AtomicBool::new(false);
    let mut model = Model::default();
    let mut dice = Dice(20);
    for step in 0..90 {
        match dice.below(12) {
            0 | 1 => {
                let numbers: Vec<u32> = model.cables.keys().copied().collect();
                if let Some(&number) = numbers.get(dice.below(numbers.len().max(1))) {
                    let key = archive
                        .resolve(&format!("07STRELSAU{number}"))
                        .unwrap()
                        .unwrap();
                    let forgotten = archive.forget(&key).unwrap().unwrap();
                    assert_eq!(forgotten.files_with_traces, [] as [std::path::PathBuf; 0]);
                    model.forget(number);
                }
            }
            2 => drop(archive.compact(&stop).unwrap()),
            3 => assert_eq!(archive.rebuild(&stop).unwrap().n_changed, 0),
            4 => {
                drop(archive);
                fs::remove_dir_all(folder.join("index")).unwrap();
                archive = Archive::open(&folder).unwrap();
            }
            5 => {
                let found = verify(&folder, &stop).unwrap();
                assert_eq!(found.problems, []);
            }
            _ => {
                let batch = place.path().join(format!("batch-{step}"));
                invent(&mut model, &batch, &mut dice);
                run(&archive, &batch);
            }
        }
        check(&archive, &model, &mut dice);
    }
    assert!(model.cables.len() > 10 && !model.forgotten.is_empty());
}
