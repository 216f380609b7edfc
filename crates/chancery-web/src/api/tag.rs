//! Entity tags: whoever has an answer asks whether it still holds, and is told so without the answer being made again.

use std::hash::{DefaultHasher, Hash, Hasher};

use axum::http::header::IF_NONE_MATCH;
use axum::http::{HeaderMap, Uri};
use chancery_archive::Archive;

use super::Problem;

/// The tag of an answer: the same for as long as archive, question, form and program are the same.
///
/// It is weak, since the same state may be written with other bytes by another build. It is made before the answer, so
/// that a change in between costs one more answer and never hides one.
pub(super) fn of(archive: &Archive, uri: &Uri, content_type: &str) -> Result<String, Problem> {
    let mut hasher = DefaultHasher::new();
    archive.state_tag()?.hash(&mut hasher);
    uri.path().hash(&mut hasher);
    uri.query().hash(&mut hasher);
    content_type.hash(&mut hasher);
    env!("CARGO_PKG_VERSION").hash(&mut hasher);
    Ok(format!("W/\"{:016x}\"", hasher.finish()))
}

/// Whether the asker has the answer with this tag.
pub(super) fn is_known(headers: &HeaderMap, tag: &str) -> bool {
    headers
        .get_all(IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(str::trim)
        .any(|known| known == "*" || known.trim_start_matches("W/") == tag.trim_start_matches("W/"))
}
