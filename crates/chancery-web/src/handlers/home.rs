//! `/`: the archive at a glance.

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::response::Response;
use chancery_archive::{Archive, Order, Search};

use crate::dates::Moment;
use crate::error::PageError;
use crate::handlers::results::{FacetView, HitView, facets, hits};
use crate::page::{Frame, counted};
use crate::params::Params;
use crate::room::Room;
use crate::urls;

/// How many of the newest cables are shown.
const N_NEWEST: usize = 10;

#[derive(Template)]
#[template(path = "home.html")]
struct HomePage {
    frame: Frame,
    n_cables: String,
    is_empty: bool,
    /// From when to when, where any cable is dated.
    period: Option<(Moment, Moment)>,
    n_unreadable: u64,
    unreadable: String,
    newest: Vec<HitView>,
    more_url: String,
    facets: Vec<FacetView>,
}

pub(crate) async fn home(
    State(room): State<Room>,
    RawQuery(query): RawQuery,
) -> Result<Response, PageError> {
    room.page(query.as_deref(), HomePage::new).await
}

impl HomePage {
    fn new(archive: &Archive, params: &Params) -> Result<HomePage, PageError> {
        let overview = archive.overview()?;
        let answer = archive.search(&Search {
            query: String::new(),
            offset: 0,
            limit: N_NEWEST,
            order: Order::NewestFirst,
            facets: true,
            ..Search::default()
        })?;
        let period = |sent: &Option<String>| sent.as_deref().and_then(Moment::parse);
        Ok(HomePage {
            frame: Frame::new("Reading room").notes(params),
            n_cables: counted(overview.n_cables, "cable", "cables"),
            is_empty: overview.n_cables == 0,
            period: period(&overview.first_sent).zip(period(&overview.last_sent)),
            n_unreadable: overview.n_unreadable,
            unreadable: counted(overview.n_unreadable, "file", "files"),
            newest: hits(&answer.hits, ""),
            more_url: urls::search("").order(Order::NewestFirst).to_string(),
            facets: facets(&answer.facets, "", Order::Relevance),
        })
    }
}
