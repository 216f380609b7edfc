//! Long answers, sent while they are found.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::thread;
use std::time::{Duration, Instant};

use axum::body::{Body, Bytes};
use futures_core::Stream;
use serde::Serialize;
use tokio::sync::mpsc::error::TrySendError;
use tokio::sync::mpsc::{self, Receiver, Sender};

use super::Problem;
use super::answer::Writing;
use crate::room::Room;

/// How much is gathered before it is sent.
const CHUNK_BYTES: usize = 1 << 16;

/// How many chunks wait for a slow reader; then the search waits too.
const CHUNKS: usize = 4;

/// How long a reader may take nothing before it is given up. A thread and a state of the archive are held for it.
const PATIENCE: Duration = Duration::from_secs(60);

/// Where a long answer is written to.
pub(super) struct Out {
    chunk: Vec<u8>,
    sender: Sender<io::Result<Bytes>>,
    is_open: bool,
}

impl Out {
    /// Adds text; `false` where nobody listens any more.
    pub(super) fn text(&mut self, text: &str) -> bool {
        self.chunk.extend_from_slice(text.as_bytes());
        if self.chunk.len() >= CHUNK_BYTES {
            self.send();
        }
        self.is_open
    }

    /// Adds a value as one line of JSON.
    pub(super) fn line(&mut self, value: &impl Serialize) -> bool {
        // Memory takes every write, and what is written here is text, numbers and lists of them.
        if serde_json::to_writer(&mut self.chunk, value).is_err() {
            self.is_open = false;
        }
        self.text("\n")
    }

    fn send(&mut self) {
        let chunk = std::mem::take(&mut self.chunk);
        if !chunk.is_empty() {
            self.pass_on(Ok(chunk.into()));
        }
    }

    fn pass_on(&mut self, item: io::Result<Bytes>) {
        let end = Instant::now() + PATIENCE;
        while self.is_open {
            match self.sender.try_reserve() {
                Ok(place) => {
                    place.send(item);
                    return;
                }
                Err(TrySendError::Full(())) if Instant::now() < end => {
                    thread::sleep(Duration::from_millis(1));
                }
                Err(_) => self.is_open = false,
            }
        }
    }
}

/// The body of a long answer. A failure on the way breaks the connection off, so that a part is never taken for the
/// whole.
pub(super) fn body(room: &Room, write: Writing) -> Result<Body, Problem> {
    let permit = room.long_answer().ok_or_else(Problem::busy)?;
    let (sender, receiver) = mpsc::channel(CHUNKS);
    let archive = room.archive();
    tokio::task::spawn_blocking(move || {
        let mut out = Out {
            chunk: Vec::new(),
            sender,
            is_open: true,
        };
        match write(&archive, &mut out) {
            Ok(()) => out.send(),
            Err(error) => out.pass_on(Err(io::Error::other(error))),
        }
        drop(permit);
    });
    Ok(Body::from_stream(Chunks(receiver)))
}

struct Chunks(Receiver<io::Result<Bytes>>);

impl Stream for Chunks {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.poll_recv(context)
    }
}
