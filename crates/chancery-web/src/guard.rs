//! Who may ask, and what every answer carries.
//!
//! An archive may hold what must not get out. The server listens on the loopback address, but browsers carry requests
//! of foreign web pages there as well; three checks keep those from learning anything.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header::{
    ALLOW, CACHE_CONTROL, CONTENT_SECURITY_POLICY, HOST, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::Options;
use crate::api::{self, Problem};
use crate::error::PageError;

/// No script, no frame, nothing from elsewhere; forms lead back here.
const CONTENT_POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; \
                              base-uri 'none'; frame-ancestors 'none'";

/// What an answer carries unless its handler said otherwise.
///
/// `no-store` keeps copies of cables out of the browser's files; the style sheet, which is no secret, says otherwise.
const HEADERS: [(HeaderName, &str); 8] = [
    (CONTENT_SECURITY_POLICY, CONTENT_POLICY),
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (REFERRER_POLICY, "no-referrer"),
    (CACHE_CONTROL, "no-store"),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (HeaderName::from_static("x-frame-options"), "DENY"),
    (
        HeaderName::from_static("x-robots-tag"),
        "noindex, nofollow, noarchive",
    ),
];

/// Turns away what may not ask, passes on the rest, and completes the headers of either answer.
pub(crate) async fn guard(
    State(options): State<Arc<Options>>,
    request: Request,
    next: Next,
) -> Response {
    let mut response = if let Some(refusal) = refusal(&options, &request) {
        refusal
    } else {
        next.run(request).await
    };
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    }
    response
}

fn refusal(options: &Options, request: &Request) -> Option<Response> {
    if !names_this_machine(options, request) {
        // Plain words and not a page: whoever asks under a foreign name is shown nothing of the reading room.
        let known = options.hosts.join(", ");
        let words = format!("This reading room answers only when asked as one of: {known}.");
        return Some(if api::is_for_programs(request.uri().path()) {
            Problem::host(words).into_response()
        } else {
            (StatusCode::MISDIRECTED_REQUEST, words + "\n").into_response()
        });
    }
    if is_part_of_foreign_page(request.headers()) {
        let words = "Other sites may link here but not load anything from here.";
        return Some(if api::is_for_programs(request.uri().path()) {
            Problem::foreign(words.to_owned()).into_response()
        } else {
            (StatusCode::FORBIDDEN, words.to_owned() + "\n").into_response()
        });
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        let allow = [(ALLOW, "GET, HEAD")];
        return Some(if api::is_for_programs(request.uri().path()) {
            (allow, Problem::method()).into_response()
        } else {
            (allow, PageError::Method).into_response()
        });
    }
    None
}

/// Whether every name the request gives for its server is one of ours.
fn names_this_machine(options: &Options, request: &Request) -> bool {
    let known = |authority: &str| {
        let host = without_port(authority);
        options
            .hosts
            .iter()
            .any(|known| known.eq_ignore_ascii_case(host))
    };
    let mut named = request.headers().get_all(HOST).iter();
    let (Some(host), None) = (named.next(), named.next()) else {
        return false;
    };
    host.to_str().is_ok_and(known)
        && request
            .uri()
            .authority()
            .is_none_or(|authority| known(authority.as_str()))
}

/// `localhost:8080` as `localhost`, `[::1]:8080` as `[::1]`.
fn without_port(authority: &str) -> &str {
    match authority.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => host,
        _ => authority,
    }
}

/// Whether a browser says that another site's page wants this as a part of itself, rather than as a page to go to.
///
/// Such a part could not be read across sites, but its size and the time it takes could be.
fn is_part_of_foreign_page(headers: &HeaderMap) -> bool {
    let value = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    matches!(value("sec-fetch-site"), Some("cross-site" | "same-site"))
        && value("sec-fetch-dest") != Some("document")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ports_are_cut() {
        for (authority, host) in [
            ("localhost", "localhost"),
            ("localhost:8080", "localhost"),
            ("[::1]", "[::1]"),
            ("[::1]:80", "[::1]"),
            ("localhost:80@evil.example", "localhost:80@evil.example"),
            ("", ""),
        ] {
            assert_eq!(without_port(authority), host);
        }
    }
}
