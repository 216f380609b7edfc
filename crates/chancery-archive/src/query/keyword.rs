//! Posts, TAGS and captions: values of a closed kind, compared as a whole.

use std::fmt;

use chancery_format::Mrn;
use tantivy::Term;
use tantivy::query::TermQuery;
use tantivy::schema::IndexRecordOption;

use super::quoted;
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

/// The key of a post in any spelling: `Rio de Janeiro` is `RIODEJANEIRO`, and so is what a table of posts knows as a
/// name of it.
pub(crate) fn canonical_post(name: &str) -> String {
    // Identifiers are where posts are spelled in many ways, so their reader knows them all.
    if let Some(mrn) = Mrn::parse(&format!("2000 {name} 1"), None) {
        return mrn.post;
    }
    name.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_uppercase)
        .collect()
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
