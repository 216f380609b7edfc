//! What handlers share: the archive, asked from threads that may wait.

use std::sync::Arc;

use chancery_archive::Archive;

use crate::error::PageError;

/// The state of the router.
#[derive(Clone, Debug)]
pub(crate) struct Room {
    archive: Arc<Archive>,
}

impl Room {
    pub(crate) fn new(archive: Arc<Archive>) -> Room {
        Room { archive }
    }

    /// Runs `question` where it may block: the archive reads files.
    pub(crate) async fn ask<T: Send + 'static>(
        &self,
        question: impl FnOnce(&Archive) -> Result<T, PageError> + Send + 'static,
    ) -> Result<T, PageError> {
        let archive = Arc::clone(&self.archive);
        tokio::task::spawn_blocking(move || question(&archive))
            .await
            .unwrap_or(Err(PageError::Interrupted))
    }
}
