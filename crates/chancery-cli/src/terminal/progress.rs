//! How far a long run is: a bar on a terminal, a line now and then anywhere else.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::{Terminal, is_stderr_terminal};

/// Without a terminal there is a line each time so many things are done: by count, not by the clock, so that the same
/// run prints the same lines.
const ITEMS_A_LINE: u64 = 1_000;

/// After so many, lines are ten times as far apart.
const MANY_ITEMS: u64 = 10_000;

/// Progress of a run over files, on standard error.
pub(crate) struct Progress {
    bar: Option<ProgressBar>,
    n_bytes: u64,
    n_done: u64,
}

impl Progress {
    pub(crate) fn new() -> Progress {
        let bar = is_stderr_terminal().then(|| {
            let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
            bar.set_style(
                ProgressStyle::with_template("looking for files {spinner}")
                    .expect("the template is well formed"),
            );
            // Files are done in bursts. Drawing by the clock shows where each burst ended.
            bar.enable_steady_tick(Duration::from_millis(100));
            bar
        });
        Progress {
            bar,
            n_bytes: 0,
            n_done: 0,
        }
    }

    /// So much is to be read.
    pub(crate) fn start(&mut self, n_bytes: u64) {
        self.n_bytes = n_bytes;
        if let Some(bar) = &self.bar {
            bar.set_length(n_bytes);
            bar.reset_eta();
            bar.set_style(
                ProgressStyle::with_template(
                    "{bar:24} {bytes} of {total_bytes}, {bytes_per_sec}, {eta} left: {msg}",
                )
                .expect("the template is well formed")
                .progress_chars("=> "),
            );
        }
    }

    /// One more thing is done, and so much is read.
    pub(crate) fn advance(&mut self, n_read: u64, counts: &str, terminal: &mut Terminal) {
        self.n_done += 1;
        match &self.bar {
            Some(bar) => {
                bar.set_position(n_read);
                if self.n_done.is_multiple_of(64) {
                    bar.set_message(counts.to_owned());
                }
            }
            None if self.n_done.is_multiple_of(if self.n_done < MANY_ITEMS {
                ITEMS_A_LINE
            } else {
                MANY_ITEMS
            }) =>
            {
                let percent = (n_read * 100).checked_div(self.n_bytes).unwrap_or(100);
                terminal.note(format_args!("{percent} % read: {counts}"));
            }
            None => {}
        }
    }

    /// Says something without tearing the bar.
    pub(crate) fn aside(&self, say: impl FnOnce()) {
        match &self.bar {
            Some(bar) => bar.suspend(say),
            None => say(),
        }
    }

    /// Takes the bar away; what follows starts on a line of its own.
    pub(crate) fn finish(self) {
        if let Some(bar) = self.bar {
            bar.finish_and_clear();
        }
    }
}

/// Progress of a task that goes through one kind of thing after another, on standard error.
pub(crate) struct Steps {
    bar: Option<ProgressBar>,
    name: &'static str,
    n_said: u64,
}

impl Steps {
    pub(crate) fn new() -> Steps {
        let bar = is_stderr_terminal().then(|| {
            let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
            bar.enable_steady_tick(Duration::from_millis(100));
            bar
        });
        Steps {
            bar,
            name: "",
            n_said: 0,
        }
    }

    /// So many things of this name are done, of so many; of 0 where nobody knows.
    pub(crate) fn step(
        &mut self,
        name: &'static str,
        n_done: u64,
        n_all: u64,
        terminal: &mut Terminal,
    ) {
        let is_new = self.name != name;
        self.name = name;
        if let Some(bar) = &self.bar {
            if is_new {
                let template = match n_all {
                    0 => "{msg} {spinner}",
                    _ => "{msg} {bar:24} {pos} of {len}, {eta} left",
                };
                bar.set_style(
                    ProgressStyle::with_template(template)
                        .expect("the template is well formed")
                        .progress_chars("=> "),
                );
                bar.set_message(name);
                bar.set_length(n_all);
                bar.reset_eta();
            }
            bar.set_position(n_done);
            return;
        }
        if is_new {
            self.n_said = 0;
        }
        // Each tenth thousand, by count, so that the same work says the same.
        if n_done / MANY_ITEMS > self.n_said {
            self.n_said = n_done / MANY_ITEMS;
            terminal.note(format_args!("{name}: {n_done} of {n_all}"));
        }
    }

    /// Takes the bar away.
    pub(crate) fn finish(self) {
        if let Some(bar) = self.bar {
            bar.finish_and_clear();
        }
    }
}
