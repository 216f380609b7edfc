//! `chancery missing`.

use chancery_archive::{Archive, Missing};
use chancery_web::json::{MissingJson, csv_row};

use crate::archive_folder::{self, ArchiveArg};
use crate::cli::{parse_count, parse_year};
use crate::error::{CommandError, Exit};
use crate::render::{counted, json, references};
use crate::terminal::{Terminal, harmless};

/// List cables that are referred to and not in the archive
///
/// Each with the cables that refer to it and the dates between which it must lie: those of its neighbours by number, of
/// the same post and year, and that of the first cable that refers to it. Most referred to first.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Exit codes:
  0  some are missing
  1  none is missing, or there is no cable as `--cited-by` names
  2  something could not be done: a message says what

Without --archive, the archive is the one folder `*.cables` in the current folder.")]
pub(crate) struct Args {
    #[command(flatten)]
    archive: ArchiveArg,

    /// Only cables of this post, `STRELSAU`
    #[arg(long, value_name = "POST")]
    post: Option<String>,

    /// Only cables of this year, `2007`
    #[arg(long, value_name = "YEAR", value_parser = parse_year)]
    year: Option<u16>,

    /// Only cables that this one refers to
    #[arg(long, value_name = "ID")]
    cited_by: Option<String>,

    /// How many to print
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = parse_count)]
    limit: usize,

    /// How many to leave out at the front
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = parse_count)]
    offset: usize,

    /// Print all of them
    #[arg(long, conflicts_with_all = ["limit", "offset"])]
    all: bool,

    /// Print one JSON object a line for each
    #[arg(long, conflicts_with = "csv")]
    json: bool,

    /// Print a table as CSV
    #[arg(long)]
    csv: bool,
}

/// How many are looked up at a time.
const PAGE: usize = 500;

/// How many of the cables that refer to one are named to a person.
const N_REFERRERS: usize = 8;

/// Runs `chancery missing`.
pub(crate) fn run(args: &Args, terminal: &mut Terminal) -> Result<Exit, CommandError> {
    let archive = Archive::open(&archive_folder::to_read(&args.archive)?)?;
    let cited_by = match &args.cited_by {
        Some(spelling) => {
            let Some(key) = archive.resolve(spelling)? else {
                archive_folder::report_no_such_cable(&archive, spelling, terminal)?;
                return Ok(Exit::Negative);
            };
            Some(key)
        }
        None => None,
    };
    let is_for_a_person = !args.json && !args.csv;
    let mut wanted = Missing {
        post: args.post.clone(),
        year: args.year,
        cited_by,
        offset: args.offset,
        limit: 0,
        referrers: if is_for_a_person {
            N_REFERRERS
        } else {
            usize::MAX
        },
    };
    let mut left = if args.all { usize::MAX } else { args.limit };
    let total = archive.missing(&wanted)?.total;
    if args.csv {
        write!(terminal.out(), "{}", csv_row(MissingJson::COLUMNS))?;
    }
    while left > 0 {
        wanted.limit = left.min(PAGE);
        let found = archive.missing(&wanted)?;
        for cable in &found.cables {
            if args.json {
                json::write_line(terminal.out(), &MissingJson::from(cable))?;
            } else if args.csv {
                write!(terminal.out(), "{}", MissingJson::from(cable).csv())?;
            } else {
                let mut page = terminal.page();
                references::render_missing(cable, &mut page);
                terminal.print(&page)?;
            }
        }
        left -= found.cables.len();
        wanted.offset += found.cables.len();
        if found.cables.len() < wanted.limit {
            break;
        }
    }
    if total == 0
        && let Some(post) = &args.post
    {
        for part in archive.spelled_like(&format!("post:\"{}\"", post.replace('"', " ")), 3)? {
            if !part.like.is_empty() {
                let like = part.like.join(", ");
                terminal.hint(format_args!(
                    "no cable has {}; perhaps {like}",
                    harmless(&part.written)
                ));
            }
        }
    }
    let n_left = total.saturating_sub(wanted.offset as u64);
    if !is_for_a_person && n_left > 0 {
        let cables = counted(total, "cable is missing", "cables are missing");
        terminal.note(format_args!(
            "{cables}, {n_left} not written; --all writes all"
        ));
    }
    if is_for_a_person && total == 0 {
        let is_narrowed = args.post.is_some() || args.year.is_some() || args.cited_by.is_some();
        terminal.note(if is_narrowed {
            "no cable that is missing fits; without --post, --year and --cited-by all are listed"
        } else {
            "no cable is missing: the archive has every cable that is referred to"
        });
    } else if is_for_a_person {
        let rest = if (wanted.offset as u64) < total {
            format!("; more with --offset {} or --all", wanted.offset)
        } else {
            String::new()
        };
        let n_shown = wanted.offset - args.offset;
        let cables = counted(total, "cable is missing", "cables are missing");
        terminal.note(format_args!("{cables}, {n_shown} shown{rest}"));
    }
    Ok(if total == 0 {
        Exit::Negative
    } else {
        Exit::Success
    })
}
