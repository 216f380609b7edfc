//! Hands out files in order and bounds how much is under way.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::walk::Input;

/// How many files may be read ahead of the last one stored.
const MAX_FILES: usize = 1024;

/// How many bytes of files may be under way. What is made of them takes a small multiple.
const MAX_BYTES: u64 = 48 << 20;

/// How often a waiting thread looks whether it is to stop.
const PATIENCE: Duration = Duration::from_millis(50);

/// The files of a run, given to the workers one by one in order.
///
/// As each file is handed out before any later one, whoever waits for the first file not stored yet waits for one that
/// is being read: nothing can lock up.
pub(super) struct Queue<'a> {
    inputs: &'a [Input],
    stop: &'a AtomicBool,
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    n_handed_out: usize,
    n_stored: usize,
    bytes_under_way: u64,
    n_waiting: usize,
    is_closed: bool,
}

impl<'a> Queue<'a> {
    pub(super) fn new(inputs: &'a [Input], stop: &'a AtomicBool) -> Queue<'a> {
        Queue {
            inputs,
            stop,
            state: Mutex::default(),
            changed: Condvar::new(),
        }
    }

    /// The next file with its place; waits while too much is under way. `None` at the end, or when stopped.
    pub(super) fn take(&self) -> Option<(usize, &'a Input)> {
        let mut state = self.state();
        loop {
            let place = state.n_handed_out;
            if state.is_closed || self.stop.load(Ordering::Relaxed) {
                return None;
            }
            let input = self.inputs.get(place)?;
            let is_only_one = place == state.n_stored;
            let has_room = place - state.n_stored < MAX_FILES
                && state.bytes_under_way.saturating_add(input.n_bytes) <= MAX_BYTES;
            if is_only_one || has_room {
                state.n_handed_out += 1;
                state.bytes_under_way += input.n_bytes;
                return Some((place, input));
            }
            state.n_waiting += 1;
            let (guard, _) = self
                .changed
                .wait_timeout(state, PATIENCE)
                .unwrap_or_else(PoisonError::into_inner);
            state = guard;
            state.n_waiting -= 1;
        }
    }

    /// Makes room: everything before `n_stored` is done.
    pub(super) fn stored(&self, n_stored: usize) {
        let mut state = self.state();
        let done = &self.inputs[state.n_stored..n_stored];
        state.bytes_under_way -= done.iter().map(|input| input.n_bytes).sum::<u64>();
        state.n_stored = n_stored;
        self.changed.notify_all();
    }

    /// Whether workers wait for room and everything handed out before `n_received` has been received.
    pub(super) fn is_starved(&self, n_received: usize) -> bool {
        let state = self.state();
        state.n_waiting > 0 && state.n_handed_out == n_received
    }

    /// Hands out nothing more.
    pub(super) fn close(&self) {
        self.state().is_closed = true;
        self.changed.notify_all();
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::PathBuf;

    #[test]
    fn room_is_bounded_and_large_files_pass_alone() {
        let input = |n_bytes| Input {
            path: PathBuf::new(),
            n_bytes,
            problem: None,
        };
        let inputs = [input(MAX_BYTES / 2), input(MAX_BYTES * 3), input(1)];
        let stop = AtomicBool::new(false);
        let queue = Queue::new(&inputs, &stop);
        assert_eq!(queue.take().unwrap().0, 0);
        std::thread::scope(|scope| {
            let second = scope.spawn(|| queue.take().unwrap().0);
            while !queue.is_starved(1) {
                std::thread::yield_now();
            }
            queue.stored(1);
            assert_eq!(second.join().unwrap(), 1);
        });
        queue.stored(2);
        assert_eq!(queue.take().unwrap().0, 2);
        assert!(queue.take().is_none());
        stop.store(true, Ordering::Relaxed);
        assert!(Queue::new(&inputs, &stop).take().is_none());
    }
}
