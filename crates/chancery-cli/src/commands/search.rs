//! `chancery search`.

use std::ffi::OsString;

use chancery_archive::{Archive, Order, Search};
use clap::ValueEnum;

use crate::archive_folder::{self, ArchiveArg};
use crate::cli::parse_count;
use crate::error::{CommandError, Exit};
use crate::render::{counted, json, query_error, results};
use crate::terminal::Terminal;

/// Find cables
///
/// All words must occur, in any order and form. Words in quotes are a phrase, `-word` must not occur, `OR` stands
/// between alternatives. Fields narrow: `post:STRELSAU to:SECSTATE tags:PGOV class:secret caption:NODIS
/// date:2007-10..2007-12 subject:succession ref:07STRELSAU92`.
///
/// Mind the shell: a phrase needs quotes of its own, `chancery search '"privy council" -coup'`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Exit codes:
  0  found
  1  nothing found
  2  the query does not read, or there is no archive: a message says what

Without --archive, the archive is the one folder `*.cables` in the current folder.")]
pub(crate) struct Args {
    /// What to look for; several arguments are joined with blanks
    #[arg(value_name = "QUERY", required = true)]
    query: Vec<String>,

    #[command(flatten)]
    archive: ArchiveArg,

    /// How many results to print
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = parse_count)]
    limit: usize,

    /// How many results to leave out at the front
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = parse_count)]
    offset: usize,

    /// Order of the results
    #[arg(long, default_value = "relevance")]
    order: OrderArg,

    /// Print one JSON object a line for each result
    #[arg(long)]
    json: bool,

    /// Print the number of cables found and nothing else
    #[arg(long, conflicts_with_all = ["json", "limit", "offset", "order"])]
    count: bool,
}

/// Marks `-word` among the arguments of a search as part of the query, not as options.
///
/// A blank before it does, and means nothing in a query. (The parser of arguments can take all that starts with a
/// hyphen as a value, but then it takes the options after it too.)
pub(crate) fn shield_negations(args: impl Iterator<Item = OsString>) -> Vec<OsString> {
    let mut args: Vec<OsString> = args.collect();
    let mut rest = args.iter_mut().skip(1);
    let is_option = |arg: &OsString| arg.to_string_lossy().starts_with('-');
    let command = loop {
        match rest.next() {
            // The one option before a command that takes a value.
            Some(arg) if arg == "--color" => drop(rest.next()),
            Some(arg) if is_option(arg) => {}
            command => break command,
        }
    };
    if command.is_some_and(|command| command == "search") {
        for arg in rest.take_while(|arg| *arg != "--") {
            let is_negation = is_option(arg)
                && !arg.to_string_lossy().starts_with("--")
                && !matches!(arg.to_str(), Some("-" | "-h"));
            if is_negation {
                let mut shielded = OsString::from(" ");
                shielded.push(&*arg);
                *arg = shielded;
            }
        }
    }
    args
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum OrderArg {
    /// Best match first
    Relevance,
    /// Latest date first
    Newest,
    /// Earliest date first
    Oldest,
}

/// Runs `chancery search`.
pub(crate) fn run(args: &Args, terminal: &mut Terminal) -> Result<Exit, CommandError> {
    let archive = Archive::open(&archive_folder::to_read(&args.archive)?)?;
    let search = Search {
        query: args
            .query
            .iter()
            .map(|part| part.trim())
            .collect::<Vec<_>>()
            .join(" "),
        offset: args.offset,
        limit: if args.count { 0 } else { args.limit },
        order: match args.order {
            OrderArg::Relevance => Order::Relevance,
            OrderArg::Newest => Order::NewestFirst,
            OrderArg::Oldest => Order::OldestFirst,
        },
        ..Search::default()
    };
    let answer = archive
        .search(&search)
        .map_err(|error| match error.as_query() {
            Some(problem) => {
                query_error::to_command_error(&search.query, problem, terminal.error_styles())
            }
            None => error.into(),
        })?;
    let exit = match answer.total {
        0 => Exit::Negative,
        _ => Exit::Success,
    };
    if args.count {
        writeln!(terminal.out(), "{}", answer.total)?;
        return Ok(exit);
    }
    for hit in &answer.hits {
        if args.json {
            json::write_line(terminal.out(), &results::HitJson::new(hit))?;
        } else {
            let mut page = terminal.page();
            results::render(hit, &mut page);
            page.gap();
            terminal.print(&page)?;
        }
    }
    if !args.json {
        report_total(&search, answer.total, answer.hits.len(), terminal);
        if answer.total == 0 {
            for word in archive.spelled_like(&search.query, N_LIKE)? {
                let like = word.like.join(", ");
                terminal.hint(format_args!(
                    "no cable has {}; spelled like it: {like}",
                    word.written
                ));
            }
        }
    }
    Ok(exit)
}

/// Words to offer in place of one that no cable has.
const N_LIKE: usize = 4;

/// Says how much there is, and how to see the rest.
fn report_total(search: &Search, total: u64, n_shown: usize, terminal: &mut Terminal) {
    let cables = counted(total, "cable", "cables");
    match (total, n_shown) {
        (0, _) => terminal.note(format_args!("nothing found for {}", search.query)),
        (_, 0) => terminal.note(format_args!("{cables}, none shown")),
        _ => {
            let first = search.offset + 1;
            let last = search.offset + n_shown;
            let rest = if (last as u64) < total {
                format!("; more with --offset {last}")
            } else {
                String::new()
            };
            terminal.note(format_args!("{cables}, {first} to {last} shown{rest}"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, expected: &[&str]) {
        let args = shield_negations(line.split(' ').map(OsString::from));
        assert_eq!(args[1..], *expected);
    }

    #[test]
    fn negations_are_no_options() {
        check(
            "chancery search a -b --json",
            &["search", "a", " -b", "--json"],
        );
        check(
            "chancery --color never search -hotel -h",
            &["--color", "never", "search", " -hotel", "-h"],
        );
        check(
            "chancery --color=never search -tags:PGOV",
            &["--color=never", "search", " -tags:PGOV"],
        );
        check("chancery search a -- -b", &["search", "a", "--", "-b"]);
        check("chancery read - -x", &["read", "-", "-x"]);
        check("chancery --color", &["--color"]);
    }
}
