//! What a command ends with: an exit code, or an error with hints.

use std::io;
use std::process::ExitCode;

/// How a command ended. `docs` of each command say when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Done.
    Success,
    /// Done, and the answer is no: nothing found, or some input was no cable.
    Negative,
    /// Something could not be done.
    Trouble,
    /// Stopped by a signal: 128 and its number, as shells have it.
    Stopped(u8),
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(match exit {
            Exit::Success => 0,
            Exit::Negative => 1,
            Exit::Trouble => 2,
            Exit::Stopped(signal) => 128 + signal,
        })
    }
}

/// An operation that did not happen: what to say, and what the user can do about it.
#[derive(Debug)]
pub(crate) struct CommandError {
    pub(crate) error: anyhow::Error,
    /// Lines to show under the message, such as the place in a query.
    pub(crate) excerpt: Option<String>,
    pub(crate) hints: Vec<String>,
    pub(crate) exit: Exit,
}

impl CommandError {
    pub(crate) fn new(message: impl Into<String>) -> CommandError {
        anyhow::Error::msg(message.into()).into()
    }

    /// Adds something the user can do.
    pub(crate) fn hint(mut self, hint: impl Into<String>) -> CommandError {
        self.hints.push(hint.into());
        self
    }

    /// Whether all that happened is that the reader of our output went away.
    pub(crate) fn is_closed_pipe(&self) -> bool {
        self.error
            .chain()
            .filter_map(|cause| cause.downcast_ref::<io::Error>())
            .any(|cause| cause.kind() == io::ErrorKind::BrokenPipe)
    }
}

impl From<anyhow::Error> for CommandError {
    fn from(error: anyhow::Error) -> CommandError {
        CommandError {
            error,
            excerpt: None,
            hints: Vec::new(),
            exit: Exit::Trouble,
        }
    }
}

/// An error of writing to standard output; errors about files carry their own words.
impl From<io::Error> for CommandError {
    fn from(error: io::Error) -> CommandError {
        anyhow::Error::new(error)
            .context("cannot write to standard output")
            .into()
    }
}

impl From<chancery_archive::Error> for CommandError {
    fn from(error: chancery_archive::Error) -> CommandError {
        use chancery_archive::Error;
        let hint = match &error {
            Error::NoArchive { .. } => {
                Some("`chancery ingest PATH --archive DIR` makes an archive of a folder of cables")
            }
            Error::NotAnArchive { .. } => Some(
                "name an archive with `--archive DIR`; `chancery ingest` makes one of a folder that is new or empty",
            ),
            Error::Locked { .. } => {
                Some("wait until it is done; `chancery search` and `chancery serve` work meanwhile")
            }
            _ => None,
        };
        let error = CommandError::from(anyhow::Error::new(error));
        match hint {
            Some(hint) => error.hint(hint),
            None => error,
        }
    }
}
