//! Questions to an archive and their answers.

mod cursor;
mod explain;
mod export;
mod histogram;
mod notes;
mod source;
mod spelled_like;
mod suggest;

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use chancery_format::tables;
use chancery_index::{Query as Plan, Request};

use crate::index::schema::field;
use crate::index::{self, Index};
use crate::passage::{self, Paragraphs, Seeker};
use crate::query::{self, Query};
use crate::references::name_of;
use crate::said::OfSource;
use crate::store::Store;
use crate::{CableLine, Error};

pub(crate) use explain::explain;
pub use explain::{ExplainedPart, Explanation};
pub(crate) use export::{each_key, each_line};
pub(crate) use histogram::trends;
pub use histogram::{Histogram, HistogramBin, Interval};
pub use notes::Note;
pub use spelled_like::SpelledLike;
pub(crate) use spelled_like::spelled_like;
pub(crate) use suggest::suggest;
pub use suggest::{Suggestion, Suggestions};

use cursor::Cursor;
use source::Texts;

/// A question in the query language (`docs/query.md`), and which part of the answer is wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Search {
    /// The query. An empty one matches every cable.
    pub query: String,
    /// How many hits to leave out at the front.
    pub offset: usize,
    /// How many hits to give; 0 for the count and the facets alone.
    pub limit: usize,
    /// In which order.
    pub order: Order,
    /// Whether to count the values of post, year, class and tags over all hits.
    pub facets: bool,
    /// Further fields whose values are counted, by their names in the query language (see [`facet_names`]).
    pub facet_fields: Vec<String>,
    /// In which steps of time to count all hits.
    pub histogram: Option<Interval>,
    /// Only hits that come behind the page that gave this cursor ([`Answer::next`]).
    pub after: Option<String>,
    /// Whether words find codes and abbreviations by their meaning too.
    pub meanings: bool,
}

/// The order of hits. Each is total: hits alike come newest first, then by key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// Best match first; newest first where nothing in the query tells cables apart.
    #[default]
    Relevance,
    /// Latest date-time group first, undated cables last.
    NewestFirst,
    /// Earliest date-time group first, undated cables last.
    OldestFirst,
}

/// What the archive found.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// How many cables match, exactly.
    pub total: u64,
    /// The hits asked for.
    pub hits: Vec<Hit>,
    /// Counts over all hits, in the order post, year, class, tags, then as asked for.
    pub facets: Vec<Facet>,
    /// The query as it was understood, itself a valid query.
    pub parsed: String,
    /// All hits by time, where that was asked for.
    pub histogram: Option<Histogram>,
    /// What to ask with [`Search::after`] for the next page; `None` on the last.
    pub next: Option<String>,
    /// Whether the archive has changed since the cursor was given, so that cables may have come in between.
    pub has_changed: bool,
    /// What to know of it: why it is empty, why it took long.
    pub notes: Vec<Note>,
}

/// A cable that matches.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// The cable.
    pub cable: CableLine,
    /// What only its sources say.
    pub of_source: OfSource,
    /// The part of it that answers best; `None` where the cable has no text.
    pub passage: Option<Passage>,
    /// For [`Search::after`]: what comes behind this hit.
    pub cursor: String,
}

/// A part of a cable, with the words that were found in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// Number of the paragraph, where it has one.
    pub paragraph: Option<u32>,
    /// Its anchor on the cable's page, `p3`, as [`crate::anchors`] gives it; `None` outside the paragraphs.
    pub anchor: Option<String>,
    /// Its portion mark, `S/NF`.
    pub portion: Option<String>,
    /// The text: a paragraph, or the part of a long one around the hits, with `…` where it was cut.
    pub text: String,
    /// Byte ranges of `text` to mark, in order and apart from each other.
    pub marks: Vec<Range<usize>>,
}

/// The values of one field over all hits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facet {
    /// Name of the field in the query language.
    pub field: String,
    /// Its values, most frequent first, then in order of value; years newest first.
    pub values: Vec<FacetValue>,
}

/// One value of a facet. `field:value` (quoted where it holds blanks) is the query that narrows to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FacetValue {
    /// The value: `STRELSAU`, `2007`, `SECRET`, `PGOV`.
    pub value: String,
    /// Its name for a person, where it has one: `Terrorism` for `PTER`, `Rio de Janeiro` for `RIODEJANEIRO`.
    pub label: Option<String>,
    /// How many of the matching cables have it.
    pub count: u64,
}

/// The most values a facet lists; years and classifications are never that many.
const FACET_VALUES: usize = 200;

/// Asks the index, then the truth for what the hits look like.
pub(crate) fn search(store: &Store, index: &Index, search: &Search) -> Result<Answer, Error> {
    let asked = Asked::new(store, index, search)?;
    let facets = facet_fields(search)?;
    let after = match &search.after {
        Some(text) => Some(Cursor::read(text, &asked.name)?),
        None => None,
    };
    let generation = index.generation();
    let has_changed = after
        .as_ref()
        .is_some_and(|cursor| cursor.generation != generation);
    let found = index
        .inner
        .search(&Request {
            query: &asked.plan,
            order: asked.order,
            after: after.map(|cursor| cursor.place),
            offset: search.offset,
            limit: search.limit,
            facets: facets.iter().map(|&(_, field)| field).collect(),
            steps: search.histogram.map(|_| histogram::DAYS),
        })
        .map_err(index::failed("search"))?;
    let page: Vec<(u64, String)> = found
        .found
        .iter()
        .map(|found| {
            let cursor = Cursor::write(&found.place, generation, &asked.name);
            (found.id.into(), cursor)
        })
        .collect();
    // A page that is not full is the last.
    let next = page
        .last()
        .filter(|_| page.len() == search.limit)
        .map(|(_, cursor)| cursor.clone());
    Ok(Answer {
        total: found.total,
        hits: hits(store, index, &asked.query, page)?,
        facets: facets
            .iter()
            .zip(&found.facets)
            .map(|((name, _), counts)| facet(name, counts))
            .collect(),
        parsed: asked.query.to_string(),
        histogram: search
            .histogram
            .map(|interval| Histogram::new(interval, &found.steps, found.total)),
        next,
        has_changed,
        notes: notes::notes(&Texts { store, index }, &asked.query, found.total)?,
    })
}

/// A search with its query read and made ready for the index.
struct Asked {
    query: Query,
    plan: Plan,
    order: chancery_index::Order,
    /// Tells questions apart that have different pages.
    name: String,
}

impl Asked {
    fn new(store: &Store, index: &Index, search: &Search) -> Result<Asked, Error> {
        let query = parse(search)?;
        let plan = query::compile(&query, &Texts { store, index })?;
        let order = match search.order {
            Order::Relevance if !query.has_relevance() => chancery_index::Order::Descending,
            Order::Relevance => chancery_index::Order::Relevance,
            Order::NewestFirst => chancery_index::Order::Descending,
            Order::OldestFirst => chancery_index::Order::Ascending,
        };
        Ok(Asked {
            name: format!("{order:?} {query}"),
            query,
            plan,
            order,
        })
    }
}

fn parse(search: &Search) -> Result<Query, Error> {
    let query = Query::parse(&search.query).map_err(Error::Query)?;
    Ok(if search.meanings {
        query.with_meanings()
    } else {
        query
    })
}

/// The cables of a page with the passages that answer best.
fn hits(
    store: &Store,
    index: &Index,
    query: &Query,
    page: Vec<(u64, String)>,
) -> Result<Vec<Hit>, Error> {
    if page.is_empty() {
        return Ok(Vec::new());
    }
    let forms_of = |stem: &str| index.inner.forms_of(stem);
    let seeker = Seeker::new(&query.wanted(), Some(&forms_of));
    let mut hits = Vec::with_capacity(page.len());
    let mut page = page.into_iter().peekable();
    while page.peek().is_some() {
        let some: Vec<(u64, String)> = page.by_ref().take(HITS_AT_ONCE).collect();
        add_hits(store, index, &seeker, some, &mut hits)?;
    }
    Ok(hits)
}

/// How many hits are read together at most: their texts are in memory at one time.
const HITS_AT_ONCE: usize = 16;

/// Adds the cables of some hits, with passages, where the truth has them.
fn add_hits(
    store: &Store,
    index: &Index,
    seeker: &Seeker,
    page: Vec<(u64, String)>,
    hits: &mut Vec<Hit>,
) -> Result<(), Error> {
    let ids: Vec<u64> = page.iter().map(|&(id, _)| id).collect();
    let mut known: Vec<_> = ids.iter().map(|&id| index.read_cables.get(id)).collect();
    let read = store.hits(&ids, |id| {
        let at = ids.iter().position(|&other| other == id);
        at.is_none_or(|at| known[at].is_none())
    })?;
    // Cables that the truth no longer has are left out of both.
    let mut page = page.into_iter().zip(&mut known);
    for hit in read {
        let Some(((_, cursor), known)) = page.find(|((id, _), _)| *id == hit.id) else {
            continue;
        };
        let editions = known
            .take()
            .unwrap_or_else(|| index.read_cables.put(hit.id, hit.editions));
        let cable = hit.line;
        // Few sources say anything of references: the others are not asked for.
        let references = if editions.iter().any(|edition| edition.said.has_references) {
            store.references_of_sources(&[hit.id])?.concat()
        } else {
            Vec::new()
        };
        hits.push(Hit {
            of_source: of_source(&cable, &references, || Ok(Arc::clone(&editions)))?,
            cable,
            passage: passage::best(&editions, seeker),
            cursor,
        });
    }
    Ok(())
}

/// What only the sources of a cable say: the text wins over the source. `editions` is asked where a text lacks something.
fn of_source(
    cable: &CableLine,
    references: &[String],
    editions: impl FnOnce() -> Result<Arc<Vec<Paragraphs>>, Error>,
) -> Result<OfSource, Error> {
    let mut of_source = OfSource {
        references: references.iter().map(|key| name_of(key)).collect(),
        ..OfSource::default()
    };
    if cable.sent.is_some() && cable.classification.is_some() && cable.subject.is_some() {
        return Ok(of_source);
    }
    let editions = editions()?;
    let said = || editions.iter().map(|edition| &edition.said);
    if cable.sent.is_none() {
        of_source.date = said().find_map(|said| said.date.clone());
    }
    if cable.classification.is_none() {
        of_source.classification = said().find_map(|said| said.classification.map(str::to_owned));
    }
    if cable.subject.is_none() {
        of_source.subject = said().find_map(|said| said.subject.clone());
    }
    Ok(of_source)
}

/// The four fields that are counted unless others are asked for.
const FACETS: [(&str, u8); 4] = [
    ("post", field::POST),
    ("year", field::YEAR),
    ("class", field::CLASS),
    ("tags", field::TAG_CODE),
];

/// What else can be counted.
const OTHER_FACETS: [(&str, u8); 12] = [
    ("country", field::COUNTRY),
    ("caption", field::CAPTION),
    ("month", field::MONTH),
    ("precedence", field::PRECEDENCE),
    ("order", field::ORDER),
    ("kind", field::KIND),
    ("wrapper", field::WRAPPER),
    ("lang", field::LANG),
    ("declassify", field::DECLASSIFY),
    ("reason", field::REASON),
    ("from", field::FROM_STATION),
    ("to", field::TO_STATION),
];

/// The fields whose values can be counted, by their names in the query language.
pub fn facet_names() -> impl Iterator<Item = &'static str> {
    FACETS.iter().chain(&OTHER_FACETS).map(|&(name, _)| name)
}

/// What is counted, in the order of the answer.
fn facet_fields(search: &Search) -> Result<Vec<(&'static str, u8)>, Error> {
    let mut fields = Vec::new();
    if search.facets {
        fields.extend(FACETS);
    }
    for name in &search.facet_fields {
        let field = FACETS
            .iter()
            .chain(&OTHER_FACETS)
            .find(|(known, _)| known.eq_ignore_ascii_case(name));
        match field {
            Some(field) if fields.contains(field) => {}
            Some(field) => fields.push(*field),
            None => {
                return Err(Error::Request {
                    reason: format!("the values of `{name}` are not counted"),
                    suggestion: Some(format!(
                        "one of {}",
                        facet_names().collect::<Vec<_>>().join(", ")
                    )),
                });
            }
        }
    }
    Ok(fields)
}

/// What a code of the executive orders says, where it says the same in all that have it.
fn meaning_of_code(code: &str) -> Option<&'static str> {
    use tables::executive_orders;
    let mut rows = executive_orders::orders_with_code(code)
        .filter_map(|order| executive_orders::code(order.number, code));
    let meaning = rows.next()?.meaning;
    rows.all(|row| row.meaning == meaning).then_some(meaning)
}

fn facet(name: &str, counts: &BTreeMap<String, u64>) -> Facet {
    let label = |value: &str| match name {
        "post" => tables::posts::by_name(value).map(|post| post.name),
        "tags" => tables::tags::lookup(value, None)?.name,
        "declassify" | "reason" => meaning_of_code(value),
        _ => None,
    };
    let mut counted: Vec<(&String, u64)> = counts.iter().map(|(value, &n)| (value, n)).collect();
    if matches!(name, "year" | "month") {
        counted.reverse();
    } else {
        // The map was in order of value, and the sort keeps that among equals.
        counted.sort_by_key(|&(_, n)| std::cmp::Reverse(n));
        counted.truncate(FACET_VALUES);
    }
    let values = counted
        .into_iter()
        .map(|(value, count)| FacetValue {
            label: label(value).map(str::to_owned),
            value: match name {
                // Folded words, as names are looked for.
                "from" | "to" => value.trim().to_uppercase(),
                _ => value.clone(),
            },
            count,
        })
        .collect();
    Facet {
        field: name.to_owned(),
        values,
    }
}

#[cfg(test)]
mod oracle;
#[cfg(test)]
mod tests;
