//! Searching, and what goes with it.

use chancery_archive::{Archive, Histogram, Interval, Order, Search, SpelledLike, Suggestion};
use serde::Serialize;

use super::Problem;
use super::answer::Answer;
use super::call::{Call, Format};
use crate::json::HitJson;
use crate::urls;

/// The search that a call asks for.
pub(super) fn asked(call: &Call) -> Search {
    Search {
        query: call.text("q").to_owned(),
        offset: call.number("offset", 0),
        limit: call.number("limit", 20),
        order: order(call),
        facet_fields: call.list("facets"),
        histogram: Interval::named(call.text("histogram")),
        after: call.given("cursor").map(str::to_owned),
        meanings: call.is("meanings"),
        ..Search::default()
    }
}

fn order(call: &Call) -> Order {
    // The table has checked the name.
    urls::order_named(call.text("order")).unwrap_or_default()
}

#[derive(Serialize)]
struct AnswerJson {
    schema: &'static str,
    query: String,
    parsed: String,
    total: u64,
    hits: Vec<HitJson>,
    next: Option<String>,
    has_changed: bool,
    facets: Vec<FacetJson>,
    histogram: Option<HistogramJson>,
    near: Vec<SpelledLikeJson>,
    notes: Vec<String>,
}

#[derive(Serialize)]
pub(super) struct SpelledLikeJson {
    written: String,
    like: Vec<String>,
}

#[derive(Serialize)]
struct FacetJson {
    field: String,
    values: Vec<FacetValueJson>,
}

#[derive(Serialize)]
struct FacetValueJson {
    value: String,
    label: Option<String>,
    count: u64,
}

#[derive(Serialize)]
struct HistogramJson {
    interval: &'static str,
    bins: Vec<BinJson>,
    undated: u64,
}

#[derive(Serialize)]
struct BinJson {
    name: String,
    first: String,
    last: String,
    count: u64,
}

impl HistogramJson {
    fn new(histogram: Histogram) -> HistogramJson {
        HistogramJson {
            interval: histogram.interval.as_str(),
            bins: histogram
                .bins
                .into_iter()
                .map(|bin| BinJson {
                    name: bin.name,
                    first: bin.first,
                    last: bin.last,
                    count: bin.count,
                })
                .collect(),
            undated: histogram.undated,
        }
    }
}

#[derive(Serialize)]
struct SuggestionJson {
    text: String,
    label: Option<String>,
    count: u64,
}

fn suggestions(suggestions: Vec<Suggestion>) -> Vec<SuggestionJson> {
    suggestions
        .into_iter()
        .map(|suggestion| SuggestionJson {
            text: suggestion.text,
            label: suggestion.label,
            count: suggestion.count,
        })
        .collect()
}

pub(super) fn search(archive: &Archive, call: &Call) -> Result<Answer, Problem> {
    let search = asked(call);
    if search.after.is_some() && search.offset > 0 {
        return Err(Problem::parameter(
            "offset",
            "a cursor says where the page begins",
            Some("leave one of the two out".to_owned()),
        ));
    }
    if call.format != Format::Json {
        for (name, is_asked) in [
            ("facets", !search.facet_fields.is_empty()),
            ("histogram", search.histogram.is_some()),
        ] {
            if is_asked {
                return Err(Problem::parameter(
                    name,
                    "counts come as JSON only",
                    Some("leave it out, or ask for format=json".to_owned()),
                ));
            }
        }
    }
    let next = |next: &str| call.address_with("cursor", next, "offset");
    answer(archive, call, &search, next)
}

/// How many words are told in place of one that no cable has.
const N_LIKE: usize = 4;

/// The parts of a query that no cable has, with what could stand in their place.
pub(super) fn near(archive: &Archive, query: &str) -> Result<Vec<SpelledLikeJson>, Problem> {
    let words = archive.spelled_like(query, N_LIKE)?;
    let json = |word: SpelledLike| SpelledLikeJson {
        written: word.written,
        like: word.like,
    };
    Ok(words.into_iter().map(json).collect())
}

/// Asks, and puts the page into the form that was asked for. `address` gives that of the page at a cursor.
pub(super) fn answer(
    archive: &Archive,
    call: &Call,
    search: &Search,
    address: impl Fn(&str) -> String,
) -> Result<Answer, Problem> {
    let answer = archive
        .search(search)
        .map_err(|error| Problem::of_search(&search.query, error))?;
    let near = if answer.total == 0 {
        near(archive, &search.query)?
    } else {
        Vec::new()
    };
    let notes = answer.notes.iter().map(ToString::to_string).collect();
    let whole = AnswerJson {
        schema: "chancery/answer/1",
        query: search.query.clone(),
        parsed: answer.parsed,
        total: answer.total,
        hits: answer.hits.iter().map(HitJson::from).collect(),
        next: answer.next,
        has_changed: answer.has_changed,
        facets: answer
            .facets
            .into_iter()
            .map(|facet| FacetJson {
                field: facet.field,
                values: facet
                    .values
                    .into_iter()
                    .map(|value| FacetValueJson {
                        value: value.value,
                        label: value.label,
                        count: value.count,
                    })
                    .collect(),
            })
            .collect(),
        histogram: answer.histogram.map(HistogramJson::new),
        near,
        notes,
    };
    let next = whole.next.as_deref().map(address);
    let rows = Answer::of_rows(
        call.format,
        &whole,
        &whole.hits,
        HitJson::COLUMNS,
        HitJson::csv,
    )?;
    Ok(rows.paged(whole.total, next.as_deref()))
}

#[derive(Serialize)]
struct ExplanationJson {
    schema: &'static str,
    query: String,
    parsed: String,
    total: u64,
    parts: Vec<PartJson>,
    notes: Vec<String>,
}

#[derive(Serialize)]
struct PartJson {
    depth: usize,
    text: String,
    how: String,
    count: u64,
}

pub(super) fn explain(archive: &Archive, call: &Call) -> Result<Answer, Problem> {
    let search = asked(call);
    let explanation = archive
        .explain(&search)
        .map_err(|error| Problem::of_search(&search.query, error))?;
    Answer::json(&ExplanationJson {
        schema: "chancery/explanation/1",
        query: search.query,
        parsed: explanation.parsed,
        total: explanation.total,
        notes: explanation.notes.iter().map(ToString::to_string).collect(),
        parts: explanation
            .parts
            .into_iter()
            .map(|part| PartJson {
                depth: part.depth,
                text: part.text,
                how: part.how,
                count: part.count,
            })
            .collect(),
    })
}

#[derive(Serialize)]
struct SuggestionsJson {
    schema: &'static str,
    field: Option<&'static str>,
    place: [usize; 2],
    words: Vec<SuggestionJson>,
    posts: Vec<SuggestionJson>,
    tags: Vec<SuggestionJson>,
    subjects: Vec<SuggestionJson>,
    values: Vec<SuggestionJson>,
}

pub(super) fn suggest(archive: &Archive, call: &Call) -> Result<Answer, Problem> {
    let found = archive.suggest(call.text("q"), call.number("limit", 8))?;
    Answer::json(&SuggestionsJson {
        schema: "chancery/suggestions/1",
        field: found.field,
        place: [found.place.start, found.place.end],
        words: suggestions(found.words),
        posts: suggestions(found.posts),
        tags: suggestions(found.tags),
        subjects: suggestions(found.subjects),
        values: suggestions(found.values),
    })
}
