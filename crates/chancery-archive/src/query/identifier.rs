//! Identifiers: after `id:` and `ref:`, and in plain text.

use std::fmt;
use std::ops::Range;

use chancery_format::Mrn;
use chancery_index::Query as Plan;

use super::compile::keyword;
use super::{Part, TextLeaf, error};
use crate::QueryError;
use crate::index::schema::field;

/// The cable with this identifier, or those that refer to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Identifier {
    /// Canonical.
    id: String,
    is_reference: bool,
}

impl Identifier {
    /// Reads an identifier in any spelling; `at` is the place of the value in the query.
    pub(super) fn parse(
        value: &str,
        is_reference: bool,
        at: Range<usize>,
    ) -> Result<Identifier, QueryError> {
        if let Some(mrn) = Mrn::parse(value, None) {
            return Ok(Identifier {
                id: mrn.to_string(),
                is_reference,
            });
        }
        let name = if is_reference { "ref" } else { "id" };
        Err(error(
            at,
            format!("`{value}` is no identifier with year, post and number"),
            Some(format!("{name}:07STRELSAU92, {name}:\"07 STRELSAU 92\"")),
        ))
    }

    pub(super) fn compile(&self) -> Plan {
        let field = if self.is_reference {
            field::REFERENCE
        } else {
            field::ID
        };
        keyword(field, &self.id)
    }
}

impl fmt::Display for Identifier {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = if self.is_reference { "ref" } else { "id" };
        write!(formatter, "{name}:{}", self.id)
    }
}

/// An identifier in plain text: `07STRELSAU92`, `07 STRELSAU 92`.
///
/// Finds the cable, those that refer to it in whatever spelling, and those that hold the words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mention {
    words: Vec<TextLeaf>,
    id: String,
}

/// Most words that an identifier is written in: `07 PORT OF SPAIN 138` has five, and one more is left over.
const MAX_WORDS: usize = 6;

impl Mention {
    /// The longest identifier that the first of these words begin with, and how many of them it takes.
    pub(super) fn first_of(words: &[TextLeaf]) -> Option<(Mention, usize)> {
        (1..=words.len().min(MAX_WORDS)).rev().find_map(|n_words| {
            let words = &words[..n_words];
            let text = words
                .iter()
                .map(|word| word.text.as_str())
                .collect::<Vec<_>>()
                .join(" ");
            let mrn = looks_like_identifier(words)
                .then(|| Mrn::parse(&text, None))
                .flatten()?;
            let mention = Mention {
                words: words.to_vec(),
                id: mrn.to_string(),
            };
            Some((mention, n_words))
        })
    }

    pub(super) fn words(&self) -> &[TextLeaf] {
        &self.words
    }

    pub(super) fn compile(&self) -> Plan {
        let words = self.words.iter().map(TextLeaf::compile).collect();
        // The cable itself comes first, whatever the words weigh.
        let exactly = |field, score| Plan::Scored(score, Box::new(keyword(field, &self.id)));
        Plan::Any(vec![
            Plan::All(words),
            exactly(field::ID, 1000.0),
            exactly(field::REFERENCE, 10.0),
        ])
    }
}

/// Whether words begin with the digits of a year, end with those of a number, and have letters between.
///
/// Only then are they given to the reader of identifiers, which is made to understand far worse.
fn looks_like_identifier(words: &[TextLeaf]) -> bool {
    let letters_and_digits = |word: &TextLeaf| -> String {
        word.text
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .collect()
    };
    let (Some(first), Some(last)) = (words.first(), words.last()) else {
        return false;
    };
    let n_year = letters_and_digits(first)
        .bytes()
        .take_while(u8::is_ascii_digit)
        .count();
    let n_number = letters_and_digits(last)
        .bytes()
        .rev()
        .take_while(u8::is_ascii_digit)
        .count();
    let text: String = words.iter().map(letters_and_digits).collect();
    matches!(n_year, 2 | 4)
        && n_number > 0
        && n_year + n_number < text.len()
        && text[n_year..text.len() - n_number]
            .bytes()
            .all(|byte| byte.is_ascii_alphabetic())
        && words
            .iter()
            .all(|word| word.part == Part::Anywhere && !word.is_quoted)
}

impl fmt::Display for Mention {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, word) in self.words.iter().enumerate() {
            if index > 0 {
                formatter.write_str(" ")?;
            }
            fmt::Display::fmt(word, formatter)?;
        }
        Ok(())
    }
}
