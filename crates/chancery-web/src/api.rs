//! The archive for programs: `/api/v1`, described in `docs/api.md` and, for machines, at `/api/v1/openapi.json`.
//!
//! One table, [`endpoints::ENDPOINTS`], says which addresses there are, what may be asked of each and how it answers.
//! The router, the reading of parameters and the `OpenAPI` document are made from it, so that none can say something
//! that the others do not.

mod answer;
mod archive;
mod cables;
mod call;
mod endpoints;
mod explain;
mod export;
mod missing;
mod openapi;
mod problem;
mod search;
mod stream;
mod tag;

use axum::Router;
use axum::extract::{RawPathParams, State};
use axum::http::header::{ETAG, VARY};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use crate::room::Room;

use call::Call;
use endpoints::{ENDPOINTS, Endpoint};
pub(crate) use problem::Problem;

/// Where the API begins.
pub(crate) const ROOT: &str = "/api/v1";

/// All addresses of the API; `get` answers HEAD as well.
pub(crate) fn routes() -> Router<Room> {
    let mut router = Router::new()
        .route("/api", get(no_such_address))
        .route("/api/", get(no_such_address))
        .route("/api/{*rest}", get(no_such_address));
    for endpoint in ENDPOINTS {
        let full_path = endpoint.full_path();
        let answer = get(
            move |State(room): State<Room>, path, uri: Uri, headers: HeaderMap| {
                respond(endpoint, room, path, uri, headers)
            },
        );
        if full_path == ROOT {
            // As people type it, and as programs join it.
            router = router.route(&format!("{ROOT}/"), answer.clone());
        }
        router = router.route(&full_path, answer);
    }
    router
}

/// Whether an address is one of a program, which is told of trouble in JSON.
pub(crate) fn is_for_programs(path: &str) -> bool {
    path == "/api" || path.starts_with("/api/")
}

async fn no_such_address(uri: Uri) -> Problem {
    Problem::no_such_address(uri.path())
}

async fn respond(
    endpoint: &'static Endpoint,
    room: Room,
    path: Result<RawPathParams, axum::extract::rejection::RawPathParamsRejection>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    match try_respond(endpoint, room, path, uri, headers).await {
        Ok(response) => response,
        Err(problem) => problem.into_response(),
    }
}

async fn try_respond(
    endpoint: &'static Endpoint,
    room: Room,
    path: Result<RawPathParams, axum::extract::rejection::RawPathParamsRejection>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let path = path.map_err(|_| Problem::address("the path is no text"))?;
    let id = path.iter().next().map(|(_, value)| value.to_owned());
    let call = Call::read(endpoint, id, uri.query(), &headers)?;
    let content_type = call.format.content_type();
    let stream_room = room.clone();
    let answered = room
        .ask_api(move |archive| {
            let tag = tag::of(archive, &uri, content_type)?;
            if tag::is_known(&headers, &tag) {
                return Ok((tag, None));
            }
            Ok((tag, Some((endpoint.answer)(archive, &call)?)))
        })
        .await?;
    let (tag, answer) = answered;
    let mut response = match answer {
        None => StatusCode::NOT_MODIFIED.into_response(),
        Some(answer) => answer.into_response(content_type, &stream_room)?,
    };
    let headers = response.headers_mut();
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(ETAG, tag);
    }
    headers.insert(VARY, HeaderValue::from_static("accept"));
    Ok(response)
}
