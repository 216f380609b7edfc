//! Posts, TAGS and captions: values of a closed kind, compared as a whole.

use std::fmt;

use chancery_format::tables::posts;
use tantivy::Term;
use tantivy::query::TermQuery;
use tantivy::schema::IndexRecordOption;

use super::quoted;
use crate::index::analyzer;
use crate::index::schema::Fields;

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
    /// In the form in which it is indexed.
    value: String,
}

impl KeywordLeaf {
    /// A leaf; `None` where the value has no letter or digit.
    pub(super) fn new(keyword: Keyword, value: &str) -> Option<KeywordLeaf> {
        let value = match keyword {
            Keyword::Post => canonical_post(value),
            Keyword::Tags => value
                .to_uppercase()
                .split(',')
                .map(|part| part.split_whitespace().collect::<Vec<_>>().join(" "))
                .filter(|part| !part.is_empty())
                .collect::<Vec<_>>()
                .join(", "),
            Keyword::Caption => value
                .to_uppercase()
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" "),
        };
        value
            .chars()
            .any(char::is_alphanumeric)
            .then_some(KeywordLeaf { keyword, value })
    }

    pub(super) fn compile(&self, fields: &Fields) -> Box<dyn tantivy::query::Query> {
        let field = match self.keyword {
            Keyword::Post => fields.post,
            Keyword::Tags => fields.tags,
            Keyword::Caption => fields.captions,
        };
        Box::new(TermQuery::new(
            Term::from_field_text(field, &self.value),
            IndexRecordOption::Basic,
        ))
    }
}

/// The key of a post in any spelling: `Rio de Janeiro` is `RIODEJANEIRO`, and so is any other name of it that the
/// table of posts has. A post that is not in the table has its letters for a key.
pub(crate) fn canonical_post(name: &str) -> String {
    let upper = name.trim().to_uppercase();
    if let Some(post) = posts::by_plad(&upper) {
        return post.canonical.to_owned();
    }
    let letters = analyzer::folded(name).concat().to_uppercase();
    match posts::by_name(&letters) {
        Some(post) => post.canonical.to_owned(),
        None => {
            posts::by_alias(&letters).map_or(letters, |alias| alias.post().canonical.to_owned())
        }
    }
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
        for (name, key) in [
            ("Strelsau", "STRELSAU"),
            ("rio de janeiro", "RIODEJANEIRO"),
            ("São Paulo", "SAOPAULO"),
            ("AMEMBASSY BAGHDAD", "BAGHDAD"),
            ("amembassy  kyiv", "KYIV"),
            ("-", ""),
        ] {
            assert_eq!(canonical_post(name), key);
        }
    }
}
