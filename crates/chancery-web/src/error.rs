//! What can go wrong with a request, each a page with its status and ways onward.

use std::error::Error as _;

use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use chancery_archive::{CableLine, MissingCable, QueryError};

use crate::line::Line;
use crate::marked::{self, Run};
use crate::page::{self, Frame, counted};
use crate::window::WindowView;
use crate::{correct, refine, urls};

/// Why there is no page to show.
#[derive(Debug)]
pub(crate) enum PageError {
    /// No such address.
    NoSuchPage {
        /// The path asked for.
        path: String,
    },
    /// No such cable in the archive.
    NoSuchCable {
        /// As it stood in the address.
        spelling: String,
        /// Cables with similar identifiers.
        near: Vec<CableLine>,
        /// What other cables tell of it.
        known: Option<Box<KnownMissing>>,
    },
    /// The cable is there, this edition or source of it is not.
    NoSuchPart {
        /// The cable.
        key: String,
        /// What was asked for: `edition 7`.
        part: String,
    },
    /// The address itself cannot be read.
    Address,
    /// A parameter of the address has a value that cannot be.
    Parameter {
        /// What is wrong with it, a sentence.
        explanation: String,
        /// Where else to go: addresses with their words.
        ways: Vec<(String, String)>,
    },
    /// Neither GET nor HEAD.
    Method,
    /// The query does not read.
    Query {
        /// The query.
        query: String,
        /// What is wrong with it.
        error: QueryError,
    },
    /// The archive failed.
    Archive(chancery_archive::Error),
    /// The answer was cut short by a fault of the program or by its end.
    Interrupted,
}

/// A cable that is not in the archive and that cables of the archive refer to.
#[derive(Debug)]
pub(crate) struct KnownMissing {
    /// Its identifier, how many refer to it, and when it was sent.
    pub(crate) cable: MissingCable,
    /// The first of those that refer to it, oldest first.
    pub(crate) cited_by: Vec<Line>,
}

impl From<chancery_archive::Error> for PageError {
    fn from(error: chancery_archive::Error) -> PageError {
        PageError::Archive(error)
    }
}

impl IntoResponse for PageError {
    fn into_response(self) -> Response {
        let page = ErrorPage::new(self);
        page::render(page.status, &page)
    }
}

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage {
    frame: Frame,
    status: StatusCode,
    heading: String,
    explanation: Vec<Run>,
    /// The query with the place that does not read marked.
    query: Vec<Run>,
    suggestion: Vec<Run>,
    /// The query as it may have been meant.
    mended: Option<Link>,
    /// The words of the query.
    words: Option<Link>,
    known: Option<KnownView>,
    near: Vec<Line>,
    ways: Vec<Link>,
}

/// What is known of a cable that is missing.
struct KnownView {
    window: WindowView,
    count: String,
    cited_by: Vec<Line>,
    /// All that refer to it, where not all are listed.
    all_url: Option<String>,
}

/// A link with its words.
struct Link {
    url: String,
    words: String,
}

impl Link {
    fn new(url: &impl ToString, words: impl Into<String>) -> Link {
        Link {
            url: url.to_string(),
            words: words.into(),
        }
    }
}

impl ErrorPage {
    fn new(error: PageError) -> ErrorPage {
        match error {
            PageError::NoSuchPage { path } => ErrorPage::plain(
                StatusCode::NOT_FOUND,
                "No such page",
                &format!("There is nothing at {path}."),
            ),
            PageError::NoSuchCable {
                spelling,
                near,
                known,
            } => {
                let explanation = match (&known, near.is_empty()) {
                    (Some(known), _) => format!(
                        "This archive does not hold {}, but {} to it.",
                        known.cable.id,
                        counted(known.cable.n_cited_by, "cable refers", "cables refer"),
                    ),
                    (None, true) => format!(
                        "This archive holds no cable {spelling}. It may never have been collected, or it may be \
                         here under another identifier: its words may find it."
                    ),
                    (None, false) => format!(
                        "This archive holds no cable {spelling}. Those with the nearest identifiers are below."
                    ),
                };
                let mut page = ErrorPage::plain(
                    StatusCode::NOT_FOUND,
                    "This cable is not in the archive",
                    &explanation,
                );
                page.frame = page.frame.query(&spelling);
                page.near = near.iter().map(Line::new).collect();
                if known.is_some() {
                    page.ways
                        .insert(0, Link::new(&"/missing", "All missing cables"));
                }
                page.known = known.map(|known| KnownView::new(*known));
                page.ways.insert(
                    0,
                    Link::new(
                        &urls::search(&format!("\"{}\"", spelling.replace('"', " "))),
                        format!("Search the cables for “{spelling}”"),
                    ),
                );
                page
            }
            PageError::NoSuchPart { key, part } => {
                let mut page = ErrorPage::plain(
                    StatusCode::NOT_FOUND,
                    "No such part of this cable",
                    &format!("The archive holds {key}, but no {part} of it."),
                );
                page.ways
                    .insert(0, Link::new(&urls::cable(&key), format!("Read {key}")));
                page
            }
            PageError::Address => ErrorPage::plain(
                StatusCode::BAD_REQUEST,
                "This address cannot be read",
                "It holds bytes that are no text. The search box finds cables by any spelling of their identifier.",
            ),
            PageError::Parameter { explanation, ways } => {
                let mut page = ErrorPage::plain(
                    StatusCode::BAD_REQUEST,
                    "This address cannot be read",
                    &explanation,
                );
                let ways = ways.iter().map(|(url, words)| Link::new(url, words));
                page.ways.splice(0..0, ways);
                page
            }
            PageError::Method => ErrorPage::plain(
                StatusCode::METHOD_NOT_ALLOWED,
                "The reading room is for reading",
                "Nothing can be sent here or changed; only GET and HEAD are answered.",
            ),
            PageError::Query { query, error } => {
                let mut page = ErrorPage::plain(
                    StatusCode::BAD_REQUEST,
                    "This query cannot be read",
                    &sentence(error.reason()),
                );
                page.query = underlined(&query, error.at());
                page.suggestion = error.suggestion().map(marked::quoted).unwrap_or_default();
                let corrected = correct::queries(&query, &error);
                let link = |query: String| Link::new(&urls::search(&query), query.as_str());
                page.mended = corrected.mended.map(link);
                page.words = corrected.words.map(link);
                page.ways
                    .insert(0, Link::new(&"/help#fields", "All fields of a query"));
                page.frame = page.frame.query(query);
                page
            }
            PageError::Archive(error) => {
                let mut explanation = sentence(&error.to_string());
                let mut source = error.source();
                while let Some(cause) = source {
                    explanation.push(' ');
                    explanation.push_str(&sentence(&cause.to_string()));
                    source = cause.source();
                }
                ErrorPage::plain(
                    StatusCode::INTERNAL_SERVER_ERROR,
                    "The archive could not answer",
                    &explanation,
                )
            }
            PageError::Interrupted => ErrorPage::plain(
                StatusCode::INTERNAL_SERVER_ERROR,
                "The answer was interrupted",
                "Something in the program failed, or it is being stopped. The archive itself is not touched by \
                 reading.",
            ),
        }
    }

    fn plain(status: StatusCode, heading: &str, explanation: &str) -> ErrorPage {
        ErrorPage {
            frame: Frame::new(heading),
            status,
            heading: heading.to_owned(),
            explanation: marked::quoted(explanation),
            query: Vec::new(),
            suggestion: Vec::new(),
            mended: None,
            words: None,
            known: None,
            near: Vec::new(),
            ways: vec![
                Link::new(&"/", "The archive at a glance"),
                Link::new(&"/help#searching", "How to search"),
            ],
        }
    }
}

impl KnownView {
    fn new(known: KnownMissing) -> KnownView {
        let cable = &known.cable;
        KnownView {
            window: WindowView::new(&cable.window),
            count: counted(cable.n_cited_by, "cable", "cables"),
            all_url: (cable.n_cited_by > known.cited_by.len() as u64)
                .then(|| urls::search(&refine::term("ref", &cable.id)).to_string()),
            cited_by: known.cited_by,
        }
    }
}

/// The query with the place of the error marked; an empty place is shown as a blank one can see.
fn underlined(query: &str, at: std::ops::Range<usize>) -> Vec<Run> {
    let mut runs = marked::runs(query, std::slice::from_ref(&at));
    if !runs.iter().any(|run| run.marked) {
        let (before, after) = query.split_at_checked(at.start).unwrap_or((query, ""));
        let run = |text: &str, marked| Run {
            text: text.to_owned(),
            marked,
        };
        runs = vec![run(before, false), run("\u{2423}", true), run(after, false)];
    }
    runs
}

/// Words of an error as a sentence of a page.
fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    let Some(first) = letters.next() else {
        return String::new();
    };
    let mut sentence: String = first.to_uppercase().collect();
    sentence.push_str(letters.as_str());
    if !sentence.ends_with(['.', '?', '!']) {
        sentence.push('.');
    }
    sentence
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_place_of_an_error_is_always_marked() {
        let shown = |query: &str, at| -> String {
            underlined(query, at)
                .iter()
                .map(|run| {
                    if run.marked {
                        format!("[{}]", run.text)
                    } else {
                        run.text.clone()
                    }
                })
                .collect()
        };
        assert_eq!(shown("king (duke", 5..6), "king [(]duke");
        assert_eq!(shown("king OR", 7..7), "king OR[␣]");
        assert_eq!(shown("king", 9..12), "king[␣]");
        assert_eq!(shown("", 0..0), "[␣]");
    }

    #[test]
    fn sentences() {
        assert_eq!(sentence("expected a word"), "Expected a word.");
        assert_eq!(sentence("Done."), "Done.");
        assert_eq!(sentence(""), "");
    }
}
