//! From a query to what tantivy runs.

use tantivy::query::{AllQuery, BooleanQuery, ConstScoreQuery, Occur};

use super::excluded::Excluded;
use super::{Leaf, Node, Query};
use crate::index::schema::Fields;

type Compiled = Box<dyn tantivy::query::Query>;

/// The query as tantivy runs it. Only words and phrases add to the score; everything else filters.
pub(crate) fn compile(query: &Query, fields: &Fields) -> Compiled {
    node(&query.root, fields)
}

fn node(part: &Node, fields: &Fields) -> Compiled {
    match part {
        Node::Everything => everything(),
        Node::All(nodes) => {
            let mut clauses: Vec<(Occur, Compiled)> = nodes
                .iter()
                .map(|part| match part {
                    Node::Not(inner) => (Occur::MustNot, excluded(inner, fields)),
                    part => (Occur::Must, node(part, fields)),
                })
                .collect();
            if clauses.iter().all(|(occur, _)| *occur == Occur::MustNot) {
                clauses.push((Occur::Must, everything()));
            }
            Box::new(BooleanQuery::new(clauses))
        }
        Node::Any(nodes) => Box::new(BooleanQuery::new(
            nodes
                .iter()
                .map(|part| (Occur::Should, node(part, fields)))
                .collect(),
        )),
        Node::Not(inner) => Box::new(BooleanQuery::new(vec![
            (Occur::Must, everything()),
            (Occur::MustNot, excluded(inner, fields)),
        ])),
        Node::Leaf(Leaf::Text(leaf)) => leaf.compile(fields),
        Node::Leaf(Leaf::Mention(leaf)) => leaf.compile(fields),
        Node::Leaf(Leaf::Identifier(leaf)) => filter(leaf.compile(fields)),
        Node::Leaf(Leaf::Keyword(leaf)) => filter(leaf.compile(fields)),
        Node::Leaf(Leaf::Classification(leaf)) => filter(leaf.compile(fields)),
        Node::Leaf(Leaf::Date(leaf)) => filter(leaf.compile(fields)),
        Node::Leaf(Leaf::Year(leaf)) => filter(leaf.compile(fields)),
    }
}

fn excluded(part: &Node, fields: &Fields) -> Compiled {
    Box::new(Excluded(node(part, fields)))
}

fn everything() -> Compiled {
    filter(Box::new(AllQuery))
}

fn filter(query: Compiled) -> Compiled {
    Box::new(ConstScoreQuery::new(query, 0.0))
}
