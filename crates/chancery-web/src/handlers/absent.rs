//! `/missing`: cables that are referred to and not in the archive.

use askama::Template;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use chancery_archive::{Archive, Missing, MissingCable};
use serde::Deserialize;

use crate::error::PageError;
use crate::page::{self, Frame, counted, grouped};
use crate::room::Room;
use crate::window::WindowView;
use crate::{refine, urls};

/// Rows on a page.
const PAGE_SIZE: usize = 50;

/// How many of the cables that refer to one are named.
const N_REFERRERS: usize = 6;

/// What may follow the `?`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct MissingParams {
    post: String,
    year: String,
    /// From 1; anything that is no number is 1.
    page: String,
}

#[derive(Template)]
#[template(path = "missing.html")]
struct MissingPage {
    frame: Frame,
    count: String,
    is_empty: bool,
    post: String,
    year: String,
    rows: Vec<Row>,
    position: String,
    previous: Option<String>,
    next: Option<String>,
}

struct Row {
    id: String,
    window: WindowView,
    n_cited_by: String,
    cited_by: Vec<(String, String)>,
    /// Of those how many say so by their source alone, in words.
    by_sources: Option<String>,
    /// All cables that refer to it, where not all are named.
    all_url: Option<String>,
}

pub(crate) async fn absent(
    State(room): State<Room>,
    params: Result<Query<MissingParams>, QueryRejection>,
) -> Result<Response, PageError> {
    let Query(params) = params.map_err(|_| PageError::Address)?;
    room.ask(move |archive| {
        let page = MissingPage::new(archive, &params)?;
        Ok(page::render(StatusCode::OK, &page))
    })
    .await
}

impl MissingPage {
    fn new(archive: &Archive, params: &MissingParams) -> Result<MissingPage, PageError> {
        let post = params.post.trim();
        let year: Option<u16> = params.year.trim().parse().ok();
        let page = params.page.parse().unwrap_or(1_usize).max(1);
        let offset = (page - 1).saturating_mul(PAGE_SIZE);
        let found = archive.missing(&Missing {
            post: Some(post)
                .filter(|post| !post.is_empty())
                .map(str::to_owned),
            year,
            offset,
            limit: PAGE_SIZE,
            referrers: N_REFERRERS,
            ..Missing::default()
        })?;
        let n_pages = (found.total as usize).div_ceil(PAGE_SIZE).max(1);
        let url = |page| urls::missing(post, year).page(page).to_string();
        Ok(MissingPage {
            frame: Frame::new("Missing cables"),
            count: counted(found.total, "cable", "cables"),
            is_empty: found.total == 0,
            post: post.to_owned(),
            year: year.map(|year| year.to_string()).unwrap_or_default(),
            rows: found.cables.iter().map(Row::new).collect(),
            position: format!(
                "Page {} of {}",
                grouped(page as u64),
                grouped(n_pages as u64)
            ),
            previous: (page > 1).then(|| url((page - 1).min(n_pages))),
            next: (page < n_pages).then(|| url(page + 1)),
        })
    }
}

impl Row {
    fn new(missing: &MissingCable) -> Row {
        Row {
            id: missing.id.clone(),
            window: WindowView::new(&missing.window),
            n_cited_by: counted(missing.n_cited_by, "cable", "cables"),
            cited_by: missing
                .cited_by
                .iter()
                .map(|key| (key.to_string(), urls::cable(key).to_string()))
                .collect(),
            by_sources: match (missing.n_cited_by_sources, missing.n_cited_by) {
                (0, _) => None,
                (1, 1) => Some("by its source".to_owned()),
                (n, all) if n == all => Some("by their sources".to_owned()),
                (n, _) => Some(format!("{n} by their sources")),
            },
            all_url: (missing.n_cited_by > missing.cited_by.len() as u64)
                .then(|| urls::search(&refine::term("ref", &missing.id)).to_string()),
        }
    }
}
