//! `/static/…`, `/favicon.ico`, `/robots.txt`: what is no page.

use axum::extract::Path;
use axum::extract::rejection::PathRejection;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};

use crate::assets;
use crate::error::PageError;

const SVG: &str = "image/svg+xml";

pub(crate) async fn static_file(
    name: Result<Path<String>, PathRejection>,
) -> Result<Response, PageError> {
    let Ok(Path(name)) = name else {
        return Err(PageError::Address);
    };
    if name == assets::style_name() {
        // The name changes with the content.
        let headers = [
            (CONTENT_TYPE, "text/css; charset=utf-8"),
            (CACHE_CONTROL, "public, max-age=31536000, immutable"),
        ];
        Ok((headers, assets::STYLE).into_response())
    } else if name == "mark.svg" {
        Ok(mark().await)
    } else {
        Err(PageError::NoSuchPage {
            path: format!("/static/{name}"),
        })
    }
}

pub(crate) async fn mark() -> Response {
    let headers = [
        (CONTENT_TYPE, SVG),
        (CACHE_CONTROL, "public, max-age=86400"),
    ];
    (headers, assets::MARK).into_response()
}

pub(crate) async fn robots() -> Response {
    let headers = [(CONTENT_TYPE, "text/plain; charset=utf-8")];
    (headers, assets::ROBOTS).into_response()
}
