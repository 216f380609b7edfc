//! The query language. `docs/query.md` has its grammar and says what each part finds.
//!
//! [`Query::parse`] reads a query into a tree of [`Node`]s and says where and why it cannot; printing the tree gives a
//! query that means the same. Each kind of leaf has a file of its own with its syntax, its printed form and what it
//! asks of the index.

mod classification;
mod compile;
mod date;
mod declassify;
mod edition;
mod field;
mod identifier;
mod keyword;
mod meaning;
mod parser;
mod pattern;
mod portion;
mod precedence;
mod stored;
mod text;

use std::fmt;
use std::ops::Range;

use crate::QueryError;

pub(crate) use classification::{Classifications, level, place};
pub(crate) use compile::{Source, compile, compile_part};
pub(crate) use declassify::{EVENT, Instruction, code as declassification_code};
pub(crate) use identifier::{Identifier, Relation};
pub(crate) use keyword::{Keyword, KeywordLeaf};
pub(crate) use meaning::Meaning;
pub(crate) use parser::is_quotation_mark;
pub(crate) use pattern::compile as compile_regex;
pub(crate) use portion::{OfParagraph, PARAGRAPHS};
pub(crate) use stored::StoredLeaf;
#[cfg(test)]
pub(crate) use text::WantedWords;
pub(crate) use text::{Form, Part, TextLeaf, Wanted};

use date::{Dates, Years};
use edition::Editions;
use identifier::Mention;
use portion::{Portions, Role};
use precedence::Precedences;

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
    /// What one paragraph matches by itself.
    Paragraph(Box<Node>),
    /// A part that is not made of others.
    Leaf(Leaf),
}

/// What a cable can be asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Leaf {
    /// Words of its text.
    Text(TextLeaf),
    /// Characters of its text.
    Stored(StoredLeaf),
    /// The name of a code or an abbreviation.
    Meaning(Meaning),
    /// An identifier in plain text: the cable itself, those that refer to it, those that have the words.
    Mention(Mention),
    /// Its identifier, or how it stands to the cable of another.
    Identifier(Identifier),
    /// Its post, a tag, a caption.
    Keyword(KeywordLeaf),
    /// Its classification.
    Classification(Classifications),
    /// When it was sent.
    Date(Dates),
    /// Why it is not declassified on a day: a code or an event.
    Declassify(Instruction),
    /// Its year.
    Year(Years),
    /// How urgent it is.
    Precedence(Precedences),
    /// How many texts of it there are.
    Editions(Editions),
    /// The mark of a paragraph.
    Portion(Portions),
    /// What a paragraph is for.
    Role(Role),
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

    /// The same, in which words find codes and abbreviations by their meaning too.
    #[must_use]
    pub(crate) fn with_meanings(self) -> Query {
        Query {
            root: with_meanings(self.root),
        }
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

fn with_meanings(node: Node) -> Node {
    match node {
        Node::All(nodes) => {
            let mut found = Vec::new();
            let mut nodes = nodes.into_iter().peekable();
            let mut run: Vec<TextLeaf> = Vec::new();
            loop {
                match nodes.next() {
                    Some(Node::Leaf(Leaf::Text(leaf))) if leaf.is_plain() => run.push(leaf),
                    next => {
                        found.extend(run_with_meanings(&run));
                        run.clear();
                        match next {
                            Some(node) => found.push(with_meanings(node)),
                            None => break,
                        }
                    }
                }
            }
            match found.len() {
                1 => found.remove(0),
                _ => Node::All(found),
            }
        }
        Node::Any(nodes) => Node::Any(nodes.into_iter().map(with_meanings).collect()),
        Node::Not(inner) => Node::Not(Box::new(with_meanings(*inner))),
        Node::Leaf(Leaf::Text(leaf)) if leaf.is_plain() => {
            let mut nodes = run_with_meanings(&[leaf]);
            nodes.remove(0)
        }
        Node::Leaf(Leaf::Text(leaf))
            if leaf.form == Form::Phrase && leaf.part == Part::Anywhere =>
        {
            match Meaning::exactly(&leaf.text, true) {
                Some(meaning) => Node::Any(vec![
                    Node::Leaf(Leaf::Text(leaf)),
                    Node::Leaf(Leaf::Meaning(meaning)),
                ]),
                None => Node::Leaf(Leaf::Text(leaf)),
            }
        }
        node => node,
    }
}

/// Plain words, the longest runs that are the name of something with its code beside them.
fn run_with_meanings(run: &[TextLeaf]) -> Vec<Node> {
    let mut nodes = Vec::new();
    let mut rest = run;
    while let Some(first) = rest.first() {
        if let Some((meaning, n)) = Meaning::first_of(rest) {
            let words: Vec<Node> = rest[..n]
                .iter()
                .map(|leaf| Node::Leaf(Leaf::Text(leaf.clone())))
                .collect();
            let words = match words.len() {
                1 => Node::Leaf(Leaf::Text(first.clone())),
                _ => Node::All(words),
            };
            nodes.push(Node::Any(vec![words, Node::Leaf(Leaf::Meaning(meaning))]));
            rest = &rest[n..];
        } else {
            nodes.push(Node::Leaf(Leaf::Text(first.clone())));
            rest = &rest[1..];
        }
    }
    nodes
}

fn collect_wanted(node: &Node, wanted: &mut Wanted) {
    match node {
        Node::All(nodes) | Node::Any(nodes) => {
            for node in nodes {
                collect_wanted(node, wanted);
            }
        }
        Node::Paragraph(node) => collect_wanted(node, wanted),
        Node::Leaf(Leaf::Text(leaf)) => leaf.add_wanted(wanted),
        Node::Leaf(Leaf::Meaning(leaf)) => leaf.add_wanted(wanted),
        Node::Leaf(Leaf::Stored(leaf)) => {
            if !wanted.stored.contains(leaf) {
                wanted.stored.push(leaf.clone());
            }
        }
        Node::Leaf(Leaf::Mention(mention)) => {
            for word in mention.words() {
                word.add_wanted(wanted);
            }
        }
        Node::Leaf(Leaf::Portion(portions)) => {
            let portions = OfParagraph::Portion(portions.clone());
            wanted.paragraphs.push(portions);
        }
        Node::Leaf(Leaf::Role(role)) => wanted.paragraphs.push(OfParagraph::Role(*role)),
        Node::Leaf(_) | Node::Everything | Node::Not(_) => {}
    }
}

fn has_relevance(node: &Node) -> bool {
    match node {
        Node::All(nodes) | Node::Any(nodes) => nodes.iter().any(has_relevance),
        Node::Paragraph(node) => has_relevance(node),
        Node::Leaf(Leaf::Text(_) | Leaf::Mention(_) | Leaf::Meaning(_)) => true,
        Node::Leaf(Leaf::Identifier(leaf)) => leaf.relation == Relation::SimilarTo,
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
            Node::Paragraph(node) => write!(formatter, "paragraph:({node})"),
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
            Leaf::Declassify(leaf) => fmt::Display::fmt(leaf, formatter),
            Leaf::Year(leaf) => fmt::Display::fmt(leaf, formatter),
            Leaf::Stored(leaf) => fmt::Display::fmt(leaf, formatter),
            Leaf::Meaning(leaf) => fmt::Display::fmt(leaf, formatter),
            Leaf::Precedence(leaf) => fmt::Display::fmt(leaf, formatter),
            Leaf::Editions(leaf) => fmt::Display::fmt(leaf, formatter),
            Leaf::Portion(leaf) => fmt::Display::fmt(leaf, formatter),
            Leaf::Role(leaf) => fmt::Display::fmt(leaf, formatter),
        }
    }
}

/// The name of the field that is called so, in any case.
pub(crate) fn field_named(name: &str) -> Option<&'static str> {
    field::Field::named(name).map(field::Field::name)
}

/// A value as a query shows it: bare where it reads back as one value, quoted otherwise.
pub(crate) fn quoted(value: &str) -> String {
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
