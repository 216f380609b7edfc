//! Where a command speaks: results on standard output, everything else on standard error.

pub(crate) mod harmless;
mod page;
mod progress;
mod style;
mod wrap;

use std::fmt::Display;
use std::io::{self, BufWriter, IsTerminal, StdoutLock, Write};

pub(crate) use harmless::{harmless, harmless_lines};
pub(crate) use page::{Page, Piece};
pub(crate) use progress::{Progress, Steps};
pub(crate) use style::{Role, Styles};
pub(crate) use wrap::display_width;

use crate::error::CommandError;

/// Lines are never longer than this, however wide the terminal: longer ones are tiring to read.
const MAX_WIDTH: usize = 100;
/// The width where standard output is no terminal.
const DEFAULT_WIDTH: usize = 80;

/// Standard output, buffered, and standard error.
pub(crate) struct Terminal {
    out: BufWriter<StdoutLock<'static>>,
    styles: Styles,
    error_styles: Styles,
    width: usize,
}

impl Terminal {
    pub(crate) fn new() -> Terminal {
        let width = match terminal_size::terminal_size_of(io::stdout()) {
            Some((width, _)) => usize::from(width.0).clamp(20, MAX_WIDTH),
            None => DEFAULT_WIDTH,
        };
        Terminal {
            out: BufWriter::with_capacity(1 << 16, io::stdout().lock()),
            styles: Styles::of(&io::stdout()),
            error_styles: Styles::of(&io::stderr()),
            width,
        }
    }

    /// Standard output, for bytes that are nobody's to style.
    pub(crate) fn out(&mut self) -> &mut dyn Write {
        &mut self.out
    }

    /// An empty page as wide as standard output.
    pub(crate) fn page(&self) -> Page {
        Page::new(self.width, self.styles)
    }

    /// Prints a page on standard output. On a terminal it appears at once.
    pub(crate) fn print(&mut self, page: &Page) -> io::Result<()> {
        self.out.write_all(page.as_str().as_bytes())?;
        if is_stdout_terminal() {
            self.out.flush()?;
        }
        Ok(())
    }

    /// An empty page for standard error.
    pub(crate) fn error_page(&self) -> Page {
        Page::new(self.width, self.error_styles)
    }

    /// Prints a page on standard error.
    pub(crate) fn print_error(&mut self, page: &Page) {
        self.write_error(page.as_str());
    }

    pub(crate) fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }

    /// Says something on standard error that is neither result nor trouble.
    pub(crate) fn note(&mut self, message: impl Display) {
        self.say(None, &message.to_string());
    }

    /// Says that something is not as it should be, and that the work goes on.
    pub(crate) fn warn(&mut self, message: impl Display) {
        self.say(Some((Role::Warning, "warning")), &message.to_string());
    }

    /// Says that one part of the work could not be done, and that the rest goes on.
    pub(crate) fn error(&mut self, message: impl Display) {
        self.say(Some((Role::Error, "error")), &message.to_string());
    }

    /// Says what the user can do.
    pub(crate) fn hint(&mut self, message: impl Display) {
        self.say(Some((Role::Help, "hint")), &message.to_string());
    }

    /// Says why a command ended.
    pub(crate) fn report(&mut self, error: &CommandError) {
        self.error(format_args!("{:#}", error.error));
        if let Some(excerpt) = &error.excerpt {
            self.write_error(excerpt);
        }
        for hint in &error.hints {
            self.hint(hint);
        }
    }

    /// Styles of standard error, for what is rendered elsewhere and printed with an error.
    pub(crate) fn error_styles(&self) -> Styles {
        self.error_styles
    }

    fn say(&mut self, label: Option<(Role, &str)>, message: &str) {
        let mut line = String::new();
        if let Some((role, word)) = label {
            self.error_styles.paint(&mut line, role, word);
            line.push_str(": ");
        }
        line.push_str(&harmless(without_number(message)));
        line.push('\n');
        self.write_error(&line);
    }

    fn write_error(&mut self, text: &str) {
        // What was printed before stands before. If either stream is gone there is nobody left to tell.
        let _ = self.out.flush();
        let _ = io::stderr().write_all(text.as_bytes());
    }
}

/// A message without the number that the system has for its reason, which is in words already.
fn without_number(message: &str) -> &str {
    let Some((words, number)) = message.rsplit_once(" (os error ") else {
        return message;
    };
    let is_number = number
        .strip_suffix(')')
        .is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()));
    if is_number { words } else { message }
}

/// Whether a person sees standard output.
pub(crate) fn is_stdout_terminal() -> bool {
    io::stdout().is_terminal()
}

/// Whether a person sees standard error.
pub(crate) fn is_stderr_terminal() -> bool {
    io::stderr().is_terminal()
}
