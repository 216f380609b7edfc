//! The words of the invented cables: frequent English ones, and many that can be pronounced and mean nothing.
//!
//! The language is the same for every seed, so that a query means the same in every corpus.

use std::collections::HashSet;

use super::random::{Random, Weighted};

/// How many words there are.
pub(crate) const N_WORDS: usize = 100_000;
/// What is written of besides the trade as such.
pub(crate) const N_TOPICS: usize = 250;
/// Words that a topic has for itself.
const TOPIC_WORDS: usize = 600;
/// Fixed successors of a word, which make phrases that come back.
const N_SUCCESSORS: usize = 8;
/// The most frequent words, which stand before anything.
const N_FUNCTION: usize = 100;
/// Rank of `the`.
const THE: usize = 0;
/// Stream of the language; no corpus has this seed.
const SEED: u64 = 0x5354_5245_4C53_4155;

const COMMON: &str = include_str!("common_words.txt");

/// Every word by its rank, the most frequent first.
#[derive(Debug)]
pub(crate) struct Vocabulary {
    words: Words,
    n_common: usize,
    frequency: Weighted,
    successors: Vec<[u32; N_SUCCESSORS]>,
    topics: Vec<u32>,
}

/// Many short strings in one.
#[derive(Debug, Default)]
pub(crate) struct Words {
    text: String,
    ends: Vec<u32>,
}

impl Words {
    pub(crate) fn push(&mut self, word: &str) {
        self.text.push_str(word);
        self.ends.push(self.text.len() as u32);
    }

    pub(crate) fn get(&self, at: usize) -> &str {
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.text[start as usize..self.ends[at] as usize]
    }

    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }
}

impl Vocabulary {
    /// The language.
    pub(crate) fn new() -> Vocabulary {
        let mut random = Random::new(SEED, 0);
        let mut words = Words::default();
        let mut taken = HashSet::new();
        for word in COMMON
            .lines()
            .filter(|line| !line.starts_with('#'))
            .flat_map(str::split_whitespace)
        {
            if taken.insert(word.to_owned()) {
                words.push(word);
            }
        }
        let n_common = words.len();
        while words.len() < N_WORDS {
            let rank = words.len();
            let word = if rank > n_common + 200 && random.chance(0.25) {
                // A stem among the more frequent words, which are short.
                let stem = n_common + random.below(rank - n_common) / 3;
                let ending = random.of(&["s", "s", "ed", "ing", "al", "er", "ion", "ly"]);
                format!("{}{ending}", words.get(stem))
            } else {
                let n_syllables = match rank {
                    ..1_500 => 1 + random.below(2),
                    1_500..20_000 => 2,
                    _ => 2 + usize::from(random.chance(0.4)),
                };
                pseudo_word(&mut random, n_syllables)
            };
            if (3..=14).contains(&word.len())
                && is_fit_to_print(&word)
                && taken.insert(word.clone())
            {
                words.push(&word);
            }
        }
        let frequency = Weighted::zipf(N_WORDS, 2.7, 1.07);
        let successors = (0..N_WORDS)
            .map(|word| {
                let mut row = [0; N_SUCCESSORS];
                for place in &mut row {
                    *place = frequency.draw(&mut random) as u32;
                }
                let leads = [
                    "of", "in", "to", "on", "and", "for", "with", "by", "at", "from",
                ];
                if leads.contains(&words.get(word)) {
                    row[0] = THE as u32;
                }
                row
            })
            .collect();
        let topics = (0..N_TOPICS * TOPIC_WORDS)
            .map(|_| (n_common + random.below(N_WORDS - n_common)) as u32)
            .collect();
        Vocabulary {
            words,
            n_common,
            frequency,
            successors,
            topics,
        }
    }

    /// The word of a rank, in small letters unless it is a name.
    pub(crate) fn word(&self, rank: usize) -> &str {
        self.words.get(rank)
    }

    /// Whether the word is written with a capital anywhere: every eighth of the rare ones.
    pub(crate) fn is_name(&self, rank: usize) -> bool {
        rank >= self.n_common && rank.is_multiple_of(8)
    }

    /// Whether it says something: no word of function.
    pub(crate) fn is_content(&self, rank: usize) -> bool {
        rank >= self.n_common
    }

    /// Any word, by frequency.
    pub(crate) fn any(&self, random: &mut Random) -> usize {
        self.frequency.draw(random)
    }

    /// A word that says something, by frequency.
    pub(crate) fn content(&self, random: &mut Random) -> usize {
        loop {
            let rank = self.any(random);
            // Beyond the first two hundred stand the words of the trade, which a title has too.
            if rank >= 200 {
                return rank;
            }
        }
    }

    /// A word of a topic, its first ones more often.
    pub(crate) fn of_topic(&self, topic: usize, random: &mut Random) -> usize {
        let (a, b) = (random.below(TOPIC_WORDS), random.below(TOPIC_WORDS));
        self.topics[topic * TOPIC_WORDS + a * b / TOPIC_WORDS] as usize
    }

    /// A word that often follows this one.
    pub(crate) fn successor(&self, rank: usize, random: &mut Random) -> usize {
        let (a, b) = (random.below(N_SUCCESSORS), random.below(N_SUCCESSORS));
        let successor = self.successors[rank][a * b / N_SUCCESSORS] as usize;
        // What follows a word of function is `the` or anything; else a few words would be everywhere.
        if rank < N_FUNCTION && successor != THE {
            self.any(random)
        } else {
            successor
        }
    }
}

/// Something that can be pronounced.
pub(crate) fn pseudo_word(random: &mut Random, n_syllables: usize) -> String {
    const ONSETS: &[&str] = &[
        "b", "c", "d", "f", "g", "h", "j", "l", "m", "n", "p", "r", "s", "t", "v", "z", "b", "d",
        "f", "l", "m", "n", "r", "s", "t", "br", "ch", "dr", "gr", "pl", "st", "th", "tr",
    ];
    const VOWELS: &[&str] = &[
        "a", "e", "i", "o", "u", "a", "e", "i", "o", "u", "a", "e", "i", "o", "ai", "ea", "ou",
    ];
    const CODAS: &[&str] = &["", "", "", "", "", "", "n", "r", "l", "s", "m"];
    const ENDS: &[&str] = &[
        "", "", "", "n", "r", "l", "s", "t", "m", "n", "r", "nd", "nt", "st", "x",
    ];
    let mut word = String::new();
    for syllable in 1..=n_syllables {
        word.push_str(random.of(ONSETS));
        word.push_str(random.of(VOWELS));
        word.push_str(random.of(if syllable == n_syllables { ENDS } else { CODAS }));
    }
    word
}

/// Whether a made word holds one that nobody wants to read.
pub(crate) fn is_fit_to_print(word: &str) -> bool {
    const UNFIT: &[&str] = &[
        "fuc", "cunt", "nig", "shit", "fag", "rape", "tit", "cum", "pis", "dic", "hitler", "nazi",
    ];
    !UNFIT.iter().any(|unfit| word.contains(unfit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_words() {
        let vocabulary = Vocabulary::new();
        assert_eq!(vocabulary.words.len(), N_WORDS);
        assert_eq!(vocabulary.word(0), "the");
        let all: HashSet<&str> = (0..N_WORDS).map(|rank| vocabulary.word(rank)).collect();
        assert_eq!(all.len(), N_WORDS);
        assert!(
            all.iter()
                .all(|word| word.bytes().all(|byte| byte.is_ascii_lowercase()))
        );
        let mut random = Random::new(1, 0);
        let n_the = (0..10_000)
            .filter(|_| vocabulary.any(&mut random) == 0)
            .count();
        assert!((200..1_000).contains(&n_the), "{n_the}");
    }
}
