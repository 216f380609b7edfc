//! `chancery read`.

use chancery_format::Document;
use clap::ValueEnum;

use crate::error::{CommandError, Exit};
use crate::input::{InputArgs, each_cable};
use crate::render::diagnostic::{self, Source};
use crate::render::{cable, json};
use crate::terminal::{Page, Piece, Role, Terminal};

/// Print cables: for a person, or as JSON
///
/// Takes a cable as text, as the page of a public archive saved as text, as the HTML page of a public mirror, or as rows
/// of the Cablegate table; a fragment of a cable will do. Prints what it says, named and decoded, and below it what
/// could not be read for certain and what contradicts.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Exit codes:
  0  every input gave a cable, however damaged
  1  some file or folder holds nothing that reads as a cable, or the archive has no such cable; the others are printed
  2  some input could not be read; the others are printed")]
pub(crate) struct Args {
    #[command(flatten)]
    inputs: InputArgs,

    /// Print one JSON object a line, in the order of the input
    #[arg(long)]
    json: bool,

    /// Say more of what a newcomer does not know: addresses, stations, levels, the lines of the communicators
    #[arg(long, conflicts_with = "json")]
    explain: bool,

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
    let met = each_cable(&args.inputs, terminal, |input, terminal| {
        if args.json {
            json::write_line(terminal.out(), &input.document.record())?;
            return Ok(());
        }
        let mut page = terminal.page();
        if input.is_one_of_several {
            page.line(&[Piece::new(Role::Faint, format!("== {} ==", input.name))]);
        }
        render(&input.document, &input.name, args, &mut page);
        if input.is_one_of_several {
            page.gap();
        }
        terminal.print(&page)?;
        Ok(())
    })?;
    let passed_over = met.passed_over();
    if !args.json && !passed_over.is_empty() {
        terminal.note(passed_over);
    }
    Ok(met.exit())
}

fn render(document: &Document, name: &str, args: &Args, page: &mut Page) {
    let form = args.diagnostics;
    let record = document.record();
    cable::render(&record, args.explain, page);
    if form == Diagnostics::None || record.diagnostics.is_empty() {
        return;
    }
    page.gap();
    let source = Source { name, document };
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
    source.note(page);
}
