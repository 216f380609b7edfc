//! `chancery write`.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use chancery_format::{Document, Hints, Mrn};

use crate::error::{CommandError, Exit};
use crate::input::{
    Input, display_name, is_stdin, parse_mrn, read_input, report_not_a_cable, report_unread,
    telegrams, walk,
};
use crate::terminal::harmless::harmless_lines;
use crate::terminal::{Terminal, is_stdout_terminal};

/// Write cables as well-formed telegrams, in the form of about 1980 to 2010
///
/// What is read from a cable, however damaged and whatever stands around it, is written again in the usual order and
/// layout: transmission lines, date-time group, FM, TO and INFO, classification, captions, E.O., TAGS, SUBJECT, REF,
/// classifying officer, numbered paragraphs in 65 columns, signature. Reading that gives the same values. What the form
/// has no place for is left out, such as page lines and the attributes of a record of the 1970s.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Exit codes:
  0  every input was written
  1  some input holds nothing that reads as a cable; the others are written
  2  some input could not be read, or a file not be written; the others are written")]
pub(crate) struct Args {
    /// Files to read, or folders of them; `-`, or none, is standard input
    ///
    /// In a folder what is no cable is passed over. Several telegrams on standard output are parted by a line `NNNN`.
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,

    /// Identifier of a cable whose text names none, in any spelling
    #[arg(long, value_name = "MRN", value_parser = parse_mrn)]
    id: Option<Mrn>,

    /// Write each cable into a file of this folder, named by its identifier: `07STRELSAU92.txt`
    ///
    /// The folder is made where there is none. A second edition of a cable is `07STRELSAU92.2.txt`. A cable without an
    /// identifier is not written.
    #[arg(long, short, value_name = "DIR")]
    output: Option<PathBuf>,

    /// Overwrite files that are there
    #[arg(long, requires = "output")]
    force: bool,
}

/// Runs `chancery write`.
pub(crate) fn run(args: &Args, terminal: &mut Terminal) -> Result<Exit, CommandError> {
    let stdin = [PathBuf::from("-")];
    let inputs = match args.files.as_slice() {
        [] => &stdin,
        files => files,
    };
    if let Some(folder) = &args.output {
        fs::create_dir_all(folder).map_err(|error| {
            anyhow::Error::new(error)
                .context(format!("cannot make the folder {}", folder.display()))
        })?;
    }
    let (mut any_trouble, mut any_not_a_cable, mut n_cables) = (false, false, 0);
    let mut kept = BTreeMap::new();
    for file in walk(inputs) {
        let name = display_name(&file.path);
        let hints = Hints {
            path: (!is_stdin(&file.path)).then(|| file.path.to_string_lossy().into_owned()),
            id: args.id.clone(),
        };
        let bytes = match read_input(&file.path, terminal) {
            Ok(Input::Bytes(bytes)) => bytes,
            Ok(Input::TooLarge) if file.found => continue,
            Ok(Input::TooLarge) => {
                report_not_a_cable(&name, chancery_format::NotACable::TooLarge, terminal);
                any_not_a_cable = true;
                continue;
            }
            Err(error) => {
                report_unread(&name, &error, terminal);
                any_trouble = true;
                continue;
            }
        };
        for (bytes, name) in telegrams(&bytes, &name) {
            let document = chancery_format::read(bytes, &hints);
            if let Some(reason) = document.not_a_cable() {
                if !file.found {
                    report_not_a_cable(&name, reason, terminal);
                    any_not_a_cable = true;
                }
                continue;
            }
            if let Some(folder) = &args.output {
                any_trouble |= !keep(&document, &name, folder, args.force, &mut kept, terminal);
                n_cables += 1;
                continue;
            }
            if n_cables > 0 {
                writeln!(terminal.out(), "\nNNNN\n")?;
            }
            n_cables += 1;
            let telegram = document.to_telegram();
            // A person's terminal must not act on what a cable holds; a file or a pipe gets it as it is.
            let shown = if is_stdout_terminal() {
                harmless_lines(&telegram)
            } else {
                Cow::Borrowed(&*telegram)
            };
            terminal.out().write_all(shown.as_bytes())?;
        }
    }
    if n_cables == 0 && !any_trouble && !any_not_a_cable {
        terminal.note("no cable was found");
        any_not_a_cable = true;
    }
    Ok(match (any_trouble, any_not_a_cable) {
        (true, _) => Exit::Trouble,
        (false, true) => Exit::Negative,
        (false, false) => Exit::Success,
    })
}

/// Writes a cable into the folder; says what is in the way where it does not.
fn keep(
    document: &Document,
    name: &str,
    folder: &Path,
    force: bool,
    kept: &mut BTreeMap<String, usize>,
    terminal: &mut Terminal,
) -> bool {
    let Some(id) = document.cable.mrn.as_ref().and_then(safe_name) else {
        terminal.error(format_args!("{name}: not written: no identifier"));
        terminal.hint("`--id` names a cable whose text names none");
        return false;
    };
    // A second edition of a cable in the same run is another file: `07STRELSAU92.2.txt`.
    let n = kept.entry(id.clone()).or_insert(0);
    *n += 1;
    let path = folder.join(match *n {
        1 => format!("{id}.txt"),
        n => format!("{id}.{n}.txt"),
    });
    let opened = if force {
        OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(true)
            .open(&path)
    } else {
        OpenOptions::new().write(true).create_new(true).open(&path)
    };
    let written = opened.and_then(|mut file| file.write_all(document.to_telegram().as_bytes()));
    match written {
        Ok(()) => true,
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            terminal.error(format_args!(
                "{name}: not written: {} is there already",
                path.display()
            ));
            terminal.hint("`--force` overwrites it");
            false
        }
        Err(error) => {
            terminal.error(format_args!(
                "{name}: cannot write {}: {error}",
                path.display()
            ));
            false
        }
    }
}

/// An identifier as the name of a file. It is made of letters, digits and a hyphen whatever a text says; this is the
/// place that makes sure of it.
fn safe_name(mrn: &Mrn) -> Option<String> {
    let id = mrn.to_string();
    let safe =
        (4..=100).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    safe.then_some(id)
}
