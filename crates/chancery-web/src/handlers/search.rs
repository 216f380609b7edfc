//! `/search?q=…`: what a query finds.

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use chancery_archive::{Answer, Archive, Note, Order, Search, SpelledLike};
use chancery_format::Mrn;

use crate::error::PageError;
use crate::handlers::advice::{Advice, advice};
use crate::handlers::results::{FacetView, HitView, facets, hits};
use crate::line::Line;
use crate::marked::{self, Run};
use crate::page::{self, Frame, counted, grouped};
use crate::params::Params;
use crate::room::Room;
use crate::{refine, urls};

/// Results on a page.
const PAGE_SIZE: usize = 20;

#[derive(Template)]
#[template(path = "search.html")]
struct SearchPage {
    frame: Frame,
    count: String,
    n_hits: u64,
    /// The query as it was understood, where that differs from what was typed.
    understood: Option<String>,
    /// The cable whose identifier was typed.
    named: Option<Line>,
    /// The identifier that was typed, where the archive has no such cable.
    absent: Option<Choice>,
    orders: Vec<Choice>,
    /// The fields the query demands, each with the query without it.
    narrowed: Vec<Choice>,
    /// Of a query that found nothing, the words that no cable has, with links to words spelled like them.
    spelled_like: Vec<Respelled>,
    /// Of a query that found nothing, what else to try.
    advice: Vec<Advice>,
    /// Why there is nothing, why it took long, what was not understood.
    notes: Vec<Vec<Run>>,
    hits: Vec<HitView>,
    first: u64,
    facets: Vec<FacetView>,
    /// All results in the forms that other programs read.
    exports: Vec<Choice>,
    pages: Option<Pages>,
    /// Where the page asked for lies behind the last result: the last page that has any.
    last_page_url: Option<String>,
}

/// One of several links, of which one may be the present state.
struct Choice {
    words: String,
    url: String,
    chosen: bool,
}

/// A word of the query that no cable has.
struct Respelled {
    written: String,
    like: Vec<Choice>,
}

/// Words to offer in place of one that no cable has.
const N_LIKE: usize = 4;

fn respelled(words: &[SpelledLike], query: &str) -> Vec<Respelled> {
    words
        .iter()
        .map(|word| {
            let link = |like: &String| Choice {
                url: urls::search(&query.replacen(&word.written, like, 1)).to_string(),
                words: like.clone(),
                chosen: false,
            };
            Respelled {
                like: word.like.iter().map(link).collect(),
                written: word.written.clone(),
            }
        })
        .collect()
}

/// The links between pages of results.
struct Pages {
    words: String,
    first: Option<String>,
    previous: Option<String>,
    next: Option<String>,
    last: Option<String>,
}

pub(crate) async fn search(
    State(room): State<Room>,
    RawQuery(query): RawQuery,
) -> Result<Response, PageError> {
    let params = Params::read(query.as_deref(), &["q", "page", "order"])?;
    room.ask(move |archive| {
        Ok(page::render(
            StatusCode::OK,
            &SearchPage::new(archive, &params)?,
        ))
    })
    .await
}

impl SearchPage {
    fn new(archive: &Archive, params: &Params) -> Result<SearchPage, PageError> {
        let query = params.text("q");
        let order = order(query, params.text("order"))?;
        let page = params.page()?;
        let offset = (page - 1).saturating_mul(PAGE_SIZE);
        let answer = archive
            .search(&Search {
                query: query.to_owned(),
                offset,
                limit: PAGE_SIZE,
                order,
                facets: true,
                ..Search::default()
            })
            .map_err(|error| match error.as_query() {
                Some(fault) => PageError::Query {
                    query: query.to_owned(),
                    error: fault.clone(),
                },
                None => PageError::Archive(error),
            })?;
        let title = if query.is_empty() {
            "All cables".to_owned()
        } else {
            format!("{query}: {}", counted(answer.total, "cable", "cables"))
        };
        let (spelled_like, advice) = if answer.total == 0 {
            let spelled_like = archive.spelled_like(query, N_LIKE)?;
            let advice = advice(archive, query, &spelled_like)?;
            (spelled_like, advice)
        } else {
            (Vec::new(), Vec::new())
        };
        let mut hits = hits(&answer.hits, query);
        let mut named = named(archive, query)?;
        let absent = Mrn::parse(query, None)
            // `date:2012-03` would read as one.
            .filter(|_| named.is_none() && !query.contains(':'))
            .map(|mrn| Choice {
                words: mrn.to_string(),
                url: urls::cable(&mrn.to_string()).to_string(),
                chosen: false,
            });
        // A cable that stands in the list is named there, and not above it once more.
        if let Some(line) = &named
            && let Some(hit) = hits.iter_mut().find(|hit| hit.line.key == line.key)
        {
            hit.is_named = true;
            named = None;
        }
        Ok(SearchPage {
            frame: Frame::new(title).query(query),
            count: counted(answer.total, "cable", "cables"),
            n_hits: answer.total,
            understood: Some(answer.parsed.clone())
                .filter(|parsed| !parsed.is_empty() && parsed != query),
            named,
            absent,
            orders: orders(query, order),
            narrowed: narrowed(query, order),
            spelled_like: respelled(&spelled_like, query),
            notes: answer
                .notes
                .iter()
                // The advice has links for each.
                .filter(|note| advice.is_empty() || !matches!(note, Note::NeverTogether { .. }))
                .map(|note| marked::quoted(&note.to_string()))
                .chain(params.notes())
                .collect(),
            advice,
            hits,
            first: (offset as u64).saturating_add(1),
            facets: facets(&answer.facets, query, order),
            exports: match answer.total {
                0 => Vec::new(),
                _ => exports(query, order),
            },
            pages: Pages::new(&answer, query, order, page),
            last_page_url: (answer.hits.is_empty() && answer.total > 0).then(|| {
                urls::search(query)
                    .order(order)
                    .page(last_page(answer.total))
                    .to_string()
            }),
        })
    }
}

/// The cable that the query names, where the query is nothing but an identifier.
fn named(archive: &Archive, query: &str) -> Result<Option<Line>, PageError> {
    let Some(key) = archive.resolve(query)? else {
        return Ok(None);
    };
    let cable = archive.cable(&key)?;
    Ok(cable.as_ref().and_then(Line::of))
}

const ORDERS: [(&str, Order); 3] = [
    ("Best match", Order::Relevance),
    ("Newest", Order::NewestFirst),
    ("Oldest", Order::OldestFirst),
];

/// The order of that name.
fn order(query: &str, name: &str) -> Result<Order, PageError> {
    urls::order_named(name).ok_or_else(|| PageError::Parameter {
        explanation: format!(
            "`{name}` is no order of results: expected `relevance`, `newest` or `oldest`."
        ),
        ways: ORDERS
            .map(|(words, order)| {
                let url = urls::search(query).order(order).to_string();
                (url, format!("The results, {}", words.to_lowercase()))
            })
            .into(),
    })
}

fn orders(query: &str, order: Order) -> Vec<Choice> {
    ORDERS
        .into_iter()
        .map(|(words, other)| Choice {
            words: words.to_owned(),
            url: urls::search(query).order(other).to_string(),
            chosen: other == order,
        })
        .collect()
}

fn exports(query: &str, order: Order) -> Vec<Choice> {
    [
        ("a table (CSV)", ("format", "csv")),
        ("identifiers", ("format", "ids")),
        ("lines of JSON", ("format", "jsonl")),
        ("whole records", ("records", "true")),
        ("records with originals", ("originals", "true")),
    ]
    .into_iter()
    .map(|(words, form)| Choice {
        words: words.to_owned(),
        url: urls::export(query, order, form).to_string(),
        chosen: false,
    })
    .collect()
}

fn narrowed(query: &str, order: Order) -> Vec<Choice> {
    refine::fields(query)
        .into_iter()
        .map(|term| Choice {
            words: term.to_owned(),
            url: urls::search(&refine::without(query, term))
                .order(order)
                .to_string(),
            chosen: true,
        })
        .collect()
}

fn last_page(total: u64) -> usize {
    usize::try_from(total)
        .unwrap_or(usize::MAX)
        .div_ceil(PAGE_SIZE)
        .max(1)
}

impl Pages {
    fn new(answer: &Answer, query: &str, order: Order, page: usize) -> Option<Pages> {
        let last = last_page(answer.total);
        if last == 1 || page > last {
            return None;
        }
        let url = |page| urls::search(query).order(order).page(page).to_string();
        Some(Pages {
            words: format!("Page {} of {}", grouped(page as u64), grouped(last as u64)),
            first: (page > 2).then(|| url(1)),
            previous: (page > 1).then(|| url(page - 1)),
            next: (page < last).then(|| url(page + 1)),
            last: (page + 1 < last).then(|| url(last)),
        })
    }
}
