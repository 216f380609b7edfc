//! The command line as a whole: what `chancery --help` says, and what every subcommand has in common.

use clap::{Parser, Subcommand, ValueEnum};

use crate::commands::{
    archive, check, explain, ingest, missing, open, read, refs, search, serve, write,
};
use crate::error::{CommandError, Exit};
use crate::terminal::Terminal;

/// What every help text ends with.
pub(crate) const EXIT_CODES: &str = "\
Exit codes:
  0    done
  1    nothing found, no such cable, or some input is no cable
  2    something could not be done: a message says what
  130  stopped by Ctrl-C";

/// Opens folders of diplomatic cables: reads them, keeps them, finds them, shows them.
///
/// Start with `chancery open FOLDER`: it takes the cables of the folder into an archive and shows them in the
/// browser. Nothing leaves this machine.
#[derive(Debug, Parser)]
#[command(name = "chancery", version, after_help = EXIT_CODES, arg_required_else_help = true)]
struct CommandLine {
    #[command(subcommand)]
    command: Command,

    /// When to use colours
    ///
    /// `auto` uses them on a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`.
    #[arg(
        long,
        global = true,
        value_name = "WHEN",
        default_value = "auto",
        hide_default_value = true
    )]
    color: When,
}

#[derive(Debug, Subcommand)]
enum Command {
    Open(open::Args),
    Read(read::Args),
    Check(check::Args),
    Explain(explain::Args),
    Ingest(ingest::Args),
    Search(search::Args),
    Refs(refs::Args),
    Missing(missing::Args),
    Serve(serve::Args),
    Write(write::Args),
    Archive(archive::Args),
}

/// A whole number given on the command line.
pub(crate) fn parse_count(text: &str) -> Result<usize, &'static str> {
    text.parse()
        .map_err(|_| "expected a whole number, such as 20")
}

/// A year given on the command line.
pub(crate) fn parse_year(text: &str) -> Result<u16, &'static str> {
    text.parse()
        .ok()
        .filter(|year| (1000..=9999).contains(year))
        .ok_or("expected a year of four digits, such as 2007")
}

/// The number of a port given on the command line.
pub(crate) fn parse_port(text: &str) -> Result<u16, &'static str> {
    text.parse()
        .map_err(|_| "expected a number from 0 to 65535, such as 1966")
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum When {
    Auto,
    Always,
    Never,
}

/// Reads the command line, does what it asks and reports what went wrong.
pub(crate) fn run() -> Exit {
    let line = match CommandLine::try_parse_from(search::shield_negations(std::env::args_os())) {
        Ok(line) => line,
        Err(help_or_error) => {
            // Help asked for is a result and goes to standard output; clap knows which it is. A reader that has
            // closed the pipe has read enough.
            let is_told = match help_or_error.print() {
                Ok(()) => true,
                Err(error) => error.kind() == std::io::ErrorKind::BrokenPipe,
            };
            return if help_or_error.use_stderr() || !is_told {
                Exit::Trouble
            } else {
                Exit::Success
            };
        }
    };
    match line.color {
        When::Auto => {}
        When::Always => anstream::ColorChoice::Always.write_global(),
        When::Never => anstream::ColorChoice::Never.write_global(),
    }
    let mut terminal = Terminal::new();
    let result = match &line.command {
        Command::Open(args) => open::run(args, &mut terminal),
        Command::Read(args) => read::run(args, &mut terminal),
        Command::Check(args) => check::run(args, &mut terminal),
        Command::Explain(args) => explain::run(args, &mut terminal),
        Command::Ingest(args) => ingest::run(args, &mut terminal),
        Command::Search(args) => search::run(args, &mut terminal),
        Command::Refs(args) => refs::run(args, &mut terminal),
        Command::Missing(args) => missing::run(args, &mut terminal),
        Command::Serve(args) => serve::run(args, &mut terminal),
        Command::Write(args) => write::run(args, &mut terminal),
        Command::Archive(args) => archive::run(args, &mut terminal),
    };
    let flushed = terminal.flush().map_err(CommandError::from);
    match result.and_then(|exit| flushed.map(|()| exit)) {
        Ok(exit) => exit,
        // Whoever read our output has seen enough: `chancery search … | head`.
        Err(error) if error.is_closed_pipe() => Exit::Success,
        Err(error) => {
            terminal.report(&error);
            error.exit
        }
    }
}
