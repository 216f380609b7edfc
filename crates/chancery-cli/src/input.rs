//! Inputs of the commands that read cables: files, and standard input.

use std::fs::File;
use std::io::{self, IsTerminal, Read};
use std::path::{Path, PathBuf};

use chancery_format::{MAX_TEXT_BYTES, Mrn, NotACable};
use walkdir::WalkDir;

use crate::terminal::Terminal;

/// An identifier given on the command line.
pub(crate) fn parse_mrn(text: &str) -> Result<Mrn, &'static str> {
    Mrn::parse(text, None).ok_or("an identifier has a year, a post and a number: 07STRELSAU92")
}

/// Whether a path means standard input.
pub(crate) fn is_stdin(path: &Path) -> bool {
    path == Path::new("-")
}

/// The name to show for an input.
pub(crate) fn display_name(path: &Path) -> String {
    if is_stdin(path) {
        "<stdin>".to_owned()
    } else {
        path.to_string_lossy().into_owned()
    }
}

/// What was read.
pub(crate) enum Input {
    /// All of it.
    Bytes(Vec<u8>),
    /// More than can be a cable; reading stopped.
    TooLarge,
}

/// Reads a file or standard input whole, up to the most a cable can be.
pub(crate) fn read_input(path: &Path, terminal: &mut Terminal) -> io::Result<Input> {
    const LIMIT_BYTES: u64 = MAX_TEXT_BYTES as u64;
    let mut bytes = Vec::new();
    if is_stdin(path) {
        let stdin = io::stdin();
        if stdin.is_terminal() {
            terminal.note("reading a cable from the terminal; end it with Ctrl-D");
        }
        stdin.lock().take(LIMIT_BYTES + 1).read_to_end(&mut bytes)?;
    } else {
        let file = File::open(path)?;
        let metadata = file.metadata()?;
        if metadata.is_dir() {
            return Err(io::ErrorKind::IsADirectory.into());
        }
        if metadata.len() > LIMIT_BYTES {
            return Ok(Input::TooLarge);
        }
        bytes.reserve_exact(metadata.len() as usize + 1);
        // Bounded all the same: devices and pipes have no length.
        file.take(LIMIT_BYTES + 1).read_to_end(&mut bytes)?;
    }
    Ok(if bytes.len() > MAX_TEXT_BYTES {
        Input::TooLarge
    } else {
        Input::Bytes(bytes)
    })
}

/// The telegrams of an input, one for each, with the name to show; see [`chancery_format::split`].
pub(crate) fn telegrams<'b>(
    bytes: &'b [u8],
    name: &str,
) -> impl ExactSizeIterator<Item = (&'b [u8], String)> {
    let parts = chancery_format::split(bytes);
    let n_parts = parts.len();
    let name = name.to_owned();
    parts.into_iter().enumerate().map(move |(at, part)| {
        let name = match n_parts {
            1 => name.clone(),
            _ => format!("{name} ({} of {n_parts})", at + 1),
        };
        (&bytes[part], name)
    })
}

/// Says that an input is no cable, and why.
pub(crate) fn report_not_a_cable(name: &str, reason: NotACable, terminal: &mut Terminal) {
    terminal.error(format_args!("{name}: not a cable: {reason}"));
}

/// Says that an input could not be read, and why.
pub(crate) fn report_unread(name: &str, error: &io::Error, terminal: &mut Terminal) {
    match error.kind() {
        io::ErrorKind::NotFound => terminal.error(format_args!("{name}: no such file")),
        io::ErrorKind::IsADirectory => {
            terminal.error(format_args!("{name}: is a folder, not a file"));
            terminal.hint(format_args!(
                "`chancery open {name}` opens a folder of cables"
            ));
        }
        _ => terminal.error(format_args!("{name}: cannot be read: {error}")),
    }
}

/// One file to look at.
#[derive(Clone, Debug)]
pub(crate) struct Walked {
    pub(crate) path: PathBuf,
    /// Found in a folder, not given by name: it need not be a cable.
    pub(crate) found: bool,
}

/// The files given, and those in the folders given, by name. Names that begin with a dot are left out of folders, and
/// links in them are not followed.
pub(crate) fn walk(paths: &[PathBuf]) -> Vec<Walked> {
    let mut files = Vec::new();
    for path in paths {
        if is_stdin(path) || !path.is_dir() {
            files.push(Walked {
                path: path.clone(),
                found: false,
            });
            continue;
        }
        let entries = WalkDir::new(path)
            .sort_by_file_name()
            .into_iter()
            .filter_entry(|entry| {
                entry.depth() == 0 || !entry.file_name().as_encoded_bytes().starts_with(b".")
            });
        for entry in entries {
            match entry {
                Ok(entry) if entry.file_type().is_file() => files.push(Walked {
                    path: entry.into_path(),
                    found: true,
                }),
                Ok(_) => {}
                // Reading it will say what is wrong with it.
                Err(error) => files.push(Walked {
                    path: error.path().unwrap_or(path).to_owned(),
                    found: false,
                }),
            }
        }
    }
    files
}
