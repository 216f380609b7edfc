//! Words and phrases.
//!
//! A word is found in all its English forms; in quotation marks it is found as written, case and accents aside, and
//! several words in quotation marks are found together in that order. A word that holds punctuation (`al-Sadr`,
//! `10/8/2017`) is a phrase.

use std::fmt;

use tantivy::Term;
use tantivy::query::{BooleanQuery, BoostQuery, EmptyQuery, Occur, PhraseQuery, TermQuery};
use tantivy::schema::{Field as IndexField, IndexRecordOption};

use crate::index::analyzer;
use crate::index::schema::{Fields, TextField};

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
        (!analyzer::folded(text).is_empty()).then(|| TextLeaf {
            part,
            text: text.split_whitespace().collect::<Vec<_>>().join(" "),
            is_quoted,
        })
    }

    pub(super) fn add_wanted(&self, wanted: &mut Wanted) {
        let words = analyzer::folded(&self.text);
        match &words[..] {
            [word] if !self.is_quoted => {
                let stem = analyzer::stem(word);
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

    pub(super) fn compile(&self, fields: &Fields) -> Box<dyn tantivy::query::Query> {
        // What the subject says weighs more than what some paragraph says; the header mostly says who was told.
        let places: &[(TextField, f32)] = match self.part {
            Part::Anywhere => &[
                (fields.subject, 2.5),
                (fields.body, 1.0),
                (fields.header, 0.3),
            ],
            Part::Subject => &[(fields.subject, 1.0)],
            Part::Summary => &[(fields.summary, 1.0)],
            Part::Comment => &[(fields.comment, 1.0)],
            Part::Body => &[(fields.body, 1.0)],
            Part::Header => &[(fields.header, 1.0)],
            Part::From => &[(fields.from, 1.0)],
            Part::To => &[(fields.to, 1.0)],
            Part::Info => &[(fields.info, 1.0)],
        };
        let words = analyzer::folded(&self.text);
        let alternatives: Vec<(Occur, Box<dyn tantivy::query::Query>)> = places
            .iter()
            .map(|&(field, weight)| {
                let query = self.compile_in(field, &words);
                let query: Box<dyn tantivy::query::Query> = if places.len() > 1 {
                    Box::new(BoostQuery::new(query, weight))
                } else {
                    query
                };
                (Occur::Should, query)
            })
            .collect();
        match <[_; 1]>::try_from(alternatives) {
            Ok([(_, only)]) => only,
            Err(alternatives) => Box::new(BooleanQuery::new(alternatives)),
        }
    }

    fn compile_in(&self, field: TextField, words: &[String]) -> Box<dyn tantivy::query::Query> {
        match words {
            [] => Box::new(EmptyQuery),
            [word] => match field.stems {
                Some(stems) if !self.is_quoted => term(stems, &analyzer::stem(word)),
                _ => term(field.words, word),
            },
            _ => Box::new(PhraseQuery::new(
                words
                    .iter()
                    .map(|word| Term::from_field_text(field.words, word))
                    .collect(),
            )),
        }
    }
}

fn term(field: IndexField, word: &str) -> Box<dyn tantivy::query::Query> {
    Box::new(TermQuery::new(
        Term::from_field_text(field, word),
        IndexRecordOption::WithFreqs,
    ))
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
