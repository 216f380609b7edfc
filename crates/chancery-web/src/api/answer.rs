//! What is answered: the whole at once, or as it is found.

use axum::http::HeaderName;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, LINK};
use axum::response::{IntoResponse, Response};
use chancery_archive::Archive;
use serde::Serialize;

use super::Problem;
use super::call::Format;
use super::stream::{self, Out};
use crate::room::Room;

/// Says how many there are in all, whatever the form of the answer.
const TOTAL: HeaderName = HeaderName::from_static("x-total-count");

/// An answer to a program.
pub(super) enum Answer {
    /// Made and ready.
    Whole {
        bytes: Vec<u8>,
        headers: Vec<(HeaderName, String)>,
    },
    /// Written while it is sent, so that it needs no more memory long than short.
    Stream {
        /// What a browser calls the file it saves, without its ending.
        name: &'static str,
        write: Writing,
    },
}

/// Writes an answer; stops early when nobody listens.
pub(super) type Writing =
    Box<dyn FnOnce(&Archive, &mut Out) -> Result<(), chancery_archive::Error> + Send>;

impl Answer {
    pub(super) fn json(value: &impl Serialize) -> Result<Answer, Problem> {
        let bytes = serde_json::to_vec(value).map_err(|_| Problem::interrupted())?;
        Ok(Answer::bytes(bytes))
    }

    pub(super) fn bytes(bytes: Vec<u8>) -> Answer {
        Answer::Whole {
            bytes,
            headers: Vec::new(),
        }
    }

    /// The same, with what the page is part of: how many there are in all, and the address of the next page.
    pub(super) fn paged(mut self, total: u64, next: Option<&str>) -> Answer {
        if let Answer::Whole { headers, .. } = &mut self {
            headers.push((TOTAL, total.to_string()));
            headers.extend(next.map(|next| (LINK, format!("<{next}>; rel=\"next\""))));
        }
        self
    }

    /// One form of several: the whole as JSON, or its rows as lines or as a table.
    pub(super) fn of_rows<R: Serialize>(
        format: Format,
        whole: &impl Serialize,
        rows: &[R],
        columns: &[&str],
        csv: impl Fn(&R) -> String,
    ) -> Result<Answer, Problem> {
        match format {
            Format::JsonLines => {
                let mut bytes = Vec::new();
                for row in rows {
                    serde_json::to_writer(&mut bytes, row).map_err(|_| Problem::interrupted())?;
                    bytes.push(b'\n');
                }
                Ok(Answer::bytes(bytes))
            }
            Format::Csv => {
                let mut text = crate::json::csv_row(columns);
                for row in rows {
                    text.push_str(&csv(row));
                }
                Ok(Answer::bytes(text.into_bytes()))
            }
            _ => Answer::json(whole),
        }
    }

    pub(super) fn stream(
        name: &'static str,
        write: impl FnOnce(&Archive, &mut Out) -> Result<(), chancery_archive::Error> + Send + 'static,
    ) -> Answer {
        Answer::Stream {
            name,
            write: Box::new(write),
        }
    }

    pub(super) fn into_response(
        self,
        content_type: &'static str,
        room: &Room,
    ) -> Result<Response, Problem> {
        Ok(match self {
            Answer::Whole { bytes, headers } => {
                let mut response = ([(CONTENT_TYPE, content_type)], bytes).into_response();
                for (name, value) in headers {
                    if let Ok(value) = value.parse() {
                        response.headers_mut().insert(name, value);
                    }
                }
                response
            }
            Answer::Stream { name, write } => {
                let body = stream::body(room, write)?;
                let ending = match content_type.split(';').next() {
                    Some("text/csv") => "csv",
                    Some("text/plain") => "txt",
                    _ => "jsonl",
                };
                let saved = format!("attachment; filename=\"{name}.{ending}\"");
                let headers = [
                    (CONTENT_TYPE, content_type),
                    (CONTENT_DISPOSITION, saved.as_str()),
                ];
                (headers, body).into_response()
            }
        })
    }
}
