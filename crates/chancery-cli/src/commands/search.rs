//! `chancery search`.

use std::ffi::OsString;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;

use chancery_archive::{Answer, Archive, Error, Histogram, Hit, Interval, Note, Order, Search};
use chancery_web::json::{ExportedJson, HitJson, RowJson};
use clap::ValueEnum;

use crate::archive_folder::{self, ArchiveArg};
use crate::cli::parse_count;
use crate::error::{CommandError, Exit};
use crate::render::{answer, counted, json, query_error, results};
use crate::terminal::{Terminal, harmless};

/// Find cables
///
/// All words must occur, in any order and form. Words in quotes are a phrase, `-word` must not occur, `OR` stands
/// between alternatives; `elect*`, `te?m`, `word~1`, `"a b"~5`, `/regex/` and `paragraph:(a b)` are read too. Fields
/// narrow: `post:STRELSAU to:SECSTATE tags:PGOV class:secret caption:NODIS date:2007-10..2007-12
/// subject:succession ref:07STRELSAU92 similar:07STRELSAU92`.
///
/// Mind the shell: a phrase needs quotes of its own, `chancery search '"privy council" -coup'`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Exit codes:
  0  found
  1  nothing found; where the query is about a cable that is not there, that is said
  2  the query does not read, or there is no archive: a message says what

Without --archive, the archive is the one folder `*.cables` in the current folder.")]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch of the command line"
)]
pub(crate) struct Args {
    /// What to look for; several arguments are joined with blanks
    #[arg(value_name = "QUERY", required_unless_present_any = ["queries", "trend", "facets", "histogram"])]
    query: Vec<String>,

    #[command(flatten)]
    archive: ArchiveArg,

    /// How many results to print [default: 10; with --queries none, or 10 with --json]
    #[arg(long, value_name = "N", value_parser = parse_count)]
    limit: Option<usize>,

    /// How many results to leave out at the front
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = parse_count)]
    offset: usize,

    /// Print what comes behind the result with this cursor (`cursor` of --json)
    #[arg(long, value_name = "CURSOR", conflicts_with = "offset")]
    after: Option<String>,

    /// Print all results, however many
    #[arg(long, conflicts_with_all = ["limit", "offset", "after"])]
    all: bool,

    /// Order of the results
    #[arg(long, default_value = "relevance")]
    order: OrderArg,

    /// Print one JSON object a line for each result
    #[arg(long)]
    json: bool,

    /// Print results as a list for other programs, without passages
    #[arg(long, value_name = "FORMAT", conflicts_with = "json")]
    format: Option<FormatArg>,

    /// Short for `--format csv`
    #[arg(long, conflicts_with_all = ["json", "format", "jsonl"])]
    csv: bool,

    /// Short for `--format jsonl`
    #[arg(long, conflicts_with_all = ["json", "format"])]
    jsonl: bool,

    /// Print the number of cables found and nothing else
    #[arg(long, conflicts_with_all = ["json", "limit", "offset", "order", "format", "csv", "jsonl"])]
    count: bool,

    /// Count the values of these fields over all results: post, year, class, tags, country, caption, month,
    /// precedence, order, declassify, reason, kind, wrapper, lang, from, to
    #[arg(long, value_name = "FIELD", value_delimiter = ',', conflicts_with_all = ["count", "format", "csv", "jsonl"])]
    facets: Vec<String>,

    /// Count all results by time
    #[arg(long, value_name = "STEP", conflicts_with_all = ["count", "format", "csv", "jsonl"])]
    histogram: Option<StepArg>,

    /// Count by time (by year without --histogram) those results, or without a query those cables, that have each of
    /// these words
    #[arg(long, value_name = "WORD", value_delimiter = ',', conflicts_with_all = ["count", "format", "csv", "jsonl", "all", "after", "facets", "explain", "queries"])]
    trend: Vec<String>,

    /// Let words find TAGS codes and abbreviations by their meaning too
    #[arg(long)]
    meanings: bool,

    /// Say how the query is read, how each part is answered, and how many cables each part matches
    #[arg(long, conflicts_with_all = ["json", "count", "format", "csv", "jsonl", "all"])]
    explain: bool,

    /// Ask every query of a file, one a line (`-` for standard input); blank lines and those with # are passed over
    #[arg(long, value_name = "FILE", conflicts_with_all = ["query", "explain", "format", "csv", "jsonl", "all", "after"])]
    queries: Option<PathBuf>,
}

impl Args {
    /// As what list the results are wanted, if as one.
    fn format(&self) -> Option<FormatArg> {
        match (self.csv, self.jsonl) {
            (true, _) => Some(FormatArg::Csv),
            (_, true) => Some(FormatArg::Jsonl),
            _ => self.format,
        }
    }

    fn limit(&self) -> usize {
        const DEFAULT: usize = 10;
        self.limit.unwrap_or(DEFAULT)
    }
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

#[derive(Clone, Copy, Debug, ValueEnum)]
enum FormatArg {
    /// One identifier a line
    Ids,
    /// A table with a row for its names
    Csv,
    /// One JSON object a line, as short as a row of the table
    Jsonl,
    /// The whole record of every edition (chancery/cable/1), one JSON object a line
    Cables,
    /// As cables, for every source, with its bytes: what another archive needs to hold the same
    Originals,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum StepArg {
    Day,
    Month,
    Quarter,
    Year,
}

impl StepArg {
    fn interval(self) -> Interval {
        match self {
            StepArg::Day => Interval::Day,
            StepArg::Month => Interval::Month,
            StepArg::Quarter => Interval::Quarter,
            StepArg::Year => Interval::Year,
        }
    }
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
        limit: if args.count { 0 } else { args.limit() },
        order: match args.order {
            OrderArg::Relevance => Order::Relevance,
            OrderArg::Newest => Order::NewestFirst,
            OrderArg::Oldest => Order::OldestFirst,
        },
        facet_fields: args.facets.clone(),
        histogram: args.histogram.map(StepArg::interval),
        after: args.after.clone(),
        meanings: args.meanings,
        ..Search::default()
    };
    if let Some(file) = &args.queries {
        return batch(&archive, args, &search, file, terminal);
    }
    if args.explain {
        let explanation = archive
            .explain(&search)
            .map_err(|error| failed(error, &search.query, terminal))?;
        let mut page = terminal.page();
        answer::render_explanation(&explanation, &mut page);
        terminal.print(&page)?;
        return Ok(found(explanation.total));
    }
    if !args.trend.is_empty() {
        return trend(&archive, args, &search, terminal);
    }
    if args.format().is_some() || args.all && !args.count {
        return list(&archive, args, &search, terminal);
    }
    page(&archive, args, &search, terminal)
}

fn found(total: u64) -> Exit {
    match total {
        0 => Exit::Negative,
        _ => Exit::Success,
    }
}

/// What to end with when a search fails: the place in the query, where that is what is wrong.
fn failed(error: Error, query: &str, terminal: &Terminal) -> CommandError {
    match error {
        Error::Request { reason, suggestion } => {
            let error = CommandError::new(reason);
            match suggestion {
                Some(suggestion) => error.hint(suggestion),
                None => error,
            }
        }
        error => match error.as_query() {
            Some(problem) => query_error::to_command_error(query, problem, terminal.error_styles()),
            None => error.into(),
        },
    }
}

/// Prints one page of results.
fn page(
    archive: &Archive,
    args: &Args,
    search: &Search,
    terminal: &mut Terminal,
) -> Result<Exit, CommandError> {
    let answer = archive
        .search(search)
        .map_err(|error| failed(error, &search.query, terminal))?;
    let exit = found(answer.total);
    report_notes(archive, &answer.notes, terminal)?;
    if args.count {
        writeln!(terminal.out(), "{}", answer.total)?;
        report_spelled_like(archive, &search.query, &answer, terminal)?;
        return Ok(exit);
    }
    for hit in &answer.hits {
        show(hit, args.json, terminal)?;
    }
    let has_counts = !answer.facets.is_empty() || answer.histogram.is_some();
    if args.json {
        if has_counts {
            json::write_line(terminal.out(), &answer::AnswerJson::new(&answer))?;
        }
        // Whoever gets fewer than there are is told; it may go unseen in a pipe.
        let n_left = n_left(answer.total, search.offset, answer.hits.len());
        if answer.total == 0 || search.after.is_none() && search.limit > 0 && n_left > 0 {
            report_total(search, answer.total, answer.hits.len(), terminal);
        }
        report_spelled_like(archive, &search.query, &answer, terminal)?;
        return Ok(exit);
    }
    if has_counts {
        let mut page = terminal.page();
        answer::render_counts(&answer, &mut page);
        terminal.print(&page)?;
    }
    if answer.has_changed {
        terminal.note("the archive has changed since the cursor was given");
    }
    match (&search.after, &answer.next) {
        (None, _) => report_total(search, answer.total, answer.hits.len(), terminal),
        (Some(_), next) => {
            let cables = counted(answer.total, "cable", "cables");
            let rest = match next {
                Some(cursor) => format!("; more with --after {cursor}"),
                None => String::new(),
            };
            terminal.note(format_args!("{cables}, {} shown{rest}", answer.hits.len()));
        }
    }
    report_spelled_like(archive, &search.query, &answer, terminal)?;
    Ok(exit)
}

/// Of an answer without a cable: which parts of the query no cable has, and what could have been meant.
fn report_spelled_like(
    archive: &Archive,
    query: &str,
    answer: &Answer,
    terminal: &mut Terminal,
) -> Result<(), CommandError> {
    let is_told = |note: &Note| matches!(note, Note::NoSuchCable { .. });
    if answer.total > 0 || answer.notes.iter().any(is_told) {
        return Ok(());
    }
    for part in archive.spelled_like(query, N_LIKE)? {
        let written = harmless(&part.written);
        if !part.like.is_empty() {
            let like = part.like.join(", ");
            terminal.hint(format_args!("no cable has {written}; perhaps {like}"));
        } else if part.written != query.trim() {
            terminal.hint(format_args!("no cable has {written}"));
        }
    }
    Ok(())
}

/// Prints one result, with its passage.
fn show(hit: &Hit, is_json: bool, terminal: &mut Terminal) -> Result<(), CommandError> {
    if is_json {
        json::write_line(terminal.out(), &HitJson::from(hit))?;
        return Ok(());
    }
    let mut page = terminal.page();
    results::render(hit, &mut page);
    page.gap();
    terminal.print(&page)?;
    Ok(())
}

/// Prints results as a list: all of them, or one page.
fn list(
    archive: &Archive,
    args: &Args,
    search: &Search,
    terminal: &mut Terminal,
) -> Result<Exit, CommandError> {
    let mut written: std::io::Result<()> = Ok(());
    let limit = if args.all { usize::MAX } else { args.limit() };
    let skip = if args.all { 0 } else { args.offset };
    if args.format().is_none() {
        return every_page(archive, args, search, terminal);
    }
    if args.after.is_some() {
        return Err(CommandError::new("a list does not begin at a cursor")
            .hint("leave out --format, or ask for --all"));
    }
    let out = terminal.out();
    if matches!(args.format(), Some(FormatArg::Csv)) {
        written = answer::write_csv_names(out);
    }
    let mut at = 0;
    let mut take = |write: &mut dyn FnMut() -> std::io::Result<()>| {
        at += 1;
        if at > skip && written.is_ok() {
            written = write();
        }
        written.is_ok() && at - skip.min(at) < limit
    };
    let total = match args.format() {
        Some(FormatArg::Ids) => {
            archive.each_key(search, |key| take(&mut || writeln!(out, "{key}")))
        }
        Some(FormatArg::Csv) => archive.each_line(search, |line, of_source| {
            take(&mut || answer::write_csv(out, &RowJson::new(&line, &of_source)))
        }),
        Some(format @ (FormatArg::Cables | FormatArg::Originals)) => {
            let with_originals = matches!(format, FormatArg::Originals);
            let mut failed = None;
            let total = archive.each_key(search, |key| {
                take(&mut || match archive.exported(key, with_originals) {
                    Ok(exported) => exported.iter().try_for_each(|exported| {
                        json::write_line(out, &ExportedJson::new(key, exported))
                    }),
                    Err(error) => {
                        failed = Some(error);
                        Ok(())
                    }
                }) && failed.is_none()
            });
            failed.map_or(total, Err)
        }
        _ => archive.each_line(search, |line, of_source| {
            take(&mut || json::write_line(out, &RowJson::new(&line, &of_source)))
        }),
    };
    written?;
    let total = total.map_err(|error| failed(error, &search.query, terminal))?;
    if total == 0 {
        let nothing = Search {
            limit: 0,
            ..search.clone()
        };
        let answer = archive.search(&nothing)?;
        report_notes(archive, &answer.notes, terminal)?;
        report_spelled_like(archive, &search.query, &answer, terminal)?;
    } else if !args.all && n_left(total, skip, limit) > 0 {
        let cables = counted(total, "cable", "cables");
        terminal.note(format_args!(
            "{cables}, {} written; --all writes all",
            total - skip as u64 - n_left(total, skip, limit)
        ));
    }
    Ok(found(total))
}

/// How many results stand behind those that a list has.
fn n_left(total: u64, skip: usize, limit: usize) -> u64 {
    total.saturating_sub((skip as u64).saturating_add(limit as u64))
}

/// Prints all results with their passages, page by page.
fn every_page(
    archive: &Archive,
    args: &Args,
    search: &Search,
    terminal: &mut Terminal,
) -> Result<Exit, CommandError> {
    let mut search = Search {
        limit: 200,
        ..search.clone()
    };
    let mut is_first = true;
    loop {
        let answer = archive
            .search(&search)
            .map_err(|error| failed(error, &search.query, terminal))?;
        if std::mem::take(&mut is_first) {
            report_notes(archive, &answer.notes, terminal)?;
        }
        for hit in &answer.hits {
            show(hit, args.json, terminal)?;
        }
        if answer.next.is_none() {
            if !args.json {
                terminal.note(counted(answer.total, "cable", "cables"));
            }
            return Ok(found(answer.total));
        }
        search.after = answer.next;
    }
}

/// Prints how many results have each of several words, by time.
fn trend(
    archive: &Archive,
    args: &Args,
    search: &Search,
    terminal: &mut Terminal,
) -> Result<Exit, CommandError> {
    let interval = args.histogram.map_or(Interval::Year, StepArg::interval);
    for word in &args.trend {
        // What does not read is shown in the word itself.
        chancery_archive::marks(word, &[]).map_err(|error| failed(error, word, terminal))?;
    }
    let found = archive
        .trends(search, &args.trend, interval)
        .map_err(|error| failed(error, &search.query, terminal))?;
    let trends: Vec<(&str, Histogram)> = args.trend.iter().map(String::as_str).zip(found).collect();
    let any = trends.iter().any(|(_, histogram)| {
        histogram.undated > 0 || histogram.bins.iter().any(|bin| bin.count > 0)
    });
    if args.json {
        for (word, histogram) in &trends {
            json::write_line(terminal.out(), &answer::TrendJson::new(word, histogram))?;
        }
    } else if any {
        let mut page = terminal.page();
        answer::render_trends(&trends, &mut page);
        terminal.print(&page)?;
    }
    if !any {
        terminal.note("no cable has any of these words");
    }
    Ok(if any { Exit::Success } else { Exit::Negative })
}

/// Asks every query of a file. One that does not read is told, and the others are asked.
fn batch(
    archive: &Archive,
    args: &Args,
    search: &Search,
    file: &PathBuf,
    terminal: &mut Terminal,
) -> Result<Exit, CommandError> {
    let name = if file.as_os_str() == "-" {
        "<stdin>".to_owned()
    } else {
        file.display().to_string()
    };
    let cannot = |error: std::io::Error| CommandError::new(format!("cannot read {name}: {error}"));
    let lines: Box<dyn BufRead> = if file.as_os_str() == "-" {
        Box::new(BufReader::new(std::io::stdin()))
    } else {
        Box::new(BufReader::new(File::open(file).map_err(cannot)?))
    };
    let mut exit = Exit::Negative;
    for (number, line) in (1..).zip(lines.lines()) {
        let line = line.map_err(cannot)?;
        let query = line.trim();
        if query.is_empty() || query.starts_with('#') {
            continue;
        }
        let asked = Search {
            query: query.to_owned(),
            limit: if args.json || args.limit.is_some() {
                search.limit
            } else {
                0
            },
            ..search.clone()
        };
        match archive.search(&asked) {
            Ok(answer) => {
                if answer.total > 0 && exit == Exit::Negative {
                    exit = Exit::Success;
                }
                if !answer.notes.is_empty() {
                    terminal.note(format_args!("line {number} of {name}: {}", harmless(query)));
                    report_notes(archive, &answer.notes, terminal)?;
                }
                report_spelled_like(archive, query, &answer, terminal)?;
                if args.json {
                    let answer = answer::BatchJson::new(query, &answer);
                    json::write_line(terminal.out(), &answer)?;
                } else {
                    let query = harmless(query);
                    writeln!(terminal.out(), "{}\t{query}", answer.total)?;
                    for hit in &answer.hits {
                        show(hit, false, terminal)?;
                    }
                }
            }
            Err(error) if error.is_query() => {
                exit = Exit::Trouble;
                let reason = error.to_string();
                let mut failed = failed(error, query, terminal);
                failed.error = failed.error.context(format!("line {number} of {name}"));
                terminal.report(&failed);
                // Each query has its line, so that answers can be counted off.
                if args.json {
                    let failed = answer::FailedJson::new(query, &reason);
                    json::write_line(terminal.out(), &failed)?;
                } else {
                    writeln!(terminal.out(), "?\t{}", harmless(query))?;
                }
            }
            Err(error) => return Err(failed(error, query, terminal)),
        }
    }
    Ok(exit)
}

/// Says what is to be known of an answer.
fn report_notes(
    archive: &Archive,
    notes: &[Note],
    terminal: &mut Terminal,
) -> Result<(), CommandError> {
    for note in notes {
        match note {
            Note::NoSuchCable { id } => {
                archive_folder::report_no_such_cable(archive, id, terminal)?;
            }
            note => terminal.note(note),
        }
    }
    Ok(())
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
