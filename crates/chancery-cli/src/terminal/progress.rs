//! How far a long run is: a bar on a terminal, a line now and then anywhere else.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};

use super::{Terminal, is_stderr_terminal};

/// Without a terminal there is a line each time so many files are done: by count, not by the clock, so that the
/// same run prints the same lines.
const FILES_A_LINE: u64 = 1_000;

/// Progress of a run over files, on standard error.
pub(crate) struct Progress {
    bar: Option<ProgressBar>,
    n_files: u64,
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
            n_files: 0,
            n_done: 0,
        }
    }

    /// So many files are to be done.
    pub(crate) fn start(&mut self, n_files: u64) {
        self.n_files = n_files;
        if let Some(bar) = &self.bar {
            bar.set_length(n_files);
            bar.reset_eta();
            bar.set_style(
                ProgressStyle::with_template(
                    "{bar:30} {human_pos} of {human_len} files, {rate}, {eta} left",
                )
                .expect("the template is well formed")
                .with_key(
                    "rate",
                    |state: &ProgressState, out: &mut dyn std::fmt::Write| {
                        // The bar is redrawn in a moment; a line it cannot write is no loss.
                        let _ = write!(out, "{:.0} files/s", state.per_sec());
                    },
                )
                .progress_chars("=> "),
            );
        }
    }

    /// One more file is done.
    pub(crate) fn advance(&mut self, terminal: &mut Terminal) {
        self.n_done += 1;
        match &self.bar {
            Some(bar) => bar.inc(1),
            None if self.n_done.is_multiple_of(FILES_A_LINE) && self.n_done < self.n_files => {
                terminal.note(format_args!("{} of {} files", self.n_done, self.n_files));
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
