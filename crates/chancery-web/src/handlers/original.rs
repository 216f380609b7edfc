//! `/cable/{id}/original`: the bytes of a source, untouched.

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, RawQuery, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use chancery_archive::{Original, SourceInfo, StoredCable};
use chancery_format::Encoding;

use crate::error::PageError;
use crate::handlers::lookup::{Asked, Found, moved};
use crate::room::Room;
use crate::urls::Part;

/// Whatever the bytes are, they are shown as text or saved, never run: were a browser to take them for a page after
/// all, the sandbox has no scripts, no forms and an origin of its own.
pub(crate) const SANDBOX: &str = "default-src 'none'; sandbox; frame-ancestors 'none'";

pub(crate) async fn original(
    State(room): State<Room>,
    path: Result<Path<String>, PathRejection>,
    RawQuery(query): RawQuery,
) -> Result<Response, PageError> {
    let asked = Asked::new(path, query.as_deref(), Part::Original)?;
    asked.params.refuse_unknown()?;
    room.ask(move |archive| match asked.find(archive)? {
        Found::Elsewhere(url) => moved(&url),
        Found::Cable(cable) => {
            let source = source(&asked, &cable)?;
            match archive.original(source.id)? {
                Some(original) => Ok(as_it_is(cable.key.as_str(), original)),
                None => Err(no_such_source(&cable, &source.sha256)),
            }
        }
    })
    .await
}

/// The source asked for by the first digits of its hash; else the first of the edition asked for.
fn source<'a>(asked: &Asked, cable: &'a StoredCable) -> Result<&'a SourceInfo, PageError> {
    let Some(digits) = asked.params.given("source") else {
        let edition = asked.edition(cable)?;
        return edition
            .sources
            .first()
            .ok_or_else(|| no_such_source(cable, "any"));
    };
    cable
        .editions
        .iter()
        .flat_map(|edition| &edition.sources)
        .find(|source| digits.len() >= 8 && source.sha256.starts_with(digits))
        .ok_or_else(|| no_such_source(cable, digits))
}

fn no_such_source(cable: &StoredCable, digits: &str) -> PageError {
    PageError::NoSuchPart {
        key: cable.key.to_string(),
        part: format!("source {digits}"),
    }
}

fn as_it_is(key: &str, original: Original) -> Response {
    let is_binary = original.bytes.contains(&0);
    let (content_type, disposition) = if is_binary {
        ("application/octet-stream", "attachment")
    } else {
        let charset = match chancery_format::decode(&original.bytes).encoding {
            Encoding::Utf8 => "text/plain; charset=utf-8",
            _ => "text/plain; charset=windows-1252",
        };
        (charset, "inline")
    };
    // The name ends in `.txt` or `.bin` whatever it was, so that a saved page does not open as one.
    let extension = if is_binary { "bin" } else { "txt" };
    let headers = [
        (CONTENT_TYPE, content_type.to_owned()),
        (
            CONTENT_DISPOSITION,
            format!("{disposition}; filename=\"{key}.original.{extension}\""),
        ),
        (CONTENT_SECURITY_POLICY, SANDBOX.to_owned()),
    ];
    (headers, original.bytes).into_response()
}
