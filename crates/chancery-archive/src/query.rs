//! The query language. `docs/query.md` has its grammar and says what each part finds.
//!
//! [`Query::parse`] reads a query into a tree of [`Node`]s and says where and why it cannot; printing the tree gives a
//! query that means the same. Each kind of leaf has a file of its own with its syntax, its printed form and what it
//! asks of the index.

mod classification;
mod compile;
mod date;
mod field;
mod identifier;
mod keyword;
mod parser;
mod text;

use std::fmt;
use std::ops::Range;

use crate::QueryError;

pub(crate) use classification::{Classifications, place};
pub(crate) use compile::compile;
pub(crate) use text::{Part, TextLeaf, Wanted};

use date::{Dates, Years};
use identifier::{Identifier, Mention};
use keyword::KeywordLeaf;

/// A query that was understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Query {
    pub(crate) root: Node,
}

/// One part of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Node {
    /// Every cable.
    Everything,
    /// What all of several parts match; at least two.
    All(Vec<Node>),
    /// What any of several parts matches; at least two.
    Any(Vec<Node>),
    /// What a part does not match.
    Not(Box<Node>),
    /// A part that is not made of others.
    Leaf(Leaf),
}

/// What a cable can be asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Leaf {
    /// Words of its text.
    Text(TextLeaf),
    /// An identifier in plain text: the cable itself, those that refer to it, those that have the words.
    Mention(Mention),
    /// Its identifier, or one it refers to.
    Identifier(Identifier),
    /// Its post, a tag, a caption.
    Keyword(KeywordLeaf),
    /// Its classification.
    Classification(Classifications),
    /// When it was sent.
    Date(Dates),
    /// Its year.
    Year(Years),
}

impl Query {
    /// Reads a query. Blank text matches everything.
    ///
    /// # Errors
    ///
    /// Where the text is no query: the place, the reason, and what to write instead.
    pub(crate) fn parse(text: &str) -> Result<Query, QueryError> {
        parser::parse(text).map_err(|error| QueryError {
            column: 1 + text[..error.at.start].chars().count(),
            ..error
        })
    }

    /// Words and phrases that a passage may show, in order.
    pub(crate) fn wanted(&self) -> Wanted {
        let mut wanted = Wanted::default();
        collect_wanted(&self.root, &mut wanted);
        wanted
    }

    /// Whether anything in the query tells good matches from less good ones.
    pub(crate) fn has_relevance(&self) -> bool {
        has_relevance(&self.root)
    }
}

fn collect_wanted(node: &Node, wanted: &mut Wanted) {
    match node {
        Node::All(nodes) | Node::Any(nodes) => {
            for node in nodes {
                collect_wanted(node, wanted);
            }
        }
        Node::Leaf(Leaf::Text(leaf)) => leaf.add_wanted(wanted),
        Node::Leaf(Leaf::Mention(mention)) => {
            for word in mention.words() {
                word.add_wanted(wanted);
            }
        }
        Node::Leaf(_) | Node::Everything | Node::Not(_) => {}
    }
}

fn has_relevance(node: &Node) -> bool {
    match node {
        Node::All(nodes) | Node::Any(nodes) => nodes.iter().any(has_relevance),
        Node::Leaf(Leaf::Text(_) | Leaf::Mention(_)) => true,
        Node::Leaf(_) | Node::Everything | Node::Not(_) => false,
    }
}

impl fmt::Display for Query {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.root, formatter)
    }
}

impl fmt::Display for Node {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Node::Everything => Ok(()),
            Node::All(nodes) => {
                for (index, node) in nodes.iter().enumerate() {
                    if index > 0 {
                        formatter.write_str(" ")?;
                    }
                    match node {
                        Node::All(_) | Node::Any(_) => write!(formatter, "({node})")?,
                        _ => write!(formatter, "{node}")?,
                    }
                }
                Ok(())
            }
            Node::Any(nodes) => {
                for (index, node) in nodes.iter().enumerate() {
                    if index > 0 {
                        formatter.write_str(" OR ")?;
                    }
                    match node {
                        Node::Any(_) => write!(formatter, "({node})")?,
                        _ => write!(formatter, "{node}")?,
                    }
                }
                Ok(())
            }
            Node::Not(node) => match **node {
                Node::All(_) | Node::Any(_) => write!(formatter, "-({node})"),
                _ => write!(formatter, "-{node}"),
            },
            Node::Leaf(leaf) => fmt::Display::fmt(leaf, formatter),
        }
    }
}

impl fmt::Display for Leaf {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Leaf::Text(leaf) => fmt::Display::fmt(leaf, formatter),
            Leaf::Mention(leaf) => fmt::Display::fmt(leaf, formatter),
            Leaf::Identifier(leaf) => fmt::Display::fmt(leaf, formatter),
            Leaf::Keyword(leaf) => fmt::Display::fmt(leaf, formatter),
            Leaf::Classification(leaf) => fmt::Display::fmt(leaf, formatter),
            Leaf::Date(leaf) => fmt::Display::fmt(leaf, formatter),
            Leaf::Year(leaf) => fmt::Display::fmt(leaf, formatter),
        }
    }
}

/// A value as a query shows it: bare where it reads back as one value, quoted otherwise.
fn quoted(value: &str) -> String {
    let is_bare = !value.is_empty()
        && value
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '/' | '.' | '_' | '\''));
    if is_bare {
        value.to_owned()
    } else {
        format!("\"{}\"", value.replace('"', " "))
    }
}

/// Makes an error about a place in the query.
fn error(at: Range<usize>, reason: impl Into<String>, suggestion: Option<String>) -> QueryError {
    QueryError {
        // Known once the whole query is at hand again.
        column: 0,
        at,
        reason: reason.into(),
        suggestion,
    }
}

#[cfg(test)]
mod tests;
