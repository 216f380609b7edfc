//! Hits and facets as pages show them.

use chancery_archive::{Archive, Facet, Hit, Order, Search};

use crate::error::PageError;
use crate::explain;
use crate::line::Line;
use crate::marked::{self, Run};
use crate::page::grouped;
use crate::{refine, urls};

/// How many values of a facet stand open; the rest are folded.
const N_OPEN: usize = 10;

/// A cable that was found.
#[derive(Clone, Debug)]
pub(crate) struct HitView {
    pub(crate) line: Line,
    /// Whether the query is the identifier of this cable.
    pub(crate) is_named: bool,
    pub(crate) passage: Option<PassageView>,
}

/// Where it was found.
#[derive(Clone, Debug)]
pub(crate) struct PassageView {
    pub(crate) url: String,
    pub(crate) number: Option<u32>,
    pub(crate) portion: Option<explain::Level>,
    pub(crate) runs: Vec<Run>,
}

/// The values of one field, each a link.
#[derive(Clone, Debug)]
pub(crate) struct FacetView {
    pub(crate) title: String,
    pub(crate) open: Vec<ValueView>,
    pub(crate) folded: Vec<ValueView>,
}

/// One value of a facet.
#[derive(Clone, Debug)]
pub(crate) struct ValueView {
    pub(crate) url: String,
    pub(crate) value: String,
    pub(crate) label: Option<String>,
    pub(crate) count: String,
    /// Length of its bar, 0 to 100.
    pub(crate) share: u64,
    /// Whether the query demands it; the link then takes it out.
    pub(crate) chosen: bool,
}

/// How many cables a query finds that a page makes up; one that does not read finds none.
pub(crate) fn total(archive: &Archive, query: &str) -> Result<u64, PageError> {
    let answer = archive.search(&Search {
        query: query.to_owned(),
        ..Search::default()
    });
    match answer {
        Ok(answer) => Ok(answer.total),
        Err(error) if error.is_query() => Ok(0),
        Err(error) => Err(error.into()),
    }
}

pub(crate) fn hits(hits: &[Hit], query: &str) -> Vec<HitView> {
    hits.iter().map(|hit| HitView::new(hit, query)).collect()
}

impl HitView {
    fn new(hit: &Hit, query: &str) -> HitView {
        let url = urls::cable(&hit.cable.key).found_by(query);
        HitView {
            line: Line {
                url: url.to_string(),
                ..Line::new(&hit.cable).with_source(&hit.of_source)
            },
            is_named: false,
            passage: hit.passage.as_ref().map(|passage| PassageView {
                url: match &passage.anchor {
                    Some(anchor) => url.at(anchor).to_string(),
                    None => url.to_string(),
                },
                number: passage.paragraph,
                portion: passage.portion.as_deref().map(explain::portion),
                runs: marked::runs(&passage.text, &passage.marks),
            }),
        }
    }
}

pub(crate) fn facets(facets: &[Facet], query: &str, order: Order) -> Vec<FacetView> {
    facets
        .iter()
        .filter(|facet| !facet.values.is_empty())
        .map(|facet| FacetView::new(facet, query, order))
        .collect()
}

impl FacetView {
    fn new(facet: &Facet, query: &str, order: Order) -> FacetView {
        let most = facet.values.iter().map(|value| value.count).max();
        let mut values: Vec<ValueView> = facet
            .values
            .iter()
            .map(|value| {
                let term = refine::term(&facet.field, &value.value);
                let chosen = refine::has(query, &term);
                let refined = if chosen {
                    refine::without(query, &term)
                } else {
                    refine::with(query, &term)
                };
                let label = match facet.field.as_str() {
                    "post" => Some(explain::post_name(&value.value)),
                    "tags" => value.label.clone().or_else(|| explain::tag(&value.value)),
                    _ => value.label.clone(),
                };
                // A name that is its code in other letters is shown alone.
                let (shown, label) = match label {
                    Some(label) if same_letters(&label, &value.value) => (label, None),
                    label => (value.value.clone(), label),
                };
                ValueView {
                    url: urls::search(&refined).order(order).to_string(),
                    label,
                    value: shown,
                    count: grouped(value.count),
                    share: value.count * 100 / most.unwrap_or(1).max(1),
                    chosen,
                }
            })
            .collect();
        let folded = values.split_off(values.len().min(N_OPEN));
        FacetView {
            title: match facet.field.as_str() {
                "post" => "Post",
                "year" => "Year",
                "class" => "Classification",
                "tags" => "TAGS",
                other => other,
            }
            .to_owned(),
            open: values,
            folded,
        }
    }
}

/// Whether two names differ in nothing but case and blanks, so that showing both says nothing.
fn same_letters(one: &str, other: &str) -> bool {
    let letters = |name: &str| -> String {
        name.chars()
            .filter(|character| !character.is_whitespace())
            .flat_map(char::to_lowercase)
            .collect()
    };
    letters(one) == letters(other)
}
