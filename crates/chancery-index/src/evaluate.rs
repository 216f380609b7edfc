//! From a query to the documents of each segment that match, with their scores.

#![expect(clippy::cast_precision_loss, reason = "scores are rough by nature")]

use std::collections::BTreeMap;
use std::io;

use crate::document::cut;
use crate::expand::{self, Budget, Matcher};
use crate::norm;
use crate::postings::List;
use crate::query::{Pattern, Query, Word};
use crate::segment::Segment;
use crate::term::{self, KEYWORD, WORD};
use crate::text::{Places, TextPlan, docs_of, lists_like, restrict};
use crate::zones::{self, Stretch, Zones};

/// How fast more of the same word stops to count (BM25).
const K1: f32 = 1.2;

/// How much the length of a document matters (BM25).
const B: f32 = 0.75;

/// Documents in order, with a score for each; without scores where none were asked for.
#[derive(Debug, Default)]
pub(crate) struct Hits {
    pub(crate) docs: Vec<u32>,
    pub(crate) scores: Vec<f32>,
}

/// A query made ready for the segments of an index.
#[derive(Debug)]
pub(crate) struct Plan<'s> {
    pub(crate) root: Node<'s>,
    segments: &'s [&'s Segment],
    /// What a norm makes of `K1`, by norm.
    pub(crate) lengths: Vec<f32>,
    has_scores: bool,
}

#[derive(Debug)]
pub(crate) enum Node<'s> {
    Everything,
    Nothing,
    All(Vec<Node<'s>>),
    Any(Vec<Node<'s>>),
    Not(Box<Node<'s>>),
    Text(Leaf<'s>),
    SameZone { zones: Zones, node: Box<Node<'s>> },
    Keyword(Vec<u8>),
    KeywordLike(u8, Matcher),
    Number { column: usize, from: i64, to: i64 },
    Ids(Vec<u32>),
    Scored(f32, Box<Node<'s>>),
}

/// Words to be found, in every segment.
#[derive(Debug)]
pub(crate) struct Leaf<'s> {
    /// By segment.
    pub(crate) places: Vec<Places<'s>>,
    /// Of one document that has nothing else; 0 where nothing is to be added.
    pub(crate) weight: f32,
    is_constant: bool,
}

/// How many documents of lists the patterns of a query may go through, in an index of few words.
const MOST_POSTINGS: u64 = 600_000_000;

/// So many patterns of a query are answered whatever they take.
const N_FREE: u32 = 4;

/// How many lists the patterns of a query may fit.
const MOST_LISTS: u64 = 8_000_000;

/// Fewer patterns look through the dictionary each by itself.
const FEWEST_TOGETHER: usize = 4;

/// Looks up what many patterns of a query fit, all at once.
fn expand_all(query: &Query, segments: &[&Segment]) -> io::Result<()> {
    let mut patterns: Vec<(u8, &Pattern)> = Vec::new();
    collect_patterns(query, &mut patterns);
    if patterns.len() < FEWEST_TOGETHER {
        return Ok(());
    }
    let mut by_kind: BTreeMap<u8, Vec<&Pattern>> = BTreeMap::new();
    for (kind, pattern) in patterns {
        let known = by_kind.entry(kind).or_default();
        if !known.contains(&pattern) {
            known.push(pattern);
        }
    }
    let budget = Budget::new(MOST_LISTS);
    for (kind, patterns) in by_kind {
        for segment in segments {
            segment.expand(kind, &patterns, &budget)?;
        }
    }
    Ok(())
}

fn collect_patterns<'q>(query: &'q Query, patterns: &mut Vec<(u8, &'q Pattern)>) {
    match query {
        Query::All(queries) | Query::Any(queries) => {
            for query in queries {
                collect_patterns(query, patterns);
            }
        }
        Query::Not(query) | Query::Scored(_, query) | Query::SameZone { query, .. } => {
            collect_patterns(query, patterns);
        }
        Query::Text(text) => {
            for word in &text.words {
                if let Word::Like(pattern) = word {
                    patterns.push((WORD, pattern));
                }
            }
        }
        Query::KeywordLike { field, pattern } => patterns.push((KEYWORD + field, pattern)),
        Query::Everything
        | Query::Nothing
        | Query::Keyword { .. }
        | Query::Number { .. }
        | Query::Ids(_) => {}
    }
}

impl<'s> Plan<'s> {
    pub(crate) fn new(
        query: &Query,
        segments: &'s [&'s Segment],
        has_scores: bool,
    ) -> io::Result<Plan<'s>> {
        let n_docs: u64 = segments.iter().map(|s| u64::from(s.n_docs())).sum();
        let n_words: u64 = segments.iter().map(|segment| segment.n_words()).sum();
        let mean = (n_words as f32 / n_docs.max(1) as f32).max(1.0);
        let lengths = (0..=u8::MAX)
            .map(|n| K1 * (1.0 - B + B * norm::decode(n) as f32 / mean))
            .collect();
        let n_free = N_FREE * segments.len() as u32;
        let budget = Budget::with_free(MOST_POSTINGS.max(n_words), n_free);
        expand_all(query, segments)?;
        let mut plan = Plan {
            root: Node::Nothing,
            segments,
            lengths,
            has_scores,
        };
        plan.root = plan.node(query, None, (n_docs, &budget))?;
        Ok(plan)
    }

    fn node(
        &self,
        query: &Query,
        within: Option<Zones>,
        of_all: (u64, &Budget),
    ) -> io::Result<Node<'s>> {
        let (n_docs, budget) = of_all;
        let nodes = |queries: &[Query]| {
            queries
                .iter()
                .map(|query| self.node(query, within, of_all))
                .collect::<io::Result<Vec<_>>>()
        };
        Ok(match query {
            Query::Everything => Node::Everything,
            Query::Nothing => Node::Nothing,
            Query::All(queries) => Node::All(nodes(queries)?),
            Query::Any(queries) => Node::Any(nodes(queries)?),
            Query::Not(query) => Node::Not(Box::new(self.node(query, within, of_all)?)),
            Query::Scored(score, query) => {
                Node::Scored(*score, Box::new(self.node(query, within, of_all)?))
            }
            Query::SameZone {
                zones: narrower,
                query,
            } => {
                let zones = narrower.and(within.unwrap_or(Zones::ALL));
                Node::SameZone {
                    zones,
                    node: Box::new(self.node(query, Some(zones), of_all)?),
                }
            }
            Query::Keyword { field, value } => {
                Node::Keyword(term::keyword(*field, cut(value).as_bytes()))
            }
            Query::KeywordLike { field, pattern } => {
                Node::KeywordLike(KEYWORD + field, expand::compile(pattern)?)
            }
            Query::Number { column, from, to } => Node::Number {
                column: *column,
                from: *from,
                to: *to,
            },
            Query::Ids(ids) => Node::Ids(ids.clone()),
            Query::Text(text) => {
                let text = TextPlan::new(text)?;
                let places = self
                    .segments
                    .iter()
                    .map(|segment| text.places(segment, within, budget))
                    .collect::<io::Result<Vec<_>>>()?;
                let n_found: usize = places.iter().map(Places::cost).sum();
                Node::Text(Leaf {
                    weight: rarity(n_docs, n_found as u64) * (K1 + 1.0),
                    is_constant: text.is_pattern(),
                    places,
                })
            }
        })
    }

    /// What matches in a segment.
    pub(crate) fn hits(&self, segment: usize) -> Hits {
        self.evaluate(&self.root, segment, None)
    }

    fn evaluate(&self, node: &Node<'s>, index: usize, among: Option<&[u32]>) -> Hits {
        let segment = self.segments[index];
        match node {
            Node::Nothing => Hits::default(),
            Node::Everything => self.unscored(match among {
                Some(among) => among.to_vec(),
                None => (0..segment.n_docs()).collect(),
            }),
            Node::All(nodes) => self.all(nodes, index, among),
            Node::Any(nodes) => self.any(nodes, index, among),
            Node::Not(inner) => {
                let excluded = self.evaluate(inner, index, among);
                let docs = match among {
                    Some(among) => without(among.iter().copied(), &excluded.docs),
                    None => without(0..segment.n_docs(), &excluded.docs),
                };
                self.unscored(docs)
            }
            Node::Scored(score, inner) => {
                let mut hits = self.evaluate(inner, index, among);
                hits.scores.fill(*score);
                hits
            }
            Node::Keyword(key) => {
                let list = segment.list(key);
                self.unscored(list.map_or_else(Vec::new, |list| docs_among(list, among)))
            }
            Node::KeywordLike(kind, matcher) => {
                // A damaged dictionary does not open, so the segment was not opened either.
                let lists = lists_like(matcher, segment, *kind).unwrap_or_default();
                self.unscored(match among {
                    Some(among) => restrict(among, &lists),
                    None => docs_of(&lists, segment.n_docs()),
                })
            }
            Node::Number { column, from, to } => {
                let numbers = segment.numbers(*column);
                let is_within = |&doc: &u32| (*from..=*to).contains(&numbers.get(doc));
                self.unscored(match among {
                    Some(among) => among.iter().copied().filter(is_within).collect(),
                    None => (0..segment.n_docs()).filter(is_within).collect(),
                })
            }
            Node::Ids(ids) => {
                let has = |&doc: &u32| ids.binary_search(&segment.id(doc)).is_ok();
                self.unscored(match among {
                    Some(among) => among.iter().copied().filter(has).collect(),
                    None => (0..segment.n_docs()).filter(has).collect(),
                })
            }
            Node::Text(leaf) => self.text(leaf, index, among),
            Node::SameZone { zones, node } => self.same_zone(*zones, node, index, among),
        }
    }

    fn unscored(&self, docs: Vec<u32>) -> Hits {
        let scores = if self.has_scores {
            vec![0.0; docs.len()]
        } else {
            Vec::new()
        };
        Hits { docs, scores }
    }

    fn all(&self, nodes: &[Node<'s>], index: usize, among: Option<&[u32]>) -> Hits {
        let (excluded, mut included): (Vec<&Node<'s>>, Vec<&Node<'s>>) =
            nodes.iter().partition(|node| matches!(node, Node::Not(_)));
        included.sort_by_key(|node| self.cost(node, index));
        let mut hits: Option<Hits> = None;
        for node in included {
            let next = match &hits {
                None => self.evaluate(node, index, among),
                Some(hits) => self.evaluate(node, index, Some(&hits.docs)),
            };
            hits = Some(match hits {
                None => next,
                Some(hits) => add_to_subset(next, &hits),
            });
        }
        let mut hits = hits.unwrap_or_else(|| self.evaluate(&Node::Everything, index, among));
        for node in excluded {
            let Node::Not(inner) = node else { continue };
            let out = self.evaluate(inner, index, Some(&hits.docs));
            let mut at = 0;
            let mut keep = Vec::with_capacity(hits.docs.len());
            for &doc in &hits.docs {
                while at < out.docs.len() && out.docs[at] < doc {
                    at += 1;
                }
                keep.push(out.docs.get(at) != Some(&doc));
            }
            let mut flags = keep.iter();
            hits.docs.retain(|_| *flags.next().unwrap_or(&true));
            let mut flags = keep.iter();
            hits.scores.retain(|_| *flags.next().unwrap_or(&true));
        }
        hits
    }

    fn any(&self, nodes: &[Node<'s>], index: usize, among: Option<&[u32]>) -> Hits {
        let mut parts: Vec<Hits> = nodes
            .iter()
            .map(|node| self.evaluate(node, index, among))
            .collect();
        parts.sort_by_key(|hits| std::cmp::Reverse(hits.docs.len()));
        let Some(mut hits) = parts.pop() else {
            return Hits::default();
        };
        while let Some(next) = parts.pop() {
            hits = either(&hits, &next);
        }
        hits
    }

    fn text(&self, leaf: &Leaf<'s>, index: usize, among: Option<&[u32]>) -> Hits {
        let segment = self.segments[index];
        let norms = segment.norms();
        let mut hits = Hits::default();
        let has_scores = self.has_scores;
        let score = |doc: u32, count: u32| {
            if leaf.is_constant {
                return 1.0;
            }
            let norm = norms.get(doc as usize).copied().unwrap_or(0);
            let count = count as f32;
            leaf.weight * count / (count + self.lengths[usize::from(norm)])
        };
        match &leaf.places[index] {
            Places::List(list) => match among {
                None => {
                    hits.docs.reserve(list.len());
                    if has_scores {
                        hits.scores.reserve(list.len());
                    }
                    list.each_block(|block| {
                        let docs = &block.docs[..block.n];
                        hits.docs.extend_from_slice(docs);
                        if has_scores {
                            hits.scores.extend(
                                docs.iter()
                                    .zip(&block.counts)
                                    .map(|(&doc, &count)| score(doc, count)),
                            );
                        }
                    });
                }
                Some(among) => {
                    list.each_of(among, |at, count| {
                        hits.docs.push(among[at]);
                        if has_scores {
                            hits.scores.push(score(among[at], count));
                        }
                    });
                }
            },
            Places::Union { docs, counts } => {
                let mut add = |at: usize| {
                    hits.docs.push(docs[at]);
                    if has_scores {
                        hits.scores.push(score(docs[at], counts[at]));
                    }
                };
                match among {
                    None if leaf.is_constant => {
                        hits.docs.extend_from_slice(docs);
                        if has_scores {
                            hits.scores.resize(docs.len(), 1.0);
                        }
                    }
                    None => (0..docs.len()).for_each(add),
                    Some(among) => {
                        let mut at = 0;
                        for &doc in among {
                            if at < docs.len() && docs[at] < doc {
                                at += 1;
                                if at < docs.len() && docs[at] < doc {
                                    at += docs[at..].partition_point(|&other| other < doc);
                                }
                            }
                            if docs.get(at) == Some(&doc) {
                                add(at);
                            }
                        }
                    }
                }
            }
            Places::Positions(positions) => {
                positions.each(segment, among, |doc, places| {
                    hits.docs.push(doc);
                    if has_scores {
                        hits.scores.push(score(doc, places.len() as u32));
                    }
                });
            }
        }
        hits
    }

    /// Documents one of whose zones matches by itself.
    fn same_zone(
        &self,
        allowed: Zones,
        node: &Node<'s>,
        index: usize,
        among: Option<&[u32]>,
    ) -> Hits {
        let segment = self.segments[index];
        let hits = self.relaxed(node, index, among);
        let mut is_kept = vec![false; hits.docs.len()];
        let mut stretches: Vec<Stretch> = Vec::new();
        for (start, chunk) in hits
            .docs
            .chunks(1024)
            .enumerate()
            .map(|(n, c)| (n * 1024, c))
        {
            let found = self.zones_of(node, index, chunk);
            for (at, &doc) in chunk.iter().enumerate() {
                segment.zones(doc, &mut stretches);
                is_kept[start + at] = !found.of(at, &stretches, allowed).is_empty();
            }
        }
        let mut kept = Hits::default();
        for (at, is_kept) in is_kept.into_iter().enumerate() {
            if is_kept {
                kept.docs.push(hits.docs[at]);
                kept.scores.extend(hits.scores.get(at));
            }
        }
        kept
    }

    /// Documents that may match within a zone: all that do and some that do not.
    fn relaxed(&self, node: &Node<'s>, index: usize, among: Option<&[u32]>) -> Hits {
        match node {
            Node::All(nodes) => {
                let mut hits: Option<Hits> = None;
                let mut included: Vec<&Node<'s>> = nodes.iter().collect();
                included.sort_by_key(|node| self.cost(node, index));
                for node in included {
                    if matches!(node, Node::Not(_)) {
                        continue;
                    }
                    let next = match &hits {
                        None => self.relaxed(node, index, among),
                        Some(hits) => self.relaxed(node, index, Some(&hits.docs)),
                    };
                    hits = Some(match hits {
                        None => next,
                        Some(hits) => add_to_subset(next, &hits),
                    });
                }
                hits.unwrap_or_else(|| self.evaluate(&Node::Everything, index, among))
            }
            Node::Any(nodes) => {
                let mut hits = Hits::default();
                for node in nodes {
                    hits = either(&hits, &self.relaxed(node, index, among));
                }
                hits
            }
            Node::Not(_) | Node::Everything => self.evaluate(&Node::Everything, index, among),
            node => self.evaluate(node, index, among),
        }
    }

    /// For each of some documents, in which zones a part of the query matches.
    fn zones_of(&self, node: &Node<'s>, index: usize, docs: &[u32]) -> InZones {
        let segment = self.segments[index];
        match node {
            Node::All(nodes) => InZones::All(
                nodes
                    .iter()
                    .map(|node| self.zones_of(node, index, docs))
                    .collect(),
            ),
            Node::Any(nodes) => InZones::Any(
                nodes
                    .iter()
                    .map(|node| self.zones_of(node, index, docs))
                    .collect(),
            ),
            Node::Not(inner) => InZones::Not(Box::new(self.zones_of(inner, index, docs))),
            Node::SameZone { zones, node } => {
                InZones::Within(*zones, Box::new(self.zones_of(node, index, docs)))
            }
            Node::Scored(_, inner) => self.zones_of(inner, index, docs),
            Node::Text(leaf) => {
                let mut found = vec![Vec::new(); docs.len()];
                let mut stretches = Vec::new();
                if let Places::Positions(positions) = &leaf.places[index] {
                    positions.each(segment, Some(docs), |doc, places| {
                        let Ok(at) = docs.binary_search(&doc) else {
                            return;
                        };
                        segment.zones(doc, &mut stretches);
                        let mut zones: Vec<u32> = places
                            .iter()
                            .filter_map(|&place| zones::holding(&stretches, place))
                            .map(|zone| zone as u32)
                            .collect();
                        zones.dedup();
                        found[at] = zones;
                    });
                }
                InZones::Found(found)
            }
            Node::Nothing => InZones::Found(vec![Vec::new(); docs.len()]),
            Node::Everything
            | Node::Keyword(_)
            | Node::KeywordLike(..)
            | Node::Number { .. }
            | Node::Ids(_) => {
                // About the document: in all of its zones or in none.
                let hits = self.evaluate(node, index, Some(docs));
                InZones::Whole(
                    docs.iter()
                        .map(|doc| hits.docs.binary_search(doc).is_ok())
                        .collect(),
                )
            }
        }
    }

    /// About how many documents a part matches in a segment.
    fn cost(&self, node: &Node<'s>, index: usize) -> usize {
        let segment = self.segments[index];
        let n_docs = segment.n_docs() as usize;
        match node {
            Node::Nothing => 0,
            Node::Everything | Node::Not(_) => n_docs * 2,
            Node::Number { .. } | Node::Ids(_) => n_docs,
            Node::All(nodes) => nodes
                .iter()
                .map(|node| self.cost(node, index))
                .min()
                .unwrap_or(n_docs),
            Node::Any(nodes) => nodes.iter().map(|node| self.cost(node, index)).sum(),
            Node::Keyword(key) => segment.list(key).map_or(0, |list| list.len()),
            Node::KeywordLike(..) => n_docs / 2,
            // Positions cost more than documents.
            Node::Text(leaf) => match &leaf.places[index] {
                Places::Positions(positions) => positions.cost() * 4,
                places => places.cost(),
            },
            Node::SameZone { node, .. } => self.cost(node, index) * 2,
            Node::Scored(_, node) => self.cost(node, index),
        }
    }
}

impl Places<'_> {
    /// At most how many documents match.
    pub(crate) fn cost(&self) -> usize {
        match self {
            Places::List(list) => list.len(),
            Places::Union { docs, .. } => docs.len(),
            Places::Positions(positions) => positions.cost(),
        }
    }
}

/// How much it says of a document that it has what only `n_found` of `n_docs` have (BM25).
fn rarity(n_docs: u64, n_found: u64) -> f32 {
    let (n_docs, n_found) = (n_docs as f32, n_found as f32);
    (1.0 + (n_docs - n_found + 0.5).max(0.0) / (n_found + 0.5)).ln()
}

pub(crate) fn docs_among(list: List<'_>, among: Option<&[u32]>) -> Vec<u32> {
    if let Some(among) = among {
        restrict(among, &[list])
    } else {
        let mut docs = Vec::with_capacity(list.len());
        list.each_block(|block| docs.extend_from_slice(&block.docs[..block.n]));
        docs
    }
}

fn without(docs: impl Iterator<Item = u32>, excluded: &[u32]) -> Vec<u32> {
    let mut at = 0;
    docs.filter(|&doc| {
        while at < excluded.len() && excluded[at] < doc {
            at += 1;
        }
        excluded.get(at) != Some(&doc)
    })
    .collect()
}

/// Adds the scores that the documents of `hits`, which are more, had before.
fn add_to_subset(mut subset: Hits, hits: &Hits) -> Hits {
    if hits.scores.is_empty() || subset.scores.is_empty() {
        return subset;
    }
    let mut at = 0;
    for (doc, score) in subset.docs.iter().zip(&mut subset.scores) {
        while at < hits.docs.len() && hits.docs[at] < *doc {
            at += 1;
        }
        if let Some(before) = hits.scores.get(at) {
            *score += before;
        }
    }
    subset
}

fn either(a: &Hits, b: &Hits) -> Hits {
    let mut hits = Hits {
        docs: Vec::with_capacity(a.docs.len() + b.docs.len()),
        scores: Vec::with_capacity(a.scores.len() + b.scores.len()),
    };
    let has_scores = !a.scores.is_empty() || !b.scores.is_empty();
    let (mut at_a, mut at_b) = (0, 0);
    loop {
        let doc = match (a.docs.get(at_a), b.docs.get(at_b)) {
            (Some(&x), Some(&y)) => x.min(y),
            (Some(&x), None) => x,
            (None, Some(&y)) => y,
            (None, None) => return hits,
        };
        let mut score = 0.0;
        if a.docs.get(at_a) == Some(&doc) {
            score += a.scores.get(at_a).copied().unwrap_or(0.0);
            at_a += 1;
        }
        if b.docs.get(at_b) == Some(&doc) {
            score += b.scores.get(at_b).copied().unwrap_or(0.0);
            at_b += 1;
        }
        hits.docs.push(doc);
        if has_scores {
            hits.scores.push(score);
        }
    }
}

/// In which zones of some documents parts of a query match.
enum InZones {
    All(Vec<InZones>),
    Any(Vec<InZones>),
    Not(Box<InZones>),
    Within(Zones, Box<InZones>),
    Found(Vec<Vec<u32>>),
    Whole(Vec<bool>),
}

impl InZones {
    /// The zones of one document in which this matches, in order.
    fn of(&self, at: usize, stretches: &[Stretch], allowed: Zones) -> Vec<u32> {
        let all = || {
            (0..stretches.len() as u32).filter(|&zone| allowed.takes(stretches[zone as usize].zone))
        };
        match self {
            InZones::Found(found) => {
                let mut zones = found[at].clone();
                zones.retain(|&zone| {
                    stretches
                        .get(zone as usize)
                        .is_some_and(|stretch| allowed.takes(stretch.zone))
                });
                zones
            }
            InZones::Whole(whole) => {
                if whole[at] {
                    all().collect()
                } else {
                    Vec::new()
                }
            }
            InZones::Within(zones, inner) => inner.of(at, stretches, allowed.and(*zones)),
            InZones::Not(inner) => {
                let excluded = inner.of(at, stretches, allowed);
                all()
                    .filter(|zone| excluded.binary_search(zone).is_err())
                    .collect()
            }
            InZones::All(parts) => {
                let mut zones: Vec<u32> = all().collect();
                for part in parts {
                    let of_part = part.of(at, stretches, allowed);
                    zones.retain(|zone| of_part.binary_search(zone).is_ok());
                }
                zones
            }
            InZones::Any(parts) => {
                let mut zones: Vec<u32> = parts
                    .iter()
                    .flat_map(|part| part.of(at, stretches, allowed))
                    .collect();
                zones.sort_unstable();
                zones.dedup();
                zones
            }
        }
    }
}
