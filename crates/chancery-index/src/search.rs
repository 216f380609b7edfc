//! Questions and answers.

#![expect(clippy::cast_precision_loss, reason = "scores are rough by nature")]

use std::cmp::Ordering;
use std::collections::{BTreeMap, BinaryHeap};
use std::io;
use std::sync::atomic::{self, AtomicUsize};

use crate::columns::{MISSING, ValueColumnView};
use crate::evaluate::{Hits, Node, Plan, docs_among};
use crate::index::Index;
use crate::postings::{Block, List};
use crate::query::Query;
use crate::segment::Segment;
use crate::text::Places;

/// What is wanted of an answer.
#[derive(Clone, Debug)]
pub struct Request<'q> {
    /// Which documents.
    pub query: &'q Query,
    /// In which order.
    pub order: Order,
    /// Only documents that come behind this one.
    pub after: Option<Place>,
    /// How many of the first to leave out.
    pub offset: usize,
    /// How many to give.
    pub limit: usize,
    /// Fields of the schema's facets whose values are counted.
    pub facets: Vec<u8>,
    /// A column of numbers whose values are counted in steps.
    pub steps: Option<Steps>,
}

/// How the numbers of a column are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Steps {
    /// The column.
    pub column: usize,
    /// How wide a step is, at least 1; a number belongs to the step `number.div_euclid(width)`.
    pub width: i64,
}

/// The order of documents. Each is total: those alike come with the greater number of the first column first, then by
/// key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Best match first.
    Relevance,
    /// Greatest number of the first column first; those without one last.
    Descending,
    /// Least number first; those without one last.
    Ascending,
}

/// Where a document stands in an order.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// Its score; 0 in orders by number.
    pub score: f32,
    /// Its number.
    pub number: i64,
    /// Its key.
    pub key: String,
}

/// A document that matches.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// Its identity.
    pub id: u32,
    /// Where it stands.
    pub place: Place,
}

/// What an index says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    /// How many documents match, exactly, wherever the page begins.
    pub total: u64,
    /// The page.
    pub found: Vec<Found>,
    /// For each facet asked for, its values in order with how many matching documents have each.
    pub facets: Vec<BTreeMap<String, u64>>,
    /// For each step that has any, how many matching documents; those without a number are in none.
    pub steps: BTreeMap<i64, u64>,
}

/// A document on its way to the page. Greater comes first.
struct Candidate {
    score: f32,
    number: i64,
    segment: usize,
    doc: u32,
    /// Read only where all else is alike.
    key: Vec<u8>,
}

impl Index {
    /// Answers a request.
    ///
    /// # Errors
    ///
    /// When a pattern of the query does not compile ([`io::ErrorKind::InvalidInput`]), or the index is damaged.
    pub fn search(&self, request: &Request<'_>) -> io::Result<Answer> {
        let segments: Vec<&Segment> = self.segments().collect();
        let by_score = request.order == Order::Relevance;
        let wants_page = request.limit > 0;
        let plan = Plan::new(request.query, &segments, by_score && wants_page)?;
        let n_kept = request.offset.saturating_add(request.limit);
        let mut page = Page {
            n_kept: if wants_page { n_kept } else { 0 },
            order: request.order,
            after: request.after.as_ref(),
            heap: BinaryHeap::new(),
        };
        let mut answer = Answer {
            facets: vec![BTreeMap::new(); request.facets.len()],
            ..Answer::default()
        };
        for (index, segment) in segments.iter().enumerate() {
            let is_counted = !request.facets.is_empty() || request.steps.is_some();
            if by_score
                && segment.n_deleted == 0
                && let Node::Text(leaf) = &plan.root
                && let Places::List(list) = &leaf.places[index]
                && leaf.weight > 0.0
            {
                answer.total += list.len() as u64;
                page.take_best(index, segment, *list, leaf.weight, &plan.lengths);
                if is_counted {
                    count_all(request, segment, &docs_among(*list, None), &mut answer);
                }
                continue;
            }
            let mut hits = plan.hits(index);
            if segment.n_deleted > 0 {
                drop_deleted(segment, &mut hits);
            }
            answer.total += hits.docs.len() as u64;
            page.take(index, segment, &hits);
            if is_counted {
                count_all(request, segment, &hits.docs, &mut answer);
            }
        }
        answer.found = page
            .heap
            .into_sorted_vec()
            .into_iter()
            .skip(request.offset)
            .map(|Worst(_, candidate)| {
                let segment = segments[candidate.segment];
                Found {
                    id: segment.id(candidate.doc),
                    place: Place {
                        score: candidate.score,
                        number: candidate.number,
                        key: String::from_utf8_lossy(segment.key(candidate.doc)).into_owned(),
                    },
                }
            })
            .collect();
        Ok(answer)
    }

    /// Calls `each` with the identity of every document that matches, in no order that means anything.
    ///
    /// # Errors
    ///
    /// As [`Index::search`].
    pub fn each_id(&self, query: &Query, mut each: impl FnMut(u32)) -> io::Result<()> {
        let segments: Vec<&Segment> = self.segments().collect();
        let plan = Plan::new(query, &segments, false)?;
        for (index, segment) in segments.iter().enumerate() {
            for doc in plan.hits(index).docs {
                if segment.is_alive(doc) {
                    each(segment.id(doc));
                }
            }
        }
        Ok(())
    }
}

fn drop_deleted(segment: &Segment, hits: &mut Hits) {
    let alive: Vec<bool> = hits.docs.iter().map(|&doc| segment.is_alive(doc)).collect();
    let mut flags = alive.iter();
    hits.docs.retain(|_| *flags.next().unwrap_or(&true));
    let mut flags = alive.iter();
    hits.scores.retain(|_| *flags.next().unwrap_or(&true));
}

/// From how many documents on their values are counted by two threads.
const MANY_DOCS: usize = 1 << 14;

/// Counts what a request wants counted over the documents of a segment that match.
fn count_all(request: &Request<'_>, segment: &Segment, docs: &[u32], answer: &mut Answer) {
    let columns: Vec<_> = request
        .facets
        .iter()
        .map(|&field| segment.facet(field))
        .collect();
    let count = |column: &Option<ValueColumnView<'_>>| column.map(|column| column.count(docs));
    let steps = || request.steps.map(|steps| count_steps(segment, steps, docs));
    let (counted, steps) = if docs.len() < MANY_DOCS || columns.len() < 2 {
        (columns.iter().map(count).collect::<Vec<_>>(), steps())
    } else {
        let next = AtomicUsize::new(0);
        let some = || {
            let mut counted = Vec::new();
            loop {
                let index = next.fetch_add(1, atomic::Ordering::Relaxed);
                let Some(column) = columns.get(index) else {
                    return counted;
                };
                counted.push((index, count(column)));
            }
        };
        std::thread::scope(|scope| {
            let other = scope.spawn(some);
            let steps = steps();
            let mut counted = some();
            // It does not panic: whatever a damaged file says is looked up with care.
            counted.extend(other.join().unwrap_or_default());
            counted.sort_unstable_by_key(|&(index, _)| index);
            (
                counted.into_iter().map(|(_, counts)| counts).collect(),
                steps,
            )
        })
    };
    for ((counts, column), facet) in counted.iter().zip(&columns).zip(&mut answer.facets) {
        let (Some(counts), Some(column)) = (counts, column) else {
            continue;
        };
        let found = counts.iter().enumerate().filter(|&(_, &n)| n > 0);
        let found = found.map(|(value, &n)| {
            let text = String::from_utf8_lossy(column.text(value as u32)).into_owned();
            (text, u64::from(n))
        });
        if facet.is_empty() {
            *facet = found.collect();
        } else {
            for (text, n) in found {
                *facet.entry(text).or_default() += n;
            }
        }
    }
    for (step, n) in steps.into_iter().flatten() {
        *answer.steps.entry(step).or_default() += n;
    }
}

/// How many documents belong to each step, in order of steps.
fn count_steps(segment: &Segment, steps: Steps, docs: &[u32]) -> Vec<(i64, u64)> {
    let numbers = segment.numbers(steps.column);
    let width = steps.width.max(1);
    let all = docs.iter().map(|&doc| numbers.get(doc));
    let (mut least, mut greatest) = (i64::MAX, i64::MIN);
    for number in all.clone() {
        greatest = greatest.max(number);
        least = least.min(if number == MISSING { i64::MAX } else { number });
    }
    if least > greatest {
        return Vec::new();
    }
    let first = least.div_euclid(width);
    let start = first.checked_mul(width);
    // Mostly seconds of some decades, whose days a list holds; numbers far apart go one by one.
    if let Some(start) = start
        && let Ok(reach) = u32::try_from(i128::from(greatest) - i128::from(start))
        && u64::from(reach) / width.unsigned_abs() < 1 << 17
        && width > 1
    {
        // To divide is to multiply: of numbers below 2^32 the upper half of the product is exact.
        let inverse = u64::MAX / width.unsigned_abs() + 1;
        let mut list = vec![0u32; (u64::from(reach) / width.unsigned_abs()) as usize + 1];
        for number in all {
            if number != MISSING {
                let behind = number.abs_diff(start);
                let step = (u128::from(behind) * u128::from(inverse)) >> 64;
                if let Some(n) = list.get_mut(step as usize) {
                    *n += 1;
                }
            }
        }
        return (first..)
            .zip(list)
            .filter(|&(_, n)| n > 0)
            .map(|(step, n)| (step, n.into()))
            .collect();
    }
    let mut found = BTreeMap::new();
    for number in all.filter(|&number| number != MISSING) {
        *found.entry(number.div_euclid(width)).or_default() += 1;
    }
    found.into_iter().collect()
}

/// The best documents so far.
struct Page<'r> {
    n_kept: usize,
    order: Order,
    after: Option<&'r Place>,
    heap: BinaryHeap<Worst>,
}

/// Makes the heap give the worst first.
struct Worst(Order, Candidate);

impl PartialEq for Worst {
    fn eq(&self, other: &Worst) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Worst {}

impl PartialOrd for Worst {
    fn partial_cmp(&self, other: &Worst) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Worst {
    fn cmp(&self, other: &Worst) -> Ordering {
        compare(
            self.0,
            (self.1.score, self.1.number, &self.1.key),
            (other.1.score, other.1.number, &other.1.key),
        )
    }
}

/// Less is what comes first.
fn compare(order: Order, a: (f32, i64, &[u8]), b: (f32, i64, &[u8])) -> Ordering {
    let by_number = match order {
        Order::Relevance | Order::Descending => b.1.cmp(&a.1),
        // Those without a number are last in both orders.
        Order::Ascending => (a.1 == MISSING).cmp(&(b.1 == MISSING)).then(a.1.cmp(&b.1)),
    };
    let by_score = match order {
        Order::Relevance => b.0.total_cmp(&a.0),
        Order::Descending | Order::Ascending => Ordering::Equal,
    };
    by_score.then(by_number).then_with(|| a.2.cmp(b.2))
}

impl Page<'_> {
    fn take(&mut self, index: usize, segment: &Segment, hits: &Hits) {
        if self.n_kept == 0 {
            return;
        }
        let numbers = segment.numbers(0);
        match self.order {
            Order::Relevance => {
                // What cannot come before the worst of a full page is passed over without another look.
                let (mut least, mut number_of_least) = self.worst();
                for (at, &doc) in hits.docs.iter().enumerate() {
                    let score = hits.scores.get(at).copied().unwrap_or(0.0);
                    if score < least {
                        continue;
                    }
                    let number = numbers.get(doc);
                    if score <= least && number < number_of_least {
                        continue;
                    }
                    self.offer(index, segment, doc, score, number);
                    (least, number_of_least) = self.worst();
                }
            }
            Order::Descending => {
                let (_, mut number_of_least) = self.worst();
                for &doc in &hits.docs {
                    let number = numbers.get(doc);
                    if number < number_of_least {
                        continue;
                    }
                    self.offer(index, segment, doc, 0.0, number);
                    (_, number_of_least) = self.worst();
                }
            }
            Order::Ascending => {
                for &doc in &hits.docs {
                    let number = numbers.get(doc);
                    if !self.is_behind(number) {
                        self.offer(index, segment, doc, 0.0, number);
                    }
                }
            }
        }
    }

    /// Score and number of the worst of a full page; below everything while there is room.
    fn worst(&self) -> (f32, i64) {
        if self.heap.len() < self.n_kept {
            return (f32::NEG_INFINITY, i64::MIN);
        }
        self.heap
            .peek()
            .map_or((f32::NEG_INFINITY, i64::MIN), |Worst(_, worst)| {
                (worst.score, worst.number)
            })
    }

    /// As [`Page::take`] for one list, passing over blocks that cannot reach the page.
    fn take_best(
        &mut self,
        index: usize,
        segment: &Segment,
        list: List<'_>,
        weight: f32,
        lengths: &[f32],
    ) {
        if self.n_kept == 0 {
            return;
        }
        let norms = segment.norms();
        let numbers = segment.numbers(0);
        let mut block = Block::default();
        for at in 0..list.n_blocks() {
            if let Some((max_count, min_norm)) = list.bounds(at)
                && max_count < u8::MAX
            {
                let count = f32::from(max_count);
                let bound = weight * count / (count + lengths[usize::from(min_norm)]);
                if bound < self.least_score() {
                    continue;
                }
            }
            list.read(at, &mut block);
            for index_in_block in 0..block.n {
                let doc = block.docs[index_in_block];
                let count = block.counts[index_in_block] as f32;
                let norm = norms.get(doc as usize).copied().unwrap_or(0);
                let score = weight * count / (count + lengths[usize::from(norm)]);
                if score >= self.least_score() {
                    self.offer(index, segment, doc, score, numbers.get(doc));
                }
            }
        }
    }

    fn least_score(&self) -> f32 {
        if self.heap.len() < self.n_kept {
            return f32::NEG_INFINITY;
        }
        self.heap
            .peek()
            .map_or(f32::NEG_INFINITY, |Worst(_, worst)| worst.score)
    }

    /// Whether a number says that a document comes behind the page.
    fn is_behind(&self, number: i64) -> bool {
        if self.heap.len() < self.n_kept {
            return false;
        }
        self.heap.peek().is_some_and(|Worst(_, worst)| {
            let (a, b) = ((0.0, number, &[][..]), (0.0, worst.number, &[][..]));
            compare(self.order, a, b) == Ordering::Greater
        })
    }

    fn offer(&mut self, index: usize, segment: &Segment, doc: u32, score: f32, number: i64) {
        // Most that are as good as the worst come behind it by their number, and their key need not be read.
        if self.heap.len() >= self.n_kept
            && self.heap.peek().is_some_and(|Worst(order, worst)| {
                let (own, other) = (
                    (score, number, &[][..]),
                    (worst.score, worst.number, &[][..]),
                );
                compare(*order, own, other) == Ordering::Greater
            })
        {
            return;
        }
        let candidate = Candidate {
            score,
            number,
            segment: index,
            doc,
            key: segment.key(doc).to_vec(),
        };
        if let Some(after) = self.after {
            let place = (after.score, after.number, after.key.as_bytes());
            let own = (candidate.score, candidate.number, &candidate.key[..]);
            if compare(self.order, own, place) != Ordering::Greater {
                return;
            }
        }
        let candidate = Worst(self.order, candidate);
        if self.heap.len() < self.n_kept {
            self.heap.push(candidate);
        } else if let Some(mut worst) = self.heap.peek_mut()
            && candidate < *worst
        {
            *worst = candidate;
        }
    }
}
