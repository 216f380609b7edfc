//! What the archive is.

use chancery_archive::{Archive, Count};
use serde::Serialize;
use serde_json::json;

use super::answer::Answer;
use super::call::Call;
use super::endpoints::ENDPOINTS;
use super::{Problem, ROOT};

pub(super) fn start(archive: &Archive, _call: &Call) -> Result<Answer, Problem> {
    let name = archive.folder().file_name().unwrap_or_default();
    let addresses: Vec<String> = ENDPOINTS
        .iter()
        .map(super::endpoints::Endpoint::full_path)
        .collect();
    Answer::json(&json!({
        "schema": "chancery/start/1",
        "program": concat!("chancery ", env!("CARGO_PKG_VERSION")),
        "archive": name.to_string_lossy(),
        "openapi": format!("{ROOT}/openapi.json"),
        "addresses": addresses,
    }))
}

#[derive(Serialize)]
struct OverviewJson {
    schema: &'static str,
    n_cables: u64,
    n_editions: u64,
    n_sources: u64,
    n_unreadable: u64,
    n_undated: u64,
    first_sent: Option<String>,
    last_sent: Option<String>,
    bytes_text: u64,
    bytes_originals: u64,
    bytes_on_disk: u64,
    top_posts: Vec<CountJson>,
    years: Vec<CountJson>,
    classifications: Vec<CountJson>,
}

#[derive(Serialize)]
struct CountJson {
    value: String,
    n_cables: u64,
}

fn counts(counts: Vec<Count>) -> Vec<CountJson> {
    counts
        .into_iter()
        .map(|count| CountJson {
            value: count.value,
            n_cables: count.n_cables,
        })
        .collect()
}

pub(super) fn overview(archive: &Archive, _call: &Call) -> Result<Answer, Problem> {
    let overview = archive.overview()?;
    Answer::json(&OverviewJson {
        schema: "chancery/overview/1",
        n_cables: overview.n_cables,
        n_editions: overview.n_editions,
        n_sources: overview.n_sources,
        n_unreadable: overview.n_unreadable,
        n_undated: overview.n_undated,
        first_sent: overview.first_sent,
        last_sent: overview.last_sent,
        bytes_text: overview.bytes_text,
        bytes_originals: overview.bytes_originals,
        bytes_on_disk: overview.bytes_on_disk,
        top_posts: counts(overview.top_posts),
        years: counts(overview.years),
        classifications: counts(overview.classifications),
    })
}
