//! What handlers share: the archive, asked from threads that may wait.

use std::sync::Arc;

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use chancery_archive::Archive;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::api::Problem;
use crate::error::PageError;
use crate::page;
use crate::params::Params;

/// How many long answers are sent at once; each holds a thread.
const LONG_ANSWERS: usize = 8;

/// The state of the router.
#[derive(Clone, Debug)]
pub(crate) struct Room {
    archive: Arc<Archive>,
    long_answers: Arc<Semaphore>,
}

impl Room {
    pub(crate) fn new(archive: Arc<Archive>) -> Room {
        Room {
            archive,
            long_answers: Arc::new(Semaphore::new(LONG_ANSWERS)),
        }
    }

    /// Runs `question` where it may block: the archive reads files.
    pub(crate) async fn ask<T: Send + 'static>(
        &self,
        question: impl FnOnce(&Archive) -> Result<T, PageError> + Send + 'static,
    ) -> Result<T, PageError> {
        let archive = self.archive();
        tokio::task::spawn_blocking(move || question(&archive))
            .await
            .unwrap_or(Err(PageError::Interrupted))
    }

    /// Answers with a page that takes nothing from its address and tells what it does not know of it.
    pub(crate) async fn page<T: Template>(
        &self,
        query: Option<&str>,
        make: impl FnOnce(&Archive, &Params) -> Result<T, PageError> + Send + 'static,
    ) -> Result<Response, PageError> {
        let params = Params::read(query, &[])?;
        self.ask(move |archive| Ok(page::render(StatusCode::OK, &make(archive, &params)?)))
            .await
    }

    /// As [`Room::ask`], for programs.
    pub(crate) async fn ask_api<T: Send + 'static>(
        &self,
        question: impl FnOnce(&Archive) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let archive = self.archive();
        tokio::task::spawn_blocking(move || question(&archive))
            .await
            .unwrap_or_else(|_| Err(Problem::interrupted()))
    }

    /// The archive, for what goes on after the answer has begun.
    pub(crate) fn archive(&self) -> Arc<Archive> {
        Arc::clone(&self.archive)
    }

    /// Leave to send a long answer, for as long as it is kept; `None` where too many are being sent.
    pub(crate) fn long_answer(&self) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.long_answers).try_acquire_owned().ok()
    }
}
