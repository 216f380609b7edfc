//! Every address that is none.

use axum::http::Uri;

use crate::error::PageError;

pub(crate) async fn missing(uri: Uri) -> PageError {
    PageError::NoSuchPage {
        path: uri.path().to_owned(),
    }
}
