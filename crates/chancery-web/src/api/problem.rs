//! What went wrong, for programs: problem details as RFC 9457 has them.

use std::error::Error as _;

use axum::http::StatusCode;
use axum::http::header::{CONTENT_TYPE, RETRY_AFTER};
use axum::response::{IntoResponse, Response};
use chancery_archive::{CableLine, QueryError};
use serde_json::{Map, Value, json};

use super::call::Format;

/// A request that got no answer, and why.
#[derive(Debug)]
pub(crate) struct Problem {
    status: StatusCode,
    /// The last part of its type: `urn:chancery:problem:query`.
    kind: &'static str,
    title: &'static str,
    detail: String,
    /// What else is known, by name.
    members: Map<String, Value>,
}

impl Problem {
    fn new(status: StatusCode, kind: &'static str, title: &'static str, detail: String) -> Problem {
        Problem {
            status,
            kind,
            title,
            detail,
            members: Map::new(),
        }
    }

    fn with(mut self, name: &str, value: Value) -> Problem {
        self.members.insert(name.to_owned(), value);
        self
    }

    pub(crate) fn no_such_address(path: &str) -> Problem {
        Problem::new(
            StatusCode::NOT_FOUND,
            "address",
            "No such address",
            format!("There is nothing at {path}; /api/v1/openapi.json lists what there is."),
        )
    }

    /// The address cannot be read.
    pub(crate) fn address(reason: &str) -> Problem {
        Problem::new(
            StatusCode::BAD_REQUEST,
            "address",
            "The address cannot be read",
            reason.to_owned(),
        )
    }

    /// The address is longer than any that is read.
    pub(crate) fn too_long() -> Problem {
        Problem::new(
            StatusCode::URI_TOO_LONG,
            "address",
            "The address is too long",
            "An address has at most 65,534 bytes, every character of a query that is no plain letter or digit counted \
             as the three to twelve bytes it is written with."
                .to_owned(),
        )
    }

    /// The headers of the request are longer than any that are read.
    pub(crate) fn headers_too_long() -> Problem {
        Problem::new(
            StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE,
            "address",
            "The request is too long",
            "What stands before the empty line of the request is longer than any that is read."
                .to_owned(),
        )
    }

    /// The request is none that HTTP knows.
    pub(crate) fn unreadable() -> Problem {
        Problem::new(
            StatusCode::BAD_REQUEST,
            "address",
            "The request cannot be read",
            "This is no request of HTTP/1.1; characters such as blanks and quotation marks are written with a percent \
             sign in an address."
                .to_owned(),
        )
    }

    /// It was asked for under a name that is not of this machine.
    pub(crate) fn host(detail: String) -> Problem {
        Problem::new(
            StatusCode::MISDIRECTED_REQUEST,
            "host",
            "Asked under another name",
            detail,
        )
    }

    /// The page of another site wants it as a part of itself.
    pub(crate) fn foreign(detail: String) -> Problem {
        Problem::new(
            StatusCode::FORBIDDEN,
            "foreign",
            "Asked by the page of another site",
            detail,
        )
    }

    pub(crate) fn method() -> Problem {
        Problem::new(
            StatusCode::METHOD_NOT_ALLOWED,
            "method",
            "The archive is for reading",
            "Only GET and HEAD are answered.".to_owned(),
        )
    }

    pub(super) fn parameter(name: &str, reason: &str, suggestion: Option<String>) -> Problem {
        Problem::new(
            StatusCode::BAD_REQUEST,
            "parameter",
            "A parameter cannot be taken",
            format!("{name}: {reason}"),
        )
        .with("parameter", json!(name))
        .with("reason", json!(reason))
        .with("suggestion", Value::from(suggestion))
    }

    pub(super) fn not_acceptable(formats: &[Format]) -> Problem {
        let types: Vec<&str> = formats.iter().map(|format| format.media_type()).collect();
        Problem::new(
            StatusCode::NOT_ACCEPTABLE,
            "format",
            "No form that would be accepted",
            format!("The answer comes as {}.", types.join(", ")),
        )
        .with("types", json!(types))
    }

    pub(super) fn no_such_cable(spelling: &str, near: &[CableLine]) -> Problem {
        let near: Vec<&str> = near.iter().map(|line| line.key.as_str()).collect();
        Problem::new(
            StatusCode::NOT_FOUND,
            "cable",
            "No such cable",
            format!("The archive has no cable {spelling}."),
        )
        .with("near", json!(near))
    }

    pub(super) fn no_such_part(key: &str, part: &str) -> Problem {
        Problem::new(
            StatusCode::NOT_FOUND,
            "part",
            "No such part of this cable",
            format!("The archive has {key}, but no {part} of it."),
        )
    }

    pub(super) fn query(query: &str, error: &QueryError) -> Problem {
        let at = error.at();
        Problem::new(
            StatusCode::BAD_REQUEST,
            "query",
            "The query cannot be read",
            error.to_string(),
        )
        .with("query", json!(query))
        .with("place", json!([at.start, at.end]))
        .with("reason", json!(error.reason()))
        .with("suggestion", json!(error.suggestion()))
    }

    /// Too many long answers are being sent.
    pub(super) fn busy() -> Problem {
        Problem::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "busy",
            "Too many exports at once",
            "Others are being sent; ask again when one of them is done.".to_owned(),
        )
    }

    pub(crate) fn interrupted() -> Problem {
        Problem::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "archive",
            "The answer was interrupted",
            "Something in the program failed, or it is being stopped.".to_owned(),
        )
    }

    /// As [`Problem::query`] where it is the query that does not read.
    pub(super) fn of_search(query: &str, error: chancery_archive::Error) -> Problem {
        match error {
            chancery_archive::Error::Query(fault) => Problem::query(query, &fault),
            // The table of parameters has checked everything else that a search may be refused for.
            chancery_archive::Error::Request { reason, suggestion } => {
                Problem::parameter("cursor", &reason, suggestion)
            }
            error => error.into(),
        }
    }
}

impl From<chancery_archive::Error> for Problem {
    fn from(error: chancery_archive::Error) -> Problem {
        if let chancery_archive::Error::Request { reason, suggestion } = &error {
            return Problem::new(
                StatusCode::BAD_REQUEST,
                "request",
                "This cannot be given",
                reason.clone(),
            )
            .with("reason", json!(reason))
            .with("suggestion", json!(suggestion));
        }
        let mut detail = error.to_string();
        let mut source = error.source();
        while let Some(cause) = source {
            detail = format!("{detail}: {cause}");
            source = cause.source();
        }
        let (status, kind) = if error.is_query() {
            (StatusCode::BAD_REQUEST, "query")
        } else if error.is_locked() {
            (StatusCode::SERVICE_UNAVAILABLE, "busy")
        } else {
            (StatusCode::INTERNAL_SERVER_ERROR, "archive")
        };
        Problem::new(status, kind, "The archive could not answer", detail)
    }
}

impl Problem {
    /// What happened, in a sentence.
    pub(crate) fn detail(&self) -> &str {
        &self.detail
    }

    /// As it is sent.
    pub(crate) fn body(&self) -> String {
        let mut members = self.members.clone();
        members.insert(
            "type".to_owned(),
            json!(format!("urn:chancery:problem:{}", self.kind)),
        );
        members.insert("title".to_owned(), json!(self.title));
        members.insert("status".to_owned(), json!(self.status.as_u16()));
        members.insert("detail".to_owned(), json!(self.detail));
        Value::Object(members).to_string()
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let content_type = [(CONTENT_TYPE, "application/problem+json")];
        let mut response = (self.status, content_type, self.body()).into_response();
        if self.status == StatusCode::SERVICE_UNAVAILABLE {
            let seconds = axum::http::HeaderValue::from_static("5");
            response.headers_mut().insert(RETRY_AFTER, seconds);
        }
        response
    }
}
