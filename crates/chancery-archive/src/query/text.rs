//! Words and phrases.
//!
//! A word is found in all its English forms; in quotation marks it is found as written, case and accents aside, and
//! several words in quotation marks are found together in that order. A word that holds punctuation (`al-Sadr`,
//! `10/8/2017`) is a phrase.

use std::fmt;

use chancery_index::{Pattern, Query as Plan, Text, Word, Zones, stem, words};

use crate::index::document::name;
use crate::index::schema::{field, zone};

/// Where in a cable to look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// Everywhere.
    Anywhere,
    /// The subject line.
    Subject,
    /// The summary.
    Summary,
    /// The comment.
    Comment,
    /// The paragraphs.
    Body,
    /// All that is outside the paragraphs.
    Header,
    /// The originator.
    From,
    /// Those who are to act.
    To,
    /// Those who are informed.
    Info,
}

/// A word or a phrase, and where to look for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TextLeaf {
    pub(crate) part: Part,
    /// As it was typed; has at least one letter or digit.
    pub(crate) text: String,
    pub(crate) is_quoted: bool,
}

/// Words and phrases to mark in a passage.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Wanted {
    /// Stems of words sought in any form.
    pub(crate) stems: Vec<String>,
    /// Folded words sought together, or alone as written.
    pub(crate) phrases: Vec<Vec<String>>,
}

impl TextLeaf {
    /// A leaf; `None` where the text has no letter or digit to look for.
    pub(super) fn new(part: Part, text: &str, is_quoted: bool) -> Option<TextLeaf> {
        (!words::folded(text).is_empty()).then(|| TextLeaf {
            part,
            text: text.split_whitespace().collect::<Vec<_>>().join(" "),
            is_quoted,
        })
    }

    pub(super) fn add_wanted(&self, wanted: &mut Wanted) {
        let words = words::folded(&self.text);
        match &words[..] {
            [word] if !self.is_quoted => {
                let stem = stem::stem(word);
                if !wanted.stems.contains(&stem) {
                    wanted.stems.push(stem);
                }
            }
            _ => {
                if !wanted.phrases.contains(&words) {
                    wanted.phrases.push(words);
                }
            }
        }
    }

    pub(super) fn compile(&self) -> Plan {
        let kinds: &[u8] = match self.part {
            Part::Anywhere => return self.compile_in(Zones::ALL),
            Part::Subject => &[zone::SUBJECT],
            Part::Summary => &[zone::SUMMARY, zone::SUMMARY_PART],
            Part::Comment => &[zone::COMMENT, zone::COMMENT_PART],
            Part::Body => &[
                zone::BODY,
                zone::SUMMARY,
                zone::COMMENT,
                zone::HEADING,
                zone::WHOLE,
            ],
            Part::Header => &[zone::HEADER],
            Part::From => return self.compile_name(field::FROM),
            Part::To => return self.compile_name(field::TO),
            Part::Info => return self.compile_name(field::INFO),
        };
        self.compile_in(Zones::of_kinds(kinds))
    }

    /// The words of a name, next to each other.
    fn compile_name(&self, field: u8) -> Plan {
        Plan::KeywordLike {
            field,
            pattern: Pattern::Containing(name(&self.text)),
        }
    }

    fn compile_in(&self, zones: Zones) -> Plan {
        let folded = words::folded(&self.text);
        // What stands outside the paragraphs is names and codes, which have no endings to take off.
        let is_stemmed = !self.is_quoted && self.part != Part::Header;
        let words = match &folded[..] {
            [] => return Plan::Nothing,
            [word] if is_stemmed => vec![Word::Stem(stem::stem(word))],
            words => words.iter().cloned().map(Word::Exact).collect(),
        };
        Plan::Text(Text {
            words,
            distance: None,
            zones,
        })
    }
}

impl fmt::Display for TextLeaf {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.part != Part::Anywhere {
            write!(
                formatter,
                "{}:",
                super::field::Field::Text(self.part).name()
            )?;
        }
        if self.is_quoted {
            write!(formatter, "\"{}\"", self.text.replace('"', " "))
        } else {
            formatter.write_str(&self.text)
        }
    }
}
