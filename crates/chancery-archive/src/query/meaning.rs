//! Meanings: a TAGS code by its name, an abbreviation by what it stands for.

use std::fmt;
use std::sync::LazyLock;

use chancery_format::TagKind;
use chancery_format::tables::{abbreviations, tags};
use chancery_index::{Query as Plan, Text, Word, Zones, stem, words};

use super::TextLeaf;
use super::compile::keyword;
use super::text::Wanted;
use crate::index::schema::field;

/// Codes and abbreviations whose meaning has certain words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Meaning {
    /// The words, as typed.
    text: String,
    is_quoted: bool,
    /// TAGS codes.
    codes: Vec<&'static str>,
    /// Abbreviations, as folded words.
    abbreviations: Vec<Vec<String>>,
    /// What an abbreviation that was typed stands for, as stems.
    expansions: Vec<Vec<String>>,
}

/// A code or an abbreviation with the stems of what it means.
struct Named {
    stems: Vec<String>,
    short: &'static str,
}

fn named(short: &'static str, meaning: &str) -> Named {
    // What stands in brackets or behind a colon tells more than the name.
    let name = meaning.split([':', '(', ';']).next().unwrap_or(meaning);
    Named {
        stems: stems(name),
        short,
    }
}

fn stems(text: &str) -> Vec<String> {
    words::folded(text)
        .iter()
        .map(|word| stem::stem(word))
        .collect()
}

static CODES: LazyLock<Vec<Named>> = LazyLock::new(|| {
    [
        TagKind::Subject,
        TagKind::Program,
        TagKind::Geographic,
        TagKind::Organization,
    ]
    .into_iter()
    .flat_map(tags::all)
    .filter_map(|entry| Some(named(entry.code, entry.name?)))
    .collect()
});

static ABBREVIATIONS: LazyLock<Vec<Named>> = LazyLock::new(|| {
    abbreviations::all()
        .iter()
        .map(|row| named(row.abbreviation, row.expansion))
        .collect()
});

/// The longest meaning that a run of plain words is compared with.
const MAX_WORDS: usize = 6;

impl Meaning {
    /// `meaning:…`: all that has these words in its meaning. `None` where the text has no letter or digit.
    pub(crate) fn with_words(text: &str, is_quoted: bool) -> Option<Meaning> {
        let wanted = stems(text);
        if wanted.is_empty() {
            return None;
        }
        let has_all = |named: &&Named| wanted.iter().all(|word| named.stems.contains(word));
        Some(Meaning::new(text, is_quoted, has_all))
    }

    /// What plain words mean as a whole; the longest run that the first of them begin, and how many it takes.
    pub(super) fn first_of(leaves: &[TextLeaf]) -> Option<(Meaning, usize)> {
        let n_plain = leaves
            .iter()
            .take(MAX_WORDS)
            .take_while(|leaf| leaf.is_plain())
            .count();
        (1..=n_plain).rev().find_map(|n| {
            let text = leaves[..n]
                .iter()
                .map(|leaf| leaf.text.as_str())
                .collect::<Vec<_>>()
                .join(" ");
            Some((Meaning::exactly(&text, n > 1)?, n))
        })
    }

    /// What a phrase means as a whole.
    pub(super) fn exactly(text: &str, is_quoted: bool) -> Option<Meaning> {
        let wanted = stems(text);
        let meaning = Meaning::new(text, is_quoted, |named| {
            !wanted.is_empty() && named.stems == wanted
        });
        meaning.has_any().then_some(meaning)
    }

    fn new(text: &str, is_quoted: bool, fits: impl Fn(&&Named) -> bool) -> Meaning {
        let mut codes: Vec<&'static str> = CODES
            .iter()
            .filter(|named| fits(named))
            .map(|named| named.short)
            .collect();
        codes.sort_unstable();
        codes.dedup();
        let mut found: Vec<Vec<String>> = ABBREVIATIONS
            .iter()
            .filter(|named| fits(named))
            .map(|named| words::folded(named.short))
            .collect();
        found.sort_unstable();
        found.dedup();
        let typed = words::folded(text);
        let mut expansions: Vec<Vec<String>> = ABBREVIATIONS
            .iter()
            .filter(|named| named.stems.len() > 1 && words::folded(named.short) == typed)
            .map(|named| named.stems.clone())
            .collect();
        expansions.sort_unstable();
        expansions.dedup();
        Meaning {
            text: text.split_whitespace().collect::<Vec<_>>().join(" "),
            is_quoted,
            codes,
            abbreviations: found,
            expansions,
        }
    }

    fn has_any(&self) -> bool {
        !(self.codes.is_empty() && self.abbreviations.is_empty() && self.expansions.is_empty())
    }

    pub(super) fn compile(&self) -> Plan {
        let phrase = |words: Vec<Word>| {
            Plan::Text(Text {
                words,
                distance: None,
                zones: Zones::ALL,
            })
        };
        let codes = self.codes.iter().map(|code| keyword(field::TAG_CODE, code));
        let texts = self.each_words().map(phrase);
        Plan::Any(codes.chain(texts).collect())
    }

    fn each_words(&self) -> impl Iterator<Item = Vec<Word>> {
        let exactly = |words: &Vec<String>| words.iter().cloned().map(Word::Exact).collect();
        let any_form = |stems: &Vec<String>| stems.iter().cloned().map(Word::Stem).collect();
        self.abbreviations
            .iter()
            .map(exactly)
            .chain(self.expansions.iter().map(any_form))
    }

    pub(super) fn add_wanted(&self, wanted: &mut Wanted) {
        for words in self.each_words() {
            wanted.add(words, None);
        }
    }

    /// What it comes to, in words.
    pub(crate) fn describe(&self) -> String {
        let mut parts: Vec<String> = Vec::new();
        if !self.codes.is_empty() {
            parts.push(format!("TAGS {}", self.codes.join(", ")));
        }
        let joined = |lists: &[Vec<String>]| {
            let lists: Vec<String> = lists.iter().map(|words| words.join(" ")).collect();
            lists.join(", ")
        };
        if !self.abbreviations.is_empty() {
            parts.push(format!(
                "abbreviations {}",
                joined(&self.abbreviations).to_uppercase()
            ));
        }
        if !self.expansions.is_empty() {
            parts.push(format!("words {}", joined(&self.expansions)));
        }
        if parts.is_empty() {
            "no code and no abbreviation".to_owned()
        } else {
            parts.join("; ")
        }
    }
}

impl fmt::Display for Meaning {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_quoted || self.text.contains(' ') {
            write!(formatter, "meaning:\"{}\"", self.text.replace('"', " "))
        } else {
            write!(formatter, "meaning:{}", self.text)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_abbreviations_are_found_by_their_meaning() {
        let meaning = Meaning::with_words("terrorism", false).unwrap();
        assert!(meaning.codes.contains(&"PTER"), "{}", meaning.describe());
        let meaning = Meaning::exactly("assistant secretary", true).unwrap();
        assert!(
            meaning
                .abbreviations
                .contains(&vec!["a".to_owned(), "s".to_owned()]),
            "{}",
            meaning.describe()
        );
        assert_eq!(Meaning::exactly("zenda castle", true), None);
        assert_eq!(Meaning::with_words("--", false), None);
    }
}
