//! Questions to an archive and their answers.

use std::collections::BTreeMap;
use std::ops::Range;

use chancery_format::record::SourceRecord;
use chancery_format::tables;
use serde::Deserialize;
use tantivy::collector::sort_key::{SortBySimilarityScore, SortByStaticFastValue, SortByString};
use tantivy::collector::{Collector, Count, TopDocs};
use tantivy::{DocAddress, Searcher};

use crate::index::facets::{Counts, FacetCollector};
use crate::index::schema::name;
use crate::index::{self, Index};
use crate::passage::{self, Paragraphs};
use crate::query::{self, Query};
use crate::store::{RecordBlob, Store};
use crate::{CableLine, Error};

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
    /// Counts over all hits, in the order post, year, class, tags; empty unless asked for.
    pub facets: Vec<Facet>,
    /// The query as it was understood, itself a valid query.
    pub parsed: String,
}

/// A cable that matches.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// The cable.
    pub cable: CableLine,
    /// Of a cable without a date of its own, the moment its source gives, RFC 3339 in UTC: what `date:` and the order
    /// of time go by then.
    pub source_date: Option<String>,
    /// The part of it that answers best; `None` where the cable has no text.
    pub passage: Option<Passage>,
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
    /// Name of the field in the query language: `post`, `year`, `class` or `tags`.
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
    let query = Query::parse(&search.query).map_err(Error::Query)?;
    let searcher = index.searcher();
    let found = find(&searcher, index, &query, search).map_err(index::failed("search"))?;

    let wanted = query.wanted();
    let hits = store
        .lines_and_records(&found.cables)?
        .into_iter()
        .map(|(cable, records)| {
            let editions: Vec<Paragraphs> = records
                .iter()
                .map(|record| store.unpack(record))
                .collect::<Result<_, _>>()?;
            let source_date = match &cable.sent {
                Some(_) => None,
                None => source_date(store, &records)?,
            };
            Ok(Hit {
                cable,
                source_date,
                passage: passage::best(&editions, &wanted),
            })
        })
        .collect::<Result<_, Error>>()?;
    Ok(Answer {
        total: found.total,
        hits,
        facets: found.facets.map(facets).unwrap_or_default(),
        parsed: query.to_string(),
    })
}

/// As much of a stored record as tells the date of its source.
#[derive(Debug, Deserialize)]
struct Sourced {
    source: SourceRecord,
}

fn source_date(store: &Store, records: &[RecordBlob]) -> Result<Option<String>, Error> {
    for record in records {
        let record: Sourced = store.unpack(record)?;
        if let Some(date) = record.source.date() {
            return Ok(Some(date));
        }
    }
    Ok(None)
}

/// What the index knows of an answer.
struct Found {
    total: u64,
    /// Numbers of the cables on the page, in order.
    cables: Vec<u64>,
    facets: Option<Counts>,
}

fn find(
    searcher: &Searcher,
    index: &Index,
    query: &Query,
    search: &Search,
) -> tantivy::Result<Found> {
    let compiled = query::compile(query, &index.fields);
    let n_docs = usize::try_from(searcher.num_docs()).unwrap_or(usize::MAX);
    // Never room for more hits than there are cables, whatever is asked for.
    let limit = search.limit.min(n_docs.saturating_sub(search.offset));
    let facets = search.facets.then_some(FacetCollector);
    if limit == 0 {
        let (total, facets) = searcher.search(&*compiled, &(Count, facets))?;
        return Ok(Found {
            total: total as u64,
            cables: Vec::new(),
            facets,
        });
    }

    let top = TopDocs::with_limit(limit).and_offset(search.offset);
    let sent = || SortByStaticFastValue::<i64>::for_field(name::SENT);
    // Ties end with the key, so that every order is total and the same whichever way the index is cut.
    let key = || (SortByString::for_field(name::KEY), tantivy::Order::Asc);
    let order = match search.order {
        Order::Relevance if !query.has_relevance() => Order::NewestFirst,
        order => order,
    };
    match order {
        Order::Relevance => {
            let by = (SortBySimilarityScore, (sent(), tantivy::Order::Desc), key());
            page(searcher, &*compiled, top.order_by(by), facets)
        }
        Order::NewestFirst => {
            let by = ((sent(), tantivy::Order::Desc), key());
            page(searcher, &*compiled, top.order_by(by), facets)
        }
        Order::OldestFirst => {
            let by = ((sent(), tantivy::Order::Asc), key());
            page(searcher, &*compiled, top.order_by(by), facets)
        }
    }
}

fn page<K: Send + 'static>(
    searcher: &Searcher,
    query: &dyn tantivy::query::Query,
    top: impl Collector<Fruit = Vec<(K, DocAddress)>>,
    facets: Option<FacetCollector>,
) -> tantivy::Result<Found> {
    let (total, top, facets) = searcher.search(query, &(Count, top, facets))?;
    let cables = top
        .iter()
        .map(|&(_, address)| {
            let segment = searcher.segment_reader(address.segment_ord);
            let cables = segment.fast_fields().u64(name::CABLE)?;
            Ok(cables.first(address.doc_id).unwrap_or_default())
        })
        .collect::<tantivy::Result<_>>()?;
    Ok(Found {
        total: total as u64,
        cables,
        facets,
    })
}

fn facets(counts: Counts) -> Vec<Facet> {
    let by_count =
        |field: &str, counts: BTreeMap<String, u64>, label: fn(&str) -> Option<&'static str>| {
            let mut values: Vec<(String, u64)> = counts.into_iter().collect();
            // The map was in order of value, and the sort keeps that among equals.
            values.sort_by_key(|&(_, count)| std::cmp::Reverse(count));
            values.truncate(FACET_VALUES);
            let values = values
                .into_iter()
                .map(|(value, count)| FacetValue {
                    label: label(&value).map(str::to_owned),
                    value,
                    count,
                })
                .collect();
            Facet {
                field: field.to_owned(),
                values,
            }
        };
    let years = counts
        .years
        .into_iter()
        .rev()
        .map(|(year, count)| FacetValue {
            value: year.to_string(),
            label: None,
            count,
        })
        .collect();
    vec![
        by_count("post", counts.posts, |post| {
            tables::posts::by_name(post).map(|post| post.name)
        }),
        Facet {
            field: "year".to_owned(),
            values: years,
        },
        by_count("class", counts.classes, |_| None),
        by_count("tags", counts.tags, |code| {
            tables::tags::lookup(code, None)?.name
        }),
    ]
}

#[cfg(test)]
mod tests;
