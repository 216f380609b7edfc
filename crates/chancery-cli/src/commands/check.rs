//! `chancery check`.

use chancery_format::consistency::{CheckRecord, Outcome};

use crate::error::{CommandError, Exit};
use crate::input::{CableInput, InputArgs, Met, each_cable};
use crate::render::diagnostic::Source;
use crate::render::{check, counted, json};
use crate::terminal::{Piece, Role, Terminal};

/// Say what is wrong with cables, and what in them agrees and contradicts
///
/// Prints the diagnostics of each cable, then the consistency report: places that say the same thing in different
/// words, such as the number and the station serial, the date and the day of the year, the level and the portion
/// marks. It states facts: a contradiction may be a slip, damage, or an alteration.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Exit codes:
  0  nothing contradicts, and there is no warning
  1  something contradicts, or draws a warning; or some file or folder holds nothing that reads as a cable; or the
     archive has no such cable
  2  some input could not be read; the others are checked")]
pub(crate) struct Args {
    #[command(flatten)]
    inputs: InputArgs,

    /// Print one JSON object a line, in the order of the input
    #[arg(long, conflicts_with_all = ["concise", "all"])]
    json: bool,

    /// Print one line for each warning and contradiction
    #[arg(long)]
    concise: bool,

    /// Say of what could not be compared why, one by one
    #[arg(long)]
    all: bool,
}

/// Runs `chancery check`.
pub(crate) fn run(args: &Args, terminal: &mut Terminal) -> Result<Exit, CommandError> {
    let mut seen = Seen::default();
    let met = each_cable(&args.inputs, terminal, |input, terminal| {
        show(args, &input, &mut seen, terminal)
    })?;
    if met.several && !args.json {
        seen.note(&met, terminal);
    }
    Ok(match met.exit() {
        Exit::Success if seen.any_found => Exit::Negative,
        exit => exit,
    })
}

/// What was found in the cables of a run.
#[derive(Debug, Default)]
struct Seen {
    n_contradicting: u64,
    n_warned: u64,
    any_found: bool,
}

impl Seen {
    fn note(&self, met: &Met, terminal: &mut Terminal) {
        let mut words = format!(
            "{} checked, {} with a contradiction, {} with a warning",
            counted(met.n_cables, "cable", "cables"),
            self.n_contradicting,
            self.n_warned
        );
        let passed_over = met.passed_over();
        if !passed_over.is_empty() {
            words += "; ";
            words += &passed_over;
        }
        terminal.note(words);
    }
}

fn show(
    args: &Args,
    input: &CableInput,
    seen: &mut Seen,
    terminal: &mut Terminal,
) -> Result<(), CommandError> {
    let CableInput {
        name,
        document,
        is_one_of_several,
    } = input;
    let record = CheckRecord::new(document);
    let contradicts = record
        .findings
        .iter()
        .any(|finding| finding.outcome == Outcome::Contradicts.as_str());
    let warned = record
        .diagnostics
        .iter()
        .any(|diagnostic| diagnostic.severity != "information");
    seen.n_contradicting += u64::from(contradicts);
    seen.n_warned += u64::from(warned);
    seen.any_found |= contradicts || warned;
    if args.json {
        json::write_line(terminal.out(), &record)?;
        return Ok(());
    }
    let source = Source { name, document };
    let mut page = terminal.page();
    if args.concise {
        check::concise(&record, source, args.all, &mut page);
    } else {
        if *is_one_of_several {
            page.line(&[Piece::new(Role::Faint, format!("== {name} =="))]);
        }
        let helps: Vec<Option<&str>> = document
            .diagnostics
            .iter()
            .map(|diagnostic| diagnostic.help.as_deref())
            .collect();
        check::full(&record, &helps, source, args.all, &mut page);
        source.note(&mut page);
        if *is_one_of_several {
            page.gap();
        }
    }
    terminal.print(&page)?;
    Ok(())
}
