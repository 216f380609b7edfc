//! All addresses of the reading room; [`crate::urls`] makes them.

use std::sync::Arc;

use axum::{Router, middleware, routing::get};

use crate::handlers::{about, absent, cable, files, help, home, missing, original, search, text};
use crate::room::Room;
use crate::{Options, api, guard};

/// `get` answers HEAD as well; [`guard`] turns every other method away.
pub(crate) fn routes(room: Room, options: Options) -> Router {
    Router::new()
        .route("/", get(home::home))
        .route("/search", get(search::search))
        // One segment for the page and, with `.json` at its end, for the record.
        .route("/cable/{id}", get(cable::cable))
        .route("/cable/{id}/text", get(text::text))
        .route("/cable/{id}/original", get(original::original))
        .route("/missing", get(absent::absent))
        .route("/about", get(about::about))
        .route("/help", get(help::help))
        .route("/help/query", get(help::query_language))
        .route("/static/{name}", get(files::static_file))
        .route("/favicon.ico", get(files::mark))
        .route("/robots.txt", get(files::robots))
        .merge(api::routes())
        .fallback(missing::missing)
        .with_state(room)
        .layer(middleware::from_fn_with_state(
            Arc::new(options),
            guard::guard,
        ))
}
