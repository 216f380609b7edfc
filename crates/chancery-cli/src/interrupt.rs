//! Ctrl-C and its relatives: the first asks the work to stop at a good place, the second stops it at once.

use std::io;
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};
use std::thread;

use tokio::sync::Notify;

use crate::error::Exit;

/// SIGINT, what Ctrl-C sends.
const INTERRUPT: u8 = 2;
/// SIGTERM, what asks a program to end.
#[cfg(unix)]
const TERMINATE: u8 = 15;

static REQUEST: Request = Request {
    stop: AtomicBool::new(false),
    signal: AtomicU8::new(0),
    arrived: Notify::const_new(),
};

/// Whether the user asked to stop.
#[derive(Debug)]
pub(crate) struct Request {
    stop: AtomicBool,
    signal: AtomicU8,
    arrived: Notify,
}

impl Request {
    /// Watches for signals from now on.
    ///
    /// Hanging up (SIGHUP) is left alone, so that `nohup chancery serve` does what its user expects.
    pub(crate) fn watch() -> io::Result<&'static Request> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_io()
            .build()?;
        // Registered before this returns: a signal a moment later already counts.
        let mut signals = {
            let _inside = runtime.enter();
            Signals::new()?
        };
        thread::Builder::new()
            .name("signals".to_owned())
            .spawn(move || {
                runtime.block_on(async {
                    while let Some(signal) = signals.next().await {
                        if REQUEST.stop.swap(true, Ordering::SeqCst) {
                            std::process::exit(i32::from(128 + signal));
                        }
                        REQUEST.signal.store(signal, Ordering::SeqCst);
                        REQUEST.arrived.notify_waiters();
                    }
                });
            })?;
        Ok(&REQUEST)
    }

    /// True once the user has asked to stop.
    pub(crate) fn flag(&self) -> &AtomicBool {
        &self.stop
    }

    /// Comes when the user asks to stop.
    pub(crate) async fn arrived(&self) {
        loop {
            // Made before the flag is looked at: it hears of what happens in between.
            let arrived = self.arrived.notified();
            if self.stop.load(Ordering::SeqCst) {
                return;
            }
            arrived.await;
        }
    }

    /// How a command ends that was stopped.
    pub(crate) fn exit(&self) -> Exit {
        match self.signal.load(Ordering::SeqCst) {
            0 => Exit::Stopped(INTERRUPT),
            signal => Exit::Stopped(signal),
        }
    }
}

#[cfg(unix)]
struct Signals {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    fn new() -> io::Result<Signals> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Signals {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
        })
    }

    async fn next(&mut self) -> Option<u8> {
        tokio::select! {
            signal = self.interrupt.recv() => signal.map(|()| INTERRUPT),
            signal = self.terminate.recv() => signal.map(|()| TERMINATE),
        }
    }
}

#[cfg(windows)]
struct Signals(tokio::signal::windows::CtrlC);

#[cfg(windows)]
impl Signals {
    fn new() -> io::Result<Signals> {
        tokio::signal::windows::ctrl_c().map(Signals)
    }

    async fn next(&mut self) -> Option<u8> {
        self.0.recv().await.map(|()| INTERRUPT)
    }
}
