//! Questions to an archive and their answers.

use std::collections::BTreeMap;
use std::ops::Range;

use chancery_format::tables;
use chancery_index::Request;

use crate::index::schema::field;
use crate::index::{self, Index};
use crate::passage::{self, Paragraphs};
use crate::query::{self, Query};
use crate::store::Store;
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
    let found = find(index, &query, search).map_err(index::failed("search"))?;

    let wanted = query.wanted();
    let ids: Vec<u64> = found.found.iter().map(|found| found.id.into()).collect();
    let hits = store
        .lines_and_originals(&ids)?
        .into_iter()
        .map(|(cable, originals)| {
            let records = originals
                .iter()
                .map(|original| store.record(original))
                .collect::<Result<Vec<_>, Error>>()?;
            let source_date = match &cable.sent {
                Some(_) => None,
                None => records.iter().find_map(|record| record.source.date()),
            };
            let editions: Vec<Paragraphs> = records.into_iter().map(Into::into).collect();
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
        facets: FACETS
            .iter()
            .zip(&found.facets)
            .map(|((name, _), counts)| facet(name, counts))
            .collect(),
        parsed: query.to_string(),
    })
}

fn find(index: &Index, query: &Query, search: &Search) -> std::io::Result<chancery_index::Answer> {
    let compiled = query::compile(query);
    let order = match search.order {
        Order::Relevance if !query.has_relevance() => chancery_index::Order::Descending,
        Order::Relevance => chancery_index::Order::Relevance,
        Order::NewestFirst => chancery_index::Order::Descending,
        Order::OldestFirst => chancery_index::Order::Ascending,
    };
    index.inner.search(&Request {
        query: &compiled,
        order,
        after: None,
        offset: search.offset,
        limit: search.limit,
        facets: if search.facets {
            FACETS.map(|(_, field)| field).to_vec()
        } else {
            Vec::new()
        },
    })
}

/// What is counted, in the order of the answer.
const FACETS: [(&str, u8); 4] = [
    ("post", field::POST),
    ("year", field::YEAR),
    ("class", field::CLASS),
    ("tags", field::TAG_CODE),
];

fn facet(name: &str, counts: &BTreeMap<String, u64>) -> Facet {
    let label = |value: &str| match name {
        "post" => tables::posts::by_name(value).map(|post| post.name),
        "tags" => tables::tags::lookup(value, None)?.name,
        _ => None,
    };
    let mut values: Vec<FacetValue> = counts
        .iter()
        .map(|(value, &count)| FacetValue {
            label: label(value).map(str::to_owned),
            value: value.clone(),
            count,
        })
        .collect();
    if name == "year" {
        values.reverse();
    } else {
        // The map was in order of value, and the sort keeps that among equals.
        values.sort_by_key(|value| std::cmp::Reverse(value.count));
        values.truncate(FACET_VALUES);
    }
    Facet {
        field: name.to_owned(),
        values,
    }
}

#[cfg(test)]
mod tests;
