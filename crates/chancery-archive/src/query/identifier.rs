//! Identifiers: after `id:` and `ref:`, and in plain text.

use std::fmt;
use std::ops::Range;

use chancery_format::Mrn;
use chancery_index::Query as Plan;

use super::compile::keyword;
use super::text::{Form, Part};
use super::{TextLeaf, error, pattern, quoted};
use crate::QueryError;
use crate::index::document::name;
use crate::index::schema::field;

/// How a cable stands to the one whose identifier is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Relation {
    /// It is that cable.
    Itself,
    /// It refers to it.
    RefersTo,
    /// It is referred to by it.
    ReferredToBy,
    /// It is about the same things.
    SimilarTo,
}

/// The cable with this identifier, or those that stand to it in some way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Identifier {
    /// Canonical, or the key of a cable without identifier; with wildcards where it has any.
    pub(crate) id: String,
    pub(crate) relation: Relation,
    pub(crate) is_wild: bool,
    /// Whether it is no identifier of a cable, but a shelfmark or number that a source gives.
    pub(crate) is_shelfmark: bool,
}

impl Relation {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Relation::Itself => "id",
            Relation::RefersTo => "ref",
            Relation::ReferredToBy => "refby",
            Relation::SimilarTo => "similar",
        }
    }
}

impl Identifier {
    /// Reads an identifier in any spelling; `at` is the place of the value in the query.
    pub(super) fn parse(
        value: &str,
        relation: Relation,
        at: Range<usize>,
    ) -> Result<Identifier, QueryError> {
        let identifier = |id, is_wild| Identifier {
            id,
            relation,
            is_wild,
            is_shelfmark: false,
        };
        let can_be_wild = matches!(relation, Relation::Itself | Relation::RefersTo);
        let is_wild = value == "*" || pattern::has_wildcards(value);
        if can_be_wild && is_wild && !value.contains(char::is_whitespace) {
            return Ok(identifier(value.to_uppercase(), true));
        }
        if let Some(mrn) = Mrn::parse(value, None) {
            return Ok(identifier(mrn.to_string(), false));
        }
        // The key of a cable that has no identifier.
        let lower = value.trim().to_lowercase();
        if let Some(digits) = lower.strip_prefix("x-")
            && digits.len() >= 12
            && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
        {
            return Ok(identifier(lower, false));
        }
        // Every shelfmark has a digit; what has none is a slip.
        if relation == Relation::Itself && value.bytes().any(|byte| byte.is_ascii_digit()) {
            return Ok(Identifier {
                is_shelfmark: true,
                ..identifier(
                    value.split_whitespace().collect::<Vec<_>>().join(" "),
                    false,
                )
            });
        }
        let name = relation.name();
        Err(error(
            at,
            format!("`{value}` is no identifier with year, post and number"),
            Some(format!("{name}:07STRELSAU92, {name}:\"07 STRELSAU 92\"")),
        ))
    }

    /// What the index is asked, where it alone can answer.
    pub(super) fn compile(&self) -> Option<Plan> {
        let field = match self.relation {
            Relation::Itself => field::ID,
            Relation::RefersTo => field::REFERENCE,
            Relation::ReferredToBy | Relation::SimilarTo => return None,
        };
        let shelfmark = |form| {
            TextLeaf::new(Part::Shelfmark, &self.id, form)
                .map_or(Plan::Nothing, |leaf| leaf.compile())
        };
        if self.is_shelfmark {
            return Some(shelfmark(Form::Phrase));
        }
        Some(if self.is_wild {
            let identifiers = Plan::KeywordLike {
                field,
                pattern: super::keyword::wild(&self.id),
            };
            if self.relation == Relation::Itself && self.id != "*" {
                Plan::Any(vec![identifiers, shelfmark(Form::Wild)])
            } else {
                identifiers
            }
        } else if self.relation == Relation::Itself {
            // Or the number of a record that reads as one.
            Plan::Any(vec![
                keyword(field, &self.id),
                keyword(field::SHELFMARK, &name(&self.id)),
            ])
        } else {
            keyword(field, &self.id)
        })
    }
}

impl fmt::Display for Identifier {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.relation.name();
        if self.is_shelfmark {
            write!(formatter, "{name}:{}", quoted(&self.id))
        } else {
            write!(formatter, "{name}:{}", self.id)
        }
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

    /// The identifier, canonical.
    pub(crate) fn id(&self) -> &str {
        &self.id
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
        && words.iter().all(TextLeaf::is_plain)
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
