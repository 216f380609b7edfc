//! `/missing`: cables that are referred to and not in the archive.

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use chancery_archive::{Archive, Missing, MissingCable};
use chancery_format::Mrn;

use crate::error::PageError;
use crate::handlers::results::total;
use crate::marked::Run;
use crate::page::{self, Frame, counted, grouped};
use crate::params::Params;
use crate::room::Room;
use crate::window::WindowView;
use crate::{refine, urls};

/// Rows on a page.
const PAGE_SIZE: usize = 50;

/// How many of the cables that refer to one are named.
const N_REFERRERS: usize = 6;

#[derive(Template)]
#[template(path = "missing.html")]
struct MissingPage {
    frame: Frame,
    count: String,
    /// Why there is no list: a year that is none, or nothing is missing. Sentences.
    nothing: Option<String>,
    is_fault: bool,
    /// Where else to look then.
    ways: Vec<Way>,
    /// Parameters that were not understood.
    notes: Vec<Vec<Run>>,
    /// Post and year as typed.
    post: String,
    year: String,
    rows: Vec<Row>,
    position: String,
    previous: Option<String>,
    next: Option<String>,
}

/// A link with its words.
struct Way {
    url: String,
    words: String,
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
    RawQuery(query): RawQuery,
) -> Result<Response, PageError> {
    let params = Params::read(query.as_deref(), &["post", "year", "page"])?;
    room.ask(move |archive| {
        let page = MissingPage::new(archive, &params)?;
        let status = if page.is_fault {
            StatusCode::BAD_REQUEST
        } else {
            StatusCode::OK
        };
        Ok(page::render(status, &page))
    })
    .await
}

impl MissingPage {
    fn new(archive: &Archive, params: &Params) -> Result<MissingPage, PageError> {
        let post = params.text("post");
        let year = match params.text("year") {
            "" => None,
            written => match year(written) {
                Some(year) => Some(year),
                None => return Ok(MissingPage::of_no_year(params, written)),
            },
        };
        let page = params.page()?;
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
        let ways = match found.total {
            0 => ways(archive, post, year)?,
            _ => Vec::new(),
        };
        let url = |page| urls::missing(post, year).page(page).to_string();
        Ok(MissingPage {
            frame: Frame::new("Missing cables"),
            count: counted(found.total, "cable", "cables"),
            nothing: (found.total == 0).then(|| nothing_of(post, year, ways.is_empty())),
            is_fault: false,
            ways,
            notes: params.notes(),
            post: post.to_owned(),
            year: params.text("year").to_owned(),
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

    /// The page where what was given as a year is none.
    fn of_no_year(params: &Params, written: &str) -> MissingPage {
        let post = params.text("post");
        let way = |year: u16| Way {
            url: urls::missing(post, Some(year)).to_string(),
            words: format!("Those of {year}"),
        };
        // As in an identifier.
        let meant = Some(written)
            .filter(|written| written.len() == 2)
            .and_then(|written| Mrn::parse(&format!("{written}STATE1"), None));
        MissingPage {
            frame: Frame::new("Missing cables"),
            count: String::new(),
            nothing: Some(format!(
                "“{written}” is no year: expected four digits, such as 2007."
            )),
            is_fault: true,
            ways: meant.map(|mrn| way(mrn.year)).into_iter().collect(),
            notes: params.notes(),
            post: post.to_owned(),
            year: written.to_owned(),
            rows: Vec::new(),
            position: String::new(),
            previous: None,
            next: None,
        }
    }
}

/// A year of four digits, as the command and the query language take it.
fn year(written: &str) -> Option<u16> {
    let is_written_out = written.len() == 4 && written.bytes().all(|byte| byte.is_ascii_digit());
    let year = written.parse().ok().filter(|_| is_written_out)?;
    (year >= 1000).then_some(year)
}

/// Says that nothing is missing, of what was asked for and no more. `is_unknown`: the archive has nothing of it either.
fn nothing_of(post: &str, year: Option<u16>, is_unknown: bool) -> String {
    match (post, year) {
        ("", None) => {
            "No cable is missing here: every one that is referred to is in the archive.".to_owned()
        }
        ("", Some(year)) => format!("No cable of {year} is missing here."),
        (post, None) if is_unknown => format!(
            "No cable of the post “{post}” is missing here, and the archive has none: perhaps it goes by another name."
        ),
        (post, None) => format!("No cable of the post “{post}” is missing here."),
        (post, Some(year)) => {
            format!("No cable of the post “{post}” and of {year} is missing here.")
        }
    }
}

/// Where to look when nothing is missing of a post and year: the post alone, the year alone, a post of a like name.
fn ways(archive: &Archive, post: &str, year: Option<u16>) -> Result<Vec<Way>, PageError> {
    let mut ways = Vec::new();
    let mut offer = |post: &str, year: Option<u16>, of: String| -> Result<(), PageError> {
        let found = archive.missing(&Missing {
            post: Some(post.to_owned()).filter(|post| !post.is_empty()),
            year,
            limit: 0,
            ..Missing::default()
        })?;
        if found.total > 0 {
            ways.push(Way {
                url: urls::missing(post, year).to_string(),
                words: format!(
                    "{} {of}",
                    counted(found.total, "missing cable", "missing cables")
                ),
            });
        }
        Ok(())
    };
    if !post.is_empty() && year.is_some() {
        offer(post, None, format!("of {post}, any year"))?;
    }
    if let Some(year) = year.filter(|_| !post.is_empty()) {
        offer("", Some(year), format!("of {year}, any post"))?;
    }
    if !post.is_empty() {
        let term = refine::term("post", post);
        let like = archive.spelled_like(&term, 1)?;
        for like in like.into_iter().flat_map(|word| word.like) {
            if let Some(name) = like.strip_prefix("post:") {
                offer(name, year, format!("of {name}"))?;
            }
        }
        let held = total(archive, &term)?;
        if held > 0 {
            ways.push(Way {
                url: urls::search(&term).to_string(),
                words: format!(
                    "{} of {post} in the archive",
                    counted(held, "cable", "cables")
                ),
            });
        }
    }
    Ok(ways)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_have_four_digits() {
        assert_eq!(year("2007"), Some(2007));
        assert_eq!(year("1897"), Some(1897));
        for written in ["07", "7", "0007", "20070", "+200", "abc", "２００７"] {
            assert_eq!(year(written), None, "{written}");
        }
    }
}
