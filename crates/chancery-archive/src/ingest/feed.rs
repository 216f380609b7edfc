//! Hands out what a walk finds, in batches, and bounds how much is under way.

use std::collections::VecDeque;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chancery_sources::{Content, Item, Options};

/// Items in a batch at most.
const BATCH_ITEMS: usize = 64;

/// Bytes after which a batch is full.
const BATCH_BYTES: u64 = 512 << 10;

/// How many bytes may be under way. What is made of them takes a small multiple.
const MAX_BYTES: u64 = 10 << 20;

/// How often a waiting thread looks whether it is to stop.
const PATIENCE: Duration = Duration::from_millis(50);

/// Some items next to each other, with their place among all batches.
#[derive(Debug, Default)]
pub(super) struct Batch {
    pub(super) number: usize,
    pub(super) items: Vec<Item>,
    pub(super) n_bytes: u64,
}

/// The batches of a run, made by one thread and taken by the workers in order.
///
/// As each batch is handed out before any later one, whoever waits for the first batch not stored yet waits for one that
/// is being read: nothing can lock up.
pub(super) struct Feed<'a> {
    stop: &'a AtomicBool,
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is true from its moment on, in any order"
)]
struct State {
    ready: VecDeque<Batch>,
    n_made: usize,
    n_stored: usize,
    bytes_under_way: u64,
    /// The walk waits for room.
    is_full: bool,
    /// Nothing more will come.
    is_ended: bool,
    /// Nothing more is wanted.
    is_closed: bool,
    /// The walk was cut short.
    is_stopped: bool,
}

impl<'a> Feed<'a> {
    pub(super) fn new(stop: &'a AtomicBool) -> Feed<'a> {
        Feed {
            stop,
            state: Mutex::default(),
            changed: Condvar::new(),
        }
    }

    /// Walks through the paths. Runs on a thread of its own.
    pub(super) fn walk(&self, paths: &[PathBuf], options: &Options) {
        let mut batch = Batch::default();
        let mut sink = |item: Item| {
            batch.n_bytes += n_bytes(&item);
            batch.items.push(item);
            if batch.items.len() >= BATCH_ITEMS || batch.n_bytes >= BATCH_BYTES {
                return self.put(std::mem::take(&mut batch));
            }
            if self.stop.load(Ordering::Relaxed) {
                return ControlFlow::Break(());
            }
            ControlFlow::Continue(())
        };
        let mut flow = if self.stop.load(Ordering::Relaxed) {
            ControlFlow::Break(())
        } else {
            chancery_sources::walk(paths, options, &mut sink)
        };
        if flow.is_continue() && !batch.items.is_empty() {
            flow = self.put(batch);
        }
        let mut state = self.state();
        state.is_ended = true;
        state.is_stopped = flow.is_break();
        self.changed.notify_all();
    }

    /// Waits for room.
    fn put(&self, mut batch: Batch) -> ControlFlow<()> {
        let mut state = self.state();
        while state.bytes_under_way > 0 && state.bytes_under_way + batch.n_bytes > MAX_BYTES {
            if state.is_closed || self.stop.load(Ordering::Relaxed) {
                return ControlFlow::Break(());
            }
            state.is_full = true;
            state = self.wait(state);
        }
        state.is_full = false;
        if state.is_closed || self.stop.load(Ordering::Relaxed) {
            return ControlFlow::Break(());
        }
        batch.number = state.n_made;
        state.n_made += 1;
        state.bytes_under_way += batch.n_bytes;
        state.ready.push_back(batch);
        self.changed.notify_all();
        ControlFlow::Continue(())
    }

    /// The next batch; `None` when there is no more.
    pub(super) fn take(&self) -> Option<Batch> {
        let mut state = self.state();
        loop {
            if state.is_closed {
                return None;
            }
            if let Some(batch) = state.ready.pop_front() {
                return Some(batch);
            }
            if state.is_ended {
                return None;
            }
            state = self.wait(state);
        }
    }

    /// Makes room.
    pub(super) fn stored(&self, n_batches: usize, n_bytes: u64) {
        let mut state = self.state();
        state.n_stored += n_batches;
        state.bytes_under_way -= n_bytes;
        self.changed.notify_all();
    }

    /// Whether nothing comes before something is stored: the walk waits for room, and what it gave has been received.
    pub(super) fn is_starved(&self, n_received: usize) -> bool {
        let state = self.state();
        (state.is_full || state.is_ended) && state.n_made == n_received
    }

    /// Hands out nothing more.
    pub(super) fn close(&self) {
        self.state().is_closed = true;
        self.changed.notify_all();
    }

    /// Whether the walk was cut short.
    pub(super) fn is_stopped(&self) -> bool {
        self.state().is_stopped
    }

    fn wait<'g>(&self, state: MutexGuard<'g, State>) -> MutexGuard<'g, State> {
        self.changed
            .wait_timeout(state, PATIENCE)
            .unwrap_or_else(PoisonError::into_inner)
            .0
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// About how much memory an item takes.
fn n_bytes(item: &Item) -> u64 {
    match &item.content {
        Content::Found(found) => {
            (found.original.len() + found.text.as_ref().map_or(0, String::len)) as u64 + 256
        }
        Content::Problem(_) => 256,
    }
}
