//! How a query is understood and answered.

use std::cell::Cell;

use chancery_index::{Query as Plan, Request};

use super::notes::{self, Note};
use super::source::Texts;
use super::{Search, parse};
use crate::Error;
use crate::index::{self, Index};
use crate::query::{self, Leaf, Node};
use crate::store::Store;

/// What becomes of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// The query as it was understood, itself a valid query.
    pub parsed: String,
    /// How many cables match.
    pub total: u64,
    /// Its parts, each before those it is made of.
    pub parts: Vec<ExplainedPart>,
    /// What to know of the answer: why it is empty, why it takes long.
    pub notes: Vec<Note>,
}

/// One part of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExplainedPart {
    /// How deep it stands; 0 for the whole.
    pub depth: usize,
    /// The part as a query of its own.
    pub text: String,
    /// How it is answered.
    pub how: String,
    /// How many cables match this part by itself.
    pub count: u64,
}

pub(crate) fn explain(store: &Store, index: &Index, search: &Search) -> Result<Explanation, Error> {
    let query = parse(search)?;
    let mut explainer = Explainer {
        texts: Texts { store, index },
        parts: Vec::new(),
        n_told: Cell::new(0),
    };
    explainer.add(&query.root, 0, false)?;
    let total = explainer.parts.first().map_or(0, |part| part.count);
    Ok(Explanation {
        parsed: query.to_string(),
        total,
        notes: notes::notes(&explainer.texts, &query, total)?,
        parts: explainer.parts,
    })
}

struct Explainer<'a> {
    texts: Texts<'a>,
    parts: Vec<ExplainedPart>,
    /// Patterns whose words were told.
    n_told: Cell<usize>,
}

/// Patterns whose words are told, at most: each is looked up by itself.
const MOST_PATTERNS: usize = 32;

impl Explainer<'_> {
    fn add(&mut self, node: &Node, depth: usize, is_in_paragraph: bool) -> Result<(), Error> {
        let mut plan = query::compile_part(node, &self.texts)?;
        if is_in_paragraph {
            plan = Plan::SameZone {
                zones: chancery_index::Zones::of_kinds(&query::PARAGRAPHS),
                query: Box::new(plan),
            };
        }
        let how = match node {
            Node::Everything => "every cable".to_owned(),
            Node::All(_) => "all of these".to_owned(),
            Node::Any(_) => "any of these".to_owned(),
            Node::Not(_) => "cables without this".to_owned(),
            Node::Paragraph(_) => "all within one paragraph".to_owned(),
            Node::Leaf(leaf) => self.how(leaf)?,
        };
        let count = self
            .texts
            .index
            .inner
            .search(&Request {
                query: &plan,
                order: chancery_index::Order::Descending,
                after: None,
                offset: 0,
                limit: 0,
                facets: Vec::new(),
                steps: None,
            })
            .map_err(index::failed("search"))?
            .total;
        self.parts.push(ExplainedPart {
            depth,
            text: node.to_string(),
            how,
            count,
        });
        match node {
            Node::All(nodes) | Node::Any(nodes) => {
                for node in nodes {
                    self.add(node, depth + 1, is_in_paragraph)?;
                }
            }
            Node::Not(node) => self.add(node, depth + 1, is_in_paragraph)?,
            Node::Paragraph(node) => self.add(node, depth + 1, true)?,
            Node::Leaf(_) | Node::Everything => {}
        }
        Ok(())
    }

    fn how(&self, leaf: &Leaf) -> Result<String, Error> {
        Ok(match leaf {
            Leaf::Text(leaf) => self.how_text(leaf)?,
            Leaf::Stored(leaf) => {
                if leaf.needs_no_word() {
                    return Ok("the stored text of every cable that the rest leaves: it needs no certain word".to_owned());
                }
                let mut n = 0u64;
                self.texts
                    .index
                    .inner
                    .each_id(&leaf.candidates(), |_| n += 1)
                    .map_err(index::failed("search"))?;
                format!("the stored text, of the {n} cables that have the words it needs")
            }
            Leaf::Meaning(leaf) => leaf.describe(),
            Leaf::Mention(_) => {
                "an identifier: the cable, those that refer to it, or these words".to_owned()
            }
            Leaf::Identifier(leaf) => match leaf.relation {
                query::Relation::Itself => "the identifier of the cable",
                query::Relation::RefersTo => "an identifier among its references",
                query::Relation::ReferredToBy => "cables that this one refers to",
                query::Relation::SimilarTo => {
                    "cables with the words that tell this one from others"
                }
            }
            .to_owned(),
            Leaf::Keyword(_)
            | Leaf::Classification(_)
            | Leaf::Precedence(_)
            | Leaf::Declassify(_)
            | Leaf::Editions(_) => "a value of the index".to_owned(),
            Leaf::Date(_) | Leaf::Year(_) => "a range of numbers".to_owned(),
            Leaf::Portion(_) | Leaf::Role(_) => "what is known of a paragraph".to_owned(),
        })
    }

    fn how_text(&self, leaf: &query::TextLeaf) -> Result<String, Error> {
        if leaf.part.is_names() {
            return Ok("words of a name, next to each other".to_owned());
        }
        let mut wanted = query::Wanted::default();
        leaf.add_wanted(&mut wanted);
        let Some(words) = wanted.words.first() else {
            return Ok("nothing to look for".to_owned());
        };
        let index = &self.texts.index.inner;
        Ok(match (&words.words[..], words.distance) {
            ([chancery_index::Word::Exact(_)], _) => "the word as written".to_owned(),
            ([chancery_index::Word::Stem(stem)], _) => {
                forms("the word in its forms", &index.forms_of(stem))
            }
            ([chancery_index::Word::Like(_)], _) if self.n_told.get() >= MOST_PATTERNS => {
                "words that fit".to_owned()
            }
            ([chancery_index::Word::Like(pattern)], _) => {
                self.n_told.set(self.n_told.get() + 1);
                let found = index
                    .words_like(pattern, usize::MAX)
                    .map_err(index::failed("look for words"))?;
                let words: Vec<String> = found.into_iter().map(|(word, _)| word).collect();
                forms("words that fit", &words)
            }
            (_, None) => "these words next to each other".to_owned(),
            (_, Some(n)) => format!("these words in any order, at most {n} others between"),
        })
    }
}

/// The most words that are told one by one.
const TOLD: usize = 8;

fn forms(what: &str, words: &[String]) -> String {
    match words.len() {
        0 => format!("{what}: none"),
        n if n <= TOLD => format!("{what}: {}", words.join(", ")),
        n => format!(
            "{what}: {}, and {} more",
            words[..TOLD].join(", "),
            n - TOLD
        ),
    }
}
