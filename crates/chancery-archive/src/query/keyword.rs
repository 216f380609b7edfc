//! Posts, TAGS and captions: values of a closed kind, compared as a whole.

use std::fmt;

use chancery_format::tables::posts::{self, Alias};
use chancery_index::{Query as Plan, words};

use super::compile::keyword;
use super::quoted;
use crate::index::schema::field;

/// Which value is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Keyword {
    /// The post that sent it.
    Post,
    /// A TAGS term, or the surname of a person among them.
    Tags,
    /// A handling caption.
    Caption,
}

/// A cable that has this value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct KeywordLeaf {
    keyword: Keyword,
    /// As it was meant, in the form in which values are indexed.
    value: String,
    /// What else is the same: the key of a post that was asked for by another name of it.
    canonical: Option<String>,
}

impl KeywordLeaf {
    /// A leaf; `None` where the value has no letter or digit.
    pub(super) fn new(keyword: Keyword, value: &str) -> Option<KeywordLeaf> {
        let one_blank = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let upper = one_blank(&value.to_uppercase());
        let (value, canonical) = match keyword {
            Keyword::Post => post(&upper),
            Keyword::Tags => {
                let parts: Vec<String> = upper
                    .split(',')
                    .map(one_blank)
                    .filter(|part| !part.is_empty())
                    .collect();
                (parts.join(", "), None)
            }
            Keyword::Caption => (upper, None),
        };
        value
            .chars()
            .any(char::is_alphanumeric)
            .then_some(KeywordLeaf {
                keyword,
                value,
                canonical,
            })
    }

    pub(super) fn compile(&self) -> Plan {
        let field = match self.keyword {
            Keyword::Post => field::POST,
            Keyword::Tags => field::TAGS,
            Keyword::Caption => field::CAPTION,
        };
        match &self.canonical {
            None => keyword(field, &self.value),
            Some(canonical) => {
                Plan::Any(vec![keyword(field, &self.value), keyword(field, canonical)])
            }
        }
    }
}

/// The letters of a post's name, and its key where the table of posts has another for it.
///
/// Both are looked for: a cable may stand under a former name of its post, and keeps it.
fn post(upper: &str) -> (String, Option<String>) {
    let name = posts::without_address_word(upper).unwrap_or(upper);
    let letters = words::folded(name).concat().to_uppercase();
    let known = posts::by_plad(upper)
        .or_else(|| posts::by_name(&letters))
        .or_else(|| posts::by_alias(&letters).map(Alias::post));
    let canonical = known
        .map(|post| post.canonical.to_owned())
        .filter(|canonical| *canonical != letters);
    (letters, canonical)
}

impl fmt::Display for KeywordLeaf {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = match self.keyword {
            Keyword::Post => "post",
            Keyword::Tags => "tags",
            Keyword::Caption => "caption",
        };
        write!(formatter, "{name}:{}", quoted(&self.value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn posts_are_known_by_many_names() {
        let key = |name: &str| {
            let (letters, canonical) = post(&name.to_uppercase());
            canonical.unwrap_or(letters)
        };
        for (name, expected) in [
            ("Strelsau", "STRELSAU"),
            ("rio de janeiro", "RIODEJANEIRO"),
            ("São Paulo", "SAOPAULO"),
            ("AMEMBASSY BAGHDAD", "BAGHDAD"),
            ("amembassy Strelsau", "STRELSAU"),
            ("-", ""),
        ] {
            assert_eq!(key(name), expected);
        }
        // Every alias leads somewhere and is looked for itself.
        for alias in posts::all_aliases() {
            let (letters, _) = post(alias.alias);
            assert!(!letters.is_empty(), "{}", alias.alias);
        }
    }
}
