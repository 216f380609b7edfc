//! `chancery write`.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use chancery_format::{Diagnostic, Document, Mrn, Severity};

use crate::error::{CommandError, Exit};
use crate::input::{InputArgs, each_cable};
use crate::terminal::harmless::harmless_lines;
use crate::terminal::{Terminal, is_stdout_terminal};

/// Write cables as well-formed telegrams, in the form of about 1980 to 2010
///
/// What is read from a cable, however damaged and whatever stands around it, is written again in the usual order and
/// layout: transmission lines, date-time group, FM, TO and INFO, classification, captions, E.O., TAGS, SUBJECT, REF,
/// classifying officer, numbered paragraphs in 65 columns, signature. Reading that gives the same values. What the form
/// has no place for is left out, such as page lines and the attributes of a record of the 1970s. Several telegrams on
/// standard output are parted by a line `NNNN`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Exit codes:
  0  every input was written
  1  some file or folder holds nothing that reads as a cable, or the archive has no such cable; the others are written
  2  some input could not be read, or a file not be written; the others are written")]
pub(crate) struct Args {
    #[command(flatten)]
    inputs: InputArgs,

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
    if let Some(folder) = &args.output {
        if folder.is_file() {
            let folder = folder.display();
            return Err(
                CommandError::new(format!("{folder} is a file, not a folder"))
                    .hint("`--output DIR` names the folder that the files are written into"),
            );
        }
        fs::create_dir_all(folder).map_err(|error| {
            anyhow::Error::new(error)
                .context(format!("cannot make the folder {}", folder.display()))
        })?;
    }
    let mut any_trouble = false;
    let mut is_first = true;
    let mut kept = BTreeMap::new();
    let met = each_cable(&args.inputs, terminal, |input, terminal| {
        let (name, document) = (&input.name, &input.document);
        let n_doubts = document
            .diagnostics
            .iter()
            .filter(|diagnostic| is_doubt(diagnostic))
            .count();
        if n_doubts > 0 {
            let remarks = if n_doubts == 1 { "remark" } else { "remarks" };
            terminal.note(format_args!(
                "{name}: what was guessed is written like the rest; {n_doubts} {remarks}: see `chancery check`"
            ));
        }
        if let Some(folder) = &args.output {
            any_trouble |= !keep(document, name, folder, args.force, &mut kept, terminal);
            return Ok(());
        }
        if !std::mem::take(&mut is_first) {
            writeln!(terminal.out(), "\nNNNN\n")?;
        }
        let telegram = document.to_telegram();
        // A person's terminal must not act on what a cable holds; a file or a pipe gets it as it is.
        let shown = if is_stdout_terminal() {
            harmless_lines(&telegram)
        } else {
            Cow::Borrowed(&*telegram)
        };
        terminal.out().write_all(shown.as_bytes())?;
        Ok(())
    })?;
    let passed_over = met.passed_over();
    if !passed_over.is_empty() {
        terminal.note(passed_over);
    }
    Ok(if any_trouble {
        Exit::Trouble
    } else {
        met.exit()
    })
}

/// Whether a remark says that a value is not what the text has: it was mended, or taken from elsewhere.
fn is_doubt(diagnostic: &Diagnostic) -> bool {
    let code = diagnostic.code.as_str();
    diagnostic.severity() != Severity::Information
        || ["-repaired", "-from-source", "-inferred"]
            .iter()
            .any(|end| code.ends_with(end))
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
    let written = write_whole(&path, document.to_telegram().as_bytes(), force);
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

/// Writes a file that has all of the bytes, or leaves everything as it was.
fn write_whole(path: &Path, bytes: &[u8], force: bool) -> io::Result<()> {
    // What is there is replaced only by what was written whole.
    let begun = if force {
        path.with_extension("part")
    } else {
        path.to_owned()
    };
    let mut options = OpenOptions::new();
    options.write(true);
    if force {
        options.create(true).truncate(true);
    } else {
        options.create_new(true);
    }
    let mut file = options.open(&begun)?;
    let written = file.write_all(bytes).and_then(|()| {
        if force {
            fs::rename(&begun, path)?;
        }
        Ok(())
    });
    if written.is_err() {
        // Should that fail too there is nothing left to try; the message names the file.
        let _ = fs::remove_file(&begun);
    }
    written
}

/// An identifier as the name of a file. It is made of letters, digits and a hyphen whatever a text says; this is the
/// place that makes sure of it.
fn safe_name(mrn: &Mrn) -> Option<String> {
    let id = mrn.to_string();
    let safe =
        (4..=100).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    safe.then_some(id)
}
