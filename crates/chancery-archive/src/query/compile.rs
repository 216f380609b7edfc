//! From a query to what the index runs.

use chancery_index::Query as Plan;

use super::{Leaf, Node, Query};

/// The query as the index runs it. Only words and phrases add to the score; everything else filters.
pub(crate) fn compile(query: &Query) -> Plan {
    node(&query.root)
}

fn node(part: &Node) -> Plan {
    match part {
        Node::Everything => Plan::Everything,
        Node::All(nodes) => Plan::All(nodes.iter().map(node).collect()),
        Node::Any(nodes) => Plan::Any(nodes.iter().map(node).collect()),
        Node::Not(inner) => Plan::Not(Box::new(node(inner))),
        Node::Leaf(Leaf::Text(leaf)) => leaf.compile(),
        Node::Leaf(Leaf::Mention(leaf)) => leaf.compile(),
        Node::Leaf(Leaf::Identifier(leaf)) => leaf.compile(),
        Node::Leaf(Leaf::Keyword(leaf)) => leaf.compile(),
        Node::Leaf(Leaf::Classification(leaf)) => leaf.compile(),
        Node::Leaf(Leaf::Date(leaf)) => leaf.compile(),
        Node::Leaf(Leaf::Year(leaf)) => leaf.compile(),
    }
}

/// One value of a keyword field.
pub(super) fn keyword(field: u8, value: &str) -> Plan {
    Plan::Keyword {
        field,
        value: value.to_owned(),
    }
}
