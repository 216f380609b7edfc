//! `chancery check`.

use std::path::PathBuf;

use chancery_format::consistency::{CheckRecord, Outcome};
use chancery_format::{Document, Hints, Mrn};

use crate::error::{CommandError, Exit};
use crate::input::{
    Input, Walked, display_name, is_stdin, parse_mrn, read_input, report_not_a_cable,
    report_unread, telegrams, walk,
};
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
  1  something contradicts, or draws a warning; or some input holds nothing that reads as a cable
  2  some input could not be read; the others are checked")]
pub(crate) struct Args {
    /// Files and folders to check; `-`, or none, is standard input
    ///
    /// In a folder, files that are no cables are passed over. The name of a file that reads as an identifier,
    /// `07STRELSAU92.txt`, names a cable whose text does not.
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,

    /// Print one JSON object a line, in the order of the input
    #[arg(long, conflicts_with_all = ["concise", "all"])]
    json: bool,

    /// Print one line for each warning and contradiction
    #[arg(long)]
    concise: bool,

    /// Say of what could not be compared why, one by one
    #[arg(long)]
    all: bool,

    /// Identifier of a cable whose text names none, in any spelling
    #[arg(long, value_name = "MRN", value_parser = parse_mrn)]
    id: Option<Mrn>,
}

/// Runs `chancery check`.
pub(crate) fn run(args: &Args, terminal: &mut Terminal) -> Result<Exit, CommandError> {
    let stdin = [PathBuf::from("-")];
    let inputs = match args.files.as_slice() {
        [] => &stdin,
        files => files,
    };
    let files = walk(inputs);
    let mut seen = Seen::default();
    for Walked { path, found } in &files {
        let name = display_name(path);
        let hints = Hints {
            path: (!is_stdin(path)).then(|| path.to_string_lossy().into_owned()),
            id: args.id.clone(),
        };
        let bytes = match read_input(path, terminal) {
            Ok(Input::Bytes(bytes)) => bytes,
            Ok(Input::TooLarge) => {
                report_not_a_cable(&name, chancery_format::NotACable::TooLarge, terminal);
                seen.any_not_a_cable |= !found;
                continue;
            }
            Err(error) => {
                report_unread(&name, &error, terminal);
                seen.any_unread = true;
                continue;
            }
        };
        let parts = telegrams(&bytes, &name);
        let named = files.len() > 1 || parts.len() > 1;
        for (bytes, name) in parts {
            let document = chancery_format::read(bytes, &hints);
            match document.not_a_cable() {
                Some(_) if *found => seen.n_passed_over += 1,
                Some(reason) => {
                    report_not_a_cable(&name, reason, terminal);
                    seen.any_not_a_cable = true;
                }
                None => show(args, &document, &name, named, &mut seen, terminal)?,
            }
        }
    }
    if files.len() > 1 && !args.json {
        seen.note(terminal);
    }
    Ok(seen.exit())
}

/// What a run has met.
#[derive(Debug, Default)]
struct Seen {
    n_cables: u64,
    n_contradicting: u64,
    n_warned: u64,
    n_passed_over: u64,
    any_found: bool,
    any_unread: bool,
    any_not_a_cable: bool,
}

impl Seen {
    fn exit(&self) -> Exit {
        if self.any_unread {
            Exit::Trouble
        } else if self.any_found || self.any_not_a_cable {
            Exit::Negative
        } else {
            Exit::Success
        }
    }

    fn note(&self, terminal: &mut Terminal) {
        let mut words = format!(
            "{} checked, {} with a contradiction, {} with a warning",
            counted(self.n_cables, "cable", "cables"),
            self.n_contradicting,
            self.n_warned
        );
        if self.n_passed_over > 0 {
            let files = counted(self.n_passed_over, "file", "files");
            words += "; ";
            words += &files;
            words += " passed over, being no cables";
        }
        terminal.note(words);
    }
}

fn show(
    args: &Args,
    document: &Document,
    name: &str,
    is_one_of_several: bool,
    seen: &mut Seen,
    terminal: &mut Terminal,
) -> Result<(), CommandError> {
    let record = CheckRecord::new(document);
    let contradicts = record
        .findings
        .iter()
        .any(|finding| finding.outcome == Outcome::Contradicts.as_str());
    let warned = record
        .diagnostics
        .iter()
        .any(|diagnostic| diagnostic.severity != "information");
    seen.n_cables += 1;
    seen.n_contradicting += u64::from(contradicts);
    seen.n_warned += u64::from(warned);
    seen.any_found |= contradicts || warned;
    if args.json {
        json::write_line(terminal.out(), &record)?;
        return Ok(());
    }
    let source = Source {
        name,
        text: &document.text,
    };
    let mut page = terminal.page();
    if args.concise {
        check::concise(&record, source, args.all, &mut page);
    } else {
        if is_one_of_several {
            page.line(&[Piece::new(Role::Faint, format!("== {name} =="))]);
        }
        let helps: Vec<Option<&str>> = document
            .diagnostics
            .iter()
            .map(|diagnostic| diagnostic.help.as_deref())
            .collect();
        check::full(&record, &helps, source, args.all, &mut page);
        if document.wrapper != chancery_format::Wrapper::Text {
            let note = "lines are counted in the cable's text, without the page around it";
            page.block(&[], 0, &[Piece::new(Role::Faint, note)]);
        }
        if is_one_of_several {
            page.gap();
        }
    }
    terminal.print(&page)?;
    Ok(())
}
