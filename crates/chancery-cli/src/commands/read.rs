//! `chancery read`.

use std::path::PathBuf;

use chancery_format::{Document, Hints, Mrn, NotACable};
use clap::ValueEnum;

use crate::error::{CommandError, Exit};
use crate::input::{
    Input, display_name, is_stdin, parse_mrn, read_input, report_not_a_cable, report_unread,
    telegrams,
};
use crate::render::diagnostic::{self, Source};
use crate::render::{cable, json};
use crate::terminal::{Page, Piece, Role, Terminal};

/// Print cables: for a person, or as JSON
///
/// Takes a cable as text, as the page of a public archive saved as text, or as the HTML page of a public mirror; a
/// fragment of a cable will do, and so will a file of several telegrams one behind the other. Prints what it says, named and decoded, and what is wrong with it.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Exit codes:
  0  every input gave a cable, however damaged
  1  some input holds nothing that reads as a cable; the others are printed
  2  some input could not be read; the others are printed")]
pub(crate) struct Args {
    /// Files to read; `-`, or none, is standard input
    ///
    /// The name of a file that reads as an identifier, `07STRELSAU92.txt`, names a cable whose text does not.
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,

    /// Print one JSON object a line, in the order of the input
    #[arg(long)]
    json: bool,

    /// Identifier of a cable whose text names none, in any spelling
    #[arg(long, value_name = "MRN", value_parser = parse_mrn)]
    id: Option<Mrn>,

    /// How to print what is wrong with a cable
    #[arg(
        long,
        value_name = "FORM",
        default_value = "full",
        conflicts_with = "json"
    )]
    diagnostics: Diagnostics,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Diagnostics {
    /// With the place underlined and what to do; what is no more than information, in one line
    Full,
    /// One line each
    Concise,
    /// Not at all
    None,
}

/// Runs `chancery read`.
pub(crate) fn run(args: &Args, terminal: &mut Terminal) -> Result<Exit, CommandError> {
    let stdin = [PathBuf::from("-")];
    let inputs = match args.files.as_slice() {
        [] => &stdin,
        files => files,
    };
    let mut any_unread = false;
    let mut any_not_a_cable = false;
    for path in inputs {
        let name = display_name(path);
        let hints = Hints {
            path: (!is_stdin(path)).then(|| path.to_string_lossy().into_owned()),
            id: args.id.clone(),
        };
        let bytes = match read_input(path, terminal) {
            Ok(Input::Bytes(bytes)) => bytes,
            Ok(Input::TooLarge) => {
                report_not_a_cable(&name, NotACable::TooLarge, terminal);
                any_not_a_cable = true;
                continue;
            }
            Err(error) => {
                report_unread(&name, &error, terminal);
                any_unread = true;
                continue;
            }
        };
        let parts = telegrams(&bytes, &name);
        let named = inputs.len() > 1 || parts.len() > 1;
        for (bytes, name) in parts {
            let document = chancery_format::read(bytes, &hints);
            if let Some(reason) = document.not_a_cable() {
                report_not_a_cable(&name, reason, terminal);
                any_not_a_cable = true;
            } else if args.json {
                json::write_line(terminal.out(), &document.record())?;
            } else {
                let mut page = terminal.page();
                if named {
                    page.line(&[Piece::new(Role::Faint, format!("== {name} =="))]);
                }
                render(&document, &name, args.diagnostics, &mut page);
                if named {
                    page.gap();
                }
                terminal.print(&page)?;
            }
        }
    }
    Ok(match (any_unread, any_not_a_cable) {
        (true, _) => Exit::Trouble,
        (false, true) => Exit::Negative,
        (false, false) => Exit::Success,
    })
}

fn render(document: &Document, name: &str, form: Diagnostics, page: &mut Page) {
    let record = document.record();
    cable::render(&record, page);
    if form == Diagnostics::None || record.diagnostics.is_empty() {
        return;
    }
    page.gap();
    let source = Source {
        name,
        text: &document.text,
    };
    // The record has what the contract names; how to help stands in the model, in the same order.
    let helps = document
        .diagnostics
        .iter()
        .map(|diagnostic| diagnostic.help.as_deref());
    let (information, trouble): (Vec<_>, Vec<_>) = record
        .diagnostics
        .iter()
        .zip(helps)
        .partition(|(diagnostic, _)| diagnostic.severity == "information");
    for (diagnostic, help) in trouble {
        if form == Diagnostics::Full {
            diagnostic::full(diagnostic, help, source, page);
            page.gap();
        } else {
            diagnostic::concise(diagnostic, source, page);
        }
    }
    // Nothing is wrong there: a line each, below what is.
    for (diagnostic, _) in information {
        diagnostic::concise(diagnostic, source, page);
    }
    if record.source.wrapper != "text" {
        // Otherwise the numbers would send an editor to the wrong line of the file.
        let note = "lines are counted in the cable's text, without the page around it";
        page.block(&[], 0, &[Piece::new(Role::Faint, note)]);
    }
}
