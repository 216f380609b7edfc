//! From a query to what the index runs.

use chancery_index::{Query as Plan, Zones};

use super::identifier::Relation;
use super::{Leaf, Node, PARAGRAPHS, Query, StoredLeaf};
use crate::Error;
use crate::index::schema::field;

/// What only the truth can tell, or only the texts themselves.
pub(crate) trait Source {
    /// The cables whose text matches, in order, among those that another plan finds.
    fn stored(&self, leaf: &StoredLeaf, within: Option<&Plan>) -> Result<Vec<u32>, Error>;

    /// The identifiers that a cable refers to.
    fn referred_to_by(&self, id: &str) -> Result<Vec<String>, Error>;

    /// What finds the cables that are about what another is about.
    fn similar(&self, id: &str) -> Result<Plan, Error>;
}

/// The query as the index runs it. Only words and phrases add to the score; everything else filters.
pub(crate) fn compile(query: &Query, source: &dyn Source) -> Result<Plan, Error> {
    node(&query.root, source, None)
}

/// One part of a query by itself.
pub(crate) fn compile_part(part: &Node, source: &dyn Source) -> Result<Plan, Error> {
    node(part, source, None)
}

fn node(part: &Node, source: &dyn Source, within: Option<&Plan>) -> Result<Plan, Error> {
    Ok(match part {
        Node::Everything => Plan::Everything,
        Node::All(nodes) => {
            // Texts are looked through last, and only those of cables that the rest of the query leaves.
            let (costly, cheap): (Vec<&Node>, Vec<&Node>) =
                nodes.iter().partition(|node| reads_texts(node));
            let mut plans: Vec<Plan> = cheap
                .into_iter()
                .map(|part| node(part, source, within))
                .collect::<Result<_, _>>()?;
            for part in costly {
                let before = Plan::All(plans.iter().chain(within).cloned().collect());
                let plan = node(part, source, Some(&before))?;
                plans.push(plan);
            }
            Plan::All(plans)
        }
        Node::Any(nodes) => Plan::Any(
            nodes
                .iter()
                .map(|part| node(part, source, within))
                .collect::<Result<_, _>>()?,
        ),
        Node::Not(inner) => Plan::Not(Box::new(node(inner, source, within)?)),
        Node::Paragraph(inner) => Plan::SameZone {
            zones: Zones::of_kinds(&PARAGRAPHS),
            query: Box::new(node(inner, source, None)?),
        },
        Node::Leaf(leaf) => compile_leaf(leaf, source, within)?,
    })
}

fn compile_leaf(leaf: &Leaf, source: &dyn Source, within: Option<&Plan>) -> Result<Plan, Error> {
    Ok(match leaf {
        Leaf::Text(leaf) => leaf.compile(),
        Leaf::Meaning(leaf) => leaf.compile(),
        Leaf::Mention(leaf) => leaf.compile(),
        Leaf::Keyword(leaf) => leaf.compile(),
        Leaf::Classification(leaf) => leaf.compile(),
        Leaf::Precedence(leaf) => leaf.compile(),
        Leaf::Date(leaf) => leaf.compile(),
        Leaf::Declassify(leaf) => leaf.compile(),
        Leaf::Year(leaf) => leaf.compile(),
        Leaf::Editions(leaf) => leaf.compile(),
        Leaf::Portion(leaf) => leaf.compile(),
        Leaf::Role(leaf) => leaf.compile(),
        Leaf::Stored(leaf) => Plan::Ids(source.stored(leaf, within)?),
        Leaf::Identifier(leaf) => match leaf.compile() {
            Some(plan) => plan,
            None if leaf.relation == Relation::SimilarTo => source.similar(&leaf.id)?,
            None => Plan::Any(
                source
                    .referred_to_by(&leaf.id)?
                    .iter()
                    .map(|id| keyword(field::ID, id))
                    .collect(),
            ),
        },
    })
}

fn reads_texts(node: &Node) -> bool {
    match node {
        Node::All(nodes) | Node::Any(nodes) => nodes.iter().any(reads_texts),
        Node::Not(inner) | Node::Paragraph(inner) => reads_texts(inner),
        Node::Leaf(leaf) => matches!(leaf, Leaf::Stored(_)),
        Node::Everything => false,
    }
}

/// One value of a keyword field.
pub(super) fn keyword(field: u8, value: &str) -> Plan {
    Plan::Keyword {
        field,
        value: value.to_owned(),
    }
}
