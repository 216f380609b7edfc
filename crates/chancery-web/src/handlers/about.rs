//! `/about`: what this archive holds, and what it could not read.

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::response::Response;
use chancery_archive::{Archive, Count};

use crate::dates::Moment;
use crate::error::PageError;
use crate::explain;
use crate::page::{self, Frame, grouped, sized};
use crate::params::Params;
use crate::room::Room;
use crate::{refine, urls};

/// How many unreadable files are listed.
const N_UNREADABLE: usize = 500;

#[derive(Template)]
#[template(path = "about.html")]
struct AboutPage {
    frame: Frame,
    name: String,
    facts: Vec<Fact>,
    tables: Vec<CountTable>,
    unreadable: Vec<Unreadable>,
    /// How many more there are than are listed.
    n_unlisted: u64,
}

/// A figure with its name.
struct Fact {
    name: &'static str,
    value: String,
    /// The cables that it counts.
    url: Option<String>,
}

impl Fact {
    fn new(name: &'static str, value: String) -> Fact {
        Fact {
            name,
            value,
            url: None,
        }
    }
}

/// A file that gave no cable.
struct Unreadable {
    /// Cut where a line may end.
    path: Vec<String>,
    reason: String,
}

struct CountTable {
    title: &'static str,
    rows: Vec<CountRow>,
}

struct CountRow {
    url: String,
    value: String,
    count: String,
    share: u64,
}

pub(crate) async fn about(
    State(room): State<Room>,
    RawQuery(query): RawQuery,
) -> Result<Response, PageError> {
    room.page(query.as_deref(), AboutPage::new).await
}

impl AboutPage {
    fn new(archive: &Archive, params: &Params) -> Result<AboutPage, PageError> {
        let overview = archive.overview()?;
        let unreadable = archive.unreadable(N_UNREADABLE)?;
        let day = |sent: &Option<String>| {
            let moment = sent.as_deref().and_then(Moment::parse);
            moment.map_or_else(|| "none".to_owned(), |moment| moment.day)
        };
        let name = archive.folder().file_name().unwrap_or_default();
        Ok(AboutPage {
            frame: Frame::new("This archive").notes(params),
            name: name.to_string_lossy().into_owned(),
            facts: vec![
                Fact::new("Cables", grouped(overview.n_cables)),
                Fact::new("Editions", grouped(overview.n_editions)),
                Fact::new("Files they came from", grouped(overview.n_sources)),
                Fact::new("Files that gave no cable", grouped(overview.n_unreadable)),
                Fact::new("Earliest date-time group", day(&overview.first_sent)),
                Fact::new("Latest date-time group", day(&overview.last_sent)),
                Fact {
                    // Their source may date them all the same.
                    url: (overview.n_undated > 0).then(|| urls::search("-has:date").to_string()),
                    ..Fact::new("Without a date-time group", grouped(overview.n_undated))
                },
                Fact::new("Text", sized(overview.bytes_text)),
                Fact::new("Originals", sized(overview.bytes_originals)),
                Fact::new("On disk", sized(overview.bytes_on_disk)),
            ],
            tables: vec![
                CountTable::new("Posts with most cables", "post", &overview.top_posts),
                CountTable::new("Years", "year", &overview.years),
                CountTable::new("Classification", "class", &overview.classifications),
            ],
            n_unlisted: overview
                .n_unreadable
                .saturating_sub(unreadable.len() as u64),
            unreadable: unreadable
                .into_iter()
                .map(|source| Unreadable {
                    path: page::pieces(&source.path),
                    reason: source.reason,
                })
                .collect(),
        })
    }
}

impl CountTable {
    fn new(title: &'static str, field: &str, counts: &[Count]) -> CountTable {
        let most = counts.iter().map(|count| count.n_cables).max();
        CountTable {
            title,
            rows: counts
                .iter()
                .map(|count| CountRow {
                    url: urls::search(&refine::term(field, &count.value)).to_string(),
                    value: match field {
                        "post" => explain::post_name(&count.value),
                        _ => count.value.clone(),
                    },
                    count: grouped(count.n_cables),
                    share: count.n_cables * 100 / most.unwrap_or(1).max(1),
                })
                .collect(),
        }
    }
}
